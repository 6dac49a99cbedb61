//! Members who leave their guild without a word, since nobody tells the bot (K-63).

use unhunch::app::Disposition;
use unhunch::domain::leaderboard::Visibility;
use unhunch::store::EraseScope;
use unhunch::view::ButtonId;

use crate::support::{ADA, BEN, CLEO, DEV, TestBot, guild, member};

const DESK_BREAK: &str =
    "/deskbreak join times:10:00 days:daily timezone:Europe/Berlin deliver:channel";

async fn left_at(bot: &TestBot, user: u64) -> Option<String> {
    let found = bot.app().store.member(guild(), member(user)).await;
    let found = found.unwrap().unwrap();
    found.left_at.map(|at| at.to_string())
}

/// How many rows there are about somebody.
async fn rows_of(bot: &TestBot, user: u64) -> usize {
    let everywhere = EraseScope::Everywhere;
    let sections = bot.app().store.export(member(user), everywhere).await;
    let rows = sections
        .unwrap()
        .into_iter()
        .map(|section| section.rows.len());
    rows.sum()
}

#[tokio::test]
async fn who_is_about_to_be_reminded_is_looked_for_and_who_has_left_hears_nothing() {
    let mut bot = TestBot::with_streaks([BEN], "hidden").await;
    bot.run(BEN, "/deskbreak join times:10:00 deliver:channel")
        .await;
    bot.advance_to("2026-06-01T09:00:00Z").await;
    bot.next_message();
    assert_eq!(bot.discord.looked_for(), [0; 0], "he was there just now");
    bot.discord.leaves(BEN);
    bot.advance_to("2026-06-02T07:50:00Z").await;
    bot.advance_to("2026-06-03T09:00:00Z").await;
    assert_eq!(
        left_at(&bot, BEN).await.as_deref(),
        Some("2026-06-02T07:50:00Z")
    );
    assert_eq!(bot.discord.unread(), 0);
    assert_eq!(bot.discord.looked_for(), [BEN], "once is enough");
}

#[tokio::test]
async fn a_press_in_the_guild_is_a_return_and_finds_everything_as_it_was() {
    let mut bot = TestBot::start().await;
    bot.run(
        BEN,
        "/streak join visibility:hidden timezone:Europe/Berlin days:daily",
    )
    .await;
    bot.run(BEN, "/done").await;
    bot.discord.leaves(BEN);
    bot.advance_to("2026-06-08T06:00:00Z").await;
    bot.advance_to("2026-06-08T06:01:00Z").await;
    assert!(
        left_at(&bot, BEN).await.is_some(),
        "everybody is looked for once a week"
    );
    bot.discord.comes_back(BEN);
    let answer = bot.run(BEN, "/done").await;
    assert!(answer.contains("A run begins"), "{answer}");
    assert_eq!(left_at(&bot, BEN).await, None);
    let shown = bot.run(BEN, "/streak show").await;
    assert!(shown.contains("Total: 2"), "{shown}");
}

#[tokio::test]
async fn who_is_shown_on_a_board_is_looked_for_once_a_day() {
    let mut bot = TestBot::with_streaks([ADA, BEN, CLEO, DEV], "named").await;
    bot.all_done([ADA, BEN, CLEO, DEV]).await;
    bot.advance_to("2026-06-02T12:00:00Z").await;
    bot.discord.leaves(BEN);
    let board = "/leaderboard metric:current";
    assert!(bot.run(ADA, board).await.contains("<@2>"));
    assert_eq!(bot.discord.looked_for(), [BEN, CLEO, DEV]);
    assert!(
        !bot.run(ADA, board).await.contains("<@2>"),
        "he is gone from it"
    );
    bot.run(CLEO, board).await;
    assert_eq!(bot.discord.looked_for(), [0; 0]);
}

#[tokio::test]
async fn a_guild_that_the_bot_is_not_in_is_left_alone() {
    use unhunch::app::Handler as _;
    let mut bot = TestBot::with_streaks([BEN], "named").await;
    bot.app().guild_gone(guild()).await;
    bot.advance_to("2026-06-20T12:00:00Z").await;
    assert_eq!(bot.discord.looked_for(), [0; 0]);
    assert_eq!(left_at(&bot, BEN).await, None);
}

