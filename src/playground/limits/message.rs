//! Bodies that create or change a message.

use std::collections::BTreeSet;

use serde_json::Value;

use super::form::Form;
use super::{component, embed};

/// Bits of a message's `flags`.
pub mod flags {
    /// Links show no previews.
    pub const SUPPRESS_EMBEDS: u64 = 1 << 2;
    /// Only the user of the interaction sees it.
    pub const EPHEMERAL: u64 = 1 << 6;
    /// The answer is still being made ("is thinking").
    pub const LOADING: u64 = 1 << 7;
    /// It makes no sound.
    pub const SUPPRESS_NOTIFICATIONS: u64 = 1 << 12;
    /// It is made of Components V2.
    pub const COMPONENTS_V2: u64 = 1 << 15;
}

/// What a body is checked against.
#[derive(Debug, Clone, Default)]
pub struct Setting {
    /// Names of the files that come with the request, by their number in `files[n]`.
    pub uploads: Vec<(String, String)>,
    /// Names of the files that the message has already.
    pub present: Vec<String>,
    /// The message that is changed consists of Components V2 already.
    pub was_v2: bool,
    /// The message exists already.
    pub edit: bool,
    /// Fields of the message that Components V2 cannot have; turning it into one must clear them.
    pub legacy: Vec<&'static str>,
}

impl Setting {
    /// Whether the message will be made of Components V2.
    pub fn is_v2(&self, body: &Value) -> bool {
        self.was_v2 || body["flags"].as_u64().unwrap_or(0) & flags::COMPONENTS_V2 != 0
    }
}

/// Checks a body; files without an entry in `attachments` keep their own name.
pub fn check(form: &Form<'_>, setting: &Setting) {
    if form.object().is_none() {
        return;
    }
    let v2 = setting.is_v2(form.value());
    form.get("content").map(|content| content.text(0..=2000));
    form.get("tts").map(|tts| tts.boolean());
    form.get("embeds").map(|embeds| embed::check(&embeds));
    form.get("allowed_mentions")
        .map(|mentions| check_mentions(&mentions));
    form.get("nonce").map(|nonce| check_nonce(&nonce));
    form.get("enforce_nonce").map(|enforce| enforce.boolean());
    form.get("message_reference")
        .map(|reference| check_reference(&reference));
    if let Some(stickers) = form.get("sticker_ids") {
        for sticker in stickers.list(0..=3).unwrap_or_default() {
            sticker.snowflake();
        }
    }
    check_flags(form, setting);
    let files = check_attachments(form, setting);
    if v2 {
        refuse_legacy_fields(form);
        for key in &setting.legacy {
            if form.value().get(key).is_none() {
                refuse_legacy(&form.below(*key), key);
            }
        }
    }
    if let Some(components) = form.get("components") {
        component::check(&components, v2, &files);
    }
}

fn check_flags(form: &Form<'_>, setting: &Setting) {
    let Some(flags) = form.get("flags") else {
        return;
    };
    let Some(bits) = flags.integer(0..=i64::from(i32::MAX)) else {
        return;
    };
    if setting.was_v2 && bits.unsigned_abs() & flags::COMPONENTS_V2 == 0 {
        flags.refuse(
            "MESSAGE_CANNOT_REMOVE_COMPONENTS_V2_FLAG",
            "The IS_COMPONENTS_V2 flag cannot be removed from a message",
        );
    }
}

fn refuse_legacy_fields(form: &Form<'_>) {
    for key in ["content", "embeds", "poll", "sticker_ids"] {
        let Some(field) = form.get(key) else {
            continue;
        };
        let empty = match field.value() {
            Value::String(text) => text.is_empty(),
            Value::Array(list) => list.is_empty(),
            _ => false,
        };
        if !empty {
            refuse_legacy(&field, key);
        }
    }
}

fn refuse_legacy(field: &Form<'_>, key: &str) {
    field.refuse(
        "MESSAGE_CANNOT_USE_LEGACY_FIELDS_WITH_COMPONENTS_V2",
        format!("The '{key}' field cannot be used when using MessageFlags.IS_COMPONENTS_V2"),
    );
}

fn check_nonce(nonce: &Form<'_>) {
    match nonce.value() {
        Value::Number(_) => {
            nonce.integer(i64::MIN..=i64::MAX);
        }
        _ => {
            nonce.text(0..=25);
        }
    }
}

fn check_reference(reference: &Form<'_>) {
    if reference.object().is_none() {
        return;
    }
    reference.get("type").map(|kind| kind.one_of(&[0, 1]));
    reference.get("channel_id").map(|id| id.snowflake());
    reference.get("guild_id").map(|id| id.snowflake());
    reference.require("message_id").map(|id| id.snowflake());
}

fn check_mentions(mentions: &Form<'_>) {
    if mentions.object().is_none() {
        return;
    }
    let parse = mentions
        .get("parse")
        .and_then(|parse| parse.list(0..=3))
        .unwrap_or_default();
    let mut parsed = BTreeSet::new();
    for entry in &parse {
        let Some(text) = entry.text(0..=16) else {
            continue;
        };
        parsed.insert(text);
        if !["everyone", "roles", "users"].contains(&text) {
            entry.refuse(
                "BASE_TYPE_CHOICES",
                "Value must be one of ('everyone', 'roles', 'users').",
            );
        }
    }
    for key in ["users", "roles"] {
        let Some(ids) = mentions.get(key) else {
            continue;
        };
        let list = ids.list(0..=100).unwrap_or_default();
        let mut seen = BTreeSet::new();
        for id in &list {
            if let Some(number) = id.snowflake()
                && !seen.insert(number)
            {
                ids.refuse(
                    "SET_TYPE_ALREADY_CONTAINS_VALUE",
                    "The set already contains this value",
                );
            }
        }
        if !list.is_empty() && parsed.contains(key) {
            mentions.refuse(
                "MESSAGE_ALLOWED_MENTIONS_PARSE_EXCLUSIVE",
                format!("parse:[\"{key}\"] and {key}: [ids...] are mutually exclusive."),
            );
        }
    }
    mentions.get("replied_user").map(|flag| flag.boolean());
}

/// Checks `attachments` and returns the names that the message's files will have.
fn check_attachments(form: &Form<'_>, setting: &Setting) -> Vec<String> {
    let mut names: Vec<String> = setting
        .uploads
        .iter()
        .map(|(_, name)| name.clone())
        .collect();
    let Some(attachments) = form.get("attachments") else {
        names.extend(setting.present.iter().cloned());
        return names;
    };
    let mut seen = BTreeSet::new();
    for entry in attachments.list(0..=10).unwrap_or_default() {
        if entry.object().is_none() {
            continue;
        }
        entry.get("description").map(|text| text.text(0..=1024));
        let renamed = entry.get("filename").and_then(|name| name.text(1..=1024));
        let Some(id) = entry.require("id").filter(|id| id.snowflake().is_some()) else {
            continue;
        };
        let number = id
            .value()
            .as_str()
            .map_or_else(|| id.value().to_string(), str::to_owned);
        if !seen.insert(number.clone()) {
            id.refuse("ATTACHMENT_ID_DUPLICATED", "Attachment ids must be unique");
        }
        let uploaded = setting.uploads.iter().any(|(upload, _)| *upload == number);
        if !uploaded && !setting.edit {
            id.refuse(
                "MESSAGE_ATTACHMENT_NOT_FOUND",
                format!("Attachment {number} was not found"),
            );
        }
        names.extend(renamed.map(str::to_owned));
    }
    if setting.edit {
        names.extend(setting.present.iter().cloned());
    }
    names
}
