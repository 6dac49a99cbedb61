//! Opening: find the database, make sure that it is ours and whole, bring its schema up to date.
//!
//! Nothing is changed before everything has been looked at, and a first opening that fails leaves
//! nothing behind.

use std::io;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Duration;

use sqlx::any::AnyConnectOptions;
use sqlx::migrate::{MigrateError, Migrator};
use sqlx::{AnyConnection, AnyPool, Connection};

use super::Store;
use super::address::{Address, sqlite_options};
use super::dialect::Dialect;
use super::lock::{FileLock, LockError};

/// The table in which sqlx notes what it has applied.
const APPLIED: &str = "_sqlx_migrations";

/// A server that has not answered for this long is not reachable.
const CONNECT: Duration = Duration::from_secs(10);

/// The database cannot be opened. Each text is one sentence that says what to do.
#[derive(Debug, thiserror::Error)]
pub enum OpenError {
    /// `DATABASE_URL` makes no sense.
    #[error(
        "DATABASE_URL cannot be used, {problem}: write sqlite://FILE or \
         postgres://USER:PASSWORD@HOST/DATABASE"
    )]
    BadUrl {
        /// What is wrong with it.
        problem: String,
    },
    /// `DATABASE_URL` names a database that we do not speak.
    #[error("DATABASE_URL begins with {0:?}, and only sqlite: and postgres: are supported")]
    UnsupportedScheme(String),
    /// The file is created on first run, its folder is not.
    #[error(
        "the folder {} does not exist: create it, or let DATABASE_URL name another file",
        .0.display()
    )]
    FolderMissing(PathBuf),
    /// The file, or the folder for it, cannot be written.
    #[error(
        "{} cannot be written: give this user the right to, or let DATABASE_URL name another file",
        path.display()
    )]
    NotWritable {
        /// The file or the folder.
        path: PathBuf,
        /// What the system said.
        source: io::Error,
    },
    /// Another process, or another store of this one, has the file (D-39).
    #[error(
        "another unhunch is using {}: stop it, or let DATABASE_URL name another file",
        .0.display()
    )]
    InUse(PathBuf),
    /// The schema has migrations that this program does not know.
    #[error(
        "{place} was written by a newer unhunch (schema {found}, this one knows {known}): \
         run the newer one, or restore an older back-up"
    )]
    Newer {
        /// The file or the server.
        place: String,
        /// The newest migration in the database.
        found: i64,
        /// The newest migration in this program.
        known: i64,
    },
    /// A whole database, of something else.
    #[error(
        "{} is a database of another program and was not touched: let DATABASE_URL name another \
         file",
        .0.display()
    )]
    NotOurs(PathBuf),
    /// Not a database, or not any more.
    #[error(
        "{} is damaged or not a database and was not touched: restore a back-up, or move it away \
         to begin anew",
        path.display()
    )]
    Damaged {
        /// The file.
        path: PathBuf,
        /// What SQLite says.
        source: Box<dyn std::error::Error + Send + Sync>,
    },
    /// No answer from the server.
    #[error(
        "PostgreSQL at {place} cannot be reached: see that it runs and that DATABASE_URL is right"
    )]
    Unreachable {
        /// Host, port and database.
        place: String,
        /// What happened.
        source: Box<dyn std::error::Error + Send + Sync>,
    },
    /// The server answered, and will not have us.
    #[error(
        "PostgreSQL at {place} refuses: see that user, password and database in DATABASE_URL are \
         right"
    )]
    Refused {
        /// Host, port and database.
        place: String,
        /// What the server said.
        source: Box<dyn std::error::Error + Send + Sync>,
    },
    /// The schema could not be brought up to date; the step that failed was undone.
    #[error("the schema of {place} could not be brought up to date")]
    Migrate {
        /// The file or the server.
        place: String,
        /// Why.
        source: Box<dyn std::error::Error + Send + Sync>,
    },
}

/// Whose turn it is after an [`OpenError`]; it decides the exit status.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum OpenErrorKind {
    /// Something is set up wrongly (exit status 2).
    SetUp,
    /// The set-up may be right, and it failed all the same (exit status 1).
    Failure,
}

impl OpenError {
    /// Set-up or failure.
    pub const fn kind(&self) -> OpenErrorKind {
        match self {
            Self::BadUrl { .. }
            | Self::UnsupportedScheme(_)
            | Self::FolderMissing(_)
            | Self::NotWritable { .. }
            | Self::Refused { .. } => OpenErrorKind::SetUp,
            Self::InUse(_)
            | Self::Newer { .. }
            | Self::NotOurs(_)
            | Self::Damaged { .. }
            | Self::Unreachable { .. }
            | Self::Migrate { .. } => OpenErrorKind::Failure,
        }
    }
}

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
}

fn migrations() -> Migrator {
    sqlx::migrate!()
}

