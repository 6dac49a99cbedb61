//! Interactions: what a person did, and what the bot answered.
//!
//! An interaction has to be answered within three seconds, whichever come first: of the
//! playground's clock (a real jump of it counts, playing waits) or of real time. Its token serves
//! for fifteen minutes of the playground's clock.

use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

use super::messages::{Draft, Upload};
use super::{Id, Needs, Place, World, shape};
use crate::playground::limits::callback::{Asked, kind};
use crate::playground::limits::message::flags;

/// An answer has to come within this time.
pub const ANSWER_MS: i64 = 3_000;
/// A token serves for this time.
pub const TOKEN_MS: i64 = 15 * 60 * 1_000;
/// This many interactions are remembered.
const MOST_INTERACTIONS: usize = 2_000;

/// How far an interaction is.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum State {
    /// Not answered yet.
    Pending,
    /// Answered; the message that is its original answer, if there is one.
    Answered(Option<Id>),
    /// Not answered in time.
    Failed,
}

/// What a person did.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub enum Act {
    /// A slash command with its full name.
    Command(String),
    /// Typing into an option of this type.
    Completion(i64),
    /// Using a component of this message.
    Component(Id),
    /// Submitting a modal, which came from a component of this message.
    Modal(Option<Id>),
}

/// An interaction.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Interaction {
    /// Its id.
    pub id: Id,
    /// The bot answers with it.
    pub token: String,
    /// What happened.
    pub act: Act,
    /// Who did it.
    pub user: Id,
    /// Where.
    pub channel: Id,
    /// How far it is.
    pub state: State,
    /// The choices that an autocompletion got.
    pub choices: Option<Value>,
    /// The modal that it was answered with.
    pub modal: Option<Value>,
    /// The message that is to be changed later (deferred update).
    pub deferred_update: bool,
    /// Whether the component's message is seen only by its user.
    pub ephemeral_source: bool,
}

/// The interaction that a message answers, as the message keeps it.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Origin {
    /// The interaction.
    pub interaction: Id,
    /// Discord's interaction type.
    pub kind: u8,
    /// Who acted.
    pub user: Id,
    /// The command's full name; empty for components.
    pub name: String,
    /// The message that it answers: that of the component, or the first answer for follow-ups.
    pub replied: Option<Id>,
    /// It came after the first answer.
    pub follow_up: bool,
}

impl Origin {
    /// Whether it is the first answer to a command.
    pub fn is_first_answer(&self) -> bool {
        self.kind == 2 && !self.follow_up
    }

    /// Discord's `interaction_metadata`.
    pub(super) fn shape(&self, world: &World, message: Id) -> Value {
        let user = world.user(self.user).map(|user| shape::user(world, user));
        let mut metadata = json!({
            "id": self.interaction,
            "type": self.kind,
            "user": user,
            "authorizing_integration_owners": { "0": world.guild.id },
        });
        if self.kind == 2 {
            metadata["name"] = json!(self.name);
            metadata["command_type"] = json!(1);
        } else if let Some(replied) = self.replied.filter(|_| !self.follow_up) {
            metadata["interacted_message_id"] = json!(replied);
        }
        if self.follow_up {
            metadata["original_response_message_id"] = json!(self.replied.unwrap_or(message));
        }
        metadata
    }
}

impl Interaction {
    /// What its answer is checked against.
    pub fn asked(&self) -> Asked {
        match &self.act {
            Act::Command(_) => Asked::Command,
            Act::Completion(option) => Asked::Completion(*option),
            Act::Component(_) => Asked::Component,
            Act::Modal(source) => Asked::Modal(source.is_some()),
        }
    }

    /// Discord's interaction type.
    pub fn kind(&self) -> u8 {
        match &self.act {
            Act::Command(_) => 2,
            Act::Component(_) => 3,
            Act::Completion(_) => 4,
            Act::Modal(_) => 5,
        }
    }

    /// Whether the bot may still answer it at `now`.
    pub fn is_answerable(&self, now: Timestamp) -> bool {
        self.state == State::Pending && now.as_millisecond() - self.id.made_ms() <= ANSWER_MS
    }

    /// Whether its token still serves at `now`.
    pub fn is_token_alive(&self, now: Timestamp) -> bool {
        now.as_millisecond() - self.id.made_ms() <= TOKEN_MS
    }

    fn source(&self) -> Option<Id> {
        match &self.act {
            Act::Component(message) => Some(*message),
            Act::Modal(source) => *source,
            _ => None,
        }
    }
}

/// What happened, before it has an id.
#[derive(Debug)]
pub struct Happening {
    /// What was done.
    pub act: Act,
    /// Who did it.
    pub user: Id,
    /// Where.
    pub channel: Id,
    /// The payload's `data`.
    pub data: Value,
    /// The message of the component.
    pub message: Option<Id>,
}

impl World {
    /// Makes an interaction and tells the bot; returns its id.
    pub fn interact(&mut self, happening: Happening, now: Timestamp) -> Id {
        let id = self.ids.next(now);
        // A token is as hard to guess as its id; nobody but the bot and tests ever see it.
        let token = format!("aW50ZXJhY3Rpb246{id}");
        let source = happening
            .message
            .and_then(|message| self.message(happening.channel, message));
        let interaction = Interaction {
            id,
            token,
            act: happening.act,
            user: happening.user,
            channel: happening.channel,
            state: State::Pending,
            choices: None,
            modal: None,
            deferred_update: false,
            ephemeral_source: source.is_some_and(|message| message.ephemeral_for.is_some()),
        };
        let source = source.map(|message| self.message_shape(message));
        if let Some(payload) = self.payload(&interaction, &happening.data, source) {
            self.dispatch("INTERACTION_CREATE", payload, Needs::Nothing);
        }
        self.interactions.insert(id, interaction);
        while self.interactions.len() > MOST_INTERACTIONS {
            self.interactions.pop_first();
        }
        id
    }

