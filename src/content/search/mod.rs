//! The search behind `/ask`: from a question in a person's own words to the cards that answer it.
//!
//! Straight line: question (`text`, `spelling`) → what it says and asks for (`reader`, `facets`) → how well
//! each card answers (`index`, `score`) → red flags first (`urgent`). Pure: no I/O, no clock, nothing kept
//! of what was asked. Must not know Discord, nor who asks. Begin reading at [`Search::ask`].

mod calls;
mod facets;
mod index;
mod masked;
mod moves;
mod named;
mod phrasebook;
mod reader;
mod score;
mod spelling;
mod text;
mod urgent;

use std::sync::Arc;

use serde::Serialize;

use super::flags::Flags;
use super::letters::undressed;
use super::library::{CardRef, Library};
use super::selection::Selection;
use crate::domain::advice::Urgency;
use crate::domain::card::CardId;
pub(super) use named::Named;

use calls::{Call, Calls};
use facets::Wishes;
use index::{Index, vocabulary};
use masked::Masked;
use moves::Moves;
use reader::Reader;
use score::scores;
use spelling::Spelling;
use urgent::{Alarm, alarm, may_follow};

/// The longest question, in characters.
pub const MOST_CHARACTERS: usize = 200;
/// The most results.
const MOST: usize = 5;
/// Below this score a card is no answer.
const LEAST: f32 = 0.35;
/// A card with less than this share of the best one's score is none beside it.
const BESIDE: f32 = 0.45;
/// So much of the question must belong to the pack's topics.
const ON_TOPIC: f32 = 0.48;
/// What the telling of a movement counts where all of it is in an exercise.
const MOVES: f32 = 1.1;
/// So near to a title, a keyword or a way of asking, the question belongs here, whatever else it names.
const IS_ASKED: f32 = 0.67;
/// What an urgent help card counts where nothing in the question is a sign.
const CALM: f32 = 0.7;
/// With so much of a movement in an exercise, the question belongs here, whatever else it names.
const IS_MOVEMENT: f32 = 0.7;

/// The search, ready for questions.
pub struct Search {
    reader: Reader,
    spelling: Spelling,
    index: Index,
    moves: Moves,
    calls: Calls,
    masked: Masked,
    ids: Vec<CardId>,
    flags: Arc<Flags>,
}

/// What the search found.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Answer {
    /// How urgent the question sounds: `emergency`, `soon` or `crisis`.
    #[serde(serialize_with = "by_name")]
    pub urgent: Option<Urgency>,
    /// The cards, best first, five at most; none if nothing fits.
    pub results: Vec<Found>,
}

/// A card that was found.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Found {
    /// Its id.
    #[serde(serialize_with = "as_text")]
    pub id: CardId,
    /// `cause`, `tip`, `exercise`, `help`, `prompt` or `routine`.
    pub kind: &'static str,
    /// Its title.
    pub title: String,
    /// How well it fits; more is better, comparable within one answer.
    pub score: f32,
}

/// A question that cannot be asked.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum Unaskable {
    /// There is nothing in it.
    #[error("the question is empty: ask in a few words, such as \"stiff neck after calls\"")]
    Empty,
    /// It is too long.
    #[error("the question has {0} characters: ask in at most {MOST_CHARACTERS}")]
    TooLong(usize),
}

impl Search {
    /// Reads the library. Takes a moment; do it once.
    pub fn new(library: &Library) -> Self {
        let mut reader = Reader::new(library.lexicon(), &library.meta().language);
        let mut words = vocabulary(library);
        reader.book.learn(words.keys());
        for word in reader.book.vocabulary() {
            *words.entry(word.clone()).or_default() += 2;
        }
        words.retain(|word, _| !reader.book.is_filler(word));
        Self {
            spelling: Spelling::new(words, reader.book.body_words()),
            index: Index::build(library, &reader),
            moves: Moves::build(library, library.lexicon(), &reader),
            calls: Calls::new(library.lexicon()),
            masked: Masked::new(&library.lexicon().masked),
            flags: Arc::clone(&library.red_flags().flags),
            ids: library.cards().map(|card| card.card().id.clone()).collect(),
            reader,
        }
    }

