//! Guilds: what their admins chose, with the log of it. Nothing chosen is `None`, and the
//! configuration's default holds.

use jiff::Timestamp;
use jiff::civil::Time;
use sqlx::any::AnyRow;
use sqlx::{Any, Executor, Transaction};

use super::columns::{Columns, ms, time};
use super::{Store, StoreError, managers};
use crate::domain::ids::{ChannelId, GuildId, UserId};
use crate::domain::streak::FreezeRules;

const TABLE: &str = "guild";

/// A guild's settings. One that chose nothing has no row, and equals [`Guild::new`].
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Guild {
    /// The guild.
    pub id: GuildId,
    /// IANA name; UTC as long as there is none (T-5).
    pub timezone: Option<String>,
    /// The language of what is posted.
    pub locale: Option<String>,
    /// The channel that prompts go to unless said otherwise.
    pub wellness_channel: Option<ChannelId>,
    /// From and to, local wall times; may cross midnight (S-51).
    pub quiet_hours: Option<(Time, Time)>,
    /// Grace in minutes (S-40).
    pub grace_minutes: Option<u8>,
    /// How freezes are given and earned (K-30).
    pub freezes: Option<FreezeRules>,
    /// A new prompt takes the place of the one before.
    pub replace_previous: bool,
    /// The local emergency number or line, as the admins worded it.
    pub emergency_line: Option<String>,
    /// How many breaks the team wants to take in a week; `None` is no goal.
    pub goal_per_week: Option<u32>,
    /// Since when the bot is not in the guild any more (K-64); `None` while it is.
    pub removed_at: Option<Timestamp>,
}

/// One setting and its new value; `None` goes back to the default.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum GuildSetting {
    /// IANA name.
    Timezone(Option<String>),
    /// Language.
    Locale(Option<String>),
    /// The channel for prompts.
    WellnessChannel(Option<ChannelId>),
    /// From and to.
    QuietHours(Option<(Time, Time)>),
    /// Minutes, 0 to 120.
    GraceMinutes(Option<u8>),
    /// `start` must not be above `cap`.
    Freezes(Option<FreezeRules>),
    /// Whether prompts replace each other.
    ReplacePrevious(bool),
    /// The emergency line.
    EmergencyLine(Option<String>),
    /// Breaks in a week, 1 to 100,000.
    GoalPerWeek(Option<u32>),
}

/// A line of a guild's log.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct GuildChange {
    /// Counts the guild's changes from 1.
    pub seq: i64,
    /// When.
    pub at: Timestamp,
    /// By whom, if a member did it and has not been erased.
    pub by: Option<UserId>,
    /// Which setting, such as `timezone` or `freezes`.
    pub setting: String,
    /// The new value as text; several numbers are parted by blanks.
    pub value: Option<String>,
}

impl Guild {
    /// A guild that chose nothing.
    pub const fn new(id: GuildId) -> Self {
        Self {
            id,
            timezone: None,
            locale: None,
            wellness_channel: None,
            quiet_hours: None,
            grace_minutes: None,
            freezes: None,
            replace_previous: false,
            emergency_line: None,
            goal_per_week: None,
            removed_at: None,
        }
    }
}

impl GuildSetting {
    /// The name in the log.
    pub(super) const fn name(&self) -> &'static str {
        match self {
            Self::Timezone(_) => "timezone",
            Self::Locale(_) => "locale",
            Self::WellnessChannel(_) => "wellness_channel",
            Self::QuietHours(_) => "quiet_hours",
            Self::GraceMinutes(_) => "grace_minutes",
            Self::Freezes(_) => "freezes",
            Self::ReplacePrevious(_) => "replace_previous",
            Self::EmergencyLine(_) => "emergency_line",
            Self::GoalPerWeek(_) => "goal_per_week",
        }
    }

    /// The value in the log.
    pub(super) fn value(&self) -> Option<String> {
        match self {
            Self::Timezone(text) | Self::Locale(text) | Self::EmergencyLine(text) => text.clone(),
            Self::WellnessChannel(channel) => channel.map(|channel| channel.to_string()),
            Self::QuietHours(span) => span.map(|(from, to)| format!("{} {}", time(from), time(to))),
            Self::GraceMinutes(minutes) => minutes.map(|minutes| minutes.to_string()),
            Self::GoalPerWeek(breaks) => breaks.map(|breaks| breaks.to_string()),
            Self::Freezes(freezes) => freezes
                .map(|freezes| format!("{} {} {}", freezes.start, freezes.cap, freezes.earn_every)),
            Self::ReplacePrevious(replace) => Some(u8::from(*replace).to_string()),
        }
    }
}

