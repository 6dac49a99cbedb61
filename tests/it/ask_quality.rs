//! How often the search finds the right card, on every file of questions in `tests/ask`.
//!
//! Such a file has `[[question]]` by `[[question]]`: `id`, `class` (`ordinary`, `near-miss`, `red-flag`,
//! `crisis`, `out-of-scope`), `text`, `expect_any` (ids or tokens, one of which must be among the first three;
//! empty if nothing should be found), `expect_top` (one of which must be first; without it, one of
//! `expect_any`), `urgent` (`"none"` for nothing) and `urgent_also`. Tokens are `kind:` and a kind of card,
//! `flag:discreet` and `flag:seated`. Figures and misses are printed: `cargo test ask_quality -- --nocapture`.

use std::collections::BTreeMap;
use std::path::Path;

use crate::support::{LIBRARY, SEARCH};
use serde::Deserialize;
use unhunch::content::search::{Answer, Found};
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

/// The shares of the first run of [`SECOND`], without the questions that stood in the pack; none may fall below.
const SECOND_RUN: [(&str, [u32; 3]); 5] = [
    ("ordinary", [94, 89, 100]),
    ("near-miss", [76, 66, 96]),
    ("red-flag", [93, 93, 93]),
    ("crisis", [100, 100, 91]),
    ("out-of-scope", [85, 85, 100]),
];

/// What the search was tuned with.
const TUNED: [&str; 12] = [
    "tuned/questions.toml",
    "tuned/practice-crisis.toml",
    "tuned/practice-signs.toml",
    "tuned/practice2-crisis.toml",
    "tuned/practice2-signs.toml",
    "tuned/practice3-crisis.toml",
    "tuned/practice3-signs.toml",
    "tuned/practice6-signs.toml",
    "tuned/practice7-signs.toml",
    "tuned/practice8-signs.toml",
    "tuned/practice9-signs.toml",
    "tuned/practice10-signs.toml",
];
/// Harmless questions with alarming words.
const PRACTICE: [&str; 1] = ["tuned/practice-near-misses.toml"];
/// What they reach; none may fall below.
const PRACTICE_SHARES: [(&str, [u32; 3]); 1] = [("near-miss", [93, 83, 96])];
/// More of them, by three other hands.
const PRACTICE2: [&str; 1] = ["tuned/practice2-near-misses.toml"];
/// What they reach; none may fall below.
const PRACTICE2_SHARES: [(&str, [u32; 3]); 1] = [("near-miss", [90, 85, 97])];
/// More of them, by one hand more.
const PRACTICE3: [&str; 1] = ["tuned/practice3-near-misses.toml"];
/// What they reach; none may fall below.
const PRACTICE3_SHARES: [(&str, [u32; 3]); 1] = [("near-miss", [88, 75, 100])];
/// Ordinary ones, harmless ones with alarming words, and such as are none of our business, by one more hand.
const PRACTICE4: [&str; 3] = [
    "tuned/practice4-near-misses.toml",
    "tuned/practice4-ordinary.toml",
    "tuned/practice4-out-of-scope.toml",
];
/// What they reach; none may fall below.
const PRACTICE4_SHARES: [(&str, [u32; 3]); 3] = [
    ("ordinary", [96, 91, 96]),
    ("near-miss", [90, 68, 85]),
    ("out-of-scope", [92, 92, 98]),
];
/// Harmless sentences alone, five hundred of them, by one hand more.
const PRACTICE5: [&str; 1] = ["tuned/practice5-near-misses.toml"];
/// What they reach; none may fall below.
const PRACTICE5_SHARES: [(&str, [u32; 3]); 1] = [("near-miss", [85, 72, 94])];
/// Harmless sentences by families of what an alarm word is said of: furniture, games, streets, tools, tiredness, the past.
const PRACTICE6: [&str; 1] = ["tuned/practice6-near-misses.toml"];
/// What they reach; none may fall below.
const PRACTICE6_SHARES: [(&str, [u32; 3]); 1] = [("near-miss", [95, 91, 98])];
/// More of them: tales of faints and wars, car crashes of a desk, teams that collapse, phones that die, chores that set a back off.
const PRACTICE7: [&str; 1] = ["tuned/practice7-near-misses.toml"];
/// What they reach; none may fall below.
const PRACTICE7_SHARES: [(&str, [u32; 3]); 1] = [("near-miss", [88, 80, 95])];
/// More of them, by two hands who had seen neither rules nor cards.
const PRACTICE9: [&str; 1] = ["tuned/practice9-near-misses.toml"];
/// What they reach; none may fall below.
const PRACTICE9_SHARES: [(&str, [u32; 3]); 1] = [("near-miss", [93, 90, 100])];
/// What was written apart from it, from the facts alone; `tests/ask/README.md` has the figures of the first run.
const FIRST: [&str; 4] = [
    "first/near-misses.toml",
    "first/ordinary.toml",
    "first/out-of-scope.toml",
    "first/red-flags.toml",
];

