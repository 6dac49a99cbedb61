//! The pack as a flat list of plain data, for other programs.
//!
//! Begin reading at [`list`].

use serde::Serialize;

use super::library::{CardRef, Library};
use crate::domain::card::Source;
use crate::domain::exercise::Exercise;

/// A card as plain data. Every card has every field: what a kind of card does not have is `null`, or an empty list.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct ListedItem {
    /// Its id.
    pub id: String,
    /// `cause`, `tip`, `exercise`, `help`, `prompt` or `routine`.
    pub kind: &'static str,
    /// Its title.
    pub title: String,
    /// All of it that a person can read: its title, its line in menus, its card with the sentences about safety, and
    /// the captions of its pictures. Sources and the picture in words have fields of their own.
    pub text: String,
    /// Where on the body it belongs, such as `upper-back`; the main part first.
    pub areas: Vec<&'static str>,
    /// Where its facts come from.
    pub sources: Vec<ListedSource>,
    /// Who should take care and when to stop, in words; `None` if there is nothing to say.
    pub caution: Option<String>,
    /// Its picture in words.
    pub alt_text: Option<String>,
    /// How long one go of an exercise takes, or the whole of a routine.
    pub seconds: Option<u16>,
    /// In which positions it can be done; for a routine, all that it goes through.
    pub position: Vec<&'static str>,
    /// What it needs; empty for nothing.
    pub equipment: Vec<&'static str>,
    /// What does as well in place of the first thing.
    pub or_equipment: Vec<&'static str>,
    /// It draws no eyes; for a routine, none of its exercises does.
    pub discreet: Option<bool>,
    /// It can be done from a chair or a wheelchair, as written or in the way that the text says, which may be another
    /// movement in its place; for a routine, so can all of its exercises.
    pub seated: Option<bool>,
    /// How soon help is needed, for a help card: `emergency`, `soon`, `crisis` or `routine`.
    pub urgency: Option<&'static str>,
    /// Ids of cards that go with it.
    pub links: Vec<String>,
}

/// A source as plain data.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct ListedSource {
    /// Authors, title and year, as far as there are any.
    pub title: String,
    /// Its address, if it has one.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub url: Option<String>,
}

/// Every card of the library, kind by kind; `text` gives all of a card that a person can read.
pub fn list(library: &Library, text: impl Fn(CardRef<'_>) -> String) -> Vec<ListedItem> {
    let items = library.cards().map(|card| item(library, card, text(card)));
    items.collect()
}

fn item(library: &Library, card: CardRef<'_>, text: String) -> ListedItem {
    let head = card.card();
    let alone = match card {
        CardRef::Exercise(exercise) => Some(exercise),
        _ => None,
    };
    let urgency = match card {
        CardRef::Help(help) => Some(help.urgency.name()),
        _ => None,
    };
    let done = done(library, card);
    let all = |test: fn(&Exercise) -> bool| {
        let mut exercises = done.iter();
        (!done.is_empty()).then(|| exercises.all(|(exercise, _)| test(exercise)))
    };
    ListedItem {
        id: head.id.to_string(),
        kind: card.kind().name(),
        title: head.title.clone(),
        text,
        areas: head.areas.iter().map(|area| area.name()).collect(),
        sources: head.sources.iter().map(source).collect(),
        caution: caution(library, card),
        alt_text: alone.map(|exercise| exercise.alt.clone()),
        seconds: (!done.is_empty()).then(|| done.iter().map(|(_, seconds)| seconds).sum()),
        position: each(&done, |exercise| {
            exercise.positions.iter().map(|p| p.name()).collect()
        }),
        equipment: each(&done, |exercise| {
            exercise.equipment.iter().map(|e| e.name()).collect()
        }),
        or_equipment: alone.map_or_else(Vec::new, |exercise| {
            exercise.or_equipment.iter().map(|e| e.name()).collect()
        }),
        discreet: all(|exercise| exercise.discreet),
        seated: all(|exercise| exercise.seated.is_told()),
        urgency,
        links: head.links.iter().map(ToString::to_string).collect(),
    }
}

/// The exercises that a card consists of, and how many seconds of each: itself, or those of a routine.
fn done<'a>(library: &'a Library, card: CardRef<'a>) -> Vec<(&'a Exercise, u16)> {
    match card {
        CardRef::Exercise(exercise) => vec![(exercise, exercise.seconds)],
        CardRef::Routine(routine) => {
            let steps = routine.steps.iter().filter_map(|step| {
                let exercise = library.exercise(&step.exercise)?;
                Some((exercise, step.seconds.unwrap_or(exercise.seconds)))
            });
            steps.collect()
        }
        _ => Vec::new(),
    }
}

/// What each of them has, in the order of the first that has it.
fn each(done: &[(&Exercise, u16)], names: fn(&Exercise) -> Vec<&'static str>) -> Vec<&'static str> {
    let mut all: Vec<_> = Vec::new();
    for name in done.iter().flat_map(|(exercise, _)| names(exercise)) {
        if !all.contains(&name) {
            all.push(name);
        }
    }
    all
}

fn source(source: &Source) -> ListedSource {
    ListedSource {
        title: source.title.clone(),
        url: source.url.clone(),
    }
}

fn caution(library: &Library, card: CardRef<'_>) -> Option<String> {
    let head = card.card();
    let own = match card {
        CardRef::Exercise(exercise) => Some(exercise.stop_if.as_str()),
        CardRef::Tip(tip) => tip.care.as_deref(),
        _ => None,
    };
    let codes = head
        .cautions
        .iter()
        .filter_map(|code| library.caution(code));
    let words: Vec<&str> = head
        .first
        .as_deref()
        .into_iter()
        .chain(codes)
        .chain(own)
        .collect();
    (!words.is_empty()).then(|| words.join(" "))
}
