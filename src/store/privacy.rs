//! Erasing a member (K-62): afterwards no row holds their id, and no hash of it but the tombstone's.

use jiff::Timestamp;
use sqlx::{Any, Transaction};

use super::columns::{Columns, ms};
use super::erasures::Said;
use super::{Store, StoreError, board_line, erasing, member, streak, together};
use crate::domain::ids::{GuildId, InteractionId, UserId};

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

/// What stands for a member where their id does not. Whoever has the key makes it.
pub trait Fingerprints: Sync {
    /// What stays of a member who was erased.
    fn tombstone(&self, user: UserId) -> String;

    /// What stands for a member on one card that a channel does together.
    fn in_together(&self, card: InteractionId, user: UserId) -> String;
}

impl Tombstone {
    /// That of an erasure at an instant, which is kept in milliseconds.
    pub(super) fn new(
        user: UserId,
        scope: EraseScope,
        fingerprints: &impl Fingerprints,
        at: Timestamp,
    ) -> Self {
        Self {
            hash: fingerprints.tombstone(user),
            scope: scope.name(),
            at: in_ms(at),
        }
    }
}

/// The instant as the database keeps it.
pub(super) fn in_ms(at: Timestamp) -> Timestamp {
    Timestamp::from_millisecond(ms(at)).unwrap_or(at)
}

impl EraseScope {
    /// The word that a tombstone has for it.
    pub(super) fn name(self) -> String {
        match self {
            Self::Guild(guild) => guild.to_string(),
            Self::Everywhere => EVERYWHERE.to_owned(),
        }
    }

    /// The scope of a tombstone's word.
    pub(super) fn parse(word: &str) -> Option<Self> {
        if word == EVERYWHERE {
            return Some(Self::Everywhere);
        }
        word.parse().ok().map(Self::Guild)
    }

    pub(super) fn guild(self) -> Option<GuildId> {
        match self {
            Self::Guild(guild) => Some(guild),
            Self::Everywhere => None,
        }
    }
}

const EVERYWHERE: &str = "everywhere";

/// Says whether a word is the scope of a tombstone.
pub(super) fn is_scope(word: &str) -> bool {
    EraseScope::parse(word).is_some()
}

