//! Days that the bot spoilt: found out by itself, and told (K-42).

use std::time::Duration;

use unhunch::app::{Disposition, Handler as _, Shard, checkpoint, rebuilt};
use unhunch::clock::Clock as _;
use unhunch::store::StreakRow;

use crate::store_fixture::Members as _;
use crate::support::{ADA, Answer, BEN, CLEO, DEV, TestBot, guild, member, retry_after};

/// Ben counts his weekdays in Berlin and has pressed on Monday; at ten there is a prompt for all.
async fn bot_with_prompts() -> TestBot {
    let mut bot = TestBot::start().await;
    bot.add_prompts(ADA, "channel:200 times:10:00 timezone:Europe/Berlin")
        .await;
    bot.run(BEN, "/streak join visibility:named timezone:Europe/Berlin")
        .await;
    bot.advance_to("2026-06-01T08:30:00Z").await;
    bot.next_message();
    bot.run(BEN, "/done").await;
    bot
}

async fn run_of(bot: &mut TestBot, member: u64) -> String {
    let shown = bot.run(member, "/streak show").await;
    let line = shown.lines().find(|line| line.contains("Run:"));
    line.unwrap_or(&shown).trim().to_owned()
}

#[tokio::test]
async fn a_day_on_which_the_bot_was_down_costs_nothing_and_is_told() {
    let mut bot = bot_with_prompts().await;
    // All of Tuesday and Wednesday, with the prompts of both.
    bot.away("2026-06-02T05:00:00Z", "2026-06-04T06:00:00Z")
        .await;
    insta::assert_snapshot!(bot.run(BEN, "/streak show").await, @"
    (only you)
    ## 1 of 3 days this week
    Over the last 30 days: 100 %, of the one day that counted
    Run: 1 · Best: 1 · Total: 1 · Freezes: 1
    Next: today
    Tuesday, 2 June and Wednesday, 3 June: I was down, so those days don't count and cost you nothing.
    -# Only you see this. On the board you are named.
    [I took a break today] [Calendar] [Board]
    ");
    insta::assert_snapshot!(bot.run(BEN, "/streak calendar").await, @"
    (only you)
    ## Your last twelve months
    (Calendar of 12 months, week by week, today in a ring. In all: 1 break, 2 days that I spoilt.)
    **June 2026:** 1 break, 2 days that I spoilt
    -# Breaks: 1; spoilt by me: 2–3
    -# In the picture a tick is a break, a star a day that a freeze kept, a dash a rest day, two bars time off, a circle a day that I was down on, an empty square a free place; the ring is today. Only you see this.
    [My streak] [Board]
    ");
    // It stays so, whatever comes.
    bot.run(BEN, "/done").await;
    bot.advance_to("2026-06-08T06:00:00Z").await;
    bot.read_all();
    assert_eq!(
        run_of(&mut bot, BEN).await,
        "Run: 2 · Best: 2 · Total: 2 · Freezes: 0"
    );
    let year = bot.run(BEN, "/streak calendar").await;
    assert!(year.contains("2 days that I spoilt"), "{year}");
    bot.assert_kept_as_replayed(&[BEN]).await;
    // Also when the presses before them are not listed any more.
    let (guild, ben) = (guild(), member(BEN));
    let app = bot.app();
    let fold = |log: &_| checkpoint(&app.zones, log);
    let first_kept = jiff::civil::date(2026, 6, 2);
    let compacted = app.store.compact_presses(guild, ben, first_kept, fold);
    assert_eq!(compacted.await.unwrap(), 1);
    bot.assert_kept_as_replayed(&[BEN]).await;
    let year = bot.run(BEN, "/streak calendar").await;
    assert!(year.contains("2 days that I spoilt"), "{year}");
}

#[tokio::test]
async fn lines_on_boards_know_of_a_spoilt_day_before_and_after_it_stands_in_the_log() {
    let mut bot = bot_with_prompts().await;
    bot.run(CLEO, "/streak join visibility:named timezone:Asia/Tokyo")
        .await;
    bot.run(CLEO, "/done").await;
    bot.away("2026-06-02T05:00:00Z", "2026-06-04T06:00:00Z")
        .await;
    bot.assert_kept_as_replayed(&[BEN, CLEO]).await;
    bot.run(BEN, "/done").await;
    bot.assert_kept_as_replayed(&[BEN, CLEO]).await;
    bot.run(CLEO, "/streak visibility level:anonymous").await;
    bot.assert_kept_as_replayed(&[BEN, CLEO]).await;
    bot.advance_to("2026-06-09T06:00:00Z").await;
    bot.read_all();
    bot.assert_kept_as_replayed(&[BEN, CLEO]).await;
}

#[tokio::test]
async fn a_streak_that_is_rebuilt_loses_nothing_by_days_that_nobody_has_judged_yet() {
    let mut bot = bot_with_prompts().await;
    bot.away("2026-06-02T05:00:00Z", "2026-06-04T06:00:00Z")
        .await;
    let (guild, ben) = (guild(), member(BEN));
    let store = &bot.app().store;
    let right = store.streak(guild, ben).await.unwrap().unwrap();
    let wrong = StreakRow {
        longest: 41,
        ..right
    };
    store.put_streak(wrong).await.unwrap();
    let (zones, now) = (&bot.app().zones, bot.clock.now());
    let rebuild = store.rebuild_streak((guild, ben), now, |log| {
        let (row, difference) = rebuilt(zones, log, (guild, ben), now).unwrap();
        (Some((row, difference.unwrap().spared)), ())
    });
    rebuild.await.unwrap();
    assert_eq!(
        run_of(&mut bot, BEN).await,
        "Run: 1 · Best: 1 · Total: 1 · Freezes: 1"
    );
    let year = bot.run(BEN, "/streak calendar").await;
    assert!(year.contains("2 days that I spoilt"), "{year}");
    bot.assert_kept_as_replayed(&[BEN]).await;
}

#[tokio::test]
async fn a_spoilt_day_costs_nothing_however_long_the_vacation_after_it() {
    let mut bot = bot_with_prompts().await;
    bot.run(BEN, "/streak pause from:2026-06-03 to:2026-07-20")
        .await;
    bot.discord.answer(Answer::Refused(Disposition::GiveUp));
    bot.advance_to("2026-06-02T12:00:00Z").await;
    bot.advance_to("2026-07-21T06:00:00Z").await;
    bot.read_all();
    assert_eq!(
        run_of(&mut bot, BEN).await,
        "Run: 1 · Best: 1 · Total: 1 · Freezes: 1"
    );
    bot.assert_kept_as_replayed(&[BEN]).await;
}

#[tokio::test]
async fn a_prompt_that_was_lost_through_us_spares_its_day_and_one_that_came_does_not() {
    for (is_lost, run) in [
        (true, "Run: 1 · Best: 1 · Total: 1 · Freezes: 1"),
        (false, "Run: 1 · Best: 1 · Total: 1 · Freezes: 0"),
    ] {
        let mut bot = bot_with_prompts().await;
        if is_lost {
            bot.discord.answer(Answer::Refused(Disposition::GiveUp));
        }
        bot.advance_to("2026-06-02T12:00:00Z").await;
        bot.read_all();
        bot.advance_to("2026-06-03T07:00:00Z").await;
        assert_eq!(run_of(&mut bot, BEN).await, run);
    }
}

#[tokio::test]
async fn a_channel_that_takes_no_messages_is_no_fault_of_the_bot() {
    for refusal in [Disposition::ChannelUnusable, Disposition::ThreadClosed] {
        let mut bot = bot_with_prompts().await;
        bot.discord.answer(Answer::Refused(refusal));
        bot.advance_to("2026-06-03T07:00:00Z").await;
        assert_eq!(
            run_of(&mut bot, BEN).await,
            "Run: 1 · Best: 1 · Total: 1 · Freezes: 0"
        );
    }
}

#[tokio::test]
async fn more_than_two_hours_away_after_the_first_prompt_spare_a_day() {
    for (until, freezes) in [("2026-06-02T10:30:00Z", 0), ("2026-06-02T10:31:00Z", 1)] {
        let mut bot = bot_with_prompts().await;
        bot.away("2026-06-02T08:30:00Z", until).await;
        bot.advance_to("2026-06-03T07:00:00Z").await;
        let run = format!("Run: 1 · Best: 1 · Total: 1 · Freezes: {freezes}");
        assert_eq!(run_of(&mut bot, BEN).await, run, "{until}");
    }
}

#[tokio::test]
async fn a_day_without_prompts_or_with_a_credit_is_what_it_was() {
    // Nobody was promised anything.
    let mut bot = TestBot::with_streaks([BEN], "named").await;
    bot.run(BEN, "/done").await;
    bot.away("2026-06-02T05:00:00Z", "2026-06-03T06:00:00Z")
        .await;
    assert_eq!(
        run_of(&mut bot, BEN).await,
        "Run: 1 · Best: 1 · Total: 1 · Freezes: 0"
    );
    // A press on the day itself counts, though its prompt was lost.
    let mut bot = bot_with_prompts().await;
    bot.away("2026-06-02T05:00:00Z", "2026-06-02T18:00:00Z")
        .await;
    let answer = bot.run(BEN, "/done").await;
    assert!(answer.contains("Your run: 2 days"), "{answer}");
    bot.advance_to("2026-06-03T07:00:00Z").await;
    assert_eq!(
        run_of(&mut bot, BEN).await,
        "Run: 2 · Best: 2 · Total: 2 · Freezes: 1"
    );
}

#[tokio::test]
async fn another_members_reminder_is_not_ones_own() {
    let mut bot = TestBot::with_streaks([BEN, CLEO], "named").await;
    bot.all_done([BEN, CLEO]).await;
    bot.run(
        CLEO,
        "/deskbreak join times:10:00 deliver:channel timezone:Europe/Berlin",
    )
    .await;
    bot.advance_to("2026-06-01T09:00:00Z").await;
    bot.next_message();
    bot.away("2026-06-02T05:00:00Z", "2026-06-03T06:00:00Z")
        .await;
    assert!(run_of(&mut bot, BEN).await.ends_with("Freezes: 0"));
    assert!(run_of(&mut bot, CLEO).await.ends_with("Freezes: 1"));
}

#[tokio::test]
async fn the_board_knows_of_a_spoilt_day_before_its_member_comes_back() {
    let mut bot = bot_with_prompts().await;
    for member in [CLEO, DEV] {
        bot.run(
            member,
            "/streak join visibility:named timezone:Europe/Berlin",
        )
        .await;
        bot.run(member, "/done").await;
    }
    bot.away("2026-06-02T05:00:00Z", "2026-06-04T06:00:00Z")
        .await;
    insta::assert_snapshot!(bot.run(CLEO, "/leaderboard metric:current").await, @"
    (only you)
    ## Board · Run of days
    **1.** <@2> · 1 day
    **1.** <@4> · 1 day
    **1.** <@3> (you) · 1 day
    The team this week: 3 of 9 days, 33 % of each one's days on average
    [Share with channel]
    [30 days] [This week] [Longest run]
    ");
}

#[tokio::test]
async fn a_short_restart_is_no_absence() {
    let mut bot = bot_with_prompts().await;
    for minute in [0, 3, 6, 9] {
        bot.away(
            &format!("2026-06-02T12:{minute:02}:00Z"),
            &format!("2026-06-02T12:{:02}:00Z", minute + 2),
        )
        .await;
    }
    bot.advance_to("2026-06-03T07:00:00Z").await;
    assert!(run_of(&mut bot, BEN).await.ends_with("Freezes: 0"));
}

#[tokio::test]
async fn an_absence_is_known_to_the_minute() {
    for (back, freezes) in [("2026-06-02T10:30:00Z", 0), ("2026-06-02T10:31:01Z", 1)] {
        let mut bot = bot_with_prompts().await;
        bot.advance_to("2026-06-02T08:25:00Z").await;
        bot.away("2026-06-02T08:31:00Z", back).await;
        bot.advance_to("2026-06-03T07:00:00Z").await;
        let run = run_of(&mut bot, BEN).await;
        assert!(
            run.ends_with(&format!("Freezes: {freezes}")),
            "{back}: {run}"
        );
    }
}

#[tokio::test]
async fn a_machine_that_is_suspended_is_away_though_nothing_was_started_anew() {
    for (until, freezes) in [("2026-06-02T10:30:00Z", 0), ("2026-06-02T10:31:00Z", 1)] {
        let mut bot = bot_with_prompts().await;
        bot.advance_to("2026-06-02T08:30:00Z").await;
        bot.suspend_until(until).await;
        bot.advance_to("2026-06-03T07:00:00Z").await;
        bot.read_all();
        let run = run_of(&mut bot, BEN).await;
        assert!(
            run.ends_with(&format!("Freezes: {freezes}")),
            "{until}: {run}"
        );
    }
    // A clock that is wrong is no absence.
    let mut bot = bot_with_prompts().await;
    bot.advance_to("2026-06-02T08:30:00Z").await;
    bot.discord.skew(-5 * 3600);
    bot.suspend_until("2026-06-02T13:30:00Z").await;
    bot.clock
        .set("2026-06-02T08:40:00Z".parse().unwrap(), false);
    bot.discord.skew(0);
    bot.advance_to("2026-06-03T07:00:00Z").await;
    bot.read_all();
    let run = run_of(&mut bot, BEN).await;
    assert!(run.ends_with("Freezes: 0"), "{run}");
}

/// The connection of the stories' guild, which is on the first of however many there are.
const OWN: Shard = Shard { number: 0, of: 2 };

#[tokio::test]
async fn a_bot_that_posts_and_hears_nothing_spares_the_day_and_says_so() {
    for (shard, until, freezes) in [
        (OWN, "2026-06-02T10:30:00Z", 0),
        (OWN, "2026-06-02T10:31:00Z", 1),
        // Guilds of other connections have lost nothing.
        (Shard { number: 1, of: 2 }, "2026-06-02T18:00:00Z", 0),
    ] {
        let mut bot = bot_with_prompts().await;
        bot.advance_to("2026-06-02T08:32:00Z").await;
        bot.app().deaf(shard, Duration::from_mins(2)).await;
        bot.advance_to(until).await;
        bot.app().hears(shard).await;
        bot.advance_to("2026-06-03T07:00:00Z").await;
        bot.read_all();
        let shown = bot.run(BEN, "/streak show").await;
        assert!(
            shown.contains(&format!("Freezes: {freezes}")),
            "{until}: {shown}"
        );
        let told = "Tuesday, 2 June: I was down";
        assert_eq!(shown.contains(told), freezes == 1, "{shown}");
        bot.assert_kept_as_replayed(&[BEN]).await;
    }
}

#[tokio::test]
async fn a_bot_that_is_stopped_while_it_hears_nothing_forgets_none_of_it() {
    let mut bot = bot_with_prompts().await;
    bot.advance_to("2026-06-02T08:30:00Z").await;
    bot.app().deaf(OWN, Duration::ZERO).await;
    for until in ["2026-06-02T09:30:00Z", "2026-06-02T10:20:00Z"] {
        bot.advance_to(until).await;
    }
    // Two hours less ten minutes, and a quarter of an hour until it is back: together it is enough.
    bot.away("2026-06-02T10:20:00Z", "2026-06-02T10:35:00Z")
        .await;
    bot.advance_to("2026-06-03T07:00:00Z").await;
    bot.read_all();
    assert!(run_of(&mut bot, BEN).await.ends_with("Freezes: 1"));
}

/// The prompt of Tuesday, ten minutes before the day turns in Berlin, waits for its turn beyond that, and is given up at last. It is
/// a minute after the turn, and these members have pressed on Monday.
async fn tuesday_is_given_up_late(bot: &mut TestBot, members: &[u64]) {
    bot.add_prompts(
        ADA,
        "channel:200 times:2:50 days:daily timezone:Europe/Berlin",
    )
    .await;
    bot.all_done(members.iter().copied()).await;
    bot.advance_to("2026-06-02T02:00:00Z").await;
    bot.next_message();
    bot.discord.answer(retry_after(1_200));
    bot.discord.answer(Answer::Refused(Disposition::GiveUp));
    bot.advance_to("2026-06-03T01:01:00Z").await;
}

#[tokio::test]
async fn a_prompt_that_is_given_up_after_its_day_was_judged_has_it_judged_again() {
    let mut bot = TestBot::with_streaks([BEN], "named").await;
    tuesday_is_given_up_late(&mut bot, &[BEN]).await;
    let answer = bot.run(BEN, "/done").await;
    assert!(answer.contains("Your run: 2 days"), "{answer}");
    assert!(run_of(&mut bot, BEN).await.ends_with("Freezes: 0"));
    bot.advance_to("2026-06-03T01:30:00Z").await;
    insta::assert_snapshot!(bot.run(BEN, "/streak show").await, @"
    (only you)
    ## 2 of 4 days this week
    Over the last 30 days: 100 %, of the 2 days that counted
    Run: 2 · Best: 2 · Total: 2 · Freezes: 1
    Next: Thursday, 4 June
    Tuesday, 2 June: I was down, so that day doesn't count and costs you nothing.
    -# Only you see this. On the board you are named.
    [Calendar] [Board]
    ");
    bot.assert_kept_as_replayed(&[BEN]).await;
    let year = bot.run(BEN, "/streak calendar").await;
    assert!(year.contains("1 day that I spoilt"), "{year}");
    // It is judged once more and then never again.
    bot.restart().await;
    bot.advance_to("2026-06-04T08:00:00Z").await;
    bot.read_all();
    bot.run(BEN, "/done").await;
    assert_eq!(
        run_of(&mut bot, BEN).await,
        "Run: 3 · Best: 3 · Total: 3 · Freezes: 1"
    );
    bot.assert_kept_as_replayed(&[BEN]).await;
}

#[tokio::test]
async fn whatever_a_member_does_next_has_a_day_judged_again_that_was_judged_too_soon() {
    for next in [
        "/done",
        "/streak calendar",
        "/streak visibility level:hidden",
    ] {
        let mut bot = TestBot::with_streaks([BEN], "named").await;
        tuesday_is_given_up_late(&mut bot, &[BEN]).await;
        bot.run(BEN, "/done").await;
        bot.advance_to("2026-06-04T08:00:00Z").await;
        bot.read_all();
        bot.run(BEN, next).await;
        assert_eq!(bot.streak_of(BEN).await.freezes, 1, "{next}");
        bot.assert_kept_as_replayed(&[BEN]).await;
    }
}

#[tokio::test]
async fn a_spoilt_day_long_ago_costs_nothing_on_a_board_while_its_member_has_a_vacation() {
    let mut bot = bot_with_prompts().await;
    for other in [CLEO, DEV] {
        let line = "/streak join visibility:named timezone:Europe/Berlin";
        bot.run(other, line).await;
    }
    bot.run(BEN, "/streak pause from:2026-06-05 to:2026-07-20")
        .await;
    // Of two spoilt days one would cost the freeze and the other the run.
    bot.away("2026-06-02T05:00:00Z", "2026-06-04T20:00:00Z")
        .await;
    bot.advance_to("2026-06-24T06:00:00Z").await;
    bot.read_all();
    bot.all_done([CLEO, DEV]).await;
    let board = bot.run(CLEO, "/leaderboard metric:current").await;
    assert!(board.contains("**1.** <@2> · 1 day"), "{board}");
}

/// Ben, Cleo and Dev have pressed on Monday and Tuesday's prompt is still to be given up; so many others take part and are
/// hidden. Ben has begun Wednesday before, and lost his run.
async fn guild_with_tuesday_to_be_given_up(n_hidden: u64) -> TestBot {
    let mut bot = TestBot::start().await;
    bot.run(
        ADA,
        "/wellness settings freezes:false timezone:Europe/Berlin",
    )
    .await;
    for member in [BEN, CLEO, DEV] {
        let line = "/streak join visibility:named timezone:Europe/Berlin";
        bot.run(member, line).await;
    }
    for member in 1_000..1_000 + n_hidden {
        let line = "/streak join visibility:hidden timezone:Europe/Berlin";
        bot.run(member, line).await;
    }
    tuesday_is_given_up_late(&mut bot, &[BEN, CLEO, DEV]).await;
    let answer = bot.run(BEN, "/done").await;
    assert!(answer.contains("A run begins"), "{answer}");
    bot
}

async fn assert_tuesday_is_judged_again(bot: &mut TestBot) {
    let board = bot.run(CLEO, "/leaderboard metric:current").await;
    assert!(board.contains("**1.** <@2> · 2 days"), "{board}");
    assert_eq!(
        bot.streak_of(BEN).await.current,
        2,
        "Tuesday does not count"
    );
    bot.assert_kept_as_replayed(&[BEN, CLEO, DEV]).await;
    // Nothing is looked at twice.
    assert_eq!(bot.app().store.unjudged().await.unwrap(), []);
}

#[tokio::test]
async fn a_board_shows_what_was_judged_again_before_its_member_comes_back() {
    for n_hidden in [0, 300] {
        let mut bot = guild_with_tuesday_to_be_given_up(n_hidden).await;
        bot.advance_to("2026-06-03T01:30:00Z").await;
        assert_tuesday_is_judged_again(&mut bot).await;
    }
}

#[tokio::test]
async fn what_was_given_up_right_before_a_kill_is_judged_by_the_next_process() {
    let mut bot = guild_with_tuesday_to_be_given_up(0).await;
    // The prompt is given up, and with that the process is gone.
    let later = "2026-06-03T01:11:00Z".parse().unwrap();
    bot.clock.set(later, false);
    let mut next = bot.app().deliver(later).await.unwrap();
    while next.is_some_and(|next| next <= later) {
        next = bot.app().deliver(later).await.unwrap();
    }
    bot.restart().await;
    assert_tuesday_is_judged_again(&mut bot).await;
}
