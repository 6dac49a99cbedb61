//! Members who joined streaks: their settings, each change of which goes into the log beside
//! (`member_log`) in the same transaction (K-2).

use jiff::Timestamp;
use sqlx::any::AnyRow;
use sqlx::{Any, Transaction};

use super::columns::{Columns, ms};
use super::member_log::append;
use super::{MemberEvent, Store, StoreError, guild};
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

/// What somebody chooses when they join streaks.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OptIn {
    /// IANA name.
    pub timezone: String,
    /// 0 to 6.
    pub day_ends_at: i8,
    /// The active weekdays.
    pub active_days: Weekdays,
    /// Who may see them.
    pub visibility: Visibility,
}

/// What a change did.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum MemberOutcome {
    /// It is written, and logged; the member as they are now.
    Changed(Member),
    /// It was so already; nothing is written.
    Unchanged(Member),
    /// They never joined streaks here; nothing is written.
    NoMember,
}

impl Store {
    /// The settings of a member; `None` if they never joined streaks here.
    pub async fn member(&self, guild: GuildId, user: UserId) -> Result<Option<Member>, StoreError> {
        let mut tx = self.read().await?;
        let member = fetch(&mut tx, guild, user).await?;
        tx.commit().await?;
        Ok(member)
    }

    /// Begins streaks for a member (K-60). Whoever takes part already is left as they are. Each
    /// setting that is new or differs gets its own line in the log, before the one for joining.
    pub async fn opt_in(
        &self,
        guild: GuildId,
        user: UserId,
        choice: &OptIn,
        at: Timestamp,
    ) -> Result<MemberOutcome, StoreError> {
        let mut tx = self.write().await?;
        self.dialect.lock(&mut tx, &lock_name(guild, user)).await?;
        let before = fetch(&mut tx, guild, user).await?;
        if let Some(member) = &before
            && member.opted_in
            && member.left_at.is_none()
        {
            tx.commit().await?;
            return Ok(MemberOutcome::Unchanged(member.clone()));
        }
        let mut member = before.unwrap_or_else(|| blank(guild, user, choice));
        if member.rev == 0 {
            guild::ensure(&mut tx, guild).await?;
            insert(&mut tx, &member).await?;
        }
        for event in events_of(&member, choice) {
            apply(&mut tx, &mut member, &event, at).await?;
        }
        save(&mut tx, &member).await?;
        tx.commit().await?;
        Ok(MemberOutcome::Changed(member))
    }

    /// Ends streaks for a member (K-61): their run is 0 and they vanish from boards at once.
    pub async fn opt_out(
        &self,
        guild: GuildId,
        user: UserId,
        at: Timestamp,
    ) -> Result<MemberOutcome, StoreError> {
        self.change_member(guild, user, &MemberEvent::OptOut, at)
            .await
    }

    /// Sets who may see a member on boards; boards obey at once.
    pub async fn set_visibility(
        &self,
        guild: GuildId,
        user: UserId,
        visibility: Visibility,
        at: Timestamp,
    ) -> Result<MemberOutcome, StoreError> {
        self.change_member(guild, user, &MemberEvent::Visibility(visibility), at)
            .await
    }

    /// Applies `event` to a member who joined before, with its line in the log. Pauses and resumes
    /// are always written: what they change only the log can tell. To opt in for the first time
    /// takes [`Store::opt_in`].
    pub async fn change_member(
        &self,
        guild: GuildId,
        user: UserId,
        event: &MemberEvent,
        at: Timestamp,
    ) -> Result<MemberOutcome, StoreError> {
        let mut tx = self.write().await?;
        self.dialect.lock(&mut tx, &lock_name(guild, user)).await?;
        let Some(mut member) = fetch(&mut tx, guild, user).await? else {
            return Ok(MemberOutcome::NoMember);
        };
        if !changes(&member, event) {
            return Ok(MemberOutcome::Unchanged(member));
        }
        apply(&mut tx, &mut member, event, at).await?;
        save(&mut tx, &member).await?;
        tx.commit().await?;
        Ok(MemberOutcome::Changed(member))
    }
}

/// What writers of one member's rows wait on.
pub(super) fn lock_name(guild: GuildId, user: UserId) -> String {
    format!("member:{guild}:{user}")
}

