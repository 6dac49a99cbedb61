//! Schedules: team prompts and desk breaks (S-1). When they are due is the domain's to say; here
//! lies what it said. What changes them is in `schedule_changes`.

use std::fmt;
use std::num::NonZeroU64;

use jiff::Timestamp;
use jiff::civil::{Date, Time};
use sqlx::any::AnyRow;
use sqlx::{Any, Transaction};

use super::columns::{Columns, date, ms, words};
use super::{Store, StoreError};
use crate::domain::delivery::Deliver;
use crate::domain::ids::{ChannelId, GuildId, UserId};
use crate::domain::pause::Pause;

/// What a delivery posts instead of a card, and the purpose of its schedule: the week in numbers (L-7).
pub const RECAP: &str = "recap";

/// A schedule's number; never given twice.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct ScheduleId(i64);

/// A schedule's place among all of them, by when it is due next.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Place {
    due_ms: i64,
    id: ScheduleId,
}

/// Whose schedule it is (S-1).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ScheduleKind {
    /// A guild's, to a channel.
    Team,
    /// A member's, in one guild; at most one each.
    DeskBreak,
}

words!(ScheduleKind { Team = "team", DeskBreak = "desk_break" });

/// What was chosen for a schedule, and can be changed.
#[derive(Debug, Clone, PartialEq, Eq)]
#[expect(
    clippy::struct_excessive_bools,
    reason = "each is a choice of its own, which somebody makes by itself"
)]
pub struct ScheduleSettings {
    /// IANA name of the zone in which its times are read.
    pub timezone: String,
    /// When, as the domain writes it down.
    pub recurrence: String,
    /// The channel; a desk break by direct message may have one to fall back to.
    pub channel: Option<ChannelId>,
    /// Where to.
    pub deliver: Deliver,
    /// A direct message that fails goes to the channel instead.
    pub fallback: bool,
    /// The topic of what is posted.
    pub topic: Option<String>,
    /// The one role that it may ping.
    pub role: Option<NonZeroU64>,
    /// The prompt invites the team to do it together.
    pub together: bool,
    /// No more reminders on a day that has been credited (S-54).
    pub stop_when_done: bool,
    /// Grace in minutes, if it is not the guild's (S-40).
    pub grace_minutes: Option<u8>,
    /// Hours in which its member wants no reminder, from and to; may cross midnight (S-51).
    pub quiet_hours: Option<(Time, Time)>,
    /// Its member wants to be reminded on the guild's holidays too (S-52).
    pub on_holidays: bool,
}

/// A schedule.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Schedule {
    /// Its number.
    pub id: ScheduleId,
    /// Whose.
    pub kind: ScheduleKind,
    /// A team's, and it posts the week in numbers instead of prompts (L-7).
    pub is_recap: bool,
    /// The guild.
    pub guild: GuildId,
    /// A desk break's member.
    pub user: Option<UserId>,
    /// What was chosen.
    pub settings: ScheduleSettings,
    /// Everything due until then has been decided (S-43).
    pub watermark: Timestamp,
    /// The first due instant after the watermark: a cache (S-4).
    pub next_due: Option<Timestamp>,
    /// When it is silent.
    pub pause: Option<Pause>,
    /// Why it is not planned until somebody sees to it (D-6).
    pub suspended: Option<String>,
    /// When its member last did anything; `None` if not since it was made (D-64).
    pub heard_at: Option<Timestamp>,
    /// When its member was asked whether they still want it, and has not said so since (D-64).
    pub asked_at: Option<Timestamp>,
    /// Until when its member has had enough.
    pub skipped_until: Option<Timestamp>,
    /// When its member was found to have left the guild, if they have no streak that says so (K-63).
    pub left_at: Option<Timestamp>,
    /// The seed of the shuffle bag.
    pub bag_seed: u64,
    /// Where the rotation stands, as the domain writes it down; empty before the first prompt.
    pub rotation: String,
    /// Who made it, unless they have been erased.
    pub created_by: Option<UserId>,
    /// When.
    pub created_at: Timestamp,
    /// When it was removed. Only [`Store::schedule`] returns removed ones, for the sake of old
    /// buttons.
    pub deleted_at: Option<Timestamp>,
}

impl ScheduleId {
    /// The id with this number, unless it is not positive.
    pub fn new(number: i64) -> Option<Self> {
        (number > 0).then_some(Self(number))
    }

    /// The number.
    pub const fn get(self) -> i64 {
        self.0
    }

