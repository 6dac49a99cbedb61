//! Schedules of prompts: adding, listing, removing. What they post is planned in [`super::planning`].

use jiff::Timestamp;
use jiff::tz::TimeZone;

use super::dispatch::Failure;
use super::{App, Interaction};
use crate::command::RecurrenceWords;
use crate::domain::delivery::Deliver;
use crate::domain::ids::{ChannelId, GuildId};
use crate::domain::recurrence::Recurrence;
use crate::domain::schedule;
use crate::store::{NewSchedule, Schedule, ScheduleKind, ScheduleSettings};
use crate::text::Words;
use crate::view::recurrence::recurrence_problem;
use crate::view::schedules::{self, PromptsLine};
use crate::view::{Message, notice};

/// How many coming times are said back.
const SAID_BACK: usize = 5;
/// More schedules than this in one guild are nobody's wish.
const MAX_SCHEDULES: usize = 25;
/// The days of those who name none: people asked for breaks from work.
const DEFAULT_DAYS: &str = "weekdays";

impl App {
    /// `/prompts add`.
    pub(super) async fn add_prompts(
        &self,
        interaction: &Interaction,
        guild: GuildId,
        channel: ChannelId,
        asked: &RecurrenceWords,
    ) -> Result<Message, Failure> {
        let words = self.words(&interaction.locale);
        let recurrence = understand(words, asked)?;
        let known = self.store.guild(guild).await?.timezone;
        let zone_name = asked.timezone.as_deref().or(known.as_deref());
        let zone_name = zone_name.ok_or_else(|| Failure::Said(words.get("zone-needed")))?;
        let (zone_name, zone) = self.zone(words, zone_name)?;
        let now = self.clock.now();
        accept(words, &recurrence, &zone, now)?;
        if self.store.schedules_of_guild(guild).await?.len() >= MAX_SCHEDULES {
            let count = [("count", MAX_SCHEDULES.into())];
            return Err(Failure::Said(words.with("prompts-too-many", &count)));
        }
        if known.is_none() {
            let (by, at) = (interaction.user, interaction.at());
            self.store
                .set_guild_timezone(guild, &zone_name, by, at)
                .await?;
        }
        let new = NewSchedule {
            kind: ScheduleKind::Team,
            guild,
            user: None,
            settings: ScheduleSettings {
                channel: Some(channel),
                ..settings(zone_name, &recurrence, Deliver::Channel)
            },
            at: now,
            next_due: schedule::next(&recurrence, &zone, now).map(|next| next.due),
            bag_seed: interaction.id.get(),
            created_by: interaction.user,
        };
        let schedule = self.store.add_schedule(&new).await?;
        self.planning.notify_one();
        let line = self.line(&schedule, channel, &recurrence);
        Ok(schedules::prompts_added(words, &line))
    }

    /// `/prompts list`.
    pub(super) async fn list_prompts(
        &self,
        words: Words<'_>,
        guild: GuildId,
    ) -> Result<Message, Failure> {
        Ok(schedules::prompts_list(words, &self.lines(guild).await?))
    }

    /// `/prompts remove`, and the button below a new schedule.
    pub(super) async fn remove_prompts(
        &self,
        interaction: &Interaction,
        guild: GuildId,
        id: &str,
    ) -> Result<Message, Failure> {
        let words = self.words(&interaction.locale);
        let id: i64 = id
            .trim()
            .trim_start_matches('#')
            .parse()
            .unwrap_or_default();
        let own = self.store.schedules_of_guild(guild).await?;
        let Some(schedule) = own.iter().find(|schedule| schedule.id.get() == id) else {
            return Err(Failure::Said(words.get("prompts-unknown")));
        };
        self.store
            .remove_schedule(schedule.id, guild, self.clock.now())
            .await?;
        Ok(notice::said(words, "prompts-removed"))
    }

    /// Proposals for a schedule's number.
    pub(super) async fn schedule_choices(
        &self,
        interaction: &Interaction,
        typed: &str,
    ) -> Result<Vec<(String, String)>, Failure> {
        let words = self.words(&interaction.locale);
        let guild = super::dispatch::guild(interaction, words)?;
        let lines = self.lines(guild).await?;
        let choices = lines.iter().map(|line| {
            let label = crate::view::cards::shortened(&schedules::prompts_choice(words, line), 100);
            (label, line.id.to_string())
        });
        Ok(choices
            .filter(|(label, _)| label.contains(typed))
            .take(25)
            .collect())
    }

    async fn lines(&self, guild: GuildId) -> Result<Vec<PromptsLine>, Failure> {
        let schedules = self.store.schedules_of_guild(guild).await?;
        let lines = schedules.iter().filter_map(|schedule| {
            Some(self.line(schedule, schedule.settings.channel?, &stored(schedule)?))
        });
        Ok(lines.collect())
    }

    fn line(
        &self,
        schedule: &Schedule,
        channel: ChannelId,
        recurrence: &Recurrence,
    ) -> PromptsLine {
        let zone = self.stored_zone(&schedule.settings.timezone);
        PromptsLine {
            id: schedule.id.get(),
            channel,
            recurrence: recurrence.clone(),
            zone: schedule.settings.timezone.clone(),
            next: coming(recurrence, &zone, self.clock.now()),
            suspended: schedule.suspended.is_some(),
        }
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
    }
}

/// What somebody typed, as a recurrence.
pub(super) fn understand(words: Words<'_>, asked: &RecurrenceWords) -> Result<Recurrence, Failure> {
    if asked.times.is_empty() {
        return Err(Failure::Said(words.get("times-empty")));
    }
    let days = asked
        .days
        .as_deref()
        .filter(|days| !days.is_empty())
        .unwrap_or(DEFAULT_DAYS);
    Recurrence::parse(&asked.times, Some(days))
        .map_err(|error| Failure::Said(recurrence_problem(words, &error)))
}

/// Refuses what nobody wants to be sent (S-5).
pub(super) fn accept(
    words: Words<'_>,
    recurrence: &Recurrence,
    zone: &TimeZone,
    now: Timestamp,
) -> Result<(), Failure> {
    schedule::check_for_delivery(recurrence, zone, now)
        .map_err(|error| Failure::Said(recurrence_problem(words, &error)))
}

/// The next due instants, as many as are said back.
pub(super) fn coming(recurrence: &Recurrence, zone: &TimeZone, now: Timestamp) -> Vec<Timestamp> {
    let coming = schedule::occurrences_after(recurrence, zone, now);
    coming
        .map(|occurrence| occurrence.due)
        .take(SAID_BACK)
        .collect()
}

/// A schedule's recurrence; what cannot be read is logged.
pub(super) fn stored(schedule: &Schedule) -> Option<Recurrence> {
    let recurrence = schedule.settings.recurrence.parse();
    if recurrence.is_err() {
        tracing::error!(
            schedule.id = schedule.id.get(),
            "a stored recurrence cannot be read"
        );
    }
    recurrence.ok()
}
