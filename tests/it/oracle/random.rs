//! Random schedules of all three forms: what is typed, and beside it what it means, written down plainly.

use std::collections::BTreeSet;

use jiff::civil::{DateTime, Weekday};
use unhunch::domain::recurrence::Recurrence;

/// A small generator of numbers that look random; the same seed gives the same ones.
pub(crate) struct Random(pub(crate) u64);

impl Random {
    pub(crate) fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        z ^ (z >> 31)
    }

    /// From `least` to `most`, both included.
    pub(crate) fn between(&mut self, least: i64, most: i64) -> i64 {
        least + i64::try_from(self.next() % u64::try_from(most - least + 1).unwrap()).unwrap()
    }

    pub(crate) fn one_in(&mut self, n: i64) -> bool {
        self.between(1, n) == 1
    }

    fn choose<'a, T: ?Sized>(&mut self, from: &[&'a T]) -> &'a T {
        from[usize::try_from(self.next() % from.len() as u64).unwrap()]
    }
}

/// A schedule as it was typed, and its meaning.
pub(crate) struct Typed {
    pub(crate) text: String,
    pub(crate) recurrence: Recurrence,
    times: Times,
    /// `None` where it does not matter.
    days: Option<BTreeSet<i64>>,
    months: Option<BTreeSet<i64>>,
    weekdays: Option<BTreeSet<i64>>,
}

enum Times {
    /// Hours and minutes.
    List(BTreeSet<(i64, i64)>),
    /// Seconds, minutes and hours, in all combinations.
    Product([BTreeSet<i64>; 3]),
}

impl Typed {
    /// Says whether a wall time is one of its slots.
    pub(crate) fn is_slot(&self, at: DateTime) -> bool {
        let (hour, minute) = (i64::from(at.hour()), i64::from(at.minute()));
        let second = i64::from(at.second());
        let is_time = match &self.times {
            Times::List(list) => second == 0 && list.contains(&(hour, minute)),
            Times::Product([seconds, minutes, hours]) => {
                seconds.contains(&second) && minutes.contains(&minute) && hours.contains(&hour)
            }
        };
        let sunday_zero = i64::from(at.date().weekday().to_sunday_zero_offset());
        let by_week = self
            .weekdays
            .as_ref()
            .map(|days| days.contains(&sunday_zero));
        let day = i64::from(at.day());
        let by_month = self.days.as_ref().map(|days| days.contains(&day));
        let is_date = match (by_week, by_month) {
            (Some(by_week), Some(by_month)) => by_week || by_month,
            (by_week, by_month) => by_week.or(by_month).unwrap_or(true),
        };
        let month = i64::from(at.month());
        is_time
            && is_date
            && self
                .months
                .as_ref()
                .is_none_or(|months| months.contains(&month))
    }
}

/// A schedule of any form; with seconds only if asked for.
pub(crate) fn schedule(random: &mut Random, near: DateTime, with_seconds: bool) -> Typed {
    if with_seconds {
        return cron(random, near, true);
    }
    match random.between(1, 4) {
        1 => times(random, near),
        2 => every(random),
        _ => cron(random, near, false),
    }
}

fn times(random: &mut Random, near: DateTime) -> Typed {
    let list: BTreeSet<_> = (0..random.between(1, 4))
        .map(|_| (hour(random, near), random.between(0, 59)))
        .collect();
    let text: Vec<_> = list
        .iter()
        .map(|(hour, minute)| clock(random, *hour, *minute))
        .collect();
    let (days, weekdays) = weekdays(random);
    let text = text.join(", ");
    Typed {
        recurrence: Recurrence::parse(&text, days.as_deref()).unwrap(),
        text: format!("--times {text} --days {days:?}"),
        times: Times::List(list),
        days: None,
        months: None,
        weekdays,
    }
}

fn every(random: &mut Random) -> Typed {
    let minutes = random.between(5, 200);
    let from = random.between(0, 1438);
    let until = random.between(from + 1, 1439);
    let mut due = BTreeSet::new();
    let mut at = from;
    while at <= until {
        due.insert((at / 60, at % 60));
        at += minutes;
    }
    let (days, weekdays) = weekdays(random);
    let (first, last) = (
        clock(random, from / 60, from % 60),
        clock(random, until / 60, until % 60),
    );
    let (every, between) = (format!("{minutes}m"), format!("{first}-{last}"));
    Typed {
        recurrence: Recurrence::every(&every, &between, days.as_deref()).unwrap(),
        text: format!("--every {every} --between {between} --days {days:?}"),
        times: Times::List(due),
        days: None,
        months: None,
        weekdays,
    }
}

