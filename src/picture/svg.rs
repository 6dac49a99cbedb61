//! Writing SVG.
//!
//! Begin reading at [`Drawing`].

use super::palette::{ACCENT, EDGE, GROUND};
use crate::domain::pose::Point;

/// Radius of a dot that numbers a panel, and the step from one to the next, in pixels.
const DOT: f32 = 5.0;
const DOT_STEP: f32 = 15.0;
/// From the corner of a panel to its first dot, in pixels.
const DOT_INSET: f32 = 16.0;

/// A drawing under way; what is drawn later lies on top.
#[derive(Debug, Default)]
pub(super) struct Drawing(Vec<String>);

impl Drawing {
    /// A line with round ends through `points`.
    pub(super) fn line(&mut self, points: &[Point], colour: &str, width: f32) {
        self.stroke(&polyline(points), colour, width, "");
    }

    /// A dashed line.
    pub(super) fn dashed(&mut self, points: &[Point], colour: &str, width: f32) {
        self.stroke(
            &polyline(points),
            colour,
            width,
            r#" stroke-dasharray="2 2.4""#,
        );
    }

    /// A line from the first point to the last that bends toward the middle one.
    pub(super) fn curve(&mut self, [from, through, to]: [Point; 3], colour: &str, width: f32) {
        // A quadratic curve passes half-way between its control point and the middle of its ends.
        let control = Point {
            x: 2.0 * through.x - f32::midpoint(from.x, to.x),
            y: 2.0 * through.y - f32::midpoint(from.y, to.y),
        };
        let path = format!(
            "M{:.2} {:.2}Q{:.2} {:.2} {:.2} {:.2}",
            from.x, from.y, control.x, control.y, to.x, to.y
        );
        self.stroke(&path, colour, width, "");
    }

    /// A filled shape with round corners that reach `edge` / 2 beyond its points.
    pub(super) fn area(&mut self, corners: &[Point], colour: &str, edge: f32) {
        self.0.push(format!(
            r#"<path d="{}Z" fill="{colour}" stroke="{colour}" stroke-width="{edge:.2}" stroke-linejoin="round"/>"#,
            polyline(corners)
        ));
    }

    /// A filled circle.
    pub(super) fn disc(&mut self, centre: Point, radius: f32, colour: &str) {
        self.ellipse(centre, radius, radius, colour, "");
    }

    /// A filled circle with an outline.
    pub(super) fn outlined_disc(&mut self, centre: Point, radius: f32, fill: &str, edge: &str) {
        let outline = format!(r#" stroke="{edge}" stroke-width="1""#);
        self.ellipse(centre, radius, radius, fill, &outline);
    }

    /// A filled ellipse, with further attributes.
    pub(super) fn ellipse(&mut self, centre: Point, rx: f32, ry: f32, colour: &str, more: &str) {
        self.0.push(format!(
            r#"<ellipse cx="{:.2}" cy="{:.2}" rx="{rx:.2}" ry="{ry:.2}" fill="{colour}"{more}/>"#,
            centre.x, centre.y
        ));
    }

    /// A filled rectangle between two corners.
    pub(super) fn rectangle(&mut self, a: Point, b: Point, colour: &str) {
        self.0.push(format!(
            r#"<rect x="{:.2}" y="{:.2}" width="{:.2}" height="{:.2}" fill="{colour}"/>"#,
            a.x.min(b.x),
            a.y.min(b.y),
            (a.x - b.x).abs(),
            (a.y - b.y).abs()
        ));
    }

    /// A panel in pixels, and in it what `draw` draws, moved and scaled, cut off at the panel's edge.
    pub(super) fn panel(
        &mut self,
        index: usize,
        (x, y, width, height): (f32, f32, f32, f32),
        transform: &str,
        draw: impl FnOnce(&mut Self),
    ) {
        let rect = format!(
            r#"<rect x="{x:.1}" y="{y:.1}" width="{width:.1}" height="{height:.1}" rx="14""#
        );
        self.0.push(format!(
            r#"<clipPath id="p{index}">{rect}/></clipPath>{rect} fill="{GROUND}"/>"#
        ));
        self.0.push(format!(
            r#"<g clip-path="url(#p{index})"><g transform="{transform}">"#
        ));
        draw(self);
        self.0.push(format!(
            r#"</g></g>{rect} fill="none" stroke="{EDGE}" stroke-width="2"/>"#
        ));
        for dot in 0..=index {
            self.number_dot(x, y, dot);
        }
    }

    fn number_dot(&mut self, x: f32, y: f32, index: usize) {
        let step = DOT_STEP * f32::from(u8::try_from(index).unwrap_or(u8::MAX));
        let centre = Point {
            x: x + DOT_INSET + step,
            y: y + DOT_INSET,
        };
        self.disc(centre, DOT, ACCENT);
    }

    /// The whole document.
    pub(super) fn finish(self, width: u32, height: u32) -> String {
        format!(
            r#"<svg xmlns="http://www.w3.org/2000/svg" width="{width}" height="{height}">{}</svg>"#,
            self.0.concat()
        )
    }

    fn stroke(&mut self, path: &str, colour: &str, width: f32, more: &str) {
        self.0.push(format!(
            r#"<path d="{path}" fill="none" stroke="{colour}" stroke-width="{width:.2}" stroke-linecap="round" stroke-linejoin="round"{more}/>"#
        ));
    }
}

fn polyline(points: &[Point]) -> String {
    let corners: Vec<_> = points
        .iter()
        .map(|point| format!("{:.2} {:.2}", point.x, point.y))
        .collect();
    format!("M{}", corners.join("L"))
}
