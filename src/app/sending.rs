//! The dispatcher: whose turn it is, how many are on their way, and what is written when.
//!
//! A message whose answer takes long holds up only its own channel. Nothing is claimed before there is room for its
//! request, since from then on its nonce's time runs (D-5). Begin reading at [`App::deliver`]; what happens to one
//! message is in [`super::deliveries`].

use std::sync::atomic::Ordering;
use std::time::Duration;

use futures_util::StreamExt as _;
use futures_util::future::BoxFuture;
use futures_util::stream::FuturesUnordered;
use jiff::{SignedDuration, Timestamp};

use super::App;
use super::ledger::{Ended, Ledger};
use super::queue::{BETWEEN_LOOKS, Found, Question, Queue};
use super::room::{Approaching, Opening};
use crate::clock::Busy;
use crate::domain::turns::{Entry, Turns};
use crate::store::{DeliveryKey, StoreError};

/// A channel that is free again so soon is not waited for here.
const SHORT: Duration = Duration::from_secs(2);
/// Messages under way at once. At 40 a second it takes answers of more than a second and a half to fill it.
pub(super) const AT_ONCE: usize = 64;
/// So many more may be under way if they are urgent: they do not wait for slow answers to others (D-52).
pub(super) const MORE_IF_URGENT: usize = 16;
/// Rows read in one go.
const PAGE: u32 = 2_000;

/// A message under way; with it goes that somebody works.
type Flight<'a> = BoxFuture<'a, (Entry<DeliveryKey>, Result<Ended, StoreError>, Busy)>;

impl App {
    /// Sends what is to be sent, from `now` until nothing more may go; returns when to look again.
    ///
    /// # Errors
    /// When the database does not answer: then nothing is sent either (D-20). What could not be written is written by
    /// the next call.
    pub async fn deliver(&self, now: Timestamp) -> Result<Option<Timestamp>, StoreError> {
        self.deliver_while(self.clock.busy(), now).await.0
    }

    /// The same for a worker, who hands in the proof that somebody works and gets one back. In between there is one only
    /// while something is done here, or by a message under way.
    ///
    /// Everything that waits for the database is polled here side by side: a message whose turn at a connection has come
    /// must not wait for somebody who waits behind it.
    pub async fn deliver_while(
        &self,
        busy: Busy,
        now: Timestamp,
    ) -> (Result<Option<Timestamp>, StoreError>, Busy) {
        if self.is_halted() {
            return (self.while_halted(now).await, busy);
        }
        let (next, busy) = self.deliver_in_turns(busy, now).await;
        if self.is_halted() && next.is_ok() {
            return (self.while_halted(self.clock.now()).await, busy);
        }
        (next, busy)
    }

    async fn deliver_in_turns(
        &self,
        mut busy: Busy,
        mut now: Timestamp,
    ) -> (Result<Option<Timestamp>, StoreError>, Busy) {
        let mut queue = self.queue.lock().await;
        queue.looked_at = None;
        let (ledger, mut steps) = Ledger::new();
        let approaching = Approaching::default();
        let mut flights = FuturesUnordered::<Flight<'_>>::new();
        let mut writes = FuturesUnordered::new();
        let mut looks = FuturesUnordered::new();
        let (mut failure, mut look) = (None, true);
        loop {
            let may_claim = failure.is_none() && self.may_claim();
            look |= self.delivering.rings() != queue.rings || !queue.unwritten.is_empty();
            if may_claim && look && looks.is_empty() {
                look = false;
                looks.push(self.look(self.question(&mut queue, now), self.clock.busy()));
            }
            let mut next = None;
            if may_claim {
                next = self.take_off(&mut flights, &mut queue.turns, now, &ledger, &approaching);
            }
            self.most_waiting
                .fetch_max(queue.turns.len(), Ordering::Relaxed);
            if flights.is_empty() && writes.is_empty() && looks.is_empty() {
                // By a wrong clock nothing is looked at: it would be ready by the right one, too.
                if may_claim && !queue.turns.is_ready(now, |_| true) {
                    self.tell_lateness(now);
                }
                let next = self.wait_for_clocks(now).or(next);
                return (failure.map_or(Ok(next), Err), busy);
            }
            tokio::select! {
                biased;
                Some((entry, ended, worked)) = flights.next(), if !flights.is_empty() => {
                    busy = worked;
                    failure = failure.or(queue.take_back(entry, ended));
                }
                Some((outcome, worked)) = writes.next(), if !writes.is_empty() => {
                    busy = worked;
                    failure = failure.or(Result::err(outcome));
                }
                Some((found, worked)) = looks.next(), if !looks.is_empty() => {
                    busy = worked;
                    match queue.take_in(found) {
                        Ok(again) => look |= again,
                        Err(error) => failure = Some(error),
                    }
                }
                group = steps.gather(), if writes.is_empty() => {
                    busy = self.clock.busy();
                    writes.push(self.write_steps(group, self.clock.busy()));
                }
                woken = self.clock.idle_until(busy, next, &self.delivering) => {
                    busy = woken;
                    look |= queue.is_stale(self.clock.now());
                }
            }
            now = self.clock.now();
        }
    }

