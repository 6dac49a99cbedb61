//! Random histories: the engine against the walk with a pencil, and what holds whatever happens.
//!
//! `cargo test` tries 256 of each kind. A long run, after a change of the streak engine or of its rules, is
//! `PROPTEST_CASES=100000 cargo test --test it streak_vectors::histories`; it takes about 20 minutes unoptimised.

use std::collections::BTreeSet;

use jiff::tz::{TimeZone, TimeZoneDatabase};
use jiff::{Timestamp, ToSpan};
use proptest::prelude::*;
use unhunch::domain::streak::{
    Answer, Calendar, Diary, Event, FreezeRules, History, Outcome, Participation, replay,
};
use unhunch::domain::weekdays::Weekdays;
use unhunch::domain::year::Mark;

use super::walk::{Figures, Log, Step, Week, walk};

/// Zones whose clocks do something strange, and the ends of the date line.
const ZONES: [&str; 14] = [
    "Africa/Casablanca",
    "America/New_York",
    "America/Nuuk",
    "America/Santiago",
    "Antarctica/Troll",
    "Asia/Kathmandu",
    "Asia/Tokyo",
    "Australia/Lord_Howe",
    "Europe/Berlin",
    "Pacific/Apia",
    "Pacific/Auckland",
    "Pacific/Honolulu",
    "Pacific/Kiritimati",
    "Pacific/Pago_Pago",
];
/// Shortly before something happens to the clocks of one of them.
const STARTS: [&str; 7] = [
    "2011-12-22T00:00:00Z",
    "2023-03-18T00:00:00Z",
    "2024-03-20T00:00:00Z",
    "2026-02-08T00:00:00Z",
    "2026-03-18T00:00:00Z",
    "2026-03-30T00:00:00Z",
    "2026-10-15T00:00:00Z",
];
const NAMES: [&str; 7] = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"];

/// What a step is, before it has an instant.
#[derive(Debug, Clone)]
enum Kind {
    CheckIn,
    AnswerFrom(i64),
    Pause(i64, i64),
    Other(Step),
}

/// Every zone of the bundled data, the strange ones more often than the rest.
fn zone() -> impl Strategy<Value = TimeZone> {
    let strange = proptest::sample::select(&ZONES[..]).prop_map(str::to_owned);
    let zones = TimeZoneDatabase::bundled();
    let names = zones.available().map(|name| name.as_str().to_owned());
    let any = proptest::sample::select(names.collect::<Vec<_>>());
    prop_oneof![2 => strange, 1 => any]
        .prop_map(|name| TimeZoneDatabase::bundled().get(&name).unwrap())
}

fn week() -> impl Strategy<Value = Week> {
    let some = any::<Week>().prop_filter("some day is active", |week| week.contains(&true));
    prop_oneof![
        Just([true; 7]),
        Just([true, true, true, true, true, false, false]),
        some
    ]
}

fn kind() -> impl Strategy<Value = Kind> {
    prop_oneof![
        14 => Just(Kind::CheckIn),
        3 => (0_i64..3_000).prop_map(Kind::AnswerFrom),
        1 => (-1_i64..5, -1_i64..70).prop_map(|(from, days)| Kind::Pause(from, days)),
        4 => zone().prop_map(|zone| Kind::Other(Step::Timezone(zone))),
        2 => (0_i8..=6).prop_map(|hour| Kind::Other(Step::DayEndsAt(hour))),
        1 => week().prop_map(|week| Kind::Other(Step::ActiveDays(week))),
        3 => proptest::sample::select(vec![
            Step::OptIn,
            Step::OptOut,
            Step::OptIn,
            Step::Erase,
            Step::Leave,
            Step::Rejoin,
            Step::Rejoin,
            Step::Resume,
        ])
        .prop_map(Kind::Other),
    ]
}

/// Minutes between two steps: some at once, most within a day or two, a few after weeks.
fn gap() -> impl Strategy<Value = i64> {
    prop_oneof![
        2 => 0_i64..90,
        8 => 300_i64..1_600,
        2 => 1_600_i64..6_000,
        1 => proptest::sample::select(vec![0, 43_199, 43_200, 43_201, 40_320, 90_000, 150_000]),
    ]
}

