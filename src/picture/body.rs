//! The body: a friendly figure of round limbs in shirt, trousers and shoes.
//!
//! Sizes are in the units of a pose. Seen from the side, far limbs are paler and lie behind. Begin reading at
//! [`draw`].

use super::canvas::{Canvas, Knot};
use super::geometry::{between, distance, minus, plus, quarter, unit};
use super::head;
use super::palette::{Colour, FAR, FAR_INK, GROUND, INK, SHIRT, SHOES, SKIN, TROUSERS};
use crate::domain::pose::{Joint, Point, Skeleton, View};

/// Thickness of outlines.
pub(super) const OUTLINE: f32 = 0.55;
/// How far the trunk reaches beyond shoulders and hips, seen from the front.
const TRUNK_EDGE: f32 = 2.5;
/// Half of the waist, seen from the front.
const WAIST: f32 = 3.5;
/// From shoulder to shoulder of someone who faces the viewer.
const SHOULDERS: f32 = 16.0;
/// A hand within this distance of the middle of the head is at the head.
const REACH: f32 = 9.0;

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

/// How near a part is to the viewer; picks its colours.
#[derive(Clone, Copy, PartialEq)]
enum Depth {
    Near,
    Far,
}

impl Depth {
    fn colour(self, colour: Colour) -> Colour {
        match self {
            Self::Near => colour,
            Self::Far => colour.toward(GROUND, FAR),
        }
    }

    fn ink(self) -> Colour {
        match self {
            Self::Near => INK,
            Self::Far => INK.toward(GROUND, FAR_INK),
        }
    }
}

/// The whole figure; `on_trunk` is drawn over the trunk, under the arms.
pub(super) fn draw(
    canvas: &mut Canvas,
    skeleton: &Skeleton,
    view: View,
    on_trunk: impl FnOnce(&mut Canvas),
) {
    if view == View::Side {
        arm(canvas, skeleton, LEFT_ARM, Depth::Far);
        leg(canvas, skeleton, LEFT_LEG, Depth::Far);
        neck(canvas, skeleton);
        side_trunk(canvas, skeleton);
        leg(canvas, skeleton, RIGHT_LEG, Depth::Near);
        on_trunk(canvas);
        if is_behind_head(skeleton, Joint::RightHand) {
            arm(canvas, skeleton, RIGHT_ARM, Depth::Near);
            head::draw(canvas, skeleton);
        } else {
            head::draw(canvas, skeleton);
            arm(canvas, skeleton, RIGHT_ARM, Depth::Near);
        }
    } else {
        front_trunk(canvas, skeleton);
        // A leg that is laid over the other is in front of it.
        let foot = |[.., foot, _]: Limb| skeleton.at(foot).y;
        let legs = if foot(LEFT_LEG) < foot(RIGHT_LEG) {
            [RIGHT_LEG, LEFT_LEG]
        } else {
            [LEFT_LEG, RIGHT_LEG]
        };
        for joints in legs {
            leg(canvas, skeleton, joints, Depth::Near);
        }
        front_shirt(canvas, skeleton);
        on_trunk(canvas);
        head::draw(canvas, skeleton);
        arm(canvas, skeleton, LEFT_ARM, Depth::Near);
        arm(canvas, skeleton, RIGHT_ARM, Depth::Near);
    }
}

/// The hand is near the head, on the side away from the face.
fn is_behind_head(skeleton: &Skeleton, hand: Joint) -> bool {
    let middle = skeleton.at(Joint::Head);
    let facing = minus(skeleton.at(Joint::Nose), middle);
    let hand = minus(skeleton.at(hand), middle);
    hand.x.hypot(hand.y) < REACH && hand.x * facing.x + hand.y * facing.y < 0.0
}

fn outlined(canvas: &mut Canvas, knots: &[Knot], colour: Colour, depth: Depth) {
    canvas.limb_and(knots, OUTLINE, depth.ink());
    canvas.limb(knots, depth.colour(colour));
}

fn neck(canvas: &mut Canvas, skeleton: &Skeleton) {
    let knots = [
        (skeleton.at(Joint::Neck), 2.3),
        (skeleton.at(Joint::Head), 2.1),
    ];
    outlined(canvas, &knots, SKIN, Depth::Near);
}

/// An arm with a short sleeve, and a hand with a thumb.
fn arm(canvas: &mut Canvas, skeleton: &Skeleton, joints: Limb, depth: Depth) {
    let [shoulder, elbow, wrist, fingers] = joints.map(|joint| skeleton.at(joint));
    let hem = between(shoulder, elbow, 0.62);
    let skin = [(shoulder, 2.3), (elbow, 2.0), (wrist, 1.5)];
    let (palm, hand) = hand(wrist, fingers);
    let sleeve = [(shoulder, 2.7), (hem, 2.45)];
    for knots in [&hand, &palm, &skin[..], &sleeve] {
        canvas.limb_and(knots, OUTLINE, depth.ink());
    }
    canvas.limb(&hand, depth.colour(SKIN));
    canvas.limb(&palm, depth.colour(SKIN));
    canvas.limb(&skin, depth.colour(SKIN));
    // A thin edge tells the sleeve from the arm.
    let edge = plus(hem, unit(minus(elbow, shoulder)), 0.35);
    canvas.limb(&[(shoulder, 2.5), (edge, 2.3)], depth.ink());
    canvas.limb(&sleeve, depth.colour(SHIRT));
    if depth == Depth::Near {
        // The sleeve belongs to the shirt: no edge between them at the top.
        let seam = between(shoulder, skeleton.at(Joint::Neck), 0.32);
        canvas.limb(&[(shoulder, 2.5), (seam, 2.1)], SHIRT);
    }
}

