//! Schedules of prompts: adding and changing them, always said back and confirmed first (S-5).
//!
//! What is done with those that are there is in [`super::prompt_list`]; what they post is planned in
//! [`super::planning`]. Begin reading at [`App::prompts`].

use std::num::NonZeroU64;

use jiff::tz::TimeZone;

use super::dispatch::Failure;
use super::prompt_list::read_back;
use super::recurrences::understand_change;
pub(super) use super::recurrences::{accept, stored, understand};
use super::selection::candidates_about;
use super::settings::MOST_GRACE;
use super::{App, Interaction};
use crate::command::{PromptChoices, PromptsCommand, Topic};
use crate::domain::card::Area;
use crate::domain::delivery::Deliver;
use crate::domain::ids::{ChannelId, GuildId, InteractionId};
use crate::domain::recurrence::Recurrence;
use crate::domain::schedule::{self, Reading};
use crate::store::{
    ConfirmOutcome, NewSchedule, Proposal, Schedule, ScheduleKind, ScheduleSettings,
};
use crate::text::Words;
use crate::view::schedules::{self, Extras, ProposedLine};
use crate::view::{Message, notice};

/// More schedules than this in one guild are nobody's wish.
pub(super) const MAX_SCHEDULES: usize = 25;

/// What a schedule is to be.
struct Wanted {
    channel: ChannelId,
    recurrence: Recurrence,
    timezone: String,
    zone: TimeZone,
    extras: Extras,
}

impl App {
    /// `/prompts …`.
    pub(super) async fn prompts(
        &self,
        interaction: &Interaction,
        guild: GuildId,
        command: PromptsCommand,
    ) -> Result<Message, Failure> {
        let words = self.words(&interaction.locale);
        match command {
            PromptsCommand::Add { channel, choices } => {
                self.add_prompts(interaction, guild, channel, &choices)
                    .await
            }
            PromptsCommand::Edit { id, choices } => {
                self.edit_prompts(interaction, guild, &id, &choices).await
            }
            PromptsCommand::List => self.list_prompts(words, guild).await,
            PromptsCommand::Pause { id, until } => {
                self.pause_prompts(words, guild, &id, &until).await
            }
            PromptsCommand::Resume { id } => self.resume_prompts(words, guild, &id).await,
            PromptsCommand::Preview { id } => self.preview_prompts(words, guild, &id).await,
            PromptsCommand::Now { id } => self.prompt_now(interaction, guild, &id).await,
            PromptsCommand::Remove { id } => self.ask_to_remove(words, guild, &id).await,
        }
    }

    /// `/prompts add`: what was understood is said back, and nothing comes of it before it is confirmed (S-5).
    async fn add_prompts(
        &self,
        interaction: &Interaction,
        guild: GuildId,
        channel: ChannelId,
        asked: &PromptChoices,
    ) -> Result<Message, Failure> {
        let words = self.words(&interaction.locale);
        let recurrence = understand(words, &asked.recurrence)?;
        let known = self.store.guild(guild).await?.timezone;
        let is_first_zone = known.is_none();
        let chosen = self.asked_or_stored(words, asked.recurrence.timezone.as_deref(), known)?;
        let (timezone, zone) = chosen.ok_or_else(|| Failure::Said(words.get("zone-needed")))?;
        let now = self.clock.now();
        accept(words, &recurrence, &zone, now)?;
        let none = Extras::default();
        let wanted = Wanted {
            extras: self.extras(words, guild, asked, none).await?,
            channel,
            recurrence,
            timezone,
            zone,
        };
        if self.store.schedules_of_guild(guild).await?.len() >= MAX_SCHEDULES {
            return Err(too_many(words));
        }
        let read = (&wanted.recurrence, &wanted.zone);
        let next = self.coming_in(guild, read, now).await?;
        let twins = self.posting_at((guild, channel), None, &next).await?;
        let proposal = proposal(interaction, guild, None, &wanted);
        self.store.put_proposal(&proposal).await?;
        let line = ProposedLine {
            id: interaction.id,
            channel,
            next,
            recurrence: wanted.recurrence,
            zone: wanted.timezone,
            extras: wanted.extras,
            is_first_zone,
            changes: None,
            problem: self.in_the_way(guild, channel, wanted.extras.role).await,
            twins,
        };
        Ok(schedules::prompts_proposed(words, &line))
    }

