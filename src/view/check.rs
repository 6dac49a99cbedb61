//! What an admin learns of the bot: permissions with their fixes, deliveries with their reasons, schedules on hold.

use std::num::NonZeroU64;

use jiff::{SignedDuration, Timestamp};

use super::WellnessButton;
use super::button::ButtonId;
use super::cards::{AMBER, GREEN, RED, container};
use super::message::{Button, ButtonStyle, Component, Message};
use super::words::{and_list, channel, escaped, fitting_within, role_mention, timestamp};
use crate::domain::delivery::DeliveryState;
use crate::domain::ids::ChannelId;
use crate::domain::permissions::{Missing, Permission, Unpinged};
use crate::text::Words;

/// The characters that a part may take of the 4,000 that a message has.
const CHANNELS: usize = 1_500;
const DELIVERIES: usize = 1_400;
/// Discord's rows of buttons, and buttons in a row.
const ROW: usize = 5;
const ROWS: usize = 4;
/// Clocks that differ by less than this are said to agree.
const AGREE: SignedDuration = SignedDuration::from_secs(2);

/// A channel, and what is missing in it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ChannelLine {
    /// Which.
    pub channel: ChannelId,
    /// What.
    pub missing: Missing,
    /// The roles that are named there and not pinged.
    pub unpinged: Vec<(NonZeroU64, Unpinged)>,
}

impl ChannelLine {
    /// Nothing has to be mended.
    pub fn is_fine(&self) -> bool {
        self.missing.is_nothing() && self.unpinged.is_empty()
    }
}

/// What a schedule sends.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum What {
    /// Prompts, by the schedule's number.
    Prompt(i64),
    /// The week in numbers.
    Recap,
    /// Something for a member alone: where it goes is between them and the bot.
    Reminder,
}

/// A delivery, and what became of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DeliveryLine {
    /// When it was due.
    pub at: Timestamp,
    /// What.
    pub what: What,
    /// Where.
    pub channel: Option<ChannelId>,
    /// Where it stands.
    pub state: DeliveryState,
    /// Why, in the word of the outbox.
    pub reason: Option<String>,
}

/// A schedule that is on hold.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OnHold {
    /// Its number.
    pub id: i64,
    /// Where it posts.
    pub channel: ChannelId,
    /// What; reminders are the reader's own desk break.
    pub what: What,
    /// It posts in a thread that was closed.
    pub is_thread: bool,
}

impl OnHold {
    /// It is its reader's desk break, and they may be no admin.
    fn is_own(&self) -> bool {
        self.what == What::Reminder
    }
}

/// Everything that an admin is shown.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Report<'a> {
    /// The channels; `None` if Discord did not tell.
    pub channels: Option<Vec<ChannelLine>>,
    /// The last deliveries, the latest first.
    pub deliveries: Vec<DeliveryLine>,
    /// Schedules on hold.
    pub on_hold: Vec<OnHold>,
    /// How far Discord's clock is ahead; `None` before its first answer.
    pub skew: Option<SignedDuration>,
    /// Discord does not take the token any more.
    pub is_halted: bool,
    /// The program's version.
    pub version: &'a str,
    /// The release of the zone data.
    pub zone_data: &'a str,
}

/// `/wellness check`.
pub fn report(words: Words<'_>, report: &Report<'_>) -> Message {
    let mut children = vec![Component::Text(channels(words, report.channels.as_deref()))];
    if !report.on_hold.is_empty() {
        let channels = report.channels.as_deref();
        children.extend(on_hold(
            words,
            &report.on_hold,
            what_to_do(channels, &report.on_hold),
        ));
    }
    let lines = report.deliveries.iter().map(|line| delivery(words, line));
    let heading = std::iter::once(words.get("check-deliveries"));
    let deliveries = if report.deliveries.is_empty() {
        words.get("check-deliveries-none")
    } else {
        fitting_within(DELIVERIES, heading.chain(lines), |count| more(words, count))
    };
    children.push(Component::Text(deliveries));
    let mut foot = vec![clock(words, report.skew)];
    if report.is_halted {
        foot.insert(0, words.get("check-halted"));
    }
    foot.push(words.with(
        "check-version",
        &[
            ("version", report.version.into()),
            ("zones", report.zone_data.into()),
        ],
    ));
    children.push(Component::Text(foot.join("\n")));
    let all_well = report.on_hold.is_empty()
        && !report.is_halted
        && report
            .channels
            .as_ref()
            .is_some_and(|all| all.iter().all(ChannelLine::is_fine));
    container(if all_well { GREEN } else { AMBER }, children)
}

