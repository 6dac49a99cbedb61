//! The rules, without I/O: ids, schedules, rotation, streaks, boards, cards.
//!
//! Nothing here reads the clock, the disk or the environment; `now` and zones come in as arguments.
//! Begin reading at [`rules`].

pub mod advice;
pub mod amount;
pub mod attention;
pub mod calendar_file;
mod calendar_rule;
pub mod card;
pub mod delivery;
pub mod dm_pace;
pub mod exercise;
pub mod ids;
pub mod lateness;
pub mod leaderboard;
pub(crate) mod names;
pub mod pace;
pub mod pause;
pub mod permissions;
pub mod pose;
pub mod quiet_hours;
pub mod recurrence;
pub mod rotation;
pub mod schedule;
pub mod skip;
pub mod snooze;
pub mod streak;
pub mod turns;
pub mod weekdays;
pub mod year;

#[doc = include_str!("RULES.md")]
pub mod rules {}
