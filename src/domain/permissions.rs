//! What somebody may do in a channel, by roles and overwrites.
//!
//! The rules are Discord's: <https://discord.com/developers/docs/topics/permissions>. Begin reading at
//! [`GuildSight::missing`].

use super::ids::{ChannelId, GuildId, UserId};

/// A permission that posting needs.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Permission {
    /// See the channel; without it nothing else holds.
    ViewChannel,
    /// Write in a channel.
    SendMessages,
    /// Write in a thread.
    SendMessagesInThreads,
    /// Show pictures.
    AttachFiles,
    /// Read what was posted before, to find out whether a message arrived (D-7).
    ReadMessageHistory,
    /// Write in a thread that is locked.
    ManageThreads,
}

impl Permission {
    /// All of them.
    pub const ALL: [Self; 6] = [
        Self::ViewChannel,
        Self::SendMessages,
        Self::SendMessagesInThreads,
        Self::AttachFiles,
        Self::ReadMessageHistory,
        Self::ManageThreads,
    ];

    /// Discord's bit.
    pub const fn bit(self) -> u64 {
        match self {
            Self::ViewChannel => 1 << 10,
            Self::SendMessages => 1 << 11,
            Self::AttachFiles => 1 << 15,
            Self::ReadMessageHistory => 1 << 16,
            Self::ManageThreads => 1 << 34,
            Self::SendMessagesInThreads => 1 << 38,
        }
    }

    /// The word in catalogue keys.
    pub const fn name(self) -> &'static str {
        match self {
            Self::ViewChannel => "view-channel",
            Self::SendMessages => "send-messages",
            Self::SendMessagesInThreads => "send-messages-in-threads",
            Self::AttachFiles => "attach-files",
            Self::ReadMessageHistory => "read-message-history",
            Self::ManageThreads => "manage-threads",
        }
    }
}

const ADMINISTRATOR: u64 = 1 << 3;
const MENTION_EVERYONE: u64 = 1 << 17;
const EVERYTHING: u64 = u64::MAX;

/// A guild as its bot sees it at this moment.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct GuildSight {
    /// The guild; its role for everybody has the same number.
    pub guild: GuildId,
    /// Who may do everything.
    pub owner: UserId,
    /// Whose permissions are meant.
    pub member: UserId,
    /// Their roles, beside that for everybody.
    pub member_roles: Vec<u64>,
    /// They may only look and read for a while.
    pub is_timed_out: bool,
    /// Every role.
    pub roles: Vec<RoleSight>,
    /// The channels that were asked for and those that these stand in.
    pub channels: Vec<ChannelSight>,
}

/// A role of the guild.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct RoleSight {
    /// Which.
    pub id: u64,
    /// The bits that it gives.
    pub permissions: u64,
    /// Anybody may ping it.
    pub is_mentionable: bool,
}

/// Why a role is not pinged, though it is named.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Unpinged {
    /// It is not there any more.
    Gone,
    /// Neither may anybody ping it, nor the bot every role.
    Closed,
}

/// A channel or thread.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ChannelSight {
    /// Which.
    pub id: ChannelId,
    /// Discord's number for its type.
    pub kind: u8,
    /// The channel of a thread.
    pub parent: Option<ChannelId>,
    /// Nobody but moderators can write in the thread any more.
    pub is_locked: bool,
    /// What is given and taken in it.
    pub overwrites: Vec<Overwrite>,
}

/// What a role or member is given and denied in a channel.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Overwrite {
    /// The role or member.
    pub id: u64,
    /// It is about a member.
    pub is_member: bool,
    /// Bits given.
    pub allow: u64,
    /// Bits taken.
    pub deny: u64,
}

/// What is missing in a channel.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Missing {
    /// The channel is not there, or nothing can be seen of it.
    Channel,
    /// The channel takes no messages.
    Messages,
    /// The bot has a time-out.
    Freedom,
    /// These permissions; empty if all is well.
    Permissions(Vec<Permission>),
}

impl ChannelSight {
    /// It is a thread.
    pub const fn is_thread(&self) -> bool {
        matches!(self.kind, 10..=12)
    }

    const fn takes_messages(&self) -> bool {
        matches!(self.kind, 0 | 2 | 5 | 10..=13)
    }
}

