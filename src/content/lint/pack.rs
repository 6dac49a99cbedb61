//! What an editor marks in a pack as a whole.
//!
//! Begin reading at [`Findings::lint_twins`].

use std::collections::BTreeMap;

use super::cards::{GRADE, graded};
use super::reading::{Text, sentences};
use super::words::{names_example, remarks};
use super::{Finding, Findings, Severity};
use crate::content::library::{CardRef, Library};
use crate::content::text::parts;
use crate::domain::advice::Urgency;
use crate::domain::card::CardId;

/// How many cards may name the brand that is the pack's example: the one that quotes it.
const EXAMPLE_CARDS: usize = 1;

/// The middle of the cards' reading grades, in school years; `None` for a pack without words.
pub(super) fn reading_grade(library: &Library) -> Option<f64> {
    let mut grades: Vec<_> = library
        .cards()
        .filter_map(graded)
        .map(Text::grade)
        .collect();
    grades.sort_by(f64::total_cmp);
    grades.get(grades.len() / 2).copied()
}

impl Findings<'_> {
    /// Two cards that say the very same thing were copied, and one of them is probably wrong.
    pub(super) fn lint_twins(&mut self) {
        let mut mistakes = Seen::default();
        let mut alts = Seen::default();
        let mut asked = Seen::default();
        for card in self.cards_ours_first() {
            let head = card.card();
            if let CardRef::Exercise(exercise) = card {
                for (key, text, seen) in [
                    ("mistake", &exercise.mistake, &mut mistakes),
                    ("alt", &exercise.alt, &mut alts),
                ] {
                    for (sentence, first) in
                        sentences(text).filter_map(|s| Some((s, seen.twin(s, &head.id)?)))
                    {
                        let text = format!("\"{sentence}\" says the same as {first}");
                        self.push(&head.id, key, Severity::Error, text);
                    }
                }
            }
            for (text, number) in head.asked.iter().zip(1..) {
                if let Some(first) = asked.twin(text, &head.id) {
                    let key = format!("asked[{number}]");
                    let text = format!("{first} is asked for in the same words");
                    self.push(&head.id, &key, Severity::Weak, text);
                }
            }
        }
    }

    /// The words that stand beside many cards.
    pub(super) fn lint_shared_words(&mut self) {
        let library = self.library;
        let safety = library.safety();
        let sentences = [
            ("about", &safety.about),
            ("short", &safety.short),
            ("stop", &safety.stop),
            ("stop_in_full", &safety.stop_in_full),
            ("how", &safety.how),
            ("not_now", &safety.not_now),
            ("cause", &safety.cause),
            ("help", &safety.help),
        ];
        let sentences = sentences
            .into_iter()
            .map(|(key, text)| ("safety.toml", key, text.as_str()));
        let cautions = library
            .cautions()
            .map(|(code, text)| ("cautions.toml", code.as_str(), text));
        for (file, key, text) in sentences.chain(cautions) {
            for remark in remarks(&self.families, text) {
                self.found.push(Finding {
                    file: file.to_owned(),
                    key: key.to_owned(),
                    severity: Severity::Error,
                    text: remark,
                });
            }
        }
    }

    /// The help that everything points to is there for every urgency.
    pub(super) fn lint_urgencies(&mut self) {
        let library = self.library;
        for urgency in Urgency::ALL {
            if !library
                .help_cards()
                .iter()
                .any(|help| help.urgency == *urgency)
            {
                let text = format!("there is no help card of urgency {urgency}");
                let named = format!("help-{urgency}");
                let cards = library.help_cards();
                let meant = cards.iter().find(|help| help.card.id.as_str() == named);
                let card = meant.map_or(&library.safety().help_card, |help| &help.card.id);
                self.push(card, "urgency", Severity::Error, text);
            }
        }
    }

    /// The brand that is an example stays one.
    pub(super) fn lint_example(&mut self) {
        let library = self.library;
        let names = |card: &CardRef<'_>| parts(*card).iter().any(|part| names_example(part.text));
        for card in library.cards().filter(names).skip(EXAMPLE_CARDS) {
            let text = "names a brand; one card of a pack may, as an example";
            self.push(&card.card().id, "", Severity::Error, text);
        }
    }

    /// How hard the pack is to read, in the middle.
    pub(super) fn lint_median(&mut self) {
        let Some(grade) = reading_grade(self.library).filter(|grade| *grade > GRADE) else {
            return;
        };
        self.found.push(Finding {
            file: "pack.toml".to_owned(),
            key: String::new(),
            severity: Severity::Error,
            text: format!(
                "half of the cards read like school year {grade:.1} or above; at most {GRADE}"
            ),
        });
    }
}

/// Sentences that have been seen, and on which card.
#[derive(Default)]
struct Seen(BTreeMap<String, CardId>);

impl Seen {
    /// The other card that says this, letters and digits alike.
    fn twin(&mut self, sentence: &str, id: &CardId) -> Option<CardId> {
        let words: Vec<_> = sentence
            .split(|c: char| !c.is_alphanumeric())
            .filter(|word| !word.is_empty())
            .collect();
        let said = words.join(" ").to_lowercase();
        let first = self.0.entry(said).or_insert_with(|| id.clone());
        (first != id).then(|| first.clone())
    }
}
