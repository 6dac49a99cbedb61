//! A team's goal and its week in numbers.

use unhunch::app::Disposition;

use crate::support::{ADA, Answer, BEN, TestBot, WELLNESS, read};

/// So many named members, and so many hidden ones.
async fn team(named: u64, hidden: u64) -> TestBot {
    let mut bot = TestBot::with_streaks(1..=named, "named").await;
    for member in named + 1..=named + hidden {
        let line = "/streak join visibility:hidden timezone:Europe/Berlin";
        bot.run(member, line).await;
    }
    bot
}

/// The same with a recap in the guild's channel, after a week in which all of them took a break each day.
async fn team_after_a_good_week() -> TestBot {
    let mut bot = Box::pin(team(6, 0)).await;
    let line = format!("/wellness settings recap:true channel:{WELLNESS} timezone:Europe/Berlin");
    bot.run(ADA, &line).await;
    Box::pin(first_week(&mut bot, [6; 5])).await;
    bot
}

/// On each day of the first week of June so many of them take a break.
async fn first_week(bot: &mut TestBot, members: [u64; 5]) {
    for (day, n) in (1..).zip(members) {
        bot.advance_to(&format!("2026-06-0{day}T12:00:00Z")).await;
        bot.all_done(1..=n).await;
    }
}

