//! Members who joined streaks: their settings, each change of which goes into the log beside
//! (`member_log`) in the same transaction (K-2). Begin reading at [`Store::update_member`].

use jiff::Timestamp;
use sqlx::any::AnyRow;
use sqlx::{Any, Transaction};

use super::columns::{Columns, ms};
use super::history::fetch_history;
use super::member_log::append;
use super::{
    MemberEvent, MemberHistory, NewSchedule, Store, StoreError, StreakRow, board_line, guild,
    streak,
};
use crate::domain::ids::{GuildId, UserId};
use crate::domain::leaderboard::Visibility;
use crate::domain::weekdays::Weekdays;

/// A member's settings in one guild, as they are now.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Member {
    /// The guild.
    pub guild: GuildId,
    /// The member.
    pub user: UserId,
    /// IANA name.
    pub timezone: Option<String>,
    /// The hour at which the member's day turns, 0 to 6 (K-10).
    pub day_ends_at: i8,
    /// The active weekdays (K-12).
    pub active_days: Weekdays,
    /// Whether they count for streaks at present (K-60).
    pub opted_in: bool,
    /// Who may see them on boards (L-1).
    pub visibility: Visibility,
    /// When they last opted in.
    pub joined_streaks_at: Option<Timestamp>,
    /// Since when they are not in the guild any more (K-63); `None` while they are.
    pub left_at: Option<Timestamp>,
    /// The number of the newest line of their log.
    pub rev: i64,
}

/// What becomes of a member, as those judged who know the rules.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct MemberUpdate {
    /// New lines of their log, in order; each has changed something.
    pub events: Vec<MemberEvent>,
    /// Their streak afterwards; `None` leaves it as it is.
    pub streak: Option<StreakRow>,
    /// Their desk break, new or changed.
    pub desk_break: Option<NewSchedule>,
}

impl Member {
    /// They count for streaks, and are in the guild.
    pub fn takes_part(&self) -> bool {
        self.opted_in && self.left_at.is_none()
    }

    /// How boards show the member: not at all while they take no part.
    pub fn shown_as(&self) -> Visibility {
        if self.takes_part() {
            self.visibility
        } else {
            Visibility::Hidden
        }
    }
}

impl Store {
    /// The settings of a member; `None` if they never joined streaks here.
    pub async fn member(&self, guild: GuildId, user: UserId) -> Result<Option<Member>, StoreError> {
        let mut tx = self.read().await?;
        let member = fetch(&mut tx, guild, user).await?;
        tx.commit().await?;
        Ok(member)
    }

    /// Changes a member's settings, their streak and their desk break in one transaction: `judge` gets everything
    /// that is known, and nobody else writes about that member meanwhile. `None` from it leaves everything as it
    /// is. What it says beside that is handed on.
    pub async fn update_member<J, R>(
        &self,
        guild: GuildId,
        user: UserId,
        at: Timestamp,
        judge: J,
    ) -> Result<R, StoreError>
    where
        J: FnOnce(&MemberHistory) -> (Option<MemberUpdate>, R) + Send,
    {
        let mut tx = self.write().await?;
        self.dialect.lock(&mut tx, &lock_name(guild, user)).await?;
        let history = fetch_history(&mut tx, guild, user).await?;
        let (update, said) = judge(&history);
        if let Some(update) = update {
            if let Some(desk_break) = &update.desk_break {
                self.keep_desk_break(&mut tx, desk_break).await?;
            }
            let guild_seq = history.guild_seq();
            let before = (history.member, guild_seq);
            let member = append_all(&mut tx, (guild, user), before, &update.events, at).await?;
            match (&update.streak, &member) {
                (Some(row), member) => streak::save(&mut tx, row, member.as_ref()).await?,
                (None, Some(member)) if !member.takes_part() => {
                    streak::remove_line(&mut tx, (guild, user)).await?;
                }
                (None, Some(_)) if !update.events.is_empty() => {
                    board_line::forget_line(&mut tx, (guild, user)).await?;
                }
                (None, _) => {}
            }
        }
        tx.commit().await?;
        Ok(said)
    }
}

/// Appends to a member's log and lets their row follow; the member afterwards, `None` if they never joined and
/// nothing was appended. Before it come the member and the newest line of the guild's log, as they were judged by.
pub(super) async fn append_all(
    tx: &mut Transaction<'static, Any>,
    (guild, user): (GuildId, UserId),
    (before, guild_seq): (Option<Member>, i64),
    events: &[MemberEvent],
    at: Timestamp,
) -> Result<Option<Member>, StoreError> {
    if events.is_empty() {
        return Ok(before);
    }
    let is_new = before.is_none();
    let mut member = before.unwrap_or_else(|| blank(guild, user));
    if is_new {
        guild::ensure(tx, guild).await?;
        insert(tx, &member, at).await?;
    }
    for event in events {
        apply(&mut member, event, at);
        append(tx, (&member, guild_seq), event, at).await?;
    }
    save(tx, &member).await?;
    Ok(Some(member))
}

