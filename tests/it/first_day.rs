//! A team's first days with the bot.

use crate::support::{ADA, BEN, CLEO, DEV, TestBot, WELLNESS, read};

#[tokio::test]
async fn an_admin_sets_prompts_and_one_comes_at_the_teams_time() {
    let mut bot = TestBot::start().await;
    insta::assert_snapshot!(bot.run(ADA, "/prompts add channel:200 times:9:00").await, @"
    (only you)
    Which time zone is meant? Add `timezone` once, for example `Europe/Berlin`, and this server keeps it.
    ");
    insta::assert_snapshot!(
        bot.add_prompts(ADA, "channel:200 times:9:00 timezone:Europe/Berlin").await, @"
    (only you)
    ## Prompts are set
    I'll post a stretch in <#200> at 09:00 on weekdays (Europe/Berlin).
    The next times:
    - Monday, 1 June, 09:00 (<t:1780297200:R>)
    - Tuesday, 2 June, 09:00 (<t:1780383600:R>)
    - Wednesday, 3 June, 09:00 (<t:1780470000:R>)
    - Thursday, 4 June, 09:00 (<t:1780556400:R>)
    - Friday, 5 June, 09:00 (<t:1780642800:R>)
    -# You'd like it otherwise? `/prompts edit` changes it.
    [Remove it again]
    ");

    bot.advance_to("2026-06-01T07:00:00Z").await;
    let prompt = bot.next_message();
    assert_eq!(prompt.channel, WELLNESS);
    assert!(read(&prompt.message).contains("[I did it] [Another one]"));
}

#[tokio::test]
async fn a_member_takes_a_break_joins_streaks_and_looks_at_the_board() {
    let mut bot = TestBot::start().await;
    bot.add_prompts(ADA, "channel:200 times:9:00 timezone:Europe/Berlin")
        .await;
    bot.advance_to("2026-06-01T07:00:00Z").await;
    bot.next_message();

    insta::assert_snapshot!(bot.press(BEN, "I did it").await, @"
    (only you)
    Well done! If you like, I can count such days for you. Nothing is kept until you join.
    [What are streaks?]
    ");
    insta::assert_snapshot!(bot.press(BEN, "What are streaks?").await, @"
    (only you)
    ## A streak, if you'd like one
    I keep the days on which you press *I did it*, in this server only. Other days are free, and a freeze covers a missed day.
    I'd count your breaks on weekdays (Europe/Berlin); your day would end at 3 in the morning. Otherwise: `/streak join visibility: timezone: days: day_ends_at:`.
    `/streak leave` stops it at any time.
    **Who may see you on the board?** Hidden: only you. Anonymous: a made-up name. Named: your name. Your days also count, without a name, in what a team has done together.
    [Join, hidden] [Join under a made-up name] [Join with my name]
    ");
    insta::assert_snapshot!(bot.press(BEN, "Join with my name").await, @"
    (only you)
    ## You're in
    I count your breaks on weekdays (Europe/Berlin); your day ends at 3 in the morning. On the board you are named.
    The next days that count:
    - today
    - Tuesday, 2 June
    - Wednesday, 3 June
    - Thursday, 4 June
    - Friday, 5 June
    [I took a break today]
    ");
    insta::assert_snapshot!(bot.press(BEN, "I took a break today").await, @"
    (only you)
    **Nice. That's 1 of 5 days this week.** A run begins.
    [My streak] [Board] [Undo (for a minute)]
    ");
    insta::assert_snapshot!(bot.run(BEN, "/done").await, @"
    (only you)
    You have today already: 1 of 5 days this week. A second break still does you good.
    [My streak] [Board]
    ");
    insta::assert_snapshot!(bot.run(BEN, "/streak show").await, @"
    (only you)
    ## 1 of 5 days this week
    Over the last 30 days: 100 %, of the one day that counted
    Run: 1 · Best: 1 · Total: 1 · Freezes: 1
    Next: Tuesday, 2 June
    -# Only you see this. On the board you are named.
    [Calendar] [Board]
    ");
    insta::assert_snapshot!(bot.run(BEN, "/leaderboard").await, @"
    (only you)
    ## Board · Consistency over 30 days
    **–** <@2> (you), seen by you alone just now · 100 % (a place comes with 5 days)
    -# Others appear once three members who chose to be seen have a place.
    [This week] [Run] [Longest run]
    ");
}

#[tokio::test]
async fn the_button_below_an_earlier_message_still_answers_after_a_restart() {
    let mut bot = TestBot::start().await;
    bot.add_prompts(ADA, "channel:200 times:9:00 timezone:Europe/Berlin")
        .await;
    bot.run(BEN, "/streak join visibility:hidden").await;
    bot.advance_to("2026-06-01T07:00:00Z").await;
    let prompt = bot.next_message();
    bot.restart().await;
    insta::assert_snapshot!(bot.press(BEN, "I did it").await, @"
    (only you)
    **Nice. That's 1 of 5 days this week.** A run begins.
    [My streak] [Board] [Undo (for a minute)]
    ");

    bot.advance_to("2026-06-02T06:00:00Z").await;
    bot.look_at(&prompt);
    insta::assert_snapshot!(bot.press(BEN, "I did it").await, @"
    (only you)
    That prompt is from an earlier day, so it can't count any more. A break today can:
    [I took a break today] [My streak] [Board]
    ");
}

#[tokio::test]
async fn members_appear_to_each_other_only_from_three_on() {
    let mut bot = TestBot::start().await;
    bot.run(ADA, "/wellness settings timezone:Europe/Berlin")
        .await;
    for (member, visibility) in [(BEN, "named"), (CLEO, "named"), (DEV, "anonymous")] {
        bot.run(member, &format!("/streak join visibility:{visibility}"))
            .await;
    }
    for day in 1..=5 {
        bot.advance_to(&format!("2026-06-0{day}T10:00:00Z")).await;
        bot.run(BEN, "/done").await;
        if day != 2 {
            bot.run(CLEO, "/done").await;
        }
        if day == 5 {
            bot.run(DEV, "/done").await;
        }
    }
    insta::assert_snapshot!(bot.run(BEN, "/leaderboard metric:week").await, @"
    (only you)
    ## Board · This week
    **1.** <@2> (you) · 5/5
    **2.** <@3> · 4/5
    [Share with channel]
    [30 days] [Run] [Longest run]
    ");
    insta::assert_snapshot!(bot.run(DEV, "/leaderboard metric:week").await, @"
    (only you)
    ## Board · This week
    **1.** <@2> · 5/5
    **2.** <@3> · 4/5
    **3.** Amber Finch 5628 (you), seen by you alone just now · 1/4
    [Share with channel]
    [30 days] [Run] [Longest run]
    ");
    insta::assert_snapshot!(bot.run(BEN, "/leaderboard scope:team").await, @"
    (only you)
    The team's week shows once at least three members have days to count in it, and only if nobody's own days can be worked out from it.
    ");
    insta::assert_snapshot!(bot.run(CLEO, "/streak leave").await, @"
    (only you)
    Your streak has stopped, and you are off the board. Your longest run is kept for when you come back.
    ");
    insta::assert_snapshot!(bot.run(BEN, "/leaderboard metric:week").await, @"
    (only you)
    ## Board · This week
    **1.** <@2> (you), seen by you alone just now · 5/5
    -# Others appear once three members who chose to be seen have a place.
    [30 days] [Run] [Longest run]
    ");
}

#[tokio::test]
async fn a_streak_survives_the_weekend_and_the_first_missed_day() {
    let mut bot = TestBot::start().await;
    bot.run(BEN, "/streak join visibility:hidden timezone:Europe/Berlin")
        .await;
    for day in ["2026-06-04", "2026-06-05", "2026-06-09"] {
        bot.advance_to(&format!("{day}T10:00:00Z")).await;
        bot.run(BEN, "/done").await;
    }
    insta::assert_snapshot!(bot.run(BEN, "/streak show").await, @"
    (only you)
    ## 1 of 5 days this week
    Over the last 30 days: 50 %
    Run: 3 · Best: 3 · Total: 3 · Freezes: 0
    Next: Wednesday, 10 June
    Monday, 8 June: a freeze kept your run.
    -# Only you see this. On the board you are hidden.
    [Calendar] [Board]
    ");
    bot.advance_to("2026-06-13T10:00:00Z").await;
    insta::assert_snapshot!(bot.run(BEN, "/done").await, @"
    (only you)
    Lovely. Today is one of your free days, so it doesn't count and you lose nothing: 1 of 5 days this week.
    [My streak] [Board]
    ");
}

#[tokio::test]
async fn leaving_and_joining_again_keeps_the_best_run_and_todays_credit() {
    let mut bot = TestBot::start().await;
    bot.run(BEN, "/streak join visibility:hidden timezone:Europe/Berlin")
        .await;
    bot.run(BEN, "/done").await;
    bot.run(BEN, "/streak leave").await;
    insta::assert_snapshot!(bot.run(BEN, "/done").await, @"
    (only you)
    Well done! Your streak is stopped, so today is not counted; your longest run is kept for when you come back.
    [What are streaks?]
    ");
    bot.run(BEN, "/streak join visibility:hidden").await;
    insta::assert_snapshot!(bot.run(BEN, "/done").await, @"
    (only you)
    You have today already: 1 of 5 days this week. A second break still does you good.
    [My streak] [Board]
    ");
    insta::assert_snapshot!(bot.run(BEN, "/streak show").await, @"
    (only you)
    ## 1 of 5 days this week
    Over the last 30 days: 100 %, of the one day that counted
    Run: 0 · Best: 1 · Total: 1 · Freezes: 1
    Next: Tuesday, 2 June
    -# Only you see this. On the board you are hidden.
    [Calendar] [Board]
    ");
}
