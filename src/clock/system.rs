//! The machine's own clock.

use std::time::Duration;

use async_trait::async_trait;
use jiff::{SignedDuration, Timestamp};
use tokio::sync::Notify;

use super::{Busy, Clock};

/// No sleep is longer than this: timers stand still while a laptop is suspended (D-30).
const LONGEST_SLEEP: Duration = Duration::from_secs(30);

/// Wall clock and monotonic clock may part by this much before it is called a jump (D-31).
const JUMP: SignedDuration = SignedDuration::from_secs(10);

/// The machine's wall clock.
#[derive(Debug, Clone, Copy)]
pub struct SystemClock {
    /// Where [`Clock::elapsed`] counts from.
    since: tokio::time::Instant,
}

impl Default for SystemClock {
    fn default() -> Self {
        Self {
            since: tokio::time::Instant::now(),
        }
    }
}

#[async_trait]
impl Clock for SystemClock {
    #[expect(
        clippy::disallowed_methods,
        reason = "this is the one place that reads the time"
    )]
    fn now(&self) -> Timestamp {
        Timestamp::now()
    }

    fn elapsed(&self) -> SignedDuration {
        SignedDuration::try_from(self.since.elapsed()).unwrap_or(SignedDuration::MAX)
    }

    fn busy(&self) -> Busy {
        Busy::none()
    }

    async fn idle_until(&self, deadline: Option<Timestamp>, wake: &Notify) -> Busy {
        loop {
            let before = (self.now(), self.elapsed());
            let nap = deadline.map_or(LONGEST_SLEEP, |deadline| {
                let left = deadline.duration_since(before.0);
                Duration::try_from(left)
                    .unwrap_or_default()
                    .min(LONGEST_SLEEP)
            });
            #[expect(
                clippy::disallowed_methods,
                reason = "the clock is what others sleep on"
            )]
            let napping = tokio::time::sleep(nap);
            tokio::select! {
                () = wake.notified() => return Busy::none(),
                () = napping => {}
            }
            let now = self.now();
            if jumped(before, (now, self.elapsed())) {
                return Busy::none();
            }
            if deadline.is_some_and(|deadline| now >= deadline) {
                return Busy::none();
            }
        }
    }
}

/// Says whether the wall clock moved otherwise than time did; logs it when it did (D-31).
fn jumped(before: (Timestamp, SignedDuration), after: (Timestamp, SignedDuration)) -> bool {
    let wall = after.0.duration_since(before.0);
    let jump = wall - (after.1 - before.1);
    if jump.abs() <= JUMP {
        return false;
    }
    tracing::warn!(
        jump_seconds = jump.as_secs(),
        "the system clock jumped; schedules are looked at anew"
    );
    true
}
