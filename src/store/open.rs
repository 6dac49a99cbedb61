//! Opening: find the database, make sure that it is ours and whole, bring its schema up to date.
//!
//! Nothing is changed before everything has been looked at, and a first opening that fails leaves
//! nothing behind. A large file that was closed well is not read through again at each start; `unhunch check` does.

use std::io;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Duration;

use sqlx::any::AnyConnectOptions;
use sqlx::migrate::{MigrateError, Migrator};
use sqlx::{AnyConnection, Connection};

use super::address::{Address, sqlite_options};
use super::dialect::Dialect;
use super::lock::{FileLock, LockError};
use super::open_error::{migrate_error, not_writable, postgres_error, sqlite_error};
use super::write_ahead::WriteAhead;
use super::{OpenError, Store};

/// The table in which sqlx notes what it has applied.
const APPLIED: &str = "_sqlx_migrations";

/// A server that has not answered for this long is not reachable.
const CONNECT: Duration = Duration::from_secs(10);
/// A file of at most so many bytes is read through at every start; that takes a tenth of a second at most.
const SMALL: u64 = 32 << 20;

impl Store {
    /// Opens the database at `url`, with the newest schema. A SQLite file is created if it is not
    /// there, its folder is not.
    pub async fn open(url: &str) -> Result<Self, OpenError> {
        sqlx::any::install_default_drivers();
        match Address::parse(url)? {
            Address::Sqlite(path) => open_file(&path).await,
            Address::Postgres { options, place } => open_server(&options, place).await,
        }
    }

    /// Opens the database at `url` beside the process that runs the bot, for the operator's tools
    /// (D-39): takes no lock, makes no file and leaves the schema as it is.
    pub async fn open_beside(url: &str) -> Result<Self, OpenError> {
        sqlx::any::install_default_drivers();
        match Address::parse(url)? {
            Address::Sqlite(path) => open_file_beside(&path).await,
            Address::Postgres { options, place } => open_server_beside(&options, &place).await,
        }
    }

    /// Opens the database at `url` to read in it and nothing else, whoever else uses it: a running bot's, a copy of it, or a
    /// back-up where nobody can write. Takes no lock and leaves every file as it is; whoever writes all the same is refused.
    pub async fn open_to_read(url: &str) -> Result<Self, OpenError> {
        sqlx::any::install_default_drivers();
        match Address::parse(url)? {
            Address::Sqlite(path) => open_file_to_read(&path).await,
            Address::Postgres { options, place } => open_server_beside(&options, &place).await,
        }
    }
}

fn migrations() -> Migrator {
    sqlx::migrate!()
}

async fn open_file(path: &Path) -> Result<Store, OpenError> {
    let folder = usable_folder(path)?;
    let lock = FileLock::take(path).map_err(|error| match error {
        LockError::Held => OpenError::InUse(path.to_owned()),
        LockError::Io(source) => not_writable(folder, source),
    })?;
    let size = std::fs::metadata(path).ok().map(|file| file.len());
    let prepared = match size {
        None | Some(0) => prepare_file(path).await,
        Some(size) => match inspect_file(path, is_read_through(path, size)).await {
            Ok(_) => prepare_file(path).await,
            Err(error) => Err(error),
        },
    };
    match prepared {
        Ok(options) => Ok(file_store(path, &options, Some(lock))),
        Err(error) => {
            if size.is_none() {
                remove_traces(path);
            }
            if let Err(error) = lock.remove() {
                tracing::warn!(path = %path.display(), %error, "the lock's file is left behind");
            }
            Err(error)
        }
    }
}

/// The folder of a database, if there is one and a file may be in that place.
fn usable_folder(path: &Path) -> Result<&Path, OpenError> {
    let folder = path.parent().unwrap_or(path);
    if !folder.is_dir() {
        return Err(OpenError::FolderMissing(folder.to_owned()));
    }
    if path.is_dir() {
        return Err(OpenError::BadUrl {
            problem: format!("{} is a folder", path.display()),
        });
    }
    Ok(folder)
}

async fn open_file_beside(path: &Path) -> Result<Store, OpenError> {
    let folder = usable_folder(path)?;
    if !path.is_file() {
        // What a first run would need, looked at without leaving anything behind.
        tempfile::tempfile_in(folder).map_err(|source| not_writable(folder, source))?;
        return Err(OpenError::FileMissing(path.to_owned()));
    }
    let written = std::fs::OpenOptions::new().append(true).open(path);
    written.map_err(|source| not_writable(path, source))?;
    refuse_older(
        &inspect_file(path, true).await?,
        &path.display().to_string(),
    )?;
    let options = sqlite_options(path, "rw")?;
    Ok(file_store(path, &options, None))
}

