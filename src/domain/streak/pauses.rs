//! Vacations: ranges of days that do not count (K-40).

use jiff::ToSpan;
use jiff::civil::Date;

use crate::domain::pause::MOST_DAYS;

/// Why a vacation may not be (K-40).
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum VacationRefusal {
    /// It begins too early: what has begun cannot be paused.
    #[error("a vacation begins on {earliest} or later")]
    TooEarly {
        /// The first day that it may have.
        earliest: Date,
    },
    /// It ends before it begins.
    #[error("a vacation does not end before it begins")]
    Backwards,
    /// It has too many days.
    #[error("a vacation has at most {MOST_DAYS} days: {latest} is the last day that can be chosen")]
    TooLong {
        /// The last day that it may have.
        latest: Date,
    },
}

/// Ranges of days, first and last day, in order; no two have a day in common, but one may begin the day after another.
/// Those that are over are kept, since boards ask how many days have gone by outside them (L-5).
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Pauses(Vec<(Date, Date)>);

impl Pauses {
    /// Adds a pause, united with those that it overlaps.
    ///
    /// # Errors
    /// When it does not begin after `today`, ends before it begins, or is too long (K-40); nothing is added.
    pub fn add(&mut self, today: Date, from: Date, to: Date) -> Result<(), VacationRefusal> {
        if from <= today {
            let earliest = today.saturating_add(1.day());
            return Err(VacationRefusal::TooEarly { earliest });
        }
        if to < from {
            return Err(VacationRefusal::Backwards);
        }
        if (to - from).get_days() >= MOST_DAYS {
            let latest = from.saturating_add((MOST_DAYS - 1).days());
            return Err(VacationRefusal::TooLong { latest });
        }
        self.0.push((from, to));
        self.0.sort_unstable();
        let mut united: Vec<(Date, Date)> = Vec::with_capacity(self.0.len());
        for (from, to) in self.0.drain(..) {
            match united.last_mut() {
                Some((_, last)) if from <= *last => *last = to.max(*last),
                _ => united.push((from, to)),
            }
        }
        self.0 = united;
        Ok(())
    }

    /// First and last day of the pauses that are not over on `today`, in order.
    pub fn not_over_on(&self, today: Date) -> impl Iterator<Item = (Date, Date)> {
        self.0
            .iter()
            .copied()
            .filter(move |(_, last)| *last >= today)
    }

    /// Ends every pause with `today` and cancels those to come. `false` if there was nothing to end (K-41).
    pub fn end_with(&mut self, today: Date) -> bool {
        let goes_on = self.0.iter().any(|(_, last)| *last > today);
        self.0.retain(|(first, _)| *first <= today);
        for (_, last) in &mut self.0 {
            *last = today.min(*last);
        }
        goes_on
    }

    /// Says whether a day lies in a pause.
    pub fn contains(&self, day: Date) -> bool {
        let n_begun = self.0.partition_point(|(first, _)| *first <= day);
        self.0[..n_begun].last().is_some_and(|(_, to)| day <= *to)
    }

    /// The last day of the last pause.
    pub fn last_day(&self) -> Option<Date> {
        self.0.last().map(|(_, to)| *to)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn june(day: i8) -> Date {
        jiff::civil::date(2026, 6, day)
    }

    #[test]
    fn a_pause_begins_tomorrow_at_the_earliest_and_has_at_most_sixty_days() {
        let mut pauses = Pauses::default();
        let mut refused = |from, to| pauses.add(june(10), from, to).unwrap_err().to_string();
        insta::assert_snapshot!(
            refused(june(10), june(12)),
            @"a vacation begins on 2026-06-11 or later"
        );
        insta::assert_snapshot!(
            refused(june(12), june(11)),
            @"a vacation does not end before it begins"
        );
        insta::assert_snapshot!(
            refused(june(11), jiff::civil::date(2026, 8, 10)),
            @"a vacation has at most 60 days: 2026-08-09 is the last day that can be chosen"
        );
        assert_eq!(pauses, Pauses::default());
        assert_eq!(
            pauses.add(june(10), june(11), jiff::civil::date(2026, 8, 9)),
            Ok(())
        );
    }

    #[test]
    fn overlapping_pauses_are_one() {
        let mut pauses = Pauses::default();
        for (from, to) in [(20, 22), (11, 12), (12, 15), (25, 25)] {
            assert_eq!(pauses.add(june(10), june(from), june(to)), Ok(()));
        }
        assert_eq!(
            pauses.0,
            [
                (june(11), june(15)),
                (june(20), june(22)),
                (june(25), june(25))
            ]
        );
        let inside: Vec<_> = (10..=26)
            .filter(|day| pauses.contains(june(*day)))
            .collect();
        assert_eq!(inside, [11, 12, 13, 14, 15, 20, 21, 22, 25]);
    }

    #[test]
    fn a_pause_that_is_over_is_still_known_when_another_is_added() {
        let mut pauses = Pauses::default();
        pauses.add(june(1), june(2), june(5)).unwrap();
        pauses.add(june(10), june(12), june(13)).unwrap();
        let inside: Vec<_> = (1..=15).filter(|day| pauses.contains(june(*day))).collect();
        assert_eq!(inside, [2, 3, 4, 5, 12, 13]);
        assert_eq!(pauses.not_over_on(june(10)).count(), 1);
    }

    #[test]
    fn resuming_keeps_today_and_cancels_what_is_to_come() {
        let mut pauses = Pauses::default();
        pauses.add(june(10), june(11), june(15)).unwrap();
        pauses.add(june(10), june(20), june(22)).unwrap();
        assert!(pauses.end_with(june(12)));
        let inside: Vec<_> = (10..=26)
            .filter(|day| pauses.contains(june(*day)))
            .collect();
        assert_eq!(inside, [11, 12]);
        assert!(!pauses.end_with(june(12)), "there is nothing left to end");
    }
}
