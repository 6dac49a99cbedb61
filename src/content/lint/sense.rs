//! Slips that an editor sees and no type can: cautions that were forgotten, pictures that do not move, placeholders,
//! letters that nobody sees.
//!
//! Begin reading at [`Findings::lint_sense`].

use super::spoken::{numbers, seconds_named, sides};
use super::steps::next_action;
use super::{Findings, Severity};
use crate::content::library::CardRef;
use crate::domain::advice::Routine;
use crate::domain::card::{Area, Card, CardId, CautionCode};
use crate::domain::exercise::{Equipment, Exercise, ExerciseKind, Position, Seated};

/// More words than this are more than one action.
const STEP_WORDS: usize = 32;
/// Cautions that go with a thing.
const OF_THINGS: [(Equipment, &str); 3] = [
    (Equipment::Band, "C-BAND"),
    (Equipment::Roller, "C-ROLL"),
    (Equipment::Ball, "C-ROLL"),
];
/// Cautions that go with a kind of movement.
const OF_KINDS: [(ExerciseKind, &str); 3] = [
    (ExerciseKind::Breathing, "C-RESP"),
    (ExerciseKind::Eye, "C-EYE"),
    (ExerciseKind::Aerobic, "C-HEART"),
];
/// Words in a title and the areas one of which goes with each.
const OF_TITLES: [(&str, &[Area]); 10] = [
    ("neck", &[Area::Neck]),
    ("shoulder", &[Area::Shoulders]),
    ("upper back", &[Area::UpperBack]),
    ("chest", &[Area::Chest]),
    ("wrist", &[Area::Hands]),
    ("forearm", &[Area::Hands]),
    ("blink", &[Area::Eyes]),
    ("jaw", &[Area::Face]),
    ("ankle", &[Area::Feet, Area::Legs]),
    ("calf", &[Area::Feet, Area::Legs]),
];
/// What a routine promises that draws no eyes.
const UNSEEN: [&str; 3] = ["discreet", "nobody sees", "on a call"];
/// How many pictures an alt text says there are.
const PICTURES: [(&str, usize); 4] = [
    ("one picture", 1),
    ("two pictures", 2),
    ("three pictures", 3),
    ("four pictures", 4),
];

