//! How many ways to say one part of a sign the red flags know: `tests/ask/phrases`.
//!
//! Such a file has `[[slot]]` by `[[slot]]`: `sign`, `part`, `urgency`, `phrases`, and `beside`, the sentence in which each phrase
//! is asked (`{}` stands for it). An emergency will do where it is only to be soon. Misses are printed:
//! `cargo test ask_phrases -- --nocapture`.

use std::collections::BTreeMap;
use std::path::Path;

use crate::support::{LIBRARY, SEARCH};
use serde::Deserialize;
use unhunch::content::Library;
use unhunch::content::search::Search;

#[derive(Deserialize)]
struct File {
    slot: Vec<Slot>,
}

#[derive(Deserialize)]
struct Slot {
    sign: String,
    part: String,
    urgency: String,
    beside: String,
    phrases: Vec<String>,
}

/// How many phrases of each thousand must be heard, by urgency: what both files reach.
const FLOORS: [(&str, u32); 3] = [("emergency", 979), ("soon", 966), ("crisis", 932)];
/// How many phrases of each hundred must be heard in every slot.
const SLOT_FLOOR: usize = 79;

fn slots(file: &str) -> Vec<Slot> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/ask/phrases");
    let text = std::fs::read_to_string(folder.join(file)).unwrap();
    let read: File = toml::from_str(&text).unwrap_or_else(|error| panic!("{file}: {error}"));
    read.slot
}

/// How many phrases of each slot are heard, and those that are not are printed.
#[expect(clippy::print_stdout, reason = "misses are what this is for")]
fn heard(library: &Library, search: &Search, slot: &Slot) -> usize {
    let is_heard = |phrase: &&String| {
        let answer = search.ask(library, &slot.beside.replace("{}", phrase));
        let urgent = answer
            .unwrap()
            .urgent
            .map_or("none", |urgent| urgent.name());
        let is_more = slot.urgency == "soon" && urgent == "emergency";
        let is_right = urgent == slot.urgency || is_more;
        if !is_right {
            println!("{}, {}: {phrase:?}: {urgent}", slot.sign, slot.part);
        }
        is_right
    };
    slot.phrases.iter().filter(is_heard).count()
}

fn check(file: &str) {
    let library = &*LIBRARY;
    let search = &*SEARCH;
    let mut by_urgency: BTreeMap<String, (usize, usize)> = BTreeMap::new();
    for slot in slots(file) {
        let (heard, all) = (heard(library, search, &slot), slot.phrases.len());
        let is_enough = heard * 100 >= all * SLOT_FLOOR;
        assert!(is_enough, "{}, {}: {heard} of {all}", slot.sign, slot.part);
        let tally = by_urgency.entry(slot.urgency).or_default();
        tally.0 += heard;
        tally.1 += all;
    }
    for (urgency, floor) in FLOORS {
        let (heard, all) = by_urgency[urgency];
        let is_enough = heard * 1000 >= all * floor as usize;
        assert!(is_enough, "{urgency}: {heard} of {all}");
    }
}

#[test]
fn nearly_every_phrase_of_the_list_that_was_read_first_is_heard_in_its_sentence() {
    check("one.toml");
}

#[test]
fn nearly_every_phrase_of_the_list_that_was_read_last_is_heard_in_its_sentence() {
    check("other.toml");
}