    /// Answers a question from the library that this search was made of.
    ///
    /// # Errors
    /// For an empty question, and for one that is too long.
    pub fn ask(&self, library: &Library, question: &str) -> Result<Answer, Unaskable> {
        self.ask_within(&library.without([]), question)
    }

    /// Answers a question for a guild, which does without some cards of the library.
    ///
    /// # Errors
    /// For an empty question, and for one that is too long.
    pub fn ask_within(
        &self,
        selection: &Selection<'_>,
        question: &str,
    ) -> Result<Answer, Unaskable> {
        let library = selection.library();
        let question = undressed(question);
        match question.trim().chars().count() {
            0 => return Err(Unaskable::Empty),
            length if length > MOST_CHARACTERS => return Err(Unaskable::TooLong(length)),
            _ => {}
        }
        let question = &self.masked.lift(question.trim());
        let alarm = alarm(&self.flags, question);
        if alarm.urgency.is_none()
            && let Some(call) = self.calls.of(question)
        {
            return Ok(Answer {
                urgent: None,
                results: match call {
                    Call::Help => all_help(selection),
                    Call::Hello => Vec::new(),
                },
            });
        }
        let mut ranked = self.ranked(selection, &alarm, &alarm.topic_of(question));
        if ranked.is_empty() {
            // What seemed to tell nothing of the topic was all that does.
            ranked = self.ranked(selection, &alarm, question);
        }
        Ok(match alarm.urgency {
            Some(urgency) => Answer {
                urgent: Some(urgency),
                results: help_first(library, urgency, alarm.also, ranked),
            },
            None => Answer {
                urgent: None,
                results: with_help(library, alarm.unexplained, ranked),
            },
        })
    }

    /// How urgent a question sounds, whatever its length; `None` if no rule on red flags holds.
    pub fn urgency(&self, question: &str) -> Option<Urgency> {
        alarm(&self.flags, &self.heard(question)).urgency
    }

    /// Whether a question only greets, or asks what there is to ask.
    pub fn is_greeting(&self, question: &str) -> bool {
        self.calls.of(&undressed(question)) == Some(Call::Hello)
    }

    /// A question in plain letters and whole words.
    fn heard(&self, question: &str) -> String {
        self.masked.lift(undressed(question).trim())
    }

    /// Why a question carries a red flag, or none: what the rules found in it, a line each.
    pub fn why(&self, question: &str) -> Vec<String> {
        self.flags.explain(&self.heard(question))
    }

    /// The cards that fit, best first.
    fn ranked(&self, selection: &Selection<'_>, alarm: &Alarm, question: &str) -> Vec<Found> {
        let reading = self.reader.read(question, Some(&self.spelling));
        let is_calm = alarm.urgency.is_none() && !alarm.unexplained;
        let wishes = Wishes::of(&reading);
        let scores = scores(&self.index, &self.reader, &reading, &wishes);
        let moves = self.moves.told(&reading, self.ids.len());
        let most = moves.iter().copied().fold(0.0, f32::max);
        if scores.on_topic < ON_TOPIC && most < IS_MOVEMENT && scores.nearest < IS_ASKED {
            return Vec::new();
        }
        let scores = scores.cards.iter().zip(&moves);
        let fitting = self
            .ids
            .iter()
            .zip(scores)
            .filter_map(|(id, (score, told))| {
                let card = selection.card(id)?;
                // Of a movement, parts of the body are where it goes, not what it is for.
                let told = MOVES * told * told * wishes.suits_as_movement(card);
                let share = if is_calm && is_urgent(card) {
                    CALM
                } else {
                    1.0
                };
                Some(found(card, share * (score * wishes.suits(card) + told)))
            });
        let mut ranked: Vec<_> = fitting.filter(|found| found.score >= LEAST).collect();
        ranked.sort_by(|a, b| b.score.total_cmp(&a.score).then_with(|| a.id.cmp(&b.id)));
        let least = ranked.first().map_or(0.0, |best| best.score * BESIDE);
        ranked.retain(|found| found.score >= least);
        let best = ranked.first().map(|best| best.id.clone());
        // Nobody who asks about something else is shown a card on crises.
        ranked.retain(|found| {
            Some(&found.id) == best.as_ref() || !is_crisis(selection.library(), &found.id)
        });
        ranked
    }
}

