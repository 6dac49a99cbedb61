//! The shipped table does what it says, and a broken one is told so.

use super::*;
use crate::domain::advice::Urgency;

const TABLE: &str = include_str!("../../../content/en/red-flags.toml");

fn shipped() -> Flags {
    match Flags::read(TABLE) {
        Ok(flags) => flags,
        Err(problems) => panic!("{}", listed(&problems)),
    }
}

fn listed(problems: &[Problem]) -> String {
    let lines: Vec<_> = problems.iter().map(ToString::to_string).collect();
    lines.join("\n")
}

#[test]
fn every_rule_finds_its_examples_and_leaves_its_near_misses_alone() {
    let problems = shipped().check();
    assert!(problems.is_empty(), "\n{}", listed(&problems));
}

fn check(text: &str, expected: Option<Urgency>) {
    let flags = shipped();
    let judgement = flags.judge(text);
    let why = flags.explain(text).join("\n");
    assert_eq!(judgement.urgency, expected, "{text}\n{why}");
}

#[test]
fn a_denied_sign_is_none_and_a_but_ends_the_denial() {
    check("no numbness, weakness or tingling in my legs", None);
    check(
        "no back pain but my legs are numb",
        Some(Urgency::Emergency),
    );
    check("i am not suicidal, just tired of meetings", None);
    check("no idea why my legs are numb", Some(Urgency::Emergency));
}

#[test]
fn what_a_doctor_has_ruled_out_is_denied() {
    check("a stroke was ruled out, how do i set up my chair", None);
    check("they ruled out a stroke, how do i set up my chair", None);
    check(
        "a broken rib was ruled out, my legs went numb",
        Some(Urgency::Emergency),
    );
}

#[test]
fn figures_of_speech_and_denied_signs_are_no_topic() {
    let text = "heart to heart with my boss, no numbness, just a stiff neck";
    let aside = shipped().judge(text).aside;
    let is_aside = |word: &str| {
        let at = text.find(word).unwrap_or_default();
        aside.contains(&(at..at + word.len()))
    };
    for (word, expected) in [
        ("heart", true),
        ("numbness", true),
        ("boss", false),
        ("stiff", false),
        ("neck", false),
    ] {
        assert_eq!(is_aside(word), expected, "{word}");
    }
}

#[test]
fn what_ends_a_clause_means_more_than_what_goes_on() {
    check("i want out", Some(Urgency::Crisis));
    check("i want out of this meeting", None);
}

#[test]
fn no_phrase_runs_over_the_end_of_a_sentence() {
    let why = shipped().explain("which chair helps with pain? neck rolls or shrugs?");
    assert!(why.iter().any(|line| line == "pain: pain"), "{why:?}");
    assert!(
        why.iter().all(|line| !line.contains("pain neck")),
        "{why:?}"
    );
    check("i want out.", Some(Urgency::Crisis));
}

#[test]
fn talk_of_dying_is_heard_in_other_tongues_with_accents_or_without() {
    for text in [
        "ich möchte sterben",
        "ich moechte sterben",
        "ya no quiero vivir",
        "je n'ai plus envie de vivre",
    ] {
        check(text, Some(Urgency::Crisis));
    }
}

#[test]
fn figures_of_speech_are_none_and_hide_no_sign_beside_them() {
    for text in [
        "my back is killing me",
        "dying of boredom",
        "this deadline gave me a heart attack",
        "shoot me an email with the numbers",
        "breaststroke or chest opener?",
        "dead leg from sitting on it",
    ] {
        check(text, None);
    }
    check(
        "my back is killing me and i cant feel my legs",
        Some(Urgency::Emergency),
    );
}

#[test]
fn a_tale_of_nobody_here_is_none_and_ends_where_the_writer_comes_in() {
    check("in the series the doctor has a heart attack", None);
    check(
        "i teach first aid: stroke, seizures and chest pain. stiff knees, which mat?",
        None,
    );
    check(
        "i teach first aid, chest pain since this morning",
        Some(Urgency::Emergency),
    );
    check(
        "watching a film about a nurse and my chest hurts",
        Some(Urgency::Emergency),
    );
}

#[test]
fn what_the_writer_puts_right_was_not_said() {
    check("end it all at noon. the meeting i mean", None);
    check("end it all at noon. i mean it", Some(Urgency::Crisis));
    check(
        "i want to end my life. then came work. it was hard. the meeting i mean",
        Some(Urgency::Crisis),
    );
}

#[test]
fn a_desk_may_collapse_and_so_may_somebody_at_it() {
    check("my desk collapsed yesterday", None);
    check("desk collapsed yesterday, which one is sturdy", None);
    check(
        "the lady at the front desk collapsed yesterday",
        Some(Urgency::Emergency),
    );
    check("he has a collapsed lung", Some(Urgency::Emergency));
}

#[test]
fn what_is_long_over_is_none_unless_it_is_only_said_to_be_fine() {
    check("numb left foot in spring, the neurologist cleared it", None);
    check(
        "blacked out this morning. fine now",
        Some(Urgency::Emergency),
    );
    check(
        "chest pain again, the scan was clear",
        Some(Urgency::Emergency),
    );
    check(
        "wanted to die last week, all clear from the doctor",
        Some(Urgency::Crisis),
    );
}

