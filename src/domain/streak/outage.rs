//! Days on which the bot was at fault, so that they count for nobody (K-42).
//!
//! Knows neither schedules nor deliveries, only what was promised to a member and when the bot was there. Begin reading at
//! [`Evidence::spares`].

use jiff::civil::Date;
use jiff::{SignedDuration, Timestamp, ToSpan};

use super::calendar::{Calendar, day_begins};

/// So long may the bot be away on a day that began for its member.
const MOST_AWAY: SignedDuration = SignedDuration::from_hours(2);

/// So many days that were judged are looked at once more: what was due on them may have been given up since. It waits for its
/// grace, which is two hours at most, and days are cut short by a change of clock at most once in that.
pub const LATE_DAYS: u32 = 2;

/// A prompt or a reminder that was due to a member.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Promise {
    /// When.
    pub due: Timestamp,
    /// It did not come, and that was our doing.
    pub is_lost: bool,
}

/// From one instant to before another.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Span {
    /// The first instant.
    pub from: Timestamp,
    /// The first one after it.
    pub to: Timestamp,
}

impl Span {
    /// Spans in order, those that meet or overlap as one.
    pub fn united(mut spans: Vec<Self>) -> Vec<Self> {
        spans.sort_by_key(|span| span.from);
        let mut united: Vec<Self> = Vec::with_capacity(spans.len());
        for span in spans {
            match united.last_mut() {
                Some(last) if span.from <= last.to => last.to = last.to.max(span.to),
                _ => united.push(span),
            }
        }
        united
    }
}

/// What is known of the bot's own failures towards a member.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Evidence {
    /// What was due, in any order. What was left out on purpose is not among it.
    pub promises: Vec<Promise>,
    /// When the bot was away, or presses did not reach it; no two spans overlap.
    pub away: Vec<Span>,
}

impl Evidence {
    /// Says whether a day counts for nobody, as the bot was at fault: something was due on it and nothing of that came, or
    /// the bot was away for more than two hours of it after the first thing that was due.
    pub fn spares(&self, day: Date, calendar: &Calendar) -> bool {
        let next = day.saturating_add(1.day());
        let bounds = day_begins(day, calendar).zip(day_begins(next, calendar));
        let Some((begin, end)) = bounds else {
            return false;
        };
        let on_it = |promise: &&Promise| (begin..end).contains(&promise.due);
        let due = || self.promises.iter().filter(on_it);
        let Some(first) = due().map(|promise| promise.due).min() else {
            return false;
        };
        due().all(|promise| promise.is_lost) || self.away_within(first, end) > MOST_AWAY
    }

    fn away_within(&self, from: Timestamp, to: Timestamp) -> SignedDuration {
        let overlap = |span: &Span| {
            let (from, to) = (span.from.max(from), span.to.min(to));
            to.duration_since(from).max(SignedDuration::ZERO)
        };
        self.away.iter().map(overlap).sum()
    }
}

#[cfg(test)]
mod tests {
    use jiff::tz::TimeZone;

    use super::*;
    use crate::domain::weekdays::Weekdays;

    fn at(text: &str) -> Timestamp {
        format!("2026-06-{text}Z").parse().unwrap()
    }

    fn spared(promises: &[(&str, bool)], away: &[(&str, &str)]) -> bool {
        let calendar = Calendar::new(TimeZone::UTC, 3, Weekdays::DAILY);
        let promises = promises.iter().map(|(due, is_lost)| Promise {
            due: at(due),
            is_lost: *is_lost,
        });
        let away = away.iter().map(|(from, to)| Span {
            from: at(from),
            to: at(to),
        });
        let evidence = Evidence {
            promises: promises.collect(),
            away: away.collect(),
        };
        evidence.spares(jiff::civil::date(2026, 6, 2), &calendar)
    }

    #[test]
    fn spans_that_overlap_are_counted_once() {
        let span = |from, to| Span {
            from: at(from),
            to: at(to),
        };
        let spans = vec![
            span("02T14:00:00", "02T15:00:00"),
            span("02T10:00:00", "02T12:00:00"),
            span("02T10:30:00", "02T11:00:00"),
            span("02T12:00:00", "02T13:00:00"),
        ];
        let united = [
            span("02T10:00:00", "02T13:00:00"),
            span("02T14:00:00", "02T15:00:00"),
        ];
        assert_eq!(Span::united(spans), united);
        assert_eq!(Span::united(Vec::new()), []);
    }

    #[test]
    fn a_day_on_which_nothing_was_due_is_a_day_like_any_other() {
        assert!(!spared(&[], &[]));
        assert!(!spared(&[], &[("01T00:00:00", "05T00:00:00")]));
        // Before three in the morning it is still the day before.
        assert!(!spared(&[("02T02:59:59", true)], &[]));
        assert!(!spared(&[("03T03:00:00", true)], &[]));
    }

    #[test]
    fn a_day_is_spared_when_all_that_was_due_was_lost() {
        assert!(spared(&[("02T10:00:00", true), ("03T02:59:59", true)], &[]));
        assert!(!spared(
            &[("02T10:00:00", true), ("02T15:00:00", false)],
            &[]
        ));
    }

    #[test]
    fn a_day_is_spared_when_the_bot_was_away_for_more_than_two_hours_after_the_first() {
        let due = [("02T10:00:00", false)];
        assert!(!spared(&due, &[("02T10:30:00", "02T12:30:00")]));
        assert!(spared(&due, &[("02T10:30:00", "02T12:30:01")]));
        // What came before the first, or after the day, is not counted.
        assert!(!spared(&due, &[("02T03:00:00", "02T12:00:00")]));
        assert!(!spared(&due, &[("03T01:00:00", "03T12:00:00")]));
        let twice = [
            ("02T11:00:00", "02T12:30:00"),
            ("02T20:00:00", "02T21:00:00"),
        ];
        assert!(spared(&due, &twice));
    }
}
