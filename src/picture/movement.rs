//! What tells in a still picture how the body moves: the former pose as a ghost, and where arrows run.
//!
//! Begin reading at [`ways`].

use super::blend::between_keys;
use super::body::{self, Figure};
use super::canvas::{Canvas, smooth};
use super::geometry::{distance, minus, plus, unit};
use super::palette::GHOST;
use crate::domain::pose::{Joint, Key, Point, Pose, Shape, Skeleton};

/// Joints whose way is worth an arrow, by limb: only the one that moves most of each gets one.
const LIMBS: [&[Joint]; 6] = [
    &[Joint::Head],
    &[Joint::LeftElbow, Joint::LeftHand, Joint::LeftFingers],
    &[Joint::RightElbow, Joint::RightHand, Joint::RightFingers],
    &[Joint::LeftKnee, Joint::LeftFoot, Joint::LeftToes],
    &[Joint::RightKnee, Joint::RightFoot, Joint::RightToes],
    &[Joint::Pelvis, Joint::Mid],
];
const SHOULDERS: [Joint; 2] = [Joint::LeftShoulder, Joint::RightShoulder];
/// A way of at least this is drawn as it is; a shorter one as an arrow beside the joint.
const LONG: f32 = 7.5;
/// The same for the head, which is large.
const LONG_HEAD: f32 = 16.0;
/// How far an arrow keeps from where it begins, and from where it ends: it hides neither ghost nor hand.
const START: f32 = 2.2;
const END: f32 = 2.6;
const END_AT_HEAD: f32 = 8.2;
/// A shorter way has no arrow.
const SHORT: f32 = 0.9;
/// Of two moving limbs, the one that moves less than this share of the other has no arrow.
const SECOND: f32 = 0.62;
/// Arrows that end nearer to each other than this are one.
const BESIDE: f32 = 4.5;
/// Samples of a way.
const STEPS: u8 = 20;

/// The former pose, all in one pale colour.
pub(super) fn ghost(canvas: &mut Canvas, pose: &Pose, former: &Key) {
    if let Some(figure) = Figure::of(pose, former) {
        canvas.in_one_colour(GHOST, |canvas| {
            body::draw(canvas, &figure, |_| {});
            body::grips(canvas, &figure);
        });
    }
}

/// Where arrows run: those of the key itself, or those that lead to it from the one before.
pub(super) fn ways(former: Option<&Key>, key: &Key) -> Vec<Vec<Point>> {
    if let Some(arrows) = &key.arrows {
        return arrows.iter().map(|arrow| smooth(arrow)).collect();
    }
    former.map_or_else(Vec::new, |former| ways_between(former, key))
}

fn ways_between(former: &Key, key: &Key) -> Vec<Vec<Point>> {
    let (Shape::Figure(before), Shape::Figure(after)) = (&former.shape, &key.shape) else {
        return Vec::new();
    };
    if turns_only(before, after) {
        return vec![turn(before, after)];
    }
    let moved = |joint: Joint| distance(before.at(joint), after.at(joint));
    let mut moving = moving(moved);
    if let [first, second, ..] = moving[..] {
        let both_long = moved(second) >= LONG;
        let is_pair = !both_long && is_pair(first, second);
        moving.truncate(if both_long || is_pair { 2 } else { 1 });
    }
    let mut ways: Vec<_> = moving
        .into_iter()
        .map(|joint| {
            let way = way(former, key, joint);
            let is_short = length(&way)
                < if joint == Joint::Head {
                    LONG_HEAD
                } else {
                    LONG
                };
            if is_short {
                aside(joint, &way)
            } else {
                let end = if joint == Joint::Head {
                    END_AT_HEAD
                } else {
                    END
                };
                shortened(&bowed(joint, way), START, end)
            }
        })
        .collect();
    // Two limbs that go side by side have one arrow.
    ways.dedup_by(|second, first| match (first.last(), second.last()) {
        (Some(first), Some(second)) => distance(*first, *second) < BESIDE,
        _ => false,
    });
    ways
}

