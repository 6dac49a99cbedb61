//! Everything that judging a press, or folding a streak, can depend on: of several members by the same few questions.
//!
//! Begin reading at [`fetch_all`].

use std::collections::{BTreeMap, BTreeSet};

use jiff::Timestamp;
use sqlx::any::AnyRow;
use sqlx::{Any, AssertSqlSafe, Transaction};

use super::columns::{Columns, ms};
use super::many::{MOST_ROWS, Whose, places, places_from, size_for};
use super::{
    Failures, Guild, GuildChange, Holiday, Member, MemberChange, StoreError, StreakRow, guild,
    holiday, member, member_log, outage, streak,
};
use crate::domain::ids::{GuildId, InteractionId, UserId};

/// The span in which presses are counted (K-65).
const MINUTE_MS: i64 = 60_000;

/// Everything that judging a press, or folding a streak, can depend on.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MemberHistory {
    /// The guild's settings now.
    pub guild: Guild,
    /// The guild's log, in order.
    pub guild_changes: Vec<GuildChange>,
    /// The guild's holidays, by day.
    pub holidays: Vec<Holiday>,
    /// The member's settings now; `None` if they never joined.
    pub member: Option<Member>,
    /// The member's log, in order.
    pub changes: Vec<MemberChange>,
    /// How many days have been credited; other presses change no streak (K-22).
    pub total: u32,
    /// The streak as last kept.
    pub streak: Option<StreakRow>,
    /// The day of that streak has its credit.
    pub credited_today: bool,
    /// What is known of the bot's own failures since the day of that streak (K-42).
    pub failures: Failures,
    /// How many presses are in the log of the minute up to the one that is judged (K-65); 0 when none is.
    pub pressed_lately: u32,
}

impl MemberHistory {
    /// The number of the newest line of the guild's log.
    pub fn guild_seq(&self) -> i64 {
        self.guild_changes.last().map_or(0, |change| change.seq)
    }
}

/// A member who is asked for.
#[derive(Debug, Clone, Copy)]
pub(super) struct Asked {
    pub(super) whose: Whose,
    /// When they press; the epoch if they do not.
    pub(super) at: Timestamp,
    /// What was last seen or heard of them then or earlier is written down anew.
    pub(super) long_ago: Timestamp,
    /// Reminders of other guilds hear of it, too.
    pub(super) everywhere: bool,
    /// What they press with; `None` if they do not.
    pub(super) interaction: Option<InteractionId>,
}

/// What there is of a member.
#[derive(Debug)]
pub(super) struct Found {
    pub(super) history: MemberHistory,
    /// Whether what they press with has come before.
    pub(super) before: Before,
    pub(super) signs: Signs,
}

/// Whether an interaction has come before (P-1).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Before {
    Never,
    /// It is in the log.
    Kept,
    /// It was in the log, and was taken out of it.
    TakenBack,
}

/// Where it is written that somebody was not seen in a guild for long.
#[derive(Debug, Clone, Copy)]
pub(super) struct Unseen {
    /// Beside their settings.
    pub(super) by_member: bool,
    /// Beside a reminder of theirs there.
    pub(super) by_reminder: bool,
}

/// What is to be written down if a member does something.
#[derive(Debug, Clone, Copy)]
pub(super) struct Signs {
    /// Where it is written that they were not seen in the guild for long.
    pub(super) unseen: Unseen,
    /// Their reminders did not hear of them for long.
    pub(super) is_unheard: bool,
    /// Something that they put off in the guild waits.
    pub(super) has_put_off: bool,
}

/// What there is of one member.
pub(super) async fn fetch_history(
    tx: &mut Transaction<'static, Any>,
    guild: GuildId,
    user: UserId,
) -> Result<MemberHistory, StoreError> {
    let asked = Asked {
        whose: (guild, user),
        at: Timestamp::UNIX_EPOCH,
        long_ago: Timestamp::UNIX_EPOCH,
        everywhere: false,
        interaction: None,
    };
    let found = fetch_all(tx, &[asked]).await?;
    let one = found.into_iter().next();
    let one = one.ok_or_else(|| lost("a member who was asked for"))?;
    Ok(one.history)
}

/// What there is of some members, in their order.
pub(super) async fn fetch_all(
    tx: &mut Transaction<'static, Any>,
    asked: &[Asked],
) -> Result<Vec<Found>, StoreError> {
    let mut found = Vec::with_capacity(asked.len());
    for asked in asked.chunks(MOST_ROWS) {
        let facts = fetch_facts(tx, asked).await?;
        let whose: Vec<_> = asked.iter().map(|one| one.whose).collect();
        let mut logs = member_log::fetch_of(tx, &whose).await?;
        let guilds = fetch_guilds(tx, &whose).await?;
        let mut failures = fetch_failures(tx, &whose, &facts).await?;
        for (whose, facts) in whose.into_iter().zip(facts) {
            let context = guilds.get(&whose.0).cloned();
            let context = context.unwrap_or_else(|| Context::new(whose.0));
            let history = MemberHistory {
                guild: context.guild,
                guild_changes: context.changes,
                holidays: context.holidays,
                changes: logs.remove(&whose).unwrap_or_default(),
                failures: failures.remove(&whose).unwrap_or_default(),
                member: facts.member,
                total: facts.total,
                streak: facts.streak,
                credited_today: facts.credited_today,
                pressed_lately: facts.pressed_lately,
            };
            found.push(Found {
                history,
                before: facts.before,
                signs: facts.signs,
            });
        }
    }
    Ok(found)
}

