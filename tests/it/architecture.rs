//! The house keeps its own rules: who may import whom, what a pure room must not touch, how long a file may be.
//!
//! Reads the sources as text. The map of the rooms is in `src/lib.rs`.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

/// What each room may import of the others. A room that is missing here fails the test.
const MAY_IMPORT: [(&str, &[&str]); 14] = [
    (
        "app",
        &[
            "clock", "command", "content", "domain", "picture", "store", "text", "view",
        ],
    ),
    ("cli", EVERYTHING),
    ("clock", &[]),
    ("command", &["domain", "text"]),
    ("config", &["domain"]),
    ("content", &["domain"]),
    ("discord", &["app", "clock", "config", "domain", "view"]),
    ("domain", &[]),
    ("picture", &["domain"]),
    ("playground", &["clock"]),
    ("startup", EVERYTHING_BUT_CLI),
    ("store", &["domain"]),
    ("text", &["domain"]),
    ("view", &["command", "domain", "text"]),
];
const EVERYTHING: &[&str] = &[
    "app",
    "clock",
    "command",
    "config",
    "content",
    "discord",
    "domain",
    "picture",
    "playground",
    "startup",
    "store",
    "text",
    "view",
];
const EVERYTHING_BUT_CLI: &[&str] = &[
    "app", "clock", "command", "config", "content", "discord", "domain", "picture", "store",
    "text", "view",
];

/// Rooms that do no I/O and never read the clock.
const PURE: [&str; 5] = ["domain", "text", "command", "view", "picture"];

/// Crates that one room alone may know.
const OWNED: [(&str, &[&str]); 10] = [
    ("serenity", &["discord"]),
    ("reqwest", &["discord", "startup"]),
    ("sqlx", &["store"]),
    ("axum", &["playground"]),
    ("clap", &["cli"]),
    ("fluent_bundle", &["text"]),
    ("tiny_skia", &["picture"]),
    ("png", &["picture"]),
    ("gif", &["picture"]),
    ("cron", &["domain"]),
];

const MOST_LINES: usize = 400;

/// A source file, without its tests and comments.
struct Source {
    path: String,
    room: String,
    /// Everything, as it stands.
    whole: String,
    /// What comes before the tests, without comments.
    code: String,
    n_lines: usize,
}

fn files_below(folder: &Path, into: &mut Vec<PathBuf>) {
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            files_below(&path, into);
        } else if path.extension().is_some_and(|extension| extension == "rs") {
            into.push(path);
        }
    }
}

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

/// Every file of the library; files of tests alone are left out.
fn sources() -> Vec<Source> {
    let src = root().join("src");
    let mut files = Vec::new();
    files_below(&src, &mut files);
    files.sort();
    files
        .into_iter()
        .map(|file| source(&src, &file))
        .filter(|source| !is_test_file(&source.path))
        .collect()
}

fn source(src: &Path, file: &Path) -> Source {
    let path = file
        .strip_prefix(src)
        .unwrap()
        .to_string_lossy()
        .replace('\\', "/");
    let whole = fs::read_to_string(file).unwrap();
    let before_tests: Vec<_> = whole
        .lines()
        .take_while(|line| *line != "#[cfg(test)]")
        .collect();
    let code = before_tests
        .iter()
        .filter(|line| !line.trim_start().starts_with("//"))
        .copied()
        .collect::<Vec<_>>()
        .join("\n");
    let room = path.split(['/', '.']).next().unwrap().to_owned();
    Source {
        n_lines: before_tests.len(),
        path,
        room,
        whole,
        code,
    }
}

fn is_test_file(path: &str) -> bool {
    path.ends_with("_tests.rs") || path.ends_with("/tests.rs") || path.contains("/tests/")
}

/// Says whether `name` stands in the code as a word of its own.
fn mentions(code: &str, name: &str) -> bool {
    code.match_indices(name).any(|(at, _)| {
        let is_part = |symbol: char| symbol.is_alphanumeric() || symbol == '_';
        !code[..at].ends_with(is_part) && !code[at + name.len()..].starts_with(is_part)
    })
}

/// The rooms that a file names after `crate::`, in a list too.
fn imported(code: &str) -> BTreeSet<String> {
    let mut rooms = BTreeSet::new();
    for (at, marker) in code.match_indices("crate::") {
        let rest = &code[at + marker.len()..];
        let names = match rest.strip_prefix('{') {
            Some(list) => list.split('}').next().unwrap().split(',').collect(),
            None => vec![rest],
        };
        for name in names {
            let end = name.trim_start();
            let end = end
                .split(|symbol: char| !symbol.is_ascii_lowercase() && symbol != '_')
                .next()
                .unwrap();
            rooms.insert(end.to_owned());
        }
    }
    rooms.remove("");
    rooms
}

fn none(problems: &[String]) {
    assert!(problems.is_empty(), "\n{}", problems.join("\n"));
}

#[test]
fn rooms_import_only_what_the_map_allows() {
    let rooms: BTreeSet<_> = MAY_IMPORT.iter().map(|(room, _)| *room).collect();
    let mut problems = Vec::new();
    for source in sources()
        .iter()
        .filter(|source| !["lib", "main"].contains(&source.room.as_str()))
    {
        let Some((_, allowed)) = MAY_IMPORT.iter().find(|(room, _)| *room == source.room) else {
            problems.push(format!("{}: a room that is not on the map", source.path));
            continue;
        };
        for other in imported(&source.code) {
            let is_room = rooms.contains(other.as_str());
            if is_room && other != source.room && !allowed.contains(&other.as_str()) {
                problems.push(format!("{}: imports {other}", source.path));
            }
        }
    }
    none(&problems);
}

