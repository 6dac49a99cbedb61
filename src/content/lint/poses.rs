//! What an editor marks in a picture: limbs that stretch or shrink, and turns that no joint makes.
//!
//! Begin reading at [`Findings::lint_pose`].

use super::meaning::Lexicon;
use super::reading::sentences;
use super::{Findings, Severity};
use crate::domain::exercise::Exercise;
use crate::domain::pose::{BONES, Bone, Hand, Point, Repeat, Shape, Skeleton, View};

/// A bone seen from the side keeps at least this part of its length.
const SHORTEST: f32 = 0.33;
/// The widest turn of a bone between two key poses, in degrees; beyond it nobody can say which way it went.
const WIDEST_TURN: f32 = 170.0;
/// The bones of a finger from the wrist out, each to its joint, and the longest that each looks.
const FINGER: [(&str, &str, f32); 4] = [
    ("wri", "mcp", 34.0),
    ("mcp", "pip", 19.5),
    ("pip", "dip", 14.5),
    ("dip", "tip", 12.5),
];
/// The thumb's tip from the wrist, at least and at most.
const THUMB: [f32; 2] = [20.0, 40.0];
/// A finger's bone keeps at least this part of its length: a hand is seen from the side.
const SHORTEST_OF_FINGER: f32 = 0.6;
/// How far a joint of a finger bends towards the palm, and beyond the straight, in degrees.
const BENDS: [f32; 2] = [125.0, -45.0];
/// Bones that look shorter than this point at the viewer, and have no direction.
const POINTED: f32 = 3.0;

/// What an alt text says of a limb that moves, in words and in short, and the joints one of which moves then.
const LIMBS: [(&str, &str, &[&str]); 3] = [
    ("knee|knees ..1 @moves", "knees", &["Kne", "Foo", "Hip"]),
    ("elbow|elbows ..1 @moves", "elbows", &["Elb", "Han", "Sho"]),
    ("heel|heels|toes ..1 @moves", "toes", &["Foo", "Toe", "Kne"]),
];
/// A joint that moves by less than this stays where it is.
const STAYS: f32 = 0.5;

impl Findings<'_> {
    /// An alt text tells from where the figure is seen, and of no limb that stays where it is.
    pub(super) fn lint_alt(&mut self, exercise: &Exercise) {
        let alt = exercise.alt.to_lowercase();
        let off = match exercise.pose.view {
            View::Front => ("from the side", "from the front"),
            View::Side => ("from the front", "from the side"),
            View::Face | View::Hand => return,
        };
        if alt.contains(off.0) {
            let text = format!("says \"{}\", and the picture is drawn {}", off.0, off.1);
            self.push(&exercise.card.id, "alt", Severity::Error, text);
        }
        let figures: Vec<_> = figures(exercise);
        let moves = |names: &[&str]| {
            let joints = BONES.iter().map(|bone| bone.to);
            let mut joints =
                joints.filter(|joint| names.iter().any(|end| joint.name().ends_with(end)));
            joints.any(|joint| {
                figures.windows(2).any(|two| {
                    let [from, to] = [two[0].at(joint), two[1].at(joint)];
                    (to.x - from.x).hypot(to.y - from.y) > STAYS
                })
            })
        };
        let mut lexicon = Lexicon::default();
        let limbs = LIMBS.map(|(said, limb, joints)| (lexicon.pattern(said), limb, joints));
        for sentence in sentences(&alt).map(|sentence| lexicon.hear(sentence)) {
            for (said, limb, joints) in &limbs {
                if sentence.find(said).is_some() && !moves(joints) {
                    let text = format!("tells of {limb} that move, and in the picture they do not");
                    self.push(&exercise.card.id, "alt", Severity::Error, text);
                }
            }
        }
    }

    /// Bones keep their lengths, as far as a flat picture can show it, and turn by less than half a circle.
    pub(super) fn lint_pose(&mut self, exercise: &Exercise) {
        let pose = &exercise.pose;
        for (key, number) in pose.keys.iter().zip(1..) {
            if let Shape::Hand(hand) = &key.shape {
                for (joint, remark) in hand_remarks(hand) {
                    let key = format!("pose.keys[{number}].{joint}");
                    self.push(&exercise.card.id, &key, Severity::Error, remark);
                }
            }
        }
        let figures = figures(exercise);
        for (index, figure) in figures.iter().enumerate() {
            let before = match (index, pose.repeat) {
                (0, Repeat::PingPong) => None,
                (0, Repeat::Cycle) => figures.last(),
                (index, _) => figures.get(index - 1),
            };
            for bone in BONES.iter().copied() {
                let length = length(figure, bone);
                let remark = length_remark(pose.view, bone, length)
                    .or_else(|| before.and_then(|before| turn_remark(before, figure, bone)));
                if let Some(remark) = remark {
                    let key = format!("pose.keys[{}].{}", index + 1, bone.to.name());
                    self.push(&exercise.card.id, &key, Severity::Error, remark);
                }
            }
        }
    }
}

