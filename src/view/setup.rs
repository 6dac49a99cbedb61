//! The guided set-up of a server: one question at a time, each with its answers to choose from.
//!
//! What was chosen so far travels in the ids of buttons and menus, so that nothing is kept of a set-up that nobody
//! finishes. Begin reading at [`SetupDraft`].

use std::fmt;
use std::str::FromStr;

use jiff::civil::Time;

use super::cards::{AMBER, GREEN, button, container};
use super::check::{ChannelLine, permissions};
use super::message::{ButtonStyle, ChannelSelect, Component, Form, Message, Select, SelectOption};
use super::recurrence::recurrence;
use super::words::{Coming, channel, coming, days};
use super::{ButtonId, UnknownButton, WellnessButton};
use crate::domain::ids::{ChannelId, InteractionId};
use crate::domain::recurrence::{Recurrence, short};
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
/// Stands for times of one's own in the menu of times.
pub const OTHER_TIMES: &str = "other";
/// So many times can be typed here: they travel in ids, which are short.
pub const MOST_TIMES: usize = 10;
/// Characters that can be typed for them.
const TYPED: u16 = 100;
/// Stands for what is not chosen yet.
const NOT_YET: &str = "-";
/// Stands before times that were typed; then come two digits for each, of its minute of the day.
const OWN: char = 't';
const DIGITS: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_~";

/// What was chosen so far.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct SetupDraft {
    /// IANA name.
    pub zone: Option<String>,
    /// Where to post.
    pub channel: Option<ChannelId>,
    /// When.
    pub hours: Option<SetupHours>,
    /// One of [`DAYS`].
    pub days: Option<usize>,
    /// The language of what is posted.
    pub language: Option<String>,
}

/// Times that were chosen.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum SetupHours {
    /// One of [`HOURS`].
    Listed(usize),
    /// Full minutes, in order; [`MOST_TIMES`] at most.
    Typed(Vec<Time>),
}

impl SetupHours {
    /// As people write them.
    fn written(&self) -> Option<String> {
        match self {
            Self::Listed(index) => HOURS.get(*index).map(|hours| (*hours).to_owned()),
            Self::Typed(times) => {
                let times: Vec<_> = times.iter().map(|time| short(*time)).collect();
                Some(times.join(", "))
            }
        }
    }
}

impl fmt::Display for SetupHours {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let times = match self {
            Self::Listed(index) => return write!(f, "{index}"),
            Self::Typed(times) => times,
        };
        write!(f, "{OWN}")?;
        for time in times {
            let minute = i32::from(time.hour()) * 60 + i32::from(time.minute());
            for digit in [minute / 64, minute % 64] {
                let digit = usize::try_from(digit)
                    .ok()
                    .and_then(|digit| DIGITS.get(digit));
                write!(f, "{}", char::from(*digit.unwrap_or(&b'A')))?;
            }
        }
        Ok(())
    }
}

impl FromStr for SetupHours {
    type Err = UnknownButton;

    fn from_str(text: &str) -> Result<Self, UnknownButton> {
        let Some(digits) = text.strip_prefix(OWN) else {
            let index = text.parse().ok().filter(|index| *index < HOURS.len());
            return index.map(Self::Listed).ok_or(UnknownButton);
        };
        let value = |digit: u8| DIGITS.iter().position(|known| *known == digit);
        let time = |pair: &[u8]| {
            let [high, low] = pair else { return None };
            let minute = value(*high)? * 64 + value(*low)?;
            let (hour, minute) = (minute / 60, minute % 60);
            Time::new(i8::try_from(hour).ok()?, i8::try_from(minute).ok()?, 0, 0).ok()
        };
        let times: Option<Vec<_>> = digits.as_bytes().chunks(2).map(time).collect();
        let times = times.filter(|times| (1..=MOST_TIMES).contains(&times.len()));
        times.map(Self::Typed).ok_or(UnknownButton)
    }
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
    /// The times, typed into a form.
    TypedHours,
    /// The days.
    Days,
    /// The language.
    Language,
}

impl SetupStep {
    const ALL: [Self; 6] = [
        Self::Zone,
        Self::Channel,
        Self::Hours,
        Self::TypedHours,
        Self::Days,
        Self::Language,
    ];

    const fn name(self) -> &'static str {
        match self {
            Self::Zone => "zone",
            Self::Channel => "channel",
            Self::Hours => "hours",
            Self::TypedHours => "typed",
            Self::Days => "days",
            Self::Language => "language",
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
            or_not(self.hours.as_ref().map(SetupHours::to_string)),
            or_not(self.days.map(|index| index.to_string())),
        )?;
        // It is the last answer, so most have none.
        match &self.language {
            Some(language) => write!(f, "|{language}"),
            None => Ok(()),
        }
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
            hours: hours.map(str::parse).transpose()?,
            days: index(days, DAYS.len())?,
            language: parts.next().flatten().map(str::to_owned),
        })
    }
}

