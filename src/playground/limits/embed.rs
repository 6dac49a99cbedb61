//! Embeds and their limits.

use serde_json::Value;

use super::form::Form;

/// The most characters over all embeds of a message.
const MOST_TEXT: usize = 6_000;

/// Checks the `embeds` of a message.
pub fn check(embeds: &Form<'_>) {
    let Some(list) = embeds.list(0..=10) else {
        return;
    };
    for embed in &list {
        match embed.value().as_object() {
            Some(fields) if fields.is_empty() => embed.lacks_value(),
            _ if embed.object().is_some() => check_one(embed),
            _ => {}
        }
    }
    let total: usize = list.iter().map(|embed| size(embed.value())).sum();
    if total > MOST_TEXT {
        embeds.refuse(
            "MAX_EMBED_SIZE_EXCEEDED",
            format!("Embed size exceeds maximum size of {MOST_TEXT}"),
        );
    }
}

fn check_one(embed: &Form<'_>) {
    embed.get("title").map(|text| text.text(0..=256));
    embed.get("description").map(|text| text.text(0..=4096));
    embed.get("color").map(|color| color.integer(0..=0xff_ffff));
    address(embed, "url", &["http", "https"]);
    if let Some(timestamp) = embed.get("timestamp")
        && let Some(text) = timestamp.text(0..=64)
        && text.parse::<jiff::Timestamp>().is_err()
    {
        timestamp.refuse(
            "DATE_TIME_TYPE_PARSE",
            format!("Could not parse {text}. Should be ISO8601."),
        );
    }
    nested(embed, "author", "name", 256);
    nested(embed, "footer", "text", 2048);
    for key in ["image", "thumbnail"] {
        if let Some(picture) = embed.get(key)
            && picture.object().is_some()
        {
            picture.require("url");
            address(&picture, "url", &["http", "https", "attachment"]);
        }
    }
    if is_empty(embed.value()) {
        embed
            .below("description")
            .refuse("BASE_TYPE_REQUIRED", "This field is required");
    }
    let Some(fields) = embed.get("fields") else {
        return;
    };
    for field in fields.list(0..=25).unwrap_or_default() {
        if field.object().is_none() {
            continue;
        }
        field.require("name").map(|text| text.words(256));
        field.require("value").map(|text| text.words(1024));
        field.get("inline").map(|inline| inline.boolean());
    }
}

/// An author or a footer: its text, and the addresses of its page and icon.
fn nested(embed: &Form<'_>, key: &str, text: &str, most: usize) {
    let Some(part) = embed.get(key) else {
        return;
    };
    if part.object().is_some() {
        part.require(text).map(|text| text.words(most));
        address(&part, "url", &["http", "https"]);
        address(&part, "icon_url", &["http", "https", "attachment"]);
    }
}

/// An address that may be left empty.
fn address(form: &Form<'_>, key: &str, schemes: &[&str]) {
    if let Some(url) = form.get(key).filter(|url| url.value() != "") {
        url.url(schemes, 2048);
    }
}

/// Whether an embed shows anything at all.
pub fn is_empty(embed: &Value) -> bool {
    let shown = [
        "title",
        "description",
        "fields",
        "image",
        "thumbnail",
        "author",
        "footer",
        "video",
    ];
    let blank = |value: &Value| match value {
        Value::Null => true,
        Value::String(text) => text.trim().is_empty(),
        Value::Array(list) => list.is_empty(),
        _ => false,
    };
    shown.iter().all(|key| blank(&embed[key]))
}

fn size(embed: &Value) -> usize {
    let count = |value: &Value| value.as_str().map_or(0, |text| text.chars().count());
    let fields: usize = embed["fields"]
        .as_array()
        .into_iter()
        .flatten()
        .map(|field| count(&field["name"]) + count(&field["value"]))
        .sum();
    count(&embed["title"])
        + count(&embed["description"])
        + count(&embed["footer"]["text"])
        + count(&embed["author"]["name"])
        + fields
}
