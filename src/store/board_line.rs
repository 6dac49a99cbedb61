//! Lines of boards, kept in the order of each board, and how many of them have each value (L-3, L-4).
//!
//! Lines are written with the streak that they come from, in one transaction: the one that holds until the member's day turns,
//! and the one that holds on the day after if nothing happens. So a day turns at its instant without anybody working
//! anything out; whoever does has a day for it. What does not hold any more is found by [`Store::refresh_board`]. What a
//! key means, the caller knows.

use std::collections::{BTreeMap, BTreeSet};

use jiff::Timestamp;
use sqlx::any::AnyRow;
use sqlx::{Any, AssertSqlSafe, Transaction};

use super::board_tally::{CountedLine, Tally};
use super::columns::{Columns, ms};
use super::many::{MOST_ROWS, Whose, parts, places, size_for, whose};
use super::{Participant, Store, StoreError, member, participants};
use crate::domain::ids::{GuildId, UserId};
use crate::domain::leaderboard::LineKeys;

/// A member's lines.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BoardLine {
    /// Their keys on each board, until their day turns.
    pub keys: LineKeys,
    /// When it does.
    pub turns_at: Timestamp,
    /// Their keys on the day after, if nothing happens until then.
    pub keys_ahead: LineKeys,
    /// When that day turns: from then on neither holds.
    pub stale_at: Timestamp,
}

/// Which lines do not hold any more.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Outdated {
    /// Those whose day has turned: what was worked out ahead is not relied upon.
    Turned,
    /// Those of whom nothing was worked out for this day.
    Stale,
}

/// One of a member's two lines, as a row.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Row {
    from: i64,
    until: i64,
    /// When both are worked out anew, and from when on neither holds: beside the first of them.
    times: Option<(i64, i64)>,
    keys: LineKeys,
}

impl Row {
    /// The line that holds now, and the one for the day after.
    fn both(line: &BoardLine) -> [Self; 2] {
        let (turns_at, stale_at) = (ms(line.turns_at), ms(line.stale_at));
        [
            Self {
                from: 0,
                until: turns_at,
                times: Some((turns_at, stale_at)),
                keys: line.keys.clone(),
            },
            Self {
                from: turns_at,
                until: stale_at,
                times: None,
                keys: line.keys_ahead.clone(),
            },
        ]
    }
}

impl Row {
    fn counted(&self) -> CountedLine<'_> {
        CountedLine {
            keys: &self.keys,
            from: self.from,
            until: self.until,
        }
    }
}

impl Store {
    /// Works lines of a guild out anew that do not hold at `now`, at most `limit`. `judge` gets each member as boards need
    /// them and says their lines. Returns how many there were.
    pub async fn refresh_board(
        &self,
        guild: GuildId,
        outdated: Outdated,
        (now, limit): (Timestamp, u32),
        judge: impl Fn(&Participant) -> BoardLine + Send + Sync,
    ) -> Result<usize, StoreError> {
        let users = self.outdated_lines(guild, outdated, now, limit).await?;
        if users.is_empty() {
            return Ok(0);
        }
        let members: BTreeSet<_> = users.iter().map(|user| (guild, *user)).collect();
        let mut tx = self.write().await?;
        self.lock_lines(&mut tx, &members).await?;
        let participants = participants::fetch(&mut tx, guild, &users).await?;
        let lines = users.iter().map(|user| {
            let line = participants.get(user).map(&judge);
            ((guild, *user), line)
        });
        let lines: Vec<_> = lines.collect();
        let lines: Vec<_> = lines
            .iter()
            .map(|(whose, line)| (*whose, line.as_ref()))
            .collect();
        let mut tally = Tally::default();
        save_all(&mut tx, &lines, &mut tally).await?;
        tally.save(&mut tx).await?;
        tx.commit().await?;
        Ok(users.len())
    }

    /// Up to `limit` members whose lines do not hold at `now`.
    pub async fn outdated_lines(
        &self,
        guild: GuildId,
        outdated: Outdated,
        now: Timestamp,
        limit: u32,
    ) -> Result<Vec<UserId>, StoreError> {
        let sql = match outdated {
            Outdated::Turned => {
                "SELECT user_id FROM board_line WHERE guild_id = $1 AND renew_at <= $2
                 ORDER BY renew_at LIMIT $3"
            }
            Outdated::Stale => {
                "SELECT user_id FROM board_line WHERE guild_id = $1 AND stale_at <= $2
                 ORDER BY stale_at LIMIT $3"
            }
        };
        let rows = sqlx::query(sql)
            .bind(guild.to_db())
            .bind(ms(now))
            .bind(i64::from(limit))
            .fetch_all(&self.readers)
            .await?;
        let user = |row: &AnyRow| Columns::of("board_line", row).id("user_id");
        rows.iter().map(user).collect()
    }

