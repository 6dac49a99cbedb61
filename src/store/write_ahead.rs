//! What is committed to a SQLite file stands in its write-ahead log first. Somebody whom nobody waits for takes it over into
//! the file; otherwise now and then a commit would have to, and whoever waits for that one with it.
//!
//! Begin reading at [`Store::keep_log_short`].

use std::sync::atomic::{AtomicU32, Ordering};

use sqlx::any::AnyRow;
use sqlx::{AnyConnection, AnyPool};
use tokio::sync::Notify;

use super::columns::Columns;
use super::{Store, StoreError};

/// It is looked at the log after so many transactions.
const LOOKED_AT_EVERY: u32 = 4;
/// So many pages that are in the log only are worth the trouble: 2 MiB. A commit that comes meanwhile waits until the disk has
/// them; with 8 MiB that took 8 ms, once in 64 check-ins.
const WORTHWHILE: i64 = 512;
/// Of more pages than this the log should not have: 64 MiB. While commits go on there is always something new in it, so
/// writers are kept away for the moment in which the rest is taken over, and the log begins anew. If nobody looks after it,
/// commits take over what there is from twice as many on.
const LONG: i64 = 16 << 10;
/// Who takes over what the log has.
#[derive(Debug)]
pub(super) struct WriteAhead {
    /// One connection, which neither reads nor writes.
    pub(super) pool: AnyPool,
    n_transactions: AtomicU32,
    is_worth_a_look: Notify,
}

/// How long the log is.
struct Length {
    pages: i64,
    taken_over: i64,
}

impl WriteAhead {
    pub(super) fn new(pool: AnyPool) -> Self {
        Self {
            pool,
            n_transactions: AtomicU32::new(0),
            is_worth_a_look: Notify::new(),
        }
    }

    /// Somebody begins to write.
    pub(super) fn note_transaction(&self) {
        let n_before = self.n_transactions.fetch_add(1, Ordering::Relaxed);
        if n_before.wrapping_add(1).is_multiple_of(LOOKED_AT_EVERY) {
            self.is_worth_a_look.notify_one();
        }
    }
}

impl Store {
    /// Takes over into the file what is in its log, whenever there is enough; for as long as somebody polls it. Where
    /// nobody writes nothing happens, and without a file nothing ever does.
    pub async fn keep_log_short(&self) {
        let Some(log) = &self.log else {
            return std::future::pending().await;
        };
        loop {
            log.is_worth_a_look.notified().await;
            if let Err(error) = self.shorten(log).await {
                // Commits do it when it is too long.
                tracing::warn!(%error, "the log of the database was not taken over");
            }
        }
    }

    async fn shorten(&self, log: &WriteAhead) -> Result<(), StoreError> {
        let mut connection = log.pool.acquire().await?;
        let found = checkpoint(&mut connection, "PRAGMA wal_checkpoint(NOOP)").await?;
        if found.pages - found.taken_over < WORTHWHILE {
            return Ok(());
        }
        let found = checkpoint(&mut connection, "PRAGMA wal_checkpoint(PASSIVE)").await?;
        if found.pages < LONG {
            return Ok(());
        }
        // Once more for what was written meanwhile, so that writers wait for little.
        checkpoint(&mut connection, "PRAGMA wal_checkpoint(PASSIVE)").await?;
        let no_writer = self.writer.acquire().await?;
        checkpoint(&mut connection, "PRAGMA wal_checkpoint(RESTART)").await?;
        drop(no_writer);
        Ok(())
    }
}

