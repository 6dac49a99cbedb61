//! SIGKILL when the answer has been read: before `sent` commits, and after.

use super::gate::{Gate, Way};
use super::*;

/// A bot that was killed after it had read the answer to its post, while it could not write that down.
async fn killed_before_sent_commits() -> Stand {
    let stand = Stand::start().await;
    let gate = Gate::start(&stand).await;
    let bot = stand.bot_with(&[("DISCORD_API_URL", &gate.url)]).await;
    prompts_at_nine(&stand).await;
    stand.play_to("2027-03-26T08:59:59Z").await;
    gate.turn(Way::AnswersWait);
    // The clock ticks the last second by itself: playing waits for nobody as long as this bot takes.
    until("the message is there", async || {
        (stand.posted(WELLNESS).await.len() == 1).then_some(())
    })
    .await;
    let lock = WriteLock::take(&stand).await;
    assert_eq!(only_row(&stand).await.state, "sending");
    gate.turn(Way::Open);
    // The answer has been read when the bot says that it could not write.
    until("the bot has tried to write the answer down", async || {
        bot.stderr().contains("a pass failed").then_some(())
    })
    .await;
    stand.kill(bot).await;
    lock.release().await;
    assert_eq!(only_row(&stand).await.state, "sending");
    stand
}

#[tokio::test]
async fn a_bot_killed_before_it_notes_the_answer_asks_again_and_gets_the_same_message() {
    let stand = killed_before_sent_commits().await;
    let bot = stand.bot().await;
    ended(&stand).await;
    assert_eq!(posts(&stand).await.len(), 2, "it is posted again");
    assert_eq!(stand.count("GET", "/messages").await, 0);
    one_message(stand, bot, NINE).await;
}

#[tokio::test]
async fn an_answer_that_was_not_noted_is_found_in_the_channel_later() {
    let stand = killed_before_sent_commits().await;
    stand.play_to(LATER).await;
    let bot = stand.bot().await;
    ended(&stand).await;
    assert_eq!(posts(&stand).await.len(), 1, "it is not posted again");
    assert_eq!(stand.count("GET", "/messages").await, 1, "it is looked for");
    one_message(stand, bot, NINE).await;
}

#[tokio::test]
async fn a_bot_killed_after_it_noted_the_answer_does_nothing_more() {
    for back in [NINE, LATER] {
        let stand = Stand::start().await;
        let bot = stand.bot().await;
        prompts_at_nine(&stand).await;
        stand.play_to(NINE).await;
        assert_eq!(ended(&stand).await.state, "sent");
        stand.kill(bot).await;
        if back != NINE {
            stand.play_to(back).await;
        }
        let bot = stand.bot().await;
        stand.play_to("2027-03-26T09:20:00Z").await;
        assert_eq!(posts(&stand).await.len(), 1, "back at {back}");
        assert_eq!(stand.count("GET", "/messages").await, 0);
        one_message(stand, bot, NINE).await;
    }
}
