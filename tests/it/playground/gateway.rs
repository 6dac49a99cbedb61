//! The gateway's manners: who is let in, what they hear, and how they are hung up on.

#![expect(
    clippy::needless_pass_by_value,
    reason = "JSON literals are handed over as they are written"
)]

use serde_json::{Value, json};

use super::support::{BEN, BEN_DM, GENERAL, Gateway, Lab, WELLNESS};

const TOKEN: &str = "playground.token";

/// The close code that these frames lead to.
async fn closed_after(frames: &[Value]) -> u16 {
    let lab = Lab::start().await;
    let mut bot = lab.gateway().await;
    for frame in frames {
        bot.send(frame.clone()).await;
    }
    bot.closed().await
}

fn identify(token: &str, intents: u64, shard: Value) -> Value {
    let properties = json!({ "os": "a", "browser": "b", "device": "c" });
    json!({ "op": 2, "d": { "token": token, "intents": intents, "properties": properties, "shard": shard } })
}

#[tokio::test]
async fn bad_manners_end_with_discords_close_codes() {
    let good = identify(TOKEN, 1, Value::Null);
    let cases = [
        (vec![json!({ "op": 3, "d": {} })], 4003),
        (vec![identify("wrong", 1, Value::Null)], 4004),
        (vec![good.clone(), good.clone()], 4005),
        (vec![good.clone(), json!({ "op": 5 })], 4001),
        (vec![json!({ "d": 1 })], 4002),
        (vec![json!("hello")], 4002),
        (vec![identify(TOKEN, 1, json!([1, 1]))], 4010),
        (vec![identify(TOKEN, 1 << 40, Value::Null)], 4013),
        (vec![identify(TOKEN, 1 << 15, Value::Null)], 4014),
        (vec![json!({ "op": 2, "d": { "token": TOKEN } })], 4002),
        (
            vec![json!({ "op": 6, "d": { "token": "wrong", "session_id": "x", "seq": 0 } })],
            4004,
        ),
        (vec![json!({ "op": 1, "d": "x".repeat(5000) })], 4002),
        (vec![json!({ "op": 1, "d": null }); 121], 4008),
    ];
    for (frames, code) in cases {
        assert_eq!(closed_after(&frames).await, code, "{:?}", frames.last());
    }
}

#[tokio::test]
async fn what_is_not_json_cannot_be_decoded() {
    let lab = Lab::start().await;
    let mut bot = lab.gateway().await;
    bot.send_text("not json").await;
    assert_eq!(bot.closed().await, 4002);
    let mut old = Gateway::open_raw(&format!(
        "{}/?v=6",
        lab.playground.url().replace("http", "ws")
    ))
    .await;
    assert_eq!(old.closed().await, 4012);
}

#[tokio::test]
async fn other_encodings_are_refused_in_words() {
    let lab = Lab::start().await;
    for query in ["v=10&encoding=etf", "v=10&compress=zlib-stream"] {
        let request = lab.client.get(lab.url(&format!("/?{query}")));
        let request = request
            .header("connection", "upgrade")
            .header("upgrade", "websocket");
        let response = request.send().await.unwrap();
        assert_eq!(response.status(), 400);
        assert!(response.text().await.unwrap().contains("connect with"));
    }
}

#[tokio::test]
async fn heartbeats_are_acknowledged_even_before_identifying() {
    let lab = Lab::start().await;
    let mut bot = lab.gateway().await;
    bot.send(json!({ "op": 1, "d": null })).await;
    assert_eq!(bot.next().await.unwrap()["op"], 11);
}

#[tokio::test]
async fn events_come_by_intent() {
    let lab = Lab::start().await;
    let mut all = lab.connected().await;
    let mut direct = lab.gateway().await;
    direct.identify(TOKEN, 1 << 12).await;
    direct.event("READY").await;
    lab.post(GENERAL, json!({ "content": "in the guild" }))
        .await
        .ok();
    lab.post(BEN_DM, json!({ "content": "to Ben" })).await.ok();
    assert_eq!(all.event("MESSAGE_CREATE").await["content"], "in the guild");
    assert_eq!(all.event("MESSAGE_CREATE").await["content"], "to Ben");
    // No GUILD_CREATE and no message of the guild came in between.
    let next = direct.next().await.unwrap();
    assert_eq!(
        (&next["t"], &next["d"]["content"]),
        (&json!("MESSAGE_CREATE"), &json!("to Ben"))
    );
}

#[tokio::test]
async fn what_people_write_in_the_guild_comes_without_its_content() {
    let lab = Lab::start().await;
    let mut bot = lab.connected().await;
    for channel in [GENERAL, BEN_DM] {
        let said = json!({ "user_id": BEN, "channel_id": channel, "content": "hello" });
        lab.page("POST", "/say", said).await.ok();
    }
    assert_eq!(bot.event("MESSAGE_CREATE").await["content"], "");
    assert_eq!(bot.event("MESSAGE_CREATE").await["content"], "hello");
}

