//! Buttons for those who manage a guild, as part of [`ButtonId`](super::ButtonId).

use std::fmt;
use std::str::FromStr;

use super::UnknownButton;
use crate::domain::ids::InteractionId;

/// What such a button means.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum WellnessButton {
    /// The holidays that this interaction found in a file are wanted.
    ConfirmHolidays(InteractionId),
    /// They are not.
    CancelHolidays(InteractionId),
}

impl fmt::Display for WellnessButton {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::ConfirmHolidays(id) => write!(f, "holidays:{id}"),
            Self::CancelHolidays(id) => write!(f, "no-holidays:{id}"),
        }
    }
}

impl FromStr for WellnessButton {
    type Err = UnknownButton;

    fn from_str(text: &str) -> Result<Self, UnknownButton> {
        let (verb, argument) = text.split_once(':').ok_or(UnknownButton)?;
        let id = || argument.parse().map_err(|_| UnknownButton);
        Ok(match verb {
            "holidays" => Self::ConfirmHolidays(id()?),
            "no-holidays" => Self::CancelHolidays(id()?),
            _ => return Err(UnknownButton),
        })
    }
}
