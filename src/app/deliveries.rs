//! The outbox at work: each row is claimed before it is sent and settled after (D-4…D-8).
//!
//! Begin reading at [`App::deliver`]. What an answer means is said once, in [`App::settle_error`], which is
//! the table D-6.

use std::sync::atomic::Ordering;

use futures_util::StreamExt as _;
use jiff::{SignedDuration, Timestamp};

use super::App;
use super::outbound::{Disposition, OutboundMessage, SendError};
use crate::domain::delivery::Deliver;
use crate::domain::ids::{ChannelId, MessageId};
use crate::domain::rotation::mix;
use crate::domain::skip::SkipReason;
use crate::store::{
    ClaimOutcome, Delivery, DeliveryState, Schedule, ScheduleKind, Settlement, StoreError,
};

/// Rows handled in one pass; the next pass reads the clock anew.
const BATCH: u32 = 40;
/// Requests under way at once; the pacer below decides how fast they go.
const AT_ONCE: usize = 8;
/// How long Discord surely remembers a nonce (D-5).
const NONCE_WINDOW: SignedDuration = SignedDuration::from_secs(60);
/// A first attempt later than this after the due instant, by a process that was not there then, looks
/// for the message first (D-7).
const LATE_START: SignedDuration = SignedDuration::from_secs(60);
/// How far before the due instant a message is looked for (D-7).
const LOOK_BACK: SignedDuration = SignedDuration::from_secs(60);
/// The longest pause between two attempts.
const LONGEST_PAUSE_MS: u64 = 16_000;

/// Where a delivery goes, and as what.
struct Target {
    channel: ChannelId,
    /// It stands in a channel, so its one member is mentioned.
    mention: bool,
    /// Where to go instead if the member cannot be reached.
    fallback: Option<ChannelId>,
    /// It is such a fallback itself: that it cannot be used says nothing about the schedule.
    instead: bool,
    /// So many direct messages in a row have failed to reach the member; 0 in a channel.
    failures: u32,
}

impl App {
    /// Takes up the rows that an earlier process left in the middle of sending (D-20).
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn recover(&self, now: Timestamp) -> Result<(), StoreError> {
        for delivery in self.store.unfinished().await? {
            self.take_up_row(&delivery, now).await?;
        }
        Ok(())
    }

    /// Takes up the rows whose outcome could not be written when the database did not answer (D-20). Nothing is under
    /// way between two passes, so what nobody is to try again was left in the middle.
    async fn take_up_interrupted(&self, now: Timestamp) -> Result<(), StoreError> {
        for delivery in self.store.unfinished().await? {
            if delivery.next_try_at.is_none() {
                self.take_up_row(&delivery, now).await?;
            }
        }
        Ok(())
    }

    async fn take_up_row(&self, delivery: &Delivery, now: Timestamp) -> Result<(), StoreError> {
        tracing::info!(delivery.token, "a delivery was interrupted; taking it up");
        self.again(delivery, now).await
    }

    /// Sends what is to be sent at `now`; returns when to look again.
    ///
    /// # Errors
    /// When the database does not answer: then nothing is sent either (D-20).
    pub async fn deliver(&self, now: Timestamp) -> Result<Option<Timestamp>, StoreError> {
        if self.is_halted() {
            return Ok(None);
        }
        let trouble = |_: &StoreError| self.interrupted.store(true, Ordering::Relaxed);
        if self.interrupted.swap(false, Ordering::Relaxed) {
            let taken_up = self.take_up_interrupted(now).await;
            taken_up.inspect_err(trouble)?;
        }
        self.pass(now).await.inspect_err(trouble)
    }

    /// One pass over what is to be sent.
    async fn pass(&self, now: Timestamp) -> Result<Option<Timestamp>, StoreError> {
        for missed in self.store.expire_pending(now, "backlog").await? {
            tracing::warn!(delivery.token = missed.token, "a delivery came too late");
        }
        let batch = self.store.dispatchable(now, BATCH).await?;
        let n_found = batch.len();
        let sent = futures_util::stream::iter(batch)
            .map(|delivery| self.dispatch_delivery(delivery, now))
            .buffer_unordered(AT_ONCE)
            .collect::<Vec<_>>();
        sent.await.into_iter().collect::<Result<(), StoreError>>()?;
        self.take_down(now).await?;
        if n_found == BATCH as usize {
            Ok(Some(now))
        } else {
            self.store.next_dispatch().await
        }
    }