#[tokio::test]
async fn in_a_guild_that_removed_the_bot_nothing_counts_until_it_is_back() {
    use unhunch::app::Handler as _;
    let mut bot = TestBot::with_streaks([BEN], "named").await;
    bot.run(BEN, "/done").await;
    bot.app().guild_gone(guild()).await;
    bot.advance_to("2026-06-02T08:00:00Z").await;
    // Buttons in direct messages are still there.
    bot.in_direct_messages();
    for (who, button) in [
        (BEN, ButtonId::DidToday(Some(guild()))),
        (BEN, ButtonId::Join(Visibility::Hidden, Some(guild()))),
        (CLEO, ButtonId::Join(Visibility::Named, Some(guild()))),
    ] {
        let answer = bot.press_earlier(who, &button.to_string()).await;
        assert!(
            answer.contains("I am not in that server any more"),
            "{answer}"
        );
    }
    let presses = bot.app().store.presses(guild(), member(BEN)).await.unwrap();
    assert_eq!(presses.len(), 1);
    assert_eq!(rows_of(&bot, CLEO).await, 0);
    bot.app().guild_here(guild()).await;
    let did = ButtonId::DidToday(Some(guild())).to_string();
    let answer = bot.press_earlier(BEN, &did).await;
    assert!(answer.contains("Your run: 2 days"), "{answer}");
}

#[tokio::test]
async fn who_was_found_to_have_left_is_erased_thirty_days_later() {
    let mut bot = TestBot::with_streaks([BEN, CLEO], "named").await;
    bot.all_done([BEN, CLEO]).await;
    bot.discord.leaves(BEN);
    bot.advance_to("2026-06-08T06:00:00Z").await;
    let left_at = left_at(&bot, BEN).await.expect("it was seen");
    assert!(left_at.starts_with("2026-06-08T"), "{left_at}");
    let (guild, ben) = (guild(), member(BEN));
    bot.advance_to("2026-07-08T05:00:00Z").await;
    assert!(bot.app().store.member(guild, ben).await.unwrap().is_some());
    bot.advance_to("2026-07-09T07:00:00Z").await;
    assert_eq!(rows_of(&bot, BEN).await, 0);
    let cleo = member(CLEO);
    assert!(bot.app().store.member(guild, cleo).await.unwrap().is_some());
}

#[tokio::test]
async fn who_has_only_a_desk_break_is_looked_for_too_and_erased_thirty_days_later() {
    let mut bot = TestBot::start().await;
    for reminded in [BEN, CLEO] {
        let line = "/deskbreak join times:10:00 days:daily timezone:Europe/Berlin deliver:channel";
        bot.run(reminded, line).await;
    }
    bot.advance_to("2026-06-01T09:00:00Z").await;
    assert_eq!(bot.read_all(), 2);
    assert_eq!(bot.discord.looked_for(), [0; 0], "they were there just now");
    bot.discord.leaves(BEN);
    bot.advance_to("2026-06-02T07:50:00Z").await;
    bot.advance_to("2026-06-04T09:00:00Z").await;
    assert_eq!(bot.read_all(), 3, "Cleo is reminded and Ben is not");
    let looked_for = bot.discord.looked_for();
    let n_for_ben = looked_for.iter().filter(|user| **user == BEN).count();
    assert_eq!(n_for_ben, 1, "{looked_for:?}");
    // A sign of life from direct messages is none from the guild.
    bot.run_in_dm(BEN, "/privacy show").await;
    bot.advance_to("2026-07-02T06:00:00Z").await;
    bot.read_all();
    assert!(rows_of(&bot, BEN).await > 0);
    bot.advance_to("2026-07-03T09:00:00Z").await;
    bot.read_all();
    assert_eq!(rows_of(&bot, BEN).await, 0);
    assert!(rows_of(&bot, CLEO).await > 0);
}

#[tokio::test]
async fn a_desk_break_goes_on_when_its_member_comes_back_and_does_anything() {
    let mut bot = TestBot::start().await;
    let line = "/deskbreak join times:10:00 days:daily timezone:Europe/Berlin deliver:channel";
    bot.run(BEN, line).await;
    bot.discord.leaves(BEN);
    bot.advance_to("2026-06-02T07:50:00Z").await;
    bot.advance_to("2026-06-09T07:00:00Z").await;
    assert_eq!(bot.read_all(), 1, "that of the first day");
    bot.discord.comes_back(BEN);
    bot.run(BEN, "/help").await;
    bot.advance_to("2026-06-09T09:00:00Z").await;
    bot.next_message();
    bot.advance_to("2026-07-20T07:00:00Z").await;
    assert!(bot.read_all() > 5);
    assert!(rows_of(&bot, BEN).await > 0);
}

