//! `unhunch streak`: the streak engine on the command line, and the streaks of the database.

mod document;
mod json;
mod reader;
mod rebuild;

use std::io::Read;

use clap::{Args, Subcommand};
use serde::Serialize;
use serde_json::Value;

use super::schedule::Refusal;
use super::{Exit, output, report};
use crate::clock::Zones;
use crate::config::Environment;
use crate::domain::streak::{Answer, Snapshot, replay};

/// What can be asked of the streak engine.
#[derive(Debug, Subcommand)]
pub(super) enum StreakCommand {
    /// Replay a member's log and print what came of it, as JSON
    Replay(ReplayFile),
    /// Rebuild the streaks of the database from their logs, or look whether they are as their logs say
    Rebuild(rebuild::Rebuild),
}

/// A member's log.
#[derive(Debug, Args)]
pub(super) struct ReplayFile {
    /// TOML, or JSON if its name ends in .json; - reads JSON from standard input
    #[arg(value_name = "FILE")]
    file: String,
}

#[derive(Debug, Serialize)]
struct Output<'a> {
    results: Vec<Figures<'a>>,
    outcomes: Vec<&'static str>,
}

#[derive(Debug, Serialize)]
struct Figures<'a> {
    at: &'a str,
    day: String,
    current: u32,
    longest: u32,
    freezes: u32,
    today: &'static str,
    window30: Window,
}

#[derive(Debug, Serialize)]
struct Window {
    credited: u32,
    due: u32,
}

/// Runs what needs the settings of this machine; the engine itself needs nothing.
pub(super) fn run_on_database(
    command: &StreakCommand,
    environment: &Environment,
    zones: &Zones,
) -> Exit {
    match command {
        StreakCommand::Replay(file) => run(file, zones),
        StreakCommand::Rebuild(rebuild) => rebuild.run(environment, zones),
    }
}

/// Replays a log.
pub(super) fn run(ReplayFile { file }: &ReplayFile, zones: &Zones) -> Exit {
    let document = read(file)
        .map_err(|refusal| vec![refusal])
        .and_then(|value| document::resolve(&value, zones));
    let document = match document {
        Ok(document) => document,
        Err(refusals) => {
            for refusal in refusals {
                eprintln!("{refusal}");
            }
            return Exit::BadInput;
        }
    };
    let replay = replay(&document.history);
    let asked = document.asked.iter().zip(&replay.results);
    let output = Output {
        results: asked.map(|(at, snapshot)| figures(at, snapshot)).collect(),
        outcomes: replay.answers.into_iter().map(Answer::as_str).collect(),
    };
    match serde_json::to_string_pretty(&output) {
        Ok(text) => output::print(&text),
        Err(error) => {
            report(&error);
            Exit::Failed
        }
    }
}

fn figures<'a>(at: &'a str, snapshot: &Snapshot) -> Figures<'a> {
    Figures {
        at,
        day: snapshot.day.to_string(),
        current: snapshot.current,
        longest: snapshot.longest,
        freezes: snapshot.freezes,
        today: snapshot.today.as_str(),
        window30: Window {
            credited: snapshot.window.credited,
            due: snapshot.window.due,
        },
    }
}

/// The document as it stands in the file, or on standard input.
fn read(file: &str) -> Result<Value, Refusal> {
    let refused = |why: String| Refusal::new("E_FILE", format!("{file}: {}", why.trim_end()));
    let text = if file == "-" {
        let mut text = String::new();
        std::io::stdin().read_to_string(&mut text).map(|_| text)
    } else {
        std::fs::read_to_string(file)
    };
    let text = text.map_err(|error| refused(format!("cannot be read: {error}")))?;
    // By the end of the name, not its extension: `.json` alone has none.
    let is_json = file == "-" || file.as_bytes().ends_with(b".json");
    if is_json {
        json::parse(&text).map_err(|error| refused(format!("is not JSON: {error}")))
    } else {
        toml::from_str(&text).map_err(|error| refused(format!("is not TOML: {error}")))
    }
}
