//! A prompt that an admin wants at once, beside the slots of its schedule.

use jiff::{SignedDuration, Timestamp};
use sqlx::{Any, Transaction};

use super::columns::Columns;
use super::planning::{self, AddOutcome, Owner, insert};
use super::{NewDelivery, ScheduleId, Store, StoreError};

/// A prompt wanted at once.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct WantedNow {
    /// Of which schedule.
    pub schedule: ScheduleId,
    /// Where its rotation stood when the card was drawn.
    pub seen_rotation: String,
    /// Where it stands after it.
    pub rotation: String,
    /// What is posted; due when it was asked for.
    pub delivery: NewDelivery,
    /// So long after one that came there is no other.
    pub apart: SignedDuration,
}

/// What became of a prompt wanted at once.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum WantedOutcome {
    /// It comes: by this wish, or by the same one told twice.
    Comes,
    /// One came too short a while ago; when it did.
    TooSoon(Timestamp),
    /// Something else was drawn, or the schedule was changed, meanwhile; nothing is done.
    Superseded,
}

impl Store {
    /// Adds a prompt beside the slots of its schedule, unless one came just before. The same wish twice adds it once.
    pub async fn add_wanted_now(&self, wanted: &WantedNow) -> Result<WantedOutcome, StoreError> {
        let (id, delivery) = (wanted.schedule, &wanted.delivery);
        let mut tx = self.write().await?;
        let name = planning::lock_name(id);
        self.dialect.lock(&mut tx, &name).await?;
        if is_there(&mut tx, &delivery.token).await? {
            return Ok(WantedOutcome::Comes);
        }
        let since = delivery.due_at.saturating_sub(wanted.apart);
        let since = since.unwrap_or(delivery.due_at);
        if let Some(came) = last_came(&mut tx, id).await?.filter(|came| *came > since) {
            return Ok(WantedOutcome::TooSoon(came));
        }
        let row = sqlx::query(
            "UPDATE schedule SET rotation = $3
             WHERE id = $1 AND rotation = $2 AND deleted_at IS NULL AND suspended_reason IS NULL
             RETURNING guild_id, kind",
        )
        .bind(id.get())
        .bind(wanted.seen_rotation.clone())
        .bind(wanted.rotation.clone())
        .fetch_optional(&mut *tx)
        .await?;
        let Some(owner) = row.as_ref().map(Owner::decode).transpose()? else {
            return Ok(WantedOutcome::Superseded);
        };
        let number = planning::take_numbers(&mut tx, 1).await? + 1;
        let place = (id, owner, number);
        if insert(&mut tx, place, delivery, delivery.due_at).await? == AddOutcome::Exists {
            return Ok(WantedOutcome::Superseded);
        }
        tx.commit().await?;
        Ok(WantedOutcome::Comes)
    }
}

async fn is_there(tx: &mut Transaction<'static, Any>, token: &str) -> Result<bool, StoreError> {
    let row = sqlx::query("SELECT COUNT(*) AS n FROM delivery WHERE token = $1")
        .bind(token)
        .fetch_one(&mut **tx)
        .await?;
    Ok(Columns::of("delivery", &row).int("n")? > 0)
}

/// When the last prompt of a schedule came to its channel, or comes. What is over cannot be in front of what was due
/// long before, so a few rows by their dates are enough.
async fn last_came(
    tx: &mut Transaction<'static, Any>,
    id: ScheduleId,
) -> Result<Option<Timestamp>, StoreError> {
    let row = sqlx::query(
        "SELECT MAX(COALESCE(settled_at, due_at)) AS came FROM (
             SELECT settled_at, due_at FROM delivery
             WHERE schedule_id = $1 AND user_id IS NULL
               AND state IN ('pending', 'sending', 'sent', 'unknown')
             ORDER BY local_date DESC, wall_time DESC LIMIT 60
         ) AS latest",
    )
    .bind(id.get())
    .fetch_one(&mut **tx)
    .await?;
    Columns::of("delivery", &row).maybe_instant("came")
}
