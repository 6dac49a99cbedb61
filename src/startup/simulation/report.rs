//! What a simulation found.

use std::collections::BTreeMap;
use std::fmt;

use serde::Serialize;

use super::discord::Stand;
use crate::app::App;
use crate::store::{DeliveryState, Store, StoreError};

/// Rows read in one go.
const PAGE: u32 = 10_000;

/// How late messages were, in seconds from when they were due until Discord had confirmed them.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct Lateness {
    /// Half of them were not later.
    pub p50: f64,
    /// 99 of 100 were not later.
    pub p99: f64,
    /// None was later.
    pub most: f64,
}

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
                        late_ms.push(at.duration_since(standing.due_at).as_millis());
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
            lateness_seconds: lateness(late_ms),
            not_sent,
            most_waiting: app.most_waiting(),
            requests: counted.requests,
            too_many_requests: counted.too_many,
            faults: counted.faults,
            doubled: counted.doubled,
        })
    }
}

fn lateness(mut ms: Vec<i128>) -> Option<Lateness> {
    ms.sort_unstable();
    let at = |share: usize| {
        let index = ms.len().checked_sub(1)? * share / 1_000;
        let ms = i32::try_from(*ms.get(index)?).unwrap_or(i32::MAX);
        Some(f64::from(ms) / 1_000.0)
    };
    Some(Lateness {
        p50: at(500)?,
        p99: at(990)?,
        most: at(1_000)?,
    })
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_lateness_of_a_hundred_messages_has_its_middle_and_its_end() {
        let late = lateness((1..=101).rev().map(|n| n * 1_000).collect()).unwrap();
        assert_eq!((late.p50, late.p99, late.most), (51.0, 100.0, 101.0));
        assert_eq!(lateness(Vec::new()), None);
    }
}
