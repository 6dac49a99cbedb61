//! Components, embeds and attachments in the shape in which Discord shows them.

use std::collections::BTreeSet;

use serde_json::{Map, Value, json};

use super::Id;
use super::messages::Attachment;

/// Where a file is served, below the playground's own address.
fn path(file: &Attachment, channel: Id) -> String {
    format!("/attachments/{channel}/{}/{}", file.id, file.filename)
}

/// An attachment object. Its address lacks the host, which whoever serves it puts in front.
pub fn attachment(file: &Attachment, channel: Id, ephemeral: bool) -> Value {
    let url = path(file, channel);
    let mut shape = json!({
        "id": file.id,
        "filename": file.filename,
        "size": file.size,
        "url": url,
        "proxy_url": url,
        "content_type": file.content_type,
    });
    if let Some(description) = &file.description {
        shape["description"] = json!(description);
    }
    if let Some((width, height)) = file.dimensions {
        shape["width"] = json!(width);
        shape["height"] = json!(height);
    }
    if ephemeral {
        shape["ephemeral"] = json!(true);
    }
    shape
}

/// The size in pixels of a PNG or GIF file.
pub fn dimensions(bytes: &[u8]) -> Option<(u32, u32)> {
    if bytes.starts_with(b"\x89PNG\r\n\x1a\n") {
        let number = |at: usize| Some(u32::from_be_bytes(bytes.get(at..at + 4)?.try_into().ok()?));
        return Some((number(16)?, number(20)?));
    }
    if bytes.starts_with(b"GIF8") {
        let number = |at: usize| Some(u16::from_le_bytes(bytes.get(at..at + 2)?.try_into().ok()?));
        return Some((number(6)?.into(), number(8)?.into()));
    }
    None
}

/// Embeds as they are shown: each of type `rich`.
pub fn embeds(sent: &Value) -> Value {
    let shown = |embed: &Value| {
        let mut embed = without_nulls(embed);
        embed["type"] = json!("rich");
        embed
    };
    sent.as_array().into_iter().flatten().map(shown).collect()
}

/// Components with every `id` filled in, defaults written out and files resolved.
pub fn numbered(sent: &Value, files: &[Attachment], channel: Id) -> Value {
    let mut taken = BTreeSet::new();
    collect_ids(sent, &mut taken);
    let mut shaper = Shaper {
        files,
        channel,
        taken,
        last: 0,
    };
    shaper.list(sent)
}

fn collect_ids(value: &Value, taken: &mut BTreeSet<i64>) {
    for component in value.as_array().into_iter().flatten() {
        taken.extend(component["id"].as_i64().filter(|id| *id != 0));
        collect_ids(&component["components"], taken);
        taken.extend(component["accessory"]["id"].as_i64().filter(|id| *id != 0));
    }
}

struct Shaper<'a> {
    files: &'a [Attachment],
    channel: Id,
    taken: BTreeSet<i64>,
    last: i64,
}

