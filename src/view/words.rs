//! Small phrases that several views need: times, days, lists.

use std::collections::BTreeSet;
use std::num::NonZeroU64;

use jiff::civil::{Date, Weekday};
use jiff::{Timestamp, Zoned};

use crate::domain::ids::{ChannelId, UserId};
use crate::domain::quiet_hours::QuietHours;
use crate::domain::recurrence::short;
use crate::domain::skip::SkipReason;
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

/// A mention of a role, as text; whether it pings is said elsewhere.
pub fn role_mention(role: NonZeroU64) -> String {
    format!("<@&{role}>")
}

/// A link to a channel.
pub fn channel(channel: ChannelId) -> String {
    format!("<#{channel}>")
}

/// The word by which sentences are told apart.
pub const fn on_or_off(is_on: bool) -> &'static str {
    if is_on { "on" } else { "off" }
}

/// Somebody's own words, so that nothing in them is taken for Discord's marks.
pub fn escaped(text: &str) -> String {
    const MARKS: &str = "\\*_~`|>#-[]()<@:";
    let mut escaped = String::new();
    for symbol in text.chars() {
        if MARKS.contains(symbol) {
            escaped.push('\\');
        }
        escaped.push(symbol);
    }
    escaped
}

/// What is wrong with days that somebody typed, and what to write instead.
pub fn days_problem(words: Words<'_>, problem: &DaysError) -> String {
    if problem.item.is_empty() {
        return words.get("days-comma-too-many");
    }
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

/// "Monday, 1 June 2026".
pub fn date_with_year(words: Words<'_>, date: Date) -> String {
    let year = date.year().to_string();
    let date = self::date(words, date);
    words.with(
        "date-with-year",
        &[("date", date.into()), ("year", year.into())],
    )
}

/// "Monday, 1 June", with the year where that is not `this_year`.
pub fn date_seen_from(words: Words<'_>, date: Date, this_year: i16) -> String {
    if date.year() == this_year {
        self::date(words, date)
    } else {
        date_with_year(words, date)
    }
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
    fitting_within(LIST, lines, more)
}

/// The same in so many characters.
pub fn fitting_within(
    most: usize,
    lines: impl IntoIterator<Item = String>,
    more: impl Fn(usize) -> String,
) -> String {
    let lines: Vec<_> = lines.into_iter().collect();
    let mut n_characters = 0;
    let mut n_shown = 0;
    for line in &lines {
        n_characters += line.chars().count() + 1;
        if n_characters > most {
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

/// Times that are to come, by the clock of their zone.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Coming {
    /// The present year by that clock.
    pub year: i16,
    /// The times.
    pub times: Vec<Zoned>,
    /// Why others that were looked at are left out.
    pub left_out: BTreeSet<SkipReason>,
    /// The quiet hours in which some of those fall.
    pub quiet_hours: Vec<QuietHours>,
    /// Others are left out since they would be too many on their day (D-64).
    pub is_too_much: bool,
}

impl Coming {
    /// What leaves out everything: quiet hours, or else holidays. `None` if something comes, or nothing comes for another
    /// reason.
    pub fn silenced_by(&self) -> Option<SkipReason> {
        let whys = [SkipReason::Quiet, SkipReason::Holiday];
        let why = whys.into_iter().find(|why| self.left_out.contains(why));
        why.filter(|_| self.times.is_empty())
    }

    /// Whether a date is not known by its day and month alone (S-5).
    fn needs_year(&self, date: Date) -> bool {
        let is_namesake = |other: Date| {
            (other.month(), other.day()) == (date.month(), date.day()) && other != date
        };
        date.year() != self.year || self.times.iter().any(|at| is_namesake(at.date()))
    }
}

/// A bullet list of times in words, by the clock of their zone (S-5). How far off each is stands in Discord's form,
/// which tells readers elsewhere their own time when they point at it. What is left out between them is said, and where
/// that is everything, what to change.
pub fn coming(words: Words<'_>, coming: &Coming) -> String {
    let line = |at: &Zoned| {
        let date = if coming.needs_year(at.date()) {
            date_with_year(words, at.date())
        } else {
            date(words, at.date())
        };
        words.with(
            "coming-line",
            &[
                ("date", date.into()),
                ("time", short(at.time()).into()),
                ("stamp", relative(at.timestamp()).into()),
            ],
        )
    };
    if coming.times.is_empty() {
        return nothing_comes(words, coming);
    }
    let beside = [
        (SkipReason::Holiday, "coming-beside-holidays"),
        (SkipReason::Quiet, "coming-beside-quiet"),
    ];
    let beside = beside
        .into_iter()
        .filter(|(reason, _)| coming.left_out.contains(reason))
        .map(|(_, key)| words.with(key, &[("hours", hours(words, coming).into())]));
    let lines: Vec<_> = coming.times.iter().map(line).chain(beside).collect();
    lines.join("\n")
}

/// Why nothing comes, and what to change (S-51, S-52).
pub fn nothing_comes(words: Words<'_>, coming: &Coming) -> String {
    let key = match coming.silenced_by() {
        Some(SkipReason::Quiet) => "coming-none-quiet",
        Some(_) => "coming-none-holidays",
        None => "coming-none",
    };
    words.with(key, &[("hours", hours(words, coming).into())])
}

/// The quiet hours in which something falls.
pub fn hours(words: Words<'_>, coming: &Coming) -> String {
    let hours: Vec<_> = coming.quiet_hours.iter().map(ToString::to_string).collect();
    and_list(words, &hours)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::Catalogue;

    fn said(times: &[&str]) -> String {
        let catalogue = Catalogue::embedded().unwrap();
        let times = times.iter().map(|at| at.parse().unwrap()).collect();
        let coming = Coming {
            year: 2026,
            times,
            left_out: BTreeSet::new(),
            quiet_hours: Vec::new(),
            is_too_much: false,
        };
        super::coming(catalogue.words("en"), &coming)
    }

    #[test]
    fn the_year_is_said_where_it_is_not_this_one() {
        insta::assert_snapshot!(said(&["2026-12-30T09:00[Europe/Berlin]", "2027-01-04T09:00[Europe/Berlin]"]), @"
        - Wednesday, 30 December, 09:00 (<t:1798617600:R>)
        - Monday, 4 January 2027, 09:00 (<t:1799049600:R>)
        ");
        insta::assert_snapshot!(said(&["2028-02-29T09:00[UTC]", "2032-02-29T09:00[UTC]"]), @"
        - Tuesday, 29 February 2028, 09:00 (<t:1835427600:R>)
        - Sunday, 29 February 2032, 09:00 (<t:1961658000:R>)
        ");
    }

    #[test]
    fn the_year_is_said_where_two_dates_have_the_same_day_and_month() {
        insta::assert_snapshot!(said(&["2026-12-31T09:00[UTC]", "2027-12-31T09:00[UTC]"]), @"
        - Thursday, 31 December 2026, 09:00 (<t:1798707600:R>)
        - Friday, 31 December 2027, 09:00 (<t:1830243600:R>)
        ");
        insta::assert_snapshot!(said(&["2026-12-30T09:00[UTC]", "2026-12-30T15:00[UTC]"]), @"
        - Wednesday, 30 December, 09:00 (<t:1798621200:R>)
        - Wednesday, 30 December, 15:00 (<t:1798642800:R>)
        ");
    }
}
