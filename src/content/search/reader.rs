//! Reads a text: what its words and phrases stand for, and what they ask for.
//!
//! The same reading is used for cards and for questions, so that both meet. Must not know how words are
//! weighed. Begin reading at [`Reader::read`].

use super::phrasebook::{Match, Phrasebook, Sense, Token};
use super::spelling::Spelling;
use super::text::words;
use crate::content::lexicon::{Facet, Lexicon};

/// So many words before a facet may turn it round.
const NEGATION_REACHES: usize = 3;
/// So many words before a complaint may deny it.
const DENIAL_REACHES: usize = 1;

/// What a part of a question ends with.
const ENDS: [char; 10] = ['.', ',', '?', '!', ';', ':', '…', '-', '–', '—'];

/// Reads with a pack's lexicon.
pub(super) struct Reader {
    /// The lexicon.
    pub(super) book: Phrasebook,
}

/// What part a piece of text plays.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Role {
    /// A word of its own.
    Word,
    /// A phrase of the lexicon.
    Phrase,
    /// A word inside a phrase.
    Inside,
    /// A word that says nothing about the topic.
    Filler,
    /// A word or phrase of another topic.
    Elsewhere,
}

/// A word or phrase that was read.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Piece {
    /// The stem of a word; phrases have none.
    pub(super) stem: Option<String>,
    /// What it may stand for.
    pub(super) senses: Vec<Sense>,
    /// Its part.
    pub(super) role: Role,
    /// How sure it is that this was meant, where a spelling was mended: 0 to 1.
    pub(super) sure: f32,
    /// It stands where the question is asked, not in its story.
    pub(super) is_asked: bool,
    /// It is said not to be so: "no tingling".
    pub(super) is_denied: bool,
}

/// A text that was read.
#[derive(Debug, Clone, PartialEq, Default)]
pub(super) struct Reading {
    /// Its pieces in order; a phrase comes before the words inside it.
    pub(super) pieces: Vec<Piece>,
    /// What it asks for besides the topic.
    pub(super) facets: Vec<Facet>,
    /// What it does not want.
    pub(super) unwanted: Vec<Facet>,
    /// The time that there is, in seconds.
    pub(super) seconds: Option<u16>,
    /// Its words, mended.
    pub(super) tokens: Vec<Token>,
}

impl Reader {
    pub(super) fn new(lexicon: &Lexicon, language: &str) -> Self {
        Self {
            book: Phrasebook::new(lexicon, language),
        }
    }

    /// Reads a text; with `spelling`, as a question, in which hints count and slips are mended.
    pub(super) fn read(&self, text: &str, spelling: Option<&Spelling>) -> Reading {
        let tokens = self.tokens(text, spelling);
        let mut reading = Reading::default();
        // So far reach the phrases that were found; a phrase inside another one is none.
        let mut covered = 0;
        for at in 0..tokens.len() {
            let mut found = self.book.longest_at(&tokens, at, spelling.is_some());
            let end = found.places.last().map_or(at, |last| *last) + 1;
            let is_phrase = found.places.len() > 1 && end > covered;
            let is_inside = is_phrase || at < covered;
            let is_denied = self.is_denied(&found, &tokens);
            if is_phrase {
                reading.pieces.push(Piece {
                    is_denied,
                    ..phrase(&found, &tokens)
                });
                covered = end;
            }
            if is_phrase || !is_inside {
                self.note_facets(&mut reading, &found, &tokens);
            } else {
                found.senses.clear();
            }
            reading.pieces.push(Piece {
                is_denied,
                ..piece(&tokens[at], is_inside, &found)
            });
        }
        reading.seconds = self.time(&tokens);
        reading.tokens = tokens;
        reading
    }

    /// Whether a match is a complaint that is said not to be there.
    fn is_denied(&self, found: &Match, tokens: &[Token]) -> bool {
        let mut facets = found
            .senses
            .iter()
            .flat_map(|sense| self.book.facets(sense));
        let first = found.places.first().copied().unwrap_or_default();
        let before = &tokens[first.saturating_sub(DENIAL_REACHES)..first];
        facets.any(|facet| *facet == Facet::Complaint)
            && before.iter().any(|token| self.book.negates(token))
    }

    /// Notes what a match asks for; after a negation, what it does not want.
    fn note_facets(&self, reading: &mut Reading, found: &Match, tokens: &[Token]) {
        let first = found.places.first().copied().unwrap_or_default();
        let before = &tokens[first.saturating_sub(NEGATION_REACHES)..first];
        let is_negated = before.iter().any(|token| self.book.negates(token));
        for facets in found.senses.iter().map(|sense| self.book.facets(sense)) {
            if is_negated {
                reading.unwanted.extend(facets);
            } else {
                reading.facets.extend(facets);
            }
        }
    }

