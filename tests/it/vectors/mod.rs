//! Cases of `schedule next` and `schedule catchup`, each given to the program and, where something is due, to
//! the library.
//!
//! A case is a title, the options, and what is printed (`=`) or the exit status and code of the refusal (`!`).

use std::process::Command;

use jiff::tz::{TimeZone, TimeZoneDatabase};
use jiff::{SignedDuration, Timestamp};
use unhunch::domain::recurrence::Recurrence;
use unhunch::domain::schedule::{DEFAULT_GRACE, catch_up, occurrences_after};

const BOT: &str = env!("CARGO_BIN_EXE_unhunch");
const NEXT: &str = include_str!("next.txt");
const CATCHUP: &str = include_str!("catchup.txt");

struct Case {
    title: &'static str,
    options: Vec<(&'static str, &'static str)>,
    expected: Expected,
}

#[derive(Debug, PartialEq, Eq)]
enum Expected {
    Lines(Vec<&'static str>),
    Refusal { exit: i32, code: &'static str },
}

impl Case {
    fn option(&self, name: &str) -> Option<&'static str> {
        let own = self.options.iter().find(|(own, _)| *own == name);
        own.map(|(_, value)| *value)
    }
}

fn cases(text: &'static str) -> Vec<Case> {
    text.split("\n\n").map(case).collect()
}

fn case(text: &'static str) -> Case {
    let mut lines = text.trim().lines();
    let title = lines.next().unwrap();
    let mut options = Vec::new();
    let mut expected = Expected::Lines(Vec::new());
    for line in lines.map(str::trim_start) {
        if let Some(option) = line.strip_prefix("--") {
            options.push(option.split_once('=').unwrap());
        } else if let Some(refusal) = line.strip_prefix("! ") {
            let (exit, code) = refusal.split_once(' ').unwrap();
            expected = Expected::Refusal {
                exit: exit.parse().unwrap(),
                code,
            };
        } else {
            match &mut expected {
                Expected::Lines(lines) => lines.push(line.strip_prefix("= ").unwrap()),
                Expected::Refusal { .. } => panic!("{title}: {line}"),
            }
        }
    }
    Case {
        title,
        options,
        expected,
    }
}

fn check_program(command: &str, cases: &[Case]) {
    for case in cases {
        let options = case
            .options
            .iter()
            .map(|(name, value)| format!("--{name}={value}"));
        let output = Command::new(BOT)
            .args(["schedule", command])
            .args(options)
            .env_clear()
            .output()
            .unwrap();
        let printed = String::from_utf8(output.stdout).unwrap();
        let said = String::from_utf8(output.stderr).unwrap();
        let title = case.title;
        match &case.expected {
            Expected::Lines(lines) => {
                assert_eq!(
                    printed.lines().collect::<Vec<_>>(),
                    *lines,
                    "{title}: {said}"
                );
                assert_eq!(output.status.code(), Some(0), "{title}");
            }
            Expected::Refusal { exit, code } => {
                let first = said.lines().next().unwrap_or_default();
                assert!(
                    first.starts_with(&format!("error[{code}]: ")),
                    "{title}: {said}"
                );
                assert_eq!(output.status.code(), Some(*exit), "{title}");
                assert_eq!(printed, "", "{title}");
            }
        }
    }
}

fn recurrence(case: &Case) -> Recurrence {
    let days = case.option("days");
    let read = match (case.option("cron"), case.option("times")) {
        (Some(cron), _) => Recurrence::cron(cron),
        (None, Some(times)) => Recurrence::parse(times, days),
        (None, None) => Recurrence::every(
            case.option("every").unwrap(),
            case.option("between").unwrap(),
            days,
        ),
    };
    read.unwrap()
}

fn zone(case: &Case) -> TimeZone {
    let zones = TimeZoneDatabase::bundled();
    zones.get(case.option("timezone").unwrap()).unwrap()
}

fn instant(case: &Case, name: &str) -> Timestamp {
    case.option(name).unwrap().parse().unwrap()
}

fn local(at: Timestamp, zone: &TimeZone) -> String {
    let at = at.to_zoned(zone.clone());
    at.strftime("%Y-%m-%dT%H:%M:%S%:z").to_string()
}

#[test]
fn next_prints_the_due_instants_or_a_refusal() {
    check_program("next", &cases(NEXT));
}

#[test]
fn catchup_prints_what_is_decided_or_a_refusal() {
    check_program("catchup", &cases(CATCHUP));
}

#[test]
fn the_library_finds_the_same_due_instants() {
    for case in cases(NEXT) {
        let Expected::Lines(lines) = &case.expected else {
            continue;
        };
        let (recurrence, zone) = (recurrence(&case), zone(&case));
        let count = case.option("count").unwrap_or("5").parse().unwrap();
        let due: Vec<_> = occurrences_after(&recurrence, &zone, instant(&case, "from"))
            .take(count)
            .map(|found| local(found.due, &zone))
            .collect();
        assert_eq!(due, *lines, "{}", case.title);
    }
}

#[test]
fn the_library_decides_the_same() {
    for case in cases(CATCHUP) {
        let Expected::Lines(lines) = &case.expected else {
            continue;
        };
        let (recurrence, zone) = (recurrence(&case), zone(&case));
        let grace = case.option("grace").map_or(DEFAULT_GRACE, |grace| {
            let minutes = grace.strip_suffix('m').unwrap();
            SignedDuration::from_mins(minutes.parse().unwrap())
        });
        let (last, now) = (instant(&case, "last"), instant(&case, "now"));
        let decided = catch_up(&recurrence, &zone, last, now, grace);
        let json = serde_json::json!({
            "deliver": decided.delivered().map(|found| local(found.due, &zone)),
            "missed": decided.missed(),
            "next": decided.next.map(|next| local(next, &zone)),
        });
        assert_eq!([json.to_string().as_str()], lines[..], "{}", case.title);
    }
}
