//! What one check-in costs, however long the history before it, and what ten years cost to replay.
//!
//! `cargo bench --bench streak` prints nanoseconds for a check-in after a day, a year and ten years of daily
//! presses, with their ratios to the first (a check-in must not depend on the history), then milliseconds for the
//! replay of ten years.

#![expect(
    clippy::unwrap_used,
    clippy::print_stdout,
    clippy::disallowed_methods,
    reason = "a measurement that goes wrong should stop, prints what it found, and reads the time"
)]

use std::hint::black_box;
use std::time::{Duration, Instant};

use jiff::tz::TimeZoneDatabase;
use jiff::{Timestamp, ToSpan};
use unhunch::domain::streak::{
    Answer, Calendar, Event, FreezeRules, History, Outcome, Participation, replay,
};
use unhunch::domain::weekdays::Weekdays;

const ROUNDS: usize = 15;
const CHECK_INS: u32 = 2_000;
const TEN_YEARS: i64 = 3_653;
const PRESS: Event = Event::CheckIn { prompted_at: None };

fn calendar() -> Calendar {
    let zone = TimeZoneDatabase::bundled().get("Europe/Berlin").unwrap();
    Calendar::new(zone, 3, Weekdays::DAILY)
}

/// Ten in the morning, UTC, so many days after 2016-01-01.
fn morning(day: i64) -> Timestamp {
    Timestamp::from_second(1_451_606_400).unwrap() + (day * 24 + 10).hours()
}

fn best(mut round: impl FnMut() -> Duration) -> Duration {
    (0..ROUNDS).map(|_| round()).min().unwrap()
}

/// A member who has pressed on so many days.
fn after_days(days: i64) -> Participation {
    let mut member = Participation::new(morning(0), calendar(), FreezeRules::default());
    member.apply(morning(0), &Event::OptIn);
    for day in 0..days {
        member.apply(morning(day), &PRESS);
    }
    member
}

/// The next check-in: what was stored is copied, the press is judged.
fn check_in(days: i64) -> f64 {
    let member = after_days(days);
    let at = morning(days);
    let round = best(|| {
        let begin = Instant::now();
        for _ in 0..CHECK_INS {
            let mut member = black_box(&member).clone();
            let answer = member.apply(black_box(at), &PRESS);
            assert_eq!(answer, Answer::Judged(Outcome::Credited));
            black_box(member);
        }
        begin.elapsed()
    });
    round.as_secs_f64() * 1e9 / f64::from(CHECK_INS)
}

fn ten_years() -> f64 {
    let history = History {
        calendar: calendar(),
        rules: FreezeRules::default(),
        opted_in: true,
        events: (0..TEN_YEARS).map(|day| (morning(day), PRESS)).collect(),
        queries: vec![morning(TEN_YEARS - 1)],
    };
    let round = best(|| {
        let begin = Instant::now();
        let result = replay(black_box(&history));
        let took = begin.elapsed();
        assert_eq!(i64::from(result.results[0].current), TEN_YEARS);
        took
    });
    round.as_secs_f64() * 1e3
}

fn main() {
    let first = check_in(1);
    println!("check-in after 1 day:    {first:6.0} ns");
    for (name, days) in [("1 year", 365), ("10 years", TEN_YEARS)] {
        let later = check_in(days);
        println!(
            "check-in after {name:9} {later:6.0} ns ({:.2})",
            later / first
        );
    }
    println!("replay of {TEN_YEARS} daily presses: {:.2} ms", ten_years());
}
