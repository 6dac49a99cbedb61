//! A reminder at the wrong time is put off, left out or done, and these are not the same.

use unhunch::domain::ids::{GuildId, UserId};
use unhunch::domain::quiet_hours::QuietHours;
use unhunch::store::{Delivery, DeliveryState, GuildSetting, ReminderAnswer};

use crate::store_fixture::OneByOne as _;
use crate::support::{ADA, BEN, CLEO, GUILD, TestBot, WELLNESS, read};

fn guild() -> GuildId {
    GuildId::new(GUILD).unwrap()
}

/// A bot that has just reminded Ben, in the channel and so to the second: at nine in Berlin.
async fn reminded(times: &str) -> TestBot {
    let mut bot = TestBot::start().await;
    let line =
        format!("/deskbreak join times:{times} days:daily timezone:Europe/Berlin deliver:channel");
    bot.run(BEN, &line).await;
    bot.advance_to("2026-06-01T07:00:00Z").await;
    bot.next_message();
    bot
}

/// A bot that has just prompted the team at nine in Berlin; Cleo's direct messages are open.
async fn prompted() -> TestBot {
    let mut bot = TestBot::start().await;
    let line = "channel:200 times:9:00,15:00 days:daily timezone:Europe/Berlin";
    bot.add_prompts(ADA, line).await;
    bot.run(CLEO, "/deskbreak join times:20:00 timezone:Europe/Berlin")
        .await;
    bot.advance_to("2026-06-01T07:00:00Z").await;
    bot.next_message();
    bot
}

async fn deliveries(bot: &TestBot) -> Vec<Delivery> {
    let mut all = bot.app().store.last_deliveries(guild(), 50).await.unwrap();
    all.reverse();
    all
}

async fn answers(bot: &TestBot) -> Vec<Option<ReminderAnswer>> {
    let all = deliveries(bot).await;
    all.iter().map(|delivery| delivery.answer).collect()
}

/// Presses Snooze on what was read last, and a length.
async fn snooze(bot: &mut TestBot, by: u64, length: &str) -> String {
    bot.press(by, "Snooze").await;
    bot.press(by, length).await
}

