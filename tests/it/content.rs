//! The content pack as people meet it: in messages, on the command line, and when a pack is broken.

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;
use std::process::{Command, Output};
use std::sync::Arc;

use serde_json::Value;
use unhunch::content::{CardRef, Library, parts};
use unhunch::discord::encode;
use unhunch::domain::advice::Prompt;
use unhunch::domain::card::{Card, CardId};
use unhunch::domain::delivery::Token;
use unhunch::domain::exercise::Filter;
use unhunch::text::{Catalogue, Words};
use unhunch::view::button::Walk;
use unhunch::view::cards::{self, Frame, Link};
use unhunch::view::exercises::{self, Occasion};
use unhunch::view::message::{Message, Picture};
use unhunch::view::trail::{Stop, Trail};

/// What Discord takes in one message.
const MOST_TEXT: usize = 4_000;
const MOST_COMPONENTS: usize = 40;

/// Somebody asked for a card, and only they see it.
fn asked(id: &CardId) -> Occasion<'static> {
    Occasion::Asked {
        walk: Walk::begin(id.clone(), 0, Filter::default()),
        private: true,
        trail: Trail::default(),
    }
}

/// Shows a card in its own view.
fn shown<'a>(
    library: &'a Library,
    words: Words<'_>,
    card: CardRef<'a>,
    occasion: &Occasion<'_>,
) -> Message {
    let head: &Card = card.card();
    let cautions = head
        .cautions
        .iter()
        .filter_map(|code| library.caution(code));
    let cautions: Vec<_> = cautions.collect();
    let linked = head.links.iter().filter_map(|id| library.card(id));
    let link = |card: CardRef<'a>| Link {
        id: &card.card().id,
        title: &card.card().title,
        summary: &card.card().summary,
    };
    let links: Vec<_> = linked.map(link).collect();
    let trail = Trail::only(Stop::Card(head.id.clone()));
    let frame = Frame {
        words,
        safety: library.safety(),
        cautions: &cautions,
        links: &links,
        trail: &trail,
    };
    match card {
        CardRef::Cause(cause) => cards::cause(frame, cause),
        CardRef::Tip(tip) => cards::tip(frame, tip),
        CardRef::Help(help) => cards::help(frame, help, Some("In an emergency, call 112.")),
        CardRef::Prompt(prompt) => {
            exercises::prompt(words, library.safety(), prompt, &token(), None)
        }
        CardRef::Routine(routine) => {
            let steps: Vec<_> = routine
                .steps
                .iter()
                .map(|step| (library.title(&step.exercise).unwrap(), step.dose.as_deref()))
                .collect();
            cards::routine(frame, routine, &steps)
        }
        CardRef::Exercise(exercise) => {
            let picture = Picture {
                file_name: format!("{}.png", head.id),
                description: exercise.alt.clone(),
                bytes: Arc::from([0]),
            };
            exercises::exercise(frame, exercise, occasion, Some(picture))
        }
    }
}

fn token() -> Token {
    "abcdefgh234567zz".parse().unwrap()
}

/// How many components a message has, and all of its text.
fn measure(json: &Value, count: &mut usize, text: &mut String) {
    match json {
        Value::Array(items) => items.iter().for_each(|item| measure(item, count, text)),
        Value::Object(fields) => {
            if fields.contains_key("type") {
                *count += 1;
            }
            if let Some(Value::String(content)) = fields.get("content") {
                text.push_str(content);
                text.push('\n');
            }
            for key in ["components", "accessory"] {
                if let Some(inner) = fields.get(key) {
                    measure(inner, count, text);
                }
            }
        }
        _ => {}
    }
}

/// The text of a message, which is proven to fit.
fn fitting(id: &CardId, message: &Message) -> String {
    let payload = encode::message(message).unwrap_or_else(|error| panic!("{id}: {error}"));
    let (mut count, mut text) = (0, String::new());
    measure(&payload.json["components"], &mut count, &mut text);
    assert!(
        count > 1 && count <= MOST_COMPONENTS,
        "{id} has {count} components"
    );
    let length = text.chars().count();
    assert!(
        length > 50 && length <= MOST_TEXT,
        "{id} has {length} characters"
    );
    text
}

