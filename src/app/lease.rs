//! Of several processes on one PostgreSQL, the one that plans and sends (D-40, D-41).
//!
//! The row of the lease decides, not what a process believes: every claim names the fence under which it was made. On
//! SQLite there is one process anyway, and no lease. Begin reading at [`App::keep_lease`].

use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use jiff::{SignedDuration, Timestamp};
use tokio::sync::watch;
use tokio::time::Instant;

use super::App;
use crate::store::{LeaseOutcome, StoreError};

/// How long a lease is held without being renewed.
const TERM: SignedDuration = SignedDuration::from_secs(30);
/// How often it is renewed, and looked at by those who wait for it.
const RENEWAL: SignedDuration = SignedDuration::from_secs(10);
/// How long after a failure it is tried to renew it again.
const AFTER_TROUBLE: SignedDuration = SignedDuration::from_secs(2);
/// So long after the last renewal, by time that goes by whatever is done to clocks, nothing is claimed any more.
const TRUSTED: Duration = Duration::from_secs(25);

/// The fence under which nothing needs a lease.
const NO_FENCE: i64 = 0;

/// What this process knows of its lease.
#[derive(Debug, Default)]
pub(super) struct Holding {
    held: watch::Sender<Option<Held>>,
    is_lost: AtomicBool,
}

#[derive(Debug, Clone, Copy)]
struct Held {
    fence: i64,
    renewed_at: Instant,
}

impl Holding {
    fn get(&self) -> Option<Held> {
        *self.held.borrow()
    }

    fn set(&self, held: Option<Held>) {
        self.held.send_replace(held);
    }
}

impl App {
    /// Takes the lease for `holder`, a name that no other process has, or renews it; whoever gets it takes up what the
    /// process before left. Returns when to do so again; `None` where no lease is needed.
    ///
    /// # Errors
    /// When the database does not answer. After 25 seconds of that nothing is claimed any more.
    pub async fn keep_lease(
        &self,
        holder: &str,
        now: Timestamp,
    ) -> Result<Option<Timestamp>, StoreError> {
        if !self.store.needs_lease() {
            return Ok(None);
        }
        let after = |wait: SignedDuration| now.saturating_add(wait).unwrap_or(now);
        // Before it is asked for: the answer may take its time.
        let renewed_at = self.clock.pace();
        let taken = self.store.take_dispatch_lease(holder, now, after(TERM));
        let lease = match taken.await {
            Ok(LeaseOutcome::Held(lease)) => lease,
            Ok(LeaseOutcome::Taken(lease)) => {
                if self.lease.get().is_some() {
                    tracing::error!("another process has taken over");
                    self.lease.is_lost.store(true, Ordering::Relaxed);
                }
                self.lease.set(None);
                return Ok(Some(lease.expires_at.clamp(now, after(RENEWAL))));
            }
            Err(error) => {
                tracing::warn!(%error, "the lease could not be renewed");
                return Ok(Some(after(AFTER_TROUBLE)));
            }
        };
        let fence = lease.fence;
        if self.lease.get().is_none_or(|held| held.fence != fence) {
            tracing::info!(fence, "this process plans and sends");
            self.recover(now).await?;
            self.sweeping.notify_one();
            self.ranking.notify_one();
        }
        self.lease.set(Some(Held { fence, renewed_at }));
        self.planning.notify_one();
        self.delivering.notify_one();
        self.opening.notify_one();
        self.tidying.notify_one();
        Ok(Some(after(RENEWAL)))
    }

    /// Waits until this process may plan and send, and answer people.
    pub async fn has_its_turn(&self) {
        if self.store.needs_lease() {
            let mut held = self.lease.held.subscribe();
            // The sender lives as long as the application.
            held.wait_for(Option::is_some).await.ok();
        }
    }

    /// Another process has taken the lease that this one had: it answers people now, and this one has to end.
    pub fn is_superseded(&self) -> bool {
        self.lease.is_lost.load(Ordering::Relaxed)
    }

    /// Gives the lease back once what is under way has ended, so that another process need not wait until it expires.
    ///
    /// # Errors
    /// When the database does not answer; then the lease ends by itself.
    pub async fn give_back_lease(&self, holder: &str, now: Timestamp) -> Result<(), StoreError> {
        if self.store.needs_lease() {
            drop(self.queue.lock().await);
            self.lease.set(None);
            self.store.release_dispatch_lease(holder, now).await?;
        }
        Ok(())
    }

    /// The fence for claims; `None` while this process has no lease that it can trust.
    pub(super) fn fence(&self) -> Option<i64> {
        if !self.store.needs_lease() {
            return Some(NO_FENCE);
        }
        let held = self.lease.get()?;
        let since = self.clock.pace().saturating_duration_since(held.renewed_at);
        (since < TRUSTED).then_some(held.fence)
    }

    /// This process is the one that plans and sends.
    pub(super) fn has_lease(&self) -> bool {
        self.fence().is_some()
    }

    /// What has been claimed may be sent.
    pub(super) fn may_send(&self) -> bool {
        !self.is_halted() && self.has_lease()
    }

    /// More may be claimed. By a clock that is wrong nothing is: it says neither what may go yet nor what has expired
    /// (D-32).
    pub(super) fn may_claim(&self) -> bool {
        self.may_send() && !self.is_finishing() && self.clocks_agree()
    }
}
