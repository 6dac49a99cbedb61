//! The schedule engine against a walk that looks at every minute, or every second, in turn.
//!
//! Random schedules of all three forms, in every zone, around every clock change of 2020 to 2036; and beside them
//! what is left out, put off and changed. A few hundred by default; `UNHUNCH_ORACLE_CASES=100000 cargo test --test it oracle` tries so many more, and an optimised
//! build (`cargo test --profile release …`) does that in a minute or two.

mod edits;
mod naive;
mod quiet;
pub(crate) mod random;
mod skips;
mod snoozes;
mod walk;

use std::collections::BTreeMap;

use jiff::tz::{TimeZone, TimeZoneDatabase};
use jiff::{SignedDuration, Timestamp};
use unhunch::domain::schedule::{CatchUp, Decision, catch_up, next, occurrences_after};

use random::{Random, Typed, schedule};
use walk::{Due, Walk, second};

const HOUR: i64 = 3600;
const DAY: i64 = 24 * HOUR;
/// Schedules that are tried on one walk.
const ON_ONE_WALK: usize = 8;
/// One walk in so many is by seconds, which takes sixty times as long.
const BY_SECONDS: usize = 12;

/// A prime, so that few walks are far apart and many reach every change.
const STRIDE: usize = 7_919;

fn n_cases() -> usize {
    #[expect(
        clippy::disallowed_methods,
        reason = "how long to try is asked of whoever runs it"
    )]
    let asked = std::env::var("UNHUNCH_ORACLE_CASES").ok();
    asked.map_or(400, |n| n.parse().unwrap())
}

/// The walks of a test, each around another clock change. In the end every change has its turn.
fn walks(changes: &[(String, TimeZone, i64)]) -> impl Iterator<Item = &(String, TimeZone, i64)> {
    assert_ne!(changes.len() % STRIDE, 0);
    let n_walks = n_cases().div_ceil(ON_ONE_WALK);
    (0..n_walks).map(|k| &changes[k * STRIDE % changes.len()])
}

/// Every clock change of the years, in every zone.
fn changes() -> Vec<(String, TimeZone, i64)> {
    let zones = TimeZoneDatabase::bundled();
    let (from, until): (Timestamp, Timestamp) = (
        "2020-01-01T00:00:00Z".parse().unwrap(),
        "2037-01-01T00:00:00Z".parse().unwrap(),
    );
    let mut changes = Vec::new();
    for name in zones.available() {
        let zone = zones.get(name.as_str()).unwrap();
        let times: Vec<_> = zone
            .following(from)
            .map(|change| change.timestamp())
            .take_while(|at| *at < until)
            .map(Timestamp::as_second)
            .collect();
        if times.is_empty() {
            // A zone that never changes its clock is looked at once.
            changes.push((name.to_string(), zone, until.as_second() - 300 * DAY));
        } else {
            changes.extend(times.iter().map(|at| (name.to_string(), zone.clone(), *at)));
        }
    }
    changes
}

#[test]
fn the_engine_says_what_a_walk_through_every_minute_says() {
    let changes = changes();
    assert!(changes.len() > 5_000, "{} changes", changes.len());
    let mut n_walks = 0;
    let mut random = Random(20_200_101);
    let mut n_due = 0;
    for (name, zone, change) in walks(&changes) {
        let by_seconds = n_walks % BY_SECONDS == 0;
        n_walks += 1;
        // No change of these years is as wide as either margin and half a window together.
        let (around, step, margin) = if by_seconds {
            (6 * HOUR, 1, HOUR)
        } else {
            (2 * DAY, 60, DAY)
        };
        let walk = Walk::new(zone, (change - around, change + around), step, margin);
        let near = zone.to_datetime(second(*change));
        for _ in 0..ON_ONE_WALK {
            let typed = schedule(&mut random, near, by_seconds);
            let expected = walk.due(|at| typed.is_slot(at));
            n_due += expected.len();
            let what = format!("{name}, change at {}: {}", second(*change), typed.text);
            compare_next(&what, &mut random, &typed, zone, &walk, &expected);
            compare_catch_up(&what, &mut random, &typed, zone, &walk, &expected);
        }
    }
    assert!(
        n_due > n_walks * ON_ONE_WALK,
        "too little was due for this to prove anything"
    );
}

/// An instant of the walk, most often one at which something is due or a second beside it; now and then with a
/// fraction.
fn instant(random: &mut Random, walk: &Walk, expected: &BTreeMap<i64, Due>) -> Timestamp {
    let anywhere = random.between(walk.from - 1, walk.until - 1);
    let due: Vec<_> = expected.keys().collect();
    let at = match random.between(1, 3) {
        1 => anywhere,
        _ if due.is_empty() => anywhere,
        _ => {
            due[usize::try_from(random.next() % due.len() as u64).unwrap()] + random.between(-1, 1)
        }
    };
    let at = at.clamp(walk.from - 1, walk.until - 1);
    let fraction = if random.between(1, 4) == 1 {
        500_000_000
    } else {
        0
    };
    Timestamp::new(at, fraction).unwrap()
}

