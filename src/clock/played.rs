//! A clock that is played: for tests, and for bots that live on a playground's time.
//!
//! It knows who works and who sleeps. [`PlayedClock::play_to`] moves it from wake-up to wake-up,
//! and each wake-up is worked off before the next, so playing a week does exactly what living
//! through it would have done.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use async_trait::async_trait;
use jiff::{SignedDuration, Timestamp};
use tokio::sync::{Notify, watch};
use tokio::time::Instant;

use super::system::JUMP;
use super::{Busy, Clock, Wake};

/// What the sleepers of a [`PlayedClock`] are waiting for, while nobody works.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Idle {
    /// Nobody holds a [`Busy`].
    pub idle: bool,
    /// The earliest instant that a sleeper waits for, house-keeping apart.
    pub next: Option<Timestamp>,
}

#[derive(Debug)]
struct State {
    /// The instant the clock was last set to, and when that was.
    set: (Timestamp, Instant),
    /// Time goes on by itself after `set`.
    ticking: bool,
    /// By how much it was moved ahead, in all.
    ahead: Duration,
    /// How much of that was played while the gateway was silent.
    unheard: Duration,
    /// How often the gateway fell silent or spoke again.
    spell: u64,
    /// Time was played in a silence that nobody has taken note of yet.
    owes_silence: bool,
    /// The silence is over: till it is taken note of, this counts as work.
    awaits_hearing: bool,
    /// How many [`Busy`] guards there are.
    busy: usize,
    /// Those who sleep, by their tickets.
    sleepers: BTreeMap<u64, Sleeper>,
    /// The instants that the clock stops at, and for whom.
    stops: BTreeSet<(Timestamp, u64)>,
    next_ticket: u64,
}

/// Somebody who sleeps.
#[derive(Debug)]
struct Sleeper {
    /// Until when.
    deadline: Option<Timestamp>,
    /// What wakes them before.
    wake: Wake,
    /// Tells them that the clock was moved.
    alarm: Arc<Notify>,
    /// The clock does not stop for them.
    keeps_house: bool,
}

impl State {
    fn now(&self) -> Timestamp {
        if !self.ticking {
            return self.set.0;
        }
        let elapsed = SignedDuration::try_from(self.set.1.elapsed()).unwrap_or_default();
        self.set.0.saturating_add(elapsed).unwrap_or(self.set.0)
    }

    fn idle(&self) -> Idle {
        // Who was woken works already, even if its task has not run yet.
        let mut sleepers = self.sleepers.values();
        let idle = self.busy == 0 && !sleepers.any(|sleeper| sleeper.wake.is_rung());
        Idle {
            idle,
            next: self.stops.first().map(|(deadline, _)| *deadline),
        }
    }

    fn await_hearing(&mut self, awaits: bool) {
        let was = std::mem::replace(&mut self.awaits_hearing, awaits);
        self.busy = self.busy.saturating_sub(usize::from(was)) + usize::from(awaits);
    }

    fn lie_down(&mut self, sleeper: Sleeper) -> u64 {
        self.next_ticket += 1;
        let stop = sleeper.deadline.filter(|_| !sleeper.keeps_house);
        self.stops
            .extend(stop.map(|deadline| (deadline, self.next_ticket)));
        self.sleepers.insert(self.next_ticket, sleeper);
        self.next_ticket
    }

    /// Says whether they slept until now.
    fn get_up(&mut self, ticket: u64) -> bool {
        let sleeper = self.sleepers.remove(&ticket);
        if let Some(deadline) = sleeper.as_ref().and_then(|sleeper| sleeper.deadline) {
            self.stops.remove(&(deadline, ticket));
        }
        sleeper.is_some()
    }
}

/// A clock that stands or ticks, and is moved by hand.
#[derive(Debug, Clone)]
pub struct PlayedClock {
    state: Arc<Mutex<State>>,
    idle: Arc<watch::Sender<Idle>>,
}

impl PlayedClock {
    /// A clock that stands at `now` until it is moved.
    pub fn standing(now: Timestamp) -> Self {
        Self::new(now, false)
    }

    /// A clock that starts at `now` and goes on by itself.
    pub fn ticking(now: Timestamp) -> Self {
        Self::new(now, true)
    }

    fn new(now: Timestamp, ticking: bool) -> Self {
        let state = State {
            set: (now, Instant::now()),
            ticking,
            ahead: Duration::ZERO,
            unheard: Duration::ZERO,
            spell: 0,
            owes_silence: false,
            awaits_hearing: false,
            busy: 0,
            sleepers: BTreeMap::new(),
            stops: BTreeSet::new(),
            next_ticket: 0,
        };
        let (idle, _) = watch::channel(state.idle());
        Self {
            state: Arc::new(Mutex::new(state)),
            idle: Arc::new(idle),
        }
    }

    fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Sets the clock to `now` at once and wakes whoever is due, or everybody if it is set back: they have to look anew
    /// (D-31). Sleepers that are woken are counted as working before this returns.
    pub fn set(&self, now: Timestamp, ticking: bool) {
        self.change(|state| {
            // Moved back, it gives nothing back: what was sent was sent.
            let moved = now.duration_since(state.now());
            let is_back = moved < -JUMP;
            let moved = Duration::try_from(moved);
            state.ahead += moved.unwrap_or_default();
            let goes_by_itself = ticking || state.ticking;
            state.set = (now, Instant::now());
            state.ticking = ticking;
            let mut due = Vec::new();
            for (ticket, sleeper) in &state.sleepers {
                let is_due = is_back || sleeper.deadline.is_some_and(|deadline| deadline <= now);
                // How long it is till then in real time is another matter now.
                if is_due || goes_by_itself {
                    sleeper.alarm.notify_one();
                }
                due.extend(is_due.then_some(*ticket));
            }
            for ticket in due {
                state.busy += usize::from(state.get_up(ticket));
            }
        });
    }

    /// Takes note of how much time was played while the gateway was silent, and in which spell it is now: the gateway is
    /// silent in those with an odd number. When it speaks again the clock waits for [`Clock::heard`].
    pub fn set_unheard(&self, unheard: Duration, spell: u64) {
        self.change(|state| {
            state.owes_silence |= unheard > state.unheard;
            state.unheard = unheard;
            state.spell = spell;
            state.await_hearing(state.owes_silence && spell.is_multiple_of(2));
        });
    }

    /// The spell that was taken note of last; see [`Self::set_unheard`].
    pub fn spell(&self) -> u64 {
        self.state().spell
    }

    /// A view on who works and what the sleepers wait for.
    pub fn idle(&self) -> watch::Receiver<Idle> {
        self.idle.subscribe()
    }

    /// Waits until nobody works.
    pub async fn settled(&self) -> Idle {
        let mut idle = self.idle.subscribe();
        // The sender lives in `self`, so waiting cannot fail; the last state is a fair answer if it does.
        let settled = idle.wait_for(|idle| idle.idle).await.map(|idle| *idle);
        settled.unwrap_or_else(|_| self.state().idle())
    }

    /// Plays to `target` through every wake-up in order; returns how many there were.
    pub async fn play_to(&self, target: Timestamp) -> usize {
        let mut wake_ups = 0;
        loop {
            let idle = self.settled().await;
            match idle.next.filter(|next| *next <= target) {
                Some(next) => {
                    self.set(next.max(self.now()), false);
                    wake_ups += 1;
                }
                None => {
                    self.set(target.max(self.now()), false);
                    self.settled().await;
                    return wake_ups;
                }
            }
        }
    }

    /// Waits until `deadline` in the place of somebody else whose answer takes that long: the caller holds a [`Busy`], and
    /// it counts for nothing meanwhile.
    pub async fn elapse_until(&self, deadline: Timestamp) {
        let sleeper = Sleeper::new(Some(deadline), &Wake::default());
        // What is counted as working again is the caller's own guard.
        self.sleep(self.guard(), sleeper).await.keep();
    }

    fn change<T>(&self, change: impl FnOnce(&mut State) -> T) -> T {
        let mut state = self.state();
        let result = change(&mut state);
        self.idle.send_if_modified(|idle| {
            let now = state.idle();
            std::mem::replace(idle, now) != now
        });
        result
    }

    /// A worker lies down; returns when it is woken.
    async fn sleep(&self, busy: Busy, sleeper: Sleeper) -> Busy {
        busy.keep();
        let deadline = sleeper.deadline;
        let (wake, alarm) = (sleeper.wake.clone(), Arc::clone(&sleeper.alarm));
        let number = self.change(|state| {
            state.busy = state.busy.saturating_sub(1);
            state.lie_down(sleeper)
        });
        let ticket = Ticket {
            clock: self,
            number,
            done: false,
        };
        loop {
            let (now, ticking, is_woken) = {
                let state = self.state();
                let is_asleep = state.sleepers.contains_key(&number);
                (state.now(), state.ticking, !is_asleep)
            };
            // Who was woken counts as working, even if the clock was set back before it looks at it.
            if is_woken || deadline.is_some_and(|deadline| deadline <= now) {
                return ticket.wake();
            }
            let left = deadline
                .filter(|_| ticking)
                .and_then(|deadline| Duration::try_from(deadline.duration_since(now)).ok());
            tokio::select! {
                () = wake.notified() => {
                    let busy = ticket.wake();
                    wake.heard();
                    return busy;
                }
                () = alarm.notified() => {}
                () = elapsed(left) => {}
            }
        }
    }

