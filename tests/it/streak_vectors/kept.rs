//! I-6 on the real database: whatever is done, in whatever order and at once, what is kept is what the logs come to, and
//! what a walk with a pencil says.
//!
//! `cargo test` tries a few; a long run is `UNHUNCH_KEPT=2000 cargo test --test it streak_vectors::kept`.

use std::sync::Arc;

use jiff::tz::{TimeZone, TimeZoneDatabase};
use jiff::{Timestamp, ToSpan};
use proptest::prelude::*;
use proptest::strategy::ValueTree as _;
use proptest::test_runner::{Config, TestRunner};
use tokio::task::JoinSet;
use unhunch::app::{
    App, HashKey, Interaction, InteractionKind, OptionValue, Parts, checkpoint, rebuilt,
};
use unhunch::clock::{PlayedClock, Zones};
use unhunch::domain::ids::{ChannelId, GuildId, InteractionId, UserId, snowflake_at};
use unhunch::domain::streak::{FreezeRules, Outcome};
use unhunch::store::{GuildSetting, MemberEvent, MemberUpdate, StreakRow};
use unhunch::text::Catalogue;

use super::walk::{Figures, Log, Step, Week, walk};
use crate::store_fixture::{Database, OneByOne as _};
use crate::support::{LIBRARY, Recorder, assert_lines_hold};

const GUILD: u64 = 100;
const MEMBERS: [u64; 3] = [7, 8, 9];
const ZONES: [&str; 8] = [
    "America/New_York",
    "America/Nuuk",
    "Asia/Kathmandu",
    "Australia/Lord_Howe",
    "Europe/Berlin",
    "Pacific/Apia",
    "Pacific/Honolulu",
    "Pacific/Kiritimati",
];
const NAMES: [&str; 7] = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"];
/// Who left longer ago than this is erased (K-63).
const THIRTY_DAYS: i64 = 30 * 24 * 3600;

/// Something that is done.
#[derive(Debug, Clone)]
enum Deed {
    /// Everybody presses, so many times at once, in tasks of their own. Discord brings the first of each again, and some who
    /// answer them are cut off.
    Press(usize),
    Join,
    LeaveStreaks,
    LeaveGuild,
    Zone(&'static str),
    DayEndsAt(i8),
    Days(Week),
    Pause(i64, i64),
    Resume,
    Visibility(&'static str),
    Freezes(FreezeRules),
    Erase,
    Restart,
    /// The presses of all but so many days are let go.
    Compact(i64),
}

fn deed() -> impl Strategy<Value = Deed> {
    prop_oneof![
        24 => (1_usize..4).prop_map(Deed::Press),
        2 => Just(Deed::Join),
        1 => Just(Deed::LeaveStreaks),
        1 => Just(Deed::LeaveGuild),
        3 => proptest::sample::select(&ZONES[..]).prop_map(Deed::Zone),
        2 => (0_i8..=6).prop_map(Deed::DayEndsAt),
        2 => any::<Week>().prop_filter("a day", |week| week.contains(&true)).prop_map(Deed::Days),
        2 => (-1_i64..4, -1_i64..20).prop_map(|(from, days)| Deed::Pause(from, days)),
        2 => Just(Deed::Resume),
        1 => proptest::sample::select(vec!["hidden", "anonymous", "named"]).prop_map(Deed::Visibility),
        1 => (0_u32..3, 0_u32..3, 0_u32..4).prop_map(|(start, more, earn_every)| {
            Deed::Freezes(FreezeRules { start, cap: start + more, earn_every })
        }),
        1 => Just(Deed::Erase),
        2 => Just(Deed::Restart),
        2 => (0_i64..20).prop_map(Deed::Compact),
    ]
}

/// Minutes between two deeds.
fn gap() -> impl Strategy<Value = i64> {
    prop_oneof![
        1 => 1_i64..90,
        8 => 300_i64..1_600,
        2 => 1_600_i64..6_000,
        1 => proptest::sample::select(vec![40_320, 43_199, 43_201]),
    ]
}

/// What is expected of a member.
struct Expected {
    user: UserId,
    begun: Timestamp,
    log: Log,
    enrolled: bool,
    left_at: Option<Timestamp>,
    moves: Vec<Timestamp>,
}

impl Expected {
    fn step(&mut self, at: Timestamp, step: Step) {
        self.log.steps.push((at, step));
    }
}

/// The bot on a database, and what is expected of it.
struct World<'a> {
    database: &'a Database,
    app: Option<Arc<App>>,
    clock: PlayedClock,
    numbers: u64,
    freezes: FreezeRules,
    members: Vec<Expected>,
}

impl<'a> World<'a> {
    async fn begin(database: &'a Database, at: Timestamp) -> Self {
        let mut world = Self {
            database,
            app: None,
            clock: PlayedClock::standing(at),
            numbers: 0,
            freezes: FreezeRules::default(),
            members: Vec::new(),
        };
        world.open().await;
        world.members = MEMBERS
            .map(|number| Expected {
                user: UserId::new(number).unwrap(),
                begun: at,
                log: log(FreezeRules::default()),
                enrolled: false,
                left_at: None,
                moves: Vec::new(),
            })
            .into();
        world
    }