#[test]
fn pure_rooms_do_no_io_and_know_no_clock() {
    const BARRED: [&str; 12] = [
        "async",
        "await",
        "serenity",
        "sqlx",
        "tokio",
        "tracing",
        "reqwest",
        "std::fs",
        "std::env",
        "std::net",
        "SystemTime",
        "Timestamp::now",
    ];
    let mut problems = Vec::new();
    for source in sources()
        .iter()
        .filter(|source| PURE.contains(&source.room.as_str()))
    {
        for barred in BARRED
            .iter()
            .filter(|barred| mentions(&source.code, barred))
        {
            problems.push(format!("{}: {barred}", source.path));
        }
    }
    none(&problems);
}

#[test]
fn each_big_crate_is_known_in_its_own_room_only() {
    let mut problems = Vec::new();
    for source in sources() {
        for (name, rooms) in OWNED {
            let used = mentions(&source.code, &format!("{name}::"))
                || mentions(&source.code, &format!("use {name}"));
            if used && !rooms.contains(&source.room.as_str()) {
                problems.push(format!("{}: {name}", source.path));
            }
        }
    }
    none(&problems);
}

#[test]
fn files_are_short_and_say_what_they_are_for() {
    let mut problems = Vec::new();
    for source in sources() {
        if source.n_lines > MOST_LINES {
            problems.push(format!(
                "{}: {} lines, at most {MOST_LINES}",
                source.path, source.n_lines
            ));
        }
        if !source.whole.starts_with("//!") {
            problems.push(format!("{}: begins without //!", source.path));
        }
    }
    none(&problems);
}

#[test]
fn the_program_under_test_is_the_program_that_runs() {
    let mut problems = Vec::new();
    for source in sources() {
        let mut lines = source.whole.lines().peekable();
        while let Some(line) = lines.next() {
            let next = lines.peek().map_or("", |next| next.trim_start());
            let is_cfg = line.trim_start().starts_with("#[cfg(") && mentions(line, "test");
            if is_cfg && !next.starts_with("mod ") && !next.starts_with("#[path") {
                problems.push(format!("{}: code for tests alone: {next}", source.path));
            }
        }
    }
    none(&problems);
}

#[test]
fn no_test_is_switched_off() {
    let mut files = Vec::new();
    files_below(&root().join("src"), &mut files);
    files_below(&root().join("tests"), &mut files);
    let mut problems = Vec::new();
    for file in files {
        let text = fs::read_to_string(&file).unwrap();
        for line in text.lines().map(str::trim) {
            if line.starts_with("#[ignore") || line.starts_with("#[should_panic") {
                problems.push(format!("{}: {line}", file.display()));
            }
        }
    }
    none(&problems);
}

#[test]
fn rules_that_are_cited_stand_in_the_rules() {
    let rules = fs::read_to_string(root().join("src/domain/RULES.md")).unwrap();
    let known = numbers(&rules);
    let mut problems = Vec::new();
    for source in sources() {
        let comments: String = source
            .whole
            .lines()
            .filter(|line| line.trim_start().starts_with("//"))
            .collect::<Vec<_>>()
            .join("\n");
        for number in numbers(&comments).difference(&known) {
            problems.push(format!("{}: {number}", source.path));
        }
    }
    none(&problems);
}

/// Every rule number in a text, such as `S-40`; `D-50…D-52` names all three.
fn numbers(text: &str) -> BTreeSet<String> {
    let words: Vec<_> = text
        .split(|symbol: char| !symbol.is_ascii_alphanumeric() && symbol != '-' && symbol != '…')
        .collect();
    let mut found = BTreeSet::new();
    for word in words {
        let ends: Vec<_> = word.split('…').map(rule).collect();
        match ends.as_slice() {
            [Some((letter, first)), Some((_, last))] => {
                found.extend((*first..=*last).map(|number| format!("{letter}-{number}")));
            }
            [Some((letter, number))] => {
                found.insert(format!("{letter}-{number}"));
            }
            _ => {}
        }
    }
    found
}

fn rule(word: &str) -> Option<(char, u32)> {
    let (letter, number) = word.split_once('-')?;
    let letter = letter.chars().next().filter(|_| letter.len() == 1)?;
    "TSDKLPIC"
        .contains(letter)
        .then_some((letter, number.parse().ok()?))
}

#[test]
fn the_top_level_holds_what_belongs_there() {
    const ALLOWED: [&str; 11] = [
        "Cargo.toml",
        "Cargo.lock",
        "LICENSE-APACHE",
        "LICENSE-MIT",
        "README.md",
        "build.rs",
        "config",
        "content",
        "migrations",
        "src",
        "tests",
    ];
    let mut problems = Vec::new();
    for entry in fs::read_dir(root()).unwrap() {
        let name = entry.unwrap().file_name().into_string().unwrap();
        let is_ours = ALLOWED.contains(&name.as_str()) || name.starts_with('.') || name == "target";
        if !is_ours && !is_database(&name) {
            problems.push(name);
        }
    }
    none(&problems);
}

/// What running the bot in the project's folder leaves there.
fn is_database(name: &str) -> bool {
    [".db", ".db-shm", ".db-wal", ".db.lock", ".db.erased"]
        .iter()
        .any(|end| name.ends_with(end))
}