    fn guard(&self) -> Busy {
        let clock = self.clone();
        Busy::new(move || clock.change(|state| state.busy = state.busy.saturating_sub(1)))
    }
}

impl Sleeper {
    fn new(deadline: Option<Timestamp>, wake: &Wake) -> Self {
        Self {
            deadline,
            wake: wake.clone(),
            alarm: Arc::default(),
            keeps_house: false,
        }
    }
}

/// Returns after so long in real time; never, if there is nothing to wait for.
#[expect(
    clippy::disallowed_methods,
    reason = "the clock is what others sleep on"
)]
async fn elapsed(left: Option<Duration>) {
    match left {
        Some(left) => tokio::time::sleep(left).await,
        None => std::future::pending().await,
    }
}

/// Takes a sleeper off the list when its wait is given up half-way.
struct Ticket<'a> {
    clock: &'a PlayedClock,
    number: u64,
    done: bool,
}

impl Ticket<'_> {
    /// Makes the sleeper a worker; the count is raised already if the clock woke it.
    fn wake(mut self) -> Busy {
        self.done = true;
        self.clock.change(|state| {
            state.busy += usize::from(state.get_up(self.number));
        });
        self.clock.guard()
    }
}

impl Drop for Ticket<'_> {
    fn drop(&mut self) {
        if self.done {
            return;
        }
        self.clock.change(|state| {
            if !state.get_up(self.number) {
                state.busy = state.busy.saturating_sub(1);
            }
        });
    }
}

#[async_trait]
impl Clock for PlayedClock {
    fn now(&self) -> Timestamp {
        self.state().now()
    }

    fn pace(&self) -> Instant {
        Instant::now() + self.state().ahead
    }

    fn unheard(&self) -> Option<Duration> {
        Some(self.state().unheard)
    }

    fn heard(&self, unheard: Duration) {
        self.change(|state| {
            if state.awaits_hearing && state.unheard == unheard {
                state.owes_silence = false;
                state.await_hearing(false);
            }
        });
    }

    fn busy(&self) -> Busy {
        self.change(|state| state.busy += 1);
        self.guard()
    }

    async fn idle_until(&self, busy: Busy, deadline: Option<Timestamp>, wake: &Wake) -> Busy {
        self.sleep(busy, Sleeper::new(deadline, wake)).await
    }

