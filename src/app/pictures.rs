//! Pictures of movements: drawn once, kept in a folder and in memory.
//!
//! They are drawn off the async threads, those of the whole pack in the background after a start. A folder that cannot
//! be used is no trouble: then memory alone keeps them. Begin reading at [`App::picture`].

use std::collections::{HashMap, HashSet};
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use sha2::{Digest, Sha256};
use tokio::sync::Notify;

use super::App;
use crate::domain::card::CardId;
use crate::domain::exercise::Exercise;
use crate::domain::pose::Pose;
use crate::picture::{self, PictureError};
use crate::view::Picture;

/// Bytes of a hash in the name of a file.
const HASH: usize = 16;
/// How the name of a file ends that is being written, after the number of the process.
const UNFINISHED: &str = ".new";

/// How a movement is shown.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(super) enum Form {
    /// Its key poses side by side.
    Still,
    /// In motion.
    Moving,
}

impl Form {
    fn extension(self) -> &'static str {
        match self {
            Self::Still => "png",
            Self::Moving => "gif",
        }
    }

    fn draw(self, pose: &Pose) -> Result<Vec<u8>, PictureError> {
        match self {
            Self::Still => picture::storyboard(pose),
            Self::Moving => picture::animation(pose),
        }
    }

    /// How every file of this form begins.
    fn magic(self) -> &'static [u8] {
        match self {
            Self::Still => b"\x89PNG",
            Self::Moving => b"GIF8",
        }
    }
}

/// What is drawn of a movement.
type Sheet = (CardId, Form);

/// What has been drawn.
pub(super) struct Pictures {
    folder: Option<Arc<Path>>,
    patience: Duration,
    shelf: Arc<Shelf>,
}

/// The pictures in memory.
#[derive(Default)]
struct Shelf {
    sheets: Mutex<Sheets>,
    /// Rung whenever one is drawn, or is not any more.
    drawn: Notify,
}

#[derive(Default)]
struct Sheets {
    kept: HashMap<Sheet, Arc<[u8]>>,
    /// What somebody is drawing.
    drawing: HashSet<Sheet>,
}

/// How a picture stands for who wants it.
enum Look {
    There(Arc<[u8]>),
    SomebodyDraws,
    Yours(Drawing),
}

/// A picture that is being drawn, until this is dropped.
struct Drawing {
    shelf: Arc<Shelf>,
    sheet: Sheet,
}

impl Drop for Drawing {
    fn drop(&mut self) {
        self.shelf.sheets().drawing.remove(&self.sheet);
        self.shelf.drawn.notify_waiters();
    }
}

impl Shelf {
    fn sheets(&self) -> MutexGuard<'_, Sheets> {
        self.sheets.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Who hears that it is theirs draws it; nobody else does meanwhile.
    fn look(self: &Arc<Self>, sheet: &Sheet) -> Look {
        let mut sheets = self.sheets();
        if let Some(bytes) = sheets.kept.get(sheet) {
            return Look::There(Arc::clone(bytes));
        }
        if !sheets.drawing.insert(sheet.clone()) {
            return Look::SomebodyDraws;
        }
        Look::Yours(Drawing {
            shelf: Arc::clone(self),
            sheet: sheet.clone(),
        })
    }
}

impl Drawing {
    /// Reads it from its file, or draws it. It is kept even if whoever wanted it does not wait any more.
    fn finish(&self, file: Option<&Path>, pose: &Pose) -> Result<Arc<[u8]>, PictureError> {
        let form = self.sheet.1;
        let obtained = read_or_draw(file, pose, form)?;
        let bytes: Arc<[u8]> = obtained.bytes.into();
        // Animations are large; where the folder has them, they need no memory.
        if form == Form::Still || !obtained.is_on_disk {
            let kept = Arc::clone(&bytes);
            self.shelf.sheets().kept.insert(self.sheet.clone(), kept);
        }
        Ok(bytes)
    }
}

impl Pictures {
    pub(super) fn new(folder: Option<PathBuf>, patience: Duration) -> Self {
        Self {
            folder: folder.map(Into::into),
            patience,
            shelf: Arc::default(),
        }
    }

    fn find(&self, sheet: &Sheet) -> Option<Arc<[u8]>> {
        self.shelf.sheets().kept.get(sheet).cloned()
    }
}

/// A picture, and whether the folder has it.
struct Obtained {
    bytes: Vec<u8>,
    is_on_disk: bool,
}

impl App {
    /// An exercise's picture; `None` if it cannot be drawn or is not drawn in time, since a card is complete without.
    /// In place of a moving one that takes too long, the still one is shown if it is at hand.
    pub(super) async fn picture(&self, exercise: &Exercise, form: Form) -> Option<Picture> {
        let patience = self.pictures.patience;
        let (form, bytes) = match tokio::time::timeout(patience, self.obtain(exercise, form)).await
        {
            Ok(bytes) => (form, bytes?),
            Err(_) => {
                tracing::debug!(card.id = %exercise.card.id, "a picture is not drawn yet");
                let still = (exercise.card.id.clone(), Form::Still);
                (Form::Still, self.pictures.find(&still)?)
            }
        };
        Some(Picture {
            file_name: format!("{}.{}", exercise.card.id, form.extension()),
            description: exercise.alt.clone(),
            bytes,
        })
    }

