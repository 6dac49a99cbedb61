//! Living on a playground's time: this process's clock moves when the playground's does.
//!
//! While nobody here works, a request says until when we sleep; the playground holds it back and answers
//! when that instant is reached, or when its clock was moved otherwise.

use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Duration;

use futures_util::StreamExt as _;
use futures_util::stream::FuturesUnordered;
use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use tokio_util::sync::CancellationToken;

use crate::clock::{Idle, PlayedClock};

/// A playground answers within 20 s even if nothing happens.
const POLL_TIMEOUT: Duration = Duration::from_secs(30);
const AFTER_TROUBLE: Duration = Duration::from_millis(200);
/// Whoever works says so this often: the playground takes silence for the end of the bot, and may have news.
const AT_WORK: Duration = Duration::from_millis(200);

/// A playground's clock cannot be followed.
#[derive(Debug, thiserror::Error)]
#[error("cannot follow the clock at {url}: {problem}")]
pub struct FollowError {
    url: String,
    problem: String,
}

#[derive(Serialize)]
struct Report<'a> {
    follower: &'a str,
    /// A report that was given up may arrive after the next one, and is known by its number then.
    seq: u64,
    state: &'a str,
    until_ms: Option<i64>,
    /// Of which spell of its gateway we know: of another one the playground tells us at once.
    spell: u64,
    /// The same for jumps of its clock.
    jumps: u64,
}

#[derive(Deserialize)]
struct Reading {
    now_ms: i64,
    ticking: bool,
    /// How much was played while its gateway was silent.
    #[serde(default)]
    unheard_ms: u64,
    /// How often its gateway fell silent or spoke again.
    #[serde(default)]
    spell: u64,
    /// How often its clock jumped.
    #[serde(default)]
    jumps: u64,
}

impl Reading {
    const fn unheard(&self) -> Duration {
        Duration::from_millis(self.unheard_ms)
    }
}

/// The playground's clock as this process sees it.
pub(super) struct Follower {
    http: reqwest::Client,
    url: String,
    name: String,
    clock: PlayedClock,
    /// So many jumps of its clock we know of.
    jumps: AtomicU64,
    /// So much was played in silence before there was anybody here to hear.
    unheard_before: Duration,
}

impl Follower {
    /// Reads the playground's clock once.
    pub(super) async fn connect(base: &str, name: String) -> Result<Self, FollowError> {
        let url = format!("{}/playground/api/clock", base.trim_end_matches('/'));
        let problem = |error: reqwest::Error| FollowError {
            url: url.clone(),
            problem: error.without_url().to_string(),
        };
        let http = reqwest::Client::builder()
            .no_proxy()
            .redirect(reqwest::redirect::Policy::none())
            .timeout(POLL_TIMEOUT)
            .build()
            .map_err(problem)?;
        let answer = http
            .get(&url)
            .send()
            .await
            .and_then(reqwest::Response::error_for_status);
        let reading: Reading = answer.map_err(problem)?.json().await.map_err(problem)?;
        let clock = PlayedClock::ticking(instant(reading.now_ms));
        Ok(Self {
            http,
            url: format!("{url}/follow"),
            name,
            clock,
            jumps: AtomicU64::new(reading.jumps),
            unheard_before: reading.unheard(),
        })
    }

    pub(super) fn clock(&self) -> PlayedClock {
        self.clock.clone()
    }

    /// Follows until cancelled. If the playground is away the clock ticks on by itself.
    pub(super) async fn follow(self, cancel: CancellationToken) {
        let mut idle = self.clock.idle();
        // A report that is outdated is answered as soon as the next one is heard, so none is given up: a connection that ends
        // means that this process did.
        let mut reports = FuturesUnordered::new();
        let mut last = 0;
        loop {
            last += 1;
            let state = *idle.borrow_and_update();
            reports.push(self.report(last, state));
            let heard = async {
                while let Some((seq, answer)) = reports.next().await {
                    if seq != last {
                        continue;
                    }
                    let Some(reading) = answer else {
                        pause(AFTER_TROUBLE).await;
                        return;
                    };
                    self.take(&reading);
                    if !state.idle {
                        pause(AT_WORK).await;
                    }
                    return;
                }
                std::future::pending::<()>().await;
            };
            tokio::select! {
                () = cancel.cancelled() => return,
                changed = idle.changed() => if changed.is_err() { return },
                () = heard => {}
            }
        }
    }

