//! Direct messages are tried out before they are counted on, and opened slowly.

use jiff::{SignedDuration, Timestamp};
use unhunch::app::Disposition;

use crate::support::{ADA, Answer, BEN, CLEO, DEV, TestBot, WELLNESS, read};

const JOIN: &str = "/deskbreak join times:9:00, 12:00, 15:00, 18:00 days:daily timezone:UTC";

fn instant(text: &str) -> Timestamp {
    text.parse().unwrap()
}

#[tokio::test]
async fn who_asks_for_direct_messages_is_answered_at_once_and_gets_a_test_message() {
    let mut bot = TestBot::start().await;
    let joined = bot.run(BEN, JOIN).await;
    insta::assert_snapshot!(joined.lines().find(|line| line.contains("test message")).unwrap(), @"**I'm sending you a test message now, by direct message.** Press *I see it* there. If none comes, I say here what to change.");
    let tested = bot.discord.tested();
    assert_eq!(tested[0].0, 9_000 + BEN);
    insta::assert_snapshot!(read(&tested[0].1), @"
    **This is my test message.** Your desk-break reminders come here. Press the button, and we both know that it works.
    [I see it]
    ");
    bot.in_direct_messages();
    let on = bot.snowflake();
    insta::assert_snapshot!(bot.press_id(BEN, "u1:w:dm:seen", on, None).await, @"
    (only you)
    Good, then it works: your reminders come by direct message.
    ");
    // Joining again tries nothing out that is known to work.
    let again = bot.run(BEN, "/deskbreak join times:9:00 days:daily").await;
    assert!(!again.contains("test message"), "{again}");
    assert_eq!(
        (bot.discord.opened().len(), bot.discord.tested().len()),
        (1, 1)
    );
}

#[tokio::test]
async fn channels_are_opened_one_in_six_seconds_in_the_order_in_which_they_were_asked_for() {
    let mut bot = TestBot::start().await;
    for who in [BEN, CLEO, DEV] {
        bot.run(who, JOIN).await;
    }
    let shown = bot.run(DEV, "/deskbreak show").await;
    insta::assert_snapshot!(shown.lines().find(|line| line.contains("test message")).unwrap(), @"**A test message comes by direct message <t:1780293612:R>.** I open few of them at a time, so that Discord lets me. Press *I see it* there. If none comes, I say here what to change.");
    bot.restart().await;
    bot.advance_to("2026-06-01T06:01:00Z").await;
    let start = instant("2026-06-01T06:00:00Z");
    let after = |seconds| start + SignedDuration::from_secs(seconds);
    let expected = [(after(0), BEN), (after(6), CLEO), (after(12), DEV)];
    assert_eq!(bot.discord.opened(), expected);
    assert_eq!(bot.discord.tested().len(), 3);
}

#[tokio::test]
async fn a_test_message_that_fails_is_told_once_with_what_to_change_and_tried_again_on_request() {
    let mut bot = TestBot::start().await;
    bot.discord.refuse_test(Disposition::UserUnreachable);
    bot.run(BEN, JOIN).await;
    insta::assert_snapshot!(bot.run(BEN, "/help command:done").await, @"
    (only you)
    ## /done
    Record today's check-in
    (beside, only you)
    **My direct message did not reach you.** In Discord, open this server's menu, choose *Privacy Settings* and allow **Direct Messages**; and see that you have not blocked me. Then let me try again, or choose `deliver: channel` with `/deskbreak join`.
    [Send me a test message]
    ");
    let again = bot.button("Send me a test message");
    let told = bot.run(BEN, "/help command:done").await;
    assert!(!told.contains("did not reach you"), "told twice: {told}");
    insta::assert_snapshot!(bot.press_earlier(BEN, &again).await, @"
    (only you)
    **I'm sending you a test message now, by direct message.** Press *I see it* there. If none comes, I say here what to change.
    ");
    assert_eq!(bot.discord.tested().len(), 1);
    assert_eq!(bot.discord.opened().len(), 1, "the channel is open already");
}

#[tokio::test]
async fn after_three_failures_in_a_row_nothing_more_is_sent_until_a_test_arrives() {
    let mut bot = TestBot::start().await;
    bot.run(BEN, JOIN).await;
    for _ in 0..2 {
        bot.discord
            .answer(Answer::Refused(Disposition::UserUnreachable));
    }
    bot.advance_to("2026-06-01T12:02:00Z").await;
    // One that arrives begins the count anew.
    bot.advance_to("2026-06-01T15:02:00Z").await;
    bot.next_message();
    for _ in 0..3 {
        bot.discord
            .answer(Answer::Refused(Disposition::UserUnreachable));
    }
    bot.advance_to("2026-06-02T12:02:00Z").await;
    bot.advance_to("2026-06-03T06:00:00Z").await;
    assert_eq!(bot.discord.unread(), 0, "nothing more is tried");
    insta::assert_snapshot!(bot.run(BEN, "/help command:done").await, @"
    (only you)
    ## /done
    Record today's check-in
    (beside, only you)
    **Three of my direct messages in a row did not reach you, so I send no more.** In Discord, open this server's menu, choose *Privacy Settings* and allow **Direct Messages**; and see that you have not blocked me. Then let me try again, or choose `deliver: channel` with `/deskbreak join`.
    [Send me a test message]
    ");
    bot.press(BEN, "Send me a test message").await;
    assert_eq!(bot.discord.tested().len(), 2);
    bot.advance_to("2026-06-03T09:02:00Z").await;
    bot.next_message();
}

#[tokio::test]
async fn a_member_with_a_fallback_is_told_too_and_mentioned_meanwhile() {
    let mut bot = TestBot::start().await;
    bot.run(BEN, &format!("{JOIN} fallback:true")).await;
    for hour in ["09", "12", "15"] {
        bot.discord
            .answer(Answer::Refused(Disposition::UserUnreachable));
        bot.advance_to(&format!("2026-06-01T{hour}:02:00Z")).await;
        assert_eq!(bot.next_message().channel, WELLNESS);
    }
    bot.advance_to("2026-06-01T18:02:00Z").await;
    assert_eq!(bot.next_message().channel, WELLNESS);
    let told = bot.run(BEN, "/help command:done").await;
    assert!(
        told.contains("Three of my direct messages in a row"),
        "{told}"
    );
}

#[tokio::test]
async fn when_discord_refuses_to_open_channels_everybody_waits_twice_as_long_each_time() {
    let mut bot = TestBot::start().await;
    for _ in 0..2 {
        bot.discord.refuse_opening(Disposition::OpeningTooFast);
    }
    bot.run(BEN, JOIN).await;
    insta::assert_snapshot!(bot.run(BEN, "/help command:done").await, @"
    (only you)
    ## /done
    Record today's check-in
    (beside, only you)
    **Your test message comes later than I said.** Discord lets me open no direct messages just now; I try again by myself.
    ");
    bot.advance_to("2026-06-01T06:00:01Z").await;
    let late = bot
        .run(ADA, "/deskbreak join times:9:00 days:daily timezone:UTC")
        .await;
    assert!(late.contains("<t:1780297206:R>"), "{late}");
    bot.advance_to("2026-06-01T08:59:00Z").await;
    let opened: Vec<_> = bot
        .discord
        .opened()
        .into_iter()
        .map(|(at, _)| at.to_string())
        .collect();
    assert_eq!(opened, ["2026-06-01T06:00:00Z", "2026-06-01T07:00:00Z"]);
    bot.advance_to("2026-06-01T09:01:00Z").await;
    let opened: Vec<_> = bot
        .discord
        .opened()
        .into_iter()
        .skip(2)
        .map(|(at, who)| (at.to_string(), who))
        .collect();
    assert_eq!(
        opened,
        [
            ("2026-06-01T09:00:00Z".to_owned(), BEN),
            ("2026-06-01T09:00:06Z".to_owned(), ADA)
        ]
    );
    assert_eq!(bot.discord.tested().len(), 2);
    while bot.discord.take().is_some() {}
}

#[tokio::test]
async fn an_answer_that_is_lost_is_asked_for_again_and_so_is_one_that_a_crash_cut_off() {
    let mut bot = TestBot::start().await;
    bot.discord.refuse_opening(Disposition::OutcomeUnknown);
    bot.discord.refuse_test(Disposition::OutcomeUnknown);
    bot.run(BEN, JOIN).await;
    bot.restart().await;
    bot.advance_to("2026-06-01T06:05:00Z").await;
    assert_eq!(bot.discord.opened().len(), 2);
    assert_eq!(bot.discord.tested().len(), 1);
    let shown = bot.run(BEN, "/deskbreak show").await;
    assert!(!shown.contains("direct message with you"), "{shown}");
}
