//! The application and its commands.

use axum::http::{Method, StatusCode};
use serde_json::{Value, json};

use super::answer::Answer;
use super::refusal::Refusal;
use super::{Call, Outcome, ok};
use crate::playground::limits::{Problems, command as limits};
use crate::playground::snowflake::Id;
use crate::playground::world::commands::Command;
use crate::playground::world::{World, shape};

pub(super) fn own(world: &World) -> Answer {
    ok(shape::application(world))
}

fn check_owner(world: &World, application: Id, guild: Option<Id>) -> Result<(), Refusal> {
    if application != world.bot.id {
        return Err(Refusal::other_application());
    }
    match guild {
        Some(guild) if guild != world.guild.id => Err(Refusal::unknown_guild()),
        Some(_) if !world.guild.bot_present => Err(Refusal::missing_access()),
        _ => Ok(()),
    }
}

pub(super) fn commands(
    world: &mut World,
    application: Id,
    guild: Option<Id>,
    call: &Call<'_>,
) -> Outcome {
    check_owner(world, application, guild)?;
    if call.method == Method::GET {
        let localized = call.flag("with_localizations")?;
        let commands = world.commands_of(guild).map(|command| {
            if localized {
                command.shape.clone()
            } else {
                command.without_localizations()
            }
        });
        return Ok(ok(commands.collect()));
    }
    if call.method == Method::PUT {
        Problems::of(call.body, limits::check_all)?;
        let bodies = call.body.as_array().map_or(&[][..], Vec::as_slice);
        let of_kind = |kind: i64| {
            bodies
                .iter()
                .filter(|body| body["type"].as_i64().unwrap_or(1) == kind)
                .count()
        };
        if of_kind(1) > limits::MOST_COMMANDS || of_kind(2) > 15 || of_kind(3) > 15 {
            return Err(Refusal::too_many_commands());
        }
        return Ok(ok(Value::Array(
            world.register_all(guild, bodies, call.now),
        )));
    }
    Problems::of(call.body, limits::check)?;
    let kind = call.body["type"].as_i64().unwrap_or(1);
    let full = world
        .commands_of(guild)
        .filter(|command| command.kind() == kind)
        .count();
    let name = call.body["name"].as_str().unwrap_or_default();
    let known = world
        .commands_of(guild)
        .any(|command| command.kind() == kind && command.name() == name);
    if !known && full >= limits::MOST_COMMANDS {
        return Err(Refusal::too_many_commands());
    }
    let (id, new) = world.register(guild, call.body, call.now);
    let status = if new {
        StatusCode::CREATED
    } else {
        StatusCode::OK
    };
    let shape = world
        .command(guild, id)
        .map(|command| command.shape.clone());
    Ok(Answer::json(status, shape.unwrap_or_default()))
}

pub(super) fn command(
    world: &mut World,
    application: Id,
    guild: Option<Id>,
    id: Id,
    call: &Call<'_>,
) -> Outcome {
    check_owner(world, application, guild)?;
    let known = world
        .command(guild, id)
        .ok_or_else(Refusal::unknown_command)?;
    if call.method == Method::GET {
        return Ok(ok(known.shape.clone()));
    }
    if call.method == Method::DELETE {
        world.forget_command(guild, id);
        return Ok(Answer::nothing());
    }
    let mut merged = known.shape.clone();
    let changes = call.body.as_object().ok_or_else(Refusal::invalid_json)?;
    for (key, value) in changes {
        // The type of a command cannot be changed.
        if key != "type" {
            merged[key] = value.clone();
        }
    }
    Problems::of(&merged, limits::check)?;
    let kind = known.kind();
    let same = |other: &Command| other.kind() == kind && json!(other.name()) == merged["name"];
    if world
        .commands_of(guild)
        .any(|other| other.id != id && same(other))
    {
        return Err(Refusal::field(
            "name",
            "APPLICATION_COMMANDS_DUPLICATE_NAME",
            "Application command names must be unique",
        ));
    }
    let shape = world.change_command(id, &merged, call.now);
    shape.map(ok).ok_or_else(Refusal::unknown_command)
}