    fn payload(
        &self,
        interaction: &Interaction,
        data: &Value,
        message: Option<Value>,
    ) -> Option<Value> {
        let place = self.place(interaction.channel)?;
        let user = self.user(interaction.user)?;
        let mut payload = json!({
            "id": interaction.id,
            "application_id": self.bot.id,
            "type": interaction.kind(),
            "token": interaction.token,
            "version": 1,
            "data": data,
            "channel_id": interaction.channel,
            "channel": shape::place(self, place),
            "app_permissions": self.permissions_in(&self.bot, place).to_string(),
            "locale": user.locale,
            "entitlements": [],
            "entitlement_sku_ids": [],
            "attachment_size_limit": 10_485_760,
        });
        match place {
            Place::Guild(_) => {
                payload["guild_id"] = json!(self.guild.id);
                payload["guild_locale"] = json!(self.guild.locale);
                payload["guild"] =
                    json!({ "id": self.guild.id, "locale": self.guild.locale, "features": [] });
                payload["member"] = shape::acting_member(self, user, place);
                payload["context"] = json!(0);
                payload["authorizing_integration_owners"] = json!({ "0": self.guild.id });
            }
            Place::Direct(_) => {
                payload["user"] = shape::user(self, user);
                payload["context"] = json!(1);
                payload["authorizing_integration_owners"] = json!({ "0": "0" });
            }
        }
        if let Some(message) = message {
            payload["message"] = message;
        }
        Some(payload)
    }

    /// Those that wait for an answer; those whose time is over have failed.
    pub fn pending(&mut self, now: Timestamp) -> Vec<Id> {
        let mut pending = Vec::new();
        for interaction in self.interactions.values_mut() {
            if interaction.is_answerable(now) {
                pending.push(interaction.id);
            } else if interaction.state == State::Pending {
                interaction.state = State::Failed;
            }
        }
        pending
    }

    /// Nobody answers what was asked before a restart.
    pub fn give_up_all(&mut self) {
        let ids: Vec<Id> = self.interactions.keys().copied().collect();
        for id in ids {
            self.give_up(id);
        }
        self.effects.clear();
    }

    /// Three seconds of real time are over.
    pub fn give_up(&mut self, id: Id) {
        let Some(interaction) = self.interactions.get_mut(&id) else {
            return;
        };
        if interaction.state == State::Pending {
            interaction.state = State::Failed;
            let channel = interaction.channel;
            self.changed("message", Some(channel));
        }
    }

    /// Answers a pending interaction by a checked callback; returns the message, if there is one.
    pub fn answer(
        &mut self,
        id: Id,
        body: &Value,
        uploads: &[Upload],
        now: Timestamp,
    ) -> Option<Id> {
        let interaction = self.interactions.get(&id)?.clone();
        let data = body.get("data").filter(|data| data.is_object()).cloned();
        let data = data.unwrap_or_else(|| json!({}));
        let callback = body["type"].as_i64().unwrap_or(0);
        let message = match callback {
            kind::MESSAGE => Some(self.post_answer(&interaction, &data, uploads, now, false)),
            kind::DEFERRED_MESSAGE => {
                // A deferral says nothing but whether the answer will be ephemeral.
                let bits = data["flags"].as_u64().unwrap_or(0) & flags::EPHEMERAL;
                Some(self.post_answer(&interaction, &json!({ "flags": bits }), &[], now, false))
            }
            kind::UPDATE => {
                let source = interaction.source()?;
                self.edit(interaction.channel, source, &data, uploads, now);
                Some(source)
            }
            kind::DEFERRED_UPDATE => interaction.source(),
            _ => None,
        };
        if callback == kind::DEFERRED_MESSAGE
            && let Some(id) = message
        {
            self.start_thinking(interaction.channel, id);
        }
        let interaction = self.interactions.get_mut(&id)?;
        interaction.state = State::Answered(message);
        interaction.deferred_update = callback == kind::DEFERRED_UPDATE;
        if callback == kind::CHOICES {
            interaction.choices = Some(data["choices"].clone());
        }
        if callback == kind::MODAL {
            interaction.modal = Some(data);
        }
        let channel = interaction.channel;
        self.changed("message", Some(channel));
        message
    }

    fn start_thinking(&mut self, channel: Id, id: Id) {
        let message = self
            .messages
            .get_mut(&channel)
            .and_then(|all| all.get_mut(&id));
        if let Some(message) = message {
            message.flags |= flags::LOADING;
        }
    }

    /// A message that answers an interaction: the first answer, or a follow-up.
    pub fn post_answer(
        &mut self,
        interaction: &Interaction,
        body: &Value,
        uploads: &[Upload],
        now: Timestamp,
        follow_up: bool,
    ) -> Id {
        let ephemeral = body["flags"].as_u64().unwrap_or(0) & flags::EPHEMERAL != 0;
        let first = match interaction.state {
            State::Answered(first) => first,
            _ => None,
        };
        let origin = Origin {
            interaction: interaction.id,
            kind: interaction.kind(),
            user: interaction.user,
            name: match &interaction.act {
                Act::Command(name) => name.clone(),
                _ => String::new(),
            },
            replied: if follow_up {
                first
            } else {
                interaction.source()
            },
            follow_up,
        };
        let draft = Draft {
            channel: interaction.channel,
            author: self.bot.id,
            body,
            uploads,
            origin: Some(origin),
            ephemeral_for: ephemeral.then_some(interaction.user),
        };
        self.post(&draft, now)
    }
}
