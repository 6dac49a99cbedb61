//! Boards: a page of lines, the way to the next, and what of it the channel may see.
//!
//! Who is on a page is for [`crate::domain::leaderboard`] to say. Begin reading at [`board`].

use super::button::{ButtonId, Place};
use super::cards::{BLUE, button, container};
use super::message::{Button, ButtonStyle, Component, Message};
use super::progress::show_board;
use super::words::mention;
use crate::domain::ids::UserId;
use crate::domain::leaderboard::{
    Board, Line, MIN_DUE, Metric, Standing, TeamWeek, Turn, Visibility,
};
use crate::text::Words;

/// Gives the made-up name of an anonymous member.
pub type Naming<'a> = &'a dyn Fn(&Line) -> String;

/// The board as one member sees it, opened or turned to by `turn`.
pub fn board(
    words: Words<'_>,
    place: Place,
    board: &Board,
    turn: Option<Turn>,
    name: Naming<'_>,
) -> Message {
    let mut text = vec![title(words, board.metric)];
    let line = |line: &Line| board_line(words, board.metric, line, name);
    text.extend(board.around.iter().map(line));
    if !board.around.is_empty() && !board.lines.is_empty() {
        text.push(words.get("board-gap"));
    }
    text.extend(board.lines.iter().map(line));
    if !board.takes_part {
        text.push(words.get("board-not-joined"));
    }
    if board.too_few {
        text.push(words.get("board-too-few"));
    } else if !is_anybody_seen(board) {
        text.push(words.get("board-empty"));
    }
    text.extend(team_told(board).map(|team| team_line(words, team)));
    let rows = [
        page_buttons(words, place, board, turn),
        metric_buttons(words, place, board),
    ];
    let rows = rows.into_iter().filter(|row| !row.is_empty());
    let text = Component::Text(text.join("\n"));
    let children = [text]
        .into_iter()
        .chain(rows.map(Component::Buttons))
        .collect();
    container(BLUE, children)
}

/// A page as everybody may see it, with the name of who shares it; `None` if nobody is on it.
///
/// Its only button opens the board of whoever presses it, for them alone.
pub fn shared(words: Words<'_>, board: &Board, by: UserId, name: Naming<'_>) -> Option<Message> {
    if !is_anybody_seen(board) {
        return None;
    }
    let lines = board.lines.iter().filter(|line| line.shown_to_all);
    let lines = lines.map(|line| board_line(words, board.metric, line, name));
    let text: Vec<_> = [title(words, board.metric)]
        .into_iter()
        .chain(lines)
        .chain(team_told(board).map(|team| team_line(words, team)))
        .collect();
    let by = words.with("shared-by", &[("who", mention(by).into())]);
    let children = vec![
        Component::Text(by),
        Component::Text(text.join("\n")),
        Component::Buttons(vec![show_board(words, None)]),
    ];
    Some(container(BLUE, children))
}

/// The team's week, once there is a day in it.
fn team_told(board: &Board) -> Option<TeamWeek> {
    board.team.filter(|team| team.total.credited > 0)
}

fn is_anybody_seen(board: &Board) -> bool {
    board.lines.iter().any(|line| line.shown_to_all)
}

/// To the pages beside, and to the channel: from a direct message there is no channel to share with.
fn page_buttons(words: Words<'_>, place: Place, board: &Board, turn: Option<Turn>) -> Vec<Button> {
    let to = |label, turn: Option<Turn>| {
        let id = ButtonId::TurnBoard(board.metric, turn?, place);
        Some(button(words, label, &id, ButtonStyle::Secondary))
    };
    let share = (place.is_none() && is_anybody_seen(board)).then(|| {
        let id = ButtonId::ShareBoard(board.metric, turn);
        button(words, "button-share", &id, ButtonStyle::Secondary)
    });
    [
        to("button-board-previous", board.previous),
        to("button-board-next", board.next),
        share,
    ]
    .into_iter()
    .flatten()
    .collect()
}

fn metric_buttons(words: Words<'_>, place: Place, board: &Board) -> Vec<Button> {
    let others = Metric::ALL
        .into_iter()
        .filter(|metric| *metric != board.metric);
    let others = others.map(|metric| {
        let label = format!("button-board-{}", metric.as_str());
        let id = ButtonId::ShowBoard(metric, place);
        button(words, &label, &id, ButtonStyle::Secondary)
    });
    let join = (!board.takes_part).then(|| {
        let id = ButtonId::AskToJoin(place);
        button(words, "button-ask-to-join", &id, ButtonStyle::Primary)
    });
    others.chain(join).collect()
}

fn title(words: Words<'_>, metric: Metric) -> String {
    let metric = words.get(&format!("choice-metric-{}", metric.as_str()));
    words.with("board-title", &[("metric", metric.into())])
}

pub(super) fn team_line(words: Words<'_>, team: TeamWeek) -> String {
    let figures = [
        ("credited", team.total.credited.into()),
        ("due", team.total.due.into()),
        ("mean", team.mean_per_cent.into()),
    ];
    words.with("board-team", &figures)
}

fn board_line(words: Words<'_>, metric: Metric, line: &Line, name: Naming<'_>) -> String {
    let standing = &line.standing;
    let who = match (line.own, standing.visibility) {
        (true, Visibility::Hidden) => words.get("board-own-hidden"),
        (true, Visibility::Anonymous) => {
            words.with("board-own-anonymous", &[("name", name(line).into())])
        }
        (true, Visibility::Named) => {
            words.with("board-own", &[("who", mention(standing.user).into())])
        }
        (false, Visibility::Named) => mention(standing.user),
        (false, _) => name(line),
    };
    let who = match (line.own && !line.shown_to_all, standing.visibility) {
        (false, _) | (_, Visibility::Hidden) => who,
        (true, _) => words.with("board-own-unseen", &[("own", who.into())]),
    };
    let (key, place) = match (line.rank, metric) {
        (Some(rank), _) => ("board-line", ("rank", rank.into())),
        (None, Metric::Consistency) => ("board-line-unranked", ("needed", MIN_DUE.into())),
        (None, _) => ("board-line-no-days", ("needed", 1.into())),
    };
    let value = value(words, metric, standing);
    words.with(key, &[place, ("who", who.into()), ("value", value.into())])
}

fn value(words: Words<'_>, metric: Metric, standing: &Standing) -> String {
    match metric {
        Metric::Consistency => standing.window.per_cent().map_or_else(
            || words.get("board-no-days"),
            |per_cent| words.with("board-percent", &[("percent", per_cent.into())]),
        ),
        Metric::Week => format!("{}/{}", standing.week.credited, standing.week.due),
        Metric::Current => words.with("board-days", &[("days", standing.current.into())]),
        Metric::Longest => words.with("board-days", &[("days", standing.longest.into())]),
    }
}
