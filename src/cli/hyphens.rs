//! Values that begin with a hyphen: `--timezone -05:00` names a zone, if a wrong one, and its refusal says so (C-1).

use std::ffi::{OsStr, OsString};

/// The arguments with `--name -value` as `--name=-value`, which clap takes for a value and not for options.
///
/// Only for `schedule`, and only where the next word is none of the subcommand's own options: then a value is missing.
pub(super) fn joined(cli: &clap::Command, arguments: Vec<OsString>) -> Vec<OsString> {
    let name = |k: usize| arguments.get(k).and_then(|name| name.to_str());
    let command = name(1)
        .filter(|name| *name == "schedule")
        .and_then(|name| cli.find_subcommand(name))
        .and_then(|command| command.find_subcommand(name(2)?));
    let Some(command) = command else {
        return arguments;
    };
    let mut joined: Vec<OsString> = Vec::with_capacity(arguments.len());
    // Whether the last word is an option that waits for its value.
    let mut waits = false;
    for argument in arguments {
        match joined.last_mut() {
            Some(option) if waits && is_hyphened(command, &argument) => {
                option.push("=");
                option.push(argument);
                waits = false;
            }
            _ => {
                // A word after an option that waits is its value, unless it is an option itself.
                let is_value = waits && !is_own(command, &argument);
                waits = !is_value && takes_value(command, &argument);
                joined.push(argument);
            }
        }
    }
    joined
}

/// A word that begins with a hyphen and is no option of the command.
fn is_hyphened(command: &clap::Command, word: &OsStr) -> bool {
    word.as_encoded_bytes().starts_with(b"-") && !is_own(command, word)
}

/// `--name`, `--name=value` or a request for help.
fn is_own(command: &clap::Command, word: &OsStr) -> bool {
    let Some(word) = word.to_str() else {
        return false;
    };
    let name = word.split('=').next().unwrap_or_default();
    ["-h", "--help"].contains(&word) || option(command, name).is_some()
}

/// `--name`, whose value is the next word.
fn takes_value(command: &clap::Command, word: &OsStr) -> bool {
    let option = word.to_str().and_then(|word| option(command, word));
    option.is_some_and(|option| option.get_action().takes_values())
}

fn option<'a>(command: &'a clap::Command, word: &str) -> Option<&'a clap::Arg> {
    let name = word.strip_prefix("--")?;
    command
        .get_arguments()
        .find(|option| option.get_long() == Some(name))
}
