//! Bodies that create or change a message.

use std::collections::BTreeSet;

use serde_json::Value;

use super::form::Form;
use super::{component, embed, poll};

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
    /// The bits that whoever writes a message may set.
    pub const SETTABLE: u64 = SUPPRESS_EMBEDS | SUPPRESS_NOTIFICATIONS | COMPONENTS_V2;
}

/// What a body is checked against.
#[derive(Debug, Clone, Default)]
pub struct Setting {
    /// Names of the files that come with the request, by their number in `files[n]`.
    pub uploads: Vec<(String, String)>,
    /// Ids and names of the files that the message has already.
    pub present: Vec<(String, String)>,
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
        self.was_v2 || says_v2(body)
    }
}

/// Whether a body itself carries the flag. Discord checks the components of a change by this, not
/// by the message that is changed: who changes a message of Components V2 repeats the flag.
fn says_v2(body: &Value) -> bool {
    body["flags"].as_u64().unwrap_or(0) & flags::COMPONENTS_V2 != 0
}

/// Checks a body; files without an entry in `attachments` keep their own name.
pub fn check(form: &Form<'_>, setting: &Setting) {
    if form.object().is_none() {
        return;
    }
    let v2 = setting.is_v2(form.value());
    form.get("content").map(|content| content.text(0..=2000));
    form.get("tts").map(|tts| tts.boolean());
    form.optional("embeds", embed::check);
    form.optional("allowed_mentions", check_mentions);
    form.optional("nonce", check_nonce);
    form.get("enforce_nonce").map(|enforce| enforce.boolean());
    form.optional("message_reference", check_reference);
    if !setting.edit {
        form.optional("poll", poll::check);
    }
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
        component::check(&components, says_v2(form.value()), &files);
    }
}

fn check_flags(form: &Form<'_>, setting: &Setting) {
    if let Some(flags) = form.get("flags")
        && flags.integer(0..=i64::from(i32::MAX)).is_none()
    {
        return;
    }
    let body = form.value();
    let filled = |key: &str| !is_empty(&body[key]);
    let touched = body["flags"].is_u64()
        || ["content", "embeds", "components"]
            .map(filled)
            .contains(&true);
    if setting.was_v2 && touched && !says_v2(body) {
        form.below("flags").refuse(
            "MESSAGE_CANNOT_REMOVE_COMPONENTS_V2_FLAG",
            "The IS_COMPONENTS_V2 flag cannot be removed from a message",
        );
    }
}

/// A field that says nothing.
fn is_empty(value: &Value) -> bool {
    match value {
        Value::Null => true,
        Value::String(text) => text.is_empty(),
        Value::Array(list) => list.is_empty(),
        _ => false,
    }
}

fn refuse_legacy_fields(form: &Form<'_>) {
    for key in ["content", "embeds", "poll", "sticker_ids"] {
        let Some(field) = form.get(key) else {
            continue;
        };
        if !is_empty(field.value()) {
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
        Value::Number(number) if number.is_i64() || number.is_u64() => {
            nonce.integer(i64::MIN..=i64::MAX);
        }
        Value::String(text) if text.chars().count() > 25 => nonce.refuse(
            "NONCE_TYPE_TOO_LONG",
            "Must be 25 or fewer characters long.",
        ),
        Value::String(_) => {}
        _ => nonce.refuse(
            "NONCE_TYPE_INVALID_TYPE",
            "This field must be a string or integer.",
        ),
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
    let list = |key: &str, most: usize| {
        let list = mentions.get(key);
        list.map_or_else(Vec::new, |list| list.set(0..=most))
    };
    let mut parsed = BTreeSet::new();
    for entry in list("parse", 1521) {
        let Some(text) = entry.text(0..=1521) else {
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
        let ids = list(key, 100);
        for id in &ids {
            id.snowflake();
        }
        if !ids.is_empty() && parsed.contains(key) {
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
        names.extend(setting.present.iter().map(|(_, name)| name.clone()));
        check_count(form, names.len());
        return names;
    };
    let (mut seen, mut kept) = (BTreeSet::new(), 0);
    for entry in attachments.list(0..=10).unwrap_or_default() {
        if entry.object().is_none() {
            continue;
        }
        entry.get("description").map(|text| text.text(0..=1024));
        entry.get("title").map(|text| text.text(0..=1024));
        entry.get("is_spoiler").map(|flag| flag.boolean());
        let renamed = entry.get("filename").and_then(|name| name.text(1..=1024));
        names.extend(renamed.map(str::to_owned));
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
        let present = setting.present.iter().find(|(known, _)| *known == number);
        kept += usize::from(present.is_some());
        names.extend(present.map(|(_, name)| name.clone()));
        let uploaded = setting.uploads.iter().any(|(upload, _)| *upload == number);
        if !uploaded && present.is_none() {
            id.refuse("ATTACHMENT_NOT_FOUND", "Attachment data not found");
        }
    }
    check_count(form, setting.uploads.len() + kept);
    names
}

fn check_count(form: &Form<'_>, files: usize) {
    if files > 10 {
        form.below("attachments")
            .refuse("BASE_TYPE_MAX_LENGTH", "Must be 10 or fewer in length.");
    }
}
