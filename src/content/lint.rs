//! What is wrong or weak in a pack's words.
//!
//! Loading a library already proves what can be proved: keys, links, ranges, lengths, poses. Here is what a
//! careful editor would mark. The rules are the pack's house rules (content/README.md). Begin reading at
//! [`lint`].

use std::collections::BTreeMap;
use std::fmt;

use super::error::{ContentError, Problem};
use super::library::{CardRef, Library};
use super::text::{Part, parts};
use super::words::{Word, brands, doses, forbidden};
use crate::domain::advice::Urgency;
use crate::domain::card::CardId;

/// How much a finding matters.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Severity {
    /// It must not be published so.
    Error,
    /// It could be better.
    Weak,
}

/// Something that an editor would mark.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Finding {
    /// The file.
    pub file: String,
    /// The key in it; empty for the whole file.
    pub key: String,
    /// How much it matters.
    pub severity: Severity,
    /// What is wrong, and what would be better.
    pub text: String,
}

impl fmt::Display for Finding {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let severity = match self.severity {
            Severity::Error => "wrong",
            Severity::Weak => "weak",
        };
        write!(f, "{severity:5}  {}: ", self.file)?;
        if !self.key.is_empty() {
            write!(f, "{}: ", self.key)?;
        }
        f.write_str(&self.text)
    }
}

impl From<Problem> for Finding {
    fn from(problem: Problem) -> Self {
        Self {
            file: problem.file,
            key: problem.key,
            severity: Severity::Error,
            text: format!("{}; expected {}", problem.wrong, problem.accepted),
        }
    }
}

/// Lints what was loaded, or lists why it was not.
pub fn lint_loaded(loaded: Result<&Library, ContentError>) -> Vec<Finding> {
    match loaded {
        Ok(library) => lint(library),
        Err(error) => error.problems.into_iter().map(Finding::from).collect(),
    }
}

/// Everything that an editor would mark, by file.
pub fn lint(library: &Library) -> Vec<Finding> {
    let mut findings = Findings {
        library,
        found: Vec::new(),
    };
    for card in library.cards() {
        findings.lint_words(card);
        findings.lint_completeness(card);
    }
    findings.lint_twins("mistake", |card| match card {
        CardRef::Exercise(exercise) => Some(exercise.mistake.as_str()),
        _ => None,
    });
    findings.lint_twins("alt", |card| match card {
        CardRef::Exercise(exercise) => Some(exercise.alt.as_str()),
        _ => None,
    });
    findings.lint_shared_words();
    findings.lint_safety();
    findings.found.sort();
    findings.found
}

/// Most characters of fact and action together, so that a prompt is read at a glance.
const PROMPT: usize = 200;
/// How many cards may name a brand: the one that quotes an example.
const BRAND_CARDS: usize = 1;

struct Findings<'a> {
    library: &'a Library,
    found: Vec<Finding>,
}

impl<'a> Findings<'a> {
    fn push(&mut self, id: &CardId, key: &str, severity: Severity, text: impl Into<String>) {
        let place = self.library.place_of(id);
        self.found.push(Finding {
            file: place.map(|at| at.file.clone()).unwrap_or_default(),
            key: place.map_or_else(|| key.to_owned(), |at| format!("{}{key}", at.prefix)),
            severity,
            text: text.into(),
        });
    }

    fn lint_words(&mut self, card: CardRef<'_>) {
        let id = &card.card().id;
        let alt = match card {
            CardRef::Exercise(exercise) => Some(Part {
                key: "alt".to_owned(),
                text: &exercise.alt,
            }),
            _ => None,
        };
        for part in parts(card).into_iter().chain(alt) {
            for text in remarks(part.text) {
                self.push(id, &part.key, Severity::Error, text);
            }
        }
    }

    /// The words that stand beside many cards.
    fn lint_shared_words(&mut self) {
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
            for remark in remarks(text) {
                self.found.push(Finding {
                    file: file.to_owned(),
                    key: key.to_owned(),
                    severity: Severity::Error,
                    text: remark,
                });
            }
        }
    }

    fn lint_completeness(&mut self, card: CardRef<'_>) {
        let head = card.card();
        let id = &head.id;
        let is_crisis = matches!(card, CardRef::Help(help) if help.urgency == Urgency::Crisis);
        let needs_source = !is_crisis
            && !matches!(card, CardRef::Routine(_))
            && !head.evidence.as_deref().is_some_and(claims_no_study);
        if head.sources.is_empty() && needs_source {
            let text = "names no source; better: one, or evidence that says \"common practice; no study is claimed\"";
            self.push(id, "sources", Severity::Weak, text);
        }
        match card {
            CardRef::Exercise(exercise) => {
                if exercise.helps_with.is_empty() {
                    self.push(id, "helps_with", Severity::Weak, "no cause leads to it");
                }
                if head.cautions.is_empty() {
                    self.push(id, "cautions", Severity::Weak, "has no caution at all");
                }
            }
            CardRef::Tip(tip) if head.see_someone.is_none() && tip.care.is_some() => {
                self.push(
                    id,
                    "see_someone",
                    Severity::Weak,
                    "warns without saying when to see someone",
                );
            }
            CardRef::Prompt(prompt) => {
                let length = prompt.fact().chars().count() + prompt.action.chars().count();
                if length > PROMPT {
                    let text = format!(
                        "fact and action have {length} characters; better {PROMPT} or fewer"
                    );
                    self.push(id, "action", Severity::Weak, text);
                }
            }
            _ => {}
        }
    }

    /// Two cards that say the very same thing were copied, and one of them is probably wrong.
    fn lint_twins(&mut self, key: &str, text: fn(CardRef<'a>) -> Option<&'a str>) {
        let library = self.library;
        let mut seen: BTreeMap<&str, &CardId> = BTreeMap::new();
        for card in library.cards() {
            let Some(text) = text(card) else { continue };
            let id = &card.card().id;
            if let Some(first) = seen.insert(text, id) {
                let text = format!("says the same as {first}");
                self.push(id, key, Severity::Error, text);
            }
        }
    }

    /// The help that everything points to is there for every urgency, and a brand stays an example.
    fn lint_safety(&mut self) {
        let library = self.library;
        for urgency in Urgency::ALL {
            if !library
                .help_cards()
                .iter()
                .any(|help| help.urgency == *urgency)
            {
                let text = format!("there is no help card of urgency {urgency}");
                self.push(&library.safety().help_card, "", Severity::Error, text);
            }
        }
        let named: Vec<_> = library
            .cards()
            .filter(|card| {
                parts(*card)
                    .iter()
                    .any(|part| brands(part.text).next().is_some())
            })
            .collect();
        for card in named.iter().skip(BRAND_CARDS) {
            let text = "names a brand; one card of a pack may, as an example";
            self.push(&card.card().id, "", Severity::Error, text);
        }
    }
}

/// A card may do without a source if it says so: that this is what people do, and no study stands behind it.
fn claims_no_study(evidence: &str) -> bool {
    let evidence = evidence.to_lowercase();
    evidence.contains("common practice") && evidence.contains("no study")
}

/// What an editor would mark in any text.
fn remarks(text: &str) -> Vec<String> {
    let words = forbidden(text)
        .into_iter()
        .map(|Word { word, better }| format!("says \"{word}\"; better: {better}"));
    let doses = doses(text)
        .into_iter()
        .map(|dose| format!("\"{dose}\" reads like a dose; medicines are named without any"));
    words.chain(doses).collect()
}
