//! Modals: a title and up to five inputs.

use std::collections::BTreeSet;

use super::component::kind;
use super::form::Form;
use super::select;

/// Checks the `data` of a callback that opens a modal.
pub fn check(data: &Form<'_>) {
    data.require("custom_id").map(|id| id.text(1..=100));
    data.require("title").map(|title| title.text(1..=45));
    let Some(components) = data.require("components") else {
        return;
    };
    let mut custom_ids = BTreeSet::new();
    for component in components.list(1..=5).unwrap_or_default() {
        if component.object().is_none() {
            continue;
        }
        match component.kind(&[1, 10, 18]) {
            Some(1) => check_row(&component, &mut custom_ids),
            Some(18) => check_label(&component, &mut custom_ids),
            Some(_) => {
                component.require("content").map(|text| text.text(1..=4000));
            }
            None => {}
        }
    }
}

fn check_row<'a>(row: &Form<'a>, custom_ids: &mut BTreeSet<&'a str>) {
    let inputs = row.require("components").and_then(|list| list.list(1..=1));
    for input in inputs.unwrap_or_default() {
        if input.object().is_some() && input.kind(&[4]).is_some() {
            input.require("label").map(|label| label.text(1..=45));
            check_input(&input, custom_ids);
        }
    }
}

fn check_label<'a>(label: &Form<'a>, custom_ids: &mut BTreeSet<&'a str>) {
    label.require("label").map(|text| text.text(1..=45));
    label.get("description").map(|text| text.text(1..=100));
    let Some(component) = label.require("component") else {
        return;
    };
    if component.object().is_none() {
        return;
    }
    match component.kind(&[3, 4, 5, 6, 7, 8, 19, 21, 22, 23]) {
        Some(4) => check_input(&component, custom_ids),
        Some(menu @ kind::STRING_SELECT..=kind::CHANNEL_SELECT) => {
            check_custom_id(&component, custom_ids);
            select::check(&component, menu);
        }
        Some(_) => check_custom_id(&component, custom_ids),
        None => {}
    }
}

fn check_input<'a>(input: &Form<'a>, custom_ids: &mut BTreeSet<&'a str>) {
    check_custom_id(input, custom_ids);
    input.require("style").map(|style| style.one_of(&[1, 2]));
    input.get("placeholder").map(|text| text.text(0..=100));
    input.get("value").map(|text| text.text(0..=4000));
    input.get("required").map(|flag| flag.boolean());
    let bound = |key: &str, least: i64| input.get(key)?.integer(least..=4000);
    let (least, most) = (bound("min_length", 0), bound("max_length", 1));
    if let (Some(least), Some(most)) = (least, most)
        && least > most
    {
        input.below("min_length").refuse(
            "NUMBER_TYPE_MAX",
            format!("min_length value should be less than or equal to {most}."),
        );
    }
    let length = input.value()["value"]
        .as_str()
        .map(|text| text.chars().count());
    if let (Some(length), Some(most)) = (length, most)
        && i64::try_from(length).is_ok_and(|length| length > most)
    {
        input.below("value").refuse(
            "BASE_TYPE_MAX_LENGTH",
            format!("Must be {most} or fewer in length."),
        );
    }
}

fn check_custom_id<'a>(input: &Form<'a>, custom_ids: &mut BTreeSet<&'a str>) {
    if let Some(custom_id) = input.require("custom_id")
        && let Some(text) = custom_id.text(1..=100)
        && !custom_ids.insert(text)
    {
        custom_id.refuse(
            "COMPONENT_CUSTOM_ID_DUPLICATED",
            "Component custom id cannot be duplicated",
        );
    }
}
