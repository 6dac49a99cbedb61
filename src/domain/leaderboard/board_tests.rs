//! What a board shows to whom, and that its pages neither repeat nor drop anybody.

use std::collections::BTreeMap;

use jiff::civil::{Date, date};
use proptest::prelude::*;

use super::*;
use crate::domain::leaderboard::LineKeys;
use crate::domain::rotation::mix;
use crate::domain::streak::Share;

fn user(user: u64) -> UserId {
    UserId::new(user).unwrap()
}

fn standing(id: u64, visibility: Visibility, credited: u32) -> Standing {
    Standing {
        user: user(id),
        visibility,
        window: Share { credited, due: 10 },
        week: Share {
            credited: 1,
            due: 5,
        },
        current: credited,
        longest: 20,
        last_credit: Some(date(2026, 6, 5)),
        idle: false,
        shuffle: id,
        pseudonym: id,
    }
}

fn named(n: u64) -> Vec<Standing> {
    let all = 1..=n;
    all.map(|id| standing(id, Visibility::Named, 5)).collect()
}

/// Rank (0 for none) and member of each line.
fn numbers(lines: &[Line]) -> Vec<(usize, u64)> {
    let numbers = lines.iter();
    numbers
        .map(|line| (line.rank.unwrap_or(0), line.standing.user.get()))
        .collect()
}

/// The lines of the board of consistency as it opens.
fn lines(standings: &[Standing], caller: u64) -> Vec<(usize, u64)> {
    let board = board(standings, Metric::Consistency, Some(user(caller)), None);
    assert_eq!(board.around, []);
    numbers(&board.lines)
}

#[test]
fn the_next_page_begins_behind_the_neighbours_that_the_first_one_goes_on_to() {
    let fewer = (1..=20_u64).zip((10..30).rev());
    let all: Vec<_> = fewer
        .map(|(id, credited)| standing(id, Visibility::Named, credited))
        .collect();
    let opened = board(&all, Metric::Current, Some(user(12)), None);
    let last = numbers(&opened.lines).pop();
    assert_eq!(last, Some((14, 14)));
    let next = board(&all, Metric::Current, Some(user(12)), opened.next);
    let next: Vec<_> = numbers(&next.lines);
    assert_eq!((next.first(), next.len()), (Some(&(15, 15)), 6));
    let seven = &all[..14];
    assert_eq!(
        board(seven, Metric::Current, Some(user(12)), None).next,
        None
    );
}

#[test]
fn a_line_without_a_day_to_show_is_its_owners_alone() {
    let mut all = named(3);
    all.push(standing(4, Visibility::Named, 0));
    let seen = |caller: Option<u64>| {
        let board = board(&all, Metric::Current, caller.map(user), None);
        let lines = board.lines.into_iter();
        let lines = lines.map(|line| (line.standing.user.get(), line.shown_to_all));
        lines.filter(|(id, _)| *id == 4).collect::<Vec<_>>()
    };
    assert_eq!(seen(None), []);
    assert_eq!(seen(Some(1)), []);
    assert_eq!(seen(Some(4)), [(4, false)]);
}

#[test]
fn fewer_than_three_visible_members_show_the_caller_alone() {
    use Visibility::{Hidden, Named};
    let two = [
        standing(1, Named, 9),
        standing(2, Named, 8),
        standing(3, Hidden, 7),
    ];
    assert_eq!(lines(&two, 3), [(1, 3)]);
    assert_eq!(lines(&two, 1), [(1, 1)]);
}

#[test]
fn ties_share_a_rank_and_the_next_is_left_out() {
    let four = [(1, 9), (2, 8), (3, 8), (4, 5)];
    let four = four.map(|(id, credited)| standing(id, Visibility::Named, credited));
    assert_eq!(lines(&four, 4), [(1, 1), (2, 2), (2, 3), (4, 4)]);
}

