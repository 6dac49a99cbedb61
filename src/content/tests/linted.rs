use super::*;

/// What an editor would mark in a pack with these files, file by file and key by key.
fn marked(files: &[(&str, &str)]) -> String {
    let dir = tempfile::tempdir().unwrap();
    write(dir.path(), &[("pack.toml", PACK)]);
    write(dir.path(), files);
    let library = Library::load(&[dir.path().to_owned()]).unwrap_or_else(|error| panic!("{error}"));
    let found = lint(&library)
        .into_iter()
        .map(|finding| finding.to_string());
    let ours = format!("{}/", dir.path().display());
    found.map(|line| line.replace(&ours, "") + "\n").collect()
}

/// An exercise in which nothing is to be marked, with changes.
fn exercise(changes: &[(&str, &str)]) -> String {
    let whole = EXERCISE.replace(
        "level = 1",
        "level = 1\ncautions = [\"C-WRIST\"]\nhelps_with = [\"repetitive-strain\"]",
    );
    changes
        .iter()
        .fold(format!("{whole}{POSE}"), |text, (old, new)| {
            assert!(text.contains(old), "{old}");
            text.replace(old, new)
        })
}

fn wave(changes: &[(&str, &str)]) -> String {
    marked(&[("exercises/wave.toml", &exercise(changes))])
}

