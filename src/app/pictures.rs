//! Pictures of movements: drawn once, kept in a folder and in memory.
//!
//! They are drawn off the async threads, those of the whole pack in the background after a start. Nobody who asks
//! something waits for a drawing: an answer shows what is at hand, and what is not is drawn next. What is posted by itself
//! stays in its channel, and may wait. A folder that cannot be used is no trouble: then memory alone keeps them. Begin
//! reading at [`App::picture_at_hand`].

use std::collections::{HashMap, HashSet, VecDeque};
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use sha2::{Digest, Sha256};
use tokio::sync::Notify;

use super::App;
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

/// What has been drawn, by the name of its file, and what is to be drawn.
pub(super) struct Pictures {
    folder: Option<Arc<Path>>,
    kept: Mutex<HashMap<String, Arc<[u8]>>>,
    queue: Mutex<Queue>,
    wanted: Notify,
}

/// Movements by their number in the pack, and how each is to be shown.
struct Queue {
    /// What an answer had to go without: none of them twice.
    wanted: VecDeque<(usize, Form)>,
    /// The whole pack in order, the stills first, since every card has one.
    rest: VecDeque<(usize, Form)>,
}

impl Pictures {
    pub(super) fn new(folder: Option<PathBuf>, n_movements: usize) -> Self {
        let of = |form| (0..n_movements).map(move |number| (number, form));
        Self {
            folder: folder.map(Into::into),
            kept: Mutex::default(),
            queue: Mutex::new(Queue {
                wanted: VecDeque::new(),
                rest: of(Form::Still).chain(of(Form::Moving)).collect(),
            }),
            wanted: Notify::new(),
        }
    }

    fn find(&self, name: &str) -> Option<Arc<[u8]>> {
        let kept = self.kept.lock().unwrap_or_else(PoisonError::into_inner);
        kept.get(name).cloned()
    }

    fn keep(&self, name: String, bytes: &Arc<[u8]>) {
        let mut kept = self.kept.lock().unwrap_or_else(PoisonError::into_inner);
        kept.insert(name, Arc::clone(bytes));
    }

    fn queue(&self) -> MutexGuard<'_, Queue> {
        self.queue.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn want(&self, number: usize, form: Form) {
        let mut queue = self.queue();
        if !queue.wanted.contains(&(number, form)) {
            queue.wanted.push_back((number, form));
        }
        drop(queue);
        self.wanted.notify_one();
    }

    fn next(&self) -> Option<(usize, Form)> {
        let mut queue = self.queue();
        queue.wanted.pop_front().or_else(|| queue.rest.pop_front())
    }
}

/// A picture, and whether the folder has it.
struct Drawn {
    bytes: Vec<u8>,
    is_on_disk: bool,
}

impl App {
    /// An exercise's picture for an answer that somebody waits for: only looked for, never drawn. `None` if it is not
    /// there yet, since a card is complete without; then it is the next to be drawn. In place of a moving one the
    /// still one is shown until then.
    pub(super) async fn picture_at_hand(&self, exercise: &Exercise, form: Form) -> Option<Picture> {
        if let Some(bytes) = self.look_for(exercise, form).await {
            return Some(picture_of(exercise, form, bytes));
        }
        tracing::debug!(card.id = %exercise.card.id, "a picture is not drawn yet");
        let mut all = self.library.exercises().iter();
        if let Some(number) = all.position(|one| one.card.id == exercise.card.id) {
            self.pictures.want(number, form);
        }
        match form {
            Form::Still => None,
            Form::Moving => {
                let still = self.look_for(exercise, Form::Still).await?;
                Some(picture_of(exercise, Form::Still, still))
            }
        }
    }

    /// An exercise's still picture for a message that nobody waits for, drawn if it must be; `None` if it cannot be.
    pub(super) async fn picture_to_post(&self, exercise: &Exercise) -> Option<Picture> {
        let bytes = self.obtain(exercise, Form::Still).await?;
        Some(picture_of(exercise, Form::Still, bytes))
    }

    /// Draws the picture that is next, unless it is there: one that an answer had to go without, or else the pack's, the
    /// stills first. `None` if there is none to draw, and otherwise whether it cost much: an animation does.
    pub async fn prepare_next_picture(&self) -> Option<bool> {
        let (number, form) = self.pictures.next()?;
        if let Some(exercise) = self.library.exercises().get(number) {
            // What cannot be drawn has been logged; a card is complete without.
            drop(self.obtain(exercise, form).await);
        }
        Some(form == Form::Moving)
    }

    /// Until an answer had to go without a picture.
    pub async fn picture_is_wanted(&self) {
        self.pictures.wanted.notified().await;
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

    /// In memory, or in the folder.
    async fn look_for(&self, exercise: &Exercise, form: Form) -> Option<Arc<[u8]>> {
        let name = file_name(&exercise.pose, form);
        if let Some(bytes) = self.pictures.find(&name) {
            return Some(bytes);
        }
        let file = self.pictures.folder.as_ref()?.join(&name);
        let bytes = tokio::task::spawn_blocking(move || read(&file, form));
        let bytes: Arc<[u8]> = bytes.await.ok()??.into();
        if form == Form::Still {
            self.pictures.keep(name, &bytes);
        }
        Some(bytes)
    }

    async fn obtain(&self, exercise: &Exercise, form: Form) -> Option<Arc<[u8]>> {
        if let Some(bytes) = self.look_for(exercise, form).await {
            return Some(bytes);
        }
        let (id, name) = (&exercise.card.id, file_name(&exercise.pose, form));
        let file = self.pictures.folder.as_ref();
        let (pose, file) = (exercise.pose.clone(), file.map(|folder| folder.join(&name)));
        let work = move || draw(file.as_deref(), &pose, form);
        match tokio::task::spawn_blocking(work).await {
            Ok(Ok(drawn)) => {
                let bytes: Arc<[u8]> = drawn.bytes.into();
                // Animations are large; where the folder has them, they need no memory.
                if form == Form::Still || !drawn.is_on_disk {
                    self.pictures.keep(name, &bytes);
                }
                Some(bytes)
            }
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

fn picture_of(exercise: &Exercise, form: Form, bytes: Arc<[u8]>) -> Picture {
    Picture {
        file_name: format!("{}.{}", exercise.card.id, form.extension()),
        description: exercise.alt.clone(),
        bytes,
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

/// A whole file of that form; nothing if there is none.
fn read(file: &Path, form: Form) -> Option<Vec<u8>> {
    let bytes = fs::read(file).ok()?;
    bytes.starts_with(form.magic()).then_some(bytes)
}

fn draw(file: Option<&Path>, pose: &Pose, form: Form) -> Result<Drawn, PictureError> {
    let bytes = form.draw(pose)?;
    let is_on_disk = file.is_some_and(|file| match write(file, &bytes) {
        Ok(()) => true,
        Err(error) => {
            tracing::debug!(file = %file.display(), %error, "a picture is kept in memory alone");
            false
        }
    });
    Ok(Drawn { bytes, is_on_disk })
}

/// Writes the whole file or none.
fn write(file: &Path, bytes: &[u8]) -> std::io::Result<()> {
    let folder = file.parent().unwrap_or(Path::new("."));
    fs::create_dir_all(folder)?;
    let unfinished = file.with_extension(format!("{}{UNFINISHED}", std::process::id()));
    fs::write(&unfinished, bytes)?;
    fs::rename(&unfinished, file)
}
