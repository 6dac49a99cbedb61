//! Digits as strokes of our own, so that pictures need neither a font nor a translation.
//!
//! Begin reading at [`number`].

use super::canvas::Canvas;
use super::geometry::at;
use super::palette::Colour;
use crate::domain::pose::Point;

/// Lines of each digit on a grid of 4 by 6.
const STROKES: [&[&[(f32, f32)]]; 10] = [
    &[&[
        (2.0, 0.0),
        (3.2, 0.5),
        (4.0, 1.8),
        (4.0, 4.2),
        (3.2, 5.5),
        (2.0, 6.0),
        (0.8, 5.5),
        (0.0, 4.2),
        (0.0, 1.8),
        (0.8, 0.5),
        (2.0, 0.0),
    ]],
    &[&[(0.8, 1.3), (2.4, 0.0), (2.4, 6.0)]],
    &[&[
        (0.2, 1.5),
        (0.8, 0.4),
        (2.0, 0.0),
        (3.3, 0.5),
        (3.7, 1.7),
        (3.2, 2.9),
        (0.2, 6.0),
        (4.0, 6.0),
    ]],
    &[&[
        (0.3, 0.8),
        (1.8, 0.0),
        (3.2, 0.4),
        (3.6, 1.5),
        (3.0, 2.5),
        (1.8, 2.8),
        (3.2, 3.2),
        (3.9, 4.3),
        (3.4, 5.5),
        (1.9, 6.0),
        (0.2, 5.2),
    ]],
    &[&[(3.1, 6.0), (3.1, 0.0), (0.0, 4.3), (4.2, 4.3)]],
    &[&[
        (3.7, 0.0),
        (0.8, 0.0),
        (0.4, 2.7),
        (1.9, 2.3),
        (3.4, 2.9),
        (4.0, 4.2),
        (3.4, 5.4),
        (1.9, 6.0),
        (0.2, 5.3),
    ]],
    &[&[
        (3.5, 0.4),
        (2.2, 0.1),
        (0.9, 1.2),
        (0.1, 3.2),
        (0.4, 5.0),
        (1.4, 5.9),
        (2.7, 5.9),
        (3.8, 5.0),
        (3.8, 3.7),
        (2.9, 2.7),
        (1.5, 2.8),
        (0.3, 4.0),
    ]],
    &[&[(0.1, 0.0), (4.0, 0.0), (1.5, 6.0)]],
    &[&[
        (2.0, 2.8),
        (0.7, 2.3),
        (0.4, 1.2),
        (1.0, 0.3),
        (2.0, 0.0),
        (3.0, 0.3),
        (3.6, 1.2),
        (3.3, 2.3),
        (2.0, 2.8),
        (0.5, 3.5),
        (0.1, 4.6),
        (0.7, 5.6),
        (2.0, 6.0),
        (3.3, 5.6),
        (3.9, 4.6),
        (3.5, 3.5),
        (2.0, 2.8),
    ]],
    &[&[
        (3.7, 2.0),
        (2.5, 3.2),
        (1.1, 3.3),
        (0.2, 2.3),
        (0.2, 1.0),
        (1.3, 0.1),
        (2.6, 0.1),
        (3.6, 1.0),
        (3.9, 2.8),
        (3.1, 4.8),
        (1.8, 5.9),
        (0.5, 5.6),
    ]],
];

/// A number round `middle`, `height` high.
pub(super) fn number(canvas: &mut Canvas, middle: Point, height: f32, number: u16, colour: Colour) {
    let unit = height / 6.0;
    let text = number.to_string();
    let digits: Vec<usize> = text
        .bytes()
        .map(|digit| usize::from(digit.saturating_sub(b'0')).min(9))
        .collect();
    let advance = 5.6 * unit;
    let count = f32::from(u8::try_from(digits.len()).unwrap_or(u8::MAX));
    let mut left = middle.x - (count * advance - 1.6 * unit) / 2.0;
    for digit in digits {
        for stroke in STROKES[digit] {
            let points: Vec<_> = stroke
                .iter()
                .map(|(x, y)| at(left + x * unit, middle.y + (y - 3.0) * unit))
                .collect();
            canvas.line(&points, colour, unit * 1.15);
        }
        left += advance;
    }
}
