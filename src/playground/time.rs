//! The clock hub: the playground's clock, and the bots that live on it.
//!
//! Time plays, it never jumps: [`ClockHub::play`] stops the clock, lets every follower finish, moves
//! to the earliest instant that one of them waits for, wakes exactly those who are due, and so on to
//! the target. Bots follow over HTTP by a held-back answer ([`ClockHub::sleep`]); what
//! they say is taken in `reports`.
//!
//! Must not know Discord. Begin reading at [`ClockHub::play`].

mod followers;
mod reports;

use std::collections::BTreeSet;
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use jiff::{SignedDuration, Timestamp};
use serde::Serialize;
use tokio::sync::watch;
use tokio::time::Instant;

use super::snowflake::Id;
use super::tasks;
use crate::clock::{Clock, PlayedClock};
use followers::Followers;
pub use followers::{FollowerView, Present};
pub use reports::Report;

/// How long the hub waits for others, in real time.
#[derive(Debug, Clone, Copy)]
pub struct Patience {
    /// One step of playing waits this long for the followers.
    pub step: Duration,
    /// A held-back answer comes at the latest after this time.
    pub keep_alive: Duration,
    /// A follower whose connection broke is forgotten after this time.
    pub grace: Duration,
    /// A follower that works and says nothing for this long is taken for dead.
    pub silence: Duration,
}

impl Default for Patience {
    fn default() -> Self {
        Self {
            step: Duration::from_secs(5),
            keep_alive: Duration::from_secs(20),
            grace: Duration::from_secs(1),
            silence: Duration::from_secs(10),
        }
    }
}

/// "The next wake-up" is at most this far away.
const FARTHEST_NEXT: SignedDuration = SignedDuration::from_hours(8 * 24);

/// What to play to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Target {
    /// This instant.
    At(Timestamp),
    /// The next instant that a follower waits for, at most 8 days from now.
    NextWakeUp,
}

/// What playing did.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub struct Played {
    /// The clock afterwards, milliseconds since 1970.
    pub now_ms: i64,
    /// How many times a follower was woken on the way.
    pub wake_ups: usize,
}

/// Why time could not be played.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum PlayError {
    /// Only one player at a time.
    #[error("the clock is being played already")]
    AlreadyPlaying,
    /// The target lies before the present instant.
    #[error("time only plays forwards")]
    Backwards,
    /// No follower waits for an instant.
    #[error("nothing is scheduled yet")]
    NothingWaits,
    /// Somebody did not come to rest.
    #[error("waited 5 s in vain for {0}")]
    Stuck(String),
}

/// The clock and who lives on it.
#[derive(Debug)]
pub struct ClockHub {
    clock: PlayedClock,
    inner: Mutex<Inner>,
    /// Counts changes of followers, of unanswered interactions and of the clock.
    changes: watch::Sender<u64>,
    playing: tokio::sync::Mutex<()>,
    patience: Patience,
}

#[derive(Debug)]
struct Inner {
    ticking: bool,
    /// How often the gateway fell silent or spoke again: it is silent while this is odd.
    spell: u64,
    /// How often the clock jumped.
    jumps: u64,
    /// How much was played while that was so.
    unheard: Duration,
    followers: Followers,
    unanswered: BTreeSet<Id>,
}

impl Inner {
    const fn is_silent(&self) -> bool {
        !self.spell.is_multiple_of(2)
    }
}

impl ClockHub {
    /// A clock that starts at `start` and ticks.
    pub fn new(start: Timestamp) -> Self {
        Self::with_patience(start, Patience::default())
    }

    /// The same, with other waiting times.
    pub fn with_patience(start: Timestamp, patience: Patience) -> Self {
        Self {
            patience,
            clock: PlayedClock::ticking(start),
            inner: Mutex::new(Inner {
                ticking: true,
                spell: 0,
                jumps: 0,
                unheard: Duration::ZERO,
                followers: Followers::default(),
                unanswered: BTreeSet::new(),
            }),
            changes: watch::channel(0).0,
            playing: tokio::sync::Mutex::new(()),
        }
    }

    /// The present instant of the playground.
    pub fn now(&self) -> Timestamp {
        self.clock.now()
    }

    /// By which rate limits are counted: real time, and what was played.
    pub fn pace(&self) -> Instant {
        self.clock.pace()
    }

    /// The present instant, and whether it goes on by itself.
    pub fn present(&self) -> Present {
        self.present_of(&self.inner())
    }

    /// Everyone who lives on this clock.
    pub fn followers(&self) -> Vec<FollowerView> {
        let mut inner = self.inner();
        inner
            .followers
            .forget_silent(Instant::now(), self.patience.silence);
        inner.followers.view()
    }

    /// Changes of anything here; the number itself means nothing.
    pub fn changes(&self) -> watch::Receiver<u64> {
        self.changes.subscribe()
    }

    /// Says which interactions wait for an answer: the clock is not played past them.
    pub fn set_unanswered(&self, unanswered: BTreeSet<Id>) {
        let mut inner = self.inner();
        if inner.unanswered == unanswered {
            return;
        }
        inner.unanswered = unanswered;
        drop(inner);
        self.changed();
    }

