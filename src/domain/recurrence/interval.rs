//! "Every 90 minutes between nine and five" (S-21).

use jiff::civil::Time;

use super::RecurrenceError;
use super::times::{TimesOfDay, parse_time, time};

/// The shortest and the longest interval, in minutes.
const MINUTES: std::ops::RangeInclusive<u32> = 5..=720;

/// `90m` or `2h`, as minutes.
pub(super) fn minutes(text: &str) -> Result<u32, RecurrenceError> {
    let text = text.trim();
    let read = || {
        let (number, factor) = match text.strip_suffix('m') {
            Some(number) => (number, 1),
            None => (text.strip_suffix('h')?, 60),
        };
        let is_number = number.bytes().all(|byte| byte.is_ascii_digit());
        let number: u32 = number.parse().ok().filter(|_| is_number)?;
        number
            .checked_mul(factor)
            .filter(|minutes| MINUTES.contains(minutes))
    };
    read().ok_or_else(|| RecurrenceError::Interval {
        item: text.to_owned(),
    })
}

/// `9:00-17:00`; the first one is earlier.
pub(super) fn span(text: &str) -> Result<(Time, Time), RecurrenceError> {
    let text = text.trim();
    let read = || {
        let (from, until) = text.split_once('-')?;
        let (from, until) = (parse_time(from.trim())?, parse_time(until.trim())?);
        (from < until).then_some((from, until))
    };
    read().ok_or_else(|| RecurrenceError::Span {
        item: text.to_owned(),
    })
}

/// The times of the day, the end included if the steps reach it.
pub(super) fn times(minutes: u32, from: Time, until: Time) -> TimesOfDay {
    let second = |time: Time| (i64::from(time.hour()) * 60 + i64::from(time.minute())) * 60;
    let step = usize::try_from(minutes * 60).unwrap_or(usize::MAX);
    TimesOfDay::of_minutes((second(from)..=second(until)).step_by(step).map(time))
}
