//! How well each card answers a question, and whether any does.
//!
//! A card scores by its words (BM25 over its fields) and by the one of its titles, keywords and ways of
//! asking that comes nearest to the whole question. Begin reading at [`scores`].

use std::collections::BTreeMap;

use super::facets::Wishes;
use super::index::{Index, Term};
use super::reader::{Piece, Reader, Reading, Role};

/// The weight of a word that no card has, in the measure of rarity.
const UNKNOWN: f32 = 3.5;
/// How far words lead away from the pack's topics, where one of its own counts 1: a word of another topic,
/// a word that no card has, a word that some card has but the lexicon does not.
const ELSEWHERE_AWAY: f32 = 1.3;
const UNKNOWN_AWAY: f32 = 0.6;
const OTHER_AWAY: f32 = 0.2;
/// More words than these do not lead further away: those who tell a long story have a reason.
const MOST_AWAY: f32 = 1.0;
/// Nor do words of other topics beside them: whoever names two topics of the pack means them.
const MOST_AWAY_IN_ALL: f32 = 1.7;
/// Less than this of all topics together is none.
const LEAST_TOPIC: f32 = 0.35;
/// A meaning with this much of a topic belongs to other topics as well.
const VAGUE: f32 = 0.5;
/// What the words count beside the nearest phrase.
const WORDS: f32 = 1.0;
const PHRASE: f32 = 1.0;
/// What the way of asking after the nearest one counts beside it.
const NEXT: f32 = 0.25;
/// What a movement scores where only the way of moving is asked for.
const ANY_MOVEMENT: f32 = 0.5;

/// A piece of the question with its weight.
struct Weighed {
    meanings: Vec<(Term, f32)>,
    mass: f32,
    is_filler: bool,
    /// The meaning that shows most that the question belongs here, and how much it does.
    toward: Option<(Term, f32)>,
    /// How much it shows that the question does not.
    away: f32,
    is_elsewhere: bool,
}

/// How much of its weight a piece keeps that stands in the story of a question, not where it is asked.
const STORY: f32 = 0.7;
/// How much a complaint keeps that is said not to be there.
const DENIED: f32 = 0.2;
/// With less than this of the pack's topics where the question is asked, its story counts as much.
const ASKED_TOPIC: f32 = 0.6;

/// The scores of all cards, and what they rest on.
pub(super) struct Scores {
    /// By card.
    pub(super) cards: Vec<f32>,
    /// How much of the question belongs to this pack's topics, 0 to 1.
    pub(super) on_topic: f32,
    /// How near the nearest of all titles, keywords and ways of asking comes to the whole question, 0 to 1.
    pub(super) nearest: f32,
}

/// Scores every card.
pub(super) fn scores(index: &Index, reader: &Reader, reading: &Reading, wishes: &Wishes) -> Scores {
    let mut pieces: Vec<_> = reading
        .pieces
        .iter()
        .map(|piece| weighed(index, reader, piece))
        .collect();
    tell_apart(&mut pieces, &reading.pieces);
    let total: f32 = pieces.iter().map(|piece| piece.mass).sum::<f32>().max(0.01);
    let content: f32 = pieces
        .iter()
        .filter(|piece| !piece.is_filler)
        .map(|piece| piece.mass)
        .sum();
    let content = content.max(0.01);
    let words = by_words(index, &pieces, content);
    let phrases = by_phrase(index, &pieces, total);
    let any = if wishes.wants_movement() {
        ANY_MOVEMENT
    } else {
        0.0
    };
    let cards = words
        .iter()
        .zip(&phrases)
        .map(|(words, phrase)| WORDS * words + PHRASE * phrase);
    Scores {
        cards: cards.map(|score| score + any * 0.1).collect(),
        on_topic: on_topic(&pieces),
        nearest: phrases.iter().copied().fold(0.0, f32::max),
    }
}

/// Takes weight off what only tells the story of a question, and off complaints that are not there.
fn tell_apart(weighed: &mut [Weighed], pieces: &[Piece]) {
    let asked = weighed
        .iter()
        .zip(pieces)
        .filter(|(_, piece)| piece.is_asked);
    let topic: f32 = asked
        .filter_map(|(own, _)| own.toward)
        .map(|(_, topic)| topic)
        .sum();
    for (own, piece) in weighed.iter_mut().zip(pieces) {
        if !piece.is_asked && topic >= ASKED_TOPIC {
            own.mass *= STORY;
            own.away *= STORY;
        }
        if piece.is_denied {
            own.mass *= DENIED;
        }
    }
}

