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
