//! Living on a playground's time: this process's clock moves when the playground's does.
//!
//! While nobody here works, a request says until when we sleep; the playground holds it back and answers
//! when that instant is reached, or when its clock was moved otherwise.

use std::time::Duration;

use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use tokio_util::sync::CancellationToken;

use crate::clock::PlayedClock;

/// A playground answers within 20 s even if nothing happens.
const POLL_TIMEOUT: Duration = Duration::from_secs(30);
const AFTER_TROUBLE: Duration = Duration::from_millis(200);

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
}

#[derive(Deserialize)]
struct Reading {
    now_ms: i64,
    ticking: bool,
}

/// The playground's clock as this process sees it.
pub(super) struct Follower {
    http: reqwest::Client,
    url: String,
    name: String,
    clock: PlayedClock,
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
        })
    }

    pub(super) fn clock(&self) -> PlayedClock {
        self.clock.clone()
    }

    /// Follows until cancelled. If the playground is away the clock ticks on by itself.
    pub(super) async fn follow(self, cancel: CancellationToken) {
        let mut idle = self.clock.idle();
        for seq in 1.. {
            let state = *idle.borrow_and_update();
            let word = if state.idle { "idle" } else { "busy" };
            let until = state.next.filter(|_| state.idle);
            let report = async {
                let answer = self.report(seq, word, until).await;
                if !state.idle {
                    // The time is told at once; then there is nothing to hear until the work is done.
                    self.take(answer.as_ref());
                    std::future::pending::<()>().await;
                }
                answer
            };
            tokio::select! {
                () = cancel.cancelled() => return,
                changed = idle.changed() => if changed.is_err() { return },
                answer = report => match &answer {
                    Some(_) => self.take(answer.as_ref()),
                    None => {
                        #[expect(clippy::disallowed_methods, reason = "real time: there is no other while the playground is away")]
                        tokio::time::sleep(AFTER_TROUBLE).await;
                    }
                },
            }
        }
    }

    fn take(&self, reading: Option<&Reading>) {
        if let Some(reading) = reading {
            self.clock.set(instant(reading.now_ms), reading.ticking);
        }
    }

    async fn report(&self, seq: u64, state: &str, until: Option<Timestamp>) -> Option<Reading> {
        let until_ms = until.map(whole_ms);
        let report = Report {
            follower: &self.name,
            seq,
            state,
            until_ms,
        };
        let answer = self.http.post(&self.url).json(&report).send().await;
        answer
            .and_then(reqwest::Response::error_for_status)
            .ok()?
            .json()
            .await
            .ok()
    }
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
    use super::*;

    #[test]
    fn a_sleeper_is_woken_no_earlier_than_it_wants() {
        let at = |text: &str| whole_ms(text.parse().unwrap());
        assert_eq!(at("1970-01-01T00:00:01.002Z"), 1_002);
        assert_eq!(at("1970-01-01T00:00:01.0020001Z"), 1_003);
    }
}
