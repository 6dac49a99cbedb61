//! A year of check-ins as two bands of weeks, and a team's goal as a bar.
//!
//! Shapes tell what a day was, colours only help; a missed day is an empty place, never a red one. Months are
//! numbered. Begin reading at [`calendar`].

use jiff::civil::Date;

use super::PictureError;
use super::canvas::Canvas;
use super::digits;
use super::geometry::{at, plus};
use super::palette::{
    BREATH, Colour, EDGE, FLOOR, FURNITURE_INK, GROUND, INK, SHIRT, SHOES, WHITE,
};
use crate::domain::pose::Point;
use crate::domain::year::{Goal, Mark, Year};

/// Size of a day and the step to the next, in pixels.
const DAY: f32 = 24.0;
const STEP: f32 = 29.0;
/// Round the days, above a band for the numbers of months, and between bands.
const MARGIN: f32 = 26.0;
const MONTHS: f32 = 26.0;
const BETWEEN: f32 = 18.0;
const BANDS: u16 = 2;

/// A year of check-ins as a PNG: weeks from left to right, Monday on top, today in a ring.
///
/// # Errors
///
/// [`PictureError::Empty`] without days.
pub fn calendar(year: &Year) -> Result<Vec<u8>, PictureError> {
    let lead = lead(year.begin);
    let days = u16::try_from(year.marks.len()).unwrap_or(u16::MAX);
    if days == 0 {
        return Err(PictureError::Empty);
    }
    let weeks = (days.saturating_add(lead)).div_ceil(7);
    let columns = weeks.div_ceil(BANDS);
    let width = 2.0 * MARGIN + f32::from(columns) * STEP - (STEP - DAY);
    let band = MONTHS + 7.0 * STEP - (STEP - DAY);
    let height = 2.0 * MARGIN + f32::from(BANDS) * band + BETWEEN * f32::from(BANDS - 1);
    let mut canvas = Canvas::new(pixels(width), pixels(height))?;
    card(&mut canvas, at(width, height));
    for (n, (day, mark)) in (lead..).zip(year.days()) {
        let (week, row) = (n / 7, n % 7);
        let top = MARGIN + MONTHS + f32::from(week / columns) * (band + BETWEEN);
        let corner = at(
            MARGIN + f32::from(week % columns) * STEP,
            top + f32::from(row) * STEP,
        );
        let middle = plus(corner, at(DAY / 2.0, DAY / 2.0), 1.0);
        draw_day(&mut canvas, middle, mark);
        if day == year.today {
            ring(&mut canvas, middle);
        }
        if day.day() == 1 {
            let number = u16::from(day.month().unsigned_abs());
            let above = at(middle.x, top - MONTHS / 2.0 - 2.0);
            digits::number(&mut canvas, above, 13.0, number, INK);
        }
    }
    canvas.png()
}

/// Days of the first week before the first day.
fn lead(begin: Date) -> u16 {
    u16::from(begin.weekday().to_monday_zero_offset().unsigned_abs())
}

fn card(canvas: &mut Canvas, size: Point) {
    canvas.rectangle(at(0.0, 0.0), size, 16.0, EDGE);
    canvas.rectangle(at(1.5, 1.5), plus(size, at(1.5, 1.5), -1.0), 15.0, GROUND);
}

fn square(canvas: &mut Canvas, middle: Point, half: f32, corner: f32, colour: Colour) {
    let reach = at(half, half);
    canvas.rectangle(
        plus(middle, reach, -1.0),
        plus(middle, reach, 1.0),
        corner,
        colour,
    );
}

