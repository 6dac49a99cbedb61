//! From card to card and back, movement by movement through a routine, and what is proposed while one types.

use unhunch::content::CardRef;
use unhunch::domain::exercise::{Position, Seated};
use unhunch::domain::ids::MessageId;
use unhunch::domain::pose::{Joint, Shape};

use crate::support::{ADA, BEN, GUILD, TestBot};

fn title(card: &str) -> &str {
    let heading = card.lines().find_map(|line| line.strip_prefix("## "));
    heading.unwrap_or(card)
}

#[tokio::test]
async fn whoever_follows_a_lead_finds_the_way_back() {
    let mut bot = TestBot::start().await;
    let cause = bot.run(BEN, "/causes cause:poor-posture").await;
    assert!(!cause.contains("[Back]"), "{cause}");
    let movement = bot.choose(BEN, "Shoulder-blade squeezes").await;
    assert!(movement.contains("[Back]"), "{movement}");
    let other = bot.press(BEN, "Another one").await;
    assert!(other.contains("[Back]"), "{other}");
    bot.restart().await;
    let back = bot.press(BEN, "Back").await;
    assert_eq!(title(&back), title(&cause));
    assert!(!back.contains("[Back]"), "{back}");
}

#[tokio::test]
async fn the_way_back_goes_step_by_step_as_far_as_the_menu() {
    let mut bot = TestBot::start().await;
    bot.run(BEN, "/causes").await;
    let cause = bot.choose(BEN, "Long-held positions").await;
    let tip = bot.choose(BEN, "Sit easy, then change").await;
    assert_ne!(title(&tip), title(&cause));
    let back = bot.press(BEN, "Back").await;
    assert_eq!(title(&back), title(&cause));
    let menu = bot.press(BEN, "Back").await;
    assert_eq!(title(&menu), "What may lie behind it");
}

#[tokio::test]
async fn from_a_help_card_one_comes_back_to_what_to_do_when_it_hurts() {
    let mut bot = TestBot::start().await;
    bot.run(BEN, "/stretch area:neck private:true").await;
    let stop = bot.press(BEN, "This hurts").await;
    let help = bot.press(BEN, "When to get help").await;
    assert_eq!(title(&help), "When to get help");
    assert_eq!(bot.press(BEN, "Back").await, stop);
}

#[tokio::test]
async fn back_from_a_lead_of_an_answer_brings_the_whole_answer_again() {
    let mut bot = TestBot::start().await;
    bot.run(ADA, "/wellness settings item:fibromyalgia enabled:false")
        .await;
    for (asked, is_movement) in [
        ("/ask question:stretch for a stiff neck", true),
        ("/ask question:why does my upper back ache", false),
        ("/ask question:my chest hurts and I cannot breathe", false),
        ("/causes cause:fibromyalgia", false),
        ("/tips topic:screen too low", false),
    ] {
        let answer = bot.run(BEN, asked).await;
        assert!(!bot.entries().is_empty(), "{answer}");
        assert!(!answer.contains("[Back]"), "{answer}");
        let led = if is_movement {
            bot.press(BEN, "Another one").await
        } else {
            bot.follow_lead(BEN).await
        };
        assert_ne!(title(&led), title(&answer), "{asked}");
        bot.restart().await;
        assert_eq!(bot.press(BEN, "Back").await, answer, "{asked}");
    }
}

#[tokio::test]
async fn another_one_below_a_public_card_never_repeats_for_whoever_presses_it_again() {
    let mut bot = TestBot::start().await;
    let first = bot.run(BEN, "/stretch area:neck").await;
    let another = bot.button("Another one");
    let mut seen = vec![title(&first).to_owned()];
    let last = loop {
        let next = bot.press_id(BEN, &another, message(), Some(GUILD)).await;
        assert!(seen.iter().all(|one| one != title(&next)), "{next}");
        if next.contains("You have seen all") {
            break next;
        }
        seen.push(title(&next).to_owned());
    };
    assert!(seen.len() >= 5, "{seen:?}");
    let all = format!("You have seen all {} that fit", seen.len());
    assert!(last.contains(&all), "{last}");
    let anew = bot.press(BEN, "Start again").await;
    assert_eq!(title(&anew), seen[0]);
    let next = bot.press_id(BEN, &another, message(), Some(GUILD)).await;
    assert_eq!(title(&next), seen[1], "it goes on from there");
    let hers = bot.press_id(ADA, &another, message(), Some(GUILD)).await;
    assert_eq!(title(&hers), seen[1], "others go their own way");
    // What came with the answers counts as well: a walk is one, wherever it is gone on.
    assert_ne!(title(&bot.press(ADA, "Another one").await), seen[1]);
}

