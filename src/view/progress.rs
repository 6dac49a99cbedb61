//! Streaks, told kindly.

use jiff::civil::Date;
use jiff::{Timestamp, ToSpan as _};

use super::button::{ButtonId, Place};
use super::cards::{GREEN, button, container};
use super::message::{Button, ButtonStyle, Component, Message};
use super::notice::{PostedAt, with_link};
use super::streak_button::StreakButton;
use super::words::{and_list, date, date_seen_from, mention, on_or_off, relative};
use crate::domain::ids::{InteractionId, UserId};
use crate::domain::leaderboard::{MIN_DUE, Metric, Visibility};
use crate::domain::streak::{Milestone, Outcome, Participation, Share, Streak};
use crate::text::Words;

/// For so long it is told that a day was spared, or kept by a freeze.
const TOLD_FOR_DAYS: i64 = 14;

/// So many vacations are told one by one.
const MOST_VACATIONS: usize = 6;

/// What is kept of somebody who has not joined.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kept {
    /// Nothing at all.
    Nothing,
    /// That a reminder of theirs was answered.
    Answer,
    /// That a card which the channel does together counts them.
    Count,
    /// What they had before they left.
    History,
}

/// "I did it", from somebody who has not joined: one line with what is kept, one button.
pub fn not_joined(words: Words<'_>, place: Place, kept: Kept) -> Message {
    let said = match kept {
        Kept::Nothing => "did-not-joined",
        Kept::Answer => "did-answered-not-joined",
        Kept::Count => "did-counted-not-joined",
        Kept::History => "did-left",
    };
    let join = button(
        words,
        "button-ask-to-join",
        &ButtonId::AskToJoin(place),
        ButtonStyle::Primary,
    );
    container(
        GREEN,
        vec![
            Component::Text(words.get(said)),
            Component::Buttons(vec![join]),
        ],
    )
}

/// Somebody without a streak asked for it; the way in is one press away.
pub fn not_joined_yet(words: Words<'_>, place: Place) -> Message {
    let join = button(
        words,
        "button-ask-to-join",
        &ButtonId::AskToJoin(place),
        ButtonStyle::Primary,
    );
    let text = Component::Text(words.get("streak-not-joined"));
    container(GREEN, vec![text, Component::Buttons(vec![join])])
}

pub(super) fn did_today(words: Words<'_>, place: Place) -> Button {
    let id = ButtonId::DidToday(place);
    button(words, "button-did-today", &id, ButtonStyle::Success)
}

pub(super) fn show_board(words: Words<'_>, place: Place) -> Button {
    let id = ButtonId::ShowBoard(Metric::default(), place);
    button(words, "button-show-board", &id, ButtonStyle::Secondary)
}

pub(super) fn show_streak(words: Words<'_>, place: Place) -> Button {
    let id = ButtonId::ShowStreak(place);
    button(words, "button-show-streak", &id, ButtonStyle::Secondary)
}

fn show_calendar(words: Words<'_>, place: Place) -> Button {
    let id = ButtonId::ShowCalendar(place);
    button(words, "button-show-calendar", &id, ButtonStyle::Secondary)
}

