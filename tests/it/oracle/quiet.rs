//! Quiet hours in every zone, around clock changes, minute by minute.

use std::collections::BTreeMap;

use jiff::civil::Time;
use jiff::tz::TimeZone;
use jiff::{SignedDuration, Timestamp};
use unhunch::domain::quiet_hours::QuietHours;

use super::naive::{minute_of_day, quiet_minutes};
use super::random::Random;
use super::walk::second;
use super::{HOUR, changes, n_cases};

/// Quiet hours that are tried on one walk.
const ON_ONE_WALK: usize = 4;
const DAY: i64 = 24 * 60;

/// Quiet hours, and the minutes of the day from which and up to which they are meant.
pub(super) fn quiet_hours(random: &mut Random, near: i64) -> (QuietHours, i64, i64) {
    let end = |random: &mut Random| {
        if random.one_in(4) {
            random.between(0, DAY - 1)
        } else {
            (near + random.between(-150, 150)).rem_euclid(DAY)
        }
    };
    let from = end(random);
    let mut to = end(random);
    if to == from {
        to = (to + 1) % DAY;
    }
    let time = |minute: i64| {
        let part = |value| i8::try_from(value).unwrap();
        Time::new(part(minute / 60), part(minute % 60), 0, 0).unwrap()
    };
    let hours = QuietHours::new(time(from), time(to)).unwrap();
    // What people type means the same.
    let typed = format!(
        "{}:{:02} - {}:{:02}",
        from / 60,
        from % 60,
        to / 60,
        to % 60
    );
    assert_eq!(QuietHours::parse(&typed), Ok(hours));
    assert_eq!(QuietHours::parse(&hours.to_string()), Ok(hours));
    (hours, from, to)
}

#[test]
fn it_is_quiet_in_every_zone_when_a_walk_through_the_wall_clock_says_so() {
    let mut zones: BTreeMap<String, (TimeZone, Vec<i64>)> = BTreeMap::new();
    for (name, zone, change) in changes() {
        let known = zones.entry(name).or_insert_with(|| (zone, Vec::new()));
        known.1.push(change);
    }
    assert!(zones.len() > 500, "{} zones", zones.len());
    let n_rounds = n_cases().div_ceil(zones.len() * ON_ONE_WALK).max(1);
    let mut random = Random(20_220_101);
    let mut n_turns = 0;
    for round in 0..n_rounds {
        for (name, (zone, changes)) in &zones {
            let change = changes[(round + name.len()) % changes.len()];
            n_turns += walk(&mut random, name, zone, change);
        }
    }
    assert!(
        n_turns > n_rounds * zones.len() * ON_ONE_WALK,
        "{n_turns} turns are too few for this to prove anything"
    );
}

/// Compares every minute around a clock change; returns how often it became quiet or loud.
fn walk(random: &mut Random, name: &str, zone: &TimeZone, change: i64) -> usize {
    let shown: Vec<_> = (change - 3 * HOUR..change + 3 * HOUR)
        .step_by(60)
        .map(|at| (at, minute_of_day(zone.to_datetime(second(at)))))
        .collect();
    let near = minute_of_day(zone.to_datetime(second(change)));
    let mut n_turns = 0;
    for _ in 0..ON_ONE_WALK {
        let (hours, from, to) = quiet_hours(random, near);
        let quiet = quiet_minutes(from, to);
        let mut before = None;
        for (at, minute) in &shown {
            let expected = quiet.contains(minute);
            n_turns += usize::from(before.is_some_and(|before| before != expected));
            before = Some(expected);
            let first = second(*at);
            let last = first + SignedDuration::from_nanos(59_999_999_999);
            for instant in [first, last] {
                let found = hours.cover(instant, zone);
                assert_eq!(
                    found,
                    expected,
                    "{name}, {hours}, at {}",
                    said(instant, zone)
                );
            }
        }
    }
    n_turns
}

fn said(at: Timestamp, zone: &TimeZone) -> String {
    format!("{at}, {} there", zone.to_datetime(at))
}
