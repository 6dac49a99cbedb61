//! When something recurs: times of day on certain weekdays (S-20, S-22).
//!
//! A recurrence says nothing about zones; [`crate::domain::schedule`] turns its slots to instants.

use std::fmt;
use std::str::FromStr;

use jiff::SignedDuration;
use jiff::civil::{Date, Time};

use super::weekdays::{DaysError, Weekdays};

/// At most this many slots on one date (S-5).
pub const MAX_SLOTS_PER_DAY: usize = 24;
/// Two prompts of one schedule are at least this many minutes apart (S-5).
pub const MIN_SPACING_MINUTES: i64 = 15;

/// Times of day on certain weekdays.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Recurrence {
    /// Ascending, without repetition, never empty.
    times: Vec<Time>,
    days: Weekdays,
}

/// Why a recurrence was not understood or is not accepted.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum RecurrenceError {
    /// `E_TIMES`: a time of day.
    #[error(
        "\"{item}\" is not a time: write times such as \"9:30\", \"15:00\", \"3pm\", \"noon\", separated by commas"
    )]
    Time {
        /// The part that was not understood.
        item: String,
    },
    /// `E_DAYS`: a weekday.
    #[error(transparent)]
    Days(#[from] DaysError),
    /// More slots on a date than anybody wants (S-5).
    #[error("{count} times a day are too many: {MAX_SLOTS_PER_DAY} is the most")]
    TooMany {
        /// How many there are.
        count: usize,
    },
    /// Two slots too close to each other (S-5).
    #[error(
        "{first} and {second} are too close: leave at least {MIN_SPACING_MINUTES} minutes between prompts"
    )]
    TooClose {
        /// The earlier one, such as `09:00`.
        first: String,
        /// The later one.
        second: String,
    },
    /// What the database holds is not a recurrence.
    #[error("stored recurrence is malformed")]
    Stored,
}

impl Recurrence {
    /// Reads a list of times and a list of days (S-20, S-22); without days, every day.
    pub fn parse(times: &str, days: Option<&str>) -> Result<Self, RecurrenceError> {
        let mut times = times
            .split(',')
            .map(|item| {
                let item = item.trim();
                parse_time(item).ok_or_else(|| RecurrenceError::Time {
                    item: item.to_owned(),
                })
            })
            .collect::<Result<Vec<_>, _>>()?;
        times.sort_unstable();
        times.dedup();
        let days = days.map_or(Ok(Weekdays::DAILY), Weekdays::parse)?;
        Ok(Self { times, days })
    }

    /// Refuses what no team wants to be sent (S-5): more than 24 slots a day, or two within 15
    /// minutes, over midnight too.
    pub fn check_for_delivery(&self) -> Result<(), RecurrenceError> {
        if self.times.len() > MAX_SLOTS_PER_DAY {
            return Err(RecurrenceError::TooMany {
                count: self.times.len(),
            });
        }
        let over_midnight = self
            .times
            .last()
            .zip(self.times.first())
            .map(|(last, first)| {
                (
                    *last,
                    *first,
                    SignedDuration::from_hours(24) - last.duration_since(*first),
                )
            });
        let pairs = self
            .times
            .windows(2)
            .map(|pair| (pair[0], pair[1], pair[1].duration_since(pair[0])));
        match pairs
            .chain(over_midnight)
            .find(|(.., gap)| gap.as_mins() < MIN_SPACING_MINUTES)
        {
            Some((first, second, _)) => Err(RecurrenceError::TooClose {
                first: short(first),
                second: short(second),
            }),
            None => Ok(()),
        }
    }

    /// The nominal times on `date`, ascending.
    pub fn slots_on(&self, date: Date) -> &[Time] {
        if self.days.contains(date.weekday()) {
            &self.times
        } else {
            &[]
        }
    }

    /// The times of day, ascending.
    pub fn times(&self) -> &[Time] {
        &self.times
    }

    /// The weekdays.
    pub fn days(&self) -> Weekdays {
        self.days
    }
}

/// The canonical text, which is also what the database keeps: `09:00,15:30 mon,tue`.
impl fmt::Display for Recurrence {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let times: Vec<_> = self.times.iter().map(|time| short(*time)).collect();
        write!(f, "{} {}", times.join(","), self.days)
    }
}

