//! When something recurs, said back as it was understood (S-5), and what is wrong with what was typed.
//!
//! Begin reading at [`recurrence`].

use jiff::civil::Time;

use super::words::{and_list, days, days_problem, weekdays};
use crate::domain::recurrence::{
    CronCode, CronRefusal, Dates, Foreign, MAX_SLOTS_PER_DAY, MIN_SPACING_MINUTES, Recurrence,
    RecurrenceError, TimesOfDay, short,
};
use crate::domain::weekdays::Weekdays;
use crate::text::Words;

/// From this many times on, evenly spaced ones are said as an interval.
const FEW: u32 = 4;

/// "at 10:30 and 15:00 on weekdays", "every 20 minutes from 09:00 to 11:40 every Monday **and also** on
/// the 13th".
pub fn recurrence(words: Words<'_>, recurrence: &Recurrence) -> String {
    words.with(
        "recurrence",
        &[
            ("times", times(words, recurrence.times()).into()),
            ("dates", dates(words, recurrence.dates()).into()),
        ],
    )
}

fn times(words: Words<'_>, times: &TimesOfDay) -> String {
    let all: Vec<Time> = times.all().collect();
    let (Some(first), Some(last)) = (all.first(), all.last()) else {
        return String::new();
    };
    let ends = [
        ("first", short(*first).into()),
        ("last", short(*last).into()),
    ];
    if times.len() >= FEW
        && let Some(seconds) = spacing(&all)
    {
        let (key, count) = match seconds {
            hours if hours % 3600 == 0 => ("times-every-hours", hours / 3600),
            minutes if minutes % 60 == 0 => ("times-every-minutes", minutes / 60),
            seconds => ("times-every-seconds", seconds),
        };
        let [first, last] = ends;
        return words.with(key, &[("count", count.into()), first, last]);
    }
    if times.len() <= MAX_SLOTS_PER_DAY {
        let all: Vec<_> = all.into_iter().map(short).collect();
        return words.with("times-at", &[("times", and_list(words, &all).into())]);
    }
    let [first, last] = ends;
    words.with("times-many", &[("count", times.len().into()), first, last])
}

/// The seconds from each to the next, if they are the same throughout.
fn spacing(times: &[Time]) -> Option<i64> {
    let gap = |pair: &[Time]| pair[1].duration_since(pair[0]).as_secs();
    let first = times.windows(2).map(gap).next()?;
    times
        .windows(2)
        .all(|pair| gap(pair) == first)
        .then_some(first)
}

fn dates(words: Words<'_>, dates: &Dates) -> String {
    let mut text = match dates.days_of_month() {
        None => every(words, dates.weekdays()),
        Some(of_month) if dates.is_either() => words.with(
            "dates-either",
            &[
                ("weekdays", every(words, dates.weekdays()).into()),
                ("days", days_of_month(words, &of_month).into()),
            ],
        ),
        Some(of_month) => days_of_month(words, &of_month),
    };
    if let Some(months) = dates.months() {
        let names: Vec<_> = months
            .iter()
            .map(|month| words.get(&format!("month-{month}")))
            .collect();
        let months = and_list(words, &names);
        text = words.with(
            "dates-in",
            &[("dates", text.into()), ("part", months.into())],
        );
    }
    if let Some(years) = dates.years() {
        let years = self::years(words, years);
        text = words.with(
            "dates-in",
            &[("dates", text.into()), ("part", years.into())],
        );
    }
    text
}

/// "every Monday and Thursday", or the usual word for the days.
fn every(words: Words<'_>, days: Weekdays) -> String {
    if [Weekdays::DAILY, Weekdays::WEEKDAYS, Weekdays::WEEKENDS].contains(&days) {
        return self::days(words, days);
    }
    words.with("days-every", &[("days", weekdays(words, days).into())])
}

/// "on the 1st and 15th".
fn days_of_month(words: Words<'_>, days: &[u32]) -> String {
    let names: Vec<_> = days
        .iter()
        .map(|day| words.get(&format!("day-of-month-{day}")))
        .collect();
    words.with("dates-on", &[("days", and_list(words, &names).into())])
}

/// "2027 and 2029", "2027 to 2031".
fn years(words: Words<'_>, years: &[i16]) -> String {
    let is_run = years.windows(2).all(|pair| pair[1] == pair[0] + 1);
    match years {
        [first, _, .., last] if is_run => words.with(
            "years-run",
            &[
                ("first", first.to_string().into()),
                ("last", last.to_string().into()),
            ],
        ),
        years => {
            let years: Vec<_> = years.iter().map(ToString::to_string).collect();
            and_list(words, &years)
        }
    }
}

