//! Days off in a calendar file (iCalendar, RFC 5545): whole days, alone or in a row, once or every year.
//!
//! What a file holds beside these is named and left out, never guessed at; a file that is no calendar, or breaks off,
//! is refused as a whole. Begin reading at [`CalendarFile::parse`].

use std::collections::{BTreeMap, BTreeSet};

use jiff::ToSpan as _;
use jiff::civil::Date;

/// The longest name of a day off, in characters.
pub const LONGEST_NAME: usize = 80;
/// The most days in a row that are taken for one event; a term or a season is no day off.
const MOST_DAYS: i32 = 62;
/// Events that began earlier are taken for mistakes.
const FIRST_YEAR: i16 = 1900;

/// What was understood of a file.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct CalendarFile {
    events: Vec<DaysOff>,
    /// The names of the entries that were left out, since they are something else or more than is understood here; empty
    /// where the file gave none.
    pub left_out: Vec<String>,
}

/// Why a file is refused.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum CalendarProblem {
    /// It does not begin as calendars do.
    #[error("not a calendar file")]
    NotACalendar,
    /// It breaks off, or its parts are not nested as they should be.
    #[error("a damaged calendar file")]
    Damaged,
}

/// The days of a file that lie in a span of dates.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct DaysFound {
    /// Each with its name; empty if the file gave none.
    pub days: BTreeMap<Date, String>,
    /// How many events are over.
    pub past: usize,
    /// How many lie beyond the span.
    pub later: usize,
}

/// An event of whole days.
#[derive(Debug, Clone, PartialEq, Eq)]
struct DaysOff {
    name: String,
    first: Date,
    n_days: i32,
    yearly: Option<Yearly>,
    except: BTreeSet<Date>,
}

/// It comes again on the same date of later years.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Yearly {
    interval: i16,
    count: Option<usize>,
    until: Option<Date>,
}

impl CalendarFile {
    /// Reads a file.
    ///
    /// # Errors
    /// When it is no calendar, or not a whole one.
    pub fn parse(text: &str) -> Result<Self, CalendarProblem> {
        let mut file = Self::default();
        let mut open: Vec<String> = Vec::new();
        let mut event = Event::default();
        for line in unfolded(text) {
            if line.is_empty() {
                continue;
            }
            let (name, value) = parted(&line);
            let tag = value.trim().to_ascii_uppercase();
            match name.as_str() {
                "BEGIN" => {
                    if open.is_empty() && tag != "VCALENDAR" {
                        return Err(CalendarProblem::NotACalendar);
                    }
                    if open.len() == 1 {
                        event = Event::default();
                    }
                    open.push(tag);
                }
                "END" => {
                    let begun = open.pop();
                    if begun.as_deref() != Some(tag.as_str()) {
                        return Err(CalendarProblem::Damaged);
                    }
                    match (open.len(), tag.as_str()) {
                        (1, "VEVENT") => file.take(std::mem::take(&mut event)),
                        (1, "VTODO" | "VJOURNAL") => {
                            file.left_out.push(std::mem::take(&mut event).name);
                        }
                        _ => {}
                    }
                }
                _ if open.is_empty() => return Err(CalendarProblem::NotACalendar),
                _ if open.len() == 2 => event.read(&name, value),
                _ => {}
            }
        }
        match (open.is_empty(), text.trim().is_empty()) {
            (true, false) => Ok(file),
            (false, _) => Err(CalendarProblem::Damaged),
            (true, true) => Err(CalendarProblem::NotACalendar),
        }
    }

    fn take(&mut self, event: Event) {
        let name = event.name.clone();
        match event.finish() {
            Some(days) => self.events.push(days),
            None => self.left_out.push(name),
        }
    }

    /// The days from `from` to `until`, both included. Where several events share a day, all their names are given.
    pub fn days(&self, from: Date, until: Date) -> DaysFound {
        let mut found = DaysFound::default();
        for event in &self.events {
            if event.first > until {
                found.later += 1;
                continue;
            }
            let days: BTreeSet<Date> = event
                .begins(until)
                .flat_map(|first| first.series(1.day()).take(event.length()))
                .filter(|day| (from..=until).contains(day))
                .collect();
            found.past += usize::from(days.is_empty());
            for day in days {
                let name = found.days.entry(day).or_default();
                *name = joined(name, &event.name);
            }
        }
        found
    }
}

