//! What waits to be sent, in as few words as its order needs.

use jiff::Timestamp;
use sqlx::any::AnyRow;

use super::columns::{Columns, ms};
use super::{DeliveryKey, DeliveryState, ScheduleId, ScheduleKind, Store, StoreError};
use crate::domain::delivery::Deliver;
use crate::domain::ids::{ChannelId, GuildId};

/// Why nothing is sent, and nothing looked for, while Discord does not take the token (D-6).
pub const TOKEN_REFUSED: &str = "token refused";

/// A delivery that waits.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Waiting {
    /// What it is known by.
    pub key: DeliveryKey,
    /// Its number: it was added after those with smaller ones.
    pub added: i64,
    /// Its guild.
    pub guild: GuildId,
    /// Where it goes, as things stand: the member's direct channel, or the one to post in.
    pub channel: Option<ChannelId>,
    /// It was tried before.
    pub is_retry: bool,
    /// Not before this instant.
    pub from: Timestamp,
    /// When it was due (S-3).
    pub due_at: Timestamp,
    /// No attempt begins after this (D-8).
    pub expires_at: Timestamp,
}

/// How a delivery stands, and when it got there.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Standing {
    /// Its number.
    pub added: i64,
    /// Where it stands.
    pub state: DeliveryState,
    /// Why it ended as it did, in a word.
    pub reason: Option<String>,
    /// When it was due.
    pub due_at: Timestamp,
    /// When it ended.
    pub settled_at: Option<Timestamp>,
}

/// The rest of both questions.
const PLACES: &str =
    "schedule_id, local_date, wall_time, k, added, delivery.guild_id, due_at, expires_at,
     delivery.channel_id, delivery.kind, delivery.user_id, schedule.deliver, dm_channel.channel_id AS dm_channel_id
     FROM delivery JOIN schedule ON schedule.id = delivery.schedule_id
     LEFT JOIN dm_channel ON dm_channel.user_id = delivery.user_id AND NOT EXISTS (
         SELECT 1 FROM dm_member
         WHERE dm_member.user_id = delivery.user_id AND dm_member.suspended_at IS NOT NULL)";

impl Store {
    /// Up to `limit` pending deliveries that were added after the one with the number `after`, in the order in which
    /// they were added; everything that there is, after 0.
    pub async fn added_after(&self, after: i64, limit: u32) -> Result<Vec<Waiting>, StoreError> {
        let sql = format!(
            "SELECT dispatch_at AS from_at, {PLACES}
             WHERE state = 'pending' AND added > $1 ORDER BY added LIMIT $2"
        );
        let rows = sqlx::query(sqlx::AssertSqlSafe(sql))
            .bind(after)
            .bind(i64::from(limit))
            .fetch_all(&self.readers)
            .await?;
        rows.iter().map(|row| decode(row, false)).collect()
    }

    /// How up to `limit` deliveries stand that were added after the one with the number `after`, in that order. Looks
    /// through all of them.
    pub async fn standings_after(
        &self,
        after: i64,
        limit: u32,
    ) -> Result<Vec<Standing>, StoreError> {
        let rows = sqlx::query(
            "SELECT added, state, reason, due_at, settled_at FROM delivery
             WHERE added > $1 ORDER BY added LIMIT $2",
        )
        .bind(after)
        .bind(i64::from(limit))
        .fetch_all(&self.readers)
        .await?;
        let standing = |row| {
            let row = Columns::of("delivery", row);
            Ok(Standing {
                added: row.int("added")?,
                state: row.parsed("state")?,
                reason: row.maybe_text("reason")?,
                due_at: row.instant("due_at")?,
                settled_at: row.maybe_instant("settled_at")?,
            })
        };
        rows.iter().map(standing).collect()
    }

    /// The deliveries that wait to be tried again.
    pub async fn to_be_retried(&self) -> Result<Vec<Waiting>, StoreError> {
        let sql = format!(
            "SELECT next_try_at AS from_at, {PLACES}
             WHERE state = 'sending' AND next_try_at IS NOT NULL"
        );
        let rows = sqlx::query(sqlx::AssertSqlSafe(sql))
            .fetch_all(&self.readers)
            .await?;
        rows.iter().map(|row| decode(row, true)).collect()
    }

    /// Takes up the deliveries that an earlier process left in the middle of sending: they wait from `now` on (D-20).
    /// Returns how many they are.
    pub async fn take_up_unfinished(&self, now: Timestamp) -> Result<u64, StoreError> {
        let mut tx = self.write().await?;
        let done = sqlx::query("UPDATE delivery SET next_try_at = $1 WHERE state = 'sending'")
            .bind(ms(now))
            .execute(&mut *tx)
            .await?;
        tx.commit().await?;
        Ok(done.rows_affected())
    }
}

fn decode(row: &AnyRow, is_retry: bool) -> Result<Waiting, StoreError> {
    let row = Columns::of("delivery", row);
    let dm_channel: Option<ChannelId> = row.maybe_id("dm_channel_id")?;
    // What a member put off of a channel's prompt is between them and us.
    let is_personal = row.parsed::<ScheduleKind>("kind")? == ScheduleKind::Team
        && row.maybe_int("user_id")?.is_some();
    let channel = match row.word("deliver", Deliver::parse)? {
        Deliver::Channel if is_personal => dm_channel,
        Deliver::DirectMessage if dm_channel.is_some() => dm_channel,
        _ => row.maybe_id("channel_id")?,
    };
    Ok(Waiting {
        key: DeliveryKey {
            schedule: ScheduleId::read(row, "schedule_id")?,
            date: row.date("local_date")?,
            time: row.time("wall_time")?,
            k: row.small("k")?,
        },
        added: row.int("added")?,
        guild: row.id("guild_id")?,
        channel,
        is_retry,
        from: row.instant("from_at")?,
        due_at: row.instant("due_at")?,
        expires_at: row.instant("expires_at")?,
    })
}
