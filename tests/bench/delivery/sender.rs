//! A Discord that takes every message after a while.

use std::sync::atomic::{AtomicU32, Ordering};
use std::time::Duration;

use async_trait::async_trait;
use jiff::{SignedDuration, Timestamp};
use unhunch::app::{Disposition, FetchError, Outbound, OutboundMessage, OwnMessages, SendError};
use unhunch::discord::encode;
use unhunch::domain::ids::{ChannelId, GuildId, MessageId, UserId};
use unhunch::domain::permissions::GuildSight;
use unhunch::view::Message;

pub struct Sender {
    latency: Duration,
    sent: AtomicU32,
}

impl Sender {
    pub fn new(latency: Duration) -> Self {
        Self {
            latency,
            sent: AtomicU32::new(0),
        }
    }

    /// How many messages it has taken.
    pub fn sent(&self) -> u32 {
        self.sent.load(Ordering::SeqCst)
    }
}

#[async_trait]
impl Outbound for Sender {
    async fn post(&self, message: &OutboundMessage) -> Result<MessageId, SendError> {
        encode::outbound(message).unwrap();
        tokio::time::sleep(self.latency).await;
        let number = self.sent.fetch_add(1, Ordering::SeqCst);
        Ok(MessageId::new(u64::from(number) + 1).unwrap())
    }

    async fn edit(&self, _: ChannelId, _: MessageId, _: &Message) -> Result<(), SendError> {
        Ok(())
    }

    async fn own_messages_since(
        &self,
        _: ChannelId,
        _: Timestamp,
    ) -> Result<OwnMessages, SendError> {
        Ok(OwnMessages::default())
    }

    async fn open_direct_channel(&self, _: UserId) -> Result<ChannelId, SendError> {
        Ok(ChannelId::new(1).unwrap())
    }

    async fn delete_message(&self, _: ChannelId, _: MessageId) -> Result<(), SendError> {
        Ok(())
    }

    async fn channel_name(&self, _: ChannelId) -> Option<String> {
        None
    }

    async fn is_member(&self, _: GuildId, _: UserId) -> Result<bool, SendError> {
        Ok(true)
    }

    async fn guild_sight(&self, _: GuildId, _: &[ChannelId]) -> Result<GuildSight, SendError> {
        Err(SendError {
            disposition: Disposition::GiveUp,
            code: None,
            text: "nobody looks".to_owned(),
        })
    }

    async fn fetch_attachment(&self, _: &str, _: usize) -> Result<Vec<u8>, FetchError> {
        Err(FetchError::Elsewhere)
    }

    fn clock_skew(&self) -> Option<SignedDuration> {
        Some(SignedDuration::ZERO)
    }

    async fn refresh_clock_skew(&self) {}
}