/// Written by another hand, after the search had been mended by what the first set had shown.
const SECOND: [&str; 4] = [
    "second/near-misses2.toml",
    "second/ordinary2.toml",
    "second/out-of-scope2.toml",
    "second/red-flags2.toml",
];

/// Written by three more hands, after both had been used up.
const THIRD: [&str; 4] = [
    "third/near-misses3.toml",
    "third/ordinary3.toml",
    "third/out-of-scope3.toml",
    "third/red-flags3.toml",
];

/// What [`THIRD`] reaches since it has been read; none may fall below.
const THIRD_SHARES: [(&str, [u32; 3]); 5] = [
    ("ordinary", [99, 95, 100]),
    ("near-miss", [96, 91, 100]),
    ("red-flag", [100, 100, 100]),
    ("crisis", [100, 100, 100]),
    ("out-of-scope", [90, 90, 100]),
];

/// By two hands again.
const FOURTH: [&str; 4] = [
    "fourth/near-misses4.toml",
    "fourth/ordinary4.toml",
    "fourth/out-of-scope4.toml",
    "fourth/red-flags4.toml",
];

/// What [`FOURTH`] reaches since it has been read; none may fall below.
const FOURTH_SHARES: [(&str, [u32; 3]); 5] = [
    ("ordinary", [96, 90, 100]),
    ("near-miss", [100, 91, 100]),
    ("red-flag", [100, 100, 100]),
    ("crisis", [100, 100, 100]),
    ("out-of-scope", [85, 85, 100]),
];

/// By two more.
const FIFTH: [&str; 4] = [
    "fifth/near-misses5.toml",
    "fifth/ordinary5.toml",
    "fifth/out-of-scope5.toml",
    "fifth/red-flags5.toml",
];

/// What [`FIFTH`] reaches since it has been read; none may fall below.
const FIFTH_SHARES: [(&str, [u32; 3]); 5] = [
    ("ordinary", [100, 94, 100]),
    ("near-miss", [98, 90, 100]),
    ("red-flag", [100, 100, 100]),
    ("crisis", [100, 100, 100]),
    ("out-of-scope", [85, 85, 100]),
];

/// By other hands again.
const SIXTH: [&str; 4] = [
    "sixth/near-misses6.toml",
    "sixth/ordinary6.toml",
    "sixth/out-of-scope6.toml",
    "sixth/red-flags6.toml",
];

/// What [`SIXTH`] reaches since it has been read; none may fall below.
const SIXTH_SHARES: [(&str, [u32; 3]); 5] = [
    ("ordinary", [92, 83, 100]),
    ("near-miss", [84, 80, 100]),
    ("red-flag", [100, 100, 100]),
    ("crisis", [100, 100, 100]),
    ("out-of-scope", [87, 87, 100]),
];

/// By two more.
const SEVENTH: [&str; 4] = [
    "seventh/near-misses7.toml",
    "seventh/ordinary7.toml",
    "seventh/out-of-scope7.toml",
    "seventh/red-flags7.toml",
];

/// What [`SEVENTH`] reaches since it has been read; none may fall below.
const SEVENTH_SHARES: [(&str, [u32; 3]); 5] = [
    ("ordinary", [94, 88, 100]),
    ("near-miss", [92, 86, 100]),
    ("red-flag", [100, 100, 100]),
    ("crisis", [100, 100, 100]),
    ("out-of-scope", [90, 90, 100]),
];

/// By two more, whose questions are like a sample of forty.
const EIGHTH: [&str; 4] = [
    "eighth/near-misses8.toml",
    "eighth/ordinary8.toml",
    "eighth/out-of-scope8.toml",
    "eighth/red-flags8.toml",
];

/// What [`EIGHTH`] reaches since it has been read; none may fall below.
const EIGHTH_SHARES: [(&str, [u32; 3]); 5] = [
    ("ordinary", [96, 91, 100]),
    ("near-miss", [96, 90, 100]),
    ("red-flag", [100, 100, 100]),
    ("crisis", [100, 100, 100]),
    ("out-of-scope", [97, 97, 100]),
];

