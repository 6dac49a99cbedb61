//! Whether a card's parts of the body are those that its words name and its picture shows.
//!
//! The pack's own words say which word names which part. Begin reading at [`Findings::lint_areas`].

use super::{Findings, Severity};
use crate::content::library::CardRef;
use crate::content::search::Named;
use crate::domain::card::Area;
use crate::domain::exercise::{Equipment, Exercise};
use crate::domain::pose::View;

/// So many ways of asking, and half of them, name a part that a card is about.
const OFTEN: usize = 3;
/// Things that one has to own, as steps name them.
const THINGS: [(&str, Equipment); 6] = [
    ("band", Equipment::Band),
    ("dumbbell", Equipment::Weight),
    ("dumbbells", Equipment::Weight),
    ("roller", Equipment::Roller),
    ("ball", Equipment::Ball),
    ("mat", Equipment::Mat),
];

impl Findings<'_> {
    /// Parts that nothing in a card names, and parts that are left out.
    pub(super) fn lint_areas(&mut self, named: &Named) {
        for card in self.library.cards() {
            match card {
                CardRef::Exercise(exercise) => {
                    self.lint_named(named, exercise);
                    self.lint_close_up(exercise);
                    self.lint_things_named(exercise);
                }
                CardRef::Routine(routine) => {
                    let ways = routine.steps.iter();
                    let ways = ways
                        .flat_map(|step| std::iter::once(&step.exercise).chain(&step.or_exercises));
                    let exercises = ways.filter_map(|id| self.library.exercise(id));
                    let moved: Vec<_> = exercises.flat_map(|one| &one.card.areas).collect();
                    let areas = routine.card.areas.iter();
                    let idle =
                        areas.filter(|area| **area != Area::WholeBody && !moved.contains(area));
                    let idle: Vec<_> = idle.collect();
                    for area in idle {
                        let text = format!("none of its exercises is for the {area}");
                        self.push(&routine.card.id, "areas", Severity::Error, text);
                    }
                }
                _ => {}
            }
        }
    }

    fn lint_named(&mut self, named: &Named, exercise: &Exercise) {
        let card = &exercise.card;
        if card.areas.contains(&Area::WholeBody) {
            return;
        }
        let Some(main) = card.areas.first() else {
            return;
        };
        let say = exercise.pose.keys.iter().map(|key| &key.say);
        let texts = [&card.title, &card.summary, &exercise.alt].into_iter();
        let texts = texts.chain(&exercise.steps).chain(say);
        let texts = texts.chain(&card.keywords).chain(&card.asked);
        let all: Vec<Area> = texts.flat_map(|text| named.areas(text)).collect();
        let other = all.iter().find(|area| !card.areas.contains(area));
        if let Some(other) = other.filter(|_| !all.contains(main)) {
            let text =
                format!("nothing in the card names the {main}, and something names the {other}");
            self.push(&card.id, "areas", Severity::Error, text);
        }
        let asked: Vec<Vec<Area>> = card.asked.iter().map(|asked| named.areas(asked)).collect();
        let count = |area: &Area| asked.iter().filter(|areas| areas.contains(area)).count();
        for area in Area::ALL {
            let n_asked = count(area);
            let is_often = n_asked >= OFTEN && n_asked * 2 >= asked.len() && n_asked > count(main);
            if is_often && !card.areas.contains(area) {
                let text =
                    format!("{n_asked} ways of asking name the {area}, which is not among them");
                self.push(&card.id, "areas", Severity::Error, text);
            }
        }
    }

    fn lint_close_up(&mut self, exercise: &Exercise) {
        let shown: &[Area] = match exercise.pose.view {
            View::Hand => &[Area::Hands],
            View::Face => &[Area::Eyes, Area::Face],
            View::Front | View::Side => return,
        };
        let areas = &exercise.card.areas;
        if !shown.iter().any(|area| areas.contains(area)) {
            let view = exercise.pose.view;
            let text = format!("the picture is of a {view}, and that is not among them");
            self.push(&exercise.card.id, "areas", Severity::Error, text);
        }
    }

    /// Nobody is told to take what the card does not list.
    fn lint_things_named(&mut self, exercise: &Exercise) {
        let listed = |thing: &Equipment| {
            exercise.equipment.contains(thing) || exercise.or_equipment.contains(thing)
        };
        for (step, number) in exercise.steps.iter().zip(1..) {
            let lower = step.to_lowercase();
            let words: Vec<_> = lower.split(|c: char| !c.is_alphanumeric()).collect();
            let is_named = |name: &str| {
                let mut places = words.iter().enumerate();
                // The ball of the foot is none.
                places.any(|(at, word)| *word == name && words.get(at + 1) != Some(&"of"))
            };
            let strange = THINGS
                .iter()
                .find(|(name, thing)| is_named(name) && !listed(thing));
            if let Some((name, _)) = strange {
                let key = format!("steps[{number}]");
                let text = format!("names a {name}, which is not among equipment");
                self.push(&exercise.card.id, &key, Severity::Error, text);
            }
        }
    }
}
