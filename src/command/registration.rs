//! The table of commands as Discord wants it registered.
//!
//! <https://discord.com/developers/docs/interactions/application-commands>

use serde_json::{Value, json};

use super::spec::{Body, COMMANDS, CommandSpec, OptionKind, OptionSpec, SubcommandSpec};
use crate::text::Words;

/// `MANAGE_GUILD`, as a string of its bits.
const MANAGE_GUILD: &str = "32";
/// Text, announcement, and the three kinds of threads: what takes messages.
const CHANNEL_TYPES: [u8; 5] = [0, 5, 10, 11, 12];
/// Where a command can be used: in a guild, in a direct message with the bot.
const IN_GUILD: u8 = 0;
const IN_DIRECT_MESSAGES: u8 = 1;

/// All commands, with their words in one language.
pub fn registration(words: Words<'_>) -> Vec<Value> {
    COMMANDS
        .iter()
        .map(|command| register(command, words))
        .collect()
}

fn register(command: &CommandSpec, words: Words<'_>) -> Value {
    let options = match &command.body {
        Body::Options(options) => options_of(command.name, options, words),
        Body::Subcommands(subcommands) => register_all(command.name, subcommands, words),
    };
    let contexts = if command.in_direct_messages {
        vec![IN_GUILD, IN_DIRECT_MESSAGES]
    } else {
        vec![IN_GUILD]
    };
    json!({
        "type": 1,
        "name": command.name,
        "description": words.get(&format!("command-{}", command.name)),
        "options": options,
        "default_member_permissions": command.for_admins.then_some(MANAGE_GUILD),
        "contexts": contexts,
        "integration_types": [0],
    })
}

/// Subcommands; those of one group stand together in it, where its first one stands.
fn register_all(command: &str, subcommands: &[SubcommandSpec], words: Words<'_>) -> Vec<Value> {
    let mut all: Vec<Value> = Vec::new();
    for subcommand in subcommands {
        let (group, name) = match subcommand.name.split_once(' ') {
            Some((group, name)) => (Some(group), name),
            None => (None, subcommand.name),
        };
        let key = format!("{command}-{}", subcommand.name.replace(' ', "-"));
        let shape = json!({
            "type": 1,
            "name": name,
            "description": words.get(&format!("command-{key}")),
            "options": options_of(&key, subcommand.options, words),
        });
        let Some(group) = group else {
            all.push(shape);
            continue;
        };
        let known = all
            .iter_mut()
            .find(|known| known["type"] == 2 && known["name"] == group);
        match known.and_then(|known| known["options"].as_array_mut()) {
            Some(inner) => inner.push(shape),
            None => all.push(json!({
                "type": 2,
                "name": group,
                "description": words.get(&format!("command-{command}-{group}")),
                "options": [shape],
            })),
        }
    }
    all
}

fn options_of(key: &str, options: &[OptionSpec], words: Words<'_>) -> Vec<Value> {
    options
        .iter()
        .map(|option| register_option(key, option, words))
        .collect()
}

