//! One kind sentence or two, when that is all there is to say.

use jiff::Timestamp;

use super::ButtonId;
use super::cards::{BLUE, button, container};
use super::message::{ButtonStyle, Component, Message};
use super::words::{mention, relative};
use crate::domain::ids::{ChannelId, GuildId, MessageId, UserId};
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
///
/// Who wanted to see something can ask again; whoever wanted something done has to look whether it was.
pub fn failed(words: Words<'_>, shows_only: bool, incident: &str) -> Message {
    let key = if shows_only {
        "failed-showing"
    } else {
        "failed"
    };
    plain(words.with(key, &[("incident", incident.into())]))
}

/// Something was shared with the channel already, and where it stands as far as that is known.
pub fn shared_before(
    words: Words<'_>,
    key: &str,
    at: Timestamp,
    place: Option<PostedAt>,
) -> Message {
    let said = words.with(key, &[("when", relative(at).into())]);
    plain(with_link(words, said, place))
}

/// Where a message stands.
pub type PostedAt = (GuildId, ChannelId, MessageId);

/// The same with a link to a message.
pub(super) fn with_link(words: Words<'_>, said: String, place: Option<PostedAt>) -> String {
    let Some((guild, channel, message)) = place else {
        return said;
    };
    let link = format!("https://discord.com/channels/{guild}/{channel}/{message}");
    let there = words.with("shared-there", &[("link", link.into())]);
    format!("{said}\n{there}")
}

/// A card that somebody shares with the channel, with their name on it and without the button that shared it.
pub fn shared(words: Words<'_>, message: Message, by: UserId) -> Message {
    let line = Component::Text(words.with("shared-by", &[("who", mention(by).into())]));
    let mut message = without_share(message);
    for component in &mut message.components {
        if let Component::Container { children, .. } = component {
            children.insert(0, line.clone());
        }
    }
    message
}

/// The same without the button that shares its card.
pub fn without_share(mut message: Message) -> Message {
    let is_share = |custom_id: &str| matches!(custom_id.parse(), Ok(ButtonId::Share(_)));
    for component in &mut message.components {
        if let Component::Container { children, .. } = component {
            for child in children.iter_mut() {
                if let Component::Buttons(buttons) = child {
                    buttons.retain(|button| !is_share(&button.custom_id));
                }
            }
            children.retain(|child| !matches!(child, Component::Buttons(all) if all.is_empty()));
        }
    }
    message
}
