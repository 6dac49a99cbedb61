//! Snoozes: each bound of theirs against a walk.

use std::collections::{BTreeMap, BTreeSet};

use jiff::civil::{DateTime, date, time};
use jiff::tz::TimeZone;
use jiff::{SignedDuration, Timestamp};
use unhunch::domain::quiet_hours::QuietHours;
use unhunch::domain::schedule::{Slot, next};
use unhunch::domain::snooze::{
    SnoozeContext, SnoozeLength, SnoozeRefusal, SnoozeRequest, SnoozeWish, SnoozedOccurrence,
    snooze,
};
use unhunch::domain::streak::Calendar;
use unhunch::domain::weekdays::Weekdays;

use super::naive::{Minutes, minute_of_day, quiet_minutes};
use super::quiet::quiet_hours;
use super::random::{Random, schedule};
use super::walk::{Walk, second};
use super::{DAY, HOUR, ON_ONE_WALK, changes, walks};

const MINUTE_MS: i64 = 60_000;

/// What a snooze is judged by, as the walk sees it.
struct Seen {
    /// The regular due instants, in milliseconds.
    due: BTreeSet<i64>,
    quiet: Vec<(QuietHours, BTreeSet<i64>)>,
    n_snoozed: u8,
}

#[test]
fn a_snooze_is_taken_or_refused_as_a_walk_says() {
    let mut random = Random(20_230_101);
    let mut outcomes: BTreeMap<&str, usize> = BTreeMap::new();
    let all = changes();
    for (name, zone, change) in walks(&all) {
        let change = change - change.rem_euclid(60);
        let day_ends_at = i8::try_from(random.between(0, 6)).unwrap();
        let minutes = Minutes::new(zone, change - 2 * DAY, change + 2 * DAY, day_ends_at);
        let walk = Walk::new(zone, (change - 2 * DAY, change + 2 * DAY), 60, DAY);
        let near = zone.to_datetime(second(change));
        let calendar = Calendar::new(zone.clone(), day_ends_at, Weekdays::DAILY);
        for _ in 0..ON_ONE_WALK {
            let typed = schedule(&mut random, near, false);
            let due = walk.due(|at| typed.is_slot(at));
            let due: BTreeSet<i64> = due.keys().map(|at| at * 1000).collect();
            for _ in 0..8 {
                let seen = seen(&mut random, &due, near);
                let request = request(&mut random, change, &due, &minutes);
                let came_at = came_at(&mut random, &request, &minutes);
                let hours: Vec<_> = seen.quiet.iter().map(|(hours, _)| *hours).collect();
                let context = SnoozeContext {
                    slot: slot(),
                    came_at,
                    n_snoozed: seen.n_snoozed,
                    next: next(&typed.recurrence, zone, request.pressed_at).map(|next| next.due),
                    zone,
                    quiet_hours: &hours,
                    calendar: &calendar,
                };
                let found = snooze(&request, &context);
                let expected = expected(&request, came_at, &seen, &minutes);
                let what = format!("{name}, day ends at {day_ends_at}, {}", typed.text);
                assert_eq!(found, expected, "{what}, {hours:?}, {request:?}");
                *outcomes.entry(word(&found)).or_default() += 1;
            }
        }
    }
    assert_eq!(outcomes.len(), 8, "not everything was tried: {outcomes:?}");
}

fn slot() -> Slot {
    Slot {
        date: date(2026, 6, 1),
        time: time(9, 0, 0, 0),
    }
}

fn word(found: &Result<SnoozedOccurrence, SnoozeRefusal>) -> &'static str {
    match found {
        Ok(_) => "taken",
        Err(SnoozeRefusal::NotAhead) => "not ahead",
        Err(SnoozeRefusal::TooFar { .. }) => "too far",
        Err(SnoozeRefusal::EarlierDay) => "earlier day",
        Err(SnoozeRefusal::TooMany) => "too many",
        Err(SnoozeRefusal::NextIsNear { .. }) => "next is near",
        Err(SnoozeRefusal::DayIsOver) => "day is over",
        Err(SnoozeRefusal::Quiet { .. }) => "quiet",
    }
}

fn seen(random: &mut Random, due: &BTreeSet<i64>, near: DateTime) -> Seen {
    let quiet = (0..random.between(0, 2)).map(|_| {
        let (hours, from, to) = quiet_hours(random, minute_of_day(near));
        (hours, quiet_minutes(from, to))
    });
    Seen {
        quiet: quiet.collect(),
        // Now and then nothing is due in the days of the walk.
        due: due.clone(),
        n_snoozed: u8::try_from(random.between(0, 3)).unwrap(),
    }
}

