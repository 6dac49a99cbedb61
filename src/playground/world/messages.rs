//! Messages: made, changed, deleted and shown.

use std::sync::Arc;

use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

use super::interactions::Origin;
use super::mentions::Mentions;
use super::{Id, Needs, Place, World, components};
use crate::playground::limits::message::flags;

/// A channel keeps this many messages.
const MOST_MESSAGES: usize = 2_000;

/// A file of a message.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Attachment {
    /// Its id; the bytes lie under it in [`World::files`].
    pub id: Id,
    /// Its name.
    pub filename: String,
    /// Alt text.
    pub description: Option<String>,
    /// Media type.
    pub content_type: String,
    /// Bytes.
    pub size: usize,
    /// Pixels, for pictures.
    pub dimensions: Option<(u32, u32)>,
}

/// A file that comes with a request.
#[derive(Debug, Clone)]
pub struct Upload {
    /// The `n` of `files[n]`.
    pub number: String,
    /// Its name.
    pub filename: String,
    /// Media type.
    pub content_type: String,
    /// The file itself.
    pub bytes: Arc<[u8]>,
}

/// A message.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Message {
    /// Its id.
    pub id: Id,
    /// Where it is.
    pub channel: Id,
    /// Who wrote it.
    pub author: Id,
    /// Discord's message type: 0, 19 (reply) or 20 (answer to a command).
    pub kind: u8,
    /// Markdown.
    pub content: String,
    /// In the shape in which they are shown.
    pub components: Value,
    /// As they were sent.
    pub embeds: Value,
    /// Its files.
    pub attachments: Vec<Attachment>,
    /// Bits, see [`flags`].
    pub flags: u64,
    /// When it was last changed.
    pub edited_ms: Option<i64>,
    /// As it was sent.
    pub nonce: Option<Value>,
    /// The message it answers.
    pub reference: Option<Id>,
    /// Only this user sees it.
    pub ephemeral_for: Option<Id>,
    /// Whom it mentions, and who was really pinged.
    pub mentions: Mentions,
    /// The interaction that it answers.
    pub origin: Option<Origin>,
}

/// What becomes a new message; the body has been checked.
#[derive(Debug, Clone)]
pub struct Draft<'a> {
    /// Where it goes.
    pub channel: Id,
    /// Who writes it.
    pub author: Id,
    /// What Discord's route takes.
    pub body: &'a Value,
    /// Files.
    pub uploads: &'a [Upload],
    /// The interaction that it answers.
    pub origin: Option<Origin>,
    /// Only this user sees it.
    pub ephemeral_for: Option<Id>,
}

impl Message {
    /// An answer that is still being made.
    pub fn is_thinking(&self) -> bool {
        self.flags & flags::LOADING != 0
    }

    /// Whether it is made of Components V2.
    pub fn is_v2(&self) -> bool {
        self.flags & flags::COMPONENTS_V2 != 0
    }

    /// Ids and names of its files.
    pub fn file_names(&self) -> Vec<(String, String)> {
        let files = self.attachments.iter();
        files
            .map(|file| (file.id.to_string(), file.filename.clone()))
            .collect()
    }

    /// Whether a checked body would leave nothing of it.
    pub fn is_emptied_by(&self, body: &Value, uploads: &[Upload]) -> bool {
        let left = |key: &str, now: bool| match body.get(key) {
            None => now,
            Some(Value::String(text)) => !text.trim().is_empty(),
            Some(Value::Array(list)) => !list.is_empty(),
            Some(_) => false,
        };
        let listed = |list: &Value| list.as_array().is_some_and(|list| !list.is_empty());
        !left("content", !self.content.is_empty())
            && !left("components", listed(&self.components))
            && !left("embeds", listed(&self.embeds))
            && !left("attachments", !self.attachments.is_empty())
            && uploads.is_empty()
    }

    /// There is nothing in it.
    pub fn is_empty(&self) -> bool {
        let none = |list: &Value| list.as_array().is_none_or(Vec::is_empty);
        self.content.trim().is_empty()
            && none(&self.components)
            && none(&self.embeds)
            && self.attachments.is_empty()
    }
}

impl World {
    /// A message, whoever may see it.
    pub fn message(&self, channel: Id, id: Id) -> Option<&Message> {
        self.messages.get(&channel)?.get(&id)
    }

    /// Whether `draft` would be an empty message.
    pub fn is_empty_draft(draft: &Draft<'_>) -> bool {
        let body = draft.body;
        let none = |key: &str| body[key].as_array().is_none_or(Vec::is_empty);
        let embeds = body["embeds"].as_array().into_iter().flatten();
        body["content"]
            .as_str()
            .is_none_or(|text| text.trim().is_empty())
            && none("components")
            && none("sticker_ids")
            && body["poll"].is_null()
            && body["message_reference"]["type"].as_i64() != Some(1)
            && embeds
                .clone()
                .all(crate::playground::limits::embed::is_empty)
            && draft.uploads.is_empty()
    }

