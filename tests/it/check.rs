//! Looking after the bot: what it may do, what became of its deliveries, and what is on hold.

use unhunch::app::Disposition;
use unhunch::domain::ids::GuildId;

use crate::support::{ADA, Answer, BEN, CLEO, GUILD, TestBot, WELLNESS};

const VIEW: u64 = 1 << 10;
const SEND: u64 = 1 << 11;
const HISTORY: u64 = 1 << 16;

#[tokio::test]
#[expect(clippy::too_many_lines, reason = "one story, told in one go")]
async fn an_admin_sees_each_channels_permissions_and_the_last_deliveries_with_reasons() {
    let mut bot = TestBot::start().await;
    insta::assert_snapshot!(bot.run(ADA, "/wellness check").await, @"
    (only you)
    ## What I may do
    No schedule posts anywhere yet. `/prompts add` makes one.
    ## The last deliveries
    Nothing was due yet.
    -# My clock and Discord's agree.
    -# Unhunch 0.1.0, zone data 2026e
    ");
    bot.add_prompts(
        ADA,
        "channel:200 times:9:00, 12:00, 22:30 days:daily timezone:UTC",
    )
    .await;
    bot.add_prompts(ADA, "channel:201 times:10:00 days:daily")
        .await;
    bot.run(
        BEN,
        "/deskbreak join times:11:00 days:daily deliver:channel",
    )
    .await;
    bot.run(ADA, "/wellness settings channel:202 quiet:22:00-7:00")
        .await;
    bot.run(ADA, "/wellness holidays add date:2026-06-03 name:Feast")
        .await;
    bot.discord.deny(201, SEND | HISTORY);
    bot.discord.delete_channel(202);
    bot.advance_to("2026-06-01T11:30:00Z").await;
    for _ in 0..3 {
        bot.next_message();
    }
    bot.stop().await;
    bot.advance_to("2026-06-01T13:00:00Z").await;
    bot.restart().await;
    bot.advance_to("2026-06-01T23:00:00Z").await;
    bot.discord.skew(-7);
    insta::assert_snapshot!(bot.run(ADA, "/wellness check").await, @"
    (only you)
    ## What I may do
    - <#201>: **Send Messages and Read Message History** are missing. Without Send Messages nothing comes. Without Read Message History I cannot look whether a prompt arrived when the connection broke. Allow them for my role under *Edit channel → Permissions*.
    - <#202>: I cannot find it. It is deleted, or hidden from me: allow **View Channel** for my role under *Edit channel → Permissions*, or let the schedule post elsewhere.
    - <#200>: all is well
    ## The last deliveries
    - <t:1780353000:F>: prompt #1 in <#200>, left out: these are quiet hours
    - <t:1780315200:F>: prompt #1 in <#200>, **missed**: it could not be sent in time
    - <t:1780311600:F>: a member's reminder, sent
    - <t:1780308000:F>: prompt #2 in <#201>, sent
    - <t:1780304400:F>: prompt #1 in <#200>, sent
    -# My clock is 7 seconds ahead of Discord's. From 60 on nothing is planned: set the time of the machine that I run on.
    -# Unhunch 0.1.0, zone data 2026e
    ");
    bot.discord
        .answer(Answer::Refused(Disposition::OutcomeUnknown));
    let unseen = bot.run(ADA, "/wellness check").await;
    assert!(
        unseen.contains("Discord did not tell me just now"),
        "{unseen}"
    );
    let refused = bot.run(BEN, "/wellness check").await;
    assert!(refused.contains("Only those who may manage"), "{refused}");
}

#[tokio::test]
#[expect(clippy::too_many_lines, reason = "one story, told in one go")]
async fn a_schedule_on_hold_is_told_once_to_whoever_manages_the_server_and_resumed_once_it_can_post()
 {
    let mut bot = TestBot::start().await;
    bot.add_prompts(
        ADA,
        "channel:200 times:9:00, 10:00, 11:00 days:daily timezone:UTC",
    )
    .await;
    bot.discord.deny(200, VIEW);
    bot.discord
        .answer(Answer::Refused(Disposition::ChannelUnusable));
    bot.advance_to("2026-06-01T09:00:00Z").await;
    // Others are not told, and neither is who only types.
    let other = bot.run(BEN, "/deskbreak show").await;
    assert!(!other.contains("on hold"), "{other}");
    let typing = bot.propose(ADA, "help", "command", "str").await;
    assert!(!typing.contains("on hold"), "{typing}");
    bot.restart().await;
    insta::assert_snapshot!(bot.run(ADA, "/prompts remove id:99").await, @"
    (only you)
    I have no schedule with that number here. `/prompts list` shows the ones there are.
    (beside, only you)
    **Prompt #1 in <#200> is on hold: I could not post there.**
    Let me see the channel and write in it, then press the button. `/wellness check` says what is missing. If the channel is gone, choose another one for it.
    [Resume #1]
    ");
    let resume = bot.button("Resume #1");
    let again = bot.run(ADA, "/prompts remove id:99").await;
    assert!(!again.contains("on hold"), "told twice: {again}");

    insta::assert_snapshot!(bot.press_earlier(BEN, &resume).await, @"
    (only you)
    Only those who may manage this server can do that.
    ");
    insta::assert_snapshot!(bot.press_earlier(ADA, &resume).await, @"
    (only you)
    ## Not yet
    - <#200>: **View Channel** is missing. Without it I see nothing of the channel. Allow it for my role under *Edit channel → Permissions*.
    [Resume #1]
    ");
    bot.advance_to("2026-06-01T10:30:00Z").await;
    assert_eq!(bot.discord.unread(), 0);
    insta::assert_snapshot!(bot.run(ADA, "/wellness check").await, @"
    (only you)
    ## What I may do
    - <#200>: **View Channel** is missing. Without it I see nothing of the channel. Allow it for my role under *Edit channel → Permissions*.
    **Prompt #1 in <#200> is on hold: I could not post there.**
    Mend what is missing there, as it stands above, then press the button.
    [Resume #1]
    ## The last deliveries
    - <t:1780304400:F>: prompt #1 in <#200>, **not sent**: I may not post in the channel, or it is gone
    -# My clock and Discord's agree.
    -# Unhunch 0.1.0, zone data 2026e
    ");
    bot.discord.deny(200, 0);
    insta::assert_snapshot!(bot.press_earlier(ADA, &resume).await, @"
    (only you)
    ## It goes on
    I post in <#200> again, next <t:1780311600:F>. What was due meanwhile does not come any more.
    ");
    // What was due meanwhile does not come, and pressing again changes nothing.
    insta::assert_snapshot!(bot.press_earlier(ADA, &resume).await, @"
    (only you)
    It is not on hold: it posts as planned.
    ");
    assert_eq!(bot.discord.unread(), 0);
    bot.advance_to("2026-06-01T11:00:00Z").await;
    bot.next_message();
    // It is told anew if it happens anew.
    bot.discord
        .answer(Answer::Refused(Disposition::ChannelUnusable));
    bot.advance_to("2026-06-02T09:00:00Z").await;
    let told = bot.run(ADA, "/prompts remove id:99").await;
    assert!(told.contains("Prompt #1 in <#200> is on hold"), "{told}");
}

#[tokio::test]
async fn a_members_own_desk_break_on_hold_is_told_to_that_member_and_resumed_by_them_alone() {
    let mut bot = TestBot::start().await;
    bot.run(
        BEN,
        "/deskbreak join times:9:00 days:daily timezone:UTC deliver:channel",
    )
    .await;
    bot.discord
        .answer(Answer::Refused(Disposition::ChannelUnusable));
    bot.advance_to("2026-06-01T09:00:00Z").await;
    insta::assert_snapshot!(bot.run(BEN, "/help command:done").await, @"
    (only you)
    ## /done
    Record today's check-in
    (beside, only you)
    **Your desk break in <#200> is on hold: I could not post there.**
    Somebody who manages this server can mend that: ask them to allow **View Channel** and **Send Messages** for my role there, under *Edit channel → Permissions*; then press *Resume*, or use `/deskbreak resume`. Or have it come elsewhere: `/deskbreak edit` with `deliver: dm`, or with `deliver: channel` in another channel, and it goes on by itself.
    [Resume]
    ");
    let resume = bot.button("Resume");
    // What is shown tells it too, and lists nothing that does not come.
    insta::assert_snapshot!(bot.run(BEN, "/deskbreak show").await, @"
    (only you)
    ## Your desk break
    I'll remind you at 09:00 every day (UTC), by a mention of just you in <#200>.
    -# This is UTC, since neither you nor the server has chosen a time zone yet. Add `timezone` if your clock differs.
    **It is on hold: I could not post in <#200>, so nothing comes.** Somebody who manages this server can mend that: ask them to allow **View Channel** and **Send Messages** for my role there, under *Edit channel → Permissions*; then press *Resume*, or use `/deskbreak resume`. Or have it come elsewhere: `/deskbreak edit` with `deliver: dm`, or with `deliver: channel` in another channel, and it goes on by itself.
    [Resume] [End my reminder]
    ");
    bot.discord.deny(200, SEND);
    insta::assert_snapshot!(bot.press(BEN, "Resume").await, @"
    (only you)
    ## Not yet
    - <#200>: **Send Messages** is missing. Without it nothing comes. Allow it for my role under *Edit channel → Permissions*.
    Ask somebody who manages this server for that. Or have it come elsewhere: `/deskbreak edit` with `deliver: dm`, or with `deliver: channel` in another channel, and it goes on by itself.
    [Resume]
    ");
    bot.discord.deny(200, 0);
    for other in [ADA, CLEO] {
        let refused = bot.press_earlier(other, &resume).await;
        assert!(refused.contains("not there any more"), "{refused}");
    }
    let resumed = bot.press_earlier(BEN, &resume).await;
    assert!(resumed.contains("It goes on"), "{resumed}");
    bot.advance_to("2026-06-02T09:00:00Z").await;
    bot.next_message();
}

#[tokio::test]
async fn a_desk_break_on_hold_goes_on_in_another_place_or_when_its_member_says_so() {
    for (mends, place) in [
        ("/deskbreak edit deliver:dm", 9_000 + BEN),
        ("/deskbreak resume", WELLNESS),
    ] {
        let mut bot = TestBot::start().await;
        let join = "/deskbreak join times:9:00 days:daily timezone:UTC deliver:channel";
        bot.run(BEN, join).await;
        bot.discord
            .answer(Answer::Refused(Disposition::ChannelUnusable));
        bot.advance_to("2026-06-01T09:00:00Z").await;
        // Who sees it shown is not told of it beside.
        let shown = bot.run(BEN, "/deskbreak show").await;
        assert!(
            shown.contains("It is on hold") && !shown.contains("(beside"),
            "{shown}"
        );
        let mended = bot.run(BEN, mends).await;
        assert!(mended.contains("The next times:"), "{mended}");
        assert!(!mended.contains("on hold"), "{mended}");
        bot.advance_to("2026-06-02T09:02:00Z").await;
        assert_eq!(bot.next_message().channel, place);
    }
}

#[tokio::test]
async fn what_did_not_reach_an_admin_is_told_the_next_time() {
    let mut bot = TestBot::start().await;
    bot.add_prompts(ADA, "channel:200 times:9:00 days:daily timezone:UTC")
        .await;
    bot.discord
        .answer(Answer::Refused(Disposition::ChannelUnusable));
    bot.advance_to("2026-06-01T09:00:00Z").await;
    let aside = bot.aside(ADA).await.unwrap();
    assert_eq!(bot.aside(ADA).await, None);
    bot.lose(aside).await;
    assert!(bot.aside(ADA).await.is_some());
}

#[tokio::test]
async fn what_a_member_put_off_of_a_channels_prompt_is_between_them_and_the_bot() {
    let mut bot = TestBot::start().await;
    bot.add_prompts(
        ADA,
        "channel:200 times:9:00,15:00 days:daily timezone:Europe/Berlin",
    )
    .await;
    bot.run(CLEO, "/deskbreak join times:20:00 timezone:Europe/Berlin")
        .await;
    bot.advance_to("2026-06-01T07:00:00Z").await;
    bot.next_message();
    bot.press(CLEO, "Snooze").await;
    bot.press(CLEO, "10 min").await;
    bot.advance_to("2026-06-01T07:30:00Z").await;
    let direct = bot.next_message().channel;
    let check = bot.run(ADA, "/wellness check").await;
    assert!(check.contains("a member's reminder, sent"), "{check}");
    assert!(!check.contains(&direct.to_string()), "{check}");
}

#[tokio::test]
async fn who_asks_for_the_check_is_told_beside_it_what_is_their_own() {
    let mut bot = TestBot::start().await;
    bot.discord.refuse_test(Disposition::UserUnreachable);
    bot.run(ADA, "/deskbreak join times:9:00 timezone:UTC")
        .await;
    let told = bot.run(ADA, "/wellness check").await;
    assert!(told.contains("(beside, only you)"), "{told}");
    assert!(
        told.contains("My direct message did not reach you"),
        "{told}"
    );
    bot.run(ADA, "/deskbreak edit deliver:channel").await;
    bot.discord
        .answer(Answer::Refused(Disposition::ChannelUnusable));
    bot.advance_to("2026-06-01T09:00:00Z").await;
    let told = bot.run(ADA, "/wellness check").await;
    assert!(
        told.contains("Your desk break in <#200> is on hold"),
        "{told}"
    );
    let again = bot.run(ADA, "/help command:done").await;
    assert!(!again.contains("on hold"), "told twice: {again}");
}

#[tokio::test]
async fn the_week_in_numbers_is_told_of_too_when_it_is_on_hold() {
    let mut bot = TestBot::start().await;
    bot.run(
        ADA,
        "/wellness settings recap:true channel:200 timezone:UTC",
    )
    .await;
    let guild = GuildId::new(GUILD).unwrap();
    let store = &bot.app().store;
    let recap = store.recap_of_guild(guild).await.unwrap().unwrap();
    store
        .suspend_schedule(recap.id, "channel unusable")
        .await
        .unwrap();
    insta::assert_snapshot!(bot.run(ADA, "/wellness check").await, @"
    (only you)
    ## What I may do
    - <#200>: all is well
    **The week in numbers in <#200> is on hold: I could not post there.**
    Nothing keeps me from posting there now, as far as I can see. Press the button, and I go on.
    [Resume the week in numbers]
    ## The last deliveries
    Nothing was due yet.
    -# My clock and Discord's agree.
    -# Unhunch 0.1.0, zone data 2026e
    ");
    let resumed = bot.press(ADA, "Resume the week in numbers").await;
    assert!(resumed.contains("It goes on"), "{resumed}");
    // Fewer than five have anything to tell, and that is said of it by its name.
    bot.advance_to("2026-06-08T11:00:00Z").await;
    let report = bot.run(ADA, "/wellness check").await;
    assert!(
        report.contains("the week in numbers in <#200>, left out: fewer than five"),
        "{report}"
    );
}

#[tokio::test]
async fn what_a_member_did_with_their_reminders_is_not_told_in_the_words_of_the_outbox() {
    let mut bot = TestBot::start().await;
    bot.run(
        BEN,
        "/deskbreak join times:7:00,8:00,9:00,10:00,11:00,12:00,13:00 days:daily timezone:UTC deliver:channel",
    )
    .await;
    bot.advance_to("2026-06-01T07:00:00Z").await;
    bot.next_message();
    let snooze = bot.button("Snooze");
    for length in ["10 min", "15 min"] {
        bot.press_earlier(BEN, &snooze).await;
        bot.press(BEN, length).await;
    }
    bot.advance_to("2026-06-01T12:30:00Z").await;
    while bot.discord.unread() > 0 {
        bot.next_message();
    }
    bot.press(BEN, "Skip today").await;
    bot.advance_to("2026-06-01T13:00:00Z").await;
    insta::assert_snapshot!(bot.run(ADA, "/wellness check").await, @"
    (only you)
    ## What I may do
    - <#200>: all is well
    ## The last deliveries
    - <t:1780318800:F>: a member's reminder, left out: as its member wished
    - <t:1780315200:F>: a member's reminder, left out: nobody gets more messages than six a day
    - <t:1780311600:F>: a member's reminder, sent
    - <t:1780308000:F>: a member's reminder, sent
    - <t:1780304400:F>: a member's reminder, sent
    - <t:1780300800:F>: a member's reminder, sent
    - <t:1780298100:F>: a member's reminder, sent
    - <t:1780297800:F>: a member's reminder, left out: as its member wished
    - <t:1780297200:F>: a member's reminder, sent
    -# My clock and Discord's agree.
    -# Unhunch 0.1.0, zone data 2026e
    ");
}

#[tokio::test]
async fn a_thread_that_is_closed_is_told_of_as_such_wherever_its_schedule_is_named() {
    let mut bot = TestBot::start().await;
    bot.add_prompts(ADA, "channel:200 times:9:00 days:daily timezone:UTC")
        .await;
    let line = "/deskbreak join times:9:00 days:daily timezone:UTC deliver:channel";
    bot.run(BEN, line).await;
    for _ in 0..2 {
        bot.discord
            .answer(Answer::Refused(Disposition::ThreadClosed));
    }
    bot.advance_to("2026-06-01T09:01:00Z").await;
    insta::assert_snapshot!(bot.run(ADA, "/streak show").await, @"
    (only you)
    You have no streak here, and that's fine.
    [What are streaks?]
    (beside, only you)
    **Prompt #1 in <#200> is on hold: that thread was closed.**
    A thread that was closed has to be opened again and unlocked, or allow me **Manage Threads** in the channel that it stands in; then press the button. Or let the schedule post elsewhere with `/prompts edit`.
    [Resume #1]
    ");
    insta::assert_snapshot!(bot.run(ADA, "/prompts list").await, @"
    (only you)
    ## Prompts of this server
    - **#1** in <#200> at 09:00 every day (UTC); **on hold**: that thread is closed. Open it again and unlock it, or allow me **Manage Threads** in the channel that it stands in, then use `/prompts resume`.
    ");
    insta::assert_snapshot!(bot.run(ADA, "/prompts now id:1").await, @"
    (only you)
    That schedule is on hold: <#200> is closed. Open it again and unlock it, then use `/prompts resume` first.
    ");
    let preview = bot.run(ADA, "/prompts preview id:1").await;
    assert!(preview.contains("but that thread is closed"), "{preview}");
    insta::assert_snapshot!(bot.run(BEN, "/streak show").await, @"
    (only you)
    You have no streak here, and that's fine.
    [What are streaks?]
    (beside, only you)
    **Your desk break in <#200> is on hold: that thread was closed.**
    Have the thread opened again and unlocked; then press *Resume*, or use `/deskbreak resume`. Or have it come elsewhere: `/deskbreak edit` with `deliver: dm`, or with `deliver: channel` in another channel, and it goes on by itself.
    [Resume]
    ");
    insta::assert_snapshot!(bot.run(BEN, "/deskbreak show").await, @"
    (only you)
    ## Your desk break
    I'll remind you at 09:00 every day (UTC), by a mention of just you in <#200>.
    **It is on hold: <#200> was closed, so nothing comes.** Have the thread opened again and unlocked; then press *Resume*, or use `/deskbreak resume`. Or have it come elsewhere: `/deskbreak edit` with `deliver: dm`, or with `deliver: channel` in another channel, and it goes on by itself.
    [Resume] [End my reminder]
    ");
}

#[tokio::test]
async fn what_is_on_hold_is_not_said_to_post_again_while_it_cannot() {
    let mut bot = TestBot::start().await;
    bot.add_prompts(ADA, "channel:200 times:9:00 days:daily timezone:UTC")
        .await;
    let line = "/deskbreak join times:9:00 days:daily timezone:UTC deliver:channel";
    bot.run(BEN, line).await;
    for _ in 0..2 {
        bot.discord
            .answer(Answer::Refused(Disposition::ChannelUnusable));
    }
    bot.advance_to("2026-06-01T09:01:00Z").await;
    bot.run(ADA, "/help").await;
    bot.run(BEN, "/help").await;
    bot.discord.deny(200, SEND);
    insta::assert_snapshot!(bot.run(ADA, "/prompts resume id:1").await, @"
    (only you)
    ## Not yet
    - <#200>: **Send Messages** is missing. Without it nothing comes. Allow it for my role under *Edit channel → Permissions*.
    [Resume #1]
    ");
    insta::assert_snapshot!(bot.run(BEN, "/deskbreak resume").await, @"
    (only you)
    ## Not yet
    - <#200>: **Send Messages** is missing. Without it nothing comes. Allow it for my role under *Edit channel → Permissions*.
    Ask somebody who manages this server for that. Or have it come elsewhere: `/deskbreak edit` with `deliver: dm`, or with `deliver: channel` in another channel, and it goes on by itself.
    [Resume]
    ");
    let list = bot.run(ADA, "/prompts list").await;
    assert!(list.contains("**on hold**"), "{list}");
    bot.discord.deny(200, 0);
    let resumed = bot.run(ADA, "/prompts resume id:1").await;
    assert!(resumed.contains("#1 posts again"), "{resumed}");
    let resumed = bot.run(BEN, "/deskbreak resume").await;
    assert!(resumed.contains("Your reminders come again"), "{resumed}");
}

#[tokio::test]
async fn a_thread_that_is_closed_puts_its_schedule_on_hold_with_the_way_to_open_it() {
    let mut bot = TestBot::start().await;
    bot.add_prompts(ADA, "channel:200 times:9:00, 10:00 days:daily timezone:UTC")
        .await;
    bot.discord
        .answer(Answer::Refused(Disposition::ThreadClosed));
    bot.advance_to("2026-06-01T09:00:00Z").await;
    insta::assert_snapshot!(bot.run(ADA, "/wellness check").await, @"
    (only you)
    ## What I may do
    - <#200>: all is well
    **Prompt #1 in <#200> is on hold: that thread was closed.**
    Nothing keeps me from posting there now, as far as I can see. Press the button, and I go on.
    [Resume #1]
    ## The last deliveries
    - <t:1780304400:F>: prompt #1 in <#200>, **not sent**: the thread is closed. Open it again and unlock it, or allow me **Manage Threads**, or let the schedule post elsewhere
    -# My clock and Discord's agree.
    -# Unhunch 0.1.0, zone data 2026e
    ");
    bot.advance_to("2026-06-01T10:30:00Z").await;
    bot.press(ADA, "Resume #1").await;
    bot.advance_to("2026-06-02T09:00:00Z").await;
    bot.next_message();
}