    async fn open(&mut self) {
        if let Some(app) = self.app.take() {
            app.store.clone().close().await;
        }
        let store = self.database.open().await;
        let hash_key = HashKey::new(store.secret([7; 32]).await.unwrap().to_vec());
        let app = App::new(Parts {
            store,
            library: LIBRARY.clone(),
            catalogue: Catalogue::embedded().unwrap(),
            zones: Zones::bundled(),
            clock: Arc::new(self.clock.clone()),
            outbound: Arc::new(Recorder::new(self.clock.clone())),
            hash_key,
            default_locale: "en".to_owned(),
            emergency_line: None,
            grace: std::time::Duration::from_mins(30),
            picture_cache: None,
        });
        app.clean_restored().await.unwrap();
        self.app = Some(Arc::new(app));
    }

    fn app(&self) -> &Arc<App> {
        self.app.as_ref().unwrap()
    }

    fn interaction(
        &mut self,
        user: UserId,
        path: &str,
        options: &[(&str, OptionValue)],
    ) -> Interaction {
        self.numbers += 1;
        let options = options.iter();
        Interaction {
            id: InteractionId::new(snowflake_at(self.now()) + self.numbers).unwrap(),
            guild: GuildId::new(GUILD),
            channel: ChannelId::new(200).unwrap(),
            user,
            may_manage_guild: false,
            locale: "en-US".to_owned(),
            kind: InteractionKind::Command {
                path: path.split(' ').map(str::to_owned).collect(),
                options: options
                    .map(|(name, value)| ((*name).to_owned(), value.clone()))
                    .collect(),
            },
        }
    }

    fn now(&self) -> Timestamp {
        use unhunch::clock::Clock as _;
        self.clock.now()
    }

    async fn run(&mut self, user: UserId, path: &str, options: &[(&str, OptionValue)]) {
        let interaction = self.interaction(user, path, options);
        self.app().answer(&interaction).await;
    }

    async fn press(&mut self, times: usize) {
        let users: Vec<_> = self.members.iter().map(|member| member.user).collect();
        let mut presses = Vec::new();
        for user in users {
            for _ in 0..times {
                presses.push(self.interaction(user, "done", &[]));
            }
        }
        let again: Vec<_> = presses.iter().step_by(times).cloned().collect();
        // Every second of these gives up, at some instant of its own; it comes again.
        self.press_at_once(&again, true).await;
        self.press_at_once(&presses, false).await;
        self.press_at_once(&again, false).await;
        let at = self.now();
        for member in self.members.iter_mut().filter(|member| member.enrolled) {
            if member.left_at.take().is_some() {
                member.step(at, Step::Rejoin);
            }
            for _ in 0..times {
                member.step(at, Step::CheckIn(None));
            }
        }
    }

    /// Everything at once, each in a task of its own; of these, every second is cut off if that is wanted.
    async fn press_at_once(&self, presses: &[Interaction], some_give_up: bool) {
        let mut tasks = JoinSet::new();
        let mut handles = Vec::new();
        for press in presses {
            let (app, press) = (Arc::clone(self.app()), press.clone());
            handles.push(tasks.spawn(async move { app.answer(&press).await }));
        }
        if some_give_up {
            for handle in handles.iter().step_by(2) {
                tokio::task::yield_now().await;
                handle.abort();
            }
        }
        while let Some(done) = tasks.join_next().await {
            assert!(done.is_ok() || some_give_up, "{done:?}");
        }
    }

