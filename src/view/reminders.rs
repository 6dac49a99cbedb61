//! What is said about single reminders: putting one off, leaving some out, and asking whether they are wanted.
//!
//! Begin reading at [`snooze_menu`].

use jiff::{Timestamp, Zoned};

use super::ButtonId;
use super::cards::{AMBER, BLUE, GREEN, button, container};
use super::message::{Button, ButtonStyle, Component, Mentions, Message, Select, SelectOption};
use super::reminder_button::{ReminderButton, Wanted};
use super::words::{mention, relative, timestamp};
use crate::domain::delivery::Token;
use crate::domain::ids::UserId;
use crate::domain::quiet_hours::QuietHours;
use crate::domain::recurrence::short;
use crate::domain::snooze::{MOST_PER_SLOT, SnoozeLength, SnoozeRefusal};
use crate::text::Words;

/// What can be done with a scheduled message that comes at the wrong time.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Later {
    /// It is put off.
    Snooze,
    /// It is put off, or what else comes today is left out.
    SnoozeOrSkip,
}

/// How long a reminder is to be put off: some minutes, or until a meeting is over. `ends` are the ends to choose from, by
/// the clock of who asks; `left_out` is why something else cannot be chosen.
pub fn snooze_menu(
    words: Words<'_>,
    token: &Token,
    lengths: &[SnoozeLength],
    ends: &[Zoned],
    left_out: Option<&SnoozeRefusal>,
) -> Message {
    let length = |length: &SnoozeLength| Button {
        custom_id: ButtonId::Reminder(ReminderButton::SnoozeFor(token.clone(), *length))
            .to_string(),
        label: words.with("button-snooze-for", &[("minutes", length.minutes().into())]),
        style: ButtonStyle::Secondary,
    };
    let left_out = left_out.map(|refusal| {
        let why = snooze_refused(words, refusal);
        words.with("snooze-left-out", &[("why", why.into())])
    });
    let text = std::iter::once(words.get("snooze-ask")).chain(left_out);
    let text: Vec<_> = text.collect();
    let mut children = vec![Component::Text(text.join("\n"))];
    if !lengths.is_empty() {
        children.push(Component::Buttons(lengths.iter().map(length).collect()));
    }
    if !ends.is_empty() {
        let option = |end: &Zoned| SelectOption {
            label: words.with("snooze-until", &[("time", short(end.time()).into())]),
            value: end.timestamp().as_second().to_string(),
            description: None,
        };
        children.push(Component::Select(Select {
            custom_id: ButtonId::Reminder(ReminderButton::SnoozeUntil(token.clone())).to_string(),
            placeholder: words.get("snooze-after-meeting"),
            options: ends.iter().map(option).collect(),
        }));
    }
    container(BLUE, children)
}

/// A reminder was put off.
pub fn snoozed(words: Words<'_>, due: Timestamp) -> Message {
    let when = [("in", relative(due).into()), ("at", timestamp(due).into())];
    container(
        GREEN,
        vec![Component::Text(words.with("snooze-done", &when))],
    )
}

/// Why a reminder is not put off, and what comes instead.
pub fn snooze_refused(words: Words<'_>, refusal: &SnoozeRefusal) -> String {
    match refusal {
        SnoozeRefusal::NotAhead => words.get("snooze-not-ahead"),
        SnoozeRefusal::TooFar { latest } => {
            words.with("snooze-too-far", &[("latest", timestamp(*latest).into())])
        }
        SnoozeRefusal::EarlierDay => words.get("snooze-earlier-day"),
        SnoozeRefusal::TooMany => words.with(
            "snooze-too-many",
            &[("count", i64::from(MOST_PER_SLOT).into())],
        ),
        SnoozeRefusal::NextIsNear { next } => words.with(
            "snooze-next-is-near",
            &[
                ("in", relative(*next).into()),
                ("at", timestamp(*next).into()),
            ],
        ),
        SnoozeRefusal::DayIsOver => words.get("snooze-day-is-over"),
        SnoozeRefusal::Quiet { hours } => quiet(words, *hours),
    }
}

fn quiet(words: Words<'_>, hours: QuietHours) -> String {
    words.with("snooze-quiet", &[("hours", hours.to_string().into())])
}

/// The line that opens what a member put off; in a channel it mentions them.
pub fn snoozed_greeting(words: Words<'_>, in_channel: Option<UserId>) -> String {
    match in_channel {
        Some(user) => words.with("snoozed-greeting-channel", &[("who", mention(user).into())]),
        None => words.get("snoozed-greeting"),
    }
}

/// The rest of the day is left out; `next` is what comes after it.
pub fn skipped(words: Words<'_>, next: Option<Timestamp>) -> Message {
    let text = match next {
        Some(next) => words.with("skip-done", &[("at", timestamp(next).into())]),
        None => words.get("skip-done-no-next"),
    };
    container(AMBER, vec![Component::Text(text)])
}

/// The question whether reminders are still wanted, for who has not answered for long (D-64); in a channel it mentions
/// them.
pub fn still_wanted(words: Words<'_>, token: &Token, in_channel: Option<UserId>) -> Message {
    let who = in_channel.map(|user| format!("{} ", mention(user)));
    let text = who.unwrap_or_default() + &words.get("still-wanted");
    let buttons = Wanted::ALL.iter().map(|wanted| {
        let style = match wanted {
            Wanted::Resume => ButtonStyle::Primary,
            Wanted::Fewer | Wanted::Stop => ButtonStyle::Secondary,
        };
        let id = ButtonId::Reminder(ReminderButton::StillWanted(token.clone(), *wanted));
        button(words, &format!("button-still-{wanted}"), &id, style)
    });
    let mut message = container(
        BLUE,
        vec![Component::Text(text), Component::Buttons(buttons.collect())],
    );
    message.mentions = in_channel.map_or(Mentions::Nobody, Mentions::User);
    message
}

/// The second row of a scheduled message.
pub(super) fn later_buttons(words: Words<'_>, token: &Token, later: Later) -> Component {
    let snooze = ButtonId::Reminder(ReminderButton::Snooze(token.clone()));
    let skip = (later == Later::SnoozeOrSkip).then(|| {
        let id = ButtonId::Reminder(ReminderButton::SkipToday(token.clone()));
        button(words, "button-skip-today", &id, ButtonStyle::Secondary)
    });
    let snooze = button(words, "button-snooze", &snooze, ButtonStyle::Secondary);
    Component::Buttons(std::iter::once(snooze).chain(skip).collect())
}
