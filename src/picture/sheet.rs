//! Many storyboards on one sheet, each with its number, to look over a whole pack at once.
//!
//! Begin reading at [`sheet`].

use super::canvas::Canvas;
use super::geometry::at;
use super::palette::{INK, WHITE};
use super::{PictureError, digits, draw_storyboard};
use crate::domain::pose::{Point, Pose};

/// Storyboards beside each other.
const COLUMNS: u16 = 2;
/// A storyboard's room, in pixels.
const CELL: (u16, u16) = (910, 520);

/// All storyboards, numbered from 1 in their order, as one PNG.
///
/// # Errors
///
/// See [`PictureError`]; without poses there is nothing to draw.
pub fn sheet(poses: &[&Pose]) -> Result<Vec<u8>, PictureError> {
    let count = u16::try_from(poses.len()).unwrap_or(u16::MAX);
    let rows = count.div_ceil(COLUMNS);
    let mut sheet = Canvas::new(
        u32::from(COLUMNS) * u32::from(CELL.0),
        u32::from(rows) * u32::from(CELL.1),
    )?;
    sheet.cover(WHITE);
    for (index, pose) in (0..count).zip(poses) {
        let corner = corner(index);
        sheet.place(&draw_storyboard(pose)?, corner, 0.0);
        let middle = at(corner.x + f32::from(CELL.0) - 30.0, corner.y + 30.0);
        digits::number(&mut sheet, middle, 22.0, index + 1, INK);
    }
    sheet.png()
}

fn corner(index: u16) -> Point {
    let (column, row) = (index % COLUMNS, index / COLUMNS);
    at(
        f32::from(column) * f32::from(CELL.0),
        f32::from(row) * f32::from(CELL.1),
    )
}
