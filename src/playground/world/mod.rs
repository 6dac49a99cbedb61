//! The state of the stand-in: one guild, its people and channels, messages, commands, interactions.
//!
//! Pure: every change gets `now`, and says what is to be told to the gateway and to the page as
//! [`Effect`]s. It knows no sockets and no clock, and it validates nothing that `limits` checks.
//!
//! Begin reading at [`World`], then [`seed`], then [`messages`].

pub mod commands;
pub mod components;
pub mod interactions;
pub mod invoke;
pub mod mentions;
pub mod messages;
pub mod nonces;
pub mod permissions;
pub mod press;
pub mod seed;
pub mod shape;
mod shown;
pub mod uploads;

use std::collections::BTreeMap;
use std::sync::Arc;

use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

use super::snowflake::{Id, IdSource};
use commands::Command;
use interactions::Interaction;
use messages::Message;
use nonces::Nonce;

/// A person, or the bot.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct User {
    /// Fixed on the first start.
    pub id: Id,
    /// Display name.
    pub name: String,
    /// Lower case.
    pub username: String,
    /// The client's language.
    pub locale: String,
    /// Roles beside `@everyone`.
    pub roles: Vec<Id>,
    /// The channel of direct messages with the bot.
    pub dm_channel_id: Id,
    /// Direct messages of bots are refused.
    pub dms_closed: bool,
}

/// A role of the guild.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Role {
    /// `@everyone` has the guild's id.
    pub id: Id,
    /// Its name.
    pub name: String,
    /// Permission bits.
    pub permissions: u64,
    /// Higher is mightier.
    pub position: u32,
    /// Everyone may mention it.
    pub mentionable: bool,
    /// It belongs to the bot.
    pub managed: bool,
}

/// What the bot may do in a channel.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[expect(
    clippy::struct_excessive_bools,
    reason = "four independent switches of the page"
)]
pub struct Switches {
    /// See it.
    pub view: bool,
    /// Write in it.
    pub send: bool,
    /// Read what was written before.
    pub history: bool,
    /// Attach files.
    pub attach: bool,
}

impl Switches {
    /// Everything is allowed.
    pub const ALL: Self = Self {
        view: true,
        send: true,
        history: true,
        attach: true,
    };
}

/// A channel of the guild. Channels of direct messages are part of their [`User`].
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Channel {
    /// Fixed on the first start.
    pub id: Id,
    /// Without `#`.
    pub name: String,
    /// Discord's channel type.
    pub kind: u8,
    /// The category, or for a thread its channel.
    pub parent: Option<Id>,
    /// What the bot may do in it.
    pub permissions: Switches,
    /// Of a thread: it is shown no more, until somebody writes in it.
    #[serde(default)]
    pub archived: bool,
    /// Of a thread: only those who manage threads open it again.
    #[serde(default)]
    pub locked: bool,
}

impl Channel {
    /// Categories, forums and the like take no messages.
    pub fn takes_messages(&self) -> bool {
        matches!(self.kind, 0 | 2 | 5 | 10 | 11 | 12 | 13)
    }

    /// Whether it is a thread.
    pub fn is_thread(&self) -> bool {
        matches!(self.kind, 10..=12)
    }
}

/// The guild.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Guild {
    /// Fixed on the first start.
    pub id: Id,
    /// Its name.
    pub name: String,
    /// Its language.
    pub locale: String,
    /// Who may do everything.
    pub owner: Id,
    /// The bot is a member.
    pub bot_present: bool,
}

/// Where an identifier of a channel leads.
#[derive(Debug, Clone, Copy)]
pub enum Place<'a> {
    /// A channel of the guild.
    Guild(&'a Channel),
    /// Direct messages with this user.
    Direct(&'a User),
}

/// Which of the bot's intents let a gateway event through.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Needs {
    /// It always comes.
    Nothing,
    /// `GUILDS`.
    Guilds,
    /// `GUILD_MESSAGES`, or `DIRECT_MESSAGES` when `direct`; `own` messages keep their content.
    Messages {
        /// The message is in a channel of direct messages.
        direct: bool,
        /// The bot wrote it, or is mentioned in it.
        own: bool,
    },
}

/// What has to be told to others after a change.
#[derive(Debug, Clone)]
pub enum Effect {
    /// To the bot, over the gateway.
    Dispatch {
        /// Such as `MESSAGE_CREATE`.
        event: &'static str,
        /// The payload `d`.
        data: Value,
        /// Which intents let it through.
        needs: Needs,
    },
    /// To the page.
    Changed {
        /// `message`, `commands`, `world`, `bot`, `clock` or `faults`.
        kind: &'static str,
        /// The channel, for messages.
        channel: Option<Id>,
    },
}

