//! What members do with their reminders: put off, left out, done, not answered (S-55, D-64).

use jiff::Timestamp;
use sqlx::{Any, Transaction};

use super::columns::{Columns, date, ms, time};
use super::many::Whose;
use super::planning::{self, Owner, insert, member_lock, n_unasked};
use super::presses::HEARD_EVERY;
use super::{DeliveryKey, NewDelivery, ReminderAnswer, ScheduleId, Store, StoreError};
use crate::domain::delivery::{FIRST_PERSONAL, WANTED_NOW};
use crate::domain::ids::{GuildId, UserId};

/// Stands for a card in a delivery that asks its member whether they still want to be reminded (D-64). No card can
/// be called so.
pub const QUESTION: &str = "?";

/// What a member put off of one slot so far.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct SnoozesSoFar {
    /// How often they did, whatever became of it.
    pub n_snoozed: u8,
    /// The number that the next one gets.
    pub k: u16,
}

/// What stands against putting something off once more.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct PutOffSoFar {
    /// How often its member put the slot off, whatever became of it.
    pub n_snoozed: u8,
    /// How many messages reach them that day. What they put off and waits is not counted: the next one takes its place.
    pub n_that_day: u32,
}

/// A wish to put something off.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct SnoozeWanted {
    /// What is put off: a slot, or a snooze of it.
    pub answered: DeliveryKey,
    /// Who.
    pub user: UserId,
    /// It is a member's own copy of what goes to a channel.
    pub personal: bool,
    /// When it is to come.
    pub due: Timestamp,
    /// When they asked.
    pub at: Timestamp,
    /// So many messages unasked at most reach a member on one local date (D-64).
    pub most_a_day: u32,
}

/// What became of a wish to put something off.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum SnoozeOutcome<R> {
    /// It will come. What the member had put off before and waits does not any more.
    Added,
    /// It was asked for already, and nothing is added.
    Exists,
    /// The rules refuse it.
    Refused(R),
    /// The member gets no more messages that day.
    Enough,
    /// There is no such schedule any more.
    Gone,
}

/// To what it is news that a member did something.
#[derive(Debug, Clone, Copy)]
pub struct News {
    /// Their log has them away from the guild that they are in.
    pub is_away: bool,
    /// It is written that they were not seen in the guild for long: beside their settings, their reminders, what they set up.
    unseen: [bool; 3],
    /// Their reminders did not hear of them for long.
    is_unheard: bool,
}

/// What was written down then or earlier is written down anew.
fn long_before(at: Timestamp) -> Timestamp {
    at.saturating_sub(HEARD_EVERY).unwrap_or(at)
}