    pub(super) fn read(row: Columns<'_>, column: &'static str) -> Result<Self, StoreError> {
        Self::new(row.int(column)?)
            .ok_or_else(|| row.inconsistent(column, "expected a positive number"))
    }
}

impl fmt::Display for ScheduleId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

impl Store {
    /// The schedule with this number, removed or not.
    pub async fn schedule(&self, id: ScheduleId) -> Result<Option<Schedule>, StoreError> {
        let row = sqlx::query("SELECT * FROM schedule WHERE id = $1")
            .bind(id.get())
            .fetch_optional(&self.readers)
            .await?;
        row.as_ref().map(decode).transpose()
    }

    /// The guild's team prompts, by number.
    pub async fn schedules_of_guild(&self, guild: GuildId) -> Result<Vec<Schedule>, StoreError> {
        let rows = sqlx::query(
            "SELECT * FROM schedule
             WHERE guild_id = $1 AND kind = 'team' AND purpose = 'prompt' AND deleted_at IS NULL
             ORDER BY id",
        )
        .bind(guild.to_db())
        .fetch_all(&self.readers)
        .await?;
        rows.iter().map(decode).collect()
    }

    /// What posts the guild's week in numbers, if it is wanted.
    pub async fn recap_of_guild(&self, guild: GuildId) -> Result<Option<Schedule>, StoreError> {
        let row = sqlx::query(
            "SELECT * FROM schedule
             WHERE guild_id = $1 AND purpose = 'recap' AND deleted_at IS NULL",
        )
        .bind(guild.to_db())
        .fetch_optional(&self.readers)
        .await?;
        row.as_ref().map(decode).transpose()
    }

    /// The member's desk break in the guild.
    pub async fn desk_break(
        &self,
        guild: GuildId,
        user: UserId,
    ) -> Result<Option<Schedule>, StoreError> {
        let mut tx = self.read().await?;
        let found = fetch_desk_break(&mut tx, guild, user).await?;
        tx.commit().await?;
        Ok(found)
    }

    /// A member's desk breaks, in whatever guild, that were due on a local date since `day`.
    pub async fn desk_breaks_since(
        &self,
        user: UserId,
        day: Date,
    ) -> Result<Vec<Schedule>, StoreError> {
        let rows = sqlx::query(
            "SELECT * FROM schedule WHERE id IN (
                 SELECT schedule_id FROM delivery WHERE user_id = $1 AND local_date >= $2
             ) AND user_id = $1 AND deleted_at IS NULL ORDER BY id",
        )
        .bind(user.to_db())
        .bind(date(day))
        .fetch_all(&self.readers)
        .await?;
        rows.iter().map(decode).collect()
    }

    /// Desk breaks of a guild's members, one of each kind: of those with the same times, quiet hours and holidays.
    pub async fn kinds_of_desk_breaks(
        &self,
        guild: GuildId,
        limit: u32,
    ) -> Result<Vec<Schedule>, StoreError> {
        let rows = sqlx::query(
            "SELECT * FROM schedule WHERE id IN (
                 SELECT MIN(id) FROM schedule
                 WHERE guild_id = $1 AND kind = 'desk_break' AND deleted_at IS NULL AND left_at IS NULL
                 GROUP BY recurrence, timezone, quiet_from, quiet_to, on_holidays
             ) ORDER BY id LIMIT $2",
        )
        .bind(guild.to_db())
        .bind(i64::from(limit))
        .fetch_all(&self.readers)
        .await?;
        rows.iter().map(decode).collect()
    }

    /// Up to `limit` schedules that have something due at `now`, the longest due first.
    pub async fn due_schedules(
        &self,
        now: Timestamp,
        limit: u32,
    ) -> Result<Vec<Schedule>, StoreError> {
        let rows = sqlx::query(
            "SELECT * FROM schedule
             WHERE next_due_ms <= $1 AND deleted_at IS NULL AND suspended_reason IS NULL
             ORDER BY next_due_ms, id LIMIT $2",
        )
        .bind(ms(now))
        .bind(i64::from(limit))
        .fetch_all(&self.readers)
        .await?;
        rows.iter().map(decode).collect()
    }

    /// Up to `limit` schedules that were planned beyond `instant` (D-32). Looks through all of them.
    pub async fn schedules_ahead_of(
        &self,
        instant: Timestamp,
        limit: u32,
    ) -> Result<Vec<Schedule>, StoreError> {
        let rows = sqlx::query(
            "SELECT * FROM schedule WHERE watermark_ms > $1 AND deleted_at IS NULL
             ORDER BY id LIMIT $2",
        )
        .bind(ms(instant))
        .bind(i64::from(limit))
        .fetch_all(&self.readers)
        .await?;
        rows.iter().map(decode).collect()
    }

    /// When the next schedule is due.
    pub async fn next_due(&self) -> Result<Option<Timestamp>, StoreError> {
        let row = sqlx::query(
            "SELECT MIN(next_due_ms) AS next_due_ms FROM schedule
             WHERE deleted_at IS NULL AND suspended_reason IS NULL",
        )
        .fetch_one(&self.readers)
        .await?;
        Columns::of("schedule", &row).maybe_instant("next_due_ms")
    }

    /// Up to `limit` schedules that come after `after`, the nearest due first and those never due last: all of
    /// them, batch by batch, to be planned anew (T-4).
    pub async fn all_schedules(
        &self,
        after: Option<Place>,
        limit: u32,
    ) -> Result<Vec<Schedule>, StoreError> {
        let rows = sqlx::query(
            "SELECT * FROM schedule
             WHERE (COALESCE(next_due_ms, $1), id) > ($2, $3) AND deleted_at IS NULL
             ORDER BY COALESCE(next_due_ms, $4), id LIMIT $5",
        )
        .bind(i64::MAX)
        .bind(after.map_or(i64::MIN, |place| place.due_ms))
        .bind(after.map_or(0, |place| place.id.get()))
        .bind(i64::MAX)
        .bind(i64::from(limit))
        .fetch_all(&self.readers)
        .await?;
        rows.iter().map(decode).collect()
    }
}

