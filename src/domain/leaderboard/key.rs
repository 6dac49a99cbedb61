//! Where a member stands in the order of a board: the value, and what orders those who share it (L-2, L-3).

use std::cmp::Ordering;

use jiff::civil::Date;

use super::{Metric, Standing, Visibility, is_ranked};
use crate::domain::streak::Share;

/// A member's place in the order of a board, without a word about who they are, so that buttons can carry it (L-4).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Key {
    /// What the board is ordered by; a run of five days is five of one.
    pub value: Share,
    /// The longest run.
    pub longest: u32,
    /// The day on which the value was reached, counted from 1970.
    pub reached: u16,
    /// [`Standing::shuffle`].
    pub shuffle: u64,
}

impl Key {
    /// Before everybody.
    pub(super) const FIRST: Self = Self {
        value: Share {
            credited: u32::MAX,
            due: 1,
        },
        longest: u32::MAX,
        reached: 0,
        shuffle: 0,
    };
    /// After everybody who has a day to show, and before those who have none.
    pub(super) const LAST: Self = Self {
        value: Share {
            credited: 0,
            due: 1,
        },
        longest: u32::MAX,
        reached: 0,
        shuffle: 0,
    };

    /// Where a member stands on the board of a metric.
    pub fn of(standing: &Standing, metric: Metric) -> Self {
        Self {
            value: value(standing, metric),
            longest: standing.longest,
            reached: reached(standing, metric).map_or(0, days_since_1970),
            shuffle: standing.shuffle,
        }
    }

    /// The place around which a member's neighbours stand: without a day to show they are those who come last (L-7).
    pub fn around(standing: &Standing, metric: Metric) -> Self {
        let key = Self::of(standing, metric);
        if key.has_days() { key } else { Self::LAST }
    }

    /// Says whether there is a day to show.
    pub(super) fn has_days(&self) -> bool {
        self.value.credited > 0
    }

    /// `Less` if this place comes before the other: the better value, then the longer longest run, then who was there
    /// on an earlier day, then the shuffle; never the alphabet (L-3).
    pub fn order(&self, other: &Self) -> Ordering {
        share_order(self.value, other.value)
            .then_with(|| other.longest.cmp(&self.longest))
            .then_with(|| self.reached.cmp(&other.reached))
            .then_with(|| self.shuffle.cmp(&other.shuffle))
    }

    /// Says whether this place has a strictly better value, and with it a better rank.
    pub(super) fn is_better_than(&self, other: &Self) -> bool {
        share_order(self.value, other.value).is_lt()
    }
}

impl Key {
    /// The key as text whose order is the order of a board. Its first part is the value, which alone makes a rank.
    ///
    /// Exact for shares of up to 31 due days; a forged button may name others, and gets some page for it.
    pub fn to_text(&self) -> String {
        let Self {
            value: Share { credited, due },
            longest,
            reached,
            shuffle,
        } = *self;
        let share = u128::from(credited) * COMMON / u128::from(due.max(1));
        format!(
            "{:020x}{:08x}{:08x}{reached:04x}{shuffle:016x}",
            MOST_SHARE - share,
            u32::MAX - credited,
            u32::MAX - longest
        )
    }
}

/// Every number of due days that a window can have divides it.
const COMMON: u128 = 72_201_776_446_800;
/// More than any share.
const MOST_SHARE: u128 = (1 << 80) - 1;
/// How long the value is in the text of a key.
const VALUE: usize = 28;

/// The keys of a member's lines that everybody sees, as text, and their week, as text too.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct LineKeys {
    /// On the board of consistency.
    pub consistency: Option<String>,
    /// On this week's.
    pub week: Option<String>,
    /// On that of present runs.
    pub current: Option<String>,
    /// On that of longest runs.
    pub longest: Option<String>,
    /// Their week, which counts for the team whether or not anybody sees it; `None` without due days.
    pub team: Option<String>,
}

impl LineKeys {
    /// The keys of a member's lines.
    pub fn of_member(standing: &Standing) -> Self {
        let is_visible = standing.visibility != Visibility::Hidden && !standing.idle;
        let key = |metric| {
            let is_shown = is_visible && is_ranked(standing, metric);
            is_shown.then(|| Key::of(standing, metric).to_text())
        };
        let Share { credited, due } = standing.week;
        Self {
            consistency: key(Metric::Consistency),
            week: key(Metric::Week),
            current: key(Metric::Current),
            longest: key(Metric::Longest),
            team: (due > 0).then(|| format!("{credited}/{due}")),
        }
    }

