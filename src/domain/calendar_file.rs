//! Days off in a calendar file (iCalendar, RFC 5545): whole days, alone or in a row, once or every year, on the same date
//! or such as on the last Monday of May.
//!
//! What a file holds beside these is named and left out, never guessed at; a file that is no calendar, or breaks off,
//! is refused as a whole. Begin reading at [`CalendarFile::parse`].

use std::collections::{BTreeMap, BTreeSet};

use jiff::ToSpan as _;
use jiff::civil::Date;

use super::calendar_rule::{Yearly, date, midnight, whole_days, yearly};

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
    /// What the file knows it by; empty if it does not say.
    uid: String,
    name: String,
    first: Date,
    n_days: i32,
    yearly: Option<Yearly>,
    except: BTreeSet<Date>,
}

/// The text of a file. Lines are put together first: they may be broken within a letter. `None` if it is no text.
pub fn decoded(bytes: &[u8]) -> Option<String> {
    let mut whole = Vec::with_capacity(bytes.len());
    let mut rest = bytes.iter().copied().peekable();
    while let Some(byte) = rest.next() {
        if byte == b'\n' && rest.next_if(|next| b" \t".contains(next)).is_some() {
            whole.pop_if(|last| *last == b'\r');
        } else {
            whole.push(byte);
        }
    }
    String::from_utf8(whole).ok()
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
        let mut changes = Vec::new();
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
                        (1, "VEVENT") if event.instead_of.is_some() => {
                            changes.push(std::mem::take(&mut event));
                        }
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
        for change in changes {
            file.change(change);
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

    /// One time of an event that comes again is another one, or called off.
    fn change(&mut self, change: Event) {
        let is_of = |event: &&mut DaysOff| !change.uid.is_empty() && event.uid == change.uid;
        let changed = self.events.iter_mut().find(is_of);
        let (Some(changed), Some(instead_of)) = (changed, change.instead_of) else {
            self.left_out.push(change.name);
            return;
        };
        changed.except.insert(instead_of);
        if !change.is_called_off {
            self.take(change);
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
            weekday: None,
            interval: 1,
            count: Some(1),
            until: None,
        });
        let last = yearly.until.map_or(until, |end| end.min(until));
        let years =
            (self.first.year()..=last.year()).step_by(yearly.interval.unsigned_abs().into());
        years
            // The 29th of February comes in leap years alone.
            .filter_map(move |year| yearly.in_year(year, self.first))
            .take(yearly.count.unwrap_or(usize::MAX))
            .take_while(move |date| *date <= last)
            .filter(|date| !self.except.contains(date))
    }
}

/// An event while it is read.
#[derive(Debug, Default)]
struct Event {
    uid: String,
    name: String,
    first: Option<Date>,
    /// It begins at a midnight: then it has to end at one, too.
    is_timed: bool,
    end: Option<Date>,
    /// The day of an event that comes again, in the place of which this one stands.
    instead_of: Option<Date>,
    is_called_off: bool,
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
            "UID" => value.trim().clone_into(&mut self.uid),
            "DTSTART" if self.first.is_none() => {
                self.first = self.understood(midnight(value));
                self.is_timed = date(value).is_none();
            }
            "DTEND" if self.end.is_none() => self.end = self.understood(midnight(value)),
            "DURATION" if self.n_days.is_none() => {
                self.n_days = self.understood(whole_days(value));
            }
            "RRULE" if self.rule.is_none() => self.rule = Some(value.to_owned()),
            "EXDATE" => {
                for text in value.split(',') {
                    let day = self.understood(midnight(text));
                    self.except.extend(day);
                }
            }
            "STATUS" => self.is_called_off |= value.trim().eq_ignore_ascii_case("CANCELLED"),
            "RECURRENCE-ID" if self.instead_of.is_none() => {
                self.instead_of = self.understood(midnight(value));
            }
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
        let first = self
            .first
            .filter(|_| !self.beyond_us && !self.is_called_off)?;
        if self.is_timed && self.n_days.is_none() && self.end.is_none_or(|end| end <= first) {
            return None;
        }
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
            uid: self.uid,
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
