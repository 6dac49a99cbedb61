//! How a streak counts: asked, said back, paused.

use jiff::civil::Date;

use super::button::{ButtonId, Place};
use super::cards::{GREEN, button, container};
use super::message::{ButtonStyle, Component, Message};
use super::progress::{did_today, next_due, show_board};
use super::words::{date_seen_from, days, on_or_off};
use crate::domain::leaderboard::Visibility;
use crate::domain::streak::Participation;
use crate::domain::weekdays::Weekdays;
use crate::text::Words;

/// How many of the coming days are said back.
const SAID_BACK: usize = 5;

/// What streaks keep, how a member's would be counted, and the question who may see it. Of freezes it is told where there
/// are any.
pub fn ask_to_join(words: Words<'_>, place: Place, usual: &Kept, freezes: bool) -> Message {
    let buttons = [Visibility::Hidden, Visibility::Anonymous, Visibility::Named].map(|level| {
        let label = format!("button-join-{}", level.as_str());
        button(
            words,
            &label,
            &ButtonId::Join(level, place),
            ButtonStyle::Primary,
        )
    });
    let [days, zone, hour, visibility] = counted(words, usual);
    let asked = [
        days,
        zone,
        hour,
        visibility,
        ("freezes", on_or_off(freezes).into()),
    ];
    container(
        GREEN,
        vec![
            Component::Text(words.with("streak-ask", &asked)),
            Component::Buttons(buttons.into_iter().collect()),
        ],
    )
}

/// A member's settings, as they are kept.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Kept {
    /// Their zone.
    pub zone: String,
    /// The days that count.
    pub active_days: Weekdays,
    /// The hour at which their day turns.
    pub day_ends_at: i8,
    /// Who may see them.
    pub visibility: Visibility,
    /// Other days than before count, from tomorrow on (K-13).
    pub days_changed: bool,
    /// A day was cut short by the new clock, and is excused (K-52).
    pub excused: bool,
}

/// Why settings are said back.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Told {
    /// The streak begins.
    Joined,
    /// Something is otherwise.
    Changed,
    /// Nothing is.
    AsItWas,
}

/// What was understood, and the next days that count. `moves` says that the desk break goes by another clock now.
pub fn kept(
    words: Words<'_>,
    place: Place,
    told: Told,
    kept: &Kept,
    member: &Participation,
    moves: bool,
) -> Message {
    let title = match told {
        Told::Joined => "streak-joined",
        Told::Changed => "streak-changed",
        Told::AsItWas => "streak-as-it-was",
    };
    let key = if kept.days_changed {
        "streak-counts-from-tomorrow"
    } else {
        "streak-counts"
    };
    let mut text = vec![
        words.get(title),
        words.with(key, &counted(words, kept)),
        coming(words, member),
    ];
    if kept.excused {
        text.push(words.get("streak-excused"));
    }
    if told == Told::AsItWas {
        text.push(words.get("streak-how-to-change"));
    }
    if moves {
        text.push(words.get("streak-moves-desk-break"));
    }
    let streak = member.streak();
    let open = !streak.credited_today && streak.is_due(member.calendar());
    let button = if open {
        did_today(words, place)
    } else {
        show_board(words, place)
    };
    container(
        GREEN,
        vec![
            Component::Text(text.join("\n")),
            Component::Buttons(vec![button]),
        ],
    )
}

/// How a streak is counted, for sentences about it.
fn counted<'a>(
    words: Words<'_>,
    kept: &'a Kept,
) -> [(&'static str, fluent_bundle::FluentValue<'a>); 4] {
    let visibility = format!("visibility-{}", kept.visibility.as_str());
    [
        ("days", days(words, kept.active_days).into()),
        ("zone", kept.zone.as_str().into()),
        ("hour", i64::from(kept.day_ends_at).into()),
        ("visibility", words.get(&visibility).into()),
    ]
}

/// The next days that count, in a line each.
fn coming(words: Words<'_>, member: &Participation) -> String {
    let today = member.streak().day;
    let next: Vec<_> = member
        .streak()
        .due_days(member.calendar())
        .take(SAID_BACK)
        .map(|day| format!("- {}", next_due(words, day, today)))
        .collect();
    words.with("streak-coming", &[("days", next.join("\n").into())])
}

/// Who may see a member from now on.
pub fn seen(words: Words<'_>, visibility: Visibility) -> Message {
    let name = words.get(&format!("visibility-{}", visibility.as_str()));
    let seen = [("visibility", name.into())];
    said(words.with("streak-visibility-changed", &seen))
}

/// A vacation was entered; what is said back is the one that `from` lies in, which may be longer (K-40).
pub fn paused(words: Words<'_>, member: &Participation, from: Date) -> Message {
    let calendar = member.calendar();
    let (from, to) = calendar
        .vacations(member.streak().day)
        .find(|(first, last)| (*first..=*last).contains(&from))
        .unwrap_or((from, from));
    let this_year = member.streak().day.year();
    let told = |day: Date| date_seen_from(words, day, this_year);
    let days = [("from", told(from).into()), ("to", told(to).into())];
    let key = if from == to {
        "streak-paused-day"
    } else {
        "streak-paused"
    };
    let text = [words.with(key, &days), coming(words, member)];
    said(text.join("\n"))
}

/// Every vacation has ended.
pub fn resumed(words: Words<'_>, member: &Participation) -> Message {
    let today = member.streak().day;
    let key = if member.calendar().is_paused(today) {
        "streak-resumed-tomorrow"
    } else {
        "streak-resumed"
    };
    said([words.get(key), coming(words, member)].join("\n"))
}

fn said(text: String) -> Message {
    container(GREEN, vec![Component::Text(text)])
}
