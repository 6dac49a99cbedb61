//! What old presses came to: one row for each member, from which their streak goes on being replayed (P-5).
//!
//! Begin reading at [`Store::compact_presses`].

use jiff::Timestamp;
use jiff::civil::Date;
use sqlx::any::AnyRow;
use sqlx::{Any, Transaction};

use super::columns::{Columns, date, ms};
use super::history::fetch_history;
use super::many::{position, whose};
use super::progress::fetch_presses;
use super::undo::before_credit;
use super::{MemberEvent, MemberHistory, Press, Store, StoreError, StreakRow, member, streak};
use crate::domain::ids::{GuildId, InteractionId, UserId};
use crate::domain::streak::{BeforeCredit, Streak};

/// A streak as it stood when the last of the presses that are no longer listed had been judged.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Checkpoint {
    /// The number of the newest line of the member's log by then.
    pub settings_rev: i64,
    /// How many presses are no longer listed.
    pub presses: u32,
    /// The day of the last credit among them.
    pub last_credit: Option<Date>,
    /// The streak.
    pub streak: Streak,
    /// When the member had left the guild, if they had.
    pub left_at: Option<Timestamp>,
}

/// Everything from which a member's streak can be rebuilt.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MemberLog {
    /// The member with their settings, and the streak as it is kept.
    pub history: MemberHistory,
    /// What the presses that are no longer listed came to.
    pub checkpoint: Option<Checkpoint>,
    /// The others, in order.
    pub presses: Vec<Press>,
}

impl Store {
    /// Everything from which a member's streak can be rebuilt, as of one instant.
    pub async fn member_log(&self, guild: GuildId, user: UserId) -> Result<MemberLog, StoreError> {
        let mut tx = self.read().await?;
        let log = fetch_log(&mut tx, guild, user).await?;
        tx.commit().await?;
        Ok(log)
    }

    /// Up to `limit` members with streaks, after `last` in the order of guilds and users.
    pub async fn members_after(
        &self,
        last: Option<(GuildId, UserId)>,
        limit: u32,
    ) -> Result<Vec<(GuildId, UserId)>, StoreError> {
        let (guild, user) = position(last);
        let rows = sqlx::query(
            "SELECT guild_id, user_id FROM member
             WHERE guild_id >= $1 AND (guild_id > $1 OR user_id > $2)
             ORDER BY guild_id, user_id LIMIT $3",
        )
        .bind(guild)
        .bind(user)
        .bind(i64::from(limit))
        .fetch_all(&self.readers)
        .await?;
        rows.iter().map(|row| whose("member", row)).collect()
    }

    /// Keeps a streak in the place of the one that was kept, with lines of log that belong to it, if `judge` finds at `at` that
    /// it has to be another. What it says beside that is handed on.
    pub async fn rebuild_streak<R>(
        &self,
        (guild, user): (GuildId, UserId),
        at: Timestamp,
        judge: impl FnOnce(&MemberLog) -> (Option<(StreakRow, Vec<MemberEvent>)>, R) + Send,
    ) -> Result<R, StoreError> {
        let mut tx = self.write().await?;
        let name = member::lock_name(guild, user);
        self.dialect.lock(&mut tx, &name).await?;
        let log = fetch_log(&mut tx, guild, user).await?;
        let (row, said) = judge(&log);
        let guild_seq = log.history.guild_seq();
        if let Some((row, events)) = row {
            let before = (log.history.member, guild_seq);
            let member = member::append_all(&mut tx, (guild, user), before, &events, at).await?;
            streak::save(&mut tx, &row, member.as_ref()).await?;
        }
        tx.commit().await?;
        Ok(said)
    }

