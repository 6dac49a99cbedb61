//! Which concepts a text holds, and where.
//!
//! Idioms are taken out first, so that what they are made of is not seen. Must not know any rule. Begin
//! reading at [`find`].

use super::figures;
use super::negation::{self, Denials};
use super::phrase::{Phrase, Step, Want};
use super::table::Table;
use super::text::{Stop, Token, tokens};
use super::words::WordId;

/// The most words in a row that add nothing and may stand within a phrase.
const FILLERS: usize = 2;

/// The words from `start` up to, not including, `end`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Span {
    pub(super) start: usize,
    pub(super) end: usize,
}

impl Span {
    /// How many words lie between the two; none if they touch or overlap.
    pub(super) fn gap(self, other: Self) -> usize {
        let after = other.start.saturating_sub(self.end);
        after.max(self.start.saturating_sub(other.end))
    }
}

/// What was found in a text.
#[derive(Debug)]
pub(super) struct Found {
    pub(super) tokens: Vec<Token>,
    /// By concept.
    pub(super) spans: Vec<Vec<Span>>,
    /// By concept: those that the text says are absent.
    pub(super) denied: Vec<Vec<Span>>,
    /// The figures of speech in it.
    pub(super) idioms: Vec<Span>,
    /// Those among them that tell nothing of the topic either.
    pub(super) asides: Vec<Span>,
    /// It asks about signs in general, about nobody in particular.
    pub(super) is_general: bool,
}

impl Found {
    /// How many words lie between two places, if no sentence ends there.
    pub(super) fn words_between(&self, one: Span, other: Span) -> Option<usize> {
        let (first, second) = if one.start <= other.start {
            (one, other)
        } else {
            (other, one)
        };
        let last = first.end.saturating_sub(1);
        let between = self.tokens.get(last..second.start).unwrap_or_default();
        let ends = between.iter().any(|token| token.stop == Stop::Sentence);
        (!ends).then(|| one.gap(other))
    }
}

/// Finds what a text holds.
pub(super) fn find(table: &Table, text: &str) -> Found {
    let mut finder = Finder::new(table, tokens(text, &table.spelling));
    finder.all_concepts();
    let idioms = figures::figures(&finder);
    let asides = finder.any_of(&table.asides);
    if !idioms.is_empty() {
        finder.hide(&idioms);
        finder.all_concepts();
    }
    let is_general =
        !finder.any_of(&table.asks).is_empty() && finder.any_of(&table.someone).is_empty();
    let denials = Denials {
        cleared: finder.any_of(&table.negation.cleared),
        settled: finder.any_of(&table.negation.settled),
        cues: finder.cues,
    };
    let (spans, denied) = negation::part(table, &finder.tokens, denials, finder.spans);
    Found {
        tokens: finder.tokens,
        spans,
        denied,
        idioms,
        asides,
        is_general,
    }
}

/// The words of a text, and what is found in them.
pub(super) struct Finder<'a> {
    pub(super) table: &'a Table,
    pub(super) tokens: Vec<Token>,
    /// By token: the table's words that it stands for.
    ids: Vec<Vec<WordId>>,
    /// By word of the table: the tokens that stand for it.
    places: Vec<Vec<usize>>,
    /// By token: it denies what follows.
    cues: Vec<bool>,
    /// By token: it adds nothing, so that a phrase may go on behind it.
    fillers: Vec<bool>,
    /// By concept.
    pub(super) spans: Vec<Vec<Span>>,
}

impl<'a> Finder<'a> {
    fn new(table: &'a Table, tokens: Vec<Token>) -> Self {
        let ids: Vec<_> = tokens.iter().map(|t| table.lexicon.ids(&t.word)).collect();
        let mut finder = Self {
            table,
            cues: vec![false; tokens.len()],
            fillers: tokens
                .iter()
                .map(|token| table.fillers.contains(&token.word))
                .collect(),
            tokens,
            ids,
            places: Vec::new(),
            spans: Vec::new(),
        };
        finder.note_places();
        finder.cues = negation::cues(&table.negation, &finder.tokens);
        for span in finder.any_of(&table.negation.not_these) {
            finder.cues[span.start..span.end].fill(false);
        }
        finder
    }

    fn note_places(&mut self) {
        self.places = vec![Vec::new(); self.table.lexicon.len()];
        for (at, ids) in self.ids.iter().enumerate() {
            for &id in ids {
                self.places[id as usize].push(at);
            }
        }
    }

    fn all_concepts(&mut self) {
        self.spans = vec![Vec::new(); self.table.concepts.len()];
        for &id in &self.table.order {
            self.spans[id] = self.any_of(&self.table.concepts[id].phrases);
        }
    }

    /// Words that belong to an idiom mean nothing else, and deny nothing.
    fn hide(&mut self, idioms: &[Span]) {
        for span in idioms {
            self.ids[span.start..span.end].fill(Vec::new());
            self.cues[span.start..span.end].fill(false);
        }
        self.note_places();
    }

