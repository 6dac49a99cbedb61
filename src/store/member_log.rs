//! The append-only log of members' settings, that streaks are folded from (K-2).

use std::collections::BTreeMap;
use std::fmt;
use std::str::FromStr;

use jiff::Timestamp;
use jiff::civil::Date;
use sqlx::any::AnyRow;
use sqlx::{Any, AssertSqlSafe, Transaction};

use super::columns::{Columns, ms};
use super::many::{self, Whose, places, size_for};
use super::{Member, Store, StoreError};
use crate::domain::ids::{GuildId, UserId};
use crate::domain::leaderboard::Visibility;
use crate::domain::weekdays::Weekdays;

/// Something that happened to a member's settings.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum MemberEvent {
    /// Streaks begin (K-60).
    OptIn,
    /// Streaks end (K-61).
    OptOut,
    /// A new zone, by its IANA name (K-50).
    Timezone(String),
    /// A new hour at which the day turns (K-50).
    DayEndsAt(i8),
    /// New active days (K-13).
    ActiveDays(Weekdays),
    /// A new visibility.
    Visibility(Visibility),
    /// A vacation, first and last day (K-40).
    Pause {
        /// First day.
        from: Date,
        /// Last day.
        to: Date,
    },
    /// The end of every vacation (K-41).
    Resume,
    /// They left the guild (K-63).
    Leave,
    /// They came back.
    Rejoin,
    /// A day on which the bot was at fault: it counts no more (K-42).
    Outage(Date),
}

/// A line of a member's log.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MemberChange {
    /// Counts the member's changes from 1.
    pub rev: i64,
    /// When.
    pub at: Timestamp,
    /// What.
    pub event: MemberEvent,
    /// The newest line of the guild's log then; `None` for one of a time when it was not noted.
    pub guild_seq: Option<i64>,
}

impl Store {
    /// The log of a member's settings, in order.
    pub async fn member_changes(
        &self,
        guild: GuildId,
        user: UserId,
    ) -> Result<Vec<MemberChange>, StoreError> {
        let mut tx = self.read().await?;
        let changes = fetch_changes(&mut tx, guild, user).await?;
        tx.commit().await?;
        Ok(changes)
    }
}

/// Appends an event to the log; `member` has its number already, and its lock is held. Beside it is the newest line of
/// the guild's log.
pub(super) async fn append(
    tx: &mut Transaction<'static, Any>,
    (member, guild_seq): (&Member, i64),
    event: &MemberEvent,
    at: Timestamp,
) -> Result<(), StoreError> {
    let (kind, value) = encode(event);
    sqlx::query(
        "INSERT INTO member_change (guild_id, user_id, rev, at_ms, kind, value, guild_seq)
         VALUES ($1, $2, $3, $4, $5, $6, $7)",
    )
    .bind(member.guild.to_db())
    .bind(member.user.to_db())
    .bind(member.rev)
    .bind(ms(at))
    .bind(kind)
    .bind(value)
    .bind(guild_seq)
    .execute(&mut **tx)
    .await?;
    Ok(())
}

pub(super) async fn fetch_changes(
    tx: &mut Transaction<'static, Any>,
    guild: GuildId,
    user: UserId,
) -> Result<Vec<MemberChange>, StoreError> {
    let rows = sqlx::query(
        "SELECT * FROM member_change WHERE guild_id = $1 AND user_id = $2 ORDER BY rev",
    )
    .bind(guild.to_db())
    .bind(user.to_db())
    .fetch_all(&mut **tx)
    .await?;
    rows.iter().map(decode_change).collect()
}

/// The logs of some members, each in order.
pub(super) async fn fetch_of(
    tx: &mut Transaction<'static, Any>,
    whose: &[Whose],
) -> Result<BTreeMap<Whose, Vec<MemberChange>>, StoreError> {
    let n_rows = size_for(whose.len());
    // Only numbers of parameters are put into the text.
    let sql = format!(
        "WITH asked (guild, person) AS (VALUES {})
         SELECT member_change.* FROM asked CROSS JOIN member_change
         WHERE member_change.guild_id = asked.guild AND member_change.user_id = asked.person
         ORDER BY member_change.guild_id, member_change.user_id, rev",
        places(tx, n_rows, 2)
    );
    let mut query = sqlx::query(AssertSqlSafe(sql));
    for n in 0..n_rows {
        let of = whose.get(n);
        let (guild, user) = of.map_or((0, 0), |(guild, user)| (guild.to_db(), user.to_db()));
        query = query.bind(guild).bind(user);
    }
    let mut logs: BTreeMap<_, Vec<_>> = BTreeMap::new();
    for row in query.fetch_all(&mut **tx).await? {
        let of = many::whose("member_change", &row)?;
        logs.entry(of).or_default().push(decode_change(&row)?);
    }
    Ok(logs)
}

