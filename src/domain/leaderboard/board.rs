//! A board as one member sees it, and its pages (L-1, L-3, L-4).

use std::ops::Range;

use super::key::Key;
use super::tallies::Tallies;
use super::team::TeamWeek;
use super::{MIN_FOR_ANONYMOUS, MIN_VISIBLE, Metric, Standing, Visibility, is_ranked};
use crate::domain::ids::UserId;

/// Lines of a page, those left out that only their reader sees.
const PAGE: usize = 10;
/// Lines shown before and after the caller's own when a board opens.
const NEIGHBOURS: usize = 2;

/// The way from a page to the one beside it: from its last or first place, wherever its members are by now (L-4).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Turn {
    /// To the best of those who stand after this place.
    After(Key),
    /// To the last of those who stand before it.
    Before(Key),
}

/// A line of a board.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Line {
    /// 1 + the number of members strictly better, among those whom everybody sees (L-3); `None` while there are too few
    /// due days to compare (L-2).
    pub rank: Option<usize>,
    /// The member's figures.
    pub standing: Standing,
    /// It is the caller's own.
    pub own: bool,
    /// Everybody sees it. The caller may have a line that nobody else does.
    pub shown_to_all: bool,
}

/// A page of a board as one member sees it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Board {
    /// What it is ordered by.
    pub metric: Metric,
    /// The caller's own line, where the page has it not; as the board opens, with its neighbours.
    pub around: Vec<Line>,
    /// The lines of the page, best first.
    pub lines: Vec<Line>,
    /// To those who stand before the page.
    pub previous: Option<Turn>,
    /// To those who stand after it.
    pub next: Option<Turn>,
    /// The caller takes part.
    pub takes_part: bool,
    /// Too few members are visible to show anybody but the caller (L-1).
    pub too_few: bool,
    /// The team's week, if it may be told (L-1, L-2 e).
    pub team: Option<TeamWeek>,
}

/// The page of a board that `caller` sees when it opens, or when they have turned to it. Without a caller it is what
/// everybody may see.
///
/// Everybody's figures come in; what the caller may not see does not come out.
pub fn board(
    standings: &[Standing],
    metric: Metric,
    caller: Option<UserId>,
    turn: Option<Turn>,
) -> Board {
    let shown = Shown::among(standings, metric);
    let team = TeamWeek::of(standings, Shown::among(standings, Metric::Week).n_agreed);
    arranged(
        standings,
        &shown,
        &|key| shown.rank(key),
        team,
        (caller, turn),
    )
}

/// The same of a large guild: of its lines only an excerpt comes in, and what all of them come to.
///
/// The excerpt has the caller; the ten lines of the page with the one before and the one after them; as the board opens, six
/// more; and the three lines on each side of the caller's. What lies between makes no difference to the page.
pub fn board_of_many(
    excerpt: &[Standing],
    tallies: &Tallies,
    metric: Metric,
    caller: Option<UserId>,
    turn: Option<Turn>,
) -> Board {
    let shown = Shown::of(excerpt, metric, tallies.n_lines());
    // Of so few lines all are there, and those that are not shown count for no rank.
    let rank = |key: &Key| match tallies.n_lines() {
        ..MIN_FOR_ANONYMOUS => shown.rank(key),
        _ => tallies.rank(key),
    };
    arranged(excerpt, &shown, &rank, tallies.team, (caller, turn))
}

fn arranged(
    standings: &[Standing],
    shown: &Shown<'_>,
    rank: &dyn Fn(&Key) -> usize,
    team: Option<TeamWeek>,
    (caller, turn): (Option<UserId>, Option<Turn>),
) -> Board {
    let metric = shown.metric;
    let page = page(&shown.keys, turn);
    let own = caller.and_then(|caller| standings.iter().find(|one| one.user == caller));
    let arranged = Arranged::of(shown, own, &page, turn.is_none());
    let line = |(standing, shown_to_all): &(&Standing, bool)| Line {
        rank: is_ranked(standing, metric).then(|| rank(&Key::of(standing, metric))),
        standing: (*standing).clone(),
        own: Some(standing.user) == caller,
        shown_to_all: *shown_to_all,
    };
    let lines = |range: Range<usize>| arranged.all[range].iter().map(line).collect();
    let key_at = |index: usize| shown.keys.get(index).copied();
    // As a board opens, the page may go on to the caller's neighbours; the next one begins behind these.
    let told = &arranged.all[..arranged.within.end];
    let end = told
        .iter()
        .filter(|(_, shown_to_all)| *shown_to_all)
        .count();
    let last = end.checked_sub(1).and_then(key_at);
    Board {
        metric,
        around: lines(arranged.around.clone()),
        lines: lines(arranged.within.clone()),
        previous: (page.start > 0).then(|| Turn::Before(key_at(page.start).unwrap_or(Key::LAST))),
        next: (end < shown.keys.len()).then(|| Turn::After(last.unwrap_or(Key::FIRST))),
        takes_part: own.is_some(),
        too_few: shown.too_few,
        team,
    }
}

