//! What is not meant as it stands: figures of speech, what is said of things, and tales of nobody here.
//!
//! Must not know any text that is judged. Begin reading at [`Idiom`].

use std::collections::HashSet;

use super::phrase::{ConceptId, Phrase};
use super::raw::{RawSaidOf, RawTable};
use super::table::Reader;

/// Figures of speech, which are none after some words: “the desk collapsed” after “the man at”.
#[derive(Debug)]
pub(super) struct Idiom {
    pub(super) say: Vec<Phrase>,
    pub(super) not_after: HashSet<String>,
}

/// What tells of nobody here: films, lessons, crosswords.
#[derive(Debug, Default)]
pub(super) struct Tales {
    /// What begins a tale.
    pub(super) say: Vec<Phrase>,
    /// Words at which it ends: “my”, “but”.
    pub(super) ends: HashSet<String>,
    /// What it may list after a comma.
    pub(super) lists: Option<ConceptId>,
}

/// Words of alarm that mean nothing when they are said of a thing: the legs of a chair are weak.
#[derive(Debug)]
pub(super) struct SaidOf {
    /// The concepts of the things.
    pub(super) what: Vec<ConceptId>,
    /// The concepts whose words mean nothing then.
    pub(super) says: Vec<ConceptId>,
    /// How many words may lie between the thing and what is said of it.
    pub(super) near: usize,
    /// Commas may lie between the two.
    pub(super) across: bool,
    /// Between the two, these tell that it is said of something else: a person, a limb.
    pub(super) unless: Vec<ConceptId>,
}

impl Reader<'_> {
    /// Reads the idioms, what is said of things, and the tales.
    pub(super) fn not_meant(&mut self, raw: &RawTable) {
        let set = |words: &[String]| words.iter().cloned().collect();
        for (n, idiom) in raw.idiom.iter().enumerate() {
            if idiom.why.is_empty() {
                self.wrong(format!("idiom[{n}].why"), "is missing", "a short reason");
            }
            let phrases = self.phrases(&format!("idiom[{n}].say"), &idiom.say);
            if idiom.aside {
                self.table.asides.extend(phrases.iter().cloned());
            }
            self.table.idioms.push(Idiom {
                say: phrases,
                not_after: set(&idiom.not_after),
            });
        }
        for (n, said) in raw.said_of.iter().enumerate() {
            self.said_of(&format!("said_of[{n}]"), said);
        }
        self.table.tales = Tales {
            say: self.phrases("tales.say", &raw.tales.say),
            ends: set(&raw.tales.ends),
            lists: match raw.tales.lists.as_str() {
                "" => None,
                name => self.concept("tales.lists", name),
            },
        };
    }

    fn said_of(&mut self, key: &str, raw: &RawSaidOf) {
        if raw.why.is_empty() {
            self.wrong(format!("{key}.why"), "is missing", "a short reason");
        }
        for (name, list) in [("what", &raw.what), ("says", &raw.says)] {
            if list.is_empty() {
                self.wrong(format!("{key}.{name}"), "is empty", "names of concepts");
            }
        }
        let said = SaidOf {
            what: self.list(&format!("{key}.what"), &raw.what),
            says: self.list(&format!("{key}.says"), &raw.says),
            near: raw.near,
            across: raw.across,
            unless: self.list(&format!("{key}.unless"), &raw.unless),
        };
        self.table.said_of.push(said);
    }
}
