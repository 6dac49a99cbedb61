//! Who has been away for thirty days is erased (K-63), and so is a guild that removed the bot (K-64); what is only of use
//! for a while goes.
//!
//! Begin reading at [`Store::purge_member`].

use jiff::Timestamp;
use sqlx::{Any, Transaction};

use super::columns::{Columns, ms};
use super::erasures::Said;
use super::{
    EraseScope, Fingerprints, QUESTION, Store, StoreError, Tombstone, attention, erasing, guild,
    member,
};
use crate::domain::ids::{GuildId, UserId};

/// Members who left before an instant, or whose guild removed the bot before it.
const GONE: &str = "SELECT guild_id, user_id FROM member WHERE left_at < $1
     UNION
     SELECT guild_id, user_id FROM schedule WHERE user_id IS NOT NULL AND left_at < $1
     UNION
     SELECT guild_id, user_id FROM manager WHERE left_at < $1
     UNION
     SELECT guild_id, user_id FROM member
     WHERE guild_id IN (SELECT guild_id FROM guild WHERE removed_at < $1)
     UNION
     SELECT guild_id, user_id FROM schedule
     WHERE user_id IS NOT NULL
       AND guild_id IN (SELECT guild_id FROM guild WHERE removed_at < $1)
     UNION
     SELECT guild_id, user_id FROM manager
     WHERE guild_id IN (SELECT guild_id FROM guild WHERE removed_at < $1)
     LIMIT $2";

/// Says whether that is so of one of them.
const IS_GONE: &str = "SELECT COUNT(*) AS n FROM guild WHERE guild_id = $1 AND (
         removed_at < $3 OR EXISTS (
             SELECT 1 FROM member WHERE guild_id = $1 AND user_id = $2 AND left_at < $3
         ) OR EXISTS (
             SELECT 1 FROM schedule WHERE guild_id = $1 AND user_id = $2 AND left_at < $3
         ) OR EXISTS (
             SELECT 1 FROM manager WHERE guild_id = $1 AND user_id = $2 AND left_at < $3
         )
     )";

/// All that there is of a guild; what points at a row goes before that row does.
const OF_A_GUILD: [&str; 13] = [
    "DELETE FROM together_member
     WHERE together_id IN (SELECT id FROM together WHERE guild_id = $1)",
    "DELETE FROM together WHERE guild_id = $1",
    "DELETE FROM board_tally WHERE guild_id = $1",
    "DELETE FROM schedule_proposal WHERE guild_id = $1",
    "DELETE FROM holiday_import WHERE guild_id = $1",
    "DELETE FROM shared WHERE guild_id = $1",
    "DELETE FROM delivery WHERE guild_id = $1",
    "DELETE FROM schedule WHERE guild_id = $1",
    "DELETE FROM guild_change WHERE guild_id = $1",
    "DELETE FROM manager WHERE guild_id = $1",
    "DELETE FROM guild_holiday WHERE guild_id = $1",
    "DELETE FROM guild_item WHERE guild_id = $1",
    "DELETE FROM guild WHERE guild_id = $1",
];

/// What is of use for a while only, by the instant at which that is over.
const PASSING: [&str; 3] = [
    "DELETE FROM schedule_proposal WHERE at_ms < $1",
    "DELETE FROM holiday_import WHERE at_ms < $1",
    "DELETE FROM dm_opening WHERE at_ms < $1",
];

impl Store {
    /// Up to `limit` members who left before an instant, or whose guild removed the bot before it.
    pub async fn members_gone_before(
        &self,
        before: Timestamp,
        limit: u32,
    ) -> Result<Vec<(GuildId, UserId)>, StoreError> {
        let rows = sqlx::query(GONE)
            .bind(ms(before))
            .bind(i64::from(limit))
            .fetch_all(&self.readers)
            .await?;
        let whose = |row| {
            let row = Columns::of("member", row);
            Ok((row.id("guild_id")?, row.id("user_id")?))
        };
        rows.iter().map(whose).collect()
    }

    /// Erases a member who left before an instant, or whose guild removed the bot before it; `false` if neither is so any
    /// more.
    pub async fn purge_member(
        &self,
        (guild, user): (GuildId, UserId),
        before: Timestamp,
        fingerprints: &impl Fingerprints,
        now: Timestamp,
    ) -> Result<bool, StoreError> {
        let whose = (guild, user);
        let mut tx = self.read().await?;
        let is_gone = is_gone(&mut tx, whose, before).await?;
        tx.commit().await?;
        if !is_gone {
            return Ok(false);
        }
        let scope = EraseScope::Guild(guild);
        let tombstone = Tombstone::new(user, scope, fingerprints, now);
        self.begin_erasure(&tombstone).await?;
        let purged = self.commit_purge(whose, before, fingerprints, &tombstone);
        let purged = purged.await;
        if matches!(purged, Ok(true)) {
            self.note_erasures(Said::Done, &[tombstone]);
        } else {
            self.give_up_erasure(&tombstone).await;
        }
        purged
    }

