//! Schedules of prompts: adding, listing, removing. What they post is planned in [`super::planning`].

use jiff::Timestamp;
use jiff::tz::TimeZone;

use super::dispatch::Failure;
use super::{App, Interaction};
use crate::command::RecurrenceWords;
use crate::domain::delivery::Deliver;
use crate::domain::ids::{ChannelId, GuildId, InteractionId};
use crate::domain::recurrence::Recurrence;
use crate::domain::schedule;
use crate::store::{
    ConfirmOutcome, NewSchedule, Proposal, Schedule, ScheduleKind, ScheduleSettings,
};
use crate::text::Words;
use crate::view::recurrence::recurrence_problem;
use crate::view::schedules::{self, PromptsLine, ProposedLine};
use crate::view::words::Coming;
use crate::view::{Message, notice};

/// How many coming times are said back.
const SAID_BACK: usize = 5;
/// More schedules than this in one guild are nobody's wish.
pub(super) const MAX_SCHEDULES: usize = 25;
/// The days of those who name none: people asked for breaks from work.
const DEFAULT_DAYS: &str = "weekdays";

impl App {
    /// `/prompts add`: what was understood is said back, and nothing comes of it before it is confirmed (S-5).
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
        let is_first_zone = known.is_none();
        let chosen = self.asked_or_stored(words, asked.timezone.as_deref(), known)?;
        let (zone_name, zone) = chosen.ok_or_else(|| Failure::Said(words.get("zone-needed")))?;
        let now = self.clock.now();
        accept(words, &recurrence, &zone, now)?;
        if self.store.schedules_of_guild(guild).await?.len() >= MAX_SCHEDULES {
            return Err(too_many(words));
        }
        let proposal = Proposal {
            id: interaction.id,
            guild,
            channel,
            timezone: zone_name.clone(),
            recurrence: recurrence.to_string(),
            at: interaction.at(),
        };
        self.store.put_proposal(&proposal).await?;
        let line = ProposedLine {
            id: interaction.id,
            channel,
            next: coming(&recurrence, &zone, now),
            recurrence,
            zone: zone_name,
            is_first_zone,
        };
        Ok(schedules::prompts_proposed(words, &line))
    }

    /// The button that makes a proposal a schedule: once, whoever presses it and however often.
    pub(super) async fn confirm_prompts(
        &self,
        interaction: &Interaction,
        guild: GuildId,
        id: InteractionId,
    ) -> Result<Message, Failure> {
        let words = self.words(&interaction.locale);
        let gone = || Failure::Said(words.get("prompts-proposal-gone"));
        let proposal = self.store.proposal(id, guild).await?.ok_or_else(gone)?;
        let recurrence: Recurrence = proposal.recurrence.parse().map_err(|_| gone())?;
        let zone = self.stored_zone(&proposal.timezone);
        let now = self.clock.now();
        accept(words, &recurrence, &zone, now)?;
        let new = NewSchedule {
            kind: ScheduleKind::Team,
            guild,
            user: None,
            settings: ScheduleSettings {
                channel: Some(proposal.channel),
                ..settings(proposal.timezone, &recurrence, Deliver::Channel)
            },
            at: now,
            next_due: schedule::next(&recurrence, &zone, now).map(|next| next.due),
            bag_seed: id.get(),
            created_by: interaction.user,
        };
        match self.store.confirm_proposal(id, &new, MAX_SCHEDULES).await? {
            ConfirmOutcome::Confirmed(schedule) => {
                self.planning.notify_one();
                let line = self.line(&schedule, proposal.channel, &recurrence);
                Ok(schedules::prompts_added(words, &line))
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

pub(super) fn too_many(words: Words<'_>) -> Failure {
    Failure::Said(words.with("prompts-too-many", &[("count", MAX_SCHEDULES.into())]))
}

/// What somebody typed, as a recurrence: in exactly one of its three forms (S-10, S-20, S-21).
pub(super) fn understand(words: Words<'_>, asked: &RecurrenceWords) -> Result<Recurrence, Failure> {
    let said = |key| Err(Failure::Said(words.get(key)));
    let given = |text: &&str| !text.is_empty();
    let days = asked.days.as_deref().filter(given);
    let or_usual = Some(days.unwrap_or(DEFAULT_DAYS));
    let forms = (
        asked.times.as_deref().filter(given),
        asked.every.as_deref().filter(given),
        asked.between.as_deref().filter(given),
        asked.cron.as_deref().filter(given),
    );
    let recurrence = match forms {
        (Some(times), None, None, None) => Recurrence::parse(times, or_usual),
        (None, Some(every), Some(between), None) => Recurrence::every(every, between, or_usual),
        (None, None, None, Some(_)) if days.is_some() => return said("times-cron-has-days"),
        (None, None, None, Some(cron)) => Recurrence::cron(cron),
        (None, None, None, None) => return said("times-empty"),
        (None, _, _, None) => return said("times-half-an-interval"),
        _ => return said("times-one-form"),
    };
    recurrence.map_err(|error| Failure::Said(recurrence_problem(words, &error)))
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

/// The next due times, as many as are said back, by the clock of the zone.
pub(super) fn coming(recurrence: &Recurrence, zone: &TimeZone, now: Timestamp) -> Coming {
    let times = schedule::occurrences_after(recurrence, zone, now)
        .map(|occurrence| occurrence.due.to_zoned(zone.clone()))
        .take(SAID_BACK);
    Coming {
        year: now.to_zoned(zone.clone()).year(),
        times: times.collect(),
    }
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