async fn open_file(path: &Path) -> Result<Store, OpenError> {
    let folder = path.parent().unwrap_or(path);
    if !folder.is_dir() {
        return Err(OpenError::FolderMissing(folder.to_owned()));
    }
    let lock = FileLock::take(path).map_err(|error| match error {
        LockError::Held => OpenError::InUse(path.to_owned()),
        LockError::Io(source) => not_writable(folder, source),
    })?;
    let size = std::fs::metadata(path).ok().map(|file| file.len());
    let opened = match size {
        None | Some(0) => prepare_file(path).await,
        Some(_) => match inspect_file(path).await {
            Ok(()) => prepare_file(path).await,
            Err(error) => Err(error),
        },
    };
    match opened {
        Ok((writer, readers)) => Ok(Store {
            dialect: Dialect::Sqlite,
            writer,
            readers,
            _lock: Some(Arc::new(lock)),
        }),
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

/// Looks at a file that exists, without changing it. Even a reader makes files beside a database
/// with a write-ahead log, unless it is told that nobody writes; the lock sees to that, and only
/// what a killed process left in the log has to be read from there.
async fn inspect_file(path: &Path) -> Result<(), OpenError> {
    let mode = match beside(path, "-wal").exists() {
        true => "ro",
        false => "ro&immutable=true",
    };
    let options = sqlite_options(path, mode)?;
    let classify = |error| sqlite_error(path, error);
    let mut connection = AnyConnection::connect_with(&options)
        .await
        .map_err(classify)?;
    let tables = Dialect::Sqlite
        .tables(&mut connection)
        .await
        .map_err(classify)?;
    let verdict: String = sqlx::query_scalar("PRAGMA quick_check(1)")
        .fetch_one(&mut connection)
        .await
        .map_err(classify)?;
    if verdict != "ok" {
        return Err(OpenError::Damaged {
            path: path.to_owned(),
            source: verdict.into(),
        });
    }
    let applied = applied(&mut connection, &tables).await.map_err(classify)?;
    refuse_newer(&applied, &path.display().to_string())?;
    if !tables.is_empty() && !tables.iter().any(|table| table == APPLIED) {
        return Err(OpenError::NotOurs(path.to_owned()));
    }
    connection.close().await.map_err(classify)
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
            known: migrations
                .iter()
                .map(|known| known.version)
                .max()
                .unwrap_or(0),
        })
    })
}

/// Creates the file if need be, and brings its schema up to date.
async fn prepare_file(path: &Path) -> Result<(AnyPool, AnyPool), OpenError> {
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
    Ok(Dialect::Sqlite.pools(&options))
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
    let classify = |error| postgres_error(&place, error);
    let connecting = AnyConnection::connect_with(options);
    let mut connection = match tokio::time::timeout(CONNECT, connecting).await {
        Ok(connected) => connected.map_err(classify)?,
        Err(late) => {
            return Err(OpenError::Unreachable {
                place,
                source: late.into(),
            });
        }
    };
    let tables = Dialect::Postgres.tables(&mut connection).await;
    let applied = applied(&mut connection, &tables.map_err(classify)?).await;
    refuse_newer(&applied.map_err(classify)?, &place)?;
    if let Err(error) = migrations().run(&mut connection).await {
        return Err(migrate_error(place, error));
    }
    connection.close().await.map_err(classify)?;
    let (writer, readers) = Dialect::Postgres.pools(options);
    Ok(Store {
        dialect: Dialect::Postgres,
        writer,
        readers,
        _lock: None,
    })
}

fn not_writable(path: &Path, source: io::Error) -> OpenError {
    OpenError::NotWritable {
        path: path.to_owned(),
        source,
    }
}

fn migrate_error(place: String, error: MigrateError) -> OpenError {
    OpenError::Migrate {
        place,
        source: error.into(),
    }
}

/// What an error of SQLite means for somebody who wants to open `path`
/// (<https://www.sqlite.org/rescode.html>; the low byte is the kind).
fn sqlite_error(path: &Path, error: sqlx::Error) -> OpenError {
    let kind = error
        .as_database_error()
        .and_then(|error| error.code()?.parse::<u32>().ok())
        .map(|code| code & 0xff);
    match kind {
        // READONLY, PERM, CANTOPEN.
        Some(3 | 8 | 14) => not_writable(path, io::Error::other(error)),
        // CORRUPT, NOTADB, FORMAT.
        Some(11 | 24 | 26) => OpenError::Damaged {
            path: path.to_owned(),
            source: error.into(),
        },
        _ => migrate_error(path.display().to_string(), MigrateError::Execute(error)),
    }
}

/// What an error of PostgreSQL, or of the way to it, means for somebody who wants to connect.
fn postgres_error(place: &str, error: sqlx::Error) -> OpenError {
    let place = place.to_owned();
    let source = Box::new(error);
    match *source {
        sqlx::Error::Configuration(problem) => OpenError::BadUrl {
            problem: problem.to_string(),
        },
        sqlx::Error::Database(error) => OpenError::Refused {
            place,
            source: error.into(),
        },
        error => OpenError::Unreachable {
            place,
            source: error.into(),
        },
    }
}
