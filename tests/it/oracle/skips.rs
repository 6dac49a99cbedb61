//! What is left out, and why, against a walk.

use std::collections::{BTreeMap, BTreeSet};

use jiff::civil::Date;
use jiff::tz::TimeZone;
use jiff::{SignedDuration, Timestamp, ToSpan};
use unhunch::domain::pause::Pause;
use unhunch::domain::schedule::{Jitter, Slot};
use unhunch::domain::skip::{MemberDays, Silences, SkipReason};
use unhunch::domain::streak::{Answer, Calendar, Event, FreezeRules, Participation};
use unhunch::domain::weekdays::Weekdays;

use super::naive::{Minutes, dates, minute_of_day, quiet_minutes};
use super::quiet::quiet_hours;
use super::random::{Random, schedule};
use super::walk::{Due, Walk, second};
use super::{DAY, HOUR, ON_ONE_WALK, changes, walks};

/// What may silence a schedule, as the walk sees it.
struct Seen {
    is_gone: bool,
    paused: BTreeSet<Date>,
    vacation: BTreeSet<Date>,
    holidays: BTreeSet<Date>,
    quiet: Vec<BTreeSet<i64>>,
    done: Option<Date>,
}

#[test]
fn an_occurrence_is_left_out_for_the_reason_that_a_walk_gives() {
    let mut random = Random(20_240_101);
    let mut reasons: BTreeMap<Option<SkipReason>, usize> = BTreeMap::new();
    let all = changes();
    for (name, zone, change) in walks(&all) {
        let change = change - change.rem_euclid(60);
        let day_ends_at = i8::try_from(random.between(0, 6)).unwrap();
        let window = (change - 2 * DAY, change + 2 * DAY);
        // What is due at the end may be sent some hours later.
        let minutes = Minutes::new(zone, window.0 - DAY, window.1 + DAY, day_ends_at);
        let walk = Walk::new(zone, window, 60, DAY);
        let near = zone.to_datetime(second(change));
        for _ in 0..ON_ONE_WALK {
            let typed = schedule(&mut random, near, false);
            let due = walk.due(|at| typed.is_slot(at));
            let (silences, seen) = silences(&mut random, zone, change, day_ends_at);
            for (at, due) in some(&mut random, &due) {
                let late = random.between(0, 7_200_000);
                let sent = random.one_in(2).then_some(at * 1000 + late);
                let expected = expected(&seen, &minutes, at, due, sent);
                let slot = Slot {
                    date: due.slot.date(),
                    time: due.slot.time(),
                };
                let sent = sent.map(|sent| Timestamp::from_millisecond(sent).unwrap());
                let found = silences.reason(slot, second(at), sent);
                let what = format!("{name}, day ends at {day_ends_at}, {}", typed.text);
                assert_eq!(
                    found, expected,
                    "{what}, {slot:?}, sent {sent:?}, {silences:?}"
                );
                *reasons.entry(found).or_default() += 1;
            }
        }
    }
    assert_eq!(reasons.len(), 6, "not everything was tried: {reasons:?}");
}

/// At most so many of the due instants, from anywhere.
fn some<'a>(random: &mut Random, due: &'a BTreeMap<i64, Due>) -> Vec<(i64, &'a Due)> {
    let step = (due.len() / 20).max(1);
    let begin = usize::try_from(random.next() % step as u64).unwrap();
    let chosen = due.iter().skip(begin).step_by(step);
    chosen.map(|(at, due)| (*at, due)).collect()
}

/// A date near the clock change.
fn near_date(random: &mut Random, zone: &TimeZone, change: i64) -> Date {
    let today = zone.to_datetime(second(change)).date();
    today.saturating_add(random.between(-2, 2).days())
}