#[test]
fn a_beginner_sees_their_line_without_a_rank_below_those_who_have_one() {
    let mut all = named(4);
    all[3].window = Share {
        credited: 1,
        due: 1,
    };
    assert_eq!(lines(&all, 4), [(1, 1), (1, 2), (1, 3), (0, 4)]);
    assert_eq!(lines(&all, 1), [(1, 1), (1, 2), (1, 3)]);
}

#[test]
fn who_has_no_days_this_week_has_no_rank_in_it_and_is_seen_by_nobody_else() {
    let mut all = named(4);
    all[3].week = Share::default();
    let of = |caller, metric| numbers(&board(&all, metric, Some(user(caller)), None).lines);
    assert_eq!(of(4, Metric::Week), [(1, 1), (1, 2), (1, 3), (0, 4)]);
    assert_eq!(of(1, Metric::Week), [(1, 1), (1, 2), (1, 3)]);
    assert_eq!(of(1, Metric::Current).len(), 4);
}

#[test]
fn whom_nobody_else_sees_has_the_rank_they_would_have_and_shifts_nobody() {
    use Visibility::{Anonymous, Hidden, Named};
    let mut all = named(3);
    all[2].window.credited = 3;
    all.push(standing(4, Hidden, 9));
    all.push(standing(5, Hidden, 5));
    all.push(standing(6, Anonymous, 4));
    assert_eq!(lines(&all, 1), [(1, 1), (1, 2), (3, 3)]);
    assert_eq!(lines(&all, 4), [(1, 4), (1, 1), (1, 2), (3, 3)]);
    assert_eq!(lines(&all, 5), [(1, 1), (1, 2), (1, 5), (3, 3)]);
    // Four are visible, too few for a made-up name.
    assert_eq!(lines(&all, 6), [(1, 1), (1, 2), (3, 6), (3, 3)]);
    // Those who have been away see themselves; so do beginners.
    all[0].idle = true;
    all.push(standing(7, Named, 8));
    assert_eq!(lines(&all, 1), [(1, 7), (2, 1), (2, 2), (3, 3)]);
    let line = |caller: u64| {
        let board = board(&all, Metric::Consistency, Some(user(caller)), None);
        let own = board.lines.into_iter().find(|line| line.own);
        own.map(|line| line.shown_to_all)
    };
    assert_eq!(
        (line(1), line(2), line(4)),
        (Some(false), Some(true), Some(false))
    );
}

#[test]
fn anonymous_lines_need_five_visible_members() {
    let mut all = named(4);
    all[3] = standing(4, Visibility::Anonymous, 9);
    assert_eq!(lines(&all, 1).len(), 3);
    all.push(standing(5, Visibility::Named, 1));
    assert_eq!(lines(&all, 1).len(), 5);
}

#[test]
fn members_without_a_credit_in_two_weeks_are_not_shown_to_others() {
    let mut all = named(4);
    all[3].idle = true;
    assert_eq!(lines(&all, 1).len(), 3);
    assert_eq!(lines(&all, 4).len(), 4);
}

#[test]
fn five_due_days_are_enough_for_a_rank_by_consistency_and_four_are_not() {
    let mut all = named(4);
    let with_due = |due| Share { credited: 4, due };
    all[3].window = with_due(5);
    assert_eq!(lines(&all, 1)[0], (1, 4));
    all[3].window = with_due(4);
    assert_eq!(lines(&all, 1), [(1, 1), (1, 2), (1, 3)]);
}

