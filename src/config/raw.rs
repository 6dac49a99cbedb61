//! The file as it stands: every key optional, nothing checked but its shape.

use serde::Deserialize;

use super::problem::{Origin, Problem};

/// A mirror of `config/unhunch.toml`.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(deny_unknown_fields, default, expecting = "a section")]
pub struct RawConfig {
    pub discord: RawDiscord,
    pub database: RawDatabase,
    pub content: RawContent,
    pub prompts: RawPrompts,
    pub pictures: RawPictures,
    pub privacy: RawPrivacy,
    pub log: RawLog,
}

#[derive(Debug, Clone, Default, Deserialize)]
#[serde(deny_unknown_fields, default, expecting = "a section")]
pub struct RawDiscord {
    pub api_url: Option<String>,
    pub scheduled_per_second: Option<i64>,
}

#[derive(Debug, Clone, Default, Deserialize)]
#[serde(deny_unknown_fields, default, expecting = "a section")]
pub struct RawDatabase {
    pub url: Option<String>,
    pub erasures_file: Option<String>,
}

#[derive(Debug, Clone, Default, Deserialize)]
#[serde(deny_unknown_fields, default, expecting = "a section")]
pub struct RawContent {
    pub dirs: Option<Vec<String>>,
    pub locale: Option<String>,
    pub emergency_line: Option<String>,
}

#[derive(Debug, Clone, Default, Deserialize)]
#[serde(deny_unknown_fields, default, expecting = "a section")]
pub struct RawPrompts {
    pub grace_minutes: Option<i64>,
}

#[derive(Debug, Clone, Default, Deserialize)]
#[serde(deny_unknown_fields, default, expecting = "a section")]
pub struct RawPictures {
    pub cache_dir: Option<String>,
}

#[derive(Debug, Clone, Default, Deserialize)]
#[serde(deny_unknown_fields, default, expecting = "a section")]
pub struct RawPrivacy {
    pub policy_url: Option<String>,
    pub terms_url: Option<String>,
}

#[derive(Debug, Clone, Default, Deserialize)]
#[serde(deny_unknown_fields, default, expecting = "a section")]
pub struct RawLog {
    pub filter: Option<String>,
}

impl RawConfig {
    /// Reads a file's text. What has the wrong shape is left out and told.
    pub fn parse(text: &str, origin: &Origin) -> (Self, Vec<Problem>) {
        let problem = |key: String, text: &str| Problem {
            origin: origin.clone(),
            key,
            text: text.trim_end().to_owned(),
        };
        let mut table: toml::Table = match text.parse() {
            Ok(table) => table,
            Err(error) => {
                let line = error
                    .span()
                    .map_or(1, |span| text[..span.start].matches('\n').count() + 1);
                let text = format!("line {line}: {}", error.message());
                return (Self::default(), vec![problem(String::new(), &text)]);
            }
        };
        // Serde stops at the first thing it dislikes. So each key is tried on its own, and those that fail
        // are told and removed.
        let mut problems = Vec::new();
        for (section, key) in keys(&table) {
            let alone = excerpt(&table, &section, key.as_deref());
            if let Err(error) = alone.try_into::<Self>() {
                let name = key
                    .as_ref()
                    .map_or_else(|| section.clone(), |key| format!("{section}.{key}"));
                problems.push(problem(name, &plain(error.message())));
                match (table.get_mut(&section), &key) {
                    (Some(toml::Value::Table(section)), Some(key)) => drop(section.remove(key)),
                    _ => drop(table.remove(&section)),
                }
            }
        }
        let raw = table.try_into().unwrap_or_else(|error: toml::de::Error| {
            problems.push(problem(String::new(), error.message()));
            Self::default()
        });
        (raw, problems)
    }
}

/// Sections with their keys; a section that is none, or has none, by itself.
fn keys(table: &toml::Table) -> Vec<(String, Option<String>)> {
    let mut keys = Vec::new();
    for (section, value) in table {
        match value.as_table().filter(|inner| !inner.is_empty()) {
            Some(inner) => {
                keys.extend(inner.keys().map(|key| (section.clone(), Some(key.clone()))));
            }
            None => keys.push((section.clone(), None)),
        }
    }
    keys
}

/// The document with nothing in it but this key.
fn excerpt(table: &toml::Table, section: &str, key: Option<&str>) -> toml::Table {
    let mut value = table.get(section).cloned();
    if let (Some(toml::Value::Table(inner)), Some(key)) = (&mut value, key) {
        inner.retain(|name, _| name == key);
    }
    value
        .into_iter()
        .map(|value| (section.to_owned(), value))
        .collect()
}

/// Serde's words in ours.
fn plain(message: &str) -> String {
    let message = message.trim_end().replace('`', "");
    if let Some((_, expected)) = message
        .strip_prefix("unknown field ")
        .and_then(|rest| rest.split_once(", expected "))
    {
        let accepted = expected.trim_start_matches("one of ");
        return format!("is not a setting; accepted are {accepted}");
    }
    if let Some((found, expected)) = message
        .strip_prefix("invalid type: ")
        .and_then(|rest| rest.split_once(", expected "))
    {
        let accepted = match expected {
            "i64" => "a whole number",
            "a sequence" => "a list of texts",
            "a string" => "a text",
            other => other,
        };
        return format!("is {found}; accepted is {accepted}");
    }
    format!("is not accepted: {message}")
}
