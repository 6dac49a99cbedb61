//! Exercises, and finding those that suit a person's place and time.
//!
//! Pure data; the words come from a content pack. Begin reading at [`Exercise`] and [`Filter`].

use super::amount::Amount;
use super::card::{Area, Card, CardId};
use super::names::named;
use super::pose::Pose;

named! {
    /// What an exercise does.
    pub enum ExerciseKind {
        /// Holding a mild pull.
        Stretch = "stretch",
        /// Moving through a range.
        Mobility = "mobility",
        /// Working against a load.
        Strengthening = "strengthening",
        /// Pressing and rolling.
        SelfMassage = "self-massage",
        /// Coming back to an easy position.
        PostureReset = "posture-reset",
        /// For the eyes.
        Eye = "eye",
        /// For the breath.
        Breathing = "breathing",
        /// Letting go.
        Relaxation = "relaxation",
        /// Getting the pulse up a little.
        Aerobic = "aerobic",
    }
}

named! {
    /// How the body is placed.
    pub enum Position {
        /// On a chair or in a wheelchair.
        Seated = "seated",
        /// On the feet.
        Standing = "standing",
        /// On the floor: lying, or on hands and knees.
        Floor = "floor",
    }
}

named! {
    /// A thing that an exercise needs.
    pub enum Equipment {
        /// A chair without wheels, unless the steps say otherwise.
        Chair = "chair",
        /// A desk or a steady table.
        Desk = "desk",
        /// A wall.
        Wall = "wall",
        /// A door frame.
        Doorway = "doorway",
        /// A mat or a carpet.
        Mat = "mat",
        /// An elastic band.
        Band = "band",
        /// A dumbbell or a full bottle.
        Weight = "weight",
        /// A back roller.
        Roller = "roller",
        /// A tennis ball or the like.
        Ball = "ball",
    }
}

impl Equipment {
    /// It stands about in most rooms; nobody has to own it.
    pub const fn is_furniture(self) -> bool {
        matches!(self, Self::Chair | Self::Desk | Self::Wall | Self::Doorway)
    }
}

/// How demanding an exercise is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Level {
    /// For anybody, any time.
    Easy,
    /// Needs some attention or strength.
    Medium,
    /// Needs practice, or getting down to the floor and up again.
    Hard,
}

impl Level {
    /// Every level, the easiest first.
    pub const ALL: &'static [Self] = &[Self::Easy, Self::Medium, Self::Hard];

    /// 1 to 3.
    pub const fn number(self) -> u8 {
        match self {
            Self::Easy => 1,
            Self::Medium => 2,
            Self::Hard => 3,
        }
    }
}

/// Whether it can be done from a chair or a wheelchair.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Seated {
    /// As the steps say, perhaps with a remark.
    Yes {
        /// A gentler or simpler way to do it.
        remark: Option<String>,
    },
    /// In the way that the text says.
    Adapted {
        /// The way to do it from a chair.
        how: String,
    },
    /// Not this one: another movement takes its place there.
    Instead {
        /// Which one, and how.
        which: String,
    },
    /// No.
    No {
        /// What to do instead.
        instead: Option<String>,
    },
}

impl Seated {
    /// Every written name.
    pub const NAMES: [&'static str; 4] = ["yes", "adapted", "instead", "no"];

    /// It can be done from a chair, as written or adapted.
    pub const fn is_possible(&self) -> bool {
        !matches!(self, Self::Instead { .. } | Self::No { .. })
    }

    /// The card says what to do in a chair, be it this movement or another in its place.
    pub const fn is_told(&self) -> bool {
        !matches!(self, Self::No { .. })
    }

    /// The written name: `yes`, `adapted`, `instead`, `no`.
    pub const fn name(&self) -> &'static str {
        match self {
            Self::Yes { .. } => "yes",
            Self::Adapted { .. } => "adapted",
            Self::Instead { .. } => "instead",
            Self::No { .. } => "no",
        }
    }

    /// The words that go with it.
    pub fn text(&self) -> Option<&str> {
        match self {
            Self::Yes { remark: text } | Self::No { instead: text } => text.as_deref(),
            Self::Adapted { how: text } | Self::Instead { which: text } => Some(text),
        }
    }
}

