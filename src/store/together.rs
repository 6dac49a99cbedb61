//! Cards that a channel does together: who has done one, by a keyed hash, and when its message is to say so.
//!
//! Nothing here outlives a day. Begin reading at [`Store::join_together`].

use jiff::{SignedDuration, Timestamp};
use sqlx::any::AnyRow;
use sqlx::{Any, Transaction};

use super::columns::{Columns, ms};
use super::{Store, StoreError};
use crate::domain::ids::{ChannelId, GuildId, InteractionId, MessageId};

/// A message is edited no more often than this.
const BETWEEN_EDITS: SignedDuration = SignedDuration::from_secs(5);
/// A card counts for so long; then all of it is deleted.
const KEPT: SignedDuration = SignedDuration::from_hours(24);

/// A card that a channel does together.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Together {
    /// The interaction that asked for it.
    pub id: InteractionId,
    /// The guild.
    pub guild: GuildId,
    /// The card.
    pub item: String,
    /// The position that was asked for.
    pub position: Option<String>,
    /// The language of the message.
    pub locale: String,
    /// When it was asked for.
    pub began_at: Timestamp,
}

/// What became of joining in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum JoinOutcome {
    /// Counted, as one of so many.
    Joined(u32),
    /// Counted before; there are so many.
    Again(u32),
    /// There is no such card any more.
    Over,
}

/// An edit that is due.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DueEdit {
    /// The card.
    pub together: Together,
    /// Where its message is.
    pub channel: ChannelId,
    /// Its message.
    pub message: MessageId,
    /// How many have done it.
    pub count: u32,
}

/// How an edit ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum EditOutcome {
    /// The message shows this count.
    Shown(u32),
    /// It is to be tried again at that instant.
    Again(Timestamp),
    /// It cannot be edited; the next who joins in has it tried again.
    Failed,
}

impl Store {
    /// Keeps a card that has begun; one that is there already stays as it is.
    pub async fn begin_together(&self, together: &Together) -> Result<(), StoreError> {
        let mut tx = self.write().await?;
        sqlx::query(
            "INSERT INTO together (id, guild_id, item_id, position, locale, began_at)
             VALUES ($1, $2, $3, $4, $5, $6) ON CONFLICT (id) DO NOTHING",
        )
        .bind(together.id.to_db())
        .bind(together.guild.to_db())
        .bind(together.item.clone())
        .bind(together.position.clone())
        .bind(together.locale.clone())
        .bind(ms(together.began_at))
        .execute(&mut *tx)
        .await?;
        Ok(tx.commit().await?)
    }

    /// Counts somebody in, once however often they press, and has the message say so, at most every five seconds.
    /// `hash` is a keyed hash of who pressed; `message` is where the button was.
    pub async fn join_together(
        &self,
        id: InteractionId,
        hash: &str,
        (channel, message): (ChannelId, MessageId),
        at: Timestamp,
    ) -> Result<JoinOutcome, StoreError> {
        let mut tx = self.write().await?;
        self.dialect
            .lock(&mut tx, &format!("together {id}"))
            .await?;
        let row = sqlx::query("SELECT * FROM together WHERE id = $1 AND began_at > $2")
            .bind(id.to_db())
            .bind(ms(oldest_kept(at)))
            .fetch_optional(&mut *tx)
            .await?;
        let Some(row) = row else {
            return Ok(JoinOutcome::Over);
        };
        let edited_at = Columns::of("together", &row).maybe_instant("edited_at")?;
        let added = sqlx::query(
            "INSERT INTO together_member (together_id, hash) VALUES ($1, $2)
             ON CONFLICT (together_id, hash) DO NOTHING",
        )
        .bind(id.to_db())
        .bind(hash.to_owned())
        .execute(&mut *tx)
        .await?;
        let count = count(&mut tx, id).await?;
        if added.rows_affected() == 0 {
            return Ok(JoinOutcome::Again(count));
        }
        sqlx::query(
            "UPDATE together SET edit_at = COALESCE(edit_at, $2),
                 channel_id = COALESCE(channel_id, $3), message_id = COALESCE(message_id, $4)
             WHERE id = $1",
        )
        .bind(id.to_db())
        .bind(ms(soonest_edit(edited_at, at)))
        .bind(channel.to_db())
        .bind(message.to_db())
        .execute(&mut *tx)
        .await?;
        tx.commit().await?;
        Ok(JoinOutcome::Joined(count))
    }

