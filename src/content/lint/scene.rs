//! Whether a picture shows what its card says: the things that are used, and how one sits, stands or lies.
//!
//! A close-up of a face or a hand shows no things. Begin reading at [`Findings::lint_scene`].

use std::collections::BTreeSet;

use super::{Findings, Severity};
use crate::content::library::Library;
use crate::domain::exercise::{Equipment, Exercise, Position, Seated};
use crate::domain::pose::{End, Joint, Key, Point, Pose, Prop, Shape, Skeleton};

/// A line from above this to below [`GROUND`] is as tall as a room.
const CEILING: f32 = 12.0;
/// See [`CEILING`].
const GROUND: f32 = 88.0;
/// A level line of this length, at this height, is the top of a desk or the seat of a chair.
const TOP: f32 = 18.0;
/// See [`TOP`].
const TOP_HEIGHTS: std::ops::RangeInclusive<f32> = 44.0..=72.0;
/// Hips above this are those of somebody on their feet.
const STANDS: f32 = 60.0;
/// Hips below this are those of somebody on the floor.
const LIES: f32 = 78.0;
/// Knees below this are on the floor.
const KNEELS: f32 = 83.0;
/// A band is held low if the hands are so far below the shoulders.
const LOW: f32 = 8.0;

/// What a picture shows.
#[derive(Default)]
struct Scene {
    things: BTreeSet<&'static str>,
    /// The top of a desk or the seat of a chair; nobody can say which.
    has_top: bool,
}

impl Scene {
    fn shows(&self, thing: Equipment) -> bool {
        let is_top = matches!(thing, Equipment::Desk | Equipment::Chair);
        self.things.contains(thing.name()) || (self.has_top && is_top)
    }
}

impl Findings<'_> {
    /// Things and positions that are in the picture and not on the card, or the other way round.
    pub(super) fn lint_scene(&mut self, exercise: &Exercise) {
        let id = &exercise.card.id;
        self.lint_eyes_drawn(exercise);
        let figures = exercise.pose.keys.iter().filter_map(figure);
        let figures: Vec<&Skeleton> = figures.collect();
        let Some(first) = figures.first() else {
            return;
        };
        let scene = scene(self.library, &exercise.pose);
        for text in unseen(exercise, &scene) {
            self.push(id, "equipment", Severity::Error, text);
        }
        for text in unsaid(exercise, &scene) {
            self.push(id, "pose.props", Severity::Error, text);
        }
        let position = position(first);
        if !exercise.positions.contains(&position) {
            let how = match position {
                Position::Floor => "on the floor",
                Position::Seated | Position::Standing => position.name(),
            };
            let text = format!("shows somebody {how}, and {position} is not among positions");
            self.push(id, "pose.keys[1]", Severity::Error, text);
        }
        let alt = exercise.alt.to_lowercase();
        let says_chair = ["chair", "seat", "sit", "stool"]
            .iter()
            .any(|word| alt.contains(word));
        let has_chair = scene.shows(Equipment::Chair);
        if scene.things.contains(Equipment::Chair.name()) && !says_chair {
            let text = "says nothing of the chair in the picture";
            self.push(id, "alt", Severity::Error, text);
        }
        if alt.contains("on a chair") && !has_chair {
            let text = "says \"on a chair\", and the picture shows none";
            self.push(id, "alt", Severity::Error, text);
        }
    }

    /// What draws no eyes is done without a wall, and with a band only where that is held low between the hands.
    fn lint_eyes_drawn(&mut self, exercise: &Exercise) {
        let draws_eyes = |thing: &Equipment| match thing {
            Equipment::Roller
            | Equipment::Weight
            | Equipment::Mat
            | Equipment::Wall
            | Equipment::Doorway => true,
            Equipment::Band => !is_held_low(&exercise.pose),
            Equipment::Chair | Equipment::Desk | Equipment::Ball => false,
        };
        let is_on_floor = exercise.positions == [Position::Floor];
        let thing = exercise.equipment.iter().find(|thing| draws_eyes(thing));
        let why = match (thing, is_on_floor) {
            (Some(thing), _) => format!("with a {thing}"),
            (None, true) => "on the floor".to_owned(),
            (None, false) => return,
        };
        if exercise.discreet {
            let text = format!("is true, and {why} it draws eyes; better: false");
            self.push(&exercise.card.id, "discreet", Severity::Error, text);
        }
    }

    /// Nobody is told to stand up or lie down in a version for a chair.
    pub(super) fn lint_seated(&mut self, exercise: &Exercise) {
        const ELSEWHERE: [&str; 6] = ["stand", "lie", "kneel", "lying", "kneeling", "all fours"];
        let id = &exercise.card.id;
        let leaves = |text: &str| {
            let text = text.to_lowercase();
            if text.contains("sit or ") {
                return None;
            }
            let words: Vec<_> = text.split(|c: char| !c.is_alphanumeric()).collect();
            ELSEWHERE
                .into_iter()
                .find(|word| match word.split_once(' ') {
                    Some(_) => text.contains(word),
                    None => words.contains(word),
                })
        };
        match &exercise.seated {
            Seated::Adapted { how } | Seated::Instead { which: how } => {
                if let Some(word) = leaves(how) {
                    let text = format!("says \"{word}\", and it is for those who sit");
                    self.push(id, "adapt", Severity::Error, text);
                }
            }
            Seated::Yes { .. } => {
                for (step, number) in exercise.steps.iter().zip(1..) {
                    if let Some(word) = leaves(step) {
                        let key = format!("steps[{number}]");
                        let text = format!(
                            "says \"{word}\", and seated is \"yes\"; better: \"Sit or stand\", or seated = \"adapted\""
                        );
                        self.push(id, &key, Severity::Error, text);
                    }
                }
            }
            Seated::No { .. } => {}
        }
        if !exercise.seated.is_possible() && exercise.positions.contains(&Position::Seated) {
            let name = exercise.seated.name();
            let text = format!("is \"{name}\", and seated is among positions");
            self.push(id, "seated", Severity::Error, text);
        }
    }
}

