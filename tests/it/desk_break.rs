//! Members' own reminders.

use unhunch::app::Disposition;
use unhunch::store::EraseScope;

use crate::support::{ADA, Answer, BEN, TestBot, WELLNESS, member, read};

#[tokio::test]
async fn a_reminder_comes_by_direct_message_at_the_members_own_time() {
    let mut bot = TestBot::start().await;
    insta::assert_snapshot!(bot.run(BEN, "/deskbreak show").await, @"
    (only you)
    You have no desk break yet. Start one with `/deskbreak join`, for example `times: 10:30, 15:00`.
    ");
    insta::assert_snapshot!(
        bot.run(BEN, "/deskbreak join times:10:30, 3pm days:weekdays timezone:America/New_York").await,
        @"
    (only you)
    ## Your desk break is set
    I'll remind you at 10:30 and 15:00 on weekdays (America/New_York), by direct message.
    The next times:
    - Monday, 1 June, 10:30 (<t:1780324200:R>)
    - Monday, 1 June, 15:00 (<t:1780340400:R>)
    - Tuesday, 2 June, 10:30 (<t:1780410600:R>)
    - Tuesday, 2 June, 15:00 (<t:1780426800:R>)
    - Wednesday, 3 June, 10:30 (<t:1780497000:R>)
    **I'm sending you a test message now, by direct message.** Press *I see it* there. If none comes, I say here what to change.
    [End my reminder]
    ");
    // It waits a little, so that not all of them leave at the full hour.
    bot.advance_to("2026-06-01T14:32:00Z").await;
    let reminder = bot.next_message();
    assert_eq!(reminder.channel, 9_000 + BEN);
    assert!(read(&reminder.message).starts_with("**Time for your desk break.**"));
    assert!(!read(&reminder.message).contains("(pings"));

    insta::assert_snapshot!(bot.press(BEN, "I did it").await, @"
    (only you)
    Well done! That you answered this reminder is kept with it for 30 days; no days are counted. If you like, I can count them for you.
    [What are streaks?]
    ");
    let kept = bot.run(BEN, "/privacy show").await;
    assert!(
        kept.contains("one reminder, what became of it, and how you answered it"),
        "{kept}"
    );
    let everything = bot.app().store.export(member(BEN), EraseScope::Everywhere);
    let everything = everything.await.unwrap();
    let reminders = everything.iter().find(|one| one.table == "delivery");
    let rows = serde_json::to_string(&reminders.unwrap().rows).unwrap();
    assert!(rows.contains(r#""answer":"done""#), "{rows}");
    insta::assert_snapshot!(bot.run(BEN, "/deskbreak leave").await, @"
    (only you)
    Your desk break has ended. Nothing more will come; `/deskbreak join` starts it again any time.
    ");
    bot.advance_to("2026-06-03T00:00:00Z").await;
    assert_eq!(bot.discord.unread(), 0);
}

#[tokio::test]
async fn a_reminder_in_the_channel_mentions_just_its_member() {
    let mut bot = TestBot::start().await;
    bot.run(
        BEN,
        "/deskbreak join times:9:00 timezone:UTC deliver:channel",
    )
    .await;
    bot.advance_to("2026-06-01T09:00:00Z").await;
    let reminder = bot.next_message();
    assert_eq!(reminder.channel, WELLNESS);
    assert!(read(&reminder.message).starts_with("(pings 2)\n<@2> **time for your desk break.**"));
}

#[tokio::test]
async fn joining_again_changes_the_reminder() {
    let mut bot = TestBot::start().await;
    bot.run(BEN, "/deskbreak join times:9:00 timezone:Europe/Berlin")
        .await;
    let changed = bot.run(BEN, "/deskbreak join times:11:00 days:daily").await;
    insta::assert_snapshot!(changed, @"
    (only you)
    ## Your desk break is changed
    I'll remind you at 11:00 every day (Europe/Berlin), by direct message.
    The next times:
    - Monday, 1 June, 11:00 (<t:1780304400:R>)
    - Tuesday, 2 June, 11:00 (<t:1780390800:R>)
    - Wednesday, 3 June, 11:00 (<t:1780477200:R>)
    - Thursday, 4 June, 11:00 (<t:1780563600:R>)
    - Friday, 5 June, 11:00 (<t:1780650000:R>)
    [End my reminder]
    ");
    bot.advance_to("2026-06-01T20:00:00Z").await;
    bot.next_message();
}

#[tokio::test]
async fn closed_direct_messages_are_said_at_the_next_chance_and_the_fallback_is_used() {
    let mut bot = TestBot::start().await;
    bot.discord.refuse_opening(Disposition::UserUnreachable);
    bot.run(BEN, "/deskbreak join times:9:00 timezone:UTC fallback:true")
        .await;
    let shown = bot.run(BEN, "/deskbreak show").await;
    assert!(
        shown.contains("I have no direct messages open with you")
            && shown.contains("your reminders come in <#200>"),
        "{shown}"
    );
    bot.advance_to("2026-06-01T09:02:00Z").await;
    let reminder = bot.next_message();
    assert_eq!(reminder.channel, WELLNESS);
    assert!(read(&reminder.message).starts_with("(pings 2)"));
}

#[tokio::test]
async fn a_member_who_closed_their_messages_later_is_mentioned_if_they_chose_so() {
    let mut bot = TestBot::start().await;
    bot.run(
        BEN,
        "/deskbreak join times:9:00, 12:00 timezone:UTC fallback:true",
    )
    .await;
    bot.discord
        .answer(Answer::Refused(Disposition::UserUnreachable));
    bot.advance_to("2026-06-01T09:02:00Z").await;
    assert_eq!(bot.next_message().channel, WELLNESS);
    bot.advance_to("2026-06-01T12:02:00Z").await;
    assert_eq!(bot.next_message().channel, 9_000 + BEN);
}

#[tokio::test]
async fn what_cannot_be_understood_is_said_with_what_to_write() {
    let mut bot = TestBot::start().await;
    insta::assert_snapshot!(bot.run(BEN, "/deskbreak join times:half past nine").await, @r#"
    (only you)
    "half past nine" is not a time. Write times such as `9:30`, `15:00`, `3pm` or `noon`, separated by commas.
    "#);
    insta::assert_snapshot!(bot.run(BEN, "/deskbreak join times:9:00 days:1-5").await, @r#"
    (only you)
    "1-5" is not a day. Write days such as `mon, wed`, `mon-fri`, `weekdays`, `weekends` or `daily`.
    "#);
    insta::assert_snapshot!(bot.run(BEN, "/deskbreak join times:9:00 timezone:PST").await, @r#"
    (only you)
    "PST" does not say which time zone is meant. Pick one from the list that comes up while you type; the nearest: `America/Los_Angeles` and `America/Vancouver`.
    "#);
    insta::assert_snapshot!(bot.run(BEN, "/deskbreak join times:9:00,9:05").await, @"
    (only you)
    09:00 and 09:05 are too close. Leave at least 15 minutes between two times.
    ");
    insta::assert_snapshot!(bot.run(BEN, "/prompts list").await, @"
    (only you)
    Only those who may manage this server can do that.
    ");
    insta::assert_snapshot!(bot.run_in_dm(BEN, "/deskbreak show").await, @"
    (only you)
    That works in a server only, not in direct messages.
    ");
    insta::assert_snapshot!(bot.run(ADA, "/prompts remove id:77").await, @"
    (only you)
    I have no schedule with that number here. `/prompts list` shows the ones there are.
    ");
    insta::assert_snapshot!(bot.run(ADA, "/streak join days:weekdays").await, @"
    (only you)
    Say also who may see you on the board, with `visibility` hidden, anonymous or named. For example: `/streak join visibility:hidden days:mon,tue,wed,thu,fri`
    ");
    insta::assert_snapshot!(bot.run(ADA, "/causes cause:dragons").await, @r#"
    (only you)
    I have no card called "dragons", and none that fits those words. Choose one from the list.
    ## What may lie behind it
    26 causes of desk-work aches, in plain words. I can't tell which one is yours; a professional can.
    <Choose a cause (1 of 2)>
    <Choose a cause (2 of 2)>
    "#);
    insta::assert_snapshot!(bot.run(ADA, "/help command:fly").await, @r#"
    (only you)
    I have no command called "fly". `/help` lists them all.
    "#);
}

#[tokio::test]
async fn zones_are_found_by_city() {
    let mut bot = TestBot::start().await;
    insta::assert_snapshot!(bot.propose(BEN, "deskbreak join", "timezone", "new y").await, @"America/New York (UTC-04) = America/New_York");
    insta::assert_snapshot!(bot.propose(BEN, "deskbreak join", "timezone", "est").await, @"
    America/New York (UTC-04) = America/New_York
    America/Toronto (UTC-04) = America/Toronto
    America/Panama (UTC-05) = America/Panama
    ");
}

#[tokio::test]
async fn streaks_can_be_joined_from_a_reminder_in_direct_messages() {
    let mut bot = TestBot::start().await;
    bot.run(BEN, "/deskbreak join times:9:00 timezone:Europe/Berlin")
        .await;
    bot.advance_to("2026-06-01T07:02:00Z").await;
    bot.next_message();
    bot.in_direct_messages();
    bot.press(BEN, "I did it").await;
    bot.press(BEN, "What are streaks?").await;
    bot.press(BEN, "Join, hidden").await;
    let counted = bot.press(BEN, "I took a break today").await;
    assert!(counted.contains("1 of 5 days this week"), "{counted}");
    let board = bot.press(BEN, "Board").await;
    assert!(
        board.contains("You (hidden: only you see this line)"),
        "{board}"
    );
}

#[tokio::test]
async fn a_streak_counts_on_the_days_of_the_desk_break_unless_told_otherwise() {
    let mut bot = TestBot::start().await;
    bot.run(BEN, "/deskbreak join times:9:00 days:daily").await;
    let joined = bot.run(BEN, "/streak join visibility:named").await;
    assert!(joined.contains("I count your breaks every day"), "{joined}");
    bot.run(ADA, "/deskbreak join times:9:00 days:daily").await;
    let joined = bot.run(ADA, "/streak join visibility:named days:mon").await;
    assert!(joined.contains("I count your breaks on Monday"), "{joined}");
}

#[tokio::test]
async fn a_zone_that_the_list_does_not_offer_is_not_taken_by_hand_either() {
    let mut bot = TestBot::start().await;
    for (who, command) in [
        (ADA, "/prompts add channel:200 times:9:00"),
        (ADA, "/wellness settings"),
        (BEN, "/deskbreak join times:9:00"),
        (BEN, "/streak join visibility:hidden"),
    ] {
        for zone in [
            "Etc/GMT+5",
            "Etc/GMT-3",
            "Etc/GMT0",
            "EST",
            "US/Eastern",
            "GMT",
            "-05:00",
        ] {
            let said = bot.run(who, &format!("{command} timezone:{zone}")).await;
            let unknown = format!("I don't know the time zone \"{zone}\". Type a city");
            let several = format!("\"{zone}\" does not say which time zone is meant.");
            let is_short = ["EST", "GMT"].contains(&zone);
            let expected = if is_short { several } else { unknown };
            assert!(said.contains(&expected), "{command} {zone}: {said}");
        }
    }
    for (who, command) in [
        (ADA, "/prompts add channel:200 times:9:00"),
        (BEN, "/deskbreak join times:9:00"),
        (ADA, "/wellness settings"),
    ] {
        for (zone, spelled) in [
            ("UTC", "UTC"),
            ("europe/berlin", "Europe/Berlin"),
            ("Asia/Calcutta", "Asia/Calcutta"),
        ] {
            let said = bot.run(who, &format!("{command} timezone:{zone}")).await;
            assert!(said.contains(spelled), "{command} {zone}: {said}");
        }
    }
}

#[tokio::test]
async fn joining_again_and_editing_keep_what_is_not_named() {
    let mut bot = TestBot::start().await;
    bot.run(BEN, "/deskbreak edit times:9:00").await;
    let line =
        "/deskbreak join times:9:00,14:00 days:mon,wed timezone:Europe/Berlin deliver:channel";
    bot.run(BEN, line).await;
    for (command, said) in [
        (
            "join times:10:00",
            "at 10:00 every Monday and Wednesday (Europe/Berlin), by a mention",
        ),
        (
            "edit days:fri",
            "at 10:00 every Friday (Europe/Berlin), by a mention",
        ),
        (
            "edit timezone:UTC",
            "at 10:00 every Friday (UTC), by a mention",
        ),
        (
            "edit deliver:dm fallback:true",
            "at 10:00 every Friday (UTC), by direct message",
        ),
        (
            "join times:11:00",
            "at 11:00 every Friday (UTC), by direct message",
        ),
    ] {
        let answer = bot.run(BEN, &format!("/deskbreak {command}")).await;
        assert!(answer.contains(said), "{command}: {answer}");
        assert!(answer.contains("Your desk break is changed"), "{answer}");
    }
    // The fallback was never named again, and is kept.
    bot.discord
        .answer(Answer::Refused(Disposition::UserUnreachable));
    bot.advance_to("2026-06-05T12:00:00Z").await;
    assert_eq!(bot.next_message().channel, WELLNESS);
    let nothing = bot.run(BEN, "/deskbreak edit").await;
    assert!(
        nothing.contains("Say also what is to be otherwise"),
        "{nothing}"
    );
    let none = bot.run(ADA, "/deskbreak edit times:9:00").await;
    assert!(none.contains("no desk break to change yet"), "{none}");
}

#[tokio::test]
async fn a_pause_of_ones_own_reminder_ends_by_itself_and_can_be_ended_earlier() {
    let mut bot = TestBot::start().await;
    bot.run(
        BEN,
        "/deskbreak join times:9:00 days:daily timezone:Europe/Berlin deliver:channel",
    )
    .await;
    insta::assert_snapshot!(bot.run(BEN, "/deskbreak pause until:2026-06-02").await, @"
    (only you)
    ## Your desk break is paused
    I'll remind you at 09:00 every day (Europe/Berlin), by a mention of just you in <#200>.
    The last day without them is Tuesday, 2 June 2026 by the clock of Europe/Berlin; the pause ends <t:1780437600:R>.
    The next times:
    - Wednesday, 3 June, 09:00 (<t:1780470000:R>)
    - Thursday, 4 June, 09:00 (<t:1780556400:R>)
    - Friday, 5 June, 09:00 (<t:1780642800:R>)
    - Saturday, 6 June, 09:00 (<t:1780729200:R>)
    - Sunday, 7 June, 09:00 (<t:1780815600:R>)
    -# Your streak goes on counting; `/streak pause` stops that too. `/deskbreak resume` ends the pause earlier.
    [End my reminder]
    ");
    let shown = bot.run(BEN, "/deskbreak show").await;
    assert!(
        shown.contains("The last day without them is Tuesday, 2 June 2026"),
        "{shown}"
    );
    bot.advance_to("2026-06-03T06:59:59Z").await;
    assert_eq!(bot.discord.unread(), 0);
    bot.advance_to("2026-06-03T07:00:00Z").await;
    bot.next_message();
    bot.run(BEN, "/deskbreak pause until:2026-07-15").await;
    insta::assert_snapshot!(bot.run(BEN, "/deskbreak resume").await, @"
    (only you)
    ## Your reminders come again
    I'll remind you at 09:00 every day (Europe/Berlin), by a mention of just you in <#200>.
    The next times:
    - Thursday, 4 June, 09:00 (<t:1780556400:R>)
    - Friday, 5 June, 09:00 (<t:1780642800:R>)
    - Saturday, 6 June, 09:00 (<t:1780729200:R>)
    - Sunday, 7 June, 09:00 (<t:1780815600:R>)
    - Monday, 8 June, 09:00 (<t:1780902000:R>)
    [End my reminder]
    ");
    let again = bot.run(BEN, "/deskbreak resume").await;
    assert!(again.contains("is not paused"), "{again}");
    bot.advance_to("2026-06-04T07:00:00Z").await;
    bot.next_message();
    let refused = bot.run(BEN, "/deskbreak pause until:2026-12-01").await;
    assert!(refused.contains("after 60 days at most"), "{refused}");
    let none = bot.run(ADA, "/deskbreak pause until:2026-06-10").await;
    assert!(none.contains("You have no desk break yet"), "{none}");
    let dates = bot.propose(BEN, "deskbreak pause", "until", "").await;
    assert!(dates.contains("2026-06-05"), "{dates}");
}

#[tokio::test]
async fn what_a_member_wishes_beside_times_is_said_back_and_stays_until_it_is_changed() {
    let mut bot = TestBot::start().await;
    let join = "/deskbreak join times:9:00, 12:30, 15:00 days:daily timezone:UTC";
    insta::assert_snapshot!(
        bot.run(BEN, &format!("{join} quiet:12:00-13:00 holidays:true stop_when_done:true")).await,
        @"
    (only you)
    ## Your desk break is set
    I'll remind you at 09:00, 12:30 and 15:00 every day (UTC), by direct message.
    The next times:
    - Monday, 1 June, 09:00 (<t:1780304400:R>)
    - Monday, 1 June, 15:00 (<t:1780326000:R>)
    - Tuesday, 2 June, 09:00 (<t:1780390800:R>)
    - Tuesday, 2 June, 15:00 (<t:1780412400:R>)
    - Wednesday, 3 June, 09:00 (<t:1780477200:R>)
    -# What falls in quiet hours (12:00-13:00) is left out.
    - **Quiet hours of your own:** 12:00-13:00. Nothing comes then.
    - **On this server's holidays** it comes too.
    - **Once you have done it** nothing more comes that day.
    -# I know of that from your streak only, and you have none here. `/streak join` begins one.
    **I'm sending you a test message now, by direct message.** Press *I see it* there. If none comes, I say here what to change.
    [End my reminder]
    "
    );
    let shown = bot.run(BEN, "/deskbreak edit days:weekdays").await;
    for kept in [
        "12:00-13:00",
        "holidays** it comes too",
        "Once you have done it",
    ] {
        assert!(shown.contains(kept), "{shown}");
    }
    bot.run(BEN, "/streak join visibility:hidden").await;
    let with_streak = bot.run(BEN, "/deskbreak show").await;
    assert!(!with_streak.contains("/streak join"), "{with_streak}");
    let plain = bot
        .run(
            BEN,
            "/deskbreak edit quiet:off holidays:false stop_when_done:false",
        )
        .await;
    for gone in ["12:00-13:00", "holidays", "Once you have done it"] {
        assert!(!plain.contains(gone), "{plain}");
    }
}

#[tokio::test]
async fn quiet_hours_of_ones_own_that_make_no_sense_are_said_with_what_would() {
    let mut bot = TestBot::start().await;
    let join = "/deskbreak join times:12:30 timezone:UTC";
    insta::assert_snapshot!(bot.run(BEN, &format!("{join} quiet:12")).await, @r#"
    (only you)
    "12" is not a span of hours. Write two times with a dash between, such as `22:00-7:00`, or `off` for none.
    "#);
    insta::assert_snapshot!(bot.run(BEN, &format!("{join} quiet:12:00-12:00")).await, @"
    (only you)
    12:00 to 12:00 could be no time or all day. Write two different times, such as `22:00-7:00`, or `off` for none.
    ");
    insta::assert_snapshot!(bot.run(BEN, &format!("{join} quiet:12:00-13:00")).await, @"
    (only you)
    All of these times lie in your quiet hours, 12:00-13:00, so nothing would ever come. Choose other times, or `quiet: off`.
    ");
    let none = bot.run(BEN, "/deskbreak show").await;
    assert!(none.contains("You have no desk break yet"), "{none}");
    // Times that move into quiet hours that are there already are refused as well.
    bot.run(
        BEN,
        "/deskbreak join times:9:00 timezone:UTC quiet:12:00-13:00",
    )
    .await;
    let refused = bot.run(BEN, "/deskbreak edit times:12:30").await;
    assert!(refused.contains("would ever come"), "{refused}");
    let kept = bot.run(BEN, "/deskbreak show").await;
    assert!(kept.contains("at 09:00"), "{kept}");
}

#[tokio::test]
async fn a_weekday_is_the_next_one_and_never_today() {
    let mut bot = TestBot::start().await;
    bot.run(BEN, "/deskbreak join times:9:00 days:daily timezone:UTC")
        .await;
    // It is Monday.
    for (typed, last) in [("Fri", "Friday, 5 June"), ("monday", "Monday, 8 June")] {
        let paused = bot
            .run(BEN, &format!("/deskbreak pause until:{typed}"))
            .await;
        assert!(paused.contains(&format!("them is {last} 2026")), "{paused}");
    }
    let refused = bot.run(BEN, "/deskbreak pause until:fr").await;
    assert!(refused.contains("or a weekday such as"), "{refused}");
    let dates = bot.propose(BEN, "deskbreak pause", "until", "wedn").await;
    assert!(dates.contains("2026-06-03"), "{dates}");
}

#[tokio::test]
async fn who_changes_a_reminder_into_what_it_is_hears_that_it_is_so() {
    let mut bot = TestBot::start().await;
    bot.run(BEN, "/deskbreak join times:10:00 days:fri timezone:UTC")
        .await;
    for command in ["edit times:10am days:friday", "join times:10:00 days:fri"] {
        let answer = bot.run(BEN, &format!("/deskbreak {command}")).await;
        assert!(!answer.contains("is changed"), "{command}: {answer}");
        let said = "at 10:00 every Friday (UTC), by direct message";
        assert!(answer.contains(said), "{command}: {answer}");
        let hint = "Nothing had to be changed";
        assert!(answer.contains(hint), "{command}: {answer}");
    }
}
