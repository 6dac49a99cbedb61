//! Slash commands as Discord takes them.

use std::collections::BTreeSet;

use serde_json::Value;

use super::form::Form;
use super::names::{LOCALES, is_command_name};

/// The most commands of one kind that an application may have.
pub const MOST_COMMANDS: usize = 100;
/// The most characters in one command: names, descriptions and choice values, the longest
/// localization of each counted.
const MOST_TEXT: usize = 8_000;
/// Every channel type that exists.
const CHANNEL_TYPES: [i64; 12] = [0, 1, 2, 3, 4, 5, 10, 11, 12, 13, 14, 15];

/// Option types.
mod option {
    pub(super) const SUBCOMMAND: i64 = 1;
    pub(super) const GROUP: i64 = 2;
    pub(super) const STRING: i64 = 3;
    pub(super) const INTEGER: i64 = 4;
    pub(super) const CHANNEL: i64 = 7;
    pub(super) const NUMBER: i64 = 10;
    pub(super) const ALL: [i64; 11] = [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11];
}

/// Checks the body that replaces all commands.
pub fn check_all(form: &Form<'_>) {
    let Some(commands) = form.list(0..=110) else {
        return;
    };
    let mut seen = BTreeSet::new();
    for command in &commands {
        check(command);
        let kind = command.value()["type"].as_i64().unwrap_or(1);
        let name = command.value()["name"].as_str().unwrap_or_default();
        if !name.is_empty() && !seen.insert((kind, name)) {
            command.refuse(
                "APPLICATION_COMMANDS_DUPLICATE_NAME",
                "Application command names must be unique",
            );
        }
    }
}

/// Checks a whole command.
pub fn check(command: &Form<'_>) {
    if command.object().is_none() {
        return;
    }
    let kind = command
        .get("type")
        .map_or(Some(1), |kind| kind.one_of(&[1, 2, 3, 4]));
    if kind == Some(1) {
        check_named(command, 1..=100);
    } else if let Some(name) = command.require("name") {
        name.text(1..=32);
        if let Some(description) = command.get("description") {
            description.text(0..=0);
        }
    }
    check_settings(command);
    let Some(options) = command.get("options") else {
        return check_size(command);
    };
    if kind != Some(1) {
        options.refuse(
            "APPLICATION_COMMAND_OPTIONS_INVALID",
            "Context menu commands cannot have options",
        );
        return;
    }
    check_options(&options, Level::Command);
    check_size(command);
}

fn check_settings(command: &Form<'_>) {
    if let Some(permissions) = command.get("default_member_permissions") {
        let text = permissions.value().as_str().map(str::parse::<u64>);
        if !matches!(text, Some(Ok(_))) && permissions.value().as_u64().is_none() {
            permissions.refuse(
                "NUMBER_TYPE_COERCE",
                format!("Value {} is not int.", permissions.value()),
            );
        }
    }
    for flag in ["dm_permission", "nsfw"] {
        command.get(flag).map(|flag| flag.boolean());
    }
    check_set(command, "contexts", &[0, 1, 2]);
    check_set(command, "integration_types", &[0, 1]);
}

fn check_set(command: &Form<'_>, key: &str, allowed: &[i64]) {
    let Some(set) = command.get(key) else {
        return;
    };
    let mut seen = BTreeSet::new();
    for entry in set.list(1..=allowed.len()).unwrap_or_default() {
        if let Some(number) = entry.one_of(allowed)
            && !seen.insert(number)
        {
            set.refuse(
                "SET_TYPE_ALREADY_CONTAINS_VALUE",
                "The set already contains this value",
            );
        }
    }
}

