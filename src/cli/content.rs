//! `unhunch content`: what is in the pack.

use clap::Subcommand;

use super::{Exit, report};
use crate::config::{Config, Environment};
use crate::content::{self, Library};

/// What can be asked of the content pack.
#[derive(Debug, Subcommand)]
pub(super) enum ContentCommand {
    /// List every card
    List {
        /// As JSON, with all that a user can read of each card
        #[arg(long)]
        json: bool,
    },
}

pub(super) fn run(command: &ContentCommand, environment: &Environment) -> Exit {
    let ContentCommand::List { json } = command;
    let library = match Config::load(environment).map(|config| Library::load(&config.content_dirs))
    {
        Ok(Ok(library)) => library,
        Ok(Err(error)) => {
            report(&error);
            return Exit::BadInput;
        }
        Err(error) => {
            report(&error);
            return Exit::BadInput;
        }
    };
    let items = content::list(&library);
    if !json {
        for item in &items {
            println!("{:9} {:28} {}", item.kind, item.id, item.title);
        }
        return Exit::Done;
    }
    match serde_json::to_string_pretty(&items) {
        Ok(text) => {
            println!("{text}");
            Exit::Done
        }
        Err(error) => {
            report(&error);
            Exit::Failed
        }
    }
}
