//! Red flags in what a person typed: does it carry a sign that needs help now, or soon, or a crisis?
//!
//! Straight line: the table (`raw`) → what it means (`table`, `phrase`, `words`, `order`) → a text as words (`text`)
//! → the concepts in it (`find`, `figures`, `negation`) → the rules that hold (`judge`). A table of words decides, not
//! statistics, so that a clinician can read why. Must not know Discord, the cards, nor who asks; it keeps
//! and logs nothing of what it reads. Begin reading at [`Flags`].

mod check;
mod figures;
mod find;
mod judge;
mod negation;
mod order;
mod phrase;
mod problem;
mod raw;
mod table;
mod text;
mod words;

pub use judge::Judgement;

use std::collections::BTreeSet;

use super::error::Problem;
use table::Table;

/// The rules that find red flags, ready to judge texts.
#[derive(Debug, Default)]
pub struct Flags {
    table: Table,
}

impl Flags {
    /// Reads a table such as `content/en/red-flags.toml`.
    ///
    /// # Errors
    ///
    /// Everything that is wrong with it, by key.
    pub fn read(toml: &str) -> Result<Self, Vec<Problem>> {
        let table = table::read(toml)?;
        Ok(Self { table })
    }

    /// What the words of one message carry.
    pub fn judge(&self, text: &str) -> Judgement {
        judge::judge(&self.table, text)
    }

    /// Words that would be taken for slips of the table's own.
    pub fn check_real_words(&self, words: &BTreeSet<String>) -> Vec<Problem> {
        check::check_real_words(&self.table, words)
    }

    /// The rules' own `examples` and `not` phrases that do not come out as they should.
    pub fn check(&self) -> Vec<Problem> {
        check::check(&self.table)
    }

    /// The rules that stand for a point which no help card has; `has` says whether a card has so many points.
    pub fn check_points(&self, has: impl Fn(&str, usize) -> bool) -> Vec<Problem> {
        check::check_points(&self.table, has)
    }

    /// Why a text is judged as it is: the named concepts found in it, each with its words and whether it is said
    /// to be absent, and the rules that hold.
    pub fn explain(&self, text: &str) -> Vec<String> {
        judge::explain(&self.table, text)
    }
}

#[cfg(test)]
mod tests;
