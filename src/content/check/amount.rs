//! Checks of amounts: numbers in their ranges.
//!
//! Begin reading at [`check_amounts`].

use std::ops::RangeInclusive;

use super::fields::{Checker, all};
use crate::content::error::At;
use crate::content::limits::{DAYS, HOLD, LASTS, ROUNDS, TIMES, TITLE};
use crate::content::raw::RawAmount;
use crate::content::raw_span::RawSpan;
use crate::domain::amount::{Amount, Span};

/// The amounts, if nothing is wrong with any.
pub(super) fn check_amounts(
    checker: &mut Checker<'_>,
    at: &At,
    raw: &[RawAmount],
) -> Option<Vec<Amount>> {
    all(raw.iter().enumerate().map(|(index, raw)| {
        let at = at.inside(&format!("amount[{}]", index + 1));
        check_amount(checker, &at, raw)
    }))
}

fn check_amount(checker: &mut Checker<'_>, at: &At, raw: &RawAmount) -> Option<Amount> {
    let what = checker.optional(at, "what", raw.what.as_deref(), TITLE);
    if raw.times.is_none() && raw.hold.is_none() && raw.lasts.is_none() {
        checker.wrong::<()>(at, "times", "is missing", "times, hold or lasts");
    }
    let mut span = |key: &str, raw: Option<RawSpan>, range: RangeInclusive<i64>| match raw {
        None => Some(None),
        Some(raw) => check_span(checker, at, key, raw, &range).map(Some),
    };
    let times = span("times", raw.times, TIMES);
    let hold = span("hold", raw.hold, HOLD);
    let out = span("out", raw.out, HOLD);
    let back = span("back", raw.back, HOLD);
    let rest = span("rest", raw.rest, HOLD);
    let lasts = span("lasts", raw.lasts, LASTS);
    let rounds = span("rounds", raw.rounds, ROUNDS);
    let days = span("days", raw.days, DAYS);
    Some(Amount {
        what,
        times: times?,
        hold: hold?,
        out: out?,
        back: back?,
        rest: rest?,
        lasts: lasts?,
        rounds: rounds?,
        days: days?,
        per_side: raw.per_side,
    })
}

fn check_span(
    checker: &mut Checker<'_>,
    at: &At,
    key: &str,
    RawSpan([least, most]): RawSpan,
    range: &RangeInclusive<i64>,
) -> Option<Span> {
    let numbers = (u16::try_from(least), u16::try_from(most));
    match numbers {
        (Ok(low), Ok(high)) if range.contains(&least) && range.contains(&most) && low <= high => {
            Some(Span {
                least: low,
                most: high,
            })
        }
        _ => {
            let wrong = if least == most {
                format!("{least} is out of range")
            } else {
                format!("[{least}, {most}] is out of range or upside down")
            };
            let (low, high) = (range.start(), range.end());
            let accepted =
                format!("a whole number from {low} to {high}, or two such, the smaller first");
            checker.wrong(at, key, wrong, accepted)
        }
    }
}
