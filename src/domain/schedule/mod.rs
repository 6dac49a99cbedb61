//! Slots to instants: clock changes, what comes next, and what is done after an outage.
//!
//! Begin reading at [`next`] and [`catch_up()`].

mod acceptance;
mod catch_up;
mod edit;
mod jitter;
mod stretch;

use jiff::Timestamp;
use jiff::ToSpan;
use jiff::civil::{Date, DateTime, Time};
use jiff::tz::{AmbiguousOffset, TimeZone};

pub use self::acceptance::check_for_delivery;
pub use self::catch_up::{CatchUp, DEFAULT_GRACE, Decision, MAX_GRACE, catch_up, effective_grace};
pub use self::edit::{Reading, RestOfDay, rest_of_day, undecided_after};
pub use self::jitter::Jitter;
use self::stretch::{Stretches, Wall, date_time, wall};
use super::recurrence::Recurrence;

/// Nothing is due from here on: the end of 2099 in UTC (S-19), in seconds since the epoch.
const HORIZON: i64 = 4_102_444_800;

/// No clock is farther from UTC than this, in seconds.
const FARTHEST_OFFSET: i64 = 24 * 3600;

/// One nominal local occurrence (S-2). With the schedule's id it is the key of a delivery.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Slot {
    /// Nominal local date.
    pub date: Date,
    /// Nominal wall time.
    pub time: Time,
}

/// A slot and the instant it is due.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Occurrence {
    /// The instant.
    pub due: Timestamp,
    /// The slot it stands for.
    pub slot: Slot,
    /// Another slot of the schedule falls on the same instant and stands for it (S-34).
    pub merged: bool,
}

impl Occurrence {
    fn new(due: i64, slot: Wall, merged: bool) -> Option<Self> {
        let at = date_time(slot);
        Some(Self {
            due: Timestamp::from_second(due).ok()?,
            slot: Slot {
                date: at.date(),
                time: at.time(),
            },
            merged,
        })
    }
}

/// The first due instant strictly after `after` (S-3).
pub fn next(recurrence: &Recurrence, zone: &TimeZone, after: Timestamp) -> Option<Occurrence> {
    occurrences_after(recurrence, zone, after).next()
}

/// Due instants strictly after `after`, ascending (S-35), each once (S-34); ends with the year 2099.
pub fn occurrences_after<'a>(
    recurrence: &'a Recurrence,
    zone: &'a TimeZone,
    after: Timestamp,
) -> impl Iterator<Item = Occurrence> + 'a {
    all_from(recurrence, zone, whole_second(after) + 1).filter(|occurrence| !occurrence.merged)
}

/// As [`occurrences_after`], from an instant on, with the merged ones; each of these comes after the one that
/// stands for it.
fn all_from<'a>(
    recurrence: &'a Recurrence,
    zone: &'a TimeZone,
    from: i64,
) -> impl Iterator<Item = Occurrence> + 'a {
    let mut stretches = Stretches::new(zone, from);
    let mut stretch = stretches.next();
    let mut at = from;
    let mut merged = None;
    std::iter::from_fn(move || {
        if let Some(merged) = merged.take() {
            return Some(merged);
        }
        loop {
            let current = stretch?;
            let Some(found) = current.first_due(recurrence, at) else {
                let ahead = nearest(recurrence, current.until)?;
                if ahead > current.until {
                    stretches = Stretches::new(zone, ahead);
                }
                stretch = stretches.next();
                continue;
            };
            at = found.due + 1;
            merged = found
                .merged
                .and_then(|slot| Occurrence::new(found.due, slot, true));
            return Occurrence::new(found.due, found.slot, false);
        }
    })
}

/// An instant before which nothing is due from `from` on, so that a rare schedule passes over the clock changes
/// of years; `None` if nothing is due any more.
fn nearest(recurrence: &Recurrence, from: i64) -> Option<i64> {
    let slot = recurrence.slot_from(
        date_time(from - FARTHEST_OFFSET),
        date_time(HORIZON + FARTHEST_OFFSET),
    )?;
    Some(wall(slot) - FARTHEST_OFFSET)
}

/// How many due instants there are from `from` on and before `until`, by arithmetic (S-44).
fn count_due(recurrence: &Recurrence, zone: &TimeZone, from: i64, until: i64) -> u64 {
    if from >= until {
        return 0;
    }
    Stretches::new(zone, from)
        .take_while(|stretch| stretch.from < until)
        .map(|stretch| stretch.count_due(recurrence, from, until))
        .sum()
}

