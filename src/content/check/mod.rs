//! From raw cards to checked ones, with every problem noted on the way.
//!
//! A field that is wrong yields `None` and a problem; a card is built when all its fields are there. Pure.
//! Begin reading at [`check`], then `fields`, `cards`, `pose`.

mod amount;
mod cards;
mod exercise;
mod fields;
mod layers;
mod lexicon;
mod pose;
mod prop;

use std::collections::BTreeMap;

use super::error::{At, Problem, Problems};
use super::library::{Cards, Library, RedFlags};
use super::limits::{FOOT, FORMAT, LANGUAGE, LINE, PARAGRAPH, TITLE};
use super::pack::{Pack, Placed};
use super::raw::{RawMeta, RawSafety};
use crate::domain::advice::{PackMeta, Safety};
use crate::domain::card::{CardKind, CautionCode};
use crate::domain::pose::Prop;
use cards::check_card;
use lexicon::check_lexicon;

pub(super) use cards::Any;
pub(super) use fields::Checker;

/// Checks all that the packs say, and makes a library of what is good, if there can be one at all.
pub(super) fn check(pack: &Pack, mut problems: Problems) -> (Option<Library>, Vec<Problem>) {
    let mut checker = Checker::new(pack, &mut problems);
    let meta = check_meta(&mut checker, pack.meta.as_ref());
    let safety = check_safety(&mut checker, pack.safety.as_ref());
    let cautions = check_cautions(&mut checker);
    let shapes = check_shared(&mut checker);
    let lexicon = check_lexicon(&mut checker);
    let red_flags = check_red_flags(&mut checker);
    let mut cards = Cards::default();
    for placed in ranked(&pack.cards) {
        if let Some(card) = check_card(&mut checker, safety.as_ref(), placed) {
            cards.add(card, placed.at.clone());
        }
    }
    let library = meta.zip(safety).map(|(meta, safety)| {
        Library::new(meta, safety, cautions, lexicon, red_flags, shapes, cards)
    });
    (library, problems.into_list())
}

/// The table of red flags, if there is nothing wrong with it.
fn check_red_flags(checker: &mut Checker<'_>) -> RedFlags {
    let Some(placed) = &checker.pack.red_flags else {
        return RedFlags::default();
    };
    let table = &placed.raw;
    let problems = table.read.as_ref().err().into_iter().flatten();
    for problem in problems.cloned() {
        checker.wrong::<()>(&placed.at, &problem.key, problem.wrong, problem.accepted);
    }
    RedFlags {
        file: placed.at.file.clone(),
        text: table.text.clone(),
        flags: table.read.clone().unwrap_or_default(),
    }
}

/// Cards in the order in which they are listed.
fn ranked<T>(cards: &[Placed<T>]) -> Vec<&Placed<T>> {
    let mut ranked: Vec<_> = cards.iter().collect();
    ranked.sort_by(|a, b| (a.rank, &a.at).cmp(&(b.rank, &b.at)));
    ranked
}

fn check_cautions(checker: &mut Checker<'_>) -> BTreeMap<CautionCode, String> {
    let mut cautions = BTreeMap::new();
    for (code, placed) in &checker.pack.cautions {
        let at = placed.at.inside("caution");
        let Some(valid) = CautionCode::new(code) else {
            let wrong = "is not a code";
            checker.wrong::<()>(&at, code, wrong, "C- and capital letters, such as C-NECK");
            continue;
        };
        if let Some(text) = checker.text(&at, code, Some(&placed.raw), LINE) {
            cautions.insert(valid, text);
        }
    }
    cautions
}

/// Checks what many cards share, whether or not any of them uses it; returns the things in pictures.
fn check_shared(checker: &mut Checker<'_>) -> BTreeMap<String, Vec<Prop>> {
    let pack = checker.pack;
    for (code, placed) in &pack.basis {
        let at = placed.at.inside("basis");
        if !pack.cautions.contains_key(code) && !pack.is_broken("cautions") {
            let wrong = "there is no caution of that code";
            checker.wrong::<()>(&at, code, wrong, "a code from [caution]");
        }
        checker.sources(&at, code, &placed.raw);
    }
    for (name, placed) in &pack.sources {
        checker.source(name, placed);
    }
    for (name, placed) in &pack.bases {
        pose::check_skeleton(checker, name, placed);
    }
    let shapes = pack.shapes.iter().filter_map(|(name, placed)| {
        let shape = prop::check_shape(checker, name, placed)?;
        Some((name.clone(), shape))
    });
    shapes.collect()
}