fn silences(
    random: &mut Random,
    zone: &TimeZone,
    change: i64,
    day_ends_at: i8,
) -> (Silences, Seen) {
    let near = minute_of_day(zone.to_datetime(second(change)));
    let mut silences = Silences::none(zone.clone());
    let mut seen = Seen {
        is_gone: random.one_in(20),
        paused: BTreeSet::new(),
        vacation: BTreeSet::new(),
        holidays: BTreeSet::new(),
        quiet: Vec::new(),
        done: None,
    };
    silences.is_gone = seen.is_gone;
    if random.one_in(4) {
        let from = near_date(random, zone, change);
        let until = from.saturating_add(random.between(0, 2).days());
        silences.pause = Some(Pause { from, until });
        seen.paused = dates(from, until);
    }
    for _ in 0..random.between(0, 2) {
        seen.holidays.insert(near_date(random, zone, change));
    }
    silences.holidays.clone_from(&seen.holidays);
    for _ in 0..random.between(0, 2) {
        let (hours, from, to) = quiet_hours(random, near);
        silences.quiet_hours.push(hours);
        seen.quiet.push(quiet_minutes(from, to));
    }
    if random.one_in(2) {
        let begin = second(change - 8 * DAY);
        let calendar = Calendar::new(zone.clone(), day_ends_at, Weekdays::DAILY);
        let mut participation = Participation::new(begin, calendar, FreezeRules::default());
        if random.one_in(2) {
            let from = near_date(random, zone, change);
            let to = from.saturating_add(random.between(0, 2).days());
            let answer = participation.apply(begin, &Event::Pause { from, to });
            assert_eq!(answer, Answer::Done);
            seen.vacation = dates(from, to);
        }
        seen.done = random.one_in(2).then(|| near_date(random, zone, change));
        silences.member = Some(MemberDays {
            participation,
            stop_after: seen.done,
        });
    }
    (silences, seen)
}

fn expected(
    seen: &Seen,
    minutes: &Minutes,
    at: i64,
    due: &Due,
    sent: Option<i64>,
) -> Option<SkipReason> {
    let (date, day) = (due.slot.date(), minutes.day(at));
    let is_quiet = |at: i64| {
        let minute = minute_of_day(minutes.shown(at));
        seen.quiet.iter().any(|quiet| quiet.contains(&minute))
    };
    if seen.is_gone {
        Some(SkipReason::NotInGuild)
    } else if seen.paused.contains(&date) || seen.vacation.contains(&day) {
        Some(SkipReason::Paused)
    } else if seen.holidays.contains(&date) {
        Some(SkipReason::Holiday)
    } else if is_quiet(at) || sent.is_some_and(|sent| is_quiet(sent.div_euclid(1000))) {
        Some(SkipReason::Quiet)
    } else if seen.done == Some(day) {
        Some(SkipReason::Done)
    } else {
        None
    }
}

#[test]
fn a_pause_ends_in_the_minute_in_which_a_walk_sees_the_next_date() {
    let mut random = Random(20_250_101);
    let all = changes();
    for (name, zone, change) in walks(&all) {
        let change = change - change.rem_euclid(60);
        let minutes = Minutes::new(zone, change - 4 * DAY, change + 4 * DAY, 0);
        for _ in 0..ON_ONE_WALK {
            let until = near_date(&mut random, zone, change);
            let pause = Pause { from: until, until };
            let end = minutes.first_of(until.tomorrow().unwrap()).unwrap();
            let found = pause.ends_at(zone).unwrap();
            assert_eq!(found, second(end), "{name}, until {until}");
        }
    }
}

#[test]
fn waiting_stays_inside_the_grace_and_is_the_same_every_day() {
    let mut random = Random(20_260_101);
    for _ in 0..super::n_cases() {
        let schedule = random.between(1, 1_000_000);
        let widest = u16::try_from(random.between(0, 600)).unwrap();
        let jitter = Jitter::new(widest).unwrap();
        let grace = random.between(0, 2 * HOUR);
        let waits = [0, DAY, 365 * DAY].map(|later| {
            let due = second(1_780_300_800 + later);
            let at = jitter.dispatch_at(schedule, due, due + SignedDuration::from_secs(grace));
            at.duration_since(due).as_secs()
        });
        assert!(waits.iter().all(|wait| *wait == waits[0]));
        let wait = waits[0];
        assert!(0 <= wait && 2 * wait <= grace, "{wait} of {grace}");
        assert!(wait == 0 || wait < i64::from(widest));
        // A grace that is long enough shortens nothing.
        let whole = jitter.wait(schedule).as_secs();
        assert!(2 * whole > grace || wait == whole);
    }
}
