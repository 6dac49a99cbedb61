//! Edits: what still comes today, against a walk in the old zone and one in the new.

use std::collections::{BTreeMap, BTreeSet};

use jiff::tz::TimeZone;
use unhunch::domain::schedule::{Occurrence, Reading, Slot, rest_of_day};

use super::random::{Random, Typed, schedule};
use super::walk::{Due, Walk, second};
use super::{DAY, HOUR, ON_ONE_WALK, changes, walks};

/// A schedule in a zone, and everything that a walk found due.
struct Read<'a> {
    typed: &'a Typed,
    zone: &'a TimeZone,
    due: BTreeMap<i64, Due>,
}

impl<'a> Read<'a> {
    fn new(typed: &'a Typed, zone: &'a TimeZone, walk: &Walk) -> Self {
        let due = walk.due(|at| typed.is_slot(at));
        Self { typed, zone, due }
    }

    fn reading(&self) -> Reading<'a> {
        Reading {
            recurrence: &self.typed.recurrence,
            zone: self.zone,
        }
    }

    /// What is due later on the date that it is in the zone.
    fn later_today(&self, at: i64) -> Vec<(i64, Slot)> {
        let today = self.zone.to_datetime(second(at)).date();
        let slots = self.due.iter().map(|(due, found)| (*due, slot(found)));
        slots
            .filter(|(due, slot)| *due > at && slot.date == today)
            .collect()
    }
}

#[test]
fn an_edit_leaves_of_today_what_a_walk_says() {
    let mut random = Random(20_270_101);
    let mut seen = [0; 3];
    let all = changes();
    for (name, zone, change) in walks(&all) {
        let window = (change - 3 * DAY, change + 3 * DAY);
        let other = usize::try_from(random.next() % all.len() as u64).unwrap();
        let (other_name, other_zone, _) = &all[other];
        let old_walk = Walk::new(zone, window, 60, DAY);
        let new_walk = Walk::new(other_zone, window, 60, DAY);
        let near = zone.to_datetime(second(*change));
        for _ in 0..ON_ONE_WALK {
            let old = schedule(&mut random, near, false);
            // As often as not only the zone is new.
            let new = random.one_in(2).then(|| schedule(&mut random, near, false));
            let new = new.as_ref().unwrap_or(&old);
            let at = change + random.between(-20 * HOUR, 20 * HOUR);
            let old = Read::new(&old, zone, &old_walk);
            let new = Read::new(new, other_zone, &new_walk);
            let what = format!("{name} to {other_name}, at {}", second(at));
            for (sum, n) in seen
                .iter_mut()
                .zip(compare(&mut random, &what, &old, &new, at))
            {
                *sum += n;
            }
        }
    }
    let [n_coming, n_dropped, n_again] = seen;
    assert!(
        n_coming > 100 && n_dropped > 100 && n_again > 20,
        "too little to prove anything: {seen:?}"
    );
}

/// Compares an edit; returns how much comes, is dropped, and would have come again.
fn compare(random: &mut Random, what: &str, old: &Read<'_>, new: &Read<'_>, at: i64) -> [usize; 3] {
    let is_decided = |due: i64, random: &mut Random| due <= at || random.one_in(5);
    let mut decided = BTreeSet::new();
    for (due, found) in &old.due {
        if is_decided(*due, random) {
            decided.insert(slot(found));
        }
    }
    let mut coming = new.later_today(at);
    let n_all = coming.len();
    coming.retain(|(_, slot)| !decided.contains(slot));
    let comes = |slot: &Slot| coming.iter().any(|(_, other)| other == slot);
    let mut dropped = old.later_today(at);
    dropped.retain(|(_, slot)| !decided.contains(slot) && !comes(slot));
    let found = rest_of_day(&decided, old.reading(), new.reading(), second(at));
    let what = format!("{what}, {} to {}", old.typed.text, new.typed.text);
    assert_eq!(plain(&found.coming), coming, "coming: {what}");
    assert_eq!(plain(&found.dropped), dropped, "dropped: {what}");
    [coming.len(), dropped.len(), n_all - coming.len()]
}

fn plain(list: &[Occurrence]) -> Vec<(i64, Slot)> {
    let plain = list.iter().map(|one| (one.due.as_second(), one.slot));
    plain.collect()
}

fn slot(due: &Due) -> Slot {
    Slot {
        date: due.slot.date(),
        time: due.slot.time(),
    }
}
