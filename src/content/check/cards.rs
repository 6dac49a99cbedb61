//! Checks of each sort of card.
//!
//! Begin reading at [`check_card`].

use super::fields::{ALT, Checker, LINE, PARAGRAPH, SUMMARY, TITLE, WHOLE, link_to};
use super::pose::check_pose;
use crate::content::error::At;
use crate::content::library::CardRef;
use crate::content::pack::{FamilyTip, Placed, RawAny};
use crate::content::raw::{RawCause, RawExercise, RawHelp, RawPrompt, RawRoutine};
use crate::content::text::card_text;
use crate::domain::advice::{Cause, Help, Prompt, Routine, Safety, Tip, Urgency};
use crate::domain::card::{CardKind, CautionCode};
use crate::domain::exercise::{Equipment, Exercise, ExerciseKind, Level, Position, Seated};

/// Shortest and longest time of an exercise, in seconds.
const SECONDS: std::ops::RangeInclusive<i64> = 5..=300;
/// Longest fact or action of a prompt; together they are to stay near 200 characters.
const PROMPT: usize = 120;

/// A checked card of any sort.
#[derive(Debug)]
pub(in crate::content) enum Any {
    Cause(Cause),
    Tip(Tip),
    Exercise(Box<Exercise>),
    Help(Help),
    Prompt(Prompt),
    Routine(Routine),
}

impl Any {
    /// The sort of a raw card.
    pub(super) const fn kind_of(raw: &RawAny) -> CardKind {
        match raw {
            RawAny::Cause(_) => CardKind::Cause,
            RawAny::Tip(_) => CardKind::Tip,
            RawAny::Exercise(_) => CardKind::Exercise,
            RawAny::Help(_) => CardKind::Help,
            RawAny::Prompt(_) => CardKind::Prompt,
            RawAny::Routine(_) => CardKind::Routine,
        }
    }

    fn as_ref(&self) -> CardRef<'_> {
        match self {
            Self::Cause(card) => CardRef::Cause(card),
            Self::Tip(card) => CardRef::Tip(card),
            Self::Exercise(card) => CardRef::Exercise(card),
            Self::Help(card) => CardRef::Help(card),
            Self::Prompt(card) => CardRef::Prompt(card),
            Self::Routine(card) => CardRef::Routine(card),
        }
    }
}

/// The card, if nothing is wrong with it.
pub(super) fn check_card(
    checker: &mut Checker<'_>,
    safety: Option<&Safety>,
    placed: &Placed<RawAny>,
) -> Option<Any> {
    let at = &placed.at;
    let card = match &placed.raw {
        RawAny::Cause(raw) => check_cause(checker, safety, at, raw).map(Any::Cause),
        RawAny::Tip(raw) => check_tip(checker, safety, at, raw).map(Any::Tip),
        RawAny::Exercise(raw) => {
            check_exercise(checker, safety, at, raw).map(|card| Any::Exercise(Box::new(card)))
        }
        RawAny::Help(raw) => check_help(checker, safety, at, raw).map(Any::Help),
        RawAny::Prompt(raw) => check_prompt(checker, safety, at, raw).map(Any::Prompt),
        RawAny::Routine(raw) => check_routine(checker, safety, at, raw).map(Any::Routine),
    }?;
    let length = length(checker, safety?, &card);
    if length > WHOLE {
        let wrong = format!("the whole card has {length} characters");
        let accepted = format!("at most {WHOLE}, so that it fits a message");
        return checker.wrong(at, "", wrong, accepted);
    }
    Some(card)
}

/// The characters of all that a message with this card would have to hold.
fn length(checker: &Checker<'_>, safety: &Safety, card: &Any) -> usize {
    let cautions = &checker.pack.cautions;
    let words = |code: &CautionCode| {
        cautions
            .get(code.as_str())
            .map(|placed| placed.raw.as_str())
    };
    card_text(card.as_ref(), safety, words).chars().count()
}

fn check_cause(
    checker: &mut Checker<'_>,
    safety: Option<&Safety>,
    at: &At,
    raw: &RawCause,
) -> Option<Cause> {
    let card = checker.card(at, raw.card(), SUMMARY, safety);
    let what = checker.text(at, "what", raw.what.as_deref(), PARAGRAPH);
    let signs = checker.lines(at, "signs", &raw.signs, 1);
    let may_help = checker.text(at, "may_help", raw.may_help.as_deref(), PARAGRAPH);
    let helps = checker.links(at, "helps", &raw.helps, None);
    required(checker, at, "see_someone", raw.card().see_someone);
    required(checker, at, "evidence", raw.card().evidence);
    let (mut card, helps) = (card?, helps?);
    for id in helps.iter().rev() {
        if !card.links.contains(id) {
            card.links.insert(0, id.clone());
        }
    }
    Some(Cause {
        card,
        what: what?,
        signs: signs?,
        may_help: may_help?,
        helps,
    })
}

