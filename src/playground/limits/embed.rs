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
        if embed.object().is_some() {
            check_one(embed);
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
    if let Some(url) = embed.get("url") {
        url.url(&["http", "https"], 2048);
    }
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
        if let Some(url) = embed.get(key).and_then(|picture| picture.require("url")) {
            url.url(&["http", "https", "attachment"], 2048);
        }
    }
    let Some(fields) = embed.get("fields") else {
        return;
    };
    for field in fields.list(0..=25).unwrap_or_default() {
        if field.object().is_none() {
            continue;
        }
        field.require("name").map(|text| text.text(1..=256));
        field.require("value").map(|text| text.text(1..=1024));
        field.get("inline").map(|inline| inline.boolean());
    }
}

fn nested(embed: &Form<'_>, key: &str, text: &str, most: usize) {
    let Some(part) = embed.get(key) else {
        return;
    };
    if part.object().is_some() {
        part.require(text).map(|text| text.text(1..=most));
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
