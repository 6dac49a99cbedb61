use super::*;

fn read(times: &str) -> Result<String, String> {
    Recurrence::parse(times, Some("mon"))
        .map(|recurrence| recurrence.to_string())
        .map_err(|error| error.to_string())
}

#[test]
fn times_are_read_as_people_write_them() {
    assert_eq!(read("9:30, 15:00"), Ok("09:30,15:00 mon".to_owned()));
    assert_eq!(
        read("12am,12pm, 3pm ,3:05PM"),
        Ok("00:00,12:00,15:00,15:05 mon".to_owned())
    );
    assert_eq!(
        read("noon, midnight, 12:00"),
        Ok("00:00,12:00 mon".to_owned())
    );
}

#[test]
fn what_is_not_a_time_is_refused_with_what_to_write() {
    for text in [
        "9",
        "24:00",
        "13pm",
        "0am",
        "9:5",
        "",
        "9:30,",
        "+9:30",
        "9:60",
        "９:30",
        "9 am",
        "12:30 PM",
        "09am",
        "09:30pm",
        "9: 30",
        "9:30am pm",
        "012pm",
        "am",
        ":30pm",
    ] {
        assert!(read(text).is_err(), "{text}");
    }
    insta::assert_snapshot!(
        read("10:00, half past").unwrap_err(),
        @r#""half past" is not a time: write times such as "9:30", "15:00", "3pm", "noon", separated by commas"#
    );
}

fn every(interval: &str, span: &str) -> Result<String, String> {
    Recurrence::every(interval, span, Some("mon"))
        .map(|recurrence| {
            let times: Vec<_> = recurrence.times().all().map(short).collect();
            times.join(" ")
        })
        .map_err(|error| error.to_string())
}

#[test]
fn an_interval_reaches_the_end_of_its_span_and_not_beyond() {
    let times = |interval, span| every(interval, span).unwrap();
    assert_eq!(
        times("90m", "9:00-17:00"),
        "09:00 10:30 12:00 13:30 15:00 16:30"
    );
    assert_eq!(times("2h", " 9am - 1pm "), "09:00 11:00 13:00");
    assert_eq!(times("2h", "9:00-12:59"), "09:00 11:00");
    assert_eq!(times("12h", "midnight-noon"), "00:00 12:00");
    assert_eq!(times("720m", "9:00-9:01"), "09:00");
    assert_eq!(
        Recurrence::every("5m", "0:00-23:59", None)
            .unwrap()
            .times()
            .len(),
        288
    );
}

#[test]
fn what_is_not_an_interval_or_a_span_is_refused_with_what_to_write() {
    for interval in [
        "",
        "m",
        "4m",
        "721m",
        "13h",
        "0h",
        "90",
        "1.5h",
        "+90m",
        "90s",
        "99999999999h",
        "72000000h",
    ] {
        let refusal = every(interval, "9:00-17:00").unwrap_err();
        assert!(
            refusal.contains("is not an interval"),
            "{interval}: {refusal}"
        );
    }
    for span in [
        "",
        "9:00",
        "9-17",
        "17:00-9:00",
        "9:00-9:00",
        "9:00-midnight",
        "9:00-24:00",
        "9:00-12:00-17:00",
    ] {
        let refusal = every("1h", span).unwrap_err();
        assert!(refusal.contains("is not a span"), "{span}: {refusal}");
    }
}

#[test]
fn every_form_reads_back_from_what_is_stored() {
    let recurrences = [
        (
            Recurrence::parse("7:05,18:00", Some("weekends")),
            "07:05,18:00 sat,sun",
        ),
        (
            Recurrence::every("2h", "9am-noon", Some("mon")),
            "every 120m 09:00-12:00 mon",
        ),
        (Recurrence::cron(" 0\t9  * * Mon "), "cron 0 9 * * Mon"),
        (Recurrence::cron("@weekly"), "cron 0 0 * * 0"),
        (
            Recurrence::cron("0 0 9 1 1 ? 2027-2029"),
            "cron 0 0 9 1 1 ? 2027-2029",
        ),
    ];
    for (recurrence, stored) in recurrences {
        let recurrence = recurrence.unwrap();
        assert_eq!(recurrence.to_string(), stored);
        assert_eq!(stored.parse(), Ok(recurrence));
    }
    for rubbish in [
        "rubbish",
        "cron 0 9 * *",
        "every 1h 9:00-17:00",
        "every 1h 9:00 mon",
        "",
        "09:00 someday",
    ] {
        assert_eq!(
            rubbish.parse::<Recurrence>(),
            Err(RecurrenceError::Stored),
            "{rubbish}"
        );
    }
}

