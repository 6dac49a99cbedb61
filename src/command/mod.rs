//! The slash commands: one table, from which registration, parsing, `/help` and the README's table come.
//!
//! Knows Discord's words for options, but not the wire. Begin reading at [`spec::COMMANDS`].

mod choices;
pub mod parse;
mod privacy;
pub mod registration;
pub mod schedules;
pub mod spec;
pub mod wellness;

pub use parse::{Command, GuildCommand, OptionValue, ParseError, RecurrenceWords, parse};
pub use privacy::{Privacy, Where};
pub use schedules::{DeskBreakChoices, DeskBreakCommand, PromptChoices, PromptsCommand, Topic};
pub use spec::COMMANDS;
pub use wellness::{Attachment, SettingsChange, WellnessCommand};
