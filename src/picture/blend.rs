//! Between two key poses: bones turn and lengthen, they do not cut across.
//!
//! From the pelvis outward each bone takes its angle and length between those of both keys, the shorter way
//! round. Hands, knees and feet that stay where they are in both keys stay in between, too, and elbows and
//! knees bend to suit. From one side to the other, one limb of each pair moves after the other, so that they do not
//! cross. Begin reading at [`between_keys`].

use std::f32::consts::{PI, TAU};

use super::geometry::{at, between, direction, distance, minus, plus, unit};
use crate::domain::pose::{
    BONES, Bone, End, Face, Hand, Joint, Key, Layers, Limb, Point, Pose, Prop, Shape, Skeleton,
    View,
};

/// A joint that moves less than this from key to key is held.
const HELD: f32 = 1.0;
/// A bone shorter than this in either key has no angle to speak of.
const POINT_LIKE: f32 = 3.2;

/// The part of a change of sides in which a limb moves; for a moment both of a pair do.
const ONE_LIMB: f32 = 0.56;

/// How far a limb, or the trunk, is on its way.
type Shares<'a> = &'a dyn Fn(Option<Limb>) -> f32;

/// From 0 to 1, slow at both ends.
pub(super) fn eased(share: f32) -> f32 {
    share * share * (3.0 - 2.0 * share)
}

/// A pose at `share` of the way from one key to the next, 0 to 1.
pub(super) fn between_keys(from: &Key, to: &Key, share: f32) -> Key {
    blended(from, to, share, &|_| share)
}

/// A pose `gone` from a key to the same of the other side, 0 to 1: first the limbs `first` move, then their opposites.
pub(super) fn between_sides(from: &Key, to: &Key, first: [Limb; 2], gone: f32) -> Key {
    let part = |begin: f32| eased(((gone - begin) / ONE_LIMB).clamp(0.0, 1.0));
    blended(from, to, eased(gone), &|limb| match limb {
        None => eased(gone),
        Some(limb) if first.contains(&limb) => part(0.0),
        Some(_) => part(1.0 - ONE_LIMB),
    })
}

fn blended(from: &Key, to: &Key, share: f32, shares: Shares<'_>) -> Key {
    let number = |a: f32, b: f32| (b - a).mul_add(share, a);
    let shown = match (&from.shape, &to.shape) {
        (Shape::Figure(a), Shape::Figure(b)) => Shape::Figure(figure(a, b, shares)),
        (Shape::Face(a), Shape::Face(b)) => Shape::Face(Face {
            gaze: between(a.gaze, b.gaze, share),
            lid: number(a.lid, b.lid),
            jaw: number(a.jaw, b.jaw),
            squeeze: number(a.squeeze, b.squeeze),
        }),
        (Shape::Hand(a), Shape::Hand(b)) => Shape::Hand(hand(a, b, share)),
        _ => if share < 0.5 { from } else { to }.shape,
    };
    let point = |a: Option<Point>, b: Option<Point>| match (a, b) {
        (Some(a), Some(b)) => Some(between(a, b, share)),
        (a, b) => a.or(b),
    };
    Key {
        shape: shown,
        roll: point(from.roll, to.roll),
        gaze: point(from.gaze, to.gaze),
        breath_radius: match (from.breath_radius, to.breath_radius) {
            (Some(a), Some(b)) => Some(number(a, b)),
            (a, b) => a.or(b),
        },
        // Nothing is pressed on the way.
        press: if from.press == to.press {
            to.press.clone()
        } else {
            Vec::new()
        },
        layers: if share < 0.5 { from } else { to }.layers.clone(),
        ..to.clone()
    }
}

fn figure(a: &Skeleton, b: &Skeleton, shares: Shares<'_>) -> Skeleton {
    let mut blended = *a;
    let root = Joint::Pelvis;
    blended.set(root, between(a.at(root), b.at(root), shares(None)));
    for Bone { from, to, .. } in BONES {
        let ends = [a, b].map(|key| minus(key.at(*to), key.at(*from)));
        // Shoulders and hips go with the trunk.
        let mut limbs = Limb::ALL.iter().copied();
        let limb = limbs.find(|limb| limb.joints()[1..].contains(to));
        let bone = bone(ends, shares(limb));
        blended.set(*to, plus(blended.at(*from), bone, 1.0));
    }
    for limb in Limb::ALL {
        hold(&mut blended, a, b, limb.joints(), shares(Some(*limb)));
    }
    blended
}

/// A bone on its way from one vector to another.
fn bone([a, b]: [Point; 2], share: f32) -> Point {
    let lengths = [a, b].map(|end| end.x.hypot(end.y));
    let turn = b.y.atan2(b.x) - a.y.atan2(a.x);
    let turn = (turn + PI).rem_euclid(TAU) - PI;
    if lengths[0].min(lengths[1]) < POINT_LIKE || turn.abs() > 3.0 {
        return between(a, b, share);
    }
    let angle = turn.mul_add(share, a.y.atan2(a.x));
    let length = (lengths[1] - lengths[0]).mul_add(share, lengths[0]);
    plus(at(0.0, 0.0), direction(angle), length)
}