    /// Where any of these phrases stands.
    pub(super) fn any_of(&self, phrases: &[Phrase]) -> Vec<Span> {
        let mut spans = Vec::new();
        for phrase in phrases {
            let Some((first, rest)) = phrase.split_first() else {
                continue;
            };
            self.starts(&first.want, &mut |start| {
                if let Some(end) = self.walk_want(&first.want, rest, start) {
                    spans.push(Span { start, end });
                }
            });
        }
        spans.sort_unstable();
        spans.dedup();
        spans
    }

    /// Where a phrase with this first step may begin.
    fn starts(&self, first: &Want, visit: &mut dyn FnMut(usize)) {
        match first {
            Want::Word(words) => {
                let places = words.iter().flat_map(|&word| &self.places[word as usize]);
                places.for_each(|&at| visit(at));
            }
            Want::Concept(id) => {
                let spans = self.spans.get(*id).into_iter().flatten();
                let mut last = None;
                for start in spans.map(|span| span.start) {
                    if last.replace(start) != Some(start) {
                        visit(start);
                    }
                }
            }
            Want::Number(..) | Want::Gap(_) | Want::Either(_) | Want::Run(_) | Want::End => {
                (0..self.tokens.len()).for_each(visit);
            }
        }
    }

    /// The end of the phrase if the rest of it stands at `at`. No phrase goes on after the end of a sentence.
    fn walk(&self, steps: &[Step], at: usize) -> Option<usize> {
        let Some((step, rest)) = steps.split_first() else {
            return Some(at);
        };
        if self.ends_sentence(at) {
            return steps.iter().all(needs_no_word).then_some(at);
        }
        let past = self.walk_want(&step.want, rest, at);
        past.or_else(|| step.optional.then(|| self.walk(rest, at)).flatten())
            .or_else(|| self.walk(steps, self.behind_filler(at)?))
    }

    /// The word behind the one at `at`, if that adds nothing: “really”, “like”.
    fn behind_filler(&self, at: usize) -> Option<usize> {
        let is_filler = |at: usize| self.fillers.get(at).is_some_and(|is_filler| *is_filler);
        let are_too_many = at >= FILLERS && (at - FILLERS..at).all(is_filler);
        (is_filler(at) && !are_too_many).then_some(at + 1)
    }

    fn walk_want(&self, want: &Want, rest: &[Step], at: usize) -> Option<usize> {
        match want {
            Want::Word(words) => {
                let is_there = self.ids.get(at)?.iter().any(|id| words.contains(id));
                is_there.then(|| self.walk(rest, at + 1)).flatten()
            }
            Want::Run(words) => {
                let there = words.iter().zip(at..).all(|(word, place)| {
                    self.is_at(place, *word) && (place == at || !self.ends_sentence(place))
                });
                there.then(|| self.walk(rest, at + words.len())).flatten()
            }
            Want::Number(from, to) => {
                let number: f32 = self.tokens.get(at)?.word.parse().ok()?;
                let is_there = (*from..=*to).contains(&number);
                is_there.then(|| self.walk(rest, at + 1)).flatten()
            }
            Want::Concept(id) => self
                .spans
                .get(*id)?
                .iter()
                .filter(|span| span.start == at)
                .find_map(|span| self.walk(rest, span.end)),
            Want::Either(wants) => wants.iter().find_map(|w| self.walk_want(w, rest, at)),
            Want::Gap(most) => self.walk_gap(rest, at, *most),
            Want::End => self.is_end(at).then(|| self.walk(rest, at)).flatten(),
        }
    }

    /// A comma, a stop or nothing stands before the word at `at`.
    fn is_end(&self, at: usize) -> bool {
        let before = at.checked_sub(1).and_then(|last| self.tokens.get(last));
        at >= self.tokens.len() || before.is_some_and(|token| token.stop > Stop::None)
    }

    /// A sentence has ended before the word at `at`.
    fn ends_sentence(&self, at: usize) -> bool {
        let before = at.checked_sub(1).and_then(|last| self.tokens.get(last));
        before.is_some_and(|token| token.stop == Stop::Sentence)
    }

    fn is_at(&self, at: usize, word: WordId) -> bool {
        self.ids.get(at).is_some_and(|ids| ids.contains(&word))
    }

    /// A gap passes over no denial and no end of a sentence.
    fn walk_gap(&self, rest: &[Step], at: usize, most: usize) -> Option<usize> {
        for skipped in 0..=most {
            if let Some(end) = self.walk(rest, at + skipped) {
                return Some(end);
            }
            let passed = self.tokens.get(at + skipped)?;
            if passed.stop == Stop::Sentence || self.cues[at + skipped] {
                return None;
            }
        }
        None
    }
}

/// A step that may be met by no word at all.
fn needs_no_word(step: &Step) -> bool {
    let is_end = |want: &Want| matches!(want, Want::End | Want::Gap(_));
    step.optional
        || match &step.want {
            Want::Either(wants) => wants.iter().any(is_end),
            want => is_end(want),
        }
}
