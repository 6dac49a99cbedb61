//! What an edit changes of the rest of the day (S-56).
//!
//! Knows nothing of the outbox: what came of earlier slots is an argument. Begin reading at [`rest_of_day`].

use std::collections::BTreeSet;

use jiff::tz::TimeZone;
use jiff::{SignedDuration, Timestamp};

use super::{Occurrence, Slot, occurrences_after};
use crate::domain::recurrence::Recurrence;

/// No slot of a date is due later than this after any instant of the date: a day and the widest clock change.
const LONGEST_DAY: SignedDuration = SignedDuration::from_hours(49);

/// How a schedule is read: its slots, and the zone that makes instants of them.
#[derive(Debug, Clone, Copy)]
pub struct Reading<'a> {
    /// The slots.
    pub recurrence: &'a Recurrence,
    /// The zone.
    pub zone: &'a TimeZone,
}

/// The rest of a day after an edit.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct RestOfDay {
    /// What still comes today.
    pub coming: Vec<Occurrence>,
    /// What would still have come today, and does not any more.
    pub dropped: Vec<Occurrence>,
}

/// What still comes on the date that it is at `at`, once a schedule is read in a new way (S-56).
///
/// Everything later today that the new reading has, wall times in its own zone, but for slots in `decided`: their
/// key has been delivered, or is about to be. Whatever was due at `at` or before is past.
pub fn rest_of_day(
    decided: &BTreeSet<Slot>,
    old: Reading<'_>,
    new: Reading<'_>,
    at: Timestamp,
) -> RestOfDay {
    let coming = later_today(decided, new, at);
    let has_slot = |other: &Occurrence| coming.iter().any(|one| one.slot == other.slot);
    let mut dropped = later_today(decided, old, at);
    dropped.retain(|occurrence| !has_slot(occurrence));
    RestOfDay { coming, dropped }
}

/// What is due after `at`, once what is in `decided` does not come again (S-2).
pub fn undecided_after<'a>(
    decided: &'a BTreeSet<Slot>,
    reading: Reading<'a>,
    at: Timestamp,
) -> impl Iterator<Item = Occurrence> + 'a {
    occurrences_after(reading.recurrence, reading.zone, at)
        .filter(|occurrence| !decided.contains(&occurrence.slot))
}

fn later_today(decided: &BTreeSet<Slot>, reading: Reading<'_>, at: Timestamp) -> Vec<Occurrence> {
    let today = reading.zone.to_datetime(at).date();
    undecided_after(decided, reading, at)
        .take_while(|occurrence| occurrence.due.duration_since(at) <= LONGEST_DAY)
        .filter(|occurrence| occurrence.slot.date == today)
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn zone(name: &str) -> TimeZone {
        jiff::tz::TimeZoneDatabase::bundled().get(name).unwrap()
    }

    fn slots(texts: &[&str]) -> BTreeSet<Slot> {
        let slot = |text: &&str| {
            let at: jiff::civil::DateTime = text.parse().unwrap();
            Slot {
                date: at.date(),
                time: at.time(),
            }
        };
        texts.iter().map(slot).collect()
    }

    /// What comes and what is dropped, as instants, after an edit of times and zone.
    fn edit(
        decided: &[&str],
        old: (&str, &str),
        new: (&str, &str),
        at: &str,
    ) -> (Vec<String>, Vec<String>) {
        let (old_zone, new_zone) = (zone(old.1), zone(new.1));
        let read = |times| Recurrence::parse(times, None).unwrap();
        let (old_times, new_times) = (read(old.0), read(new.0));
        let rest = rest_of_day(
            &slots(decided),
            Reading {
                recurrence: &old_times,
                zone: &old_zone,
            },
            Reading {
                recurrence: &new_times,
                zone: &new_zone,
            },
            at.parse().unwrap(),
        );
        let due = |list: Vec<Occurrence>| list.iter().map(|one| one.due.to_string()).collect();
        (due(rest.coming), due(rest.dropped))
    }

    fn strings(texts: &[&str]) -> Vec<String> {
        texts.iter().map(|text| (*text).to_owned()).collect()
    }

    #[test]
    fn new_slots_later_today_come_and_past_ones_do_not() {
        let (coming, dropped) = edit(
            &["2026-06-01T09:00"],
            ("9:00,14:00", "UTC"),
            ("8:00,9:00,11:00,16:00", "UTC"),
            "2026-06-01T11:00:00Z",
        );
        assert_eq!(coming, strings(&["2026-06-01T16:00:00Z"]));
        assert_eq!(dropped, strings(&["2026-06-01T14:00:00Z"]));
    }

    #[test]
    fn a_slot_that_was_delivered_does_not_come_again_in_a_new_zone() {
        let berlin = ("9:00,12:00", "Europe/Berlin");
        let new_york = ("9:00,12:00", "America/New_York");
        let at = "2026-06-01T07:30:00Z";
        let (coming, dropped) = edit(&["2026-06-01T09:00"], berlin, new_york, at);
        assert_eq!(coming, strings(&["2026-06-01T16:00:00Z"]));
        assert_eq!(dropped, strings(&[]));
        // On another date the same wall time is another slot.
        let (coming, _) = edit(&["2026-05-31T09:00"], berlin, new_york, at);
        assert_eq!(
            coming,
            strings(&["2026-06-01T13:00:00Z", "2026-06-01T16:00:00Z"])
        );
    }

    #[test]
    fn a_zone_further_east_has_passed_some_of_the_wall_times() {
        let (coming, dropped) = edit(
            &[],
            ("9:00,18:00", "America/New_York"),
            ("9:00,18:00", "Asia/Kolkata"),
            "2026-06-01T11:00:00Z",
        );
        assert_eq!(coming, strings(&["2026-06-01T12:30:00Z"]));
        assert_eq!(dropped, strings(&["2026-06-01T13:00:00Z"]));
    }

    #[test]
    fn a_zone_over_the_date_line_counts_its_own_date() {
        // In Auckland it is 2 June already, in Honolulu still the first.
        let (coming, dropped) = edit(
            &["2026-06-01T20:00"],
            ("20:00", "Pacific/Auckland"),
            ("20:00,21:00", "Pacific/Honolulu"),
            "2026-06-02T05:00:00Z",
        );
        assert_eq!(coming, strings(&["2026-06-02T07:00:00Z"]));
        assert_eq!(dropped, strings(&["2026-06-02T08:00:00Z"]));
    }

    #[test]
    fn today_ends_with_the_last_nominal_slot_of_its_date() {
        // The clock of Nuuk goes from eleven to midnight on Saturday.
        let nuuk = ("23:30,0:15", "America/Nuuk");
        let (coming, _) = edit(&[], nuuk, nuuk, "2026-03-28T20:00:00Z");
        assert_eq!(coming, strings(&["2026-03-29T01:30:00Z"]));
    }

    #[test]
    fn a_day_that_a_clock_set_back_makes_longer_is_looked_at_to_its_end() {
        // In Berlin that day has 25 hours, in Troll 26.
        for (zone, midnight, last) in [
            (
                "Europe/Berlin",
                "2026-10-24T22:00:00Z",
                "2026-10-25T22:59:00Z",
            ),
            (
                "Antarctica/Troll",
                "2026-10-24T22:00:00Z",
                "2026-10-25T23:59:00Z",
            ),
        ] {
            let late = ("23:59", zone);
            let (coming, _) = edit(&[], late, late, midnight);
            assert_eq!(coming, strings(&[last]));
        }
    }
}
