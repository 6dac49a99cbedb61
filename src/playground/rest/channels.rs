//! Channels and their messages.

use axum::http::Method;
use serde_json::Value;

use super::answer::Answer;
use super::refusal::Refusal;
use super::{Call, Outcome, ok};
use crate::playground::limits::Problems;
use crate::playground::limits::message::{Setting, check};
use crate::playground::snowflake::Id;
use crate::playground::world::messages::{Draft, Message, Upload};
use crate::playground::world::nonces::Earlier;
use crate::playground::world::permissions::bit;
use crate::playground::world::{Place, World, shape};

/// The channel, if the bot can see it.
fn visible(world: &World, channel: Id) -> Result<Place<'_>, Refusal> {
    let place = world.place(channel).ok_or_else(Refusal::unknown_channel)?;
    if matches!(place, Place::Guild(_)) && !world.guild.bot_present {
        return Err(Refusal::missing_access());
    }
    if world.permissions_in(&world.bot, place) & bit::VIEW == 0 {
        return Err(Refusal::missing_access());
    }
    Ok(place)
}

/// Whether the bot may write in the channel.
fn check_writable(world: &World, channel: Id) -> Result<(), Refusal> {
    let place = visible(world, channel)?;
    match place {
        Place::Direct(user) if user.dms_closed => return Err(Refusal::cannot_message_user()),
        Place::Guild(known) if !known.takes_messages() => {
            return Err(Refusal::not_a_text_channel());
        }
        _ => {}
    }
    let needed = match place {
        Place::Guild(known) if known.is_thread() => bit::SEND_IN_THREADS,
        _ => bit::SEND,
    };
    let held = world.permissions_in(&world.bot, place);
    if held & needed == 0 {
        return Err(Refusal::missing_permissions());
    }
    match place {
        Place::Guild(known) if known.locked && held & bit::MANAGE_THREADS == 0 => {
            Err(if known.archived {
                Refusal::thread_archived()
            } else {
                Refusal::thread_locked()
            })
        }
        _ => Ok(()),
    }
}

pub(super) fn get(world: &World, channel: Id) -> Outcome {
    let place = visible(world, channel)?;
    Ok(ok(shape::place(world, place)))
}

pub(super) fn typing(world: &World, channel: Id) -> Outcome {
    check_writable(world, channel)?;
    Ok(Answer::nothing())
}

/// What the body of a new message is checked against.
pub(super) fn setting_for_new(call: &Call<'_>) -> Setting {
    let name = |upload: &Upload| (upload.number.clone(), upload.filename.clone());
    Setting {
        uploads: call.uploads.iter().map(name).collect(),
        ..Setting::default()
    }
}

/// What the body of a change of `message` is checked against.
pub(super) fn setting_for_change(call: &Call<'_>, message: &Message) -> Setting {
    let mut legacy = Vec::new();
    if !message.content.is_empty() {
        legacy.push("content");
    }
    if message
        .embeds
        .as_array()
        .is_some_and(|embeds| !embeds.is_empty())
    {
        legacy.push("embeds");
    }
    Setting {
        present: message.file_names(),
        was_v2: message.is_v2(),
        edit: true,
        legacy,
        ..setting_for_new(call)
    }
}

pub(super) fn post(world: &mut World, channel: Id, call: &Call<'_>) -> Outcome {
    check_writable(world, channel)?;
    let setting = setting_for_new(call);
    Problems::of(call.body, |form| check(form, &setting))?;
    if call.body["sticker_ids"]
        .as_array()
        .is_some_and(|stickers| !stickers.is_empty())
    {
        return Err(Refusal::invalid_sticker());
    }
    let place = visible(world, channel)?;
    let permissions = world.permissions_in(&world.bot, place);
    check_reply(world, channel, call.body, permissions & bit::HISTORY != 0)?;
    if !call.uploads.is_empty() && permissions & bit::ATTACH == 0 {
        return Err(Refusal::missing_permissions());
    }
    let draft = Draft {
        channel,
        author: world.bot.id,
        body: call.body,
        uploads: call.uploads,
        origin: None,
        ephemeral_for: None,
    };
    if World::is_empty_draft(&draft) {
        return Err(Refusal::empty_message());
    }
    let nonce = &call.body["nonce"];
    if call.body["enforce_nonce"] == Value::Bool(true) && !nonce.is_null() {
        match world.earlier(world.bot.id, nonce, call.now) {
            Earlier::Unknown => {}
            Earlier::Kept(message) => return Ok(ok(world.message_shape(message))),
            // It was posted and deleted: Discord does not post it again (D-5).
            Earlier::Deleted => return Err(Refusal::unknown_message()),
        }
    }
    let id = world.post(&draft, call.now);
    shown(world, channel, id)
}

