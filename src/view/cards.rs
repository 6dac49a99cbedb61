//! Cards of the content pack as messages: one visual language for all of them.
//!
//! Title, body, caution, source in small, buttons last. Movements have a room of their own,
//! [`super::exercises`]. Begin reading at [`cause`].

use super::button::ButtonId;
use super::exercises::prompt_text;
use super::message::{Button, ButtonStyle, Component, Message, Select, SelectOption};
use super::trail::{Stop, Trail};
use crate::domain::advice::{Cause, Help, Prompt, Routine, Safety, Tip, Urgency};
use crate::domain::card::{Card, CardId, CardKind};
use crate::text::Words;

/// Accent colours by kind; the bars tell the kinds apart at a glance, the words tell them in any case.
pub const GREEN: u32 = 0x2e_9e_73;
/// Causes and boards.
pub const BLUE: u32 = 0x3d_7e_c4;
/// Tips and settings.
pub const AMBER: u32 = 0xc9_8a_1b;
/// Help that must not wait.
pub const RED: u32 = 0xc8_3c_3c;

/// The most links that a card shows as buttons: one row.
const MAX_LINKS: usize = 5;
/// The most entries of a menu that Discord takes.
const MAX_OPTIONS: usize = 25;

/// What a card needs beside itself.
#[derive(Clone, Copy)]
pub struct Frame<'a> {
    /// The words around it.
    pub words: Words<'a>,
    /// The pack's sentences on safety.
    pub safety: &'a Safety,
    /// The texts of its caution codes.
    pub cautions: &'a [&'a str],
    /// Cards that go with it.
    pub links: &'a [Link<'a>],
    /// How its reader came to it.
    pub trail: &'a Trail,
}

/// A card that goes with another.
#[derive(Debug, Clone, Copy)]
pub struct Link<'a> {
    /// Its id.
    pub id: &'a CardId,
    /// Its title.
    pub title: &'a str,
    /// What it is about.
    pub summary: &'a str,
}

pub(super) fn cautions(frame: Frame<'_>) -> Option<String> {
    let all = frame.cautions.join(" ");
    (!all.is_empty()).then(|| frame.words.with("card-caution", &[("text", all.into())]))
}

/// The lines in small at the foot: safety, evidence, sources.
pub(super) fn small_print(words: Words<'_>, card: &Card, safety: &[&str]) -> Vec<String> {
    let lines = safety.iter().map(|line| (*line).to_owned());
    let lines = lines.chain(card.evidence.clone());
    let lines = lines.map(|line| format!("-# {line}"));
    lines.chain(sources(words, card)).collect()
}

/// The line in small with a card's sources, if it has any.
pub fn sources(words: Words<'_>, card: &Card) -> Option<String> {
    let links = card.sources.iter().map(|source| match &source.url {
        Some(url) => format!("[{}](<{url}>)", source.title),
        None => source.title.clone(),
    });
    let links: Vec<_> = links.collect();
    let line = || words.with("card-sources", &[("sources", links.join("; ").into())]);
    (!links.is_empty()).then(|| format!("-# {}", line()))
}

/// A button with its label from the catalogue.
pub fn button(words: Words<'_>, label: &str, id: &ButtonId, style: ButtonStyle) -> Button {
    Button {
        custom_id: id.to_string(),
        label: words.get(label),
        style,
    }
}

/// A cause.
pub fn cause(frame: Frame<'_>, cause: &Cause) -> Message {
    let words = frame.words;
    let signs = bullets(&cause.signs);
    let text = [
        cause.card.first.clone().map(|first| format!("**{first}**")),
        Some(format!("## {}\n{}", cause.card.title, cause.what)),
        Some(words.with("cause-signs", &[("signs", signs.into())])),
        Some(words.with("cause-helps", &[("helps", cause.may_help.as_str().into())])),
        see_someone(words, &cause.card),
        cautions(frame),
    ];
    let safety = [frame.safety.cause.as_str(), frame.safety.help.as_str()];
    card_message(
        frame,
        BLUE,
        &cause.card,
        text.into_iter().flatten(),
        &safety,
        None,
    )
}

