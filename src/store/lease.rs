//! Leases: on PostgreSQL the one process that plans and sends holds one (D-40). On SQLite there is
//! one process anyway, and no lease.

use jiff::Timestamp;

use super::columns::{Columns, ms};
use super::dialect::Dialect;
use super::{Store, StoreError};

/// The lease that [`Store::take_steps`] is fenced by (D-41).
pub(super) const DISPATCH: &str = "dispatch";

/// A lease that is held.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Lease {
    /// Who holds it.
    pub holder: String,
    /// Grows by one whenever the holder changes; goes with every claim.
    pub fence: i64,
    /// Until when it is held unless renewed.
    pub expires_at: Timestamp,
}

/// The answer to a wish for a lease.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum LeaseOutcome {
    /// It is ours.
    Held(Lease),
    /// It is somebody else's.
    Taken(Lease),
}

impl Store {
    /// Says whether several processes may have this database open, so that one has to hold the lease.
    pub fn needs_lease(&self) -> bool {
        self.dialect == Dialect::Postgres
    }

    /// Gives the lease back, if `holder` has it.
    pub async fn release_dispatch_lease(
        &self,
        holder: &str,
        now: Timestamp,
    ) -> Result<(), StoreError> {
        let mut tx = self.write().await?;
        sqlx::query("UPDATE lease SET expires_at = $3 WHERE name = $1 AND holder = $2")
            .bind(DISPATCH)
            .bind(holder)
            .bind(ms(now))
            .execute(&mut *tx)
            .await?;
        Ok(tx.commit().await?)
    }

    /// Takes or renews the lease that sending is fenced by, for `holder`, until `expires_at`.
    pub async fn take_dispatch_lease(
        &self,
        holder: &str,
        now: Timestamp,
        expires_at: Timestamp,
    ) -> Result<LeaseOutcome, StoreError> {
        let mut tx = self.write().await?;
        // A claim that is being made is there before the lease changes hands, and is found then.
        self.dialect.lock(&mut tx, DISPATCH).await?;
        let taken = sqlx::query(
            "INSERT INTO lease (name, holder, fence, expires_at) VALUES ($1, $2, 1, $3)
             ON CONFLICT (name) DO UPDATE SET
                 fence = CASE WHEN lease.holder = excluded.holder THEN lease.fence
                         ELSE lease.fence + 1 END,
                 holder = excluded.holder,
                 expires_at = excluded.expires_at
             WHERE lease.holder = excluded.holder OR lease.expires_at <= $4
             RETURNING *",
        )
        .bind(DISPATCH)
        .bind(holder)
        .bind(ms(expires_at))
        .bind(ms(now))
        .fetch_optional(&mut *tx)
        .await?;
        let outcome = if let Some(row) = taken {
            LeaseOutcome::Held(decode(Columns::of("lease", &row))?)
        } else {
            let row = sqlx::query("SELECT * FROM lease WHERE name = $1")
                .bind(DISPATCH)
                .fetch_one(&mut *tx)
                .await?;
            LeaseOutcome::Taken(decode(Columns::of("lease", &row))?)
        };
        tx.commit().await?;
        Ok(outcome)
    }
}

fn decode(row: Columns<'_>) -> Result<Lease, StoreError> {
    Ok(Lease {
        holder: row.text("holder")?,
        fence: row.int("fence")?,
        expires_at: row.instant("expires_at")?,
    })
}
