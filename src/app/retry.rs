//! When it is tried again what Discord did not take, or whose outcome is not known.

use std::time::Duration;

use jiff::{SignedDuration, Timestamp};

use crate::domain::rotation::mix;
use crate::store::Delivery;

/// The longest pause between two attempts.
const LONGEST_PAUSE_MS: u64 = 16_000;

/// Who is told to wait for less waits so long: what comes back at once is refused at once, and such refusals are counted (D-50).
const SHORTEST_WAIT: Duration = Duration::from_secs(1);

/// When a wait is over that Discord asked for.
pub(super) fn after_wait(wait: Duration, now: Timestamp) -> Timestamp {
    now.saturating_add(wait.max(SHORTEST_WAIT)).unwrap_or(now)
}

/// The first instant at which something has expired that could leave until `last`; instants are kept in milliseconds.
pub(super) fn just_after(last: Timestamp) -> Timestamp {
    let next = SignedDuration::from_millis(1);
    last.saturating_add(next).unwrap_or(last)
}

/// What is not sent before its grace is over ends as this: late, unless something else has kept it that long.
pub(super) fn late_reason(delivery: &Delivery) -> &str {
    delivery.reason.as_deref().unwrap_or("late")
}

/// 1, 2, 4, 8, 16 s after the attempt, give or take a fifth (D-6).
pub(super) fn next_try(delivery: &Delivery, now: Timestamp) -> Timestamp {
    let doublings = delivery.attempt.saturating_sub(1).min(10);
    let pause = (1_000_u64 << doublings).min(LONGEST_PAUSE_MS);
    let spread =
        mix(delivery.due_at.as_millisecond().cast_unsigned() ^ u64::from(delivery.attempt));
    let pause = pause * (80 + spread % 41) / 100;
    let pause = SignedDuration::from_millis(i64::try_from(pause).unwrap_or(16_000));
    now.saturating_add(pause).unwrap_or(now)
}
