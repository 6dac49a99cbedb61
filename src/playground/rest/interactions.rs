//! Answers to interactions, and what comes after them by the interaction's token.

use axum::http::Method;
use serde_json::{Value, json};

use super::answer::Answer;
use super::channels::{change, setting_for_change, setting_for_new, shown};
use super::refusal::Refusal;
use super::{Call, Outcome, ok};
use crate::playground::limits::Problems;
use crate::playground::limits::callback::{self, kind};
use crate::playground::limits::message::{check, flags};
use crate::playground::snowflake::Id;
use crate::playground::world::World;
use crate::playground::world::interactions::{Act, Interaction, State};
use crate::playground::world::messages::{Draft, Message};

pub(super) fn callback(world: &mut World, id: Id, token: &str, call: &Call<'_>) -> Outcome {
    let interaction = world
        .interactions
        .get(&id)
        .filter(|known| known.token == token);
    let interaction = interaction
        .ok_or_else(Refusal::unknown_interaction)?
        .clone();
    if matches!(interaction.state, State::Answered(_)) {
        return Err(Refusal::already_acknowledged());
    }
    if !interaction.is_answerable(call.now) {
        return Err(Refusal::unknown_interaction());
    }
    let callback = call.body["type"].as_i64().unwrap_or(0);
    let source = match interaction.act {
        Act::Component(message) | Act::Modal(Some(message)) if callback == kind::UPDATE => {
            world.message(interaction.channel, message)
        }
        _ => None,
    };
    let setting = source.map_or_else(
        || setting_for_new(call),
        |message| setting_for_change(call, message),
    );
    Problems::of(call.body, |form| {
        callback::check(form, interaction.asked(), &setting);
    })?;
    let data = &call.body["data"];
    if callback == kind::MESSAGE {
        check_not_empty(world, &interaction, data, call)?;
    }
    if source.is_some_and(|message| message.is_emptied_by(data, call.uploads)) {
        return Err(Refusal::empty_message());
    }
    let with_response = call.flag("with_response")?;
    let message = world.answer(id, call.body, call.uploads, call.now);
    if !with_response {
        return Ok(Answer::nothing());
    }
    Ok(ok(response(world, &interaction, callback, message)))
}

/// What the bot learns about its answer when it asks for it.
fn response(world: &World, interaction: &Interaction, callback: i64, message: Option<Id>) -> Value {
    let message = message.and_then(|id| world.message(interaction.channel, id));
    let mut about = json!({
        "id": interaction.id,
        "type": interaction.kind(),
        "channel_id": interaction.channel,
    });
    if let Some(message) = message {
        about["response_message_id"] = json!(message.id);
        about["response_message_loading"] = json!(message.is_thinking());
        about["response_message_ephemeral"] = json!(message.flags & flags::EPHEMERAL != 0);
    }
    let mut response = json!({ "interaction": about });
    if let Some(message) = message
        && matches!(callback, kind::MESSAGE | kind::UPDATE)
    {
        response["resource"] = json!({ "type": callback, "message": world.message_shape(message) });
    }
    response
}

fn check_not_empty(
    world: &World,
    interaction: &Interaction,
    body: &Value,
    call: &Call<'_>,
) -> Result<(), Refusal> {
    let draft = Draft {
        channel: interaction.channel,
        author: world.bot.id,
        body,
        uploads: call.uploads,
        origin: None,
        ephemeral_for: None,
    };
    if World::is_empty_draft(&draft) {
        return Err(Refusal::empty_message());
    }
    Ok(())
}

/// The interaction whose token this is, once it was answered.
fn by_token(
    world: &World,
    application: Id,
    token: &str,
    call: &Call<'_>,
) -> Result<Interaction, Refusal> {
    if application != world.bot.id {
        return Err(Refusal::unknown_webhook());
    }
    let interaction = world
        .interactions
        .values()
        .find(|known| known.token == token);
    let interaction = interaction.filter(|known| known.is_token_alive(call.now));
    let interaction = interaction.ok_or_else(Refusal::invalid_webhook_token)?;
    if !matches!(interaction.state, State::Answered(_)) {
        return Err(Refusal::unknown_webhook());
    }
    Ok(interaction.clone())
}

pub(super) fn follow_up(
    world: &mut World,
    application: Id,
    token: &str,
    call: &Call<'_>,
) -> Outcome {
    let interaction = by_token(world, application, token, call)?;
    if let State::Answered(Some(original)) = interaction.state {
        let message = world.message(interaction.channel, original);
        if message.is_some_and(Message::is_thinking) {
            // The first follow-up to a deferred answer becomes that answer.
            return change(world, interaction.channel, original, call);
        }
    }
    let setting = setting_for_new(call);
    Problems::of(call.body, |form| check(form, &setting))?;
    check_not_empty(world, &interaction, call.body, call)?;
    let id = world.post_answer(&interaction, call.body, call.uploads, call.now, true);
    shown(world, interaction.channel, id)
}

pub(super) fn message(
    world: &mut World,
    application: Id,
    token: &str,
    message: Option<Id>,
    call: &Call<'_>,
) -> Outcome {
    let interaction = by_token(world, application, token, call)?;
    let State::Answered(original) = interaction.state else {
        return Err(Refusal::unknown_webhook());
    };
    let id = message.or(original).ok_or_else(Refusal::unknown_message)?;
    let channel = interaction.channel;
    let known = world
        .message(channel, id)
        .ok_or_else(Refusal::unknown_message)?;
    let answers = |origin: &crate::playground::world::interactions::Origin| {
        origin.interaction == interaction.id
    };
    if original != Some(id) && !known.origin.as_ref().is_some_and(answers) {
        return Err(Refusal::unknown_message());
    }
    if call.method == Method::GET {
        return shown(world, channel, id);
    }
    if call.method == Method::DELETE {
        world.delete(channel, id);
        return Ok(Answer::nothing());
    }
    change(world, channel, id, call)
}
