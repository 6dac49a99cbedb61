//! Discord's ids, made from the playground's clock.
//!
//! An id holds the instant at which it was made (`id >> 22`, milliseconds since 2015), so a bot that
//! reads the time of a press from its id (D-33) reads the played time here.

use std::fmt;

use jiff::Timestamp;
use serde::{Deserialize, Deserializer, Serialize, Serializer, de::Error as _};

/// Discord's epoch, the first second of 2015, in milliseconds since 1970.
const EPOCH_MS: i64 = 1_420_070_400_000;

/// A snowflake. In JSON it is a string.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Id(u64);

impl Id {
    /// An id with this number.
    pub const fn new(number: u64) -> Self {
        Self(number)
    }

    /// Reads a decimal number; `None` when Discord would not take it for an id.
    pub fn parse(text: &str) -> Option<Self> {
        let digits = !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
        digits.then(|| text.parse().ok().map(Self)).flatten()
    }

    /// The number itself.
    pub const fn number(self) -> u64 {
        self.0
    }

    /// Milliseconds since 1970 of the instant it was made.
    pub fn made_ms(self) -> i64 {
        i64::try_from(self.0 >> 22).unwrap_or_default() + EPOCH_MS
    }
}

impl fmt::Display for Id {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(formatter)
    }
}

impl Serialize for Id {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for Id {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = String::deserialize(deserializer)?;
        Self::parse(&text).ok_or_else(|| D::Error::custom("an id is a decimal number in quotes"))
    }
}

/// Makes ids that differ even within one millisecond.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
pub struct IdSource {
    sequence: u64,
}

impl IdSource {
    /// A new id, made at `now`.
    pub fn next(&mut self, now: Timestamp) -> Id {
        // A clock that stands still while it is played may see any number of ids in a millisecond, so
        // the count fills all the bits below the time and goes on from one millisecond to the next.
        self.sequence = (self.sequence + 1) & 0x3f_ffff;
        let since = u64::try_from(now.as_millisecond() - EPOCH_MS).unwrap_or_default();
        Id((since << 22) | self.sequence)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_id_tells_when_it_was_made_and_no_two_are_equal() {
        let now = Timestamp::from_millisecond(1_800_000_000_123).unwrap();
        let mut ids = IdSource::default();
        let (first, second) = (ids.next(now), ids.next(now));
        assert_eq!(first.made_ms(), now.as_millisecond());
        assert!(first < second);
    }

    #[test]
    fn only_decimal_numbers_are_ids() {
        assert_eq!(
            Id::parse("81384788765712384"),
            Some(Id(81_384_788_765_712_384))
        );
        for text in ["", "+1", "-1", "1.0", "abc", "99999999999999999999999"] {
            assert_eq!(Id::parse(text), None, "{text}");
        }
    }
}