/// Keeps in place what both keys have in the same place.
fn hold(blended: &mut Skeleton, a: &Skeleton, b: &Skeleton, limb: [Joint; 4], share: f32) {
    let [root, bend, end, tip] = limb;
    let held = |joint| distance(a.at(joint), b.at(joint)) < HELD;
    let place = |joint| between(a.at(joint), b.at(joint), share);
    if held(bend) {
        let moved = minus(place(bend), blended.at(bend));
        blended.set(bend, place(bend));
        for further in [end, tip] {
            blended.set(further, plus(blended.at(further), moved, 1.0));
        }
    }
    if !held(end) {
        return;
    }
    let moved = minus(place(end), blended.at(end));
    blended.set(end, place(end));
    blended.set(tip, plus(blended.at(tip), moved, 1.0));
    if held(tip) {
        blended.set(tip, place(tip));
    }
    if !held(bend) {
        let length = |from, to| {
            let [first, last] = [a, b].map(|key| distance(key.at(from), key.at(to)));
            (last - first).mul_add(share, first)
        };
        let lengths = [length(root, bend), length(bend, end)];
        let middle = bent(blended.at(root), blended.at(end), lengths, blended.at(bend));
        blended.set(bend, middle);
    }
}

/// Where a knee or an elbow is between its ends, on the side of `like`.
fn bent(root: Point, end: Point, [upper, lower]: [f32; 2], like: Point) -> Point {
    let apart = distance(root, end);
    if apart < 1e-3 {
        return like;
    }
    let along = unit(minus(end, root));
    if apart >= upper + lower {
        return plus(root, along, apart * upper / (upper + lower).max(1e-3));
    }
    let foot = (upper * upper - lower * lower + apart * apart) / (2.0 * apart);
    let height = (upper * upper - foot * foot).max(0.0).sqrt();
    let aside = at(-along.y, along.x);
    let toward = minus(like, root);
    let side = (toward.x * aside.x + toward.y * aside.y).signum();
    plus(plus(root, along, foot), aside, side * height)
}

fn hand(a: &Hand, b: &Hand, share: f32) -> Hand {
    let mut finger = a.finger;
    finger[0] = between(a.finger[0], b.finger[0], share);
    for k in 1..finger.len() {
        let ends = [a, b].map(|hand| minus(hand.finger[k], hand.finger[k - 1]));
        finger[k] = plus(finger[k - 1], bone(ends, share), 1.0);
    }
    Hand {
        finger,
        thumb: between(a.thumb, b.thumb, share),
    }
}

/// The same movement for the other side: seen from the front its mirror image, from the side with near and far
/// limbs exchanged.
pub(super) fn mirrored(pose: &Pose) -> Pose {
    let across = |point: Point| match pose.view {
        View::Side => point,
        _ => at(100.0 - point.x, point.y),
    };
    let end = |end: &End| match *end {
        End::Joint(joint) => End::Joint(opposite(joint)),
        End::Point(point) => End::Point(across(point)),
    };
    let prop = |prop: &Prop| match prop {
        Prop::Line(points) => Prop::Line(points.iter().copied().map(across).collect()),
        Prop::Mat(points) => Prop::Mat(points.iter().copied().map(across).collect()),
        Prop::Wall(a, b) => Prop::Wall(across(*a), across(*b)),
        Prop::Band(from, to) => Prop::Band(end(from), end(to)),
        Prop::Dumbbell(hand) => Prop::Dumbbell(opposite(*hand)),
        Prop::Round {
            centre,
            radius,
            is_ball,
        } => Prop::Round {
            centre: across(*centre),
            radius: *radius,
            is_ball: *is_ball,
        },
        Prop::Gaze => Prop::Gaze,
        Prop::Breath { centre, counts } => Prop::Breath {
            centre: across(*centre),
            counts: *counts,
        },
    };
    let key = |key: &Key| Key {
        shape: mirrored_shape(&key.shape, across),
        roll: key.roll.map(across),
        gaze: key.gaze.map(across),
        arrows: key.arrows.as_ref().map(|arrows| {
            let arrow = |arrow: &Vec<Point>| arrow.iter().copied().map(across).collect();
            arrows.iter().map(arrow).collect()
        }),
        press: key.press.iter().copied().map(across).collect(),
        layers: Layers {
            front: opposites(&key.layers.front),
            back: opposites(&key.layers.back),
            grip: opposites(&key.layers.grip),
        },
        ..key.clone()
    };
    Pose {
        props: pose.props.iter().map(prop).collect(),
        keys: pose.keys.iter().map(key).collect(),
        ..pose.clone()
    }
}

fn mirrored_shape(shape: &Shape, across: impl Fn(Point) -> Point) -> Shape {
    match shape {
        Shape::Figure(skeleton) => {
            let mut mirrored = *skeleton;
            for joint in Joint::ALL {
                mirrored.set(opposite(*joint), across(skeleton.at(*joint)));
            }
            Shape::Figure(mirrored)
        }
        Shape::Face(face) => Shape::Face(Face {
            gaze: at(-face.gaze.x, face.gaze.y),
            ..*face
        }),
        Shape::Hand(hand) => Shape::Hand(*hand),
    }
}

fn opposites(limbs: &[Limb]) -> Vec<Limb> {
    limbs.iter().map(|limb| limb.opposite()).collect()
}

fn opposite(joint: Joint) -> Joint {
    let index = Joint::ALL.iter().position(|other| *other == joint);
    // Left limbs stand from the sixth place on, eight joints: arm, then arm, then leg, then leg.
    let other = match index.unwrap_or(0) {
        k @ (5..9 | 13..17) => k + 4,
        k @ (9..13 | 17..21) => k - 4,
        k => k,
    };
    Joint::ALL[other]
}
