//! Words that the pack must not use.
//!
//! English only, as the pack is; a pack in another language brings its own list with it when there is one.
//! Begin reading at [`remarks`].

use super::reading::sentences;

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
const PHRASES: [(&str, &str); 41] = [
    ("no need to see a doctor", SEE_SOMEONE),
    ("no need for a doctor", SEE_SOMEONE),
    ("need no doctor", SEE_SOMEONE),
    ("don't need a doctor", SEE_SOMEONE),
    ("don’t need a doctor", SEE_SOMEONE),
    ("nothing serious", "nobody has examined the reader"),
    ("sounds like you have", NO_DIAGNOSIS),
    ("sounds like a", NO_DIAGNOSIS),
    ("you probably have", NO_DIAGNOSIS),
    ("you must have", NO_DIAGNOSIS),
    ("push through", STOP),
    ("work through the pain", STOP),
    ("through the pain", STOP),
    ("no pain no gain", STOP),
    ("no pain, no gain", STOP),
    ("ignore the pain", STOP),
    ("ignore pain", STOP),
    ("ignore the numbness", STOP),
    ("ignore numbness", STOP),
    ("toxins", LEAVE_OUT),
    ("adhesions", LEAVE_OUT),
    ("miracle", LEAVE_OUT),
    ("instant relief", LEAVE_OUT),
    ("permanent relief", LEAVE_OUT),
    ("pain-free in", LEAVE_OUT),
    ("get rid of", MODEST),
    ("new smoking", "say what is known about sitting"),
    ("text neck", FRIGHTENS),
    ("crumbling", FRIGHTENS),
    ("destroy", FRIGHTENS),
    ("perfect posture", "there is no one correct posture"),
    ("the correct posture", "there is no one correct posture"),
    ("lazy", "no blame"),
    ("overweight", "nothing about looks or weight"),
    ("stop taking", MEDICINE),
    ("perfectly safe", "say who should take care"),
    ("completely safe", "say who should take care"),
    ("opioid", MEDICINE),
    ("muscle relaxant", MEDICINE),
    ("discount", "nothing is sold here"),
    ("our shop", "nothing is sold here"),
];
const SEE_SOMEONE: &str = "say when to see someone";
const NO_DIAGNOSIS: &str = "a bot cannot tell";
const STOP: &str = "stop at pain";
const LEAVE_OUT: &str = "leave it out";
const FRIGHTENS: &str = "do not frighten";
const MEDICINE: &str = "medicines are for the pharmacist and the doctor";

/// The brand that one card of the pack may name, as the example that it was given.
const EXAMPLE: &str = "thorex";
/// Brands that come up where people talk of aches and desks; no card names one.
const BRANDS: [&str; 25] = [
    "advil",
    "aleve",
    "anadin",
    "aspro",
    "bengay",
    "biofreeze",
    "calpol",
    "deep heat",
    "excedrin",
    "herman miller",
    "hypervolt",
    "icy hot",
    "logitech",
    "motrin",
    "nurofen",
    "panadol",
    "salonpas",
    "thera-band",
    "theraband",
    "theragun",
    "tiger balm",
    "triggerpoint",
    "tylenol",
    "voltaren",
    "voltarol",
];

/// What an editor would mark in any text.
pub(super) fn remarks(text: &str) -> Vec<String> {
    let words = forbidden(text)
        .into_iter()
        .map(|Word { word, better }| format!("says \"{word}\"; better: {better}"));
    let doses = doses(text)
        .into_iter()
        .map(|dose| format!("\"{dose}\" reads like a dose; medicines are named without any"));
    let brands =
        brands(text).map(|brand| format!("names the brand \"{brand}\"; better: what it is"));
    words.chain(doses).chain(brands).collect()
}

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

/// Every number with a unit in which medicines are measured, such as "400 mg" or "two tablets", and what
/// says how often to take one.
pub(super) fn doses(text: &str) -> Vec<String> {
    const UNITS: [&str; 15] = [
        "mg",
        "mcg",
        "µg",
        "ml",
        "milligram",
        "milligrams",
        "microgram",
        "micrograms",
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
        .chain(sentences(&lower).filter_map(how_often))
        .collect()
}

/// How often to take a medicine, in a sentence about one.
fn how_often(sentence: &str) -> Option<String> {
    const MEDICINES: [&str; 14] = [
        "painkiller",
        "ibuprofen",
        "paracetamol",
        "acetaminophen",
        "aspirin",
        "naproxen",
        "diclofenac",
        "codeine",
        "tablet",
        "medicine",
        "medication",
        "ointment",
        "gel ",
        "cream",
    ];
    const OFTEN: [&str; 9] = [
        "times a day",
        "times daily",
        "once a day",
        "twice a day",
        "once daily",
        "twice daily",
        "per day",
        "hourly",
        "maximum",
    ];
    let is_about_one = MEDICINES.iter().any(|name| sentence.contains(name));
    let words: Vec<&str> = words(sentence).collect();
    let every = words
        .windows(3)
        .find(|three| three[0] == "every" && is_number(three[1]) && three[2].starts_with("hour"))
        .map(|three| three.join(" "));
    let often = OFTEN.iter().find(|phrase| sentence.contains(*phrase));
    every
        .or_else(|| often.map(|phrase| (*phrase).to_owned()))
        .filter(|_| is_about_one)
}

/// The brands that `text` names, but for the example.
pub(super) fn brands(text: &str) -> impl Iterator<Item = &'static str> {
    let lower = format!(
        " {} ",
        words(&text.to_lowercase()).collect::<Vec<_>>().join(" ")
    );
    BRANDS
        .into_iter()
        .filter(move |brand| lower.contains(&format!(" {brand} ")))
}

/// `text` names the brand that is an example.
pub(super) fn names_example(text: &str) -> bool {
    text.to_lowercase().contains(EXAMPLE)
}

fn words(text: &str) -> impl Iterator<Item = &str> {
    text.split(|c: char| !c.is_alphanumeric() && c != '-')
        .filter(|word| !word.is_empty())
}

fn is_number(word: &str) -> bool {
    const NUMBERS: [&str; 8] = ["a", "one", "two", "three", "four", "six", "half", "each"];
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
        assert_eq!(
            found("Push through the pain"),
            ["push through", "through the pain"]
        );
        assert!(found("Health, secure, suffix; a healthy, accurate prefix may help.").is_empty());
    }

    #[test]
    fn doses_are_found_and_times_are_not() {
        assert_eq!(
            doses("Take 400 mg, 20ml or two tablets."),
            ["20ml", "400 mg", "two tablets"]
        );
        assert!(doses("Hold 10 seconds, 3 times; read a leaflet about tablets.").is_empty());
        assert_eq!(
            doses("Stretch twice a day. A painkiller every 4 hours, or a cream twice daily."),
            ["every 4 hours"]
        );
        assert_eq!(doses("Rub the gel in three times a day."), ["times a day"]);
        assert!(doses("You need painkillers on most days.").is_empty());
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
