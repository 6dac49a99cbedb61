//! A team in words and in a picture: its week, its goal, and the week that is over.
//!
//! Who is counted is for [`crate::domain::leaderboard`] to say. Begin reading at [`team`].

use super::ButtonId;
use super::boards::team_line;
use super::calendar::{goal, goal_bar};
use super::cards::{BLUE, button, container};
use super::exercises::media;
use super::message::{ButtonStyle, Component, Message, Picture};
use super::progress::show_board;
use super::streak_button::StreakButton;
use super::words::mention;
use crate::domain::delivery::Token;
use crate::domain::ids::UserId;
use crate::domain::leaderboard::{Recap, TeamWeek};
use crate::domain::year::Goal;
use crate::text::Words;

/// A team's week as it may be told.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Team {
    /// Its figures, if they may be told (L-1).
    pub week: Option<TeamWeek>,
    /// How many breaks it wants to take, if it has a goal.
    pub wanted: Option<u32>,
    /// How far it is, if that may be told (L-7).
    pub goal: Option<Goal>,
}

/// The team's figures alone; in a guild they can be shared.
pub fn team(
    words: Words<'_>,
    team: &Team,
    picture: Option<Picture>,
    may_be_shared: bool,
) -> Message {
    let Some(mut children) = told(words, team, picture.as_ref()) else {
        let mut text = vec![words.get("board-team-too-few")];
        text.extend(open_goal(words, team));
        return container(BLUE, vec![Component::Text(text.join("\n"))]);
    };
    if may_be_shared && has_days(team) {
        let id = ButtonId::Streak(StreakButton::ShareTeam);
        let share = button(words, "button-share-team", &id, ButtonStyle::Secondary);
        children.push(Component::Buttons(vec![share]));
    }
    with_picture(children, picture)
}

/// The same for a channel, with the name of who shares it; `None` if it may not be told, or there is no day in it yet.
pub fn team_shared(
    words: Words<'_>,
    team: &Team,
    picture: Option<Picture>,
    by: UserId,
) -> Option<Message> {
    if !has_days(team) {
        return None;
    }
    let mut children = told(words, team, picture.as_ref())?;
    let by = words.with("shared-by", &[("who", mention(by).into())]);
    children.insert(0, Component::Text(by));
    children.push(Component::Buttons(vec![show_board(words, None)]));
    Some(with_picture(children, picture))
}

/// The week that is over; its buttons carry the delivery's token.
pub fn recap(
    words: Words<'_>,
    recap: &Recap,
    goal: Option<Goal>,
    picture: Option<Picture>,
    token: &Token,
) -> Message {
    let figures = [
        ("people", recap.people.into()),
        ("breaks", recap.breaks.into()),
    ];
    let mut text = vec![words.get("recap-title"), words.with("recap-body", &figures)];
    if !recap.named.is_empty() {
        let names = recap.named.iter().map(|user| mention(*user));
        let names = names.collect::<Vec<_>>().join(", ");
        text.push(words.with("recap-named", &[("names", names.into())]));
    }
    let mut children = vec![Component::Text(text.join("\n"))];
    children.extend(goal.map(|goal| Component::Text(goal_line(words, goal))));
    children.extend(picture.as_ref().map(media));
    children.push(Component::Text(words.get("recap-print")));
    let did = ButtonId::Did(Some(token.clone()));
    children.push(Component::Buttons(vec![
        button(words, "button-did-today", &did, ButtonStyle::Success),
        show_board(words, None),
    ]));
    with_picture(children, picture)
}

/// Title, figures, and how far the goal is; `None` if no figures may be told.
fn told(words: Words<'_>, team: &Team, picture: Option<&Picture>) -> Option<Vec<Component>> {
    let mut text = vec![words.get("board-team-title"), team_line(words, team.week?)];
    text.extend(team.goal.map(|goal| goal_line(words, goal)));
    text.extend(open_goal(words, team));
    let text = Component::Text(text.join("\n"));
    Some([text].into_iter().chain(picture.map(media)).collect())
}

/// Says whether the week has a day with a break in it: nobody is told in public that it has none (L-7).
fn has_days(team: &Team) -> bool {
    team.week.is_some_and(|week| week.total.credited > 0)
}

fn goal_line(words: Words<'_>, reached: Goal) -> String {
    format!("{} {}", goal_bar(reached), goal(words, reached))
}

/// That there is a goal, where how far it is cannot be told.
fn open_goal(words: Words<'_>, team: &Team) -> Option<String> {
    let wanted = team.wanted.filter(|_| team.goal.is_none())?;
    Some(words.with("board-goal-open", &[("wanted", wanted.into())]))
}

fn with_picture(children: Vec<Component>, picture: Option<Picture>) -> Message {
    Message {
        pictures: picture.into_iter().collect(),
        ..container(BLUE, children)
    }
}