/// Checks what a pack says about itself.
pub(super) fn check_meta(
    checker: &mut Checker<'_>,
    placed: Option<&Placed<RawMeta>>,
) -> Option<PackMeta> {
    let Placed { at, raw, .. } = checker.given(placed, "pack.toml")?;
    check_format(checker, at, raw.format);
    let id = checker.text(at, "id", raw.id.as_deref(), TITLE);
    let title = checker.text(at, "title", raw.title.as_deref(), TITLE);
    let language = checker.text(at, "language", raw.language.as_deref(), LANGUAGE);
    let licence = checker.text(at, "licence", raw.licence.as_deref(), TITLE);
    let authors = checker.lines(at, "authors", &raw.authors, 1);
    let reviewed = match raw.reviewed.as_deref().map(str::parse) {
        Some(Ok(date)) => Some(date),
        Some(Err(_)) => checker.wrong(at, "reviewed", "is not a date", "a date such as 2026-11-22"),
        None => checker.wrong(at, "reviewed", "is missing", "a date such as 2026-11-22"),
    };
    let clinician = raw.clinician.as_deref().map(str::trim);
    let clinician = clinician.filter(|name| !name.is_empty());
    let clinician = checker.optional(at, "clinician", clinician, TITLE);
    let review_note = checker.text(at, "review_note", raw.review_note.as_deref(), PARAGRAPH);
    Some(PackMeta {
        id: id?,
        title: title?,
        language: language?,
        licence: licence?,
        authors: authors?,
        reviewed: reviewed?,
        clinician,
        review_note: review_note?,
    })
}

/// A pack in another format is refused in so many words, since everything else said about it may be wrong.
fn check_format(checker: &mut Checker<'_>, at: &At, format: Option<i64>) {
    let wrong = match format {
        Some(FORMAT) => return,
        None => "is missing".to_owned(),
        Some(newer) if newer > FORMAT => {
            format!("{newer} is newer than what this version of Unhunch reads")
        }
        Some(other) => format!("{other} is not a format of packs"),
    };
    let accepted = format!("format = {FORMAT}; a newer pack needs a newer Unhunch");
    checker.wrong::<()>(at, "format", wrong, accepted);
}

fn check_safety(checker: &mut Checker<'_>, placed: Option<&Placed<RawSafety>>) -> Option<Safety> {
    let Placed { at, raw, .. } = checker.given(placed, "safety.toml")?;
    let about = checker.text(at, "about", raw.about.as_deref(), PARAGRAPH);
    let short = checker.text(at, "short", raw.short.as_deref(), LINE);
    let stop = checker.text(at, "stop", raw.stop.as_deref(), FOOT);
    let stop_in_full = checker.text(at, "stop_in_full", raw.stop_in_full.as_deref(), PARAGRAPH);
    let how = checker.text(at, "how", raw.how.as_deref(), PARAGRAPH);
    let not_now = checker.text(at, "not_now", raw.not_now.as_deref(), PARAGRAPH);
    let cause = checker.text(at, "cause", raw.cause.as_deref(), LINE);
    let help = checker.text(at, "help", raw.help.as_deref(), LINE);
    let number = checker.text(
        at,
        "emergency_number",
        raw.emergency_number.as_deref(),
        TITLE,
    );
    let help_card = match raw.help_card.as_deref() {
        Some(id) => checker.link(at, "help_card", id, Some(CardKind::Help)),
        None => checker.wrong(at, "help_card", "is missing", "the id of a help card"),
    };
    Some(Safety {
        about: about?,
        short: short?,
        stop: stop?,
        stop_in_full: stop_in_full?,
        how: how?,
        not_now: not_now?,
        cause: cause?,
        help: help?,
        emergency_number: number?,
        help_card: help_card?,
    })
}