fn check_tip(
    checker: &mut Checker<'_>,
    safety: Option<&Safety>,
    at: &At,
    raw: &FamilyTip,
) -> Option<Tip> {
    let FamilyTip { family, tip } = raw;
    let card = checker.card(at, tip.card(), SUMMARY, safety);
    let family = checker.text(
        &At::file(at.file.clone()),
        "family",
        family.as_deref(),
        TITLE,
    );
    let why = checker.text(at, "why", tip.why.as_deref(), PARAGRAPH);
    let steps = checker.lines(at, "steps", &tip.steps, 1);
    let caution = checker.optional(at, "care", tip.care.as_deref(), PARAGRAPH);
    required(checker, at, "evidence", tip.card().evidence);
    Some(Tip {
        card: card?,
        family: family?,
        why: why?,
        steps: steps?,
        care: caution,
    })
}

fn check_exercise(
    checker: &mut Checker<'_>,
    safety: Option<&Safety>,
    at: &At,
    raw: &RawExercise,
) -> Option<Exercise> {
    let card = checker.card(at, raw.card(), SUMMARY, safety);
    let setting = check_setting(checker, at, raw);
    let dose = checker.text(at, "dose", raw.dose.as_deref(), LINE);
    let steps = checker.lines(at, "steps", &raw.steps, 2);
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
        level: setting.level,
        seconds: setting.seconds,
        dose: dose?,
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
    let level = check_level(checker, at, raw.level);
    let seconds = check_seconds(checker, at, raw.seconds);
    let discreet = check_given(checker, at, "discreet", raw.discreet);
    let seated = check_seated(checker, at, raw);
    Some(Setting {
        kind: kind?,
        positions: positions?,
        equipment: equipment?,
        level: level?,
        seconds: seconds?,
        discreet: discreet?,
        seated: seated?,
    })
}

fn check_level(checker: &mut Checker<'_>, at: &At, level: Option<i64>) -> Option<Level> {
    match level {
        Some(1) => Some(Level::Easy),
        Some(2) => Some(Level::Medium),
        Some(3) => Some(Level::Hard),
        Some(other) => checker.wrong(at, "level", format!("{other} is not known"), "1, 2 or 3"),
        None => checker.wrong(at, "level", "is missing", "1, 2 or 3"),
    }
}

fn check_seconds(checker: &mut Checker<'_>, at: &At, seconds: Option<i64>) -> Option<u16> {
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
        (Some("no"), instead) => Some(Seated::No { instead }),
        (Some(other), _) => checker.wrong(
            at,
            "seated",
            format!("\"{other}\" is not known"),
            "yes, adapted or no",
        ),
        (None, _) => checker.wrong(at, "seated", "is missing", "yes, adapted or no"),
    }
}

fn check_help(
    checker: &mut Checker<'_>,
    safety: Option<&Safety>,
    at: &At,
    raw: &RawHelp,
) -> Option<Help> {
    let card = checker.card(at, raw.card(), SUMMARY, safety);
    let urgency = checker.named(
        at,
        "urgency",
        raw.urgency.as_deref(),
        (Urgency::ALL, Urgency::name),
    );
    let body = checker.text(at, "body", raw.body.as_deref(), PARAGRAPH);
    let points = checker.lines(at, "points", &raw.points, 0);
    let action = checker.text(at, "action", raw.action.as_deref(), PARAGRAPH);
    Some(Help {
        card: card?,
        urgency: urgency?,
        body: body?,
        points: points?,
        action: action?,
    })
}

fn check_prompt(
    checker: &mut Checker<'_>,
    safety: Option<&Safety>,
    at: &At,
    raw: &RawPrompt,
) -> Option<Prompt> {
    let card = checker.card(at, raw.card(), PROMPT, safety);
    let action = checker.text(at, "action", raw.action.as_deref(), PROMPT);
    let seated = checker.optional(at, "seated", raw.seated.as_deref(), PROMPT);
    let exercise = raw
        .exercise
        .as_deref()
        .and_then(|id| checker.link(at, "exercise", id, Some(CardKind::Exercise)));
    let mut card = card?;
    if let Some(id) = &exercise {
        link_to(&mut card, id);
    }
    Some(Prompt {
        card,
        action: action?,
        seated,
        exercise,
    })
}

fn check_routine(
    checker: &mut Checker<'_>,
    safety: Option<&Safety>,
    at: &At,
    raw: &RawRoutine,
) -> Option<Routine> {
    let card = checker.card(at, raw.card(), SUMMARY, safety);
    let exercises = checker.links(at, "exercises", &raw.exercises, Some(CardKind::Exercise));
    if raw.exercises.len() < 2 {
        checker.wrong::<()>(
            at,
            "exercises",
            "is too short",
            "the ids of at least two exercises",
        );
    }
    Some(Routine {
        card: card?,
        exercises: exercises?,
    })
}

/// Notes a key that this sort of card must have, though not every card does.
fn required(checker: &mut Checker<'_>, at: &At, key: &str, value: Option<&str>) {
    if value.is_none() {
        checker.wrong::<()>(
            at,
            key,
            "is missing",
            format!("a text of at most {PARAGRAPH} characters"),
        );
    }
}
