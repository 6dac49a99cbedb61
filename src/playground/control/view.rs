//! What the page looks at.

use std::sync::Arc;

use axum::Json;
use axum::extract::{Path, Query, State};
use serde::Deserialize;
use serde_json::{Value, json};

use super::{Done, done};
use crate::playground::lab::Lab;
use crate::playground::snowflake::Id;
use crate::playground::world::interactions::{Interaction, State as Progress};
use crate::playground::world::messages::Message;
use crate::playground::world::{World, components};

/// The page shows at most this many messages.
const MOST_SHOWN: usize = 200;

pub(super) async fn state(State(lab): State<Arc<Lab>>) -> Json<Value> {
    let last_seq = *lab.last_seq().borrow();
    let connected = lab.sessions().is_connected();
    let faults = json!(lab.faults().list());
    let invalid = lab.buckets().invalid(lab.hub.pace());
    let mut state = lab.read(world);
    state["clock"] = super::clock::shown(&lab);
    state["kept"] = json!(lab.kept);
    state["bot"]["connected"] = json!(connected);
    state["faults"] = faults;
    state["invalid_requests"] = json!(invalid);
    state["forgotten_requests"] = json!(lab.journal().forgotten());
    state["last_seq"] = json!(last_seq);
    Json(state)
}

fn world(world: &World) -> Value {
    let users = world.users.iter().map(|user| {
        json!({
            "id": user.id,
            "name": user.name,
            "admin": world.guild_permissions(user) & super::world::MANAGE_GUILD != 0,
            "locale": user.locale,
            "roles": user.roles,
            "dm_channel_id": user.dm_channel_id,
            "dms_closed": user.dms_closed,
        })
    });
    let channels = world.channels.iter().map(|channel| {
        json!({
            "id": channel.id,
            "name": channel.name,
            "type": channel.kind,
            "parent_id": channel.parent,
            "guild": true,
            "permissions": channel.permissions,
            "thread": channel.is_thread().then(|| {
                json!({ "archived": channel.archived, "locked": channel.locked })
            }),
        })
    });
    let roles = world
        .roles
        .iter()
        .map(|role| json!({ "id": role.id, "name": role.name }));
    json!({
        "bot": {
            "user": { "id": world.bot.id, "name": world.bot.name },
            "in_guild": world.guild.bot_present,
        },
        "guild": { "id": world.guild.id, "name": world.guild.name, "locale": world.guild.locale },
        "users": users.collect::<Vec<_>>(),
        "channels": channels.collect::<Vec<_>>(),
        "roles": roles.collect::<Vec<_>>(),
        "commands": world.commands.iter().map(|command| &command.shape).collect::<Vec<_>>(),
    })
}

#[derive(Debug, Deserialize)]
pub(super) struct Looked {
    channel_id: Id,
    viewer_id: Option<Id>,
    #[serde(rename = "message_id")]
    only: Option<Id>,
}

pub(super) async fn messages(State(lab): State<Arc<Lab>>, Query(looked): Query<Looked>) -> Done {
    let mut shown = lab.read(|world| {
        let all = world.messages.get(&looked.channel_id);
        let all = all.into_iter().flat_map(|all| all.values());
        let visible = all.filter(|message| {
            looked.only.is_none_or(|id| id == message.id)
                && (message.ephemeral_for.is_none() || message.ephemeral_for == looked.viewer_id)
        });
        let visible: Vec<&Message> = visible.collect();
        let newest = visible.len().saturating_sub(MOST_SHOWN);
        visible[newest..]
            .iter()
            .map(|message| shape(world, message))
            .collect::<Value>()
    });
    components::with_base(&mut shown, &lab.url);
    done(shown)
}

fn shape(world: &World, message: &Message) -> Value {
    let mut shape = world.message_shape(message);
    shape["ephemeral_for"] = json!(message.ephemeral_for);
    shape["pinged"] = json!(message.mentions.pinged);
    shape["thinking"] = json!(message.is_thinking());
    shape["interaction"] = match &message.origin {
        Some(origin) => json!({ "user_id": origin.user, "name": origin.name }),
        None => Value::Null,
    };
    shape
}

pub(super) async fn interaction(State(lab): State<Arc<Lab>>, Path(id): Path<Id>) -> Done {
    // Looking is what lets time run out for those that nobody answered.
    let known = lab.change(|world, _| world.interactions.get(&id).map(progress));
    match known {
        Some(progress) => done(progress),
        None => Err("There is no such interaction.".into()),
    }
}

fn progress(interaction: &Interaction) -> Value {
    let mut progress = match interaction.state {
        Progress::Pending => json!({ "state": "pending" }),
        Progress::Failed => json!({ "state": "failed" }),
        Progress::Answered(None) => json!({ "state": "answered" }),
        Progress::Answered(Some(message)) => {
            json!({ "state": "answered", "message_id": message })
        }
    };
    if let Some(modal) = &interaction.modal {
        progress["modal"] = modal.clone();
    }
    progress
}

#[derive(Debug, Deserialize)]
pub(super) struct After {
    #[serde(default)]
    after: u64,
}

pub(super) async fn requests(
    State(lab): State<Arc<Lab>>,
    Query(After { after }): Query<After>,
) -> Json<Value> {
    Json(json!(lab.journal().after(after)))
}

pub(super) async fn forget_requests(State(lab): State<Arc<Lab>>) -> Json<Value> {
    lab.journal().clear();
    Json(json!({}))
}
