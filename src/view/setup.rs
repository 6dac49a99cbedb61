//! The guided set-up of a server: one question at a time, each with its answers to choose from.
//!
//! What was chosen so far travels in the ids of buttons and menus, so that nothing is kept of a set-up that nobody
//! finishes. Begin reading at [`SetupDraft`].

use std::fmt;
use std::str::FromStr;

use super::cards::{AMBER, GREEN, button, container};
use super::check::{ChannelLine, permissions};
use super::message::{ButtonStyle, ChannelSelect, Component, Message, Select, SelectOption};
use super::recurrence::recurrence;
use super::words::{Coming, channel, coming, days};
use super::{ButtonId, UnknownButton, WellnessButton};
use crate::domain::ids::{ChannelId, InteractionId};
use crate::domain::recurrence::Recurrence;
use crate::domain::weekdays::Weekdays;
use crate::text::Words;

/// Times to choose from.
pub const HOURS: [&str; 5] = [
    "10:30, 15:00",
    "11:00",
    "15:00",
    "10:00, 13:00, 16:00",
    "9:30, 11:30, 14:30, 16:30",
];
/// Days to choose from.
pub const DAYS: [&str; 4] = ["weekdays", "mon-thu", "mon, wed, fri", "daily"];
/// Stands for what is not chosen yet.
const NOT_YET: &str = "-";

/// What was chosen so far.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct SetupDraft {
    /// IANA name.
    pub zone: Option<String>,
    /// Where to post.
    pub channel: Option<ChannelId>,
    /// One of [`HOURS`].
    pub hours: Option<usize>,
    /// One of [`DAYS`].
    pub days: Option<usize>,
}

/// What is answered by a menu.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SetupStep {
    /// The server's zone.
    Zone,
    /// The channel.
    Channel,
    /// The times.
    Hours,
    /// The days.
    Days,
}

impl SetupStep {
    const ALL: [Self; 4] = [Self::Zone, Self::Channel, Self::Hours, Self::Days];

    const fn name(self) -> &'static str {
        match self {
            Self::Zone => "zone",
            Self::Channel => "channel",
            Self::Hours => "hours",
            Self::Days => "days",
        }
    }
}

impl fmt::Display for SetupStep {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

impl FromStr for SetupStep {
    type Err = UnknownButton;

    fn from_str(text: &str) -> Result<Self, UnknownButton> {
        let found = Self::ALL.into_iter().find(|step| step.name() == text);
        found.ok_or(UnknownButton)
    }
}

impl fmt::Display for SetupDraft {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let or_not = |text: Option<String>| text.unwrap_or_else(|| NOT_YET.to_owned());
        write!(
            f,
            "{}|{}|{}|{}",
            or_not(self.zone.clone()),
            or_not(self.channel.map(|channel| channel.to_string())),
            or_not(self.hours.map(|index| index.to_string())),
            or_not(self.days.map(|index| index.to_string())),
        )
    }
}

impl FromStr for SetupDraft {
    type Err = UnknownButton;

    fn from_str(text: &str) -> Result<Self, UnknownButton> {
        let mut parts = text
            .split('|')
            .map(|part| (part != NOT_YET).then_some(part));
        let mut part = || parts.next().ok_or(UnknownButton);
        let (zone, channel, hours, days) = (part()?, part()?, part()?, part()?);
        let index = |text: Option<&str>, most: usize| match text {
            None => Ok(None),
            Some(text) => {
                let index = text.parse().ok().filter(|index| *index < most);
                index.map(Some).ok_or(UnknownButton)
            }
        };
        Ok(Self {
            zone: zone.map(str::to_owned),
            channel: match channel {
                None => None,
                Some(id) => Some(id.parse().map_err(|_| UnknownButton)?),
            },
            hours: index(hours, HOURS.len())?,
            days: index(days, DAYS.len())?,
        })
    }
}

impl SetupDraft {
    /// The recurrence, once hours and days are chosen.
    pub fn recurrence(&self) -> Option<Recurrence> {
        let (hours, days) = (HOURS.get(self.hours?)?, DAYS.get(self.days?)?);
        Recurrence::parse(hours, Some(days)).ok()
    }
}

