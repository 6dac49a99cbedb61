//! Members as boards need them: settings, streak, and what of their log and of the bot's failures bears on them.
//!
//! One statement brings them, and almost always that is all. Begin reading at [`fetch`].

use std::collections::BTreeMap;

use sqlx::any::{AnyArguments, AnyRow};
use sqlx::query::Query;
use sqlx::{Any, AnyConnection, AssertSqlSafe};

use super::columns::Columns;
use super::many::{MOST_ROWS, places_from, size_for};
use super::{Failures, MemberChange, Participant, StoreError, member, member_log, outage, streak};
use crate::domain::ids::{GuildId, UserId};

/// Those of the users in `shown` who take part in guild $1; $2 is what [`outage::LAST`] needs, and [`streak::CREDITED`]
/// is put in. There is a row for each in
/// part 0, and one row for every other part, to which `MORE` may add columns.
pub(super) const PARTICIPANTS: &str = "SELECT part.kind, member.*, streak_state.day,
         streak_state.current, streak_state.longest, streak_state.freezes,
         streak_state.last_excuse, streak_state.enrol_day, streak_state.credited_bits,
         streak_state.due_bits, streak_state.current_since, streak_state.break_at,
         streak_state.active_until,
         CREDITED AS credited_today,
         (
             SELECT SUM(CASE WHEN kind IN ('pause', 'outage') THEN 2
                 WHEN kind = 'active_days' THEN 1 ELSE 0 END)
             FROM member_change WHERE member_change.guild_id = member.guild_id
               AND member_change.user_id = member.user_id
         ) AS moved LAST MORE
     FROM part
     LEFT JOIN shown ON part.kind = 0
     LEFT JOIN member ON member.guild_id = $1 AND member.user_id = shown.user_id
         AND member.opted_in = 1 AND member.left_at IS NULL
     LEFT JOIN streak_state ON streak_state.guild_id = member.guild_id
         AND streak_state.user_id = member.user_id";

/// A vacation, other active days than at first, or a day that the bot spoilt: the row alone does not tell which days counted
/// (K-13, K-40, K-42).
const MOVED: i64 = 2;

/// Those of some members of a guild who take part.
pub(super) async fn fetch(
    connection: &mut AnyConnection,
    guild: GuildId,
    users: &[UserId],
) -> Result<BTreeMap<UserId, Participant>, StoreError> {
    let mut found = BTreeMap::new();
    for users in users.chunks(MOST_ROWS) {
        // Only numbers of parameters are put into the text.
        let sql = format!(
            "WITH part (kind) AS (VALUES (0)), shown AS (
                 SELECT user_id FROM member WHERE guild_id = $1 AND user_id IN ({})
             ) {}",
            places_from(2, size_for(users.len())),
            statement("")
        );
        let query = bind(sqlx::query(AssertSqlSafe(sql)), guild);
        let rows = with_users(query, users).fetch_all(&mut *connection).await?;
        found.extend(decode_all(connection, guild, &rows).await?);
    }
    Ok(found)
}

/// [`PARTICIPANTS`] with more columns.
pub(super) fn statement(more: &str) -> String {
    let sql = PARTICIPANTS.replace("LAST", outage::LAST);
    sql.replace("CREDITED", streak::CREDITED)
        .replace("MORE", more)
}

/// The first two parameters.
pub(super) fn bind(query: AnyQuery<'_>, guild: GuildId) -> AnyQuery<'_> {
    query.bind(guild.to_db()).bind(outage::shard_number(guild))
}

type AnyQuery<'q> = Query<'q, Any, AnyArguments>;

/// As many users as a statement has places for; those too many are nobody.
fn with_users<'q>(query: AnyQuery<'q>, users: &[UserId]) -> AnyQuery<'q> {
    let ids = users.iter().map(|user| user.to_db());
    let ids = ids.chain(std::iter::repeat(0)).take(size_for(users.len()));
    ids.fold(query, Query::bind)
}

/// The members of some rows, with what has to be asked for beside them.
pub(super) async fn decode_all(
    connection: &mut AnyConnection,
    guild: GuildId,
    rows: &[AnyRow],
) -> Result<BTreeMap<UserId, Participant>, StoreError> {
    let mut found = BTreeMap::new();
    let mut moved = Vec::new();
    for row in rows {
        let of = Columns::of("streak_state", row);
        if of.maybe_text("day")?.is_none() {
            continue;
        }
        let member = member::decode(row)?;
        if of.maybe_int("moved")?.unwrap_or_default() >= MOVED {
            moved.push(member.user);
        }
        let participant = Participant {
            changes: Vec::new(),
            streak: streak::decode(row)?,
            credited_today: of.flag("credited_today")?,
            failures: Failures::default(),
            member,
        };
        found.insert(participant.member.user, participant);
    }
    if !moved.is_empty() {
        add_changes(connection, guild, &moved, &mut found).await?;
    }
    let first = found.values().map(|one| one.streak.day).min();
    if let (Some(row), Some(first)) = (rows.first(), first)
        && outage::is_since(row, first)?
    {
        add_failures(connection, guild, &mut found).await?;
    }
    Ok(found)
}

/// The logs, as far as the rows know them: they only grow.
async fn add_changes(
    connection: &mut AnyConnection,
    guild: GuildId,
    users: &[UserId],
    found: &mut BTreeMap<UserId, Participant>,
) -> Result<(), StoreError> {
    // Only numbers of parameters are put into the text.
    let sql = format!(
        "SELECT * FROM member_change WHERE guild_id = $1 AND user_id IN ({})
         ORDER BY user_id, rev",
        places_from(1, size_for(users.len()))
    );
    let query = sqlx::query(AssertSqlSafe(sql)).bind(guild.to_db());
    let rows = with_users(query, users).fetch_all(connection).await?;
    for (user, changes) in member_log::by_user(&rows)? {
        if let Some(one) = found.get_mut(&user) {
            let is_known = |change: &MemberChange| change.rev <= one.member.rev;
            one.changes = changes.into_iter().filter(is_known).collect();
        }
    }
    Ok(())
}

async fn add_failures(
    connection: &mut AnyConnection,
    guild: GuildId,
    found: &mut BTreeMap<UserId, Participant>,
) -> Result<(), StoreError> {
    for (user, one) in found {
        one.failures = outage::fetch(connection, guild, Some(*user), one.streak.day).await?;
    }
    Ok(())
}
