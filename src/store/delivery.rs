//! Deliveries: the rows of the outbox (D-2), and looking them up. What changes them is in
//! [`super::planning`] and [`super::outbox`].

use std::collections::BTreeSet;

use jiff::Timestamp;
use jiff::civil::{Date, Time};
use sqlx::any::AnyRow;

use super::columns::{Columns, date, time, words};
use super::{ScheduleId, ScheduleKind, Store, StoreError};
use crate::domain::delivery::DeliveryState;
use crate::domain::ids::{ChannelId, GuildId, MessageId, UserId};
use crate::domain::schedule::Slot;

/// What a delivery is known by (S-2): a nominal slot, and a number for snoozes of it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct DeliveryKey {
    /// The schedule.
    pub schedule: ScheduleId,
    /// Nominal local date.
    pub date: Date,
    /// Nominal wall time, in whole seconds.
    pub time: Time,
    /// 0 for the slot itself, 1 to 3 for its snoozes (S-55), more for what somebody asked for beside.
    pub k: u16,
}

words!(DeliveryState {
    Pending = "pending",
    Sending = "sending",
    Sent = "sent",
    Failed = "failed",
    Unknown = "unknown",
    Missed = "missed",
    Skipped = "skipped",
    Merged = "merged",
});

/// A row of the outbox.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Delivery {
    /// What it is known by.
    pub key: DeliveryKey,
    /// The schedule's guild.
    pub guild: GuildId,
    /// The schedule's kind.
    pub kind: ScheduleKind,
    /// The channel to send to, or to fall back to.
    pub channel: Option<ChannelId>,
    /// The member to send or speak to.
    pub user: Option<UserId>,
    /// When it was due (S-3).
    pub due_at: Timestamp,
    /// Due, and the schedule's jitter (S-50).
    pub dispatch_at: Timestamp,
    /// No attempt begins after this (D-8).
    pub expires_at: Timestamp,
    /// Where it stands.
    pub state: DeliveryState,
    /// How often it was claimed.
    pub attempt: u32,
    /// When it was first claimed.
    pub first_try_at: Option<Timestamp>,
    /// When to claim it again; `None` in `Sending` while somebody is at it.
    pub next_try_at: Option<Timestamp>,
    /// The fence of the lease under which it was last claimed.
    pub fence: i64,
    /// The same for every attempt (D-3).
    pub nonce: String,
    /// Finds this row from a button (D-3).
    pub token: String,
    /// The content chosen when it was planned.
    pub item: Option<String>,
    /// The message, if it is known.
    pub message: Option<MessageId>,
    /// The channel that it was sent to.
    pub sent_channel: Option<ChannelId>,
    /// Why it ended as it did, in a word.
    pub reason: Option<String>,
    /// When it ended.
    pub settled_at: Option<Timestamp>,
    /// What its member did with it; `None` is no answer.
    pub answer: Option<ReminderAnswer>,
}

/// What a member did with a reminder.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ReminderAnswer {
    /// They did it. Nothing changes that any more.
    Done,
    /// They left it out.
    Skipped,
    /// They put it off.
    Snoozed,
}

words!(ReminderAnswer {
    Done = "done",
    Skipped = "skipped",
    Snoozed = "snoozed",
});

impl Store {
    /// The delivery with this key.
    pub async fn delivery(&self, key: &DeliveryKey) -> Result<Option<Delivery>, StoreError> {
        let row = sqlx::query(
            "SELECT * FROM delivery
             WHERE schedule_id = $1 AND local_date = $2 AND wall_time = $3 AND k = $4",
        )
        .bind(key.schedule.get())
        .bind(date(key.date))
        .bind(time(key.time))
        .bind(i64::from(key.k))
        .fetch_optional(&self.readers)
        .await?;
        row.as_ref().map(decode).transpose()
    }

    /// The slots of a schedule that have been decided, from a date on: they do not come again (S-56).
    pub async fn decided_slots(
        &self,
        schedule: ScheduleId,
        since: Date,
    ) -> Result<BTreeSet<Slot>, StoreError> {
        let mut tx = self.read().await?;
        let rows = sqlx::query(
            "SELECT local_date, wall_time FROM delivery
             WHERE schedule_id = $1 AND local_date >= $2 AND k = 0",
        )
        .bind(schedule.get())
        .bind(date(since))
        .fetch_all(&mut *tx)
        .await?;
        tx.commit().await?;
        let slot = |row| {
            let row = Columns::of("delivery", row);
            Ok(Slot {
                date: row.date("local_date")?,
                time: row.time("wall_time")?,
            })
        };
        rows.iter().map(slot).collect()
    }

    /// The delivery that a button's token names.
    pub async fn delivery_by_token(&self, token: &str) -> Result<Option<Delivery>, StoreError> {
        let row = sqlx::query("SELECT * FROM delivery WHERE token = $1")
            .bind(token)
            .fetch_optional(&self.readers)
            .await?;
        row.as_ref().map(decode).transpose()
    }

    /// The guild's last `limit` deliveries, the latest due first.
    pub async fn last_deliveries(
        &self,
        guild: GuildId,
        limit: u32,
    ) -> Result<Vec<Delivery>, StoreError> {
        let rows = sqlx::query(
            "SELECT * FROM delivery WHERE guild_id = $1
             ORDER BY due_at DESC, schedule_id, k LIMIT $2",
        )
        .bind(guild.to_db())
        .bind(i64::from(limit))
        .fetch_all(&self.readers)
        .await?;
        rows.iter().map(decode).collect()
    }
}

pub(super) fn decode(row: &AnyRow) -> Result<Delivery, StoreError> {
    let row = Columns::of("delivery", row);
    Ok(Delivery {
        key: DeliveryKey {
            schedule: ScheduleId::read(row, "schedule_id")?,
            date: row.date("local_date")?,
            time: row.time("wall_time")?,
            k: row.small("k")?,
        },
        guild: row.id("guild_id")?,
        kind: row.parsed("kind")?,
        channel: row.maybe_id("channel_id")?,
        user: row.maybe_id("user_id")?,
        due_at: row.instant("due_at")?,
        dispatch_at: row.instant("dispatch_at")?,
        expires_at: row.instant("expires_at")?,
        state: row.parsed("state")?,
        attempt: row.small("attempt")?,
        first_try_at: row.maybe_instant("first_try_at")?,
        next_try_at: row.maybe_instant("next_try_at")?,
        fence: row.int("fence")?,
        nonce: row.text("nonce")?,
        token: row.text("token")?,
        item: row.maybe_text("item_id")?,
        message: row.maybe_id("message_id")?,
        sent_channel: row.maybe_id("sent_channel_id")?,
        reason: row.maybe_text("reason")?,
        settled_at: row.maybe_instant("settled_at")?,
        answer: row.maybe_parsed("answer")?,
    })
}