fn channels(words: Words<'_>, lines: Option<&[ChannelLine]>) -> String {
    let Some(lines) = lines else {
        return words.get("check-channels-unknown");
    };
    if lines.is_empty() {
        return words.get("check-channels-none");
    }
    // What has to be mended comes first.
    let mut lines: Vec<_> = lines.iter().collect();
    lines.sort_by_key(|line| line.is_fine());
    let heading = std::iter::once(words.get("check-channels"));
    let lines = lines.into_iter().map(|line| permissions(words, line));
    fitting_within(CHANNELS, heading.chain(lines), |count| more(words, count))
}

/// What has to be mended in a channel, with the fix.
pub fn permissions(words: Words<'_>, line: &ChannelLine) -> String {
    let place = channel(line.channel);
    let unpinged = line.unpinged.iter().map(|(role, why)| {
        let key = match why {
            Unpinged::Gone => "check-role-gone",
            Unpinged::Closed => "check-role-closed",
        };
        let role = role_mention(*role);
        words.with(
            key,
            &[("channel", place.clone().into()), ("role", role.into())],
        )
    });
    let lacks_nothing = line.missing.is_nothing() && !line.unpinged.is_empty();
    let missing = (!lacks_nothing).then(|| missing(words, &place, &line.missing));
    let lines: Vec<_> = missing.into_iter().chain(unpinged).collect();
    lines.join("\n")
}

fn missing(words: Words<'_>, place: &str, missing: &Missing) -> String {
    let said = |key: &str| words.with(key, &[("channel", place.to_owned().into())]);
    match missing {
        Missing::Channel => said("check-channel-gone"),
        Missing::Messages => said("check-channel-no-messages"),
        Missing::Freedom => said("check-timed-out"),
        Missing::Permissions(missing) if missing.is_empty() => said("check-channel-fine"),
        Missing::Permissions(missing) if missing[..] == [Permission::ManageThreads] => {
            said("check-thread-locked")
        }
        Missing::Permissions(missing) => {
            let name =
                |permission: &Permission| words.get(&format!("permission-{}", permission.name()));
            let names: Vec<_> = missing.iter().map(name).collect();
            let why = |permission: &Permission| {
                let key = format!("permission-why-{}", permission.name());
                let it = match missing.len() {
                    1 => words.get("permission-it"),
                    _ => name(permission),
                };
                words.with(&key, &[("it", it.into())])
            };
            let why: Vec<_> = missing.iter().map(why).collect();
            words.with(
                "check-channel-missing",
                &[
                    ("channel", place.to_owned().into()),
                    ("count", missing.len().into()),
                    ("permissions", and_list(words, &names).into()),
                    ("why", why.join(" ").into()),
                ],
            )
        }
    }
}

fn delivery(words: Words<'_>, line: &DeliveryLine) -> String {
    let place = line.channel.map(channel);
    let place = place.map(|place| ("channel", place.into()));
    let what = match (line.what, place) {
        (What::Prompt(id), Some(place)) => {
            words.with("check-prompt-in", &[("id", id.to_string().into()), place])
        }
        (What::Prompt(id), None) => words.with("check-prompt", &[("id", id.to_string().into())]),
        (What::Recap, Some(place)) => words.with("check-recap-in", &[place]),
        (What::Recap, None) => words.get("check-recap"),
        (What::Reminder, _) => words.get("check-reminder"),
    };
    let outcome = words.get(&format!("check-state-{}", state(line.state)));
    let reason = line.reason.as_deref().map(|reason| {
        let key = format!("check-reason-{}", reason.replace(' ', "-"));
        let known = words.find(&key, &[]);
        known.unwrap_or_else(|| escaped(reason))
    });
    let told = [
        ("at", timestamp(line.at).into()),
        ("what", what.into()),
        ("outcome", outcome.into()),
        ("reason", reason.clone().unwrap_or_default().into()),
    ];
    words.with(
        if reason.is_some() {
            "check-delivery-because"
        } else {
            "check-delivery"
        },
        &told,
    )
}

const fn state(state: DeliveryState) -> &'static str {
    match state {
        DeliveryState::Pending => "pending",
        DeliveryState::Sending => "sending",
        DeliveryState::Sent => "sent",
        DeliveryState::Failed => "failed",
        DeliveryState::Unknown => "unknown",
        DeliveryState::Missed => "missed",
        DeliveryState::Skipped => "skipped",
        DeliveryState::Merged => "merged",
    }
}

fn clock(words: Words<'_>, skew: Option<SignedDuration>) -> String {
    match skew {
        None => words.get("check-clock-unknown"),
        Some(skew) if skew.abs() <= AGREE => words.get("check-clock-fine"),
        Some(skew) => {
            let key = if skew.is_positive() {
                "check-clock-behind"
            } else {
                "check-clock-ahead"
            };
            words.with(key, &[("seconds", skew.abs().as_secs().into())])
        }
    }
}

