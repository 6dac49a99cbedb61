//! How fast direct-message channels are opened (D-62, D-63): Discord blocks bots that open many at once, and says nowhere
//! how many that are. Begin reading at [`OpeningPace::next`].

use jiff::{SignedDuration, Timestamp};

/// Between two openings.
const GAP: SignedDuration = SignedDuration::from_secs(6);
/// In [`A_DAY`] no more than these.
pub const MOST_IN_A_DAY: usize = 200;
/// The day in which they are counted.
pub const A_DAY: SignedDuration = SignedDuration::from_hours(24);
/// The first wait after Discord refused an opening; each further one is twice as long.
const FIRST_HOLD: SignedDuration = SignedDuration::from_hours(1);
/// The longest.
const LONGEST_HOLD: SignedDuration = SignedDuration::from_hours(24);
/// Whoever stands further back than this in the queue is told the time of this place.
const FURTHEST: usize = 2_000;

/// What the whole bot has opened lately.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct OpeningPace {
    /// When channels were opened, or tried to be, in order.
    pub openings: Vec<Timestamp>,
    /// Nothing is opened before this (D-63).
    pub held_until: Option<Timestamp>,
}

impl OpeningPace {
    /// When the next channel may be opened: `now`, or later.
    pub fn next(&self, now: Timestamp) -> Timestamp {
        let later = |at: Timestamp, by| at.saturating_add(by).unwrap_or(Timestamp::MAX);
        let after_last = self.openings.last().map(|last| later(*last, GAP));
        let full = self.openings.len().checked_sub(MOST_IN_A_DAY);
        let after_day = full
            .and_then(|first| self.openings.get(first))
            .map(|first| later(*first, A_DAY));
        [after_last, after_day, self.held_until]
            .into_iter()
            .flatten()
            .fold(now, Timestamp::max)
    }

    /// When the turn comes of somebody with so many before them in the queue.
    pub fn expected(mut self, now: Timestamp, ahead: usize) -> Timestamp {
        for _ in 0..ahead.min(FURTHEST) {
            self.openings.push(self.next(now));
        }
        self.next(now)
    }
}

/// How long nothing is opened after Discord refused for the `count`th time in a row: 1 h, 2 h, up to 24 h (D-63).
pub fn hold(count: u32) -> SignedDuration {
    let doublings = count.saturating_sub(1).min(5);
    (FIRST_HOLD * (1 << doublings)).min(LONGEST_HOLD)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(seconds: i64) -> Timestamp {
        Timestamp::from_second(1_800_000_000 + seconds).unwrap()
    }

    #[test]
    fn channels_are_opened_six_seconds_apart() {
        let mut pace = OpeningPace::default();
        assert_eq!(pace.next(at(0)), at(0));
        pace.openings.push(at(0));
        assert_eq!((pace.next(at(1)), pace.next(at(9))), (at(6), at(9)));
        assert_eq!(pace.clone().expected(at(1), 2), at(18));
    }

    #[test]
    fn two_hundred_a_day_are_the_most() {
        let openings = (0..200).map(|n| at(n * 60)).collect();
        let mut pace = OpeningPace {
            openings,
            held_until: None,
        };
        let day = 24 * 60 * 60;
        assert_eq!(pace.next(at(20_000)), at(day));
        assert_eq!(pace.clone().expected(at(20_000), 1), at(day + 60));
        pace.openings.remove(0);
        assert_eq!(pace.next(at(20_000)), at(20_000));
    }

    #[test]
    fn a_refusal_holds_for_an_hour_and_twice_as_long_each_time_up_to_a_day() {
        let hours: Vec<_> = (1..8).map(|count| hold(count).as_hours()).collect();
        assert_eq!(hours, [1, 2, 4, 8, 16, 24, 24]);
        let pace = OpeningPace {
            openings: vec![at(0)],
            held_until: Some(at(3_600)),
        };
        assert_eq!(pace.next(at(10)), at(3_600));
        assert_eq!(pace.expected(at(10), 1), at(3_606));
    }
}
