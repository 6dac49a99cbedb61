//! A movement as a looping GIF.
//!
//! Bones turn from key to key with easing. Frames hold only what has changed, and the way back reuses the frames of
//! the way there. Begin reading at [`animation`].

use std::borrow::Cow;
use std::collections::HashMap;

use tiny_skia::Pixmap;

use super::badge::Badge;
use super::blend::{between_keys, between_sides, eased, mirrored};
use super::canvas::Canvas;
use super::indexed::{BLOCK, Indexer};
use super::layout::Layout;
use super::timeline::{Leg, Timeline};
use super::{PictureError, Telling, draw_panel};
use crate::domain::pose::{Key, Limb, Pose};

/// Limbs of the side that is worked first. They go back before those of the other come, and on the way back they are last.
const WORKED: [Limb; 2] = [Limb::RightArm, Limb::RightLeg];
/// Width and height are at most this, in pixels.
const SIZE: f32 = 360.0;

/// A movement as a looping GIF of a few seconds; one that is done for each side shows both.
///
/// # Errors
///
/// See [`PictureError`]; none is expected for a pose from a library.
pub fn animation(pose: &Pose) -> Result<Vec<u8>, PictureError> {
    if pose.keys.is_empty() {
        return Err(PictureError::Empty);
    }
    let timeline = Timeline::of(pose);
    let mut film = Film::new(pose)?;
    // The hold that ends the loop begins it, so that what does not move shows the first key.
    if let Some(last) = timeline.legs.last() {
        film.show(Moment::at_key(last.to), timeline.frame + last.hold)?;
    }
    for (index, leg) in timeline.legs.iter().enumerate() {
        // Both sides may begin alike: then there is nothing to move.
        let frames = if film.is_still(leg) { 1 } else { leg.frames };
        for step in 1..frames {
            film.show(Moment::within(leg, step), timeline.frame)?;
        }
        if index + 1 < timeline.legs.len() {
            film.show(Moment::at_key(leg.to), timeline.frame + leg.hold)?;
        }
    }
    film.finish()
}

/// What a frame shows, so that equal frames are drawn once.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
struct Moment {
    from: usize,
    to: usize,
    /// Frames gone, of how many.
    gone: u16,
    whole: u16,
}

impl Moment {
    fn at_key(key: usize) -> Self {
        Self {
            from: key,
            to: key,
            gone: 0,
            whole: 1,
        }
    }

    /// The way back looks like the way there, backward.
    fn within(leg: &Leg, gone: u16) -> Self {
        let (from, to, gone) = if leg.from <= leg.to {
            (leg.from, leg.to, gone)
        } else {
            (leg.to, leg.from, leg.frames - gone)
        };
        Self {
            from,
            to,
            gone,
            whole: leg.frames,
        }
    }

    /// How much of its time has gone, 0 to 1.
    fn time(self) -> f32 {
        f32::from(self.gone) / f32::from(self.whole)
    }
}

/// A GIF under way.
struct Film<'a> {
    /// The pose, and its other side.
    sides: Vec<Cow<'a, Pose>>,
    layout: Layout,
    size: (u32, u32),
    badge: Badge,
    indexer: Indexer,
    drawn: HashMap<Moment, Vec<u8>>,
    /// What was drawn last, and when.
    last: Option<(Moment, Pixmap)>,
    shown: Option<Moment>,
    encoder: gif::Encoder<Vec<u8>>,
}

impl<'a> Film<'a> {
    fn new(pose: &'a Pose) -> Result<Self, PictureError> {
        let mut sides = vec![Cow::Borrowed(pose)];
        if pose.both_sides {
            sides.push(Cow::Owned(mirrored(pose)));
        }
        let layout = Layout::of_film(&sides);
        let size = layout.single(SIZE);
        let badge = Badge::beside(&sides, &layout, size);
        let indexer = Indexer::new();
        let (width, height) = (side(size.0), side(size.1));
        let mut encoder = gif::Encoder::new(Vec::new(), width, height, &indexer.palette())?;
        encoder.set_repeat(gif::Repeat::Infinite)?;
        Ok(Self {
            sides,
            layout,
            size,
            badge,
            indexer,
            drawn: HashMap::new(),
            last: None,
            shown: None,
            encoder,
        })
    }