    /// Both members do the same thing.
    #[expect(clippy::too_many_lines, reason = "what is expected beside each deed")]
    async fn all(&mut self, deed: &Deed) {
        let at = self.now();
        for n in 0..self.members.len() {
            let user = self.members[n].user;
            match deed {
                Deed::Join if !self.members[n].enrolled => {
                    self.join(n).await;
                    continue;
                }
                Deed::Erase => {
                    let store = &self.app().store;
                    let scope = unhunch::store::EraseScope::Everywhere;
                    store
                        .erase(user, scope, &self.app().hash_key, at)
                        .await
                        .unwrap();
                    self.members[n].enrolled = false;
                    self.members[n].left_at = None;
                    self.members[n].log.steps.clear();
                    self.members[n].moves.clear();
                    self.members[n].begun = at;
                    continue;
                }
                _ if !self.members[n].enrolled => continue,
                _ => {}
            }
            if matches!(deed, Deed::LeaveGuild) {
                if self.members[n].left_at.is_none() {
                    self.leave(user).await;
                    self.members[n].left_at = Some(at);
                    self.members[n].step(at, Step::Leave);
                }
                continue;
            }
            // Whoever uses a command is in the guild.
            let (path, options, step) = self.command(deed, n);
            let Some(step) = step else { continue };
            if matches!(step, Step::Timezone(_)) {
                let member = &mut self.members[n];
                let lately = member
                    .moves
                    .iter()
                    .filter(|moved| at.as_second() - moved.as_second() < 7 * 86_400);
                if lately.count() >= 3 {
                    continue;
                }
            }
            self.run(user, path, &options).await;
            let member = &mut self.members[n];
            // A pause that is refused leaves nothing, not even a return.
            let mut tried = member.log.clone();
            if member.left_at.is_some() {
                tried.steps.push((at, Step::Rejoin));
            }
            tried.steps.push((at, step.clone()));
            let (outcomes, _) = walk(&tried, member.begun, at);
            if outcomes.last() == Some(&"refused") {
                continue;
            }
            if matches!(step, Step::OptOut) {
                member.enrolled = false;
            }
            member.left_at = None;
            if matches!(step, Step::Timezone(_)) {
                member.moves.push(at);
            }
            member.log = tried;
        }
    }

    fn command(
        &self,
        deed: &Deed,
        n: usize,
    ) -> (&'static str, Vec<(&'static str, OptionValue)>, Option<Step>) {
        let text = |text: String| OptionValue::Text(text);
        let today = {
            let (_, figures) = walk(&self.members[n].log, self.members[n].begun, self.now());
            figures.day
        };
        match deed {
            Deed::Zone(name) => {
                let zone = TimeZoneDatabase::bundled().get(name).unwrap();
                let is_same = self.zone(n) == *name;
                let step = (!is_same).then_some(Step::Timezone(zone));
                (
                    "streak join",
                    vec![("timezone", text((*name).to_owned()))],
                    step,
                )
            }
            Deed::DayEndsAt(hour) => {
                let options = vec![("day_ends_at", OptionValue::Integer(i64::from(*hour)))];
                ("streak join", options, Some(Step::DayEndsAt(*hour)))
            }
            Deed::Days(week) => {
                let options = vec![("days", text(days(*week)))];
                ("streak join", options, Some(Step::ActiveDays(*week)))
            }
            Deed::Pause(from, length) => {
                let from = today + from.days();
                let to = from + length.days();
                let options = vec![
                    ("from", text(from.to_string())),
                    ("to", text(to.to_string())),
                ];
                ("streak pause", options, Some(Step::Pause(from, to)))
            }
            Deed::Resume => ("streak resume", Vec::new(), Some(Step::Resume)),
            Deed::LeaveStreaks => ("streak leave", Vec::new(), Some(Step::OptOut)),
            _ => ("streak show", Vec::new(), None),
        }
    }

    /// The zone that the member has chosen last.
    fn zone(&self, n: usize) -> String {
        let log = &self.members[n].log;
        let chosen = log.steps.iter().rev().find_map(|(_, step)| match step {
            Step::Timezone(zone) => Some(zone),
            _ => None,
        });
        chosen.unwrap_or(&log.zone).iana_name().unwrap().to_owned()
    }

