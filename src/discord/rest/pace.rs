//! How many requests leave in a second, and how they are spread over it.

use std::collections::VecDeque;
use std::time::Duration;

use tokio::time::Instant;

/// At most so many in any span of some length.
#[derive(Debug)]
pub(super) struct Pace {
    limit: usize,
    span: Duration,
    latest: VecDeque<Instant>,
}

impl Pace {
    /// So many in such a span, and none yet.
    pub(super) fn new(limit: usize, span: Duration) -> Self {
        Self {
            limit: limit.max(1),
            span,
            latest: VecDeque::new(),
        }
    }

    /// When there will be room; `None` if there is some now.
    pub(super) fn full_until(&self, now: Instant) -> Option<Instant> {
        self.full_but_for(0, now)
    }

    /// When there will be room for more than the last `kept`; `None` if there is now.
    pub(super) fn full_but_for(&self, kept: usize, now: Instant) -> Option<Instant> {
        let most = self.limit.saturating_sub(kept).max(1);
        let oldest = self.latest.len().checked_sub(most)?;
        let free = *self.latest.get(oldest)? + self.span;
        (free > now).then_some(free)
    }

    /// How many may leave at an instant, as far as is known now.
    pub(super) fn room(&self, at: Instant) -> usize {
        let counts = |left: &&Instant| **left + self.span > at;
        self.limit
            .saturating_sub(self.latest.iter().filter(counts).count())
    }

    /// One leaves.
    pub(super) fn take(&mut self, now: Instant) {
        self.latest.push_back(now);
        if self.latest.len() > self.limit {
            self.latest.pop_front();
        }
    }
}

/// How many may leave at once after a rest or a stall; then they are spread over the second.
const BURST: u32 = 11;

/// One after the other, evenly.
#[derive(Debug)]
pub(super) struct Spacing {
    interval: Duration,
    /// When the next one is due if none comes early.
    next: Option<Instant>,
}

impl Spacing {
    /// So many in a second, and none yet.
    pub(super) fn new(per_second: usize) -> Self {
        let per_second = u32::try_from(per_second.max(1)).unwrap_or(u32::MAX);
        Self {
            interval: Duration::from_secs(1) / per_second,
            next: None,
        }
    }

    /// How far before its time one may leave.
    fn early(&self) -> Duration {
        self.interval * (BURST - 1)
    }

    /// When there will be room; `None` if there is some now.
    pub(super) fn full_until(&self, now: Instant) -> Option<Instant> {
        self.next
            .map(|next| next.checked_sub(self.early()).unwrap_or(next))
            .filter(|free| *free > now)
    }

    /// One leaves.
    pub(super) fn take(&mut self, now: Instant) {
        let next = self.next.map_or(now, |next| next.max(now));
        self.next = Some(next + self.interval);
    }

    /// How many may leave until an instant.
    pub(super) fn room(&self, now: Instant, until: Instant) -> usize {
        let next = self.next.map_or(now, |next| next.max(now));
        let Some(span) = (until + self.early()).checked_duration_since(next) else {
            return 0;
        };
        let intervals = span.as_nanos() / self.interval.as_nanos().max(1);
        usize::try_from(intervals).map_or(usize::MAX, |intervals| intervals.saturating_add(1))
    }
}
