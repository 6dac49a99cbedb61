//! Doses and choices of medicines, in the forms in which people write them.
//!
//! English only, as the pack is. Begin reading at [`doses`].

use super::reading::sentences;

/// What medicines are measured in.
const MEASURES: [&str; 22] = [
    "mg",
    "mgs",
    "mcg",
    "µg",
    "μg",
    "ug",
    "ml",
    "mls",
    "cc",
    "iu",
    "g",
    "gram",
    "grams",
    "milligram",
    "milligrams",
    "microgram",
    "micrograms",
    "millilitre",
    "millilitres",
    "milliliter",
    "milliliters",
    "units",
];
/// What medicines are counted in.
const PIECES: [&str; 25] = [
    "tablet",
    "tablets",
    "pill",
    "pills",
    "capsule",
    "capsules",
    "caplet",
    "caplets",
    "lozenge",
    "lozenges",
    "sachet",
    "sachets",
    "puff",
    "puffs",
    "drops",
    "spoonful",
    "spoonfuls",
    "teaspoon",
    "teaspoons",
    "tablespoon",
    "tablespoons",
    "dose",
    "doses",
    "paracetamols",
    "ibuprofens",
];
/// Beginnings of words that name a medicine.
const NAMES: [&str; 27] = [
    "painkiller",
    "ibuprofen",
    "paracetamol",
    "acetaminophen",
    "aspirin",
    "naproxen",
    "diclofenac",
    "codeine",
    "codamol",
    "tramadol",
    "ketoprofen",
    "meloxicam",
    "celecoxib",
    "etoricoxib",
    "gabapentin",
    "pregabalin",
    "amitriptyline",
    "diazepam",
    "morphine",
    "oxycodone",
    "lidocaine",
    "capsaicin",
    "cannabi",
    "cbd",
    "melatonin",
    "glucosamine",
    "antihistamine",
];
/// Beginnings of other words that show that a sentence is about one.
const SIGNS: [&str; 10] = [
    "tablet",
    "pill",
    "capsule",
    "medicine",
    "medication",
    "ointment",
    "cream",
    "lozenge",
    "supplement",
    "anti-inflammator",
];
/// What says how often or how long.
const OFTEN: [&str; 23] = [
    "times a day",
    "times daily",
    "times per day",
    "times each day",
    "times in a day",
    "once a day",
    "twice a day",
    "thrice a day",
    "once daily",
    "twice daily",
    "thrice daily",
    "per day",
    "a day at most",
    "hourly",
    "maximum",
    "max ",
    "in 24 hours",
    "before bed",
    "at bedtime",
    "with breakfast",
    "with each meal",
    "after each meal",
    "after meals",
];
/// Abbreviations on prescriptions.
const ABBREVIATED: [&str; 8] = ["q4h", "q6h", "q8h", "q12h", "tds", "qds", "b.i.d", "t.i.d"];
/// What is told to those who are to use a medicine.
const VERBS: [&str; 10] = [
    "take", "swallow", "pop", "try", "choose", "buy", "apply", "use", "grab", "have",
];

/// Every dose in `text`: a number with a unit in which medicines are measured or counted, such as "400 mg" or "two
/// tablets", a strength, and what says how often to take one.
pub(super) fn doses(text: &str) -> Vec<String> {
    let lower = text.to_lowercase();
    sentences(&lower).flat_map(in_sentence).collect()
}

fn in_sentence(sentence: &str) -> Vec<String> {
    let words: Vec<&str> = words(sentence).collect();
    let mut found: Vec<String> = (0..words.len())
        .filter_map(|at| measured(&words, at).or_else(|| counted(&words, at)))
        .collect();
    found.extend(how_often(sentence, &words));
    let short = ABBREVIATED.iter().find(|short| sentence.contains(*short));
    found.extend(short.map(|short| (*short).to_owned()));
    found
}