/// What moves most of each limb, the farthest first; the shoulders, if it is they.
fn moving(moved: impl Fn(Joint) -> f32) -> Vec<Joint> {
    let farthest = |joints: &[Joint]| {
        let joint = joints.iter().copied();
        joint.max_by(|a, b| moved(*a).total_cmp(&moved(*b)))
    };
    let mut moving: Vec<Joint> = LIMBS.iter().filter_map(|limb| farthest(limb)).collect();
    moving.sort_by(|a, b| moved(*b).total_cmp(&moved(*a)));
    let shoulders = SHOULDERS.map(&moved).into_iter().fold(0.0, f32::max);
    let few = moving
        .first()
        .is_none_or(|joint| moved(*joint) < shoulders * 1.5);
    if few && moved(Joint::Head) < shoulders * 0.6 {
        moving = SHOULDERS.to_vec();
    }
    let most = moving.first().map_or(0.0, |joint| moved(*joint));
    if most < SHORT {
        return Vec::new();
    }
    moving.retain(|joint| moved(*joint) >= SECOND * most);
    moving
}

/// The same joint of both sides.
fn is_pair(one: Joint, other: Joint) -> bool {
    one.name()[1..] == other.name()[1..]
}

/// A straight long way is bent a little, left ways up and right ways down, so that two that cross are told apart.
fn bowed(joint: Joint, way: Vec<Point>) -> Vec<Point> {
    let (Some(first), Some(last)) = (way.first().copied(), way.last().copied()) else {
        return way;
    };
    let straight = distance(first, last);
    let is_left = joint.name().starts_with('l');
    let is_inward = (last.x > first.x) == is_left && (first.y - last.y).abs() < 0.3 * straight;
    if straight < 20.0 || straight < 0.97 * length(&way) || !is_inward {
        return way;
    }
    let lift = if is_left { -0.16 } else { 0.16 };
    let middle = super::geometry::between(first, last, 0.5);
    let middle = plus(
        middle,
        Point {
            x: 0.0,
            y: straight,
        },
        lift,
    );
    super::canvas::bow([first, middle, last])
}

/// The head turns, and nothing else moves.
fn turns_only(before: &Skeleton, after: &Skeleton) -> bool {
    let nose = [before, after].map(|s| minus(s.at(Joint::Nose), s.at(Joint::Head)));
    let moved = |joint: &Joint| distance(before.at(*joint), after.at(*joint));
    let most = |joints: &[Joint]| joints.iter().map(moved).fold(0.0, f32::max);
    let arms = LIMBS[1..3].concat();
    let rest = [LIMBS[3], LIMBS[4], LIMBS[5], LIMBS[0]].concat();
    distance(nose[0], nose[1]) > 2.5 && most(&rest) < 1.5 && most(&arms) < LONG
}

/// An arrow before the face from where it looked to where it looks.
fn turn(before: &Skeleton, after: &Skeleton) -> Vec<Point> {
    let head = after.at(Joint::Head);
    let away = unit(minus(head, after.at(Joint::Neck)));
    let [from, to] = [before, after].map(|s| minus(s.at(Joint::Nose), s.at(Joint::Head)));
    let lift = |nose: Point, up: f32| plus(plus(head, nose, 1.25), away, up);
    let middle = super::geometry::between(from, to, 0.5);
    super::canvas::bow([lift(from, 8.5), lift(middle, 10.2), lift(to, 8.5)])
}

/// The way of a joint from one key to the next.
fn way(former: &Key, key: &Key, joint: Joint) -> Vec<Point> {
    (0..=STEPS)
        .filter_map(|step| {
            let share = f32::from(step) / f32::from(STEPS);
            match between_keys(former, key, share).shape {
                Shape::Figure(skeleton) => Some(skeleton.at(joint)),
                _ => None,
            }
        })
        .collect()
}

fn length(way: &[Point]) -> f32 {
    way.windows(2).map(|pair| distance(pair[0], pair[1])).sum()
}

/// A short arrow that leads on from a joint that moves a little.
fn aside(joint: Joint, way: &[Point]) -> Vec<Point> {
    let (Some(first), Some(last)) = (way.first(), way.last()) else {
        return Vec::new();
    };
    let along = unit(minus(*last, *first));
    let clear = match joint {
        Joint::Head => 7.6,
        Joint::Mid | Joint::Pelvis => 7.2,
        _ => 4.6,
    };
    let from = plus(*last, along, clear);
    vec![from, plus(from, along, 5.5)]
}

/// A way without its ends, so that an arrow hides neither ghost nor hand.
fn shortened(way: &[Point], start: f32, end: f32) -> Vec<Point> {
    let whole = length(way);
    let mut gone = 0.0;
    let mut kept = Vec::new();
    for pair in way.windows(2) {
        if gone >= start && gone <= whole - end {
            kept.push(pair[0]);
        }
        gone += distance(pair[0], pair[1]);
    }
    if kept.len() < 2 { way.to_vec() } else { kept }
}
