//! Schedules from which nothing comes, since quiet hours or holidays leave out all of it: said where these change.
//!
//! What is left out is judged as it is where the next times are said back. Begin reading at [`App::silent`].

use jiff::Timestamp;

use super::App;
use super::asides::what_it_sends;
use super::coming::heard;
use super::prompts::stored;
use super::skips::quiet_hours;
use crate::domain::ids::GuildId;
use crate::domain::schedule::{Reading, occurrences_after};
use crate::domain::skip::Silences;
use crate::store::{Guild, Holiday, Schedule, StoreError};
use crate::text::Words;
use crate::view::silent::{self, Silent};

/// So many kinds of members' reminders are looked at.
const MOST_KINDS: u32 = 500;

impl App {
    /// Which schedules of a guild are left out altogether as things stand, and what to change; `None` if there are none.
    pub(super) async fn silent(
        &self,
        words: Words<'_>,
        guild: GuildId,
    ) -> Result<Option<String>, StoreError> {
        let now = self.clock.now();
        let mut schedules = self.store.schedules_of_guild(guild).await?;
        schedules.extend(self.store.recap_of_guild(guild).await?);
        let mut lines = Vec::new();
        for schedule in &schedules {
            let Some((recurrence, channel)) = stored(schedule).zip(schedule.settings.channel)
            else {
                continue;
            };
            let zone = self.stored_zone(&schedule.settings.timezone);
            let reading = Reading {
                recurrence: &recurrence,
                zone: &zone,
            };
            let coming = self.coming_of(schedule, reading, now).await?;
            lines.push(Silent {
                what: what_it_sends(schedule),
                channel,
                coming,
            });
        }
        lines.retain(|line| line.coming.silenced_by().is_some());
        let of_members = self.are_reminders_silent(guild, now).await?;
        Ok(silent::silent(words, &lines, of_members))
    }

    /// Whether there are members all of whose reminders are left out. Whose they are, and how many, is between them and
    /// the bot.
    async fn are_reminders_silent(&self, id: GuildId, now: Timestamp) -> Result<bool, StoreError> {
        let guild = self.store.guild(id).await?;
        let holidays = self.store.holidays(id).await?;
        if guild.quiet_hours.is_none() && holidays.is_empty() {
            return Ok(false);
        }
        let kinds = self.store.kinds_of_desk_breaks(id, MOST_KINDS).await?;
        let is_silent = |schedule: &Schedule| self.is_silent(schedule, &guild, &holidays, now);
        Ok(kinds.iter().any(is_silent))
    }

    fn is_silent(
        &self,
        schedule: &Schedule,
        guild: &Guild,
        holidays: &[Holiday],
        now: Timestamp,
    ) -> bool {
        let holidays = holidays.iter().filter(|_| !schedule.settings.on_holidays);
        let silences = Silences {
            holidays: holidays.map(|holiday| holiday.day).collect(),
            quiet_hours: quiet_hours(guild, schedule),
            ..Silences::none(self.stored_zone(&schedule.settings.timezone))
        };
        let coming = stored(schedule).map(|recurrence| {
            let next = occurrences_after(&recurrence, &silences.zone, now);
            heard(next, &silences, None, now)
        });
        coming.is_some_and(|coming| coming.silenced_by().is_some())
    }
}
