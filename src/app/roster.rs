//! The guilds that Discord says the bot is in, kept up to date as the gateway tells of them.
//!
//! Each connection names its guilds when it begins; who joins or leaves later is told one by one. So a connection that
//! begins anew says nothing about the guilds of the others, and whoever joined since is no stranger. Begin reading at
//! [`Roster::lists`].

use std::collections::{BTreeMap, HashSet};
use std::sync::{Mutex, MutexGuard, PoisonError};

use crate::domain::ids::GuildId;

/// The guilds of all connections.
#[derive(Debug)]
pub struct Roster {
    /// How many connections there are: a guild's number says to which it belongs.
    shards: u32,
    guilds: Mutex<Guilds>,
}

#[derive(Debug, Default)]
struct Guilds {
    /// Of each connection that has begun.
    named: BTreeMap<u32, HashSet<GuildId>>,
    /// Of connections that have not begun yet.
    early: HashSet<GuildId>,
}

impl Roster {
    /// Nothing is known yet of so many connections.
    pub fn new(shards: u32) -> Self {
        Self {
            shards: shards.max(1),
            guilds: Mutex::default(),
        }
    }

    fn guilds(&self) -> MutexGuard<'_, Guilds> {
        self.guilds.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// A connection has begun, with these guilds; says whether every connection has by now.
    pub fn begun(&self, shard: u32, named: impl IntoIterator<Item = GuildId>) -> bool {
        let mut guilds = self.guilds();
        guilds.named.insert(shard, named.into_iter().collect());
        let n_begun = u32::try_from(guilds.named.len()).unwrap_or(u32::MAX);
        n_begun >= self.shards
    }

    /// The bot is in that guild.
    pub fn joined(&self, guild: GuildId) {
        let shard = self.shard(guild);
        let mut guilds = self.guilds();
        match guilds.named.get_mut(&shard) {
            Some(named) => named.insert(guild),
            None => guilds.early.insert(guild),
        };
    }

    /// The bot is not in that guild any more.
    pub fn left(&self, guild: GuildId) {
        let shard = self.shard(guild);
        let mut guilds = self.guilds();
        guilds.early.remove(&guild);
        if let Some(named) = guilds.named.get_mut(&shard) {
            named.remove(&guild);
        }
    }

    /// Whether the bot is in that guild, as far as has been told.
    pub fn lists(&self, guild: GuildId) -> bool {
        let shard = self.shard(guild);
        let guilds = self.guilds();
        let named = guilds.named.get(&shard);
        named.is_some_and(|named| named.contains(&guild)) || guilds.early.contains(&guild)
    }

    /// All of them, by id.
    pub fn ids(&self) -> Vec<GuildId> {
        let guilds = self.guilds();
        let named = guilds.named.values().flatten();
        let mut ids: Vec<_> = named.chain(&guilds.early).copied().collect();
        ids.sort_unstable();
        ids.dedup();
        ids
    }

    /// The connection of a guild, as Discord counts.
    fn shard(&self, guild: GuildId) -> u32 {
        u32::try_from((guild.get() >> 22) % u64::from(self.shards)).unwrap_or(0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A guild of that connection of two.
    fn guild(number: u64, shard: u64) -> GuildId {
        GuildId::new((number << 23) | (shard << 22)).unwrap()
    }

    #[test]
    fn a_connection_that_begins_anew_says_nothing_about_the_guilds_of_others() {
        let roster = Roster::new(2);
        assert!(!roster.begun(0, [guild(1, 0)]));
        assert!(roster.begun(1, [guild(1, 1)]));
        roster.joined(guild(2, 0));
        roster.left(guild(1, 0));
        // One removed the bot while the second connection was lost.
        assert!(roster.begun(1, [guild(3, 1)]));
        assert_eq!(roster.ids(), [guild(2, 0), guild(3, 1)]);
        assert!(roster.lists(guild(2, 0)));
        assert!(!roster.lists(guild(1, 0)) && !roster.lists(guild(1, 1)));
    }

    #[test]
    fn who_is_told_of_before_a_connection_is_through_is_known() {
        let roster = Roster::new(2);
        roster.joined(guild(7, 1));
        assert!(!roster.begun(0, []));
        assert!(roster.lists(guild(7, 1)));
        roster.left(guild(7, 1));
        assert_eq!(roster.ids(), []);
    }
}
