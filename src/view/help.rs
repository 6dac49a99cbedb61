//! `/help` and the settings panel.

use super::cards::{AMBER, BLUE, container};
use super::message::{Component, Message};
use super::words;
use crate::command::spec::{OptionKind, Usage, usages};
use crate::domain::advice::Safety;
use crate::domain::ids::ChannelId;
use crate::domain::quiet_hours::QuietHours;
use crate::domain::recurrence::short;
use crate::text::Words;

/// What the bot can do, and what it is not.
pub fn overview(words: Words<'_>, safety: &Safety, is_admin: bool) -> Message {
    let line = |usage: &Usage| {
        let about = words.get(&format!("command-{}", usage.key()));
        format!("- `/{}` {about}", usage.words())
    };
    let list = |for_admins: bool| {
        let lines = usages().filter(|usage| usage.command.for_admins == for_admins);
        lines
            .map(|usage| line(&usage))
            .collect::<Vec<_>>()
            .join("\n")
    };
    let mut children = vec![Component::Text(format!(
        "{}\n{}",
        words.get("help-title"),
        list(false)
    ))];
    if is_admin {
        children.push(Component::Text(format!(
            "{}\n{}",
            words.get("help-admins"),
            list(true)
        )));
    }
    children.push(Component::Text(format!("-# {}", safety.about)));
    container(BLUE, children)
}

/// One command, with its options.
pub fn command(words: Words<'_>, usage: &Usage) -> Message {
    let about = words.get(&format!("command-{}", usage.key()));
    let options = usage.options.iter().map(|option| {
        let about = words.get(&format!("option-{}-{}", usage.key(), option.name));
        let need = if option.required {
            words.get("help-required")
        } else {
            String::new()
        };
        let values = match &option.kind {
            OptionKind::Choice(choices) => format!(" ({})", choices.values().join(", ")),
            OptionKind::Integer { min, max } => format!(" ({min}–{max})"),
            _ => String::new(),
        };
        format!("- `{}`{need}: {about}{values}", option.name)
    });
    let text = [format!("## /{}\n{about}", usage.words())]
        .into_iter()
        .chain(options);
    container(
        BLUE,
        vec![Component::Text(text.collect::<Vec<_>>().join("\n"))],
    )
}

/// What the settings panel shows.
#[derive(Debug, Clone)]
#[expect(
    clippy::struct_excessive_bools,
    reason = "settings that are on or off, each by its own name"
)]
pub struct Panel<'a> {
    /// The guild's zone.
    pub zone: Option<&'a str>,
    /// Its channel for wellness.
    pub channel: Option<ChannelId>,
    /// The language of what is posted, such as `en`.
    pub language: &'a str,
    /// When nothing is posted.
    pub quiet: Option<QuietHours>,
    /// How late a prompt may be.
    pub grace_minutes: u8,
    /// Members begin with freezes and earn more.
    pub has_freezes: bool,
    /// A prompt takes the place of the one before.
    pub replaces: bool,
    /// How many breaks the team wants to take in a week.
    pub goal: Option<u32>,
    /// The week is told in numbers.
    pub recaps: bool,
    /// How many schedules of prompts there are.
    pub n_prompts: usize,
    /// How many holidays are to come.
    pub n_holidays: usize,
    /// The titles of cards that are switched off.
    pub off: Vec<&'a str>,
    /// Something was changed just now.
    pub is_changed: bool,
    /// What else is to be said: what was done about a card, or how it stands, and what cannot come.
    pub said: &'a [String],
}

/// How many cards the panel names; more are counted.
const NAMED: usize = 20;

/// The guild's settings.
pub fn settings(words: Words<'_>, panel: &Panel<'_>) -> Message {
    let zone = panel
        .zone
        .map_or_else(|| words.get("settings-zone-none"), ToOwned::to_owned);
    let title = words.get(if panel.is_changed {
        "settings-changed"
    } else {
        "settings-title"
    });
    let language = words.get(&format!("choice-language-{}", panel.language));
    let channel = panel
        .channel
        .map_or_else(|| words.get("settings-channel-none"), words::channel);
    let quiet = panel.quiet.map_or_else(
        || words.get("settings-quiet-none"),
        |hours| {
            let (from, to) = (short(hours.from()), short(hours.to()));
            let span = [("from", from.into()), ("to", to.into())];
            words.with("settings-quiet-span", &span)
        },
    );
    let body = words.with(
        "settings-body",
        &[
            ("zone", zone.into()),
            ("channel", channel.into()),
            ("language", language.into()),
            ("quiet", quiet.into()),
            ("grace", u32::from(panel.grace_minutes).into()),
            ("freezes", words::on_or_off(panel.has_freezes).into()),
            ("replace", words::on_or_off(panel.replaces).into()),
            ("goal", panel.goal.unwrap_or_default().into()),
            ("recap", words::on_or_off(panel.recaps).into()),
            ("prompts", panel.n_prompts.into()),
            ("holidays", panel.n_holidays.into()),
        ],
    );
    let mut lines = vec![title];
    lines.extend(panel.said.iter().cloned());
    lines.push(body);
    if !panel.off.is_empty() {
        let named: Vec<_> = panel.off.iter().take(NAMED).copied().collect();
        let more = panel.off.len() - named.len();
        let cards = [("cards", named.join(", ").into()), ("more", more.into())];
        lines.push(words.with("settings-off", &cards));
    }
    container(AMBER, vec![Component::Text(lines.join("\n"))])
}
