//! The lexicon of the packs, checked.
//!
//! Begin reading at [`check_lexicon`].

use super::fields::Checker;
use crate::content::error::At;
use crate::content::lexicon::{Facet, Group, Lexicon};
use crate::content::limits::PHRASE;
use crate::content::raw::RawGroup;

const FACETS: &str = "discreet, quick, minutes, seconds, or area:, kind:, position: or equipment: and a name \
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
    }
    for (name, placed) in &pack.groups {
        let at = placed.at.inside(&format!("group.{name}"));
        lexicon.groups.push(check_group(checker, &at, &placed.raw));
    }
    lexicon
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
        let fits = word.chars().any(char::is_alphanumeric)
            && word.chars().count() <= PHRASE
            && !word.chars().any(char::is_uppercase);
        if !fits {
            let wrong = format!("\"{word}\" is not a word or phrase");
            let accepted = format!("small letters and digits, at most {PHRASE} characters");
            checker.wrong::<()>(at, &format!("{key}[{number}]"), wrong, accepted);
        }
    }
}
