//! Every kind of fault, as a bot meets it.

use serde_json::{Value, json};

use super::support::{BEN, BEN_DM, GENERAL, Lab, WELLNESS, start_time};

fn x() -> Value {
    json!({ "content": "x" })
}

/// Makes a fault for the next message, and says how the bot's request went and how many messages
/// there were afterwards.
async fn next_message(fault: Value) -> (Option<(u16, u64)>, usize) {
    let lab = Lab::start().await;
    let mut fault = fault;
    fault["times"] = json!(1);
    fault["matcher"] = json!({ "method": "POST", "path_prefix": "/channels/" });
    lab.fault(fault).await;
    let path = format!("/channels/{GENERAL}/messages");
    let answer = lab.try_bot("POST", &path, x()).await.ok();
    let went = answer.map(|answer| (answer.status, answer.body["code"].as_u64().unwrap_or(0)));
    let seen = lab.seen(GENERAL, BEN).await.len();
    assert_eq!(lab.post(WELLNESS, x()).await.status, 200, "the fault stays");
    (went, seen)
}

#[tokio::test]
async fn faults_before_keep_the_message_from_happening_and_faults_after_hide_that_it_did() {
    let cases = [
        (json!({ "kind": "error_before" }), Some((500, 0)), 0),
        (
            json!({ "kind": "error_before", "status": 503 }),
            Some((503, 0)),
            0,
        ),
        (
            json!({ "kind": "error_after", "status": 502 }),
            Some((502, 0)),
            1,
        ),
        (json!({ "kind": "drop_before" }), None, 0),
        (json!({ "kind": "drop_after" }), None, 1),
        (json!({ "kind": "delay", "ms": 5 }), Some((200, 0)), 1),
        (
            json!({ "kind": "delay_before_accept", "ms": 5 }),
            Some((200, 0)),
            1,
        ),
        (json!({ "kind": "truncate" }), Some((200, 0)), 1),
        (
            json!({ "kind": "refuse", "status": 403, "code": 40003, "message": "m" }),
            Some((403, 40003)),
            0,
        ),
        (json!({ "kind": "unauthorized" }), Some((401, 0)), 0),
        (
            json!({ "kind": "missing_permission", "channel": GENERAL, "code": 50001 }),
            Some((403, 50001)),
            0,
        ),
        (
            json!({ "kind": "missing_permission", "channel": GENERAL, "code": 50013 }),
            Some((403, 50013)),
            0,
        ),
    ];
    for (fault, went, seen) in cases {
        assert_eq!(next_message(fault.clone()).await, (went, seen), "{fault}");
    }
}

#[tokio::test]
async fn a_truncated_answer_cannot_be_read() {
    let lab = Lab::start().await;
    lab.fault(json!({ "kind": "truncate", "times": 1 })).await;
    let answer = lab.post(GENERAL, x()).await;
    assert_eq!(answer.status, 200);
    assert!(answer.body.is_string());
}

#[tokio::test]
async fn rate_limits_come_in_three_scopes() {
    for (scope, global) in [("user", false), ("shared", false), ("global", true)] {
        let lab = Lab::start().await;
        lab.fault(
            json!({ "kind": "rate_limit", "scope": scope, "retry_after_s": 1.5, "times": 1 }),
        )
        .await;
        let answer = lab.post(GENERAL, x()).await;
        assert_eq!((answer.status, answer.header("retry-after")), (429, "2"));
        assert_eq!(answer.header("x-ratelimit-scope"), scope);
        assert_eq!(answer.header("x-ratelimit-global") == "true", global);
        assert_eq!(
            (&answer.body["retry_after"], &answer.body["global"]),
            (&json!(1.5), &json!(global))
        );
        let invalid =
            lab.page("GET", "/state", Value::Null).await.ok()["invalid_requests"].as_u64();
        assert_eq!(invalid, Some(u64::from(scope != "shared")));
    }
}

