//! Arithmetic with points.
//!
//! Begin reading at [`plus`].

use crate::domain::pose::Point;

/// A point.
pub(super) const fn at(x: f32, y: f32) -> Point {
    Point { x, y }
}

/// `a` and `factor` times `b`.
pub(super) fn plus(a: Point, b: Point, factor: f32) -> Point {
    at(b.x.mul_add(factor, a.x), b.y.mul_add(factor, a.y))
}

/// From `b` to `a`.
pub(super) fn minus(a: Point, b: Point) -> Point {
    plus(a, b, -1.0)
}

/// The point at `share` of the way from `a` to `b`.
pub(super) fn between(a: Point, b: Point, share: f32) -> Point {
    plus(a, minus(b, a), share)
}

/// How far it is from `a` to `b`.
pub(super) fn distance(a: Point, b: Point) -> f32 {
    (a.x - b.x).hypot(a.y - b.y)
}

/// The direction of `a`; up, if it has none.
pub(super) fn unit(a: Point) -> Point {
    let length = a.x.hypot(a.y);
    if length < 1e-4 {
        at(0.0, -1.0)
    } else {
        at(a.x / length, a.y / length)
    }
}

/// `a` turned by a quarter, from right to down.
pub(super) fn quarter(a: Point) -> Point {
    at(-a.y, a.x)
}

/// The direction at an angle, from right toward down.
pub(super) fn direction(angle: f32) -> Point {
    at(angle.cos(), angle.sin())
}
