//! What every card of the content pack has in common: an id, a title, where on the body it belongs,
//! who should take care, and where its facts come from.
//!
//! Knows nothing of files, of languages or of Discord. Begin reading at [`Card`]; the cards themselves are
//! in [`exercise`](super::exercise) and [`advice`](super::advice).

use std::fmt;
use std::str::FromStr;

use super::names::named;

/// The name of a card: words of small letters and digits joined by hyphens, such as `neck-tilts`.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct CardId(String);

impl CardId {
    /// The longest id, in characters; short enough to fit a button's `custom_id` beside other things.
    pub const MAX_LENGTH: usize = 40;
    /// What an id looks like, as a regular expression.
    pub const PATTERN: &'static str = "^[a-z0-9]+(-[a-z0-9]+)*$";

    /// The id as text.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl FromStr for CardId {
    type Err = InvalidCardId;

    fn from_str(text: &str) -> Result<Self, InvalidCardId> {
        let is_word = |word: &str| {
            !word.is_empty()
                && word
                    .bytes()
                    .all(|b| b.is_ascii_lowercase() || b.is_ascii_digit())
        };
        if text.len() <= Self::MAX_LENGTH && text.split('-').all(is_word) {
            Ok(Self(text.to_owned()))
        } else {
            Err(InvalidCardId)
        }
    }
}

impl fmt::Display for CardId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// The text is not a card's id.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error(
    "not a card id: expected small letters and digits joined by hyphens, at most 40 characters"
)]
pub struct InvalidCardId;

named! {
    /// What sort of card it is.
    pub enum CardKind {
        /// Why something may ache.
        Cause = "cause",
        /// Something to change or to know.
        Tip = "tip",
        /// A movement with steps and a picture.
        Exercise = "exercise",
        /// When and how to get help from a professional.
        Help = "help",
        /// One fact and one action, for a channel.
        Prompt = "prompt",
        /// Exercises in an order.
        Routine = "routine",
    }
}

named! {
    /// A part of the body.
    pub enum Area {
        /// Neck.
        Neck = "neck",
        /// Shoulders, front, back and top.
        Shoulders = "shoulders",
        /// Upper and middle back, between and below the shoulder blades.
        UpperBack = "upper-back",
        /// Chest and ribs.
        Chest = "chest",
        /// Lower back and trunk.
        LowerBack = "lower-back",
        /// Hips and buttocks.
        Hips = "hips",
        /// Legs and knees.
        Legs = "legs",
        /// Feet and ankles.
        Feet = "feet",
        /// Forearms, wrists, hands and fingers.
        Hands = "hands",
        /// Eyes.
        Eyes = "eyes",
        /// Face, jaw and head.
        Face = "face",
        /// Breath.
        Breath = "breath",
        /// The whole body.
        WholeBody = "whole-body",
    }
}

/// A code under which the pack keeps a short caution, such as `C-NECK`.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct CautionCode(String);

impl CautionCode {
    /// What a code looks like, as a regular expression.
    pub const PATTERN: &'static str = "^C-[A-Z]+$";

    /// The code, if `text` is `C-` and then capital letters.
    pub fn new(text: &str) -> Option<Self> {
        let letters = text.strip_prefix("C-")?;
        let valid = !letters.is_empty() && letters.bytes().all(|b| b.is_ascii_uppercase());
        valid.then(|| Self(text.to_owned()))
    }

    /// The code as text.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for CautionCode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

named! {
    /// How much weight a source has; for those who write packs.
    pub enum SourceTier {
        /// A guideline, a health service or government body, or a peer-reviewed paper.
        A = "A",
        /// A faithful copy or summary of such a text.
        B = "B",
        /// A clinic's or a trainer's page; only for how a movement is done.
        C = "C",
    }
}

/// Where a fact was read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Source {
    /// Authors, title and year, as far as there are any.
    pub title: String,
    /// Its address; `None` for what has none or was cited from memory.
    pub url: Option<String>,
}

/// What every card has.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Card {
    /// Its name; no two cards of a library share one.
    pub id: CardId,
    /// What people see as its name; at most 60 characters.
    pub title: String,
    /// What it is about, in one sentence of at most 100 characters (the second line of a menu entry).
    pub summary: String,
    /// Where on the body it belongs; the main part first, at least one.
    pub areas: Vec<Area>,
    /// A line that must stand above everything else of the card, such as "have this checked first".
    pub first: Option<String>,
    /// Who should take care; the words are in the library.
    pub cautions: Vec<CautionCode>,
    /// When to see a professional about it.
    pub see_someone: Option<String>,
    /// How well its claims are supported, said honestly.
    pub evidence: Option<String>,
    /// Where its facts come from.
    pub sources: Vec<Source>,
    /// Cards that go with it; all of them are in the same library.
    pub links: Vec<CardId>,
    /// Words that people may search it by, beside those in its text.
    pub keywords: Vec<String>,
    /// Ways in which people may ask for it, in their own words; for searching only.
    pub asked: Vec<String>,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ids_are_small_words_joined_by_hyphens() {
        for good in ["neck-tilts", "heat", "two-minutes-a-day", "cue-20"] {
            assert_eq!(good.parse::<CardId>().unwrap().as_str(), good);
        }
        let long = "a".repeat(41);
        for bad in [
            "",
            "-",
            "Neck",
            "neck_tilts",
            "neck--tilts",
            "neck-",
            "nück",
            &long,
        ] {
            assert_eq!(bad.parse::<CardId>(), Err(InvalidCardId), "{bad}");
        }
    }

    #[test]
    fn caution_codes_are_capital_letters_after_a_c() {
        assert_eq!(CautionCode::new("C-NECK").unwrap().as_str(), "C-NECK");
        for bad in ["", "C-", "NECK", "C-neck", "C NECK"] {
            assert_eq!(CautionCode::new(bad), None, "{bad}");
        }
    }
}
