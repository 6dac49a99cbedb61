//! Prompts come once: through lost answers, crashes, refusals and clocks that are off.

use unhunch::app::Disposition;
use unhunch::store::DeliveryState;

use crate::support::{ADA, Answer, BEN, TestBot, WELLNESS, guild, retry_after};

const NINE: &str = "2026-06-01T09:00:00Z";

async fn bot_with_a_prompt_at_nine() -> TestBot {
    let mut bot = TestBot::start().await;
    bot.add_prompts(ADA, "channel:200 times:9:00 days:daily timezone:UTC")
        .await;
    bot
}

#[tokio::test]
async fn a_lost_answer_is_asked_again_with_the_same_nonce() {
    let mut bot = bot_with_a_prompt_at_nine().await;
    bot.discord.answer(Answer::PostedButLost);
    bot.advance_to("2026-06-01T09:05:00Z").await;
    bot.next_message();
    assert_eq!(bot.discord.unread(), 0);
}

#[tokio::test]
async fn a_crash_before_the_answer_was_kept_doubles_nothing() {
    let mut bot = bot_with_a_prompt_at_nine().await;
    bot.discord.answer(Answer::PostedButLost);
    bot.advance_to(NINE).await;
    bot.restart().await;
    bot.advance_to("2026-06-01T09:20:00Z").await;
    bot.next_message();
    assert_eq!(bot.discord.unread(), 0);
}

#[tokio::test]
async fn a_crash_that_lasts_longer_than_the_nonce_is_cleared_up_from_the_channel() {
    let mut bot = bot_with_a_prompt_at_nine().await;
    bot.discord.answer(Answer::PostedButLost);
    bot.advance_to(NINE).await;
    bot.stop().await;
    bot.advance_to("2026-06-01T09:10:00Z").await;
    bot.restart().await;
    bot.next_message();
    bot.advance_to("2026-06-01T10:00:00Z").await;
    assert_eq!(bot.discord.unread(), 0);
}

#[tokio::test]
async fn where_nobody_can_tell_it_is_not_sent_again() {
    let mut bot = bot_with_a_prompt_at_nine().await;
    bot.discord
        .answer(Answer::Refused(Disposition::OutcomeUnknown));
    bot.advance_to(NINE).await;
    bot.stop().await;
    bot.discord.hide_history();
    bot.advance_to("2026-06-01T09:10:00Z").await;
    bot.restart().await;
    bot.advance_to("2026-06-01T10:00:00Z").await;
    assert_eq!(bot.discord.unread(), 0);
}

#[tokio::test]
async fn an_outage_within_the_grace_costs_no_prompt_and_a_longer_one_costs_just_that() {
    let mut bot = bot_with_a_prompt_at_nine().await;
    bot.stop().await;
    bot.advance_to("2026-06-01T09:29:00Z").await;
    bot.restart().await;
    bot.next_message();
    bot.stop().await;
    bot.advance_to("2026-06-02T09:31:00Z").await;
    bot.restart().await;
    assert_eq!(bot.discord.unread(), 0);
    bot.advance_to("2026-06-03T09:00:00Z").await;
    bot.next_message();
}

#[tokio::test]
async fn being_told_to_wait_delays_a_prompt_and_loses_none() {
    let mut bot = bot_with_a_prompt_at_nine().await;
    bot.discord.answer(retry_after(7));
    bot.advance_to("2026-06-01T09:00:06Z").await;
    assert_eq!(bot.discord.unread(), 0);
    bot.advance_to("2026-06-01T09:00:07Z").await;
    bot.next_message();
}

#[tokio::test]
async fn who_is_told_to_wait_for_no_time_waits_a_second() {
    let mut bot = bot_with_a_prompt_at_nine().await;
    bot.discord.answer(retry_after(0));
    bot.advance_to("2026-06-01T09:00:00.999Z").await;
    assert_eq!(bot.discord.unread(), 0);
    bot.advance_to("2026-06-01T09:00:01Z").await;
    bot.next_message();
}

