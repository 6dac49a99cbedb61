//! In which guilds the bot is: what Discord's list says after a while away, and who comes and goes meanwhile.

use std::sync::Arc;

use unhunch::app::{Handler as _, Roster};
use unhunch::domain::ids::GuildId;

use crate::store_fixture::OneByOne as _;
use crate::support::{ADA, GUILD, TestBot};

fn guild(number: u64) -> GuildId {
    GuildId::new(number).unwrap()
}

/// A bot that knows guilds 1000 to 3499, beside its own.
async fn bot_with_many_guilds() -> TestBot {
    let bot = TestBot::start().await;
    for number in 1_000..3_500 {
        bot.app().store.set_item(guild(number), "x", false).await;
    }
    bot
}

async fn present(bot: &TestBot) -> Vec<u64> {
    let found = bot.app().store.present_guilds(None, 9_999).await.unwrap();
    found.into_iter().map(GuildId::get).collect()
}

#[tokio::test]
async fn guilds_that_are_not_on_the_list_have_removed_the_bot_however_many_they_are() {
    let bot = bot_with_many_guilds().await;
    let roster = Arc::new(Roster::new(1));
    assert!(roster.begun(0, [1_000, 2_222, 3_499, 5_000].map(guild)));
    bot.app().ready(roster).await;
    assert_eq!(present(&bot).await, [1_000, 2_222, 3_499]);
    let gone = bot.app().store.guild(guild(2_221)).await.unwrap();
    assert_eq!(
        gone.removed_at,
        Some("2026-06-01T06:00:00Z".parse().unwrap())
    );
}

#[tokio::test]
async fn who_adds_the_bot_while_the_list_is_gone_through_is_not_taken_for_gone() {
    let bot = bot_with_many_guilds().await;
    let roster = Arc::new(Roster::new(1));
    roster.begun(0, [guild(1_000)]);
    let joins = async {
        for number in (1_000..3_500).rev().step_by(250) {
            roster.joined(guild(number));
            bot.app().guild_here(guild(number)).await;
        }
    };
    tokio::join!(bot.app().ready(Arc::clone(&roster)), joins);
    let there: Vec<_> = roster.ids().into_iter().map(GuildId::get).collect();
    assert_eq!(there.len(), 11);
    assert_eq!(present(&bot).await, there);
}

#[tokio::test]
async fn prompts_of_a_guild_that_removed_the_bot_come_again_once_it_is_back() {
    let mut bot = TestBot::start().await;
    bot.add_prompts(ADA, "channel:200 times:9:00 days:daily timezone:UTC")
        .await;
    let roster = Arc::new(Roster::new(1));
    roster.begun(0, [guild(7)]);
    bot.app().ready(roster).await;
    bot.advance_to("2026-06-01T10:00:00Z").await;
    assert_eq!(bot.discord.unread(), 0);
    bot.app().guild_here(guild(GUILD)).await;
    bot.advance_to("2026-06-02T10:00:00Z").await;
    bot.next_message();
}