#[test]
fn the_words_of_good_cards_are_looked_at_though_other_cards_are_broken() {
    let dir = tempfile::tempdir().unwrap();
    let wave = exercise(&[("Wave a hand.", "This cures hands.")]);
    write(
        dir.path(),
        &[
            ("pack.toml", PACK),
            ("exercises/wave.toml", &wave),
            ("exercises/wink.toml", "id = \"wink"),
            ("help/help-crisis.toml", "id = \"help-crisis\""),
            ("help/help-soon.toml", "titel = \"Soon\""),
        ],
    );
    let ours = format!("{}/", dir.path().display());
    let Linted {
        findings, n_cards, ..
    } = lint_packs(&[dir.path().to_owned()]);
    let places: std::collections::BTreeSet<_> = findings
        .iter()
        .map(|finding| finding.file.replace(&ours, ""))
        .collect();
    let places: Vec<_> = places.into_iter().collect();
    insta::assert_snapshot!(places.join("\n"), @"
    content/en/red-flags.toml
    exercises/wave.toml
    exercises/wink.toml
    help/help-crisis.toml
    help/help-soon.toml
    ");
    let words = findings
        .iter()
        .find(|finding| finding.key == "summary" && finding.file.ends_with("wave.toml"));
    assert!(words.unwrap().text.contains("cures"), "{findings:?}");
    assert_eq!(
        n_cards,
        embedded().cards().count(),
        "one more, and one is broken"
    );
}

#[test]
fn nothing_is_marked_in_a_good_card() {
    assert_eq!(wave(&[]), "");
}

#[test]
fn promises_doses_brands_and_alarm_are_marked_wherever_they_are_read() {
    let change = [
        ("Wave a hand.", "Instant relief: this fixes text neck."),
        (
            "\"Wave it.\"",
            "\"Take a painkiller every 4 hours.\", \"Ignore the pain.\"",
        ),
        ("Waving too hard.", "Rub in two tablets of Nurofen."),
        ("A hand that waves.", "A hand with perfect posture."),
        ("say = \"Open\"", "say = \"Push through\""),
    ];
    insta::assert_snapshot!(wave(&change), @r#"
    wrong  exercises/wave.toml: alt: says "perfect posture"; better: there is no one correct posture
    wrong  exercises/wave.toml: mistake: "two tablets" reads like a dose; medicines are named without any
    wrong  exercises/wave.toml: mistake: names the brand "nurofen"; better: what it is
    wrong  exercises/wave.toml: pose.keys[1].say: says "push through"; better: stop at pain
    wrong  exercises/wave.toml: steps[2]: "every 4 hours" reads like a dose; medicines are named without any
    wrong  exercises/wave.toml: steps[3]: says "ignore the pain"; better: stop at pain
    wrong  exercises/wave.toml: summary: says "fixes"; better: may help, may ease, some people find
    wrong  exercises/wave.toml: summary: says "instant relief"; better: leave it out
    wrong  exercises/wave.toml: summary: says "text neck"; better: do not frighten
    "#);
}

#[test]
fn people_may_ask_for_a_cure_but_a_dose_or_a_brand_is_no_way_in() {
    let asked = "discreet = false\nkeywords = [\"Tiger Balm\"]\nasked = [\"can this cure my hands\", \"is 400 mg enough\"]";
    insta::assert_snapshot!(wave(&[("discreet = false", asked)]), @r#"
    wrong  exercises/wave.toml: asked[2]: "400 mg" is a dose or a brand; better without
    wrong  exercises/wave.toml: keywords[1]: "tiger balm" is a dose or a brand; better without
    "#);
}

#[test]
fn a_source_is_missed_unless_the_card_says_that_there_is_none() {
    let honest = "Common practice; no study is claimed.";
    insta::assert_snapshot!(wave(&[(honest, "Studies show that it helps.")]), @r#"weak   exercises/wave.toml: sources: names no source; better: one, or evidence that says "common practice; no study is claimed""#);
}

#[test]
fn hard_words_in_long_sentences_are_marked() {
    let hard = "Considerable musculoskeletal discomfort is frequently associated with prolonged \
        occupational immobility, particularly whenever organisational circumstances discourage \
        individuals from interrupting computer activities regularly.";
    insta::assert_snapshot!(wave(&[("Lift a hand.", hard)]), @"weak   exercises/wave.toml: reads like school year 15.8; better 8 or less: shorter sentences, shorter words");
}

#[test]
fn two_exercises_share_no_sentence_of_a_mistake_or_a_picture_and_no_way_of_asking() {
    let asked = (
        "discreet = false",
        "discreet = false\nasked = [\"Wave, please?\"]",
    );
    let first = exercise(&[
        asked,
        ("A hand that waves.", "One hand. It waves to the left."),
    ]);
    let second = exercise(&[
        asked,
        ("\"wave\"", "\"wave-two\""),
        ("Waving too hard.", "Waving for too long. Waving too hard!"),
        ("A hand that waves.", "Another hand. It waves, to the left"),
    ]);
    insta::assert_snapshot!(marked(&[
        ("exercises/wave.toml", &first),
        ("exercises/wave-two.toml", &second),
    ]), @r#"
    wrong  exercises/wave.toml: alt: "It waves to the left." says the same as wave-two
    weak   exercises/wave.toml: asked[1]: wave-two is asked for in the same words
    wrong  exercises/wave.toml: mistake: "Waving too hard." says the same as wave-two
    "#);
}

#[test]
fn bones_keep_their_lengths_and_turn_by_less_than_half_a_circle() {
    let figure = |base: &str, keys: &str| {
        let pose = format!("[pose]\nbase = \"{base}\"\nloop = \"pingpong\"\n{keys}");
        let card = exercise(&[]);
        let (card, _) = card.split_once("[pose]").unwrap();
        marked(&[("exercises/wave.toml", &format!("{card}{pose}"))])
    };
    let stretched =
        "keys = [{ ms = 900, say = \"Down\" }, { ms = 900, say = \"Up\", rHan = [90, 10] }]";
    insta::assert_snapshot!(figure("stand-front", stretched), @"
    wrong  exercises/wave.toml: pose.keys[2].rFin: is 54.6 from rHan; at most 4.6, or it looks stretched
    wrong  exercises/wave.toml: pose.keys[2].rHan: is 43.1 from rElb; at most 13, or it looks stretched
    ");
    let shrunk = "keys = [{ ms = 900, say = \"Long\" }, { ms = 900, say = \"Short\", rElb = [49, 30], rHan = [49, 41], rFin = [49, 45] }]";
    insta::assert_snapshot!(figure("stand-side", shrunk), @"wrong  exercises/wave.toml: pose.keys[2].rElb: is 1.1 from rSho; at least 4.5, or it looks shrunk");
    let round = "keys = [{ ms = 900, say = \"Down\" }, { ms = 900, say = \"Up\", lElb = [44, 17.2], lHan = [44, 6], lFin = [44, 2] }]";
    insta::assert_snapshot!(figure("stand-front", round), @"
    wrong  exercises/wave.toml: pose.keys[2].lElb: turns by 180° about lSho; at most 170°, with a key pose on the way
    wrong  exercises/wave.toml: pose.keys[2].lFin: turns by 180° about lHan; at most 170°, with a key pose on the way
    wrong  exercises/wave.toml: pose.keys[2].lHan: turns by 177° about lElb; at most 170°, with a key pose on the way
    ");
}