/// Name and description with their localizations.
fn check_named(form: &Form<'_>, description_length: std::ops::RangeInclusive<usize>) {
    if let Some(name) = form.require("name")
        && let Some(text) = name.text(1..=32)
        && !text.is_empty()
        && !is_command_name(text)
    {
        name.refuse(
            "APPLICATION_COMMAND_INVALID_NAME",
            "Command name is invalid",
        );
    }
    if let Some(description) = form.require("description") {
        description.text(description_length.clone());
    }
    for (locale, text) in localizations(form, "name_localizations") {
        if text
            .text(1..=32)
            .is_some_and(|text| !text.is_empty() && !is_command_name(text))
        {
            text.refuse(
                "APPLICATION_COMMAND_INVALID_NAME",
                format!("Command name for {locale} is invalid"),
            );
        }
    }
    for (_, text) in localizations(form, "description_localizations") {
        text.text(description_length.clone());
    }
}

fn localizations<'a>(form: &Form<'a>, key: &str) -> Vec<(String, Form<'a>)> {
    let Some(all) = form.get(key) else {
        return Vec::new();
    };
    let Some(map) = all.object() else {
        return Vec::new();
    };
    let mut texts = Vec::new();
    for locale in map.keys() {
        if LOCALES.contains(&locale.as_str()) {
            texts.extend(all.get(locale).map(|text| (locale.clone(), text)));
        } else {
            let known = LOCALES.join("', '");
            all.below(locale.as_str()).refuse(
                "ENUM_TYPE_COERCE",
                format!("Value \"{locale}\" is not a valid enum value. Known: '{known}'."),
            );
        }
    }
    texts
}

/// Where a list of options stands; groups hold subcommands, subcommands hold plain options.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Level {
    Command,
    Group,
    Subcommand,
}

fn check_options(options: &Form<'_>, level: Level) {
    let Some(list) = options.list(0..=25) else {
        return;
    };
    let (mut names, mut optional_seen, mut kinds) = (BTreeSet::new(), false, Vec::new());
    for option in &list {
        if option.object().is_none() {
            continue;
        }
        let kind = check_option(option, level);
        let name = option.value()["name"].as_str().unwrap_or_default();
        if !name.is_empty() && !names.insert(name) {
            option.below("name").refuse(
                "APPLICATION_COMMAND_OPTIONS_NAME_DUPLICATED",
                "Option names must be unique",
            );
        }
        let required = option.value()["required"] == Value::Bool(true);
        if required && optional_seen {
            option.refuse(
                "APPLICATION_COMMAND_OPTIONS_REQUIRED_INVALID",
                "Required options must be placed before non-required options",
            );
        }
        let nested = kind.is_some_and(|kind| kind <= option::GROUP);
        optional_seen |= !required && !nested;
        kinds.extend(kind.map(|_| nested));
    }
    if kinds.contains(&true) && kinds.contains(&false) {
        options.refuse(
            "APPLICATION_COMMAND_OPTIONS_TYPE_INVALID",
            "Sub-command and sub-command group option types are mutually exclusive to all other types",
        );
    }
}

fn check_option(option: &Form<'_>, level: Level) -> Option<i64> {
    check_named(option, 1..=100);
    let kind = match level {
        Level::Command => option.kind(&option::ALL)?,
        Level::Group => option.kind(&[option::SUBCOMMAND])?,
        Level::Subcommand => option.kind(&option::ALL[2..])?,
    };
    option.get("required").map(|required| required.boolean());
    if let Some(nested) = option.get("options") {
        match kind {
            option::SUBCOMMAND => check_options(&nested, Level::Subcommand),
            option::GROUP => check_options(&nested, Level::Group),
            _ => nested.refuse(
                "APPLICATION_COMMAND_OPTIONS_INVALID",
                "Only sub-commands and groups have options",
            ),
        }
    }
    if kind == option::GROUP
        && option.value()["options"]
            .as_array()
            .is_none_or(Vec::is_empty)
    {
        option
            .below("options")
            .refuse("BASE_TYPE_REQUIRED", "This field is required");
    }
    check_choices(option, kind);
    check_bounds(option, kind);
    if let Some(types) = option.get("channel_types") {
        for entry in types.list(0..=CHANNEL_TYPES.len()).unwrap_or_default() {
            entry.one_of(&CHANNEL_TYPES);
        }
        wrong_for_type(&types, kind == option::CHANNEL);
    }
    Some(kind)
}

