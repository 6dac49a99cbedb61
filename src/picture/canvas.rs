//! Pixels to draw on, in a coordinate system of one's own.
//!
//! Shapes are flat and have round ends. Begin reading at [`Canvas`].

use std::f32::consts::{PI, TAU};

use tiny_skia::{
    Color, FillRule, FilterQuality, LineCap, LineJoin, Paint, Path, PathBuilder, Pattern, Pixmap,
    Rect, SpreadMode, Stroke, StrokeDash, Transform,
};

use super::PictureError;
use super::geometry::{at, direction, distance, minus, plus};
use super::palette::Colour;
use crate::domain::pose::Point;

/// A point with a thickness: a joint of a limb, for example.
pub(super) type Knot = (Point, f32);

/// A drawing under way; what is drawn later lies on top.
pub(super) struct Canvas {
    pixels: Pixmap,
    place: Transform,
    /// Everything is drawn in this colour, if there is one.
    only: Option<Colour>,
}

impl Canvas {
    /// Nothing drawn yet, and nothing to see through to.
    pub(super) fn new(width: u32, height: u32) -> Result<Self, PictureError> {
        Ok(Self {
            pixels: Pixmap::new(width, height).ok_or(PictureError::Empty)?,
            place: Transform::identity(),
            only: None,
        })
    }

    /// Everything in one colour.
    pub(super) fn cover(&mut self, colour: Colour) {
        self.pixels.fill(opaque(colour));
    }

    /// Draws in other units: `scale` pixels each, with the origin at `origin`.
    pub(super) fn within(&mut self, origin: Point, scale: f32, draw: impl FnOnce(&mut Self)) {
        let before = self.place;
        self.place = Transform::from_row(scale, 0.0, 0.0, scale, origin.x, origin.y);
        draw(self);
        self.place = before;
    }

    /// Draws everything in one colour.
    pub(super) fn in_one_colour(&mut self, colour: Colour, draw: impl FnOnce(&mut Self)) {
        self.only = Some(colour);
        draw(self);
        self.only = None;
    }

    /// What is drawn is one colour only.
    pub(super) fn is_silhouette(&self) -> bool {
        self.only.is_some()
    }

    /// A filled shape; where it crosses itself it is filled too.
    fn fill(&mut self, path: Option<Path>, colour: Colour) {
        let Some(path) = path else { return };
        let paint = self.paint(colour);
        self.pixels
            .fill_path(&path, &paint, FillRule::Winding, self.place, None);
    }

    fn stroke(&mut self, path: Option<&Path>, colour: Colour, stroke: &Stroke) {
        let Some(path) = path else { return };
        let paint = self.paint(colour);
        self.pixels
            .stroke_path(path, &paint, stroke, self.place, None);
    }

