//! When every wall time of a few days is due in a zone, found by looking at each instant in turn.
//!
//! Follows the wording of the rules and shares nothing with the program but the zone's offsets.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use jiff::Timestamp;
use jiff::civil::{Date, DateTime};
use jiff::tz::TimeZone;

/// What is due at an instant: the slot it stands for, and others that fall on it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Due {
    pub(crate) slot: DateTime,
    pub(crate) merged: Vec<DateTime>,
}

/// The due instants of all wall times, from one instant to another.
pub(crate) struct Walk {
    pub(crate) from: i64,
    pub(crate) until: i64,
    /// Every wall time with its due instant and the reading of the clock then.
    wall_times: Vec<(i64, DateTime, DateTime)>,
}

impl Walk {
    /// Looks at every `step`-th second; `step` is 1 or 60. It begins a `margin` earlier, so as to have seen
    /// what was shown before.
    pub(crate) fn new(zone: &TimeZone, (from, until): (i64, i64), step: i64, margin: i64) -> Self {
        let reading = |at: i64| zone.to_datetime(second(at));
        let mut first_shown: HashMap<DateTime, i64> = HashMap::new();
        let mut left_out: Vec<(DateTime, i64)> = Vec::new();
        let mut dates: BTreeSet<Date> = BTreeSet::new();
        let begin = from - margin - (from - margin).rem_euclid(step);
        let mut before: Option<(i64, DateTime)> = None;
        for at in (begin..until).step_by(usize::try_from(step).unwrap()) {
            let shown = reading(at);
            first_shown.entry(shown).or_insert(at);
            dates.insert(shown.date());
            if let Some((before_at, before_shown)) = before {
                // Whatever the clock jumped over, at the offset from before the jump.
                let mut missing = later(before_shown, step);
                let mut due = before_at + step;
                while missing < shown {
                    left_out.push((missing, due));
                    missing = later(missing, step);
                    due += step;
                }
            }
            before = Some((at, shown));
        }
        let moved = left_out
            .into_iter()
            .filter(|(slot, _)| !first_shown.contains_key(slot) && dates.contains(&slot.date()));
        let wall_times: BTreeSet<(i64, DateTime)> = first_shown
            .iter()
            .map(|(slot, at)| (*at, *slot))
            .chain(moved.map(|(slot, at)| (at, slot)))
            .filter(|(at, _)| (from..until).contains(at))
            .collect();
        Self {
            from,
            until,
            wall_times: wall_times
                .into_iter()
                .map(|(at, slot)| (at, slot, reading(at)))
                .collect(),
        }
    }

    /// The due instants of the slots that `is_slot` says yes to.
    pub(crate) fn due(&self, is_slot: impl Fn(DateTime) -> bool) -> BTreeMap<i64, Due> {
        let mut due: BTreeMap<i64, Vec<(DateTime, DateTime)>> = BTreeMap::new();
        for (at, slot, reading) in &self.wall_times {
            if is_slot(*slot) {
                due.entry(*at).or_default().push((*slot, *reading));
            }
        }
        due.into_iter()
            .map(|(at, slots)| {
                let named = slots.iter().find(|(slot, reading)| slot == reading);
                let slot = named.unwrap_or(&slots[0]).0;
                let others = slots.iter().map(|(slot, _)| *slot);
                let merged = others.filter(|other| *other != slot).collect();
                (at, Due { slot, merged })
            })
            .collect()
    }
}

pub(crate) fn second(at: i64) -> Timestamp {
    Timestamp::from_second(at).unwrap()
}

fn later(at: DateTime, seconds: i64) -> DateTime {
    at.checked_add(jiff::Span::new().seconds(seconds)).unwrap()
}
