//! Things in the picture, in three layers: behind the figure, on its trunk, before it.
//!
//! Begin reading at [`behind`].

use super::palette::{ACCENT, BREATH, FLOOR, FURNITURE, MAT, ROUND, WALL, WEIGHT};
use super::svg::Drawing;
use crate::domain::pose::{End, Joint, Key, Point, Prop, Skeleton};

/// Where the floor begins; it runs on to the edges of the panel.
const FLOOR_Y: f32 = 91.6;
const LINE: f32 = 1.8;

/// The floor, furniture, mats and walls.
pub(super) fn behind(drawing: &mut Drawing, props: &[Prop]) {
    for prop in props {
        if let Prop::Wall(a, b) = prop {
            drawing.rectangle(*a, *b, WALL);
        }
    }
    let floor = [(-200.0, FLOOR_Y), (300.0, FLOOR_Y + 100.0)].map(|(x, y)| Point { x, y });
    drawing.rectangle(floor[0], floor[1], FLOOR);
    for prop in props {
        match prop {
            Prop::Line(points) => drawing.line(points, FURNITURE, LINE),
            Prop::Mat(points) => drawing.line(points, MAT, 2.6),
            _ => {}
        }
    }
}

/// The breath, which the arms may cover.
pub(super) fn on_trunk(drawing: &mut Drawing, props: &[Prop], key: &Key) {
    for prop in props {
        if let (Prop::Breath(centre), Some(radius)) = (prop, key.breath_radius) {
            drawing.ellipse(*centre, radius, radius, BREATH, r#" fill-opacity="0.85""#);
        }
    }
}

/// What is held, pressed or looked at.
pub(super) fn in_front(drawing: &mut Drawing, props: &[Prop], key: &Key, skeleton: &Skeleton) {
    for prop in props {
        match prop {
            Prop::Band(from, to) => band(drawing, place(*from, skeleton), place(*to, skeleton), to),
            Prop::Dumbbell(hand) => weight(drawing, skeleton.at(*hand)),
            Prop::Round { centre, radius } => {
                drawing.outlined_disc(key.roll.unwrap_or(*centre), *radius, ROUND, WEIGHT);
            }
            Prop::Gaze => {
                if let Some(target) = key.gaze {
                    drawing.dashed(&[skeleton.at(Joint::Nose), target], ACCENT, 0.9);
                    drawing.disc(target, 1.3, ACCENT);
                }
            }
            _ => {}
        }
    }
}

fn place(end: End, skeleton: &Skeleton) -> Point {
    match end {
        End::Joint(joint) => skeleton.at(joint),
        End::Point(point) => point,
    }
}

/// A band; where it is fixed, a knob.
fn band(drawing: &mut Drawing, from: Point, to: Point, end: &End) {
    drawing.line(&[from, to], ACCENT, 1.4);
    if matches!(end, End::Point(_)) {
        drawing.disc(to, 1.8, WEIGHT);
    }
}

fn weight(drawing: &mut Drawing, hand: Point) {
    let along = |x: f32| Point {
        x: hand.x + x,
        y: hand.y + 1.0,
    };
    drawing.line(&[along(-3.4), along(3.4)], WEIGHT, 1.6);
    for end in [along(-3.4), along(3.4)] {
        let top = Point {
            y: end.y - 1.8,
            ..end
        };
        let bottom = Point {
            y: end.y + 1.8,
            ..end
        };
        drawing.line(&[top, bottom], WEIGHT, 2.2);
    }
}
