//! A member's part in a guild's streaks: numbers, settings and membership, and every event that changes them.

use jiff::civil::Date;
use jiff::tz::TimeZone;
use jiff::{SignedDuration, Timestamp, ToSpan};

use super::calendar::{Calendar, day_at};
use super::outage::{Evidence, LATE_DAYS};
use super::outcome::{Outcome, Share};
use super::state::{BeforeCredit, FreezeRules, Streak};
use crate::domain::weekdays::Weekdays;

/// Who comes back later than this after leaving is as new (K-63).
const KEPT_AFTER_LEAVING: SignedDuration = SignedDuration::from_hours(30 * 24);

/// Something that happens to a member.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Event {
    /// A press (K-20).
    CheckIn {
        /// When the prompt that it answers was sent.
        prompted_at: Option<Timestamp>,
    },
    /// Streaks begin (K-60).
    OptIn,
    /// Streaks end (K-61).
    OptOut,
    /// Everything is forgotten (K-62).
    Erase,
    /// They left the guild (K-63).
    Leave,
    /// They came back (K-63).
    Rejoin,
    /// A new zone (K-50).
    Timezone(TimeZone),
    /// A new hour at which the day turns (K-50).
    DayEndsAt(i8),
    /// New active days (K-13).
    ActiveDays(Weekdays),
    /// A vacation, first and last day (K-40).
    Pause {
        /// First day.
        from: Date,
        /// Last day.
        to: Date,
    },
    /// The end of every vacation (K-41).
    Resume,
}

/// What an event came to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Answer {
    /// A press was judged.
    Judged(Outcome),
    /// It was done.
    Done,
    /// There was nothing to do.
    Nothing,
    /// It may not be.
    Refused,
}

impl Answer {
    /// The word for it.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Judged(outcome) => outcome.as_str(),
            Self::Done => "ok",
            Self::Nothing => "noop",
            Self::Refused => "refused",
        }
    }
}

/// What may be said of the present day.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Today {
    /// They take no part.
    Out,
    /// It has its credit.
    Credited,
    /// It lies in a vacation.
    Paused,
    /// It does not count.
    Rest,
    /// It can be credited.
    Open,
}

impl Today {
    /// The word for it.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Out => "out",
            Self::Credited => "credited",
            Self::Paused => "paused",
            Self::Rest => "rest",
            Self::Open => "open",
        }
    }
}

/// A member's figures at an instant.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Snapshot {
    /// The logical day.
    pub day: Date,
    /// Credits of the present run.
    pub current: u32,
    /// Credits of the longest run.
    pub longest: u32,
    /// Freezes held.
    pub freezes: u32,
    /// The day itself.
    pub today: Today,
    /// Credits among due days of the last 30 (L-2).
    pub window: Share,
}

/// Everything that an event of a member depends on and changes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Participation {
    streak: Streak,
    calendar: Calendar,
    rules: FreezeRules,
    /// When they left the guild; `None` while they are in it.
    left_at: Option<Timestamp>,
}

impl Participation {
    /// A member of the guild who has not opted in.
    pub fn new(at: Timestamp, calendar: Calendar, rules: FreezeRules) -> Self {
        Self {
            streak: Streak::new(day_at(at, &calendar), rules),
            calendar,
            rules,
            left_at: None,
        }
    }

    /// A member as they were last kept.
    pub fn kept(
        streak: Streak,
        calendar: Calendar,
        rules: FreezeRules,
        left_at: Option<Timestamp>,
    ) -> Self {
        Self {
            streak,
            calendar,
            rules,
            left_at,
        }
    }

    /// The numbers, as of the last event.
    pub fn streak(&self) -> &Streak {
        &self.streak
    }

    /// The member's clock and the days that count.
    pub fn calendar(&self) -> &Calendar {
        &self.calendar
    }

    /// Says whether a run of the present length earns a freeze, and whether they hold as many as there are (K-30).
    pub fn earns_freeze(&self) -> Option<bool> {
        let every = self.rules.earn_every;
        let earns = every > 0 && self.rules.cap > 0 && self.streak.current.is_multiple_of(every);
        let is_full = self.streak.freezes >= self.rules.cap;
        (earns && self.streak.current > 0).then_some(is_full)
    }

