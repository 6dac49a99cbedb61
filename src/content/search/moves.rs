//! Exercises found by how one moves: "arm across the chest, pull it in with the other".
//!
//! Such a question names a way of moving and what moves where; its words are common ones, so that they count by
//! families ("drag" is as good as "pull") and only against what exercises say of themselves. Must not know the
//! other cards. Begin reading at [`Moves::told`].

use std::collections::{BTreeSet, HashMap};

use super::phrasebook::Token;
use super::reader::{Reader, Reading};
use crate::content::lexicon::Lexicon;
use crate::content::library::{CardRef, Library};
use crate::domain::exercise::Exercise;

/// How much a word says that stands in the steps alone.
const STEP: f32 = 0.8;
/// How much a word says that stands in a way of asking, where much else may stand.
const ASKED: f32 = 0.4;
/// The weight of a word that no exercise has.
const UNKNOWN: f32 = 3.6;
/// The weight of a word that hardly any exercise has is no more than this.
const HEAVIEST: f32 = 3.2;
/// Fewer words than these tell of no movement.
const LEAST: usize = 2;
/// Nor do words that weigh less than this together.
const LEAST_MASS: f32 = 1.2;
/// How much a long text is held back for having more words to be found in.
const LENGTH: f32 = 0.35;

/// A family of words, or the stem of a word that is in none.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
enum Term {
    Family(usize),
    Stem(String),
}

/// What the exercises say of how one moves.
pub(super) struct Moves {
    families: HashMap<String, Vec<usize>>,
    /// So many families, the first ones, are ways of moving.
    n_ways: usize,
    exercises: Vec<Told>,
    rarity: HashMap<Term, f32>,
}

/// What one exercise says.
struct Told {
    /// The card's number.
    card: usize,
    /// How much it has of each term, 0 to 1.
    presence: HashMap<Term, f32>,
    /// What its length takes off.
    factor: f32,
}

/// A word of a question, as far as movements go.
struct Word {
    terms: Vec<Term>,
    mass: f32,
    is_way: bool,
}

impl Moves {
    /// Reads every exercise.
    pub(super) fn build(library: &Library, lexicon: &Lexicon, reader: &Reader) -> Self {
        let mut families: HashMap<String, Vec<usize>> = HashMap::new();
        let lists = lexicon.moving.values().chain(lexicon.places.values());
        for (number, list) in lists.enumerate() {
            for word in list {
                let own = families.entry(reader.book.stem(word)).or_default();
                if !own.contains(&number) {
                    own.push(number);
                }
            }
        }
        let mut moves = Self {
            families,
            n_ways: lexicon.moving.len(),
            exercises: Vec::new(),
            rarity: HashMap::new(),
        };
        for (number, card) in library.cards().enumerate() {
            if let CardRef::Exercise(exercise) = card {
                let presence = moves.presence(reader, exercise);
                moves.exercises.push(Told {
                    card: number,
                    presence,
                    factor: 1.0,
                });
            }
        }
        moves.weigh();
        moves
    }

    fn presence(&self, reader: &Reader, exercise: &Exercise) -> HashMap<Term, f32> {
        let head = &exercise.card;
        let above = [&head.title, &head.summary].into_iter();
        let above = above.chain(&head.keywords);
        let above = above.chain(exercise.pose.keys.iter().map(|key| &key.say));
        let texts = above
            .map(|text| (1.0, text))
            .chain(exercise.steps.iter().map(|step| (STEP, step)))
            .chain(head.asked.iter().map(|asked| (ASKED, asked)));
        let mut presence: HashMap<Term, f32> = HashMap::new();
        for (weight, text) in texts {
            for token in reader.tokens(text, None) {
                for term in self.terms(&token) {
                    let own = presence.entry(term).or_default();
                    *own = own.max(weight);
                }
            }
        }
        presence
    }