/// The times of day and the weekdays, days and months of an expression, as far as they matter.
fn meaning(expression: &str) -> String {
    let recurrence = Recurrence::cron(expression).unwrap_or_else(|e| panic!("{expression}: {e}"));
    let (times, dates) = (recurrence.times(), recurrence.dates());
    let mut parts = vec![match times.len() {
        0..=6 => times.all().map(short).collect::<Vec<_>>().join(","),
        n => format!("{n} times"),
    }];
    if dates.weekdays() != Weekdays::DAILY {
        parts.push(dates.weekdays().to_string());
    }
    if dates.is_either() {
        parts.push("or".to_owned());
    }
    let sets = [("day", dates.days_of_month()), ("month", dates.months())];
    for (name, set) in sets {
        parts.extend(set.map(|set| format!("{name} {set:?}")));
    }
    parts.extend(dates.years().map(|years| format!("year {years:?}")));
    parts.join(" ")
}

#[test]
fn five_fields_mean_what_they_mean_in_posix() {
    for (expression, expected) in [
        ("30 9 * * 1-5", "09:30 mon,tue,wed,thu,fri"),
        ("0 8 * * 0", "08:00 sun"),
        ("0 8 * * 7", "08:00 sun"),
        ("0 8 * * 7-7", "08:00 sun"),
        ("0 8 * * 5-7", "08:00 fri,sat,sun"),
        ("0 8 * * SAT-sunday", "08:00 sat,sun"),
        ("0 8 * * Thu-SUN", "08:00 thu,fri,sat,sun"),
        ("0 8 * * SUN-SUN", "08:00 sun"),
        ("0 8 * * SUN-TUE", "08:00 mon,tue,sun"),
        ("0 8 * * MON-5", "08:00 mon,tue,wed,thu,fri"),
        ("0 8 * * */2", "08:00 tue,thu,sat,sun"),
        ("0 8 * * */7", "08:00 sun"),
        ("0 8 * * 1-7/2", "08:00 mon,wed,fri,sun"),
        ("0 8 * * MON-SUN/3", "08:00 mon,thu,sun"),
        ("0 8 * * MON,2,WEDNESDAY", "08:00 mon,tue,wed"),
        ("*/25 8 * * *", "08:00,08:25,08:50"),
        (
            "10-50/20 8-13/5 * * *",
            "08:10,08:30,08:50,13:10,13:30,13:50 ",
        ),
        ("5-5/3 8 * * *", "08:05"),
        ("*/2,5 8 * * *", "31 times"),
        ("*/59 */23 * * *", "00:00,00:59,23:00,23:59"),
        ("000005 0009 * * *", "09:05"),
        ("0 9 13 * FRI", "09:00 fri or day [13]"),
        ("0 9 1 jan,Jul,OCTOBER *", "09:00 day [1] month [1, 7, 10]"),
        ("0 9 1 Nov-12 *", "09:00 day [1] month [11, 12]"),
        ("0 9 */10 * *", "09:00 day [1, 11, 21, 31]"),
        ("0 9 * */12 *", "09:00 month [1]"),
        ("0 9 1-31 * *", "09:00"),
        ("@yearly", "00:00 day [1] month [1]"),
        ("@annually", "00:00 day [1] month [1]"),
        ("@monthly", "00:00 day [1]"),
        ("@weekly", "00:00 sun"),
        ("@daily", "00:00"),
        ("@midnight", "00:00"),
        ("\t@hourly ", "24 times"),
    ] {
        assert_eq!(meaning(expression), expected.trim(), "{expression}");
    }
}

