//! Hours of the day in which nothing is sent (S-51).
//!
//! Knows nothing of schedules. Whether it is quiet is read off the wall clock, so days of clock changes need
//! no rule of their own. Begin reading at [`QuietHours::cover`].

use std::fmt;

use jiff::Timestamp;
use jiff::civil::Time;
use jiff::tz::TimeZone;

use super::recurrence::{parse_time, short};

/// From one wall time to another; the first is quiet, the last is not. May cross midnight.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct QuietHours {
    from: Time,
    to: Time,
}

/// Why what somebody wrote is no span of quiet hours.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum QuietHoursError {
    /// There are no two parts.
    #[error(
        "\"{item}\" is not a span of hours: write two times with a dash between, such as \"22:00-7:00\""
    )]
    Span {
        /// What was written.
        item: String,
    },
    /// One of the parts is not a time of day (S-20).
    #[error("\"{item}\" is not a time: write times such as \"22:00\", \"7am\" or \"midnight\"")]
    Time {
        /// The part.
        item: String,
    },
    /// Both are the same, which could be no time at all or all day.
    #[error(
        "{time} to {time} could be no time or all day: write two different times, such as \"22:00-7:00\""
    )]
    Same {
        /// The time, such as `09:00`.
        time: String,
    },
}

impl QuietHours {
    /// Quiet from `from` on and before `to`; `None` if both are the same.
    pub fn new(from: Time, to: Time) -> Option<Self> {
        (from != to).then_some(Self { from, to })
    }

    /// Reads two times (S-20) with a dash between.
    ///
    /// ```
    /// use unhunch::domain::quiet_hours::QuietHours;
    /// assert_eq!(QuietHours::parse("10pm - 7am").unwrap().to_string(), "22:00-07:00");
    /// assert!(QuietHours::parse("22-7").is_err());
    /// ```
    pub fn parse(text: &str) -> Result<Self, QuietHoursError> {
        let text = text.trim();
        let (from, to) = text.split_once('-').ok_or_else(|| QuietHoursError::Span {
            item: text.to_owned(),
        })?;
        let time = |item: &str| {
            let item = item.trim();
            parse_time(item).ok_or_else(|| QuietHoursError::Time {
                item: item.to_owned(),
            })
        };
        let (from, to) = (time(from)?, time(to)?);
        Self::new(from, to).ok_or_else(|| QuietHoursError::Same { time: short(from) })
    }

    /// The first quiet wall time.
    pub fn from(self) -> Time {
        self.from
    }

    /// The first wall time after them that is not quiet.
    pub fn to(self) -> Time {
        self.to
    }

    /// Says whether a wall time is quiet.
    pub fn contain(self, time: Time) -> bool {
        if self.from < self.to {
            self.from <= time && time < self.to
        } else {
            self.from <= time || time < self.to
        }
    }

    /// Says whether it is quiet at an instant, by what the clock of the zone shows then. An hour that is shown
    /// twice is quiet twice; one that is left out is not missed.
    pub fn cover(self, at: Timestamp, zone: &TimeZone) -> bool {
        self.contain(zone.to_datetime(at).time())
    }
}

