//! What the command line does at its edges: values that begin with a hyphen, output that goes nowhere (C-1…C-6).

use std::fs;
use std::io::Read as _;
use std::path::Path;
use std::process::{Command, Output, Stdio};

use unhunch::clock::{ZoneSource, Zones};

fn unhunch() -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_unhunch"));
    command
        .env_remove("DISCORD_TOKEN")
        .env_remove("DATABASE_URL");
    command
}

fn run(arguments: &[&str]) -> Output {
    unhunch().args(arguments).output().unwrap()
}

/// The code of the first line of what was said.
fn code(output: &Output) -> String {
    let said = String::from_utf8(output.stderr.clone()).unwrap();
    let code = said
        .strip_prefix("error[")
        .and_then(|said| said.split_once("]: "));
    code.unwrap_or_else(|| panic!("{said}")).0.to_owned()
}

const TIMES: [&str; 2] = ["--times", "9:00"];
const ZONE: [&str; 2] = ["--timezone", "UTC"];
const FROM: [&str; 2] = ["--from", "2026-06-01T00:00:00Z"];
const LAST: [&str; 2] = ["--last", "2026-06-01T00:00:00Z"];
const NOW: [&str; 2] = ["--now", "2026-06-02T00:00:00Z"];

#[test]
fn a_value_that_begins_with_a_hyphen_is_a_value() {
    let next: [(&[[&str; 2]], &str); 12] = [
        (&[TIMES, ["--timezone", "-05:00"]], "E_TIMEZONE"),
        (&[TIMES, ["--timezone", "-"]], "E_TIMEZONE"),
        (&[["--cron", "-5 * * * *"], ZONE], "E_CRON_SYNTAX"),
        (&[["--cron", "--5 9 * * *"], ZONE], "E_CRON_SYNTAX"),
        (&[["--times", "-1:00"], ZONE], "E_TIMES"),
        (
            &[["--every", "-5m"], ["--between", "9:00-17:00"], ZONE],
            "E_TIMES",
        ),
        (
            &[["--every", "90m"], ["--between", "-9:00"], ZONE],
            "E_TIMES",
        ),
        (&[TIMES, ["--days", "-fri"], ZONE], "E_DAYS"),
        (&[TIMES, ZONE, ["--from", "-1"]], "E_INSTANT"),
        (&[TIMES, ZONE, ["--count", "-1"]], "E_COUNT"),
        (&[ZONE, ["--from", "-1"], ["--times", "-1:00"]], "E_TIMES"),
        (&[ZONE, ["--times", ""]], "E_TIMES"),
    ];
    let catchup: [(&[[&str; 2]], &str); 3] = [
        (&[TIMES, ZONE, ["--last", "-1"], NOW], "E_INSTANT"),
        (&[TIMES, ZONE, LAST, ["--now", "-1"]], "E_INSTANT"),
        (&[TIMES, ZONE, LAST, NOW, ["--grace", "-1m"]], "E_GRACE"),
    ];
    for (command, cases) in [("next", &next[..]), ("catchup", &catchup[..])] {
        for (options, expected) in cases {
            let apart = options.concat();
            let joined: Vec<_> = options.iter().map(|option| option.join("=")).collect();
            for options in [apart, joined.iter().map(String::as_str).collect()] {
                let output = run(&[&["schedule", command][..], &options].concat());
                assert_eq!(code(&output), *expected, "{options:?}");
                assert_eq!(output.status.code(), Some(2), "{options:?}");
                assert!(output.stdout.is_empty(), "{options:?}");
            }
        }
    }
}

#[test]
fn a_value_that_is_missing_is_a_usage_error() {
    for options in [
        &["--cron", "--from", FROM[1], "--timezone", "UTC"][..],
        &["--cron", "--from=2026-06-01T00:00:00Z", "--timezone", "UTC"],
        &["--times", "9:00", "--timezone"],
        &["--times", "--timezone", "UTC"],
        &["--times", "9:00", "--timezone", "--count", "5"],
        &[
            "--times",
            "9:00",
            "--timezone",
            "UTC",
            "--from",
            "--count",
            "-1",
        ],
        &["--times", "9:00", "--timezone", "UTC", "--frm", "-1"],
        &["--times", "9:00", "--timezone", "UTC", "-1"],
    ] {
        let output = run(&[&["schedule", "next"][..], options].concat());
        assert_eq!(code(&output), "E_USAGE", "{options:?}");
        assert_eq!(output.status.code(), Some(2), "{options:?}");
    }
}

