//! The table as it is written: a mirror for serde, nothing checked.
//!
//! Everything may be missing here, so that `table` can say all that is missing at once. Must not know what
//! the values mean. Begin reading at [`RawTable`].

use std::collections::BTreeMap;

use serde::Deserialize;

/// `red-flags.toml`
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub(super) struct RawTable {
    pub(super) spelling: BTreeMap<String, String>,
    pub(super) typos: RawTypos,
    pub(super) words: RawWords,
    pub(super) negation: RawNegation,
    pub(super) general: RawGeneral,
    pub(super) alarm: RawAlarm,
    pub(super) idiom: Vec<RawIdiom>,
    pub(super) tales: RawTales,
    pub(super) concept: BTreeMap<String, RawConcept>,
    pub(super) rule: Vec<RawRule>,
}

/// `[typos]`
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub(super) struct RawTypos {
    pub(super) real_words: String,
}

/// `[words]`
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub(super) struct RawWords {
    pub(super) families: Vec<String>,
    pub(super) fillers: Vec<String>,
}

/// `[negation]`
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub(super) struct RawNegation {
    pub(super) nouns: Vec<String>,
    pub(super) verbs: Vec<String>,
    pub(super) after: Vec<String>,
    pub(super) ends: Vec<String>,
    pub(super) carries: Vec<String>,
    pub(super) cleared: Vec<String>,
    pub(super) settled: Vec<String>,
    pub(super) unsettles: Vec<String>,
    pub(super) takes_back: Vec<String>,
    pub(super) not_these: Vec<String>,
}

/// `[general]`
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub(super) struct RawGeneral {
    pub(super) asks: Vec<String>,
    pub(super) someone: Vec<String>,
}

/// `[alarm]`
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub(super) struct RawAlarm {
    pub(super) sign: String,
    pub(super) place: String,
    pub(super) near: usize,
}

/// `[[idiom]]`
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub(super) struct RawIdiom {
    pub(super) why: String,
    pub(super) aside: bool,
    pub(super) not_after: Vec<String>,
    pub(super) say: Vec<String>,
}

/// `[tales]`
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub(super) struct RawTales {
    pub(super) say: Vec<String>,
    pub(super) ends: Vec<String>,
    pub(super) lists: String,
}

/// `[concept.*]`
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub(super) struct RawConcept {
    pub(super) about: String,
    pub(super) steady: bool,
    pub(super) settles: bool,
    pub(super) say: Vec<String>,
}

/// `[[rule]]`
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub(super) struct RawRule {
    pub(super) id: String,
    pub(super) urgency: String,
    pub(super) point: String,
    pub(super) why: String,
    pub(super) sources: Vec<String>,
    pub(super) when: Vec<RawWhen>,
    pub(super) unless: Vec<String>,
    pub(super) examples: Vec<String>,
    pub(super) not: Vec<String>,
}

/// One of the ways in which a rule holds.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub(super) struct RawWhen {
    pub(super) all: Vec<String>,
    pub(super) near: Option<usize>,
    pub(super) unless: Vec<String>,
    pub(super) unless_near: Option<usize>,
}