    fn take(&self, reading: &Reading) {
        let unheard = reading.unheard().saturating_sub(self.unheard_before);
        self.clock.set_unheard(unheard, reading.spell);
        self.clock.set(instant(reading.now_ms), reading.ticking);
        self.jumps.store(reading.jumps, Ordering::Relaxed);
    }

    /// Says what this process does; returns the number of the report with the answer, if there was one.
    async fn report(&self, seq: u64, state: Idle) -> (u64, Option<Reading>) {
        let report = Report {
            follower: &self.name,
            seq,
            state: if state.idle { "idle" } else { "busy" },
            until_ms: state.next.filter(|_| state.idle).map(whole_ms),
            spell: self.clock.spell(),
            jumps: self.jumps.load(Ordering::Relaxed),
        };
        let answer = self.http.post(&self.url).json(&report).send().await;
        let reading = match answer.and_then(reqwest::Response::error_for_status) {
            Ok(answer) => answer.json().await.ok(),
            Err(_) => None,
        };
        (seq, reading)
    }
}

#[expect(
    clippy::disallowed_methods,
    reason = "real time: the clock that is followed may stand still, or be away"
)]
async fn pause(span: Duration) {
    tokio::time::sleep(span).await;
}

/// The first whole millisecond that is not before an instant: at an earlier one its sleeper would sleep on.
fn whole_ms(instant: Timestamp) -> i64 {
    let is_whole = instant.subsec_nanosecond() % 1_000_000 == 0;
    let before = i64::from(!is_whole && instant > Timestamp::UNIX_EPOCH);
    instant.as_millisecond() + before
}

fn instant(ms: i64) -> Timestamp {
    Timestamp::from_millisecond(ms).unwrap_or(Timestamp::MAX)
}

#[cfg(test)]
mod tests {
    use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
    use tokio::net::{TcpListener, TcpStream};

    use super::*;
    use crate::clock::Clock as _;

    /// The next report on one of these connections; none of them may end.
    async fn heard(connections: &mut [TcpStream]) -> (usize, String) {
        let reads = connections.iter_mut().enumerate().map(|(number, stream)| {
            Box::pin(async move {
                let (mut text, mut piece) = (String::new(), [0; 4096]);
                while !text.ends_with('}') {
                    let n_bytes = stream.read(&mut piece).await.unwrap();
                    assert_ne!(n_bytes, 0, "connection {number} was ended");
                    text.push_str(std::str::from_utf8(&piece[..n_bytes]).unwrap());
                }
                (number, text)
            })
        });
        futures_util::future::select_all(reads).await.0
    }

    async fn tell_the_time(stream: &mut TcpStream) {
        let reading = r#"{"now_ms":0,"ticking":false}"#;
        let answer = format!(
            "HTTP/1.1 200 OK\r\ncontent-type: application/json\r\ncontent-length: {}\r\n\r\n{reading}",
            reading.len()
        );
        stream.write_all(answer.as_bytes()).await.unwrap();
    }

    /// A playground takes a connection that ends for the end of the bot, and plays on without it.
    #[tokio::test]
    #[expect(clippy::disallowed_methods, reason = "the bot of this test")]
    async fn a_bot_that_begins_to_work_ends_no_connection() {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let url = format!("http://{}/follow", listener.local_addr().unwrap());
        let clock = PlayedClock::standing(Timestamp::UNIX_EPOCH);
        let follower = Follower {
            http: reqwest::Client::builder().no_proxy().build().unwrap(),
            url,
            name: "bot".to_owned(),
            clock: clock.clone(),
            jumps: AtomicU64::new(0),
            unheard_before: Duration::ZERO,
        };
        let following = tokio::spawn(follower.follow(CancellationToken::new()));
        let mut connections = vec![listener.accept().await.unwrap().0];
        assert!(heard(&mut connections).await.1.contains("idle"));
        let working = clock.busy();
        connections.push(listener.accept().await.unwrap().0);
        let (number, report) = heard(&mut connections).await;
        assert!(number == 1 && report.contains("busy"));
        for connection in connections.iter_mut().rev() {
            tell_the_time(connection).await;
        }
        drop(working);
        assert!(heard(&mut connections).await.1.contains("idle"));
        following.abort();
    }

    #[test]
    fn a_sleeper_is_woken_no_earlier_than_it_wants() {
        let at = |text: &str| whole_ms(text.parse().unwrap());
        assert_eq!(at("1970-01-01T00:00:01.002Z"), 1_002);
        assert_eq!(at("1970-01-01T00:00:01.0020001Z"), 1_003);
    }
}
