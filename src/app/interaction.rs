//! An interaction, free of the wire.

use jiff::Timestamp;

pub use crate::command::{Attachment, OptionValue};
use crate::domain::ids::{ChannelId, GuildId, InteractionId, MessageId, UserId};

/// Somebody used a command, pressed a button, chose from a menu, or is typing an option.
#[derive(Debug, Clone, PartialEq)]
pub struct Interaction {
    /// Its id; the instant of a press is the one inside it (D-33).
    pub id: InteractionId,
    /// Where; `None` in a direct message.
    pub guild: Option<GuildId>,
    /// Where.
    pub channel: ChannelId,
    /// Who.
    pub user: UserId,
    /// They may manage the guild (`MANAGE_GUILD` or `ADMINISTRATOR` among the permissions that came with it).
    pub may_manage_guild: bool,
    /// The user's language, such as `en-US`.
    pub locale: String,
    /// What they did.
    pub kind: InteractionKind,
}

impl Interaction {
    /// When it happened, by Discord's clock (D-33).
    pub fn at(&self) -> Timestamp {
        self.id.created_at()
    }
}

/// What somebody did.
#[derive(Debug, Clone, PartialEq)]
pub enum InteractionKind {
    /// A slash command.
    Command {
        /// The words of its name, such as `["prompts", "add"]`.
        path: Vec<String>,
        /// Option names and values.
        options: Vec<(String, OptionValue)>,
    },
    /// An option is being typed.
    Autocomplete {
        /// The words of the command's name.
        path: Vec<String>,
        /// The option with the cursor in it.
        focused: String,
        /// What has been typed of it.
        typed: String,
        /// The other options.
        options: Vec<(String, OptionValue)>,
    },
    /// A button was pressed, a menu used, or a form filled in that one of them opened.
    Component {
        /// The `custom_id` of the component or the form.
        custom_id: String,
        /// What was chosen or typed; empty for a button.
        values: Vec<String>,
        /// The message it stands in.
        message: MessageId,
        /// That message is seen by its reader alone.
        message_is_ephemeral: bool,
    },
}