#[tokio::test]
async fn what_was_switched_off_since_is_missing_from_an_answer_that_comes_again() {
    let mut bot = TestBot::start().await;
    let answer = bot.run(BEN, "/ask question:stretch for a stiff neck").await;
    assert_eq!(title(&answer), "Neck tilts");
    let others = bot.entries();
    let id = &others[0].1;
    bot.press(BEN, "Another one").await;
    let back = bot.button("Back");
    bot.run(ADA, &format!("/wellness settings item:{id} enabled:false"))
        .await;
    let again = bot.press_id(BEN, &back, message(), Some(GUILD)).await;
    assert_eq!(title(&again), title(&answer));
    assert_eq!(bot.entries(), others[1..]);
}

#[tokio::test]
async fn a_movement_of_a_routine_is_followed_along_as_the_routine_says() {
    let mut bot = TestBot::start().await;
    bot.press_id(BEN, "u1:step:two-minute-desk:2", message(), Some(GUILD))
        .await;
    let squeezes = bot.press(BEN, "Follow along").await;
    assert!(squeezes.contains("5 times"), "{squeezes}");
    assert!(!squeezes.contains("10 times"), "{squeezes}");
    assert!(
        squeezes.contains("Hold for 5 seconds, 5 times."),
        "{squeezes}"
    );
    let card = bot
        .press_id(
            BEN,
            "u1:open:shoulder-blade-squeezes",
            message(),
            Some(GUILD),
        )
        .await;
    assert!(card.contains("10 times"), "{card}");
    let alone = bot.press(BEN, "Follow along").await;
    assert!(alone.contains("10 times"), "{alone}");
    // Where the routine became shorter, the movement is found in its new place; where it is gone, it is as its card says.
    bot.run(ADA, "/wellness settings item:shoulder-rolls enabled:false")
        .await;
    let custom_id = "u1:along:shoulder-blade-squeezes:s:two-minute-desk:2";
    let moved = bot.press_id(BEN, custom_id, message(), Some(GUILD)).await;
    assert!(moved.contains("Hold for 5 seconds, 5 times."), "{moved}");
    bot.run(ADA, "/wellness settings item:two-minute-desk enabled:false")
        .await;
    let gone = bot.press_id(BEN, custom_id, message(), Some(GUILD)).await;
    assert!(gone.contains("10 times"), "{gone}");
}

#[tokio::test]
async fn every_movement_of_every_routine_says_the_same_in_words_and_on_the_clock() {
    let bot = TestBot::start().await;
    let library = &bot.app().library;
    let selection = library.without([]);
    for routine in library.routines() {
        for step in selection.steps(routine) {
            let id = &step.exercise.card.id;
            assert!(!step.amounts.is_empty(), "{id} in {}", routine.card.id);
            let parts = unhunch::domain::pace::parts_of(step.exercise, step.amounts, step.seconds);
            let last = parts.last().unwrap();
            let takes = last.begins + last.lasts;
            let said = u32::from(step.seconds);
            assert!(
                takes <= said + 30,
                "{id} in {}: {takes} of {said} s",
                routine.card.id
            );
        }
    }
}

#[tokio::test]
async fn a_card_that_is_switched_off_says_so_and_offers_what_is_near() {
    let mut bot = TestBot::start().await;
    bot.run(ADA, "/wellness settings item:fibromyalgia enabled:false")
        .await;
    for asked in ["fibromyalgia", "Fibromyalgia"] {
        let answer = bot.run(BEN, &format!("/causes cause:{asked}")).await;
        let line = "“Fibromyalgia” is switched off in this server. This card comes nearest to it.";
        assert!(answer.contains(line), "{answer}");
        assert!(answer.contains("\n## "), "{answer}");
    }
    // Who asks for something else hears nothing of it.
    let other = bot.run(BEN, "/causes cause:eye-strain").await;
    assert!(!other.contains("switched off"), "{other}");
}