/// A tip.
pub fn tip(frame: Frame<'_>, tip: &Tip) -> Message {
    let text = [
        tip.card.first.clone().map(|first| format!("**{first}**")),
        Some(format!("## {}\n{}", tip.card.title, tip.why)),
        Some(bullets(&tip.steps)),
        tip.care
            .as_deref()
            .map(|care| frame.words.with("card-caution", &[("text", care.into())])),
        cautions(frame),
        see_someone(frame.words, &tip.card),
    ];
    card_message(
        frame,
        AMBER,
        &tip.card,
        text.into_iter().flatten(),
        &[&frame.safety.help],
        None,
    )
}

/// A prompt that is read by itself, with the movement that goes with it.
pub fn prompt(frame: Frame<'_>, prompt: &Prompt) -> Message {
    let mut children = vec![Component::Text(prompt_text(prompt))];
    children.extend(links(frame, &prompt.card.id));
    children.push(Component::Buttons(share_and_back(frame, &prompt.card)));
    container(GREEN, children)
}

/// A routine: its exercises in order, each with how much of it where that differs from the exercise's card, and the
/// button that begins with the first.
pub fn routine(frame: Frame<'_>, routine: &Routine, steps: &[(&str, Option<&str>)]) -> Message {
    let steps = steps.iter().zip(1..).map(|((title, dose), number)| {
        let dose = dose.map(|dose| format!(": {dose}")).unwrap_or_default();
        format!("{number}. {title}{dose}")
    });
    let text = [
        routine
            .card
            .first
            .clone()
            .map(|first| format!("**{first}**")),
        Some(format!(
            "## {}\n{}",
            routine.card.title, routine.card.summary
        )),
        Some(steps.collect::<Vec<_>>().join("\n")),
        cautions(frame),
        see_someone(frame.words, &routine.card),
    ];
    card_message(
        frame,
        GREEN,
        &routine.card,
        text.into_iter().flatten(),
        &[&frame.safety.stop, &frame.safety.help],
        Some(button(
            frame.words,
            "button-begin",
            &ButtonId::Step(routine.card.id.clone(), 0),
            ButtonStyle::Primary,
        )),
    )
}

/// A help card. What must not wait is red, and opens with the emergency line if the operator gave one.
pub fn help(frame: Frame<'_>, help: &Help, emergency_line: Option<&str>) -> Message {
    let accent = match help.urgency {
        Urgency::Emergency | Urgency::Crisis => RED,
        Urgency::Soon => AMBER,
        Urgency::Routine => BLUE,
    };
    let text = [
        emergency_line.map(|line| format!("**{line}**")),
        help.card.first.clone().map(|first| format!("**{first}**")),
        Some(format!("## {}\n{}", help.card.title, help.body)),
        (!help.points.is_empty()).then(|| bullets(&help.points)),
        Some(format!("**{}**", help.action)),
    ];
    if help.urgency == Urgency::Crisis {
        // Nothing else stands beside it: no further card to open, and nothing to share by a slip.
        let text = text.into_iter().flatten().collect::<Vec<_>>().join("\n");
        return container(accent, vec![Component::Text(text)]);
    }
    let text = text.into_iter().flatten();
    card_message(frame, accent, &help.card, text, &[], None)
}

fn see_someone(words: Words<'_>, card: &Card) -> Option<String> {
    let text = card.see_someone.as_deref()?;
    Some(words.with("card-see-someone", &[("text", text.into())]))
}

pub(super) fn bullets(items: &[String]) -> String {
    items
        .iter()
        .map(|item| format!("- {item}"))
        .collect::<Vec<_>>()
        .join("\n")
}

