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

/// What is shown to Ben of his desk break, and nothing beside it.
async fn shown(bot: &mut TestBot) -> String {
    let shown = bot.run(BEN, "/deskbreak show").await;
    assert!(!shown.contains("(beside"), "{shown}");
    shown
}

#[tokio::test]
async fn a_fallback_is_said_back_and_so_is_that_reminders_come_in_the_channel_by_now() {
    let mut bot = TestBot::start().await;
    let place = "by direct message; where none reaches you, by a mention of just you in <#200>.";
    for line in [
        format!("{JOIN} fallback:true"),
        "/deskbreak edit times:9:00, 12:00, 15:00, 18:00".to_owned(),
        "/deskbreak show".to_owned(),
    ] {
        let said = bot.run(BEN, &line).await;
        assert!(said.contains(place), "{said}");
    }
    for (hour, told) in [
        ("09", "if that fails too, it comes in <#200>"),
        ("12", "if that fails too, it comes in <#200>"),
        (
            "15",
            "Until a test message reaches you, your reminders come in <#200>.",
        ),
    ] {
        bot.discord
            .answer(Answer::Refused(Disposition::UserUnreachable));
        bot.advance_to(&format!("2026-06-01T{hour}:02:00Z")).await;
        assert_eq!(bot.next_message().channel, WELLNESS);
        let shown = shown(&mut bot).await;
        assert!(shown.contains(told), "{shown}");
        assert!(shown.contains("The next times:"), "{shown}");
    }
    let shown = bot
        .run(BEN, "/deskbreak edit fallback:false deliver:dm")
        .await;
    assert!(!shown.contains("where none reaches you"), "{shown}");
}

#[tokio::test]
async fn a_desk_break_shows_how_its_direct_messages_fare_and_offers_another_test() {
    let mut bot = TestBot::start().await;
    bot.run(BEN, JOIN).await;
    assert!(!shown(&mut bot).await.contains("[Send me a test message]"));
    for hour in ["09", "12"] {
        bot.discord
            .answer(Answer::Refused(Disposition::UserUnreachable));
        bot.advance_to(&format!("2026-06-01T{hour}:02:00Z")).await;
    }
    insta::assert_snapshot!(shown(&mut bot).await, @"
    (only you)
    ## Your desk break
    I'll remind you every 3 hours from 09:00 to 18:00 every day (UTC), by direct message.
    The next times:
    - Monday, 1 June, 15:00 (<t:1780326000:R>)
    - Monday, 1 June, 18:00 (<t:1780336800:R>)
    - Tuesday, 2 June, 09:00 (<t:1780390800:R>)
    - Tuesday, 2 June, 12:00 (<t:1780401600:R>)
    - Tuesday, 2 June, 15:00 (<t:1780412400:R>)
    -# This is UTC, since neither you nor the server has chosen a time zone yet. Add `timezone` if your clock differs.
    **My last direct message did not reach you.** I try again with the next one. In Discord, open this server's menu, choose *Privacy Settings* and allow **Direct Messages**; and see that you have not blocked me. Then press *Send me a test message*, or choose `deliver: channel` with `/deskbreak edit`.
    [Send me a test message] [End my reminder]
    ");
    bot.discord
        .answer(Answer::Refused(Disposition::UserUnreachable));
    bot.advance_to("2026-06-01T15:02:00Z").await;
    insta::assert_snapshot!(shown(&mut bot).await, @"
    (only you)
    ## Your desk break
    I'll remind you every 3 hours from 09:00 to 18:00 every day (UTC), by direct message.
    -# This is UTC, since neither you nor the server has chosen a time zone yet. Add `timezone` if your clock differs.
    **Three of my direct messages in a row did not reach you, so I send no more.** Nothing comes until a test message reaches you. In Discord, open this server's menu, choose *Privacy Settings* and allow **Direct Messages**; and see that you have not blocked me. Then press *Send me a test message*, or choose `deliver: channel` with `/deskbreak edit`.
    [Send me a test message] [End my reminder]
    ");
    let resumed = bot.run(BEN, "/deskbreak resume").await;
    assert!(!resumed.contains("come again"), "{resumed}");
    bot.run(BEN, "/deskbreak show").await;
    bot.press(BEN, "Send me a test message").await;
    let again = shown(&mut bot).await;
    assert!(!again.contains("did not reach you"), "{again}");
    assert!(again.contains("The next times:"), "{again}");
    bot.advance_to("2026-06-01T18:02:00Z").await;
    bot.next_message();
}

#[tokio::test]
async fn a_channel_that_could_not_be_opened_is_shown_as_that_with_no_times() {
    let mut bot = TestBot::start().await;
    bot.discord.refuse_opening(Disposition::UserUnreachable);
    bot.run(BEN, JOIN).await;
    insta::assert_snapshot!(shown(&mut bot).await, @"
    (only you)
    ## Your desk break
    I'll remind you every 3 hours from 09:00 to 18:00 every day (UTC), by direct message.
    -# This is UTC, since neither you nor the server has chosen a time zone yet. Add `timezone` if your clock differs.
    **I have no direct messages open with you.** Nothing comes until I have. In Discord, open this server's menu, choose *Privacy Settings* and allow **Direct Messages**; and see that you have not blocked me. Then press *Send me a test message*, or choose `deliver: channel` with `/deskbreak edit`.
    [Send me a test message] [End my reminder]
    ");
    bot.press(BEN, "Send me a test message").await;
    assert!(shown(&mut bot).await.contains("The next times:"));
}

#[tokio::test]
async fn who_sees_it_shown_is_told_it_beside_neither_then_nor_later() {
    let mut bot = TestBot::start().await;
    bot.discord.refuse_test(Disposition::UserUnreachable);
    bot.run(BEN, JOIN).await;
    assert!(shown(&mut bot).await.contains("did not reach you"));
    let later = bot.run(BEN, "/help command:done").await;
    assert!(!later.contains("(beside"), "{later}");
    assert!(shown(&mut bot).await.contains("did not reach you"));
}

#[tokio::test]
async fn a_test_message_that_is_said_to_be_there_before_it_was_sent_did_not_arrive() {
    let mut bot = TestBot::start().await;
    bot.discord.refuse_test(Disposition::AlreadyPosted);
    bot.run(BEN, JOIN).await;
    assert!(shown(&mut bot).await.contains("did not reach you"));
    // After an answer that was lost it is known to have been posted, and removed.
    let mut bot = TestBot::start().await;
    bot.discord.refuse_test(Disposition::OutcomeUnknown);
    bot.discord.refuse_test(Disposition::AlreadyPosted);
    bot.run(BEN, JOIN).await;
    bot.advance_to("2026-06-01T06:05:00Z").await;
    assert!(!shown(&mut bot).await.contains("did not reach you"));
}