    /// The edits that are due at `now`, the longest overdue first.
    pub async fn due_edits(&self, now: Timestamp) -> Result<Vec<DueEdit>, StoreError> {
        let mut tx = self.read().await?;
        let rows = sqlx::query(
            "SELECT together.*, (
                 SELECT COUNT(*) FROM together_member WHERE together_id = together.id
             ) AS n FROM together WHERE edit_at <= $1 ORDER BY edit_at, id LIMIT 20",
        )
        .bind(ms(now))
        .fetch_all(&mut *tx)
        .await?;
        tx.commit().await?;
        rows.iter().map(decode).collect()
    }

    /// Keeps how an edit ended at `now`. Who joined in while it was under way, or was taken off, is told of by the next.
    pub async fn settle_edit(
        &self,
        id: InteractionId,
        outcome: EditOutcome,
        now: Timestamp,
    ) -> Result<(), StoreError> {
        let mut tx = self.write().await?;
        self.dialect
            .lock(&mut tx, &format!("together {id}"))
            .await?;
        let next = match outcome {
            EditOutcome::Shown(shown) => {
                let differs = count(&mut tx, id).await? != shown;
                differs.then(|| after(now, BETWEEN_EDITS))
            }
            EditOutcome::Again(at) => Some(at),
            EditOutcome::Failed => None,
        };
        sqlx::query("UPDATE together SET edit_at = $2, edited_at = $3 WHERE id = $1")
            .bind(id.to_db())
            .bind(next.map(ms))
            .bind(ms(now))
            .execute(&mut *tx)
            .await?;
        Ok(tx.commit().await?)
    }

    /// Deletes the cards that are over, with everything about them; returns when there is something to do next.
    pub async fn end_together(&self, now: Timestamp) -> Result<Option<Timestamp>, StoreError> {
        let mut tx = self.write().await?;
        for sql in [
            "DELETE FROM together_member WHERE together_id IN (
                 SELECT id FROM together WHERE began_at <= $1)",
            "DELETE FROM together WHERE began_at <= $1",
        ] {
            sqlx::query(sql)
                .bind(ms(oldest_kept(now)))
                .execute(&mut *tx)
                .await?;
        }
        let row = sqlx::query("SELECT MIN(began_at) AS began, MIN(edit_at) AS edit FROM together")
            .fetch_one(&mut *tx)
            .await?;
        tx.commit().await?;
        let row = Columns::of("together", &row);
        let over = row.maybe_instant("began")?.map(|began| after(began, KEPT));
        Ok(over.into_iter().chain(row.maybe_instant("edit")?).min())
    }
}

/// Takes somebody off a card, and has its message say so; nothing happens if they are not counted there, or the card is
/// over.
pub(super) async fn leave(
    tx: &mut Transaction<'static, Any>,
    id: InteractionId,
    hash: String,
    at: Timestamp,
) -> Result<(), StoreError> {
    let gone = sqlx::query("DELETE FROM together_member WHERE together_id = $1 AND hash = $2")
        .bind(id.to_db())
        .bind(hash)
        .execute(&mut **tx)
        .await?;
    if gone.rows_affected() == 0 {
        return Ok(());
    }
    let row =
        sqlx::query("SELECT edited_at FROM together WHERE id = $1 AND message_id IS NOT NULL")
            .bind(id.to_db())
            .fetch_optional(&mut **tx)
            .await?;
    let Some(row) = row else {
        return Ok(());
    };
    let edited_at = Columns::of("together", &row).maybe_instant("edited_at")?;
    sqlx::query("UPDATE together SET edit_at = COALESCE(edit_at, $2) WHERE id = $1")
        .bind(id.to_db())
        .bind(ms(soonest_edit(edited_at, at)))
        .execute(&mut **tx)
        .await?;
    Ok(())
}

/// When a message may be edited next.
fn soonest_edit(edited_at: Option<Timestamp>, at: Timestamp) -> Timestamp {
    edited_at.map_or(at, |edited| after(edited, BETWEEN_EDITS).max(at))
}

/// What began at this instant or before is over at `now`.
fn oldest_kept(now: Timestamp) -> Timestamp {
    now.saturating_sub(KEPT).unwrap_or(Timestamp::MIN)
}

fn after(instant: Timestamp, span: SignedDuration) -> Timestamp {
    instant.saturating_add(span).unwrap_or(Timestamp::MAX)
}

async fn count(tx: &mut Transaction<'static, Any>, id: InteractionId) -> Result<u32, StoreError> {
    let row = sqlx::query("SELECT COUNT(*) AS n FROM together_member WHERE together_id = $1")
        .bind(id.to_db())
        .fetch_one(&mut **tx)
        .await?;
    Columns::of("together_member", &row).small("n")
}

fn decode(row: &AnyRow) -> Result<DueEdit, StoreError> {
    let row = Columns::of("together", row);
    Ok(DueEdit {
        together: Together {
            id: row.id("id")?,
            guild: row.id("guild_id")?,
            item: row.text("item_id")?,
            position: row.maybe_text("position")?,
            locale: row.text("locale")?,
            began_at: row.instant("began_at")?,
        },
        channel: row.id("channel_id")?,
        message: row.id("message_id")?,
        count: row.small("n")?,
    })
}
