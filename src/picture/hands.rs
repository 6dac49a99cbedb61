//! Hands of a figure, open and closed.
//!
//! Begin reading at [`open`].

use super::body::{Depth, OUTLINE};
use super::canvas::{Canvas, Knot};
use super::geometry::{distance, minus, plus, quarter, unit};
use super::palette::SKIN;
use crate::domain::pose::Point;

/// From the wrist to the middle of a fist, and half of what its knuckles are apart.
const FIST: (f32, f32) = (1.5, 0.6);
/// What a fist is thick.
const FIST_RADIUS: f32 = 1.6;
/// Lines between fingers: how far from the middle.
const FINGERS: [f32; 2] = [-0.62, 0.62];

/// Palm and fingers, so large that they are seen even where the pose has them short.
pub(super) fn open(wrist: Point, fingers: Point) -> ([Knot; 2], [Knot; 2]) {
    let along = unit(minus(fingers, wrist));
    let length = distance(wrist, fingers).max(2.6);
    let knuckles = plus(wrist, along, length * 0.5);
    (
        [(wrist, 1.5), (knuckles, 1.75)],
        [(knuckles, 1.6), (plus(wrist, along, length), 1.05)],
    )
}

/// The middle of a closed hand: where it holds something.
pub(super) fn hold(wrist: Point, fingers: Point) -> Point {
    plus(wrist, unit(minus(fingers, wrist)), FIST.0)
}

/// A closed hand, seen from its fingers.
pub(super) fn fist(canvas: &mut Canvas, wrist: Point, fingers: Point, depth: Depth) {
    let along = unit(minus(fingers, wrist));
    let across = quarter(along);
    let middle = hold(wrist, fingers);
    let knuckles = [-FIST.1, FIST.1].map(|way| (plus(middle, across, way), FIST_RADIUS));
    let back = [(wrist, 1.3), (middle, 1.5)];
    canvas.limb_and(&knuckles, OUTLINE, depth.ink());
    canvas.limb(&knuckles, depth.colour(SKIN));
    canvas.limb(&back, depth.colour(SKIN));
    for way in FINGERS {
        let line = [-0.1, 1.35].map(|far| plus(plus(middle, across, way), along, far));
        canvas.line(&line, depth.ink(), 0.4);
    }
}
