//! Starting, stopping, keeping a world, and living on its clock over HTTP.

use std::time::Duration;

use serde_json::{Value, json};
use unhunch::playground::{Options, Playground, PlaygroundError};

use super::support::{ADA, BEN, BOT, GENERAL, Lab, WELLNESS, start_time};

#[tokio::test]
async fn a_taken_port_is_refused_with_what_to_write_instead() {
    let lab = Lab::start().await;
    let port = lab
        .playground
        .url()
        .rsplit(':')
        .next()
        .unwrap()
        .parse()
        .unwrap();
    let options = Options {
        port,
        start: start_time(),
        state_dir: None,
    };
    let error = Playground::start(options).await.unwrap_err();
    assert!(matches!(error, PlaygroundError::PortTaken(taken) if taken == port));
    assert!(error.to_string().contains("--port"));
}

#[tokio::test]
async fn a_stopped_playground_says_goodbye_and_frees_its_port() {
    let lab = Lab::start().await;
    let mut bot = lab.connected().await;
    let port = lab
        .playground
        .url()
        .rsplit(':')
        .next()
        .unwrap()
        .parse()
        .unwrap();
    let stopping = tokio::time::timeout(Duration::from_secs(10), lab.playground.stop());
    let (stopped, code) = tokio::join!(stopping, bot.closed());
    assert!(stopped.is_ok());
    assert_eq!(code, 1001);
    let options = Options {
        port,
        start: start_time(),
        state_dir: None,
    };
    Playground::start(options).await.unwrap().stop().await;
}

#[tokio::test]
async fn a_kept_world_goes_on_where_it_was() {
    let folder = tempfile::tempdir().unwrap();
    let lab = Lab::start_with(Some(folder.path().to_owned())).await;
    lab.register(json!([{ "name": "stretch", "description": "A stretch" }]))
        .await;
    let button = json!({ "type": 2, "style": 1, "label": "Press", "custom_id": "p" });
    let payload = json!({ "content": "kept", "components": [{ "type": 1, "components": [button] }], "nonce": "n", "enforce_nonce": true });
    let form = reqwest::multipart::Form::new()
        .text("payload_json", payload.to_string())
        .part(
            "files[0]",
            reqwest::multipart::Part::bytes(vec![7; 10]).file_name("a.bin"),
        );
    let request = lab
        .client
        .post(lab.url(&format!("/api/v10/channels/{WELLNESS}/messages")));
    let request = request
        .header("authorization", "Bot playground.token")
        .multipart(form);
    let message: Value = request.send().await.unwrap().json().await.unwrap();
    lab.play(3 * 86_400).await;
    lab.page(
        "POST",
        "/world",
        json!({ "dms": { "user_id": BEN, "closed": true } }),
    )
    .await
    .ok();
    lab.playground.stop().await;

    let lab = Lab::start_with(Some(folder.path().to_owned())).await;
    let mut bot = lab.connected().await;
    let state = lab.page("GET", "/state", Value::Null).await.ok();
    assert!(
        state["clock"]["now_ms"].as_i64() >= Some(start_time().as_millisecond() + 3 * 86_400_000)
    );
    assert_eq!(
        (
            &state["commands"][0]["name"],
            &state["users"][1]["dms_closed"]
        ),
        (&json!("stretch"), &json!(true))
    );
    let seen = lab.seen(WELLNESS, ADA).await;
    assert_eq!(seen[0]["content"], "kept");
    let file = lab
        .client
        .get(seen[0]["attachments"][0]["url"].as_str().unwrap())
        .send()
        .await
        .unwrap();
    assert_eq!(file.bytes().await.unwrap(), vec![7; 10]);
    let heard = lab
        .press(&mut bot, BEN, message["id"].as_str().unwrap(), "p")
        .await;
    assert_eq!(heard["data"]["custom_id"], "p");
}

