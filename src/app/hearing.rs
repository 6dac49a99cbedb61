//! Whether the bot is there and hears of presses: noted while it is so, and kept when it was not (K-42).
//!
//! Over the gateway come the presses, so a connection that is lost makes the bot deaf to some of its guilds, however well it
//! posts. Begin reading at [`App::note_here`].

use std::collections::BTreeMap;
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use jiff::{SignedDuration, Timestamp};
use tokio::time::Instant;

use super::App;
use crate::clock::parted;
use crate::store::{SHORTEST_ABSENCE, StoreError};

/// That the bot is there is noted so often: by so much at most an absence is taken to be longer than it was, if it did not
/// end in good order.
pub(super) const NOTED_EVERY: SignedDuration = SignedDuration::from_mins(1);

/// One of the connections over which Discord tells what happens. Each guild belongs to one.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Shard {
    /// Its number, from 0.
    pub number: u32,
    /// How many there are.
    pub of: u32,
}

/// What is known of the bot's own presence.
#[derive(Debug, Default)]
pub(super) struct Hearing(Mutex<Known>);

#[derive(Debug, Default)]
struct Known {
    /// When it was last noted that the bot is there, by both clocks.
    noted: Option<(Timestamp, Instant)>,
    /// Connections that are lost, and since when.
    lost: BTreeMap<Shard, Timestamp>,
    /// Losses that are over and not written yet.
    over: Vec<(Shard, Timestamp, Timestamp)>,
}

impl Hearing {
    fn known(&self) -> MutexGuard<'_, Known> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl App {
    /// Nothing has come over a connection for so long.
    pub(super) fn note_lost(&self, shard: Shard, silent_for: Duration) {
        let silent_for = SignedDuration::try_from(silent_for).unwrap_or(SignedDuration::ZERO);
        let now = self.clock.now();
        let since = now.saturating_sub(silent_for).unwrap_or(now);
        tracing::warn!(shard = shard.number, %since, "nothing comes over a gateway connection");
        self.hearing.known().lost.entry(shard).or_insert(since);
        self.minding.notify_one();
    }

    /// Something comes over it again.
    pub(super) fn note_found(&self, shard: Shard) {
        let now = self.clock.now();
        let mut known = self.hearing.known();
        if let Some(since) = known.lost.remove(&shard) {
            known.over.push((shard, since, now));
        }
        drop(known);
        self.minding.notify_one();
    }

    /// Notes that the bot is there at `now`, once a minute, and which connections are lost.
    ///
    /// # Errors
    /// When the database does not answer; the next call notes the same.
    pub(super) async fn note_here(&self, now: Timestamp) -> Result<(), StoreError> {
        let last = self.hearing.known().noted;
        let is_due = |(at, _): (Timestamp, Instant)| now.duration_since(at).abs() >= NOTED_EVERY;
        let here = (now, self.clock.pace());
        if last.is_none_or(is_due) {
            let slept_since = match last {
                Some(last) => self.slept(last, here).await,
                None => None,
            };
            self.store.note_alive(now, slept_since).await?;
            self.hearing.known().noted = Some(here);
        }
        self.note_losses(now).await
    }

    /// Since when the machine slept, if it did: the clock went on and the process did not. A clock that was set otherwise looks
    /// the same, so it has to agree with Discord's (D-31, D-32).
    async fn slept(
        &self,
        last: (Timestamp, Instant),
        here: (Timestamp, Instant),
    ) -> Option<Timestamp> {
        if parted(last, here) <= SHORTEST_ABSENCE {
            return None;
        }
        self.outbound.refresh_clock_skew().await;
        self.clocks_agree().then_some(last.0)
    }

    /// Writes down what was not heard. What is still lost is written too, lest the process end before it is over.
    async fn note_losses(&self, now: Timestamp) -> Result<(), StoreError> {
        let losses = {
            let known = self.hearing.known();
            let lost = known
                .lost
                .iter()
                .map(|(shard, since)| (*shard, *since, now));
            known.over.iter().copied().chain(lost).collect::<Vec<_>>()
        };
        for loss in losses {
            let (shard, from, to) = loss;
            if to.duration_since(from) > SHORTEST_ABSENCE {
                let which = (shard.number, shard.of);
                self.store.note_deaf(which, from, to).await?;
            }
            self.hearing.known().over.retain(|one| *one != loss);
        }
        Ok(())
    }
}
