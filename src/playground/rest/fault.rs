//! Carries out the faults that meet a request.

use std::time::Duration;

use axum::http::StatusCode;
use serde_json::json;

use super::Incoming;
use super::answer::Answer;
use super::refusal::Refusal;
use crate::playground::faults::{Kind, Met};
use crate::playground::lab::Lab;
use crate::playground::tasks;
use crate::playground::world::Place;

/// What a fault may be aimed at.
pub(super) fn met<'a>(lab: &Lab, incoming: &'a Incoming) -> Met<'a> {
    let channel = incoming
        .route
        .as_ref()
        .ok()
        .and_then(|route| route.channel());
    let direct_with = channel.and_then(|channel| {
        lab.read(|world| match world.place(channel) {
            Some(Place::Direct(user)) => Some(user.id),
            _ => None,
        })
    });
    Met {
        method: incoming.parts.method.as_str(),
        path: incoming.parts.uri.path(),
        channel,
        direct_with,
    }
}

pub(super) async fn wait_before(faults: &[Kind]) {
    for fault in faults {
        if let Kind::DelayBeforeAccept { ms } = fault {
            tasks::pause(Duration::from_millis(*ms)).await;
        }
    }
}

pub(super) async fn wait_after(faults: &[Kind]) {
    for fault in faults {
        if let Kind::Delay { ms } = fault {
            tasks::pause(Duration::from_millis(*ms)).await;
        }
    }
}

pub(super) fn drops_before(faults: &[Kind]) -> bool {
    faults.contains(&Kind::DropBefore)
}

pub(super) fn drops_after(faults: &[Kind]) -> bool {
    faults.contains(&Kind::DropAfter)
}

pub(super) fn truncates(faults: &[Kind]) -> bool {
    faults.contains(&Kind::Truncate)
}

/// The answer of a fault that keeps the request from happening.
pub(super) fn before(faults: &[Kind]) -> Option<Answer> {
    faults.iter().find_map(|fault| match fault {
        Kind::ErrorBefore { status } => Some(server_error(*status)),
        Kind::RateLimit {
            scope,
            retry_after_s,
        } => Some(Answer::limited(*scope, *retry_after_s)),
        Kind::Unauthorized => Some(Refusal::unauthorized().into()),
        Kind::ClosedDms { .. } => Some(Refusal::cannot_message_user().into()),
        Kind::MissingPermission { code: 50013, .. } => Some(Refusal::missing_permissions().into()),
        Kind::MissingPermission { .. } => Some(Refusal::missing_access().into()),
        _ => None,
    })
}

/// The answer of a fault that hides what really happened.
pub(super) fn after(faults: &[Kind]) -> Option<Answer> {
    faults.iter().find_map(|fault| match fault {
        Kind::ErrorAfter { status } => Some(server_error(*status)),
        _ => None,
    })
}

fn server_error(status: u16) -> Answer {
    let status = StatusCode::from_u16(status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
    let reason = status.canonical_reason().unwrap_or("Internal Server Error");
    let message = format!("{}: {reason}", status.as_u16());
    Answer::json(status, json!({ "message": message, "code": 0 }))
}
