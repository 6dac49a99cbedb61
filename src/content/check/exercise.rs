//! Checks of an exercise: what it is chosen by, how much of it, and its words.
//!
//! Begin reading at [`check_exercise`].

use super::amount::check_amounts;
use super::cards::required;
use super::fields::{Checker, link_to};
use super::pose::check_pose;
use crate::content::error::At;
use crate::content::limits::{ALT, LINE, PARAGRAPH, SECONDS, STEPS, SUMMARY};
use crate::content::raw::RawExercise;
use crate::domain::advice::Safety;
use crate::domain::card::CardKind;
use crate::domain::exercise::{Equipment, Exercise, ExerciseKind, Level, Position, Seated};

/// The exercise, if nothing is wrong with it.
pub(super) fn check_exercise(
    checker: &mut Checker<'_>,
    safety: Option<&Safety>,
    at: &At,
    raw: &RawExercise,
) -> Option<Exercise> {
    let card = checker.card(at, raw.card(), SUMMARY, safety);
    let setting = check_setting(checker, at, raw);
    let dose = checker.text(at, "dose", raw.dose.as_deref(), LINE);
    let amounts = check_amounts(checker, at, &raw.amount);
    let steps = checker.lines(at, "steps", &raw.steps, STEPS);
    let mistake = checker.text(at, "mistake", raw.mistake.as_deref(), LINE);
    let stop_if = checker.text(at, "stop_if", raw.stop_if.as_deref(), LINE);
    let note = checker.optional(at, "note", raw.note.as_deref(), PARAGRAPH);
    let helps_with = checker.links(at, "helps_with", &raw.helps_with, Some(CardKind::Cause));
    let alt = checker.text(at, "alt", raw.alt.as_deref(), ALT);
    required(checker, at, "evidence", raw.card().evidence);
    let pose = match &raw.pose {
        Some(pose) => check_pose(checker, &at.inside("pose"), pose),
        None => checker.wrong(at, "pose", "is missing", "a table with base, loop and keys"),
    };
    let (mut card, setting, helps_with) = (card?, setting?, helps_with?);
    for cause in &helps_with {
        link_to(&mut card, cause);
    }
    Some(Exercise {
        card,
        kind: setting.kind,
        positions: setting.positions,
        equipment: setting.equipment,
        or_equipment: setting.or_equipment,
        level: setting.level,
        seconds: setting.seconds,
        dose: dose?,
        amounts: amounts?,
        steps: steps?,
        mistake: mistake?,
        stop_if: stop_if?,
        discreet: setting.discreet,
        seated: setting.seated,
        note,
        helps_with,
        alt: alt?,
        pose: pose?,
    })
}

/// What an exercise is chosen by.
struct Setting {
    kind: ExerciseKind,
    positions: Vec<Position>,
    equipment: Vec<Equipment>,
    or_equipment: Vec<Equipment>,
    level: Level,
    seconds: u16,
    discreet: bool,
    seated: Seated,
}

fn check_setting(checker: &mut Checker<'_>, at: &At, raw: &RawExercise) -> Option<Setting> {
    let kinds = (ExerciseKind::ALL, ExerciseKind::name as fn(_) -> _);
    let kind = checker.named(at, "kind", raw.kind.as_deref(), kinds);
    let all_positions = (Position::ALL, Position::name as fn(_) -> _);
    let positions = checker.each_named(at, "positions", &raw.positions, all_positions);
    if raw.positions.is_empty() {
        let accepted = "at least one of seated, standing, floor";
        checker.wrong::<()>(at, "positions", "is empty", accepted);
    }
    let things = (Equipment::ALL, Equipment::name as fn(_) -> _);
    let equipment = checker.each_named(at, "equipment", &raw.equipment, things);
    let or_equipment = checker.each_named(at, "or_equipment", &raw.or_equipment, things);
    if raw.equipment.is_empty() && !raw.or_equipment.is_empty() {
        let wrong = "has nothing to stand in for";
        checker.wrong::<()>(at, "or_equipment", wrong, "equipment with a thing in it");
    }
    let level = check_level(checker, at, raw.level);
    let seconds = check_seconds(checker, at, raw.seconds);
    let discreet = check_given(checker, at, "discreet", raw.discreet);
    let seated = check_seated(checker, at, raw);
    Some(Setting {
        kind: kind?,
        positions: positions?,
        equipment: equipment?,
        or_equipment: or_equipment?,
        level: level?,
        seconds: seconds?,
        discreet: discreet?,
        seated: seated?,
    })
}

fn check_level(checker: &mut Checker<'_>, at: &At, level: Option<i64>) -> Option<Level> {
    let accepted = "1, 2 or 3";
    let Some(number) = level else {
        return checker.wrong(at, "level", "is missing", accepted);
    };
    let mut levels = Level::ALL.iter();
    match levels.find(|level| i64::from(level.number()) == number) {
        Some(level) => Some(*level),
        None => checker.wrong(at, "level", format!("{number} is not known"), accepted),
    }
}

/// Checks how long something takes.
pub(super) fn check_seconds(
    checker: &mut Checker<'_>,
    at: &At,
    seconds: Option<i64>,
) -> Option<u16> {
    let accepted = format!(
        "a whole number from {} to {}",
        SECONDS.start(),
        SECONDS.end()
    );
    match seconds {
        Some(seconds) if SECONDS.contains(&seconds) => u16::try_from(seconds).ok(),
        Some(other) => checker.wrong(at, "seconds", format!("{other} is out of range"), accepted),
        None => checker.wrong(at, "seconds", "is missing", accepted),
    }
}

fn check_given(checker: &mut Checker<'_>, at: &At, key: &str, value: Option<bool>) -> Option<bool> {
    match value {
        None => checker.wrong(at, key, "is missing", "true or false"),
        some => some,
    }
}

fn check_seated(checker: &mut Checker<'_>, at: &At, raw: &RawExercise) -> Option<Seated> {
    let adapt = checker.optional(at, "adapt", raw.adapt.as_deref(), LINE);
    match (raw.seated.as_deref(), adapt) {
        (Some("yes"), remark) => Some(Seated::Yes { remark }),
        (Some("adapted"), Some(how)) => Some(Seated::Adapted { how }),
        (Some("adapted"), None) => checker.wrong(
            at,
            "adapt",
            "is missing",
            "how it is done from a chair, as seated is \"adapted\"",
        ),
        (Some("instead"), Some(which)) => Some(Seated::Instead { which }),
        (Some("instead"), None) => checker.wrong(
            at,
            "adapt",
            "is missing",
            "which movement is done from a chair in its place, as seated is \"instead\"",
        ),
        (Some("no"), instead) => Some(Seated::No { instead }),
        (Some(other), _) => checker.wrong(
            at,
            "seated",
            format!("\"{other}\" is not known"),
            "yes, adapted, instead or no",
        ),
        (None, _) => checker.wrong(at, "seated", "is missing", "yes, adapted, instead or no"),
    }
}