/// The places of a page, in an ordered list of all. What stands at the key itself is on neither side of it.
fn page(keys: &[Key], turn: Option<Turn>) -> Range<usize> {
    match turn {
        None => 0..keys.len().min(PAGE),
        Some(Turn::After(key)) => {
            let from = keys.partition_point(|one| one.order(&key).is_le());
            from..keys.len().min(from + PAGE)
        }
        Some(Turn::Before(key)) => {
            let to = keys.partition_point(|one| one.order(&key).is_lt());
            to.saturating_sub(PAGE)..to
        }
    }
}

fn is_visible(one: &Standing, metric: Metric) -> bool {
    one.visibility != Visibility::Hidden && !one.idle && is_ranked(one, metric)
}

/// The members whom everybody sees, best first; it depends on nobody who looks.
struct Shown<'a> {
    metric: Metric,
    standings: Vec<&'a Standing>,
    keys: Vec<Key>,
    /// How many have agreed to be seen here, also those without a day to show: nobody is named for having none (L-7).
    n_agreed: usize,
    too_few: bool,
}

impl<'a> Shown<'a> {
    fn among(standings: &'a [Standing], metric: Metric) -> Self {
        let n_visible = standings
            .iter()
            .filter(|one| is_visible(one, metric))
            .count();
        Self::of(standings, metric, n_visible)
    }

    /// Those of `standings` whom everybody sees, if there are so many visible in all.
    fn of(standings: &'a [Standing], metric: Metric, n_visible: usize) -> Self {
        let is_shown = |one: &&Standing| match one.visibility {
            Visibility::Hidden => false,
            Visibility::Anonymous => n_visible >= MIN_FOR_ANONYMOUS,
            Visibility::Named => n_visible >= MIN_VISIBLE,
        };
        let visible = standings.iter().filter(|one| is_visible(one, metric));
        let shown = visible.filter(is_shown);
        let mut shown: Vec<_> = shown.map(|one| (Key::of(one, metric), one)).collect();
        shown.sort_by(|(a, one), (b, other)| a.order(b).then(one.user.cmp(&other.user)));
        let n_agreed = shown.len();
        shown.retain(|(key, _)| key.has_days());
        let (keys, standings) = shown.into_iter().unzip();
        Self {
            metric,
            standings,
            keys,
            n_agreed,
            too_few: n_visible < MIN_VISIBLE,
        }
    }

    fn rank(&self, key: &Key) -> usize {
        1 + self.keys.partition_point(|one| one.is_better_than(key))
    }
}

/// The lines of [`Shown`] and the caller's own, and which of them a page has.
struct Arranged<'a> {
    /// Each with whether everybody sees it.
    all: Vec<(&'a Standing, bool)>,
    within: Range<usize>,
    around: Range<usize>,
}

impl<'a> Arranged<'a> {
    fn of(shown: &Shown<'a>, own: Option<&'a Standing>, page: &Range<usize>, opens: bool) -> Self {
        let all = shown.standings.iter().map(|one| (*one, true)).collect();
        let mut arranged = Self {
            all,
            within: page.clone(),
            around: 0..0,
        };
        let Some(own) = own else {
            return arranged;
        };
        let at = arranged.position_of(own, shown, page);
        let (n, within) = (arranged.all.len(), &mut arranged.within);
        let near = at.saturating_sub(NEIGHBOURS)..n.min(at + NEIGHBOURS + 1);
        if opens && near.start <= within.end {
            within.end = within.end.max(near.end);
        } else if opens {
            arranged.around = near;
        } else if !within.contains(&at) {
            arranged.around = at..at + 1;
        }
        arranged
    }

    /// Where the caller's own line stands. One that nobody else sees is put there first, and belongs to the page that it
    /// stands in or beside.
    fn position_of(&mut self, own: &'a Standing, shown: &Shown<'a>, page: &Range<usize>) -> usize {
        if let Some(at) = self.all.iter().position(|(one, _)| one.user == own.user) {
            return at;
        }
        let key = Key::of(own, shown.metric);
        let at = if is_ranked(own, shown.metric) {
            shown.keys.partition_point(|one| one.order(&key).is_le())
        } else {
            self.all.len()
        };
        self.all.insert(at, (own, false));
        let start = page.start + usize::from(at < page.start);
        self.within = start..page.end + usize::from(at <= page.end);
        at
    }
}

#[cfg(test)]
#[path = "board_tests.rs"]
mod tests;
