//! What is kept about a member: told, handed over, and erased by them.

use serde_json::Value;
use unhunch::app::{Handler as _, Pages};
use unhunch::clock::Clock as _;
use unhunch::domain::ids::{GuildId, UserId};
use unhunch::store::{EraseScope, Guild, MemberEvent, MemberUpdate};

use crate::support::{ADA, BEN, CLEO, GUILD, TestBot};

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
    - what it takes to undo a press, for a minute
    - what your streak comes to
    - where you stand on boards, for those whom you let see it
    - your desk break
    **Why:** to remind you when you asked for it, and to count the days you asked me to count. Such days may say something about your health, so I treat them as if they did.
    **How long:** until you erase it, or have been gone from the server for 30 days. A reminder or a streak that you leave keeps its history for when you come back; single reminders and your answers to them go after 30 days and single presses after 400. That you set up a server's schedules or changed its settings is kept for as long; what you set up stays, without your name.
    **Who sees it:** you. On the board, what you chose to show; without a name your days also count in what a team has done together, which is told so that nobody's own days can be worked out. Whoever runs this bot can reach the database, and keeps its back-ups.
    I read no messages, and a question to `/ask` is never written down.
    [Send me the file] [Erase it …]
    ");
    insta::assert_snapshot!(bot.run(CLEO, "/privacy show").await, @"
    (only you)
    ## What I keep about you in this server
    Nothing at all.
    **Why:** to remind you when you asked for it, and to count the days you asked me to count. Such days may say something about your health, so I treat them as if they did.
    **How long:** until you erase it, or have been gone from the server for 30 days. A reminder or a streak that you leave keeps its history for when you come back; single reminders and your answers to them go after 30 days and single presses after 400. That you set up a server's schedules or changed its settings is kept for as long; what you set up stays, without your name.
    **Who sees it:** you. On the board, what you chose to show; without a name your days also count in what a team has done together, which is told so that nobody's own days can be worked out. Whoever runs this bot can reach the database, and keeps its back-ups.
    I read no messages, and a question to `/ask` is never written down.
    [Send me the file]
    ");
}

