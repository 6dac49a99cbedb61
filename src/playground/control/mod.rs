//! What the page and tests do to the stand-in: act as people, play the clock, make faults.
//!
//! Everything is JSON under `/playground/api`; an error is `400 {"error": "a sentence"}`.
//!
//! | request | does |
//! |---|---|
//! | `GET state` | clock, bot, guild, users, channels, roles, commands, faults, `invalid_requests`, `forgotten_requests` (that fell out of the log), `last_seq`, `kept` |
//! | `GET messages?channel_id&viewer_id` | at most 200 messages as this user sees them, oldest first; with `message_id` that one alone |
//! | `GET events` | a stream of `{seq, kind, channel_id?}` |
//! | `POST command`, `autocomplete`, `press` | what people do; see [`act`] |
//! | `POST submit` | `{interaction_id, values}`: submits the modal that answered an interaction |
//! | `POST say` | `{user_id, channel_id, content}`: a person writes a message |
//! | `GET interactions/{id}` | `{state, message_id?, modal?}` |
//! | `POST world` | switches of people, channels and the bot; also `{locale: {user_id, locale}}`, `{thread: {channel_id, archived?, locked?}}` |
//! | `GET, POST faults`, `DELETE faults[/{id}]` | see [`Kind`](super::faults::Kind) |
//! | `GET, DELETE requests` | the log of the bot's requests |
//! | `GET clock`, `POST clock/follow`, `POST clock/play` | see [`clock`] |
//!
//! Only programs on this machine may do that, and no web page but the playground's own: see
//! [`guard`].

pub mod act;
pub mod clock;
mod faults;
mod stream;
mod view;
mod world;

use std::sync::Arc;

use axum::Router;
use axum::extract::{Path, Request, State};
use axum::http::{HeaderMap, HeaderValue, StatusCode, header};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use axum::routing::{delete, get, post};
use hyper::body::Bytes;
use include_dir::{Dir, include_dir};
use serde::de::DeserializeOwned;
use serde_json::{Value, json};

use super::lab::Lab;
use super::snowflake::Id;

/// The page: HTML, style and scripts.
const PAGE: Dir<'static> = include_dir!("$CARGO_MANIFEST_DIR/src/playground/page");

/// The routes below `/playground` and `/attachments`.
pub fn routes() -> Router<Arc<Lab>> {
    let api = Router::new()
        .route("/state", get(view::state))
        .route("/messages", get(view::messages))
        .route("/events", get(stream::events))
        .route("/command", post(act::command))
        .route("/autocomplete", post(act::autocomplete))
        .route("/press", post(act::press))
        .route("/submit", post(act::submit))
        .route("/say", post(act::say))
        .route("/interactions/{id}", get(view::interaction))
        .route("/world", post(world::change))
        .route(
            "/faults",
            get(faults::list).post(faults::add).delete(faults::clear),
        )
        .route("/faults/{id}", delete(faults::remove))
        .route(
            "/requests",
            get(view::requests).delete(view::forget_requests),
        )
        .route("/clock", get(clock::present))
        .route("/clock/follow", post(clock::follow))
        .route("/clock/play", post(clock::play));
    Router::new()
        .nest("/playground/api", api)
        .route("/playground/{file}", get(file))
        .route("/attachments/{channel}/{id}/{filename}", get(attachment))
}

/// A sentence that says what was wrong with a request of the page.
#[derive(Debug)]
pub struct Wrong(String);

impl<T: Into<String>> From<T> for Wrong {
    fn from(sentence: T) -> Self {
        Self(sentence.into())
    }
}

impl IntoResponse for Wrong {
    fn into_response(self) -> Response {
        let body = axum::Json(json!({ "error": self.0 }));
        (StatusCode::BAD_REQUEST, body).into_response()
    }
}

/// What a request of the page comes to.
type Done = Result<axum::Json<Value>, Wrong>;

