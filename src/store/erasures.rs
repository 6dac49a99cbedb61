//! The file beside the database in which erasures are noted (K-62).
//!
//! A back-up holds the traces of those who were erased before it was made, and not of those who were erased since: these
//! have to stand where restoring it does not reach. A line is an instant, a place and a keyed hash, so that the file
//! names nobody. It only grows, and is read when the bot starts.
//!
//! An erasure is written before it is committed, with a question mark, and once more when it is; with an exclamation mark if
//! nothing came of it. So whatever the program is stopped at, the file knows of each that was committed. What stands there
//! as begun alone is judged by the database ([`super::restored`]).

use std::collections::BTreeMap;
use std::fs::File;
use std::io::{self, Read as _, Seek as _, SeekFrom, Write as _};
use std::path::{Path, PathBuf};

use jiff::Timestamp;

use super::Tombstone;

const HEAD: &str = "# Members who were erased, as hashes that name nobody. When you restore a back-up of the database, keep this file \
as it is: by it the bot erases them again before it does anything else.\n";

/// Before an erasure that begins, and before one of which nothing came.
const BEGUN: &str = "? ";
const GIVEN_UP: &str = "! ";

/// What a line says of an erasure.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Said {
    /// It is about to be committed.
    Begun,
    /// It is committed.
    Done,
    /// Nothing came of it.
    GivenUp,
}

/// What is noted, the latest for each hash and place.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(super) struct Noted {
    /// Erasures that are committed.
    pub(super) done: Vec<Tombstone>,
    /// Later ones of which only the beginning is known.
    pub(super) begun: Vec<Tombstone>,
}

/// The file. It is there once there is something in it.
#[derive(Debug)]
pub(super) struct ErasureFile {
    path: PathBuf,
}

impl ErasureFile {
    pub(super) fn new(path: PathBuf) -> Self {
        Self { path }
    }

    pub(super) fn path(&self) -> &Path {
        &self.path
    }

    /// What is noted. A line that makes no sense is left out and told in the log.
    pub(super) fn read(&self) -> io::Result<Noted> {
        let text = match std::fs::read_to_string(&self.path) {
            Ok(text) => text,
            Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(Noted::default()),
            Err(error) => return Err(error),
        };
        let (mut done, mut begun) = (BTreeMap::new(), BTreeMap::new());
        let lines = text.lines().enumerate();
        for (number, line) in lines.filter(|(_, line)| !line.is_empty() && !line.starts_with('#')) {
            let Some((said, found)) = parse(line) else {
                tracing::error!(
                    file = %self.path.display(), line = number + 1,
                    "a trace of an erasure cannot be read; it is left out"
                );
                continue;
            };
            let (place, at) = ((found.hash, found.scope), found.at);
            let latest = |known: &mut BTreeMap<_, Timestamp>, place| {
                let known = known.entry(place).or_insert(at);
                *known = at.max(*known);
            };
            match said {
                Said::Begun => latest(&mut begun, place),
                Said::Done => {
                    begun.retain(|one, begun_at| *one != place || *begun_at > at);
                    latest(&mut done, place);
                }
                Said::GivenUp => begun.retain(|one, begun_at| *one != place || *begun_at != at),
            }
        }
        let tombstone = |((hash, scope), at)| Tombstone { hash, scope, at };
        Ok(Noted {
            done: done.into_iter().map(tombstone).collect(),
            begun: begun.into_iter().map(tombstone).collect(),
        })
    }

    /// Adds lines at the end; they are on the disk when this returns.
    pub(super) fn append(&self, said: Said, tombstones: &[Tombstone]) -> io::Result<()> {
        if tombstones.is_empty() {
            return Ok(());
        }
        let mut options = File::options();
        let mut file = options
            .read(true)
            .append(true)
            .create(true)
            .open(&self.path)?;
        let is_new = file.metadata()?.len() == 0;
        let mut text = String::new();
        if is_new {
            text.push_str(HEAD);
        } else if !ends_with_newline(&mut file)? {
            // A line that was torn off stays alone.
            text.push('\n');
        }
        for Tombstone { hash, scope, at } in tombstones {
            let before = match said {
                Said::Begun => BEGUN,
                Said::Done => "",
                Said::GivenUp => GIVEN_UP,
            };
            text.extend([before, &*at.to_string(), " ", scope, " ", hash, "\n"]);
        }
        file.write_all(text.as_bytes())?;
        file.sync_all()?;
        if is_new && let Some(folder) = self.path.parent().filter(|it| !it.as_os_str().is_empty()) {
            // So that the file itself is there after the power failed; not every system can do that for a folder.
            File::open(folder).and_then(|folder| folder.sync_all()).ok();
        }
        Ok(())
    }
}

