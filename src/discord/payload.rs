//! What a request carries: JSON, and files that go with it.

use std::sync::Arc;

use serde_json::Value;

/// The content of a request.
#[derive(Debug, Clone, PartialEq)]
pub struct Payload {
    /// The JSON.
    pub json: Value,
    /// Files that go with it; if there are any, the request is multipart.
    pub files: Vec<Attachment>,
}

/// A file of a request.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Attachment {
    /// Its name.
    pub file_name: String,
    /// Its media type, by its name.
    pub media_type: &'static str,
    /// What is in it.
    pub bytes: Arc<[u8]>,
    /// Alt text, for pictures.
    pub(super) description: Option<String>,
}

impl Attachment {
    pub(super) fn new(file_name: &str, bytes: &Arc<[u8]>, description: Option<&str>) -> Self {
        Self {
            file_name: file_name.to_owned(),
            media_type: match file_name.rsplit_once('.') {
                Some((_, "png")) => "image/png",
                Some((_, "gif")) => "image/gif",
                Some((_, "json")) => "application/json",
                _ => "application/octet-stream",
            },
            bytes: bytes.clone(),
            description: description.map(str::to_owned),
        }
    }
}

impl Payload {
    /// JSON alone.
    pub const fn json(json: Value) -> Self {
        Self {
            json,
            files: Vec::new(),
        }
    }
}
