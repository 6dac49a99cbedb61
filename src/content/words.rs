//! Words that the pack must not use.
//!
//! English only, as the pack is; a pack in another language brings its own list with it when there is one.
//! Begin reading at [`forbidden`].

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

/// Phrases that a wellness bot must not say, and why.
const PHRASES: [(&str, &str); 13] = [
    ("no need to see a doctor", "say when to see someone"),
    ("nothing serious", "nobody has examined the reader"),
    ("push through", "stop at pain"),
    ("no pain no gain", "stop at pain"),
    ("sounds like you have", "a bot cannot tell"),
    ("you probably have", "a bot cannot tell"),
    ("toxins", "leave it out"),
    ("adhesions", "leave it out"),
    ("new smoking", "say what is known about sitting"),
    ("pain-free in", "promise nothing"),
    ("crumbling", "do not frighten"),
    (
        "stop taking",
        "medicines are for the pharmacist and the doctor",
    ),
    ("perfectly safe", "say who should take care"),
];

/// The brand that an example may name, and others that came near.
const BRANDS: [&str; 4] = ["thorex", "thera-band", "theraband", "salonpas"];

/// Every word of `text` that promises, frightens or judges.
pub(super) fn forbidden(text: &str) -> Vec<Word> {
    let lower = text.to_lowercase();
    let mut found: Vec<Word> = words(&lower)
        .filter(|word| {
            PROMISES.iter().any(|start| word.starts_with(start)) || PROMISING_WORDS.contains(word)
        })
        .map(|word| Word {
            word: word.to_owned(),
            better: MODEST,
        })
        .collect();
    found.extend(
        PHRASES
            .iter()
            .filter(|(phrase, _)| lower.contains(phrase))
            .map(|(phrase, better)| Word {
                word: (*phrase).to_owned(),
                better,
            }),
    );
    found
}

/// Every number with a unit in which medicines are measured, such as "400 mg" or "two tablets".
pub(super) fn doses(text: &str) -> Vec<String> {
    const UNITS: [&str; 13] = [
        "mg",
        "mcg",
        "µg",
        "ml",
        "milligram",
        "milligrams",
        "millilitre",
        "millilitres",
        "tablet",
        "tablets",
        "pill",
        "pills",
        "capsules",
    ];
    let lower = text.to_lowercase();
    let words: Vec<&str> = words(&lower).collect();
    let joined = words.iter().filter(|word| {
        let digits = word.trim_end_matches(|c: char| !c.is_ascii_digit());
        !digits.is_empty() && UNITS.contains(&&word[digits.len()..])
    });
    let apart = words
        .windows(2)
        .filter(|pair| is_number(pair[0]) && UNITS.contains(&pair[1]));
    joined
        .map(|word| (*word).to_owned())
        .chain(apart.map(|pair| pair.join(" ")))
        .collect()
}

/// The brands that `text` names.
pub(super) fn brands(text: &str) -> impl Iterator<Item = &'static str> {
    let lower = text.to_lowercase();
    BRANDS
        .into_iter()
        .filter(move |brand| lower.contains(brand))
}

fn words(text: &str) -> impl Iterator<Item = &str> {
    text.split(|c: char| !c.is_alphanumeric() && c != '-')
        .filter(|word| !word.is_empty())
}

fn is_number(word: &str) -> bool {
    const NUMBERS: [&str; 7] = ["a", "one", "two", "three", "four", "half", "each"];
    word.chars().all(|c| c.is_ascii_digit()) || NUMBERS.contains(&word)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn promises_are_found_and_ordinary_words_are_not() {
        let found =
            |text: &str| -> Vec<_> { forbidden(text).into_iter().map(|word| word.word).collect() };
        assert_eq!(
            found("This cures, fixes and prevents it: guaranteed."),
            ["cures", "fixes", "prevents", "guaranteed"]
        );
        assert_eq!(found("Push through the pain"), ["push through"]);
        assert!(found("Health, secure, suffix; a healthy, accurate prefix may help.").is_empty());
    }

    #[test]
    fn doses_are_found_and_times_are_not() {
        assert_eq!(
            doses("Take 400 mg, 20ml or two tablets."),
            ["20ml", "400 mg", "two tablets"]
        );
        assert!(doses("Hold 10 seconds, 3 times; read a leaflet about tablets.").is_empty());
    }
}
