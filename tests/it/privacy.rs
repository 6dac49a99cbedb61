//! What is kept about a member: told, handed over, and erased by them.

use serde_json::Value;

use crate::support::{BEN, CLEO, TestBot};

async fn bot_that_knows_ben() -> TestBot {
    let mut bot = TestBot::start().await;
    bot.run(BEN, "/streak join visibility:named timezone:Europe/Berlin")
        .await;
    bot.run(BEN, "/done").await;
    bot.run(
        BEN,
        "/deskbreak join times:10:30 timezone:Europe/Berlin deliver:channel",
    )
    .await;
    bot
}

#[tokio::test]
async fn a_member_is_told_what_is_kept_why_how_long_and_who_sees_it() {
    let mut bot = bot_that_knows_ben().await;
    insta::assert_snapshot!(bot.run(BEN, "/privacy show").await, @"
    (only you)
    ## What I keep about you in this server
    - your settings for streaks
    - 5 changes of those settings
    - one press of *I did it*
    - what your streak comes to
    - your desk break
    **Why:** to remind you when you asked for it, and to count the days you asked me to count. Such days may say something about your health, so I treat them as if they did.
    **How long:** until you erase it. A reminder or a streak that you leave keeps its history for when you come back.
    **Who sees it:** you. On the board, what you chose to show. Whoever runs this bot can reach the database, and keeps its back-ups.
    I read no messages, and a question to `/ask` is never written down.
    [Send me the file] [Erase it …]
    ");
    insta::assert_snapshot!(bot.run(CLEO, "/privacy show").await, @"
    (only you)
    ## What I keep about you in this server
    Nothing at all.
    **Why:** to remind you when you asked for it, and to count the days you asked me to count. Such days may say something about your health, so I treat them as if they did.
    **How long:** until you erase it. A reminder or a streak that you leave keeps its history for when you come back.
    **Who sees it:** you. On the board, what you chose to show. Whoever runs this bot can reach the database, and keeps its back-ups.
    I read no messages, and a question to `/ask` is never written down.
    [Send me the file]
    ");
}

/// Direct messages have tables of their own.
#[tokio::test]
async fn what_is_kept_for_direct_messages_is_told_in_words() {
    let mut bot = TestBot::start().await;
    bot.run(BEN, "/deskbreak join times:10:30 timezone:Europe/Berlin")
        .await;
    let told = bot.run(BEN, "/privacy show").await;
    assert!(
        told.contains("- whether my direct messages reach you"),
        "{told}"
    );
    assert!(!told.contains("privacy-kept"), "{told}");
}

#[tokio::test]
async fn the_file_holds_everything_and_says_what_it_is_for() {
    let mut bot = bot_that_knows_ben().await;
    insta::assert_snapshot!(bot.run(BEN, "/privacy export").await, @"
    (only you)
    ## Everything I keep about you in this server
    (file unhunch-2.json)
    ");
    let file = bot.file();
    let json: Value = serde_json::from_slice(&file).unwrap();
    assert_eq!(json["format"], "unhunch-export-1");
    let data = json["data"].as_object().unwrap();
    let tables: Vec<_> = data.keys().map(String::as_str).collect();
    assert_eq!(
        tables,
        [
            "member",
            "member_change",
            "press",
            "schedule",
            "streak_state"
        ]
    );
    assert!(
        data.values()
            .all(|it| it["about"].as_str().unwrap().len() > 20)
    );
    assert_eq!(data["press"]["rows"][0]["outcome"], "credited");
    assert_eq!(data["member"]["rows"][0]["timezone"], "Europe/Berlin");
}

#[tokio::test]
async fn erasing_asks_once_and_then_nothing_is_left() {
    let mut bot = bot_that_knows_ben().await;
    insta::assert_snapshot!(bot.run(BEN, "/privacy erase").await, @"
    (only you)
    ## Erase all of this, in this server?
    - your settings for streaks
    - 5 changes of those settings
    - one press of *I did it*
    - what your streak comes to
    - your desk break
    It can't be undone: streak, freezes and best run begin anew, and your desk break stops. Schedules that you set up for others stay, without your name.
    -# Back-ups belong to whoever runs this bot; a fingerprint that names nobody stays with me, so that a restored back-up can be cleaned of you.
    [Erase it all] [Keep it]
    ");
    insta::assert_snapshot!(bot.press(BEN, "Keep it").await, @"
    (only you)
    Nothing was erased.
    ");
    let shown = bot.run(BEN, "/streak show").await;
    assert!(shown.contains("Total: 1"), "{shown}");
    bot.run(BEN, "/privacy erase").await;
    insta::assert_snapshot!(bot.press(BEN, "Erase it all").await, @"
    (only you)
    ## It is gone
    Nothing about you is kept in this server any more. You are welcome to begin anew at any time.
    ");
    let shown = bot.run(BEN, "/privacy show").await;
    assert!(shown.contains("Nothing at all"), "{shown}");
    let again = bot.run(BEN, "/privacy erase").await;
    assert!(
        again.contains("nothing about you in this server"),
        "{again}"
    );
}

#[tokio::test]
async fn from_a_direct_message_everything_everywhere_can_go() {
    let mut bot = bot_that_knows_ben().await;
    let refused = bot.run_in_dm(BEN, "/privacy erase where:here").await;
    insta::assert_snapshot!(refused, @"
    (only you)
    In a direct message there is no server. Choose `where: Everywhere`, or use the command in the server that you mean.
    ");
    bot.run_in_dm(BEN, "/privacy erase").await;
    let gone = bot.press(BEN, "Erase it all").await;
    assert!(
        gone.contains("Nothing about you is kept any more"),
        "{gone}"
    );
    let shown = bot.run(BEN, "/streak show").await;
    assert!(shown.contains("You have no streak here"), "{shown}");
}

#[tokio::test]
async fn a_button_erases_whoever_presses_it_and_nobody_else() {
    let mut bot = bot_that_knows_ben().await;
    bot.run(CLEO, "/streak join visibility:hidden").await;
    bot.run(CLEO, "/privacy erase").await;
    bot.press(BEN, "Erase it all").await;
    let ben = bot.run(BEN, "/streak show").await;
    let cleo = bot.run(CLEO, "/streak show").await;
    assert!(ben.contains("You have no streak here"), "{ben}");
    assert!(cleo.contains("Freezes: 1"), "{cleo}");
}
