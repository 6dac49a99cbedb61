//! What is done about everything that came due since a schedule was last looked at.
//!
//! Begin reading at [`catch_up`].

use jiff::tz::TimeZone;
use jiff::{SignedDuration, Timestamp};

use super::{Occurrence, all_from, count_due, whole_second};
use crate::domain::recurrence::Recurrence;

/// Lateness that a prompt still makes sense after, unless a schedule says otherwise (S-40, X).
pub const DEFAULT_GRACE: SignedDuration = SignedDuration::from_mins(30);
/// The longest grace there is; nothing older is ever looked at one by one (S-44).
pub const MAX_GRACE: SignedDuration = SignedDuration::from_hours(2);

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
    /// How many more were due before those; they are missed.
    pub passed_over: u64,
    /// The watermark from now on.
    pub watermark: Timestamp,
    /// The first due instant after the watermark, if the zone's calendar has one.
    pub next: Option<Timestamp>,
}

impl CatchUp {
    /// The one occurrence that is delivered, if there is one (S-42).
    pub fn delivered(&self) -> Option<Occurrence> {
        let delivered =
            |(_, decision): &&(Occurrence, Decision)| matches!(decision, Decision::Deliver { .. });
        self.decisions.iter().find(delivered).map(|(due, _)| *due)
    }

    /// How many occurrences are missed, however long ago they were due.
    pub fn missed(&self) -> u64 {
        let missed = self
            .decisions
            .iter()
            .filter(|(_, decision)| *decision == Decision::Missed);
        self.passed_over + u64::try_from(missed.count()).unwrap_or(u64::MAX)
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
/// Occurrences older than the longest grace are counted without being listed (S-44). If the clock went back
/// behind the watermark nothing is due.
pub fn catch_up(
    recurrence: &Recurrence,
    zone: &TimeZone,
    watermark: Timestamp,
    now: Timestamp,
    grace: SignedDuration,
) -> CatchUp {
    let until = watermark.max(now);
    let first = whole_second(watermark) + 1;
    // What was due exactly the longest grace ago may still be delivered.
    let oldest = first.max(whole_second(until) - MAX_GRACE.as_secs());
    let mut due = Vec::new();
    let mut next = None;
    for occurrence in all_from(recurrence, zone, oldest) {
        if occurrence.due > until {
            next = Some(occurrence.due);
            break;
        }
        due.push(occurrence);
    }
    CatchUp {
        decisions: decide(due, next, now, grace.min(MAX_GRACE)),
        passed_over: count_due(recurrence, zone, first, oldest),
        watermark: until,
        next,
    }
}

/// What becomes of each, given the first that is not due yet.
fn decide(
    due: Vec<Occurrence>,
    next: Option<Timestamp>,
    now: Timestamp,
    grace: SignedDuration,
) -> Vec<(Occurrence, Decision)> {
    let mut following = next;
    let mut decisions: Vec<_> = due
        .into_iter()
        .rev()
        .map(|occurrence| {
            if occurrence.merged {
                return (occurrence, Decision::Merged);
            }
            let grace = effective_grace(occurrence.due, following, grace);
            following = Some(occurrence.due);
            let decision = match occurrence.due.checked_add(grace) {
                Ok(expires_at) if now <= expires_at => Decision::Deliver { expires_at },
                _ => Decision::Missed,
            };
            (occurrence, decision)
        })
        .collect();
    decisions.reverse();
    decisions
}

#[cfg(test)]
mod tests {
    use super::*;

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
    fn what_was_due_exactly_the_longest_grace_ago_is_still_delivered() {
        let recurrence = Recurrence::parse("9:00", None).unwrap();
        let last = "2026-06-01T08:00:00Z".parse().unwrap();
        let at = |now: &str| {
            catch_up(
                &recurrence,
                &TimeZone::UTC,
                last,
                now.parse().unwrap(),
                MAX_GRACE,
            )
        };
        assert!(at("2026-06-01T11:00:00Z").delivered().is_some());
        let late = at("2026-06-01T11:00:00.001Z");
        assert_eq!((late.delivered(), late.missed()), (None, 1));
    }

    #[test]
    fn a_century_of_seconds_is_counted_and_not_listed() {
        let recurrence = Recurrence::cron("* * * * * *").unwrap();
        let zone = jiff::tz::TimeZoneDatabase::bundled()
            .get("Europe/Berlin")
            .unwrap();
        let (last, now) = (
            "1970-01-01T00:00:00Z".parse().unwrap(),
            "2099-12-31T23:59:59Z".parse().unwrap(),
        );
        let decided = catch_up(&recurrence, &zone, last, now, DEFAULT_GRACE);
        assert_eq!(decided.delivered().map(|found| found.due), Some(now));
        assert_eq!(decided.next, None);
        // Every second but the last one and those that a clock which was set back showed for a second time.
        let changes = zone
            .following(last)
            .map(|change| change.timestamp())
            .take_while(|at| *at < now);
        let set_back = changes.filter(|at| {
            let before = at.saturating_sub(SignedDuration::from_secs(1)).unwrap();
            zone.to_offset(*at) < zone.to_offset(before)
        });
        let all = 4_102_444_800 - 1;
        assert_eq!(decided.missed(), all - 1 - 3600 * set_back.count() as u64);
    }
}
