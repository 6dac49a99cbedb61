//! SIGKILL while a member presses "I did it".

use super::*;
use crate::wire::stand::GUILD;

/// A prompt is there, and a member who takes part.
async fn a_member_with_a_prompt() -> (Stand, Bot, Value) {
    let stand = Stand::start().await;
    let bot = stand.bot().await;
    prompts_at_nine(&stand).await;
    let hidden = json!({ "visibility": "hidden" });
    stand.command(BEN, WELLNESS, "streak join", hidden).await;
    stand.play_to("2027-03-26T09:05:00Z").await;
    let prompt = stand.posted(WELLNESS).await.remove(0);
    (stand, bot, prompt)
}

/// The member presses; returns the number of the interaction, which nobody has answered yet.
async fn presses(stand: &Stand, prompt: &Value) -> String {
    let all = components(prompt);
    let button = all
        .iter()
        .find(|component| component["label"] == "I did it")
        .unwrap();
    let press = json!({
        "user_id": BEN, "channel_id": WELLNESS, "message_id": prompt["id"], "custom_id": button["custom_id"],
    });
    let pressed = stand.page("POST", "press", press).await;
    string(&pressed["interaction_id"]).to_owned()
}

/// What the member sees of it in the end.
async fn outcome(stand: &Stand, interaction: &str) -> String {
    let path = format!("interactions/{interaction}");
    until("the interaction is over", async || {
        let progress = stand.page("GET", &path, Value::Null).await;
        let state = string(&progress["state"]).to_owned();
        (state != "pending").then_some(state)
    })
    .await
}

/// How the presses in the log were judged, oldest first.
async fn judged(stand: &Stand) -> Vec<String> {
    let question = "SELECT outcome FROM press ORDER BY interaction_id";
    let rows = books::ask(stand, question).await;
    rows.iter().map(|row| sqlx::Row::get(row, 0)).collect()
}

/// The member has one day, whatever they pressed.
async fn one_credit(stand: Stand, bot: Bot, prompt: &Value, first_words: &str) {
    for words in [first_words, "You have today already"] {
        let did = stand.press(BEN, prompt, "I did it").await;
        assert!(did.text().contains(words), "{}", did.text());
    }
    let streak = stand.command(BEN, WELLNESS, "streak show", json!({})).await;
    assert!(streak.text().contains("Total: 1"), "{}", streak.text());
    let credits = judged(&stand).await;
    assert_eq!(credits[0], "credited");
    assert!(credits[1..].iter().all(|outcome| outcome == "duplicate"));
    let replayed = format!("SELECT current FROM streak_state WHERE guild_id = {GUILD}");
    let current: i64 = sqlx::Row::get(&books::ask(&stand, &replayed).await[0], 0);
    assert_eq!(current, 1);
    stand.stop(bot, "TERM").await;
    stand.finish().await;
}

#[tokio::test]
async fn a_press_that_was_not_written_has_failed_and_counts_when_it_is_made_again() {
    let (stand, bot, prompt) = a_member_with_a_prompt().await;
    let lock = WriteLock::take(&stand).await;
    let interaction = presses(&stand, &prompt).await;
    let now = stand.now().await.to_string();
    stuck_at(&stand, &now).await;
    stand.kill(bot).await;
    lock.release().await;
    assert_eq!(outcome(&stand, &interaction).await, "failed");
    assert_eq!(judged(&stand).await, [""; 0], "nothing is kept");
    let bot = stand.bot().await;
    one_credit(stand, bot, &prompt, "Nice").await;
}

#[tokio::test]
async fn a_press_that_was_written_and_not_answered_counts_once() {
    let (stand, bot, prompt) = a_member_with_a_prompt().await;
    let fault = json!({
        "kind": "delay_before_accept", "ms": 60_000, "times": 1,
        "matcher": { "method": "POST", "path_prefix": "/interactions/" },
    });
    stand.fault(fault).await;
    let n_answers = stand.count("POST", "/callback").await;
    let interaction = presses(&stand, &prompt).await;
    until("the answer is on its way", async || {
        (stand.count("POST", "/callback").await > n_answers).then_some(())
    })
    .await;
    stand.kill(bot).await;
    assert_eq!(outcome(&stand, &interaction).await, "failed");
    assert_eq!(judged(&stand).await, ["credited"]);
    let bot = stand.bot().await;
    one_credit(stand, bot, &prompt, "You have today already").await;
}
