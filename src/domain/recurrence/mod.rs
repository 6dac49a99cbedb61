//! When something recurs: times of day on certain dates, in three forms (S-10…S-22).
//!
//! A recurrence says nothing about zones; [`crate::domain::schedule`] turns its slots to instants. The three
//! forms are read in [`parse`](Recurrence::parse), [`every`](Recurrence::every) and
//! [`cron`](Recurrence::cron); whatever the form, what is left is a set of times of day and a set of dates.

mod dates;
mod expression;
mod field;
mod instead;
mod interval;
mod refusal;
mod times;
mod written;

use std::fmt;
use std::str::FromStr;

use jiff::civil::{Date, DateTime, Time};

pub use self::dates::Dates;
pub use self::refusal::{CronCode, CronRefusal, Foreign};
pub(in crate::domain) use self::times::parse_time;
use self::times::time;
pub use self::times::{TimesOfDay, short};
pub use self::written::Written;
use super::weekdays::{DaysError, Weekdays};

/// At most this many slots on one date (S-5).
pub const MAX_SLOTS_PER_DAY: u32 = 24;
/// Two prompts of one schedule are at least this many minutes apart (S-5).
pub const MIN_SPACING_MINUTES: i64 = 15;

/// Times of day on certain dates.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Recurrence {
    times: TimesOfDay,
    dates: Dates,
    form: Form,
}

