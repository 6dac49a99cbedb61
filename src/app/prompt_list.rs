//! Schedules of prompts that are there: listed, found, paused, taken up again, removed.

use jiff::{SignedDuration, ToSpan};

use super::asides::is_thread_closed;
use super::dates::read_date;
use super::dispatch::Failure;
use super::prompts::extras_of;
use super::recurrences::stored;
use super::{App, Interaction};
use crate::domain::ids::GuildId;
use crate::domain::pause::{Pause, PauseRefusal};
use crate::domain::recurrence::Recurrence;
use crate::domain::schedule::Reading;
use crate::store::{ChangeOutcome, Schedule};
use crate::text::Words;
use crate::view::cards::shortened;
use crate::view::schedules::{self, Paused, PromptsLine};
use crate::view::words::date_with_year;
use crate::view::{Message, notice};

/// What was made no longer ago is taken back without a question.
const JUST_NOW: SignedDuration = SignedDuration::from_mins(15);
/// The most proposals that Discord takes.
const PROPOSALS: usize = 25;

impl App {
    /// `/prompts list`.
    pub(super) async fn list_prompts(
        &self,
        words: Words<'_>,
        guild: GuildId,
    ) -> Result<Message, Failure> {
        let lines = self.lines(words, guild).await?;
        Ok(schedules::prompts_list(words, &lines))
    }

    /// `/prompts remove`: the one question before it goes, since it cannot be undone.
    pub(super) async fn ask_to_remove(
        &self,
        words: Words<'_>,
        guild: GuildId,
        id: &str,
    ) -> Result<Message, Failure> {
        let schedule = self.find_prompts(words, guild, id).await?;
        let line = match stored(&schedule) {
            Some(_) => Some(self.line(words, &schedule).await?),
            None => None,
        };
        Ok(schedules::ask_to_remove(
            words,
            schedule.id.get(),
            line.as_ref(),
        ))
    }

    /// The button below a schedule that was made just now. One that was made long ago is asked about first.
    pub(super) async fn take_back_prompts(
        &self,
        interaction: &Interaction,
        guild: GuildId,
        id: &str,
    ) -> Result<Message, Failure> {
        let words = self.words(&interaction.locale);
        let schedule = self.find_prompts(words, guild, id).await?;
        if interaction.at().duration_since(schedule.created_at) > JUST_NOW {
            return self.ask_to_remove(words, guild, id).await;
        }
        self.remove_prompts(interaction, guild, id).await
    }

    /// The answer to that question.
    pub(super) async fn remove_prompts(
        &self,
        interaction: &Interaction,
        guild: GuildId,
        id: &str,
    ) -> Result<Message, Failure> {
        let words = self.words(&interaction.locale);
        let schedule = self.find_prompts(words, guild, id).await?;
        self.store
            .remove_schedule(schedule.id, guild, self.clock.now())
            .await?;
        Ok(notice::said(words, "prompts-removed"))
    }

    /// `/prompts pause`: no prompts from today up to a day, which is always there (S-53).
    pub(super) async fn pause_prompts(
        &self,
        words: Words<'_>,
        guild: GuildId,
        id: &str,
        until: &str,
    ) -> Result<Message, Failure> {
        let schedule = self.find_prompts(words, guild, id).await?;
        let schedule = self.pause(words, &schedule, until).await?;
        let line = self.line(words, &schedule).await?;
        Ok(schedules::prompts_paused(words, &line))
    }

    /// Pauses a schedule from today, by its own clock, up to a day that somebody typed.
    pub(super) async fn pause(
        &self,
        words: Words<'_>,
        schedule: &Schedule,
        until: &str,
    ) -> Result<Schedule, Failure> {
        let zone = self.stored_zone(&schedule.settings.timezone);
        let today = zone.to_datetime(self.clock.now()).date();
        let until = read_date(words, today, until)?;
        let pause = Pause::from_today(today, until).map_err(|refusal| {
            let (key, date) = match refusal {
                PauseRefusal::Over { until } => ("pause-over", until),
                PauseRefusal::TooLong { latest } => ("pause-too-many", latest),
            };
            let said = [
                ("date", date_with_year(words, date).into()),
                ("example", today.saturating_add(1.day()).to_string().into()),
            ];
            Failure::Said(words.with(key, &said))
        })?;
        let paused = self
            .store
            .pause_schedule(schedule.id, schedule.guild, Some(pause));
        match paused.await? {
            ChangeOutcome::Changed(schedule) => Ok(*schedule),
            ChangeOutcome::Gone => Err(Failure::Said(words.get("prompts-unknown"))),
        }
    }

    /// `/prompts resume`: the end of a pause, or of being on hold.
    pub(super) async fn resume_prompts(
        &self,
        words: Words<'_>,
        guild: GuildId,
        id: &str,
    ) -> Result<Message, Failure> {
        let schedule = self.find_prompts(words, guild, id).await?;
        if self.paused(&schedule).is_none() && schedule.suspended.is_none() {
            let line = self.line(words, &schedule).await?;
            return Ok(schedules::prompts_resumed(words, &line, false));
        }
        if let Some(not_yet) = self.not_yet(words, &schedule).await {
            return Ok(not_yet);
        }
        let schedule = self.take_up(words, &schedule).await?;
        let line = self.line(words, &schedule).await?;
        Ok(schedules::prompts_resumed(words, &line, true))
    }

