//! Schedules: team prompts and desk breaks (S-1). When they are due is the domain's to say; here
//! lies what it said.

use std::fmt;
use std::num::NonZeroU64;

use jiff::Timestamp;
use jiff::civil::Date;
use sqlx::any::AnyRow;
use sqlx::{Any, Transaction};

use super::columns::{Columns, date, ms, words};
use super::{Store, StoreError, guild};
use crate::domain::ids::{ChannelId, GuildId, UserId};

/// A schedule's number; never given twice.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct ScheduleId(i64);

/// Whose schedule it is (S-1).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ScheduleKind {
    /// A guild's, to a channel.
    Team,
    /// A member's, in one guild; at most one each.
    DeskBreak,
}

words!(ScheduleKind { Team = "team", DeskBreak = "desk_break" });

/// Where a schedule's messages go.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Deliver {
    /// The member's direct messages.
    Dm,
    /// A channel.
    Channel,
}

words!(Deliver { Dm = "dm", Channel = "channel" });

/// What was chosen for a schedule, and can be changed.
#[derive(Debug, Clone, PartialEq, Eq)]
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
}

/// A schedule to be.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewSchedule {
    /// Whose.
    pub kind: ScheduleKind,
    /// The guild.
    pub guild: GuildId,
    /// A desk break's member; `None` for a team's.
    pub user: Option<UserId>,
    /// What was chosen.
    pub settings: ScheduleSettings,
    /// When the schedule begins to exist: its watermark, and the instant of its creation (S-45).
    pub at: Timestamp,
    /// The first due instant after `at`.
    pub next_due: Option<Timestamp>,
    /// The seed of the shuffle bag.
    pub bag_seed: u64,
    /// Who made it.
    pub created_by: UserId,
}

/// Days on which a schedule is silent (S-53).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Pause {
    /// First day.
    pub from: Date,
    /// Last day.
    pub until: Date,
}

/// A schedule.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Schedule {
    /// Its number.
    pub id: ScheduleId,
    /// Whose.
    pub kind: ScheduleKind,
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
    /// The seed of the shuffle bag.
    pub bag_seed: u64,
    /// Where the rotation stands, as the domain writes it down; empty before the first prompt.
    pub rotation: String,
    /// Who made it.
    pub created_by: UserId,
    /// When.
    pub created_at: Timestamp,
    /// When it was removed. Only [`Store::schedule`] returns removed ones, for the sake of old
    /// buttons.
    pub deleted_at: Option<Timestamp>,
}

