//! Who is shown on a board, in which order, with which rank (L-1…L-3, L-5).

use std::cmp::Ordering;

use jiff::Timestamp;
use jiff::civil::Date;

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
    /// When the present run reached its length.
    pub since: Option<Timestamp>,
    /// It is so long since their last credit, by their own days, that boards leave them out (L-5).
    pub idle: bool,
    /// A number that is fixed for the member in the guild and says nothing about them (L-3).
    pub shuffle: u64,
}

/// A line of a board.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Line {
    /// 1 + the number of members strictly better (L-3); `None` while there are too few due days to compare (L-2).
    pub rank: Option<usize>,
    /// The member's figures.
    pub standing: Standing,
    /// It is the caller's own.
    pub own: bool,
}

/// A board as one member sees it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Board {
    /// What it is ordered by.
    pub metric: Metric,
    /// The lines the caller may see, best first, their own among them.
    pub lines: Vec<Line>,
    /// Too few members are visible to show anybody but the caller (L-1).
    pub too_few: bool,
    /// The team's credits and due days of this week, if enough members take part (L-1, L-2 e).
    pub team_week: Option<Share>,
}

/// The first day, by a member's own calendar, on which boards leave them out if they earn no credit after `last_credit`
/// (L-5). `None` if there is no such day before the end of all dates.
pub fn hidden_from(last_credit: Date, calendar: &Calendar) -> Option<Date> {
    calendar
        .unpaused_days_after(last_credit)
        .nth(SHOWN_FOR_DAYS)
}

/// The board as `caller` sees it.
///
/// Everybody's figures come in; what the caller may not see does not come out.
pub fn board(standings: Vec<Standing>, metric: Metric, caller: UserId) -> Board {
    let team_week = (standings.len() >= MIN_VISIBLE).then(|| team_week(&standings));
    let n_visible = standings
        .iter()
        .filter(|standing| is_visible(standing, metric))
        .count();
    let too_few = n_visible < MIN_VISIBLE;
    let mut shown: Vec<Standing> = standings
        .into_iter()
        .filter(|standing| {
            let seen = match standing.visibility {
                Visibility::Hidden => false,
                Visibility::Anonymous => n_visible >= MIN_FOR_ANONYMOUS,
                Visibility::Named => !too_few,
            };
            standing.user == caller || (seen && is_visible(standing, metric))
        })
        .collect();
    shown.sort_by(|a, b| {
        let unranked = |standing| !is_ranked(standing, metric);
        unranked(a)
            .cmp(&unranked(b))
            .then_with(|| better(metric, a, b))
            .then_with(|| tie(a, b))
    });
    let lines = shown
        .iter()
        .map(|standing| Line {
            rank: is_ranked(standing, metric).then(|| rank(standing, &shown, metric)),
            standing: standing.clone(),
            own: standing.user == caller,
        })
        .collect();
    Board {
        metric,
        lines,
        too_few,
        team_week,
    }
}

/// 1 + the number of members strictly better (L-3).
fn rank(standing: &Standing, among: &[Standing], metric: Metric) -> usize {
    let ranked = among.iter().filter(|other| is_ranked(other, metric));
    1 + ranked
        .filter(|other| better(metric, other, standing).is_lt())
        .count()
}

/// Enough days have counted to be measured (L-2).
fn is_ranked(standing: &Standing, metric: Metric) -> bool {
    metric != Metric::Consistency || standing.window.due >= MIN_DUE
}

fn team_week(standings: &[Standing]) -> Share {
    standings
        .iter()
        .fold(Share::default(), |sum, standing| Share {
            credited: sum.credited + standing.week.credited,
            due: sum.due + standing.week.due,
        })
}

/// Consent, a credit in the last 14 days, and enough due days to be measured (L-1, L-2, L-5).
fn is_visible(standing: &Standing, metric: Metric) -> bool {
    standing.visibility != Visibility::Hidden && !standing.idle && is_ranked(standing, metric)
}

/// `Less` if `a` stands strictly before `b` in the metric.
fn better(metric: Metric, a: &Standing, b: &Standing) -> Ordering {
    match metric {
        Metric::Consistency => share_order(a.window, b.window),
        Metric::Week => share_order(a.week, b.week),
        Metric::Current => b.current.cmp(&a.current),
        Metric::Longest => b.longest.cmp(&a.longest),
    }
}

