//! What can go wrong when the database is opened, in words for whoever runs the bot.

use std::io;
use std::path::{Path, PathBuf};

use sqlx::migrate::MigrateError;

use super::address::bad_url;

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
    /// A file beside the database holds what was written last, and cannot be read where nothing can be written.
    #[error(
        "{0} has a write-ahead log beside it, which can be read only in a folder that can be written: copy {0} and {0}-wal \
         to such a folder, and let DATABASE_URL name the copy",
        path.display()
    )]
    LogUnreadable {
        /// The file.
        path: PathBuf,
        /// What SQLite said.
        source: io::Error,
    },
    /// The disk is full, or fails.
    #[error(
        "the disk does not do what the database needs at {}: see that it is neither full nor failing",
        path.display()
    )]
    Disk {
        /// The file.
        path: PathBuf,
        /// What SQLite says.
        source: Box<dyn std::error::Error + Send + Sync>,
    },
    /// Another process, or another store of this one, has the file (D-39).
    #[error(
        "another process is using {}: stop it, or let DATABASE_URL name another file",
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
    /// The schema lacks migrations that this program needs, and the bot has not added them yet.
    #[error(
        "{place} has an older schema ({found}, this unhunch needs {known}): start this unhunch \
         once to bring it up to date"
    )]
    Older {
        /// The file or the server.
        place: String,
        /// The newest migration in the database; 0 if there is none.
        found: i64,
        /// The newest migration in this program.
        known: i64,
    },
    /// There is nothing to work beside of.
    #[error(
        "there is no database at {}: start unhunch once, or let DATABASE_URL name another file",
        .0.display()
    )]
    FileMissing(PathBuf),
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
            | Self::FileMissing(_)
            | Self::NotWritable { .. }
            | Self::LogUnreadable { .. }
            | Self::Refused { .. } => OpenErrorKind::SetUp,
            Self::Disk { .. }
            | Self::InUse(_)
            | Self::Newer { .. }
            | Self::Older { .. }
            | Self::NotOurs(_)
            | Self::Damaged { .. }
            | Self::Unreachable { .. }
            | Self::Migrate { .. } => OpenErrorKind::Failure,
        }
    }
}

/// `path` cannot be written, says the system.
pub(super) fn not_writable(path: &Path, source: io::Error) -> OpenError {
    OpenError::NotWritable {
        path: path.to_owned(),
        source,
    }
}

/// The schema stays as old as it was.
pub(super) fn migrate_error(place: String, error: MigrateError) -> OpenError {
    OpenError::Migrate {
        place,
        source: error.into(),
    }
}

/// What an error of SQLite means for somebody who wants to open `path`
/// (<https://www.sqlite.org/rescode.html>; the low byte is the kind).
pub(super) fn sqlite_error(path: &Path, error: sqlx::Error) -> OpenError {
    let kind = error
        .as_database_error()
        .and_then(|error| error.code()?.parse::<u32>().ok())
        .map(|code| code & 0xff);
    match kind {
        // READONLY, PERM, CANTOPEN.
        Some(3 | 8 | 14) => not_writable(path, io::Error::other(error)),
        // BUSY, LOCKED.
        Some(5 | 6) => OpenError::InUse(path.to_owned()),
        // IOERR, FULL.
        Some(10 | 13) => OpenError::Disk {
            path: path.to_owned(),
            source: error.into(),
        },
        // CORRUPT, FORMAT, NOTADB.
        Some(11 | 24 | 26) => OpenError::Damaged {
            path: path.to_owned(),
            source: error.into(),
        },
        _ => migrate_error(path.display().to_string(), MigrateError::Execute(error)),
    }
}

/// What an error of PostgreSQL, or of the way to it, means for somebody who wants to connect.
pub(super) fn postgres_error(place: &str, error: sqlx::Error) -> OpenError {
    let place = place.to_owned();
    match error {
        error @ sqlx::Error::Configuration(_) => bad_url(&error),
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
