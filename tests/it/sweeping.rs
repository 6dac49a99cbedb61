//! What is over goes by itself, once a day, and nothing that anybody counts on goes with it.

use unhunch::app::rebuilt;
use unhunch::clock::Clock as _;
use unhunch::domain::ids::{GuildId, UserId};

use crate::support::{ADA, BEN, GUILD, TestBot};

#[tokio::test]
async fn deliveries_go_thirty_days_after_they_ended_and_later_ones_stay() {
    let mut bot = TestBot::start().await;
    bot.add_prompts(ADA, "channel:200 times:9:00 days:daily timezone:UTC")
        .await;
    bot.advance_to("2026-07-10T12:00:00Z").await;
    assert_eq!(bot.read_all(), 40, "one a day since the first of June");
    let guild = GuildId::new(GUILD).unwrap();
    let left = bot.app().store.last_deliveries(guild, 99).await.unwrap();
    let days: Vec<_> = left
        .iter()
        .map(|one| one.due_at.to_string()[..10].to_owned())
        .collect();
    assert_eq!(days.first().map(String::as_str), Some("2026-07-10"));
    assert_eq!(days.last().map(String::as_str), Some("2026-06-10"));
}

#[tokio::test]
async fn presses_are_listed_for_four_hundred_days_and_count_for_ever() {
    let mut bot = TestBot::start().await;
    bot.run(
        BEN,
        "/streak join visibility:named days:daily timezone:Europe/Berlin",
    )
    .await;
    for day in 1..=12 {
        bot.advance_to(&format!("2026-06-{day:02}T12:00:00Z")).await;
        bot.run(BEN, "/done").await;
    }
    bot.clock
        .set("2027-07-17T12:00:00Z".parse().unwrap(), false);
    bot.work().await;
    bot.run(BEN, "/done").await;
    let (guild, user) = (GuildId::new(GUILD).unwrap(), UserId::new(BEN).unwrap());
    let store = &bot.app().store;
    assert_eq!(store.presses(guild, user).await.unwrap().len(), 2);
    let log = store.member_log(guild, user).await.unwrap();
    let unlisted = log.checkpoint.as_ref().map(|it| it.presses);
    assert_eq!((unlisted, log.history.total), (Some(11), 13));
    let zones = &bot.app().zones;
    let (row, difference) = rebuilt(zones, &log, (guild, user), bot.clock.now()).unwrap();
    assert_eq!(difference, None);
    assert_eq!((row.current, row.longest), (1, 12));
    let shown = bot.run(BEN, "/streak show").await;
    assert!(
        shown.contains("Total: 13") && shown.contains("Best: 12"),
        "{shown}"
    );
    let calendar = bot.run(BEN, "/streak calendar").await;
    assert!(!calendar.is_empty());
}
