//! Which rules hold for a text, and how urgent it is.
//!
//! The most urgent rule decides. A crisis outranks all but where it is only guessed and a sign of the body is plain; where
//! both hold, both are told. Must not know how concepts are found. Begin reading
//! at [`judge`].

use std::ops::Range;

use super::find::{Found, Span, find};
use super::phrase::ConceptId;
use super::table::{Rule, RuleId, Table, When};
use crate::domain::advice::Urgency;

/// What the words of a message carry.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Judgement {
    /// How soon help is needed, if at all.
    pub urgency: Option<Urgency>,
    /// What else cannot wait: the emergency beside a crisis, or the crisis that was only guessed beside an emergency.
    pub also: Option<Urgency>,
    /// The rules that hold, the most urgent first.
    pub rules: Vec<RuleId>,
    /// No rule holds, yet an alarm word stands beside a part of the body, or the question is about warning
    /// signs in general: show when to get help beside the results.
    pub unexplained_alarm: bool,
    /// Where words stand that tell nothing of the topic, in bytes: figures of speech, signs that are denied.
    pub aside: Vec<Range<usize>>,
}

/// Judges a text.
pub(super) fn judge(table: &Table, text: &str) -> Judgement {
    let found = find(table, text);
    let rules = table.rules.iter();
    let mut rules: Vec<(&Rule, Strength)> = rules
        .filter_map(|rule| Some((rule, strength(rule, &found)?)))
        .collect();
    let is_about_signs = found.is_general;
    if found.is_general {
        rules.retain(|(rule, _)| rule.urgency == Urgency::Crisis);
    }
    let (urgency, also) = most_urgent(&rules);
    rules.sort_by_key(|(rule, _)| (Some(rule.urgency) != urgency, outranked_by(rule.urgency)));
    Judgement {
        urgency,
        also,
        rules: rules.iter().map(|(rule, _)| rule.id.clone()).collect(),
        aside: aside(table, &found),
        unexplained_alarm: urgency.is_none() && (is_about_signs || alarms(table, &found)),
    }
}

/// How surely a rule holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Strength {
    /// Only by words that stand near each other.
    Guessed,
    /// It is said.
    Plain,
}

/// The most urgent, and what else cannot wait beside it.
fn most_urgent(rules: &[(&Rule, Strength)]) -> (Option<Urgency>, Option<Urgency>) {
    let surest = |urgency| {
        let those = rules.iter().filter(|(rule, _)| rule.urgency == urgency);
        those.map(|(_, strength)| *strength).max()
    };
    let (crisis, emergency) = (Some(Urgency::Crisis), Some(Urgency::Emergency));
    match (surest(Urgency::Crisis), surest(Urgency::Emergency)) {
        (Some(Strength::Guessed), Some(Strength::Plain)) => (emergency, crisis),
        (Some(_), Some(_)) => (crisis, emergency),
        _ => {
            let all = rules.iter().map(|(rule, _)| rule.urgency);
            (all.min_by_key(|urgency| outranked_by(*urgency)), None)
        }
    }
}

/// Where figures of speech and denied signs stand.
fn aside(table: &Table, found: &Found) -> Vec<Range<usize>> {
    let denied = table.alarm.as_ref().map(|alarm| &found.denied[alarm.sign]);
    let spans = found.asides.iter().chain(denied.into_iter().flatten());
    let tokens = spans.flat_map(|span| &found.tokens[span.start..span.end]);
    tokens.map(|token| token.place.clone()).collect()
}

/// How many urgencies outrank this one.
fn outranked_by(urgency: Urgency) -> u8 {
    match urgency {
        Urgency::Crisis => 0,
        Urgency::Emergency => 1,
        Urgency::Soon => 2,
        Urgency::Routine => 3,
    }
}

/// A rule holds, whoever asks.
pub(super) fn rule_holds(table: &Table, rule: &Rule, text: &str) -> bool {
    let found = find(table, text);
    let is_out = found.is_general && rule.urgency != Urgency::Crisis;
    !is_out && strength(rule, &found).is_some()
}

/// The concepts of a text, for people who mend the table.
pub(super) fn explain(table: &Table, text: &str) -> Vec<String> {
    let found = find(table, text);
    let words = |span: &Span| {
        let tokens = found.tokens[span.start..span.end].iter();
        tokens
            .map(|t| t.word.as_str())
            .collect::<Vec<_>>()
            .join(" ")
    };
    let hidden = found
        .idioms
        .iter()
        .map(|span| format!("(idiom): {}", words(span)));
    let mut lines: Vec<String> = hidden.collect();
    if found.is_general {
        lines.push("(asks in general)".to_owned());
    }
    for (n, concept) in table.concepts.iter().enumerate() {
        let here = found.spans[n].iter().map(|span| (span, ""));
        let denied = found.denied[n].iter().map(|span| (span, " (denied)"));
        for (span, note) in here.chain(denied) {
            lines.push(format!("{}: {}{note}", concept.name, words(span)));
        }
    }
    let holding = judge(table, text).rules.into_iter();
    lines.extend(holding.map(|rule| format!("(rule): {}", rule.0)));
    lines
}

/// How surely it holds, by the surest of its ways; `None` if by none.
fn strength(rule: &Rule, found: &Found) -> Option<Strength> {
    let ways = rule
        .when
        .iter()
        .filter(|when| is_met(when, &rule.unless, found));
    let strength = |when: &When| {
        if when.is_weak {
            Strength::Guessed
        } else {
            Strength::Plain
        }
    };
    ways.map(strength).max()
}

/// All concepts of a way are there, and nothing that explains them away stands beside them.
fn is_met(when: &When, rule_unless: &[ConceptId], found: &Found) -> bool {
    let groups: Vec<Vec<Span>> = when.all.iter().map(|any| spans(any, found)).collect();
    let Some((first, rest)) = groups.split_first() else {
        return false;
    };
    let excuses: Vec<Span> = [spans(rule_unless, found), spans(&when.unless, found)].concat();
    let is_excused = |sign: &Span| {
        let mut near = excuses
            .iter()
            .filter_map(|excuse| found.words_between(*sign, *excuse));
        near.any(|words| words <= when.unless_near)
    };
    let most = when.near.unwrap_or(usize::MAX);
    first.iter().any(|anchor| {
        !is_excused(anchor)
            && rest.iter().all(|group| {
                let mut near = group.iter().filter(|span| anchor.gap(**span) <= most);
                near.any(|span| !is_excused(span))
            })
    })
}

fn spans(any: &[ConceptId], found: &Found) -> Vec<Span> {
    let spans = any.iter().flat_map(|&concept| &found.spans[concept]);
    spans.copied().collect()
}

fn alarms(table: &Table, found: &Found) -> bool {
    let Some(alarm) = &table.alarm else {
        return false;
    };
    let signs = &found.spans[alarm.sign];
    let places = &found.spans[alarm.place];
    let near = |sign: &Span| places.iter().any(|place| sign.gap(*place) <= alarm.near);
    signs.iter().any(near)
}