    /// Up to `limit` members with presses before this one.
    pub async fn members_with_presses_before(
        &self,
        oldest_kept: InteractionId,
        limit: u32,
    ) -> Result<Vec<(GuildId, UserId)>, StoreError> {
        let rows = sqlx::query(
            "SELECT DISTINCT guild_id, user_id FROM (
                 SELECT guild_id, user_id FROM press WHERE interaction_id < $1
                 ORDER BY interaction_id LIMIT $2
             ) AS oldest",
        )
        .bind(oldest_kept.to_db())
        .bind(i64::from(limit))
        .fetch_all(&self.readers)
        .await?;
        rows.iter().map(|row| whose("press", row)).collect()
    }

    /// Takes the presses of the days before `first_kept` out of a member's log; what they came to is kept, as `fold` says
    /// it for a log that ends with them. Returns how many there were.
    pub async fn compact_presses(
        &self,
        guild: GuildId,
        user: UserId,
        first_kept: Date,
        fold: impl FnOnce(&MemberLog) -> Option<Checkpoint> + Send,
    ) -> Result<usize, StoreError> {
        let mut tx = self.write().await?;
        let name = member::lock_name(guild, user);
        self.dialect.lock(&mut tx, &name).await?;
        let mut log = fetch_log(&mut tx, guild, user).await?;
        log.presses.retain(|press| press.day < first_kept);
        let n_old = log.presses.len();
        let Some(checkpoint) = fold(&log).filter(|_| n_old > 0) else {
            return Ok(0);
        };
        save(&mut tx, guild, user, &checkpoint).await?;
        sqlx::query("DELETE FROM press WHERE guild_id = $1 AND user_id = $2 AND day < $3")
            .bind(guild.to_db())
            .bind(user.to_db())
            .bind(date(first_kept))
            .execute(&mut *tx)
            .await?;
        tx.commit().await?;
        Ok(n_old)
    }
}

async fn fetch_log(
    tx: &mut Transaction<'static, Any>,
    guild: GuildId,
    user: UserId,
) -> Result<MemberLog, StoreError> {
    let checkpoint =
        sqlx::query("SELECT * FROM streak_checkpoint WHERE guild_id = $1 AND user_id = $2")
            .bind(guild.to_db())
            .bind(user.to_db())
            .fetch_optional(&mut **tx)
            .await?;
    Ok(MemberLog {
        history: fetch_history(tx, guild, user).await?,
        checkpoint: checkpoint.as_ref().map(decode).transpose()?,
        presses: fetch_presses(tx, guild, user).await?,
    })
}

async fn save(
    tx: &mut Transaction<'static, Any>,
    guild: GuildId,
    user: UserId,
    checkpoint: &Checkpoint,
) -> Result<(), StoreError> {
    let Checkpoint { streak, .. } = checkpoint;
    sqlx::query("DELETE FROM streak_checkpoint WHERE guild_id = $1 AND user_id = $2")
        .bind(guild.to_db())
        .bind(user.to_db())
        .execute(&mut **tx)
        .await?;
    sqlx::query(
        "INSERT INTO streak_checkpoint (
             guild_id, user_id, settings_rev, presses, last_credit, day, credited_today, current,
             longest, total, freezes, last_excuse, enrol_day, credited_bits, due_bits,
             current_since, left_at
         ) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17)",
    )
    .bind(guild.to_db())
    .bind(user.to_db())
    .bind(checkpoint.settings_rev)
    .bind(i64::from(checkpoint.presses))
    .bind(checkpoint.last_credit.map(date))
    .bind(date(streak.day))
    .bind(i64::from(streak.credited_today))
    .bind(i64::from(streak.current))
    .bind(i64::from(streak.longest))
    .bind(i64::from(streak.total))
    .bind(i64::from(streak.freezes))
    .bind(streak.last_excuse.map(date))
    .bind(streak.enrol_day.map(date))
    .bind(streak.credited_bits.cast_signed())
    .bind(streak.due_bits.cast_signed())
    .bind(streak.current_since.map(ms))
    .bind(checkpoint.left_at.map(ms))
    .execute(&mut **tx)
    .await?;
    Ok(())
}

fn decode(row: &AnyRow) -> Result<Checkpoint, StoreError> {
    let row = Columns::of("streak_checkpoint", row);
    let BeforeCredit {
        longest,
        freezes,
        current_since,
    } = before_credit(row)?;
    Ok(Checkpoint {
        settings_rev: row.int("settings_rev")?,
        presses: row.small("presses")?,
        last_credit: row.maybe_date("last_credit")?,
        streak: Streak {
            day: row.date("day")?,
            credited_today: row.flag("credited_today")?,
            current: row.small("current")?,
            longest,
            total: row.small("total")?,
            freezes,
            enrol_day: row.maybe_date("enrol_day")?,
            last_excuse: row.maybe_date("last_excuse")?,
            credited_bits: row.bits("credited_bits")?,
            due_bits: row.bits("due_bits")?,
            current_since,
        },
        left_at: row.maybe_instant("left_at")?,
    })
}
