//! Lines of boards, kept in the order of each board, and how many of them have each value (L-3, L-4).
//!
//! A line is written with the streak that it comes from, in one transaction. It holds until the member's day turns; what
//! does not hold any more is found by [`Store::refresh_board`]. What a key means, the caller knows.

use std::collections::BTreeMap;

use jiff::Timestamp;
use sqlx::any::AnyRow;
use sqlx::{Any, AssertSqlSafe, Transaction};

use super::columns::{Columns, ms};
use super::{Participant, Store, StoreError, board, member};
use crate::domain::ids::{GuildId, UserId};
use crate::domain::leaderboard::{LineKeys, Metric};

/// What counts for the team.
pub(super) const TEAM: &str = "team";

/// A member's lines.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BoardLine {
    /// From when on they do not hold any more.
    pub stale_at: Timestamp,
    /// Their keys on each board.
    pub keys: LineKeys,
}

/// The boards with a line of this row, and its value there.
fn values(keys: &LineKeys) -> Vec<(&'static str, String)> {
    let boards = Metric::ALL.iter().filter_map(|metric| {
        let key = keys.of(*metric)?;
        Some((metric.as_str(), LineKeys::value(key).to_owned()))
    });
    let team = keys.team.clone().map(|share| (TEAM, share));
    boards.chain(team).collect()
}

impl Store {
    /// Works lines out anew that do not hold at `now`, of one guild or of any, at most `limit`. `judge` gets each member as
    /// boards need them and says their lines. Returns how many there were.
    pub async fn refresh_board(
        &self,
        guild: Option<GuildId>,
        now: Timestamp,
        limit: u32,
        judge: impl Fn(&Participant) -> BoardLine + Send + Sync,
    ) -> Result<usize, StoreError> {
        let stale = self.stale_lines(guild, now, limit).await?;
        if stale.is_empty() {
            return Ok(0);
        }
        let mut by_guild: BTreeMap<GuildId, Vec<UserId>> = BTreeMap::new();
        for (guild, user) in &stale {
            by_guild.entry(*guild).or_default().push(*user);
        }
        // Always in one order, so that nobody waits in a circle: boards, members, tallies.
        let mut tx = self.write().await?;
        for guild in by_guild.keys() {
            self.dialect.lock(&mut tx, &lock_name(*guild)).await?;
        }
        for (guild, user) in &stale {
            let name = member::lock_name(*guild, *user);
            self.dialect.lock(&mut tx, &name).await?;
        }
        let mut tally = Tally::default();
        for (guild, users) in by_guild {
            let participants = board::fetch_participants(&mut tx, guild, &users).await?;
            for user in users {
                let line = participants.get(&user).map(&judge);
                save(&mut tx, (guild, user), line.as_ref(), &mut tally).await?;
            }
        }
        tally.save(&mut tx).await?;
        tx.commit().await?;
        Ok(stale.len())
    }

    /// Up to `limit` members whose lines do not hold at `now`, in the order of guilds and users.
    async fn stale_lines(
        &self,
        guild: Option<GuildId>,
        now: Timestamp,
        limit: u32,
    ) -> Result<Vec<(GuildId, UserId)>, StoreError> {
        let sql = match guild {
            Some(_) => {
                "SELECT guild_id, user_id FROM board_line WHERE guild_id = $3 AND stale_at <= $1
                 LIMIT $2"
            }
            None => {
                "SELECT guild_id, user_id FROM board_line WHERE stale_at <= $1
                 ORDER BY stale_at LIMIT $2"
            }
        };
        let query = sqlx::query(sql).bind(ms(now)).bind(i64::from(limit));
        let query = match guild {
            Some(guild) => query.bind(guild.to_db()),
            None => query,
        };
        let rows = query.fetch_all(&self.readers).await?;
        let whose = |row: &AnyRow| {
            let row = Columns::of("board_line", row);
            Ok((row.id("guild_id")?, row.id("user_id")?))
        };
        let mut stale = rows
            .iter()
            .map(whose)
            .collect::<Result<Vec<_>, StoreError>>()?;
        stale.sort_unstable();
        Ok(stale)
    }

    /// The lines of a guild do not hold any more, since its days have changed.
    pub(super) async fn forget_lines(
        &self,
        tx: &mut Transaction<'static, Any>,
        guild: GuildId,
    ) -> Result<(), StoreError> {
        self.dialect.lock(tx, &lock_name(guild)).await?;
        sqlx::query("UPDATE board_line SET stale_at = 0 WHERE guild_id = $1")
            .bind(guild.to_db())
            .execute(&mut **tx)
            .await?;
        Ok(())
    }

    /// When the next line ceases to hold, and in which guild.
    pub async fn next_stale_line(&self) -> Result<Option<(GuildId, Timestamp)>, StoreError> {
        let row =
            sqlx::query("SELECT guild_id, stale_at FROM board_line ORDER BY stale_at LIMIT 1")
                .fetch_optional(&self.readers)
                .await?;
        let next = row.map(|row| {
            let row = Columns::of("board_line", &row);
            Ok((row.id("guild_id")?, row.instant("stale_at")?))
        });
        next.transpose()
    }
}

/// What those who change many lines of a guild wait on.
fn lock_name(guild: GuildId) -> String {
    format!("board:{guild}")
}