fn cron(random: &mut Random, near: DateTime, with_seconds: bool) -> Typed {
    let (minute_text, minutes) = field(random, 0, 59, i64::from(near.minute()));
    let near_hour = hour(random, near);
    let (hour_text, hours) = field(random, 0, 23, near_hour);
    let seconds = if with_seconds {
        field(random, 0, 59, 0)
    } else {
        (String::new(), [0].into())
    };
    let star = || ("*".to_owned(), None);
    let by_month = random
        .one_in(3)
        .then(|| list(random, 1, 31, i64::from(near.day())));
    let by_week = random.one_in(3).then(|| {
        list(
            random,
            1,
            5,
            i64::from(near.date().weekday().to_sunday_zero_offset()),
        )
    });
    let by_week = by_week.filter(|_| !with_seconds || by_month.is_none());
    let (month_text, months) = if random.one_in(6) {
        let (text, set) = list(random, 1, 12, i64::from(near.month()));
        (text, Some(set))
    } else {
        star()
    };
    let (day_text, days) = by_month.map_or_else(star, |(text, set)| (text, Some(set)));
    let (weekday_text, weekdays) = by_week.map_or_else(star, |(_, set)| {
        const NAMES: [&str; 7] = ["SUN", "mon", "Tuesday", "WED", "thu", "FRIDAY", "sat"];
        let named = set.iter().map(|day| {
            if with_seconds || day % 2 == 0 {
                NAMES[usize::try_from(*day).unwrap()].to_owned()
            } else {
                day.to_string()
            }
        });
        (named.collect::<Vec<_>>().join(","), Some(set))
    });
    let five = format!("{minute_text} {hour_text} {day_text} {month_text} {weekday_text}");
    let text = format!("{} {five}", seconds.0);
    Typed {
        recurrence: Recurrence::cron(&text).unwrap(),
        text: format!("--cron {text}"),
        times: Times::Product([seconds.1, minutes, hours]),
        days,
        months,
        weekdays,
    }
}

/// A field of times: everything, steps, a range or a list.
fn field(random: &mut Random, least: i64, most: i64, near: i64) -> (String, BTreeSet<i64>) {
    let steps = |from: i64, to: i64, step: i64| {
        let mut set = BTreeSet::new();
        let mut at = from;
        while at <= to {
            set.insert(at);
            at += step;
        }
        set
    };
    match random.between(1, 6) {
        1 => ("*".to_owned(), steps(least, most, 1)),
        2 => {
            let step = random.between(1, most);
            (format!("*/{step}"), steps(least, most, step))
        }
        3 => {
            let (from, step) = (random.between(least, most), random.between(1, most));
            let to = random.between(from, most);
            (format!("{from}-{to}/{step}"), steps(from, to, step))
        }
        _ => list(random, least, most, near),
    }
}

/// A short list of values, most of them near a clock change, and now and then a range.
fn list(random: &mut Random, least: i64, most: i64, near: i64) -> (String, BTreeSet<i64>) {
    let mut set = BTreeSet::new();
    let mut items = Vec::new();
    for _ in 0..random.between(1, 3) {
        let value = (near + random.between(-2, 2)).clamp(least, most);
        if random.one_in(3) && value < most {
            items.push(format!("{value}-{}", value + 1));
            set.extend([value, value + 1]);
        } else {
            items.push(format!("{value:02}"));
            set.insert(value);
        }
    }
    (items.join(","), set)
}

/// An hour, most often one near a clock change.
fn hour(random: &mut Random, near: DateTime) -> i64 {
    if random.one_in(3) {
        random.between(0, 23)
    } else {
        (i64::from(near.hour()) + random.between(-2, 2)).rem_euclid(24)
    }
}

/// A time of day in one of the ways in which people write it.
fn clock(random: &mut Random, hour: i64, minute: i64) -> String {
    match (random.between(1, 3), hour, minute) {
        (1, 0, 0) => "midnight".to_owned(),
        (1, 12, 0) => "noon".to_owned(),
        (1, ..) => {
            let half = if hour < 12 { "am" } else { "PM" };
            format!("{}:{minute:02}{half}", (hour + 11) % 12 + 1)
        }
        (2, ..) => format!("{hour}:{minute:02}"),
        _ => format!("{hour:02}:{minute:02}"),
    }
}

/// Days as they are typed, and as numbers from Sunday.
fn weekdays(random: &mut Random) -> (Option<String>, Option<BTreeSet<i64>>) {
    let sets: [&(&str, &[i64]); 6] = [
        &("weekdays", &[1, 2, 3, 4, 5]),
        &("weekends", &[6, 0]),
        &("fri-mon", &[5, 6, 0, 1]),
        &("Sunday", &[0]),
        &("tue, THU-sat", &[2, 4, 5, 6]),
        &("daily", &[0, 1, 2, 3, 4, 5, 6]),
    ];
    if random.one_in(2) {
        return (None, None);
    }
    let (text, set) = random.choose(&sets);
    debug_assert_eq!(Weekday::Sunday.to_sunday_zero_offset(), 0);
    (
        Some((*text).to_owned()),
        Some(set.iter().copied().collect()),
    )
}