/// Such as `22:00-07:00`, which [`QuietHours::parse`] reads back if there are no seconds.
impl fmt::Display for QuietHours {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}-{}", short(self.from), short(self.to))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn hours(text: &str) -> QuietHours {
        QuietHours::parse(text).unwrap()
    }

    fn time(hour: i8, minute: i8, second: i8) -> Time {
        Time::constant(hour, minute, second, 0)
    }

    /// Whether it is quiet, instant by instant.
    fn quiet(text: &str, zone: &str, instants: &[&str]) -> Vec<bool> {
        let zone = jiff::tz::TimeZoneDatabase::bundled().get(zone).unwrap();
        let cover = |at: &&str| hours(text).cover(at.parse().unwrap(), &zone);
        instants.iter().map(cover).collect()
    }

    #[test]
    fn the_first_instant_is_quiet_and_the_last_is_not() {
        let lunch = hours("12:00-13:30");
        assert!(!lunch.contain(time(11, 59, 59)));
        assert!(lunch.contain(time(12, 0, 0)) && lunch.contain(time(13, 29, 59)));
        assert!(!lunch.contain(time(13, 30, 0)));
        assert!(lunch.contain(Time::constant(13, 29, 59, 999_999_999)));
    }

    #[test]
    fn a_night_crosses_midnight() {
        let night = hours("22:00-7:00");
        assert!(!night.contain(time(21, 59, 59)) && night.contain(time(22, 0, 0)));
        assert!(night.contain(time(0, 0, 0)) && night.contain(time(6, 59, 59)));
        assert!(!night.contain(time(7, 0, 0)) && !night.contain(time(12, 0, 0)));
        let evening = hours("20:00-midnight");
        assert!(evening.contain(time(23, 59, 59)) && !evening.contain(time(0, 0, 0)));
        let small_hours = hours("midnight-6:00");
        assert!(small_hours.contain(time(0, 0, 0)) && !small_hours.contain(time(23, 59, 59)));
    }

    #[test]
    fn an_hour_that_is_shown_twice_is_quiet_twice() {
        // At three the clock goes back to two: half past two comes at 00:30 and at 01:30 in UTC.
        let instants = [
            "2026-10-25T00:29:59Z",
            "2026-10-25T00:30:00Z",
            "2026-10-25T01:00:00Z",
            "2026-10-25T01:30:00Z",
            "2026-10-25T02:00:00Z",
        ];
        assert_eq!(
            quiet("2:30-3:00", "Europe/Berlin", &instants),
            [false, true, false, true, false]
        );
    }

    #[test]
    fn a_beginning_or_an_end_that_the_clock_jumps_over_takes_effect_at_the_jump() {
        // At two the clock goes to three.
        let instants = ["2026-03-29T00:59:59Z", "2026-03-29T01:00:00Z"];
        let berlin = |text| quiet(text, "Europe/Berlin", &instants);
        assert_eq!(berlin("22:00-2:30"), [true, false]);
        assert_eq!(berlin("2:30-7:00"), [false, true]);
        assert_eq!(berlin("2:15-2:45"), [false, false]);
    }

    #[test]
    fn what_is_not_understood_is_named_with_what_to_write() {
        for (text, expected) in [
            ("22:00-7:00", Ok("22:00-07:00")),
            (" 9:30pm-NOON ", Ok("21:30-12:00")),
            (
                "at night",
                Err(
                    "\"at night\" is not a span of hours: write two times with a dash between, such as \"22:00-7:00\"",
                ),
            ),
            (
                "22-7:00",
                Err("\"22\" is not a time: write times such as \"22:00\", \"7am\" or \"midnight\""),
            ),
            (
                "22:00-24:00",
                Err(
                    "\"24:00\" is not a time: write times such as \"22:00\", \"7am\" or \"midnight\"",
                ),
            ),
            (
                "22:00-7:00-8:00",
                Err(
                    "\"7:00-8:00\" is not a time: write times such as \"22:00\", \"7am\" or \"midnight\"",
                ),
            ),
            (
                "9am-9:00",
                Err(
                    "09:00 to 09:00 could be no time or all day: write two different times, such as \"22:00-7:00\"",
                ),
            ),
        ] {
            let read = QuietHours::parse(text);
            let read = read
                .map(|hours| hours.to_string())
                .map_err(|error| error.to_string());
            assert_eq!(
                read,
                expected.map(str::to_owned).map_err(str::to_owned),
                "{text}"
            );
        }
    }

    #[test]
    fn a_span_has_two_ends_that_differ() {
        let night = hours("22:00-7:00");
        assert_eq!((night.from(), night.to()), (time(22, 0, 0), time(7, 0, 0)));
        assert_eq!(QuietHours::new(time(22, 0, 0), time(7, 0, 0)), Some(night));
        assert_eq!(QuietHours::new(time(7, 0, 0), time(7, 0, 0)), None);
    }
}
