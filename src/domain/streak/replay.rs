//! A member's log, folded by the same transitions that the running bot uses (K-2).

use jiff::Timestamp;

use super::calendar::Calendar;
use super::participation::{Answer, Event, Participation, Snapshot};
use super::state::FreezeRules;

/// A log, and the instants that are asked about.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct History {
    /// The settings at the start.
    pub calendar: Calendar,
    /// How freezes are earned.
    pub rules: FreezeRules,
    /// The member is enrolled at the first event or query, whichever is earlier.
    pub opted_in: bool,
    /// The log, in any order; of equal instants the first stands first.
    pub events: Vec<(Timestamp, Event)>,
    /// Instants to be looked at, after the events of the same instant.
    pub queries: Vec<Timestamp>,
}

/// What came of it, in the order in which the history lists events and queries.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Replay {
    /// One for each event.
    pub answers: Vec<Answer>,
    /// One for each query.
    pub results: Vec<Snapshot>,
}

/// Lets a log happen again from its start.
pub fn replay(history: &History) -> Replay {
    let History {
        events, queries, ..
    } = history;
    let instants = events.iter().map(|(at, _)| at).chain(queries);
    let Some(start) = instants.min() else {
        return Replay::default();
    };
    let mut member = Participation::new(*start, history.calendar.clone(), history.rules);
    if history.opted_in {
        member.apply(*start, &Event::OptIn);
    }
    let mut answers = vec![Answer::Nothing; events.len()];
    let mut coming = in_order(events, |(at, _)| *at).peekable();
    let mut results = vec![member.at(*start); queries.len()];
    for (k, asked) in in_order(queries, |at| *at) {
        while let Some((n, (at, event))) = coming.next_if(|(_, (at, _))| at <= asked) {
            answers[n] = member.apply(*at, event);
        }
        results[k] = member.at(*asked);
    }
    for (n, (at, event)) in coming {
        answers[n] = member.apply(*at, event);
    }
    Replay { answers, results }
}

/// Items by instant, with their places in the list.
fn in_order<T>(items: &[T], at: impl Fn(&T) -> Timestamp) -> impl Iterator<Item = (usize, &T)> {
    let mut ordered: Vec<_> = items.iter().enumerate().collect();
    ordered.sort_by_key(|(_, item)| at(item));
    ordered.into_iter()
}
