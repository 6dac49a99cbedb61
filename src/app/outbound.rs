//! What the application asks of Discord.

use std::time::Duration;

use async_trait::async_trait;
use jiff::Timestamp;

use crate::domain::ids::{ChannelId, GuildId, MessageId, UserId};
use crate::domain::permissions::GuildSight;
use crate::view::{Form, Message};

/// The way out to Discord. `discord::outbound` sends for real; tests record.
#[async_trait]
pub trait Outbound: Send + Sync + 'static {
    /// Posts a message once: no retries here, the caller decides by the error's [`Disposition`].
    async fn post(&self, message: &OutboundMessage) -> Result<MessageId, SendError>;

    /// How many more scheduled messages may leave about now (D-51); of those that are urgent, which need no part of the
    /// scheduled ones' share (D-52), it may be more.
    fn room(&self, _urgent: bool) -> Room {
        Room::Open
    }

    /// How long a channel takes no scheduled message, as far as Discord has said (D-50).
    fn held(&self, _channel: ChannelId) -> Duration {
        Duration::ZERO
    }

    /// Replaces what a message of ours shows. It gives way to everything else (D-52); the caller decides whether it is
    /// made again.
    async fn edit(
        &self,
        channel: ChannelId,
        id: MessageId,
        message: &Message,
    ) -> Result<(), SendError>;

    /// The bot's own messages in a channel from `since` on: the first 3 pages of 100 are looked through (D-7). It gives
    /// way to everything else (D-52).
    async fn own_messages_since(
        &self,
        channel: ChannelId,
        since: Timestamp,
    ) -> Result<OwnMessages, SendError>;

    /// Deletes a message of ours: one attempt. One that is gone already is an error of
    /// [`Disposition::AlreadyPosted`].
    async fn delete_message(&self, channel: ChannelId, message: MessageId)
    -> Result<(), SendError>;

    /// What a channel is called, if Discord says so at once.
    async fn channel_name(&self, channel: ChannelId) -> Option<String>;

    /// The direct-message channel with a user, opened if there is none yet. Only in response to the user's own
    /// action, never from the scheduler (D-61, I-10).
    async fn open_direct_channel(&self, user: UserId) -> Result<ChannelId, SendError>;

    /// Whether a user is in a guild that the bot is in. Nobody waits for it.
    async fn is_member(&self, guild: GuildId, user: UserId) -> Result<bool, SendError>;

    /// What the bot may do in a guild's channels, read at this moment. Channels that are not there for it are left out.
    async fn guild_sight(
        &self,
        guild: GuildId,
        channels: &[ChannelId],
    ) -> Result<GuildSight, SendError>;

    /// The file that somebody sent along with a command, of at most so many bytes. It is asked for without the bot's
    /// token, and only from where Discord keeps such files.
    async fn fetch_attachment(&self, url: &str, most: usize) -> Result<Vec<u8>, FetchError>;

    /// How far Discord's clock is ahead of ours (D-32): as of the last answer, and with it what our clock was
    /// moved by since. `None` before the first answer.
    fn clock_skew(&self) -> Option<jiff::SignedDuration>;

    /// Asks Discord for anything, for the sake of the time in its answer (D-32).
    async fn refresh_clock_skew(&self);
}

/// Room for messages.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Room {
    /// Nobody counts.
    Open,
    /// So many may leave within a moment, those that wait to leave already aside.
    Messages(usize),
    /// None before so long.
    Wait(Duration),
}

/// A message on its way to a channel.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OutboundMessage {
    /// Where to.
    pub channel: ChannelId,
    /// What.
    pub message: Message,
    /// At most 25 characters, the same at every attempt (D-3, D-5).
    pub nonce: String,
    /// Somebody asked for it just now, as for a snooze: it goes before what is planned (class 2 of D-52).
    pub urgent: bool,
    /// Its request leaves by then or not at all, whatever it has to wait for (D-8); `None` if it is never too late.
    pub leaves_by: Option<Timestamp>,
}

/// The bot's own messages in a channel, as far as it was looked through (D-7).
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct OwnMessages {
    /// Those that were found, oldest first.
    pub found: Vec<PostedMessage>,
    /// There is more behind them that nobody looked at: nothing can be said about what is not among them.
    pub is_cut: bool,
}

/// An own message found in a channel.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PostedMessage {
    /// Its id.
    pub id: MessageId,
    /// Every `custom_id` in it; one of them carries the delivery token.
    pub custom_ids: Vec<String>,
}

/// Why a message was not sent, and what follows from it.
#[derive(Debug, thiserror::Error)]
#[error("{text}")]
pub struct SendError {
    /// What the worker does next; it reads nothing else.
    pub disposition: Disposition,
    /// Discord's error code, when it gave one.
    pub code: Option<u32>,
    /// For the log: status, code and Discord's text. Holds neither token nor address.
    pub text: String,
}

/// Why a file was not fetched. Holds no address: that is a secret of those who sent it.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum FetchError {
    /// It is not where Discord keeps files.
    #[error("it lies elsewhere than at Discord")]
    Elsewhere,
    /// It is larger than wanted.
    #[error("it is too large")]
    TooLarge,
    /// It did not come, or not in time.
    #[error("{0}")]
    Failed(String),
}

/// What to do after an error (D-6).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Disposition {
    /// 429: nothing was posted; ask again no sooner than this. Not an attempt.
    RetryAfter(Duration),
    /// Nothing was posted: it would have left after the instant that it was to leave by. Not an attempt.
    TooLate,
    /// No answer, 5xx, or an answer that cannot be read: it may or may not be posted.
    OutcomeUnknown,
    /// 10008 to a retry with the same nonce: it was posted and has been removed since.
    AlreadyPosted,
    /// 401: the token is no good; stop all sending.
    Unauthorized,
    /// 403 50001, 50013, 404 10003, or 400 50008, 50024: the channel cannot be used.
    ChannelUnusable,
    /// 50083 or 160005: it is a thread that is archived or locked, and not for us to open.
    ThreadClosed,
    /// 403 50007, 50278: this user takes no messages from us.
    UserUnreachable,
    /// 40003: direct channels are opened too fast.
    OpeningTooFast,
    /// Any other 4xx: a bug on our side.
    GiveUp,
}

/// An answer to an interaction.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Reply {
    /// A new message.
    Message(Message, Visibility),
    /// The message that was pressed is replaced by this one.
    Update(Message),
    /// A form to fill in. What was pressed stays as it is.
    Form(Form),
    /// Choices for the option that is being typed: label and value, at most 25.
    Choices(Vec<(String, String)>),
}

/// Who sees an answer.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Visibility {
    /// The one who asked.
    Ephemeral,
    /// Everybody in the channel.
    Public,
}
