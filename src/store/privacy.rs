//! Erasing a member (K-62): afterwards no row holds their id.

use jiff::Timestamp;
use sqlx::{Any, Transaction};

use super::columns::{Columns, ms};
use super::{Store, StoreError, member};
use crate::domain::ids::{GuildId, UserId};

/// Where a member is erased.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum EraseScope {
    /// In one guild. The open direct-message channel goes too, unless another guild needs it.
    Guild(GuildId),
    /// In every guild.
    Everywhere,
}

/// The trace of an erasure, by which a restored back-up is cleaned.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Tombstone {
    /// A keyed hash of the member's id, as the caller made it.
    pub hash: String,
    /// A guild's id, or `everywhere`.
    pub scope: String,
    /// When it happened.
    pub at: Timestamp,
}

/// Each statement takes the user, and the guild or NULL for all guilds. What points at a row goes
/// before that row does.
const ERASURES: [&str; 9] = [
    "DELETE FROM press_undo WHERE user_id = $1 AND ($2 IS NULL OR guild_id = $2)",
    "DELETE FROM streak_state WHERE user_id = $1 AND ($2 IS NULL OR guild_id = $2)",
    "DELETE FROM press WHERE user_id = $1 AND ($2 IS NULL OR guild_id = $2)",
    "DELETE FROM member_change WHERE user_id = $1 AND ($2 IS NULL OR guild_id = $2)",
    "DELETE FROM member WHERE user_id = $1 AND ($2 IS NULL OR guild_id = $2)",
    "DELETE FROM delivery WHERE user_id = $1 AND ($2 IS NULL OR guild_id = $2)",
    "DELETE FROM schedule WHERE user_id = $1 AND ($2 IS NULL OR guild_id = $2)",
    "UPDATE schedule SET created_by = NULL
     WHERE created_by = $1 AND ($2 IS NULL OR guild_id = $2)",
    "UPDATE guild_change SET by_user = NULL
     WHERE by_user = $1 AND ($2 IS NULL OR guild_id = $2)",
];

/// What belongs to no guild goes once no guild needs it.
const OF_NO_GUILD: [&str; 2] = [
    "DELETE FROM dm_channel WHERE user_id = $1
       AND NOT EXISTS (SELECT 1 FROM schedule WHERE user_id = $1)
       AND NOT EXISTS (SELECT 1 FROM member WHERE user_id = $1)",
    "DELETE FROM dm_member WHERE user_id = $1
       AND NOT EXISTS (SELECT 1 FROM schedule WHERE user_id = $1)
       AND NOT EXISTS (SELECT 1 FROM member WHERE user_id = $1)",
];

impl Store {
    /// Erases a member: log, settings, streak, desk break and its deliveries. What they set up for a
    /// guild stays, without their name. `hash` is a keyed hash of their id; it stays as the
    /// [`Tombstone`].
    pub async fn erase(
        &self,
        user: UserId,
        scope: EraseScope,
        hash: &str,
        at: Timestamp,
    ) -> Result<(), StoreError> {
        let (guild, name) = match scope {
            EraseScope::Guild(guild) => (Some(guild.to_db()), guild.to_string()),
            EraseScope::Everywhere => (None, "everywhere".to_owned()),
        };
        let mut tx = self.write().await?;
        self.lock_memberships(&mut tx, user).await?;
        for sql in ERASURES {
            sqlx::query(sql)
                .bind(user.to_db())
                .bind(guild)
                .execute(&mut *tx)
                .await?;
        }
        for sql in OF_NO_GUILD {
            sqlx::query(sql)
                .bind(user.to_db())
                .execute(&mut *tx)
                .await?;
        }
        sqlx::query(
            "INSERT INTO tombstone (hash, scope, at_ms) VALUES ($1, $2, $3)
             ON CONFLICT (hash, scope) DO UPDATE SET at_ms = excluded.at_ms",
        )
        .bind(hash)
        .bind(name)
        .bind(ms(at))
        .execute(&mut *tx)
        .await?;
        Ok(tx.commit().await?)
    }

    /// The traces of all erasures, oldest first.
    pub async fn tombstones(&self) -> Result<Vec<Tombstone>, StoreError> {
        let mut tx = self.read().await?;
        let rows = sqlx::query("SELECT * FROM tombstone ORDER BY at_ms, hash, scope")
            .fetch_all(&mut *tx)
            .await?;
        tx.commit().await?;
        rows.iter()
            .map(|row| {
                let row = Columns::of("tombstone", row);
                Ok(Tombstone {
                    hash: row.text("hash")?,
                    scope: row.text("scope")?,
                    at: row.instant("at_ms")?,
                })
            })
            .collect()
    }

    /// Keeps presses and changes of the user waiting, in every guild that knows them.
    async fn lock_memberships(
        &self,
        tx: &mut Transaction<'static, Any>,
        user: UserId,
    ) -> Result<(), StoreError> {
        let rows = sqlx::query("SELECT guild_id FROM member WHERE user_id = $1 ORDER BY guild_id")
            .bind(user.to_db())
            .fetch_all(&mut **tx)
            .await?;
        for row in &rows {
            let guild = Columns::of("member", row).id("guild_id")?;
            let name = member::lock_name(guild, user);
            self.dialect.lock(tx, &name).await?;
        }
        Ok(())
    }
}
