//! Reading columns and writing parameters: our types on one side, `BIGINT` and `TEXT` on the other.
//!
//! Every reading is checked. A column that does not decode is [`StoreError::Inconsistent`] with its
//! table and name, never a panic.

use std::str::FromStr;

use jiff::Timestamp;
use jiff::civil::{Date, Time};
use sqlx::Row;
use sqlx::any::AnyRow;

use super::StoreError;
use crate::domain::ids::{ChannelId, GuildId, InteractionId, MessageId, UserId};

/// The columns of one row of `table`.
#[derive(Clone, Copy)]
pub(super) struct Columns<'r> {
    row: &'r AnyRow,
    table: &'static str,
}

impl<'r> Columns<'r> {
    /// Reads `row`, which came from `table`.
    pub(super) const fn of(table: &'static str, row: &'r AnyRow) -> Self {
        Self { row, table }
    }

    /// A whole number.
    pub(super) fn int(self, column: &'static str) -> Result<i64, StoreError> {
        self.row
            .try_get(column)
            .map_err(|source| self.inconsistent(column, source))
    }

    /// A whole number or nothing.
    pub(super) fn maybe_int(self, column: &'static str) -> Result<Option<i64>, StoreError> {
        self.row
            .try_get(column)
            .map_err(|source| self.inconsistent(column, source))
    }

    /// Text.
    pub(super) fn text(self, column: &'static str) -> Result<String, StoreError> {
        self.row
            .try_get(column)
            .map_err(|source| self.inconsistent(column, source))
    }

    /// Text or nothing.
    pub(super) fn maybe_text(self, column: &'static str) -> Result<Option<String>, StoreError> {
        self.row
            .try_get(column)
            .map_err(|source| self.inconsistent(column, source))
    }

    /// A flag, kept as 0 or 1.
    pub(super) fn flag(self, column: &'static str) -> Result<bool, StoreError> {
        match self.int(column)? {
            0 => Ok(false),
            1 => Ok(true),
            other => Err(self.inconsistent(column, format!("expected 0 or 1, found {other}"))),
        }
    }

    /// A number of a smaller type.
    pub(super) fn small<T: TryFrom<i64>>(self, column: &'static str) -> Result<T, StoreError> {
        let found = self.int(column)?;
        T::try_from(found)
            .map_err(|_| self.inconsistent(column, format!("{found} is out of range")))
    }

    /// A number of a smaller type, or nothing.
    pub(super) fn maybe_small<T: TryFrom<i64>>(
        self,
        column: &'static str,
    ) -> Result<Option<T>, StoreError> {
        match self.maybe_int(column)? {
            None => Ok(None),
            Some(_) => self.small(column).map(Some),
        }
    }

    /// A 64-bit map, kept as the number with the same bits.
    pub(super) fn bits(self, column: &'static str) -> Result<u64, StoreError> {
        Ok(self.int(column)?.cast_unsigned())
    }

    /// An instant, kept as milliseconds since the epoch.
    pub(super) fn instant(self, column: &'static str) -> Result<Timestamp, StoreError> {
        Timestamp::from_millisecond(self.int(column)?)
            .map_err(|source| self.inconsistent(column, source))
    }

    /// An instant or nothing.
    pub(super) fn maybe_instant(
        self,
        column: &'static str,
    ) -> Result<Option<Timestamp>, StoreError> {
        match self.maybe_int(column)? {
            None => Ok(None),
            Some(_) => self.instant(column).map(Some),
        }
    }

    /// A date, `YYYY-MM-DD`.
    pub(super) fn date(self, column: &'static str) -> Result<Date, StoreError> {
        self.parsed(column)
    }

    /// A date or nothing.
    pub(super) fn maybe_date(self, column: &'static str) -> Result<Option<Date>, StoreError> {
        self.maybe_parsed(column)
    }

    /// A wall time, `HH:MM:SS`.
    pub(super) fn time(self, column: &'static str) -> Result<Time, StoreError> {
        self.parsed(column)
    }

