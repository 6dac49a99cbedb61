//! The schemas of cards.
//!
//! Begin reading at [`exercise`].

use serde_json::{Value, json};

use super::pose::pose;
use super::shape::{
    Field, code, flag, id, lines, list, may, need, one_of, set, source_key, span, table, text,
    whole, with, within,
};
use crate::content::limits::{
    ALT, DAYS, HOLD, LASTS, LINE, PARAGRAPH, PROMPT, ROUNDS, SECONDS, STEPS, SUMMARY, TIMES, TITLE,
};
use crate::domain::advice::Urgency;
use crate::domain::card::Area;
use crate::domain::exercise::{Equipment, ExerciseKind, Level, Position, Seated};

const SEE_SOMEONE: &str = "When to see a professional about it.";
const EVIDENCE: &str = "How well the claims are supported, said honestly; \
     \"Common practice; no study is claimed.\" where that is so.";
const ORDER: &str = "Where it stands in lists: small numbers first.";

/// The keys that all cards have. Some kinds of cards must have one of `needed` that others may have.
fn card(summary_max: usize, needed: &[&str]) -> Vec<Field> {
    let or_may = |key, says, holds| {
        if needed.contains(&key) {
            need(key, says, holds)
        } else {
            may(key, says, holds)
        }
    };
    vec![
        need(
            "id",
            "Its name: small letters and digits joined by hyphens. In a file of its own, the name of the file.",
            id(),
        ),
        need("title", "What people see as its name.", text(TITLE)),
        need(
            "summary",
            "What it is about, in one sentence; in a prompt, the fact.",
            text(summary_max),
        ),
        need(
            "areas",
            "Parts of the body, the main one first.",
            set(&one_of(Area::ALL, Area::name), 1),
        ),
        may(
            "first",
            "A line that stands above everything else of the card.",
            text(LINE),
        ),
        may(
            "cautions",
            "Who should take care: codes from cautions.toml.",
            set(&code(), 0),
        ),
        or_may("see_someone", SEE_SOMEONE, text(PARAGRAPH)),
        or_may("evidence", EVIDENCE, text(PARAGRAPH)),
        may(
            "sources",
            "Where its facts come from: keys from sources.toml.",
            set(&source_key(), 0),
        ),
        may("links", "Cards that go with it, by id.", set(&id(), 0)),
        may("keywords", "Words that people may search it by.", lines(0)),
        may(
            "asked",
            "Ways in which people may ask for it; for searching only.",
            lines(0),
        ),
    ]
}

/// A table with the keys that all cards have, and its own.
fn card_table(mut fields: Vec<Field>, own: impl IntoIterator<Item = Field>) -> Value {
    fields.extend(own);
    table(fields)
}

/// `exercises/*.toml`
pub(super) fn exercise() -> Value {
    let fields = setting().into_iter().chain(doing());
    let table = card_table(card(SUMMARY, &["evidence"]), fields);
    let told = [Seated::NAMES[1], Seated::NAMES[2]];
    let adapted = json!({ "properties": { "seated": { "enum": told } }, "required": ["seated"] });
    let at_least_one =
        |key: &str| json!({ "properties": { key: { "minItems": 1 } }, "required": [key] });
    let rules = json!({ "allOf": [
        { "if": adapted, "then": { "required": ["adapt"] } },
        { "if": at_least_one("or_equipment"), "then": at_least_one("equipment") },
    ] });
    with(table, rules)
}

/// What an exercise is chosen by.
fn setting() -> [Field; 8] {
    let kinds = one_of(ExerciseKind::ALL, ExerciseKind::name);
    let positions = set(&one_of(Position::ALL, Position::name), 1);
    let things = || set(&one_of(Equipment::ALL, Equipment::name), 0);
    let seated = json!({ "type": "string", "enum": Seated::NAMES });
    [
        need("kind", "What it does.", kinds),
        need("positions", "In which positions it can be done.", positions),
        may("equipment", "All that it needs.", things()),
        may(
            "or_equipment",
            "What does as well in place of the first of `equipment`.",
            things(),
        ),
        need("level", "How demanding it is.", levels()),
        need(
            "seconds",
            "How long one go takes, both sides together.",
            within(&SECONDS),
        ),
        need(
            "discreet",
            "It draws no eyes at an open-plan desk or on a call.",
            flag(),
        ),
        need(
            "seated",
            "Whether it can be done from a chair or a wheelchair.",
            seated,
        ),
    ]
}