#[tokio::test]
async fn who_was_only_told_to_wait_has_nothing_to_look_for() {
    let mut bot = bot_with_a_prompt_at_nine().await;
    bot.discord.hide_history();
    bot.discord.answer(retry_after(65));
    bot.discord.answer(retry_after(65));
    bot.advance_to("2026-06-01T09:02:09Z").await;
    assert_eq!(bot.discord.unread(), 0);
    bot.advance_to("2026-06-01T09:02:10Z").await;
    bot.next_message();
    bot.discord.answer(retry_after(1_801));
    bot.advance_to("2026-06-02T12:00:00Z").await;
    assert_eq!(bot.discord.unread(), 0);
    let checked = bot.run(ADA, "/wellness check").await;
    assert!(checked.contains("could not be sent in time"), "{checked}");
}

#[tokio::test]
async fn who_has_to_wait_for_longer_than_the_grace_ends_with_it() {
    for refused in [retry_after(7_200), Answer::Refused(Disposition::TooLate)] {
        let mut bot = bot_with_a_prompt_at_nine().await;
        bot.stop().await;
        bot.advance_to("2026-06-01T09:29:59Z").await;
        bot.discord.answer(refused);
        bot.restart().await;
        bot.advance_to("2026-06-01T09:30:01Z").await;
        let checked = bot.run(ADA, "/wellness check").await;
        assert!(checked.contains("could not be sent in time"), "{checked}");
    }
}

#[tokio::test]
async fn who_may_be_there_already_and_has_to_wait_for_too_long_is_looked_for_at_the_end_of_the_grace()
 {
    let mut bot = bot_with_a_prompt_at_nine().await;
    bot.stop().await;
    bot.advance_to("2026-06-01T09:29:55Z").await;
    bot.discord.answer(Answer::PostedButLost);
    bot.discord.answer(retry_after(7_200));
    bot.restart().await;
    bot.advance_to("2026-06-01T09:30:01Z").await;
    bot.next_message();
    let checked = bot.run(ADA, "/wellness check").await;
    assert!(checked.contains("in <#200>, sent"), "{checked}");
}

#[tokio::test]
async fn being_told_to_wait_takes_away_no_doubt() {
    let mut bot = bot_with_a_prompt_at_nine().await;
    bot.discord.answer(Answer::PostedButLost);
    bot.discord.answer(retry_after(65));
    bot.advance_to("2026-06-01T12:00:00Z").await;
    bot.next_message();
    assert_eq!(
        bot.discord.unread(),
        0,
        "it was found, and not posted again"
    );
}

#[tokio::test]
async fn a_channel_that_cannot_be_used_puts_the_schedule_on_hold_and_says_so() {
    let mut bot = bot_with_a_prompt_at_nine().await;
    bot.discord
        .answer(Answer::Refused(Disposition::ChannelUnusable));
    bot.advance_to("2026-06-02T12:00:00Z").await;
    assert_eq!(bot.discord.unread(), 0);
    let list = bot.run(ADA, "/prompts list").await;
    assert!(list.contains("**on hold**"), "{list}");
}

#[tokio::test]
async fn a_refused_token_stops_all_sending() {
    let mut bot = bot_with_a_prompt_at_nine().await;
    bot.discord
        .answer(Answer::Refused(Disposition::Unauthorized));
    bot.advance_to("2026-06-03T12:00:00Z").await;
    assert_eq!(bot.discord.unread(), 0);
}

