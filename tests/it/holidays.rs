//! Holidays of a server: entered, listed, removed, and brought in a file.

use crate::support::{ADA, BEN, TestBot};

const FILE: &str = "https://cdn.discordapp.com/ephemeral-attachments/1/2/holidays.ics";

fn calendar(events: &[&str]) -> String {
    let event = |lines: &&str| format!("BEGIN:VEVENT\n{lines}\nEND:VEVENT\n");
    let events: Vec<_> = events.iter().map(event).collect();
    let events = events.concat().replace('\n', "\r\n");
    format!("BEGIN:VCALENDAR\r\nVERSION:2.0\r\n{events}END:VCALENDAR\r\n")
}

#[tokio::test]
async fn a_holiday_is_entered_listed_and_silences_its_day() {
    let mut bot = TestBot::start().await;
    bot.add_prompts(
        ADA,
        "channel:200 times:9:00 days:daily timezone:Europe/Berlin",
    )
    .await;
    insta::assert_snapshot!(bot.run(ADA, "/wellness holidays list").await, @"
    (only you)
    No holidays are entered. Add one with `/wellness holidays add`, or bring a calendar file with `/wellness holidays import`.
    ");
    insta::assert_snapshot!(bot.run(ADA, "/wellness holidays add date:2026-06-03 name:*Founders'*  Day").await, @r"
    (only you)
    **\*Founders'\* Day** on Wednesday, 3 June 2026 is entered. No prompts and reminders come on that day, and it costs nobody a run.
    ");
    bot.run(ADA, "/wellness holidays add date:2026-12-25 name:Christmas")
        .await;
    insta::assert_snapshot!(bot.run(ADA, "/wellness holidays list").await, @r"
    (only you)
    ## Holidays of this server
    - Wednesday, 3 June 2026: \*Founders'\* Day
    - Friday, 25 December 2026: Christmas
    ");
    insta::assert_snapshot!(bot.propose(ADA, "wellness holidays remove", "date", "founder").await, @"Wednesday, 3 June 2026: *Founders'* Day = 2026-06-03");
    bot.advance_to("2026-06-03T22:00:00Z").await;
    bot.next_message();
    bot.next_message();
    assert_eq!(bot.discord.unread(), 0);
    insta::assert_snapshot!(bot.run(ADA, "/wellness holidays remove date:2026-12-25").await, @"
    (only you)
    Friday, 25 December is a day like any other again.
    ");
    insta::assert_snapshot!(bot.run(ADA, "/wellness holidays list").await, @r"
    (only you)
    ## Holidays of this server
    - Wednesday, 3 June 2026: \*Founders'\* Day
    ");
}

#[tokio::test]
async fn a_holiday_is_entered_before_it_begins_anywhere_and_stays_once_it_has() {
    // At ten in UTC the next day begins on Kiritimati.
    let mut bot = TestBot::start_at("2026-06-01T09:59:00Z").await;
    bot.run(ADA, "/wellness holidays add date:2026-06-02 name:In time")
        .await;
    bot.advance_to("2026-06-01T10:00:00Z").await;
    insta::assert_snapshot!(bot.run(ADA, "/wellness holidays add date:2026-06-02 name:Too late").await, @"
    (only you)
    That day has begun in some part of the world already, and nothing is entered for the past. Choose Wednesday, 3 June (2026-06-03) or later.
    ");
    insta::assert_snapshot!(bot.run(ADA, "/wellness holidays remove date:2026-06-02").await, @"
    (only you)
    Tuesday, 2 June has begun in some part of the world already, and what counted for it stays. Only days to come can be removed.
    ");
    insta::assert_snapshot!(bot.run(ADA, "/wellness holidays remove date:2026-07-01").await, @"
    (only you)
    Wednesday, 1 July is no holiday here. `/wellness holidays list` shows the ones there are.
    ");
    insta::assert_snapshot!(bot.run(ADA, "/wellness holidays add date:soon name:X").await, @"
    (only you)
    “soon” is not a date that I can read. Write a whole day like 2026-06-01, or pick one from the list.
    ");
    insta::assert_snapshot!(bot.run(BEN, "/wellness holidays list").await, @"
    (only you)
    Only those who may manage this server can do that.
    ");
}

#[tokio::test]
#[expect(clippy::too_many_lines, reason = "one story, told in one go")]
async fn a_calendar_file_is_said_back_and_entered_once_it_is_confirmed() {
    let mut bot = TestBot::start().await;
    bot.run(ADA, "/wellness holidays add date:2026-12-25 name:Christmas")
        .await;
    let file = calendar(&[
        "DTSTART;VALUE=DATE:20261224\nDTEND;VALUE=DATE:20261227\nSUMMARY:Closed\\, see you",
        "DTSTART;VALUE=DATE:20200101\nRRULE:FREQ=YEARLY\nSUMMARY:New Year",
        "DTSTART;VALUE=DATE:20260501\nSUMMARY:Over",
        "DTSTART;VALUE=DATE:20300501\nSUMMARY:Far",
        "DTSTART:20261225T090000Z\nSUMMARY:A meeting",
    ]);
    bot.discord.keep_file(FILE, file.as_bytes());
    let import = format!("/wellness holidays import file:{FILE}");
    insta::assert_snapshot!(bot.run(ADA, &import).await, @"
    (only you)
    ## 4 holidays were found
    Nothing is saved before you confirm.
    - Thursday, 24 December 2026: Closed, see you
    - Saturday, 26 December 2026: Closed, see you
    - Friday, 1 January 2027: New Year
    - Saturday, 1 January 2028: New Year
    -# One day is entered already.
    -# One entry is over, or begins today.
    -# One entry comes after Friday, 2 June 2028, which is as far as I look ahead.
    -# One entry was left out: it is no whole day, is called off, or comes again in a way that I don't read.
    -# Left out: “A meeting”.
    [Confirm] [Cancel]
    ");
    let confirm = bot.button("Confirm");
    let none_yet = bot.run(ADA, "/wellness holidays list").await;
    assert!(!none_yet.contains("New Year"), "{none_yet}");
    bot.restart().await;
    insta::assert_snapshot!(bot.press_earlier(ADA, &confirm).await, @"
    (only you)
    4 holidays are entered. `/wellness holidays list` shows them all.
    ");
    // Pressed twice it says the same; others may not press it at all.
    insta::assert_snapshot!(bot.press_earlier(ADA, &confirm).await, @"
    (only you)
    4 holidays are entered. `/wellness holidays list` shows them all.
    ");
    insta::assert_snapshot!(bot.press_earlier(BEN, &confirm).await, @"
    (only you)
    Only those who may manage this server can do that.
    ");
    insta::assert_snapshot!(bot.run(ADA, "/wellness holidays list").await, @"
    (only you)
    ## Holidays of this server
    - Thursday, 24 December 2026: Closed, see you
    - Friday, 25 December 2026: Christmas
    - Saturday, 26 December 2026: Closed, see you
    - Friday, 1 January 2027: New Year
    - Saturday, 1 January 2028: New Year
    ");
    insta::assert_snapshot!(bot.run(ADA, &import).await, @"
    (only you)
    ## Nothing new was found
    That file has no whole days to come that are not entered already.
    -# 5 days are entered already.
    -# One entry is over, or begins today.
    -# One entry comes after Friday, 2 June 2028, which is as far as I look ahead.
    -# One entry was left out: it is no whole day, is called off, or comes again in a way that I don't read.
    -# Left out: “A meeting”.
    ");
}

#[tokio::test]
async fn a_file_that_is_not_wanted_leaves_nothing() {
    let mut bot = TestBot::start().await;
    let file = calendar(&["DTSTART;VALUE=DATE:20261224\nSUMMARY:Closed"]);
    bot.discord.keep_file(FILE, file.as_bytes());
    bot.run(ADA, &format!("/wellness holidays import file:{FILE}"))
        .await;
    let confirm = bot.button("Confirm");
    insta::assert_snapshot!(bot.press(ADA, "Cancel").await, @"
    (only you)
    Cancelled; nothing was saved.
    ");
    insta::assert_snapshot!(bot.press_earlier(ADA, &confirm).await, @"
    (only you)
    That offer is no longer there. Bring the file once more with `/wellness holidays import`.
    ");
    insta::assert_snapshot!(bot.run(ADA, "/wellness holidays list").await, @"
    (only you)
    No holidays are entered. Add one with `/wellness holidays add`, or bring a calendar file with `/wellness holidays import`.
    ");
}

#[tokio::test]
async fn a_bad_file_is_answered_in_a_sentence() {
    let mut bot = TestBot::start().await;
    let large = "x".repeat(256 * 1024 + 1);
    let many: Vec<_> = (1..=201)
        .map(|n| {
            let day = date_after(n);
            format!("DTSTART;VALUE=DATE:{day}\nSUMMARY:Day {n}")
        })
        .collect();
    let many = calendar(&many.iter().map(String::as_str).collect::<Vec<_>>());
    let mut said = Vec::new();
    for (name, bytes) in [
        ("letter", b"Dear team".as_slice()),
        ("picture", &[0x89, 0x50, 0xff, 0x00]),
        ("half", b"BEGIN:VCALENDAR\r\nBEGIN:VEVENT\r\n"),
        ("large", large.as_bytes()),
        ("many", many.as_bytes()),
    ] {
        bot.discord.keep_file(name, bytes);
        let answer = bot
            .run(ADA, &format!("/wellness holidays import file:{name}"))
            .await;
        said.push(format!("{name}: {}", answer.replace("(only you)\n", "")));
    }
    let answer = bot.run(ADA, "/wellness holidays import file:gone").await;
    said.push(format!("gone: {}", answer.replace("(only you)\n", "")));
    insta::assert_snapshot!(said.join("\n"), @"
    letter: That is not a calendar file. Bring one in the iCalendar format, whose name mostly ends in `.ics`.
    picture: That is not a calendar file. Bring one in the iCalendar format, whose name mostly ends in `.ics`.
    half: That calendar file breaks off or is damaged. Export it once more and bring the whole file.
    large: That file is too large: a calendar file may have 256 KiB. Bring one with fewer entries.
    many: More than 200 holidays to come are more than I keep. Remove some first, or bring a smaller file.
    gone: I couldn't fetch that file from Discord. Please send it once more.
    ");
}

/// The date so many days after the end of 2026.
fn date_after(n: i32) -> String {
    use jiff::ToSpan as _;
    let day = jiff::civil::date(2026, 12, 31).saturating_add(n.days());
    day.strftime("%Y%m%d").to_string()
}
