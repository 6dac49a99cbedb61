//! A check-in that is taken back, and milestones that are shared or not.

use jiff::Timestamp;
use unhunch::app::{Handler as _, Interaction, InteractionKind};
use unhunch::domain::ids::{ChannelId, InteractionId, MessageId};
use unhunch::store::ReminderAnswer;

use crate::support::{ADA, BEN, CLEO, DEV, GUILD, TestBot, WELLNESS, guild, member, read};

async fn joined(members: &[u64]) -> TestBot {
    TestBot::with_streaks(members.iter().copied(), "named").await
}

#[tokio::test]
async fn a_check_in_is_taken_back_within_a_minute_as_if_it_had_never_been() {
    let mut bot = joined(&[BEN]).await;
    let before = bot.streak_of(BEN).await;
    insta::assert_snapshot!(bot.run(BEN, "/done").await, @"
    (only you)
    **Nice. That's 1 of 5 days this week.** A run begins.
    [My streak] [Board] [Undo (for a minute)]
    ");
    bot.wait(59).await;
    insta::assert_snapshot!(bot.press(BEN, "Undo (for a minute)").await, @"
    (only you)
    Taken back, as if it had never been: 0 of 5 days this week. Nothing is lost.
    [I took a break today] [My streak]
    ");
    assert_eq!(bot.streak_of(BEN).await, before);
    let user = member(BEN);
    assert_eq!(bot.app().store.presses(guild(), user).await.unwrap(), []);
    // It counts again when it is pressed again.
    let again = bot.press(BEN, "I took a break today").await;
    assert!(again.contains("A run begins"), "{again}");
}

#[tokio::test]
async fn a_check_in_stays_when_its_minute_is_over_or_its_day_or_something_else_has_changed() {
    let mut bot = joined(&[BEN]).await;
    bot.run(BEN, "/done").await;
    let undo = bot.button("Undo (for a minute)");
    bot.wait(61).await;
    insta::assert_snapshot!(bot.press_earlier(BEN, &undo).await, @"
    (only you)
    A check-in can be taken back for a minute, as long as nothing else has changed. This one stays: 1 of 5 days this week.
    [My streak]
    ");
    // Half a minute before the day turns, at three in Berlin.
    bot.advance_to("2026-06-03T00:59:40Z").await;
    bot.run(BEN, "/done").await;
    let undo = bot.button("Undo (for a minute)");
    bot.wait(30).await;
    let answer = bot.press_earlier(BEN, &undo).await;
    assert!(answer.contains("This one stays"), "{answer}");
    bot.advance_to("2026-06-03T08:00:00Z").await;
    bot.run(BEN, "/done").await;
    let undo = bot.button("Undo (for a minute)");
    bot.run(BEN, "/streak join days:daily").await;
    let answer = bot.press_earlier(BEN, &undo).await;
    assert!(answer.contains("This one stays"), "{answer}");
    assert_eq!(bot.streak_of(BEN).await.current, 3);
}

#[tokio::test]
async fn nobody_takes_back_what_another_did() {
    let mut bot = joined(&[BEN, CLEO]).await;
    bot.run(BEN, "/done").await;
    let undo = bot.button("Undo (for a minute)");
    let answer = bot.press_earlier(CLEO, &undo).await;
    assert!(answer.contains("This one stays"), "{answer}");
    assert_eq!(bot.streak_of(BEN).await.current, 1);
}

#[tokio::test]
async fn what_was_taken_back_does_not_come_again_and_is_taken_back_once() {
    let mut bot = joined(&[BEN]).await;
    let press = bot.snowflake().get();
    bot.run_as(press, BEN, "/done").await;
    let undo = bot.button("Undo (for a minute)");
    let first = bot.press_earlier(BEN, &undo).await;
    assert_eq!(bot.press_earlier(BEN, &undo).await, first);
    // Discord brings the press once more.
    bot.run_as(press, BEN, "/done").await;
    assert_eq!(bot.streak_of(BEN).await.current, 0);
    // The bot was stopped in between.
    bot.run(BEN, "/done").await;
    let undo = bot.button("Undo (for a minute)");
    bot.restart().await;
    bot.press_earlier(BEN, &undo).await;
    assert_eq!(bot.streak_of(BEN).await.current, 0);
}

#[tokio::test]
async fn pressing_and_taking_back_counts_towards_the_ten_a_minute() {
    let mut bot = joined(&[BEN]).await;
    for _ in 0..10 {
        bot.run(BEN, "/done").await;
        bot.press(BEN, "Undo (for a minute)").await;
    }
    let answer = bot.run(BEN, "/done").await;
    assert!(
        answer.contains("days this week"),
        "it is answered: {answer}"
    );
    assert_eq!(bot.streak_of(BEN).await.current, 0, "and not judged");
}

#[tokio::test]
async fn what_is_needed_to_take_something_back_is_forgotten_with_its_minute() {
    let mut bot = joined(&[BEN]).await;
    bot.run(BEN, "/done").await;
    let user = member(BEN);
    let scope = unhunch::store::EraseScope::Everywhere;
    let kept = async |bot: &TestBot| {
        let sections = bot.app().store.export(user, scope).await.unwrap();
        sections.iter().any(|section| section.table == "press_undo")
    };
    bot.wait(60).await;
    assert!(kept(&bot).await);
    bot.wait(1).await;
    assert!(!kept(&bot).await);
}

#[tokio::test]
async fn a_reminder_whose_check_in_is_taken_back_has_no_answer() {
    let mut bot = joined(&[BEN]).await;
    bot.run(BEN, "/deskbreak join times:10:00 deliver:channel")
        .await;
    bot.advance_to("2026-06-01T08:01:00Z").await;
    bot.next_message();
    bot.press(BEN, "I did it").await;
    let answer = async |bot: &TestBot| {
        let all = bot.app().store.last_deliveries(guild(), 1).await.unwrap();
        all[0].answer
    };
    assert!(answer(&bot).await.is_some());
    bot.press(BEN, "Undo (for a minute)").await;
    assert_eq!(answer(&bot).await, None);
}

#[tokio::test]
async fn the_boards_and_the_team_know_nothing_of_what_was_taken_back() {
    let members = [ADA, BEN, CLEO, 4, 5];
    let mut bot = joined(&members).await;
    for member in &members[1..] {
        bot.run(*member, "/done").await;
    }
    let figures = async |bot: &mut TestBot| {
        let board = bot.run(BEN, "/leaderboard metric:current").await;
        board + &bot.run(BEN, "/leaderboard scope:team").await
    };
    let before = figures(&mut bot).await;
    bot.run(ADA, "/done").await;
    let undo = bot.button("Undo (for a minute)");
    assert_ne!(figures(&mut bot).await, before);
    bot.press_earlier(ADA, &undo).await;
    assert_eq!(figures(&mut bot).await, before);
    bot.assert_kept_as_replayed(&members).await;
}

/// Two members do the same, but one of them also presses by mistake and takes that back: nothing tells them apart.
#[tokio::test]
async fn whatever_is_taken_back_leaves_the_same_member_as_if_it_had_not_been() {
    for seed in 0..12_u64 {
        let mut bot = joined(&[BEN, CLEO]).await;
        let mut random = seed.wrapping_mul(0x9e37_79b9_7f4a_7c15) | 1;
        let mut next = move |below: u64| {
            random ^= random << 13;
            random ^= random >> 7;
            random ^= random << 17;
            random % below
        };
        for _ in 0..25 {
            let hours = i64::try_from(next(40)).unwrap();
            bot.wait(hours * 3600 + 61).await;
            let is_credited = next(3) > 0;
            if next(2) == 0 {
                let answer = bot.run(BEN, "/done").await;
                if answer.contains("Undo (for a minute)") {
                    bot.press(BEN, "Undo (for a minute)").await;
                }
            }
            if is_credited {
                bot.run(BEN, "/done").await;
                bot.run(CLEO, "/done").await;
            }
            let told = async |bot: &mut TestBot, member| {
                let shown = bot.run(member, "/streak show").await;
                shown + &bot.run(member, "/streak calendar").await
            };
            assert_eq!(
                told(&mut bot, BEN).await,
                told(&mut bot, CLEO).await,
                "seed {seed}"
            );
            bot.assert_kept_as_replayed(&[BEN, CLEO]).await;
        }
    }
}

#[tokio::test]
async fn a_milestone_is_told_to_its_member_and_to_others_only_by_a_button() {
    let mut bot = joined(&[BEN]).await;
    for day in 1..=4 {
        bot.advance_to(&format!("2026-06-0{day}T08:00:00Z")).await;
        bot.run(BEN, "/done").await;
    }
    bot.advance_to("2026-06-05T08:00:00Z").await;
    insta::assert_snapshot!(bot.run(BEN, "/done").await, @"
    (only you)
    **Nice. That's 5 of 5 days this week.** Your run: 5 days.
    **5 of your days in a row.** Your longest run yet, and only you see this.
    [Share it with my name] [My streak] [Board] [Undo (for a minute)]
    ");
    let share = bot.button("Share it with my name");
    insta::assert_snapshot!(bot.press_earlier(BEN, &share).await, @"
    (everybody)
    <@2> has taken a break on **5 of their days in a row**.
    ");
    // Once is enough, whenever it is pressed again.
    bot.restart().await;
    let again = bot.press_earlier(BEN, &share).await;
    assert!(again.contains("(only you)"), "{again}");
    assert!(
        again.contains("You have told this channel of your 5 days already")
            && !again.contains("Here it is"),
        "{again}"
    );
    // Whoever has not reached it has nothing to share, nor has Ben any more what he took back.
    bot.run(CLEO, "/streak join visibility:named").await;
    insta::assert_snapshot!(bot.press_earlier(CLEO, &share).await, @"
    (only you)
    That is not there to share just now.
    ");
}

#[tokio::test]
async fn a_milestone_that_is_taken_back_cannot_be_shared() {
    let mut bot = joined(&[BEN]).await;
    for day in 1..=5 {
        bot.advance_to(&format!("2026-06-0{day}T08:00:00Z")).await;
        bot.run(BEN, "/done").await;
    }
    let share = bot.button("Share it with my name");
    bot.press(BEN, "Undo (for a minute)").await;
    let answer = bot.press_earlier(BEN, &share).await;
    assert!(
        answer.contains("(only you)") && answer.contains("not there to share"),
        "{answer}"
    );
}

#[tokio::test]
async fn in_direct_messages_a_check_in_is_taken_back_and_no_milestone_is_shared() {
    let mut bot = joined(&[BEN]).await;
    let day = |day: i8| -> Timestamp { format!("2026-06-0{day}T08:00:00Z").parse().unwrap() };
    for number in 1..=4 {
        bot.advance_to(&day(number).to_string()).await;
        bot.run(BEN, "/done").await;
    }
    bot.advance_to(&day(5).to_string()).await;
    bot.in_direct_messages();
    let answer = bot.press_earlier(BEN, &format!("u1:today:{GUILD}")).await;
    assert!(
        answer.contains("in a row") && !answer.contains("Share it"),
        "{answer}"
    );
    bot.press(BEN, "Undo (for a minute)").await;
    assert_eq!(bot.streak_of(BEN).await.current, 4);
}

#[tokio::test]
async fn what_was_put_off_comes_though_its_member_pressed_i_did_it_by_mistake() {
    let mut bot = joined(&[BEN]).await;
    bot.run(BEN, "/deskbreak join times:10:00,15:00 deliver:channel")
        .await;
    bot.advance_to("2026-06-01T08:00:00Z").await;
    let reminder = bot.next_message();
    bot.press(BEN, "Snooze").await;
    bot.press(BEN, "5 min").await;
    bot.wait(60).await;
    bot.look_at(&reminder);
    bot.press(BEN, "I did it").await;
    bot.wait(30).await;
    bot.press(BEN, "Undo (for a minute)").await;
    let all = bot.app().store.last_deliveries(guild(), 9).await.unwrap();
    let answered = all.iter().find(|one| one.key.k == 0).unwrap();
    assert_eq!(answered.answer, Some(ReminderAnswer::Snoozed));
    // The bot is stopped in between: what waits stands in the database.
    bot.restart().await;
    bot.advance_to("2026-06-01T08:04:59Z").await;
    assert_eq!(bot.discord.unread(), 0);
    bot.advance_to("2026-06-01T08:05:00Z").await;
    let came = read(&bot.next_message().message);
    assert!(
        came.contains("here is the break that you put off"),
        "{came}"
    );
    // Done in earnest, nothing comes, and what is not taken back stays.
    bot.press(BEN, "Snooze").await;
    bot.press(BEN, "5 min").await;
    bot.run(BEN, "/done").await;
    bot.advance_to("2026-06-01T08:30:00Z").await;
    assert_eq!(bot.discord.unread(), 0);
}

#[tokio::test]
async fn what_was_put_off_comes_late_rather_than_never_if_its_instant_passed_meanwhile() {
    let mut bot = joined(&[BEN]).await;
    bot.run(BEN, "/deskbreak join times:10:00,15:00 deliver:channel")
        .await;
    bot.advance_to("2026-06-01T08:00:00Z").await;
    bot.next_message();
    bot.press(BEN, "Snooze").await;
    bot.press(BEN, "5 min").await;
    bot.advance_to("2026-06-01T08:04:50Z").await;
    bot.run(BEN, "/done").await;
    bot.advance_to("2026-06-01T08:05:20Z").await;
    assert_eq!(bot.discord.unread(), 0);
    bot.press(BEN, "Undo (for a minute)").await;
    bot.wait(2).await;
    bot.next_message();
    bot.advance_to("2026-06-01T08:30:00Z").await;
}

#[tokio::test]
async fn a_card_of_the_channel_does_not_count_what_was_taken_back() {
    let mut bot = joined(&[BEN, CLEO]).await;
    bot.run(ADA, "/stretch area:neck together:true").await;
    let (card, did) = (bot.snowflake(), bot.button("I did it"));
    let counted = |bot: &TestBot| {
        let edits = bot.discord.edits();
        let text = read(&edits.last().unwrap().message);
        text.lines().next().unwrap().to_owned()
    };
    bot.press_id(CLEO, &did, card, Some(GUILD)).await;
    bot.press_id(BEN, &did, card, Some(GUILD)).await;
    bot.wait(10).await;
    assert_eq!(counted(&bot), "**2 of you did this together.**");
    bot.press(BEN, "Undo (for a minute)").await;
    bot.wait(10).await;
    assert_eq!(counted(&bot), "**1 of you has done this.** Who joins in?");
    let dev = bot.press_id(DEV, &did, card, Some(GUILD)).await;
    assert!(dev.contains("2 of you did this together"), "{dev}");
    // Who was in before that press stays in.
    let again = bot.press_id(BEN, &did, card, Some(GUILD)).await;
    assert!(again.contains("3 of you"), "{again}");
    bot.press(BEN, "Undo (for a minute)").await;
    bot.wait(70).await;
    assert_eq!(counted(&bot), "**2 of you did this together.**");
}

#[tokio::test]
async fn a_reminder_that_came_due_before_its_check_in_was_taken_back_comes() {
    for is_first in [true, false] {
        let mut bot = joined(&[BEN]).await;
        bot.run(
            BEN,
            "/deskbreak join times:10:00,15:00 deliver:channel stop_when_done:true",
        )
        .await;
        if is_first {
            bot.advance_to("2026-06-01T07:59:40Z").await;
        } else {
            bot.advance_to("2026-06-01T08:00:00Z").await;
            bot.next_message();
            bot.advance_to("2026-06-01T12:59:40Z").await;
        }
        bot.run(BEN, "/done").await;
        bot.wait(30).await;
        assert_eq!(bot.discord.unread(), 0);
        bot.press(BEN, "Undo (for a minute)").await;
        bot.wait(2).await;
        bot.next_message();
        // Once, whatever is planned anew; and what comes later comes as it would have.
        bot.restart().await;
        bot.wait(600).await;
        assert_eq!(bot.discord.unread(), 0);
        bot.advance_to("2026-06-01T13:30:00Z").await;
        if is_first {
            bot.next_message();
        }
        assert_eq!(bot.discord.unread(), 0);
    }
}

#[tokio::test]
async fn a_reminder_that_came_due_in_the_minute_stays_left_out_if_the_check_in_stays() {
    let mut bot = joined(&[BEN]).await;
    bot.run(
        BEN,
        "/deskbreak join times:10:00 deliver:channel stop_when_done:true",
    )
    .await;
    bot.advance_to("2026-06-01T07:59:40Z").await;
    bot.run(BEN, "/done").await;
    let undo = bot.button("Undo (for a minute)");
    bot.wait(61).await;
    bot.press_earlier(BEN, &undo).await;
    bot.advance_to("2026-06-01T20:00:00Z").await;
    assert_eq!(bot.discord.unread(), 0);
}

/// The press of a button, from a message of that number.
fn pressed(number: MessageId, custom_id: &str) -> Interaction {
    Interaction {
        id: InteractionId::new(number.get()).unwrap(),
        guild: Some(guild()),
        channel: ChannelId::new(WELLNESS).unwrap(),
        user: member(BEN),
        may_manage_guild: false,
        locale: "en-US".to_owned(),
        kind: InteractionKind::Component {
            custom_id: custom_id.to_owned(),
            values: Vec::new(),
            message: number,
            message_is_ephemeral: true,
        },
    }
}

#[tokio::test]
async fn who_shares_a_milestone_again_is_led_to_where_it_stands() {
    let mut bot = joined(&[BEN]).await;
    for day in 1..=5 {
        bot.advance_to(&format!("2026-06-0{day}T08:00:00Z")).await;
        bot.run(BEN, "/done").await;
    }
    let share = bot.button("Share it with my name");
    let number = bot.snowflake();
    bot.press_as(number.get(), BEN, &share).await;
    let posted = MessageId::new(4_711).unwrap();
    let press = pressed(number, &share);
    bot.app().posted(&press, posted).await;
    bot.restart().await;
    let again = bot.press_earlier(BEN, &share).await;
    let link = format!("Here it is: https://discord.com/channels/{GUILD}/{WELLNESS}/4711");
    assert!(again.contains(&link), "{again}");
}

#[tokio::test]
async fn a_milestone_that_did_not_reach_its_channel_can_be_shared_again() {
    let mut bot = joined(&[BEN]).await;
    for day in 1..=5 {
        bot.advance_to(&format!("2026-06-0{day}T08:00:00Z")).await;
        bot.run(BEN, "/done").await;
    }
    let share = bot.button("Share it with my name");
    let message = bot.snowflake();
    assert!(
        bot.press_as(message.get(), BEN, &share)
            .await
            .contains("(everybody)")
    );
    assert!(bot.press_earlier(BEN, &share).await.contains("already"));
    let lost = |custom_id: &str| pressed(message, custom_id);
    bot.app().answer_lost(&lost("u1:team")).await;
    assert!(bot.press_earlier(BEN, &share).await.contains("already"));
    bot.app().answer_lost(&lost(&share)).await;
    assert!(bot.press_earlier(BEN, &share).await.contains("(everybody)"));
}
