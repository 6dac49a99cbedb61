//! What comes over the gateway, to calls of the application.
//!
//! serenity runs each handler in a task of its own, so nothing is spawned here. Each interaction is worked on
//! behind a boundary: too slow, panicked or not presentable, it still gets an answer. Begin reading at
//! [`Events::answer`].

use std::collections::BTreeMap;
use std::panic::AssertUnwindSafe;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use async_trait::async_trait;
use futures_util::FutureExt;
use secrecy::SecretString;
use serenity::client::{Context, EventHandler, RawEventHandler};
use serenity::model::application::Interaction as Wire;
use serenity::model::event::Event;
use serenity::model::gateway::Ready;
use serenity::model::guild::{Guild, UnavailableGuild};

use super::rest::Rest;
use super::{decode, encode};
use crate::app::{Disposition, Handler, Interaction, InteractionKind, Reply, Roster, Visibility};
use crate::clock::Clock;
use crate::domain::ids::{ApplicationId, GuildId};

/// What the handlers share.
pub struct Events {
    handler: Arc<dyn Handler>,
    rest: Arc<Rest>,
    clock: Arc<dyn Clock>,
    time_to_answer: Duration,
    /// The guilds that the bot is in.
    roster: Arc<Roster>,
    /// Events that serenity could not read, by kind.
    lost: Mutex<BTreeMap<String, u64>>,
}

impl Events {
    /// Handlers for so many shards, with so long to work on an interaction.
    pub fn new(
        handler: Arc<dyn Handler>,
        rest: Arc<Rest>,
        clock: Arc<dyn Clock>,
        shards: u32,
        time_to_answer: Duration,
    ) -> Self {
        Self {
            handler,
            rest,
            clock,
            time_to_answer,
            roster: Arc::new(Roster::new(shards)),
            lost: Mutex::default(),
        }
    }

    /// Works on an interaction and sends the answer.
    async fn answer(&self, wire: &Wire) {
        let Some(interaction) = decode::interaction(wire) else {
            tracing::warn!(kind = ?wire.kind(), "an interaction that Unhunch never asks for was left alone");
            return;
        };
        let reply = self.reply(&interaction).await;
        let is_posted = is_posted(&interaction, &reply);
        let payload = match encode::reply(&reply) {
            Ok(payload) => Ok(payload),
            Err(error) => {
                tracing::error!(interaction = %interaction.id, %error, "an answer is not one that Discord takes");
                self.handler.answer_lost(&interaction).await;
                encode::reply(&self.apology(&interaction))
            }
        };
        let token = SecretString::from(wire.token());
        let sent = match payload {
            Ok(payload) => {
                self.rest
                    .answer_interaction(interaction.id, &token, &payload, is_posted)
                    .await
            }
            Err(error) => Err(error.into()),
        };
        match sent {
            Ok(message) => {
                match message {
                    Some(message) => self.handler.posted(&interaction, message).await,
                    None if is_posted => self.look_for_answer(wire, &interaction, &token).await,
                    None => {}
                }
                self.follow_up(wire, &interaction, &token).await;
            }
            Err(error) => {
                tracing::error!(interaction = %interaction.id, %error, "an interaction could not be answered");
                if error.disposition() != Disposition::OutcomeUnknown {
                    self.handler.answer_lost(&interaction).await;
                } else if is_posted {
                    self.look_for_answer(wire, &interaction, &token).await;
                }
            }
        }
    }

    /// Finds out what became of an answer for everybody whose acknowledgement was lost: which message it is, or that it is
    /// none (K-26).
    async fn look_for_answer(&self, wire: &Wire, interaction: &Interaction, token: &SecretString) {
        let Some(application) = ApplicationId::new(wire.application_id().get()) else {
            return;
        };
        match self.rest.answer_in_place(application, token).await {
            Ok(Some(message)) => self.handler.posted(interaction, message).await,
            Ok(None) => self.handler.answer_lost(interaction).await,
            Err(error) => {
                tracing::warn!(interaction = %interaction.id, %error, "where an answer stands is not known");
            }
        }
    }

