//! Two bots on one PostgreSQL: one plans and sends, and the other takes over when it is gone (D-40, D-41).

use serde_json::json;

use super::process::until;
use super::stand::{ADA, Bot, Stand, WELLNESS, list, string};
use crate::store_fixture::Database;

/// Five minutes after the beginning, and a quarter of an hour after that.
const FIRST: &str = "2027-03-25T10:05:00Z";
const SECOND: &str = "2027-03-25T10:20:10Z";

/// What the process says that gets the lease.
const ITS_TURN: &str = "this process plans and sends";

async fn has_its_turn(bot: &Bot) {
    until("it plans and sends", async || {
        bot.stderr().contains(ITS_TURN).then_some(())
    })
    .await;
}

#[tokio::test]
async fn of_two_bots_on_one_database_one_sends_and_the_other_goes_on_when_it_is_killed() {
    let Some(database) = Database::postgres().await else {
        return;
    };
    let stand = Stand::start().await;
    let environment = [("DATABASE_URL", database.url())];
    let holder = stand.bot_with(&environment).await;
    has_its_turn(&holder).await;
    let wish =
        json!({ "channel": WELLNESS, "times": "10:05, 10:20", "days": "daily", "timezone": "UTC" });
    stand.add_prompts(ADA, WELLNESS, wish).await;
    let other = stand.bot_with(&environment).await;
    until("both live on the playground's clock", async || {
        let clock = stand.page("GET", "clock", serde_json::Value::Null).await;
        (list(&clock["followers"]).len() == 2).then_some(())
    })
    .await;
    stand.play_to("2027-03-25T10:04:30Z").await;
    assert!(!other.stderr().contains(ITS_TURN));
    let hanging = json!({
        "kind": "delay", "ms": 60_000, "times": 1,
        "matcher": { "method": "POST", "path_prefix": "/channels/" },
    });
    stand.fault(hanging).await;
    tokio::join!(stand.play_to(FIRST), async {
        until("the message is there and nobody was told", async || {
            (stand.posted(WELLNESS).await.len() == 1).then_some(())
        })
        .await;
        stand.kill_beside_another(holder).await;
    });
    // The lease of the dead one lasts for half a minute.
    stand.play_to("2027-03-25T10:05:50Z").await;
    let posts = until("the other one has asked again", async || {
        let mut requests = stand.requests().await;
        requests.retain(|request| {
            request["method"] == "POST" && string(&request["path"]).ends_with("/messages")
        });
        (requests.len() == 2).then_some(requests)
    })
    .await;
    assert_eq!(posts[0]["body"], posts[1]["body"], "with the same nonce");
    assert_eq!(
        stand.posted(WELLNESS).await.len(),
        1,
        "and gets the same message"
    );
    has_its_turn(&other).await;
    stand.play_to(SECOND).await;
    assert_eq!(stand.posted(WELLNESS).await.len(), 2);
    stand.stop(other, "TERM").await;
    // What ends as it should keeps nobody waiting.
    let next = stand.bot_with(&environment).await;
    has_its_turn(&next).await;
    stand.stop(next, "TERM").await;
    stand.finish().await;
}