impl Store {
    /// The settings of `guild`; the defaults if it chose nothing.
    pub async fn guild(&self, guild: GuildId) -> Result<Guild, StoreError> {
        fetch(&self.readers, guild).await
    }

    /// The guild's log, in order.
    pub async fn guild_changes(&self, guild: GuildId) -> Result<Vec<GuildChange>, StoreError> {
        let mut tx = self.read().await?;
        let changes = fetch_changes(&mut tx, guild).await?;
        tx.commit().await?;
        Ok(changes)
    }
}

/// What is locked while a guild's settings change.
pub(super) fn lock_name(guild: GuildId) -> String {
    format!("guild:{guild}")
}

/// Makes sure that the guild has a row, for others to point at.
pub(super) async fn ensure(
    tx: &mut Transaction<'static, Any>,
    guild: GuildId,
) -> Result<(), StoreError> {
    sqlx::query("INSERT INTO guild (guild_id) VALUES ($1) ON CONFLICT (guild_id) DO NOTHING")
        .bind(guild.to_db())
        .execute(&mut **tx)
        .await?;
    Ok(())
}

pub(super) async fn fetch<'c>(
    from: impl Executor<'c, Database = Any>,
    guild: GuildId,
) -> Result<Guild, StoreError> {
    let row = sqlx::query("SELECT * FROM guild WHERE guild_id = $1")
        .bind(guild.to_db())
        .fetch_optional(from)
        .await?;
    row.as_ref().map_or_else(|| Ok(Guild::new(guild)), decode)
}

pub(super) async fn fetch_changes(
    tx: &mut Transaction<'static, Any>,
    guild: GuildId,
) -> Result<Vec<GuildChange>, StoreError> {
    let rows = sqlx::query("SELECT * FROM guild_change WHERE guild_id = $1 ORDER BY seq")
        .bind(guild.to_db())
        .fetch_all(&mut **tx)
        .await?;
    rows.iter().map(decode_change).collect()
}

