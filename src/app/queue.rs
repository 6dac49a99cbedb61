//! What the dispatcher knows of what waits, and what it asks the database.
//!
//! Begin reading at [`Queue`].

use jiff::{SignedDuration, Timestamp};

use super::App;
use super::ledger::Ended;
use crate::domain::turns::{Class, Entry, Turns};
use crate::store::{DeliveryKey, Step, StepOutcome, StoreError, Waiting};

/// Without being rung for it is looked no more often.
pub(super) const BETWEEN_LOOKS: SignedDuration = SignedDuration::from_secs(1);

/// What is known of what waits.
#[derive(Default)]
pub(super) struct Queue {
    pub(super) turns: Turns<DeliveryKey>,
    /// The number of the row that was read last; `None` before any was.
    pub(super) seen: Option<i64>,
    /// What could not be written, and is to be: an end, or that it may be tried again.
    pub(super) unwritten: Vec<Unwritten>,
    /// It was last looked for what has expired, and for what nobody rang for, at this instant.
    pub(super) looked_at: Option<Timestamp>,
    /// So often had been rung when it was last looked for anything.
    pub(super) rings: u64,
}

/// A message, and the step that was not written; `None` where nobody knows whether its claim was.
type Unwritten = (Entry<DeliveryKey>, Option<Step>);

/// What is looked for.
pub(super) struct Question {
    pub(super) now: Timestamp,
    pub(super) seen: Option<i64>,
    /// It is time to look for what has expired.
    pub(super) is_stale: bool,
    pub(super) unwritten: Vec<Unwritten>,
}

impl Question {
    pub(super) fn steps(&self) -> Vec<(DeliveryKey, Step)> {
        let step = |(entry, step): &Unwritten| {
            let step = step.clone().unwrap_or(Step::Retry(self.now));
            (entry.key, step)
        };
        self.unwritten.iter().map(step).collect()
    }
}

/// What was found.
#[derive(Default)]
pub(super) struct Found {
    /// What became of what could not be written before.
    pub(super) outcomes: Vec<StepOutcome>,
    pub(super) waiting: Vec<Waiting>,
    pub(super) seen: i64,
    /// There may be more.
    pub(super) is_whole_page: bool,
}

impl Queue {
    /// Takes in what was found; says whether to look again at once.
    pub(super) fn take_in(
        &mut self,
        (question, found): (Question, Result<Found, StoreError>),
    ) -> Result<bool, StoreError> {
        let found = match found {
            Ok(found) => found,
            Err(error) => {
                self.unwritten.extend(question.unwritten);
                return Err(error);
            }
        };
        self.note_written(question, found.outcomes);
        for waiting in &found.waiting {
            self.turns.add(entry(waiting));
        }
        self.seen = Some(found.seen);
        Ok(found.is_whole_page)
    }

    /// Takes note of what became of steps that could not be written before.
    fn note_written(&mut self, question: Question, outcomes: Vec<StepOutcome>) {
        for ((entry, step), outcome) in question.unwritten.into_iter().zip(outcomes) {
            self.turns.done(&entry);
            let from = match step {
                Some(Step::Settle(_)) => continue,
                Some(Step::Retry(at) | Step::Wait { until: at, .. }) => at,
                Some(Step::Claim) | None => question.now,
            };
            // Nobody knew whether it was claimed, so it may wait for its first attempt still.
            let class = match outcome {
                StepOutcome::Written => entry.class.tried(),
                StepOutcome::Claimed(_) | StepOutcome::Refused => entry.class,
            };
            self.turns.add(Entry {
                class,
                from,
                ..entry
            });
        }
    }

    /// Now and then there is something new that nobody rang for.
    pub(super) fn is_stale(&self, now: Timestamp) -> bool {
        let since = self.looked_at.map(|at| now.duration_since(at).abs());
        since.is_none_or(|since| since >= BETWEEN_LOOKS)
    }

    /// Takes note of how a message ended; returns what the database failed with.
    pub(super) fn take_back(
        &mut self,
        entry: Entry<DeliveryKey>,
        ended: Result<Ended, StoreError>,
    ) -> Option<StoreError> {
        let ended = match ended {
            Ok(Ended::Unwritten(step)) => {
                self.unwritten.push((entry, step));
                return None;
            }
            Ok(Ended::Broken(error)) => {
                self.unwritten.push((entry, None));
                return Some(error);
            }
            ended => ended,
        };
        self.turns.done(&entry);
        match ended {
            Ok(Ended::Again(from)) => self.turns.add(Entry {
                class: entry.class.tried(),
                from,
                ..entry
            }),
            Ok(_) => {}
            Err(error) => {
                self.turns.add(entry);
                return Some(error);
            }
        }
        None
    }
}

fn entry(waiting: &Waiting) -> Entry<DeliveryKey> {
    Entry {
        key: waiting.key,
        class: match (waiting.key.k, waiting.is_retry) {
            (0, false) => Class::Scheduled,
            (0, true) => Class::Retry,
            (_, false) => Class::Snooze,
            (_, true) => Class::SnoozeRetry,
        },
        guild: waiting.guild,
        channel: waiting.channel,
        from: waiting.from,
        due_at: waiting.due_at,
        expires_at: waiting.expires_at,
    }
}

impl App {
    /// Writes what could not be written before, and nothing else.
    ///
    /// # Errors
    /// When the database does not answer: then it is kept for the next time.
    pub(super) async fn write_unwritten(&self, now: Timestamp) -> Result<(), StoreError> {
        let mut queue = self.queue.lock().await;
        if queue.unwritten.is_empty() {
            return Ok(());
        }
        let question = Question {
            now,
            seen: queue.seen,
            is_stale: false,
            unwritten: std::mem::take(&mut queue.unwritten),
        };
        let fence = self.fence().unwrap_or(-1);
        match self.store.take_steps(&question.steps(), fence, now).await {
            Ok(outcomes) => queue.note_written(question, outcomes),
            Err(error) => {
                queue.unwritten = question.unwritten;
                return Err(error);
            }
        }
        Ok(())
    }
}
