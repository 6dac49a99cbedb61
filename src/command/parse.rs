//! Command names and options to a [`Command`].

use super::privacy::{Privacy, Where};
use super::schedules::{DeskBreakCommand, PromptsCommand, parse_desk_break, parse_prompts};
use super::spec::{OptionKind, OptionSpec, usages};
use super::wellness::{self, Attachment, WellnessCommand};
use crate::domain::card::Area;
use crate::domain::exercise::{AtHand, Equipment, Filter, Position};
use crate::domain::ids::ChannelId;
use crate::domain::leaderboard::{Metric, Visibility};

/// The value of an option, as it came.
#[derive(Debug, Clone, PartialEq)]
pub enum OptionValue {
    /// Text.
    Text(String),
    /// A whole number.
    Integer(i64),
    /// Yes or no.
    Boolean(bool),
    /// A channel.
    Channel(ChannelId),
    /// A role or a user that we know only by its number.
    Id(u64),
    /// A file.
    Attachment(Attachment),
}

/// What somebody asks for.
#[derive(Debug, Clone, PartialEq)]
pub enum Command {
    /// A card with a movement.
    Stretch {
        /// Which ones will do.
        filter: Filter,
        /// For the channel, which counts how many do it.
        together: bool,
        /// Only for the one who asks.
        private: bool,
    },
    /// A cause's card, or an overview.
    Causes {
        /// Its id, or what was typed.
        cause: Option<String>,
    },
    /// A tip's card, or an overview.
    Tips {
        /// Its id, or what was typed.
        topic: Option<String>,
    },
    /// The cards that answer a question.
    Ask {
        /// In a person's own words.
        question: String,
    },
    /// When to see a professional.
    GetHelp,
    /// What the bot can do.
    Help {
        /// Only this command.
        command: Option<String>,
    },
    /// Today's check-in.
    Done,
    /// What is kept about oneself.
    Privacy(Privacy),
    /// What makes sense in a guild only.
    Guild(GuildCommand),
}

/// What somebody asks for in a guild.
#[derive(Debug, Clone, PartialEq)]
pub enum GuildCommand {
    /// About the guild's prompts.
    Prompts(PromptsCommand),
    /// About one's own reminder.
    DeskBreak(DeskBreakCommand),
    /// Starts one's streak.
    StreakJoin {
        /// Who may see it; asked if not given.
        visibility: Option<Visibility>,
        /// The member's zone.
        timezone: Option<String>,
        /// The days that count.
        days: Option<String>,
        /// The hour at which the day turns.
        day_ends_at: Option<i64>,
    },
    /// One's streak.
    StreakShow,
    /// One's year.
    StreakCalendar,
    /// A vacation.
    StreakPause {
        /// Its first day.
        from: String,
        /// Its last day.
        to: String,
    },
    /// Ends every vacation.
    StreakResume,
    /// Who may see one's streak.
    StreakVisibility {
        /// Who.
        level: Visibility,
    },
    /// Ends one's streak.
    StreakLeave,
    /// The guild's board.
    Leaderboard {
        /// What it is ordered by.
        metric: Metric,
        /// The team's figures only.
        team: bool,
    },
    /// What is for those who manage the guild.
    Wellness(WellnessCommand),
}

/// A recurrence as it was typed.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct RecurrenceWords {
    /// Such as `10:30, 15:00`.
    pub times: Option<String>,
    /// Such as `90m`.
    pub every: Option<String>,
    /// Such as `9:00-17:00`.
    pub between: Option<String>,
    /// Such as `0 9 * * MON-FRI`.
    pub cron: Option<String>,
    /// Such as `weekdays`.
    pub days: Option<String>,
    /// An IANA name.
    pub timezone: Option<String>,
}

/// Why a command was not understood.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum ParseError {
    /// No such command: Discord still shows one that we have dropped.
    #[error("unknown command")]
    UnknownCommand,
    /// An option is missing, unknown, or of the wrong type or value: an outdated menu or a forged request.
    #[error("option {0} is missing or does not fit")]
    Option(String),
}