fn ends_with_newline(file: &mut File) -> io::Result<bool> {
    let mut last = [0];
    file.seek(SeekFrom::End(-1))?;
    file.read_exact(&mut last)?;
    Ok(last == *b"\n")
}

fn parse(line: &str) -> Option<(Said, Tombstone)> {
    let (said, line) = if let Some(line) = line.strip_prefix(BEGUN) {
        (Said::Begun, line)
    } else if let Some(line) = line.strip_prefix(GIVEN_UP) {
        (Said::GivenUp, line)
    } else {
        (Said::Done, line)
    };
    let mut words = line.split(' ');
    let at = super::privacy::in_ms(words.next()?.parse().ok()?);
    let scope = words
        .next()
        .filter(|scope| super::privacy::is_scope(scope))?;
    let hash = words.next().filter(|hash| !hash.is_empty())?;
    let tombstone = Tombstone {
        hash: hash.to_owned(),
        scope: scope.to_owned(),
        at,
    };
    words.next().is_none().then_some((said, tombstone))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn tombstone(hash: &str, scope: &str, at: &str) -> Tombstone {
        Tombstone {
            hash: hash.to_owned(),
            scope: scope.to_owned(),
            at: at.parse().unwrap(),
        }
    }

    #[test]
    fn what_is_noted_is_read_back_and_the_latest_of_a_hash_and_place_holds() {
        let folder = tempfile::tempdir().unwrap();
        let file = ErasureFile::new(folder.path().join("erased"));
        assert_eq!(file.read().unwrap(), Noted::default());
        file.append(Said::Done, &[]).unwrap();
        assert!(!file.path().exists(), "there is nothing in it yet");
        let first = tombstone("aa", "everywhere", "2026-06-01T10:00:00.123Z");
        let here = tombstone("aa", "17", "2026-06-01T11:00:00Z");
        let later = tombstone("aa", "17", "2026-06-02T11:00:00Z");
        file.append(Said::Done, &[first.clone(), here]).unwrap();
        file.append(Said::Done, std::slice::from_ref(&later))
            .unwrap();
        let noted = file.read().unwrap();
        assert_eq!((noted.done, noted.begun), (vec![later, first], vec![]));
    }

    #[test]
    fn of_an_erasure_that_has_begun_the_file_knows_no_more_until_it_is_done_or_given_up() {
        let folder = tempfile::tempdir().unwrap();
        let file = ErasureFile::new(folder.path().join("erased"));
        let first = tombstone("aa", "17", "2026-06-01T10:00:00Z");
        let again = tombstone("aa", "17", "2026-06-02T10:00:00Z");
        let other = tombstone("bb", "17", "2026-06-01T10:00:00Z");
        let append = |said, one: &Tombstone| {
            file.append(said, std::slice::from_ref(one)).unwrap();
            let noted = file.read().unwrap();
            (noted.done, noted.begun)
        };
        assert_eq!(append(Said::Begun, &first), (vec![], vec![first.clone()]));
        assert_eq!(append(Said::Done, &first), (vec![first.clone()], vec![]));
        let begun = append(Said::Begun, &again);
        assert_eq!(begun, (vec![first.clone()], vec![again.clone()]));
        append(Said::Begun, &other);
        // Another's end says nothing of it, nor does one that is older.
        append(Said::GivenUp, &other);
        assert_eq!(append(Said::Done, &first), begun);
        assert_eq!(append(Said::GivenUp, &again), (vec![first], vec![]));
    }

    #[test]
    fn a_line_that_was_torn_off_spoils_no_other() {
        let folder = tempfile::tempdir().unwrap();
        let file = ErasureFile::new(folder.path().join("erased"));
        let first = tombstone("aa", "1", "2026-06-01T10:00:00Z");
        let second = tombstone("bb", "2", "2026-06-02T10:00:00Z");
        file.append(Said::Done, std::slice::from_ref(&first))
            .unwrap();
        let mut raw = File::options().append(true).open(file.path()).unwrap();
        raw.write_all(b"2026-06-02T1").unwrap();
        file.append(Said::Done, std::slice::from_ref(&second))
            .unwrap();
        assert_eq!(file.read().unwrap().done, [first, second]);
    }
}