/// What a change of a schedule did.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ChangeOutcome {
    /// It is done; the schedule as it is now.
    Changed(Box<Schedule>),
    /// There is no such schedule in that guild, or not any more; nothing is done.
    Gone,
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
    /// Adds a schedule. A second desk break of a member in a guild is an error of the database: use
    /// [`Store::save_desk_break`].
    pub async fn add_schedule(&self, new: &NewSchedule) -> Result<Schedule, StoreError> {
        let mut tx = self.write().await?;
        let schedule = insert(&mut tx, new).await?;
        tx.commit().await?;
        Ok(schedule)
    }

    /// The schedule with this number, removed or not.
    pub async fn schedule(&self, id: ScheduleId) -> Result<Option<Schedule>, StoreError> {
        let mut tx = self.read().await?;
        let row = sqlx::query("SELECT * FROM schedule WHERE id = $1")
            .bind(id.get())
            .fetch_optional(&mut *tx)
            .await?;
        tx.commit().await?;
        row.as_ref().map(decode).transpose()
    }

    /// The guild's team prompts, by number.
    pub async fn schedules_of_guild(&self, guild: GuildId) -> Result<Vec<Schedule>, StoreError> {
        let mut tx = self.read().await?;
        let rows = sqlx::query(
            "SELECT * FROM schedule
             WHERE guild_id = $1 AND kind = 'team' AND deleted_at IS NULL ORDER BY id",
        )
        .bind(guild.to_db())
        .fetch_all(&mut *tx)
        .await?;
        tx.commit().await?;
        rows.iter().map(decode).collect()
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

    /// Adds the member's desk break, or changes the one that is there: that keeps its number, its
    /// rotation and its past (S-56), and is planned again if it was suspended.
    pub async fn save_desk_break(&self, new: &NewSchedule) -> Result<Schedule, StoreError> {
        let mut tx = self.write().await?;
        let user = new.user.ok_or_else(|| {
            StoreError::inconsistent("schedule", "user_id", "a desk break without a member")
        })?;
        let name = format!("desk_break:{}:{user}", new.guild);
        self.dialect.lock(&mut tx, &name).await?;
        let schedule = match fetch_desk_break(&mut tx, new.guild, user).await? {
            None => insert(&mut tx, new).await?,
            Some(old) => {
                let change = change(
                    &mut tx,
                    old.id,
                    new.guild,
                    &new.settings,
                    new.at,
                    new.next_due,
                );
                change.await?.ok_or_else(|| {
                    StoreError::inconsistent("schedule", "id", "the desk break vanished")
                })?
            }
        };
        tx.commit().await?;
        Ok(schedule)
    }

    /// Changes what was chosen. What was due before `at` and is not decided yet never will be; the
    /// schedule is planned again if it was suspended.
    pub async fn change_schedule(
        &self,
        id: ScheduleId,
        guild: GuildId,
        settings: &ScheduleSettings,
        at: Timestamp,
        next_due: Option<Timestamp>,
    ) -> Result<ChangeOutcome, StoreError> {
        let mut tx = self.write().await?;
        let changed = change(&mut tx, id, guild, settings, at, next_due).await?;
        tx.commit().await?;
        Ok(changed.map_or(ChangeOutcome::Gone, |changed| {
            ChangeOutcome::Changed(Box::new(changed))
        }))
    }

    /// Makes a schedule silent on some days, or (`None`) on none.
    pub async fn pause_schedule(
        &self,
        id: ScheduleId,
        guild: GuildId,
        pause: Option<Pause>,
    ) -> Result<ChangeOutcome, StoreError> {
        let mut tx = self.write().await?;
        let row = sqlx::query(
            "UPDATE schedule SET paused_from = $3, paused_until = $4
             WHERE id = $1 AND guild_id = $2 AND deleted_at IS NULL RETURNING *",
        )
        .bind(id.get())
        .bind(guild.to_db())
        .bind(pause.map(|pause| date(pause.from)))
        .bind(pause.map(|pause| date(pause.until)))
        .fetch_optional(&mut *tx)
        .await?;
        tx.commit().await?;
        outcome(row.as_ref())
    }

    /// Removes a schedule: what was planned and is not being sent is skipped (S-56), what was sent
    /// stays, so that its buttons still answer.
    pub async fn remove_schedule(
        &self,
        id: ScheduleId,
        guild: GuildId,
        at: Timestamp,
    ) -> Result<ChangeOutcome, StoreError> {
        let mut tx = self.write().await?;
        let row = sqlx::query(
            "UPDATE schedule SET deleted_at = $3, next_due_ms = NULL
             WHERE id = $1 AND guild_id = $2 AND deleted_at IS NULL RETURNING *",
        )
        .bind(id.get())
        .bind(guild.to_db())
        .bind(ms(at))
        .fetch_optional(&mut *tx)
        .await?;
        if row.is_some() {
            sqlx::query(
                "UPDATE delivery SET state = 'skipped', reason = 'removed', settled_at = $2
                 WHERE schedule_id = $1 AND state = 'pending'",
            )
            .bind(id.get())
            .bind(ms(at))
            .execute(&mut *tx)
            .await?;
        }
        tx.commit().await?;
        outcome(row.as_ref())
    }

    /// Stops planning a schedule until somebody sees to it (D-6).
    pub async fn suspend_schedule(
        &self,
        id: ScheduleId,
        reason: &str,
    ) -> Result<ChangeOutcome, StoreError> {
        let mut tx = self.write().await?;
        let row = sqlx::query(
            "UPDATE schedule SET suspended_reason = $2
             WHERE id = $1 AND deleted_at IS NULL RETURNING *",
        )
        .bind(id.get())
        .bind(reason)
        .fetch_optional(&mut *tx)
        .await?;
        tx.commit().await?;
        outcome(row.as_ref())
    }

    /// Up to `limit` schedules that have something due at `now`, the longest due first.
    pub async fn due_schedules(
        &self,
        now: Timestamp,
        limit: u32,
    ) -> Result<Vec<Schedule>, StoreError> {
        let mut tx = self.read().await?;
        let rows = sqlx::query(
            "SELECT * FROM schedule
             WHERE next_due_ms <= $1 AND deleted_at IS NULL AND suspended_reason IS NULL
             ORDER BY next_due_ms, id LIMIT $2",
        )
        .bind(ms(now))
        .bind(i64::from(limit))
        .fetch_all(&mut *tx)
        .await?;
        tx.commit().await?;
        rows.iter().map(decode).collect()
    }

    /// When the next schedule is due.
    pub async fn next_due(&self) -> Result<Option<Timestamp>, StoreError> {
        let mut tx = self.read().await?;
        let row = sqlx::query(
            "SELECT MIN(next_due_ms) AS next_due_ms FROM schedule
             WHERE deleted_at IS NULL AND suspended_reason IS NULL",
        )
        .fetch_one(&mut *tx)
        .await?;
        tx.commit().await?;
        Columns::of("schedule", &row).maybe_instant("next_due_ms")
    }

    /// Up to `limit` schedules with numbers above `after`, by number: all of them, batch by batch,
    /// to be planned anew (T-4).
    pub async fn all_schedules(
        &self,
        after: Option<ScheduleId>,
        limit: u32,
    ) -> Result<Vec<Schedule>, StoreError> {
        let mut tx = self.read().await?;
        let rows = sqlx::query(
            "SELECT * FROM schedule WHERE id > $1 AND deleted_at IS NULL ORDER BY id LIMIT $2",
        )
        .bind(after.map_or(0, ScheduleId::get))
        .bind(i64::from(limit))
        .fetch_all(&mut *tx)
        .await?;
        tx.commit().await?;
        rows.iter().map(decode).collect()
    }
}

