//! What channels are called: asked when it is wanted, and remembered for a while.

use std::collections::HashMap;
use std::sync::{Mutex, PoisonError};
use std::time::Duration;

use jiff::{SignedDuration, Timestamp};

use super::App;
use crate::domain::ids::ChannelId;

/// A name is asked for anew after so long.
const KEPT: SignedDuration = SignedDuration::from_mins(10);
/// Whoever types does not wait longer for a name.
const PATIENCE: Duration = Duration::from_millis(500);
/// More names are not kept.
const MOST: usize = 10_000;

/// Names of channels, as of some minutes ago.
#[derive(Debug, Default)]
pub(super) struct ChannelNames(Mutex<HashMap<ChannelId, Heard>>);

/// What was said when a channel's name was asked for.
#[derive(Debug, Clone)]
struct Heard {
    name: Option<String>,
    at: Timestamp,
}

impl App {
    /// What a channel is called; `None` if nobody says so in time.
    pub(super) async fn channel_name(&self, channel: ChannelId) -> Option<String> {
        let now = self.clock.now();
        if let Some(known) = self.channels.known(channel, now) {
            return known.name;
        }
        let asked = tokio::time::timeout(PATIENCE, self.outbound.channel_name(channel)).await;
        let name = asked.ok().flatten();
        self.channels.keep(channel, name.clone(), now);
        name
    }
}

impl ChannelNames {
    fn known(&self, channel: ChannelId, now: Timestamp) -> Option<Heard> {
        let names = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let heard = names.get(&channel)?;
        (now.duration_since(heard.at).abs() < KEPT).then(|| heard.clone())
    }

    fn keep(&self, channel: ChannelId, name: Option<String>, at: Timestamp) {
        let mut names = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if names.len() >= MOST {
            names.clear();
        }
        names.insert(channel, Heard { name, at });
    }
}
