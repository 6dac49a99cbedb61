//! Who lives on the playground's clock, and what each of them waits for.

use std::collections::BTreeMap;
use std::time::Duration;

use jiff::Timestamp;
use serde::Serialize;
use tokio::sync::oneshot;
use tokio::time::Instant;

/// What a follower is told when it wakes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub struct Present {
    /// Milliseconds since 1970.
    pub now_ms: i64,
    /// Whether the clock goes on by itself.
    pub ticking: bool,
    /// How much was played while the gateway was silent: that is how long nothing came, whatever real time it took.
    pub unheard_ms: u64,
    /// How often the gateway fell silent or spoke again: it is silent while this is odd.
    pub spell: u64,
    /// How often the clock jumped.
    pub jumps: u64,
}

/// A follower, as the page shows it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct FollowerView {
    /// The id that it chose.
    pub id: String,
    /// `idle` or `busy`.
    pub state: &'static str,
    /// What it waits for, milliseconds since 1970.
    pub until_ms: Option<i64>,
}

#[derive(Debug)]
enum State {
    Busy { since: Instant },
    Idle(Sleep),
}

#[derive(Debug)]
struct Sleep {
    until: Option<Timestamp>,
    answer: oneshot::Sender<Present>,
}

#[derive(Debug)]
struct Follower {
    /// Numbers the posts of this follower, to tell an old sleep from the present one.
    ticket: u64,
    /// The number of its last report, if it numbers them.
    seq: Option<u64>,
    state: State,
}

/// All followers by id.
#[derive(Debug, Default)]
pub(super) struct Followers {
    by_id: BTreeMap<String, Follower>,
    last_ticket: u64,
}

impl Followers {
    pub(super) fn view(&self) -> Vec<FollowerView> {
        self.by_id
            .iter()
            .map(|(id, follower)| follower.view(id))
            .collect()
    }

    pub(super) fn busy(&self) -> impl Iterator<Item = &str> {
        let busy = |follower: &Follower| matches!(follower.state, State::Busy { .. });
        self.by_id
            .iter()
            .filter(move |(_, follower)| busy(follower))
            .map(|(id, _)| id.as_str())
    }

    pub(super) fn next_wake_up(&self) -> Option<Timestamp> {
        self.by_id.values().filter_map(Follower::until).min()
    }

    fn ticket(&self, id: &str) -> Option<u64> {
        self.by_id.get(id).map(|follower| follower.ticket)
    }

    /// Whether a report is newer than the last one of this follower.
    pub(super) fn is_news(&self, id: &str, seq: Option<u64>) -> bool {
        let last = self.by_id.get(id).and_then(|follower| follower.seq);
        seq.zip(last).is_none_or(|(seq, last)| seq > last)
    }

    /// Takes note of a report's number.
    pub(super) fn heard(&mut self, id: &str, seq: Option<u64>) {
        if let Some(follower) = self.by_id.get_mut(id) {
            follower.seq = follower.seq.max(seq);
        }
    }

    /// Puts a follower to sleep; an older sleep of it is answered with the present time.
    pub(super) fn sleep(
        &mut self,
        id: &str,
        until: Option<Timestamp>,
        present: Present,
    ) -> (u64, oneshot::Receiver<Present>) {
        let (answer, answered) = oneshot::channel();
        let ticket = self.put(id, State::Idle(Sleep { until, answer }), present);
        (ticket, answered)
    }

    /// A follower works; a sleep of it is answered with the present time. Returns the ticket.
    pub(super) fn work(&mut self, id: &str, present: Present, since: Instant) -> u64 {
        self.put(id, State::Busy { since }, present)
    }

    fn put(&mut self, id: &str, state: State, present: Present) -> u64 {
        self.last_ticket += 1;
        let ticket = self.last_ticket;
        let seq = self.by_id.get(id).and_then(|follower| follower.seq);
        let follower = Follower { ticket, seq, state };
        if let Some(Follower {
            state: State::Idle(sleep),
            ..
        }) = self.by_id.insert(id.to_owned(), follower)
        {
            sleep.answer(present);
        }
        ticket
    }

    /// Wakes those whose time has come; returns how many there were.
    pub(super) fn wake_due(&mut self, now: Timestamp, present: Present, since: Instant) -> usize {
        let due = |follower: &Follower| follower.until().is_some_and(|until| until <= now);
        self.wake_if(due, present, since)
    }

    /// Wakes everyone, so that they look at the clock.
    pub(super) fn wake_all(&mut self, present: Present, since: Instant) {
        self.wake_if(|_| true, present, since);
    }

    /// Wakes one sleeper, if it still sleeps the same sleep.
    pub(super) fn wake_one(&mut self, id: &str, ticket: u64, present: Present, since: Instant) {
        if self.ticket(id) == Some(ticket)
            && let Some(follower) = self.by_id.get_mut(id)
        {
            follower.wake(present, since);
        }
    }

    fn wake_if(
        &mut self,
        condition: impl Fn(&Follower) -> bool,
        present: Present,
        since: Instant,
    ) -> usize {
        self.by_id
            .values_mut()
            .filter(|follower| condition(follower))
            .map(|follower| usize::from(follower.wake(present, since)))
            .sum()
    }

    /// Forgets those who have been working in silence for too long.
    pub(super) fn forget_silent(&mut self, now: Instant, silence: Duration) {
        self.by_id.retain(|_, follower| match follower.state {
            State::Busy { since } => now.saturating_duration_since(since) < silence,
            State::Idle(_) => true,
        });
    }

    /// Forgets a follower if nothing was heard of it since `ticket`.
    pub(super) fn forget(&mut self, id: &str, ticket: u64) {
        if self.ticket(id) == Some(ticket) {
            self.by_id.remove(id);
        }
    }
}

impl Follower {
    fn until(&self) -> Option<Timestamp> {
        match &self.state {
            State::Idle(sleep) => sleep.until,
            State::Busy { .. } => None,
        }
    }

    /// Answers the sleep, if it sleeps, and counts it as working; says whether it slept.
    fn wake(&mut self, present: Present, since: Instant) -> bool {
        match std::mem::replace(&mut self.state, State::Busy { since }) {
            State::Idle(sleep) => {
                sleep.answer(present);
                true
            }
            busy @ State::Busy { .. } => {
                self.state = busy;
                false
            }
        }
    }

    fn view(&self, id: &str) -> FollowerView {
        FollowerView {
            id: id.to_owned(),
            state: match self.state {
                State::Busy { .. } => "busy",
                State::Idle(_) => "idle",
            },
            until_ms: self.until().map(Timestamp::as_millisecond),
        }
    }
}

impl Sleep {
    fn answer(self, present: Present) {
        if self.answer.send(present).is_err() {
            tracing::debug!("a follower went away; it is forgotten after a grace");
        }
    }
}
