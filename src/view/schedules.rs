//! Schedules of prompts, said back as they were understood.

use std::num::NonZeroU64;

use jiff::Timestamp;
use jiff::civil::Date;

use super::ButtonId;
use super::cards::{AMBER, GREEN, button, container};
use super::check::{ChannelLine, permissions};
use super::message::{ButtonStyle, Component, Message};
use super::recurrence::recurrence;
use super::words::{
    Coming, and_list, channel, coming, date_with_year, fitting, nothing_comes, relative,
    role_mention, timestamp,
};
use crate::domain::card::Area;
use crate::domain::ids::{ChannelId, InteractionId};
use crate::domain::recurrence::Recurrence;
use crate::text::Words;

/// What a schedule of prompts may have beside its times.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Extras {
    /// What the cards are about; `None` is everything.
    pub topic: Option<Area>,
    /// The role that is pinged.
    pub role: Option<NonZeroU64>,
    /// The team is invited to do it together.
    pub together: bool,
    /// How late one may come, in minutes; `None` is as the guild says (S-40).
    pub grace: Option<u8>,
}

/// A pause that is not over.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Paused {
    /// Its last day.
    pub until: Date,
    /// When it ends.
    pub ends_at: Timestamp,
}

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
    /// What else was chosen.
    pub extras: Extras,
    /// The next due times, by the clock of the zone.
    pub next: Coming,
    /// It is silent for some days.
    pub paused: Option<Paused>,
    /// It posts nothing at present, since it cannot.
    pub suspended: bool,
    /// The same, since the thread that it posts in was closed.
    pub is_thread_closed: bool,
    /// What keeps it from posting or pinging, if that was looked for.
    pub problem: Option<ChannelLine>,
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
    /// What else was chosen.
    pub extras: Extras,
    /// The guild has no zone yet and keeps this one (T-5).
    pub is_first_zone: bool,
    /// The next due times, by the clock of the zone.
    pub next: Coming,
    /// The schedule that is changed into this.
    pub changes: Option<PromptsLine>,
    /// What keeps it from posting or pinging.
    pub problem: Option<ChannelLine>,
    /// The numbers of other schedules that post in the same channel at some of the next due times.
    pub twins: Vec<i64>,
}

impl Extras {
    fn lines(self, words: Words<'_>, problem: Option<&ChannelLine>) -> Vec<String> {
        let topic = self.topic.map(|area| {
            let topic = words.get(&format!("choice-topic-{area}"));
            words.with("prompts-about", &[("topic", topic.into())])
        });
        let is_unpinged = problem.is_some_and(|problem| !problem.unpinged.is_empty());
        let pings = if is_unpinged {
            "prompts-pings-nobody"
        } else {
            "prompts-pings"
        };
        let role = self
            .role
            .map(|role| words.with(pings, &[("role", role_mention(role).into())]));
        let together = self.together.then(|| words.get("prompts-together"));
        let grace = self
            .grace
            .map(|grace| words.with("prompts-grace", &[("grace", u32::from(grace).into())]));
        [topic, role, together, grace]
            .into_iter()
            .flatten()
            .collect()
    }
}

