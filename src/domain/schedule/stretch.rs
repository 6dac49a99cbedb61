//! Time cut into stretches in which wall times and instants run side by side.
//!
//! Between two clock changes one offset holds. Just after a change there is a stretch of its own, as long as the
//! change is wide: after an overlap every wall time in it was shown before (S-31); after a gap the wall times
//! that the gap left out are due in it, beside its own (S-32). No zone has changed its clock twice within two
//! days since 1970, so no such stretch reaches the next change. Begin reading at [`Stretches`].

use jiff::Timestamp;
use jiff::civil::DateTime;
use jiff::tz::{Offset, TimeZone};

use super::HORIZON;
use crate::domain::recurrence::Recurrence;

/// No clock change is wider: a zone that crosses the date line leaves out one date.
const WIDEST_CHANGE: i64 = 25 * 3600;
const MINUTE: i64 = 60;
const DAY: i64 = 86_400;

/// A wall time as the seconds since 1970-01-01T00:00:00 on the same wall.
pub(super) type Wall = i64;

/// Instants from `from` up to `until`, in seconds since the epoch.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Stretch {
    pub(super) from: i64,
    pub(super) until: i64,
    reading: Reading,
}

/// How wall times become instants in a stretch.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Reading {
    /// The clock was set back: all of this was shown before (S-31).
    Repeated,
    /// One offset, and nothing else (S-30).
    Plain { offset: i64 },
    /// The clock was set forward: what it left out is due too, at the offset before (S-32).
    AfterGap { offset: i64, before: i64, gap: Gap },
}

/// The wall times that a clock left out.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Gap {
    from: Wall,
    until: Wall,
}

/// What is due first in a stretch.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Found {
    pub(super) due: i64,
    /// The slot, by its nominal wall time.
    pub(super) slot: Wall,
    /// Another slot on the same instant (S-34).
    pub(super) merged: Option<Wall>,
}

impl Gap {
    /// The first slot at `from` or later that the gap left out and whose date exists (S-33).
    fn slot_from(self, recurrence: &Recurrence, from: Wall, until: Wall) -> Option<Wall> {
        let mut from = from;
        loop {
            let slot = slot_from(recurrence, from, until)?;
            let midnight = slot - slot.rem_euclid(DAY);
            if midnight < self.from || midnight + DAY > self.until {
                return Some(slot);
            }
            from = midnight + DAY;
        }
    }
}

impl Stretch {
    /// The first due instant at `from` or later.
    pub(super) fn first_due(&self, recurrence: &Recurrence, from: i64) -> Option<Found> {
        let from = from.max(self.from);
        if from >= self.until {
            return None;
        }
        match self.reading {
            Reading::Repeated => None,
            Reading::Plain { offset } => {
                let slot = slot_from(recurrence, from + offset, self.until + offset)?;
                Some(Found {
                    due: slot - offset,
                    slot,
                    merged: None,
                })
            }
            Reading::AfterGap {
                offset,
                before,
                gap,
            } => {
                let own = slot_from(recurrence, from + offset, self.until + offset);
                let moved = gap.slot_from(recurrence, from + before, self.until + before);
                first_of(
                    own.map(|slot| (slot - offset, slot)),
                    moved.map(|slot| (slot - before, slot)),
                )
            }
        }
    }

    /// How many instants are due from `from` on and before `until`, without looking at each.
    pub(super) fn count_due(&self, recurrence: &Recurrence, from: i64, until: i64) -> u64 {
        let (from, until) = (from.max(self.from), until.min(self.until));
        if from >= until {
            return 0;
        }
        match self.reading {
            Reading::Repeated => 0,
            Reading::Plain { offset } => {
                recurrence.count_slots(date_time(from + offset), date_time(until + offset))
            }
            Reading::AfterGap { offset, before, .. } => {
                // Slots of one schedule are at the same seconds of each minute. So where clocks differ by whole
                // minutes, the own slots of a minute and the moved ones are the same instants.
                let is_whole = (offset - before) % MINUTE == 0;
                let mut n = 0;
                let mut at = from;
                while at < until {
                    let next = (at + MINUTE - (at + offset).rem_euclid(MINUTE)).min(until);
                    n += if is_whole {
                        self.first_due(recurrence, at)
                            .filter(|found| found.due < next)
                            .map_or(0, |found| self.count_alike(recurrence, found, at, next))
                    } else {
                        self.count_each(recurrence, at, next)
                    };
                    at = next;
                }
                n
            }
        }
    }