#[expect(
    clippy::unnecessary_wraps,
    reason = "it ends handlers, which return a `Done`"
)]
fn done(body: Value) -> Done {
    Ok(axum::Json(body))
}

/// Reads a JSON body; what is wrong with it is said in words.
fn read<T: DeserializeOwned>(body: &Bytes) -> Result<T, Wrong> {
    serde_json::from_slice(body)
        .map_err(|error| format!("The request is not as expected: {error}.").into())
}

/// The page itself.
pub fn page(lab: &Lab) -> Response {
    let mut response = shown("index.html");
    if let Ok(date) = HeaderValue::try_from(lab.date()) {
        response.headers_mut().insert(header::DATE, date);
    }
    response
}

async fn file(Path(name): Path<String>) -> Response {
    shown(&name)
}

fn shown(name: &str) -> Response {
    let Some(file) = PAGE.get_file(name) else {
        return StatusCode::NOT_FOUND.into_response();
    };
    let kind = match name.rsplit('.').next() {
        Some("html") => "text/html; charset=utf-8",
        Some("css") => "text/css; charset=utf-8",
        Some("js") => "text/javascript; charset=utf-8",
        _ => return StatusCode::NOT_FOUND.into_response(),
    };
    let headers = [
        (header::CONTENT_TYPE, kind),
        (header::CACHE_CONTROL, "no-cache"),
        // Everything the page needs comes from here.
        (
            header::CONTENT_SECURITY_POLICY,
            "default-src 'self'; img-src 'self' data:; style-src 'self' 'unsafe-inline'",
        ),
    ];
    (headers, file.contents()).into_response()
}

async fn attachment(
    State(lab): State<Arc<Lab>>,
    Path((channel, id, filename)): Path<(Id, Id, String)>,
) -> Response {
    match lab.read(|world| world.served(channel, id, &filename)) {
        Some((kind, bytes)) => ([(header::CONTENT_TYPE, kind)], bytes).into_response(),
        None => StatusCode::NOT_FOUND.into_response(),
    }
}

/// Lets only this machine in, and no page of another origin: a website that a person visits could
/// otherwise reach what listens on their own machine.
pub async fn guard(State(lab): State<Arc<Lab>>, request: Request, next: Next) -> Response {
    match refused(request.headers(), &lab.url) {
        Some(reason) => (StatusCode::FORBIDDEN, reason).into_response(),
        None => next.run(request).await,
    }
}

fn refused(headers: &HeaderMap, url: &str) -> Option<&'static str> {
    let text = |name| {
        headers
            .get(name)
            .map(|value: &HeaderValue| value.to_str().unwrap_or("?"))
    };
    let host = text(header::HOST).unwrap_or_default();
    let name = host.rsplit_once(':').map_or(host, |(name, _)| name);
    if !matches!(name, "127.0.0.1" | "localhost" | "[::1]") {
        return Some("the playground only answers to 127.0.0.1 and localhost");
    }
    let port = url.rsplit(':').next().unwrap_or_default();
    let own = [url.to_owned(), format!("http://localhost:{port}")];
    match text(header::ORIGIN) {
        Some(origin) if !own.iter().any(|own| own == origin) => {
            Some("the playground takes no requests from other pages")
        }
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn verdict(host: &str, origin: Option<&str>) -> bool {
        let mut headers = HeaderMap::new();
        headers.insert(header::HOST, host.parse().unwrap());
        if let Some(origin) = origin {
            headers.insert(header::ORIGIN, origin.parse().unwrap());
        }
        refused(&headers, "http://127.0.0.1:8620").is_none()
    }

    #[test]
    fn only_this_machine_and_the_own_page_may_drive_the_playground() {
        assert!(verdict("127.0.0.1:8620", None));
        assert!(verdict("localhost:8620", Some("http://localhost:8620")));
        assert!(!verdict("evil.example", None));
        assert!(!verdict("127.0.0.1:8620", Some("https://evil.example")));
        assert!(!verdict("127.0.0.1:8620", Some("null")));
    }
}