#[test]
fn every_card_is_one_message_with_all_of_its_words() {
    let library = Library::embedded().unwrap();
    let catalogue = Catalogue::embedded().unwrap();
    for card in library.cards() {
        let id = &card.card().id;
        let asked = asked(id);
        let text = fitting(id, &shown(&library, catalogue.words("en"), card, &asked));
        for part in parts(card) {
            // The summaries of cards, and a prompt's title, stand in menus; a prompt is short, and what it rests on is in
            // the list of the pack.
            let elsewhere: &[&str] = match card {
                CardRef::Prompt(_) => &["title", "evidence"],
                _ => &["summary"],
            };
            assert!(
                elsewhere.contains(&part.key.as_str()) || text.contains(part.text),
                "{id} {}: {}\n{text}",
                part.key,
                part.text
            );
        }
        for source in card
            .card()
            .sources
            .iter()
            .filter(|_| !matches!(card, CardRef::Prompt(_)))
        {
            let address = source.url.as_deref().unwrap_or(&source.title);
            assert!(text.contains(address), "{id}: {address}");
        }
    }
}

#[test]
fn every_exercise_fits_below_the_longest_prompt_and_greeting() {
    let library = Library::embedded().unwrap();
    let catalogue = Catalogue::embedded().unwrap();
    let mut longest: Prompt = library.prompts()[0].clone();
    longest.card.summary = "f".repeat(120);
    longest.action = "a".repeat(120);
    longest.seated = Some("s".repeat(120));
    let token = token();
    // One that the checks just let pass: 3,400 characters with its sources, in as many pieces as there can be.
    let pack = tempfile::tempdir().unwrap();
    fs::create_dir(pack.path().join("exercises")).unwrap();
    let meta = include_str!("../../content/en/pack.toml");
    fs::write(pack.path().join("pack.toml"), meta).unwrap();
    let rolls = include_str!("../../content/en/exercises/shoulder-rolls.toml");
    let steps = "  \"Let your arms hang loose.\",\n".repeat(73);
    let load = |length: usize| {
        let first = format!("  \"{}\",\n", "x".repeat(length));
        let long = rolls.replacen("steps = [\n", &format!("steps = [\n{first}{steps}"), 1);
        fs::write(pack.path().join("exercises/shoulder-rolls.toml"), long).unwrap();
        Library::load(&[pack.path().to_owned()])
    };
    let (mut fits, mut too_long) = (1, 240);
    assert!(
        load(fits).is_ok() && load(too_long).is_err(),
        "the limit is between them"
    );
    while too_long - fits > 1 {
        let middle = usize::midpoint(fits, too_long);
        if load(middle).is_ok() {
            fits = middle;
        } else {
            too_long = middle;
        }
    }
    let fitted = load(fits).unwrap();
    let longest_exercise = fitted.exercise(&"shoulder-rolls".parse().unwrap());
    for exercise in library.exercises().iter().chain(longest_exercise) {
        let id = &exercise.card.id;
        for occasion in [
            Occasion::Prompt {
                token: &token,
                opening: Some(&longest),
            },
            Occasion::DeskBreak {
                token: &token,
                greeting: "g".repeat(200),
            },
        ] {
            let card = CardRef::Exercise(exercise);
            fitting(id, &shown(&library, catalogue.words("en"), card, &occasion));
        }
    }
}

/// Runs the program in an empty folder, with a configuration that names packs.
pub(crate) fn unhunch(arguments: &[&str], packs: &[&Path]) -> Output {
    let home = tempfile::tempdir().unwrap();
    let config = home.path().join("unhunch.toml");
    fs::write(&config, format!("[content]\ndirs = {packs:?}\n")).unwrap();
    Command::new(env!("CARGO_BIN_EXE_unhunch"))
        .args(arguments)
        .current_dir(home.path())
        .env_remove("DISCORD_TOKEN")
        .env_remove("DATABASE_URL")
        .env("UNHUNCH_CONFIG", &config)
        .output()
        .unwrap()
}

pub(crate) fn stdout(output: &Output) -> String {
    String::from_utf8(output.stdout.clone()).unwrap()
}

/// What `content list --json` tells of each card.
const FIELDS: [&str; 16] = [
    "id",
    "kind",
    "title",
    "text",
    "areas",
    "sources",
    "caution",
    "alt_text",
    "seconds",
    "position",
    "equipment",
    "or_equipment",
    "discreet",
    "seated",
    "urgency",
    "links",
];

fn check_fields(item: &Value, kind: &str) {
    // Every field is there for every card; what a kind does not have is null, or an empty list.
    let fields: BTreeSet<_> = item
        .as_object()
        .unwrap()
        .keys()
        .map(String::as_str)
        .collect();
    assert_eq!(fields, FIELDS.into_iter().collect(), "{item}");
    for (field, kinds) in [
        ("alt_text", &["exercise"][..]),
        ("seconds", &["exercise", "routine"]),
        ("discreet", &["exercise", "routine"]),
        ("seated", &["exercise", "routine"]),
        ("urgency", &["help"]),
    ] {
        assert_eq!(
            !item[field].is_null(),
            kinds.contains(&kind),
            "{field} of {item}"
        );
    }
    let is_done = ["exercise", "routine"].contains(&kind);
    assert_eq!(
        !item["position"].as_array().unwrap().is_empty(),
        is_done,
        "{item}"
    );
    assert!(
        item["equipment"].is_array() && item["or_equipment"].is_array(),
        "{item}"
    );
}