    /// Shows a moment for so many centiseconds.
    fn show(&mut self, moment: Moment, delay: u16) -> Result<(), PictureError> {
        if !self.drawn.contains_key(&moment) {
            let indices = self.draw(moment)?;
            self.drawn.insert(moment, indices);
        }
        let nothing = Vec::new();
        let before = self.shown.and_then(|shown| self.drawn.get(&shown));
        let now = self.drawn.get(&moment).unwrap_or(&nothing);
        let frame = changed(before, now, side(self.size.0), self.indexer.len());
        self.encoder.write_frame(&gif::Frame { delay, ..frame })?;
        self.shown = Some(moment);
        Ok(())
    }

    fn key(&self, index: usize) -> (&Pose, &Key) {
        let count = self.sides[0].keys.len();
        let pose = &self.sides[(index / count).min(self.sides.len() - 1)];
        (pose, &pose.keys[index % count])
    }

    /// Both keys of a leg look the same.
    fn is_still(&self, leg: &Leg) -> bool {
        let ((_, from), (_, to)) = (self.key(leg.from), self.key(leg.to));
        from.shape == to.shape
            && from.roll == to.roll
            && from.gaze == to.gaze
            && from.press == to.press
    }

    fn draw(&mut self, moment: Moment) -> Result<Vec<u8>, PictureError> {
        let ((_, from), (_, to)) = (self.key(moment.from), self.key(moment.to));
        let time = moment.time();
        let nearer = if time < 0.5 { moment.from } else { moment.to };
        let (pose, _) = self.key(nearer);
        let count = pose.keys.len();
        let key = if moment.from / count == moment.to / count {
            between_keys(from, to, eased(time))
        } else {
            between_sides(from, to, WORKED, time)
        };
        let mut canvas = Canvas::new(self.size.0, self.size.1)?;
        draw_panel(
            &mut canvas,
            pose,
            &self.layout,
            self.size,
            Telling::Motion,
            &key,
        );
        self.badge.draw(&mut canvas, nearer % count);
        let pixels = canvas.into_pixels();
        let like = self.last.as_ref();
        let like = like.and_then(|(like, former)| Some((former, self.drawn.get(like)?)));
        let indices = match like {
            Some((former, known)) => self.indexer.indices_like(former, known, &pixels),
            None => self.indexer.indices(&pixels),
        };
        self.last = Some((moment, pixels));
        Ok(indices)
    }

    fn finish(self) -> Result<Vec<u8>, PictureError> {
        Ok(self.encoder.into_inner()?)
    }
}

fn side(pixels: u32) -> u16 {
    u16::try_from(pixels).unwrap_or(u16::MAX)
}

/// The rectangle in which two frames differ; inside it, what is the same is `transparent`.
fn changed(
    before: Option<&Vec<u8>>,
    now: &[u8],
    width: u16,
    transparent: u8,
) -> gif::Frame<'static> {
    let columns = usize::from(width.max(1));
    let height = side(u32::try_from(now.len() / columns).unwrap_or(u32::MAX));
    let Some(before) = before else {
        return gif::Frame {
            width,
            height,
            buffer: Cow::Owned(now.to_vec()),
            ..gif::Frame::default()
        };
    };
    let (mut left, mut right, mut top, mut bottom) = (columns, 0, usize::MAX, 0);
    let rows = before.chunks(columns).zip(now.chunks(columns));
    for (y, (old, new)) in rows.enumerate().filter(|(_, (old, new))| old != new) {
        let blocks = old.chunks(BLOCK).zip(new.chunks(BLOCK)).enumerate();
        for (block, _) in blocks.filter(|(_, (old, new))| old != new) {
            left = left.min(block * BLOCK);
            right = right.max(((block + 1) * BLOCK).min(columns));
        }
        (top, bottom) = (top.min(y), y);
    }
    if top == usize::MAX {
        (left, right, top, bottom) = (0, 1, 0, 0);
    }
    let mut pixels = Vec::with_capacity((right - left) * (bottom - top + 1));
    for y in top..=bottom {
        let row = y * columns + left..y * columns + right;
        let blocks = before[row.clone()]
            .chunks(BLOCK)
            .zip(now[row].chunks(BLOCK));
        for (old, new) in blocks {
            if old == new {
                pixels.extend_from_slice(&[transparent; BLOCK][..new.len()]);
            } else {
                let pairs = old.iter().zip(new);
                pixels.extend(pairs.map(|(old, new)| if old == new { transparent } else { *new }));
            }
        }
    }
    let narrow = |length: usize| u16::try_from(length).unwrap_or(u16::MAX);
    gif::Frame {
        left: narrow(left),
        top: narrow(top),
        width: narrow(right - left),
        height: narrow(bottom - top + 1),
        transparent: Some(transparent),
        buffer: Cow::Owned(pixels),
        ..gif::Frame::default()
    }
}
