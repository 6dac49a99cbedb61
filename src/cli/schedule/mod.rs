//! `unhunch schedule next` and `unhunch schedule catchup`: the schedule engine on the command line (C-4, C-5).
//!
//! Needs no configuration, database, token or network. Begin reading at [`run`].

mod arguments;

use clap::{Args, Subcommand};
use jiff::Timestamp;
use jiff::tz::{Offset, TimeZone};

pub(super) use self::arguments::{Refusal, instant, zone};
use self::arguments::{ScheduleArgs, count, grace};
use super::{Exit, output};
use crate::clock::{Clock, Zones};
use crate::domain::schedule;

/// What can be asked of the schedule engine.
#[derive(Debug, Subcommand)]
pub(super) enum ScheduleCommand {
    /// Print the next due instants of a schedule, one a line
    Next(Next),
    /// Print what is decided about occurrences since a schedule was last looked at, as JSON
    Catchup(Catchup),
}

/// When a schedule is due next.
#[derive(Debug, Args)]
pub(super) struct Next {
    #[command(flatten)]
    schedule: ScheduleArgs,
    /// RFC 3339 with an offset; now if left out
    #[arg(long, value_name = "INSTANT")]
    from: Option<String>,
    /// How many, 1 to 1000
    #[arg(long, value_name = "N", default_value = "5")]
    count: String,
}

/// What is delivered and what is missed after an outage.
#[derive(Debug, Args)]
pub(super) struct Catchup {
    #[command(flatten)]
    schedule: ScheduleArgs,
    /// When the schedule was last looked at: RFC 3339 with an offset
    #[arg(long, value_name = "INSTANT")]
    last: String,
    /// The instant at which it is decided: RFC 3339 with an offset
    #[arg(long, value_name = "INSTANT")]
    now: String,
    /// How late a prompt may come: seconds, minutes or hours, 0s to 2h
    #[arg(long, value_name = "DURATION", default_value = "30m")]
    grace: String,
}

pub(super) fn run(command: &ScheduleCommand, clock: &dyn Clock, zones: &Zones) -> Exit {
    let answer = match command {
        ScheduleCommand::Next(next) => next.lines(clock, zones),
        ScheduleCommand::Catchup(catchup) => catchup.json(zones).map(|json| vec![json]),
    };
    match answer {
        Ok(lines) if lines.is_empty() => {
            let text = "this schedule is never due again before the year 2100";
            eprintln!("{}", Refusal::new("E_NO_OCCURRENCE", text));
            Exit::NoOccurrence
        }
        Ok(lines) => output::lines(&lines),
        Err(refusal) => {
            eprintln!("{refusal}");
            Exit::BadInput
        }
    }
}

impl Next {
    fn lines(&self, clock: &dyn Clock, zones: &Zones) -> Result<Vec<String>, Refusal> {
        let (recurrence, zone) = self.schedule.read(zones)?;
        let from = match &self.from {
            Some(text) => instant("--from", text)?,
            None => clock.now(),
        };
        let count = count(&self.count)?;
        let coming = schedule::occurrences_after(&recurrence, &zone, from).take(count);
        Ok(coming
            .map(|occurrence| local(occurrence.due, &zone))
            .collect())
    }
}

impl Catchup {
    fn json(&self, zones: &Zones) -> Result<String, Refusal> {
        let (recurrence, zone) = self.schedule.read(zones)?;
        let last = instant("--last", &self.last)?;
        let now = instant("--now", &self.now)?;
        let grace = grace(&self.grace)?;
        let decided = schedule::catch_up(&recurrence, &zone, last, now, grace);
        let json = serde_json::json!({
            "deliver": decided.delivered().map(|occurrence| local(occurrence.due, &zone)),
            "missed": decided.missed(),
            "next": decided.next.map(|next| local(next, &zone)),
        });
        Ok(json.to_string())
    }
}

/// `YYYY-MM-DDTHH:MM:SS+hh:mm` in the schedule's zone (C-3).
///
/// A few zones had offsets with seconds until 1972. They are printed with the full minute to the east, and the instant
/// stays exact, as in RFC 3339 §5.8; so the local time is less than a minute on, and a full minute stays what it is.
fn local(at: Timestamp, zone: &TimeZone) -> String {
    let seconds = zone.to_offset(at).seconds();
    let minutes = -(-seconds).div_euclid(60);
    let offset = Offset::from_seconds(minutes * 60).unwrap_or(Offset::UTC);
    at.to_zoned(TimeZone::fixed(offset))
        .strftime("%Y-%m-%dT%H:%M:%S%:z")
        .to_string()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn offsets_are_printed_in_minutes_and_name_the_same_instant() {
        let zones = Zones::bundled();
        for (zone, at, printed) in [
            ("UTC", "2026-06-01T09:00:00Z", "2026-06-01T09:00:00+00:00"),
            (
                "Asia/Kathmandu",
                "2026-06-01T09:00:00Z",
                "2026-06-01T14:45:00+05:45",
            ),
            (
                "America/St_Johns",
                "2026-06-01T09:00:00Z",
                "2026-06-01T06:30:00-02:30",
            ),
            // Nine o'clock in Monrovia, 44 minutes and 30 seconds behind.
            (
                "Africa/Monrovia",
                "1971-06-01T09:44:30Z",
                "1971-06-01T09:00:30-00:44",
            ),
        ] {
            let zone = zones.find(zone).unwrap();
            let at: Timestamp = at.parse().unwrap();
            assert_eq!(local(at, &zone), printed);
            assert_eq!(local(at, &zone).parse::<Timestamp>().unwrap(), at);
        }
    }
}
