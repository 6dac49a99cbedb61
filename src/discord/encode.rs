//! Our messages and answers to Discord's JSON.
//!
//! Discord's limits are checked here, where they are Discord's words: what is over one is an error that names
//! the place, never a request that Discord would refuse. Knows nothing of how a request is sent. Begin reading
//! at [`message`] and [`reply`].

use std::collections::HashSet;

use serde_json::{Value, json};

use super::encode_form;
use super::payload::Attachment;
pub use super::payload::Payload;
use crate::app::{OutboundMessage, Reply, Visibility};
use crate::view::{
    Button, ButtonStyle, ChannelSelect, Component, Media, Mentions, Message, Select,
};

/// Message flags: <https://discord.com/developers/docs/resources/message#message-object-message-flags>.
const EPHEMERAL: u64 = 1 << 6;
const COMPONENTS_V2: u64 = 1 << 15;

/// Limits of <https://discord.com/developers/docs/components/reference> and of messages.
const COMPONENTS: usize = 40;
const TEXT: usize = 4_000;
const BUTTONS: usize = 5;
pub(super) const CUSTOM_ID: usize = 100;
const LABEL: usize = 80;
const PLACEHOLDER: usize = 150;
const OPTIONS: usize = 25;
const OPTION: usize = 100;
const ALT_TEXT: usize = 1_024;
const NONCE: usize = 25;
const FILES: usize = 10;
/// Text, announcement, and the three kinds of threads: what takes messages.
const CHANNEL_TYPES: [u8; 5] = [0, 5, 10, 11, 12];

/// Something that Discord would not take.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{place}: {problem}")]
pub struct EncodeError {
    /// Where in the message, such as `components[0].children[2]`.
    pub place: String,
    /// What is wrong there.
    pub problem: String,
}

fn error<T>(place: &str, problem: String) -> Result<T, EncodeError> {
    Err(EncodeError {
        place: place.to_owned(),
        problem,
    })
}

/// A text of 1 to `most` characters.
pub(super) fn limited<'a>(place: &str, text: &'a str, most: usize) -> Result<&'a str, EncodeError> {
    match text.chars().count() {
        0 => error(place, "it is empty".to_owned()),
        n if n > most => error(
            place,
            format!("it has {n} characters; Discord takes {most}"),
        ),
        _ => Ok(text),
    }
}

/// From one to `most` of something.
fn counted(place: &str, what: &str, n: usize, most: usize) -> Result<(), EncodeError> {
    if n == 0 || n > most {
        return error(
            place,
            format!("it has {n} {what}; Discord takes 1 to {most}"),
        );
    }
    Ok(())
}

/// A message to a channel, with its nonce enforced (D-5).
pub fn outbound(outbound: &OutboundMessage) -> Result<Payload, EncodeError> {
    let mut payload = message(&outbound.message)?;
    payload.json["nonce"] = limited("nonce", &outbound.nonce, NONCE)?.into();
    payload.json["enforce_nonce"] = true.into();
    Ok(payload)
}

/// A message.
pub fn message(message: &Message) -> Result<Payload, EncodeError> {
    let mut encoder = Encoder {
        message,
        components: 0,
        text: 0,
        custom_ids: HashSet::new(),
    };
    let components = encoder.components("components", &message.components, true)?;
    if components.is_empty() {
        return error("components", "there are none".to_owned());
    }
    let files = attachments(message);
    Ok(Payload {
        json: json!({
            "flags": COMPONENTS_V2,
            "components": components,
            "allowed_mentions": allowed_mentions(message.mentions),
            "attachments": encode_attachments(&files)?,
        }),
        files,
    })
}

/// An answer to an interaction.
pub fn reply(reply: &Reply) -> Result<Payload, EncodeError> {
    let (kind, payload) = match reply {
        Reply::Message(content, visibility) => {
            let mut payload = message(content)?;
            if *visibility == Visibility::Ephemeral {
                payload.json["flags"] = (COMPONENTS_V2 | EPHEMERAL).into();
            }
            (4, payload)
        }
        Reply::Update(content) => (7, message(content)?),
        Reply::Form(form) => (9, Payload::json(encode_form::form(form)?)),
        Reply::Choices(choices) => (
            8,
            Payload::json(json!({ "choices": encode_choices(choices)? })),
        ),
    };
    Ok(Payload {
        json: json!({ "type": kind, "data": payload.json }),
        files: payload.files,
    })
}

