//! An excerpt of a large guild's board: the lines of a page, those beside the caller's own, and the tallies that give them
//! their ranks, all by index.
//!
//! Begin reading at [`Store::board_excerpt`].

use std::collections::{BTreeMap, BTreeSet};

use jiff::Timestamp;
use sqlx::any::AnyRow;
use sqlx::{Any, AssertSqlSafe, Transaction};

use super::board_tally::TEAM;
use super::columns::{Columns, ms};
use super::many::{MOST_ROWS, places_from, size_for};
use super::{
    Failures, Participant, Store, StoreError, StreakRow, member, member_log, outage, streak,
};
use crate::domain::ids::{GuildId, UserId};
use crate::domain::leaderboard::{Metric, Visibility};

/// Which lines of a board are wanted.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Wanted {
    /// So many from the beginning.
    First(u32),
    /// So many after a key, and the one before those.
    After(String, u32),
    /// So many before a key, and the one after those.
    Before(String, u32),
    /// So many on each side of a key.
    Around(String, u32),
}

/// Lines of a board, and what gives them their ranks.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Excerpt {
    /// The members, in no order.
    pub participants: Vec<Participant>,
    /// How many lines have each value.
    pub tally: Vec<(String, u64)>,
    /// How many lines this week's board has.
    pub in_week: u64,
    /// How many of the first few of these have a name.
    pub named_in_week: u64,
    /// How many members have each week.
    pub team: Vec<(String, u64)>,
}

impl Store {
    /// Says whether a guild has more than `most` members who take part.
    pub async fn has_more_lines_than(&self, guild: GuildId, most: u32) -> Result<bool, StoreError> {
        let row = sqlx::query(
            "SELECT COUNT(*) AS n FROM (
                 SELECT 1 AS one FROM board_line
                 WHERE guild_id = $1 AND renew_at IS NOT NULL LIMIT $2
             ) AS lines",
        )
        .bind(guild.to_db())
        .bind(i64::from(most) + 1)
        .fetch_one(&self.readers)
        .await?;
        Ok(Columns::of("board_line", &row).int("n")? > i64::from(most))
    }

    /// A member as boards need them; `None` if they take no part.
    pub async fn participant(
        &self,
        guild: GuildId,
        user: UserId,
    ) -> Result<Option<Participant>, StoreError> {
        let mut tx = self.read().await?;
        let mut found = fetch_participants(&mut tx, guild, &[user]).await?;
        tx.commit().await?;
        Ok(found.remove(&user))
    }

    /// Lines of a guild's board, as they are kept and hold at `now`.
    pub async fn board_excerpt(
        &self,
        (guild, metric): (GuildId, Metric),
        wanted: &[Wanted],
        caller: Option<UserId>,
        now: Timestamp,
    ) -> Result<Excerpt, StoreError> {
        let mut tx = self.read().await?;
        let mut users: BTreeSet<UserId> = caller.into_iter().collect();
        for wish in wanted {
            for (sql, key, limit) in questions(wish) {
                // Names of columns are constants of this file and of the metrics.
                let sql = sql.replace("KEY", metric.as_str());
                let query = sqlx::query(AssertSqlSafe(sql)).bind(guild.to_db());
                let query = query.bind(i64::from(limit)).bind(ms(now));
                let query = match key {
                    Some(key) => query.bind(key.to_owned()),
                    None => query,
                };
                let rows = query.fetch_all(&mut *tx).await?;
                for row in &rows {
                    users.insert(Columns::of("board_line", row).id("user_id")?);
                }
            }
        }
        let users: Vec<_> = users.into_iter().collect();
        let participants = fetch_participants(&mut tx, guild, &users).await?;
        let tally = tally(&mut tx, guild, metric.as_str(), now).await?;
        let in_week = tally_of_week(&mut tx, guild, now).await?;
        let named_in_week = match in_week {
            ..FEW => named_in_week(&mut tx, guild, now).await?,
            _ => FEW,
        };
        let team = self::tally(&mut tx, guild, TEAM, now).await?;
        tx.commit().await?;
        Ok(Excerpt {
            participants: participants.into_values().collect(),
            tally,
            in_week,
            named_in_week,
            team,
        })
    }
}