fn draw_day(canvas: &mut Canvas, middle: Point, mark: Mark) {
    let half = DAY / 2.0;
    let place = |x: f32, y: f32| plus(middle, at(x, y), half);
    match mark {
        Mark::Credited => {
            square(canvas, middle, half, 6.0, SHIRT);
            let tick = [place(-0.45, 0.0), place(-0.1, 0.38), place(0.48, -0.36)];
            canvas.line(&tick, WHITE, 3.2);
        }
        Mark::Frozen => {
            square(canvas, middle, half, 6.0, INK);
            square(canvas, middle, half - 1.5, 5.0, BREATH);
            for (x, y) in [(0.0, 0.55), (0.48, 0.28), (0.48, -0.28)] {
                canvas.line(&[place(-x, -y), place(x, y)], INK, 2.0);
            }
        }
        Mark::Rest => {
            square(canvas, middle, half, 6.0, FLOOR);
            canvas.line(&[place(-0.35, 0.0), place(0.35, 0.0)], FURNITURE_INK, 3.0);
        }
        Mark::Paused => {
            square(canvas, middle, half, 6.0, FLOOR);
            for x in [-0.22, 0.22] {
                canvas.line(&[place(x, -0.35), place(x, 0.35)], FURNITURE_INK, 3.0);
            }
        }
        Mark::Spared => {
            square(canvas, middle, half, 6.0, FLOOR);
            canvas.disc(middle, half * 0.5, FURNITURE_INK);
            canvas.disc(middle, half * 0.5 - 3.0, FLOOR);
        }
        Mark::Missed => {
            square(canvas, middle, half, 6.0, FURNITURE_INK);
            square(canvas, middle, half - 1.5, 5.0, GROUND);
        }
        Mark::Future => canvas.disc(middle, 2.6, FURNITURE_INK),
        Mark::Outside => canvas.disc(middle, 1.6, EDGE),
    }
}

/// A ring round today.
fn ring(canvas: &mut Canvas, middle: Point) {
    let half = DAY / 2.0 + 3.0;
    let corners = [
        (-1.0, -1.0),
        (1.0, -1.0),
        (1.0, 1.0),
        (-1.0, 1.0),
        (-1.0, -1.0),
    ];
    let outline = corners.map(|(x, y)| plus(middle, at(x, y), half));
    canvas.line(&outline, INK, 4.0);
}

/// A team's goal as a PNG: a bar that fills, with the share in hundredths.
///
/// # Errors
///
/// See [`PictureError`]; none is expected.
pub fn goal(goal: Goal) -> Result<Vec<u8>, PictureError> {
    let size = at(640.0, 84.0);
    let mut canvas = Canvas::new(pixels(size.x), pixels(size.y))?;
    card(&mut canvas, size);
    let (left, right, middle) = (30.0, 502.0, size.y / 2.0);
    let percent = goal.percent().min(999);
    let share = f32::from(u16::try_from(percent.min(100)).unwrap_or(100)) / 100.0;
    let bar = |end: f32| [at(left + 14.0, middle), at(end.max(left + 14.0), middle)];
    canvas.line(&bar(right - 14.0), FURNITURE_INK, 31.0);
    canvas.line(&bar(right - 14.0), FLOOR, 28.0);
    if percent > 0 {
        let end = left + 14.0 + share * (right - left - 28.0);
        let colour = if percent >= 100 { SHOES } else { SHIRT };
        canvas.line(&bar(end), INK, 31.0);
        canvas.line(&bar(end), colour, 28.0);
    }
    let number = u16::try_from(percent).unwrap_or(u16::MAX);
    let place = at(f32::midpoint(right, size.x) - 14.0, middle);
    digits::number(&mut canvas, place, 24.0, number, INK);
    per_cent(&mut canvas, at(size.x - 30.0, middle));
    canvas.png()
}

fn per_cent(canvas: &mut Canvas, middle: Point) {
    let place = |x: f32, y: f32| plus(middle, at(x, y), 9.0);
    canvas.line(&[place(-0.7, 1.0), place(0.7, -1.0)], INK, 3.0);
    for (x, y) in [(-0.7, -0.65), (0.7, 0.65)] {
        canvas.disc(place(x, y), 4.2, INK);
        canvas.disc(place(x, y), 1.6, GROUND);
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
