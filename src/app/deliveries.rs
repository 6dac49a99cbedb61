//! One message of the outbox: claimed before it is sent and settled after (D-4…D-8).
//!
//! Begin reading at [`App::attempt`]. What an answer means is said once, in [`Attempt::settle_error`], which is
//! the table D-6. Whose turn it is, is said in [`super::sending`].

use jiff::{SignedDuration, Timestamp};

use super::App;
use super::ledger::{Ended, Ledger};
use super::outbound::{Disposition, OutboundMessage, SendError};
use super::retry::{after_wait, just_after, late_reason, next_try};
use super::room::Approach;
use super::target::Target;
use crate::domain::ids::{ChannelId, MessageId};
use crate::domain::skip::SkipReason;
use crate::store::{
    Delivery, DeliveryKey, DeliveryState, Schedule, Settlement, Step, StepOutcome, StoreError,
};
use crate::view::Message;

/// How long Discord surely remembers a nonce (D-5).
const NONCE_WINDOW: SignedDuration = SignedDuration::from_secs(60);
/// A first attempt later than this after the due instant, by a process that was not there then, looks
/// for the message first (D-7).
const LATE_START: SignedDuration = SignedDuration::from_secs(60);
/// How far before the due instant a message is looked for (D-7).
const LOOK_BACK: SignedDuration = SignedDuration::from_secs(60);

impl App {
    /// Takes up the rows that an earlier process left in the middle of sending (D-20), and whatever else waits.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn recover(&self, now: Timestamp) -> Result<(), StoreError> {
        self.store.note_start(now).await?;
        let n_interrupted = self.store.take_up_unfinished(now).await?;
        if n_interrupted > 0 {
            tracing::info!(n_interrupted, "deliveries were interrupted; taking them up");
        }
        self.start_anew();
        Ok(())
    }

    /// Sends one message if it still is to be sent. Everything that it needs is there before it is claimed, so that its
    /// request leaves right after.
    pub(super) async fn attempt(
        &self,
        key: &DeliveryKey,
        ledger: &Ledger,
        approach: Approach<'_>,
    ) -> Result<Ended, StoreError> {
        let Some(delivery) = self.store.delivery(key).await? else {
            return Ok(Ended::Over);
        };
        let now = self.clock.now();
        // Before the claim: a restored back-up or a lost commit may have left a row without an attempt whose
        // message is there already.
        let late_start = delivery.attempt == 0
            && self.started_at > delivery.due_at
            && now.duration_since(delivery.due_at) > LATE_START;
        let schedule = self.store.schedule(key.schedule).await?;
        let guild = self.store.guild(delivery.guild).await?;
        let silenced = self
            .silenced(&delivery, schedule.as_ref(), &guild, now)
            .await?;
        if let (Some(reason), DeliveryState::Pending) = (silenced, delivery.state) {
            let reason = reason.as_str().to_owned();
            return Ok(ledger.end(*key, Settlement::Skipped { reason }).await);
        }
        let target = match &schedule {
            Some(schedule) => self.target(&delivery, schedule).await?,
            None => None,
        };
        let message = match (&schedule, &target) {
            (Some(schedule), Some(target)) => {
                self.compose(&delivery, schedule, &guild, target.mention)
                    .await?
            }
            _ => None,
        };
        let delivery = match ledger.take(*key, Step::Claim).await {
            Some(StepOutcome::Claimed(delivery)) => *delivery,
            Some(StepOutcome::Written | StepOutcome::Refused) => return Ok(Ended::Over),
            None => return Ok(Ended::Unwritten(None)),
        };
        let attempt = Attempt {
            app: self,
            ledger,
            delivery,
            schedule,
        };
        let Some(target) = target else {
            let reason = match attempt.schedule {
                Some(_) => "no direct channel",
                None => "no schedule",
            };
            return Ok(attempt.fail(reason).await);
        };
        Ok(attempt
            .go(target, message, (late_start, silenced), approach)
            .await)
    }
}

/// A delivery that has been claimed.
struct Attempt<'a> {
    app: &'a App,
    ledger: &'a Ledger,
    delivery: Delivery,
    schedule: Option<Schedule>,
}