fn wrong_for_type(field: &Form<'_>, right: bool) {
    if !right {
        field.refuse(
            "APPLICATION_COMMAND_OPTION_FIELD_INVALID",
            "This field is not valid for this option type",
        );
    }
}

fn check_choices(option: &Form<'_>, kind: i64) {
    let choosable = matches!(kind, option::STRING | option::INTEGER | option::NUMBER);
    let completes = option
        .get("autocomplete")
        .filter(|flag| flag.boolean() == Some(true));
    if let Some(flag) = &completes {
        wrong_for_type(flag, choosable);
    }
    let Some(choices) = option.get("choices") else {
        return;
    };
    wrong_for_type(&choices, choosable);
    if completes.is_some()
        && choices
            .value()
            .as_array()
            .is_some_and(|list| !list.is_empty())
    {
        choices.refuse(
            "APPLICATION_COMMAND_OPTIONS_CHOICES_AUTOCOMPLETE_EXCLUSIVE",
            "Choices and autocomplete are mutually exclusive",
        );
    }
    check_choice_list(&choices, kind);
}

/// Checks a list of choices of an option of type `kind` (also those that autocompletion offers).
pub(super) fn check_choice_list(choices: &Form<'_>, kind: i64) {
    let mut names = BTreeSet::new();
    for choice in choices.list(0..=25).unwrap_or_default() {
        if choice.object().is_none() {
            continue;
        }
        if let Some(name) = choice.require("name").and_then(|name| name.text(1..=100))
            && !names.insert(name)
        {
            choice.below("name").refuse(
                "APPLICATION_COMMAND_OPTIONS_CHOICE_NAMES_DUPLICATED",
                "Option choice names must be unique",
            );
        }
        for (_, text) in localizations(&choice, "name_localizations") {
            text.text(1..=100);
        }
        let Some(value) = choice.require("value") else {
            continue;
        };
        match kind {
            option::INTEGER => {
                const MOST: i64 = (1 << 53) - 1;
                value.integer(-MOST..=MOST);
            }
            option::NUMBER => {
                value.number();
            }
            _ => {
                value.text(0..=100);
            }
        }
    }
}

fn check_bounds(option: &Form<'_>, kind: i64) {
    let numeric = matches!(kind, option::INTEGER | option::NUMBER);
    let mut values = Vec::new();
    for key in ["min_value", "max_value"] {
        let Some(bound) = option.get(key) else {
            continue;
        };
        wrong_for_type(&bound, numeric);
        if kind == option::INTEGER {
            bound.integer(i64::MIN..=i64::MAX);
        }
        values.extend(bound.number());
    }
    let mut lengths = Vec::new();
    for (key, least) in [("min_length", 0), ("max_length", 1)] {
        let Some(bound) = option.get(key) else {
            continue;
        };
        wrong_for_type(&bound, kind == option::STRING);
        lengths.extend(bound.integer(least..=6000));
    }
    let crossed = matches!(values[..], [least, most] if least > most)
        || matches!(lengths[..], [least, most] if least > most);
    if crossed {
        option.refuse(
            "APPLICATION_COMMAND_OPTION_MIN_GREATER_THAN_MAX",
            "The minimum is greater than the maximum",
        );
    }
}

fn check_size(command: &Form<'_>) {
    if size(command.value()) > MOST_TEXT {
        command.refuse(
            "APPLICATION_COMMAND_TOO_LARGE",
            format!("Command exceeds maximum size ({MOST_TEXT})"),
        );
    }
}

fn size(value: &Value) -> usize {
    let text = |value: &Value| value.as_str().map_or(0, |text| text.chars().count());
    let longest = |key: &str| {
        let localized = value[format!("{key}_localizations")].as_object();
        let localized = localized
            .into_iter()
            .flat_map(|map| map.values())
            .map(text)
            .max();
        text(&value[key]).max(localized.unwrap_or(0))
    };
    let nested =
        |key: &str| -> usize { value[key].as_array().into_iter().flatten().map(size).sum() };
    longest("name")
        + longest("description")
        + text(&value["value"])
        + nested("options")
        + nested("choices")
}
