//! Questions in people's own words, in Discord and on the command line.

use std::process::{Command, Output};

use serde_json::Value;

use crate::support::{BEN, TestBot};

fn ask(arguments: &[&str]) -> Output {
    let folder = tempfile::tempdir().unwrap();
    Command::new(env!("CARGO_BIN_EXE_unhunch"))
        .arg("ask")
        .args(arguments)
        .env_clear()
        .current_dir(folder.path())
        .output()
        .unwrap()
}

fn text(bytes: &[u8]) -> String {
    String::from_utf8(bytes.to_vec()).unwrap()
}

/// The ids of an answer, best first.
fn ids(question: &str) -> Vec<String> {
    let output = ask(&["--json", question]);
    assert_eq!(output.status.code(), Some(0), "{}", text(&output.stderr));
    let answer: Value = serde_json::from_slice(&output.stdout).unwrap();
    let results = answer["results"].as_array().unwrap().iter();
    results
        .map(|found| found["id"].as_str().unwrap().to_owned())
        .collect()
}

/// How urgent an answer is.
fn urgency(question: &str) -> Value {
    let answer: Value = serde_json::from_slice(&ask(&["--json", question]).stdout).unwrap();
    answer["urgent"].clone()
}

#[tokio::test]
async fn the_best_card_comes_in_full_with_a_way_to_the_others() {
    let mut bot = TestBot::start().await;
    let answer = bot.run(BEN, "/ask question:stretch for a stiff neck").await;
    assert!(answer.starts_with("(only you)\n"), "{answer}");
    assert!(answer.contains("## Neck tilts"), "{answer}");
    assert!(answer.contains("<More that may fit>"), "{answer}");
    let in_dm = bot.run_in_dm(BEN, "/ask question:ice or heat").await;
    assert!(in_dm.contains("## Heat or cold"), "{in_dm}");
}

#[tokio::test]
async fn a_bare_call_for_help_brings_the_help_cards_and_no_alarm() {
    let mut bot = TestBot::start().await;
    let answer = bot.run(BEN, "/ask question:help").await;
    assert!(answer.contains("## When to get help"), "{answer}");
    assert!(answer.contains("<More that may fit>"), "{answer}");
    for question in ["help", "Help me, please!", "i need help", "ｈｅｌｐ"] {
        let found = ids(question);
        assert_eq!(found[0], "when-to-get-help", "{question}");
        assert!(found.contains(&"help-emergency".to_owned()), "{question}");
        assert_eq!(urgency(question), Value::Null, "{question}");
    }
    assert_eq!(ids("help my neck is stiff")[0], "neck-tilts");
}

