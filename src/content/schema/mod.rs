//! What the files of a pack may hold, as JSON Schema, so that editors complete and check while one writes.
//!
//! Made from the same limits and names that `check` uses. The keys are written down a second time, with a
//! sentence for whoever hovers over them; a test compares them with what `raw` reads, and another that both
//! refuse the same files. Draft 7, since that is what editors of TOML know. Begin reading at [`FileKind`].

mod cards;
mod flags;
mod pose;
mod shape;
mod shared;
mod words;

use serde_json::{Map, Value, json};

use crate::domain::names::named;

named! {
    /// What sort of file it is.
    pub enum FileKind {
        /// `pack.toml`
        Pack = "pack",
        /// `safety.toml`
        Safety = "safety",
        /// `cautions.toml`
        Cautions = "cautions",
        /// `sources.toml`
        Sources = "sources",
        /// `skeletons.toml`
        Skeletons = "skeletons",
        /// `synonyms.toml`
        Synonyms = "synonyms",
        /// `red-flags.toml`
        RedFlags = "red-flags",
        /// `exercises/*.toml`
        Exercise = "exercise",
        /// `causes/*.toml`
        Cause = "cause",
        /// `tips/*.toml`
        Tips = "tips",
        /// `help/*.toml`
        Help = "help",
        /// `prompts/*.toml`
        Prompts = "prompts",
        /// `routines/*.toml`
        Routine = "routine",
    }
}

/// The dialect that editors of TOML understand.
const DIALECT: &str = "http://json-schema.org/draft-07/schema#";

impl FileKind {
    /// The files of that kind, as a pattern of paths within a pack.
    pub const fn files(self) -> &'static str {
        match self {
            Self::Pack => "pack.toml",
            Self::Safety => "safety.toml",
            Self::Cautions => "cautions.toml",
            Self::Sources => "sources.toml",
            Self::Skeletons => "skeletons.toml",
            Self::Synonyms => "synonyms.toml",
            Self::RedFlags => "red-flags.toml",
            Self::Exercise => "exercises/*.toml",
            Self::Cause => "causes/*.toml",
            Self::Tips => "tips/*.toml",
            Self::Help => "help/*.toml",
            Self::Prompts => "prompts/*.toml",
            Self::Routine => "routines/*.toml",
        }
    }

    /// The kind of the file at a path within a pack, if a pack has such files.
    pub fn of(path: &str) -> Option<Self> {
        let fits = |kind: &&Self| match kind.files().split_once('*') {
            Some((folder, ending)) => path.starts_with(folder) && path.ends_with(ending),
            None => kind.files() == path,
        };
        Self::ALL.iter().find(fits).copied()
    }

    fn body(self) -> Value {
        match self {
            Self::Pack => shared::pack(),
            Self::Safety => shared::safety(),
            Self::Cautions => shared::cautions(),
            Self::Sources => shared::sources(),
            Self::Skeletons => shared::skeletons(),
            Self::Synonyms => words::synonyms(),
            Self::RedFlags => flags::red_flags(),
            Self::Exercise => cards::exercise(),
            Self::Cause => cards::cause(),
            Self::Tips => cards::tips(),
            Self::Help => cards::help(),
            Self::Prompts => cards::prompts(),
            Self::Routine => cards::routine(),
        }
    }
}

/// The schema of one kind of file.
pub fn schema(kind: FileKind) -> Value {
    let mut schema = kind.body();
    schema["$schema"] = DIALECT.into();
    schema["title"] = format!("Unhunch content pack: {}", kind.files()).into();
    if matches!(kind, FileKind::Exercise | FileKind::Skeletons) {
        schema["definitions"] = pose::definitions();
    }
    schema
}

/// One schema for a file of any kind.
pub fn schema_of_all() -> Value {
    let mut definitions = match pose::definitions() {
        Value::Object(definitions) => definitions,
        _ => Map::new(),
    };
    let mut any = Vec::new();
    for kind in FileKind::ALL {
        definitions.insert(kind.name().to_owned(), kind.body());
        any.push(json!({ "$ref": format!("#/definitions/{kind}") }));
    }
    json!({
        "$schema": DIALECT,
        "title": "Unhunch content pack: a file of any kind",
        "definitions": definitions,
        "anyOf": any,
    })
}
