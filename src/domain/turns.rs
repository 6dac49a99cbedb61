//! Whose message goes next (D-52, D-53).
//!
//! Retries go before snoozes and these before what is scheduled, each as long as there is room for its kind; inside a class guilds take turns, one message each, so
//! that a guild with ten thousand members does not hold up one with a single channel; inside a guild what expires first
//! goes first. Of each channel one message is on its way at a time, and what waits for that channel is passed over.
//!
//! Every step costs the logarithm of what waits. Begin reading at [`Turns::next`].

use std::collections::{BTreeMap, BTreeSet};

use jiff::Timestamp;

use super::ids::{ChannelId, GuildId};

/// Who goes first (D-52).
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Class {
    /// A snooze that was tried before.
    SnoozeRetry,
    /// It was tried before, and Discord remembers its nonce for a while only (D-5).
    Retry,
    /// A person asked for it at that instant (S-55).
    Snooze,
    /// Everything else.
    Scheduled,
}

impl Class {
    const ALL: [Self; 4] = [
        Self::SnoozeRetry,
        Self::Retry,
        Self::Snooze,
        Self::Scheduled,
    ];

    /// It waits for no share of scheduled messages (D-52).
    pub const fn is_urgent(self) -> bool {
        matches!(self, Self::SnoozeRetry | Self::Snooze)
    }

    /// It was tried before.
    pub const fn is_retry(self) -> bool {
        matches!(self, Self::SnoozeRetry | Self::Retry)
    }

    /// The class in which it is tried again.
    #[must_use]
    pub const fn tried(self) -> Self {
        if self.is_urgent() {
            Self::SnoozeRetry
        } else {
            Self::Retry
        }
    }
}

/// A message that waits. `K` is what it is known by.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Entry<K> {
    /// What it is known by.
    pub key: K,
    /// Its class.
    pub class: Class,
    /// Its guild.
    pub guild: GuildId,
    /// Where it goes, if that is known.
    pub channel: Option<ChannelId>,
    /// It does not go before this instant.
    pub from: Timestamp,
    /// When it was due.
    pub due_at: Timestamp,
    /// What expires first goes first.
    pub expires_at: Timestamp,
}

/// The order inside a guild (D-53).
type Rank<K> = (Timestamp, Timestamp, K);
/// Who takes turns.
type Party = (Class, GuildId);
/// Those of a party that wait for one channel.
type Lane = (Party, Option<ChannelId>);

/// What waits, and whose turn it is.
#[derive(Debug, Clone)]
pub struct Turns<K> {
    /// Everything that is here or on its way.
    known: BTreeSet<K>,
    /// What does not go yet.
    later: BTreeMap<(Timestamp, K), Entry<K>>,
    /// What may go, lane by lane in order. `None` stands before every rank.
    lanes: BTreeMap<(Lane, Option<Rank<K>>), Entry<K>>,
    /// The first of each lane whose channel is free, party by party in order.
    heads: BTreeMap<(Party, Option<Rank<K>>), Option<ChannelId>>,
    /// Who has something for a channel.
    waiting_for: BTreeSet<(ChannelId, Party)>,
    /// Channels to which a message is on its way.
    taken: BTreeSet<ChannelId>,
    /// Channels that take no more for a while.
    held: BTreeMap<ChannelId, Timestamp>,
    /// The guild that had its turn last, in each class.
    last: BTreeMap<Class, GuildId>,
}

impl<K> Default for Turns<K> {
    fn default() -> Self {
        Self {
            known: BTreeSet::new(),
            later: BTreeMap::new(),
            lanes: BTreeMap::new(),
            heads: BTreeMap::new(),
            waiting_for: BTreeSet::new(),
            taken: BTreeSet::new(),
            held: BTreeMap::new(),
            last: BTreeMap::new(),
        }
    }
}

impl<K: Copy + Ord> Turns<K> {
    /// Adds a message, unless it is known.
    pub fn add(&mut self, entry: Entry<K>) {
        if self.known.insert(entry.key) {
            self.later.insert((entry.from, entry.key), entry);
        }
    }

    /// How many messages wait.
    pub fn len(&self) -> usize {
        self.later.len() + self.lanes.len()
    }

    /// Nothing waits.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// Says whether something of such classes may go at `now`.
    pub fn is_ready(&mut self, now: Timestamp, such: impl Fn(Class) -> bool) -> bool {
        self.ripen(now);
        let from = GuildId::new(1);
        let mut classes = Class::ALL.into_iter().filter(|class| such(*class));
        classes.any(|class| from.is_some_and(|from| self.first_head(class, from).is_some()))
    }

    /// The message whose turn it is at `now` among those of such classes. Its channel is taken until [`Turns::done`].
    pub fn next(&mut self, now: Timestamp, such: impl Fn(Class) -> bool) -> Option<Entry<K>> {
        self.ripen(now);
        let mut classes = Class::ALL.into_iter().filter(|class| such(*class));
        classes.find_map(|class| self.next_of(class))
    }

