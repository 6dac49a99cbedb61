//! Schedules are added, changed, paused, suspended and removed.

use jiff::Timestamp;
use sqlx::any::AnyRow;
use sqlx::{Any, Transaction};

use super::columns::{date, ms, time};
use super::schedule::{decode, fetch_desk_break};
use super::{
    Pause, Schedule, ScheduleId, ScheduleKind, ScheduleSettings, Store, StoreError, guild,
    managers, planning,
};
use crate::domain::ids::{ChannelId, GuildId, UserId};

/// A schedule to be.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewSchedule {
    /// Whose.
    pub kind: ScheduleKind,
    /// The guild.
    pub guild: GuildId,
    /// A desk break's member; `None` for a team's.
    pub user: Option<UserId>,
    /// What was chosen.
    pub settings: ScheduleSettings,
    /// When the schedule begins to exist: its watermark, and the instant of its creation (S-45).
    pub at: Timestamp,
    /// The first due instant after `at`.
    pub next_due: Option<Timestamp>,
    /// The seed of the shuffle bag.
    pub bag_seed: u64,
    /// Who made it.
    pub created_by: UserId,
}

/// What a change of a schedule did.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ChangeOutcome {
    /// It is done; the schedule as it is now.
    Changed(Box<Schedule>),
    /// There is no such schedule in that guild, or not any more; nothing is done.
    Gone,
}

impl Store {
    /// Adds a schedule. A second desk break of a member in a guild is an error of the database: use
    /// [`Store::update_member`].
    pub async fn add_schedule(&self, new: &NewSchedule) -> Result<Schedule, StoreError> {
        let mut tx = self.write().await?;
        let schedule = insert(&mut tx, new).await?;
        tx.commit().await?;
        Ok(schedule)
    }

    /// Adds the member's desk break, or changes the one that is there: that keeps its number, its
    /// rotation and its past (S-56), and is planned again if it was suspended.
    pub(super) async fn keep_desk_break(
        &self,
        tx: &mut Transaction<'static, Any>,
        new: &NewSchedule,
    ) -> Result<(), StoreError> {
        let user = new.user.ok_or_else(|| {
            StoreError::inconsistent("schedule", "user_id", "a desk break without a member")
        })?;
        let name = format!("desk_break:{}:{user}", new.guild);
        self.dialect.lock(tx, &name).await?;
        match fetch_desk_break(tx, new.guild, user).await? {
            None => insert(tx, new).await?,
            Some(old) => change(tx, old.id, new.guild, &new.settings, new.at, new.next_due)
                .await?
                .ok_or_else(|| {
                    StoreError::inconsistent("schedule", "id", "the desk break vanished")
                })?,
        };
        Ok(())
    }

    /// Makes a schedule silent on some days, or (`None`) on none.
    pub async fn pause_schedule(
        &self,
        id: ScheduleId,
        guild: GuildId,
        pause: Option<Pause>,
    ) -> Result<ChangeOutcome, StoreError> {
        let mut tx = self.write().await?;
        let row = sqlx::query(
            "UPDATE schedule SET paused_from = $3, paused_until = $4
             WHERE id = $1 AND guild_id = $2 AND deleted_at IS NULL RETURNING *",
        )
        .bind(id.get())
        .bind(guild.to_db())
        .bind(pause.map(|pause| date(pause.from)))
        .bind(pause.map(|pause| date(pause.until)))
        .fetch_optional(&mut *tx)
        .await?;
        tx.commit().await?;
        outcome(row.as_ref())
    }

    /// Removes a schedule: what was planned and is not being sent is skipped (S-56), what was sent
    /// stays, so that its buttons still answer.
    pub async fn remove_schedule(
        &self,
        id: ScheduleId,
        guild: GuildId,
        at: Timestamp,
    ) -> Result<ChangeOutcome, StoreError> {
        let mut tx = self.write().await?;
        let name = planning::lock_name(id);
        self.dialect.lock(&mut tx, &name).await?;
        let row = sqlx::query(
            "UPDATE schedule SET deleted_at = $3, next_due_ms = NULL
             WHERE id = $1 AND guild_id = $2 AND deleted_at IS NULL RETURNING *",
        )
        .bind(id.get())
        .bind(guild.to_db())
        .bind(ms(at))
        .fetch_optional(&mut *tx)
        .await?;
        if row.is_some() {
            sqlx::query(
                "UPDATE delivery SET state = 'skipped', reason = 'removed', settled_at = $2
                 WHERE schedule_id = $1 AND state = 'pending'",
            )
            .bind(id.get())
            .bind(ms(at))
            .execute(&mut *tx)
            .await?;
        }
        tx.commit().await?;
        outcome(row.as_ref())
    }

    /// Takes a schedule up again that was paused or on hold: what was due before `at` is over (S-45).
    pub async fn resume_schedule(
        &self,
        id: ScheduleId,
        guild: GuildId,
        at: Timestamp,
        next_due: Option<Timestamp>,
    ) -> Result<ChangeOutcome, StoreError> {
        let mut tx = self.write().await?;
        let row = sqlx::query(
            "UPDATE schedule SET
                 watermark_ms = CASE WHEN watermark_ms > $3 THEN watermark_ms ELSE $3 END,
                 next_due_ms = $4, suspended_reason = NULL, suspended_told_at = NULL, paused_from = NULL, paused_until = NULL,
                 heard_at = CASE WHEN kind = 'desk_break' THEN $3 ELSE heard_at END,
                 asked_at = NULL, skipped_until_at = NULL
             WHERE id = $1 AND guild_id = $2 AND deleted_at IS NULL RETURNING *",
        )
        .bind(id.get())
        .bind(guild.to_db())
        .bind(ms(at))
        .bind(next_due.map(ms))
        .fetch_optional(&mut *tx)
        .await?;
        tx.commit().await?;
        outcome(row.as_ref())
    }

