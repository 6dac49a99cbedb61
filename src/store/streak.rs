//! The cached state of streaks (P-2). It can be dropped and folded again from the logs.

use jiff::Timestamp;
use jiff::civil::Date;
use sqlx::any::AnyRow;
use sqlx::{Any, AssertSqlSafe, Transaction};

use super::board_tally::Tally;
use super::columns::{Columns, date, ms};
use super::many::{parts, places};
use super::{
    BoardLine, Failures, Member, MemberChange, Store, StoreError, board_line, member, member_log,
};
use crate::domain::ids::{GuildId, UserId};
use crate::domain::leaderboard::Visibility;

/// Whether the day of a row of `streak_state` has its credit: by a press, or by one that has been let go since (P-5).
pub(super) const CREDITED: &str = "(
         SELECT COUNT(*) FROM press WHERE press.guild_id = streak_state.guild_id
           AND press.user_id = streak_state.user_id AND press.day = streak_state.day
           AND press.outcome = 'credited'
     ) + (
         SELECT COUNT(*) FROM streak_checkpoint AS earlier
         WHERE earlier.guild_id = streak_state.guild_id
           AND earlier.user_id = streak_state.user_id
           AND earlier.last_credit = streak_state.day
     )";

/// A member's streak as it stood on `day`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StreakRow {
    /// The guild.
    pub guild: GuildId,
    /// The member.
    pub user: UserId,
    /// The logical day that the row was folded to, L (K-11).
    pub day: Date,
    /// Credits of the present run.
    pub current: u32,
    /// Credits of the longest run.
    pub longest: u32,
    /// Freezes held.
    pub freezes: u32,
    /// The day of the last excuse (K-52).
    pub last_excuse: Option<Date>,
    /// The day of enrolment (K-24).
    pub enrol_day: Option<Date>,
    /// Bit k is day `day` - 1 - k: it was credited.
    pub credited_bits: u64,
    /// Bit k is day `day` - 1 - k: it was due.
    pub due_bits: u64,
    /// When the run reached its present length (L-3).
    pub current_since: Option<Timestamp>,
    /// When it becomes 0 if nothing more is pressed (P-3); `None` if there is nothing to lose.
    pub break_at: Option<Timestamp>,
    /// Until when boards show the member (L-5).
    pub active_until: Option<Timestamp>,
    /// The member's lines on boards. They are written with the streak and not read back with it; with `None` they are worked
    /// out when somebody looks.
    pub line: Option<BoardLine>,
}

/// A member who takes part, as boards need them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Participant {
    /// The member's settings.
    pub member: Member,
    /// The log of their settings, if they have had a vacation or other days than now: then their row alone does not
    /// tell which days counted.
    pub changes: Vec<MemberChange>,
    /// The streak as it stood on its day.
    pub streak: StreakRow,
    /// That day has its credit.
    pub credited_today: bool,
    /// What is known of the bot's own failures since that day (K-42); empty where everybody of a guild is asked for.
    pub failures: Failures,
}

impl Store {
    /// A member's streak.
    pub async fn streak(
        &self,
        guild: GuildId,
        user: UserId,
    ) -> Result<Option<StreakRow>, StoreError> {
        let mut tx = self.read().await?;
        let row = fetch(&mut tx, guild, user).await?;
        tx.commit().await?;
        Ok(row)
    }

    /// The members of the guild who take part, with their streaks, the longest present run first,
    /// then as L-3 says but for the last tie.
    pub async fn streaks_of_guild(&self, guild: GuildId) -> Result<Vec<Participant>, StoreError> {
        let mut tx = self.read().await?;
        let members = sqlx::query(
            "SELECT member.* FROM member
             JOIN streak_state USING (guild_id, user_id)
             WHERE guild_id = $1 AND opted_in = 1 AND left_at IS NULL
             ORDER BY current DESC, longest DESC, current_since, user_id",
        )
        .bind(guild.to_db())
        .fetch_all(&mut *tx)
        .await?;
        let streaks = sqlx::query(AssertSqlSafe(format!(
            "SELECT streak_state.*, {CREDITED} AS credited_today FROM streak_state
                 JOIN member USING (guild_id, user_id)
                 WHERE guild_id = $1 AND opted_in = 1 AND left_at IS NULL
                 ORDER BY current DESC, longest DESC, current_since, user_id"
        )))
        .bind(guild.to_db())
        .fetch_all(&mut *tx)
        .await?;
        let mut changes = member_log::fetch_later_changes(&mut tx, guild).await?;
        tx.commit().await?;
        let participant = |(member, streak)| {
            let member = member::decode(member)?;
            Ok(Participant {
                changes: changes.remove(&member.user).unwrap_or_default(),
                member,
                streak: decode(streak)?,
                credited_today: Columns::of("streak_state", streak).flag("credited_today")?,
                failures: Failures::default(),
            })
        };
        members.iter().zip(&streaks).map(participant).collect()
    }

