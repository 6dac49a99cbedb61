//! Steps of deliveries, several of them in one transaction.
//!
//! What is durable costs a write that the disk confirms, however much it is; so who sends gathers what is ready.

use jiff::Timestamp;
use sqlx::{Any, Transaction};

use super::columns::{date, ms, time};
use super::delivery::decode;
use super::lease::DISPATCH;
use super::{Delivery, DeliveryKey, DeliveryState, Settlement, Store, StoreError, replacement};
use crate::domain::ids::{ChannelId, MessageId};

/// What is to become of a delivery.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Step {
    /// It is to be sent (D-4): a pending one that has not expired, or one that waits to be tried again. When it is time for
    /// that is for the caller to know: if a clock that was set back could refuse it, nobody would claim it any more. Under
    /// the fence of the caller's lease; without leases any will do.
    Claim,
    /// It was claimed under this fence or an older one, and is to be claimed again at this instant.
    Retry(Timestamp),
    /// The same for a claim that was no attempt (D-6), since it is known that nothing was posted: before it leaves there is
    /// nothing to look for.
    Wait {
        /// When it is to be claimed again.
        until: Timestamp,
        /// The number that the claim gave it.
        attempt: u32,
    },
    /// It ends.
    Settle(Settlement),
}

/// What became of a step.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum StepOutcome {
    /// It is the caller's to send, and that is on the disk.
    Claimed(Box<Delivery>),
    /// It is written.
    Written,
    /// The delivery was not in a state for that; nothing is written.
    Refused,
}

impl Store {
    /// Takes steps, all in one transaction; the outcomes in their order. `fence` is that of the caller's lease.
    ///
    /// What is claimed or written when this returns is durable. After an error nobody knows: nothing may be sent then,
    /// and the caller takes the same steps again.
    pub async fn take_steps(
        &self,
        steps: &[(DeliveryKey, Step)],
        fence: i64,
        now: Timestamp,
    ) -> Result<Vec<StepOutcome>, StoreError> {
        let mut tx = self.write().await?;
        if steps.iter().any(|(_, step)| *step == Step::Claim) {
            // Who takes the lease over waits, and finds the claims when it looks.
            self.dialect.lock(&mut tx, DISPATCH).await?;
        }
        let mut outcomes = Vec::with_capacity(steps.len());
        for (key, step) in steps {
            outcomes.push(match step {
                Step::Claim => claim(&mut tx, key, fence, now).await?,
                Step::Retry(at) => retry(&mut tx, key, fence, *at).await?,
                Step::Settle(settlement) => settle(&mut tx, key, settlement, now).await?,
                Step::Wait { until, attempt } => {
                    let outcome = retry(&mut tx, key, fence, *until).await?;
                    if outcome == StepOutcome::Written {
                        take_back(&mut tx, key, *attempt).await?;
                    }
                    outcome
                }
            });
        }
        tx.commit().await?;
        Ok(outcomes)
    }
}

async fn claim(
    tx: &mut Transaction<'static, Any>,
    key: &DeliveryKey,
    fence: i64,
    now: Timestamp,
) -> Result<StepOutcome, StoreError> {
    let row = sqlx::query(
        "UPDATE delivery SET
             state = 'sending', fence = $5, attempt = attempt + 1,
             first_try_at = CASE attempt WHEN 0 THEN $6 ELSE first_try_at END, next_try_at = NULL
         WHERE schedule_id = $1 AND local_date = $2 AND wall_time = $3 AND k = $4
           AND ((state = 'pending' AND expires_at >= $6)
             OR (state = 'sending' AND next_try_at IS NOT NULL))
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
    .fetch_optional(&mut **tx)
    .await?;
    row.as_ref().map_or(Ok(StepOutcome::Refused), |row| {
        Ok(StepOutcome::Claimed(Box::new(decode(row)?)))
    })
}

async fn retry(
    tx: &mut Transaction<'static, Any>,
    key: &DeliveryKey,
    fence: i64,
    at: Timestamp,
) -> Result<StepOutcome, StoreError> {
    let done = sqlx::query(
        "UPDATE delivery SET next_try_at = $5
         WHERE schedule_id = $1 AND local_date = $2 AND wall_time = $3 AND k = $4
           AND state = 'sending' AND fence <= $6",
    )
    .bind(key.schedule.get())
    .bind(date(key.date))
    .bind(time(key.time))
    .bind(i64::from(key.k))
    .bind(ms(at))
    .bind(fence)
    .execute(&mut **tx)
    .await?;
    Ok(written(done.rows_affected()))
}

/// An attempt does not count. Which one is said, so that the step may be taken twice.
async fn take_back(
    tx: &mut Transaction<'static, Any>,
    key: &DeliveryKey,
    attempt: u32,
) -> Result<(), StoreError> {
    sqlx::query(
        "UPDATE delivery SET attempt = $5 - 1
         WHERE schedule_id = $1 AND local_date = $2 AND wall_time = $3 AND k = $4 AND attempt = $5",
    )
    .bind(key.schedule.get())
    .bind(date(key.date))
    .bind(time(key.time))
    .bind(i64::from(key.k))
    .bind(i64::from(attempt))
    .execute(&mut **tx)
    .await?;
    Ok(())
}

async fn settle(
    tx: &mut Transaction<'static, Any>,
    key: &DeliveryKey,
    settlement: &Settlement,
    now: Timestamp,
) -> Result<StepOutcome, StoreError> {
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
    .execute(&mut **tx)
    .await?;
    if matches!(settlement, Settlement::Sent { .. }) && done.rows_affected() > 0 {
        replacement::replace_previous(tx, key).await?;
    }
    Ok(written(done.rows_affected()))
}

fn written(rows: u64) -> StepOutcome {
    match rows {
        0 => StepOutcome::Refused,
        _ => StepOutcome::Written,
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
