//! Red flags, on the phrases that their table was tuned with: these stay right. How well it does on phrases that it
//! has not seen is told in `ask_quality`.

use crate::support::{LIBRARY, SEARCH};
use serde::Deserialize;
use unhunch::content::CardRef;
use unhunch::content::search::Search;
use unhunch::domain::advice::Urgency;

/// Labels that are left as they are, with a doubt.
const DOUBTFUL: [&str; 2] = ["i am not going to be here next week", "help my chest"];

#[derive(Deserialize)]
struct Tuned {
    emergency: Vec<String>,
    soon: Vec<String>,
    crisis: Vec<String>,
    none: Vec<String>,
}

fn tuned() -> (Search, Tuned) {
    let phrases = include_str!("../ask/tuned/red-flags.toml");
    let library = &*LIBRARY;
    (Search::new(library), toml::from_str(phrases).unwrap())
}

/// How urgent, as a number: a crisis is more than an emergency, and that is more than "soon".
fn rank(urgency: Option<Urgency>) -> u8 {
    match urgency {
        Some(Urgency::Crisis) => 3,
        Some(Urgency::Emergency) => 2,
        Some(Urgency::Soon) => 1,
        Some(Urgency::Routine) | None => 0,
    }
}

#[test]
fn no_urgent_phrase_is_taken_for_a_less_urgent_one() {
    let (search, tuned) = tuned();
    let urgent = [(3, &tuned.crisis), (2, &tuned.emergency), (1, &tuned.soon)];
    let mut missed = Vec::new();
    for (least, phrases) in urgent {
        let less = |phrase: &&String| rank(search.urgency(phrase)) < least;
        missed.extend(phrases.iter().filter(less));
    }
    missed.retain(|phrase| !DOUBTFUL.contains(&phrase.as_str()));
    assert!(missed.is_empty(), "{missed:#?}");
}

#[test]
fn hardly_any_harmless_phrase_is_taken_for_an_urgent_one() {
    let (search, tuned) = tuned();
    let is_urgent = |phrase: &&String| search.urgency(phrase).is_some();
    let alarms: Vec<_> = tuned.none.iter().filter(is_urgent).collect();
    assert!(alarms.len() * 50 <= tuned.none.len(), "{alarms:#?}");
}

#[test]
fn no_harmless_sign_beside_a_bad_one_hides_it() {
    let (search, tuned) = tuned();
    for phrase in tuned.emergency.iter().step_by(9) {
        for remark in ["my back is killing me. ", "no fever. "] {
            let said = format!("{remark}{phrase}");
            assert!(search.urgency(&said).is_some(), "{said}");
        }
    }
}

/// Causes that are warning signs themselves, or are read because of one: what people say of them may alarm.
const WARNINGS: [&str; 10] = [
    "fibromyalgia",
    "inflammatory-back",
    "injury-trauma",
    "organ-referral",
    "osteoporosis-fracture",
    "pinched-neck-nerve",
    "repetitive-strain",
    "rib-joint",
    "thoracic-disc",
    "underlying-conditions",
];

/// What a card says, apart from when to stop and when to see someone.
fn plain_texts(card: CardRef<'_>) -> Vec<&str> {
    let head = card.card();
    let mut texts = vec![head.title.as_str(), head.summary.as_str()];
    texts.extend(head.asked.iter().chain(&head.keywords).map(String::as_str));
    match card {
        CardRef::Exercise(exercise) => {
            texts.extend(exercise.steps.iter().map(String::as_str));
            texts.push(&exercise.mistake);
        }
        CardRef::Tip(tip) => {
            texts.extend(tip.steps.iter().map(String::as_str));
            texts.push(&tip.why);
        }
        CardRef::Prompt(prompt) => {
            texts.push(&prompt.action);
            texts.extend(prompt.seated.as_deref());
        }
        _ => {}
    }
    texts
}

#[test]
fn nothing_that_a_plain_card_says_is_taken_for_a_sign() {
    let library = &*LIBRARY;
    let search = &*SEARCH;
    let plain = library.cards().filter(|card| {
        let is_help = matches!(card, CardRef::Help(_));
        !is_help && !WARNINGS.contains(&card.card().id.as_str())
    });
    let texts: Vec<_> = plain.flat_map(plain_texts).collect();
    assert!(texts.len() > 3_000, "{}", texts.len());
    let mut alarms = texts;
    alarms.retain(|text| search.urgency(text).is_some());
    assert!(alarms.is_empty(), "{alarms:#?}");
}

#[test]
fn no_description_of_a_movement_is_taken_for_a_sign() {
    let (search, _) = tuned();
    let moves = include_str!("../ask/tuned/movements.txt");
    let mut alarms: Vec<_> = moves.lines().collect();
    assert_eq!(alarms.len(), 60);
    alarms.retain(|text| search.urgency(text).is_some());
    assert!(alarms.is_empty(), "{alarms:#?}");
}

#[test]
fn what_describes_a_movement_hides_no_sign() {
    let (search, _) = tuned();
    let emergencies = [
        "at work my chest hurts and i sweat",
        "hurts when i take a deep breath and im short of breath",
        "my arm hangs down limp",
        "he puts his full weight on things since he cannot feel his legs",
        "my mum had a stroke this morning",
        "when i touch my feet i cannot feel them",
    ];
    let missed: Vec<_> = emergencies
        .into_iter()
        .filter(|text| search.urgency(text).is_none())
        .collect();
    assert!(missed.is_empty(), "{missed:#?}");
}
