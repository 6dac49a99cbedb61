//! Everything that is kept about a member, row by row, for themselves to read (K-62).
//!
//! Rows come as they stand in the tables, so that nothing can be left out of a nicer form by mistake; only numbers
//! that people cannot read are turned to text. A test compares [`PLACES`] with the tables. Begin reading at
//! [`Store::export_all`].

use jiff::Timestamp;
use serde_json::{Map, Value};
use sqlx::any::AnyRow;
use sqlx::{AssertSqlSafe, Column, Row};

use super::columns::Columns;
use super::privacy::{EraseScope, Fingerprints};
use super::{Store, StoreError};
use crate::domain::ids::{GuildId, InteractionId, UserId};

/// Every table with rows about a member, and the column that says whose they are.
const PLACES: [(&str, &str); 15] = [
    ("member", "user_id"),
    ("member_change", "user_id"),
    ("press", "user_id"),
    ("press_undo", "user_id"),
    ("streak_state", "user_id"),
    ("streak_checkpoint", "user_id"),
    ("board_line", "user_id"),
    ("milestone_shared", "user_id"),
    ("schedule", "user_id"),
    ("delivery", "user_id"),
    ("dm_channel", "user_id"),
    ("dm_member", "user_id"),
    ("schedule", "created_by"),
    ("guild_change", "by_user"),
    ("manager", "user_id"),
];
/// The table, and its column, in which a member stands as a hash.
const HASHED: (&str, &str) = ("together_member", "hash");
/// Those that belong to no guild. They are with a guild's if no other one needs them, since they are erased with it then.
const OF_NO_GUILD: [&str; 2] = ["dm_channel", "dm_member"];
const NEEDED_HERE_ALONE: &str = " AND NOT EXISTS (
     SELECT 1 FROM schedule WHERE user_id = $1 AND guild_id <> $2
 ) AND NOT EXISTS (
     SELECT 1 FROM member WHERE user_id = $1 AND guild_id <> $2
 )";
/// Those whose rows point at a row of `member`.
const OF_MEMBERS: [&str; 7] = [
    "member_change",
    "press",
    "press_undo",
    "streak_state",
    "streak_checkpoint",
    "board_line",
    "milestone_shared",
];
/// An hour of the day, not an instant.
const HOUR: &str = "day_ends_at";

/// The rows of a table about a member.
#[derive(Debug, Clone, PartialEq)]
pub struct Section {
    /// The table.
    pub table: &'static str,
    /// The column that holds the member's id.
    pub column: &'static str,
    /// The rows, by column: ids and maps of days as text, instants as RFC 3339.
    pub rows: Vec<Map<String, Value>>,
}

impl Store {
    /// Everything about a member, in one guild or everywhere, as of one instant. Sections without rows are left out.
    pub async fn export(
        &self,
        user: UserId,
        scope: EraseScope,
    ) -> Result<Vec<Section>, StoreError> {
        let guild = match scope {
            EraseScope::Guild(guild) => Some(guild.to_db()),
            EraseScope::Everywhere => None,
        };
        let mut tx = self.read().await?;
        let mut sections = Vec::new();
        for (table, column) in PLACES {
            let of_guild = match guild {
                Some(_) if OF_NO_GUILD.contains(&table) => NEEDED_HERE_ALONE,
                Some(_) => " AND guild_id = $2",
                None => "",
            };
            // One's own desk break is in the section of those whose it is.
            let of_others = match column {
                "created_by" => " AND (user_id IS NULL OR user_id <> $1)",
                _ => "",
            };
            // What points at a member is found by the guilds that they are in.
            let of_theirs = if OF_MEMBERS.contains(&table) {
                " AND guild_id IN (SELECT guild_id FROM member WHERE user_id = $1)"
            } else {
                ""
            };
            // Names of tables and columns are constants of this file.
            let sql = format!(
                "SELECT * FROM {table} WHERE {column} = $1{of_theirs}{of_others}{of_guild}"
            );
            let query = sqlx::query(AssertSqlSafe(sql)).bind(user.to_db());
            let query = match guild {
                Some(guild) => query.bind(guild),
                None => query,
            };
            let rows = query.fetch_all(&mut *tx).await?;
            if !rows.is_empty() {
                let rows = rows.iter().map(readable).collect();
                sections.push(Section {
                    table,
                    column,
                    rows,
                });
            }
        }
        tx.commit().await?;
        Ok(sections)
    }

    /// The same, with what counts the member on cards that a channel does together: there stands a hash, which only whoever
    /// has the key finds.
    pub async fn export_all(
        &self,
        user: UserId,
        scope: EraseScope,
        fingerprints: &impl Fingerprints,
    ) -> Result<Vec<Section>, StoreError> {
        let mut sections = self.export(user, scope).await?;
        let guild = scope.guild().map(GuildId::to_db);
        let counted = sqlx::query(
            "SELECT together_id, hash FROM together_member
             JOIN together ON together.id = together_member.together_id
             WHERE $1 IS NULL OR together.guild_id = $1
             ORDER BY together_id",
        )
        .bind(guild)
        .fetch_all(&self.readers)
        .await?;
        let mut rows = Vec::new();
        for row in &counted {
            let of = Columns::of(HASHED.0, row);
            let card: InteractionId = of.id("together_id")?;
            let is_theirs = of.text(HASHED.1)? == fingerprints.in_together(card, user);
            rows.extend(is_theirs.then(|| readable(row)));
        }
        let (table, column) = HASHED;
        sections.extend((!rows.is_empty()).then_some(Section {
            table,
            column,
            rows,
        }));
        Ok(sections)
    }
}

fn readable(row: &AnyRow) -> Map<String, Value> {
    let columns = row.columns().iter().map(|column| {
        let name = column.name();
        (name.to_owned(), value(row, name))
    });
    columns.collect()
}

fn value(row: &AnyRow, name: &str) -> Value {
    if let Ok(number) = row.try_get::<Option<i64>, _>(name) {
        return number.map_or(Value::Null, |number| readable_number(name, number));
    }
    row.try_get::<Option<String>, _>(name)
        .map_or(Value::Null, Value::from)
}

/// An id is text, since many readers of JSON cannot hold it as a number; an instant is a date and a time.
fn readable_number(name: &str, number: i64) -> Value {
    let is_instant = (name.ends_with("_at") || name.ends_with("_ms")) && name != HOUR;
    let is_instant = is_instant || matches!(name, "current_since" | "active_until");
    if is_instant {
        return Timestamp::from_millisecond(number)
            .map_or_else(|_| number.into(), |at| at.to_string().into());
    }
    let is_id = name.ends_with("_id") || matches!(name, "created_by" | "by_user");
    if is_id {
        return number.cast_unsigned().to_string().into();
    }
    if name.ends_with("_bits") {
        return format!("{:064b}", number.cast_unsigned()).into();
    }
    number.into()
}
