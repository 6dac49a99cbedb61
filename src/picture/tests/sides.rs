//! From one side to the other: one limb after the other, with time for both.

use super::*;
use crate::picture::blend::{between_keys, between_sides, mirrored};
use crate::picture::timeline::Timeline;

const RIGHT: [Limb; 2] = [Limb::RightArm, Limb::RightLeg];

/// Seen from the side, with the near leg lifted ahead, and the same for the other side.
fn leg_ahead() -> [Pose; 2] {
    let mut skeleton = standing();
    for joint in [Joint::LeftHip, Joint::RightHip] {
        skeleton.set(joint, skeleton.at(Joint::Pelvis));
    }
    skeleton.set(Joint::RightKnee, at(67.0, 58.0));
    skeleton.set(Joint::RightFoot, at(82.0, 68.0));
    skeleton.set(Joint::RightToes, at(87.0, 67.0));
    let keys = vec![key(Shape::Figure(skeleton)), key(Shape::Figure(standing()))];
    let here = Pose {
        both_sides: true,
        ..pose(View::Side, keys)
    };
    let there = mirrored(&here);
    [here, there]
}

fn skeleton(key: &Key) -> Skeleton {
    match key.shape {
        Shape::Figure(skeleton) => skeleton,
        ref other => panic!("{other:?}"),
    }
}

#[test]
fn one_leg_is_back_before_the_other_leaves() {
    let [here, there] = leg_ahead();
    let (from, to) = (&here.keys[0], &there.keys[0]);
    let feet = |key: &Key| [Joint::LeftFoot, Joint::RightFoot].map(|foot| skeleton(key).at(foot));
    let rest = feet(from)[0];
    let halfway = feet(&between_sides(from, to, RIGHT, 0.5));
    for foot in halfway {
        assert!(geometry::distance(foot, rest) < 2.5, "{halfway:?}");
    }
    let without = feet(&between_keys(from, to, 0.5));
    assert!(
        geometry::distance(without[0], rest) > 9.0,
        "both legs would pass each other in the air: {without:?}"
    );
}

#[test]
fn a_change_of_sides_begins_and_ends_at_its_keys() {
    let [here, there] = leg_ahead();
    let (from, to) = (&here.keys[0], &there.keys[0]);
    for (gone, key) in [(0.0, from), (1.0, to)] {
        let reached = skeleton(&between_sides(from, to, RIGHT, gone));
        for joint in Joint::ALL {
            let off = geometry::distance(reached.at(*joint), skeleton(key).at(*joint));
            assert!(off < 0.01, "{} at {gone}: {off}", joint.name());
        }
    }
}

#[test]
fn a_change_of_sides_takes_longer_than_a_movement() {
    let [here, _] = leg_ahead();
    let legs = Timeline::of(&here).legs;
    let frames = |changes: bool| {
        let mut legs = legs.iter();
        let leg = legs.find(|leg| (leg.from / 2 != leg.to / 2) == changes);
        leg.map(|leg| leg.frames).unwrap()
    };
    assert!(frames(true) > frames(false), "{legs:?}");
}
