//! What a simulation found.

use std::collections::BTreeMap;
use std::fmt;

use serde::Serialize;

use super::discord::Stand;
use crate::app::App;
use crate::domain::lateness::Lateness;
use crate::store::{DeliveryState, Store, StoreError};

/// Rows read in one go.
const PAGE: u32 = 10_000;

/// What a simulation found.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Report {
    /// Messages that were sent.
    pub sent: u64,
    /// How late they were; `None` if there were none.
    pub lateness_seconds: Option<Lateness>,
    /// What was not sent, by how it ended and why, as in `missed: backlog`.
    pub not_sent: BTreeMap<String, u64>,
    /// The most messages that waited at once.
    pub most_waiting: usize,
    /// Requests that reached Discord.
    pub requests: u64,
    /// Of those, answered 429.
    pub too_many_requests: u64,
    /// Of those, gone wrong as the dice wanted.
    pub faults: u64,
    /// Messages that stand in a channel twice; anything but 0 is a bug.
    pub doubled: u64,
}

impl Report {
    pub(super) async fn new(store: &Store, app: &App, discord: &Stand) -> Result<Self, StoreError> {
        let mut late_ms = Vec::new();
        let mut not_sent = BTreeMap::new();
        let mut after = 0;
        loop {
            let page = store.standings_after(after, PAGE).await?;
            let Some(last) = page.last() else { break };
            after = last.added;
            for standing in page {
                match (standing.state, standing.settled_at) {
                    (DeliveryState::Sent, Some(at)) => {
                        let late = at.duration_since(standing.due_at).as_millis().max(0);
                        late_ms.push(u32::try_from(late).unwrap_or(u32::MAX));
                    }
                    (state, _) => {
                        let why = standing.reason.map(|reason| format!(": {reason}"));
                        let how = format!("{}{}", state.as_str(), why.unwrap_or_default());
                        *not_sent.entry(how).or_default() += 1;
                    }
                }
            }
        }
        let counted = discord.counted();
        Ok(Self {
            sent: u64::try_from(late_ms.len()).unwrap_or(u64::MAX),
            lateness_seconds: Lateness::of(late_ms),
            not_sent,
            most_waiting: app.most_waiting(),
            requests: counted.requests,
            too_many_requests: counted.too_many,
            faults: counted.faults,
            doubled: counted.doubled,
        })
    }
}

impl fmt::Display for Report {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(f, "sent            {}", self.sent)?;
        if let Some(late) = self.lateness_seconds {
            writeln!(
                f,
                "lateness        p50 {:.1} s, p99 {:.1} s, at most {:.1} s",
                late.p50, late.p99, late.most
            )?;
        }
        if self.not_sent.is_empty() {
            writeln!(f, "not sent        none")?;
        }
        for (how, n) in &self.not_sent {
            writeln!(f, "not sent        {n} {how}")?;
        }
        writeln!(f, "waiting at once {} at most", self.most_waiting)?;
        writeln!(
            f,
            "requests        {}, of which {} went wrong and {} were too many (429)",
            self.requests, self.faults, self.too_many_requests
        )?;
        write!(f, "doubled         {}", self.doubled)
    }
}
