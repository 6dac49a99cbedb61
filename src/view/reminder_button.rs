//! What the buttons of single reminders carry in their `custom_id`.
//!
//! A part of [`ButtonId`](super::ButtonId), which reads and writes it. The token says which delivery is meant.

use std::fmt;

use crate::domain::delivery::Token;
use crate::domain::names::named;
use crate::domain::snooze::SnoozeLength;

/// What is to happen with a reminder, or what a member's answer to it is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ReminderButton {
    /// One is asked for how long it is to be put off.
    Snooze(Token),
    /// It is put off for so long.
    SnoozeFor(Token, SnoozeLength),
    /// It is put off until an instant; a menu, whose entries are seconds since the epoch.
    SnoozeUntil(Token),
    /// One has had enough reminders today.
    SkipToday(Token),
    /// The question whether reminders are still wanted is answered.
    StillWanted(Token, Wanted),
}

named! {
    /// An answer to the question whether reminders are still wanted (D-64).
    pub enum Wanted {
        /// As before.
        Resume = "resume",
        /// Half of them.
        Fewer = "fewer",
        /// No more.
        Stop = "stop",
    }
}

impl ReminderButton {
    /// Reads what [`fmt::Display`] writes, its first word apart.
    pub(super) fn decode(verb: &str, argument: &str) -> Option<Self> {
        let (token, more) = match argument.split_once(':') {
            Some((token, more)) => (token.parse().ok()?, Some(more)),
            None => (argument.parse().ok()?, None),
        };
        Some(match (verb, more) {
            ("snooze", None) => Self::Snooze(token),
            ("snooze", Some(minutes)) => {
                let length = SnoozeLength::from_minutes(minutes.parse().ok()?)?;
                Self::SnoozeFor(token, length)
            }
            ("until", None) => Self::SnoozeUntil(token),
            ("skip", None) => Self::SkipToday(token),
            ("still", Some(wanted)) => Self::StillWanted(token, Wanted::from_name(wanted)?),
            _ => return None,
        })
    }
}

impl fmt::Display for ReminderButton {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Snooze(token) => write!(f, "snooze:{token}"),
            Self::SnoozeFor(token, length) => write!(f, "snooze:{token}:{}", length.minutes()),
            Self::SnoozeUntil(token) => write!(f, "until:{token}"),
            Self::SkipToday(token) => write!(f, "skip:{token}"),
            Self::StillWanted(token, wanted) => write!(f, "still:{token}:{wanted}"),
        }
    }
}
