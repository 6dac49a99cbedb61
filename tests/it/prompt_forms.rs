//! `/prompts add` takes times, intervals and cron expressions, and says what it cannot take.

use crate::support::{ADA, BEN, TestBot};

async fn add(bot: &mut TestBot, options: &str) -> String {
    let line = format!("/prompts add channel:200 timezone:Europe/Berlin {options}");
    bot.run(ADA, &line).await
}

#[tokio::test]
async fn an_interval_and_an_expression_are_said_back_with_the_next_five_times() {
    let mut bot = TestBot::start().await;
    insta::assert_snapshot!(add(&mut bot, "every:90m between:9:00-17:00 days:mon,thu").await, @"
    (only you)
    ## Is this what you mean?
    I'd post a stretch in <#200> every 90 minutes from 09:00 to 16:30 every Monday and Thursday (Europe/Berlin).
    The next times:
    - Monday, 1 June, 09:00 (<t:1780297200:R>)
    - Monday, 1 June, 10:30 (<t:1780302600:R>)
    - Monday, 1 June, 12:00 (<t:1780308000:R>)
    - Monday, 1 June, 13:30 (<t:1780313400:R>)
    - Monday, 1 June, 15:00 (<t:1780318800:R>)
    -# Nothing is saved before you confirm.
    -# This server has no time zone yet and keeps Europe/Berlin.
    [Confirm] [Cancel]
    ");
    insta::assert_snapshot!(add(&mut bot, "cron:0 9 13 * MON").await, @"
    (only you)
    ## Is this what you mean?
    I'd post a stretch in <#200> at 09:00 every Monday **and also** on the 13th (Europe/Berlin).
    The next times:
    - Monday, 1 June, 09:00 (<t:1780297200:R>)
    - Monday, 8 June, 09:00 (<t:1780902000:R>)
    - Saturday, 13 June, 09:00 (<t:1781334000:R>)
    - Monday, 15 June, 09:00 (<t:1781506800:R>)
    - Monday, 22 June, 09:00 (<t:1782111600:R>)
    -# Nothing is saved before you confirm.
    -# This server has no time zone yet and keeps Europe/Berlin.
    [Confirm] [Cancel]
    ");
}

#[tokio::test]
async fn one_form_is_asked_for_and_all_of_it() {
    let mut bot = TestBot::start().await;
    for (options, said) in [
        ("", "Write at least one time"),
        ("days:daily", "Write at least one time"),
        ("times:9:00 cron:0 9 * * *", "in one way only"),
        ("times:9:00 every:2h between:9:00-17:00", "in one way only"),
        ("every:2h", "go together"),
        ("between:9:00-17:00", "go together"),
        ("cron:0 9 * * * days:daily", "names its days itself"),
    ] {
        let answer = add(&mut bot, options).await;
        assert!(answer.contains(said), "{options}: {answer}");
    }
    assert!(
        bot.run(ADA, "/prompts list")
            .await
            .contains("No prompts yet")
    );
}

#[tokio::test]
async fn every_refusal_of_an_expression_says_what_to_write_instead() {
    let mut bot = TestBot::start().await;
    let mut said = Vec::new();
    for expression in [
        "0 9 * *",
        "0 9 * * MON,,TUE",
        "0 22-6 * * *",
        "0 25 * * *",
        "0 9 * MOO *",
        "5/15 9 * * *",
        "0 9 * * FRI-MON",
        "@reboot",
        "TZ=Europe/Berlin 0 9 * * *",
        "0 0 9 * * 2",
        "0 9 */2 * MON",
        "0 9 30 2 *",
        "* 9 * * *",
    ] {
        let answer = add(&mut bot, &format!("cron:{expression}")).await;
        said.push(format!("{expression}: {}", answer.trim()));
    }
    insta::assert_snapshot!(said.join("\n"), @r#"
    0 9 * *: (only you)
    "0 9 * *" has 4 parts. Write 5 (minute, hour, day of month, month, day of week), for example `0 9 * * MON-FRI`; or 6 with the seconds first, or 7 with the year last.
    0 9 * * MON,,TUE: (only you)
    In the days of the week, "MON,,TUE" is not a value that cron knows. Write `*`, `*/5`, a number, a range such as `1-5` or `1-5/2`, or several of these with commas; `*` stands alone.
    0 22-6 * * *: (only you)
    In the hours, "22-6" does not fit. Seconds and minutes go from 0 to 59, hours to 23, days of the month from 1 to 31, months to 12, days of the week from 0 to 7; ranges run forward, and a step is at least 1. Write `22-23,0-6` there.
    0 25 * * *: (only you)
    In the hours, "25" does not fit. Seconds and minutes go from 0 to 59, hours to 23, days of the month from 1 to 31, months to 12, days of the week from 0 to 7; ranges run forward, and a step is at least 1.
    0 9 * MOO *: (only you)
    In the months, "MOO" is not a name that may stand there. Months are `JAN` to `DEC`, days of the week are `SUN` to `SAT`; everywhere else write numbers.
    5/15 9 * * *: (only you)
    In the minutes, "5/15" is a step from a single number, which crons read in different ways; a step needs a range. Write `5-59/15` there.
    0 9 * * FRI-MON: (only you)
    In the days of the week, "FRI-MON" does not fit. Seconds and minutes go from 0 to 59, hours to 23, days of the month from 1 to 31, months to 12, days of the week from 0 to 7; ranges run forward, and a step is at least 1. Write `FRI-SUN,MON` there.
    @reboot: (only you)
    "@reboot" is no word that I read. Write `@hourly`, `@daily`, `@weekly`, `@monthly` or `@yearly`, alone and in lower case, or five fields.
    TZ=Europe/Berlin 0 9 * * *: (only you)
    "TZ=Europe/Berlin" is a time zone. Give it as the option `timezone`, and leave it out here.
    0 0 9 * * 2: (only you)
    In the days of the week, "2" is a number, and crons with seconds count the days of the week from different ones. Write names, such as `MON-FRI`.
    0 9 */2 * MON: (only you)
    In the days, "*/2 … MON" names days in two ways, and crons differ on whether one or both must fit. Write `*` for one of them, or list the single days.
    0 9 30 2 *: (only you)
    No date fits that, so it would never come.
    * 9 * * *: (only you)
    60 times a day are too many; 24 is the most.
    "#);
}

#[tokio::test]
async fn what_only_other_crons_know_is_told_apart_with_what_to_write() {
    let mut bot = TestBot::start().await;
    let mut said = String::new();
    for expression in [
        "0 9 ? * *",
        "0 9 * * FRI#2",
        "5~10 9 * * *",
        "0% 9 * * *",
        "+5 9 * * *",
        "0 9 * * @daily",
        "@reboot",
        "CRON_TZ=UTC 0 9 * * *",
        "H 9 * * *",
        "0 9 15W * *",
        "0 9 L * *",
        "0 8/2 * * *",
        "0 9 * * MON/2",
    ] {
        let answer = add(&mut bot, &format!("cron:{expression}")).await;
        said.extend([answer.replace("(only you)\n", "").trim(), "\n"]);
    }
    insta::assert_snapshot!(said, @r#"
    In the days of the month, "?" may stand only in expressions with seconds, for one of the two days. Write `*`.
    In the days of the week, "FRI#2" asks for a certain one of the month's weekdays, which I don't read. Write a weekday, or days of the month such as `8-14`.
    In the minutes, "5~10" asks for a time by chance, which I don't read. Write a number.
    In the minutes, "0%" has a `%` from a line with a command. Write the fields alone, such as `0 9 * * MON-FRI`.
    In the minutes, "+5" has a `+`. Write numbers without a sign, and steps with a slash, such as `*/5`.
    In the days of the week, "@daily" stands beside fields. Write an `@` word alone, such as `@daily`, or the fields alone.
    "@reboot" is no word that I read. Write `@hourly`, `@daily`, `@weekly`, `@monthly` or `@yearly`, alone and in lower case, or five fields.
    "CRON_TZ=UTC" is a time zone. Give it as the option `timezone`, and leave it out here.
    In the minutes, "H" lets the machine choose with `H`, which I don't read. Write a number.
    In the days of the month, "15W" asks for the nearest weekday with `W`, which I don't read. Write a day of the month, or `MON-FRI` as the days of the week.
    In the days of the month, "L" asks for the last day with `L`, which I don't read. Write a day such as `28`, or a weekday such as `FRI`.
    In the hours, "8/2" is a step from a single number, which crons read in different ways; a step needs a range. Write `8-23/2` there.
    In the days of the week, "MON/2" is a step from a single name; a step needs a range. Write `MON-SUN/2` there.
    "#);
}

#[tokio::test]
async fn nothing_is_saved_before_it_is_confirmed_and_then_once() {
    let mut bot = TestBot::start().await;
    insta::assert_snapshot!(add(&mut bot, "times:9:00").await, @"
    (only you)
    ## Is this what you mean?
    I'd post a stretch in <#200> at 09:00 on weekdays (Europe/Berlin).
    The next times:
    - Monday, 1 June, 09:00 (<t:1780297200:R>)
    - Tuesday, 2 June, 09:00 (<t:1780383600:R>)
    - Wednesday, 3 June, 09:00 (<t:1780470000:R>)
    - Thursday, 4 June, 09:00 (<t:1780556400:R>)
    - Friday, 5 June, 09:00 (<t:1780642800:R>)
    -# Nothing is saved before you confirm.
    -# This server has no time zone yet and keeps Europe/Berlin.
    [Confirm] [Cancel]
    ");
    assert!(
        bot.run(ADA, "/prompts list")
            .await
            .contains("No prompts yet")
    );
    add(&mut bot, "times:9:00").await;
    let offer = bot.button("Confirm");
    insta::assert_snapshot!(bot.press(ADA, "Confirm").await, @"
    (only you)
    ## Prompts are set
    I'll post a stretch in <#200> at 09:00 on weekdays (Europe/Berlin).
    The next times:
    - Monday, 1 June, 09:00 (<t:1780297200:R>)
    - Tuesday, 2 June, 09:00 (<t:1780383600:R>)
    - Wednesday, 3 June, 09:00 (<t:1780470000:R>)
    - Thursday, 4 June, 09:00 (<t:1780556400:R>)
    - Friday, 5 June, 09:00 (<t:1780642800:R>)
    -# You'd like it otherwise? `/prompts edit` changes it.
    [Remove it again]
    ");
    let again = bot.press_earlier(ADA, &offer).await;
    assert!(again.contains("Prompts are set"), "{again}");
    let list = bot.run(ADA, "/prompts list").await;
    assert_eq!(list.matches("<#200>").count(), 1, "{list}");
}

#[tokio::test]
async fn an_offer_can_be_cancelled_and_is_for_admins_only() {
    let mut bot = TestBot::start().await;
    add(&mut bot, "times:9:00").await;
    let offer = bot.button("Confirm");
    insta::assert_snapshot!(bot.press_earlier(BEN, &offer).await, @"
    (only you)
    Only those who may manage this server can do that.
    ");
    add(&mut bot, "times:9:00").await;
    let other = bot.button("Confirm");
    insta::assert_snapshot!(bot.press(ADA, "Cancel").await, @"
    (only you)
    Cancelled; nothing was saved.
    ");
    insta::assert_snapshot!(bot.press_earlier(ADA, &other).await, @"
    (only you)
    That offer is no longer there: it is too old, was cancelled, or the schedule has been changed or removed meanwhile. `/prompts list` shows what is set; then say it once more.
    ");
    bot.restart().await;
    let confirmed = bot.press_earlier(ADA, &offer).await;
    assert!(confirmed.contains("Prompts are set"), "{confirmed}");
    insta::assert_snapshot!(bot.run(ADA, "/prompts remove id:1").await, @"
    (only you)
    ## Shall #1 go?
    It posts in <#200> at 09:00 on weekdays (Europe/Berlin). Once it is removed it cannot be brought back; `/prompts pause` has it rest for a while.
    [Remove it]
    ");
    let removed = bot.press(ADA, "Remove it").await;
    assert!(removed.contains("Removed"), "{removed}");
    let stale = bot.press_earlier(ADA, &offer).await;
    assert!(stale.contains("no longer there"), "{stale}");
}

#[tokio::test]
async fn the_five_times_follow_the_clock_across_its_change() {
    let mut bot = TestBot::start_at("2026-03-27T12:00:00Z").await;
    // Nine in Berlin is eight in UTC before 29 March 2026 and seven after it.
    let said = add(&mut bot, "times:9:00 days:daily").await;
    for due in [
        "2026-03-28T08:00:00Z",
        "2026-03-29T07:00:00Z",
        "2026-03-30T07:00:00Z",
    ] {
        let due: jiff::Timestamp = due.parse().unwrap();
        assert!(
            said.contains(&format!("<t:{}:R>", due.as_second())),
            "{said}"
        );
    }
}

#[tokio::test]
async fn a_dash_that_a_keyboard_made_longer_is_a_dash() {
    let mut bot = TestBot::start().await;
    let line = "/prompts add channel:200 every:2h between:9:00–17:00 days:mon—wed timezone:UTC";
    let said = bot.run(ADA, line).await;
    assert!(
        said.contains("every 2 hours from 09:00 to 17:00 every Monday, Tuesday and Wednesday"),
        "{said}"
    );
    let said = bot.run(ADA, "/wellness settings quiet:22:00 – 7:00").await;
    assert!(said.contains("22:00"), "{said}");
}

#[tokio::test]
async fn a_comma_too_many_is_told_as_one() {
    let mut bot = TestBot::start().await;
    for wish in [
        "times:9:00,",
        "times:9:00,,15:00",
        "times:9:00 days:mon,,fri",
    ] {
        let line = format!("/prompts add channel:200 timezone:UTC {wish}");
        let said = bot.run(ADA, &line).await;
        assert!(said.contains("There is a comma too many"), "{wish}: {said}");
    }
    let said = bot.run(ADA, "/wellness settings quiet:22:00-").await;
    assert!(said.contains("One side of the dash is empty"), "{said}");
}

#[tokio::test]
async fn prompts_that_would_come_with_others_at_once_say_so_before_they_are_confirmed() {
    let mut bot = TestBot::start().await;
    let first = "channel:200 times:9:00,15:00 days:daily timezone:UTC";
    bot.add_prompts(ADA, first).await;
    let twin = "/prompts add channel:200 times:11:00,15:00 timezone:UTC";
    insta::assert_snapshot!(bot.run(ADA, twin).await, @"
    (only you)
    ## Is this what you mean?
    I'd post a stretch in <#200> at 11:00 and 15:00 on weekdays (UTC).
    The next times:
    - Monday, 1 June, 11:00 (<t:1780311600:R>)
    - Monday, 1 June, 15:00 (<t:1780326000:R>)
    - Tuesday, 2 June, 11:00 (<t:1780398000:R>)
    - Tuesday, 2 June, 15:00 (<t:1780412400:R>)
    - Wednesday, 3 June, 11:00 (<t:1780484400:R>)
    **Prompt #1 posts there at some of these times already**, so two would come at once.
    -# Nothing is saved before you confirm.
    [Confirm] [Cancel]
    ");
    for other in [
        "/prompts add channel:201 times:15:00 timezone:UTC",
        "/prompts add channel:200 times:16:00 timezone:UTC",
        "/prompts edit id:1 times:15:00",
    ] {
        let said = bot.run(ADA, other).await;
        assert!(said.contains("Is ") && !said.contains("at once"), "{said}");
    }
    bot.add_prompts(ADA, "channel:200 times:12:00 timezone:UTC")
        .await;
    let said = bot.run(ADA, "/prompts edit id:2 times:9:00").await;
    assert!(said.contains("Prompt #1 posts there"), "{said}");
}

#[tokio::test]
async fn prompts_that_meet_others_later_than_the_next_five_of_those_say_so_too() {
    let mut bot = TestBot::start().await;
    let hourly = "channel:200 every:1h between:0:00-23:00 days:daily timezone:UTC";
    bot.add_prompts(ADA, hourly).await;
    let friday = "/prompts add channel:200 times:9:00 days:fri timezone:UTC";
    let said = bot.run(ADA, friday).await;
    assert!(said.contains("Prompt #1 posts there"), "{said}");
    // All five of them fall into the pause.
    bot.run(ADA, "/prompts pause id:1 until:2026-07-10").await;
    let said = bot.run(ADA, friday).await;
    assert!(!said.contains("posts there"), "{said}");
}
