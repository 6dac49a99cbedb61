//! Schedules of prompts and desk breaks, said back as they were understood.

use jiff::Timestamp;

use super::cards::{AMBER, GREEN, button, container};
use super::message::{ButtonStyle, Component, Message};
use super::recurrence::recurrence;
use super::words::{Coming, channel, coming, fitting, mention, timestamp};
use super::{ButtonId, direct};
use crate::domain::delivery::Deliver;
use crate::domain::ids::{ChannelId, InteractionId, UserId};
use crate::domain::recurrence::Recurrence;
use crate::text::Words;

/// A schedule of prompts as it is shown.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PromptsLine {
    /// Its number.
    pub id: i64,
    /// Where it posts.
    pub channel: ChannelId,
    /// When.
    pub recurrence: Recurrence,
    /// The zone in which that is meant.
    pub zone: String,
    /// The next due times, by the clock of the zone.
    pub next: Coming,
    /// Why it posts nothing at present.
    pub suspended: bool,
}

/// A schedule of prompts that is to be confirmed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ProposedLine {
    /// The interaction that asked for it.
    pub id: InteractionId,
    /// Where it is to post.
    pub channel: ChannelId,
    /// When.
    pub recurrence: Recurrence,
    /// The zone in which that is meant.
    pub zone: String,
    /// The guild has no zone yet and keeps this one (T-5).
    pub is_first_zone: bool,
    /// The next due times, by the clock of the zone.
    pub next: Coming,
}

/// What was understood, and the question whether it is meant (S-5).
pub fn prompts_proposed(words: Words<'_>, line: &ProposedLine) -> Message {
    let mut text = vec![words.with(
        "prompts-proposed",
        &[
            ("channel", channel(line.channel).into()),
            ("when", recurrence(words, &line.recurrence).into()),
            ("zone", line.zone.as_str().into()),
            ("coming", coming(words, &line.next).into()),
        ],
    )];
    if line.is_first_zone {
        let zone = [("zone", line.zone.as_str().into())];
        text.push(words.with("prompts-first-zone", &zone));
    }
    let confirm = ButtonId::ConfirmPrompts(line.id);
    let cancel = ButtonId::CancelPrompts(line.id);
    let buttons = vec![
        button(words, "button-confirm", &confirm, ButtonStyle::Success),
        button(words, "button-cancel", &cancel, ButtonStyle::Secondary),
    ];
    container(
        AMBER,
        vec![
            Component::Text(text.join("\n")),
            Component::Buttons(buttons),
        ],
    )
}

/// A schedule was made: what was understood, and how to take it back.
pub fn prompts_added(words: Words<'_>, line: &PromptsLine) -> Message {
    let text = words.with(
        "prompts-added",
        &[
            ("channel", channel(line.channel).into()),
            ("when", recurrence(words, &line.recurrence).into()),
            ("zone", line.zone.as_str().into()),
            ("coming", coming(words, &line.next).into()),
        ],
    );
    let undo = button(
        words,
        "button-undo",
        &ButtonId::RemoveSchedule(line.id),
        ButtonStyle::Secondary,
    );
    container(
        GREEN,
        vec![Component::Text(text), Component::Buttons(vec![undo])],
    )
}

/// All schedules of a guild.
pub fn prompts_list(words: Words<'_>, lines: &[PromptsLine]) -> Message {
    if lines.is_empty() {
        return container(AMBER, vec![Component::Text(words.get("prompts-none"))]);
    }
    let items = lines.iter().map(|line| prompts_line(words, line));
    let heading = std::iter::once(words.get("prompts-list"));
    let text = fitting(heading.chain(items), |left_out| {
        words.with("prompts-more", &[("count", left_out.into())])
    });
    container(AMBER, vec![Component::Text(text)])
}

