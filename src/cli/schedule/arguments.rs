//! What the engines take on the command line, and how each part is refused (C-2, C-3).
//!
//! Begin reading at [`ScheduleArgs::read`].

use std::fmt;

use clap::{ArgGroup, Args};
use jiff::tz::TimeZone;
use jiff::{SignedDuration, Timestamp};

use crate::clock::Zones;
use crate::domain::recurrence::{Recurrence, RecurrenceError};
use crate::domain::schedule::MAX_GRACE;

/// The instants that are taken: years 1970 to 2099.
const YEARS: std::ops::RangeInclusive<i16> = 1970..=2099;

/// A schedule in one of its three forms, and its zone.
#[derive(Debug, Args)]
#[command(group = ArgGroup::new("form").args(["cron", "times", "every"]).required(true))]
pub(in crate::cli) struct ScheduleArgs {
    /// A cron expression: 5 fields, 6 with seconds first, 7 with the year last
    #[arg(long, value_name = "EXPR", conflicts_with = "days")]
    cron: Option<String>,
    /// Times of day, such as "10:30, 15:00"
    #[arg(long, value_name = "LIST")]
    times: Option<String>,
    /// Minutes or hours from each to the next, such as 90m
    #[arg(long, value_name = "DURATION", requires = "between")]
    every: Option<String>,
    /// The span of the day for --every, such as 9:00-17:00
    #[arg(long, value_name = "SPAN", requires = "every", conflicts_with_all = ["cron", "times"])]
    between: Option<String>,
    /// Days, such as "mon, wed" or "weekdays"; every day if left out
    #[arg(long, value_name = "LIST")]
    days: Option<String>,
    /// IANA name of the zone, such as Europe/Berlin
    #[arg(long, value_name = "ZONE")]
    timezone: String,
}

impl ScheduleArgs {
    /// The schedule and then its zone: the first that is wrong is reported (C-2).
    pub(super) fn read(&self, zones: &Zones) -> Result<(Recurrence, TimeZone), Refusal> {
        let days = self.days.as_deref();
        let recurrence = match (&self.cron, &self.times, &self.every, &self.between) {
            (Some(cron), ..) => Recurrence::cron(cron),
            (None, Some(times), ..) => Recurrence::parse(times, days),
            (None, None, Some(every), Some(between)) => Recurrence::every(every, between, days),
            (None, None, ..) => {
                let text = "a schedule is needed: --cron, --times, or --every with --between";
                return Err(Refusal::new("E_USAGE", text));
            }
        };
        Ok((recurrence?, zone(zones, "--timezone", &self.timezone)?))
    }
}

/// A refusal with its stable code; the text may change.
#[derive(Debug)]
pub(in crate::cli) struct Refusal {
    pub(in crate::cli) code: &'static str,
    text: String,
}

impl fmt::Display for Refusal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "error[{}]: {}", self.code, self.text)
    }
}

impl Refusal {
    pub(in crate::cli) fn new(code: &'static str, text: impl Into<String>) -> Self {
        Self {
            code,
            text: text.into(),
        }
    }
}

impl From<RecurrenceError> for Refusal {
    fn from(error: RecurrenceError) -> Self {
        let (code, option) = match &error {
            RecurrenceError::Cron(refusal) => (refusal.code.name(), "--cron"),
            RecurrenceError::Days(_) => ("E_DAYS", "--days"),
            RecurrenceError::Interval { .. } => ("E_TIMES", "--every"),
            RecurrenceError::Span { .. } => ("E_TIMES", "--between"),
            _ => ("E_TIMES", "--times"),
        };
        Self::new(code, format!("{option}: {error}"))
    }
}

/// A zone by its name, as it is spelled (T-2); `place` is the option or key that it stands in.
pub(in crate::cli) fn zone(zones: &Zones, place: &str, name: &str) -> Result<TimeZone, Refusal> {
    let found = zones.find(name);
    let spelled = found.as_ref().and_then(|zone| zone.iana_name());
    match (&found, spelled) {
        (Some(zone), Some(spelled)) if spelled == name => Ok(zone.clone()),
        _ => {
            let instead = spelled.unwrap_or("a name such as Europe/Berlin or UTC");
            let text = format!("{place}: \"{name}\" is not an IANA zone: write {instead}");
            Err(Refusal::new("E_TIMEZONE", text))
        }
    }
}

