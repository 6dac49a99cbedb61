//! The content pack as people meet it: in messages, on the command line, and when a pack is broken.

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;
use std::process::{Command, Output};
use std::sync::Arc;

use crate::support::LIBRARY;
use serde_json::Value;
use unhunch::content::{CardRef, Library, Part, parts};
use unhunch::discord::encode;
use unhunch::domain::advice::{Prompt, Urgency};
use unhunch::domain::card::{Card, CardId, CardKind};
use unhunch::domain::delivery::Token;
use unhunch::domain::exercise::{Filter, Position};
use unhunch::text::{Catalogue, Words};
use unhunch::view::button::Walk;
use unhunch::view::cards::{self, Frame, Link};
use unhunch::view::exercises::{self, Occasion};
use unhunch::view::message::{Component, Message, Picture};
use unhunch::view::reminders::Later;
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
            let posted = Some((&token(), Later::SnoozeOrSkip));
            exercises::prompt(words, library.safety(), prompt, posted, None)
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

/// A part's words are there; a dose goes on with its time, in place of the full stop.
fn is_told(part: &Part<'_>, text: &str) -> bool {
    match (part.key.as_str(), part.text.strip_suffix('.')) {
        ("dose", Some(dose)) => text.contains(&format!("{dose} · about ")),
        _ => text.contains(part.text),
    }
}

