//! What a writer of cards has at hand: schemas for the editor, a pack to begin with, and the linter.

use std::fs;
use std::path::Path;

use serde_json::Value;
use unhunch::content::{FileKind, Library, schema, schema_of_all};

use crate::content::{stdout, unhunch};

fn read(path: &Path) -> String {
    fs::read_to_string(path).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
}

#[test]
fn the_stored_schemas_are_those_that_the_program_prints() {
    let stored = Path::new(env!("CARGO_MANIFEST_DIR")).join("content/schema");
    let mut names: Vec<_> = fs::read_dir(&stored)
        .unwrap()
        .map(|entry| entry.unwrap().file_name().into_string().unwrap())
        .collect();
    names.sort();
    let mut expected: Vec<_> = FileKind::ALL
        .iter()
        .map(|kind| format!("{kind}.json"))
        .collect();
    expected.sort();
    assert_eq!(names, expected);
    for kind in FileKind::ALL {
        let text = read(&stored.join(format!("{kind}.json")));
        assert_eq!(
            text,
            format!("{:#}\n", schema(*kind)),
            "run `unhunch content schema --out content/schema`"
        );
    }
    let taplo = Path::new(env!("CARGO_MANIFEST_DIR")).join(".taplo.toml");
    let taplo: toml::Table = read(&taplo).parse().unwrap();
    let rules = taplo["rule"].as_array().unwrap();
    let told = rules.iter().map(|rule| {
        let path = |value: &toml::Value| value.as_str().unwrap().to_owned();
        (path(&rule["include"][0]), path(&rule["schema"]["path"]))
    });
    let kinds = FileKind::ALL.iter().map(|kind| {
        let files = format!("content/en/{}", kind.files());
        (files, format!("content/schema/{kind}.json"))
    });
    assert_eq!(told.collect::<Vec<_>>(), kinds.collect::<Vec<_>>());
    let printed = unhunch(&["content", "schema", "exercise"], &[]);
    assert_eq!(stdout(&printed), read(&stored.join("exercise.json")));
    let all: Value = serde_json::from_slice(&unhunch(&["content", "schema"], &[]).stdout).unwrap();
    assert_eq!(all, schema_of_all());
    let unknown = unhunch(&["content", "schema", "recipe"], &[]);
    assert_eq!(unknown.status.code(), Some(2));
}

#[test]
fn a_new_pack_has_nothing_wrong_with_it_and_lies_over_ours() {
    let home = tempfile::tempdir().unwrap();
    let dir = home.path().join("Our Team");
    let shown = dir.display().to_string();
    let made = unhunch(&["content", "new", &shown], &[]);
    assert!(made.status.success(), "{made:?}");
    insta::assert_snapshot!(stdout(&made).replace(&shown, "DIR"), @"
    DIR/README.md
    DIR/pack.toml
    DIR/exercises/hand-open-close.toml
    DIR/tips/ours.toml
    DIR/prompts/ours.toml
    DIR/schema
    Next: change the cards, then `unhunch content lint DIR`.
    ");
    let lint = unhunch(&["content", "lint", &shown], &[]);
    assert!(stdout(&lint).ends_with("\n0 wrong, 0 weak\n"), "{lint:?}");
    let listed = stdout(&unhunch(&["content", "list"], &[&dir]));
    for id in [
        "hand-open-close",
        "our-quiet-corner",
        "our-cue-hands",
        "neck-tilts",
    ] {
        assert!(listed.contains(id), "{id}");
    }
    let meta = read(&dir.join("pack.toml"));
    assert!(
        meta.contains("id = \"our-team\"\ntitle = \"our team’s cards\""),
        "{meta}"
    );
    // What editors read is what this version prints.
    for path in [
        "pack.toml",
        "exercises/hand-open-close.toml",
        "tips/ours.toml",
        "prompts/ours.toml",
    ] {
        let path = dir.join(path);
        let text = read(&path);
        let schema = text
            .lines()
            .next()
            .unwrap()
            .strip_prefix("#:schema ")
            .unwrap();
        let schema: Value =
            serde_json::from_str(&read(&path.parent().unwrap().join(schema))).unwrap();
        let file: toml::Value = toml::from_str(&text).unwrap();
        let file = serde_json::to_value(file).unwrap();
        assert!(jsonschema::is_valid(&schema, &file), "{}", path.display());
    }
}

#[test]
fn a_card_of_ours_gives_way_to_one_of_the_same_id_in_a_pack_of_your_own() {
    let home = tempfile::tempdir().unwrap();
    let dir = home.path().join("pack");
    let shown = dir.display().to_string();
    assert!(unhunch(&["content", "new", &shown], &[]).status.success());
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("content/en/exercises");
    let ours = read(&root.join("neck-tilts.toml"));
    let theirs = ours.replace("title = \"Neck tilts\"", "title = \"Tilts as we do them\"");
    fs::write(dir.join("exercises/neck-tilts.toml"), theirs).unwrap();
    let rows = |packs: &[&Path]| -> Vec<String> {
        let listed = stdout(&unhunch(&["content", "list"], packs));
        listed.lines().map(str::to_owned).collect()
    };
    let (before, after) = (rows(&[]), rows(&[&dir]));
    let tilts: Vec<_> = after
        .iter()
        .filter(|row| row.contains("neck-tilts"))
        .collect();
    insta::assert_debug_snapshot!(tilts, @r#"
    [
        "exercise  neck-tilts                   Tilts as we do them",
    ]
    "#);
    assert_eq!(
        after.len(),
        before.len() + 3,
        "three cards are new, and one is another"
    );
}

#[test]
fn a_folder_with_something_in_it_is_left_alone() {
    let home = tempfile::tempdir().unwrap();
    let note = home.path().join("note.txt");
    fs::write(&note, "mine").unwrap();
    let shown = home.path().display().to_string();
    let said = |path: &str| {
        let refused = unhunch(&["content", "new", path], &[]);
        assert_eq!(refused.status.code(), Some(2));
        String::from_utf8(refused.stderr)
            .unwrap()
            .replace(&shown, "DIR")
    };
    insta::assert_snapshot!(said(&shown), @"error: DIR is not empty; name a folder that is new or empty");
    insta::assert_snapshot!(said(&note.display().to_string()), @"error: DIR/note.txt is a file; name a folder that is new or empty");
    assert_eq!(fs::read_dir(home.path()).unwrap().count(), 1);
    // An empty one is welcome.
    let empty = home.path().join("empty");
    fs::create_dir(&empty).unwrap();
    let made = unhunch(&["content", "new", &empty.display().to_string()], &[]);
    assert!(made.status.success(), "{made:?}");
    Library::load(&[empty]).unwrap();
}