/// Subcommands that print data, with what they read.
fn that_print(folder: &Path) -> Vec<Vec<String>> {
    let document = folder.join("log.toml");
    let text = "timezone = \"UTC\"\nqueries = [\"2026-03-02T10:00:00Z\"]\n";
    fs::write(&document, text).unwrap();
    let schedule = [&TIMES[..], &ZONE].concat();
    let next = [
        &["schedule", "next", "--count", "1000"][..],
        &schedule,
        &FROM,
    ]
    .concat();
    let catchup = [&["schedule", "catchup"][..], &schedule, &LAST, &NOW].concat();
    let replay = vec!["streak", "replay", document.to_str().unwrap()];
    let mut all = vec![next, catchup, replay];
    for content in [
        &["list"][..],
        &["list", "--json"],
        &["lint"],
        &["schema"],
        &["schema", "exercise"],
    ] {
        all.push([&["content"][..], content].concat());
    }
    all.extend([
        vec!["--version"],
        vec!["--help"],
        vec!["schedule", "--help"],
    ]);
    all.into_iter()
        .map(|arguments| arguments.into_iter().map(str::to_owned).collect())
        .collect()
}

#[test]
fn output_that_cannot_be_written_is_told_in_one_sentence() {
    let Ok(full) = fs::OpenOptions::new().write(true).open("/dev/full") else {
        return;
    };
    let folder = tempfile::tempdir().unwrap();
    for arguments in that_print(folder.path()) {
        let output = unhunch()
            .args(&arguments)
            .current_dir(folder.path())
            .stdout(full.try_clone().unwrap())
            .output()
            .unwrap();
        let said = String::from_utf8(output.stderr).unwrap();
        let expected =
            "error: the output cannot be written: No space left on device (os error 28)\n";
        assert_eq!(said, expected, "{arguments:?}");
        assert_eq!(output.status.code(), Some(1), "{arguments:?}");
    }
}

#[cfg(unix)]
#[test]
fn a_reader_that_has_seen_enough_is_no_failure() {
    let folder = tempfile::tempdir().unwrap();
    for arguments in that_print(folder.path()) {
        let mut child = unhunch()
            .args(&arguments)
            .current_dir(folder.path())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .unwrap();
        drop(child.stdout.take());
        let status = child.wait().unwrap();
        let mut said = String::new();
        child
            .stderr
            .take()
            .unwrap()
            .read_to_string(&mut said)
            .unwrap();
        assert_eq!(
            (status.code(), said.as_str()),
            (Some(0), ""),
            "{arguments:?}"
        );
    }
}

#[test]
fn a_file_whose_whole_name_is_json_is_json() {
    let folder = tempfile::tempdir().unwrap();
    let text = r#"{"timezone": "UTC", "queries": ["2026-03-02T10:00:00Z"]}"#;
    for name in [".json", "log.json", "a.toml.json"] {
        fs::write(folder.path().join(name), text).unwrap();
        let output = unhunch()
            .args(["streak", "replay", name])
            .current_dir(folder.path())
            .output()
            .unwrap();
        assert!(output.status.success(), "{name}: {output:?}");
    }
}

#[test]
fn the_version_names_the_release_of_the_zone_data_and_where_it_is_from() {
    let zones = Zones::load();
    let source = match zones.source() {
        ZoneSource::System => "the system's",
        ZoneSource::Bundled => "bundled",
    };
    let printed = String::from_utf8(run(&["--version"]).stdout).unwrap();
    let expected = format!(
        "unhunch {} (tzdb {})\nzone data: {source}\n",
        env!("CARGO_PKG_VERSION"),
        zones.release()
    );
    assert_eq!(printed, expected);
}

#[test]
fn one_card_is_shown_whole_and_an_id_that_nobody_has_is_told() {
    let shown = run(&["content", "show", "neck-tilts"]);
    let text = String::from_utf8(shown.stdout).unwrap();
    assert!(text.starts_with("Neck tilts\n"), "{text}");
    assert!(text.contains("\nSource: "), "{text}");
    let unknown = run(&["content", "show", "nobody"]);
    assert_eq!(unknown.status.code(), Some(2));
    insta::assert_snapshot!(
        String::from_utf8(unknown.stderr).unwrap(),
        @r#"error: there is no card "nobody": `unhunch content list` gives the ids of all"#
    );
}
