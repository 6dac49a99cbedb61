//! The rules, without I/O: ids, schedules, rotation, streaks, boards, desk breaks.
//!
//! Nothing here reads the clock, the disk or the environment; `now` and zones come in as arguments.
//! Begin reading at [`rules`].

pub mod advice;
pub mod card;
pub mod exercise;
pub mod ids;
mod names;
pub mod pose;

#[doc = include_str!("RULES.md")]
pub mod rules {}
