//! Small phrases that several views need: times, days, lists.

use jiff::civil::{Date, Weekday};
use jiff::{Timestamp, Zoned};

use crate::domain::ids::{ChannelId, UserId};
use crate::domain::recurrence::short;
use crate::domain::weekdays::{DaysError, Weekdays};
use crate::text::Words;

/// An instant that Discord shows in the reader's own zone, date and time.
pub fn timestamp(at: Timestamp) -> String {
    format!("<t:{}:F>", at.as_second())
}

/// An instant that Discord shows as "in two hours".
pub fn relative(at: Timestamp) -> String {
    format!("<t:{}:R>", at.as_second())
}

/// A mention, as text; whom it pings is said elsewhere.
pub fn mention(user: UserId) -> String {
    format!("<@{user}>")
}

/// A link to a channel.
pub fn channel(channel: ChannelId) -> String {
    format!("<#{channel}>")
}

/// What is wrong with days that somebody typed, and what to write instead.
pub fn days_problem(words: Words<'_>, problem: &DaysError) -> String {
    words.with("times-not-a-day", &[("item", problem.item.as_str().into())])
}

/// "on weekdays", "every day", "on Monday and Thursday".
pub fn days(words: Words<'_>, days: Weekdays) -> String {
    match days {
        Weekdays::DAILY => words.get("days-daily"),
        Weekdays::WEEKDAYS => words.get("days-weekdays"),
        Weekdays::WEEKENDS => words.get("days-weekends"),
        days => words.with("days-on", &[("days", weekdays(words, days).into())]),
    }
}

/// "Monday and Thursday".
pub fn weekdays(words: Words<'_>, days: Weekdays) -> String {
    let names: Vec<_> = Weekday::Monday
        .cycle_forward()
        .take(7)
        .filter(|day| days.contains(*day))
        .map(|day| weekday(words, day))
        .collect();
    and_list(words, &names)
}

/// "Monday".
pub fn weekday(words: Words<'_>, day: Weekday) -> String {
    words.get(&format!("weekday-{}", day.to_monday_one_offset()))
}

/// "Monday, 1 June".
pub fn date(words: Words<'_>, date: Date) -> String {
    words.with(
        "date",
        &[
            ("weekday", weekday(words, date.weekday()).into()),
            ("day", i64::from(date.day()).into()),
            (
                "month",
                words.get(&format!("month-{}", date.month())).into(),
            ),
        ],
    )
}

/// "a, b and c".
pub fn and_list(words: Words<'_>, items: &[String]) -> String {
    match items {
        [] => String::new(),
        [only] => only.clone(),
        [init @ .., last] => words.with(
            "and-list",
            &[
                ("init", init.join(", ").into()),
                ("last", last.clone().into()),
            ],
        ),
    }
}

/// The characters that a list may take of the 4,000 that a message has.
const LIST: usize = 3_600;

/// The lines as one text, as many as fit into a message; `more` says how many were left out.
pub fn fitting(lines: impl IntoIterator<Item = String>, more: impl Fn(usize) -> String) -> String {
    let lines: Vec<_> = lines.into_iter().collect();
    let mut n_characters = 0;
    let mut n_shown = 0;
    for line in &lines {
        n_characters += line.chars().count() + 1;
        if n_characters > LIST {
            break;
        }
        n_shown += 1;
    }
    let left_out = lines.len() - n_shown;
    let mut shown = lines;
    shown.truncate(n_shown);
    if left_out > 0 {
        shown.push(more(left_out));
    }
    shown.join("\n")
}

/// A bullet list of times in words, by the clock of their zone (S-5). How far off each is stands in Discord's form,
/// which tells readers elsewhere their own time when they point at it.
pub fn coming(words: Words<'_>, times: &[Zoned]) -> String {
    let line = |at: &Zoned| {
        words.with(
            "coming-line",
            &[
                ("date", date(words, at.date()).into()),
                ("time", short(at.time()).into()),
                ("stamp", relative(at.timestamp()).into()),
            ],
        )
    };
    times.iter().map(line).collect::<Vec<_>>().join("\n")
}
