//! From an interaction to its answer: one arm, one call.
//!
//! Always answers: what is unknown, forged, outdated or failed gets a kind ephemeral sentence.

use super::failing::explain;
use super::progress::Press;
use super::streaks::Wishes;
use super::{App, Interaction, InteractionKind, Reply, Visibility};
use crate::command::spec::COMMANDS;
use crate::command::{Command, GuildCommand, ParseError, parse};
use crate::domain::card::CardKind;
use crate::domain::ids::{GuildId, MessageId};
use crate::store::StoreError;
use crate::text::Words;
use crate::view::button::ButtonId;
use crate::view::trail::{Stop, Trail};
use crate::view::{Message, notice};

/// Why a use case did not do what was asked.
#[derive(Debug, thiserror::Error)]
pub enum Failure {
    /// Something the person can do otherwise; the sentence says what.
    #[error("{0}")]
    Said(String),
    /// Something on our side; logged once, answered by an incident number.
    #[error(transparent)]
    Store(#[from] StoreError),
}

type Answer = Result<Reply, Failure>;

impl App {
    /// Answers an interaction.
    pub async fn answer(&self, interaction: &Interaction) -> Reply {
        let words = self.words(&interaction.locale);
        let answer = Box::pin(self.answer_to(interaction));
        let answer = self.hear_and(interaction, answer).await;
        let reply = answer.unwrap_or_else(|failure| explain(interaction, words, &failure));
        match reply {
            // A direct message has no channel to share with.
            Reply::Message(message, visibility) if interaction.guild.is_none() => {
                Reply::Message(notice::without_share(message), visibility)
            }
            Reply::Update(message) if interaction.guild.is_none() => {
                Reply::Update(notice::without_share(message))
            }
            reply => reply,
        }
    }

    async fn answer_to(&self, interaction: &Interaction) -> Answer {
        let words = self.words(&interaction.locale);
        match &interaction.kind {
            InteractionKind::Command { path, options } => match parse(path, options) {
                Ok(command) => self.run(interaction, command).await,
                Err(ParseError::UnknownCommand) => Err(Failure::Said(words.get("command-unknown"))),
                Err(ParseError::Option(option)) => {
                    let option = [("option", option.into())];
                    Err(Failure::Said(words.with("option-problem", &option)))
                }
            },
            InteractionKind::Component {
                custom_id,
                values,
                message,
                message_is_ephemeral,
            } => match custom_id.parse::<ButtonId>() {
                Ok(button) => {
                    let pressed = Pressed {
                        values,
                        message: *message,
                        in_place: *message_is_ephemeral,
                    };
                    self.press(interaction, button, &pressed).await
                }
                Err(_) => Ok(ephemeral(notice::outdated(words))),
            },
            InteractionKind::Autocomplete {
                path,
                focused,
                typed,
                ..
            } => {
                self.propose(interaction, &path.join(" "), focused, typed)
                    .await
            }
        }
    }

    async fn run(&self, interaction: &Interaction, command: Command) -> Answer {
        let words = self.words(&interaction.locale);
        self.check_permission(interaction)?;
        let message = match command {
            Command::Stretch {
                filter,
                together,
                private,
            } => return self.stretch(interaction, filter, together, private).await,
            Command::Causes { cause } => {
                let selection = self.selection(interaction.guild).await?;
                self.card_or_overview(words, &selection, CardKind::Cause, cause.as_deref())
                    .await
            }
            Command::Tips { topic } => {
                let selection = self.selection(interaction.guild).await?;
                self.card_or_overview(words, &selection, CardKind::Tip, topic.as_deref())
                    .await
            }
            Command::Ask { question } => self.ask(interaction, &question).await?,
            Command::GetHelp => self.get_help(words, &self.selection(interaction.guild).await?),
            Command::Help { command } => self.help(interaction, command.as_deref())?,
            Command::Done => self.check_in(interaction, None).await?,
            Command::Privacy(wish) => self.privacy(interaction, wish).await?,
            Command::Guild(command) => {
                let guild = guild(interaction, words)?;
                self.run_in_guild(interaction, guild, command).await?
            }
        };
        Ok(ephemeral(message))
    }