#[test]
fn the_list_is_json_with_the_same_fields_in_the_same_order_each_time() {
    let first = unhunch(&["content", "list", "--json"], &[]);
    assert!(first.status.success(), "{first:?}");
    assert_eq!(
        first.stdout,
        unhunch(&["content", "list", "--json"], &[]).stdout
    );
    let items: Vec<Value> = serde_json::from_slice(&first.stdout).unwrap();
    let library = Library::embedded().unwrap();
    let ids: Vec<_> = items
        .iter()
        .map(|item| item["id"].as_str().unwrap())
        .collect();
    let expected: Vec<_> = library
        .cards()
        .map(|card| card.card().id.as_str())
        .collect();
    assert_eq!(ids, expected);
    assert_eq!(ids.iter().collect::<BTreeSet<_>>().len(), ids.len());
    for item in &items {
        let kind = item["kind"].as_str().unwrap();
        assert!(
            item["title"].is_string() && item["text"].is_string(),
            "{item}"
        );
        assert!(!item["areas"].as_array().unwrap().is_empty(), "{item}");
        assert!(
            item["sources"].is_array() && item["links"].is_array(),
            "{item}"
        );
        assert!(
            item["caution"].is_string() || item["caution"].is_null(),
            "{item}"
        );
        check_fields(item, kind);
        for link in item["links"].as_array().unwrap() {
            assert!(ids.contains(&link.as_str().unwrap()), "{link}");
        }
    }
}

#[test]
fn listing_linting_checking_and_starting_say_the_same_about_a_broken_pack() {
    let pack = tempfile::tempdir().unwrap();
    let shown = pack.path().display().to_string();
    fs::write(pack.path().join("pack.toml"), "format = 2\ntitle = 3\n").unwrap();
    fs::create_dir(pack.path().join("causes")).unwrap();
    fs::write(
        pack.path().join("causes/soup.toml"),
        "id = \"soup\"\ntitel = \"Soup\"",
    )
    .unwrap();
    let told = [
        format!("{shown}/pack.toml: format: 2 is newer than what this version of Unhunch reads"),
        format!("{shown}/pack.toml: title: is the number 3 (line 2); expected a text in quotes"),
        format!("{shown}/causes/soup.toml: titel: is not a key here (line 2)"),
        format!("{shown}/causes/soup.toml: what: is missing"),
    ];
    for (arguments, exit) in [
        (&["content", "list"][..], 2),
        (&["content", "lint", &shown][..], 1),
        (&["content", "lint"][..], 1),
        (&["check"][..], 1),
        (&["playground", "--port", "0"][..], 2),
    ] {
        let output = unhunch(arguments, &[pack.path()]);
        let said = format!(
            "{}{}",
            stdout(&output),
            String::from_utf8_lossy(&output.stderr)
        );
        assert_eq!(output.status.code(), Some(exit), "{arguments:?}: {said}");
        for line in &told {
            assert!(said.contains(line), "{arguments:?}: {line}\n{said}");
        }
    }
}

#[test]
fn linting_what_is_shipped_finds_nothing() {
    let output = unhunch(&["content", "lint"], &[]);
    let said = stdout(&output);
    let (grade, findings) = said.split_once(" (the middle of all cards)\n").unwrap();
    assert_eq!(findings, "0 wrong, 0 weak\n");
    let grade: f64 = grade
        .strip_prefix("reading grade ")
        .unwrap()
        .parse()
        .unwrap();
    assert!(grade > 1.0 && grade < 8.0, "{grade}");
    assert!(output.status.success());
}

#[test]
fn the_crisis_card_stands_alone() {
    let library = Library::embedded().unwrap();
    let catalogue = Catalogue::embedded().unwrap();
    let card = library.card(&"help-crisis".parse().unwrap()).unwrap();
    let asked = asked(&card.card().id);
    let message = shown(&library, catalogue.words("en"), card, &asked);
    let payload = encode::message(&message).unwrap();
    let json = payload.json.to_string();
    assert!(json.contains("a person right now"), "{json}");
    assert!(!json.contains("custom_id"), "{json}");
}
