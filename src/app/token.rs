//! Tokens of deliveries: keyed hashes of their keys (D-3).

use data_encoding::BASE32_NOPAD;
use hmac::{Hmac, Mac};
use sha2::Sha256;

use crate::domain::delivery::{OccurrenceKey, Token};
use crate::domain::ids::{GuildId, InteractionId, MessageId, UserId};
use crate::domain::leaderboard::Visibility;
use crate::store::Fingerprints;

/// The database's own secret. Its hashes are the same for the life of the database, and nobody else's.
#[derive(Clone)]
pub struct HashKey(Vec<u8>);

impl HashKey {
    /// A key from the bytes that the database keeps.
    pub fn new(bytes: Vec<u8>) -> Self {
        Self(bytes)
    }

    /// The token of a delivery: 80 bits, so that no two of them meet.
    pub fn token(&self, key: &OccurrenceKey) -> Option<Token> {
        let digest = self.digest(&format!("delivery {key}"));
        let text = BASE32_NOPAD.encode(digest.get(..10)?).to_ascii_lowercase();
        text.parse().ok()
    }

    /// A number that stands for a member in a guild and says nothing about them (L-1).
    pub fn pseudonym(&self, guild: GuildId, user: UserId) -> u64 {
        self.number(&format!("pseudonym {guild} {user}"))
    }

    /// A number that orders members who are equal on a guild's boards (L-3). Buttons carry it, so a member has another one
    /// for each way of being seen: who knew it while they were named does not know them by it when they are anonymous.
    pub fn shuffle(&self, guild: GuildId, user: UserId, seen_as: Visibility) -> u64 {
        self.number(&format!("shuffle {guild} {user} {}", seen_as.as_str()))
    }

    /// What stands for a button of a message. That of a board may carry numbers of members, who are found by none of it (I-11).
    pub fn button(&self, message: MessageId, custom_id: &str) -> String {
        let digest = self.digest(&format!("button {message} {custom_id}"));
        BASE32_NOPAD.encode(&digest).to_ascii_lowercase()
    }

    fn number(&self, text: &str) -> u64 {
        self.digest(text)
            .iter()
            .take(8)
            .fold(0, |number, byte| number << 8 | u64::from(*byte))
    }

    fn digest(&self, text: &str) -> Vec<u8> {
        // HMAC takes keys of every length, so there is nothing that can fail here.
        Hmac::<Sha256>::new_from_slice(&self.0)
            .map(|mac| mac.chain_update(text).finalize().into_bytes().to_vec())
            .unwrap_or_default()
    }
}

impl Fingerprints for HashKey {
    /// It names nobody, and finds them in a back-up that is restored (K-62).
    fn tombstone(&self, user: UserId) -> String {
        data_encoding::HEXLOWER.encode(&self.digest(&format!("tombstone {user}")))
    }

    /// It stands for them on that card, and on no other.
    fn in_together(&self, card: InteractionId, user: UserId) -> String {
        let digest = self.digest(&format!("together {card} {user}"));
        BASE32_NOPAD.encode(&digest).to_ascii_lowercase()
    }
}

impl std::fmt::Debug for HashKey {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("HashKey(…)")
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::schedule::Slot;

    #[test]
    fn nobody_is_known_by_their_number_when_they_are_seen_otherwise() {
        let hash = HashKey::new(vec![1; 32]);
        let (guild, user) = (GuildId::new(1).unwrap(), UserId::new(2).unwrap());
        let [named, anonymous] = [Visibility::Named, Visibility::Anonymous]
            .map(|level| hash.shuffle(guild, user, level));
        assert_ne!(named, anonymous);
        assert_ne!(anonymous, hash.pseudonym(guild, user));
        assert_eq!(named, hash.shuffle(guild, user, Visibility::Named));
    }

    #[test]
    fn a_button_is_known_in_its_message_alone_and_nothing_of_it_is_read_back() {
        let hash = HashKey::new(vec![1; 32]);
        let [one, other] = [1, 2].map(|id| MessageId::new(id).unwrap());
        let next = "u1:board:week:after:fffffffe515d01f5c8312e22";
        assert_eq!(hash.button(one, next), hash.button(one, next));
        assert_ne!(hash.button(one, next), hash.button(other, next));
        assert_ne!(hash.button(one, next), hash.button(one, "u1:board:week"));
        assert!(!hash.button(one, next).contains("515d01f5c8312e22"));
    }

    #[test]
    fn tokens_differ_by_key_and_by_database() {
        let slot = Slot {
            date: jiff::civil::date(2026, 6, 1),
            time: jiff::civil::time(9, 0, 0, 0),
        };
        let key = OccurrenceKey {
            schedule: 1,
            slot,
            k: 0,
        };
        let hash = HashKey::new(vec![1; 32]);
        let token = hash.token(&key).unwrap();
        assert_eq!(hash.token(&key), Some(token.clone()));
        assert_ne!(
            hash.token(&OccurrenceKey { k: 1, ..key }),
            Some(token.clone())
        );
        assert_ne!(HashKey::new(vec![2; 32]).token(&key), Some(token));
    }
}
