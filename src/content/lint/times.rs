//! Whether the seconds of an exercise or a routine go with how much is to be done, and with its name.
//!
//! The bounds are wide: one go takes as long as its holds at least, and gives each repetition some seconds to move
//! at most. Begin reading at [`Findings::lint_times`].

use super::spoken::{Spoken, minutes_named, numbers, spoken};
use super::{Findings, Severity};
use crate::content::library::CardRef;
use crate::domain::advice::Routine;
use crate::domain::amount::{Amount, Span};
use crate::domain::card::CardId;
use crate::domain::exercise::Exercise;

/// Seconds of a repetition without a hold, at least and at most.
pub(super) const QUICK: u32 = 1;
/// See [`QUICK`].
pub(super) const SLOW: u32 = 8;
/// Seconds to move between two holds, at most.
pub(super) const MOVE: u32 = 5;
/// Seconds to get into position, at most.
const SETTLE: u32 = 15;

impl Findings<'_> {
    /// Seconds that fit what is done in them.
    pub(super) fn lint_times(&mut self, card: CardRef<'_>) {
        match card {
            CardRef::Exercise(exercise) => self.lint_exercise(exercise),
            CardRef::Routine(routine) => self.lint_routine(routine),
            _ => {}
        }
    }

    fn lint_exercise(&mut self, exercise: &Exercise) {
        let id = &exercise.card.id;
        let seconds = u32::from(exercise.seconds);
        let counted = amounts_span(&exercise.amounts);
        let said = spoken(&exercise.dose);
        let text = [counted, said]
            .into_iter()
            .flatten()
            .find_map(|span| misfit(seconds, span));
        if let Some(text) = text {
            self.push(id, "seconds", Severity::Error, text);
        }
        self.lint_amounts(id, "", &exercise.dose, &exercise.amounts);
        let name = [id.as_str(), &exercise.card.title];
        if let Some(text) = misnamed(&name, seconds) {
            self.push(id, "seconds", Severity::Error, text);
        }
    }

    /// The same in numbers as in words.
    fn lint_amounts(&mut self, id: &CardId, prefix: &str, dose: &str, amounts: &[Amount]) {
        let in_words = numbers(dose);
        let is_said = |number: u16| number == 1 || in_words.contains(&u32::from(number));
        for (amount, number) in amounts.iter().zip(1..) {
            for (key, span) in spans(amount) {
                if !is_said(span.least) || !is_said(span.most) {
                    let text = format!("{} is not what dose says: \"{dose}\"", shown(span));
                    let key = format!("{prefix}amount[{number}].{key}");
                    self.push(id, &key, Severity::Error, text);
                }
            }
        }
    }

    fn lint_routine(&mut self, routine: &Routine) {
        let head = &routine.card;
        let mut total = 0;
        let mut is_whole = true;
        for (step, number) in routine.steps.iter().zip(1..) {
            let Some(exercise) = self.library.exercise(&step.exercise) else {
                is_whole = false;
                continue;
            };
            let seconds = u32::from(step.seconds.unwrap_or(exercise.seconds));
            total += seconds;
            let span = match &step.dose {
                Some(dose) => amounts_span(&step.amounts).or_else(|| spoken(dose)),
                None => amounts_span(&exercise.amounts).or_else(|| spoken(&exercise.dose)),
            };
            if let Some(dose) = &step.dose {
                self.lint_amounts(&head.id, &format!("step[{number}]."), dose, &step.amounts);
            }
            if let Some(text) = span.and_then(|span| misfit(seconds, span)) {
                self.push(
                    &head.id,
                    &format!("step[{number}].seconds"),
                    Severity::Error,
                    text,
                );
            }
        }
        let name = [head.id.as_str(), &head.title, &head.summary];
        // What it takes in all cannot be said while a movement is missing: that has a mistake of its own.
        if let Some(text) = misnamed(&name, total).filter(|_| is_whole) {
            self.push(&head.id, "step", Severity::Error, text);
        }
    }
}

/// Seconds that are too few or too many for what is to be done in them.
fn misfit(seconds: u32, Spoken { least, most }: Spoken) -> Option<String> {
    let most = most + SETTLE;
    if seconds < least {
        Some(format!(
            "{seconds} s are too few for the dose, which takes {least} s or more"
        ))
    } else if seconds > most {
        Some(format!(
            "{seconds} s are too many for the dose, which takes {most} s at most"
        ))
    } else {
        None
    }
}

/// A time that is not in a name which tells one: "Two minutes at the desk" takes more than one minute and at most two.
fn misnamed(names: &[&str], seconds: u32) -> Option<String> {
    let promises = names
        .iter()
        .filter_map(|name| Some((name, minutes_named(name)?)));
    let mut wrong = promises.filter(|(_, minutes)| seconds.div_ceil(60) != *minutes);
    wrong.next().map(|(name, minutes)| {
        format!(
            "takes {seconds} s in all, and \"{name}\" promises {minutes} min: more than {} s, at most {} s",
            minutes.saturating_sub(1) * 60,
            minutes * 60
        )
    })
}

/// How long all parts of a movement take.
fn amounts_span(amounts: &[Amount]) -> Option<Spoken> {
    let spans = amounts.iter().map(amount_span);
    spans.reduce(|a, b| Spoken {
        least: a.least + b.least,
        most: a.most + b.most,
    })
}

fn amount_span(amount: &Amount) -> Spoken {
    let sides = if amount.per_side { 2 } else { 1 };
    let one = Span { least: 1, most: 1 };
    let least = |span: Option<Span>| span.map_or(0, |span| u32::from(span.least));
    let most = |span: Option<Span>| span.map_or(0, |span| u32::from(span.most));
    let rounds = amount.rounds.unwrap_or(one);
    let (in_round_least, in_round_most) = match amount.lasts {
        Some(lasts) => (u32::from(lasts.least), u32::from(lasts.most)),
        None => {
            let times = amount.times.unwrap_or(one);
            let parts = [amount.hold, amount.out, amount.back, amount.rest];
            let shortest = parts
                .iter()
                .map(|part| least(*part))
                .sum::<u32>()
                .max(QUICK);
            let longest: u32 = parts.iter().map(|part| most(*part)).sum();
            let longest = if longest == 0 { SLOW } else { longest };
            (
                u32::from(times.least) * shortest,
                u32::from(times.most) * (longest + MOVE),
            )
        }
    };
    Spoken {
        least: in_round_least * u32::from(rounds.least) * sides,
        most: in_round_most * u32::from(rounds.most) * sides,
    }
}

fn spans(amount: &Amount) -> impl Iterator<Item = (&'static str, Span)> {
    let all = [
        ("times", amount.times),
        ("hold", amount.hold),
        ("out", amount.out),
        ("back", amount.back),
        ("rest", amount.rest),
        ("lasts", amount.lasts),
        ("rounds", amount.rounds),
        ("days", amount.days),
    ];
    all.into_iter().filter_map(|(key, span)| Some((key, span?)))
}

fn shown(span: Span) -> String {
    if span.least == span.most {
        span.least.to_string()
    } else {
        format!("{} to {}", span.least, span.most)
    }
}
