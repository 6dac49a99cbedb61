//! What a channel does together: everybody counts, once, and nobody is named.

use jiff::SignedDuration;
use unhunch::app::Disposition;
use unhunch::clock::Clock as _;
use unhunch::domain::ids::MessageId;

use crate::support::{ADA, Answer, BEN, CLEO, DEV, GUILD, TestBot, read};

/// A card for the channel, and where it stands.
async fn card(bot: &mut TestBot) -> (MessageId, String) {
    let shown = bot.run(ADA, "/stretch area:neck together:true").await;
    assert!(shown.starts_with("(everybody)"), "{shown}");
    assert!(shown.contains("**All together:**"), "{shown}");
    (bot.snowflake(), bot.button("I did it"))
}

/// The line of the last edit that counts.
fn counted(bot: &TestBot) -> String {
    let edits = bot.discord.edits();
    let last = edits.last().expect("an edit");
    let text = read(&last.message);
    text.lines().next().unwrap().to_owned()
}

#[tokio::test]
async fn several_press_and_the_card_says_how_many_but_not_who() {
    let mut bot = TestBot::start().await;
    let (message, did) = card(&mut bot).await;
    let first = bot.press_id(BEN, &did, message, Some(GUILD)).await;
    assert!(first.contains("**You are in,** the first one."), "{first}");
    assert_eq!(counted(&bot), "**1 of you has done this.** Who joins in?");
    // Three more within a second make one edit, five seconds after the first.
    for (member, so_far) in [(CLEO, 2), (DEV, 3), (ADA, 4)] {
        let answer = bot.press_id(member, &did, message, Some(GUILD)).await;
        let line = format!("**You are in:** {so_far} of you did this together.");
        assert!(answer.contains(&line), "{answer}");
    }
    assert_eq!(bot.discord.edits().len(), 1);
    bot.advance_to("2026-06-01T06:01:00Z").await;
    assert_eq!(counted(&bot), "**4 of you did this together.**");
    let edits = bot.discord.edits();
    assert_eq!(edits.len(), 2);
    assert_eq!(
        edits[1].at.duration_since(edits[0].at),
        SignedDuration::from_secs(5)
    );
    for edit in &edits {
        assert_eq!(edit.id, message);
        let text = read(&edit.message);
        assert!(text.contains("[I did it] [Another one]"), "{text}");
        for name in [BEN, CLEO, DEV] {
            assert!(!text.contains(&format!("<@{name}>")), "{text}");
        }
    }
}

#[tokio::test]
async fn pressing_twice_counts_once_and_a_restart_forgets_nobody() {
    let mut bot = TestBot::start().await;
    let (message, did) = card(&mut bot).await;
    bot.press_id(BEN, &did, message, Some(GUILD)).await;
    let again = bot.press_id(BEN, &did, message, Some(GUILD)).await;
    assert!(
        again.contains("**You are in already,** the first one."),
        "{again}"
    );
    bot.restart().await;
    bot.press_id(CLEO, &did, message, Some(GUILD)).await;
    let again = bot.press_id(BEN, &did, message, Some(GUILD)).await;
    assert!(
        again.contains("**You are in already:** 2 of you"),
        "{again}"
    );
    bot.advance_to("2026-06-01T06:01:00Z").await;
    assert_eq!(counted(&bot), "**2 of you did this together.**");
    assert_eq!(bot.discord.edits().len(), 2);
}

#[tokio::test]
async fn who_follows_along_is_in_once_however_often_and_wherever_they_press() {
    let mut bot = TestBot::start().await;
    bot.run(BEN, "/streak join visibility:hidden").await;
    let shown = bot.run(ADA, "/stretch area:neck together:true").await;
    assert!(shown.contains("[Follow along]"), "{shown}");
    let message = bot.snowflake();
    let (along, did) = (bot.button("Follow along"), bot.button("I did it"));
    bot.press_id(BEN, &along, message, Some(GUILD)).await;
    let first = bot.press(BEN, "I did it").await;
    assert!(first.contains("**You are in,** the first one."), "{first}");
    assert_eq!(counted(&bot), "**1 of you has done this.** Who joins in?");
    let edits = bot.discord.edits();
    assert_eq!(
        edits[0].id, message,
        "the card says so, not what was followed"
    );
    let again = bot.press_id(BEN, &did, message, Some(GUILD)).await;
    assert!(
        again.contains("**You are in already,** the first one."),
        "{again}"
    );
    bot.restart().await;
    bot.press_id(BEN, &along, message, Some(GUILD)).await;
    let again = bot.press(BEN, "I did it").await;
    assert!(
        again.contains("**You are in already,** the first one."),
        "{again}"
    );
    bot.press_id(CLEO, &along, message, Some(GUILD)).await;
    let second = bot.press(CLEO, "I did it").await;
    assert!(second.contains("2 of you did this together"), "{second}");
    bot.advance_to("2026-06-01T06:01:00Z").await;
    assert_eq!(counted(&bot), "**2 of you did this together.**");
    assert!(bot.discord.edits().iter().all(|edit| edit.id == message));
    let streak = bot.run(BEN, "/streak show").await;
    assert!(streak.contains("Total: 1"), "{streak}");
}

