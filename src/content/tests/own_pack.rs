//! What is said about a pack of one's own stands at its own files and keys, not at those that it lies over.

use super::*;

const TIP: &str = r#"
family = "Our office"

[[tip]]
id = "our-corner"
title = "Use the quiet corner"
summary = "A place away from the desk makes a break easier to take."
areas = ["whole-body"]
why = "A break that has a place of its own is easier to keep."
steps = ["Pick one corner that is not your desk.", "Spend one short break a day there."]
keywords = []
asked = []
links = []
sources = []
evidence = "Common practice; no study is claimed."
"#;

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

/// The same without the remarks on empty lists, which the exercise of these tests leaves out.
fn bare(files: &[(&str, &str)]) -> String {
    let all = linted(files);
    let told = all
        .lines()
        .filter(|line| !line.ends_with("if there is none"));
    told.collect::<Vec<_>>().join("\n")
}

fn tip(old: &str, new: &str) -> String {
    assert!(TIP.contains(old), "{old}");
    linted(&[("tips/ours.toml", &TIP.replace(old, new))])
}

#[test]
fn a_tip_of_ones_own_has_nothing_to_be_marked() {
    assert_eq!(linted(&[("tips/ours.toml", TIP)]), "");
}

#[test]
fn what_a_card_of_ones_own_says_again_is_marked_there_and_not_in_the_pack_inside() {
    insta::assert_snapshot!(tip("Use the quiet corner", "Neck tilts"), @"wrong  tips/ours.toml: tip[1].title: is the title of neck-tilts too");
    insta::assert_snapshot!(tip("asked = []", "asked = [\"move my ankles\"]"), @"weak   tips/ours.toml: tip[1].asked[1]: ankle-pumps is asked for in the same words");
    let wave = super::linted::exercise(&[(
        "mistake = \"",
        "mistake = \"Avoid gripping the chair; let your hands rest. ",
    )]);
    insta::assert_snapshot!(bare(&[("exercises/wave.toml", &wave)]), @r#"wrong  exercises/wave.toml: mistake: "Avoid gripping the chair; let your hands rest." says the same as ankle-pumps"#);
}

#[test]
fn what_is_said_of_a_whole_card_names_the_card() {
    let heavy = "Institutionalised organisational prioritisation of musculoskeletal rehabilitation \
                 necessitates comprehensive environmental reconfiguration.";
    let said = tip(
        "A break that has a place of its own is easier to keep.",
        heavy,
    );
    insta::assert_snapshot!(said, @"weak   tips/ours.toml: tip[1]: reads like school year 11.9; better 8 or less: shorter sentences, shorter words");
}

#[test]
fn a_help_card_that_is_for_something_else_now_is_marked_where_it_says_so() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("content/en/help/help-crisis.toml");
    let crisis = fs::read_to_string(root).unwrap();
    let crisis = crisis.replace("urgency = \"crisis\"", "urgency = \"routine\"");
    insta::assert_snapshot!(linted(&[("help/help-crisis.toml", &crisis)]), @"wrong  help/help-crisis.toml: urgency: there is no help card of urgency crisis");
}

#[test]
fn who_names_a_medicine_says_whom_to_ask() {
    let why = "A break that has a place of its own is easier to keep.";
    let named = "Paracetamol eases an ache for a while.";
    insta::assert_snapshot!(tip(why, named), @r#"wrong  tips/ours.toml: tip[1].why: names "paracetamol", and nothing here says to ask first; add a pharmacist or doctor"#);
    let asked = format!("{named} Ask a pharmacist or doctor first.");
    assert_eq!(tip(why, &asked), "");
}

#[test]
fn another_movement_may_take_the_place_of_one_in_a_chair() {
    let changed = |new: &str| {
        let wave = super::linted::exercise(&[
            ("positions = [\"seated\"]", "positions = [\"standing\"]"),
            ("seated = \"yes\"", new),
        ]);
        bare(&[("exercises/wave.toml", &wave)])
    };
    insta::assert_snapshot!(changed("seated = \"instead\""), @r#"wrong  exercises/wave.toml: adapt: is missing; expected which movement is done from a chair in its place, as seated is "instead""#);
    let told = "seated = \"instead\"\nadapt = \"Do wrist circles instead.\"";
    insta::assert_snapshot!(changed(told), @"");
}
