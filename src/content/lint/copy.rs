//! Slips of the pen: a word twice, a line twice, one side only, seconds forgotten.
//!
//! Begin reading at [`Findings::lint_copy`].

use std::collections::BTreeSet;

use super::sense::{bare, unseen};
use super::spoken::sides;
use super::{Findings, Severity};
use crate::content::library::CardRef;
use crate::content::text::parts;
use crate::domain::advice::Routine;
use crate::domain::exercise::Exercise;

/// Words that may stand twice running.
const TWICE: [&str; 3] = ["that", "had", "is"];
/// What shows that somebody is told of the other side.
const OTHER_SIDE: [&str; 11] = [
    "other",
    "others",
    "both",
    "each",
    "swap",
    "switch",
    "alternate",
    "alternating",
    "sides",
    "opposite",
    "either",
];

impl Findings<'_> {
    /// Slips of the pen in one card.
    pub(super) fn lint_copy(&mut self, card: CardRef<'_>) {
        let head = card.card();
        for part in parts(card) {
            for text in slips(part.text) {
                self.push(&head.id, &part.key, Severity::Error, text);
            }
        }
        for (key, texts) in [("keywords", &head.keywords), ("asked", &head.asked)] {
            self.lint_repeats(card, key, texts);
            for (text, number) in texts.iter().zip(1..) {
                for remark in unseen(text) {
                    let key = format!("{key}[{number}]");
                    self.push(&head.id, &key, Severity::Error, remark);
                }
            }
        }
        if bare(&head.summary) == bare(&head.title) {
            let text = "is the title again; say what it is about";
            self.push(&head.id, "summary", Severity::Error, text);
        }
        match card {
            CardRef::Exercise(exercise) => {
                self.lint_repeats(card, "steps", &exercise.steps);
                self.lint_sides(exercise);
            }
            CardRef::Tip(tip) => self.lint_repeats(card, "steps", &tip.steps),
            CardRef::Cause(cause) => self.lint_repeats(card, "signs", &cause.signs),
            CardRef::Help(help) => self.lint_repeats(card, "points", &help.points),
            CardRef::Routine(routine) => self.lint_step_seconds(routine),
            CardRef::Prompt(_) => {}
        }
    }

    fn lint_repeats(&mut self, card: CardRef<'_>, key: &str, texts: &[String]) {
        let mut seen = BTreeSet::new();
        for (text, number) in texts.iter().zip(1..) {
            if !seen.insert(words(text).join(" ")) {
                let key = format!("{key}[{number}]");
                let text = "stands there twice";
                self.push(&card.card().id, &key, Severity::Error, text);
            }
        }
    }

    /// What is done for each side says so in its steps.
    fn lint_sides(&mut self, exercise: &Exercise) {
        let [least, _] = sides(&exercise.dose);
        let in_numbers = exercise.amounts.iter().any(|amount| amount.per_side);
        let in_picture = exercise.pose.both_sides;
        if least < 2 && !in_numbers && !in_picture {
            return;
        }
        let id = &exercise.card.id;
        if in_picture && !in_numbers {
            let text = "tells of no sides, and the picture does; write per_side = true";
            self.push(id, "amount", Severity::Error, text);
        }
        if least < 2 {
            let text = "tells of no sides, and amount or picture does; say \"each side\"";
            self.push(id, "dose", Severity::Error, text);
        }
        let steps = exercise.steps.join(" ").to_lowercase();
        let words: Vec<_> = steps.split(|c: char| !c.is_alphanumeric()).collect();
        let is_named = words.iter().any(|word| OTHER_SIDE.contains(word))
            || ["left", "right"].iter().all(|side| words.contains(side));
        if !is_named {
            let text = format!("tell of one side, and dose says \"{}\"", exercise.dose);
            self.push(&exercise.card.id, "steps", Severity::Error, text);
        }
    }

    /// A dose of its own takes a time of its own.
    fn lint_step_seconds(&mut self, routine: &Routine) {
        for (step, number) in routine.steps.iter().zip(1..) {
            if step.dose.is_some() && step.seconds.is_none() {
                let key = format!("step[{number}].seconds");
                let text = "is missing, and the dose differs from the exercise's own";
                self.push(&routine.card.id, &key, Severity::Error, text);
            }
        }
    }
}

/// The words of a text, small.
fn words(text: &str) -> Vec<String> {
    let words = text.split(|c: char| !c.is_alphanumeric());
    let words = words.filter(|word| !word.is_empty());
    words.map(str::to_lowercase).collect()
}

/// Slips in one text.
fn slips(text: &str) -> Vec<String> {
    let mut found = Vec::new();
    let lower = text.to_lowercase();
    let words: Vec<_> = lower.split(' ').collect();
    let twice = words.windows(2).find(|two| {
        two[0] == two[1] && two[0].chars().any(char::is_alphabetic) && !TWICE.contains(&two[0])
    });
    found.extend(twice.map(|two| format!("says \"{} {}\"", two[0], two[1])));
    if lower.contains("://") || lower.contains("www.") {
        found.push("has an address in it; sources are for addresses".to_owned());
    }
    if text.contains("  ") {
        found.push("has two blanks in a row".to_owned());
    }
    found
}
