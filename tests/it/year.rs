//! The year of a member: `/streak calendar`.

use crate::support::{BEN, TestBot};

#[tokio::test]
async fn a_calendar_tells_month_by_month_what_its_picture_shows() {
    let mut bot = TestBot::start().await;
    bot.run(BEN, "/streak join visibility:hidden timezone:Europe/Berlin")
        .await;
    bot.run(BEN, "/done").await;
    bot.advance_to("2026-06-02T10:00:00Z").await;
    bot.run(BEN, "/done").await;
    bot.run(BEN, "/streak pause from:2026-06-08 to:2026-06-12")
        .await;
    bot.advance_to("2026-07-01T10:00:00Z").await;
    insta::assert_snapshot!(bot.run(BEN, "/streak calendar").await, @"
    (only you)
    ## Your last twelve months
    (Calendar of 12 months, week by week, today in a ring. In all: 2 breaks, 1 day kept by a freeze, 8 rest days, 5 days of time off, 14 free places.)
    **June 2026:** 2 breaks, 1 day kept by a freeze, 8 rest days, 5 days of time off, 14 free places
    -# Breaks: 1–2; kept by a freeze: 3; rest days: 6–7, 13–14, 20–21, 27–28; time off: 8–12
    **July 2026:** nothing yet
    -# In the picture a tick is a break, a star a day that a freeze kept, a dash a rest day, two bars time off, a circle a day that I was down on, an empty square a free place; the ring is today. Only you see this.
    [My streak] [Board]
    ");
}

#[tokio::test]
async fn the_calendar_is_a_press_away_from_the_streak_and_leads_back() {
    let mut bot = TestBot::start().await;
    bot.run(BEN, "/streak join visibility:hidden timezone:Europe/Berlin")
        .await;
    bot.run(BEN, "/streak show").await;
    let year = bot.press(BEN, "Calendar").await;
    assert!(year.contains("Your last twelve months"), "{year}");
    let back = bot.press(BEN, "My streak").await;
    assert!(back.contains("days this week"), "{back}");
}

#[tokio::test]
async fn who_has_no_streak_has_no_calendar() {
    let mut bot = TestBot::start().await;
    let answer = bot.run(BEN, "/streak calendar").await;
    assert!(answer.contains("You have no streak here"), "{answer}");
    bot.run(BEN, "/streak join visibility:hidden").await;
    bot.run(BEN, "/streak leave").await;
    let answer = bot.run(BEN, "/streak calendar").await;
    assert!(answer.contains("You have no streak here"), "{answer}");
}