/// How a recurrence was written.
#[derive(Debug, Clone, PartialEq, Eq)]
enum Form {
    /// A list of times (S-20).
    Times,
    /// So many minutes from each to the next, between two times (S-21).
    Every {
        minutes: u32,
        from: Time,
        until: Time,
    },
    /// A cron expression, with single blanks (S-10).
    Cron(String),
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
    /// `E_TIMES`: the time from each to the next.
    #[error(
        "\"{item}\" is not an interval: write minutes or hours from 5m to 12h, such as \"90m\""
    )]
    Interval {
        /// What was written.
        item: String,
    },
    /// `E_TIMES`: from when to when.
    #[error(
        "\"{item}\" is not a span of a day: write two times, the earlier one first, such as \"9:00-17:00\""
    )]
    Span {
        /// What was written.
        item: String,
    },
    /// `E_DAYS`: a weekday.
    #[error(transparent)]
    Days(#[from] DaysError),
    /// `E_CRON_…`: a cron expression.
    #[error(transparent)]
    Cron(#[from] CronRefusal),
    /// More slots on a date than anybody wants (S-5).
    #[error("{count} times a day are too many: {MAX_SLOTS_PER_DAY} is the most")]
    TooMany {
        /// How many there are.
        count: u32,
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
    /// No date has it, such as 30 February.
    #[error("this is never due")]
    Never,
    /// What the database holds is not a recurrence.
    #[error("stored recurrence is malformed")]
    Stored,
}

impl Recurrence {
    /// Reads a list of times and a list of days (S-20, S-22); without days, every day.
    pub fn parse(times: &str, days: Option<&str>) -> Result<Self, RecurrenceError> {
        let times = times
            .split(',')
            .map(|item| {
                let item = item.trim();
                parse_time(item).ok_or_else(|| RecurrenceError::Time {
                    item: item.to_owned(),
                })
            })
            .collect::<Result<Vec<_>, _>>()?;
        Ok(Self {
            times: TimesOfDay::of_minutes(times),
            dates: Dates::on(weekdays(days)?),
            form: Form::Times,
        })
    }

    /// Reads an interval, such as `90m`, and a span of the day, such as `9:00-17:00` (S-21): from the
    /// span's beginning up to its end, which is in.
    pub fn every(every: &str, between: &str, days: Option<&str>) -> Result<Self, RecurrenceError> {
        let minutes = interval::minutes(every)?;
        let (from, until) = interval::span(between)?;
        Ok(Self {
            times: interval::times(minutes, from, until),
            dates: Dates::on(weekdays(days)?),
            form: Form::Every {
                minutes,
                from,
                until,
            },
        })
    }

    /// Reads a cron expression of five, six or seven fields (S-10…S-19).
    ///
    /// ```
    /// use unhunch::domain::recurrence::Recurrence;
    /// assert!(Recurrence::cron("30 9 * * 1-5").is_ok());
    /// let refusal = Recurrence::cron("0 0 9 * * 1-5").unwrap_err();
    /// assert!(refusal.to_string().contains("write names"));
    /// ```
    pub fn cron(expression: &str) -> Result<Self, RecurrenceError> {
        let read = expression::parse(expression)?;
        Ok(Self {
            times: read.times,
            dates: read.dates,
            form: Form::Cron(read.text),
        })
    }

    /// The first slot at `at` or later, and before `until`.
    pub fn slot_from(&self, at: DateTime, until: DateTime) -> Option<DateTime> {
        let date = self.dates.at_or_after(at.date(), until.date())?;
        let second = if date == at.date() {
            second_of_day(at)
        } else {
            0
        };
        let found = match self.times.at_or_after(second) {
            Some(second) => date.to_datetime(time(second)),
            None => {
                let next = self
                    .dates
                    .at_or_after(date.tomorrow().ok()?, until.date())?;
                next.to_datetime(time(self.times.at_or_after(0)?))
            }
        };
        (found < until).then_some(found)
    }

    /// How many slots are at `from` or later, and before `until`.
    pub fn count_slots(&self, from: DateTime, until: DateTime) -> u64 {
        let before = |at: DateTime| self.times.count_before(second_of_day(at));
        let is_in = |date: Date| self.dates.at_or_after(date, date).is_some();
        let whole_days = u64::from(self.dates.count(from.date(), until.date()));
        let mut n = whole_days * u64::from(self.times.len());
        if is_in(until.date()) {
            n += u64::from(before(until));
        }
        if is_in(from.date()) {
            n -= u64::from(before(from));
        }
        n
    }

    /// The times of day.
    pub fn times(&self) -> &TimesOfDay {
        &self.times
    }

    /// The dates.
    pub fn dates(&self) -> &Dates {
        &self.dates
    }
}

fn weekdays(days: Option<&str>) -> Result<Weekdays, DaysError> {
    days.map_or(Ok(Weekdays::DAILY), Weekdays::parse)
}

fn second_of_day(at: DateTime) -> i64 {
    (i64::from(at.hour()) * 60 + i64::from(at.minute())) * 60 + i64::from(at.second())
}

/// The canonical text, which is also what the database keeps: `09:00,15:30 mon,tue`,
/// `every 90m 09:00-17:00 mon,tue` or `cron 0 9 * * 1-5`.
impl fmt::Display for Recurrence {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let days = self.dates.weekdays();
        match &self.form {
            Form::Times => {
                let times: Vec<_> = self.times.all().map(short).collect();
                write!(f, "{} {days}", times.join(","))
            }
            Form::Every {
                minutes,
                from,
                until,
            } => write!(
                f,
                "every {minutes}m {}-{} {days}",
                short(*from),
                short(*until)
            ),
            Form::Cron(text) => write!(f, "cron {text}"),
        }
    }
}

/// Reads the canonical text back.
impl FromStr for Recurrence {
    type Err = RecurrenceError;

    fn from_str(text: &str) -> Result<Self, RecurrenceError> {
        let (first, rest) = text.split_once(' ').ok_or(RecurrenceError::Stored)?;
        let read = match first {
            "cron" => Self::cron(rest),
            "every" => match rest.split(' ').collect::<Vec<_>>().as_slice() {
                [every, between, days] => Self::every(every, between, Some(days)),
                _ => return Err(RecurrenceError::Stored),
            },
            times => Self::parse(times, Some(rest)),
        };
        read.map_err(|_| RecurrenceError::Stored)
    }
}

#[cfg(test)]
mod tests;
