//! The schemas of the files that a pack has once.
//!
//! Begin reading at [`pack`].

use serde_json::{Value, json};

use super::pose::{base, prop_shape};
use super::shape::{
    address, code, id, lines, list, may, named, need, one_of, set, source_key, table, text,
};
use crate::content::limits::{FOOT, FORMAT, LANGUAGE, LINE, PARAGRAPH, SOURCE, TITLE, URL};
use crate::domain::card::SourceTier;

/// `pack.toml`
pub(super) fn pack() -> Value {
    table([
        need(
            "format",
            "The version of the format of packs.",
            json!({ "type": "integer", "const": FORMAT }),
        ),
        need("id", "The pack's name, such as \"our-team\".", text(TITLE)),
        need("title", "What people see as its name.", text(TITLE)),
        need(
            "language",
            "The language of its words, such as \"en\".",
            text(LANGUAGE),
        ),
        need(
            "licence",
            "The licence of its words, such as \"CC-BY-4.0\".",
            text(TITLE),
        ),
        need("authors", "Who wrote it.", lines(1)),
        need(
            "reviewed",
            "When it was last read through against its sources: \"2026-11-22\".",
            date(),
        ),
        may(
            "clinician",
            "The clinician who reviewed it; empty if none has.",
            json!({ "type": "string", "maxLength": TITLE }),
        ),
        need(
            "review_note",
            "What that means, in a sentence for readers.",
            text(PARAGRAPH),
        ),
    ])
}

fn date() -> Value {
    json!({ "type": "string", "format": "date", "pattern": "^\\d{4}-\\d{2}-\\d{2}$" })
}

/// `safety.toml`
pub(super) fn safety() -> Value {
    table([
        need("about", "What the bot is and is not.", text(PARAGRAPH)),
        need(
            "short",
            "The same in a few words, for a channel.",
            text(LINE),
        ),
        need(
            "stop",
            "When to stop any exercise, for the foot of a card.",
            text(FOOT),
        ),
        need(
            "stop_in_full",
            "When to stop any exercise, in full.",
            text(PARAGRAPH),
        ),
        need("how", "How to do any exercise.", text(PARAGRAPH)),
        need("not_now", "When to do no exercise at all.", text(PARAGRAPH)),
        need(
            "cause",
            "Goes with every cause: that a bot cannot tell.",
            text(LINE),
        ),
        need(
            "help",
            "Points to the help card; goes with everything about pain.",
            text(LINE),
        ),
        need(
            "emergency_number",
            "Stands in for the emergency number where none is configured.",
            text(TITLE),
        ),
        need("help_card", "The card that `help` points to, by id.", id()),
    ])
}

/// `cautions.toml`
pub(super) fn cautions() -> Value {
    let basis = set(&source_key(), 0);
    table([
        may(
            "caution",
            "The words of each code.",
            named(&code(), &text(LINE)),
        ),
        may(
            "basis",
            "The sources that a code rests on.",
            named(&code(), &basis),
        ),
    ])
}

/// `sources.toml`
pub(super) fn sources() -> Value {
    let source = table([
        need(
            "title",
            "Authors, title and year, as far as there are any.",
            text(SOURCE),
        ),
        may("url", "Its address.", address(URL)),
        may("also", "Further addresses.", list(&address(URL), 0)),
        may(
            "tier",
            "How much weight it has.",
            one_of(SourceTier::ALL, SourceTier::name),
        ),
        may("read", "What was read there.", text(PARAGRAPH)),
    ]);
    table([may(
        "source",
        "Each source, under its key.",
        named(&json!({}), &source),
    )])
}

/// `skeletons.toml`
pub(super) fn skeletons() -> Value {
    table([
        may(
            "base",
            "Figures that poses start from.",
            named(&json!({}), &base()),
        ),
        may(
            "prop",
            "Things that poses share.",
            named(&json!({}), &prop_shape()),
        ),
    ])
}