impl Schedule {
    /// Where it stands among all of them, as it was read.
    pub fn place(&self) -> Place {
        Place {
            due_ms: self.next_due.map_or(i64::MAX, ms),
            id: self.id,
        }
    }
}

pub(super) async fn fetch_desk_break(
    tx: &mut Transaction<'static, Any>,
    guild: GuildId,
    user: UserId,
) -> Result<Option<Schedule>, StoreError> {
    let row = sqlx::query(
        "SELECT * FROM schedule
         WHERE guild_id = $1 AND user_id = $2 AND kind = 'desk_break' AND deleted_at IS NULL",
    )
    .bind(guild.to_db())
    .bind(user.to_db())
    .fetch_optional(&mut **tx)
    .await?;
    row.as_ref().map(decode).transpose()
}

pub(super) fn decode(row: &AnyRow) -> Result<Schedule, StoreError> {
    let row = Columns::of("schedule", row);
    Ok(Schedule {
        id: ScheduleId::read(row, "id")?,
        kind: row.parsed("kind")?,
        is_recap: row.text("purpose")? == RECAP,
        guild: row.id("guild_id")?,
        user: row.maybe_id("user_id")?,
        settings: decode_settings(row)?,
        watermark: row.instant("watermark_ms")?,
        next_due: row.maybe_instant("next_due_ms")?,
        pause: row
            .maybe_date("paused_from")?
            .zip(row.maybe_date("paused_until")?)
            .map(|(from, until)| Pause { from, until }),
        suspended: row.maybe_text("suspended_reason")?,
        heard_at: row.maybe_instant("heard_at")?,
        asked_at: row.maybe_instant("asked_at")?,
        skipped_until: row.maybe_instant("skipped_until_at")?,
        left_at: row.maybe_instant("left_at")?,
        bag_seed: row.bits("bag_seed")?,
        rotation: row.text("rotation")?,
        created_by: row.maybe_id("created_by")?,
        created_at: row.instant("created_at")?,
        deleted_at: row.maybe_instant("deleted_at")?,
    })
}

fn decode_settings(row: Columns<'_>) -> Result<ScheduleSettings, StoreError> {
    let role = row.maybe_int("role_id")?;
    Ok(ScheduleSettings {
        timezone: row.text("timezone")?,
        recurrence: row.text("recurrence")?,
        channel: row.maybe_id("channel_id")?,
        deliver: row.word("deliver", Deliver::parse)?,
        fallback: row.flag("fallback")?,
        topic: row.maybe_text("topic")?,
        role: role.and_then(|role| NonZeroU64::new(role.cast_unsigned())),
        together: row.flag("together")?,
        stop_when_done: row.flag("stop_when_done")?,
        grace_minutes: row.maybe_small("grace_minutes")?,
        quiet_hours: row
            .maybe_time("quiet_from")?
            .zip(row.maybe_time("quiet_to")?),
        on_holidays: row.flag("on_holidays")?,
    })
}
