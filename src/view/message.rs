//! A Discord message made of Components V2, as plain data.
//!
//! `discord::encode` turns it to JSON, once. Limits (40 components, 4,000 characters of text, 5 buttons
//! in a row, 100 characters of `custom_id`) are Discord's:
//! <https://discord.com/developers/docs/components/reference>.

use std::num::NonZeroU64;

use crate::domain::ids::UserId;

/// A message: Components V2 and the pictures they show.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Message {
    /// Top-level components, in order.
    pub components: Vec<Component>,
    /// Files that [`Media::attachment`] names.
    pub pictures: Vec<Picture>,
    /// Files that [`Component::File`] names.
    pub files: Vec<File>,
    /// Who is pinged. Nobody, unless said otherwise.
    pub mentions: Mentions,
}

/// Who a message may ping; everything else in it that looks like a mention stays silent.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Mentions {
    /// Nobody.
    #[default]
    Nobody,
    /// Exactly this user (a desk-break reminder in a channel).
    User(UserId),
    /// Exactly this role, which an admin chose for a schedule of prompts.
    Role(NonZeroU64),
}

/// A component of a message.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Component {
    /// A box with an accent colour (`0xRRGGBB`).
    Container {
        /// The colour of the bar at its side.
        accent: u32,
        /// What is inside; no containers.
        children: Vec<Component>,
    },
    /// Markdown.
    Text(String),
    /// A thin line.
    Separator,
    /// One picture.
    Media(Media),
    /// File name of one of the message's [`File`]s, to be saved.
    File(String),
    /// One to five buttons.
    Buttons(Vec<Button>),
    /// A menu of up to 25 options.
    Select(Select),
    /// A menu of the guild's channels that take messages.
    ChannelSelect(ChannelSelect),
}

/// A picture within a message.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Media {
    /// File name of one of the message's [`Picture`]s.
    pub attachment: String,
    /// Alt text, at most 1,024 characters.
    pub description: String,
}

/// A file that goes with a message.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Picture {
    /// Its name, such as `neck-tilts.png`.
    pub file_name: String,
    /// Alt text, at most 1,024 characters.
    pub description: String,
    /// PNG or GIF.
    pub bytes: std::sync::Arc<[u8]>,
}

/// A file to be saved.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct File {
    /// Its name, such as `export.json`.
    pub file_name: String,
    /// What is in it.
    pub bytes: std::sync::Arc<[u8]>,
}

/// The look of a button.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ButtonStyle {
    /// The main thing to do.
    Primary,
    /// Another thing to do.
    Secondary,
    /// Yes, do it.
    Success,
    /// It deletes something.
    Danger,
}

/// A button.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Button {
    /// What comes back when it is pressed; at most 100 characters.
    pub custom_id: String,
    /// At most 80 characters.
    pub label: String,
    /// Its look.
    pub style: ButtonStyle,
}

/// A select menu with one answer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Select {
    /// What comes back when something is chosen; at most 100 characters.
    pub custom_id: String,
    /// Shown while nothing is chosen; at most 150 characters.
    pub placeholder: String,
    /// One to 25.
    pub options: Vec<SelectOption>,
}

/// A menu of channels with one answer, which is the channel's id.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ChannelSelect {
    /// What comes back when something is chosen; at most 100 characters.
    pub custom_id: String,
    /// Shown while nothing is chosen; at most 150 characters.
    pub placeholder: String,
}

/// A form with one line to fill in. It opens over what was pressed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Form {
    /// What is meant when it comes back, with the line.
    pub custom_id: String,
    /// Above it.
    pub title: String,
    /// What the line is for.
    pub label: String,
    /// An example, as long as the line is empty.
    pub placeholder: String,
    /// In characters.
    pub max_length: u16,
}

/// An entry of a [`Select`].
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SelectOption {
    /// At most 100 characters.
    pub label: String,
    /// What comes back; at most 100 characters.
    pub value: String,
    /// A second line, at most 100 characters.
    pub description: Option<String>,
}