fn log() -> impl Strategy<Value = (Timestamp, Log)> {
    let start = (proptest::sample::select(&STARTS[..]), 0_i64..20_000);
    let start = start.prop_map(|(start, minutes)| {
        let start: Timestamp = start.parse().unwrap();
        start + minutes.minutes()
    });
    let settings = (zone(), 0_i8..=6, week(), any::<bool>());
    let freezes = (
        0_u32..3,
        0_u32..3,
        proptest::sample::select(vec![0_u32, 1, 3, 10]),
    );
    let neutral = proptest::collection::vec(0_i64..60, 0..4);
    let steps = proptest::collection::vec((gap(), kind()), 0..50);
    (start, settings, freezes, neutral, steps).prop_map(
        |(start, settings, freezes, neutral, steps)| {
            let (zone, day_ends_at, active_days, opted_in) = settings;
            let (initial, more, every) = freezes;
            let date = |at: Timestamp| at.to_zoned(TimeZone::UTC).date();
            let mut at = start;
            let steps = steps.into_iter().map(|(gap, kind)| {
                at += gap.minutes();
                let step = match kind {
                    Kind::CheckIn => Step::CheckIn(None),
                    Kind::AnswerFrom(minutes) => Step::CheckIn(Some(at - minutes.minutes())),
                    Kind::Pause(from, days) => {
                        let from = date(at) + from.days();
                        Step::Pause(from, from + days.days())
                    }
                    Kind::Other(step) => step,
                };
                (at, step)
            });
            let log = Log {
                zone,
                day_ends_at,
                active_days,
                neutral_days: neutral
                    .iter()
                    .map(|days| date(start) + days.days())
                    .collect(),
                opted_in,
                freezes: [initial, initial + more, every],
                steps: steps.collect(),
            };
            (start, log)
        },
    )
}

fn weekdays(week: Week) -> Weekdays {
    let names = NAMES.iter().zip(week).filter(|(_, is_active)| *is_active);
    let names: Vec<_> = names.map(|(name, _)| *name).collect();
    Weekdays::parse(&names.join(",")).unwrap()
}

fn event(step: &Step) -> Event {
    match step {
        Step::CheckIn(prompted_at) => Event::CheckIn {
            prompted_at: *prompted_at,
        },
        Step::OptIn => Event::OptIn,
        Step::OptOut => Event::OptOut,
        Step::Erase => Event::Erase,
        Step::Leave => Event::Leave,
        Step::Rejoin => Event::Rejoin,
        Step::Timezone(zone) => Event::Timezone(zone.clone()),
        Step::DayEndsAt(hour) => Event::DayEndsAt(*hour),
        Step::ActiveDays(week) => Event::ActiveDays(weekdays(*week)),
        Step::Pause(from, to) => Event::Pause {
            from: *from,
            to: *to,
        },
        Step::Resume => Event::Resume,
    }
}

/// The log for the engine, with one query at the start so that both begin at the same instant.
fn history(start: Timestamp, log: &Log, queries: &[Timestamp]) -> History {
    let [start_with, cap, earn_every] = log.freezes;
    let calendar = Calendar::new(log.zone.clone(), log.day_ends_at, weekdays(log.active_days));
    let events = log.steps.iter().map(|(at, step)| (*at, event(step)));
    History {
        calendar: calendar.with_neutral_days(log.neutral_days.iter().copied()),
        rules: FreezeRules {
            start: start_with,
            cap,
            earn_every,
        },
        opted_in: log.opted_in,
        events: events.collect(),
        queries: [&[start], queries].concat(),
    }
}

fn begin(start: Timestamp, history: &History) -> Participation {
    let mut member = Participation::new(start, history.calendar.clone(), history.rules);
    if history.opted_in {
        member.apply(start, &Event::OptIn);
    }
    member
}

