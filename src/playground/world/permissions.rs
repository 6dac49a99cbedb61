//! Who may do what where.

use super::{Channel, Place, User, World};

/// Permission bits.
pub mod bit {
    /// May do everything.
    pub const ADMINISTRATOR: u64 = 1 << 3;
    /// Change channels.
    pub const MANAGE_CHANNELS: u64 = 1 << 4;
    /// Change the guild.
    pub const MANAGE_GUILD: u64 = 1 << 5;
    /// React.
    pub const ADD_REACTIONS: u64 = 1 << 6;
    /// See a channel.
    pub const VIEW: u64 = 1 << 10;
    /// Write in it.
    pub const SEND: u64 = 1 << 11;
    /// Delete the messages of others.
    pub const MANAGE_MESSAGES: u64 = 1 << 13;
    /// Links show previews.
    pub const EMBED_LINKS: u64 = 1 << 14;
    /// Attach files.
    pub const ATTACH: u64 = 1 << 15;
    /// Read what was written before.
    pub const HISTORY: u64 = 1 << 16;
    /// Ping everyone and every role.
    pub const MENTION_EVERYONE: u64 = 1 << 17;
    /// Emojis of other guilds.
    pub const EXTERNAL_EMOJIS: u64 = 1 << 18;
    /// Use slash commands.
    pub const USE_COMMANDS: u64 = 1 << 31;
    /// Open threads that are locked, and write in them.
    pub const MANAGE_THREADS: u64 = 1 << 34;
    /// Write in threads.
    pub const SEND_IN_THREADS: u64 = 1 << 38;

    /// What everybody has.
    pub const EVERYONE: u64 = ADD_REACTIONS
        | VIEW
        | SEND
        | EMBED_LINKS
        | ATTACH
        | HISTORY
        | EXTERNAL_EMOJIS
        | USE_COMMANDS
        | SEND_IN_THREADS;
    /// What organizers have beside it.
    pub const MANAGE: u64 = MANAGE_CHANNELS | MANAGE_GUILD | MANAGE_MESSAGES | MENTION_EVERYONE;
    /// Every bit that Discord knows; an owner has them all.
    pub const ALL: u64 = (1 << 51) - 1;
}

impl World {
    /// Permissions in the guild by roles; an owner has all.
    pub fn guild_permissions(&self, user: &User) -> u64 {
        if user.id == self.guild.owner {
            return bit::ALL;
        }
        let held = |role: &&super::Role| role.id == self.guild.id || user.roles.contains(&role.id);
        let permissions = self.roles.iter().filter(held);
        permissions.fold(0, |bits, role| bits | role.permissions)
    }

    /// Permissions in a channel; in direct messages what everybody has.
    pub fn permissions_in(&self, user: &User, place: Place<'_>) -> u64 {
        match place {
            Place::Direct(_) => bit::EVERYONE | bit::MENTION_EVERYONE,
            Place::Guild(channel) if user.id == self.bot.id => {
                // A thread has the permissions of the channel that it stands in.
                let parent = channel.parent.filter(|_| channel.is_thread());
                let parent = self.channels.iter().find(|known| Some(known.id) == parent);
                let taken = denied(channel) | parent.map_or(0, denied);
                let allowed = self.guild_permissions(user) & !taken;
                // Who cannot see a channel can do nothing in it.
                if allowed & bit::VIEW == 0 { 0 } else { allowed }
            }
            Place::Guild(_) => self.guild_permissions(user),
        }
    }
}

/// The bits that the switches of a channel take from the bot.
pub fn denied(channel: &Channel) -> u64 {
    let switches = channel.permissions;
    let bits = [
        (switches.view, bit::VIEW),
        (switches.send, bit::SEND | bit::SEND_IN_THREADS),
        (switches.history, bit::HISTORY),
        (switches.attach, bit::ATTACH),
    ];
    let off = bits.iter().filter(|(on, _)| !on);
    off.fold(0, |denied, (_, bit)| denied | bit)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::playground::world::seed::{ADA, BEN, BOT, WELLNESS};

    #[test]
    fn switches_take_from_the_bot_and_from_nobody_else() {
        let mut world = World::first();
        let held = |world: &World, user, bit| {
            let place = world.place(WELLNESS).unwrap();
            world.permissions_in(world.user(user).unwrap(), place) & bit != 0
        };
        assert!(held(&world, BOT, bit::SEND));
        world.switch(WELLNESS, |switches| switches.send = false);
        assert!(!held(&world, BOT, bit::SEND) && held(&world, BOT, bit::VIEW));
        assert!(held(&world, BEN, bit::SEND));
        world.switch(WELLNESS, |switches| switches.view = false);
        assert!(
            !held(&world, BOT, bit::HISTORY),
            "who cannot see a channel can do nothing in it"
        );
    }

    #[test]
    fn only_the_owner_may_manage_the_guild_at_first() {
        let world = World::first();
        let manages =
            |user| world.guild_permissions(world.user(user).unwrap()) & bit::MANAGE_GUILD != 0;
        assert!(manages(ADA) && !manages(BEN) && !manages(BOT));
    }
}
