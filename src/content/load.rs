//! Where packs come from: the binary itself, and folders on disk.
//!
//! The only file of this room that reads the disk. Begin reading at [`Library::load`].

use std::fs;
use std::path::{Path, PathBuf};

use include_dir::{Dir, include_dir};

use super::check::{self, Checker, check_meta};
use super::error::{At, ContentError, Problems};
use super::library::Library;
use super::pack::{Pack, PackFile};

/// The pack inside the binary.
const EMBEDDED: Dir<'_> = include_dir!("$CARGO_MANIFEST_DIR/content/en");
const ROOT: &str = "content/en/";

impl Library {
    /// The pack inside the binary.
    ///
    /// # Errors
    ///
    /// Everything that is wrong with it; a test proves that nothing is.
    pub fn embedded() -> Result<Self, ContentError> {
        Self::load(&[])
    }

    /// The pack inside the binary, with the packs in `dirs` laid over it, the later ones on top: what has
    /// the same id (or code, key, name) replaces, everything else adds.
    ///
    /// # Errors
    ///
    /// Everything that is wrong with any of them, unreadable files and folders included.
    pub fn load(dirs: &[PathBuf]) -> Result<Self, ContentError> {
        let mut problems = Problems::default();
        let mut pack = Pack::parse(ROOT, &embedded_files(), &mut problems);
        for dir in dirs {
            let files = disk_files(dir, &mut problems);
            let upper = Pack::parse(&format!("{}/", dir.display()), &files, &mut problems);
            // A pack on disk says which format it is in, so that an older or newer one is not misread.
            check_meta(
                &mut Checker::new(&upper, &mut problems),
                upper.meta.as_ref(),
            );
            pack.overlay(upper);
        }
        check::check(&pack, problems)
    }
}

fn embedded_files() -> Vec<PackFile> {
    let mut files = Vec::new();
    gather_embedded(&EMBEDDED, &mut files);
    files.sort_by(|a, b| a.path.cmp(&b.path));
    files
}

fn gather_embedded(dir: &Dir<'_>, files: &mut Vec<PackFile>) {
    for file in dir.files() {
        let path = file.path().to_string_lossy().replace('\\', "/");
        if let (true, Some(text)) = (is_toml(file.path()), file.contents_utf8()) {
            files.push(PackFile {
                shown: format!("{ROOT}{path}"),
                path,
                text: text.to_owned(),
            });
        }
    }
    for inner in dir.dirs() {
        gather_embedded(inner, files);
    }
}

fn disk_files(dir: &Path, problems: &mut Problems) -> Vec<PackFile> {
    let mut files = Vec::new();
    gather_disk(dir, "", &mut files, problems);
    files.sort_by(|a, b| a.path.cmp(&b.path));
    files
}

fn gather_disk(dir: &Path, within: &str, files: &mut Vec<PackFile>, problems: &mut Problems) {
    let unreadable = |path: &Path, error: &std::io::Error, problems: &mut Problems| {
        let at = At::file(path.display().to_string());
        problems.push(
            &at,
            "",
            format!("cannot be read ({error})"),
            "a readable folder or file",
        );
    };
    let entries = match fs::read_dir(dir) {
        Ok(entries) => entries,
        Err(error) => return unreadable(dir, &error, problems),
    };
    for entry in entries {
        let path = match entry {
            Ok(entry) => entry.path(),
            Err(error) => {
                unreadable(dir, &error, problems);
                continue;
            }
        };
        let name = path.file_name().unwrap_or_default().to_string_lossy();
        if path.is_dir() && !name.starts_with('.') {
            gather_disk(&path, &format!("{within}{name}/"), files, problems);
        } else if is_toml(&path) {
            match fs::read_to_string(&path) {
                Ok(text) => files.push(PackFile {
                    path: format!("{within}{name}"),
                    shown: path.display().to_string(),
                    text,
                }),
                Err(error) => unreadable(&path, &error, problems),
            }
        }
    }
}

fn is_toml(path: &Path) -> bool {
    path.extension()
        .is_some_and(|extension| extension == "toml")
}
