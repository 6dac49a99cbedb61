//! `/wellness`: what is for those who manage a guild. Its part of the table, and of the parser.

use super::ParseError;
use super::parse::{OptionValue, Options};
use super::spec::{
    Body, Choices, CommandSpec, OptionKind, SHORT, SubcommandSpec, optional, required,
};
use crate::domain::ids::ChannelId;

/// A name of a day, in characters.
const NAME: OptionKind = OptionKind::Text { max_length: 80 };

/// The command with all of its subcommands.
pub(super) const WELLNESS: CommandSpec = CommandSpec {
    name: "wellness",
    for_admins: true,
    in_direct_messages: false,
    body: Body::Subcommands(&[
        SubcommandSpec {
            name: "setup",
            options: &[optional("timezone", OptionKind::Autocomplete)],
        },
        SubcommandSpec {
            name: "settings",
            options: &[
                optional("timezone", OptionKind::Autocomplete),
                optional("channel", OptionKind::Channel),
                optional("language", OptionKind::Choice(Choices::Language)),
                optional("quiet", SHORT),
                optional("grace", OptionKind::Integer { min: 0, max: 120 }),
                optional("freezes", OptionKind::Boolean),
                optional("replace", OptionKind::Boolean),
                optional(
                    "goal",
                    OptionKind::Integer {
                        min: 0,
                        max: 100_000,
                    },
                ),
                optional("recap", OptionKind::Boolean),
                optional("item", OptionKind::Autocomplete),
                optional("enabled", OptionKind::Boolean),
            ],
        },
        SubcommandSpec {
            name: "check",
            options: &[],
        },
        SubcommandSpec {
            name: "holidays add",
            options: &[
                required("date", OptionKind::Autocomplete),
                required("name", NAME),
            ],
        },
        SubcommandSpec {
            name: "holidays remove",
            options: &[required("date", OptionKind::Autocomplete)],
        },
        SubcommandSpec {
            name: "holidays list",
            options: &[],
        },
        SubcommandSpec {
            name: "holidays import",
            options: &[required("file", OptionKind::Attachment)],
        },
    ]),
};

/// What those who manage a guild ask for.
#[derive(Debug, Clone, PartialEq)]
pub enum WellnessCommand {
    /// The guided set-up.
    Setup {
        /// The zone, if it was found by city already.
        timezone: Option<String>,
    },
    /// The guild's settings, shown or changed.
    Settings(SettingsChange),
    /// A new holiday.
    AddHoliday {
        /// Its date.
        date: String,
        /// Its name.
        name: String,
    },
    /// A holiday less.
    RemoveHoliday {
        /// Its date.
        date: String,
    },
    /// The holidays that are to come.
    ListHolidays,
    /// What the bot may do, and what became of its deliveries.
    Check,
    /// The holidays of a calendar file.
    ImportHolidays {
        /// The file.
        file: Attachment,
    },
}

/// What of a guild's settings is to change; nothing if they are only to be shown.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct SettingsChange {
    /// The guild's zone from now on.
    pub timezone: Option<String>,
    /// The guild's channel for wellness.
    pub channel: Option<ChannelId>,
    /// The language of what is posted.
    pub language: Option<String>,
    /// Hours in which nothing is posted, such as `22:00-7:00`, or `off`.
    pub quiet: Option<String>,
    /// How late a prompt may come, in minutes.
    pub grace: Option<i64>,
    /// Whether missed days can be covered.
    pub freezes: Option<bool>,
    /// Whether a prompt takes the place of the one before.
    pub replace: Option<bool>,
    /// How many breaks the team wants to take in a week; 0 is no goal.
    pub goal: Option<i64>,
    /// Whether the week is told in numbers.
    pub recap: Option<bool>,
    /// A card, by id or title.
    pub item: Option<String>,
    /// Whether the card is shown from now on.
    pub enabled: Option<bool>,
}

/// A file that somebody sent along; what is in it has still to be fetched.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Attachment {
    /// Its name.
    pub name: String,
    /// Where it lies.
    pub url: String,
    /// In bytes, as Discord says.
    pub size: u64,
}

/// Reads one of them. The options have been checked against the table.
pub(super) fn parse(words: &str, options: &Options<'_>) -> Result<WellnessCommand, ParseError> {
    Ok(match words {
        "wellness settings" => WellnessCommand::Settings(SettingsChange {
            timezone: options.text("timezone"),
            channel: options.channel("channel").ok(),
            language: options.text("language"),
            quiet: options.span("quiet"),
            grace: options.integer("grace"),
            freezes: options.boolean("freezes"),
            replace: options.boolean("replace"),
            goal: options.integer("goal"),
            recap: options.boolean("recap"),
            item: options.text("item"),
            enabled: options.boolean("enabled"),
        }),
        "wellness holidays add" => WellnessCommand::AddHoliday {
            date: options.required("date")?,
            name: options.required("name")?,
        },
        "wellness holidays remove" => WellnessCommand::RemoveHoliday {
            date: options.required("date")?,
        },
        "wellness setup" => WellnessCommand::Setup {
            timezone: options.text("timezone"),
        },
        "wellness check" => WellnessCommand::Check,
        "wellness holidays list" => WellnessCommand::ListHolidays,
        "wellness holidays import" => match options.find("file") {
            Some(OptionValue::Attachment(file)) => {
                WellnessCommand::ImportHolidays { file: file.clone() }
            }
            _ => return Err(ParseError::Option("file".to_owned())),
        },
        _ => return Err(ParseError::UnknownCommand),
    })
}
