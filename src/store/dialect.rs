//! What differs between SQLite and PostgreSQL. Everything else in this room is one text of SQL.

use sqlx::any::{AnyConnectOptions, AnyPoolOptions};
use sqlx::{Any, AnyConnection, AnyPool, AssertSqlSafe, Connection, Executor, Transaction};

use std::time::Duration;

use super::many::{parts, places};

/// How many connections read at a time on SQLite.
const SQLITE_READERS: u32 = 4;

/// How many connections there are to PostgreSQL.
const POSTGRES_CONNECTIONS: u32 = 8;

/// A connection to a server that nobody used for this long is tried before it is used: the server may have gone meanwhile.
const TESTED_AFTER: Duration = Duration::from_secs(1);

/// A method gives up when it gets no connection for this long.
const ACQUIRE: Duration = Duration::from_secs(20);

/// A kind of database.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Dialect {
    /// One file, one process (D-39).
    Sqlite,
    /// A server.
    Postgres,
}

impl Dialect {
    /// What a connection leads to.
    pub(super) fn of(connection: &AnyConnection) -> Self {
        match connection.backend_name() {
            "SQLite" => Self::Sqlite,
            _ => Self::Postgres,
        }
    }

    /// Begins a transaction that writes. On SQLite it takes the write lock at once: one that reads
    /// first and then wants to write is refused when another wrote meanwhile, whatever the busy
    /// timeout (D-42).
    pub(super) const fn begin_write(self) -> &'static str {
        match self {
            Self::Sqlite => "BEGIN IMMEDIATE",
            Self::Postgres => "BEGIN",
        }
    }

    /// Begins a transaction that sees one state of the database throughout.
    pub(super) const fn begin_read(self) -> &'static str {
        match self {
            Self::Sqlite => "BEGIN",
            Self::Postgres => "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY",
        }
    }

    /// Keeps other writers of `what` waiting until `tx` ends. On SQLite the transaction does that
    /// already; PostgreSQL's row locks would not cover rows that do not exist yet.
    pub(super) async fn lock(
        self,
        tx: &mut Transaction<'static, Any>,
        what: &str,
    ) -> Result<(), sqlx::Error> {
        if self == Self::Postgres {
            sqlx::query("SELECT pg_advisory_xact_lock(hashtextextended($1, 0))")
                .bind(what)
                .execute(&mut **tx)
                .await?;
        }
        Ok(())
    }

    /// The same of several, in their order: whoever wants several keeps to one order, so that nobody waits in a circle.
    pub(super) async fn lock_all(
        self,
        tx: &mut Transaction<'static, Any>,
        what: &[String],
    ) -> Result<(), sqlx::Error> {
        self.lock_many(tx, "pg_advisory_xact_lock", what).await
    }

    /// Keeps those waiting who lock one of `what` alone, and not those who do the same.
    pub(super) async fn lock_shared(
        self,
        tx: &mut Transaction<'static, Any>,
        what: &[String],
    ) -> Result<(), sqlx::Error> {
        let function = "pg_advisory_xact_lock_shared";
        self.lock_many(tx, function, what).await
    }

    async fn lock_many(
        self,
        tx: &mut Transaction<'static, Any>,
        function: &'static str,
        what: &[String],
    ) -> Result<(), sqlx::Error> {
        if self == Self::Sqlite {
            return Ok(());
        }
        for part in parts(what) {
            let places = places(tx, part.len(), 1);
            // Only the function and numbers of parameters are put into the text.
            let sql = format!(
                "SELECT {function}(hashtextextended(name, 0)) FROM (VALUES {places}) AS names (name)"
            );
            let query = sqlx::query(AssertSqlSafe(sql));
            let names = part.iter().map(String::as_str);
            let query = names.fold(query, sqlx::query::Query::bind);
            query.execute(&mut **tx).await?;
        }
        Ok(())
    }

    /// The names of the tables that are ours or another program's, in order.
    pub(super) async fn tables(
        self,
        connection: &mut AnyConnection,
    ) -> Result<Vec<String>, sqlx::Error> {
        let sql = match self {
            Self::Sqlite => {
                "SELECT name FROM sqlite_master
                 WHERE type = 'table' AND name NOT LIKE 'sqlite\\_%' ESCAPE '\\' ORDER BY name"
            }
            Self::Postgres => {
                "SELECT tablename::text FROM pg_tables
                 WHERE schemaname = current_schema() ORDER BY tablename"
            }
        };
        sqlx::query_scalar(sql).fetch_all(connection).await
    }

    /// What each connection that writes is told first; pragmas are settings of the connection.
    /// The memory for pages is taken as they are needed: presses of 64 members change some 2,000.
    const fn writer_pragmas(self) -> &'static str {
        match self {
            Self::Sqlite => {
                "PRAGMA busy_timeout = 5000; PRAGMA journal_mode = WAL; PRAGMA foreign_keys = ON;
                 PRAGMA synchronous = FULL; PRAGMA cache_size = -32768;
                 PRAGMA wal_autocheckpoint = 32768; PRAGMA journal_size_limit = 67108864;"
            }
            Self::Postgres => "",
        }
    }

    /// Who looks after the log of a file ([`super::write_ahead`]): it waits but shortly for readers, since writers wait for
    /// it.
    pub(super) fn log_pool(self, options: &AnyConnectOptions) -> Option<AnyPool> {
        let pragmas = "PRAGMA busy_timeout = 20; PRAGMA wal_autocheckpoint = 0;";
        match self {
            Self::Sqlite => Some(sqlite_pool(1, pragmas).connect_lazy_with(options.clone())),
            Self::Postgres => None,
        }
    }

    /// Makes `connection` one that can write.
    pub(super) async fn prepare(self, connection: &mut AnyConnection) -> Result<(), sqlx::Error> {
        connection.execute(self.writer_pragmas()).await?;
        Ok(())
    }

    /// The pools: one that writes, one that reads. They connect when they are first used.
    pub(super) fn pools(self, options: &AnyConnectOptions) -> (AnyPool, AnyPool) {
        match self {
            Self::Sqlite => {
                let readers = "PRAGMA busy_timeout = 5000; PRAGMA query_only = ON; PRAGMA cache_size = -8192;";
                (
                    sqlite_pool(1, self.writer_pragmas()).connect_lazy_with(options.clone()),
                    sqlite_pool(SQLITE_READERS, readers).connect_lazy_with(options.clone()),
                )
            }
            Self::Postgres => {
                let pool = AnyPoolOptions::new()
                    .max_connections(POSTGRES_CONNECTIONS)
                    .acquire_timeout(ACQUIRE)
                    .test_before_acquire(false)
                    .before_acquire(|connection, found| {
                        Box::pin(async move {
                            if found.idle_for >= TESTED_AFTER {
                                connection.ping().await?;
                            }
                            Ok(true)
                        })
                    })
                    .connect_lazy_with(options.clone());
                (pool.clone(), pool)
            }
        }
    }
}

