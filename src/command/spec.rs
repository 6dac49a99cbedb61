//! The one table of commands.
//!
//! Words for people (descriptions, names of choices) are in the catalogue under keys that follow from the
//! names here: `command-<words>`, `option-<words>-<option>`, `choice-<choices>-<value>`.

pub use super::choices::{Choices, NOTHING};
use super::schedules::{DESK_BREAK, PROMPTS};

/// A command as people see it in the menu.
#[derive(Debug)]
pub struct CommandSpec {
    /// Its first word.
    pub name: &'static str,
    /// Only for those who may manage the server.
    pub for_admins: bool,
    /// Works in direct messages with the bot too.
    pub in_direct_messages: bool,
    /// What can be typed behind the name.
    pub body: Body,
}

/// What stands behind a command's name. Discord takes either, never both.
#[derive(Debug)]
pub enum Body {
    /// Options at once.
    Options(&'static [OptionSpec]),
    /// A second word, each with options of its own.
    Subcommands(&'static [SubcommandSpec]),
}

/// What stands behind the name of a command that has several.
#[derive(Debug)]
pub struct SubcommandSpec {
    /// The second word, or the second and the third: `holidays add` is `add` in the group `holidays`.
    pub name: &'static str,
    /// Its options.
    pub options: &'static [OptionSpec],
}

/// An option of a command.
#[derive(Debug)]
pub struct OptionSpec {
    /// Its name.
    pub name: &'static str,
    /// What it takes.
    pub kind: OptionKind,
    /// It must be given. Those come first.
    pub required: bool,
}

/// What an option takes.
#[derive(Debug)]
pub enum OptionKind {
    /// Free text.
    Text {
        /// In characters.
        max_length: u16,
    },
    /// Text, with proposals while it is typed.
    Autocomplete,
    /// One of a few.
    Choice(Choices),
    /// A whole number.
    Integer {
        /// The least.
        min: i64,
        /// The most.
        max: i64,
    },
    /// Yes or no.
    Boolean,
    /// A channel that takes messages.
    Channel,
    /// A file that goes with it.
    Attachment,
    /// A role of the guild.
    Role,
}

pub(super) const fn required(name: &'static str, kind: OptionKind) -> OptionSpec {
    OptionSpec {
        name,
        kind,
        required: true,
    }
}

pub(super) const fn optional(name: &'static str, kind: OptionKind) -> OptionSpec {
    OptionSpec {
        name,
        kind,
        required: false,
    }
}

pub(super) const TIMES: OptionKind = OptionKind::Text { max_length: 200 };
const QUESTION: OptionKind = OptionKind::Text { max_length: 200 };
pub(super) const SHORT: OptionKind = OptionKind::Text { max_length: 40 };
pub(super) const DAYS: OptionKind = OptionKind::Text { max_length: 100 };

/// Every command, in the order of `/help`.
pub const COMMANDS: &[CommandSpec] = &[
    CommandSpec {
        name: "stretch",
        for_admins: false,
        in_direct_messages: true,
        body: Body::Options(&[
            optional("area", OptionKind::Choice(Choices::Area)),
            optional("position", OptionKind::Choice(Choices::Position)),
            optional("minutes", OptionKind::Integer { min: 1, max: 10 }),
            optional("equipment", OptionKind::Choice(Choices::Equipment)),
            optional("together", OptionKind::Boolean),
            optional("private", OptionKind::Boolean),
        ]),
    },
    CommandSpec {
        name: "causes",
        for_admins: false,
        in_direct_messages: true,
        body: Body::Options(&[optional("cause", OptionKind::Autocomplete)]),
    },
    CommandSpec {
        name: "tips",
        for_admins: false,
        in_direct_messages: true,
        body: Body::Options(&[optional("topic", OptionKind::Autocomplete)]),
    },
    CommandSpec {
        name: "ask",
        for_admins: false,
        in_direct_messages: true,
        body: Body::Options(&[required("question", QUESTION)]),
    },
    CommandSpec {
        name: "get-help",
        for_admins: false,
        in_direct_messages: true,
        body: Body::Options(&[]),
    },
    DESK_BREAK,
    CommandSpec {
        name: "done",
        for_admins: false,
        in_direct_messages: false,
        body: Body::Options(&[]),
    },
    CommandSpec {
        name: "streak",
        for_admins: false,
        in_direct_messages: false,
        body: Body::Subcommands(&[
            SubcommandSpec {
                name: "join",
                options: &[
                    optional("visibility", OptionKind::Choice(Choices::Visibility)),
                    optional("timezone", OptionKind::Autocomplete),
                    optional("days", DAYS),
                    optional("day_ends_at", OptionKind::Integer { min: 0, max: 6 }),
                ],
            },
            SubcommandSpec {
                name: "show",
                options: &[],
            },
            SubcommandSpec {
                name: "calendar",
                options: &[],
            },
            SubcommandSpec {
                name: "pause",
                options: &[
                    required("from", OptionKind::Autocomplete),
                    required("to", OptionKind::Autocomplete),
                ],
            },
            SubcommandSpec {
                name: "resume",
                options: &[],
            },
            SubcommandSpec {
                name: "visibility",
                options: &[required("level", OptionKind::Choice(Choices::Visibility))],
            },
            SubcommandSpec {
                name: "leave",
                options: &[],
            },
        ]),
    },
    CommandSpec {
        name: "leaderboard",
        for_admins: false,
        in_direct_messages: false,
        body: Body::Options(&[
            optional("metric", OptionKind::Choice(Choices::Metric)),
            optional("scope", OptionKind::Choice(Choices::Scope)),
        ]),
    },
    CommandSpec {
        name: "privacy",
        for_admins: false,
        in_direct_messages: true,
        body: Body::Subcommands(&[
            SubcommandSpec {
                name: "show",
                options: &[],
            },
            SubcommandSpec {
                name: "export",
                options: &[optional("where", OptionKind::Choice(Choices::Where))],
            },
            SubcommandSpec {
                name: "erase",
                options: &[optional("where", OptionKind::Choice(Choices::Where))],
            },
        ]),
    },
    CommandSpec {
        name: "help",
        for_admins: false,
        in_direct_messages: true,
        body: Body::Options(&[optional("command", OptionKind::Autocomplete)]),
    },
    PROMPTS,
    super::wellness::WELLNESS,
];

/// A command with all of its words, such as `prompts add`.
#[derive(Debug, Clone, Copy)]
pub struct Usage {
    /// The table's entry.
    pub command: &'static CommandSpec,
    /// The second word; with the third, where there is a group.
    pub subcommand: Option<&'static str>,
    /// Its options.
    pub options: &'static [OptionSpec],
}

impl Usage {
    /// The words as people type them.
    pub fn words(&self) -> String {
        self.subcommand.map_or_else(
            || self.command.name.to_owned(),
            |subcommand| format!("{} {subcommand}", self.command.name),
        )
    }

    /// The words as catalogue keys have them.
    pub fn key(&self) -> String {
        self.words().replace(' ', "-")
    }
}

/// Every command with all of its words, in the order of the table.
pub fn usages() -> impl Iterator<Item = Usage> {
    COMMANDS.iter().flat_map(|command| match &command.body {
        Body::Options(options) => vec![Usage {
            command,
            subcommand: None,
            options,
        }],
        Body::Subcommands(subcommands) => subcommands
            .iter()
            .map(|subcommand| Usage {
                command,
                subcommand: Some(subcommand.name),
                options: subcommand.options,
            })
            .collect(),
    })
}
