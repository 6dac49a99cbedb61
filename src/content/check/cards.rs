//! Checks of each sort of card.
//!
//! Begin reading at [`check_card`].

use super::amount::check_amounts;
use super::exercise::{check_exercise, check_seconds};
use super::fields::{Checker, all, link_to};

use crate::content::error::At;
use crate::content::library::CardRef;
use crate::content::limits::{LINE, LINKS, PARAGRAPH, PROMPT, SUMMARY, TITLE, WHOLE};
use crate::content::pack::{FamilyTip, Placed, RawAny};
use crate::content::raw::{RawCause, RawHelp, RawPrompt, RawRoutine, RawStep};
use crate::content::text::{card_text, parts};
use crate::domain::advice::{Cause, Help, Prompt, Routine, RoutineStep, Safety, Tip, Urgency};
use crate::domain::card::{Card, CardId, CardKind, CautionCode};
use crate::domain::exercise::Exercise;

/// What the marks of a link and the separator after it take, in characters.
const LINK_MARKS: usize = 8;
/// What a view puts round a line: a number, a bullet, stars.
const LINE_MARKS: usize = 4;

/// What a prompt says where its action is done seated as it is.
const SAME: &str = "same";

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
    let n_links = card.as_ref().card().links.len();
    if n_links > LINKS {
        let wrong = format!("leads to {n_links} cards, all of its lists together");
        let accepted = format!("at most {LINKS}, so that they fit a menu");
        return checker.wrong(at, "links", wrong, accepted);
    }
    let length = length(checker, safety?, &card);
    if length > WHOLE {
        let wrong = format!("the whole card has {length} characters");
        let accepted = format!("at most {WHOLE}, so that it fits a message");
        return checker.wrong(at, "", wrong, accepted);
    }
    Some(card)
}

/// The characters of all that a message with this card would have to hold, sources with their addresses
/// included.
fn length(checker: &Checker<'_>, safety: &Safety, card: &Any) -> usize {
    let cautions = &checker.pack.cautions;
    let words = |code: &CautionCode| {
        cautions
            .get(code.as_str())
            .map(|placed| placed.raw.as_str())
    };
    let card = card.as_ref();
    let sources = card.card().sources.iter().map(|source| {
        let url = source.url.as_deref().unwrap_or_default();
        source.title.chars().count() + url.chars().count() + LINK_MARKS
    });
    card_text(card, safety, words).chars().count()
        + parts(card).len() * LINE_MARKS
        + sources.sum::<usize>()
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
    link_first(&mut card, helps.iter());
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
    let another = raw.seated.as_deref().filter(|way| *way != SAME);
    let seated = checker.optional(at, "seated", another, PROMPT);
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
    if raw.step.is_empty() {
        checker.wrong::<()>(at, "step", "is missing", "at least one [[step]]");
    }
    let steps = raw.step.iter().enumerate().map(|(index, step)| {
        let at = at.inside(&format!("step[{}]", index + 1));
        check_step(checker, &at, step)
    });
    let steps = all(steps);
    let (mut card, steps) = (card?, steps?);
    let exercises = steps
        .iter()
        .flat_map(|step| std::iter::once(&step.exercise).chain(&step.or_exercises));
    link_first(&mut card, exercises);
    Some(Routine { card, steps })
}

fn check_step(checker: &mut Checker<'_>, at: &At, raw: &RawStep) -> Option<RoutineStep> {
    let kind = Some(CardKind::Exercise);
    let exercise = match raw.exercise.as_deref() {
        Some(id) => checker.link(at, "exercise", id, kind),
        None => checker.wrong(at, "exercise", "is missing", "the id of an exercise"),
    };
    let or_exercises = checker.links(at, "or_exercises", &raw.or_exercises, kind);
    let dose = checker.optional(at, "dose", raw.dose.as_deref(), LINE);
    let amounts = check_amounts(checker, at, &raw.amount);
    if raw.dose.is_none() && !raw.amount.is_empty() {
        let wrong = "has no words that say the same";
        checker.wrong::<()>(at, "amount", wrong, "dose beside it");
    }
    let seconds = match raw.seconds {
        Some(_) => Some(check_seconds(checker, at, raw.seconds)?),
        None => None,
    };
    Some(RoutineStep {
        exercise: exercise?,
        or_exercises: or_exercises?,
        dose,
        amounts: amounts?,
        seconds,
    })
}

/// Puts `ids` before the card's other links, since a view may show only the first of them.
fn link_first<'a>(card: &mut Card, ids: impl Iterator<Item = &'a CardId>) {
    let mut links: Vec<CardId> = Vec::new();
    for id in ids.cloned().chain(std::mem::take(&mut card.links)) {
        if !links.contains(&id) {
            links.push(id);
        }
    }
    card.links = links;
}

/// Notes a key that this sort of card must have, though not every card does.
pub(super) fn required(checker: &mut Checker<'_>, at: &At, key: &str, value: Option<&str>) {
    if value.is_none() {
        checker.wrong::<()>(
            at,
            key,
            "is missing",
            format!("a text of at most {PARAGRAPH} characters"),
        );
    }
}