/// "400 mg", "400mg", "5 % gel", "ibuprofen 200".
fn measured(words: &[&str], at: usize) -> Option<String> {
    let (word, next) = (words[at], words.get(at + 1).copied().unwrap_or_default());
    let digits = word.trim_end_matches(|c: char| !c.is_ascii_digit());
    if !digits.is_empty() && MEASURES.contains(&&word[digits.len()..]) {
        return Some(word.to_owned());
    }
    if is_number(word) && MEASURES.contains(&next) && !(is_article(word) && next != "gram") {
        return Some(format!("{word} {next}"));
    }
    let is_strength = word.ends_with('%') && (at > 0 || word.len() > 1);
    let rest = &words[at + 1..words.len().min(at + 4)];
    if is_strength && rest.iter().any(|word| is_of_the_skin(word)) {
        return Some(words[at..words.len().min(at + 3)].join(" "));
    }
    (is_name(word) && next.parse::<u32>().is_ok()).then(|| format!("{word} {next}"))
}

/// "two tablets", "a couple of pills", "2 x 3 drops", "two more small tablets".
fn counted(words: &[&str], at: usize) -> Option<String> {
    const BETWEEN: [&str; 16] = [
        "of", "x", "more", "small", "whole", "extra", "strong", "a", "to", "the", "these", "those",
        "your", "our", "them", "any",
    ];
    if !is_number(words[at]) {
        return None;
    }
    let rest = &words[at + 1..];
    let n_between = rest
        .iter()
        .take_while(|word| BETWEEN.contains(word))
        .count();
    let unit = rest.get(n_between).filter(|_| n_between <= 3)?;
    let is_one = PIECES.contains(unit) || (is_name(unit) && !is_article(words[at]));
    is_one.then(|| words[at..=at + n_between + 1].join(" "))
}

/// How often or how long to take a medicine, in a sentence about one.
fn how_often(sentence: &str, words: &[&str]) -> Option<String> {
    let is_about_one = words.iter().any(|word| {
        is_name(word) || is_of_the_skin(word) || SIGNS.iter().any(|sign| word.starts_with(sign))
    });
    if !is_about_one && !takes_a_number(words) {
        return None;
    }
    let hours = |word: &str| word.starts_with("hour");
    let every = words
        .iter()
        .position(|word| *word == "every")
        .and_then(|at| {
            let rest = &words[at + 1..words.len().min(at + 6)];
            let end = rest.iter().position(|word| hours(word))?;
            Some(words[at..=at + end + 1].join(" "))
        });
    let often = || {
        OFTEN
            .iter()
            .find(|phrase| sentence.contains(*phrase))
            .map(|s| s.trim().to_owned())
    };
    let a_day = || {
        let mut threes = words.windows(3);
        threes
            .find(|three| is_number(three[0]) && three[1] == "a" && three[2] == "day")
            .map(|t| t.join(" "))
    };
    let lasts = || {
        let mut threes = words.windows(3);
        let is_time = |word: &str| word.starts_with("day") || word.starts_with("week");
        threes
            .find(|three| three[0] == "for" && is_number(three[1]) && is_time(three[2]))
            .map(|t| t.join(" "))
    };
    every.or_else(often).or_else(a_day).or_else(lasts)
}

/// "Take two every…", with nothing that is counted.
fn takes_a_number(words: &[&str]) -> bool {
    const AFTER: [&str; 12] = [
        "every", "at", "with", "before", "after", "in", "when", "daily", "twice", "once", "if",
        "up",
    ];
    words.windows(2).enumerate().any(|(at, pair)| {
        let follows = words.get(at + 2);
        ["take", "swallow", "pop"].contains(&pair[0])
            && is_number(pair[1])
            && !is_article(pair[1])
            && follows.is_none_or(|word| AFTER.contains(word))
    })
}

