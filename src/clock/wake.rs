//! Calling somebody who sleeps in [`Clock::idle_until`].

use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use tokio::sync::Notify;

use super::{Busy, Clock};

/// A call to one sleeper. From the call on the sleeper counts as working, not only once it has heard:
/// otherwise a played clock could move on in between, past what the call was about.
pub struct Wake {
    clock: Arc<dyn Clock>,
    called: Notify,
    held: Mutex<Option<Busy>>,
}

impl Wake {
    /// Nobody has called yet.
    pub fn new(clock: Arc<dyn Clock>) -> Self {
        Self {
            clock,
            called: Notify::new(),
            held: Mutex::default(),
        }
    }

    /// Calls the sleeper; one who works hears it at its next sleep.
    pub fn call(&self) {
        let busy = self.clock.busy();
        // An earlier guard, if that call was not heard yet, is dropped after the new one was taken.
        drop(self.held().replace(busy));
        self.called.notify_one();
    }

    /// Returns once somebody has called since the last time.
    pub(super) async fn called(&self) {
        self.called.notified().await;
    }

    /// The call was heard, and the sleeper holds a guard of its own.
    pub(super) fn heard(&self) {
        drop(self.held().take());
    }

    fn held(&self) -> MutexGuard<'_, Option<Busy>> {
        self.held.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
