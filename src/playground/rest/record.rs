//! What the log keeps of a request.

use axum::http::{Method, header};
use jiff::Timestamp;
use serde_json::Value;

use super::{Incoming, is_authorized};
use crate::playground::journal::{Entry, LoggedFile};
use crate::playground::world::messages::Upload;

/// What the log keeps of a request that has come in.
pub(super) fn entry(incoming: &Incoming, at: Timestamp) -> Entry {
    let parts = &incoming.parts;
    let headers = parts.headers.iter();
    let headers = headers.filter(|(name, _)| *name != header::AUTHORIZATION);
    let headers = headers.map(|(name, value)| {
        let value = String::from_utf8_lossy(value.as_bytes()).into_owned();
        (name.to_string(), value)
    });
    let payload = incoming.payload.as_ref().ok();
    let has_body = !matches!(parts.method, Method::GET | Method::DELETE);
    Entry {
        at_ms: at.as_millisecond(),
        method: parts.method.to_string(),
        path: parts.uri.path().to_owned(),
        query: incoming.query.clone(),
        headers: headers.collect(),
        authorized: is_authorized(parts),
        content_type: parts
            .headers
            .get(header::CONTENT_TYPE)
            .map(|value| String::from_utf8_lossy(value.as_bytes()).into_owned()),
        body: payload
            .filter(|_| has_body)
            .map_or(Value::Null, |payload| payload.json.clone()),
        files: payload.map_or_else(Vec::new, |payload| {
            payload.uploads.iter().map(file).collect()
        }),
        ..Entry::default()
    }
}

fn file(upload: &Upload) -> LoggedFile {
    LoggedFile {
        field: format!("files[{}]", upload.number),
        filename: upload.filename.clone(),
        content_type: upload.content_type.clone(),
        size: upload.bytes.len(),
    }
}
