//! Slots to instants: clock changes, what comes next, and what is done after an outage.
//!
//! Begin reading at [`next`] and [`catch_up`].

use jiff::civil::{Date, Time};
use jiff::tz::TimeZone;
use jiff::{SignedDuration, Timestamp, ToSpan};

use super::recurrence::Recurrence;

/// Lateness that a prompt still makes sense after, unless a schedule says otherwise (S-40, X).
pub const DEFAULT_GRACE: SignedDuration = SignedDuration::from_mins(30);
/// The longest grace there is; nothing older is ever looked at one by one (S-44).
pub const MAX_GRACE: SignedDuration = SignedDuration::from_hours(2);

/// Nothing is due from here on: the end of 2099 in UTC (S-19).
const HORIZON: Timestamp = Timestamp::constant(4_102_444_800, 0);
/// The last local date on which it can still be earlier than that.
const LAST_DATE: Date = Date::constant(2100, 1, 1);

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

/// What becomes of an occurrence that is due (S-41).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Decision {
    /// It is sent, no later than `expires_at`.
    Deliver {
        /// Due instant plus effective grace (S-40).
        expires_at: Timestamp,
    },
    /// It is too late for it.
    Missed,
    /// It stands for the same instant as another slot (S-34).
    Merged,
}

/// What is decided in one go when a schedule is looked at (S-43).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CatchUp {
    /// Every occurrence after the watermark that is due, in order, as far as it is looked at one by
    /// one (S-44).
    pub decisions: Vec<(Occurrence, Decision)>,
    /// The watermark from now on.
    pub watermark: Timestamp,
    /// The first due instant after the watermark, if the zone's calendar has one.
    pub next: Option<Timestamp>,
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
    all_after(recurrence, zone, after).filter(|occurrence| !occurrence.merged)
}

/// As [`occurrences_after`], with the merged ones.
///
/// A gap moves a slot by at most a day, so what stands on one date is settled once the date after
/// the next has been looked at (S-36).
fn all_after<'a>(
    recurrence: &'a Recurrence,
    zone: &'a TimeZone,
    after: Timestamp,
) -> impl Iterator<Item = Occurrence> + 'a {
    let mut date = zone.to_datetime(after).date().saturating_sub(2.days());
    let mut ready: Vec<Occurrence> = Vec::new();
    std::iter::from_fn(move || {
        loop {
            let settled = ready.first().is_some_and(|occurrence| {
                zone.to_datetime(occurrence.due).date() < date.saturating_sub(1.days())
            });
            let is_last = date > LAST_DATE;
            if settled || (is_last && !ready.is_empty()) {
                let first = ready.remove(0);
                return (first.due < HORIZON).then_some(first);
            }
            if is_last {
                return None;
            }
            let slots = recurrence
                .slots_on(date)
                .iter()
                .map(|time| Slot { date, time: *time });
            let due_slots = slots.filter_map(|slot| Some((due(slot, zone)?, slot)));
            ready.extend(
                due_slots
                    .filter(|(due, _)| *due > after)
                    .map(|(due, slot)| Occurrence {
                        due,
                        slot,
                        merged: false,
                    }),
            );
            merge(&mut ready, zone);
            date = date.saturating_add(1.days());
        }
    })
}

/// Orders occurrences by instant, and marks those that fall on the same one but for the slot that
/// names its wall time (S-34).
fn merge(occurrences: &mut [Occurrence], zone: &TimeZone) {
    let nominal = |occurrence: &Occurrence| {
        let Slot { date, time } = occurrence.slot;
        zone.to_datetime(occurrence.due) == date.to_datetime(time)
    };
    occurrences.sort_by_key(|occurrence| (occurrence.due, !nominal(occurrence), occurrence.slot));
    for k in 1..occurrences.len() {
        occurrences[k].merged = occurrences[k].due == occurrences[k - 1].due;
    }
}

/// The effective grace of an occurrence: never more than half the way to the next one (S-40), in
/// whole seconds.
pub fn effective_grace(
    due: Timestamp,
    next: Option<Timestamp>,
    grace: SignedDuration,
) -> SignedDuration {
    let half = next.map(|next| SignedDuration::from_secs(next.duration_since(due).as_secs() / 2));
    half.map_or(grace, |half| half.min(grace))
}

