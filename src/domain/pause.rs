//! Days on which one schedule is silent, which always end (S-53).
//!
//! Vacations, which also stop a streak from counting, are elsewhere: see [`super::streak`]. Begin reading at
//! [`Pause::covers`].

use jiff::civil::{Date, Time};
use jiff::tz::TimeZone;
use jiff::{Timestamp, ToSpan};

use super::schedule::first_shown;

/// The most days of one pause (K-40, S-53).
pub const MOST_DAYS: i32 = 60;

/// Days on which a schedule is silent: those of nominal dates, whatever its clock does (S-53).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Pause {
    /// First day.
    pub from: Date,
    /// Last day.
    pub until: Date,
}

/// Why a pause may not be.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum PauseRefusal {
    /// Its last day is over.
    #[error("a pause ends today or later, not on {until}")]
    Over {
        /// The last day that was asked for.
        until: Date,
    },
    /// It has too many days.
    #[error("a pause has at most {MOST_DAYS} days: {latest} is the last day that can be chosen")]
    TooLong {
        /// The last day that it may have.
        latest: Date,
    },
}

impl Pause {
    /// A pause from `today` up to and with `until`.
    pub fn from_today(today: Date, until: Date) -> Result<Self, PauseRefusal> {
        if until < today {
            return Err(PauseRefusal::Over { until });
        }
        let latest = today.saturating_add((MOST_DAYS - 1).days());
        if until > latest {
            return Err(PauseRefusal::TooLong { latest });
        }
        Ok(Self { from: today, until })
    }

    /// Says whether the slots of a date are silent.
    pub fn covers(self, date: Date) -> bool {
        self.from <= date && date <= self.until
    }

    /// When it ends: the first instant at which the clock of the zone has passed the last day. `None` at the
    /// end of the calendar.
    pub fn ends_at(self, zone: &TimeZone) -> Option<Timestamp> {
        first_shown(
            self.until.tomorrow().ok()?.to_datetime(Time::midnight()),
            zone,
        )
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn date(text: &str) -> Date {
        text.parse().unwrap()
    }

    #[test]
    fn the_first_and_the_last_day_are_silent_and_those_beside_them_are_not() {
        let pause = Pause {
            from: date("2026-06-03"),
            until: date("2026-06-05"),
        };
        let silent: Vec<_> = (1..=8)
            .filter(|day| pause.covers(jiff::civil::date(2026, 6, *day)))
            .collect();
        assert_eq!(silent, [3, 4, 5]);
    }

    #[test]
    fn a_pause_ends_today_at_the_earliest_and_after_sixty_days_at_the_latest() {
        let from_today = |until| Pause::from_today(date("2026-06-01"), date(until));
        insta::assert_snapshot!(
            from_today("2026-05-31").unwrap_err(),
            @"a pause ends today or later, not on 2026-05-31"
        );
        let today = from_today("2026-06-01").unwrap();
        assert_eq!(
            (today.from, today.until),
            (date("2026-06-01"), date("2026-06-01"))
        );
        assert_eq!(
            from_today("2026-07-30").map(|pause| pause.until),
            Ok(date("2026-07-30"))
        );
        insta::assert_snapshot!(
            from_today("2026-07-31").unwrap_err(),
            @"a pause has at most 60 days: 2026-07-30 is the last day that can be chosen"
        );
    }

    #[test]
    fn a_pause_ends_when_the_clock_of_the_zone_has_passed_its_last_day() {
        let ends = |zone: &str, until: &str| {
            let zone = jiff::tz::TimeZoneDatabase::bundled().get(zone).unwrap();
            let pause = Pause {
                from: date(until),
                until: date(until),
            };
            pause.ends_at(&zone).unwrap().to_string()
        };
        assert_eq!(ends("Europe/Berlin", "2026-06-05"), "2026-06-05T22:00:00Z");
        // In Beirut midnight is left out in spring, in Apia a whole date once was.
        assert_eq!(ends("Asia/Beirut", "2026-03-28"), "2026-03-28T22:00:00Z");
        assert_eq!(ends("Pacific/Apia", "2011-12-29"), "2011-12-30T10:00:00Z");
        // Half an hour before midnight the clock of Toronto once went to half an hour after it.
        assert_eq!(
            ends("America/Toronto", "1919-03-30"),
            "1919-03-31T04:30:00Z"
        );
        assert_eq!(
            Pause {
                from: Date::MAX,
                until: Date::MAX
            }
            .ends_at(&TimeZone::UTC),
            None
        );
    }
}