#[tokio::test]
async fn what_expires_while_the_token_is_refused_is_accounted_for() {
    let mut bot = bot_with_a_prompt_at_nine().await;
    bot.add_prompts(ADA, "channel:201 times:9:00 days:daily timezone:UTC")
        .await;
    bot.discord
        .answer(Answer::Refused(Disposition::Unauthorized));
    bot.discord
        .answer(Answer::Refused(Disposition::Unauthorized));
    bot.advance_to("2026-06-01T12:00:00Z").await;
    bot.advance_to("2026-06-02T12:00:00Z").await;
    assert_eq!(bot.discord.unread(), 0);
    let all = bot.app().store.last_deliveries(guild(), 20).await.unwrap();
    let mut of_today = all
        .iter()
        .filter(|one| one.due_at.to_string().starts_with("2026-06-02"));
    assert!(of_today.clone().count() == 2, "{all:?}");
    assert!(
        of_today.all(|one| one.state == DeliveryState::Missed
            && one.reason.as_deref() == Some("token refused")),
        "{all:?}"
    );
    // What was refused itself has come to an end too.
    let of_first = all
        .iter()
        .filter(|one| one.due_at.to_string().starts_with("2026-06-01"));
    let ends: Vec<_> = of_first
        .map(|one| (one.state, one.reason.as_deref()))
        .collect();
    let refused = (DeliveryState::Failed, Some("token refused"));
    assert_eq!(ends, [refused, refused]);
    let report = bot.run(ADA, "/wellness check").await;
    assert!(report.contains("Discord did not take my token"), "{report}");
}

#[tokio::test]
async fn a_prompt_whose_token_was_refused_comes_once_when_there_is_a_good_one_in_time() {
    let mut bot = bot_with_a_prompt_at_nine().await;
    // Two starts with the same token; the second has nothing to lose.
    for _ in 0..2 {
        bot.discord
            .answer(Answer::Refused(Disposition::Unauthorized));
    }
    bot.advance_to(NINE).await;
    bot.restart().await;
    bot.advance_to("2026-06-01T09:10:00Z").await;
    assert_eq!(bot.discord.unread(), 0);
    bot.restart().await;
    bot.next_message();
    bot.restart().await;
    bot.advance_to("2026-06-01T12:00:00Z").await;
    assert_eq!(bot.discord.unread(), 0);
    let last = bot.app().store.last_deliveries(guild(), 1).await.unwrap();
    assert_eq!(last[0].state, DeliveryState::Sent);
}

#[tokio::test]
async fn what_may_be_there_when_the_token_is_refused_is_looked_for_with_a_good_one() {
    let mut bot = bot_with_a_prompt_at_nine().await;
    bot.discord.answer(Answer::PostedButLost);
    bot.discord
        .answer(Answer::Refused(Disposition::Unauthorized));
    bot.advance_to("2026-06-01T09:10:00Z").await;
    bot.restart().await;
    bot.next_message();
    assert_eq!(bot.discord.unread(), 0);
    let last = bot.app().store.last_deliveries(guild(), 1).await.unwrap();
    assert_eq!(last[0].state, DeliveryState::Sent);
}

#[tokio::test]
async fn what_may_be_there_when_the_token_is_refused_is_told_as_such_when_its_grace_is_over() {
    let mut bot = bot_with_a_prompt_at_nine().await;
    bot.discord.answer(Answer::PostedButLost);
    bot.discord
        .answer(Answer::Refused(Disposition::Unauthorized));
    bot.advance_to("2026-06-01T12:00:00Z").await;
    bot.next_message();
    let how = async |bot: &TestBot| {
        let last = bot.app().store.last_deliveries(guild(), 1).await.unwrap();
        (last[0].state, last[0].reason.clone())
    };
    let perhaps = (DeliveryState::Unknown, Some("token refused".to_owned()));
    assert_eq!(how(&bot).await, perhaps);
    let report = bot.run(ADA, "/wellness check").await;
    let said = "**perhaps sent**: Discord did not take my token";
    assert!(report.contains(said), "{report}");
    // A start with a good one finds nothing more to do about it.
    bot.restart().await;
    bot.advance_to("2026-06-01T13:00:00Z").await;
    assert_eq!(bot.discord.unread(), 0);
    assert_eq!(how(&bot).await, perhaps);
}

