//! The number of a key pose, in a corner that nothing else is in.
//!
//! Begin reading at [`Badge::beside`].

use std::borrow::Cow;

use super::canvas::Canvas;
use super::digits;
use super::geometry::{at, between, distance, plus};
use super::head;
use super::layout::Layout;
use super::movement::ways;
use super::palette::{INK, WHITE};
use super::props::numbers;
use crate::domain::pose::{BONES, Joint, Point, Pose, Prop, Shape};

/// Its radius and how far its middle is from the edges, in pixels.
const RADIUS: f32 = 13.0;
const INSET: f32 = 24.0;
/// The least space between it and what is drawn, in pixels.
const CLEAR: f32 = 9.0;
/// What a limb's thickness adds to its bones, in the units of a pose.
const THICKNESS: f32 = 2.6;

/// Where the numbers of a picture stand: in the same corner of all panels.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Badge {
    pub(super) middle: Point,
}

impl Badge {
    /// In the first corner that nobody's limbs, arrows or numbers come near in any key, on any of these sides; the
    /// one with most room, if there is no such corner.
    pub(super) fn beside(sides: &[Cow<'_, Pose>], layout: &Layout, size: (u32, u32)) -> Self {
        #[expect(clippy::cast_precision_loss, reason = "a few hundred pixels")]
        let (width, height) = (size.0 as f32, size.1 as f32);
        let (origin, scale) = layout.place(size.0, size.1);
        let taken: Vec<_> = sides.iter().flat_map(|side| taken(side)).collect();
        let room = |middle: Point| {
            let gap = |(place, radius): &(Point, f32)| {
                distance(plus(origin, *place, scale), middle) - radius * scale
            };
            taken.iter().map(gap).fold(f32::INFINITY, f32::min)
        };
        let corners = [
            at(INSET, INSET),
            at(width - INSET, INSET),
            at(INSET, height - INSET),
            at(width - INSET, height - INSET),
        ];
        let free = corners
            .into_iter()
            .find(|middle| room(*middle) >= RADIUS + CLEAR);
        let widest = || {
            corners
                .into_iter()
                .max_by(|a, b| room(*a).total_cmp(&room(*b)))
        };
        Self {
            middle: free.or_else(widest).unwrap_or(at(INSET, INSET)),
        }
    }

    /// The number of the key pose at `index`.
    pub(super) fn draw(self, panel: &mut Canvas, index: usize) {
        panel.disc(self.middle, RADIUS, INK);
        let number = u16::try_from(index + 1).unwrap_or(u16::MAX);
        digits::number(panel, self.middle, RADIUS * 1.05, number, WHITE);
    }
}

/// What is drawn in any key, as points with a radius, in the units of the pose.
fn taken(pose: &Pose) -> Vec<(Point, f32)> {
    let mut taken = Vec::new();
    for (index, key) in pose.keys.iter().enumerate() {
        if let Shape::Figure(skeleton) = &key.shape {
            taken.push((skeleton.at(Joint::Head), head::RADIUS + 1.6));
            for bone in BONES {
                let ends = [bone.from, bone.to].map(|joint| skeleton.at(joint));
                taken.extend(
                    [0.0, 0.25, 0.5, 0.75, 1.0]
                        .map(|share| (between(ends[0], ends[1], share), THICKNESS)),
                );
            }
        }
        let former = index.checked_sub(1).map(|former| &pose.keys[former]);
        taken.extend(
            ways(former, key)
                .into_iter()
                .flatten()
                .map(|point| (point, 1.6)),
        );
        taken.extend(key.press.iter().map(|place| (*place, super::marks::REACH)));
        taken.extend(key.gaze.iter().map(|place| (*place, 2.6)));
    }
    for prop in &pose.props {
        if let (Prop::Breath { counts, .. }, Some(Shape::Figure(skeleton))) =
            (prop, pose.keys.first().map(|key| &key.shape))
        {
            taken.extend(numbers(*counts, skeleton.at(Joint::Nose)).map(|place| (place, 2.7)));
        }
    }
    taken
}
