//! Things in the picture, in three layers: behind the figure, on its trunk, before it.
//!
//! Begin reading at [`behind`].

use super::body::OUTLINE;
use super::canvas::Canvas;
use super::geometry::{at, direction, minus, plus, quarter, unit};
use super::palette::{
    ARROW, BALL, BAND, BREATH, Colour, FLOOR, FURNITURE, FURNITURE_INK, GROUND, INK, MAT, ROUND,
    SHADOWS, WALL, WEIGHT, WHITE,
};
use super::{digits, hands};
use crate::domain::pose::{End, Joint, Key, Limb, Point, Pose, Prop, Shape, Skeleton, View};

/// Where the floor meets the wall; it runs on to the edges of the panel.
const FLOOR_Y: f32 = 86.5;
/// Where shadows lie.
const GROUND_Y: f32 = 91.3;
/// Half the thickness of furniture.
const BAR: f32 = 1.15;
/// What is lower than this stands on the floor.
const LOW: f32 = 83.0;
/// Radius of a number that is counted.
const NUMBER: f32 = 2.1;
/// An upright of at least this length is a wall.
const WALL_HEIGHT: f32 = 60.0;

/// The floor, shadows, furniture, mats and walls.
pub(super) fn behind(canvas: &mut Canvas, pose: &Pose, key: &Key) {
    for prop in &pose.props {
        if let Prop::Wall(a, b) = prop {
            canvas.rectangle(at(a.x - 60.0, a.y - 60.0), at(b.x + 60.0, b.y), 0.0, WALL);
            canvas.line(
                &[at(a.x - 60.0, b.y), at(b.x + 60.0, b.y)],
                FURNITURE_INK,
                0.5,
            );
        }
    }
    canvas.rectangle(at(-200.0, FLOOR_Y), at(300.0, FLOOR_Y + 100.0), 0.0, FLOOR);
    if let Shape::Figure(skeleton) = &key.shape {
        shadow(canvas, skeleton, &pose.props);
    }
    for prop in &pose.props {
        match prop {
            Prop::Line(points) => match wall(points, pose) {
                Some(side) => slab(canvas, points[0].x, side),
                None => {
                    if is_board(points) {
                        canvas.area(points, 0.0, WALL);
                    }
                    bar(canvas, points, BAR + OUTLINE, FURNITURE_INK);
                }
            },
            Prop::Mat(points) => {
                let low: Vec<_> = points
                    .iter()
                    .map(|p| (plus(*p, at(0.0, 0.4), 1.0), 1.3))
                    .collect();
                canvas.limb_and(&low, OUTLINE, FURNITURE_INK);
                canvas.limb(&low, MAT);
            }
            _ => {}
        }
    }
    for prop in &pose.props {
        if let Prop::Line(points) = prop
            && wall(points, pose).is_none()
        {
            bar(canvas, points, BAR, FURNITURE);
        }
        round(canvas, prop, key, is_under);
    }
}

/// Whether a round thing is a roller on the floor: whoever lies on it hides its top. A ball is too small for that.
fn is_under(centre: Point, is_ball: bool) -> bool {
    centre.y > LOW && !is_ball
}

fn bar(canvas: &mut Canvas, points: &[Point], radius: f32, colour: Colour) {
    canvas.line(points, colour, 2.0 * radius);
}

/// A line as high as a wall that comes back to where it began: a door, or its frame.
fn is_board(points: &[Point]) -> bool {
    let heights = || points.iter().map(|point| point.y);
    let height = heights().fold(0.0, f32::max) - heights().fold(100.0, f32::min);
    points.len() > 3 && points.first() == points.last() && height >= WALL_HEIGHT
}

/// Which side of an upright line a wall is on: −1 left, 1 right; `None` if it is no wall.
pub(super) fn wall(points: &[Point], pose: &Pose) -> Option<f32> {
    let [a, b] = points else { return None };
    if (a.x - b.x).abs() > 0.5 || (a.y - b.y).abs() < WALL_HEIGHT {
        return None;
    }
    let Shape::Figure(skeleton) = &pose.keys.first()?.shape else {
        return None;
    };
    Some((a.x - skeleton.at(Joint::Pelvis).x).signum())
}