/// What a press amounted to. That of `id` can be taken back for a minute if it was credited.
pub fn pressed(
    words: Words<'_>,
    place: Place,
    outcome: Outcome,
    member: &Participation,
    id: InteractionId,
) -> Message {
    let streak = member.streak();
    let week = streak.week(member.calendar());
    let key = match outcome {
        Outcome::NotOptedIn => return not_joined(words, place, Kept::Nothing),
        Outcome::NotMember => return super::notice::said(words, "did-not-member"),
        Outcome::Credited => "did-credited",
        Outcome::Duplicate => "did-duplicate",
        Outcome::RestDay => "did-rest-day",
        Outcome::Paused => "did-paused",
        Outcome::Expired => "did-expired",
    };
    let mut text = words.with(key, &share(words, week, streak));
    let mut buttons = Vec::new();
    if outcome == Outcome::Credited {
        text.push_str(&freezes(words, member));
        let milestone = Milestone::reached_by(streak);
        text.extend(milestone.map(|reached| format!("\n{}", milestone_line(words, reached))));
        // A direct message has no channel to share with.
        let shared = milestone.filter(|_| place.is_none());
        buttons.extend(shared.map(|reached| share_milestone(words, reached)));
    }
    if outcome == Outcome::Expired {
        buttons.push(did_today(words, place));
    }
    buttons.push(show_streak(words, place));
    buttons.push(show_board(words, place));
    if outcome == Outcome::Credited {
        // Last, so that nobody presses it by mistake.
        let undo = ButtonId::Streak(StreakButton::Undo(id, place));
        buttons.push(button(
            words,
            "button-undo-check-in",
            &undo,
            ButtonStyle::Secondary,
        ));
    }
    container(
        GREEN,
        vec![Component::Text(text), Component::Buttons(buttons)],
    )
}

/// What freezes have to do with the credit of the present day, in a line each: what they kept before it, and that one is
/// earned by it.
fn freezes(words: Words<'_>, member: &Participation) -> String {
    let streak = member.streak();
    let mut told = told_of(words, "streak-frozen", &streak.frozen_lately());
    if let Some(is_full) = member.earns_freeze() {
        let key = if is_full {
            "freeze-full"
        } else {
            "freeze-earned"
        };
        let held = [("freezes", streak.freezes.into())];
        told = format!("{told}\n{}", words.with(key, &held));
    }
    told
}

/// Days of which something is told, in a line; nothing if there is none.
fn told_of(words: Words<'_>, key: &str, days: &[Date]) -> String {
    if days.is_empty() {
        return String::new();
    }
    let named: Vec<_> = days.iter().map(|day| date(words, *day)).collect();
    let told = [
        ("days", and_list(words, &named).into()),
        ("count", days.len().into()),
    ];
    format!("\n{}", words.with(key, &told))
}

fn share<'a>(
    words: Words<'_>,
    week: Share,
    streak: &Streak,
) -> Vec<(&'a str, fluent_bundle::FluentValue<'a>)> {
    vec![
        ("week", week_words(words, week).into()),
        ("current", i64::from(streak.current).into()),
    ]
}

/// "3 of 5 days this week".
fn week_words(words: Words<'_>, week: Share) -> String {
    let figures = [("credited", week.credited.into()), ("due", week.due.into())];
    words.with("week", &figures)
}

/// A check-in was taken back, or stays.
pub fn undone(words: Words<'_>, place: Place, member: &Participation, is_undone: bool) -> Message {
    let (streak, calendar) = (member.streak(), member.calendar());
    let key = if is_undone { "did-undone" } else { "did-stays" };
    let text = words.with(key, &share(words, streak.week(calendar), streak));
    let open = !streak.credited_today && streak.is_due(calendar);
    let buttons = open.then(|| did_today(words, place));
    let buttons = buttons.into_iter().chain([show_streak(words, place)]);
    container(
        GREEN,
        vec![Component::Text(text), Component::Buttons(buttons.collect())],
    )
}

/// A kind word on a milestone, for its member alone.
fn milestone_line(words: Words<'_>, milestone: Milestone) -> String {
    let days = [("days", milestone.days().into())];
    words.with(&format!("milestone-{milestone}"), &days)
}

fn share_milestone(words: Words<'_>, milestone: Milestone) -> Button {
    let id = ButtonId::Streak(StreakButton::ShareMilestone(milestone));
    button(words, "button-share-milestone", &id, ButtonStyle::Secondary)
}

/// A milestone that its member wants others to know.
pub fn milestone_shared(words: Words<'_>, milestone: Milestone, who: UserId) -> Message {
    let reached = [
        ("who", mention(who).into()),
        ("days", milestone.days().into()),
    ];
    let text = words.with(&format!("milestone-shared-{milestone}"), &reached);
    container(GREEN, vec![Component::Text(text)])
}