    fn paint(&self, colour: Colour) -> Paint<'static> {
        let mut paint = Paint::default();
        paint.set_color(opaque(self.only.unwrap_or(colour)));
        paint
    }

    /// A limb through `knots`, as thick at each as it says.
    pub(super) fn limb(&mut self, knots: &[Knot], colour: Colour) {
        self.limb_and(knots, 0.0, colour);
    }

    /// The same, thicker by `more` on either side.
    pub(super) fn limb_and(&mut self, knots: &[Knot], more: f32, colour: Colour) {
        let mut path = PathBuilder::new();
        if let [(centre, radius)] = *knots {
            polygon(&mut path, &taper((centre, radius + more), (centre, 0.0)));
        }
        for pair in knots.windows(2) {
            let [a, b] = [pair[0], pair[1]].map(|(point, radius)| (point, radius + more));
            polygon(&mut path, &taper(a, b));
        }
        self.fill(path.finish(), colour);
    }

    /// A line with round ends through `points`.
    pub(super) fn line(&mut self, points: &[Point], colour: Colour, width: f32) {
        self.stroke(open(points).as_ref(), colour, &round(width));
    }

    /// A dashed line.
    pub(super) fn dashed(&mut self, points: &[Point], colour: Colour, width: f32) {
        let mut stroke = round(width);
        stroke.dash = StrokeDash::new(vec![width * 2.0, width * 2.2], 0.0);
        self.stroke(open(points).as_ref(), colour, &stroke);
    }

    /// A line from the first point to the last that passes through the middle one in a bow.
    pub(super) fn bow(&mut self, points: [Point; 3], colour: Colour, width: f32) {
        self.line(&bow(points), colour, width);
    }

    /// A filled shape whose round corners reach `edge` beyond its points.
    pub(super) fn area(&mut self, corners: &[Point], edge: f32, colour: Colour) {
        let mut path = PathBuilder::new();
        polygon(&mut path, corners);
        let Some(path) = path.finish() else { return };
        if edge > 0.0 {
            self.stroke(Some(&path), colour, &round(2.0 * edge));
        }
        self.fill(Some(path), colour);
    }

    /// A filled circle.
    pub(super) fn disc(&mut self, centre: Point, radius: f32, colour: Colour) {
        self.fill(PathBuilder::from_circle(centre.x, centre.y, radius), colour);
    }

    /// A filled ellipse.
    pub(super) fn ellipse(&mut self, centre: Point, rx: f32, ry: f32, colour: Colour) {
        let bounds = Rect::from_xywh(centre.x - rx, centre.y - ry, 2.0 * rx, 2.0 * ry);
        self.fill(bounds.and_then(PathBuilder::from_oval), colour);
    }

    /// A filled rectangle with round corners.
    pub(super) fn rectangle(&mut self, min: Point, max: Point, corner: f32, colour: Colour) {
        self.fill(rounded(min, max, corner), colour);
    }

    /// Another drawing's pixels, with round corners.
    pub(super) fn place(&mut self, other: &Self, origin: Point, corner: f32) {
        let min = Transform::from_translate(origin.x, origin.y);
        let pattern = Pattern::new(
            other.pixels.as_ref(),
            SpreadMode::Pad,
            FilterQuality::Nearest,
            1.0,
            min,
        );
        let paint = Paint {
            shader: pattern,
            ..Paint::default()
        };
        #[expect(clippy::cast_precision_loss, reason = "a few hundred pixels")]
        let size = at(other.pixels.width() as f32, other.pixels.height() as f32);
        if let Some(path) = rounded(origin, plus(origin, size, 1.0), corner) {
            self.pixels
                .fill_path(&path, &paint, FillRule::Winding, self.place, None);
        }
    }

    /// Another drawing, without anything to see through to, at whole pixels and with round corners.
    pub(super) fn inlay(&mut self, other: &Self, origin: Point, corner: f32) {
        let [left, top, edge] = [origin.x, origin.y, corner].map(whole);
        let width = whole_length(self.pixels.width());
        let [wide, high] = [other.pixels.width(), other.pixels.height()].map(whole_length);
        let rows = other.pixels.data().chunks_exact(wide * 4);
        let into = self.pixels.data_mut().chunks_exact_mut(width * 4);
        for (y, (row, into)) in rows.zip(into.skip(top)).enumerate() {
            let Some(into) = into.get_mut(left * 4..(left + wide) * 4) else {
                continue;
            };
            let down = edge.saturating_sub(y.min(high - 1 - y));
            if down == 0 {
                into.copy_from_slice(row);
                continue;
            }
            let pixels = row.chunks_exact(4).zip(into.chunks_exact_mut(4));
            for (x, (pixel, into)) in pixels.enumerate() {
                let along = edge.saturating_sub(x.min(wide - 1 - x));
                let share = within_corner([along, down], corner);
                for (part, into) in pixel.iter().zip(into) {
                    *into = mixed(*into, *part, share);
                }
            }
        }
    }

    /// The pixels.
    pub(super) fn into_pixels(self) -> Pixmap {
        self.pixels
    }

    /// The picture as a PNG.
    pub(super) fn png(&self) -> Result<Vec<u8>, PictureError> {
        super::indexed::png(&self.pixels)
    }
}

/// Points of a curve that passes through all of `points`.
pub(super) fn smooth(points: &[Point]) -> Vec<Point> {
    if points.len() < 3 {
        return points.to_vec();
    }
    let end = points.len() - 1;
    let piece = |k: usize, t: f32| {
        let [a, b, c, d] = [k.saturating_sub(1), k, k + 1, (k + 2).min(end)].map(|k| points[k]);
        let along = |a: f32, b: f32, c: f32, d: f32| {
            let (one, two) = (c - a, d - b);
            let (slow, fast) = (3.0 * (c - b) - one - 0.5 * two, one + two - 4.0 * (c - b));
            b + t * (0.5 * one + t * (slow + t * 0.5 * fast))
        };
        at(along(a.x, b.x, c.x, d.x), along(a.y, b.y, c.y, d.y))
    };
    let pieces = (0..end).flat_map(|k| (0..8u8).map(move |step| (k, f32::from(step) / 8.0)));
    let mut curve: Vec<_> = pieces.map(|(k, t)| piece(k, t)).collect();
    curve.extend(points.last());
    curve
}