#[tokio::test]
async fn a_broken_world_is_not_overwritten() {
    let folder = tempfile::tempdir().unwrap();
    std::fs::write(folder.path().join("world.json"), "{").unwrap();
    let options = Options {
        port: 0,
        start: start_time(),
        state_dir: Some(folder.path().to_owned()),
    };
    let error = Playground::start(options).await.unwrap_err();
    assert!(error.to_string().contains("cannot use the world kept in"));
    assert_eq!(
        std::fs::read_to_string(folder.path().join("world.json")).unwrap(),
        "{"
    );
}

/// A bot that lives on the clock over HTTP: it posts a message every `hours` hours.
async fn live(lab: &Lab, name: &str, hours: i64) {
    let step = hours * 3_600_000;
    let mut next = start_time().as_millisecond() + step;
    loop {
        let idle = json!({ "follower": name, "state": "idle", "until_ms": next });
        let present = lab.page("POST", "/clock/follow", idle).await.ok();
        if present["now_ms"].as_i64().unwrap() >= next {
            let said = json!({ "user_id": ADA, "channel_id": GENERAL, "content": name });
            lab.page("POST", "/say", said).await.ok();
            next += step;
        }
    }
}

#[tokio::test]
async fn a_day_is_played_over_http_in_order_for_two_bots() {
    let lab = Lab::start().await;
    let played = async {
        while lab.page("GET", "/clock", Value::Null).await.ok()["followers"]
            .as_array()
            .unwrap()
            .len()
            < 2
        {
            tokio::task::yield_now().await;
        }
        lab.play(24 * 3600).await
    };
    let played = tokio::select! {
        played = played => played,
        () = live(&lab, "six", 6) => unreachable!("it lives for ever"),
        () = live(&lab, "eight", 8) => unreachable!("it lives for ever"),
    };
    assert_eq!(played["wake_ups"], 7);
    let seen = lab.seen(GENERAL, ADA).await;
    let at = |message: &Value| message["timestamp"].as_str().unwrap()[..13].to_owned();
    let order: Vec<_> = seen
        .iter()
        .map(|message| (at(message), message["content"].as_str().unwrap()))
        .collect();
    let expected = [
        ("2026-11-23T14", "six"),
        ("2026-11-23T16", "eight"),
        ("2026-11-23T20", "six"),
        ("2026-11-24T00", "eight"),
        ("2026-11-24T02", "six"),
    ];
    for (seen, (hour, name)) in order.iter().zip(expected) {
        assert_eq!((seen.0.as_str(), seen.1), (hour, name));
    }
    assert_eq!(order.len(), 7);
}

#[tokio::test]
async fn playing_is_asked_for_in_four_ways_and_refused_in_words() {
    let lab = Lab::start().await;
    let play = async |body: Value| lab.page("POST", "/clock/play", body).await;
    let start = start_time().as_millisecond();
    assert_eq!(
        play(json!({ "to_ms": start + 600_000 })).await.ok()["now_ms"],
        start + 600_000
    );
    let tomorrow = play(json!({ "to": "tomorrow", "zone": "Europe/Berlin" }))
        .await
        .ok();
    // The clock goes on by itself between the two.
    let day_later = start + 600_000 + 24 * 3_600_000;
    let reached = tomorrow["now_ms"].as_i64().unwrap();
    assert!(
        (day_later..day_later + 60_000).contains(&reached),
        "{reached}"
    );
    for wrong in [
        json!({}),
        json!({ "to": "next" }),
        json!({ "to_ms": start }),
        json!({ "to": "tomorrow", "zone": "Nowhere" }),
    ] {
        let refused = play(wrong.clone()).await;
        assert_eq!(refused.status, 400, "{wrong}");
        assert!(refused.body["error"].as_str().unwrap().ends_with('.'));
    }
}

#[tokio::test]
async fn addresses_lead_to_this_playground_only() {
    let lab = Lab::start().await;
    let gateway = lab.bot("GET", "/gateway/bot", Value::Null).await.ok();
    assert_eq!(gateway["url"], lab.playground.url().replace("http", "ws"));
    let me = lab.bot("GET", "/users/@me", Value::Null).await;
    assert_eq!(me.body["id"], BOT);
}
