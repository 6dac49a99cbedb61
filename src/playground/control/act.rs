//! What people do: send commands, type into options, press buttons, submit modals, write.
//!
//! | request | body | answer |
//! |---|---|---|
//! | `command` | `{user_id, channel_id, name, options}` | `{interaction_id}` |
//! | | the value of a file is `{filename, content_type?, base64}` | |
//! | `autocomplete` | the same and `focused` | `{choices}` after at most 3 s |
//! | `press` | `{user_id, channel_id, message_id, custom_id, values?}` | `{interaction_id}` |

use std::sync::Arc;

use axum::extract::State;
use hyper::body::Bytes;
use serde::Deserialize;
use serde_json::{Map, Value, json};

use super::{Done, Wrong, done, read};
use crate::playground::lab::Lab;
use crate::playground::snowflake::Id;
use crate::playground::world::interactions::{Happening, State as Progress};
use crate::playground::world::invoke::Typed;
use crate::playground::world::messages::Draft;
use crate::playground::world::permissions::bit;
use crate::playground::world::press::Pressed;
use crate::playground::world::{Place, World};

#[derive(Debug, Deserialize)]
struct Command {
    user_id: Id,
    channel_id: Id,
    name: String,
    #[serde(default)]
    options: Map<String, Value>,
    focused: Option<String>,
}

/// Lets what was looked up happen, if the bot can hear of it.
fn happen(
    lab: &Arc<Lab>,
    find: impl FnOnce(&World) -> Result<Happening, String>,
) -> Result<Id, Wrong> {
    let happening = lab.read(find)?;
    Ok(lab.interact(happening))
}

fn typed(command: &Command) -> Typed<'_> {
    Typed {
        user: command.user_id,
        channel: command.channel_id,
        name: &command.name,
        options: &command.options,
        focused: command.focused.as_deref(),
    }
}

/// A file as the page sends it, in the place of an option's value.
#[derive(Debug, Deserialize)]
struct File {
    filename: String,
    #[serde(default)]
    content_type: Option<String>,
    /// The bytes, in base64.
    base64: String,
}

/// Takes in the files among the options, and lets the options name them by their ids.
fn take_files(lab: &Lab, options: &mut Map<String, Value>) -> Result<(), Wrong> {
    for value in options.values_mut().filter(|value| value.is_object()) {
        let file: File = serde_json::from_value(value.take())
            .map_err(|error| format!("The file is not as expected: {error}."))?;
        let bytes = data_encoding::BASE64
            .decode(file.base64.as_bytes())
            .map_err(|_| "The file is not in base64.")?;
        let plain = |symbol: char| symbol.is_ascii_alphanumeric() || "._-".contains(symbol);
        let name = file.filename.replace(|symbol| !plain(symbol), "_");
        let kind = file.content_type.filter(|kind| kind.is_ascii());
        let kind = kind.unwrap_or_else(|| "application/octet-stream".to_owned());
        let id = lab.change(|world, now| world.upload(name, kind, bytes.into(), now));
        *value = json!(id);
    }
    Ok(())
}

pub(super) async fn command(State(lab): State<Arc<Lab>>, body: Bytes) -> Done {
    let command: Command = read(&body)?;
    let mut command = Command {
        focused: None,
        ..command
    };
    take_files(&lab, &mut command.options)?;
    let id = happen(&lab, |world| world.invoke(&typed(&command)))?;
    done(json!({ "interaction_id": id }))
}

pub(super) async fn autocomplete(State(lab): State<Arc<Lab>>, body: Bytes) -> Done {
    let command: Command = read(&body)?;
    if command.focused.is_none() {
        return Err("Say which option is being typed into (focused).".into());
    }
    let id = happen(&lab, |world| world.invoke(&typed(&command)))?;
    let mut changes = lab.last_seq();
    loop {
        changes.mark_unchanged();
        let state = lab.read(|world| {
            let interaction = world.interactions.get(&id)?;
            Some((interaction.state.clone(), interaction.choices.clone()))
        });
        match state {
            Some((Progress::Pending, _)) => {}
            Some((Progress::Answered(_), Some(choices))) => {
                return done(json!({ "choices": choices }));
            }
            _ => return Err("The application did not respond.".into()),
        }
        // The end of its three seconds is a change, too.
        if changes.changed().await.is_err() {
            return Err("The playground stops.".into());
        }
    }
}

#[derive(Debug, Deserialize)]
struct Press {
    user_id: Id,
    channel_id: Id,
    message_id: Id,
    custom_id: String,
    #[serde(default)]
    values: Vec<String>,
}

pub(super) async fn press(State(lab): State<Arc<Lab>>, body: Bytes) -> Done {
    let press: Press = read(&body)?;
    let id = happen(&lab, |world| {
        world.press(&Pressed {
            user: press.user_id,
            channel: press.channel_id,
            message: press.message_id,
            custom_id: &press.custom_id,
            values: press.values.clone(),
        })
    })?;
    done(json!({ "interaction_id": id }))
}

#[derive(Debug, Deserialize)]
struct Submit {
    interaction_id: Id,
    #[serde(default)]
    values: Map<String, Value>,
}

pub(super) async fn submit(State(lab): State<Arc<Lab>>, body: Bytes) -> Done {
    let submit: Submit = read(&body)?;
    let id = happen(&lab, |world| {
        world.submit(submit.interaction_id, &submit.values)
    })?;
    done(json!({ "interaction_id": id }))
}

#[derive(Debug, Deserialize)]
struct Say {
    user_id: Id,
    channel_id: Id,
    content: String,
}

pub(super) async fn say(State(lab): State<Arc<Lab>>, body: Bytes) -> Done {
    let say: Say = read(&body)?;
    if say.content.trim().is_empty() || say.content.chars().count() > 2000 {
        return Err("A message has 1 to 2,000 characters.".into());
    }
    let body = json!({ "content": say.content });
    let id = lab.change(|world, now| {
        let known = world.users.iter().any(|user| user.id == say.user_id);
        let may = match world.place(say.channel_id) {
            Some(place @ Place::Guild(channel)) => {
                let manages = |user| world.permissions_in(user, place) & bit::MANAGE_THREADS != 0;
                let may = !channel.locked || world.user(say.user_id).is_some_and(manages);
                known && channel.takes_messages() && may
            }
            Some(Place::Direct(owner)) => owner.id == say.user_id,
            None => false,
        };
        may.then(|| {
            let draft = Draft {
                channel: say.channel_id,
                author: say.user_id,
                body: &body,
                uploads: &[],
                origin: None,
                ephemeral_for: None,
            };
            world.post(&draft, now)
        })
    });
    match id {
        Some(id) => done(json!({ "message_id": id })),
        None => Err("This user cannot write there.".into()),
    }
}
