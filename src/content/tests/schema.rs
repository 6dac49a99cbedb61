use std::collections::BTreeSet;

use jsonschema::Validator;
use serde::de::DeserializeOwned;
use serde_json::Value;

use super::super::raw::*;
use super::super::raw_pose::{RawBase, RawKey, RawPose, RawProp, RawPropShape};
use super::super::schema::{FileKind, schema, schema_of_all};
use super::*;

/// Every file of the pack that we ship: its path within the pack, its kind, its text.
fn shipped() -> Vec<(String, FileKind, String)> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("content/en");
    let mut folders = vec![root.clone()];
    let mut files = Vec::new();
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                folders.push(path);
            } else if path.extension().is_some_and(|ending| ending == "toml") {
                let within = path
                    .strip_prefix(&root)
                    .unwrap()
                    .to_string_lossy()
                    .replace('\\', "/");
                let kind =
                    FileKind::of(&within).unwrap_or_else(|| panic!("no schema for {within}"));
                files.push((within, kind, fs::read_to_string(path).unwrap()));
            }
        }
    }
    files.sort();
    files
}

fn validator(schema: &Value) -> Validator {
    jsonschema::options()
        .should_validate_formats(true)
        .build(schema)
        .unwrap()
}

/// A file as editors see it.
fn json(text: &str) -> Value {
    serde_json::to_value(toml::from_str::<toml::Value>(text).unwrap()).unwrap()
}

fn refused(validator: &Validator, text: &str) -> Option<String> {
    let errors: Vec<_> = validator
        .iter_errors(&json(text))
        .map(|error| format!("{}: {error}", error.instance_path()))
        .collect();
    (!errors.is_empty()).then(|| errors.join("\n"))
}

#[test]
fn every_file_that_we_ship_fits_its_schema() {
    let any = validator(&schema_of_all());
    let mut seen = BTreeSet::new();
    for (path, kind, text) in shipped() {
        let said = refused(&validator(&schema(kind)), &text);
        assert_eq!(said, None, "{path}");
        assert_eq!(refused(&any, &text), None, "{path}");
        seen.insert(kind);
    }
    assert_eq!(
        seen.len(),
        FileKind::ALL.len(),
        "a kind of file is not tried: {seen:?}"
    );
}

#[test]
fn what_is_broken_does_not_fit() {
    let whole = format!("{EXERCISE}{POSE}");
    let exercise = validator(&schema(FileKind::Exercise));
    assert_eq!(refused(&exercise, &whole), None);
    let long = "x".repeat(61);
    for (old, new) in [
        ("title = \"Wave\"\n", ""),
        ("title = \"Wave\"", "titel = \"Wave\""),
        ("title = \"Wave\"", &format!("title = \"{long}\"")),
        ("title = \"Wave\"", "title = \" \""),
        ("id = \"wave\"", "id = \"Wave\""),
        ("\"hands\"", "\"hand\""),
        ("\"hands\"", "\"hands\", \"hands\""),
        ("level = 1", "level = 4"),
        ("level = 1", "level = \"easy\""),
        ("level = 1", "level = 1\nor_equipment = [\"wall\"]"),
        ("seconds = 20", "seconds = 301"),
        ("\"mobility\"", "\"dance\""),
        ("seated = \"yes\"", "seated = \"adapted\""),
        ("\"Lift a hand.\", ", ""),
        ("evidence = ", "cautions = [\"neck\"]\nevidence = "),
        ("[pose]", "[[amount]]\nrounds = 2\n[pose]"),
        ("[pose]", "[[amount]]\ntimes = [1, 2, 3]\n[pose]"),
        ("\"pingpong\"", "\"bounce\""),
        ("tip = [88, 48]\n", ""),
        ("[88, 48]", "[88, 148]"),
        ("base = \"hand\"", "base = \"face\""),
        (
            "base = \"hand\"",
            "base = \"hand\"\nprops = [{ ball = [1, 1] }]",
        ),
    ] {
        assert!(whole.contains(old), "{old}");
        let broken = whole.replacen(old, new, 1);
        assert!(refused(&exercise, &broken).is_some(), "{old} → {new}");
    }
}

