//! The outbox at work: what is to be sent next, what is not any more, and how it can end (D-2…D-8). The steps between are in
//! [`super::outbox_steps`].
//!
//! Every statement that changes a row names the states that it may leave, so a final state is final
//! whatever the caller does.

use jiff::Timestamp;
use sqlx::any::AnyRow;

use super::columns::{Columns, ms};
use super::delivery::decode;
use super::{Delivery, Store, StoreError};
use crate::domain::ids::{ChannelId, MessageId};

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

    /// Ends every delivery that has expired while it waited to be tried again, for `reason`; returns them. One of which no
    /// attempt can have posted anything has failed; of the others nobody can tell without a look (D-7), and so they are unknown.
    pub async fn end_untried(
        &self,
        now: Timestamp,
        reason: &str,
    ) -> Result<Vec<Delivery>, StoreError> {
        let mut tx = self.write().await?;
        let rows = sqlx::query(
            "UPDATE delivery SET
                 state = CASE attempt WHEN 0 THEN 'failed' ELSE 'unknown' END,
                 reason = $2, settled_at = $1, next_try_at = NULL
             WHERE state = 'sending' AND next_try_at IS NOT NULL AND expires_at < $1
             RETURNING *",
        )
        .bind(ms(now))
        .bind(reason)
        .fetch_all(&mut *tx)
        .await?;
        tx.commit().await?;
        decode_all(&rows)
    }

    /// When the next delivery expires of those that [`Self::expire_pending`] and [`Self::end_untried`] end.
    pub async fn next_unsent_expiry(&self) -> Result<Option<Timestamp>, StoreError> {
        let row = sqlx::query(
            "SELECT MIN(at_ms) AS at_ms FROM (
                 SELECT MIN(expires_at) AS at_ms FROM delivery WHERE state = 'pending'
                 UNION ALL
                 SELECT MIN(expires_at) AS at_ms FROM delivery
                 WHERE state = 'sending' AND next_try_at IS NOT NULL
             ) AS waiting",
        )
        .fetch_one(&self.readers)
        .await?;
        Columns::of("delivery", &row).maybe_instant("at_ms")
    }
}

fn decode_all(rows: &[AnyRow]) -> Result<Vec<Delivery>, StoreError> {
    rows.iter().map(decode).collect()
}
