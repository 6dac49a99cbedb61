//! What a million members cost: a check-in, a board with one's own rank, an export.
//!
//! `cargo bench --bench streaks_scale` fills a SQLite file and, where `UNHUNCH_TEST_POSTGRES` names a server, a schema
//! there, with the same members from one seed: one guild of 100,000 with 30 days of presses, and as many guilds of 1,000
//! as make up the rest, whose presses are compacted (P-5). `-- --members N` takes another number, `-- --quick` 20,000; `-- --only-postgres` leaves
//! SQLite out.
//! Everything is timed from the interaction to its answer, which comes after the commit (`synchronous=FULL`); beside it stands
//! how many writes a second the disk confirms. Where others use the machine, `chrt -f 30 cargo bench …` comes near to what a
//! quiet one would show, if PostgreSQL's processes are started likewise.

#![expect(
    clippy::unwrap_used,
    clippy::print_stdout,
    clippy::disallowed_methods,
    reason = "a measurement that goes wrong should stop, prints what it found, and reads the time"
)]

#[path = "../delivery/disk.rs"]
mod disk;
mod members;
#[path = "../delivery/sender.rs"]
mod sender;

use std::sync::Arc;
use std::time::{Duration, Instant};

use futures_util::StreamExt as _;
use jiff::Timestamp;
use sqlx::{AnyConnection, AssertSqlSafe, Connection, Executor};
use unhunch::app::{App, HashKey, Interaction, InteractionKind, OptionValue, Parts, Reply};
use unhunch::clock::{PlayedClock, Zones};
use unhunch::content::Library;
use unhunch::domain::ids::{ChannelId, GuildId, InteractionId, UserId, snowflake_at};
use unhunch::store::Store;
use unhunch::text::Catalogue;

use members::{LARGE, NOW, Random};
use sender::Sender;

/// Members of the large guild.
const IN_LARGE: u64 = 100_000;
/// How many people do something at the same time where it is counted how much is done in a second.
const AT_ONCE: usize = 64;
/// How many come in a second where it is timed how long they wait.
const A_SECOND: u32 = 2_000;
/// The day of half of the members has turned since [`NOW`].
const TURNED: &str = "2026-06-18T01:00:05Z";

#[derive(Clone, Copy)]
struct Sizes {
    members: u64,
    in_large: u64,
    samples: u64,
}

#[tokio::main]
async fn main() {
    let arguments: Vec<_> = std::env::args().collect();
    let number = |name: &str| {
        let at = arguments.iter().position(|argument| argument == name)?;
        arguments.get(at + 1)?.parse::<u64>().ok()
    };
    let quick = arguments.iter().any(|argument| argument == "--quick");
    let members = number("--members").unwrap_or(if quick { 20_000 } else { 1_000_000 });
    let sizes = Sizes {
        members,
        in_large: IN_LARGE.min(members / 2),
        samples: if quick { 300 } else { 2_000 },
    };
    let syncs = disk::syncs_per_second();
    println!(
        "the disk confirms {syncs:.0} writes a second; {} CPUs",
        std::thread::available_parallelism().unwrap()
    );
    let folder = tempfile::tempdir_in(env!("CARGO_TARGET_TMPDIR")).unwrap();
    let url = format!("sqlite://{}", folder.path().join("bench.db").display());
    if !arguments
        .iter()
        .any(|argument| argument == "--only-postgres")
    {
        measure("SQLite", &url, sizes).await;
    }
    match std::env::var("UNHUNCH_TEST_POSTGRES") {
        Ok(server) => {
            let schema = "unhunch_bench";
            clear(&server, schema, true).await;
            let and = if server.contains('?') { '&' } else { '?' };
            let url = format!("{server}{and}options[search_path]={schema}");
            measure("PostgreSQL", &url, sizes).await;
            clear(&server, schema, false).await;
        }
        Err(_) => println!("UNHUNCH_TEST_POSTGRES is not set: nothing is measured on PostgreSQL"),
    }
}

