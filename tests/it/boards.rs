//! Boards of a guild with more members than fit on a page.

use unhunch::clock::Clock as _;
use unhunch::domain::ids::GuildId;
use unhunch::store::Outdated;

use crate::support::{ADA, BEN, GUILD, TestBot};

/// Sees without being seen.
const IVY: u64 = 16;

/// Fifteen named members and a hidden one, after three weeks. The number of each is the length of their run; Ivy's is 6.
async fn three_weeks_later() -> TestBot {
    let mut bot = TestBot::start().await;
    for member in 1..=IVY {
        let level = if member == IVY { "hidden" } else { "named" };
        let line = format!("/streak join visibility:{level} timezone:Europe/Berlin");
        bot.run(member, &line).await;
    }
    let weekdays = [1..=5_u64, 8..=12, 15..=19].into_iter().flatten();
    for (day, left) in weekdays.zip((1..=15).rev()) {
        bot.advance_to(&format!("2026-06-{day:02}T10:00:00Z")).await;
        for member in left..=15 {
            bot.run(member, "/done").await;
        }
        if left <= 6 {
            bot.run(IVY, "/done").await;
        }
    }
    bot
}

#[tokio::test]
async fn a_board_opens_around_ones_own_line_and_is_turned_page_by_page() {
    let mut bot = three_weeks_later().await;
    insta::assert_snapshot!(bot.run(ADA, "/leaderboard metric:current").await, @"
    (only you)
    ## Board · Run of days
    **13.** <@3> · 3 days
    **14.** <@2> · 2 days
    **15.** <@1> (you) · 1 day
    ⋯
    **1.** <@15> · 15 days
    **2.** <@14> · 14 days
    **3.** <@13> · 13 days
    **4.** <@12> · 12 days
    **5.** <@11> · 11 days
    **6.** <@10> · 10 days
    **7.** <@9> · 9 days
    **8.** <@8> · 8 days
    **9.** <@7> · 7 days
    **10.** <@6> · 6 days
    [Next] [Share with channel]
    [30 days] [This week] [Longest run]
    ");
    insta::assert_snapshot!(bot.press(ADA, "Next").await, @"
    (only you)
    ## Board · Run of days
    **11.** <@5> · 5 days
    **12.** <@4> · 4 days
    **13.** <@3> · 3 days
    **14.** <@2> · 2 days
    **15.** <@1> (you) · 1 day
    [Previous] [Share with channel]
    [30 days] [This week] [Longest run]
    ");
    // Whoever moves between two presses, nobody else is passed over or comes twice.
    let next = bot.button("Previous");
    bot.run(5, "/streak leave").await;
    bot.run(12, "/streak visibility level:hidden").await;
    insta::assert_snapshot!(bot.press_earlier(ADA, &next).await, @"
    (only you)
    ## Board · Run of days
    **13.** <@1> (you) · 1 day
    ⋯
    **1.** <@15> · 15 days
    **2.** <@14> · 14 days
    **3.** <@13> · 13 days
    **4.** <@11> · 11 days
    **5.** <@10> · 10 days
    **6.** <@9> · 9 days
    **7.** <@8> · 8 days
    **8.** <@7> · 7 days
    **9.** <@6> · 6 days
    [Next] [Share with channel]
    [30 days] [This week] [Longest run]
    ");
}

#[tokio::test]
async fn a_hidden_member_stands_where_they_would_and_is_not_in_what_they_share() {
    let mut bot = three_weeks_later().await;
    bot.run(IVY, "/leaderboard metric:current").await;
    insta::assert_snapshot!(bot.press(IVY, "Share with channel").await, @"
    (everybody)
    Shared by <@16>
    ## Board · Run of days
    **1.** <@15> · 15 days
    **2.** <@14> · 14 days
    **3.** <@13> · 13 days
    **4.** <@12> · 12 days
    **5.** <@11> · 11 days
    **6.** <@10> · 10 days
    **7.** <@9> · 9 days
    **8.** <@8> · 8 days
    **9.** <@7> · 7 days
    **10.** <@6> · 6 days
    [Board]
    ");
    // The button below it is for whoever presses it.
    insta::assert_snapshot!(bot.press(BEN, "Board").await, @"
    (only you)
    ## Board · Consistency over 30 days
    **12.** <@4> · 28 %
    **13.** <@3> · 21 %
    **14.** <@2> (you) · 14 %
    **15.** <@1> · 7 %
    ⋯
    **1.** <@15> · 100 %
    **2.** <@14> · 100 %
    **3.** <@13> · 92 %
    **4.** <@12> · 85 %
    **5.** <@11> · 78 %
    **6.** <@10> · 71 %
    **7.** <@9> · 64 %
    **8.** <@8> · 57 %
    **9.** <@7> · 50 %
    **10.** <@6> · 42 %
    [Next] [Share with channel]
    [This week] [Run] [Longest run]
    ");
    bot.run(BEN, "/leaderboard metric:current").await;
    insta::assert_snapshot!(bot.press(IVY, "Next").await, @"
    (only you)
    ## Board · Run of days
    **10.** You (hidden: only you see this line) · 6 days
    **11.** <@5> · 5 days
    **12.** <@4> · 4 days
    **13.** <@3> · 3 days
    **14.** <@2> · 2 days
    **15.** <@1> · 1 day
    [Previous] [Share with channel]
    [30 days] [This week] [Longest run]
    ");
    let shared = bot.press(IVY, "Share with channel").await;
    assert!(shared.contains("Shared by <@16>") && !shared.contains("(you)"));
    assert_eq!(shared.matches("<@16>").count(), 1, "{shared}");
}

#[tokio::test]
async fn there_is_nothing_to_share_of_a_board_without_others_and_in_a_direct_message() {
    let mut bot = TestBot::start().await;
    bot.run(ADA, "/streak join visibility:named timezone:Europe/Berlin")
        .await;
    bot.run(ADA, "/done").await;
    let alone = bot.run(ADA, "/leaderboard metric:current").await;
    assert!(alone.contains("(you)") && !alone.contains("Share with channel"));
    // From a message of a time when others were there.
    insta::assert_snapshot!(bot.press_earlier(ADA, "u1:tell:current").await, @"
    (only you)
    -# Nobody stands here just now.
    ");

    let mut bot = three_weeks_later().await;
    bot.in_direct_messages();
    let in_dm = bot.press_earlier(ADA, "u1:board:current:100").await;
    assert!(in_dm.contains("[Next]\n") && !in_dm.contains("Share with channel"));
    insta::assert_snapshot!(bot.press(ADA, "Next").await, @"
    (only you)
    ## Board · Run of days
    **11.** <@5> · 5 days
    **12.** <@4> · 4 days
    **13.** <@3> · 3 days
    **14.** <@2> · 2 days
    **15.** <@1> (you) · 1 day
    [Previous]
    [30 days] [This week] [Longest run]
    ");
    insta::assert_snapshot!(bot.press_earlier(ADA, "u1:tell:current").await, @"
    (only you)
    That works in a server only, not in direct messages.
    ");
}

/// A guild whose members have runs of all lengths; beside them are so many who take part and are hidden.
async fn guild_of(n: u64, n_hidden: u64) -> TestBot {
    let mut bot = TestBot::start().await;
    let zones = [
        "Europe/Berlin",
        "Asia/Tokyo",
        "America/New_York",
        "Pacific/Kiritimati",
    ];
    for member in 1..=n + n_hidden {
        let zone = zones[usize::try_from(member % 4).unwrap()];
        let level = match member {
            _ if member > n => "hidden",
            _ if member % 7 == 0 => "anonymous",
            _ => "named",
        };
        bot.run(
            member,
            &format!("/streak join visibility:{level} days:daily timezone:{zone}"),
        )
        .await;
    }
    for day in 2..=9 {
        bot.advance_to(&format!("2026-06-{day:02}T12:00:00Z")).await;
        for member in (1..=n).filter(|member| (member * day) % 5 < 3) {
            bot.run(member, "/done").await;
        }
    }
    bot
}

/// How many members have lines that do not hold.
async fn n_outdated(bot: &TestBot, outdated: Outdated) -> usize {
    let (guild, now) = (GuildId::new(GUILD).unwrap(), bot.clock.now());
    let lines = bot.app().store.outdated_lines(guild, outdated, now, 999);
    lines.await.unwrap().len()
}

/// What is shown, without the team: it counts those who are hidden.
fn without_team(shown: &str) -> String {
    shown
        .lines()
        .filter(|line| !line.contains("The team"))
        .collect::<Vec<_>>()
        .join("\n")
}

/// Everything that somebody sees who looks at each board and turns all its pages.
async fn everything(bot: &mut TestBot, by: u64, metric: &str) -> Vec<String> {
    let mut pages = vec![bot.run(by, &format!("/leaderboard metric:{metric}")).await];
    while pages.last().unwrap().contains("[Next]") {
        pages.push(bot.press(by, "Next").await);
    }
    if pages.len() > 1 {
        pages.push(bot.press(by, "Previous").await);
    }
    pages
}

#[tokio::test]
async fn the_board_of_a_large_guild_shows_what_that_of_a_small_one_does() {
    let mut small = guild_of(60, 0).await;
    let mut large = guild_of(60, 250).await;
    let now = large.clock.now();
    large.app().refresh_boards(now).await.unwrap();
    // The day of nobody has turned since lines were worked out, that of most, that of the others; then it is another week.
    for (now, n_turned) in [
        ("2026-06-09T12:30:00Z", 0..=0),
        ("2026-06-10T04:30:00Z", 100..=250),
        ("2026-06-10T12:30:00Z", 50..=100),
        ("2026-06-15T02:00:00Z", 310..=310),
    ] {
        small.advance_to(now).await;
        // Nobody has worked the lines out anew since days have turned.
        large.clock.set(now.parse().unwrap(), false);
        let n = n_outdated(&large, Outdated::Turned).await;
        assert!(n_turned.contains(&n), "{n} at {now}");
        for metric in ["consistency", "week", "current", "longest"] {
            for by in [3, 14, 60] {
                let seen = everything(&mut large, by, metric).await;
                let expected = everything(&mut small, by, metric).await;
                assert_eq!(seen.len(), expected.len());
                for (seen, expected) in seen.iter().zip(&expected) {
                    assert_eq!(
                        without_team(seen),
                        without_team(expected),
                        "{metric} at {now}"
                    );
                }
            }
        }
    }
    for bot in [&mut small, &mut large] {
        bot.run(14, "/streak visibility level:hidden").await;
        bot.run(3, "/streak leave").await;
        bot.run(4, "/privacy erase").await;
        bot.press(4, "Erase it all").await;
        bot.run(ADA, "/wellness holidays add date:2026-06-17 name:Fair")
            .await;
    }
    for metric in ["week", "longest"] {
        let seen = everything(&mut large, 60, metric).await;
        let expected = everything(&mut small, 60, metric).await;
        assert_eq!(
            without_team(&seen.join("\n")),
            without_team(&expected.join("\n"))
        );
    }
}

#[tokio::test]
async fn a_day_that_the_bot_spoilt_costs_nobody_anything_on_the_board_of_a_large_guild() {
    let mut small = guild_of(40, 0).await;
    let mut large = guild_of(40, 262).await;
    for bot in [&mut small, &mut large] {
        bot.add_prompts(ADA, "channel:200 times:17:00 timezone:Europe/Berlin")
            .await;
        // One day and more goes by without the bot; some come back before anybody looks, and one has a wrong press.
        bot.stop().await;
        bot.clock
            .set("2026-06-11T07:00:00Z".parse().unwrap(), false);
        bot.restart().await;
        for member in [5, 6, 7] {
            bot.run(member, "/done").await;
        }
        let undo = bot.button("Undo (for a minute)");
        bot.press_earlier(7, &undo).await;
    }
    let members: Vec<_> = (1..=40).collect();
    large.assert_kept_as_replayed(&members).await;
    for metric in ["consistency", "week", "current", "longest"] {
        let seen = everything(&mut large, 14, metric).await;
        let expected = everything(&mut small, 14, metric).await;
        assert_eq!(
            without_team(&seen.join("\n")),
            without_team(&expected.join("\n")),
            "{metric}"
        );
    }
}
