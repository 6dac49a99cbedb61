//! Poses to pictures: bytes out, nothing else.
//!
//! A storyboard shows the key poses side by side. Panels are numbered with dots, so that pictures need no
//! font and no translation; the words stand in the message. Must not know cards, files or Discord. Begin
//! reading at [`storyboard`].

mod close_up;
mod figure;
mod layout;
mod palette;
mod props;
mod svg;

use resvg::tiny_skia::{Pixmap, Transform};
use resvg::usvg::{Options, Tree};

use crate::domain::pose::{Key, Pose, Shape};
use layout::Layout;
use svg::Drawing;

/// A picture could not be made.
#[derive(Debug, thiserror::Error)]
pub enum PictureError {
    /// The drawing is not valid SVG.
    #[error("the drawing cannot be read as SVG")]
    Svg(#[from] resvg::usvg::Error),
    /// There are no key poses, so there is no size to draw at.
    #[error("there is nothing to draw")]
    Empty,
    /// The pixels could not be written as a PNG.
    #[error("the picture cannot be written as PNG: {0}")]
    Encode(String),
}

/// The key poses of a movement side by side, as a PNG of about 900 by 320 pixels.
///
/// # Errors
///
/// See [`PictureError`]; none is expected for a pose from a library.
pub fn storyboard(pose: &Pose) -> Result<Vec<u8>, PictureError> {
    if pose.keys.is_empty() {
        return Err(PictureError::Empty);
    }
    let layout = Layout::of(pose);
    let tree = Tree::from_str(&draw(pose, &layout), &Options::default())?;
    let (width, height) = layout.size();
    let mut pixels = Pixmap::new(width, height).ok_or(PictureError::Empty)?;
    resvg::render(&tree, Transform::identity(), &mut pixels.as_mut());
    pixels
        .encode_png()
        .map_err(|error| PictureError::Encode(error.to_string()))
}

/// The storyboard as SVG.
fn draw(pose: &Pose, layout: &Layout) -> String {
    let mut drawing = Drawing::default();
    for (index, key) in pose.keys.iter().enumerate() {
        let place = layout.panel(index);
        let transform = layout.transform(index);
        drawing.panel(index, place, &transform, |inside| {
            draw_key(inside, pose, key);
        });
    }
    let (width, height) = layout.size();
    drawing.finish(width, height)
}

/// One key pose, in the canvas's own units.
fn draw_key(drawing: &mut Drawing, pose: &Pose, key: &Key) {
    match &key.shape {
        Shape::Face(face) => close_up::face(drawing, face),
        Shape::Hand(hand) => close_up::hand(drawing, hand),
        Shape::Figure(skeleton) => {
            props::behind(drawing, &pose.props);
            figure::behind(drawing, skeleton, pose.view);
            figure::trunk(drawing, skeleton, pose.view);
            props::on_trunk(drawing, &pose.props, key);
            figure::before(drawing, skeleton, pose.view);
            props::in_front(drawing, &pose.props, key, skeleton);
        }
    }
}

#[cfg(test)]
mod tests;
