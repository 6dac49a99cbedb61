//! What is wrong or weak in a pack's words.
//!
//! Loading a library already proves what can be proved: keys, links, ranges, lengths, poses. Here is what a
//! careful editor would mark. The rules are the pack's house rules (content/README.md). Begin reading at [`lint_packs`].

mod areas;
mod binding;
mod cards;
mod copy;
mod doses;
mod families;
mod files;
mod first;
mod flags;
mod meaning;
mod pack;
mod phrases;
mod poses;
mod reading;
mod scene;
mod sense;
mod spoken;
mod steps;
mod times;
mod words;

use std::fmt;
use std::path::PathBuf;

use super::error::Problem;
use super::library::{CardRef, Library};
use super::load::{ROOT, files_of};
use super::search::Named;
use crate::domain::card::CardId;

use families::Families;
use files::lint_files;
use jiff::civil::Date;
use pack::reading_grade;

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

/// What is to be said about some packs.
#[derive(Debug, Clone, PartialEq)]
pub struct Linted {
    /// Everything that an editor would mark, by file.
    pub findings: Vec<Finding>,
    /// How many cards there are in which nothing is wrong.
    pub n_cards: usize,
    /// The middle of the cards' reading grades, in school years.
    pub grade: Option<f64>,
}

/// Lints packs, laid over the one in the binary: whatever is wrong with some cards, the words and pictures of
/// the others are looked at all the same.
///
/// `today` is the date by which a review cannot be yet to come.
pub fn lint_packs(dirs: &[PathBuf], today: Date) -> Linted {
    let (library, problems) = Library::load_what_is_good(dirs);
    let is_whole = problems.is_empty();
    let broken = problems
        .iter()
        .map(|problem| problem.file.clone())
        .collect();
    let in_files = lint_files(&files_of(dirs), &broken, (&Families::new(), today));
    let mut findings: Vec<_> = problems.into_iter().map(Finding::from).collect();
    if let Some(library) = &library {
        findings.extend(lint_part(library, is_whole));
    }
    findings.extend(in_files);
    findings.sort();
    findings.dedup();
    Linted {
        findings,
        n_cards: library
            .as_ref()
            .map_or(0, |library| library.cards().count()),
        grade: library.as_ref().and_then(reading_grade),
    }
}

/// Everything that an editor would mark, by file.
pub fn lint(library: &Library) -> Vec<Finding> {
    let mut found = lint_part(library, true);
    found.sort();
    found
}

/// What an editor would mark in a library, of which some cards may be missing.
fn lint_part(library: &Library, is_whole: bool) -> Vec<Finding> {
    let mut findings = Findings {
        library,
        families: Families::new(),
        found: lint_cards(library, is_whole),
    };
    findings.lint_flags();
    findings.found
}

/// What an editor would mark in the cards and the words that they share.
pub(super) fn lint_cards(library: &Library, is_whole: bool) -> Vec<Finding> {
    let mut findings = Findings {
        library,
        families: Families::new(),
        found: Vec::new(),
    };
    for card in library.cards() {
        findings.lint_words(card);
        findings.lint_search_words(card);
        findings.lint_completeness(card);
        findings.lint_reading(card);
        findings.lint_first(card);
        findings.lint_times(card);
        findings.lint_sense(card);
        findings.lint_copy(card);
        findings.lint_checklist(card);
        findings.lint_named_medicines(card);
    }
    for cause in library.causes() {
        findings.lint_helps(cause);
    }
    for prompt in library.prompts() {
        findings.lint_prompt(prompt);
    }
    for exercise in library.exercises() {
        findings.lint_pose(exercise);
        findings.lint_alt(exercise);
        findings.lint_scene(exercise);
        findings.lint_seated(exercise);
    }
    findings.lint_areas(&Named::new(library));
    findings.lint_twins();
    findings.lint_titles();
    findings.lint_binding();
    findings.lint_shared_words();
    findings.lint_example();
    findings.lint_median();
    if is_whole {
        findings.lint_urgencies();
    }
    findings.found
}

/// What has been found so far.
struct Findings<'a> {
    library: &'a Library,
    families: Families,
    found: Vec<Finding>,
}

impl<'a> Findings<'a> {
    /// Every card, those in the binary first: where two say the same, it is the writer's own that can be changed.
    fn cards_ours_first(&self) -> Vec<CardRef<'a>> {
        let mut cards: Vec<_> = self.library.cards().collect();
        cards.sort_by_key(|card| {
            let place = self.library.place_of(&card.card().id);
            place.is_none_or(|at| !at.file.starts_with(ROOT))
        });
        cards
    }
}

impl Findings<'_> {
    fn push(&mut self, id: &CardId, key: &str, severity: Severity, text: impl Into<String>) {
        let place = self.library.place_of(id);
        let whole = place.map_or_else(|| key.to_owned(), |at| format!("{}{key}", at.prefix));
        self.found.push(Finding {
            file: place.map(|at| at.file.clone()).unwrap_or_default(),
            // What is said of a whole card ends with the card.
            key: whole.trim_end_matches('.').to_owned(),
            severity,
            text: text.into(),
        });
    }
}
