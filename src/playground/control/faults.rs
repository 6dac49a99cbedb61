//! Faults over HTTP.

use std::sync::Arc;

use axum::Json;
use axum::extract::{Path, State};
use hyper::body::Bytes;
use serde_json::{Value, json};

use super::{Done, done, read};
use crate::playground::faults::{Kind, Wanted};
use crate::playground::lab::Lab;

pub(super) async fn list(State(lab): State<Arc<Lab>>) -> Json<Value> {
    Json(json!(lab.faults().list()))
}

pub(super) async fn add(State(lab): State<Arc<Lab>>, body: Bytes) -> Done {
    let wanted: Wanted = read(&body)?;
    let fault = lab.faults().add(wanted);
    lab.strike(&fault.kind);
    if matches!(
        fault.kind,
        Kind::ClockJump {
            date_only: false,
            ..
        }
    ) {
        // A jump is over as soon as it happened.
        lab.faults().remove(fault.id);
    }
    done(json!(fault))
}

pub(super) async fn remove(State(lab): State<Arc<Lab>>, Path(id): Path<u64>) -> Done {
    let removed = lab.faults().remove(id);
    lab.changed("faults", None);
    if removed {
        done(json!({}))
    } else {
        Err("There is no such fault.".into())
    }
}

pub(super) async fn clear(State(lab): State<Arc<Lab>>) -> Json<Value> {
    lab.faults().clear();
    lab.changed("faults", None);
    Json(json!({}))
}
