//! What a pack must say beside its cards: who it is not for, what it is not, and who has reviewed it.
//!
//! English only, as the pack is. Begin reading at [`Findings::lint_binding`].

use super::doses::named;
use super::{Finding, Findings, Severity};
use crate::content::library::CardRef;
use crate::content::text::parts;
use crate::domain::advice::Tip;

/// Beginnings of words, one of which tells it; and what it is.
type Told = (&'static [&'static str], &'static str);

const NOT_ADVICE: Told = (&["not medical advice"], "that this is not medical advice");
const GET_HELP: Told = (&["/get-help"], "/get-help");
const EMERGENCY: Told = (&["emergency number"], "the emergency number");
const STOPS: Told = (&["stop"], "to stop");
const SIGNS: Told = (&["sharp"], "sharp pain as a sign to stop");
const TINGLING: Told = (&["tingling", "numb"], "tingling as a sign to stop");
const DIZZINESS: Told = (&["dizz"], "dizziness as a sign to stop");
const CHEST: Told = (&["chest"], "pressure in the chest as a sign to stop");

/// What each sentence of safety.toml must tell.
const SENTENCES: [(&str, &[Told]); 8] = [
    (
        "about",
        &[
            (
                &["general wellness"],
                "that these are general wellness ideas",
            ),
            NOT_ADVICE,
            (
                &["cannot tell", "no diagnosis", "not a diagnosis"],
                "that it cannot tell what is wrong",
            ),
            (
                &[
                    "nobody watches",
                    "no one watches",
                    "not monitored",
                    "nobody reads",
                ],
                "that nobody watches",
            ),
            EMERGENCY,
            GET_HELP,
        ],
    ),
    ("short", &[NOT_ADVICE, GET_HELP]),
    (
        "stop",
        &[STOPS, SIGNS, TINGLING, DIZZINESS, CHEST, GET_HELP],
    ),
    (
        "stop_in_full",
        &[
            STOPS,
            SIGNS,
            TINGLING,
            DIZZINESS,
            CHEST,
            (&["breath"], "breathlessness as a sign to stop"),
        ],
    ),
    (
        "how",
        &[
            (&["slow"], "to move slowly"),
            (&["mild", "gentle"], "that a pull stays mild"),
        ],
    ),
    (
        "not_now",
        &[
            (&["accident"], "accidents"),
            (&["checked", "seen", "examined"], "to be checked first"),
            (&["warning sign"], "the warning signs"),
            (&["clinician", "doctor"], "what a clinician has said"),
        ],
    ),
    (
        "cause",
        &[(&["cannot tell", "can't tell"], "that a bot cannot tell")],
    ),
    (
        "help",
        &[
            (&["lasts", "persist"], "pain that lasts"),
            (&["worse"], "pain that gets worse"),
            (
                &["professional", "doctor", "clinician"],
                "to talk to a professional",
            ),
        ],
    ),
];

/// Who should leave heat and cold off, or ask first.
const OF_WARMTH: [&[&str]; 5] = [
    &["skin"],
    &["circulation", "blood flow", "with blood"],
    &["heart"],
    &["cancer"],
    &["raynaud"],
];
/// Who should leave a roller, or ask first.
const OF_ROLLERS: [&[&str]; 5] = [
    &["wound"],
    &["bone", "fracture"],
    &["bruise", "thinner", "bleed"],
    &["clot"],
    &["numb", "feel the"],
];
/// Who should ask before a medicine.
const OF_MEDICINES: [&[&str]; 10] = [
    &["over 65", "age"],
    &["pregnan"],
    &["allerg", "react"],
    &["asthma"],
    &["stomach", "bowel"],
    &["kidney", "liver"],
    &["heart", "blood pressure"],
    &["thinner", "bleed"],
    &[
        "anything else",
        "everything you take",
        "else you use",
        "other medicine",
    ],
    &["conditions"],
];
/// So many of them are named at least.
const LEAST: usize = 3;
/// Whom to ask before a medicine.
const TO_ASK: [&str; 4] = ["pharmacist", "doctor", "gp", "clinician"];
/// So many of [`OF_MEDICINES`].
const LEAST_OF_MEDICINES: usize = 4;

impl Findings<'_> {
    /// The sentences that stand beside cards say what they must.
    pub(super) fn lint_binding(&mut self) {
        let safety = self.library.safety();
        let texts = [
            &safety.about,
            &safety.short,
            &safety.stop,
            &safety.stop_in_full,
            &safety.how,
            &safety.not_now,
            &safety.cause,
            &safety.help,
        ];
        for ((key, needs), text) in SENTENCES.iter().zip(texts) {
            for (words, what) in needs.iter().filter(|(words, _)| !tells(text, words)) {
                self.found.push(Finding {
                    file: "safety.toml".to_owned(),
                    key: (*key).to_owned(),
                    severity: Severity::Error,
                    text: format!(
                        "does not tell {what}; say \"{}\"",
                        words.first().unwrap_or(&"")
                    ),
                });
            }
        }
    }

    /// A card that names a medicine says who to ask, wherever it does.
    pub(super) fn lint_named_medicines(&mut self, card: CardRef<'_>) {
        let parts = parts(card);
        let told = parts.iter().any(|part| tells(part.text, &TO_ASK));
        let named = parts
            .iter()
            .find_map(|part| Some((part, named(part.text)?)));
        if let (false, Some((part, word))) = (told, named) {
            let text = format!(
                "names \"{word}\", and nothing here says to ask first; add a pharmacist or doctor"
            );
            self.push(&card.card().id, &part.key, Severity::Error, text);
        }
    }

    /// A tip on heat, cold, a roller or a medicine says for whom it is not.
    pub(super) fn lint_checklist(&mut self, card: CardRef<'_>) {
        let CardRef::Tip(tip) = card else {
            return;
        };
        let id = tip.card.id.as_str();
        let family = tip.family.to_lowercase();
        let begins = |words: &[&str]| {
            words
                .iter()
                .any(|word| family.contains(word) || id == *word)
        };
        let who = tip.care.clone().unwrap_or_default();
        let (text, groups, least): (_, &[&[&str]], _) = if begins(&["heat", "cold"]) {
            (who, &OF_WARMTH, LEAST)
        } else if id.contains("roller") {
            (who, &OF_ROLLERS, LEAST)
        } else if family.contains("medicine") || super::first::is_medicine(id) {
            (asked_about(tip), &OF_MEDICINES, LEAST_OF_MEDICINES)
        } else {
            return;
        };
        let missing: Vec<_> = groups.iter().filter(|words| !tells(&text, words)).collect();
        if groups.len() - missing.len() >= least {
            return;
        }
        let names: Vec<_> = missing
            .iter()
            .filter_map(|words| words.first().copied())
            .collect();
        let text = format!(
            "does not say who should not, or should ask first; name such as: {}",
            names.join(", ")
        );
        self.push(&tip.card.id, "care", Severity::Error, text);
    }
}

/// Where a tip on medicines asks about its reader.
fn asked_about(tip: &Tip) -> String {
    let care = tip.care.iter().map(String::as_str);
    let steps = tip.steps.iter().map(String::as_str);
    care.chain(steps).collect::<Vec<_>>().join(" ")
}

/// A text has the beginning of a word in it.
fn tells(text: &str, beginnings: &[&str]) -> bool {
    let text = format!(" {}", text.to_lowercase());
    let begins = |at: usize| {
        text.get(..at)
            .and_then(|before| before.chars().next_back())
            .is_none_or(|before| !before.is_alphanumeric())
    };
    beginnings
        .iter()
        .any(|words| text.match_indices(words).any(|(at, _)| begins(at)))
}