/// How many are wanted, 1 to 1000.
pub(super) fn count(text: &str) -> Result<usize, Refusal> {
    let is_number = text.bytes().all(|byte| byte.is_ascii_digit());
    let count = text.parse().ok().filter(|_| is_number);
    count
        .filter(|count| (1..=1000).contains(count))
        .ok_or_else(|| {
            let text = format!("--count: \"{text}\" is not a whole number from 1 to 1000");
            Refusal::new("E_COUNT", text)
        })
}

/// `<n>s`, `<n>m` or `<n>h`, two hours at most (S-40).
pub(super) fn grace(text: &str) -> Result<SignedDuration, Refusal> {
    let read = || {
        let unit = text.bytes().last()?;
        let number = text.strip_suffix(['s', 'm', 'h'])?;
        let is_number = number.bytes().all(|byte| byte.is_ascii_digit());
        let number: i64 = number.parse().ok().filter(|_| is_number)?;
        let seconds = match unit {
            b's' => 1,
            b'm' => 60,
            _ => 3600,
        };
        let grace = SignedDuration::from_secs(number.checked_mul(seconds)?);
        (grace <= MAX_GRACE).then_some(grace)
    };
    read().ok_or_else(|| {
        let text = format!(
            "--grace: \"{text}\" is not a grace: write seconds, minutes or hours from 0s to 2h, such as 30m"
        );
        Refusal::new("E_GRACE", text)
    })
}

/// Digits of a fraction of a second that are kept: nanoseconds.
const FRACTION: usize = 9;

/// An RFC 3339 date-time: `2026-06-01T09:00:00`, a fraction or none, and `Z` or `+hh:mm`.
fn rfc3339(text: &str) -> Option<Timestamp> {
    // jiff reads more forms of ISO 8601 than RFC 3339 has, so the form is looked at first.
    let digits = |shape: &str| -> String {
        let zero = |symbol: char| if symbol.is_ascii_digit() { '0' } else { symbol };
        shape.to_ascii_uppercase().chars().map(zero).collect()
    };
    let (date_time, rest) = text.split_at_checked(19)?;
    let (fraction, offset) = rest.split_at(rest.find(['Z', 'z', '+', '-']).unwrap_or(rest.len()));
    let is_fraction = fraction.is_empty()
        || fraction
            .strip_prefix('.')
            .is_some_and(|f| !f.is_empty() && f.bytes().all(|digit| digit.is_ascii_digit()));
    // RFC 3339 has offsets of less than a day; jiff reads larger ones.
    let hour = offset.get(1..3).and_then(|hour| hour.parse().ok());
    let is_rfc3339 = digits(date_time) == "0000-00-00T00:00:00"
        && is_fraction
        && hour.is_none_or(|hour: u8| hour < 24)
        && ["Z", "+00:00", "-00:00"].contains(&digits(offset).as_str());
    // Leap seconds do not exist (T-5); jiff takes one for the second before it.
    if !is_rfc3339 || date_time.ends_with("60") {
        return None;
    }
    let fraction = fraction.get(..=FRACTION).unwrap_or(fraction);
    format!("{date_time}{fraction}{offset}").parse().ok()
}

