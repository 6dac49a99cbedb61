//! A movement on the clock: its parts, one after the other, with their seconds.
//!
//! Of a range, the smallest is taken: a gentle beginning. Begin reading at [`parts`].

use super::amount::{Amount, Span};
use super::exercise::Exercise;
use super::pose::{Pose, Repeat};

/// Seconds to get into position.
pub const READY: u32 = 10;
/// Seconds between two parts, to change sides or to catch one's breath.
pub const CHANGE: u32 = 5;
/// A movement with more parts than this has its rounds told together.
const MOST_PARTS: usize = 8;
/// Seconds of the way out and back, where the pack does not give them.
const WAY: u16 = 1;

/// A part of a movement.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Part {
    /// What it is, where the movement has several.
    pub what: Option<String>,
    /// Which round, of how many, where there are several.
    pub round: Option<(u16, u16)>,
    /// The first side or the other, where it is done for each.
    pub side: Option<u8>,
    /// How often, where it is counted.
    pub times: Option<u16>,
    /// Seconds of each hold.
    pub hold: Option<u16>,
    /// Seconds after the beginning of the first part.
    pub begins: u32,
    /// Seconds that it takes.
    pub lasts: u32,
}

/// The parts of a movement in their order; at least one.
pub fn parts(exercise: &Exercise) -> Vec<Part> {
    parts_of(exercise, &exercise.amounts, exercise.seconds)
}

/// The parts of a movement of which so much is done, in their order; a single one of `seconds` where the amounts are
/// not given in numbers.
pub fn parts_of(exercise: &Exercise, amounts: &[Amount], seconds: u16) -> Vec<Part> {
    let one_round = amounts.iter().map(|amount| {
        let sides = if amount.per_side { 2 } else { 1 };
        usize::from(least(amount.rounds).unwrap_or(1)) * sides
    });
    let tells_rounds = one_round.sum::<usize>() <= MOST_PARTS;
    let mut parts = Vec::new();
    for amount in amounts {
        add(&mut parts, amount, &exercise.pose, tells_rounds);
    }
    if parts.is_empty() {
        parts.push(Part {
            what: None,
            round: None,
            side: None,
            times: None,
            hold: None,
            begins: 0,
            lasts: u32::from(seconds),
        });
    }
    parts
}

fn add(parts: &mut Vec<Part>, amount: &Amount, pose: &Pose, tells_rounds: bool) {
    let rounds = least(amount.rounds).unwrap_or(1).max(1);
    let rest = u32::from(least(amount.rest).unwrap_or(0));
    let one = seconds(amount, pose);
    let (shown, each) = if tells_rounds {
        (rounds, 1)
    } else {
        (1, rounds)
    };
    for round in 1..=shown {
        for side in 1..=if amount.per_side { 2 } else { 1 } {
            let begins = parts
                .last()
                .map_or(0, |last: &Part| last.begins + last.lasts + CHANGE.max(rest));
            parts.push(Part {
                what: amount.what.clone(),
                round: (shown > 1).then_some((round, shown)),
                side: amount.per_side.then_some(side),
                times: least(amount.times).map(|times| times * each),
                hold: least(amount.hold),
                begins,
                lasts: one * u32::from(each) + rest * u32::from(each - 1),
            });
        }
    }
}

/// How long one round of one side takes.
fn seconds(amount: &Amount, pose: &Pose) -> u32 {
    if let Some(lasts) = least(amount.lasts) {
        return u32::from(lasts);
    }
    let times = u32::from(least(amount.times).unwrap_or(1).max(1));
    let rest = u32::from(least(amount.rest).unwrap_or(0));
    let given = [amount.out, amount.hold, amount.back];
    let once = if given.iter().all(Option::is_none) {
        loop_seconds(pose)
    } else {
        let hold = least(amount.hold).unwrap_or(0);
        let ways = [amount.out, amount.back].map(|way| least(way).unwrap_or(WAY));
        u32::from(hold + ways[0] + ways[1])
    };
    times * once + (times - 1) * rest
}

/// How long the picture takes for once there and back.
fn loop_seconds(pose: &Pose) -> u32 {
    let there = pose.keys.iter().map(|key| key.ms);
    let back = match pose.repeat {
        Repeat::Cycle => 0,
        Repeat::PingPong => {
            let between = pose.keys.len().saturating_sub(2);
            pose.keys
                .iter()
                .skip(1)
                .take(between)
                .map(|key| key.ms)
                .sum()
        }
    };
    (there.sum::<u32>() + back).div_ceil(1000).max(2)
}

fn least(span: Option<Span>) -> Option<u16> {
    span.map(|span| span.least)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::pose::View;

    fn paced(amount: &Amount, tells_rounds: bool) -> Vec<(Option<u8>, Option<u16>, u32, u32)> {
        let pose = Pose {
            view: View::Face,
            repeat: Repeat::Cycle,
            both_sides: false,
            props: Vec::new(),
            keys: Vec::new(),
        };
        let mut parts = Vec::new();
        add(&mut parts, amount, &pose, tells_rounds);
        parts
            .into_iter()
            .map(|part| (part.side, part.times, part.begins, part.lasts))
            .collect()
    }

    #[test]
    fn a_hold_for_each_side_leaves_time_to_change() {
        let amount = Amount {
            hold: Some(Span {
                least: 15,
                most: 30,
            }),
            per_side: true,
            ..Amount::default()
        };
        assert_eq!(
            paced(&amount, true),
            [(Some(1), None, 0, 17), (Some(2), None, 22, 17)]
        );
    }

    #[test]
    fn what_is_counted_takes_as_long_as_its_ways_and_holds() {
        let amount = Amount {
            times: Some(Span {
                least: 10,
                most: 10,
            }),
            out: Some(Span { least: 3, most: 3 }),
            back: Some(Span { least: 5, most: 5 }),
            ..Amount::default()
        };
        assert_eq!(paced(&amount, true), [(None, Some(10), 0, 80)]);
    }

    #[test]
    fn many_rounds_are_told_together() {
        let amount = Amount {
            times: Some(Span { least: 5, most: 5 }),
            hold: Some(Span { least: 2, most: 2 }),
            rounds: Some(Span { least: 3, most: 3 }),
            rest: Some(Span {
                least: 10,
                most: 10,
            }),
            ..Amount::default()
        };
        assert_eq!(paced(&amount, false), [(None, Some(15), 0, 200)]);
        let begins: Vec<_> = paced(&amount, true).iter().map(|part| part.2).collect();
        assert_eq!(begins, [0, 70, 140]);
    }
}
