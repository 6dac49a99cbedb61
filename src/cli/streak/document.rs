//! The document of `streak replay`, read into a history. Every problem is told, with its place and what fits.
//!
//! Begin reading at [`resolve`].

use jiff::{SignedDuration, Timestamp};
use serde_json::{Map, Value};

use super::reader::{Reader, is_date_time};
use crate::cli::schedule::Refusal;
use crate::clock::Zones;
use crate::domain::streak::{Calendar, Event, FreezeRules, History};
use crate::domain::weekdays::Weekdays;

const KEYS: &[&str] = &[
    "timezone",
    "day_ends_at",
    "active_days",
    "neutral_days",
    "opted_in",
    "freezes",
    "events",
    "checkins",
    "queries",
];
/// Event types with the keys that they have beside `at` and `type`.
const EVENTS: &[(&str, &[&str])] = &[
    ("checkin", &["prompt_at"]),
    ("optin", &[]),
    ("optout", &[]),
    ("erase", &[]),
    ("leave", &[]),
    ("rejoin", &[]),
    ("timezone", &["value"]),
    ("day_ends_at", &["value"]),
    ("active_days", &["value"]),
    ("pause", &["from", "to"]),
    ("resume", &[]),
];
const WEEKDAYS: [&str; 7] = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"];
const MOST_FREEZES: u32 = 1000;
/// The longest time from the first event or query to the last.
const LONGEST_SPAN: SignedDuration = SignedDuration::from_hours(3660 * 24);

/// A document that makes sense.
#[derive(Debug)]
pub(super) struct Document {
    pub(super) history: History,
    /// The queries as they were written.
    pub(super) asked: Vec<String>,
}

/// Reads the whole document, or says everything that is wrong with it.
pub(super) fn resolve(value: &Value, zones: &Zones) -> Result<Document, Vec<Refusal>> {
    let mut reader = Reader::new(zones);
    let document = reader.document(value);
    reader.end(document)
}

