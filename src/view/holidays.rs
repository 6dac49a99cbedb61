//! A guild's holidays in words.

use jiff::civil::Date;

use super::WellnessButton;
use super::button::ButtonId;
use super::cards::{AMBER, GREEN, button, container, shortened};
use super::message::{ButtonStyle, Component, Message};
use super::words::{and_list, date_with_year, escaped, fitting};
use crate::domain::ids::InteractionId;
use crate::text::Words;

/// How many of the entries that were left out are named.
const NAMED: usize = 3;

/// What was found in a calendar file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ImportLine {
    /// The interaction that asked.
    pub id: InteractionId,
    /// The days that would be entered, with their names.
    pub days: Vec<(Date, String)>,
    /// How many days are holidays already.
    pub n_known: usize,
    /// How many events are over.
    pub past: usize,
    /// How many come after `until`.
    pub later: usize,
    /// The names of entries that are no whole days, or were not understood; some have none.
    pub left_out: Vec<String>,
    /// Days are taken until then.
    pub until: Date,
}

/// A holiday was entered.
pub fn added(words: Words<'_>, day: Date, name: &str) -> Message {
    let text = said(words, "holidays-added", day, name);
    container(GREEN, vec![Component::Text(text)])
}

/// The holidays that are to come.
pub fn list<'a>(words: Words<'_>, days: impl IntoIterator<Item = (Date, &'a str)>) -> Message {
    let mut lines = days
        .into_iter()
        .map(|(day, name)| line(words, day, name))
        .peekable();
    if lines.peek().is_none() {
        return container(AMBER, vec![Component::Text(words.get("holidays-none"))]);
    }
    let heading = std::iter::once(words.get("holidays-list"));
    let text = fitting(heading.chain(lines), |count| more(words, count));
    container(AMBER, vec![Component::Text(text)])
}

/// One line for a menu of holidays.
pub fn choice(words: Words<'_>, day: Date, name: &str) -> String {
    let day = date_with_year(words, day);
    let arguments = [("date", day.into()), ("name", name.into())];
    shortened(&words.with("holidays-choice", &arguments), 100)
}

/// What a file holds, and the question whether it is meant.
pub fn found(words: Words<'_>, import: &ImportLine) -> Message {
    let count = |key: &str, count: usize| {
        let arguments = [
            ("count", count.into()),
            ("until", date_with_year(words, import.until).into()),
        ];
        (count > 0).then(|| words.with(key, &arguments))
    };
    let beside = [
        count("holidays-found-known", import.n_known),
        count("holidays-found-past", import.past),
        count("holidays-found-later", import.later),
        count("holidays-found-left-out", import.left_out.len()),
        left_out(words, &import.left_out),
    ];
    let beside: Vec<_> = beside.into_iter().flatten().collect();
    if import.days.is_empty() {
        let text = std::iter::once(words.get("holidays-found-none")).chain(beside);
        let text = text.collect::<Vec<_>>().join("\n");
        return container(AMBER, vec![Component::Text(text)]);
    }
    let days = [("count", import.days.len().into())];
    let heading = std::iter::once(words.with("holidays-found", &days));
    let lines = import
        .days
        .iter()
        .map(|(day, name)| line(words, *day, name));
    let text = fitting(heading.chain(lines), |count| more(words, count));
    let mut children = vec![Component::Text(text)];
    if !beside.is_empty() {
        children.push(Component::Text(beside.join("\n")));
    }
    let confirm = ButtonId::Wellness(WellnessButton::ConfirmHolidays(import.id));
    let cancel = ButtonId::Wellness(WellnessButton::CancelHolidays(import.id));
    children.push(Component::Buttons(vec![
        button(words, "button-confirm", &confirm, ButtonStyle::Success),
        button(words, "button-cancel", &cancel, ButtonStyle::Secondary),
    ]));
    container(AMBER, children)
}

/// The first names of what was left out.
fn left_out(words: Words<'_>, names: &[String]) -> Option<String> {
    let given = names.iter().filter(|name| !name.is_empty());
    let given: Vec<_> = given.map(|name| format!("“{}”", escaped(name))).collect();
    let first = &given[..given.len().min(NAMED)];
    let said = [
        ("names", and_list(words, first).into()),
        ("more", (names.len() - first.len()).into()),
    ];
    (!first.is_empty()).then(|| words.with("holidays-found-left-out-names", &said))
}

fn line(words: Words<'_>, day: Date, name: &str) -> String {
    said(words, "holidays-line", day, name)
}

fn said(words: Words<'_>, key: &str, day: Date, name: &str) -> String {
    let day = date_with_year(words, day);
    words.with(key, &[("date", day.into()), ("name", escaped(name).into())])
}

fn more(words: Words<'_>, count: usize) -> String {
    words.with("holidays-more", &[("count", count.into())])
}
