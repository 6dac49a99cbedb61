//! Direct messages to members: the channel is opened and tried out soon after its member asked for it (D-61, D-62).
//!
//! Begin reading at [`App::ask_for_direct`] for what a member does, and at [`App::open_direct_channels`] for what
//! follows.

use jiff::{SignedDuration, Timestamp};

use super::dispatch::Failure;
use super::outbound::{Disposition, OutboundMessage, SendError};
use super::retry::after_wait;
use super::{App, Interaction};
use crate::domain::dm_pace::hold;
use crate::domain::ids::ChannelId;
use crate::domain::rotation::mix;
use crate::store::{Delivery, DirectRequest, StoreError};
use crate::view::desk_breaks::{DeskBreakNote, Unreachable};
use crate::view::{Message, direct, notice};

/// After so many attempts without an answer it counts as failed.
const MOST_ATTEMPTS: u32 = 8;
/// The pause after the first attempt without an answer; each further one is twice as long.
const FIRST_PAUSE: SignedDuration = SignedDuration::from_secs(30);

/// How a member is reached directly.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Reach {
    /// The channel is open, and messages arrive.
    Open,
    /// A test message comes, about then.
    Expected(Timestamp),
}

impl App {
    /// The member asked to be written to: the answer does not wait for Discord, a test message follows.
    pub(super) async fn ask_for_direct(&self, interaction: &Interaction) -> Result<Reach, Failure> {
        let user = interaction.user;
        let standing = self.store.direct_standing(user).await?;
        if standing.channel.is_some() && standing.failures == 0 && !standing.is_waiting {
            return Ok(Reach::Open);
        }
        let at = interaction.at();
        self.store
            .ask_for_direct(user, &interaction.locale, at)
            .await?;
        self.opening.notify_one();
        Ok(Reach::Expected(self.test_expected(interaction).await?))
    }

    /// When the test message of a member who waits is to be expected.
    pub(super) async fn test_expected(
        &self,
        interaction: &Interaction,
    ) -> Result<Timestamp, Failure> {
        let now = self.clock.now();
        let ahead = self.store.direct_ahead(interaction.user).await?;
        Ok(self.store.opening_pace(now).await?.expected(now, ahead))
    }

    /// What somebody has to know who is written to directly: that a test message is on its way, or that nothing reaches
    /// them.
    pub(super) async fn direct_note(
        &self,
        interaction: &Interaction,
    ) -> Result<Option<DeskBreakNote>, Failure> {
        let direct = self.store.direct_standing(interaction.user).await?;
        if direct.is_waiting {
            let at = self.test_expected(interaction).await?;
            return Ok(Some(DeskBreakNote::TestExpected(at)));
        }
        let why = match direct.channel {
            None => Unreachable::NotOpen,
            Some(_) if direct.is_suspended => Unreachable::Stopped,
            Some(_) if direct.failures > 0 => Unreachable::Failed,
            Some(_) => return Ok(None),
        };
        Ok(Some(DeskBreakNote::Unreachable(why)))
    }

    /// The button that asks for a test message.
    pub(super) async fn test_direct(&self, interaction: &Interaction) -> Result<Message, Failure> {
        let words = self.words(&interaction.locale);
        let at = interaction.at();
        let user = interaction.user;
        self.store
            .ask_for_direct(user, &interaction.locale, at)
            .await?;
        self.opening.notify_one();
        let expected = self.test_expected(interaction).await?;
        Ok(notice::plain(direct::expected(
            words,
            expected,
            self.clock.now(),
        )))
    }

    /// The button below the test message: it was seen, so messages arrive.
    pub(super) async fn seen_direct(&self, interaction: &Interaction) -> Result<Message, Failure> {
        self.store.direct_reached(interaction.user).await?;
        Ok(notice::said(self.words(&interaction.locale), "dm-seen"))
    }

    /// Opens the next channel that may be opened, and sends its test message; returns when to look again.
    ///
    /// # Errors
    /// When the database does not answer: then nothing is opened either.
    pub async fn open_direct_channels(
        &self,
        now: Timestamp,
    ) -> Result<Option<Timestamp>, StoreError> {
        if !self.may_send() {
            return Ok(None);
        }
        let (request, next) = self.store.next_direct(now).await?;
        let Some(request) = request else {
            return Ok(next);
        };
        let standing = self.store.direct_standing(request.user).await?;
        if standing.channel.is_none() {
            let turn = self.store.opening_pace(now).await?.next(now);
            if turn > now {
                return Ok(Some(turn));
            }
        }
        let opens = standing.channel.is_none();
        self.store.try_direct(request.user, opens, now).await?;
        let channel = match standing.channel {
            Some(channel) => channel,
            None => match self.outbound.open_direct_channel(request.user).await {
                Ok(channel) => {
                    self.store
                        .put_dm_channel(request.user, channel, now)
                        .await?;
                    self.store.end_holds().await?;
                    channel
                }
                Err(error) => {
                    self.direct_trouble(&request, &error, now).await?;
                    return Ok(Some(now));
                }
            },
        };
        self.send_test(&request, channel, now).await?;
        Ok(Some(now))
    }

    async fn send_test(
        &self,
        request: &DirectRequest,
        channel: ChannelId,
        now: Timestamp,
    ) -> Result<(), StoreError> {
        let asked = request.asked_at.as_millisecond().cast_unsigned();
        let number = mix(request.user.get() ^ mix(asked));
        let message = OutboundMessage {
            channel,
            message: direct::test(self.words(&request.locale)),
            nonce: format!("u1t{number:016x}"),
            urgent: true,
            leaves_by: None,
        };
        match self.outbound.post(&message).await {
            Ok(_) => self.store.direct_reached(request.user).await,
            // It was posted and removed, if this was not the first attempt (D-6).
            Err(error)
                if error.disposition == Disposition::AlreadyPosted && request.attempt > 0 =>
            {
                self.store.direct_reached(request.user).await
            }
            Err(error) => self.direct_trouble(request, &error, now).await,
        }
    }

    /// The member of a delivery takes no direct messages; three in a row, and none are sent any more (D-6).
    pub(super) async fn direct_refused(
        &self,
        delivery: &Delivery,
        now: Timestamp,
    ) -> Result<(), StoreError> {
        match delivery.user {
            Some(user) => self.store.direct_failed(user, now).await,
            None => Ok(()),
        }
    }

    /// What follows from a refusal (D-6, D-63).
    async fn direct_trouble(
        &self,
        request: &DirectRequest,
        error: &SendError,
        now: Timestamp,
    ) -> Result<(), StoreError> {
        tracing::warn!(%error, "a direct message was not opened or not sent");
        let later = |by| now.saturating_add(by).unwrap_or(now);
        match error.disposition {
            Disposition::RetryAfter(wait) => {
                let until = after_wait(wait, now);
                self.store.retry_direct(request.user, until).await
            }
            Disposition::OutcomeUnknown if request.attempt + 1 < MOST_ATTEMPTS => {
                let pause = FIRST_PAUSE * (1 << request.attempt.min(6));
                self.store.retry_direct(request.user, later(pause)).await
            }
            Disposition::Unauthorized => {
                self.halt();
                Ok(())
            }
            Disposition::OpeningTooFast => {
                let holds = self.store.opening_holds().await?.saturating_add(1);
                let until = later(hold(holds));
                tracing::error!(%until, "Discord lets this bot open no direct messages; it tries again then");
                self.store.hold_openings(until, holds).await
            }
            _ => self.store.direct_failed(request.user, now).await,
        }
    }
}
