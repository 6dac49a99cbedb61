//! What is proposed while somebody types: the cards that come nearest, best first.
//!
//! What is typed is rarely whole, so beginnings of words count, and the search adds what is meant by other words or
//! with slips of the finger. Begin reading at [`App::nearest_cards`].

use std::collections::{BTreeMap, BTreeSet};

use super::{App, Interaction};
use crate::content::search::MOST_CHARACTERS;
use crate::content::{CardRef, Library};
use crate::domain::card::{CardId, CardKind};
use crate::store::StoreError;
use crate::view::cards::shortened;

/// The most proposals that Discord takes.
const MOST: usize = 25;
/// The most characters of a proposal.
const LONGEST: usize = 100;

/// How near a card comes to what is typed; the first is the nearest.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Nearness {
    /// It is called so, or begins so.
    Title,
    /// Every word begins a word of its title.
    Words,
    /// The search finds it.
    Meaning,
    /// Every word begins one of what it says of itself; that counts only while no title has them.
    Keywords,
}

impl App {
    /// Proposals for a card's name while it is typed. What the guild does without is not among them.
    pub(super) async fn card_choices(
        &self,
        interaction: &Interaction,
        kind: CardKind,
        typed: &str,
    ) -> Result<Vec<(String, String)>, StoreError> {
        let selection = self.selection(interaction.guild).await?;
        let cards = selection.cards().filter(|card| card.kind() == kind);
        let nearest = self.nearest_cards(cards.collect(), typed).into_iter();
        let choices = nearest.take(MOST).map(|card| {
            let head = card.card();
            (shortened(&head.title, LONGEST), head.id.to_string())
        });
        Ok(choices.collect())
    }

    /// Proposals for a card that can be switched off or on. Those that are off say so, and come first among those
    /// that are as near.
    pub(super) async fn item_choices(
        &self,
        interaction: &Interaction,
        typed: &str,
    ) -> Result<Vec<(String, String)>, StoreError> {
        let words = self.words(&interaction.locale);
        let selection = self.selection(interaction.guild).await?;
        let is_off = |card: &CardRef<'_>| selection.off().contains(&card.card().id);
        let cards = self.library.cards();
        let cards = cards.filter(|card| card.kind() != CardKind::Help);
        let mut cards: Vec<_> = cards.collect();
        cards.sort_by_key(|card| !is_off(card));
        let nearest = self.nearest_cards(cards, typed).into_iter();
        let choices = nearest.take(MOST).map(|card| {
            let head = card.card();
            let key = if is_off(&card) {
                "item-choice-off"
            } else {
                "item-choice"
            };
            let kind = words.get(&format!("kind-{}", card.kind()));
            let name = [("title", head.title.clone().into()), ("kind", kind.into())];
            let name = words.with(key, &name);
            (shortened(&name, LONGEST), head.id.to_string())
        });
        Ok(choices.collect())
    }

    /// Those of `cards` that come near to what is typed, the nearest first; all of them while nothing is typed.
    fn nearest_cards<'a>(&self, cards: Vec<CardRef<'a>>, typed: &str) -> Vec<CardRef<'a>> {
        let typed: String = typed.trim().chars().take(MOST_CHARACTERS).collect();
        let typed = typed.to_lowercase();
        if typed.is_empty() {
            return cards;
        }
        let found = self.found_among(&cards, &typed);
        let ranked = cards.into_iter().filter_map(|card| {
            let place = found.get(&card.card().id);
            Some((nearness(card, &typed, place.is_some())?, place, card))
        });
        let mut ranked: Vec<_> = ranked.collect();
        let mut nearnesses = ranked.iter().map(|(nearness, ..)| *nearness);
        let has_named = nearnesses.any(|nearness| nearness <= Nearness::Words);
        ranked.retain(|(nearness, ..)| !has_named || *nearness <= Nearness::Meaning);
        ranked
            .sort_by_key(|(nearness, place, _)| (*nearness, place.copied().unwrap_or(usize::MAX)));
        ranked.into_iter().map(|(_, _, card)| card).collect()
    }

    /// The places of what the search finds among these cards.
    fn found_among(&self, cards: &[CardRef<'_>], typed: &str) -> BTreeMap<CardId, usize> {
        let wanted: BTreeSet<_> = cards.iter().map(|card| &card.card().id).collect();
        let others = without(&self.library, &wanted);
        let selection = self.library.without(others);
        let answer = self.search().ask_within(&selection, typed);
        let found = answer.map(|answer| answer.results).unwrap_or_default();
        // Cards about getting help come whatever else is asked for.
        let found = found.into_iter().filter(|hit| wanted.contains(&hit.id));
        found.zip(0..).map(|(hit, place)| (hit.id, place)).collect()
    }
}

fn without(library: &Library, wanted: &BTreeSet<&CardId>) -> Vec<CardId> {
    let ids = library.cards().map(|card| card.card().id.clone());
    ids.filter(|id| !wanted.contains(id)).collect()
}

fn nearness(card: CardRef<'_>, typed: &str, is_found: bool) -> Option<Nearness> {
    let head = card.card();
    let title = head.title.to_lowercase();
    if title.starts_with(typed) || head.id.as_str().starts_with(typed) {
        return Some(Nearness::Title);
    }
    if all_begin(typed, &[&title]) {
        return Some(Nearness::Words);
    }
    if is_found {
        return Some(Nearness::Meaning);
    }
    let lists = head.keywords.iter().chain(&head.asked);
    let texts: Vec<_> = lists.chain([&head.summary, &head.title]).collect();
    all_begin(typed, &texts).then_some(Nearness::Keywords)
}

/// Every word that is typed begins a word of the texts.
fn all_begin(typed: &str, texts: &[&String]) -> bool {
    let is_part = |symbol: char| !symbol.is_alphanumeric();
    let lower: Vec<_> = texts.iter().map(|text| text.to_lowercase()).collect();
    let words = || lower.iter().flat_map(|text| text.split(is_part));
    let mut wanted = typed.split(is_part).filter(|word| !word.is_empty());
    wanted.all(|wanted| words().any(|word| word.starts_with(wanted)))
}