#[test]
fn each_board_has_an_order_of_its_own() {
    // The first is the most consistent, the second has the best week, the third the best run now, the fourth ever.
    let of = |id, window, week, current, longest| Standing {
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
        ..standing(id, Visibility::Named, 0)
    };
    let all = [
        of(1, 19, 1, 3, 8),
        of(2, 18, 4, 2, 7),
        of(3, 17, 3, 6, 6),
        of(4, 16, 2, 1, 9),
    ];
    let order = |metric| {
        let board = board(&all, metric, Some(user(4)), None);
        assert_eq!((board.metric, board.too_few), (metric, false));
        let own = board.lines.iter().filter(|line| line.own);
        assert_eq!(own.map(|line| line.standing.user.get()).sum::<u64>(), 4);
        numbers(&board.lines)
    };
    assert_eq!(order(Metric::Consistency), [(1, 1), (2, 2), (3, 3), (4, 4)]);
    assert_eq!(order(Metric::Week), [(1, 2), (2, 3), (3, 4), (4, 1)]);
    assert_eq!(order(Metric::Current), [(1, 3), (2, 1), (3, 2), (4, 4)]);
    assert_eq!(order(Metric::Longest), [(1, 4), (2, 1), (3, 2), (4, 3)]);
}

#[test]
fn within_a_tie_the_longest_run_comes_first_then_the_earlier_day_then_chance() {
    let of = |id, longest, day, shuffle| Standing {
        longest,
        last_credit: Some(date(2026, 6, day)),
        shuffle,
        ..standing(id, Visibility::Named, 5)
    };
    // Whoever has a low number gets nothing out of it.
    let mut all = vec![
        of(1, 8, 3, 2),
        of(2, 8, 3, 1),
        of(3, 8, 2, 9),
        of(4, 9, 4, 9),
    ];
    let expected = [4, 3, 2, 1].map(|id| (1, id));
    assert_eq!(lines(&all, 1), expected);
    all.reverse();
    assert_eq!(lines(&all, 1), expected);
}

#[test]
fn a_longest_run_was_reached_on_its_own_day_and_not_on_that_of_the_present_run() {
    let of = |id, current, day| Standing {
        current,
        last_credit: Some(date(2026, 6, day)),
        ..standing(id, Visibility::Named, 5)
    };
    // The first and the second are on their longest run; those of the others are over, whatever they do now.
    let all = [of(1, 20, 4), of(2, 20, 2), of(3, 7, 5), of(4, 3, 1)];
    let board = board(&all, Metric::Longest, None, None);
    assert_eq!(numbers(&board.lines), [3, 4, 2, 1].map(|id| (1, id)));
}

#[test]
fn the_teams_week_is_told_if_nobodys_own_week_can_be_told_from_it() {
    use Visibility::{Hidden, Named};
    let with = |visibilities: &[Visibility]| {
        let all = visibilities.iter().zip(1..);
        let mut all: Vec<_> = all.map(|(level, id)| standing(id, *level, 5)).collect();
        all[0].week = Share {
            credited: 4,
            due: 4,
        };
        all
    };
    let team = |all: &[Standing]| {
        let of = |metric, caller| board(all, metric, caller, None).team;
        let team = of(Metric::Week, Some(user(1)));
        // Whoever looks, at whatever board.
        assert_eq!(of(Metric::Longest, None), team);
        team.map(|team| (team.total.credited, team.total.due, team.mean_per_cent))
    };
    // All of one's days, and a fifth of the days of two others.
    assert_eq!(team(&with(&[Hidden, Hidden, Hidden])), Some((6, 14, 46)));
    assert_eq!(team(&with(&[Named, Named, Named])), Some((6, 14, 46)));
    assert_eq!(team(&with(&[Named, Named])), None);
    // What is left of the total would be one's own, or for one of two that of the other.
    assert_eq!(team(&with(&[Named, Named, Named, Hidden])), None);
    assert_eq!(team(&with(&[Named, Named, Named, Hidden, Hidden])), None);
    let six = with(&[Named, Named, Named, Hidden, Hidden, Hidden]);
    assert_eq!(team(&six), Some((9, 29, 33)));
    // Those without days this week neither count nor make up the number.
    let mut three = with(&[Hidden, Hidden, Hidden, Hidden]);
    three[3].week = Share::default();
    assert_eq!(team(&three), Some((6, 14, 46)));
    three[2].week = Share::default();
    assert_eq!(team(&three), None);
}