impl Store {
    /// What a member put off of a slot so far, and how full their day is; both may be otherwise when they have chosen.
    pub async fn put_off_so_far(
        &self,
        answered: &DeliveryKey,
        user: UserId,
    ) -> Result<PutOffSoFar, StoreError> {
        let row = sqlx::query(
            "SELECT COALESCE(SUM(CASE WHEN schedule_id = $1 AND wall_time = $3
                     AND k > 0 AND k <> $5 THEN 1 ELSE 0 END), 0) AS n_snoozed,
                 COALESCE(SUM(CASE WHEN state IN ('sending', 'sent', 'unknown')
                     OR (state = 'pending' AND (k = 0 OR schedule_id <> $1))
                     THEN 1 ELSE 0 END), 0) AS n_that_day
             FROM delivery WHERE user_id = $4 AND local_date = $2",
        )
        .bind(answered.schedule.get())
        .bind(date(answered.date))
        .bind(time(answered.time))
        .bind(user.to_db())
        .bind(i64::from(WANTED_NOW))
        .fetch_one(&self.readers)
        .await?;
        let row = Columns::of("delivery", &row);
        Ok(PutOffSoFar {
            n_snoozed: row.small("n_snoozed")?,
            n_that_day: row.small("n_that_day")?,
        })
    }

    /// Puts a reminder off: `judge` gets what was put off before, and makes the row. Nobody else adds to the schedule
    /// meanwhile; the same wish twice adds once.
    pub async fn add_snooze<R>(
        &self,
        wanted: &SnoozeWanted,
        judge: impl FnOnce(SnoozesSoFar) -> Result<NewDelivery, R> + Send,
    ) -> Result<SnoozeOutcome<R>, StoreError> {
        let (key, user) = (&wanted.answered, wanted.user);
        let mut tx = self.write().await?;
        let lock = planning::lock_name(key.schedule);
        self.dialect.lock(&mut tx, &lock).await?;
        self.dialect.lock(&mut tx, &member_lock(user)).await?;
        let row =
            sqlx::query("SELECT guild_id, kind FROM schedule WHERE id = $1 AND deleted_at IS NULL")
                .bind(key.schedule.get())
                .fetch_optional(&mut *tx)
                .await?;
        let Some(owner) = row.as_ref().map(Owner::decode).transpose()? else {
            return Ok(SnoozeOutcome::Gone);
        };
        let Some(so_far) = so_far(&mut tx, wanted).await? else {
            return Ok(SnoozeOutcome::Exists);
        };
        let new = match judge(so_far) {
            Ok(new) => new,
            Err(refusal) => return Ok(SnoozeOutcome::Refused(refusal)),
        };
        cancel(&mut tx, user, key.schedule, "snoozed again", wanted.at).await?;
        if n_unasked(&mut tx, user, key.date).await? >= wanted.most_a_day {
            return Ok(SnoozeOutcome::Enough);
        }
        let number = planning::take_numbers(&mut tx, 1).await? + 1;
        insert(&mut tx, (key.schedule, owner, number), &new, wanted.at).await?;
        answer(&mut tx, key, user, ReminderAnswer::Snoozed, wanted.at).await?;
        hear(&mut tx, key.schedule, wanted.at).await?;
        tx.commit().await?;
        Ok(SnoozeOutcome::Added)
    }

    /// A member wants no more reminders of a schedule until an instant; this one they left out, and what they had put
    /// off does not come.
    pub async fn skip_until(
        &self,
        key: &DeliveryKey,
        user: UserId,
        until: Timestamp,
        at: Timestamp,
    ) -> Result<(), StoreError> {
        let mut tx = self.write().await?;
        cancel(&mut tx, user, key.schedule, "skipped today", at).await?;
        answer(&mut tx, key, user, ReminderAnswer::Skipped, at).await?;
        hear(&mut tx, key.schedule, at).await?;
        sqlx::query(
            "UPDATE delivery SET state = 'skipped', reason = 'skipped today', settled_at = $3
             WHERE schedule_id = $1 AND user_id = $4 AND state = 'pending' AND due_at < $2",
        )
        .bind(key.schedule.get())
        .bind(ms(until))
        .bind(ms(at))
        .bind(user.to_db())
        .execute(&mut *tx)
        .await?;
        sqlx::query("UPDATE schedule SET skipped_until_at = $2 WHERE id = $1 AND user_id = $3")
            .bind(key.schedule.get())
            .bind(ms(until))
            .bind(user.to_db())
            .execute(&mut *tx)
            .await?;
        Ok(tx.commit().await?)
    }

    /// A member does something at `at`, whatever it is, in a guild or in a direct message: to what that is news. Their
    /// reminders hear of it (D-64), and in a guild they were seen (K-63); once in [`HEARD_EVERY`] is written down.
    pub async fn news_of(
        &self,
        user: UserId,
        guild: Option<GuildId>,
        at: Timestamp,
    ) -> Result<News, StoreError> {
        let row = sqlx::query(
            "SELECT (
                 SELECT COUNT(*) FROM schedule WHERE user_id = $1 AND deleted_at IS NULL
                   AND ($2 IS NULL OR guild_id = $2) AND COALESCE(heard_at, created_at) < $3
             ) AS unheard, (
                 SELECT COUNT(*) FROM member
                 WHERE guild_id = $2 AND user_id = $1 AND seen_at <= $3
             ) AS unseen, (
                 SELECT COUNT(*) FROM schedule
                 WHERE guild_id = $2 AND user_id = $1 AND (seen_at <= $3 OR left_at IS NOT NULL)
             ) AS unseen_by_reminder, (
                 SELECT COUNT(*) FROM manager
                 WHERE guild_id = $2 AND user_id = $1 AND (seen_at <= $3 OR left_at IS NOT NULL)
             ) AS unseen_by_what_they_set_up, (
                 SELECT COUNT(*) FROM member
                 WHERE guild_id = $2 AND user_id = $1 AND left_at IS NOT NULL
             ) AS away",
        )
        .bind(user.to_db())
        .bind(guild.map(GuildId::to_db))
        .bind(ms(long_before(at)))
        .fetch_one(&self.readers)
        .await?;
        let row = Columns::of("schedule", &row);
        Ok(News {
            is_away: row.int("away")? > 0,
            unseen: [
                row.int("unseen")? > 0,
                row.int("unseen_by_reminder")? > 0,
                row.int("unseen_by_what_they_set_up")? > 0,
            ],
            is_unheard: row.int("unheard")? > 0,
        })
    }

    /// Writes down that a member did something, where it is news.
    pub async fn heard_from(
        &self,
        user: UserId,
        guild: Option<GuildId>,
        at: Timestamp,
        news: News,
    ) -> Result<(), StoreError> {
        if let Some(guild) = guild {
            self.seen_where((guild, user), at, news.unseen).await?;
        }
        if !news.is_unheard {
            return Ok(());
        }
        let mut tx = self.write().await?;
        sqlx::query(
            "UPDATE schedule SET heard_at = $3 WHERE user_id = $1 AND deleted_at IS NULL
             AND ($2 IS NULL OR guild_id = $2) AND COALESCE(heard_at, created_at) < $4",
        )
        .bind(user.to_db())
        .bind(guild.map(GuildId::to_db))
        .bind(ms(at))
        .bind(ms(long_before(at)))
        .execute(&mut *tx)
        .await?;
        Ok(tx.commit().await?)
    }

    /// The member of a reminder wants it to come again, from now on.
    pub async fn want_again(&self, schedule: ScheduleId, at: Timestamp) -> Result<(), StoreError> {
        let mut tx = self.write().await?;
        hear(&mut tx, schedule, at).await?;
        sqlx::query("UPDATE schedule SET skipped_until_at = NULL WHERE id = $1")
            .bind(schedule.get())
            .execute(&mut *tx)
            .await?;
        Ok(tx.commit().await?)
    }
}