fn compare_next(
    what: &str,
    random: &mut Random,
    typed: &Typed,
    zone: &TimeZone,
    walk: &Walk,
    expected: &BTreeMap<i64, Due>,
) {
    let after = instant(random, walk, expected);
    let coming: Vec<_> = expected
        .iter()
        .filter(|(at, _)| second(**at) > after)
        .map(|(at, due)| (*at, due.slot))
        .take(40)
        .collect();
    let found: Vec<_> = occurrences_after(&typed.recurrence, zone, after)
        .take_while(|found| found.due.as_second() < walk.until)
        .map(|found| {
            (
                found.due.as_second(),
                found.slot.date.to_datetime(found.slot.time),
            )
        })
        .take(40)
        .collect();
    assert_eq!(found, coming, "{what}, after {after}");
    // Asking again from each answer moves on to the next.
    for pair in coming.windows(2).take(3) {
        let again = next(&typed.recurrence, zone, second(pair[0].0)).unwrap();
        assert_eq!(
            again.due.as_second(),
            pair[1].0,
            "{what}, after {}",
            second(pair[0].0)
        );
    }
}

fn compare_catch_up(
    what: &str,
    random: &mut Random,
    typed: &Typed,
    zone: &TimeZone,
    walk: &Walk,
    expected: &BTreeMap<i64, Due>,
) {
    let last = instant(random, walk, expected);
    let mut now = instant(random, walk, expected);
    if random.between(1, 2) == 1 {
        // Late by something like a grace.
        now = now
            .max(last)
            .saturating_add(SignedDuration::from_secs(random.between(0, 2 * HOUR + 1)))
            .unwrap();
        now = now.min(second(walk.until - 1));
    }
    let grace = [0, 1, 60, 1800, 2 * HOUR][usize::try_from(random.between(0, 4)).unwrap()];
    let what = format!("{what}, last {last}, now {now}, grace {grace} s");
    let until = last.max(now);
    let due: Vec<i64> = expected
        .keys()
        .copied()
        .filter(|at| second(*at) > last)
        .collect();
    // What comes after the walk is asked of the engine, and only how far away it is matters.
    let beyond =
        next(&typed.recurrence, zone, second(walk.until - 1)).map(|next| next.due.as_second());
    let following = |at: i64| due.iter().copied().find(|next| *next > at).or(beyond);
    let effective = |at: i64| following(at).map_or(grace, |next| grace.min((next - at) / 2));
    let handled: Vec<i64> = due
        .iter()
        .copied()
        .filter(|at| second(*at) <= now)
        .collect();
    let in_time: Vec<i64> = handled
        .iter()
        .copied()
        .filter(|at| now <= second(at + effective(*at)))
        .collect();
    assert!(
        in_time.len() <= 1,
        "{what}: more than one would be delivered"
    );

    let decided = catch_up(
        &typed.recurrence,
        zone,
        last,
        now,
        SignedDuration::from_secs(grace),
    );
    let delivered = decided.delivered().map(|found| found.due.as_second());
    assert_eq!(delivered, in_time.first().copied(), "{what}");
    assert_eq!(
        decided.missed(),
        (handled.len() - in_time.len()) as u64,
        "{what}"
    );
    let coming = due
        .iter()
        .copied()
        .find(|at| second(*at) > until)
        .or(beyond);
    assert_eq!(decided.next.map(Timestamp::as_second), coming, "{what}");
    assert_eq!(decided.watermark, until, "{what}");
    compare_merged(&what, &decided, expected);
}

/// What is listed as merged is what the walk found on the same instant.
fn compare_merged(what: &str, decided: &CatchUp, expected: &BTreeMap<i64, Due>) {
    for (at, due) in expected {
        let listed = decided
            .decisions
            .iter()
            .filter(|(found, _)| found.due.as_second() == *at);
        let slots: Vec<_> = listed
            .map(|(found, decision)| {
                (
                    found.slot.date.to_datetime(found.slot.time),
                    *decision == Decision::Merged,
                )
            })
            .collect();
        if slots.is_empty() {
            continue;
        }
        let merged = due.merged.iter().map(|slot| (*slot, true));
        let all: Vec<_> = std::iter::once((due.slot, false)).chain(merged).collect();
        assert_eq!(slots, all, "{what}, at {}", second(*at));
    }
}
