//! The clock over HTTP.
//!
//! `POST follow {"follower": "x", "state": "idle", "until_ms": n | null}` is held back until the bot
//! has to wake or to look at the clock again, at the latest for 20 s; `{"state": "busy"}` is answered
//! at once. Who numbers reports (`"seq"`, growing) may give one up and send the next; who says which `"spell"` of the gateway they
//! know of (an odd one is silent), and of how many `"jumps"` of the clock, is told of another at once. `POST play` takes
//! `{"seconds": n}`, `{"to": "next"}`, `{"to": "tomorrow", "zone": "…"}` (the same time on the next date, so
//! that all that comes daily comes once) or `{"to_ms": n}`.

use std::sync::Arc;

use axum::extract::State;
use axum::{Extension, Json};
use hyper::body::Bytes;
use jiff::{SignedDuration, Timestamp, ToSpan as _};
use serde::Deserialize;
use serde_json::{Value, json};

use super::{Done, Wrong, done, read};
use crate::playground::lab::Lab;
use crate::playground::serve::Connection;
use crate::playground::time::{Report, Target};

pub(super) async fn present(State(lab): State<Arc<Lab>>) -> Json<Value> {
    Json(shown(&lab))
}

/// The present instant, who lives on the clock, and the next instant that one of them waits for.
pub(super) fn shown(lab: &Lab) -> Value {
    let followers = lab.hub.followers();
    let next = followers.iter().filter_map(|follower| follower.until_ms);
    let mut shown = json!(lab.hub.present());
    shown["next_ms"] = json!(next.min());
    shown["followers"] = json!(followers);
    shown
}

#[derive(Debug, Deserialize)]
struct Follow {
    follower: String,
    /// Grows from report to report: an older one that comes late is passed over.
    seq: Option<u64>,
    spell: Option<u64>,
    jumps: Option<u64>,
    state: FollowState,
    until_ms: Option<i64>,
}

#[derive(Debug, Deserialize)]
#[serde(rename_all = "snake_case")]
enum FollowState {
    Idle,
    Busy,
}

pub(super) async fn follow(
    State(lab): State<Arc<Lab>>,
    Extension(connection): Extension<Connection>,
    body: Bytes,
) -> Done {
    let follow: Follow = read(&body)?;
    if follow.follower.is_empty() || follow.follower.len() > 100 {
        return Err("A follower has an id of 1 to 100 characters.".into());
    }
    let report = Report {
        follower: follow.follower,
        seq: follow.seq,
        spell: follow.spell,
        jumps: follow.jumps,
    };
    let present = match follow.state {
        FollowState::Busy => {
            let (ticket, present) = lab.hub.work(report.clone());
            if let Some(ticket) = ticket {
                connection.heard_of(report.follower, ticket);
            }
            present
        }
        FollowState::Idle => {
            let until = follow.until_ms.map(instant).transpose()?;
            tokio::select! {
                present = lab.hub.sleep(report, until) => present,
                () = lab.stop.cancelled() => lab.hub.present(),
            }
        }
    };
    done(json!(present))
}

fn instant(ms: i64) -> Result<Timestamp, Wrong> {
    Timestamp::from_millisecond(ms).map_err(|_| "That time is out of range.".into())
}

#[derive(Debug, Deserialize)]
struct Play {
    seconds: Option<i64>,
    to: Option<String>,
    to_ms: Option<i64>,
    zone: Option<String>,
}

pub(super) async fn play(State(lab): State<Arc<Lab>>, body: Bytes) -> Done {
    let play: Play = read(&body)?;
    let target = target(&play, lab.now())?;
    let played = lab.hub.play(target).await;
    // What was due during the play is over now.
    lab.change(|_, _| ());
    lab.changed("clock", None);
    match played {
        Ok(played) => done(json!(played)),
        Err(error) => Err(format!("Time was not played: {error}.").into()),
    }
}

fn target(play: &Play, now: Timestamp) -> Result<Target, Wrong> {
    let wrong = || Wrong::from("Say how far: seconds, to_ms, or to next or tomorrow.");
    match (play.seconds, play.to.as_deref(), play.to_ms) {
        (Some(seconds), None, None) => {
            let target = now.saturating_add(SignedDuration::from_secs(seconds));
            Ok(Target::At(target.map_err(|_| wrong())?))
        }
        (None, Some("next"), None) => Ok(Target::NextWakeUp),
        (None, Some("tomorrow"), None) => tomorrow(play.zone.as_deref().unwrap_or("UTC"), now),
        (None, None, Some(ms)) => Ok(Target::At(instant(ms)?)),
        _ => Err(wrong()),
    }
}

/// The same time of day on the next date in `zone`.
fn tomorrow(zone: &str, now: Timestamp) -> Result<Target, Wrong> {
    let unknown = |_| Wrong::from(format!("There is no time zone {zone}."));
    let today = now.in_tz(zone).map_err(unknown)?;
    let tomorrow = today.checked_add(1.day());
    tomorrow
        .map(|tomorrow| Target::At(tomorrow.timestamp()))
        .map_err(|_| "There is no such day.".into())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tomorrow_is_the_same_time_of_the_zone_on_the_next_date() {
        let at = |now: &str, zone| match tomorrow(zone, now.parse().unwrap()).unwrap() {
            Target::At(at) => at.to_string(),
            Target::NextWakeUp => unreachable!("tomorrow is an instant"),
        };
        assert_eq!(at("2026-11-22T23:30:00Z", "UTC"), "2026-11-23T23:30:00Z");
        // The night on which the clocks go back has an hour more.
        let before = "2026-10-24T18:00:00Z";
        assert_eq!(at(before, "Europe/Berlin"), "2026-10-25T19:00:00Z");
        assert!(tomorrow("Mars/Base", before.parse().unwrap()).is_err());
    }
}
