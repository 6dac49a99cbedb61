//! Request bodies: JSON, or a form with `payload_json` and files.

use axum::body::Body;
use axum::extract::{FromRequest, Multipart};
use axum::http::{Request, header};
use hyper::body::Bytes;
use serde_json::{Value, json};

use super::refusal::Refusal;
use crate::playground::world::messages::Upload;

/// The most bytes in one file.
const MOST_FILE: usize = 10 * 1024 * 1024;

/// What came with a request.
#[derive(Debug, Clone, Default)]
pub struct Payload {
    /// The JSON; `{}` when there was none.
    pub json: Value,
    /// Files.
    pub uploads: Vec<Upload>,
}

/// Reads the body by its content type.
pub async fn read(content_type: Option<&str>, bytes: Bytes) -> Result<Payload, Refusal> {
    if bytes.is_empty() {
        return Ok(Payload {
            json: json!({}),
            uploads: Vec::new(),
        });
    }
    let content_type = content_type.unwrap_or_default();
    match content_type.split(';').next().unwrap_or_default().trim() {
        "application/json" => Ok(Payload {
            json: parse(&bytes)?,
            uploads: Vec::new(),
        }),
        "multipart/form-data" => read_form(content_type, bytes).await,
        _ => Err(Refusal::form(json!({
            "_misc": ["Expected \"Content-Type\" header to be one of {'application/json'}."],
        }))),
    }
}

fn parse(bytes: &[u8]) -> Result<Value, Refusal> {
    serde_json::from_slice(bytes).map_err(|_| Refusal::invalid_json())
}

async fn read_form(content_type: &str, bytes: Bytes) -> Result<Payload, Refusal> {
    let broken = |_| Refusal::form(json!({ "_misc": ["The form could not be read."] }));
    let request = Request::builder()
        .header(header::CONTENT_TYPE, content_type)
        .extension(())
        .body(Body::from(bytes))
        .map_err(|_| Refusal::invalid_json())?;
    let mut form = Multipart::from_request(request, &())
        .await
        .map_err(|_| Refusal::invalid_json())?;
    let mut payload = Payload {
        json: json!({}),
        uploads: Vec::new(),
    };
    while let Some(field) = form.next_field().await.map_err(broken)? {
        let name = field.name().unwrap_or_default().to_owned();
        let filename = field.file_name().map(str::to_owned);
        let content_type = field
            .content_type()
            .unwrap_or("application/octet-stream")
            .to_owned();
        let bytes = field.bytes().await.map_err(broken)?;
        if name == "payload_json" {
            payload.json = parse(&bytes)?;
            continue;
        }
        let number = name
            .strip_prefix("files[")
            .and_then(|rest| rest.strip_suffix(']'));
        let (Some(number), Some(filename)) = (number, filename) else {
            continue;
        };
        if bytes.len() > MOST_FILE {
            return Err(Refusal::too_large());
        }
        payload.uploads.push(Upload {
            number: number.to_owned(),
            filename,
            content_type,
            bytes: bytes.as_ref().into(),
        });
    }
    Ok(payload)
}
