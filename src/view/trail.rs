//! The way that somebody came from card to card, so that `Back` leads to where they were.
//!
//! Buttons carry it, so it holds for the life of their message and across restarts. What no longer fits into a
//! `custom_id` is forgotten, the oldest first. Begin reading at [`Trail`].

use std::fmt::Write as _;

use crate::domain::card::{CardId, CardKind};

/// The most that a `custom_id` takes.
const ROOM: usize = 100;
/// The most stops that are remembered.
const MOST: usize = 4;
/// Marks a list of cards of a kind.
const LIST: char = '=';
/// Marks what is said when a movement hurts.
const HURTS: char = '!';

/// A place that one can come back to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Stop {
    /// A card.
    Card(CardId),
    /// The list of the cards of a kind.
    List(CardKind),
    /// What was said when this movement hurt.
    Hurts(CardId),
}

impl Stop {
    fn encode(&self) -> String {
        match self {
            Self::Card(card) => card.to_string(),
            Self::List(kind) => format!("{LIST}{kind}"),
            Self::Hurts(card) => format!("{HURTS}{card}"),
        }
    }

    fn decode(text: &str) -> Option<Self> {
        if let Some(kind) = text.strip_prefix(LIST) {
            return CardKind::from_name(kind).map(Self::List);
        }
        match text.strip_prefix(HURTS) {
            Some(card) => card.parse().ok().map(Self::Hurts),
            None => text.parse().ok().map(Self::Card),
        }
    }
}

/// Where somebody was, the latest stop first; empty for who has just come.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Trail(Vec<Stop>);

impl Trail {
    /// The way on from `stop`, to which this is the way.
    #[must_use]
    pub fn from(&self, stop: Stop) -> Self {
        let stops = std::iter::once(stop).chain(self.0.iter().cloned());
        Self(stops.take(MOST).collect())
    }

    /// A way of one stop.
    pub fn only(stop: Stop) -> Self {
        Self(vec![stop])
    }

    /// The latest stop, and the way there.
    pub fn back(&self) -> Option<(&Stop, Self)> {
        let (latest, earlier) = self.0.split_first()?;
        Some((latest, Self(earlier.to_vec())))
    }

    /// Nobody came from anywhere.
    pub const fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// `:stop` for as many stops as fit behind `head`.
    pub(super) fn behind(&self, head: &str) -> String {
        let mut text = head.to_owned();
        for stop in self.0.iter().map(Stop::encode) {
            if text.len() + 1 + stop.len() > ROOM {
                break;
            }
            // Writing to a string cannot fail.
            write!(text, ":{stop}").ok();
        }
        text
    }

    /// Reads stops that stand behind each other; `None` if one of them is none.
    pub(super) fn decode(text: Option<&str>) -> Option<Self> {
        let stops = text.into_iter().flat_map(|text| text.split(':'));
        let stops: Option<Vec<_>> = stops.take(MOST).map(Stop::decode).collect();
        stops.map(Self)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_way_back_is_the_way_there_and_the_oldest_stops_are_forgotten() {
        let card = |name: &str| Stop::Card(name.parse().unwrap());
        let mut trail = Trail::only(Stop::List(CardKind::Cause));
        for name in ["a", "b", "c"] {
            trail = trail.from(card(name));
        }
        assert_eq!(trail.behind("u1:back"), "u1:back:c:b:a:=cause");
        assert_eq!(Trail::decode(Some("c:b:a:=cause")), Some(trail.clone()));
        let longer = trail.from(Stop::Hurts("d".parse().unwrap()));
        assert_eq!(longer.behind("x"), "x:!d:c:b:a");
        let (stop, rest) = longer.back().unwrap();
        assert_eq!(stop, &Stop::Hurts("d".parse().unwrap()));
        assert_eq!(rest.behind("x"), "x:c:b:a");
        assert_eq!(
            longer.behind(&"y".repeat(96)),
            format!("{}:!d", "y".repeat(96))
        );
        assert_eq!(Trail::decode(None), Some(Trail::default()));
        assert_eq!(Trail::decode(Some("?")), None);
    }
}