    /// `false`, and nothing is done, if they have come back meanwhile.
    async fn commit_purge(
        &self,
        (guild, user): (GuildId, UserId),
        before: Timestamp,
        fingerprints: &impl Fingerprints,
        tombstone: &Tombstone,
    ) -> Result<bool, StoreError> {
        let mut tx = self.write().await?;
        let name = member::lock_name(guild, user);
        self.dialect.lock(&mut tx, &name).await?;
        if !is_gone(&mut tx, (guild, user), before).await? {
            return Ok(false);
        }
        let scope = EraseScope::Guild(guild);
        self.erase_in(&mut tx, user, scope, fingerprints, tombstone.at)
            .await?;
        erasing::end(&mut tx, tombstone).await?;
        tx.commit().await?;
        Ok(true)
    }

    /// Deletes everything about the guilds that removed the bot before an instant and whose members are erased; returns how
    /// many there were.
    pub async fn purge_guilds(&self, before: Timestamp) -> Result<usize, StoreError> {
        let rows = sqlx::query(
            "SELECT guild_id FROM guild WHERE removed_at < $1 AND NOT EXISTS (
                 SELECT 1 FROM member WHERE member.guild_id = guild.guild_id
             )",
        )
        .bind(ms(before))
        .fetch_all(&self.readers)
        .await?;
        let mut purged = 0;
        for row in &rows {
            let guild = Columns::of("guild", row).id("guild_id")?;
            let mut tx = self.write().await?;
            if self.is_still_gone(&mut tx, guild, before).await? {
                for sql in OF_A_GUILD {
                    sqlx::query(sql)
                        .bind(guild.to_db())
                        .execute(&mut *tx)
                        .await?;
                }
                purged += 1;
            }
            tx.commit().await?;
        }
        Ok(purged)
    }

    async fn is_still_gone(
        &self,
        tx: &mut Transaction<'static, Any>,
        guild: GuildId,
        before: Timestamp,
    ) -> Result<bool, StoreError> {
        self.dialect.lock(tx, &guild::lock_name(guild)).await?;
        let row = sqlx::query(
            "SELECT COUNT(*) AS n FROM guild WHERE guild_id = $1 AND removed_at < $2
               AND NOT EXISTS (SELECT 1 FROM member WHERE guild_id = $1)",
        )
        .bind(guild.to_db())
        .bind(ms(before))
        .fetch_one(&mut **tx)
        .await?;
        Ok(Columns::of("guild", &row).int("n")? > 0)
    }

    /// Deletes up to `limit` deliveries that ended before an instant (P-5); returns how many there were. What has a
    /// message to be taken down still stays, and so does a question that waits for its answer; on how many days reminders
    /// had none is remembered (D-64).
    pub async fn delete_old_deliveries(
        &self,
        before: Timestamp,
        limit: u32,
    ) -> Result<u64, StoreError> {
        let mut tx = self.write().await?;
        let rows = sqlx::query(
            "DELETE FROM delivery WHERE token IN (
                 SELECT token FROM delivery
                 WHERE settled_at < $1 AND (removal IS NULL OR removal <> 'wanted')
                   AND NOT (item_id IS NOT NULL AND item_id = $3 AND EXISTS (
                       SELECT 1 FROM schedule WHERE schedule.id = delivery.schedule_id
                         AND schedule.asked_at = delivery.due_at AND schedule.deleted_at IS NULL
                   ))
                 ORDER BY settled_at LIMIT $2
             ) RETURNING schedule_id, user_id, local_date, state, settled_at",
        )
        .bind(ms(before))
        .bind(i64::from(limit))
        .bind(QUESTION)
        .fetch_all(&mut *tx)
        .await?;
        attention::remember(&mut tx, &rows).await?;
        tx.commit().await?;
        Ok(u64::try_from(rows.len()).unwrap_or(u64::MAX))
    }

    /// Forgets what was shared before an instant (K-26).
    pub async fn delete_shared(&self, before: Timestamp) -> Result<(), StoreError> {
        let mut tx = self.write().await?;
        sqlx::query("DELETE FROM shared WHERE at_ms < $1")
            .bind(ms(before))
            .execute(&mut *tx)
            .await?;
        Ok(tx.commit().await?)
    }

    /// Deletes what waited for an answer since before an instant, and got none.
    pub async fn delete_passing(&self, before: Timestamp) -> Result<(), StoreError> {
        let mut tx = self.write().await?;
        for sql in PASSING {
            sqlx::query(sql).bind(ms(before)).execute(&mut *tx).await?;
        }
        Ok(tx.commit().await?)
    }
}

async fn is_gone(
    tx: &mut Transaction<'static, Any>,
    (guild, user): (GuildId, UserId),
    before: Timestamp,
) -> Result<bool, StoreError> {
    let row = sqlx::query(IS_GONE)
        .bind(guild.to_db())
        .bind(user.to_db())
        .bind(ms(before))
        .fetch_one(&mut **tx)
        .await?;
    Ok(Columns::of("guild", &row).int("n")? > 0)
}
