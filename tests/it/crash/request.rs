//! SIGKILL between the claim and the answer: before the request leaves, on its way, and before the answer is read.

use super::gate::{Gate, Way};
use super::*;

/// A bot that was killed after its claim, while no request came through to Discord.
async fn killed_before_the_request_leaves() -> (Stand, Gate) {
    let stand = Stand::start().await;
    let gate = Gate::start(&stand).await;
    let bot = stand.bot_with(&[("DISCORD_API_URL", &gate.url)]).await;
    prompts_at_nine(&stand).await;
    stand.play_to("2027-03-26T08:59:00Z").await;
    gate.turn(Way::Shut);
    stand.play_to(NINE).await;
    until("the row is claimed", async || {
        let row = rows(&stand).await.pop()?;
        (row.state == "sending").then_some(())
    })
    .await;
    stand.kill(bot).await;
    assert_eq!(only_row(&stand).await.state, "sending");
    assert!(posts(&stand).await.is_empty(), "nothing has come through");
    gate.turn(Way::Open);
    (stand, gate)
}

#[tokio::test]
async fn a_bot_killed_before_its_request_leaves_posts_when_it_is_back() {
    let (stand, gate) = killed_before_the_request_leaves().await;
    let bot = stand.bot_with(&[("DISCORD_API_URL", &gate.url)]).await;
    let row = ended(&stand).await;
    let posts = posts(&stand).await;
    assert_eq!(posts.len(), 1);
    assert_eq!(string(&posts[0]["body"]["nonce"]), row.nonce);
    assert_eq!(stand.count("GET", "/messages").await, 0);
    one_message(stand, bot, NINE).await;
}

#[tokio::test]
async fn what_never_left_is_looked_for_in_vain_and_posted_if_it_is_in_time() {
    let (stand, _gate) = killed_before_the_request_leaves().await;
    stand.play_to(LATER).await;
    let bot = stand.bot().await;
    ended(&stand).await;
    assert_eq!(stand.count("GET", "/messages").await, 1, "it is looked for");
    one_message(stand, bot, LATER).await;
}

#[tokio::test]
async fn what_never_left_is_not_posted_when_it_is_too_late() {
    let (stand, _gate) = killed_before_the_request_leaves().await;
    stand.play_to(TOO_LATE).await;
    let bot = stand.bot().await;
    no_message(stand, bot, "failed", "late").await;
}

/// A bot that was killed while its first prompt was on its way: `fault` keeps it there, `there` says when it is.
async fn killed_in_flight(fault: Value, there: impl AsyncFn(&Stand) -> bool) -> Stand {
    let stand = Stand::start().await;
    let bot = stand.bot().await;
    prompts_at_nine(&stand).await;
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
    assert_eq!(posts.len(), 1);
    let row = only_row(&stand).await;
    assert_eq!(row.state, "sending", "the claim is on the disk");
    assert_eq!(string(&posts[0]["body"]["nonce"]), row.nonce);
    stand
}

async fn kill_when(stand: &Stand, bot: Bot, there: impl AsyncFn(&Stand) -> bool) {
    until("the post is on its way", async || {
        there(stand).await.then_some(())
    })
    .await;
    stand.kill(bot).await;
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
    ended(&stand).await;
    let posts = posts(&stand).await;
    assert_eq!(posts.len(), 2, "it is posted again");
    assert_eq!(
        posts[0]["body"], posts[1]["body"],
        "the same, with the same nonce"
    );
    assert_eq!(stand.count("GET", "/messages").await, 0);
    one_message(stand, bot, NINE).await;
}

#[tokio::test]
async fn a_bot_that_comes_back_after_the_nonce_finds_its_message_in_the_channel() {
    let stand = killed_in_flight(json!({ "kind": "delay", "ms": 60_000 }), accepted).await;
    stand.play_to(LATER).await;
    let bot = stand.bot().await;
    ended(&stand).await;
    assert_eq!(posts(&stand).await.len(), 1, "it is not posted again");
    assert_eq!(stand.count("GET", "/messages").await, 1, "it is looked for");
    one_message(stand, bot, NINE).await;
}

#[tokio::test]
async fn a_bot_that_comes_back_on_an_earlier_clock_looks_for_its_message() {
    let stand = killed_in_flight(json!({ "kind": "delay", "ms": 60_000 }), accepted).await;
    let back = json!({ "kind": "clock_jump", "seconds": -400 });
    stand.fault(back).await;
    let bot = stand.bot().await;
    let row = ended(&stand).await;
    assert_eq!(row.state, "sent");
    assert_eq!(carrying(&stand, &row.token).await, 1);
    assert_eq!(stand.count("GET", "/messages").await, 1, "it is looked for");
    one_message(stand, bot, NINE).await;
}

#[tokio::test]
async fn where_the_history_cannot_be_read_nothing_is_posted_again() {
    let stand = killed_in_flight(json!({ "kind": "delay", "ms": 60_000 }), accepted).await;
    let hidden = json!({ "permissions": { "channel_id": WELLNESS, "history": false } });
    stand.page("POST", "world", hidden).await;
    stand.play_to(LATER).await;
    let bot = stand.bot().await;
    let row = ended(&stand).await;
    assert_eq!(
        carrying(&stand, &row.token).await,
        1,
        "there is one message"
    );
    let end = (row.state.as_str(), row.reason.as_deref());
    assert_eq!(end, ("unknown", Some("history unreadable")));
    life_goes_on(stand, bot, 2).await;
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
    stand.play_to(LATER).await;
    let bot = stand.bot().await;
    ended(&stand).await;
    assert_eq!(stand.count("GET", "/messages").await, 1, "it is looked for");
    one_message(stand, bot, LATER).await;
}

#[tokio::test]
async fn a_bot_that_is_back_too_late_posts_no_old_prompt() {
    let fault = json!({ "kind": "delay_before_accept", "ms": 60_000 });
    let stand = killed_in_flight(fault, under_way).await;
    stand.play_to(TOO_LATE).await;
    let bot = stand.bot().await;
    no_message(stand, bot, "failed", "late").await;
}
