//! Members who leave their guild without a word, since nobody tells the bot (K-63).

use unhunch::domain::ids::{GuildId, UserId};

use crate::support::{ADA, BEN, CLEO, DEV, GUILD, TestBot};

async fn left_at(bot: &TestBot, user: u64) -> Option<String> {
    let (guild, user) = (GuildId::new(GUILD).unwrap(), UserId::new(user).unwrap());
    let member = bot.app().store.member(guild, user).await.unwrap().unwrap();
    member.left_at.map(|at| at.to_string())
}

#[tokio::test]
async fn who_is_about_to_be_reminded_is_looked_for_and_who_has_left_hears_nothing() {
    let mut bot = TestBot::start().await;
    bot.run(BEN, "/streak join visibility:hidden timezone:Europe/Berlin")
        .await;
    bot.run(BEN, "/deskbreak join times:10:00 deliver:channel")
        .await;
    bot.advance_to("2026-06-01T09:00:00Z").await;
    bot.next_message();
    assert_eq!(bot.discord.looked_for(), [0; 0], "he was there just now");
    bot.discord.leaves(BEN);
    bot.advance_to("2026-06-02T07:50:00Z").await;
    bot.advance_to("2026-06-03T09:00:00Z").await;
    assert_eq!(
        left_at(&bot, BEN).await.as_deref(),
        Some("2026-06-02T07:50:00Z")
    );
    assert_eq!(bot.discord.unread(), 0);
    assert_eq!(bot.discord.looked_for(), [BEN], "once is enough");
}

#[tokio::test]
async fn a_press_in_the_guild_is_a_return_and_finds_everything_as_it_was() {
    let mut bot = TestBot::start().await;
    bot.run(
        BEN,
        "/streak join visibility:hidden timezone:Europe/Berlin days:daily",
    )
    .await;
    bot.run(BEN, "/done").await;
    bot.discord.leaves(BEN);
    bot.advance_to("2026-06-08T06:00:00Z").await;
    bot.advance_to("2026-06-08T06:01:00Z").await;
    assert!(
        left_at(&bot, BEN).await.is_some(),
        "everybody is looked for once a week"
    );
    bot.discord.comes_back(BEN);
    let answer = bot.run(BEN, "/done").await;
    assert!(answer.contains("A run begins"), "{answer}");
    assert_eq!(left_at(&bot, BEN).await, None);
    let shown = bot.run(BEN, "/streak show").await;
    assert!(shown.contains("Total: 2"), "{shown}");
}

#[tokio::test]
async fn who_is_shown_on_a_board_is_looked_for_once_a_day() {
    let mut bot = TestBot::start().await;
    for member in [ADA, BEN, CLEO, DEV] {
        bot.run(
            member,
            "/streak join visibility:named timezone:Europe/Berlin",
        )
        .await;
        bot.run(member, "/done").await;
    }
    bot.advance_to("2026-06-02T12:00:00Z").await;
    bot.discord.leaves(BEN);
    let board = "/leaderboard metric:current";
    assert!(bot.run(ADA, board).await.contains("<@2>"));
    assert_eq!(bot.discord.looked_for(), [BEN, CLEO, DEV]);
    assert!(
        !bot.run(ADA, board).await.contains("<@2>"),
        "he is gone from it"
    );
    bot.run(CLEO, board).await;
    assert_eq!(bot.discord.looked_for(), [0; 0]);
}

#[tokio::test]
async fn a_guild_that_the_bot_is_not_in_is_left_alone() {
    use unhunch::app::Handler as _;
    let mut bot = TestBot::start().await;
    bot.run(BEN, "/streak join visibility:named timezone:Europe/Berlin")
        .await;
    bot.app().guild_gone(GuildId::new(GUILD).unwrap()).await;
    bot.advance_to("2026-06-20T12:00:00Z").await;
    assert_eq!(bot.discord.looked_for(), [0; 0]);
    assert_eq!(left_at(&bot, BEN).await, None);
}

#[tokio::test]
async fn who_was_found_to_have_left_is_erased_thirty_days_later() {
    let mut bot = TestBot::start().await;
    for member in [BEN, CLEO] {
        let line = "/streak join visibility:named timezone:Europe/Berlin";
        bot.run(member, line).await;
        bot.run(member, "/done").await;
    }
    bot.discord.leaves(BEN);
    bot.advance_to("2026-06-08T06:00:00Z").await;
    let left_at = left_at(&bot, BEN).await.expect("it was seen");
    assert!(left_at.starts_with("2026-06-08T"), "{left_at}");
    let (guild, ben) = (GuildId::new(GUILD).unwrap(), UserId::new(BEN).unwrap());
    bot.advance_to("2026-07-08T05:00:00Z").await;
    assert!(bot.app().store.member(guild, ben).await.unwrap().is_some());
    bot.advance_to("2026-07-09T07:00:00Z").await;
    let everywhere = unhunch::store::EraseScope::Everywhere;
    assert_eq!(bot.app().store.export(ben, everywhere).await.unwrap(), []);
    let cleo = UserId::new(CLEO).unwrap();
    assert!(bot.app().store.member(guild, cleo).await.unwrap().is_some());
}
