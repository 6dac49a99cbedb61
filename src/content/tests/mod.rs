//! Tests of the pack in the binary, and of what is said about broken ones.

mod broken;
mod embedded;
mod every_way;
mod linted;
mod overlay;
mod schema;

use std::fs;
use std::path::Path;

use super::*;

/// The pack inside the binary.
fn embedded() -> Library {
    Library::embedded().unwrap_or_else(|error| panic!("{error}"))
}

/// The list, with a card's own parts as its text.
fn listed(library: &Library) -> Vec<ListedItem> {
    list(library, |card| {
        let texts = parts(card).into_iter().map(|part| part.text);
        texts.collect::<Vec<_>>().join("\n")
    })
}

/// Writes files into `dir`, with the folders that they need.
fn write(dir: &Path, files: &[(&str, &str)]) {
    for (path, text) in files {
        let path = dir.join(path);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, text).unwrap();
    }
}

/// A `pack.toml` with nothing wrong in it.
const PACK: &str = r#"
format = 1
id = "ours"
title = "Ours"
language = "en"
licence = "CC-BY-4.0"
authors = ["We"]
reviewed = "2026-11-22"
review_note = "Nobody has."
"#;

/// An exercise with nothing wrong in it, but for its `[pose]`, which is missing.
const EXERCISE: &str = r#"
id = "wave"
title = "Wave"
summary = "Wave a hand."
kind = "mobility"
areas = ["hands"]
positions = ["seated"]
level = 1
seconds = 20
dose = "Twice."
steps = ["Lift a hand.", "Wave it."]
mistake = "Waving too hard."
stop_if = "Stop if it hurts."
discreet = false
seated = "yes"
evidence = "Common practice; no study is claimed."
alt = "A hand that waves."
"#;

/// A pose of two hands, to go with [`EXERCISE`].
const POSE: &str = r#"
[pose]
base = "hand"
loop = "pingpong"

[[pose.keys]]
ms = 500
say = "Open"
wri = [14, 50]
mcp = [46, 48]
pip = [64, 48]
dip = [77, 48]
tip = [88, 48]
thb = [44, 28]

[[pose.keys]]
ms = 500
say = "Closed"
wri = [14, 50]
mcp = [46, 48]
pip = [47, 66]
dip = [34, 68]
tip = [34, 57]
thb = [48, 54]
"#;