    /// Ends the pause of a schedule, and takes it off hold; what was due meanwhile does not come (S-45).
    pub(super) async fn take_up(
        &self,
        words: Words<'_>,
        schedule: &Schedule,
    ) -> Result<Schedule, Failure> {
        let recurrence = read_back(words, schedule)?;
        let zone = self.stored_zone(&schedule.settings.timezone);
        let reading = Reading {
            recurrence: &recurrence,
            zone: &zone,
        };
        let (at, next) = self.next_of(schedule, reading, self.clock.now()).await?;
        let resumed = self
            .store
            .resume_schedule(schedule.id, schedule.guild, at, next);
        let outcome = resumed.await?;
        self.planning.notify_one();
        match outcome {
            ChangeOutcome::Changed(schedule) => Ok(*schedule),
            ChangeOutcome::Gone => Err(Failure::Said(words.get("prompts-unknown"))),
        }
    }

    /// Proposals for a schedule's number, by what it says: every word that was typed stands in it somewhere.
    pub(super) async fn schedule_choices(
        &self,
        interaction: &Interaction,
        typed: &str,
    ) -> Result<Vec<(String, String)>, Failure> {
        let words = self.words(&interaction.locale);
        let guild = super::dispatch::guild(interaction, words)?;
        let typed = typed.to_lowercase();
        let own = self.store.schedules_of_guild(guild).await?;
        let labels = own.iter().filter_map(|schedule| {
            let (recurrence, channel) = (stored(schedule)?, schedule.settings.channel?);
            Some(async move {
                let name = self.channel_name(channel).await;
                let id = schedule.id.get();
                let label = schedules::prompts_choice(words, id, &recurrence, name.as_deref());
                (shortened(&label, 100), id.to_string())
            })
        });
        let labels = futures_util::future::join_all(labels).await;
        let fits = |(label, _): &(String, String)| {
            let label = label.to_lowercase();
            typed.split_whitespace().all(|word| label.contains(word))
        };
        Ok(labels.into_iter().filter(fits).take(PROPOSALS).collect())
    }

    /// The guild's schedule of that number.
    pub(super) async fn find_prompts(
        &self,
        words: Words<'_>,
        guild: GuildId,
        id: &str,
    ) -> Result<Schedule, Failure> {
        let id: i64 = id
            .trim()
            .trim_start_matches('#')
            .parse()
            .unwrap_or_default();
        let own = self.store.schedules_of_guild(guild).await?;
        let found = own.into_iter().find(|schedule| schedule.id.get() == id);
        found.ok_or_else(|| Failure::Said(words.get("prompts-unknown")))
    }

    async fn lines(&self, words: Words<'_>, guild: GuildId) -> Result<Vec<PromptsLine>, Failure> {
        let mut lines = Vec::new();
        for schedule in self.store.schedules_of_guild(guild).await? {
            if stored(&schedule).is_some() {
                lines.push(self.line(words, &schedule).await?);
            }
        }
        Ok(lines)
    }

    /// A schedule as it is told.
    pub(super) async fn line(
        &self,
        words: Words<'_>,
        schedule: &Schedule,
    ) -> Result<PromptsLine, Failure> {
        let recurrence = read_back(words, schedule)?;
        let zone = self.stored_zone(&schedule.settings.timezone);
        let reading = Reading {
            recurrence: &recurrence,
            zone: &zone,
        };
        let channel = schedule.settings.channel;
        let channel = channel.ok_or_else(|| Failure::Said(words.get("prompts-unknown")))?;
        let next = self.coming_of(schedule, reading, self.clock.now()).await?;
        Ok(PromptsLine {
            id: schedule.id.get(),
            channel,
            zone: schedule.settings.timezone.clone(),
            extras: extras_of(&schedule.settings),
            next,
            recurrence,
            paused: self.paused(schedule),
            suspended: schedule.suspended.is_some(),
            is_thread_closed: is_thread_closed(schedule),
            problem: None,
        })
    }

    /// The pause of a schedule, if it is not over.
    pub(super) fn paused(&self, schedule: &Schedule) -> Option<Paused> {
        let zone = self.stored_zone(&schedule.settings.timezone);
        let pause = schedule.pause?;
        let ends_at = pause.ends_at(&zone)?;
        (ends_at > self.clock.now()).then_some(Paused {
            until: pause.until,
            ends_at,
        })
    }
}

/// The recurrence of a schedule that somebody wants to do something with.
pub(super) fn read_back(words: Words<'_>, schedule: &Schedule) -> Result<Recurrence, Failure> {
    stored(schedule).ok_or_else(|| Failure::Said(words.get("prompts-unreadable")))
}
