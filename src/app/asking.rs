//! `/ask`: the cards that answer a question. What was asked is neither kept nor logged.
//!
//! Begin reading at [`App::ask`].

use std::sync::{Arc, Mutex, PoisonError};

use super::dispatch::Failure;
use super::{App, Interaction};
use crate::content::search::{Search, Unaskable};
use crate::content::{CardRef, Selection};
use crate::domain::card::Card;
use crate::text::Words;
use crate::view::trail::Trail;
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
        Ok(answer.unwrap_or_else(|| answers::nothing(words, help)))
    }

    /// The same among some cards; `None` if nothing fits. `off` is the title of a card that was asked for and that
    /// the guild does without.
    pub(super) async fn answered(
        &self,
        words: Words<'_>,
        selection: &Selection<'_>,
        question: &str,
        off: Option<&str>,
    ) -> Result<Option<Message>, Failure> {
        let answer = self.search().ask_within(selection, question);
        let answer = answer.map_err(|refusal| match refusal {
            Unaskable::Empty => Failure::Said(words.get("ask-empty")),
            Unaskable::TooLong(_) => Failure::Said(words.get("ask-too-long")),
        })?;
        let Some((best, others)) = answer.results.split_first() else {
            return Ok(None);
        };
        let card = self
            .open(words, selection, &best.id, &Trail::default())
            .await;
        let first = match answer.urgent {
            Some(_) => First::Urgent,
            None => First::Nearest,
        };
        let others = others.iter().filter_map(|found| selection.card(&found.id));
        let others: Vec<&Card> = others.map(CardRef::card).collect();
        Ok(Some(answers::found(words, first, off, card, &others)))
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
