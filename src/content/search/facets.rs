//! What a question asks for besides its topic, and how well a card suits that.
//!
//! "In a meeting", "from a wheelchair", "two minutes", "why": such words choose among cards that fit the
//! topic. Begin reading at [`Wishes::suits`].

use super::reader::Reading;
use crate::content::lexicon::Facet;
use crate::content::library::CardRef;
use crate::domain::card::{Area, CardKind};
use crate::domain::exercise::{AtHand, Equipment, Exercise, Filter, Position};

/// How long something quick takes at most, in seconds.
const QUICK: u16 = 60;

/// What a routine counts where any movement will do: a single one is wanted first.
const ROUTINE_UNASKED: f32 = 0.75;

/// What the telling of a movement counts where a reason, advice or help is asked for.
const ANOTHER_KIND: f32 = 0.5;
/// What it counts beside something that hurts.
const COMPLAINT: f32 = 0.3;

/// What is asked for besides the topic.
#[derive(Debug, Default, PartialEq)]
pub(super) struct Wishes {
    areas: Vec<Area>,
    kinds: Vec<CardKind>,
    positions: Vec<Position>,
    equipment: Vec<Equipment>,
    no_equipment: bool,
    discreet: bool,
    complains: bool,
    seconds: Option<u16>,
    no_positions: Vec<Position>,
    without: Vec<Equipment>,
}

impl Wishes {
    /// From a question.
    pub(super) fn of(reading: &Reading) -> Self {
        let mut wishes = Self {
            seconds: reading.seconds,
            ..Self::default()
        };
        for facet in &reading.facets {
            match *facet {
                Facet::Area(area) => wishes.areas.push(area),
                Facet::Kind(kind) => wishes.kinds.push(kind),
                Facet::Position(position) => wishes.positions.push(position),
                Facet::Equipment(item) => wishes.equipment.push(item),
                Facet::NoEquipment => wishes.no_equipment = true,
                Facet::Discreet => wishes.discreet = true,
                Facet::Complaint => wishes.complains = true,
                Facet::Quick => {
                    wishes.seconds.get_or_insert(QUICK);
                }
                Facet::Minutes | Facet::Seconds => {}
            }
        }
        for facet in &reading.unwanted {
            match *facet {
                Facet::Position(position) => wishes.no_positions.push(position),
                Facet::Equipment(item) => wishes.without.push(item),
                _ => {}
            }
        }
        wishes
    }

    /// It asks how and where to move, so that a movement is an answer even without a topic.
    pub(super) fn wants_movement(&self) -> bool {
        self.discreet
            || self.no_equipment
            || !self.positions.is_empty()
            || self.kinds.contains(&CardKind::Exercise)
    }

    /// The factor by which a card that fits the topic suits these wishes: above 1 for well, below for badly.
    pub(super) fn suits(&self, card: CardRef<'_>) -> f32 {
        let mut factor = self.suits_kind(card.kind()) * self.suits_area(card);
        if let CardRef::Exercise(exercise) = card {
            factor *= self.suits_exercise(exercise);
        }
        factor
    }

    /// The factor for a card as a movement that the question tells of.
    pub(super) fn suits_as_movement(&self, card: CardRef<'_>) -> f32 {
        let CardRef::Exercise(exercise) = card else {
            return 0.0;
        };
        let is_another_kind = |kind: &CardKind| *kind != CardKind::Exercise;
        let share = if self.complains {
            COMPLAINT
        } else if self.kinds.iter().any(is_another_kind) {
            ANOTHER_KIND
        } else {
            1.0
        };
        share * self.suits_exercise(exercise)
    }

    fn suits_kind(&self, kind: CardKind) -> f32 {
        use CardKind::{Cause, Exercise, Help, Prompt, Routine, Tip};
        let usual = match kind {
            Prompt => 0.88,
            Routine => 0.95,
            _ => 1.0,
        };
        let wants_movement = (self.discreet || self.no_equipment || !self.positions.is_empty())
            && !self.kinds.iter().any(|kind| matches!(kind, Tip | Cause));
        let usual = match kind {
            Exercise if wants_movement => usual * 1.15,
            Routine if wants_movement && !self.kinds.contains(&Routine) => usual * ROUTINE_UNASKED,
            Cause | Tip | Help if wants_movement => usual * 0.8,
            _ => usual,
        };
        let wished = self.kinds.iter().map(|wish| match (wish, kind) {
            (Exercise, Exercise) | (Cause, Cause) => 1.25,
            (Exercise, Routine) => 1.1,
            (Exercise, Cause | Help) => 0.7,
            (Exercise, Tip | Prompt) => 0.85,
            (Cause, Exercise) => 0.8,
            (Tip, Tip) => 1.15,
            (Tip, Exercise) => 0.93,
            (Help, Help) | (Prompt, Prompt) => 1.3,
            (Routine, Routine) => 1.5,
            _ => 1.0,
        });
        usual * wished.product::<f32>()
    }

    fn suits_area(&self, card: CardRef<'_>) -> f32 {
        let areas = &card.card().areas;
        if self.areas.is_empty() || areas.contains(&Area::WholeBody) {
            return 1.0;
        }
        if areas.first().is_some_and(|main| self.areas.contains(main)) {
            return 1.15;
        }
        match (
            areas.iter().any(|area| self.areas.contains(area)),
            card.kind(),
        ) {
            (true, _) => 1.0,
            (false, CardKind::Exercise) => 0.65,
            (false, _) => 0.85,
        }
    }

    fn suits_exercise(&self, exercise: &Exercise) -> f32 {
        let mut factor = 1.0;
        let mut weigh = |wanted: bool, fits: bool, well: f32, badly: f32| {
            if wanted {
                factor *= if fits { well } else { badly };
            }
        };
        weigh(self.discreet, exercise.discreet, 1.3, 0.5);
        for position in &self.positions {
            let filter = Filter {
                position: Some(*position),
                ..Filter::default()
            };
            weigh(true, filter.admits(exercise), 1.2, 0.5);
        }
        let at_hand = |at_hand| Filter {
            equipment: Some(at_hand),
            ..Filter::default()
        };
        for item in &self.equipment {
            weigh(
                true,
                at_hand(AtHand::Item(*item)).admits(exercise),
                1.25,
                0.85,
            );
        }
        weigh(
            self.no_equipment,
            at_hand(AtHand::Nothing).admits(exercise),
            1.1,
            0.4,
        );
        for position in &self.no_positions {
            weigh(
                true,
                exercise.positions.iter().any(|own| own != position),
                1.05,
                0.4,
            );
        }
        for item in &self.without {
            weigh(
                true,
                !at_hand(AtHand::Item(*item)).admits(exercise),
                1.0,
                0.5,
            );
        }
        if let Some(seconds) = self.seconds {
            weigh(true, exercise.seconds <= seconds, 1.05, 0.75);
        }
        factor
    }
}