/// Writes one setting into its columns.
pub(super) async fn update(
    tx: &mut Transaction<'static, Any>,
    guild: GuildId,
    setting: &GuildSetting,
) -> Result<(), StoreError> {
    let id = guild.to_db();
    let query = match setting {
        GuildSetting::Timezone(zone) => {
            sqlx::query("UPDATE guild SET timezone = $2 WHERE guild_id = $1")
                .bind(id)
                .bind(zone.clone())
        }
        GuildSetting::Locale(locale) => {
            sqlx::query("UPDATE guild SET locale = $2 WHERE guild_id = $1")
                .bind(id)
                .bind(locale.clone())
        }
        GuildSetting::WellnessChannel(channel) => {
            sqlx::query("UPDATE guild SET wellness_channel_id = $2 WHERE guild_id = $1")
                .bind(id)
                .bind(channel.map(ChannelId::to_db))
        }
        GuildSetting::QuietHours(span) => {
            sqlx::query("UPDATE guild SET quiet_from = $2, quiet_to = $3 WHERE guild_id = $1")
                .bind(id)
                .bind(span.map(|(from, _)| time(from)))
                .bind(span.map(|(_, to)| time(to)))
        }
        GuildSetting::GraceMinutes(minutes) => {
            sqlx::query("UPDATE guild SET grace_minutes = $2 WHERE guild_id = $1")
                .bind(id)
                .bind(minutes.map(i64::from))
        }
        GuildSetting::Freezes(freezes) => sqlx::query(
            "UPDATE guild SET freezes_start = $2, freezes_cap = $3, freezes_earn_every = $4
             WHERE guild_id = $1",
        )
        .bind(id)
        .bind(freezes.map(|freezes| i64::from(freezes.start)))
        .bind(freezes.map(|freezes| i64::from(freezes.cap)))
        .bind(freezes.map(|freezes| i64::from(freezes.earn_every))),
        GuildSetting::ReplacePrevious(replace) => {
            sqlx::query("UPDATE guild SET replace_previous = $2 WHERE guild_id = $1")
                .bind(id)
                .bind(i64::from(*replace))
        }
        GuildSetting::EmergencyLine(line) => {
            sqlx::query("UPDATE guild SET emergency_line = $2 WHERE guild_id = $1")
                .bind(id)
                .bind(line.clone())
        }
        GuildSetting::GoalPerWeek(breaks) => {
            sqlx::query("UPDATE guild SET goal_per_week = $2 WHERE guild_id = $1")
                .bind(id)
                .bind(breaks.map(i64::from))
        }
    };
    query.execute(&mut **tx).await?;
    Ok(())
}

/// Appends to the guild's log. The caller holds the guild's lock.
pub(super) async fn log(
    tx: &mut Transaction<'static, Any>,
    guild: GuildId,
    by: Option<UserId>,
    at: Timestamp,
    setting: &str,
    value: Option<String>,
) -> Result<(), StoreError> {
    sqlx::query(
        "INSERT INTO guild_change (guild_id, seq, at_ms, by_user, setting, value)
         VALUES (
             $1, (SELECT COALESCE(MAX(seq), 0) + 1 FROM guild_change WHERE guild_id = $1),
             $2, $3, $4, $5
         )",
    )
    .bind(guild.to_db())
    .bind(ms(at))
    .bind(by.map(UserId::to_db))
    .bind(setting)
    .bind(value)
    .execute(&mut **tx)
    .await?;
    match by {
        Some(by) => managers::note(tx, (guild, by), at).await,
        None => Ok(()),
    }
}

pub(super) fn decode_change(row: &AnyRow) -> Result<GuildChange, StoreError> {
    let row = Columns::of("guild_change", row);
    Ok(GuildChange {
        seq: row.int("seq")?,
        at: row.instant("at_ms")?,
        by: row.maybe_id("by_user")?,
        setting: row.text("setting")?,
        value: row.maybe_text("value")?,
    })
}

pub(super) fn decode(row: &AnyRow) -> Result<Guild, StoreError> {
    let row = Columns::of(TABLE, row);
    Ok(Guild {
        id: row.id("guild_id")?,
        timezone: row.maybe_text("timezone")?,
        locale: row.maybe_text("locale")?,
        wellness_channel: row.maybe_id("wellness_channel_id")?,
        quiet_hours: row
            .maybe_time("quiet_from")?
            .zip(row.maybe_time("quiet_to")?),
        grace_minutes: row.maybe_small("grace_minutes")?,
        freezes: decode_freezes(row)?,
        replace_previous: row.flag("replace_previous")?,
        emergency_line: row.maybe_text("emergency_line")?,
        goal_per_week: row.maybe_small("goal_per_week")?,
        removed_at: row.maybe_instant("removed_at")?,
    })
}

fn decode_freezes(row: Columns<'_>) -> Result<Option<FreezeRules>, StoreError> {
    let Some(start) = row.maybe_small("freezes_start")? else {
        return Ok(None);
    };
    Ok(Some(FreezeRules {
        start,
        cap: row.small("freezes_cap")?,
        earn_every: row.small("freezes_earn_every")?,
    }))
}
