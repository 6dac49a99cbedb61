//! Everything that the sockets of the playground share.
//!
//! [`Lab::change`] is the only way to change the world: it tells the gateway, the page and the clock
//! hub what followed, in the order in which it happened.

use std::collections::BTreeSet;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use jiff::{SignedDuration, Timestamp};
use serde::Serialize;
use tokio::sync::{broadcast, watch};
use tokio_util::sync::CancellationToken;

use super::faults::{Faults, Kind};
use super::gateway::sessions::Sessions;
use super::journal::Journal;
use super::rest::buckets::Buckets;
use super::snowflake::Id;
use super::tasks;
use super::time::ClockHub;
use super::world::interactions::{ANSWER_MS, Happening};
use super::world::{Effect, World, components};

/// The token that the stand-in takes, and nobody else.
pub const BOT_TOKEN: &str = "playground.token";

/// Something changed; the page fetches it anew.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Change {
    /// Numbers changes from 1.
    pub seq: u64,
    /// `message`, `clock`, `commands`, `bot`, `faults` or `world`.
    pub kind: &'static str,
    /// The channel, for messages.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub channel_id: Option<Id>,
}

/// The shared state of a running playground.
#[derive(Debug)]
pub struct Lab {
    /// The clock and its followers.
    pub hub: Arc<ClockHub>,
    /// `http://127.0.0.1:PORT`.
    pub url: String,
    /// Ends every connection.
    pub stop: CancellationToken,
    /// How many guilds there are beside the one guild.
    pub crowd: u32,
    /// Whether the world is kept when the playground stops.
    pub kept: bool,
    world: Mutex<World>,
    sessions: Mutex<Sessions>,
    faults: Mutex<Faults>,
    buckets: Mutex<Buckets>,
    journal: Mutex<Journal>,
    last_seq: watch::Sender<u64>,
    events: broadcast::Sender<Change>,
}

fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

impl Lab {
    /// A lab with this world and so many guilds beside it, whose clock starts at `start`.
    pub fn new(world: World, crowd: u32, start: Timestamp, url: String, kept: bool) -> Self {
        Self {
            hub: Arc::new(ClockHub::new(start)),
            url,
            stop: CancellationToken::new(),
            crowd,
            kept,
            world: Mutex::new(world),
            sessions: Mutex::default(),
            faults: Mutex::default(),
            buckets: Mutex::default(),
            journal: Mutex::default(),
            last_seq: watch::channel(0).0,
            events: broadcast::channel(1024).0,
        }
    }

    /// The present instant.
    pub fn now(&self) -> Timestamp {
        self.hub.now()
    }

    /// Looks at the world.
    pub fn read<T>(&self, look: impl FnOnce(&World) -> T) -> T {
        look(&lock(&self.world))
    }

    /// Changes the world and tells everyone what followed.
    pub fn change<T>(&self, change: impl FnOnce(&mut World, Timestamp) -> T) -> T {
        let mut world = lock(&self.world);
        let now = self.now();
        let result = change(&mut world, now);
        self.hub
            .set_unanswered(world.pending(now).into_iter().collect::<BTreeSet<_>>());
        let effects = std::mem::take(&mut world.effects);
        for effect in effects {
            match effect {
                Effect::Dispatch {
                    event,
                    mut data,
                    needs,
                } => {
                    components::with_base(&mut data, &self.url);
                    self.sessions().dispatch(event, &data, needs);
                }
                Effect::Changed { kind, channel } => self.changed(kind, channel),
            }
        }
        result
    }

    /// Makes an interaction happen; after three seconds of real time it has failed.
    pub fn interact(self: &Arc<Self>, happening: Happening) -> Id {
        let id = self.change(|world, now| world.interact(happening, now));
        let lab = Arc::clone(self);
        tasks::spawn(async move {
            tasks::pause(Duration::from_millis(ANSWER_MS.unsigned_abs())).await;
            lab.change(|world, _| world.give_up(id));
        });
        id
    }

    /// The gateway's sessions.
    pub fn sessions(&self) -> MutexGuard<'_, Sessions> {
        lock(&self.sessions)
    }

    /// Active faults.
    pub fn faults(&self) -> MutexGuard<'_, Faults> {
        lock(&self.faults)
    }

    /// Rate limits.
    pub fn buckets(&self) -> MutexGuard<'_, Buckets> {
        lock(&self.buckets)
    }

    /// The log of requests.
    pub fn journal(&self) -> MutexGuard<'_, Journal> {
        lock(&self.journal)
    }

    /// Tells the page that something changed.
    pub fn changed(&self, kind: &'static str, channel_id: Option<Id>) {
        if kind == "faults" {
            let frozen = self.faults().is_frozen();
            self.hub.set_silent(frozen);
        }
        self.last_seq.send_modify(|seq| {
            *seq += 1;
            let change = Change {
                seq: *seq,
                kind,
                channel_id,
            };
            // Nobody looks at the page: nothing is lost, it fetches everything when it opens.
            drop(self.events.send(change));
        });
    }

    /// The number of the last change, and a signal for the next ones.
    pub fn last_seq(&self) -> watch::Receiver<u64> {
        self.last_seq.subscribe()
    }

    /// Changes from now on.
    pub fn events(&self) -> broadcast::Receiver<Change> {
        self.events.subscribe()
    }

    /// What the `Date` header of an answer says.
    pub fn date(&self) -> String {
        let skew = SignedDuration::from_secs(self.faults().date_skew());
        let date = self.now().saturating_add(skew).unwrap_or(self.now());
        date.strftime("%a, %d %b %Y %H:%M:%S GMT").to_string()
    }

    /// Carries out what a new fault does at once.
    pub fn strike(&self, kind: &Kind) {
        match kind {
            Kind::ClockJump {
                seconds,
                date_only: false,
            } => {
                self.hub.jump(SignedDuration::from_secs(*seconds));
                self.change(|_, _| ());
                self.changed("clock", None);
            }
            Kind::GatewayDrop | Kind::GatewayReconnect | Kind::GatewayInvalidSession { .. } => {
                let connected = self.sessions().is_connected();
                if connected && let Some(kind) = self.faults().meet_gateway() {
                    self.sessions().strike_all(&kind);
                }
            }
            _ => {}
        }
        self.changed("faults", None);
    }
}
