//! Words that the pack must not use.
//!
//! The lists are in `phrases`, whole families of wording in `families`, what is said of medicines in `doses`. Begin reading at [`remarks`].

use super::doses::{chosen, doses};
use super::families::Families;
use super::phrases::{BLUE_LIGHT, BRANDS, GOALS, HELD, PHRASES, STRIVES, TAKES_BACK};
use super::reading::sentences;
use super::sense::litter;
use super::spoken::wide_spans;

/// A word that was found.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Word {
    /// As it stands in the text.
    pub(super) word: String,
    /// What to say instead.
    pub(super) better: &'static str,
}

/// Beginnings of words that promise too much, and what to say instead.
const PROMISES: [&str; 12] = [
    "cure",
    "curing",
    "fixes",
    "fixed",
    "fixing",
    "prevent",
    "guarantee",
    "realign",
    "detox",
    "heals",
    "eliminat",
    "reverses",
];
/// Whole words that promise too much where they are verbs.
const PROMISING_WORDS: [&str; 2] = ["fix", "heal"];
const MODEST: &str = "may help, may ease, some people find";
const COMFORT: &str = "there is no one correct posture; comfort and change are better aims";
const BLUE: &str = "blue-light glasses are not needed; leave it out";
const PHARMACIST: &str = "medicines are for the pharmacist and the doctor";

/// The brand that one card of the pack may name, as the example that it was given.
const EXAMPLE: &str = "thorex";
/// What an editor would mark in any text.
pub(super) fn remarks(families: &Families, text: &str) -> Vec<String> {
    let words = forbidden(families, text)
        .into_iter()
        .map(|Word { word, better }| format!("says \"{word}\"; better: {better}"));
    let doses = doses(text)
        .into_iter()
        .map(|dose| format!("\"{dose}\" reads like a dose; medicines are named without any"));
    let brands =
        brands(text).map(|brand| format!("names the brand \"{brand}\"; better: what it is"));
    words
        .chain(doses)
        .chain(brands)
        .chain(wide_spans(text))
        .chain(litter(text))
        .collect()
}

/// Every word of `text` that promises, frightens or judges.
fn forbidden(families: &Families, text: &str) -> Vec<Word> {
    let lower = text.to_lowercase();
    let promises = words(&lower).filter(|word| {
        PROMISES.iter().any(|start| word.starts_with(start)) || PROMISING_WORDS.contains(word)
    });
    let mut found: Vec<Word> = promises.map(|word| said(word, MODEST)).collect();
    found.extend(sentences(&lower).flat_map(|sentence| families.meanings(sentence)));
    for sentence in sentences(&lower).map(plain) {
        for (better, phrases) in PHRASES {
            let phrases = phrases
                .iter()
                .filter(|phrase| begins_a_word(&sentence, phrase));
            found.extend(phrases.map(|phrase| said(phrase.trim(), better)));
        }
        let is_taken_back = TAKES_BACK.iter().any(|words| sentence.contains(words));
        let blue = BLUE_LIGHT
            .iter()
            .filter(|phrase| begins_a_word(&sentence, phrase));
        found.extend(
            blue.filter(|_| !is_taken_back)
                .map(|phrase| said(phrase, BLUE)),
        );
        found.extend(posture_goal(&sentence).map(|goal| said(&goal, COMFORT)));
    }
    found.extend(chosen(text).map(|medicine| said(&medicine, PHARMACIST)));
    found.extend(
        ["®", "™"]
            .into_iter()
            .filter(|mark| text.contains(mark))
            .map(|mark| said(mark, "what it is")),
    );
    found
}

fn said(word: &str, better: &'static str) -> Word {
    Word {
        word: word.to_owned(),
        better,
    }
}

/// Small letters, with one blank before each word and one at the end; hyphens are blanks.
fn plain(sentence: &str) -> String {
    let sentence = sentence.replace('’', "'");
    let words = sentence.split(|c: char| !c.is_alphanumeric() && c != '\'' && c != '%');
    let words = words.filter(|word| !word.is_empty());
    words.fold(" ".to_owned(), |text, word| text + word + " ")
}

