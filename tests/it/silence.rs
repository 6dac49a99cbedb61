//! What is left out on purpose: at night, on holidays, in pauses, and once it is done.

use jiff::Timestamp;
use jiff::civil::{Date, Time};
use unhunch::app::Disposition;
use unhunch::domain::ids::{GuildId, UserId};
use unhunch::domain::quiet_hours::QuietHours;
use unhunch::store::{
    ChangeOutcome, Delivery, DeliveryState, GuildSetting, MemberEvent, Pause, Presence, Schedule,
};
use unhunch::view::Mentions;

use crate::store_fixture::{Members as _, OneByOne as _};
use crate::support::{ADA, Answer, BEN, GUILD, TestBot, WELLNESS, retry_after};

fn guild() -> GuildId {
    GuildId::new(GUILD).unwrap()
}

fn ben() -> UserId {
    UserId::new(BEN).unwrap()
}

fn date(text: &str) -> Date {
    text.parse().unwrap()
}

fn instant(text: &str) -> Timestamp {
    text.parse().unwrap()
}

async fn bot_with_prompts(times: &str, zone: &str) -> TestBot {
    let mut bot = TestBot::start().await;
    let line = format!("channel:200 times:{times} days:daily timezone:{zone}");
    bot.add_prompts(ADA, &line).await;
    bot
}

/// A bot that reminds Ben in the channel, and so to the second.
async fn bot_with_reminders(times: &str) -> TestBot {
    let mut bot = TestBot::start().await;
    let line =
        format!("/deskbreak join times:{times} days:daily timezone:Europe/Berlin deliver:channel");
    bot.run(BEN, &line).await;
    bot
}

async fn keep_quiet(bot: &TestBot, hours: &str) {
    let hours = QuietHours::parse(hours).unwrap();
    let setting = GuildSetting::QuietHours(Some((hours.from(), hours.to())));
    let (by, at) = (UserId::new(ADA).unwrap(), instant("2026-06-01T06:00:00Z"));
    let store = &bot.app().store;
    store.set_guild(guild(), &setting, by, at).await.unwrap();
}

async fn reminder(bot: &TestBot) -> Schedule {
    let found = bot.app().store.desk_break(guild(), ben()).await;
    found.unwrap().unwrap()
}

/// What became of the last deliveries, the latest first.
async fn last(bot: &TestBot, limit: u32) -> Vec<(DeliveryState, Option<String>)> {
    let ended = |delivery: Delivery| (delivery.state, delivery.reason);
    let found = bot.app().store.last_deliveries(guild(), limit).await;
    found.unwrap().into_iter().map(ended).collect()
}

fn skipped(reason: &str) -> (DeliveryState, Option<String>) {
    (DeliveryState::Skipped, Some(reason.to_owned()))
}

#[tokio::test]
async fn nothing_comes_in_quiet_hours_and_nothing_is_made_up_for_after_them() {
    let mut bot = bot_with_prompts("6:59, 21:59, 22:30", "Europe/Berlin").await;
    keep_quiet(&bot, "22:00-7:00").await;
    bot.advance_to("2026-06-01T19:59:00Z").await;
    bot.next_message();
    bot.advance_to("2026-06-02T19:58:00Z").await;
    assert_eq!(bot.discord.unread(), 0);
    assert_eq!(last(&bot, 2).await, [skipped("quiet"), skipped("quiet")]);
    bot.advance_to("2026-06-02T19:59:00Z").await;
    bot.next_message();
}

#[tokio::test]
async fn a_prompt_that_is_late_does_not_come_into_quiet_hours() {
    let mut bot = bot_with_prompts("21:45", "UTC").await;
    keep_quiet(&bot, "22:00-7:00").await;
    bot.stop().await;
    bot.advance_to("2026-06-01T21:59:59Z").await;
    bot.restart().await;
    bot.next_message();
    bot.stop().await;
    bot.advance_to("2026-06-02T22:00:00Z").await;
    bot.restart().await;
    assert_eq!(last(&bot, 1).await, [skipped("quiet")]);
}

