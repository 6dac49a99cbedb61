//! Tests of the pack in the binary, and of what is said about broken ones.

#![expect(
    clippy::disallowed_types,
    reason = "tests share what none of them changes"
)]

mod binding;
mod broken;
mod embedded;
mod every_way;
mod linted;
mod overlay;
mod own_pack;
mod schema;
mod smuggled;

use std::fs;
use std::path::{Path, PathBuf};
use std::sync::LazyLock;

use super::load::{embedded_pack, whole};
use super::pack::Pack;
use super::*;

/// The pack inside the binary as it is written: read once for all tests.
static PACK_INSIDE: LazyLock<Pack> = LazyLock::new(|| embedded_pack().0);
/// The same, as a start of the bot reads and checks it.
static EMBEDDED: LazyLock<Library> =
    LazyLock::new(|| Library::embedded().unwrap_or_else(|error| panic!("{error}")));

/// The pack inside the binary.
fn embedded() -> &'static Library {
    &EMBEDDED
}

/// As [`Library::load`].
fn load(dirs: &[PathBuf]) -> Result<Library, ContentError> {
    let pack = PACK_INSIDE.clone();
    whole(Library::load_over(pack, error::Problems::default(), dirs))
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
review_note = "Nobody has, and nobody has examined you."
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
