//! What an editor marks in a picture: limbs that stretch or shrink, and turns that no joint makes.
//!
//! Begin reading at [`Findings::lint_pose`].

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

impl Findings<'_> {
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
        let figures = pose.keys.iter().filter_map(|key| match &key.shape {
            Shape::Figure(skeleton) => Some(skeleton),
            Shape::Face(_) | Shape::Hand(_) => None,
        });
        let figures: Vec<_> = figures.collect();
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
