//! The key of a delivery, and the token that stands for it in messages.

use std::fmt;
use std::str::FromStr;

use super::schedule::Slot;

/// Which occurrence of which schedule (S-2). Everything about delivery hangs on it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct OccurrenceKey {
    /// The schedule.
    pub schedule: i64,
    /// The nominal slot.
    pub slot: Slot,
    /// 0 for the slot itself, 1 to 3 for its snoozes (S-55); see [`WANTED_NOW`] and [`FIRST_PERSONAL`].
    pub k: u16,
}

/// The number of a prompt that an admin wanted at once: its slot is the instant of the wish, and no slot of the schedule.
pub const WANTED_NOW: u16 = 4;
/// The first number of what single members put off for themselves of a prompt in a channel.
pub const FIRST_PERSONAL: u16 = 5;

impl fmt::Display for OccurrenceKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            f,
            "{}/{}/{}/{}",
            self.schedule, self.slot.date, self.slot.time, self.k
        )
    }
}

/// 16 characters of base32 that stand for an [`OccurrenceKey`] in buttons and nonces (D-3).
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Token(String);

/// Where a reminder goes (S-1).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Deliver {
    /// A direct message.
    DirectMessage,
    /// A channel; there a desk break mentions just its member.
    Channel,
}

impl Deliver {
    /// The word of options and of the database.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::DirectMessage => "dm",
            Self::Channel => "channel",
        }
    }

    /// The place of a word.
    pub fn parse(word: &str) -> Option<Self> {
        [Self::DirectMessage, Self::Channel]
            .into_iter()
            .find(|deliver| deliver.as_str() == word)
    }
}

/// Where a delivery stands (D-2).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum DeliveryState {
    /// Planned.
    Pending,
    /// Claimed; a request may be on its way.
    Sending,
    /// It is there. Final, as all that follow.
    Sent,
    /// Discord will not have it.
    Failed,
    /// Nobody can tell whether it is there, so it is not sent again (D-7).
    Unknown,
    /// Too late (S-41).
    Missed,
    /// Left out on purpose (S-45).
    Skipped,
    /// It fell on the instant of another slot (S-34).
    Merged,
}

impl DeliveryState {
    /// Says whether removing its schedule cancels a delivery that stands like this: not what is being sent, nor
    /// what has ended (S-56).
    pub const fn is_cancelled_by_removal(self) -> bool {
        matches!(self, Self::Pending)
    }
}

/// The text is not a delivery token.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("not a delivery token: expected 16 characters of base32")]
pub struct InvalidToken;

impl Token {
    /// Its length in characters.
    pub const LENGTH: usize = 16;

    /// The token as text.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The nonce of every attempt at the delivery: at most 25 characters (D-3).
    pub fn nonce(&self) -> String {
        format!("u1{}", self.0)
    }
}

impl FromStr for Token {
    type Err = InvalidToken;

    fn from_str(text: &str) -> Result<Self, InvalidToken> {
        let is_base32 = |byte: u8| matches!(byte, b'a'..=b'z' | b'2'..=b'7');
        let valid = text.len() == Self::LENGTH && text.bytes().all(is_base32);
        valid.then(|| Self(text.to_owned())).ok_or(InvalidToken)
    }
}

impl fmt::Display for Token {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_token_is_sixteen_characters_of_base32() {
        let token: Token = "abcdefgh234567zz".parse().unwrap();
        assert_eq!(token.nonce(), "u1abcdefgh234567zz");
        for text in [
            "",
            "ABCDEFGH234567ZZ",
            "abcdefgh234567z",
            "abcdefgh23456789",
        ] {
            assert_eq!(text.parse::<Token>(), Err(InvalidToken), "{text}");
        }
    }
}
