//! The schema of the words of questions.

use serde_json::{Value, json};

use super::shape::{Field, list, may, named, table};
use crate::content::limits::PHRASE;
use crate::domain::card::{Area, CardKind};
use crate::domain::exercise::{Equipment, Position};

/// `synonyms.toml`
pub(super) fn synonyms() -> Value {
    table(lists().into_iter().chain(calls()).chain(tables()))
}

/// Words by what they do in a question.
fn lists() -> [Field; 5] {
    let words = || list(&word(), 0);
    [
        may("skipped", "Words that are passed over altogether.", words()),
        may(
            "fillers",
            "Words that say nothing about the topic.",
            words(),
        ),
        may(
            "elsewhere",
            "Words that say that the topic is another one.",
            words(),
        ),
        may(
            "negations",
            "Words that turn what follows round, such as \"without\".",
            words(),
        ),
        may(
            "asking",
            "Words that ask, such as \"which\": where they stand, the question is, and the rest is its story.",
            words(),
        ),
    ]
}

/// What is read in a way of its own.
fn calls() -> [Field; 3] {
    [
        may(
            "calls",
            "Questions that call for help without saying with what, such as \"help me\".",
            list(&word(), 0),
        ),
        may(
            "greetings",
            "Questions that greet, or ask what there is, such as \"what can you do\".",
            list(&word(), 0),
        ),
        may(
            "masked",
            "Words that people write with letters masked (\"k*ll\") or pulled apart; they are read as if written out.",
            list(&word(), 0),
        ),
    ]
}

/// Words under names.
fn tables() -> [Field; 5] {
    let words = || list(&word(), 0);
    let number = json!({ "type": "integer", "minimum": 0, "maximum": u16::MAX });
    [
        may(
            "numbers",
            "Numbers in words.",
            named(&json!({ "type": "string" }), &number),
        ),
        may(
            "short",
            "What is written short, such as \"shud\", in full.",
            named(&json!({ "type": "string" }), &word()),
        ),
        may(
            "moving",
            "Ways of moving: words for the same one, under a name of it.",
            named(&json!({ "type": "string" }), &words()),
        ),
        may(
            "places",
            "What moves, and where: words for the same part, side or thing, under a name of it.",
            named(&json!({ "type": "string" }), &words()),
        ),
        may(
            "group",
            "Words that stand for each other, under a name of the group.",
            named(&json!({ "type": "string" }), &group()),
        ),
    ]
}

fn group() -> Value {
    let group = table([
        may(
            "words",
            "Words and phrases with one meaning.",
            list(&word(), 0),
        ),
        may(
            "hints",
            "Words and phrases of questions that only point to it.",
            list(&word(), 0),
        ),
        may("facets", "What they ask for besides.", list(&facet(), 0)),
        may(
            "topic",
            "How much they show that a question belongs here.",
            json!({ "type": "number", "minimum": 0, "maximum": 1 }),
        ),
    ]);
    let some = |key: &str| json!({ "required": [key], "properties": { key: { "minItems": 1 } } });
    super::shape::with(group, json!({ "anyOf": [some("words"), some("hints")] }))
}

fn word() -> Value {
    json!({ "type": "string", "pattern": "^[^A-Z]*[^A-Z\\W_][^A-Z]*$", "maxLength": PHRASE })
}

fn facet() -> Value {
    fn each<'a, T: Copy>(
        topic: &'a str,
        every: &'a [T],
        name: impl Fn(T) -> &'static str + 'a,
    ) -> impl Iterator<Item = String> + 'a {
        every
            .iter()
            .map(move |item| format!("{topic}:{}", name(*item)))
    }
    let words = [
        "discreet",
        "quick",
        "complaint",
        "minutes",
        "seconds",
        "equipment:nothing",
    ];
    let facets: Vec<_> = words
        .map(str::to_owned)
        .into_iter()
        .chain(each("area", Area::ALL, Area::name))
        .chain(each("kind", CardKind::ALL, CardKind::name))
        .chain(each("position", Position::ALL, Position::name))
        .chain(each("equipment", Equipment::ALL, Equipment::name))
        .collect();
    json!({ "type": "string", "enum": facets })
}
