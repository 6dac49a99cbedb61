//! The gateway: a WebSocket that tells the bot what happens.
//!
//! The handshake is done by hand on the HTTP connection; after it `connection` speaks the
//! protocol, and [`sessions`] keeps what a session has to hear.

mod connection;
mod crowd;
mod greet;
mod members;
mod protocol;
pub mod sessions;

use std::collections::BTreeMap;
use std::sync::Arc;

use axum::Router;
use axum::body::Body;
use axum::extract::{Query, State};
use axum::http::{HeaderMap, HeaderValue, Request, StatusCode, header};
use axum::response::{IntoResponse, Response};
use axum::routing::get;
use hyper_util::rt::TokioIo;
use tokio_tungstenite::WebSocketStream;
use tokio_tungstenite::tungstenite::handshake::derive_accept_key;
use tokio_tungstenite::tungstenite::protocol::Role;

use super::lab::Lab;
use super::{control, tasks};

/// Discord's gateway has no path; neither has the page, and the handshake tells them apart.
pub fn routes() -> Router<Arc<Lab>> {
    Router::new()
        .route("/", get(open))
        .route("/gateway", get(open))
}

/// The page, or the gateway for those who ask for a WebSocket.
async fn open(
    State(lab): State<Arc<Lab>>,
    Query(query): Query<BTreeMap<String, String>>,
    request: Request<Body>,
) -> Response {
    let headers = request.headers();
    let wants_socket = header_is(headers, &header::UPGRADE, "websocket");
    if !wants_socket {
        return control::page(&lab);
    }
    if query
        .get("encoding")
        .is_some_and(|encoding| encoding != "json")
    {
        return refuse("this gateway speaks JSON: connect with encoding=json");
    }
    if query.contains_key("compress") {
        return refuse("this gateway does not compress: connect without compress");
    }
    let Some(key) = headers.get(header::SEC_WEBSOCKET_KEY) else {
        return refuse("a WebSocket handshake needs a Sec-WebSocket-Key");
    };
    let accept = derive_accept_key(key.as_bytes());
    let version = query.get("v").cloned();
    tasks::spawn(async move {
        if let Ok(upgraded) = hyper::upgrade::on(request).await {
            let io = TokioIo::new(upgraded);
            let socket = WebSocketStream::from_raw_socket(io, Role::Server, None).await;
            connection::serve(&lab, socket, version.as_deref(), connection::RHYTHM).await;
        }
    });
    switching(&accept)
}

fn header_is(headers: &HeaderMap, name: &header::HeaderName, wanted: &str) -> bool {
    let value = headers.get(name).and_then(|value| value.to_str().ok());
    value.is_some_and(|value| value.eq_ignore_ascii_case(wanted))
}

fn refuse(reason: &'static str) -> Response {
    (StatusCode::BAD_REQUEST, reason).into_response()
}

fn switching(accept: &str) -> Response {
    let mut response = StatusCode::SWITCHING_PROTOCOLS.into_response();
    let headers = response.headers_mut();
    headers.insert(header::UPGRADE, HeaderValue::from_static("websocket"));
    headers.insert(header::CONNECTION, HeaderValue::from_static("upgrade"));
    if let Ok(accept) = HeaderValue::from_str(accept) {
        headers.insert(header::SEC_WEBSOCKET_ACCEPT, accept);
    }
    response
}
