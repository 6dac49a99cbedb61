//! Holidays of a file that wait for somebody to confirm them. They are entered once, however often and by how many
//! the button is pressed.

use jiff::civil::Date;
use jiff::{SignedDuration, Timestamp};

use super::columns::{Columns, date, ms};
use super::guild::{ensure, lock_name};
use super::{Store, StoreError};
use crate::domain::ids::{GuildId, InteractionId};

/// An older one is forgotten when the guild makes the next.
const KEPT: SignedDuration = SignedDuration::from_hours(7 * 24);

/// Holidays that were found and said back.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct HolidayImport {
    /// The interaction that asked.
    pub id: InteractionId,
    /// The guild.
    pub guild: GuildId,
    /// The days and their names, as the caller writes them down.
    pub days: String,
    /// When it was asked.
    pub at: Timestamp,
}

/// What became of a confirmation.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ImportOutcome {
    /// So many days are entered, by this confirmation or an earlier one; the others were there already.
    Entered(u32),
    /// There is no such import (any more); nothing is done.
    Gone,
}

impl Store {
    /// Keeps an import; one that is there already stays as it is.
    pub async fn put_holiday_import(&self, import: &HolidayImport) -> Result<(), StoreError> {
        let oldest = import.at.saturating_sub(KEPT).unwrap_or(Timestamp::MIN);
        let mut tx = self.write().await?;
        sqlx::query("DELETE FROM holiday_import WHERE guild_id = $1 AND at_ms < $2")
            .bind(import.guild.to_db())
            .bind(ms(oldest))
            .execute(&mut *tx)
            .await?;
        sqlx::query(
            "INSERT INTO holiday_import (id, guild_id, days, at_ms) VALUES ($1, $2, $3, $4)
             ON CONFLICT (id) DO NOTHING",
        )
        .bind(import.id.to_db())
        .bind(import.guild.to_db())
        .bind(&import.days)
        .bind(ms(import.at))
        .execute(&mut *tx)
        .await?;
        Ok(tx.commit().await?)
    }

    /// The days of the import of that number, if the guild has it.
    pub async fn holiday_import(
        &self,
        id: InteractionId,
        guild: GuildId,
    ) -> Result<Option<String>, StoreError> {
        let mut tx = self.read().await?;
        let row = sqlx::query("SELECT days FROM holiday_import WHERE id = $1 AND guild_id = $2")
            .bind(id.to_db())
            .bind(guild.to_db())
            .fetch_optional(&mut *tx)
            .await?;
        tx.commit().await?;
        row.map(|row| Columns::of("holiday_import", &row).text("days"))
            .transpose()
    }

    /// Enters the days of an import, all at once. A day that is a holiday already keeps its name.
    pub async fn confirm_holiday_import(
        &self,
        id: InteractionId,
        guild: GuildId,
        days: &[(Date, String)],
        at: Timestamp,
    ) -> Result<ImportOutcome, StoreError> {
        let mut tx = self.write().await?;
        self.dialect.lock(&mut tx, &lock_name(guild)).await?;
        let row = sqlx::query("SELECT n_added FROM holiday_import WHERE id = $1 AND guild_id = $2")
            .bind(id.to_db())
            .bind(guild.to_db())
            .fetch_optional(&mut *tx)
            .await?;
        let Some(row) = row else {
            return Ok(ImportOutcome::Gone);
        };
        if let Some(added) = Columns::of("holiday_import", &row).maybe_small("n_added")? {
            return Ok(ImportOutcome::Entered(added));
        }
        ensure(&mut tx, guild).await?;
        let mut n_added = 0;
        for (day, name) in days {
            let done = sqlx::query(
                "INSERT INTO guild_holiday (guild_id, day, name, entered_at)
                 VALUES ($1, $2, $3, $4) ON CONFLICT (guild_id, day) DO NOTHING",
            )
            .bind(guild.to_db())
            .bind(date(*day))
            .bind(name)
            .bind(ms(at))
            .execute(&mut *tx)
            .await?;
            n_added += u32::from(done.rows_affected() > 0);
        }
        sqlx::query("UPDATE holiday_import SET n_added = $2 WHERE id = $1")
            .bind(id.to_db())
            .bind(i64::from(n_added))
            .execute(&mut *tx)
            .await?;
        self.forget_lines(&mut tx, guild).await?;
        tx.commit().await?;
        Ok(ImportOutcome::Entered(n_added))
    }

    /// Forgets an import that was not confirmed; `false` if there is none.
    pub async fn remove_holiday_import(
        &self,
        id: InteractionId,
        guild: GuildId,
    ) -> Result<bool, StoreError> {
        let mut tx = self.write().await?;
        let removed = sqlx::query(
            "DELETE FROM holiday_import WHERE id = $1 AND guild_id = $2 AND n_added IS NULL",
        )
        .bind(id.to_db())
        .bind(guild.to_db())
        .execute(&mut *tx)
        .await?;
        tx.commit().await?;
        Ok(removed.rows_affected() > 0)
    }
}