#[tokio::test]
async fn who_has_not_joined_streaks_counts_too_and_who_has_is_credited() {
    let mut bot = TestBot::start().await;
    bot.run(BEN, "/streak join visibility:hidden").await;
    let (message, did) = card(&mut bot).await;
    let member = bot.press_id(BEN, &did, message, Some(GUILD)).await;
    assert!(member.contains("You are in"), "{member}");
    let shown = bot.run(BEN, "/streak show").await;
    assert!(shown.contains("Total: 1"), "{shown}");
    let guest = bot.press_id(CLEO, &did, message, Some(GUILD)).await;
    assert!(guest.contains("2 of you did this together"), "{guest}");
    assert!(guest.contains("[What are streaks?]"), "{guest}");
    let truly = "The card counts you for a day, without your name; beside that nothing is kept";
    assert!(guest.contains(truly), "{guest}");
    let guild = unhunch::domain::ids::GuildId::new(GUILD).unwrap();
    let user = unhunch::domain::ids::UserId::new(CLEO).unwrap();
    let kept = bot.app().store.history(guild, user).await.unwrap();
    assert!(kept.member.is_none(), "nothing about the guest is kept");
    bot.advance_to("2026-06-01T06:01:00Z").await;
}

#[tokio::test]
async fn after_a_day_the_round_is_over_and_nothing_of_it_is_kept() {
    let mut bot = TestBot::start().await;
    let (message, did) = card(&mut bot).await;
    bot.press_id(BEN, &did, message, Some(GUILD)).await;
    bot.advance_to("2026-06-02T06:00:00Z").await;
    assert_eq!(
        bot.app().count_together(bot.clock.now()).await.unwrap(),
        None,
        "nothing is left to be done"
    );
    let late = bot.press_id(CLEO, &did, message, Some(GUILD)).await;
    assert!(late.contains("That round is over"), "{late}");
    assert_eq!(bot.discord.edits().len(), 1);
}

#[tokio::test]
async fn an_edit_that_is_refused_is_made_again_or_given_up_and_counting_goes_on() {
    let mut bot = TestBot::start().await;
    let (message, did) = card(&mut bot).await;
    bot.discord.answer(Answer::PostedButLost);
    bot.press_id(BEN, &did, message, Some(GUILD)).await;
    assert_eq!(bot.discord.edits().len(), 0);
    bot.advance_to("2026-06-01T06:01:00Z").await;
    assert_eq!(counted(&bot), "**1 of you has done this.** Who joins in?");
    bot.discord
        .answer(Answer::Refused(Disposition::ChannelUnusable));
    bot.press_id(CLEO, &did, message, Some(GUILD)).await;
    bot.advance_to("2026-06-01T06:02:00Z").await;
    assert_eq!(bot.discord.edits().len(), 1, "given up");
    bot.press_id(DEV, &did, message, Some(GUILD)).await;
    bot.advance_to("2026-06-01T06:03:00Z").await;
    assert_eq!(counted(&bot), "**3 of you did this together.**");
}

#[tokio::test]
async fn together_is_for_a_channel_and_private_for_one() {
    let mut bot = TestBot::start().await;
    insta::assert_snapshot!(bot.run(BEN, "/stretch together:true private:true").await, @"
    (only you)
    `together` is for the channel and `private` is for you alone: choose one of them.
    ");
    insta::assert_snapshot!(bot.run_in_dm(BEN, "/stretch together:true").await, @"
    (only you)
    Doing it together needs others: use `/stretch together:True` in a server.
    ");
    let none = bot
        .run(BEN, "/stretch together:true area:eyes equipment:roller")
        .await;
    assert!(none.contains("Leave out the equipment"), "{none}");
}