fn prompts_line(words: Words<'_>, line: &PromptsLine) -> String {
    let key = if line.suspended {
        "prompts-line-suspended"
    } else {
        "prompts-line"
    };
    words.with(
        key,
        &[
            ("id", line.id.to_string().into()),
            ("channel", channel(line.channel).into()),
            ("when", recurrence(words, &line.recurrence).into()),
            ("zone", line.zone.as_str().into()),
            (
                "next",
                line.next
                    .times
                    .first()
                    .map(|at| timestamp(at.timestamp()))
                    .unwrap_or_default()
                    .into(),
            ),
        ],
    )
}

/// One line for a menu of schedules.
pub fn prompts_choice(words: Words<'_>, line: &PromptsLine) -> String {
    let when = recurrence(words, &line.recurrence);
    words.with(
        "prompts-choice",
        &[("id", line.id.to_string().into()), ("when", when.into())],
    )
}

/// A member's desk break as it is shown.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DeskBreakLine {
    /// When.
    pub recurrence: Recurrence,
    /// The zone in which that is meant.
    pub zone: String,
    /// Where to.
    pub deliver: Deliver,
    /// The channel where it was joined.
    pub channel: ChannelId,
    /// The next due times, by the clock of the zone.
    pub next: Coming,
    /// What its member should know beside.
    pub notes: Vec<DeskBreakNote>,
}

/// What a member should know beside the times of their desk break.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum DeskBreakNote {
    /// Nobody has chosen a zone, so it is UTC (T-5).
    ZoneIsDefault,
    /// Direct messages do not reach the member.
    Unreachable,
    /// Direct messages are tried out, about then.
    TestExpected(Timestamp),
    /// It was put on hold, since the channel could not be used.
    OnHold,
    /// The member's streak goes by another clock from now on (K-12).
    StreakFollows,
}

impl DeskBreakNote {
    fn said(self, words: Words<'_>, now: Timestamp) -> String {
        words.get(match self {
            Self::TestExpected(at) => return direct::expected(words, at, now),
            Self::ZoneIsDefault => "deskbreak-zone-default",
            Self::Unreachable => "deskbreak-unreachable",
            Self::OnHold => "deskbreak-on-hold",
            Self::StreakFollows => "deskbreak-streak-follows",
        })
    }
}

/// What a desk-break answer is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum DeskBreakEvent {
    /// It was joined.
    Joined,
    /// It was changed.
    Changed,
    /// It was asked for.
    Shown,
}

/// A desk break, said back.
pub fn desk_break(
    words: Words<'_>,
    line: &DeskBreakLine,
    event: DeskBreakEvent,
    now: Timestamp,
) -> Message {
    let title = words.get(match event {
        DeskBreakEvent::Joined => "deskbreak-joined",
        DeskBreakEvent::Changed => "deskbreak-changed",
        DeskBreakEvent::Shown => "deskbreak-shown",
    });
    let place = match line.deliver {
        Deliver::DirectMessage => words.get("deskbreak-by-dm"),
        Deliver::Channel => words.with(
            "deskbreak-in-channel",
            &[("channel", channel(line.channel).into())],
        ),
    };
    let body = words.with(
        "deskbreak-body",
        &[
            ("when", recurrence(words, &line.recurrence).into()),
            ("zone", line.zone.as_str().into()),
            ("place", place.into()),
            ("coming", coming(words, &line.next).into()),
        ],
    );
    let notes = line.notes.iter().map(|note| note.said(words, now));
    let text: Vec<_> = [title, body].into_iter().chain(notes).collect();
    let leave = button(
        words,
        "button-leave-break",
        &ButtonId::LeaveDeskBreak,
        ButtonStyle::Secondary,
    );
    container(
        GREEN,
        vec![
            Component::Text(text.join("\n")),
            Component::Buttons(vec![leave]),
        ],
    )
}

/// The line that opens a desk-break reminder; in a channel it mentions its one member.
pub fn desk_break_greeting(words: Words<'_>, in_channel: Option<UserId>) -> String {
    match in_channel {
        Some(user) => words.with(
            "deskbreak-greeting-channel",
            &[("who", mention(user).into())],
        ),
        None => words.get("deskbreak-greeting"),
    }
}