    /// Draws the picture of that number if it is not there yet; the stills come first, since every card has one.
    /// False where the pack has no more.
    pub async fn prepare_picture(&self, number: usize) -> bool {
        let exercises = self.library.exercises();
        let (form, number) = match number.checked_sub(exercises.len()) {
            None => (Form::Still, number),
            Some(number) => (Form::Moving, number),
        };
        match exercises.get(number) {
            // What cannot be drawn has been logged; a card is complete without.
            Some(exercise) => drop(self.obtain(exercise, form).await),
            None => return false,
        }
        true
    }

    /// Deletes the pictures that no exercise has any more, and what an earlier run began to write. Whatever else
    /// lies in the folder is left alone.
    pub async fn forget_old_pictures(&self) {
        let Some(folder) = self.pictures.folder.clone() else {
            return;
        };
        let exercises = self.library.exercises().iter();
        let names = exercises.flat_map(|exercise| {
            [Form::Still, Form::Moving].map(|form| file_name(&exercise.pose, form))
        });
        let current: HashSet<String> = names.collect();
        let work = move || delete_old(&folder, &current);
        match tokio::task::spawn_blocking(work).await {
            Ok(0) => {}
            Ok(deleted) => tracing::debug!(deleted, "old pictures are deleted"),
            Err(error) => tracing::error!(%error, "deleting old pictures was given up"),
        }
    }

    async fn obtain(&self, exercise: &Exercise, form: Form) -> Option<Arc<[u8]>> {
        let sheet = (exercise.card.id.clone(), form);
        let shelf = &self.pictures.shelf;
        loop {
            // Before the look, so that what is drawn just after it is heard of.
            let drawn = shelf.drawn.notified();
            match shelf.look(&sheet) {
                Look::There(bytes) => return Some(bytes),
                Look::SomebodyDraws => drawn.await,
                Look::Yours(drawing) => return self.draw(exercise, drawing).await,
            }
        }
    }

    async fn draw(&self, exercise: &Exercise, drawing: Drawing) -> Option<Arc<[u8]>> {
        let id = &exercise.card.id;
        let name = |folder: &Arc<Path>| folder.join(file_name(&exercise.pose, drawing.sheet.1));
        let (pose, file) = (
            exercise.pose.clone(),
            self.pictures.folder.as_ref().map(name),
        );
        let work = move || drawing.finish(file.as_deref(), &pose);
        match tokio::task::spawn_blocking(work).await {
            Ok(Ok(bytes)) => Some(bytes),
            Ok(Err(error)) => {
                tracing::error!(card.id = %id, %error, "a picture could not be drawn");
                None
            }
            Err(error) => {
                tracing::error!(card.id = %id, %error, "drawing a picture was given up");
                None
            }
        }
    }
}

/// A name that changes with what is drawn, and with the program that draws.
fn file_name(pose: &Pose, form: Form) -> String {
    let content = format!("{} {pose:?}", env!("CARGO_PKG_VERSION"));
    let hash = Sha256::digest(format!("{} {content}", picture::STYLE));
    let hash = data_encoding::HEXLOWER.encode(&hash[..HASH]);
    format!("{hash}.{}", form.extension())
}

/// How many files were deleted. A folder that is not there has none, and what cannot be deleted stays.
fn delete_old(folder: &Path, current: &HashSet<String>) -> usize {
    let Ok(entries) = fs::read_dir(folder) else {
        return 0;
    };
    let is_old = |entry: &fs::DirEntry| {
        let name = entry.file_name();
        let is_file = entry.file_type().is_ok_and(|kind| kind.is_file());
        is_file
            && name
                .to_str()
                .is_some_and(|name| is_ours(name) && !current.contains(name))
    };
    let old = entries.filter_map(Result::ok).filter(is_old);
    old.filter(|entry| fs::remove_file(entry.path()).is_ok())
        .count()
}

/// A name that only `file_name` gives, or `write` while it is at work.
fn is_ours(name: &str) -> bool {
    let Some((hash, rest)) = name.split_once('.') else {
        return false;
    };
    let is_hash = hash.len() == 2 * HASH
        && hash
            .bytes()
            .all(|byte| matches!(byte, b'0'..=b'9' | b'a'..=b'f'));
    let is_unfinished = rest
        .strip_suffix(UNFINISHED)
        .is_some_and(|process| process.parse::<u32>().is_ok());
    is_hash
        && (is_unfinished
            || [Form::Still, Form::Moving]
                .map(Form::extension)
                .contains(&rest))
}

fn read_or_draw(file: Option<&Path>, pose: &Pose, form: Form) -> Result<Obtained, PictureError> {
    let Some(file) = file else {
        let bytes = form.draw(pose)?;
        return Ok(Obtained {
            bytes,
            is_on_disk: false,
        });
    };
    if let Some(bytes) = fs::read(file)
        .ok()
        .filter(|bytes| bytes.starts_with(form.magic()))
    {
        return Ok(Obtained {
            bytes,
            is_on_disk: true,
        });
    }
    let bytes = form.draw(pose)?;
    let written = write(file, &bytes);
    if let Err(error) = &written {
        tracing::debug!(file = %file.display(), %error, "a picture is kept in memory alone");
    }
    Ok(Obtained {
        bytes,
        is_on_disk: written.is_ok(),
    })
}

/// Writes the whole file or none.
fn write(file: &Path, bytes: &[u8]) -> std::io::Result<()> {
    let folder = file.parent().unwrap_or(Path::new("."));
    fs::create_dir_all(folder)?;
    let unfinished = file.with_extension(format!("{}{UNFINISHED}", std::process::id()));
    fs::write(&unfinished, bytes)?;
    fs::rename(&unfinished, file)
}