    async fn dispatch_delivery(
        &self,
        delivery: Delivery,
        now: Timestamp,
    ) -> Result<(), StoreError> {
        if self.is_halted() {
            return Ok(());
        }
        // Before the claim: a restored back-up or a lost commit may have left a row pending whose
        // message is there already.
        let late_start = delivery.state == DeliveryState::Pending
            && self.started_at > delivery.due_at
            && now.duration_since(delivery.due_at) > LATE_START;
        let schedule = self.store.schedule(delivery.key.schedule).await?;
        let silenced = self.silenced(&delivery, schedule.as_ref(), now).await?;
        if let (Some(reason), DeliveryState::Pending) = (silenced, delivery.state) {
            return self.skip(&delivery, reason, now).await;
        }
        let delivery = match self.store.claim(&delivery.key, 0, now).await? {
            ClaimOutcome::Claimed(delivery) => *delivery,
            ClaimOutcome::Gone => return Ok(()),
        };
        let Some(schedule) = schedule else {
            return self.fail(&delivery, "no schedule", now).await;
        };
        let Some(target) = self.target(&delivery, &schedule).await? else {
            return self.fail(&delivery, "no direct channel", now).await;
        };
        let first_try = delivery.first_try_at.unwrap_or(now);
        let expired = now > delivery.expires_at;
        // A clock that was set back says nothing about how long ago that was.
        let since_first = now.duration_since(first_try);
        let past_nonce = since_first > NONCE_WINDOW || since_first.is_negative();
        let retried = delivery.attempt > 1;
        if (late_start || (retried && (past_nonce || expired || silenced.is_some())))
            && !self.reconcile(&delivery, &target, silenced, now).await?
        {
            return Ok(());
        }
        self.send(&delivery, &schedule, &target, now).await
    }

    /// Where a delivery goes; `None` if there is no way to the member.
    async fn target(
        &self,
        delivery: &Delivery,
        schedule: &Schedule,
    ) -> Result<Option<Target>, StoreError> {
        let is_break = delivery.kind == ScheduleKind::DeskBreak;
        // What a member put off of a channel's prompt is between them and us.
        let is_personal = !is_break && delivery.user.is_some();
        let is_dm = is_personal || schedule.settings.deliver == Deliver::DirectMessage;
        let in_channel = |channel| Target {
            channel,
            mention: is_break,
            fallback: None,
            instead: is_dm,
            failures: 0,
        };
        if !is_dm {
            return Ok(delivery.channel.map(in_channel));
        }
        let Some(user) = delivery.user else {
            return Ok(None);
        };
        let falls_back = schedule.settings.fallback && !is_personal;
        let fallback = delivery.channel.filter(|_| falls_back);
        // The scheduler never opens a direct channel (D-61).
        let direct = self.store.direct_standing(user).await?;
        Ok(match direct.channel.filter(|_| !direct.is_suspended) {
            Some(channel) => Some(Target {
                channel,
                mention: false,
                fallback,
                instead: false,
                failures: direct.failures,
            }),
            None => fallback.map(in_channel),
        })
    }

    /// Looks for the message of a delivery whose outcome is not known (D-7). Says whether it is to
    /// be sent: not if it is too late by now, or has been silenced meanwhile (S-51).
    async fn reconcile(
        &self,
        delivery: &Delivery,
        target: &Target,
        silenced: Option<SkipReason>,
        now: Timestamp,
    ) -> Result<bool, StoreError> {
        let since = delivery
            .due_at
            .saturating_sub(LOOK_BACK)
            .unwrap_or(delivery.due_at);
        let places = [Some(target.channel), target.fallback];
        for channel in places.into_iter().flatten() {
            let posted = match self.outbound.own_messages_since(channel, since).await {
                Ok(Some(posted)) => posted,
                Ok(None) => {
                    self.unknown(delivery, "too many messages to look through", now)
                        .await?;
                    return Ok(false);
                }
                Err(error) => {
                    self.settle_lookup_error(delivery, &error, now).await?;
                    return Ok(false);
                }
            };
            let has_token = |custom_id: &String| custom_id.contains(&delivery.token);
            let mut posted = posted.iter();
            if let Some(found) = posted.find(|one| one.custom_ids.iter().any(has_token)) {
                self.sent(delivery, Some(found.id), channel, now).await?;
                return Ok(false);
            }
        }
        let reason = match silenced {
            _ if now > delivery.expires_at => "late",
            Some(reason) => reason.as_str(),
            None => return Ok(true),
        };
        self.fail(delivery, reason, now).await?;
        Ok(false)
    }

    async fn send(
        &self,
        delivery: &Delivery,
        schedule: &Schedule,
        target: &Target,
        now: Timestamp,
    ) -> Result<(), StoreError> {
        let composed = self.compose(delivery, schedule, target.mention).await?;
        let Some(message) = composed else {
            return self.fail(delivery, "nothing to post", now).await;
        };
        let outbound = OutboundMessage {
            channel: target.channel,
            message,
            nonce: delivery.nonce.clone(),
            urgent: delivery.key.k > 0,
        };
        match self.outbound.post(&outbound).await {
            Ok(message) => {
                let channel = target.channel;
                if let (1.., Some(user)) = (target.failures, delivery.user) {
                    self.store.direct_reached(user).await?;
                }
                self.sent(delivery, Some(message), channel, now).await
            }
            Err(error) => match (error.disposition, target.fallback) {
                (Disposition::UserUnreachable, Some(channel)) => {
                    let instead = Target {
                        channel,
                        mention: true,
                        fallback: None,
                        instead: true,
                        failures: 0,
                    };
                    self.direct_refused(delivery, now).await?;
                    Box::pin(self.send(delivery, schedule, &instead, now)).await
                }
                _ => self.settle_error(delivery, target, &error, now).await,
            },
        }
    }

