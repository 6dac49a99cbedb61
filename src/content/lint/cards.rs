//! What an editor marks in one card.
//!
//! Begin reading at [`Findings::lint_words`].

use super::doses::doses;
use super::meaning::words;
use super::reading::{self, Text};
use super::words::{brands, remarks};
use super::{Findings, Severity};
use crate::content::library::CardRef;
use crate::content::text::{Part, parts};
use crate::domain::advice::{Prompt, Urgency};

/// Most characters of fact and action together, so that a prompt is read at a glance.
const PROMPT: usize = 200;
/// The highest school year for which a card is written; the pack's middle is to be below it, too.
pub(super) const GRADE: f64 = 8.0;
/// Texts of fewer words than this are too short to be graded by themselves.
const GRADED_WORDS: usize = 30;

impl Findings<'_> {
    /// Words, doses and brands in all that people read.
    pub(super) fn lint_words(&mut self, card: CardRef<'_>) {
        let alt = match card {
            CardRef::Exercise(exercise) => Some(Part {
                key: "alt".to_owned(),
                text: &exercise.alt,
            }),
            _ => None,
        };
        let captions = captions(card);
        for part in parts(card).into_iter().chain(alt).chain(captions) {
            for text in remarks(&self.families, part.text) {
                self.push(&card.card().id, &part.key, Severity::Error, text);
            }
        }
    }

    /// The words by which a card is found. People may ask for a cure there, in words that the card itself
    /// would never use; but a dose or a brand has no place there either.
    pub(super) fn lint_search_words(&mut self, card: CardRef<'_>) {
        let head = card.card();
        for (key, texts) in [("keywords", &head.keywords), ("asked", &head.asked)] {
            for (text, number) in texts.iter().zip(1..) {
                let found = doses(text).into_iter();
                let found = found.chain(brands(text).map(str::to_owned));
                for word in found {
                    let text = format!("\"{word}\" is a dose or a brand; better without");
                    self.push(&head.id, &format!("{key}[{number}]"), Severity::Error, text);
                }
            }
        }
    }

    /// What a card of its kind had better have.
    pub(super) fn lint_completeness(&mut self, card: CardRef<'_>) {
        let head = card.card();
        let mut weak = |key: &str, text: &str| self.push(&head.id, key, Severity::Weak, text);
        let is_crisis = matches!(card, CardRef::Help(help) if help.urgency == Urgency::Crisis);
        let needs_source = !is_crisis
            && !matches!(card, CardRef::Routine(_))
            && !head.evidence.as_deref().is_some_and(claims_no_study);
        if head.sources.is_empty() && needs_source {
            let better = "names no source; better: one, or evidence that says \
                 \"common practice; no study is claimed\"";
            weak("sources", better);
        }
        match card {
            CardRef::Exercise(exercise) => {
                if exercise.helps_with.is_empty() {
                    weak("helps_with", "no cause leads to it");
                }
                if head.cautions.is_empty() {
                    weak("cautions", "has no caution at all");
                }
            }
            CardRef::Tip(tip) if head.see_someone.is_none() && tip.care.is_some() => {
                weak("see_someone", "warns without saying when to see someone");
            }
            CardRef::Prompt(prompt) => {
                let length = prompt.fact().chars().count() + prompt.action.chars().count();
                if length > PROMPT {
                    let text = format!(
                        "fact and action have {length} characters; better {PROMPT} or fewer"
                    );
                    weak("action", &text);
                }
            }
            _ => {}
        }
    }

    /// A prompt can be done from a chair: as it is, or in another way that it tells.
    pub(super) fn lint_prompt(&mut self, prompt: &Prompt) {
        const ON_FEET: [&str; 8] = [
            "stand", "standing", "walk", "feet", "lap", "pace", "climb", "kneel",
        ];
        let exercise = prompt
            .exercise
            .as_ref()
            .and_then(|id| self.library.exercise(id));
        let action = words(&prompt.action);
        let is_on_feet = action.iter().any(|word| ON_FEET.contains(&word.as_str()))
            || exercise.is_some_and(|exercise| !exercise.seated.is_possible());
        if prompt.seated.is_none() && is_on_feet {
            let text = "tells of no way from a chair, and the action is done on one's feet; say another way";
            self.push(&prompt.card.id, "seated", Severity::Error, text);
        }
    }

    /// How hard a card is to read.
    pub(super) fn lint_reading(&mut self, card: CardRef<'_>) {
        let Some(text) = graded(card).filter(|text| text.words >= GRADED_WORDS) else {
            return;
        };
        let grade = text.grade();
        if grade > GRADE {
            let text = format!(
                "reads like school year {grade:.1}; better {GRADE} or less: shorter sentences, shorter words"
            );
            self.push(&card.card().id, "", Severity::Weak, text);
        }
    }
}

/// The words below the pictures.
fn captions(card: CardRef<'_>) -> Vec<Part<'_>> {
    let CardRef::Exercise(exercise) = card else {
        return Vec::new();
    };
    let keys = exercise.pose.keys.iter().zip(1..);
    keys.map(|(key, number)| Part {
        key: format!("pose.keys[{number}].say"),
        text: &key.say,
    })
    .collect()
}

/// What of a card is graded: all that is read, but its title.
pub(super) fn graded(card: CardRef<'_>) -> Option<Text> {
    let parts = parts(card).into_iter().filter(|part| part.key != "title");
    reading::measure(parts.map(|part| part.text))
}

/// A card may do without a source if it says so: that this is what people do, and no study stands behind it.
fn claims_no_study(evidence: &str) -> bool {
    let evidence = evidence.to_lowercase();
    evidence.contains("common practice") && evidence.contains("no study")
}