/// By two more, in the same way.
const NINTH: [&str; 4] = [
    "ninth/near-misses9.toml",
    "ninth/ordinary9.toml",
    "ninth/out-of-scope9.toml",
    "ninth/red-flags9.toml",
];

/// What [`NINTH`] reaches since it has been read; none may fall below.
const NINTH_SHARES: [(&str, [u32; 3]); 5] = [
    ("ordinary", [96, 86, 100]),
    ("near-miss", [92, 78, 100]),
    ("red-flag", [100, 100, 100]),
    ("crisis", [100, 100, 100]),
    ("out-of-scope", [92, 92, 100]),
];

/// By two more, in the same way.
const TENTH: [&str; 4] = [
    "tenth/near-misses10.toml",
    "tenth/ordinary10.toml",
    "tenth/out-of-scope10.toml",
    "tenth/red-flags10.toml",
];

/// What [`TENTH`] reaches since its signs and false alarms have been mended; none may fall below.
const TENTH_SHARES: [(&str, [u32; 3]); 5] = [
    ("ordinary", [93, 85, 100]),
    ("near-miss", [96, 92, 100]),
    ("red-flag", [100, 100, 100]),
    ("crisis", [100, 100, 100]),
    ("out-of-scope", [95, 95, 100]),
];

/// By two more, in the same way.
const ELEVENTH: [&str; 4] = [
    "eleventh/near-misses11.toml",
    "eleventh/ordinary11.toml",
    "eleventh/out-of-scope11.toml",
    "eleventh/red-flags11.toml",
];

/// What [`ELEVENTH`] reaches since its signs and false alarms have been mended; none may fall below.
const ELEVENTH_SHARES: [(&str, [u32; 3]); 5] = [
    ("ordinary", [97, 85, 100]),
    ("near-miss", [92, 84, 100]),
    ("red-flag", [97, 96, 98]),
    ("crisis", [100, 100, 100]),
    ("out-of-scope", [87, 87, 100]),
];

/// By three more, in the same way. It has not been used to mend anything. A thirteenth set, which nobody here has seen, goes
/// beside it: a folder `thirteenth`, a constant and a test like those of this one.
const TWELFTH: [&str; 4] = [
    "twelfth/near-misses12.toml",
    "twelfth/ordinary12.toml",
    "twelfth/out-of-scope12.toml",
    "twelfth/red-flags12.toml",
];

/// What the first run of [`TWELFTH`] reached; none may fall below.
const TWELFTH_RUN: [(&str, [u32; 3]); 5] = [
    ("ordinary", [98, 92, 99]),
    ("near-miss", [91, 81, 98]),
    ("red-flag", [100, 100, 99]),
    ("crisis", [100, 100, 100]),
    ("out-of-scope", [82, 82, 98]),
];

/// All that measured the search before it was used to mend it, but for signs and near misses of the practices.
const NOT_MADE_FOR_IT: [&[&str]; 13] = [
    &PRACTICE4, &FIRST, &SECOND, &THIRD, &FOURTH, &FIFTH, &SIXTH, &SEVENTH, &EIGHTH, &NINTH,
    &TENTH, &ELEVENTH, &TWELFTH,
];

/// The least share of a class, of a hundred: in the first three (or nothing, where nothing fits), first,
/// urgency.
const BAR: [(&str, [u32; 3]); 5] = [
    ("ordinary", [90, 75, 95]),
    ("near-miss", [90, 75, 90]),
    ("red-flag", [95, 95, 95]),
    ("crisis", [100, 100, 100]),
    ("out-of-scope", [80, 80, 95]),
];

/// The questions of some files below `tests/ask`.
fn questions(files: &[&str]) -> Vec<Question> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/ask");
    let files: Vec<_> = files.iter().map(|file| folder.join(file)).collect();
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