/// A press near the change, and a wish that is most often near a bound of something.
fn request(
    random: &mut Random,
    change: i64,
    due: &BTreeSet<i64>,
    minutes: &Minutes,
) -> SnoozeRequest {
    let pressed = (change + random.between(-10 * HOUR, 10 * HOUR)) * 1000 + random.between(0, 999);
    let four_hours = 240 * MINUTE_MS;
    let beside = random.between(-1, 1);
    let next = due.range(pressed + 1..).next().copied();
    let wish = match random.between(1, 8) {
        1 => SnoozeWish::Until(ms(pressed + beside)),
        2 => SnoozeWish::Until(ms(pressed + four_hours + beside)),
        3 | 4 => SnoozeWish::Until(ms(
            next.map_or(pressed + 1, |next| next - 5 * MINUTE_MS + beside)
        )),
        5 => SnoozeWish::Until(ms(day_turn(minutes, pressed) + beside)),
        6 => SnoozeWish::Until(ms(pressed + random.between(1, four_hours))),
        _ => {
            let lengths = SnoozeLength::ALL;
            let n = usize::try_from(random.next() % 4).unwrap();
            SnoozeWish::For(lengths[n])
        }
    };
    SnoozeRequest {
        pressed_at: ms(pressed),
        wish,
    }
}

/// Mostly just before the press, now and then about the turn of the day before it.
fn came_at(random: &mut Random, request: &SnoozeRequest, minutes: &Minutes) -> Timestamp {
    let pressed = request.pressed_at.as_millisecond();
    let before = match random.between(1, 6) {
        1 => pressed - last_turn(minutes, pressed) + random.between(-1, 1),
        2 => random.between(0, 20 * 60 * MINUTE_MS),
        _ => random.between(0, 30_000),
    };
    ms(pressed - before.max(0))
}

/// The first minute of the day of a press.
fn last_turn(minutes: &Minutes, pressed: i64) -> i64 {
    let at = pressed.div_euclid(1000);
    let at = at - at.rem_euclid(60);
    let today = minutes.day(at);
    let earlier = (1..30 * 60).map(|k| at - k * 60);
    let last = earlier.into_iter().find(|at| minutes.day(*at) != today);
    last.map_or(pressed, |last| (last + 60) * 1000)
}

/// The next minute that belongs to another day.
fn day_turn(minutes: &Minutes, pressed: i64) -> i64 {
    let at = pressed.div_euclid(1000);
    let today = minutes.day(at);
    let later = (1..30 * 60).map(|k| at - at.rem_euclid(60) + k * 60);
    let turn = later.into_iter().find(|at| minutes.day(*at) != today);
    turn.unwrap() * 1000
}

fn expected(
    request: &SnoozeRequest,
    came_at: Timestamp,
    seen: &Seen,
    minutes: &Minutes,
) -> Result<SnoozedOccurrence, SnoozeRefusal> {
    let pressed = request.pressed_at.as_millisecond();
    let latest = pressed + 4 * 60 * MINUTE_MS;
    let due = match request.wish {
        SnoozeWish::For(SnoozeLength::Five) => pressed + 5 * MINUTE_MS,
        SnoozeWish::For(SnoozeLength::Ten) => pressed + 10 * MINUTE_MS,
        SnoozeWish::For(SnoozeLength::Fifteen) => pressed + 15 * MINUTE_MS,
        SnoozeWish::For(SnoozeLength::Thirty) => pressed + 30 * MINUTE_MS,
        SnoozeWish::Until(end) => end.as_millisecond(),
    };
    if due <= pressed {
        return Err(SnoozeRefusal::NotAhead);
    }
    if due > latest {
        return Err(SnoozeRefusal::TooFar { latest: ms(latest) });
    }
    let day = |at: i64| minutes.day(at.div_euclid(1000));
    if day(came_at.as_millisecond()) != day(pressed) {
        return Err(SnoozeRefusal::EarlierDay);
    }
    if seen.n_snoozed == 3 {
        return Err(SnoozeRefusal::TooMany);
    }
    let regular: Vec<i64> = seen
        .due
        .iter()
        .copied()
        .filter(|at| *at > pressed)
        .collect();
    if regular.iter().any(|at| *at < due + 5 * MINUTE_MS) {
        return Err(SnoozeRefusal::NextIsNear {
            next: ms(regular[0]),
        });
    }
    let at = due.div_euclid(1000);
    if minutes.day(at) != minutes.day(pressed.div_euclid(1000)) {
        return Err(SnoozeRefusal::DayIsOver);
    }
    let minute = minute_of_day(minutes.shown(at));
    for (hours, quiet) in &seen.quiet {
        if quiet.contains(&minute) {
            return Err(SnoozeRefusal::Quiet { hours: *hours });
        }
    }
    // Second by second, as long as it is no nearer to the next one than to itself.
    let mut grace = 0;
    while grace < 600
        && regular
            .first()
            .is_none_or(|next| 2 * (grace + 1) * 1000 <= next - due)
    {
        grace += 1;
    }
    Ok(SnoozedOccurrence {
        slot: slot(),
        k: seen.n_snoozed + 1,
        due: ms(due),
        expires_at: ms(due) + SignedDuration::from_secs(grace),
    })
}

fn ms(at: i64) -> Timestamp {
    Timestamp::from_millisecond(at).unwrap()
}

/// A zone in which nothing moves, so that a mistake above is not taken for one of a zone.
#[test]
fn the_walk_itself_counts_days_from_their_turn() {
    let noon = 1_780_315_200;
    let minutes = Minutes::new(&TimeZone::UTC, noon, noon + DAY, 3);
    assert_eq!(minutes.day(noon), date(2026, 6, 1));
    assert_eq!(minutes.day(noon + 15 * HOUR - 1), date(2026, 6, 1));
    assert_eq!(minutes.day(noon + 15 * HOUR), date(2026, 6, 2));
}