    /// How many are due in a part of one minute, by the slots of the offset that `found` has.
    fn count_alike(&self, recurrence: &Recurrence, found: Found, from: i64, until: i64) -> u64 {
        debug_assert!(self.from <= from && until <= self.until);
        let offset = found.slot - found.due;
        recurrence.count_slots(date_time(from + offset), date_time(until + offset))
    }

    /// How many are due, one by one.
    fn count_each(&self, recurrence: &Recurrence, from: i64, until: i64) -> u64 {
        let mut n = 0;
        let mut at = from;
        while let Some(found) = self
            .first_due(recurrence, at)
            .filter(|found| found.due < until)
        {
            n += 1;
            at = found.due + 1;
        }
        n
    }
}

/// The earlier of two; on the same instant, the slot that names its wall time, which is the own one (S-34).
fn first_of(own: Option<(i64, Wall)>, moved: Option<(i64, Wall)>) -> Option<Found> {
    let (due, slot) = match (own, moved) {
        (Some(own), Some(moved)) if moved.0 < own.0 => moved,
        (own, moved) => own.or(moved)?,
    };
    let merged = moved.filter(|moved| moved.0 == due && moved.1 != slot);
    Some(Found {
        due,
        slot,
        merged: merged.map(|(_, slot)| slot),
    })
}

fn slot_from(recurrence: &Recurrence, from: Wall, until: Wall) -> Option<Wall> {
    recurrence
        .slot_from(date_time(from), date_time(until))
        .map(wall)
}

/// A wall time as a civil one.
pub(super) fn date_time(wall: Wall) -> DateTime {
    Timestamp::from_second(wall).map_or(DateTime::MAX, |at| Offset::UTC.to_datetime(at))
}

/// A civil time as a wall time.
pub(super) fn wall(at: DateTime) -> Wall {
    Offset::UTC
        .to_timestamp(at)
        .map_or(i64::MAX, Timestamp::as_second)
}

/// The stretches of a zone, from the one that holds an instant up to the horizon.
pub(super) struct Stretches<'a> {
    zone: &'a TimeZone,
    at: i64,
    /// The last change at `at` or before, and how the clock was set by it: positive for a gap.
    change: i64,
    width: i64,
    offset: i64,
    next_change: i64,
}

impl<'a> Stretches<'a> {
    pub(super) fn new(zone: &'a TimeZone, from: i64) -> Self {
        let change = Timestamp::from_second(from + 1)
            .ok()
            .and_then(|at| zone.preceding(at).next())
            .map_or(i64::MIN, |change| change.timestamp().as_second());
        let mut stretches = Self {
            zone,
            at: from,
            change,
            width: 0,
            offset: offset(zone, from),
            next_change: next_change(zone, from),
        };
        // A change long ago has no stretch of its own any more.
        if change > from.saturating_sub(WIDEST_CHANGE) {
            stretches.width = stretches.offset - offset(zone, change - 1);
        }
        stretches
    }

    fn pass_change(&mut self) {
        let before = self.offset;
        self.change = self.next_change;
        self.offset = offset(self.zone, self.change);
        self.width = self.offset - before;
        self.next_change = next_change(self.zone, self.change);
    }
}

impl Iterator for Stretches<'_> {
    type Item = Stretch;

    fn next(&mut self) -> Option<Stretch> {
        if self.at >= HORIZON {
            return None;
        }
        if self.at == self.next_change {
            self.pass_change();
        }
        let (from, offset) = (self.at, self.offset);
        let edge = self.change.saturating_add(self.width.abs());
        let (until, reading) = if from >= edge {
            (self.next_change, Reading::Plain { offset })
        } else if self.width < 0 {
            (edge, Reading::Repeated)
        } else {
            let before = offset - self.width;
            let gap = Gap {
                from: self.change + before,
                until: self.change + offset,
            };
            let reading = Reading::AfterGap {
                offset,
                before,
                gap,
            };
            (edge, reading)
        };
        let until = until.min(self.next_change).min(HORIZON);
        self.at = until;
        Some(Stretch {
            from,
            until,
            reading,
        })
    }
}

fn offset(zone: &TimeZone, at: i64) -> i64 {
    Timestamp::from_second(at).map_or(0, |at| zone.to_offset(at).seconds().into())
}

fn next_change(zone: &TimeZone, after: i64) -> i64 {
    let next = Timestamp::from_second(after)
        .ok()
        .and_then(|after| zone.following(after).next());
    next.map_or(i64::MAX, |change| change.timestamp().as_second())
}
