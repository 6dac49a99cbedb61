//! The gateway connection: started, watched, stopped.
//!
//! serenity's `Client` asks for the gateway's address itself and, if that fails, takes the token to the real
//! Discord whatever is configured. So it is not used: the address is asked for by [`Rest`], checked against
//! the configured base, and given to serenity's shard manager, which makes no requests. Begin reading at
//! [`Gateway::run`].

use std::sync::Arc;
use std::time::Duration;

use futures_util::StreamExt;
use secrecy::ExposeSecret;
use serenity::gateway::{
    GatewayError as SerenityError, PresenceData, ShardManager, ShardManagerOptions,
};
use serenity::http::HttpBuilder;
use serenity::model::gateway::GatewayIntents;
use serenity::model::id::ShardId;
use serenity::prelude::TypeMap;
use tokio::sync::{Mutex, RwLock};
use tokio::time::Instant;
use tokio_util::sync::CancellationToken;

use super::events::Events;
use super::rest::{GatewayAddress, Rest, RestError};
use super::watchdog::{Change, Verdict, Watchdog};
use crate::app::{Handler, Shard};
use crate::clock::Clock;

/// How long to wait for connections to close when asked to stop, and after an error.
const STOP: Duration = Duration::from_secs(7);
const STOP_AFTER_ERROR: Duration = Duration::from_secs(1);
/// How often it is looked at the shards where days go by in a second.
const PLAYED: Duration = Duration::from_millis(200);

/// Why the gateway connection ended.
#[derive(Debug, thiserror::Error)]
pub enum GatewayError {
    /// 401, or close code 4004.
    #[error(
        "Discord does not know this token; copy the present one from the Bot page of your application \
         at https://discord.com/developers/applications into DISCORD_TOKEN"
    )]
    TokenInvalid,
    /// The address of the gateway could not be had.
    #[error("cannot ask Discord for its gateway")]
    LookUp(#[source] RestError),
    /// The address is not where the token may go.
    #[error(
        "the gateway at {gateway} is neither on this machine nor part of {base}; Unhunch does not \
         show it the token (check DISCORD_API_URL)"
    )]
    Untrusted {
        /// The address.
        gateway: String,
        /// The configured base.
        base: String,
    },
    /// Too many connections were opened today.
    #[error(
        "Discord allows no more connections of this bot for {minutes} minutes; start it again then"
    )]
    NoSessionsLeft {
        /// How long.
        minutes: u64,
    },
    /// Close codes 4013 and 4014.
    #[error(
        "Discord does not send this bot the events that it asks for; check that the application is not disabled"
    )]
    IntentsRefused,
    /// serenity stopped without being asked to.
    #[error("the gateway connection ended by itself; start the bot again")]
    Ended,
    /// A shard stayed silent although it was started anew; the process should end with status 70.
    #[error("gateway connection {shard} is silent and cannot be revived")]
    WatchdogGaveUp {
        /// Which.
        shard: u32,
    },
}

/// What may be changed about a gateway connection.
#[derive(Debug, Clone, Copy)]
pub struct GatewayOptions {
    /// A shard is taken for dead after so long without an acknowledged heartbeat.
    pub silence: Duration,
    /// How long the application may work on an interaction. Discord wants the answer within 3 s of the press,
    /// the way there and back included.
    pub time_to_answer: Duration,
}

impl Default for GatewayOptions {
    /// Three of Discord's heartbeats (41.25 s each) and some; 2.5 s.
    fn default() -> Self {
        Self {
            silence: Duration::from_secs(135),
            time_to_answer: Duration::from_millis(2_500),
        }
    }
}

/// A connection to Discord's gateway, not yet opened.
pub struct Gateway {
    rest: Arc<Rest>,
    handler: Arc<dyn Handler>,
    clock: Arc<dyn Clock>,
    options: GatewayOptions,
}

/// serenity's shards, running.
struct Running {
    manager: Arc<ShardManager>,
    /// Where serenity connects to, also when it reconnects.
    address: Arc<Mutex<String>>,
    shards: u32,
}

impl Gateway {
    /// A gateway connection that hands what comes in to `handler`.
    pub fn new(rest: Arc<Rest>, handler: Arc<dyn Handler>, clock: Arc<dyn Clock>) -> Self {
        Self {
            rest,
            handler,
            clock,
            options: GatewayOptions::default(),
        }
    }

    /// The same with other options.
    #[must_use]
    pub const fn with_options(mut self, options: GatewayOptions) -> Self {
        self.options = options;
        self
    }

    /// Connects and stays connected until `cancel` is cancelled, which is no error, or until that is hopeless.
    pub async fn run(self, cancel: CancellationToken) -> Result<(), GatewayError> {
        let address = tokio::select! {
            biased;
            () = cancel.cancelled() => return Ok(()),
            address = self.look_up() => address?,
        };
        let (running, mut ended) = self.start(&address);
        let outcome = tokio::select! {
            biased;
            () = cancel.cancelled() => Ok(()),
            end = ended.next() => Err(match end {
                Some(Err(error)) => from_serenity(&error),
                Some(Ok(())) | None => GatewayError::Ended,
            }),
            error = self.watch(&running) => Err(error),
        };
        let patience = if outcome.is_ok() {
            STOP
        } else {
            STOP_AFTER_ERROR
        };
        running.stop(patience).await;
        outcome
    }

