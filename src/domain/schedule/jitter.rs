//! Reminders of many members at one round time are spread over a little while (S-50).
//!
//! Knows nothing of what is due or of who is reminded. Begin reading at [`Jitter::dispatch_at`].

use jiff::{SignedDuration, Timestamp};

use crate::domain::delivery::Deliver;
use crate::domain::rotation::mix;

/// Over how long the messages of one instant are spread: J, in whole seconds (S-50).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Jitter(u16);

impl Jitter {
    /// Nothing waits.
    pub const NONE: Self = Self(0);
    /// What reminders by direct message have (X).
    pub const DIRECT_MESSAGE: Self = Self(120);
    /// The widest there is, in seconds (X).
    pub const MOST_SECONDS: u16 = 600;

    /// A jitter of so many seconds, unless they are more than [`Self::MOST_SECONDS`].
    pub fn new(seconds: u16) -> Option<Self> {
        (seconds <= Self::MOST_SECONDS).then_some(Self(seconds))
    }

    /// The one of a place: what stands in a channel is never kept waiting.
    pub const fn of(deliver: Deliver) -> Self {
        match deliver {
            Deliver::DirectMessage => Self::DIRECT_MESSAGE,
            Deliver::Channel => Self::NONE,
        }
    }

    /// How long a schedule's messages wait: 0 to J - 1 seconds, the same every day.
    ///
    /// It is [`mix`] of the schedule's number, modulo J. That never changes, or members would be reminded at
    /// another second after an update.
    pub fn wait(self, schedule: i64) -> SignedDuration {
        let width = u64::from(self.0).max(1);
        let seconds = mix(schedule.cast_unsigned()) % width;
        SignedDuration::from_secs(i64::try_from(seconds).unwrap_or_default())
    }

    /// When an occurrence is sent. It takes no more than half of the time up to `expires_at`, so that a short
    /// grace still leaves time to send (S-40).
    pub fn dispatch_at(self, schedule: i64, due: Timestamp, expires_at: Timestamp) -> Timestamp {
        let half = SignedDuration::from_secs(expires_at.duration_since(due).as_secs().max(0) / 2);
        due.saturating_add(self.wait(schedule).min(half))
            .unwrap_or(due)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn second(at: i64) -> Timestamp {
        Timestamp::from_second(at).unwrap()
    }

    #[test]
    fn the_wait_of_a_schedule_is_the_same_for_ever() {
        let waits = [1, 2, 3, 4, 50_000].map(|schedule| {
            let widest = Jitter::new(600).unwrap();
            (
                Jitter::DIRECT_MESSAGE.wait(schedule).as_secs(),
                widest.wait(schedule).as_secs(),
            )
        });
        assert_eq!(waits, [(65, 65), (70, 310), (93, 453), (58, 178), (9, 369)]);
    }

    #[test]
    fn a_jitter_has_at_most_ten_minutes_and_what_stands_in_a_channel_none() {
        assert_eq!(Jitter::new(600).map(|jitter| jitter.0), Some(600));
        assert_eq!(Jitter::new(601), None);
        assert_eq!(Jitter::new(0), Some(Jitter::NONE));
        assert_eq!(Jitter::of(Deliver::Channel), Jitter::NONE);
        assert_eq!(Jitter::of(Deliver::DirectMessage), Jitter::DIRECT_MESSAGE);
        for schedule in 1..2_000 {
            assert_eq!(Jitter::NONE.wait(schedule), SignedDuration::ZERO);
        }
    }

    #[test]
    fn every_second_of_the_jitter_is_used_and_none_beyond_it() {
        let waits = (1..5_000).map(|schedule| Jitter::DIRECT_MESSAGE.wait(schedule).as_secs());
        let used: std::collections::BTreeSet<_> = waits.collect();
        assert!(used.into_iter().eq(0..120));
    }

    #[test]
    fn waiting_takes_at_most_half_of_the_grace() {
        let sent = |grace: i64| {
            let at = Jitter::DIRECT_MESSAGE.dispatch_at(1, second(1_000), second(1_000 + grace));
            at.as_second() - 1_000
        };
        let graces = [1_800, 130, 129, 60, 1, 0];
        assert_eq!(graces.map(sent), [65, 65, 64, 30, 0, 0]);
        // A grace that has ended before it began asks for nothing.
        assert_eq!(sent(-10), 0);
    }
}
