//! Discord's ids, each with a type of its own.

use std::fmt;
use std::num::NonZeroU64;
use std::str::FromStr;

use jiff::Timestamp;

/// The first millisecond of Discord's time, in Unix milliseconds
/// (<https://discord.com/developers/docs/reference#snowflakes>).
const DISCORD_EPOCH_MS: i64 = 1_420_070_400_000;

macro_rules! snowflake {
    ($(#[$doc:meta] $name:ident),+ $(,)?) => {$(
        #[$doc]
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
        pub struct $name(NonZeroU64);

        impl $name {
            /// The id, unless it is 0 or larger than a database integer.
            pub fn new(id: u64) -> Option<Self> {
                i64::try_from(id).ok()?;
                NonZeroU64::new(id).map(Self)
            }

            /// The number itself.
            pub const fn get(self) -> u64 {
                self.0.get()
            }

            /// The number as the database keeps it.
            pub const fn to_db(self) -> i64 {
                self.0.get().cast_signed()
            }

            /// The id in a database column; `None` if that is not positive.
            pub fn from_db(id: i64) -> Option<Self> {
                Self::new(u64::try_from(id).ok()?)
            }

            /// When Discord made it (D-33).
            pub fn created_at(self) -> Timestamp {
                created_at(self.0.get())
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                self.0.fmt(f)
            }
        }

        impl FromStr for $name {
            type Err = InvalidId;

            fn from_str(text: &str) -> Result<Self, InvalidId> {
                text.parse().ok().and_then(Self::new).ok_or(InvalidId)
            }
        }
    )+};
}

snowflake! {
    /// A guild (Discord's word for a server).
    GuildId,
    /// A channel or thread.
    ChannelId,
    /// A message.
    MessageId,
    /// A user; a member is a user in a guild.
    UserId,
    /// An application.
    ApplicationId,
    /// An interaction: a command, a press, a choice.
    InteractionId,
}

/// The text is not an id.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("not a Discord id: expected a positive whole number")]
pub struct InvalidId;

/// The instant inside a snowflake: `id >> 22` milliseconds after Discord's epoch.
fn created_at(id: u64) -> Timestamp {
    let ms = i64::try_from(id >> 22)
        .unwrap_or(i64::MAX)
        .saturating_add(DISCORD_EPOCH_MS);
    Timestamp::from_millisecond(ms).unwrap_or(Timestamp::MAX)
}

/// The smallest snowflake that Discord could give at `instant`; for asking what came after it.
pub fn snowflake_at(instant: Timestamp) -> u64 {
    let ms = instant.as_millisecond().saturating_sub(DISCORD_EPOCH_MS);
    u64::try_from(ms).unwrap_or(0) << 22
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_snowflake_tells_when_it_was_made() {
        // The example on Discord's page.
        let id: InteractionId = "175928847299117063".parse().unwrap();
        assert_eq!(id.created_at().to_string(), "2016-04-30T11:18:25.796Z");
        assert!(snowflake_at(id.created_at()) <= id.get());
    }

    #[test]
    fn zero_negative_and_words_are_no_ids() {
        for text in ["0", "-1", "abc", "", "99999999999999999999"] {
            assert_eq!(text.parse::<UserId>(), Err(InvalidId), "{text}");
        }
    }
}