#[tokio::test]
async fn being_told_to_wait_until_quiet_hours_loses_the_prompt() {
    let mut bot = bot_with_prompts("21:59", "UTC").await;
    keep_quiet(&bot, "22:00-7:00").await;
    bot.discord.answer(retry_after(59));
    bot.advance_to("2026-06-01T23:00:00Z").await;
    bot.next_message();
    bot.discord.answer(retry_after(60));
    bot.advance_to("2026-06-02T23:00:00Z").await;
    let failed = (DeliveryState::Failed, Some("quiet".to_owned()));
    assert_eq!(last(&bot, 1).await, [failed]);
}

#[tokio::test]
async fn a_prompt_whose_answer_was_lost_is_looked_for_in_quiet_hours_and_not_sent_again() {
    let mut bot = bot_with_prompts("21:59", "UTC").await;
    keep_quiet(&bot, "22:00-7:00").await;
    bot.discord.answer(retry_after(50));
    bot.discord.answer(Answer::PostedButLost);
    bot.advance_to("2026-06-01T21:59:50Z").await;
    bot.stop().await;
    bot.advance_to("2026-06-01T22:00:00Z").await;
    bot.restart().await;
    bot.next_message();
    assert_eq!(last(&bot, 1).await, [(DeliveryState::Sent, None)]);
    bot.discord
        .answer(Answer::Refused(Disposition::OutcomeUnknown));
    bot.advance_to("2026-06-02T21:59:00Z").await;
    bot.stop().await;
    bot.advance_to("2026-06-02T22:00:00Z").await;
    bot.restart().await;
    bot.advance_to("2026-06-02T23:00:00Z").await;
    assert_eq!(bot.discord.unread(), 0);
}

#[tokio::test]
async fn a_guilds_night_is_read_in_each_members_own_zone() {
    let mut bot = bot_with_prompts("9:00", "Europe/Berlin").await;
    keep_quiet(&bot, "22:00-7:00").await;
    // At three in the afternoon in Los Angeles it is midnight in Berlin.
    let line = "/deskbreak join times:15:00 timezone:America/Los_Angeles deliver:channel";
    bot.run(BEN, line).await;
    bot.advance_to("2026-06-01T07:00:00Z").await;
    bot.next_message();
    bot.advance_to("2026-06-01T22:00:00Z").await;
    bot.next_message();
}

#[tokio::test]
async fn quiet_hours_from_a_time_to_the_same_time_silence_nothing() {
    let mut bot = bot_with_prompts("9:00", "UTC").await;
    let nine = Time::constant(9, 0, 0, 0);
    let setting = GuildSetting::QuietHours(Some((nine, nine)));
    let (by, at) = (UserId::new(ADA).unwrap(), instant("2026-06-01T06:00:00Z"));
    let store = &bot.app().store;
    store.set_guild(guild(), &setting, by, at).await.unwrap();
    bot.advance_to("2026-06-01T09:00:00Z").await;
    bot.next_message();
}

#[tokio::test]
async fn team_prompts_and_reminders_rest_on_holidays() {
    let mut bot = bot_with_reminders("10:00").await;
    let line = "channel:200 times:9:00 days:daily timezone:Europe/Berlin";
    bot.add_prompts(ADA, line).await;
    let store = &bot.app().store;
    let entered = instant("2026-06-01T06:00:00Z");
    store
        .add_holiday(guild(), date("2026-06-02"), "Republic Day", entered)
        .await
        .unwrap();
    bot.advance_to("2026-06-01T22:00:00Z").await;
    bot.next_message();
    bot.next_message();
    bot.advance_to("2026-06-02T22:00:00Z").await;
    assert_eq!(bot.discord.unread(), 0);
    assert_eq!(
        last(&bot, 2).await,
        [skipped("holiday"), skipped("holiday")]
    );
    bot.advance_to("2026-06-03T22:00:00Z").await;
    bot.next_message();
    bot.next_message();
}

