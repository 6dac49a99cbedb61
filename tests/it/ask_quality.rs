//! How often the search finds the right card, on every file of questions in `tests/ask`.
//!
//! Such a file has `[[question]]` by `[[question]]`: `id`, `class` (`ordinary`, `near-miss`, `red-flag`,
//! `crisis`, `out-of-scope`), `text`, `expect_any` (ids or tokens, one of which must be among the first three;
//! empty if nothing should be found), `expect_top` (one of which must be first; without it, one of
//! `expect_any`), `urgent` (`"none"` for nothing) and `urgent_also`. Tokens are `kind:` and a kind of card,
//! `flag:discreet` and `flag:seated`. Figures and misses are printed: `cargo test ask_quality -- --nocapture`.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use serde::Deserialize;
use unhunch::content::search::{Answer, Found, Search};
use unhunch::content::{CardRef, Library};

#[derive(Deserialize)]
struct File {
    question: Vec<Question>,
}

#[derive(Deserialize)]
struct Question {
    id: String,
    class: String,
    text: String,
    expect_any: Vec<String>,
    #[serde(default)]
    expect_top: Vec<String>,
    urgent: String,
    #[serde(default)]
    urgent_also: Vec<String>,
}

/// How many questions of a class there were, and how many were answered as they should be.
#[derive(Default)]
struct Tally {
    asked: u32,
    in_three: u32,
    first: u32,
    urgency: u32,
}

/// The least share of a class, of a hundred: in the first three (or nothing, where nothing fits), first,
/// urgency.
const BAR: [(&str, [u32; 3]); 5] = [
    ("ordinary", [90, 75, 95]),
    ("near-miss", [90, 75, 90]),
    ("red-flag", [95, 95, 95]),
    ("crisis", [100, 100, 100]),
    ("out-of-scope", [80, 80, 95]),
];

fn questions() -> Vec<Question> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/ask");
    let Ok(entries) = std::fs::read_dir(folder) else {
        return Vec::new();
    };
    let mut files: Vec<_> = entries.map(|entry| entry.unwrap().path()).collect();
    files.retain(|file| file.extension().is_some_and(|end| end == "toml"));
    files.sort();
    let read = |file: &Path| -> File {
        let text = std::fs::read_to_string(file).unwrap();
        toml::from_str(&text).unwrap_or_else(|error| panic!("{}: {error}", file.display()))
    };
    files.iter().flat_map(|file| read(file).question).collect()
}

fn is_wanted(library: &Library, wanted: &[String], found: &Found) -> bool {
    wanted.iter().any(|wanted| match wanted.split_once(':') {
        Some(("kind", kind)) => found.kind == kind,
        Some(("flag", flag)) => match library.card(&found.id) {
            Some(CardRef::Exercise(exercise)) => match flag {
                "discreet" => exercise.discreet,
                _ => exercise.seated.is_possible(),
            },
            _ => false,
        },
        _ => found.id.as_str() == wanted,
    })
}

/// Whether the first three, the first, and the urgency are as they should be.
fn judge(library: &Library, question: &Question, answer: &Answer) -> [bool; 3] {
    let urgent = answer.urgent.map_or("none", |urgent| urgent.name());
    let urgency = question.urgent == urgent || question.urgent_also.iter().any(|u| u == urgent);
    if question.expect_any.is_empty() {
        let nothing = answer.results.is_empty();
        return [nothing, nothing, urgency];
    }
    let top = if question.expect_top.is_empty() {
        &question.expect_any
    } else {
        &question.expect_top
    };
    let mut three = answer.results.iter().take(3);
    let in_three = three.any(|found| is_wanted(library, &question.expect_any, found));
    let first = answer.results.first();
    let first = first.is_some_and(|found| is_wanted(library, top, found));
    [in_three, first, urgency]
}