/// A member before their first line of log, already with what they chose.
fn blank(guild: GuildId, user: UserId, choice: &OptIn) -> Member {
    Member {
        guild,
        user,
        timezone: None,
        day_ends_at: choice.day_ends_at,
        active_days: choice.active_days,
        opted_in: false,
        visibility: choice.visibility,
        joined_streaks_at: None,
        left_at: None,
        rev: 0,
    }
}

/// The lines of log that joining with `choice` writes for `member`.
fn events_of(member: &Member, choice: &OptIn) -> Vec<MemberEvent> {
    let new = member.rev == 0;
    let mut events = Vec::new();
    if member.left_at.is_some() {
        events.push(MemberEvent::Rejoin);
    }
    if new || member.timezone.as_deref() != Some(&choice.timezone) {
        events.push(MemberEvent::Timezone(choice.timezone.clone()));
    }
    if new || member.day_ends_at != choice.day_ends_at {
        events.push(MemberEvent::DayEndsAt(choice.day_ends_at));
    }
    if new || member.active_days != choice.active_days {
        events.push(MemberEvent::ActiveDays(choice.active_days));
    }
    if new || member.visibility != choice.visibility {
        events.push(MemberEvent::Visibility(choice.visibility));
    }
    if !member.opted_in {
        events.push(MemberEvent::OptIn);
    }
    events
}

/// Whether `event` changes anything.
fn changes(member: &Member, event: &MemberEvent) -> bool {
    match event {
        MemberEvent::OptIn => !member.opted_in,
        MemberEvent::OptOut => member.opted_in,
        MemberEvent::Timezone(zone) => member.timezone.as_ref() != Some(zone),
        MemberEvent::DayEndsAt(hour) => member.day_ends_at != *hour,
        MemberEvent::ActiveDays(days) => member.active_days != *days,
        MemberEvent::Visibility(visibility) => member.visibility != *visibility,
        MemberEvent::Pause { .. } | MemberEvent::Resume => true,
        MemberEvent::Leave => member.left_at.is_none(),
        MemberEvent::Rejoin => member.left_at.is_some(),
    }
}

/// Applies `event` to `member` in memory, and to the log and the board in the database; [`save`]
/// writes the member.
async fn apply(
    tx: &mut Transaction<'static, Any>,
    member: &mut Member,
    event: &MemberEvent,
    at: Timestamp,
) -> Result<(), StoreError> {
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
        MemberEvent::Pause { .. } | MemberEvent::Resume => {}
        MemberEvent::Leave => member.left_at = Some(at),
        MemberEvent::Rejoin => member.left_at = None,
    }
    member.rev += 1;
    append(tx, member, event, at).await?;
    show(tx, member).await
}

/// Makes boards show the member as they wish now.
async fn show(tx: &mut Transaction<'static, Any>, member: &Member) -> Result<(), StoreError> {
    let visible = if member.opted_in && member.left_at.is_none() {
        member.visibility
    } else {
        Visibility::Hidden
    };
    sqlx::query(
        "UPDATE streak_state SET
             visible = $3,
             current = CASE WHEN $4 = 1 THEN current ELSE 0 END,
             current_since = CASE WHEN $4 = 1 THEN current_since END,
             break_at = CASE WHEN $4 = 1 THEN break_at END
         WHERE guild_id = $1 AND user_id = $2",
    )
    .bind(member.guild.to_db())
    .bind(member.user.to_db())
    .bind(visible.to_db())
    .bind(i64::from(member.opted_in))
    .execute(&mut **tx)
    .await?;
    Ok(())
}

async fn insert(tx: &mut Transaction<'static, Any>, member: &Member) -> Result<(), StoreError> {
    sqlx::query(
        "INSERT INTO member
             (guild_id, user_id, day_ends_at, active_days, opted_in, visibility, rev)
         VALUES ($1, $2, $3, $4, 0, $5, 0)",
    )
    .bind(member.guild.to_db())
    .bind(member.user.to_db())
    .bind(i64::from(member.day_ends_at))
    .bind(member.active_days.bits())
    .bind(member.visibility.to_db())
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
