//! In which guilds the bot is (K-64). One that has no row counts as one where it is.

use jiff::Timestamp;
use sqlx::{Any, AssertSqlSafe, Transaction};

use super::columns::{Columns, ms};
use super::guild::{ensure, lock_name, log};
use super::{Store, StoreError};
use crate::domain::ids::GuildId;

/// Whether the bot is in a guild (K-64).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Presence {
    /// It is.
    Present,
    /// It was removed.
    Removed,
}

impl Store {
    /// Notes that the bot is in the guild, or was removed from it at `at` (K-64). Nothing happens, and nothing is
    /// written, if that is known already.
    pub async fn set_guild_presence(
        &self,
        guild: GuildId,
        presence: Presence,
        at: Timestamp,
    ) -> Result<(), StoreError> {
        // Thousands are told of at every start, and almost all of them are known.
        if presence == Presence::Present && !self.is_removed(guild).await? {
            return Ok(());
        }
        let (present, removed_at) = match presence {
            Presence::Present => (1_i64, None),
            Presence::Removed => (0, Some(ms(at))),
        };
        let mut tx = self.write().await?;
        self.dialect.lock(&mut tx, &lock_name(guild)).await?;
        ensure(&mut tx, guild).await?;
        let changed = sqlx::query(
            "UPDATE guild SET present = $2, removed_at = $3 WHERE guild_id = $1 AND present <> $2",
        )
        .bind(guild.to_db())
        .bind(present)
        .bind(removed_at)
        .execute(&mut *tx)
        .await?;
        if changed.rows_affected() > 0 {
            let value = Some(present.to_string());
            log(&mut tx, guild, None, at, "present", value).await?;
        }
        Ok(tx.commit().await?)
    }

    async fn is_removed(&self, guild: GuildId) -> Result<bool, StoreError> {
        let row =
            sqlx::query("SELECT COUNT(*) AS n FROM guild WHERE guild_id = $1 AND present = 0")
                .bind(guild.to_db())
                .fetch_one(&self.readers)
                .await?;
        Ok(Columns::of("guild", &row).int("n")? > 0)
    }

    /// Up to `limit` guilds with a row that the bot is in, as far as is known, and that come after `after`, by id: all of
    /// them, page by page.
    pub async fn present_guilds(
        &self,
        after: Option<GuildId>,
        limit: u32,
    ) -> Result<Vec<GuildId>, StoreError> {
        let rows = sqlx::query(
            "SELECT guild_id FROM guild WHERE present = 1 AND guild_id > $1
             ORDER BY guild_id LIMIT $2",
        )
        .bind(after.map_or(0, GuildId::to_db))
        .bind(i64::from(limit))
        .fetch_all(&self.readers)
        .await?;
        let id = |row| Columns::of("guild", row).id("guild_id");
        rows.iter().map(id).collect()
    }

    /// Notes that the bot was removed from these guilds, all in one transaction. Where that is known already, or where
    /// there is no row, nothing happens.
    pub async fn set_guilds_removed(
        &self,
        guilds: &[GuildId],
        at: Timestamp,
    ) -> Result<(), StoreError> {
        if guilds.is_empty() {
            return Ok(());
        }
        let mut ids: Vec<_> = guilds.to_vec();
        ids.sort_unstable();
        let mut tx = self.write().await?;
        for guild in &ids {
            self.dialect.lock(&mut tx, &lock_name(*guild)).await?;
        }
        let ids: Vec<_> = ids.iter().map(|guild| guild.to_db().to_string()).collect();
        let these = format!("present = 1 AND guild_id IN ({})", ids.join(", "));
        let logged = format!(
            "INSERT INTO guild_change (guild_id, seq, at_ms, setting, value)
             SELECT guild_id, (
                 SELECT COALESCE(MAX(earlier.seq), 0) + 1 FROM guild_change AS earlier
                 WHERE earlier.guild_id = guild.guild_id
             ), $1, 'present', '0' FROM guild WHERE {these}"
        );
        let noted = format!("UPDATE guild SET present = 0, removed_at = $1 WHERE {these}");
        for sql in [logged, noted] {
            with_instant(&mut tx, sql, at).await?;
        }
        Ok(tx.commit().await?)
    }
}

/// Runs a statement made of our own words and of numbers.
async fn with_instant(
    tx: &mut Transaction<'static, Any>,
    sql: String,
    at: Timestamp,
) -> Result<(), StoreError> {
    sqlx::query(AssertSqlSafe(sql))
        .bind(ms(at))
        .execute(&mut **tx)
        .await?;
    Ok(())
}