impl SetupDraft {
    /// The recurrence, once hours and days are chosen.
    pub fn recurrence(&self) -> Option<Recurrence> {
        let (hours, days) = (self.hours.as_ref()?.written()?, DAYS.get(self.days?)?);
        Recurrence::parse(&hours, Some(days)).ok()
    }

    /// The first question that is not answered yet, where people can choose among so many languages.
    pub fn next_step(&self, n_languages: usize) -> Option<SetupStep> {
        let steps = [
            (self.zone.is_none(), SetupStep::Zone),
            (self.channel.is_none(), SetupStep::Channel),
            (self.hours.is_none(), SetupStep::Hours),
            (self.days.is_none(), SetupStep::Days),
            (
                self.language.is_none() && n_languages > 1,
                SetupStep::Language,
            ),
        ];
        steps
            .into_iter()
            .find(|(open, _)| *open)
            .map(|(_, step)| step)
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

/// Which times? With what was wrong with those that were typed.
pub fn hours(words: Words<'_>, draft: &SetupDraft, problem: Option<String>) -> Message {
    let options = HOURS.iter().enumerate();
    let options = options.map(|(index, times)| ((*times).to_owned(), index.to_string()));
    let other = (words.get("setup-hours-other"), OTHER_TIMES.to_owned());
    let answers = select(
        words,
        SetupStep::Hours,
        draft,
        options.chain([other]).collect(),
    );
    question(words, SetupStep::Hours, answers, problem)
}

/// A form for times of one's own.
pub fn times_form(words: Words<'_>, draft: &SetupDraft) -> Form {
    Form {
        custom_id: menu(SetupStep::TypedHours, draft),
        title: words.get("setup-times-title"),
        label: words.get("setup-times-label"),
        placeholder: words.get("setup-times-example"),
        max_length: TYPED,
    }
}

/// Which language? `languages` are locales.
pub fn language(words: Words<'_>, draft: &SetupDraft, languages: &[&str]) -> Message {
    let option = |locale: &&str| {
        let name = words.get(&format!("choice-language-{locale}"));
        (name, (*locale).to_owned())
    };
    let options = languages.iter().map(option);
    let answers = select(words, SetupStep::Language, draft, options.collect());
    question(words, SetupStep::Language, answers, None)
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

#[cfg(test)]
mod tests {
    use super::*;

    fn typed(text: &str) -> SetupHours {
        let recurrence = Recurrence::parse(text, Some("daily")).unwrap();
        SetupHours::Typed(recurrence.times().all().collect())
    }

    #[test]
    fn every_minute_of_the_day_travels_in_an_id() {
        for minute in 0..24 * 60 {
            let hour = i8::try_from(minute / 60).unwrap();
            let time = Time::new(hour, i8::try_from(minute % 60).unwrap(), 0, 0).unwrap();
            let hours = SetupHours::Typed(vec![time; MOST_TIMES]);
            assert_eq!(hours.to_string().parse(), Ok(hours));
        }
        assert_eq!(typed("9:45, 2:05pm").written().unwrap(), "09:45, 14:05");
    }

    #[test]
    fn the_longest_draft_fits_into_an_id() {
        let draft = SetupDraft {
            zone: Some("America/Argentina/ComodRivadavia".to_owned()),
            channel: ChannelId::new(u64::MAX >> 1),
            hours: Some(SetupHours::Typed(vec![Time::MAX; MOST_TIMES])),
            days: Some(3),
            // It is the last answer: no question comes after it.
            language: None,
        };
        for step in SetupStep::ALL {
            assert!(menu(step, &draft).len() <= 100, "{}", menu(step, &draft));
        }
    }

    #[test]
    fn a_damaged_draft_is_refused_and_one_of_an_earlier_version_is_read() {
        for text in [
            "t",
            "tA",
            "tABA",
            "t||",
            "t~~",
            "9",
            "",
            "tABABABABABABABABABABAB",
        ] {
            assert_eq!(text.parse::<SetupHours>(), Err(UnknownButton), "{text}");
        }
        let old: SetupDraft = "UTC|5|1|-".parse().unwrap();
        assert_eq!(old.hours, Some(SetupHours::Listed(1)));
        assert_eq!((old.days, old.language), (None, None));
    }

    #[test]
    fn questions_come_in_their_order_and_the_last_only_where_there_is_a_choice() {
        let mut draft = SetupDraft::default();
        let mut asked = Vec::new();
        while let Some(step) = draft.next_step(2) {
            asked.push(step);
            match step {
                SetupStep::Zone => draft.zone = Some("UTC".to_owned()),
                SetupStep::Channel => draft.channel = ChannelId::new(5),
                SetupStep::Hours | SetupStep::TypedHours => draft.hours = Some(typed("9:00")),
                SetupStep::Days => draft.days = Some(0),
                SetupStep::Language => draft.language = Some("en".to_owned()),
            }
        }
        let [zone, channel, hours, _, days, language] = SetupStep::ALL;
        assert_eq!(asked, [zone, channel, hours, days, language]);
        draft.language = None;
        assert_eq!(draft.next_step(1), None);
    }
}