/// Reads the canonical text back.
impl FromStr for Recurrence {
    type Err = RecurrenceError;

    fn from_str(text: &str) -> Result<Self, RecurrenceError> {
        let (times, days) = text.split_once(' ').ok_or(RecurrenceError::Stored)?;
        Self::parse(times, Some(days)).map_err(|_| RecurrenceError::Stored)
    }
}

/// `HH:MM`.
pub fn short(time: Time) -> String {
    format!("{:02}:{:02}", time.hour(), time.minute())
}

/// One time of day (S-20): `H:MM`, `HH:MM`, `1..12[:MM]am|pm`, `noon`, `midnight`.
fn parse_time(item: &str) -> Option<Time> {
    let item = item.to_ascii_lowercase();
    match item.as_str() {
        "noon" => return Time::new(12, 0, 0, 0).ok(),
        "midnight" => return Time::new(0, 0, 0, 0).ok(),
        _ => {}
    }
    let half_day = [("am", 0), ("pm", 12)]
        .into_iter()
        .find_map(|(suffix, shift)| Some((item.strip_suffix(suffix)?.trim_end(), shift)));
    match half_day {
        Some((clock, shift)) => {
            let (hour, minute) = clock.split_once(':').unwrap_or((clock, "00"));
            let hour = digits(hour, 1..=2).filter(|hour| (1..=12).contains(hour))?;
            Time::new(hour % 12 + shift, digits(minute, 2..=2)?, 0, 0).ok()
        }
        None => {
            let (hour, minute) = item.split_once(':')?;
            Time::new(digits(hour, 1..=2)?, digits(minute, 2..=2)?, 0, 0).ok()
        }
    }
}

/// A number of so many ASCII digits and nothing else.
fn digits(text: &str, length: std::ops::RangeInclusive<usize>) -> Option<i8> {
    let plain = length.contains(&text.len()) && text.bytes().all(|byte| byte.is_ascii_digit());
    plain.then(|| text.parse().ok()).flatten()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(times: &str) -> Result<String, String> {
        Recurrence::parse(times, Some("mon"))
            .map(|recurrence| recurrence.to_string())
            .map_err(|error| error.to_string())
    }

    #[test]
    fn times_are_read_as_people_write_them() {
        assert_eq!(read("9:30, 15:00"), Ok("09:30,15:00 mon".to_owned()));
        assert_eq!(
            read("12am,12pm,3pm,3:05 PM"),
            Ok("00:00,12:00,15:00,15:05 mon".to_owned())
        );
        assert_eq!(
            read("noon, midnight, 12:00"),
            Ok("00:00,12:00 mon".to_owned())
        );
    }

    #[test]
    fn what_is_not_a_time_is_refused_with_what_to_write() {
        for text in [
            "9", "24:00", "13pm", "0am", "9:5", "", "9:30,", "+9:30", "9:60", "９:30",
        ] {
            assert!(read(text).is_err(), "{text}");
        }
        insta::assert_snapshot!(
            read("10:00, half past").unwrap_err(),
            @r#""half past" is not a time: write times such as "9:30", "15:00", "3pm", "noon", separated by commas"#
        );
    }

    #[test]
    fn prompts_keep_their_distance_over_midnight_too() {
        let check = |times: &str| {
            Recurrence::parse(times, None)
                .unwrap()
                .check_for_delivery()
                .map_err(|e| e.to_string())
        };
        assert_eq!(check("9:00,9:15,23:59"), Ok(()));
        insta::assert_snapshot!(
            check("9:00,9:14").unwrap_err(),
            @"09:00 and 09:14 are too close: leave at least 15 minutes between prompts"
        );
        insta::assert_snapshot!(
            check("0:05,23:55").unwrap_err(),
            @"23:55 and 00:05 are too close: leave at least 15 minutes between prompts"
        );
    }

    #[test]
    fn the_stored_text_reads_back() {
        let recurrence = Recurrence::parse("7:05,18:00", Some("weekends")).unwrap();
        assert_eq!(recurrence.to_string().parse(), Ok(recurrence));
        assert_eq!(
            "rubbish".parse::<Recurrence>(),
            Err(RecurrenceError::Stored)
        );
    }
}
