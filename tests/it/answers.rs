//! Cards, menus, and everything that somebody may press, forge or mistype.

use unhunch::domain::ids::MessageId;

use crate::support::{ADA, BEN, TestBot};

#[tokio::test]
async fn every_cause_tip_and_exercise_can_be_opened() {
    let mut bot = TestBot::start().await;
    let causes = bot.run(BEN, "/causes").await;
    assert!(causes.contains("<Choose a cause>"), "{causes}");
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
    (Four pictures of a person on a chair, seen from the front. First the head is upright. Then it leans to the right while both shoulders stay low. Then it is upright again. Last it leans to the left in the same way.)
    ## Neck tilts
    Hold for 10 seconds, twice on each side. · about 45 seconds
    1. Sit or stand tall and let both shoulders get heavy.
    2. Let one ear sink toward the shoulder on its own side. Your face keeps looking ahead.
    3. Stay for 10 seconds where you feel a mild pull on the other side of your neck.
    4. Come back through the middle and do the other side.
    5. Go through it once more, so that each side has had two turns.
    Avoid lifting the shoulder to meet the ear; let the ear come down instead.
    **Take care:** A neck that was hurt or operated on lately, rheumatoid arthritis in it, or dizziness when you turn your head: skip this or ask first. An arm or leg that tingles, or feels numb or weak: never stretch into that feeling, and have it checked.
    **Stop if you feel dizzy, your sight changes, an arm tingles, or your neck hurts sharply.**
    -# Stop at sharp or spreading pain, tingling, dizziness or chest pressure. → /get-help
    -# If it lasts, gets worse or worries you, talk to a professional: see the card “When to get help”.
    -# The hold times come from workplace stretching advice and a physiotherapy clinic. Regular neck stretching eased office workers’ neck pain in a trial; this one movement was not tested alone.
    -# Sources: The article on upper-back pain that this pack grew from (a retailer’s blog post, not published here); [The Physio Company: 9 desk exercises](<http://thephysiocompany.co.uk/9-easy-desk-based-exercises/>); [Canadian Centre for Occupational Health and Safety. Office ergonomics – stretching at the workstation](<https://www.ccohs.ca/oshanswers/ergonomics/office/stretching.html>)
    [I did it] [Another one] [This hurts]
    ");
    insta::assert_snapshot!(bot.press(BEN, "This hurts").await, @"
    (only you)
    ## Then stop here
    Thank you for listening to your body. Nothing here is worth pushing through pain.
    Stop at once if you feel sharp, spreading or electric pain, tingling or numbness, dizziness, pressure in the chest, unusual breathlessness, or a change in your sight. A mild pull or a warm, working muscle is fine, and things should feel easy again within a day.
    Leave exercises alone after an accident until you have been checked, if any warning sign on the help cards fits you, or if a clinician has told you otherwise.
    [When to get help]
    ");
    let none = bot
        .run(BEN, "/stretch area:eyes position:floor equipment:roller")
        .await;
    insta::assert_snapshot!(none, @"
    (only you)
    Nothing in the pack fits all of that. Leave out the body part, and I'll find one.
    ");
}

#[tokio::test]
async fn another_one_is_another_one() {
    let mut bot = TestBot::start().await;
    let first = bot.run(BEN, "/stretch").await;
    let second = bot.press(BEN, "Another one").await;
    let title = |card: &str| {
        card.lines()
            .find(|line| line.starts_with("## "))
            .map(str::to_owned)
    };
    assert_ne!(title(&first), title(&second));
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
    - `/deskbreak leave` End your desk-break reminder
    - `/done` Record today's check-in
    - `/streak join` Start counting the days on which you take a break
    - `/streak show` Show your streak; only you see it
    - `/streak leave` Stop counting
    - `/leaderboard` The board of those who chose to be on it
    - `/help` What I can do
    ### For those who manage this server
    - `/prompts add` Post stretch prompts in a channel at certain times
    - `/prompts list` List the prompts of this server
    - `/prompts remove` End a schedule of prompts
    - `/wellness settings` Show or change the settings
    -# Unhunch shares general wellness ideas for people who sit a lot. It is not medical advice, it cannot tell what is wrong, and nobody watches these messages for emergencies. In an emergency, call your local emergency number. For anything else that worries you, use /get-help.
    ");
    assert!(!bot.run(BEN, "/help").await.contains("/prompts add"));
    insta::assert_snapshot!(bot.run(BEN, "/help command:deskbreak join").await, @"
    (only you)
    ## /deskbreak join
    Get a reminder to take a break, at your own times
    - `times` (required): Times of day, such as 10:30, 15:00
    - `days`: Days, such as weekdays or mon, wed, fri (default: weekdays)
    - `timezone`: Your time zone; type a city (default: the server's)
    - `deliver`: Where the reminder goes (default: direct message) (dm, channel)
    - `fallback`: Remind you in this channel if a direct message fails
    ");
    insta::assert_snapshot!(bot.run(BEN, "/get-help").await, @"
    (only you)
    ## When to get help
    You do not need a special reason to ask. A doctor, a physiotherapist or an occupational health service can look at you, which a bot cannot.
    - It lasts or gets worse: a shoulder that is no better after 2 weeks, or a back that is no better after a few weeks (6 at the most).
    - It keeps coming back.
    - It gets in the way of work, sleep or daily life.
    - You reach for painkillers on most days.
    - You have had stiff mornings for over 3 months, it began before you were 45, and moving helps more than rest: ask about inflammatory back pain.
    - Your desk may be part of it: ask your employer about occupational health or a look at your workstation, early.
    - It worries you.
    **Book a visit in your own time. If a warning sign fits you, do not wait: see “Get help today” or “Emergency signs”.**
    -# The time spans follow NHS advice for shoulders and backs; the limit of six weeks is a careful choice of ours.
    -# Sources: The article on upper-back pain that this pack grew from (a retailer’s blog post, not published here); [NHS shoulder pain text (reproduced)](<https://peoplewith.com/article.php?&NID=659>); [NHS physiotherapy leaflet, upper and middle back pain](<https://docslib.org/doc/180406/thoracic-spine-pain-general-information-leaflet>); [Gloucestershire NHS G-care: red flags for spinal conditions](<https://g-care.glos.nhs.uk/pathway/72/resource/3>); [NHS Lothian RefHelp / MSK pathway: axial spondyloarthritis](<https://rightdecisions.scot.nhs.uk/msk-pathways/spine-pathways/lumbar-spine-pathways/supporting-information-on-relevant-conditions/inflammatory-back-pain>); [NHS Choices text on RSI (syndicated) / NHS Direct Wales](<http://www.campbellspharmacy.co.uk/rsi/>); UK Health and Safety (Display Screen Equipment) Regulations 1992: reg 2 workstation analysis, reg 4 breaks/changes of activity, reg 5 eye tests on request, reg 6–7 training and information
    [Emergency signs] [Get help today] [What a visit offers]
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