async fn clear(server: &str, schema: &str, anew: bool) {
    sqlx::any::install_default_drivers();
    let mut connection = AnyConnection::connect(server).await.unwrap();
    let mut sql = format!("DROP SCHEMA IF EXISTS {schema} CASCADE;");
    if anew {
        sql.extend(["CREATE SCHEMA ", schema, ";"]);
    }
    connection.execute(AssertSqlSafe(sql)).await.unwrap();
    connection.close().await.unwrap();
}

/// What the server would do by itself within minutes of so many new rows. Only some users may ask for a checkpoint.
async fn settle(url: &str) {
    let mut connection = AnyConnection::connect(url).await.unwrap();
    connection.execute("VACUUM (ANALYZE)").await.unwrap();
    if let Err(error) = connection.execute("CHECKPOINT").await {
        println!("  the server goes on writing what was filled in: {error}");
    }
    connection.close().await.unwrap();
}

/// The bot on a filled database, and who does what next.
struct Bench {
    app: Arc<App>,
    sizes: Sizes,
    random: Random,
    /// The number of the interaction before.
    number: u64,
    /// Who checks in next; each does once.
    presser: u64,
}

async fn measure(name: &str, url: &str, sizes: Sizes) {
    let begin = Instant::now();
    let store = Store::open(url).await.unwrap();
    // As in the bot, for as long as it runs.
    let log = store.clone();
    let log = tokio::spawn(async move { log.keep_log_short().await });
    members::fill(url, sizes.members, sizes.in_large).await;
    let took = begin.elapsed().as_secs_f64();
    println!("\n{name}: {} members filled in {took:.0} s", sizes.members);
    let sender = Arc::new(Sender::new(Duration::ZERO));
    let app = Arc::new(app(store, Arc::clone(&sender)));
    let begin = Instant::now();
    rank(&app).await;
    let took = begin.elapsed().as_secs_f64();
    let n_lines = sizes.in_large;
    println!("  {n_lines} lines of boards worked out in {took:.0} s");
    if url.starts_with("postgres") {
        settle(url).await;
    }
    let mut bench = Bench {
        app,
        sizes,
        random: Random::new(7),
        number: 0,
        presser: 0,
    };
    bench.boards("", NOW).await;
    bench.boards(", as days turn", TURNED).await;
    bench.exports().await;
    bench.presses_one_by_one().await;
    bench.presses_at_once().await;
    bench.presses_as_they_come().await;
    members::check(&bench.app, 1, bench.presser).await;
    assert_eq!(sender.sent(), 0, "answers alone are measured");
    log.abort();
    bench.app.store.clone().close().await;
}

/// Works out all lines of boards, as the process that holds the lease.
async fn rank(app: &App) {
    let now = NOW.parse().unwrap();
    app.keep_lease("bench", now).await.unwrap();
    let keeps = async {
        loop {
            tokio::time::sleep(Duration::from_secs(5)).await;
            app.keep_lease("bench", now).await.unwrap();
        }
    };
    tokio::select! {
        done = app.refresh_boards(now) => { done.unwrap(); }
        () = keeps => {}
    }
}

impl Bench {
    fn interaction(&mut self, at: &str, user: u64, path: &str) -> Interaction {
        self.number += 1;
        Interaction {
            id: InteractionId::new(snowflake_at(at.parse().unwrap()) + self.number).unwrap(),
            guild: GuildId::new(LARGE),
            channel: ChannelId::new(5).unwrap(),
            user: UserId::new(user).unwrap(),
            may_manage_guild: false,
            locale: "en-US".to_owned(),
            kind: InteractionKind::Command {
                path: path.split(' ').map(str::to_owned).collect(),
                options: Vec::new(),
            },
        }
    }

    fn check_in(&mut self) -> Option<Interaction> {
        self.presser += 1;
        let user = self.presser;
        (user <= self.sizes.in_large).then(|| self.interaction(NOW, user, "done"))
    }

