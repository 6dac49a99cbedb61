//! What the bot itself failed to do: what was planned and did not come, and when it was not there (K-42).
//!
//! What follows from it is for the domain to say. Begin reading at [`fetch`].

use jiff::civil::Date;
use jiff::tz::TimeZone;
use jiff::{Timestamp, ToSpan};
use sqlx::AnyConnection;
use sqlx::any::AnyRow;

use super::columns::{Columns, date, ms};
use super::many::{position, whose};
use super::schedule::decode as decode_schedule;
use super::{Schedule, ScheduleId, Settlement, Store, StoreError};
use crate::domain::ids::{GuildId, UserId};
use crate::domain::skip::SkipReason;
use crate::domain::streak::LATE_DAYS;

/// What became of something that was due.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Fate {
    /// It came, or that it did not is not our doing.
    Kept,
    /// It did not come, through our doing.
    Lost,
    /// It is lost if it has not come by then.
    WaitsUntil(Timestamp),
    /// It was left out on purpose.
    LeftOut,
}

/// A prompt or a reminder that was planned.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Given {
    /// Of which schedule.
    pub schedule: ScheduleId,
    /// Whose, if it was for one member.
    pub user: Option<UserId>,
    /// When it was due.
    pub due: Timestamp,
    /// What became of it.
    pub fate: Fate,
}

/// What is known of the bot's own failures; all is empty if there were none.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Failures {
    /// What was planned meanwhile.
    pub given: Vec<Given>,
    /// What was to be planned, if the bot was away.
    pub schedules: Vec<Schedule>,
    /// From when until when it was away, in order; no two overlap.
    pub away: Vec<(Timestamp, Timestamp)>,
    /// From when until when presses did not reach it although it was there.
    pub deaf: Vec<(Timestamp, Timestamp)>,
}

impl Settlement {
    /// Nothing comes, and that is our doing.
    pub fn is_our_doing(&self) -> bool {
        match self {
            Self::Missed { reason } | Self::Failed { reason } | Self::Unknown { reason } => {
                is_ours(reason)
            }
            Self::Sent { .. } | Self::Skipped { .. } => false,
        }
    }
}

impl Store {
    /// Up to `limit` members, after `last` in the order of guilds and users, with a run that nobody has judged since a day,
    /// in guilds towards which the bot may have failed.
    pub async fn silent_since(
        &self,
        day: Date,
        last: Option<(GuildId, UserId)>,
        limit: u32,
    ) -> Result<Vec<(GuildId, UserId)>, StoreError> {
        let (guild, user) = position(last);
        let rows = sqlx::query(
            "SELECT guild_id, user_id FROM streak_state
             WHERE guild_id >= $2 AND (guild_id > $2 OR user_id > $3)
               AND day < $1 AND current > 0 AND (
                   EXISTS (SELECT 1 FROM downtime)
                   OR EXISTS (SELECT 1 FROM deafness)
                   OR EXISTS (
                       SELECT 1 FROM delivery WHERE delivery.guild_id = streak_state.guild_id
                         AND state IN ('missed', 'failed', 'unknown')
                   )
               )
             ORDER BY guild_id, user_id LIMIT $4",
        )
        .bind(date(day))
        .bind(guild)
        .bind(user)
        .bind(i64::from(limit))
        .fetch_all(&self.readers)
        .await?;
        rows.iter().map(|row| whose("streak_state", row)).collect()
    }

    /// Says whether there can be any failures towards anybody in a guild since a day.
    pub async fn may_have_failed(&self, guild: GuildId, since: Date) -> Result<bool, StoreError> {
        is_any(&mut *self.readers.acquire().await?, guild, None, since).await
    }

    /// The bot's failures since a day, towards a member of a guild or (`None`) everybody.
    pub async fn failures(
        &self,
        guild: GuildId,
        user: Option<UserId>,
        since: Date,
    ) -> Result<Failures, StoreError> {
        let mut tx = self.read().await?;
        let failures = fetch(&mut tx, guild, user, since).await?;
        tx.commit().await?;
        Ok(failures)
    }
}