fn menu(step: SetupStep, draft: &SetupDraft) -> String {
    ButtonId::Wellness(WellnessButton::Setup(step, draft.clone())).to_string()
}

fn question(
    words: Words<'_>,
    step: SetupStep,
    answers: Component,
    note: Option<String>,
) -> Message {
    let head = words.get(&format!("setup-{step}"));
    let text = match note {
        Some(note) => format!("{note}\n{head}"),
        None => head,
    };
    let foot = Component::Text(words.get("setup-nothing-saved"));
    container(AMBER, vec![Component::Text(text), answers, foot])
}

fn select(
    words: Words<'_>,
    step: SetupStep,
    draft: &SetupDraft,
    options: Vec<(String, String)>,
) -> Component {
    let options = options.into_iter().map(|(label, value)| SelectOption {
        label,
        value,
        description: None,
    });
    Component::Select(Select {
        custom_id: menu(step, draft),
        placeholder: words.get(&format!("setup-{step}-placeholder")),
        options: options.collect(),
    })
}

/// Which zone? `zones` are labels and names.
pub fn zone(words: Words<'_>, draft: &SetupDraft, zones: Vec<(String, String)>) -> Message {
    let answers = select(words, SetupStep::Zone, draft, zones);
    question(words, SetupStep::Zone, answers, None)
}

/// Which channel? With what is missing in the one that was chosen, if something is.
pub fn place(words: Words<'_>, draft: &SetupDraft, problem: Option<&ChannelLine>) -> Message {
    let answers = Component::ChannelSelect(ChannelSelect {
        custom_id: menu(SetupStep::Channel, draft),
        placeholder: words.get("setup-channel-placeholder"),
    });
    let note = match problem {
        Some(problem) => permissions(words, problem),
        None => {
            let zone = draft.zone.clone().unwrap_or_default();
            words.with("setup-zone-is", &[("zone", zone.into())])
        }
    };
    question(words, SetupStep::Channel, answers, Some(note))
}

/// Which times?
pub fn hours(words: Words<'_>, draft: &SetupDraft) -> Message {
    let options = HOURS.iter().enumerate();
    let options = options.map(|(index, times)| ((*times).to_owned(), index.to_string()));
    let answers = select(words, SetupStep::Hours, draft, options.collect());
    question(words, SetupStep::Hours, answers, None)
}

/// Which days?
pub fn weekdays(words: Words<'_>, draft: &SetupDraft) -> Message {
    let options = DAYS.iter().enumerate().map(|(index, text)| {
        let said = Weekdays::parse(text).map(|chosen| days(words, chosen));
        (
            said.unwrap_or_else(|_| (*text).to_owned()),
            index.to_string(),
        )
    });
    let answers = select(words, SetupStep::Days, draft, options.collect());
    question(words, SetupStep::Days, answers, None)
}

/// Everything that was chosen, and the question whether it is meant.
pub fn summary(
    words: Words<'_>,
    id: InteractionId,
    draft: &SetupDraft,
    chosen: &Recurrence,
    next: &Coming,
) -> Message {
    let arguments = [
        ("zone", draft.zone.clone().unwrap_or_default().into()),
        (
            "channel",
            draft.channel.map(channel).unwrap_or_default().into(),
        ),
        ("when", recurrence(words, chosen).into()),
        ("coming", coming(words, next).into()),
    ];
    let text = words.with("setup-summary", &arguments);
    let confirm = ButtonId::Wellness(WellnessButton::ConfirmSetup(id));
    let again = ButtonId::Wellness(WellnessButton::BeginSetup);
    let buttons = vec![
        button(words, "button-confirm", &confirm, ButtonStyle::Success),
        button(words, "button-setup-again", &again, ButtonStyle::Secondary),
    ];
    container(
        AMBER,
        vec![Component::Text(text), Component::Buttons(buttons)],
    )
}

/// It is done.
pub fn done(words: Words<'_>, place: ChannelId, chosen: &Recurrence, next: &Coming) -> Message {
    let arguments = [
        ("channel", channel(place).into()),
        ("when", recurrence(words, chosen).into()),
        ("coming", coming(words, next).into()),
    ];
    let text = words.with("setup-done", &arguments);
    container(GREEN, vec![Component::Text(text)])
}
