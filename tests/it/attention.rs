//! Nobody is sent more than they want: six messages a day at most, and a question after long silence.

use unhunch::domain::ids::GuildId;
use unhunch::store::{Delivery, DeliveryState};

use crate::support::{BEN, GUILD, TestBot, WELLNESS, read};

async fn bot_with_reminders(times: &str) -> TestBot {
    let mut bot = TestBot::start().await;
    let line =
        format!("/deskbreak join times:{times} days:daily timezone:Europe/Berlin deliver:channel");
    bot.run(BEN, &line).await;
    bot
}

async fn last(bot: &TestBot) -> Delivery {
    let guild = GuildId::new(GUILD).unwrap();
    let mut found = bot.app().store.last_deliveries(guild, 1).await.unwrap();
    found.remove(0)
}

/// Lets days go by, and reads what comes.
async fn let_days_pass(bot: &mut TestBot, from: i32, n_days: i32) -> usize {
    let mut n_read = 0;
    for day in from..from + n_days {
        let date = jiff::civil::date(2026, 6, 1).saturating_add(jiff::Span::new().days(day));
        bot.advance_to(&format!("{date}T20:00:00Z")).await;
        n_read += bot.read_all();
    }
    n_read
}

#[tokio::test]
async fn six_messages_a_day_are_the_most_reminders_and_snoozes_together() {
    let mut bot = TestBot::start().await;
    let joined = bot
        .run(
            BEN,
            "/deskbreak join times:9:00,10:00,11:00,12:00,13:00,14:00,15:00,16:00 days:daily \
             timezone:Europe/Berlin deliver:channel",
        )
        .await;
    assert!(
        joined.contains("nobody more than 6 messages a day"),
        "{joined}"
    );
    bot.advance_to("2026-06-01T07:00:00Z").await;
    bot.next_message();
    bot.press(BEN, "Snooze").await;
    let fifteen = bot.button("15 min");
    bot.press(BEN, "5 min").await;
    bot.advance_to("2026-06-01T11:00:00Z").await;
    for _ in 0..5 {
        bot.next_message();
    }
    assert_eq!(bot.discord.unread(), 0);
    // Neither is a length asked for, nor does one work that was offered before.
    let asked = bot.press(BEN, "Snooze").await;
    assert!(asked.contains("more than 6 messages today"), "{asked}");
    insta::assert_snapshot!(bot.press_earlier(BEN, &fifteen).await, @"
    (only you)
    That would be more than 6 messages today, and I send nobody more. Let it be for today.
    ");
    bot.advance_to("2026-06-01T21:00:00Z").await;
    assert_eq!(bot.discord.unread(), 0);
    let last = last(&bot).await;
    assert_eq!(last.reason.as_deref(), Some("enough for today"));
    bot.advance_to("2026-06-02T07:00:00Z").await;
    bot.next_message();
}

#[tokio::test]
async fn after_fourteen_days_without_a_sign_one_question_comes_and_then_nothing() {
    let mut bot = bot_with_reminders("9:00").await;
    assert_eq!(let_days_pass(&mut bot, 0, 14).await, 14);
    bot.advance_to("2026-06-15T07:00:00Z").await;
    let question = bot.next_message();
    assert_eq!(question.channel, WELLNESS);
    insta::assert_snapshot!(read(&question.message), @"
    (pings 2)
    <@2> **Are these reminders still any good to you?** I have had no sign from you for a good while, so I won't send more unless you want them.
    -# Nothing is lost: your times stay as they are, and a streak has nothing to do with this question.
    [Resume] [Fewer] [Stop]
    ");
    assert_eq!(let_days_pass(&mut bot, 14, 30).await, 0);
    let quiet = last(&bot).await;
    assert_eq!(
        (quiet.state, quiet.reason.as_deref()),
        (DeliveryState::Skipped, Some("no answer"))
    );
    bot.look_at(&question);
    let resumed = bot.press(BEN, "Resume").await;
    assert!(resumed.contains("Your reminders come again"), "{resumed}");
    assert_eq!(let_days_pass(&mut bot, 44, 14).await, 14);
    assert_eq!(
        let_days_pass(&mut bot, 58, 3).await,
        1,
        "the question, once"
    );
}

#[tokio::test]
async fn a_question_that_nobody_answers_stands_however_long() {
    let mut bot = bot_with_reminders("9:00").await;
    assert_eq!(let_days_pass(&mut bot, 0, 14).await, 14);
    assert_eq!(let_days_pass(&mut bot, 14, 1).await, 1, "the question");
    assert_eq!(let_days_pass(&mut bot, 15, 80).await, 0);
}

#[tokio::test]
async fn days_without_an_answer_are_counted_though_reminders_are_rare() {
    let mut bot = TestBot::start().await;
    let line = "/deskbreak join times:9:00 days:mon timezone:Europe/Berlin deliver:channel";
    bot.run(BEN, line).await;
    // Fourteen Mondays; each of them is deleted a month later.
    assert_eq!(let_days_pass(&mut bot, 0, 98).await, 14);
    assert_ne!(last(&bot).await.item.as_deref(), Some("?"));
    assert_eq!(let_days_pass(&mut bot, 98, 1).await, 1);
    assert_eq!(last(&bot).await.item.as_deref(), Some("?"));
    // A sign begins the count anew.
    bot.run(BEN, "/deskbreak resume").await;
    assert_eq!(let_days_pass(&mut bot, 99, 91).await, 13);
    assert_ne!(last(&bot).await.item.as_deref(), Some("?"));
}

#[tokio::test]
async fn whoever_gives_any_sign_is_not_asked() {
    let mut bot = bot_with_reminders("9:00").await;
    let_days_pass(&mut bot, 0, 10).await;
    bot.run(BEN, "/stretch private:true").await;
    assert_eq!(let_days_pass(&mut bot, 10, 14).await, 14);
    let asked = last(&bot).await;
    assert_ne!(asked.item.as_deref(), Some("?"));
    let_days_pass(&mut bot, 24, 1).await;
    assert_eq!(last(&bot).await.item.as_deref(), Some("?"));
}

#[tokio::test]
async fn days_without_reminders_are_no_days_without_an_answer() {
    let mut bot = bot_with_reminders("9:00").await;
    let_days_pass(&mut bot, 0, 5).await;
    let store = &bot.app().store;
    let guild = GuildId::new(GUILD).unwrap();
    let user = unhunch::domain::ids::UserId::new(BEN).unwrap();
    let schedule = store.desk_break(guild, user).await.unwrap().unwrap();
    let pause = unhunch::store::Pause {
        from: "2026-06-06".parse().unwrap(),
        until: "2026-06-15".parse().unwrap(),
    };
    store
        .pause_schedule(schedule.id, guild, Some(pause))
        .await
        .unwrap();
    assert_eq!(let_days_pass(&mut bot, 5, 10).await, 0);
    let_days_pass(&mut bot, 15, 9).await;
    assert_ne!(last(&bot).await.item.as_deref(), Some("?"));
    let_days_pass(&mut bot, 24, 1).await;
    assert_eq!(last(&bot).await.item.as_deref(), Some("?"));
}

#[tokio::test]
async fn fewer_is_half_of_them_once_and_stop_is_the_end() {
    let mut bot = bot_with_reminders("9:00,11:00,14:00,16:00").await;
    let_days_pass(&mut bot, 0, 14).await;
    bot.advance_to("2026-06-15T07:00:00Z").await;
    let question = bot.next_message();
    bot.look_at(&question);
    let (fewer, stop) = (bot.button("Fewer"), bot.button("Stop"));
    bot.in_direct_messages();
    let said = bot.press_earlier(BEN, &fewer).await;
    assert!(said.contains("at 09:00 and 14:00 every day"), "{said}");
    let again = bot.press_earlier(BEN, &fewer).await;
    assert!(again.contains("at 09:00 and 14:00 every day"), "{again}");
    bot.advance_to("2026-06-15T20:00:00Z").await;
    bot.next_message();
    assert_eq!(bot.discord.unread(), 0);
    let stopped = bot.press_earlier(BEN, &stop).await;
    assert!(stopped.contains("Your desk break has ended"), "{stopped}");
    assert_eq!(let_days_pass(&mut bot, 15, 3).await, 0);
}

#[tokio::test]
async fn a_question_that_did_not_get_through_is_asked_again() {
    let mut bot = bot_with_reminders("9:00").await;
    let_days_pass(&mut bot, 0, 14).await;
    bot.stop().await;
    bot.advance_to("2026-06-15T12:00:00Z").await;
    bot.restart().await;
    assert_eq!(bot.discord.unread(), 0);
    bot.discord.answer(crate::support::Answer::Refused(
        unhunch::app::Disposition::GiveUp,
    ));
    bot.advance_to("2026-06-16T12:00:00Z").await;
    assert_eq!(bot.discord.unread(), 0);
    bot.advance_to("2026-06-17T07:00:00Z").await;
    assert!(read(&bot.next_message().message).contains("[Resume] [Fewer] [Stop]"));
}
