//! Large statements that come again and again and find everything by index: PostgreSQL plans them once, not each time anew,
//! which takes as long as running them.

use std::ops::{Deref, DerefMut};

use sqlx::pool::PoolConnection;
use sqlx::{Any, AnyConnection, Transaction};

use super::dialect::Dialect;
use super::{Store, StoreError};

/// Begins to read so on PostgreSQL.
const BEGIN: &str = "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY;
    SET LOCAL plan_cache_mode = force_generic_plan";

/// A connection for such statements. Nothing waits for its end.
pub(super) enum Planned {
    /// SQLite plans a statement once in any case, and needs no transaction for one.
    Alone(PoolConnection<Any>),
    /// The setting lasts as long as a transaction.
    Within(Transaction<'static, Any>),
}

impl Store {
    /// Begins to read by one large statement.
    pub(super) async fn planned(&self) -> Result<Planned, StoreError> {
        Ok(match self.dialect {
            Dialect::Sqlite => Planned::Alone(self.readers.acquire().await?),
            Dialect::Postgres => Planned::Within(self.begin(&self.readers, BEGIN).await?),
        })
    }
}

impl Deref for Planned {
    type Target = AnyConnection;

    fn deref(&self) -> &AnyConnection {
        match self {
            Self::Alone(connection) => connection,
            Self::Within(transaction) => transaction,
        }
    }
}

impl DerefMut for Planned {
    fn deref_mut(&mut self) -> &mut AnyConnection {
        match self {
            Self::Alone(connection) => connection,
            Self::Within(transaction) => transaction,
        }
    }
}
