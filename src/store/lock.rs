//! One process per database file (D-39): an operating-system lock on a file beside it.

use std::fs::{File, TryLockError};
use std::io;
use std::path::{Path, PathBuf};

/// The lock, held until this is dropped. It also keeps a second [`super::Store`] of the same process away.
///
/// The file stays when the lock goes: removing it would let two processes hold locks on two files of
/// the same name. It is removed only when an opening failed for which it was made.
#[derive(Debug)]
pub(super) struct FileLock {
    path: PathBuf,
    file: File,
    created: bool,
}

/// Why there is no lock.
#[derive(Debug)]
pub(super) enum LockError {
    /// Somebody else holds it.
    Held,
    /// The file cannot be created or locked.
    Io(io::Error),
}

impl FileLock {
    /// Takes the lock for the database at `database`.
    pub(super) fn take(database: &Path) -> Result<Self, LockError> {
        let mut name = database.as_os_str().to_owned();
        name.push(".lock");
        let path = PathBuf::from(name);
        let (file, created) = open(&path).map_err(LockError::Io)?;
        match file.try_lock() {
            Ok(()) => Ok(Self {
                path,
                file,
                created,
            }),
            Err(TryLockError::WouldBlock) => Err(LockError::Held),
            Err(TryLockError::Error(source)) => Err(LockError::Io(source)),
        }
    }

    /// Gives the lock back, and removes the file if this taking made it.
    pub(super) fn remove(self) -> io::Result<()> {
        if self.created {
            std::fs::remove_file(&self.path)?;
        }
        self.file.unlock()
    }
}

/// Opens the file, and says whether it is new.
fn open(path: &Path) -> io::Result<(File, bool)> {
    match File::options().write(true).create_new(true).open(path) {
        Ok(file) => Ok((file, true)),
        Err(error) if error.kind() == io::ErrorKind::AlreadyExists => {
            Ok((File::options().write(true).open(path)?, false))
        }
        Err(error) => Err(error),
    }
}