async fn open_file_to_read(path: &Path) -> Result<Store, OpenError> {
    usable_folder(path)?;
    if !path.is_file() {
        return Err(OpenError::FileMissing(path.to_owned()));
    }
    let applied = inspect_file(path, false).await;
    let applied = applied.map_err(|error| log_unreadable(path, error))?;
    refuse_older(&applied, &path.display().to_string())?;
    let options = sqlite_options(path, reading_mode(path))?;
    Ok(store(Dialect::Sqlite, &options, None))
}

/// What a file that may only be read lacks, where its log is the reason.
fn log_unreadable(path: &Path, error: OpenError) -> OpenError {
    match error {
        OpenError::NotWritable { source, .. } if beside(path, "-wal").exists() => {
            OpenError::LogUnreadable {
                path: path.to_owned(),
                source,
            }
        }
        error => error,
    }
}

/// How a file is read without changing it. Even a reader makes files beside a database with a write-ahead log, unless it is
/// told that nobody writes. Where there is no log, nobody does.
fn reading_mode(path: &Path) -> &'static str {
    if beside(path, "-wal").exists() {
        "ro"
    } else {
        "ro&immutable=true"
    }
}

/// The open store of a file; erasures are noted beside it.
fn file_store(path: &Path, options: &AnyConnectOptions, lock: Option<FileLock>) -> Store {
    store(Dialect::Sqlite, options, lock).noting_erasures_in(beside(path, ".erased"))
}

/// The open store; it connects when it is first used.
fn store(dialect: Dialect, options: &AnyConnectOptions, lock: Option<FileLock>) -> Store {
    let (writer, readers) = dialect.pools(options);
    Store {
        dialect,
        writer,
        readers,
        log: dialect.log_pool(options).map(WriteAhead::new).map(Arc::new),
        erasures: None,
        _lock: lock.map(Arc::new),
    }
}

/// Whether a start reads a whole file to see that nothing in it is damaged. A small one always; a large one, for which that
/// takes long, only if it was not closed: SQLite removes the log beside a database when its last user leaves.
fn is_read_through(path: &Path, size: u64) -> bool {
    let was_closed = !beside(path, "-wal").exists();
    if !was_closed {
        tracing::info!(path = %path.display(), "the database was not closed, so it is read through");
    }
    size <= SMALL || !was_closed
}

/// Looks at a file that exists, without changing it, if wanted from beginning to end; returns the migrations applied
/// to it.
async fn inspect_file(path: &Path, read_through: bool) -> Result<Vec<i64>, OpenError> {
    let options = sqlite_options(path, reading_mode(path))?;
    let classify = |error| sqlite_error(path, error);
    let mut connection = AnyConnection::connect_with(&options)
        .await
        .map_err(classify)?;
    let tables = Dialect::Sqlite
        .tables(&mut connection)
        .await
        .map_err(classify)?;
    if read_through {
        refuse_damaged(path, &mut connection).await?;
    }
    let applied = applied(&mut connection, &tables).await.map_err(classify)?;
    refuse_newer(&applied, &path.display().to_string())?;
    if !tables.is_empty() && !tables.iter().any(|table| table == APPLIED) {
        return Err(OpenError::NotOurs(path.to_owned()));
    }
    if let Some(missing) = missing_table(&applied, &tables) {
        return Err(OpenError::Damaged {
            path: path.to_owned(),
            source: format!("its table {missing} is missing").into(),
        });
    }
    connection.close().await.map_err(classify)?;
    Ok(applied)
}

/// Reads everything, and fails if something cannot be right.
async fn refuse_damaged(path: &Path, connection: &mut AnyConnection) -> Result<(), OpenError> {
    let verdict: String = sqlx::query_scalar("PRAGMA quick_check(1)")
        .fetch_one(connection)
        .await
        .map_err(|error| sqlite_error(path, error))?;
    if verdict == "ok" {
        return Ok(());
    }
    Err(OpenError::Damaged {
        path: path.to_owned(),
        source: verdict.into(),
    })
}

/// The migrations that have been applied to a database with these tables.
async fn applied(
    connection: &mut AnyConnection,
    tables: &[String],
) -> Result<Vec<i64>, sqlx::Error> {
    if !tables.iter().any(|table| table == APPLIED) {
        return Ok(Vec::new());
    }
    sqlx::query_scalar("SELECT version FROM _sqlx_migrations ORDER BY version")
        .fetch_all(connection)
        .await
}

