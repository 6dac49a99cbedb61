//! The cards, read once and kept by word.
//!
//! Knows where a word stands in a card and how often, not what a question wants. Begin reading at
//! [`Index::build`].

use std::collections::{BTreeMap, HashMap, HashSet};

use super::reader::{Piece, Reader, Role};
use super::text::words;
use crate::content::library::{CardRef, Library};
use crate::content::text::parts;

/// How much a word counts by where it stands.
const TITLE: f32 = 4.0;
const KEYWORDS: f32 = 2.0;
const ASKED: f32 = 1.0;
const SUMMARY: f32 = 1.5;
const AREAS: f32 = 1.0;
const BODY: f32 = 0.3;
/// So much counts as half of all that a word can count in a card.
const FULL: f32 = 2.6;
/// The weight of a filler beside that of words with a topic.
const FILLER: f32 = 0.25;
/// The weight of a word inside a phrase that stands for a meaning.
const INSIDE: f32 = 0.4;
/// The weight of a word of the lexicon that shows no topic.
const NO_TOPIC: f32 = 0.6;
/// The weight of a word that is in no group of the lexicon.
const OTHER: f32 = 0.4;

/// The number of a word or a meaning.
pub(super) type Term = usize;

/// A word in a card.
#[derive(Clone, Copy)]
pub(super) struct Posting {
    /// The card's number.
    pub(super) card: usize,
    /// How often and where, 0 to 1.
    pub(super) presence: f32,
}

/// A word in a short text: a title, a keyword, a way of asking.
#[derive(Clone, Copy)]
pub(super) struct PhrasePosting {
    /// The text's number.
    pub(super) phrase: usize,
    /// How much of the meaning the word has there.
    pub(super) strength: f32,
    /// The weight of the word.
    pub(super) mass: f32,
}

/// A short text of a card.
pub(super) struct Phrase {
    /// The card's number.
    pub(super) card: usize,
    /// The weight of all its words.
    pub(super) mass: f32,
}

/// All cards by word.
pub(super) struct Index {
    terms: HashMap<String, Term>,
    rarity: Vec<f32>,
    postings: Vec<Vec<Posting>>,
    phrase_postings: Vec<Vec<PhrasePosting>>,
    pub(super) phrases: Vec<Phrase>,
    n_groups: usize,
    pub(super) n_cards: usize,
}

/// What one card says, field by field.
struct Fields {
    /// Read with their weight.
    texts: Vec<(f32, Vec<Piece>)>,
    /// Titles, keywords and ways of asking, which count as wholes too.
    wholes: Vec<Vec<Piece>>,
    body_length: f32,
}

impl Index {
    /// Reads every card.
    pub(super) fn build(library: &Library, reader: &Reader) -> Self {
        let read: Vec<_> = library
            .cards()
            .map(|card| fields(library, reader, card))
            .collect();
        let mut index = Self {
            terms: HashMap::new(),
            rarity: Vec::new(),
            postings: vec![Vec::new(); reader.book.n_groups()],
            phrase_postings: Vec::new(),
            phrases: Vec::new(),
            n_groups: reader.book.n_groups(),
            n_cards: read.len(),
        };
        let longest = read.iter().map(|card| card.body_length).sum::<f32>();
        let mean = longest / f32::from(u16::try_from(read.len().max(1)).unwrap_or(u16::MAX));
        for (number, card) in read.iter().enumerate() {
            index.add_card(number, card, mean);
        }
        index.weigh(&read);
        for (number, card) in read.iter().enumerate() {
            for whole in &card.wholes {
                index.add_phrase(reader, number, whole);
            }
        }
        index
    }

    fn add_card(&mut self, card: usize, fields: &Fields, mean: f32) {
        let mut counts: BTreeMap<Term, f32> = BTreeMap::new();
        let body_length = fields.body_length / mean.max(1.0);
        for (weight, pieces) in &fields.texts {
            let is_body = (*weight - BODY).abs() < f32::EPSILON;
            let weight = if is_body {
                weight / (0.3 + 0.7 * body_length)
            } else {
                *weight
            };
            for piece in pieces {
                for term in self.terms_of(piece) {
                    *counts.entry(term).or_default() += weight;
                }
            }
        }
        for (term, count) in counts {
            let presence = count / (count + FULL);
            self.postings[term].push(Posting { card, presence });
        }
    }

    /// The terms of a piece; words that are new get a number.
    fn terms_of(&mut self, piece: &Piece) -> Vec<Term> {
        let mut terms: Vec<_> = piece.senses.iter().map(|sense| sense.group).collect();
        if piece.role != Role::Filler
            && let Some(stem) = &piece.stem
        {
            let next = self.n_groups + self.terms.len();
            let term = *self.terms.entry(stem.clone()).or_insert(next);
            if term == self.postings.len() {
                self.postings.push(Vec::new());
            }
            terms.push(term);
        }
        terms
    }

