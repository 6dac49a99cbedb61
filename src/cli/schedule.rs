//! `unhunch schedule next`: the schedule engine on the command line.

use std::fmt;

use clap::{Args, Subcommand};
use jiff::Timestamp;
use jiff::tz::TimeZone;

use super::Exit;
use crate::clock::{Clock, Zones};
use crate::domain::recurrence::{Recurrence, RecurrenceError};
use crate::domain::schedule;

/// The instants that are taken: years 1970 to 2099.
const YEARS: std::ops::RangeInclusive<i16> = 1970..=2099;

/// What can be asked of the schedule engine.
#[derive(Debug, Subcommand)]
pub(super) enum ScheduleCommand {
    /// Print the next due instants of a schedule, one a line
    Next(Next),
}

/// When a schedule is due next.
#[derive(Debug, Args)]
pub(super) struct Next {
    /// Times of day, such as "10:30, 15:00"
    #[arg(long, value_name = "LIST")]
    times: String,
    /// Days, such as "mon, wed" or "weekdays"
    #[arg(long, value_name = "LIST")]
    days: Option<String>,
    /// IANA name of the zone, such as Europe/Berlin
    #[arg(long, value_name = "ZONE")]
    timezone: String,
    /// RFC 3339 with an offset; now if left out
    #[arg(long, value_name = "INSTANT")]
    from: Option<String>,
    /// How many, 1 to 1000
    #[arg(
        long,
        value_name = "N",
        default_value = "5",
        allow_negative_numbers = true
    )]
    count: String,
}

/// A refusal with its stable code; the text may change.
#[derive(Debug)]
pub(super) struct Refusal {
    code: &'static str,
    text: String,
}

impl fmt::Display for Refusal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "error[{}]: {}", self.code, self.text)
    }
}

impl Refusal {
    pub(super) fn new(code: &'static str, text: impl Into<String>) -> Self {
        Self {
            code,
            text: text.into(),
        }
    }
}

impl From<RecurrenceError> for Refusal {
    fn from(error: RecurrenceError) -> Self {
        let code = match error {
            RecurrenceError::Days(_) => "E_DAYS",
            _ => "E_TIMES",
        };
        let option = if code == "E_DAYS" {
            "--days"
        } else {
            "--times"
        };
        Self::new(code, format!("{option}: {error}"))
    }
}

pub(super) fn run(command: &ScheduleCommand, clock: &dyn Clock, zones: &Zones) -> Exit {
    let ScheduleCommand::Next(next) = command;
    match next.lines(clock, zones) {
        Ok(lines) if lines.is_empty() => {
            let text = "this schedule is never due again before the year 2100";
            eprintln!("{}", Refusal::new("E_NO_OCCURRENCE", text));
            Exit::NoOccurrence
        }
        Ok(lines) => {
            for line in lines {
                println!("{line}");
            }
            Exit::Done
        }
        Err(refusal) => {
            eprintln!("{refusal}");
            Exit::BadInput
        }
    }
}

impl Next {
    fn lines(&self, clock: &dyn Clock, zones: &Zones) -> Result<Vec<String>, Refusal> {
        let recurrence = Recurrence::parse(&self.times, self.days.as_deref())?;
        let zone = zone(zones, &self.timezone)?;
        let from = match &self.from {
            Some(text) => instant("--from", text)?,
            None => clock.now(),
        };
        let count = self
            .count
            .parse()
            .ok()
            .filter(|count| (1..=1000).contains(count));
        let count = count.ok_or_else(|| {
            let text = format!(
                "--count: \"{}\" is not a whole number from 1 to 1000",
                self.count
            );
            Refusal::new("E_COUNT", text)
        })?;
        let coming = schedule::occurrences_after(&recurrence, &zone, from).take(count);
        Ok(coming
            .map(|occurrence| local(occurrence.due, &zone))
            .collect())
    }
}

/// `YYYY-MM-DDTHH:MM:SS+hh:mm` in the schedule's zone.
fn local(at: Timestamp, zone: &TimeZone) -> String {
    at.to_zoned(zone.clone())
        .strftime("%Y-%m-%dT%H:%M:%S%:z")
        .to_string()
}

fn zone(zones: &Zones, name: &str) -> Result<TimeZone, Refusal> {
    zones.find(name).ok_or_else(|| {
        let text = format!(
            "--timezone: \"{name}\" is not an IANA zone: write a name such as Europe/Berlin or UTC"
        );
        Refusal::new("E_TIMEZONE", text)
    })
}

fn instant(option: &str, text: &str) -> Result<Timestamp, Refusal> {
    // A zone in brackets, a blank or a missing offset would be read by jiff, but are not RFC 3339.
    let is_plain = text
        .bytes()
        .all(|b| b.is_ascii_digit() || b"-+:.TZtz".contains(&b));
    let parsed: Option<Timestamp> = text.parse().ok().filter(|_| is_plain);
    let in_range = parsed.filter(|at| YEARS.contains(&at.to_zoned(TimeZone::UTC).year()));
    in_range.ok_or_else(|| {
        let text = format!(
            "{option}: \"{text}\" is not an instant: write RFC 3339 with an offset, such as 2026-06-01T09:00:00+02:00, between 1970 and 2099"
        );
        Refusal::new("E_INSTANT", text)
    })
}