    /// Asks for the gateway's address, and checks that the token may go there.
    async fn look_up(&self) -> Result<GatewayAddress, GatewayError> {
        let address = self.rest.gateway().await.map_err(|error| {
            if error.status() == Some(401) {
                GatewayError::TokenInvalid
            } else {
                GatewayError::LookUp(error)
            }
        })?;
        if !self.rest.base().trusts_gateway(&address.url) {
            return Err(GatewayError::Untrusted {
                gateway: address.url,
                base: self.rest.base().to_string(),
            });
        }
        let limit = &address.session_start_limit;
        if limit.remaining < address.shards {
            return Err(GatewayError::NoSessionsLeft {
                minutes: limit.reset_after.div_ceil(60_000),
            });
        }
        Ok(address)
    }

    fn start(
        &self,
        look_up: &GatewayAddress,
    ) -> (
        Running,
        impl futures_util::Stream<Item = Result<(), SerenityError>> + Unpin + use<>,
    ) {
        let shards = look_up.shards.max(1);
        let events = Arc::new(Events::new(
            Arc::clone(&self.handler),
            Arc::clone(&self.rest),
            Arc::clone(&self.clock),
            shards,
            self.options.time_to_answer,
        ));
        // serenity takes the token from here. It is given no reason to make requests; should it make one,
        // it would go to the configured base.
        let http = HttpBuilder::new(self.rest.token().expose_secret())
            .client(self.rest.http())
            .proxy(self.rest.base().to_string())
            .ratelimiter_disabled(true)
            .build();
        let address = Arc::new(Mutex::new(look_up.url.trim_end_matches('/').to_owned()));
        let (manager, ended) = ShardManager::new(ShardManagerOptions {
            data: Arc::new(RwLock::new(TypeMap::new())),
            event_handlers: vec![events.clone()],
            raw_event_handlers: vec![events],
            shard_index: 0,
            shard_init: shards,
            shard_total: shards,
            ws_url: Arc::clone(&address),
            http: Arc::new(http),
            intents: GatewayIntents::GUILDS,
            presence: None::<PresenceData>,
        });
        // Documented never to fail: it only queues the shards.
        if let Err(error) = manager.initialize() {
            tracing::error!(%error, "the shards could not be queued");
        }
        let running = Running {
            manager,
            address,
            shards,
        };
        (running, ended)
    }

    /// Presses come over the shards, so it matters which of them are silent, and for how long (K-42).
    async fn tell(&self, change: Change, of: u32) {
        let shard = |number| Shard { number, of };
        match change {
            Change::Deaf(number, silent_for) => self.handler.deaf(shard(number), silent_for).await,
            Change::Hears(number) => self.handler.hears(shard(number)).await,
        }
    }

    /// Watches over the shards until one is beyond help.
    async fn watch(&self, running: &Running) -> GatewayError {
        let unheard = self.clock.unheard().unwrap_or_default();
        let silence = self.options.silence;
        let mut watchdog = Watchdog::new(running.shards, silence, Instant::now(), unheard);
        let mut ticks = tokio::time::interval(silence / 20);
        ticks.set_missed_tick_behavior(tokio::time::MissedTickBehavior::Delay);
        let mut quick_ticks = tokio::time::interval(PLAYED);
        quick_ticks.set_missed_tick_behavior(tokio::time::MissedTickBehavior::Delay);
        loop {
            let is_played = self.clock.unheard().is_some();
            tokio::select! {
                _ = ticks.tick() => {}
                _ = quick_ticks.tick(), if is_played => {}
            }
            let unheard = self.clock.unheard().unwrap_or_default();
            for (shard, latency) in running.latencies().await {
                watchdog.observe(shard, latency, Instant::now(), unheard);
            }
            for change in watchdog.changes(Instant::now(), unheard) {
                self.tell(change, running.shards).await;
            }
            if !watchdog.is_deaf() {
                self.clock.heard(unheard);
            }
            let Some(verdict) = watchdog.look(Instant::now()) else {
                continue;
            };
            let (Verdict::Restart(shard) | Verdict::GiveUp(shard)) = verdict;
            // Without a network a restart is of no use: serenity tries again by itself.
            if let Err(error) = self.rest.gateway().await {
                tracing::warn!(shard, %error, "the gateway is silent, and Discord cannot be reached");
                watchdog.excuse(shard, Instant::now());
                continue;
            }
            // A shard that never came up is still in the hands of the one task that starts shards, so there
            // is nobody to start it anew.
            let came_up = running.manager.has(ShardId(shard)).await;
            if verdict == Verdict::GiveUp(shard) || !came_up {
                return GatewayError::WatchdogGaveUp { shard };
            }
            tracing::warn!(
                shard,
                "the gateway connection is silent and is started anew"
            );
            running.manager.restart(ShardId(shard)).await;
            watchdog.started(shard, Instant::now());
        }
    }
}

impl Running {
    async fn latencies(&self) -> Vec<(u32, Option<Duration>)> {
        let runners = self.manager.runners.lock().await;
        let latencies = runners.iter().map(|(id, runner)| (id.0, runner.latency));
        latencies.collect()
    }

    /// Closes the connections, for at most `patience`.
    async fn stop(self, patience: Duration) {
        // What may still be waiting to connect finds no address any more.
        self.address.lock().await.clear();
        let closing = self.manager.shutdown_all();
        if tokio::time::timeout(patience, closing).await.is_err() {
            tracing::warn!("the gateway did not close in time and is left as it is");
        }
    }
}

fn from_serenity(error: &SerenityError) -> GatewayError {
    match error {
        SerenityError::InvalidAuthentication => GatewayError::TokenInvalid,
        SerenityError::InvalidGatewayIntents | SerenityError::DisallowedGatewayIntents => {
            GatewayError::IntentsRefused
        }
        other => {
            tracing::error!(error = %other, "the gateway connection ended");
            GatewayError::Ended
        }
    }
}
