//! How a streak is counted, for people: what is said back, time off, holidays, and changes of clock.

use jiff::{Timestamp, ToSpan as _};
use sqlx::{AnyConnection, AssertSqlSafe, Connection as _, Executor as _};
use unhunch::app::{Interaction, InteractionKind};
use unhunch::domain::ids::{ChannelId, GuildId, InteractionId, UserId, snowflake_at};
use unhunch::store::MemberEvent;

use crate::store_fixture::{Members as _, OneByOne as _};
use crate::support::{ADA, BEN, CLEO, GUILD, TestBot};

fn guild() -> GuildId {
    GuildId::new(GUILD).unwrap()
}

fn ben() -> UserId {
    UserId::new(BEN).unwrap()
}

/// Ben counts his weekdays in Berlin.
async fn bot_with_streak() -> TestBot {
    let mut bot = TestBot::start().await;
    bot.run(BEN, "/streak join visibility:hidden timezone:Europe/Berlin")
        .await;
    bot
}

/// The line of `/streak show` that tells the run.
async fn run_of(bot: &mut TestBot, member: u64) -> String {
    let shown = bot.run(member, "/streak show").await;
    let line = shown.lines().find(|line| line.contains("Run:"));
    line.unwrap_or(&shown).trim().to_owned()
}

async fn log_of(bot: &TestBot) -> Vec<MemberEvent> {
    let log = bot.app().store.member_changes(guild(), ben()).await;
    let events = log.unwrap().into_iter().map(|change| change.event);
    events.collect()
}