async fn checkpoint(
    connection: &mut AnyConnection,
    pragma: &'static str,
) -> Result<Length, StoreError> {
    let row: AnyRow = sqlx::query(pragma).fetch_one(connection).await?;
    let row = Columns::of("wal_checkpoint", &row);
    Ok(Length {
        pages: row.int("log")?,
        taken_over: row.int("checkpointed")?,
    })
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use super::*;

    /// Pages that one of these transactions writes, or a few more.
    const PAGES: i64 = 256;

    async fn store() -> (tempfile::TempDir, Store) {
        let folder = tempfile::tempdir().unwrap();
        let url = format!("sqlite://{}", folder.path().join("test.db").display());
        let store = Store::open(&url).await.unwrap();
        let mut tx = store.write().await.unwrap();
        let table = sqlx::query("CREATE TABLE large (bytes BLOB)");
        table.execute(&mut *tx).await.unwrap();
        tx.commit().await.unwrap();
        (folder, store)
    }

    async fn write(store: &Store, pages: i64) {
        for _ in 0..pages / PAGES {
            let mut tx = store.write().await.unwrap();
            sqlx::query("INSERT INTO large VALUES (randomblob($1))")
                .bind(PAGES * 4096)
                .execute(&mut *tx)
                .await
                .unwrap();
            tx.commit().await.unwrap();
        }
    }

    async fn length(store: &Store) -> Length {
        let log = store.log.as_ref().unwrap();
        let mut connection = log.pool.acquire().await.unwrap();
        checkpoint(&mut connection, "PRAGMA wal_checkpoint(NOOP)")
            .await
            .unwrap()
    }

    async fn shorten(store: &Store) {
        let log = store.log.as_ref().unwrap();
        store.shorten(log).await.unwrap();
    }

    #[tokio::test]
    async fn what_is_worth_the_trouble_is_taken_over_and_a_long_log_begins_anew() {
        let (_folder, store) = store().await;
        write(&store, WORTHWHILE / 2).await;
        shorten(&store).await;
        let little = length(&store).await;
        assert_eq!(little.taken_over, 0, "a little can wait");
        write(&store, WORTHWHILE).await;
        shorten(&store).await;
        let enough = length(&store).await;
        assert!(enough.pages > WORTHWHILE && enough.taken_over == enough.pages);
        write(&store, LONG + PAGES).await;
        let long = length(&store).await;
        assert!(
            long.pages > LONG && long.taken_over < long.pages,
            "no commit does it"
        );
        shorten(&store).await;
        write(&store, PAGES).await;
        assert!(length(&store).await.pages < WORTHWHILE, "it began anew");
        store.close().await;
    }

    #[tokio::test]
    async fn commits_do_it_themselves_only_if_nobody_else_does() {
        let (_folder, store) = store().await;
        let pages = sqlx::query_scalar("PRAGMA wal_autocheckpoint");
        let pages: i64 = pages.fetch_one(&store.writer).await.unwrap();
        assert_eq!(pages, 2 * LONG);
        store.close().await;
    }

    #[tokio::test]
    async fn somebody_who_reads_on_for_long_keeps_nobody_waiting() {
        let (_folder, store) = store().await;
        let mut reader = store.read().await.unwrap();
        let count = || sqlx::query_scalar::<_, i64>("SELECT COUNT(*) FROM large");
        assert_eq!(count().fetch_one(&mut *reader).await.unwrap(), 0);
        write(&store, LONG + 2 * PAGES).await;
        let shortened = shorten(&store);
        let in_time = tokio::time::timeout(Duration::from_secs(4), shortened).await;
        assert!(
            in_time.is_ok(),
            "it does not wait as long as a writer would"
        );
        assert_eq!(count().fetch_one(&mut *reader).await.unwrap(), 0);
        reader.commit().await.unwrap();
        shorten(&store).await;
        write(&store, PAGES).await;
        assert!(length(&store).await.pages < WORTHWHILE);
        store.close().await;
    }

    #[tokio::test]
    async fn it_is_looked_at_after_a_few_transactions_without_anybody_asking() {
        let (_folder, store) = store().await;
        let writes = async {
            write(&store, WORTHWHILE * 2).await;
            while length(&store).await.taken_over == 0 {
                tokio::task::yield_now().await;
            }
        };
        tokio::select! {
            () = store.keep_log_short() => unreachable!("it goes on for as long as it is polled"),
            () = writes => {}
        }
        store.close().await;
    }
}
