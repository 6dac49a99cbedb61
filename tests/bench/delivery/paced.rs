//! A drain at the configured pace, into a playground in another process.

use std::io::{BufRead, BufReader};
use std::process::{Child, Command, Stdio};
use std::sync::Arc;
use std::time::Duration;

use jiff::tz::TimeZone;
use jiff::{SignedDuration, Timestamp};
use unhunch::app::{App, Outbound};
use unhunch::clock::{Clock, SystemClock};
use unhunch::discord::{DiscordOutbound, Rest, RestOptions};
use unhunch::store::{DeliveryState, Store};

use crate::due;

/// Channels of the playground beyond its own; the first has this id.
const CHANNELS: u32 = 500;
const FIRST_CHANNEL: u64 = 1_090_000_000_000_100_000;

/// What a drain was like.
pub struct Drain {
    pub sent: usize,
    pub per_second: f64,
    pub invalid_requests: u64,
    pub lateness: Lateness,
}

/// Seconds from when messages were due until they were confirmed.
pub struct Lateness {
    pub p50: f64,
    pub p99: f64,
}

/// A process that is killed when it is dropped.
struct Process(Child);

impl Drop for Process {
    fn drop(&mut self) {
        self.0.kill().ok();
        self.0.wait().ok();
    }
}

fn playground() -> (Process, String) {
    let mut child = Command::new(env!("CARGO_BIN_EXE_unhunch"))
        .args(["playground", "--no-bot", "--port", "0", "--channels"])
        .arg(CHANNELS.to_string())
        .env_clear()
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .spawn()
        .unwrap();
    let mut lines = BufReader::new(child.stdout.take().unwrap()).lines();
    let url = lines.find_map(|line| {
        let line = line.unwrap();
        let (_, address) = line.split_once("http://")?;
        Some(format!("http://{}", address.trim()))
    });
    let url = url.unwrap();
    std::thread::spawn(move || lines.for_each(drop));
    (Process(child), url)
}

/// So many prompts, due at one instant a few seconds ahead, over the real client.
pub async fn drain(n: u32, per_second: usize) -> Drain {
    let (_playground, url) = playground();
    let folder = tempfile::tempdir_in(env!("CARGO_TARGET_TMPDIR")).unwrap();
    let database = format!("sqlite://{}", folder.path().join("bench.db").display());
    let store = Store::open(&database).await.unwrap();
    let clock: Arc<dyn Clock> = Arc::new(SystemClock);
    let options = RestOptions {
        scheduled_per_second: per_second,
        ..RestOptions::new(url.parse().unwrap(), "playground.token".to_owned().into())
    };
    let rest = Arc::new(Rest::new(options, Arc::clone(&clock)).unwrap());
    let outbound = Arc::new(DiscordOutbound::new(rest));
    let app = due::app(store, Arc::clone(&clock), outbound as Arc<dyn Outbound>);
    // Pictures are there before a bot has been up for long.
    while app.prepare_next_picture().await == Some(false) {}
    let due = clock.now() + SignedDuration::from_secs(3);
    let due = Timestamp::from_second(due.as_second()).unwrap();
    let at = due.to_zoned(TimeZone::UTC);
    let recurrence = format!("cron {} {} {} * * *", at.second(), at.minute(), at.hour());
    let channel = format!("{FIRST_CHANNEL} + n % {CHANNELS}");
    due::seed(&database, n, due, (&recurrence, &channel)).await;
    tokio::select! {
        () = planner(&app) => unreachable!("the planner does not end"),
        () = sender(&app, n) => {}
    }
    let http = reqwest::Client::builder().no_proxy().build().unwrap();
    let state = http.get(format!("{url}/playground/api/state")).send().await;
    let state: serde_json::Value = state.unwrap().json().await.unwrap();
    summary(&app, state["invalid_requests"].as_u64().unwrap()).await
}

async fn planner(app: &App) {
    loop {
        let next = app.plan(app.clock.now()).await.unwrap();
        drop(
            app.clock
                .idle_until(app.clock.busy(), next, &app.planning)
                .await,
        );
    }
}

/// Sends until so many have been sent.
async fn sender(app: &App, n: u32) {
    loop {
        let next = app.deliver(app.clock.now()).await.unwrap();
        let standings = app.store.standings_after(0, n).await.unwrap();
        let is_over = |state| !matches!(state, DeliveryState::Pending | DeliveryState::Sending);
        if standings.len() == n as usize && standings.iter().all(|one| is_over(one.state)) {
            return;
        }
        drop(
            app.clock
                .idle_until(app.clock.busy(), next, &app.delivering)
                .await,
        );
    }
}

async fn summary(app: &App, invalid_requests: u64) -> Drain {
    let standings = app.store.standings_after(0, 1_000_000).await.unwrap();
    let sent = standings
        .iter()
        .filter(|one| one.state == DeliveryState::Sent);
    let mut sent: Vec<_> = sent
        .map(|one| (one.settled_at.unwrap(), one.due_at))
        .collect();
    sent.sort_unstable();
    let late = |share: usize| {
        let (at, due) = sent[(sent.len() - 1) * share / 100];
        at.duration_since(due).as_secs_f64()
    };
    let span = sent[sent.len() - 1].0.duration_since(sent[0].0);
    let span = Duration::try_from(span).unwrap().as_secs_f64();
    Drain {
        sent: sent.len(),
        per_second: f64::from(u32::try_from(sent.len() - 1).unwrap()) / span.max(0.001),
        invalid_requests,
        lateness: Lateness {
            p50: late(50),
            p99: late(99),
        },
    }
}
