//! Recurrences that people type and change. What comes of them is in [`super::coming`].
//!
//! Begin reading at [`understand`].

use jiff::Timestamp;
use jiff::tz::TimeZone;

use super::dispatch::Failure;
use crate::command::RecurrenceWords;
use crate::domain::recurrence::Recurrence;
use crate::domain::schedule;
use crate::store::Schedule;
use crate::text::Words;
use crate::view::recurrence::recurrence_problem;

/// The days of those who name none: people asked for breaks from work.
const DEFAULT_DAYS: &str = "weekdays";

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
