//! Nonces: a message that is sent twice is made once (D-5).

use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use serde_json::Value;

use super::messages::Message;
use super::{Id, World};

/// How long a nonce is remembered, in milliseconds of the playground's clock. Discord names no
/// number ("the past few minutes", D-5).
const NONCE_WINDOW_MS: i64 = 5 * 60 * 1000;
/// Old nonces are forgotten whenever so many have come together.
const TIDY_EVERY: usize = 1_024;

/// A nonce that was used.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Nonce {
    channel: Id,
    message: Id,
    at_ms: i64,
}

impl Nonce {
    fn is_fresh(&self, now: Timestamp) -> bool {
        (now.as_millisecond() - self.at_ms).abs() < NONCE_WINDOW_MS
    }
}

/// What an earlier message means for a new one with the same nonce.
#[derive(Debug)]
pub enum Earlier<'a> {
    /// There is none.
    Unknown,
    /// It is there.
    Kept(&'a Message),
    /// It was deleted meanwhile.
    Deleted,
}

impl World {
    /// Looks for an earlier message by this author with this nonce.
    pub fn earlier(&self, author: Id, nonce: &Value, now: Timestamp) -> Earlier<'_> {
        let known = self.nonces.get(&key(author, nonce));
        match known.filter(|known| known.is_fresh(now)) {
            None => Earlier::Unknown,
            Some(known) => self
                .message(known.channel, known.message)
                .map_or(Earlier::Deleted, Earlier::Kept),
        }
    }

    /// Notes the nonce of a new message.
    pub(super) fn remember_nonce(&mut self, message: &Message, now: Timestamp) {
        let Some(nonce) = &message.nonce else {
            return;
        };
        if self.nonces.len() % TIDY_EVERY == TIDY_EVERY - 1 {
            self.nonces.retain(|_, nonce| nonce.is_fresh(now));
        }
        let used = Nonce {
            channel: message.channel,
            message: message.id,
            at_ms: now.as_millisecond(),
        };
        self.nonces.insert(key(message.author, nonce), used);
    }
}

/// `"5"` and `5` are the same nonce.
fn key(author: Id, nonce: &Value) -> String {
    let text = nonce
        .as_str()
        .map_or_else(|| nonce.to_string(), str::to_owned);
    format!("{author}:{text}")
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;
    use crate::playground::world::messages::Draft;
    use crate::playground::world::seed::{ADA, BOT, GENERAL};

    #[test]
    fn a_nonce_is_known_for_five_minutes_and_to_its_author_only() {
        let (mut world, start) = (World::first(), Timestamp::UNIX_EPOCH);
        let body = json!({ "content": "x", "nonce": 5 });
        let draft = Draft {
            channel: GENERAL,
            author: BOT,
            body: &body,
            uploads: &[],
            origin: None,
            ephemeral_for: None,
        };
        let id = world.post(&draft, start);
        let at = |seconds| Timestamp::from_second(seconds).unwrap();
        let nonce = json!("5");
        assert!(
            matches!(world.earlier(BOT, &nonce, at(299)), Earlier::Kept(kept) if kept.id == id)
        );
        assert!(matches!(
            world.earlier(BOT, &nonce, at(300)),
            Earlier::Unknown
        ));
        assert!(matches!(
            world.earlier(ADA, &nonce, at(1)),
            Earlier::Unknown
        ));
        world.delete(GENERAL, id);
        assert!(matches!(
            world.earlier(BOT, &nonce, at(1)),
            Earlier::Deleted
        ));
    }
}
