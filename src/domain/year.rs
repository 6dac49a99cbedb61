//! What a year of check-ins looks like, day by day, and how far a team is with its goal.
//!
//! Plain data for a picture and for the words that say the same. A missed day is a gap, nothing more. Begin reading at
//! [`Year`].

use jiff::ToSpan;
use jiff::civil::Date;

use super::names::named;

named! {
    /// What a day was.
    pub enum Mark {
        /// A break was taken.
        Credited = "credited",
        /// A day off by one's own plan.
        Rest = "rest",
        /// Missed, and a freeze covered it.
        Frozen = "frozen",
        /// Missed.
        Missed = "missed",
        /// Within a pause.
        Paused = "paused",
        /// The bot was at fault, so it does not count.
        Spared = "spared",
        /// Before joining, or after leaving.
        Outside = "outside",
        /// Still to come.
        Future = "future",
    }
}

/// Days in a row, each with its mark.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Year {
    /// The first day.
    pub begin: Date,
    /// One for each day from the first on; twelve months or fewer.
    pub marks: Vec<Mark>,
    /// Today.
    pub today: Date,
}

/// How many days of each kind there were.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Counts([u16; Mark::ALL.len()]);

impl Counts {
    /// How many of one kind.
    pub const fn of(&self, mark: Mark) -> u16 {
        self.0[mark as usize]
    }

    fn add(&mut self, mark: Mark) {
        self.0[mark as usize] += 1;
    }
}

/// A month, or the part of it that a [`Year`] covers.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Month {
    /// Its first day that is covered.
    pub begin: Date,
    /// What its days were.
    pub counts: Counts,
}

impl Year {
    /// Every day with its mark.
    pub fn days(&self) -> impl Iterator<Item = (Date, Mark)> + '_ {
        let marks = (0i32..).zip(&self.marks);
        marks.map(|(n, mark)| (self.begin.saturating_add(n.days()), *mark))
    }

    /// How many days of each kind there are.
    pub fn counts(&self) -> Counts {
        let mut counts = Counts::default();
        for mark in &self.marks {
            counts.add(*mark);
        }
        counts
    }

    /// Month by month, the first first.
    pub fn months(&self) -> Vec<Month> {
        let mut months: Vec<Month> = Vec::new();
        for (day, mark) in self.days() {
            let is_new = months
                .last()
                .is_none_or(|month| month.begin.first_of_month() != day.first_of_month());
            if is_new {
                months.push(Month {
                    begin: day,
                    counts: Counts::default(),
                });
            }
            if let Some(month) = months.last_mut() {
                month.counts.add(mark);
            }
        }
        months
    }
}

/// How far a team is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Goal {
    /// Breaks so far.
    pub done: u32,
    /// Breaks that are wanted.
    pub wanted: u32,
}

impl Goal {
    /// In hundredths, rounded down; 100 is reached.
    pub fn percent(self) -> u32 {
        let percent = u64::from(self.done) * 100 / u64::from(self.wanted.max(1));
        u32::try_from(percent).unwrap_or(u32::MAX)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;

    #[test]
    fn months_are_counted_apart_and_make_up_the_whole() {
        let year = Year {
            begin: date(2026, 1, 30),
            marks: vec![Mark::Credited, Mark::Rest, Mark::Credited, Mark::Missed],
            today: date(2026, 2, 2),
        };
        let months = year.months();
        assert_eq!(months.len(), 2);
        assert_eq!(months[1].begin, date(2026, 2, 1));
        let credited: Vec<_> = months
            .iter()
            .map(|month| month.counts.of(Mark::Credited))
            .collect();
        assert_eq!(credited, [1, 1]);
        assert_eq!(year.counts().of(Mark::Missed), 1);
    }

    #[test]
    fn a_goal_is_reached_at_a_hundred_and_not_before() {
        let percent = |done, wanted| Goal { done, wanted }.percent();
        assert_eq!(
            [percent(0, 0), percent(199, 200), percent(200, 200)],
            [0, 99, 100]
        );
        assert_eq!(percent(u32::MAX, 1), u32::MAX);
    }
}
