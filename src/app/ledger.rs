//! Where attempts have their steps written: while one group of them is being made durable the next one gathers, so that
//! a step never waits for others that are not there, and many share one write of the disk.
//!
//! Begin reading at [`Ledger::take`].

use jiff::Timestamp;
use tokio::sync::{mpsc, oneshot};

use super::App;
use crate::clock::Busy;
use crate::store::{DeliveryKey, Settlement, Step, StepOutcome, StoreError};

/// The most steps in one transaction: other writers wait for its end.
const GROUP: usize = 64;

/// A step, and where its outcome goes.
pub(super) struct Request {
    key: DeliveryKey,
    step: Step,
    answer: oneshot::Sender<StepOutcome>,
}

/// The steps that attempts want to take.
#[derive(Clone)]
pub(super) struct Ledger(mpsc::UnboundedSender<Request>);

impl Ledger {
    /// A ledger, and where its steps come out.
    pub(super) fn new() -> (Self, Steps) {
        let (sender, receiver) = mpsc::unbounded_channel();
        (Self(sender), Steps(receiver))
    }

    /// Takes a step; `None` if it could not be written.
    pub(super) async fn take(&self, key: DeliveryKey, step: Step) -> Option<StepOutcome> {
        let (answer, outcome) = oneshot::channel();
        self.0.send(Request { key, step, answer }).ok()?;
        outcome.await.ok()
    }

    /// Takes the step that ends a delivery.
    pub(super) async fn end(&self, key: DeliveryKey, settlement: Settlement) -> Ended {
        match self.take(key, Step::Settle(settlement.clone())).await {
            Some(_) => Ended::Over,
            None => Ended::Unwritten(Some(Step::Settle(settlement))),
        }
    }
}

/// How an attempt ended.
#[derive(Debug)]
pub(super) enum Ended {
    /// There is nothing more to do about it.
    Over,
    /// It waits to be tried again at this instant.
    Again(Timestamp),
    /// The database did not take how it ended, or when it is to be tried again; `None` if it did not say whether it took
    /// the claim.
    Unwritten(Option<Step>),
    /// The database failed after the claim, with something else: it is to be tried again (D-20).
    Broken(StoreError),
}

/// The steps that wait to be written.
pub(super) struct Steps(mpsc::UnboundedReceiver<Request>);

impl Steps {
    /// Everything that waits, once something does.
    pub(super) async fn gather(&mut self) -> Vec<Request> {
        let mut group = Vec::new();
        self.0.recv_many(&mut group, GROUP).await;
        group
    }
}

impl App {
    /// Writes steps while somebody works.
    pub(super) async fn write_steps(
        &self,
        requests: Vec<Request>,
        busy: Busy,
    ) -> (Result<(), StoreError>, Busy) {
        (self.write(requests).await, busy)
    }

    /// Writes steps, and tells who wanted them.
    async fn write(&self, mut requests: Vec<Request>) -> Result<(), StoreError> {
        let now = self.clock.now();
        if !self.clocks_agree() {
            // Such an instant claims nothing (D-32): who wanted to hears that it could not be written, and waits.
            requests.retain(|request| request.step != Step::Claim);
        }
        // Without a lease no claim has a fence that is good enough.
        let fence = self.fence().unwrap_or(-1);
        let split = |request: Request| ((request.key, request.step), request.answer);
        let (steps, answers): (Vec<_>, Vec<_>) = requests.into_iter().map(split).unzip();
        let outcomes = self.store.take_steps(&steps, fence, now).await?;
        for (answer, outcome) in answers.into_iter().zip(outcomes) {
            // An attempt that was given up hears nothing more.
            answer.send(outcome).ok();
        }
        Ok(())
    }
}
