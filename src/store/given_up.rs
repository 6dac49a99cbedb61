//! What was given up through our own fault, until the days that it has spoilt were looked at (K-42).
//!
//! It stands with the delivery itself, so that no stop of the program forgets it. Begin reading at [`Store::unjudged`].

use jiff::civil::Date;
use jiff::tz::TimeZone;
use jiff::{SignedDuration, Timestamp};
use sqlx::AssertSqlSafe;
use sqlx::any::AnyRow;

use super::columns::{Columns, date, ms};
use super::many::{MOST_ROWS, places_from, size_for};
use super::outage::is_ours;
use super::{Store, StoreError};
use crate::domain::ids::{GuildId, UserId};

/// No day is as short: whose day turns later than this after an instant, and is not over yet, began after it.
const NEARLY_A_DAY: SignedDuration = SignedDuration::from_hours(22);

/// Deliveries that were given up and not looked at since, and have an index. What was planned as missed is not among them:
/// that it would be lost was known when the bot was back.
const UNJUDGED: &str = "SELECT token, guild_id, user_id, due_at, reason FROM delivery
     WHERE judged = 0 AND k = 0 AND state IN ('missed', 'failed', 'unknown')
       AND (state <> 'missed' OR reason <> 'late')
     ORDER BY settled_at LIMIT $1";

/// Something that was due to a member of a guild, or (`None`) to everybody there, and was given up.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct GivenUp {
    /// Where.
    pub guild: GuildId,
    /// Whose, if it was for one member.
    pub user: Option<UserId>,
    /// When it was due.
    pub due: Timestamp,
}

/// Something that ended without coming.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Unjudged {
    /// The token of the delivery.
    pub token: String,
    /// What was given up; `None` if that it did not come is not our doing.
    pub given_up: Option<GivenUp>,
}

/// A member whose streak was judged up to a day.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Judged {
    /// Who.
    pub user: UserId,
    /// The first day that was not over then.
    pub day: Date,
    /// IANA name of their zone.
    pub timezone: Option<String>,
    /// The hour at which their day turns.
    pub day_ends_at: i8,
}

impl Store {
    /// Some of what ended without coming, and was not looked at since.
    pub async fn unjudged(&self) -> Result<Vec<Unjudged>, StoreError> {
        let rows = sqlx::query(UNJUDGED)
            .bind(i64::try_from(MOST_ROWS).unwrap_or(i64::MAX))
            .fetch_all(&self.readers)
            .await?;
        let one = |row: &AnyRow| {
            let row = Columns::of("delivery", row);
            let given_up = GivenUp {
                guild: row.id("guild_id")?,
                user: row.maybe_id("user_id")?,
                due: row.instant("due_at")?,
            };
            let reason = row.maybe_text("reason")?.unwrap_or_default();
            Ok(Unjudged {
                token: row.text("token")?,
                given_up: is_ours(&reason).then_some(given_up),
            })
        };
        rows.iter().map(one).collect()
    }

    /// These were looked at, and are not again.
    pub async fn note_judged(&self, looked_at: &[Unjudged]) -> Result<(), StoreError> {
        let mut tx = self.write().await?;
        for part in looked_at.chunks(MOST_ROWS) {
            let n_places = size_for(part.len());
            // Only numbers of parameters are put into the text.
            let sql = format!(
                "UPDATE delivery SET judged = 1 WHERE token IN ({})",
                places_from(0, n_places)
            );
            let tokens = part.iter().map(|one| one.token.clone());
            let tokens = tokens
                .chain(std::iter::repeat(String::new()))
                .take(n_places);
            let query = tokens.fold(sqlx::query(AssertSqlSafe(sql)), sqlx::query::Query::bind);
            query.execute(&mut *tx).await?;
        }
        Ok(tx.commit().await?)
    }

    /// Whom something that was given up concerns, and who were judged up to a day after it, by the clock of any zone.
    pub async fn judged_after(&self, given_up: &GivenUp) -> Result<Vec<Judged>, StoreError> {
        let due = given_up.due.to_zoned(TimeZone::UTC).date();
        let rows = sqlx::query(
            "SELECT streak_state.user_id, streak_state.day, member.timezone, member.day_ends_at
             FROM streak_state JOIN member ON member.guild_id = streak_state.guild_id
               AND member.user_id = streak_state.user_id
             WHERE streak_state.guild_id = $1 AND streak_state.day >= $2
               AND ($3 IS NULL OR streak_state.user_id = $3)",
        )
        .bind(given_up.guild.to_db())
        .bind(date(due))
        .bind(given_up.user.map(UserId::to_db))
        .fetch_all(&self.readers)
        .await?;
        let judged = |row: &AnyRow| {
            let row = Columns::of("streak_state", row);
            Ok(Judged {
                user: row.id("user_id")?,
                day: row.date("day")?,
                timezone: row.maybe_text("timezone")?,
                day_ends_at: row.small("day_ends_at")?,
            })
        };
        rows.iter().map(judged).collect()
    }

    /// The lines on boards of those whom something that was given up concerns, and whose day has turned since it was due, do
    /// not hold any more: when they were worked out it was still to come. Mostly there are none.
    pub async fn forget_lines_after(&self, given_up: &GivenUp) -> Result<(), StoreError> {
        let turning = given_up.due.saturating_add(NEARLY_A_DAY);
        let turning = turning.unwrap_or(given_up.due);
        let whose = (given_up.guild, given_up.user);
        let row = sqlx::query(
            "SELECT COUNT(*) AS n FROM (
                 SELECT 1 AS one FROM board_line
                 WHERE guild_id = $1 AND renew_at > $2 AND ahead = 0
                   AND ($3 IS NULL OR user_id = $3) LIMIT 1
             ) AS lines",
        )
        .bind(given_up.guild.to_db())
        .bind(ms(turning))
        .bind(given_up.user.map(UserId::to_db))
        .fetch_one(&self.readers)
        .await?;
        if Columns::of("board_line", &row).int("n")? == 0 {
            return Ok(());
        }
        let mut tx = self.write().await?;
        self.forget_lines_turning_after(&mut tx, whose, turning)
            .await?;
        Ok(tx.commit().await?)
    }
}