/// A member's line does not hold any more, and nobody has worked it out yet.
pub(super) async fn forget_line(
    tx: &mut Transaction<'static, Any>,
    (guild, user): (GuildId, UserId),
) -> Result<(), StoreError> {
    sqlx::query(
        "INSERT INTO board_line (guild_id, user_id, stale_at) VALUES ($1, $2, 0)
         ON CONFLICT (guild_id, user_id) DO UPDATE SET stale_at = 0",
    )
    .bind(guild.to_db())
    .bind(user.to_db())
    .execute(&mut **tx)
    .await?;
    Ok(())
}

/// Keeps a member's lines; `None` takes them off all boards. What that does to the tallies is added to `tally`.
pub(super) async fn save(
    tx: &mut Transaction<'static, Any>,
    (guild, user): (GuildId, UserId),
    line: Option<&BoardLine>,
    tally: &mut Tally,
) -> Result<(), StoreError> {
    let row = sqlx::query("SELECT * FROM board_line WHERE guild_id = $1 AND user_id = $2")
        .bind(guild.to_db())
        .bind(user.to_db())
        .fetch_optional(&mut **tx)
        .await?;
    let before = row.as_ref().map(decode).transpose()?;
    if before.as_ref() == line {
        return Ok(());
    }
    if let Some(before) = &before {
        tally.add(guild, &before.keys, -1);
    }
    let Some(BoardLine { stale_at, keys }) = line else {
        sqlx::query("DELETE FROM board_line WHERE guild_id = $1 AND user_id = $2")
            .bind(guild.to_db())
            .bind(user.to_db())
            .execute(&mut **tx)
            .await?;
        return Ok(());
    };
    tally.add(guild, keys, 1);
    sqlx::query(
        "INSERT INTO board_line
             (guild_id, user_id, stale_at, consistency, week, current, longest, team)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8)
         ON CONFLICT (guild_id, user_id) DO UPDATE SET
             stale_at = excluded.stale_at, consistency = excluded.consistency,
             week = excluded.week, current = excluded.current, longest = excluded.longest,
             team = excluded.team",
    )
    .bind(guild.to_db())
    .bind(user.to_db())
    .bind(ms(*stale_at))
    .bind(keys.consistency.clone())
    .bind(keys.week.clone())
    .bind(keys.current.clone())
    .bind(keys.longest.clone())
    .bind(keys.team.clone())
    .execute(&mut **tx)
    .await?;
    Ok(())
}

/// The guilds in which a member has lines, of those that are meant (`None` is all).
pub(super) async fn guilds_of(
    tx: &mut Transaction<'static, Any>,
    user: UserId,
    guild: Option<GuildId>,
) -> Result<Vec<GuildId>, StoreError> {
    let rows = sqlx::query("SELECT guild_id FROM board_line WHERE user_id = $1")
        .bind(user.to_db())
        .fetch_all(&mut **tx)
        .await?;
    let guilds = rows
        .iter()
        .map(|row| Columns::of("board_line", row).id("guild_id"));
    let mut guilds = guilds.collect::<Result<Vec<GuildId>, _>>()?;
    guilds.retain(|one| guild.is_none_or(|guild| guild == *one));
    Ok(guilds)
}

/// How the tallies change; written at the end of a transaction, always in one order, so that nobody waits in a circle.
#[derive(Debug, Default)]
pub(super) struct Tally(BTreeMap<(GuildId, &'static str, String), i64>);

impl Tally {
    fn add(&mut self, guild: GuildId, keys: &LineKeys, n: i64) {
        for (board, value) in values(keys) {
            *self.0.entry((guild, board, value)).or_default() += n;
        }
    }

    /// Writes what has changed.
    pub(super) async fn save(self, tx: &mut Transaction<'static, Any>) -> Result<(), StoreError> {
        let changed: Vec<_> = self.0.into_iter().filter(|(_, n)| *n != 0).collect();
        for chunk in changed.chunks(MOST_AT_ONCE) {
            let places = (0..chunk.len()).map(|k| {
                let first = k * 4 + 1;
                format!("(${first}, ${}, ${}, ${})", first + 1, first + 2, first + 3)
            });
            // Only numbers of parameters are put into the text.
            let sql = format!(
                "INSERT INTO board_tally (guild_id, board, value, n) VALUES {}
                 ON CONFLICT (guild_id, board, value) DO UPDATE SET n = board_tally.n + excluded.n",
                places.collect::<Vec<_>>().join(", ")
            );
            let mut query = sqlx::query(AssertSqlSafe(sql));
            for ((guild, board, value), n) in chunk {
                query = query
                    .bind(guild.to_db())
                    .bind(*board)
                    .bind(value.clone())
                    .bind(*n);
            }
            query.execute(&mut **tx).await?;
        }
        Ok(())
    }
}

/// Rows of tallies in one statement.
const MOST_AT_ONCE: usize = 50;

fn decode(row: &AnyRow) -> Result<BoardLine, StoreError> {
    let row = Columns::of("board_line", row);
    Ok(BoardLine {
        stale_at: row.instant("stale_at")?,
        keys: LineKeys {
            consistency: row.maybe_text("consistency")?,
            week: row.maybe_text("week")?,
            current: row.maybe_text("current")?,
            longest: row.maybe_text("longest")?,
            team: row.maybe_text("team")?,
        },
    })
}
