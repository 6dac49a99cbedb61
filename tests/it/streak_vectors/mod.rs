//! `unhunch streak replay` from outside: logs in a file of cases, and what comes of them.

mod histories;
mod kept;
mod walk;

use std::io::Write;
use std::process::{Command, Output, Stdio};

use serde::Deserialize;
use serde_json::Value;

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Cases {
    case: Vec<Case>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Case {
    title: String,
    document: String,
    #[serde(default)]
    outcomes: String,
    #[serde(default)]
    results: Vec<String>,
    error: Option<String>,
    says: Option<String>,
}

/// How a document reaches the program.
#[derive(Debug, Clone, Copy)]
enum Way {
    Toml,
    Json,
    StandardInput,
}

fn replay(document: &str, way: Way) -> Output {
    let as_json = || {
        let value: Value = toml::from_str(document).unwrap();
        value.to_string()
    };
    let (name, text) = match way {
        Way::Toml => ("log.toml", document.to_owned()),
        Way::Json => ("log.json", as_json()),
        Way::StandardInput => ("-", as_json()),
    };
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join(name);
    let argument = match way {
        Way::StandardInput => "-".as_ref(),
        _ => {
            std::fs::write(&file, &text).unwrap();
            file.as_os_str()
        }
    };
    let mut child = Command::new(env!("CARGO_BIN_EXE_unhunch"))
        .args(["streak".as_ref(), "replay".as_ref(), argument])
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    let mut stdin = child.stdin.take().unwrap();
    if matches!(way, Way::StandardInput) {
        stdin.write_all(text.as_bytes()).unwrap();
    }
    drop(stdin);
    child.wait_with_output().unwrap()
}

/// `2 credited, ok` for `credited, credited, ok`.
fn in_brief(outcomes: &[Value]) -> String {
    let chunks = outcomes.chunk_by(|one, next| one == next);
    let words = chunks.map(|chunk| match (chunk.len(), chunk[0].as_str().unwrap()) {
        (1, word) => word.to_owned(),
        (n, word) => format!("{n} {word}"),
    });
    words.collect::<Vec<_>>().join(", ")
}

fn line(result: &Value) -> String {
    let [day, current, longest, freezes, today] =
        ["day", "current", "longest", "freezes", "today"].map(|key| &result[key]);
    let window = &result["window30"];
    format!(
        "{} {current}/{longest} freezes {freezes} {} {}/{}",
        day.as_str().unwrap(),
        today.as_str().unwrap(),
        window["credited"],
        window["due"]
    )
}

/// What is not as the case says.
fn problem(case: &Case, way: Way) -> Option<String> {
    let output = replay(&case.document, way);
    let (stdout, stderr) = (
        String::from_utf8(output.stdout).unwrap(),
        String::from_utf8(output.stderr).unwrap(),
    );
    if let Some(code) = &case.error {
        let first = stderr.lines().next().unwrap_or_default();
        let is_refused = output.status.code() == Some(2)
            && stdout.is_empty()
            && first.starts_with(&format!("error[{code}]: "))
            && first.contains(case.says.as_deref().unwrap());
        return (!is_refused).then(|| format!("{:?}: {stdout}{stderr}", output.status));
    }
    if output.status.code() != Some(0) || !stderr.is_empty() {
        return Some(format!("{:?}: {stderr}", output.status));
    }
    let printed: Value = serde_json::from_str(&stdout).unwrap();
    let outcomes = in_brief(printed["outcomes"].as_array().unwrap());
    let results = printed["results"].as_array().unwrap();
    let asked: toml::Table = toml::from_str(&case.document).unwrap();
    let asked: Vec<_> = asked["queries"].as_array().unwrap().iter().collect();
    let lines: Vec<_> = results.iter().map(line).collect();
    let is_as_given = results.len() == asked.len()
        && results
            .iter()
            .zip(asked)
            .all(|(result, at)| result["at"].as_str() == at.as_str());
    (outcomes != case.outcomes || lines != case.results || !is_as_given)
        .then(|| format!("{outcomes}\n{}", lines.join("\n")))
}

#[test]
fn every_case_comes_out_as_it_says_from_files_and_from_standard_input() {
    let cases: Cases = toml::from_str(include_str!("cases.toml")).unwrap();
    assert!(cases.case.len() > 50);
    let ways = [Way::Toml, Way::StandardInput, Way::Json];
    let problems: Vec<_> = cases
        .case
        .iter()
        .zip(ways.iter().cycle())
        .filter_map(|(case, way)| {
            let problem = problem(case, *way)?;
            Some(format!("{} ({way:?}): {problem}", case.title))
        })
        .collect();
    assert!(problems.is_empty(), "\n{}", problems.join("\n\n"));
}

#[test]
fn a_file_that_is_not_there_and_text_that_does_not_parse_are_refused() {
    for (document, argument) in [(None, "nowhere.toml"), (Some("events = ["), "-")] {
        let folder = tempfile::tempdir().unwrap();
        let mut child = Command::new(env!("CARGO_BIN_EXE_unhunch"))
            .args(["streak", "replay", argument])
            .current_dir(folder.path())
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .unwrap();
        let mut stdin = child.stdin.take().unwrap();
        stdin
            .write_all(document.unwrap_or_default().as_bytes())
            .unwrap();
        drop(stdin);
        let output = child.wait_with_output().unwrap();
        let stderr = String::from_utf8(output.stderr).unwrap();
        assert_eq!(output.status.code(), Some(2), "{stderr}");
        assert!(
            stderr.starts_with(&format!("error[E_FILE]: {argument}: ")),
            "{stderr}"
        );
        assert!(output.stdout.is_empty());
    }
}

#[test]
fn an_instant_without_quotes_is_said_to_need_them() {
    let document = "timezone = \"UTC\"\nqueries = [2026-03-02T10:00:00Z]\n";
    let stderr = String::from_utf8(replay(document, Way::Toml).stderr).unwrap();
    assert_eq!(
        stderr,
        "error[E_FILE]: queries[0]: expected an instant in quotes, found a date without quotes\n"
    );
}

#[test]
fn without_a_file_the_usage_is_told() {
    let output = Command::new(env!("CARGO_BIN_EXE_unhunch"))
        .args(["streak", "replay"])
        .output()
        .unwrap();
    let stderr = String::from_utf8(output.stderr).unwrap();
    assert_eq!(output.status.code(), Some(2), "{stderr}");
    assert!(stderr.starts_with("error[E_USAGE]: "), "{stderr}");
}
