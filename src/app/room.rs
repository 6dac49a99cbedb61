//! Whether there is room for one more message, and for which (D-51, D-52).
//!
//! What somebody asked for just now does not wait for the share of what is planned. Begin reading at
//! [`App::opening_for`].

use std::sync::atomic::{AtomicUsize, Ordering};

use jiff::{SignedDuration, Timestamp};

use super::App;
use super::outbound::Room;
use super::sending::{AT_ONCE, MORE_IF_URGENT};
use crate::domain::turns::Class;

/// How long until there may be room for more, if those who approach take up what there is.
const SOON: SignedDuration = SignedDuration::from_millis(10);

/// How many are on their way to their requests, and will want room for them.
#[derive(Default)]
pub(super) struct Approaching {
    urgent: AtomicUsize,
    planned: AtomicUsize,
}

impl Approaching {
    /// One more, as long as what is returned lives.
    pub(super) fn one_more(&self, urgent: bool) -> Approach<'_> {
        let approaching = self.of(urgent);
        approaching.fetch_add(1, Ordering::Relaxed);
        Approach(approaching)
    }

    const fn of(&self, urgent: bool) -> &AtomicUsize {
        if urgent { &self.urgent } else { &self.planned }
    }
}

/// A message that is on its way to its request.
pub(super) struct Approach<'a>(&'a AtomicUsize);

impl Drop for Approach<'_> {
    fn drop(&mut self) {
        self.0.fetch_sub(1, Ordering::Relaxed);
    }
}

/// May one more begin?
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Open {
    Now,
    /// Not before this instant.
    From(Timestamp),
    /// Not before one of those under way has ended.
    AfterOne,
}

/// For what there is room.
#[derive(Debug, Clone, Copy)]
pub(super) struct Opening {
    urgent: Open,
    planned: Open,
}

impl Opening {
    /// A message of such a class may begin.
    pub(super) fn is_open(self, class: Class) -> bool {
        self.of(class.is_urgent()) == Open::Now
    }

    /// The first instant at which there may be room for what waits for it: `waits` says whether something urgent
    /// (or not) does. `None` if that is not a matter of time.
    pub(super) fn waited_for(self, mut waits: impl FnMut(bool) -> bool) -> Option<Timestamp> {
        let from = |urgent| match self.of(urgent) {
            Open::From(instant) if waits(urgent) => Some(instant),
            _ => None,
        };
        [true, false].into_iter().filter_map(from).min()
    }

    const fn of(self, urgent: bool) -> Open {
        if urgent { self.urgent } else { self.planned }
    }
}

impl App {
    /// The most messages that waited at any one time since the start, for their turn or their instant.
    pub fn most_waiting(&self) -> usize {
        self.most_waiting.load(Ordering::Relaxed)
    }

    /// For what there is room, while so many are under way and some of these approach their requests.
    pub(super) fn opening_for(
        &self,
        n_under_way: usize,
        approaching: &Approaching,
        now: Timestamp,
    ) -> Opening {
        let after = |wait: SignedDuration| Open::From(now.saturating_add(wait).unwrap_or(now));
        let open = |urgent, most| {
            if n_under_way >= most {
                return Open::AfterOne;
            }
            match self.outbound.room(urgent) {
                Room::Wait(wait) => after(SignedDuration::try_from(wait).unwrap_or(SOON)),
                Room::Messages(n) if n <= approaching.of(urgent).load(Ordering::Relaxed) => {
                    after(SOON)
                }
                Room::Messages(_) | Room::Open => Open::Now,
            }
        };
        Opening {
            urgent: open(true, AT_ONCE + MORE_IF_URGENT),
            planned: open(false, AT_ONCE),
        }
    }
}
