//! Keeps the world on disk between runs (`--keep`).
//!
//! `world.json` holds everything but the bytes of attachments, which lie beside it in `attachments/`
//! under their ids. The file is written whole and put in place by a rename, so that a crash leaves
//! the old one or the new one.

use std::collections::BTreeSet;
use std::fs::TryLockError;
use std::io;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use super::snowflake::Id;
use super::world::World;

/// What `world.json` holds.
#[derive(Serialize, Deserialize)]
struct Kept<W> {
    /// The playground's clock when it was written.
    now_ms: i64,
    world: W,
}

/// A folder with a world, and the lock on it: two playgrounds in one folder would undo each other's work.
#[derive(Debug, Clone)]
pub struct Keep {
    folder: PathBuf,
    _lock: Arc<std::fs::File>,
}

impl Keep {
    /// Uses this folder; it is made if there is none. An error of the kind `ResourceBusy` says that another
    /// playground has it; then nothing in it is changed.
    pub fn new(folder: &Path) -> io::Result<Self> {
        std::fs::create_dir_all(folder.join("attachments"))?;
        let lock = std::fs::File::create(folder.join("world.json.lock"))?;
        lock.try_lock().map_err(|error| match error {
            TryLockError::WouldBlock => io::ErrorKind::ResourceBusy.into(),
            TryLockError::Error(error) => error,
        })?;
        Ok(Self {
            folder: folder.to_owned(),
            _lock: Arc::new(lock),
        })
    }

    fn file(&self, id: Id) -> PathBuf {
        self.folder.join("attachments").join(id.to_string())
    }

    /// The world that was kept, and the time in it; `None` on the first start.
    pub fn load(&self) -> io::Result<Option<(World, Timestamp)>> {
        let text = match std::fs::read(self.folder.join("world.json")) {
            Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(None),
            text => text?,
        };
        let kept: Kept<World> = serde_json::from_slice(&text)?;
        let mut world = kept.world;
        world.give_up_all();
        let ids: Vec<Id> = attachments(&world).collect();
        for id in ids {
            // A file that is gone shows as a broken picture; nothing else depends on it.
            if let Ok(bytes) = std::fs::read(self.file(id)) {
                world.files.insert(id, bytes.into());
            }
        }
        let now = Timestamp::from_millisecond(kept.now_ms).map_err(io::Error::other)?;
        Ok(Some((world, now)))
    }

    /// Writes the world, and the attachments that are not on disk yet.
    pub fn save(&self, world: &World, now: Timestamp) -> io::Result<()> {
        let wanted: BTreeSet<Id> = attachments(world).collect();
        for id in &wanted {
            let path = self.file(*id);
            if let Some(bytes) = world.files.get(id).filter(|_| !path.exists()) {
                std::fs::write(path, Arc::clone(bytes))?;
            }
        }
        let kept = Kept {
            now_ms: now.as_millisecond(),
            world,
        };
        let draft = self.folder.join("world.json.new");
        std::fs::write(&draft, serde_json::to_vec(&kept)?)?;
        std::fs::rename(draft, self.folder.join("world.json"))?;
        self.forget_others(&wanted)
    }

    /// Removes the files of messages that are gone.
    fn forget_others(&self, wanted: &BTreeSet<Id>) -> io::Result<()> {
        for entry in std::fs::read_dir(self.folder.join("attachments"))? {
            let entry = entry?;
            let id = entry.file_name().to_str().and_then(Id::parse);
            if id.is_some_and(|id| !wanted.contains(&id)) {
                std::fs::remove_file(entry.path())?;
            }
        }
        Ok(())
    }
}

fn attachments(world: &World) -> impl Iterator<Item = Id> {
    let messages = world.messages.values().flat_map(|all| all.values());
    messages.flat_map(|message| message.attachments.iter().map(|file| file.id))
}