/// As exact fractions, ties by more credited (L-2 c). No due days count as nothing reached.
fn share_order(a: Share, b: Share) -> Ordering {
    let (left, right) = (a.credited * b.due.max(1), b.credited * a.due.max(1));
    right.cmp(&left).then(b.credited.cmp(&a.credited))
}

/// Order within a tie: longer longest, then earlier attainment, then the shuffle; never the alphabet (L-3).
fn tie(a: &Standing, b: &Standing) -> Ordering {
    b.longest
        .cmp(&a.longest)
        .then_with(|| {
            a.since
                .unwrap_or(Timestamp::MAX)
                .cmp(&b.since.unwrap_or(Timestamp::MAX))
        })
        .then_with(|| a.shuffle.cmp(&b.shuffle))
        .then_with(|| a.user.cmp(&b.user))
}

#[cfg(test)]
mod tests {
    use jiff::tz::TimeZone;

    use super::*;
    use crate::domain::weekdays::Weekdays;

    fn standing(user: u64, visibility: Visibility, credited: u32) -> Standing {
        Standing {
            user: UserId::new(user).unwrap(),
            visibility,
            window: Share { credited, due: 10 },
            week: Share {
                credited: 1,
                due: 5,
            },
            current: credited,
            longest: 20,
            since: None,
            idle: false,
            shuffle: user,
        }
    }

    /// Rank (0 for none) and member of each line.
    fn lines(standings: Vec<Standing>, caller: u64) -> Vec<(usize, u64)> {
        board(standings, Metric::Consistency, UserId::new(caller).unwrap())
            .lines
            .into_iter()
            .map(|line| (line.rank.unwrap_or(0), line.standing.user.get()))
            .collect()
    }

    #[test]
    fn fewer_than_three_visible_members_show_the_caller_alone() {
        use Visibility::{Hidden, Named};
        let two = vec![
            standing(1, Named, 9),
            standing(2, Named, 8),
            standing(3, Hidden, 7),
        ];
        assert_eq!(lines(two.clone(), 3), [(1, 3)]);
        assert_eq!(lines(two, 1), [(1, 1)]);
    }

    #[test]
    fn ties_share_a_rank_and_the_next_is_left_out() {
        use Visibility::Named;
        let four = [(1, 9), (2, 8), (3, 8), (4, 5)];
        let four = four
            .map(|(user, credited)| standing(user, Named, credited))
            .to_vec();
        assert_eq!(lines(four, 4), [(1, 1), (2, 2), (2, 3), (4, 4)]);
    }

    #[test]
    fn a_beginner_sees_their_line_without_a_rank_below_those_who_have_one() {
        use Visibility::Named;
        let mut all: Vec<_> = (1..=3).map(|user| standing(user, Named, 5)).collect();
        let mut beginner = standing(4, Named, 1);
        beginner.window = Share {
            credited: 1,
            due: 1,
        };
        all.push(beginner);
        assert_eq!(lines(all.clone(), 4), [(1, 1), (1, 2), (1, 3), (0, 4)]);
        assert_eq!(lines(all, 1), [(1, 1), (1, 2), (1, 3)]);
    }

    #[test]
    fn hidden_members_see_themselves_and_nobody_else_sees_them() {
        use Visibility::{Hidden, Named};
        let mut all: Vec<_> = (1..=3).map(|user| standing(user, Named, 5)).collect();
        all.push(standing(4, Hidden, 9));
        assert_eq!(lines(all.clone(), 1), [(1, 1), (1, 2), (1, 3)]);
        assert_eq!(lines(all, 4)[0], (1, 4));
    }

    #[test]
    fn anonymous_lines_need_five_visible_members() {
        use Visibility::{Anonymous, Named};
        let mut four: Vec<_> = (1..=3).map(|user| standing(user, Named, 5)).collect();
        four.push(standing(4, Anonymous, 9));
        assert_eq!(lines(four.clone(), 1).len(), 3);
        four.push(standing(5, Named, 1));
        assert_eq!(lines(four, 1).len(), 5);
    }

