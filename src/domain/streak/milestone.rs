//! Milestones: what is worth a kind word, told to its member alone.

use std::fmt;

use super::state::Streak;

/// Lengths of a run that are one, if no run of the member was longer.
const RUNS: [u32; 12] = [5, 10, 20, 30, 50, 75, 100, 150, 200, 250, 365, 500];
/// Numbers of days in all that are one. They are never lost, whatever becomes of a run.
const TOTALS: [u32; 11] = [10, 25, 50, 100, 150, 200, 300, 400, 500, 750, 1000];
/// Beyond the lists every so many are one.
const THEN_EVERY: u32 = 250;

/// Something that a member has reached.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Milestone {
    /// A run of so many days, longer than any before.
    Run(u32),
    /// So many days in all.
    Total(u32),
}

impl Milestone {
    /// What the credit that has just been made reaches. Of two at once the days in all are told, since they stay.
    pub fn reached_by(streak: &Streak) -> Option<Self> {
        let is_best = streak.current == streak.longest;
        let run = (is_best && is_one(streak.current, &RUNS)).then_some(Self::Run(streak.current));
        let total = is_one(streak.total, &TOTALS).then_some(Self::Total(streak.total));
        total.or(run)
    }

    /// Says whether a streak has reached it, now or before.
    pub fn is_reached(self, streak: &Streak) -> bool {
        match self {
            Self::Run(days) => is_one(days, &RUNS) && streak.longest >= days,
            Self::Total(days) => is_one(days, &TOTALS) && streak.total >= days,
        }
    }

    /// The number of days.
    pub fn days(self) -> u32 {
        match self {
            Self::Run(days) | Self::Total(days) => days,
        }
    }

    /// The milestone of a word and a number.
    pub fn parse(word: &str, days: u32) -> Option<Self> {
        match word {
            "run" => Some(Self::Run(days)),
            "total" => Some(Self::Total(days)),
            _ => None,
        }
    }
}

impl fmt::Display for Milestone {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Run(_) => f.write_str("run"),
            Self::Total(_) => f.write_str("total"),
        }
    }
}

fn is_one(days: u32, list: &[u32]) -> bool {
    let greatest = list.iter().copied().max().unwrap_or(u32::MAX);
    list.contains(&days) || (days > greatest && days.is_multiple_of(THEN_EVERY))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::streak::FreezeRules;

    fn streak(current: u32, longest: u32, total: u32) -> Streak {
        Streak {
            current,
            longest,
            total,
            ..Streak::new(jiff::civil::date(2026, 6, 1), FreezeRules::default())
        }
    }

    #[test]
    fn a_run_is_a_milestone_while_it_is_the_best_and_days_in_all_always_are() {
        let reached =
            |current, longest, total| Milestone::reached_by(&streak(current, longest, total));
        assert_eq!(reached(5, 5, 5), Some(Milestone::Run(5)));
        assert_eq!(reached(5, 8, 13), None);
        assert_eq!(reached(1, 8, 25), Some(Milestone::Total(25)));
        assert_eq!(reached(10, 10, 10), Some(Milestone::Total(10)));
        assert_eq!(reached(20, 20, 20), Some(Milestone::Run(20)));
        assert_eq!(reached(3, 3, 1250), Some(Milestone::Total(1250)));
        assert_eq!(reached(1, 1, 1), None);
    }

    #[test]
    fn what_can_be_shared_was_reached() {
        let streak = streak(2, 10, 26);
        assert!(Milestone::Run(10).is_reached(&streak));
        assert!(Milestone::Total(25).is_reached(&streak));
        for never in [Milestone::Run(20), Milestone::Run(9), Milestone::Total(50)] {
            assert!(!never.is_reached(&streak), "{never:?}");
        }
    }
}
