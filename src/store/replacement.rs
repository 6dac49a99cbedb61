//! Prompts that take the place of the one before, in guilds that chose so.

use sqlx::{Any, Transaction};

use super::columns::{Columns, date, time};
use super::delivery::decode;
use super::{Delivery, DeliveryKey, Store, StoreError};

/// What became of taking a message down.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Removal {
    /// It is gone.
    Done,
    /// It stays; nobody is harmed.
    Failed,
}

impl Store {
    /// Up to `limit` prompts that another one has taken the place of, and that still stand; the oldest first.
    pub async fn to_take_down(&self, limit: u32) -> Result<Vec<Delivery>, StoreError> {
        let mut tx = self.read().await?;
        let rows = sqlx::query(
            "SELECT * FROM delivery WHERE removal = 'wanted' ORDER BY settled_at LIMIT $1",
        )
        .bind(i64::from(limit))
        .fetch_all(&mut *tx)
        .await?;
        tx.commit().await?;
        rows.iter().map(decode).collect()
    }

    /// Takes note that a prompt was taken down, or cannot be.
    pub async fn taken_down(&self, key: &DeliveryKey, removal: Removal) -> Result<(), StoreError> {
        let mut tx = self.write().await?;
        sqlx::query(
            "UPDATE delivery SET removal = $5
             WHERE schedule_id = $1 AND local_date = $2 AND wall_time = $3 AND k = $4
               AND removal = 'wanted'",
        )
        .bind(key.schedule.get())
        .bind(date(key.date))
        .bind(time(key.time))
        .bind(i64::from(key.k))
        .bind(match removal {
            Removal::Done => "done",
            Removal::Failed => "failed",
        })
        .execute(&mut *tx)
        .await?;
        Ok(tx.commit().await?)
    }
}

/// Now that a prompt stands in its channel, the one before it is not wanted there any more, if the guild chose so. In
/// the transaction that says so of the new one; whoever takes it down may come much later.
pub(super) async fn replace_previous(
    tx: &mut Transaction<'static, Any>,
    new: &DeliveryKey,
) -> Result<(), StoreError> {
    let row = sqlx::query(
        "SELECT new.message_id FROM delivery AS new JOIN guild ON guild.guild_id = new.guild_id
         WHERE new.schedule_id = $1 AND new.local_date = $2 AND new.wall_time = $3 AND new.k = $4
           AND new.kind = 'team' AND new.user_id IS NULL AND guild.replace_previous = 1
           AND COALESCE(new.item_id, '') <> 'recap'",
    )
    .bind(new.schedule.get())
    .bind(date(new.date))
    .bind(time(new.time))
    .bind(i64::from(new.k))
    .fetch_optional(&mut **tx)
    .await?;
    let message = match row {
        Some(row) => Columns::of("delivery", &row).maybe_int("message_id")?,
        None => None,
    };
    let Some(message) = message else {
        return Ok(());
    };
    let row = sqlx::query(
        "SELECT local_date, wall_time, k FROM delivery
         WHERE schedule_id = $1 AND user_id IS NULL AND state = 'sent' AND message_id < $2
         ORDER BY local_date DESC, wall_time DESC, k DESC LIMIT 1",
    )
    .bind(new.schedule.get())
    .bind(message)
    .fetch_optional(&mut **tx)
    .await?;
    let Some(row) = row else {
        return Ok(());
    };
    let row = Columns::of("delivery", &row);
    sqlx::query(
        "UPDATE delivery SET removal = 'wanted'
         WHERE schedule_id = $1 AND local_date = $2 AND wall_time = $3 AND k = $4
           AND removal IS NULL",
    )
    .bind(new.schedule.get())
    .bind(row.text("local_date")?)
    .bind(row.text("wall_time")?)
    .bind(row.int("k")?)
    .execute(&mut **tx)
    .await?;
    Ok(())
}
