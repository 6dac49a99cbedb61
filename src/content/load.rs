//! Where packs come from: the binary itself, and folders on disk.
//!
//! The only file of this room that reads packs from the disk. Begin reading at [`Library::load`].

use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use include_dir::{Dir, include_dir};

use super::check::{self, Checker, check_meta};
use super::error::{At, ContentError, Problem, Problems};
use super::library::Library;
use super::pack::{Pack, PackFile, Unreadable};

/// The pack inside the binary.
const EMBEDDED: Dir<'_> = include_dir!("$CARGO_MANIFEST_DIR/content/en");
pub(super) const ROOT: &str = "content/en/";
/// The most that a file of a pack may have; the largest that we ship has a fiftieth of it.
const MOST_BYTES: u64 = 1_000_000;

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
        whole(Self::load_what_is_good(dirs))
    }

    /// As [`Library::load`], with the cards in which nothing is wrong beside everything that is wrong with the
    /// others. Links of such a library may lead nowhere; it is for reading, not for use.
    pub(super) fn load_what_is_good(dirs: &[PathBuf]) -> (Option<Self>, Vec<Problem>) {
        let (pack, problems) = embedded_pack();
        Self::load_over(pack, problems, dirs)
    }

    /// The packs in `dirs` laid over another, in which there are these problems.
    pub(super) fn load_over(
        mut pack: Pack,
        mut problems: Problems,
        dirs: &[PathBuf],
    ) -> (Option<Self>, Vec<Problem>) {
        for dir in dirs {
            let Some(files) = disk_files(dir, &mut problems) else {
                continue;
            };
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

/// The library, if nothing is wrong.
pub(super) fn whole(
    (library, problems): (Option<Library>, Vec<Problem>),
) -> Result<Library, ContentError> {
    match library {
        Some(library) if problems.is_empty() => Ok(library),
        _ => Err(ContentError { problems }),
    }
}

/// The pack inside the binary as it is written, and what of it cannot be read.
pub(super) fn embedded_pack() -> (Pack, Problems) {
    let mut problems = Problems::default();
    let pack = Pack::parse(ROOT, &embedded_files(), &mut problems);
    (pack, problems)
}

/// The files of the pack in the binary and of those in `dirs`, as far as they can be found.
pub(super) fn files_of(dirs: &[PathBuf]) -> Vec<PackFile> {
    // What cannot be found has been said when the packs were read.
    let mut said = Problems::default();
    let on_disk = dirs.iter().filter_map(|dir| disk_files(dir, &mut said));
    let on_disk: Vec<_> = on_disk.flatten().collect();
    embedded_files().into_iter().chain(on_disk).collect()
}

fn embedded_files() -> Vec<PackFile> {
    let mut files = Vec::new();
    gather_embedded(&EMBEDDED, &mut files);
    files.sort_by(|a, b| a.path.cmp(&b.path));
    files
}

fn gather_embedded(dir: &Dir<'_>, files: &mut Vec<PackFile>) {
    for file in dir.files().filter(|file| is_toml(file.path())) {
        let path = file.path().to_string_lossy().replace('\\', "/");
        files.push(PackFile {
            shown: format!("{ROOT}{path}"),
            path,
            text: file.contents_utf8().map(str::to_owned).ok_or_else(not_utf8),
        });
    }
    for inner in dir.dirs() {
        gather_embedded(inner, files);
    }
}

/// The files of a pack on disk, or `None` if there is no such folder.
fn disk_files(dir: &Path, problems: &mut Problems) -> Option<Vec<PackFile>> {
    let mut files = Vec::new();
    let entries = match fs::read_dir(dir) {
        Ok(entries) => entries,
        Err(error) => {
            let accepted = "a folder with a pack in it";
            problems.push(&At::file(shown(dir)), "", unreadable(&error), accepted);
            return None;
        }
    };
    let mut gatherer = Gatherer {
        files: &mut files,
        problems,
        above: fs::canonicalize(dir).into_iter().collect(),
    };
    gatherer.gather(entries, "");
    files.sort_by(|a, b| a.path.cmp(&b.path));
    Some(files)
}

struct Gatherer<'a> {
    files: &'a mut Vec<PackFile>,
    problems: &'a mut Problems,
    /// The folders that are being read, outermost first, so that a link cannot lead round in circles.
    above: Vec<PathBuf>,
}

impl Gatherer<'_> {
    fn gather(&mut self, entries: fs::ReadDir, within: &str) {
        for entry in entries {
            match entry {
                Ok(entry) => self.visit(&entry.path(), within),
                Err(error) => {
                    let at = At::file(format!("an entry of {within}"));
                    let accepted = "a readable folder";
                    self.problems.push(&at, "", unreadable(&error), accepted);
                }
            }
        }
    }

    fn visit(&mut self, path: &Path, within: &str) {
        let name = path.file_name().unwrap_or_default().to_string_lossy();
        if name.starts_with('.') {
            return;
        }
        if path.is_dir() {
            self.enter(path, &format!("{within}{name}/"));
        } else if is_toml(path) {
            self.files.push(PackFile {
                path: format!("{within}{name}"),
                shown: shown(path),
                text: read(path),
            });
        }
    }

    fn enter(&mut self, path: &Path, within: &str) {
        let at = At::file(shown(path));
        match fs::canonicalize(path).and_then(|real| Ok((real, fs::read_dir(path)?))) {
            Ok((real, _)) if self.above.contains(&real) => {
                let wrong = "is a link to a folder that it is in";
                self.problems.push(&at, "", wrong, "a folder of its own");
            }
            Ok((real, entries)) => {
                self.above.push(real);
                self.gather(entries, within);
                self.above.pop();
            }
            Err(error) => {
                let accepted = "a readable folder";
                self.problems.push(&at, "", unreadable(&error), accepted);
            }
        }
    }
}

/// The text of a file. Only of a plain one: reading a pipe would wait for ever.
fn read(path: &Path) -> Result<String, Unreadable> {
    let cannot = |error: &io::Error| Unreadable {
        wrong: unreadable(error),
        accepted: "a readable file",
    };
    let found = fs::metadata(path).map_err(|error| cannot(&error))?;
    if !found.is_file() || found.len() > MOST_BYTES {
        return Err(Unreadable {
            wrong: "is not a plain file, or has more than a megabyte".to_owned(),
            accepted: "a plain file of at most a megabyte",
        });
    }
    let bytes = fs::read(path).map_err(|error| cannot(&error))?;
    String::from_utf8(bytes).map_err(|_| not_utf8())
}

fn not_utf8() -> Unreadable {
    Unreadable {
        wrong: "is not written in UTF-8".to_owned(),
        accepted: "a text file saved as UTF-8",
    }
}

fn unreadable(error: &io::Error) -> String {
    format!("cannot be read ({error})")
}

fn shown(path: &Path) -> String {
    path.display().to_string()
}

fn is_toml(path: &Path) -> bool {
    path.extension()
        .is_some_and(|extension| extension.eq_ignore_ascii_case("toml"))
}