/// A wall from the side.
fn slab(canvas: &mut Canvas, x: f32, side: f32) {
    let far = x + side * 100.0;
    let (min, max) = (at(x.min(far), -100.0), at(x.max(far), GROUND_Y));
    canvas.rectangle(min, max, 0.0, FURNITURE);
    let edge = x + side * OUTLINE / 2.0;
    canvas.line(
        &[at(edge, -100.0), at(edge, GROUND_Y)],
        FURNITURE_INK,
        OUTLINE * 1.4,
    );
}

/// A soft shadow below all that stands or lies on the floor.
fn shadow(canvas: &mut Canvas, skeleton: &Skeleton, props: &[Prop]) {
    let joints = Joint::ALL.iter().map(|joint| skeleton.at(*joint));
    let things = props.iter().flat_map(|prop| match prop {
        Prop::Line(points) if points.iter().any(|point| point.y < 60.0) && points.len() == 2 => &[],
        Prop::Line(points) => points.as_slice(),
        _ => &[],
    });
    let low = joints
        .chain(things.copied())
        .filter(|point| point.y > LOW)
        .map(|point| point.x);
    let (min, max) = low.fold((f32::INFINITY, -f32::INFINITY), |(min, max), x| {
        (min.min(x), max.max(x))
    });
    if min > max {
        return;
    }
    let centre = at(f32::midpoint(min, max), GROUND_Y);
    let half = (max - min) / 2.0;
    for (colour, more) in SHADOWS.into_iter().zip([6.5, 4.0]) {
        canvas.ellipse(centre, half + more, 0.9 + more / 4.0, colour);
    }
}

/// The breath of somebody seen from the front, which the arms may cover; from the side, it swells the trunk.
pub(super) fn on_trunk(canvas: &mut Canvas, pose: &Pose, key: &Key) {
    if pose.view == View::Side {
        return;
    }
    for prop in &pose.props {
        if let (Prop::Breath { centre, .. }, Some(radius)) = (prop, key.breath_radius) {
            canvas.disc(*centre, radius + OUTLINE, INK);
            canvas.disc(*centre, radius, BREATH);
        }
    }
}

/// What is held, pressed or looked at.
pub(super) fn in_front(canvas: &mut Canvas, pose: &Pose, key: &Key, skeleton: &Skeleton) {
    for prop in &pose.props {
        match prop {
            Prop::Band(from, to) => band(canvas, place(*from, skeleton), place(*to, skeleton), to),
            Prop::Dumbbell(hand) => weight(canvas, skeleton, *hand),
            Prop::Round { .. } => round(canvas, prop, key, |centre, is_ball| {
                !is_under(centre, is_ball)
            }),
            Prop::Breath { counts, .. } => {
                counted(canvas, *counts, full(pose, key), skeleton.at(Joint::Nose));
            }
            Prop::Gaze => {
                if let Some(target) = key.gaze {
                    let eye = skeleton.at(Joint::Nose);
                    canvas.dashed(&[eye, target], BAND, 0.9);
                    for (radius, colour) in [(2.6, INK), (2.1, WHITE), (1.2, ARROW)] {
                        canvas.disc(target, radius, colour);
                    }
                }
            }
            _ => {}
        }
    }
}

/// A roller is hollow and has ridges, a ball has a seam; one that is to be drawn now.
fn round(canvas: &mut Canvas, prop: &Prop, key: &Key, is_now: fn(Point, bool) -> bool) {
    let Prop::Round {
        centre,
        radius,
        is_ball,
    } = *prop
    else {
        return;
    };
    let centre = key.roll.unwrap_or(centre);
    if !is_now(centre, is_ball) {
        return;
    }
    canvas.disc(centre, radius + OUTLINE, INK);
    if is_ball {
        canvas.disc(centre, radius, BALL);
        let seam = |x: f32, y: f32| plus(centre, at(x, y), radius);
        let curve = [seam(-0.5, -0.8), seam(0.25, 0.0), seam(-0.5, 0.8)];
        canvas.bow(curve, WHITE, radius * 0.28);
        return;
    }
    canvas.disc(centre, radius, ROUND);
    for ridge in 0..8u8 {
        let turn = f32::from(ridge) / 8.0 * std::f32::consts::TAU;
        canvas.disc(
            plus(centre, direction(turn), radius * 0.76),
            radius * 0.13,
            BAND,
        );
    }
    canvas.disc(centre, radius * 0.5, INK);
    canvas.disc(centre, radius * 0.5 - OUTLINE * 0.8, GROUND);
}

