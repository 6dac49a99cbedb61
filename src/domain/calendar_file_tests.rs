use super::*;

fn day(text: &str) -> Date {
    text.parse().unwrap()
}

/// A calendar with these lines in an event each.
fn calendar(events: &[&[&str]]) -> String {
    let mut lines = vec!["BEGIN:VCALENDAR".to_owned(), "VERSION:2.0".to_owned()];
    for event in events {
        lines.push("BEGIN:VEVENT".to_owned());
        lines.extend(event.iter().map(|line| (*line).to_owned()));
        lines.push("END:VEVENT".to_owned());
    }
    lines.push("END:VCALENDAR\r\n".to_owned());
    lines.join("\r\n")
}

/// The days from June 2026 on for two years, one in a line, and what was left out.
fn read(events: &[&[&str]]) -> String {
    told(&calendar(events))
}

fn told(text: &str) -> String {
    let file = CalendarFile::parse(text).unwrap();
    let found = file.days(day("2026-06-01"), day("2028-06-01"));
    let mut lines: Vec<_> = found
        .days
        .iter()
        .map(|(day, name)| format!("{day} {name}"))
        .collect();
    lines.push(format!(
        "past {} later {} left out {}",
        found.past,
        found.later,
        file.left_out.len()
    ));
    lines.join("\n")
}

