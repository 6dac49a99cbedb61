//! Members' desk breaks, said back as they were understood.

use jiff::Timestamp;

use super::ButtonId;
use super::cards::{GREEN, button, container};
use super::direct;
use super::message::{ButtonStyle, Component, Message};
use super::recurrence::recurrence;
use super::schedules::{Paused, next_times, pause_until};
use super::words::{Coming, channel, mention};
use crate::domain::attention::MOST_A_DAY;
use crate::domain::delivery::Deliver;
use crate::domain::ids::{ChannelId, UserId};
use crate::domain::quiet_hours::QuietHours;
use crate::domain::recurrence::Recurrence;
use crate::text::Words;

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
    /// It is silent for some days.
    pub paused: Option<Paused>,
    /// Hours in which its member wants none.
    pub quiet: Option<QuietHours>,
    /// It comes on the guild's holidays too.
    pub on_holidays: bool,
    /// No more come on a day that has been done.
    pub stops_when_done: bool,
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
    /// It has more times a day than are sent (D-64).
    MostADay,
    /// The member was asked whether they still want it (D-64).
    Asked,
    /// The rest of today is left out.
    SkippedToday,
    /// Whether it has been done is known of those with a streak only (S-54).
    StopNeedsStreak,
}

impl DeskBreakNote {
    fn said(self, words: Words<'_>, now: Timestamp) -> String {
        if let Self::TestExpected(at) = self {
            return direct::expected(words, at, now);
        }
        let most = i64::from(MOST_A_DAY);
        words.with(self.key(), &[("count", most.into())])
    }

    fn key(self) -> &'static str {
        match self {
            Self::ZoneIsDefault => "deskbreak-zone-default",
            Self::Unreachable | Self::TestExpected(_) => "deskbreak-unreachable",
            Self::OnHold => "deskbreak-on-hold",
            Self::StreakFollows => "deskbreak-streak-follows",
            Self::MostADay => "deskbreak-most-a-day",
            Self::Asked => "deskbreak-asked",
            Self::SkippedToday => "deskbreak-skipped",
            Self::StopNeedsStreak => "deskbreak-stop-needs-streak",
        }
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
    /// It is silent for some days from now on.
    Paused,
    /// It is silent no longer.
    Resumed,
    /// It was to be silent no longer, and was not.
    NotPaused,
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
        DeskBreakEvent::Paused => "deskbreak-paused",
        DeskBreakEvent::Resumed => "deskbreak-resumed",
        DeskBreakEvent::NotPaused => "deskbreak-not-paused",
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
        ],
    );
    let paused = line.paused;
    let paused = paused.map(|paused| pause_until(words, paused, &line.zone));
    let hint = (event == DeskBreakEvent::Paused).then(|| words.get("deskbreak-paused-hint"));
    let notes = line.notes.iter().map(|note| note.said(words, now));
    let text = [
        Some(title),
        Some(body),
        paused,
        Some(next_times(words, &line.next)),
    ];
    let text: Vec<_> = text
        .into_iter()
        .flatten()
        .chain(wishes(words, line))
        .chain(notes)
        .chain(hint)
        .collect();
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

/// What its member wished for beside times and place.
fn wishes(words: Words<'_>, line: &DeskBreakLine) -> Vec<String> {
    let quiet = line.quiet.map(|hours| {
        let hours = [("hours", hours.to_string().into())];
        words.with("deskbreak-quiet", &hours)
    });
    let said = |holds: bool, key: &str| holds.then(|| words.get(key));
    let wishes = [
        quiet,
        said(line.on_holidays, "deskbreak-on-holidays"),
        said(line.stops_when_done, "deskbreak-stops-when-done"),
    ];
    wishes.into_iter().flatten().collect()
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