/// How the last delivery ended, and why.
async fn last(bot: &TestBot) -> (DeliveryState, Option<String>) {
    let last = bot.app().store.last_deliveries(guild(), 1).await.unwrap();
    (last[0].state, last[0].reason.clone())
}

#[tokio::test]
async fn what_is_refused_after_a_lost_answer_is_not_told_as_not_sent_if_it_is_there() {
    for refusal in [
        Disposition::ChannelUnusable,
        Disposition::ThreadClosed,
        Disposition::GiveUp,
    ] {
        let mut bot = bot_with_a_prompt_at_nine().await;
        bot.discord.answer(Answer::PostedButLost);
        bot.discord.answer(Answer::Refused(refusal));
        bot.advance_to("2026-06-01T09:05:00Z").await;
        bot.next_message();
        assert_eq!(bot.discord.unread(), 0);
        assert_eq!(last(&bot).await, (DeliveryState::Sent, None), "{refusal:?}");
        // What the refusal says of the channel holds all the same.
        let list = bot.run(ADA, "/prompts list").await;
        let rests = list.contains("on hold");
        assert_eq!(rests, refusal != Disposition::GiveUp, "{list}");
    }
}

#[tokio::test]
async fn what_is_refused_after_a_lost_answer_and_is_not_there_was_not_sent() {
    let mut bot = bot_with_a_prompt_at_nine().await;
    bot.discord
        .answer(Answer::Refused(Disposition::OutcomeUnknown));
    bot.discord
        .answer(Answer::Refused(Disposition::ChannelUnusable));
    bot.advance_to("2026-06-01T09:05:00Z").await;
    assert_eq!(bot.discord.unread(), 0);
    let unusable = Some("channel unusable".to_owned());
    assert_eq!(last(&bot).await, (DeliveryState::Failed, unusable));
}

#[tokio::test]
async fn what_is_refused_after_a_lost_answer_where_nobody_may_look_is_not_known() {
    let mut bot = bot_with_a_prompt_at_nine().await;
    bot.discord.hide_history();
    bot.discord.answer(Answer::PostedButLost);
    bot.discord
        .answer(Answer::Refused(Disposition::ChannelUnusable));
    bot.advance_to("2026-06-01T09:05:00Z").await;
    bot.next_message();
    let unread = Some("history unreadable".to_owned());
    assert_eq!(last(&bot).await, (DeliveryState::Unknown, unread));
    let list = bot.run(ADA, "/prompts list").await;
    assert!(list.contains("on hold"), "{list}");
}

#[tokio::test]
async fn a_reminder_that_came_by_direct_message_does_not_come_in_the_channel_as_well() {
    let mut bot = TestBot::start().await;
    bot.run(BEN, "/deskbreak join times:9:00 timezone:UTC fallback:true")
        .await;
    bot.discord.answer(Answer::PostedButLost);
    bot.discord
        .answer(Answer::Refused(Disposition::UserUnreachable));
    bot.advance_to("2026-06-01T09:10:00Z").await;
    assert_eq!(bot.next_message().channel, 9_000 + BEN);
    assert_eq!(bot.discord.unread(), 0);
    assert_eq!(last(&bot).await, (DeliveryState::Sent, None));
}

#[tokio::test]
async fn a_removed_schedule_posts_nothing_more_though_one_was_told_to_wait() {
    for (first, comes) in [
        (retry_after(600), None),
        // What may be there is looked for.
        (Answer::PostedButLost, Some(DeliveryState::Sent)),
    ] {
        let mut bot = bot_with_a_prompt_at_nine().await;
        bot.discord.answer(first);
        bot.advance_to(NINE).await;
        bot.run(ADA, "/prompts remove id:1").await;
        bot.press(ADA, "Remove it").await;
        bot.advance_to("2026-06-01T09:29:00Z").await;
        if comes.is_some() {
            bot.next_message();
        }
        assert_eq!(bot.discord.unread(), 0);
        let removed = (DeliveryState::Failed, Some("removed".to_owned()));
        let expected = comes.map_or(removed, |state| (state, None));
        assert_eq!(last(&bot).await, expected);
    }
}

