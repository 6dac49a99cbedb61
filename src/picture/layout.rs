//! Where the panels of a storyboard are, and which part of the canvas they show.
//!
//! All panels show the same part, cut close round everything that is drawn in any of them, so that the
//! figure is large and does not jump from panel to panel. Begin reading at [`Layout::of`].

use super::figure::HEAD_RADIUS;
use crate::domain::pose::{End, Joint, Point, Pose, Prop, Shape, View};

/// Pixels: height of a panel, space round and between panels, and the most that all of them may take.
const PANEL_HEIGHT: f32 = 300.0;
const MARGIN: f32 = 10.0;
const MAX_WIDTH: f32 = 900.0;
/// Narrowest panel, in pixels, so that dots and figure do not crowd.
const MIN_PANEL: f32 = 208.0;
/// Space between the drawing and the edge of its panel, in pixels.
const INSET: f32 = 24.0;
/// What a limb's thickness adds round its points, in canvas units.
const THICKNESS: f32 = 3.0;

/// The arrangement of a storyboard.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Layout {
    panels: u8,
    panel_width: f32,
    /// Pixels to a canvas unit.
    scale: f32,
    shown: Bounds,
    /// The drawing stands on the lower edge of its panel; a close-up floats in the middle.
    grounded: bool,
}

impl Layout {
    /// The arrangement for a pose.
    pub(super) fn of(pose: &Pose) -> Self {
        let shown = bounds(pose);
        let panels = u8::try_from(pose.keys.len()).unwrap_or(u8::MAX);
        let count = f32::from(panels.max(1));
        let widest = (MAX_WIDTH - MARGIN * (count + 1.0)) / count;
        let room = PANEL_HEIGHT - 2.0 * INSET;
        let wanted = room * shown.width() / shown.height() + 2.0 * INSET;
        let panel_width = wanted.clamp(MIN_PANEL, widest.max(MIN_PANEL));
        let scale = (room / shown.height()).min((panel_width - 2.0 * INSET) / shown.width());
        Self {
            panels,
            panel_width,
            scale,
            shown,
            grounded: matches!(pose.view, View::Front | View::Side),
        }
    }

    /// Width and height of the whole picture, in pixels.
    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "a few hundred pixels, never negative"
    )]
    pub(super) fn size(&self) -> (u32, u32) {
        let width = f32::from(self.panels) * (self.panel_width + MARGIN) + MARGIN;
        (width.ceil() as u32, (PANEL_HEIGHT + 2.0 * MARGIN) as u32)
    }

    /// Left, top, width and height of a panel, in pixels.
    pub(super) fn panel(&self, index: usize) -> (f32, f32, f32, f32) {
        let index = f32::from(u8::try_from(index).unwrap_or(u8::MAX));
        let left = MARGIN + index * (self.panel_width + MARGIN);
        (left, MARGIN, self.panel_width, PANEL_HEIGHT)
    }

    /// From canvas units to pixels in a panel.
    pub(super) fn transform(&self, index: usize) -> String {
        let (x, y, ..) = self.panel(index);
        let middle = f32::midpoint(self.shown.min.x, self.shown.max.x);
        let left = x + self.panel_width / 2.0 - middle * self.scale;
        let spare = PANEL_HEIGHT - 2.0 * INSET - self.shown.height() * self.scale;
        let below = if self.grounded {
            INSET
        } else {
            INSET + spare / 2.0
        };
        let top = y + PANEL_HEIGHT - below - self.shown.max.y * self.scale;
        format!("translate({left:.2} {top:.2}) scale({:.4})", self.scale)
    }
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
fn bounds(pose: &Pose) -> Bounds {
    let far = f32::INFINITY;
    let mut bounds = Bounds {
        min: Point { x: far, y: far },
        max: Point { x: -far, y: -far },
    };
    for key in &pose.keys {
        match &key.shape {
            Shape::Figure(skeleton) => {
                for joint in Joint::ALL {
                    bounds.include(skeleton.at(*joint), THICKNESS);
                }
                bounds.include(skeleton.at(Joint::Head), HEAD_RADIUS + 1.0);
            }
            Shape::Face(_) => bounds.include(Point { x: 50.0, y: 50.0 }, 34.0),
            Shape::Hand(hand) => {
                for point in hand.finger.iter().chain([&hand.thumb]) {
                    bounds.include(*point, 8.0);
                }
            }
        }
        for point in key.gaze.iter().chain(&key.roll) {
            bounds.include(*point, THICKNESS);
        }
    }
    for prop in &pose.props {
        include_prop(&mut bounds, prop);
    }
    bounds
}

fn include_prop(bounds: &mut Bounds, prop: &Prop) {
    match prop {
        Prop::Line(points) => points.iter().for_each(|point| bounds.include(*point, 1.0)),
        Prop::Band(from, to) => {
            for end in [from, to] {
                if let End::Point(point) = end {
                    bounds.include(*point, 2.0);
                }
            }
        }
        Prop::Round { centre, radius } => bounds.include(*centre, *radius),
        // A mat and a wall run on to the edge of what is shown; the rest lies within the figure.
        Prop::Mat(_) | Prop::Wall(..) | Prop::Dumbbell(_) | Prop::Gaze | Prop::Breath(_) => {}
    }
}