#[tokio::test]
async fn who_has_nothing_kept_gets_a_file_that_says_so() {
    let mut bot = TestBot::start().await;
    insta::assert_snapshot!(bot.run(CLEO, "/privacy export").await, @"
    (only you)
    ## Everything I keep about you in this server
    That is nothing at all, and so says the file.
    (file unhunch-3.json)
    ");
    let json: Value = serde_json::from_slice(&bot.file()).unwrap();
    assert_eq!(json["data"], serde_json::json!({}));
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
            "board_line",
            "member",
            "member_change",
            "press",
            "press_undo",
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
    - what it takes to undo a press, for a minute
    - what your streak comes to
    - where you stand on boards, for those whom you let see it
    - your desk break
    It can't be undone: streak, freezes and best run begin anew, and your desk break stops. What you set up for a server stays, without your name. What I posted in a channel for you, such as a milestone, stays there until somebody deletes it in Discord.
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
async fn who_is_erased_in_one_of_two_servers_has_nothing_kept_there() {
    let mut bot = bot_that_knows_ben().await;
    bot.run(BEN, "/deskbreak edit deliver:dm").await;
    let other = 101;
    let line = "/streak join visibility:hidden timezone:Europe/Berlin";
    bot.run_in(other, BEN, line).await;
    bot.advance_to("2026-06-01T07:00:00Z").await;
    bot.run(BEN, "/privacy erase where:here").await;
    bot.press(BEN, "Erase it all").await;
    let here = bot.run(BEN, "/privacy show").await;
    assert!(here.contains("Nothing at all"), "{here}");
    let again = bot.run(BEN, "/privacy erase where:here").await;
    assert!(
        again.contains("nothing about you in this server to erase"),
        "{again}"
    );
    // What direct messages need is still there for the other one, and goes with it.
    let there = bot.run_in(other, BEN, "/privacy show").await;
    assert!(there.contains("direct-message channel"), "{there}");
    bot.run_in(other, BEN, "/privacy erase where:here").await;
    let (erase, on) = (bot.button("Erase it all"), bot.snowflake());
    bot.press_id(BEN, &erase, on, Some(other)).await;
    let anywhere = bot.run_in_dm(BEN, "/privacy show").await;
    assert!(anywhere.contains("Nothing at all"), "{anywhere}");
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

#[tokio::test]
async fn a_back_up_that_is_restored_is_cleaned_before_anything_is_sent() {
    let mut bot = bot_that_knows_ben().await;
    bot.run(CLEO, "/streak join visibility:named timezone:Europe/Berlin")
        .await;
    let back_up = bot.back_up().await;
    bot.run(BEN, "/privacy erase where:everywhere").await;
    bot.press(BEN, "Erase it all").await;
    bot.advance_to("2026-06-01T08:29:00Z").await;
    bot.stop().await;
    // It is 10:30 in Berlin when the bot is back, with the reminder that Ben had when the back-up was made.
    bot.advance_to("2026-06-01T08:31:00Z").await;
    bot.restore(&back_up).await;
    assert_eq!(bot.discord.unread(), 0, "Ben is not reminded");
    let shown = bot.run_in_dm(BEN, "/privacy show").await;
    assert!(shown.contains("Nothing at all"), "{shown}");
    let cleo = bot.run(CLEO, "/streak show").await;
    assert!(cleo.contains("Freezes: 1"), "{cleo}");
    let noted = std::fs::read_to_string(bot.folder().join("unhunch.db.erased")).unwrap();
    assert!(
        !noted.contains(&format!(" {BEN}\n")) && noted.lines().count() == 3,
        "{noted}"
    );
    // Who begins anew is not taken for who was erased, at no later start and from no later back-up.
    bot.run(BEN, "/streak join visibility:named timezone:Europe/Berlin")
        .await;
    bot.restart().await;
    let later = bot.back_up().await;
    bot.restore(&later).await;
    let shown = bot.run(BEN, "/streak show").await;
    assert!(shown.contains("Total: 0"), "{shown}");
    // The file was lost with the machine, and came back with the old back-up: what is newer than the erasure stays.
    let mended = bot.folder().join("unhunch.db.erased");
    bot.stop().await;
    std::fs::write(
        &mended,
        format!(
            "{noted}2026-06-01T07:00:00Z 100 {}\n",
            noted.trim().rsplit(' ').next().unwrap()
        ),
    )
    .unwrap();
    bot.restart().await;
    let shown = bot.run(BEN, "/streak show").await;
    assert!(shown.contains("Total: 0"), "{shown}");
}

/// What the operator's own tools could do to the database of a bot that is stopped.
async fn sql(bot: &TestBot, sql: &'static str) {
    use sqlx::Connection as _;
    sqlx::any::install_default_drivers();
    let connection = sqlx::AnyConnection::connect(&bot.database()).await;
    let mut connection = connection.unwrap();
    sqlx::raw_sql(sql).execute(&mut connection).await.unwrap();
    connection.close().await.unwrap();
}

/// The lines of the file of erasures, without its head and hashes: instants and what stands before them.
fn noted(bot: &TestBot) -> Vec<String> {
    let text = std::fs::read_to_string(bot.folder().join("unhunch.db.erased")).unwrap();
    let lines = text.lines().filter(|line| !line.starts_with('#'));
    let without_hash = lines.map(|line| line.rsplit_once(' ').unwrap().0.to_owned());
    without_hash.collect()
}

/// The last line that was written to the file of erasures never was: the program was stopped before.
fn without_last_line(bot: &TestBot) {
    let path = bot.folder().join("unhunch.db.erased");
    let text = std::fs::read_to_string(&path).unwrap();
    let lines: Vec<_> = text.lines().collect();
    let kept = &lines[..lines.len() - 1];
    std::fs::write(&path, kept.join("\n") + "\n").unwrap();
}

async fn erases_everything(bot: &mut TestBot, user: u64) -> String {
    bot.run(user, "/privacy erase where:everywhere").await;
    bot.press(user, "Erase it all").await
}

#[tokio::test]
async fn an_erasure_is_in_the_file_before_it_is_in_the_database() {
    let mut bot = bot_that_knows_ben().await;
    let back_up = bot.back_up().await;
    erases_everything(&mut bot, BEN).await;
    bot.stop().await;
    assert_eq!(
        noted(&bot),
        [
            "? 2026-06-01T06:00:00Z everywhere",
            "2026-06-01T06:00:00Z everywhere"
        ]
    );
    // The program was stopped between the two, and a back-up from before is put in the place of the database.
    without_last_line(&bot);
    bot.restore(&back_up).await;
    assert_eq!(rows_left(&bot, BEN).await, 0);
    // From then on it stands there like any other.
    let last = noted(&bot).pop().unwrap();
    assert_eq!(last, "2026-06-01T06:00:00Z everywhere");
    bot.restore(&back_up).await;
    assert_eq!(rows_left(&bot, BEN).await, 0);
}

#[tokio::test]
async fn an_erasure_that_was_committed_when_the_program_was_stopped_is_noted_at_the_next_start() {
    let mut bot = bot_that_knows_ben().await;
    let back_up = bot.back_up().await;
    erases_everything(&mut bot, BEN).await;
    bot.stop().await;
    without_last_line(&bot);
    bot.restart().await;
    assert_eq!(
        noted(&bot).pop().unwrap(),
        "2026-06-01T06:00:00Z everywhere"
    );
    bot.restore(&back_up).await;
    assert_eq!(rows_left(&bot, BEN).await, 0);
}

#[tokio::test]
async fn an_erasure_that_did_not_happen_erases_nobody_later() {
    let mut bot = bot_that_knows_ben().await;
    sql(
        &bot,
        "CREATE TRIGGER full BEFORE DELETE ON member BEGIN SELECT RAISE(ABORT, 'full'); END",
    )
    .await;
    let failed = erases_everything(&mut bot, BEN).await;
    assert!(!failed.contains("It is gone"), "{failed}");
    bot.stop().await;
    let begun = "2026-06-01T06:00:00Z everywhere";
    assert_eq!(noted(&bot), [format!("? {begun}"), format!("! {begun}")]);
    bot.restart().await;
    let kept = rows_left(&bot, BEN).await;
    assert!(kept > 9, "{kept}");
    // The same, but the program is stopped before it can say so: only the database knows that nothing came of it.
    sql(
        &bot,
        "CREATE TRIGGER stuck BEFORE DELETE ON erasing BEGIN SELECT RAISE(ABORT, 'full'); END",
    )
    .await;
    bot.wait(60).await;
    erases_everything(&mut bot, BEN).await;
    bot.stop().await;
    without_last_line(&bot);
    sql(&bot, "DROP TRIGGER stuck; DROP TRIGGER full").await;
    assert_eq!(
        noted(&bot).pop().unwrap(),
        "? 2026-06-01T06:01:00Z everywhere"
    );
    bot.restart().await;
    assert!(rows_left(&bot, BEN).await >= kept - 1);
    assert_eq!(
        noted(&bot).pop().unwrap(),
        "! 2026-06-01T06:01:00Z everywhere"
    );
    let shown = bot.run(BEN, "/streak show").await;
    assert!(shown.contains("Total: 1"), "{shown}");
    // Asked for again, it happens.
    let gone = erases_everything(&mut bot, BEN).await;
    assert!(gone.contains("It is gone"), "{gone}");
    assert_eq!(rows_left(&bot, BEN).await, 0);
}

#[tokio::test]
async fn a_file_of_erasures_that_cannot_be_written_keeps_nobodys_data() {
    let mut bot = bot_that_knows_ben().await;
    let file = bot.folder().join("unhunch.db.erased");
    std::fs::create_dir(&file).unwrap();
    let gone = erases_everything(&mut bot, BEN).await;
    assert!(gone.contains("It is gone"), "{gone}");
    assert_eq!(rows_left(&bot, BEN).await, 0);
    // It is noted as soon as it can be: at the next sweep, or start.
    std::fs::remove_dir(&file).unwrap();
    bot.advance_to("2026-06-02T07:00:00Z").await;
    assert_eq!(noted(&bot), ["2026-06-01T06:00:00Z everywhere"]);
}

#[tokio::test]
async fn a_file_of_erasures_that_cannot_be_read_keeps_the_bot_from_starting() {
    let mut bot = bot_that_knows_ben().await;
    bot.stop().await;
    let file = bot.folder().join("unhunch.db.erased");
    std::fs::create_dir(&file).unwrap();
    let store = unhunch::store::Store::open(&bot.database()).await.unwrap();
    let key = unhunch::app::HashKey::new(vec![7; 32]);
    let refused = store.clean_restored(&key).await.unwrap_err().to_string();
    assert!(
        refused.contains("unhunch.db.erased: the traces of those who were erased"),
        "{refused}"
    );
    store.close().await;
}

/// Every row of every table that is about somebody in the guild, as the operator would find it.
async fn rows_left(bot: &TestBot, user: u64) -> usize {
    let user = UserId::new(user).unwrap();
    let sections = bot
        .app()
        .store
        .export(user, EraseScope::Everywhere)
        .await
        .unwrap();
    sections.iter().map(|section| section.rows.len()).sum()
}

async fn leaves(bot: &TestBot, user: u64) {
    let events = vec![MemberEvent::Leave];
    let update = MemberUpdate {
        events,
        ..MemberUpdate::default()
    };
    let (guild, user) = (GuildId::new(GUILD).unwrap(), UserId::new(user).unwrap());
    let store = &bot.app().store;
    store
        .update_member(guild, user, bot.clock.now(), |_| (Some(update), ()))
        .await
        .unwrap();
}

#[tokio::test]
async fn who_left_is_erased_when_thirty_days_are_over_and_who_comes_back_before_is_not() {
    let mut bot = bot_that_knows_ben().await;
    bot.run(CLEO, "/streak join visibility:named timezone:Europe/Berlin")
        .await;
    bot.run(CLEO, "/done").await;
    leaves(&bot, BEN).await;
    leaves(&bot, CLEO).await;
    bot.advance_to("2026-07-01T05:00:00Z").await;
    assert!(rows_left(&bot, BEN).await > 0);
    bot.run(CLEO, "/done").await;
    let back = bot.run(CLEO, "/streak show").await;
    assert!(
        back.contains("Best: 1") && back.contains("Total: 2"),
        "{back}"
    );
    bot.advance_to("2026-07-02T07:00:00Z").await;
    assert_eq!(rows_left(&bot, BEN).await, 0);
    assert!(rows_left(&bot, CLEO).await > 0);
}

#[tokio::test]
async fn a_clock_that_is_wrong_erases_nobody() {
    let mut bot = bot_that_knows_ben().await;
    leaves(&bot, BEN).await;
    bot.discord.skew(90 * 24 * 3600);
    bot.clock
        .set("2026-08-30T07:00:00Z".parse().unwrap(), false);
    bot.work().await;
    assert!(rows_left(&bot, BEN).await > 0);
    bot.discord.skew(0);
    bot.advance_to("2026-08-30T08:00:00Z").await;
    assert_eq!(rows_left(&bot, BEN).await, 0);
}

#[tokio::test]
async fn a_server_that_removed_the_bot_is_forgotten_after_thirty_days_and_not_before() {
    let mut bot = bot_that_knows_ben().await;
    bot.add_prompts(ADA, "channel:200 times:9:00 timezone:Europe/Berlin")
        .await;
    let guild = GuildId::new(GUILD).unwrap();
    bot.app().guild_gone(guild).await;
    bot.advance_to("2026-06-30T05:00:00Z").await;
    bot.app().guild_here(guild).await;
    let shown = bot.run(BEN, "/streak show").await;
    assert!(shown.contains("Total: 1"), "{shown}");
    bot.app().guild_gone(guild).await;
    bot.advance_to("2026-07-30T04:00:00Z").await;
    assert!(rows_left(&bot, BEN).await > 0);
    bot.advance_to("2026-07-31T06:00:00Z").await;
    assert_eq!(rows_left(&bot, BEN).await, 0);
    assert_eq!(rows_left(&bot, ADA).await, 0);
    let store = &bot.app().store;
    assert_eq!(store.guild(guild).await.unwrap(), Guild::new(guild));
    assert_eq!(store.guild_changes(guild).await.unwrap(), []);
}

#[tokio::test]
async fn who_is_counted_on_a_card_for_a_day_sees_that_takes_it_along_and_erases_it() {
    let mut bot = TestBot::start().await;
    bot.run(ADA, "/stretch together:true").await;
    let card = bot.button("I did it");
    let told = "- that you are counted on a card which a channel does together";
    assert!(!bot.run(BEN, "/privacy show").await.contains(told));
    bot.press_earlier(BEN, &card).await;
    let shown = bot.run(BEN, "/privacy show").await;
    assert!(shown.contains(told), "{shown}");
    let anywhere = bot.run_in_dm(BEN, "/privacy show").await;
    assert!(anywhere.contains(told), "{anywhere}");
    bot.run(BEN, "/privacy export").await;
    let json: Value = serde_json::from_slice(&bot.file()).unwrap();
    let part = &json["data"]["together_member"];
    assert_eq!(part["rows"].as_array().unwrap().len(), 1);
    assert!(part["about"].as_str().unwrap().contains("names nobody"));
    bot.run(BEN, "/privacy erase").await;
    bot.press(BEN, "Erase it all").await;
    assert!(!bot.run(BEN, "/privacy show").await.contains(told));
    assert!(!bot.run(CLEO, "/privacy show").await.contains(told));
}

#[tokio::test]
async fn who_is_erased_is_not_counted_in_a_card_that_the_channel_does_together() {
    let mut bot = TestBot::start().await;
    bot.run(ADA, "/stretch together:true").await;
    let card = bot.button("I did it");
    bot.press_earlier(BEN, &card).await;
    let key = &bot.app().hash_key;
    let store = &bot.app().store;
    let ben = UserId::new(BEN).unwrap();
    store
        .erase(ben, EraseScope::Everywhere, key, bot.clock.now())
        .await
        .unwrap();
    let cleo = bot.press_earlier(CLEO, &card).await;
    assert!(cleo.contains("You are in,** the first one"), "{cleo}");
}

#[tokio::test]
async fn the_pages_of_whoever_runs_the_bot_are_linked() {
    let mut bot = TestBot::start().await;
    bot.with_pages(Pages {
        policy: Some("https://example.org/privacy".to_owned()),
        terms: None,
    });
    let shown = bot.run(BEN, "/privacy show").await;
    assert!(
        shown.contains("-# [Privacy policy](https://example.org/privacy)\n"),
        "{shown}"
    );
}

#[tokio::test]
async fn what_somebody_set_up_stays_without_their_name_and_so_it_does_in_a_restored_back_up() {
    let mut bot = TestBot::start().await;
    bot.add_prompts(ADA, "channel:200 times:23:00 timezone:Europe/Berlin")
        .await;
    bot.run(ADA, "/wellness settings goal:20").await;
    let shown = bot.run(ADA, "/privacy show").await;
    for kept in [
        "- that you set up one schedule",
        "- that you changed settings of a server 2 times",
        "- when I last saw you in a server that you set something up for",
    ] {
        assert!(shown.contains(kept), "{shown}");
    }
    let back_up = bot.back_up().await;
    erases_everything(&mut bot, ADA).await;
    assert_eq!(rows_left(&bot, ADA).await, 0);
    bot.restore(&back_up).await;
    assert_eq!(rows_left(&bot, ADA).await, 0);
    let store = &bot.app().store;
    let guild = GuildId::new(GUILD).unwrap();
    let schedules = store.schedules_of_guild(guild).await.unwrap();
    assert_eq!((schedules.len(), schedules[0].created_by), (1, None));
    let changes = store.guild_changes(guild).await.unwrap();
    assert!(!changes.is_empty() && changes.iter().all(|change| change.by.is_none()));
}
