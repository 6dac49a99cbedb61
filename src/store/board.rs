//! An excerpt of a large guild's board: the lines of a page, those beside the caller's own, and the tallies that give them
//! their ranks, all by index and in one statement, so that they are of one instant.
//!
//! Begin reading at [`BoardReader::excerpt`].

use jiff::Timestamp;
use sqlx::AssertSqlSafe;
use sqlx::any::AnyRow;
use sqlx::query::Query;

use super::board_tally::TEAM;
use super::columns::{Columns, ms};
use super::{BoardReader, Participant, StoreError, participants};
use crate::domain::ids::{GuildId, UserId};
use crate::domain::leaderboard::Metric;

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

impl BoardReader {
    /// Lines of a guild's board, as they are kept and hold at `now`.
    pub async fn excerpt(
        &mut self,
        (guild, metric): (GuildId, Metric),
        wanted: &[Wanted],
        caller: Option<UserId>,
        now: Timestamp,
    ) -> Result<Excerpt, StoreError> {
        let ranges: Vec<_> = wanted.iter().flat_map(ranges).collect();
        let sql = statement(&ranges, metric);
        let query = participants::bind(sqlx::query(AssertSqlSafe(sql)), guild);
        let query = query.bind(ms(now)).bind(caller.map(UserId::to_db));
        let keys = ranges.iter().filter_map(|range| range.key.clone());
        let query = keys.fold(query, Query::bind);
        let rows = query.fetch_all(&mut *self.connection).await?;
        let found = participants::decode_all(&mut self.connection, guild, &rows).await?;
        let mut excerpt = Excerpt::default();
        for row in &rows {
            if Columns::of("board_tally", row).flag("kind")? {
                excerpt = decode_tallies(row)?;
            }
        }
        excerpt.participants = found.into_values().collect();
        Ok(excerpt)
    }
}

/// Lines in the order of a board or against it.
#[derive(Clone)]
struct Range {
    /// How their keys compare to this one.
    compare: &'static str,
    key: Option<String>,
    direction: &'static str,
    limit: u32,
}

fn ranges(wish: &Wanted) -> Vec<Range> {
    let range = |compare, key: &String, direction, limit| Range {
        compare,
        key: Some(key.clone()),
        direction,
        limit,
    };
    match wish {
        Wanted::First(n) => vec![Range {
            compare: "IS NOT NULL",
            key: None,
            direction: "",
            limit: *n,
        }],
        Wanted::After(key, n) => vec![range(">", key, "", *n), range("<=", key, "DESC", 1)],
        Wanted::Before(key, n) => vec![range("<", key, "DESC", *n), range(">=", key, "", 1)],
        Wanted::Around(key, n) => vec![range("<", key, "DESC", *n), range(">", key, "", *n)],
    }
}

/// Whoever has the lines, the caller, and the tallies. The parameters are the guild, its connection, the instant, the caller
/// and then the keys. Into the text go numbers, and names that are constants of ours.
fn statement(ranges: &[Range], metric: Metric) -> String {
    let key = metric.as_str();
    let mut shown = vec!["SELECT CAST($4 AS BIGINT) AS user_id".to_owned()];
    let mut place = 4;
    for (n, range) in ranges.iter().enumerate() {
        let Range {
            compare,
            direction,
            limit,
            ..
        } = range;
        let to = range.key.as_ref().map_or_else(String::new, |_| {
            place += 1;
            format!("${place}")
        });
        shown.push(format!(
            "SELECT user_id FROM (
                 SELECT user_id FROM board_line WHERE guild_id = $1 AND {key} {compare} {to}
                   AND from_ms <= $3 AND until_ms > $3 ORDER BY {key} {direction} LIMIT {limit}
             ) AS range_{n}"
        ));
    }
    let shown = shown.join(" UNION ");
    let tallies = [("tally", key), ("team", TEAM)].map(|(name, board)| {
        format!(
            ", CASE WHEN part.kind = 1 THEN (
                 SELECT STRING_AGG(value || '=' || CAST(n AS TEXT), ' ') FROM (
                     SELECT value, CAST(SUM(n) AS BIGINT) AS n FROM board_tally
                     WHERE guild_id = $1 AND board = '{board}' AND from_ms <= $3 AND until_ms > $3
                     GROUP BY value
                 ) AS counted WHERE n > 0
             ) END AS {name}"
        )
    });
    let more = tallies.concat() + WEEK;
    let participants = participants::statement(&more);
    format!("WITH part (kind) AS (VALUES (0), (1)), shown AS ({shown}) {participants}")
}

/// How many lines this week's board has, and how many of the first ten of them have a name: of more nobody asks it.
const WEEK: &str = ", CASE WHEN part.kind = 1 THEN (
         SELECT CAST(COALESCE(SUM(n), 0) AS BIGINT) FROM board_tally
         WHERE guild_id = $1 AND board = 'week' AND from_ms <= $3 AND until_ms > $3
     ) END AS in_week, CASE WHEN part.kind = 1 THEN (
         SELECT COUNT(*) FROM (
             SELECT user_id FROM board_line WHERE guild_id = $1 AND week IS NOT NULL
               AND from_ms <= $3 AND until_ms > $3 LIMIT 10
         ) AS lines JOIN member AS seen ON seen.guild_id = $1 AND seen.user_id = lines.user_id
         WHERE seen.visibility = 2
     ) END AS named";

fn decode_tallies(row: &AnyRow) -> Result<Excerpt, StoreError> {
    let of = Columns::of("board_tally", row);
    let tally = |column| -> Result<Vec<(String, u64)>, StoreError> {
        let text = of.maybe_text(column)?.unwrap_or_default();
        let counted = text.split_whitespace().map(|one| {
            let (value, n) = one.split_once('=')?;
            Some((value.to_owned(), n.parse().ok()?))
        });
        let counted: Option<Vec<_>> = counted.collect();
        let mut counted = counted
            .ok_or_else(|| of.inconsistent(column, "expected values with numbers".to_owned()))?;
        // In the order of bytes, whatever that of the database is.
        counted.sort();
        Ok(counted)
    };
    Ok(Excerpt {
        participants: Vec::new(),
        tally: tally("tally")?,
        in_week: of.small("in_week")?,
        named_in_week: of.small("named")?,
        team: tally("team")?,
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::leaderboard::Visibility;

    #[test]
    fn the_words_in_statements_are_those_of_the_domain() {
        assert!(WEEK.contains(&format!("board = '{}'", Metric::Week.as_str())));
        assert!(WEEK.contains(&format!("visibility = {}", Visibility::Named.to_db())));
    }
}