fn check_reply(
    world: &World,
    channel: Id,
    body: &Value,
    sees_history: bool,
) -> Result<(), Refusal> {
    let reference = &body["message_reference"];
    let id = |key: &str| match &reference[key] {
        Value::String(text) => Id::parse(text),
        other => other.as_u64().map(Id::new),
    };
    let Some(message) = id("message_id") else {
        return Ok(());
    };
    let wrong = |code: &str, message: &str| Refusal::field("message_reference", code, message);
    let forward = reference["type"].as_i64() == Some(1);
    let from = id("channel_id").unwrap_or(channel);
    if from != channel && !forward {
        return Err(wrong(
            "REPLIES_CANNOT_REFERENCE_OTHER_CHANNEL",
            "Cannot reply to a message in a different channel",
        ));
    }
    if !sees_history && !forward {
        return Err(Refusal::no_reply_without_history());
    }
    let optional = reference["fail_if_not_exists"] == Value::Bool(false);
    let known = world
        .message(from, message)
        .is_some_and(|message| message.ephemeral_for.is_none());
    if known || optional {
        return Ok(());
    }
    Err(wrong("REPLIES_UNKNOWN_MESSAGE", "Unknown message"))
}

/// A message as an answer.
pub(super) fn shown(world: &World, channel: Id, id: Id) -> Outcome {
    let message = world
        .message(channel, id)
        .ok_or_else(Refusal::unknown_message)?;
    Ok(ok(world.message_shape(message)))
}

pub(super) fn list(world: &World, channel: Id, call: &Call<'_>) -> Outcome {
    let place = visible(world, channel)?;
    if matches!(place, Place::Guild(known) if !known.takes_messages()) {
        return Err(Refusal::not_a_text_channel());
    }
    let limit = limit(call)?;
    let id = |key: &str| match call.query.get(key) {
        Some(text) => Id::parse(text)
            .map(Some)
            .ok_or_else(|| Refusal::not_a_snowflake(key, text)),
        None => Ok(None),
    };
    let (after, before, around) = (id("after")?, id("before")?, id("around")?);
    if world.permissions_in(&world.bot, place) & bit::HISTORY == 0 {
        // Discord does not refuse: it shows a history without messages.
        return Ok(ok(Value::Array(Vec::new())));
    }
    let all = world.messages.get(&channel);
    let public = all.into_iter().flat_map(|all| all.values());
    let public: Vec<&Message> = public
        .filter(|message| message.ephemeral_for.is_none())
        .collect();
    let chosen: Vec<&Message> = match (around, before, after) {
        (Some(around), ..) => {
            let at = public.partition_point(|message| message.id < around);
            let start = at.saturating_sub(limit / 2);
            public.into_iter().skip(start).take(limit).collect()
        }
        (None, None, Some(after)) => public
            .into_iter()
            .filter(|message| message.id > after)
            .take(limit)
            .collect(),
        (None, before, _) => {
            let older = |message: &&Message| before.is_none_or(|before| message.id < before);
            let older: Vec<&Message> = public.into_iter().filter(older).collect();
            older[older.len().saturating_sub(limit)..].to_vec()
        }
    };
    let newest_first = chosen.into_iter().rev();
    Ok(ok(newest_first
        .map(|message| world.message_shape(message))
        .collect()))
}

fn limit(call: &Call<'_>) -> Result<usize, Refusal> {
    let Some(text) = call.query.get("limit") else {
        return Ok(50);
    };
    let limit: i64 = text.parse().map_err(|_| {
        Refusal::field(
            "limit",
            "NUMBER_TYPE_COERCE",
            &format!("Value \"{text}\" is not int."),
        )
    })?;
    let wrong = |code: &str, than: &str| {
        Refusal::field("limit", code, &format!("int value should be {than}."))
    };
    match limit {
        ..1 => Err(wrong("NUMBER_TYPE_MIN", "greater than or equal to 1")),
        101.. => Err(wrong("NUMBER_TYPE_MAX", "less than or equal to 100")),
        limit => Ok(usize::try_from(limit).unwrap_or(50)),
    }
}

pub(super) fn message(world: &mut World, channel: Id, id: Id, call: &Call<'_>) -> Outcome {
    let place = visible(world, channel)?;
    let permissions = world.permissions_in(&world.bot, place);
    let direct = matches!(place, Place::Direct(_));
    if call.method == Method::GET && permissions & bit::HISTORY == 0 {
        return Err(Refusal::missing_access());
    }
    let message = world.message(channel, id);
    let message = message.filter(|message| message.ephemeral_for.is_none());
    let message = message.ok_or_else(Refusal::unknown_message)?;
    let own = message.author == world.bot.id;
    if call.method == Method::GET {
        return shown(world, channel, id);
    }
    if matches!(place, Place::Guild(known) if known.archived) {
        return Err(Refusal::thread_archived());
    }
    if call.method == Method::DELETE {
        if !own {
            let refusal = if direct {
                Refusal::not_in_direct()
            } else {
                Refusal::missing_permissions()
            };
            return Err(refusal);
        }
        world.delete(channel, id);
        return Ok(Answer::nothing());
    }
    if !own {
        return Err(Refusal::not_the_author());
    }
    change(world, channel, id, call)
}

/// Changes a message of the bot's.
pub(super) fn change(world: &mut World, channel: Id, id: Id, call: &Call<'_>) -> Outcome {
    let message = world
        .message(channel, id)
        .ok_or_else(Refusal::unknown_message)?;
    let setting = setting_for_change(call, message);
    Problems::of(call.body, |form| check(form, &setting))?;
    if !world.edit(channel, id, call.body, call.uploads, call.now) {
        return Err(Refusal::empty_message());
    }
    shown(world, channel, id)
}
