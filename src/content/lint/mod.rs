//! What is wrong or weak in a pack's words.
//!
//! Loading a library already proves what can be proved: keys, links, ranges, lengths, poses. Here is what a
//! careful editor would mark. The rules are the pack's house rules (content/README.md). Begin reading at [`lint`].

mod cards;
mod pack;
mod poses;
mod reading;
mod words;

use std::fmt;

use super::error::{ContentError, Problem};
use super::library::Library;
use crate::domain::card::CardId;

pub use pack::reading_grade;

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
        findings.lint_search_words(card);
        findings.lint_completeness(card);
        findings.lint_reading(card);
    }
    for exercise in library.exercises() {
        findings.lint_pose(exercise);
    }
    findings.lint_twins();
    findings.lint_shared_words();
    findings.lint_urgencies();
    findings.lint_example();
    findings.lint_median();
    findings.found.sort();
    findings.found
}

/// What has been found so far.
struct Findings<'a> {
    library: &'a Library,
    found: Vec<Finding>,
}

impl Findings<'_> {
    fn push(&mut self, id: &CardId, key: &str, severity: Severity, text: impl Into<String>) {
        let place = self.library.place_of(id);
        self.found.push(Finding {
            file: place.map(|at| at.file.clone()).unwrap_or_default(),
            key: place.map_or_else(|| key.to_owned(), |at| format!("{}{key}", at.prefix)),
            severity,
            text: text.into(),
        });
    }
}
