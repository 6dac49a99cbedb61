//! That the bot is there, and that presses reach it: noted while it is so, and when it was not (K-42).
//!
//! Begin reading at [`Store::note_start`].

use jiff::{SignedDuration, Timestamp};
use sqlx::{Any, Transaction};

use super::columns::{Columns, ms};
use super::{Store, StoreError};

/// A shorter absence, such as a restart, is none.
pub const SHORTEST_ABSENCE: SignedDuration = SignedDuration::from_mins(5);
/// Absences are kept as long as streaks remember days, and a little longer.
const KEPT: SignedDuration = SignedDuration::from_hours(70 * 24);
/// Where it stands that the bot is there.
const ALIVE: &str = "alive_ms";

/// The absences that are so old that no streak remembers their days.
const OLD: [&str; 2] = [
    "DELETE FROM downtime WHERE to_ms < $1",
    "DELETE FROM deafness WHERE to_ms < $1",
];

impl Store {
    /// Notes that the bot is there at `now`, when it starts. An absence since it was last noted is kept as one.
    pub async fn note_start(&self, now: Timestamp) -> Result<(), StoreError> {
        let mut tx = self.write().await?;
        let row = sqlx::query("SELECT value FROM counter WHERE name = $1")
            .bind(ALIVE)
            .fetch_optional(&mut *tx)
            .await?;
        let last = row
            .as_ref()
            .map(|row| Columns::of("counter", row).instant("value"));
        if let Some(last) = last.transpose()? {
            note_absence(&mut tx, last, now).await?;
        }
        let oldest = now.saturating_sub(KEPT).unwrap_or(now);
        for sql in OLD {
            sqlx::query(sql).bind(ms(oldest)).execute(&mut *tx).await?;
        }
        note(&mut tx, now).await?;
        Ok(tx.commit().await?)
    }

    /// Notes that the bot is still there. With `slept_since` it stood still from then on, as a suspended machine does, and
    /// that is an absence.
    pub async fn note_alive(
        &self,
        now: Timestamp,
        slept_since: Option<Timestamp>,
    ) -> Result<(), StoreError> {
        let mut tx = self.write().await?;
        if let Some(since) = slept_since {
            note_absence(&mut tx, since, now).await?;
        }
        note(&mut tx, now).await?;
        Ok(tx.commit().await?)
    }

    /// Notes that presses of some guilds did not reach the bot from one instant to another, as one of so many connections was
    /// lost. Of one loss the latest end holds.
    pub async fn note_deaf(
        &self,
        (shard, shards): (u32, u32),
        from: Timestamp,
        to: Timestamp,
    ) -> Result<(), StoreError> {
        let mut tx = self.write().await?;
        sqlx::query(
            "INSERT INTO deafness (shard, shards, from_ms, to_ms) VALUES ($1, $2, $3, $4)
             ON CONFLICT (shard, shards, from_ms) DO UPDATE SET to_ms = excluded.to_ms",
        )
        .bind(i64::from(shard))
        .bind(i64::from(shards))
        .bind(ms(from))
        .bind(ms(to))
        .execute(&mut *tx)
        .await?;
        Ok(tx.commit().await?)
    }
}

/// Keeps an absence, if it is long enough to be one.
async fn note_absence(
    tx: &mut Transaction<'static, Any>,
    from: Timestamp,
    to: Timestamp,
) -> Result<(), StoreError> {
    if to.duration_since(from) <= SHORTEST_ABSENCE {
        return Ok(());
    }
    sqlx::query(
        "INSERT INTO downtime (from_ms, to_ms) VALUES ($1, $2) ON CONFLICT (from_ms) DO NOTHING",
    )
    .bind(ms(from))
    .bind(ms(to))
    .execute(&mut **tx)
    .await?;
    Ok(())
}

async fn note(tx: &mut Transaction<'static, Any>, now: Timestamp) -> Result<(), StoreError> {
    sqlx::query(
        "INSERT INTO counter (name, value) VALUES ($1, $2)
         ON CONFLICT (name) DO UPDATE SET value = excluded.value",
    )
    .bind(ALIVE)
    .bind(ms(now))
    .execute(&mut **tx)
    .await?;
    Ok(())
}
