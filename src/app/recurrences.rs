//! Recurrences that people type, change and are told.
//!
//! Begin reading at [`understand`].

use std::collections::BTreeSet;

use jiff::tz::TimeZone;
use jiff::{Timestamp, ToSpan};

use super::App;
use super::dispatch::Failure;
use crate::command::RecurrenceWords;
use crate::domain::recurrence::Recurrence;
use crate::domain::schedule::{self, Occurrence, Reading, Slot, undecided_after};
use crate::store::{Schedule, StoreError};
use crate::text::Words;
use crate::view::recurrence::recurrence_problem;
use crate::view::words::Coming;

/// How many coming times are said back.
const SAID_BACK: usize = 5;
/// The days of those who name none: people asked for breaks from work.
const DEFAULT_DAYS: &str = "weekdays";
/// No slot that was decided longer ago can be due still, in whatever zone (S-33).
const DECIDED_DAYS: i64 = 3;

/// What somebody typed, as a recurrence: in exactly one of its three forms (S-10, S-20, S-21).
pub(super) fn understand(words: Words<'_>, asked: &RecurrenceWords) -> Result<Recurrence, Failure> {
    let said = |key| Err(Failure::Said(words.get(key)));
    let given = |text: &&str| !text.is_empty();
    let days = asked.days.as_deref().filter(given);
    let or_usual = Some(days.unwrap_or(DEFAULT_DAYS));
    let forms = (
        asked.times.as_deref().filter(given),
        asked.every.as_deref().filter(given),
        asked.between.as_deref().filter(given),
        asked.cron.as_deref().filter(given),
    );
    let recurrence = match forms {
        (Some(times), None, None, None) => Recurrence::parse(times, or_usual),
        (None, Some(every), Some(between), None) => Recurrence::every(every, between, or_usual),
        (None, None, None, Some(_)) if days.is_some() => return said("times-cron-has-days"),
        (None, None, None, Some(cron)) => Recurrence::cron(cron),
        (None, None, None, None) => return said("times-empty"),
        (None, _, _, None) => return said("times-half-an-interval"),
        _ => return said("times-one-form"),
    };
    recurrence.map_err(|error| Failure::Said(recurrence_problem(words, &error)))
}

/// What somebody typed about a recurrence that is there: what they left out stays as it is.
pub(super) fn understand_change(
    words: Words<'_>,
    asked: &RecurrenceWords,
    before: &Recurrence,
) -> Result<Recurrence, Failure> {
    let given = |text: &Option<String>| text.clone().filter(|text| !text.is_empty());
    let mut asked = RecurrenceWords {
        times: given(&asked.times),
        every: given(&asked.every),
        between: given(&asked.between),
        cron: given(&asked.cron),
        days: given(&asked.days),
        timezone: None,
    };
    if asked == RecurrenceWords::default() {
        return Ok(before.clone());
    }
    let old = before.written();
    let is_interval = asked.every.is_some() || asked.between.is_some();
    match (&asked.times, is_interval, &asked.cron) {
        (None, false, None) => {
            (asked.times, asked.cron) = (old.times, old.cron);
            (asked.every, asked.between) = (old.every, old.between);
        }
        (None, true, None) => {
            asked.every = asked.every.or(old.every);
            asked.between = asked.between.or(old.between);
            asked.days = asked.days.or(old.days);
        }
        (Some(_), false, None) => asked.days = asked.days.or(old.days),
        _ => {}
    }
    understand(words, &asked)
}

/// Refuses what nobody wants to be sent (S-5).
pub(super) fn accept(
    words: Words<'_>,
    recurrence: &Recurrence,
    zone: &TimeZone,
    now: Timestamp,
) -> Result<(), Failure> {
    schedule::check_for_delivery(recurrence, zone, now)
        .map_err(|error| Failure::Said(recurrence_problem(words, &error)))
}

/// The next due times, as many as are said back, by the clock of the zone.
pub(super) fn coming(recurrence: &Recurrence, zone: &TimeZone, now: Timestamp) -> Coming {
    of_occurrences(
        schedule::occurrences_after(recurrence, zone, now),
        zone,
        now,
    )
}

fn of_occurrences(
    occurrences: impl Iterator<Item = Occurrence>,
    zone: &TimeZone,
    now: Timestamp,
) -> Coming {
    let times = occurrences
        .map(|occurrence| occurrence.due.to_zoned(zone.clone()))
        .take(SAID_BACK);
    Coming {
        year: now.to_zoned(zone.clone()).year(),
        times: times.collect(),
    }
}

/// A schedule's recurrence; what cannot be read is logged.
pub(super) fn stored(schedule: &Schedule) -> Option<Recurrence> {
    let recurrence = schedule.settings.recurrence.parse();
    if recurrence.is_err() {
        tracing::error!(
            schedule.id = schedule.id.get(),
            "a stored recurrence cannot be read"
        );
    }
    recurrence.ok()
}

impl App {
    /// The slots of a schedule that do not come again, whatever is changed of it (S-56).
    pub(super) async fn decided(
        &self,
        schedule: &Schedule,
        now: Timestamp,
    ) -> Result<BTreeSet<Slot>, StoreError> {
        let today = TimeZone::UTC.to_datetime(now).date();
        let since = today.saturating_sub(DECIDED_DAYS.days());
        self.store.decided_slots(schedule.id, since).await
    }

    /// What comes next of a schedule that is read like this, as it is said back (S-56): neither what has come already nor
    /// what a pause leaves out.
    pub(super) async fn coming_of(
        &self,
        schedule: &Schedule,
        reading: Reading<'_>,
        now: Timestamp,
    ) -> Result<Coming, StoreError> {
        let decided = self.decided(schedule, now).await?;
        let is_silent = |occurrence: &Occurrence| {
            let paused = schedule.pause;
            let enough = schedule.skipped_until;
            paused.is_some_and(|pause| pause.covers(occurrence.slot.date))
                || enough.is_some_and(|until| occurrence.due < until)
        };
        let next = undecided_after(&decided, reading, now);
        Ok(of_occurrences(
            next.filter(|one| !is_silent(one)),
            reading.zone,
            now,
        ))
    }

    /// When a schedule that is read like this is due next, and since when that counts (S-43, S-56).
    pub(super) async fn next_of(
        &self,
        schedule: &Schedule,
        reading: Reading<'_>,
        now: Timestamp,
    ) -> Result<(Timestamp, Option<Timestamp>), StoreError> {
        let at = now.max(schedule.watermark);
        let decided = self.decided(schedule, now).await?;
        let next = undecided_after(&decided, reading, at).next();
        Ok((at, next.map(|next| next.due)))
    }
}
