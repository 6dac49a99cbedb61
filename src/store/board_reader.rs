//! Reading boards: large statements that come again and again and find everything by index. PostgreSQL plans them once, not
//! each time anew, which takes as long as running them.

use std::ops::{Deref, DerefMut};

use sqlx::pool::PoolConnection;
use sqlx::{Any, AnyConnection, Transaction};

use super::dialect::Dialect;
use super::{Participant, Store, StoreError, participants};
use crate::domain::ids::{GuildId, UserId};

/// Begins to read so on PostgreSQL.
const BEGIN: &str = "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY;
    SET LOCAL plan_cache_mode = force_generic_plan";

/// Reads what a board needs, one thing after the other, by one connection: whoever has one waits for no other connection
/// before it is dropped.
pub struct BoardReader {
    pub(super) connection: Planned,
}

/// A connection for such statements. Nothing waits for its end.
pub(super) enum Planned {
    /// SQLite plans a statement once in any case, and needs no transaction for one.
    Alone(PoolConnection<Any>),
    /// The setting lasts as long as a transaction.
    Within(Transaction<'static, Any>),
}

impl Store {
    /// Begins to read a board.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn board_reader(&self) -> Result<BoardReader, StoreError> {
        let connection = match self.dialect {
            Dialect::Sqlite => Planned::Alone(self.readers.acquire().await?),
            Dialect::Postgres => Planned::Within(self.begin(&self.readers, BEGIN).await?),
        };
        Ok(BoardReader { connection })
    }
}

impl BoardReader {
    /// A member as boards need them; `None` if they take no part.
    ///
    /// # Errors
    /// When the database does not answer, or holds what it cannot hold.
    pub async fn participant(
        &mut self,
        guild: GuildId,
        user: UserId,
    ) -> Result<Option<Participant>, StoreError> {
        let mut found = participants::fetch(&mut self.connection, guild, &[user]).await?;
        Ok(found.remove(&user))
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