async fn fetch_desk_break(
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

async fn insert(
    tx: &mut Transaction<'static, Any>,
    new: &NewSchedule,
) -> Result<Schedule, StoreError> {
    guild::ensure(tx, new.guild).await?;
    let id: i64 = sqlx::query_scalar(
        "UPDATE counter SET value = value + 1 WHERE name = 'schedule' RETURNING value",
    )
    .fetch_one(&mut **tx)
    .await?;
    let settings = &new.settings;
    let row = sqlx::query(
        "INSERT INTO schedule (
             id, kind, guild_id, user_id, watermark_ms, next_due_ms, bag_seed, rotation,
             created_by, created_at, timezone, recurrence, channel_id, deliver, fallback, topic,
             role_id, together, stop_when_done, grace_minutes
         ) VALUES (
             $1, $2, $3, $4, $5, $6, $7, '', $8, $5, $9, $10, $11, $12, $13, $14, $15, $16, $17,
             $18
         ) RETURNING *",
    )
    .bind(id)
    .bind(new.kind.as_str())
    .bind(new.guild.to_db())
    .bind(new.user.map(UserId::to_db))
    .bind(ms(new.at))
    .bind(new.next_due.map(ms))
    .bind(new.bag_seed.cast_signed())
    .bind(new.created_by.to_db())
    .bind(settings.timezone.clone())
    .bind(settings.recurrence.clone())
    .bind(settings.channel.map(ChannelId::to_db))
    .bind(settings.deliver.as_str())
    .bind(i64::from(settings.fallback))
    .bind(settings.topic.clone())
    .bind(settings.role.map(|role| role.get().cast_signed()))
    .bind(i64::from(settings.together))
    .bind(i64::from(settings.stop_when_done))
    .bind(settings.grace_minutes.map(i64::from))
    .fetch_one(&mut **tx)
    .await?;
    decode(&row)
}

async fn change(
    tx: &mut Transaction<'static, Any>,
    id: ScheduleId,
    guild: GuildId,
    settings: &ScheduleSettings,
    at: Timestamp,
    next_due: Option<Timestamp>,
) -> Result<Option<Schedule>, StoreError> {
    let row = sqlx::query(
        "UPDATE schedule SET
             watermark_ms = CASE WHEN watermark_ms > $3 THEN watermark_ms ELSE $3 END,
             next_due_ms = $4, suspended_reason = NULL, timezone = $5, recurrence = $6,
             channel_id = $7, deliver = $8, fallback = $9, topic = $10, role_id = $11,
             together = $12, stop_when_done = $13, grace_minutes = $14
         WHERE id = $1 AND guild_id = $2 AND deleted_at IS NULL RETURNING *",
    )
    .bind(id.get())
    .bind(guild.to_db())
    .bind(ms(at))
    .bind(next_due.map(ms))
    .bind(settings.timezone.clone())
    .bind(settings.recurrence.clone())
    .bind(settings.channel.map(ChannelId::to_db))
    .bind(settings.deliver.as_str())
    .bind(i64::from(settings.fallback))
    .bind(settings.topic.clone())
    .bind(settings.role.map(|role| role.get().cast_signed()))
    .bind(i64::from(settings.together))
    .bind(i64::from(settings.stop_when_done))
    .bind(settings.grace_minutes.map(i64::from))
    .fetch_optional(&mut **tx)
    .await?;
    row.as_ref().map(decode).transpose()
}

fn outcome(row: Option<&AnyRow>) -> Result<ChangeOutcome, StoreError> {
    row.map_or(Ok(ChangeOutcome::Gone), |row| {
        Ok(ChangeOutcome::Changed(Box::new(decode(row)?)))
    })
}

fn decode(row: &AnyRow) -> Result<Schedule, StoreError> {
    let row = Columns::of("schedule", row);
    Ok(Schedule {
        id: ScheduleId::read(row, "id")?,
        kind: row.parsed("kind")?,
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
        bag_seed: row.bits("bag_seed")?,
        rotation: row.text("rotation")?,
        created_by: row.id("created_by")?,
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
        deliver: row.parsed("deliver")?,
        fallback: row.flag("fallback")?,
        topic: row.maybe_text("topic")?,
        role: role.and_then(|role| NonZeroU64::new(role.cast_unsigned())),
        together: row.flag("together")?,
        stop_when_done: row.flag("stop_when_done")?,
        grace_minutes: row.maybe_small("grace_minutes")?,
    })
}