    /// Says what somebody has to know beside the answer that they got.
    async fn follow_up(&self, wire: &Wire, interaction: &Interaction, token: &SecretString) {
        let aside = AssertUnwindSafe(self.handler.aside(interaction)).catch_unwind();
        let Ok(Some(aside)) = aside.await else {
            return;
        };
        let application = ApplicationId::new(wire.application_id().get());
        let sent = match (encode::aside(&aside.message), application) {
            (Ok(payload), Some(application)) => {
                self.rest.follow_up(application, token, &payload).await
            }
            (Err(error), _) => Err(error.into()),
            (_, None) => return,
        };
        if let Err(error) = sent {
            tracing::warn!(interaction = %interaction.id, %error, "what follows an answer was not sent; it is told the next time");
            self.handler.aside_lost(aside).await;
        }
    }

    /// The application's answer, or an apology.
    async fn reply(&self, interaction: &Interaction) -> Reply {
        let work = AssertUnwindSafe(self.handler.interaction(interaction.clone())).catch_unwind();
        match tokio::time::timeout(self.time_to_answer, work).await {
            Ok(Ok(reply)) => return reply,
            Ok(Err(_panic)) => {
                tracing::error!(interaction = %interaction.id, "working on an interaction panicked");
            }
            Err(_elapsed) => {
                tracing::error!(
                    interaction = %interaction.id,
                    "working on an interaction took more than {} ms",
                    self.time_to_answer.as_millis()
                );
            }
        }
        self.handler.answer_lost(interaction).await;
        self.apology(interaction)
    }

    fn apology(&self, interaction: &Interaction) -> Reply {
        match interaction.kind {
            InteractionKind::Autocomplete { .. } => Reply::Choices(Vec::new()),
            _ => self.handler.apology(interaction),
        }
    }

    async fn guild_here(&self, guild: GuildId) {
        self.roster.joined(guild);
        self.handler.guild_here(guild).await;
    }
}

#[async_trait]
impl EventHandler for Events {
    async fn ready(&self, _: Context, ready: Ready) {
        let _busy = self.clock.busy();
        let shard = ready.shard.map_or(0, |shard| shard.id.0);
        tracing::info!(shard, guilds = ready.guilds.len(), "connected to Discord");
        let ids = ready.guilds.iter().filter_map(|guild| id(guild.id));
        if self.roster.begun(shard, ids) {
            self.handler.ready(Arc::clone(&self.roster)).await;
        }
    }

    async fn guild_create(&self, _: Context, guild: Guild, _: Option<bool>) {
        let _busy = self.clock.busy();
        let known_by = id(guild.id);
        // Thousands come at once after a start and queue for the database: only their ids wait.
        drop(guild);
        if let Some(guild) = known_by {
            self.guild_here(guild).await;
        }
    }

    async fn guild_delete(&self, _: Context, guild: UnavailableGuild, _: Option<Guild>) {
        let _busy = self.clock.busy();
        // `unavailable` is an outage and changes nothing (K-64).
        if let Some(gone) = id(guild.id).filter(|_| !guild.unavailable) {
            self.roster.left(gone);
            self.handler.guild_gone(gone).await;
        }
    }

    async fn interaction_create(&self, _: Context, wire: Wire) {
        let _busy = self.clock.busy();
        self.answer(&wire).await;
    }
}

/// Counts what serenity could not read: it would vanish without a word.
#[async_trait]
impl RawEventHandler for Events {
    async fn raw_event(&self, _: Context, event: Event) {
        let Event::Unknown(unknown) = event else {
            return;
        };
        let _busy = self.clock.busy();
        // Of a guild we need the id alone, whatever else is new in it.
        if unknown.kind == "GUILD_CREATE"
            && let Some(guild) = unknown.value["id"].as_str().and_then(|id| id.parse().ok())
        {
            if unknown.value["unavailable"] != true {
                self.guild_here(guild).await;
            }
            return;
        }
        let count = {
            let mut lost = self.lost.lock().unwrap_or_else(PoisonError::into_inner);
            let count = lost.entry(unknown.kind.clone()).or_default();
            *count += 1;
            *count
        };
        // The first of a kind, then each time the number has doubled.
        if count.is_power_of_two() {
            tracing::warn!(
                kind = unknown.kind,
                count,
                "an event of Discord's could not be read"
            );
        }
    }
}

/// Says whether a press is answered by a message for everybody, of which it matters where it stands.
fn is_posted(interaction: &Interaction, reply: &Reply) -> bool {
    matches!(interaction.kind, InteractionKind::Component { .. })
        && matches!(reply, Reply::Message(_, Visibility::Public))
}

fn id(id: serenity::model::id::GuildId) -> Option<GuildId> {
    GuildId::new(id.get())
}
