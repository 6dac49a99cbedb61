//! All that can be read of a card, part by part.
//!
//! Views lay a card out in their own way; counting, listing, searching and linting want its words in a
//! plain order. Begin reading at [`parts`].

use super::library::CardRef;
use crate::domain::advice::Safety;
use crate::domain::card::CautionCode;

/// A text of a card and the key it stands under in the pack.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Part<'a> {
    /// Such as `steps[2]`.
    pub key: String,
    /// The text.
    pub text: &'a str,
}

/// Every text of a card that people read, in the order in which a card shows them; without alt text,
/// sources, and what goes with all cards of a kind.
pub fn parts(card: CardRef<'_>) -> Vec<Part<'_>> {
    let mut parts = Parts::default();
    let head = card.card();
    parts.one("title", &head.title);
    parts.maybe("first", head.first.as_deref());
    parts.one("summary", &head.summary);
    match card {
        CardRef::Cause(cause) => {
            parts.one("what", &cause.what);
            parts.each("signs", &cause.signs);
            parts.one("may_help", &cause.may_help);
        }
        CardRef::Tip(tip) => {
            parts.one("why", &tip.why);
            parts.each("steps", &tip.steps);
            parts.maybe("care", tip.care.as_deref());
        }
        CardRef::Exercise(exercise) => {
            parts.one("dose", &exercise.dose);
            parts.each("steps", &exercise.steps);
            parts.one("mistake", &exercise.mistake);
            parts.one("stop_if", &exercise.stop_if);
            parts.maybe("adapt", exercise.seated.text());
            parts.maybe("note", exercise.note.as_deref());
        }
        CardRef::Help(help) => {
            parts.one("body", &help.body);
            parts.each("points", &help.points);
            parts.one("action", &help.action);
        }
        CardRef::Prompt(prompt) => {
            parts.one("action", &prompt.action);
            parts.maybe("seated", prompt.seated.as_deref());
        }
        CardRef::Routine(routine) => {
            for (step, number) in routine.steps.iter().zip(1..) {
                parts.maybe(&format!("step[{number}].dose"), step.dose.as_deref());
            }
        }
    }
    parts.maybe("see_someone", head.see_someone.as_deref());
    parts.maybe("evidence", head.evidence.as_deref());
    parts.0
}

/// The whole text of a card: its own parts, its cautions, and what goes with all cards of its kind.
pub(super) fn card_text<'a>(
    card: CardRef<'a>,
    safety: &'a Safety,
    caution: impl Fn(&CautionCode) -> Option<&'a str>,
) -> String {
    let mut lines: Vec<&str> = parts(card).into_iter().map(|part| part.text).collect();
    lines.extend(card.card().cautions.iter().filter_map(caution));
    match card {
        CardRef::Cause(_) => lines.extend([safety.cause.as_str(), &safety.help]),
        CardRef::Exercise(_) | CardRef::Routine(_) => {
            lines.extend([safety.stop.as_str(), &safety.help]);
        }
        CardRef::Tip(_) => lines.push(&safety.help),
        CardRef::Prompt(_) => lines.push(&safety.short),
        CardRef::Help(_) => {}
    }
    lines.join("\n")
}

#[derive(Default)]
struct Parts<'a>(Vec<Part<'a>>);

impl<'a> Parts<'a> {
    fn one(&mut self, key: &str, text: &'a str) {
        let key = key.to_owned();
        self.0.push(Part { key, text });
    }

    fn maybe(&mut self, key: &str, text: Option<&'a str>) {
        if let Some(text) = text {
            self.one(key, text);
        }
    }

    fn each(&mut self, key: &str, texts: &'a [String]) {
        for (index, text) in texts.iter().enumerate() {
            self.one(&format!("{key}[{}]", index + 1), text);
        }
    }
}