/// What one row says of a member.
struct Facts {
    member: Option<Member>,
    streak: Option<StreakRow>,
    total: u32,
    credited_today: bool,
    pressed_lately: u32,
    before: Before,
    signs: Signs,
}

/// A row for each who is asked for. Whoever came from a press that was taken back counts among those of the minute.
const FACTS: &str =
    "WITH asked (n, guild, person, at_ms, since_ms, long_ago, everywhere, interaction) AS (
         VALUES ROWS
     )
     SELECT asked.n AS asked_n, member.*, streak_state.day, streak_state.current,
         streak_state.longest, streak_state.freezes, streak_state.last_excuse,
         streak_state.enrol_day, streak_state.credited_bits, streak_state.due_bits,
         streak_state.current_since, streak_state.break_at, streak_state.active_until,
         (
             SELECT COUNT(*) FROM press WHERE press.guild_id = asked.guild
               AND press.user_id = asked.person AND press.day >= '' AND press.outcome = 'credited'
         ) + COALESCE((
             SELECT total FROM streak_checkpoint AS earlier
             WHERE earlier.guild_id = asked.guild AND earlier.user_id = asked.person
         ), 0) AS total,
         CREDITED AS today,
         (
             SELECT COUNT(*) FROM press WHERE press.guild_id = asked.guild
               AND press.user_id = asked.person
               AND press.at_ms > asked.since_ms AND press.at_ms <= asked.at_ms
         ) + (
             SELECT COUNT(*) FROM press_undo WHERE press_undo.guild_id = asked.guild
               AND press_undo.user_id = asked.person AND press_undo.undone = 1
               AND press_undo.at_ms > asked.since_ms AND press_undo.at_ms <= asked.at_ms
         ) AS lately,
         CASE WHEN EXISTS (
             SELECT 1 FROM press WHERE press.interaction_id = asked.interaction
         ) THEN 2 WHEN EXISTS (
             SELECT 1 FROM press_undo
             WHERE press_undo.interaction_id = asked.interaction AND press_undo.undone = 1
         ) THEN 1 ELSE 0 END AS come_before,
         CASE WHEN member.seen_at <= asked.long_ago THEN 1 ELSE 0 END AS unseen,
         CASE WHEN EXISTS (
             SELECT 1 FROM schedule
             WHERE schedule.user_id = asked.person AND schedule.guild_id = asked.guild
               AND (schedule.seen_at <= asked.long_ago OR schedule.left_at IS NOT NULL)
         ) THEN 1 ELSE 0 END AS unseen_by_reminder,
         (
             SELECT COUNT(*) FROM schedule WHERE schedule.user_id = asked.person
               AND schedule.deleted_at IS NULL
               AND (asked.everywhere = 1 OR schedule.guild_id = asked.guild)
               AND COALESCE(schedule.heard_at, schedule.created_at) < asked.long_ago
         ) AS unheard,
         (
             SELECT COUNT(*) FROM delivery WHERE delivery.user_id = asked.person
               AND delivery.guild_id = asked.guild AND delivery.k > 0
               AND delivery.state = 'pending'
         ) AS put_off
     FROM asked
     LEFT JOIN member ON member.guild_id = asked.guild AND member.user_id = asked.person
     LEFT JOIN streak_state ON streak_state.guild_id = asked.guild
         AND streak_state.user_id = asked.person
     ORDER BY asked.n";

async fn fetch_facts(
    tx: &mut Transaction<'static, Any>,
    asked: &[Asked],
) -> Result<Vec<Facts>, StoreError> {
    let n_rows = size_for(asked.len());
    // Only numbers of parameters are put into the text.
    let sql = FACTS.replace("ROWS", &places(tx, n_rows, 8));
    let sql = sql.replace("CREDITED", streak::CREDITED);
    let mut query = sqlx::query(AssertSqlSafe(sql));
    for n in 0..n_rows {
        let one = asked.get(n);
        let (guild, user) = one.map_or((0, 0), |one| (one.whose.0.to_db(), one.whose.1.to_db()));
        let (at, long_ago) = one.map_or((0, 0), |one| (ms(one.at), ms(one.long_ago)));
        query = query
            .bind(i64::try_from(n).unwrap_or(i64::MAX))
            .bind(guild)
            .bind(user)
            .bind(at)
            .bind(at - MINUTE_MS)
            .bind(long_ago)
            .bind(i64::from(one.is_some_and(|one| one.everywhere)))
            .bind(
                one.and_then(|one| one.interaction)
                    .map_or(0, InteractionId::to_db),
            );
    }
    let rows = query.fetch_all(&mut **tx).await?;
    if rows.len() < asked.len() {
        return Err(lost("as many rows as were asked for"));
    }
    rows.iter().take(asked.len()).map(decode).collect()
}

