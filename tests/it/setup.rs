//! The guided set-up of a server.

use unhunch::domain::ids::{ChannelId, GuildId};
use unhunch::store::Guild;
use unhunch::view::setup::{SetupDraft, SetupHours, SetupStep};
use unhunch::view::{ButtonId, WellnessButton};

use crate::support::{ADA, BEN, GUILD, TestBot, WELLNESS, read};

const SEND: u64 = 1 << 11;

async fn guild(bot: &TestBot) -> Guild {
    let id = GuildId::new(GUILD).unwrap();
    bot.app().store.guild(id).await.unwrap()
}

#[tokio::test]
#[expect(clippy::too_many_lines, reason = "one story, told in one go")]
async fn an_admin_is_led_to_a_first_prompt_and_a_schedule() {
    let mut bot = TestBot::start().await;
    insta::assert_snapshot!(bot.run(ADA, "/wellness setup").await, @"
    (only you)
    ## Set-up: which time zone?
    Prompts come by this clock. It is not on the list? Use `/wellness setup timezone:` and type a city.
    <Choose a time zone>
    -# Nothing is saved before the last step.
    ");
    insta::assert_snapshot!(bot.choose(ADA, "Europe/Berlin (UTC+02)").await, @"
    (changed)
    -# Time zone: Europe/Berlin. Another one? Use `/wellness setup timezone:` and type a city.
    ## Set-up: which channel?
    That is where I post.
    <#Choose a channel>
    -# Nothing is saved before the last step.
    ");
    bot.discord.deny(WELLNESS, SEND);
    insta::assert_snapshot!(bot.choose(ADA, "#200").await, @"
    (changed)
    - <#200>: **Send Messages** is missing. Without it nothing comes. Allow it for my role under *Edit channel → Permissions*.
    ## Set-up: which channel?
    That is where I post.
    <#Choose a channel>
    -# Nothing is saved before the last step.
    ");
    bot.discord.deny(WELLNESS, 0);
    insta::assert_snapshot!(bot.choose(ADA, "#200").await, @"
    (changed)
    ## Set-up: at which times?
    More schedules can be set later with `/prompts add`.
    <Choose times>
    -# Nothing is saved before the last step.
    ");
    bot.restart().await;
    insta::assert_snapshot!(bot.choose(ADA, "10:30, 15:00").await, @"
    (changed)
    ## Set-up: on which days?
    <Choose days>
    -# Nothing is saved before the last step.
    ");
    insta::assert_snapshot!(bot.choose(ADA, "on weekdays").await, @"
    (changed)
    ## Set-up: is this what you mean?
    I'd post a stretch in <#200> at 10:30 and 15:00 on weekdays (Europe/Berlin), and a first one now. The next times:
    - Monday, 1 June, 10:30 (<t:1780302600:R>)
    - Monday, 1 June, 15:00 (<t:1780318800:R>)
    - Tuesday, 2 June, 10:30 (<t:1780389000:R>)
    - Tuesday, 2 June, 15:00 (<t:1780405200:R>)
    - Wednesday, 3 June, 10:30 (<t:1780475400:R>)
    -# Nothing is saved before you confirm.
    [Confirm] [Begin anew]
    ");
    let confirm = bot.button("Confirm");
    assert_eq!(guild(&bot).await, Guild::new(GuildId::new(GUILD).unwrap()));
    let refused = bot.press_earlier(BEN, &confirm).await;
    assert!(refused.contains("Only those who may manage"), "{refused}");
    insta::assert_snapshot!(bot.press_earlier(ADA, &confirm).await, @"
    (only you)
    ## All is set
    A first stretch is on its way to <#200>. From now on one comes at 10:30 and 15:00 on weekdays:
    - Monday, 1 June, 10:30 (<t:1780302600:R>)
    - Monday, 1 June, 15:00 (<t:1780318800:R>)
    - Tuesday, 2 June, 10:30 (<t:1780389000:R>)
    - Tuesday, 2 June, 15:00 (<t:1780405200:R>)
    - Wednesday, 3 June, 10:30 (<t:1780475400:R>)
    -# `/wellness settings` has quiet hours and more, `/wellness holidays add` days off, `/wellness check` looks after me.
    ");
    let first = bot.next_message();
    assert_eq!(first.channel, WELLNESS);
    assert!(read(&first.message).contains("[I did it]"));
    // However often it is pressed there is one schedule and one first prompt.
    bot.press_earlier(ADA, &confirm).await;
    assert_eq!(bot.discord.unread(), 0);
    let kept = guild(&bot).await;
    assert_eq!(kept.timezone.as_deref(), Some("Europe/Berlin"));
    assert_eq!(kept.wellness_channel.map(ChannelId::get), Some(WELLNESS));
    bot.advance_to("2026-06-01T08:30:00Z").await;
    let second = bot.next_message();
    assert_ne!(read(&first.message), read(&second.message));
}

#[tokio::test]
async fn a_zone_that_is_found_by_city_or_known_is_not_asked_for() {
    let mut bot = TestBot::start().await;
    assert!(
        bot.propose(ADA, "wellness setup", "timezone", "kathm")
            .await
            .contains("Asia/Kathmandu")
    );
    let found = bot
        .run(ADA, "/wellness setup timezone:Asia/Kathmandu")
        .await;
    assert!(
        found.contains("which channel") && found.contains("Asia/Kathmandu"),
        "{found}"
    );
    assert_eq!(
        guild(&bot).await.timezone,
        None,
        "nothing is saved before the last step"
    );
    bot.run(ADA, "/wellness settings timezone:Europe/Paris")
        .await;
    let known = bot.run(ADA, "/wellness setup").await;
    assert!(
        known.contains("which channel") && known.contains("Europe/Paris"),
        "{known}"
    );
    let unknown = bot.run(ADA, "/wellness setup timezone:Atlantis").await;
    assert!(unknown.contains("I don't know the time zone"), "{unknown}");
}

#[tokio::test]
async fn another_zone_moves_the_prompts_that_there_are() {
    let mut bot = TestBot::start().await;
    bot.add_prompts(ADA, "channel:201 times:12:00 days:daily timezone:UTC")
        .await;
    bot.run(ADA, "/wellness setup timezone:Europe/Berlin").await;
    bot.choose(ADA, "#200").await;
    bot.choose(ADA, "15:00").await;
    bot.choose(ADA, "every day").await;
    bot.press(ADA, "Confirm").await;
    bot.next_message();
    bot.advance_to("2026-06-01T10:00:00Z").await;
    assert_eq!(bot.next_message().channel, 201);
    bot.advance_to("2026-06-01T13:00:00Z").await;
    assert_eq!(bot.next_message().channel, 200);
}

#[tokio::test]
async fn times_of_ones_own_are_typed_into_a_form() {
    let mut bot = TestBot::start().await;
    bot.run(ADA, "/wellness setup timezone:Europe/Berlin").await;
    bot.choose(ADA, "#200").await;
    insta::assert_snapshot!(bot.choose(ADA, "Other times …").await, @"
    (form) Times of your prompts
    Times of day, separated by commas: 9:45, 14:30
    ");
    insta::assert_snapshot!(bot.fill_in(ADA, "half past nine").await, @r#"
    (changed)
    "half past nine" is not a time. Write times such as `9:30`, `15:00`, `3pm` or `noon`, separated by commas.
    ## Set-up: at which times?
    More schedules can be set later with `/prompts add`.
    <Choose times>
    -# Nothing is saved before the last step.
    "#);
    insta::assert_snapshot!(bot.fill_in(ADA, "9:45, 9:50").await, @"
    (changed)
    09:45 and 09:50 are too close. Leave at least 15 minutes between two times.
    ## Set-up: at which times?
    More schedules can be set later with `/prompts add`.
    <Choose times>
    -# Nothing is saved before the last step.
    ");
    insta::assert_snapshot!(bot.fill_in(ADA, "8:00,9:00,10:00,11:00,12:00,13:00,14:00,15:00,16:00,17:00,18:00").await, @"
    (changed)
    10 times are the most that I take here. Write fewer, and add the others later with `/prompts add`.
    ## Set-up: at which times?
    More schedules can be set later with `/prompts add`.
    <Choose times>
    -# Nothing is saved before the last step.
    ");
    let refused = bot.fill_in(BEN, "9:45").await;
    assert!(refused.contains("Only those who may manage"), "{refused}");
    insta::assert_snapshot!(bot.fill_in(ADA, "2:05pm, 9:45").await, @"
    (changed)
    ## Set-up: on which days?
    <Choose days>
    -# Nothing is saved before the last step.
    ");
    bot.restart().await;
    let summary = bot.choose(ADA, "every day").await;
    assert!(
        summary.contains("at 09:45 and 14:05 every day"),
        "{summary}"
    );
    bot.press(ADA, "Confirm").await;
    bot.next_message();
    bot.advance_to("2026-06-01T12:05:00Z").await;
    for _ in ["9:45", "14:05"] {
        assert_eq!(bot.next_message().channel, WELLNESS);
    }
}

#[tokio::test]
async fn the_language_that_is_chosen_is_kept_with_the_rest() {
    let mut bot = TestBot::start().await;
    let draft = SetupDraft {
        zone: Some("UTC".to_owned()),
        channel: ChannelId::new(WELLNESS),
        hours: Some(SetupHours::Listed(1)),
        days: Some(0),
        language: None,
    };
    let menu = ButtonId::Wellness(WellnessButton::Setup(SetupStep::Language, draft)).to_string();
    let unknown = bot.choose_value(ADA, &menu, "tlh").await;
    assert!(
        unknown.contains("Set-up: is this what you mean?"),
        "{unknown}"
    );
    bot.choose_value(ADA, &menu, "en").await;
    bot.press(ADA, "Confirm").await;
    bot.next_message();
    assert_eq!(guild(&bot).await.locale.as_deref(), Some("en"));
}
