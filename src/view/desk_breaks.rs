//! Members' desk breaks, said back as they were understood.

use jiff::Timestamp;

use super::cards::{GREEN, button, container};
use super::direct;
use super::message::{Button, ButtonStyle, Component, Message};
use super::recurrence::recurrence;
use super::schedules::{Paused, next_times, pause_until};
use super::words::{Coming, channel, mention};
use super::{ButtonId, WellnessButton};
use crate::domain::attention::MOST_A_DAY;
use crate::domain::delivery::Deliver;
use crate::domain::ids::{ChannelId, UserId};
use crate::domain::quiet_hours::QuietHours;
use crate::domain::recurrence::Recurrence;
use crate::text::Words;

/// A member's desk break as it is shown.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DeskBreakLine {
    /// Its schedule's number.
    pub id: i64,
    /// When.
    pub recurrence: Recurrence,
    /// The zone in which that is meant.
    pub zone: String,
    /// Where to.
    pub deliver: Deliver,
    /// The channel where it was joined.
    pub channel: ChannelId,
    /// What does not arrive by direct message comes in the channel.
    pub fallback: bool,
    /// The next due times, by the clock of the zone; `None` while nothing comes.
    pub next: Option<Coming>,
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
    Unreachable(Unreachable),
    /// Direct messages are tried out, about then.
    TestExpected(Timestamp),
    /// It was put on hold, since the channel could not be used.
    OnHold,
    /// The same, since the thread that it comes in was closed.
    ThreadClosed,
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

/// How direct messages fail to reach a member (D-6, D-61).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Unreachable {
    /// No channel is open, and none is about to be.
    NotOpen,
    /// The last one was refused, and the next one is tried.
    Failed,
    /// So many in a row were refused that none is sent any more.
    Stopped,
}

impl Unreachable {
    /// What is so, what comes of it, and what helps.
    fn said(self, words: Words<'_>, line: &DeskBreakLine) -> String {
        let name = match self {
            Self::NotOpen => "not-open",
            Self::Failed => "failed",
            Self::Stopped => "stopped",
        };
        let place = [("channel", channel(line.channel).into())];
        let (then, fix) = if line.fallback {
            let then = format!("deskbreak-dm-{name}-fallback");
            (words.with(&then, &place), "deskbreak-dm-fix-fallback")
        } else {
            let then = words.get(&format!("deskbreak-dm-{name}-alone"));
            (then, "deskbreak-dm-fix")
        };
        let what = words.get(&format!("deskbreak-dm-{name}"));
        format!("{what} {then} {}", words.get(fix))
    }
}

impl DeskBreakNote {
    /// Nothing comes while this holds; `fallback` says that what does not arrive directly comes in the channel.
    pub const fn keeps_all_away(self, fallback: bool) -> bool {
        match self {
            Self::OnHold | Self::ThreadClosed | Self::Asked => true,
            Self::Unreachable(Unreachable::NotOpen | Unreachable::Stopped) => !fallback,
            _ => false,
        }
    }

    fn said(self, words: Words<'_>, line: &DeskBreakLine, now: Timestamp) -> String {
        let most = i64::from(MOST_A_DAY);
        let place = || [("channel", channel(line.channel).into())];
        match self {
            Self::ZoneIsDefault => words.get("deskbreak-zone-default"),
            Self::Unreachable(why) => why.said(words, line),
            Self::TestExpected(at) => direct::expected(words, at, now),
            Self::OnHold => words.with("deskbreak-on-hold", &place()),
            Self::ThreadClosed => words.with("deskbreak-thread-closed", &place()),
            Self::StreakFollows => words.get("deskbreak-streak-follows"),
            Self::MostADay => words.with("deskbreak-most-a-day", &[("count", most.into())]),
            Self::Asked => words.get("deskbreak-asked"),
            Self::SkippedToday => words.get("deskbreak-skipped"),
            Self::StopNeedsStreak => words.get("deskbreak-stop-needs-streak"),
        }
    }

    /// A button that helps.
    fn button(self, words: Words<'_>, line: &DeskBreakLine) -> Option<Button> {
        let (key, does, style) = match self {
            Self::Unreachable(_) => (
                "button-test-direct",
                WellnessButton::TestDirect,
                ButtonStyle::Primary,
            ),
            Self::OnHold | Self::ThreadClosed => (
                "button-resume-own",
                WellnessButton::Resume(line.id),
                ButtonStyle::Success,
            ),
            _ => return None,
        };
        Some(button(words, key, &ButtonId::Wellness(does), style))
    }
}

/// What a desk-break answer is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum DeskBreakEvent {
    /// It was joined.
    Joined,
    /// It was changed.
    Changed,
    /// It was to be changed, and was so already.
    Same,
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
        DeskBreakEvent::Same | DeskBreakEvent::Shown => "deskbreak-shown",
        DeskBreakEvent::Paused => "deskbreak-paused",
        DeskBreakEvent::Resumed => "deskbreak-resumed",
        DeskBreakEvent::NotPaused => "deskbreak-not-paused",
    });
    let body = words.with(
        "deskbreak-body",
        &[
            ("when", recurrence(words, &line.recurrence).into()),
            ("zone", line.zone.as_str().into()),
            ("place", place(words, line).into()),
        ],
    );
    let paused = line.paused;
    let paused = paused.map(|paused| pause_until(words, paused, &line.zone));
    let hint = match event {
        DeskBreakEvent::Paused => Some(words.get("deskbreak-paused-hint")),
        DeskBreakEvent::Same => Some(words.get("deskbreak-same")),
        _ => None,
    };
    let notes = line.notes.iter().map(|note| note.said(words, line, now));
    let text = [
        Some(title),
        Some(body),
        paused,
        line.next.as_ref().map(|next| next_times(words, next)),
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
    let helping = line
        .notes
        .iter()
        .filter_map(|note| note.button(words, line));
    let buttons = helping.chain([leave]).collect();
    container(
        GREEN,
        vec![
            Component::Text(text.join("\n")),
            Component::Buttons(buttons),
        ],
    )
}

/// Where it comes, and where else if it does not arrive there.
fn place(words: Words<'_>, line: &DeskBreakLine) -> String {
    let key = match line.deliver {
        Deliver::DirectMessage if line.fallback => "deskbreak-by-dm-or",
        Deliver::DirectMessage => "deskbreak-by-dm",
        Deliver::Channel => "deskbreak-in-channel",
    };
    words.with(key, &[("channel", channel(line.channel).into())])
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