    /// A message that had its turn is gone: sent, settled, or to be added anew.
    pub fn done(&mut self, entry: &Entry<K>) {
        self.known.remove(&entry.key);
        if let Some(channel) = entry.channel {
            self.taken.remove(&channel);
            self.show_heads(channel);
        }
    }

    /// A message that had its turn cannot go before `until`, nor can any other to its channel.
    pub fn hold(&mut self, entry: Entry<K>, until: Timestamp) {
        if let Some(channel) = entry.channel {
            self.held.insert(channel, until);
        }
        self.done(&entry);
        self.add(Entry {
            from: entry.from.max(until),
            ..entry
        });
    }

    /// When something may go that cannot yet; messages on their way aside.
    pub fn next_instant(&self) -> Option<Timestamp> {
        let later = self.later.keys().next().map(|(from, _)| *from);
        later.into_iter().chain(self.held.values().copied()).min()
    }

    /// Forgets what waits; whose turn it is stays.
    pub fn clear(&mut self) {
        *self = Self {
            last: std::mem::take(&mut self.last),
            ..Self::default()
        };
    }

    /// Takes in what may go by now.
    fn ripen(&mut self, now: Timestamp) {
        let mut free = Vec::new();
        self.held.retain(|channel, until| {
            let is_held = *until > now;
            if !is_held {
                free.push(*channel);
            }
            is_held
        });
        for channel in free {
            self.show_heads(channel);
        }
        while let Some(first) = self.later.first_entry() {
            if first.key().0 > now {
                return;
            }
            let entry = first.remove();
            let party = (entry.class, entry.guild);
            let lane = (party, entry.channel);
            self.hide_head(lane);
            self.lanes.insert((lane, Some(rank(&entry))), entry);
            if let Some(channel) = entry.channel {
                self.waiting_for.insert((channel, party));
            }
            self.show_head(lane);
        }
    }

    fn next_of(&mut self, class: Class) -> Option<Entry<K>> {
        let after = self
            .last
            .get(&class)
            .and_then(|last| GuildId::new(last.get() + 1));
        let next = after.and_then(|after| self.first_head(class, after));
        let ((party, rank), channel) = next.or_else(|| self.first_head(class, GuildId::new(1)?))?;
        let lane = (party, channel);
        self.heads.remove(&(party, rank));
        let entry = self.lanes.remove(&(lane, rank))?;
        self.last.insert(class, entry.guild);
        match channel {
            Some(channel) => {
                self.taken.insert(channel);
                if self.first_of(lane).is_none() {
                    self.waiting_for.remove(&(channel, party));
                }
                self.hide_heads(channel);
            }
            None => self.show_head(lane),
        }
        Some(entry)
    }

    /// The first head of the first party of a class from `guild` on.
    fn first_head(&self, class: Class, guild: GuildId) -> Option<Head<K>> {
        let mut from = self.heads.range(((class, guild), None)..);
        let (key, channel) = from.next()?;
        (key.0.0 == class).then_some((*key, *channel))
    }

    /// The rank of the first in a lane.
    fn first_of(&self, lane: Lane) -> Option<Rank<K>> {
        let (key, _) = self.lanes.range((lane, None)..).next()?;
        key.1.filter(|_| key.0 == lane)
    }

    fn is_free(&self, channel: ChannelId) -> bool {
        !self.taken.contains(&channel) && !self.held.contains_key(&channel)
    }

    fn show_head(&mut self, lane: Lane) {
        if lane.1.is_some_and(|channel| !self.is_free(channel)) {
            return;
        }
        if let Some(rank) = self.first_of(lane) {
            self.heads.insert((lane.0, Some(rank)), lane.1);
        }
    }

    fn hide_head(&mut self, lane: Lane) {
        if let Some(rank) = self.first_of(lane) {
            self.heads.remove(&(lane.0, Some(rank)));
        }
    }

    fn parties(&self, channel: ChannelId) -> Vec<Party> {
        let Some(guild) = GuildId::new(1) else {
            return Vec::new();
        };
        let from = self.waiting_for.range((channel, (Class::ALL[0], guild))..);
        let of_channel = from.take_while(|(other, _)| *other == channel);
        of_channel.map(|(_, party)| *party).collect()
    }

    fn show_heads(&mut self, channel: ChannelId) {
        for party in self.parties(channel) {
            self.show_head((party, Some(channel)));
        }
    }

    fn hide_heads(&mut self, channel: ChannelId) {
        for party in self.parties(channel) {
            self.hide_head((party, Some(channel)));
        }
    }
}

/// A party's first message for one channel.
type Head<K> = ((Party, Option<Rank<K>>), Option<ChannelId>);

fn rank<K: Copy>(entry: &Entry<K>) -> Rank<K> {
    (entry.expires_at, entry.due_at, entry.key)
}

#[cfg(test)]
mod tests;
