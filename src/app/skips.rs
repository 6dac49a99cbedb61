//! What silences a schedule, gathered from the database (S-51…S-54).
//!
//! Which reason holds is for [`crate::domain::skip`] to say. Begin reading at [`App::silences`].

use std::collections::BTreeSet;

use jiff::Timestamp;

use super::App;
use super::desk_break_wishes::own_quiet_hours;
use crate::domain::delivery::WANTED_NOW;
use crate::domain::quiet_hours::QuietHours;
use crate::domain::schedule::Slot;
use crate::domain::skip::{MemberDays, Silences, SkipReason};
use crate::store::{Delivery, Guild, Member, MemberChange, MemberEvent, Schedule, StoreError};

/// The guild's quiet hours, and those of the reminder's member.
pub(super) fn quiet_hours(guild: &Guild, schedule: &Schedule) -> Vec<QuietHours> {
    let both = [guild.quiet_hours, schedule.settings.quiet_hours];
    both.into_iter().filter_map(own_quiet_hours).collect()
}

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
        let holidays = if schedule.settings.on_holidays {
            Vec::new()
        } else {
            self.store.holidays(schedule.guild).await?
        };
        let holidays = holidays.into_iter().map(|holiday| holiday.day).collect();
        Ok(Silences {
            tells_nothing: self.has_nothing_to_tell(schedule, &holidays).await?,
            zone: self.stored_zone(&schedule.settings.timezone),
            is_removed: schedule.deleted_at.is_some(),
            is_gone: guild.removed_at.is_some()
                || schedule.left_at.is_some()
                || member.as_ref().is_some_and(has_left),
            pause: schedule.pause,
            holidays,
            quiet_hours: quiet_hours(guild, schedule),
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
        guild: &Guild,
        now: Timestamp,
    ) -> Result<Option<SkipReason>, StoreError> {
        let Some(schedule) = schedule else {
            return Ok(None);
        };
        if schedule.is_recap {
            let day = self.stored_zone(&schedule.settings.timezone);
            let day = day.to_datetime(now).date();
            self.look_for_counted(schedule.guild, day, now).await?;
        }
        let silences = self.silences(schedule, guild).await?;
        let slot = Slot {
            date: delivery.key.date,
            time: delivery.key.time,
        };
        let reason = silences.reason(slot, delivery.due_at, Some(now));
        // Whoever wants a prompt at once wants it at this hour.
        let is_wanted_now = delivery.key.k == WANTED_NOW;
        let is_over =
            |reason: &SkipReason| matches!(reason, SkipReason::Removed | SkipReason::NotInGuild);
        Ok(reason.filter(|reason| !is_wanted_now || is_over(reason)))
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
        // Vacations only: whether a day counts does not matter to reminders.
        let days = self
            .fold(&changes, &BTreeSet::new())
            .map(|participation| MemberDays {
                participation,
                stop_after,
            });
        Ok(days)
    }
}
