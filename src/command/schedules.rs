//! The commands about schedules: `/prompts` and `/deskbreak`. Their table, and what is understood by them.
//!
//! Begin reading at [`PROMPTS`].

use super::parse::{Options, ParseError, RecurrenceWords};
use super::spec::{
    Body, Choices, CommandSpec, DAYS, OptionKind, OptionSpec, SHORT, SubcommandSpec, TIMES,
    optional, required,
};
use crate::domain::card::Area;
use crate::domain::delivery::Deliver;
use crate::domain::ids::ChannelId;

/// The choice of a topic that stands for all of them.
pub const EVERYTHING: &str = "everything";

/// `/deskbreak`.
pub const DESK_BREAK: CommandSpec = CommandSpec {
    name: "deskbreak",
    for_admins: false,
    in_direct_messages: false,
    body: Body::Subcommands(&[
        SubcommandSpec {
            name: "join",
            options: &[
                required("times", TIMES),
                optional("days", DAYS),
                optional("timezone", OptionKind::Autocomplete),
                optional("deliver", OptionKind::Choice(Choices::Deliver)),
                optional("fallback", OptionKind::Boolean),
                optional("stop_when_done", OptionKind::Boolean),
                optional("quiet", SHORT),
                optional("holidays", OptionKind::Boolean),
            ],
        },
        SubcommandSpec {
            name: "show",
            options: &[],
        },
        SubcommandSpec {
            name: "edit",
            options: &[
                optional("times", TIMES),
                optional("days", DAYS),
                optional("timezone", OptionKind::Autocomplete),
                optional("deliver", OptionKind::Choice(Choices::Deliver)),
                optional("fallback", OptionKind::Boolean),
                optional("stop_when_done", OptionKind::Boolean),
                optional("quiet", SHORT),
                optional("holidays", OptionKind::Boolean),
            ],
        },
        SubcommandSpec {
            name: "pause",
            options: &[required("until", OptionKind::Autocomplete)],
        },
        SubcommandSpec {
            name: "resume",
            options: &[],
        },
        SubcommandSpec {
            name: "leave",
            options: &[],
        },
    ]),
};

/// How late a prompt may come, in minutes (S-40).
const GRACE: OptionSpec = optional("grace", OptionKind::Integer { min: 0, max: 120 });
/// The schedule that a command is about.
const ID: OptionSpec = required("id", OptionKind::Autocomplete);

/// `/prompts`.
pub const PROMPTS: CommandSpec = CommandSpec {
    name: "prompts",
    for_admins: true,
    in_direct_messages: false,
    body: Body::Subcommands(&[
        SubcommandSpec {
            name: "add",
            options: &[
                required("channel", OptionKind::Channel),
                optional("times", TIMES),
                optional("days", DAYS),
                optional("every", SHORT),
                optional("between", SHORT),
                optional("cron", TIMES),
                optional("timezone", OptionKind::Autocomplete),
                optional("topic", OptionKind::Choice(Choices::Topic)),
                optional("role", OptionKind::Role),
                optional("together", OptionKind::Boolean),
                GRACE,
            ],
        },
        SubcommandSpec {
            name: "edit",
            options: &[
                ID,
                optional("channel", OptionKind::Channel),
                optional("times", TIMES),
                optional("days", DAYS),
                optional("every", SHORT),
                optional("between", SHORT),
                optional("cron", TIMES),
                optional("timezone", OptionKind::Autocomplete),
                optional("topic", OptionKind::Choice(Choices::Topic)),
                optional("role", OptionKind::Role),
                optional("no_role", OptionKind::Boolean),
                optional("together", OptionKind::Boolean),
                GRACE,
                optional("no_grace", OptionKind::Boolean),
            ],
        },
        SubcommandSpec {
            name: "list",
            options: &[],
        },
        SubcommandSpec {
            name: "pause",
            options: &[ID, required("until", OptionKind::Autocomplete)],
        },
        SubcommandSpec {
            name: "resume",
            options: &[ID],
        },
        SubcommandSpec {
            name: "preview",
            options: &[ID],
        },
        SubcommandSpec {
            name: "now",
            options: &[ID],
        },
        SubcommandSpec {
            name: "remove",
            options: &[ID],
        },
    ]),
};

/// What somebody asks for about a guild's prompts.
#[derive(Debug, Clone, PartialEq)]
pub enum PromptsCommand {
    /// A new schedule.
    Add {
        /// Where to post.
        channel: ChannelId,
        /// What else was chosen.
        choices: PromptChoices,
    },
    /// Another schedule under the same number.
    Edit {
        /// Its number.
        id: String,
        /// What is to be otherwise.
        choices: PromptChoices,
    },
    /// The schedules of the guild.
    List,
    /// Silence up to a day.
    Pause {
        /// Its number.
        id: String,
        /// The last silent day.
        until: String,
    },
    /// The end of a pause, or of being on hold.
    Resume {
        /// Its number.
        id: String,
    },
    /// The card that comes next.
    Preview {
        /// Its number.
        id: String,
    },
    /// A prompt at once.
    Now {
        /// Its number.
        id: String,
    },
    /// The end of a schedule.
    Remove {
        /// Its number.
        id: String,
    },
}