fn more(words: Words<'_>, count: usize) -> String {
    words.with("check-more", &[("count", count.into())])
}

/// What to do about schedules on hold, below what the channels lack.
fn what_to_do(channels: Option<&[ChannelLine]>, on_hold: &[OnHold]) -> &'static str {
    let Some(channels) = channels else {
        return "check-on-hold-what";
    };
    let lacks = |channel: &ChannelLine| {
        let holds = |line: &OnHold| line.channel == channel.channel;
        channel.missing.forbids_posting() && on_hold.iter().any(holds)
    };
    if channels.iter().any(lacks) {
        "check-on-hold-mend"
    } else {
        "check-on-hold-mended"
    }
}

/// Schedules on hold, told beside an answer to something else.
pub fn on_hold_beside(words: Words<'_>, lines: &[OnHold]) -> Vec<Component> {
    on_hold(words, lines, "check-on-hold-what")
}

/// Schedules on hold, each with the button that takes it up again.
fn on_hold(words: Words<'_>, lines: &[OnHold], what_to_do: &str) -> Vec<Component> {
    let shown = &lines[..lines.len().min(ROW * ROWS)];
    let line = |line: &OnHold| {
        let key = match line.what {
            What::Prompt(_) if line.is_thread => "check-on-hold-thread",
            What::Prompt(_) => "check-on-hold",
            What::Recap => "check-recap-on-hold",
            What::Reminder if line.is_thread => "check-own-on-hold-thread",
            What::Reminder => "check-own-on-hold",
        };
        words.with(
            key,
            &[
                ("id", line.id.to_string().into()),
                ("channel", channel(line.channel).into()),
            ],
        )
    };
    let mut text: Vec<_> = shown.iter().map(line).collect();
    // Below what the channels lack it says already what a thread needs.
    let thread = match what_to_do {
        "check-on-hold-what" => "check-on-hold-what-thread",
        below => below,
    };
    let whats = [
        ((false, false), what_to_do),
        ((false, true), thread),
        ((true, false), "check-own-on-hold-what"),
        ((true, true), "check-own-on-hold-what-thread"),
    ];
    let is_for = |kind| move |line: &OnHold| (line.is_own(), line.is_thread) == kind;
    let mut told: Vec<_> = whats
        .into_iter()
        .filter(|(kind, _)| shown.iter().any(is_for(*kind)))
        .map(|(_, what)| words.get(what))
        .collect();
    told.dedup();
    text.extend(told);
    let buttons: Vec<_> = shown.iter().map(|line| resume(words, line)).collect();
    let rows = buttons.chunks(ROW).map(<[Button]>::to_vec);
    std::iter::once(Component::Text(text.join("\n")))
        .chain(rows.map(Component::Buttons))
        .collect()
}

fn resume(words: Words<'_>, line: &OnHold) -> Button {
    let id = [("id", line.id.to_string().into())];
    let label = match line.what {
        What::Prompt(_) => words.with("button-resume", &id),
        What::Recap => words.get("button-resume-recap"),
        What::Reminder => words.get("button-resume-own"),
    };
    Button {
        custom_id: ButtonId::Wellness(WellnessButton::Resume(line.id)).to_string(),
        label,
        style: ButtonStyle::Success,
    }
}

/// It cannot be taken up yet, with what is missing if that is known.
pub fn still_on_hold(words: Words<'_>, line: &OnHold, problem: Option<&ChannelLine>) -> Message {
    let why = match problem {
        Some(problem) => permissions(words, problem),
        None => words.get("check-channels-unknown"),
    };
    let mut text = format!("{}\n{why}", words.get("check-still-on-hold"));
    if line.is_own() && problem.is_some() {
        text = format!("{text}\n{}", words.get("check-own-still-what"));
    }
    let again = Component::Buttons(vec![resume(words, line)]);
    container(AMBER, vec![Component::Text(text), again])
}

/// It posts again, next at that instant.
pub fn resumed(words: Words<'_>, place: ChannelId, next: Option<Timestamp>) -> Message {
    let place = ("channel", channel(place).into());
    let text = match next {
        Some(next) => words.with("check-resumed", &[place, ("next", timestamp(next).into())]),
        None => words.with("check-resumed-never", &[place]),
    };
    container(GREEN, vec![Component::Text(text)])
}

/// What somebody has to know beside an answer.
pub fn aside(parts: Vec<Component>) -> Message {
    container(RED, parts)
}