    async fn run_in_guild(
        &self,
        interaction: &Interaction,
        guild: GuildId,
        command: GuildCommand,
    ) -> Result<Message, Failure> {
        match command {
            GuildCommand::Prompts(command) => self.prompts(interaction, guild, command).await,
            GuildCommand::DeskBreak(command) => self.desk_break(interaction, guild, command).await,
            GuildCommand::StreakJoin {
                visibility,
                timezone,
                days,
                day_ends_at,
            } => {
                let wishes = Wishes {
                    visibility,
                    timezone,
                    days,
                    day_ends_at,
                };
                self.join_streak(interaction, guild, wishes).await
            }
            GuildCommand::StreakShow => self.show_streak(interaction, guild).await,
            GuildCommand::StreakCalendar => self.show_calendar(interaction, guild).await,
            GuildCommand::StreakPause { from, to } => {
                self.pause_streak(interaction, guild, &from, &to).await
            }
            GuildCommand::StreakResume => self.resume_streak(interaction, guild).await,
            GuildCommand::StreakVisibility { level } => {
                self.change_visibility(interaction, guild, level).await
            }
            GuildCommand::StreakLeave => self.leave_streak(interaction, guild).await,
            GuildCommand::Leaderboard { team: true, .. } => self.team(interaction, guild).await,
            GuildCommand::Leaderboard { metric, .. } => {
                self.board(interaction, guild, metric, None).await
            }
            GuildCommand::Wellness(command) => self.wellness(interaction, guild, command).await,
        }
    }

    async fn press(
        &self,
        interaction: &Interaction,
        button: ButtonId,
        pressed: &Pressed<'_>,
    ) -> Answer {
        let words = self.words(&interaction.locale);
        let here = || guild(interaction, words);
        let message = pressed.message;
        let check_in =
            |token, place| self.check_in(interaction, Some(Press::new(message, token, place)));
        let message = match button {
            ButtonId::Did(token) => return Ok(ephemeral(check_in(token, None).await?)),
            ButtonId::DidToday(place) => return Ok(ephemeral(check_in(None, place).await?)),
            ButtonId::Together(id, card) => {
                let card = card.unwrap_or(message);
                let joined = self.join_in(interaction, id, card, message).await?;
                return Ok(ephemeral(joined));
            }
            button @ (ButtonId::Hurts(_)
            | ButtonId::FollowAlong(..)
            | ButtonId::Share(_)
            | ButtonId::Next(..)
            | ButtonId::Open(..)
            | ButtonId::Back(_)
            | ButtonId::Step(..)
            | ButtonId::Follow(..)
            | ButtonId::Found
            | ButtonId::Choose(..)) => {
                return self.press_card(interaction, button, pressed).await;
            }
            button @ (ButtonId::AskToJoin(_)
            | ButtonId::Join(..)
            | ButtonId::ShowStreak(_)
            | ButtonId::ShowCalendar(_)
            | ButtonId::ShowBoard(..)
            | ButtonId::TurnBoard(..)) => self.press_streak(interaction, button).await?,
            ButtonId::Streak(own) => {
                return self.press_own(interaction, own, pressed.in_place).await;
            }
            ButtonId::ShareBoard(metric, turn) => {
                return self.share_board(interaction, metric, turn).await;
            }
            button @ (ButtonId::ConfirmPrompts(..)
            | ButtonId::CancelPrompts(_)
            | ButtonId::RemoveSchedule(_)
            | ButtonId::RemoveForGood(_)) => {
                self.press_as_admin(interaction, here()?, button).await?
            }
            ButtonId::Wellness(button) => {
                if let Some(form) = self.setup_form(interaction, &button, pressed.chosen())? {
                    return Ok(Reply::Form(form));
                }
                let pressed = self.press_wellness(interaction, button, pressed.values);
                pressed.await?
            }
            ButtonId::Reminder(id) => self.press_reminder(interaction, id, pressed).await?,
            ButtonId::LeaveDeskBreak => self.leave_desk_break(interaction, here()?).await?,
            ButtonId::Data(step, reach) => self.press_data(interaction, step, reach).await?,
        };
        Ok(turned_over(message, pressed))
    }

    /// Buttons and menus on cards, and those that lead from card to card.
    async fn press_card(
        &self,
        interaction: &Interaction,
        button: ButtonId,
        pressed: &Pressed<'_>,
    ) -> Answer {
        let words = self.words(&interaction.locale);
        let selection = self.selection(interaction.guild).await?;
        let nowhere = Trail::default();
        let chosen = pressed.chosen().and_then(|id| id.parse().ok());
        let message = match (button, chosen) {
            (ButtonId::Hurts(card), _) => {
                return Ok(ephemeral(self.hurts(words, &selection, &card)));
            }
            (ButtonId::FollowAlong(card, from), _) => {
                let pressed = (pressed.message, interaction.at());
                let message = self.follow_along(words, &selection, (&card, from), pressed);
                return Ok(ephemeral(message.await));
            }
            (ButtonId::Share(card), _) => {
                return self.share_card(interaction, &selection, &card).await;
            }
            (ButtonId::Found, Some(card)) => {
                // It comes beside the answer, so that another one can be opened from there.
                let card = self.open(words, &selection, &card, &nowhere).await;
                return Ok(ephemeral(card));
            }
            (ButtonId::Next(walk, trail), _) => {
                let walk = (interaction.user, walk);
                self.next(words, &selection, walk, trail).await
            }
            (ButtonId::Open(card, trail), _) => self.open(words, &selection, &card, &trail).await,
            (ButtonId::Follow(from, trail), Some(card)) => {
                let trail = trail.from(Stop::Card(from));
                self.open(words, &selection, &card, &trail).await
            }
            (ButtonId::Back(trail), _) => self.go_back(words, &selection, &trail).await,
            (ButtonId::Step(routine, number), _) => {
                self.step(words, &selection, &routine, number).await
            }
            (ButtonId::Choose(kind, _), chosen) => {
                self.choose(words, &selection, kind, chosen).await
            }
            _ => notice::outdated(words),
        };
        Ok(turned_over(message, pressed))
    }