#[test]
fn what_is_broken_in_other_files_does_not_fit_either() {
    for (kind, text) in [
        (FileKind::Pack, PACK.replace("format = 1", "format = 2")),
        (FileKind::Pack, PACK.replace("2026-11-22", "today")),
        (FileKind::Tips, "family = \"Ours\"".to_owned()),
        (
            FileKind::Cautions,
            "[caution]\nneck = \"No code.\"".to_owned(),
        ),
        (
            FileKind::Sources,
            "[source.ours]\ntitle = \"Ours\"\nurl = \"example\"".to_owned(),
        ),
        (FileKind::Help, "urgency = \"later\"".to_owned()),
        (FileKind::Synonyms, "fillers = [\"So\"]".to_owned()),
        (FileKind::Synonyms, "[group.neck]\nwords = []".to_owned()),
        (
            FileKind::Synonyms,
            "[group.neck]\nwords = [\"nape\"]\nfacets = [\"area:nose\"]".to_owned(),
        ),
        (FileKind::Routine, "id = \"ours\"\nstep = []".to_owned()),
    ] {
        assert!(
            refused(&validator(&schema(kind)), &text).is_some(),
            "{kind}: {text}"
        );
    }
}

/// The keys that serde reads into a raw table.
fn read_keys<T: DeserializeOwned>() -> BTreeSet<String> {
    let error = toml::from_str::<T>("not-a-key = 1")
        .err()
        .unwrap()
        .to_string();
    error
        .split("expected")
        .nth(1)
        .unwrap()
        .split('`')
        .skip(1)
        .step_by(2)
        .map(str::to_owned)
        .collect()
}

/// The keys that a schema tells of one of its tables.
fn told(kind: FileKind, pointer: &str) -> BTreeSet<String> {
    let schema = schema(kind);
    let table = schema
        .pointer(pointer)
        .unwrap_or_else(|| panic!("{kind}{pointer}"));
    table["properties"]
        .as_object()
        .unwrap()
        .keys()
        .cloned()
        .collect()
}

#[test]
fn a_schema_has_the_keys_that_are_read_and_no_others() {
    let exercise = FileKind::Exercise;
    assert_eq!(told(FileKind::Pack, ""), read_keys::<RawMeta>());
    assert_eq!(told(FileKind::Safety, ""), read_keys::<RawSafety>());
    assert_eq!(told(FileKind::Cautions, ""), read_keys::<RawCautionFile>());
    assert_eq!(told(FileKind::Sources, ""), read_keys::<RawSourceFile>());
    let source = "/properties/source/additionalProperties";
    assert_eq!(told(FileKind::Sources, source), read_keys::<RawSource>());
    assert_eq!(
        told(FileKind::Skeletons, ""),
        read_keys::<RawSkeletonFile>()
    );
    let base = "/properties/base/additionalProperties";
    assert_eq!(told(FileKind::Skeletons, base), read_keys::<RawBase>());
    assert_eq!(told(exercise, ""), read_keys::<RawExercise>());
    assert_eq!(
        told(exercise, "/properties/amount/items"),
        read_keys::<RawAmount>()
    );
    assert_eq!(told(exercise, "/properties/pose"), read_keys::<RawPose>());
    assert_eq!(told(FileKind::Cause, ""), read_keys::<RawCause>());
    assert_eq!(told(FileKind::Tips, ""), read_keys::<RawTipFile>());
    assert_eq!(
        told(FileKind::Tips, "/properties/tip/items"),
        read_keys::<RawTip>()
    );
    assert_eq!(told(FileKind::Help, ""), read_keys::<RawHelp>());
    assert_eq!(told(FileKind::Prompts, ""), read_keys::<RawPromptFile>());
    assert_eq!(
        told(FileKind::Prompts, "/properties/prompt/items"),
        read_keys::<RawPrompt>()
    );
    assert_eq!(told(FileKind::Synonyms, ""), read_keys::<RawSynonyms>());
    let group = "/properties/group/additionalProperties";
    assert_eq!(told(FileKind::Synonyms, group), read_keys::<RawGroup>());
    assert_eq!(told(FileKind::Routine, ""), read_keys::<RawRoutine>());
    assert_eq!(
        told(FileKind::Routine, "/properties/step/items"),
        read_keys::<RawStep>()
    );
    let amount = "/properties/step/items/properties/amount/items";
    assert_eq!(told(FileKind::Routine, amount), read_keys::<RawAmount>());
}