#[tokio::test]
async fn unknown_message_answers_a_second_attempt_alone() {
    for (first, state) in [
        (None, DeliveryState::Failed),
        (Some(Answer::PostedButLost), DeliveryState::Sent),
        // A first attempt that was told to wait is none.
        (Some(retry_after(5)), DeliveryState::Failed),
    ] {
        let mut bot = bot_with_a_prompt_at_nine().await;
        if let Some(answer) = first {
            bot.discord.answer(answer);
        }
        bot.discord
            .answer(Answer::Refused(Disposition::AlreadyPosted));
        bot.advance_to("2026-06-01T09:05:00Z").await;
        let last = bot.app().store.last_deliveries(guild(), 1).await.unwrap();
        assert_eq!(last[0].state, state, "{last:?}");
        while bot.discord.take().is_some() {}
    }
}

#[tokio::test]
async fn nothing_is_planned_while_the_clocks_disagree() {
    let mut bot = bot_with_a_prompt_at_nine().await;
    bot.discord.skew(90);
    bot.advance_to("2026-06-01T09:10:00Z").await;
    assert_eq!(bot.discord.unread(), 0);
    bot.discord.skew(0);
    bot.advance_to("2026-06-01T09:11:00Z").await;
    bot.next_message();
}

#[tokio::test]
async fn nothing_is_planned_before_discord_has_told_its_time() {
    let mut bot = bot_with_a_prompt_at_nine().await;
    bot.discord.has_not_answered();
    bot.advance_to("2026-06-01T09:10:00Z").await;
    assert_eq!(bot.discord.unread(), 0);
    bot.discord.skew(0);
    bot.advance_to("2026-06-01T09:11:00Z").await;
    bot.next_message();
}

/// A bot whose prompt of nine o'clock is planned and not sent yet.
async fn bot_with_a_planned_prompt() -> TestBot {
    let mut bot = bot_with_a_prompt_at_nine().await;
    bot.advance_to("2026-06-01T08:59:00Z").await;
    let nine = "2026-06-01T09:00:00Z".parse().unwrap();
    bot.clock.set(nine, false);
    bot.app().plan(nine).await.unwrap();
    bot
}

/// The machine's clock is set to an instant, by so many seconds off Discord's; then everybody works.
async fn set_clock(bot: &TestBot, to: &str, off_seconds: i64) {
    bot.discord.skew(-off_seconds);
    bot.clock.set(to.parse().unwrap(), false);
    bot.work().await;
}

#[tokio::test]
async fn what_is_planned_already_waits_until_the_clocks_agree_and_then_comes() {
    let mut bot = bot_with_a_planned_prompt().await;
    bot.discord.skew(-90);
    bot.advance_to("2026-06-01T09:10:00Z").await;
    assert_eq!(bot.discord.unread(), 0);
    bot.discord.skew(0);
    bot.advance_to("2026-06-01T09:11:00Z").await;
    bot.next_message();
}

#[tokio::test]
async fn a_clock_that_is_a_day_ahead_for_a_while_makes_no_prompt_too_late() {
    let mut bot = bot_with_a_planned_prompt().await;
    set_clock(&bot, "2026-06-02T09:00:00Z", 86_400).await;
    assert_eq!(bot.discord.unread(), 0);
    set_clock(&bot, "2026-06-01T09:05:00Z", 0).await;
    bot.next_message();
}

#[tokio::test]
async fn a_clock_that_is_hours_behind_has_no_prompt_sent_too_late() {
    let bot = bot_with_a_planned_prompt().await;
    // In truth it is noon.
    set_clock(&bot, "2026-06-01T09:01:00Z", -3 * 3_600).await;
    assert_eq!(bot.discord.unread(), 0);
    set_clock(&bot, "2026-06-01T12:01:00Z", 0).await;
    assert_eq!(bot.discord.unread(), 0);
    let standings = bot.app().store.standings_after(0, 9).await.unwrap();
    assert_eq!(standings[0].state, DeliveryState::Missed);
}

