//! What buttons about one's own check-ins carry in their `custom_id`, beside those that open something.
//!
//! A part of [`ButtonId`](super::ButtonId), which reads and writes it.

use std::fmt;

use super::button::Place;
use crate::domain::ids::InteractionId;
use crate::domain::streak::Milestone;

/// Something with one's own check-ins.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum StreakButton {
    /// The check-in of that interaction is taken back.
    Undo(InteractionId, Place),
    /// The channel is told of a milestone.
    ShareMilestone(Milestone),
    /// The channel is told how far the team is.
    ShareTeam,
}

impl StreakButton {
    /// Reads what [`fmt::Display`] writes.
    pub(super) fn decode(text: &str) -> Option<Self> {
        let mut parts = text.split(':');
        let button = match (parts.next()?, parts.next(), parts.next()) {
            ("undo", Some(id), None) => Self::Undo(id.parse().ok()?, None),
            ("undo", Some(id), Some(place)) => {
                Self::Undo(id.parse().ok()?, Some(place.parse().ok()?))
            }
            ("mile", Some(word), Some(days)) => {
                Self::ShareMilestone(Milestone::parse(word, days.parse().ok()?)?)
            }
            ("team", None, None) => Self::ShareTeam,
            _ => return None,
        };
        parts.next().is_none().then_some(button)
    }
}

impl fmt::Display for StreakButton {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Undo(id, None) => write!(f, "undo:{id}"),
            Self::Undo(id, Some(guild)) => write!(f, "undo:{id}:{guild}"),
            Self::ShareMilestone(milestone) => write!(f, "mile:{milestone}:{}", milestone.days()),
            Self::ShareTeam => write!(f, "team"),
        }
    }
}