#[tokio::test]
async fn a_snooze_comes_so_many_minutes_after_the_press_and_moves_nothing() {
    let mut bot = reminded("9:00,11:00").await;
    insta::assert_snapshot!(bot.press(BEN, "Snooze").await, @"
    (only you)
    **When shall it come again?** Only you see this, and nobody is told.
    [5 min] [10 min] [15 min] [30 min]
    <After my meeting, which ends at …>
    ");
    bot.advance_to("2026-06-01T07:01:00Z").await;
    insta::assert_snapshot!(bot.press(BEN, "10 min").await, @"
    (only you)
    It comes again <t:1780297860:R>, at <t:1780297860:F>. The regular times stay as they are; `I did it` takes this one back.
    ");
    bot.advance_to("2026-06-01T07:10:59Z").await;
    assert_eq!(bot.discord.unread(), 0);
    bot.advance_to("2026-06-01T07:11:00Z").await;
    let again = bot.next_message();
    assert_eq!((again.channel, again.urgent), (WELLNESS, true));
    let said = read(&again.message);
    assert!(
        said.starts_with("(pings 2)\n<@2> **here is the break that you put off.**"),
        "{said}"
    );
    assert!(said.ends_with("[Snooze] [Skip today]"), "{said}");
    bot.advance_to("2026-06-01T09:00:00Z").await;
    assert!(!bot.next_message().urgent);
    let all = deliveries(&bot).await;
    assert_eq!(all[0].item, all[1].item, "the same card");
    let expected = [Some(ReminderAnswer::Snoozed), None, None];
    assert_eq!(answers(&bot).await, expected);
}

#[tokio::test]
async fn the_same_press_told_twice_puts_off_once() {
    let mut bot = reminded("9:00").await;
    bot.press(BEN, "Snooze").await;
    let five = bot.button("5 min");
    let id = bot.snowflake().get();
    let said = bot.press_as(id, BEN, &five).await;
    assert_eq!(bot.press_as(id, BEN, &five).await, said);
    bot.restart().await;
    assert_eq!(bot.press_as(id, BEN, &five).await, said);
    bot.advance_to("2026-06-01T09:00:00Z").await;
    bot.next_message();
    assert_eq!(bot.discord.unread(), 0);
}

#[tokio::test]
async fn snoozing_anew_takes_the_place_of_what_waits_and_a_fourth_time_is_too_many() {
    let mut bot = reminded("9:00").await;
    bot.press(BEN, "Snooze").await;
    let (five, thirty) = (bot.button("5 min"), bot.button("30 min"));
    bot.press_earlier(BEN, &thirty).await;
    bot.press_earlier(BEN, &five).await;
    bot.advance_to("2026-06-01T08:00:00Z").await;
    bot.next_message();
    assert_eq!(bot.discord.unread(), 0);
    let third = snooze(&mut bot, BEN, "15 min").await;
    assert!(third.contains("It comes again"), "{third}");
    bot.advance_to("2026-06-01T08:15:00Z").await;
    bot.next_message();
    let too_many = "You have put this one off 3 times, and that is the most.";
    // Neither what is offered from now on nor what was offered before.
    for said in [
        bot.press(BEN, "Snooze").await,
        bot.press_earlier(BEN, &five).await,
    ] {
        assert!(said.contains(too_many) && !said.contains('['), "{said}");
    }
    bot.advance_to("2026-06-01T12:00:00Z").await;
    assert_eq!(bot.discord.unread(), 0);
}

#[tokio::test]
async fn only_a_reminder_that_really_comes_stands_in_the_way_of_a_snooze_and_is_named() {
    let mut bot = TestBot::start().await;
    let line = "/deskbreak join times:9:00,9:20,9:40 days:daily timezone:Europe/Berlin \
                deliver:channel quiet:9:18-9:22";
    bot.run(BEN, line).await;
    bot.advance_to("2026-06-01T07:00:00Z").await;
    bot.next_message();
    bot.press(BEN, "Snooze").await;
    let (fifteen, thirty) = (bot.button("15 min"), bot.button("30 min"));
    bot.advance_to("2026-06-01T07:08:00Z").await;
    // 9:20 is left out, so what comes anyway is that of 9:40.
    insta::assert_snapshot!(bot.press_earlier(BEN, &thirty).await, @"
    (only you)
    The next regular one comes <t:1780299600:R> anyway, at <t:1780299600:F>.
    ");
    let said = bot.press_earlier(BEN, &fifteen).await;
    assert!(said.contains("It comes again"), "{said}");
    bot.advance_to("2026-06-01T07:23:00Z").await;
    assert!(bot.next_message().urgent);
}

#[tokio::test]
async fn what_is_left_out_on_a_holiday_is_no_reason_against_a_snooze() {
    let mut bot = TestBot::start().await;
    bot.run(ADA, "/wellness holidays add date:2026-06-03 name:Rest")
        .await;
    let line = "/deskbreak join times:0:05,23:30 days:daily timezone:Europe/Berlin deliver:channel";
    bot.run(BEN, line).await;
    bot.advance_to("2026-06-02T21:29:00Z").await;
    while bot.discord.take().is_some() {}
    bot.advance_to("2026-06-02T21:31:00Z").await;
    bot.next_message();
    let said = snooze(&mut bot, BEN, "30 min").await;
    assert!(said.contains("It comes again"), "{said}");
    bot.advance_to("2026-06-02T23:00:00Z").await;
    assert!(bot.next_message().urgent);
    assert_eq!(bot.discord.unread(), 0, "that of 0:05 is left out");
}

#[tokio::test]
async fn in_a_pause_nothing_is_put_off_as_it_would_not_come() {
    let mut bot = reminded("9:00").await;
    let snooze = bot.button("Snooze");
    bot.press_earlier(BEN, &snooze).await;
    let ten = bot.button("10 min");
    bot.run(BEN, "/deskbreak pause until:2026-06-05").await;
    insta::assert_snapshot!(bot.press_earlier(BEN, &ten).await, @"
    (only you)
    There is a pause today, so nothing that you put off would come. Let it be for today.
    ");
    insta::assert_snapshot!(bot.press_earlier(BEN, &snooze).await, @"
    (only you)
    There is a pause today, so nothing that you put off would come. Let it be for today.
    ");
    bot.advance_to("2026-06-01T12:00:00Z").await;
    assert_eq!(bot.discord.unread(), 0);
    bot.run(BEN, "/deskbreak resume").await;
    let said = bot.press_earlier(BEN, &ten).await;
    assert!(said.contains("It comes again"), "{said}");

    let mut bot = prompted().await;
    let snooze = bot.button("Snooze");
    bot.run(ADA, "/prompts pause id:1 until:2026-06-05").await;
    insta::assert_snapshot!(bot.press_earlier(CLEO, &snooze).await, @"
    (only you)
    There is a pause today, so nothing that you put off would come. Let it be for today.
    ");
}

#[tokio::test]
async fn a_snooze_that_would_meet_the_next_reminder_the_night_or_the_days_end_says_so() {
    let mut bot = reminded("9:00,9:40").await;
    bot.press(BEN, "Snooze").await;
    let thirty = bot.button("30 min");
    bot.advance_to("2026-06-01T07:06:00Z").await;
    insta::assert_snapshot!(bot.press_earlier(BEN, &thirty).await, @"
    (only you)
    The next regular one comes <t:1780299600:R> anyway, at <t:1780299600:F>.
    ");

    let mut bot = reminded("9:00").await;
    bot.press(BEN, "Snooze").await;
    let fifteen = bot.button("15 min");
    let hours = QuietHours::parse("9:10-10:00").unwrap();
    let setting = GuildSetting::QuietHours(Some((hours.from(), hours.to())));
    let store = &bot.app().store;
    let by = UserId::new(ADA).unwrap();
    store
        .set_guild(
            guild(),
            &setting,
            by,
            "2026-06-01T06:00:00Z".parse().unwrap(),
        )
        .await
        .unwrap();
    insta::assert_snapshot!(bot.press_earlier(BEN, &fifteen).await, @"
    (only you)
    Quiet hours are 09:10-10:00, and nothing comes in them. Choose a time outside them, or let it be for today.
    ");

    let mut bot = TestBot::start_at("2026-06-01T23:30:00Z").await;
    bot.run(
        BEN,
        "/deskbreak join times:2:45 days:daily timezone:Europe/Berlin deliver:channel",
    )
    .await;
    bot.advance_to("2026-06-02T00:45:00Z").await;
    bot.next_message();
    let asked = bot.press(BEN, "Snooze").await;
    assert!(
        asked.contains("fits is offered: your day ends soon."),
        "{asked}"
    );
    assert!(asked.ends_with("[5 min] [10 min]"), "{asked}");
    let fifteen = bot.button("10 min").replace(":10", ":15");
    insta::assert_snapshot!(bot.press_earlier(BEN, &fifteen).await, @"
    (only you)
    Your day would be over by then. Let it be for today.
    ");
    bot.advance_to("2026-06-02T03:00:00Z").await;
    assert_eq!(bot.discord.unread(), 0);
}

#[tokio::test]
async fn after_my_meeting_offers_the_quarters_of_four_hours_that_are_free() {
    let mut bot = reminded("9:00,12:00").await;
    bot.press(BEN, "Snooze").await;
    assert!(bot.offers("At 09:15") && bot.offers("At 11:45"));
    // Five minutes before the next one is the latest, so noon is not offered, nor what lies after.
    assert!(!bot.offers("At 09:00") && !bot.offers("At 12:00") && !bot.offers("At 13:00"));
    let said = bot.choose(BEN, "At 10:30").await;
    assert!(said.contains("<t:1780302600:F>"), "{said}");
    bot.advance_to("2026-06-01T08:29:59Z").await;
    assert_eq!(bot.discord.unread(), 0);
    bot.advance_to("2026-06-01T08:30:00Z").await;
    bot.next_message();
}

#[tokio::test]
async fn i_did_it_takes_back_what_was_put_off_whether_one_joined_streaks_or_not() {
    for joins in [false, true] {
        for press in [true, false] {
            let mut bot = reminded("9:00").await;
            if joins {
                let did = bot.button("I did it");
                bot.run(BEN, "/streak join visibility:hidden").await;
                let snooze = did.replace("did", "snooze");
                bot.press_earlier(BEN, &snooze).await;
            } else {
                bot.press(BEN, "Snooze").await;
            }
            let five = bot.button("5 min");
            let did = five
                .replace("snooze", "did")
                .trim_end_matches(":5")
                .to_owned();
            bot.press_earlier(BEN, &five).await;
            if press {
                bot.press_earlier(BEN, &did).await;
                assert_eq!(answers(&bot).await[0], Some(ReminderAnswer::Done));
            } else {
                bot.run(BEN, "/done").await;
            }
            bot.advance_to("2026-06-01T10:00:00Z").await;
            assert_eq!(bot.discord.unread(), 0, "joins: {joins}, press: {press}");
            let last = deliveries(&bot).await.pop().unwrap();
            assert_eq!(
                (last.state, last.reason.as_deref()),
                (DeliveryState::Skipped, Some("done"))
            );
        }
    }
}

#[tokio::test]
async fn what_is_skipped_today_is_neither_done_nor_unanswered_and_tomorrow_comes() {
    let mut bot = reminded("9:00,11:00,14:00").await;
    insta::assert_snapshot!(bot.press(BEN, "Skip today").await, @"
    (only you)
    No more reminders today. The next one comes at <t:1780383600:F>. Your streak is as it was: a day left out is neither done nor lost yet.
    ");
    bot.advance_to("2026-06-02T06:59:59Z").await;
    assert_eq!(bot.discord.unread(), 0);
    let all = deliveries(&bot).await;
    assert_eq!(all[0].answer, Some(ReminderAnswer::Skipped));
    for later in &all[1..] {
        let seen = (later.state, later.reason.as_deref(), later.answer);
        assert_eq!(seen, (DeliveryState::Skipped, Some("skipped today"), None));
    }
    bot.advance_to("2026-06-02T07:00:00Z").await;
    bot.next_message();
    assert_eq!(answers(&bot).await.pop(), Some(None));
}

#[tokio::test]
async fn who_skipped_today_can_change_their_mind() {
    let mut bot = reminded("9:00,11:00").await;
    bot.press(BEN, "Skip today").await;
    let shown = bot.run(BEN, "/deskbreak show").await;
    assert!(
        shown.contains("Left out** for the rest of today"),
        "{shown}"
    );
    assert!(shown.contains("- Tuesday, 2 June, 09:00"), "{shown}");
    assert!(!shown.contains("Monday, 1 June"), "{shown}");
    bot.run(BEN, "/deskbreak resume").await;
    bot.advance_to("2026-06-01T09:00:00Z").await;
    bot.next_message();
}

#[tokio::test]
async fn nobody_puts_off_or_skips_the_reminder_of_another() {
    let mut bot = reminded("9:00").await;
    let ids = [bot.button("Snooze"), bot.button("Skip today")];
    for id in ids {
        let said = bot.press_earlier(CLEO, &id).await;
        insta::allow_duplicates! { insta::assert_snapshot!(said, @"
        (only you)
        That is somebody else's reminder. `/deskbreak join` starts your own.
        "); }
    }
    assert_eq!(answers(&bot).await, [None]);
}

#[tokio::test]
async fn a_team_prompt_is_put_off_for_the_presser_alone_by_direct_message() {
    let mut bot = prompted().await;
    let snooze = bot.button("Snooze");
    // Ben has no direct messages open, and none are opened for this.
    insta::assert_snapshot!(bot.press_earlier(BEN, &snooze).await, @"
    (only you)
    I have no direct messages open with you, and I won't ping you in the channel for this. `/deskbreak join` opens them, and starts a reminder of your own.
    ");
    bot.press_earlier(CLEO, &snooze).await;
    let said = bot.press(CLEO, "30 min").await;
    assert!(said.contains("It comes again"), "{said}");
    bot.advance_to("2026-06-01T07:30:00Z").await;
    let own = bot.next_message();
    assert_eq!(own.channel, 9_000 + CLEO);
    let text = read(&own.message);
    assert!(
        text.starts_with("**Here is the break that you put off.**"),
        "{text}"
    );
    assert!(text.ends_with("\n[Snooze]"), "{text}");
    assert_eq!(bot.discord.unread(), 0);
    // It can be put off again, and "I did it" on the prompt takes that back.
    bot.in_direct_messages();
    bot.press(CLEO, "Snooze").await;
    let again = bot.press(CLEO, "10 min").await;
    assert!(again.contains("It comes again"), "{again}");
    let did = snooze.replace("snooze", "did");
    bot.press_earlier(CLEO, &did).await;
    bot.advance_to("2026-06-01T12:59:00Z").await;
    assert_eq!(bot.discord.unread(), 0);
    bot.advance_to("2026-06-01T13:00:00Z").await;
    assert_eq!(bot.next_message().channel, WELLNESS);
}

#[tokio::test]
async fn many_members_put_off_the_same_team_prompt_each_for_themselves() {
    let mut bot = TestBot::start().await;
    bot.add_prompts(ADA, "channel:200 times:9:00 days:daily timezone:UTC")
        .await;
    let members: Vec<u64> = (50..62).collect();
    for member in &members {
        bot.run(*member, "/deskbreak join times:23:00 timezone:UTC")
            .await;
    }
    bot.advance_to("2026-06-01T09:00:00Z").await;
    bot.next_message();
    let snooze = bot.button("Snooze");
    for member in &members {
        bot.press_earlier(*member, &snooze).await;
        bot.press(*member, "5 min").await;
    }
    bot.advance_to("2026-06-01T10:00:00Z").await;
    let mut reached: Vec<_> = members.iter().map(|_| bot.next_message().channel).collect();
    reached.sort_unstable();
    let expected: Vec<_> = members.iter().map(|member| 9_000 + member).collect();
    assert_eq!(reached, expected);
}

#[tokio::test]
async fn a_snooze_lives_through_a_restart_and_is_more_urgent_than_what_is_planned() {
    let mut bot = TestBot::start().await;
    let line = "channel:200 times:9:10 days:daily timezone:Europe/Berlin";
    bot.add_prompts(ADA, line).await;
    bot.run(
        BEN,
        "/deskbreak join times:9:00 timezone:Europe/Berlin deliver:channel",
    )
    .await;
    bot.advance_to("2026-06-01T07:00:00Z").await;
    bot.next_message();
    snooze(&mut bot, BEN, "10 min").await;
    bot.stop().await;
    bot.advance_to("2026-06-01T07:10:10Z").await;
    bot.restart().await;
    let both = [bot.next_message(), bot.next_message()];
    for one in both {
        let said = read(&one.message);
        assert_eq!(one.urgent, said.contains("that you put off"), "{said}");
    }
}

#[tokio::test]
async fn a_reminder_that_has_ended_cannot_be_put_off() {
    let mut bot = reminded("9:00").await;
    bot.press(BEN, "Snooze").await;
    let five = bot.button("5 min");
    bot.run(BEN, "/deskbreak leave").await;
    insta::assert_snapshot!(bot.press_earlier(BEN, &five).await, @"
    (only you)
    That reminder has ended. `/deskbreak join` starts a new one.
    ");
}

#[tokio::test]
async fn what_is_done_is_not_put_off_any_more() {
    let mut bot = reminded("9:00").await;
    let snooze = bot.button("Snooze");
    bot.press_earlier(BEN, &snooze).await;
    let five = bot.button("5 min");
    let did = snooze.replace("snooze", "did");
    bot.press_earlier(BEN, &did).await;
    for late in [snooze, five] {
        let said = bot.press_earlier(BEN, &late).await;
        insta::allow_duplicates! { insta::assert_snapshot!(said, @"
        (only you)
        You did that one already. Well done!
        "); }
    }
    assert_eq!(answers(&bot).await, [Some(ReminderAnswer::Done)]);
    bot.advance_to("2026-06-01T10:00:00Z").await;
    assert_eq!(bot.discord.unread(), 0);
}

#[tokio::test]
async fn what_would_not_reach_its_member_is_not_put_off_in_silence() {
    let mut bot = prompted().await;
    let snooze = bot.button("Snooze");
    let cleo = UserId::new(CLEO).unwrap();
    let at = "2026-06-01T07:00:00Z".parse().unwrap();
    for _ in 0..3 {
        let store = &bot.app().store;
        store.direct_failed(cleo, at).await.unwrap();
    }
    let said = bot.press_earlier(CLEO, &snooze).await;
    assert!(
        said.starts_with("(only you)\nMy last direct messages did not reach you"),
        "{said}"
    );
}

#[tokio::test]
async fn only_what_fits_is_offered_and_where_nothing_does_the_next_time_is_said_at_once() {
    let mut bot = reminded("9:00,9:45").await;
    let snooze = bot.button("Snooze");
    let asked = bot.press_earlier(BEN, &snooze).await;
    assert!(!asked.contains("Only what fits"), "{asked}");
    // 9:25: half an hour would be too late.
    bot.advance_to("2026-06-01T07:25:00Z").await;
    insta::assert_snapshot!(bot.press_earlier(BEN, &snooze).await, @"
    (only you)
    **When shall it come again?** Only you see this, and nobody is told.
    -# Only what fits is offered: the next regular one comes <t:1780299900:R>.
    [5 min] [10 min] [15 min]
    <After my meeting, which ends at …>
    ");
    // 9:32: so is every quarter of an hour at which a meeting ends.
    bot.advance_to("2026-06-01T07:32:00Z").await;
    insta::assert_snapshot!(bot.press_earlier(BEN, &snooze).await, @"
    (only you)
    **When shall it come again?** Only you see this, and nobody is told.
    -# Only what fits is offered: the next regular one comes <t:1780299900:R>.
    [5 min]
    ");
    bot.advance_to("2026-06-01T07:39:00Z").await;
    insta::assert_snapshot!(bot.press_earlier(BEN, &snooze).await, @"
    (only you)
    The next regular one comes <t:1780299900:R> anyway, at <t:1780299900:F>.
    ");
}

#[tokio::test]
async fn whoever_gets_no_more_messages_that_day_is_asked_no_length() {
    let mut bot = reminded("9:00,10:00,11:00,12:00,13:00,14:00").await;
    bot.advance_to("2026-06-01T12:00:00Z").await;
    while bot.discord.unread() > 0 {
        bot.next_message();
    }
    let said = bot.press(BEN, "Snooze").await;
    assert!(
        said.contains("more than 6 messages today") && !said.contains('['),
        "{said}"
    );
}

#[tokio::test]
async fn what_came_on_an_earlier_day_is_not_put_off_to_this_one() {
    let mut bot = reminded("9:00").await;
    let ask = bot.button("Snooze");
    bot.press_earlier(BEN, &ask).await;
    let five = bot.button("5 min");
    // The day turns at three.
    bot.advance_to("2026-06-02T00:54:00Z").await;
    let late = bot.press_earlier(BEN, &ask).await;
    assert!(late.contains("When shall it come again?"), "{late}");
    bot.advance_to("2026-06-02T01:00:00Z").await;
    for id in [&ask, &five] {
        let said = bot.press_earlier(BEN, id).await;
        insta::allow_duplicates! { insta::assert_snapshot!(said, @"
        (only you)
        That one came on an earlier day, so it is put off no more. Today's come as they are due.
        "); }
    }
    bot.advance_to("2026-06-02T06:59:00Z").await;
    assert_eq!(bot.discord.unread(), 0);
    // What came only after the day had turned is of the day on which it came.
    let mut bot = TestBot::start_at("2026-06-01T23:30:00Z").await;
    bot.run(
        BEN,
        "/deskbreak join times:2:55 days:daily timezone:Europe/Berlin deliver:channel",
    )
    .await;
    bot.stop().await;
    bot.advance_to("2026-06-02T01:10:00Z").await;
    bot.restart().await;
    bot.next_message();
    snooze(&mut bot, BEN, "5 min").await;
    bot.advance_to("2026-06-02T01:15:00Z").await;
    bot.next_message();
}

#[tokio::test]
async fn a_press_on_an_earlier_days_reminder_takes_back_nothing_that_was_put_off_today() {
    let mut bot = reminded("9:00").await;
    bot.run(BEN, "/streak join visibility:hidden timezone:Europe/Berlin")
        .await;
    let first = deliveries(&bot).await.remove(0);
    bot.advance_to("2026-06-02T07:00:00Z").await;
    bot.next_message();
    snooze(&mut bot, BEN, "10 min").await;
    let said = bot
        .press_earlier(BEN, &format!("u1:did:{}", first.token))
        .await;
    assert!(said.contains("from an earlier day"), "{said}");
    assert_eq!(
        answers(&bot).await,
        [None, Some(ReminderAnswer::Snoozed), None],
        "nothing is done that does not count"
    );
    bot.advance_to("2026-06-02T07:10:00Z").await;
    bot.next_message();
}

#[tokio::test]
async fn why_something_is_not_offered_is_told_for_each_that_is_missing() {
    let mut bot = reminded("9:00,9:45").await;
    let snooze = bot.button("Snooze");
    // A quarter of an hour falls in quiet hours, half an hour meets the next one.
    bot.run(ADA, "/wellness settings quiet:9:25-9:35").await;
    bot.advance_to("2026-06-01T07:15:00Z").await;
    insta::assert_snapshot!(bot.press_earlier(BEN, &snooze).await, @"
    (only you)
    **When shall it come again?** Only you see this, and nobody is told.
    -# Only what fits is offered: quiet hours are 09:25-09:35 and the next regular one comes <t:1780299900:R>.
    [5 min]
    ");
    // No length is left, and the end of a meeting is.
    bot.run(ADA, "/wellness settings quiet:9:05-9:36").await;
    bot.advance_to("2026-06-01T07:03:00Z").await;
    bot.advance_to("2026-06-01T07:15:30Z").await;
    bot.run(ADA, "/wellness settings quiet:off").await;
    bot.run(BEN, "/deskbreak edit times:9:00,12:00 quiet:9:15-9:50")
        .await;
    insta::assert_snapshot!(bot.press_earlier(BEN, &snooze).await, @"
    (only you)
    **When shall it come again?** Only you see this, and nobody is told.
    -# Only what fits is offered: quiet hours are 09:15-09:50.
    <After my meeting, which ends at …>
    ");
}

#[tokio::test]
async fn what_comes_after_a_day_that_was_skipped_is_what_does_come() {
    let mut bot = reminded("9:00,15:00").await;
    let skip = bot.button("Skip today");
    bot.run(ADA, "/wellness holidays add date:2026-06-03 name:Fair")
        .await;
    bot.run(ADA, "/wellness settings quiet:8:00-10:00").await;
    let said = bot.press_earlier(BEN, &skip).await;
    // Neither today at three nor tomorrow at nine, but at three.
    assert!(said.contains("<t:1780405200:F>"), "{said}");
}
