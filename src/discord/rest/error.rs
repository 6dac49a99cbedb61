//! What can go wrong with a request, and what the worker makes of it (D-6).

use std::error::Error;
use std::fmt::Write as _;
use std::time::Duration;

use super::answer::Answer;
use super::limits::Heard;
use crate::app::{Disposition, SendError};
use crate::discord::encode::EncodeError;

/// Why a request was not served.
///
/// No variant holds an address, so neither the bot's token nor an interaction's can get into a log.
#[derive(Debug, thiserror::Error)]
pub enum RestError {
    /// No connection: nothing was sent.
    #[error("cannot reach Discord: {0}")]
    NoConnection(String),
    /// The request may have arrived, but there was no answer.
    #[error("no answer from Discord: {0}")]
    NoAnswer(String),
    /// Served, but the answer is not what was expected.
    #[error("an answer of Discord ({status}) cannot be read: {text}")]
    Unreadable {
        /// The HTTP status.
        status: u16,
        /// What is wrong with it.
        text: String,
    },
    /// 429.
    #[error("Discord asks to wait {} s", .0.as_secs_f32())]
    TooMany(Duration),
    /// Not sent: our own limits would have it wait for so long.
    #[error("held back for {} s to stay within Discord's limits", .0.as_secs_f32())]
    HeldBack(Duration),
    /// Not sent: the instant by which it was to leave has passed (D-8).
    #[error("it was to leave earlier, and did not leave")]
    TooLate,
    /// Any other answer that is not 2xx.
    #[error("Discord answered {status}, code {code}: {text}")]
    Refused {
        /// The HTTP status.
        status: u16,
        /// Discord's number for the error; 0 for general ones.
        code: u32,
        /// Discord's text, with the fields that it found wrong.
        text: String,
    },
    /// Not sent: it is not something that Discord takes.
    #[error("not a message that Discord takes: {0}")]
    Encode(#[from] EncodeError),
    /// The HTTP client could not be made.
    #[error("cannot set up requests to Discord: {0}")]
    Setup(String),
}

impl RestError {
    /// From a failure of the HTTP client, without the address.
    pub(super) fn from_client(error: reqwest::Error) -> Self {
        let connecting = error.is_connect();
        let text = chain(&error.without_url());
        if connecting {
            Self::NoConnection(text)
        } else {
            Self::NoAnswer(text)
        }
    }

    /// From an answer that is not 2xx.
    pub(super) fn from_answer(answer: &Answer) -> Self {
        if let Heard::TooMany { retry_after, .. } = answer.heard() {
            return Self::TooMany(retry_after);
        }
        let body = answer.error();
        let mut text = body.message;
        if !body.errors.is_null() {
            let mut path = Vec::new();
            field_errors(&body.errors, &mut path, &mut text);
        }
        Self::Refused {
            status: answer.status.as_u16(),
            code: body.code,
            text,
        }
    }

    /// Discord's number for the error, if it gave one.
    pub const fn code(&self) -> Option<u32> {
        match self {
            Self::Refused { code, .. } if *code != 0 => Some(*code),
            _ => None,
        }
    }

    /// The HTTP status, if there was an answer that refused.
    pub const fn status(&self) -> Option<u16> {
        match self {
            Self::Refused { status, .. } => Some(*status),
            Self::TooMany(_) => Some(429),
            _ => None,
        }
    }

    /// What the worker does next (D-6).
    pub const fn disposition(&self) -> Disposition {
        match self {
            Self::NoConnection(_) | Self::NoAnswer(_) | Self::Unreadable { .. } => {
                Disposition::OutcomeUnknown
            }
            Self::TooMany(wait) | Self::HeldBack(wait) => Disposition::RetryAfter(*wait),
            Self::TooLate => Disposition::TooLate,
            Self::Encode(_) | Self::Setup(_) => Disposition::GiveUp,
            Self::Refused { status, code, .. } => match (*status, *code) {
                (500.., _) => Disposition::OutcomeUnknown,
                (401, _) => Disposition::Unauthorized,
                (_, 10008) => Disposition::AlreadyPosted,
                (_, 40003) => Disposition::OpeningTooFast,
                (403, 50001 | 50013) | (404, 10003) | (400, 50008 | 50024) => {
                    Disposition::ChannelUnusable
                }
                (_, 50083 | 160_005) => Disposition::ThreadClosed,
                (_, 50007 | 50278) => Disposition::UserUnreachable,
                _ => Disposition::GiveUp,
            },
        }
    }
}

impl From<RestError> for SendError {
    fn from(error: RestError) -> Self {
        Self {
            disposition: error.disposition(),
            code: error.code(),
            text: error.to_string(),
        }
    }
}

/// An error and its causes in one line.
fn chain(error: &dyn Error) -> String {
    let mut text = error.to_string();
    let mut source = error.source();
    while let Some(cause) = source {
        let cause_text = cause.to_string();
        if !text.ends_with(&cause_text) {
            // Writing to a `String` cannot fail.
            write!(text, ": {cause_text}").unwrap_or_default();
        }
        source = cause.source();
    }
    text
}

/// Collects Discord's nested field errors as `components.0.content: must be 4000 or fewer in length`.
fn field_errors<'a>(errors: &'a serde_json::Value, path: &mut Vec<&'a str>, text: &mut String) {
    let Some(fields) = errors.as_object() else {
        return;
    };
    for (field, value) in fields {
        if field == "_errors" {
            let messages = value.as_array().into_iter().flatten();
            for message in messages.filter_map(|error| error["message"].as_str()) {
                write!(text, " [{}: {message}]", path.join(".")).unwrap_or_default();
            }
        } else {
            path.push(field);
            field_errors(value, path, text);
            path.pop();
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn wrong_fields_are_named() {
        let body = r#"{"code": 50035, "message": "Invalid Form Body", "errors": {"components": {"0": {"content":
            {"_errors": [{"code": "BASE_TYPE_MAX_LENGTH", "message": "Must be 4000 or fewer in length."}]}}}}}"#;
        let answer = Answer {
            status: reqwest::StatusCode::BAD_REQUEST,
            headers: reqwest::header::HeaderMap::new(),
            body: body.as_bytes().to_vec(),
        };
        insta::assert_snapshot!(
            RestError::from_answer(&answer),
            @"Discord answered 400, code 50035: Invalid Form Body [components.0.content: Must be 4000 or fewer in length.]"
        );
    }
}