/// Decides everything due in `(watermark, now]` (S-41…S-45).
///
/// Occurrences older than the longest grace are passed over without being listed (S-44). If the
/// clock went back behind the watermark nothing is due.
pub fn catch_up(
    recurrence: &Recurrence,
    zone: &TimeZone,
    watermark: Timestamp,
    now: Timestamp,
    grace: SignedDuration,
) -> CatchUp {
    let until = watermark.max(now);
    let oldest = until.saturating_sub(MAX_GRACE).unwrap_or(watermark);
    let mut coming = all_after(recurrence, zone, watermark.max(oldest)).peekable();
    let mut decisions = Vec::new();
    while let Some(occurrence) = coming.next_if(|occurrence| occurrence.due <= until) {
        decisions.push(occurrence);
    }
    let following: Vec<_> = decisions
        .iter()
        .skip(1)
        .copied()
        .chain(coming.next())
        .collect();
    let next = following
        .iter()
        .find(|occurrence| occurrence.due > until)
        .map(|next| next.due);
    let decisions = decisions
        .into_iter()
        .map(|occurrence| (occurrence, decide(occurrence, &following, now, grace)))
        .collect();
    CatchUp {
        decisions,
        watermark: until,
        next,
    }
}

fn decide(
    occurrence: Occurrence,
    following: &[Occurrence],
    now: Timestamp,
    grace: SignedDuration,
) -> Decision {
    if occurrence.merged {
        return Decision::Merged;
    }
    let next = following
        .iter()
        .map(|next| next.due)
        .find(|next| *next > occurrence.due);
    let grace = effective_grace(occurrence.due, next, grace);
    match occurrence.due.checked_add(grace) {
        Ok(expires_at) if now <= expires_at => Decision::Deliver { expires_at },
        _ => Decision::Missed,
    }
}

/// The latest wall-clock reading that the zone has shown up to `at`.
///
/// While a clock that was set back runs through the repeated hour, this stands still (K-10).
pub fn latest_wall_clock(at: Timestamp, zone: &TimeZone) -> jiff::civil::DateTime {
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

#[cfg(test)]
mod tests {
    use super::*;

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

    fn decisions(times: &str, watermark: &str, now: &str) -> Vec<(String, Decision)> {
        let recurrence = Recurrence::parse(times, None).unwrap();
        let (watermark, now) = (watermark.parse().unwrap(), now.parse().unwrap());
        catch_up(&recurrence, &TimeZone::UTC, watermark, now, DEFAULT_GRACE)
            .decisions
            .into_iter()
            .map(|(occurrence, decision)| (occurrence.due.strftime("%H:%M").to_string(), decision))
            .collect()
    }

    #[test]
    fn after_an_outage_only_the_last_one_in_its_window_is_delivered() {
        let expires_at = "2026-06-01T10:30:00Z".parse().unwrap();
        assert_eq!(
            decisions("9:00,10:00", "2026-06-01T08:00:00Z", "2026-06-01T10:20:00Z"),
            [
                ("09:00".to_owned(), Decision::Missed),
                ("10:00".to_owned(), Decision::Deliver { expires_at })
            ]
        );
        assert_eq!(
            decisions("9:00,10:00", "2026-06-01T08:00:00Z", "2026-06-01T10:31:00Z"),
            [
                ("09:00".to_owned(), Decision::Missed),
                ("10:00".to_owned(), Decision::Missed)
            ]
        );
    }

    #[test]
    fn grace_ends_half_way_to_the_next_one() {
        let expires_at = "2026-06-01T09:10:00Z".parse().unwrap();
        assert_eq!(
            decisions("9:00,9:20", "2026-06-01T08:00:00Z", "2026-06-01T09:10:00Z"),
            [("09:00".to_owned(), Decision::Deliver { expires_at })]
        );
        assert_eq!(
            decisions("9:00,9:20", "2026-06-01T08:00:00Z", "2026-06-01T09:11:00Z"),
            [("09:00".to_owned(), Decision::Missed)]
        );
    }

    #[test]
    fn a_clock_that_went_back_makes_nothing_due_again() {
        assert_eq!(
            decisions("9:00", "2026-06-01T10:00:00Z", "2026-06-01T08:59:00Z"),
            []
        );
        let recurrence = Recurrence::parse("9:00", None).unwrap();
        let (watermark, now) = (
            "2026-06-01T10:00:00Z".parse().unwrap(),
            "2026-06-01T08:59:00Z".parse().unwrap(),
        );
        let caught_up = catch_up(&recurrence, &TimeZone::UTC, watermark, now, DEFAULT_GRACE);
        assert_eq!(caught_up.watermark, watermark);
        assert_eq!(caught_up.next, "2026-06-02T09:00:00Z".parse().ok());
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

    proptest::proptest! {
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