    async fn join(&mut self, n: usize) {
        let (at, user) = (self.now(), self.members[n].user);
        let is_new = self.members[n].log.steps.is_empty();
        if !is_new {
            self.run(
                user,
                "streak join",
                &[("visibility", OptionValue::Text("named".to_owned()))],
            )
            .await;
            let member = &mut self.members[n];
            member.enrolled = true;
            if member.left_at.take().is_some() {
                member.step(at, Step::Rejoin);
            }
            member.step(at, Step::OptIn);
            return;
        }
        let text = |text: &str| OptionValue::Text(text.to_owned());
        let options = [
            ("visibility", text("named")),
            ("timezone", text("Europe/Berlin")),
            ("days", text("mon-fri")),
            ("day_ends_at", OptionValue::Integer(3)),
        ];
        self.run(user, "streak join", &options).await;
        let freezes = self.freezes;
        let member = &mut self.members[n];
        member.begun = at;
        member.enrolled = true;
        member.log = log(freezes);
        member.step(at, Step::OptIn);
    }

    async fn leave(&self, user: UserId) {
        let at = self.now();
        let update = MemberUpdate {
            events: vec![MemberEvent::Leave],
            ..MemberUpdate::default()
        };
        let store = &self.app().store;
        let guild = GuildId::new(GUILD).unwrap();
        store
            .update_member(guild, user, at, |_| (Some(update), ()))
            .await
            .unwrap();
    }

    async fn compact(&self, days: i64) {
        let guild = GuildId::new(GUILD).unwrap();
        let app = self.app();
        let first_kept = self.now().to_zoned(TimeZone::UTC).date() - days.days();
        for member in &self.members {
            let fold = |log: &_| checkpoint(&app.zones, log);
            let done = app
                .store
                .compact_presses(guild, member.user, first_kept, fold);
            done.await.unwrap();
        }
    }

    async fn set_freezes(&mut self, rules: FreezeRules) {
        // The walk knows one set of rules: they are chosen before anybody has joined.
        if self
            .members
            .iter()
            .all(|member| member.log.steps.is_empty())
        {
            let guild = GuildId::new(GUILD).unwrap();
            let setting = GuildSetting::Freezes(Some(rules));
            let by = UserId::new(1).unwrap();
            self.app()
                .store
                .set_guild(guild, &setting, by, self.now())
                .await
                .unwrap();
            self.freezes = rules;
        }
    }

    async fn go_on(&mut self, minutes: i64) {
        let now = self.now() + minutes.minutes();
        self.clock.set(now, false);
        // Of several processes on PostgreSQL, this is the one that works.
        self.app().keep_lease("kept", now).await.unwrap();
        // As if a day had gone by since the last sweep.
        self.app().store.put_meta("swept_at", "").await.unwrap();
        self.app().sweep(now).await.unwrap();
        for member in &mut self.members {
            let gone = member
                .left_at
                .is_some_and(|left_at| now.as_second() - left_at.as_second() > THIRTY_DAYS);
            if gone {
                member.enrolled = false;
                member.left_at = None;
                member.log.steps.clear();
                member.moves.clear();
            }
        }
    }

    async fn act(&mut self, deed: &Deed) {
        match deed {
            Deed::Press(times) => self.press(*times).await,
            Deed::Restart => self.open().await,
            Deed::Compact(days) => self.compact(*days).await,
            Deed::Freezes(rules) => self.set_freezes(*rules).await,
            Deed::Visibility(level) => {
                let users: Vec<_> = self
                    .members
                    .iter()
                    .filter(|it| it.enrolled && it.left_at.is_none())
                    .map(|it| it.user)
                    .collect();
                for user in users {
                    self.run(
                        user,
                        "streak visibility",
                        &[("level", OptionValue::Text((*level).to_owned()))],
                    )
                    .await;
                }
            }
            deed => self.all(deed).await,
        }
    }

    /// What is kept is what the logs come to, and what the walk says.
    async fn check(&self) {
        let guild = GuildId::new(GUILD).unwrap();
        let app = self.app();
        for member in &self.members {
            let log = app.store.member_log(guild, member.user).await.unwrap();
            let found = rebuilt(&app.zones, &log, (guild, member.user), self.now());
            if member.log.steps.is_empty() {
                assert!(found.is_none(), "nothing is kept: {found:?}");
                continue;
            }
            let (row, difference) = found.expect("they have joined");
            assert_eq!(difference, None, "what is kept is what the log says");
            let credited_today = log
                .presses
                .iter()
                .any(|press| press.outcome == Outcome::Credited && press.day == row.day)
                || log
                    .checkpoint
                    .as_ref()
                    .is_some_and(|it| it.last_credit == Some(row.day));
            let (_, figures) = walk(&member.log, member.begun, self.now());
            assert_eq!(kept_figures(&row, credited_today, figures.today), figures);
        }
    }
}

