//! Options of slash commands, and their choices.

use std::collections::BTreeSet;

use serde_json::Value;

use super::command::{check_named, localizations};
use super::form::Form;

/// The greatest integer that a client can hold exactly.
const MOST_INTEGER: i64 = (1 << 53) - 1;
/// Every channel type that exists.
const CHANNEL_TYPES: [i64; 12] = [0, 1, 2, 3, 4, 5, 10, 11, 12, 13, 14, 15];

/// Option types.
mod kind {
    pub(super) const SUBCOMMAND: i64 = 1;
    pub(super) const GROUP: i64 = 2;
    pub(super) const STRING: i64 = 3;
    pub(super) const INTEGER: i64 = 4;
    pub(super) const CHANNEL: i64 = 7;
    pub(super) const NUMBER: i64 = 10;
    pub(super) const ALL: [i64; 11] = [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11];
}

/// Where a list of options stands; groups hold subcommands, subcommands hold plain options.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Level {
    Command,
    Group,
    Subcommand,
}

pub(super) fn check_all(options: &Form<'_>, level: Level) {
    let Some(list) = options.list(0..=25) else {
        return;
    };
    let (mut names, mut optional_seen, mut first_nested) = (BTreeSet::new(), false, None);
    for option in &list {
        if option.object().is_none() {
            continue;
        }
        let kind = check(option, level);
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
        let nested = kind.is_some_and(|kind| kind <= kind::GROUP);
        optional_seen |= !required && !nested;
        let mixed = first_nested.is_some_and(|first| kind.is_some() && first != nested);
        first_nested = first_nested.or(kind.map(|_| nested));
        if mixed {
            option.refuse(
                "APPLICATION_COMMAND_OPTIONS_TYPE_INVALID",
                "Sub-command and sub-command group option types are mutually exclusive to all other types",
            );
        }
    }
}

fn check(option: &Form<'_>, level: Level) -> Option<i64> {
    check_named(option, 1..=100);
    let kind = match level {
        Level::Command => option.kind(&kind::ALL)?,
        Level::Group => option.kind(&[kind::SUBCOMMAND])?,
        Level::Subcommand => option.kind(&kind::ALL[2..])?,
    };
    option.get("required").map(|required| required.boolean());
    if let Some(nested) = option.get("options") {
        match kind {
            kind::SUBCOMMAND => check_all(&nested, Level::Subcommand),
            kind::GROUP => check_all(&nested, Level::Group),
            _ if is_empty_list(&nested) => {}
            _ => nested.refuse(
                "APPLICATION_COMMAND_OPTIONS_INVALID",
                "Only sub-commands and groups have options",
            ),
        }
    }
    if kind == kind::GROUP
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
        for entry in types.set(0..=1521) {
            entry.one_of(&CHANNEL_TYPES);
        }
        wrong_for_type(&types, kind == kind::CHANNEL);
    }
    Some(kind)
}

/// A field that says something for an option of another type; an empty list says nothing.
fn wrong_for_type(field: &Form<'_>, right: bool) {
    if !right && !is_empty_list(field) {
        field.refuse(
            "APPLICATION_COMMAND_OPTION_FIELD_INVALID",
            "This field is not valid for this option type",
        );
    }
}

fn is_empty_list(field: &Form<'_>) -> bool {
    field.value().as_array().is_some_and(Vec::is_empty)
}

fn check_choices(option: &Form<'_>, kind: i64) {
    let choosable = matches!(kind, kind::STRING | kind::INTEGER | kind::NUMBER);
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
            kind::INTEGER => {
                value.integer(-MOST_INTEGER..=MOST_INTEGER);
            }
            kind::NUMBER => check_number(&value),
            _ => {
                value.text(0..=6000);
            }
        }
    }
}

fn check_bounds(option: &Form<'_>, kind: i64) {
    let numeric = matches!(kind, kind::INTEGER | kind::NUMBER);
    let mut values = Vec::new();
    for key in ["min_value", "max_value"] {
        let Some(bound) = option.get(key) else {
            continue;
        };
        wrong_for_type(&bound, numeric);
        if kind == kind::INTEGER {
            bound.integer(-MOST_INTEGER..=MOST_INTEGER);
        } else {
            check_number(&bound);
        }
        values.extend(bound.value().as_f64());
    }
    let mut lengths = Vec::new();
    for (key, least) in [("min_length", 0), ("max_length", 1)] {
        let Some(bound) = option.get(key) else {
            continue;
        };
        wrong_for_type(&bound, kind == kind::STRING);
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

/// A number that a client can hold exactly.
fn check_number(form: &Form<'_>) {
    const MOST: f64 = 9_007_199_254_740_991.0;
    let Some(number) = form.number() else {
        return;
    };
    if number < -MOST {
        form.refuse(
            "NUMBER_TYPE_MIN",
            format!("float value should be greater than or equal to -{MOST}."),
        );
    } else if number > MOST {
        form.refuse(
            "NUMBER_TYPE_MAX",
            format!("float value should be less than or equal to {MOST}."),
        );
    }
}
