//! Cards, menus, and everything that somebody may press, forge or mistype.

use unhunch::domain::ids::MessageId;

use crate::support::{ADA, BEN, GUILD, TestBot};

#[tokio::test]
async fn every_cause_tip_and_exercise_can_be_opened() {
    let mut bot = TestBot::start().await;
    let causes = bot.run(BEN, "/causes").await;
    assert!(causes.contains("<Choose a cause (1 of 2)>"), "{causes}");
    let ids: Vec<_> = bot
        .app()
        .library
        .cards()
        .map(|card| card.card().id.to_string())
        .collect();
    for id in ids {
        let message = bot.snowflake();
        let card = bot
            .press_id(BEN, &format!("u1:open:{id}"), message, Some(100))
            .await;
        assert!(card.len() > 100, "{id}: {card}");
    }
}

#[tokio::test]
async fn a_stretch_comes_with_steps_care_and_sources() {
    let mut bot = TestBot::start().await;
    insta::assert_snapshot!(bot.run(BEN, "/stretch area:neck private:true").await, @"
    (only you)
    (Four pictures of a person on a chair, seen from the front: first the head is upright. Then it leans to the right while both shoulders stay low. Then it is upright again. Last it leans to the left in the same way.)
    ## Neck tilts
    Hold for 10 seconds, twice on each side · about 45 seconds
    1. Sit or stand tall and let both shoulders get heavy.
    2. Let one ear sink towards the shoulder on its own side. Your face keeps looking ahead.
    3. Stay for 10 seconds where you feel a mild pull on the other side of your neck.
    4. Come back through the middle.
    5. Do the other side.
    6. Go through it once more, so that each side has had two turns.
    Avoid lifting the shoulder to meet the ear; let the ear come down instead.
    **Take care:** A neck that was hurt or operated on lately, rheumatoid arthritis in it, or dizziness when you turn your head: skip this or ask first. An arm or leg that tingles, or feels numb or weak: never stretch into that feeling, and have it checked.
    **Stop if you feel dizzy, your sight changes, an arm tingles, or your neck hurts sharply.**
    -# Stop at sharp or spreading pain, tingling, dizziness or chest pressure. → /get-help
    -# If it lasts, gets worse or worries you, talk to a professional: see the card “When to get help”.
    -# The hold times come from workplace stretching advice and a physiotherapy clinic. Regular neck stretching eased office workers’ neck pain in a trial; this one movement was not tested alone.
    -# Sources: The article on upper-back pain that this pack grew from (a retailer’s blog post, not published here); [The Physio Company: 9 desk exercises](<http://thephysiocompany.co.uk/9-easy-desk-based-exercises/>); [Canadian Centre for Occupational Health and Safety. Office ergonomics – stretching at the workstation](<https://www.ccohs.ca/oshanswers/ergonomics/office/stretching.html>); [Tunwattanapong P, Kongkasuwan R, Kuptniratsaikul V. Neck and shoulder stretching program among office workers with neck pain: RCT. Clin Rehabil 2016;30(1):64–72](<https://repository.li.mahidol.ac.th/entities/publication/62d3bcb2-5ac8-4367-b8a9-dab0e57191e2/full>)
    [I did it] [Another one] [Follow along] [This hurts]
    [Share with channel]
    ");
    insta::assert_snapshot!(bot.press(BEN, "This hurts").await, @"
    (only you)
    ## Then stop here
    Thank you for listening to your body. Nothing here is worth pushing through pain.
    Stop at once if you feel sharp, spreading or electric pain, tingling or numbness, dizziness, pressure in the chest, unusual breathlessness, or a change in your sight. A mild pull or a warm, working muscle is fine, and things should feel easy again within a day.
    **Does one of these fit?**
    - Pain or pressure in the chest, jaw, arm or upper back, and you are short of breath, sweaty, sick or faint.
    - A sudden, very strong, tearing pain in the chest or between the shoulder blades.
    - Sharp pain in the chest or upper back as you breathe in, and you are short of breath, cough up blood or collapse.
    - Back pain with numbness around the genitals, the bottom or inside the thighs; pee or poo that you cannot start, stop or hold as usual; or new numbness during sex, or new trouble with erections.
    - Both legs hurt, tingle, feel weak or go numb, or walking or balance has become hard.
    - Pain after a serious accident or a bad fall.
    - Strong neck pain with high fever, after an injury, or with weakness in an arm or leg. With a sore neck, clumsy hands and unsteady legs count too, and so does an arm that keeps getting weaker.
    - A headache that hits like a thunderclap, follows a head injury, or comes with fever and a stiff neck.
    - A drooping face, sudden weakness, or sudden trouble with speech or sight.
    - It is very hard to breathe, or you blacked out.
    **Call your local emergency number now, or ask someone near you to call. Do not drive yourself.**
    Leave exercises alone after an accident until you have been checked, if any warning sign on the help cards fits you, or if a clinician has told you otherwise.
    [When to get help] [Get help today] [Something gentler: Jaw release]
    ");
    let none = bot
        .run(BEN, "/stretch area:eyes position:floor equipment:roller")
        .await;
    insta::assert_snapshot!(none, @"
    (only you)
    Nothing in the pack fits all of that. Leave out the equipment, and I'll find one.
    ");
}

/// The heading of a card.
fn title(card: &str) -> String {
    let heading = card.lines().find(|line| line.starts_with("## "));
    heading.unwrap_or(card).to_owned()
}

#[tokio::test]
async fn another_one_never_repeats_and_begins_anew_only_when_asked_to() {
    for filter in [
        "",
        " area:eyes",
        " area:neck position:seated equipment:nothing",
    ] {
        let mut bot = TestBot::start().await;
        let first = bot.run(BEN, &format!("/stretch{filter}")).await;
        let mut seen = vec![title(&first)];
        let last = loop {
            let next = bot.press(BEN, "Another one").await;
            assert!(!seen.contains(&title(&next)), "{filter}: {next}");
            if next.contains("You have seen all") {
                break next;
            }
            seen.push(title(&next));
        };
        let count = seen.len();
        assert!(count >= 3, "{filter}: {seen:?}");
        assert!(
            last.contains(&format!("You have seen all {count} that fit")),
            "{filter}: {last}"
        );
        assert!(!last.contains("[Another one]"), "{filter}: {last}");
        let first = bot.press(BEN, "Start again").await;
        assert_eq!(title(&first), seen[0], "{filter}: it begins anew");
        assert_eq!(title(&bot.press(BEN, "Another one").await), seen[1]);
    }
}

#[tokio::test]
async fn two_who_ask_do_not_walk_the_same_way() {
    let mut bot = TestBot::start().await;
    let mut walks = std::collections::BTreeSet::new();
    for _ in 0..4 {
        let mut walk = vec![title(&bot.run(BEN, "/stretch").await)];
        for _ in 0..3 {
            walk.push(title(&bot.press(BEN, "Another one").await));
        }
        walks.insert(walk);
    }
    assert_eq!(walks.len(), 4);
}

#[tokio::test]
async fn the_only_movement_that_fits_says_so() {
    let mut bot = TestBot::start().await;
    let only = bot.run(BEN, "/stretch area:feet equipment:ball").await;
    let end = bot.press(BEN, "Another one").await;
    assert!(end.contains("That was the only one that fits"), "{end}");
    let again = bot.press(BEN, "Start again").await;
    assert_eq!(title(&again), title(&only));
}

#[tokio::test]
async fn what_leaves_nothing_is_named_with_as_few_wishes_to_drop_as_will_do() {
    let mut bot = TestBot::start().await;
    let mut said = String::new();
    for filter in [
        "area:eyes equipment:roller",
        "area:feet position:floor minutes:1 equipment:band",
        "area:hips position:floor minutes:1",
        "area:hips position:floor minutes:1 equipment:band",
        "area:neck minutes:1 equipment:band",
    ] {
        let line = format!("/stretch {filter}");
        let answer = bot.run(BEN, &line).await.replace("(only you)\n", "");
        said.extend([filter, ": ", &answer, "\n"]);
    }
    insta::assert_snapshot!(said, @"
    area:eyes equipment:roller: Nothing in the pack fits all of that. Leave out the equipment, and I'll find one.
    area:feet position:floor minutes:1 equipment:band: Nothing in the pack fits all of that. Leave out the equipment and the position, and I'll find one.
    area:hips position:floor minutes:1: Nothing in the pack that fits takes only a minute. Allow 2, with `minutes:2`, and I'll find one.
    area:hips position:floor minutes:1 equipment:band: Nothing in the pack fits all of that. Leave out the equipment, allow 2 minutes with `minutes:2`, and I'll find one.
    area:neck minutes:1 equipment:band: Nothing in the pack that fits takes only a minute. Allow 2, with `minutes:2`, and I'll find one.
    ");
}

#[tokio::test]
async fn a_movement_that_only_its_reader_sees_can_be_shared() {
    let mut bot = TestBot::start().await;
    let public = bot.run(BEN, "/stretch area:neck").await;
    assert!(!public.contains("[Share with channel]"), "{public}");
    let private = bot.run(BEN, "/stretch area:neck private:true").await;
    let shared = bot.press(BEN, "Share with channel").await;
    assert_eq!(title(&shared), title(&private));
    assert!(!shared.contains("(only you)"), "{shared}");
}

#[tokio::test]
async fn a_card_is_shared_once_from_a_message() {
    let mut bot = TestBot::start().await;
    bot.run(BEN, "/tips topic:regular-stretching").await;
    let share = bot.button("Share with channel");
    let message = bot.snowflake();
    let shared = bot.press_id(BEN, &share, message, Some(GUILD)).await;
    assert!(shared.contains("(everybody)"), "{shared}");
    // The one who pressed twice is told, and the channel has it once.
    bot.restart().await;
    let again = bot.press_id(BEN, &share, message, Some(GUILD)).await;
    assert!(
        again.contains("(only you)")
            && again.contains("You have shared this with the channel already"),
        "{again}"
    );
    // Whoever asks for it anew can share it anew.
    bot.run(BEN, "/tips topic:regular-stretching").await;
    let anew = bot.press(BEN, "Share with channel").await;
    assert!(anew.contains("(everybody)"), "{anew}");
}

#[tokio::test]
async fn a_card_is_shared_once_however_long_its_message_stays_open() {
    let mut bot = TestBot::start().await;
    bot.run(BEN, "/tips topic:regular-stretching").await;
    let share = bot.button("Share with channel");
    let message = bot.snowflake();
    let first = bot.press_id(BEN, &share, message, Some(GUILD)).await;
    assert!(first.contains("(everybody)"), "{first}");
    for (day, told) in [
        (
            "2026-06-04T06:00:00Z",
            "shared this with the channel already",
        ),
        (
            "2026-06-30T06:00:00Z",
            "shared this with the channel already",
        ),
        ("2026-07-01T06:00:01Z", "Ask for it anew"),
        ("2026-07-05T06:00:00Z", "Ask for it anew"),
    ] {
        bot.advance_to(day).await;
        let again = bot.press_id(BEN, &share, message, Some(GUILD)).await;
        assert!(
            again.contains("(only you)") && again.contains(told),
            "{day}: {again}"
        );
    }
}

#[tokio::test]
async fn in_direct_messages_there_is_no_channel_to_share_a_card_with() {
    let mut bot = TestBot::start().await;
    bot.run(BEN, "/tips topic:regular-stretching").await;
    let share = bot.button("Share with channel");
    for line in [
        "/tips topic:regular-stretching",
        "/stretch area:neck private:true",
    ] {
        let card = bot.run_in_dm(BEN, line).await;
        assert!(
            card.contains("## ") && !card.contains("Share with channel"),
            "{card}"
        );
    }
    let message = bot.snowflake();
    let told = bot.press_id(BEN, &share, message, None).await;
    assert!(
        told.contains("(only you)") && told.contains("There is no channel here to share it with"),
        "{told}"
    );
}

#[tokio::test]
async fn a_cause_leads_to_what_helps_and_from_there_to_a_movement() {
    let mut bot = TestBot::start().await;
    let cause = bot.run(BEN, "/causes cause:poor-posture").await;
    assert!(cause.contains("<What goes with it>"), "{cause}");
    let movement = bot.choose(BEN, "Shoulder-blade squeezes").await;
    assert_eq!(title(&movement), "## Shoulder-blade squeezes");
    let tip = bot.run(BEN, "/tips topic:regular-stretching").await;
    assert!(tip.contains("<What goes with it>"), "{tip}");
}

#[tokio::test]
async fn forged_outdated_and_foreign_buttons_are_answered_kindly() {
    let mut bot = TestBot::start().await;
    let message = MessageId::new(1 << 40).unwrap();
    for custom_id in [
        "",
        "u0:did",
        "u1:did:zzz",
        "u1:remove:-1",
        "something else",
        "u1:open:gone",
    ] {
        let answer = bot.press_id(BEN, custom_id, message, Some(100)).await;
        assert!(answer.starts_with("(only you)"), "{custom_id}: {answer}");
    }
    insta::assert_snapshot!(bot.press_id(BEN, "u0:did", message, Some(100)).await, @"
    (only you)
    That button is from an earlier version. Here is what works today.
    [I took a break today] [My streak]
    ");
    insta::assert_snapshot!(bot.press_id(BEN, "u1:remove:1", message, Some(100)).await, @"
    (only you)
    Only those who may manage this server can do that.
    ");
    insta::assert_snapshot!(bot.press_id(BEN, "u1:did", message, None).await, @"
    (only you)
    Well done! Streaks belong to a server: press *I did it* there, or under one of your reminders.
    ");
}

#[tokio::test]
async fn help_shows_admins_their_commands_and_others_not() {
    let mut bot = TestBot::start().await;
    insta::assert_snapshot!(bot.run(ADA, "/help").await, @"
    (only you)
    ## Hello, I'm Unhunch
    I remind teams to move, and know a little about aches from desk work. Try `/stretch`.
    - `/stretch` Show a short movement for right now
    - `/causes` What may lie behind aches from desk work
    - `/tips` What helps at the desk and around it
    - `/ask` Ask in your own words, and get the cards that fit
    - `/get-help` When to see a professional, and what must not wait
    - `/deskbreak join` Get a reminder to take a break, at your own times
    - `/deskbreak show` Show your desk-break reminder
    - `/deskbreak edit` Change your desk-break reminder; what you leave out stays
    - `/deskbreak pause` No reminders for some days; your streak goes on
    - `/deskbreak resume` Have your reminders again
    - `/deskbreak leave` End your desk-break reminder
    - `/done` Record today's check-in
    - `/streak join` Start counting the days on which you take a break
    - `/streak show` Show your streak; only you see it
    - `/streak calendar` Your last twelve months, day by day; only you see it
    - `/streak pause` Time off: nothing is counted and nobody reminds you
    - `/streak resume` End your time off
    - `/streak visibility` Choose who may see you on the board
    - `/streak leave` Stop counting
    - `/leaderboard` The board of those who chose to be on it
    - `/privacy show` What I keep about you, why, for how long and who sees it
    - `/privacy export` Get everything that I keep about you as a file
    - `/privacy erase` Erase everything that I keep about you; asks once
    - `/help` What I can do
    ### For those who manage this server
    - `/prompts add` Post stretch prompts in a channel at certain times
    - `/prompts edit` Change a schedule of prompts; what you leave out stays
    - `/prompts list` List the prompts of this server
    - `/prompts pause` No prompts of a schedule for some days
    - `/prompts resume` End a pause, or take up again what was on hold
    - `/prompts preview` See the card that comes next; only you see it
    - `/prompts now` Post a prompt of a schedule at once
    - `/prompts remove` End a schedule of prompts
    - `/wellness setup` Set me up for this server, step by step
    - `/wellness settings` Show or change the settings
    - `/wellness check` What I may do in each channel, and what became of the last prompts
    - `/wellness holidays add` Enter a holiday
    - `/wellness holidays remove` Take a holiday away again
    - `/wellness holidays list` List the holidays to come
    - `/wellness holidays import` Enter the holidays of a calendar file (.ics)
    -# Unhunch shares general wellness ideas for people who sit a lot. It is not medical advice, it cannot tell what is wrong, and nobody watches these messages for emergencies. In an emergency, call your local emergency number. For anything else that worries you, use /get-help.
    ");
    assert!(!bot.run(BEN, "/help").await.contains("/prompts add"));
}

#[tokio::test]
async fn help_tells_what_a_command_takes() {
    let mut bot = TestBot::start().await;
    insta::assert_snapshot!(bot.run(BEN, "/help command:deskbreak join").await, @"
    (only you)
    ## /deskbreak join
    Get a reminder to take a break, at your own times
    - `times` (required): Times of day, such as 10:30, 15:00
    - `days`: Days, such as weekdays or mon, wed, fri (default: weekdays)
    - `timezone`: Your time zone; type a city (default: the server's)
    - `deliver`: Where the reminder goes (default: direct message) (dm, channel)
    - `fallback`: Remind you in this channel if a direct message fails
    - `stop_when_done`: Nothing more on a day on which you have done it (default: no)
    - `quiet`: Hours in which nothing comes, such as 12:00-13:00; off ends them
    - `holidays`: Remind you on this server's holidays too (default: no)
    ");
}

#[tokio::test]
async fn getting_help_says_when_and_leads_to_what_must_not_wait() {
    let mut bot = TestBot::start().await;
    insta::assert_snapshot!(bot.run(BEN, "/get-help").await, @"
    (only you)
    ## When to get help
    You do not need a special reason to ask. A doctor, a physiotherapist or an occupational health service can look at you, which a bot cannot.
    - It lasts or gets worse: a shoulder that is no better after 2 weeks, or a back that is no better after a few weeks (6 at the most).
    - It keeps coming back.
    - It gets in the way of work, sleep or daily life.
    - You reach for painkillers on most days, or headaches come often.
    - You have had stiff mornings for over 3 months, it began before you were 45, and moving helps more than rest: ask about inflammatory back pain.
    - Mornings stay stiff for over half an hour, or other joints swell.
    - A hand goes numb at night, or you drop things.
    - You got shorter by half an inch (13 mm) or more in a year, or your back got rounder.
    - You sleep badly 3 nights a week for months, or snore loudly and are sleepy by day.
    - Blurred sight stays (optometrist), or your jaw locks (dentist or doctor).
    - Your desk may be part of it: ask your employer about occupational health or a look at your workstation, early.
    - Low mood, panic, or too much on your plate: a doctor or your employer’s support service.
    - It worries you.
    **Book a visit in your own time. If a warning sign fits you, do not wait: see “Get help today” or “Emergency signs”.**
    -# The time spans follow NHS advice for shoulders and backs; the limit of six weeks is a careful choice of ours.
    -# Sources: The article on upper-back pain that this pack grew from (a retailer’s blog post, not published here); [NHS shoulder pain text (reproduced)](<https://peoplewith.com/article.php?&NID=659>); [NHS physiotherapy leaflet, upper and middle back pain](<https://docslib.org/doc/180406/thoracic-spine-pain-general-information-leaflet>); [Gloucestershire NHS G-care: red flags for spinal conditions](<https://g-care.glos.nhs.uk/pathway/72/resource/3>); [NHS Lothian RefHelp / MSK pathway: axial spondyloarthritis](<https://rightdecisions.scot.nhs.uk/msk-pathways/spine-pathways/lumbar-spine-pathways/supporting-information-on-relevant-conditions/inflammatory-back-pain>); [NHS Choices text on RSI (syndicated) / NHS Direct Wales](<http://www.campbellspharmacy.co.uk/rsi/>); UK Health and Safety (Display Screen Equipment) Regulations 1992: reg 2 workstation analysis, reg 4 breaks/changes of activity, reg 5 eye tests on request, reg 6–7 training and information; [Bone Health & Osteoporosis Foundation: protecting your spine](<https://www.bonehealthandosteoporosis.org/patients/treatment/exercisesafe-movement/protecting-your-spine/>)
    [Emergency signs] [Get help today] [What a visit offers] [Ask for a workstation assessment]
    [Share with channel]
    ");
}

#[tokio::test]
async fn the_longest_list_of_schedules_still_fits_into_a_message() {
    let mut bot = TestBot::start().await;
    let times: Vec<_> = (0..24).map(|hour| format!("{hour}:30")).collect();
    let add = format!(
        "channel:200 times:{} days:mon,tue,wed,thu,fri,sun timezone:America/Argentina/Buenos_Aires",
        times.join(",")
    );
    for _ in 0..25 {
        let added = bot.add_prompts(ADA, &add).await;
        assert!(added.contains("Prompts are set"), "{added}");
    }
    let list = bot.run(ADA, "/prompts list").await;
    assert!(list.chars().count() < 4_000, "{}", list.chars().count());
    assert!(list.contains("more do not fit here"), "{list}");
    let one_more = bot.run(ADA, &format!("/prompts add {add}")).await;
    assert!(one_more.contains("25"), "{one_more}");
}

#[tokio::test]
async fn what_nobody_called_a_card_is_looked_for() {
    let mut bot = TestBot::start().await;
    let found = bot.run(BEN, "/causes cause:pinched nerve").await;
    assert!(found.contains("Pinched"), "{found}");
    let urgent = bot.run(BEN, "/causes cause:my legs are numb").await;
    assert!(urgent.contains("## Emergency signs"), "{urgent}");
    insta::assert_snapshot!(bot.run(BEN, "/tips topic:zzz").await, @r#"
    (only you)
    I have no card called "zzz", and none that fits those words. Choose one from the list.
    ## What helps
    46 tips for the desk and around it.
    <Choose a tip (1 of 2)>
    <Choose a tip (2 of 2)>
    "#);
}

#[tokio::test]
async fn a_name_as_long_as_a_message_is_said_back_in_short_and_still_searched_for() {
    let mut bot = TestBot::start().await;
    let nothing = "x".repeat(5000);
    for command in ["/causes cause:", "/tips topic:", "/help command:"] {
        let answer = bot.run(BEN, &format!("{command}{nothing}")).await;
        let line = answer.lines().nth(1).unwrap();
        assert!(line.starts_with("I have no c"), "{line}");
        assert!(
            line.contains("xxx…") && line.chars().count() < 200,
            "{line}"
        );
    }
    let long = format!("crushing chest pain and {}", "so on ".repeat(60));
    let urgent = bot.run(BEN, &format!("/causes cause:{long}")).await;
    assert!(urgent.contains("## Emergency signs"), "{urgent}");
}

#[tokio::test]
async fn letters_that_nobody_sees_change_no_answer() {
    let mut bot = TestBot::start().await;
    let plain = bot.run(BEN, "/ask question:stiff neck").await;
    let copied = bot
        .run(BEN, "/ask question:stiff n\u{200b}e\u{ad}ck\u{feff}")
        .await;
    assert_eq!(copied, plain);
    let urgent = bot
        .run(BEN, "/ask question:crush\u{ad}ing chest pa\u{200d}in")
        .await;
    assert!(urgent.contains("## Emergency signs"), "{urgent}");
}

#[tokio::test]
async fn a_help_card_is_found_where_tips_are_asked_for_and_a_minute_is_enough_to_breathe() {
    let mut bot = TestBot::start().await;
    let help = bot.run(BEN, "/tips topic:help-soon").await;
    assert!(help.contains("Get help today"), "{help}");
    let breath = bot.run(BEN, "/stretch minutes:1 area:breath").await;
    assert!(breath.contains("breathing"), "{breath}");
}

#[tokio::test]
async fn a_cue_to_which_a_card_leads_leads_back() {
    let mut bot = TestBot::start().await;
    let tip = bot.run(BEN, "/tips topic:monitor-height").await;
    let cue = bot.press(BEN, "Screen at eye level").await;
    assert!(cue.contains("[Share with channel] [Back]"), "{cue}");
    assert_eq!(bot.press(BEN, "Back").await, tip);
}
