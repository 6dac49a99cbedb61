//! What a pack must not leave out: help before all else, who a thing is not for, keys, sources, reviews.

use super::smuggled::changed;
use super::*;

/// The findings of `content lint` for a pack with these files, its folder left out.
fn linted(files: &[(&str, &str)]) -> String {
    let dir = tempfile::tempdir().unwrap();
    write(dir.path(), &[("pack.toml", PACK)]);
    write(dir.path(), files);
    let today = jiff::civil::date(2026, 11, 26);
    let Linted { findings, .. } = lint_packs(&[dir.path().to_owned()], today);
    let ours = format!("{}/", dir.path().display());
    let lines = findings.iter().map(|finding| format!("{finding}\n"));
    lines.map(|line| line.replace(&ours, "")).collect()
}

fn ours(path: &str) -> String {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("content/en");
    fs::read_to_string(root.join(path)).unwrap()
}

/// The line of a card that begins so, and with it what it goes on with.
fn line(path: &str, begin: &str, number: usize) -> String {
    let text = ours(path);
    let mut lines = text.lines().filter(|line| line.starts_with(begin));
    format!("{}\n", lines.nth(number).unwrap())
}

#[track_caller]
fn assert_marked(path: &str, changes: &[(&str, &str)], expected: &str) {
    let said = changed(path, changes);
    assert!(said.contains(expected), "{path} {changes:?}\n{said}");
}

#[test]
fn nothing_is_to_be_done_about_what_must_be_seen_first() {
    for (path, old) in [
        (
            "causes/injury-trauma.toml",
            "helps = [\"help-after-trauma\"]",
        ),
        (
            "causes/organ-referral.toml",
            "helps = [\"help-emergency\", \"help-soon\"]",
        ),
    ] {
        let new = [(old, "helps = [\"neck-tilts\", \"chest-opener\"]")];
        assert_marked(
            path,
            &new,
            "helps[1]: nothing is to be done about this before",
        );
        assert_marked(path, &new, "helps[2]: nothing is to be done");
    }
    let link = [("links = [\"help-emergency\"]", "links = [\"neck-tilts\"]")];
    assert_marked(
        "causes/injury-trauma.toml",
        &link,
        "links: nothing is to be done",
    );
    assert_eq!(
        changed("causes/rib-joint.toml", &[]),
        "",
        "it rightly has stretches"
    );
}

#[test]
fn help_comes_first_in_the_line_and_not_at_the_end_of_it() {
    let path = "causes/organ-referral.toml";
    let old = line(path, "first = ", 0);
    for first in [
        "Try a stretch, and if it gets no better after some weeks, call your local emergency number.",
        "Rest for some days. Then call your local emergency number.",
        "There is no need to call your local emergency number.",
        "Call your local emergency number if it lasts for weeks.",
        "Roll your shoulders, then call your local emergency number.",
    ] {
        let new = format!("first = \"{first}\"\n");
        assert_marked(
            path,
            &[(&old, &new)],
            "first: does not send people to help before",
        );
    }
}

#[test]
fn heat_cold_rollers_and_medicines_say_who_should_not() {
    for (path, number, expected) in [
        (
            "tips/heat-and-cold.toml",
            0,
            "tip[1].care: does not say who should not",
        ),
        (
            "tips/heat-and-cold.toml",
            1,
            "tip[2].care: does not say who should not",
        ),
        (
            "tips/medicines.toml",
            0,
            "tip[2].care: does not say who should not",
        ),
    ] {
        let old = line(path, "care = ", number);
        assert_marked(path, &[(&old, "")], expected);
        assert_marked(path, &[(&old, "care = \"Ask first.\"\n")], expected);
    }
    let steps = line("tips/medicines.toml", "  \"Tell them", 0);
    let asks = [(steps.as_str(), "")];
    assert_marked(
        "tips/medicines.toml",
        &asks,
        "tip[1].care: does not say who",
    );
}

#[test]
fn the_sentences_beside_cards_say_what_they_must() {
    for key in [
        "about",
        "short",
        "stop",
        "stop_in_full",
        "how",
        "not_now",
        "cause",
        "help",
    ] {
        let old = line("safety.toml", &format!("{key} = "), 0);
        for text in ["Hello.", "Carry on whatever happens."] {
            let new = format!("{key} = \"{text}\"\n");
            assert_marked(
                "safety.toml",
                &[(&old, &new)],
                &format!("{key}: does not tell"),
            );
        }
    }
}

#[test]
fn a_prompt_for_those_on_their_feet_tells_of_another_way() {
    let path = "prompts/breaks.toml";
    let whole = ours(path);
    let at = whole.find("id = \"cue-active-break\"").unwrap();
    let old = whole[at..]
        .lines()
        .find(|line| line.starts_with("seated"))
        .unwrap();
    assert_marked(
        path,
        &[(old, "seated = \"same\"")],
        "seated: tells of no way from a chair",
    );
}