/// The share of each class, of a hundred: in the first three, first, urgency. Figures and misses are printed.
#[expect(clippy::print_stdout, reason = "figures are what this is for")]
fn measured(files: &[&str]) -> BTreeMap<String, [u32; 3]> {
    let library = &*LIBRARY;
    let search = &*SEARCH;
    let mut tallies: BTreeMap<String, Tally> = BTreeMap::new();
    for question in questions(files) {
        let answer = search.ask(library, &question.text).unwrap();
        let [in_three, first, urgency] = judge(library, &question, &answer);
        let tally = tallies.entry(question.class.clone()).or_default();
        tally.asked += 1;
        tally.in_three += u32::from(in_three);
        tally.first += u32::from(first);
        tally.urgency += u32::from(urgency);
        if !(in_three && first && urgency) {
            let results = answer.results.iter();
            let ids: Vec<_> = results.map(|found| found.id.as_str()).collect();
            let Question {
                id, class, text, ..
            } = &question;
            println!("{id} {class} {text:?}: {:?} {ids:?}", answer.urgent);
        }
    }
    let shares = tallies.into_iter().map(|(class, tally)| {
        let share = |count: u32| count * 100 / tally.asked;
        let shares = [tally.in_three, tally.first, tally.urgency].map(share);
        let [in_three, first, urgency] = shares;
        println!(
            "{class}: {} asked, {in_three} % in three, {first} % first, {urgency} % urgency",
            tally.asked
        );
        (class, shares)
    });
    shares.collect()
}

/// The classes whose shares are below those of a bar.
fn below<'a>(shares: &'a BTreeMap<String, [u32; 3]>, bar: &[(&str, [u32; 3])]) -> Vec<&'a String> {
    let is_below = |class: &str, shares: &[u32; 3]| {
        let bar = bar.iter().find(|(name, _)| *name == class);
        let (_, bar) = bar.unwrap_or_else(|| panic!("no class {class}"));
        shares.iter().zip(bar).any(|(share, bar)| share < bar)
    };
    let below = shares
        .iter()
        .filter(|(class, shares)| is_below(class, shares));
    below.map(|(class, _)| class).collect()
}

#[test]
fn the_right_card_is_found_for_what_the_search_was_tuned_with() {
    let shares = measured(&TUNED);
    assert_eq!(below(&shares, &BAR), Vec::<&String>::new());
}

#[test]
fn the_right_card_is_found_for_what_was_asked_first() {
    let shares = measured(&FIRST);
    assert_eq!(below(&shares, &BAR), Vec::<&String>::new());
}

#[test]
fn the_right_card_is_found_no_less_often_than_at_the_first_run_of_the_second_set() {
    let shares = measured(&SECOND);
    assert_eq!(below(&shares, &SECOND_RUN), Vec::<&String>::new());
}

#[test]
fn no_sign_of_the_third_set_is_missed_and_its_cards_are_found_no_less_often() {
    let shares = measured(&THIRD);
    assert_eq!(below(&shares, &THIRD_SHARES), Vec::<&String>::new());
}

#[test]
fn no_sign_of_the_fourth_set_is_missed_and_its_cards_are_found_no_less_often() {
    let shares = measured(&FOURTH);
    assert_eq!(below(&shares, &FOURTH_SHARES), Vec::<&String>::new());
}

#[test]
fn no_sign_of_the_fifth_set_is_missed_and_its_cards_are_found_no_less_often() {
    let shares = measured(&FIFTH);
    assert_eq!(below(&shares, &FIFTH_SHARES), Vec::<&String>::new());
}

#[test]
fn no_sign_of_the_sixth_set_is_missed_and_its_cards_are_found_no_less_often() {
    let shares = measured(&SIXTH);
    assert_eq!(below(&shares, &SIXTH_SHARES), Vec::<&String>::new());
}

#[test]
fn no_sign_of_the_seventh_set_is_missed_and_its_cards_are_found_no_less_often() {
    let shares = measured(&SEVENTH);
    assert_eq!(below(&shares, &SEVENTH_SHARES), Vec::<&String>::new());
}

#[test]
fn no_sign_of_the_eighth_set_is_missed_and_its_cards_are_found_no_less_often() {
    let shares = measured(&EIGHTH);
    assert_eq!(below(&shares, &EIGHTH_SHARES), Vec::<&String>::new());
}

#[test]
fn no_sign_of_the_ninth_set_is_missed_and_its_cards_are_found_no_less_often() {
    let shares = measured(&NINTH);
    assert_eq!(below(&shares, &NINTH_SHARES), Vec::<&String>::new());
}

#[test]
fn no_sign_of_the_tenth_set_is_missed_and_its_cards_are_found_no_less_often() {
    let shares = measured(&TENTH);
    assert_eq!(below(&shares, &TENTH_SHARES), Vec::<&String>::new());
}

#[test]
fn hardly_a_sign_of_the_eleventh_set_is_missed_and_its_cards_are_found_no_less_often() {
    let shares = measured(&ELEVENTH);
    assert_eq!(below(&shares, &ELEVENTH_SHARES), Vec::<&String>::new());
}