/// Twenty-five members whose numbers are their ranks.
fn twenty_five() -> Vec<Standing> {
    (1..=25)
        .map(|id| standing(id, Visibility::Named, 30 - u32::try_from(id).unwrap()))
        .collect()
}

fn ids(lines: &[Line]) -> Vec<u64> {
    numbers(lines).into_iter().map(|(_, id)| id).collect()
}

#[test]
fn a_board_opens_with_the_callers_line_and_two_neighbours_on_each_side() {
    let all = twenty_five();
    let open = |caller| {
        let board = board(&all, Metric::Current, Some(user(caller)), None);
        (ids(&board.around), ids(&board.lines))
    };
    let first_ten = || (1..=10).collect::<Vec<_>>();
    assert_eq!(open(20), (vec![18, 19, 20, 21, 22], first_ten()));
    assert_eq!(open(25), (vec![23, 24, 25], first_ten()));
    assert_eq!(open(3), (vec![], first_ten()));
    // Where they join the first page, they continue it.
    assert_eq!(open(10), (vec![], (1..=12).collect()));
    assert_eq!(open(13), (vec![], (1..=15).collect()));
    assert_eq!(open(14).0, [12, 13, 14, 15, 16]);
    assert_eq!(open(99), (vec![], first_ten()));
}

#[test]
fn every_page_has_the_callers_own_line_beside_its_ten() {
    let mut all = twenty_five();
    all[19].visibility = Visibility::Hidden;
    let turn = |board: &Board, turn: Option<Turn>| {
        assert!(turn.is_some());
        super::board(&all, board.metric, Some(user(20)), turn)
    };
    let first = board(&all, Metric::Current, Some(user(20)), None);
    assert_eq!(
        (first.previous, ids(&first.around)),
        (None, vec![18, 19, 20, 21, 22])
    );
    let second = turn(&first, first.next);
    let twenty_one = vec![11, 12, 13, 14, 15, 16, 17, 18, 19, 20, 21];
    assert_eq!(
        (ids(&second.around), ids(&second.lines)),
        (vec![], twenty_one)
    );
    let third = turn(&second, second.next);
    assert_eq!(
        (ids(&third.around), ids(&third.lines)),
        (vec![20], vec![22, 23, 24, 25])
    );
    assert_eq!(third.next, None);
    assert_eq!(ids(&turn(&third, third.previous).lines), ids(&second.lines));
    let without = board(&all, Metric::Current, None, second.next);
    assert_eq!(
        (ids(&without.around), ids(&without.lines)),
        (vec![], vec![22, 23, 24, 25])
    );
    assert!(!without.takes_part && third.takes_part);
}

#[test]
fn who_turns_to_where_nobody_is_left_can_turn_back() {
    let mut all = twenty_five();
    let first = board(&all, Metric::Current, None, None);
    all.truncate(10);
    let beyond = board(&all, Metric::Current, None, first.next);
    assert_eq!((ids(&beyond.lines), beyond.next), (vec![], None));
    let back = board(&all, Metric::Current, None, beyond.previous);
    assert_eq!(ids(&back.lines), ids(&first.lines));

    let mut all = twenty_five();
    let second = board(&all, Metric::Current, None, first.next);
    all.drain(..10);
    let before = board(&all, Metric::Current, None, second.previous);
    assert_eq!((ids(&before.lines), before.previous), (vec![], None));
    let on = board(&all, Metric::Current, None, before.next);
    assert_eq!(ids(&on.lines), ids(&second.lines));
}