    /// `/prompts edit`: as `add`, and what is not named stays as it is.
    async fn edit_prompts(
        &self,
        interaction: &Interaction,
        guild: GuildId,
        id: &str,
        asked: &PromptChoices,
    ) -> Result<Message, Failure> {
        let words = self.words(&interaction.locale);
        let schedule = self.find_prompts(words, guild, id).await?;
        if asked.is_empty() {
            return Err(Failure::Said(words.get("prompts-edit-nothing")));
        }
        let old = read_back(words, &schedule)?;
        let recurrence = understand_change(words, &asked.recurrence, &old)?;
        let known = Some(schedule.settings.timezone.clone());
        let chosen = self.asked_or_stored(words, asked.recurrence.timezone.as_deref(), known)?;
        let (timezone, zone) = chosen.ok_or_else(|| Failure::Said(words.get("zone-needed")))?;
        let now = self.clock.now();
        accept(words, &recurrence, &zone, now)?;
        let before = extras_of(&schedule.settings);
        let channel = asked.channel.or(schedule.settings.channel);
        let wanted = Wanted {
            extras: self.extras(words, guild, asked, before).await?,
            channel: channel.unwrap_or(interaction.channel),
            recurrence,
            timezone,
            zone,
        };
        let reading = Reading {
            recurrence: &wanted.recurrence,
            zone: &wanted.zone,
        };
        let proposal = proposal(interaction, guild, Some(&schedule), &wanted);
        let then = proposed(&proposal, wanted.extras.grace, &schedule.settings);
        if then == schedule.settings {
            let id = [("id", schedule.id.to_string().into())];
            return Err(Failure::Said(words.with("prompts-edit-same", &id)));
        }
        let next = self.coming_of(&schedule, reading, now).await?;
        let place = (guild, wanted.channel);
        let twins = self.posting_at(place, Some(schedule.id), &next).await?;
        self.store.put_proposal(&proposal).await?;
        let line = ProposedLine {
            id: interaction.id,
            channel: wanted.channel,
            next,
            recurrence: wanted.recurrence,
            zone: wanted.timezone,
            extras: wanted.extras,
            is_first_zone: false,
            changes: Some(self.line(words, &schedule).await?),
            problem: self
                .in_the_way(guild, wanted.channel, wanted.extras.role)
                .await,
            twins,
        };
        Ok(schedules::prompts_proposed(words, &line))
    }

    /// The button that makes a proposal a schedule: once, whoever presses it and however often.
    pub(super) async fn confirm_prompts(
        &self,
        interaction: &Interaction,
        guild: GuildId,
        id: InteractionId,
        grace: Option<u8>,
    ) -> Result<Message, Failure> {
        let words = self.words(&interaction.locale);
        let gone = || Failure::Said(words.get("prompts-proposal-gone"));
        let proposal = self.store.proposal(id, guild).await?.ok_or_else(gone)?;
        let recurrence: Recurrence = proposal.recurrence.parse().map_err(|_| gone())?;
        let zone = self.stored_zone(&proposal.timezone);
        let now = self.clock.now();
        accept(words, &recurrence, &zone, now)?;
        let outcome = match proposal.edits {
            Some(edited) => {
                let edited = self.store.schedule(edited).await?.ok_or_else(gone)?;
                let reading = Reading {
                    recurrence: &recurrence,
                    zone: &zone,
                };
                let (at, next) = self.next_of(&edited, reading, now).await?;
                let settings = proposed(&proposal, grace, &edited.settings);
                let changing = self.store.confirm_change(&proposal, &settings, at, next);
                changing.await?
            }
            None => {
                let plain = settings(proposal.timezone.clone(), &recurrence, Deliver::Channel);
                let new = NewSchedule {
                    kind: ScheduleKind::Team,
                    guild,
                    user: None,
                    settings: proposed(&proposal, grace, &plain),
                    at: now,
                    next_due: schedule::next(&recurrence, &zone, now).map(|next| next.due),
                    bag_seed: id.get(),
                    created_by: interaction.user,
                };
                self.store.confirm_proposal(id, &new, MAX_SCHEDULES).await?
            }
        };
        match outcome {
            ConfirmOutcome::Confirmed(schedule) => {
                self.planning.notify_one();
                let mut line = self.line(words, &schedule).await?;
                line.problem = self.in_the_way(guild, line.channel, line.extras.role).await;
                let is_new = proposal.edits.is_none();
                Ok(schedules::prompts_saved(words, &line, is_new))
            }
            ConfirmOutcome::TooMany => Err(too_many(words)),
            ConfirmOutcome::Gone => Err(gone()),
        }
    }

