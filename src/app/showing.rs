//! A card as somebody sees it who opens it, as a message and as plain text.
//!
//! Asks neither the store nor the clock. Begin reading at [`Stage::show`].

use crate::content::{CardRef, Library, Selection};
use crate::domain::card::Card;
use crate::domain::exercise::Filter;
use crate::text::Words;
use crate::view::button::Walk;
use crate::view::cards::{Frame, Link};
use crate::view::exercises::Occasion;
use crate::view::trail::Trail;
use crate::view::{self, Component, Message, Picture};

/// What cards are shown with.
#[derive(Clone, Copy)]
pub(super) struct Stage<'a> {
    pub(super) words: Words<'a>,
    pub(super) library: &'a Library,
    /// The cards that there are to lead to.
    pub(super) selection: &'a Selection<'a>,
    /// The way that led there.
    pub(super) trail: &'a Trail,
    /// What to say first where something is urgent.
    pub(super) emergency_line: Option<&'a str>,
}

impl Stage<'_> {
    /// A card for the one who asked for it; an exercise with its picture.
    pub(super) fn show(self, card: CardRef<'_>, picture: Option<Picture>) -> Message {
        self.framed(card.card(), |frame| match card {
            CardRef::Exercise(exercise) => {
                let walk = Walk::begin(exercise.card.id.clone(), 0, Filter::default());
                let occasion = Occasion::Asked {
                    walk,
                    private: true,
                    trail: self.trail.clone(),
                };
                view::exercises::exercise(frame, exercise, &occasion, picture)
            }
            CardRef::Cause(cause) => view::cards::cause(frame, cause),
            CardRef::Tip(tip) => view::cards::tip(frame, tip),
            CardRef::Help(help) => view::cards::help(frame, help, self.emergency_line),
            CardRef::Prompt(prompt) => view::cards::prompt(frame, prompt),
            CardRef::Routine(routine) => {
                let steps = self.selection.steps(routine).into_iter();
                let steps = steps.map(|step| (step.exercise.card.title.as_str(), step.dose));
                view::cards::routine(frame, routine, &steps.collect::<Vec<_>>())
            }
        })
    }

    /// With all that a card needs beside itself.
    pub(super) fn framed(self, card: &Card, render: impl FnOnce(Frame<'_>) -> Message) -> Message {
        let cautions: Vec<_> = card
            .cautions
            .iter()
            .filter_map(|code| self.library.caution(code))
            .collect();
        let links: Vec<_> = card
            .links
            .iter()
            .filter_map(|id| self.selection.card(id))
            .map(|card| Link {
                id: &card.card().id,
                title: &card.card().title,
                summary: &card.card().summary,
            })
            .collect();
        render(Frame {
            words: self.words,
            safety: self.library.safety(),
            cautions: &cautions,
            links: &links,
            trail: self.trail,
        })
    }
}

/// All that can be read of a card but its picture in words and its sources, line by line and without marks: its title, its
/// line in menus, what its card says, and the captions of its pictures. Made from what is shown, so that no part
/// of that can be missing.
pub fn readable(words: Words<'_>, library: &Library, card: CardRef<'_>) -> String {
    let stage = Stage {
        words,
        library,
        selection: &library.without([]),
        trail: &Trail::default(),
        emergency_line: None,
    };
    let head = card.card();
    let sources = view::cards::sources(words, head);
    let message = stage.show(card, None);
    let shown = texts(&message.components).flat_map(str::lines);
    let shown = shown
        .filter(|line| sources.as_deref() != Some(*line))
        .map(bare);
    let mut lines = vec![head.title.clone()];
    if !texts(&message.components).any(|text| text.contains(&head.summary)) {
        lines.push(head.summary.clone());
    }
    lines.extend(shown.filter(|line| !line.is_empty() && *line != head.title));
    match card {
        CardRef::Exercise(exercise) => {
            lines.extend(exercise.pose.keys.iter().map(|key| key.say.clone()));
        }
        // Beside every prompt in a channel.
        CardRef::Prompt(_) => lines.push(library.safety().short.clone()),
        _ => {}
    }
    lines.join("\n")
}

/// Every text of some components, from top to bottom.
fn texts(components: &[Component]) -> impl Iterator<Item = &str> {
    let mut left: Vec<&Component> = components.iter().rev().collect();
    std::iter::from_fn(move || {
        loop {
            match left.pop()? {
                Component::Text(text) => return Some(text.as_str()),
                Component::Container { children, .. } => left.extend(children.iter().rev()),
                _ => {}
            }
        }
    })
}

/// A line without Discord's marks for headings, small print and weight.
fn bare(line: &str) -> String {
    let line = line.trim_start_matches("## ").trim_start_matches("-# ");
    line.replace("**", "")
}
