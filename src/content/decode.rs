//! One file from text to its raw form, with every problem in it.
//!
//! serde stops at the first thing that it cannot read. Here the thing is noted, taken out and the rest read
//! again, until nothing is left to complain about; so that a file with five mistakes is corrected once, not
//! five times. Must not know what the values mean. Begin reading at [`decode`].

use serde::de::DeserializeOwned;
use toml::de::{DeTable, DeValue, Deserializer};

use super::error::{At, Problems};

const A_TEXT: &str = "a text in quotes";
const A_NUMBER: &str = "a number";
const A_WHOLE_NUMBER: &str = "a whole number";
const A_LIST: &str = "a list";
const A_PAIR: &str = "a list of two";
const A_TABLE: &str = "a table";

/// The most problems that are told of one file; whoever has more has opened the wrong one.
const MOST_PROBLEMS: usize = 1000;

/// What a file with broken TOML seems to hold: the ids in the part that could be read.
pub(super) struct Broken {
    pub(super) ids: Vec<String>,
}

/// Reads a file, without the keys that do not fit; each of them is a problem.
pub(super) fn decode<T: DeserializeOwned>(
    text: &str,
    at: &At,
    problems: &mut Problems,
) -> Result<T, Broken> {
    let (mut table, errors) = DeTable::parse_recoverable(text);
    for error in &errors {
        let (key, _) = place(text, error);
        let (wrong, accepted) = in_words(error.message());
        problems.unread(at, &key, wrong, accepted);
    }
    let mut rounds = 0..MOST_PROBLEMS;
    while errors.is_empty() && rounds.next().is_some() {
        let error = match T::deserialize(Deserializer::from(table.clone())) {
            Ok(raw) => return Ok(raw),
            Err(error) => error,
        };
        let (line, offset) = place(text, &error);
        let (wrong, accepted) = in_words(error.message());
        let Some(taken) = take(table.get_mut(), offset, &accepted, "") else {
            problems.unread(at, &line, wrong, accepted);
            break;
        };
        let wrong = taken.wrong.unwrap_or(wrong);
        problems.unread(at, &taken.key, format!("{wrong} ({line})"), accepted);
        problems.hide(at, taken.key);
    }
    let mut ids = Vec::new();
    gather_ids(table.get_ref(), &mut ids);
    Err(Broken { ids })
}

/// The line of an error, as `line 12`, and where it begins in the text.
fn place(text: &str, error: &toml::de::Error) -> (String, usize) {
    let offset = error.span().map_or(0, |span| span.start);
    let before = text.get(..offset).unwrap_or(text);
    (format!("line {}", before.matches('\n').count() + 1), offset)
}

/// What was taken out of a file.
struct Taken {
    /// Its key, such as `seconds` or `steps[2]`.
    key: String,
    /// What is wrong, where serde's words would mislead.
    wrong: Option<String>,
}

/// Takes the innermost entry out that stands at `offset`; an element of a list is replaced, so that the
/// others keep their numbers.
fn take(table: &mut DeTable<'_>, offset: usize, accepted: &str, prefix: &str) -> Option<Taken> {
    for (key, value) in table.iter_mut() {
        let path = format!("{prefix}{}", key.get_ref());
        if let Some(taken) = take_inside(value.get_mut(), offset, accepted, &path) {
            return Some(taken);
        }
    }
    let (name, value) = table
        .iter_mut()
        .find(|(key, value)| key.span().contains(&offset) || value.span().contains(&offset))?;
    let name = name.clone();
    let key = format!("{prefix}{}", name.get_ref());
    let is_date = value.get_ref().is_datetime();
    if let Some(element) = replace(value.get_mut(), offset, accepted) {
        let key = format!("{key}{element}");
        return Some(Taken { key, wrong: None });
    }
    table.remove(&name);
    let wrong = is_date.then(|| "is a date without quotes".to_owned());
    Some(Taken { key, wrong })
}

