//! What is kept about a member, in words; how they get it, and how it goes.

use super::button::ButtonId;
use super::cards::{BLUE, button, container};
use super::message::{Button, ButtonStyle, Component, File, Message};
use crate::command::Where;
use crate::domain::names::named;
use crate::text::Words;

named! {
    /// What is done with the data of a member.
    pub enum DataStep {
        /// It is handed over as a file.
        Export = "export",
        /// The member is asked whether they mean it.
        Ask = "erase",
        /// They do.
        Erase = "erase-now",
        /// They do not.
        Keep = "erase-not",
    }
}

/// How much of something is kept.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Kept {
    /// What, as the catalogue has it.
    pub name: String,
    /// How many rows.
    pub rows: usize,
}

/// Pages of whoever runs the bot.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Pages {
    /// The address of their privacy policy.
    pub policy: Option<String>,
    /// The address of their terms of service.
    pub terms: Option<String>,
}

impl Pages {
    /// A line with links to them, if there are any.
    fn line(&self, words: Words<'_>) -> Option<String> {
        let link = |key: &str, url: &String| format!("[{}]({url})", words.get(key));
        let policy = self.policy.as_ref().map(|url| link("privacy-policy", url));
        let terms = self.terms.as_ref().map(|url| link("privacy-terms", url));
        let links: Vec<_> = policy.into_iter().chain(terms).collect();
        (!links.is_empty()).then(|| format!("-# {}", links.join(" · ")))
    }
}

/// What is stored, why, for how long, and who sees it.
pub fn show(words: Words<'_>, reach: Where, kept: &[Kept], pages: &Pages) -> Message {
    let title = words.get(&format!("privacy-title-{reach}"));
    let mut lines = vec![title, list(words, kept), words.get("privacy-why")];
    lines.extend(pages.line(words));
    let text = lines.join("\n");
    let export = ButtonId::Data(DataStep::Export, reach);
    let mut buttons = vec![button(
        words,
        "button-export",
        &export,
        ButtonStyle::Secondary,
    )];
    if !kept.is_empty() {
        let erase = ButtonId::Data(DataStep::Ask, reach);
        buttons.push(button(words, "button-erase", &erase, ButtonStyle::Danger));
    }
    said(text, buttons)
}

fn list(words: Words<'_>, kept: &[Kept]) -> String {
    if kept.is_empty() {
        return words.get("privacy-nothing");
    }
    let line = |one: &Kept| {
        let rows = i64::try_from(one.rows).unwrap_or(i64::MAX);
        let about = words.with(
            &format!("privacy-kept-{}", one.name),
            &[("rows", rows.into())],
        );
        format!("- {about}")
    };
    kept.iter().map(line).collect::<Vec<_>>().join("\n")
}

/// The file that holds it all.
pub fn exported(words: Words<'_>, reach: Where, is_nothing: bool, file: File) -> Message {
    let mut text = words.get(&format!("privacy-exported-{reach}"));
    if is_nothing {
        text.push('\n');
        text.push_str(&words.get("privacy-exported-nothing"));
    }
    Message {
        components: vec![Component::Container {
            accent: BLUE,
            children: vec![
                Component::Text(text),
                Component::File(file.file_name.clone()),
            ],
        }],
        files: vec![file],
        ..Message::default()
    }
}

/// The one question before everything goes.
pub fn ask_to_erase(words: Words<'_>, reach: Where, kept: &[Kept]) -> Message {
    if kept.is_empty() {
        let text = words.get(&format!("privacy-nothing-{reach}"));
        return said(text, Vec::new());
    }
    let title = words.get(&format!("privacy-ask-{reach}"));
    let text = [title, list(words, kept), words.get("privacy-ask-why")].join("\n");
    let buttons = vec![
        button(
            words,
            "button-erase-now",
            &ButtonId::Data(DataStep::Erase, reach),
            ButtonStyle::Danger,
        ),
        button(
            words,
            "button-keep",
            &ButtonId::Data(DataStep::Keep, reach),
            ButtonStyle::Secondary,
        ),
    ];
    said(text, buttons)
}

/// Nothing has happened.
pub fn still_there(words: Words<'_>) -> Message {
    said(words.get("privacy-still-there"), Vec::new())
}

/// It is gone.
pub fn erased(words: Words<'_>, reach: Where) -> Message {
    let text = words.get(&format!("privacy-erased-{reach}"));
    said(text, Vec::new())
}

fn said(text: String, buttons: Vec<Button>) -> Message {
    let mut children = vec![Component::Text(text)];
    if !buttons.is_empty() {
        children.push(Component::Buttons(buttons));
    }
    container(BLUE, children)
}