fn register_option(key: &str, option: &OptionSpec, words: Words<'_>) -> Value {
    let mut value = json!({
        "name": option.name,
        "description": words.get(&format!("option-{key}-{}", option.name)),
        "required": option.required,
    });
    let details = match &option.kind {
        OptionKind::Text { max_length } => json!({ "type": 3, "max_length": max_length }),
        OptionKind::Autocomplete => json!({ "type": 3, "autocomplete": true }),
        OptionKind::Choice(choices) => {
            let choices: Vec<_> = choices
                .values()
                .into_iter()
                .map(|value| {
                    let name = words.get(&format!("choice-{}-{value}", choices.name()));
                    json!({ "name": name, "value": value })
                })
                .collect();
            json!({ "type": 3, "choices": choices })
        }
        OptionKind::Integer { min, max } => {
            json!({ "type": 4, "min_value": min, "max_value": max })
        }
        OptionKind::Boolean => json!({ "type": 5 }),
        OptionKind::Channel => json!({ "type": 7, "channel_types": CHANNEL_TYPES }),
        OptionKind::Attachment => json!({ "type": 11 }),
        OptionKind::Role => json!({ "type": 8 }),
    };
    if let (Value::Object(value), Value::Object(details)) = (&mut value, details) {
        value.extend(details);
    }
    value
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::command::spec::{Choices, usages};
    use crate::text::Catalogue;

    #[test]
    fn every_command_option_and_choice_has_words_within_discords_limits() {
        let catalogue = Catalogue::embedded().unwrap();
        let words = catalogue.words("en");
        let check = |key: String, limit: usize| {
            let text = words
                .find(&key, &[])
                .unwrap_or_else(|| panic!("no words for {key}"));
            let length = text.chars().count();
            assert!(
                (1..=limit).contains(&length),
                "{key} has {length} characters"
            );
        };
        for command in COMMANDS {
            check(format!("command-{}", command.name), 100);
        }
        for usage in usages() {
            check(format!("command-{}", usage.key()), 100);
            if let Some((group, _)) = usage.subcommand.and_then(|words| words.split_once(' ')) {
                check(format!("command-{}-{group}", usage.command.name), 100);
            }
            for option in usage.options {
                check(format!("option-{}-{}", usage.key(), option.name), 100);
            }
        }
        for choices in Choices::ALL {
            assert!(choices.values().len() <= 25);
            for value in choices.values() {
                check(format!("choice-{}-{value}", choices.name()), 100);
            }
        }
    }

    #[test]
    fn every_language_that_there_are_words_in_can_be_chosen() {
        let catalogue = Catalogue::embedded().unwrap();
        let spoken: Vec<_> = catalogue.locales().collect();
        assert_eq!(Choices::Language.values(), spoken);
    }

    #[test]
    fn names_and_orders_are_what_discord_takes() {
        for usage in usages() {
            let names = usage.options.iter().map(|option| option.name).chain(
                usage
                    .subcommand
                    .into_iter()
                    .flat_map(|words| words.split(' ')),
            );
            for name in names.chain([usage.command.name]) {
                let fits = name
                    .bytes()
                    .all(|b| b.is_ascii_lowercase() || b == b'-' || b == b'_');
                assert!(fits && (1..=32).contains(&name.len()), "{name}");
            }
            let required: Vec<_> = usage.options.iter().map(|option| option.required).collect();
            assert!(
                required.is_sorted_by(|a, b| a >= b),
                "{}: required options first",
                usage.words()
            );
            assert!(usage.options.len() <= 25);
        }
    }

    #[test]
    fn a_command_is_registered_as_discord_wants_it() {
        let catalogue = Catalogue::embedded().unwrap();
        let all = registration(catalogue.words("en"));
        let done = all
            .iter()
            .find(|command| command["name"] == "done")
            .unwrap();
        insta::assert_snapshot!(done, @r#"{"contexts":[0],"default_member_permissions":null,"description":"Record today's check-in","integration_types":[0],"name":"done","options":[],"type":1}"#);
        let prompts = all
            .iter()
            .find(|command| command["name"] == "prompts")
            .unwrap();
        insta::assert_snapshot!(prompts["options"][0]["options"][0], @r#"{"channel_types":[0,5,10,11,12],"description":"Where to post","name":"channel","required":true,"type":7}"#);
        assert_eq!(prompts["default_member_permissions"], "32");
    }

    #[test]
    fn subcommands_of_a_group_are_registered_in_it() {
        let catalogue = Catalogue::embedded().unwrap();
        let all = registration(catalogue.words("en"));
        let wellness = all
            .iter()
            .find(|command| command["name"] == "wellness")
            .unwrap();
        let options = wellness["options"].as_array().unwrap();
        let groups: Vec<_> = options
            .iter()
            .filter(|option| option["type"] == 2)
            .collect();
        assert_eq!(groups.len(), 1);
        let inner = groups[0]["options"].as_array().unwrap();
        let names: Vec<_> = inner.iter().map(|option| &option["name"]).collect();
        assert_eq!(names, ["add", "remove", "list", "import"]);
        insta::assert_snapshot!(inner[3], @r#"{"description":"Enter the holidays of a calendar file (.ics)","name":"import","options":[{"description":"The calendar file, at most 256 KiB","name":"file","required":true,"type":11}],"type":1}"#);
    }
}
