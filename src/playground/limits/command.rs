//! Slash commands as Discord takes them.

use std::collections::BTreeSet;

use serde_json::Value;

use super::form::Form;
use super::names::{LOCALES, fits_pattern, is_command_name};
use super::option;

/// The most commands of one kind that an application may have.
pub const MOST_COMMANDS: usize = 100;
/// The most characters in one command: names, descriptions and choice values, the longest
/// localization of each counted.
const MOST_TEXT: usize = 8_000;
/// Every permission bit that Discord takes.
const MOST_PERMISSIONS: i128 = 18_014_398_509_481_983;
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
    if kind == Some(4) {
        command
            .get("handler")
            .map(|handler| handler.one_of(&[1, 2]));
    }
    if kind == Some(1) {
        check_named(command, 1..=100);
    } else if let Some(name) = command.require("name") {
        name.text(1..=32);
        if let Some(description) = command.get("description") {
            description.text(0..=0);
        }
        for (_, name) in localizations(command, "name_localizations") {
            name.text(1..=32);
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
    option::check_all(&options, option::Level::Command);
    check_size(command);
}

fn check_settings(command: &Form<'_>) {
    if let Some(permissions) = command.get("default_member_permissions") {
        let bits = match permissions.value() {
            Value::String(text) => text.parse::<i128>().ok(),
            Value::Number(number) => number
                .as_i64()
                .map(i128::from)
                .or(number.as_u64().map(i128::from)),
            _ => None,
        };
        match bits {
            None => permissions.refuse(
                "NUMBER_TYPE_COERCE",
                format!("Value {} is not int.", permissions.value()),
            ),
            Some(bits) if bits < 0 => permissions.refuse(
                "NUMBER_TYPE_MIN",
                "int value should be greater than or equal to 0.",
            ),
            Some(bits) if bits > MOST_PERMISSIONS => permissions.refuse(
                "NUMBER_TYPE_MAX",
                format!("int value should be less than or equal to {MOST_PERMISSIONS}."),
            ),
            Some(_) => {}
        }
    }
    for flag in ["dm_permission", "nsfw"] {
        command.get(flag).map(|flag| flag.boolean());
    }
    check_set(command, "contexts", &[0, 1, 2]);
    check_set(command, "integration_types", &[0, 1]);
}

fn check_set(command: &Form<'_>, key: &str, allowed: &[i64]) {
    let set = command.get(key);
    for entry in set.map_or_else(Vec::new, |set| set.set(1..=1521)) {
        entry.one_of(allowed);
    }
}

/// Name and description with their localizations.
pub(super) fn check_named(form: &Form<'_>, description_length: std::ops::RangeInclusive<usize>) {
    if let Some(name) = form.require("name") {
        check_name(&name);
    }
    if let Some(description) = form.require("description") {
        description.text(description_length.clone());
    }
    for (_, name) in localizations(form, "name_localizations") {
        check_name(&name);
    }
    for (_, text) in localizations(form, "description_localizations") {
        text.text(description_length.clone());
    }
}

fn check_name(name: &Form<'_>) {
    let Some(text) = name.text(1..=32).filter(|text| !text.is_empty()) else {
        return;
    };
    if !fits_pattern(text) {
        name.refuse(
            "STRING_TYPE_REGEX",
            "String value did not match validation regex.",
        );
    }
    if !is_command_name(text) {
        name.refuse(
            "APPLICATION_COMMAND_INVALID_NAME",
            "Command name is invalid",
        );
    }
}

pub(super) fn localizations<'a>(form: &Form<'a>, key: &str) -> Vec<(String, Form<'a>)> {
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