#[test]
#[expect(clippy::print_stdout, reason = "figures are what this test is for")]
fn the_right_card_is_found() {
    let library = Library::embedded().unwrap();
    let search = Search::new(&library);
    let mut tallies: BTreeMap<String, Tally> = BTreeMap::new();
    for question in questions() {
        let answer = search.ask(&library, &question.text).unwrap();
        let [in_three, first, urgency] = judge(&library, &question, &answer);
        let tally = tallies.entry(question.class.clone()).or_default();
        tally.asked += 1;
        tally.in_three += u32::from(in_three);
        tally.first += u32::from(first);
        tally.urgency += u32::from(urgency);
        if !(in_three && first && urgency) {
            let ids: Vec<_> = answer
                .results
                .iter()
                .map(|found| found.id.as_str())
                .collect();
            let Question {
                id, class, text, ..
            } = &question;
            println!("{id} {class} {text:?}: {:?} {ids:?}", answer.urgent);
        }
    }
    let mut below = Vec::new();
    for (class, tally) in &tallies {
        let share = |count: u32| count * 100 / tally.asked;
        let shares = [
            share(tally.in_three),
            share(tally.first),
            share(tally.urgency),
        ];
        let [in_three, first, urgency] = shares;
        println!(
            "{class}: {} asked, {in_three} % in three, {first} % first, {urgency} % urgency",
            tally.asked
        );
        let bar = BAR.iter().find(|(name, _)| name == class);
        let (_, bar) = bar.unwrap_or_else(|| panic!("no class {class}"));
        if shares.iter().zip(bar).any(|(share, bar)| share < bar) {
            below.push(class);
        }
    }
    assert!(below.is_empty(), "below the bar: {below:?}");
}

#[test]
fn no_question_of_the_tests_stands_in_the_pack() {
    let pack = Path::new(env!("CARGO_MANIFEST_DIR")).join("content/en");
    let mut texts = Vec::new();
    gather(&pack, &mut texts);
    let bare = |text: &str| -> String {
        let letters = text.chars().flat_map(char::to_lowercase);
        let letters = letters.map(|symbol| {
            if symbol.is_alphanumeric() {
                symbol
            } else {
                ' '
            }
        });
        let words: String = letters.collect();
        words
            .split(' ')
            .filter(|word| !word.is_empty())
            .collect::<Vec<_>>()
            .join(" ")
    };
    let texts: Vec<_> = texts
        .iter()
        .map(|text| format!(" {} ", bare(text)))
        .collect();
    let mut found = Vec::new();
    for question in questions() {
        let text = bare(&question.text);
        // Two or three words, such as "tech neck", are a name rather than a question.
        let is_long = text.split(' ').count() > 3;
        if is_long
            && texts
                .iter()
                .any(|whole| whole.contains(&format!(" {text} ")))
        {
            found.push(question.id);
        }
    }
    assert!(found.is_empty(), "{found:?}");
}

fn gather(folder: &Path, texts: &mut Vec<String>) {
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            gather(&path, texts);
        } else {
            // Each text between quotes by itself.
            let text = std::fs::read_to_string(&path).unwrap();
            texts.extend(text.split('"').map(str::to_owned));
        }
    }
}

/// Small letters and digits, with one blank between words.
fn plain(text: &str) -> String {
    let letters = text.to_lowercase().replace(['\'', '’'], "");
    let words = letters.split(|symbol: char| !symbol.is_alphanumeric());
    let words: Vec<_> = words.filter(|word| !word.is_empty()).collect();
    words.join(" ")
}

/// Every text in a file, with the lists and tables inside it.
fn texts(value: &toml::Value, into: &mut BTreeSet<String>) {
    match value {
        toml::Value::String(text) => {
            into.insert(plain(text));
        }
        toml::Value::Array(values) => values.iter().for_each(|value| texts(value, into)),
        toml::Value::Table(table) => table.values().for_each(|value| texts(value, into)),
        _ => {}
    }
}

#[test]
fn no_question_stands_in_the_pack_or_in_its_rules_as_it_is_asked() {
    let mut known = BTreeSet::new();
    let mut folders = vec![Path::new(env!("CARGO_MANIFEST_DIR")).join("content/en")];
    while let Some(folder) = folders.pop() {
        for entry in std::fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                folders.push(path);
            } else if path.extension().is_some_and(|end| end == "toml") {
                let text = std::fs::read_to_string(path).unwrap();
                texts(&text.parse::<toml::Table>().unwrap().into(), &mut known);
            }
        }
    }
    // A single word, such as the name of a complaint, may stand anywhere.
    let said: Vec<_> = questions()
        .into_iter()
        .map(|question| plain(&question.text))
        .filter(|text| text.contains(' ') && known.contains(text))
        .collect();
    assert_eq!(said, Vec::<String>::new());
}