fn begins_a_word(sentence: &str, phrase: &str) -> bool {
    let mut places = sentence.match_indices(phrase);
    places.any(|(at, _)| sentence[..at].ends_with(' '))
}

/// A posture that is held up as the goal, such as "perfect posture"; that there is none may be said.
fn posture_goal(sentence: &str) -> Option<String> {
    const DENIALS: [&str; 5] = ["no", "not", "never", "nobody", "without"];
    let is_denied = |before: &str| {
        let mut words = before
            .split(' ')
            .rev()
            .filter(|word| !word.is_empty())
            .take(5);
        words.any(|word| DENIALS.contains(&word) || word.ends_with("n't"))
    };
    let held: Vec<_> = HELD
        .iter()
        .filter(|held| sentence.contains(**held))
        .collect();
    let goals = GOALS
        .iter()
        .flat_map(|goal| held.iter().map(move |held| format!("{goal} {held}")));
    let mut goals = goals.filter_map(|goal| Some((sentence.find(&format!(" {goal} "))?, goal)));
    let goal = goals.find(|(at, _)| !is_denied(&sentence[..*at]));
    let strives = STRIVES
        .iter()
        .filter(|_| sentence.contains("good posture"))
        .flat_map(|verb| ["", "a ", "your "].map(|word| format!("{verb} {word}good posture")));
    let mut strives = strives.filter(|goal| begins_a_word(sentence, goal));
    goal.map(|(_, goal)| goal).or_else(|| strives.next())
}

/// The brands that `text` names, but for the example.
pub(super) fn brands(text: &str) -> impl Iterator<Item = &'static str> {
    let text = plain(&text.to_lowercase());
    BRANDS
        .into_iter()
        .filter(move |brand| text.contains(brand) && text.contains(&format!(" {brand} ")))
}

/// `text` names the brand that is an example.
pub(super) fn names_example(text: &str) -> bool {
    text.to_lowercase().contains(EXAMPLE)
}

fn words(text: &str) -> impl Iterator<Item = &str> {
    text.split(|c: char| !c.is_alphanumeric() && c != '-')
        .filter(|word| !word.is_empty())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn promises_are_found_and_ordinary_words_are_not() {
        let found = |text: &str| -> Vec<_> {
            forbidden(&Families::new(), text)
                .into_iter()
                .map(|word| word.word)
                .collect()
        };
        assert_eq!(
            found("This cures, fixes and prevents it: guaranteed."),
            ["cures", "fixes", "prevents", "guaranteed"]
        );
        assert_eq!(
            found("Push through the pain"),
            ["push through the pain", "push through", "through the pain"]
        );
        assert!(found("Health, secure, suffix; a healthy, accurate prefix may help.").is_empty());
    }

    #[test]
    fn promises_postures_looks_and_rays_are_found_in_all_their_forms() {
        for text in [
            "You will be pain-free in a week.",
            "This routine works for everyone.",
            "Say goodbye to neck pain.",
            "Keep the correct posture at all times.",
            "Aim for perfect alignment.",
            "Maintain good posture all day.",
            "Find the right way to sit.",
            "Lose belly fat while you work.",
            "Get ready for the bikini.",
            "Blue-light from your screen harms your eyes.",
            "Screens give off electromagnetic waves.",
            "Just take ibuprofen.",
            "Made with FlexiRoll™.",
            "Don’t need a doctor for that.",
        ] {
            assert_ne!(forbidden(&Families::new(), text), [], "{text}");
        }
        for text in [
            "There is no one correct posture, and holding any posture gets tiring.",
            "They saw no good proof that one “correct” posture keeps backs free of pain.",
            "Lenses that filter blue light are not needed for this.",
            "Even a good posture gets uncomfortable when nothing changes.",
            "Back pain when you have lost weight without trying.",
            "Rest a hand on your belly.",
        ] {
            assert_eq!(forbidden(&Families::new(), text), [], "{text}");
        }
    }

    #[test]
    fn brands_are_found_as_words_of_their_own() {
        assert_eq!(
            brands("Nurofen, or Deep Heat?").collect::<Vec<_>>(),
            ["deep heat", "nurofen"]
        );
        assert_eq!(brands("Aleven deep, heated rooms").count(), 0);
        assert!(names_example("The THOREX roller"));
    }
}
