use super::*;

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

/// A pose with all that a whole figure may have beside it.
const FULL_POSE: &str = r#"
[pose]
base = "stand-front"
loop = "cycle"
sides = 2
props = [
  { use = "wall-behind" }, { use = "mat" }, { line = [[10, 20], [10, 90]] }, { band = ["lHan", "rHan"] },
  { band = ["lHan", [50, 5]] }, { dumbbell = "rHan" }, { roller = [36, 85.5], r = 4 },
  { ball = [40, 37], r = 2 }, { gaze = "nose" }, { breath = [50, 50] },
]

[[pose.keys]]
ms = 500
say = "Wide"
lHan = [19, 29]
gaze = [90, 20]
breath_r = 3
ball = [41, 38]

[[pose.keys]]
ms = 500
say = "Low"
rHan = [70, 60]
gaze = [10, 20]
breath_r = 6
roller = [40, 85]
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
    let library = Library::load(&[dir.path().to_owned()]).unwrap_or_else(|error| panic!("{error}"));
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
    assert_eq!(tilts.pose.props.len(), 10);
    for exercise in [wave, tilts] {
        crate::picture::storyboard(&exercise.pose).unwrap();
    }
}
