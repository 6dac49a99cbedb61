//! Which part of the canvas a picture shows, and where the panels of a storyboard are.
//!
//! All panels show the same part, cut close round everything that is drawn in any of them, so that the
//! figure is large and does not jump from panel to panel. Where only the upper body moves, only it is shown.
//! Begin reading at [`Layout::of`].

use std::borrow::Cow;

use super::blend::between_keys;
use super::geometry::{at, distance};
use super::head;
use super::marks;
use super::movement::ways;
use super::props::{numbers, wall};
use crate::domain::pose::{End, Joint, Point, Pose, Prop, Shape, Skeleton, View};

/// Pixels: height of a panel, space round and between panels, and the most that all of them may take.
const PANEL_HEIGHT: f32 = 300.0;
const MARGIN: f32 = 10.0;
const MAX_WIDTH: f32 = 900.0;
/// Height of a panel of four that stand two by two, and the least height.
const GRID_HEIGHT: f32 = 240.0;
const LEAST_HEIGHT: f32 = 170.0;
/// What is wider than this, in heights, is shown two by two.
const SQUARE: f32 = 1.05;
/// Narrowest panel, in pixels, so that number and figure do not crowd.
const MIN_PANEL: f32 = 208.0;
/// Space between the drawing and the edge of its panel, in pixels.
const INSET: f32 = 22.0;
/// What a limb's thickness adds round its points, in the units of a pose.
const THICKNESS: f32 = 3.4;
/// A joint that moves less than this stays.
const STAYS: f32 = 1.2;
/// What is shown below the hips where only the upper body moves.
const BELOW_HIPS: f32 = 9.0;

/// Joints of the legs.
const LEGS: [Joint; 6] = [
    Joint::LeftKnee,
    Joint::RightKnee,
    Joint::LeftFoot,
    Joint::RightFoot,
    Joint::LeftToes,
    Joint::RightToes,
];

/// The part of the canvas that a picture shows.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Layout {
    panels: u8,
    columns: u8,
    panel: (f32, f32),
    shown: Bounds,
    stand: Stand,
}

/// Where a drawing sits in its panel.
#[derive(Debug, Clone, Copy, PartialEq)]
enum Stand {
    /// On the lower edge, with the floor below.
    Floor,
    /// It is cut off by the lower edge.
    Cut,
    /// In the middle.
    Middle,
}

impl Layout {
    /// The arrangement for a pose: in a row, or four wide panels two by two.
    pub(super) fn of(pose: &Pose) -> Self {
        Self::around(pose, bounds(pose))
    }

