//! The command line: arguments to calls, one file per subcommand, exit codes.
//!
//! Results go to stdout, everything else to stderr. An error is printed once, with its chain. Begin reading at
//! [`main`].

#![expect(
    clippy::print_stderr,
    reason = "this is where the program speaks to its terminal"
)]

/// Tells people at a terminal a line; as `println!`, but whoever stops reading is no reason to panic. What was asked
/// for is printed by [`output::print`].
macro_rules! say {
    ($($text:tt)*) => {
        $crate::cli::say(format_args!($($text)*))
    };
}

mod ask;
mod check;
mod content;
mod hyphens;
mod output;
mod picture;
mod playground;
mod privacy;
mod run;
mod schedule;
mod simulate;
mod streak;

use std::io::IsTerminal as _;
use std::process::ExitCode;

use clap::error::ErrorKind;
use clap::{CommandFactory, FromArgMatches, Parser, Subcommand};
use tracing_subscriber::EnvFilter;

use crate::clock::{SystemClock, ZoneSource, Zones};
use crate::config::{Config, ConfigError, Environment};

/// Stretch prompts, desk-break reminders and kind streaks for Discord teams.
#[derive(Debug, Parser)]
#[command(name = "unhunch", disable_help_subcommand = true)]
struct Cli {
    #[command(subcommand)]
    command: Option<Command>,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// Connect to Discord (needs `DISCORD_TOKEN`)
    Run(run::Run),
    /// Try everything on a Discord stand-in on this machine, without a token
    Playground(playground::Playground),
    /// Check configuration, content, database and token; says how to fix what is wrong
    Check,
    /// Look into the content pack
    Content {
        #[command(subcommand)]
        command: content::ContentCommand,
    },
    /// Draw a movement, as a still picture or an animation
    Picture(picture::Picture),
    /// Find the cards that answer a question
    Ask(ask::Ask),
    /// Hand over or erase what is kept about a member; print texts about privacy and terms to adapt
    Privacy {
        #[command(subcommand)]
        command: privacy::PrivacyCommand,
    },
    /// Ask the schedule engine
    Schedule {
        #[command(subcommand)]
        command: schedule::ScheduleCommand,
    },
    /// Play days of a large bot in minutes, and tell how late its messages would be
    Simulate(simulate::Simulate),
    /// Ask the streak engine, or rebuild the streaks of the database
    Streak {
        #[command(subcommand)]
        command: streak::StreakCommand,
    },
}

/// How the program ends.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Exit {
    /// Done.
    Done = 0,
    /// Something failed.
    Failed = 1,
    /// Bad input or set-up.
    BadInput = 2,
    /// A schedule that is never due.
    NoOccurrence = 3,
    /// The watchdog gave up; a supervisor should start the program again.
    Watchdog = 70,
}

/// Runs the program with the arguments of this process.
pub fn main() -> ExitCode {
    let zones = Zones::load();
    let command = Cli::command().version(version(&zones));
    let arguments = hyphens::joined(&command, std::env::args_os().collect());
    let parsed = command
        .try_get_matches_from(&arguments)
        .and_then(|matches| Cli::from_arg_matches(&matches));
    let exit = match parsed {
        Ok(cli) => dispatch(cli, zones),
        Err(error) => refuse(&arguments, &error),
    };
    ExitCode::from(exit as u8)
}

/// The release of the program, and of the zone data (T-3).
fn version(zones: &Zones) -> String {
    let source = match zones.source() {
        ZoneSource::System => "the system's",
        ZoneSource::Bundled => "bundled",
    };
    format!(
        "{} (tzdb {})\nzone data: {source}",
        env!("CARGO_PKG_VERSION"),
        zones.release()
    )
}

