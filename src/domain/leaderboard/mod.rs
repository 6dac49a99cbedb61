//! Who is shown on a board, in which order, with which rank, on which page (L-1…L-5).
//!
//! Begin reading at [`board()`].

mod board;
mod key;
mod recap;
mod tallies;
mod team;

use jiff::civil::Date;

pub use board::{Board, Line, Turn, board, board_of_many};
pub use key::{Key, LineKeys};
pub use recap::{MIN_TOLD, Recap, counted_in, is_told_on};
pub use tallies::Tallies;
pub use team::TeamWeek;

use super::ids::UserId;
use super::streak::{Calendar, Share};

/// Fewer visible members than this and only the caller's own line is shown (L-1).
pub const MIN_VISIBLE: usize = 3;
/// Fewer visible members than this and anonymous lines are left out (L-1).
pub const MIN_FOR_ANONYMOUS: usize = 5;
/// Members are shown for so many days after their last credit, vacations not counted (L-5).
const SHOWN_FOR_DAYS: usize = 14;
/// Fewer due days than this in the window are not ranked by consistency (L-2).
pub const MIN_DUE: u32 = 5;

/// How a member may be seen on boards: a consent of its own (L-1).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub enum Visibility {
    /// Not at all.
    #[default]
    Hidden,
    /// Under a made-up name.
    Anonymous,
    /// By mention.
    Named,
}

impl Visibility {
    /// The number the database keeps.
    pub fn to_db(self) -> i64 {
        match self {
            Self::Hidden => 0,
            Self::Anonymous => 1,
            Self::Named => 2,
        }
    }

    /// The level of a number in the database.
    pub fn from_db(number: i64) -> Option<Self> {
        [Self::Hidden, Self::Anonymous, Self::Named]
            .into_iter()
            .find(|level| level.to_db() == number)
    }

    /// The word of options and buttons.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Hidden => "hidden",
            Self::Anonymous => "anonymous",
            Self::Named => "named",
        }
    }

    /// The level of a word.
    pub fn parse(word: &str) -> Option<Self> {
        [Self::Hidden, Self::Anonymous, Self::Named]
            .into_iter()
            .find(|level| level.as_str() == word)
    }
}

/// What a board is ordered by (L-2).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub enum Metric {
    /// Credited among due days of the last 30; fair to part-timers, so it is the default.
    #[default]
    Consistency,
    /// Credits of this week's due days.
    Week,
    /// The present run.
    Current,
    /// The longest run.
    Longest,
}

impl Metric {
    /// All of them, in the order of the choices.
    pub const ALL: [Self; 4] = [Self::Consistency, Self::Week, Self::Current, Self::Longest];

    /// The word of options and buttons.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Consistency => "consistency",
            Self::Week => "week",
            Self::Current => "current",
            Self::Longest => "longest",
        }
    }

    /// The metric of a word.
    pub fn parse(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|metric| metric.as_str() == word)
    }
}

/// One member's figures, settled up to now (L-6).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Standing {
    /// Who.
    pub user: UserId,
    /// How they may be seen.
    pub visibility: Visibility,
    /// The last 30 days.
    pub window: Share,
    /// This week.
    pub week: Share,
    /// The present run.
    pub current: u32,
    /// The longest run.
    pub longest: u32,
    /// The last credited day, by their own calendar.
    pub last_credit: Option<Date>,
    /// It is so long since their last credit, by their own days, that boards leave them out (L-5).
    pub idle: bool,
    /// A number that is fixed for the member in the guild while they are seen in one way. It says nothing about them, and
    /// nothing about who they are when they are seen otherwise (L-3).
    pub shuffle: u64,
    /// The number that their made-up name comes from (L-1).
    pub pseudonym: u64,
}

/// The first day, by a member's own calendar, on which boards leave them out if they earn no credit after `last_credit`
/// (L-5). `None` if there is no such day before the end of all dates.
pub fn hidden_from(last_credit: Date, calendar: &Calendar) -> Option<Date> {
    calendar
        .unpaused_days_after(last_credit)
        .nth(SHOWN_FOR_DAYS)
}

/// Enough days have counted, or are to count, to be measured (L-2).
fn is_ranked(standing: &Standing, metric: Metric) -> bool {
    match metric {
        Metric::Consistency => standing.window.due >= MIN_DUE,
        Metric::Week => standing.week.due > 0,
        Metric::Current | Metric::Longest => true,
    }
}

#[cfg(test)]
mod tests {
    use jiff::tz::TimeZone;

    use super::*;
    use crate::domain::weekdays::Weekdays;

    #[test]
    fn a_credit_fourteen_days_ago_still_shows_a_member_and_vacations_do_not_count() {
        let june = |day| jiff::civil::date(2026, 6, day);
        let mut calendar = Calendar::new(TimeZone::UTC, 3, Weekdays::WEEKDAYS);
        assert_eq!(hidden_from(june(1), &calendar), Some(june(16)));
        assert_eq!(calendar.pause(june(1), june(3), june(7)), Ok(()));
        assert_eq!(hidden_from(june(1), &calendar), Some(june(21)));
        // A second vacation, entered when the first is over.
        assert_eq!(calendar.pause(june(9), june(15), june(22)), Ok(()));
        assert_eq!(hidden_from(june(1), &calendar), Some(june(29)));
        assert_eq!(hidden_from(Date::MAX, &calendar), None);
    }

    #[test]
    fn levels_and_metrics_are_read_back_from_their_words_and_numbers() {
        use Visibility::{Anonymous, Hidden, Named};
        let levels = [
            (Hidden, 0, "hidden"),
            (Anonymous, 1, "anonymous"),
            (Named, 2, "named"),
        ];
        for (level, number, word) in levels {
            assert_eq!((level.to_db(), level.as_str()), (number, word));
            assert_eq!(Visibility::from_db(number), Some(level));
            assert_eq!(Visibility::parse(word), Some(level));
        }
        assert_eq!(
            (Visibility::from_db(3), Visibility::from_db(-1)),
            (None, None)
        );
        assert_eq!(Visibility::parse("Named"), None);
        let words = Metric::ALL.map(Metric::as_str);
        assert_eq!(words, ["consistency", "week", "current", "longest"]);
        assert_eq!(words.map(Metric::parse), Metric::ALL.map(Some));
        assert_eq!(Metric::parse("total"), None);
    }
}