    #[test]
    fn members_without_a_credit_in_two_weeks_are_not_shown_to_others() {
        use Visibility::Named;
        let mut all: Vec<_> = (1..=4).map(|user| standing(user, Named, 5)).collect();
        all[3].idle = true;
        assert_eq!(lines(all.clone(), 1).len(), 3);
        assert_eq!(lines(all, 4).len(), 4);
    }

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
    fn five_due_days_are_enough_for_a_rank_by_consistency_and_four_are_not() {
        use Visibility::Named;
        let mut all: Vec<_> = (1..=4).map(|user| standing(user, Named, 3)).collect();
        let with_due = |due| Share { credited: 4, due };
        all[3].window = with_due(5);
        assert_eq!(lines(all.clone(), 1)[0], (1, 4));
        all[3].window = with_due(4);
        assert_eq!(lines(all.clone(), 1), [(1, 1), (1, 2), (1, 3)]);
        // A run needs no days to be measured by.
        let by_run = board(all, Metric::Current, UserId::new(1).unwrap());
        assert!(by_run.lines.iter().all(|line| line.rank == Some(1)));
        assert_eq!(by_run.lines.len(), 4);
    }

    #[test]
    fn each_board_has_an_order_of_its_own() {
        use Visibility::Named;
        // The first is the most consistent, the second has the best week, the third the best run now, the fourth ever.
        let of = |user, window, week, current, longest| Standing {
            window: Share {
                credited: window,
                due: 20,
            },
            week: Share {
                credited: week,
                due: 5,
            },
            current,
            longest,
            ..standing(user, Named, 0)
        };
        let all = vec![
            of(1, 19, 1, 3, 8),
            of(2, 18, 4, 2, 7),
            of(3, 17, 3, 6, 6),
            of(4, 16, 2, 1, 9),
        ];
        let order = |metric| {
            let board = board(all.clone(), metric, UserId::new(4).unwrap());
            assert_eq!((board.metric, board.too_few), (metric, false));
            let ranks: Vec<_> = board.lines.iter().map(|line| line.rank).collect();
            assert_eq!(ranks, [Some(1), Some(2), Some(3), Some(4)], "{metric:?}");
            let own = board.lines.iter().filter(|line| line.own);
            assert_eq!(
                own.map(|line| line.standing.user.get()).collect::<Vec<_>>(),
                [4]
            );
            board
                .lines
                .iter()
                .map(|line| line.standing.user.get())
                .collect::<Vec<_>>()
        };
        assert_eq!(order(Metric::Consistency), [1, 2, 3, 4]);
        assert_eq!(order(Metric::Week), [2, 3, 4, 1]);
        assert_eq!(order(Metric::Current), [3, 1, 2, 4]);
        assert_eq!(order(Metric::Longest), [4, 1, 2, 3]);
    }

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
    }

    #[test]
    fn within_a_tie_the_longest_run_comes_first_then_who_was_there_first_then_chance() {
        use Visibility::Named;
        let at = |second| Timestamp::from_second(second).ok();
        let of = |user, longest, since, shuffle| Standing {
            longest,
            since,
            shuffle,
            ..standing(user, Named, 5)
        };
        // Whoever has a low number gets nothing out of it.
        let all = vec![
            of(1, 8, None, 7),
            of(2, 8, at(200), 2),
            of(3, 8, at(200), 1),
            of(4, 8, at(100), 9),
            of(5, 9, None, 9),
            of(6, 8, None, 7),
        ];
        let expected = [5, 4, 3, 2, 1, 6].map(|user| (1, user));
        assert_eq!(lines(all.clone(), 1), expected);
        assert_eq!(lines(all.into_iter().rev().collect(), 1), expected);
    }

    #[test]
    fn the_teams_week_is_told_once_three_take_part_hidden_or_not() {
        use Visibility::{Hidden, Named};
        let mut three: Vec<_> = [Hidden, Hidden, Named]
            .into_iter()
            .zip(1..)
            .map(|(visibility, user)| standing(user, visibility, 5))
            .collect();
        three[0].week = Share {
            credited: 4,
            due: 4,
        };
        let team = |all: Vec<Standing>| {
            let board = board(all, Metric::Week, UserId::new(3).unwrap());
            assert!(
                board.too_few,
                "one visible member is nobody to compare with"
            );
            assert_eq!(board.lines.len(), 1);
            board.team_week
        };
        let sum = Share {
            credited: 6,
            due: 14,
        };
        assert_eq!(team(three.clone()), Some(sum));
        assert_eq!(team(three.split_off(1)), None);
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