fn dispatch(cli: Cli, zones: Zones) -> Exit {
    // The engines need nothing of their surroundings.
    match &cli.command {
        Some(Command::Schedule { command }) => {
            return schedule::run(command, &SystemClock, &zones);
        }
        Some(Command::Streak {
            command: streak::StreakCommand::Replay(file),
        }) => return streak::run(file, &zones),
        Some(Command::Simulate(simulate)) => return simulate.run(zones),
        _ => {}
    }
    let environment = match Environment::read() {
        Ok(environment) => environment,
        Err(problems) => {
            report(&ConfigError { problems });
            return Exit::BadInput;
        }
    };
    match cli.command {
        Some(Command::Check) => check::run(&environment, &zones),
        Some(Command::Run(run)) => run.run(&environment, zones),
        Some(Command::Playground(playground)) => playground.run(&environment, zones),
        Some(Command::Content { command }) => content::run(&command, &environment),
        Some(Command::Picture(picture)) => picture::run(&picture, &environment),
        Some(Command::Ask(ask)) => ask.run(&environment),
        Some(Command::Privacy { command }) => privacy::run(&command, &environment),
        Some(Command::Streak { command }) => {
            streak::run_on_database(&command, &environment, &zones)
        }
        None if environment.discord_token.is_some() => run::Run::default().run(&environment, zones),
        None | Some(Command::Schedule { .. } | Command::Simulate(_)) => {
            eprintln!(
                "No DISCORD_TOKEN is set, so this is the playground: nothing reaches Discord."
            );
            playground::Playground::default().run(&environment, zones)
        }
    }
}

/// Prints clap's own words; for the engines, whose codes are stable, with theirs in front.
fn refuse(arguments: &[std::ffi::OsString], error: &clap::Error) -> Exit {
    if matches!(
        error.kind(),
        ErrorKind::DisplayHelp | ErrorKind::DisplayVersion
    ) {
        // clap knows where help goes.
        return output::end(error.print());
    }
    let is_engine = arguments
        .get(1)
        .is_some_and(|name| name == "schedule" || name == "streak");
    if is_engine {
        let text = error.to_string();
        let text = text.trim_start_matches("error: ").trim_end();
        // The first line says it all, with the options that clap lists on lines of their own.
        let (said, usage) = text.split_once("\n\n").unwrap_or((text, ""));
        let said: Vec<_> = said.split_whitespace().collect();
        eprintln!("{}", schedule::Refusal::new("E_USAGE", said.join(" ")));
        if !usage.is_empty() {
            eprintln!("\n{usage}");
        }
    } else {
        eprint!("{error}");
    }
    Exit::BadInput
}

/// Reads the settings, and begins to log as they say.
fn set_up(environment: &Environment) -> Option<Config> {
    match Config::load(environment) {
        Ok(config) => {
            let filter = EnvFilter::new(&config.log_filter);
            tracing_subscriber::fmt()
                .with_env_filter(filter)
                // Colours are for eyes: a file or a supervisor gets plain text.
                .with_ansi(std::io::stderr().is_terminal())
                .with_writer(std::io::stderr)
                .init();
            Some(config)
        }
        Err(error) => {
            report(&error);
            None
        }
    }
}

/// A runtime for the subcommands that need one.
fn runtime() -> std::io::Result<tokio::runtime::Runtime> {
    tokio::runtime::Builder::new_multi_thread()
        .enable_all()
        .build()
}

/// Runs a program that has ended when it says so: what is still drawn or indexed in the background is dropped.
fn to_the_end<T>(runtime: tokio::runtime::Runtime, program: impl Future<Output = T>) -> T {
    let outcome = runtime.block_on(program);
    runtime.shutdown_background();
    outcome
}

/// Prints an error with its chain, once.
fn report(error: &(dyn std::error::Error + 'static)) {
    eprintln!("error: {}", chain(error));
}

/// An error and what it came from, in one line. Some errors of others say what they came from themselves;
/// that is not said twice.
fn chain(error: &(dyn std::error::Error + 'static)) -> String {
    let mut line = String::new();
    for cause in anyhow::Chain::new(error).map(ToString::to_string) {
        if line.ends_with(&cause) {
            continue;
        }
        if !line.is_empty() {
            line.push_str(": ");
        }
        line.push_str(&cause);
    }
    line
}

fn say(line: std::fmt::Arguments<'_>) {
    use std::io::Write as _;
    writeln!(std::io::stdout(), "{line}").ok();
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_an_error_says_of_its_cause_is_not_said_twice() {
        #[derive(Debug, thiserror::Error)]
        #[error("{text}")]
        struct Layer {
            text: &'static str,
            source: Option<Box<Layer>>,
        }
        let layer = |text, source: Option<Layer>| Layer {
            text,
            source: source.map(Box::new),
        };
        let error = layer("no file", None);
        let error = layer("from the database: no file", Some(error));
        let error = layer("cannot open", Some(error));
        assert_eq!(chain(&error), "cannot open: from the database: no file");
        assert_eq!(chain(&layer("", None)), "");
    }
}