    /// The key on a board.
    pub fn of(&self, metric: Metric) -> Option<&str> {
        match metric {
            Metric::Consistency => self.consistency.as_deref(),
            Metric::Week => self.week.as_deref(),
            Metric::Current => self.current.as_deref(),
            Metric::Longest => self.longest.as_deref(),
        }
    }

    /// The part of a key that is the value.
    pub fn value(key: &str) -> &str {
        key.get(..VALUE).unwrap_or(key)
    }
}

fn value(standing: &Standing, metric: Metric) -> Share {
    let run = |credited| Share { credited, due: 1 };
    match metric {
        Metric::Consistency => standing.window,
        Metric::Week => standing.week,
        Metric::Current => run(standing.current),
        Metric::Longest => run(standing.longest),
    }
}

/// The day on which the value was reached: that of the last credit, since no other day raises one. It is not kept for a
/// longest run that is over, so that such runs count as reached before those that go on.
fn reached(standing: &Standing, metric: Metric) -> Option<Date> {
    let is_over = standing.current < standing.longest;
    standing
        .last_credit
        .filter(|_| metric != Metric::Longest || !is_over)
}

fn days_since_1970(day: Date) -> u16 {
    let days = (day - jiff::civil::date(1970, 1, 1)).get_days();
    u16::try_from(days.max(0)).unwrap_or(u16::MAX)
}

/// `Less` if `a` is the better one: as exact fractions, ties by more credited (L-2 c). No due days count as nothing
/// reached.
fn share_order(a: Share, b: Share) -> Ordering {
    let product = |credited: u32, due: u32| u64::from(credited) * u64::from(due.max(1));
    let (left, right) = (product(a.credited, b.due), product(b.credited, a.due));
    right.cmp(&left).then(b.credited.cmp(&a.credited))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_share_is_compared_exactly_and_the_one_of_more_days_comes_first() {
        let order = |a: (u32, u32), b: (u32, u32)| {
            let share = |(credited, due)| Share { credited, due };
            let order = share_order(share(a), share(b));
            assert_eq!(order.reverse(), share_order(share(b), share(a)));
            order
        };
        // Both round to 66 per cent.
        assert_eq!(order((2, 3), (19, 29)), Ordering::Less);
        assert_eq!(order((4, 6), (2, 3)), Ordering::Less);
        assert_eq!(order((5, 6), (9, 12)), Ordering::Less);
        assert_eq!(order((3, 5), (3, 5)), Ordering::Equal);
        // No due days are nothing reached, neither more nor less than none of five.
        assert_eq!(order((0, 0), (0, 5)), Ordering::Equal);
        assert_eq!(order((1, 5), (0, 0)), Ordering::Less);
        assert_eq!(
            order((u32::MAX, 1), (u32::MAX, u32::MAX)),
            Ordering::Less,
            "whatever a forged button says can be compared"
        );
    }

    proptest::proptest! {
        /// L-3: the text orders lines as the board does.
        #[test]
        fn the_text_of_keys_is_in_the_order_of_the_board(
            one in (0_u32..32, 1_u32..32, 0_u32..5, 0_u16..4, 0_u64..3),
            other in (0_u32..32, 1_u32..32, 0_u32..5, 0_u16..4, 0_u64..3),
            is_run: bool,
        ) {
            let key = |(credited, due, longest, reached, shuffle): (u32, u32, u32, u16, u64)| Key {
                value: if is_run {
                    Share { credited: credited * due, due: 1 }
                } else {
                    Share { credited: credited.min(due), due }
                },
                longest,
                reached,
                shuffle,
            };
            let (one, other) = (key(one), key(other));
            proptest::prop_assert_eq!(one.to_text().cmp(&other.to_text()), one.order(&other));
            let (text, other_text) = (one.to_text(), other.to_text());
            let is_better = LineKeys::value(&text) < LineKeys::value(&other_text);
            proptest::prop_assert_eq!(is_better, one.is_better_than(&other));
        }
    }

    #[test]
    fn the_ends_of_a_board_have_texts_before_and_after_all_others() {
        let line = Key {
            value: Share {
                credited: 30,
                due: 30,
            },
            longest: 3_000,
            reached: 20_000,
            shuffle: 1,
        };
        assert!(Key::FIRST.to_text() < line.to_text());
        assert!(line.to_text() < Key::LAST.to_text());
        assert_eq!(Key::FIRST.to_text().len(), Key::LAST.to_text().len());
    }

    #[test]
    fn days_are_counted_from_1970_and_stay_within_what_a_button_carries() {
        let day = |text: &str| days_since_1970(text.parse().unwrap());
        assert_eq!(day("1969-12-31"), 0);
        assert_eq!(day("1970-01-02"), 1);
        assert_eq!(day("2026-06-01"), 20_605);
        assert_eq!(day("9999-12-31"), u16::MAX);
    }
}
