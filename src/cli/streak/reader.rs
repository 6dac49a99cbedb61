//! Values of a document, read one by one. Whatever is wrong is gathered with its place and what would fit.

use jiff::Timestamp;
use jiff::civil::Date;
use jiff::tz::TimeZone;
use serde_json::{Map, Value};

use crate::cli::schedule::{Refusal, instant, zone};
use crate::clock::Zones;

/// More problems than these help nobody.
const MOST_PROBLEMS: usize = 20;
/// How the reader of TOML hands on its own date-times.
const TOML_DATE_TIME: &str = "$__toml_private_datetime";

/// What is wrong, in the order in which it is reported.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Kind {
    Zone,
    Instant,
    File,
}

/// Reads a document, and gathers what is wrong with it.
pub(super) struct Reader<'a> {
    zones: &'a Zones,
    problems: Vec<(Kind, Refusal)>,
}

impl<'a> Reader<'a> {
    pub(super) fn new(zones: &'a Zones) -> Self {
        Self {
            zones,
            problems: Vec::new(),
        }
    }

    /// What was read, if nothing was wrong; else what was: zones first, then instants, then the rest.
    pub(super) fn end<T>(mut self, read: Option<T>) -> Result<T, Vec<Refusal>> {
        match read {
            Some(read) if self.problems.is_empty() => Ok(read),
            _ => {
                self.problems.sort_by_key(|(kind, _)| *kind);
                let problems = self.problems.into_iter().map(|(_, refusal)| refusal);
                Err(problems.take(MOST_PROBLEMS).collect())
            }
        }
    }

    pub(super) fn zone(&mut self, place: &str, value: &Value) -> Option<TimeZone> {
        let name = self.text(place, value)?;
        match zone(self.zones, place, &name) {
            Ok(zone) => Some(zone),
            Err(refusal) => {
                self.problems.push((Kind::Zone, refusal));
                None
            }
        }
    }

    pub(super) fn instant(&mut self, place: &str, value: &Value) -> Option<Timestamp> {
        let Some(text) = value.as_str() else {
            return self.wrong(place, "an instant in quotes", value);
        };
        match instant(place, text) {
            Ok(at) => Some(at),
            Err(refusal) => {
                self.problems.push((Kind::Instant, refusal));
                None
            }
        }
    }

    pub(super) fn date(&mut self, place: &str, value: &Value) -> Option<Date> {
        let date = value.as_str().and_then(|text| {
            let date: Date = text.parse().ok()?;
            // jiff reads more forms of dates than this one.
            (date.to_string() == text).then_some(date)
        });
        date.or_else(|| self.wrong(place, "a date in quotes, such as \"2026-03-09\"", value))
    }

    pub(super) fn number(&mut self, place: &str, value: &Value, most: u32) -> Option<u32> {
        let number = value.as_u64().and_then(|number| u32::try_from(number).ok());
        let number = number.filter(|number| *number <= most);
        number.or_else(|| self.wrong(place, &format!("a whole number from 0 to {most}"), value))
    }

    pub(super) fn flag(&mut self, place: &str, value: &Value) -> Option<bool> {
        let flag = value.as_bool();
        flag.or_else(|| self.wrong(place, "true or false", value))
    }

    pub(super) fn text(&mut self, place: &str, value: &Value) -> Option<String> {
        let text = value.as_str().map(str::to_owned);
        text.or_else(|| self.wrong(place, "a text in quotes", value))
    }

    /// A list whose items are read one by one; an item that is wrong is told and left out.
    pub(super) fn list<'v, T>(
        &mut self,
        place: &str,
        value: &'v Value,
        item: &str,
        mut read: impl FnMut(&mut Self, &str, &'v Value) -> Option<T>,
    ) -> Option<Vec<T>> {
        let Some(items) = value.as_array() else {
            return self.wrong(place, &format!("a list, each item {item}"), value);
        };
        let items = items.iter().enumerate();
        Some(
            items
                .filter_map(|(k, value)| read(self, &format!("{place}[{k}]"), value))
                .collect(),
        )
    }

    pub(super) fn table<'v>(
        &mut self,
        place: &str,
        value: &'v Value,
        keys: &[&str],
    ) -> Option<&'v Map<String, Value>> {
        let Some(map) = value.as_object().filter(|_| !is_date_time(value)) else {
            return self.wrong(place, &format!("a table of {}", keys.join(", ")), value);
        };
        self.check_keys(place, map, keys);
        Some(map)
    }

    pub(super) fn check_keys(&mut self, place: &str, map: &Map<String, Value>, keys: &[&str]) {
        for key in map.keys().filter(|key| !keys.contains(&key.as_str())) {
            let text = format!(
                "\"{key}\" is not one of its keys, which are {}",
                keys.join(", ")
            );
            self.file::<()>(place, &text);
        }
    }

    /// The value of a key that must be there; `place` is the table's, or the key's own at the top.
    pub(super) fn needed<T>(
        &mut self,
        place: &str,
        map: &Map<String, Value>,
        key: &str,
        read: impl FnOnce(&mut Self, &str, &Value) -> Option<T>,
    ) -> Option<T> {
        let place = if place == key {
            key.to_owned()
        } else {
            format!("{place}.{key}")
        };
        match map.get(key) {
            Some(value) => read(self, &place, value),
            None => self.file(&place, "is missing"),
        }
    }

    pub(super) fn optional<'v, T>(
        &mut self,
        map: &'v Map<String, Value>,
        key: &str,
        read: impl FnOnce(&mut Self, &str, &'v Value) -> Option<T>,
    ) -> Option<T> {
        map.get(key).and_then(|value| read(self, key, value))
    }

    pub(super) fn wrong<T>(&mut self, place: &str, fits: &str, found: &Value) -> Option<T> {
        self.file(
            place,
            &format!("expected {fits}, found {}", described(found)),
        )
    }

    /// Keeps a problem of the file; always `None`, to end a reading with.
    pub(super) fn file<T>(&mut self, place: &str, text: &str) -> Option<T> {
        let refusal = Refusal::new("E_FILE", format!("{place}: {text}"));
        self.problems.push((Kind::File, refusal));
        None
    }
}

/// TOML's own date-times come as tables.
pub(super) fn is_date_time(value: &Value) -> bool {
    value.get(TOML_DATE_TIME).is_some()
}

fn described(value: &Value) -> String {
    match value {
        Value::Null => "nothing".to_owned(),
        Value::Bool(_) | Value::Number(_) | Value::String(_) => value.to_string(),
        Value::Array(_) => "a list".to_owned(),
        Value::Object(_) if is_date_time(value) => "a date without quotes".to_owned(),
        Value::Object(_) => "a table".to_owned(),
    }
}
