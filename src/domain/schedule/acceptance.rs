//! Which schedules are accepted for delivery (S-5).

use jiff::civil::DateTime;
use jiff::tz::TimeZone;
use jiff::{SignedDuration, Timestamp};

use super::{Occurrence, next, occurrences_after};
use crate::domain::recurrence::{
    MAX_SLOTS_PER_DAY, MIN_SPACING_MINUTES, Recurrence, RecurrenceError, short,
};

/// How far ahead due instants are compared.
const AHEAD: SignedDuration = SignedDuration::from_hours(366 * 24);

/// Refuses what no team wants to be sent: more than 24 slots a date, two due within 15 minutes of each other
/// in the coming 366 days, or none ever.
pub fn check_for_delivery(
    recurrence: &Recurrence,
    zone: &TimeZone,
    now: Timestamp,
) -> Result<(), RecurrenceError> {
    let count = recurrence.times().len();
    if count > MAX_SLOTS_PER_DAY {
        return Err(RecurrenceError::TooMany { count });
    }
    if next(recurrence, zone, now).is_none() {
        return Err(RecurrenceError::Never);
    }
    let end = now.saturating_add(AHEAD).unwrap_or(Timestamp::MAX);
    let spacing = SignedDuration::from_mins(MIN_SPACING_MINUTES);
    let mut before: Option<Occurrence> = None;
    for occurrence in occurrences_after(recurrence, zone, now) {
        if occurrence.due > end {
            break;
        }
        if let Some(before) =
            before.filter(|before| occurrence.due.duration_since(before.due) < spacing)
        {
            return Err(too_close(before, occurrence, zone));
        }
        before = Some(occurrence);
    }
    Ok(())
}

/// Names the two times, with their date if it is a clock change that brings them together.
fn too_close(first: Occurrence, second: Occurrence, zone: &TimeZone) -> RecurrenceError {
    let reading = |occurrence: Occurrence| zone.to_datetime(occurrence.due);
    let is_moved = |occurrence: Occurrence| {
        let slot = occurrence.slot;
        reading(occurrence) != slot.date.to_datetime(slot.time)
    };
    let is_plain = !is_moved(first) && !is_moved(second);
    let write = |at: DateTime| {
        if is_plain {
            short(at.time())
        } else {
            format!("{} {}", at.date(), short(at.time()))
        }
    };
    RecurrenceError::TooClose {
        first: write(reading(first)),
        second: write(reading(second)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(recurrence: Result<Recurrence, RecurrenceError>) -> Result<(), String> {
        let zone = jiff::tz::TimeZoneDatabase::bundled()
            .get("Europe/Berlin")
            .unwrap();
        let now = "2026-06-01T09:07:00Z".parse().unwrap();
        check_for_delivery(&recurrence.unwrap(), &zone, now).map_err(|error| error.to_string())
    }

    #[test]
    fn prompts_keep_their_distance_over_midnight_too() {
        assert_eq!(check(Recurrence::parse("9:00,9:15,23:59", None)), Ok(()));
        insta::assert_snapshot!(
            check(Recurrence::parse("9:00,9:14", None)).unwrap_err(),
            @"09:00 and 09:14 are too close: leave at least 15 minutes between prompts"
        );
        insta::assert_snapshot!(
            check(Recurrence::parse("0:05,23:55", None)).unwrap_err(),
            @"23:55 and 00:05 are too close: leave at least 15 minutes between prompts"
        );
        // Monday 23:55 and Wednesday 00:05 never meet.
        let expression = "55 23 * * MON";
        assert_eq!(check(Recurrence::cron(expression)), Ok(()));
    }

    #[test]
    fn a_clock_change_that_brings_prompts_together_is_found() {
        insta::assert_snapshot!(
            check(Recurrence::parse("2:50,4:00", None)).unwrap_err(),
            @"2027-03-28 03:50 and 2027-03-28 04:00 are too close: leave at least 15 minutes between prompts"
        );
        // On weekdays there is no such day; and two slots on one instant are one prompt.
        assert_eq!(
            check(Recurrence::parse("2:50,4:00", Some("weekdays"))),
            Ok(())
        );
        assert_eq!(check(Recurrence::parse("2:00,3:00", None)), Ok(()));
    }

    #[test]
    fn too_many_and_none_at_all_are_refused() {
        assert_eq!(check(Recurrence::cron("0 * * * *")), Ok(()));
        insta::assert_snapshot!(
            check(Recurrence::cron("*/20 * * * *")).unwrap_err(),
            @"72 times a day are too many: 24 is the most"
        );
        insta::assert_snapshot!(
            check(Recurrence::cron("* 9 * * *")).unwrap_err(),
            @"60 times a day are too many: 24 is the most"
        );
        insta::assert_snapshot!(check(Recurrence::cron("0 9 30 2 *")).unwrap_err(), @"this is never due");
    }

    #[test]
    fn prompts_keep_their_distance_for_a_year_and_a_day_from_now() {
        let recurrence = Recurrence::cron("0 0,10 9 2 JUN * 2027").unwrap();
        let check = |now: &str| {
            let now: Timestamp = now.parse().unwrap();
            check_for_delivery(&recurrence, &TimeZone::UTC, now).is_ok()
        };
        assert!(!check("2026-06-02T09:00:00Z"));
        assert!(
            !check("2026-06-01T09:10:00Z"),
            "ten past nine is 366 days ahead"
        );
        assert!(check("2026-06-01T09:09:59Z"));
        // What is past is not compared.
        assert!(!check("2027-06-02T08:59:59Z"));
        assert!(check("2027-06-02T09:00:00Z"));
    }
}