/// Palm and fingers, so large that they are seen even where the pose has them short.
fn hand(wrist: Point, fingers: Point) -> ([Knot; 2], [Knot; 2]) {
    let along = unit(minus(fingers, wrist));
    let length = distance(wrist, fingers).max(2.6);
    let knuckles = plus(wrist, along, length * 0.5);
    (
        [(wrist, 1.5), (knuckles, 1.75)],
        [(knuckles, 1.6), (plus(wrist, along, length), 1.05)],
    )
}

fn leg(canvas: &mut Canvas, skeleton: &Skeleton, joints: Limb, depth: Depth) {
    let [hip, knee, ankle, toes] = joints.map(|joint| skeleton.at(joint));
    let leg = [(hip, 3.7), (knee, 2.9), (between(knee, ankle, 0.94), 2.0)];
    let along = unit(minus(toes, ankle));
    let heel = plus(ankle, along, -0.6);
    let shoe = [(heel, 2.0), (toes, 1.5)];
    canvas.limb_and(&leg, OUTLINE, depth.ink());
    canvas.limb_and(&shoe, OUTLINE, depth.ink());
    canvas.limb(&shoe, depth.colour(SHOES));
    canvas.limb(&leg, depth.colour(TROUSERS));
}

/// The trunk from the side: a spine with a back and a belly.
fn side_trunk(canvas: &mut Canvas, skeleton: &Skeleton) {
    let joint = |joint| skeleton.at(joint);
    let (pelvis, middle) = (joint(Joint::Pelvis), joint(Joint::Mid));
    let shoulders = between(joint(Joint::LeftShoulder), joint(Joint::RightShoulder), 0.5);
    let top = between(joint(Joint::Neck), shoulders, 0.6);
    let spine = super::canvas::bow([pelvis, middle, top]);
    let radius = [
        3.9, 4.0, 4.0, 4.0, 4.1, 4.2, 4.3, 4.4, 4.5, 4.5, 4.3, 3.9, 3.3,
    ];
    let knots: Vec<Knot> = spine.into_iter().zip(radius).collect();
    canvas.limb_and(&knots, OUTLINE, INK);
    canvas.limb(&knots[..5], TROUSERS);
    canvas.limb(&knots[2..], SHIRT);
}

/// Hips, from the front.
fn front_trunk(canvas: &mut Canvas, skeleton: &Skeleton) {
    let [left, right] = [Joint::LeftHip, Joint::RightHip].map(|joint| skeleton.at(joint));
    outlined(canvas, &[(left, 3.7), (right, 3.7)], TROUSERS, Depth::Near);
}

/// The shirt from the front: shoulders, waist, hem; and the neck in its collar.
fn front_shirt(canvas: &mut Canvas, skeleton: &Skeleton) {
    let joint = |joint| skeleton.at(joint);
    let (base, middle, pelvis) = (joint(Joint::Neck), joint(Joint::Mid), joint(Joint::Pelvis));
    let across = quarter(unit(minus(base, pelvis)));
    let [left, right] = [Joint::LeftShoulder, Joint::RightShoulder].map(joint);
    let [left_hip, right_hip] = [Joint::LeftHip, Joint::RightHip].map(joint);
    let hips = between(left_hip, right_hip, 0.5);
    let hem = |hip: Point| plus(between(hip, hips, -0.28), unit(minus(hips, middle)), -0.4);
    // Someone who turns is as narrow at the waist as at the shoulders.
    let waist = WAIST * (distance(left, right) / SHOULDERS).min(1.0);
    let side = |edge: f32, top: Point, bottom: Point| {
        super::canvas::bow([top, plus(middle, across, edge), bottom])
    };
    let mut outline = side(-waist, left, hem(left_hip));
    outline.extend(side(waist, right, hem(right_hip)).into_iter().rev());
    outline.push(between(right, base, 0.75));
    outline.push(between(left, base, 0.75));
    canvas.area(&outline, TRUNK_EDGE + OUTLINE, INK);
    canvas.area(&outline, TRUNK_EDGE, SHIRT);
    let down = unit(minus(base, joint(Joint::Head)));
    let collar = [(plus(base, down, 0.9), 2.2), (plus(base, down, -4.0), 2.0)];
    outlined(canvas, &collar, SKIN, Depth::Near);
}
