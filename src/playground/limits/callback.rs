//! Answers to interactions.

use super::form::Form;
use super::option::check_choice_list;
use super::{message, modal};

/// Callback types.
pub mod kind {
    /// A message.
    pub const MESSAGE: i64 = 4;
    /// A message that comes later.
    pub const DEFERRED_MESSAGE: i64 = 5;
    /// A change of the message with the component, that comes later.
    pub const DEFERRED_UPDATE: i64 = 6;
    /// A change of the message with the component.
    pub const UPDATE: i64 = 7;
    /// Choices of an autocompletion.
    pub const CHOICES: i64 = 8;
    /// A modal.
    pub const MODAL: i64 = 9;
}

/// What is answered.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Asked {
    /// A slash command.
    Command,
    /// An autocompletion of an option of this type.
    Completion(i64),
    /// A pressed component.
    Component,
    /// A submitted modal; it came from a component if `true`.
    Modal(bool),
}

impl Asked {
    fn allowed(self) -> &'static [i64] {
        match self {
            Self::Command => &[4, 5, 9],
            Self::Completion(_) => &[8],
            Self::Component => &[4, 5, 6, 7, 9],
            Self::Modal(false) => &[4, 5],
            Self::Modal(true) => &[4, 5, 6, 7],
        }
    }
}

/// Checks a callback's body. `setting` is that of the message with the component for an update.
pub fn check(form: &Form<'_>, asked: Asked, setting: &message::Setting) {
    if form.object().is_none() {
        return;
    }
    let Some(kind) = form
        .require("type")
        .and_then(|kind| kind.one_of(asked.allowed()))
    else {
        return;
    };
    // A message without `data` is an empty one, and a change without it changes nothing.
    let data = match kind {
        kind::CHOICES | kind::MODAL => form.require("data"),
        _ => form.get("data"),
    };
    let Some(data) = data.filter(|data| data.object().is_some()) else {
        return;
    };
    match kind {
        kind::CHOICES => {
            if let Asked::Completion(option) = asked
                && let Some(choices) = data.require("choices")
            {
                check_choice_list(&choices, option);
            }
        }
        kind::MODAL => modal::check(&data),
        _ => message::check(&data, setting),
    }
}
