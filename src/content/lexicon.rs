//! The lexicon of a pack: which words stand for which, and what they ask for besides a topic.
//!
//! Plain data as checked from `synonyms.toml`; the search reads questions with it. Must not know how words
//! are weighed. Begin reading at [`Lexicon`].

use std::collections::BTreeMap;

use crate::domain::card::{Area, CardKind};
use crate::domain::exercise::{Equipment, Position};

/// All that a pack says about words.
#[derive(Debug, Clone, PartialEq, Default)]
pub(super) struct Lexicon {
    /// Words that are passed over altogether, such as articles.
    pub(super) skipped: Vec<String>,
    /// Words that say nothing about the topic.
    pub(super) fillers: Vec<String>,
    /// Words that say that the topic is another one.
    pub(super) elsewhere: Vec<String>,
    /// Words that turn what follows round, such as "without".
    pub(super) negations: Vec<String>,
    /// Words that ask, such as "which".
    pub(super) asking: Vec<String>,
    /// Words that call for help without saying with what.
    pub(super) calls: Vec<String>,
    /// Words that greet, or ask what there is.
    pub(super) greetings: Vec<String>,
    /// Words that people mask or pull apart.
    pub(super) masked: Vec<String>,
    /// Numbers in words.
    pub(super) numbers: BTreeMap<String, u16>,
    /// What is written short, such as "shud", in full.
    pub(super) short: BTreeMap<String, String>,
    /// Ways of moving: words for the same one, by its name.
    pub(super) moving: BTreeMap<String, Vec<String>>,
    /// What moves, and where: words for the same part, side or thing, by its name.
    pub(super) places: BTreeMap<String, Vec<String>>,
    /// Groups of words that stand for each other.
    pub(super) groups: Vec<Group>,
}

/// Words that stand for each other.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Group {
    /// Words and phrases with one meaning.
    pub(super) words: Vec<String>,
    /// Words and phrases of questions that only point to that meaning.
    pub(super) hints: Vec<String>,
    /// What they ask for besides.
    pub(super) facets: Vec<Facet>,
    /// How much they show that a question belongs here, 0 to 1.
    pub(super) topic: f32,
}

/// What a question asks for besides its topic.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Facet {
    /// A part of the body.
    Area(Area),
    /// A kind of card.
    Kind(CardKind),
    /// A position for exercises; seated stands for wheelchairs too.
    Position(Position),
    /// A thing that an exercise uses.
    Equipment(Equipment),
    /// Exercises that need nothing but furniture.
    NoEquipment,
    /// Exercises that draw no eyes.
    Discreet,
    /// Something short.
    Quick,
    /// No movement, but something that hurts.
    Complaint,
    /// The number before it counts minutes.
    Minutes,
    /// The number before it counts seconds.
    Seconds,
}

impl Facet {
    /// Every facet with its written name.
    pub(super) fn all() -> impl Iterator<Item = (String, Self)> {
        let areas = Area::ALL
            .iter()
            .map(|area| (format!("area:{area}"), Self::Area(*area)));
        let kinds = CardKind::ALL
            .iter()
            .map(|kind| (format!("kind:{kind}"), Self::Kind(*kind)));
        let positions = Position::ALL.iter();
        let positions = positions.map(|own| (format!("position:{own}"), Self::Position(*own)));
        let things = Equipment::ALL.iter();
        let things = things.map(|item| (format!("equipment:{item}"), Self::Equipment(*item)));
        let others = [
            ("equipment:nothing", Self::NoEquipment),
            ("discreet", Self::Discreet),
            ("quick", Self::Quick),
            ("complaint", Self::Complaint),
            ("minutes", Self::Minutes),
            ("seconds", Self::Seconds),
        ];
        let others = others
            .into_iter()
            .map(|(name, facet)| (name.to_owned(), facet));
        areas
            .chain(kinds)
            .chain(positions)
            .chain(things)
            .chain(others)
    }

    pub(super) fn parse(text: &str) -> Option<Self> {
        Self::all()
            .find(|(name, _)| name == text)
            .map(|(_, facet)| facet)
    }
}
