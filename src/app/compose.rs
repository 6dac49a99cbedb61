//! What a delivery says.
//!
//! Begin reading at [`App::compose`].

use jiff::Timestamp;

use super::App;
use super::cards::opening_for;
use super::prompts::topic;
use super::selection::candidates_for;
use crate::content::{CardRef, Selection};
use crate::domain::delivery::{Token, WANTED_NOW};
use crate::domain::ids::GuildId;
use crate::store::{
    Delivery, Guild, QUESTION, RECAP, Schedule, ScheduleKind, ScheduleSettings, StoreError,
};
use crate::text::Words;
use crate::view::exercises::Occasion;
use crate::view::reminders::Later;
use crate::view::{self, Mentions, Message, desk_breaks, reminders, schedules};

/// What a card is posted for.
pub(super) enum Purpose<'a> {
    /// A channel's prompt.
    Prompt(&'a ScheduleSettings, &'a Token),
    /// One member's reminder, with the line above it.
    Reminder(&'a Token, String, Later),
    /// Nothing is posted; an admin looks at what would be.
    Preview(&'a ScheduleSettings),
}

impl App {
    /// The message of a delivery; `None` if its card has left the pack and there is no other.
    pub(super) async fn compose(
        &self,
        delivery: &Delivery,
        schedule: &Schedule,
        guild: &Guild,
        mention: bool,
    ) -> Result<Option<Message>, StoreError> {
        let words = self.words_of(guild);
        let Ok(token) = delivery.token.parse::<Token>() else {
            return Ok(None);
        };
        let mentioned = delivery.user.filter(|_| mention);
        let pings = mentioned.map_or(Mentions::Nobody, Mentions::User);
        if delivery.item.as_deref() == Some(QUESTION) {
            return Ok(Some(reminders::still_wanted(words, &token, mentioned)));
        }
        if delivery.item.as_deref() == Some(RECAP) {
            let day = delivery.key.date;
            return self.recap(words, delivery.guild, day, &token).await;
        }
        let is_break = delivery.kind == ScheduleKind::DeskBreak;
        let is_snoozed = delivery.key.k > 0 && delivery.key.k != WANTED_NOW;
        let purpose = match delivery.user {
            None => Purpose::Prompt(&schedule.settings, &token),
            Some(_) => {
                let greeting = if is_snoozed {
                    reminders::snoozed_greeting(words, mentioned)
                } else {
                    desk_breaks::desk_break_greeting(words, mentioned)
                };
                let later = if is_break {
                    Later::SnoozeOrSkip
                } else {
                    Later::Snooze
                };
                Purpose::Reminder(&token, greeting, later)
            }
        };
        let selection = self.selection(Some(delivery.guild)).await?;
        let (item, due) = (delivery.item.as_deref(), delivery.due_at);
        let card = self.card_for(words, &selection, item, due, &purpose).await;
        Ok(card.map(|mut message| {
            if delivery.user.is_some() {
                message.mentions = pings;
            }
            message
        }))
    }

    /// The words of what is posted in a guild.
    pub(super) async fn guild_words(&self, guild: GuildId) -> Result<Words<'_>, StoreError> {
        Ok(self.words_of(&self.store.guild(guild).await?))
    }

    fn words_of(&self, guild: &Guild) -> Words<'_> {
        self.words(guild.locale.as_deref().unwrap_or(&self.default_locale))
    }

    /// A card as it is posted; another one if it has left the pack, or been switched off, since it was drawn.
    pub(super) async fn card_for(
        &self,
        words: Words<'_>,
        selection: &Selection<'_>,
        item: Option<&str>,
        due: Timestamp,
        purpose: &Purpose<'_>,
    ) -> Option<Message> {
        let item = item.and_then(|item| item.parse().ok());
        let about = match purpose {
            Purpose::Prompt(settings, _) | Purpose::Preview(settings) => topic(settings),
            Purpose::Reminder(..) => None,
        };
        let fallback = || {
            let others = candidates_for(selection, about).into_iter().next();
            selection.card(&others?.id.parse().ok()?)
        };
        let card = item.as_ref().and_then(|item| selection.card(item));
        let heading = match purpose {
            Purpose::Prompt(settings, _) | Purpose::Preview(settings) => {
                schedules::prompt_heading(words, settings.role, settings.together)
            }
            Purpose::Reminder(_, greeting, _) => Some(greeting.clone()),
        };
        let mut message = match card.or_else(fallback)? {
            CardRef::Exercise(exercise) => {
                let seed = due.as_second().cast_unsigned();
                let opening = opening_for(selection, &exercise.card.id, seed);
                let occasion = match purpose {
                    Purpose::Prompt(_, token) => Occasion::Prompt {
                        token,
                        heading,
                        opening,
                    },
                    Purpose::Reminder(token, greeting, later) => Occasion::Reminder {
                        token,
                        greeting: greeting.clone(),
                        later: *later,
                    },
                    Purpose::Preview(_) => Occasion::Preview { heading, opening },
                };
                self.exercise_card(words, selection, exercise, &occasion)
                    .await
            }
            CardRef::Prompt(prompt) => {
                let safety = self.library.safety();
                let posted = match purpose {
                    Purpose::Prompt(_, token) => Some((*token, Later::Snooze)),
                    Purpose::Reminder(token, _, later) => Some((*token, *later)),
                    Purpose::Preview(_) => None,
                };
                view::exercises::prompt(words, safety, prompt, posted, heading.as_deref())
            }
            _ => return None,
        };
        if let Purpose::Prompt(settings, _) = purpose {
            message.mentions = settings.role.map_or(Mentions::Nobody, Mentions::Role);
        }
        Some(message)
    }
}
