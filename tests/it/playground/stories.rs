//! What a bot and people do with each other.

use serde_json::{Value, json};

use super::support::{ADA, BOT, Lab, WELLNESS};

fn stretch() -> Value {
    json!([{ "name": "stretch", "description": "A stretch", "options": [
        { "type": 4, "name": "minutes", "description": "How long", "min_value": 1, "max_value": 10 },
    ] }])
}

#[tokio::test]
async fn a_bot_connects_registers_commands_and_answers_one() {
    let lab = Lab::start().await;
    let mut bot = lab.connected().await;
    lab.register(stretch()).await;
    let sent = json!({ "user_id": ADA, "channel_id": WELLNESS, "name": "stretch", "options": { "minutes": 5 } });
    let id = lab.page("POST", "/command", sent).await.ok()["interaction_id"].clone();
    let heard = bot.event("INTERACTION_CREATE").await;
    assert_eq!(heard["id"], id);
    assert_eq!(heard["data"]["options"][0]["value"], 5);
    assert_eq!(heard["member"]["user"]["id"], ADA);
    let path = format!(
        "/interactions/{}/{}/callback",
        id.as_str().unwrap(),
        heard["token"].as_str().unwrap()
    );
    let answer = json!({ "type": 4, "data": { "content": "Roll your shoulders." } });
    assert_eq!(lab.bot("POST", &path, answer).await.status, 204);
    let seen = lab.seen(WELLNESS, ADA).await;
    assert_eq!(seen[0]["content"], "Roll your shoulders.");
    assert_eq!(seen[0]["author"]["id"], BOT);
    assert_eq!(
        seen[0]["interaction"],
        json!({ "user_id": ADA, "name": "stretch" })
    );
    lab.playground.stop().await;
}
