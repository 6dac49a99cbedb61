//! An erasure from its beginning to its end, so that no stop of the program loses its trace (K-62).
//!
//! In this order, each on the disk before the next: the database notes that it begins; so does the file beside it; the rows go
//! and the tombstone comes, in one transaction in which the first note goes too; the file notes that it is done. Begin
//! reading at [`Store::begin_erasure`].

use sqlx::{Any, Transaction};

use super::columns::{Columns, ms};
use super::erasures::Said;
use super::{Store, StoreError, Tombstone};

impl Store {
    /// Notes that an erasure begins, in the database and then in the file. The caller commits it next, or gives it up.
    ///
    /// A file that cannot be written is no reason to keep what somebody wants erased: it is told in the log, and what the
    /// database knows is noted later.
    pub(super) async fn begin_erasure(&self, tombstone: &Tombstone) -> Result<(), StoreError> {
        let mut tx = self.write().await?;
        sqlx::query(
            "INSERT INTO erasing (hash, scope, at_ms) VALUES ($1, $2, $3)
             ON CONFLICT (hash, scope) DO UPDATE SET at_ms = excluded.at_ms",
        )
        .bind(tombstone.hash.clone())
        .bind(tombstone.scope.clone())
        .bind(ms(tombstone.at))
        .execute(&mut *tx)
        .await?;
        tx.commit().await?;
        self.note_erasures(Said::Begun, std::slice::from_ref(tombstone));
        Ok(())
    }

    /// Nothing came of an erasure that had begun; that it cannot be written down is found at the next start.
    pub(super) async fn give_up_erasure(&self, tombstone: &Tombstone) {
        self.note_erasures(Said::GivenUp, std::slice::from_ref(tombstone));
        let forgotten = async {
            let mut tx = self.write().await?;
            end(&mut tx, tombstone).await?;
            Ok::<_, StoreError>(tx.commit().await?)
        };
        if let Err(error) = forgotten.await {
            tracing::warn!(%error, "that an erasure was given up is noted at the next start");
        }
    }

    /// The erasures that have begun, as far as the database knows.
    pub(super) async fn begun_erasures(&self) -> Result<Vec<Tombstone>, StoreError> {
        let rows = sqlx::query("SELECT * FROM erasing ORDER BY at_ms, hash, scope")
            .fetch_all(&self.readers)
            .await?;
        let tombstone = |row| {
            let row = Columns::of("erasing", row);
            Ok(Tombstone {
                hash: row.text("hash")?,
                scope: row.text("scope")?,
                at: row.instant("at_ms")?,
            })
        };
        rows.iter().map(tombstone).collect()
    }

    /// Notes erasures where restoring a back-up does not reach. What cannot be written now is when the bot starts, or a
    /// day later.
    pub(super) fn note_erasures(&self, said: Said, tombstones: &[Tombstone]) {
        let Some(file) = &self.erasures else {
            return;
        };
        if let Err(error) = file.append(said, tombstones) {
            tracing::error!(
                file = %file.path().display(), %error,
                "an erasure could not be noted beside the database: a back-up that is restored before it is would bring the \
                 member back"
            );
        }
    }
}

/// An erasure is over, in the transaction that commits it or when it is given up.
pub(super) async fn end(
    tx: &mut Transaction<'static, Any>,
    tombstone: &Tombstone,
) -> Result<(), StoreError> {
    sqlx::query("DELETE FROM erasing WHERE hash = $1 AND scope = $2 AND at_ms = $3")
        .bind(tombstone.hash.clone())
        .bind(tombstone.scope.clone())
        .bind(ms(tombstone.at))
        .execute(&mut **tx)
        .await?;
    Ok(())
}
