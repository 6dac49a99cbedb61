//! How fast the bot is connected, and how much memory it then holds.
//!
//! `cargo bench --bench startup` starts the release binary again and again against a playground in another
//! process, and prints the time from the start of the process to READY, and the resident memory when idle in 1
//! guild and in 1,000. Then on a database of 100,000 guilds with 1,000,000 schedules, none of which Discord knows any more:
//! that is the most that a start has to write down. `cargo bench --bench startup -- --large` measures that alone. Linux
//! only, since it reads `/proc`.

#![expect(
    clippy::unwrap_used,
    clippy::print_stdout,
    clippy::disallowed_methods,
    reason = "a measurement that goes wrong should stop, prints what it found, and reads the time"
)]

use std::io::{BufRead, BufReader};
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use sqlx::{AnyConnection, AssertSqlSafe, Connection, Executor};

const BOT: &str = env!("CARGO_BIN_EXE_unhunch");
const STARTS: usize = 30;

/// A child process that is killed when it is dropped.
struct Process(Child);

impl Drop for Process {
    fn drop(&mut self) {
        self.0.kill().ok();
        self.0.wait().ok();
    }
}

/// A playground with so many guilds, and its address.
fn playground(guilds: usize) -> (Process, String) {
    let mut child = Command::new(BOT)
        .args(["playground", "--no-bot", "--port", "0", "--guilds"])
        .arg(guilds.to_string())
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .spawn()
        .unwrap();
    let mut lines = BufReader::new(child.stdout.take().unwrap()).lines();
    let line = lines
        .find_map(|line| {
            line.unwrap()
                .split_once("http://")
                .map(|(_, url)| url.trim().to_owned())
        })
        .unwrap();
    // Whatever else it says goes nowhere, but the pipe stays open.
    std::thread::spawn(move || lines.for_each(drop));
    (Process(child), format!("http://{line}"))
}

/// A bot that is connected, and how long that took.
async fn bot(http: &reqwest::Client, url: &str, folder: &Path) -> (Process, Duration) {
    let begin = Instant::now();
    let child = Command::new(BOT)
        .arg("run")
        .env_clear()
        .env("DISCORD_TOKEN", "playground.token")
        .env("DISCORD_API_URL", url)
        .current_dir(folder)
        .stderr(Stdio::null())
        .spawn()
        .unwrap();
    let process = Process(child);
    loop {
        let state: serde_json::Value = http
            .get(format!("{url}/playground/api/state"))
            .send()
            .await
            .unwrap()
            .json()
            .await
            .unwrap();
        if state["bot"]["connected"] == true {
            return (process, begin.elapsed());
        }
        assert!(
            begin.elapsed() < Duration::from_secs(30),
            "the bot does not connect"
        );
        tokio::time::sleep(Duration::from_millis(1)).await;
    }
}

/// The resident memory in MB, once it has stopped changing for two seconds.
async fn resident(process: &Process) -> f64 {
    let read = || {
        let status = std::fs::read_to_string(format!("/proc/{}/status", process.0.id())).unwrap();
        let line = status
            .lines()
            .find(|line| line.starts_with("VmRSS:"))
            .unwrap();
        line.split_whitespace()
            .nth(1)
            .unwrap()
            .parse::<u32>()
            .unwrap()
    };
    let (mut last, mut since) = (read(), Instant::now());
    while since.elapsed() < Duration::from_secs(2) {
        tokio::time::sleep(Duration::from_millis(100)).await;
        let now = read();
        if now.abs_diff(last) > 256 {
            (last, since) = (now, Instant::now());
        }
    }
    f64::from(read()) / 1024.0
}

/// A database of so many guilds, with ten schedules each, the next of which is due in the far future; past the store,
/// as that is not what is measured.
async fn seed(http: &reqwest::Client, url: &str, folder: &Path, n_guilds: u32) {
    // The first start makes the tables.
    drop(bot(http, url, folder).await);
    until_gone(http, url).await;
    sqlx::any::install_default_drivers();
    let database = format!("sqlite://{}", folder.join("unhunch.db").display());
    let mut connection = AnyConnection::connect(&database).await.unwrap();
    let numbers = |most: u32| {
        format!(
            "WITH RECURSIVE number (n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM number WHERE n < {most})"
        )
    };
    let far = 4_102_444_800_000_i64;
    for sql in [
        format!(
            "INSERT INTO guild (guild_id, timezone) {} SELECT n << 22, 'UTC' FROM number",
            numbers(n_guilds)
        ),
        format!(
            "INSERT INTO schedule (
                 id, kind, guild_id, channel_id, timezone, recurrence, deliver, fallback, together,
                 stop_when_done, watermark_ms, next_due_ms, bag_seed, rotation, created_at
             ) {} SELECT n, 'team', (1 + n % {n_guilds}) << 22, n, 'UTC', '9:00 mon', 'channel', 0, 1, 0,
                 0, {far}, n, '', 0 FROM number",
            numbers(n_guilds * 10)
        ),
        format!("UPDATE counter SET value = {n_guilds}0 WHERE name = 'schedule'"),
    ] {
        connection.execute(AssertSqlSafe(sql)).await.unwrap();
    }
    connection.close().await.unwrap();
}

