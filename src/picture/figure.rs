//! The figure: a friendly body of round, thick limbs.
//!
//! Sizes are in canvas units. Begin reading at [`trunk`].

use super::palette::{ARMS, HANDS, HEAD, INK, LEGS, TRUNK};
use super::svg::Drawing;
use crate::domain::pose::{Joint, Point, Skeleton, View};

/// Radius of the head.
pub(super) const HEAD_RADIUS: f32 = 5.4;
const ARM: f32 = 3.6;
const HAND: f32 = 3.0;
const LEG: f32 = 4.6;
const FOOT: f32 = 3.6;
const NECK: f32 = 3.4;
const TRUNK_WIDTH: f32 = 8.4;
/// How far the trunk reaches beyond shoulders and hips, seen from the front.
const TRUNK_EDGE: f32 = 4.0;
/// A hand within this distance of the middle of the head is at the head.
const REACH: f32 = 16.0;
/// When the nose is nearer to the middle of the head than this, the face looks at the viewer.
const FACING: f32 = 3.0;

/// A limb: its joints from the trunk outward.
type Limb = [Joint; 4];

const LEFT_ARM: Limb = [
    Joint::LeftShoulder,
    Joint::LeftElbow,
    Joint::LeftHand,
    Joint::LeftFingers,
];
const RIGHT_ARM: Limb = [
    Joint::RightShoulder,
    Joint::RightElbow,
    Joint::RightHand,
    Joint::RightFingers,
];
const LEFT_LEG: Limb = [
    Joint::LeftHip,
    Joint::LeftKnee,
    Joint::LeftFoot,
    Joint::LeftToes,
];
const RIGHT_LEG: Limb = [
    Joint::RightHip,
    Joint::RightKnee,
    Joint::RightFoot,
    Joint::RightToes,
];

/// How near a limb is to the viewer; picks its colour.
#[derive(Clone, Copy)]
enum Depth {
    Near = 0,
    Far = 1,
}

/// What lies behind the trunk: from the side, the far limbs, paler; from the front, the legs.
pub(super) fn behind(drawing: &mut Drawing, skeleton: &Skeleton, view: View) {
    if view == View::Side {
        arm(drawing, skeleton, LEFT_ARM, Depth::Far);
        leg(drawing, skeleton, LEFT_LEG, Depth::Far);
    } else {
        leg(drawing, skeleton, LEFT_LEG, Depth::Near);
        leg(drawing, skeleton, RIGHT_LEG, Depth::Near);
    }
}

/// What lies before the trunk: head, near leg and near arms; a hand that is held behind the head goes
/// under it.
pub(super) fn before(drawing: &mut Drawing, skeleton: &Skeleton, view: View) {
    if view == View::Side {
        leg(drawing, skeleton, RIGHT_LEG, Depth::Near);
        if is_behind_head(skeleton, Joint::RightHand) {
            arm(drawing, skeleton, RIGHT_ARM, Depth::Near);
            head(drawing, skeleton);
        } else {
            head(drawing, skeleton);
            arm(drawing, skeleton, RIGHT_ARM, Depth::Near);
        }
    } else {
        head(drawing, skeleton);
        arm(drawing, skeleton, LEFT_ARM, Depth::Near);
        arm(drawing, skeleton, RIGHT_ARM, Depth::Near);
    }
}

/// Trunk, shoulders, hips and neck.
pub(super) fn trunk(drawing: &mut Drawing, skeleton: &Skeleton, view: View) {
    let at = |joint| skeleton.at(joint);
    let (neck, pelvis) = (at(Joint::Neck), at(Joint::Pelvis));
    drawing.line(&[neck, at(Joint::Head)], HEAD, NECK);
    let shoulders = between(at(Joint::LeftShoulder), at(Joint::RightShoulder));
    let top = between(neck, shoulders);
    if view == View::Side {
        drawing.curve([top, at(Joint::Mid), pelvis], TRUNK, TRUNK_WIDTH);
    } else {
        let corners = [
            Joint::LeftShoulder,
            Joint::RightShoulder,
            Joint::RightHip,
            Joint::LeftHip,
        ];
        drawing.area(&corners.map(at), TRUNK, TRUNK_EDGE);
    }
}

