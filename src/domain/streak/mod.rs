//! Streaks: how a press is judged, what a day that goes by does, and what changes of settings do.
//!
//! Everything is a fold over a log of events; nothing here reads the log itself, and time comes in with each
//! event. [`Streak`] holds the numbers, [`Calendar`] says which days count, [`Participation`] puts both
//! together with membership and takes every event there is. Begin reading at [`Streak::press`], or at
//! [`Participation::apply`] for the rest.

mod calendar;
mod diary;
mod freezes;
mod milestone;
mod outage;
mod outcome;
mod participation;
mod pauses;
mod replay;
mod state;

pub use calendar::{Calendar, begins_anywhere, day_at, day_begins};
pub use diary::Diary;
pub use milestone::Milestone;
pub use outage::{Evidence, LATE_DAYS, Promise, Span};
pub use outcome::{Outcome, Share};
pub use participation::{Answer, Event, Participation, Snapshot, Today};
pub use pauses::VacationRefusal;
pub use replay::{History, Replay, replay};
pub use state::{BeforeCredit, FreezeRules, REMEMBERED_DAYS, Streak};