/// How full the breath is, from the least to the most that it is in this pose, 0 to 1.
fn full(pose: &Pose, key: &Key) -> f32 {
    let widths = pose.keys.iter().filter_map(|key| key.breath_radius);
    let (least, most) = widths.fold((f32::INFINITY, 0.0_f32), |(least, most), width| {
        (least.min(width), most.max(width))
    });
    let width = key.breath_radius.unwrap_or(least);
    ((width - least) / (most - least).max(1e-3)).clamp(0.0, 1.0)
}

/// The numbers before the face, as many of them dark as the breath is full.
fn counted(canvas: &mut Canvas, counts: u8, full: f32, nose: Point) {
    for (k, place) in (1..=counts).zip(numbers(counts, nose)) {
        let is_reached = f32::from(k) <= full * f32::from(counts) + 0.25;
        let (colour, digit) = if is_reached {
            (INK, WHITE)
        } else {
            (BREATH, INK)
        };
        canvas.disc(place, NUMBER + OUTLINE, INK);
        canvas.disc(place, NUMBER, colour);
        digits::number(canvas, place, NUMBER * 1.1, u16::from(k), digit);
    }
}

/// Where the numbers before a face are.
pub(super) fn numbers(counts: u8, nose: Point) -> impl Iterator<Item = Point> {
    (0..counts).map(move |k| plus(nose, at(7.0 + 5.6 * f32::from(k), -7.5), 1.0))
}

fn place(end: End, skeleton: &Skeleton) -> Point {
    match end {
        End::Joint(Joint::LeftHand) => in_hand(skeleton, Limb::LeftArm),
        End::Joint(Joint::RightHand) => in_hand(skeleton, Limb::RightArm),
        End::Joint(joint) => skeleton.at(joint),
        End::Point(point) => point,
    }
}

/// Where a closed hand holds what it holds.
fn in_hand(skeleton: &Skeleton, arm: Limb) -> Point {
    let [.., wrist, fingers] = arm.joints().map(|joint| skeleton.at(joint));
    hands::hold(wrist, fingers)
}

/// A band; where it is fixed, a knob.
fn band(canvas: &mut Canvas, from: Point, to: Point, end: &End) {
    canvas.line(&[from, to], INK, 1.5 + 2.0 * OUTLINE * 0.7);
    canvas.line(&[from, to], BAND, 1.5);
    if matches!(end, End::Point(_)) {
        canvas.disc(to, 2.0 + OUTLINE, INK);
        canvas.disc(to, 2.0, WEIGHT);
    }
}

/// A weight lies across the hand.
fn weight(canvas: &mut Canvas, skeleton: &Skeleton, hand: Joint) {
    let fingers = match hand {
        Joint::LeftHand => Joint::LeftFingers,
        _ => Joint::RightFingers,
    };
    let along = unit(minus(skeleton.at(fingers), skeleton.at(hand)));
    let middle = hands::hold(skeleton.at(hand), skeleton.at(fingers));
    let across = quarter(along);
    let ends = [-3.6, 3.6].map(|way| plus(middle, across, way));
    canvas.line(&ends, INK, 1.4 + 2.0 * OUTLINE);
    for (more, colour) in [(OUTLINE, INK), (0.0, WEIGHT)] {
        canvas.line(&ends, colour, 1.4 + 2.0 * more);
        for end in ends {
            let plate = [(plus(end, along, -1.9), 1.2), (plus(end, along, 1.9), 1.2)];
            canvas.limb_and(&plate, more, colour);
        }
    }
}
