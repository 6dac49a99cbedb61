//! The library: all cards of the packs, checked.
//!
//! Whoever holds one can rely on it: every link leads to a card in it, every caution has its words, every
//! card fits a Discord message. Begin reading at [`Library`].

use std::collections::BTreeMap;
use std::sync::Arc;

use super::check::Any;
use super::error::At;
use super::flags::Flags;
use super::lexicon::Lexicon;
use crate::domain::advice::{Cause, Help, PackMeta, Prompt, Routine, Safety, Tip};
use crate::domain::card::{Card, CardId, CardKind, CautionCode};
use crate::domain::exercise::{Exercise, Filter};
use crate::domain::pose::Prop;

/// All cards.
///
/// Lists come in a stable order: as the pack ranks them, else by file name.
#[derive(Debug, Clone, PartialEq)]
pub struct Library {
    meta: PackMeta,
    safety: Safety,
    cautions: BTreeMap<CautionCode, String>,
    lexicon: Lexicon,
    red_flags: RedFlags,
    shapes: BTreeMap<String, Vec<Prop>>,
    cards: Cards,
}

/// The table of red flags, as it is written and as it was read.
#[derive(Debug, Clone, Default)]
pub(super) struct RedFlags {
    /// The file.
    pub(super) file: String,
    /// What is in it.
    pub(super) text: String,
    /// What it says; nothing if that cannot be read.
    pub(super) flags: Arc<Flags>,
}

impl PartialEq for RedFlags {
    fn eq(&self, other: &Self) -> bool {
        (&self.file, &self.text) == (&other.file, &other.text)
    }
}

/// The cards by kind, and where each is.
#[derive(Debug, Clone, PartialEq, Default)]
pub(super) struct Cards {
    causes: Vec<Cause>,
    tips: Vec<Tip>,
    exercises: Vec<Exercise>,
    help: Vec<Help>,
    prompts: Vec<Prompt>,
    routines: Vec<Routine>,
    places: BTreeMap<CardId, Place>,
}

#[derive(Debug, Clone, PartialEq)]
struct Place {
    kind: CardKind,
    index: usize,
    at: At,
}

impl Cards {
    pub(super) fn add(&mut self, card: Any, at: At) {
        let (id, kind, index) = match card {
            Any::Cause(cause) => push(&mut self.causes, cause, CardKind::Cause, |c| &c.card),
            Any::Tip(tip) => push(&mut self.tips, tip, CardKind::Tip, |c| &c.card),
            Any::Exercise(exercise) => {
                push(&mut self.exercises, *exercise, CardKind::Exercise, |c| {
                    &c.card
                })
            }
            Any::Help(help) => push(&mut self.help, help, CardKind::Help, |c| &c.card),
            Any::Prompt(prompt) => push(&mut self.prompts, prompt, CardKind::Prompt, |c| &c.card),
            Any::Routine(routine) => {
                push(&mut self.routines, routine, CardKind::Routine, |c| &c.card)
            }
        };
        self.places.insert(id, Place { kind, index, at });
    }
}

fn push<T>(
    cards: &mut Vec<T>,
    card: T,
    kind: CardKind,
    head: fn(&T) -> &Card,
) -> (CardId, CardKind, usize) {
    let id = head(&card).id.clone();
    cards.push(card);
    (id, kind, cards.len() - 1)
}

impl Library {
    pub(super) const fn new(
        meta: PackMeta,
        safety: Safety,
        cautions: BTreeMap<CautionCode, String>,
        lexicon: Lexicon,
        red_flags: RedFlags,
        shapes: BTreeMap<String, Vec<Prop>>,
        cards: Cards,
    ) -> Self {
        Self {
            meta,
            safety,
            cautions,
            lexicon,
            red_flags,
            shapes,
            cards,
        }
    }

    /// What the pack says about itself; with several packs, the one inside the binary.
    pub const fn meta(&self) -> &PackMeta {
        &self.meta
    }

    /// The sentences about safety that go with cards.
    pub const fn safety(&self) -> &Safety {
        &self.safety
    }

    /// The words of a caution; there are some for every code that a card of this library has.
    pub fn caution(&self, code: &CautionCode) -> Option<&str> {
        self.cautions.get(code).map(String::as_str)
    }

    /// Every caution with its words, by code.
    pub(super) fn cautions(&self) -> impl Iterator<Item = (&CautionCode, &str)> {
        self.cautions
            .iter()
            .map(|(code, text)| (code, text.as_str()))
    }

    /// What the pack says about words, for the search.
    pub(super) const fn lexicon(&self) -> &Lexicon {
        &self.lexicon
    }

    /// The rules that find red flags in a question.
    pub(super) const fn red_flags(&self) -> &RedFlags {
        &self.red_flags
    }

    /// The things that pictures share, by name.
    pub(super) fn shapes(&self) -> impl Iterator<Item = (&str, &[Prop])> {
        let shapes = self.shapes.iter();
        shapes.map(|(name, props)| (name.as_str(), props.as_slice()))
    }

    /// Every exercise.
    pub fn exercises(&self) -> &[Exercise] {
        &self.cards.exercises
    }

