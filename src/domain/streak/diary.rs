//! What each day of a member was, told by their log.
//!
//! The numbers of a streak remember 64 days and do not say which of them a freeze covered, so the log is folded once
//! more, a day at a time. Begin reading at [`Diary::apply`].

use std::collections::BTreeMap;

use jiff::civil::Date;
use jiff::{Timestamp, ToSpan};

use super::calendar::day_at;
use super::participation::{Answer, Event, Participation};
use super::state::{FreezeRules, Streak};
use crate::domain::year::{Mark, Year};

/// Months that a [`Year`] goes back, the present one among them.
const MONTHS: i32 = 12;

/// A member, and what the days behind them were.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Diary {
    member: Participation,
    marks: BTreeMap<Date, Mark>,
}

impl Diary {
    /// Begins with a member before their first event.
    pub fn new(member: Participation) -> Self {
        Self {
            member,
            marks: BTreeMap::new(),
        }
    }

    /// The member as they are now.
    pub fn member(&self) -> &Participation {
        &self.member
    }

    /// Lets an event happen at `at`, which is no earlier than the events before it.
    pub fn apply(&mut self, at: Timestamp, event: &Event) -> Answer {
        self.advance(at);
        let before = self.member.streak().clone();
        let answer = self.member.apply(at, event);
        // A new clock may have cut days short (K-52).
        self.note_days_since(&before);
        if *event == Event::Erase {
            self.marks.clear();
        }
        answer
    }

    /// A credit as it stands in the log; it is not judged again (K-4).
    pub fn credit(&mut self, at: Timestamp, day: Date) {
        self.advance(at);
        self.member.credit_as_logged(at, day);
        self.marks.insert(day, Mark::Credited);
    }

    /// From here on freezes are given and earned by these rules (K-30).
    pub fn go_by(&mut self, rules: FreezeRules) {
        self.member.go_by(rules);
    }

    /// Lets the days up to `at` go by, one at a time.
    pub fn advance(&mut self, at: Timestamp) {
        while self.member.streak().day < day_at(at, self.member.calendar()) {
            let before = self.member.streak().clone();
            self.member.turn_one_day();
            self.note_days_since(&before);
        }
        if self.member.is_forgotten_at(at) {
            self.marks.clear();
        }
        self.member.settle(at);
    }

    /// The twelve months up to the member's present day.
    pub fn year(&self) -> Year {
        let today = self.member.streak().day;
        let begin = today.first_of_month().saturating_sub((MONTHS - 1).months());
        let days = begin.series(1.day()).take_while(|day| *day <= today);
        let mark = |day| match self.marks.get(&day) {
            Some(mark) => *mark,
            None if day == today => self.today(),
            None => Mark::Outside,
        };
        Year {
            begin,
            marks: days.map(mark).collect(),
            today,
        }
    }

    fn today(&self) -> Mark {
        let (streak, calendar) = (self.member.streak(), self.member.calendar());
        if streak.credited_today {
            Mark::Credited
        } else if !self.member.is_enrolled() {
            Mark::Outside
        } else if calendar.is_paused(streak.day) {
            Mark::Paused
        } else if calendar.counts(streak.day) {
            Mark::Future
        } else {
            Mark::Rest
        }
    }

    /// Writes down the days that have gone by since a streak was as in `before`.
    fn note_days_since(&mut self, before: &Streak) {
        let after = self.member.streak();
        let mut frozen = before.freezes.saturating_sub(after.freezes);
        let days = before.day.series(1.day());
        for day in days.take_while(|day| *day < after.day) {
            let mark = match after.was(day) {
                Some((true, _)) => Mark::Credited,
                Some((false, true)) if frozen > 0 => {
                    frozen -= 1;
                    Mark::Frozen
                }
                Some((false, true)) => Mark::Missed,
                _ => self.mark_of_no_due_day(before, day),
            };
            self.marks.entry(day).or_insert(mark);
        }
    }

    /// The day of enrolment is part of nothing unless it is credited (K-24).
    fn mark_of_no_due_day(&self, before: &Streak, day: Date) -> Mark {
        let calendar = self.member.calendar();
        match before.enrol_day {
            None => Mark::Outside,
            Some(_) if calendar.is_spared(day) => Mark::Spared,
            Some(_) if calendar.is_paused(day) => Mark::Paused,
            Some(enrolled) if enrolled == day && calendar.counts(day) => Mark::Outside,
            Some(_) => Mark::Rest,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::streak::Calendar;
    use crate::domain::weekdays::Weekdays;
    use jiff::civil::date;
    use jiff::tz::TimeZone;

    fn noon(day: Date) -> Timestamp {
        let at = day.at(12, 0, 0, 0).to_zoned(TimeZone::UTC);
        at.unwrap().timestamp()
    }

    /// Enrolled on Monday, 1 June 2026, in UTC.
    fn enrolled() -> Diary {
        let calendar = Calendar::new(TimeZone::UTC, 3, Weekdays::WEEKDAYS);
        let since = noon(date(2026, 6, 1));
        let mut diary = Diary::new(Participation::new(since, calendar, FreezeRules::default()));
        diary.apply(since, &Event::OptIn);
        diary
    }

    fn told(diary: &Diary, from: Date) -> String {
        let year = diary.year();
        let days = year.days().filter(|(day, _)| *day >= from);
        let words: Vec<_> = days.map(|(_, mark)| mark.to_string()).collect();
        words.join(" ")
    }

    #[test]
    fn a_freeze_covers_the_first_missed_day_and_free_days_are_no_gaps() {
        let mut diary = enrolled();
        diary.credit(noon(date(2026, 6, 2)), date(2026, 6, 2));
        let pause = Event::Pause {
            from: date(2026, 6, 9),
            to: date(2026, 6, 10),
        };
        diary.apply(noon(date(2026, 6, 8)), &pause);
        diary.advance(noon(date(2026, 6, 11)));
        assert_eq!(
            told(&diary, date(2026, 5, 31)),
            "outside outside credited frozen missed missed rest rest missed paused paused future"
        );
    }

    #[test]
    fn a_year_begins_with_the_month_eleven_months_ago_and_ends_today() {
        let mut diary = enrolled();
        diary.advance(noon(date(2028, 2, 29)));
        let year = diary.year();
        assert_eq!(
            (year.begin, year.today),
            (date(2027, 3, 1), date(2028, 2, 29))
        );
        assert_eq!(year.marks.len(), 366);
    }

    #[test]
    fn days_that_a_new_clock_cut_short_are_excused() {
        let mut diary = enrolled();
        diary.credit(noon(date(2026, 6, 1)), date(2026, 6, 1));
        let zones = jiff::tz::TimeZoneDatabase::bundled();
        // Late on Tuesday in UTC it is Wednesday in Kiritimati.
        let at = date(2026, 6, 2).at(23, 0, 0, 0).to_zoned(TimeZone::UTC);
        let zone = zones.get("Pacific/Kiritimati").unwrap();
        diary.apply(at.unwrap().timestamp(), &Event::Timezone(zone));
        assert_eq!(told(&diary, date(2026, 6, 1)), "credited rest future");
        assert_eq!(diary.member().streak().current, 1);
    }

    #[test]
    fn who_stays_away_for_more_than_thirty_days_has_an_empty_calendar() {
        let mut diary = enrolled();
        diary.credit(noon(date(2026, 6, 1)), date(2026, 6, 1));
        diary.apply(noon(date(2026, 6, 2)), &Event::Leave);
        diary.advance(noon(date(2026, 7, 10)));
        assert_eq!(diary.year().counts().of(Mark::Credited), 0);
    }
}