/// What a pose and its things may say is split by what they show.
#[test]
fn the_schema_of_poses_has_the_keys_that_are_read_and_no_others() {
    let exercise = FileKind::Exercise;
    let all_of = |kind: FileKind, pointers: &[String]| -> BTreeSet<String> {
        pointers
            .iter()
            .flat_map(|pointer| told(kind, pointer))
            .collect()
    };
    let keys = ["then", "else/then", "else/else"]
        .map(|branch| format!("/properties/pose/{branch}/properties/keys/items"));
    assert_eq!(all_of(exercise, &keys), read_keys::<RawKey>());
    let things: Vec<_> = (0..8)
        .map(|n| format!("/properties/pose/properties/props/items/oneOf/{n}"))
        .collect();
    assert_eq!(all_of(exercise, &things), read_keys::<RawProp>());
    let shapes = [0, 1].map(|n| format!("/properties/prop/additionalProperties/oneOf/{n}"));
    assert_eq!(
        all_of(FileKind::Skeletons, &shapes),
        read_keys::<RawPropShape>()
    );
}

/// The keys of the table that holds a file's card: the file itself, or its first `[[tip]]` or `[[prompt]]`.
fn card_of(file: &mut toml::Table, kind: FileKind) -> &mut toml::Table {
    let inner = match kind {
        FileKind::Tips => "tip",
        FileKind::Prompts => "prompt",
        _ => return file,
    };
    file[inner].as_array_mut().unwrap()[0]
        .as_table_mut()
        .unwrap()
}

/// What the program says about a pack in which only this file stands.
fn is_refused(path: &str, text: &str) -> bool {
    let dir = tempfile::tempdir().unwrap();
    if path != "pack.toml" {
        write(dir.path(), &[("pack.toml", PACK)]);
    }
    write(dir.path(), &[(path, text)]);
    load(&[dir.path().to_owned()]).is_err()
}

/// Each key left out, and each text made too long: the schema and the checks refuse the same.
#[test]
fn the_schema_and_the_checks_agree_on_what_is_needed_and_how_long_it_may_be() {
    let mut tried = BTreeSet::new();
    let mut problems = Vec::new();
    for (path, kind, text) in shipped() {
        let varied = matches!(
            kind,
            FileKind::Cautions | FileKind::Sources | FileKind::Skeletons | FileKind::RedFlags
        );
        if varied || !tried.insert(kind) {
            continue;
        }
        let validator = validator(&schema(kind));
        let mut whole: toml::Table = toml::from_str(&text).unwrap();
        let keys: Vec<String> = card_of(&mut whole, kind).keys().cloned().collect();
        for key in keys {
            let mut without = whole.clone();
            card_of(&mut without, kind).remove(&key);
            let mut changes = vec![("without", without)];
            let mut long = whole.clone();
            if let Some(toml::Value::String(text)) = card_of(&mut long, kind).get_mut(&key) {
                *text = "x".repeat(1025);
                changes.push(("long", long));
            }
            for (change, file) in changes {
                let text = toml::to_string(&file).unwrap();
                if refused(&validator, &text).is_some() != is_refused(&path, &text) {
                    problems.push(format!("{path}: {key} {change}"));
                }
            }
        }
    }
    assert!(problems.is_empty(), "\n{}", problems.join("\n"));
    assert_eq!(tried.len(), 9);
}
