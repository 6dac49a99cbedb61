//! The machine's own clock.

use std::time::Duration;

use async_trait::async_trait;
use jiff::Timestamp;

use super::{Busy, Clock, Wake};

/// No sleep is longer than this: timers stand still while a laptop is suspended (D-30).
const LONGEST_SLEEP: Duration = Duration::from_secs(30);

/// Wall clock and monotonic clock may part by this much before it is called a jump (D-31).
const JUMP_SECONDS: f64 = 10.0;

/// The machine's wall clock.
#[derive(Debug, Clone, Copy, Default)]
pub struct SystemClock;

#[async_trait]
impl Clock for SystemClock {
    #[expect(
        clippy::disallowed_methods,
        reason = "this is the one place that reads the time"
    )]
    fn now(&self) -> Timestamp {
        Timestamp::now()
    }

    fn busy(&self) -> Busy {
        Busy::none()
    }

    async fn idle_until(&self, deadline: Option<Timestamp>, wake: &Wake) -> Busy {
        loop {
            let before = (self.now(), tokio::time::Instant::now());
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
                () = wake.called() => {
                    wake.heard();
                    return Busy::none();
                }
                () = napping => {}
            }
            let now = self.now();
            if jumped(before, (now, tokio::time::Instant::now())) {
                return Busy::none();
            }
            if deadline.is_some_and(|deadline| now >= deadline) {
                return Busy::none();
            }
        }
    }
}

/// Says whether the wall clock moved otherwise than time did; logs it when it did (D-31).
fn jumped(
    before: (Timestamp, tokio::time::Instant),
    after: (Timestamp, tokio::time::Instant),
) -> bool {
    let wall = after.0.duration_since(before.0).as_secs_f64();
    let monotonic = after.1.duration_since(before.1).as_secs_f64();
    let jump = wall - monotonic;
    if jump.abs() <= JUMP_SECONDS {
        return false;
    }
    tracing::warn!(
        jump_seconds = jump,
        "the system clock jumped; schedules are looked at anew"
    );
    true
}