/// An instant (C-3).
pub(in crate::cli) fn instant(option: &str, text: &str) -> Result<Timestamp, Refusal> {
    let in_range = rfc3339(text).filter(|at| YEARS.contains(&at.to_zoned(TimeZone::UTC).year()));
    in_range.ok_or_else(|| {
        let text = format!(
            "{option}: \"{text}\" is not an instant: write RFC 3339 with an offset, such as 2026-06-01T09:00:00+02:00, between 1970 and 2099"
        );
        Refusal::new("E_INSTANT", text)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_grace_is_a_number_and_a_unit_up_to_two_hours() {
        for (text, seconds) in [
            ("0s", 0),
            ("7200s", 7200),
            ("90m", 5400),
            ("120m", 7200),
            ("2h", 7200),
            ("007m", 420),
        ] {
            assert_eq!(grace(text).unwrap().as_secs(), seconds, "{text}");
        }
        for text in [
            "",
            "0",
            "30",
            "m",
            "7201s",
            "121m",
            "3h",
            "-1m",
            "+1m",
            "1.5h",
            "1d",
            "1 m",
            "1M",
            "99999999999999999999h",
            "9223372036854775807h",
            "５m",
        ] {
            assert_eq!(grace(text).unwrap_err().code, "E_GRACE", "{text}");
        }
    }

    #[test]
    fn a_count_is_a_whole_number_up_to_a_thousand() {
        assert_eq!(count("1").unwrap(), 1);
        assert_eq!(count("1000").unwrap(), 1000);
        for text in [
            "",
            "0",
            "1001",
            "-1",
            "+5",
            "5.0",
            "five",
            "99999999999999999999",
        ] {
            assert_eq!(count(text).unwrap_err().code, "E_COUNT", "{text}");
        }
    }

    #[test]
    fn instants_are_rfc_3339_and_nothing_else() {
        let accepted = [
            "2026-06-01T09:00:00Z",
            "2026-06-01t09:00:00.25z",
            "2026-06-01T09:00:00-05:30",
            "2026-06-01T09:00:00.123456789Z",
            "2026-06-01T09:00:00.1234567890123456789+02:00",
            "2026-12-31T23:59:59.99999999999Z",
            "1970-01-01T00:00:00+00:00",
            "2099-12-31T23:59:59Z",
        ];
        for text in accepted {
            assert!(instant("--from", text).is_ok(), "{text}");
        }
        let refused = [
            "",
            "yesterday",
            "2026-06-01",
            "2026-06-01T09:00:00",
            "2026-06-01T09:00Z",
            "20260601T090000Z",
            "2026-06-01 09:00:00Z",
            "2026-06-01T09:00:00.Z",
            "2026-06-01T09:00:00+02",
            "2026-06-01T09:00:00+24:00",
            "2026-06-01T09:00:00+02:60",
            "2026-06-01T09:00:00+02:00[Europe/Berlin]",
            "2026-02-30T09:00:00Z",
            "2026-06-01T25:00:00Z",
            "2016-12-31T23:59:60Z",
            "2026-06-01T09:00:60+02:00",
            "2026-06-01T09:00:61Z",
            "2026-06-01T09:00:60.5Z",
            "1969-12-31T23:59:59Z",
            "2100-01-01T00:00:00Z",
            "２026-06-01T09:00:00Z",
        ];
        for text in refused {
            let refusal = instant("--from", text).unwrap_err();
            assert_eq!(refusal.code, "E_INSTANT", "{text}");
        }
    }

    #[test]
    fn a_long_fraction_is_cut() {
        let read = |text| instant("--from", text).unwrap();
        assert_eq!(
            read("2026-06-01T09:00:00.1234567899999Z"),
            read("2026-06-01T09:00:00.123456789Z")
        );
    }

    #[test]
    fn zones_are_every_iana_name_as_it_is_spelled() {
        let zones = Zones::bundled();
        for name in zones.names() {
            let found = zone(&zones, "--timezone", &name);
            // It stands for a zone that is not known.
            assert_eq!(found.is_ok(), name != "Etc/Unknown", "{name}");
        }
        for name in ["", "PST", "-05:00", "+02:00", "Europe/Nowhere", "Z"] {
            let refusal = zone(&zones, "--timezone", name).unwrap_err();
            assert_eq!(refusal.code, "E_TIMEZONE", "{name}");
        }
        let refusal = zone(&zones, "--timezone", "europe/berlin").unwrap_err();
        insta::assert_snapshot!(refusal, @r#"error[E_TIMEZONE]: --timezone: "europe/berlin" is not an IANA zone: write Europe/Berlin"#);
    }
}