fn decode(row: &AnyRow) -> Result<Facts, StoreError> {
    let of = Columns::of("member", row);
    let (joined, has_streak) = (of.maybe_int("rev")?, of.maybe_text("day")?);
    Ok(Facts {
        member: joined.map(|_| member::decode(row)).transpose()?,
        streak: has_streak.map(|_| streak::decode(row)).transpose()?,
        total: of.small("total")?,
        credited_today: of.flag("today")?,
        pressed_lately: of.small("lately")?,
        before: match of.int("come_before")? {
            0 => Before::Never,
            1 => Before::TakenBack,
            _ => Before::Kept,
        },
        signs: Signs {
            unseen: Unseen {
                by_member: of.flag("unseen")?,
                by_reminder: of.flag("unseen_by_reminder")?,
            },
            is_unheard: of.int("unheard")? > 0,
            has_put_off: of.int("put_off")? > 0,
        },
    })
}

/// The database broke its word.
fn lost(expected: &str) -> StoreError {
    StoreError::inconsistent("member", "guild_id", format!("expected {expected}"))
}

/// What everybody in a guild shares.
#[derive(Debug, Clone)]
struct Context {
    guild: Guild,
    changes: Vec<GuildChange>,
    holidays: Vec<Holiday>,
}

impl Context {
    const fn new(guild: GuildId) -> Self {
        Self {
            guild: Guild::new(guild),
            changes: Vec::new(),
            holidays: Vec::new(),
        }
    }
}

const GUILDS: &str = "SELECT * FROM guild WHERE guild_id IN (THESE)";
const GUILD_CHANGES: &str =
    "SELECT * FROM guild_change WHERE guild_id IN (THESE) ORDER BY guild_id, seq";
const HOLIDAYS: &str =
    "SELECT * FROM guild_holiday WHERE guild_id IN (THESE) ORDER BY guild_id, day";

async fn fetch_guilds(
    tx: &mut Transaction<'static, Any>,
    whose: &[Whose],
) -> Result<BTreeMap<GuildId, Context>, StoreError> {
    let ids: BTreeSet<_> = whose.iter().map(|(guild, _)| *guild).collect();
    let mut found: BTreeMap<_, _> = ids.iter().map(|id| (*id, Context::new(*id))).collect();
    let id = |row: &AnyRow| Columns::of("guild", row).id::<GuildId>("guild_id");
    for row in of_guilds(tx, GUILDS, &ids).await? {
        if let Some(context) = found.get_mut(&id(&row)?) {
            context.guild = guild::decode(&row)?;
        }
    }
    for row in of_guilds(tx, GUILD_CHANGES, &ids).await? {
        if let Some(context) = found.get_mut(&id(&row)?) {
            context.changes.push(guild::decode_change(&row)?);
        }
    }
    for row in of_guilds(tx, HOLIDAYS, &ids).await? {
        if let Some(context) = found.get_mut(&id(&row)?) {
            context.holidays.push(holiday::decode_holiday(&row)?);
        }
    }
    Ok(found)
}

async fn of_guilds(
    tx: &mut Transaction<'static, Any>,
    sql: &'static str,
    guilds: &BTreeSet<GuildId>,
) -> Result<Vec<AnyRow>, StoreError> {
    let n_places = size_for(guilds.len());
    // Only numbers of parameters are put into the text.
    let sql = sql.replace("THESE", &places_from(0, n_places));
    let ids = guilds.iter().map(|guild| guild.to_db());
    let ids = ids.chain(std::iter::repeat(0)).take(n_places);
    let query = ids.fold(sqlx::query(AssertSqlSafe(sql)), sqlx::query::Query::bind);
    Ok(query.fetch_all(&mut **tx).await?)
}

/// The bot's own failures towards members since the days of their streaks. Mostly there are none, which is asked for a
/// whole guild at once.
async fn fetch_failures(
    tx: &mut Transaction<'static, Any>,
    whose: &[Whose],
    facts: &[Facts],
) -> Result<BTreeMap<Whose, Failures>, StoreError> {
    let streaks = facts.iter().map(|facts| facts.streak.as_ref());
    let since = whose.iter().zip(streaks);
    let since: BTreeMap<_, _> = since
        .filter_map(|(whose, streak)| Some((*whose, outage::bearing_on(streak?.day))))
        .collect();
    let guilds: BTreeSet<_> = since.keys().map(|(guild, _)| *guild).collect();
    let mut found = BTreeMap::new();
    for guild in guilds {
        let theirs = since.iter().filter(|((of, _), _)| *of == guild);
        let theirs: Vec<_> = theirs.collect();
        let Some(first) = theirs.iter().map(|(_, day)| **day).min() else {
            continue;
        };
        if theirs.len() > 1 && !outage::is_any(tx, guild, None, first).await? {
            continue;
        }
        for (whose, day) in theirs {
            let failures = outage::fetch(tx, guild, Some(whose.1), *day).await?;
            found.insert(*whose, failures);
        }
    }
    Ok(found)
}
