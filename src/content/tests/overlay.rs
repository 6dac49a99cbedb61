use super::*;
use crate::domain::amount::Span;
use crate::domain::exercise::{AtHand, Equipment, Filter};

/// A pose with all that a whole figure may have beside it.
const FULL_POSE: &str = r#"
[pose]
base = "stand-front"
loop = "cycle"
sides = 2
props = [
  { use = "wall-behind" }, { use = "mat" }, { line = [[10, 20], [10, 90]] }, { band = ["lHan", "rHan"] },
  { band = ["lHan", [50, 5]] }, { dumbbell = "rHan" }, { roller = [36, 85.5], r = 4 },
  { gaze = "nose" }, { breath = [50, 50], counts = 4 },
]

[[pose.keys]]
ms = 500
say = "Wide"
lHan = [19, 29]
gaze = [90, 20]
breath_r = 3
press = [[19, 29], [81, 29]]
front = ["lArm"]
back = ["rArm", "rLeg"]
grip = ["lHan", "rHan"]

[[pose.keys]]
ms = 500
say = "Low"
rHan = [70, 60]
gaze = [10, 20]
breath_r = 6
roller = [40, 85]
arrows = [[[20, 20], [30, 25], [40, 20]], [[60, 20], [70, 20]]]
"#;

#[test]
fn a_pack_on_disk_adds_and_replaces() {
    let dir = tempfile::tempdir().unwrap();
    let tilts = EXERCISE
        .replace("\"wave\"", "\"neck-tilts\"")
        .replace("\"Wave\"", "\"Our tilts\"");
    write(
        dir.path(),
        &[
            ("pack.toml", PACK),
            ("cautions.toml", "[caution]\nC-NECK = \"Ours.\""),
            ("exercises/wave.toml", &format!("{EXERCISE}{POSE}")),
            ("exercises/neck-tilts.toml", &format!("{tilts}{FULL_POSE}")),
            ("notes.txt", "not read"),
        ],
    );
    let library = load(&[dir.path().to_owned()]).unwrap_or_else(|error| panic!("{error}"));
    let before = embedded();
    assert_eq!(library.exercises().len(), before.exercises().len() + 1);
    assert_eq!(
        library.title(&"neck-tilts".parse().unwrap()),
        Some("Our tilts")
    );
    assert_eq!(
        library.title(&"shoulder-rolls".parse().unwrap()),
        Some("Shoulder rolls")
    );
    assert_eq!(library.meta(), before.meta());
    let wave = library.exercise(&"wave".parse().unwrap()).unwrap();
    assert!(wave.card.links.contains(&library.safety().help_card));
    assert_eq!(wave.pose.keys.len(), 2);
    let tilts = library.exercise(&"neck-tilts".parse().unwrap()).unwrap();
    assert_eq!(tilts.pose.props.len(), 9);
    for exercise in [wave, tilts] {
        crate::picture::storyboard(&exercise.pose).unwrap();
    }
}

#[test]
fn a_routine_goes_without_what_a_guild_does_without() {
    let library = embedded();
    let routine = library.routine(&"strength-two".parse().unwrap()).unwrap();
    let titles = |off: &[&str]| -> Vec<String> {
        let selection = library.without(off.iter().map(|id| id.parse().unwrap()));
        let steps = selection.steps(routine).into_iter();
        let is_there = selection.card(&routine.card.id).is_some();
        let steps: Vec<_> = steps
            .map(|step| {
                let dose = step.dose.unwrap_or("its own dose");
                format!("{}: {dose}", step.exercise.card.id)
            })
            .collect();
        assert_eq!(is_there, !steps.is_empty());
        steps
    };
    insta::assert_debug_snapshot!(
        (titles(&[]), titles(&["band-lateral-raise"]), titles(&["band-lateral-raise", "band-rows", "help-crisis"])),
        @r#"
    (
        [
            "band-lateral-raise: Up to 2 minutes on five days a week; stop while 1 or 2 tidy lifts are left in you. On two of the days, do rows in its place.",
        ],
        [
            "band-rows: its own dose",
        ],
        [],
    )
    "#
    );
    assert!(!library.can_be_off(&"help-crisis".parse().unwrap()));
    assert!(!library.can_be_off(&"soup".parse().unwrap()));
}

