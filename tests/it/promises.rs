//! What is promised when prompts are set up is what comes: times, pings and posts.

use unhunch::app::Disposition;

use crate::support::{ADA, Answer, BEN, TestBot};

const VIEW: u64 = 1 << 10;
const SEND: u64 = 1 << 11;
const ATTACH: u64 = 1 << 15;

/// A guild in UTC that is quiet at noon and has a holiday on Tuesday.
async fn quiet_guild() -> TestBot {
    let mut bot = TestBot::start().await;
    bot.run(ADA, "/wellness settings timezone:UTC quiet:12:00-14:00")
        .await;
    bot.run(ADA, "/wellness holidays add date:2026-06-03 name:Feast")
        .await;
    bot
}

#[tokio::test]
async fn neither_a_holiday_nor_quiet_hours_are_among_the_next_times() {
    let mut bot = quiet_guild().await;
    let add = "/prompts add channel:200 times:10:00, 13:00 days:daily";
    insta::assert_snapshot!(bot.run(ADA, add).await, @"
    (only you)
    ## Is this what you mean?
    I'd post a stretch in <#200> at 10:00 and 13:00 every day (UTC).
    The next times:
    - Monday, 1 June, 10:00 (<t:1780308000:R>)
    - Tuesday, 2 June, 10:00 (<t:1780394400:R>)
    - Thursday, 4 June, 10:00 (<t:1780567200:R>)
    - Friday, 5 June, 10:00 (<t:1780653600:R>)
    - Saturday, 6 June, 10:00 (<t:1780740000:R>)
    -# What falls on a holiday of this server is left out.
    -# What falls in quiet hours (12:00-14:00) is left out.
    -# Nothing is saved before you confirm.
    [Confirm] [Cancel]
    ");
    insta::assert_snapshot!(bot.press(ADA, "Confirm").await, @"
    (only you)
    ## Prompts are set
    I'll post a stretch in <#200> at 10:00 and 13:00 every day (UTC).
    The next times:
    - Monday, 1 June, 10:00 (<t:1780308000:R>)
    - Tuesday, 2 June, 10:00 (<t:1780394400:R>)
    - Thursday, 4 June, 10:00 (<t:1780567200:R>)
    - Friday, 5 June, 10:00 (<t:1780653600:R>)
    - Saturday, 6 June, 10:00 (<t:1780740000:R>)
    -# What falls on a holiday of this server is left out.
    -# What falls in quiet hours (12:00-14:00) is left out.
    -# You'd like it otherwise? `/prompts edit` changes it.
    [Remove it again]
    ");
    // Every one of them comes, and nothing else.
    for day in ["01", "02", "04"] {
        bot.advance_to(&format!("2026-06-{day}T10:00:00Z")).await;
        bot.next_message();
        bot.advance_to(&format!("2026-06-{day}T23:00:00Z")).await;
    }
    let edited = bot.run(ADA, "/prompts edit id:1 times:11:00, 12:30").await;
    assert!(edited.contains("5 June, 11:00"), "{edited}");
    assert!(!edited.contains("12:30 (<t"), "{edited}");
}

#[tokio::test]
async fn a_desk_break_promises_nothing_on_days_and_at_hours_on_which_none_comes() {
    let mut bot = quiet_guild().await;
    let joined = bot
        .run(
            BEN,
            "/deskbreak join times:9:00, 10:00, 13:00 days:daily quiet:8:30-9:30",
        )
        .await;
    assert!(!joined.contains("09:00 (<t"), "{joined}");
    assert!(!joined.contains("13:00 (<t"), "{joined}");
    assert!(!joined.contains("3 June"), "{joined}");
    assert!(joined.contains("- Saturday, 6 June, 10:00"), "{joined}");
    let wished = bot.run(BEN, "/deskbreak edit holidays:true").await;
    assert!(wished.contains("3 June, 10:00"), "{wished}");
    bot.advance_to("2026-06-01T06:00:00Z").await;
}

#[tokio::test]
async fn what_would_never_come_is_not_set_without_a_word() {
    let mut bot = quiet_guild().await;
    let add = "/prompts add channel:200 times:12:00, 13:30 days:daily";
    insta::assert_snapshot!(bot.run(ADA, add).await, @"
    (only you)
    ## Is this what you mean?
    I'd post a stretch in <#200> at 12:00 and 13:30 every day (UTC).
    **Nothing of it would come: it falls in quiet hours (12:00-14:00).** Choose other times, or other quiet hours: whoever manages this server changes its own with `/wellness settings quiet:`.
    -# Nothing is saved before you confirm.
    [Confirm] [Cancel]
    ");
    bot.press(ADA, "Confirm").await;
    insta::assert_snapshot!(bot.run(ADA, "/prompts list").await, @"
    (only you)
    ## Prompts of this server
    - **#1** in <#200> at 12:00 and 13:30 every day (UTC). **Nothing of it would come: it falls in quiet hours (12:00-14:00).** Choose other times, or other quiet hours: whoever manages this server changes its own with `/wellness settings quiet:`.
    ");
    let once = "/prompts add channel:200 cron:0 0 10 3 6 ? 2026";
    let on_a_holiday = bot.run(ADA, once).await;
    assert!(
        on_a_holiday.contains("it falls on holidays of this server"),
        "{on_a_holiday}"
    );
}

#[tokio::test]
async fn a_channel_that_takes_nothing_is_told_before_prompts_are_set_there_and_after() {
    let mut bot = TestBot::start().await;
    bot.discord.deny(200, SEND);
    let add = "/prompts add channel:200 times:9:00 timezone:UTC";
    insta::assert_snapshot!(bot.run(ADA, add).await, @"
    (only you)
    ## Is this what you mean?
    I'd post a stretch in <#200> at 09:00 on weekdays (UTC).
    **Something is in the way:**
    - <#200>: **Send Messages** is missing. Without it nothing comes. Allow it for my role under *Edit channel → Permissions*.
    The next times:
    - Monday, 1 June, 09:00 (<t:1780304400:R>)
    - Tuesday, 2 June, 09:00 (<t:1780390800:R>)
    - Wednesday, 3 June, 09:00 (<t:1780477200:R>)
    - Thursday, 4 June, 09:00 (<t:1780563600:R>)
    - Friday, 5 June, 09:00 (<t:1780650000:R>)
    -# Nothing is saved before you confirm.
    -# This server has no time zone yet and keeps UTC.
    [Confirm] [Cancel]
    ");
    insta::assert_snapshot!(bot.press(ADA, "Confirm").await, @"
    (only you)
    ## Prompts are set
    I'll post a stretch in <#200> at 09:00 on weekdays (UTC).
    **Something is in the way:**
    - <#200>: **Send Messages** is missing. Without it nothing comes. Allow it for my role under *Edit channel → Permissions*.
    The next times:
    - Monday, 1 June, 09:00 (<t:1780304400:R>)
    - Tuesday, 2 June, 09:00 (<t:1780390800:R>)
    - Wednesday, 3 June, 09:00 (<t:1780477200:R>)
    - Thursday, 4 June, 09:00 (<t:1780563600:R>)
    - Friday, 5 June, 09:00 (<t:1780650000:R>)
    -# You'd like it otherwise? `/prompts edit` changes it.
    [Remove it again]
    ");
    bot.discord.deny(201, VIEW | ATTACH);
    let moved = bot.run(ADA, "/prompts edit id:1 channel:201").await;
    assert!(
        moved.contains("<#201>: **View Channel and Attach Files** are missing."),
        "{moved}"
    );
    bot.discord.deny(201, 0);
    let mended = bot.press(ADA, "Confirm").await;
    assert!(!mended.contains("in the way"), "{mended}");
    // What Discord does not tell is no reason not to answer.
    bot.discord
        .answer(Answer::Refused(Disposition::OutcomeUnknown));
    let unseen = bot.run(ADA, "/prompts edit id:1 times:10:00").await;
    assert!(unseen.contains("at 10:00"), "{unseen}");
    assert!(!unseen.contains("in the way"), "{unseen}");
}

#[tokio::test]
async fn a_role_that_is_not_pinged_is_told_where_it_is_chosen_and_in_the_check() {
    let mut bot = TestBot::start().await;
    bot.discord.close_role(55);
    let add = "/prompts add channel:200 times:9:00 timezone:UTC role:55";
    insta::assert_snapshot!(bot.run(ADA, add).await, @"
    (only you)
    ## Is this what you mean?
    I'd post a stretch in <#200> at 09:00 on weekdays (UTC).
    - Each one names <@&55>, and pings nobody as it is.
    **Something is in the way:**
    - <#200>: prompts name <@&55> there and ping nobody. Switch on **Allow anyone to @mention this role** in the role's settings, or allow **Mention @everyone, @here, and All Roles** for my role under *Edit channel → Permissions*.
    The next times:
    - Monday, 1 June, 09:00 (<t:1780304400:R>)
    - Tuesday, 2 June, 09:00 (<t:1780390800:R>)
    - Wednesday, 3 June, 09:00 (<t:1780477200:R>)
    - Thursday, 4 June, 09:00 (<t:1780563600:R>)
    - Friday, 5 June, 09:00 (<t:1780650000:R>)
    -# Nothing is saved before you confirm.
    -# This server has no time zone yet and keeps UTC.
    [Confirm] [Cancel]
    ");
    let saved = bot.press(ADA, "Confirm").await;
    assert!(saved.contains("pings nobody"), "{saved}");
    insta::assert_snapshot!(bot.run(ADA, "/wellness check").await, @"
    (only you)
    ## What I may do
    - <#200>: prompts name <@&55> there and ping nobody. Switch on **Allow anyone to @mention this role** in the role's settings, or allow **Mention @everyone, @here, and All Roles** for my role under *Edit channel → Permissions*.
    ## The last deliveries
    Nothing was due yet.
    -# My clock and Discord's agree.
    -# Unhunch 0.1.0, zone data 2026e
    ");
    let open = bot.run(ADA, "/prompts edit id:1 role:56").await;
    assert!(open.contains("Each one pings <@&56>"), "{open}");
    let gone = bot.run(ADA, "/prompts edit id:1 role:77").await;
    assert!(gone.contains("is gone"), "{gone}");
}

#[tokio::test]
async fn prompts_that_were_set_long_ago_are_not_removed_without_a_question() {
    let mut bot = TestBot::start().await;
    bot.add_prompts(ADA, "channel:200 times:9:00 days:fri timezone:UTC")
        .await;
    let again = bot.button("Remove it again");
    bot.advance_to("2026-06-02T09:00:00Z").await;
    let asked = bot.press_earlier(ADA, &again).await;
    assert!(asked.contains("Shall #1 go?"), "{asked}");
    let there = bot.run(ADA, "/prompts list").await;
    assert!(there.contains("#1"), "{there}");
    bot.run(ADA, "/prompts remove id:1").await;
    let remove = bot.button("Remove it");
    let forged = bot.press_earlier(BEN, &remove).await;
    assert!(forged.contains("Only those who may manage"), "{forged}");
    let removed = bot.press_earlier(ADA, &remove).await;
    assert!(removed.contains("Removed"), "{removed}");
    // One that was made just now is taken back at once.
    bot.add_prompts(ADA, "channel:200 times:9:00 timezone:UTC")
        .await;
    let back = bot.press(ADA, "Remove it again").await;
    assert!(back.contains("Removed"), "{back}");
}

#[tokio::test]
async fn a_day_can_be_called_today_or_tomorrow() {
    let mut bot = TestBot::start().await;
    bot.add_prompts(ADA, "channel:200 times:9:00 timezone:UTC")
        .await;
    let paused = bot.run(ADA, "/prompts pause id:1 until:Tomorrow").await;
    assert!(paused.contains("Tuesday, 2 June 2026"), "{paused}");
    let paused = bot.run(ADA, "/prompts pause id:1 until:today").await;
    assert!(paused.contains("Monday, 1 June 2026"), "{paused}");
    insta::assert_snapshot!(bot.run(ADA, "/prompts pause id:1 until:2026-05-30").await, @"
    (only you)
    Saturday, 30 May 2026 is over. Write the last day of the pause: today or a later one, such as 2026-06-02.
    ");
    bot.run(BEN, "/streak join visibility:hidden").await;
    let off = bot
        .run(BEN, "/streak pause from:tomorrow to:2026-06-05")
        .await;
    assert!(off.contains("2 June"), "{off}");
}