impl DaysOff {
    fn length(&self) -> usize {
        usize::try_from(self.n_days).unwrap_or(1)
    }

    /// The dates on which it begins, up to `until`.
    fn begins(&self, until: Date) -> impl Iterator<Item = Date> + '_ {
        let yearly = self.yearly.unwrap_or(Yearly {
            interval: 1,
            count: Some(1),
            until: None,
        });
        let last = yearly.until.map_or(until, |end| end.min(until));
        let years =
            (self.first.year()..=last.year()).step_by(yearly.interval.unsigned_abs().into());
        years
            // The 29th of February comes in leap years alone.
            .filter_map(|year| Date::new(year, self.first.month(), self.first.day()).ok())
            .take(yearly.count.unwrap_or(usize::MAX))
            .take_while(move |date| *date <= last)
            .filter(|date| !self.except.contains(date))
    }
}

/// An event while it is read.
#[derive(Debug, Default)]
struct Event {
    name: String,
    first: Option<Date>,
    end: Option<Date>,
    n_days: Option<i32>,
    rule: Option<String>,
    except: BTreeSet<Date>,
    /// Something in it means more than is understood here.
    beyond_us: bool,
}

impl Event {
    fn read(&mut self, name: &str, value: &str) {
        match name {
            "SUMMARY" => self.name = plain(value),
            "DTSTART" if self.first.is_none() => {
                self.first = self.understood(date(value));
            }
            "DTEND" if self.end.is_none() => self.end = self.understood(date(value)),
            "DURATION" if self.n_days.is_none() => {
                self.n_days = self.understood(whole_days(value));
            }
            "RRULE" if self.rule.is_none() => self.rule = Some(value.to_owned()),
            "EXDATE" => {
                for text in value.split(',') {
                    let day = self.understood(date(text));
                    self.except.extend(day);
                }
            }
            "STATUS" if value.trim().eq_ignore_ascii_case("CANCELLED") => self.beyond_us = true,
            "DTSTART" | "DTEND" | "DURATION" | "RRULE" | "RDATE" | "RECURRENCE-ID" => {
                self.beyond_us = true;
            }
            _ => {}
        }
    }

    fn understood<T>(&mut self, value: Option<T>) -> Option<T> {
        self.beyond_us |= value.is_none();
        value
    }

    /// The event, if all that matters in it was understood.
    fn finish(self) -> Option<DaysOff> {
        let first = self.first.filter(|_| !self.beyond_us)?;
        // The end is the day after the last; some programs write the first day for a single one.
        let to_end = |end: Date| (end - first).get_days().max(i32::from(end == first));
        let n_days = match (self.end, self.n_days) {
            (Some(_), Some(_)) => return None,
            (Some(end), None) => to_end(end),
            (None, n_days) => n_days.unwrap_or(1),
        };
        // The rule may stand before the date that it repeats.
        let yearly = match self.rule {
            Some(rule) => Some(yearly(&rule, first)?),
            None => None,
        };
        let is_sound = (1..=MOST_DAYS).contains(&n_days) && first.year() >= FIRST_YEAR;
        is_sound.then_some(DaysOff {
            name: self.name,
            first,
            n_days,
            yearly,
            except: self.except,
        })
    }
}

/// The lines of a file; a line that begins with a blank goes on from the one before.
fn unfolded(text: &str) -> Vec<String> {
    let mut lines: Vec<String> = Vec::new();
    for line in text.trim_start_matches('\u{feff}').split('\n') {
        let line = line.strip_suffix('\r').unwrap_or(line);
        match (line.strip_prefix([' ', '\t']), lines.last_mut()) {
            (Some(rest), Some(last)) => last.push_str(rest),
            _ => lines.push(line.to_owned()),
        }
    }
    lines
}