/// The word with which `text` names a medicine, if it does.
pub(super) fn named(text: &str) -> Option<String> {
    let text = text.to_lowercase();
    let mut words = text.split(|c: char| !c.is_alphanumeric());
    let word = words.find(|word| NAMES.iter().any(|name| word.starts_with(name)));
    word.map(str::to_owned)
}

/// A medicine that `text` tells people to take: "take ibuprofen", "try some painkillers".
pub(super) fn chosen(text: &str) -> Option<String> {
    const BETWEEN: [&str; 5] = ["a", "an", "some", "your", "the"];
    let lower = text.to_lowercase();
    let words: Vec<&str> = words(&lower).collect();
    (0..words.len()).find_map(|at| {
        let rest = words.get(at + 1..)?;
        let n_between = rest
            .iter()
            .take_while(|word| BETWEEN.contains(word))
            .count();
        let name = rest.get(n_between)?;
        (VERBS.contains(&words[at]) && is_name(name))
            .then(|| words[at..=at + n_between + 1].join(" "))
    })
}

fn is_name(word: &str) -> bool {
    NAMES.iter().any(|name| word.starts_with(name))
}

fn is_of_the_skin(word: &str) -> bool {
    [
        "gel",
        "gels",
        "cream",
        "creams",
        "ointment",
        "ointments",
        "lotion",
        "patch",
        "patches",
    ]
    .contains(&word)
}

fn words(text: &str) -> impl Iterator<Item = &str> {
    text.split(|c: char| !c.is_alphanumeric() && c != '%')
        .filter(|word| !word.is_empty())
}

fn is_article(word: &str) -> bool {
    ["a", "an", "each"].contains(&word)
}

fn is_number(word: &str) -> bool {
    const NUMBERS: [&str; 18] = [
        "a", "an", "each", "half", "couple", "one", "two", "three", "four", "five", "six", "seven",
        "eight", "nine", "ten", "twelve", "twenty", "few",
    ];
    word.chars().all(char::is_numeric) || NUMBERS.contains(&word)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn doses_are_found_and_times_are_not() {
        for (text, found) in [
            (
                "Take 400 mg, 20ml or two tablets.",
                &["400 mg", "20ml", "two tablets"][..],
            ),
            ("200-mg tablets work.", &["200 mg"]),
            (
                "Half a gram of it. ½ tablet will do.",
                &["a gram", "½ tablet"],
            ),
            ("Swallow a couple of pills.", &["couple of pills"]),
            ("Put three drops in each eye.", &["three drops"]),
            ("A 5% gel, or a 2.5 % cream.", &["5% gel or", "% cream"]),
            ("Ibuprofen 200 is enough.", &["ibuprofen 200"]),
            ("Two ibuprofen will do.", &["two ibuprofen"]),
            (
                "A painkiller every 4 hours, or a cream twice daily.",
                &["every 4 hours"],
            ),
            (
                "Take two every four to six hours.",
                &["every four to six hours"],
            ),
            ("Rub the gel in three times a day.", &["times a day"]),
            (
                "Eight a day is the limit for paracetamol.",
                &["eight a day"],
            ),
            ("Use the ointment for two weeks.", &["for two weeks"]),
            ("Ibuprofen t.i.d with food.", &["t.i.d"]),
        ] {
            assert_eq!(doses(text), found, "{text}");
        }
        for text in [
            "Hold 10 seconds, 3 times; read a leaflet about tablets.",
            "Stretch twice a day. Do it every hour.",
            "Take two slow breaths every hour.",
            "You need painkillers on most days.",
            "Keep 10. Tablets and phones tire the neck.",
            "Half of the people felt better, by 1.4 points of 10.",
        ] {
            assert!(doses(text).is_empty(), "{text}: {:?}", doses(text));
        }
    }

    #[test]
    fn nobody_is_told_which_medicine_to_take() {
        assert_eq!(
            chosen("Just take some ibuprofen.").as_deref(),
            Some("take some ibuprofen")
        );
        assert_eq!(chosen("Before you take or apply any medicine, ask."), None);
    }
}