    /// No message is begun any more; those under way end.
    pub fn finish_sending(&self) {
        self.finishing.store(true, Ordering::Relaxed);
        self.delivering.notify_one();
    }

    /// Sends on their way all whose turn it is and for whom there is room; when there may be one more.
    fn take_off<'a>(
        &'a self,
        flights: &mut FuturesUnordered<Flight<'a>>,
        turns: &mut Turns<DeliveryKey>,
        now: Timestamp,
        ledger: &Ledger,
        approaching: &'a Approaching,
    ) -> Option<Timestamp> {
        while flights.len() < AT_ONCE + MORE_IF_URGENT {
            let opening = self.opening_for(flights.len(), approaching, now);
            match self.next_ready(turns, now, opening) {
                Ok(entry) => flights.push(self.fly(entry, ledger, approaching)),
                Err(until) => return until,
            }
        }
        None
    }

    fn fly<'a>(
        &'a self,
        entry: Entry<DeliveryKey>,
        ledger: &Ledger,
        approaching: &'a Approaching,
    ) -> Flight<'a> {
        let approach = approaching.one_more(entry.class.is_urgent());
        let busy = self.clock.busy();
        let ledger = ledger.clone();
        Box::pin(async move {
            let ended = self.attempt(&entry.key, &ledger, approach).await;
            (entry, ended, busy)
        })
    }

    /// The message whose turn it is, if there is room for it; else when there may be.
    fn next_ready(
        &self,
        turns: &mut Turns<DeliveryKey>,
        now: Timestamp,
        opening: Opening,
    ) -> Result<Entry<DeliveryKey>, Option<Timestamp>> {
        loop {
            let Some(entry) = turns.next(now, |class| opening.is_open(class)) else {
                let room = opening
                    .waited_for(|urgent| turns.is_ready(now, |class| class.is_urgent() == urgent));
                return Err(room.into_iter().chain(turns.next_instant()).min());
            };
            let held = entry.channel.map(|channel| self.outbound.held(channel));
            match held.unwrap_or_default() {
                // The database has it among what was missed.
                _ if !entry.class.is_retry() && entry.expires_at < now => turns.done(&entry),
                // The request itself waits for so little, and the clock that is played waits for it.
                held if held <= SHORT => return Ok(entry),
                held => {
                    let held = SignedDuration::try_from(held).unwrap_or(BETWEEN_LOOKS);
                    turns.hold(entry, now.saturating_add(held).unwrap_or(now));
                }
            }
        }
    }

    /// What is to be looked for. What could not be written goes with it.
    fn question(&self, queue: &mut Queue, now: Timestamp) -> Question {
        if self.starting_anew.swap(false, Ordering::Relaxed) {
            queue.turns.clear();
            queue.seen = None;
            queue.unwritten.clear();
        }
        queue.rings = self.delivering.rings();
        let is_stale = queue.is_stale(now);
        if is_stale {
            queue.looked_at = Some(now);
        }
        Question {
            now,
            seen: queue.seen,
            is_stale,
            unwritten: std::mem::take(&mut queue.unwritten),
        }
    }

    /// Looks into the database: what has expired, what is new, and what could not be written before.
    async fn look(
        &self,
        question: Question,
        busy: Busy,
    ) -> ((Question, Result<Found, StoreError>), Busy) {
        let found = self.find(&question).await;
        ((question, found), busy)
    }

    async fn find(&self, question: &Question) -> Result<Found, StoreError> {
        let mut found = Found::default();
        let steps = question.steps();
        if !steps.is_empty() {
            let fence = self.fence().unwrap_or(-1);
            found.outcomes = self.store.take_steps(&steps, fence, question.now).await?;
        }
        if question.is_stale {
            let missed = self.store.expire_pending(question.now, "backlog").await?;
            self.count_not_sent("backlog", missed.len());
            self.note_given_up(missed.len());
            for missed in missed {
                tracing::warn!(delivery.token = missed.token, "a delivery came too late");
            }
        }
        if question.seen.is_none() {
            found.waiting = self.store.to_be_retried().await?;
        }
        let page = self
            .store
            .added_after(question.seen.unwrap_or(0), PAGE)
            .await?;
        found.seen = page
            .last()
            .map_or(question.seen.unwrap_or(0), |last| last.added);
        found.is_whole_page = page.len() == PAGE as usize;
        found.waiting.extend(page);
        if !found.outcomes.is_empty() {
            self.ranking.notify_one();
        }
        Ok(found)
    }
}
