//! Waking somebody who sleeps on a clock.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};

use tokio::sync::Notify;

/// A bell that a sleeper of [`Clock::idle_until`](super::Clock::idle_until) listens to.
///
/// From the moment it is rung its sleeper counts as working, although it may take a while until that task runs
/// again: a played clock would move on in between, and what was rung for would be done at another time.
#[derive(Debug, Clone, Default)]
pub struct Wake(Arc<Bell>);

#[derive(Debug, Default)]
struct Bell {
    notify: Notify,
    rung: AtomicBool,
    rings: AtomicU64,
}

impl Wake {
    /// Wakes the sleeper, or the next one if nobody sleeps.
    pub fn notify_one(&self) {
        self.0.rings.fetch_add(1, Ordering::SeqCst);
        self.0.rung.store(true, Ordering::SeqCst);
        self.0.notify.notify_one();
    }

    /// How often it was rung so far. Who was woken does not know by what, so whoever must miss no ring compares this
    /// number with the one before they last looked at what it is rung for.
    pub fn rings(&self) -> u64 {
        self.0.rings.load(Ordering::SeqCst)
    }

    /// Returns when it was rung.
    pub(super) async fn notified(&self) {
        self.0.notify.notified().await;
    }

    /// It was rung, and nobody has woken from it yet.
    pub(super) fn is_rung(&self) -> bool {
        self.0.rung.load(Ordering::SeqCst)
    }

    /// Somebody has woken from it.
    pub(super) fn heard(&self) {
        self.0.rung.store(false, Ordering::SeqCst);
    }
}
