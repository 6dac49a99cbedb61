//! A fresh database per test, and the same test on both kinds of database.
//!
//! PostgreSQL's address comes from `UNHUNCH_TEST_POSTGRES` (`.ci/postgres start` prints one). Without
//! it those tests do nothing and say so once; where `CI` is set they fail instead.

use std::io::Write;
use std::sync::Once;
use std::sync::atomic::{AtomicU32, Ordering};

use jiff::Timestamp;
use jiff::civil::{Date, Time};
use sqlx::{AnyConnection, AssertSqlSafe, Connection, Executor};
use unhunch::domain::delivery::Deliver;
use unhunch::domain::ids::{ChannelId, GuildId, InteractionId, MessageId, UserId};
use unhunch::domain::leaderboard::Visibility;
use unhunch::domain::weekdays::Weekdays;
use unhunch::store::{
    DeliveryKey, Guild, GuildSetting, GuildUpdate, MemberEvent, MemberHistory, MemberUpdate,
    NewDelivery, NewPress, NewSchedule, Plan, PlanOutcome, Planned, PressOutcome, Schedule,
    ScheduleId, ScheduleKind, ScheduleSettings, Settlement, Step, StepOutcome, Store, StoreError,
    StreakRow, Verdict,
};

/// A database of this test alone.
pub(crate) struct Database {
    url: String,
    /// Removes the file's folder when dropped.
    _folder: Option<tempfile::TempDir>,
}

impl Database {
    /// An empty folder, and an address in it where no file is yet.
    pub(crate) fn sqlite() -> Self {
        let folder = tempfile::tempdir().unwrap();
        Self {
            url: format!("sqlite://{}", folder.path().join("test.db").display()),
            _folder: Some(folder),
        }
    }

    /// An empty schema, left behind for a look; `None` where there is no PostgreSQL.
    pub(crate) async fn postgres() -> Option<Self> {
        static NUMBER: AtomicU32 = AtomicU32::new(0);
        let server = server()?;
        let number = NUMBER.fetch_add(1, Ordering::Relaxed);
        let schema = format!("unhunch_{}_{number}", std::process::id());
        sqlx::any::install_default_drivers();
        let mut connection = AnyConnection::connect(&server).await.unwrap();
        for sql in [
            format!("DROP SCHEMA IF EXISTS {schema} CASCADE"),
            format!("CREATE SCHEMA {schema}"),
        ] {
            connection.execute(AssertSqlSafe(sql)).await.unwrap();
        }
        connection.close().await.unwrap();
        let and = if server.contains('?') { '&' } else { '?' };
        Some(Self {
            url: format!("{server}{and}options[search_path]={schema}"),
            _folder: None,
        })
    }

    /// The address.
    pub(crate) fn url(&self) -> &str {
        &self.url
    }

    /// The store.
    pub(crate) async fn open(&self) -> Store {
        Store::open(&self.url).await.unwrap()
    }

    /// A connection past the store, to look at rows and to break them.
    pub(crate) async fn raw(&self) -> AnyConnection {
        sqlx::any::install_default_drivers();
        AnyConnection::connect(&self.url).await.unwrap()
    }

    /// Runs statements past the store.
    pub(crate) async fn run(&self, sql: &str) -> Result<(), sqlx::Error> {
        let mut connection = self.raw().await;
        let done = connection.execute(AssertSqlSafe(sql.to_owned())).await;
        connection.close().await.unwrap();
        done.map(|_| ())
    }
}

#[expect(
    clippy::disallowed_methods,
    reason = "the address of the test server comes from the environment"
)]
fn server() -> Option<String> {
    static SAY_SO: Once = Once::new();
    if let Ok(server) = std::env::var("UNHUNCH_TEST_POSTGRES") {
        return Some(server);
    }
    assert!(
        std::env::var("CI").is_err(),
        "CI tests the store on PostgreSQL too: set UNHUNCH_TEST_POSTGRES (.ci/postgres start)"
    );
    SAY_SO.call_once(|| {
        // Past the capture of passing tests, so that it is seen.
        let mut screen = std::io::stderr();
        screen
            .write_all(
                b"UNHUNCH_TEST_POSTGRES is not set: the tests of the store on PostgreSQL did nothing\n",
            )
            .unwrap();
    });
    None
}

/// Makes two tests of each function: on a SQLite file, and on PostgreSQL.
macro_rules! on_both {
    ($(async fn $name:ident($database:ident: &Database) $body:block)+) => {$(
        mod $name {
            use super::*;

            async fn body($database: &Database) $body

            #[tokio::test]
            async fn on_sqlite() {
                body(&Database::sqlite()).await;
            }

            #[tokio::test]
            async fn on_postgres() {
                if let Some(database) = Database::postgres().await {
                    body(&database).await;
                }
            }
        }
    )+};
}

pub(crate) use on_both;

/// `2026-11-23T09:00:00Z` and so many seconds.
pub(crate) fn at(seconds: i64) -> Timestamp {
    Timestamp::from_second(1_795_424_400 + seconds).unwrap()
}

