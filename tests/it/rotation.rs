//! The rotation of prompts over the pack that we ship: everything once a round, no part of the body twice running (R-2), strength,
//! eyes and breathing mixed in.

use std::collections::BTreeMap;

use crate::support::LIBRARY;
use proptest::prelude::*;
use unhunch::app::candidates;
use unhunch::domain::card::{Area, CardId};
use unhunch::domain::rotation::{Bag, Candidate, Strand};

const ROUNDS: usize = 3;

/// A draw, and what it was made from.
struct Draw<'a> {
    strand: Strand,
    last: &'a [Area],
    left: Vec<Candidate<'a>>,
}

/// Three rounds, each of which brings everything once, no part of the body twice running.
fn draw<'a>(items: &[Candidate<'a>], seed: u64) -> Result<Vec<Draw<'a>>, TestCaseError> {
    let mut bag = Bag::new(seed);
    let mut draws = Vec::new();
    let mut last: &[Area] = &[];
    for _ in 0..ROUNDS {
        let mut in_bag = items.to_vec();
        for _ in items {
            // The store keeps the bag as text between two draws.
            let kept = serde_json::to_string(&bag).unwrap();
            bag = serde_json::from_str(&kept).unwrap();
            let next = bag.draw(items).unwrap();
            let place = in_bag.iter().position(|one| one.id == next.id);
            prop_assert!(place.is_some(), "{} came twice in a round", next.id);
            prop_assert!(
                !share(next.areas, last),
                "{} comes after {:?}",
                next.id,
                last
            );
            draws.push(Draw {
                strand: next.strand,
                last,
                left: in_bag.clone(),
            });
            in_bag.remove(place.unwrap());
            last = next.areas;
        }
    }
    Ok(draws)
}

fn share(one: &[Area], other: &[Area]) -> bool {
    one.iter().any(|area| other.contains(area))
}

impl Draw<'_> {
    /// Whether R-2 let one of a strand come: it shares nothing with the one before, and those that are left can still follow
    /// it in some order in which no neighbours share anything.
    fn lets_come(&self, strand: Strand) -> bool {
        let of_it = self.left.iter().filter(|one| one.strand == strand);
        let mut fresh = of_it.filter(|one| !share(one.areas, self.last));
        fresh.any(|first| {
            let rest = self.left.iter().filter(|one| one.id != first.id);
            let rest: Vec<_> = rest.map(|one| one.areas).collect();
            (0..rest.len().max(1)).any(|begin| can_follow(first.areas, &rest, begin))
        })
    }
}

/// Tries an order: each time what shares something with most of the others, of several the first from `begin` on.
fn can_follow(first: &[Area], rest: &[&[Area]], begin: usize) -> bool {
    let mut rest: Vec<_> = rest[begin..].iter().chain(&rest[..begin]).collect();
    let mut last = first;
    while !rest.is_empty() {
        let n_met = |one: &[Area]| rest.iter().filter(|other| share(one, other)).count();
        let fresh = (0..rest.len()).filter(|place| !share(rest[*place], last));
        let Some(next) = fresh.rev().max_by_key(|place| n_met(rest[*place])) else {
            return false;
        };
        last = rest.remove(next);
    }
    true
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    /// R-3: what comes late or early has to, since R-2 leaves no choice.
    #[test]
    fn three_rounds_bring_everything_thrice_well_mixed(seed: u64) {
        let library = &*LIBRARY;
        let selection = library.without([]);
        let items = candidates(&selection);
        let draws = draw(&items, seed)?;
        for strand in Strand::MIXED_IN {
            let places: Vec<_> = (0..draws.len()).filter(|place| draws[*place].strand == strand).collect();
            let even = items.len() * ROUNDS / places.len();
            for two in places.windows(2) {
                let [before, place] = [two[0], two[1]];
                if (place - before) * 2 < even {
                    prop_assert!(!draws[place].lets_come(Strand::Other), "{strand:?} came at {places:?}");
                }
                for late in draws[..place].iter().skip(before + even * 2) {
                    prop_assert!(!late.lets_come(strand), "{strand:?} came at {places:?}");
                }
            }
        }
    }

    #[test]
    fn it_holds_for_a_server_that_does_without_some_cards(seed: u64, kept in 0_u64..3) {
        let library = &*LIBRARY;
        let ids = library.exercises().iter().map(|exercise| exercise.card.id.clone());
        let off: Vec<CardId> = ids.zip(0_u64..).filter(|(_, n)| (n ^ seed) % 3 != kept).map(|(id, _)| id).collect();
        let selection = library.without(off);
        draw(&candidates(&selection), seed)?;
    }
}

#[test]
fn what_is_mixed_in_is_as_much_as_the_pack_has() {
    let library = &*LIBRARY;
    let selection = library.without([]);
    let items = candidates(&selection);
    let mut counts: BTreeMap<_, usize> = BTreeMap::new();
    for item in &items {
        *counts.entry(format!("{:?}", item.strand)).or_default() += 1;
    }
    insta::assert_debug_snapshot!((items.len(), counts), @r#"
    (
        53,
        {
            "Breath": 2,
            "Eyes": 5,
            "Other": 39,
            "Strength": 7,
        },
    )
    "#);
}