#[test]
fn days_come_alone_and_in_a_row_and_every_year() {
    insta::assert_snapshot!(read(&[
        &["DTSTART;VALUE=DATE:20261225", "DTEND;VALUE=DATE:20261227", "SUMMARY:Christmas"],
        &["DTSTART;VALUE=DATE:20200501", "RRULE:FREQ=YEARLY", "SUMMARY:May\\, the first"],
        &["DTSTART;VALUE=DATE:20260803", "SUMMARY:No end"],
        &["DTSTART;VALUE=DATE:20260810", "DURATION:P2D", "SUMMARY:Two days"],
        &["DTSTART;VALUE=DATE:20260901", "DTEND;VALUE=DATE:20260901", "SUMMARY:Same day"],
    ]), @"
    2026-08-03 No end
    2026-08-10 Two days
    2026-08-11 Two days
    2026-09-01 Same day
    2026-12-25 Christmas
    2026-12-26 Christmas
    2027-05-01 May, the first
    2028-05-01 May, the first
    past 0 later 0 left out 0
    ");
}

#[test]
fn yearly_rules_end_by_count_or_date_and_leave_days_out() {
    insta::assert_snapshot!(read(&[
        &["DTSTART;VALUE=DATE:20250704", "RRULE:FREQ=YEARLY;COUNT=2", "SUMMARY:Twice"],
        &["DTSTART;VALUE=DATE:20240705", "RRULE:FREQ=YEARLY;INTERVAL=3;BYMONTH=7;BYMONTHDAY=5", "SUMMARY:Every third"],
        &["DTSTART;VALUE=DATE:20250706", "RRULE:FREQ=YEARLY;UNTIL=20260706T235959Z", "SUMMARY:Until"],
        &["DTSTART;VALUE=DATE:20240229", "RRULE:FREQ=YEARLY", "SUMMARY:Leap"],
        &["DTSTART;VALUE=DATE:20250707", "RRULE:FREQ=YEARLY", "EXDATE;VALUE=DATE:20260707", "SUMMARY:Not in 2026"],
    ]), @"
    2026-07-04 Twice
    2026-07-06 Until
    2027-07-05 Every third
    2027-07-07 Not in 2026
    2028-02-29 Leap
    past 0 later 0 left out 0
    ");
}

#[test]
fn days_come_on_the_same_weekday_of_their_month_too() {
    insta::assert_snapshot!(read(&[
        &["DTSTART;VALUE=DATE:20201126", "RRULE:FREQ=YEARLY;BYMONTH=11;BYDAY=4TH", "SUMMARY:Thanksgiving"],
        &["DTSTART;VALUE=DATE:20210531", "RRULE:FREQ=YEARLY;BYDAY=-1MO;BYMONTH=5", "SUMMARY:Memorial Day"],
    ]), @"
    2026-11-26 Thanksgiving
    2027-05-31 Memorial Day
    2027-11-25 Thanksgiving
    2028-05-29 Memorial Day
    past 0 later 0 left out 0
    ");
}

#[test]
fn from_midnight_to_midnight_is_a_whole_day() {
    let zone = "DTSTART;TZID=Europe/Berlin:20261225T000000";
    insta::assert_snapshot!(read(&[
        &[zone, "DTEND;TZID=Europe/Berlin:20261227T000000", "SUMMARY:Two days"],
        &["DTSTART:20261231T000000", "DURATION:P1D", "SUMMARY:By any clock"],
        &[zone, "DTEND;TZID=Europe/Berlin:20261225T120000", "SUMMARY:Until noon"],
        &["DTSTART:20261225T000000Z", "DTEND:20261226T000000Z", "SUMMARY:By the clock of UTC"],
    ]), @"
    2026-12-25 Two days
    2026-12-26 Two days
    2026-12-31 By any clock
    past 0 later 0 left out 2
    ");
}

#[test]
fn one_time_of_many_may_be_another_day_or_be_called_off() {
    let yearly = |uid, start| [uid, start, "RRULE:FREQ=YEARLY", "SUMMARY:Usual"];
    let july = yearly("UID:a", "DTSTART;VALUE=DATE:20200704");
    let august = yearly("UID:b", "DTSTART;VALUE=DATE:20200801");
    let moved = [
        "UID:a",
        "RECURRENCE-ID;VALUE=DATE:20260704",
        "DTSTART;VALUE=DATE:20260703",
        "SUMMARY:Moved",
    ];
    let called_off = [
        "UID:b",
        "RECURRENCE-ID;VALUE=DATE:20260801",
        "DTSTART;VALUE=DATE:20260801",
        "STATUS:CANCELLED",
    ];
    let of_nothing = [
        "UID:c",
        "RECURRENCE-ID;VALUE=DATE:20260901",
        "DTSTART;VALUE=DATE:20260901",
    ];
    let said = "2026-07-03 Moved\n2027-07-04 Usual\n2027-08-01 Usual\npast 0 later 0 left out 1";
    let mut events: [&[&str]; 5] = [&july, &august, &moved, &called_off, &of_nothing];
    assert_eq!(read(&events), said);
    // In whatever order they stand.
    events.reverse();
    assert_eq!(read(&events), said);
}

#[test]
fn a_line_may_be_broken_within_a_letter() {
    let text = calendar(&[&["DTSTART;VALUE=DATE:20261225", "SUMMARY:Z\u{fc}rich"]]);
    let at = text.find('\u{fc}').unwrap() + 1;
    for fold in ["\r\n ", "\n\t"] {
        let (before, after) = text.as_bytes().split_at(at);
        let folded = [before, fold.as_bytes(), after].concat();
        assert_eq!(decoded(&folded).as_deref(), Some(&*text));
    }
    assert_eq!(decoded(b"Z\xfcrich"), None);
}

#[test]
fn what_is_not_understood_is_counted_and_left_out() {
    let odd: [&[&str]; 17] = [
        &["DTSTART:20261225T090000Z", "SUMMARY:A meeting"],
        &["DTSTART;VALUE=DATE:20261225", "RRULE:FREQ=WEEKLY"],
        &["DTSTART;VALUE=DATE:20261126", "RRULE:FREQ=YEARLY;BYDAY=4TH"],
        &[
            "DTSTART;VALUE=DATE:20261126",
            "RRULE:FREQ=YEARLY;BYMONTH=11;BYDAY=TH",
        ],
        &[
            "DTSTART;VALUE=DATE:20261127",
            "RRULE:FREQ=YEARLY;BYMONTH=11;BYDAY=4TH",
        ],
        &["DTSTART;TZID=Europe/Berlin:20261225T000000"],
        &["DTSTART;VALUE=DATE:20261225", "RRULE:FREQ=YEARLY;COUNT=0"],
        &[
            "DTSTART;VALUE=DATE:20261225",
            "RRULE:FREQ=YEARLY;COUNT=2;UNTIL=20281225",
        ],
        &["DTSTART;VALUE=DATE:20261225", "RDATE;VALUE=DATE:20261230"],
        &["DTSTART;VALUE=DATE:20261225", "STATUS:CANCELLED"],
        &["DTSTART;VALUE=DATE:20261225", "DTEND;VALUE=DATE:20261224"],
        &["DTSTART;VALUE=DATE:20261225", "DTEND;VALUE=DATE:20271225"],
        &["DTSTART;VALUE=DATE:20261225", "DURATION:PT1H"],
        &["DTSTART;VALUE=DATE:20261325", "SUMMARY:No such month"],
        &["DTSTART;VALUE=DATE:00011225", "SUMMARY:Long ago"],
        &[
            "DTSTART;VALUE=DATE:20261225",
            "RECURRENCE-ID;VALUE=DATE:20261225",
        ],
        &["SUMMARY:Never"],
    ];
    assert_eq!(read(&odd), "past 0 later 0 left out 17");
    let todo = "BEGIN:VCALENDAR\nBEGIN:VTODO\nDUE:20261225\nEND:VTODO\nEND:VCALENDAR";
    assert_eq!(told(todo), "past 0 later 0 left out 1");
}

#[test]
fn days_that_are_over_or_far_off_are_told_apart() {
    insta::assert_snapshot!(read(&[
        &["DTSTART;VALUE=DATE:20260530", "DTEND;VALUE=DATE:20260602", "SUMMARY:Half over"],
        &["DTSTART;VALUE=DATE:20260530", "SUMMARY:Over"],
        &["DTSTART;VALUE=DATE:20290101", "SUMMARY:Far off"],
    ]), @"
    2026-06-01 Half over
    past 1 later 1 left out 0
    ");
}

#[test]
fn names_are_one_short_line_and_those_of_one_day_go_together() {
    insta::assert_snapshot!(read(&[
        &["DTSTART;VALUE=DATE:20261225", "SUMMARY;LANGUAGE=\"de:DE\":Erster\\nWeihnachts\\;tag"],
        &["DTSTART;VALUE=DATE:20261225", "SUMMARY:Christmas"],
        &["DTSTART;VALUE=DATE:20261225", "SUMMARY:Christmas"],
        &["DTSTART;VALUE=DATE:20261226"],
    ]), @"
    2026-12-25 Erster Weihnachts;tag / Christmas
    2026-12-26 
    past 0 later 0 left out 0
    ");
    let long = format!("SUMMARY:{}", "word ".repeat(60));
    let told = read(&[&["DTSTART;VALUE=DATE:20261225", &long]]);
    let line = told.lines().next().unwrap();
    assert!(
        line.chars().count() <= LONGEST_NAME + "2026-12-25 ".len(),
        "{line}"
    );
}

#[test]
fn an_alarm_in_an_event_and_a_zone_beside_it_change_nothing() {
    let text = "\u{feff}BEGIN:VCALENDAR\nBEGIN:VTIMEZONE\nBEGIN:STANDARD\nDTSTART:19701025T030000\n\
                RRULE:FREQ=YEARLY;BYMONTH=10;BYDAY=-1SU\nEND:STANDARD\nEND:VTIMEZONE\nBEGIN:VEVENT\n\
                DTSTART;VALUE=DATE:20261225\nBEGIN:VALARM\nDURATION:PT5M\nSUMMARY:Ring\nEND:VALARM\n\
                SUMMARY:Christ\n mas\nEND:VEVENT\nEND:VCALENDAR\n";
    assert_eq!(
        told(text),
        "2026-12-25 Christmas\npast 0 later 0 left out 0"
    );
}

#[test]
fn what_is_no_calendar_or_breaks_off_is_refused() {
    for (text, problem) in [
        ("", CalendarProblem::NotACalendar),
        ("Dear team,\nwe are closed", CalendarProblem::NotACalendar),
        ("BEGIN:VCARD\nEND:VCARD", CalendarProblem::NotACalendar),
        ("BEGIN:VCALENDAR\nBEGIN:VEVENT\n", CalendarProblem::Damaged),
        (
            "BEGIN:VCALENDAR\nBEGIN:VEVENT\nEND:VCALENDAR",
            CalendarProblem::Damaged,
        ),
        (
            "BEGIN:VCALENDAR\nEND:VCALENDAR\nEND:VCALENDAR",
            CalendarProblem::Damaged,
        ),
    ] {
        assert_eq!(CalendarFile::parse(text), Err(problem), "{text}");
    }
}

proptest::proptest! {
    #[test]
    fn no_text_however_strange_does_more_than_fail(
        text in "\\PC{0,200}",
        lines in proptest::collection::vec("(BEGIN|END|DTSTART|DTEND|RRULE|EXDATE|DURATION|SUMMARY)(;[A-Z=\"]{0,6})?:(VEVENT|VCALENDAR|VALARM|[0-9]{6,9}|FREQ=YEARLY;(COUNT|INTERVAL|UNTIL)=[0-9]{1,9}|P[0-9]{1,12}[DW]|\\PC{0,9})", 0..30),
    ) {
        let event = format!("BEGIN:VCALENDAR\nBEGIN:VEVENT\n{}\nEND:VEVENT\nEND:VCALENDAR", lines.join("\n"));
        for text in [text, event] {
            if let Ok(file) = CalendarFile::parse(&text) {
                let found = file.days(day("2026-06-01"), day("2028-06-01"));
                for (day, name) in found.days {
                    proptest::prop_assert!((2026..=2028).contains(&day.year()));
                    proptest::prop_assert!(name.chars().count() <= LONGEST_NAME);
                }
            }
        }
    }

    #[test]
    fn wherever_a_line_is_folded_it_means_the_same(at in 1_usize..40, crlf in proptest::bool::ANY) {
        let line = "SUMMARY:A rather long name of a holiday, in Zürich";
        let cut = line.char_indices().nth(at).map_or(line.len(), |(cut, _)| cut);
        let end = if crlf { "\r\n" } else { "\n" };
        let folded = format!("{}{end} {}", &line[..cut], &line[cut..]);
        let whole = calendar(&[&["DTSTART;VALUE=DATE:20261225", line]]);
        let parts = calendar(&[&["DTSTART;VALUE=DATE:20261225", &folded]]);
        proptest::prop_assert_eq!(CalendarFile::parse(&whole), CalendarFile::parse(&parts));
    }
}