    /// The first page, with one's own rank, of whoever it is; nobody works lines out anew meanwhile.
    async fn boards(&mut self, when: &str, at: &str) {
        for metric in ["consistency", "week", "current", "longest"] {
            let mut times = Vec::new();
            for _ in 0..self.sizes.samples {
                let user = 1 + self.random.below(self.sizes.in_large);
                let mut interaction = self.interaction(at, user, "leaderboard");
                if let InteractionKind::Command { options, .. } = &mut interaction.kind {
                    options.push(("metric".to_owned(), OptionValue::Text(metric.to_owned())));
                }
                times.push(timed(&self.app, &interaction).await);
            }
            told(&format!("board by {metric}{when}"), times);
        }
    }

    async fn exports(&mut self) {
        let mut times = Vec::new();
        for _ in 0..self.sizes.samples / 4 {
            let user = 1 + self.random.below(self.sizes.in_large);
            let interaction = self.interaction(NOW, user, "privacy export");
            times.push(timed(&self.app, &interaction).await);
        }
        told("export of one member", times);
    }

    async fn presses_one_by_one(&mut self) {
        let mut times = Vec::new();
        for _ in 0..self.sizes.samples {
            let Some(interaction) = self.check_in() else {
                break;
            };
            times.push(timed(&self.app, &interaction).await);
        }
        told("check-in, one after the other", times);
    }

    async fn presses_at_once(&mut self) {
        let n = self.sizes.samples * 5;
        let presses: Vec<_> = (0..n).map_while(|_| self.check_in()).collect();
        let begin = Instant::now();
        let app = &self.app;
        let answers = presses.into_iter().map(|interaction| {
            let app = Arc::clone(app);
            tokio::spawn(async move { timed(&app, &interaction).await })
        });
        let times = futures_util::stream::iter(answers).buffer_unordered(AT_ONCE);
        let times: Vec<_> = times.map(Result::unwrap).collect().await;
        let rate = per_second(times.len(), begin);
        told(
            &format!("check-in, {AT_ONCE} at once: {rate:.0} a second"),
            times,
        );
    }

    /// Each at its instant, whether or not those before it are answered; timed from that instant.
    async fn presses_as_they_come(&mut self) {
        let n = self.sizes.samples * 5;
        let presses: Vec<_> = (0..n).map_while(|_| self.check_in()).collect();
        let begin = Instant::now();
        let mut answers = tokio::task::JoinSet::new();
        for (k, interaction) in (0..).zip(presses) {
            let at = begin + Duration::from_secs(1) * k / A_SECOND;
            // A shorter sleep takes as long.
            let wait = at.saturating_duration_since(Instant::now());
            if wait >= Duration::from_millis(1) {
                tokio::time::sleep(wait).await;
            }
            let app = Arc::clone(&self.app);
            answers.spawn(async move {
                timed(&app, &interaction).await;
                at.elapsed()
            });
        }
        let times = answers.join_all().await;
        let rate = per_second(times.len(), begin);
        told(
            &format!("check-in, as {A_SECOND} a second come: {rate:.0} a second"),
            times,
        );
    }
}

fn per_second(n: usize, since: Instant) -> f64 {
    f64::from(u32::try_from(n).unwrap()) / since.elapsed().as_secs_f64()
}

fn app(store: Store, sender: Arc<Sender>) -> App {
    let now: Timestamp = NOW.parse().unwrap();
    App::new(Parts {
        store,
        library: Library::embedded().unwrap(),
        catalogue: Catalogue::embedded().unwrap(),
        zones: Zones::bundled(),
        clock: Arc::new(PlayedClock::standing(now)),
        outbound: sender,
        hash_key: HashKey::new(vec![7; 32]),
        default_locale: "en".to_owned(),
        emergency_line: None,
        grace: Duration::from_mins(30),
        picture_cache: None,
    })
}

async fn timed(app: &App, interaction: &Interaction) -> Duration {
    let begin = Instant::now();
    let reply = app.answer(interaction).await;
    let took = begin.elapsed();
    assert!(matches!(reply, Reply::Message(..)));
    took
}

/// Half of them took less than the first, 99 of 100 less than the second.
fn told(what: &str, mut times: Vec<Duration>) {
    times.sort_unstable();
    let at =
        |share: usize| times[(times.len() * share / 100).min(times.len() - 1)].as_secs_f64() * 1e3;
    println!("  {what:48} p50 {:7.2} ms, p99 {:7.2} ms", at(50), at(99));
}
