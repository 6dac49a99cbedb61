//! The rules of streaks once more, as a person with a calendar and a pencil would follow them: every day gets its mark,
//! and the figures are counted from the marks. Knows nothing of the engine.

use std::collections::{BTreeMap, BTreeSet};

use jiff::civil::Date;
use jiff::tz::TimeZone;
use jiff::{Timestamp, ToSpan};

/// Monday first.
pub(super) type Week = [bool; 7];

#[derive(Debug, Clone)]
pub(super) enum Step {
    CheckIn(Option<Timestamp>),
    OptIn,
    OptOut,
    Erase,
    Leave,
    Rejoin,
    Timezone(TimeZone),
    DayEndsAt(i8),
    ActiveDays(Week),
    Pause(Date, Date),
    Resume,
}

#[derive(Debug, Clone)]
pub(super) struct Log {
    pub(super) zone: TimeZone,
    pub(super) day_ends_at: i8,
    pub(super) active_days: Week,
    pub(super) neutral_days: Vec<Date>,
    pub(super) opted_in: bool,
    /// At the start, the most, and after so many credits.
    pub(super) freezes: [u32; 3],
    /// In order of time.
    pub(super) steps: Vec<(Timestamp, Step)>,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Figures {
    pub(super) day: Date,
    pub(super) current: u32,
    pub(super) longest: u32,
    pub(super) freezes: u32,
    pub(super) today: &'static str,
    pub(super) credited: u32,
    pub(super) due: u32,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Mark {
    Credited,
    Frozen,
    Missed,
}

/// What the run is counted from.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Tally {
    Credit,
    Broken,
}

struct Walk<'a> {
    log: &'a Log,
    zone: TimeZone,
    day_ends_at: i8,
    /// From which day on which weekdays are active.
    weeks: Vec<(Date, Week)>,
    paused: BTreeSet<Date>,
    today: Date,
    marks: BTreeMap<Date, Mark>,
    tallies: Vec<Tally>,
    freezes: u32,
    enrolled_on: Option<Date>,
    excused_on: Option<Date>,
    left_at: Option<Timestamp>,
}

/// What comes of each step up to `until`, and the figures then.
pub(super) fn walk(log: &Log, start: Timestamp, until: Timestamp) -> (Vec<&'static str>, Figures) {
    let today = day(start, &log.zone, log.day_ends_at);
    let mut walk = Walk {
        log,
        zone: log.zone.clone(),
        day_ends_at: log.day_ends_at,
        weeks: vec![(Date::MIN, log.active_days)],
        paused: BTreeSet::new(),
        today,
        marks: BTreeMap::new(),
        tallies: Vec::new(),
        freezes: log.freezes[0],
        enrolled_on: log.opted_in.then_some(today),
        excused_on: None,
        left_at: None,
    };
    let steps = log.steps.iter().filter(|(at, _)| *at <= until);
    let outcomes = steps.map(|(at, step)| walk.step(*at, step)).collect();
    walk.go_to(until);
    (outcomes, walk.figures())
}

/// K-10: the latest date whose day end the clock has shown, looked up at every quarter of an hour.
fn day(at: Timestamp, zone: &TimeZone, day_ends_at: i8) -> Date {
    let quarter = at.as_second() - at.as_second().rem_euclid(900);
    // No clock here was ever set back by more than three hours.
    let quarters = (0..16).map(|k| Timestamp::from_second(quarter - k * 900 - 1).unwrap());
    let shown = quarters.chain([at]).map(|instant| {
        let reading = zone.to_datetime(instant);
        if reading.hour() >= day_ends_at {
            reading.date()
        } else {
            reading.date().yesterday().unwrap()
        }
    });
    shown.max().unwrap()
}

/// Says whether a clock of the zone ever shows the date.
fn is_shown(date: Date, zone: &TimeZone) -> bool {
    let noon = date.at(12, 0, 0, 0).to_zoned(TimeZone::UTC).unwrap();
    let noon = noon.timestamp();
    (-30..=30).any(|hours| zone.to_datetime(noon + hours.hours()).date() == date)
}