/// A movement.
#[derive(Debug, Clone, PartialEq)]
pub struct Exercise {
    /// What every card has.
    pub card: Card,
    /// What it does.
    pub kind: ExerciseKind,
    /// In which positions it can be done; at least one.
    pub positions: Vec<Position>,
    /// All that it needs.
    pub equipment: Vec<Equipment>,
    /// Things any of which does in place of the first of `equipment`.
    pub or_equipment: Vec<Equipment>,
    /// How demanding it is.
    pub level: Level,
    /// How long one go takes, both sides together: 5 to 300 seconds.
    pub seconds: u16,
    /// How often and how long, in words.
    pub dose: String,
    /// The same in numbers, part by part; empty if the pack gives none.
    pub amounts: Vec<Amount>,
    /// What to do, one action each.
    pub steps: Vec<String>,
    /// What many get wrong at first, as a sentence on what to avoid.
    pub mistake: String,
    /// When to stop at once, as a whole sentence.
    pub stop_if: String,
    /// It draws no eyes at an open-plan desk or on a call with the camera on.
    pub discreet: bool,
    /// Whether and how it can be done from a chair.
    pub seated: Seated,
    /// Another thing worth saying.
    pub note: Option<String>,
    /// The causes that it goes with.
    pub helps_with: Vec<CardId>,
    /// The picture's facts in words, at most 1,024 characters.
    pub alt: String,
    /// The picture.
    pub pose: Pose,
}

impl Exercise {
    /// How long it takes in minutes, rounded up.
    pub const fn minutes(&self) -> u16 {
        self.seconds.div_ceil(60)
    }
}

/// What somebody has at hand.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum AtHand {
    /// Nothing but furniture.
    Nothing,
    /// This thing; exercises that use it are meant.
    Item(Equipment),
}

/// Which exercises are meant. Every `None` and `false` leaves the choice open.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Filter {
    /// Exercises for this part of the body.
    pub area: Option<Area>,
    /// Exercises that can be done in this position; seated versions count as seated.
    pub position: Option<Position>,
    /// Exercises of at most so many minutes.
    pub max_minutes: Option<u16>,
    /// Exercises that need nothing, or that use a certain thing.
    pub equipment: Option<AtHand>,
    /// Exercises of this kind.
    pub kind: Option<ExerciseKind>,
    /// Only those that draw no eyes.
    pub discreet: bool,
    /// Only those that can be done from a chair or a wheelchair.
    pub seated: bool,
}

impl Filter {
    /// Whether `exercise` is meant.
    pub fn admits(&self, exercise: &Exercise) -> bool {
        self.area
            .is_none_or(|area| exercise.card.areas.contains(&area))
            && self
                .position
                .is_none_or(|position| can_be_done(exercise, position))
            && self
                .max_minutes
                .is_none_or(|minutes| exercise.minutes() <= minutes)
            && self
                .equipment
                .is_none_or(|at_hand| suits(exercise, at_hand))
            && self.kind.is_none_or(|kind| exercise.kind == kind)
            && (!self.discreet || exercise.discreet)
            && (!self.seated || exercise.seated.is_possible())
    }
}

fn can_be_done(exercise: &Exercise, position: Position) -> bool {
    exercise.positions.contains(&position)
        || (position == Position::Seated && exercise.seated.is_possible())
}

/// The first thing may have stand-ins; one of them that is furniture will do.
fn needs_only_furniture(exercise: &Exercise) -> bool {
    let mut things = exercise.equipment.iter();
    let first_will_do = things.next().is_none_or(|first| {
        first.is_furniture() || exercise.or_equipment.iter().any(|item| item.is_furniture())
    });
    first_will_do && things.all(|item| item.is_furniture())
}

fn suits(exercise: &Exercise, at_hand: AtHand) -> bool {
    match at_hand {
        AtHand::Nothing => needs_only_furniture(exercise),
        AtHand::Item(item) => {
            exercise.equipment.contains(&item) || exercise.or_equipment.contains(&item)
        }
    }
}