/// Reads a command.
///
/// # Errors
/// When the table has no such command, or an option does not fit what the table says of it.
pub fn parse(path: &[String], options: &[(String, OptionValue)]) -> Result<Command, ParseError> {
    let words = path.join(" ");
    let usage = usages()
        .find(|usage| usage.words() == words)
        .ok_or(ParseError::UnknownCommand)?;
    check(usage.options, options)?;
    let options = Options(options);
    match words.as_str() {
        "stretch" => Ok(Command::Stretch {
            filter: options.filter(),
            together: options.flag("together"),
            private: options.flag("private"),
        }),
        "causes" => Ok(Command::Causes {
            cause: options.text("cause"),
        }),
        "tips" => Ok(Command::Tips {
            topic: options.text("topic"),
        }),
        "ask" => Ok(Command::Ask {
            question: options.required("question")?,
        }),
        "get-help" => Ok(Command::GetHelp),
        "help" => Ok(Command::Help {
            command: options.text("command"),
        }),
        "done" => Ok(Command::Done),
        "privacy show" => Ok(Command::Privacy(Privacy::Show)),
        "privacy export" => Ok(Command::Privacy(Privacy::Export(options.reach()))),
        "privacy erase" => Ok(Command::Privacy(Privacy::Erase(options.reach()))),
        other => parse_in_guild(other, &options).map(Command::Guild),
    }
}

fn parse_in_guild(words: &str, options: &Options<'_>) -> Result<GuildCommand, ParseError> {
    if let Some(word) = words.strip_prefix("prompts ") {
        return parse_prompts(word, options).map(GuildCommand::Prompts);
    }
    if let Some(word) = words.strip_prefix("deskbreak ") {
        return parse_desk_break(word, options).map(GuildCommand::DeskBreak);
    }
    Ok(match words {
        "streak join" => GuildCommand::StreakJoin {
            visibility: options
                .text("visibility")
                .and_then(|word| Visibility::parse(&word)),
            timezone: options.text("timezone"),
            days: options.text("days"),
            day_ends_at: options.integer("day_ends_at"),
        },
        "streak show" => GuildCommand::StreakShow,
        "streak calendar" => GuildCommand::StreakCalendar,
        "streak pause" => GuildCommand::StreakPause {
            from: options.required("from")?,
            to: options.required("to")?,
        },
        "streak resume" => GuildCommand::StreakResume,
        "streak visibility" => GuildCommand::StreakVisibility {
            level: Visibility::parse(&options.required("level")?)
                .ok_or_else(|| ParseError::Option("level".to_owned()))?,
        },
        "streak leave" => GuildCommand::StreakLeave,
        "leaderboard" => GuildCommand::Leaderboard {
            metric: options
                .text("metric")
                .and_then(|word| Metric::parse(&word))
                .unwrap_or_default(),
            team: options.text("scope").as_deref() == Some("team"),
        },
        other => GuildCommand::Wellness(wellness::parse(other, options)?),
    })
}

/// Every given option is in the table, fits what the table says of it, and none that must be given is missing.
fn check(specs: &[OptionSpec], options: &[(String, OptionValue)]) -> Result<(), ParseError> {
    let misfit = options.iter().find(|(name, value)| {
        !specs
            .iter()
            .any(|spec| spec.name == name && fits(&spec.kind, value))
    });
    if let Some((name, _)) = misfit {
        return Err(ParseError::Option(name.clone()));
    }
    let is_given = |spec: &&OptionSpec| options.iter().any(|(name, _)| name == spec.name);
    match specs.iter().find(|spec| spec.required && !is_given(spec)) {
        Some(missing) => Err(ParseError::Option(missing.name.to_owned())),
        None => Ok(()),
    }
}

fn fits(kind: &OptionKind, value: &OptionValue) -> bool {
    match (kind, value) {
        (OptionKind::Text { max_length }, OptionValue::Text(text)) => {
            text.chars().count() <= usize::from(*max_length)
        }
        (OptionKind::Choice(choices), OptionValue::Text(text)) => {
            choices.values().contains(&text.as_str())
        }
        (OptionKind::Integer { min, max }, OptionValue::Integer(number)) => {
            (min..=max).contains(&number)
        }
        (OptionKind::Autocomplete, OptionValue::Text(_))
        | (OptionKind::Boolean, OptionValue::Boolean(_))
        | (OptionKind::Channel, OptionValue::Channel(_))
        | (OptionKind::Attachment, OptionValue::Attachment(_))
        | (OptionKind::Role, OptionValue::Id(_)) => true,
        _ => false,
    }
}

/// Options that have been checked against the table.
pub(super) struct Options<'a>(&'a [(String, OptionValue)]);

