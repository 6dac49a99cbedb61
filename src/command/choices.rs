//! The closed lists that options of commands choose from.

use super::Where;
use super::schedules::EVERYTHING;
use crate::domain::card::Area;
use crate::domain::exercise::{Equipment, Position};

/// The choice that asks for exercises without equipment.
pub const NOTHING: &str = "nothing";

/// The closed lists that options choose from.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Choices {
    /// Parts of the body.
    Area,
    /// Seated, standing, on the floor.
    Position,
    /// Where a reminder goes.
    Deliver,
    /// Who may see a member on boards.
    Visibility,
    /// What a board is ordered by.
    Metric,
    /// Single members or the whole team.
    Scope,
    /// What is at hand beside furniture.
    Equipment,
    /// This server or all of them.
    Where,
    /// The languages that there are words in.
    Language,
    /// What prompts are about.
    Topic,
}

impl Choices {
    /// All lists.
    pub const ALL: [Self; 10] = [
        Self::Area,
        Self::Position,
        Self::Deliver,
        Self::Visibility,
        Self::Metric,
        Self::Scope,
        Self::Equipment,
        Self::Where,
        Self::Language,
        Self::Topic,
    ];

    /// The list's name in catalogue keys.
    pub fn name(self) -> &'static str {
        match self {
            Self::Area => "area",
            Self::Position => "position",
            Self::Deliver => "deliver",
            Self::Visibility => "visibility",
            Self::Metric => "metric",
            Self::Scope => "scope",
            Self::Equipment => "equipment",
            Self::Where => "where",
            Self::Language => "language",
            Self::Topic => "topic",
        }
    }

    /// The values, in the order of the menu.
    pub fn values(self) -> Vec<&'static str> {
        match self {
            Self::Area => Area::ALL.iter().map(|area| area.name()).collect(),
            Self::Position => Position::ALL
                .iter()
                .map(|position| position.name())
                .collect(),
            Self::Deliver => vec!["dm", "channel"],
            Self::Visibility => vec!["hidden", "anonymous", "named"],
            Self::Metric => vec!["consistency", "week", "current", "longest"],
            Self::Scope => vec!["members", "team"],
            Self::Language => vec!["en"],
            Self::Topic => std::iter::once(EVERYTHING)
                .chain(Area::ALL.iter().map(|area| area.name()))
                .collect(),
            Self::Where => Where::ALL.iter().map(|reach| reach.name()).collect(),
            Self::Equipment => std::iter::once(NOTHING)
                .chain(
                    Equipment::ALL
                        .iter()
                        .filter(|item| !item.is_furniture())
                        .map(|item| item.name()),
                )
                .collect(),
        }
    }
}
