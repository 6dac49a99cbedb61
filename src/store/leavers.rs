//! Who has to be looked for in their guild, since nobody tells us who leaves (K-63).

use std::collections::BTreeSet;

use jiff::{SignedDuration, Timestamp};
use sqlx::query::Query;
use sqlx::{Any, AssertSqlSafe, Transaction};

use super::columns::{Columns, ms};
use super::many::{MOST_ROWS, Whose, places_from, size_for, whose};
use super::{Store, StoreError};
use crate::domain::ids::{GuildId, UserId};

/// Everybody is looked for once in so long.
const AT_LATEST: SignedDuration = SignedDuration::from_hours(7 * 24);
/// That somebody is there is believed for so long, also of those who are about to be reminded or shown.
const BELIEVED: SignedDuration = SignedDuration::from_hours(24);
/// Reminders that are due within this are about to come.
const SOON: SignedDuration = SignedDuration::from_mins(15);
/// So long before a week is told its members are looked for, as they may be many.
const SOON_TOLD: SignedDuration = SignedDuration::from_hours(1);

/// Who is passed over in a look for whom to look for: at most 64 guilds.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Passed {
    /// These members.
    pub members: Vec<(GuildId, UserId)>,
    /// Everybody in these guilds.
    pub guilds: Vec<GuildId>,
}

/// Those about to be reminded.
const REMINDED: &str = "SELECT schedule.guild_id, schedule.user_id FROM schedule
     JOIN guild ON guild.guild_id = schedule.guild_id
     LEFT JOIN member ON member.guild_id = schedule.guild_id
       AND member.user_id = schedule.user_id
     WHERE schedule.next_due_ms <= $3 AND schedule.deleted_at IS NULL
       AND schedule.suspended_reason IS NULL AND schedule.user_id IS NOT NULL
       AND schedule.left_at IS NULL AND member.left_at IS NULL
       AND COALESCE(member.seen_at, schedule.seen_at) <= $1 AND guild.present = 1{passed}
     ORDER BY schedule.next_due_ms LIMIT $2";

/// Those who take part in a guild whose week is about to be told in numbers (L-7).
const TOLD: &str = "SELECT member.guild_id, member.user_id FROM schedule
     JOIN guild ON guild.guild_id = schedule.guild_id
     JOIN member ON member.guild_id = schedule.guild_id
     WHERE schedule.purpose = 'recap' AND schedule.next_due_ms <= $3
       AND schedule.deleted_at IS NULL AND schedule.suspended_reason IS NULL
       AND member.opted_in = 1 AND member.left_at IS NULL AND member.seen_at <= $1
       AND guild.present = 1{passed}
     ORDER BY member.seen_at DESC LIMIT $2";

/// Everybody of whom nothing was seen for long: who has, or had, a streak, then who has, or had, only a desk break, and then who
/// has only set something up for the guild.
const EVERYBODY: [&str; 3] = [
    "SELECT member.guild_id, member.user_id FROM member
     JOIN guild ON guild.guild_id = member.guild_id
     WHERE member.left_at IS NULL AND member.seen_at <= $1 AND guild.present = 1{passed}
     ORDER BY member.seen_at LIMIT $2",
    "SELECT schedule.guild_id, schedule.user_id, MIN(schedule.seen_at) AS seen_at FROM schedule
     JOIN guild ON guild.guild_id = schedule.guild_id
     WHERE schedule.user_id IS NOT NULL AND schedule.left_at IS NULL
       AND schedule.seen_at <= $1 AND guild.present = 1 AND NOT EXISTS (
           SELECT 1 FROM member WHERE member.guild_id = schedule.guild_id
             AND member.user_id = schedule.user_id
       ){passed}
     GROUP BY schedule.guild_id, schedule.user_id ORDER BY seen_at LIMIT $2",
    "SELECT manager.guild_id, manager.user_id FROM manager
     JOIN guild ON guild.guild_id = manager.guild_id
     WHERE manager.left_at IS NULL AND manager.seen_at <= $1 AND guild.present = 1 AND NOT EXISTS (
           SELECT 1 FROM member WHERE member.guild_id = manager.guild_id
             AND member.user_id = manager.user_id
       ) AND NOT EXISTS (
           SELECT 1 FROM schedule WHERE schedule.guild_id = manager.guild_id
             AND schedule.user_id = manager.user_id
       ){passed}
     ORDER BY manager.seen_at LIMIT $2",
];

/// Notes that somebody is there; with it goes that they had left, as far as no log of streaks says so (K-63).
const SEEN: [&str; 3] = [
    "UPDATE member SET seen_at = $3 WHERE guild_id = $1 AND user_id = $2 AND seen_at <= $3",
    "UPDATE schedule SET seen_at = $3, left_at = NULL WHERE guild_id = $1 AND user_id = $2",
    "UPDATE manager SET seen_at = $3, left_at = NULL WHERE guild_id = $1 AND user_id = $2",
];