/// A message that follows an answer, for one pair of eyes.
pub fn aside(content: &Message) -> Result<Payload, EncodeError> {
    let mut payload = message(content)?;
    payload.json["flags"] = (COMPONENTS_V2 | EPHEMERAL).into();
    Ok(payload)
}

fn encode_choices(choices: &[(String, String)]) -> Result<Vec<Value>, EncodeError> {
    if choices.len() > OPTIONS {
        return error(
            "choices",
            format!("there are {}; Discord takes {OPTIONS}", choices.len()),
        );
    }
    choices
        .iter()
        .enumerate()
        .map(|(n, (name, value))| {
            let place = format!("choices[{n}]");
            Ok(json!({
                "name": limited(&place, name, OPTION)?,
                "value": limited(&place, value, OPTION)?,
            }))
        })
        .collect()
}

fn allowed_mentions(mentions: Mentions) -> Value {
    match mentions {
        Mentions::Nobody => json!({ "parse": [] }),
        Mentions::User(user) => json!({ "parse": [], "users": [user.to_string()] }),
        Mentions::Role(role) => json!({ "parse": [], "roles": [role.to_string()] }),
    }
}

/// The files of a message, pictures first.
fn attachments(message: &Message) -> Vec<Attachment> {
    let pictures = message.pictures.iter().map(|picture| {
        let description = Some(picture.description.as_str());
        Attachment::new(&picture.file_name, &picture.bytes, description)
    });
    let files = message.files.iter();
    let files = files.map(|file| Attachment::new(&file.file_name, &file.bytes, None));
    pictures.chain(files).collect()
}

fn encode_attachments(files: &[Attachment]) -> Result<Vec<Value>, EncodeError> {
    if files.len() > FILES {
        return error(
            "attachments",
            format!("there are {}; Discord takes {FILES}", files.len()),
        );
    }
    let encode = |(n, file): (usize, &Attachment)| {
        let place = format!("attachments[{n}]");
        let mut json = json!({
            "id": n.to_string(),
            "filename": limited(&place, &file.file_name, ALT_TEXT)?,
        });
        if let Some(description) = &file.description {
            json["description"] = limited(&place, description, ALT_TEXT)?.into();
        }
        Ok(json)
    };
    files.iter().enumerate().map(encode).collect()
}

/// Walks through a message's components and counts what Discord counts over all of them.
struct Encoder<'a> {
    message: &'a Message,
    components: usize,
    text: usize,
    custom_ids: HashSet<&'a str>,
}

impl<'a> Encoder<'a> {
    fn components(
        &mut self,
        place: &str,
        components: &'a [Component],
        top: bool,
    ) -> Result<Vec<Value>, EncodeError> {
        components
            .iter()
            .enumerate()
            .map(|(n, component)| self.component(&format!("{place}[{n}]"), component, top))
            .collect()
    }

    fn component(
        &mut self,
        place: &str,
        component: &'a Component,
        top: bool,
    ) -> Result<Value, EncodeError> {
        self.count(place)?;
        Ok(match component {
            Component::Container { .. } if !top => {
                return error(place, "a container cannot stand inside another".to_owned());
            }
            Component::Container { accent, children } => {
                if *accent > 0x00FF_FFFF {
                    return error(
                        place,
                        format!("{accent:#x} is not a colour; expected 0xRRGGBB"),
                    );
                }
                if children.is_empty() {
                    return error(place, "the container is empty".to_owned());
                }
                let children = self.components(&format!("{place}.children"), children, false)?;
                json!({ "type": 17, "accent_color": accent, "components": children })
            }
            Component::Text(text) => self.text(place, text)?,
            Component::Separator => json!({ "type": 14, "divider": true, "spacing": 1 }),
            Component::Media(media) => self.media(place, media)?,
            Component::File(name) => self.file(place, name)?,
            Component::Buttons(buttons) => {
                counted(place, "buttons", buttons.len(), BUTTONS)?;
                let buttons = buttons
                    .iter()
                    .enumerate()
                    .map(|(n, button)| self.button(&format!("{place}.buttons[{n}]"), button))
                    .collect::<Result<Vec<_>, _>>()?;
                json!({ "type": 1, "components": buttons })
            }
            Component::Select(select) => {
                json!({ "type": 1, "components": [self.select(place, select)?] })
            }
            Component::ChannelSelect(select) => {
                json!({ "type": 1, "components": [self.channel_select(place, select)?] })
            }
        })
    }