/// What was chosen for a schedule of prompts; `None` was not named.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct PromptChoices {
    /// Where to post.
    pub channel: Option<ChannelId>,
    /// When.
    pub recurrence: RecurrenceWords,
    /// What the cards are about.
    pub topic: Option<Topic>,
    /// The role that is pinged.
    pub role: Option<u64>,
    /// No role is pinged any more.
    pub no_role: bool,
    /// The prompts invite the team to do it together.
    pub together: Option<bool>,
    /// How late one may come, in minutes (S-40).
    pub grace: Option<u8>,
    /// They may come as late as the guild's others again.
    pub no_grace: bool,
}

/// What cards are about.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Topic {
    /// All there is.
    Everything,
    /// A part of the body.
    Area(Area),
}

impl Topic {
    fn parse(word: &str) -> Option<Self> {
        if word == EVERYTHING {
            return Some(Self::Everything);
        }
        Area::from_name(word).map(Self::Area)
    }
}

/// What somebody asks for about their own reminder.
#[derive(Debug, Clone, PartialEq)]
pub enum DeskBreakCommand {
    /// A reminder, new or changed.
    Join(DeskBreakChoices),
    /// Another one in place of the one there is.
    Edit(DeskBreakChoices),
    /// It is shown.
    Show,
    /// Silence up to a day.
    Pause {
        /// The last silent day.
        until: String,
    },
    /// The end of a pause.
    Resume,
    /// The end of it.
    Leave,
}

/// What was chosen for a reminder; `None` was not named.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct DeskBreakChoices {
    /// When.
    pub recurrence: RecurrenceWords,
    /// Where to.
    pub deliver: Option<Deliver>,
    /// The channel if a direct message fails.
    pub fallback: Option<bool>,
    /// No more on a day that has been done (S-54).
    pub stop_when_done: Option<bool>,
    /// Hours in which none comes, such as `12:00-13:00`, or `off` (S-51).
    pub quiet: Option<String>,
    /// On the server's holidays too (S-52).
    pub holidays: Option<bool>,
}

impl DeskBreakChoices {
    /// Nothing was named.
    pub fn is_empty(&self) -> bool {
        *self == Self::default()
    }

    fn read(options: &Options<'_>) -> Self {
        let deliver = options.text("deliver");
        Self {
            recurrence: options.recurrence(),
            deliver: deliver.and_then(|word| Deliver::parse(&word)),
            fallback: options.boolean("fallback"),
            stop_when_done: options.boolean("stop_when_done"),
            quiet: options.span("quiet"),
            holidays: options.boolean("holidays"),
        }
    }
}

impl PromptChoices {
    /// Nothing was named.
    pub fn is_empty(&self) -> bool {
        *self == Self::default()
    }

    fn read(options: &Options<'_>) -> Self {
        let minutes = options.integer("grace");
        Self {
            channel: options.channel("channel").ok(),
            recurrence: options.recurrence(),
            topic: options.text("topic").and_then(|word| Topic::parse(&word)),
            role: options.id("role"),
            no_role: options.flag("no_role"),
            together: options.boolean("together"),
            grace: minutes.and_then(|minutes| u8::try_from(minutes).ok()),
            no_grace: options.flag("no_grace"),
        }
    }
}

/// Reads `/prompts …`.
pub(super) fn parse_prompts(
    word: &str,
    options: &Options<'_>,
) -> Result<PromptsCommand, ParseError> {
    let id = || options.required("id");
    Ok(match word {
        "add" => PromptsCommand::Add {
            channel: options.channel("channel")?,
            choices: PromptChoices::read(options),
        },
        "edit" => PromptsCommand::Edit {
            id: id()?,
            choices: PromptChoices::read(options),
        },
        "list" => PromptsCommand::List,
        "pause" => PromptsCommand::Pause {
            id: id()?,
            until: options.required("until")?,
        },
        "resume" => PromptsCommand::Resume { id: id()? },
        "preview" => PromptsCommand::Preview { id: id()? },
        "now" => PromptsCommand::Now { id: id()? },
        "remove" => PromptsCommand::Remove { id: id()? },
        _ => return Err(ParseError::UnknownCommand),
    })
}

/// Reads `/deskbreak …`.
pub(super) fn parse_desk_break(
    word: &str,
    options: &Options<'_>,
) -> Result<DeskBreakCommand, ParseError> {
    Ok(match word {
        "join" => DeskBreakCommand::Join(DeskBreakChoices::read(options)),
        "edit" => DeskBreakCommand::Edit(DeskBreakChoices::read(options)),
        "show" => DeskBreakCommand::Show,
        "pause" => DeskBreakCommand::Pause {
            until: options.required("until")?,
        },
        "resume" => DeskBreakCommand::Resume,
        "leave" => DeskBreakCommand::Leave,
        _ => return Err(ParseError::UnknownCommand),
    })
}