/// The channel knows of it already.
pub fn milestone_shared_before(
    words: Words<'_>,
    milestone: Milestone,
    at: Timestamp,
    place: Option<PostedAt>,
) -> Message {
    let shared = [
        ("days", milestone.days().into()),
        ("when", relative(at).into()),
    ];
    let said = words.with("milestone-shared-before", &shared);
    super::notice::plain(with_link(words, said, place))
}

/// One's streak: this week first, then the run.
pub fn streak(
    words: Words<'_>,
    place: Place,
    member: &Participation,
    visibility: Visibility,
) -> Message {
    let (streak, calendar) = (member.streak(), member.calendar());
    let next = streak
        .due_days(calendar)
        .next()
        .map(|day| next_due(words, day, streak.day));
    let text = words.with(
        "streak-show",
        &[
            ("week", week_words(words, streak.week(calendar)).into()),
            ("consistency", consistency(words, streak).into()),
            ("current", streak.current.into()),
            ("longest", streak.longest.into()),
            ("total", streak.total.into()),
            ("freezes", streak.freezes.into()),
            ("has-freezes", on_or_off(member.has_freezes()).into()),
            ("next", next.unwrap_or_default().into()),
            (
                "vacations",
                format!("{}{}", vacations(words, member), lately(words, member)).into(),
            ),
            (
                "visibility",
                words
                    .get(&format!("visibility-{}", visibility.as_str()))
                    .into(),
            ),
        ],
    );
    // A day that has its credit, or asks for none, has nothing to press.
    let open = !streak.credited_today && streak.is_due(calendar);
    let buttons = open.then(|| did_today(words, place));
    let buttons = buttons
        .into_iter()
        .chain([show_calendar(words, place), show_board(words, place)]);
    container(
        GREEN,
        vec![Component::Text(text), Component::Buttons(buttons.collect())],
    )
}

/// The share of the last 30 days; of how few days it is as long as these are too few for a place on the board.
fn consistency(words: Words<'_>, streak: &Streak) -> String {
    let window = streak.window();
    let Some(per_cent) = window.per_cent() else {
        let is_new = streak.total == 0;
        return words.get(if is_new {
            "streak-consistency-none"
        } else {
            "streak-consistency-no-days"
        });
    };
    let key = if window.due < MIN_DUE {
        "streak-consistency-few"
    } else {
        "streak-consistency"
    };
    let figures = [("percent", per_cent.into()), ("due", window.due.into())];
    words.with(key, &figures)
}

pub(super) fn next_due(words: Words<'_>, day: Date, today: Date) -> String {
    if day == today {
        words.get("today")
    } else {
        date(words, day)
    }
}

/// What cost nothing in the last two weeks though it was missed, in a line each.
fn lately(words: Words<'_>, member: &Participation) -> String {
    let since = member.streak().day.saturating_sub(TOLD_FOR_DAYS.days());
    let mut kept = member.streak().frozen_days();
    kept.retain(|day| *day >= since);
    let spared: Vec<_> = member.calendar().spared_since(since).collect();
    let kept = told_of(words, "streak-frozen", &kept);
    kept + &told_of(words, "streak-spared", &spared)
}

/// The vacations that are not over, in a line each, the next ones first; nothing if there is none.
fn vacations(words: Words<'_>, member: &Participation) -> String {
    let this_year = member.streak().day.year();
    let line = |(from, to)| {
        let key = if from == to {
            "streak-vacation-day"
        } else {
            "streak-vacation"
        };
        let days = [
            ("from", date_seen_from(words, from, this_year).into()),
            ("to", date_seen_from(words, to, this_year).into()),
        ];
        format!("\n{}", words.with(key, &days))
    };
    let mut all = member.calendar().vacations(member.streak().day);
    let mut told: String = all.by_ref().take(MOST_VACATIONS).map(line).collect();
    let left = all.count();
    if left > 0 {
        let more = words.with("streak-vacations-more", &[("count", left.into())]);
        told = format!("{told}\n{more}");
    }
    told
}
