//! Menus: their bounds, options and default values.

use std::collections::BTreeSet;

use serde_json::json;

use super::component::kind;
use super::emoji;
use super::form::Form;

/// Checks all of a menu but its `custom_id`.
pub(super) fn check(select: &Form<'_>, kind: i64) {
    select.get("disabled").map(|disabled| disabled.boolean());
    select.get("required").map(|required| required.boolean());
    select.get("placeholder").map(|text| text.text(0..=150));
    let bound = |key: &str, least: i64| select.get(key)?.integer(least..=25);
    let (least, most) = (
        bound("min_values", 0).unwrap_or(1),
        bound("max_values", 1).unwrap_or(1),
    );
    if least > most {
        select.below("min_values").refuse(
            "SELECT_COMPONENT_MIN_VALUES_GREATER_THAN_MAX_VALUES",
            "The minimum number of values is greater than the maximum",
        );
    }
    if kind == kind::CHANNEL_SELECT
        && let Some(types) = select.get("channel_types")
    {
        for entry in types.set(0..=1521) {
            entry.one_of(&[0, 1, 2, 3, 4, 5, 10, 11, 12, 13, 14, 15]);
        }
    }
    if kind == kind::STRING_SELECT {
        check_options(select, least, most);
    } else if let Some(defaults) = select.get("default_values") {
        check_defaults(&defaults, kind, most);
    }
}

fn check_options(select: &Form<'_>, least: i64, most: i64) {
    let Some(options) = select.require("options") else {
        return;
    };
    let list = options.list(1..=25).unwrap_or_default();
    let (mut values, mut defaults) = (BTreeSet::new(), 0);
    for option in &list {
        if option.object().is_none() {
            continue;
        }
        option.require("label").map(|label| label.text(1..=100));
        option.get("description").map(|text| text.text(0..=100));
        option.optional("emoji", emoji::check);
        if option.get("default").and_then(|default| default.boolean()) == Some(true) {
            defaults += 1;
        }
        if let Some(text) = option
            .require("value")
            .and_then(|value| value.text(1..=100))
            && !values.insert(text)
        {
            option.refuse(
                "SELECT_COMPONENT_OPTION_VALUE_DUPLICATED",
                "The specified option value is already used",
            );
        }
    }
    let count = i64::try_from(list.len()).unwrap_or(i64::MAX);
    if count > 0 && most > count {
        options.refuse(
            "BASE_TYPE_MIN_LENGTH",
            format!("Must be {most} or more in length."),
        );
    } else if count > 0 && least > count {
        select.below("min_values").refuse(
            "NUMBER_TYPE_MAX",
            format!("min_values value should be less than or equal to {count}."),
        );
    }
    refuse_too_many(&options, defaults, most);
}

/// The values that a menu of users, roles or channels shows as chosen.
fn check_defaults(defaults: &Form<'_>, kind: i64, most: i64) {
    let allowed: &[&str] = match kind {
        kind::USER_SELECT => &["user"],
        6 => &["role"],
        7 => &["user", "role"],
        _ => &["channel"],
    };
    let list = defaults.list(0..=25).unwrap_or_default();
    for entry in &list {
        if entry.object().is_none() {
            continue;
        }
        entry.require("id").map(|id| id.snowflake());
        if let Some(kind) = entry.require("type")
            && !allowed.iter().any(|known| *kind.value() == json!(known))
        {
            kind.refuse("BASE_TYPE_CHOICES", choices(allowed));
        }
    }
    refuse_too_many(defaults, i64::try_from(list.len()).unwrap_or(0), most);
}

fn choices(allowed: &[&str]) -> String {
    let comma = if allowed.len() == 1 { "," } else { "" };
    format!("Value must be one of ('{}'{comma}).", allowed.join("', '"))
}

fn refuse_too_many(form: &Form<'_>, defaults: i64, most: i64) {
    if defaults > most {
        form.refuse(
            "SELECT_COMPONENT_TOO_MANY_DEFAULT_VALUES",
            "The specified number of default values exceeds the specified maximum values",
        );
    }
}