#[test]
fn two_cards_of_any_kind_have_two_titles() {
    let taken = embedded()
        .title(&"monitor-height".parse().unwrap())
        .unwrap()
        .to_owned();
    let new = format!("title = \"{taken}\"");
    assert_marked(
        "prompts/desk.toml",
        &[("title = \"Tall and easy\"", &new)],
        "title: is the title of",
    );
}

#[test]
fn what_the_files_of_a_pack_leave_out_or_hide_is_told_in_one_go() {
    let wave = linted_wave();
    let cause = |id: &str, title: &str| {
        ours("causes/poor-posture.toml")
            .replace("id = \"poor-posture\"", &format!("id = \"{id}\""))
            .replace(
                &line("causes/poor-posture.toml", "title = ", 0),
                &format!("title = \"{title}\"\n"),
            )
    };
    let bare = cause("bare", "Bare").replace("order = 1\n", "");
    let bare = bare.replace(&line("causes/poor-posture.toml", "helps = ", 0), "");
    let broken = wave
        .replace("id = \"wave\"", "id = \"wink\"")
        .replace("seconds = 20", "seconds = 9999")
        .replace("level = 1", "level = 7")
        .replace("Wave it.", "This cures it.");
    let prompts = ours("prompts/desk.toml").replacen("seated = \"same\"\n", "", 1);
    let flags =
        ours("red-flags.toml").replacen("\nsources = [\"D\"]", "\nsources = [\"no-such\"]", 1);
    let said = linted(&[
        ("exercises/wave.toml", &wave),
        ("exercises/wink.toml", &broken),
        ("causes/one.toml", &cause("one", "One")),
        ("causes/two.toml", &cause("two", "Two")),
        ("causes/bare.toml", &bare),
        ("prompts/desk.toml", &prompts),
        ("red-flags.toml", &flags),
    ]);
    for expected in [
        "exercises/wave.toml: equipment: is missing; write equipment = []",
        "exercises/wave.toml: helps_with: is missing",
        "exercises/wave.toml: sources: is missing",
        "exercises/wave.toml: links: is missing",
        "exercises/wave.toml: keywords: is missing",
        "exercises/wave.toml: asked: is missing",
        "exercises/wave.toml: amount: is missing",
        "exercises/wink.toml: seconds: 9999 is out of range",
        "exercises/wink.toml: level: 7 is not known",
        "exercises/wink.toml: steps[2]: says \"cures\"",
        "causes/bare.toml: helps: is missing",
        "causes/bare.toml: order: is missing",
        "causes/two.toml: order: 1 is that of causes/one.toml too",
        "prompts/desk.toml: prompt[1].seated: is missing; write another way",
        "sources[1]: there is no source \"no-such\"",
    ] {
        assert!(said.contains(expected), "{expected}\n{said}");
    }
}

fn linted_wave() -> String {
    format!("{EXERCISE}{POSE}")
}

#[test]
fn a_review_that_nobody_made_or_that_is_yet_to_come_is_marked() {
    let meta = PACK.replace("2026-11-22", "2099-01-01").replace(
        "Nobody has, and nobody has examined you.",
        "Doctors reviewed it.",
    );
    let said = linted(&[("pack.toml", &meta)]);
    for expected in [
        "pack.toml: review_note: tells of a review, and clinician is empty",
        "pack.toml: review_note: does not say that no clinician has examined",
        "pack.toml: reviewed: 2099-01-01 is yet to come",
    ] {
        assert!(said.contains(expected), "{expected}\n{said}");
    }
}

#[test]
fn nothing_is_missing_in_the_files_of_the_pack_in_the_binary() {
    let Linted { findings, .. } = lint_packs(&[], jiff::civil::date(2026, 11, 26));
    assert_eq!(findings, []);
}

#[test]
fn a_picture_is_told_as_it_is_drawn_and_a_dose_as_it_is_meant() {
    let alt = line("exercises/neck-tilts.toml", "alt = ", 0);
    let off = alt.replace("from the front", "from the side");
    let path = "exercises/neck-tilts.toml";
    assert_marked(
        path,
        &[(&alt, &off)],
        "alt: says \"from the side\", and the picture",
    );
    let knees = "alt = \"A person seen from the front. Then the knees bend deeply.\"\n";
    assert_marked(path, &[(&alt, knees)], "alt: tells of knees that move");
    let heat = [("10 to 15 minutes", "10 to 150 minutes")];
    assert_marked(
        "tips/heat-and-cold.toml",
        &heat,
        "says \"10 to 150 minutes\", a span",
    );
    let dose = [("with each foot", "with a foot")];
    assert_marked(
        "exercises/ankle-pumps.toml",
        &dose,
        "dose: tells of no sides",
    );
    let sides = [("per_side = true\n", "")];
    assert_marked(
        "exercises/ankle-pumps.toml",
        &sides,
        "amount: tells of no sides",
    );
    let steps = [("  \"Change to the other foot for 20 more.\",\n", "")];
    assert_marked(
        "exercises/ankle-pumps.toml",
        &steps,
        "steps: tell of one side",
    );
}
