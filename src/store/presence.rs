//! Whether the bot is in a guild (K-64).

use jiff::Timestamp;

use super::columns::ms;
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
    /// Notes that the bot is in the guild, or was removed from it at `at` (K-64). Nothing happens if
    /// that is known already.
    pub async fn set_guild_presence(
        &self,
        guild: GuildId,
        presence: Presence,
        at: Timestamp,
    ) -> Result<(), StoreError> {
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
}
