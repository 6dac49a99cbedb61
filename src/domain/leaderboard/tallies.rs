//! What a large guild's lines come to, counted: ranks and the team's week without the lines themselves.

use super::key::{Key, LineKeys};
use super::team::TeamWeek;
use super::{MIN_FOR_ANONYMOUS, MIN_VISIBLE};
use crate::domain::streak::Share;

/// How many lines of a board have each value, and what the team has done.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Tallies {
    /// Each value with how many lines are better than it, the best first.
    better: Vec<(String, usize)>,
    n_lines: usize,
    pub(super) team: Option<TeamWeek>,
}

impl Tallies {
    /// `tally` has each value of the board with its lines, the best first; `team` each week with its members. This week's
    /// board has `in_week` lines; if these are few, `named_in_week` of them have a name.
    pub fn new(
        tally: Vec<(String, u64)>,
        team: &[(String, u64)],
        (in_week, named_in_week): (u64, u64),
    ) -> Self {
        let mut n_lines = 0;
        let better = tally.into_iter().map(|(value, n)| {
            let better = n_lines;
            n_lines += usize::try_from(n).unwrap_or(usize::MAX);
            (value, better)
        });
        let better = better.collect();
        let weeks = team.iter().filter_map(|(week, n)| {
            let (credited, due) = week.split_once('/')?;
            let week = Share {
                credited: credited.parse().ok()?,
                due: due.parse().ok()?,
            };
            Some((week, *n))
        });
        Self {
            better,
            n_lines,
            team: TeamWeek::of_weeks(weeks, shown(in_week, named_in_week)),
        }
    }

    /// How many lines the board has.
    pub fn n_lines(&self) -> usize {
        self.n_lines
    }

    /// 1 + the number of lines that are strictly better (L-3).
    pub(super) fn rank(&self, key: &Key) -> usize {
        let text = key.to_text();
        let value = LineKeys::value(&text);
        let at = self.better.partition_point(|(one, _)| one.as_str() < value);
        1 + self
            .better
            .get(at)
            .map_or(self.n_lines, |(_, better)| *better)
    }
}

/// How many lines everybody sees (L-1).
fn shown(n_visible: u64, n_named: u64) -> u64 {
    match usize::try_from(n_visible).unwrap_or(usize::MAX) {
        MIN_FOR_ANONYMOUS.. => n_visible,
        MIN_VISIBLE.. => n_named,
        _ => 0,
    }
}