fn card_message(
    frame: Frame<'_>,
    accent: u32,
    card: &Card,
    text: impl Iterator<Item = String>,
    safety: &[&str],
    begin: Option<Button>,
) -> Message {
    let body = text.collect::<Vec<_>>().join("\n");
    let small = small_print(frame.words, card, safety).join("\n");
    let mut children = vec![Component::Text(body)];
    if !small.is_empty() {
        children.push(Component::Text(small));
    }
    children.extend(links(frame, &card.id));
    let buttons = begin.into_iter().chain(share_and_back(frame, card));
    children.push(Component::Buttons(buttons.collect()));
    container(accent, children)
}

fn share_and_back(frame: Frame<'_>, card: &Card) -> Vec<Button> {
    let share = button(
        frame.words,
        "button-share",
        &ButtonId::Share(card.id.clone()),
        ButtonStyle::Secondary,
    );
    std::iter::once(share).chain(back(frame)).collect()
}

/// Back to where the reader came from, if they came from anywhere.
pub(super) fn back(frame: Frame<'_>) -> Option<Button> {
    let id = ButtonId::Back(frame.trail.clone());
    let leads_back = frame.trail.leads_back();
    leads_back.then(|| button(frame.words, "button-back", &id, ButtonStyle::Secondary))
}

/// Where a card leads on to: a row of buttons, or a menu if that is too short.
fn links(frame: Frame<'_>, card: &CardId) -> Option<Component> {
    let links = frame.links;
    if links.is_empty() {
        return None;
    }
    if links.len() <= MAX_LINKS {
        let way = frame.trail.from(Stop::Card(card.clone()));
        let links = links.iter().map(|link| Button {
            custom_id: ButtonId::Open(link.id.clone(), way.clone()).to_string(),
            label: shortened(link.title, 80),
            style: ButtonStyle::Secondary,
        });
        return Some(Component::Buttons(links.collect()));
    }
    let options = links.iter().take(MAX_OPTIONS).map(|link| SelectOption {
        label: shortened(link.title, 100),
        value: link.id.to_string(),
        description: Some(shortened(link.summary, 100)),
    });
    Some(Component::Select(Select {
        custom_id: ButtonId::Follow(card.clone(), frame.trail.clone()).to_string(),
        placeholder: frame.words.get("links-placeholder"),
        options: options.collect(),
    }))
}

/// A list of cards to choose from. More than 25 are spread over several menus.
pub fn overview<'a>(
    words: Words<'_>,
    kind: CardKind,
    cards: impl IntoIterator<Item = &'a Card>,
) -> Message {
    let options: Vec<_> = cards
        .into_iter()
        .map(|card| SelectOption {
            label: shortened(&card.title, 100),
            value: card.id.to_string(),
            description: Some(shortened(&card.summary, 100)),
        })
        .collect();
    let text = words.with(
        &format!("overview-{kind}"),
        &[("count", options.len().into())],
    );
    let mut children = vec![Component::Text(text)];
    let pages = options.chunks(MAX_OPTIONS);
    let count = pages.len();
    for (number, page) in (0..).zip(pages) {
        let custom_id = ButtonId::Choose(kind, number).to_string();
        let placeholder = words.get(&format!("overview-{kind}-placeholder"));
        let placeholder = if count > 1 {
            let part = [
                ("placeholder", placeholder.into()),
                ("number", (i64::from(number) + 1).into()),
                ("count", count.into()),
            ];
            words.with("overview-part", &part)
        } else {
            placeholder
        };
        children.push(Component::Select(Select {
            custom_id,
            placeholder,
            options: page.to_vec(),
        }));
    }
    let accent = if kind == CardKind::Cause { BLUE } else { AMBER };
    container(accent, children)
}

/// A box with an accent colour.
pub fn container(accent: u32, children: Vec<Component>) -> Message {
    Message {
        components: vec![Component::Container { accent, children }],
        ..Message::default()
    }
}

/// At most `limit` characters, with an ellipsis where some were left out.
pub fn shortened(text: &str, limit: usize) -> String {
    if text.chars().count() <= limit {
        return text.to_owned();
    }
    let mut short: String = text.chars().take(limit.saturating_sub(1)).collect();
    short.push('…');
    short
}
