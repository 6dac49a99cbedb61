//! What the team has done this week, told so that nobody's own days can be worked out from it (L-1, L-2 e).

use super::{MIN_TOLD, MIN_VISIBLE, Standing};
use crate::domain::streak::Share;

/// Every number of due days that a week can have divides it.
const COMMON: u64 = 420;

/// The week of those members who have due days in it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct TeamWeek {
    /// Their credits and due days.
    pub total: Share,
    /// The mean of what each has reached of their own days, in whole per cent, rounded down.
    pub mean_per_cent: u32,
    /// How many members that is.
    pub members: usize,
}

impl TeamWeek {
    /// `n_shown` of the members have lines on this week's board that everybody sees.
    ///
    /// `None` if fewer than three members have due days, and if one or two of them have no such line: their days would be
    /// what is left when those lines, and the reader's own, are taken from the total.
    pub(super) fn of(standings: &[Standing], n_shown: usize) -> Option<Self> {
        let weeks = standings.iter().map(|standing| (standing.week, 1));
        Self::of_weeks(weeks, u64::try_from(n_shown).unwrap_or(u64::MAX))
    }

    /// The same of weeks, each with how many members have it.
    pub(super) fn of_weeks(
        weeks: impl Iterator<Item = (Share, u64)>,
        n_shown: u64,
    ) -> Option<Self> {
        let least = u64::try_from(MIN_VISIBLE).unwrap_or(u64::MAX);
        let (mut n, mut credited, mut due, mut reached) = (0_u64, 0_u64, 0_u64, 0_u64);
        for (week, members) in weeks.filter(|(week, _)| week.due > 0) {
            n += members;
            credited += members * u64::from(week.credited);
            due += members * u64::from(week.due);
            reached += members * (u64::from(week.credited) * COMMON / u64::from(week.due));
        }
        let n_unseen = n.saturating_sub(n_shown);
        if n < least || (1..least).contains(&n_unseen) {
            return None;
        }
        let total = Share {
            credited: u32::try_from(credited).unwrap_or(u32::MAX),
            due: u32::try_from(due).unwrap_or(u32::MAX),
        };
        let mean = reached * 100 / (COMMON * n);
        Some(Self {
            total,
            mean_per_cent: u32::try_from(mean).unwrap_or(100),
            members: usize::try_from(n).unwrap_or(usize::MAX),
        })
    }

    /// What counts towards a goal of the team; `None` over fewer than five members, of whom that is not told (L-7).
    pub fn told_towards_goal(self) -> Option<u32> {
        (self.members >= MIN_TOLD).then_some(self.total.credited)
    }
}
