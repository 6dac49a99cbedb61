//! `/ask`: the cards that answer a question. What was asked is neither kept nor logged.
//!
//! Begin reading at [`App::ask`].

use std::sync::{Arc, Mutex, PoisonError};

use super::dispatch::Failure;
use super::{App, Interaction};
use crate::content::search::{Search, Unaskable};
use crate::content::{CardRef, Library, Selection};
use crate::domain::card::{Card, CardId};
use crate::text::Words;
use crate::view::trail::{Around, Mark, Stop, Trail, Why};
use crate::view::{Message, answers, answers::First};

/// The search, made once: at start-up in the background, or when the first question comes.
#[derive(Default)]
pub(super) struct Finder(Mutex<Option<Arc<Search>>>);

impl App {
    /// The card that fits best, in full, and a menu of the others.
    pub(super) async fn ask(
        &self,
        interaction: &Interaction,
        question: &str,
    ) -> Result<Message, Failure> {
        let words = self.words(&interaction.locale);
        let selection = self.selection(interaction.guild).await?;
        let answer = self.answered(words, &selection, question, None).await?;
        let help = &self.library.safety().help_card;
        Ok(answer.unwrap_or_else(|| {
            if self.search().is_greeting(question) {
                answers::hello(words, help)
            } else {
                answers::nothing(words, help)
            }
        }))
    }

    /// The same among some cards; `None` if nothing fits. `off` is a card that was asked for and that the guild does
    /// without.
    pub(super) async fn answered(
        &self,
        words: Words<'_>,
        selection: &Selection<'_>,
        question: &str,
        off: Option<&CardId>,
    ) -> Result<Option<Message>, Failure> {
        let answer = self.search().ask_within(selection, question);
        let answer = answer.map_err(|refusal| match refusal {
            Unaskable::Empty => Failure::Said(words.get("ask-empty")),
            Unaskable::TooLong(_) => Failure::Said(words.get("ask-too-long")),
        })?;
        let Some((best, others)) = answer.results.split_first() else {
            return Ok(None);
        };
        let around = Around {
            why: match (off, answer.urgent) {
                (Some(card), _) => Why::InPlaceOf(Mark::of(card)),
                (None, Some(_)) => Why::Urgent,
                (None, None) => Why::Nearest,
            },
            others: others.iter().map(|found| Mark::of(&found.id)).collect(),
        };
        let way = Trail::only(Stop::Answer(around));
        Ok(Some(self.open(words, selection, &best.id, &way).await))
    }

    /// Makes the search, so that the first question need not wait for it.
    pub fn prepare_search(&self) {
        drop(self.search());
    }

    pub(super) fn search(&self) -> Arc<Search> {
        let mut made = self.finder.0.lock().unwrap_or_else(PoisonError::into_inner);
        Arc::clone(made.get_or_insert_with(|| Arc::new(Search::new(&self.library))))
    }
}

/// The card with all that stood around it as an answer. What the guild does without by now is left out, and so is what
/// can no longer be told from another.
pub(super) fn with_answer(
    words: Words<'_>,
    selection: &Selection<'_>,
    card: Message,
    around: &Around,
) -> Message {
    let library = selection.library();
    let others = around
        .others
        .iter()
        .filter_map(|mark| marked(library, *mark));
    let others = others.filter_map(|found| selection.card(&found.id));
    let others: Vec<&Card> = others.map(CardRef::card).collect();
    let first = match around.why {
        Why::Urgent => First::Urgent,
        Why::Nearest => First::Nearest,
        Why::InPlaceOf(mark) => {
            let off = marked(library, mark);
            off.map_or(First::Nearest, |off| First::InPlaceOf(&off.title))
        }
    };
    answers::found(words, first, card, &others)
}

/// The one card of that mark.
fn marked(library: &Library, mark: Mark) -> Option<&Card> {
    let mut cards = library.cards().map(CardRef::card);
    let card = cards.find(|card| Mark::of(&card.id) == mark)?;
    let is_alone = cards.all(|other| Mark::of(&other.id) != mark);
    is_alone.then_some(card)
}