/// What is done, and what is said about it.
fn doing() -> [Field; 10] {
    [
        need("dose", "How often and how long, in words.", text(LINE)),
        may(
            "amount",
            "The same in numbers, so that the bot can count along.",
            list(&amount(), 0),
        ),
        need("steps", "What to do, one action each.", lines(STEPS)),
        need(
            "mistake",
            "What many get wrong at first: \"Avoid …\".",
            text(LINE),
        ),
        need(
            "stop_if",
            "When to stop at once: \"Stop if …\".",
            text(LINE),
        ),
        may(
            "adapt",
            "How it is done from a chair, or what to do instead.",
            text(LINE),
        ),
        may("note", "Another thing worth saying.", text(PARAGRAPH)),
        may(
            "helps_with",
            "The causes that it goes with, by id.",
            set(&id(), 0),
        ),
        need(
            "alt",
            "The picture in words: the movement of each key pose.",
            text(ALT),
        ),
        need("pose", "The picture.", pose()),
    ]
}

fn levels() -> Value {
    let numbers: Vec<_> = Level::ALL.iter().map(|level| level.number()).collect();
    json!({ "type": "integer", "enum": numbers })
}

/// `[[amount]]` in an exercise
fn amount() -> Value {
    let fields = [
        may(
            "what",
            "Which part it is, such as \"Backward\".",
            text(TITLE),
        ),
        may("times", "How often in a round.", span(&TIMES)),
        may("hold", "Seconds that each is held.", span(&HOLD)),
        may("out", "Seconds that the way out takes.", span(&HOLD)),
        may("back", "Seconds that the way back takes.", span(&HOLD)),
        may("rest", "Seconds of rest between two.", span(&HOLD)),
        may(
            "lasts",
            "Seconds of the whole, for what is not counted.",
            span(&LASTS),
        ),
        may("rounds", "How many rounds.", span(&ROUNDS)),
        may("days", "On how many days of a week.", span(&DAYS)),
        may("per_side", "So much is meant for each side.", flag()),
    ];
    let counted = ["times", "hold", "lasts"].map(|key| json!({ "required": [key] }));
    with(table(fields), json!({ "anyOf": counted }))
}

/// `causes/*.toml`
pub(super) fn cause() -> Value {
    card_table(
        card(SUMMARY, &["see_someone", "evidence"]),
        [
            may("order", ORDER, whole()),
            need("what", "What it is.", text(PARAGRAPH)),
            need("signs", "How it may feel.", lines(1)),
            need("may_help", "What may help, in words.", text(PARAGRAPH)),
            may("helps", "What may help, as ids of cards.", set(&id(), 0)),
        ],
    )
}

/// `tips/*.toml`
pub(super) fn tips() -> Value {
    let tip = card_table(
        card(SUMMARY, &["evidence"]),
        [
            need("why", "Why.", text(PARAGRAPH)),
            need("steps", "What to do, one action each.", lines(1)),
            may(
                "care",
                "Who should take care, and of what.",
                text(PARAGRAPH),
            ),
        ],
    );
    table([
        need(
            "family",
            "The family's title, such as \"Heat and cold\".",
            text(TITLE),
        ),
        may("order", ORDER, whole()),
        need("tip", "The tips, one after the other.", list(&tip, 1)),
    ])
}

/// `help/*.toml`
pub(super) fn help() -> Value {
    card_table(
        card(SUMMARY, &[]),
        [
            may("order", ORDER, whole()),
            need(
                "urgency",
                "How soon help is needed.",
                one_of(Urgency::ALL, Urgency::name),
            ),
            need("body", "What it is about.", text(PARAGRAPH)),
            may("points", "Signs to watch for, or points to know.", lines(0)),
            need("action", "What to do now.", text(PARAGRAPH)),
        ],
    )
}

/// `prompts/*.toml`
pub(super) fn prompts() -> Value {
    let prompt = card_table(
        card(PROMPT, &[]),
        [
            need("action", "What to do now, as an invitation.", text(PROMPT)),
            may(
                "seated",
                "Another way, for those whom the action does not fit.",
                text(PROMPT),
            ),
            may("exercise", "The movement that goes with it, by id.", id()),
        ],
    );
    table([need(
        "prompt",
        "The prompts, one after the other.",
        list(&prompt, 1),
    )])
}

/// `routines/*.toml`
pub(super) fn routine() -> Value {
    let step = table([
        need("exercise", "The exercise, by id.", id()),
        may(
            "or_exercises",
            "Exercises that may take its place, by id.",
            set(&id(), 0),
        ),
        may(
            "dose",
            "How much of it here, in words; else as its own card says.",
            text(LINE),
        ),
        may(
            "amount",
            "The same in numbers, so that the bot can count along.",
            list(&amount(), 0),
        ),
        may(
            "seconds",
            "How long it takes here; else as its own card says.",
            within(&SECONDS),
        ),
    ]);
    card_table(
        card(SUMMARY, &[]),
        [
            may("order", ORDER, whole()),
            need("step", "The exercises, in order.", list(&step, 1)),
        ],
    )
}
