//! What comes before a board: the guild it is of, and whether its lines are kept and hold.

use jiff::Timestamp;
use jiff::civil::Date;
use sqlx::AssertSqlSafe;
use sqlx::any::AnyRow;

use super::columns::{Columns, ms};
use super::{BoardReader, Guild, Holiday, Outdated, StoreError, guild, holiday, outage};
use crate::domain::ids::GuildId;

/// What comes before a board.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BoardGround {
    /// The guild's settings.
    pub guild: Guild,
    /// Its holidays, by day.
    pub holidays: Vec<Holiday>,
    /// More than so many members take part as were asked about.
    pub is_large: bool,
    /// There are lines that do not hold any more and are to be worked out first. Those that were worked out ahead of their
    /// day are not relied upon where the bot may have failed since the day that was asked about (K-42).
    pub outdated: Option<Outdated>,
}

impl BoardReader {
    /// What comes before a board at `now`, in one look: `most` is how many members make no large guild, and from `since` on
    /// the bot's failures matter.
    pub async fn ground(
        &mut self,
        guild: GuildId,
        most: u32,
        (now, since): (Timestamp, Date),
    ) -> Result<BoardGround, StoreError> {
        let sql = format!(
            "SELECT guild.*, guild_holiday.day, guild_holiday.name,
                 guild_holiday.entered_at, (
                     SELECT COUNT(*) FROM (
                         SELECT 1 AS one FROM board_line
                         WHERE guild_id = $1 AND renew_at IS NOT NULL LIMIT $3
                     ) AS lines
                 ) AS n_lines, (
                     SELECT MIN(renew_at) FROM board_line
                     WHERE guild_id = $1 AND renew_at IS NOT NULL
                 ) AS turn, (
                     SELECT MIN(stale_at) FROM board_line
                     WHERE guild_id = $1 AND stale_at IS NOT NULL
                 ) AS stale {}
             FROM (SELECT CAST($1 AS BIGINT) AS id) AS asked
             LEFT JOIN guild ON guild.guild_id = asked.id
             LEFT JOIN guild_holiday ON guild_holiday.guild_id = asked.id
             ORDER BY guild_holiday.day",
            outage::LAST
        );
        // A constant of ours alone is put into the text.
        let rows = sqlx::query(AssertSqlSafe(sql))
            .bind(guild.to_db())
            .bind(outage::shard_number(guild))
            .bind(i64::from(most) + 1)
            .fetch_all(&mut *self.connection)
            .await?;
        let first = rows.first().ok_or_else(|| {
            StoreError::inconsistent("guild", "guild_id", "expected a row for who was asked for")
        })?;
        decode(guild, first, &rows, (most, now, since))
    }
}

fn decode(
    id: GuildId,
    first: &AnyRow,
    rows: &[AnyRow],
    (most, now, since): (u32, Timestamp, Date),
) -> Result<BoardGround, StoreError> {
    let of = Columns::of("guild", first);
    let is_over = |column| {
        let at = of.maybe_int(column)?;
        Ok::<_, StoreError>(at.is_some_and(|at| at <= ms(now)))
    };
    let (outdated, column) = if outage::is_since(first, since)? {
        (Outdated::Turned, "turn")
    } else {
        (Outdated::Stale, "stale")
    };
    let is_known = of.maybe_int("guild_id")?.is_some();
    let mut holidays = Vec::new();
    for row in rows {
        if Columns::of("guild_holiday", row)
            .maybe_text("day")?
            .is_some()
        {
            holidays.push(holiday::decode_holiday(row)?);
        }
    }
    Ok(BoardGround {
        guild: if is_known {
            guild::decode(first)?
        } else {
            Guild::new(id)
        },
        holidays,
        is_large: of.int("n_lines")? > i64::from(most),
        outdated: is_over(column)?.then_some(outdated),
    })
}
