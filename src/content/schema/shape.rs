//! The pieces that schemas are made of.
//!
//! Begin reading at [`table`].

use std::ops::RangeInclusive;

use serde_json::{Map, Value, json};

use crate::content::limits::LINE;
use crate::domain::card::{CardId, CautionCode};

/// A key of a table.
pub(super) struct Field {
    key: &'static str,
    says: &'static str,
    holds: Value,
    is_required: bool,
}

/// A key that must be there.
pub(super) const fn need(key: &'static str, says: &'static str, holds: Value) -> Field {
    Field {
        key,
        says,
        holds,
        is_required: true,
    }
}

/// A key that may be there.
pub(super) const fn may(key: &'static str, says: &'static str, holds: Value) -> Field {
    Field {
        key,
        says,
        holds,
        is_required: false,
    }
}

/// A table with these keys and no others.
pub(super) fn table(fields: impl IntoIterator<Item = Field>) -> Value {
    let mut properties = Map::new();
    let mut required = Vec::new();
    for field in fields {
        let mut holds = field.holds;
        holds["description"] = field.says.into();
        properties.insert(field.key.to_owned(), holds);
        if field.is_required {
            required.push(field.key);
        }
    }
    json!({
        "type": "object",
        "additionalProperties": false,
        "properties": properties,
        "required": required,
    })
}

/// `base` with further rules.
pub(super) fn with(mut base: Value, rules: Value) -> Value {
    if let (Some(base), Value::Object(rules)) = (base.as_object_mut(), rules) {
        base.extend(rules);
    }
    base
}

/// A table whose keys are names of one's own.
pub(super) fn named(keys: &Value, holds: &Value) -> Value {
    json!({ "type": "object", "propertyNames": keys, "additionalProperties": holds })
}

/// A text that says something, of at most `max` characters.
pub(super) fn text(max: usize) -> Value {
    json!({ "type": "string", "pattern": "\\S", "maxLength": max })
}

/// Lines, at least so many.
pub(super) fn lines(least: usize) -> Value {
    list(&text(LINE), least)
}

/// A list, of at least so many.
pub(super) fn list(items: &Value, least: usize) -> Value {
    let mut list = json!({ "type": "array", "items": items });
    if least > 0 {
        list["minItems"] = least.into();
    }
    list
}

/// A list in which nothing stands twice.
pub(super) fn set(items: &Value, least: usize) -> Value {
    with(list(items, least), json!({ "uniqueItems": true }))
}

/// One of the written names of a list of the domain's.
pub(super) fn one_of<T: Copy>(every: &[T], name: impl Fn(T) -> &'static str) -> Value {
    let names: Vec<_> = every.iter().map(|item| name(*item)).collect();
    json!({ "type": "string", "enum": names })
}

/// The id of a card.
pub(super) fn id() -> Value {
    json!({ "type": "string", "pattern": CardId::PATTERN, "maxLength": CardId::MAX_LENGTH })
}

/// A caution's code.
pub(super) fn code() -> Value {
    json!({ "type": "string", "pattern": CautionCode::PATTERN })
}

/// The key of a source.
pub(super) fn source_key() -> Value {
    json!({ "type": "string", "pattern": "\\S" })
}

/// An address that can be followed.
pub(super) fn address(max: usize) -> Value {
    json!({ "type": "string", "pattern": "^https?://[^\\s<>/]+\\.[^\\s<>]+$", "maxLength": max })
}

/// A whole number.
pub(super) fn whole() -> Value {
    json!({ "type": "integer" })
}

/// A whole number within bounds.
pub(super) fn within(range: &RangeInclusive<i64>) -> Value {
    json!({ "type": "integer", "minimum": range.start(), "maximum": range.end() })
}

/// A number within bounds.
pub(super) fn number(range: &RangeInclusive<f32>) -> Value {
    json!({ "type": "number", "minimum": range.start(), "maximum": range.end() })
}

/// A whole number, or a range of them.
pub(super) fn span(range: &RangeInclusive<i64>) -> Value {
    let one = within(range);
    let two = json!({ "type": "array", "items": one, "minItems": 2, "maxItems": 2 });
    json!({ "anyOf": [one, two] })
}

/// Yes or no.
pub(super) fn flag() -> Value {
    json!({ "type": "boolean" })
}