impl Findings<'_> {
    /// What makes no sense in one card.
    pub(super) fn lint_sense(&mut self, card: CardRef<'_>) {
        match card {
            CardRef::Exercise(exercise) => {
                self.lint_cautions(exercise);
                self.lint_setting(exercise);
                self.lint_sentences(exercise);
                self.lint_movement(exercise);
            }
            CardRef::Routine(routine) => self.lint_set(routine),
            _ => {}
        }
    }

    fn lint_cautions(&mut self, exercise: &Exercise) {
        let things = exercise.equipment.iter().chain(&exercise.or_equipment);
        let mut needed: Vec<_> = things
            .filter_map(|thing| OF_THINGS.iter().find(|(of, _)| of == thing))
            .map(|(_, code)| *code)
            .collect();
        needed.extend((exercise.card.areas.first() == Some(&Area::Neck)).then_some("C-NECK"));
        needed.extend(
            OF_KINDS
                .iter()
                .find(|(of, _)| *of == exercise.kind)
                .map(|(_, code)| *code),
        );
        let is_jaw = exercise.card.title.to_lowercase().contains("jaw");
        needed.extend(is_jaw.then_some("C-JAW"));
        needed.dedup();
        let missing = needed.into_iter().filter(|code| !has(&exercise.card, code));
        for code in missing {
            let text = format!("lacks {code}, which goes with what it moves or uses");
            self.push(&exercise.card.id, "cautions", Severity::Error, text);
        }
    }

    fn lint_setting(&mut self, exercise: &Exercise) {
        let card = &exercise.card;
        let is_seated = exercise.positions.contains(&Position::Seated);
        if matches!(exercise.seated, Seated::Yes { .. }) && !is_seated {
            let text = "is \"yes\", and seated is not among positions; add it there, or say how with \"adapted\"";
            self.push(&card.id, "seated", Severity::Error, text);
        }
        let title = card.title.to_lowercase();
        let strange = OF_TITLES.iter().find(|(word, areas)| {
            title.contains(word) && !areas.iter().any(|area| card.areas.contains(area))
        });
        if let Some((word, [first, ..])) = strange {
            let text = format!("the title says \"{word}\", and {first} is not among them");
            self.push(&card.id, "areas", Severity::Error, text);
        }
    }

    fn lint_sentences(&mut self, exercise: &Exercise) {
        const AVOID: [&str; 8] = [
            "avoid", "not ", "n’t ", "never", "too ", "without", "instead", "rather",
        ];
        let id = &exercise.card.id;
        if !exercise.stop_if.to_lowercase().starts_with("stop") {
            let text = "does not say to stop; better: \"Stop if …\"";
            self.push(id, "stop_if", Severity::Error, text);
        }
        let mistake = exercise.mistake.to_lowercase();
        if !AVOID.iter().any(|word| mistake.contains(word)) {
            let text = "names nothing to avoid; better: \"Avoid …\"";
            self.push(id, "mistake", Severity::Weak, text);
        }
        let tells_seconds = !seconds_named(&exercise.dose).is_empty();
        let most = numbers(&exercise.dose)
            .into_iter()
            .max()
            .filter(|_| tells_seconds);
        for (step, number) in exercise.steps.iter().zip(1..) {
            let key = format!("steps[{number}]");
            let n_words = step.split_whitespace().count();
            if n_words > STEP_WORDS {
                let text = format!(
                    "has {n_words} words; better one action in {STEP_WORDS} or fewer, and another step"
                );
                self.push(id, &key, Severity::Weak, text);
            }
            if let Some(next) = next_action(step) {
                let text = format!("goes on with \"{next}\"; better one action in each step");
                self.push(id, &key, Severity::Weak, text);
            }
            let longer = seconds_named(step)
                .into_iter()
                .find(|seconds| most.is_some_and(|most| *seconds > most));
            if let Some(seconds) = longer {
                let text = format!(
                    "says {seconds} seconds, and dose says \"{}\"",
                    exercise.dose
                );
                self.push(id, &key, Severity::Error, text);
            }
        }
    }

    fn lint_movement(&mut self, exercise: &Exercise) {
        let id = &exercise.card.id;
        let keys = &exercise.pose.keys;
        let is_still = keys.windows(2).all(|two| {
            let parts =
                |key: &crate::domain::pose::Key| (key.shape, key.roll, key.gaze, key.breath_radius);
            parts(&two[0]) == parts(&two[1])
        });
        if is_still {
            self.push(
                id,
                "pose.keys",
                Severity::Error,
                "all show the same; nothing moves",
            );
        }
        let alt = exercise.alt.to_lowercase();
        let said = PICTURES.iter().find(|(words, _)| alt.starts_with(words));
        if let Some((words, _)) = said.filter(|(_, number)| *number != keys.len()) {
            let text = format!("says {words}, and there are {} key poses", keys.len());
            self.push(id, "alt", Severity::Error, text);
        }
        if bare(&alt) == bare(&exercise.card.title) {
            let text = "is the title again; say what each picture shows";
            self.push(id, "alt", Severity::Error, text);
        }
        let in_numbers = exercise.amounts.iter().any(|amount| amount.per_side);
        let [least, most] = sides(&exercise.dose);
        let is_other = if in_numbers {
            most < 2
        } else {
            least > 1 && most == 2
        };
        if is_other && !exercise.amounts.is_empty() {
            let text = format!("is not what dose says: \"{}\"", exercise.dose);
            self.push(id, "amount[1].per_side", Severity::Error, text);
        }
    }

    /// A routine warns of what its exercises warn of, does nothing twice running, and draws no eyes if it says so.
    fn lint_set(&mut self, routine: &Routine) {
        let head = &routine.card;
        let keywords = head.keywords.join(" ");
        let promise = format!("{} {} {keywords}", head.title, head.summary).to_lowercase();
        let is_unseen = UNSEEN.iter().any(|words| promise.contains(words));
        let mut before: Option<&CardId> = None;
        for (step, number) in routine.steps.iter().zip(1..) {
            let key = format!("step[{number}].exercise");
            if before == Some(&step.exercise) {
                let text = "comes twice running; better: once, with a longer dose";
                self.push(&head.id, &key, Severity::Error, text);
            }
            before = Some(&step.exercise);
            let ways = std::iter::once(&step.exercise).chain(&step.or_exercises);
            let library = self.library;
            for exercise in ways.filter_map(|id| library.exercise(id)) {
                let codes = exercise.card.cautions.iter().map(CautionCode::as_str);
                for code in codes.filter(|code| !has(head, code)) {
                    let text = format!("lacks {code} of {}", exercise.card.id);
                    self.push(&head.id, "cautions", Severity::Error, text);
                }
                if is_unseen && !exercise.discreet {
                    let text = format!(
                        "{} draws eyes, and the routine says that it does not",
                        exercise.card.id
                    );
                    self.push(&head.id, &key, Severity::Error, text);
                }
            }
        }
    }

    /// Two cards have one title; people choose by it, and from one list.
    pub(super) fn lint_titles(&mut self) {
        let mut seen = std::collections::BTreeMap::new();
        for card in self.cards_ours_first() {
            let head = card.card();
            let key = bare(&head.title);
            if let Some(first) = seen.insert(key, &head.id) {
                let text = format!("is the title of {first} too");
                self.push(&head.id, "title", Severity::Error, text);
            }
        }
    }
}

