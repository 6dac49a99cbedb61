//! When a member's day turns, and which days count.

use std::collections::BTreeSet;

use jiff::civil::{Date, Time};
use jiff::tz::TimeZone;
use jiff::{Timestamp, ToSpan};

use super::pauses::{Pauses, VacationRefusal};
use crate::domain::schedule;
use crate::domain::weekdays::Weekdays;

/// When a member's day turns and which days count (K-10, K-12).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Calendar {
    /// The member's zone.
    pub zone: TimeZone,
    /// The hour at which the day turns, 0 to 6.
    pub day_ends_at: i8,
    /// The weekdays that count.
    pub active_days: Weekdays,
    /// The weekdays that count from a day on (K-13).
    coming: Option<(Date, Weekdays)>,
    /// Vacations.
    pauses: Pauses,
    /// Holidays (K-42).
    neutral_days: BTreeSet<Date>,
    /// Days on which the bot was at fault (K-42).
    spared: BTreeSet<Date>,
}

impl Calendar {
    /// A calendar without pauses and neutral days.
    pub fn new(zone: TimeZone, day_ends_at: i8, active_days: Weekdays) -> Self {
        Self {
            zone,
            day_ends_at,
            active_days,
            coming: None,
            pauses: Pauses::default(),
            neutral_days: BTreeSet::new(),
            spared: BTreeSet::new(),
        }
    }

    /// The same with days that count for nobody (K-42).
    #[must_use]
    pub fn with_neutral_days(self, days: impl IntoIterator<Item = Date>) -> Self {
        Self {
            neutral_days: days.into_iter().collect(),
            ..self
        }
    }

    /// Days on which the bot was at fault count no more (K-42).
    pub fn spare(&mut self, days: &[Date]) {
        self.spared.extend(days);
    }

    /// Says whether a day does not count because the bot was at fault (K-42).
    pub fn is_spared(&self, day: Date) -> bool {
        self.spared.contains(&day)
    }

    /// The days on which the bot was at fault, from `day` on.
    pub fn spared_since(&self, day: Date) -> impl Iterator<Item = Date> {
        self.spared.range(day..).copied()
    }

    /// Changes the active days from the day after `today` on; the last change of a day holds (K-13).
    pub(super) fn change_active_days(&mut self, today: Date, days: Weekdays) {
        self.active_days = self.active_days_on(today);
        self.coming = Some((today.saturating_add(1.day()), days));
    }

    /// Adds a vacation, if it may be (K-40).
    pub fn pause(&mut self, today: Date, from: Date, to: Date) -> Result<(), VacationRefusal> {
        self.pauses.add(today, from, to)
    }

    /// First and last day of the vacations that are not over on `today`, in order.
    pub fn vacations(&self, today: Date) -> impl Iterator<Item = (Date, Date)> {
        self.pauses.not_over_on(today)
    }

    /// Ends every vacation with `today`; `false` if there was none (K-41).
    pub(super) fn resume(&mut self, today: Date) -> bool {
        self.pauses.end_with(today)
    }

    /// Forgets every vacation (K-62).
    pub(super) fn forget_pauses(&mut self) {
        self.pauses = Pauses::default();
    }

    /// Says whether a day lies in a vacation (K-40).
    pub fn is_paused(&self, day: Date) -> bool {
        self.pauses.contains(day)
    }

    /// The days after `day` that lie in no vacation, in order.
    pub fn unpaused_days_after(&self, day: Date) -> impl Iterator<Item = Date> {
        let days = day.series(1.day()).skip(1);
        days.filter(|day| !self.is_paused(*day))
    }

    /// Says whether a day counts (K-12).
    pub fn counts(&self, day: Date) -> bool {
        self.active_days_on(day).contains(day.weekday())
            && !self.neutral_days.contains(&day)
            && !self.spared.contains(&day)
            && !self.is_paused(day)
            && schedule::date_exists(day, &self.zone)
    }

    /// The last day that a pause or the list of neutral days takes out.
    pub(super) fn last_exception(&self) -> Option<Date> {
        self.pauses
            .last_day()
            .max(self.neutral_days.last().copied())
            .max(self.spared.last().copied())
    }

    /// The weekdays that count on a day (K-13).
    pub fn active_days_on(&self, day: Date) -> Weekdays {
        match self.coming {
            Some((from, days)) if day >= from => days,
            _ => self.active_days,
        }
    }
}

/// The day at `at` (K-10): it turns at the day end, in a gap at the jump, in an overlap at the first
/// showing, and never turns back.
pub fn day_at(at: Timestamp, calendar: &Calendar) -> Date {
    let reading = schedule::latest_wall_clock(at, &calendar.zone);
    reading
        .checked_sub(i64::from(calendar.day_ends_at).hours())
        .unwrap_or(reading)
        .date()
}

