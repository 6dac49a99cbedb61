//! What Discord's answers say beside their content: rate limits, errors, the time.

use std::time::Duration;

use jiff::{SignedDuration, Timestamp};
use reqwest::StatusCode;
use reqwest::header::{DATE, HeaderMap, RETRY_AFTER};
use serde::Deserialize;

use super::limits::{BucketHeaders, Heard, Scope};

/// When a 429 does not say when to ask again.
const DEFAULT_RETRY: Duration = Duration::from_secs(5);

/// Longer waits than this are not believed.
const LONGEST_RETRY: Duration = Duration::from_hours(24);

/// An answer of Discord's, read to its end.
#[derive(Debug)]
pub struct Answer {
    /// The status.
    pub status: StatusCode,
    /// The headers.
    pub headers: HeaderMap,
    /// The content.
    pub body: Vec<u8>,
}

/// Discord's description of an error.
#[derive(Debug, Default, Deserialize)]
pub struct ErrorBody {
    /// Its number; 0 for general ones.
    #[serde(default)]
    pub code: u32,
    /// Its text.
    #[serde(default)]
    pub message: String,
    /// Which fields were wrong, by path.
    #[serde(default)]
    pub errors: serde_json::Value,
    /// Seconds to wait, with a 429.
    retry_after: Option<f64>,
    /// A 429 that concerns every request.
    #[serde(default)]
    global: bool,
}

impl Answer {
    /// Discord's description of the error; empty if there is none.
    pub fn error(&self) -> ErrorBody {
        serde_json::from_slice(&self.body).unwrap_or_default()
    }

    /// What it says about its bucket.
    pub fn bucket(&self) -> BucketHeaders {
        BucketHeaders {
            bucket: self.text("x-ratelimit-bucket").map(str::to_owned),
            limit: self.text("x-ratelimit-limit").and_then(|n| n.parse().ok()),
            remaining: self
                .text("x-ratelimit-remaining")
                .and_then(|n| n.parse().ok()),
            reset_after: self.text("x-ratelimit-reset-after").and_then(seconds),
        }
    }

    /// What it means for the limits.
    pub fn heard(&self) -> Heard {
        match self.status.as_u16() {
            401 | 403 => Heard::Refused,
            429 => self.too_many(),
            _ => Heard::Served,
        }
    }

    fn too_many(&self) -> Heard {
        let body = self.error();
        let retry_after = body
            .retry_after
            .and_then(duration)
            .or_else(|| self.text(RETRY_AFTER.as_str()).and_then(seconds))
            .unwrap_or(DEFAULT_RETRY);
        let scope = match self.text("x-ratelimit-scope") {
            Some("shared") => Scope::Shared,
            Some("global") => Scope::Global,
            _ if body.global || self.text("x-ratelimit-global").is_some() => Scope::Global,
            // Not from Discord's own interface but from the guard before it, which counts by address.
            _ if body.retry_after.is_none() => Scope::Global,
            _ => Scope::Bucket,
        };
        Heard::TooMany { retry_after, scope }
    }

    /// How far Discord's clock is ahead of `now` (D-32). The header has whole seconds, so the middle of its
    /// second is taken.
    pub fn clock_skew(&self, now: Timestamp) -> Option<SignedDuration> {
        let date = jiff::fmt::rfc2822::parse(self.text(DATE.as_str())?).ok()?;
        Some(date.timestamp().duration_since(now) + SignedDuration::from_millis(500))
    }

    fn text(&self, header: &str) -> Option<&str> {
        self.headers.get(header)?.to_str().ok()
    }
}

fn seconds(text: &str) -> Option<Duration> {
    text.trim().parse().ok().and_then(duration)
}

fn duration(seconds: f64) -> Option<Duration> {
    let duration = Duration::try_from_secs_f64(seconds).ok()?;
    Some(duration.min(LONGEST_RETRY))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn answer(status: u16, headers: &[(&'static str, &'static str)], body: &str) -> Answer {
        Answer {
            status: StatusCode::from_u16(status).unwrap(),
            headers: headers
                .iter()
                .map(|(name, value)| (name.parse().unwrap(), value.parse().unwrap()))
                .collect(),
            body: body.as_bytes().to_vec(),
        }
    }

    #[test]
    fn a_429_says_when_to_ask_again_in_its_body_or_its_header() {
        let ask = |headers: &[_], body| answer(429, headers, body).heard();
        let too_many = |ms, scope| Heard::TooMany {
            retry_after: Duration::from_millis(ms),
            scope,
        };
        assert_eq!(
            ask(
                &[("retry-after", "2")],
                r#"{"retry_after": 1.337, "global": false}"#
            ),
            too_many(1_337, Scope::Bucket)
        );
        // Without Discord's own description it comes from the guard before it, and concerns everything.
        for (headers, ms) in [
            (&[("retry-after", "2")][..], 2_000),
            (&[], 5_000),
            (&[("retry-after", "soon")], 5_000),
            (&[("retry-after", "-1")], 5_000),
            (&[("retry-after", "1e300")], 5_000),
        ] {
            assert_eq!(
                ask(headers, "<html>"),
                too_many(ms, Scope::Global),
                "{headers:?}"
            );
        }
        assert_eq!(
            ask(&[], r#"{"retry_after": 1, "global": true}"#),
            too_many(1_000, Scope::Global)
        );
        assert_eq!(
            ask(
                &[("x-ratelimit-scope", "shared"), ("retry-after", "1")],
                "{}"
            ),
            too_many(1_000, Scope::Shared)
        );
    }

    #[test]
    fn the_clock_is_compared_with_the_date_of_the_answer() {
        let answer = answer(200, &[("date", "Sun, 22 Nov 2026 10:00:30 GMT")], "");
        let now: Timestamp = "2026-11-22T10:00:00Z".parse().unwrap();
        assert_eq!(
            answer.clock_skew(now),
            Some(SignedDuration::from_millis(30_500))
        );
    }
}
