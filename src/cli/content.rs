//! `unhunch content`: what is in the pack.

use std::path::PathBuf;

use clap::Subcommand;

use super::{Exit, report};
use crate::config::{Config, Environment};
use crate::content::{self, ContentError, Library, Severity};

/// What can be asked of the content pack.
#[derive(Debug, Subcommand)]
pub(super) enum ContentCommand {
    /// List every card
    List {
        /// As JSON, with all that a user can read of each card
        #[arg(long)]
        json: bool,
    },
    /// Say everything that is wrong or weak in a pack; ends with 1 if anything is wrong
    Lint {
        /// The pack's folder; without one, the packs that the settings name
        dir: Option<PathBuf>,
    },
}

pub(super) fn run(command: &ContentCommand, environment: &Environment) -> Exit {
    let dirs = match command {
        ContentCommand::Lint { dir: Some(dir) } => vec![dir.clone()],
        _ => match Config::load(environment) {
            Ok(config) => config.content_dirs,
            Err(error) => {
                report(&error);
                return Exit::BadInput;
            }
        },
    };
    let loaded = Library::load(&dirs);
    match (command, loaded) {
        (ContentCommand::Lint { .. }, loaded) => lint(loaded.as_ref()),
        (ContentCommand::List { json }, Ok(library)) => list(&library, *json),
        (ContentCommand::List { .. }, Err(error)) => {
            report(&error);
            Exit::BadInput
        }
    }
}

fn lint(loaded: Result<&Library, &ContentError>) -> Exit {
    let findings = content::lint_loaded(loaded.map_err(Clone::clone));
    for finding in &findings {
        say!("{finding}");
    }
    let n_wrong = findings
        .iter()
        .filter(|finding| finding.severity == Severity::Error)
        .count();
    say!("{n_wrong} wrong, {} weak", findings.len() - n_wrong);
    if n_wrong == 0 {
        Exit::Done
    } else {
        Exit::Failed
    }
}

fn list(library: &Library, json: bool) -> Exit {
    let items = content::list(library);
    if !json {
        for item in &items {
            say!("{:9} {:28} {}", item.kind, item.id, item.title);
        }
        return Exit::Done;
    }
    match serde_json::to_string_pretty(&items) {
        Ok(text) => {
            say!("{text}");
            Exit::Done
        }
        Err(error) => {
            report(&error);
            Exit::Failed
        }
    }
}