/// Doses with parts and ranges, things that stand in for others, routines with doses of their own, sources
/// with all that an editor notes: each has its place.
#[test]
#[expect(clippy::too_many_lines, reason = "one pack, written out")]
fn a_pack_can_hold_all_that_a_fact_sheet_has() {
    let dir = tempfile::tempdir().unwrap();
    let amounts = r#"
or_equipment = ["wall"]
[[amount]]
what = "Backward"
times = [8, 10]
per_side = true
[[amount]]
times = 5
hold = [3, 5]
out = 3
back = 5
rest = [10, 30]
rounds = [1, 3]
days = [2, 3]
[[amount]]
lasts = [30, 60]
"#;
    let wave = EXERCISE.replace("level = 1", "level = 1\nequipment = [\"desk\", \"chair\"]");
    let routine = r#"
id = "strength-two"
title = "Strength in two minutes"
summary = "One band, two minutes."
areas = ["shoulders"]
[[step]]
exercise = "band-rows"
or_exercises = ["wave"]
dose = "Up to 2 minutes, on five days a week; wave on two of them."
seconds = 120
[[step]]
exercise = "shoulder-rolls"
"#;
    let sources = r#"
[source.ours]
title = "Our trial"
url = "https://example.org/trial"
also = ["http://example.org/copy"]
tier = "A"
read = "The abstract: 42 people, less discomfort."
"#;
    let cautions = "[caution]\nC-NEW = \"Ours.\"\n[basis]\nC-NEW = [\"ours\"]";
    write(
        dir.path(),
        &[
            ("pack.toml", PACK),
            ("sources.toml", sources),
            ("cautions.toml", cautions),
            ("exercises/wave.toml", &format!("{wave}{amounts}{POSE}")),
            ("routines/strength-two.toml", routine),
        ],
    );
    let library = load(&[dir.path().to_owned()]).unwrap_or_else(|error| panic!("{error}"));
    let wave = library.exercise(&"wave".parse().unwrap()).unwrap();
    assert_eq!(wave.or_equipment, [Equipment::Wall]);
    let by_the_wall = Filter {
        equipment: Some(AtHand::Item(Equipment::Wall)),
        ..Filter::default()
    };
    assert!(library.find_exercises(&by_the_wall).contains(&wave));
    let [backward, held, long] = wave.amounts.as_slice() else {
        panic!("{:?}", wave.amounts);
    };
    assert_eq!(backward.what.as_deref(), Some("Backward"));
    let span = |least, most| Some(Span { least, most });
    assert_eq!((backward.times, backward.per_side), (span(8, 10), true));
    assert_eq!((held.times, held.hold), (span(5, 5), span(3, 5)));
    assert_eq!(
        (held.out, held.back, held.rest),
        (span(3, 3), span(5, 5), span(10, 30))
    );
    assert_eq!((held.rounds, held.days), (span(1, 3), span(2, 3)));
    assert_eq!((long.lasts, long.times), (span(30, 60), None));
    let routine = library.routine(&"strength-two".parse().unwrap()).unwrap();
    assert_eq!(routine.steps[0].seconds, Some(120));
    assert_eq!(routine.steps[0].or_exercises[0].as_str(), "wave");
    assert_eq!(routine.steps[1].dose, None);
    let listed = listed(&library);
    let listed = listed
        .iter()
        .find(|item| item.id == "strength-two")
        .unwrap();
    assert!(
        listed.text.contains("wave on two of them"),
        "{}",
        listed.text
    );
    assert_eq!(
        listed.links,
        ["band-rows", "wave", "shoulder-rolls", "when-to-get-help"]
    );
}