    /// The words of a text; with `spelling`, with what is written short in full, and slips mended.
    pub(super) fn tokens(&self, text: &str, spelling: Option<&Spelling>) -> Vec<Token> {
        let Some(spelling) = spelling else {
            let words = words(text).into_iter();
            return words
                .filter_map(|word| self.book.token(word, 1.0))
                .collect();
        };
        let mut tokens = Vec::new();
        // The words of this part of the question stand from here on.
        let mut start = 0;
        let mut asks = false;
        for chunk in text.split_whitespace() {
            let whole = chunk.to_lowercase();
            match self.book.in_full(&whole) {
                Some(full) => self.push(&mut tokens, full, 1.0),
                None => self.push_mended(&mut tokens, chunk, spelling),
            }
            asks |= chunk.contains('?') || words(chunk).iter().any(|word| self.book.asks(word));
            if chunk.ends_with(ENDS) {
                mark(&mut tokens[start..], asks);
                (start, asks) = (tokens.len(), false);
            }
        }
        mark(&mut tokens[start..], asks);
        tokens
    }

    fn push(&self, tokens: &mut Vec<Token>, text: &str, sure: f32) {
        let words = words(text).into_iter();
        tokens.extend(words.filter_map(|word| self.book.token(word, sure)));
    }

    fn push_mended(&self, tokens: &mut Vec<Token>, text: &str, spelling: &Spelling) {
        for word in words(text) {
            if let Some(full) = self.book.in_full(&word) {
                self.push(tokens, full, 1.0);
            } else if let Some(mended) = (!self.book.is_known(&word))
                .then(|| spelling.mend(&word))
                .flatten()
            {
                self.push(tokens, &mended.text, mended.sure);
            } else {
                tokens.extend(self.book.token(word, 1.0));
            }
        }
    }

    /// The time that a question allows: a number before "minutes" or "seconds".
    fn time(&self, tokens: &[Token]) -> Option<u16> {
        let unit = |token: &Token| {
            self.book.facets_of(token).find_map(|facet| match facet {
                Facet::Minutes => Some(60),
                Facet::Seconds => Some(1),
                _ => None,
            })
        };
        tokens.windows(2).find_map(|pair| {
            let number = self.book.number(&pair[0])?;
            Some(number.saturating_mul(unit(&pair[1])?))
        })
    }
}

/// Notes whether a part of a question asks.
fn mark(tokens: &mut [Token], asks: bool) {
    for token in tokens {
        token.is_asked = asks;
    }
}

fn phrase(found: &Match, tokens: &[Token]) -> Piece {
    let sure = found.places.iter().map(|place| tokens[*place].sure);
    Piece {
        stem: None,
        senses: found.senses.clone(),
        role: if found.is_elsewhere {
            Role::Elsewhere
        } else {
            Role::Phrase
        },
        sure: sure.fold(1.0, f32::min),
        is_asked: found.places.iter().any(|place| tokens[*place].is_asked),
        is_denied: false,
    }
}

fn piece(token: &Token, is_inside: bool, found: &Match) -> Piece {
    let role = if token.is_filler && (is_inside || found.senses.is_empty()) {
        Role::Filler
    } else if is_inside {
        Role::Inside
    } else if found.is_elsewhere {
        Role::Elsewhere
    } else {
        Role::Word
    };
    Piece {
        stem: Some(token.stem.clone()),
        senses: if is_inside {
            Vec::new()
        } else {
            found.senses.clone()
        },
        role,
        sure: token.sure,
        is_asked: token.is_asked,
        is_denied: false,
    }
}

#[cfg(test)]
mod tests {
    use std::collections::{BTreeMap, HashSet};

    use super::*;
    use crate::content::lexicon::Group;

    /// What a question is read as, with a lexicon of a few words.
    fn read(question: &str) -> Reading {
        let list = |words: &[&str]| words.iter().map(|word| (*word).to_owned()).collect();
        let lexicon = Lexicon {
            negations: list(&["no", "without"]),
            asking: list(&["which"]),
            groups: vec![Group {
                words: list(&["tingle", "pins and needles"]),
                hints: Vec::new(),
                facets: vec![Facet::Complaint],
                topic: 1.0,
            }],
            ..Lexicon::default()
        };
        let spelling = Spelling::new(BTreeMap::new(), HashSet::new());
        Reader::new(&lexicon, "en").read(question, Some(&spelling))
    }

    /// The stems of the pieces for which something holds.
    fn stems(reading: &Reading, holds: impl Fn(&Piece) -> bool) -> Vec<&str> {
        let pieces = reading.pieces.iter().filter(|piece| holds(piece));
        pieces.filter_map(|piece| piece.stem.as_deref()).collect()
    }

    #[test]
    fn the_part_that_asks_is_told_from_the_story_before_it() {
        let asked = |question| {
            let reading = read(question);
            stems(&reading, |piece| piece.is_asked).join(" ")
        };
        assert_eq!(
            asked("gran knits, which neck stretch"),
            "which neck stretch"
        );
        assert_eq!(asked("Gran knits socks. Neck stretch?"), "neck stretch");
        assert_eq!(asked("Gran knits socks."), "");
    }

    #[test]
    fn a_complaint_right_after_a_negation_is_denied_and_nothing_else_is() {
        let denied = |question| {
            let reading = read(question);
            stems(&reading, |piece| piece.is_denied).join(" ")
        };
        assert_eq!(denied("no tingling neck"), "tingl");
        assert_eq!(denied("no neck tingling"), "");
        assert_eq!(denied("without chair"), "");
        let reading = read("no pins and needles");
        assert!(reading.pieces[1].is_denied, "{:?}", reading.pieces);
    }
}
