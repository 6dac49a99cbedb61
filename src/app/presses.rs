//! Presses that wait at the same time are judged and written together.
//!
//! Nobody waits for company: whoever finds nobody at it begins at once, and takes everybody along who came meanwhile.
//! An answer comes after the commit. Begin reading at [`App::record_press`].

use std::collections::VecDeque;
use std::sync::{Mutex, MutexGuard, PoisonError};

use jiff::Timestamp;
use tokio::sync::oneshot;

use super::App;
use crate::domain::streak::Participation;
use crate::store::{MemberHistory, NewPress, PressOutcome, StoreError};

/// So many presses are judged together at most.
const MOST_TOGETHER: usize = 64;

/// What became of a press, with the member as they were judged; `None` if they were not.
pub(super) type Judged = Result<(PressOutcome, Option<Participation>), StoreError>;

/// A press that waits.
struct Waiting {
    press: NewPress,
    prompted_at: Option<Timestamp>,
    answer: oneshot::Sender<Judged>,
}

/// The presses that wait, in the order in which they came.
#[derive(Default)]
pub(super) struct Presses {
    waiting: Mutex<VecDeque<Waiting>>,
    /// Held by the one who judges.
    turn: tokio::sync::Mutex<()>,
}

impl Presses {
    fn waiting(&self) -> MutexGuard<'_, VecDeque<Waiting>> {
        // Whoever panicked has left whole presses behind.
        self.waiting.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn put(&self, press: &NewPress, prompted_at: Option<Timestamp>) -> oneshot::Receiver<Judged> {
        let (answer, judged) = oneshot::channel();
        self.waiting().push_back(Waiting {
            press: press.clone(),
            prompted_at,
            answer,
        });
        judged
    }

    /// Those whose turn it is; who has given up waiting did not press.
    fn take(&self) -> Vec<Waiting> {
        let mut waiting = self.waiting();
        waiting.retain(|one| !one.answer.is_closed());
        let n = waiting.len().min(MOST_TOGETHER);
        waiting.drain(..n).collect()
    }
}

impl App {
    /// Judges a press and keeps it; what is kept is on the disk when this returns. Presses of one member are judged in the
    /// order in which they come here.
    pub(super) async fn record_press(
        &self,
        press: &NewPress,
        prompted_at: Option<Timestamp>,
    ) -> Judged {
        let mut judged = self.presses.put(press, prompted_at);
        loop {
            let turn = tokio::select! {
                biased;
                done = &mut judged => match done {
                    Ok(done) => return done,
                    Err(_) => {
                        // Whoever judged it gave up in between. What may be in the log is found there.
                        judged = self.presses.put(press, prompted_at);
                        continue;
                    }
                },
                turn = self.presses.turn.lock() => turn,
            };
            match judged.try_recv() {
                Ok(done) => return done,
                Err(oneshot::error::TryRecvError::Closed) => {
                    judged = self.presses.put(press, prompted_at);
                }
                Err(oneshot::error::TryRecvError::Empty) => {}
            }
            self.judge_together(self.presses.take()).await;
            drop(turn);
        }
    }

    async fn judge_together(&self, waiting: Vec<Waiting>) {
        let presses: Vec<_> = waiting.iter().map(|one| one.press.clone()).collect();
        let mut members = vec![None; waiting.len()];
        let mut misjudged = Vec::new();
        let judge = |n: usize, history: &MemberHistory| {
            let Waiting {
                press, prompted_at, ..
            } = &waiting[n];
            if !self.misjudged(history, press.at).is_empty() {
                misjudged.push(n);
            }
            let (verdict, member) = self.judge(history, press, *prompted_at);
            members[n] = member;
            verdict
        };
        let outcomes = self.store.record_presses(&presses, judge).await;
        for n in misjudged.into_iter().filter(|n| outcomes[*n].is_ok()) {
            let NewPress {
                guild, user, at, ..
            } = presses[n];
            match self.judged_again(guild, user, at).await {
                Ok(member) => members[n] = members[n].take().and(member),
                Err(error) => tracing::warn!(%error, "a day is judged again at the next look"),
            }
        }
        for ((one, outcome), member) in waiting.into_iter().zip(outcomes).zip(members) {
            // Who does not wait for it any more has gone.
            one.answer
                .send(outcome.map(|outcome| (outcome, member)))
                .ok();
        }
    }
}