/// Notes that somebody without a streak has left.
const LEFT: [&str; 2] = [
    "UPDATE schedule SET left_at = $3
     WHERE guild_id = $1 AND user_id = $2 AND left_at IS NULL",
    "UPDATE manager SET left_at = $3
     WHERE guild_id = $1 AND user_id = $2 AND left_at IS NULL",
];

/// Nobody knows whether somebody is in the guild, however lately something was heard of them.
const UNSEEN: [&str; 1] =
    ["UPDATE member SET seen_at = 0 WHERE guild_id = $1 AND user_id = $2 AND seen_at <= $3"];

impl Store {
    /// Up to `limit` members who have to be looked for at `now`: those about to be reminded first, then those whose week is about
    /// to be told, then those of whom nothing was seen for longest. Of guilds that the bot is in, and without those who are passed over.
    pub async fn unseen(
        &self,
        now: Timestamp,
        limit: u32,
        passed: &Passed,
    ) -> Result<Vec<(GuildId, UserId)>, StoreError> {
        let before = |by| now.saturating_sub(by).unwrap_or(now);
        let after = |by| Some(now.saturating_add(by).unwrap_or(now));
        let reminded = (REMINDED, before(BELIEVED), after(SOON));
        let told = (TOLD, before(BELIEVED), after(SOON_TOLD));
        let everybody = EVERYBODY.map(|sql| (sql, before(AT_LATEST), None));
        let mut tx = self.read().await?;
        let mut unseen = Vec::new();
        for (sql, since, soon) in [reminded, told].into_iter().chain(everybody) {
            if unseen.is_empty() {
                unseen = unseen_by(&mut tx, sql, (since, soon), limit, passed).await?;
            }
        }
        tx.commit().await?;
        Ok(unseen)
    }

    /// A member was seen in their guild.
    pub async fn seen(
        &self,
        guild: GuildId,
        user: UserId,
        at: Timestamp,
    ) -> Result<(), StoreError> {
        self.seen_where((guild, user), at, [true; 3]).await
    }

    /// The same, where it is written that they were not seen for long: beside their settings, their reminders, what they set up.
    pub(super) async fn seen_where(
        &self,
        whose: Whose,
        at: Timestamp,
        unseen: [bool; 3],
    ) -> Result<(), StoreError> {
        let places = SEEN.into_iter().zip(unseen);
        let places: Vec<_> = places
            .filter_map(|(sql, here)| here.then_some(sql))
            .collect();
        if places.is_empty() {
            return Ok(());
        }
        self.note_member(whose, at, &places).await
    }

    /// Somebody without a streak has left the guild, as was seen at `at`: nobody is reminded there, and what they set up is rid of
    /// their id in time. Of one with a streak their log says it.
    pub async fn reminded_left(
        &self,
        guild: GuildId,
        user: UserId,
        at: Timestamp,
    ) -> Result<(), StoreError> {
        self.note_member((guild, user), at, &LEFT).await
    }

    /// A member joined from a direct message, which is possible from anywhere: they are looked for next.
    pub async fn not_seen(
        &self,
        guild: GuildId,
        user: UserId,
        at: Timestamp,
    ) -> Result<(), StoreError> {
        self.note_member((guild, user), at, &UNSEEN).await
    }

    /// Says whether somebody was found to have left the guild, as far as no log of streaks says so.
    pub async fn is_missed(&self, guild: GuildId, user: UserId) -> Result<bool, StoreError> {
        let row = sqlx::query(
            "SELECT COUNT(*) AS n FROM schedule
             WHERE guild_id = $1 AND user_id = $2 AND left_at IS NOT NULL",
        )
        .bind(guild.to_db())
        .bind(user.to_db())
        .fetch_one(&self.readers)
        .await?;
        Ok(Columns::of("schedule", &row).int("n")? > 0)
    }