#[tokio::test]
async fn what_was_understood_is_said_back_with_the_next_five_days() {
    let mut bot = TestBot::start().await;
    let line =
        "/streak join visibility:anonymous timezone:Europe/Berlin days:mon,wed,fri day_ends_at:0";
    insta::assert_snapshot!(bot.run(BEN, line).await, @"
    (only you)
    ## You're in
    I count your breaks on Monday, Wednesday and Friday (Europe/Berlin); your day ends at midnight. On the board you are anonymous.
    The next days that count:
    - today
    - Wednesday, 3 June
    - Friday, 5 June
    - Monday, 8 June
    - Wednesday, 10 June
    [I took a break today]
    ");
    insta::assert_snapshot!(bot.run(BEN, "/streak join").await, @"
    (only you)
    ## Your streak
    I count your breaks on Monday, Wednesday and Friday (Europe/Berlin); your day ends at midnight. On the board you are anonymous.
    The next days that count:
    - today
    - Wednesday, 3 June
    - Friday, 5 June
    - Monday, 8 June
    - Wednesday, 10 June
    -# To change it, name what shall be otherwise: `/streak join days: Mon, Wed, Fri`.
    [I took a break today]
    ");
}

#[tokio::test]
async fn joining_again_changes_what_is_named_and_nothing_else() {
    let mut bot = bot_with_streak().await;
    bot.run(BEN, "/done").await;
    insta::assert_snapshot!(bot.run(BEN, "/streak join days:daily day_ends_at:4").await, @"
    (only you)
    ## Saved
    From tomorrow I count your breaks every day (Europe/Berlin); your day ends at 4 in the morning. On the board you are hidden.
    The next days that count:
    - Tuesday, 2 June
    - Wednesday, 3 June
    - Thursday, 4 June
    - Friday, 5 June
    - Saturday, 6 June
    [Board]
    ");
    let before = log_of(&bot).await.len();
    bot.run(BEN, "/streak join days:daily timezone:Europe/Berlin")
        .await;
    assert_eq!(log_of(&bot).await.len(), before, "nothing was new");
    // Saturday counts now, and the run was kept.
    bot.advance_to("2026-06-02T08:00:00Z").await;
    bot.run(BEN, "/done").await;
    bot.advance_to("2026-06-06T08:00:00Z").await;
    insta::assert_snapshot!(run_of(&mut bot, BEN).await, @"Run: 0 · Best: 2 · Total: 2 · Freezes: 0");
}

#[tokio::test]
async fn a_day_cannot_be_dropped_on_the_day_itself() {
    let mut bot = bot_with_streak().await;
    bot.run(BEN, "/done").await;
    bot.advance_to("2026-06-02T20:00:00Z").await;
    bot.run(BEN, "/streak join days:mon").await;
    bot.advance_to("2026-06-03T20:00:00Z").await;
    insta::assert_snapshot!(run_of(&mut bot, BEN).await, @"Run: 1 · Best: 1 · Total: 1 · Freezes: 0");
}

#[tokio::test]
async fn time_off_stops_the_count_and_the_reminders_and_ends_by_itself() {
    let mut bot = bot_with_streak().await;
    bot.run(BEN, "/deskbreak join times:10:00 deliver:channel")
        .await;
    bot.run(BEN, "/done").await;
    let line = "/streak pause from:2026-06-02 to:2026-06-10";
    insta::assert_snapshot!(bot.run(BEN, line).await, @"
    (only you)
    ## Enjoy your time off
    From Tuesday, 2 June to Wednesday, 10 June nothing is counted and I don't remind you. Your run waits for you. `/streak resume` ends it sooner.
    The next days that count:
    - Thursday, 11 June
    - Friday, 12 June
    - Monday, 15 June
    - Tuesday, 16 June
    - Wednesday, 17 June
    ");
    bot.advance_to("2026-06-01T12:00:00Z").await;
    bot.next_message();
    bot.advance_to("2026-06-10T12:00:00Z").await;
    assert_eq!(bot.discord.unread(), 0, "nobody is reminded on vacation");
    insta::assert_snapshot!(bot.run(BEN, "/done").await, @"
    (only you)
    Lovely. You have time off, so today doesn't count and you lose nothing: 0 of 2 days this week. `/streak resume` ends it.
    [My streak] [Board]
    ");
    insta::assert_snapshot!(bot.run(BEN, "/streak show").await, @"
    (only you)
    ## 0 of 2 days this week
    Over the last 30 days: 100 %, of the one day that counted
    Run: 1 · Best: 1 · Total: 1 · Freezes: 1
    Next: Thursday, 11 June
    Time off: Tuesday, 2 June to Wednesday, 10 June
    -# Only you see this. On the board you are hidden.
    [Calendar] [Board]
    ");
    bot.advance_to("2026-06-11T08:00:00Z").await;
    bot.next_message();
    insta::assert_snapshot!(bot.run(BEN, "/done").await, @"
    (only you)
    **Nice. That's 1 of 2 days this week.** Your run: 2 days.
    [My streak] [Board] [Undo (for a minute)]
    ");
}

#[tokio::test]
async fn time_off_is_refused_with_what_to_choose_instead() {
    let mut bot = bot_with_streak().await;
    let mut refused = String::new();
    for (from, to) in [
        ("2026-06-01", "2026-06-03"),
        ("2026-06-05", "2026-06-04"),
        ("2026-06-05", "2026-08-04"),
        ("soon", "2026-06-04"),
        ("2026-06-05", "2026-06-31"),
    ] {
        let line = format!("/streak pause from:{from} to:{to}");
        refused += &bot.run(BEN, &line).await.replace("(only you)\n", "");
        refused += "\n";
    }
    insta::assert_snapshot!(refused, @"
    Time off begins tomorrow at the earliest, so that nobody can save a day that has begun; for today you have a freeze. Choose Tuesday, 2 June (2026-06-02) or later as its first day.
    The last day comes before the first: swap `from` and `to`.
    Time off has at most 60 days: choose Monday, 3 August (2026-08-03) or earlier as its last day.
    “soon” is not a date that I can read. Write a whole day like 2026-06-01, `today`, `tomorrow` or a weekday such as `monday`, or pick one from the list.
    “2026-06-31” is not a date that I can read. Write a whole day like 2026-06-01, `today`, `tomorrow` or a weekday such as `monday`, or pick one from the list.
    ");
    assert_eq!(log_of(&bot).await.len(), 5, "nothing was logged");
    bot.run(BEN, "/streak pause from:2026-06-05 to:2026-08-03")
        .await;
    assert_eq!(log_of(&bot).await.len(), 6);
}

#[tokio::test]
async fn where_there_are_no_freezes_none_are_told_of() {
    let mut bot = TestBot::start().await;
    bot.run(
        CLEO,
        "/streak join visibility:hidden timezone:Europe/Berlin",
    )
    .await;
    assert!(
        bot.run(BEN, "/streak join")
            .await
            .contains("a freeze covers")
    );
    bot.run(ADA, "/wellness settings freezes:false").await;
    let asked = bot.run(BEN, "/streak join").await;
    assert!(
        asked.contains("Other days are free.") && !asked.contains("freeze"),
        "{asked}"
    );
    bot.run(BEN, "/streak join visibility:hidden timezone:Europe/Berlin")
        .await;
    let refused = "/streak pause from:2026-06-01 to:2026-06-03";
    for line in ["/streak show", refused] {
        let told = bot.run(BEN, line).await;
        assert!(!told.to_lowercase().contains("freeze"), "{told}");
    }
    // Whoever holds one keeps it, and it is theirs to know.
    assert!(run_of(&mut bot, CLEO).await.ends_with("Freezes: 1"));
    let told = bot.run(CLEO, refused).await;
    assert!(told.contains("for today you have a freeze"), "{told}");
}

/// The line of `/streak show` that tells the last 30 days.
async fn last_days(bot: &mut TestBot) -> String {
    let shown = bot.run(BEN, "/streak show").await;
    shown.lines().nth(2).unwrap().to_owned()
}

#[tokio::test]
async fn a_share_of_few_days_is_told_as_one_and_so_is_that_none_counted() {
    let mut bot = bot_with_streak().await;
    assert_eq!(
        last_days(&mut bot).await,
        "The first days are still to come."
    );
    bot.run(BEN, "/done").await;
    assert_eq!(
        last_days(&mut bot).await,
        "Over the last 30 days: 100 %, of the one day that counted"
    );
    for (day, told) in [
        (
            4,
            "Over the last 30 days: 100 %, of the 4 days that counted",
        ),
        (5, "Over the last 30 days: 100 %"),
    ] {
        for day in 2..=day {
            bot.advance_to(&format!("2026-06-0{day}T08:00:00Z")).await;
            bot.run(BEN, "/done").await;
        }
        assert_eq!(last_days(&mut bot).await, told);
    }
    // Nothing begins anew after a long vacation.
    bot.run(BEN, "/streak pause from:2026-06-06 to:2026-07-20")
        .await;
    bot.advance_to("2026-07-20T08:00:00Z").await;
    assert_eq!(
        last_days(&mut bot).await,
        "None of the last 30 days counted."
    );
}

#[tokio::test]
async fn what_a_freeze_kept_and_that_one_was_earned_is_told_with_the_next_break() {
    let mut bot = TestBot::start().await;
    bot.run(
        BEN,
        "/streak join visibility:hidden timezone:Europe/Berlin days:daily",
    )
    .await;
    bot.run(BEN, "/done").await;
    bot.advance_to("2026-06-03T08:00:00Z").await;
    let kept = "Tuesday, 2 June: a freeze kept your run.";
    assert!(bot.run(BEN, "/streak show").await.contains(kept));
    let told = bot.run(BEN, "/done").await;
    assert!(
        told.contains(kept) && told.contains("Your run: 2 days"),
        "{told}"
    );
    bot.advance_to("2026-06-04T08:00:00Z").await;
    let told = bot.run(BEN, "/done").await;
    assert!(!told.contains("freeze"), "once is enough: {told}");
    for day in 5..=11 {
        bot.advance_to(&format!("2026-06-{day:02}T08:00:00Z")).await;
        let told = bot.run(BEN, "/done").await;
        let is_tenth = told.contains("That earns you a freeze: you hold 1 now.");
        assert_eq!(is_tenth, day == 11, "{told}");
    }
    for day in 12..=31 {
        let day = jiff::civil::date(2026, 6, 1) + (day - 1).days();
        bot.advance_to(&format!("{day}T08:00:00Z")).await;
        let told = bot.run(BEN, "/done").await;
        let is_full = told.contains("You hold 2 freezes now, the most at a time.");
        let run = bot.streak_of(BEN).await.current;
        assert_eq!(is_full, run == 20 || run == 30, "{told}");
    }
    // A fortnight later nobody has to hear of it.
    let shown = bot.run(BEN, "/streak show").await;
    assert!(!shown.contains("kept your run"), "{shown}");
}

#[tokio::test]
async fn resuming_ends_time_off_with_today() {
    let mut bot = bot_with_streak().await;
    insta::assert_snapshot!(bot.run(BEN, "/streak resume").await, @"
    (only you)
    You have no time off entered here. `/streak pause` takes its first and its last day.
    ");
    bot.run(BEN, "/streak pause from:2026-06-02 to:2026-06-12")
        .await;
    bot.run(BEN, "/streak pause from:2026-06-11 to:2026-06-15")
        .await;
    bot.advance_to("2026-06-03T08:00:00Z").await;
    insta::assert_snapshot!(bot.run(BEN, "/streak resume").await, @"
    (only you)
    ## Welcome back
    Today still belongs to your time off; it ends with the day.
    The next days that count:
    - Thursday, 4 June
    - Friday, 5 June
    - Monday, 8 June
    - Tuesday, 9 June
    - Wednesday, 10 June
    ");
    bot.advance_to("2026-06-04T08:00:00Z").await;
    insta::assert_snapshot!(bot.run(BEN, "/done").await, @"
    (only you)
    **Nice. That's 1 of 2 days this week.** A run begins.
    [My streak] [Board] [Undo (for a minute)]
    ");
    insta::assert_snapshot!(bot.run(BEN, "/streak resume").await, @"
    (only you)
    You have no time off entered here. `/streak pause` takes its first and its last day.
    ");
}

#[tokio::test]
async fn who_has_no_streak_is_shown_the_way_in() {
    let mut bot = TestBot::start().await;
    let way_in = bot.run(BEN, "/streak show").await;
    for line in [
        "/streak pause from:2026-06-02 to:2026-06-03",
        "/streak resume",
        "/streak visibility level:named",
        "/streak leave",
    ] {
        assert_eq!(bot.run(BEN, line).await, way_in, "{line}");
    }
    assert_eq!(log_of(&bot).await, []);
}

#[tokio::test]
async fn dates_are_proposed_by_the_members_own_clock() {
    let mut bot = TestBot::start_at("2026-06-02T05:00:00Z").await;
    // In Los Angeles it is still Monday, the first of June.
    bot.run(
        BEN,
        "/streak join visibility:hidden timezone:America/Los_Angeles",
    )
    .await;
    insta::assert_snapshot!(bot.propose(BEN, "streak pause", "from", "").await, @"
    Tomorrow, Tuesday, 2 June = 2026-06-02
    2026-06-08 (Monday, 8 June) = 2026-06-08
    2026-06-15 (Monday, 15 June) = 2026-06-15
    2026-06-22 (Monday, 22 June) = 2026-06-22
    2026-06-29 (Monday, 29 June) = 2026-06-29
    2026-07-06 (Monday, 6 July) = 2026-07-06
    2026-07-13 (Monday, 13 July) = 2026-07-13
    2026-07-20 (Monday, 20 July) = 2026-07-20
    2026-07-27 (Monday, 27 July) = 2026-07-27
    ");
    insta::assert_snapshot!(bot.propose(BEN, "streak pause", "to", "2026-06-19").await, @"2026-06-19 (Friday, 19 June) = 2026-06-19");
    insta::assert_snapshot!(bot.propose(BEN, "streak pause", "to", "wednes").await, @"2026-06-03 (Wednesday, 3 June) = 2026-06-03");
}

#[tokio::test]
async fn a_holiday_spares_a_streak_if_it_was_entered_before_it_began_anywhere() {
    // The second of June begins at UTC+14 at ten on the first.
    for (entered_at, run) in [
        ("2026-06-01T09:59:59.999Z", "Run: 1"),
        ("2026-06-01T10:00:00Z", "Run: 0"),
    ] {
        let mut bot = bot_with_streak().await;
        bot.run(BEN, "/done").await;
        let entered_at: Timestamp = entered_at.parse().unwrap();
        for day in ["2026-06-02", "2026-06-03"] {
            let (store, day) = (&bot.app().store, day.parse().unwrap());
            store
                .add_holiday(guild(), day, "Whit", entered_at)
                .await
                .unwrap();
        }
        bot.app()
            .store
            .remove_holiday(guild(), "2026-06-03".parse().unwrap())
            .await
            .unwrap();
        // Two days without a press: one freeze covers one of them.
        bot.advance_to("2026-06-04T08:00:00Z").await;
        assert!(run_of(&mut bot, BEN).await.starts_with(run), "{entered_at}");
    }
}

#[tokio::test]
async fn the_board_knows_who_is_on_vacation() {
    let mut bot = TestBot::start().await;
    for member in [ADA, BEN, CLEO] {
        bot.run(
            member,
            "/streak join visibility:named timezone:Europe/Berlin",
        )
        .await;
    }
    for day in 1..=5 {
        bot.advance_to(&format!("2026-06-0{day}T08:00:00Z")).await;
        for member in [ADA, BEN, CLEO] {
            bot.run(member, "/done").await;
        }
    }
    insta::assert_snapshot!(bot.run(ADA, "/leaderboard scope:team").await, @"
    (only you)
    ## The team
    The team this week: 15 of 15 days, 100 % of each one's days on average
    [Share with channel]
    ");
    bot.run(BEN, "/streak pause from:2026-06-06 to:2026-06-30")
        .await;
    bot.advance_to("2026-06-12T08:00:00Z").await;
    // Two have days this week: too few to tell what the team has done.
    insta::assert_snapshot!(bot.run(ADA, "/leaderboard metric:current").await, @"
    (only you)
    ## Board · Run of days
    **1.** <@2> · 5 days
    **2.** <@1> (you), seen by you alone just now · 0 days
    [Share with channel]
    [30 days] [This week] [Longest run]
    ");
}

#[tokio::test]
async fn the_board_keeps_who_is_on_vacation_and_counts_two_weeks_by_each_members_own_days() {
    let mut bot = TestBot::start().await;
    for (member, zone) in [
        (ADA, "Pacific/Honolulu"),
        (BEN, "Europe/Berlin"),
        (CLEO, "Pacific/Auckland"),
    ] {
        bot.run(
            member,
            &format!("/streak join visibility:named timezone:{zone}"),
        )
        .await;
    }
    // Monday, 1 June, everywhere.
    bot.advance_to("2026-06-01T14:00:00Z").await;
    for member in [ADA, BEN, CLEO] {
        bot.run(member, "/done").await;
    }
    bot.run(BEN, "/streak pause from:2026-06-03 to:2026-06-12")
        .await;
    let board = "/leaderboard metric:longest";
    let seen = |text: &str| ["<@1>", "<@2>", "<@3>"].map(|who| text.contains(who));
    // The last minute of the fourteenth day after it, in Auckland.
    bot.advance_to("2026-06-15T14:59:00Z").await;
    assert_eq!(seen(&bot.run(ADA, board).await), [true, true, true]);
    // The day has turned there, and two others are too few to show each other.
    bot.advance_to("2026-06-15T15:00:00Z").await;
    assert_eq!(seen(&bot.run(CLEO, board).await), [false, false, true]);
    assert_eq!(seen(&bot.run(ADA, board).await), [true, false, false]);
    bot.run(CLEO, "/done").await;
    assert_eq!(seen(&bot.run(CLEO, board).await), [true, true, true]);
    // In Honolulu it turns 22 hours later.
    bot.advance_to("2026-06-16T12:59:00Z").await;
    assert_eq!(seen(&bot.run(CLEO, board).await), [true, true, true]);
    bot.advance_to("2026-06-16T13:00:00Z").await;
    assert_eq!(seen(&bot.run(CLEO, board).await), [false, false, true]);
    bot.run(ADA, "/done").await;
    // Ten days of vacation are not counted, nor are the two that are entered when these are over.
    bot.run(BEN, "/streak pause from:2026-06-20 to:2026-06-21")
        .await;
    bot.advance_to("2026-06-28T00:59:00Z").await;
    assert_eq!(seen(&bot.run(ADA, board).await), [true, true, true]);
    bot.advance_to("2026-06-28T01:00:00Z").await;
    assert_eq!(seen(&bot.run(ADA, board).await), [true, false, false]);
}

#[tokio::test]
async fn a_streak_and_a_desk_break_go_by_one_clock() {
    let mut bot = TestBot::start().await;
    bot.run(
        BEN,
        "/deskbreak join times:10:00 deliver:channel timezone:Europe/Berlin",
    )
    .await;
    bot.run(BEN, "/streak join visibility:hidden").await;
    insta::assert_snapshot!(bot.run(BEN, "/streak join timezone:Asia/Tokyo").await, @"
    (only you)
    ## Saved
    I count your breaks on weekdays (Asia/Tokyo); your day ends at 3 in the morning. On the board you are hidden.
    The next days that count:
    - today
    - Tuesday, 2 June
    - Wednesday, 3 June
    - Thursday, 4 June
    - Friday, 5 June
    Your desk break goes by the same clock, and keeps its times by it.
    [I took a break today]
    ");
    // Ten in Tokyo.
    bot.advance_to("2026-06-02T01:00:00Z").await;
    bot.next_message();
    let line = "/deskbreak join times:10:00 deliver:channel timezone:America/New_York";
    insta::assert_snapshot!(bot.run(BEN, line).await, @"
    (only you)
    ## Your desk break is changed
    I'll remind you at 10:00 on weekdays (America/New_York), by a mention of just you in <#200>.
    The next times:
    - Wednesday, 3 June, 10:00 (<t:1780495200:R>)
    - Thursday, 4 June, 10:00 (<t:1780581600:R>)
    - Friday, 5 June, 10:00 (<t:1780668000:R>)
    - Monday, 8 June, 10:00 (<t:1780927200:R>)
    - Tuesday, 9 June, 10:00 (<t:1781013600:R>)
    Your streak's days go by this clock from now on, too.
    [End my reminder]
    ");
    assert_eq!(
        log_of(&bot).await.last(),
        Some(&MemberEvent::Timezone("America/New_York".to_owned()))
    );
    // A desk break that is joined without a zone goes by the streak's.
    bot.run(BEN, "/deskbreak leave").await;
    let again = bot
        .run(BEN, "/deskbreak join times:10:00 deliver:channel")
        .await;
    assert!(again.contains("America/New_York"), "{again}");
}

#[tokio::test]
async fn flying_west_opens_no_day_again_and_flying_east_costs_no_run() {
    let mut bot = bot_with_streak().await;
    bot.run(BEN, "/done").await;
    // Half past one on Tuesday in Honolulu's Monday: Monday has its credit.
    bot.advance_to("2026-06-02T06:00:00Z").await;
    bot.run(BEN, "/done").await;
    bot.run(BEN, "/streak join timezone:Pacific/Honolulu").await;
    insta::assert_snapshot!(bot.run(BEN, "/done").await, @"
    (only you)
    You have today already: 2 of 5 days this week. A second break still does you good.
    [My streak] [Board]
    ");
    bot.advance_to("2026-06-03T18:00:00Z").await;
    let east = "/streak join timezone:Pacific/Kiritimati";
    let told = bot.run(BEN, east).await;
    let excused = "This cut a day of yours short";
    assert!(told.contains(excused), "{told}");
    let told = bot.run(BEN, east).await;
    assert!(!told.contains(excused), "it is told once: {told}");
    insta::assert_snapshot!(run_of(&mut bot, BEN).await, @"Run: 2 · Best: 2 · Total: 2 · Freezes: 1");
}

#[tokio::test]
async fn the_fourth_change_of_zone_in_a_week_has_to_wait() {
    let mut bot = bot_with_streak().await;
    for zone in ["Europe/Paris", "Europe/Rome", "Europe/Madrid"] {
        bot.run(BEN, &format!("/streak join timezone:{zone}")).await;
    }
    insta::assert_snapshot!(bot.run(BEN, "/streak join timezone:Asia/Tokyo days:daily").await, @"
    (only you)
    Your time zone has changed three times in seven days, and that is the most I follow. The next change can be made from <t:1780898400:F> on.
    ");
    let line = "/deskbreak join times:10:00 timezone:Asia/Tokyo deliver:channel";
    let refused = bot.run(BEN, line).await;
    assert!(refused.contains("three times"), "{refused}");
    let store = &bot.app().store;
    assert_eq!(store.desk_break(guild(), ben()).await.unwrap(), None);
    assert_eq!(
        log_of(&bot).await.len(),
        8,
        "the days did not change either"
    );
    bot.advance_to("2026-06-08T06:00:01Z").await;
    bot.run(BEN, "/streak join timezone:Asia/Tokyo").await;
    assert_eq!(log_of(&bot).await.len(), 9);
}

#[tokio::test]
async fn leaving_ends_the_run_and_joining_again_begins_a_new_one() {
    let mut bot = bot_with_streak().await;
    bot.run(BEN, "/done").await;
    bot.run(BEN, "/streak leave").await;
    bot.run(BEN, "/streak join visibility:hidden day_ends_at:4")
        .await;
    assert_eq!(
        log_of(&bot).await[5..],
        [
            MemberEvent::OptOut,
            MemberEvent::DayEndsAt(4),
            MemberEvent::OptIn
        ]
    );
    insta::assert_snapshot!(run_of(&mut bot, BEN).await, @"Run: 0 · Best: 1 · Total: 1 · Freezes: 1");
    let again = bot.run(BEN, "/done").await;
    assert!(again.contains("today already"), "{again}");
}

#[tokio::test]
async fn who_was_seen_leaving_and_presses_in_the_guild_is_back() {
    let mut bot = bot_with_streak().await;
    bot.run(BEN, "/done").await;
    let at = "2026-06-01T12:00:00Z".parse().unwrap();
    bot.app()
        .store
        .change_member(guild(), ben(), &MemberEvent::Leave, at)
        .await
        .unwrap();
    bot.advance_to("2026-06-02T08:00:00Z").await;
    insta::assert_snapshot!(bot.run(BEN, "/done").await, @"
    (only you)
    **Nice. That's 2 of 5 days this week.** Your run: 2 days.
    [My streak] [Board] [Undo (for a minute)]
    ");
    assert_eq!(log_of(&bot).await.last(), Some(&MemberEvent::Rejoin));
}

#[tokio::test]
async fn of_many_presses_in_a_minute_those_too_many_are_dropped_and_answered_all_the_same() {
    let mut bot = bot_with_streak().await;
    for _ in 0..10 {
        bot.run(BEN, "/done").await;
    }
    let shown = bot.run(BEN, "/streak show").await;
    assert_eq!(bot.run(BEN, "/done").await, shown);
    let presses = async |bot: &TestBot| {
        let store = &bot.app().store;
        store.count_presses(guild(), ben()).await
    };
    assert_eq!(presses(&bot).await, 10);
    bot.advance_to("2026-06-01T06:01:00Z").await;
    let again = bot.run(BEN, "/done").await;
    assert!(again.contains("today already"), "{again}");
    assert_eq!(presses(&bot).await, 11);
}

/// They are judged in one transaction, and one of them cannot be.
#[tokio::test]
async fn of_those_who_check_in_at_once_all_are_counted_but_the_one_whose_log_is_damaged() {
    let mut bot = bot_with_streak().await;
    for member in [ADA, CLEO] {
        bot.run(
            member,
            "/streak join visibility:hidden timezone:Europe/Berlin",
        )
        .await;
    }
    let mut raw = AnyConnection::connect(&bot.database()).await.unwrap();
    let damage = format!(
        "UPDATE member_change SET value = 'late' WHERE user_id = {BEN} AND kind = 'day_ends_at'"
    );
    let damaged = raw.execute(AssertSqlSafe(damage)).await.unwrap();
    assert!(damaged.rows_affected() > 0);
    let checks_in = (1..).zip([ADA, BEN, CLEO]).map(|(n, member)| Interaction {
        id: InteractionId::new(snowflake_at(bot.app().clock.now()) + n).unwrap(),
        guild: Some(guild()),
        channel: ChannelId::new(5).unwrap(),
        user: UserId::new(member).unwrap(),
        may_manage_guild: false,
        locale: "en-GB".to_owned(),
        kind: InteractionKind::Command {
            path: vec!["done".to_owned()],
            options: Vec::new(),
        },
    });
    let checks_in: Vec<_> = checks_in.collect();
    let app = bot.app();
    let answers = checks_in.iter().map(|interaction| app.answer(interaction));
    futures_util::future::join_all(answers).await;
    let presses = async |member| {
        let user = UserId::new(member).unwrap();
        app.store.presses(guild(), user).await.unwrap().len()
    };
    assert_eq!(presses(ADA).await, 1);
    assert_eq!(presses(CLEO).await, 1);
    assert_eq!(presses(BEN).await, 0, "nothing half-done is left of it");
}

#[tokio::test]
async fn time_off_in_another_millennium_is_a_slip_and_that_of_next_year_is_told_with_its_year() {
    let mut bot = TestBot::with_streaks([BEN], "hidden").await;
    let answer = bot
        .run(BEN, "/streak pause from:3000-02-25 to:3000-02-27")
        .await;
    assert!(answer.contains("more than a year ahead"), "{answer}");
    assert!(answer.contains("2027 (2027-06-02)"), "{answer}");
    let answer = bot
        .run(BEN, "/streak pause from:2027-02-25 to:2027-02-27")
        .await;
    assert!(answer.contains("25 February 2027"), "{answer}");
}

#[tokio::test]
async fn other_days_hold_from_tomorrow_whatever_else_is_changed_today() {
    let mut bot = TestBot::with_streaks([BEN], "hidden").await;
    for change in ["days:weekends", "day_ends_at:0"] {
        let answer = bot.run(BEN, &format!("/streak join {change}")).await;
        assert!(answer.contains("From tomorrow I count"), "{answer}");
    }
}

#[tokio::test]
async fn who_left_their_streak_is_not_told_that_nothing_is_kept() {
    let mut bot = TestBot::with_streaks([BEN], "hidden").await;
    bot.run(BEN, "/streak leave").await;
    let answer = bot.run(BEN, "/done").await;
    assert!(
        answer.contains("is kept for when you come back"),
        "{answer}"
    );
    assert!(!answer.contains("Nothing is kept"), "{answer}");
}

#[tokio::test]
async fn a_wish_without_visibility_is_answered_with_a_line_that_is_complete() {
    let mut bot = TestBot::start().await;
    let answer = bot
        .run(BEN, "/streak join timezone:America/New_York days:mon-fri")
        .await;
    let (_, line) = answer.split_once("example: `").expect("an example");
    let (line, _) = line.split_once('`').expect("its end");
    let answer = bot.run(BEN, line).await;
    assert!(answer.contains("You're in"), "{line}: {answer}");
    assert!(answer.contains("America/New_York"), "{answer}");
}

#[tokio::test]
async fn of_very_many_vacations_the_next_ones_are_told() {
    let mut bot = bot_with_streak().await;
    let first = jiff::civil::date(2026, 6, 3);
    for n in 0..120 {
        let day = first + (2 * n).days();
        let line = format!("/streak pause from:{day} to:{day}");
        assert!(bot.run(BEN, &line).await.contains("Enjoy your time off"));
    }
    let shown = bot.run(BEN, "/streak show").await;
    assert_eq!(shown.matches("Time off: ").count(), 6, "{shown}");
    assert!(
        shown.contains("Time off: Saturday, 13 June\nTime off, later: 114 times more"),
        "{shown}"
    );
}

#[tokio::test]
async fn one_day_off_is_told_as_one_and_a_day_of_another_year_with_its_year() {
    let mut bot = bot_with_streak().await;
    let told = bot
        .run(BEN, "/streak pause from:2026-06-03 to:2026-06-03")
        .await;
    assert!(
        told.contains("On Wednesday, 3 June nothing is counted"),
        "{told}"
    );
    bot.run(BEN, "/streak pause from:2026-12-30 to:2027-01-03")
        .await;
    let shown = bot.run(BEN, "/streak show").await;
    for line in [
        "Time off: Wednesday, 3 June\n",
        "Time off: Wednesday, 30 December to Sunday, 3 January 2027\n",
    ] {
        assert!(shown.contains(line), "{shown}");
    }
}