#[tokio::test]
async fn a_goal_is_set_by_an_admin_and_told_in_words_and_a_picture() {
    let mut bot = team(5, 0).await;
    let settings = bot.run(ADA, "/wellness settings").await;
    assert!(settings.contains("**The team's goal:** none"), "{settings}");
    let refused = bot.run(BEN, "/wellness settings goal:20").await;
    assert!(!refused.contains("20"), "{refused}");
    let saved = bot.run(ADA, "/wellness settings goal:20").await;
    assert!(
        saved.contains("**The team's goal:** 20 breaks a week"),
        "{saved}"
    );
    bot.all_done(1..=5).await;
    insta::assert_snapshot!(bot.run(BEN, "/leaderboard scope:team").await, @"
    (only you)
    ## The team
    The team this week: 5 of 25 days, 20 % of each one's days on average
    ▰▰▱▱▱▱▱▱▱▱ 5 of 20 breaks together: 25 %
    (5 of 20 breaks together: 25 %)
    [Share with channel]
    ");
    insta::assert_snapshot!(bot.press(BEN, "Share with channel").await, @"
    (everybody)
    Shared by <@2>
    ## The team
    The team this week: 5 of 25 days, 20 % of each one's days on average
    ▰▰▱▱▱▱▱▱▱▱ 5 of 20 breaks together: 25 %
    (5 of 20 breaks together: 25 %)
    [Board]
    ");
    let saved = bot.run(ADA, "/wellness settings goal:0").await;
    assert!(saved.contains("**The team's goal:** none"), "{saved}");
    let told = bot.run(BEN, "/leaderboard scope:team").await;
    assert!(!told.contains("together"), "{told}");
}

#[tokio::test]
async fn how_far_a_goal_is_is_not_told_over_fewer_than_five() {
    let mut bot = team(4, 0).await;
    bot.run(ADA, "/wellness settings goal:20").await;
    bot.all_done(1..=4).await;
    insta::assert_snapshot!(bot.run(BEN, "/leaderboard scope:team").await, @"
    (only you)
    ## The team
    The team this week: 4 of 20 days, 20 % of each one's days on average
    The goal: 20 breaks this week. How far you are shows once at least five members have days to count.
    [Share with channel]
    ");
}

#[tokio::test]
async fn the_recap_wants_a_channel_and_begins_and_ends_by_a_setting() {
    let mut bot = Box::pin(team(6, 0)).await;
    insta::assert_snapshot!(bot.run(ADA, "/wellness settings recap:true").await, @"
    (only you)
    Where shall I post it? Name the channel too: `/wellness settings recap:True channel:`.
    ");
    let line = format!("/wellness settings recap:true channel:{WELLNESS} timezone:Europe/Berlin");
    let saved = bot.run(ADA, &line).await;
    assert!(
        saved.contains("on the first working day after it:** yes"),
        "{saved}"
    );
    assert!(
        saved.contains("**Schedules of prompts:** 0"),
        "it is no prompt: {saved}"
    );
    bot.run(ADA, "/wellness settings recap:true").await;
    first_week(&mut bot, [6, 6, 6, 6, 6]).await;
    bot.run(ADA, "/wellness settings recap:false").await;
    bot.advance_to("2026-06-09T12:00:00Z").await;
    assert_eq!(bot.discord.unread(), 0);
}

#[tokio::test]
async fn a_week_is_told_in_numbers_once_and_names_three_at_most() {
    let mut bot = team(6, 2).await;
    bot.run(ADA, "/wellness settings goal:25").await;
    let line = format!("/wellness settings recap:true channel:{WELLNESS} timezone:Europe/Berlin");
    bot.run(ADA, &line).await;
    first_week(&mut bot, [8, 6, 4, 3, 1]).await;
    bot.advance_to("2026-06-08T07:59:00Z").await;
    assert_eq!(bot.discord.unread(), 0);
    // Posted, but the answer is lost; and the bot is stopped in the middle of it.
    bot.discord.answer(Answer::PostedButLost);
    bot.advance_to("2026-06-08T08:00:00Z").await;
    bot.restart().await;
    bot.advance_to("2026-06-08T12:00:00Z").await;
    let posted = bot.next_message();
    insta::assert_snapshot!(read(&posted.message), @"
    ## Last week, together
    **22 breaks** by 8 people. Thank you for looking after yourselves.
    Most regular, of those who like to be named: <@1>, <@2>, <@3>
    ▰▰▰▰▰▰▰▰▱▱ 22 of 25 breaks together: 88 %
    (22 of 25 breaks together: 88 %)
    -# Told of at least five people, and of nobody who was not there. A new week begins: come as you are.
    [I took a break today] [Board]
    ");
    assert_eq!(bot.discord.unread(), 0);
    // Its button is a check-in for the new week.
    let answer = bot.press(BEN, "I took a break today").await;
    assert!(answer.contains("1 of 5 days this week"), "{answer}");
    bot.advance_to("2026-06-09T12:00:00Z").await;
}

#[tokio::test]
async fn a_week_that_is_over_is_told_with_the_goal_that_it_had() {
    for (chosen_at, goal, told) in [
        (
            "2026-06-04T12:00:00Z",
            25,
            Some("30 of 25 breaks together: the goal is reached!"),
        ),
        // A minute before the week is over in Berlin, and when it is.
        (
            "2026-06-07T21:59:00Z",
            25,
            Some("30 of 25 breaks together: the goal is reached!"),
        ),
        (
            "2026-06-07T22:00:00Z",
            25,
            Some("30 of 60 breaks together: 50 %"),
        ),
        (
            "2026-06-08T07:00:00Z",
            0,
            Some("30 of 60 breaks together: 50 %"),
        ),
        ("2026-06-05T13:00:00Z", 0, None),
    ] {
        let mut bot = team(6, 0).await;
        let line = format!(
            "/wellness settings goal:60 recap:true channel:{WELLNESS} timezone:Europe/Berlin"
        );
        bot.run(ADA, &line).await;
        for day in 1..=5 {
            bot.advance_to(&format!("2026-06-0{day}T08:00:00Z")).await;
            bot.all_done(1..=6).await;
            if day == 4 && chosen_at.starts_with("2026-06-04") {
                bot.advance_to(chosen_at).await;
                bot.run(ADA, &format!("/wellness settings goal:{goal}"))
                    .await;
            }
        }
        if !chosen_at.starts_with("2026-06-04") {
            bot.advance_to(chosen_at).await;
            bot.run(ADA, &format!("/wellness settings goal:{goal}"))
                .await;
        }
        bot.advance_to("2026-06-08T08:00:00Z").await;
        let posted = read(&bot.next_message().message);
        match told {
            Some(told) => assert!(posted.contains(told), "{chosen_at}: {posted}"),
            None => assert!(!posted.contains("together:"), "{chosen_at}: {posted}"),
        }
    }
}

#[tokio::test]
async fn of_fewer_than_five_people_nothing_is_told_whatever_they_did() {
    let mut bot = team(8, 0).await;
    let line = format!("/wellness settings recap:true channel:{WELLNESS} timezone:Europe/Berlin");
    bot.run(ADA, &line).await;
    first_week(&mut bot, [4, 4, 4, 4, 4]).await;
    bot.advance_to("2026-06-08T12:00:00Z").await;
    assert_eq!(bot.discord.unread(), 0);
    let check = bot.run(ADA, "/wellness check").await;
    assert!(check.contains("fewer than five people"), "{check}");
}

#[tokio::test]
async fn the_recap_follows_the_guilds_channel_and_clock() {
    let mut bot = team_after_a_good_week().await;
    bot.run(
        ADA,
        "/wellness settings channel:300 timezone:America/New_York",
    )
    .await;
    bot.advance_to("2026-06-08T13:59:00Z").await;
    assert_eq!(bot.discord.unread(), 0);
    bot.advance_to("2026-06-08T14:00:00Z").await;
    assert_eq!(bot.next_message().channel, 300);
}

#[tokio::test]
async fn after_a_holiday_the_week_is_told_on_the_next_working_day_and_once() {
    let mut bot = team_after_a_good_week().await;
    for day in ["2026-06-08", "2026-06-09"] {
        bot.run(
            ADA,
            &format!("/wellness holidays add date:{day} name:Feast"),
        )
        .await;
    }
    bot.advance_to("2026-06-10T07:59:00Z").await;
    assert_eq!(bot.discord.unread(), 0);
    bot.advance_to("2026-06-10T08:00:00Z").await;
    let told = read(&bot.next_message().message);
    assert!(told.contains("30 breaks"), "{told}");
    let check = bot.run(ADA, "/wellness check").await;
    insta::assert_snapshot!(check, @"
    (only you)
    ## What I may do
    - <#200>: all is well
    ## The last deliveries
    - <t:1781078400:F>: the week in numbers in <#200>, sent
    - <t:1780905600:F>: the week in numbers in <#200>, left out: it is a holiday
    - <t:1780300800:F>: the week in numbers in <#200>, left out: fewer than five people had something to tell
    -# My clock and Discord's agree.
    -# Unhunch 0.1.0, zone data 2026e
    ");
    bot.advance_to("2026-06-12T20:00:00Z").await;
    assert_eq!(bot.discord.unread(), 0);
    // The week after is a week like any other.
    bot.all_done(1..=6).await;
    bot.advance_to("2026-06-15T08:00:00Z").await;
    bot.next_message();
    bot.advance_to("2026-06-19T20:00:00Z").await;
}

#[tokio::test]
async fn holidays_that_come_and_go_bring_one_recap_a_week() {
    let mut bot = team_after_a_good_week().await;
    // Taken back before it begins: it is Monday after all, though Tuesday was planned for.
    bot.run(ADA, "/wellness holidays add date:2026-06-08 name:Feast")
        .await;
    bot.advance_to("2026-06-06T12:00:00Z").await;
    bot.run(ADA, "/wellness holidays remove date:2026-06-08")
        .await;
    bot.advance_to("2026-06-08T08:00:00Z").await;
    bot.next_message();
    // Entered afterwards it brings no second one.
    bot.run(ADA, "/wellness holidays add date:2026-06-08 name:Late")
        .await;
    bot.advance_to("2026-06-12T20:00:00Z").await;
    assert_eq!(bot.discord.unread(), 0);
}

#[tokio::test]
async fn a_week_of_holidays_has_no_recap_and_whoever_plays_time_is_not_held_up_by_it() {
    let mut bot = team_after_a_good_week().await;
    for day in 8..=12 {
        let line = format!("/wellness holidays add date:2026-06-{day:02} name:Feast");
        bot.run(ADA, &line).await;
    }
    let next = async |bot: &TestBot| {
        let next = bot.app().store.next_due().await.unwrap();
        next.map(|next| next.to_string())
    };
    bot.advance_to("2026-06-12T20:00:00Z").await;
    assert_eq!(bot.discord.unread(), 0);
    assert_eq!(
        next(&bot).await.as_deref(),
        Some("2026-06-15T08:00:00Z"),
        "not on every working day"
    );
}

#[tokio::test]
async fn a_recap_that_cannot_be_posted_is_told_and_taken_up_by_its_name() {
    let mut bot = team_after_a_good_week().await;
    let refused = Answer::Refused(Disposition::ChannelUnusable);
    bot.discord.answer(refused);
    bot.advance_to("2026-06-08T12:00:00Z").await;
    insta::assert_snapshot!(bot.run(ADA, "/wellness check").await, @"
    (only you)
    ## What I may do
    - <#200>: all is well
    **The week in numbers in <#200> is on hold: I could not post there.**
    Nothing keeps me from posting there now, as far as I can see. Press the button, and I go on.
    [Resume the week in numbers]
    ## The last deliveries
    - <t:1780905600:F>: the week in numbers in <#200>, **not sent**: I may not post in the channel, or it is gone
    - <t:1780300800:F>: the week in numbers in <#200>, left out: fewer than five people had something to tell
    -# My clock and Discord's agree.
    -# Unhunch 0.1.0, zone data 2026e
    ");
    let resumed = bot.press(ADA, "Resume the week in numbers").await;
    assert!(resumed.contains("It goes on"), "{resumed}");
    bot.advance_to("2026-06-10T12:00:00Z").await;
    bot.all_done(1..=6).await;
    bot.advance_to("2026-06-15T08:00:00Z").await;
    bot.next_message();
}

#[tokio::test]
async fn who_left_before_a_week_is_told_is_neither_named_nor_counted() {
    let mut bot = team(7, 1).await;
    let line = format!("/wellness settings recap:true channel:{WELLNESS} timezone:Europe/Berlin");
    bot.run(ADA, &line).await;
    first_week(&mut bot, [8, 8, 8, 8, 8]).await;
    // A minute before it comes, one who would be named, one who would only be counted, and one who is hidden.
    bot.advance_to("2026-06-08T07:59:00Z").await;
    for gone in [ADA, 7, 8] {
        bot.discord.leaves(gone);
    }
    bot.advance_to("2026-06-08T08:00:00Z").await;
    let posted = read(&bot.next_message().message);
    assert!(posted.contains("**25 breaks** by 5 people"), "{posted}");
    assert!(
        posted.contains("<@2>") && !posted.contains("<@1>"),
        "{posted}"
    );
}

#[tokio::test]
async fn a_week_of_which_too_few_are_left_is_not_told() {
    let mut bot = team_after_a_good_week().await;
    bot.advance_to("2026-06-08T07:59:00Z").await;
    for gone in [ADA, BEN] {
        bot.discord.leaves(gone);
    }
    bot.advance_to("2026-06-08T12:00:00Z").await;
    assert_eq!(bot.discord.unread(), 0);
}

#[tokio::test]
async fn who_cannot_be_looked_for_counts_in_a_week_that_is_told_and_is_not_named() {
    for trouble in [Disposition::GiveUp, Disposition::ChannelUnusable] {
        let mut bot = team_after_a_good_week().await;
        bot.discord.hides(BEN, trouble);
        bot.advance_to("2026-06-08T12:00:00Z").await;
        let posted = read(&bot.next_message().message);
        assert!(posted.contains("**30 breaks** by 6 people"), "{posted}");
        // Of somebody of whom nobody knows whether they are there no name is told.
        assert!(!posted.contains("<@2>"), "{posted}");
    }
}
