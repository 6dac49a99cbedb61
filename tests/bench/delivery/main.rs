//! What planning and sending hold when many messages are due at once.
//!
//! `cargo bench --bench delivery` plans 50,000 prompts, sends them as fast as the machine can, and drains 5,000 at the
//! configured pace into a playground in another process, counting refusals. Each figure stands beside the number of
//! writes that the disk confirms in a second, since every claim is one. `-- --quick` takes less of everything.

#![expect(
    clippy::unwrap_used,
    clippy::print_stdout,
    clippy::disallowed_methods,
    reason = "a measurement that goes wrong should stop, prints what it found, and reads the time"
)]

mod disk;
mod due;
mod paced;
mod sender;

use std::sync::Arc;
use std::time::{Duration, Instant};

use due::{Bot, NINE};
use sender::Sender;
use unhunch::clock::Zones;
use unhunch::startup::simulation::{self, Options};

/// How long a post takes at the stand-in for Discord, about as long as at Discord's nearest.
const LATENCY: Duration = Duration::from_millis(20);
/// The pace of scheduled messages, as it is configured unless somebody chooses less.
const PER_SECOND: usize = 40;

#[tokio::main]
async fn main() {
    let quick = std::env::args().any(|argument| argument == "--quick");
    let (many, seconds) = if quick { (5_000, 5) } else { (50_000, 30) };
    let syncs = disk::syncs_per_second();
    println!("the disk confirms                 {syncs:8.0} writes a second");
    fast(many, Duration::from_secs(seconds)).await;
    let drains: &[u32] = if quick {
        &[1, 100, 400]
    } else {
        &[1, 100, 5_000]
    };
    for n in drains {
        let drain = paced::drain(*n, PER_SECOND).await;
        println!(
            "{n:5} due at once, at {PER_SECOND}/s        p50 {:.2} s, p99 {:.2} s late; {} sent, {:.2} a second, {} refused (401, 403, 429)",
            drain.lateness.p50,
            drain.lateness.p99,
            drain.sent,
            drain.per_second,
            drain.invalid_requests
        );
    }
    let begin = Instant::now();
    let options = Options {
        guilds: many,
        days: 2,
        seed: 1,
        reminders: 0,
        per_second: 40,
        latency: Duration::from_millis(120),
        faults: 0.0,
        at_once: true,
    };
    let report = simulation::simulate(&options, Zones::bundled())
        .await
        .unwrap();
    let late = report.lateness_seconds.unwrap();
    println!(
        "{many:5} due at once, at 40/s, simulated in {:.0} s: p50 {:.0} s, p99 {:.0} s late; {} sent, {} refused",
        begin.elapsed().as_secs_f64(),
        late.p50,
        late.p99,
        report.sent,
        report.too_many_requests
    );
}

/// Planning, and sending as fast as the machine can.
async fn fast(many: u32, limit: Duration) {
    let sender = Arc::new(Sender::new(LATENCY));
    let bot = Bot::with_due(many, Arc::clone(&sender)).await;
    let begin = Instant::now();
    bot.app.plan(NINE.parse().unwrap()).await.unwrap();
    println!(
        "planning {many:5} due at once       {:8.1} s",
        begin.elapsed().as_secs_f64()
    );
    while bot.app.prepare_next_picture().await == Some(false) {}
    let begin = Instant::now();
    let sent = bot.send_for(limit).await;
    println!(
        "sending them unpaced              {:8.0} a second ({sent} sent, {} CPUs)",
        f64::from(sent) / begin.elapsed().as_secs_f64(),
        std::thread::available_parallelism().unwrap()
    );
}