#[tokio::test]
async fn an_outage_on_a_holiday_misses_nothing() {
    let mut bot = bot_with_prompts("9:00", "UTC").await;
    let store = &bot.app().store;
    let entered = instant("2026-06-01T06:00:00Z");
    store
        .add_holiday(guild(), date("2026-06-01"), "Whit Monday", entered)
        .await
        .unwrap();
    bot.stop().await;
    bot.advance_to("2026-06-01T10:00:00Z").await;
    bot.restart().await;
    assert_eq!(last(&bot, 1).await, [skipped("holiday")]);
}

#[tokio::test]
async fn a_paused_schedule_is_silent_through_its_last_day_and_no_longer() {
    let mut bot = bot_with_prompts("0:00, 23:30", "Europe/Berlin").await;
    let schedules = bot.app().store.schedules_of_guild(guild()).await.unwrap();
    let pause = Pause {
        from: date("2026-06-02"),
        until: date("2026-06-03"),
    };
    let store = &bot.app().store;
    let paused = store.pause_schedule(schedules[0].id, guild(), Some(pause));
    assert!(matches!(paused.await.unwrap(), ChangeOutcome::Changed(_)));
    bot.advance_to("2026-06-01T21:30:00Z").await;
    bot.next_message();
    let zone = bot.app().zones.find("Europe/Berlin").unwrap();
    let end = pause.ends_at(&zone).unwrap();
    assert_eq!(end, instant("2026-06-03T22:00:00Z"));
    bot.advance_to("2026-06-03T21:59:59Z").await;
    assert_eq!(last(&bot, 4).await, vec![skipped("paused"); 4]);
    bot.advance_to("2026-06-03T22:00:00Z").await;
    bot.next_message();
}

#[tokio::test]
async fn a_pause_silences_what_was_planned_and_waits() {
    let mut bot = TestBot::start().await;
    bot.run(BEN, "/deskbreak join times:9:00 timezone:UTC")
        .await;
    // By direct message it waits a little while.
    bot.advance_to("2026-06-01T09:00:00Z").await;
    assert_eq!(last(&bot, 1).await, [(DeliveryState::Pending, None)]);
    let pause = Pause::from_today(date("2026-06-01"), date("2026-06-01")).unwrap();
    let schedule = reminder(&bot).await;
    let store = &bot.app().store;
    let paused = store
        .pause_schedule(schedule.id, guild(), Some(pause))
        .await;
    assert!(matches!(paused.unwrap(), ChangeOutcome::Changed(_)));
    bot.advance_to("2026-06-01T10:00:00Z").await;
    assert_eq!(last(&bot, 1).await, [skipped("paused")]);
}

#[tokio::test]
async fn a_vacation_silences_its_members_reminders_and_no_team_prompts() {
    let mut bot = bot_with_reminders("10:00").await;
    bot.run(BEN, "/streak join visibility:hidden").await;
    let line = "channel:200 times:9:00 days:daily timezone:Europe/Berlin";
    bot.add_prompts(ADA, line).await;
    bot.advance_to("2026-06-01T08:00:00Z").await;
    bot.next_message();
    bot.next_message();
    let vacation = MemberEvent::Pause {
        from: date("2026-06-02"),
        to: date("2026-06-03"),
    };
    let at = instant("2026-06-01T09:00:00Z");
    let store = &bot.app().store;
    store
        .change_member(guild(), ben(), &vacation, at)
        .await
        .unwrap();
    bot.advance_to("2026-06-03T12:00:00Z").await;
    bot.next_message();
    bot.next_message();
    assert_eq!(last(&bot, 1).await, [skipped("paused")]);
    bot.advance_to("2026-06-04T08:00:00Z").await;
    bot.next_message();
    bot.next_message();
}

