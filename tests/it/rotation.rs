//! The rotation of prompts over the pack that we ship: everything once a round, no part of the body twice running (R-2), strength,
//! eyes and breathing mixed in.

use std::collections::{BTreeMap, BTreeSet};

use proptest::prelude::*;
use unhunch::app::candidates;
use unhunch::content::Library;
use unhunch::domain::card::{Area, CardId};
use unhunch::domain::rotation::{Bag, Strand};

const ROUNDS: usize = 3;

/// The places in three rounds at which each strand came.
fn draw(
    library: &Library,
    off: &[CardId],
    seed: u64,
) -> Result<BTreeMap<Strand, Vec<usize>>, TestCaseError> {
    let selection = library.without(off.iter().cloned());
    let items = candidates(&selection);
    let mut bag = Bag::new(seed);
    let mut places: BTreeMap<Strand, Vec<usize>> = BTreeMap::new();
    let mut last: &[Area] = &[];
    for round in 0..ROUNDS {
        let mut come = BTreeSet::new();
        for place in 0..items.len() {
            // The store keeps the bag as text between two draws.
            let kept = serde_json::to_string(&bag).unwrap();
            bag = serde_json::from_str(&kept).unwrap();
            let drawn = bag.draw(&items).unwrap();
            prop_assert!(
                come.insert(drawn.id.to_owned()),
                "{} came twice in a round",
                drawn.id
            );
            let shared = drawn.areas.iter().find(|area| last.contains(area));
            prop_assert_eq!(shared, None, "{} comes after {:?}", drawn.id, last);
            last = drawn.areas;
            places
                .entry(drawn.strand)
                .or_default()
                .push(round * items.len() + place);
        }
        prop_assert_eq!(come.len(), items.len());
    }
    Ok(places)
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn three_rounds_bring_everything_thrice_well_mixed(seed: u64) {
        let library = Library::embedded().unwrap();
        let n_items = candidates(&library.without([])).len();
        for (strand, places) in draw(&library, &[], seed)? {
            let n_in_round = places.len() / ROUNDS;
            let even = n_items / n_in_round;
            let gaps: Vec<_> = places.windows(2).map(|two| two[1] - two[0]).collect();
            if strand != Strand::Other {
                let uneven = gaps.iter().filter(|gap| **gap * 2 < even || **gap > even * 2);
                // R-3 holds as far as R-2 leaves a choice: at the end of a round it may leave none, which one seed in some
                // thousand shows.
                prop_assert!(uneven.count() <= 1, "{strand:?} came at {places:?}");
                let (least, most) = (gaps.iter().min().unwrap(), gaps.iter().max().unwrap());
                prop_assert!(*least * 3 >= even && *most <= even * 3, "{strand:?} came at {places:?}");
            }
        }
    }

    #[test]
    fn it_holds_for_a_server_that_does_without_some_cards(seed: u64, kept in 0_u64..3) {
        let library = Library::embedded().unwrap();
        let ids = library.exercises().iter().map(|exercise| exercise.card.id.clone());
        let off: Vec<_> = ids.zip(0_u64..).filter(|(_, n)| (n ^ seed) % 3 != kept).map(|(id, _)| id).collect();
        draw(&library, &off, seed)?;
    }
}

#[test]
fn what_is_mixed_in_is_as_much_as_the_pack_has() {
    let library = Library::embedded().unwrap();
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