/// The name of a line without its parameters, and its value. A colon in quotes belongs to a parameter.
fn parted(line: &str) -> (String, &str) {
    let mut quoted = false;
    let colon = line.char_indices().find(|(_, symbol)| {
        quoted ^= *symbol == '"';
        *symbol == ':' && !quoted
    });
    let (head, value) = match colon {
        Some((at, _)) => (&line[..at], &line[at + 1..]),
        None => (line, ""),
    };
    let name = head.split(';').next().unwrap_or_default();
    (name.trim().to_ascii_uppercase(), value)
}

/// `20261225`. Anything with a time of day is no whole day.
fn date(text: &str) -> Option<Date> {
    let text = text.trim();
    let is_date = text.len() == 8 && text.bytes().all(|byte| byte.is_ascii_digit());
    let number = |from: usize, to: usize| text.get(from..to)?.parse::<i16>().ok();
    if !is_date {
        return None;
    }
    let small = |number: Option<i16>| i8::try_from(number?).ok();
    Date::new(number(0, 4)?, small(number(4, 6))?, small(number(6, 8))?).ok()
}

/// `P3D` or `P1W`, in days.
fn whole_days(text: &str) -> Option<i32> {
    let text = text.trim().to_ascii_uppercase();
    let text = text.strip_prefix('+').unwrap_or(&text).strip_prefix('P')?;
    let (number, days) = match text.strip_suffix('W') {
        Some(weeks) => (weeks, 7),
        None => (text.strip_suffix('D')?, 1),
    };
    let number: i32 = number.parse().ok()?;
    number.checked_mul(days).filter(|days| *days > 0)
}

/// A rule that brings an event again on its own date each year, or every so many.
fn yearly(text: &str, first: Date) -> Option<Yearly> {
    let mut rule = Yearly {
        interval: 1,
        count: None,
        until: None,
    };
    let mut is_yearly = false;
    for part in text.trim().split(';').filter(|part| !part.is_empty()) {
        let (key, value) = part.split_once('=')?;
        let value = value.trim();
        let is = |number: i8| value.parse() == Ok(number);
        match key.trim().to_ascii_uppercase().as_str() {
            "FREQ" => is_yearly = value.eq_ignore_ascii_case("YEARLY"),
            "INTERVAL" => rule.interval = value.parse().ok().filter(|n| *n > 0)?,
            "COUNT" => rule.count = Some(value.parse().ok().filter(|n| *n > 0)?),
            "UNTIL" => rule.until = Some(date(value.get(..8)?)?),
            "BYMONTH" if is(first.month()) => {}
            "BYMONTHDAY" if is(first.day()) => {}
            "WKST" => {}
            _ => return None,
        }
    }
    let is_sound = is_yearly && !(rule.count.is_some() && rule.until.is_some());
    is_sound.then_some(rule)
}

/// A text of the file as one short line.
fn plain(text: &str) -> String {
    let mut said = String::new();
    let mut symbols = text.chars();
    while let Some(symbol) = symbols.next() {
        said.push(match symbol {
            '\\' => match symbols.next() {
                Some('n' | 'N') | None => ' ',
                Some(other) => other,
            },
            other => other,
        });
    }
    tidy(&said)
}

/// A name as it is kept: one line, no more blanks than needed, no longer than [`LONGEST_NAME`].
pub fn tidy(name: &str) -> String {
    let name = name.replace(|symbol: char| symbol.is_control(), " ");
    let name = name.split_whitespace().collect::<Vec<_>>().join(" ");
    let short: String = name.chars().take(LONGEST_NAME).collect();
    short.trim_end().to_owned()
}

/// Two names of one day.
fn joined(first: &str, second: &str) -> String {
    match (first, second) {
        ("", name) | (name, "") => name.to_owned(),
        (first, second) if first.split(" / ").any(|name| name == second) => first.to_owned(),
        (first, second) => tidy(&format!("{first} / {second}")),
    }
}

#[cfg(test)]
#[path = "calendar_file_tests.rs"]
mod tests;
