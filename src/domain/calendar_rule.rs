//! When the days of a calendar file are, and when they come again (RFC 5545).
//!
//! Begin reading at [`yearly`].

use jiff::civil::{Date, Weekday};

/// It comes again in later years: on the same date, or on the same weekday of its month.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Yearly {
    /// Which one of its month, counted from the end if negative.
    pub(super) weekday: Option<(i8, Weekday)>,
    pub(super) interval: i16,
    pub(super) count: Option<usize>,
    pub(super) until: Option<Date>,
}

impl Yearly {
    /// Its date in a year, if it has one.
    pub(super) fn in_year(&self, year: i16, first: Date) -> Option<Date> {
        match self.weekday {
            Some((nth, weekday)) => Date::new(year, first.month(), 1)
                .and_then(|month| month.nth_weekday_of_month(nth, weekday))
                .ok(),
            None => Date::new(year, first.month(), first.day()).ok(),
        }
    }
}

/// `20261225`. Anything with a time of day is no whole day.
pub(super) fn date(text: &str) -> Option<Date> {
    let text = text.trim();
    let is_date = text.len() == 8 && text.bytes().all(|byte| byte.is_ascii_digit());
    let number = |from: usize, to: usize| text.get(from..to)?.parse::<i16>().ok();
    if !is_date {
        return None;
    }
    let small = |number: Option<i16>| i8::try_from(number?).ok();
    Date::new(number(0, 4)?, small(number(4, 6))?, small(number(6, 8))?).ok()
}

/// A date, or the midnight with which it begins by the clock of its place.
pub(super) fn midnight(text: &str) -> Option<Date> {
    date(text.trim().strip_suffix("T000000").unwrap_or(text))
}

/// `-1MO` is the last Monday.
fn nth_weekday(text: &str) -> Option<(i8, Weekday)> {
    let (nth, day) = text.split_at_checked(text.len().checked_sub(2)?)?;
    let names = ["MO", "TU", "WE", "TH", "FR", "SA", "SU"];
    let at = names.iter().position(|name| name.eq_ignore_ascii_case(day));
    let day = Weekday::from_monday_zero_offset(i8::try_from(at?).ok()?).ok()?;
    let nth = nth.parse().ok().filter(|nth: &i8| *nth != 0)?;
    Some((nth, day))
}

/// `P3D` or `P1W`, in days.
pub(super) fn whole_days(text: &str) -> Option<i32> {
    let text = text.trim().to_ascii_uppercase();
    let text = text.strip_prefix('+').unwrap_or(&text).strip_prefix('P')?;
    let (number, days) = match text.strip_suffix('W') {
        Some(weeks) => (weeks, 7),
        None => (text.strip_suffix('D')?, 1),
    };
    let number: i32 = number.parse().ok()?;
    number.checked_mul(days).filter(|days| *days > 0)
}

/// A rule that brings an event again on its own date each year, or every so many, or on such a weekday of its month.
pub(super) fn yearly(text: &str, first: Date) -> Option<Yearly> {
    let mut rule = Yearly {
        weekday: None,
        interval: 1,
        count: None,
        until: None,
    };
    let (mut is_yearly, mut in_month) = (false, false);
    for part in text.trim().split(';').filter(|part| !part.is_empty()) {
        let (key, value) = part.split_once('=')?;
        let value = value.trim();
        let is = |number: i8| value.parse() == Ok(number);
        match key.trim().to_ascii_uppercase().as_str() {
            "FREQ" => is_yearly = value.eq_ignore_ascii_case("YEARLY"),
            "INTERVAL" => rule.interval = value.parse().ok().filter(|n| *n > 0)?,
            "COUNT" => rule.count = Some(value.parse().ok().filter(|n| *n > 0)?),
            "UNTIL" => rule.until = Some(date(value.get(..8)?)?),
            "BYMONTH" if is(first.month()) => in_month = true,
            "BYDAY" => rule.weekday = Some(nth_weekday(value)?),
            "BYMONTHDAY" if is(first.day()) => {}
            "WKST" => {}
            _ => return None,
        }
    }
    // Without a month it would be the weekday of a year; and what begins otherwise than it goes on is not understood.
    let is_own = rule.weekday.is_none() || in_month;
    let is_own = is_own && rule.in_year(first.year(), first) == Some(first);
    let is_sound = is_yearly && is_own && !(rule.count.is_some() && rule.until.is_some());
    is_sound.then_some(rule)
}