/// The figures of a member, from a number.
fn figures(id: u64, number: u64) -> Standing {
    let part = |shift: u32, below: u64| u32::try_from((number >> shift) % below).unwrap();
    let share = |shift, below: u64| {
        let due = 5 + part(shift, 3);
        Share {
            credited: part(shift + 8, below).min(due),
            due,
        }
    };
    let longest = part(32, 4) + 1;
    Standing {
        window: share(0, 9),
        week: share(16, 9),
        longest,
        current: part(40, 5).min(longest),
        last_credit: Date::new(2026, 6, 1 + i8::try_from(part(48, 5)).unwrap()).ok(),
        shuffle: mix(id),
        ..standing(id, Visibility::Named, 0)
    }
}

proptest! {
    /// L-4, I-8: members with a day to show are seen once by whoever pages, whatever others do between two presses.
    #[test]
    fn a_page_never_repeats_or_drops_a_member_because_others_moved(
        start in prop::collection::vec(any::<u64>(), 12..45),
        moves in prop::collection::vec((0..60_usize, any::<u64>(), any::<bool>()), 0..80),
        moves_per_press in 0..12_usize,
        metric in prop::sample::select(Metric::ALL.to_vec()),
        back in any::<bool>(),
    ) {
        let mut all: Vec<_> = start.iter().zip(1..).map(|(number, id)| figures(id, *number)).collect();
        // The first five stay, so that there is a board at all; so do those whom no move names.
        let moved: Vec<_> = moves.iter().map(|(at, ..)| *at).collect();
        let stay = |id: u64| id <= 5 || !moved.contains(&usize::try_from(id - 1).unwrap());
        let mut moves = moves.into_iter();
        let mut seen: BTreeMap<u64, u32> = BTreeMap::new();
        let from = back.then_some(Turn::Before(Key::LAST));
        let mut page = board(&all, metric, None, from);
        loop {
            prop_assert!(page.lines.len() <= PAGE);
            prop_assert!(page.lines.iter().all(|line| line.shown_to_all));
            for id in ids(&page.lines) {
                *seen.entry(id).or_default() += 1;
            }
            let Some(turn) = (if back { page.previous } else { page.next }) else { break };
            for (at, number, leaves) in moves.by_ref().take(moves_per_press) {
                if let Some(one) = all.get_mut(at).filter(|one| !stay(one.user.get())) {
                    *one = figures(one.user.get(), number);
                    if leaves {
                        one.visibility = Visibility::Hidden;
                    }
                }
            }
            page = board(&all, metric, None, Some(turn));
        }
        let staying = (1..=u64::try_from(all.len()).unwrap()).filter(|id| stay(*id));
        let has_days = |id: &u64| {
            let one = all.iter().find(|one| one.user.get() == *id);
            one.is_some_and(|one| Key::of(one, metric).has_days())
        };
        for id in staying.filter(has_days) {
            prop_assert_eq!(seen.get(&id), Some(&1), "member {}", id);
        }
    }
}

/// Lines of a board with their keys as text, the best first.
type Lines<'a> = [(String, &'a Standing)];

/// Up to `n` lines before a key, the nearest first.
fn lines_before(
    lines: &Lines<'_>,
    key: &str,
    n: usize,
    with_it: bool,
) -> impl Iterator<Item = UserId> {
    let is_before = |one: &str| one < key || (with_it && one == key);
    let found = lines.iter().rev().filter(|(one, _)| is_before(one));
    let found: Vec<_> = found.take(n).map(|(_, one)| one.user).collect();
    found.into_iter()
}

/// Up to `n` lines after a key, the nearest first.
fn lines_after(
    lines: &Lines<'_>,
    key: &str,
    n: usize,
    with_it: bool,
) -> impl Iterator<Item = UserId> {
    let is_after = |one: &str| one > key || (with_it && one == key);
    let found = lines.iter().filter(|(one, _)| is_after(one));
    let found: Vec<_> = found.take(n).map(|(_, one)| one.user).collect();
    found.into_iter()
}

/// How often each value is there.
fn counted(values: impl Iterator<Item = String>) -> Vec<(String, u64)> {
    let mut counted: BTreeMap<String, u64> = BTreeMap::new();
    for value in values {
        *counted.entry(value).or_default() += 1;
    }
    counted.into_iter().collect()
}