/// A help card for what cannot wait an hour.
fn is_urgent(card: CardRef<'_>) -> bool {
    matches!(card, CardRef::Help(help) if matches!(help.urgency, Urgency::Crisis | Urgency::Emergency))
}

fn is_crisis(library: &Library, id: &CardId) -> bool {
    let help = library.help(id);
    help.is_some_and(|help| help.urgency == Urgency::Crisis)
}

fn found(card: CardRef<'_>, score: f32) -> Found {
    let head = card.card();
    Found {
        id: head.id.clone(),
        kind: card.kind().name(),
        title: head.title.clone(),
        score: (score * 1000.0).round() / 1000.0,
    }
}

/// The card on when to get help, then the other help cards as they are listed.
fn all_help(selection: &Selection<'_>) -> Vec<Found> {
    let library = selection.library();
    let first = &library.safety().help_card;
    let others = library.help_cards().iter().map(|help| &help.card.id);
    let ids = std::iter::once(first).chain(others.filter(|id| *id != first));
    let cards = ids.filter_map(|id| selection.card(id));
    cards.take(MOST).map(|card| found(card, 1.0)).collect()
}

/// The help card of that urgency, then that of what else cannot wait, then what may follow.
fn help_first(
    library: &Library,
    urgency: Urgency,
    also: Option<Urgency>,
    ranked: Vec<Found>,
) -> Vec<Found> {
    let top = ranked.first().map_or(1.0, |best| best.score.max(1.0));
    let help = |urgency| {
        let mut cards = library.help_cards().iter();
        let help = cards.find(|help| help.urgency == urgency)?;
        Some(found(CardRef::Help(help), top))
    };
    let urgencies = std::iter::once(urgency).chain(also);
    let mut results: Vec<_> = urgencies.filter_map(help).collect();
    let is_crisis = also == Some(Urgency::Crisis);
    let after = if is_crisis { Urgency::Crisis } else { urgency };
    for other in ranked {
        let may = library
            .card(&other.id)
            .is_some_and(|card| may_follow(after, card));
        if may && results.iter().all(|found| found.id != other.id) {
            results.push(other);
        }
    }
    results.truncate(MOST);
    results
}

/// The results as they are; with something unexplained, the card on when to get help among them.
fn with_help(library: &Library, unexplained: bool, mut ranked: Vec<Found>) -> Vec<Found> {
    ranked.truncate(MOST);
    let help = library.card(&library.safety().help_card);
    if let Some(help) = help.filter(|_| unexplained) {
        let id = &help.card().id;
        if ranked.iter().all(|found| found.id != *id) {
            ranked.truncate(MOST - 1);
            let score = ranked.last().map_or(LEAST, |last| last.score);
            ranked.push(found(help, score));
        }
    }
    ranked
}

fn as_text<S: serde::Serializer>(id: &CardId, serializer: S) -> Result<S::Ok, S::Error> {
    serializer.serialize_str(id.as_str())
}

#[expect(
    clippy::ref_option,
    clippy::trivially_copy_pass_by_ref,
    reason = "serde hands over a reference to the field"
)]
fn by_name<S: serde::Serializer>(
    urgent: &Option<Urgency>,
    serializer: S,
) -> Result<S::Ok, S::Error> {
    match urgent {
        Some(urgency) => serializer.serialize_some(urgency.name()),
        None => serializer.serialize_none(),
    }
}
