//! In a guild that chose so, a prompt takes the place of the one before, and nothing else is lost by it.

use unhunch::app::Disposition;
use unhunch::domain::ids::{GuildId, UserId};
use unhunch::store::GuildSetting;

use crate::store_fixture::OneByOne as _;
use crate::support::{ADA, Answer, BEN, GUILD, TestBot, retry_after};

async fn replace(bot: &TestBot, yes: bool) {
    let store = &bot.app().store;
    let (guild, by) = (GuildId::new(GUILD).unwrap(), UserId::new(ADA).unwrap());
    let setting = GuildSetting::ReplacePrevious(yes);
    let at = "2026-06-01T06:00:00Z".parse().unwrap();
    store.set_guild(guild, &setting, by, at).await.unwrap();
}

async fn bot_that_replaces() -> TestBot {
    let mut bot = TestBot::start().await;
    bot.add_prompts(
        ADA,
        "channel:200 times:9:00,12:00,15:00 days:daily timezone:UTC",
    )
    .await;
    replace(&bot, true).await;
    bot
}

#[tokio::test]
async fn the_earlier_prompt_goes_once_the_new_one_is_there_and_its_credits_stay() {
    let mut bot = bot_that_replaces().await;
    bot.run(BEN, "/streak join visibility:hidden days:daily")
        .await;
    bot.advance_to("2026-06-01T09:00:00Z").await;
    let first = bot.next_message();
    bot.press(BEN, "I did it").await;
    bot.advance_to("2026-06-01T11:59:59Z").await;
    assert_eq!(bot.discord.deleted(), []);
    bot.advance_to("2026-06-01T12:00:00Z").await;
    let second = bot.next_message();
    assert_eq!(bot.discord.deleted(), [first.id]);
    let streak = bot.run(BEN, "/streak show").await;
    assert!(streak.contains("Run: 1"), "{streak}");
    bot.advance_to("2026-06-01T15:00:00Z").await;
    bot.next_message();
    assert_eq!(bot.discord.deleted(), [first.id, second.id]);
}

#[tokio::test]
async fn nothing_goes_while_the_new_one_is_not_surely_there() {
    let mut bot = bot_that_replaces().await;
    bot.advance_to("2026-06-01T09:00:00Z").await;
    let first = bot.next_message();
    bot.discord.answer(retry_after(30));
    bot.advance_to("2026-06-01T12:00:29Z").await;
    assert_eq!(bot.discord.deleted(), []);
    bot.advance_to("2026-06-01T12:00:30Z").await;
    let second = bot.next_message();
    assert_eq!(bot.discord.deleted(), [first.id]);
    bot.discord.answer(Answer::Refused(Disposition::GiveUp));
    bot.advance_to("2026-06-01T16:00:00Z").await;
    assert_eq!(bot.discord.deleted(), [first.id], "there is no third one");
    bot.advance_to("2026-06-02T09:00:00Z").await;
    bot.next_message();
    assert_eq!(bot.discord.deleted(), [first.id, second.id]);
}

#[tokio::test]
async fn a_prompt_that_will_not_go_harms_nobody() {
    let mut bot = bot_that_replaces().await;
    bot.advance_to("2026-06-01T09:00:00Z").await;
    let first = bot.next_message();
    // Not now: it goes a little later.
    bot.discord.refuse_deletion(Disposition::OutcomeUnknown);
    bot.advance_to("2026-06-01T12:00:00Z").await;
    let second = bot.next_message();
    bot.restart().await;
    assert_eq!(bot.discord.deleted(), [first.id]);
    // Never: it stays, and nobody asks again.
    bot.discord.refuse_deletion(Disposition::ChannelUnusable);
    bot.advance_to("2026-06-01T15:00:00Z").await;
    let third = bot.next_message();
    bot.restart().await;
    bot.advance_to("2026-06-02T09:00:00Z").await;
    bot.next_message();
    assert_eq!(bot.discord.deleted(), [first.id, third.id]);
    let late = bot.discord.deleted().contains(&second.id);
    assert!(!late);
}

#[tokio::test]
async fn what_stood_before_that_was_chosen_stays_but_for_the_last_one() {
    let mut bot = bot_that_replaces().await;
    replace(&bot, false).await;
    bot.advance_to("2026-06-02T09:00:00Z").await;
    let posted: Vec<_> = (0..4).map(|_| bot.next_message().id).collect();
    assert_eq!(bot.discord.deleted(), []);
    replace(&bot, true).await;
    bot.advance_to("2026-06-02T12:00:00Z").await;
    bot.next_message();
    assert_eq!(bot.discord.deleted(), [posted[3]]);
}

#[tokio::test]
async fn schedules_reminders_and_private_copies_are_left_alone() {
    let mut bot = bot_that_replaces().await;
    bot.add_prompts(ADA, "channel:200 times:9:30 days:daily timezone:UTC")
        .await;
    bot.run(
        BEN,
        "/deskbreak join times:9:40,10:40 days:daily timezone:UTC deliver:channel",
    )
    .await;
    bot.advance_to("2026-06-01T11:00:00Z").await;
    for _ in 0..4 {
        bot.next_message();
    }
    assert_eq!(bot.discord.deleted(), []);
}