/// What is wrong with times or days that somebody typed, and what to write instead.
pub fn recurrence_problem(words: Words<'_>, problem: &RecurrenceError) -> String {
    match problem {
        RecurrenceError::Time { item } if item.is_empty() => words.get("times-comma-too-many"),
        RecurrenceError::Time { item } => {
            words.with("times-not-a-time", &[("item", item.as_str().into())])
        }
        RecurrenceError::Interval { item } => {
            words.with("times-not-an-interval", &[("item", item.as_str().into())])
        }
        RecurrenceError::Span { item } => {
            words.with("times-not-a-span", &[("item", item.as_str().into())])
        }
        RecurrenceError::Days(problem) => days_problem(words, problem),
        RecurrenceError::TooMany { count } => words.with(
            "times-too-many",
            &[
                ("count", (*count).into()),
                ("most", MAX_SLOTS_PER_DAY.into()),
            ],
        ),
        RecurrenceError::TooClose { first, second } => words.with(
            "times-too-close",
            &[
                ("first", first.as_str().into()),
                ("second", second.as_str().into()),
                ("minutes", MIN_SPACING_MINUTES.into()),
            ],
        ),
        RecurrenceError::Never => words.get("times-never"),
        RecurrenceError::Cron(refusal) => cron_problem(words, refusal),
        // Nobody typed what is stored.
        RecurrenceError::Stored => problem.to_string(),
    }
}

/// What is wrong with a cron expression, where, and what to write instead (S-10…S-17).
fn cron_problem(words: Words<'_>, refusal: &CronRefusal) -> String {
    let n_fields = refusal.part.split_whitespace().count();
    let why = match refusal.code {
        CronCode::Fields => words.with("cron-why-fields", &[("count", n_fields.into())]),
        CronCode::Syntax => words.get("cron-why-syntax"),
        CronCode::Range => words.get("cron-why-range"),
        CronCode::Name => words.get("cron-why-name"),
        CronCode::Unsupported => {
            let foreign = refusal.foreign.map_or("any", Foreign::name);
            words.get(&format!("cron-foreign-{foreign}"))
        }
        CronCode::DowNumber => words.get("cron-why-dow-number"),
        CronCode::Ambiguous => words.get("cron-why-ambiguous"),
    };
    let (part, why) = (("part", refusal.part.as_str().into()), ("why", why.into()));
    let refused = match refusal.field {
        "" => words.with("cron-refused", &[part, why]),
        field => {
            let field = if refusal.code == CronCode::Ambiguous {
                "days"
            } else {
                field
            };
            let place = words.get(&format!("cron-field-{field}"));
            words.with("cron-refused-in", &[("where", place.into()), part, why])
        }
    };
    match &refusal.instead {
        Some(instead) => words.with(
            "cron-refused-instead",
            &[
                ("refused", refused.into()),
                ("instead", instead.as_str().into()),
            ],
        ),
        None => refused,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::Catalogue;

    fn said(recurrence: Result<Recurrence, RecurrenceError>) -> String {
        let catalogue = Catalogue::embedded().unwrap();
        super::recurrence(catalogue.words("en"), &recurrence.unwrap())
    }

    #[test]
    fn lists_and_intervals_are_said_back() {
        insta::assert_snapshot!(said(Recurrence::parse("10:30,3pm", Some("weekdays"))), @"at 10:30 and 15:00 on weekdays");
        insta::assert_snapshot!(said(Recurrence::parse("9:00,10:00,11:00,12:00", None)), @"every hour from 09:00 to 12:00 every day");
        insta::assert_snapshot!(said(Recurrence::every("90m", "9:00-17:00", Some("mon,thu"))), @"every 90 minutes from 09:00 to 16:30 every Monday and Thursday");
    }

    #[test]
    fn either_of_two_days_is_said_as_both() {
        insta::assert_snapshot!(said(Recurrence::cron("0 9 13 * MON")), @"at 09:00 every Monday **and also** on the 13th");
        insta::assert_snapshot!(said(Recurrence::cron("0 9 1,15 * MON-FRI")), @"at 09:00 on weekdays **and also** on the 1st and 15th");
    }

    #[test]
    fn months_years_and_seconds_are_said_back() {
        insta::assert_snapshot!(said(Recurrence::cron("0 9 * JAN,7 *")), @"at 09:00 every day, in January and July only");
        insta::assert_snapshot!(said(Recurrence::cron("0 9 31 12 *")), @"at 09:00 on the 31st, in December only");
        insta::assert_snapshot!(said(Recurrence::cron("30 0 9 1 1 ? 2027-2029")), @"at 09:00:30 on the 1st, in January only, in 2027 to 2029 only");
        insta::assert_snapshot!(said(Recurrence::cron("0 0 9 ? 1 MON 2027,2029")), @"at 09:00 every Monday, in January only, in 2027 and 2029 only");
        insta::assert_snapshot!(said(Recurrence::cron("* * * * * *")), @"every second from 00:00 to 23:59:59 every day");
        insta::assert_snapshot!(said(Recurrence::cron("0-40 9 * * *")), @"every minute from 09:00 to 09:40 every day");
        insta::assert_snapshot!(said(Recurrence::cron("0-40 9,11 * * *")), @"82 times between 09:00 and 11:40 every day");
    }
}
