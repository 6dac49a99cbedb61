//! Answers that are lost, cut short or errors: each prompt is there once all the same (D-6).

use serde_json::{Value, json};

use super::stand::{ADA, Stand, WELLNESS, posted_at, string};

/// What goes wrong with a post, how the playground notes it, and whether the message was taken then.
fn troubles() -> Vec<(Value, u64, bool)> {
    vec![
        (json!({ "kind": "error_before", "status": 500 }), 500, false),
        (json!({ "kind": "error_after", "status": 502 }), 502, true),
        (json!({ "kind": "drop_before" }), 0, false),
        (json!({ "kind": "drop_after" }), 0, true),
        (json!({ "kind": "truncate" }), 200, true),
        (
            json!({ "kind": "rate_limit", "scope": "user", "retry_after_s": 0.2 }),
            429,
            false,
        ),
        (
            json!({ "kind": "rate_limit", "scope": "global", "retry_after_s": 0.2 }),
            429,
            false,
        ),
    ]
}

/// The instant of the prompt with this number: every twenty minutes from nine.
fn due(n: usize) -> jiff::Timestamp {
    let nine: jiff::Timestamp = "2027-03-26T09:00:00Z".parse().unwrap();
    nine + jiff::SignedDuration::from_mins(20 * i64::try_from(n).unwrap())
}

#[tokio::test]
async fn whatever_happens_to_the_answer_there_is_one_message() {
    let stand = Stand::start().await;
    let bot = stand.bot().await;
    let times: Vec<_> = (0..troubles().len())
        .map(|n| due(n).strftime("%H:%M").to_string())
        .collect();
    let wish = json!({ "channel": WELLNESS, "times": times.join(", "), "days": "daily", "timezone": "UTC" });
    stand.add_prompts(ADA, WELLNESS, wish).await;
    for (n, (fault, status, taken)) in troubles().into_iter().enumerate() {
        one_message(&stand, n, &fault, status, taken).await;
    }
    stand.stop(bot, "TERM").await;
    stand.finish().await;
}

async fn one_message(stand: &Stand, n: usize, fault: &Value, status: u64, taken: bool) {
    stand
        .play_to(&(due(n) - jiff::SignedDuration::from_secs(5)).to_string())
        .await;
    let before = stand.posted(WELLNESS).await.len();
    let asked = stand.requests().await.len();
    let mut wanted = fault.clone();
    wanted["times"] = json!(1);
    wanted["matcher"] = json!({ "method": "POST", "path_prefix": "/channels/" });
    stand.fault(wanted).await;
    stand
        .play_to(&(due(n) + jiff::SignedDuration::from_mins(2)).to_string())
        .await;

    assert_eq!(
        stand.state().await["faults"],
        json!([]),
        "{fault} did not happen"
    );
    let mut posts = stand.requests().await.split_off(asked);
    posts.retain(|request| request["method"] == "POST");
    let statuses: Vec<_> = posts
        .iter()
        .map(|post| post["status"].as_u64().unwrap())
        .collect();
    assert_eq!(statuses, [status, 200], "{fault}");
    assert_eq!(
        posts[0]["body"], posts[1]["body"],
        "{fault}: the same again"
    );
    assert!(!string(&posts[0]["body"]["nonce"]).is_empty());
    assert_eq!(posts[0]["body"]["enforce_nonce"], true);

    let prompts = stand.posted(WELLNESS).await;
    assert_eq!(prompts.len(), before + 1, "{fault}");
    // The message is the first one where that was taken, and came with the second request where it was not.
    let late = posted_at(&prompts[before])
        .duration_since(due(n))
        .as_millis();
    let again = posts[1]["at_ms"].as_i64().unwrap() - due(n).as_millisecond();
    let bounds = if taken {
        0..again
    } else {
        again..again + 1_000
    };
    assert!(
        bounds.contains(&i64::try_from(late).unwrap()),
        "{fault}: {late} ms, {bounds:?}"
    );
}
