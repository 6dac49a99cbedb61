//! How long the next due instant takes, against the iterator of the crate `cron`.
//!
//! `cargo bench --bench schedule` prints nanoseconds and their ratio. The crate works in UTC, where it has the
//! least to do; ours works in Berlin, with its clock changes. The crate's iterator is here for comparison only:
//! it leaves out gaps and fires twice in overlaps.

#![expect(
    clippy::unwrap_used,
    clippy::print_stdout,
    clippy::disallowed_methods,
    reason = "a measurement that goes wrong should stop, prints what it found, and reads the time"
)]

use std::hint::black_box;
use std::time::Instant;

use chrono::{DateTime, Utc};
use jiff::Timestamp;
use jiff::tz::{TimeZone, TimeZoneDatabase};
use unhunch::domain::recurrence::Recurrence;
use unhunch::domain::schedule::{next, occurrences_after};

/// The same schedule in our dialect and in the crate's.
const SCHEDULES: [(&str, &str); 5] = [
    ("30 9 * * MON-FRI", "0 30 9 * * MON-FRI"),
    ("*/15 9-17 * * MON-FRI", "0 */15 9-17 * * MON-FRI"),
    ("0 9 1 * *", "0 0 9 1 * *"),
    ("0 9 29 2 *", "0 0 9 29 2 *"),
    ("* * * * * *", "* * * * * *"),
];
const ROUNDS: usize = 7;
const STARTS: i64 = 2_000;
const IN_A_ROW: usize = 20;
/// 2026-01-01, and an odd number of seconds from each start to the next, over two years.
const FIRST: i64 = 1_767_225_600;
const STEP: i64 = 31_607;

/// Nanoseconds a call, the best of some rounds.
fn measure(calls: usize, mut round: impl FnMut() -> i64) -> f64 {
    let times = (0..ROUNDS).map(|_| {
        let begin = Instant::now();
        black_box(round());
        begin.elapsed()
    });
    let best = times.min().unwrap();
    best.as_secs_f64() * 1e9 / f64::from(u32::try_from(calls).unwrap())
}

fn ours(recurrence: &Recurrence, zone: &TimeZone) -> [f64; 2] {
    let starts = || (0..STARTS).map(|k| Timestamp::from_second(FIRST + k * STEP).unwrap());
    let n_starts = usize::try_from(STARTS).unwrap();
    let one = measure(n_starts, || {
        starts()
            .filter_map(|after| next(recurrence, zone, black_box(after)))
            .map(|found| found.due.as_second())
            .sum()
    });
    let row = measure(n_starts * IN_A_ROW, || {
        starts()
            .flat_map(|after| occurrences_after(recurrence, zone, black_box(after)).take(IN_A_ROW))
            .map(|found| found.due.as_second())
            .sum()
    });
    [one, row]
}

fn theirs(schedule: &cron::Schedule) -> [f64; 2] {
    let starts =
        || (0..STARTS).map(|k| DateTime::<Utc>::from_timestamp(FIRST + k * STEP, 0).unwrap());
    let n_starts = usize::try_from(STARTS).unwrap();
    let one = measure(n_starts, || {
        starts()
            .filter_map(|after| schedule.after(black_box(&after)).next())
            .map(|found| found.timestamp())
            .sum()
    });
    let row = measure(n_starts * IN_A_ROW, || {
        starts()
            .flat_map(|after| schedule.after_owned(black_box(after)).take(IN_A_ROW))
            .map(|found| found.timestamp())
            .sum()
    });
    [one, row]
}

fn main() {
    let zone = TimeZoneDatabase::bundled().get("Europe/Berlin").unwrap();
    println!(
        "{:24} {:>22} {:>30}",
        "", "next, ns (ratio)", "twenty in a row, ns each (ratio)"
    );
    for (own, other) in SCHEDULES {
        let ours = ours(&Recurrence::cron(own).unwrap(), &zone);
        let theirs = theirs(&other.parse().unwrap());
        let cell = |k: usize| {
            format!(
                "{:.0} : {:.0} ({:.2})",
                ours[k],
                theirs[k],
                ours[k] / theirs[k]
            )
        };
        println!("{own:24} {:>22} {:>30}", cell(0), cell(1));
    }
}
