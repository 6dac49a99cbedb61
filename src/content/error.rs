//! What is wrong with a pack, all of it at once.
//!
//! Begin reading at [`Problem`].

use std::fmt;

/// One thing that is wrong in one place.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Problem {
    /// The file, as a path from where the pack was read.
    pub file: String,
    /// The key in it, such as `seconds` or `tip[3].title`; empty if it is the whole file.
    pub key: String,
    /// What is wrong, as a fragment.
    pub wrong: String,
    /// What would be accepted, as a fragment.
    pub accepted: String,
}

impl fmt::Display for Problem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: ", self.file)?;
        if !self.key.is_empty() {
            write!(f, "{}: ", self.key)?;
        }
        write!(f, "{}; expected {}", self.wrong, self.accepted)
    }
}

/// A pack cannot be used; every reason is listed.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{}", listed(.problems))]
pub struct ContentError {
    /// The reasons, by file; at least one.
    pub problems: Vec<Problem>,
}

fn listed(problems: &[Problem]) -> String {
    let mut text = match problems.len() {
        1 => "1 problem in the content".to_owned(),
        n => format!("{n} problems in the content"),
    };
    for problem in problems {
        text.push_str("\n  ");
        text.push_str(&problem.to_string());
    }
    text
}

/// Gathers problems.
#[derive(Debug, Default)]
pub(super) struct Problems {
    /// What could not be read.
    unread: Vec<Problem>,
    /// What was read and is wrong.
    found: Vec<Problem>,
    /// File and key of what could not be read: that it is missing is no problem of its own.
    hidden: Vec<(String, String)>,
}

impl Problems {
    /// Notes that something is wrong at a place.
    pub(super) fn push(
        &mut self,
        at: &At,
        key: &str,
        wrong: impl Into<String>,
        accepted: impl Into<String>,
    ) {
        self.found.push(problem(at, key, wrong, accepted));
    }

    /// Notes that something could not even be read.
    pub(super) fn unread(
        &mut self,
        at: &At,
        key: &str,
        wrong: impl Into<String>,
        accepted: impl Into<String>,
    ) {
        self.unread.push(problem(at, key, wrong, accepted));
    }

    /// A key was taken out because it could not be read; nothing more is said about it.
    pub(super) fn hide(&mut self, at: &At, key: String) {
        self.hidden.push((at.file.clone(), key));
    }

    fn is_hidden(&self, problem: &Problem) -> bool {
        self.hidden.iter().any(|(file, key)| {
            let rest = problem.key.strip_prefix(key.as_str());
            *file == problem.file && rest.is_some_and(|r| r.is_empty() || r.starts_with(['[', '.']))
        })
    }

    /// All of them, by file; each once, however many cards share its cause.
    pub(super) fn into_list(mut self) -> Vec<Problem> {
        let found = std::mem::take(&mut self.found);
        let mut problems = std::mem::take(&mut self.unread);
        problems.extend(found.into_iter().filter(|found| !self.is_hidden(found)));
        problems.sort();
        problems.dedup();
        problems
    }
}

fn problem(at: &At, key: &str, wrong: impl Into<String>, accepted: impl Into<String>) -> Problem {
    Problem {
        file: at.file.clone(),
        key: if key.is_empty() {
            at.prefix.trim_end_matches('.').to_owned()
        } else {
            format!("{}{key}", at.prefix)
        },
        wrong: wrong.into(),
        accepted: accepted.into(),
    }
}

/// A place in a pack: a file, and what stands before the keys in it.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct At {
    pub(super) file: String,
    /// Such as `tip[3].`; empty for a file that is a single card.
    pub(super) prefix: String,
}

impl At {
    /// The top of a file.
    pub(super) fn file(file: impl Into<String>) -> Self {
        Self {
            file: file.into(),
            prefix: String::new(),
        }
    }

    /// The file's name without folders and ending.
    pub(super) fn stem(&self) -> &str {
        let name = self.file.rsplit(['/', '\\']).next().unwrap_or_default();
        name.strip_suffix(".toml").unwrap_or(name)
    }

    /// A table in it.
    pub(super) fn inside(&self, table: &str) -> Self {
        Self {
            file: self.file.clone(),
            prefix: format!("{}{table}.", self.prefix),
        }
    }
}