    /// Says whether there are freezes for them: some that they hold, or some to get (K-30).
    pub fn has_freezes(&self) -> bool {
        self.streak.freezes > 0 || self.rules.give_any()
    }

    /// Says whether they take part (K-1).
    pub fn is_enrolled(&self) -> bool {
        self.streak.enrol_day.is_some()
    }

    /// Lets an event happen at `at`, which is no earlier than the events before it.
    pub fn apply(&mut self, at: Timestamp, event: &Event) -> Answer {
        self.settle(at);
        match event {
            Event::Erase => {
                self.erase();
                Answer::Done
            }
            Event::Leave if self.left_at.is_none() => {
                self.left_at = Some(at);
                Answer::Done
            }
            Event::Rejoin if self.left_at.is_some() => {
                self.left_at = None;
                Answer::Done
            }
            Event::Leave | Event::Rejoin => Answer::Nothing,
            Event::CheckIn { prompted_at } => Answer::Judged(self.press(at, *prompted_at)),
            _ if self.left_at.is_some() => Answer::Refused,
            setting => self.change_setting(at, setting),
        }
    }

    /// Judges a press at `at` that answers a prompt sent at `prompted_at` (K-20).
    pub fn press(&mut self, at: Timestamp, prompted_at: Option<Timestamp>) -> Outcome {
        self.settle(at);
        if self.left_at.is_some() {
            return Outcome::NotMember;
        }
        self.streak
            .press(at, prompted_at, &self.calendar, self.rules)
    }

    /// Takes a credit as it stands in the log, on the day that was judged then; it is not judged again (K-4).
    pub fn credit_as_logged(&mut self, at: Timestamp, day: Date) {
        self.streak.credit_on(day, at, &self.calendar, self.rules);
    }

    /// From here on freezes are given and earned by these rules (K-30).
    pub fn go_by(&mut self, rules: FreezeRules) {
        self.rules = rules;
    }

    /// When they left the guild; `None` while they are in it.
    pub fn left_at(&self) -> Option<Timestamp> {
        self.left_at
    }

    /// Takes the credit of the present day back (K-25). `false`, and nothing is done, where there is none to be taken back at
    /// `at`, for the day is over.
    pub fn take_back(&mut self, at: Timestamp, before: BeforeCredit) -> bool {
        self.settle(at);
        self.left_at.is_none() && self.streak.take_back(before)
    }

    /// The days that have gone by since the last event, and would count as missed though the bot is to blame (K-42).
    pub fn outages(&self, at: Timestamp, evidence: &Evidence) -> Vec<Date> {
        let today = day_at(at, &self.calendar);
        self.streak.uncredited_days(today, &self.calendar, |day| {
            evidence.spares(day, &self.calendar)
        })
    }

    /// The days lately that were judged as missed or frozen, though by now it is known that the bot is to blame (K-42).
    pub fn misjudged(&self, evidence: &Evidence) -> Vec<Date> {
        let ago = (1..=i64::from(LATE_DAYS)).rev();
        let days = ago.map(|ago| self.streak.day.saturating_sub(ago.days()));
        let missed = days.filter(|day| self.streak.was(*day) == Some((false, true)));
        missed
            .filter(|day| evidence.spares(*day, &self.calendar))
            .collect()
    }

    /// Such days count for nobody; what has been judged stays as it was.
    pub fn spare(&mut self, days: &[Date]) {
        self.calendar.spare(days);
    }

    /// What a member of the guild changes of their own settings.
    fn change_setting(&mut self, at: Timestamp, event: &Event) -> Answer {
        let today = self.streak.day;
        let done = |is_done: bool, otherwise| if is_done { Answer::Done } else { otherwise };
        match event {
            Event::OptIn if self.streak.enrol_day.is_none() => self.streak.opt_in(),
            Event::OptOut if self.streak.enrol_day.is_some() => self.streak.opt_out(),
            Event::Timezone(zone) => {
                let zone = zone.clone();
                self.change_clock(at, |calendar| calendar.zone = zone);
            }
            Event::DayEndsAt(hour) => {
                self.change_clock(at, |calendar| calendar.day_ends_at = *hour);
            }
            Event::ActiveDays(days) => self.calendar.change_active_days(today, *days),
            Event::Pause { from, to } => {
                let is_done = self.calendar.pause(today, *from, *to).is_ok();
                return done(is_done, Answer::Refused);
            }
            Event::Resume => return done(self.calendar.resume(today), Answer::Nothing),
            _ => return Answer::Nothing,
        }
        Answer::Done
    }