/// What was understood, and the question whether it is meant (S-5).
pub fn prompts_proposed(words: Words<'_>, line: &ProposedLine) -> Message {
    let mut text = Vec::new();
    let said = [
        ("channel", channel(line.channel).into()),
        ("when", recurrence(words, &line.recurrence).into()),
        ("zone", line.zone.as_str().into()),
    ];
    text.push(match &line.changes {
        None => words.with("prompts-proposed", &said),
        Some(old) => {
            let id = [("id", old.id.to_string().into())];
            [
                words.with("prompts-change-proposed", &id),
                words.with("prompts-change-old", &told(words, old)),
                words.with("prompts-change-new", &said),
            ]
            .join("\n")
        }
    });
    text.extend(line.extras.lines(words, line.problem.as_ref()));
    text.extend(in_the_way(words, line.problem.as_ref()));
    text.push(next_times(words, &line.next));
    text.extend(twins(words, &line.twins));
    if let Some(paused) = line.changes.as_ref().and_then(|old| old.paused) {
        text.push(pause_line(words, paused));
    }
    text.push(words.get("prompts-not-saved-yet"));
    if line.is_first_zone {
        let zone = [("zone", line.zone.as_str().into())];
        text.push(words.with("prompts-first-zone", &zone));
    }
    let confirm = ButtonId::ConfirmPrompts(line.id, line.extras.grace);
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

/// A schedule was made or changed: what was understood, and how to take it back.
pub fn prompts_saved(words: Words<'_>, line: &PromptsLine, is_new: bool) -> Message {
    let key = if is_new {
        "prompts-added"
    } else {
        "prompts-changed"
    };
    let mut text = vec![words.with(key, &told(words, line))];
    text.extend(line.extras.lines(words, line.problem.as_ref()));
    text.extend(in_the_way(words, line.problem.as_ref()));
    text.push(next_times(words, &line.next));
    text.extend(line.paused.map(|paused| pause_line(words, paused)));
    text.push(words.get("prompts-saved-hint"));
    let undo = button(
        words,
        "button-undo",
        &ButtonId::RemoveSchedule(line.id),
        ButtonStyle::Secondary,
    );
    let mut children = vec![Component::Text(text.join("\n"))];
    if is_new {
        children.push(Component::Buttons(vec![undo]));
    }
    let is_well = line.problem.is_none() && !line.next.times.is_empty();
    container(if is_well { GREEN } else { AMBER }, children)
}

/// What is in the way, with the fix.
pub fn in_the_way(words: Words<'_>, problem: Option<&ChannelLine>) -> Option<String> {
    let problem = permissions(words, problem?);
    Some(format!("{}\n{problem}", words.get("prompts-in-the-way")))
}

/// The one question before a schedule is removed; nothing is said of one that cannot be read.
pub fn ask_to_remove(words: Words<'_>, id: i64, line: Option<&PromptsLine>) -> Message {
    let text = match line {
        Some(line) => words.with("prompts-remove-ask", &told(words, line)),
        None => {
            let id = [("id", id.to_string().into())];
            words.with("prompts-remove-ask-unreadable", &id)
        }
    };
    let remove = ButtonId::RemoveForGood(id);
    let remove = button(words, "button-remove", &remove, ButtonStyle::Danger);
    let children = vec![Component::Text(text), Component::Buttons(vec![remove])];
    container(AMBER, children)
}

/// A schedule was paused: until when, and what comes after it.
pub fn prompts_paused(words: Words<'_>, line: &PromptsLine) -> Message {
    let mut text = vec![words.with("prompts-paused", &told(words, line))];
    text.extend(
        line.paused
            .map(|paused| pause_until(words, paused, &line.zone)),
    );
    text.push(next_times(words, &line.next));
    text.push(words.with("prompts-paused-hint", &told(words, line)));
    container(AMBER, vec![Component::Text(text.join("\n"))])
}

/// A schedule was taken up again, or was never paused.
pub fn prompts_resumed(words: Words<'_>, line: &PromptsLine, is_changed: bool) -> Message {
    let key = if is_changed {
        "prompts-resumed"
    } else {
        "prompts-not-paused"
    };
    let text = [
        words.with(key, &told(words, line)),
        next_times(words, &line.next),
    ];
    container(GREEN, vec![Component::Text(text.join("\n"))])
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

/// Others that post at the same times in the same place.
fn twins(words: Words<'_>, ids: &[i64]) -> Option<String> {
    let ids: Vec<_> = ids.iter().map(|id| format!("#{id}")).collect();
    let said = [
        ("count", ids.len().into()),
        ("ids", and_list(words, &ids).into()),
    ];
    (!ids.is_empty()).then(|| words.with("prompts-twins", &said))
}

fn prompts_line(words: Words<'_>, line: &PromptsLine) -> String {
    let key = if line.is_thread_closed {
        "prompts-line-thread-closed"
    } else if line.suspended {
        "prompts-line-suspended"
    } else if line.next.times.is_empty() {
        "prompts-line-silent"
    } else {
        "prompts-line"
    };
    let paused = line.paused.map(|paused| pause_line(words, paused));
    let extras = line.extras.lines(words, line.problem.as_ref());
    let more = extras.into_iter().chain(paused);
    let more = more.map(|more| format!("\n  {more}"));
    let mut said = told(words, line).to_vec();
    said.push(("why", nothing_comes(words, &line.next).into()));
    words.with(key, &said) + &more.collect::<String>()
}

/// What sentences say of a schedule.
fn told<'a>(
    words: Words<'_>,
    line: &'a PromptsLine,
) -> [(&'static str, fluent_bundle::FluentValue<'a>); 5] {
    let next = line.next.times.first();
    let next = next.map(|at| timestamp(at.timestamp()));
    [
        ("id", line.id.to_string().into()),
        ("channel", channel(line.channel).into()),
        ("when", recurrence(words, &line.recurrence).into()),
        ("zone", line.zone.as_str().into()),
        ("next", next.unwrap_or_default().into()),
    ]
}

/// The next times as a list, or that there are none.
pub(super) fn next_times(words: Words<'_>, next: &Coming) -> String {
    if next.times.is_empty() {
        return nothing_comes(words, next);
    }
    words.with("coming-list", &[("coming", coming(words, next).into())])
}

/// A line about a pause.
pub(super) fn pause_line(words: Words<'_>, paused: Paused) -> String {
    let until = [("until", date_with_year(words, paused.until).into())];
    words.with("pause-line", &until)
}

/// Until when a pause lasts, by the clock of its zone.
pub(super) fn pause_until(words: Words<'_>, paused: Paused, zone: &str) -> String {
    words.with(
        "pause-until",
        &[
            ("until", date_with_year(words, paused.until).into()),
            ("zone", zone.to_owned().into()),
            ("ends", relative(paused.ends_at).into()),
        ],
    )
}

/// One line for a menu of schedules. Menus show no links, so the channel's name is in it.
pub fn prompts_choice(
    words: Words<'_>,
    id: i64,
    when: &Recurrence,
    channel: Option<&str>,
) -> String {
    let what = [
        ("id", id.to_string().into()),
        ("when", recurrence(words, when).into()),
        ("channel", channel.unwrap_or_default().to_owned().into()),
    ];
    let key = if channel.is_some() {
        "prompts-choice-in"
    } else {
        "prompts-choice"
    };
    words.with(key, &what)
}

/// What stands above a prompt, if its schedule has anything to say.
pub fn prompt_heading(
    words: Words<'_>,
    role: Option<NonZeroU64>,
    together: bool,
) -> Option<String> {
    let role = role.map(role_mention);
    let together = together.then(|| words.get("prompt-together"));
    let heading: Vec<_> = [role, together].into_iter().flatten().collect();
    (!heading.is_empty()).then(|| heading.join(" "))
}
