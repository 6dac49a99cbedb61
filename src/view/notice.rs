//! One kind sentence or two, when that is all there is to say.

use super::cards::{BLUE, button, container};
use super::message::{ButtonStyle, Component, Message};
use super::{ButtonId, words::mention};
use crate::domain::ids::UserId;
use crate::text::Words;

/// Plain words in a box.
pub fn plain(text: String) -> Message {
    container(BLUE, vec![Component::Text(text)])
}

/// A message of the catalogue in a box.
pub fn said(words: Words<'_>, key: &str) -> Message {
    plain(words.get(key))
}

/// A button of an earlier version, or one whose thing is gone; offers what there is today.
pub fn outdated(words: Words<'_>) -> Message {
    let buttons = vec![
        button(
            words,
            "button-did-today",
            &ButtonId::DidToday(None),
            ButtonStyle::Success,
        ),
        button(
            words,
            "button-show-streak",
            &ButtonId::ShowStreak(None),
            ButtonStyle::Secondary,
        ),
    ];
    container(
        BLUE,
        vec![
            Component::Text(words.get("outdated")),
            Component::Buttons(buttons),
        ],
    )
}

/// Something went wrong on our side; the incident id is in the log too.
pub fn failed(words: Words<'_>, incident: &str) -> Message {
    plain(words.with("failed", &[("incident", incident.into())]))
}

/// A card that somebody shares with the channel, with their name on it and without the button that shared it.
pub fn shared(words: Words<'_>, mut message: Message, by: UserId) -> Message {
    let line = Component::Text(words.with("shared-by", &[("who", mention(by).into())]));
    let is_share = |custom_id: &str| matches!(custom_id.parse(), Ok(ButtonId::Share(_)));
    for component in &mut message.components {
        if let Component::Container { children, .. } = component {
            for child in children.iter_mut() {
                if let Component::Buttons(buttons) = child {
                    buttons.retain(|button| !is_share(&button.custom_id));
                }
            }
            children.retain(|child| !matches!(child, Component::Buttons(all) if all.is_empty()));
            children.insert(0, line.clone());
        }
    }
    message
}