/// Failures since then may bear on a streak that was judged up to `day`: something that was due on a day before may have
/// been given up after that day was judged.
pub(super) fn bearing_on(day: Date) -> Date {
    day.saturating_sub(i64::from(LATE_DAYS).days())
}

/// It was that day anywhere from here on.
fn begin_anywhere(day: Date) -> Timestamp {
    let midnight = day.saturating_sub(1.day()).to_zoned(TimeZone::UTC);
    midnight.map_or(Timestamp::MIN, |midnight| midnight.timestamp())
}

/// What leads from a guild to its connection: this modulo the number of connections.
pub(super) fn shard_number(guild: GuildId) -> i64 {
    guild.to_db() >> 22
}

/// When the bot last failed, for any statement about guild $1, whose connection $2 leads to.
pub(super) const LAST: &str = ", (
         SELECT to_ms FROM downtime ORDER BY to_ms DESC LIMIT 1
     ) AS away_until, (
         SELECT to_ms FROM deafness WHERE $2 % shards = shard ORDER BY to_ms DESC LIMIT 1
     ) AS deaf_until, (
         SELECT due_at FROM delivery WHERE guild_id = $1 AND k = 0
           AND state IN ('missed', 'failed', 'unknown') ORDER BY due_at DESC LIMIT 1
     ) AS lost_at";

/// Says whether [`LAST`] was since a day: whether there can be any failures towards anybody in the guild.
pub(super) fn is_since(row: &AnyRow, day: Date) -> Result<bool, StoreError> {
    let since = ms(begin_anywhere(day));
    let row = Columns::of("delivery", row);
    let ended = |column| Ok::<_, StoreError>(row.maybe_int(column)?.is_some_and(|end| end > since));
    let was_due = row.maybe_int("lost_at")?.is_some_and(|due| due >= since);
    Ok(was_due || ended("away_until")? || ended("deaf_until")?)
}

/// Says whether there can be any failures since a day, towards a member of a guild or (`None`) anybody: a few looks into
/// indexes.
pub(super) async fn is_any(
    connection: &mut AnyConnection,
    guild: GuildId,
    user: Option<UserId>,
    since: Date,
) -> Result<bool, StoreError> {
    let row = sqlx::query(
        "SELECT (SELECT COUNT(*) FROM downtime WHERE to_ms > $2) + (
             SELECT COUNT(*) FROM deafness WHERE to_ms > $2 AND $4 % shards = shard
         ) + (
             SELECT COUNT(*) FROM delivery WHERE guild_id = $1 AND due_at >= $2 AND k = 0
               AND state IN ('missed', 'failed', 'unknown')
               AND (user_id IS NULL OR $3 IS NULL OR user_id = $3)
         ) AS n",
    )
    .bind(guild.to_db())
    .bind(ms(begin_anywhere(since)))
    .bind(user.map(UserId::to_db))
    .bind(shard_number(guild))
    .fetch_one(connection)
    .await?;
    Ok(Columns::of("delivery", &row).int("n")? > 0)
}

/// The bot's failures since a day, towards a member of a guild or (`None`) everybody. Mostly there are none, which a few
/// looks into indexes tell.
pub(super) async fn fetch(
    connection: &mut AnyConnection,
    guild: GuildId,
    user: Option<UserId>,
    since: Date,
) -> Result<Failures, StoreError> {
    if !is_any(connection, guild, user, since).await? {
        return Ok(Failures::default());
    }
    let since = begin_anywhere(since);
    let away = sqlx::query("SELECT * FROM downtime WHERE to_ms > $1 ORDER BY from_ms")
        .bind(ms(since))
        .fetch_all(&mut *connection)
        .await?;
    let deaf = sqlx::query(
        "SELECT from_ms, to_ms FROM deafness WHERE to_ms > $1 AND $2 % shards = shard
         ORDER BY from_ms",
    )
    .bind(ms(since))
    .bind(shard_number(guild))
    .fetch_all(&mut *connection)
    .await?;
    let schedules = if away.is_empty() {
        Vec::new()
    } else {
        schedules(connection, guild, user, since).await?
    };
    let span = |row: &AnyRow| {
        let row = Columns::of("downtime", row);
        Ok((row.instant("from_ms")?, row.instant("to_ms")?))
    };
    Ok(Failures {
        given: given(connection, guild, user, since).await?,
        schedules,
        away: away.iter().map(span).collect::<Result<_, StoreError>>()?,
        deaf: deaf.iter().map(span).collect::<Result<_, StoreError>>()?,
    })
}

