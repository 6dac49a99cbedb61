//! `/help` and the settings panel.

use super::cards::{AMBER, BLUE, container};
use super::message::{Component, Message};
use crate::command::spec::{OptionKind, Usage, usages};
use crate::domain::advice::Safety;
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

/// The guild's settings.
pub fn settings(words: Words<'_>, zone: Option<&str>, n_prompts: usize, changed: bool) -> Message {
    let zone = zone.map_or_else(|| words.get("settings-zone-none"), ToOwned::to_owned);
    let title = words.get(if changed {
        "settings-changed"
    } else {
        "settings-title"
    });
    let body = words.with(
        "settings-body",
        &[("zone", zone.into()), ("prompts", n_prompts.into())],
    );
    container(AMBER, vec![Component::Text(format!("{title}\n{body}"))])
}
