//! The outbox at work: what is to be sent, claimed before it is, settled after (D-2…D-8).
//!
//! Every statement that changes a row names the states that it may leave, so a final state is final
//! whatever the caller does.

use jiff::Timestamp;
use sqlx::any::AnyRow;

use super::columns::{Columns, date, ms, time};
use super::delivery::decode;
use super::lease::DISPATCH;
use super::{Delivery, DeliveryKey, DeliveryState, Store, StoreError, replacement};
use crate::domain::ids::{ChannelId, MessageId};

/// The answer to a claim.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ClaimOutcome {
    /// It is the caller's to send, and that is on the disk (D-4).
    Claimed(Box<Delivery>),
    /// It is not to be sent: settled, expired, taken, or our lease is lost.
    Gone,
}

/// How a delivery ends.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Settlement {
    /// It is there. From `Sending`.
    Sent {
        /// The message; `None` if Discord says that it was there and is gone (D-6).
        message: Option<MessageId>,
        /// Where.
        channel: ChannelId,
    },
    /// Discord will not have it. From `Sending`.
    Failed {
        /// Why, in a word.
        reason: String,
    },
    /// Nobody can tell. From `Sending`.
    Unknown {
        /// Why, in a word.
        reason: String,
    },
    /// Too late. From `Pending`.
    Missed {
        /// Why, in a word.
        reason: String,
    },
    /// Left out on purpose. From `Pending`.
    Skipped {
        /// Why, in a word.
        reason: String,
    },
}

/// What became of a settlement.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SettleOutcome {
    /// It is written.
    Settled,
    /// The delivery was not in a state that can end like this; nothing is written.
    Refused,
}

/// What became of a wish to try again.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum RetryOutcome {
    /// It is written.
    Waiting,
    /// The delivery was not being sent; nothing is written.
    Refused,
}