    /// The button that forgets a proposal.
    pub(super) async fn cancel_prompts(
        &self,
        words: Words<'_>,
        guild: GuildId,
        id: InteractionId,
    ) -> Result<Message, Failure> {
        let removed = self.store.remove_proposal(id, guild).await?;
        let key = if removed {
            "prompts-cancelled"
        } else {
            "prompts-proposal-gone"
        };
        Ok(notice::said(words, key))
    }

    /// What else was chosen, beside what there was.
    async fn extras(
        &self,
        words: Words<'_>,
        guild: GuildId,
        asked: &PromptChoices,
        before: Extras,
    ) -> Result<Extras, Failure> {
        let topic = match asked.topic {
            None => before.topic,
            Some(Topic::Everything) => None,
            Some(Topic::Area(area)) => Some(area),
        };
        if let Some(area) = topic.filter(|area| before.topic != Some(*area)) {
            let selection = self.selection(Some(guild)).await?;
            if candidates_about(&selection, area).is_empty() {
                let topic = words.get(&format!("choice-topic-{area}"));
                let sentence = words.with("prompts-topic-empty", &[("topic", topic.into())]);
                return Err(Failure::Said(sentence));
            }
        }
        let role = asked.role.and_then(NonZeroU64::new);
        // The role that everybody has is called as the guild is.
        if role.is_some_and(|role| role.get() == guild.get()) {
            return Err(Failure::Said(words.get("prompts-role-everyone")));
        }
        if role.is_some() && asked.no_role {
            return Err(Failure::Said(words.get("prompts-role-or-none")));
        }
        let kept = before.role.filter(|_| !asked.no_role);
        if asked.grace.is_some() && asked.no_grace {
            return Err(Failure::Said(words.get("prompts-grace-or-none")));
        }
        let kept_grace = before.grace.filter(|_| !asked.no_grace);
        Ok(Extras {
            topic,
            role: role.or(kept),
            together: asked.together.unwrap_or(before.together),
            grace: asked.grace.or(kept_grace),
        })
    }
}

/// What is to be confirmed.
fn proposal(
    interaction: &Interaction,
    guild: GuildId,
    edited: Option<&Schedule>,
    wanted: &Wanted,
) -> Proposal {
    Proposal {
        id: interaction.id,
        guild,
        channel: wanted.channel,
        timezone: wanted.timezone.clone(),
        recurrence: wanted.recurrence.to_string(),
        topic: wanted.extras.topic.map(|area| area.name().to_owned()),
        role: wanted.extras.role,
        together: wanted.extras.together,
        edits: edited.map(|schedule| schedule.id),
        language: None,
        at: interaction.at(),
    }
}

/// The settings as proposed; what cannot be proposed stays. The grace comes with the button, whose id anybody may have
/// made up.
fn proposed(proposal: &Proposal, grace: Option<u8>, before: &ScheduleSettings) -> ScheduleSettings {
    ScheduleSettings {
        grace_minutes: grace.map(|grace| grace.min(MOST_GRACE)),
        timezone: proposal.timezone.clone(),
        recurrence: proposal.recurrence.clone(),
        channel: Some(proposal.channel),
        topic: proposal.topic.clone(),
        role: proposal.role,
        together: proposal.together,
        ..before.clone()
    }
}

/// The plain settings of a schedule; the rest is filled in by who makes it.
pub(super) fn settings(
    timezone: String,
    recurrence: &Recurrence,
    deliver: Deliver,
) -> ScheduleSettings {
    ScheduleSettings {
        timezone,
        recurrence: recurrence.to_string(),
        channel: None,
        deliver,
        fallback: false,
        topic: None,
        role: None,
        together: false,
        stop_when_done: false,
        grace_minutes: None,
        quiet_hours: None,
        on_holidays: false,
    }
}

/// What a schedule's cards are about; `None` is everything.
pub(super) fn topic(settings: &ScheduleSettings) -> Option<Area> {
    settings.topic.as_deref().and_then(Area::from_name)
}

/// What was chosen for a schedule beside its times.
pub(super) fn extras_of(settings: &ScheduleSettings) -> Extras {
    Extras {
        topic: topic(settings),
        role: settings.role,
        together: settings.together,
        grace: settings.grace_minutes,
    }
}

pub(super) fn too_many(words: Words<'_>) -> Failure {
    Failure::Said(words.with("prompts-too-many", &[("count", MAX_SCHEDULES.into())]))
}
