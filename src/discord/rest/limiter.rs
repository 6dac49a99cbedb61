//! Waiting until a request may leave. The rule is in [`super::limits`].

use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use tokio::sync::Notify;
use tokio::time::Instant;

use super::class::Class;
use super::limits::{Admission, BucketHeaders, Heard, Limits, Route};
use crate::clock::Clock;

/// [`Limits`] that can be waited for. It counts by [`Clock::pace`].
pub struct Limiter {
    clock: Arc<dyn Clock>,
    limits: Mutex<Limits>,
    /// An answer has come in: waits may be shorter than thought.
    answered: Notify,
}

impl Limiter {
    /// A limiter that gives scheduled posts so many requests a second.
    pub fn new(scheduled_per_second: usize, clock: Arc<dyn Clock>) -> Self {
        Self {
            clock,
            limits: Mutex::new(Limits::new(scheduled_per_second)),
            answered: Notify::new(),
        }
    }

    /// Waits until the request may leave; gives up with the time to wait, if that is longer than `patience`.
    pub async fn admit(
        &self,
        route: Route,
        class: Class,
        patience: Duration,
    ) -> Result<Permit<'_>, Duration> {
        let start = self.clock.pace();
        let mut waiting = None;
        loop {
            let answered = self.answered.notified();
            tokio::pin!(answered);
            answered.as_mut().enable();
            let now = self.clock.pace();
            // A statement of its own: the lock must be free again before somebody is said to wait.
            let admission = self.limits().admit(route, class, now);
            let until = match admission {
                Admission::Go => {
                    return Ok(Permit {
                        limiter: self,
                        route,
                        counted: class != Class::Callback,
                    });
                }
                Admission::Wait(until) => {
                    if waiting.is_none() {
                        waiting = Some(Waiting::new(self, class));
                    }
                    until
                }
                // Nobody gives way to who could not go anyway.
                Admission::Full(until) => {
                    waiting = None;
                    until
                }
            };
            if until > start + patience {
                return Err(until.duration_since(now));
            }
            tokio::select! {
                () = tokio::time::sleep_until(Instant::now() + until.duration_since(now)) => {}
                () = &mut answered => {}
            }
        }
    }

    /// How many more scheduled posts may leave within a moment; if none, `Err` with how long that will last.
    pub fn scheduled_room(&self, within: Duration) -> Result<usize, Duration> {
        let now = self.clock.pace();
        let room = self.limits().scheduled_room(now, within);
        room.map_err(|until| until.duration_since(now))
    }

    /// The same for what somebody asked for just now.
    pub fn urgent_room(&self, within: Duration) -> Result<usize, Duration> {
        let now = self.clock.pace();
        let room = self.limits().urgent_room(now, within);
        room.map_err(|until| until.duration_since(now))
    }

    /// How long a route's bucket takes nothing more.
    pub fn held(&self, route: Route) -> Duration {
        let now = self.clock.pace();
        let until = self.limits().bucket_until(route, now);
        until.map_or(Duration::ZERO, |until| until.duration_since(now))
    }

    fn limits(&self) -> MutexGuard<'_, Limits> {
        self.limits.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// Says, while it lives, that somebody waits.
struct Waiting<'a> {
    limiter: &'a Limiter,
    class: Class,
}

impl<'a> Waiting<'a> {
    fn new(limiter: &'a Limiter, class: Class) -> Self {
        limiter.limits().waits(class, true);
        Self { limiter, class }
    }
}

impl Drop for Waiting<'_> {
    fn drop(&mut self) {
        self.limiter.limits().waits(self.class, false);
        if matches!(self.class, Class::Serving | Class::Urgent) {
            self.limiter.answered.notify_waiters();
        }
    }
}

/// A request may leave. Dropped without an answer, it counts as unanswered.
pub struct Permit<'a> {
    limiter: &'a Limiter,
    route: Route,
    counted: bool,
}

impl Permit<'_> {
    /// Reports the answer.
    pub fn answered(mut self, headers: &BucketHeaders, heard: Heard) {
        let now = self.limiter.clock.pace();
        if !self.counted {
            return self.limiter.limits().heard(heard, now);
        }
        self.counted = false;
        self.limiter
            .limits()
            .answered(self.route, headers, heard, now);
        self.limiter.answered.notify_waiters();
    }
}

impl Drop for Permit<'_> {
    fn drop(&mut self) {
        if self.counted {
            self.limiter.limits().unanswered(self.route);
            self.limiter.answered.notify_waiters();
        }
    }
}