    /// Stops planning a schedule until somebody sees to it (D-6).
    pub async fn suspend_schedule(
        &self,
        id: ScheduleId,
        reason: &str,
    ) -> Result<ChangeOutcome, StoreError> {
        let mut tx = self.write().await?;
        let row = sqlx::query(
            "UPDATE schedule SET
                 suspended_told_at = CASE
                     WHEN suspended_reason IS NULL THEN NULL ELSE suspended_told_at
                 END,
                 suspended_reason = $2
             WHERE id = $1 AND deleted_at IS NULL RETURNING *",
        )
        .bind(id.get())
        .bind(reason)
        .fetch_optional(&mut *tx)
        .await?;
        tx.commit().await?;
        outcome(row.as_ref())
    }
}

pub(super) async fn insert(
    tx: &mut Transaction<'static, Any>,
    new: &NewSchedule,
) -> Result<Schedule, StoreError> {
    guild::ensure(tx, new.guild).await?;
    let id: i64 = sqlx::query_scalar(
        "UPDATE counter SET value = value + 1 WHERE name = 'schedule' RETURNING value",
    )
    .fetch_one(&mut **tx)
    .await?;
    let settings = &new.settings;
    let row = sqlx::query(
        "INSERT INTO schedule (
             id, kind, guild_id, user_id, watermark_ms, next_due_ms, bag_seed, rotation,
             created_by, created_at, timezone, recurrence, channel_id, deliver, fallback, topic,
             role_id, together, stop_when_done, grace_minutes, quiet_from, quiet_to, on_holidays,
             seen_at
         ) VALUES (
             $1, $2, $3, $4, $5, $6, $7, '', $8, $5, $9, $10, $11, $12, $13, $14, $15, $16, $17,
             $18, $19, $20, $21, $5
         ) RETURNING *",
    )
    .bind(id)
    .bind(new.kind.as_str())
    .bind(new.guild.to_db())
    .bind(new.user.map(UserId::to_db))
    .bind(ms(new.at))
    .bind(new.next_due.map(ms))
    .bind(new.bag_seed.cast_signed())
    .bind(new.created_by.to_db())
    .bind(settings.timezone.clone())
    .bind(settings.recurrence.clone())
    .bind(settings.channel.map(ChannelId::to_db))
    .bind(settings.deliver.as_str())
    .bind(i64::from(settings.fallback))
    .bind(settings.topic.clone())
    .bind(settings.role.map(|role| role.get().cast_signed()))
    .bind(i64::from(settings.together))
    .bind(i64::from(settings.stop_when_done))
    .bind(settings.grace_minutes.map(i64::from))
    .bind(settings.quiet_hours.map(|(from, _)| time(from)))
    .bind(settings.quiet_hours.map(|(_, to)| time(to)))
    .bind(i64::from(settings.on_holidays))
    .fetch_one(&mut **tx)
    .await?;
    if new.user.is_none() {
        managers::note(tx, (new.guild, new.created_by), new.at).await?;
    }
    decode(&row)
}

pub(super) async fn change(
    tx: &mut Transaction<'static, Any>,
    id: ScheduleId,
    guild: GuildId,
    settings: &ScheduleSettings,
    at: Timestamp,
    next_due: Option<Timestamp>,
) -> Result<Option<Schedule>, StoreError> {
    let row = sqlx::query(
        "UPDATE schedule SET
             watermark_ms = CASE WHEN watermark_ms > $3 THEN watermark_ms ELSE $3 END,
             next_due_ms = $4, suspended_reason = NULL, timezone = $5, recurrence = $6,
             channel_id = $7, deliver = $8, fallback = $9, topic = $10, role_id = $11,
             together = $12, stop_when_done = $13, grace_minutes = $14, quiet_from = $15,
             quiet_to = $16, on_holidays = $17,
             heard_at = CASE WHEN kind = 'desk_break' THEN $3 ELSE heard_at END,
             asked_at = NULL, skipped_until_at = NULL
         WHERE id = $1 AND guild_id = $2 AND deleted_at IS NULL RETURNING *",
    )
    .bind(id.get())
    .bind(guild.to_db())
    .bind(ms(at))
    .bind(next_due.map(ms))
    .bind(settings.timezone.clone())
    .bind(settings.recurrence.clone())
    .bind(settings.channel.map(ChannelId::to_db))
    .bind(settings.deliver.as_str())
    .bind(i64::from(settings.fallback))
    .bind(settings.topic.clone())
    .bind(settings.role.map(|role| role.get().cast_signed()))
    .bind(i64::from(settings.together))
    .bind(i64::from(settings.stop_when_done))
    .bind(settings.grace_minutes.map(i64::from))
    .bind(settings.quiet_hours.map(|(from, _)| time(from)))
    .bind(settings.quiet_hours.map(|(_, to)| time(to)))
    .bind(i64::from(settings.on_holidays))
    .fetch_optional(&mut **tx)
    .await?;
    row.as_ref().map(decode).transpose()
}

fn outcome(row: Option<&AnyRow>) -> Result<ChangeOutcome, StoreError> {
    row.map_or(Ok(ChangeOutcome::Gone), |row| {
        Ok(ChangeOutcome::Changed(Box::new(decode(row)?)))
    })
}