/// Of so few lines it is asked how many have a name.
const FEW: u64 = 10;

const FIRST: &str = "SELECT user_id FROM board_line WHERE guild_id = $1 AND KEY IS NOT NULL
       AND from_ms <= $3 AND until_ms > $3 ORDER BY KEY LIMIT $2";
const AFTER: &str = "SELECT user_id FROM board_line WHERE guild_id = $1 AND KEY > $4
       AND from_ms <= $3 AND until_ms > $3 ORDER BY KEY LIMIT $2";
const BEFORE: &str = "SELECT user_id FROM board_line WHERE guild_id = $1 AND KEY < $4
       AND from_ms <= $3 AND until_ms > $3 ORDER BY KEY DESC LIMIT $2";
const NOT_AFTER: &str = "SELECT user_id FROM board_line WHERE guild_id = $1 AND KEY <= $4
       AND from_ms <= $3 AND until_ms > $3 ORDER BY KEY DESC LIMIT $2";
const NOT_BEFORE: &str = "SELECT user_id FROM board_line WHERE guild_id = $1 AND KEY >= $4
       AND from_ms <= $3 AND until_ms > $3 ORDER BY KEY LIMIT $2";

fn questions(wish: &Wanted) -> Vec<(&'static str, Option<&str>, u32)> {
    match wish {
        Wanted::First(n) => vec![(FIRST, None, *n)],
        Wanted::After(key, n) => vec![(AFTER, Some(key), *n), (NOT_AFTER, Some(key), 1)],
        Wanted::Before(key, n) => vec![(BEFORE, Some(key), *n), (NOT_BEFORE, Some(key), 1)],
        Wanted::Around(key, n) => vec![(BEFORE, Some(key), *n), (AFTER, Some(key), *n)],
    }
}

async fn tally(
    tx: &mut Transaction<'static, Any>,
    guild: GuildId,
    board: &'static str,
    now: Timestamp,
) -> Result<Vec<(String, u64)>, StoreError> {
    let rows = sqlx::query(
        "SELECT value, CAST(SUM(n) AS BIGINT) AS n FROM board_tally
         WHERE guild_id = $1 AND board = $2 AND from_ms <= $3 AND until_ms > $3
         GROUP BY value HAVING SUM(n) > 0 ORDER BY value",
    )
    .bind(guild.to_db())
    .bind(board)
    .bind(ms(now))
    .fetch_all(&mut **tx)
    .await?;
    let one = |row: &AnyRow| {
        let row = Columns::of("board_tally", row);
        Ok((row.text("value")?, row.small("n")?))
    };
    rows.iter().map(one).collect()
}

async fn tally_of_week(
    tx: &mut Transaction<'static, Any>,
    guild: GuildId,
    now: Timestamp,
) -> Result<u64, StoreError> {
    let row = sqlx::query(
        "SELECT CAST(COALESCE(SUM(n), 0) AS BIGINT) AS n FROM board_tally
         WHERE guild_id = $1 AND board = $2 AND from_ms <= $3 AND until_ms > $3",
    )
    .bind(guild.to_db())
    .bind(Metric::Week.as_str())
    .bind(ms(now))
    .fetch_one(&mut **tx)
    .await?;
    Columns::of("board_tally", &row).small("n")
}

/// How many of the first ten lines of this week's board have a name; asked where there are fewer.
async fn named_in_week(
    tx: &mut Transaction<'static, Any>,
    guild: GuildId,
    now: Timestamp,
) -> Result<u64, StoreError> {
    let row = sqlx::query(
        "SELECT COUNT(*) AS n FROM (
             SELECT user_id FROM board_line WHERE guild_id = $1 AND week IS NOT NULL
               AND from_ms <= $3 AND until_ms > $3 LIMIT 10
         ) AS lines JOIN member ON member.guild_id = $1 AND member.user_id = lines.user_id
         WHERE member.visibility = $2",
    )
    .bind(guild.to_db())
    .bind(Visibility::Named.to_db())
    .bind(ms(now))
    .fetch_one(&mut **tx)
    .await?;
    Columns::of("member", &row).small("n")
}

