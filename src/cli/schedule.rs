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

/// The shape of an RFC 3339 date-time: `2026-06-01T09:00:00`, a fraction or none, and `Z` or `+hh:mm`.
fn is_rfc3339(text: &str) -> bool {
    let digits = |shape: &str| -> String {
        let zero = |symbol: char| if symbol.is_ascii_digit() { '0' } else { symbol };
        shape.to_ascii_uppercase().chars().map(zero).collect()
    };
    let Some((date_time, rest)) = text.split_at_checked(19) else {
        return false;
    };
    let (fraction, offset) = rest.split_at(rest.find(['Z', 'z', '+', '-']).unwrap_or(rest.len()));
    let is_fraction = fraction.is_empty()
        || fraction
            .strip_prefix('.')
            .is_some_and(|f| !f.is_empty() && f.bytes().all(|digit| digit.is_ascii_digit()));
    digits(date_time) == "0000-00-00T00:00:00"
        && is_fraction
        && ["Z", "+00:00", "-00:00"].contains(&digits(offset).as_str())
}

pub(super) fn instant(option: &str, text: &str) -> Result<Timestamp, Refusal> {
    // jiff reads more forms of ISO 8601 than RFC 3339 has.
    let parsed: Option<Timestamp> = text.parse().ok().filter(|_| is_rfc3339(text));
    let in_range = parsed.filter(|at| YEARS.contains(&at.to_zoned(TimeZone::UTC).year()));
    in_range.ok_or_else(|| {
        let text = format!(
            "{option}: \"{text}\" is not an instant: write RFC 3339 with an offset, such as 2026-06-01T09:00:00+02:00, between 1970 and 2099"
        );
        Refusal::new("E_INSTANT", text)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn instants_are_rfc_3339_and_nothing_else() {
        let accepted = [
            "2026-06-01T09:00:00Z",
            "2026-06-01t09:00:00.25z",
            "2026-06-01T09:00:00-05:30",
            "1970-01-01T00:00:00+00:00",
            "2099-12-31T23:59:59Z",
        ];
        for text in accepted {
            assert!(instant("--from", text).is_ok(), "{text}");
        }
        let refused = [
            "",
            "yesterday",
            "2026-06-01",
            "2026-06-01T09:00:00",
            "2026-06-01T09:00Z",
            "20260601T090000Z",
            "2026-06-01 09:00:00Z",
            "2026-06-01T09:00:00.Z",
            "2026-06-01T09:00:00+02",
            "2026-06-01T09:00:00+02:00[Europe/Berlin]",
            "2026-02-30T09:00:00Z",
            "2026-06-01T25:00:00Z",
            "1969-12-31T23:59:59Z",
            "2100-01-01T00:00:00Z",
            "２026-06-01T09:00:00Z",
        ];
        for text in refused {
            let refusal = instant("--from", text).unwrap_err();
            assert_eq!(refusal.code, "E_INSTANT", "{text}");
        }
    }
}
