//! The disk is full, or the database is locked: then the request is not sent (D-4).

use std::process::Command;

use super::gate::{Gate, Way};
use super::*;

/// Plays to the claim and waits until the bot has said that it could not write; nothing has been sent.
async fn gives_up_writing(stand: &Stand, bot: &Bot) {
    let claim = only_row(stand).await.dispatch_at;
    stand.push_to(&claim.to_string()).await;
    until("the bot could not write", async || {
        bot.stderr().contains("a pass failed").then_some(())
    })
    .await;
    assert_eq!(only_row(stand).await.state, "pending");
    assert!(posts(stand).await.is_empty(), "it is not sent");
}

#[tokio::test]
async fn while_the_database_is_locked_nothing_is_sent_and_afterwards_it_is() {
    let stand = Stand::start().await;
    let bot = stand.bot().await;
    planned_break_at_nine(&stand, HALF_A_MINUTE).await;
    let lock = WriteLock::take(&stand).await;
    gives_up_writing(&stand, &bot).await;
    lock.release().await;
    ended(&stand).await;
    assert_eq!(posts(&stand).await.len(), 1);
    one_message(stand, bot, NINE).await;
}

#[tokio::test]
async fn a_bot_killed_while_the_database_is_locked_sends_when_it_is_back() {
    let stand = Stand::start().await;
    let bot = stand.bot().await;
    planned_break_at_nine(&stand, HALF_A_MINUTE).await;
    let lock = WriteLock::take(&stand).await;
    gives_up_writing(&stand, &bot).await;
    stand.kill(bot).await;
    lock.release().await;
    let bot = stand.bot().await;
    ended(&stand).await;
    one_message(stand, bot, NINE).await;
}

/// No file of a bot's can grow any more, as on a full disk; or it can again. The bot was started with
/// [`Stand::bot_on_small_disk`], so that it hears of that instead of being ended by it.
#[cfg(target_os = "linux")]
fn fill_disk(bot: &Bot, full: bool) {
    let limit = if full {
        "--fsize=1:"
    } else {
        "--fsize=unlimited:"
    };
    let pid = format!("--pid={}", bot.id());
    let set = Command::new("prlimit").args([&pid, limit]).status();
    assert!(set.unwrap().success(), "{limit}");
}

#[cfg(target_os = "linux")]
#[tokio::test]
async fn while_the_disk_is_full_nothing_is_sent_and_afterwards_it_is() {
    let stand = Stand::start().await;
    let bot = stand.bot_on_small_disk().await;
    planned_break_at_nine(&stand, HALF_A_MINUTE).await;
    fill_disk(&bot, true);
    gives_up_writing(&stand, &bot).await;
    fill_disk(&bot, false);
    ended(&stand).await;
    assert_eq!(posts(&stand).await.len(), 1);
    one_message(stand, bot, NINE).await;
}

#[cfg(target_os = "linux")]
#[tokio::test]
async fn a_bot_killed_while_the_disk_is_full_sends_when_it_is_back() {
    let stand = Stand::start().await;
    let bot = stand.bot_on_small_disk().await;
    planned_break_at_nine(&stand, HALF_A_MINUTE).await;
    fill_disk(&bot, true);
    gives_up_writing(&stand, &bot).await;
    stand.kill(bot).await;
    let bot = stand.bot().await;
    ended(&stand).await;
    one_message(stand, bot, NINE).await;
}

/// The answer says that nothing was posted, and cannot be noted: the bot tries again by itself.
#[tokio::test]
async fn what_could_not_be_noted_is_taken_up_again_without_a_restart() {
    let stand = Stand::start().await;
    let gate = Gate::start(&stand).await;
    let bot = stand.bot_with(&[("DISCORD_API_URL", &gate.url)]).await;
    prompts_at_nine(&stand).await;
    stand.play_to("2027-03-26T08:59:59Z").await;
    let matcher = json!({ "method": "POST", "path_prefix": "/channels/" });
    let fault = json!({ "kind": "error_before", "times": 1, "matcher": matcher });
    stand.fault(fault).await;
    gate.turn(Way::AnswersWait);
    until("the post is refused", async || {
        let posts = posts(&stand).await;
        (posts.len() == 1 && posts[0]["status"] == 500).then_some(())
    })
    .await;
    let lock = WriteLock::take(&stand).await;
    assert_eq!(only_row(&stand).await.state, "sending");
    gate.turn(Way::Open);
    until("the bot could not write", async || {
        bot.stderr().contains("a pass failed").then_some(())
    })
    .await;
    assert_eq!(stand.posted(WELLNESS).await.len(), 0);
    lock.release().await;
    ended(&stand).await;
    one_message(stand, bot, NINE).await;
}