impl Options<'_> {
    pub(super) fn find(&self, name: &str) -> Option<&OptionValue> {
        self.0
            .iter()
            .find(|(own, _)| own == name)
            .map(|(_, value)| value)
    }

    pub(super) fn text(&self, name: &str) -> Option<String> {
        match self.find(name) {
            Some(OptionValue::Text(text)) => Some(text.trim().to_owned()),
            _ => None,
        }
    }

    pub(super) fn required(&self, name: &str) -> Result<String, ParseError> {
        self.text(name)
            .ok_or_else(|| ParseError::Option(name.to_owned()))
    }

    pub(super) fn integer(&self, name: &str) -> Option<i64> {
        match self.find(name) {
            Some(OptionValue::Integer(number)) => Some(*number),
            _ => None,
        }
    }

    pub(super) fn boolean(&self, name: &str) -> Option<bool> {
        match self.find(name) {
            Some(OptionValue::Boolean(value)) => Some(*value),
            _ => None,
        }
    }

    pub(super) fn flag(&self, name: &str) -> bool {
        self.boolean(name) == Some(true)
    }

    pub(super) fn id(&self, name: &str) -> Option<u64> {
        match self.find(name) {
            Some(OptionValue::Id(id)) => Some(*id),
            _ => None,
        }
    }

    pub(super) fn channel(&self, name: &str) -> Result<ChannelId, ParseError> {
        match self.find(name) {
            Some(OptionValue::Channel(channel)) => Ok(*channel),
            _ => Err(ParseError::Option(name.to_owned())),
        }
    }

    fn reach(&self) -> Option<Where> {
        Where::from_name(&self.text("where")?)
    }

    pub(super) fn recurrence(&self) -> RecurrenceWords {
        RecurrenceWords {
            times: self.text("times"),
            every: self.text("every"),
            between: self.span("between"),
            cron: self.text("cron"),
            days: self.span("days"),
            timezone: self.text("timezone"),
        }
    }

    /// A text with spans in it: keyboards put longer dashes in the place of the plain one.
    pub(super) fn span(&self, name: &str) -> Option<String> {
        let text = self.text(name)?;
        Some(text.replace(['–', '—', '‑', '−'], "-"))
    }

    fn filter(&self) -> Filter {
        Filter {
            area: self.text("area").and_then(|word| Area::from_name(&word)),
            position: self
                .text("position")
                .and_then(|word| Position::from_name(&word)),
            max_minutes: self
                .integer("minutes")
                .and_then(|minutes| u16::try_from(minutes).ok()),
            equipment: self
                .text("equipment")
                .map(|word| Equipment::from_name(&word).map_or(AtHand::Nothing, AtHand::Item)),
            ..Filter::default()
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn text(name: &str, value: &str) -> (String, OptionValue) {
        (name.to_owned(), OptionValue::Text(value.to_owned()))
    }

    fn read(words: &str, options: &[(String, OptionValue)]) -> Result<Command, ParseError> {
        parse(
            &words.split(' ').map(str::to_owned).collect::<Vec<_>>(),
            options,
        )
    }

    #[test]
    fn every_command_of_the_table_is_understood() {
        let channel = ChannelId::new(5).unwrap();
        for usage in usages() {
            let given: Vec<_> = usage
                .options
                .iter()
                .filter(|option| option.required)
                .map(|option| match option.kind {
                    OptionKind::Role => (option.name.to_owned(), OptionValue::Id(5)),
                    OptionKind::Channel => (option.name.to_owned(), OptionValue::Channel(channel)),
                    OptionKind::Choice(choices) => text(option.name, choices.values()[0]),
                    OptionKind::Attachment => {
                        let file = Attachment {
                            name: "a.ics".to_owned(),
                            url: "https://cdn.discordapp.com/a.ics".to_owned(),
                            size: 1,
                        };
                        (option.name.to_owned(), OptionValue::Attachment(file))
                    }
                    _ => text(option.name, "9:00"),
                })
                .collect();
            assert!(read(&usage.words(), &given).is_ok(), "{}", usage.words());
        }
    }

    #[test]
    fn forged_and_outdated_options_are_refused() {
        let refused =
            |words: &str, options: &[(String, OptionValue)]| read(words, options).unwrap_err();
        assert_eq!(refused("nonsense", &[]), ParseError::UnknownCommand);
        assert_eq!(
            refused("deskbreak join", &[]),
            ParseError::Option("times".to_owned())
        );
        assert_eq!(
            refused("stretch", &[text("area", "tail")]),
            ParseError::Option("area".to_owned())
        );
        let minutes = ("minutes".to_owned(), OptionValue::Integer(99));
        assert_eq!(
            refused("stretch", &[minutes]),
            ParseError::Option("minutes".to_owned())
        );
        assert_eq!(
            refused("done", &[text("user", "1")]),
            ParseError::Option("user".to_owned())
        );
    }
}
