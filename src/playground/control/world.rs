//! Switches of people, channels and the bot.

use std::sync::Arc;

use axum::extract::State;
use hyper::body::Bytes;
use serde::Deserialize;
use serde_json::json;

use super::{Done, done, read};
use crate::playground::lab::Lab;
use crate::playground::snowflake::Id;
use crate::playground::world::World;
use crate::playground::world::permissions::bit;

pub(super) const MANAGE_GUILD: u64 = bit::MANAGE_GUILD;

/// One switch.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "snake_case")]
enum Switch {
    Dms {
        user_id: Id,
        closed: bool,
    },
    Permissions {
        channel_id: Id,
        view: Option<bool>,
        send: Option<bool>,
        history: Option<bool>,
        attach: Option<bool>,
    },
    Thread {
        channel_id: Id,
        archived: Option<bool>,
        locked: Option<bool>,
    },
    DeleteMessage {
        channel_id: Id,
        message_id: Id,
    },
    Locale {
        user_id: Id,
        locale: String,
    },
    Bot(Presence),
}

#[derive(Debug, Deserialize, PartialEq, Eq)]
#[serde(rename_all = "snake_case")]
enum Presence {
    Removed,
    Added,
}

pub(super) async fn change(State(lab): State<Arc<Lab>>, body: Bytes) -> Done {
    let switch: Switch = read(&body)?;
    let found = lab.change(|world, now| match switch {
        Switch::Bot(presence) => {
            world.set_bot_present(presence == Presence::Added, now);
            true
        }
        other => turn(world, other),
    });
    if found {
        done(json!({}))
    } else {
        Err("There is nothing with this id.".into())
    }
}

fn turn(world: &mut World, switch: Switch) -> bool {
    match switch {
        Switch::Dms { user_id, closed } => world.close_dms(user_id, closed),
        Switch::Permissions {
            channel_id,
            view,
            send,
            history,
            attach,
        } => world.switch(channel_id, |switches| {
            switches.view = view.unwrap_or(switches.view);
            switches.send = send.unwrap_or(switches.send);
            switches.history = history.unwrap_or(switches.history);
            switches.attach = attach.unwrap_or(switches.attach);
        }),
        Switch::Thread {
            channel_id,
            archived,
            locked,
        } => world.close_thread(channel_id, archived, locked),
        Switch::DeleteMessage {
            channel_id,
            message_id,
        } => world.delete(channel_id, message_id),
        Switch::Locale { user_id, locale } => world.set_locale(user_id, locale),
        Switch::Bot(_) => true,
    }
}
