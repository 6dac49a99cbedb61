//! Mistakes smuggled into good cards, one at a time: each is marked.

use super::linted::{exercise, marked, routine, wave};
use super::*;

/// What is marked in a card of ours with changes.
pub(super) fn changed(path: &str, changes: &[(&str, &str)]) -> String {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("content/en");
    let whole = fs::read_to_string(root.join(path)).unwrap();
    let text = changes.iter().fold(whole, |text, (old, new)| {
        assert!(text.contains(old), "{path}: {old}");
        text.replacen(old, new, 1)
    });
    marked(&[(path, &text)])
}

/// A card, what is changed in it, and what is said of that.
type Mistake<'a> = (&'a str, &'a [(&'a str, &'a str)], &'a str);

fn check(mistakes: &[Mistake<'_>]) {
    for (card, changes, expected) in mistakes {
        let path = format!("exercises/{card}.toml");
        let said = if *card == "wave" {
            wave(changes)
        } else {
            changed(&path, changes)
        };
        let is_said = said.lines().any(|line| line.contains(expected));
        assert!(is_said, "{card} {changes:?}: {expected}\n{said}");
    }
}

#[test]
fn what_needs_a_band_or_a_wall_draws_eyes_unless_the_band_is_held_low() {
    let discreet: &[(&str, &str)] = &[("discreet = false", "discreet = true")];
    check(&[
        (
            "band-pull-aparts",
            discreet,
            "discreet: is true, and with a band it draws eyes",
        ),
        (
            "band-rows",
            discreet,
            "discreet: is true, and with a band it draws eyes",
        ),
        (
            "wall-angels",
            discreet,
            "discreet: is true, and with a wall it draws eyes",
        ),
        (
            "doorway-stretch",
            discreet,
            "discreet: is true, and with a doorway it draws eyes",
        ),
        (
            "one-arm-row",
            discreet,
            "discreet: is true, and with a weight it draws eyes",
        ),
    ]);
    assert_eq!(changed("exercises/band-external-rotation.toml", &[]), "");
}

#[test]
fn a_picture_shows_what_the_card_names_and_nothing_else() {
    check(&[
        (
            "wall-angels",
            &[("equipment = [\"wall\"]", "equipment = []")],
            "pose.props: show a wall, and the card names none",
        ),
        (
            "wall-angels",
            &[("use = \"wall-behind\"", "use = \"chair-front\"")],
            "pose.props: show a chair, and the card names none",
        ),
        (
            "wall-angels",
            &[("use = \"wall-behind\"", "use = \"chair-front\"")],
            "equipment: has a wall, and the picture shows none",
        ),
        (
            "neck-half-circles",
            &[("props = [{ use = \"chair-front\" }]", "props = []")],
            "equipment: is done seated, and the picture shows no chair",
        ),
        (
            "neck-half-circles",
            &[("positions = [\"seated\"]", "positions = [\"standing\"]")],
            "pose.keys[1]: shows somebody seated, and seated is not among positions",
        ),
        (
            "band-pull-aparts",
            &[("equipment = [\"band\"]", "equipment = []")],
            "pose.props: show a band, and the card names none",
        ),
        (
            "foot-roll",
            &[("equipment = [\"ball\"]", "equipment = [\"roller\"]")],
            "equipment: has a roller, and the picture shows none",
        ),
        (
            "foot-roll",
            &[("equipment = [\"ball\"]", "equipment = [\"roller\"]")],
            "pose.props: show a ball, and the card names none",
        ),
        (
            "calf-raises",
            &[
                ("equipment = [\"desk\"]", "equipment = [\"doorway\"]"),
                ("or_equipment = [\"chair\"]", "or_equipment = []"),
            ],
            "pose.props: show a desk or a seat, and the card names neither",
        ),
        (
            "glute-bridge",
            &[("positions = [\"floor\"]", "positions = [\"standing\"]")],
            "shows somebody on the floor, and floor is not among positions",
        ),
    ]);
}

#[test]
fn the_parts_of_the_body_are_those_that_the_words_name() {
    check(&[
        (
            "neck-tilts",
            &[
                ("title = \"Neck tilts\"", "title = \"Tilts\""),
                ("areas = [\"neck\", \"shoulders\"]", "areas = [\"feet\"]"),
            ],
            "areas: nothing in the card names the feet",
        ),
        (
            "neck-tilts",
            &[
                ("title = \"Neck tilts\"", "title = \"Tilts\""),
                (
                    "areas = [\"neck\", \"shoulders\"]",
                    "areas = [\"shoulders\"]",
                ),
            ],
            "ways of asking name the neck, which is not among them",
        ),
        (
            "wave",
            &[("areas = [\"hands\"]", "areas = [\"face\"]")],
            "areas: the picture is of a hand",
        ),
    ]);
    let feet = "id = \"waves\"\ntitle = \"Waves\"\nsummary = \"Some waves.\"\nareas = [\"feet\"]\ncautions = [\"C-WRIST\"]\n[[step]]\nexercise = \"wave\"\n";
    let said = marked(&[
        ("exercises/wave.toml", &exercise(&[])),
        ("routines/waves.toml", feet),
    ]);
    assert!(
        said.contains("areas: none of its exercises is for the feet"),
        "{said}"
    );
}

#[test]
#[expect(clippy::too_many_lines, reason = "a list, told in one go")]
fn other_slips_of_an_editor_are_marked() {
    check(&[
        (
            "wave",
            &[("\"Wave it.\"", "\"Wave the the hand.\"")],
            "steps[2]: says \"the the\"",
        ),
        (
            "wave",
            &[("\"Wave it.\"", "\"Wave  it.\"")],
            "steps[2]: has two blanks in a row",
        ),
        (
            "wave",
            &[("\"Wave it.\"", "\"Wave it, see https://example.org.\"")],
            "steps[2]: has an address in it",
        ),
        (
            "wave",
            &[("\"Wave it.\"", "\"Lift a hand.\"")],
            "steps[2]: stands there twice",
        ),
        (
            "wave",
            &[("\"Wave it.\"", "\"W\u{430}ve it.\"")],
            "with a letter that only looks like it",
        ),
        (
            "wave",
            &[("\"Wave it.\"", "\"Wave\u{e0041} it.\"")],
            "has U+E0041 in it",
        ),
        (
            "wave",
            &[("\"Wave it.\"", "\"Wave it with a resistance band.\"")],
            "steps[2]: names a band, which is not among equipment",
        ),
        (
            "wave",
            &[("\"Wave it.\"", "\"Stand up and wave it.\"")],
            "steps[2]: says \"stand\", and seated is \"yes\"",
        ),
        (
            "wave",
            &[("summary = \"Wave a hand.\"", "summary = \"Wave!\"")],
            "summary: is the title again",
        ),
        (
            "wave",
            &[("level = 1", "level = 1\nkeywords = [\"hi\", \"Hi\"]")],
            "keywords[2]: stands there twice",
        ),
        (
            "wave",
            &[("level = 1", "level = 1\nkeywords = [\"h\u{200b}i\"]")],
            "keywords[1]: has U+200B in it",
        ),
        (
            "wave",
            &[(
                "level = 1",
                "level = 1\nasked = [\"wave now\", \"wave, now\"]",
            )],
            "asked[2]: stands there twice",
        ),
        (
            "wave",
            &[("dose = \"Twice.\"", "dose = \"Twice on each side.\"")],
            "steps: tell of one side",
        ),
        (
            "wave",
            &[("seated = \"yes\"", "seated = \"no\"")],
            "seated: is \"no\", and seated is among positions",
        ),
        (
            "wave",
            &[(
                "seated = \"yes\"",
                "seated = \"adapted\"\nadapt = \"Stand at a desk.\"",
            )],
            "adapt: says \"stand\", and it is for those who sit",
        ),
        (
            "wave",
            &[("kind = \"mobility\"", "kind = \"breathing\"")],
            "cautions: lacks C-RESP",
        ),
        (
            "wave",
            &[("kind = \"mobility\"", "kind = \"eye\"")],
            "cautions: lacks C-EYE",
        ),
        (
            "wave",
            &[("kind = \"mobility\"", "kind = \"aerobic\"")],
            "cautions: lacks C-HEART",
        ),
        (
            "neck-half-circles",
            &[("on a chair", "on a rug")],
            "alt: says nothing of the chair",
        ),
    ]);
    let step = "[[step]]\nexercise = \"wave\"\ndose = \"Twice.\"\n";
    let said = routine("waves", "Waves", step);
    assert!(said.contains("step[1].seconds: is missing"), "{said}");
    let counted = format!("{step}seconds = 20\n\n[[step.amount]]\ntimes = 3\n");
    let said = routine("waves", "Waves", &counted);
    assert!(
        said.contains("step[1].amount[1].times: 3 is not what dose says"),
        "{said}"
    );
}