/// The hand is near the head, on the side away from the face.
fn is_behind_head(skeleton: &Skeleton, hand: Joint) -> bool {
    let middle = skeleton.at(Joint::Head);
    let facing = minus(skeleton.at(Joint::Nose), middle);
    let hand = minus(skeleton.at(hand), middle);
    hand.x.hypot(hand.y) < REACH && hand.x * facing.x + hand.y * facing.y < 0.0
}

fn arm(drawing: &mut Drawing, skeleton: &Skeleton, joints: Limb, depth: Depth) {
    let [shoulder, elbow, wrist, fingers] = joints.map(|joint| skeleton.at(joint));
    drawing.line(&[wrist, fingers], HANDS[depth as usize], HAND);
    drawing.line(&[shoulder, elbow, wrist], ARMS[depth as usize], ARM);
}

fn leg(drawing: &mut Drawing, skeleton: &Skeleton, joints: Limb, depth: Depth) {
    let [hip, knee, ankle, toes] = joints.map(|joint| skeleton.at(joint));
    drawing.line(&[hip, knee, ankle], LEGS[depth as usize], LEG);
    drawing.line(&[ankle, toes], LEGS[depth as usize], FOOT);
}

fn head(drawing: &mut Drawing, skeleton: &Skeleton) {
    let middle = skeleton.at(Joint::Head);
    let facing = minus(skeleton.at(Joint::Nose), middle);
    let up = unit(minus(middle, skeleton.at(Joint::Neck)));
    if facing.x.hypot(facing.y) > FACING {
        profile(drawing, middle, unit(facing), up);
    } else {
        drawing.outlined_disc(middle, HEAD_RADIUS, HEAD, INK);
        frontal(drawing, plus(middle, facing, 0.7), up);
    }
}

/// A head that looks along `forward`.
fn profile(drawing: &mut Drawing, middle: Point, forward: Point, up: Point) {
    drawing.outlined_disc(plus(middle, forward, HEAD_RADIUS), 1.3, HEAD, INK);
    drawing.outlined_disc(middle, HEAD_RADIUS, HEAD, INK);
    // Of the two directions across the face, the one toward the crown.
    let across = Point {
        x: forward.y,
        y: -forward.x,
    };
    let toward_crown = across.x * up.x + across.y * up.y;
    let crown = plus(
        Point::default(),
        across,
        if toward_crown < 0.0 { -1.0 } else { 1.0 },
    );
    let eye = plus(plus(middle, forward, 2.8), crown, 1.1);
    drawing.disc(eye, 0.75, INK);
    let cheek = plus(plus(middle, forward, 3.4), crown, -2.1);
    drawing.line(&[cheek, plus(cheek, forward, -1.3)], INK, 0.7);
}

/// The features of a face that looks at the viewer.
fn frontal(drawing: &mut Drawing, middle: Point, up: Point) {
    let right = Point { x: -up.y, y: up.x };
    for side in [-1.9, 1.9] {
        drawing.disc(plus(plus(middle, right, side), up, 1.0), 0.75, INK);
    }
    let mouth = |side: f32, down: f32| plus(plus(middle, right, side), up, -down);
    drawing.curve(
        [mouth(-1.5, 1.7), mouth(0.0, 2.4), mouth(1.5, 1.7)],
        INK,
        0.7,
    );
}

fn between(a: Point, b: Point) -> Point {
    Point {
        x: f32::midpoint(a.x, b.x),
        y: f32::midpoint(a.y, b.y),
    }
}

fn minus(a: Point, b: Point) -> Point {
    plus(a, b, -1.0)
}

/// `a` and `factor` times `b`.
fn plus(a: Point, b: Point, factor: f32) -> Point {
    Point {
        x: b.x.mul_add(factor, a.x),
        y: b.y.mul_add(factor, a.y),
    }
}

/// The direction of `a`; up, if it has none.
fn unit(a: Point) -> Point {
    let length = a.x.hypot(a.y);
    if length < f32::EPSILON {
        Point { x: 0.0, y: -1.0 }
    } else {
        Point {
            x: a.x / length,
            y: a.y / length,
        }
    }
}
