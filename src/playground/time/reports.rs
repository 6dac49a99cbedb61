//! What followers of the clock say: that they work, or until when they sleep.
//!
//! A follower that gives up a report and sends another one does so on a new connection, so reports may
//! overtake each other. Who numbers them is understood all the same: an older one than the last is passed over.

use std::sync::Arc;
use std::time::Duration;

use jiff::Timestamp;
use tokio::sync::oneshot;
use tokio::time::Instant;

use super::{ClockHub, Present, tasks};

/// Who reports, and which of their reports it is.
#[derive(Debug, Clone)]
pub struct Report {
    /// The follower.
    pub follower: String,
    /// Grows from report to report; without it each one is taken for the newest.
    pub seq: Option<u64>,
    /// The spell of the gateway that it knows of ([`Present::spell`]), if it minds: of another one it is told at once.
    pub spell: Option<u64>,
    /// So many jumps of the clock it knows of ([`Present::jumps`]), if it minds: of another one it is told at once.
    pub jumps: Option<u64>,
}

impl From<&str> for Report {
    fn from(follower: &str) -> Self {
        Self {
            follower: follower.to_owned(),
            seq: None,
            spell: None,
            jumps: None,
        }
    }
}

impl ClockHub {
    /// A follower works; it is told the time, and its ticket for [`Self::lost`] if this is news.
    pub fn work(&self, report: impl Into<Report>) -> (Option<u64>, Present) {
        let Report { follower, seq, .. } = report.into();
        let mut inner = self.inner();
        let present = self.present_of(&inner);
        let news = inner.followers.is_news(&follower, seq);
        let ticket = news.then(|| inner.followers.work(&follower, present, Instant::now()));
        inner.followers.heard(&follower, seq);
        drop(inner);
        self.changed();
        (ticket, present)
    }

    /// The connection on which this was last heard of a follower has ended: it is forgotten unless it says
    /// more within a second.
    pub fn lost(self: &Arc<Self>, follower: String, ticket: u64) {
        let hub = Arc::clone(self);
        tasks::spawn(async move {
            tasks::pause(hub.patience.grace).await;
            hub.inner().followers.forget(&follower, ticket);
            hub.changed();
        });
    }

    /// A follower sleeps until `until` (for ever if `None`); returns when it has to wake or to look
    /// at the clock again, at the latest after 20 s of real time. Dropping the future means that
    /// its connection broke: the follower is forgotten unless it comes back within a second.
    pub async fn sleep(
        self: &Arc<Self>,
        report: impl Into<Report>,
        until: Option<Timestamp>,
    ) -> Present {
        let report = report.into();
        let follower = report.follower.as_str();
        let Some((ticket, mut answer)) = self.fall_asleep(&report, until) else {
            return self.present();
        };
        let mut broken = BrokenConnection {
            hub: Some(Arc::clone(self)),
            follower: follower.to_owned(),
            ticket,
        };
        let given_up = Instant::now() + self.patience.keep_alive;
        loop {
            let mut changes = self.changes();
            tokio::select! {
                biased;
                answered = &mut answer => {
                    broken.hub = None;
                    return answered.unwrap_or_else(|_| self.present());
                }
                _ = changes.changed() => {}
                () = tasks::pause(self.nap(until, given_up)) => self.wake(ticket, follower, given_up),
            }
        }
    }

    fn fall_asleep(
        &self,
        Report {
            follower,
            seq,
            spell,
            jumps,
        }: &Report,
        until: Option<Timestamp>,
    ) -> Option<(u64, oneshot::Receiver<Present>)> {
        let mut inner = self.inner();
        if !inner.followers.is_news(follower, *seq) {
            return None;
        }
        let present = self.present_of(&inner);
        let asleep = inner.followers.sleep(follower, until, present);
        let is_news = spell.is_some_and(|spell| spell != inner.spell)
            || jumps.is_some_and(|jumps| jumps != inner.jumps);
        if is_news || until.is_some_and(|until| until <= self.now()) {
            inner
                .followers
                .wake_one(follower, asleep.0, present, Instant::now());
        }
        inner.followers.heard(follower, *seq);
        drop(inner);
        self.changed();
        Some(asleep)
    }

    /// How long nothing can happen to this sleeper without a change of the hub.
    fn nap(&self, until: Option<Timestamp>, given_up: Instant) -> Duration {
        let keep_alive = given_up.saturating_duration_since(Instant::now());
        let inner = self.inner();
        let due = until
            .filter(|_| inner.ticking)
            .map(|until| Duration::try_from(until.duration_since(self.now())).unwrap_or_default());
        due.map_or(keep_alive, |due| due.min(keep_alive))
    }

    /// The nap is over: wakes the sleepers that are due on a ticking clock, and this one when its
    /// answer has been held back long enough.
    fn wake(&self, ticket: u64, follower: &str, given_up: Instant) {
        let mut inner = self.inner();
        let present = self.present_of(&inner);
        if inner.ticking {
            inner
                .followers
                .wake_due(self.now(), present, Instant::now());
        }
        if Instant::now() >= given_up {
            inner
                .followers
                .wake_one(follower, ticket, present, Instant::now());
        }
        drop(inner);
        self.changed();
    }
}

/// Forgets a follower after a grace period when its sleep is dropped before it was answered.
struct BrokenConnection {
    hub: Option<Arc<ClockHub>>,
    follower: String,
    ticket: u64,
}

impl Drop for BrokenConnection {
    fn drop(&mut self) {
        if let Some(hub) = self.hub.take() {
            hub.lost(std::mem::take(&mut self.follower), self.ticket);
        }
    }
}
