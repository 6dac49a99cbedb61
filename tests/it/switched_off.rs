//! A guild does without single cards: they are shown nowhere in it.

use unhunch::domain::ids::GuildId;

use crate::store_fixture::OneByOne as _;
use crate::support::{ADA, BEN, GUILD, TestBot, read};

const TILTS: &str = "Neck tilts";

/// Everything that "Another one" brings until it begins anew.
async fn walked(bot: &mut TestBot, command: &str) -> Vec<String> {
    let first = bot.run(BEN, command).await;
    let mut cards = vec![first];
    loop {
        let next = bot.press(BEN, "Another one").await;
        let is_last = next.contains("You have seen");
        cards.push(next);
        if is_last {
            return cards;
        }
    }
}

#[tokio::test]
async fn an_admin_switches_a_card_off_and_nobody_in_that_server_meets_it() {
    let mut bot = TestBot::start().await;
    let walk = walked(&mut bot, "/stretch area:neck").await;
    assert!(
        walk.iter()
            .any(|card| card.contains(&format!("## {TILTS}")))
    );

    let proposed = bot
        .propose(ADA, "wellness settings", "item", "neck t")
        .await;
    assert_eq!(
        proposed.lines().next(),
        Some("Neck tilts (exercise) = neck-tilts")
    );
    insta::assert_snapshot!(bot.run(ADA, "/wellness settings item:neck-tilts enabled:false").await, @"
    (only you)
    ## Settings saved
    “Neck tilts” is switched off: nobody in this server is shown it any more, in prompts, commands or menus. `/wellness settings item: enabled:True` brings it back.
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
    - **Cards switched off here:** Neck tilts
    ");
    insta::assert_snapshot!(bot.propose(ADA, "wellness settings", "item", "TILTS").await, @"
    Neck tilts (exercise, switched off) = neck-tilts
    Seated pelvic tilts (exercise) = seated-pelvic-tilts
    ");

    // `/stretch` and "Another one" go round without it, and no card leads there.
    for card in walked(&mut bot, "/stretch area:neck").await {
        assert!(!card.contains(TILTS), "{card}");
    }
    let ids: Vec<_> = bot
        .app()
        .library
        .cards()
        .map(|card| card.card().id.clone())
        .collect();
    for id in ids {
        let card = bot
            .press_id(BEN, &format!("u1:open:{id}"), bot_message(), Some(GUILD))
            .await;
        let is_it = id.as_str() == "neck-tilts";
        assert!(
            !card.contains(&format!("<{TILTS}>")) && !card.contains(&format!("[{TILTS}]")),
            "{id}: {card}"
        );
        assert_eq!(
            card.contains("That card is not shown here any more"),
            is_it,
            "{id}: {card}"
        );
    }
}

#[tokio::test]
async fn other_servers_keep_the_card_and_it_can_be_switched_on_again() {
    let mut bot = TestBot::start().await;
    bot.run(ADA, "/wellness settings item:neck-tilts enabled:false")
        .await;
    let elsewhere = bot
        .press_id(BEN, "u1:open:neck-tilts", bot_message(), Some(GUILD + 1))
        .await;
    assert!(elsewhere.contains(&format!("## {TILTS}")), "{elsewhere}");
    let alone = bot
        .press_id(BEN, "u1:open:neck-tilts", bot_message(), None)
        .await;
    assert!(alone.contains(&format!("## {TILTS}")), "{alone}");

    insta::assert_snapshot!(bot.run(ADA, "/wellness settings item:Neck tilts enabled:true").await, @"
    (only you)
    ## Settings saved
    “Neck tilts” is switched on again.
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
    let back = bot
        .press_id(BEN, "u1:open:neck-tilts", bot_message(), Some(GUILD))
        .await;
    assert!(back.contains(&format!("## {TILTS}")), "{back}");
}

fn bot_message() -> unhunch::domain::ids::MessageId {
    unhunch::domain::ids::MessageId::new(7_000_000).unwrap()
}

#[tokio::test]
#[expect(clippy::too_many_lines, reason = "one story, told in one go")]
async fn causes_and_tips_that_are_off_are_in_no_menu_and_cannot_be_asked_for() {
    let mut bot = TestBot::start().await;
    let menus = [
        ("causes", "cause", "Fibromyalgia", "fibromyalgia"),
        ("tips", "topic", "Heat", "heat"),
    ];
    for (command, option, title, id) in menus {
        bot.run(BEN, &format!("/{command}")).await;
        assert!(bot.offers(title), "{title}");
        let proposed = bot.propose(BEN, command, option, title).await;
        assert!(
            proposed
                .lines()
                .any(|line| line.ends_with(&format!("= {id}"))),
            "{proposed}"
        );

        bot.run(ADA, &format!("/wellness settings item:{id} enabled:false"))
            .await;
        bot.run(BEN, &format!("/{command}")).await;
        assert!(!bot.offers(title), "{title}");
        let proposed = bot.propose(BEN, command, option, title).await;
        assert!(
            !proposed
                .lines()
                .any(|line| line.ends_with(&format!("= {id}"))),
            "{proposed}"
        );
    }
    insta::assert_snapshot!(bot.run(BEN, "/causes cause:fibromyalgia").await, @"
    (only you)
    -# “Fibromyalgia” is switched off in this server. This card comes nearest to it.
    ## Sleep and soreness
    Short or broken sleep is linked with more pain the next day. The link seems stronger that way round than the other, so a calmer evening is worth a try.
    - Keep to about the same bedtime and rising time.
    - Leave a window of 7 to 9 hours for it.
    - Pick a time to stop work and screens, and dim the lights.
    - Let go of the day with slow breathing, or tense and relax your muscles one by one.
    **Take care:** A bad night now and then is normal. Do not chase a perfect number.
    **When to see someone:** Three or more bad nights a week have gone on for months, or loud snoring goes with sleepy days. If pain wakes you at night, be seen within days.
    -# If it lasts, gets worse or worries you, talk to a professional: see the card “When to get help”.
    -# A review found that poor sleep tells more about later pain than pain tells about later sleep. In a study of 971 adults, less than 6 or more than 9 hours went with more pain the next day. The window and the regular time are common advice.
    -# Sources: [Finan PH, Goodin BR, Smith MT. The association of sleep and pain: an update. J Pain 2013;14(12):1539–1552](<https://www.jpain.org/article/S1526-5900(13)01199-1/pdf>); [Edwards RR et al. Duration of sleep contributes to next-day pain report. Pain 2008;137:202–207](<https://ja.scribd.com/document/373420764/pdf-on-sleep-deprivation-and-neck-pain>)
    <What goes with it>
    [Share with channel]
    <More that may fit>
    ");
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
    - **Cards switched off here:** Fibromyalgia, Heat
    ");
}

#[tokio::test]
async fn a_question_is_answered_from_what_is_on() {
    let mut bot = TestBot::start().await;
    let question = "/ask question:tilt my neck to the side";
    let answer = bot.run(BEN, question).await;
    assert!(
        answer.contains("## Neck tilts") || bot.offers(TILTS),
        "{answer}"
    );
    bot.run(ADA, "/wellness settings item:neck-tilts enabled:false")
        .await;
    let answer = bot.run(BEN, question).await;
    assert!(
        !answer.contains("## Neck tilts") && !bot.offers(TILTS),
        "{answer}"
    );
    assert!(answer.contains("\n## "), "another card answers: {answer}");
}

#[tokio::test]
async fn prompts_draw_only_from_what_is_on_and_what_was_planned_before_gives_way() {
    let mut bot = TestBot::start().await;
    bot.add_prompts(
        ADA,
        "channel:200 times:9:00,10:00,11:00,12:00 days:daily timezone:UTC",
    )
    .await;
    bot.advance_to("2026-06-01T09:10:00Z").await;
    let first = read(&bot.next_message().message);
    let title = |text: &str| {
        text.lines()
            .find_map(|line| line.strip_prefix("## "))
            .unwrap_or_default()
            .to_owned()
    };
    // Everything that a prompt may draw is switched off, but for two cards.
    let guild = GuildId::new(GUILD).unwrap();
    let ids: Vec<_> = bot
        .app()
        .library
        .cards()
        .map(|card| card.card().id.to_string())
        .collect();
    for id in ids
        .iter()
        .filter(|id| !["neck-tilts", "look-far"].contains(&id.as_str()))
    {
        bot.app().store.set_item(guild, id, false).await;
    }
    let mut titles = Vec::new();
    for hour in 10..13 {
        bot.advance_to(&format!("2026-06-01T{hour}:10:00Z")).await;
        titles.push(title(&read(&bot.next_message().message)));
    }
    insta::assert_debug_snapshot!((title(&first), titles), @r#"
    (
        "Desk lean",
        [
            "Look far",
            "Neck tilts",
            "Look far",
        ],
    )
    "#);
    // Whoever needs help finds it all the same.
    let help = bot.run(BEN, "/get-help").await;
    assert!(help.contains("## When to get help"), "{help}");
}

#[tokio::test]
async fn help_cards_stay_and_only_admins_may_switch() {
    let mut bot = TestBot::start().await;
    insta::assert_snapshot!(bot.run(ADA, "/wellness settings item:help-emergency enabled:false").await, @"
    (only you)
    “Emergency signs” is about getting help, and those cards cannot be switched off: whoever needs one must find it.
    ");
    insta::assert_snapshot!(bot.propose(ADA, "wellness settings", "item", "emergency").await, @"");
    insta::assert_snapshot!(bot.run(BEN, "/wellness settings item:heat enabled:false").await, @"
    (only you)
    Only those who may manage this server can do that.
    ");
    insta::assert_snapshot!(bot.run(ADA, "/wellness settings item:soup enabled:false").await, @"
    (only you)
    I have no card called “soup”. Choose one from the list that comes up while you type.
    ");
    insta::assert_snapshot!(bot.run(ADA, "/wellness settings enabled:false").await, @"
    (only you)
    Which card? Choose one in `item`, beside `enabled`.
    ");
    insta::assert_snapshot!(bot.run(ADA, "/wellness settings item:heat").await, @"
    (only you)
    ## Settings of this server
    “Heat” is shown in this server. Add `enabled:False` to switch it off.
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
}

#[tokio::test]
async fn of_two_settings_neither_changes_if_one_is_wrong() {
    let mut bot = TestBot::start().await;
    let line = "/wellness settings timezone:Mars/Olympus item:heat enabled:false";
    let refused = bot.run(ADA, line).await;
    assert!(refused.contains("Mars/Olympus"), "{refused}");
    let shown = bot.run(ADA, "/wellness settings item:heat").await;
    assert!(shown.contains("“Heat” is shown in this server"), "{shown}");
}
