//! The machine's own clock.

use std::time::Duration;

use async_trait::async_trait;
use jiff::{SignedDuration, Timestamp};

use tokio::time::Instant;

use super::{Busy, Clock, Wake};

/// No sleep is longer than this: timers stand still while a laptop is suspended (D-30).
const LONGEST_SLEEP: Duration = Duration::from_secs(30);

/// Wall clock and monotonic clock may part by this much before it is called a jump (D-31).
pub(super) const JUMP: SignedDuration = SignedDuration::from_secs(10);

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

    async fn idle_until(&self, busy: Busy, deadline: Option<Timestamp>, wake: &Wake) -> Busy {
        loop {
            let before = (self.now(), self.pace());
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
                () = wake.notified() => return busy,
                () = napping => {}
            }
            let now = self.now();
            if jumped(before, (now, self.pace())) {
                return busy;
            }
            if deadline.is_some_and(|deadline| now >= deadline) {
                return busy;
            }
        }
    }
}

/// How far the wall clock was moved between two readings of it and of [`Clock::pace`]; positive when it was moved
/// ahead.
pub fn parted(before: (Timestamp, Instant), after: (Timestamp, Instant)) -> SignedDuration {
    let gone_by = after.1.saturating_duration_since(before.1);
    let gone_by = SignedDuration::try_from(gone_by).unwrap_or(SignedDuration::MAX);
    after.0.duration_since(before.0).saturating_sub(gone_by)
}

/// Says whether the wall clock moved otherwise than time did; logs it when it did (D-31).
fn jumped(before: (Timestamp, Instant), after: (Timestamp, Instant)) -> bool {
    let jump = parted(before, after);
    if jump.abs() <= JUMP {
        return false;
    }
    tracing::warn!(
        jump_seconds = jump.as_secs(),
        "the system clock jumped; schedules are looked at anew"
    );
    true
}
