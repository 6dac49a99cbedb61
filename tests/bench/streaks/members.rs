//! Members from a seed, with the presses and streaks that they would have come by.

use jiff::civil::Date;
use jiff::tz::{TimeZone, TimeZoneDatabase};
use jiff::{Timestamp, ToSpan};
use sqlx::{AnyConnection, AssertSqlSafe, Connection, Executor};
use unhunch::app::{App, rebuilt};
use unhunch::domain::ids::{GuildId, UserId, snowflake_at};
use unhunch::domain::streak::{Answer, Calendar, Event, FreezeRules, Outcome, Participation};
use unhunch::domain::weekdays::Weekdays;

/// A Wednesday.
pub const NOW: &str = "2026-06-17T12:00:00Z";
/// The large guild; the others have the numbers after it.
pub const LARGE: u64 = 1_000;
/// Members of each of the others.
const IN_SMALL: u64 = 1_000;
/// Days of presses.
const DAYS: i64 = 30;
const ZONES: [&str; 4] = [
    "Europe/Berlin",
    "Europe/London",
    "America/New_York",
    "Asia/Tokyo",
];
/// Rows in one statement.
const ROWS: usize = 500;

/// Numbers that look random and are the same every time (`SplitMix64`).
pub struct Random(u64);

impl Random {
    pub fn new(seed: u64) -> Self {
        Self(seed)
    }

    /// A number from 0 to just below `n`.
    pub fn below(&mut self, n: u64) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        (z ^ (z >> 31)) % n
    }
}

/// Rows on their way into a table.
struct Table {
    head: &'static str,
    rows: Vec<String>,
}

impl Table {
    fn new(head: &'static str) -> Self {
        Self {
            head,
            rows: Vec::new(),
        }
    }

    async fn put(&mut self, connection: &mut AnyConnection, row: String) {
        self.rows.push(row);
        if self.rows.len() == ROWS {
            self.flush(connection).await;
        }
    }

    async fn flush(&mut self, connection: &mut AnyConnection) {
        if !self.rows.is_empty() {
            let sql = format!("INSERT INTO {} VALUES {}", self.head, self.rows.join(","));
            connection.execute(AssertSqlSafe(sql)).await.unwrap();
            self.rows.clear();
        }
    }
}

/// Fills an empty database.
#[expect(clippy::too_many_lines, reason = "one table after another")]
pub async fn fill(url: &str, members: u64, in_large: u64) {
    let mut connection = AnyConnection::connect(url).await.unwrap();
    let is_sqlite = url.starts_with("sqlite");
    if is_sqlite {
        connection
            .execute("PRAGMA synchronous = OFF; PRAGMA foreign_keys = OFF;")
            .await
            .unwrap();
    }
    if !is_sqlite {
        // What points at a row may come before it.
        connection
            .execute("SET session_replication_role = replica")
            .await
            .unwrap();
    }
    connection.execute("BEGIN").await.unwrap();
    let n_small = (members - in_large).div_ceil(IN_SMALL);
    let mut guilds = Table::new("guild (guild_id)");
    for guild in LARGE..=LARGE + n_small {
        guilds.put(&mut connection, format!("({guild})")).await;
    }
    guilds.flush(&mut connection).await;
    let mut tables = [
        Table::new(
            "member (guild_id, user_id, timezone, day_ends_at, active_days, opted_in, visibility, joined_streaks_at, rev)",
        ),
        Table::new("member_change (guild_id, user_id, rev, at_ms, kind, value, guild_seq)"),
        Table::new(
            "streak_state (guild_id, user_id, day, current, longest, freezes, enrol_day, credited_bits, due_bits, current_since, break_at, visible, settings_rev)",
        ),
        Table::new(
            "press (interaction_id, guild_id, user_id, at_ms, day, outcome, settings_rev, guild_seq)",
        ),
        Table::new(
            "streak_checkpoint (guild_id, user_id, settings_rev, presses, last_credit, day, credited_today, current, longest, total, freezes, enrol_day, credited_bits, due_bits, current_since)",
        ),
        Table::new("board_line (guild_id, user_id, ahead, from_ms, until_ms, renew_at, stale_at)"),
    ];
    let mut random = Random::new(42);
    let mut presses = 0;
    let zones = ZONES.map(|name| TimeZoneDatabase::bundled().get(name).unwrap());
    for user in 1..=members {
        let guild = if user <= in_large {
            LARGE
        } else {
            LARGE + 1 + (user - in_large - 1) / IN_SMALL
        };
        let whose = (guild, user);
        put_member(
            &mut connection,
            &mut tables,
            &mut random,
            whose,
            (&zones, &mut presses),
        )
        .await;
    }
    // What is pointed at comes first.
    for table in &mut tables {
        table.flush(&mut connection).await;
    }
    connection.execute("COMMIT").await.unwrap();
    connection.execute("ANALYZE").await.unwrap();
    connection.close().await.unwrap();
}