    /// What follows from an answer (D-6).
    async fn settle_error(
        &self,
        delivery: &Delivery,
        target: &Target,
        error: &SendError,
        now: Timestamp,
    ) -> Result<(), StoreError> {
        tracing::warn!(delivery.token, %error, "a delivery was not confirmed");
        match error.disposition {
            Disposition::RetryAfter(wait) => {
                let at = now.saturating_add(wait).unwrap_or(now);
                self.again(delivery, at).await
            }
            Disposition::OutcomeUnknown => self.again(delivery, next_try(delivery, now)).await,
            Disposition::AlreadyPosted => self.sent(delivery, None, target.channel, now).await,
            Disposition::Unauthorized => {
                self.halt();
                self.again(delivery, now).await
            }
            Disposition::ChannelUnusable => {
                self.fail(delivery, "channel unusable", now).await?;
                if target.instead {
                    return Ok(());
                }
                self.suspend(delivery.key.schedule, "channel unusable")
                    .await
            }
            Disposition::UserUnreachable => {
                if !target.mention {
                    self.direct_refused(delivery, now).await?;
                }
                self.fail(delivery, "member unreachable", now).await
            }
            Disposition::OpeningTooFast => self.fail(delivery, "opening too fast", now).await,
            Disposition::GiveUp => {
                tracing::error!(delivery.token, %error, "Discord refused a delivery: a bug");
                self.fail(delivery, "refused", now).await
            }
        }
    }

    /// Where history cannot be read nothing is sent again (D-7); a passing trouble is waited out.
    async fn settle_lookup_error(
        &self,
        delivery: &Delivery,
        error: &SendError,
        now: Timestamp,
    ) -> Result<(), StoreError> {
        match error.disposition {
            Disposition::RetryAfter(_) | Disposition::OutcomeUnknown
                if now <= delivery.expires_at =>
            {
                tracing::warn!(delivery.token, %error, "looking for a message failed; again soon");
                self.again(delivery, next_try(delivery, now)).await
            }
            Disposition::Unauthorized => {
                self.halt();
                self.again(delivery, now).await
            }
            _ => self.unknown(delivery, "history unreadable", now).await,
        }
    }

    async fn again(&self, delivery: &Delivery, at: Timestamp) -> Result<(), StoreError> {
        self.store.retry_later(&delivery.key, at).await.map(drop)
    }

    async fn sent(
        &self,
        delivery: &Delivery,
        message: Option<MessageId>,
        channel: ChannelId,
        now: Timestamp,
    ) -> Result<(), StoreError> {
        let sent = Settlement::Sent { message, channel };
        self.end(delivery, sent, now).await
    }

    async fn fail(
        &self,
        delivery: &Delivery,
        reason: &str,
        now: Timestamp,
    ) -> Result<(), StoreError> {
        let reason = reason.to_owned();
        self.end(delivery, Settlement::Failed { reason }, now).await
    }

    async fn unknown(
        &self,
        delivery: &Delivery,
        reason: &str,
        now: Timestamp,
    ) -> Result<(), StoreError> {
        tracing::warn!(
            delivery.token,
            reason,
            "nobody can tell whether this was posted"
        );
        let reason = reason.to_owned();
        self.end(delivery, Settlement::Unknown { reason }, now)
            .await
    }

    pub(super) async fn end(
        &self,
        delivery: &Delivery,
        settlement: Settlement,
        now: Timestamp,
    ) -> Result<(), StoreError> {
        let ended = self.store.settle(&delivery.key, &settlement, now).await;
        ended.map(drop)
    }
}

/// 1, 2, 4, 8, 16 s after the attempt, give or take a fifth (D-6).
fn next_try(delivery: &Delivery, now: Timestamp) -> Timestamp {
    let doublings = delivery.attempt.saturating_sub(1).min(10);
    let pause = (1_000_u64 << doublings).min(LONGEST_PAUSE_MS);
    let spread =
        mix(delivery.due_at.as_millisecond().cast_unsigned() ^ u64::from(delivery.attempt));
    let pause = pause * (80 + spread % 41) / 100;
    let pause = SignedDuration::from_millis(i64::try_from(pause).unwrap_or(16_000));
    now.saturating_add(pause).unwrap_or(now)
}
