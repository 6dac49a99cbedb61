//! Several settings of a guild at once: all of them change, or none.

use jiff::Timestamp;
use sqlx::{Any, Transaction};

use super::columns::ms;
use super::guild::{ensure, fetch, lock_name, log, update};
use super::{
    Guild, GuildSetting, NewSchedule, RECAP, ScheduleId, Store, StoreError, holiday, proposal,
    schedule_changes,
};
use crate::domain::ids::{ChannelId, GuildId, UserId};

/// What of a guild is to change.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct GuildUpdate {
    /// The settings, each with its new value.
    pub settings: Vec<GuildSetting>,
    /// A card's id, and whether it is shown from now on.
    pub item: Option<(String, bool)>,
    /// The guild's prompts, by the clock of its new zone.
    pub moved: Vec<MovedSchedule>,
    /// The weekly recap begins or ends.
    pub recap: Option<RecapChange>,
}

/// What becomes of the weekly recap (L-7).
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum RecapChange {
    /// It is posted as this says; nothing happens if there is one.
    Begin(Box<NewSchedule>),
    /// It is not posted any more, and nothing of it that waits is.
    End,
}

/// A schedule that keeps its wall times in another zone (S-56).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MovedSchedule {
    /// Which.
    pub id: ScheduleId,
    /// The recurrence that the next due instant was worked out from; one that was changed meanwhile does not move.
    pub recurrence: String,
    /// IANA name of the new zone.
    pub timezone: String,
    /// Everything due until then is past.
    pub at: Timestamp,
    /// The first due instant after that.
    pub next_due: Option<Timestamp>,
}

impl Store {
    /// Changes a guild, and writes each of its settings into the log; `by` chose them.
    pub async fn update_guild(
        &self,
        guild: GuildId,
        change: &GuildUpdate,
        by: UserId,
        at: Timestamp,
    ) -> Result<Guild, StoreError> {
        let mut tx = self.write().await?;
        self.dialect.lock(&mut tx, &lock_name(guild)).await?;
        ensure(&mut tx, guild).await?;
        apply(&mut tx, guild, change, by, at).await?;
        let changed = fetch(&mut *tx, guild).await?;
        tx.commit().await?;
        Ok(changed)
    }
}

/// Writes all of it. The caller holds the guild's lock, and the guild has a row.
pub(super) async fn apply(
    tx: &mut Transaction<'static, Any>,
    guild: GuildId,
    change: &GuildUpdate,
    by: UserId,
    at: Timestamp,
) -> Result<(), StoreError> {
    for setting in &change.settings {
        update(tx, guild, setting).await?;
        if let GuildSetting::WellnessChannel(Some(channel)) = setting {
            move_recap(tx, guild, *channel).await?;
        }
        log(tx, guild, Some(by), at, setting.name(), setting.value()).await?;
    }
    if let Some((item, enabled)) = &change.item {
        holiday::put_item(tx, guild, item, *enabled).await?;
    }
    for moved in &change.moved {
        move_schedule(tx, guild, moved).await?;
    }
    match &change.recap {
        Some(RecapChange::Begin(new)) => begin_recap(tx, guild, new).await?,
        Some(RecapChange::End) => end_recap(tx, guild, at).await?,
        None => {}
    }
    Ok(())
}

async fn begin_recap(
    tx: &mut Transaction<'static, Any>,
    guild: GuildId,
    new: &NewSchedule,
) -> Result<(), StoreError> {
    let there = sqlx::query(
        "SELECT id FROM schedule WHERE guild_id = $1 AND purpose = $2 AND deleted_at IS NULL",
    )
    .bind(guild.to_db())
    .bind(RECAP)
    .fetch_optional(&mut **tx)
    .await?;
    if there.is_some() {
        return Ok(());
    }
    let schedule = schedule_changes::insert(tx, new).await?;
    sqlx::query("UPDATE schedule SET purpose = $2 WHERE id = $1")
        .bind(schedule.id.get())
        .bind(RECAP)
        .execute(&mut **tx)
        .await?;
    Ok(())
}

async fn end_recap(
    tx: &mut Transaction<'static, Any>,
    guild: GuildId,
    at: Timestamp,
) -> Result<(), StoreError> {
    sqlx::query(
        "UPDATE delivery SET state = 'skipped', reason = 'removed', settled_at = $2
         WHERE state = 'pending' AND schedule_id IN (
             SELECT id FROM schedule
             WHERE guild_id = $1 AND purpose = $3 AND deleted_at IS NULL
         )",
    )
    .bind(guild.to_db())
    .bind(ms(at))
    .bind(RECAP)
    .execute(&mut **tx)
    .await?;
    sqlx::query(
        "UPDATE schedule SET deleted_at = $2, next_due_ms = NULL
         WHERE guild_id = $1 AND purpose = $3 AND deleted_at IS NULL",
    )
    .bind(guild.to_db())
    .bind(ms(at))
    .bind(RECAP)
    .execute(&mut **tx)
    .await?;
    Ok(())
}

/// The recap goes where the guild has its channel for wellness.
async fn move_recap(
    tx: &mut Transaction<'static, Any>,
    guild: GuildId,
    channel: ChannelId,
) -> Result<(), StoreError> {
    sqlx::query(
        "UPDATE schedule SET channel_id = $2, suspended_reason = NULL
         WHERE guild_id = $1 AND purpose = $3 AND deleted_at IS NULL",
    )
    .bind(guild.to_db())
    .bind(channel.to_db())
    .bind(RECAP)
    .execute(&mut **tx)
    .await?;
    Ok(())
}

async fn move_schedule(
    tx: &mut Transaction<'static, Any>,
    guild: GuildId,
    moved: &MovedSchedule,
) -> Result<(), StoreError> {
    sqlx::query(
        "UPDATE schedule SET
             watermark_ms = CASE WHEN watermark_ms > $4 THEN watermark_ms ELSE $4 END,
             next_due_ms = $5, timezone = $6
         WHERE id = $1 AND guild_id = $2 AND recurrence = $3 AND deleted_at IS NULL",
    )
    .bind(moved.id.get())
    .bind(guild.to_db())
    .bind(moved.recurrence.clone())
    .bind(ms(moved.at))
    .bind(moved.next_due.map(ms))
    .bind(moved.timezone.clone())
    .execute(&mut **tx)
    .await?;
    proposal::forget_changes(tx, moved.id).await
}
