//! IDENTIFY and RESUME: who may speak, and what they are told first.

use serde_json::{Value, json};
use tokio::sync::mpsc;

use super::crowd;
use super::protocol::{Close, intent};
use super::sessions::{Order, Resumed};
use crate::playground::lab::{BOT_TOKEN, Lab};
use crate::playground::snowflake::Id;
use crate::playground::world::{World, components, shape};

/// Opens a session; returns its id.
pub(super) fn identify(
    lab: &Lab,
    data: &Value,
    orders: &mpsc::UnboundedSender<Order>,
) -> Result<String, Close> {
    check_token(data)?;
    let intents = data["intents"].as_u64().ok_or(Close::DECODE_ERROR)?;
    if !data["properties"].is_object() {
        return Err(Close::DECODE_ERROR);
    }
    if intents & !intent::KNOWN != 0 {
        return Err(Close::INVALID_INTENTS);
    }
    if intents & intent::PRIVILEGED != 0 {
        return Err(Close::DISALLOWED_INTENTS);
    }
    let shard = data.get("shard").filter(|shard| !shard.is_null()).cloned();
    let shard = shard.unwrap_or_else(|| json!([0, 1]));
    if !is_shard(&shard) {
        return Err(Close::INVALID_SHARD);
    }
    // One look at the world for both events, and nothing can happen between them and the next.
    Ok(lab.change(|world, now| {
        let mut sessions = lab.sessions();
        let session = sessions.open(intents, orders.clone());
        let present = world.guild.bot_present && is_own(&shard, world.guild.id);
        let crowd = crowd::ids(lab.crowd).filter(|id| is_own(&shard, *id));
        let crowd: Vec<Id> = crowd.collect();
        let guilds = present.then_some(world.guild.id);
        let guilds = guilds.iter().chain(&crowd);
        let mut ready = ready(world, &lab.url, guilds);
        ready["session_id"] = json!(session);
        ready["shard"] = shard;
        sessions.tell(&session, "READY", &ready);
        if present && intents & intent::GUILDS != 0 {
            let mut guild = shape::guild_create(world, now);
            components::with_base(&mut guild, &lab.url);
            sessions.tell(&session, "GUILD_CREATE", &guild);
        }
        if intents & intent::GUILDS != 0 {
            for id in crowd {
                sessions.tell(&session, "GUILD_CREATE", &crowd::guild(world, id, now));
            }
        }
        drop(sessions);
        world.changed("bot", None);
        session
    }))
}

fn ready<'a>(world: &World, url: &str, guilds: impl Iterator<Item = &'a Id>) -> Value {
    let guilds: Value = guilds
        .map(|id| json!({ "id": id, "unavailable": true }))
        .collect();
    json!({
        "v": 10,
        "user": shape::own_user(world),
        "user_settings": {},
        "session_type": "normal",
        "resume_gateway_url": url.replace("http://", "ws://"),
        "relationships": [],
        "private_channels": [],
        "presences": [],
        "guilds": guilds,
        "guild_join_requests": [],
        "geo_ordered_rtc_regions": [],
        "application": { "id": world.bot.id, "flags": 0 },
        "_trace": [],
    })
}

/// Takes a session up again; `Ok(None)` if that is not possible.
pub(super) fn resume(
    lab: &Lab,
    data: &Value,
    orders: &mpsc::UnboundedSender<Order>,
) -> Result<Option<String>, Close> {
    check_token(data)?;
    let session = data["session_id"].as_str().ok_or(Close::DECODE_ERROR)?;
    let seq = data["seq"].as_u64().ok_or(Close::DECODE_ERROR)?;
    let resumed = lab.sessions().resume(session, seq, orders.clone());
    match resumed {
        Resumed::FromTheFuture => Err(Close::INVALID_SEQ),
        Resumed::Unknown => Ok(None),
        Resumed::Done => {
            lab.changed("bot", None);
            Ok(Some(session.to_owned()))
        }
    }
}

fn check_token(data: &Value) -> Result<(), Close> {
    let token = data["token"].as_str().ok_or(Close::DECODE_ERROR)?;
    if token.strip_prefix("Bot ").unwrap_or(token) == BOT_TOKEN {
        Ok(())
    } else {
        Err(Close::AUTHENTICATION_FAILED)
    }
}

fn is_shard(shard: &Value) -> bool {
    let numbers = (shard[0].as_u64(), shard[1].as_u64());
    matches!(numbers, (Some(id), Some(count)) if id < count)
}

/// Guilds are spread over shards by the time of their making.
fn is_own(shard: &Value, guild: Id) -> bool {
    let since = guild.number() >> 22;
    matches!((shard[0].as_u64(), shard[1].as_u64()), (Some(id), Some(count)) if since % count == id)
}
