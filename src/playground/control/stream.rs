//! The stream of changes, as server-sent events.

use std::convert::Infallible;
use std::sync::Arc;

use axum::extract::State;
use axum::response::sse::{Event, KeepAlive, Sse};
use futures_util::Stream;
use serde_json::json;
use tokio::sync::broadcast::{self, error::RecvError};

use crate::playground::lab::Lab;

pub(super) async fn events(
    State(lab): State<Arc<Lab>>,
) -> Sse<impl Stream<Item = Result<Event, Infallible>>> {
    let changes = lab.events();
    let stream = futures_util::stream::unfold((lab, changes), |(lab, mut changes)| async move {
        let event = tokio::select! {
            event = next(&lab, &mut changes) => event,
            () = lab.stop.cancelled() => None,
        }?;
        Some((Ok(event), (lab, changes)))
    });
    Sse::new(stream).keep_alive(KeepAlive::default())
}

async fn next(
    lab: &Lab,
    changes: &mut broadcast::Receiver<crate::playground::lab::Change>,
) -> Option<Event> {
    let data = match changes.recv().await {
        Ok(change) => json!(change),
        // Some were missed: everything is looked at anew.
        Err(RecvError::Lagged(_)) => json!({ "seq": *lab.last_seq().borrow(), "kind": "world" }),
        Err(RecvError::Closed) => return None,
    };
    Some(Event::default().data(data.to_string()))
}
