//! The world on a first start. All ids are fixed, so that links and tests stay valid.

use std::collections::BTreeMap;

use super::permissions::bit;
use super::{Channel, Guild, Id, IdSource, Role, Switches, User, World};

/// The bot's user and application.
pub const BOT: Id = Id::new(1_090_000_000_000_000_001);
/// The guild "Wellness Lab"; also its role `@everyone`.
pub const GUILD: Id = Id::new(1_090_000_000_000_000_010);
/// Ada owns the guild and may manage it.
pub const ADA: Id = Id::new(1_090_000_000_000_000_101);
/// Ben is a member.
pub const BEN: Id = Id::new(1_090_000_000_000_000_102);
/// Chloé is a member with a French client.
pub const CHLOE: Id = Id::new(1_090_000_000_000_000_103);
/// Dev is a member.
pub const DEV: Id = Id::new(1_090_000_000_000_000_104);
/// `#wellness`.
pub const WELLNESS: Id = Id::new(1_090_000_000_000_000_201);
/// `#general`.
pub const GENERAL: Id = Id::new(1_090_000_000_000_000_202);
/// An announcement channel.
pub const NEWS: Id = Id::new(1_090_000_000_000_000_203);
/// A forum; it takes no messages.
pub const FORUM: Id = Id::new(1_090_000_000_000_000_204);
/// A category; it takes no messages.
pub const CATEGORY: Id = Id::new(1_090_000_000_000_000_205);
/// A thread of `#general`.
pub const THREAD: Id = Id::new(1_090_000_000_000_000_206);
/// The role of those who manage the guild.
pub const ORGANIZERS: Id = Id::new(1_090_000_000_000_000_301);
/// A role that everyone may mention.
pub const STRETCHERS: Id = Id::new(1_090_000_000_000_000_302);
/// The bot's own role.
pub const BOT_ROLE: Id = Id::new(1_090_000_000_000_000_303);

/// The first of the channels that are only there to be many.
const MANY: u64 = 1_090_000_000_000_100_000;

impl World {
    /// The world on a first start, with so many channels more: a bot that is to be tried at its pace needs more than a
    /// few, as Discord takes five messages in five seconds in each.
    pub fn first_with(more_channels: u32) -> Self {
        let mut world = Self::first();
        let more = (0..u64::from(more_channels)).map(|number| Channel {
            id: Id::new(MANY + number),
            name: format!("room-{number}"),
            kind: 0,
            parent: Some(CATEGORY),
            permissions: Switches::ALL,
            archived: false,
            locked: false,
        });
        world.channels.extend(more);
        world
    }

    /// The world on a first start.
    pub fn first() -> Self {
        Self {
            ids: IdSource::default(),
            guild: Guild {
                id: GUILD,
                name: "Wellness Lab".to_owned(),
                locale: "en-US".to_owned(),
                owner: ADA,
                bot_present: true,
            },
            bot: user(BOT, "Unhunch", "unhunch", "en-US", &[BOT_ROLE]),
            users: vec![
                user(ADA, "Ada", "ada", "en-US", &[ORGANIZERS]),
                user(BEN, "Ben", "ben", "en-GB", &[STRETCHERS]),
                user(CHLOE, "Chloé", "chloe", "fr", &[STRETCHERS]),
                user(DEV, "Dev", "dev", "en-US", &[]),
            ],
            roles: roles(),
            channels: channels(),
            commands: Vec::new(),
            messages: BTreeMap::new(),
            nonces: BTreeMap::new(),
            interactions: BTreeMap::new(),
            uploads: BTreeMap::new(),
            files: BTreeMap::new(),
            effects: Vec::new(),
        }
    }
}

fn user(id: Id, name: &str, username: &str, locale: &str, roles: &[Id]) -> User {
    // The last three digits of a user's id, put into another range, make the id of its channel.
    let digits = id.to_string();
    let number = digits[digits.len() - 3..].parse().unwrap_or(0);
    User {
        id,
        name: name.to_owned(),
        username: username.to_owned(),
        locale: locale.to_owned(),
        roles: roles.to_vec(),
        dm_channel_id: Id::new(1_090_000_000_000_001_000 + number),
        dms_closed: false,
    }
}

fn roles() -> Vec<Role> {
    let role = |id, name: &str, permissions, position, mentionable| Role {
        id,
        name: name.to_owned(),
        permissions,
        position,
        mentionable,
        managed: id == BOT_ROLE,
    };
    vec![
        role(GUILD, "@everyone", bit::EVERYONE, 0, false),
        role(STRETCHERS, "Stretchers", bit::EVERYONE, 1, true),
        role(BOT_ROLE, "Unhunch", bit::EVERYONE, 2, false),
        role(
            ORGANIZERS,
            "Organizers",
            bit::EVERYONE | bit::MANAGE,
            3,
            false,
        ),
    ]
}

fn channels() -> Vec<Channel> {
    let channel = |id, name: &str, kind, parent| Channel {
        id,
        name: name.to_owned(),
        kind,
        parent,
        permissions: Switches::ALL,
        archived: false,
        locked: false,
    };
    vec![
        channel(CATEGORY, "Lab", 4, None),
        channel(WELLNESS, "wellness", 0, Some(CATEGORY)),
        channel(GENERAL, "general", 0, Some(CATEGORY)),
        channel(NEWS, "news", 5, Some(CATEGORY)),
        channel(FORUM, "questions", 15, Some(CATEGORY)),
        channel(THREAD, "standing desks", 11, Some(GENERAL)),
    ]
}
