//! The lexicon of the packs, checked.
//!
//! Begin reading at [`check_lexicon`].

use super::fields::Checker;
use crate::content::error::At;
use crate::content::lexicon::{Facet, Group, Lexicon};
use crate::content::limits::PHRASE;
use crate::content::pack::Placed;
use crate::content::raw::{RawGroup, RawSynonyms};

const FACETS: &str = "discreet, quick, complaint, minutes, seconds, or area:, kind:, position: or equipment: and a name \
     of content/README.md";
/// Checks the words of all packs.
pub(super) fn check_lexicon(checker: &mut Checker<'_>) -> Lexicon {
    let pack = checker.pack;
    let mut lexicon = Lexicon::default();
    for placed in &pack.synonyms {
        let raw = &placed.raw;
        let lists = [
            ("skipped", &raw.skipped, &mut lexicon.skipped),
            ("fillers", &raw.fillers, &mut lexicon.fillers),
            ("elsewhere", &raw.elsewhere, &mut lexicon.elsewhere),
            ("negations", &raw.negations, &mut lexicon.negations),
            ("asking", &raw.asking, &mut lexicon.asking),
            ("calls", &raw.calls, &mut lexicon.calls),
            ("greetings", &raw.greetings, &mut lexicon.greetings),
            ("masked", &raw.masked, &mut lexicon.masked),
        ];
        for (key, words, into) in lists {
            check_words(checker, &placed.at, key, words);
            into.extend(words.iter().cloned());
        }
        let at = placed.at.inside("numbers");
        for (word, number) in &raw.numbers {
            if let Ok(number) = u16::try_from(*number) {
                lexicon.numbers.insert(word.clone(), number);
            } else {
                checker.wrong::<()>(&at, word, "is not such a number", "0 to 65535");
            }
        }
        check_moves(checker, placed, &mut lexicon);
    }
    for (name, placed) in &pack.groups {
        let at = placed.at.inside(&format!("group.{name}"));
        lexicon.groups.push(check_group(checker, &at, &placed.raw));
    }
    lexicon
}

/// What is written short, and the words of movements.
fn check_moves(checker: &mut Checker<'_>, placed: &Placed<RawSynonyms>, lexicon: &mut Lexicon) {
    let raw = &placed.raw;
    let at = placed.at.inside("short");
    for (word, meant) in &raw.short {
        if is_phrase(meant) {
            lexicon.short.insert(word.clone(), meant.clone());
        } else {
            checker.wrong::<()>(&at, word, format!("is \"{meant}\""), phrase());
        }
    }
    let tables = [
        ("moving", &raw.moving, &mut lexicon.moving),
        ("places", &raw.places, &mut lexicon.places),
    ];
    for (key, table, into) in tables {
        let at = placed.at.inside(key);
        for (name, words) in table {
            check_words(checker, &at, name, words);
            let own: &mut Vec<String> = into.entry(name.clone()).or_default();
            own.extend(words.iter().cloned());
        }
    }
}

fn check_group(checker: &mut Checker<'_>, at: &At, raw: &RawGroup) -> Group {
    if raw.words.is_empty() && raw.hints.is_empty() {
        checker.wrong::<()>(at, "words", "is missing", "at least one word, or one hint");
    }
    check_words(checker, at, "words", &raw.words);
    check_words(checker, at, "hints", &raw.hints);
    let mut facets = Vec::new();
    for (text, number) in raw.facets.iter().zip(1..) {
        match Facet::parse(text) {
            Some(facet) => facets.push(facet),
            None => {
                let wrong = format!("\"{text}\" is not a facet");
                checker.wrong::<()>(at, &format!("facets[{number}]"), wrong, FACETS);
            }
        }
    }
    let topic = raw.topic.unwrap_or(1.0);
    if !(0.0..=1.0).contains(&topic) {
        checker.wrong::<()>(at, "topic", format!("is {topic}"), "0 to 1");
    }
    Group {
        words: raw.words.clone(),
        hints: raw.hints.clone(),
        facets,
        topic,
    }
}

/// Words are small letters, digits and what joins them, so that they can be found in a question.
fn check_words(checker: &mut Checker<'_>, at: &At, key: &str, words: &[String]) {
    for (word, number) in words.iter().zip(1..) {
        if !is_phrase(word) {
            let wrong = format!("\"{word}\" is not a word or phrase");
            checker.wrong::<()>(at, &format!("{key}[{number}]"), wrong, phrase());
        }
    }
}

fn is_phrase(word: &str) -> bool {
    word.chars().any(char::is_alphanumeric)
        && word.chars().count() <= PHRASE
        && !word.chars().any(char::is_uppercase)
}

fn phrase() -> String {
    format!("small letters and digits, at most {PHRASE} characters")
}
