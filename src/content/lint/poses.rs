//! What an editor marks in a picture: limbs that stretch or shrink, and turns that no joint makes.
//!
//! Begin reading at [`Findings::lint_pose`].

use super::{Findings, Severity};
use crate::domain::exercise::Exercise;
use crate::domain::pose::{BONES, Bone, Point, Repeat, Shape, Skeleton, View};

/// A bone seen from the side keeps at least this part of its length.
const SHORTEST: f32 = 0.33;
/// The widest turn of a bone between two key poses, in degrees; beyond it nobody can say which way it went.
const WIDEST_TURN: f32 = 170.0;
/// Bones that look shorter than this point at the viewer, and have no direction.
const POINTED: f32 = 3.0;

impl Findings<'_> {
    /// Bones keep their lengths, as far as a flat picture can show it, and turn by less than half a circle.
    pub(super) fn lint_pose(&mut self, exercise: &Exercise) {
        let pose = &exercise.pose;
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
