//! SIGKILL while a post is on its way: nothing is lost, nothing is doubled (D-20).

use serde_json::{Value, json};
use unhunch::store::Store;

use super::process::until;
use super::stand::{ADA, BEN, Bot, Stand, WELLNESS, posted_at, string};

/// Prompts come every day at nine.
const NINE: &str = "2027-03-26T09:00:00Z";

/// The bot's posts of prompts, as the playground noted them.
async fn posts(stand: &Stand) -> Vec<Value> {
    let mut requests = stand.requests().await;
    requests.retain(|request| {
        request["method"] == "POST" && string(&request["path"]).ends_with("/messages")
    });
    requests
}

/// A bot that was killed while its first prompt was on its way: `fault` keeps it there, `there` says when it is.
async fn killed_in_flight(fault: Value, there: impl AsyncFn(&Stand) -> bool) -> Stand {
    let stand = Stand::start().await;
    let bot = stand.bot().await;
    let wish = json!({ "channel": WELLNESS, "times": "9:00", "days": "daily", "timezone": "UTC" });
    stand.add_prompts(ADA, WELLNESS, wish).await;
    stand.play_to("2027-03-26T08:59:00Z").await;
    let mut fault = fault;
    fault["times"] = json!(1);
    fault["matcher"] = json!({ "method": "POST", "path_prefix": "/channels/" });
    stand.fault(fault).await;
    tokio::join!(stand.play_to(NINE), kill_when(&stand, bot, there));
    assert_eq!(
        stand.state().await["faults"],
        json!([]),
        "the fault has met the post"
    );
    let posts = posts(&stand).await;
    let tokens = interrupted(&stand).await;
    assert_eq!(
        (posts.len(), tokens.len()),
        (1, 1),
        "its row stays in `sending`"
    );
    assert!(string(&posts[0]["body"]["nonce"]).ends_with(&tokens[0]));
    stand
}

async fn kill_when(stand: &Stand, bot: Bot, there: impl AsyncFn(&Stand) -> bool) {
    until("the post is on its way", async || {
        there(stand).await.then_some(())
    })
    .await;
    stand.kill(bot).await;
}

/// The tokens of the rows that the dead process left in `sending`.
async fn interrupted(stand: &Stand) -> Vec<String> {
    let store = Store::open_beside(&stand.database()).await.unwrap();
    let rows = store.unfinished().await.unwrap();
    store.close().await;
    rows.into_iter().map(|row| row.token).collect()
}

/// The prompt is there once, its button counts once, and the next day brings the next prompt.
async fn all_is_well(stand: Stand, bot: Bot, at: &str) {
    let prompts = stand.posted(WELLNESS).await;
    assert_eq!(prompts.len(), 1);
    let at: jiff::Timestamp = at.parse().unwrap();
    assert!((0..60).contains(&posted_at(&prompts[0]).duration_since(at).as_secs()));
    stand
        .command(
            BEN,
            WELLNESS,
            "streak join",
            json!({ "visibility": "hidden" }),
        )
        .await;
    for words in ["Nice", "You have today already"] {
        let did = stand.press(BEN, &prompts[0], "I did it").await;
        assert!(did.text().contains(words), "{}", did.text());
    }
    stand.play_to("2027-03-27T09:00:10Z").await;
    assert_eq!(stand.posted(WELLNESS).await.len(), 2);
    assert_eq!(interrupted(&stand).await, [""; 0]);
    assert_eq!(stand.count("PUT", "/commands").await, 1);
    stand.stop(bot, "TERM").await;
    stand.finish().await;
}

/// The message is in the channel.
async fn accepted(stand: &Stand) -> bool {
    stand.posted(WELLNESS).await.len() == 1
}

/// The request has come, and nothing has happened yet.
async fn under_way(stand: &Stand) -> bool {
    let posts = posts(stand).await;
    assert_eq!(stand.posted(WELLNESS).await.len(), 0);
    posts.len() == 1 && posts[0]["status"] == 0
}

#[tokio::test]
async fn a_bot_killed_before_it_hears_the_answer_asks_again_and_gets_the_same_message() {
    let stand = killed_in_flight(json!({ "kind": "delay", "ms": 60_000 }), accepted).await;
    let bot = stand.bot().await;
    until("the row is settled", async || {
        interrupted(&stand).await.is_empty().then_some(())
    })
    .await;
    let posts = posts(&stand).await;
    assert_eq!(posts.len(), 2, "it is posted again");
    assert_eq!(
        posts[0]["body"], posts[1]["body"],
        "the same, with the same nonce"
    );
    assert_eq!(stand.count("GET", "/messages").await, 0);
    all_is_well(stand, bot, NINE).await;
}

#[tokio::test]
async fn a_bot_that_comes_back_after_the_nonce_finds_its_message_in_the_channel() {
    let stand = killed_in_flight(json!({ "kind": "delay", "ms": 60_000 }), accepted).await;
    stand.play_to("2027-03-26T09:10:00Z").await;
    let bot = stand.bot().await;
    until("the row is settled", async || {
        interrupted(&stand).await.is_empty().then_some(())
    })
    .await;
    assert_eq!(posts(&stand).await.len(), 1, "it is not posted again");
    assert_eq!(stand.count("GET", "/messages").await, 1, "it is looked for");
    all_is_well(stand, bot, NINE).await;
}

#[tokio::test]
async fn a_bot_killed_before_its_post_was_taken_posts_when_it_is_back() {
    let fault = json!({ "kind": "delay_before_accept", "ms": 60_000 });
    let stand = killed_in_flight(fault, under_way).await;
    assert_eq!(
        stand.posted(WELLNESS).await.len(),
        0,
        "it is lost on the way"
    );
    let back = "2027-03-26T09:10:00Z";
    stand.play_to(back).await;
    let bot = stand.bot().await;
    until("the row is settled", async || {
        interrupted(&stand).await.is_empty().then_some(())
    })
    .await;
    assert_eq!(stand.count("GET", "/messages").await, 1, "it is looked for");
    all_is_well(stand, bot, back).await;
}

#[tokio::test]
async fn a_bot_that_is_back_too_late_posts_no_old_prompt() {
    let fault = json!({ "kind": "delay_before_accept", "ms": 60_000 });
    let stand = killed_in_flight(fault, under_way).await;
    stand.play_to("2027-03-26T09:45:00Z").await;
    let bot = stand.bot().await;
    until("the row is settled", async || {
        interrupted(&stand).await.is_empty().then_some(())
    })
    .await;
    assert_eq!(stand.posted(WELLNESS).await.len(), 0);
    stand.play_to("2027-03-27T09:00:10Z").await;
    assert_eq!(stand.posted(WELLNESS).await.len(), 1);
    stand.stop(bot, "TERM").await;
    stand.finish().await;
}
