//! `unhunch schedule next` and `unhunch schedule catchup`: the schedule engine on the command line (C-4, C-5).
//!
//! Needs no configuration, database, token or network. Begin reading at [`run`].

mod arguments;

use clap::{Args, Subcommand};
use jiff::Timestamp;
use jiff::tz::TimeZone;

pub(super) use self::arguments::{Refusal, instant};
use self::arguments::{ScheduleArgs, count, grace};
use super::Exit;
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
    #[arg(
        long,
        value_name = "N",
        default_value = "5",
        allow_negative_numbers = true
    )]
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
    #[arg(
        long,
        value_name = "DURATION",
        default_value = "30m",
        allow_hyphen_values = true
    )]
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
fn local(at: Timestamp, zone: &TimeZone) -> String {
    at.to_zoned(zone.clone())
        .strftime("%Y-%m-%dT%H:%M:%S%:z")
        .to_string()
}
