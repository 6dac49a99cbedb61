//! A pack of one's own to begin with, and the schemas on disk.
//!
//! The only file of this room that writes. Begin reading at [`create_pack`].

use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use jiff::civil::Date;

use super::schema::{FileKind, schema};
use crate::domain::card::CardId;

/// Why nothing was written, or not everything.
#[derive(Debug, thiserror::Error)]
pub enum CreateError {
    /// Something is in the folder already.
    #[error("{} is not empty; name a folder that is new or empty", .0.display())]
    NotEmpty(PathBuf),
    /// There is something of that name, but no folder.
    #[error("{} is a file; name a folder that is new or empty", .0.display())]
    NoFolder(PathBuf),
    /// The disk refused.
    #[error("{} cannot be written", path.display())]
    Unwritable {
        /// What was to be written.
        path: PathBuf,
        /// What the disk said.
        source: io::Error,
    },
}

/// The files of a new pack, and what is in them.
const FILES: [(&str, &str); 5] = [
    ("README.md", include_str!("template/README.md")),
    ("pack.toml", include_str!("template/pack.toml")),
    (
        "exercises/hand-open-close.toml",
        include_str!("template/exercise.toml"),
    ),
    ("tips/ours.toml", include_str!("template/tips.toml")),
    ("prompts/ours.toml", include_str!("template/prompts.toml")),
];
/// The name of a pack whose folder's name cannot be one.
const OURS: &str = "our-team";

/// Makes a small pack that has nothing wrong with it, in a folder that is new or empty; tells which files.
///
/// # Errors
///
/// When something is in the folder already (nothing is touched then), or the disk refuses.
pub fn create_pack(dir: &Path, today: Date) -> Result<Vec<PathBuf>, CreateError> {
    if !is_free(dir)? {
        return Err(CreateError::NotEmpty(dir.to_owned()));
    }
    let id = name_of(dir);
    let title = format!("{}’s cards", id.replace('-', " "));
    let mut written = Vec::new();
    for (path, text) in FILES {
        let text = text
            .replace("{id}", &id)
            .replace("{title}", &title)
            .replace("{today}", &today.to_string());
        let path = dir.join(path);
        write(&path, &text)?;
        written.push(path);
    }
    let schemas = dir.join("schema");
    write_schemas(&schemas)?;
    written.push(schemas);
    Ok(written)
}

/// Writes the schema of every kind of file into a folder, each as `KIND.json`.
///
/// # Errors
///
/// When the disk refuses.
pub fn write_schemas(dir: &Path) -> Result<(), CreateError> {
    for kind in FileKind::ALL {
        let text = format!("{:#}\n", schema(*kind));
        write(&dir.join(format!("{kind}.json")), &text)?;
    }
    Ok(())
}

fn is_free(dir: &Path) -> Result<bool, CreateError> {
    match fs::read_dir(dir) {
        Ok(mut entries) => Ok(entries.next().is_none()),
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(true),
        Err(error) if error.kind() == io::ErrorKind::NotADirectory => {
            Err(CreateError::NoFolder(dir.to_owned()))
        }
        Err(source) => Err(CreateError::Unwritable {
            path: dir.to_owned(),
            source,
        }),
    }
}

fn write(path: &Path, text: &str) -> Result<(), CreateError> {
    let parent = path.parent().unwrap_or(path);
    fs::create_dir_all(parent)
        .and_then(|()| fs::write(path, text))
        .map_err(|source| CreateError::Unwritable {
            path: path.to_owned(),
            source,
        })
}

/// The folder's name as small words joined by hyphens.
fn name_of(dir: &Path) -> String {
    let name = dir.file_name().unwrap_or_default().to_string_lossy();
    let words: Vec<_> = name
        .split(|c: char| !c.is_ascii_alphanumeric())
        .filter(|word| !word.is_empty())
        .map(str::to_ascii_lowercase)
        .collect();
    let name = words.join("-");
    match name.parse::<CardId>() {
        Ok(_) => name,
        Err(_) => OURS.to_owned(),
    }
}