impl Store {
    /// When there is next something to dispatch: the earliest dispatch of a pending delivery, or
    /// next try of one being sent.
    pub async fn next_dispatch(&self) -> Result<Option<Timestamp>, StoreError> {
        let mut tx = self.read().await?;
        let row = sqlx::query(
            "SELECT MIN(at_ms) AS at_ms FROM (
                 SELECT MIN(dispatch_at) AS at_ms FROM delivery WHERE state = 'pending'
                 UNION ALL
                 SELECT MIN(next_try_at) AS at_ms FROM delivery WHERE state = 'sending'
             ) AS waiting",
        )
        .fetch_one(&mut *tx)
        .await?;
        tx.commit().await?;
        Columns::of("delivery", &row).maybe_instant("at_ms")
    }

    /// Up to `limit` deliveries to claim at `now`: first those to be tried again and those that somebody asked for,
    /// such as snoozes (D-52), then guild by
    /// guild in turns, so that none waits behind a large one; inside a guild what expires first
    /// (D-53).
    pub async fn dispatchable(
        &self,
        now: Timestamp,
        limit: u32,
    ) -> Result<Vec<Delivery>, StoreError> {
        let mut tx = self.read().await?;
        let rows = sqlx::query(
            "SELECT * FROM (
                 SELECT delivery.*, 0 AS turn FROM delivery
                 WHERE state = 'sending' AND next_try_at <= $1
                 UNION ALL
                 SELECT delivery.*, CASE WHEN k > 0 THEN 0 ELSE ROW_NUMBER() OVER (
                     PARTITION BY guild_id
                     ORDER BY expires_at, due_at, schedule_id, local_date, wall_time, k
                 ) END AS turn FROM delivery
                 WHERE state = 'pending' AND dispatch_at <= $1 AND expires_at >= $1
             ) AS waiting
             ORDER BY turn, expires_at, due_at, schedule_id, local_date, wall_time, k
             LIMIT $2",
        )
        .bind(ms(now))
        .bind(i64::from(limit))
        .fetch_all(&mut *tx)
        .await?;
        tx.commit().await?;
        decode_all(&rows)
    }

    /// Claims a delivery for sending (D-4): a pending one that has not expired, or one that waits to
    /// be tried again. `fence` is that of the caller's lease; without leases any will do.
    ///
    /// When this returns [`ClaimOutcome::Claimed`], the claim is durable and no other call gets it.
    pub async fn claim(
        &self,
        key: &DeliveryKey,
        fence: i64,
        now: Timestamp,
    ) -> Result<ClaimOutcome, StoreError> {
        let mut tx = self.write().await?;
        let row = sqlx::query(
            "UPDATE delivery SET
                 state = 'sending', fence = $5, attempt = attempt + 1,
                 first_try_at = COALESCE(first_try_at, $6), next_try_at = NULL
             WHERE schedule_id = $1 AND local_date = $2 AND wall_time = $3 AND k = $4
               AND ((state = 'pending' AND expires_at >= $6)
                 OR (state = 'sending' AND next_try_at <= $6))
               AND $5 >= COALESCE((SELECT fence FROM lease WHERE name = $7), 0)
             RETURNING *",
        )
        .bind(key.schedule.get())
        .bind(date(key.date))
        .bind(time(key.time))
        .bind(i64::from(key.k))
        .bind(fence)
        .bind(ms(now))
        .bind(DISPATCH)
        .fetch_optional(&mut *tx)
        .await?;
        tx.commit().await?;
        row.as_ref().map_or(Ok(ClaimOutcome::Gone), |row| {
            Ok(ClaimOutcome::Claimed(Box::new(decode(row)?)))
        })
    }

    /// Gives a claimed delivery back, to be claimed again at `next_try_at`.
    pub async fn retry_later(
        &self,
        key: &DeliveryKey,
        next_try_at: Timestamp,
    ) -> Result<RetryOutcome, StoreError> {
        let mut tx = self.write().await?;
        let done = sqlx::query(
            "UPDATE delivery SET next_try_at = $5
             WHERE schedule_id = $1 AND local_date = $2 AND wall_time = $3 AND k = $4
               AND state = 'sending'",
        )
        .bind(key.schedule.get())
        .bind(date(key.date))
        .bind(time(key.time))
        .bind(i64::from(key.k))
        .bind(ms(next_try_at))
        .execute(&mut *tx)
        .await?;
        tx.commit().await?;
        Ok(match done.rows_affected() {
            0 => RetryOutcome::Refused,
            _ => RetryOutcome::Waiting,
        })
    }

    /// Ends a delivery. What has ended stays as it ended.
    pub async fn settle(
        &self,
        key: &DeliveryKey,
        settlement: &Settlement,
        now: Timestamp,
    ) -> Result<SettleOutcome, StoreError> {
        let mut tx = self.write().await?;
        let done = sqlx::query(
            "UPDATE delivery SET
                 state = $6, reason = $7, message_id = $8, sent_channel_id = $9, settled_at = $10,
                 next_try_at = NULL
             WHERE schedule_id = $1 AND local_date = $2 AND wall_time = $3 AND k = $4
               AND state = $5",
        )
        .bind(key.schedule.get())
        .bind(date(key.date))
        .bind(time(key.time))
        .bind(i64::from(key.k))
        .bind(settlement.from().as_str())
        .bind(settlement.to().as_str())
        .bind(settlement.reason())
        .bind(settlement.message().map(MessageId::to_db))
        .bind(settlement.channel().map(ChannelId::to_db))
        .bind(ms(now))
        .execute(&mut *tx)
        .await?;
        if matches!(settlement, Settlement::Sent { .. }) && done.rows_affected() > 0 {
            replacement::replace_previous(&mut tx, key).await?;
        }
        tx.commit().await?;
        Ok(match done.rows_affected() {
            0 => SettleOutcome::Refused,
            _ => SettleOutcome::Settled,
        })
    }

    /// Ends every pending delivery that has expired as missed, for `reason`; returns them.
    pub async fn expire_pending(
        &self,
        now: Timestamp,
        reason: &str,
    ) -> Result<Vec<Delivery>, StoreError> {
        let mut tx = self.write().await?;
        let rows = sqlx::query(
            "UPDATE delivery SET state = 'missed', reason = $2, settled_at = $1
             WHERE state = 'pending' AND expires_at < $1 RETURNING *",
        )
        .bind(ms(now))
        .bind(reason)
        .fetch_all(&mut *tx)
        .await?;
        tx.commit().await?;
        decode_all(&rows)
    }

    /// The deliveries that are being sent: after a start, those that the process before left
    /// behind (D-20). The longest tried first.
    pub async fn unfinished(&self) -> Result<Vec<Delivery>, StoreError> {
        let mut tx = self.read().await?;
        let rows = sqlx::query(
            "SELECT * FROM delivery WHERE state = 'sending'
             ORDER BY first_try_at, schedule_id, local_date, wall_time, k",
        )
        .fetch_all(&mut *tx)
        .await?;
        tx.commit().await?;
        decode_all(&rows)
    }
}

impl Settlement {
    /// The only state that can end like this (D-2).
    const fn from(&self) -> DeliveryState {
        match self {
            Self::Sent { .. } | Self::Failed { .. } | Self::Unknown { .. } => {
                DeliveryState::Sending
            }
            Self::Missed { .. } | Self::Skipped { .. } => DeliveryState::Pending,
        }
    }

    const fn to(&self) -> DeliveryState {
        match self {
            Self::Sent { .. } => DeliveryState::Sent,
            Self::Failed { .. } => DeliveryState::Failed,
            Self::Unknown { .. } => DeliveryState::Unknown,
            Self::Missed { .. } => DeliveryState::Missed,
            Self::Skipped { .. } => DeliveryState::Skipped,
        }
    }

    fn reason(&self) -> Option<String> {
        match self {
            Self::Sent { .. } => None,
            Self::Failed { reason }
            | Self::Unknown { reason }
            | Self::Missed { reason }
            | Self::Skipped { reason } => Some(reason.clone()),
        }
    }

    const fn message(&self) -> Option<MessageId> {
        match self {
            Self::Sent { message, .. } => *message,
            _ => None,
        }
    }

    const fn channel(&self) -> Option<ChannelId> {
        match self {
            Self::Sent { channel, .. } => Some(*channel),
            _ => None,
        }
    }
}

fn decode_all(rows: &[AnyRow]) -> Result<Vec<Delivery>, StoreError> {
    rows.iter().map(decode).collect()
}
