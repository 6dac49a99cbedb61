use super::super::lint::lint_cards;
use super::*;

/// What an editor would mark in a pack with these files, file by file and key by key.
pub(super) fn marked(files: &[(&str, &str)]) -> String {
    let dir = tempfile::tempdir().unwrap();
    write(dir.path(), &[("pack.toml", PACK)]);
    write(dir.path(), files);
    let library = load(&[dir.path().to_owned()]).unwrap_or_else(|error| panic!("{error}"));
    let mut found = lint_cards(&library, true);
    found.sort();
    let found = found.into_iter().map(|finding| finding.to_string());
    let ours = format!("{}/", dir.path().display());
    found.map(|line| line.replace(&ours, "") + "\n").collect()
}

/// An exercise in which nothing is to be marked, with changes.
pub(super) fn exercise(changes: &[(&str, &str)]) -> String {
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

pub(super) fn wave(changes: &[(&str, &str)]) -> String {
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
    } = lint_packs(&[dir.path().to_owned()], jiff::civil::date(2026, 11, 26));
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
    wrong  exercises/wave.toml: alt: says "perfect posture"; better: there is no one correct posture; comfort and change are better aims
    wrong  exercises/wave.toml: mistake: "two tablets" reads like a dose; medicines are named without any
    wrong  exercises/wave.toml: mistake: names the brand "nurofen"; better: what it is
    weak   exercises/wave.toml: mistake: names nothing to avoid; better: "Avoid …"
    wrong  exercises/wave.toml: pose.keys[1].say: says "push through"; better: stop at pain
    wrong  exercises/wave.toml: steps[2]: "every 4 hours" reads like a dose; medicines are named without any
    wrong  exercises/wave.toml: steps[2]: names "painkiller", and nothing here says to ask first; add a pharmacist or doctor
    wrong  exercises/wave.toml: steps[2]: says "take a painkiller"; better: medicines are for the pharmacist and the doctor
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
    wrong  exercises/wave.toml: title: is the title of wave-two too
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
    wrong  exercises/wave.toml: equipment: is done seated, and the picture shows no chair
    wrong  exercises/wave.toml: pose.keys[1]: shows somebody standing, and standing is not among positions
    wrong  exercises/wave.toml: pose.keys[2].rFin: is 54.6 from rHan; at most 4.6, or it looks stretched
    wrong  exercises/wave.toml: pose.keys[2].rHan: is 43.1 from rElb; at most 13, or it looks stretched
    ");
    let shrunk = "keys = [{ ms = 900, say = \"Long\" }, { ms = 900, say = \"Short\", rElb = [49, 30], rHan = [49, 41], rFin = [49, 45] }]";
    insta::assert_snapshot!(figure("stand-side", shrunk), @"
    wrong  exercises/wave.toml: equipment: is done seated, and the picture shows no chair
    wrong  exercises/wave.toml: pose.keys[1]: shows somebody standing, and standing is not among positions
    wrong  exercises/wave.toml: pose.keys[2].rElb: is 1.1 from rSho; at least 4.5, or it looks shrunk
    ");
    let round = "keys = [{ ms = 900, say = \"Down\" }, { ms = 900, say = \"Up\", lElb = [44, 17.2], lHan = [44, 6], lFin = [44, 2] }]";
    insta::assert_snapshot!(figure("stand-front", round), @"
    wrong  exercises/wave.toml: equipment: is done seated, and the picture shows no chair
    wrong  exercises/wave.toml: pose.keys[1]: shows somebody standing, and standing is not among positions
    wrong  exercises/wave.toml: pose.keys[2].lElb: turns by 180° about lSho; at most 170°, with a key pose on the way
    wrong  exercises/wave.toml: pose.keys[2].lFin: turns by 180° about lHan; at most 170°, with a key pose on the way
    wrong  exercises/wave.toml: pose.keys[2].lHan: turns by 177° about lElb; at most 170°, with a key pose on the way
    ");
}

#[test]
fn the_fingers_of_a_large_hand_keep_their_lengths_and_bend_as_fingers_do() {
    let stretched = [
        ("tip = [88, 48]", "tip = [98, 30]"),
        ("pip = [47, 66]", "pip = [46, 52]"),
    ];
    insta::assert_snapshot!(wave(&stretched), @"
    wrong  exercises/wave.toml: pose.keys[1].tip: is 27.7 from dip; at most 12.5, or it looks stretched
    wrong  exercises/wave.toml: pose.keys[2].dip: is 20.0 from pip; at most 14.5, or it looks stretched
    wrong  exercises/wave.toml: pose.keys[2].pip: is 4.0 from mcp; at least 11.7, or it looks shrunk
    wrong  exercises/wave.toml: pose.keys[2].tip: bends by 143° at dip; -45° to 125°, as a finger does
    ");
    let backward = [
        ("dip = [77, 48]", "dip = [64, 35]"),
        ("tip = [88, 48]", "tip = [55, 33]"),
        ("thb = [44, 28]", "thb = [15, 48]"),
    ];
    insta::assert_snapshot!(wave(&backward), @"
    wrong  exercises/wave.toml: pose.keys[1].dip: bends by -90° at pip; -45° to 125°, as a finger does
    wrong  exercises/wave.toml: pose.keys[1].thb: is 2.2 from wri; at least 20.0, or it looks shrunk
    wrong  exercises/wave.toml: pose.keys[1].tip: bends by -77° at dip; -45° to 125°, as a finger does
    ");
}

#[test]
fn seconds_that_do_not_go_with_the_dose_are_marked() {
    let holds = (
        "dose = \"Twice.\"",
        "dose = \"Hold for 10 seconds, twice on each side.\"",
    );
    insta::assert_snapshot!(wave(&[holds]), @r#"
    wrong  exercises/wave.toml: seconds: 20 s are too few for the dose, which takes 40 s or more
    wrong  exercises/wave.toml: steps: tell of one side, and dose says "Hold for 10 seconds, twice on each side."
    "#);
    insta::assert_snapshot!(wave(&[("seconds = 20", "seconds = 300")]), @"wrong  exercises/wave.toml: seconds: 300 s are too many for the dose, which takes 41 s at most");
    let amount = |text: &str| format!("\n[[amount]]\n{text}\n\n[pose]\nbase = ");
    let counted = amount("times = 2\nhold = [10, 12]\nper_side = true");
    insta::assert_snapshot!(wave(&[("\n[pose]\nbase = ", &counted)]), @r#"
    wrong  exercises/wave.toml: amount[1].hold: 10 to 12 is not what dose says: "Twice."
    wrong  exercises/wave.toml: amount[1].per_side: is not what dose says: "Twice."
    wrong  exercises/wave.toml: dose: tells of no sides, and amount or picture does; say "each side"
    wrong  exercises/wave.toml: seconds: 20 s are too few for the dose, which takes 40 s or more
    wrong  exercises/wave.toml: steps: tell of one side, and dose says "Twice."
    "#);
    let lasts = amount("lasts = 120");
    insta::assert_snapshot!(wave(&[("\n[pose]\nbase = ", &lasts)]), @r#"
    wrong  exercises/wave.toml: amount[1].lasts: 120 is not what dose says: "Twice."
    wrong  exercises/wave.toml: seconds: 20 s are too few for the dose, which takes 120 s or more
    "#);
    insta::assert_snapshot!(wave(&[("title = \"Wave\"", "title = \"A two-minute wave\"")]), @r#"wrong  exercises/wave.toml: seconds: takes 20 s in all, and "A two-minute wave" promises 2 min: more than 60 s, at most 120 s"#);
}

/// What is marked in a wave with one line otherwise.
fn slipped((name, line): (&str, &str)) -> String {
    let key = line.split(' ').next().unwrap();
    let whole = exercise(&[]);
    let lines = whole
        .lines()
        .filter(|old| name != "step" || !old.starts_with("dose = "));
    let begin = format!("{key} = ");
    let changed = |old| {
        if str::starts_with(old, &begin) {
            line
        } else {
            old
        }
    };
    let lines: Vec<_> = lines.map(changed).collect();
    let marked = marked(&[("exercises/wave.toml", &lines.join("\n"))]);
    format!("{name}\n{marked}")
}

#[test]
#[expect(clippy::too_many_lines, reason = "one story, told in one go")]
fn slips_that_only_an_editor_sees_are_marked_in_an_exercise() {
    let slips: [(&str, &str); 17] = [
        ("equipment", "level = 1\nequipment = [\"band\", \"weight\"]"),
        ("title", "title = \"Neck wave\""),
        ("seated", "positions = [\"floor\"]"),
        ("discreet", "discreet = true"),
        ("stop", "stop_if = \"Carry on if it tingles.\""),
        ("mistake", "mistake = \"Great job.\""),
        ("alt", "alt = \"Wave!\""),
        ("pictures", "alt = \"Four pictures of a hand.\""),
        ("neck", "areas = [\"neck\"]"),
        ("placeholder", "summary = \"TODO write this.\""),
        ("mention", "summary = \"Wave at @everyone.\""),
        ("shouting", "summary = \"WAVE YOUR HAND!!\""),
        ("heading", "summary = \"# Wave\""),
        ("unseen", "summary = \"Wa\u{200b}ve a hand.\""),
        ("blame", "summary = \"Do not let the team down.\""),
        ("same title", "title = \"Neck tilts\""),
        (
            "step",
            "steps = [\"Lift a hand.\", \"Wave it for 60 seconds.\"]\ndose = \"Hold for 10 seconds.\"",
        ),
    ];
    let said: String = slips.into_iter().map(slipped).collect();
    insta::assert_snapshot!(said, @r##"
    equipment
    wrong  exercises/wave.toml: cautions: lacks C-BAND, which goes with what it moves or uses
    title
    wrong  exercises/wave.toml: areas: the title says "neck", and neck is not among them
    seated
    wrong  exercises/wave.toml: seated: is "yes", and seated is not among positions; add it there, or say how with "adapted"
    discreet
    stop
    wrong  exercises/wave.toml: stop_if: does not say to stop; better: "Stop if …"
    wrong  exercises/wave.toml: stop_if: says "carry on if"; better: stop at pain
    mistake
    weak   exercises/wave.toml: mistake: names nothing to avoid; better: "Avoid …"
    alt
    wrong  exercises/wave.toml: alt: is the title again; say what each picture shows
    pictures
    wrong  exercises/wave.toml: alt: says four pictures, and there are 2 key poses
    neck
    wrong  exercises/wave.toml: areas: nothing in the card names the neck, and something names the hands
    wrong  exercises/wave.toml: areas: the picture is of a hand, and that is not among them
    wrong  exercises/wave.toml: cautions: lacks C-NECK, which goes with what it moves or uses
    placeholder
    wrong  exercises/wave.toml: summary: has "todo" in it, as if it were not finished
    mention
    wrong  exercises/wave.toml: summary: has "@everyone" in it, which Discord reads as a mark
    shouting
    wrong  exercises/wave.toml: summary: shouts; small letters and one mark will do
    heading
    wrong  exercises/wave.toml: summary: has "#" in it, which Discord reads as a mark
    wrong  exercises/wave.toml: summary: is the title again; say what it is about
    unseen
    wrong  exercises/wave.toml: summary: has U+200B in it, which nobody sees
    blame
    wrong  exercises/wave.toml: summary: says "let the team down"; better: no blame, and nothing about looks or weight
    same title
    wrong  exercises/wave.toml: areas: the title says "neck", and neck is not among them
    wrong  exercises/wave.toml: title: is the title of neck-tilts too
    step
    wrong  exercises/wave.toml: steps[2]: says 60 seconds, and dose says "Hold for 10 seconds."
    "##);
    let still = exercise(&[
        ("pip = [47, 66]", "pip = [64, 48]"),
        ("dip = [34, 68]", "dip = [77, 48]"),
        ("tip = [34, 57]", "tip = [88, 48]"),
        ("thb = [48, 54]", "thb = [44, 28]"),
    ]);
    insta::assert_snapshot!(marked(&[("exercises/wave.toml", &still)]), @"wrong  exercises/wave.toml: pose.keys: all show the same; nothing moves");
}

#[test]
fn a_routine_warns_of_what_its_exercises_warn_of_and_keeps_its_word() {
    let waves = "[[step]]\nexercise = \"wave\"\ndose = \"Twice.\"\n".repeat(2);
    let noisy = format!("cautions = []\n{waves}");
    insta::assert_snapshot!(routine("waves", "Waves that nobody sees", &noisy), @"
    wrong  routines/waves.toml: cautions: lacks C-WRIST of wave
    wrong  routines/waves.toml: cautions: lacks C-WRIST of wave
    wrong  routines/waves.toml: step[1].exercise: wave draws eyes, and the routine says that it does not
    wrong  routines/waves.toml: step[1].seconds: is missing, and the dose differs from the exercise's own
    wrong  routines/waves.toml: step[2].exercise: comes twice running; better: once, with a longer dose
    wrong  routines/waves.toml: step[2].exercise: wave draws eyes, and the routine says that it does not
    wrong  routines/waves.toml: step[2].seconds: is missing, and the dose differs from the exercise's own
    ");
}

/// A routine of waves.
pub(super) fn routine(id: &str, title: &str, steps: &str) -> String {
    let cautions = if steps.contains("cautions") {
        ""
    } else {
        "cautions = [\"C-WRIST\"]\n"
    };
    let text = format!(
        "id = \"{id}\"\ntitle = \"{title}\"\nsummary = \"Some waves.\"\nareas = [\"hands\"]\n{cautions}{steps}"
    );
    let routine = format!("routines/{id}.toml");
    marked(&[
        ("exercises/wave.toml", &exercise(&[])),
        (routine.as_str(), text.as_str()),
    ])
}

#[test]
fn a_routine_takes_as_long_as_its_name_says_and_its_steps_as_long_as_their_doses() {
    let step = |dose: &str, seconds: u32| {
        format!("[[step]]\nexercise = \"wave\"\ndose = \"{dose}\"\nseconds = {seconds}\n")
    };
    let long = step("2 minutes.", 120);
    assert_eq!(routine("waves", "Two minutes of waves", &long), "");
    insta::assert_snapshot!(routine("two-minute-waves", "Waves", &long.repeat(2)), @r#"
    wrong  routines/two-minute-waves.toml: step: takes 240 s in all, and "two-minute-waves" promises 2 min: more than 60 s, at most 120 s
    wrong  routines/two-minute-waves.toml: step[2].exercise: comes twice running; better: once, with a longer dose
    "#);
    insta::assert_snapshot!(routine("waves", "Waves in five", &long), @r#"wrong  routines/waves.toml: step: takes 120 s in all, and "Waves in five" promises 5 min: more than 240 s, at most 300 s"#);
    insta::assert_snapshot!(routine("waves", "Waves", &step("Hold for 20 seconds, 3 times.", 30)), @"wrong  routines/waves.toml: step[1].seconds: 30 s are too few for the dose, which takes 60 s or more");
    insta::assert_snapshot!(routine("waves", "Waves", &step("Twice.", 200)), @"wrong  routines/waves.toml: step[1].seconds: 200 s are too many for the dose, which takes 41 s at most");
    insta::assert_snapshot!(routine("waves", "Waves", "[[step]]\nexercise = \"wave\"\nseconds = 150\n"), @"wrong  routines/waves.toml: step[1].seconds: 150 s are too many for the dose, which takes 41 s at most");
}

/// What is marked in cards of ours without their first lines, or with others.
fn ours_with_first(paths: &[&str], first: Option<&str>) -> String {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("content/en");
    let changed = paths.iter().map(|path| {
        let text = fs::read_to_string(root.join(path)).unwrap();
        assert!(text.contains("first = "), "{path}");
        let lines = text
            .lines()
            .filter_map(|line| match (line.starts_with("first = "), first) {
                (true, None) => None,
                (true, Some(first)) => Some(format!("first = \"{first}\"")),
                (false, _) => Some(line.to_owned()),
            });
        lines.collect::<Vec<_>>().join("\n")
    });
    let changed: Vec<_> = changed.collect();
    let files = paths
        .iter()
        .copied()
        .zip(changed.iter().map(String::as_str));
    marked(&files.collect::<Vec<_>>())
}

#[test]
fn a_line_on_help_that_was_taken_away_is_missed() {
    let paths = [
        "causes/about-upper-back-pain.toml",
        "causes/injury-trauma.toml",
        "causes/organ-referral.toml",
        "causes/osteoporosis-fracture.toml",
        "causes/poor-posture.toml",
        "causes/rib-joint.toml",
        "causes/thoracic-disc.toml",
        "exercises/upper-back-hug.toml",
        "routines/upper-back-five.toml",
        "tips/medicines.toml",
    ];
    insta::assert_snapshot!(ours_with_first(&paths, None), @r#"
    wrong  causes/about-upper-back-pain.toml: first: is missing, and pain between the shoulder blades that is new gets advice before a stretch; help comes first: a line that says when to get advice or be checked
    wrong  causes/injury-trauma.toml: first: is missing, and this cause can be an emergency; help comes first: a line with "call your local emergency number" and when
    wrong  causes/organ-referral.toml: first: is missing, and this cause can be an emergency; help comes first: a line with "call your local emergency number" and when
    wrong  causes/osteoporosis-fracture.toml: first: is missing, and it is about what must be looked at first; help comes first: a line that says when to get advice or be checked
    wrong  causes/poor-posture.toml: first: is missing, and pain between the shoulder blades that is new gets advice before a stretch; help comes first: a line that says when to get advice or be checked
    wrong  causes/rib-joint.toml: first: is missing, and this cause can be an emergency; help comes first: a line with "call your local emergency number" and when
    wrong  causes/thoracic-disc.toml: first: is missing, and this cause can be an emergency; help comes first: a line with "call your local emergency number" and when
    wrong  exercises/upper-back-hug.toml: first: is missing, and pain between the shoulder blades that is new gets advice before a stretch; help comes first: a line that says when to get advice or be checked
    wrong  routines/upper-back-five.toml: first: is missing, and pain between the shoulder blades that is new gets advice before a stretch; help comes first: a line that says when to get advice or be checked
    wrong  tips/medicines.toml: tip[1].first: is missing, and it is about medicines; help comes first: a line that sends people to a pharmacist or doctor
    wrong  tips/medicines.toml: tip[2].first: is missing, and it is about medicines; help comes first: a line that sends people to a pharmacist or doctor
    wrong  tips/medicines.toml: tip[3].first: is missing, and it is about medicines; help comes first: a line that sends people to a pharmacist or doctor
    "#);
    let other = ours_with_first(&paths, Some("A good one to begin with."));
    assert_eq!(
        other.matches("does not send people to help").count(),
        12,
        "{other}"
    );
    let good = "Call your local emergency number if a doctor said so.";
    assert_eq!(ours_with_first(&paths, Some(good)), "");
}

#[test]
fn cards_of_other_packs_open_with_help_where_it_must_come_first() {
    let cause = |changes: &[(&str, &str)]| {
        let whole = "id = \"ours\"\ntitle = \"Stiff days\"\nsummary = \"When all is stiff.\"\nareas = [\"upper-back\"]\n\
            what = \"It is stiff.\"\nsigns = [\"Stiff.\"]\nmay_help = \"A walk.\"\nhelps = [\"walk-break\"]\n\
            see_someone = \"It lasts.\"\nevidence = \"Common practice; no study is claimed.\"\n";
        let text = changes.iter().fold(whole.to_owned(), |text, (old, new)| {
            assert!(text.contains(old), "{old}");
            text.replace(old, new)
        });
        marked(&[("causes/ours.toml", &text)])
    };
    assert_eq!(cause(&[]), "");
    insta::assert_snapshot!(cause(&[("Stiff days", "After a crash")]), @"wrong  causes/ours.toml: first: is missing, and it is about what must be looked at first; help comes first: a line that says when to get advice or be checked");
    insta::assert_snapshot!(cause(&[("walk-break", "help-emergency")]), @r#"wrong  causes/ours.toml: first: is missing, and it leads to emergency help and to nothing to do; help comes first: a line with "call your local emergency number" and when"#);
    insta::assert_snapshot!(cause(&[("When all is stiff.", "Pain between the shoulder blades.")]), @"wrong  causes/ours.toml: first: is missing, and pain between the shoulder blades that is new gets advice before a stretch; help comes first: a line that says when to get advice or be checked");
    let for_trauma = wave(&[(
        "\"repetitive-strain\"",
        "\"repetitive-strain\", \"injury-trauma\"",
    )]);
    insta::assert_snapshot!(for_trauma, @"wrong  exercises/wave.toml: helps_with[2]: nothing is to be done about injury-trauma before somebody has looked at it; leave it out");
    let tip = "family = \"Ours\"\n[[tip]]\nid = \"ours\"\ntitle = \"Which painkiller\"\nsummary = \"Some help.\"\n\
        areas = [\"whole-body\"]\nwhy = \"It may help.\"\nsteps = [\"Read the leaflet.\"]\n\
        evidence = \"Common practice; no study is claimed.\"\n";
    insta::assert_snapshot!(marked(&[("tips/ours.toml", tip)]), @r#"
    wrong  tips/ours.toml: tip[1].first: is missing, and it is about medicines; help comes first: a line that sends people to a pharmacist or doctor
    wrong  tips/ours.toml: tip[1].title: names "painkiller", and nothing here says to ask first; add a pharmacist or doctor
    "#);
    let help = "id = \"help-ours\"\norder = 9\ntitle = \"Now\"\nsummary = \"Now.\"\nareas = [\"whole-body\"]\nurgency = \"emergency\"\n\
        body = \"It is urgent.\"\npoints = [\"Chest pain.\"]\naction = \"Lie down and wait.\"\n\
        evidence = \"Common practice; no study is claimed.\"\n";
    insta::assert_snapshot!(marked(&[("help/help-ours.toml", help)]), @"
    wrong  help/help-ours.toml: action: is for emergencies and does not say to call the local emergency number
    wrong  help/help-ours.toml: summary: is the title again; say what it is about
    ");
}