fn kept_figures(row: &StreakRow, credited_today: bool, today: &'static str) -> Figures {
    let mask = (1_u64 << 30) - 1;
    let extra = u32::from(credited_today);
    Figures {
        day: row.day,
        current: row.current,
        longest: row.longest,
        freezes: row.freezes,
        today,
        credited: (row.credited_bits & mask).count_ones() + extra,
        due: (row.due_bits & mask).count_ones() + extra,
    }
}

fn log(rules: FreezeRules) -> Log {
    Log {
        zone: TimeZoneDatabase::bundled().get("Europe/Berlin").unwrap(),
        day_ends_at: 3,
        active_days: [true, true, true, true, true, false, false],
        neutral_days: Vec::new(),
        opted_in: false,
        freezes: [rules.start, rules.cap, rules.earn_every],
        steps: Vec::new(),
    }
}

fn days(week: Week) -> String {
    let names = NAMES.iter().zip(week).filter(|(_, is_active)| *is_active);
    names.map(|(name, _)| *name).collect::<Vec<_>>().join(",")
}

#[expect(
    clippy::disallowed_methods,
    reason = "a long run is asked for in the environment"
)]
fn cases(usual: u32) -> u32 {
    std::env::var("UNHUNCH_KEPT")
        .ok()
        .and_then(|text| text.parse().ok())
        .unwrap_or(usual)
}

/// Tries histories on databases of their own. A failure prints the history; each is as likely as any other, so there is
/// no shrinking.
#[expect(clippy::print_stderr, reason = "a failure is told with its history")]
async fn try_histories(n: u32, mut fresh: impl AsyncFnMut() -> Option<Database>) {
    let mut runner = TestRunner::new_with_rng(
        Config::default(),
        proptest::test_runner::TestRng::deterministic_rng(
            proptest::test_runner::RngAlgorithm::ChaCha,
        ),
    );
    let histories = proptest::collection::vec((gap(), deed()), 5..40);
    for _ in 0..n {
        let history = histories.new_tree(&mut runner).unwrap().current();
        let Some(database) = fresh().await else {
            return;
        };
        let mut world = World::begin(&database, "2026-03-18T09:00:00Z".parse().unwrap()).await;
        let joins = [(5, Deed::Join), (5, Deed::Press(1))];
        for (n, (minutes, deed)) in joins.iter().chain(&history).enumerate() {
            eprintln!("{n}: {minutes} min, {deed:?}");
            world.go_on(*minutes).await;
            assert_lines_hold(world.app(), GuildId::new(GUILD).unwrap(), world.now()).await;
            world.act(deed).await;
            world.check().await;
        }
        world.app.take().unwrap().store.clone().close().await;
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn what_is_kept_is_what_the_logs_come_to_on_sqlite() {
    try_histories(cases(12), async || Some(Database::sqlite())).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn what_is_kept_is_what_the_logs_come_to_on_postgres() {
    try_histories(cases(6), Database::postgres).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn a_board_counts_the_credit_of_a_day_whose_presses_were_let_go() {
    let database = Database::sqlite();
    let mut world = World::begin(&database, "2026-03-18T09:00:00Z".parse().unwrap()).await;
    let deeds = [
        (5, Deed::Join),
        (5, Deed::Press(1)),
        (24 * 60, Deed::Compact(0)),
    ];
    for (minutes, deed) in deeds {
        world.go_on(minutes).await;
        world.act(&deed).await;
    }
    world.go_on(24 * 60).await;
    assert_lines_hold(world.app(), GuildId::new(GUILD).unwrap(), world.now()).await;
    let user = world.members[0].user;
    let guild = GuildId::new(GUILD).unwrap();
    let mut reader = world.app().store.board_reader().await.unwrap();
    let found = reader.participant(guild, user).await.unwrap();
    assert!(found.is_some_and(|member| member.credited_today));
}