#[tokio::test]
async fn a_vacation_begins_by_the_clock_that_its_member_has_had_from_the_beginning() {
    // At ten in the evening in Los Angeles it is the second of June in UTC.
    let mut bot = TestBot::start_at("2026-06-02T05:00:00Z").await;
    let line = "/deskbreak join times:4:00 days:daily timezone:America/Los_Angeles deliver:channel";
    bot.run(BEN, line).await;
    bot.run(BEN, "/streak join visibility:hidden").await;
    let vacation = MemberEvent::Pause {
        from: date("2026-06-02"),
        to: date("2026-06-02"),
    };
    let at = instant("2026-06-02T05:30:00Z");
    let store = &bot.app().store;
    store
        .change_member(guild(), ben(), &vacation, at)
        .await
        .unwrap();
    bot.advance_to("2026-06-02T12:00:00Z").await;
    assert_eq!(last(&bot, 1).await, [skipped("paused")]);
}

#[tokio::test]
async fn who_left_the_guild_is_not_reminded() {
    let mut bot = bot_with_reminders("10:00").await;
    bot.run(BEN, "/streak join visibility:hidden").await;
    let at = instant("2026-06-01T06:30:00Z");
    let store = &bot.app().store;
    store
        .change_member(guild(), ben(), &MemberEvent::Leave, at)
        .await
        .unwrap();
    bot.advance_to("2026-06-01T12:00:00Z").await;
    assert_eq!(last(&bot, 1).await, [skipped("not in the guild")]);
}

#[tokio::test]
async fn a_guild_that_removed_the_bot_gets_nothing() {
    let mut bot = bot_with_prompts("9:00", "UTC").await;
    let at = instant("2026-06-01T06:30:00Z");
    let store = &bot.app().store;
    store
        .set_guild_presence(guild(), Presence::Removed, at)
        .await
        .unwrap();
    bot.advance_to("2026-06-01T12:00:00Z").await;
    assert_eq!(last(&bot, 1).await, [skipped("not in the guild")]);
}

#[tokio::test]
async fn once_it_is_done_the_rest_of_the_day_is_quiet_if_its_member_wished_so() {
    for (wished, n_more) in [(true, 0), (false, 2)] {
        let mut bot = bot_with_reminders("2:30, 9:00, 11:00, 14:00").await;
        bot.run(BEN, "/streak join visibility:hidden days:daily")
            .await;
        bot.run(BEN, &format!("/deskbreak edit stop_when_done:{wished}"))
            .await;
        bot.advance_to("2026-06-01T07:30:00Z").await;
        bot.next_message();
        bot.run(BEN, "/done").await;
        bot.advance_to("2026-06-01T12:00:00Z").await;
        assert_eq!(bot.discord.unread(), n_more, "wished: {wished}");
        // Half past two at night still belongs to the day before; the next day begins at three.
        bot.advance_to("2026-06-02T00:30:00Z").await;
        let night = if wished { n_more } else { n_more + 1 };
        assert_eq!(bot.discord.unread(), night, "wished: {wished}");
        if wished {
            assert_eq!(last(&bot, 1).await, [skipped("done")]);
        }
        bot.advance_to("2026-06-02T07:00:00Z").await;
        assert_eq!(bot.discord.unread(), night + 1, "wished: {wished}");
        while bot.discord.take().is_some() {}
    }
}

#[tokio::test]
async fn reminders_by_direct_message_are_spread_and_those_in_a_channel_are_not() {
    let mut bot = TestBot::start().await;
    bot.run(BEN, "/deskbreak join times:9:00 timezone:UTC")
        .await;
    let line = "/deskbreak join times:9:00 timezone:UTC deliver:channel";
    bot.run(ADA, line).await;
    for day in ["2026-06-01", "2026-06-02"] {
        bot.advance_to(&format!("{day}T09:00:00Z")).await;
        assert_eq!(bot.next_message().channel, WELLNESS);
        bot.advance_to(&format!("{day}T09:01:04Z")).await;
        assert_eq!(bot.discord.unread(), 0);
        bot.advance_to(&format!("{day}T09:01:05Z")).await;
        assert_eq!(bot.next_message().channel, 9_000 + BEN);
    }
}

