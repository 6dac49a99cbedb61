//! Buttons for those who look after the bot, and those with which a member tries out its messages, as part of [`ButtonId`](super::ButtonId).

use std::fmt;
use std::str::FromStr;

use super::UnknownButton;
use super::setup::{SetupDraft, SetupStep};
use crate::domain::ids::InteractionId;

/// What such a button means.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum WellnessButton {
    /// The holidays that this interaction found in a file are wanted.
    ConfirmHolidays(InteractionId),
    /// They are not.
    CancelHolidays(InteractionId),
    /// A schedule that is on hold is taken up again; the number is the schedule's. Members do so with their own.
    Resume(i64),
    /// A question of the set-up is answered; what was answered before stands in it.
    Setup(SetupStep, SetupDraft),
    /// The set-up begins anew.
    BeginSetup,
    /// What this interaction summed up is wanted.
    ConfirmSetup(InteractionId),
    /// The test message was seen: direct messages arrive.
    SeeDirect,
    /// A test message is wanted.
    TestDirect,
}

impl fmt::Display for WellnessButton {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::ConfirmHolidays(id) => write!(f, "holidays:{id}"),
            Self::CancelHolidays(id) => write!(f, "no-holidays:{id}"),
            Self::Resume(id) => write!(f, "resume:{id}"),
            Self::Setup(step, draft) => write!(f, "set-{step}:{draft}"),
            Self::BeginSetup => write!(f, "setup:begin"),
            Self::ConfirmSetup(id) => write!(f, "set-up:{id}"),
            Self::SeeDirect => write!(f, "dm:seen"),
            Self::TestDirect => write!(f, "dm:test"),
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
            "resume" => Self::Resume(argument.parse().map_err(|_| UnknownButton)?),
            "setup" if argument == "begin" => Self::BeginSetup,
            "set-up" => Self::ConfirmSetup(id()?),
            _ if verb.starts_with("set-") => {
                let step = verb.trim_start_matches("set-").parse()?;
                Self::Setup(step, argument.parse()?)
            }
            "dm" if argument == "seen" => Self::SeeDirect,
            "dm" if argument == "test" => Self::TestDirect,
            _ => return Err(UnknownButton),
        })
    }
}
