//! The library as one guild sees it: without the cards that its admins switched off.
//!
//! A card that is switched off is shown nowhere: not chosen, not listed, not proposed, not linked to. Help cards cannot
//! be switched off, since whoever needs one must find it. Begin reading at [`Selection`].

use std::collections::BTreeSet;

use super::library::{CardRef, Library};
use crate::domain::advice::Routine;
use crate::domain::amount::Amount;
use crate::domain::card::{Card, CardId, CardKind};
use crate::domain::exercise::{Exercise, Filter};

/// The cards that a guild has.
#[derive(Debug, Clone)]
pub struct Selection<'a> {
    library: &'a Library,
    off: BTreeSet<CardId>,
}

/// An exercise of a routine, as a guild does it.
#[derive(Debug, Clone, Copy)]
pub struct Step<'a> {
    /// The exercise.
    pub exercise: &'a Exercise,
    /// How much of it; `None` for what its own card says.
    pub dose: Option<&'a str>,
    /// The same in numbers, part by part; empty where nobody says.
    pub amounts: &'a [Amount],
    /// How long it takes, in seconds.
    pub seconds: u16,
}

impl Library {
    /// The library without these cards. What cannot be switched off stays, and ids that it does not know are no
    /// matter: a pack may have been taken away since.
    pub fn without(&self, off: impl IntoIterator<Item = CardId>) -> Selection<'_> {
        Selection {
            library: self,
            off: off.into_iter().filter(|id| self.can_be_off(id)).collect(),
        }
    }

    /// Says whether a guild may do without this card.
    pub fn can_be_off(&self, id: &CardId) -> bool {
        self.card(id)
            .is_some_and(|card| card.kind() != CardKind::Help)
    }
}

impl<'a> Selection<'a> {
    /// The whole library.
    pub const fn library(&self) -> &'a Library {
        self.library
    }

    /// The ids of cards that are switched off.
    pub const fn off(&self) -> &BTreeSet<CardId> {
        &self.off
    }

    /// The card of that id. A routine of which no movement is left is not there either.
    pub fn card(&self, id: &CardId) -> Option<CardRef<'a>> {
        let card = self.library.card(id).filter(|_| !self.off.contains(id))?;
        match card {
            CardRef::Routine(routine) if self.steps(routine).is_empty() => None,
            _ => Some(card),
        }
    }

    /// Every card, kind by kind.
    pub fn cards(&self) -> impl Iterator<Item = CardRef<'a>> {
        self.library
            .cards()
            .filter(|card| self.card(&card.card().id).is_some())
    }

    /// The cards of one kind.
    pub fn cards_of(&self, kind: CardKind) -> Vec<&'a Card> {
        let cards = self.cards().filter(|card| card.kind() == kind);
        cards.map(CardRef::card).collect()
    }

    /// Every exercise.
    pub fn exercises(&self) -> impl Iterator<Item = &'a Exercise> {
        let exercises = self.library.exercises().iter();
        exercises.filter(|exercise| !self.off.contains(&exercise.card.id))
    }

    /// The exercises that a filter admits, in their usual order.
    pub fn find_exercises(&self, filter: &Filter) -> Vec<&'a Exercise> {
        let exercises = self.exercises();
        exercises
            .filter(|exercise| filter.admits(exercise))
            .collect()
    }

    /// The exercises of a routine with their doses; another takes the place of one that is switched off.
    pub fn steps(&self, routine: &'a Routine) -> Vec<Step<'a>> {
        let is_on = |id: &&CardId| !self.off.contains(*id);
        let steps = routine.steps.iter().filter_map(|step| {
            let mut ways = std::iter::once(&step.exercise).chain(&step.or_exercises);
            let exercise = self.library.exercise(ways.find(is_on)?)?;
            // A dose is for the exercise that it stands beside.
            let belongs = exercise.card.id == step.exercise;
            let seconds = step.seconds.filter(|_| belongs);
            let dose = step.dose.as_deref().filter(|_| belongs);
            Some(Step {
                exercise,
                dose,
                amounts: dose.map_or(&exercise.amounts, |_| &step.amounts),
                seconds: seconds.unwrap_or(exercise.seconds),
            })
        });
        steps.collect()
    }
}
