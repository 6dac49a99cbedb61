//! Poses to pictures: bytes out, nothing else.
//!
//! A storyboard shows the key poses side by side, numbered, with the former pose as a ghost and arrows for the
//! way; an animation plays them. Digits are drawn as strokes of our own, so pictures need no font and no
//! translation; the words stand in the message. Must not know cards, files or Discord. Begin reading at
//! [`storyboard`].

mod animation;
mod badge;
mod blend;
mod body;
mod calendar;
mod canvas;
mod close_up;
mod digits;
mod geometry;
mod hands;
mod head;
mod indexed;
mod layout;
mod marks;
mod movement;
mod palette;
mod props;
mod sheet;
mod timeline;

pub use animation::animation;
pub use calendar::{calendar, goal};
pub use sheet::sheet;

use std::borrow::Cow;

use crate::domain::pose::{Key, Pose, Shape};
use badge::Badge;
use body::Figure;
use canvas::Canvas;
use geometry::{at, plus};
use layout::Layout;
use palette::{EDGE, GROUND};

/// Changes whenever pictures are to look different, so that none that was kept is taken for a new one.
pub const STYLE: u32 = 4;

/// Corners of a panel, in pixels.
const CORNER: f32 = 16.0;

/// A picture could not be made.
#[derive(Debug, thiserror::Error)]
pub enum PictureError {
    /// There are no key poses, so there is no size to draw at.
    #[error("there is nothing to draw")]
    Empty,
    /// The pixels could not be written as a PNG or GIF.
    #[error("the picture cannot be written: {0}")]
    Encode(String),
}

impl From<gif::EncodingError> for PictureError {
    fn from(error: gif::EncodingError) -> Self {
        Self::Encode(error.to_string())
    }
}

impl From<std::io::Error> for PictureError {
    fn from(error: std::io::Error) -> Self {
        Self::Encode(error.to_string())
    }
}

/// The key poses of a movement side by side, as a PNG of at most 900 by 320 pixels.
///
/// # Errors
///
/// See [`PictureError`]; none is expected for a pose from a library.
pub fn storyboard(pose: &Pose) -> Result<Vec<u8>, PictureError> {
    draw_storyboard(pose)?.png()
}

fn draw_storyboard(pose: &Pose) -> Result<Canvas, PictureError> {
    if pose.keys.is_empty() {
        return Err(PictureError::Empty);
    }
    let layout = Layout::of(pose);
    let (width, height) = layout.size();
    let mut board = Canvas::new(width, height)?;
    let (width, height) = layout.panel_size();
    let badge = Badge::beside(&[Cow::Borrowed(pose)], &layout, (width, height));
    for (index, key) in pose.keys.iter().enumerate() {
        let former = index
            .checked_sub(1)
            .and_then(|former| pose.keys.get(former));
        let mut panel = Canvas::new(width, height)?;
        let telling = Telling::Arrows(former);
        draw_panel(&mut panel, pose, &layout, (width, height), telling, key);
        badge.draw(&mut panel, index);
        let corner = layout.panel(index);
        board.rectangle(
            plus(corner, at(1.5, 1.5), -1.0),
            plus(corner, layout.panel_extent(), 1.0),
            CORNER + 1.5,
            EDGE,
        );
        board.inlay(&panel, corner, CORNER);
    }
    Ok(board)
}

/// What tells how the body moves.
#[derive(Clone, Copy)]
enum Telling<'a> {
    /// Arrows, and the former key pose as a ghost, if there is one.
    Arrows(Option<&'a Key>),
    /// The movement itself.
    Motion,
}

/// A panel without its number.
fn draw_panel(
    panel: &mut Canvas,
    pose: &Pose,
    layout: &Layout,
    (width, height): (u32, u32),
    telling: Telling<'_>,
    key: &Key,
) {
    panel.cover(GROUND);
    let (origin, scale) = layout.place(width, height);
    panel.within(origin, scale, |inside| draw_key(inside, pose, telling, key));
}

/// One key pose, in its own units.
fn draw_key(canvas: &mut Canvas, pose: &Pose, telling: Telling<'_>, key: &Key) {
    let former = match telling {
        Telling::Arrows(former) => former,
        Telling::Motion => None,
    };
    match &key.shape {
        Shape::Face(face) => close_up::face(canvas, face),
        Shape::Hand(hand) => close_up::hand(canvas, hand),
        Shape::Figure(skeleton) => {
            props::behind(canvas, pose, key);
            if let Some(former) = former {
                movement::ghost(canvas, pose, former);
            }
            if let Some(figure) = Figure::of(pose, key) {
                body::draw(canvas, &figure, |canvas| {
                    props::on_trunk(canvas, pose, key);
                });
                props::in_front(canvas, pose, key, skeleton);
                body::grips(canvas, &figure);
            }
        }
    }
    marks::presses(canvas, &key.press);
    let ways = match telling {
        Telling::Arrows(former) => movement::ways(former, key),
        // What all keys share belongs to the scene.
        Telling::Motion if pose.keys.iter().all(|other| other.arrows == key.arrows) => {
            movement::ways(None, key)
        }
        Telling::Motion => Vec::new(),
    };
    marks::arrows(canvas, &ways);
}

#[cfg(test)]
mod tests;
