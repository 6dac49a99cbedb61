//! The cards that are read rather than done: causes, tips, help, prompts, routines; and the sentences about
//! safety that go with all of them.
//!
//! Pure data; the words come from a content pack. Begin reading at [`Cause`].

use super::amount::Amount;
use super::card::{Card, CardId};
use super::names::named;

/// Why something may ache. Never a diagnosis: [`Safety::cause`] goes with it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Cause {
    /// What every card has.
    pub card: Card,
    /// What it is.
    pub what: String,
    /// How it may feel.
    pub signs: Vec<String>,
    /// What may help, in words.
    pub may_help: String,
    /// What may help, as cards; also among the card's links.
    pub helps: Vec<CardId>,
}

/// Something to change or to know.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Tip {
    /// What every card has.
    pub card: Card,
    /// The family it belongs to, as a title, such as "Heat and cold".
    pub family: String,
    /// Why.
    pub why: String,
    /// What to do, one action each.
    pub steps: Vec<String>,
    /// Who should take care, and of what.
    pub care: Option<String>,
}

named! {
    /// How soon help is needed.
    pub enum Urgency {
        /// Now, by the local emergency number.
        Emergency = "emergency",
        /// Today or within days.
        Soon = "soon",
        /// Somebody may be in danger from themselves; nothing else is shown beside it.
        Crisis = "crisis",
        /// In one's own time.
        Routine = "routine",
    }
}

/// When and how to get help.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Help {
    /// What every card has.
    pub card: Card,
    /// How soon help is needed.
    pub urgency: Urgency,
    /// What it is about.
    pub body: String,
    /// Signs to watch for, or points to know.
    pub points: Vec<String>,
    /// What to do now.
    pub action: String,
}

/// One fact and one action, for a channel. The fact is the card's summary.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Prompt {
    /// What every card has; its summary is the fact.
    pub card: Card,
    /// What to do now, as an invitation.
    pub action: String,
    /// Another way, where the action does not fit everybody: from a chair or wheelchair, without reach,
    /// without a far view.
    pub seated: Option<String>,
    /// The movement that goes with it.
    pub exercise: Option<CardId>,
}

impl Prompt {
    /// The fact that it opens with.
    pub fn fact(&self) -> &str {
        &self.card.summary
    }
}

/// Exercises in an order.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Routine {
    /// What every card has.
    pub card: Card,
    /// The exercises, in order; at least one.
    pub steps: Vec<RoutineStep>,
}

/// An exercise of a routine.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RoutineStep {
    /// The exercise.
    pub exercise: CardId,
    /// Exercises that may take its place now and then.
    pub or_exercises: Vec<CardId>,
    /// How much of it in this routine, in words; `None` for what its own card says.
    pub dose: Option<String>,
    /// The same in numbers, part by part; empty if the pack gives none.
    pub amounts: Vec<Amount>,
    /// How long it takes in this routine, in seconds; `None` for what its own card says.
    pub seconds: Option<u16>,
}

/// The sentences about safety that views put beside cards.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Safety {
    /// What the bot is and is not: for setting up and for `/help`.
    pub about: String,
    /// The same in a few words, for a channel.
    pub short: String,
    /// When to stop any exercise; at most 90 characters, for the foot of a card.
    pub stop: String,
    /// When to stop any exercise, in full.
    pub stop_in_full: String,
    /// How to do any exercise.
    pub how: String,
    /// When to do no exercise at all.
    pub not_now: String,
    /// Goes with every cause: that a bot cannot tell.
    pub cause: String,
    /// Points to the help card; goes with everything about pain.
    pub help: String,
    /// Stands in for the emergency number where none is configured.
    pub emergency_number: String,
    /// The card that [`Safety::help`] points to.
    pub help_card: CardId,
}

/// A pack about itself.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PackMeta {
    /// Its name, such as `unhunch-en`.
    pub id: String,
    /// What people see as its name.
    pub title: String,
    /// The language of its words, such as `en`.
    pub language: String,
    /// The licence of its words, such as `CC-BY-4.0`.
    pub licence: String,
    /// Who wrote it.
    pub authors: Vec<String>,
    /// When it was last read through against its sources.
    pub reviewed: jiff::civil::Date,
    /// The clinician who reviewed it, if one has.
    pub clinician: Option<String>,
    /// What that means, in a sentence for readers.
    pub review_note: String,
}
