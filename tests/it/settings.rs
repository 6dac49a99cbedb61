//! What an admin sets for a whole server.

use unhunch::domain::ids::GuildId;
use unhunch::domain::streak::FreezeRules;
use unhunch::store::Guild;

use crate::support::{ADA, BEN, GUILD, TestBot};

async fn guild(bot: &TestBot) -> Guild {
    let id = GuildId::new(GUILD).unwrap();
    bot.app().store.guild(id).await.unwrap()
}

#[tokio::test]
#[expect(clippy::too_many_lines, reason = "one story, told in one go")]
async fn an_admin_sees_all_settings_and_changes_several_at_once() {
    let mut bot = TestBot::start().await;
    insta::assert_snapshot!(bot.run(ADA, "/wellness settings").await, @"
    (only you)
    ## Settings of this server
    - **Time zone:** none yet, so times are in UTC. Set it with `/wellness settings timezone:`
    - **Channel for wellness:** none yet
    - **Language of posts:** English
    - **Quiet hours:** none
    - **A prompt may be late by:** 30 minutes
    - **Freezes for streaks:** on
    - **A prompt takes the place of the one before:** no
    - **The team's goal:** none
    - **The week in numbers, at 10 on the first working day after it:** no
    - **Schedules of prompts:** 0
    - **Holidays to come:** 0
    ");
    let line = "/wellness settings timezone:Europe/Berlin channel:200 language:en quiet:10pm - 7:00 grace:45 \
                freezes:false replace:true";
    insta::assert_snapshot!(bot.run(ADA, line).await, @"
    (only you)
    ## Settings saved
    - **Time zone:** Europe/Berlin
    - **Channel for wellness:** <#200>
    - **Language of posts:** English
    - **Quiet hours:** 22:00 to 07:00
    - **A prompt may be late by:** 45 minutes
    - **Freezes for streaks:** off
    - **A prompt takes the place of the one before:** yes
    - **The team's goal:** none
    - **The week in numbers, at 10 on the first working day after it:** no
    - **Schedules of prompts:** 0
    - **Holidays to come:** 0
    ");
    let kept = guild(&bot).await;
    assert_eq!(
        (kept.grace_minutes, kept.replace_previous),
        (Some(45), true)
    );
    assert_eq!(kept.locale.as_deref(), Some("en"));
    let none = FreezeRules {
        start: 0,
        cap: 0,
        earn_every: 0,
    };
    assert_eq!(kept.freezes, Some(none));
    insta::assert_snapshot!(bot.run(ADA, "/wellness settings quiet:off freezes:true replace:false grace:0").await, @"
    (only you)
    ## Settings saved
    - **Time zone:** Europe/Berlin
    - **Channel for wellness:** <#200>
    - **Language of posts:** English
    - **Quiet hours:** none
    - **A prompt may be late by:** not at all
    - **Freezes for streaks:** on
    - **A prompt takes the place of the one before:** no
    - **The team's goal:** none
    - **The week in numbers, at 10 on the first working day after it:** no
    - **Schedules of prompts:** 0
    - **Holidays to come:** 0
    ");
    let kept = guild(&bot).await;
    assert_eq!((kept.quiet_hours, kept.freezes), (None, None));
}

#[tokio::test]
async fn of_several_settings_none_changes_if_one_is_wrong() {
    let mut bot = TestBot::start().await;
    for (wrong, said) in [
        ("quiet:at night", "“at night”"),
        ("quiet:22-7:00", "22"),
        ("quiet:9:00-9am", "09:00 to 09:00"),
        ("timezone:Berlin Time", "Berlin Time"),
        ("item:nothing enabled:false", "nothing"),
        ("enabled:false", "Which card?"),
    ] {
        let line = format!("/wellness settings channel:200 grace:10 replace:true {wrong}");
        let answer = bot.run(ADA, &line).await;
        assert!(answer.contains(said.trim_matches(['“', '”'])), "{answer}");
        assert_eq!(
            guild(&bot).await,
            Guild::new(GuildId::new(GUILD).unwrap()),
            "{wrong}"
        );
    }
    let refused = bot.run(BEN, "/wellness settings grace:10").await;
    assert!(refused.contains("Only those who may manage"), "{refused}");
    assert_eq!(guild(&bot).await, Guild::new(GuildId::new(GUILD).unwrap()));
}

#[tokio::test]
async fn quiet_hours_over_midnight_hold_back_what_would_come_in_them() {
    let mut bot = TestBot::start().await;
    bot.add_prompts(
        ADA,
        "channel:200 times:6:30, 12:00, 23:00 days:daily timezone:UTC",
    )
    .await;
    bot.run(ADA, "/wellness settings quiet:22:00-7:00").await;
    bot.advance_to("2026-06-02T11:59:59Z").await;
    bot.next_message();
    assert_eq!(bot.discord.unread(), 0);
    bot.run(ADA, "/wellness settings quiet:off").await;
    bot.advance_to("2026-06-02T23:00:00Z").await;
    bot.next_message();
    bot.next_message();
}

#[tokio::test]
async fn the_grace_says_how_late_a_prompt_may_come() {
    let mut bot = TestBot::start().await;
    bot.add_prompts(ADA, "channel:200 times:9:00 timezone:UTC")
        .await;
    bot.run(ADA, "/wellness settings grace:5").await;
    bot.stop().await;
    bot.advance_to("2026-06-01T09:05:01Z").await;
    bot.restart().await;
    assert_eq!(bot.discord.unread(), 0);
    bot.run(ADA, "/wellness settings grace:90").await;
    bot.stop().await;
    bot.advance_to("2026-06-02T10:30:00Z").await;
    bot.restart().await;
    bot.next_message();
}

#[tokio::test]
async fn a_zone_whose_clock_changes_bring_prompts_too_close_together_is_refused_with_the_schedule()
{
    let mut bot = TestBot::start().await;
    bot.add_prompts(ADA, "channel:200 times:9:00 days:daily timezone:UTC")
        .await;
    bot.add_prompts(ADA, "channel:200 times:2:10, 3:00 days:daily")
        .await;
    insta::assert_snapshot!(bot.run(ADA, "/wellness settings timezone:Europe/Berlin grace:10").await, @"
    (only you)
    Prompt #2 does not go with the clock of Europe/Berlin, so nothing was changed. 2027-03-28 03:00 and 2027-03-28 03:10 are too close. Leave at least 15 minutes between two times. Change it first with `/prompts edit id:2`.
    ");
    let unchanged = guild(&bot).await;
    assert_eq!(unchanged.timezone.as_deref(), Some("UTC"));
    assert_eq!(unchanged.grace_minutes, None);
    // Nor does the set-up bring it about.
    bot.run(ADA, "/wellness setup timezone:Europe/Berlin").await;
    bot.choose(ADA, "#200").await;
    bot.choose(ADA, "10:30, 15:00").await;
    let refused = bot.choose(ADA, "on weekdays").await;
    assert!(
        refused.contains("Prompt #2 does not go with the clock of Europe/Berlin"),
        "{refused}"
    );
    // The same zone again, and one whose clock does not change, are fine.
    bot.run(ADA, "/wellness settings timezone:UTC").await;
    bot.run(ADA, "/wellness settings timezone:Asia/Tokyo").await;
    assert_eq!(guild(&bot).await.timezone.as_deref(), Some("Asia/Tokyo"));
    bot.run(ADA, "/prompts edit id:2 times:3:00").await;
    bot.press(ADA, "Confirm").await;
    bot.run(ADA, "/wellness settings timezone:Europe/Berlin")
        .await;
    assert_eq!(guild(&bot).await.timezone.as_deref(), Some("Europe/Berlin"));
}
