//! Marks over the figure: arrows, and rays round what is pressed or tensed.
//!
//! Begin reading at [`arrows`].

use std::f32::consts::TAU;

use super::canvas::Canvas;
use super::geometry::{direction, distance, minus, plus, quarter, unit};
use super::palette::{ARROW, WHITE};
use crate::domain::pose::Point;

const SHAFT: f32 = 1.25;
const TIP: f32 = 3.0;
/// The light edge that parts marks from what they lie on.
const HALO: f32 = 0.75;
/// Rays of a pressed place: how many, and where they begin and end.
const RAYS: u8 = 8;
const RAY: (f32, f32) = (3.5, 5.7);
const RAY_WIDTH: f32 = 0.95;
/// How far from its middle a pressed place reaches.
pub(super) const REACH: f32 = RAY.1 + HALO;

/// Arrows along these ways.
pub(super) fn arrows(canvas: &mut Canvas, ways: &[Vec<Point>]) {
    for way in ways {
        arrow(canvas, way);
    }
}

/// Rays round each place.
pub(super) fn presses(canvas: &mut Canvas, places: &[Point]) {
    for (colour, width) in [(WHITE, RAY_WIDTH + 1.3 * HALO), (ARROW, RAY_WIDTH)] {
        for place in places {
            for ray in 0..RAYS {
                let turn = (f32::from(ray) + 0.5) / f32::from(RAYS) * TAU;
                let ends = [RAY.0, RAY.1].map(|far| plus(*place, direction(turn), far));
                canvas.line(&ends, colour, width);
            }
        }
    }
}

fn arrow(canvas: &mut Canvas, way: &[Point]) {
    let Some((last, rest)) = way.split_last() else {
        return;
    };
    let Some(before) = rest
        .iter()
        .rev()
        .find(|point| distance(**point, *last) > 1.0)
    else {
        return;
    };
    let along = unit(minus(*last, *before));
    let aside = quarter(along);
    let tip = plus(*last, along, TIP * 0.55);
    let base = plus(tip, along, -TIP);
    let head = [
        tip,
        plus(base, aside, TIP * 0.62),
        plus(base, aside, -TIP * 0.62),
    ];
    let mut shaft = way.to_vec();
    shaft.retain(|point| distance(*point, tip) > TIP * 0.8);
    shaft.push(plus(base, along, 0.3));
    for (colour, more) in [(WHITE, HALO), (ARROW, 0.0)] {
        canvas.line(&shaft, colour, SHAFT + 2.0 * more);
        canvas.area(&head, 0.35 + more, colour);
    }
}
