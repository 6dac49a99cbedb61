//! Answers with the headers that Discord sends along.

use axum::body::Body;
use axum::http::{HeaderName, HeaderValue, StatusCode};
use axum::response::Response;
use serde_json::{Value, json};
use sha2::{Digest, Sha256};

use super::buckets::{Scope, Standing};
use super::refusal::Refusal;
use crate::playground::lab::Lab;
use crate::playground::world::components::with_base;

/// An answer before its headers.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Answer {
    pub(super) status: StatusCode,
    body: Option<Value>,
    limited: Option<(Scope, f64)>,
}

impl Answer {
    pub(super) fn json(status: StatusCode, body: Value) -> Self {
        Self {
            status,
            body: Some(body),
            limited: None,
        }
    }

    /// `204 No Content`.
    pub(super) fn nothing() -> Self {
        Self {
            status: StatusCode::NO_CONTENT,
            body: None,
            limited: None,
        }
    }

    /// `429 Too Many Requests`.
    pub(super) fn limited(scope: Scope, retry_after: f64) -> Self {
        let message = match scope {
            Scope::Shared => "The resource is being rate limited.",
            Scope::User | Scope::Global => "You are being rate limited.",
        };
        let body = json!({
            "message": message,
            "retry_after": (retry_after * 1000.0).ceil() / 1000.0,
            "global": scope == Scope::Global,
        });
        Self {
            limited: Some((scope, retry_after)),
            ..Self::json(StatusCode::TOO_MANY_REQUESTS, body)
        }
    }

    /// Discord's code, if it is a refusal.
    pub(super) fn code(&self) -> Option<u64> {
        let refused = self.status.is_client_error() || self.status.is_server_error();
        self.body.as_ref().filter(|_| refused)?["code"].as_u64()
    }

    /// Whether it counts towards Discord's ban of clients that do nothing right (D-50).
    pub(super) fn counts_as_invalid(&self) -> bool {
        let shared = matches!(self.limited, Some((Scope::Shared, _)));
        matches!(self.status.as_u16(), 401 | 403 | 429) && !shared
    }

    pub(super) fn into_response(self, lab: &Lab, standing: Option<&Standing>) -> Response {
        let mut response = Response::new(Body::empty());
        *response.status_mut() = self.status;
        let mut set = |name: &'static str, value: String| {
            if let Ok(value) = HeaderValue::try_from(value) {
                response
                    .headers_mut()
                    .insert(HeaderName::from_static(name), value);
            }
        };
        set("date", lab.date());
        set("via", "1.1 playground".to_owned());
        if let Some(standing) = standing {
            let reset = lab.now().as_duration().as_secs_f64() + standing.reset_after.as_secs_f64();
            set("x-ratelimit-limit", standing.limit.to_string());
            set("x-ratelimit-remaining", standing.remaining.to_string());
            set("x-ratelimit-reset", format!("{reset:.3}"));
            set(
                "x-ratelimit-reset-after",
                format!("{:.3}", standing.reset_after.as_secs_f64()),
            );
            set("x-ratelimit-bucket", bucket_hash(standing.name));
        }
        if let Some((scope, retry_after)) = self.limited {
            // The header counts whole seconds, the body milliseconds.
            set("retry-after", format!("{:.0}", retry_after.ceil().max(1.0)));
            set("x-ratelimit-scope", scope.name().to_owned());
            if scope == Scope::Global {
                set("x-ratelimit-global", "true".to_owned());
            }
        }
        if let Some(mut body) = self.body {
            with_base(&mut body, &lab.url);
            set("content-type", "application/json".to_owned());
            *response.body_mut() = Body::from(body.to_string());
        }
        response
    }
}

impl From<Refusal> for Answer {
    fn from(refusal: Refusal) -> Self {
        Self::json(refusal.status, refusal.body())
    }
}

/// Discord names buckets by an opaque text.
fn bucket_hash(name: &str) -> String {
    let digest = Sha256::digest(name.as_bytes());
    data_encoding::HEXLOWER.encode(&digest[..16])
}

/// The same answer with only the first half of its body.
pub(super) async fn truncated(response: Response) -> Response {
    let (parts, body) = response.into_parts();
    let bytes = axum::body::to_bytes(body, usize::MAX)
        .await
        .unwrap_or_default();
    Response::from_parts(parts, Body::from(bytes.slice(..bytes.len() / 2)))
}