fn take_inside(
    value: &mut DeValue<'_>,
    offset: usize,
    accepted: &str,
    path: &str,
) -> Option<Taken> {
    match value {
        DeValue::Table(inner) => take(inner, offset, accepted, &format!("{path}.")),
        DeValue::Array(items) => items.iter_mut().zip(1..).find_map(|(item, number)| {
            let path = format!("{path}[{number}]");
            take_inside(item.get_mut(), offset, accepted, &path)
        }),
        _ => None,
    }
}

/// Puts something that can be read in place of the element at `offset`; tells which it was, such as `[2]`.
fn replace(value: &mut DeValue<'_>, offset: usize, accepted: &str) -> Option<String> {
    let DeValue::Array(items) = value else {
        return None;
    };
    let mut numbered = items.iter_mut().zip(1..);
    let (item, number) = numbered.find(|(item, _)| item.span().contains(&offset))?;
    if let Some(deeper) = replace(item.get_mut(), offset, accepted) {
        return Some(format!("[{number}]{deeper}"));
    }
    *item = DeValue::parse(stand_in(accepted)?).ok()?;
    Some(format!("[{number}]"))
}

/// Something of the kind that is expected, if that is known.
fn stand_in(accepted: &str) -> Option<&'static str> {
    match accepted {
        A_TEXT => Some("\"-\""),
        A_NUMBER | A_WHOLE_NUMBER => Some("1"),
        A_LIST => Some("[]"),
        A_PAIR => Some("[1, 1]"),
        A_TABLE => Some("{}"),
        _ => None,
    }
}

fn gather_ids(table: &DeTable<'_>, ids: &mut Vec<String>) {
    for (key, value) in table {
        match value.get_ref() {
            DeValue::String(id) if key.get_ref() == "id" => ids.push(id.to_string()),
            DeValue::Table(inner) => gather_ids(inner, ids),
            DeValue::Array(items) => {
                for inner in items.iter().filter_map(|item| item.get_ref().as_table()) {
                    gather_ids(inner, ids);
                }
            }
            _ => {}
        }
    }
}

/// serde's sentence in ours: what is wrong, and what would be accepted.
fn in_words(message: &str) -> (String, String) {
    let Some((wrong, accepted)) = message.split_once(", expected ") else {
        return (
            message.replace('\n', " "),
            "TOML as content/README.md describes".to_owned(),
        );
    };
    let wrong = match wrong.split_once(": ") {
        _ if wrong.starts_with("unknown field") => "is not a key here".to_owned(),
        Some(("invalid type" | "invalid value", found)) => format!("is {}", kind(found)),
        _ => match wrong.strip_prefix("invalid length ") {
            Some(length) => format!("is a list of {length}"),
            None => wrong.to_owned(),
        },
    };
    let accepted = match accepted {
        "a sequence" => A_LIST.to_owned(),
        "a string" => A_TEXT.to_owned(),
        "i64" => A_WHOLE_NUMBER.to_owned(),
        "f32" => A_NUMBER.to_owned(),
        "a boolean" => "true or false".to_owned(),
        "an array of length 2" => A_PAIR.to_owned(),
        "a map" => A_TABLE.to_owned(),
        other if other.starts_with("struct ") => A_TABLE.to_owned(),
        other => other.replace('`', ""),
    };
    (wrong, accepted)
}

/// serde's name of a value in ours.
fn kind(found: &str) -> String {
    let names = [
        ("string ", "the text "),
        ("integer ", "the number "),
        ("floating point ", "the number "),
        ("boolean ", ""),
    ];
    for (theirs, ours) in names {
        if let Some(value) = found.strip_prefix(theirs) {
            let value = value.trim_end_matches(" as i128");
            return format!("{ours}{}", value.replace('`', ""));
        }
    }
    match found {
        "sequence" => "a list".to_owned(),
        "map" => "a table".to_owned(),
        other => other.to_owned(),
    }
}
