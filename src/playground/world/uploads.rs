//! Files that people send along with a command.

use std::sync::Arc;

use jiff::Timestamp;
use serde_json::{Value, json};

use super::messages::Attachment;
use super::{Id, World, components};

/// This many are kept.
const MOST_UPLOADS: usize = 50;

impl World {
    /// Takes a file in; the id that an option names it by.
    pub fn upload(
        &mut self,
        filename: String,
        content_type: String,
        bytes: Arc<[u8]>,
        now: Timestamp,
    ) -> Id {
        let id = self.ids.next(now);
        let file = Attachment {
            id,
            filename,
            description: None,
            content_type,
            size: bytes.len(),
            dimensions: components::dimensions(&bytes),
        };
        self.files.insert(id, bytes);
        self.uploads.insert(id, file);
        while self.uploads.len() > MOST_UPLOADS
            && let Some((oldest, _)) = self.uploads.pop_first()
        {
            self.files.remove(&oldest);
        }
        id
    }

    /// A file as `resolved` carries it. Its address names the application where a message's names its channel.
    pub(super) fn resolved_upload(&self, id: Id) -> Option<Value> {
        let file = self.uploads.get(&id)?;
        let mut shape = components::attachment(file, self.bot.id, true);
        shape["ephemeral"] = json!(true);
        Some(shape)
    }

    /// A served file, of a message or of a command: its media type and bytes.
    pub fn served(&self, place: Id, id: Id, filename: &str) -> Option<(String, Vec<u8>)> {
        let sent = (place == self.bot.id)
            .then(|| self.uploads.get(&id))
            .flatten();
        let messages = self.messages.get(&place);
        let mut posted = messages
            .into_iter()
            .flat_map(|all| all.values())
            .flat_map(|message| &message.attachments);
        let file = sent.or_else(|| posted.find(|file| file.id == id))?;
        let bytes = self.files.get(&id)?;
        (file.filename == filename).then(|| (file.content_type.clone(), bytes.to_vec()))
    }
}