/// A date.
pub(crate) fn day(text: &str) -> Date {
    text.parse().unwrap()
}

/// A guild.
pub(crate) fn guild(number: u64) -> GuildId {
    GuildId::new(number).unwrap()
}

/// A user.
pub(crate) fn user(number: u64) -> UserId {
    UserId::new(number).unwrap()
}

/// A channel.
pub(crate) fn channel(number: u64) -> ChannelId {
    ChannelId::new(number).unwrap()
}

/// A message.
pub(crate) fn message(number: u64) -> MessageId {
    MessageId::new(number).unwrap()
}

/// An interaction.
pub(crate) fn interaction(number: u64) -> InteractionId {
    InteractionId::new(number).unwrap()
}

/// What Ana chooses when she joins streaks.
pub(crate) fn choice() -> OptIn {
    OptIn {
        timezone: "Europe/Berlin".to_owned(),
        day_ends_at: 3,
        active_days: Weekdays::WEEKDAYS,
        visibility: Visibility::Named,
    }
}

/// A team prompt of `guild`, first due at 60 s.
pub(crate) fn team_prompt(guild: GuildId) -> NewSchedule {
    NewSchedule {
        kind: ScheduleKind::Team,
        guild,
        user: None,
        settings: ScheduleSettings {
            timezone: "Europe/Berlin".to_owned(),
            recurrence: "0 10 * * mon-fri".to_owned(),
            channel: Some(channel(77)),
            deliver: Deliver::Channel,
            fallback: false,
            topic: Some("eyes".to_owned()),
            role: None,
            together: true,
            stop_when_done: false,
            grace_minutes: Some(20),
            quiet_hours: None,
            on_holidays: false,
        },
        at: at(0),
        next_due: Some(at(60)),
        bag_seed: u64::MAX - 5,
        created_by: user(9),
    }
}

/// A desk break of `user` in `guild`, first due at 60 s.
pub(crate) fn desk_break(guild: GuildId, user: UserId) -> NewSchedule {
    let mut new = team_prompt(guild);
    new.kind = ScheduleKind::DeskBreak;
    new.user = Some(user);
    new.settings.deliver = Deliver::DirectMessage;
    new.settings.fallback = true;
    new
}

/// A pending delivery of the slot at 10:`minute`, due at `due` seconds, with 600 s of grace;
/// `name` makes its token.
pub(crate) fn slot(name: &str, minute: i8, due: i64) -> NewDelivery {
    NewDelivery {
        date: day("2026-11-23"),
        time: Time::constant(10, minute, 0, 0),
        k: 0,
        channel: Some(channel(77)),
        user: None,
        due_at: at(due),
        dispatch_at: at(due + 5),
        expires_at: at(due + 600),
        planned: Planned::Pending,
        nonce: format!("n-{name}"),
        token: name.to_owned(),
        item: Some("chin-tuck".to_owned()),
    }
}

/// One thing at a time, where the program does several together.
pub(crate) trait OneByOne {
    /// Takes one step of a delivery.
    async fn take_step(
        &self,
        key: &DeliveryKey,
        step: Step,
        fence: i64,
        now: Timestamp,
    ) -> StepOutcome;

    /// Claims a delivery.
    async fn claim(&self, key: &DeliveryKey, fence: i64, now: Timestamp) -> StepOutcome {
        self.take_step(key, Step::Claim, fence, now).await
    }

    /// Gives a claimed delivery back, whatever lease it was claimed under.
    async fn retry_later(&self, key: &DeliveryKey, at: Timestamp) -> StepOutcome {
        self.take_step(key, Step::Retry(at), i64::MAX, at).await
    }

    /// Ends a delivery.
    async fn settle(&self, key: &DeliveryKey, how: &Settlement, now: Timestamp) -> StepOutcome {
        self.take_step(key, Step::Settle(how.clone()), 0, now).await
    }

    /// Plans one row of a schedule, whose watermark stays.
    async fn add_delivery(
        &self,
        schedule: ScheduleId,
        delivery: &NewDelivery,
    ) -> Result<PlanOutcome, StoreError>;

    /// Changes one setting of a guild.
    async fn set_guild(
        &self,
        guild: GuildId,
        setting: &GuildSetting,
        by: UserId,
        at: Timestamp,
    ) -> Result<Guild, StoreError>;

    /// Switches a card on or off in a guild.
    async fn set_item(&self, guild: GuildId, item: &str, enabled: bool);

    /// How many presses a member has in the log.
    async fn count_presses(&self, guild: GuildId, user: UserId) -> usize;

    /// Judges a press and keeps it.
    async fn record_press<J>(&self, press: &NewPress, judge: J) -> Result<PressOutcome, StoreError>
    where
        J: FnOnce(&MemberHistory) -> Verdict + Send;
}

impl OneByOne for Store {
    async fn take_step(
        &self,
        key: &DeliveryKey,
        step: Step,
        fence: i64,
        now: Timestamp,
    ) -> StepOutcome {
        let outcomes = self.take_steps(&[(*key, step)], fence, now).await.unwrap();
        let [outcome] = outcomes.try_into().unwrap();
        outcome
    }

