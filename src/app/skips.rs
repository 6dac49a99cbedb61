//! What silences a schedule, gathered from the database (S-51…S-54).
//!
//! Which reason holds is for [`crate::domain::skip`] to say. Begin reading at [`App::silences`].

use jiff::Timestamp;

use super::App;
use super::zones::DEFAULT_ZONE;
use crate::domain::quiet_hours::QuietHours;
use crate::domain::schedule::Slot;
use crate::domain::skip::{MemberDays, Silences, SkipReason};
use crate::domain::streak::{Calendar, Event, FreezeRules, Participation};
use crate::domain::weekdays::Weekdays;
use crate::store::{
    Delivery, Guild, Member, MemberChange, MemberEvent, Schedule, Settlement, StoreError,
};

impl App {
    /// Everything that may silence a schedule. Its guild's quiet hours are read in the schedule's own zone: the
    /// night of a member abroad is their own.
    pub(super) async fn silences(
        &self,
        schedule: &Schedule,
        guild: &Guild,
    ) -> Result<Silences, StoreError> {
        let member = match schedule.user {
            Some(user) => self.store.member(schedule.guild, user).await?,
            None => None,
        };
        let has_left = |member: &Member| member.left_at.is_some();
        let holidays = self.store.holidays(schedule.guild).await?;
        let quiet_hours = guild
            .quiet_hours
            .and_then(|(from, to)| QuietHours::new(from, to));
        Ok(Silences {
            zone: self.stored_zone(&schedule.settings.timezone),
            is_gone: guild.removed_at.is_some() || member.as_ref().is_some_and(has_left),
            pause: schedule.pause,
            holidays: holidays.into_iter().map(|holiday| holiday.day).collect(),
            quiet_hours: quiet_hours.into_iter().collect(),
            member: match member {
                Some(member) => self.member_days(schedule, &member).await?,
                None => None,
            },
        })
    }

    /// Why a delivery is not to be sent at `now`, though it was planned: what has changed since counts, and so does the
    /// instant of sending (S-51).
    pub(super) async fn silenced(
        &self,
        delivery: &Delivery,
        schedule: Option<&Schedule>,
        now: Timestamp,
    ) -> Result<Option<SkipReason>, StoreError> {
        let Some(schedule) = schedule else {
            return Ok(None);
        };
        let guild = self.store.guild(delivery.guild).await?;
        let silences = self.silences(schedule, &guild).await?;
        let slot = Slot {
            date: delivery.key.date,
            time: delivery.key.time,
        };
        Ok(silences.reason(slot, delivery.due_at, Some(now)))
    }

    /// Leaves out what was planned and waits.
    pub(super) async fn skip(
        &self,
        delivery: &Delivery,
        reason: SkipReason,
        now: Timestamp,
    ) -> Result<(), StoreError> {
        let reason = reason.as_str().to_owned();
        self.end(delivery, Settlement::Skipped { reason }, now)
            .await
    }

    /// The days of a reminder's member, if they can matter: most members have no vacation.
    async fn member_days(
        &self,
        schedule: &Schedule,
        member: &Member,
    ) -> Result<Option<MemberDays>, StoreError> {
        let (guild, user) = (member.guild, member.user);
        let changes = self.store.member_changes(guild, user).await?;
        let is_pause = |change: &MemberChange| matches!(change.event, MemberEvent::Pause { .. });
        let stops = schedule.settings.stop_when_done;
        if !stops && !changes.iter().any(is_pause) {
            return Ok(None);
        }
        let stop_after = if stops {
            self.store.last_credit(guild, user).await?
        } else {
            None
        };
        let days = self
            .participation(&changes)
            .map(|participation| MemberDays {
                participation,
                stop_after,
            });
        Ok(days)
    }

    /// A member's clock and vacations, folded from the log of their settings (K-2). Its figures mean nothing, since
    /// there are no presses in it.
    fn participation(&self, changes: &[MemberChange]) -> Option<Participation> {
        let begin = changes.first()?.at;
        let mut events = changes.iter().map(|change| &change.event);
        let zone = events.clone().find_map(|event| match event {
            MemberEvent::Timezone(name) => Some(name.as_str()),
            _ => None,
        });
        let day_ends_at = events.find_map(|event| match event {
            MemberEvent::DayEndsAt(hour) => Some(*hour),
            _ => None,
        });
        // The first line of a setting is what it was from the beginning, not a change of it.
        let calendar = Calendar::new(
            self.stored_zone(zone.unwrap_or(DEFAULT_ZONE)),
            day_ends_at.unwrap_or_default(),
            Weekdays::DAILY,
        );
        let mut participation = Participation::new(begin, calendar, FreezeRules::default());
        for change in changes {
            if let Some(event) = self.event(&change.event) {
                participation.apply(change.at, &event);
            }
        }
        Some(participation)
    }

    /// A line of the log as the rules know it; `None` for what moves no day.
    fn event(&self, event: &MemberEvent) -> Option<Event> {
        Some(match event {
            MemberEvent::OptIn => Event::OptIn,
            MemberEvent::OptOut => Event::OptOut,
            MemberEvent::Timezone(name) => Event::Timezone(self.stored_zone(name)),
            MemberEvent::DayEndsAt(hour) => Event::DayEndsAt(*hour),
            MemberEvent::ActiveDays(days) => Event::ActiveDays(*days),
            MemberEvent::Visibility(_) => return None,
            MemberEvent::Pause { from, to } => Event::Pause {
                from: *from,
                to: *to,
            },
            MemberEvent::Resume => Event::Resume,
            MemberEvent::Leave => Event::Leave,
            MemberEvent::Rejoin => Event::Rejoin,
        })
    }
}
