//! Interactions that are unknown, outdated, forged, or that fail: each gets a kind answer, and the bot lives on.

use serde_json::{Value, json};

use super::stand::{ADA, Answer, BEN, BOT, DEV, GUILD, Stand, WELLNESS, components, string, text};

/// The answer is a sentence for the one who asked.
#[track_caller]
fn kind(answer: &Answer, words: &str) {
    assert!(answer.is_private(), "{}", answer.text());
    assert!(
        answer.text().contains(words),
        "{:?} instead of {words:?}",
        answer.text()
    );
}

/// A message of an earlier version, with buttons of these ids.
async fn earlier_message(stand: &Stand, ids: &[&str]) -> Value {
    let buttons: Vec<_> = ids
        .iter()
        .map(|id| json!({ "type": 2, "style": 1, "label": id.chars().take(80).collect::<String>(), "custom_id": id }))
        .collect();
    let body = json!({ "content": "An old message", "components": [{ "type": 1, "components": buttons }] });
    stand
        .earlier("POST", &format!("/channels/{WELLNESS}/messages"), body)
        .await
}

#[tokio::test]
async fn commands_that_are_gone_or_changed_are_answered_with_where_to_look() {
    let stand = Stand::start().await;
    let bot = stand.bot().await;
    // Discord still shows what an earlier version registered in this guild alone.
    let gone = json!({ "name": "posture", "description": "Gone" });
    let option = json!({ "type": 3, "name": "mood", "description": "Gone", "required": true });
    let changed = json!({ "name": "stretch-old", "description": "Gone", "options": [option] });
    for command in [gone, changed] {
        stand
            .earlier(
                "POST",
                &format!("/applications/{BOT}/guilds/{GUILD}/commands"),
                command,
            )
            .await;
    }
    kind(
        &stand.command(BEN, WELLNESS, "posture", json!({})).await,
        "`/help` shows what I can do",
    );
    kind(
        &stand
            .command(BEN, WELLNESS, "stretch-old", json!({ "mood": "low" }))
            .await,
        "`/help`",
    );
    // A known command with an option that it had once.
    let stretch = command(&stand, "stretch").await;
    let path = format!("/applications/{BOT}/commands/{}", string(&stretch["id"]));
    let option = json!({ "type": 3, "name": "mood", "description": "Gone" });
    stand
        .earlier("PATCH", &path, json!({ "options": [option] }))
        .await;
    kind(
        &stand
            .command(BEN, WELLNESS, "stretch", json!({ "mood": "low" }))
            .await,
        "The option `mood`",
    );
    lives_on(&stand).await;
    stand.stop(bot, "TERM").await;
    stand.finish().await;
}

#[tokio::test]
async fn buttons_of_other_versions_and_nonsense_offer_what_works_today() {
    let stand = Stand::start().await;
    let bot = stand.bot().await;
    let long = "x".repeat(100);
    let message = earlier_message(
        &stand,
        &[
            "u0:did",
            "nonsense",
            "u1:did:not-a-token",
            &long,
            "u1:remove:",
        ],
    )
    .await;
    for button in components(&message) {
        if let Some(id) = button["custom_id"].as_str() {
            kind(
                &stand.press_id(BEN, &message, id, None).await,
                "from an earlier version",
            );
        }
    }
    let message = earlier_message(
        &stand,
        &[
            "u1:open:no-such-card",
            "u1:did:abcdefgh234567zz",
            "u9:\u{1f600} \u{202e}",
        ],
    )
    .await;
    for id in [
        "u1:open:no-such-card",
        "u1:did:abcdefgh234567zz",
        "u9:\u{1f600} \u{202e}",
    ] {
        let answer = stand.press_id(BEN, &message, id, None).await;
        kind(&answer, " ");
    }
    lives_on(&stand).await;
    stand.stop(bot, "TERM").await;
    stand.finish().await;
}