#[tokio::test]
async fn a_snooze_is_not_early_by_a_clock_that_is_ahead() {
    let mut bot = TestBot::start().await;
    bot.run(
        BEN,
        "/deskbreak join times:9:00 timezone:UTC deliver:channel",
    )
    .await;
    bot.advance_to("2026-06-01T09:00:00Z").await;
    bot.next_message();
    bot.press(BEN, "Snooze").await;
    bot.press(BEN, "30 min").await;
    set_clock(&bot, "2026-06-01T09:31:00Z", 1_800).await;
    assert_eq!(bot.discord.unread(), 0);
    bot.discord.skew(0);
    bot.clock
        .set("2026-06-01T09:02:00Z".parse().unwrap(), false);
    bot.advance_to("2026-06-01T09:29:00Z").await;
    assert_eq!(bot.discord.unread(), 0);
    bot.advance_to("2026-06-01T09:31:00Z").await;
    bot.next_message();
}

#[tokio::test]
async fn a_day_in_a_wrong_century_silences_nobody() {
    let mut bot = bot_with_a_prompt_at_nine().await;
    bot.advance_to("2026-06-01T09:00:00Z").await;
    bot.next_message();
    // The machine comes up with a wrong clock, and what stands in for Discord agrees with it.
    bot.advance_to("2026-06-02T08:00:00Z").await;
    bot.stop().await;
    bot.clock
        .set("2099-01-01T10:00:00Z".parse().unwrap(), false);
    bot.restart().await;
    bot.stop().await;
    bot.clock
        .set("2026-06-02T08:30:00Z".parse().unwrap(), false);
    bot.restart().await;
    bot.advance_to("2026-06-02T09:00:00Z").await;
    let second = bot.next_message();
    assert_eq!(second.channel, WELLNESS);
    bot.advance_to("2026-06-02T20:00:00Z").await;
}

#[tokio::test]
async fn a_clock_that_went_a_day_ahead_and_back_silences_nobody() {
    let mut bot = bot_with_a_prompt_at_nine().await;
    bot.advance_to("2026-06-01T09:00:00Z").await;
    bot.next_message();
    // What stands in for Discord goes with it.
    set_clock(&bot, "2026-06-03T10:00:00Z", 0).await;
    set_clock(&bot, "2026-06-01T10:00:00Z", 0).await;
    bot.advance_to("2026-06-02T09:00:00Z").await;
    let second = bot.next_message();
    assert_eq!(second.channel, WELLNESS);
}

#[tokio::test]
async fn prompts_follow_the_guilds_clock_through_summer_time() {
    let mut bot = TestBot::start_at("2026-03-27T12:00:00Z").await;
    bot.add_prompts(
        ADA,
        "channel:200 times:9:00 days:daily timezone:Europe/Berlin",
    )
    .await;
    bot.advance_to("2026-03-28T08:00:00Z").await;
    bot.next_message();
    bot.advance_to("2026-03-29T06:59:59Z").await;
    assert_eq!(bot.discord.unread(), 0);
    bot.advance_to("2026-03-29T07:00:00Z").await;
    bot.next_message();
}

#[tokio::test]
async fn a_removed_schedule_posts_nothing_and_a_moved_zone_moves_the_prompts() {
    let mut bot = bot_with_a_prompt_at_nine().await;
    bot.run(ADA, "/wellness settings timezone:America/New_York")
        .await;
    bot.advance_to("2026-06-01T12:59:00Z").await;
    assert_eq!(bot.discord.unread(), 0);
    bot.advance_to("2026-06-01T13:00:00Z").await;
    bot.next_message();
    bot.run(ADA, "/prompts remove id:1").await;
    bot.press(ADA, "Remove it").await;
    bot.advance_to("2026-06-05T13:00:00Z").await;
    assert_eq!(bot.discord.unread(), 0);
}