async fn schedules(
    connection: &mut AnyConnection,
    guild: GuildId,
    user: Option<UserId>,
    since: Timestamp,
) -> Result<Vec<Schedule>, StoreError> {
    let rows = sqlx::query(
        "SELECT * FROM schedule WHERE guild_id = $1 AND purpose = 'prompt'
           AND suspended_reason IS NULL AND (deleted_at IS NULL OR deleted_at > $2)
           AND (user_id IS NULL OR $3 IS NULL OR user_id = $3) ORDER BY id",
    )
    .bind(guild.to_db())
    .bind(ms(since))
    .bind(user.map(UserId::to_db))
    .fetch_all(&mut *connection)
    .await?;
    rows.iter().map(decode_schedule).collect()
}

async fn given(
    connection: &mut AnyConnection,
    guild: GuildId,
    user: Option<UserId>,
    since: Timestamp,
) -> Result<Vec<Given>, StoreError> {
    let rows = sqlx::query(
        "SELECT schedule_id, user_id, due_at, expires_at, state, reason FROM delivery
         WHERE guild_id = $1 AND due_at >= $2 AND k = 0
           AND (user_id IS NULL OR $3 IS NULL OR user_id = $3)
           AND schedule_id NOT IN (
               SELECT id FROM schedule WHERE guild_id = $1 AND purpose = 'recap'
           ) ORDER BY due_at, schedule_id",
    )
    .bind(guild.to_db())
    .bind(ms(since))
    .bind(user.map(UserId::to_db))
    .fetch_all(&mut *connection)
    .await?;
    rows.iter().map(decode).collect()
}

fn decode(row: &AnyRow) -> Result<Given, StoreError> {
    let row = Columns::of("delivery", row);
    let reason = row.maybe_text("reason")?.unwrap_or_default();
    let fate = match row.text("state")?.as_str() {
        "failed" if was_left_out(&reason) => Fate::LeftOut,
        "missed" | "failed" | "unknown" if is_ours(&reason) => Fate::Lost,
        "pending" | "sending" => Fate::WaitsUntil(row.instant("expires_at")?),
        "skipped" | "merged" => Fate::LeftOut,
        _ => Fate::Kept,
    };
    Ok(Given {
        schedule: ScheduleId::read(row, "schedule_id")?,
        user: row.maybe_id("user_id")?,
        due: row.instant("due_at")?,
        fate,
    })
}

/// That nothing came is our doing, unless it is that of the member or of those who manage the guild.
pub(super) fn is_ours(reason: &str) -> bool {
    let is_theirs = matches!(
        reason,
        "member unreachable"
            | "no direct channel"
            | "nothing to post"
            | "channel unusable"
            | "thread closed"
    );
    !is_theirs && !was_left_out(reason)
}

/// It was tried, and then left out on purpose as if it had not been. Quiet hours begin by themselves: what was not sent
/// before them is our doing.
fn was_left_out(reason: &str) -> bool {
    let mut wishes = SkipReason::ALL
        .into_iter()
        .filter(|wish| *wish != SkipReason::Quiet);
    wishes.any(|wish| wish.as_str() == reason)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_somebody_wished_not_to_come_is_not_our_doing_though_it_was_tried_before() {
        for (reason, left_out, ours) in [
            ("paused", true, false),
            ("removed", true, false),
            ("holiday", true, false),
            ("channel unusable", false, false),
            ("quiet", false, true),
            ("late", false, true),
            ("token refused", false, true),
        ] {
            let said = (was_left_out(reason), is_ours(reason));
            assert_eq!(said, (left_out, ours), "{reason}");
        }
    }
}