#[tokio::test]
async fn a_slot_that_was_delivered_does_not_come_again_in_a_new_zone() {
    let mut bot = bot_with_prompts("9:00, 12:00", "Europe/Berlin").await;
    bot.advance_to("2026-06-01T07:00:00Z").await;
    bot.next_message();
    bot.run(ADA, "/wellness settings timezone:America/New_York")
        .await;
    bot.advance_to("2026-06-01T15:59:59Z").await;
    assert_eq!(bot.discord.unread(), 0);
    bot.advance_to("2026-06-01T16:00:00Z").await;
    bot.next_message();
    bot.advance_to("2026-06-02T13:00:00Z").await;
    bot.next_message();
}

#[tokio::test]
async fn new_times_later_today_come_and_what_was_delivered_does_not_come_again() {
    let mut bot = bot_with_reminders("9:00, 12:00").await;
    bot.advance_to("2026-06-01T07:00:00Z").await;
    bot.next_message();
    let line =
        "/deskbreak join times:8:00, 9:00, 11:00 days:daily timezone:Europe/Berlin deliver:channel";
    bot.run(BEN, line).await;
    bot.advance_to("2026-06-01T08:59:59Z").await;
    assert_eq!(bot.discord.unread(), 0);
    bot.advance_to("2026-06-01T09:00:00Z").await;
    bot.next_message();
    bot.advance_to("2026-06-02T05:59:59Z").await;
    assert_eq!(bot.discord.unread(), 0);
}

#[tokio::test]
async fn a_members_own_quiet_hours_hold_for_their_reminders_and_for_nothing_else() {
    let mut bot = bot_with_prompts("12:30", "Europe/Berlin").await;
    bot.run(
        BEN,
        "/deskbreak join times:9:00, 12:15, 14:00 days:daily timezone:Europe/Berlin deliver:channel quiet:12:00-13:00",
    )
    .await;
    bot.advance_to("2026-06-01T11:00:00Z").await;
    let mentions: Vec<_> = (0..2)
        .map(|_| bot.next_message().message.mentions)
        .collect();
    assert_eq!(mentions, [Mentions::User(ben()), Mentions::Nobody]);
    assert_eq!(
        last(&bot, 2).await,
        [(DeliveryState::Sent, None), skipped("quiet")]
    );
    bot.advance_to("2026-06-01T12:00:00Z").await;
    bot.next_message();
    // What would come in them is not put off into them.
    bot.advance_to("2026-06-02T07:00:00Z").await;
    bot.next_message();
    bot.run(BEN, "/deskbreak edit times:9:00, 11:50 quiet:12:00-13:00")
        .await;
    bot.advance_to("2026-06-02T09:50:00Z").await;
    bot.next_message();
    let offered = bot.press(BEN, "Snooze").await;
    assert!(
        offered.contains("It is quiet here from 12:00-13:00")
            && offered.contains("[5 min]")
            && !offered.contains("15 min"),
        "{offered}"
    );
    bot.run(BEN, "/deskbreak edit times:12:15 quiet:off").await;
    bot.advance_to("2026-06-02T10:30:00Z").await;
    bot.next_message();
    bot.next_message();
}

#[tokio::test]
async fn a_member_who_wants_to_be_reminded_on_holidays_is() {
    let mut bot = bot_with_prompts("9:00", "Europe/Berlin").await;
    for date in ["2026-06-03", "2026-06-04"] {
        bot.run(
            ADA,
            &format!("/wellness holidays add date:{date} name:Feast"),
        )
        .await;
    }
    bot.advance_to("2026-06-02T12:00:00Z").await;
    for _ in ["1 June", "2 June"] {
        bot.next_message();
    }
    let join = "/deskbreak join times:10:00 timezone:Europe/Berlin deliver:channel";
    bot.run(BEN, join).await;
    bot.advance_to("2026-06-03T12:00:00Z").await;
    assert_eq!(bot.discord.unread(), 0);
    bot.run(BEN, "/deskbreak edit holidays:true").await;
    bot.advance_to("2026-06-04T12:00:00Z").await;
    assert_eq!(bot.next_message().message.mentions, Mentions::User(ben()));
}