impl Attempt<'_> {
    /// Sends it, unless it may be there already: then it is looked for first (D-7).
    async fn go(
        self,
        target: Target,
        message: Option<Message>,
        (late_start, silenced): (bool, Option<SkipReason>),
        approach: Approach<'_>,
    ) -> Ended {
        let (app, delivery) = (self.app, &self.delivery);
        let now = app.clock.now();
        let first_try = delivery.first_try_at.unwrap_or(now);
        let expired = now > delivery.expires_at;
        // A clock that was set back says nothing about how long ago that was.
        let since_first = now.duration_since(first_try);
        let past_nonce = since_first > NONCE_WINDOW || since_first.is_negative();
        let retried = delivery.attempt > 1;
        let silence = match silenced {
            _ if expired => Some(late_reason(delivery)),
            silenced => silenced.map(SkipReason::as_str),
        };
        if late_start || (retried && (past_nonce || silence.is_some())) {
            if let Some(ended) = self.reconcile(&target, silenced).await {
                return ended;
            }
        } else if let Some(reason) = silence {
            // It was refused so far, and so is nowhere.
            return self.fail(reason).await;
        }
        if !app.may_send() {
            return self.wait(app.clock.now()).await;
        }
        // It leaves now; whoever comes next looks at the room that it takes.
        drop(approach);
        match message {
            Some(message) => self.send(&target, message).await,
            None => self.fail("nothing to post").await,
        }
    }

    /// Looks for the message of a delivery whose outcome is not known (D-7). Says how it ended; `None` if it is to be
    /// sent: not if it is too late by now, or has been silenced meanwhile (S-51).
    async fn reconcile(&self, target: &Target, silenced: Option<SkipReason>) -> Option<Ended> {
        let delivery = &self.delivery;
        let places = [Some(target.channel), target.fallback];
        if let Some(ended) = self.look_in(places.into_iter().flatten()).await {
            return Some(ended);
        }
        let reason = match silenced {
            _ if self.app.clock.now() > delivery.expires_at => late_reason(delivery),
            Some(reason) => reason.as_str(),
            None => return None,
        };
        Some(self.fail(reason).await)
    }

    /// Looks for the message in some channels; `None` if it stands in none of them.
    async fn look_in(&self, channels: impl Iterator<Item = ChannelId>) -> Option<Ended> {
        let delivery = &self.delivery;
        let since = delivery
            .due_at
            .saturating_sub(LOOK_BACK)
            .unwrap_or(delivery.due_at);
        let mut is_cut = false;
        for channel in channels {
            let own = match self.app.outbound.own_messages_since(channel, since).await {
                Ok(own) => own,
                Err(error) => return Some(self.settle_lookup_error(&error).await),
            };
            let has_token = |custom_id: &String| custom_id.contains(&delivery.token);
            let mut posted = own.found.iter();
            if let Some(found) = posted.find(|one| one.custom_ids.iter().any(has_token)) {
                return Some(self.sent(Some(found.id), channel).await);
            }
            is_cut |= own.is_cut;
        }
        if is_cut {
            return Some(self.unknown("too many messages to look through").await);
        }
        None
    }

    async fn send(&self, target: &Target, message: Message) -> Ended {
        let outbound = OutboundMessage {
            channel: target.channel,
            message,
            nonce: self.delivery.nonce.clone(),
            urgent: self.delivery.key.k > 0,
            leaves_by: Some(self.delivery.expires_at),
        };
        match self.app.outbound.post(&outbound).await {
            Ok(message) => {
                if let (1.., Some(user)) = (target.failures, self.delivery.user)
                    && let Err(error) = self.app.store.direct_reached(user).await
                {
                    return Ended::Broken(error);
                }
                self.sent(Some(message), target.channel).await
            }
            Err(error) => self.settle_error(target, &error).await,
        }
    }

    /// Sends it to the channel that its member chose for the case that they cannot be reached.
    async fn send_instead(&self, channel: ChannelId) -> Ended {
        let instead = Target {
            channel,
            mention: true,
            fallback: None,
            instead: true,
            failures: 0,
        };
        let Some(schedule) = &self.schedule else {
            return self.fail("no schedule").await;
        };
        let guild = match self.app.store.guild(self.delivery.guild).await {
            Ok(guild) => guild,
            Err(error) => return Ended::Broken(error),
        };
        let composed = self
            .app
            .compose(&self.delivery, schedule, &guild, instead.mention);
        match composed.await {
            Ok(Some(message)) => Box::pin(self.send(&instead, message)).await,
            Ok(None) => self.fail("nothing to post").await,
            Err(error) => Ended::Broken(error),
        }
    }

    /// Takes note that its member takes no direct messages.
    async fn refused(&self) -> Result<(), StoreError> {
        let now = self.app.clock.now();
        self.app.direct_refused(&self.delivery, now).await
    }

    /// What follows from an answer (D-6).
    async fn settle_error(&self, target: &Target, error: &SendError) -> Ended {
        let (app, delivery) = (self.app, &self.delivery);
        tracing::warn!(delivery.token, %error, "a delivery was not confirmed");
        let now = app.clock.now();
        match error.disposition {
            // With its grace the waiting ends too: then it ends as what is late does (D-8).
            Disposition::RetryAfter(wait) => {
                let until = after_wait(wait, now).min(just_after(delivery.expires_at));
                self.wait(until.max(now)).await
            }
            Disposition::TooLate => self.wait(now).await,
            Disposition::OutcomeUnknown => self.again(next_try(delivery, now)).await,
            // It was posted and removed; before there was an attempt nothing can have been (D-6).
            Disposition::AlreadyPosted if delivery.attempt > 1 => {
                self.sent(None, target.channel).await
            }
            Disposition::Unauthorized => {
                app.halt();
                self.wait(now).await
            }
            _ => self.settle_refusal(target, error).await,
        }
    }

    /// What follows when Discord refuses it for good. It may stand there all the same, if an earlier attempt's answer was
    /// lost; so it is looked for before anything else is said of it, or posted in its stead (D-7).
    async fn settle_refusal(&self, target: &Target, error: &SendError) -> Ended {
        let found = if self.delivery.attempt > 1 {
            self.look_in(std::iter::once(target.channel)).await
        } else {
            None
        };
        match error.disposition {
            Disposition::ChannelUnusable => self.hold(target, "channel unusable", found).await,
            Disposition::ThreadClosed => self.hold(target, "thread closed", found).await,
            Disposition::UserUnreachable => {
                if !target.mention
                    && let Err(error) = self.refused().await
                {
                    return Ended::Broken(error);
                }
                match (found, target.fallback) {
                    (Some(ended), _) => ended,
                    (None, Some(channel)) => self.send_instead(channel).await,
                    (None, None) => self.fail("member unreachable").await,
                }
            }
            _ if found.is_some() => found.unwrap_or(Ended::Over),
            Disposition::OpeningTooFast => self.fail("opening too fast").await,
            _ => {
                tracing::error!(self.delivery.token, %error, "Discord refused a delivery: a bug");
                self.fail("refused").await
            }
        }
    }

    /// Where history cannot be read nothing is sent again (D-7); a passing trouble is waited out.
    async fn settle_lookup_error(&self, error: &SendError) -> Ended {
        let (app, delivery) = (self.app, &self.delivery);
        let now = app.clock.now();
        match error.disposition {
            Disposition::RetryAfter(_) | Disposition::OutcomeUnknown
                if now <= delivery.expires_at =>
            {
                tracing::warn!(delivery.token, %error, "looking for a message failed; again soon");
                self.again(next_try(delivery, now)).await
            }
            Disposition::Unauthorized => {
                app.halt();
                self.again(now).await
            }
            Disposition::RetryAfter(_) | Disposition::OutcomeUnknown => {
                self.unknown("not looked for in time").await
            }
            _ => self.unknown("history unreadable").await,
        }
    }

    /// Nothing can be posted there, and its schedule waits until somebody has seen to it.
    async fn hold(&self, target: &Target, reason: &str, found: Option<Ended>) -> Ended {
        let ended = match found {
            Some(ended) => ended,
            None => self.fail(reason).await,
        };
        if !target.instead {
            self.suspend(reason).await;
        }
        ended
    }

    /// The next occurrence of a schedule that could not be put on hold tries that again.
    async fn suspend(&self, reason: &str) {
        let schedule = self.delivery.key.schedule;
        if let Err(error) = self.app.suspend(schedule, reason).await {
            tracing::error!(%error, schedule.id = schedule.get(), "could not put a schedule on hold");
        }
    }

    async fn again(&self, at: Timestamp) -> Ended {
        self.give_back(Step::Retry(at), at).await
    }

    /// The same where it is known that this attempt has posted nothing: it is none (D-6).
    async fn wait(&self, until: Timestamp) -> Ended {
        let attempt = self.delivery.attempt;
        self.give_back(Step::Wait { until, attempt }, until).await
    }

    async fn give_back(&self, step: Step, at: Timestamp) -> Ended {
        match self.ledger.take(self.delivery.key, step.clone()).await {
            Some(StepOutcome::Written) => Ended::Again(at),
            Some(StepOutcome::Claimed(_) | StepOutcome::Refused) => Ended::Over,
            None => Ended::Unwritten(Some(step)),
        }
    }

    async fn sent(&self, message: Option<MessageId>, channel: ChannelId) -> Ended {
        let ended = self.end(Settlement::Sent { message, channel }).await;
        let delivery = &self.delivery;
        self.app.count_sent(&delivery.key, delivery.due_at);
        self.app.tidying.notify_one();
        ended
    }

    async fn fail(&self, reason: &str) -> Ended {
        self.app.count_not_sent(reason, 1);
        let reason = reason.to_owned();
        self.end(Settlement::Failed { reason }).await
    }

    async fn unknown(&self, reason: &str) -> Ended {
        tracing::warn!(
            self.delivery.token,
            reason,
            "nobody can tell whether this was posted"
        );
        self.app.count_not_sent(reason, 1);
        let reason = reason.to_owned();
        self.end(Settlement::Unknown { reason }).await
    }

    async fn end(&self, settlement: Settlement) -> Ended {
        let is_given_up = settlement.is_our_doing();
        let ended = self.ledger.end(self.delivery.key, settlement).await;
        if is_given_up {
            self.app.note_given_up(1);
        }
        ended
    }
}