/// Those of some members of a guild who take part, as boards need them.
pub(super) async fn fetch_participants(
    tx: &mut Transaction<'static, Any>,
    guild: GuildId,
    users: &[UserId],
) -> Result<BTreeMap<UserId, Participant>, StoreError> {
    let mut found = BTreeMap::new();
    for users in users.chunks(MOST_ROWS) {
        let members = of_users(tx, MEMBERS, guild, users).await?;
        let members = members.iter().map(member::decode);
        let members = members.collect::<Result<Vec<_>, _>>()?;
        let mut streaks = BTreeMap::new();
        for row in of_users(tx, STREAKS, guild, users).await? {
            let today = Columns::of("streak_state", &row).flag("credited_today")?;
            let streak = streak::decode(&row)?;
            streaks.insert(streak.user, (streak, today));
        }
        let changes = of_users(tx, CHANGES, guild, users).await?;
        let mut logs = member_log::by_user(&changes)?;
        let mut failures = failures_towards(tx, guild, &streaks).await?;
        for member in members {
            let user = member.user;
            let Some((streak, credited_today)) = streaks.remove(&user) else {
                continue;
            };
            let participant = Participant {
                member,
                changes: logs.remove(&user).unwrap_or_default(),
                streak,
                credited_today,
                failures: failures.remove(&user).unwrap_or_default(),
            };
            found.insert(user, participant);
        }
    }
    Ok(found)
}

const MEMBERS: &str = "SELECT * FROM member WHERE guild_id = $1 AND user_id IN (USERS)
       AND opted_in = 1 AND left_at IS NULL";
const STREAKS: &str = "SELECT streak_state.*, (
         SELECT COUNT(*) FROM press
         WHERE press.guild_id = streak_state.guild_id
           AND press.user_id = streak_state.user_id
           AND press.day = streak_state.day AND press.outcome = 'credited'
     ) AS credited_today FROM streak_state
     WHERE guild_id = $1 AND user_id IN (USERS)";
/// The logs of those whose days were not always the same: a vacation, other active days than now, or a day that
/// the bot spoilt (K-13, K-40, K-42).
const CHANGES: &str = "SELECT * FROM member_change WHERE guild_id = $1 AND user_id IN (
         SELECT user_id FROM member_change WHERE guild_id = $1 AND user_id IN (USERS)
         GROUP BY user_id
         HAVING SUM(CASE WHEN kind IN ('pause', 'outage') THEN 1 ELSE 0 END) > 0
             OR SUM(CASE WHEN kind = 'active_days' THEN 1 ELSE 0 END) > 1
     ) ORDER BY user_id, rev";

/// The bot's own failures towards some members since the days of their streaks. Mostly there are none, which is asked for
/// all at once.
async fn failures_towards(
    tx: &mut Transaction<'static, Any>,
    guild: GuildId,
    streaks: &BTreeMap<UserId, (StreakRow, bool)>,
) -> Result<BTreeMap<UserId, Failures>, StoreError> {
    let mut found = BTreeMap::new();
    let first = streaks.values().map(|(streak, _)| streak.day).min();
    let Some(first) = first else {
        return Ok(found);
    };
    if !outage::is_any(tx, guild, None, first).await? {
        return Ok(found);
    }
    for (user, (streak, _)) in streaks {
        let failures = outage::fetch(tx, guild, Some(*user), streak.day).await?;
        found.insert(*user, failures);
    }
    Ok(found)
}

async fn of_users(
    tx: &mut Transaction<'static, Any>,
    sql: &'static str,
    guild: GuildId,
    users: &[UserId],
) -> Result<Vec<AnyRow>, StoreError> {
    let n_places = size_for(users.len());
    // Only numbers of parameters are put into the text.
    let sql = sql.replace("USERS", &places_from(1, n_places));
    let query = sqlx::query(AssertSqlSafe(sql)).bind(guild.to_db());
    let ids = users.iter().map(|user| user.to_db());
    let ids = ids.chain(std::iter::repeat(0)).take(n_places);
    let query = ids.fold(query, sqlx::query::Query::bind);
    Ok(query.fetch_all(&mut **tx).await?)
}