impl Reader<'_> {
    fn document(&mut self, value: &Value) -> Option<Document> {
        let map = self.table("the document", value, KEYS)?;
        let zone = self.needed("timezone", map, "timezone", Self::zone);
        let hour = self.optional(map, "day_ends_at", Self::hour);
        let days = self.optional(map, "active_days", Self::weekdays);
        let neutral = self.optional(map, "neutral_days", |reader, place, value| {
            reader.list(place, value, "a date", Self::date)
        });
        let opted_in = self.optional(map, "opted_in", Self::flag);
        let rules = self.optional(map, "freezes", Self::freezes);
        let events = self.optional(map, "events", |reader, place, value| {
            reader.list(place, value, "an event", Self::event)
        });
        let checkins = self.optional(map, "checkins", |reader, place, value| {
            reader.list(place, value, "an instant", Self::instant)
        });
        let queries = self.needed("queries", map, "queries", Self::queries);
        let (asked, queries) = queries?.into_iter().unzip();
        let presses = checkins.unwrap_or_default().into_iter().map(|at| {
            let press = Event::CheckIn { prompted_at: None };
            (at, press)
        });
        let events: Vec<_> = events
            .unwrap_or_default()
            .into_iter()
            .chain(presses)
            .collect();
        let history = History {
            calendar: Calendar::new(zone?, hour.unwrap_or(3), days.unwrap_or(Weekdays::WEEKDAYS))
                .with_neutral_days(neutral.unwrap_or_default()),
            rules: rules.unwrap_or_default(),
            opted_in: opted_in.unwrap_or(true),
            events,
            queries,
        };
        self.check_span(&history);
        Some(Document { history, asked })
    }

    fn check_span(&mut self, history: &History) {
        let instants = || {
            let events = history.events.iter().map(|(at, _)| *at);
            events.chain(history.queries.iter().copied())
        };
        let span = instants()
            .max()
            .zip(instants().min())
            .map(|(last, first)| last.duration_since(first));
        if span.is_some_and(|span| span > LONGEST_SPAN) {
            self.file::<()>("events and queries", "span more than 3660 days");
        }
    }

    fn event(&mut self, place: &str, value: &Value) -> Option<(Timestamp, Event)> {
        let Some(map) = value.as_object().filter(|_| !is_date_time(value)) else {
            return self.wrong(
                place,
                "an event, such as { at = \"…\", type = \"checkin\" }",
                value,
            );
        };
        let at = self.needed(place, map, "at", Self::instant);
        let name = self.needed(place, map, "type", Self::text)?;
        let Some((name, keys)) = EVENTS.iter().find(|(known, _)| *known == name) else {
            let known: Vec<_> = EVENTS.iter().map(|(known, _)| *known).collect();
            let known = known.join(", ");
            let text = format!("\"{name}\" is not an event: write one of {known}");
            return self.file(&format!("{place}.type"), &text);
        };
        let keys: Vec<_> = ["at", "type"].iter().chain(*keys).copied().collect();
        self.check_keys(place, map, &keys);
        let event = match *name {
            "checkin" => Event::CheckIn {
                prompted_at: self.prompted_at(place, map, at),
            },
            "optin" => Event::OptIn,
            "optout" => Event::OptOut,
            "erase" => Event::Erase,
            "leave" => Event::Leave,
            "rejoin" => Event::Rejoin,
            "timezone" => Event::Timezone(self.needed(place, map, "value", Self::zone)?),
            "day_ends_at" => Event::DayEndsAt(self.needed(place, map, "value", Self::hour)?),
            "active_days" => Event::ActiveDays(self.needed(place, map, "value", Self::weekdays)?),
            "pause" => {
                let from = self.needed(place, map, "from", Self::date);
                let to = self.needed(place, map, "to", Self::date);
                Event::Pause {
                    from: from?,
                    to: to?,
                }
            }
            _ => Event::Resume,
        };
        Some((at?, event))
    }

    fn prompted_at(
        &mut self,
        place: &str,
        map: &Map<String, Value>,
        at: Option<Timestamp>,
    ) -> Option<Timestamp> {
        let place = format!("{place}.prompt_at");
        let prompted_at = self.instant(&place, map.get("prompt_at")?)?;
        if at.is_some_and(|at| prompted_at > at) {
            return self.file(
                &place,
                "is after the press: a prompt is sent before it is answered",
            );
        }
        Some(prompted_at)
    }

    fn freezes(&mut self, place: &str, value: &Value) -> Option<FreezeRules> {
        let map = self.table(place, value, &["start", "cap", "earn_every"])?;
        let usual = FreezeRules::default();
        let mut number = |key: &str, usual: u32| match map.get(key) {
            Some(value) => self.number(&format!("{place}.{key}"), value, MOST_FREEZES),
            None => Some(usual),
        };
        let start = number("start", usual.start);
        let cap = number("cap", usual.cap);
        let earn_every = number("earn_every", usual.earn_every);
        let rules = FreezeRules {
            start: start?,
            cap: cap?,
            earn_every: earn_every?,
        };
        if rules.start > rules.cap {
            let (start, cap) = (rules.start, rules.cap);
            let text = format!("start is {start} and cap is {cap}: start is at most cap");
            return self.file(place, &text);
        }
        Some(rules)
    }

    fn queries(&mut self, place: &str, value: &Value) -> Option<Vec<(String, Timestamp)>> {
        let queries = self.list(place, value, "an instant", |reader, place, value| {
            let at = reader.instant(place, value)?;
            Some((value.as_str()?.to_owned(), at))
        })?;
        if value.as_array().is_some_and(Vec::is_empty) {
            return self.file(place, "is empty: name at least one instant");
        }
        Some(queries)
    }

    fn hour(&mut self, place: &str, value: &Value) -> Option<i8> {
        let hour = self.number(place, value, 6)?;
        i8::try_from(hour).ok()
    }

    fn weekdays(&mut self, place: &str, value: &Value) -> Option<Weekdays> {
        let names = self.list(place, value, "a weekday", |reader, place, value| {
            let name = value.as_str().filter(|name| WEEKDAYS.contains(name));
            let fits = "one of \"mon\", \"tue\", \"wed\", \"thu\", \"fri\", \"sat\", \"sun\"";
            name.or_else(|| reader.wrong(place, fits, value))
        })?;
        if value.as_array().is_some_and(Vec::is_empty) {
            return self.file(place, "is empty: name at least one weekday");
        }
        Weekdays::parse(&names.join(",")).ok()
    }
}
