//! The cron dialect: what widely used crons read in one way is accepted, what they read in different ways is
//! refused with a suggestion (S-10…S-19).
//!
//! The crate `cron` expands the fields, once they have been checked and written in the one form that it reads
//! as everybody does. Begin reading at [`parse`].

use ::cron::{Schedule, TimeUnitSpec};

use super::dates::Dates;
use super::field::{Checked, Field, Item, check, day_name};
use super::refusal::{CronCode, CronRefusal, Foreign};
use super::times::TimesOfDay;
use crate::domain::weekdays::Weekdays;

const FIVE: [Field; 5] = [
    Field::Minute,
    Field::Hour,
    Field::DayOfMonth,
    Field::Month,
    Field::DayOfWeek,
];
const SEVEN: [Field; 7] = [
    Field::Second,
    Field::Minute,
    Field::Hour,
    Field::DayOfMonth,
    Field::Month,
    Field::DayOfWeek,
    Field::Year,
];

/// Words for whole expressions (S-18).
const NICKNAMES: [(&str, &str); 7] = [
    ("@yearly", "0 0 1 1 *"),
    ("@annually", "0 0 1 1 *"),
    ("@monthly", "0 0 1 * *"),
    ("@weekly", "0 0 * * 0"),
    ("@daily", "0 0 * * *"),
    ("@midnight", "0 0 * * *"),
    ("@hourly", "0 * * * *"),
];

/// What an expression means, and its text with single blanks.
pub(super) struct Expression {
    pub(super) times: TimesOfDay,
    pub(super) dates: Dates,
    pub(super) text: String,
}

/// Reads an expression; the first thing that is wrong is reported (S-19).
pub(super) fn parse(text: &str) -> Result<Expression, CronRefusal> {
    let text = text.trim_matches([' ', '\t']);
    let text = nickname(text)?;
    check_prefix(text)?;
    let fields: Vec<_> = text
        .split([' ', '\t'])
        .filter(|field| !field.is_empty())
        .collect();
    let kinds = match fields.len() {
        5 => &FIVE[..],
        6 => &SEVEN[..6],
        7 => &SEVEN[..],
        n => {
            let hint = format!(
                "{n} fields: write 5 (minute hour day-of-month month day-of-week), 6 (second first) or 7 (year last)"
            );
            return Err(CronRefusal::whole(CronCode::Fields, text, &hint));
        }
    };
    let has_seconds = fields.len() > 5;
    let checked = kinds
        .iter()
        .zip(&fields)
        .map(|(field, text)| check(*field, text, has_seconds))
        .collect::<Result<Vec<_>, _>>()?;
    let expanded = expand(&checked, text)?;
    check_days(&checked, &expanded, has_seconds)?;
    Ok(meaning(&checked, &expanded, fields.join(" ")))
}

fn nickname(text: &str) -> Result<&str, CronRefusal> {
    if !text.starts_with('@') {
        return Ok(text);
    }
    let known = NICKNAMES.iter().find(|(name, _)| *name == text);
    known
        .map(|(_, meaning)| *meaning)
        .ok_or_else(|| CronRefusal::foreign(Foreign::Word, "", text))
}

fn check_prefix(text: &str) -> Result<(), CronRefusal> {
    let first = text.split([' ', '\t']).next().unwrap_or_default();
    let is_prefix = first
        .split_once('=')
        .is_some_and(|(name, _)| ["TZ", "CRON_TZ"].contains(&name.to_ascii_uppercase().as_str()));
    if is_prefix {
        return Err(CronRefusal::foreign(Foreign::Zone, "", first));
    }
    Ok(())
}

/// Has the crate expand the fields; weekdays reach it by name, since it counts Sunday as 1 (S-14).
fn expand(checked: &[Checked], text: &str) -> Result<Schedule, CronRefusal> {
    let mut fields: Vec<_> = checked.iter().map(rewritten).collect();
    if checked.len() == FIVE.len() {
        fields.insert(0, "0".to_owned());
    }
    // Nothing that has passed the checks is refused here; if a later version of the crate does, it says why.
    fields
        .join(" ")
        .parse()
        .map_err(|error: ::cron::error::Error| {
            CronRefusal::whole(CronCode::Syntax, text, &error.to_string())
        })
}

/// A checked field in the one form that the crate and everybody else read alike.
fn rewritten(checked: &Checked) -> String {
    if checked.items.is_empty() {
        return "*".to_owned();
    }
    let items = checked.items.iter().map(|item| match *item {
        Item { from, to, step } if checked.field == Field::DayOfWeek => {
            let step = usize::try_from(step).unwrap_or(usize::MAX);
            let days: Vec<_> = (from..=to).step_by(step).map(day_name).collect();
            days.join(",")
        }
        Item { from, to, .. } if from == to => from.to_string(),
        Item { from, to, step: 1 } => format!("{from}-{to}"),
        Item { from, to, step } => format!("{from}-{to}/{step}"),
    });
    items.collect::<Vec<_>>().join(",")
}

/// Day of month and day of week together mean what they mean in POSIX, and only where nobody disagrees (S-15).
fn check_days(
    checked: &[Checked],
    expanded: &Schedule,
    has_seconds: bool,
) -> Result<(), CronRefusal> {
    let (Some(days), Some(weekdays)) = (
        set(checked, Field::DayOfMonth),
        set(checked, Field::DayOfWeek),
    ) else {
        return Ok(());
    };
    let both = format!("{} … {}", days.text, weekdays.text);
    let refuse = |hint: &str| {
        let fields = "day-of-month and day-of-week";
        Err(CronRefusal::new(CronCode::Ambiguous, fields, &both, hint))
    };
    if has_seconds {
        return refuse(
            "with seconds, crons differ on whether both must fit or either: set one of them to *",
        );
    }
    let is_star = |field: &Checked| field.text.contains('*');
    let is_whole = |n_values: usize, all: usize| n_values == all;
    if is_star(days) || is_whole(expanded.days_of_month().iter().count(), 31) {
        let hint = format!(
            "crons differ on whether both must fit or either: write * for {}, or list the days",
            days.text
        );
        return refuse(&hint);
    }
    if is_star(weekdays) || is_whole(expanded.days_of_week().iter().count(), 7) {
        let hint = format!(
            "crons differ on whether both must fit or either: write * for {}, or list the weekdays",
            weekdays.text
        );
        return refuse(&hint);
    }
    Ok(())
}

/// A field that is there and is neither `*` nor `?`.
fn set(checked: &[Checked], field: Field) -> Option<&Checked> {
    checked
        .iter()
        .find(|checked| checked.field == field && !checked.items.is_empty())
}

fn meaning(checked: &[Checked], expanded: &Schedule, text: String) -> Expression {
    let times = TimesOfDay::of_sets(
        expanded.hours().iter(),
        expanded.minutes().iter(),
        expanded.seconds().iter(),
    );
    // The crate counts Sunday as 1; the bits of a set of weekdays begin with Monday.
    let bits = expanded
        .days_of_week()
        .iter()
        .fold(0, |bits, day| bits | 1_i64 << ((day + 5) % 7));
    let weekdays = Weekdays::from_bits(bits).unwrap_or(Weekdays::DAILY);
    let mut dates = Dates::on(weekdays)
        .on_days(expanded.days_of_month().iter())
        .in_months(expanded.months().iter());
    if set(checked, Field::Year).is_some() {
        dates = dates.in_years(expanded.years().iter());
    }
    if set(checked, Field::DayOfMonth).is_some() && set(checked, Field::DayOfWeek).is_some() {
        dates = dates.either();
    }
    Expression { times, dates, text }
}