#[tokio::test]
async fn who_only_says_hello_is_told_what_to_try() {
    let mut bot = TestBot::start().await;
    let hello = bot.run(BEN, "/ask question:hi").await;
    insta::assert_snapshot!(hello, @"
    (only you)
    ## Hello!
    Tell me in a few words what aches, or what you would like to know, such as “stiff neck after calls”, “stretches from a wheelchair” or “how high should my screen be”.
    Or try one of these: `/stretch` for a movement, `/causes` for why it may ache, `/tips` for your desk and your day, `/get-help` for when to see a professional, `/help` for all that I do.
    [When to get help]
    ");
    for question in [
        "Hello!",
        "what can you do?",
        "commands",
        "How does this work?",
    ] {
        let answer = bot.run(BEN, &format!("/ask question:{question}")).await;
        assert_eq!(answer, hello, "{question}");
    }
    assert!(text(&ask(&["hi"]).stdout).starts_with("Hello!"));
}

#[test]
fn letters_in_fancy_dress_and_behind_masks_are_read() {
    for (question, expected) in [
        ("ｃｈｅｓｔ ｐａｉｎ and sweating", "emergency"),
        ("𝗰𝗵𝗲𝘀𝘁 𝗽𝗮𝗶𝗻 and sweating", "emergency"),
        ("c\u{200d}hest pa\u{200b}in and sweating", "emergency"),
        (
            "c\u{336}h\u{336}e\u{336}s\u{336}t\u{336} pain and sweating",
            "emergency",
        ),
        ("i want to k*ll myself", "crisis"),
        ("thinking of su1cide", "crisis"),
        ("thinking about sui cide", "crisis"),
        ("i want to d i e", "crisis"),
        ("𝔦 𝔴𝔞𝔫𝔱 𝔱𝔬 𝔡𝔦𝔢", "crisis"),
    ] {
        assert_eq!(urgency(question), expected, "{question}");
    }
    for question in [
        "what the h*ll is text neck",
        "my $chair k1lls... no, it creaks",
        "this d*mn chair",
        "skill drills for stiff hands",
        "ｓｔｉｆｆ ｎｅｃｋ",
    ] {
        assert_eq!(urgency(question), Value::Null, "{question}");
    }
    assert_eq!(ids("ｓｔｉｆｆ ｎｅｃｋ"), ids("stiff neck"));
}

#[test]
fn tablets_to_swallow_and_tablets_to_hold_are_told_apart() {
    for question in [
        "tablets for a sore back",
        "can i take a tablet for my stiff neck",
        "which tablets help with backache",
        "are tablets better than a cream",
    ] {
        let found = ids(question);
        let is_on_medicines = ["pain-medicine-caution", "ask-pharmacist", "topical-caution"];
        assert!(
            is_on_medicines.contains(&found[0].as_str()),
            "{question}: {found:?}"
        );
    }
    for question in [
        "reading on my tablet gives me a stiff neck",
        "how should i hold the tablet",
    ] {
        let found = ids(question);
        assert!(
            found.iter().take(2).any(|id| id == "phone-in-hand"),
            "{question}: {found:?}"
        );
    }
}

#[tokio::test]
async fn what_no_card_answers_is_said_kindly() {
    let mut bot = TestBot::start().await;
    let nothing = bot
        .run(BEN, "/ask question:who won the football match")
        .await;
    insta::assert_snapshot!(nothing, @"
    (only you)
    ## Nothing in the pack fits that
    I know about aches from desk work, posture and desk set-up, stretches and other movements, tired eyes, breaks, stress and sleep. Try it in other words, or look through `/tips` and `/causes`.
    If something worries you, do not wait for the right words: ask a professional.
    [When to get help]
    ");
    assert_eq!(bot.run(BEN, "/ask question:?!").await, nothing);
}

#[test]
fn the_command_line_answers_people_and_programs() {
    let output = ask(&["my", "neck", "is", "stiff"]);
    assert_eq!(output.status.code(), Some(0));
    assert!(
        text(&output.stdout).contains("1. "),
        "{}",
        text(&output.stdout)
    );
    let output = ask(&["--json", "who won the football match"]);
    insta::assert_snapshot!(text(&output.stdout), @r#"
    {
      "urgent": null,
      "results": []
    }
    "#);
    let output = ask(&["who won the football match"]);
    insta::assert_snapshot!(text(&output.stdout), @"Nothing in the pack fits that. It covers aches, posture, desks, stretches, breaks and sleep; try other words, or `unhunch content list`.");
}

#[test]
fn a_question_must_have_words_and_an_end() {
    let output = ask(&["  "]);
    assert_eq!(output.status.code(), Some(2));
    insta::assert_snapshot!(text(&output.stderr), @r#"error: the question is empty: ask in a few words, such as "stiff neck after calls""#);
    let output = ask(&[&"neck ".repeat(41)]);
    assert_eq!(output.status.code(), Some(2));
    insta::assert_snapshot!(text(&output.stderr), @"error: the question has 204 characters: ask in at most 200");
    assert_eq!(ask(&[]).status.code(), Some(2));
}

#[test]
fn place_and_things_at_hand_choose_among_movements() {
    let first = |question: &str| ids(question).into_iter().next().unwrap();
    assert_eq!(first("roll my upper back"), "roller-upper-back");
    assert!(first("strengthen my back with a resistance band").starts_with("band-"));
    assert!(!first("strengthen my back without a band").starts_with("band-"));
}

#[test]
fn slips_of_the_finger_are_understood() {
    for (question, id) in [
        ("sholder rols", "shoulder-rolls"),
        ("excercises for tigth shoulders", "shoulder-rolls"),
        ("should i see a docter", "when-to-get-help"),
    ] {
        let found = ids(question);
        assert!(found.contains(&id.to_owned()), "{question}: {found:?}");
    }
}

#[test]
fn what_is_asked_counts_for_more_than_the_story_around_it() {
    let found = ids("My laptop is sold and my mouse is lost. How high should the monitor be?");
    assert_eq!(found[0], "monitor-height", "{found:?}");
}

#[test]
fn a_complaint_that_is_not_there_is_not_what_is_looked_for() {
    let found = ids("no headache, no tingling, where do two monitors go");
    assert_eq!(found[0], "monitor-centre", "{found:?}");
    for about_it in ["neck-headache", "pinched-neck-nerve"] {
        assert!(!found.iter().any(|id| id == about_it), "{found:?}");
    }
}

#[test]
fn a_question_in_the_words_of_a_card_is_answered_whatever_else_it_names() {
    let found = ids("is a foam roller worth buying or a guitar");
    assert_eq!(found[0], "roller-use", "{found:?}");
}
