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
        let counting: Vec<_> = standings
            .iter()
            .map(|standing| standing.week)
            .filter(|week| week.due > 0)
            .collect();
        let n_unseen = counting.len().saturating_sub(n_shown);
        if counting.len() < MIN_VISIBLE || (1..MIN_VISIBLE).contains(&n_unseen) {
            return None;
        }
        let total = counting.iter().fold(Share::default(), |sum, week| Share {
            credited: sum.credited + week.credited,
            due: sum.due + week.due,
        });
        let reached = |week: &Share| u64::from(week.credited) * COMMON / u64::from(week.due);
        let n = u64::try_from(counting.len()).unwrap_or(u64::MAX);
        let mean = counting.iter().map(reached).sum::<u64>() * 100 / (COMMON * n);
        Some(Self {
            total,
            mean_per_cent: u32::try_from(mean).unwrap_or(100),
            members: counting.len(),
        })
    }

    /// What counts towards a goal of the team; `None` over fewer than five members, of whom that is not told (L-7).
    pub fn told_towards_goal(self) -> Option<u32> {
        (self.members >= MIN_TOLD).then_some(self.total.credited)
    }
}