    /// Whoever writes about several members, or about their lines, waits here for those who do the same, always in one
    /// order, so that nobody waits in a circle: boards, members; the tallies come last.
    pub(super) async fn lock_lines(
        &self,
        tx: &mut Transaction<'static, Any>,
        members: &BTreeSet<Whose>,
    ) -> Result<(), StoreError> {
        if members.len() > 1 {
            let guilds: BTreeSet<_> = members.iter().map(|(guild, _)| *guild).collect();
            let boards: Vec<_> = guilds.into_iter().map(lock_name).collect();
            self.dialect.lock_shared(tx, &boards).await?;
        }
        let names = members.iter();
        let names = names.map(|(guild, user)| member::lock_name(*guild, *user));
        let names: Vec<_> = names.collect();
        Ok(self.dialect.lock_all(tx, &names).await?)
    }

    /// The lines of a guild do not hold any more, since its days have changed.
    pub(super) async fn forget_lines(
        &self,
        tx: &mut Transaction<'static, Any>,
        guild: GuildId,
    ) -> Result<(), StoreError> {
        self.dialect.lock(tx, &lock_name(guild)).await?;
        sqlx::query(
            "UPDATE board_line SET renew_at = 0, stale_at = 0 WHERE guild_id = $1 AND ahead = 0",
        )
        .bind(guild.to_db())
        .execute(&mut **tx)
        .await?;
        Ok(())
    }

    /// The same for those, or the one, whose present day turns after an instant.
    pub(super) async fn forget_lines_turning_after(
        &self,
        tx: &mut Transaction<'static, Any>,
        (guild, user): (GuildId, Option<UserId>),
        instant: Timestamp,
    ) -> Result<(), StoreError> {
        self.dialect.lock(tx, &lock_name(guild)).await?;
        sqlx::query(
            "UPDATE board_line SET renew_at = 0, stale_at = 0
             WHERE guild_id = $1 AND renew_at > $2 AND ahead = 0 AND ($3 IS NULL OR user_id = $3)",
        )
        .bind(guild.to_db())
        .bind(ms(instant))
        .bind(user.map(UserId::to_db))
        .execute(&mut **tx)
        .await?;
        Ok(())
    }

    /// When the next lines are to be worked out anew, and in which guild.
    pub async fn next_outdated_line(&self) -> Result<Option<(GuildId, Timestamp)>, StoreError> {
        let row = sqlx::query(
            "SELECT guild_id, renew_at FROM board_line WHERE renew_at IS NOT NULL
             ORDER BY renew_at LIMIT 1",
        )
        .fetch_optional(&self.readers)
        .await?;
        let next = row.map(|row| {
            let row = Columns::of("board_line", &row);
            Ok((row.id("guild_id")?, row.instant("renew_at")?))
        });
        next.transpose()
    }
}

/// What those who change all lines of a guild wait on.
fn lock_name(guild: GuildId) -> String {
    format!("board:{guild}")
}

/// A member's lines do not hold any more, and nobody has worked them out yet.
pub(super) async fn forget_line(
    tx: &mut Transaction<'static, Any>,
    (guild, user): Whose,
) -> Result<(), StoreError> {
    sqlx::query(
        "INSERT INTO board_line (guild_id, user_id, ahead, from_ms, until_ms, renew_at, stale_at)
         VALUES ($1, $2, 0, 0, 0, 0, 0)
         ON CONFLICT (guild_id, user_id, ahead) DO UPDATE SET renew_at = 0, stale_at = 0",
    )
    .bind(guild.to_db())
    .bind(user.to_db())
    .execute(&mut **tx)
    .await?;
    Ok(())
}

/// Keeps the lines of different members; `None` takes a member off all boards. What that does to the tallies is added to
/// `tally`.
pub(super) async fn save_all(
    tx: &mut Transaction<'static, Any>,
    lines: &[(Whose, Option<&BoardLine>)],
    tally: &mut Tally,
) -> Result<(), StoreError> {
    let mut changed = Vec::new();
    for lines in lines.chunks(MOST_ROWS) {
        let members: Vec<_> = lines.iter().map(|(whose, _)| *whose).collect();
        let mut kept = fetch(tx, &members).await?;
        for (whose, line) in lines {
            let before = kept.remove(whose).unwrap_or_default();
            let Some(line) = line else {
                for row in &before {
                    tally.add(whose.0, &row.counted(), -1);
                }
                if !before.is_empty() {
                    remove(tx, *whose).await?;
                }
                continue;
            };
            let both = Row::both(line);
            for (ahead, row) in (0_i64..).zip(both) {
                let at = usize::from(ahead > 0);
                let earlier = before.get(at);
                if earlier == Some(&row) {
                    continue;
                }
                if let Some(earlier) = earlier {
                    tally.add(whose.0, &earlier.counted(), -1);
                }
                tally.add(whose.0, &row.counted(), 1);
                changed.push((*whose, ahead, row));
            }
        }
    }
    for part in parts(&changed) {
        upsert(tx, part).await?;
    }
    Ok(())
}

