//! The end of a walk through the movements: all that fit have come, and none comes again unasked.
//!
//! Must not know which movements there are. Begin reading at [`all_seen`].

use super::button::{ButtonId, Walk};
use super::cards::{GREEN, button, container};
use super::message::{ButtonStyle, Component, Message};
use super::trail::Trail;
use crate::text::Words;

/// All `count` movements that fit have come, with a way to begin anew and, where the reader came from another card, the
/// way back.
pub fn all_seen(words: Words<'_>, count: usize, walk: &Walk, trail: &Trail) -> Message {
    let text = match count {
        1 => words.get("stretch-only"),
        count => words.with("stretch-all-seen", &[("count", count.into())]),
    };
    let anew = Walk {
        step: 0,
        ..walk.clone()
    };
    let anew = ButtonId::Next(anew, trail.clone());
    let mut buttons = vec![button(words, "button-anew", &anew, ButtonStyle::Secondary)];
    if trail.leads_back() {
        let back = ButtonId::Back(trail.clone());
        buttons.push(button(words, "button-back", &back, ButtonStyle::Secondary));
    }
    let children = vec![Component::Text(text), Component::Buttons(buttons)];
    container(GREEN, children)
}
