//! What `/ask` answers: the card that fits best, and the way to the others.
//!
//! Knows cards and words, not how they were found. Begin reading at [`found`].

use super::button::ButtonId;
use super::cards::{BLUE, button, container, shortened};
use super::message::{ButtonStyle, Component, Message, Select, SelectOption};
use super::trail::Trail;
use crate::domain::card::{Card, CardId};
use crate::text::Words;

/// Why a card stands first.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum First<'a> {
    /// It comes nearest to the question.
    Nearest,
    /// The question carries a red flag.
    Urgent,
    /// It comes nearest to a card of this title, which the guild does without.
    InPlaceOf(&'a str),
}

/// The first card in full, why it stands there, and a menu of the others below it.
pub fn found(words: Words<'_>, first: First<'_>, mut card: Message, others: &[&Card]) -> Message {
    let options: Vec<_> = others
        .iter()
        .map(|card| SelectOption {
            label: shortened(&card.title, 100),
            value: card.id.to_string(),
            description: Some(shortened(&card.summary, 100)),
        })
        .collect();
    let line = match first {
        First::InPlaceOf(title) => Some(words.with("card-off", &[("title", title.into())])),
        First::Nearest => Some(words.get("ask-nearest")),
        First::Urgent => None,
    };
    if let Some(line) = line {
        card.components.insert(0, Component::Text(line));
    }
    if !options.is_empty() {
        let placeholder = match first {
            First::Nearest | First::InPlaceOf(_) => words.get("ask-others"),
            First::Urgent => words.get("ask-others-urgent"),
        };
        card.components.push(Component::Select(Select {
            custom_id: ButtonId::Found.to_string(),
            placeholder,
            options,
        }));
    }
    card
}

/// Nothing fits: what there is instead.
pub fn nothing(words: Words<'_>, help_card: &CardId) -> Message {
    without_card(words, "ask-nothing", help_card)
}

/// Nothing was asked yet: what to try.
pub fn hello(words: Words<'_>, help_card: &CardId) -> Message {
    without_card(words, "ask-hello", help_card)
}

fn without_card(words: Words<'_>, said: &str, help_card: &CardId) -> Message {
    let help = button(
        words,
        "button-get-help",
        &ButtonId::Open(help_card.clone(), Trail::default()),
        ButtonStyle::Secondary,
    );
    container(
        BLUE,
        vec![
            Component::Text(words.get(said)),
            Component::Buttons(vec![help]),
        ],
    )
}