/// Each statement takes the user, and the guild or NULL for all guilds. What points at a row goes
/// before that row does.
const ERASURES: [&str; 12] = [
    "DELETE FROM milestone_shared WHERE user_id = $1 AND ($2 IS NULL OR guild_id = $2)",
    "DELETE FROM press_undo WHERE user_id = $1 AND ($2 IS NULL OR guild_id = $2)",
    "DELETE FROM streak_state WHERE user_id = $1 AND ($2 IS NULL OR guild_id = $2)",
    "DELETE FROM streak_checkpoint WHERE user_id = $1 AND ($2 IS NULL OR guild_id = $2)",
    "DELETE FROM press WHERE user_id = $1 AND ($2 IS NULL OR guild_id = $2)",
    "DELETE FROM member_change WHERE user_id = $1 AND ($2 IS NULL OR guild_id = $2)",
    "DELETE FROM member WHERE user_id = $1 AND ($2 IS NULL OR guild_id = $2)",
    "DELETE FROM delivery WHERE user_id = $1 AND ($2 IS NULL OR guild_id = $2)",
    "DELETE FROM schedule WHERE user_id = $1 AND ($2 IS NULL OR guild_id = $2)",
    "UPDATE schedule SET created_by = NULL
     WHERE created_by = $1 AND ($2 IS NULL OR guild_id = $2)",
    "UPDATE guild_change SET by_user = NULL
     WHERE by_user = $1 AND ($2 IS NULL OR guild_id = $2)",
    "DELETE FROM manager WHERE user_id = $1 AND ($2 IS NULL OR guild_id = $2)",
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
    /// Erases a member: log, settings, streak, desk break and its deliveries, and what counts them in where a channel does a
    /// card together. What they set up for a guild stays, without their name. A [`Tombstone`] stays, in the database
    /// and in a file beside it.
    pub async fn erase(
        &self,
        user: UserId,
        scope: EraseScope,
        fingerprints: &impl Fingerprints,
        at: Timestamp,
    ) -> Result<(), StoreError> {
        let tombstone = Tombstone::new(user, scope, fingerprints, at);
        self.begin_erasure(&tombstone).await?;
        let erased = self.commit_erasure(user, scope, fingerprints, &tombstone);
        if let Err(error) = erased.await {
            self.give_up_erasure(&tombstone).await;
            return Err(error);
        }
        self.note_erasures(Said::Done, &[tombstone]);
        Ok(())
    }

    async fn commit_erasure(
        &self,
        user: UserId,
        scope: EraseScope,
        fingerprints: &impl Fingerprints,
        tombstone: &Tombstone,
    ) -> Result<(), StoreError> {
        let mut tx = self.write().await?;
        self.lock_memberships(&mut tx, user).await?;
        self.erase_in(&mut tx, user, scope, fingerprints, tombstone.at)
            .await?;
        erasing::end(&mut tx, tombstone).await?;
        Ok(tx.commit().await?)
    }

    /// Erases a member in a transaction that holds their locks.
    pub(super) async fn erase_in(
        &self,
        tx: &mut Transaction<'static, Any>,
        user: UserId,
        scope: EraseScope,
        fingerprints: &impl Fingerprints,
        at: Timestamp,
    ) -> Result<(), StoreError> {
        for guild in board_line::guilds_of(tx, user, scope.guild()).await? {
            streak::remove_line(tx, (guild, user)).await?;
        }
        let guild = scope.guild().map(GuildId::to_db);
        for sql in ERASURES {
            sqlx::query(sql)
                .bind(user.to_db())
                .bind(guild)
                .execute(&mut **tx)
                .await?;
        }
        erase_outside_guilds(tx, user).await?;
        count_out(tx, user, guild, fingerprints, at).await?;
        let tombstone = Tombstone::new(user, scope, fingerprints, at);
        put_tombstone(tx, &tombstone).await
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
    pub(super) async fn lock_memberships(
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

/// Erases what belongs to no guild, if no guild needs it.
pub(super) async fn erase_outside_guilds(
    tx: &mut Transaction<'static, Any>,
    user: UserId,
) -> Result<(), StoreError> {
    for sql in OF_NO_GUILD {
        sqlx::query(sql)
            .bind(user.to_db())
            .execute(&mut **tx)
            .await?;
    }
    Ok(())
}

/// Takes a member out of those who are counted on cards that a channel does together.
async fn count_out(
    tx: &mut Transaction<'static, Any>,
    user: UserId,
    guild: Option<i64>,
    fingerprints: &impl Fingerprints,
    at: Timestamp,
) -> Result<(), StoreError> {
    let cards = sqlx::query("SELECT id FROM together WHERE $1 IS NULL OR guild_id = $1")
        .bind(guild)
        .fetch_all(&mut **tx)
        .await?;
    for card in &cards {
        let card: InteractionId = Columns::of("together", card).id("id")?;
        together::leave(tx, card, fingerprints.in_together(card, user), at).await?;
    }
    Ok(())
}

pub(super) async fn put_tombstone(
    tx: &mut Transaction<'static, Any>,
    tombstone: &Tombstone,
) -> Result<(), StoreError> {
    sqlx::query(
        "INSERT INTO tombstone (hash, scope, at_ms) VALUES ($1, $2, $3)
         ON CONFLICT (hash, scope) DO UPDATE SET at_ms = excluded.at_ms",
    )
    .bind(tombstone.hash.clone())
    .bind(tombstone.scope.clone())
    .bind(ms(tombstone.at))
    .execute(&mut **tx)
    .await?;
    Ok(())
}
