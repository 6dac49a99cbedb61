//! Vacations: ranges of days that do not count (K-40).

use jiff::civil::Date;

use crate::domain::pause::MOST_DAYS;

/// Ranges of days, first and last day, in order; none touches another.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Pauses(Vec<(Date, Date)>);

impl Pauses {
    /// Adds a pause, united with those that it overlaps. `false`, and nothing is added, if it does not begin
    /// after `today`, ends before it begins, or is too long (K-40).
    pub fn add(&mut self, today: Date, from: Date, to: Date) -> bool {
        if from <= today || to < from || (to - from).get_days() >= MOST_DAYS {
            return false;
        }
        // What is over is never asked for again.
        self.0.retain(|(_, last)| *last >= today);
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
        true
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
        assert!(!pauses.add(june(10), june(10), june(12)));
        assert!(!pauses.add(june(10), june(12), june(11)));
        assert!(!pauses.add(june(10), june(11), jiff::civil::date(2026, 8, 10)));
        assert_eq!(pauses, Pauses::default());
        assert!(pauses.add(june(10), june(11), jiff::civil::date(2026, 8, 9)));
    }

    #[test]
    fn overlapping_pauses_are_one() {
        let mut pauses = Pauses::default();
        for (from, to) in [(20, 22), (11, 12), (12, 15), (25, 25)] {
            assert!(pauses.add(june(10), june(from), june(to)));
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
    fn resuming_keeps_today_and_cancels_what_is_to_come() {
        let mut pauses = Pauses::default();
        pauses.add(june(10), june(11), june(15));
        pauses.add(june(10), june(20), june(22));
        assert!(pauses.end_with(june(12)));
        let inside: Vec<_> = (10..=26)
            .filter(|day| pauses.contains(june(*day)))
            .collect();
        assert_eq!(inside, [11, 12]);
        assert!(!pauses.end_with(june(12)), "there is nothing left to end");
    }
}