/// The last whole second at `at` or before.
fn whole_second(at: Timestamp) -> i64 {
    at.as_second() - i64::from(at.subsec_nanosecond() < 0)
}

/// The instant a slot is due, or `None` if its whole date does not exist in the zone.
///
/// Once if its wall time occurs once (S-30), at the first occurrence in an overlap (S-31), moved
/// forward by the length of a gap (S-32); never on a date that the zone left out (S-33).
pub fn due(slot: Slot, zone: &TimeZone) -> Option<Timestamp> {
    if !date_exists(slot.date, zone) {
        return None;
    }
    zone.to_ambiguous_timestamp(slot.date.to_datetime(slot.time))
        .compatible()
        .ok()
}

/// Says whether at least one instant of the zone carries that date (T-5).
pub fn date_exists(date: Date, zone: &TimeZone) -> bool {
    let midnight = date.to_datetime(Time::midnight());
    let first = zone.to_ambiguous_timestamp(midnight).compatible();
    first.is_ok_and(|first| zone.to_datetime(first).date() == date)
}

/// The latest wall-clock reading that the zone has shown up to `at`.
///
/// While a clock that was set back runs through the repeated hour, this stands still (K-10).
pub fn latest_wall_clock(at: Timestamp, zone: &TimeZone) -> DateTime {
    let reading = zone.to_datetime(at);
    let Some(change) = zone
        .preceding(at.saturating_add(1.nanoseconds()).unwrap_or(at))
        .next()
    else {
        return reading;
    };
    // The instant of the change itself shows the new reading already.
    let before = change
        .timestamp()
        .saturating_sub(1.nanoseconds())
        .unwrap_or(at);
    reading.max(zone.to_datetime(before))
}

