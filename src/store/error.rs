//! What can go wrong with an open database.

use std::error::Error;

/// A method of the store failed. "No row" is not among these: that is `None`.
#[derive(Debug, thiserror::Error)]
pub enum StoreError {
    /// The database did not do it: disk full, locked, connection lost, a constraint.
    #[error("the database failed")]
    Driver(#[from] sqlx::Error),
    /// A row says something that this program would never have written.
    #[error("the database holds a value that makes no sense in {table}.{column}")]
    Inconsistent {
        /// The table.
        table: &'static str,
        /// The column.
        column: &'static str,
        /// Why it makes no sense.
        source: Box<dyn Error + Send + Sync>,
    },
    /// What was to be done together with others failed for all of them.
    #[error(transparent)]
    Shared(std::sync::Arc<StoreError>),
    /// The traces of erasures beside the database cannot be read (K-62).
    #[error(
        "{}: the traces of those who were erased cannot be read, so nobody knows whether they are in this database", file.display()
    )]
    Erasures {
        /// The file.
        file: std::path::PathBuf,
        /// Why.
        source: std::io::Error,
    },
}

impl StoreError {
    /// A value that cannot be; `why` is a lower-case fragment.
    pub(super) fn inconsistent(
        table: &'static str,
        column: &'static str,
        why: impl Into<Box<dyn Error + Send + Sync>>,
    ) -> Self {
        Self::Inconsistent {
            table,
            column,
            source: why.into(),
        }
    }
}