proptest! {
    /// I-6: what the engine says is what the rules say, at any instant and for every event.
    #[test]
    fn the_engine_says_what_a_walk_with_a_pencil_says(
        (start, log) in log(),
        looks in proptest::collection::vec(0_i64..160_000, 1..5),
    ) {
        let end = log.steps.last().map_or(start, |(at, _)| *at);
        let looks = looks.iter().map(|minutes| start + minutes.minutes());
        let looks: Vec<_> = looks.chain([end, end + 5.hours()]).collect();
        let replayed = replay(&history(start, &log, &looks));
        let answers: Vec<_> = replayed.answers.iter().map(|answer| answer.as_str()).collect();
        for (look, result) in looks.iter().zip(&replayed.results[1..]) {
            let (outcomes, figures) = walk(&log, start, *look);
            prop_assert_eq!(&answers[..outcomes.len()], &outcomes[..], "until {}", look);
            let said = Figures {
                day: result.day,
                current: result.current,
                longest: result.longest,
                freezes: result.freezes,
                today: result.today.as_str(),
                credited: result.window.credited,
                due: result.window.due,
            };
            prop_assert_eq!(said, figures, "at {}", look);
        }
    }

    /// K-10, around the hours in which clocks are changed.
    #[test]
    fn a_day_turns_when_the_clock_shows_its_end(
        zone in zone(),
        start in proptest::sample::select(&STARTS[..]),
        minutes in -400_i64..400,
        day_ends_at in 0_i8..=6,
    ) {
        let start: Timestamp = start.parse().unwrap();
        let change = zone.following(start).next().map_or(start, |change| change.timestamp());
        let at = change + minutes.minutes();
        let log = Log {
            zone,
            day_ends_at,
            active_days: [true; 7],
            neutral_days: Vec::new(),
            opted_in: false,
            freezes: [0; 3],
            steps: Vec::new(),
        };
        let (_, figures) = walk(&log, at, at);
        prop_assert_eq!(begin(at, &history(at, &log, &[])).at(at).day, figures.day, "at {}", at);
    }

    /// I-6 and I-7: looking changes nothing, and neither does letting days go by in between, as a sweeper does.
    #[test]
    fn looking_and_sweeping_in_between_change_nothing(
        (start, log) in log(),
        sweeps in proptest::collection::vec(0_i64..160_000, 0..20),
    ) {
        let history = history(start, &log, &[]);
        let mut kept = begin(start, &history);
        let mut swept = kept.clone();
        let mut sweeps: Vec<_> = sweeps.iter().map(|minutes| start + minutes.minutes()).collect();
        sweeps.sort_unstable();
        let mut sweeps = sweeps.into_iter().peekable();
        for (at, event) in &history.events {
            while let Some(sweep) = sweeps.next_if(|sweep| sweep <= at) {
                let before = kept.clone();
                let seen = kept.at(sweep);
                prop_assert_eq!(&kept, &before);
                swept.settle(sweep);
                prop_assert_eq!(swept.at(sweep), seen);
            }
            prop_assert_eq!(swept.apply(*at, event), kept.apply(*at, event));
            prop_assert_eq!(&swept, &kept);
        }
        let answers: Vec<_> = {
            let mut again = begin(start, &history);
            history.events.iter().map(|(at, event)| again.apply(*at, event)).collect()
        };
        prop_assert_eq!(replay(&history).answers, answers);
    }

    /// A diary goes day by day and ends with the same figures; its last 30 days are those of the consistency (L-2).
    #[test]
    fn a_diary_tells_the_days_that_the_figures_count((start, log) in log()) {
        let history = history(start, &log, &[]);
        let mut member = begin(start, &history);
        let mut diary = Diary::new(begin(start, &history));
        for (at, event) in &history.events {
            prop_assert_eq!(diary.apply(*at, event), member.apply(*at, event));
            prop_assert_eq!(diary.member(), &member);
        }
        let year = diary.year();
        let window = member.streak().window();
        let today = year.today;
        let lately = year.days().filter(|(day, _)| (today - *day).get_days() <= 30);
        let (mut credited, mut due) = (0, 0);
        for (day, mark) in lately {
            credited += u32::from(mark == Mark::Credited);
            due += u32::from(matches!(mark, Mark::Credited | Mark::Frozen | Mark::Missed));
            let is_open = matches!(mark, Mark::Future);
            prop_assert!(!is_open || day == today);
        }
        prop_assert_eq!((credited, due), (window.credited, window.due));
    }

    /// I-4 and I-5.
    #[test]
    fn only_a_credit_raises_anything_and_each_day_has_one((start, log) in log()) {
        let history = history(start, &log, &[]);
        let mut member = begin(start, &history);
        let mut credited = BTreeSet::new();
        let mut last = member.at(start);
        for (at, event) in &history.events {
            let before = member.at(*at);
            let answer = member.apply(*at, event);
            let after = member.at(*at);
            let is_forgotten = *event == Event::Erase
                || before.longest < last.longest
                || after.longest < before.longest;
            if is_forgotten {
                credited.clear();
            }
            prop_assert!(last.day <= before.day && before.day <= after.day);
            prop_assert!(after.freezes <= history.rules.cap && after.current <= after.longest);
            prop_assert!(before.current <= last.current && before.longest <= last.longest);
            if answer == Answer::Judged(Outcome::Credited) {
                prop_assert_eq!(after.current, before.current + 1);
                prop_assert_eq!(after.longest, before.longest.max(after.current));
                prop_assert!(credited.insert(after.day), "{} was credited twice", after.day);
            } else {
                prop_assert!(after.current <= before.current && after.longest <= before.longest);
                let may_rise = *event == Event::Erase;
                prop_assert!(may_rise || after.freezes <= before.freezes);
            }
            last = after;
        }
    }
}
