//! SIGKILL, and a database from before the claim: a back-up, or a commit that the disk has lost (D-7).

use super::*;

/// The reminder is there; the bot is dead, and its database is from before the claim.
async fn an_older_database() -> Stand {
    let stand = Stand::start().await;
    let bot = stand.bot().await;
    let planned = planned_break_at_nine(&stand, HALF_A_MINUTE).await;
    books::back_up(&stand, "before.db").await;
    stand.play_to(&planned.dispatch_at.to_string()).await;
    assert_eq!(stand.posted(BEN_DM).await.len(), 1);
    stand.kill(bot).await;
    books::restore(&stand, "before.db");
    assert_eq!(only_row(&stand).await.state, "pending");
    stand
}

#[tokio::test]
async fn a_bot_on_an_older_database_posts_again_and_gets_the_same_message() {
    let stand = an_older_database().await;
    let bot = stand.bot().await;
    ended(&stand).await;
    assert_eq!(posts(&stand).await.len(), 2, "it is posted again");
    one_message(stand, bot, NINE).await;
}

#[tokio::test]
async fn a_bot_on_an_older_database_looks_for_its_message_when_it_comes_later() {
    let stand = an_older_database().await;
    stand.play_to(LATER).await;
    let bot = stand.bot().await;
    ended(&stand).await;
    assert_eq!(posts(&stand).await.len(), 1, "it is not posted again");
    assert_eq!(stand.count("GET", "/messages").await, 1, "it is looked for");
    one_message(stand, bot, NINE).await;
}