#[tokio::test]
async fn closed_direct_messages_concern_one_person() {
    let lab = Lab::start().await;
    let fault = lab
        .fault(json!({ "kind": "closed_dms", "user": BEN }))
        .await;
    let refused = lab.post(BEN_DM, x()).await;
    assert_eq!(
        (refused.status, &refused.body["code"]),
        (403, &json!(50007))
    );
    assert_eq!(lab.post(GENERAL, x()).await.status, 200);
    lab.page("DELETE", &format!("/faults/{}", fault["id"]), Value::Null)
        .await
        .ok();
    assert_eq!(lab.post(BEN_DM, x()).await.status, 200);
}

#[tokio::test]
async fn the_gateway_asks_for_a_reconnect_or_calls_the_session_invalid() {
    let lab = Lab::start().await;
    let mut bot = lab.connected().await;
    lab.fault(json!({ "kind": "gateway_reconnect" })).await;
    assert_eq!(bot.next().await.unwrap()["op"], 7);
    lab.fault(json!({ "kind": "gateway_invalid_session", "resumable": true }))
        .await;
    assert_eq!(bot.next().await.unwrap(), json!({ "op": 9, "d": true }));
    lab.fault(json!({ "kind": "gateway_invalid_session" }))
        .await;
    assert_eq!(bot.next().await.unwrap(), json!({ "op": 9, "d": false }));
    assert_eq!(
        lab.page("GET", "/faults", Value::Null).await.ok(),
        json!([])
    );
}

#[tokio::test]
async fn a_gateway_fault_waits_for_a_bot_that_is_not_there_yet() {
    let lab = Lab::start().await;
    lab.fault(json!({ "kind": "gateway_drop" })).await;
    let mut bot = lab.gateway().await;
    bot.identify(lab.playground.bot_token(), 1).await;
    assert_eq!(bot.closed().await, 0);
    lab.connected().await;
}

#[tokio::test]
async fn a_frozen_gateway_acknowledges_nothing_until_it_thaws() {
    let lab = Lab::start().await;
    let mut bot = lab.connected().await;
    let fault = lab.fault(json!({ "kind": "gateway_freeze" })).await;
    bot.send(json!({ "op": 1, "d": null })).await;
    lab.post(GENERAL, json!({ "content": "late" })).await.ok();
    // What was sent first would come first: the heartbeat got lost, the event was held back.
    lab.page("DELETE", &format!("/faults/{}", fault["id"]), Value::Null)
        .await
        .ok();
    assert_eq!(bot.next().await.unwrap()["d"]["content"], "late");
}

#[tokio::test]
async fn the_clock_jumps_or_only_the_date_header_does() {
    let lab = Lab::start().await;
    let date = async || {
        let answer = lab.bot("GET", "/users/@me", Value::Null).await;
        let date = answer.header("date").to_owned();
        jiff::fmt::rfc2822::parse(&date)
            .unwrap()
            .timestamp()
            .as_second()
            - start_time().as_second()
    };
    let now = async || {
        let clock = lab.page("GET", "/clock", Value::Null).await.ok();
        clock["now_ms"].as_i64().unwrap() / 1000 - start_time().as_second()
    };
    assert!((0..60).contains(&date().await));
    let skew = lab
        .fault(json!({ "kind": "clock_jump", "seconds": -7200, "date_only": true }))
        .await;
    assert!((-7200..-7140).contains(&date().await));
    assert!((0..60).contains(&now().await));
    lab.page("DELETE", &format!("/faults/{}", skew["id"]), Value::Null)
        .await
        .ok();
    lab.fault(json!({ "kind": "clock_jump", "seconds": 86_400 }))
        .await;
    assert!((86_400..86_460).contains(&date().await));
    assert!((86_400..86_460).contains(&now().await));
    assert_eq!(
        lab.page("GET", "/faults", Value::Null).await.ok(),
        json!([])
    );
}

#[tokio::test]
async fn an_unknown_fault_is_refused_in_words() {
    let lab = Lab::start().await;
    let refused = lab
        .page("POST", "/faults", json!({ "kind": "earthquake" }))
        .await;
    assert_eq!(refused.status, 400);
    assert!(
        refused.body["error"]
            .as_str()
            .unwrap()
            .contains("earthquake")
    );
}