/// The rows of members, the line ahead behind the one that holds now.
async fn fetch(
    tx: &mut Transaction<'static, Any>,
    members: &[Whose],
) -> Result<BTreeMap<Whose, Vec<Row>>, StoreError> {
    let n_rows = size_for(members.len());
    // Only numbers of parameters are put into the text.
    let sql = format!(
        "WITH asked (guild, person) AS (VALUES {})
         SELECT board_line.* FROM asked CROSS JOIN board_line
         WHERE board_line.guild_id = asked.guild AND board_line.user_id = asked.person
         ORDER BY board_line.ahead",
        places(tx, n_rows, 2)
    );
    let mut query = sqlx::query(AssertSqlSafe(sql));
    for n in 0..n_rows {
        let of = members.get(n);
        let (guild, user) = of.map_or((0, 0), |(guild, user)| (guild.to_db(), user.to_db()));
        query = query.bind(guild).bind(user);
    }
    let mut found: BTreeMap<_, Vec<_>> = BTreeMap::new();
    for row in query.fetch_all(&mut **tx).await? {
        let of = whose("board_line", &row)?;
        found.entry(of).or_default().push(decode(&row)?);
    }
    Ok(found)
}

async fn remove(
    tx: &mut Transaction<'static, Any>,
    (guild, user): Whose,
) -> Result<(), StoreError> {
    sqlx::query("DELETE FROM board_line WHERE guild_id = $1 AND user_id = $2")
        .bind(guild.to_db())
        .bind(user.to_db())
        .execute(&mut **tx)
        .await?;
    Ok(())
}

async fn upsert(
    tx: &mut Transaction<'static, Any>,
    rows: &[(Whose, i64, Row)],
) -> Result<(), StoreError> {
    // Only numbers of parameters are put into the text.
    let sql = format!(
        "INSERT INTO board_line (
             guild_id, user_id, ahead, from_ms, until_ms, renew_at, stale_at,
             consistency, week, current, longest, team
         ) VALUES {}
         ON CONFLICT (guild_id, user_id, ahead) DO UPDATE SET
             from_ms = excluded.from_ms, until_ms = excluded.until_ms,
             renew_at = excluded.renew_at, stale_at = excluded.stale_at,
             consistency = excluded.consistency, week = excluded.week,
             current = excluded.current, longest = excluded.longest, team = excluded.team",
        places(tx, rows.len(), 12)
    );
    let mut query = sqlx::query(AssertSqlSafe(sql));
    for ((guild, user), ahead, row) in rows {
        query = query
            .bind(guild.to_db())
            .bind(user.to_db())
            .bind(*ahead)
            .bind(row.from)
            .bind(row.until)
            .bind(row.times.map(|(renew_at, _)| renew_at))
            .bind(row.times.map(|(_, stale_at)| stale_at))
            .bind(row.keys.consistency.clone())
            .bind(row.keys.week.clone())
            .bind(row.keys.current.clone())
            .bind(row.keys.longest.clone())
            .bind(row.keys.team.clone());
    }
    query.execute(&mut **tx).await?;
    Ok(())
}

/// The guilds in which a member has lines, of those that are meant (`None` is all).
pub(super) async fn guilds_of(
    tx: &mut Transaction<'static, Any>,
    user: UserId,
    guild: Option<GuildId>,
) -> Result<Vec<GuildId>, StoreError> {
    let rows = sqlx::query("SELECT guild_id FROM board_line WHERE user_id = $1 AND ahead = 0")
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

fn decode(row: &AnyRow) -> Result<Row, StoreError> {
    let row = Columns::of("board_line", row);
    Ok(Row {
        from: row.int("from_ms")?,
        until: row.int("until_ms")?,
        times: row.maybe_int("renew_at")?.zip(row.maybe_int("stale_at")?),
        keys: LineKeys {
            consistency: row.maybe_text("consistency")?,
            week: row.maybe_text("week")?,
            current: row.maybe_text("current")?,
            longest: row.maybe_text("longest")?,
            team: row.maybe_text("team")?,
        },
    })
}