#[test]
fn the_twelfth_set_is_answered_no_worse_than_at_its_first_run() {
    let shares = measured(&TWELFTH);
    assert_eq!(below(&shares, &TWELFTH_RUN), Vec::<&String>::new());
}

#[test]
fn the_right_card_is_found_no_less_often_than_the_fourth_practice_left_it() {
    let shares = measured(&PRACTICE4);
    assert_eq!(below(&shares, &PRACTICE4_SHARES), Vec::<&String>::new());
}

/// Small words with one blank between them.
fn bare(text: &str) -> String {
    let letters = text.chars().flat_map(char::to_lowercase);
    let letters = letters.map(|symbol| {
        if symbol.is_alphanumeric() {
            symbol
        } else {
            ' '
        }
    });
    let words: String = letters.collect();
    let words: Vec<_> = words.split(' ').filter(|word| !word.is_empty()).collect();
    words.join(" ")
}

/// Questions of at most so many words are a name rather than a sentence, and may stand within other words.
const NAME: usize = 3;

#[test]
fn hardly_any_alarming_word_that_means_nothing_is_taken_for_a_sign() {
    let shares = measured(&PRACTICE);
    assert_eq!(below(&shares, &PRACTICE_SHARES), Vec::<&String>::new());
    let shares = measured(&PRACTICE2);
    assert_eq!(below(&shares, &PRACTICE2_SHARES), Vec::<&String>::new());
    let shares = measured(&PRACTICE3);
    assert_eq!(below(&shares, &PRACTICE3_SHARES), Vec::<&String>::new());
    let shares = measured(&PRACTICE5);
    assert_eq!(below(&shares, &PRACTICE5_SHARES), Vec::<&String>::new());
    let shares = measured(&PRACTICE6);
    assert_eq!(below(&shares, &PRACTICE6_SHARES), Vec::<&String>::new());
    let shares = measured(&PRACTICE7);
    assert_eq!(below(&shares, &PRACTICE7_SHARES), Vec::<&String>::new());
    let shares = measured(&PRACTICE9);
    assert_eq!(below(&shares, &PRACTICE9_SHARES), Vec::<&String>::new());
}

#[test]
fn no_question_of_the_tests_stands_in_the_pack() {
    let pack = Path::new(env!("CARGO_MANIFEST_DIR")).join("content/en");
    let mut texts = Vec::new();
    gather(&pack, &mut texts);
    let texts: Vec<_> = texts
        .iter()
        .map(|text| format!(" {} ", bare(text)))
        .collect();
    let mut found = Vec::new();
    let all = [
        &TUNED[..],
        &PRACTICE,
        &PRACTICE2,
        &PRACTICE3,
        &PRACTICE5,
        &PRACTICE6,
        &PRACTICE7,
        &PRACTICE9,
        &NOT_MADE_FOR_IT.concat()[..],
    ]
    .concat();
    for question in questions(&all) {
        let text = bare(&question.text);
        let is_long = text.split(' ').count() > NAME;
        let text = format!(" {text} ");
        if is_long && texts.iter().any(|whole| whole.contains(&text)) {
            found.push(question.id);
        }
    }
    assert!(found.is_empty(), "{found:?}");
}

#[test]
fn no_short_question_of_the_tests_is_a_way_of_asking_or_a_rule_unless_it_is_a_name() {
    let library = &*LIBRARY;
    let names: Vec<_> = library
        .cards()
        .map(|card| bare(&card.card().title))
        .collect();
    let asked = library.cards().flat_map(|card| &card.card().asked);
    let mut phrases: Vec<_> = asked.map(|text| bare(text)).collect();
    let pack = Path::new(env!("CARGO_MANIFEST_DIR")).join("content/en");
    let rules = std::fs::read_to_string(pack.join("red-flags.toml")).unwrap();
    // A rule may know a word by itself, such as "suicidal".
    let rules = rules.split('"').map(bare);
    phrases.extend(rules.filter(|phrase| phrase.contains(' ')));
    let mut found = Vec::new();
    for question in questions(&[&TUNED[..], &NOT_MADE_FOR_IT.concat()[..]].concat()) {
        let text = bare(&question.text);
        let is_short = text.split(' ').count() <= NAME;
        if is_short && phrases.contains(&text) && !names.contains(&text) {
            found.push((question.id, text));
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
