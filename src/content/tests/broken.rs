use super::*;

/// What is said about a pack with these files, its folder written as `ours`.
fn said(files: &[(&str, &str)]) -> String {
    let dir = tempfile::tempdir().unwrap();
    write(dir.path(), files);
    let error = load(&[dir.path().to_owned()]).unwrap_err();
    error
        .to_string()
        .replace(&dir.path().display().to_string(), "ours")
}

#[test]
fn every_mistake_in_an_exercise_is_reported_at_once() {
    let exercise = EXERCISE
        .replace("20\n", "400\n")
        .replace("[\"hands\"]", "[\"hand\"]")
        .replace(
            "level = 1",
            "level = 4\nhelps_with = [\"heat\"]\nlinks = [\"nowhere\"]",
        )
        .replace("\"yes\"", "\"adapted\"")
        .replace("mistake =", "note =");
    let pose = r#"
[pose]
base = "sit-front"
loop = "cycle"
props = [{ use = "sofa" }, { band = ["lArm", [91, 50]] }, { roller = [36, 85] }]
[[pose.keys]]
ms = 900
say = "Up"
head = [50, 120]
"#;
    insta::assert_snapshot!(said(&[
        ("pack.toml", PACK),
        ("exercises/wave.toml", &format!("{exercise}{pose}")),
        ("exercises/misnamed.toml", EXERCISE),
    ]), @r#"
    15 problems in the content
      ours/exercises/misnamed.toml: id: is "wave"; expected "misnamed", the name of the file
      ours/exercises/misnamed.toml: pose: is missing; expected a table with base, loop and keys
      ours/exercises/wave.toml: adapt: is missing; expected how it is done from a chair, as seated is "adapted"
      ours/exercises/wave.toml: areas[1]: "hand" is not known; expected one of neck, shoulders, upper-back, chest, lower-back, hips, legs, feet, hands, eyes, face, breath, whole-body
      ours/exercises/wave.toml: helps_with[1]: "heat" is a card of kind tip; expected the id of a card of kind cause in the pack
      ours/exercises/wave.toml: id: "wave" is the id of two cards, the other in ours/exercises/misnamed.toml; expected an id of its own
      ours/exercises/wave.toml: level: 4 is not known; expected 1, 2 or 3
      ours/exercises/wave.toml: links[1]: there is no card "nowhere"; expected the id of a card in the pack
      ours/exercises/wave.toml: mistake: is missing; expected a text of at most 240 characters
      ours/exercises/wave.toml: pose.keys: is a list of 1; expected two to four key poses
      ours/exercises/wave.toml: pose.keys[1].head: [50, 120] is off the canvas; expected a point on the canvas, each number from 0 to 100
      ours/exercises/wave.toml: pose.props[1].use: there is no prop "sofa"; expected a prop from skeletons.toml
      ours/exercises/wave.toml: pose.props[2].band: there is no joint "lArm"; expected a joint such as rHan
      ours/exercises/wave.toml: pose.props[3].r: is missing or out of range; expected a number from 0.5 to 20
      ours/exercises/wave.toml: seconds: 400 is out of range; expected a whole number from 5 to 300
    "#);
}

#[test]
fn a_file_that_cannot_be_read_never_hides_the_others() {
    insta::assert_snapshot!(said(&[
        ("pack.toml", &PACK.replace("format = 1", "format = 7")),
        ("causes/broken.toml", "id = \"broken\"\ntitle ="),
        ("causes/typo.toml", "id = \"typo\"\ntitel = \"Typo\""),
        (
            "causes/wrong-type.toml",
            "id = \"wrong-type\"\n\nsigns = \"one\""
        ),
        ("recipes/soup.toml", ""),
        ("soup.toml", ""),
    ]), @r#"
    21 problems in the content
      ours/causes/broken.toml: line 2: string values must be quoted; expected literal string
      ours/causes/typo.toml: areas: is empty; expected at least one part of the body
      ours/causes/typo.toml: evidence: is missing; expected a text of at most 600 characters
      ours/causes/typo.toml: may_help: is missing; expected a text of at most 600 characters
      ours/causes/typo.toml: see_someone: is missing; expected a text of at most 600 characters
      ours/causes/typo.toml: signs: is a list of 0; expected at least 1
      ours/causes/typo.toml: summary: is missing; expected a text of at most 100 characters
      ours/causes/typo.toml: titel: is not a key here (line 2); expected one of id, title, summary, areas, first, cautions, see_someone, evidence, sources, links, keywords, asked, order, what, signs, may_help, helps
      ours/causes/typo.toml: title: is missing; expected a text of at most 60 characters
      ours/causes/typo.toml: what: is missing; expected a text of at most 600 characters
      ours/causes/wrong-type.toml: areas: is empty; expected at least one part of the body
      ours/causes/wrong-type.toml: evidence: is missing; expected a text of at most 600 characters
      ours/causes/wrong-type.toml: may_help: is missing; expected a text of at most 600 characters
      ours/causes/wrong-type.toml: see_someone: is missing; expected a text of at most 600 characters
      ours/causes/wrong-type.toml: signs: is the text "one" (line 3); expected a list
      ours/causes/wrong-type.toml: summary: is missing; expected a text of at most 100 characters
      ours/causes/wrong-type.toml: title: is missing; expected a text of at most 60 characters
      ours/causes/wrong-type.toml: what: is missing; expected a text of at most 600 characters
      ours/pack.toml: format: 7 is newer than what this version of Unhunch reads; expected format = 1; a newer pack needs a newer Unhunch
      ours/recipes/soup.toml: is in a folder that no pack has; expected pack.toml, safety.toml, cautions.toml, sources.toml, skeletons.toml, synonyms.toml, red-flags.toml, or a file in causes, tips, exercises, help, prompts or routines
      ours/soup.toml: is a file that no pack has; expected pack.toml, safety.toml, cautions.toml, sources.toml, skeletons.toml, synonyms.toml, red-flags.toml, or a file in causes, tips, exercises, help, prompts or routines
    "#);
}

#[test]
fn every_mistake_in_causes_tips_and_prompts_is_reported_at_once() {
    insta::assert_snapshot!(said(&[
        ("pack.toml", PACK),
        ("causes/empty.toml", ""),
        ("causes/broken.toml", "titel = \"Broken\""),
        (
            "tips/ours.toml",
            "[[tip]]\nid = \"Our Tip\"\ntitle = \"\"\ncautions = [\"C-NONE\"]"
        ),
        (
            "prompts/ours.toml",
            "[[prompt]]\nid = \"twin\"\nexercise = \"heat\"\n[[prompt]]\nid = \"twin\"\nexercise = \"broken\""
        ),
    ]), @r#"
    39 problems in the content
      ours/causes/broken.toml: areas: is empty; expected at least one part of the body
      ours/causes/broken.toml: evidence: is missing; expected a text of at most 600 characters
      ours/causes/broken.toml: id: is missing; expected small letters and digits joined by hyphens, at most 40 characters
      ours/causes/broken.toml: may_help: is missing; expected a text of at most 600 characters
      ours/causes/broken.toml: see_someone: is missing; expected a text of at most 600 characters
      ours/causes/broken.toml: signs: is a list of 0; expected at least 1
      ours/causes/broken.toml: summary: is missing; expected a text of at most 100 characters
      ours/causes/broken.toml: titel: is not a key here (line 1); expected one of id, title, summary, areas, first, cautions, see_someone, evidence, sources, links, keywords, asked, order, what, signs, may_help, helps
      ours/causes/broken.toml: title: is missing; expected a text of at most 60 characters
      ours/causes/broken.toml: what: is missing; expected a text of at most 600 characters
      ours/causes/empty.toml: areas: is empty; expected at least one part of the body
      ours/causes/empty.toml: evidence: is missing; expected a text of at most 600 characters
      ours/causes/empty.toml: id: is missing; expected small letters and digits joined by hyphens, at most 40 characters
      ours/causes/empty.toml: may_help: is missing; expected a text of at most 600 characters
      ours/causes/empty.toml: see_someone: is missing; expected a text of at most 600 characters
      ours/causes/empty.toml: signs: is a list of 0; expected at least 1
      ours/causes/empty.toml: summary: is missing; expected a text of at most 100 characters
      ours/causes/empty.toml: title: is missing; expected a text of at most 60 characters
      ours/causes/empty.toml: what: is missing; expected a text of at most 600 characters
      ours/prompts/ours.toml: prompt[1].action: is missing; expected a text of at most 120 characters
      ours/prompts/ours.toml: prompt[1].areas: is empty; expected at least one part of the body
      ours/prompts/ours.toml: prompt[1].exercise: "heat" is a card of kind tip; expected the id of a card of kind exercise in the pack
      ours/prompts/ours.toml: prompt[1].summary: is missing; expected a text of at most 120 characters
      ours/prompts/ours.toml: prompt[1].title: is missing; expected a text of at most 60 characters
      ours/prompts/ours.toml: prompt[2].action: is missing; expected a text of at most 120 characters
      ours/prompts/ours.toml: prompt[2].areas: is empty; expected at least one part of the body
      ours/prompts/ours.toml: prompt[2].exercise: there is no card "broken"; expected the id of a card of kind exercise in the pack
      ours/prompts/ours.toml: prompt[2].id: "twin" is the id of two cards, the other in ours/prompts/ours.toml; expected an id of its own
      ours/prompts/ours.toml: prompt[2].summary: is missing; expected a text of at most 120 characters
      ours/prompts/ours.toml: prompt[2].title: is missing; expected a text of at most 60 characters
      ours/tips/ours.toml: family: is missing; expected a text of at most 60 characters
      ours/tips/ours.toml: tip[1].areas: is empty; expected at least one part of the body
      ours/tips/ours.toml: tip[1].cautions[1]: there is no caution "C-NONE"; expected a code from cautions.toml
      ours/tips/ours.toml: tip[1].evidence: is missing; expected a text of at most 600 characters
      ours/tips/ours.toml: tip[1].id: "Our Tip" is not an id; expected small letters and digits joined by hyphens, at most 40 characters
      ours/tips/ours.toml: tip[1].steps: is a list of 0; expected at least 1
      ours/tips/ours.toml: tip[1].summary: is missing; expected a text of at most 100 characters
      ours/tips/ours.toml: tip[1].title: is empty; expected a text of at most 60 characters
      ours/tips/ours.toml: tip[1].why: is missing; expected a text of at most 600 characters
    "#);
}

#[test]
fn every_mistake_in_help_cards_and_routines_is_reported_at_once() {
    insta::assert_snapshot!(said(&[
        ("pack.toml", PACK),
        (
            "help/ours.toml",
            "id = \"ours\"\nurgency = \"later\"\nsources = [\"hearsay\"]"
        ),
        (
            "routines/ours.toml",
            "id = \"ours-too\"\nexercises = [\"neck-tilts\"]"
        ),
    ]), @r#"
    13 problems in the content
      ours/help/ours.toml: action: is missing; expected a text of at most 600 characters
      ours/help/ours.toml: areas: is empty; expected at least one part of the body
      ours/help/ours.toml: body: is missing; expected a text of at most 600 characters
      ours/help/ours.toml: sources[1]: there is no source "hearsay"; expected a key from sources.toml
      ours/help/ours.toml: summary: is missing; expected a text of at most 100 characters
      ours/help/ours.toml: title: is missing; expected a text of at most 60 characters
      ours/help/ours.toml: urgency: "later" is not known; expected one of emergency, soon, crisis, routine
      ours/routines/ours.toml: areas: is empty; expected at least one part of the body
      ours/routines/ours.toml: exercises: is not a key here (line 2); expected one of id, title, summary, areas, first, cautions, see_someone, evidence, sources, links, keywords, asked, order, step
      ours/routines/ours.toml: id: is "ours-too"; expected "ours", the name of the file
      ours/routines/ours.toml: step: is missing; expected at least one [[step]]
      ours/routines/ours.toml: summary: is missing; expected a text of at most 100 characters
      ours/routines/ours.toml: title: is missing; expected a text of at most 60 characters
    "#);
}

#[test]
fn a_folder_that_is_no_pack_is_reported() {
    let dir = tempfile::tempdir().unwrap();
    let missing = dir.path().join("nowhere");
    let error = load(&[missing]).unwrap_err().to_string();
    assert!(error.contains("nowhere: cannot be read"), "{error}");
    insta::assert_snapshot!(said(&[]), @r#"
    1 problem in the content
      ours/pack.toml: is missing; expected a file as content/README.md describes
    "#);
}

#[test]
fn a_card_that_leads_to_more_than_a_menu_takes_is_reported() {
    let library = embedded();
    let ids = library
        .exercises()
        .iter()
        .map(|exercise| exercise.card.id.to_string());
    let links = format!("links = {:?}\nlevel = 1", ids.take(25).collect::<Vec<_>>());
    let wave = format!("{}{POSE}", EXERCISE.replace("level = 1", &links));
    insta::assert_snapshot!(said(&[("pack.toml", PACK), ("exercises/wave.toml", &wave)]), @"
    1 problem in the content
      ours/exercises/wave.toml: links: leads to 26 cards, all of its lists together; expected at most 25, so that they fit a menu
    ");
}

#[test]
fn a_card_that_no_message_could_hold_is_reported() {
    let step = "x".repeat(230);
    let steps = format!("steps = [{}]", format!("\"{step}\",").repeat(16));
    let exercise = EXERCISE.replace(r#"steps = ["Lift a hand.", "Wave it."]"#, &steps);
    let pose = "[pose]\nbase = \"face\"\nloop = \"cycle\"\nkeys = [{ ms = 900, say = \"a\", gaze = [0, 0], lid = 1, jaw = 0 }, { ms = 900, say = \"b\", gaze = [0, 0], lid = 0, jaw = 0 }]";
    insta::assert_snapshot!(said(&[
        ("pack.toml", PACK),
        ("exercises/wave.toml", &format!("{exercise}{pose}")),
    ]), @r#"
    1 problem in the content
      ours/exercises/wave.toml: the whole card has 4062 characters; expected at most 3400, so that it fits a message
    "#);
}

#[test]
fn forbidden_words_doses_and_copies_are_linted() {
    let dir = tempfile::tempdir().unwrap();
    let pose = "[pose]\nbase = \"face\"\nloop = \"cycle\"\nkeys = [{ ms = 900, say = \"a\", gaze = [0, 0], lid = 1, jaw = 0 }, { ms = 900, say = \"b\", gaze = [0, 0], lid = 0, jaw = 0 }]";
    let wave = EXERCISE.replace("Wave a hand.", "This cures hands; take 400 mg of THOREX.");
    let twin = EXERCISE.replace("\"wave\"", "\"wave-two\"");
    write(
        dir.path(),
        &[
            ("pack.toml", PACK),
            ("exercises/wave.toml", &format!("{wave}{pose}")),
            ("exercises/wave-two.toml", &format!("{twin}{pose}")),
            (
                "cautions.toml",
                "[caution]\nC-NECK = \"Take 400 mg and be cured.\"",
            ),
        ],
    );
    let library = load(&[dir.path().to_owned()]).unwrap();
    let said: Vec<String> = lint(&library)
        .into_iter()
        .map(|finding| {
            let name = Path::new(&finding.file)
                .file_name()
                .unwrap()
                .to_string_lossy();
            format!(
                "{name} {}: {:?}: {}",
                finding.key, finding.severity, finding.text
            )
        })
        .collect();
    insta::assert_snapshot!(said.join("\n"), @r#"
    wave-two.toml areas: Error: the picture is of a face, and that is not among them
    wave-two.toml cautions: Weak: has no caution at all
    wave-two.toml helps_with: Weak: no cause leads to it
    wave.toml alt: Error: "A hand that waves." says the same as wave-two
    wave.toml areas: Error: the picture is of a face, and that is not among them
    wave.toml cautions: Weak: has no caution at all
    wave.toml helps_with: Weak: no cause leads to it
    wave.toml mistake: Error: "Waving too hard." says the same as wave-two
    wave.toml summary: Error: "400 mg" reads like a dose; medicines are named without any
    wave.toml summary: Error: says "cures"; better: may help, may ease, some people find
    wave.toml title: Error: is the title of wave-two too
    cautions.toml C-NECK: Error: "400 mg" reads like a dose; medicines are named without any
    cautions.toml C-NECK: Error: says "cured"; better: may help, may ease, some people find
    roller-upper-back.toml : Error: names a brand; one card of a pack may, as an example
    "#);
}

#[test]
fn words_of_questions_are_checked_like_everything_else() {
    let synonyms = r#"
fillers = ["Loud"]
[numbers]
minus = -1
[short]
shud = "Should"
[moving]
pull = ["drag", "!"]
[places]
hand = ["Palm"]
[group.empty]
[group.odd]
words = ["neck", ""]
facets = ["area:tail", "discreet"]
topic = 2.0
"#;
    insta::assert_snapshot!(said(&[("pack.toml", PACK), ("synonyms.toml", synonyms)]), @r#"
    9 problems in the content
      ours/synonyms.toml: fillers[1]: "Loud" is not a word or phrase; expected small letters and digits, at most 60 characters
      ours/synonyms.toml: group.empty.words: is missing; expected at least one word, or one hint
      ours/synonyms.toml: group.odd.facets[1]: "area:tail" is not a facet; expected discreet, quick, complaint, minutes, seconds, or area:, kind:, position: or equipment: and a name of content/README.md
      ours/synonyms.toml: group.odd.topic: is 2; expected 0 to 1
      ours/synonyms.toml: group.odd.words[2]: "" is not a word or phrase; expected small letters and digits, at most 60 characters
      ours/synonyms.toml: moving.pull[2]: "!" is not a word or phrase; expected small letters and digits, at most 60 characters
      ours/synonyms.toml: numbers.minus: is not such a number; expected 0 to 65535
      ours/synonyms.toml: places.hand[1]: "Palm" is not a word or phrase; expected small letters and digits, at most 60 characters
      ours/synonyms.toml: short.shud: is "Should"; expected small letters and digits, at most 60 characters
    "#);
}