/// Points of a bow through three points.
pub(super) fn bow([from, through, to]: [Point; 3]) -> Vec<Point> {
    // A quadratic curve passes half-way between its control point and the middle of its ends.
    let middle = at(f32::midpoint(from.x, to.x), f32::midpoint(from.y, to.y));
    let control = plus(plus(through, through, 1.0), middle, -1.0);
    let point = |step: u8| {
        let t = f32::from(step) / 12.0;
        let (a, b, c) = ((1.0 - t) * (1.0 - t), 2.0 * t * (1.0 - t), t * t);
        at(
            a * from.x + b * control.x + c * to.x,
            a * from.y + b * control.y + c * to.y,
        )
    };
    (0..=12).map(point).collect()
}

fn opaque(Colour(red, green, blue): Colour) -> Color {
    Color::from_rgba8(red, green, blue, u8::MAX)
}

fn round(width: f32) -> Stroke {
    Stroke {
        width,
        line_cap: LineCap::Round,
        line_join: LineJoin::Round,
        ..Stroke::default()
    }
}

fn open(points: &[Point]) -> Option<Path> {
    let mut path = PathBuilder::new();
    let (first, rest) = points.split_first()?;
    path.move_to(first.x, first.y);
    for point in rest {
        path.line_to(point.x, point.y);
    }
    path.finish()
}

fn polygon(path: &mut PathBuilder, corners: &[Point]) {
    let Some((first, rest)) = corners.split_first() else {
        return;
    };
    path.move_to(first.x, first.y);
    for corner in rest {
        path.line_to(corner.x, corner.y);
    }
    path.close();
}

/// The outline of two circles and what lies between them, always the same way round.
fn taper(a: Knot, b: Knot) -> Vec<Point> {
    let arc = |(centre, radius): Knot, from: f32, to: f32| {
        let steps: u8 = if radius > 8.0 { 48 } else { 14 };
        (0..=steps).map(move |step| {
            let angle = from + (to - from) * f32::from(step) / f32::from(steps);
            plus(centre, direction(angle), radius)
        })
    };
    let apart = distance(a.0, b.0);
    if apart <= (a.1 - b.1).abs() + 1e-3 {
        let larger = if a.1 >= b.1 { a } else { b };
        return arc(larger, 0.0, PI).chain(arc(larger, PI, TAU)).collect();
    }
    let along = minus(b.0, a.0);
    let heading = along.y.atan2(along.x);
    let lean = ((a.1 - b.1) / apart).acos();
    arc(a, heading + lean, heading + TAU - lean)
        .chain(arc(b, heading - lean, heading + lean))
        .collect()
}

fn rounded(min: Point, max: Point, corner: f32) -> Option<Path> {
    if corner <= 0.0 {
        let bounds = Rect::from_ltrb(min.x, min.y, max.x, max.y)?;
        return Some(PathBuilder::from_rect(bounds));
    }
    let quarter = |x: f32, y: f32, from: f32| {
        (0..=6u8).map(move |step| {
            let angle = (from + f32::from(step) / 6.0) * PI / 2.0;
            plus(at(x, y), direction(angle), corner)
        })
    };
    let (left, top) = (min.x + corner, min.y + corner);
    let (right, bottom) = (max.x - corner, max.y - corner);
    let corners = quarter(right, bottom, 0.0)
        .chain(quarter(left, bottom, 1.0))
        .chain(quarter(left, top, 2.0))
        .chain(quarter(right, top, 3.0));
    let mut path = PathBuilder::new();
    polygon(&mut path, &corners.collect::<Vec<_>>());
    path.finish()
}

/// How much of a pixel is within a round corner, 0 to 1; `steps` are those from where the corner's arc begins.
fn within_corner(steps: [usize; 2], corner: f32) -> f32 {
    let [x, y] = steps.map(|step| f32::from(u16::try_from(step).unwrap_or(u16::MAX)) - 0.5);
    if x < 0.0 || y < 0.0 {
        return 1.0;
    }
    (corner + 0.5 - x.hypot(y)).clamp(0.0, 1.0)
}

#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "between two bytes"
)]
fn mixed(below: u8, above: u8, share: f32) -> u8 {
    let [below, above] = [below, above].map(f32::from);
    (above - below).mul_add(share, below).round() as u8
}

#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "a few hundred pixels, never negative"
)]
fn whole(length: f32) -> usize {
    length.max(0.0).round() as usize
}

fn whole_length(length: u32) -> usize {
    usize::try_from(length).unwrap_or(0)
}
