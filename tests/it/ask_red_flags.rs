//! Red flags, on the phrases that their table was tuned with: these stay right. How well it does on phrases that it
//! has not seen is told in `ask_quality`.

use serde::Deserialize;
use unhunch::content::Library;
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
    let library = Library::embedded().unwrap();
    (Search::new(&library), toml::from_str(phrases).unwrap())
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
