//! The gateway's address, the bot itself, the guild, and opening direct messages.

use serde_json::{Value, json};

use super::answer::Answer;
use super::refusal::Refusal;
use super::route::Route;
use super::{Call, Outcome, ok};
use crate::playground::limits::Problems;
use crate::playground::snowflake::Id;
use crate::playground::world::{World, shape};

pub(super) fn gateway(bot: bool, call: &Call<'_>) -> Answer {
    let url = format!("ws://{}", call.authority);
    if !bot {
        return ok(json!({ "url": url }));
    }
    let limit = json!({
        "total": 1000,
        "remaining": 999,
        "reset_after": 86_400_000,
        "max_concurrency": 1,
    });
    ok(json!({ "url": url, "shards": 1, "session_start_limit": limit }))
}

pub(super) fn own_user(world: &World) -> Answer {
    ok(shape::own_user(world))
}

pub(super) fn user(world: &World, id: Id) -> Outcome {
    let user = world.user(id).ok_or_else(Refusal::unknown_user)?;
    Ok(ok(shape::user(world, user)))
}

pub(super) fn own_guilds(world: &World) -> Answer {
    if !world.guild.bot_present {
        return ok(json!([]));
    }
    ok(json!([{
        "id": world.guild.id,
        "name": world.guild.name,
        "icon": null,
        "banner": null,
        "owner": false,
        "permissions": world.guild_permissions(&world.bot).to_string(),
        "features": [],
    }]))
}

pub(super) fn open_direct(world: &World, call: &Call<'_>) -> Outcome {
    let mut recipient = None;
    Problems::of(call.body, |form| {
        if form.object().is_some() {
            recipient = form.require("recipient_id").and_then(|id| id.snowflake());
        }
    })?;
    if recipient == Some(world.bot.id) {
        return Err(Refusal::cannot_message_bot());
    }
    let user = world.users.iter().find(|user| Some(user.id) == recipient);
    let user = user.ok_or_else(Refusal::invalid_recipients)?;
    Ok(ok(shape::direct_channel(world, user)))
}

pub(super) fn guild(world: &World, route: &Route) -> Outcome {
    let (Route::Guild(id)
    | Route::GuildChannels(id)
    | Route::GuildRoles(id)
    | Route::Member(id, _)) = route
    else {
        return Err(Refusal::not_found());
    };
    check_guild(world, *id)?;
    let shape = match route {
        Route::GuildChannels(_) => {
            let channels = world.channels.iter().filter(|channel| !channel.is_thread());
            channels
                .map(|channel| shape::channel(world, channel))
                .collect()
        }
        Route::GuildRoles(_) => shape::roles(world),
        Route::Member(_, user) => member(world, *user)?,
        _ => shape::guild(world),
    };
    Ok(ok(shape))
}

fn check_guild(world: &World, id: Id) -> Result<(), Refusal> {
    if id != world.guild.id {
        return Err(Refusal::unknown_guild());
    }
    if !world.guild.bot_present {
        return Err(Refusal::missing_access());
    }
    Ok(())
}

fn member(world: &World, id: Id) -> Result<Value, Refusal> {
    let user = world.user(id).ok_or_else(Refusal::unknown_member)?;
    Ok(shape::member(world, user))
}
