//! What the log keeps of a request.

use std::sync::Arc;

use axum::http::{Method, StatusCode, header};
use jiff::Timestamp;
use serde_json::Value;

use super::{Incoming, is_authorized};
use crate::playground::journal::{Entry, LoggedFile};
use crate::playground::lab::Lab;
use crate::playground::world::messages::Upload;

/// A request that goes into the log however it ends, even when its sender does not wait for the
/// answer and takes the task that would have made it along.
pub(super) struct Noted {
    lab: Arc<Lab>,
    entry: Entry,
}

impl Noted {
    pub(super) fn new(lab: &Arc<Lab>, entry: Entry) -> Self {
        Self {
            lab: Arc::clone(lab),
            entry,
        }
    }

    /// How it was answered; without that the status in the log stays 0.
    pub(super) fn answered(&mut self, status: StatusCode, code: Option<u64>) {
        self.entry.status = status.as_u16();
        self.entry.response_code = code;
    }
}

impl Drop for Noted {
    fn drop(&mut self) {
        self.lab.journal().note(std::mem::take(&mut self.entry));
    }
}

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