/// The logs of those members of a guild who have had a vacation, other days than now, or a day that the bot spoilt (K-13,
/// K-40, K-42).
pub(super) async fn fetch_later_changes(
    tx: &mut Transaction<'static, Any>,
    guild: GuildId,
) -> Result<BTreeMap<UserId, Vec<MemberChange>>, StoreError> {
    let rows = sqlx::query(
        "SELECT * FROM member_change WHERE guild_id = $1 AND user_id IN (
             SELECT user_id FROM member_change WHERE guild_id = $1 AND kind IN ('pause', 'outage')
             UNION
             SELECT user_id FROM member_change WHERE guild_id = $1 AND kind = 'active_days'
             GROUP BY user_id HAVING COUNT(*) > 1
         ) ORDER BY user_id, rev",
    )
    .bind(guild.to_db())
    .fetch_all(&mut **tx)
    .await?;
    by_user(&rows)
}

/// Lines of the logs of several members, by member.
pub(super) fn by_user(rows: &[AnyRow]) -> Result<BTreeMap<UserId, Vec<MemberChange>>, StoreError> {
    let mut logs: BTreeMap<UserId, Vec<_>> = BTreeMap::new();
    for row in rows {
        let user = Columns::of("member_change", row).id("user_id")?;
        logs.entry(user).or_default().push(decode_change(row)?);
    }
    Ok(logs)
}

/// An event as the log keeps it: a word, and a value for some.
fn encode(event: &MemberEvent) -> (&'static str, Option<String>) {
    match event {
        MemberEvent::OptIn => ("optin", None),
        MemberEvent::OptOut => ("optout", None),
        MemberEvent::Timezone(zone) => ("timezone", Some(zone.clone())),
        MemberEvent::DayEndsAt(hour) => ("day_ends_at", Some(hour.to_string())),
        MemberEvent::ActiveDays(days) => ("active_days", Some(days.bits().to_string())),
        MemberEvent::Visibility(visibility) => ("visibility", Some(visibility.to_db().to_string())),
        MemberEvent::Pause { from, to } => ("pause", Some(format!("{from} {to}"))),
        MemberEvent::Resume => ("resume", None),
        MemberEvent::Leave => ("leave", None),
        MemberEvent::Rejoin => ("rejoin", None),
        MemberEvent::Outage(day) => ("outage", Some(day.to_string())),
    }
}

fn decode_change(row: &AnyRow) -> Result<MemberChange, StoreError> {
    let row = Columns::of("member_change", row);
    let value = row.maybe_text("value")?.unwrap_or_default();
    let wrong = |why: &dyn fmt::Display| row.inconsistent("value", why.to_string());
    let event = match row.text("kind")?.as_str() {
        "optin" => MemberEvent::OptIn,
        "optout" => MemberEvent::OptOut,
        "timezone" => MemberEvent::Timezone(value),
        "day_ends_at" => MemberEvent::DayEndsAt(value.parse().map_err(|why| wrong(&why))?),
        "active_days" => MemberEvent::ActiveDays(
            i64::from_str(&value)
                .ok()
                .and_then(Weekdays::from_bits)
                .ok_or_else(|| wrong(&"expected the bits of weekdays"))?,
        ),
        "visibility" => MemberEvent::Visibility(
            i64::from_str(&value)
                .ok()
                .and_then(Visibility::from_db)
                .ok_or_else(|| wrong(&"expected 0, 1 or 2"))?,
        ),
        "pause" => {
            let (from, to) = value
                .split_once(' ')
                .ok_or_else(|| wrong(&"expected two dates"))?;
            MemberEvent::Pause {
                from: from.parse().map_err(|why: jiff::Error| wrong(&why))?,
                to: to.parse().map_err(|why: jiff::Error| wrong(&why))?,
            }
        }
        "resume" => MemberEvent::Resume,
        "leave" => MemberEvent::Leave,
        "rejoin" => MemberEvent::Rejoin,
        "outage" => MemberEvent::Outage(value.parse().map_err(|why: jiff::Error| wrong(&why))?),
        other => return Err(row.inconsistent("kind", format!("unexpected word {other:?}"))),
    };
    Ok(MemberChange {
        rev: row.int("rev")?,
        at: row.instant("at_ms")?,
        event,
        guild_seq: row.maybe_int("guild_seq")?,
    })
}