impl Missing {
    /// Nothing is missing.
    pub fn is_nothing(&self) -> bool {
        matches!(self, Self::Permissions(missing) if missing.is_empty())
    }

    /// Nothing can be posted as it is. Without pictures or history it can.
    pub fn forbids_posting(&self) -> bool {
        match self {
            Self::Channel | Self::Messages | Self::Freedom => true,
            Self::Permissions(missing) => missing.iter().any(|permission| {
                !matches!(
                    permission,
                    Permission::AttachFiles | Permission::ReadMessageHistory
                )
            }),
        }
    }
}

impl GuildSight {
    /// Everything that has to be given to post in a channel. What falls away only with another one is not named.
    pub fn missing(&self, channel: ChannelId) -> Missing {
        let Some(channel) = self.channel(channel) else {
            return Missing::Channel;
        };
        if !channel.takes_messages() {
            return Missing::Messages;
        }
        // Nothing is seen of the channel that the thread stands in.
        let Some(held) = self.given_in(channel) else {
            return Missing::Permissions(vec![Permission::ViewChannel]);
        };
        if self.is_timed_out && held != EVERYTHING {
            return Missing::Freedom;
        }
        let send = if channel.is_thread() {
            Permission::SendMessagesInThreads
        } else {
            Permission::SendMessages
        };
        let needed = [
            Some(Permission::ViewChannel),
            Some(send),
            Some(Permission::AttachFiles),
            Some(Permission::ReadMessageHistory),
            channel.is_locked.then_some(Permission::ManageThreads),
        ];
        let needed = needed.into_iter().flatten();
        Missing::Permissions(needed.filter(|needed| held & needed.bit() == 0).collect())
    }

    fn channel(&self, id: ChannelId) -> Option<&ChannelSight> {
        self.channels.iter().find(|channel| channel.id == id)
    }

    /// Why a role that a message in a channel names is not pinged by it; `None` if it is, or if nothing is known of the
    /// channel.
    pub fn unpinged(&self, channel: ChannelId, role: u64) -> Option<Unpinged> {
        let held = self.given_in(self.channel(channel)?)?;
        match self.roles.iter().find(|known| known.id == role) {
            None => Some(Unpinged::Gone),
            Some(role) if role.is_mentionable || held & MENTION_EVERYONE != 0 => None,
            Some(_) => Some(Unpinged::Closed),
        }
    }

    /// The bits that are given in a channel, each by itself: without View Channel none of them helps, and without Send
    /// Messages some do not. A thread has those of the channel that it stands in; `None` if nothing is seen of that.
    fn given_in(&self, channel: &ChannelSight) -> Option<u64> {
        let base = self.base();
        if self.member == self.owner || base & ADMINISTRATOR != 0 {
            return Some(EVERYTHING);
        }
        let place = if channel.is_thread() {
            self.channel(channel.parent?)?
        } else {
            channel
        };
        Some(self.overwritten(base, &place.overwrites))
    }

    /// The bits of roles.
    fn base(&self) -> u64 {
        let everybody = self.guild.get();
        let is_held = |role: u64| role == everybody || self.member_roles.contains(&role);
        let roles = self.roles.iter().filter(|role| is_held(role.id));
        roles.fold(0, |bits, role| bits | role.permissions)
    }

    /// First what everybody is given and denied, then all roles together, then the member.
    fn overwritten(&self, base: u64, overwrites: &[Overwrite]) -> u64 {
        let everybody = self.guild.get();
        let of_roles = |wanted: &dyn Fn(u64) -> bool| {
            let all = overwrites
                .iter()
                .filter(|one| !one.is_member && wanted(one.id));
            all.fold((0, 0), |(allow, deny), one| {
                (allow | one.allow, deny | one.deny)
            })
        };
        let of_member = overwrites
            .iter()
            .find(|one| one.is_member && one.id == self.member.get())
            .map_or((0, 0), |one| (one.allow, one.deny));
        [
            of_roles(&|role| role == everybody),
            of_roles(&|role| role != everybody && self.member_roles.contains(&role)),
            of_member,
        ]
        .into_iter()
        .fold(base, |bits, (allow, deny)| (bits & !deny) | allow)
    }
}

#[cfg(test)]
#[path = "permissions_tests.rs"]
mod tests;
