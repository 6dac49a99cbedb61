//! What a text says is absent: “no numbness”, “without fever or chills”, “it does not hurt”.
//!
//! A denial reaches a few words forward and ends at a “but” or a comma; in a list (“no fever, chills or
//! weight loss”) it passes commas. When in doubt a sign counts as there. Must not know which signs matter.
//! Begin reading at [`part`].

use super::find::Span;
use super::table::{Negation, Table};
use super::text::{Stop, Token};

/// How far “no”, “without”, “never” reach.
const NOUN_REACH: usize = 6;
/// How far “not”, “isn’t”, “don’t” reach.
const VERB_REACH: usize = 4;
/// How far ahead the “or” of a list is looked for.
const LIST_REACH: usize = 4;

/// How far before “was ruled out” a sign stands.
const CLEARED_REACH: usize = 3;

/// How far before “all fine since” a sign stands.
const SETTLED_REACH: usize = 9;
/// How far before the sign, and after “all fine since”, a word may say that it is there all the same.
const UNSETTLED_BEFORE: usize = 4;
/// The same, after.
const UNSETTLED_AFTER: usize = 2;

/// What a text denies with.
pub(super) struct Denials {
    /// By token: it denies what follows.
    pub(super) cues: Vec<bool>,
    /// What denies the sign before it.
    pub(super) cleared: Vec<Span>,
    /// What says that the sign before it is long over.
    pub(super) settled: Vec<Span>,
}

/// By token: it is a word of denial.
pub(super) fn cues(negation: &Negation, tokens: &[Token]) -> Vec<bool> {
    let is_cue = |token: &Token| {
        negation.nouns.contains(&token.word) || negation.verbs.contains(&token.word)
    };
    tokens.iter().map(is_cue).collect()
}

/// Parts what is there from what is denied.
pub(super) fn part(
    table: &Table,
    tokens: &[Token],
    denials: Denials,
    found: Vec<Vec<Span>>,
) -> (Vec<Vec<Span>>, Vec<Vec<Span>>) {
    let denier = Denier {
        negation: &table.negation,
        tokens,
        cues: unspent(table, &denials.cues, &found),
        cleared: denials.cleared,
        settled: denials.settled,
    };
    let mut present = Vec::new();
    let mut absent = Vec::new();
    for (concept, spans) in table.concepts.iter().zip(found) {
        let (no, yes): (Vec<_>, Vec<_>) = spans.into_iter().partition(|&span| {
            let is_over = concept.settles && denier.is_settled(span);
            is_over || !concept.steady && denier.denies(span)
        });
        present.push(yes);
        absent.push(no);
    }
    (present, absent)
}

/// A “no” inside a sign (“no feeling”) is part of it and denies nothing else.
fn unspent(table: &Table, cues: &[bool], found: &[Vec<Span>]) -> Vec<bool> {
    let mut cues = cues.to_vec();
    let signs = table.concepts.iter().zip(found).filter(|(c, _)| !c.steady);
    for span in signs.flat_map(|(_, spans)| spans) {
        cues[span.start..span.end].fill(false);
    }
    cues
}

struct Denier<'a> {
    negation: &'a Negation,
    tokens: &'a [Token],
    cues: Vec<bool>,
    cleared: Vec<Span>,
    settled: Vec<Span>,
}

impl Denier<'_> {
    fn denies(&self, span: Span) -> bool {
        self.denied_before(span) || self.denied_after(span) || self.is_cleared(span)
    }

    fn denied_before(&self, span: Span) -> bool {
        let mut is_list = self.list_goes_on(span.end);
        let mut is_joined = false;
        for (steps, at) in (0..span.start).rev().enumerate() {
            let token = &self.tokens[at];
            match token.stop {
                Stop::Sentence => return false,
                Stop::Comma if !is_list => return false,
                Stop::Comma | Stop::None => {}
            }
            if self.cues[at] {
                return if self.negation.nouns.contains(&token.word) {
                    steps <= NOUN_REACH + if is_list { LIST_REACH } else { 0 }
                } else {
                    steps <= VERB_REACH && (!is_joined || is_list)
                };
            }
            if self.negation.ends.contains(&token.word) {
                return false;
            }
            is_list |= self.negation.carries.contains(&token.word);
            is_joined |= is_list;
        }
        false
    }

    /// An “or” follows within a few words of the same sentence.
    fn list_goes_on(&self, end: usize) -> bool {
        let Some(last) = end.checked_sub(1).and_then(|last| self.tokens.get(last)) else {
            return false;
        };
        if last.stop == Stop::Sentence {
            return false;
        }
        let ahead = self.tokens[end..].iter().take(LIST_REACH);
        for token in ahead {
            if self.negation.carries.contains(&token.word) {
                return true;
            }
            if token.stop == Stop::Sentence || self.negation.ends.contains(&token.word) {
                return false;
            }
        }
        false
    }

    /// “A stroke was ruled out”.
    fn is_cleared(&self, span: Span) -> bool {
        let follows = |after: &Span| {
            let between = span.end.checked_sub(1).map(|last| last..after.start);
            let between = between.and_then(|range| self.tokens.get(range));
            span.end <= after.start
                && after.start - span.end <= CLEARED_REACH
                && between.is_some_and(|words| words.iter().all(|word| word.stop == Stop::None))
        };
        self.cleared.iter().any(follows)
    }

    /// “Blacked out in March. All clear since”; not “it is back today, though the scan was clear”.
    fn is_settled(&self, span: Span) -> bool {
        let begins = span.start.saturating_sub(UNSETTLED_BEFORE);
        let follows = |after: &Span| {
            let ends = self.tokens.len().min(after.end + UNSETTLED_AFTER);
            let is_there = |token: &Token| self.negation.unsettles.contains(&token.word);
            let turns = |token: &Token| self.negation.ends.contains(&token.word);
            span.end <= after.start
                && after.start - span.end <= SETTLED_REACH
                && !self.tokens[span.end..after.start].iter().any(turns)
                && !self.tokens[begins..ends].iter().any(is_there)
        };
        self.settled.iter().any(follows)
    }

    /// “Fever: no”, “symptom free”.
    fn denied_after(&self, span: Span) -> bool {
        let Some(next) = self.tokens.get(span.end) else {
            return false;
        };
        let closes = next.stop > Stop::None || span.end + 1 == self.tokens.len();
        closes && self.negation.after.contains(&next.word)
    }
}
