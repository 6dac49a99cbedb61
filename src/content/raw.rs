//! The files of a pack as they are written: a mirror for serde, nothing checked.
//!
//! Everything may be missing here, so that `check` can say all that is missing at once; only what no key
//! was foreseen for, and values of another type, stop a file. Must not know what the values mean. Begin
//! reading at [`RawExercise`].

use std::collections::BTreeMap;

use serde::Deserialize;

use super::raw_pose::{RawBase, RawPose, RawPropShape};
use super::raw_span::RawSpan;

/// Declares the mirror of a card: the keys that all cards have, and its own.
macro_rules! raw_cards {
    ($($(#[$doc:meta])* $name:ident { $($field:ident: $type:ty,)* })+) => {$(
        $(#[$doc])*
        #[derive(Debug, Clone, Default, Deserialize)]
        #[serde(deny_unknown_fields, default)]
        pub(super) struct $name {
            id: Option<String>,
            title: Option<String>,
            summary: Option<String>,
            areas: Vec<String>,
            first: Option<String>,
            cautions: Vec<String>,
            see_someone: Option<String>,
            evidence: Option<String>,
            sources: Vec<String>,
            links: Vec<String>,
            keywords: Vec<String>,
            asked: Vec<String>,
            $(pub(super) $field: $type,)*
        }

        impl $name {
            /// The keys that all cards have.
            pub(super) fn card(&self) -> RawCard<'_> {
                RawCard {
                    id: self.id.as_deref(),
                    title: self.title.as_deref(),
                    summary: self.summary.as_deref(),
                    areas: &self.areas,
                    first: self.first.as_deref(),
                    cautions: &self.cautions,
                    see_someone: self.see_someone.as_deref(),
                    evidence: self.evidence.as_deref(),
                    sources: &self.sources,
                    links: &self.links,
                    keywords: &self.keywords,
                    asked: &self.asked,
                }
            }
        }
    )+};
}

/// The keys that all cards have.
#[derive(Debug, Clone, Copy)]
pub(super) struct RawCard<'a> {
    pub(super) id: Option<&'a str>,
    pub(super) title: Option<&'a str>,
    pub(super) summary: Option<&'a str>,
    pub(super) areas: &'a [String],
    pub(super) first: Option<&'a str>,
    pub(super) cautions: &'a [String],
    pub(super) see_someone: Option<&'a str>,
    pub(super) evidence: Option<&'a str>,
    pub(super) sources: &'a [String],
    pub(super) links: &'a [String],
    pub(super) keywords: &'a [String],
    pub(super) asked: &'a [String],
}

raw_cards! {
    /// `exercises/*.toml`
    RawExercise {
        kind: Option<String>,
        positions: Vec<String>,
        equipment: Vec<String>,
        or_equipment: Vec<String>,
        level: Option<i64>,
        seconds: Option<i64>,
        dose: Option<String>,
        amount: Vec<RawAmount>,
        steps: Vec<String>,
        mistake: Option<String>,
        stop_if: Option<String>,
        discreet: Option<bool>,
        seated: Option<String>,
        adapt: Option<String>,
        note: Option<String>,
        helps_with: Vec<String>,
        alt: Option<String>,
        pose: Option<RawPose>,
    }

    /// `causes/*.toml`
    RawCause {
        order: Option<i64>,
        what: Option<String>,
        signs: Vec<String>,
        may_help: Option<String>,
        helps: Vec<String>,
    }

    /// `[[tip]]` in `tips/*.toml`
    RawTip {
        why: Option<String>,
        steps: Vec<String>,
        care: Option<String>,
    }

    /// `help/*.toml`
    RawHelp {
        order: Option<i64>,
        urgency: Option<String>,
        body: Option<String>,
        points: Vec<String>,
        action: Option<String>,
    }

    /// `[[prompt]]` in `prompts/*.toml`; the fact stands in `summary`
    RawPrompt {
        action: Option<String>,
        seated: Option<String>,
        exercise: Option<String>,
    }

    /// `routines/*.toml`
    RawRoutine {
        order: Option<i64>,
        step: Vec<RawStep>,
    }
}

