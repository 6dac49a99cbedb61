//! What we say about the program is true of the program.

use std::collections::BTreeSet;
use std::path::Path;

use unhunch::command::spec::usages;

fn read(path: &str) -> String {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join(path);
    std::fs::read_to_string(&path).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
}

/// The rows of the table below a heading, cell by cell, without the table's own heading.
fn rows(text: &str, heading: &str) -> Vec<Vec<String>> {
    let (_, below) = text.split_once(&format!("\n## {heading}\n")).unwrap();
    let section = below.split("\n## ").next().unwrap();
    let lines = section.lines().filter(|line| line.starts_with('|')).skip(2);
    lines
        .map(|line| {
            line.trim_matches('|')
                .split('|')
                .map(|cell| cell.trim().to_owned())
                .collect()
        })
        .collect()
}

/// Everything between backticks.
fn quoted(cell: &str) -> Vec<&str> {
    cell.split('`').skip(1).step_by(2).collect()
}

/// `/prompts add`, `list` names two commands: a word alone goes on from the one before.
fn commands(cell: &str) -> Vec<String> {
    let mut names: Vec<String> = Vec::new();
    for quote in quoted(cell) {
        match quote.strip_prefix('/') {
            Some(name) => names.push(name.to_owned()),
            None => {
                let (group, _) = names.last().unwrap().split_once(' ').unwrap();
                names.push(format!("{group} {quote}"));
            }
        }
    }
    names
}

#[test]
fn the_readme_lists_every_command_and_no_other() {
    let readme = read("README.md");
    let told: Vec<_> = rows(&readme, "Commands")
        .iter()
        .flat_map(|row| commands(&row[0]))
        .collect();
    let real: BTreeSet<_> = usages().map(|usage| usage.words()).collect();
    assert_eq!(told.iter().cloned().collect::<BTreeSet<_>>(), real);
    assert_eq!(told.len(), real.len(), "one of them stands there twice");
}

#[test]
fn the_readme_lists_every_setting_with_its_default() {
    let readme = read("README.md");
    let settings: toml::Table = read("config/unhunch.toml").parse().unwrap();
    let real = settings.iter().flat_map(|(section, keys)| {
        keys.as_table()
            .unwrap()
            .keys()
            .map(move |key| format!("{section}.{key}"))
    });
    let rows = rows(&readme, "Settings");
    let told = rows
        .iter()
        .flat_map(|row| quoted(&row[0]))
        .map(str::to_owned);
    assert_eq!(told.collect::<BTreeSet<_>>(), real.collect());
    for row in rows {
        let Some(name) = quoted(&row[0]).first().copied().map(str::to_owned) else {
            continue;
        };
        let (section, key) = name.split_once('.').unwrap();
        let default = match &settings[section][key] {
            toml::Value::String(text) if text.is_empty() => continue,
            toml::Value::Array(items) if items.is_empty() => continue,
            toml::Value::String(text) => text.clone(),
            other => other.to_string(),
        };
        assert_eq!(row[2].trim_matches('`'), default, "{name}");
    }
}

#[test]
fn what_the_readme_links_to_is_there() {
    let readme = read("README.md");
    let targets = readme
        .split("](")
        .skip(1)
        .map(|rest| rest.split(')').next().unwrap());
    for target in targets.filter(|target| !target.starts_with("http")) {
        let path = Path::new(env!("CARGO_MANIFEST_DIR")).join(target);
        assert!(path.exists(), "{target}");
    }
}

#[test]
fn every_dependency_says_why_it_is_there() {
    let manifest = read("Cargo.toml");
    let mut before = "";
    let mut in_dependencies = false;
    for line in manifest.lines() {
        if line.starts_with('[') {
            in_dependencies = line.ends_with("dependencies]");
        } else if in_dependencies && line.contains(" = ") && !line.starts_with('#') {
            assert!(before.starts_with('#'), "{line}");
            assert!(!line.contains("git ="), "{line}");
        }
        before = line;
    }
}