    fn change_clock(&mut self, at: Timestamp, change: impl FnOnce(&mut Calendar)) {
        let mut after = self.calendar.clone();
        change(&mut after);
        self.streak.change_clock(at, &self.calendar, &after);
        self.calendar = after;
    }

    /// Lets the days up to `at` go by. Who has been away for too long is forgotten (K-63). Doing so earlier or
    /// later, once or often, changes no outcome.
    pub fn settle(&mut self, at: Timestamp) {
        if self.is_forgotten_at(at) {
            self.erase();
        }
        self.streak.advance(at, &self.calendar);
    }

    /// Lets the days before `day` go by, if they have not.
    pub fn settle_until(&mut self, day: Date) {
        self.streak.advance_to(day, &self.calendar);
    }

    /// Says whether they have been away for so long that everything is forgotten (K-63).
    pub(super) fn is_forgotten_at(&self, at: Timestamp) -> bool {
        let forgotten = |left_at: Timestamp| at.duration_since(left_at) > KEPT_AFTER_LEAVING;
        self.left_at.is_some_and(forgotten)
    }

    /// Lets the present day go by, whatever the time.
    pub(super) fn turn_one_day(&mut self) {
        self.streak.advance_one_day(&self.calendar);
    }

    /// As new, and not opted in; zone, day end and active days stay (K-62).
    fn erase(&mut self) {
        self.streak.erase(self.rules);
        self.calendar.forget_pauses();
    }

    /// The member's day at `at` (K-11); asking changes nothing.
    pub fn day_at(&self, at: Timestamp) -> Date {
        self.settled(at).streak.day
    }

    /// Says whether the member's day at `at` lies in a vacation (K-40); asking changes nothing.
    pub fn is_paused_at(&self, at: Timestamp) -> bool {
        let now = self.settled(at);
        now.calendar.is_paused(now.streak.day)
    }

    fn settled(&self, at: Timestamp) -> Self {
        let mut now = self.clone();
        now.settle(at);
        now
    }

    /// The figures at `at`; asking changes nothing.
    pub fn at(&self, at: Timestamp) -> Snapshot {
        let Self {
            streak,
            calendar,
            left_at,
            ..
        } = &self.settled(at);
        let today = if left_at.is_some() || streak.enrol_day.is_none() {
            Today::Out
        } else if streak.credited_today {
            Today::Credited
        } else if calendar.is_paused(streak.day) {
            Today::Paused
        } else if calendar.counts(streak.day) {
            Today::Open
        } else {
            Today::Rest
        };
        Snapshot {
            day: streak.day,
            current: streak.current,
            longest: streak.longest,
            freezes: streak.freezes,
            today,
            window: streak.window(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn instant(text: &str) -> Timestamp {
        text.parse().unwrap()
    }

    /// A member in UTC whose day turns at three, since the morning of 1 June.
    fn member() -> Participation {
        let calendar = Calendar::new(TimeZone::UTC, 3, Weekdays::DAILY);
        let since = instant("2026-06-01T09:00:00Z");
        Participation::new(since, calendar, FreezeRules::default())
    }

    #[test]
    fn who_has_not_opted_in_or_has_opted_out_takes_no_part() {
        let mut member = member();
        assert!(!member.is_enrolled());
        member.apply(instant("2026-06-01T10:00:00Z"), &Event::OptIn);
        assert!(member.is_enrolled());
        // Leaving the guild is no opting out: who comes back goes on.
        member.apply(instant("2026-06-02T10:00:00Z"), &Event::Leave);
        assert!(member.is_enrolled());
        member.apply(instant("2026-06-03T10:00:00Z"), &Event::Rejoin);
        member.apply(instant("2026-06-03T11:00:00Z"), &Event::OptOut);
        assert!(!member.is_enrolled());
    }
}
