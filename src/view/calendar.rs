//! A year of check-ins and a team's goal in words: what their pictures show, for those who do not see them.
//!
//! Begin reading at [`text`].

use jiff::civil::Date;

use super::button::Place;
use super::cards::{GREEN, container};
use super::exercises::media;
use super::message::{Component, Message, Picture};
use super::progress::{show_board, show_streak};
use crate::domain::year::{Counts, Goal, Mark, Month, Year};
use crate::text::Words;

/// What is told of a month, in this order; what is zero is left out.
const TOLD: [Mark; 6] = [
    Mark::Credited,
    Mark::Frozen,
    Mark::Rest,
    Mark::Paused,
    Mark::Spared,
    Mark::Missed,
];
/// What is told day by day of the present month and the one before: all that has a sign in the picture.
const DAY_BY_DAY: [Mark; 5] = [
    Mark::Credited,
    Mark::Frozen,
    Mark::Rest,
    Mark::Paused,
    Mark::Spared,
];
/// So many months are told day by day.
const MONTHS_BY_DAY: usize = 2;
/// Steps of the bar in text.
const STEPS: usize = 10;

/// The calendar of a member: its picture on top, if there is one, then the same month by month.
pub fn message(words: Words<'_>, place: Place, year: &Year, picture: Option<Picture>) -> Message {
    let mut children = vec![Component::Text(words.get("calendar-title"))];
    children.extend(picture.as_ref().map(media));
    children.push(Component::Text(text(words, year)));
    children.push(Component::Text(words.get("calendar-key")));
    children.push(Component::Buttons(vec![
        show_streak(words, place),
        show_board(words, place),
    ]));
    Message {
        pictures: picture.into_iter().collect(),
        ..container(GREEN, children)
    }
}

/// The calendar's alt text: the whole year in two sentences.
pub fn alt(words: Words<'_>, year: &Year) -> String {
    let months = year.months().len();
    let told = match told(words, &year.counts()) {
        told if told.is_empty() => words.get("calendar-nothing"),
        told => told,
    };
    words.with(
        "calendar-alt",
        &[("months", months.into()), ("told", told.into())],
    )
}

/// The calendar month by month, from the first one of which there is something to tell; the last two that have begun day by
/// day.
pub fn text(words: Words<'_>, year: &Year) -> String {
    let months = year.months();
    let is_empty = |month: &Month| TOLD.iter().all(|mark| month.counts.of(*mark) == 0);
    let first = months.iter().position(|month| !is_empty(month));
    let first = first.unwrap_or(months.len().saturating_sub(1));
    let begun = months.iter().filter(|month| month.begin <= year.today);
    let n_begun = begun.count();
    let by_day = n_begun.saturating_sub(MONTHS_BY_DAY)..n_begun;
    let lines = months
        .into_iter()
        .enumerate()
        .skip(first)
        .map(|(n, month)| {
            let name = words.get(&format!("month-{}", month.begin.month()));
            let told = match told(words, &month.counts) {
                told if told.is_empty() => words.get("calendar-nothing"),
                told => told,
            };
            let line = words.with(
                "calendar-month",
                &[
                    ("month", name.into()),
                    ("year", month.begin.year().to_string().into()),
                    ("told", told.into()),
                ],
            );
            let days = by_day.contains(&n).then(|| day_by_day(words, year, &month));
            let days = days.filter(|days| !days.is_empty());
            line + &days.map(|days| format!("\n-# {days}")).unwrap_or_default()
        });
    lines.collect::<Vec<_>>().join("\n")
}

/// "Breaks: 1–3, 8; rest days: 6–7".
fn day_by_day(words: Words<'_>, year: &Year, month: &Month) -> String {
    let is_here = |day: Date| day.first_of_month() == month.begin.first_of_month();
    let kinds = DAY_BY_DAY.iter().filter_map(|mark| {
        let of_kind = year
            .days()
            .filter(|(day, one)| one == mark && is_here(*day));
        let days = in_ranges(of_kind.map(|(day, _)| day.day()));
        let told = [("days", days.as_str().into())];
        (!days.is_empty()).then(|| words.with(&format!("calendar-days-{mark}"), &told))
    });
    kinds.collect::<Vec<_>>().join("; ")
}

