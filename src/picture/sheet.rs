//! Many storyboards on one sheet, each with its number, to look over a whole pack at once.
//!
//! Begin reading at [`sheet`].

use super::canvas::Canvas;
use super::geometry::at;
use super::layout::Layout;
use super::palette::{INK, WHITE};
use super::{PictureError, digits, draw_storyboard};
use crate::domain::pose::{Point, Pose};

/// Storyboards beside each other.
const COLUMNS: usize = 2;
/// The widest storyboard's room, in pixels, with space for the number beside it.
pub(super) const CELL: u32 = 970;
/// Room for a number, in pixels.
pub(super) const NUMBER: u32 = 60;
/// Between two rows, in pixels.
const BETWEEN: u32 = 16;

/// All storyboards, numbered from 1 in their order, as one PNG.
///
/// # Errors
///
/// See [`PictureError`]; without poses there is nothing to draw.
pub fn sheet(poses: &[&Pose]) -> Result<Vec<u8>, PictureError> {
    let rows = poses.chunks(COLUMNS);
    let heights: Vec<u32> = rows.clone().map(height).collect();
    let columns = u32::try_from(COLUMNS).unwrap_or(u32::MAX);
    let mut sheet = Canvas::new(columns * CELL, heights.iter().sum())?;
    sheet.cover(WHITE);
    let (mut top, mut number) = (0, 0);
    for (row, height) in rows.zip(heights) {
        let mut left = 0;
        for pose in row {
            number += 1;
            sheet.place(&draw_storyboard(pose)?, corner(left, top), 0.0);
            let middle = corner(left + CELL - NUMBER / 2, top + NUMBER / 2);
            digits::number(&mut sheet, middle, 22.0, number, INK);
            left += CELL;
        }
        top += height;
    }
    sheet.png()
}

/// Of a row with these, in pixels.
fn height(row: &[&Pose]) -> u32 {
    let heights = row.iter().map(|pose| Layout::of(pose).size().1);
    heights.max().unwrap_or(0) + BETWEEN
}

#[expect(clippy::cast_precision_loss, reason = "a few thousand pixels")]
fn corner(left: u32, top: u32) -> Point {
    at(left as f32, top as f32)
}
