//! Whether the rules do what their own examples say, and every concept serves.
//!
//! Must not know why an example is not found. Begin reading at [`check`].

use std::collections::BTreeSet;

use super::judge::rule_holds;
use super::phrase::{ConceptId, Phrase, Want};
use super::problem::problem;
use super::table::{Rule, Table};
use crate::content::error::Problem;

/// The examples that are not found, the phrases that wrongly are, and the concepts that nothing uses.
pub(super) fn check(table: &Table) -> Vec<Problem> {
    let mut problems = Vec::new();
    for rule in &table.rules {
        check_rule(table, rule, &mut problems);
    }
    let used = used(table);
    let idle = table.concepts.iter().enumerate();
    for (_, concept) in idle.filter(|(id, _)| !used.contains(id)) {
        let key = format!("concept.{}", concept.name);
        problems.push(problem(
            key,
            "nothing uses it",
            "a concept that a rule needs",
        ));
    }
    problems
}

fn used(table: &Table) -> Vec<ConceptId> {
    let mut used = Vec::new();
    for rule in &table.rules {
        used.extend(&rule.unless);
        for when in &rule.when {
            used.extend(when.all.iter().flatten());
            used.extend(&when.unless);
        }
    }
    used.extend(
        table
            .alarm
            .iter()
            .flat_map(|alarm| [alarm.sign, alarm.place]),
    );
    used.extend(table.tales.lists);
    for said in &table.said_of {
        used.extend(said.what.iter().chain(&said.says).chain(&said.unless));
    }
    let phrases = table.concepts.iter().flat_map(|concept| &concept.phrases);
    phrases
        .chain(table.idioms.iter().flat_map(|idiom| &idiom.say))
        .chain(&table.tales.say)
        .chain(&table.negation.settled)
        .chain(&table.negation.takes_back)
        .for_each(|phrase| note(phrase, &mut used));
    used
}

fn note(phrase: &Phrase, used: &mut Vec<ConceptId>) {
    for step in phrase {
        let choices = match &step.want {
            Want::Either(choices) => choices.as_slice(),
            want => std::slice::from_ref(want),
        };
        used.extend(choices.iter().filter_map(|choice| match choice {
            Want::Concept(id) => Some(*id),
            _ => None,
        }));
    }
}

fn check_rule(table: &Table, rule: &Rule, problems: &mut Vec<Problem>) {
    let key = |list: &str, n: usize| format!("rule ({}).{list}[{n}]", rule.id.0);
    for (n, text) in rule.examples.iter().enumerate() {
        if !rule_holds(table, rule, text) {
            let wrong = format!("the rule does not find “{text}”");
            problems.push(problem(key("examples", n), wrong, "a phrase it finds"));
        }
    }
    for (n, text) in rule.not.iter().enumerate() {
        if rule_holds(table, rule, text) {
            let wrong = format!("the rule finds “{text}”");
            let accepted = "a phrase that it leaves alone";
            problems.push(problem(key("not", n), wrong, accepted));
        }
    }
}

/// The points of help cards that rules stand for.
pub(super) fn check_points(table: &Table, has: impl Fn(&str, usize) -> bool) -> Vec<Problem> {
    let is_there = |rule: &&Rule| {
        let point = rule.point.rsplit_once('/');
        point.is_some_and(|(card, n)| n.parse().is_ok_and(|n| has(card, n)))
    };
    let lost = table.rules.iter().filter(|rule| !is_there(rule));
    lost.map(|rule| {
        let key = format!("rule ({}).point", rule.id.0);
        let wrong = format!("“{}” is on no help card", rule.point);
        problem(
            key,
            wrong,
            "a help card and the number of one of its points",
        )
    })
    .collect()
}

/// Words that are none of the table's, but would be taken for slips of them.
pub(super) fn check_real_words(table: &Table, words: &BTreeSet<String>) -> Vec<Problem> {
    let slips: Vec<_> = words
        .iter()
        .filter(|word| table.lexicon.is_slip(word))
        .map(String::as_str)
        .collect();
    if slips.is_empty() {
        return Vec::new();
    }
    let wrong = format!("lacks {}, which cards say", slips.join(", "));
    let accepted = "every word that only looks like a slip";
    vec![problem("typos.real_words", wrong, accepted)]
}