fn weighed(index: &Index, reader: &Reader, piece: &Piece) -> Weighed {
    let meanings = index.meanings(piece);
    let known = index.mass(reader, piece);
    let is_filler = piece.role == Role::Filler;
    let is_unknown = meanings
        .iter()
        .all(|(term, _)| index.cards_with(*term).is_empty());
    let (mass, away) = match piece.role {
        Role::Elsewhere => (UNKNOWN, ELSEWHERE_AWAY),
        Role::Inside if is_unknown => (0.0, 0.0),
        Role::Word if is_unknown => (UNKNOWN, UNKNOWN_AWAY),
        Role::Word if piece.senses.is_empty() => (known, OTHER_AWAY),
        _ => (known, 0.0),
    };
    let topics = piece
        .senses
        .iter()
        .map(|sense| (sense.group, reader.book.topic(sense) * piece.sure));
    let toward = topics.max_by(|a, b| a.1.total_cmp(&b.1));
    let sure = |(term, strength): (Term, f32)| (term, strength * piece.sure);
    Weighed {
        meanings: meanings.into_iter().map(sure).collect(),
        mass,
        is_filler,
        toward,
        away,
        is_elsewhere: piece.role == Role::Elsewhere,
    }
}

/// How much of a question belongs to the pack's topics, 0 to 1. Each topic counts once, however often it is
/// named; things that other topics have too, such as a mouse, are none beside a word that nobody here knows.
fn on_topic(pieces: &[Weighed]) -> f32 {
    let mut topics: BTreeMap<Term, f32> = BTreeMap::new();
    for (group, topic) in pieces.iter().filter_map(|piece| piece.toward) {
        let own = topics.entry(group).or_default();
        *own = own.max(topic);
    }
    let toward: f32 = topics.values().sum();
    let away = |from_elsewhere: bool| -> f32 {
        let pieces = pieces
            .iter()
            .filter(|piece| piece.is_elsewhere == from_elsewhere);
        pieces.map(|piece| piece.away).sum()
    };
    let away = (away(true) + away(false).min(MOST_AWAY)).min(MOST_AWAY_IN_ALL);
    let is_vague = toward < 2.0 * VAGUE && topics.values().all(|topic| *topic <= VAGUE);
    if toward < LEAST_TOPIC || is_vague && away >= OTHER_AWAY {
        return 0.0;
    }
    toward / (toward + away)
}

/// By card: how much of the question's weight its words cover.
fn by_words(index: &Index, pieces: &[Weighed], total: f32) -> Vec<f32> {
    let mut sums = vec![0.0; index.n_cards];
    let mut best = vec![0.0_f32; index.n_cards];
    for piece in pieces.iter().filter(|piece| !piece.is_filler) {
        best.fill(0.0);
        let heaviest = piece
            .meanings
            .iter()
            .map(|(term, strength)| index.rarity(*term) * strength)
            .fold(0.01, f32::max);
        for (term, strength) in &piece.meanings {
            let share = index.rarity(*term) * strength / heaviest;
            for posting in index.cards_with(*term) {
                let own = &mut best[posting.card];
                *own = own.max(share * posting.presence);
            }
        }
        for (sum, best) in sums.iter_mut().zip(&best) {
            *sum += best * piece.mass;
        }
    }
    sums.iter().map(|sum| sum / total).collect()
}

/// By card: how near its nearest short text comes to the whole question.
fn by_phrase(index: &Index, pieces: &[Weighed], total: f32) -> Vec<f32> {
    let mut sums = vec![0.0_f32; index.phrases.len()];
    let mut best = vec![0.0_f32; index.phrases.len()];
    let mut touched = Vec::new();
    for piece in pieces {
        for (term, strength) in &piece.meanings {
            for posting in index.phrases_with(*term) {
                let own = &mut best[posting.phrase];
                if *own == 0.0 {
                    touched.push(posting.phrase);
                }
                // A meaning that both share counts as far as both words stand for it.
                let alike = strength.min(posting.strength) * piece.mass.min(posting.mass);
                *own = own.max(alike);
            }
        }
        for phrase in touched.drain(..) {
            sums[phrase] += best[phrase];
            best[phrase] = 0.0;
        }
    }
    // The nearest of each card, and the one after it.
    let mut cards = vec![[0.0_f32; 2]; index.n_cards];
    for (phrase, sum) in index.phrases.iter().zip(&sums) {
        let near = sum / (total * phrase.mass.max(0.01)).sqrt();
        let [first, second] = &mut cards[phrase.card];
        *second = second.max(near.min(*first));
        *first = first.max(near);
    }
    let cards = cards.iter();
    cards
        .map(|[first, second]| (1.0 - NEXT) * first + NEXT * second)
        .collect()
}