    async fn keep_house_until(&self, busy: Busy, deadline: Option<Timestamp>, wake: &Wake) -> Busy {
        let sleeper = Sleeper {
            keeps_house: true,
            ..Sleeper::new(deadline, wake)
        };
        self.sleep(busy, sleeper).await
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_played_in_silence_is_taken_note_of_before_more_is_played() {
        let clock = PlayedClock::standing(at(0));
        let (minute, day) = (Duration::from_mins(1), Duration::from_hours(24));
        let is_idle = || clock.state().idle().idle;
        // In silence it is played on; so it is after a silence in which nothing was.
        for (unheard, spell) in [(Duration::ZERO, 1), (Duration::ZERO, 2), (minute, 3)] {
            clock.set_unheard(unheard, spell);
            assert!(is_idle(), "spell {spell}");
        }
        clock.heard(minute);
        clock.set_unheard(minute, 4);
        assert!(!is_idle(), "it speaks again, and nobody has listened since");
        // Frozen anew before anybody has.
        clock.set_unheard(minute, 5);
        assert!(is_idle());
        clock.set_unheard(day, 6);
        clock.heard(minute);
        assert!(!is_idle(), "of the day nobody knows yet");
        clock.heard(day);
        assert!(is_idle());
        clock.heard(day);
        assert!(is_idle());
    }

    fn at(second: i64) -> Timestamp {
        Timestamp::from_second(second).unwrap()
    }

    #[tokio::test]
    async fn playing_does_not_stop_for_house_keeping_but_it_is_done() {
        let clock = PlayedClock::standing(at(0));
        let bell = Wake::default();
        let sleeping = clock.keep_house_until(clock.busy(), Some(at(5)), &bell);
        tokio::pin!(sleeping);
        tokio::select! {
            biased;
            _ = &mut sleeping => unreachable!("nobody moved the clock"),
            () = std::future::ready(()) => {}
        }
        assert_eq!(clock.state().idle().next, None);
        clock.set(at(7), false);
        let busy = sleeping.await;
        assert!(!clock.state().idle().idle, "it is at work");
        drop(busy);
        assert!(clock.state().idle().idle);
    }

    #[tokio::test]
    async fn playing_runs_through_every_wake_up_in_order() {
        let clock = PlayedClock::standing(at(0));
        let seen: Arc<Mutex<Vec<i64>>> = Arc::default();
        let started = clock.busy();
        for step in [7, 10] {
            let (clock, seen, busy) = (clock.clone(), Arc::clone(&seen), clock.busy());
            #[expect(clippy::disallowed_methods, reason = "a worker of this test")]
            tokio::spawn(async move {
                let mut busy = busy;
                loop {
                    let now = clock.now();
                    seen.lock().unwrap().push(now.as_second());
                    let next = at(now.as_second() / step * step + step);
                    busy = clock.idle_until(busy, Some(next), &Wake::default()).await;
                }
            });
        }
        drop(started);
        clock.settled().await;
        seen.lock().unwrap().clear();
        clock.play_to(at(30)).await;
        assert_eq!(*seen.lock().unwrap(), [7, 10, 14, 20, 21, 28, 30]);
        assert_eq!(clock.now(), at(30));
    }

    #[tokio::test]
    async fn the_pace_of_rate_limits_goes_ahead_with_the_clock_and_never_back() {
        let clock = PlayedClock::standing(at(100));
        let before = clock.pace();
        clock.set(at(160), false);
        let after = clock.pace();
        assert!(after >= before + Duration::from_mins(1));
        clock.set(at(0), false);
        assert!(clock.pace() >= after);
    }

    #[tokio::test]
    async fn who_is_woken_works_before_its_task_runs_again() {
        let clock = PlayedClock::standing(at(0));
        let wake = Wake::default();
        let working = clock.busy();
        let sleeping = clock.idle_until(clock.busy(), None, &wake);
        tokio::pin!(sleeping);
        let polled =
            std::future::poll_fn(|cx| std::task::Poll::Ready(sleeping.as_mut().poll(cx))).await;
        assert!(polled.is_pending());
        wake.notify_one();
        drop(working);
        assert!(!clock.idle().borrow().idle, "the clock could be moved now");
        drop(sleeping.await);
        assert!(clock.idle().borrow().idle);
    }

    #[tokio::test]
    async fn who_is_woken_by_a_clock_that_is_set_back_at_once_is_awake() {
        let clock = PlayedClock::standing(at(0));
        let wake = Wake::default();
        let sleeping = clock.idle_until(clock.busy(), Some(at(5)), &wake);
        tokio::pin!(sleeping);
        let polled =
            std::future::poll_fn(|cx| std::task::Poll::Ready(sleeping.as_mut().poll(cx))).await;
        assert!(polled.is_pending());
        clock.set(at(6), false);
        clock.set(at(4), false);
        drop(sleeping.await);
        assert!(clock.idle().borrow().idle);
    }

    #[tokio::test]
    async fn a_worker_that_lies_down_is_never_seen_idle_without_its_deadline() {
        let clock = PlayedClock::standing(at(0));
        let working = clock.busy();
        let mut seen = clock.idle();
        seen.mark_unchanged();
        let wake = Wake::default();
        let sleeping = clock.idle_until(working, Some(at(5)), &wake);
        tokio::pin!(sleeping);
        let mut states = Vec::new();
        let polled = std::future::poll_fn(|cx| {
            let polled = sleeping.as_mut().poll(cx);
            states.push(*seen.borrow());
            std::task::Poll::Ready(polled)
        });
        assert!(polled.await.is_pending());
        assert_eq!((states[0].idle, states[0].next), (true, Some(at(5))));
    }

    #[tokio::test]
    async fn a_clock_that_is_set_back_wakes_everybody() {
        let clock = PlayedClock::standing(at(100));
        let wake = Wake::default();
        let sleeping = clock.idle_until(clock.busy(), Some(at(500)), &wake);
        tokio::pin!(sleeping);
        let polled =
            std::future::poll_fn(|cx| std::task::Poll::Ready(sleeping.as_mut().poll(cx))).await;
        assert!(polled.is_pending());
        // So little is between any two readings of a clock.
        clock.set(at(95), false);
        assert!(clock.idle().borrow().idle);
        clock.set(at(50), false);
        assert!(!clock.idle().borrow().idle);
        drop(sleeping.await);
        assert_eq!(clock.now(), at(50));
    }

    #[tokio::test]
    async fn a_given_up_sleep_leaves_nothing_behind() {
        let clock = PlayedClock::standing(at(0));
        let wake = Wake::default();
        tokio::select! {
            biased;
            _ = clock.idle_until(clock.busy(), Some(at(5)), &wake) => unreachable!("nobody moved the clock"),
            () = tokio::task::yield_now() => {}
        }
        assert_eq!(
            *clock.idle().borrow(),
            Idle {
                idle: true,
                next: None
            }
        );
    }
}
