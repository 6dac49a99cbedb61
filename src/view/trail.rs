//! The way that somebody came from card to card, so that `Back` leads to where they were.
//!
//! Buttons carry it, so it holds for the life of their message and across restarts. What no longer fits into a
//! `custom_id` is forgotten, the oldest first. Begin reading at [`Trail`].

use std::fmt::{self, Write as _};

use crate::domain::card::{CardId, CardKind};
use crate::domain::rotation::mix;

/// The most that a `custom_id` takes.
const ROOM: usize = 100;
/// The most stops that are remembered.
const MOST: usize = 5;
/// Marks a list of cards of a kind.
const LIST: char = '=';
/// Marks what is said when a movement hurts.
const HURTS: char = '!';
/// Marks what stood around an answer.
const ANSWER: char = '~';

/// A card's id in four letters. Two cards may share one, so it is only for finding a card among those that there are.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Mark([u8; Mark::LETTERS]);

impl Mark {
    const LETTERS: usize = 4;
    const ALPHABET: &[u8; 32] = b"abcdefghijklmnopqrstuvwxyz234567";

    /// The mark of a card.
    pub fn of(card: &CardId) -> Self {
        let bytes = card.as_str().bytes();
        let hash = bytes.fold(0, |hash, byte| mix(hash ^ u64::from(byte)));
        let mut places = 0..;
        Self([0; Self::LETTERS].map(|_: u8| {
            let place = places.next().unwrap_or(0);
            let [byte, ..] = (hash >> (5 * place)).to_le_bytes();
            Self::ALPHABET[usize::from(byte % 32)]
        }))
    }

    /// Reads as many marks as a text is made of.
    fn decode_all(text: &str) -> Option<Vec<Self>> {
        let (marks, rest) = text.as_bytes().as_chunks();
        let is_written = |mark: &[u8; Self::LETTERS]| {
            let mut letters = mark.iter();
            letters.all(|letter| Self::ALPHABET.contains(letter))
        };
        let is_good = rest.is_empty() && marks.iter().all(is_written);
        is_good.then(|| marks.iter().copied().map(Self).collect())
    }
}

impl fmt::Display for Mark {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0
            .iter()
            .try_for_each(|byte| f.write_char(char::from(*byte)))
    }
}

/// Why a card stands first in an answer.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Why {
    /// It comes nearest to the question.
    Nearest,
    /// The question carries a red flag.
    Urgent,
    /// It comes nearest to this card, which the guild does without.
    InPlaceOf(Mark),
}

/// What stood around a card that was an answer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Around {
    /// Why the card stood first.
    pub why: Why,
    /// The others, best first.
    pub others: Vec<Mark>,
}

impl Around {
    fn encode(&self) -> String {
        let mut text = String::from(ANSWER);
        match self.why {
            Why::Nearest => text.push('n'),
            Why::Urgent => text.push('u'),
            Why::InPlaceOf(card) => text.extend(["o", &card.to_string()]),
        }
        text.extend(self.others.iter().map(Mark::to_string));
        text
    }

    /// Reads what stands behind [`ANSWER`].
    fn decode(text: &str) -> Option<Self> {
        let mut marks = Mark::decode_all(text.get(1..)?)?;
        let why = match text.as_bytes().first()? {
            b'n' => Why::Nearest,
            b'u' => Why::Urgent,
            b'o' if !marks.is_empty() => Why::InPlaceOf(marks.remove(0)),
            _ => return None,
        };
        Some(Self { why, others: marks })
    }
}

/// A place that one can come back to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Stop {
    /// A card.
    Card(CardId),
    /// The list of the cards of a kind.
    List(CardKind),
    /// What was said when this movement hurt.
    Hurts(CardId),
    /// No place of its own: the card that one comes to next, on the way back as on the way there, is an answer, and this
    /// stands around it.
    Answer(Around),
}

impl Stop {
    fn encode(&self) -> String {
        match self {
            Self::Card(card) => card.to_string(),
            Self::List(kind) => format!("{LIST}{kind}"),
            Self::Hurts(card) => format!("{HURTS}{card}"),
            Self::Answer(around) => around.encode(),
        }
    }

    fn decode(text: &str) -> Option<Self> {
        if let Some(kind) = text.strip_prefix(LIST) {
            return CardKind::from_name(kind).map(Self::List);
        }
        if let Some(around) = text.strip_prefix(ANSWER) {
            return Around::decode(around).map(Self::Answer);
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

    /// What stands around the card to which this is the way, if that is an answer.
    pub fn around(&self) -> Option<&Around> {
        match self.0.first() {
            Some(Stop::Answer(around)) => Some(around),
            _ => None,
        }
    }

    /// There is a place to come back to.
    pub fn leads_back(&self) -> bool {
        !self.0.is_empty() && self.around().is_none()
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
        let longer = trail
            .from(card("e"))
            .from(Stop::Hurts("d".parse().unwrap()));
        assert_eq!(longer.behind("x"), "x:!d:e:c:b:a");
        let (stop, rest) = longer.back().unwrap();
        assert_eq!(stop, &Stop::Hurts("d".parse().unwrap()));
        assert_eq!(rest.behind("x"), "x:e:c:b:a");
        assert_eq!(
            longer.behind(&"y".repeat(96)),
            format!("{}:!d", "y".repeat(96))
        );
        assert_eq!(Trail::decode(None), Some(Trail::default()));
        assert_eq!(Trail::decode(Some("?")), None);
    }
    #[test]
    fn what_stood_around_an_answer_comes_back_as_it_went() {
        let mark = |name: &str| Mark::of(&name.parse().unwrap());
        assert_ne!(mark("neck-tilts"), mark("neck-rolls"));
        for why in [Why::Nearest, Why::Urgent, Why::InPlaceOf(mark("a"))] {
            for n_others in 0..5 {
                let others = ["b", "c", "d", "e"].map(mark);
                let others = others.into_iter().take(n_others).collect();
                let way = Trail::only(Stop::Answer(Around { why, others }));
                assert!(way.around().is_some() && !way.leads_back());
                let way = way.from(Stop::Card("a".parse().unwrap()));
                assert!(way.around().is_none() && way.leads_back());
                let text = way.behind("x");
                let read = Trail::decode(text.strip_prefix("x:"));
                assert_eq!(read, Some(way), "{text}");
            }
        }
        for strange in ["~", "~x", "~nabc", "~nABCD", "~o", "~nabcdé", "~énabc"] {
            assert_eq!(Trail::decode(Some(strange)), None, "{strange}");
        }
    }
}