fn figure(key: &Key) -> Option<&Skeleton> {
    match &key.shape {
        Shape::Figure(figure) => Some(figure),
        Shape::Face(_) | Shape::Hand(_) => None,
    }
}

fn position(figure: &Skeleton) -> Position {
    let hip = figure.at(Joint::RightHip).y;
    let knee = figure.at(Joint::RightKnee).y;
    if hip > LIES || knee > KNEELS {
        Position::Floor
    } else if hip < STANDS {
        Position::Standing
    } else {
        Position::Seated
    }
}

/// Things that are needed and not to be seen; one that does as well will do.
fn unseen(exercise: &Exercise, scene: &Scene) -> Vec<String> {
    let mut texts = Vec::new();
    for (thing, number) in exercise.equipment.iter().zip(0..) {
        let stand_ins = exercise.or_equipment.iter().filter(|_| number == 0);
        let mut ways = std::iter::once(thing).chain(stand_ins);
        if !ways.any(|way| scene.shows(*way)) {
            texts.push(format!("has a {thing}, and the picture shows none"));
        }
    }
    if exercise.positions == [Position::Seated] && !scene.shows(Equipment::Chair) {
        texts.push("is done seated, and the picture shows no chair".to_owned());
    }
    texts
}

/// Things that are to be seen and that the card does not name.
fn unsaid(exercise: &Exercise, scene: &Scene) -> Vec<String> {
    let is_named = |thing: Equipment| {
        let mut things = exercise.equipment.iter().chain(&exercise.or_equipment);
        let goes_with = match thing {
            Equipment::Chair => exercise.positions.contains(&Position::Seated),
            Equipment::Mat => exercise.positions.contains(&Position::Floor),
            _ => false,
        };
        goes_with || things.any(|named| *named == thing)
    };
    let all = Equipment::ALL.iter().copied();
    let strange = all.filter(|thing| scene.things.contains(thing.name()) && !is_named(*thing));
    let mut texts: Vec<_> = strange
        .map(|thing| format!("show a {thing}, and the card names none"))
        .collect();
    if scene.has_top && !is_named(Equipment::Desk) && !is_named(Equipment::Chair) {
        texts.push("show a desk or a seat, and the card names neither".to_owned());
    }
    texts
}

/// What stands about in a picture.
fn scene(library: &Library, pose: &Pose) -> Scene {
    let mut scene = Scene::default();
    let mut own = vec![true; pose.props.len()];
    for (name, shape) in library.shapes() {
        let Some(at) = pose
            .props
            .windows(shape.len().max(1))
            .position(|part| part == shape)
        else {
            continue;
        };
        let kind = name.split('-').next().and_then(Equipment::from_name);
        scene.things.extend(kind.map(Equipment::name));
        own[at..at + shape.len()].fill(kind.is_none());
    }
    let loose = pose.props.iter().zip(own).filter(|(_, is_own)| *is_own);
    for (prop, _) in loose {
        let thing = match prop {
            Prop::Band(..) => Some(Equipment::Band),
            Prop::Dumbbell(_) => Some(Equipment::Weight),
            Prop::Round { is_ball: true, .. } => Some(Equipment::Ball),
            Prop::Round { is_ball: false, .. } => Some(Equipment::Roller),
            Prop::Mat(_) => Some(Equipment::Mat),
            Prop::Wall(..) => Some(Equipment::Wall),
            Prop::Line(points) => {
                scene.has_top |= is_top(points);
                upright(points)
            }
            Prop::Gaze | Prop::Breath { .. } => None,
        };
        scene.things.extend(thing.map(Equipment::name));
    }
    scene
}

/// A line as tall as the room is a wall, and one that comes back to where it began is a door frame.
fn upright(points: &[Point]) -> Option<Equipment> {
    let heights = || points.iter().map(|point| point.y);
    let (top, bottom) = (
        heights().fold(100.0, f32::min),
        heights().fold(0.0, f32::max),
    );
    let is_tall = top < CEILING && bottom > GROUND;
    let is_closed = points.len() > 2 && points.first() == points.last();
    match (is_tall, is_closed) {
        (true, true) => Some(Equipment::Doorway),
        (true, false) => Some(Equipment::Wall),
        (false, _) => None,
    }
}

fn is_top(points: &[Point]) -> bool {
    let [a, b] = points else {
        return false;
    };
    (a.y - b.y).abs() < 0.5 && (a.x - b.x).abs() >= TOP && TOP_HEIGHTS.contains(&a.y)
}

/// Every band goes from hand to hand, well below the shoulders.
fn is_held_low(pose: &Pose) -> bool {
    const HANDS: [Joint; 2] = [Joint::LeftHand, Joint::RightHand];
    let between_hands = pose.props.iter().all(|prop| match prop {
        Prop::Band(from, to) => [from, to]
            .iter()
            .all(|end| matches!(end, End::Joint(joint) if HANDS.contains(joint))),
        _ => true,
    });
    let shoulders = [Joint::LeftShoulder, Joint::RightShoulder];
    let is_low = |figure: &Skeleton| {
        let mut pairs = HANDS.into_iter().zip(shoulders);
        pairs.all(|(hand, shoulder)| figure.at(hand).y > figure.at(shoulder).y + LOW)
    };
    between_hands && pose.keys.iter().filter_map(figure).all(is_low)
}