    /// Rare terms weigh more, and long texts less.
    fn weigh(&mut self) {
        let float = |count: usize| f32::from(u16::try_from(count).unwrap_or(u16::MAX));
        let mut counts: HashMap<Term, usize> = HashMap::new();
        for told in &self.exercises {
            for term in told.presence.keys() {
                *counts.entry(term.clone()).or_default() += 1;
            }
        }
        let all = float(self.exercises.len());
        let rarity = counts.into_iter().map(|(term, count)| {
            let rarity = (1.0 + (all - float(count) + 0.5) / (float(count) + 0.5)).ln();
            (term, rarity.min(HEAVIEST))
        });
        self.rarity = rarity.collect();
        let lengths = self.exercises.iter().map(|told| told.presence.len());
        let mean = float(lengths.sum()) / all.max(1.0);
        for told in &mut self.exercises {
            let length = float(told.presence.len()) / mean.max(1.0);
            told.factor = 1.0 / (1.0 - LENGTH + LENGTH * length).max(0.8);
        }
    }

    /// The terms of a word; none for a word that tells of no movement.
    fn terms(&self, token: &Token) -> Vec<Term> {
        match self.families.get(&token.stem) {
            Some(families) => families.iter().copied().map(Term::Family).collect(),
            None if token.is_filler || token.word.starts_with(|c: char| c.is_ascii_digit()) => {
                Vec::new()
            }
            None => vec![Term::Stem(token.stem.clone())],
        }
    }

    /// By card of `n_cards`: how much of a movement that the question tells of is in what the exercise says,
    /// 0 to 1; nothing for a question that names no way of moving.
    pub(super) fn told(&self, reading: &Reading, n_cards: usize) -> Vec<f32> {
        let mut cards = vec![0.0; n_cards];
        let words = self.words(&reading.tokens);
        let total: f32 = words.iter().map(|word| word.mass).sum();
        if total < LEAST_MASS || !words.iter().any(|word| word.is_way) {
            return cards;
        }
        for told in &self.exercises {
            let mut sum = 0.0;
            let mut count = 0;
            for word in &words {
                let presence = word.terms.iter().filter_map(|term| told.presence.get(term));
                let presence = presence.copied().fold(0.0, f32::max);
                sum += presence * word.mass;
                count += usize::from(presence > 0.0);
            }
            if count >= LEAST {
                cards[told.card] = (sum / total * told.factor).min(1.0);
            }
        }
        cards
    }

    /// The words of a question that count here, each family once.
    fn words(&self, tokens: &[Token]) -> Vec<Word> {
        let mut seen = BTreeSet::new();
        let mut words = Vec::new();
        for token in tokens {
            let terms = self.terms(token);
            if terms.is_empty() || !seen.insert(terms.clone()) {
                continue;
            }
            let rarities = terms.iter().filter_map(|term| self.rarity.get(term));
            let is_way = terms
                .iter()
                .any(|term| matches!(term, Term::Family(number) if *number < self.n_ways));
            words.push(Word {
                mass: rarities.copied().reduce(f32::max).unwrap_or(UNKNOWN) * token.sure,
                terms,
                is_way,
            });
        }
        words
    }
}

#[cfg(test)]
mod tests {
    use super::super::Search;
    use super::*;

    /// The exercise that has most of a movement, if any has some of it.
    fn most(question: &str) -> Option<String> {
        let library = Library::embedded().unwrap();
        let search = Search::new(&library);
        let reading = search.reader.read(question, Some(&search.spelling));
        let told = search.moves.told(&reading, search.ids.len());
        let best = (0..told.len()).max_by(|a, b| told[*a].total_cmp(&told[*b]))?;
        (told[best] > 0.0).then(|| search.ids[best].to_string())
    }

    #[test]
    fn a_movement_is_found_by_what_one_does_in_words_that_no_card_has() {
        for (question, expected) in [
            ("haul a bottle up to my waist with one arm", "one-arm-row"),
            (
                "yank the elastic down from over my head",
                "band-lat-pulldowns",
            ),
            (
                "waggle the toes back and forth with a leg stretched out",
                "ankle-pumps",
            ),
            (
                "tow one arm over the breastbone with the other forearm",
                "cross-body-stretch",
            ),
        ] {
            assert_eq!(most(question).as_deref(), Some(expected), "{question}");
        }
    }

    #[test]
    fn a_part_of_the_body_without_a_way_of_moving_is_no_movement() {
        assert_eq!(most("neck and shoulder"), None);
        assert_eq!(most("what is the best height for a monitor"), None);
        assert_eq!(most(""), None);
    }
}
