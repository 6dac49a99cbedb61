//! SIGKILL before planning commits, and between planning and the claim.

use super::*;

/// A bot that was killed at nine, while what it had decided was not written yet.
async fn killed_before_planning_commits() -> Stand {
    let stand = Stand::start().await;
    let bot = stand.bot().await;
    prompts_at_nine(&stand).await;
    // Any closer, and what the bot does beside would have to wait for the lock, too.
    stand.play_to("2027-03-26T08:59:59Z").await;
    killed_at_the_lock(&stand, bot, NINE).await;
    assert!(rows(&stand).await.is_empty(), "nothing is planned");
    let watermark = "SELECT watermark_ms FROM schedule";
    let watermark: i64 = sqlx::Row::get(&books::ask(&stand, watermark).await[0], 0);
    let nine: Timestamp = NINE.parse().unwrap();
    assert!(watermark < nine.as_millisecond(), "the old watermark");
    stand
}

#[tokio::test]
async fn a_bot_killed_before_its_plan_is_written_plans_the_same_again() {
    let stand = killed_before_planning_commits().await;
    let bot = stand.bot().await;
    let row = ended(&stand).await;
    assert_eq!(row.slot, "2027-03-26 09:00:00");
    assert_eq!(posts(&stand).await.len(), 1);
    assert_eq!(stand.count("GET", "/messages").await, 0);
    one_message(stand, bot, NINE).await;
}

#[tokio::test]
async fn a_plan_that_is_made_late_but_in_time_is_carried_out() {
    let stand = killed_before_planning_commits().await;
    stand.play_to(LATER).await;
    let bot = stand.bot().await;
    ended(&stand).await;
    assert_eq!(stand.count("GET", "/messages").await, 1, "it is looked for");
    one_message(stand, bot, LATER).await;
}

#[tokio::test]
async fn a_plan_that_is_made_too_late_posts_nothing() {
    let stand = killed_before_planning_commits().await;
    stand.play_to(TOO_LATE).await;
    let bot = stand.bot().await;
    no_message(stand, bot, "missed", "late").await;
}

/// A bot that was killed when it wanted to claim a reminder.
async fn killed_before_the_claim(n_other_schedules: usize) -> Stand {
    let stand = Stand::start().await;
    let bot = stand.bot().await;
    let planned = planned_break_at_nine(&stand, n_other_schedules).await;
    killed_at_the_lock(&stand, bot, &planned.dispatch_at.to_string()).await;
    let row = only_row(&stand).await;
    assert_eq!((row.state.as_str(), row.attempt), ("pending", 0));
    assert!(posts(&stand).await.is_empty());
    stand
}

#[tokio::test]
async fn a_bot_killed_before_its_claim_claims_when_it_is_back() {
    let stand = killed_before_the_claim(HALF_A_MINUTE).await;
    let bot = stand.bot().await;
    ended(&stand).await;
    assert_eq!(posts(&stand).await.len(), 1);
    assert_eq!(stand.count("GET", "/messages").await, 0);
    one_message(stand, bot, NINE).await;
}

#[tokio::test]
async fn a_late_claim_of_another_process_looks_for_the_message_first() {
    let stand = killed_before_the_claim(LONGER).await;
    stand.play_to(LATER).await;
    let bot = stand.bot().await;
    ended(&stand).await;
    assert_eq!(stand.count("GET", "/messages").await, 1, "it is looked for");
    one_message(stand, bot, LATER).await;
}

#[tokio::test]
async fn a_claim_that_comes_too_late_is_none() {
    let stand = killed_before_the_claim(LONGER).await;
    stand.play_to(TOO_LATE).await;
    let bot = stand.bot().await;
    no_message(stand, bot, "missed", "backlog").await;
}