impl Shaper<'_> {
    fn list(&mut self, sent: &Value) -> Value {
        let list = sent.as_array().into_iter().flatten();
        list.map(|component| self.component(component)).collect()
    }

    /// The id that was sent, or the next free number: a box is counted before what is in it.
    fn id(&mut self, component: &Value) -> i64 {
        if let Some(id) = component["id"].as_i64().filter(|id| *id != 0) {
            return id;
        }
        self.last += 1;
        while self.taken.contains(&self.last) {
            self.last += 1;
        }
        self.last
    }

    fn component(&mut self, sent: &Value) -> Value {
        let id = self.id(sent);
        let kind = sent["type"].as_i64().unwrap_or(0);
        let or = |key: &str, default: Value| match &sent[key] {
            Value::Null => default,
            value => value.clone(),
        };
        match kind {
            1 => json!({ "type": 1, "id": id, "components": self.list(&sent["components"]) }),
            9 => json!({
                "type": 9,
                "id": id,
                "components": self.list(&sent["components"]),
                "accessory": self.component(&sent["accessory"]),
            }),
            10 => json!({ "type": 10, "id": id, "content": sent["content"] }),
            11 => {
                let mut shape = self.media(sent);
                shape["type"] = json!(11);
                shape["id"] = json!(id);
                shape
            }
            12 => {
                let items = sent["items"].as_array().into_iter().flatten();
                let items: Value = items.map(|item| self.media(item)).collect();
                json!({ "type": 12, "id": id, "items": items })
            }
            13 => self.file(sent, id),
            14 => json!({
                "type": 14,
                "id": id,
                "spacing": or("spacing", json!(1)),
                "divider": or("divider", json!(true)),
            }),
            17 => json!({
                "type": 17,
                "id": id,
                "accent_color": sent["accent_color"],
                "components": self.list(&sent["components"]),
                "spoiler": or("spoiler", json!(false)),
            }),
            _ => plain(sent, kind, id),
        }
    }

    fn media(&self, sent: &Value) -> Value {
        json!({
            "media": self.resolve(&sent["media"]),
            "description": sent["description"],
            "spoiler": sent["spoiler"].as_bool().unwrap_or(false),
        })
    }

    fn file(&self, sent: &Value, id: i64) -> Value {
        let found = self.find(&sent["file"]);
        json!({
            "type": 13,
            "id": id,
            "file": self.resolve(&sent["file"]),
            "name": found.map(|file| file.filename.as_str()),
            "size": found.map(|file| file.size),
            "spoiler": sent["spoiler"].as_bool().unwrap_or(false),
        })
    }

    fn find(&self, media: &Value) -> Option<&Attachment> {
        let name = media["url"].as_str()?.strip_prefix("attachment://")?;
        self.files.iter().rev().find(|file| file.filename == name)
    }

    fn resolve(&self, media: &Value) -> Value {
        let Some(file) = self.find(media) else {
            let url = &media["url"];
            return json!({ "id": "0", "url": url, "proxy_url": url });
        };
        let url = path(file, self.channel);
        let mut shape = json!({
            "id": file.id,
            "url": url,
            "proxy_url": url,
            "content_type": file.content_type,
            "attachment_id": file.id,
        });
        if let Some((width, height)) = file.dimensions {
            shape["width"] = json!(width);
            shape["height"] = json!(height);
        }
        shape
    }
}

/// Buttons and menus: as sent, with defaults.
fn plain(sent: &Value, kind: i64, id: i64) -> Value {
    let mut shape = without_nulls(sent);
    shape["id"] = json!(id);
    if kind != 2 {
        let defaults = [("min_values", json!(1)), ("max_values", json!(1))];
        for (key, default) in defaults {
            if shape[key].is_null() {
                shape[key] = default;
            }
        }
    }
    shape
}

/// A copy of an object without its null fields.
pub fn without_nulls(value: &Value) -> Value {
    match value {
        Value::Object(map) => {
            let fields = map.iter().filter(|(_, value)| !value.is_null());
            let fields = fields.map(|(key, value)| (key.clone(), without_nulls(value)));
            Value::Object(fields.collect::<Map<_, _>>())
        }
        Value::Array(list) => list.iter().map(without_nulls).collect(),
        other => other.clone(),
    }
}

/// Puts `base` in front of every address of a served file below `value`.
pub fn with_base(value: &mut Value, base: &str) {
    match value {
        Value::Object(map) => {
            for (key, value) in map {
                match value {
                    Value::String(text)
                        if matches!(key.as_str(), "url" | "proxy_url")
                            && text.starts_with("/attachments/") =>
                    {
                        text.insert_str(0, base);
                    }
                    other => with_base(other, base),
                }
            }
        }
        Value::Array(list) => list.iter_mut().for_each(|value| with_base(value, base)),
        _ => {}
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn boxes_are_numbered_before_their_contents_and_given_ids_are_kept() {
        let sent = json!([
            { "type": 17, "components": [
                { "type": 10, "content": "a" },
                { "type": 10, "content": "b", "id": 3 },
                { "type": 1, "components": [{ "type": 2, "style": 1, "custom_id": "x", "label": "X" }] },
            ] },
            { "type": 14 },
        ]);
        let shown = numbered(&sent, &[], Id::new(1));
        let inner = &shown[0]["components"];
        let ids = [
            &shown[0],
            &inner[0],
            &inner[1],
            &inner[2],
            &inner[2]["components"][0],
            &shown[1],
        ];
        let ids: Vec<_> = ids
            .iter()
            .map(|component| component["id"].as_i64().unwrap())
            .collect();
        assert_eq!(ids, [1, 2, 3, 4, 5, 6]);
        assert_eq!(shown[0]["accent_color"], Value::Null);
        assert_eq!(shown[1]["spacing"], 1);
    }
}
