//! Quiet hours, days and pauses, found by going through every minute in turn.
//!
//! Follows the wording of the rules and shares nothing with the program but the zone's offsets.

use std::collections::BTreeSet;

use jiff::civil::{Date, DateTime};
use jiff::tz::TimeZone;

use super::walk::second;

const MINUTE: i64 = 60;
const MINUTES_OF_A_DAY: i64 = 24 * 60;

/// The minutes of the day that are quiet: from one up to another, which is not.
pub(crate) fn quiet_minutes(from: i64, to: i64) -> BTreeSet<i64> {
    let mut quiet = BTreeSet::new();
    let mut minute = from;
    while minute != to {
        quiet.insert(minute);
        minute = (minute + 1) % MINUTES_OF_A_DAY;
    }
    quiet
}

/// The minute of the day that a clock shows.
pub(crate) fn minute_of_day(shown: DateTime) -> i64 {
    i64::from(shown.hour()) * 60 + i64::from(shown.minute())
}

/// What the clock of a zone shows, minute by minute, and the day that each minute belongs to.
pub(crate) struct Minutes {
    from: i64,
    shown: Vec<DateTime>,
    days: Vec<Date>,
}

impl Minutes {
    /// From one full minute up to another. It begins some days earlier, so as to have seen what was shown before.
    pub(crate) fn new(zone: &TimeZone, from: i64, until: i64, day_ends_at: i8) -> Self {
        assert!(from % MINUTE == 0 && until % MINUTE == 0);
        let mut latest = Date::MIN;
        let (mut shown, mut days) = (Vec::new(), Vec::new());
        let mut at = from - 3 * MINUTES_OF_A_DAY * MINUTE;
        while at < until {
            let reading = zone.to_datetime(second(at));
            // The full hour at which a day begins has been shown, or it is still the evening before.
            let begun = if reading.hour() >= day_ends_at {
                reading.date()
            } else {
                reading.date().yesterday().unwrap()
            };
            latest = latest.max(begun);
            if at >= from {
                shown.push(reading);
                days.push(latest);
            }
            at += MINUTE;
        }
        Self { from, shown, days }
    }

    fn index(&self, at: i64) -> usize {
        usize::try_from((at - self.from).div_euclid(MINUTE)).unwrap()
    }

    /// What the clock shows in the minute of an instant.
    pub(crate) fn shown(&self, at: i64) -> DateTime {
        self.shown[self.index(at)]
    }

    /// The day that an instant belongs to.
    pub(crate) fn day(&self, at: i64) -> Date {
        self.days[self.index(at)]
    }

    /// The first instant at which the clock shows the date or a later one, minute by minute.
    pub(crate) fn first_of(&self, date: Date) -> Option<i64> {
        let found = self.shown.iter().position(|shown| shown.date() >= date)?;
        Some(self.from + i64::try_from(found).unwrap() * MINUTE)
    }
}

/// The dates from one to another, both included, one after the other.
pub(crate) fn dates(from: Date, to: Date) -> BTreeSet<Date> {
    let mut dates = BTreeSet::new();
    let mut date = from;
    while date <= to {
        dates.insert(date);
        date = date.tomorrow().unwrap();
    }
    dates
}