/// What writers of one member's rows wait on.
pub(super) fn lock_name(guild: GuildId, user: UserId) -> String {
    format!("member:{guild}:{user}")
}

/// A member before their first line of log.
fn blank(guild: GuildId, user: UserId) -> Member {
    Member {
        guild,
        user,
        timezone: None,
        day_ends_at: 0,
        active_days: Weekdays::DAILY,
        opted_in: false,
        visibility: Visibility::Hidden,
        joined_streaks_at: None,
        left_at: None,
        rev: 0,
    }
}

/// A member's row as a line of their log makes it.
fn apply(member: &mut Member, event: &MemberEvent, at: Timestamp) {
    match event {
        MemberEvent::OptIn => {
            member.opted_in = true;
            member.joined_streaks_at = Some(at);
        }
        MemberEvent::OptOut => member.opted_in = false,
        MemberEvent::Timezone(zone) => member.timezone = Some(zone.clone()),
        MemberEvent::DayEndsAt(hour) => member.day_ends_at = *hour,
        MemberEvent::ActiveDays(days) => member.active_days = *days,
        MemberEvent::Visibility(visibility) => member.visibility = *visibility,
        MemberEvent::Pause { .. } | MemberEvent::Resume | MemberEvent::Outage(_) => {}
        MemberEvent::Leave => member.left_at = Some(at),
        MemberEvent::Rejoin => member.left_at = None,
    }
    member.rev += 1;
}

async fn insert(
    tx: &mut Transaction<'static, Any>,
    member: &Member,
    at: Timestamp,
) -> Result<(), StoreError> {
    sqlx::query(
        "INSERT INTO member
             (guild_id, user_id, day_ends_at, active_days, opted_in, visibility, rev, seen_at)
         VALUES ($1, $2, $3, $4, 0, $5, 0, $6)",
    )
    .bind(member.guild.to_db())
    .bind(member.user.to_db())
    .bind(i64::from(member.day_ends_at))
    .bind(member.active_days.bits())
    .bind(member.visibility.to_db())
    .bind(ms(at))
    .execute(&mut **tx)
    .await?;
    Ok(())
}

async fn save(tx: &mut Transaction<'static, Any>, member: &Member) -> Result<(), StoreError> {
    sqlx::query(
        "UPDATE member SET
             timezone = $3, day_ends_at = $4, active_days = $5, opted_in = $6, visibility = $7,
             joined_streaks_at = $8, left_at = $9, rev = $10
         WHERE guild_id = $1 AND user_id = $2",
    )
    .bind(member.guild.to_db())
    .bind(member.user.to_db())
    .bind(member.timezone.clone())
    .bind(i64::from(member.day_ends_at))
    .bind(member.active_days.bits())
    .bind(i64::from(member.opted_in))
    .bind(member.visibility.to_db())
    .bind(member.joined_streaks_at.map(ms))
    .bind(member.left_at.map(ms))
    .bind(member.rev)
    .execute(&mut **tx)
    .await?;
    Ok(())
}

pub(super) async fn fetch(
    tx: &mut Transaction<'static, Any>,
    guild: GuildId,
    user: UserId,
) -> Result<Option<Member>, StoreError> {
    let row = sqlx::query("SELECT * FROM member WHERE guild_id = $1 AND user_id = $2")
        .bind(guild.to_db())
        .bind(user.to_db())
        .fetch_optional(&mut **tx)
        .await?;
    row.as_ref().map(decode).transpose()
}

pub(super) fn decode(row: &AnyRow) -> Result<Member, StoreError> {
    let row = Columns::of("member", row);
    Ok(Member {
        guild: row.id("guild_id")?,
        user: row.id("user_id")?,
        timezone: row.maybe_text("timezone")?,
        day_ends_at: row.small("day_ends_at")?,
        active_days: row.number("active_days", Weekdays::from_bits)?,
        opted_in: row.flag("opted_in")?,
        visibility: row.number("visibility", Visibility::from_db)?,
        joined_streaks_at: row.maybe_instant("joined_streaks_at")?,
        left_at: row.maybe_instant("left_at")?,
        rev: row.int("rev")?,
    })
}