impl Walk<'_> {
    fn is_due(&self, day: Date) -> bool {
        let (_, week) = self.weeks.iter().rfind(|(from, _)| *from <= day).unwrap();
        let weekday = usize::try_from(day.weekday().to_monday_zero_offset()).unwrap();
        week[weekday]
            && !self.log.neutral_days.contains(&day)
            && !self.paused.contains(&day)
            && is_shown(day, &self.zone)
    }

    /// K-23 and K-24: what a day without a credit comes to when it is over, if anything.
    fn is_lost(&self, day: Date) -> bool {
        let is_counted = self
            .enrolled_on
            .is_some_and(|enrolled_on| enrolled_on != day);
        is_counted && !self.marks.contains_key(&day) && self.is_due(day)
    }

    fn current(&self) -> u32 {
        let run = self
            .tallies
            .iter()
            .rev()
            .take_while(|tally| **tally == Tally::Credit);
        u32::try_from(run.count()).unwrap()
    }

    fn longest(&self) -> u32 {
        let runs = self.tallies.split(|tally| *tally == Tally::Broken);
        u32::try_from(runs.map(<[_]>::len).max().unwrap_or_default()).unwrap()
    }

    fn days_until(&self, end: Date) -> Vec<Date> {
        let days = self.today.series(1.day());
        days.take_while(|day| *day < end).collect()
    }

    fn settle(&mut self, days: &[Date]) {
        for day in days {
            if !self.is_lost(*day) {
                continue;
            }
            if self.current() > 0 && self.freezes > 0 {
                self.freezes -= 1;
                self.marks.insert(*day, Mark::Frozen);
            } else {
                self.tallies.push(Tally::Broken);
                self.marks.insert(*day, Mark::Missed);
            }
        }
    }

    fn go_to(&mut self, at: Timestamp) {
        let thirty_days = 30 * 24 * 3600;
        if self
            .left_at
            .is_some_and(|left_at| at.as_second() - left_at.as_second() > thirty_days)
        {
            self.erase();
        }
        let today = day(at, &self.zone, self.day_ends_at);
        self.settle(&self.days_until(today));
        self.today = self.today.max(today);
    }

    fn erase(&mut self) {
        self.marks.clear();
        self.tallies.clear();
        self.paused.clear();
        self.freezes = self.log.freezes[0];
        self.enrolled_on = None;
        self.excused_on = None;
    }

    fn step(&mut self, at: Timestamp, step: &Step) -> &'static str {
        self.go_to(at);
        let is_away = self.left_at.is_some();
        match step {
            Step::CheckIn(prompted_at) => return self.press(at, *prompted_at),
            Step::Erase => self.erase(),
            Step::Leave if is_away => return "noop",
            Step::Leave => self.left_at = Some(at),
            Step::Rejoin if !is_away => return "noop",
            Step::Rejoin => self.left_at = None,
            _ if is_away => return "refused",
            Step::OptIn if self.enrolled_on.is_some() => return "noop",
            Step::OptIn => {
                self.tallies.push(Tally::Broken);
                self.enrolled_on = Some(self.today);
            }
            Step::OptOut if self.enrolled_on.is_none() => return "noop",
            Step::OptOut => {
                self.tallies.push(Tally::Broken);
                self.enrolled_on = None;
            }
            Step::Timezone(zone) => {
                self.zone = zone.clone();
                self.jump(at);
            }
            Step::DayEndsAt(hour) => {
                self.day_ends_at = *hour;
                self.jump(at);
            }
            Step::ActiveDays(week) => {
                let tomorrow = self.today.tomorrow().unwrap();
                self.weeks.retain(|(from, _)| *from != tomorrow);
                self.weeks.push((tomorrow, *week));
            }
            Step::Pause(from, to) => {
                let days: Vec<_> = from.series(1.day()).take_while(|day| day <= to).collect();
                if *from <= self.today || days.is_empty() || days.len() > 60 {
                    return "refused";
                }
                self.paused.extend(days);
            }
            Step::Resume => {
                let to_come = self.paused.split_off(&self.today.tomorrow().unwrap());
                if to_come.is_empty() {
                    return "noop";
                }
            }
        }
        "ok"
    }

    /// K-50 to K-52.
    fn jump(&mut self, at: Timestamp) {
        let today = day(at, &self.zone, self.day_ends_at);
        let cut_short = self.days_until(today);
        let any_lost = cut_short.iter().any(|day| self.is_lost(*day));
        let may_excuse = self
            .excused_on
            .is_none_or(|last| last <= self.today - 28.days());
        if self.current() > 0 && any_lost && may_excuse {
            self.excused_on = Some(self.today);
        } else {
            self.settle(&cut_short);
        }
        self.today = self.today.max(today);
    }

    fn press(&mut self, at: Timestamp, prompted_at: Option<Timestamp>) -> &'static str {
        let day_of = |instant| day(instant, &self.zone, self.day_ends_at);
        if self.left_at.is_some() {
            "not_member"
        } else if self.enrolled_on.is_none() {
            "not_opted_in"
        } else if prompted_at.is_some_and(|prompted_at| day_of(prompted_at) < day_of(at)) {
            "expired"
        } else if self.marks.contains_key(&self.today) {
            "duplicate"
        } else if self.paused.contains(&self.today) {
            "paused"
        } else if !self.is_due(self.today) {
            "rest_day"
        } else {
            self.marks.insert(self.today, Mark::Credited);
            self.tallies.push(Tally::Credit);
            let [_, cap, every] = self.log.freezes;
            if every > 0 && self.current().is_multiple_of(every) && self.freezes < cap {
                self.freezes += 1;
            }
            "credited"
        }
    }

    fn figures(&self) -> Figures {
        let is_credited = self.marks.contains_key(&self.today);
        let window = self.marks.range(self.today - 30.days()..=self.today);
        let marks: Vec<_> = window.map(|(_, mark)| *mark).collect();
        let credited = marks.iter().filter(|mark| **mark == Mark::Credited);
        Figures {
            day: self.today,
            current: self.current(),
            longest: self.longest(),
            freezes: self.freezes,
            today: if self.left_at.is_some() || self.enrolled_on.is_none() {
                "out"
            } else if is_credited {
                "credited"
            } else if self.paused.contains(&self.today) {
                "paused"
            } else if self.is_due(self.today) {
                "open"
            } else {
                "rest"
            },
            credited: u32::try_from(credited.count()).unwrap(),
            due: u32::try_from(marks.len()).unwrap(),
        }
    }
}
