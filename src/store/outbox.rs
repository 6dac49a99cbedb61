//! The outbox at work: what is to be sent, claimed before it is, settled after (D-2…D-8).
//!
//! Every statement that changes a row names the states that it may leave, so a final state is final
//! whatever the caller does.

use jiff::Timestamp;
use sqlx::any::AnyRow;

use super::columns::{Columns, ms};
use super::delivery::decode;
use super::outbox_steps::{Step, StepOutcome};
use super::{Delivery, DeliveryKey, Store, StoreError};
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
        Ok(
            match self.change_one(*key, Step::Claim, fence, now).await? {
                StepOutcome::Claimed(delivery) => ClaimOutcome::Claimed(delivery),
                StepOutcome::Written | StepOutcome::Refused => ClaimOutcome::Gone,
            },
        )
    }

    /// Gives a claimed delivery back, to be claimed again at `next_try_at`. Whatever lease it was claimed under.
    pub async fn retry_later(
        &self,
        key: &DeliveryKey,
        next_try_at: Timestamp,
    ) -> Result<RetryOutcome, StoreError> {
        let retry = Step::Retry(next_try_at);
        Ok(
            match self.change_one(*key, retry, i64::MAX, next_try_at).await? {
                StepOutcome::Written => RetryOutcome::Waiting,
                StepOutcome::Claimed(_) | StepOutcome::Refused => RetryOutcome::Refused,
            },
        )
    }

    /// Ends a delivery. What has ended stays as it ended.
    pub async fn settle(
        &self,
        key: &DeliveryKey,
        settlement: &Settlement,
        now: Timestamp,
    ) -> Result<SettleOutcome, StoreError> {
        let settle = Step::Settle(settlement.clone());
        Ok(match self.change_one(*key, settle, 0, now).await? {
            StepOutcome::Written => SettleOutcome::Settled,
            StepOutcome::Claimed(_) | StepOutcome::Refused => SettleOutcome::Refused,
        })
    }

    async fn change_one(
        &self,
        key: DeliveryKey,
        step: Step,
        fence: i64,
        now: Timestamp,
    ) -> Result<StepOutcome, StoreError> {
        let outcomes = self.take_steps(&[(key, step)], fence, now).await?;
        Ok(outcomes.into_iter().next().unwrap_or(StepOutcome::Refused))
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

fn decode_all(rows: &[AnyRow]) -> Result<Vec<Delivery>, StoreError> {
    rows.iter().map(decode).collect()
}