#[tokio::test]
async fn who_gave_up_their_desk_break_and_then_left_is_erased_as_well() {
    let mut bot = TestBot::start().await;
    bot.run(
        BEN,
        "/deskbreak join times:10:00 timezone:Europe/Berlin deliver:channel",
    )
    .await;
    bot.run(BEN, "/deskbreak leave").await;
    bot.discord.leaves(BEN);
    bot.advance_to("2026-06-08T07:00:00Z").await;
    bot.advance_to("2026-06-08T07:01:00Z").await;
    assert_eq!(bot.discord.looked_for(), [BEN], "everybody is, once a week");
    bot.advance_to("2026-07-10T07:00:00Z").await;
    assert_eq!(rows_of(&bot, BEN).await, 0);
}

#[tokio::test]
async fn a_press_in_a_direct_message_by_who_has_left_counts_nothing_and_brings_nobody_back() {
    let mut bot = TestBot::start().await;
    let line = "/streak join visibility:named timezone:Europe/Berlin days:daily";
    bot.run(BEN, line).await;
    bot.run(BEN, "/done").await;
    bot.discord.leaves(BEN);
    bot.advance_to("2026-06-08T06:00:00Z").await;
    bot.advance_to("2026-06-08T06:01:00Z").await;
    let seen_to_leave = left_at(&bot, BEN).await;
    assert!(seen_to_leave.is_some());
    bot.in_direct_messages();
    for button in [
        ButtonId::DidToday(Some(guild())),
        ButtonId::Join(Visibility::Named, Some(guild())),
    ] {
        let answer = bot.press_earlier(BEN, &button.to_string()).await;
        assert!(answer.contains("You have left that server"), "{answer}");
    }
    assert_eq!(
        left_at(&bot, BEN).await,
        seen_to_leave,
        "the thirty days go on"
    );
    let presses = bot.app().store.presses(guild(), member(BEN)).await.unwrap();
    assert_eq!(presses.len(), 1);
    bot.discord.comes_back(BEN);
    bot.run(BEN, "/done").await;
    assert_eq!(left_at(&bot, BEN).await, None);
}

#[tokio::test]
async fn somebody_who_cannot_be_looked_for_keeps_nobody_from_being_found_to_have_left() {
    for trouble in [
        Disposition::GiveUp,
        Disposition::OutcomeUnknown,
        Disposition::ChannelUnusable,
    ] {
        let mut bot = TestBot::with_streaks([ADA, BEN, CLEO, DEV], "named").await;
        bot.discord.hides(ADA, trouble);
        bot.discord.leaves(DEV);
        for minutes in [0, 5, 20, 40] {
            bot.advance_to(&format!("2026-06-08T09:{minutes:02}:00Z"))
                .await;
        }
        let is_found = left_at(&bot, DEV).await.is_some();
        let is_of_the_guild = trouble == Disposition::ChannelUnusable;
        assert_eq!(is_found, !is_of_the_guild, "{trouble:?}");
        let looked_for = bot.discord.looked_for();
        let n_ada = looked_for.iter().filter(|user| **user == ADA).count();
        assert!((1..=4).contains(&n_ada), "{looked_for:?}");
    }
}

/// Ada has set up prompts for Mondays, and nothing for herself.
async fn bot_that_ada_set_up() -> TestBot {
    let mut bot = TestBot::start().await;
    bot.add_prompts(
        ADA,
        "channel:200 times:10:00 days:mon timezone:Europe/Berlin",
    )
    .await;
    bot.run(ADA, "/wellness settings goal:20").await;
    assert!(rows_of(&bot, ADA).await > 0);
    bot
}

#[tokio::test]
async fn who_has_only_set_something_up_is_looked_for_and_what_they_set_up_forgets_them() {
    let mut bot = bot_that_ada_set_up().await;
    bot.discord.leaves(ADA);
    bot.advance_to("2026-06-08T07:00:00Z").await;
    bot.advance_to("2026-06-08T07:01:00Z").await;
    assert_eq!(bot.discord.looked_for(), [ADA], "everybody is, once a week");
    bot.advance_to("2026-07-08T06:00:00Z").await;
    assert!(rows_of(&bot, ADA).await > 0);
    bot.advance_to("2026-07-09T08:00:00Z").await;
    assert_eq!(rows_of(&bot, ADA).await, 0);
    bot.read_all();
    // What she set up goes on.
    let store = &bot.app().store;
    assert_eq!(store.schedules_of_guild(guild()).await.unwrap().len(), 1);
    assert_eq!(store.guild(guild()).await.unwrap().goal_per_week, Some(20));
    assert!(!store.guild_changes(guild()).await.unwrap().is_empty());
    bot.advance_to("2026-07-13T09:00:00Z").await;
    bot.next_message();
    let list = bot.run(ADA, "/prompts list").await;
    assert!(list.contains("10:00"), "{list}");
}