    /// Makes a message out of a draft, tells everyone, and returns its id.
    pub fn post(&mut self, draft: &Draft<'_>, now: Timestamp) -> Id {
        let id = self.ids.next(now);
        let body = draft.body;
        let reference = body["message_reference"]["message_id"]
            .as_str()
            .and_then(Id::parse);
        let replied = draft.origin.as_ref().and_then(|origin| origin.replied);
        let command = draft.origin.as_ref().is_some_and(Origin::is_first_answer);
        let mut message = Message {
            id,
            channel: draft.channel,
            author: draft.author,
            kind: 0,
            content: String::new(),
            components: json!([]),
            embeds: json!([]),
            attachments: Vec::new(),
            flags: 0,
            edited_ms: None,
            nonce: Some(&body["nonce"])
                .filter(|nonce| !nonce.is_null())
                .cloned(),
            reference: reference.or(replied),
            ephemeral_for: draft.ephemeral_for,
            mentions: Mentions::default(),
            origin: draft.origin.clone(),
        };
        message.kind = match (command, message.reference) {
            (true, _) => 20,
            (false, Some(_)) => 19,
            (false, None) => 0,
        };
        // Whoever sets another bit is not refused; it just does not stay.
        let settable = flags::SETTABLE
            | if draft.origin.is_some() {
                flags::EPHEMERAL
            } else {
                0
            };
        message.flags = body["flags"].as_u64().unwrap_or(0) & settable;
        self.write(&mut message, body, draft.uploads, now);
        message.mentions = self.mentions(&message, &body["allowed_mentions"]);
        self.remember_nonce(&message, now);
        self.tell("MESSAGE_CREATE", &message);
        self.keep(message);
        let is_seen = draft.ephemeral_for.is_none();
        // What is written in a thread brings it back.
        if is_seen && matches!(self.place(draft.channel), Some(Place::Guild(it)) if it.archived) {
            self.close_thread(draft.channel, Some(false), None);
        }
        id
    }

    /// Puts what a body says into a message; what it does not name stays.
    fn write(&mut self, message: &mut Message, body: &Value, uploads: &[Upload], now: Timestamp) {
        if let Some(content) = body.get("content") {
            content
                .as_str()
                .unwrap_or_default()
                .trim()
                .clone_into(&mut message.content);
        }
        self.write_attachments(message, body, uploads, now);
        if let Some(embeds) = body.get("embeds") {
            message.embeds = components::embeds(embeds, &message.attachments, message.channel);
        }
        if let Some(list) = body.get("components") {
            message.components = components::numbered(list, &message.attachments, message.channel);
        }
    }

    fn write_attachments(
        &mut self,
        message: &mut Message,
        body: &Value,
        uploads: &[Upload],
        now: Timestamp,
    ) {
        let listed = body["attachments"].as_array();
        let entry = |id: &str| {
            let same = |entry: &&Value| match &entry["id"] {
                Value::String(text) => text == id,
                other => other
                    .as_u64()
                    .is_some_and(|number| number.to_string() == id),
            };
            listed.and_then(|list| list.iter().find(same))
        };
        if listed.is_some() {
            message
                .attachments
                .retain(|file| entry(&file.id.to_string()).is_some());
        }
        for upload in uploads {
            let said = entry(&upload.number);
            let text = |key: &str| said.and_then(|said| said[key].as_str()).map(str::to_owned);
            let id = self.ids.next(now);
            self.files.insert(id, Arc::clone(&upload.bytes));
            message.attachments.push(Attachment {
                id,
                filename: text("filename").unwrap_or_else(|| upload.filename.clone()),
                description: text("description"),
                content_type: upload.content_type.clone(),
                size: upload.bytes.len(),
                dimensions: components::dimensions(&upload.bytes),
            });
        }
    }

    /// Changes a message by a checked body; `false` if nothing would be left of it.
    pub fn edit(
        &mut self,
        channel: Id,
        id: Id,
        body: &Value,
        uploads: &[Upload],
        now: Timestamp,
    ) -> bool {
        let Some(mut message) = self.message(channel, id).cloned() else {
            return false;
        };
        let changeable = flags::SUPPRESS_EMBEDS | flags::COMPONENTS_V2;
        if let Some(bits) = body["flags"].as_u64() {
            message.flags = (message.flags & !changeable)
                | (bits & changeable)
                | (message.flags & flags::COMPONENTS_V2);
        }
        if message.is_v2() {
            message.content.clear();
            message.embeds = json!([]);
        }
        self.write(&mut message, body, uploads, now);
        if message.is_empty() {
            return false;
        }
        if message.is_thinking() {
            message.flags &= !flags::LOADING;
        } else {
            message.edited_ms = Some(now.as_millisecond());
        }
        // Nobody is pinged by an edit, but what is shown as a mention may change.
        let pinged = std::mem::take(&mut message.mentions.pinged);
        message.mentions = self.mentions(&message, &body["allowed_mentions"]);
        message.mentions.pinged = pinged;
        self.tell("MESSAGE_UPDATE", &message);
        self.keep(message);
        true
    }

    /// Deletes a message; `false` if there is none.
    pub fn delete(&mut self, channel: Id, id: Id) -> bool {
        let removed = self
            .messages
            .get_mut(&channel)
            .and_then(|all| all.remove(&id));
        let Some(message) = removed else {
            return false;
        };
        for file in &message.attachments {
            self.files.remove(&file.id);
        }
        if message.ephemeral_for.is_none() {
            let direct = matches!(self.place(channel), Some(Place::Direct(_)));
            let mut data = json!({ "id": id, "channel_id": channel });
            if !direct {
                data["guild_id"] = json!(self.guild.id);
            }
            self.dispatch(
                "MESSAGE_DELETE",
                data,
                Needs::Messages { direct, own: true },
            );
        }
        self.changed("message", Some(channel));
        true
    }

    fn keep(&mut self, message: Message) {
        let channel = message.channel;
        let all = self.messages.entry(channel).or_default();
        all.insert(message.id, message);
        while all.len() > MOST_MESSAGES
            && let Some((_, oldest)) = all.pop_first()
        {
            for file in oldest.attachments {
                self.files.remove(&file.id);
            }
        }
        self.changed("message", Some(channel));
    }
}