#[test]
fn six_and_seven_fields_begin_with_seconds_and_name_their_days() {
    for (expression, expected) in [
        ("30 0 9 * * MON-FRI", "09:00:30 mon,tue,wed,thu,fri"),
        ("0 0/20 9 ? * WED", "09:00,09:20,09:40 wed"),
        ("5/20 0 9 * * ?", "09:00:05,09:00:25,09:00:45"),
        ("0 0 9 29/2 * *", "09:00 day [29, 31]"),
        ("0 0 9 ? * ?", "09:00"),
        ("0 0 9 * * */3", "09:00 wed,sat,sun"),
        ("0 0 9 * * MON-FRI/2", "09:00 mon,wed,fri"),
        ("0 0 9 * * FRI-SUN", "09:00 fri,sat,sun"),
        ("* * * * * *", "86400 times"),
        (
            "0 0 9 1 1 ? 2027-2029",
            "09:00 day [1] month [1] year [2027, 2028, 2029]",
        ),
        (
            "0 0 9 1 1 ? 2090/4",
            "09:00 day [1] month [1] year [2090, 2094, 2098]",
        ),
        ("0 0 9 1 1 * *", "09:00 day [1] month [1]"),
    ] {
        assert_eq!(meaning(expression), expected, "{expression}");
    }
}

/// What is refused, by code.
const REFUSED: [(CronCode, &[&str]); 7] = [
    (
        CronCode::Fields,
        &[
            "",
            " \t",
            "*",
            "******",
            "0 9 * *",
            "0 0 9 * * MON 2027 1",
            "0 9 @daily",
            "30 9 * *\u{a0}*",
        ],
    ),
    (
        CronCode::Syntax,
        &[
            "*,5 9 * * *",
            "*,* 9 * * *",
            "5, 9 * * *",
            ",5 9 * * *",
            "5,,6 9 * * *",
            "5- 9 * * *",
            "-5 9 * * *",
            "*5 9 * * *",
            "** 9 * * *",
            "*/ 9 * * *",
            "*/5/2 9 * * *",
            "1-2-3 9 * * *",
            "*-5 9 * * *",
            "1.5 9 * * *",
            "5x 9 * * *",
            "*/x 9 * * *",
            "5\u{a0} 9 * * *",
            "٥ 9 * * *",
            "0 0 9 ?,5 * *",
            "0 0 9 ?/2 * *",
            "1–5 9 * * *",
            "0 9 * * FRI-",
        ],
    ),
    (
        CronCode::Range,
        &[
            "60 9 * * *",
            "0 24 * * *",
            "0 9 0 * *",
            "0 9 32 * *",
            "0 9 * 0 *",
            "0 9 * 13 *",
            "0 9 * * 8",
            "0 22-6 * * *",
            "0 9 * * FRI-MON",
            "0 9 * * SAT-FRI",
            "0 9 * NOV-FEB *",
            "*/0 9 * * *",
            "*/60 9 * * *",
            "*/90 9 * * *",
            "0 */24 * * *",
            "0 9 */32 * *",
            "0 9 * */13 *",
            "0 9 * * */8",
            "0-59/60 9 * * *",
            "99999999999999999999 9 * * *",
            "*/99999999999 9 * * *",
            "0-60 9 * * *",
            "60 0 9 * * *",
            "0 0 9 1 1 ? 1969",
            "0 0 9 1 1 ? 2100",
            "0 0 9 * * */8",
            "0 9 * * 7-1",
            "0 9 * * 7-MON",
        ],
    ),
    (
        CronCode::Name,
        &[
            "0 9 * * FRO",
            "0 9 * * TUES",
            "0 9 * * NIL",
            "0 9 * APL *",
            "MON 9 * * *",
            "0 NOON * * *",
            "0 9 * MON *",
            "0 9 * * JAN",
            "0 9 * SEPT *",
            "0 9 JAN * *",
            "0 9 * * MO-FR",
            "0 0 9 1 1 ? JAN",
        ],
    ),
    (
        CronCode::Unsupported,
        &[
            "0 9 L * *",
            "0 9 l * *",
            "0 9 LW * *",
            "0 9 15W * *",
            "0 9 * * 5L",
            "0 9 * * FRIL",
            "0 9 * * FRI#2",
            "0 9 * * 5#2",
            "H 9 * * *",
            "H/15 9 * * *",
            "H(0-29) 9 * * *",
            "5~10 9 * * *",
            "0% 9 * * *",
            "+5 9 * * *",
            "5/15 9 * * *",
            "0 8/2 * * *",
            "0 9 * * MON/2",
            "0 0 9 * * MON/2",
            "0 9 * JAN/2 *",
            "0 9 ? * *",
            "0 9 * * ?",
            "? 9 * * *",
            "0 ? 9 * * *",
            "0 0 9 1 1 * ?",
            "TZ=UTC 0 9 * * *",
            "CRON_TZ=Europe/Berlin 0 9 * * *",
            "@reboot",
            "@Daily",
            "@every 1h",
            "@",
            "@daily 0 9 * * *",
            "0 9 * * @daily",
            "0 9 L-3 * *",
        ],
    ),
    (
        CronCode::DowNumber,
        &[
            "0 0 9 * * 2-6",
            "0 0 9 * * 0",
            "0 0 9 * * 9",
            "0 0 9 * * MON-5",
            "0 0 9 * * MON,5",
            "0 0 9 * * 1/2",
            "0 0 9 ? * 1 2027",
        ],
    ),
    (
        CronCode::Ambiguous,
        &[
            "0 9 */2 * MON",
            "0 9 13 * */2",
            "0 9 1-31 * MON",
            "0 9 1-15,16-31 * MON",
            "0 9 13 * 0-6",
            "0 9 13 * 1-7",
            "0 9 13 * MON-SUN",
            "0 9 13 * 0,MON-SAT",
            "0 0 9 13 * FRI",
            "0 0 9 */2 * FRI",
            "0 0 9 13 * */2",
            "0 0 9 1-31 * FRI",
            "0 0 9 13 * FRI 2027",
        ],
    ),
];