#[tokio::test]
async fn a_broken_connection_is_resumed_where_it_was_left() {
    let lab = Lab::start().await;
    let mut bot = lab.gateway().await;
    bot.identify(TOKEN, 1 | 1 << 9).await;
    let session = bot.event("READY").await["session_id"].clone();
    bot.event("GUILD_CREATE").await;
    let seq = bot.last_seq;
    lab.page("POST", "/faults", json!({ "kind": "gateway_drop" }))
        .await
        .ok();
    assert_eq!(bot.closed().await, 0);
    lab.post(WELLNESS, json!({ "content": "missed" }))
        .await
        .ok();
    let mut bot = lab.gateway().await;
    bot.send(json!({ "op": 6, "d": { "token": TOKEN, "session_id": session, "seq": seq } }))
        .await;
    let missed = bot.next().await.unwrap();
    assert_eq!(
        (&missed["d"]["content"], &missed["s"]),
        (&json!("missed"), &json!(seq + 1))
    );
    assert_eq!(bot.next().await.unwrap()["t"], "RESUMED");
    lab.post(WELLNESS, json!({ "content": "live" })).await.ok();
    assert_eq!(bot.event("MESSAGE_CREATE").await["content"], "live");
}

#[tokio::test]
async fn an_unknown_session_is_called_invalid() {
    let lab = Lab::start().await;
    let mut bot = lab.gateway().await;
    bot.send(json!({ "op": 6, "d": { "token": TOKEN, "session_id": "nothing", "seq": 3 } }))
        .await;
    let answer = bot.next().await.unwrap();
    assert_eq!((&answer["op"], &answer["d"]), (&json!(9), &json!(false)));
    bot.identify(TOKEN, 1).await;
    bot.event("READY").await;
}

#[tokio::test]
async fn the_bot_hears_that_it_was_removed_and_added_and_what_it_may_do() {
    let lab = Lab::start().await;
    let mut bot = lab.connected().await;
    lab.page("POST", "/world", json!({ "bot": "removed" }))
        .await
        .ok();
    assert!(bot.event("GUILD_DELETE").await.get("unavailable").is_none());
    lab.page("POST", "/world", json!({ "bot": "added" }))
        .await
        .ok();
    assert_eq!(bot.event("GUILD_CREATE").await["name"], "Wellness Lab");
    let switch = json!({ "permissions": { "channel_id": WELLNESS, "send": false } });
    lab.page("POST", "/world", switch).await.ok();
    let channel = bot.event("CHANNEL_UPDATE").await;
    let denied: u64 = channel["permission_overwrites"][0]["deny"]
        .as_str()
        .unwrap()
        .parse()
        .unwrap();
    assert_ne!(denied & (1 << 11), 0);
}

#[tokio::test]
async fn members_are_told_by_id() {
    let lab = Lab::start().await;
    let mut bot = lab.connected().await;
    bot.send(json!({ "op": 8, "d": { "guild_id": "1", "user_ids": [BEN, "5"], "limit": 0, "nonce": "n" } })).await;
    let chunk = bot.event("GUILD_MEMBERS_CHUNK").await;
    assert_eq!(chunk["members"][0]["user"]["username"], "ben");
    assert_eq!(
        (&chunk["not_found"], &chunk["nonce"]),
        (&json!(["5"]), &json!("n"))
    );
}

#[tokio::test]
async fn the_page_sees_whether_the_bot_is_connected() {
    let lab = Lab::start().await;
    let connected =
        async || lab.page("GET", "/state", Value::Null).await.ok()["bot"]["connected"].clone();
    assert_eq!(connected().await, false);
    let bot = lab.connected().await;
    assert_eq!(connected().await, true);
    drop(bot);
    while connected().await == true {
        tokio::task::yield_now().await;
    }
}

#[tokio::test]
async fn a_sequence_from_the_future_is_invalid() {
    let lab = Lab::start().await;
    let mut bot = lab.gateway().await;
    bot.identify(TOKEN, 1).await;
    let session = bot.event("READY").await["session_id"].clone();
    drop(bot);
    let mut bot = lab.gateway().await;
    bot.send(json!({ "op": 6, "d": { "token": TOKEN, "session_id": session, "seq": 99 } }))
        .await;
    assert_eq!(bot.closed().await, 4007);
}

#[tokio::test]
async fn a_crowd_of_guilds_is_introduced_and_shared_by_shards() {
    let options = unhunch::playground::Options {
        port: 0,
        start: super::support::start_time(),
        state_dir: None,
    };
    let playground = unhunch::playground::Playground::start_in_crowd(options, 9)
        .await
        .unwrap();
    let url = playground.url().replace("http", "ws");
    let mut counts = Vec::new();
    for shard in [json!([0, 1]), json!([0, 2]), json!([1, 2])] {
        let mut bot = Gateway::open(&url).await;
        bot.send(identify(TOKEN, 1, shard)).await;
        let guilds = bot.event("READY").await["guilds"].as_array().unwrap().len();
        for _ in 0..guilds {
            let guild = bot.event("GUILD_CREATE").await;
            assert!(guild["roles"][0]["id"] == guild["id"]);
            if guild["name"] != "Wellness Lab" {
                let sizes = ["channels", "roles", "members"];
                let sizes = sizes.map(|key| guild[key].as_array().unwrap().len());
                assert_eq!(sizes, [20, 10, 1]);
            }
        }
        counts.push(guilds);
    }
    assert_eq!((counts[0], counts[1] + counts[2]), (10, 10));
    playground.stop().await;
}