    /// Every cause.
    pub fn causes(&self) -> &[Cause] {
        &self.cards.causes
    }

    /// Every tip; those of a family stand together.
    pub fn tips(&self) -> &[Tip] {
        &self.cards.tips
    }

    /// Every card about getting help.
    pub fn help_cards(&self) -> &[Help] {
        &self.cards.help
    }

    /// Every prompt.
    pub fn prompts(&self) -> &[Prompt] {
        &self.cards.prompts
    }

    /// Every routine.
    pub fn routines(&self) -> &[Routine] {
        &self.cards.routines
    }

    /// The exercise of that id.
    pub fn exercise(&self, id: &CardId) -> Option<&Exercise> {
        match self.card(id)? {
            CardRef::Exercise(exercise) => Some(exercise),
            _ => None,
        }
    }

    /// The cause of that id.
    pub fn cause(&self, id: &CardId) -> Option<&Cause> {
        match self.card(id)? {
            CardRef::Cause(cause) => Some(cause),
            _ => None,
        }
    }

    /// The tip of that id.
    pub fn tip(&self, id: &CardId) -> Option<&Tip> {
        match self.card(id)? {
            CardRef::Tip(tip) => Some(tip),
            _ => None,
        }
    }

    /// The help card of that id.
    pub fn help(&self, id: &CardId) -> Option<&Help> {
        match self.card(id)? {
            CardRef::Help(help) => Some(help),
            _ => None,
        }
    }

    /// The prompt of that id.
    pub fn prompt(&self, id: &CardId) -> Option<&Prompt> {
        match self.card(id)? {
            CardRef::Prompt(prompt) => Some(prompt),
            _ => None,
        }
    }

    /// The routine of that id.
    pub fn routine(&self, id: &CardId) -> Option<&Routine> {
        match self.card(id)? {
            CardRef::Routine(routine) => Some(routine),
            _ => None,
        }
    }

    /// The card of that id, whatever its kind.
    pub fn card(&self, id: &CardId) -> Option<CardRef<'_>> {
        let place = self.cards.places.get(id)?;
        let index = place.index;
        match place.kind {
            CardKind::Cause => self.cards.causes.get(index).map(CardRef::Cause),
            CardKind::Tip => self.cards.tips.get(index).map(CardRef::Tip),
            CardKind::Exercise => self.cards.exercises.get(index).map(CardRef::Exercise),
            CardKind::Help => self.cards.help.get(index).map(CardRef::Help),
            CardKind::Prompt => self.cards.prompts.get(index).map(CardRef::Prompt),
            CardKind::Routine => self.cards.routines.get(index).map(CardRef::Routine),
        }
    }

    /// Every card, kind by kind: causes, tips, exercises, help, prompts, routines.
    pub fn cards(&self) -> impl Iterator<Item = CardRef<'_>> {
        let causes = self.causes().iter().map(CardRef::Cause);
        let tips = self.tips().iter().map(CardRef::Tip);
        let exercises = self.exercises().iter().map(CardRef::Exercise);
        let help = self.help_cards().iter().map(CardRef::Help);
        let prompts = self.prompts().iter().map(CardRef::Prompt);
        let routines = self.routines().iter().map(CardRef::Routine);
        causes
            .chain(tips)
            .chain(exercises)
            .chain(help)
            .chain(prompts)
            .chain(routines)
    }

    /// The title of a card.
    pub fn title(&self, id: &CardId) -> Option<&str> {
        self.card(id).map(|card| card.card().title.as_str())
    }

    /// The exercises that a filter admits, in their usual order.
    pub fn find_exercises(&self, filter: &Filter) -> Vec<&Exercise> {
        self.exercises()
            .iter()
            .filter(|exercise| filter.admits(exercise))
            .collect()
    }

    /// Where a card was read.
    pub(super) fn place_of(&self, id: &CardId) -> Option<&At> {
        self.cards.places.get(id).map(|place| &place.at)
    }
}

/// A card of any kind.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum CardRef<'a> {
    /// A cause.
    Cause(&'a Cause),
    /// A tip.
    Tip(&'a Tip),
    /// An exercise.
    Exercise(&'a Exercise),
    /// A help card.
    Help(&'a Help),
    /// A prompt.
    Prompt(&'a Prompt),
    /// A routine.
    Routine(&'a Routine),
}

impl<'a> CardRef<'a> {
    /// What every card has.
    pub const fn card(self) -> &'a Card {
        match self {
            Self::Cause(cause) => &cause.card,
            Self::Tip(tip) => &tip.card,
            Self::Exercise(exercise) => &exercise.card,
            Self::Help(help) => &help.card,
            Self::Prompt(prompt) => &prompt.card,
            Self::Routine(routine) => &routine.card,
        }
    }

    /// What sort of card it is.
    pub const fn kind(self) -> CardKind {
        match self {
            Self::Cause(_) => CardKind::Cause,
            Self::Tip(_) => CardKind::Tip,
            Self::Exercise(_) => CardKind::Exercise,
            Self::Help(_) => CardKind::Help,
            Self::Prompt(_) => CardKind::Prompt,
            Self::Routine(_) => CardKind::Routine,
        }
    }
}
