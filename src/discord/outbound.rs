//! The application's way out, over our REST client.

use std::sync::Arc;
use std::time::Duration;

use async_trait::async_trait;
use jiff::{SignedDuration, Timestamp};

use super::encode;
use super::rest::{Class, Rest, RestError};
use crate::app::{
    Disposition, FetchError, Outbound, OutboundMessage, OwnMessages, Room, SendError,
};
use crate::domain::ids::{ChannelId, GuildId, MessageId, UserId};
use crate::domain::permissions::GuildSight;
use crate::view::Message;

/// Somebody waits for what is seen of a guild, and their answer is due within 3 s.
const LOOK: Duration = Duration::from_millis(1_700);
/// A message that is being got ready leaves about so long after: room is counted that far ahead.
const SOON: Duration = Duration::from_millis(50);

/// [`Outbound`] to the real Discord, or to what stands in for it.
#[derive(Debug, Clone)]
pub struct DiscordOutbound {
    rest: Arc<Rest>,
}

impl DiscordOutbound {
    /// What is planned gives way to those who wait for an answer; edits, and looking for what was posted, go behind it
    /// (D-52).
    pub const fn new(rest: Arc<Rest>) -> Self {
        Self { rest }
    }
}

#[async_trait]
impl Outbound for DiscordOutbound {
    async fn post(&self, message: &OutboundMessage) -> Result<MessageId, SendError> {
        let payload = encode::outbound(message).map_err(RestError::from)?;
        let class = if message.urgent {
            Class::Urgent
        } else {
            Class::Scheduled
        };
        let posted = self
            .rest
            .create_message(message.channel, &payload, class, message.leaves_by)
            .await?;
        Ok(posted)
    }

    fn room(&self, urgent: bool) -> Room {
        let room = if urgent {
            self.rest.urgent_room(SOON)
        } else {
            self.rest.scheduled_room(SOON)
        };
        match room {
            Ok(posts) => Room::Messages(posts),
            Err(wait) => Room::Wait(wait),
        }
    }

    fn held(&self, channel: ChannelId) -> Duration {
        self.rest.channel_held(channel)
    }

    async fn edit(
        &self,
        channel: ChannelId,
        id: MessageId,
        message: &Message,
    ) -> Result<(), SendError> {
        let payload = encode::message(message).map_err(RestError::from)?;
        let edited = self
            .rest
            .edit_message(channel, id, &payload, Class::CleanUp);
        Ok(edited.await?)
    }

    async fn own_messages_since(
        &self,
        channel: ChannelId,
        since: Timestamp,
    ) -> Result<OwnMessages, SendError> {
        let posted = self.rest.own_messages_since(channel, since, Class::CleanUp);
        Ok(posted.await?)
    }

    async fn delete_message(
        &self,
        channel: ChannelId,
        message: MessageId,
    ) -> Result<(), SendError> {
        Ok(self.rest.delete_message(channel, message).await?)
    }

    async fn channel_name(&self, channel: ChannelId) -> Option<String> {
        self.rest.channel_name(channel).await.ok().flatten()
    }

    async fn open_direct_channel(&self, user: UserId) -> Result<ChannelId, SendError> {
        self.rest.open_direct_channel(user).await.map_err(|error| {
            let is_forbidden = error.status() == Some(403);
            let mut error = SendError::from(error);
            // A bot that Discord keeps from opening channels may hear no more than that (D-63).
            if is_forbidden && error.disposition != Disposition::UserUnreachable {
                error.disposition = Disposition::OpeningTooFast;
            }
            error
        })
    }

    async fn is_member(&self, guild: GuildId, user: UserId) -> Result<bool, SendError> {
        Ok(self.rest.is_member(guild, user).await?)
    }

    async fn guild_sight(
        &self,
        guild: GuildId,
        channels: &[ChannelId],
    ) -> Result<GuildSight, SendError> {
        let look = self.rest.guild_sight(guild, channels, self.rest.now());
        match tokio::time::timeout(LOOK, look).await {
            Ok(seen) => Ok(seen?),
            Err(_elapsed) => Err(RestError::NoAnswer("it took too long".to_owned()).into()),
        }
    }

    async fn fetch_attachment(&self, url: &str, most: usize) -> Result<Vec<u8>, FetchError> {
        self.rest.fetch_attachment(url, most).await
    }

    fn clock_skew(&self) -> Option<SignedDuration> {
        self.rest.clock_skew()
    }

    async fn refresh_clock_skew(&self) {
        if let Err(error) = self.rest.gateway().await {
            tracing::debug!(%error, "Discord's clock could not be read");
        }
    }
}
