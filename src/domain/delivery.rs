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
    /// 0 for the slot itself, 1 to 3 for its snoozes (S-55).
    pub k: u8,
}

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
