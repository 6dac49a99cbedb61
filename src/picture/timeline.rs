//! When an animation moves and when it holds.
//!
//! Movements keep about the time that their keys give them; holds are shortened so that the whole loop takes a few
//! seconds. Begin reading at [`Timeline::of`].

use super::blend::mirrored;
use crate::domain::pose::{Pose, Prop, Repeat};

/// The share of a key's time in which it is moved to, and the least and most milliseconds of it.
const MOVE_SHARE: f32 = 0.4;
const LEAST_MOVE: f32 = 420.0;
const MOST_MOVE: f32 = 900.0;
/// How much longer it takes to change sides, since one limb moves after the other.
const OTHER_SIDE: f32 = 1.5;
/// Least time that a key is held.
const LEAST_HOLD: f32 = 260.0;
/// How long the loop should take, in milliseconds.
const SHORTEST: f32 = 3000.0;
const LONGEST: f32 = 7800.0;
/// Frames of all movements together, at most.
const MOST_FRAMES: f32 = 44.0;
/// Centiseconds that a frame takes in a movement, at least and at most.
const FASTEST: f32 = 5.0;
const SLOWEST: f32 = 14.0;

/// One movement from key to key, and the hold after it.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Leg {
    /// The key that it leaves; keys of the mirrored half count on after the others.
    pub(super) from: usize,
    /// The key that it reaches.
    pub(super) to: usize,
    /// Frames of the movement, the last one at the key itself.
    pub(super) frames: u16,
    /// Centiseconds that the key is held.
    pub(super) hold: u16,
}

/// The legs of a loop, the last of which leads back to the first key.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Timeline {
    pub(super) legs: Vec<Leg>,
    /// Centiseconds of a frame in a movement.
    pub(super) frame: u16,
}

impl Timeline {
    /// The timeline of a pose, with its other side if it has one.
    pub(super) fn of(pose: &Pose) -> Self {
        let order = order(pose);
        let breath = pose
            .props
            .iter()
            .any(|prop| matches!(prop, Prop::Breath { .. }));
        let time = |key: usize| {
            let ms = pose.keys[key % pose.keys.len()].ms.min(60_000);
            #[expect(clippy::cast_precision_loss, reason = "at most a minute")]
            let ms = ms as f32;
            if breath {
                (ms * 0.85, ms * 0.15)
            } else {
                let moving = (ms * MOVE_SHARE).clamp(LEAST_MOVE, MOST_MOVE);
                (moving, (ms - moving).max(LEAST_HOLD))
            }
        };
        let count = pose.keys.len().max(1);
        let turns = pose.both_sides && !begin_alike(pose);
        let times = order.iter().map(|(from, to)| {
            let (moving, holding) = time(*to);
            let changes_sides = from / count != to / count;
            let longer = if turns && changes_sides {
                OTHER_SIDE
            } else {
                1.0
            };
            (moving * longer, holding)
        });
        let times: Vec<(f32, f32)> = times.collect();
        let moving: f32 = times.iter().map(|(moving, _)| moving).sum();
        let holding: f32 = times.iter().map(|(_, holding)| holding).sum();
        let squeeze = (LONGEST * 0.7 / moving).min(1.0);
        let moving = moving * squeeze;
        let wanted = (moving + holding).clamp(SHORTEST, LONGEST) - moving;
        let holds = (wanted / holding.max(1.0)).max(0.0);
        let frame = (moving / 10.0 / MOST_FRAMES).ceil().clamp(FASTEST, SLOWEST);
        let legs = order
            .iter()
            .zip(&times)
            .map(|((from, to), (move_ms, hold))| Leg {
                from: *from,
                to: *to,
                frames: whole(move_ms * squeeze / 10.0 / frame).max(2),
                hold: whole(hold * holds / 10.0).max(12),
            });
        Self {
            legs: legs.collect(),
            frame: whole(frame),
        }
    }
}

/// Both sides have the same first key, so that nothing moves from one to the other.
fn begin_alike(pose: &Pose) -> bool {
    let other = mirrored(pose);
    let first = |pose: &Pose| pose.keys.first().map(|key| key.shape);
    first(pose) == first(&other)
}

/// Which key follows which.
fn order(pose: &Pose) -> Vec<(usize, usize)> {
    let count = pose.keys.len();
    let there = 0..count;
    let one_side = |first: usize| -> Vec<usize> {
        let there = there.clone().map(|key| first + key);
        match pose.repeat {
            Repeat::Cycle => there.collect(),
            Repeat::PingPong => {
                let back = (1..count.saturating_sub(1)).rev();
                there.chain(back.map(|key| first + key)).collect()
            }
        }
    };
    let mut keys = one_side(0);
    if pose.both_sides {
        // Back at rest before the other side.
        if count > 1 {
            keys.push(0);
        }
        keys.extend(one_side(count));
        if count > 1 {
            keys.push(count);
        }
    }
    let mut next = keys.iter().copied().cycle().skip(1);
    keys.iter()
        .filter_map(|from| Some((*from, next.next()?)))
        .collect()
}

#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "a few hundred, never negative"
)]
fn whole(number: f32) -> u16 {
    number.round() as u16
}