/// An excerpt as [`board_of_many`] wants it, by a plain look at all lines.
fn excerpt(
    all: &[Standing],
    metric: Metric,
    caller: UserId,
    turn: Option<Turn>,
) -> (Vec<Standing>, Tallies) {
    let text = |one: &Standing| LineKeys::of_member(one).of(metric).map(str::to_owned);
    let lines = all.iter().filter_map(|one| Some((text(one)?, one)));
    let mut lines: Vec<_> = lines.collect();
    lines.sort_by(|a, b| a.0.cmp(&b.0));
    let mut users = Vec::new();
    match turn {
        None => users.extend(lines.iter().take(PAGE + 6).map(|(_, one)| one.user)),
        Some(Turn::After(key)) => {
            users.extend(lines_after(&lines, &key.to_text(), PAGE + 1, false));
            users.extend(lines_before(&lines, &key.to_text(), 1, true));
        }
        Some(Turn::Before(key)) => {
            users.extend(lines_before(&lines, &key.to_text(), PAGE + 1, false));
            users.extend(lines_after(&lines, &key.to_text(), 1, true));
        }
    }
    if let Some(own) = all.iter().find(|one| one.user == caller) {
        let key = Key::around(own, metric).to_text();
        users.extend(lines_before(&lines, &key, 3, false));
        users.extend(lines_after(&lines, &key, 3, false));
        users.push(own.user);
    }
    let excerpt = all.iter().filter(|one| users.contains(&one.user));
    let values = lines.iter().map(|(key, _)| LineKeys::value(key).to_owned());
    (excerpt.cloned().collect(), tallies(all, counted(values)))
}

/// What all lines come to, of which a board's own have these values.
fn tallies(all: &[Standing], tally: Vec<(String, u64)>) -> Tallies {
    let keys: Vec<_> = all
        .iter()
        .map(|one| (LineKeys::of_member(one), one.visibility))
        .collect();
    let team = counted(keys.iter().filter_map(|(keys, _)| keys.team.clone()));
    let in_week = keys.iter().filter(|(keys, _)| keys.week.is_some());
    let named = in_week
        .clone()
        .filter(|(_, level)| *level == Visibility::Named)
        .count();
    let in_week = (
        u64::try_from(in_week.count()).unwrap(),
        u64::try_from(named).unwrap(),
    );
    Tallies::new(tally, &team, in_week)
}

proptest! {
    /// A page of an excerpt is the page of the whole, whoever looks and wherever they have turned to.
    #[test]
    fn an_excerpt_and_tallies_give_the_same_page_as_all_lines_do(
        numbers in prop::collection::vec((any::<u64>(), 0..8_u8), 1..60),
        caller in 1..62_u64,
        metric in prop::sample::select(Metric::ALL.to_vec()),
        turns in prop::collection::vec(any::<bool>(), 0..6),
        seen in prop::sample::select(vec![0_u8, 2, 5]),
    ) {
        let all = numbers.iter().zip(1..).map(|((number, kind), id)| {
            let mut one = figures(id, *number);
            one.visibility = match kind {
                _ if *kind < seen => Visibility::Hidden,
                7 => Visibility::Anonymous,
                _ => Visibility::Named,
            };
            one.idle = *kind == 6;
            one
        });
        let all: Vec<_> = all.collect();
        let caller = user(caller);
        let mut turn = None;
        for forth in [true].into_iter().chain(turns) {
            let whole = board(&all, metric, Some(caller), turn);
            let (excerpt, tallies) = excerpt(&all, metric, caller, turn);
            prop_assert_eq!(&board_of_many(&excerpt, &tallies, metric, Some(caller), turn), &whole);
            let next = if forth { whole.next } else { whole.previous };
            if next.is_none() {
                break;
            }
            turn = next;
        }
    }
}