    /// The arrangement in which a pose fits, its other side, and all that comes between two keys.
    pub(super) fn of_film(sides: &[Cow<'_, Pose>]) -> Self {
        let mut layout = Self::of(&sides[0]);
        let is_cut = layout.stand == Stand::Cut;
        let floor = layout.shown.max.y;
        for side in sides {
            let (shown, _) = bounds(side);
            layout.shown.include(shown.min, 0.0);
            layout.shown.include(shown.max, 0.0);
            let next = side.keys.iter().cycle().skip(1);
            for (key, next) in side.keys.iter().zip(next) {
                for share in [0.25, 0.5, 0.75] {
                    if let Shape::Figure(skeleton) = between_keys(key, next, share).shape {
                        include_figure(&mut layout.shown, &skeleton, is_cut);
                    }
                }
            }
        }
        if is_cut {
            layout.shown.max.y = floor;
        }
        layout
    }

    fn around(pose: &Pose, (shown, stand): (Bounds, Stand)) -> Self {
        let panels = u8::try_from(pose.keys.len()).unwrap_or(u8::MAX);
        let ratio = shown.width() / shown.height();
        let columns = if panels == 4 && ratio > SQUARE {
            2
        } else {
            panels.max(1)
        };
        let count = f32::from(columns);
        let widest = ((MAX_WIDTH - MARGIN * (count + 1.0)) / count).max(MIN_PANEL);
        let (tallest, lowest) = if columns < panels {
            (GRID_HEIGHT, GRID_HEIGHT * 0.7)
        } else {
            (PANEL_HEIGHT, LEAST_HEIGHT)
        };
        let below = if stand == Stand::Cut { 0.0 } else { INSET };
        let width = ((tallest - INSET - below) * ratio + 2.0 * INSET).clamp(MIN_PANEL, widest);
        let height = ((width - 2.0 * INSET) / ratio + INSET + below).clamp(lowest, tallest);
        Self {
            panels,
            columns,
            panel: (width.round(), height.round()),
            shown,
            stand,
        }
    }

    /// Width and height of a storyboard, in pixels.
    pub(super) fn size(&self) -> (u32, u32) {
        let extent = |count: u8, one: f32| pixels(f32::from(count) * (one + MARGIN) + MARGIN);
        let rows = self.panels.div_ceil(self.columns);
        (
            extent(self.columns, self.panel.0),
            extent(rows, self.panel.1),
        )
    }

    /// Width and height of a panel, in pixels.
    pub(super) fn panel_size(&self) -> (u32, u32) {
        (pixels(self.panel.0), pixels(self.panel.1))
    }

    /// From a panel's top left corner to just beyond its lower right one, in pixels.
    pub(super) fn panel_extent(&self) -> Point {
        at(self.panel.0 + 1.5, self.panel.1 + 1.5)
    }

    /// The top left corner of a panel, in pixels.
    pub(super) fn panel(&self, index: usize) -> Point {
        let index = u8::try_from(index).unwrap_or(u8::MAX);
        let place = |step: u8, one: f32| MARGIN + f32::from(step) * (one + MARGIN);
        at(
            place(index % self.columns, self.panel.0),
            place(index / self.columns, self.panel.1),
        )
    }

    /// Where the origin of the canvas is in a panel of that size, and how many pixels a unit has.
    pub(super) fn place(&self, width: u32, height: u32) -> (Point, f32) {
        #[expect(clippy::cast_precision_loss, reason = "a few hundred pixels")]
        let (width, height) = (width as f32, height as f32);
        let inset = INSET.min(height * 0.075);
        let below = if self.stand == Stand::Cut { 0.0 } else { inset };
        let room = height - inset - below;
        let scale = (room / self.shown.height()).min((width - 2.0 * inset) / self.shown.width());
        let middle = f32::midpoint(self.shown.min.x, self.shown.max.x);
        let spare = match self.stand {
            Stand::Middle => (room - self.shown.height() * scale) / 2.0,
            _ => 0.0,
        };
        let left = width / 2.0 - middle * scale;
        (
            at(left, height - below - spare - self.shown.max.y * scale),
            scale,
        )
    }

    /// A size for one panel alone that is at most `most` wide and high, with an even number of pixels.
    pub(super) fn single(&self, most: f32) -> (u32, u32) {
        let ratio = self.shown.width() / self.shown.height();
        let ratio = ratio.clamp(0.72, 1.9);
        let (width, height) = (most * ratio.min(1.0), most / ratio.max(1.0));
        (pixels(width) / 2 * 2, pixels(height) / 2 * 2)
    }
}

#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "a few hundred pixels, never negative"
)]
fn pixels(length: f32) -> u32 {
    length.ceil() as u32
}

/// A part of the canvas.
#[derive(Debug, Clone, Copy, PartialEq)]
struct Bounds {
    min: Point,
    max: Point,
}

impl Bounds {
    fn width(&self) -> f32 {
        (self.max.x - self.min.x).max(1.0)
    }

    fn height(&self) -> f32 {
        (self.max.y - self.min.y).max(1.0)
    }

    fn include(&mut self, point: Point, radius: f32) {
        self.min.x = self.min.x.min(point.x - radius);
        self.min.y = self.min.y.min(point.y - radius);
        self.max.x = self.max.x.max(point.x + radius);
        self.max.y = self.max.y.max(point.y + radius);
    }
}

/// All that is drawn in any key pose.
fn bounds(pose: &Pose) -> (Bounds, Stand) {
    let far = f32::INFINITY;
    let mut bounds = Bounds {
        min: at(far, far),
        max: at(-far, -far),
    };
    let cut = cut_below(pose);
    for key in &pose.keys {
        match &key.shape {
            Shape::Figure(skeleton) => include_figure(&mut bounds, skeleton, cut.is_some()),
            Shape::Face(_) => {
                bounds.include(at(50.0, 10.0), 0.0);
                bounds.include(at(50.0, 50.0), 36.0);
            }
            Shape::Hand(hand) => {
                for point in hand.finger.iter().chain([&hand.thumb]) {
                    bounds.include(*point, 9.0);
                }
            }
        }
        for point in key.gaze.iter().chain(&key.roll) {
            bounds.include(*point, THICKNESS);
        }
    }
    for (index, key) in pose.keys.iter().enumerate() {
        let former = index.checked_sub(1).map(|former| &pose.keys[former]);
        for point in ways(former, key).iter().flatten() {
            bounds.include(*point, 2.2);
        }
        for place in &key.press {
            bounds.include(*place, marks::REACH);
        }
    }
    for prop in &pose.props {
        include_prop(&mut bounds, prop, pose, cut);
    }
    match cut {
        Some(cut) => {
            bounds.max.y = cut;
            (bounds, Stand::Cut)
        }
        None if pose.view == View::Face => {
            bounds.max.y = 88.0;
            (bounds, Stand::Cut)
        }
        None if pose.view == View::Hand => (bounds, Stand::Middle),
        None => (bounds, Stand::Floor),
    }
}