    async fn note_member(
        &self,
        (guild, user): Whose,
        at: Timestamp,
        updates: &[&'static str],
    ) -> Result<(), StoreError> {
        let mut tx = self.write().await?;
        for sql in updates {
            sqlx::query(*sql)
                .bind(guild.to_db())
                .bind(user.to_db())
                .bind(ms(at))
                .execute(&mut *tx)
                .await?;
        }
        Ok(tx.commit().await?)
    }

    /// Members are shown to others: those who were not seen for a day are looked for next. Says whether there are any.
    pub async fn look_for(
        &self,
        guild: GuildId,
        users: &[UserId],
        now: Timestamp,
    ) -> Result<bool, StoreError> {
        let long_ago = now.saturating_sub(BELIEVED).unwrap_or(now);
        // Those of 0 are looked for already.
        let unseen = self.seen_within(guild, users, (0, ms(long_ago))).await?;
        if unseen.is_empty() {
            return Ok(false);
        }
        let unseen: Vec<_> = unseen.into_iter().collect();
        let mut tx = self.write().await?;
        let mut n_looked_for = 0;
        for users in unseen.chunks(MOST_ROWS) {
            let n_places = size_for(users.len());
            // Only numbers of parameters are put into the text.
            let sql = format!(
                "UPDATE member SET seen_at = 0 WHERE guild_id = $1 AND user_id IN ({})
                   AND left_at IS NULL AND seen_at <= $2 AND seen_at > 0",
                places_from(2, n_places)
            );
            let query = sqlx::query(AssertSqlSafe(sql));
            let query = query.bind(guild.to_db()).bind(ms(long_ago));
            let query = padded(users, n_places).fold(query, Query::bind);
            n_looked_for += query.execute(&mut *tx).await?.rows_affected();
        }
        tx.commit().await?;
        Ok(n_looked_for > 0)
    }

    /// Those of some members, in their order, who were not seen in the guild after `since` and are not known to have left it.
    pub async fn unseen_among(
        &self,
        guild: GuildId,
        users: &[UserId],
        since: Timestamp,
    ) -> Result<Vec<UserId>, StoreError> {
        let found = self.seen_within(guild, users, (-1, ms(since))).await?;
        let unseen = users.iter().copied().filter(|user| found.contains(user));
        Ok(unseen.collect())
    }

    /// Those of some members who were seen last after the first of two instants, but not after the second, and are not known to
    /// have left.
    async fn seen_within(
        &self,
        guild: GuildId,
        users: &[UserId],
        (after, until): (i64, i64),
    ) -> Result<BTreeSet<UserId>, StoreError> {
        let mut found = BTreeSet::new();
        for users in users.chunks(MOST_ROWS) {
            let n_places = size_for(users.len());
            // Only numbers of parameters are put into the text.
            let sql = format!(
                "SELECT user_id FROM member WHERE guild_id = $1 AND user_id IN ({})
                   AND left_at IS NULL AND seen_at > $2 AND seen_at <= $3",
                places_from(3, n_places)
            );
            let query = sqlx::query(AssertSqlSafe(sql));
            let query = query.bind(guild.to_db()).bind(after).bind(until);
            let query = padded(users, n_places).fold(query, Query::bind);
            for row in query.fetch_all(&self.readers).await? {
                found.insert(Columns::of("member", &row).id::<UserId>("user_id")?);
            }
        }
        Ok(found)
    }
}

/// As many ids as a statement has places for; those too many are nobody's.
fn padded(users: &[UserId], n_places: usize) -> impl Iterator<Item = i64> {
    let ids = users.iter().map(|user| user.to_db());
    ids.chain(std::iter::repeat(0)).take(n_places)
}

/// Those whom a statement finds, but for those who are passed over.
async fn unseen_by(
    tx: &mut Transaction<'static, Any>,
    sql: &str,
    (since, soon): (Timestamp, Option<Timestamp>),
    limit: u32,
    passed: &Passed,
) -> Result<Vec<Whose>, StoreError> {
    let n_places = match passed.guilds.len() {
        0 => 0,
        n => size_for(n),
    };
    let first = 2 + usize::from(soon.is_some());
    // Only numbers of parameters are put into the text.
    let places = places_from(first, n_places);
    let but = match n_places {
        0 => String::new(),
        _ => format!("\n       AND guild.guild_id NOT IN ({places})"),
    };
    let more = u32::try_from(passed.members.len()).unwrap_or(u32::MAX);
    let query = sqlx::query(AssertSqlSafe(sql.replace("{passed}", &but)));
    let query = query
        .bind(ms(since))
        .bind(i64::from(limit.saturating_add(more)));
    let query = soon
        .into_iter()
        .fold(query, |query, soon| query.bind(ms(soon)));
    let guilds = passed.guilds.iter().map(|guild| guild.to_db());
    let guilds = guilds.chain(std::iter::repeat(0)).take(n_places);
    let query = guilds.fold(query, sqlx::query::Query::bind);
    let rows = query.fetch_all(&mut **tx).await?;
    let mut found = Vec::with_capacity(rows.len());
    for row in &rows {
        let one = whose("member", row)?;
        if !passed.members.contains(&one) {
            found.push(one);
        }
    }
    found.truncate(usize::try_from(limit).unwrap_or(usize::MAX));
    Ok(found)
}
