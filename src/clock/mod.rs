//! The only reading of the time.
//!
//! Everything else gets `now` as an argument. A worker holds a [`Clock`], calls its own
//! `tick(now)` and then [`Clock::idle_until`]; so a played clock can run through a week of wake-ups
//! in order, each after the work of the one before is done.
//!
//! Must not know what it wakes. Begin reading at [`Clock`].

mod played;
mod system;
mod wake;
mod zones;

use std::time::Duration;

use async_trait::async_trait;
use jiff::Timestamp;
use tokio::time::Instant;

pub use played::{Idle, PlayedClock};
pub use system::{SystemClock, parted};
pub use wake::Wake;
pub use zones::{ZoneSource, Zones};

/// A source of the present instant, and of waking at a later one.
#[async_trait]
pub trait Clock: Send + Sync + 'static {
    /// The present instant.
    fn now(&self) -> Timestamp;

    /// Time going by, whatever is done to the clock of the machine: it never goes back. Rate limits are counted
    /// by it, and where it and [`Clock::now`] part the wall clock was moved (D-31, D-32). A played clock
    /// adds what it was moved ahead, so that a week that is played has a week's room for posts.
    fn pace(&self) -> Instant {
        Instant::now()
    }

    /// How much time was played while nothing could come over the gateway: a connection that is silent for a second of real
    /// time may have been so for days of it. `None` for a clock that nobody plays.
    fn unheard(&self) -> Option<Duration> {
        None
    }

    /// Nothing is silent any more, and what came of the silence so far is taken in: `unheard` of it had been played when that
    /// was looked at. A clock that is played stands still from the end of a silence until it is told.
    fn heard(&self, _unheard: Duration) {}

    /// Marks the caller as working until the guard is dropped: a played clock does not move
    /// meanwhile. Workers and interaction handlers hold one while they work.
    fn busy(&self) -> Busy;

    /// Waits until `deadline` (for ever if `None`) or until `wake` is rung.
    ///
    /// The caller hands in the [`Busy`] that it holds, and gets another one: between working and sleeping there is no
    /// moment in which nobody works and the deadline is not known yet, nor is there one between waking and working.
    async fn idle_until(&self, busy: Busy, deadline: Option<Timestamp>, wake: &Wake) -> Busy;

    /// The same between chores that nobody waits to see done, such as what is cleaned up now and then. A played clock
    /// does not stop for them; they are done when it has passed their instant.
    async fn keep_house_until(&self, busy: Busy, deadline: Option<Timestamp>, wake: &Wake) -> Busy {
        self.idle_until(busy, deadline, wake).await
    }
}

/// Proof that somebody is working; see [`Clock::busy`].
#[must_use = "the clock may move on as soon as this is dropped"]
pub struct Busy {
    release: Option<Box<dyn FnOnce() + Send>>,
}

impl Busy {
    /// A guard that runs `release` when dropped.
    pub(crate) fn new(release: impl FnOnce() + Send + 'static) -> Self {
        Self {
            release: Some(Box::new(release)),
        }
    }

    /// Gives the guard up and lets its holder count as working still.
    pub(crate) fn keep(mut self) {
        self.release = None;
    }

    /// A guard that holds nothing, for clocks that nobody plays.
    pub(crate) const fn none() -> Self {
        Self { release: None }
    }
}

impl Drop for Busy {
    fn drop(&mut self) {
        if let Some(release) = self.release.take() {
            release();
        }
    }
}
