//! On how many days reminders had no answer, though the reminders themselves are deleted by and by (D-64, P-5).
//!
//! Begin reading at [`Store::days_reminded`].

use std::collections::BTreeMap;

use jiff::Timestamp;
use jiff::civil::Date;
use sqlx::any::AnyRow;
use sqlx::{Any, Transaction};

use super::columns::{Columns, date, ms};
use super::{QUESTION, ScheduleId, Store, StoreError};

impl Store {
    /// On how many local dates a reminder came since an instant, which is that of the last sign of life from its member
    /// (D-64). Those that are deleted are counted with the others.
    pub async fn days_reminded(
        &self,
        schedule: ScheduleId,
        since: Timestamp,
    ) -> Result<u32, StoreError> {
        let mut tx = self.read().await?;
        let remembered = remembered(&mut tx, schedule, since).await?;
        let row = sqlx::query(
            "SELECT COUNT(DISTINCT local_date) AS n FROM delivery
             WHERE schedule_id = $1 AND state = 'sent' AND settled_at > $2
               AND ($3 IS NULL OR local_date > $3)",
        )
        .bind(schedule.get())
        .bind(ms(since))
        .bind(remembered.until.map(date))
        .fetch_one(&mut *tx)
        .await?;
        tx.commit().await?;
        let n: u32 = Columns::of("delivery", &row).small("n")?;
        Ok(remembered.days.saturating_add(n))
    }

    /// Whether the question that is due at `due` reaches its member, or has (D-64).
    pub async fn question_stands(
        &self,
        schedule: ScheduleId,
        due: Timestamp,
    ) -> Result<bool, StoreError> {
        let mut tx = self.read().await?;
        let row = sqlx::query(
            "SELECT COUNT(*) AS n FROM delivery
             WHERE schedule_id = $1 AND due_at = $2 AND item_id = $3
               AND state IN ('pending', 'sending', 'sent', 'unknown')",
        )
        .bind(schedule.get())
        .bind(ms(due))
        .bind(QUESTION)
        .fetch_one(&mut *tx)
        .await?;
        tx.commit().await?;
        Ok(Columns::of("delivery", &row).int("n")? > 0)
    }
}

/// What is remembered of deliveries that are deleted: the days with a reminder, and the last of them.
#[derive(Debug, Clone, Copy, Default)]
struct Remembered {
    days: u32,
    until: Option<Date>,
}

/// What is remembered since a sign of life; nothing if it belongs to an earlier one.
async fn remembered(
    tx: &mut Transaction<'static, Any>,
    schedule: ScheduleId,
    since: Timestamp,
) -> Result<Remembered, StoreError> {
    let row = sqlx::query(
        "SELECT silent_days, silent_until FROM schedule
         WHERE id = $1 AND silent_since_ms = $2",
    )
    .bind(schedule.get())
    .bind(ms(since))
    .fetch_optional(&mut **tx)
    .await?;
    let Some(row) = row else {
        return Ok(Remembered::default());
    };
    let row = Columns::of("schedule", &row);
    Ok(Remembered {
        days: row.small("silent_days")?,
        until: row.maybe_date("silent_until")?,
    })
}

/// Remembers the days of reminders that are deleted, if nothing was heard of their members since.
pub(super) async fn remember(
    tx: &mut Transaction<'static, Any>,
    deleted: &[AnyRow],
) -> Result<(), StoreError> {
    let mut by_schedule: BTreeMap<ScheduleId, Vec<(Date, Timestamp)>> = BTreeMap::new();
    for row in deleted {
        let row = Columns::of("delivery", row);
        if row.maybe_int("user_id")?.is_some() && row.text("state")? == "sent" {
            let came = (row.date("local_date")?, row.instant("settled_at")?);
            let schedule = ScheduleId::read(row, "schedule_id")?;
            by_schedule.entry(schedule).or_default().push(came);
        }
    }
    for (schedule, mut came) in by_schedule {
        let row = sqlx::query(
            "SELECT COALESCE(heard_at, created_at) AS heard_at FROM schedule
             WHERE id = $1 AND user_id IS NOT NULL AND deleted_at IS NULL",
        )
        .bind(schedule.get())
        .fetch_optional(&mut **tx)
        .await?;
        let Some(row) = row else {
            continue;
        };
        let heard_at = Columns::of("schedule", &row).instant("heard_at")?;
        let before = remembered(tx, schedule, heard_at).await?;
        came.retain(|(day, at)| *at > heard_at && before.until.is_none_or(|until| *day > until));
        came.sort_unstable();
        came.dedup_by_key(|(day, _)| *day);
        let Some((last, _)) = came.last() else {
            continue;
        };
        sqlx::query(
            "UPDATE schedule SET silent_days = $2, silent_until = $3, silent_since_ms = $4
             WHERE id = $1",
        )
        .bind(schedule.get())
        .bind(i64::from(before.days) + i64::try_from(came.len()).unwrap_or_default())
        .bind(date(*last))
        .bind(ms(heard_at))
        .execute(&mut **tx)
        .await?;
    }
    Ok(())
}