    async fn add_delivery(
        &self,
        schedule: ScheduleId,
        delivery: &NewDelivery,
    ) -> Result<PlanOutcome, StoreError> {
        let schedule = self.schedule(schedule).await?.unwrap();
        let plan = Plan {
            schedule: schedule.id,
            seen_watermark: schedule.watermark,
            seen_rotation: schedule.rotation.clone(),
            watermark: schedule.watermark,
            next_due: schedule.next_due,
            deliveries: vec![delivery.clone()],
            rotation: schedule.rotation,
            asked: None,
            most_a_day: u32::MAX,
        };
        self.plan(&plan).await
    }

    async fn set_guild(
        &self,
        guild: GuildId,
        setting: &GuildSetting,
        by: UserId,
        at: Timestamp,
    ) -> Result<Guild, StoreError> {
        let update = GuildUpdate {
            settings: vec![setting.clone()],
            ..GuildUpdate::default()
        };
        self.update_guild(guild, &update, by, at).await
    }

    async fn set_item(&self, guild: GuildId, item: &str, enabled: bool) {
        let update = GuildUpdate {
            item: Some((item.to_owned(), enabled)),
            ..GuildUpdate::default()
        };
        let done = self.update_guild(guild, &update, user(9), at(0)).await;
        done.unwrap();
    }

    async fn record_press<J>(&self, press: &NewPress, judge: J) -> Result<PressOutcome, StoreError>
    where
        J: FnOnce(&MemberHistory) -> Verdict + Send,
    {
        let mut judge = Some(judge);
        let judge = |_: usize, history: &MemberHistory| {
            let judge = judge.take().expect("alone it is judged once");
            judge(history)
        };
        let outcomes = self
            .record_presses(std::slice::from_ref(press), judge)
            .await;
        outcomes.into_iter().next().unwrap()
    }

    async fn count_presses(&self, guild: GuildId, user: UserId) -> usize {
        self.presses(guild, user).await.unwrap().len()
    }
}

/// The guild's zone.
pub(crate) fn zone(name: &str) -> GuildSetting {
    GuildSetting::Timezone(Some(name.to_owned()))
}

/// What Ana chooses when she joins streaks.
#[derive(Clone)]
pub(crate) struct OptIn {
    pub(crate) timezone: String,
    pub(crate) day_ends_at: i8,
    pub(crate) active_days: Weekdays,
    pub(crate) visibility: Visibility,
}

/// Plain changes of members, without the rules.
pub(crate) trait Members {
    /// Appends to the log of a member, and keeps a streak if one is given.
    async fn append(
        &self,
        whose: (GuildId, UserId),
        events: Vec<MemberEvent>,
        streak: Option<StreakRow>,
        at: Timestamp,
    ) -> Result<(), StoreError>;

    /// Joins streaks with a choice.
    async fn opt_in(
        &self,
        guild: GuildId,
        user: UserId,
        choice: &OptIn,
        at: Timestamp,
    ) -> Result<(), StoreError> {
        let events = vec![
            MemberEvent::Timezone(choice.timezone.clone()),
            MemberEvent::DayEndsAt(choice.day_ends_at),
            MemberEvent::ActiveDays(choice.active_days),
            MemberEvent::Visibility(choice.visibility),
            MemberEvent::OptIn,
        ];
        self.append((guild, user), events, None, at).await
    }

    /// Appends one event.
    async fn change_member(
        &self,
        guild: GuildId,
        user: UserId,
        event: &MemberEvent,
        at: Timestamp,
    ) -> Result<(), StoreError> {
        self.append((guild, user), vec![event.clone()], None, at)
            .await
    }

    /// Keeps a streak.
    async fn put_streak(&self, streak: StreakRow) -> Result<(), StoreError> {
        let whose = (streak.guild, streak.user);
        self.append(whose, Vec::new(), Some(streak), at(0)).await
    }

    /// Keeps a desk break.
    async fn save_desk_break(&self, new: &NewSchedule) -> Result<Schedule, StoreError>;
}

impl Members for Store {
    async fn append(
        &self,
        (guild, user): (GuildId, UserId),
        events: Vec<MemberEvent>,
        streak: Option<StreakRow>,
        at: Timestamp,
    ) -> Result<(), StoreError> {
        let update = MemberUpdate {
            events,
            streak,
            desk_break: None,
        };
        self.update_member(guild, user, at, |_| (Some(update), ()))
            .await
    }

    async fn save_desk_break(&self, new: &NewSchedule) -> Result<Schedule, StoreError> {
        let (guild, user) = (new.guild, new.user.unwrap_or(user(2)));
        let update = MemberUpdate {
            desk_break: Some(new.clone()),
            ..MemberUpdate::default()
        };
        self.update_member(guild, user, new.at, |_| (Some(update), ()))
            .await?;
        Ok(self.desk_break(guild, user).await?.unwrap())
    }
}
