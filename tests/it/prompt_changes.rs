//! Schedules of prompts are changed, paused, looked at and hurried, and never surprise anybody.

use unhunch::app::Disposition;
use unhunch::domain::ids::GuildId;
use unhunch::store::{Delivery, DeliveryState};

use crate::support::{ADA, Answer, BEN, GUILD, LIBRARY, TestBot, WELLNESS, read};

async fn bot_with_prompts(options: &str) -> TestBot {
    let mut bot = TestBot::start().await;
    let line = format!("channel:200 timezone:Europe/Berlin {options}");
    bot.add_prompts(ADA, &line).await;
    bot
}

async fn deliveries(bot: &TestBot) -> Vec<Delivery> {
    let guild = GuildId::new(GUILD).unwrap();
    bot.app().store.last_deliveries(guild, 50).await.unwrap()
}

#[tokio::test]
async fn a_change_is_said_back_with_what_was_and_saved_once_it_is_confirmed() {
    let mut bot = bot_with_prompts("times:9:00").await;
    insta::assert_snapshot!(
        bot.run(ADA, "/prompts edit id:1 times:10:30 topic:neck role:55 together:true").await,
        @"
    (only you)
    ## Is #1 to be like this from now on?
    - **Now:** in <#200> at 09:00 on weekdays (Europe/Berlin)
    - **Then:** in <#200> at 10:30 on weekdays (Europe/Berlin)
    - It is always about: Neck.
    - Each one pings <@&55>.
    - Each one invites the team to do it together.
    The next times:
    - Monday, 1 June, 10:30 (<t:1780302600:R>)
    - Tuesday, 2 June, 10:30 (<t:1780389000:R>)
    - Wednesday, 3 June, 10:30 (<t:1780475400:R>)
    - Thursday, 4 June, 10:30 (<t:1780561800:R>)
    - Friday, 5 June, 10:30 (<t:1780648200:R>)
    -# Nothing is saved before you confirm.
    [Confirm] [Cancel]
    "
    );
    let offer = bot.button("Confirm");
    let before = bot.run(ADA, "/prompts list").await;
    assert!(before.contains("at 09:00 on weekdays"), "{before}");
    insta::assert_snapshot!(bot.press_earlier(ADA, &offer).await, @"
    (only you)
    ## Prompts are changed
    #1 posts a stretch in <#200> at 10:30 on weekdays (Europe/Berlin). What came already today does not come again.
    - It is always about: Neck.
    - Each one pings <@&55>.
    - Each one invites the team to do it together.
    The next times:
    - Monday, 1 June, 10:30 (<t:1780302600:R>)
    - Tuesday, 2 June, 10:30 (<t:1780389000:R>)
    - Wednesday, 3 June, 10:30 (<t:1780475400:R>)
    - Thursday, 4 June, 10:30 (<t:1780561800:R>)
    - Friday, 5 June, 10:30 (<t:1780648200:R>)
    -# You'd like it otherwise? `/prompts edit` changes it.
    ");
    let again = bot.press_earlier(ADA, &offer).await;
    assert!(again.contains("Prompts are changed"), "{again}");
    insta::assert_snapshot!(bot.run(ADA, "/prompts list").await, @"
    (only you)
    ## Prompts of this server
    - **#1** in <#200> at 10:30 on weekdays (Europe/Berlin); next <t:1780302600:F>
      - It is always about: Neck.
      - Each one pings <@&55>.
      - Each one invites the team to do it together.
    ");
    bot.advance_to("2026-06-01T08:30:00Z").await;
    let posted = bot.next_message();
    let said = read(&posted.message);
    assert!(
        said.starts_with("(pings role 55)\n<@&55> Let's do this one together."),
        "{said}"
    );
}

#[tokio::test]
async fn what_is_not_named_stays_and_what_is_can_be_taken_back() {
    let mut bot = bot_with_prompts("times:9:00,14:00 days:mon,wed topic:eyes role:55").await;
    for (options, said) in [
        ("days:fri", "at 09:00 and 14:00 every Friday"),
        (
            "every:2h between:9:00-17:00",
            "every 2 hours from 09:00 to 17:00 every Friday",
        ),
        (
            "between:10:00-16:00",
            "every 2 hours from 10:00 to 16:00 every Friday",
        ),
        ("cron:0 9 * * MON", "at 09:00 every Monday"),
        ("times:8:00", "at 08:00 on weekdays"),
        ("timezone:America/New_York", "(America/New_York)"),
        ("channel:201", "in <#201> at 08:00"),
    ] {
        let proposed = bot
            .run(ADA, &format!("/prompts edit id:#1 {options}"))
            .await;
        assert!(proposed.contains(said), "{options}: {proposed}");
        assert!(
            proposed.contains("pings <@&55>") && proposed.contains("Eyes"),
            "{proposed}"
        );
        bot.press(ADA, "Confirm").await;
    }
    bot.run(ADA, "/prompts edit id:1 no_role:true topic:everything")
        .await;
    let saved = bot.press(ADA, "Confirm").await;
    assert!(
        !saved.contains("pings") && !saved.contains("about"),
        "{saved}"
    );
}

#[tokio::test]
async fn a_change_that_cannot_be_says_what_to_write_instead() {
    let mut bot = bot_with_prompts("cron:0 9 * * MON").await;
    let mut said = String::new();
    for options in [
        "id:1",
        "id:9 times:9:00",
        "id:1 days:tue",
        "id:1 every:2h",
        "id:1 times:9:00 every:2h",
        "id:1 role:100",
        "id:1 role:55 no_role:true",
        "id:1 times:9:00,9:05",
    ] {
        let answer = bot.run(ADA, &format!("/prompts edit {options}")).await;
        said.extend([
            options,
            ": ",
            answer.replace("(only you)\n", "").trim(),
            "\n",
        ]);
    }
    insta::assert_snapshot!(said, @"
    id:1: Say also what is to be otherwise, for example `times: 9:30, 14:00`. What you leave out stays.
    id:9 times:9:00: I have no schedule with that number here. `/prompts list` shows the ones there are.
    id:1 days:tue: A cron expression names its days itself. Leave `days` out, or write the days into it, for example `0 9 * * MON-FRI`.
    id:1 every:2h: `every` and `between` go together: write both, for example `every: 90m between: 9:00-17:00`.
    id:1 times:9:00 every:2h: Say when in one way only: `times`, or `every` with `between`, or `cron`.
    id:1 role:100: I ping one role at most, and never everybody. Choose a role that people chose for themselves.
    id:1 role:55 no_role:true: Choose a `role`, or `no_role: True` for none; not both.
    id:1 times:9:00,9:05: 09:00 and 09:05 are too close. Leave at least 15 minutes between two times.
    ");
    let refused = bot.run(BEN, "/prompts edit id:1 times:9:00").await;
    assert!(refused.contains("Only those who may manage"), "{refused}");
}

#[tokio::test]
async fn a_slot_that_came_today_does_not_come_again_after_a_change_and_is_not_promised() {
    let mut bot = bot_with_prompts("times:9:00,12:00 days:daily").await;
    bot.advance_to("2026-06-01T07:00:00Z").await;
    bot.next_message();
    // At nine in Berlin it is three in New York, where nine is still to come.
    let proposed = bot
        .run(ADA, "/prompts edit id:1 timezone:America/New_York")
        .await;
    assert!(
        proposed.contains("- Monday, 1 June, 12:00 (<t:1780329600:R>)"),
        "{proposed}"
    );
    assert!(!proposed.contains("Monday, 1 June, 09:00"), "{proposed}");
    bot.press(ADA, "Confirm").await;
    bot.advance_to("2026-06-01T15:59:59Z").await;
    assert_eq!(bot.discord.unread(), 0);
    bot.advance_to("2026-06-01T16:00:00Z").await;
    bot.next_message();
}

#[tokio::test]
async fn a_slot_that_came_already_uses_up_no_card_in_the_servers_new_zone() {
    let mut bot = bot_with_prompts("times:9:00 days:daily").await;
    bot.advance_to("2026-06-01T07:00:00Z").await;
    bot.next_message();
    bot.run(ADA, "/wellness settings timezone:America/New_York")
        .await;
    let before = bot.run(ADA, "/prompts preview id:1").await;
    // Nine in New York, on a date on which it was nine in Berlin before.
    bot.advance_to("2026-06-01T13:00:00Z").await;
    assert_eq!(bot.run(ADA, "/prompts preview id:1").await, before);
    bot.advance_to("2026-06-02T13:00:00Z").await;
    bot.next_message();
}

#[tokio::test]
async fn a_schedule_has_a_grace_of_its_own_until_it_is_taken_back() {
    let mut bot = bot_with_prompts("times:9:00 days:daily grace:5").await;
    let list = bot.run(ADA, "/prompts list").await;
    assert!(
        list.contains("- One may come up to 5 minutes late."),
        "{list}"
    );
    // A change of something else keeps it.
    bot.run(ADA, "/prompts edit id:1 topic:neck").await;
    bot.press(ADA, "Confirm").await;
    late(&mut bot, "2026-06-01T07:05:01Z").await;
    assert_eq!(bot.discord.unread(), 0);
    let proposed = bot.run(ADA, "/prompts edit id:1 grace:120").await;
    assert!(proposed.contains("up to 120 minutes late"), "{proposed}");
    bot.press(ADA, "Confirm").await;
    late(&mut bot, "2026-06-02T09:00:00Z").await;
    bot.next_message();
    insta::assert_snapshot!(bot.run(ADA, "/prompts edit id:1 grace:0 no_grace:true").await, @"
    (only you)
    Choose a `grace` in minutes, or `no_grace: True` for this server's; not both.
    ");
    bot.run(ADA, "/prompts edit id:1 grace:0").await;
    let never_late = bot.press(ADA, "Confirm").await;
    assert!(
        never_late.contains("- One that would be late is left out."),
        "{never_late}"
    );
    late(&mut bot, "2026-06-03T07:00:01Z").await;
    assert_eq!(bot.discord.unread(), 0);
    bot.run(ADA, "/prompts edit id:1 no_grace:true").await;
    let as_the_server = bot.press(ADA, "Confirm").await;
    assert!(!as_the_server.contains("late"), "{as_the_server}");
    late(&mut bot, "2026-06-04T07:30:00Z").await;
    bot.next_message();
    late(&mut bot, "2026-06-05T07:30:01Z").await;
    assert_eq!(bot.discord.unread(), 0);
}

/// The bot is away until an instant.
async fn late(bot: &mut TestBot, until: &str) {
    bot.stop().await;
    bot.advance_to(until).await;
    bot.restart().await;
}

#[tokio::test]
async fn a_pause_says_its_last_day_ends_by_itself_and_can_be_ended_earlier() {
    let mut bot = bot_with_prompts("times:9:00 days:daily").await;
    insta::assert_snapshot!(bot.run(ADA, "/prompts pause id:1 until:2026-06-02").await, @"
    (only you)
    ## #1 is paused
    No prompts in <#200> from now on, at 09:00 every day (Europe/Berlin).
    The last day without them is Tuesday, 2 June 2026 by the clock of Europe/Berlin; the pause ends <t:1780437600:R>.
    The next times:
    - Wednesday, 3 June, 09:00 (<t:1780470000:R>)
    - Thursday, 4 June, 09:00 (<t:1780556400:R>)
    - Friday, 5 June, 09:00 (<t:1780642800:R>)
    - Saturday, 6 June, 09:00 (<t:1780729200:R>)
    - Sunday, 7 June, 09:00 (<t:1780815600:R>)
    -# `/prompts resume id: 1` ends it earlier.
    ");
    let list = bot.run(ADA, "/prompts list").await;
    assert!(
        list.contains("**Paused** up to and with Tuesday, 2 June 2026"),
        "{list}"
    );
    assert!(list.contains("next <t:1780470000:F>"), "{list}");
    bot.advance_to("2026-06-03T06:59:59Z").await;
    assert_eq!(bot.discord.unread(), 0);
    bot.advance_to("2026-06-03T07:00:00Z").await;
    bot.next_message();
    let list = bot.run(ADA, "/prompts list").await;
    assert!(!list.contains("Paused"), "{list}");
    bot.run(ADA, "/prompts pause id:1 until:2026-07-01").await;
    insta::assert_snapshot!(bot.run(ADA, "/prompts resume id:1").await, @"
    (only you)
    ## #1 posts again
    In <#200> at 09:00 every day (Europe/Berlin). What would have come meanwhile does not come later.
    The next times:
    - Thursday, 4 June, 09:00 (<t:1780556400:R>)
    - Friday, 5 June, 09:00 (<t:1780642800:R>)
    - Saturday, 6 June, 09:00 (<t:1780729200:R>)
    - Sunday, 7 June, 09:00 (<t:1780815600:R>)
    - Monday, 8 June, 09:00 (<t:1780902000:R>)
    ");
    let again = bot.run(ADA, "/prompts resume id:1").await;
    assert!(again.contains("neither paused nor on hold"), "{again}");
    bot.advance_to("2026-06-04T07:00:00Z").await;
    bot.next_message();
}

#[tokio::test]
async fn a_pause_always_ends() {
    let mut bot = bot_with_prompts("times:9:00 days:daily").await;
    let mut said = String::new();
    for until in ["2026-05-31", "2026-07-31", "soon"] {
        let answer = bot
            .run(ADA, &format!("/prompts pause id:1 until:{until}"))
            .await;
        said.extend([answer.replace("(only you)\n", "").trim(), "\n"]);
    }
    insta::assert_snapshot!(said, @"
    Sunday, 31 May 2026 is over. Write the last day of the pause: today or a later one, such as 2026-06-02.
    A pause always ends, after 60 days at most: Thursday, 30 July 2026 is the latest day that you can choose.
    “soon” is not a date that I can read. Write a whole day like 2026-06-01, `today`, `tomorrow` or a weekday such as `monday`, or pick one from the list.
    ");
    let longest = bot.run(ADA, "/prompts pause id:1 until:2026-07-30").await;
    assert!(longest.contains("Thursday, 30 July 2026"), "{longest}");
    bot.advance_to("2026-07-31T07:00:00Z").await;
    bot.next_message();
}

#[tokio::test]
async fn what_was_on_hold_is_taken_up_again_and_makes_nothing_up_for_it() {
    let mut bot = bot_with_prompts("times:9:00 days:daily").await;
    bot.discord
        .answer(Answer::Refused(Disposition::ChannelUnusable));
    bot.advance_to("2026-06-02T08:00:00Z").await;
    assert_eq!(bot.discord.unread(), 0);
    let held = bot.run(ADA, "/prompts now id:1").await;
    assert!(held.contains("on hold"), "{held}");
    let resumed = bot.run(ADA, "/prompts resume id:1").await;
    assert!(resumed.contains("posts again"), "{resumed}");
    assert_eq!(bot.discord.unread(), 0);
    bot.advance_to("2026-06-03T07:00:00Z").await;
    bot.next_message();
}

#[tokio::test]
async fn a_preview_shows_the_card_that_comes_and_draws_nothing() {
    let mut bot = bot_with_prompts("times:9:00 days:daily role:55 topic:neck").await;
    let first = bot.run(ADA, "/prompts preview id:1").await;
    assert!(
        first.starts_with("(only you)\n**This comes next** in <#200>"),
        "{first}"
    );
    assert!(!first.contains("(pings"), "{first}");
    assert_eq!(bot.run(ADA, "/prompts preview id:1").await, first);
    bot.advance_to("2026-06-01T07:00:00Z").await;
    let posted = read(&bot.next_message().message);
    let card = |text: &str| {
        let begin = text.find("<@&55>").unwrap();
        text[begin..text.find("\n[I did it]").unwrap()].to_owned()
    };
    assert_eq!(card(&posted), card(&first));
    let second = bot.run(ADA, "/prompts preview id:1").await;
    assert_ne!(card(&second), card(&first));
}

#[tokio::test]
async fn a_prompt_wanted_now_comes_once_and_takes_no_slot() {
    let mut bot = bot_with_prompts("times:9:00 days:daily").await;
    let preview = bot.run(ADA, "/prompts preview id:1").await;
    let id = bot.snowflake().get();
    let said = bot.run_as(id, ADA, "/prompts now id:1").await;
    insta::assert_snapshot!(said, @"
    (only you)
    It is on its way to <#200>. The times of the schedule stay as they are.
    ");
    let posted = bot.next_message();
    assert_eq!((posted.channel, posted.urgent), (WELLNESS, true));
    let title = |text: &str| {
        text.lines()
            .find(|line| line.starts_with("## "))
            .map(str::to_owned)
    };
    assert_eq!(
        title(&read(&posted.message)),
        title(&preview),
        "it draws from the bag"
    );
    // Discord may tell the same command twice.
    assert_eq!(bot.run_as(id, ADA, "/prompts now id:1").await, said);
    assert_eq!(bot.discord.unread(), 0);
    bot.advance_to("2026-06-01T06:14:59Z").await;
    insta::assert_snapshot!(bot.run(ADA, "/prompts now id:1").await, @"
    (only you)
    One came <t:1780293600:R>. Try again <t:1780294500:R>: two prompts are at least 15 minutes apart.
    ");
    bot.advance_to("2026-06-01T06:15:00Z").await;
    bot.run(ADA, "/prompts now id:1").await;
    let second = bot.next_message();
    assert_ne!(title(&read(&second.message)), title(&preview));
    // The regular one comes as if nothing had been.
    bot.advance_to("2026-06-01T07:00:00Z").await;
    let third = bot.next_message();
    assert_ne!(title(&read(&third.message)), title(&read(&second.message)));
    let states: Vec<_> = deliveries(&bot).await.iter().map(|one| one.state).collect();
    assert_eq!(states, [DeliveryState::Sent; 3]);
    let counted = bot.press(BEN, "I did it").await;
    assert!(counted.contains("I can count such days"), "{counted}");
}

#[tokio::test]
async fn a_prompt_wanted_now_survives_a_crash_and_a_lost_answer() {
    let mut bot = bot_with_prompts("times:9:00 days:daily").await;
    bot.discord.answer(Answer::PostedButLost);
    bot.run(ADA, "/prompts now id:1").await;
    bot.restart().await;
    bot.advance_to("2026-06-01T06:05:00Z").await;
    bot.next_message();
    assert_eq!(deliveries(&bot).await[0].state, DeliveryState::Sent);
}

#[tokio::test]
async fn a_paused_schedule_posts_nothing_now_and_says_until_when() {
    let mut bot = bot_with_prompts("times:9:00 days:daily").await;
    bot.run(ADA, "/prompts pause id:1 until:2026-06-02").await;
    insta::assert_snapshot!(bot.run(ADA, "/prompts now id:1").await, @"
    (only you)
    That schedule is paused until <t:1780437600:F>. Use `/prompts resume` first.
    ");
    assert_eq!(bot.discord.unread(), 0);
}

#[tokio::test]
async fn schedules_are_found_by_what_they_say() {
    let mut bot = bot_with_prompts("times:10:30").await;
    bot.add_prompts(ADA, "channel:201 times:15:00 days:daily")
        .await;
    insta::assert_snapshot!(bot.propose(ADA, "prompts edit", "id", "").await, @"
    #1 at 10:30 on weekdays in #wellness = 1
    #2 at 15:00 every day = 2
    ");
    for command in ["edit", "pause", "resume", "remove", "preview", "now"] {
        let command = format!("prompts {command}");
        let found = bot
            .propose(ADA, &command, "id", "weekdays 10:30 in #Well")
            .await;
        assert!(
            found.ends_with("= 1") && found.lines().count() == 1,
            "{found}"
        );
        assert_eq!(
            bot.propose(ADA, &command, "id", "#2").await.lines().count(),
            1
        );
        assert_eq!(bot.propose(ADA, &command, "id", "dragons").await, "");
    }
    let dates = bot.propose(ADA, "prompts pause", "until", "").await;
    assert!(
        dates.contains("2026-06-02") && dates.contains("2026-06-08"),
        "{dates}"
    );
}

#[tokio::test]
async fn only_cards_about_the_topic_come_until_all_have_come() {
    let mut bot = bot_with_prompts("every:15m between:8:00-12:00 days:daily topic:eyes").await;
    bot.advance_to("2026-06-01T10:00:00Z").await;
    let library = &*LIBRARY;
    let posted = deliveries(&bot).await;
    assert!(posted.len() > 10);
    for one in posted {
        bot.next_message();
        let id = one.item.unwrap().parse().unwrap();
        let card = library.card(&id).unwrap();
        let areas: Vec<_> = card.card().areas.iter().map(|area| area.name()).collect();
        assert!(areas.contains(&"eyes"), "{areas:?}");
    }
}

#[tokio::test]
async fn a_prompt_that_cannot_be_posted_now_is_not_said_to_be_on_its_way() {
    let mut bot = bot_with_prompts("times:9:00 days:daily").await;
    bot.discord.delete_channel(200);
    insta::assert_snapshot!(bot.run(ADA, "/prompts now id:1").await, @"
    (only you)
    **Something is in the way:**
    - <#200>: I cannot find it. It is deleted, or hidden from me: allow **View Channel** for my role under *Edit channel → Permissions*, or let the schedule post elsewhere.
    ");
    assert!(deliveries(&bot).await.is_empty());
}

#[tokio::test]
async fn of_two_changes_proposed_side_by_side_the_second_takes_nothing_back_in_silence() {
    let mut bot = bot_with_prompts("times:9:00 days:daily").await;
    bot.run(ADA, "/prompts edit id:1 times:10:00").await;
    let times = bot.button("Confirm");
    bot.run(ADA, "/prompts edit id:1 channel:201").await;
    let channel = bot.button("Confirm");
    let changed = bot.press_earlier(ADA, &times).await;
    assert!(changed.contains("Prompts are changed"), "{changed}");
    insta::assert_snapshot!(bot.press_earlier(ADA, &channel).await, @"
    (only you)
    That offer is no longer there: it is too old, was cancelled, or the schedule has been changed or removed meanwhile. `/prompts list` shows what is set; then say it once more.
    ");
    let same = bot.run(ADA, "/prompts edit id:1 times:10:00").await;
    assert!(same.contains("how #1 is already"), "{same}");
    // Pressed twice it says how things are.
    assert_eq!(bot.press_earlier(ADA, &times).await, changed);
    // Nor does one take back a zone that the server has chosen since.
    bot.run(ADA, "/prompts edit id:1 channel:201").await;
    let channel = bot.button("Confirm");
    bot.run(ADA, "/wellness settings timezone:Asia/Tokyo").await;
    let gone = bot.press_earlier(ADA, &channel).await;
    assert!(gone.contains("no longer there"), "{gone}");
    let list = bot.run(ADA, "/prompts list").await;
    assert!(
        list.contains("<#200> at 10:00 every day (Asia/Tokyo)"),
        "{list}"
    );
}