/// The first instant at which the clock of the zone shows `at`; where it jumps over that, the jump (K-10).
pub fn first_shown(at: DateTime, zone: &TimeZone) -> Option<Timestamp> {
    let reading = zone.to_ambiguous_timestamp(at);
    match reading.offset() {
        AmbiguousOffset::Gap { after, .. } => {
            let just_before = after.to_timestamp(at).ok()?;
            zone.following(just_before)
                .next()
                .map(|jump| jump.timestamp())
        }
        _ => reading.earlier().ok(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::recurrence::short;

    fn zone(name: &str) -> TimeZone {
        jiff::tz::TimeZoneDatabase::bundled().get(name).unwrap()
    }

    /// The next due instants as people of the zone read them.
    fn next_in(name: &str, times: &str, after: &str, count: usize) -> Vec<String> {
        let (zone, recurrence) = (zone(name), Recurrence::parse(times, None).unwrap());
        occurrences_after(&recurrence, &zone, after.parse().unwrap())
            .take(count)
            .map(|occurrence| {
                occurrence
                    .due
                    .to_zoned(zone.clone())
                    .strftime("%FT%T%:z")
                    .to_string()
            })
            .collect()
    }

    #[test]
    fn a_time_in_a_gap_moves_forward_by_its_length() {
        assert_eq!(
            next_in("Europe/Berlin", "2:30", "2026-03-28T12:00:00Z", 2),
            ["2026-03-29T03:30:00+02:00", "2026-03-30T02:30:00+02:00"]
        );
    }

    #[test]
    fn a_time_in_an_overlap_is_due_at_the_first_occurrence_only() {
        assert_eq!(
            next_in("America/New_York", "1:30", "2026-10-31T12:00:00Z", 2),
            ["2026-11-01T01:30:00-04:00", "2026-11-02T01:30:00-05:00"]
        );
    }

    #[test]
    fn slots_that_a_gap_folds_together_fire_once() {
        assert_eq!(
            next_in("Europe/Berlin", "2:00,3:00", "2026-03-28T12:00:00Z", 2),
            ["2026-03-29T03:00:00+02:00", "2026-03-30T02:00:00+02:00"]
        );
        let (zone, recurrence) = (
            zone("Europe/Berlin"),
            Recurrence::parse("2:00,3:00", None).unwrap(),
        );
        let first = next(&recurrence, &zone, "2026-03-28T12:00:00Z".parse().unwrap()).unwrap();
        assert_eq!(first.slot.time, Time::constant(3, 0, 0, 0));
    }

    #[test]
    fn slots_of_a_gap_come_in_order_among_those_of_the_hour_after_it() {
        let recurrence = Recurrence::parse("2:00,2:10,3:05,3:10,3:20,2:20,3:40", None).unwrap();
        let jump = "2026-03-29T01:00:00Z"
            .parse::<Timestamp>()
            .unwrap()
            .as_second();
        let zone = zone("Europe/Berlin");
        let listed = all_from(&recurrence, &zone, jump)
            .take(7)
            .map(|one| (short(one.slot.time), one.due.as_second() - jump, one.merged));
        // Of two on one instant the one that the clock shows comes first, and the other is merged into it.
        let expected = [
            ("02:00", 0, false),
            ("03:05", 300, false),
            ("03:10", 600, false),
            ("02:10", 600, true),
            ("03:20", 1200, false),
            ("02:20", 1200, true),
            ("03:40", 2400, false),
        ];
        assert_eq!(
            listed.collect::<Vec<_>>(),
            expected.map(|(slot, due, merged)| (slot.to_owned(), due, merged))
        );
    }

    #[test]
    fn a_change_of_two_hours_is_felt_for_two_hours() {
        // In Troll the clock goes from one to three in spring, and from three to one in autumn.
        let troll = "Antarctica/Troll";
        assert_eq!(
            next_in(troll, "1:15,2:45", "2026-03-29T02:30:00Z", 2),
            ["2026-03-29T04:45:00+02:00", "2026-03-30T01:15:00+02:00"]
        );
        assert_eq!(
            next_in(troll, "1:15,2:45", "2026-10-25T02:30:00Z", 1),
            ["2026-10-26T01:15:00+00:00"]
        );
        let recurrence = Recurrence::parse("1:15,2:45", None).unwrap();
        let count = |from: &str, until: &str| {
            let [from, until] =
                [from, until].map(|at| at.parse::<Timestamp>().unwrap().as_second());
            count_due(&recurrence, &zone(troll), from, until)
        };
        assert_eq!(count("2026-03-29T02:30:00Z", "2026-03-29T02:45:00Z"), 0);
        assert_eq!(count("2026-03-29T02:30:00Z", "2026-03-29T02:45:01Z"), 1);
        assert_eq!(count("2026-10-25T02:30:00Z", "2026-10-25T03:00:00Z"), 0);
    }

    #[test]
    fn just_after_a_gap_its_slots_and_those_of_the_hour_itself_are_counted_together() {
        // The clock goes from two to three: 2:01 is due beside 3:01, 3:02 beside 2:02; 2:03 and 3:03 are one.
        let recurrence = Recurrence::parse("2:01,3:02,2:03,3:03,2:04", None).unwrap();
        let zone = zone("Europe/Berlin");
        let jump = "2026-03-29T01:00:00Z"
            .parse::<Timestamp>()
            .unwrap()
            .as_second();
        let due = [60, 120, 180, 240].map(|after| jump + after);
        for from in (jump..jump + 300).step_by(5) {
            for until in (from..jump + 301).step_by(20) {
                let expected = due.iter().filter(|at| (from..until).contains(*at)).count();
                assert_eq!(
                    count_due(&recurrence, &zone, from, until),
                    expected as u64,
                    "{} to {} s after the jump",
                    from - jump,
                    until - jump
                );
            }
        }
    }

    #[test]
    fn a_winter_date_that_is_looked_for_just_after_the_clock_went_forward_is_due_by_winters_clock()
    {
        let recurrence = Recurrence::cron("0 9 1 DEC *").unwrap();
        for (name, after, expected) in [
            (
                "Europe/Berlin",
                "2026-03-29T01:30:00Z",
                "2026-12-01T08:00:00Z",
            ),
            (
                "America/New_York",
                "2026-03-08T07:30:00Z",
                "2026-12-01T14:00:00Z",
            ),
        ] {
            let found = next(&recurrence, &zone(name), after.parse().unwrap()).unwrap();
            assert_eq!(found.due.to_string(), expected, "{name}");
        }
    }

    #[test]
    fn a_gap_at_the_end_of_a_date_moves_a_slot_past_midnight() {
        assert_eq!(
            next_in("America/Nuuk", "23:30", "2026-03-28T12:00:00Z", 1),
            ["2026-03-29T00:30:00-01:00"]
        );
    }

    #[test]
    fn a_date_that_the_zone_left_out_has_no_slots() {
        assert_eq!(
            next_in("Pacific/Apia", "9:00", "2011-12-29T12:00:00Z", 2),
            ["2011-12-29T09:00:00-10:00", "2011-12-31T09:00:00+14:00"]
        );
        let recurrence = Recurrence::cron("0 9 30 * *").unwrap();
        let after = "2011-12-01T00:00:00Z".parse().unwrap();
        let first = next(&recurrence, &zone("Pacific/Apia"), after).unwrap();
        assert_eq!(first.slot.date, Date::constant(2012, 1, 30));
    }

    #[test]
    fn the_horizon_is_the_end_of_2099_in_utc_whatever_the_zone() {
        for (name, expected) in [
            ("UTC", vec!["2099-12-31T23:30:00+00:00"]),
            (
                "Pacific/Kiritimati",
                vec!["2099-12-31T23:30:00+14:00", "2100-01-01T12:30:00+14:00"],
            ),
            ("America/Los_Angeles", vec!["2099-12-31T12:30:00-08:00"]),
        ] {
            let coming = next_in(name, "12:30,23:30", "2099-12-31T09:00:00Z", 9);
            let late: Vec<_> = coming.iter().rev().take(expected.len()).rev().collect();
            assert_eq!(late, expected.iter().collect::<Vec<_>>(), "{name}");
        }
    }

    #[test]
    fn a_rare_schedule_is_found_from_far_away_up_to_the_horizon() {
        let found = |name: &str, expression: &str, after: &str| {
            let recurrence = Recurrence::cron(expression).unwrap();
            let found = next(&recurrence, &zone(name), after.parse().unwrap());
            found.map(|found| found.due.to_string())
        };
        let (long_before, spring) = ("1970-01-01T00:00:00Z", "2099-06-01T00:00:00Z");
        assert_eq!(
            found("Europe/Berlin", "0 0 12 31 DEC * 2099", long_before).as_deref(),
            Some("2099-12-31T11:00:00Z")
        );
        // In Auckland the new year begins thirteen hours before it does in Greenwich.
        let new_year = "30 12 1 JAN *";
        assert_eq!(
            found("Pacific/Auckland", new_year, spring).as_deref(),
            Some("2099-12-31T23:30:00Z")
        );
        assert_eq!(found("Europe/Berlin", new_year, spring), None);
        // At the clock change itself, and in the hour that it leaves out.
        assert_eq!(
            found("Europe/Berlin", "0 30 2 29 MAR * 2099", long_before).as_deref(),
            Some("2099-03-29T01:30:00Z")
        );
    }

    #[test]
    fn the_repeated_hour_does_not_turn_the_wall_clock_back() {
        let zone = zone("America/New_York");
        let reading = |at: &str| latest_wall_clock(at.parse().unwrap(), &zone).to_string();
        assert_eq!(reading("2026-11-01T05:59:00Z"), "2026-11-01T01:59:00");
        assert_eq!(
            reading("2026-11-01T06:10:00Z"),
            "2026-11-01T01:59:59.999999999"
        );
        assert_eq!(reading("2026-11-01T07:10:00Z"), "2026-11-01T02:10:00");
    }

    #[test]
    fn a_slot_alone_is_due_when_its_schedule_says() {
        let (zone, recurrence) = (
            zone("Africa/Cairo"),
            Recurrence::cron("30 * * * *").unwrap(),
        );
        for change in ["2026-04-23T12:00:00Z", "2026-10-29T12:00:00Z"] {
            for found in occurrences_after(&recurrence, &zone, change.parse().unwrap()).take(30) {
                assert_eq!(due(found.slot, &zone), Some(found.due));
            }
        }
    }

    #[test]
    fn a_date_exists_if_any_of_its_instants_does() {
        let due_at = |name: &str, at: &str| {
            let at: DateTime = at.parse().unwrap();
            let (date, time) = (at.date(), at.time());
            let found = due(Slot { date, time }, &zone(name));
            assert_eq!(found.is_some(), date_exists(date, &zone(name)), "{name}");
            found.map(|found| found.to_string())
        };
        assert_eq!(due_at("Pacific/Apia", "2011-12-30T12:00"), None);
        assert_eq!(
            due_at("Pacific/Apia", "2011-12-31T12:00").as_deref(),
            Some("2011-12-30T22:00:00Z")
        );
        // In Beirut a day once began at one o'clock; in Havana it had its first hour twice.
        assert_eq!(
            due_at("Asia/Beirut", "2026-03-29T00:30").as_deref(),
            Some("2026-03-28T22:30:00Z")
        );
        assert_eq!(
            due_at("America/Havana", "2026-11-01T00:30").as_deref(),
            Some("2026-11-01T04:30:00Z")
        );
    }

    #[test]
    fn half_a_second_before_the_epoch_the_next_second_is_the_epoch() {
        let recurrence = Recurrence::cron("* * * * * *").unwrap();
        for (after, expected) in [
            ("1969-12-31T23:59:58.5Z", "1969-12-31T23:59:59Z"),
            ("1969-12-31T23:59:59Z", "1970-01-01T00:00:00Z"),
            ("1969-12-31T23:59:59.5Z", "1970-01-01T00:00:00Z"),
            ("1970-01-01T00:00:00Z", "1970-01-01T00:00:01Z"),
            ("1970-01-01T00:00:00.5Z", "1970-01-01T00:00:01Z"),
        ] {
            let found = next(&recurrence, &TimeZone::UTC, after.parse().unwrap());
            assert_eq!(found.unwrap().due.to_string(), expected, "{after}");
        }
    }

    #[test]
    fn a_date_that_never_comes_is_given_up_at_once() {
        let recurrence = Recurrence::cron("0 9 30 2 *").unwrap();
        let after = "1970-01-01T00:00:00Z".parse().unwrap();
        assert_eq!(next(&recurrence, &zone("America/New_York"), after), None);
    }

    #[test]
    fn before_and_after_the_date_line_each_second_counts_once() {
        let recurrence = Recurrence::cron("* * * * * *").unwrap();
        let at = |text: &str| text.parse::<Timestamp>().unwrap().as_second();
        // In Apia no clock time of 30 December 2011 was due, though the day before and after are whole.
        let count = |from: &str, until: &str| {
            count_due(&recurrence, &zone("Pacific/Apia"), at(from), at(until))
        };
        assert_eq!(
            count("2011-12-29T10:00:00Z", "2011-12-31T10:00:00Z"),
            2 * 86_400
        );
    }

    proptest::proptest! {
        /// Counting by arithmetic is counting one by one (S-44), where a clock changes by 44 minutes and a half too.
        #[test]
        fn counting_by_arithmetic_is_counting_one_by_one(
            (name, change) in proptest::sample::select(vec![
                ("Africa/Monrovia", 63_593_070_i64), ("Europe/Berlin", 1_774_746_000), ("Europe/Berlin", 1_792_890_000),
                ("Australia/Lord_Howe", 1_791_041_400), ("America/Nuuk", 1_774_746_000), ("Pacific/Apia", 1_325_239_200),
                ("Antarctica/Casey", 1_601_740_860), ("Pacific/Kwajalein", 745_934_400),
            ]),
            before in 0_i64..100_000,
            length in 0_i64..200_000,
            expression in proptest::sample::select(vec![
                "* * * * * *", "*/7 * 0-3 * * *", "30 */11 * * * *", "0 0 * * * *", "15,45 10-40/3 1,2,23 * * *", "59 59 23 * * *",
            ]),
        ) {
            let (zone, recurrence) = (zone(name), Recurrence::cron(expression).unwrap());
            let (from, until) = (change - before, change - before + length);
            let one_by_one = all_from(&recurrence, &zone, from)
                .filter(|occurrence| !occurrence.merged)
                .take_while(|occurrence| occurrence.due.as_second() < until)
                .count();
            proptest::prop_assert_eq!(count_due(&recurrence, &zone, from, until), one_by_one as u64);
        }


        /// I-1 and I-2 in the zones with the strangest clocks.
        #[test]
        fn due_instants_ascend_and_come_after_what_was_asked(
            second in 1_577_836_800_i64..2_100_000_000,
            minutes in proptest::collection::btree_set(0_i32..1440, 1..6),
            name in proptest::sample::select(vec!["Europe/Berlin", "America/Nuuk", "Australia/Lord_Howe", "Africa/Casablanca", "America/Santiago", "Asia/Kathmandu"]),
        ) {
            let times: Vec<_> = minutes.iter().map(|m| format!("{}:{:02}", m / 60, m % 60)).collect();
            let recurrence = Recurrence::parse(&times.join(","), None).unwrap();
            let (zone, after) = (zone(name), Timestamp::from_second(second).unwrap());
            let coming: Vec<_> = occurrences_after(&recurrence, &zone, after).take(20).collect();
            proptest::prop_assert_eq!(coming.len(), 20);
            proptest::prop_assert!(coming[0].due > after);
            for pair in coming.windows(2) {
                proptest::prop_assert!(pair[0].due < pair[1].due);
                proptest::prop_assert_eq!(next(&recurrence, &zone, pair[0].due), Some(pair[1]));
            }
        }
    }
}
