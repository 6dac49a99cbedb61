//! Which cards a guild has, and switching single ones off and on.
//!
//! Begin reading at [`App::selection`].

use super::App;
use super::dispatch::Failure;
use crate::content::{CardRef, Selection};
use crate::domain::card::{Area, CardId};
use crate::domain::exercise::{Equipment, ExerciseKind, Level};
use crate::domain::ids::GuildId;
use crate::domain::rotation::{Candidate, Strand};
use crate::store::StoreError;
use crate::text::Words;

impl App {
    /// The cards that a guild has; in direct messages all.
    pub(super) async fn selection(
        &self,
        guild: Option<GuildId>,
    ) -> Result<Selection<'_>, StoreError> {
        let off = match guild {
            Some(guild) => self.store.disabled_items(guild).await?,
            None => Vec::new(),
        };
        let ids = off.iter().filter_map(|id| id.parse().ok());
        Ok(self.library.without(ids))
    }

    /// A card that is to be switched off or on, or only looked at: what to say, and its id. Nothing is written yet.
    pub(super) async fn judge_item(
        &self,
        words: Words<'_>,
        guild: GuildId,
        item: &str,
        enabled: Option<bool>,
    ) -> Result<(String, String), Failure> {
        let card = self.find_item(item).ok_or_else(|| {
            Failure::Said(words.with("item-unknown", &[("name", item.to_owned().into())]))
        })?;
        let head = card.card();
        let title = [("title", head.title.clone().into())];
        if !self.library.can_be_off(&head.id) {
            return Err(Failure::Said(words.with("item-help", &title)));
        }
        let id = head.id.as_str();
        let Some(enabled) = enabled else {
            let selection = self.selection(Some(guild)).await?;
            let is_off = selection.off().contains(&head.id);
            let key = if is_off { "item-is-off" } else { "item-is-on" };
            return Ok((words.with(key, &title), id.to_owned()));
        };
        let key = if enabled { "item-on" } else { "item-off" };
        Ok((words.with(key, &title), id.to_owned()))
    }

    /// The card of that id or title.
    fn find_item(&self, item: &str) -> Option<CardRef<'_>> {
        let item = item.trim().to_lowercase();
        let by_id = item.parse::<CardId>().ok();
        let by_id = by_id.and_then(|id| self.library.card(&id));
        let is_titled = |card: &CardRef<'_>| card.card().title.to_lowercase() == item;
        by_id.or_else(|| self.library.cards().find(is_titled))
    }
}

/// What may come unasked: easy movements without equipment, and prompts that stand for themselves.
pub fn candidates<'a>(selection: &Selection<'a>) -> Vec<Candidate<'a>> {
    let cards = selection.cards().filter(|card| match card {
        CardRef::Exercise(exercise) => {
            let mut things = exercise.equipment.iter().copied();
            exercise.level < Level::Hard && things.all(Equipment::is_furniture)
        }
        CardRef::Prompt(prompt) => prompt.exercise.is_none(),
        _ => false,
    });
    let candidates = cards.map(|card| {
        let head = card.card();
        Candidate {
            id: head.id.as_str(),
            areas: &head.areas,
            strand: strand(card),
        }
    });
    candidates.collect()
}

/// Those of the candidates whose cards are about a part of the body.
pub(super) fn candidates_about<'a>(selection: &Selection<'a>, area: Area) -> Vec<Candidate<'a>> {
    let is_about = |candidate: &Candidate<'_>| {
        let id = candidate.id.parse::<CardId>().ok();
        let card = id.and_then(|id| selection.card(&id));
        card.is_some_and(|card| card.card().areas.contains(&area))
    };
    candidates(selection).into_iter().filter(is_about).collect()
}

/// What a schedule draws from: what its topic leaves, or everything if that is nothing.
pub(super) fn candidates_for<'a>(
    selection: &Selection<'a>,
    topic: Option<Area>,
) -> Vec<Candidate<'a>> {
    let about = topic.map(|area| candidates_about(selection, area));
    about
        .filter(|about| !about.is_empty())
        .unwrap_or_else(|| candidates(selection))
}

/// What of the mix a card belongs to.
fn strand(card: CardRef<'_>) -> Strand {
    let kind = match card {
        CardRef::Exercise(exercise) => Some(exercise.kind),
        _ => None,
    };
    match (kind, card.card().areas.first()) {
        (Some(ExerciseKind::Strengthening), _) => Strand::Strength,
        (Some(ExerciseKind::Eye), _) | (_, Some(Area::Eyes)) => Strand::Eyes,
        (Some(ExerciseKind::Breathing), _) | (_, Some(Area::Breath)) => Strand::Breath,
        _ => Strand::Other,
    }
}