/// What no text may have in it: placeholders, letters that nobody sees, marks of Discord's, shouting.
pub(super) fn litter(text: &str) -> Vec<String> {
    const PLACEHOLDERS: [&str; 6] = ["todo", "tbd", "fixme", "xxx", "lorem", "placeholder"];
    const MARKS: [&str; 8] = ["@everyone", "@here", "<@", "<#", "](", "```", "||", "~~"];
    let lower = text.to_lowercase();
    let words = || lower.split(|c: char| !c.is_alphanumeric());
    let placeholders = PLACEHOLDERS
        .iter()
        .filter(|mark| words().any(|word| word == **mark));
    let mut found: Vec<String> = placeholders
        .map(|mark| format!("has \"{mark}\" in it, as if it were not finished"))
        .collect();
    let begins = ["# ", "## ", "-# ", "> "]
        .into_iter()
        .filter(|mark| text.starts_with(mark));
    let marks = MARKS
        .into_iter()
        .filter(|mark| lower.contains(mark))
        .chain(begins);
    found.extend(marks.map(|mark| {
        format!(
            "has \"{}\" in it, which Discord reads as a mark",
            mark.trim()
        )
    }));
    found.extend(unseen(text));
    let is_loud = |word: &str| word.len() > 1 && word.chars().all(char::is_uppercase);
    let split: Vec<&str> = text
        .split(|c: char| !c.is_alphanumeric())
        .filter(|word| !word.is_empty())
        .collect();
    if text.contains("!!")
        || split
            .windows(3)
            .any(|three| three.iter().all(|word| is_loud(word)))
    {
        found.push("shouts; small letters and one mark will do".to_owned());
    }
    found
}

/// Letters that nobody sees, and those that look like others.
pub(super) fn unseen(text: &str) -> Vec<String> {
    let is_unseen = |c: &char| {
        c.is_control()
            || matches!(c, '\u{ad}' | '\u{34f}' | '\u{61c}' | '\u{115f}' | '\u{1160}' | '\u{180e}'
                | '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2060}'..='\u{206f}' | '\u{3164}'
                | '\u{fe00}'..='\u{fe0f}' | '\u{feff}' | '\u{ffa0}' | '\u{e0000}'..='\u{e0fff}')
    };
    let unseen = text.chars().find(is_unseen);
    let mut found: Vec<String> = unseen
        .map(|c| format!("has U+{:04X} in it, which nobody sees", u32::from(c)))
        .into_iter()
        .collect();
    let is_latin = |c: char| c.is_ascii_alphabetic();
    let is_lookalike = |c: char| matches!(c, '\u{370}'..='\u{52f}' | '\u{ff21}'..='\u{ff5a}');
    let mut words = text.split(|c: char| !c.is_alphanumeric());
    let mixed = words.find(|word| word.chars().any(is_latin) && word.chars().any(is_lookalike));
    found.extend(
        mixed.map(|word| format!("has \"{word}\" in it, with a letter that only looks like it")),
    );
    found
}

fn has(card: &Card, code: &str) -> bool {
    card.cautions.iter().any(|own| own.as_str() == code)
}

pub(super) fn bare(text: &str) -> String {
    let letters = text.chars().filter(|c| c.is_alphanumeric());
    letters.flat_map(char::to_lowercase).collect()
}
