//! `unhunch content`: what is in the pack.

use std::path::{Path, PathBuf};

use clap::Subcommand;
use clap::builder::PossibleValuesParser;
use jiff::civil::Date;
use jiff::tz::TimeZone;

use super::{Exit, output, report};
use crate::app;
use crate::clock::{Clock, SystemClock};
use crate::config::{Config, Environment};
use crate::content::{self, CreateError, FileKind, Library, Linted, ListedItem, Severity};
use crate::text::{BASE_LOCALE, Catalogue};

/// What can be asked of the content pack.
#[derive(Debug, Subcommand)]
pub(super) enum ContentCommand {
    /// List every card
    List {
        /// As JSON, with all that a user can read of each card
        #[arg(long)]
        json: bool,
    },
    /// Show one card: all that a user can read of it, and its sources
    Show {
        /// Its id, as `content list` gives it
        id: String,
    },
    /// Say everything that is wrong or weak in a pack; ends with 1 if anything is wrong
    Lint {
        /// The pack's folder; without one, the packs that the settings name
        dir: Option<PathBuf>,
    },
    /// Make a small pack of your own, to change and to add to
    New {
        /// A folder that is new or empty
        dir: PathBuf,
    },
    /// Print the JSON Schema of a pack's files, for editors that check while one writes
    Schema {
        /// The kind of file; without one, a schema for a file of any kind
        #[arg(value_parser = PossibleValuesParser::new(FileKind::ALL.iter().map(|kind| kind.name())))]
        kind: Option<String>,
        /// Write a schema for each kind of file into this folder instead
        #[arg(long, value_name = "DIR", conflicts_with = "kind")]
        out: Option<PathBuf>,
    },
}

pub(super) fn run(command: &ContentCommand, environment: &Environment) -> Exit {
    match command {
        ContentCommand::List { json } => match configured(environment) {
            Ok(dirs) => list(&dirs, *json),
            Err(exit) => exit,
        },
        ContentCommand::Show { id } => match configured(environment) {
            Ok(dirs) => show(&dirs, id),
            Err(exit) => exit,
        },
        ContentCommand::Lint { dir: Some(dir) } => lint(std::slice::from_ref(dir)),
        ContentCommand::Lint { dir: None } => match configured(environment) {
            Ok(dirs) => lint(&dirs),
            Err(exit) => exit,
        },
        ContentCommand::New { dir } => new(dir),
        ContentCommand::Schema { kind, out } => schema(kind.as_deref(), out.as_deref()),
    }
}

/// The packs that the settings name.
fn configured(environment: &Environment) -> Result<Vec<PathBuf>, Exit> {
    match Config::load(environment) {
        Ok(config) => Ok(config.content_dirs),
        Err(error) => {
            report(&error);
            Err(Exit::BadInput)
        }
    }
}

/// The date where this runs.
pub(super) fn today() -> Date {
    SystemClock.now().to_zoned(TimeZone::system()).date()
}

fn new(dir: &Path) -> Exit {
    match content::create_pack(dir, today()) {
        Ok(written) => {
            let mut lines: Vec<_> = written
                .iter()
                .map(|path| path.display().to_string())
                .collect();
            lines.push(format!(
                "Next: change the cards, then `unhunch content lint {}`.",
                dir.display()
            ));
            output::lines(&lines)
        }
        Err(error) => {
            report(&error);
            match error {
                CreateError::NotEmpty(_) | CreateError::NoFolder(_) => Exit::BadInput,
                CreateError::Unwritable { .. } => Exit::Failed,
            }
        }
    }
}

fn schema(kind: Option<&str>, out: Option<&Path>) -> Exit {
    if let Some(dir) = out {
        return match content::write_schemas(dir) {
            Ok(()) => Exit::Done,
            Err(error) => {
                report(&error);
                Exit::Failed
            }
        };
    }
    let text = match kind.and_then(FileKind::from_name) {
        Some(kind) => content::schema(kind),
        None => content::schema_of_all(),
    };
    output::print(&format!("{text:#}"))
}

fn lint(dirs: &[PathBuf]) -> Exit {
    let Linted {
        findings, grade, ..
    } = content::lint_packs(dirs, today());
    let mut lines: Vec<_> = findings.iter().map(ToString::to_string).collect();
    let n_wrong = findings
        .iter()
        .filter(|finding| finding.severity == Severity::Error)
        .count();
    let n_weak = findings.len() - n_wrong;
    if let Some(grade) = grade {
        lines.push(format!(
            "reading grade {grade:.1} (the middle of all cards)"
        ));
    }
    lines.push(format!("{n_wrong} wrong, {n_weak} weak"));
    match output::lines(&lines) {
        Exit::Done if n_wrong > 0 => Exit::Failed,
        exit => exit,
    }
}

/// No card has that id.
#[derive(Debug, thiserror::Error)]
#[error("there is no card {0:?}: `unhunch content list` gives the ids of all")]
struct NoCard(String);

/// Every card of the packs with its text, or what is wrong.
fn items(dirs: &[PathBuf]) -> Result<Vec<ListedItem>, Exit> {
    let library = Library::load(dirs).map_err(|error| {
        report(&error);
        Exit::BadInput
    })?;
    let catalogue = Catalogue::embedded().map_err(|error| {
        report(&error);
        Exit::Failed
    })?;
    let words = catalogue.words(BASE_LOCALE);
    Ok(content::list(&library, |card| {
        app::readable(words, &library, card)
    }))
}

fn show(dirs: &[PathBuf], id: &str) -> Exit {
    let items = match items(dirs) {
        Ok(items) => items,
        Err(exit) => return exit,
    };
    let Some(item) = items.into_iter().find(|item| item.id == id) else {
        report(&NoCard(id.to_owned()));
        return Exit::BadInput;
    };
    let mut lines = vec![item.text];
    lines.extend(item.sources.into_iter().map(|source| match source.url {
        Some(url) => format!("Source: {} ({url})", source.title),
        None => format!("Source: {}", source.title),
    }));
    output::lines(&lines)
}

fn list(dirs: &[PathBuf], json: bool) -> Exit {
    let items = match items(dirs) {
        Ok(items) => items,
        Err(exit) => return exit,
    };
    if !json {
        let lines = items
            .iter()
            .map(|item| format!("{:9} {:28} {}", item.kind, item.id, item.title));
        return output::lines(&lines.collect::<Vec<_>>());
    }
    match serde_json::to_string_pretty(&items) {
        Ok(text) => output::print(&text),
        Err(error) => {
            report(&error);
            Exit::Failed
        }
    }
}