/// The figures of a picture, in order.
fn figures(exercise: &Exercise) -> Vec<&Skeleton> {
    let figures = exercise
        .pose
        .keys
        .iter()
        .filter_map(|key| match &key.shape {
            Shape::Figure(skeleton) => Some(skeleton),
            Shape::Face(_) | Shape::Hand(_) => None,
        });
    figures.collect()
}

/// A hand whose bones do not keep their lengths, or bend as no finger does.
fn hand_remarks(hand: &Hand) -> Vec<(&'static str, String)> {
    let mut remarks = Vec::new();
    let mut before: Option<f32> = None;
    for ((from, to, longest), ends) in FINGER.into_iter().zip(hand.finger.windows(2)) {
        let (x, y) = (ends[1].x - ends[0].x, ends[1].y - ends[0].y);
        let shortest = longest * SHORTEST_OF_FINGER;
        remarks.extend(off(from, x.hypot(y), [shortest, longest]).map(|text| (to, text)));
        let angle = y.atan2(x).to_degrees();
        // Half a circle either way; towards the palm is more.
        let bend = before.map(|before| (angle - before + 180.0).rem_euclid(360.0) - 180.0);
        if let Some(bend) = bend.filter(|bend| !(BENDS[1]..=BENDS[0]).contains(bend)) {
            let [most, least] = BENDS;
            let text =
                format!("bends by {bend:.0}° at {from}; {least}° to {most}°, as a finger does");
            remarks.push((to, text));
        }
        before = Some(angle);
    }
    let [wrist, ..] = hand.finger;
    let thumb = (hand.thumb.x - wrist.x).hypot(hand.thumb.y - wrist.y);
    remarks.extend(off("wri", thumb, THUMB).map(|text| ("thb", text)));
    remarks
}

fn off(from: &str, length: f32, [shortest, longest]: [f32; 2]) -> Option<String> {
    if length > longest {
        let text = format!("is {length:.1} from {from}; at most {longest}, or it looks stretched");
        return Some(text);
    }
    let text = format!("is {length:.1} from {from}; at least {shortest:.1}, or it looks shrunk");
    (length < shortest).then_some(text)
}

fn ends(figure: &Skeleton, bone: Bone) -> (Point, Point) {
    (figure.at(bone.from), figure.at(bone.to))
}

fn length(figure: &Skeleton, bone: Bone) -> f32 {
    let (from, to) = ends(figure, bone);
    (to.x - from.x).hypot(to.y - from.y)
}

fn length_remark(view: View, bone: Bone, length: f32) -> Option<String> {
    let Bone { from, longest, .. } = bone;
    let from = from.name();
    if length > longest {
        return Some(format!(
            "is {length:.1} from {from}; at most {longest}, or it looks stretched"
        ));
    }
    let shortest = longest * SHORTEST;
    if view == View::Side && bone.is_long() && length < shortest {
        return Some(format!(
            "is {length:.1} from {from}; at least {shortest:.1}, or it looks shrunk"
        ));
    }
    None
}

fn turn_remark(before: &Skeleton, after: &Skeleton, bone: Bone) -> Option<String> {
    let angle = |figure: &Skeleton| {
        let (from, to) = ends(figure, bone);
        (length(figure, bone) >= POINTED).then(|| (to.y - from.y).atan2(to.x - from.x).to_degrees())
    };
    let turn = (angle(after)? - angle(before)?).rem_euclid(360.0);
    let turn = turn.min(360.0 - turn);
    (turn > WIDEST_TURN).then(|| {
        let from = bone.from.name();
        format!(
            "turns by {turn:.0}° about {from}; at most {WIDEST_TURN}°, with a key pose on the way"
        )
    })
}
