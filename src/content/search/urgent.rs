//! Where red flags come into the search: help first, and nothing that could stand in its way.
//!
//! Begin reading at [`alarm`].

use std::ops::Range;

use crate::content::flags::Flags;
use crate::content::library::CardRef;
use crate::domain::advice::Urgency;
use crate::domain::card::CardKind;

/// What the rules on red flags say of a question.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(super) struct Alarm {
    /// How urgent it is; `None` if no rule applies.
    pub(super) urgency: Option<Urgency>,
    /// What else cannot wait.
    pub(super) also: Option<Urgency>,
    /// A word of alarm beside a part of the body that no rule explains.
    pub(super) unexplained: bool,
    /// Where figures of speech and denied signs stand in the question, in bytes.
    aside: Vec<Range<usize>>,
}

impl Alarm {
    /// The question without what tells nothing of its topic; as it is if nothing else is in it.
    pub(super) fn topic_of(&self, question: &str) -> String {
        let mut topic = question.to_owned();
        for place in &self.aside {
            topic.replace_range(place.clone(), &" ".repeat(place.len()));
        }
        if topic.contains(char::is_alphanumeric) {
            topic
        } else {
            question.to_owned()
        }
    }
}

/// Judges a question.
pub(super) fn alarm(flags: &Flags, question: &str) -> Alarm {
    let judgement = flags.judge(question);
    Alarm {
        urgency: judgement.urgency,
        also: judgement.also,
        unexplained: judgement.unexplained_alarm,
        aside: judgement.aside,
    }
}

/// Whether a card may stand below the help card: for a crisis nothing else, otherwise nothing to do or try.
pub(super) fn may_follow(urgency: Urgency, card: CardRef<'_>) -> bool {
    match urgency {
        Urgency::Crisis => matches!(card, CardRef::Help(help) if help.urgency == urgency),
        _ => matches!(card.kind(), CardKind::Help | CardKind::Cause),
    }
}
