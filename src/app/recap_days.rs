//! On which days the week is told in numbers: the first working day of a week that is no holiday (L-7).
//!
//! Begin reading at [`App::recap_days`].

use std::collections::BTreeSet;

use jiff::civil::Date;
use jiff::{Timestamp, ToSpan};

use super::App;
use super::prompts::stored;
use crate::domain::leaderboard::is_told_on;
use crate::domain::schedule::occurrences_after;
use crate::domain::skip::Silences;
use crate::store::{Schedule, StoreError};

/// A recap is looked for so many slots ahead: a dozen weeks full of holidays.
const AHEAD: usize = 60;

/// The slots of a schedule that there are. Those of a recap are the first of each week alone; all of any other.
pub(super) struct RecapDays {
    holidays: BTreeSet<Date>,
    /// The last day on which one was given.
    last: Option<Date>,
    /// When the next is, after what was planned.
    next: Option<Timestamp>,
}

impl RecapDays {
    /// Says whether a recap is to be decided on that day: told, or left out as it is a holiday.
    fn is_decided_on(&self, day: Date) -> bool {
        let gone = i64::from(day.weekday().to_monday_zero_offset());
        let monday = day.saturating_sub(gone.days());
        let was_told = self.last.is_some_and(|last| last >= monday);
        is_told_on(day, &self.holidays) && !was_told
    }
}

impl App {
    /// What is to be known of a recap's days when it is planned up to `watermark`; `None` for prompts and reminders.
    pub(super) async fn recap_days(
        &self,
        schedule: &Schedule,
        silences: &Silences,
        watermark: Timestamp,
    ) -> Result<Option<RecapDays>, StoreError> {
        if !schedule.is_recap {
            return Ok(None);
        }
        let holidays = &silences.holidays;
        let next = stored(schedule).and_then(|recurrence| {
            let mut slots = occurrences_after(&recurrence, &silences.zone, watermark).take(AHEAD);
            let is_it = |day| is_told_on(day, holidays) && !holidays.contains(&day);
            slots.find(|slot| is_it(slot.slot.date))
        });
        Ok(Some(RecapDays {
            holidays: holidays.clone(),
            last: self.store.last_given(schedule.id).await?,
            next: next.map(|next| next.due),
        }))
    }
}

/// Says whether a slot of that day is to be decided, by what is known of recaps.
pub(super) fn has_slot_on(recap: Option<&RecapDays>, day: Date) -> bool {
    recap.is_none_or(|recap| recap.is_decided_on(day))
}

/// The next due instant, by what is known of recaps.
pub(super) fn next_of(recap: Option<&RecapDays>, next: Option<Timestamp>) -> Option<Timestamp> {
    recap.and_then(|recap| recap.next).or(next)
}
