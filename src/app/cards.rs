//! Cards of the content pack: movements, causes, tips, help.

use super::pictures::Form;
use super::showing::Stage;
use super::{App, Interaction};
use crate::content::{CardRef, Selection};
use crate::domain::advice::Prompt;
use crate::domain::card::{Card, CardId, CardKind};
use crate::domain::exercise::Exercise;
use crate::domain::rotation::mix;
use crate::store::StoreError;
use crate::text::Words;
use crate::view::cards::Frame;
use crate::view::exercises::Occasion;
use crate::view::{self, Message, notice};

impl App {
    /// A menu of causes or tips, or the one that was asked for.
    pub(super) async fn card_or_overview(
        &self,
        words: Words<'_>,
        selection: &Selection<'_>,
        kind: CardKind,
        asked: Option<&str>,
    ) -> Message {
        let Some(asked) = asked.filter(|asked| !asked.is_empty()) else {
            return view::cards::overview(words, kind, selection.cards_of(kind));
        };
        let asked_lower = asked.to_lowercase();
        let found = selection.cards_of(kind).into_iter().find(|card| {
            card.id.as_str() == asked_lower || card.title.to_lowercase() == asked_lower
        });
        match found {
            Some(card) => self.open(words, selection, &card.id).await,
            None => self.nearest(words, selection, kind, asked).await,
        }
    }

    /// What the search finds for a card that nobody has; a menu if it finds nothing either.
    async fn nearest(
        &self,
        words: Words<'_>,
        selection: &Selection<'_>,
        kind: CardKind,
        asked: &str,
    ) -> Message {
        match self.answered(words, selection, asked).await {
            Ok(Some(answer)) => answer,
            _ => {
                let overview = view::cards::overview(words, kind, selection.cards_of(kind));
                with_line(
                    words.with("card-unknown", &[("name", asked.into())]),
                    overview,
                )
            }
        }
    }

    /// Any card by its id.
    pub(super) async fn open(
        &self,
        words: Words<'_>,
        selection: &Selection<'_>,
        id: &CardId,
    ) -> Message {
        let Some(card) = selection.card(id) else {
            let overview =
                view::cards::overview(words, CardKind::Tip, selection.cards_of(CardKind::Tip));
            return with_line(words.get("card-outdated"), overview);
        };
        let picture = match card {
            CardRef::Exercise(exercise) => self.picture(exercise, Form::Still).await,
            _ => None,
        };
        self.stage(words, selection).show(card, picture)
    }

    /// `/get-help`: routine help first, the signs that must not wait one press away.
    pub(super) fn get_help(&self, words: Words<'_>, selection: &Selection<'_>) -> Message {
        let help = &self.library.safety().help_card;
        let emergency = self.emergency_line.as_deref();
        match self.library.card(help) {
            Some(CardRef::Help(help)) => self.framed(words, selection, &help.card, |frame| {
                view::cards::help(frame, help, emergency)
            }),
            _ => notice::plain(self.library.safety().about.clone()),
        }
    }

    /// Proposals for a card's name while it is typed.
    pub(super) async fn card_choices(
        &self,
        interaction: &Interaction,
        kind: CardKind,
        typed: &str,
    ) -> Result<Vec<(String, String)>, StoreError> {
        let selection = self.selection(interaction.guild).await?;
        let typed = typed.to_lowercase();
        let matches = |card: &&Card| {
            card.title.to_lowercase().contains(&typed)
                || card.summary.to_lowercase().contains(&typed)
                || card
                    .keywords
                    .iter()
                    .chain(&card.asked)
                    .any(|word| word.to_lowercase().contains(&typed))
        };
        let cards = selection
            .cards_of(kind)
            .into_iter()
            .filter(matches)
            .take(25);
        Ok(cards
            .map(|card| (card.title.clone(), card.id.to_string()))
            .collect())
    }

    /// An exercise's card with its picture.
    pub(super) async fn exercise_card(
        &self,
        words: Words<'_>,
        selection: &Selection<'_>,
        exercise: &Exercise,
        occasion: &Occasion<'_>,
    ) -> Message {
        let picture = self.picture(exercise, Form::Still).await;
        self.framed(words, selection, &exercise.card, |frame| {
            view::exercises::exercise(frame, exercise, occasion, picture)
        })
    }

    pub(super) fn framed(
        &self,
        words: Words<'_>,
        selection: &Selection<'_>,
        card: &Card,
        render: impl FnOnce(Frame<'_>) -> Message,
    ) -> Message {
        self.stage(words, selection).framed(card, render)
    }

    fn stage<'a>(&'a self, words: Words<'a>, selection: &'a Selection<'a>) -> Stage<'a> {
        Stage {
            words,
            library: &self.library,
            selection,
            emergency_line: self.emergency_line.as_deref(),
        }
    }
}

/// A prompt that some exercise goes with, if there is one.
pub(super) fn opening_for<'a>(
    selection: &Selection<'a>,
    exercise: &CardId,
    seed: u64,
) -> Option<&'a Prompt> {
    let fitting = selection.cards().filter_map(|card| match card {
        CardRef::Prompt(prompt) => Some(prompt),
        _ => None,
    });
    let fitting: Vec<_> = fitting
        .filter(|prompt| prompt.exercise.as_ref() == Some(exercise))
        .collect();
    pick(&fitting, seed).copied()
}

/// One of `items`, evenly and always the same for the same seed.
pub(super) fn pick<T>(items: &[T], seed: u64) -> Option<&T> {
    let count = u64::try_from(items.len()).ok().filter(|count| *count > 0)?;
    items.get(usize::try_from(mix(seed) % count).ok()?)
}

/// A line above everything else of a message.
pub(super) fn with_line(line: String, mut message: Message) -> Message {
    message.components.insert(0, view::Component::Text(line));
    message
}