/// `[[amount]]` in an exercise
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub(super) struct RawAmount {
    pub(super) what: Option<String>,
    pub(super) times: Option<RawSpan>,
    pub(super) hold: Option<RawSpan>,
    pub(super) out: Option<RawSpan>,
    pub(super) back: Option<RawSpan>,
    pub(super) rest: Option<RawSpan>,
    pub(super) lasts: Option<RawSpan>,
    pub(super) rounds: Option<RawSpan>,
    pub(super) days: Option<RawSpan>,
    pub(super) per_side: bool,
}

/// `[[step]]` in a routine
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub(super) struct RawStep {
    pub(super) exercise: Option<String>,
    pub(super) or_exercises: Vec<String>,
    pub(super) dose: Option<String>,
    pub(super) seconds: Option<i64>,
    pub(super) amount: Vec<RawAmount>,
}

/// `tips/*.toml`
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub(super) struct RawTipFile {
    pub(super) family: Option<String>,
    pub(super) order: Option<i64>,
    pub(super) tip: Vec<RawTip>,
}

/// `prompts/*.toml`
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub(super) struct RawPromptFile {
    pub(super) prompt: Vec<RawPrompt>,
}

/// `pack.toml`
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub(super) struct RawMeta {
    pub(super) format: Option<i64>,
    pub(super) id: Option<String>,
    pub(super) title: Option<String>,
    pub(super) language: Option<String>,
    pub(super) licence: Option<String>,
    pub(super) authors: Vec<String>,
    pub(super) reviewed: Option<String>,
    pub(super) clinician: Option<String>,
    pub(super) review_note: Option<String>,
}

/// `safety.toml`
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub(super) struct RawSafety {
    pub(super) about: Option<String>,
    pub(super) short: Option<String>,
    pub(super) stop: Option<String>,
    pub(super) stop_in_full: Option<String>,
    pub(super) how: Option<String>,
    pub(super) not_now: Option<String>,
    pub(super) cause: Option<String>,
    pub(super) help: Option<String>,
    pub(super) emergency_number: Option<String>,
    pub(super) help_card: Option<String>,
}

/// `cautions.toml`
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub(super) struct RawCautionFile {
    pub(super) caution: BTreeMap<String, String>,
    pub(super) basis: BTreeMap<String, Vec<String>>,
}

/// `sources.toml`
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub(super) struct RawSourceFile {
    pub(super) source: BTreeMap<String, RawSource>,
}

/// `[source.*]` in `sources.toml`
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub(super) struct RawSource {
    pub(super) title: Option<String>,
    pub(super) url: Option<String>,
    pub(super) also: Vec<String>,
    pub(super) tier: Option<String>,
    pub(super) read: Option<String>,
}

/// `synonyms.toml`
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub(super) struct RawSynonyms {
    pub(super) skipped: Vec<String>,
    pub(super) fillers: Vec<String>,
    pub(super) elsewhere: Vec<String>,
    pub(super) negations: Vec<String>,
    pub(super) asking: Vec<String>,
    pub(super) calls: Vec<String>,
    pub(super) greetings: Vec<String>,
    pub(super) masked: Vec<String>,
    pub(super) numbers: BTreeMap<String, i64>,
    pub(super) short: BTreeMap<String, String>,
    pub(super) moving: BTreeMap<String, Vec<String>>,
    pub(super) places: BTreeMap<String, Vec<String>>,
    pub(super) group: BTreeMap<String, RawGroup>,
}

/// `[group.*]` in `synonyms.toml`
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub(super) struct RawGroup {
    pub(super) words: Vec<String>,
    pub(super) hints: Vec<String>,
    pub(super) facets: Vec<String>,
    pub(super) topic: Option<f32>,
}

/// `skeletons.toml`
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub(super) struct RawSkeletonFile {
    pub(super) base: BTreeMap<String, RawBase>,
    pub(super) prop: BTreeMap<String, RawPropShape>,
}