/// How many guilds of the database the bot is in, as far as it knows.
async fn present(folder: &Path) -> i64 {
    let database = format!("sqlite://{}", folder.join("unhunch.db").display());
    let mut connection = AnyConnection::connect(&database).await.unwrap();
    let n = sqlx::query_scalar("SELECT COUNT(*) FROM guild WHERE present = 1")
        .fetch_one(&mut connection)
        .await
        .unwrap();
    connection.close().await.unwrap();
    n
}

/// The most memory that a process ever held, in MB.
fn peak(process: &Process) -> f64 {
    let status = std::fs::read_to_string(format!("/proc/{}/status", process.0.id())).unwrap();
    let line = status.lines().find(|line| line.starts_with("VmHWM:"));
    let kb: u32 = line
        .unwrap()
        .split_whitespace()
        .nth(1)
        .unwrap()
        .parse()
        .unwrap();
    f64::from(kb) / 1024.0
}

async fn until_gone(http: &reqwest::Client, url: &str) {
    while http
        .get(format!("{url}/playground/api/state"))
        .send()
        .await
        .unwrap()
        .text()
        .await
        .unwrap()
        .contains(r#""connected":true"#)
    {
        tokio::time::sleep(Duration::from_millis(1)).await;
    }
}

/// The start on a large database of which Discord knows nothing.
async fn large(http: &reqwest::Client) {
    let folder = tempfile::tempdir_in(env!("CARGO_TARGET_TMPDIR")).unwrap();
    let (_playground, url) = playground(1);
    seed(http, &url, folder.path(), 100_000).await;
    let begin = Instant::now();
    let (process, time) = bot(http, &url, folder.path()).await;
    println!(
        "start to READY, 1,000,000 schedules in 100,000 guilds {:6.1} ms",
        time.as_secs_f64() * 1e3
    );
    while present(folder.path()).await > 1 {
        tokio::time::sleep(Duration::from_millis(50)).await;
    }
    println!(
        "all of them noted as gone after {:6.1} s; resident {:.1} MB, at most {:.1} MB",
        begin.elapsed().as_secs_f64(),
        resident(&process).await,
        peak(&process)
    );
}

#[tokio::main]
async fn main() {
    let http = reqwest::Client::builder().no_proxy().build().unwrap();
    if std::env::args().any(|argument| argument == "--large") {
        return large(&http).await;
    }
    let folder = tempfile::tempdir().unwrap();
    let (_playground, url) = playground(1);
    let mut times = Vec::new();
    for start in 0..STARTS {
        let (process, time) = bot(&http, &url, folder.path()).await;
        // The first one makes the database and registers the commands.
        if start == 0 {
            println!(
                "start to READY, first run       {:6.1} ms",
                time.as_secs_f64() * 1e3
            );
            println!(
                "resident, idle, 1 guild         {:6.1} MB",
                resident(&process).await
            );
        } else {
            times.push(time);
        }
        drop(process);
        until_gone(&http, &url).await;
    }
    times.sort();
    let at = |share: usize| times[(times.len() - 1) * share / 100].as_secs_f64() * 1e3;
    println!(
        "start to READY, {} later runs   {:6.1} ms median, {:.1} ms p95",
        times.len(),
        at(50),
        at(95)
    );

    let folder = tempfile::tempdir().unwrap();
    let (_playground, url) = playground(1_000);
    let (process, time) = bot(&http, &url, folder.path()).await;
    println!(
        "start to READY, 1,000 guilds    {:6.1} ms",
        time.as_secs_f64() * 1e3
    );
    println!(
        "resident, idle, 1,000 guilds    {:6.1} MB",
        resident(&process).await
    );
    drop(process);
    large(&http).await;
}
