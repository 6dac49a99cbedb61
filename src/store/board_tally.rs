//! How many lines of each board have each value, so that a rank is a sum (L-3).

use std::collections::BTreeMap;

use jiff::{SignedDuration, Timestamp};
use sqlx::{Any, AssertSqlSafe, Transaction};

use super::columns::ms;
use super::many::{places, roomy_size_for};
use super::{Store, StoreError};
use crate::domain::ids::GuildId;
use crate::domain::leaderboard::{LineKeys, Metric};

/// What counts for the team.
pub(super) const TEAM: &str = "team";
/// When lines have not held for so long, nobody counts them any more.
const COUNTED_FOR: SignedDuration = SignedDuration::from_hours(1);

impl Store {
    /// Forgets how many lines there were of each value that nobody has any more.
    pub async fn forget_tallies(&self, now: Timestamp) -> Result<(), StoreError> {
        let over = now.saturating_sub(COUNTED_FOR).unwrap_or(now);
        let mut tx = self.write().await?;
        sqlx::query("DELETE FROM board_tally WHERE until_ms <= $1 AND n = 0")
            .bind(ms(over))
            .execute(&mut *tx)
            .await?;
        Ok(tx.commit().await?)
    }
}

/// A line that is counted, with the instants between which it holds.
pub(super) struct CountedLine<'a> {
    pub(super) keys: &'a LineKeys,
    pub(super) from: i64,
    pub(super) until: i64,
}

impl CountedLine<'_> {
    /// The boards with this line, and its value there.
    fn values(&self) -> Vec<(&'static str, String)> {
        let boards = Metric::ALL.iter().filter_map(|metric| {
            let key = self.keys.of(*metric)?;
            Some((metric.as_str(), LineKeys::value(key).to_owned()))
        });
        let team = self.keys.team.clone().map(|share| (TEAM, share));
        boards.chain(team).collect()
    }
}

/// What a tally counts: lines of a board with a value, of those that hold between two instants, the later one first.
type Counted = (GuildId, &'static str, String, i64, i64);

/// How the tallies change; written at the end of a transaction, always in one order, so that nobody waits in a circle.
#[derive(Debug, Default)]
pub(super) struct Tally(BTreeMap<Counted, i64>);

impl Tally {
    /// So many more lines of a guild.
    pub(super) fn add(&mut self, guild: GuildId, line: &CountedLine<'_>, n: i64) {
        for (board, value) in line.values() {
            let counted = (guild, board, value, line.until, line.from);
            *self.0.entry(counted).or_default() += n;
        }
    }

    /// Writes what has changed.
    pub(super) async fn save(self, tx: &mut Transaction<'static, Any>) -> Result<(), StoreError> {
        let changed: Vec<_> = self.0.into_iter().filter(|(_, n)| *n != 0).collect();
        let mut rest = changed.as_slice();
        while !rest.is_empty() {
            let n_rows = roomy_size_for(rest.len());
            let (part, others) = rest.split_at(n_rows.min(rest.len()));
            add(tx, part, n_rows).await?;
            rest = others;
        }
        Ok(())
    }
}

/// Adds to what is counted; rows too many change nothing.
async fn add(
    tx: &mut Transaction<'static, Any>,
    changed: &[(Counted, i64)],
    n_rows: usize,
) -> Result<(), StoreError> {
    // Only numbers of parameters are put into the text.
    let sql = format!(
        "WITH changed (guild_id, board, value, until_ms, from_ms, n) AS (VALUES {})
         INSERT INTO board_tally (guild_id, board, value, until_ms, from_ms, n)
         SELECT guild_id, board, value, until_ms, from_ms, n FROM changed WHERE n <> 0
         ON CONFLICT (guild_id, board, value, until_ms, from_ms)
         DO UPDATE SET n = board_tally.n + excluded.n",
        places(tx, n_rows, 6)
    );
    let mut query = sqlx::query(AssertSqlSafe(sql));
    for row in 0..n_rows {
        query = match changed.get(row) {
            Some(((guild, board, value, until, from), n)) => query
                .bind(guild.to_db())
                .bind(*board)
                .bind(value.clone())
                .bind(*until)
                .bind(*from)
                .bind(*n),
            None => query
                .bind(0_i64)
                .bind("")
                .bind("")
                .bind(0_i64)
                .bind(0_i64)
                .bind(0_i64),
        };
    }
    query.execute(&mut **tx).await?;
    Ok(())
}