    /// Rare words weigh more. A card counts as having a word if the word stands above its body.
    fn weigh(&mut self, read: &[Fields]) {
        let n_terms = self.postings.len();
        let mut counts = vec![0_u16; n_terms];
        for card in read {
            let mut seen = HashSet::new();
            for (_, pieces) in card.texts.iter().filter(|(weight, _)| *weight > BODY) {
                for piece in pieces {
                    seen.extend(self.known_terms(piece));
                }
            }
            for term in seen {
                counts[term] += 1;
            }
        }
        let n_cards = f32::from(u16::try_from(self.n_cards).unwrap_or(u16::MAX));
        for (term, count) in counts.into_iter().enumerate() {
            let in_bodies = u16::try_from(self.postings[term].len()).unwrap_or(u16::MAX);
            let count = if count == 0 { in_bodies } else { count };
            let count = f32::from(count);
            self.rarity
                .push((1.0 + (n_cards - count + 0.5) / (count + 0.5)).ln());
        }
        self.phrase_postings = vec![Vec::new(); n_terms];
    }

    fn known_terms(&self, piece: &Piece) -> Vec<Term> {
        let stem = piece.stem.as_ref().and_then(|stem| self.term(stem));
        let groups = piece.senses.iter().map(|sense| sense.group);
        groups.chain(stem).collect()
    }

    fn add_phrase(&mut self, reader: &Reader, card: usize, pieces: &[Piece]) {
        let phrase = self.phrases.len();
        let mut mass = 0.0;
        for piece in pieces {
            let own = self.mass(reader, piece);
            mass += own;
            for (term, strength) in self.meanings(piece) {
                let posting = PhrasePosting {
                    phrase,
                    strength,
                    mass: own,
                };
                self.phrase_postings[term].push(posting);
            }
        }
        self.phrases.push(Phrase { card, mass });
    }

    /// The number of a stem.
    pub(super) fn term(&self, stem: &str) -> Option<Term> {
        self.terms.get(stem).copied()
    }

    /// How rare a term is; more is rarer.
    pub(super) fn rarity(&self, term: Term) -> f32 {
        self.rarity.get(term).copied().unwrap_or(0.0)
    }

    /// The cards that have a term.
    pub(super) fn cards_with(&self, term: Term) -> &[Posting] {
        self.postings.get(term).map_or(&[], Vec::as_slice)
    }

    /// The short texts that have a term.
    pub(super) fn phrases_with(&self, term: Term) -> &[PhrasePosting] {
        self.phrase_postings.get(term).map_or(&[], Vec::as_slice)
    }

    /// What a piece may stand for, with how much it says of it.
    pub(super) fn meanings(&self, piece: &Piece) -> Vec<(Term, f32)> {
        let stem = piece.stem.as_ref().and_then(|stem| self.term(stem));
        let senses = piece
            .senses
            .iter()
            .map(|sense| (sense.group, sense.strength));
        stem.map(|term| (term, 1.0))
            .into_iter()
            .chain(senses)
            .collect()
    }

    /// The weight of a piece; 0 for a word that is not in any card.
    pub(super) fn mass(&self, reader: &Reader, piece: &Piece) -> f32 {
        if piece.role == Role::Filler {
            return FILLER;
        }
        let heaviest = self
            .meanings(piece)
            .into_iter()
            .map(|(term, strength)| self.rarity(term) * strength)
            .fold(0.0, f32::max);
        let topics = piece.senses.iter().map(|sense| reader.book.topic(sense));
        let share = match (piece.role, topics.reduce(f32::max)) {
            (Role::Inside, _) => INSIDE,
            (_, Some(topic)) => NO_TOPIC + (1.0 - NO_TOPIC) * topic,
            (_, None) => OTHER,
        };
        heaviest * share
    }
}

fn fields(library: &Library, reader: &Reader, card: CardRef<'_>) -> Fields {
    let head = card.card();
    let read = |text: &str| reader.read(text, None).pieces;
    let mut texts = vec![(TITLE, read(&head.title)), (SUMMARY, read(&head.summary))];
    let mut wholes = vec![read(&head.title), read(&head.id.as_str().replace('-', " "))];
    for (weight, list) in [(KEYWORDS, &head.keywords), (ASKED, &head.asked)] {
        for text in list {
            texts.push((weight, read(text)));
            wholes.push(read(text));
        }
    }
    for area in &head.areas {
        texts.push((AREAS, read(&area.name().replace('-', " "))));
    }
    let mut body: Vec<_> = parts(card)
        .into_iter()
        .filter(|part| !["title", "summary", "see_someone", "evidence"].contains(&&*part.key))
        .flat_map(|part| read(part.text))
        .collect();
    if let CardRef::Routine(routine) = card {
        let titles = routine
            .steps
            .iter()
            .filter_map(|step| library.title(&step.exercise));
        body.extend(titles.flat_map(read));
    }
    let body_length = f32::from(u16::try_from(body.len()).unwrap_or(u16::MAX));
    texts.push((BODY, body));
    Fields {
        texts,
        wholes,
        body_length,
    }
}

/// Every word of the cards, with how many have it.
pub(super) fn vocabulary(library: &Library) -> BTreeMap<String, u32> {
    let mut counts = BTreeMap::new();
    for card in library.cards() {
        let head = card.card();
        let texts = parts(card).into_iter().map(|part| part.text);
        let lists = head.keywords.iter().chain(&head.asked).map(String::as_str);
        let seen: HashSet<_> = texts.chain(lists).flat_map(words).collect();
        for word in seen {
            *counts.entry(word).or_default() += 1;
        }
    }
    counts
}
