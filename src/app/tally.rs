//! How late messages were and what was not sent, told to the operator whenever everything that was due has gone (D-54).
//!
//! Begin reading at [`App::tell_lateness`].

use std::collections::BTreeMap;
use std::sync::PoisonError;

use jiff::Timestamp;

use super::App;
use crate::domain::lateness::Lateness;
use crate::store::{DeliveryKey, Plan, Planned};

/// Fewer messages are not worth a line of the log, if all of them arrived.
const WORTH_TELLING: usize = 100;

/// What became of messages since it was last told.
#[derive(Debug, Default)]
pub(super) struct Tally {
    /// When the first of them was due.
    first_due: Option<Timestamp>,
    /// How late those were that had been planned, in milliseconds.
    planned: Vec<u32>,
    /// How late those were that somebody had asked for just before.
    asked_for: Vec<u32>,
    /// Why others were not sent, and how many.
    not_sent: BTreeMap<String, usize>,
}

impl Tally {
    fn sent(&mut self, key: &DeliveryKey, due: Timestamp, now: Timestamp) {
        let first = self.first_due.get_or_insert(due);
        *first = due.min(*first);
        let late = u32::try_from(now.duration_since(due).as_millis().max(0));
        let class = if key.k > 0 {
            &mut self.asked_for
        } else {
            &mut self.planned
        };
        class.push(late.unwrap_or(u32::MAX));
    }

    fn is_worth_telling(&self) -> bool {
        !self.not_sent.is_empty() || self.planned.len() + self.asked_for.len() >= WORTH_TELLING
    }
}

impl App {
    fn tally<T>(&self, change: impl FnOnce(&mut Tally) -> T) -> T {
        change(&mut self.tally.lock().unwrap_or_else(PoisonError::into_inner))
    }

    /// A message is there.
    pub(super) fn count_sent(&self, key: &DeliveryKey, due: Timestamp) {
        self.tally(|tally| tally.sent(key, due, self.clock.now()));
    }

    /// So many messages will not come, for one reason.
    pub(super) fn count_not_sent(&self, reason: &str, count: usize) {
        if count > 0 {
            self.tally(|tally| *tally.not_sent.entry(reason.to_owned()).or_default() += count);
        }
    }

    /// Occurrences that are too late as they are planned.
    pub(super) fn count_missed(&self, plans: &[Plan]) {
        let rows = plans.iter().flat_map(|plan| &plan.deliveries);
        for row in rows {
            if let Planned::Missed { reason } = &row.planned {
                self.count_not_sent(reason, 1);
            }
        }
    }

    /// Everything that was due has gone: the operator is told how late it was, by class, how long it took from the first due
    /// instant on, and what was not sent, by reason. A handful that all arrived is not worth a line.
    pub(super) fn tell_lateness(&self, now: Timestamp) {
        let tally = self.tally(std::mem::take);
        if !tally.is_worth_telling() {
            return;
        }
        let first = tally.first_due.unwrap_or(now);
        let asked_for = Lateness::of(tally.asked_for).unwrap_or_default();
        let sent = tally.planned.len();
        let planned = Lateness::of(tally.planned).unwrap_or_default();
        tracing::info!(
            sent,
            p50_seconds = planned.p50,
            p99_seconds = planned.p99,
            asked_for_p99_seconds = asked_for.p99,
            took_seconds = now.duration_since(first).as_secs(),
            not_sent = ?tally.not_sent,
            "what was due has gone"
        );
    }
}
