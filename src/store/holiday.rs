//! A guild's holidays, and the items of the content that it switched off.

use jiff::Timestamp;
use jiff::civil::Date;
use sqlx::any::AnyRow;
use sqlx::{Any, Executor, Transaction};

use super::columns::{Columns, date, ms};
use super::guild::ensure;
use super::{Store, StoreError};
use crate::domain::ids::GuildId;

/// A day on which team prompts rest (S-52) and nobody's streak is asked for (K-42).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Holiday {
    /// The day.
    pub day: Date,
    /// Its name.
    pub name: String,
    /// When it was entered; one entered after the day began somewhere is no neutral day (K-42).
    pub entered_at: Timestamp,
}

impl Store {
    /// Enters a holiday; one that is there already keeps the instant it was first entered.
    pub async fn add_holiday(
        &self,
        guild: GuildId,
        day: Date,
        name: &str,
        at: Timestamp,
    ) -> Result<(), StoreError> {
        let mut tx = self.write().await?;
        ensure(&mut tx, guild).await?;
        sqlx::query(
            "INSERT INTO guild_holiday (guild_id, day, name, entered_at) VALUES ($1, $2, $3, $4)
             ON CONFLICT (guild_id, day) DO UPDATE SET name = excluded.name",
        )
        .bind(guild.to_db())
        .bind(date(day))
        .bind(name)
        .bind(ms(at))
        .execute(&mut *tx)
        .await?;
        self.forget_lines(&mut tx, guild).await?;
        Ok(tx.commit().await?)
    }

    /// Takes a holiday away; `None` if there was none, else what it was.
    pub async fn remove_holiday(
        &self,
        guild: GuildId,
        day: Date,
    ) -> Result<Option<Holiday>, StoreError> {
        let mut tx = self.write().await?;
        let row =
            sqlx::query("DELETE FROM guild_holiday WHERE guild_id = $1 AND day = $2 RETURNING *")
                .bind(guild.to_db())
                .bind(date(day))
                .fetch_optional(&mut *tx)
                .await?;
        // The week in numbers may come sooner than it was to: it is looked at anew.
        sqlx::query(
            "UPDATE schedule SET next_due_ms = watermark_ms
             WHERE guild_id = $1 AND purpose = 'recap' AND next_due_ms IS NOT NULL
               AND deleted_at IS NULL",
        )
        .bind(guild.to_db())
        .execute(&mut *tx)
        .await?;
        self.forget_lines(&mut tx, guild).await?;
        tx.commit().await?;
        row.as_ref().map(decode_holiday).transpose()
    }

    /// The guild's holidays, by day.
    pub async fn holidays(&self, guild: GuildId) -> Result<Vec<Holiday>, StoreError> {
        fetch_holidays(&self.readers, guild).await
    }

    /// The items that the guild switched off, by id.
    pub async fn disabled_items(&self, guild: GuildId) -> Result<Vec<String>, StoreError> {
        let rows = sqlx::query(
            "SELECT item_id FROM guild_item WHERE guild_id = $1 AND enabled = 0 ORDER BY item_id",
        )
        .bind(guild.to_db())
        .fetch_all(&self.readers)
        .await?;
        rows.iter()
            .map(|row| Columns::of("guild_item", row).text("item_id"))
            .collect()
    }
}

/// Switches an item of a guild that has a row.
pub(super) async fn put_item(
    tx: &mut Transaction<'static, Any>,
    guild: GuildId,
    item: &str,
    enabled: bool,
) -> Result<(), StoreError> {
    sqlx::query(
        "INSERT INTO guild_item (guild_id, item_id, enabled) VALUES ($1, $2, $3)
         ON CONFLICT (guild_id, item_id) DO UPDATE SET enabled = excluded.enabled",
    )
    .bind(guild.to_db())
    .bind(item)
    .bind(i64::from(enabled))
    .execute(&mut **tx)
    .await?;
    Ok(())
}

pub(super) async fn fetch_holidays<'c>(
    from: impl Executor<'c, Database = Any>,
    guild: GuildId,
) -> Result<Vec<Holiday>, StoreError> {
    let rows = sqlx::query("SELECT * FROM guild_holiday WHERE guild_id = $1 ORDER BY day")
        .bind(guild.to_db())
        .fetch_all(from)
        .await?;
    rows.iter().map(decode_holiday).collect()
}

pub(super) fn decode_holiday(row: &AnyRow) -> Result<Holiday, StoreError> {
    let row = Columns::of("guild_holiday", row);
    Ok(Holiday {
        day: row.date("day")?,
        name: row.text("name")?,
        entered_at: row.instant("entered_at")?,
    })
}
