//! Schedules that were put on hold: told once to those who can do something about it, and taken up again (D-6).

use jiff::Timestamp;
use sqlx::any::AnyRow;

use super::columns::{Columns, ms};
use super::schedule::decode;
use super::{ChangeOutcome, Schedule, ScheduleId, Store, StoreError};
use crate::domain::ids::{ChannelId, GuildId, UserId};

impl Store {
    /// The guild's schedules of prompts that were put on hold and not told of yet. From now on they are.
    pub async fn tell_suspended(
        &self,
        guild: GuildId,
        at: Timestamp,
    ) -> Result<Vec<Schedule>, StoreError> {
        self.tell(guild, None, at).await
    }

    /// The same for a member's own desk break.
    pub async fn tell_suspended_break(
        &self,
        guild: GuildId,
        user: UserId,
        at: Timestamp,
    ) -> Result<Vec<Schedule>, StoreError> {
        self.tell(guild, Some(user), at).await
    }

    /// Nearly always there is nothing to tell, and then nothing is written.
    async fn tell(
        &self,
        guild: GuildId,
        user: Option<UserId>,
        at: Timestamp,
    ) -> Result<Vec<Schedule>, StoreError> {
        let user = user.map(UserId::to_db);
        let mut tx = self.read().await?;
        let n: i64 = sqlx::query_scalar(
            "SELECT COUNT(*) FROM schedule
             WHERE guild_id = $1 AND COALESCE(user_id, 0) = COALESCE($2, 0)
               AND suspended_reason IS NOT NULL AND suspended_told_at IS NULL
               AND deleted_at IS NULL",
        )
        .bind(guild.to_db())
        .bind(user)
        .fetch_one(&mut *tx)
        .await?;
        tx.commit().await?;
        if n == 0 {
            return Ok(Vec::new());
        }
        let mut tx = self.write().await?;
        let rows = sqlx::query(
            "UPDATE schedule SET suspended_told_at = $3
             WHERE guild_id = $1 AND COALESCE(user_id, 0) = COALESCE($2, 0)
               AND suspended_reason IS NOT NULL AND suspended_told_at IS NULL
               AND deleted_at IS NULL RETURNING *",
        )
        .bind(guild.to_db())
        .bind(user)
        .bind(ms(at))
        .fetch_all(&mut *tx)
        .await?;
        tx.commit().await?;
        let mut told = rows.iter().map(decode).collect::<Result<Vec<_>, _>>()?;
        told.sort_by_key(|schedule| schedule.id);
        Ok(told)
    }

    /// What was told did not arrive.
    pub async fn untell_suspended(&self, id: ScheduleId) -> Result<(), StoreError> {
        let mut tx = self.write().await?;
        sqlx::query("UPDATE schedule SET suspended_told_at = NULL WHERE id = $1")
            .bind(id.get())
            .execute(&mut *tx)
            .await?;
        Ok(tx.commit().await?)
    }

    /// Takes up a schedule that was on hold: what was due until `at` is past (S-45), and `next_due` is the first due
    /// instant after that. One that is not on hold stays as it is.
    pub async fn take_off_hold(
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
                 next_due_ms = $4, suspended_reason = NULL, suspended_told_at = NULL
             WHERE id = $1 AND guild_id = $2 AND deleted_at IS NULL
               AND suspended_reason IS NOT NULL RETURNING *",
        )
        .bind(id.get())
        .bind(guild.to_db())
        .bind(ms(at))
        .bind(next_due.map(ms))
        .fetch_optional(&mut *tx)
        .await?;
        tx.commit().await?;
        row.as_ref().map_or(Ok(ChangeOutcome::Gone), |row| {
            Ok(ChangeOutcome::Changed(Box::new(decode(row)?)))
        })
    }

    /// The channels of a guild in which schedules or desk breaks post, by number.
    pub async fn posting_channels(&self, guild: GuildId) -> Result<Vec<ChannelId>, StoreError> {
        let mut tx = self.read().await?;
        let rows = sqlx::query(
            "SELECT DISTINCT channel_id FROM schedule
             WHERE guild_id = $1 AND deleted_at IS NULL AND channel_id IS NOT NULL
               AND (deliver = 'channel' OR fallback = 1)
             ORDER BY channel_id",
        )
        .bind(guild.to_db())
        .fetch_all(&mut *tx)
        .await?;
        tx.commit().await?;
        let channel = |row: &AnyRow| Columns::of("schedule", row).id("channel_id");
        rows.iter().map(channel).collect()
    }
}
