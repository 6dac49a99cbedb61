//! What a million members cost: a check-in, a board with one's own rank, an export.
//!
//! `cargo bench --bench streaks_scale` fills a SQLite file and, where `UNHUNCH_TEST_POSTGRES` names a server, a schema
//! there, with the same members from one seed: one guild of 100,000 with 30 days of presses, and as many guilds of 1,000
//! as make up the rest, whose presses are compacted (P-5). `-- --members N` takes another number, `-- --quick` 20,000.
//! Check-ins are timed from the interaction to its answer, which comes after the commit; beside them stands how many
//! writes a second the disk confirms.

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
    measure("SQLite", &url, &sizes).await;
    match std::env::var("UNHUNCH_TEST_POSTGRES") {
        Ok(server) => {
            let schema = "unhunch_bench";
            clear(&server, schema, true).await;
            let and = if server.contains('?') { '&' } else { '?' };
            let url = format!("{server}{and}options[search_path]={schema}");
            measure("PostgreSQL", &url, &sizes).await;
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

#[expect(clippy::too_many_lines, reason = "one figure after another")]
async fn measure(name: &str, url: &str, sizes: &Sizes) {
    let begin = Instant::now();
    let store = Store::open(url).await.unwrap();
    members::fill(url, sizes.members, sizes.in_large).await;
    println!(
        "\n{name}: {} members filled in {:.0} s",
        sizes.members,
        begin.elapsed().as_secs_f64()
    );
    let sender = Arc::new(Sender::new(Duration::ZERO));
    let app = Arc::new(app(store, Arc::clone(&sender)));
    let begin = Instant::now();
    app.refresh_boards(NOW.parse().unwrap()).await.unwrap();
    let took = begin.elapsed().as_secs_f64();
    println!(
        "  {} lines of boards worked out in {took:.0} s",
        sizes.in_large
    );
    let mut random = Random::new(7);
    let mut numbers = 0;
    let mut someone = |random: &mut Random| {
        numbers += 1;
        (numbers, 1 + random.below(sizes.in_large))
    };
    for metric in ["consistency", "week", "current", "longest"] {
        let path = vec!["leaderboard".to_owned()];
        let options = vec![("metric".to_owned(), OptionValue::Text(metric.to_owned()))];
        let mut times = Vec::new();
        for _ in 0..sizes.samples {
            let (number, user) = someone(&mut random);
            let interaction = interaction(number, user, path.clone(), options.clone());
            times.push(timed(&app, interaction).await);
        }
        told(&format!("board by {metric}, with one's own rank"), times);
    }
    let mut times = Vec::new();
    for _ in 0..sizes.samples / 4 {
        let (number, user) = someone(&mut random);
        let path = vec!["privacy".to_owned(), "export".to_owned()];
        times.push(timed(&app, interaction(number, user, path, Vec::new())).await);
    }
    told("export of one member", times);
    let done = || vec!["done".to_owned()];
    let mut times = Vec::new();
    for n in 1..=sizes.samples {
        numbers += 1;
        times.push(timed(&app, interaction(numbers, n, done(), Vec::new())).await);
    }
    told("check-in, one after the other", times);
    let first = sizes.samples + 1;
    let last = (first + sizes.samples * 5).min(sizes.in_large);
    let begin = Instant::now();
    let presses = (first..last).map(|user| {
        numbers += 1;
        let app = Arc::clone(&app);
        let interaction = interaction(numbers, user, done(), Vec::new());
        tokio::spawn(async move { timed(&app, interaction).await })
    });
    let times = futures_util::stream::iter(presses).buffer_unordered(AT_ONCE);
    let times: Vec<_> = times.map(Result::unwrap).collect().await;
    let rate = f64::from(u32::try_from(times.len()).unwrap()) / begin.elapsed().as_secs_f64();
    told(
        &format!("check-in, {AT_ONCE} at once: {rate:.0} a second"),
        times,
    );
    members::check(&app, first, last).await;
    assert_eq!(sender.sent(), 0, "answers alone are measured");
    app.store.clone().close().await;
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

fn interaction(
    number: u64,
    user: u64,
    path: Vec<String>,
    options: Vec<(String, OptionValue)>,
) -> Interaction {
    Interaction {
        id: InteractionId::new(snowflake_at(NOW.parse().unwrap()) + number).unwrap(),
        guild: GuildId::new(LARGE),
        channel: ChannelId::new(5).unwrap(),
        user: UserId::new(user).unwrap(),
        may_manage_guild: false,
        locale: "en-US".to_owned(),
        kind: InteractionKind::Command { path, options },
    }
}

async fn timed(app: &App, interaction: Interaction) -> Duration {
    let begin = Instant::now();
    let reply = app.answer(&interaction).await;
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