/// Everything that is.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct World {
    /// Where new ids come from.
    pub ids: IdSource,
    /// The one guild.
    pub guild: Guild,
    /// The bot; its id is also the application's.
    pub bot: User,
    /// People.
    pub users: Vec<User>,
    /// Roles, `@everyone` first.
    pub roles: Vec<Role>,
    /// Channels of the guild.
    pub channels: Vec<Channel>,
    /// What the bot registered.
    pub commands: Vec<Command>,
    /// By channel, then by id.
    pub messages: BTreeMap<Id, BTreeMap<Id, Message>>,
    /// The nonces of the last minutes, by author and text.
    pub nonces: BTreeMap<String, Nonce>,
    /// Recent interactions.
    pub interactions: BTreeMap<Id, Interaction>,
    /// The last files that people sent along with commands.
    #[serde(default)]
    pub uploads: BTreeMap<Id, messages::Attachment>,
    /// Bytes of attachments by id.
    #[serde(skip)]
    pub files: BTreeMap<Id, Arc<[u8]>>,
    /// What is to be told to others.
    #[serde(skip)]
    pub effects: Vec<Effect>,
}

impl World {
    /// The channel with this id, in the guild or of direct messages.
    pub fn place(&self, channel: Id) -> Option<Place<'_>> {
        let direct = self.users.iter().find(|user| user.dm_channel_id == channel);
        let guild = self.channels.iter().find(|known| known.id == channel);
        guild.map(Place::Guild).or(direct.map(Place::Direct))
    }

    /// A person or the bot.
    pub fn user(&self, id: Id) -> Option<&User> {
        self.people().find(|user| user.id == id)
    }

    /// Everyone, the bot last.
    pub fn people(&self) -> impl Iterator<Item = &User> {
        self.users.iter().chain([&self.bot])
    }

    /// A role.
    pub fn role(&self, id: Id) -> Option<&Role> {
        self.roles.iter().find(|role| role.id == id)
    }

    /// Tells the page that something changed.
    pub fn changed(&mut self, kind: &'static str, channel: Option<Id>) {
        self.effects.push(Effect::Changed { kind, channel });
    }

    /// Tells the bot about something.
    pub fn dispatch(&mut self, event: &'static str, data: Value, needs: Needs) {
        self.effects.push(Effect::Dispatch { event, data, needs });
    }

    /// Opens or closes someone's direct messages; `false` if there is no such user.
    pub fn close_dms(&mut self, user: Id, closed: bool) -> bool {
        let Some(user) = self.users.iter_mut().find(|known| known.id == user) else {
            return false;
        };
        user.dms_closed = closed;
        self.changed("world", None);
        true
    }

    /// Sets the language of someone's client; `false` if there is no such user.
    pub fn set_locale(&mut self, user: Id, locale: String) -> bool {
        let Some(user) = self.users.iter_mut().find(|known| known.id == user) else {
            return false;
        };
        user.locale = locale;
        self.changed("world", None);
        true
    }

    /// Sets what the bot may do in a channel; `false` if there is no such channel.
    pub fn switch(&mut self, channel: Id, set: impl FnOnce(&mut Switches)) -> bool {
        self.set_channel(channel, |known| set(&mut known.permissions))
    }

    /// Closes or opens a thread; `false` if there is no such thread.
    pub fn close_thread(
        &mut self,
        thread: Id,
        archived: Option<bool>,
        locked: Option<bool>,
    ) -> bool {
        let mut known = self.channels.iter();
        known.any(|known| known.id == thread && known.is_thread())
            && self.set_channel(thread, |known| {
                known.archived = archived.unwrap_or(known.archived);
                known.locked = locked.unwrap_or(known.locked);
            })
    }

    fn set_channel(&mut self, channel: Id, set: impl FnOnce(&mut Channel)) -> bool {
        let Some(known) = self.channels.iter_mut().find(|known| known.id == channel) else {
            return false;
        };
        set(known);
        let known = known.clone();
        let event = if known.is_thread() {
            "THREAD_UPDATE"
        } else {
            "CHANNEL_UPDATE"
        };
        self.dispatch(event, shape::channel(self, &known), Needs::Guilds);
        self.changed("world", None);
        true
    }

    /// Takes the bot out of the guild or puts it in again.
    pub fn set_bot_present(&mut self, present: bool, now: Timestamp) {
        if self.guild.bot_present == present {
            return;
        }
        self.guild.bot_present = present;
        if present {
            let guild = shape::guild_create(self, now);
            self.dispatch("GUILD_CREATE", guild, Needs::Guilds);
        } else {
            self.commands.retain(|command| command.guild.is_none());
            self.dispatch(
                "GUILD_DELETE",
                json!({ "id": self.guild.id }),
                Needs::Guilds,
            );
        }
        self.changed("world", None);
    }
}