    /// Up to `limit` members whose streak breaks at `now` or before, to be folded anew (P-3).
    pub async fn streaks_breaking(
        &self,
        now: Timestamp,
        limit: u32,
    ) -> Result<Vec<StreakRow>, StoreError> {
        let mut tx = self.read().await?;
        let rows = sqlx::query(
            "SELECT * FROM streak_state WHERE break_at <= $1
             ORDER BY break_at, guild_id, user_id LIMIT $2",
        )
        .bind(ms(now))
        .bind(i64::from(limit))
        .fetch_all(&mut *tx)
        .await?;
        tx.commit().await?;
        rows.iter().map(decode).collect()
    }
}

pub(super) async fn fetch(
    tx: &mut Transaction<'static, Any>,
    guild: GuildId,
    user: UserId,
) -> Result<Option<StreakRow>, StoreError> {
    let row = sqlx::query("SELECT * FROM streak_state WHERE guild_id = $1 AND user_id = $2")
        .bind(guild.to_db())
        .bind(user.to_db())
        .fetch_optional(&mut **tx)
        .await?;
    row.as_ref().map(decode).transpose()
}

/// Keeps a streak, and its member's lines on boards.
pub(super) async fn save(
    tx: &mut Transaction<'static, Any>,
    row: &StreakRow,
    member: Option<&Member>,
) -> Result<(), StoreError> {
    let mut tally = Tally::default();
    save_all(tx, &[(row, member)], &mut tally).await?;
    tally.save(tx).await
}

/// The same of several members. What it does to the tallies is added to `tally`.
pub(super) async fn save_all(
    tx: &mut Transaction<'static, Any>,
    rows: &[(&StreakRow, Option<&Member>)],
    tally: &mut Tally,
) -> Result<(), StoreError> {
    for part in parts(rows) {
        upsert(tx, part).await?;
    }
    let mut lines = Vec::new();
    for (row, member) in rows {
        let whose = (row.guild, row.user);
        match &row.line {
            _ if !member.is_some_and(Member::takes_part) => lines.push((whose, None)),
            Some(line) => lines.push((whose, Some(line))),
            None => board_line::forget_line(tx, whose).await?,
        }
    }
    board_line::save_all(tx, &lines, tally).await
}

async fn upsert(
    tx: &mut Transaction<'static, Any>,
    rows: &[(&StreakRow, Option<&Member>)],
) -> Result<(), StoreError> {
    // Only numbers of parameters are put into the text.
    let sql = format!(
        "INSERT INTO streak_state (
             guild_id, user_id, day, current, longest, freezes, last_excuse, enrol_day,
             credited_bits, due_bits, current_since, break_at, active_until, visible, settings_rev
         ) VALUES {}
         ON CONFLICT (guild_id, user_id) DO UPDATE SET
             day = excluded.day, current = excluded.current, longest = excluded.longest,
             freezes = excluded.freezes, last_excuse = excluded.last_excuse,
             enrol_day = excluded.enrol_day, credited_bits = excluded.credited_bits,
             due_bits = excluded.due_bits, current_since = excluded.current_since,
             break_at = excluded.break_at, active_until = excluded.active_until,
             visible = excluded.visible, settings_rev = excluded.settings_rev",
        places(tx, rows.len(), 15)
    );
    let mut query = sqlx::query(AssertSqlSafe(sql));
    for (row, member) in rows {
        let visible = member.map_or(Visibility::Hidden, Member::shown_as);
        query = query
            .bind(row.guild.to_db())
            .bind(row.user.to_db())
            .bind(date(row.day))
            .bind(i64::from(row.current))
            .bind(i64::from(row.longest))
            .bind(i64::from(row.freezes))
            .bind(row.last_excuse.map(date))
            .bind(row.enrol_day.map(date))
            .bind(row.credited_bits.cast_signed())
            .bind(row.due_bits.cast_signed())
            .bind(row.current_since.map(ms))
            .bind(row.break_at.map(ms))
            .bind(row.active_until.map(ms))
            .bind(visible.to_db())
            .bind(member.map_or(0, |member| member.rev));
    }
    query.execute(&mut **tx).await?;
    Ok(())
}

/// A member without a streak that goes on is on no board.
pub(super) async fn remove_line(
    tx: &mut Transaction<'static, Any>,
    whose: (GuildId, UserId),
) -> Result<(), StoreError> {
    let mut tally = Tally::default();
    board_line::save_all(tx, &[(whose, None)], &mut tally).await?;
    tally.save(tx).await
}

pub(super) fn decode(row: &AnyRow) -> Result<StreakRow, StoreError> {
    let row = Columns::of("streak_state", row);
    Ok(StreakRow {
        guild: row.id("guild_id")?,
        user: row.id("user_id")?,
        day: row.date("day")?,
        current: row.small("current")?,
        longest: row.small("longest")?,
        freezes: row.small("freezes")?,
        last_excuse: row.maybe_date("last_excuse")?,
        enrol_day: row.maybe_date("enrol_day")?,
        credited_bits: row.bits("credited_bits")?,
        due_bits: row.bits("due_bits")?,
        current_since: row.maybe_instant("current_since")?,
        break_at: row.maybe_instant("break_at")?,
        active_until: row.maybe_instant("active_until")?,
        line: None,
    })
}