#[test]
fn every_card_is_one_message_with_all_of_its_words() {
    let library = &*LIBRARY;
    let catalogue = Catalogue::embedded().unwrap();
    for card in library.cards() {
        let id = &card.card().id;
        let asked = asked(id);
        let text = fitting(id, &shown(library, catalogue.words("en"), card, &asked));
        for part in parts(card) {
            // The summaries of cards, and a prompt's title, stand in menus; a prompt is short, and what it rests on is in
            // the list of the pack.
            let elsewhere: &[&str] = match card {
                CardRef::Prompt(_) => &["title", "evidence"],
                // In a crisis nothing stands in the way of the next step.
                CardRef::Help(help) if help.urgency == Urgency::Crisis => &["summary", "evidence"],
                _ => &["summary"],
            };
            assert!(
                elsewhere.contains(&part.key.as_str()) || is_told(&part, &text),
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
    let library = &*LIBRARY;
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
                heading: Some("h".repeat(60)),
                opening: Some(&longest),
            },
            Occasion::Reminder {
                token: &token,
                greeting: "g".repeat(200),
                later: Later::SnoozeOrSkip,
            },
        ] {
            let card = CardRef::Exercise(exercise);
            fitting(id, &shown(library, catalogue.words("en"), card, &occasion));
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
fn the_list_counts_as_seated_what_a_card_tells_for_a_chair_and_filters_only_what_is_done_there() {
    let listed: Value =
        serde_json::from_str(&stdout(&unhunch(&["content", "list", "--json"], &[]))).unwrap();
    let item = |id: &str| {
        let mut all = listed.as_array().unwrap().iter();
        all.find(|item| item["id"] == id).unwrap()
    };
    let library = &*LIBRARY;
    let seated = Filter {
        position: Some(Position::Seated),
        ..Filter::default()
    };
    for (id, is_told, is_done) in [
        ("neck-tilts", true, true),
        ("wall-angels", true, true),
        ("chest-opener", true, true),
        ("one-arm-row", true, false),
        ("thread-the-needle", true, false),
        ("standing-back-extension", true, false),
        ("desk-plank", false, false),
        ("roller-upper-back", false, false),
    ] {
        assert_eq!(item(id)["seated"], is_told, "{id}");
        let exercise = library.exercise(&id.parse().unwrap()).unwrap();
        assert_eq!(seated.admits(exercise), is_done, "{id}");
        let text = item(id)["text"].as_str().unwrap();
        assert_eq!(
            text.contains("Seated or in a wheelchair: "),
            is_told && id != "neck-tilts",
            "{id}: {text}"
        );
    }
    assert_eq!(
        item("chest-opener")["position"],
        serde_json::json!(["seated", "standing"])
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
    let library = &*LIBRARY;
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
    let library = &*LIBRARY;
    let catalogue = Catalogue::embedded().unwrap();
    let card = library.card(&"help-crisis".parse().unwrap()).unwrap();
    let asked = asked(&card.card().id);
    let message = shown(library, catalogue.words("en"), card, &asked);
    let payload = encode::message(&message).unwrap();
    let json = payload.json.to_string();
    assert!(json.contains("a person right now"), "{json}");
    assert!(!json.contains("custom_id"), "{json}");
}

#[test]
#[expect(clippy::too_many_lines, reason = "one story, told in one go")]
fn the_list_carries_all_that_a_person_reads() {
    let first = unhunch(&["content", "list", "--json"], &[]);
    let items: Vec<Value> = serde_json::from_slice(&first.stdout).unwrap();
    let item = |id: &str| items.iter().find(|item| item["id"] == id).unwrap();
    let text = |id: &str| item(id)["text"].as_str().unwrap();
    assert!(text("fibromyalgia").contains("A bot cannot tell which"));
    insta::assert_snapshot!(text("two-minute-desk"), @"
    Two minutes at the desk
    Shoulders, neck, back and eyes in two minutes, without getting up.
    1. Shoulder rolls: 8 to 10 circles backward, then 5 forward.
    2. Slow head turns: 3 turns to each side, with a pause of 3 seconds.
    3. Shoulder-blade squeezes: Hold for 5 seconds, 5 times.
    4. Look far: 20 seconds.
    Take care: A neck that was hurt or operated on lately, rheumatoid arthritis in it, or dizziness when you turn your head: skip this or ask first. A shoulder that recently slipped out, was operated on or is very sore: stay below the pain and ask first. Eye pain or a sudden change of sight needs urgent eye care; after recent eye surgery, ask first.
    Stop at sharp or spreading pain, tingling, dizziness or chest pressure. → /get-help
    If it lasts, gets worse or worries you, talk to a professional: see the card “When to get help”.
    The choice and the order are our own. What is known of each move stands on its card.
    ");
    insta::assert_snapshot!(serde_json::to_string_pretty(item("neck-tilts")).unwrap(), @r#"
    {
      "alt_text": "Four pictures of a person on a chair, seen from the front: first the head is upright. Then it leans to the right while both shoulders stay low. Then it is upright again. Last it leans to the left in the same way.",
      "areas": [
        "neck",
        "shoulders"
      ],
      "caution": "A neck that was hurt or operated on lately, rheumatoid arthritis in it, or dizziness when you turn your head: skip this or ask first. An arm or leg that tingles, or feels numb or weak: never stretch into that feeling, and have it checked. Stop if you feel dizzy, your sight changes, an arm tingles, or your neck hurts sharply.",
      "discreet": true,
      "equipment": [],
      "id": "neck-tilts",
      "kind": "exercise",
      "links": [
        "neck-rotations",
        "levator-stretch",
        "regular-stretching",
        "when-to-get-help",
        "poor-posture",
        "forward-head-screen",
        "prolonged-sitting",
        "stress-tension",
        "neck-headache"
      ],
      "or_equipment": [],
      "position": [
        "seated",
        "standing"
      ],
      "seated": true,
      "seconds": 45,
      "sources": [
        {
          "title": "The article on upper-back pain that this pack grew from (a retailer’s blog post, not published here)"
        },
        {
          "title": "The Physio Company: 9 desk exercises",
          "url": "http://thephysiocompany.co.uk/9-easy-desk-based-exercises/"
        },
        {
          "title": "Canadian Centre for Occupational Health and Safety. Office ergonomics – stretching at the workstation",
          "url": "https://www.ccohs.ca/oshanswers/ergonomics/office/stretching.html"
        },
        {
          "title": "Tunwattanapong P, Kongkasuwan R, Kuptniratsaikul V. Neck and shoulder stretching program among office workers with neck pain: RCT. Clin Rehabil 2016;30(1):64–72",
          "url": "https://repository.li.mahidol.ac.th/entities/publication/62d3bcb2-5ac8-4367-b8a9-dab0e57191e2/full"
        }
      ],
      "text": "Neck tilts\nLet one ear drift towards its shoulder for an easy stretch along the other side of the neck.\nHold for 10 seconds, twice on each side · about 45 seconds\n1. Sit or stand tall and let both shoulders get heavy.\n2. Let one ear sink towards the shoulder on its own side. Your face keeps looking ahead.\n3. Stay for 10 seconds where you feel a mild pull on the other side of your neck.\n4. Come back through the middle.\n5. Do the other side.\n6. Go through it once more, so that each side has had two turns.\nAvoid lifting the shoulder to meet the ear; let the ear come down instead.\nTake care: A neck that was hurt or operated on lately, rheumatoid arthritis in it, or dizziness when you turn your head: skip this or ask first. An arm or leg that tingles, or feels numb or weak: never stretch into that feeling, and have it checked.\nStop if you feel dizzy, your sight changes, an arm tingles, or your neck hurts sharply.\nStop at sharp or spreading pain, tingling, dizziness or chest pressure. → /get-help\nIf it lasts, gets worse or worries you, talk to a professional: see the card “When to get help”.\nThe hold times come from workplace stretching advice and a physiotherapy clinic. Regular neck stretching eased office workers’ neck pain in a trial; this one movement was not tested alone.\nHead upright\nEar towards the right shoulder\nHead upright\nEar towards the left shoulder",
      "title": "Neck tilts",
      "urgency": null
    }
    "#);
}

/// The texts of all components, as they are sent.
fn sent(components: &[Component], into: &mut Vec<String>) {
    for component in components {
        match component {
            Component::Text(text) => into.push(text.clone()),
            Component::Container { children, .. } => sent(children, into),
            _ => {}
        }
    }
}

/// The message of a card, made by its view.
fn message(words: Words<'_>, library: &Library, card: CardRef<'_>) -> Message {
    let head = card.card();
    let cautions = head
        .cautions
        .iter()
        .filter_map(|code| library.caution(code));
    let cautions: Vec<_> = cautions.collect();
    let trail = Trail::default();
    let frame = Frame {
        words,
        safety: library.safety(),
        cautions: &cautions,
        links: &[],
        trail: &trail,
    };
    match card {
        CardRef::Cause(cause) => cards::cause(frame, cause),
        CardRef::Tip(tip) => cards::tip(frame, tip),
        CardRef::Help(help) => cards::help(frame, help, None),
        CardRef::Routine(routine) => {
            let steps = routine.steps.iter().map(|step| {
                let exercise = library.exercise(&step.exercise).unwrap();
                (exercise.card.title.as_str(), step.dose.as_deref())
            });
            cards::routine(frame, routine, &steps.collect::<Vec<_>>())
        }
        CardRef::Exercise(exercise) => {
            let walk = Walk::begin(head.id.clone(), 0, Filter::default());
            let occasion = Occasion::Asked {
                walk,
                private: false,
                trail: trail.clone(),
            };
            exercises::exercise(frame, exercise, &occasion, None)
        }
        CardRef::Prompt(prompt) => {
            let components = vec![Component::Text(exercises::prompt_text(prompt))];
            Message {
                components,
                ..Message::default()
            }
        }
    }
}

#[test]
fn the_text_of_every_card_has_each_line_that_its_card_shows_and_each_text_of_the_pack() {
    let first = unhunch(&["content", "list", "--json"], &[]);
    let items: Vec<Value> = serde_json::from_slice(&first.stdout).unwrap();
    let library = &*LIBRARY;
    let catalogue = Catalogue::embedded().unwrap();
    let words = catalogue.words("en");
    assert_eq!(items.len(), 181);
    for (item, card) in items.iter().zip(library.cards()) {
        let text = item["text"].as_str().unwrap();
        let id = &card.card().id;
        assert_eq!(item["id"], id.as_str());
        let mut shown = Vec::new();
        sent(&message(words, library, card).components, &mut shown);
        for line in shown.iter().flat_map(|text| text.lines()) {
            let bare = line
                .trim_start_matches("## ")
                .trim_start_matches("-# ")
                .replace("**", "");
            let is_there = text.lines().any(|line| line == bare) || bare.starts_with("Sources: ");
            assert!(is_there, "{id}: {bare}");
        }
        // The message of a prompt, or of a crisis, says nothing of evidence.
        let is_bare = card.kind() == CardKind::Prompt || item["urgency"] == "crisis";
        let hidden = |part: &Part<'_>| is_bare && part.key == "evidence";
        for part in parts(card).into_iter().filter(|part| !hidden(part)) {
            assert!(is_told(&part, text), "{id}: {}", part.text);
        }
        if let CardRef::Exercise(exercise) = card {
            for key in &exercise.pose.keys {
                assert!(
                    text.lines().any(|line| line == key.say),
                    "{id}: {}",
                    key.say
                );
            }
        }
        if let CardRef::Routine(routine) = card {
            for (step, number) in routine.steps.iter().zip(1..) {
                let title = library.title(&step.exercise).unwrap();
                let line = format!("{number}. {title}: {}", step.dose.as_deref().unwrap());
                assert!(text.lines().any(|other| other == line), "{id}: {line}");
            }
        }
        assert!(
            !text.contains("**") && !text.contains("-#") && !text.contains("](<"),
            "{text}"
        );
    }
}