#[expect(clippy::too_many_lines, reason = "one table after another")]
async fn put_member(
    connection: &mut AnyConnection,
    tables: &mut [Table; 6],
    random: &mut Random,
    (guild, user): (u64, u64),
    (zones, presses): (&[TimeZone], &mut u64),
) {
    let at = usize::try_from(random.below(4)).unwrap();
    let zone = ZONES[at];
    let visibility = [0, 1, 2, 2][usize::try_from(random.below(4)).unwrap()];
    let (diligence, joined) = (30 + random.below(70), days_before(DAYS + 5));
    let calendar = Calendar::new(zones[at].clone(), 3, Weekdays::WEEKDAYS);
    let mut member = Participation::new(joined, calendar, FreezeRules::default());
    member.apply(joined, &Event::OptIn);
    let is_compacted = guild != LARGE;
    let (mut n, mut last) = (0, None);
    for ago in (1..=DAYS).rev() {
        if random.below(100) >= diligence {
            continue;
        }
        let at = days_before(ago);
        let Answer::Judged(outcome) = member.apply(at, &Event::CheckIn { prompted_at: None })
        else {
            continue;
        };
        n += 1;
        let day = member.streak().day;
        if outcome == Outcome::Credited {
            last = Some(day);
        }
        if !is_compacted {
            // Spread over an hour, each with a number of its own.
            *presses += 1;
            let at = at - i64::try_from(user % 3_600).unwrap().seconds();
            let id = snowflake_at(at) + *presses % (1 << 22);
            let (ms, word) = (at.as_millisecond(), outcome.as_str());
            let row = format!("({id},{guild},{user},{ms},'{day}','{word}',5,0)");
            tables[3].put(connection, row).await;
        }
    }
    let streak = member.streak();
    let text = |day: Option<Date>| day.map_or("NULL".to_owned(), |day| format!("'{day}'"));
    let ms =
        |at: Option<Timestamp>| at.map_or("NULL".to_owned(), |at| at.as_millisecond().to_string());
    let joined_ms = joined.as_millisecond();
    let active = Weekdays::WEEKDAYS.bits();
    tables[0]
        .put(
            connection,
            format!("({guild},{user},'{zone}',3,{active},1,{visibility},{joined_ms},5)"),
        )
        .await;
    let changes = [
        ("timezone", format!("'{zone}'")),
        ("day_ends_at", "'3'".to_owned()),
        ("active_days", format!("'{active}'")),
        ("visibility", format!("'{visibility}'")),
        ("optin", "NULL".to_owned()),
    ];
    for (rev, (kind, value)) in (1..).zip(changes) {
        tables[1]
            .put(
                connection,
                format!("({guild},{user},{rev},{joined_ms},'{kind}',{value},0)"),
            )
            .await;
    }
    let (bits, due) = (
        streak.credited_bits.cast_signed(),
        streak.due_bits.cast_signed(),
    );
    let (day, enrolled) = (streak.day, text(streak.enrol_day));
    let (current, longest, freezes) = (streak.current, streak.longest, streak.freezes);
    let since = ms(streak.current_since);
    let breaks = ms(streak.break_at(member.calendar()));
    tables[2].put(connection, format!("({guild},{user},'{day}',{current},{longest},{freezes},{enrolled},{bits},{due},{since},{breaks},{visibility},5)")).await;
    if is_compacted {
        let today = i64::from(streak.credited_today);
        let (total, last) = (streak.total, text(last));
        tables[4].put(connection, format!("({guild},{user},5,{n},{last},'{day}',{today},{current},{longest},{total},{freezes},{enrolled},{bits},{due},{since})")).await;
    }
    // Lines of the others are worked out when somebody looks.
    let stale_at = if is_compacted {
        4_102_444_800_000_i64
    } else {
        0
    };
    tables[5]
        .put(
            connection,
            format!("({guild},{user},0,0,0,{stale_at},{stale_at})"),
        )
        .await;
}

fn days_before(days: i64) -> Timestamp {
    let now: Timestamp = NOW.parse().unwrap();
    now - (days * 24).hours()
}

/// Some of those who have pressed have the streak that their log says.
pub async fn check(app: &App, first: u64, last: u64) {
    let guild = GuildId::new(LARGE).unwrap();
    for user in (first..last).step_by(97) {
        let user = UserId::new(user).unwrap();
        let log = app.store.member_log(guild, user).await.unwrap();
        let now = NOW.parse().unwrap();
        let (_, difference) = rebuilt(&app.zones, &log, (guild, user), now).unwrap();
        assert_eq!(difference, None, "member {user}");
        assert!(log.presses.last().unwrap().outcome == Outcome::Credited);
    }
}