/// "1–3, 8" of days in order.
fn in_ranges(days: impl Iterator<Item = i8>) -> String {
    let mut ranges: Vec<(i8, i8)> = Vec::new();
    for day in days {
        match ranges.last_mut() {
            Some((_, last)) if *last + 1 == day => *last = day,
            _ => ranges.push((day, day)),
        }
    }
    let told = ranges.iter().map(|(first, last)| {
        if first == last {
            first.to_string()
        } else {
            format!("{first}–{last}")
        }
    });
    told.collect::<Vec<_>>().join(", ")
}

/// "14 breaks, 8 rest days".
fn told(words: Words<'_>, counts: &Counts) -> String {
    let kinds = TOLD.iter().filter(|mark| counts.of(**mark) > 0);
    let kinds = kinds.map(|mark| {
        let count = [("count", counts.of(*mark).into())];
        words.with(&format!("calendar-{mark}"), &count)
    });
    kinds.collect::<Vec<_>>().join(", ")
}

/// The goal in words; also its picture's alt text.
pub fn goal(words: Words<'_>, goal: Goal) -> String {
    let key = if goal.percent() >= 100 {
        "goal-reached"
    } else {
        "goal-so-far"
    };
    let arguments = [
        ("done", goal.done.into()),
        ("wanted", goal.wanted.into()),
        ("percent", goal.percent().into()),
    ];
    words.with(key, &arguments)
}

/// The goal as a bar of characters, for messages without pictures.
pub fn goal_bar(goal: Goal) -> String {
    let full = usize::try_from(goal.percent())
        .unwrap_or(usize::MAX)
        .min(100)
        * STEPS
        / 100;
    format!("{}{}", "▰".repeat(full), "▱".repeat(STEPS - full))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::Catalogue;
    use jiff::civil::date;

    fn year() -> Year {
        let mut marks = vec![Mark::Credited; 3];
        marks.extend([Mark::Rest, Mark::Rest, Mark::Missed, Mark::Frozen]);
        marks.extend([Mark::Future; 30]);
        Year {
            begin: date(2026, 5, 28),
            marks,
            today: date(2026, 6, 3),
        }
    }

    #[test]
    fn a_year_is_told_month_by_month_without_reproach() {
        let catalogue = Catalogue::embedded().unwrap();
        let words = catalogue.words("en");
        insta::assert_snapshot!(text(words, &year()), @"
        **May 2026:** 3 breaks, 1 rest day
        -# Breaks: 28–30; rest days: 31
        **June 2026:** 1 day kept by a freeze, 1 rest day, 1 free place
        -# kept by a freeze: 3; rest days: 1
        **July 2026:** nothing yet
        ");
        insta::assert_snapshot!(alt(words, &year()), @"Calendar of 3 months, week by week, today in a ring. In all: 3 breaks, 1 day kept by a freeze, 2 rest days, 1 free place.");
    }

    #[test]
    fn the_calendar_of_somebody_new_says_that_there_is_nothing_yet() {
        let catalogue = Catalogue::embedded().unwrap();
        let words = catalogue.words("en");
        let new = Year {
            marks: vec![Mark::Outside; 7],
            ..year()
        };
        let alt = alt(words, &new);
        assert!(alt.ends_with("In all: nothing yet."), "{alt}");
    }

    #[test]
    fn the_longest_calendar_is_no_longer_than_a_message_may_be() {
        let catalogue = Catalogue::embedded().unwrap();
        let words = catalogue.words("en");
        let begin = date(2025, 8, 1);
        let all = DAY_BY_DAY.into_iter().chain([Mark::Missed]).cycle();
        let marks: Vec<_> = all.take(365).collect();
        let longest = Year {
            begin,
            marks,
            today: date(2026, 7, 31),
        };
        let text = text(words, &longest);
        assert!(text.chars().count() < 3_000, "{}", text.chars().count());
    }

    #[test]
    fn a_goal_is_told_with_a_bar() {
        let catalogue = Catalogue::embedded().unwrap();
        let words = catalogue.words("en");
        let told = |done, wanted| {
            let at = Goal { done, wanted };
            format!("{} {}", goal_bar(at), goal(words, at))
        };
        insta::assert_snapshot!(told(143, 200), @"▰▰▰▰▰▰▰▱▱▱ 143 of 200 breaks together: 71 %");
        insta::assert_snapshot!(told(1, 1), @"▰▰▰▰▰▰▰▰▰▰ 1 of 1 break together: the goal is reached!");
    }
}