/// The first instant at which it is a day anywhere: a holiday that is entered then or later spares nobody (K-42).
pub fn begins_anywhere(day: Date) -> Option<Timestamp> {
    let first = jiff::tz::Offset::constant(14);
    first.to_timestamp(day.to_datetime(Time::midnight())).ok()
}

/// The first instant of a day: where the clock jumps over the day end, the day turns at the jump.
pub fn day_begins(day: Date, calendar: &Calendar) -> Option<Timestamp> {
    let turns = day.to_datetime(Time::new(calendar.day_ends_at, 0, 0, 0).ok()?);
    schedule::first_shown(turns, &calendar.zone)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn calendar(name: &str, day_ends_at: i8) -> Calendar {
        let zone = jiff::tz::TimeZoneDatabase::bundled().get(name).unwrap();
        Calendar::new(zone, day_ends_at, Weekdays::DAILY)
    }

    /// The day just before an instant and at it.
    fn around(at: &str, calendar: &Calendar) -> [String; 2] {
        let at: Timestamp = at.parse().unwrap();
        let before = at.saturating_sub(1.nanosecond()).unwrap();
        [before, at].map(|at| day_at(at, calendar).to_string())
    }

    #[test]
    fn a_day_end_that_a_clock_set_back_did_not_reach_comes_with_the_second_showing() {
        // At three the clock goes back to two; nobody has seen three o'clock yet.
        let berlin = calendar("Europe/Berlin", 3);
        assert_eq!(
            around("2026-10-25T01:00:00Z", &berlin),
            ["2026-10-24", "2026-10-24"]
        );
        assert_eq!(
            around("2026-10-25T02:00:00Z", &berlin),
            ["2026-10-24", "2026-10-25"]
        );
    }

    #[test]
    fn a_day_that_turns_in_a_gap_begins_at_the_jump() {
        for (zone, day_ends_at, day) in [
            ("Antarctica/Troll", 2, "2026-03-29"),
            ("America/New_York", 2, "2026-03-08"),
            ("Pacific/Apia", 3, "2011-12-30"),
            ("Pacific/Apia", 0, "2011-12-31"),
            ("Africa/Casablanca", 3, "2026-03-22"),
            ("Australia/Lord_Howe", 2, "2026-04-05"),
            ("America/Nuuk", 0, "2026-03-29"),
            ("Europe/Berlin", 3, "2026-10-25"),
        ] {
            let calendar = calendar(zone, day_ends_at);
            let begins = day_begins(day.parse().unwrap(), &calendar).unwrap();
            let [before, at] = around(&begins.to_string(), &calendar);
            assert!(
                before.as_str() < day && at.as_str() >= day,
                "{zone}: {before} {at}"
            );
        }
    }

    #[test]
    fn of_several_changes_of_active_days_on_one_day_the_last_holds_from_tomorrow() {
        let mut calendar = calendar("UTC", 0);
        let today = jiff::civil::date(2026, 6, 1);
        calendar.change_active_days(today, Weekdays::WEEKENDS);
        calendar.change_active_days(today, Weekdays::WEEKDAYS);
        assert!(calendar.counts(today) && !calendar.counts(jiff::civil::date(2026, 6, 6)));
        let saturday = jiff::civil::date(2026, 6, 6);
        calendar.change_active_days(saturday, Weekdays::WEEKENDS);
        assert!(!calendar.counts(saturday) && calendar.counts(jiff::civil::date(2026, 6, 7)));
    }

    #[test]
    fn vacations_are_listed_in_order_until_their_last_day_is_over() {
        let mut calendar = calendar("UTC", 0);
        let june = |day| jiff::civil::date(2026, 6, day);
        let summer = (june(20), june(25));
        let weekend = (june(6), june(7));
        for (from, to) in [summer, weekend] {
            assert_eq!(calendar.pause(june(1), from, to), Ok(()));
        }
        let listed = |today| calendar.vacations(june(today)).collect::<Vec<_>>();
        assert_eq!(listed(1), [weekend, summer]);
        assert_eq!(listed(7), [weekend, summer]);
        assert_eq!(listed(8), [summer]);
        assert_eq!(listed(26), []);
    }

    #[test]
    fn a_date_begins_first_on_the_islands_that_are_farthest_ahead() {
        let first_of_june = jiff::civil::date(2026, 6, 1);
        let begins = begins_anywhere(first_of_june).unwrap();
        assert_eq!(begins.to_string(), "2026-05-31T10:00:00Z");
        let midnight_in = |zone| day_begins(first_of_june, &calendar(zone, 0)).unwrap();
        assert_eq!(midnight_in("Pacific/Kiritimati"), begins);
        for later in ["Pacific/Auckland", "Europe/Berlin", "Pacific/Pago_Pago"] {
            assert!(midnight_in(later) > begins, "{later}");
        }
        // Before the calendar begins there is no instant to compare with.
        assert_eq!(begins_anywhere(Date::MIN), None);
    }
}