#[test]
fn a_question_about_signs_in_general_shows_the_help_card_and_no_alarm() {
    let judgement = shipped().judge("what are the red flags of back pain with numb legs");
    assert_eq!(judgement.urgency, None);
    assert!(judgement.unexplained_alarm);
    check(
        "my colleague cannot feel his legs",
        Some(Urgency::Emergency),
    );
}

#[test]
fn an_alarm_word_beside_the_body_that_no_rule_explains_is_told() {
    let flags = shipped();
    assert!(flags.judge("sharp pain in my elbow").unexplained_alarm);
    assert!(!flags.judge("weak wifi").unexplained_alarm);
    assert!(!flags.judge("which chair is best").unexplained_alarm);
}

#[test]
fn odd_texts_do_no_harm() {
    for text in ["", "   ", "?!", "🦴", "\u{0}", "ÄÖÜ ß", "1 2 3"] {
        check(text, None);
    }
    check(&"numb legs ".repeat(500), Some(Urgency::Emergency));
}

#[test]
fn crisis_outranks_an_emergency() {
    let judgement = shipped().judge("chest pain and sweating, i want to die");
    assert_eq!(judgement.urgency, Some(Urgency::Crisis));
}

#[test]
fn a_crisis_and_an_emergency_are_both_told() {
    let judged = |text: &str| {
        let judgement = shipped().judge(text);
        (judgement.urgency, judgement.also)
    };
    let (crisis, emergency) = (Some(Urgency::Crisis), Some(Urgency::Emergency));
    let plain = judged("crushing chest pain and honestly i want to die");
    assert_eq!(plain, (crisis, emergency));
    assert_eq!(judged("i want to die"), (crisis, None));
    assert_eq!(judged("my legs have gone numb"), (emergency, None));
}

#[test]
fn a_crisis_that_is_only_guessed_stands_behind_a_plain_emergency() {
    let table = r#"
        [alarm]
        sign = "dark"
        place = "chest"
        near = 1
        [concept.dark]
        about = "dark"
        say = ["dark"]
        [concept.end]
        about = "the end"
        say = ["end"]
        [concept.chest]
        about = "pain in the chest"
        say = ["chest pain"]
        [[rule]]
        id = "guess"
        urgency = "crisis"
        point = "help-crisis/1"
        why = "Words near each other."
        sources = ["D"]
        when = [{ all = ["dark", "end"], near = 5, weak = true }]
        examples = ["a dark end"]
        not = ["dark"]
        [[rule]]
        id = "heart"
        urgency = "emergency"
        point = "help-emergency/1"
        why = "The heart."
        sources = ["D"]
        when = [{ all = ["chest"] }]
        examples = ["chest pain"]
        not = ["dark"]
    "#;
    let judged = |text: &str| {
        let flags = Flags::read(table).unwrap_or_default();
        let judgement = flags.judge(text);
        (judgement.urgency, judgement.also)
    };
    let (crisis, emergency) = (Some(Urgency::Crisis), Some(Urgency::Emergency));
    assert_eq!(judged("a dark end"), (crisis, None));
    assert_eq!(judged("a dark end, chest pain"), (emergency, crisis));
}

#[test]
fn stopping_painkillers_is_no_crisis_and_a_pain_in_the_heart_is_an_emergency() {
    check("can I stop my painkillers", None);
    check("will it stop my heart pain", Some(Urgency::Emergency));
}

#[test]
fn what_is_said_of_a_chair_is_no_sign_and_what_is_said_of_somebody_in_it_is() {
    check("the legs of this chair are weak", None);
    check("one leg of the desk gives way", None);
    check(
        "sat in my chair and my legs are weak",
        Some(Urgency::Emergency),
    );
    check("my legs went weak at the desk", Some(Urgency::Emergency));
}

#[test]
fn nothing_explains_a_sign_away_over_a_but() {
    check("an old crash years ago, stiff neck", None);
    check(
        "crashed years ago but today a van hit my car",
        Some(Urgency::Emergency),
    );
}

#[test]
fn words_that_ran_together_and_letters_typed_twice_are_understood() {
    check("chestpain and sweating", Some(Urgency::Emergency));
    check("bothlegs nummb", Some(Urgency::Emergency));
    check("heartache over the last episode", None);
}

#[test]
fn everything_wrong_with_a_table_is_told_at_once() {
    let broken = r#"
        [concept.numb]
        about = "no feeling"
        say = ["numb", "{leg} gone", "can't"]
        [[rule]]
        id = "x"
        urgency = "now"
        when = [{ all = ["numb"] }]
    "#;
    let problems = Flags::read(broken).expect_err("it is broken");
    let text = listed(&problems);
    for part in [
        "concept.numb.say[1]: there is no concept “leg”; expected",
        "concept.numb.say[2]: “can't” is no word; expected",
        "rule[0] (x).urgency: “now” is no urgency; expected soon, emergency or crisis",
        "rule[0] (x).examples: is missing; expected",
    ] {
        assert!(text.contains(part), "{part}\n\n{text}");
    }
}

#[test]
fn a_key_that_does_not_exist_is_told_with_its_line() {
    let problems = Flags::read("[negation]\nnoun = []").expect_err("it is broken");
    let text = listed(&problems);
    assert!(text.contains("line 2"), "{text}");
    assert!(text.contains("unknown field `noun`"), "{text}");
}