#[tokio::test]
async fn what_only_admins_may_do_is_refused_to_others_however_they_ask() {
    let stand = Stand::start().await;
    let bot = stand.bot().await;
    let wish = json!({ "channel": WELLNESS, "times": "9:00", "days": "daily", "timezone": "UTC" });
    let added = stand.add_prompts(ADA, WELLNESS, wish.clone()).await;
    // Discord asks nobody's permission any more: an admin of the server may have changed that, or the request is forged.
    for name in ["prompts", "wellness"] {
        let registered = command(&stand, name).await;
        assert_eq!(registered["default_member_permissions"], "32");
        let path = format!("/applications/{BOT}/commands/{}", string(&registered["id"]));
        stand
            .earlier(
                "PATCH",
                &path,
                json!({ "default_member_permissions": null }),
            )
            .await;
    }
    let refusal = "Only those who may manage this server can do that.";
    kind(
        &stand.command(BEN, WELLNESS, "prompts add", wish).await,
        refusal,
    );
    kind(
        &stand
            .command(BEN, WELLNESS, "prompts list", json!({}))
            .await,
        refusal,
    );
    kind(
        &stand
            .command(BEN, WELLNESS, "prompts remove", json!({ "id": "1" }))
            .await,
        refusal,
    );
    let zone = json!({ "timezone": "Asia/Tokyo" });
    kind(
        &stand
            .command(DEV, WELLNESS, "wellness settings", zone)
            .await,
        refusal,
    );
    let button = components(&added.message);
    let undo = button
        .iter()
        .find_map(|button| button["custom_id"].as_str())
        .unwrap();
    let copied = earlier_message(&stand, &[undo]).await;
    kind(&stand.press_id(BEN, &copied, undo, None).await, refusal);
    let list = stand
        .command(ADA, WELLNESS, "prompts list", json!({}))
        .await;
    assert!(list.text().contains("**#1**"), "{}", list.text());
    assert!(list.text().contains("(UTC)"), "{}", list.text());
    lives_on(&stand).await;
    stand.stop(bot, "TERM").await;
    stand.finish().await;
}

#[tokio::test]
async fn the_button_of_a_schedule_that_is_removed_says_so() {
    let stand = Stand::start().await;
    let bot = stand.bot().await;
    let wish = json!({ "channel": WELLNESS, "times": "9:00", "days": "daily", "timezone": "UTC" });
    let added = stand.add_prompts(ADA, WELLNESS, wish).await;
    stand.play_to("2027-03-26T09:00:10Z").await;
    let prompt = stand.posted(WELLNESS).await.remove(0);
    let asked = stand
        .command(ADA, WELLNESS, "prompts remove", json!({ "id": "1" }))
        .await;
    stand.press(ADA, &asked.message, "Remove it").await;
    let again = stand.press(ADA, &added.message, "Remove it again").await;
    kind(&again, "I have no schedule with that number here");
    // What it posted keeps working.
    kind(
        &stand.press(BEN, &prompt, "I did it").await,
        "Nothing is kept until you join",
    );
    let another = stand.press(BEN, &prompt, "Another one").await;
    kind(&another, "## ");
    stand.play_to("2027-03-27T10:00:00Z").await;
    assert_eq!(stand.posted(WELLNESS).await.len(), 1, "nothing more comes");
    stand.stop(bot, "TERM").await;
    stand.finish().await;
}

#[tokio::test]
async fn a_database_that_fails_is_told_with_a_number_and_the_bot_lives_on() {
    let stand = Stand::start().await;
    let bot = stand.bot().await;
    let mut table = raw(&stand).await;
    run(&mut table, "ALTER TABLE member RENAME TO member_away").await;
    let failed = stand.command(BEN, WELLNESS, "streak show", json!({})).await;
    kind(&failed, "Something went wrong on my side, sorry");
    let number = failed.text().split('`').nth(1).unwrap().to_owned();
    assert!(number.parse::<u64>().is_ok(), "{number}");
    assert!(
        bot.stderr().contains(&number),
        "it is logged with the number that was told"
    );
    run(&mut table, "ALTER TABLE member_away RENAME TO member").await;
    sqlx::Connection::close(table).await.unwrap();
    kind(
        &stand.command(BEN, WELLNESS, "streak show", json!({})).await,
        "You have no streak here",
    );
    lives_on(&stand).await;
    stand.stop(bot, "TERM").await;
    stand.finish().await;
}

async fn raw(stand: &Stand) -> sqlx::SqliteConnection {
    let path = stand.database();
    let options: sqlx::sqlite::SqliteConnectOptions = path.parse().unwrap();
    sqlx::ConnectOptions::connect(&options).await.unwrap()
}

async fn run(table: &mut sqlx::SqliteConnection, sql: &'static str) {
    sqlx::query(sql).execute(table).await.unwrap();
}

async fn command(stand: &Stand, name: &str) -> Value {
    let state = stand.state().await;
    let commands = state["commands"].as_array().unwrap();
    commands
        .iter()
        .find(|command| command["name"] == name)
        .unwrap()
        .clone()
}

/// The next one who asks is answered as ever.
async fn lives_on(stand: &Stand) {
    let help = stand.command(DEV, WELLNESS, "help", json!({})).await;
    assert!(text(&help.message).contains("Hello, I'm Unhunch"));
}