    /// A wall time or nothing.
    pub(super) fn maybe_time(self, column: &'static str) -> Result<Option<Time>, StoreError> {
        self.maybe_parsed(column)
    }

    /// A value that is text in the database.
    pub(super) fn parsed<T>(self, column: &'static str) -> Result<T, StoreError>
    where
        T: FromStr,
        T::Err: Into<Box<dyn std::error::Error + Send + Sync>>,
    {
        self.text(column)?
            .parse()
            .map_err(|source: T::Err| self.inconsistent(column, source))
    }

    /// A value that is text in the database, or nothing.
    pub(super) fn maybe_parsed<T>(self, column: &'static str) -> Result<Option<T>, StoreError>
    where
        T: FromStr,
        T::Err: Into<Box<dyn std::error::Error + Send + Sync>>,
    {
        match self.maybe_text(column)? {
            None => Ok(None),
            Some(_) => self.parsed(column).map(Some),
        }
    }

    /// A value that the domain reads from a word.
    pub(super) fn word<T>(
        self,
        column: &'static str,
        parse: fn(&str) -> Option<T>,
    ) -> Result<T, StoreError> {
        let word = self.text(column)?;
        parse(&word).ok_or_else(|| self.inconsistent(column, format!("unexpected word {word:?}")))
    }

    /// A value that the domain reads from a number.
    pub(super) fn number<T>(
        self,
        column: &'static str,
        parse: fn(i64) -> Option<T>,
    ) -> Result<T, StoreError> {
        let number = self.int(column)?;
        parse(number)
            .ok_or_else(|| self.inconsistent(column, format!("unexpected number {number}")))
    }

    /// A Discord id.
    pub(super) fn id<T: Id>(self, column: &'static str) -> Result<T, StoreError> {
        let found = self.int(column)?;
        T::from_db(found)
            .ok_or_else(|| self.inconsistent(column, format!("{found} is not a Discord id")))
    }

    /// A Discord id or nothing.
    pub(super) fn maybe_id<T: Id>(self, column: &'static str) -> Result<Option<T>, StoreError> {
        match self.maybe_int(column)? {
            None => Ok(None),
            Some(_) => self.id(column).map(Some),
        }
    }

    /// This column makes no sense.
    pub(super) fn inconsistent(
        self,
        column: &'static str,
        why: impl Into<Box<dyn std::error::Error + Send + Sync>>,
    ) -> StoreError {
        StoreError::inconsistent(self.table, column, why)
    }
}

/// The ids that the database keeps as `BIGINT`.
pub(super) trait Id: Sized {
    /// See `from_db` of the id.
    fn from_db(id: i64) -> Option<Self>;
}

macro_rules! ids {
    ($($id:ident),+) => {$(
        impl Id for $id {
            fn from_db(id: i64) -> Option<Self> {
                $id::from_db(id)
            }
        }
    )+};
}

ids!(ChannelId, GuildId, InteractionId, MessageId, UserId);

/// A date as the database keeps it; year 0 to 9999, so that text order is date order.
pub(super) fn date(date: Date) -> String {
    date.to_string()
}

/// A wall time as the database keeps it: whole seconds.
pub(super) fn time(time: Time) -> String {
    time.strftime("%H:%M:%S").to_string()
}

/// An instant as the database keeps it.
pub(super) fn ms(instant: Timestamp) -> i64 {
    instant.as_millisecond()
}

/// Words that stand for the variants of an enum in a `TEXT` column.
macro_rules! words {
    ($name:ident { $($variant:ident = $word:literal),+ $(,)? }) => {
        impl $name {
            /// The word that the database keeps.
            pub const fn as_str(self) -> &'static str {
                match self {
                    $(Self::$variant => $word,)+
                }
            }
        }

        impl std::str::FromStr for $name {
            type Err = String;

            fn from_str(word: &str) -> Result<Self, String> {
                match word {
                    $($word => Ok(Self::$variant),)+
                    _ => Err(format!("unexpected word {word:?}")),
                }
            }
        }
    };
}

pub(super) use words;