#[tokio::test]
async fn a_routine_is_played_one_movement_at_a_time() {
    let mut bot = TestBot::start().await;
    let overview = bot
        .press_id(BEN, "u1:open:end-of-day", message(), Some(GUILD))
        .await;
    let titles: Vec<_> = overview
        .lines()
        .filter_map(|line| line.split_once(". ")?.1.split(':').next())
        .take(5)
        .map(str::to_owned)
        .collect();
    let mut step = bot.press(BEN, "Step by step").await;
    insta::assert_snapshot!(step.lines().take(5).collect::<Vec<_>>().join("\n"), @"
    (only you)
    -# End of the day · 1 of 5 · about 6 minutes left
    (Two pictures of a person on a chair, seen from the side, with the hands on the knees. First the back is gently arched and the chest lifted. Then the back is round, the pelvis tipped back and the chin lowered.)
    ## Seated arch-and-round
    6 to 8 slow cycles · about 60 seconds
    ");
    for (number, expected) in titles.iter().enumerate() {
        let place = format!("End of the day · {} of 5 · about", number + 1);
        assert!(step.contains(&place), "{step}");
        assert_eq!(title(&step), expected);
        assert!(step.contains("picture"), "its own picture: {step}");
        assert_eq!(step.contains("[I did it]"), number == 4, "{step}");
        if number == 2 {
            bot.restart().await;
        }
        if number < 4 {
            step = bot.press(BEN, "Next").await;
        }
    }
    assert!(step.contains("5 of 5 · about 2 minutes left"), "{step}");
    let fourth = bot.press(BEN, "Back").await;
    assert!(fourth.contains("4 of 5"), "{fourth}");
    for _ in 0..4 {
        step = bot.press(BEN, "Back").await;
    }
    assert_eq!(title(&step), "End of the day");
}

#[tokio::test]
async fn a_routine_that_became_shorter_and_one_that_is_gone_are_answered() {
    let mut bot = TestBot::start().await;
    bot.run(ADA, "/wellness settings item:belly-breathing enabled:false")
        .await;
    let last = bot
        .press_id(BEN, "u1:step:end-of-day:4", message(), Some(GUILD))
        .await;
    assert!(
        last.contains("4 of 4") && last.contains("[I did it]"),
        "{last}"
    );
    bot.run(ADA, "/wellness settings item:end-of-day enabled:false")
        .await;
    let gone = bot
        .press_id(BEN, "u1:step:end-of-day:1", message(), Some(GUILD))
        .await;
    assert!(gone.contains("not shown here any more"), "{gone}");
}

fn message() -> MessageId {
    MessageId::new(7_000_000).unwrap()
}

#[tokio::test]
async fn following_a_prompt_along_is_credited_like_the_prompt_itself() {
    let mut bot = TestBot::start().await;
    bot.run(
        BEN,
        "/streak join visibility:hidden timezone:UTC days:daily",
    )
    .await;
    bot.add_prompts(ADA, "channel:200 times:9:00 days:daily timezone:UTC")
        .await;
    bot.advance_to("2026-06-01T09:10:00Z").await;
    let prompt = bot.next_message();
    let today = bot.press(BEN, "Follow along").await;
    assert!(today.contains("[I did it]"), "{today}");
    bot.press(BEN, "I did it").await;
    let shown = bot.run(BEN, "/streak show").await;
    assert!(shown.contains("Total: 1"), "{shown}");
    // A day later the same prompt gives no credit, followed along or not (K-20).
    bot.advance_to("2026-06-02T09:00:00Z").await;
    bot.next_message();
    bot.advance_to("2026-06-02T12:00:00Z").await;
    bot.look_at(&prompt);
    bot.press(BEN, "Follow along").await;
    let late = bot.press(BEN, "I did it").await;
    let shown = bot.run(BEN, "/streak show").await;
    assert!(shown.contains("Total: 1"), "{late}\n{shown}");
    // Followed along by itself it counts for the day on which it is done.
    bot.run(BEN, "/stretch private:true").await;
    bot.press(BEN, "Follow along").await;
    bot.press(BEN, "I did it").await;
    let shown = bot.run(BEN, "/streak show").await;
    assert!(shown.contains("Total: 2"), "{shown}");
}

/// What a proposal leads to, in order.
async fn proposed(bot: &mut TestBot, command: &str, option: &str, typed: &str) -> Vec<String> {
    let proposed = bot.propose(ADA, command, option, typed).await;
    let ids = proposed.lines().filter_map(|line| line.rsplit_once(" = "));
    ids.map(|(_, id)| id.to_owned()).collect()
}

#[tokio::test]
async fn slips_of_the_finger_and_other_words_find_the_card() {
    let mut bot = TestBot::start().await;
    for (command, option, typed, first) in [
        ("causes", "cause", "shoulderblade knot", "trigger-points"),
        ("causes", "cause", "knot", "trigger-points"),
        ("causes", "cause", "long-held", "poor-posture"),
        ("tips", "topic", "moniter", "monitor-"),
        ("tips", "topic", "monit", "monitor-"),
        ("tips", "topic", "screen hight", "monitor-height"),
        ("wellness settings", "item", "nek tilts", "neck-tilts"),
        (
            "wellness settings",
            "item",
            "sholder rols",
            "shoulder-rolls",
        ),
    ] {
        let ids = proposed(&mut bot, command, option, typed).await;
        let is_first = ids.first().is_some_and(|id| id.starts_with(first));
        assert!(is_first, "{typed}: {ids:?}");
    }
    for (command, option) in [
        ("causes", "cause"),
        ("tips", "topic"),
        ("wellness settings", "item"),
    ] {
        for typed in ["", "e", "pain in the neck", &"neck ".repeat(90)] {
            let ids = proposed(&mut bot, command, option, typed).await;
            assert!(ids.len() <= 25, "{command} {typed}");
            assert!(typed.len() > 20 || !ids.is_empty(), "{command} {typed}");
        }
    }
}

#[tokio::test]
async fn what_is_switched_off_is_proposed_for_the_switch_alone() {
    let mut bot = TestBot::start().await;
    bot.run(ADA, "/wellness settings item:trigger-points enabled:false")
        .await;
    for typed in ["", "trigger", "shoulderblade knot"] {
        let ids = proposed(&mut bot, "causes", "cause", typed).await;
        assert!(
            !ids.contains(&"trigger-points".to_owned()),
            "{typed}: {ids:?}"
        );
        let ids = proposed(&mut bot, "wellness settings", "item", typed).await;
        assert!(
            ids.contains(&"trigger-points".to_owned()),
            "{typed}: {ids:?}"
        );
    }
}

#[tokio::test]
async fn what_is_asked_for_from_a_chair_is_told_and_shown_from_a_chair() {
    let mut bot = TestBot::start().await;
    let mut card = bot.run(BEN, "/stretch position:seated private:true").await;
    let mut n_adapted = 0;
    loop {
        let name = title(&card).to_owned();
        let mut all = bot.app().library.exercises().iter();
        let exercise = all.find(|exercise| exercise.card.title == name).unwrap();
        match &exercise.seated {
            Seated::Adapted { how } => {
                n_adapted += 1;
                let lines: Vec<_> = card.lines().collect();
                assert!(lines[2].ends_with(how.as_str()), "first of all: {card}");
                assert!(!card.contains("pictures of a"), "no picture: {card}");
                assert!(!card.contains("[Follow along]"), "{card}");
                assert_eq!(card.matches(how.as_str()).count(), 1, "{card}");
            }
            Seated::Yes { .. } => assert!(card.contains("[Follow along]"), "{card}"),
            Seated::Instead { .. } | Seated::No { .. } => panic!("not from a chair: {card}"),
        }
        card = bot.press(BEN, "Another one").await;
        if card.contains("You have seen all") {
            break;
        }
    }
    assert!(n_adapted > 5, "{n_adapted}");
}

#[tokio::test]
async fn what_a_pack_calls_seated_is_pictured_on_a_chair() {
    let bot = TestBot::start().await;
    for card in bot.app().library.cards() {
        let CardRef::Exercise(exercise) = card else {
            continue;
        };
        let id = &exercise.card.id;
        let is_seated = matches!(exercise.seated, Seated::Yes { .. });
        let is_named = exercise.positions.contains(&Position::Seated);
        assert!(is_named || !is_seated, "{id}");
        // What is done both standing and seated may be pictured standing, if the seated way is told in words.
        let is_told = matches!(exercise.seated, Seated::Adapted { .. });
        assert!(is_seated || is_told || !is_named, "{id}");
        if !is_seated {
            continue;
        }
        assert!(!exercise.alt.contains("stand"), "{id}: {}", exercise.alt);
        for step in &exercise.steps {
            let stands = step.to_lowercase().contains("stand");
            assert!(!stands || step.starts_with("Sit or stand"), "{id}: {step}");
        }
        for key in &exercise.pose.keys {
            if let Shape::Figure(figure) = &key.shape {
                let hip = figure.at(Joint::RightHip).y;
                let knees = [Joint::LeftKnee, Joint::RightKnee];
                let is_bent = |knee: &Joint| (figure.at(*knee).y - hip).abs() < 9.0;
                let is_seated = hip > 60.0 && knees.iter().any(is_bent);
                assert!(is_seated, "{id}: not on a chair");
            }
        }
    }
}