    /// Says whether the gateway is silent. Whoever lives on this clock is told when that changes: what is played afterwards
    /// waits until they have taken it in.
    pub fn set_silent(&self, silent: bool) {
        let mut inner = self.inner();
        if inner.is_silent() == silent {
            return;
        }
        inner.spell += 1;
        let present = self.present_of(&inner);
        inner.followers.wake_all(present, Instant::now());
        drop(inner);
        self.changed();
    }

    /// A real jump: the clock is simply another one from now on, as after a wrong boot.
    pub fn jump(&self, by: SignedDuration) {
        let mut inner = self.inner();
        let target = self.now().saturating_add(by).unwrap_or(self.now());
        self.clock.set(target, inner.ticking);
        inner.jumps += 1;
        let present = self.present_of(&inner);
        inner.followers.wake_all(present, Instant::now());
        drop(inner);
        self.changed();
    }

    /// Plays to `target` through every wake-up in order.
    pub async fn play(&self, target: Target) -> Result<Played, PlayError> {
        let _player = self
            .playing
            .try_lock()
            .map_err(|_| PlayError::AlreadyPlaying)?;
        self.set(self.now(), false);
        let played = self.play_frozen(target).await;
        self.resume();
        played.map(|wake_ups| Played {
            now_ms: self.now().as_millisecond(),
            wake_ups,
        })
    }

    async fn play_frozen(&self, target: Target) -> Result<usize, PlayError> {
        self.settled().await?;
        let target = self.resolve(target)?;
        let mut wake_ups = 0;
        while let Some(next) = self.next_wake_up().filter(|next| *next <= target) {
            wake_ups += self.set(next.max(self.now()), false);
            self.settled().await?;
        }
        self.set(target, false);
        Ok(wake_ups)
    }

    fn resolve(&self, target: Target) -> Result<Timestamp, PlayError> {
        let now = self.now();
        match target {
            Target::At(at) if at < now => Err(PlayError::Backwards),
            Target::At(at) => Ok(at),
            Target::NextWakeUp => {
                let next = self.next_wake_up().ok_or(PlayError::NothingWaits)?;
                Ok(next.min(now.saturating_add(FARTHEST_NEXT).unwrap_or(now)))
            }
        }
    }

    fn next_wake_up(&self) -> Option<Timestamp> {
        self.inner().followers.next_wake_up()
    }

    /// Moves the clock and wakes who is due; returns how many were.
    fn set(&self, now: Timestamp, ticking: bool) -> usize {
        let mut inner = self.inner();
        inner.ticking = ticking;
        if inner.is_silent() {
            let played = now.duration_since(self.clock.now());
            inner.unheard += Duration::try_from(played).unwrap_or_default();
        }
        self.clock.set(now, ticking);
        let present = self.present_of(&inner);
        let woken = inner.followers.wake_due(now, present, Instant::now());
        drop(inner);
        self.changed();
        woken
    }

    /// Lets the clock tick again and tells every follower what time it is.
    fn resume(&self) {
        let mut inner = self.inner();
        inner.ticking = true;
        self.clock.set(self.clock.now(), true);
        let present = self.present_of(&inner);
        inner.followers.wake_all(present, Instant::now());
        drop(inner);
        self.changed();
    }

    /// Waits until all followers sleep and no interaction waits for an answer.
    async fn settled(&self) -> Result<(), PlayError> {
        let given_up = Instant::now() + self.patience.step;
        let mut changes = self.changes();
        loop {
            changes.mark_unchanged();
            let Some(stuck) = self.stuck() else {
                return Ok(());
            };
            let left = given_up.saturating_duration_since(Instant::now());
            tokio::select! {
                _ = changes.changed() => {}
                () = tasks::pause(left) => return Err(PlayError::Stuck(stuck)),
            }
        }
    }

    /// Who keeps the clock from moving, in words.
    fn stuck(&self) -> Option<String> {
        let mut inner = self.inner();
        inner
            .followers
            .forget_silent(Instant::now(), self.patience.silence);
        let mut names: Vec<String> = inner
            .followers
            .busy()
            .map(|follower| format!("follower {follower}"))
            .collect();
        names.extend(
            inner
                .unanswered
                .iter()
                .map(|id| format!("interaction {id}")),
        );
        (!names.is_empty()).then(|| names.join(", "))
    }

    fn present_of(&self, inner: &Inner) -> Present {
        Present {
            now_ms: self.now().as_millisecond(),
            ticking: inner.ticking,
            unheard_ms: u64::try_from(inner.unheard.as_millis()).unwrap_or(u64::MAX),
            spell: inner.spell,
            jumps: inner.jumps,
        }
    }

    fn changed(&self) {
        self.changes.send_modify(|count| *count += 1);
    }

    fn inner(&self) -> MutexGuard<'_, Inner> {
        self.inner.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

#[cfg(test)]
mod tests;
