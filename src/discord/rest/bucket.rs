//! One of Discord's buckets: how much is left in it, as far as its answers have told (D-50).
//!
//! Begin reading at [`Bucket::learn`].

use std::time::Duration;

use tokio::time::Instant;

/// What is assumed of a bucket before its first answer (D-50).
const ASSUMED: (u32, Duration) = (5, Duration::from_secs(5));

/// Two answers whose buckets reset this close together speak of the same window.
const SAME_WINDOW: Duration = Duration::from_millis(250);

/// What an answer said about its bucket.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct BucketHeaders {
    /// Discord's name for the bucket.
    pub bucket: Option<String>,
    /// Requests in a window.
    pub limit: Option<u32>,
    /// Of those, left.
    pub remaining: Option<u32>,
    /// Until the window ends.
    pub reset_after: Option<Duration>,
}

/// What is known of one bucket.
#[derive(Debug)]
pub(super) struct Bucket {
    pub(super) limit: u32,
    pub(super) remaining: u32,
    pub(super) resets_at: Option<Instant>,
    pub(super) in_flight: u32,
    pub(super) learnt: bool,
}

impl Bucket {
    pub(super) const fn assumed() -> Self {
        Self {
            limit: ASSUMED.0,
            remaining: ASSUMED.0,
            resets_at: None,
            in_flight: 0,
            learnt: false,
        }
    }

    pub(super) fn refresh(&mut self, now: Instant) {
        if self.resets_at.is_some_and(|resets_at| resets_at <= now) {
            self.remaining = self.limit.saturating_sub(self.in_flight);
            self.resets_at = None;
        }
    }

    /// When there will be room; `None` if there is some now.
    pub(super) fn full_until(&self, now: Instant) -> Option<Instant> {
        // Without a known end the next answer brings news, and wakes whoever waits.
        (self.remaining == 0).then(|| self.resets_at.unwrap_or(now + ASSUMED.1))
    }

    pub(super) fn take(&mut self, now: Instant) {
        self.remaining = self.remaining.saturating_sub(1);
        self.in_flight += 1;
        // A request opens a window. How long that is its answer says, if there is one.
        self.resets_at.get_or_insert(now + ASSUMED.1);
    }

    pub(super) fn learn(&mut self, headers: &BucketHeaders, now: Instant) {
        let (Some(limit), Some(remaining), Some(reset_after)) =
            (headers.limit, headers.remaining, headers.reset_after)
        else {
            return;
        };
        let resets_at = now + reset_after;
        let same_window = self.learnt
            && self
                .resets_at
                .is_some_and(|known| resets_at <= known + SAME_WINDOW);
        // Answers may overtake each other: within a window the smaller number is the newer one. What is
        // in flight may or may not be in the number of a new window; counting it is the safe side.
        self.remaining = if same_window {
            self.remaining.min(remaining)
        } else {
            remaining.saturating_sub(self.in_flight)
        };
        self.limit = limit.max(1);
        self.resets_at = Some(resets_at);
        self.learnt = true;
    }

    pub(super) fn is_idle(&self, now: Instant) -> bool {
        self.in_flight == 0 && self.resets_at.is_none_or(|resets_at| resets_at <= now)
    }
}