/// A member did it: the reminder that they answered, if it is one of theirs, is done, and what they had put off of its
/// schedule (of all in the guild, if they answered none) does not come (S-55).
pub(super) async fn done(
    tx: &mut Transaction<'static, Any>,
    (guild, user): Whose,
    answered: Option<&DeliveryKey>,
    at: Timestamp,
) -> Result<(), StoreError> {
    let Some(key) = answered else {
        sqlx::query(
            "UPDATE delivery SET state = 'skipped', reason = 'done', settled_at = $3
             WHERE user_id = $1 AND guild_id = $2 AND k > 0 AND state = 'pending'",
        )
        .bind(user.to_db())
        .bind(guild.to_db())
        .bind(ms(at))
        .execute(&mut **tx)
        .await?;
        return Ok(());
    };
    cancel(tx, user, key.schedule, "done", at).await?;
    if answer(tx, key, user, ReminderAnswer::Done, at).await? {
        hear(tx, key.schedule, at).await?;
    }
    Ok(())
}

/// What was put off so far; `None` if this wish was granted already.
async fn so_far(
    tx: &mut Transaction<'static, Any>,
    wanted: &SnoozeWanted,
) -> Result<Option<SnoozesSoFar>, StoreError> {
    let key = &wanted.answered;
    let row = sqlx::query(
        "SELECT COALESCE(SUM(CASE WHEN user_id = $4 THEN 1 ELSE 0 END), 0) AS n_snoozed,
             COALESCE(SUM(CASE WHEN user_id = $4 AND due_at = $5 THEN 1 ELSE 0 END), 0) AS n_same,
             COALESCE(MAX(k), 0) AS last
         FROM delivery WHERE schedule_id = $1 AND local_date = $2 AND wall_time = $3
           AND k > 0 AND k <> $6",
    )
    .bind(key.schedule.get())
    .bind(date(key.date))
    .bind(time(key.time))
    .bind(wanted.user.to_db())
    .bind(ms(wanted.due))
    .bind(i64::from(WANTED_NOW))
    .fetch_one(&mut **tx)
    .await?;
    let row = Columns::of("delivery", &row);
    if row.int("n_same")? > 0 {
        return Ok(None);
    }
    let n_snoozed: u8 = row.small("n_snoozed")?;
    let after_last = row.small::<u16>("last")?.saturating_add(1);
    Ok(Some(SnoozesSoFar {
        n_snoozed,
        k: if wanted.personal {
            after_last.max(FIRST_PERSONAL)
        } else {
            u16::from(n_snoozed) + 1
        },
    }))
}

/// What a member put off and waits does not come.
async fn cancel(
    tx: &mut Transaction<'static, Any>,
    user: UserId,
    schedule: ScheduleId,
    reason: &str,
    at: Timestamp,
) -> Result<(), StoreError> {
    sqlx::query(
        "UPDATE delivery SET state = 'skipped', reason = $3, settled_at = $4
         WHERE user_id = $1 AND schedule_id = $2 AND k > 0 AND state = 'pending'",
    )
    .bind(user.to_db())
    .bind(schedule.get())
    .bind(reason)
    .bind(ms(at))
    .execute(&mut **tx)
    .await?;
    Ok(())
}

/// Writes down what a member did with a reminder of theirs, unless they did it already; `false` if it is not theirs.
async fn answer(
    tx: &mut Transaction<'static, Any>,
    key: &DeliveryKey,
    user: UserId,
    answer: ReminderAnswer,
    at: Timestamp,
) -> Result<bool, StoreError> {
    let done = sqlx::query(
        "UPDATE delivery SET
             answered_at = CASE WHEN answer = 'done' THEN answered_at ELSE $7 END,
             answer = CASE WHEN answer = 'done' THEN answer ELSE $6 END
         WHERE schedule_id = $1 AND local_date = $2 AND wall_time = $3 AND k = $4 AND user_id = $5",
    )
    .bind(key.schedule.get())
    .bind(date(key.date))
    .bind(time(key.time))
    .bind(i64::from(key.k))
    .bind(user.to_db())
    .bind(answer.as_str())
    .bind(ms(at))
    .execute(&mut **tx)
    .await?;
    Ok(done.rows_affected() > 0)
}

/// The member of a reminder answers it, so that it is wanted. A schedule of a channel has no member.
pub(super) async fn hear(
    tx: &mut Transaction<'static, Any>,
    schedule: ScheduleId,
    at: Timestamp,
) -> Result<(), StoreError> {
    sqlx::query(
        "UPDATE schedule SET heard_at = $2, asked_at = NULL WHERE id = $1 AND user_id IS NOT NULL",
    )
    .bind(schedule.get())
    .bind(ms(at))
    .execute(&mut **tx)
    .await?;
    Ok(())
}