#[tokio::test]
async fn who_set_something_up_and_comes_back_in_time_is_not_forgotten() {
    let mut bot = bot_that_ada_set_up().await;
    bot.discord.leaves(ADA);
    bot.advance_to("2026-06-08T07:00:00Z").await;
    bot.advance_to("2026-06-08T07:01:00Z").await;
    bot.discord.comes_back(ADA);
    bot.advance_to("2026-07-01T07:00:00Z").await;
    bot.run(ADA, "/done").await;
    bot.advance_to("2026-07-20T07:00:00Z").await;
    bot.read_all();
    assert!(rows_of(&bot, ADA).await > 0);
}

#[tokio::test]
async fn anything_that_is_done_in_the_guild_brings_back_who_takes_part_and_so_does_their_desk_break()
 {
    let mut bot = TestBot::with_streaks([BEN], "named").await;
    bot.run(BEN, DESK_BREAK).await;
    bot.discord.leaves(BEN);
    bot.advance_to("2026-06-02T07:50:00Z").await;
    bot.advance_to("2026-06-09T07:00:00Z").await;
    assert_eq!(bot.read_all(), 1, "that of the first day");
    assert!(left_at(&bot, BEN).await.is_some());
    bot.run_in_dm(BEN, "/help").await;
    assert!(
        left_at(&bot, BEN).await.is_some(),
        "nobody can tell where that came from"
    );
    bot.discord.comes_back(BEN);
    bot.run(BEN, "/deskbreak show").await;
    assert_eq!(left_at(&bot, BEN).await, None);
    bot.advance_to("2026-06-09T09:00:00Z").await;
    bot.next_message();
    bot.assert_kept_as_replayed(&[BEN]).await;
    bot.advance_to("2026-07-20T07:00:00Z").await;
    assert!(bot.read_all() > 5);
    assert!(rows_of(&bot, BEN).await > 0);
}

#[tokio::test]
async fn who_has_left_and_has_only_a_desk_break_does_not_join_from_a_direct_message() {
    let mut bot = TestBot::start().await;
    bot.run(BEN, DESK_BREAK).await;
    bot.discord.leaves(BEN);
    bot.advance_to("2026-06-02T07:50:00Z").await;
    bot.advance_to("2026-06-03T07:00:00Z").await;
    bot.read_all();
    bot.in_direct_messages();
    let join = ButtonId::Join(Visibility::Named, Some(guild())).to_string();
    let answer = bot.press_earlier(BEN, &join).await;
    assert!(answer.contains("You have left that server"), "{answer}");
    let found = bot.app().store.member(guild(), member(BEN)).await.unwrap();
    assert_eq!(found, None);
    bot.discord.comes_back(BEN);
    let line = "/streak join visibility:named timezone:Europe/Berlin";
    bot.run(BEN, line).await;
    assert_eq!(left_at(&bot, BEN).await, None);
    bot.advance_to("2026-07-20T07:00:00Z").await;
    bot.read_all();
    assert!(
        rows_of(&bot, BEN).await > 0,
        "that he had left is forgotten"
    );
}

#[tokio::test]
async fn who_joined_from_a_direct_message_and_is_not_there_is_found_at_once_and_welcome_back() {
    let mut bot = TestBot::start().await;
    bot.run(BEN, DESK_BREAK).await;
    bot.discord.leaves(BEN);
    bot.in_direct_messages();
    let join = ButtonId::Join(Visibility::Named, Some(guild())).to_string();
    bot.press_earlier(BEN, &join).await;
    bot.advance_to("2026-06-01T06:01:00Z").await;
    assert_eq!(bot.discord.looked_for(), [BEN]);
    assert!(left_at(&bot, BEN).await.is_some());
    bot.advance_to("2026-06-05T07:00:00Z").await;
    assert_eq!(bot.discord.unread(), 0, "nobody is reminded");
    bot.discord.comes_back(BEN);
    let answer = bot.run(BEN, "/done").await;
    assert!(answer.contains("A run begins"), "{answer}");
    assert_eq!(left_at(&bot, BEN).await, None);
    bot.advance_to("2026-06-06T09:00:00Z").await;
    bot.read_all();
    bot.advance_to("2026-07-20T07:00:00Z").await;
    bot.read_all();
    assert!(rows_of(&bot, BEN).await > 0);
}