    fn count(&mut self, place: &str) -> Result<(), EncodeError> {
        self.components += 1;
        if self.components > COMPONENTS {
            return error(
                place,
                format!("it is one more than the {COMPONENTS} components that Discord takes"),
            );
        }
        Ok(())
    }

    fn text(&mut self, place: &str, text: &str) -> Result<Value, EncodeError> {
        limited(place, text, TEXT)?;
        self.text += text.chars().count();
        if self.text > TEXT {
            let n = self.text;
            return error(
                place,
                format!("up to here the message has {n} characters; Discord takes {TEXT} in all"),
            );
        }
        Ok(json!({ "type": 10, "content": text }))
    }

    fn media(&self, place: &str, media: &Media) -> Result<Value, EncodeError> {
        let name = &media.attachment;
        if !self
            .message
            .pictures
            .iter()
            .any(|picture| picture.file_name == *name)
        {
            return error(
                place,
                format!("there is no picture {name:?} in the message"),
            );
        }
        let description = limited(place, &media.description, ALT_TEXT)?;
        let url = format!("attachment://{name}");
        Ok(
            json!({ "type": 12, "items": [{ "media": { "url": url }, "description": description }] }),
        )
    }

    fn file(&self, place: &str, name: &str) -> Result<Value, EncodeError> {
        let files = &self.message.files;
        if !files.iter().any(|file| file.file_name == name) {
            return error(place, format!("there is no file {name:?} in the message"));
        }
        Ok(json!({ "type": 13, "file": { "url": format!("attachment://{name}") } }))
    }

    fn button(&mut self, place: &str, button: &'a Button) -> Result<Value, EncodeError> {
        self.count(place)?;
        let style = match button.style {
            ButtonStyle::Primary => 1,
            ButtonStyle::Secondary => 2,
            ButtonStyle::Success => 3,
            ButtonStyle::Danger => 4,
        };
        Ok(json!({
            "type": 2,
            "style": style,
            "label": limited(place, &button.label, LABEL)?,
            "custom_id": self.custom_id(place, &button.custom_id)?,
        }))
    }

    fn select(&mut self, place: &str, select: &'a Select) -> Result<Value, EncodeError> {
        self.count(place)?;
        counted(place, "options", select.options.len(), OPTIONS)?;
        let mut values = HashSet::new();
        let options = select.options.iter().enumerate().map(|(n, option)| {
            let place = format!("{place}.options[{n}]");
            if !values.insert(&option.value) {
                return error(
                    &place,
                    format!("the value {:?} is there twice", option.value),
                );
            }
            let mut json = json!({
                "label": limited(&place, &option.label, OPTION)?,
                "value": limited(&place, &option.value, OPTION)?,
            });
            if let Some(description) = &option.description {
                json["description"] = limited(&place, description, OPTION)?.into();
            }
            Ok(json)
        });
        Ok(json!({
            "type": 3,
            "options": options.collect::<Result<Vec<_>, _>>()?,
            "placeholder": limited(place, &select.placeholder, PLACEHOLDER)?,
            "custom_id": self.custom_id(place, &select.custom_id)?,
        }))
    }

    fn channel_select(
        &mut self,
        place: &str,
        select: &'a ChannelSelect,
    ) -> Result<Value, EncodeError> {
        self.count(place)?;
        Ok(json!({
            "type": 8,
            "placeholder": limited(place, &select.placeholder, PLACEHOLDER)?,
            "custom_id": self.custom_id(place, &select.custom_id)?,
            "channel_types": CHANNEL_TYPES,
        }))
    }

    fn custom_id(&mut self, place: &str, custom_id: &'a str) -> Result<&'a str, EncodeError> {
        limited(place, custom_id, CUSTOM_ID)?;
        if !self.custom_ids.insert(custom_id) {
            return error(place, format!("the custom_id {custom_id:?} is there twice"));
        }
        Ok(custom_id)
    }
}

#[cfg(test)]
#[path = "encode_tests.rs"]
mod tests;