#[test]
fn what_crons_read_differently_is_refused() {
    for (code, expressions) in REFUSED {
        for expression in expressions {
            match Recurrence::cron(expression) {
                Err(RecurrenceError::Cron(refusal)) => {
                    assert_eq!(refusal.code, code, "{expression}: {refusal}");
                }
                other => panic!("{expression}: {other:?}"),
            }
        }
    }
}

#[test]
fn the_first_mistake_is_the_one_that_is_reported() {
    let code = |expression| match Recurrence::cron(expression) {
        Err(RecurrenceError::Cron(refusal)) => refusal.code,
        other => panic!("{expression}: {other:?}"),
    };
    assert_eq!(code("60 9 L * *"), CronCode::Range);
    assert_eq!(code("60,L 9 * * *"), CronCode::Unsupported);
    assert_eq!(code("60,5/15 9 * * *"), CronCode::Unsupported);
    assert_eq!(code("60,5- 9 * * *"), CronCode::Syntax);
    assert_eq!(code("0 9 */2 * FRO"), CronCode::Name);
    assert_eq!(code("TZ=UTC 0 9 * *"), CronCode::Unsupported);
    assert_eq!(code("0 0 99 * * 1"), CronCode::Range);
}

#[test]
fn a_refusal_says_what_to_write_instead() {
    let said = |expression| Recurrence::cron(expression).unwrap_err().to_string();
    insta::assert_snapshot!(said("5/15 9 * * *"), @r#"minute "5/15": crons differ on a step from a single number: write 5-59/15"#);
    insta::assert_snapshot!(said("0 0 9 * * 2-6"), @r#"day-of-week "2-6": with seconds, crons number weekdays in different ways: write names (2 is TUE where Sunday is 0, MON where it is 1)"#);
    insta::assert_snapshot!(said("0 9 */2 * MON"), @r#"day-of-month and day-of-week "*/2 … MON": crons differ on whether both must fit or either: write * for */2, or list the days"#);
    insta::assert_snapshot!(said("0 0 9 13 * FRI"), @r#"day-of-month and day-of-week "13 … FRI": with seconds, crons differ on whether both must fit or either: set one of them to *"#);
    insta::assert_snapshot!(said("0 22-6 * * *"), @r#"hour "22-6": a range runs forward: write 22-23,0-6"#);
    insta::assert_snapshot!(said("0 9 * * FRI-MON"), @r#"day-of-week "FRI-MON": a range runs forward: write FRI-SUN,MON"#);
    insta::assert_snapshot!(said("0 9 ? * *"), @r#"day-of-month "?": ? is not supported here: write *"#);
    insta::assert_snapshot!(said("0 9 * *"), @r#""0 9 * *": 4 fields: write 5 (minute hour day-of-month month day-of-week), 6 (second first) or 7 (year last)"#);
    insta::assert_snapshot!(said("@reboot"), @r#""@reboot": not supported: write @hourly, @daily, @weekly, @monthly or @yearly, alone and in lower case, or five fields"#);
    insta::assert_snapshot!(said("TZ=UTC 0 9 * * *"), @r#""TZ=UTC": the zone is not part of the expression: name it as the schedule's time zone"#);
    insta::assert_snapshot!(said("0 9 L * *"), @r#"day-of-month "L": L is not supported: write a day, such as 28, or a weekday, such as FRI"#);
    insta::assert_snapshot!(said("0 9 * * MON/2"), @r#"day-of-week "MON/2": a step needs a range: write MON-SUN/2"#);
}

/// What is suggested for an item of a five-field expression.
fn instead(field: usize, item: &str) -> Option<String> {
    let mut fields = ["*"; 5];
    fields[field] = item;
    match Recurrence::cron(&fields.join(" ")) {
        Err(RecurrenceError::Cron(refusal)) => refusal.instead,
        other => panic!("{item}: {other:?}"),
    }
}

#[test]
fn a_suggestion_is_what_was_meant_or_none_is_made() {
    let suggested = [
        (0, "5/15", "5-59/15"),
        (1, "8/2", "8-23/2"),
        (4, "0/2", "0-6/2"),
        (4, "1/2", "1-7/2"),
        (3, "jan/3", "JAN-DEC/3"),
        (3, "February/2", "FEBRUARY-DEC/2"),
        (4, "MON/2", "MON-SUN/2"),
        (4, "SUN/2", "SUN-SAT/2"),
        (1, "22-6", "22-23,0-6"),
        (1, "22-6/2", "22,0-6/2"),
        (1, "22-6/3", "22,1-4/3"),
        (0, "50-10/15", "50,5"),
        (0, "50-2/20", "50"),
        (1, "22-0", "22-23,0"),
        (2, "28-3", "28-31,1-3"),
        (3, "NOV-FEB", "11-12,1-2"),
        (3, "OCT-MAY/2", "10-12/2,2-4/2"),
        (4, "FRI-MON", "FRI-SUN,MON"),
        (4, "FRI-MON/2", "FRI-SUN/2"),
        (4, "FRI-WED/2", "FRI-SUN/2,TUE"),
        (4, "7-2", "SUN,MON-TUE"),
    ];
    for (field, item, expected) in suggested {
        assert_eq!(instead(field, item).as_deref(), Some(expected), "{item}");
    }
    let nothing = [
        (0, "99/15"),
        (0, "5/99"),
        (0, "5/0"),
        (0, "59/15"),
        (0, "50/15"),
        (3, "DEC/2"),
        (4, "FOO/2"),
        (4, "MON/9"),
        (4, "7/2"),
        (4, "JAN/2"),
        (0, "MON/2"),
        (1, "22-6/99"),
        (1, "22-6/0"),
        (0, "30-29"),
        (2, "25-5/3"),
        (4, "SAT-FRI"),
    ];
    for (field, item) in nothing {
        assert_eq!(instead(field, item), None, "{item}");
    }
    let said = |item: &str| Recurrence::cron(item).unwrap_err().to_string();
    insta::assert_snapshot!(said("99/15 9 * * *"), @r#"minute "99/15": crons differ on a step from a single number: write a range and a step, or list the values"#);
    insta::assert_snapshot!(said("0 9 * * SAT-FRI"), @r#"day-of-week "SAT-FRI": a range runs forward: write * alone for all of them"#);
    insta::assert_snapshot!(said("0 9 25-5/3 * *"), @r#"day-of-month "25-5/3": a range runs forward: list the values, with commas"#);
    insta::assert_snapshot!(said("0 0 9 1 1 ? 2029-2027"), @r#"year "2029-2027": a range runs forward: write 2027-2029"#);
}

/// Expressions, and how what is said of them ends.
const HINTS: &[(&str, &str)] = &[
    ("H/15 9 * * *", "H is not supported: write a number"),
    (
        "0 9 15W * *",
        "W is not supported: write a day of the month, or MON-FRI as day-of-week",
    ),
    (
        "0 9 LW * *",
        "L is not supported: write a day, such as 28, or a weekday, such as FRI",
    ),
    (
        "0 9 * * FRIL",
        "L is not supported: write a day, such as 28, or a weekday, such as FRI",
    ),
    (
        "0 9 * * FRI#2",
        "# is not supported: write a weekday, or days of the month, such as 8-14",
    ),
    (
        "5~10 9 * * *",
        "random times are not supported: write a number",
    ),
    ("0 9 * SEPT *", "months are JAN to DEC, or their full names"),
    ("0 9 * * TUES", "days are SUN to SAT, or their full names"),
    (
        "0 NOON * * *",
        "names are for months and days of the week: write a number",
    ),
    ("0 24 * * *", "numbers go from 0 to 23 here"),
    ("0 9 * 0 *", "numbers go from 1 to 12 here"),
    ("0 9 */32 * *", "a step is a number from 1 to 31"),
    (
        "*,5 9 * * *",
        "a bare * already means every one: leave out the rest of the list",
    ),
    ("0 9 * NOV-FEB *", "a range runs forward: write 11-12,1-2"),
    (
        "0 9 * * SAT-WED",
        "a range runs forward: write SAT-SUN,MON-WED",
    ),
    (
        "0 9 * * SAT-TUE",
        "a range runs forward: write SAT-SUN,MON-TUE",
    ),
    ("0 9 * * 6-1", "a range runs forward: write SAT-SUN,MON"),
    ("0 9 * JAN/2 *", "a step needs a range: write JAN-DEC/2"),
    (
        "0 0 9 * * 0",
        "with seconds, crons number weekdays in different ways: write names (0 is SUN where Sunday is 0, SAT where it is 1)",
    ),
    (
        "0 0 9 * * 7",
        "with seconds, crons number weekdays in different ways: write names (7 is SUN where Sunday is 0, SAT where it is 1)",
    ),
    ("0 0 9 * * 8", "write names, such as MON-FRI"),
    (
        "0 9 13 * */2",
        "crons differ on whether both must fit or either: write * for */2, or list the weekdays",
    ),
    (
        "0 9 1-31 * MON",
        "crons differ on whether both must fit or either: write * for 1-31, or list the days",
    ),
];

#[test]
fn a_refusal_says_what_to_write() {
    for (expression, hint) in HINTS {
        match Recurrence::cron(expression) {
            Err(RecurrenceError::Cron(refusal)) => {
                let said = refusal.to_string();
                assert!(said.ends_with(hint), "{expression}: {said}");
            }
            other => panic!("{expression}: {other:?}"),
        }
    }
}

#[test]
fn a_refusal_names_the_item_of_a_list_or_the_whole_if_an_item_is_empty() {
    let part = |expression| match Recurrence::cron(expression) {
        Err(RecurrenceError::Cron(refusal)) => (refusal.field, refusal.part),
        other => panic!("{expression}: {other:?}"),
    };
    assert_eq!(part("0,5x,7 9 * * *"), ("minute", "5x".to_owned()));
    assert_eq!(part("0,,7 9 * * *"), ("minute", "0,,7".to_owned()));
    assert_eq!(part("0 9,24 * * *"), ("hour", "24".to_owned()));
}

#[test]
fn what_a_refusal_says_to_write_instead_is_accepted_in_its_place() {
    let refused = REFUSED.iter().flat_map(|(_, expressions)| *expressions);
    let mended = refused.filter_map(|expression| match Recurrence::cron(expression) {
        Err(RecurrenceError::Cron(refusal)) => {
            let instead = expression.replacen(&refusal.part, &refusal.instead?, 1);
            Some((*expression, instead))
        }
        other => panic!("{expression}: {other:?}"),
    });
    let mended: Vec<_> = mended.collect();
    for (expression, instead) in &mended {
        assert!(Recurrence::cron(instead).is_ok(), "{expression}: {instead}");
    }
    let meanings: Vec<_> = mended.iter().map(|(_, instead)| meaning(instead)).collect();
    let expected = [
        "09:00 mon,fri,sat,sun",
        "09:00 month [1, 2, 11, 12]",
        "09:05,09:20,09:35,09:50",
        "09:00 month [1, 3, 5, 7, 9, 11]",
    ];
    for expected in expected {
        assert!(
            meanings.iter().any(|meaning| meaning == expected),
            "{expected}: {meanings:?}"
        );
    }
}

#[test]
fn a_second_every_second_is_found_and_counted_without_a_list() {
    let recurrence = Recurrence::cron("* * * * * *").unwrap();
    let at = |text: &str| text.parse::<DateTime>().unwrap();
    assert_eq!(
        recurrence.slot_from(at("2026-06-01T12:34:56"), at("2026-06-01T12:34:57")),
        Some(at("2026-06-01T12:34:56"))
    );
    assert_eq!(
        recurrence.count_slots(at("2000-01-01T00:00:00"), at("2100-01-01T00:00:00")),
        86_400 * 36_525
    );
}

proptest::proptest! {
    /// Whatever is typed is read or refused, and what is read is stored as it was meant.
    #[test]
    fn nothing_that_is_typed_is_a_surprise(
        fields in proptest::collection::vec(
            "(\\*|[0-9]{1,2}|MON|sun|JAN|[0-9*?LW#H~,/-]{1,4})((,|-)([0-9]{1,2}|FRI|Sunday|dec))?(/[0-9]{1,2})?",
            4..9,
        ),
    ) {
        let typed = fields.join(" ");
        match Recurrence::cron(&typed) {
            Ok(recurrence) => {
                proptest::prop_assert_eq!(recurrence.to_string().parse(), Ok(recurrence));
            }
            // The crate behind the checks never has anything to add to them.
            Err(RecurrenceError::Cron(refusal)) => {
                proptest::prop_assert!(refusal.code == CronCode::Fields || !refusal.field.is_empty(), "{}", refusal);
            }
            Err(other) => proptest::prop_assert!(false, "{}", other),
        }
    }

    /// Whatever is suggested is read, in its place and with its neighbours.
    #[test]
    fn every_suggestion_is_accepted(
        field in 0_usize..7,
        has_seconds: bool,
        item in "([0-9]{1,2}|20[0-9]{2}|MON|sun|Saturday|FOO|JAN|dec)(-([0-9]{1,2}|20[0-9]{2}|FRI|Sunday|SAT|FEB))?(/[0-9]{1,2})?",
        is_in_list: bool,
    ) {
        let n_fields = if has_seconds { 7 } else { 5 };
        let mut fields = vec!["*".to_owned(); n_fields];
        let field = field % n_fields;
        let place = |item: &str| if is_in_list { format!("{item},{item}") } else { item.to_owned() };
        fields[field] = place(&item);
        if let Err(RecurrenceError::Cron(refusal)) = Recurrence::cron(&fields.join(" "))
            && let Some(instead) = refusal.instead
        {
            proptest::prop_assert_eq!(refusal.part, item);
            fields[field] = place(&instead);
            let read = Recurrence::cron(&fields.join(" "));
            proptest::prop_assert!(read.is_ok(), "{}: {:?}", fields.join(" "), read);
        }
    }

    /// Fields that are fine each for itself are fine together, unless both kinds of day are named.
    #[test]
    fn fields_that_are_fine_each_for_itself_are_read(
        minute in "[0-5]?[0-9]", hour in "(1?[0-9]|\\*|\\*/[1-9]|[0-9]-1[0-9]/[1-5])", day in "(\\*|[12][0-9]|[1-9]-1[0-9])",
        month in "(\\*|1[0-2]|FEB-aug/2|jan,MARCH)", year in "(\\*|20[3-8][0-9]|2030-20[4-9][0-9]/7|2031/9)",
    ) {
        for typed in [
            format!("{minute} {hour} {day} {month} *"),
            format!("7 {minute} {hour} {day} {month} ?"),
            format!("{minute}-59/3 {minute} {hour} ? {month} THU-SUN {year}"),
        ] {
            let recurrence = Recurrence::cron(&typed);
            proptest::prop_assert!(recurrence.is_ok(), "{}: {:?}", typed, recurrence);
        }
    }
}