fn include_figure(bounds: &mut Bounds, skeleton: &Skeleton, cut: bool) {
    for joint in Joint::ALL {
        if !(cut && LEGS.contains(joint)) {
            bounds.include(skeleton.at(*joint), THICKNESS);
        }
    }
    bounds.include(skeleton.at(Joint::Head), head::RADIUS + 1.2);
}

/// Where to cut, if only the upper body moves and nothing else matters.
fn cut_below(pose: &Pose) -> Option<f32> {
    let mut figures = pose.keys.iter().filter_map(|key| match &key.shape {
        Shape::Figure(skeleton) => Some(skeleton),
        _ => None,
    });
    let first = figures.next()?;
    let hips = first.at(Joint::Pelvis).y;
    let is_upright = first.at(Joint::Neck).y < hips - 15.0;
    // Feet below the knees, on the floor: a leg that is put elsewhere has to be seen.
    let are_plain = LEGS[..2].iter().zip(&LEGS[2..4]).all(|(knee, foot)| {
        let (knee, foot) = (first.at(*knee), first.at(*foot));
        (knee.x - foot.x).abs() < 7.0 && foot.y > 85.0
    });
    let legs_stay = figures.all(|skeleton| {
        LEGS.iter()
            .chain(&[Joint::Pelvis])
            .all(|joint| distance(skeleton.at(*joint), first.at(*joint)) < STAYS)
    });
    let low = pose.keys.iter().any(|key| match &key.shape {
        Shape::Figure(skeleton) => {
            [Joint::LeftFingers, Joint::RightFingers, Joint::Head]
                .iter()
                .any(|joint| skeleton.at(*joint).y > hips + BELOW_HIPS - 1.0)
                || key.roll.is_some_and(|roll| roll.y > hips)
        }
        _ => true,
    });
    let feet_matter = pose.props.iter().any(|prop| match prop {
        Prop::Mat(_) => true,
        Prop::Round { centre, .. } => centre.y > hips,
        Prop::Band(from, to) => [from, to].into_iter().any(|end| match end {
            End::Joint(joint) => LEGS.contains(joint),
            End::Point(point) => point.y > hips + BELOW_HIPS,
        }),
        _ => false,
    });
    (is_upright && are_plain && legs_stay && !low && !feet_matter).then_some(hips + BELOW_HIPS)
}

fn include_prop(bounds: &mut Bounds, prop: &Prop, pose: &Pose, cut: Option<f32>) {
    let is_shown = |point: &Point| cut.is_none_or(|cut| point.y <= cut);
    match prop {
        Prop::Line(points) => {
            if let Some(side) = wall(points, pose) {
                bounds.include(at(points[0].x + side * 4.0, bounds.max.y.min(80.0)), 0.0);
                return;
            }
            for point in points.iter().filter(|point| is_shown(point)) {
                bounds.include(*point, 2.0);
            }
        }
        Prop::Band(from, to) => {
            for end in [from, to] {
                if let End::Point(point) = end {
                    bounds.include(*point, 3.0);
                }
            }
        }
        Prop::Round { centre, radius, .. } => bounds.include(*centre, *radius + 1.0),
        Prop::Breath { centre, counts } => {
            bounds.include(*centre, 8.0);
            if let Some(Shape::Figure(skeleton)) = pose.keys.first().map(|key| &key.shape) {
                for place in numbers(*counts, skeleton.at(Joint::Nose)) {
                    bounds.include(place, 3.0);
                }
            }
        }
        // A mat and a wall run on to the edge of what is shown; the rest lies within the figure.
        Prop::Mat(_) | Prop::Wall(..) | Prop::Dumbbell(_) | Prop::Gaze => {}
    }
}