    /// Buttons below schedules of prompts. Who sees them may have lost the permission since.
    async fn press_as_admin(
        &self,
        interaction: &Interaction,
        guild: GuildId,
        button: ButtonId,
    ) -> Result<Message, Failure> {
        self.check_admin(interaction)?;
        let words = self.words(&interaction.locale);
        match button {
            ButtonId::ConfirmPrompts(id, grace) => {
                self.confirm_prompts(interaction, guild, id, grace).await
            }
            ButtonId::CancelPrompts(id) => self.cancel_prompts(words, guild, id).await,
            ButtonId::RemoveSchedule(id) => {
                self.take_back_prompts(interaction, guild, &id.to_string())
                    .await
            }
            ButtonId::RemoveForGood(id) => {
                self.remove_prompts(interaction, guild, &id.to_string())
                    .await
            }
            _ => Ok(notice::outdated(words)),
        }
    }

    async fn propose(
        &self,
        interaction: &Interaction,
        command: &str,
        focused: &str,
        typed: &str,
    ) -> Answer {
        let choices = match (command, focused) {
            ("causes", "cause") => {
                self.card_choices(interaction, CardKind::Cause, typed)
                    .await?
            }
            ("tips", "topic") => self.card_choices(interaction, CardKind::Tip, typed).await?,
            ("wellness settings", "item") => self.item_choices(interaction, typed).await?,
            ("help", "command") => Self::command_choices(typed),
            (_, "id") => self.schedule_choices(interaction, typed).await?,
            ("wellness holidays remove", "date") => {
                self.holiday_choices(interaction, typed).await?
            }
            (_, "from" | "to" | "until") | ("wellness holidays add", "date") => {
                self.date_choices(interaction, typed).await?
            }
            (_, "timezone") => self.zone_choices(interaction, typed).await?,
            _ => Vec::new(),
        };
        Ok(Reply::Choices(choices))
    }

    /// Discord hides admins' commands from others; a forged request is refused all the same.
    fn check_permission(&self, interaction: &Interaction) -> Result<(), Failure> {
        let InteractionKind::Command { path, .. } = &interaction.kind else {
            return Ok(());
        };
        let mut for_admins = COMMANDS.iter().filter(|spec| spec.for_admins);
        match for_admins.find(|spec| path.first().is_some_and(|name| name == spec.name)) {
            Some(_) => self.check_admin(interaction),
            None => Ok(()),
        }
    }

    pub(super) fn check_admin(&self, interaction: &Interaction) -> Result<(), Failure> {
        if interaction.may_manage_guild {
            return Ok(());
        }
        Err(Failure::Said(
            self.words(&interaction.locale).get("admins-only"),
        ))
    }
}

/// What was pressed, beside the button's meaning.
pub(super) struct Pressed<'a> {
    values: &'a [String],
    message: MessageId,
    /// Only its reader sees the message, so that it may change under them.
    in_place: bool,
}

impl Pressed<'_> {
    /// What was chosen in a menu.
    pub(super) fn chosen(&self) -> Option<&str> {
        self.values.first().map(String::as_str)
    }
}

/// What only its reader sees is turned over in place; in a channel nobody's message changes.
fn turned_over(message: Message, pressed: &Pressed<'_>) -> Reply {
    if pressed.in_place {
        Reply::Update(message)
    } else {
        ephemeral(message)
    }
}

fn ephemeral(message: Message) -> Reply {
    Reply::Message(message, Visibility::Ephemeral)
}

/// The guild of an interaction, for what makes sense in a guild only.
pub(super) fn guild(interaction: &Interaction, words: Words<'_>) -> Result<GuildId, Failure> {
    interaction
        .guild
        .ok_or_else(|| Failure::Said(words.get("guild-only")))
}