/// A pool whose connections run `pragmas` first and then live as long as the store. One whose transaction neither
/// committed nor rolled back, as on a full disk, could not begin another; it is replaced.
fn sqlite_pool(connections: u32, pragmas: &'static str) -> AnyPoolOptions {
    AnyPoolOptions::new()
        .max_connections(connections)
        .acquire_timeout(ACQUIRE)
        .idle_timeout(None)
        .max_lifetime(None)
        .test_before_acquire(false)
        .before_acquire(|connection, _| {
            Box::pin(async move { Ok(!connection.is_in_transaction()) })
        })
        .after_connect(move |connection, _| {
            Box::pin(async move {
                connection.execute(pragmas).await?;
                Ok(())
            })
        })
}

#[cfg(test)]
mod tests {
    use super::super::Store;
    use super::*;

    async fn pragma(pool: &AnyPool, question: &'static str) -> String {
        // The cast, because some pragmas answer with a number and some with a word.
        sqlx::query_scalar(question).fetch_one(pool).await.unwrap()
    }

    /// D-42: a claim must be on the disk before the request leaves.
    #[tokio::test]
    async fn every_connection_to_a_file_is_set_up_as_the_rules_want() {
        let folder = tempfile::tempdir().unwrap();
        let url = format!("sqlite://{}", folder.path().join("test.db").display());
        let store = Store::open(&url).await.unwrap();
        for (question, on_writer, on_readers) in [
            (
                "SELECT CAST(journal_mode AS TEXT) FROM pragma_journal_mode",
                "wal",
                "wal",
            ),
            (
                "SELECT CAST(synchronous AS TEXT) FROM pragma_synchronous",
                "2",
                "2",
            ),
            (
                "SELECT CAST(foreign_keys AS TEXT) FROM pragma_foreign_keys",
                "1",
                "1",
            ),
            (
                "SELECT CAST(timeout AS TEXT) FROM pragma_busy_timeout",
                "5000",
                "5000",
            ),
            (
                "SELECT CAST(query_only AS TEXT) FROM pragma_query_only",
                "0",
                "1",
            ),
        ] {
            assert_eq!(
                pragma(&store.writer, question).await,
                on_writer,
                "{question}"
            );
            assert_eq!(
                pragma(&store.readers, question).await,
                on_readers,
                "{question}"
            );
        }
        assert_eq!(store.writer.options().get_max_connections(), 1);
    }
}