/// A table that the applied migrations made and that is not there any more.
fn missing_table(applied: &[i64], tables: &[String]) -> Option<String> {
    let migrations = migrations();
    let done = migrations
        .iter()
        .filter(|migration| applied.contains(&migration.version));
    let made = done.flat_map(|migration| {
        let statements = migration.sql.as_str().split("CREATE TABLE ").skip(1);
        statements.filter_map(|statement| statement.split_whitespace().next())
    });
    made.map(str::to_owned)
        .find(|table| !tables.contains(table))
}

/// Fails if there is a migration among `applied` that this program has not.
fn refuse_newer(applied: &[i64], place: &str) -> Result<(), OpenError> {
    let migrations = migrations();
    let unknown = applied
        .iter()
        .rfind(|found| !migrations.version_exists(**found));
    unknown.map_or(Ok(()), |found| {
        Err(OpenError::Newer {
            place: place.to_owned(),
            found: *found,
            known: newest(),
        })
    })
}

/// Fails if this program has a migration that is not among `applied`.
fn refuse_older(applied: &[i64], place: &str) -> Result<(), OpenError> {
    let found = applied.last().copied().unwrap_or(0);
    let known = newest();
    if found < known {
        return Err(OpenError::Older {
            place: place.to_owned(),
            found,
            known,
        });
    }
    Ok(())
}

/// The newest migration of this program.
fn newest() -> i64 {
    let versions = migrations();
    let versions = versions.iter().map(|known| known.version);
    versions.max().unwrap_or(0)
}

/// Creates the file if need be, and brings its schema up to date.
async fn prepare_file(path: &Path) -> Result<AnyConnectOptions, OpenError> {
    let options = sqlite_options(path, "rwc")?;
    let classify = |error| sqlite_error(path, error);
    let mut connection = AnyConnection::connect_with(&options)
        .await
        .map_err(classify)?;
    let migrated = match Dialect::Sqlite.prepare(&mut connection).await {
        Ok(()) => migrations().run(&mut connection).await,
        Err(error) => Err(MigrateError::Execute(error)),
    };
    // Closed whatever happened, so that nobody writes any more when traces are removed.
    let closed = connection.close().await.map_err(classify);
    migrated.map_err(|error| match error {
        MigrateError::Execute(error) => sqlite_error(path, error),
        error => migrate_error(path.display().to_string(), error),
    })?;
    closed?;
    Ok(options)
}

/// Takes away what a first opening made before it failed. What cannot be removed could not be used
/// either, so that is only logged.
fn remove_traces(path: &Path) {
    for ending in ["", "-wal", "-shm", "-journal"] {
        let trace = beside(path, ending);
        match std::fs::remove_file(&trace) {
            Err(error) if error.kind() != io::ErrorKind::NotFound => {
                tracing::warn!(path = %trace.display(), %error, "left behind");
            }
            _ => {}
        }
    }
}

/// The path with an ending after its name.
fn beside(path: &Path, ending: &str) -> PathBuf {
    let mut name = path.as_os_str().to_owned();
    name.push(ending);
    PathBuf::from(name)
}

async fn open_server(options: &AnyConnectOptions, place: String) -> Result<Store, OpenError> {
    let (mut connection, _) = inspect_server(options, &place).await?;
    if let Err(error) = migrations().run(&mut connection).await {
        return Err(migrate_error(place, error));
    }
    close(connection, &place).await?;
    Ok(store(Dialect::Postgres, options, None))
}

async fn open_server_beside(options: &AnyConnectOptions, place: &str) -> Result<Store, OpenError> {
    let (connection, applied) = inspect_server(options, place).await?;
    refuse_older(&applied, place)?;
    close(connection, place).await?;
    Ok(store(Dialect::Postgres, options, None))
}

/// Looks at a server's database, without changing it; returns the migrations applied to it.
async fn inspect_server(
    options: &AnyConnectOptions,
    place: &str,
) -> Result<(AnyConnection, Vec<i64>), OpenError> {
    let classify = |error| postgres_error(place, error);
    let connecting = AnyConnection::connect_with(options);
    let mut connection = match tokio::time::timeout(CONNECT, connecting).await {
        Ok(connected) => connected.map_err(classify)?,
        Err(late) => {
            return Err(OpenError::Unreachable {
                place: place.to_owned(),
                source: late.into(),
            });
        }
    };
    let tables = Dialect::Postgres.tables(&mut connection).await;
    let applied = applied(&mut connection, &tables.map_err(classify)?).await;
    let applied = applied.map_err(classify)?;
    refuse_newer(&applied, place)?;
    Ok((connection, applied))
}

async fn close(connection: AnyConnection, place: &str) -> Result<(), OpenError> {
    let closed = connection.close().await;
    closed.map_err(|error| postgres_error(place, error))
}
