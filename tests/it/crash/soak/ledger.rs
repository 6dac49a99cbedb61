//! Each occurrence is one message, or has ended without one for a reason that the record bears out.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;

use jiff::{SignedDuration, Timestamp};

use super::super::books::{self, Row};
use super::record::Record;
use super::team::{DEV_DM, Life, Occurrence};
use crate::wire::stand::{BEN_DM, GENERAL, Stand, WELLNESS, components, posted_at, string};

/// Everywhere the bot may have posted.
const PLACES: [&str; 4] = [WELLNESS, GENERAL, BEN_DM, DEV_DM];
/// An attempt that began in time may end so much later (D-8).
const LAST_RETRY: SignedDuration = SignedDuration::from_secs(60);

/// The token in the id of an "I did it" button.
fn token(custom_id: &str) -> Option<&str> {
    custom_id.split_once(":did:").map(|(_, token)| token)
}

/// Whom an occurrence concerns.
#[derive(Debug, Clone, Copy)]
pub struct Case<'a> {
    /// The place of its plan.
    pub number: usize,
    /// Where it is posted; `DM` for what is not posted in a channel.
    pub channel: &'a str,
    pub user: Option<&'a str>,
    /// Where it goes if its member takes no direct messages.
    pub falls_back_to: Option<&'a str>,
}

impl Case<'_> {
    /// What is in doubt is looked for wherever it may have been posted (D-7).
    pub fn is_looked_for_in(&self, channel: &str) -> bool {
        self.channel == channel || self.falls_back_to == Some(channel)
    }
}

/// The messages, as they were found on the playground.
#[derive(Debug, Default)]
pub struct Ledger {
    /// Their ids and instants, by token.
    by_token: BTreeMap<String, BTreeMap<String, Timestamp>>,
    /// The rows as they were last seen, by token, since those of a month ago are swept away.
    rows: BTreeMap<String, Row>,
    problems: Vec<String>,
    outcomes: BTreeMap<String, usize>,
}

impl Ledger {
    /// Looks at what has been posted since, and at what the bot thinks of it.
    pub async fn count(&mut self, stand: &Stand) {
        let rows = books::rows(stand).await.into_iter();
        self.rows.extend(rows.map(|row| (row.token.clone(), row)));
        for place in PLACES {
            for message in stand.posted(place).await {
                let all = components(&message);
                let ids = all
                    .iter()
                    .filter_map(|component| component["custom_id"].as_str());
                let tokens: BTreeSet<_> = ids.filter_map(token).collect();
                let id = string(&message["id"]).to_owned();
                assert_eq!(tokens.len(), 1, "a message of nothing: {message}");
                for token in tokens {
                    let found = self.by_token.entry(token.to_owned()).or_default();
                    found.insert(id.clone(), posted_at(&message));
                }
            }
        }
    }

    /// Holds every occurrence against the messages, the rows and the record; returns what came of them.
    pub fn balance(&mut self, record: &Record, lives: &[Life], seed: u64) -> String {
        let rows = std::mem::take(&mut self.rows);
        let rows: Vec<_> = rows.into_values().collect();
        let by_slot: BTreeMap<_, _> = rows
            .iter()
            .map(|row| ((row.schedule, row.slot.as_str()), row))
            .collect();
        let end = rows.iter().map(|row| row.due_at).max().unwrap();
        let mut n_occurrences = 0;
        for life in lives {
            let until = life.until.unwrap_or(end).min(end);
            for occurrence in life.plan().due_between(life.from, until) {
                n_occurrences += 1;
                let row = by_slot.get(&(life.id, occurrence.slot.as_str())).copied();
                self.judge(record, life, &occurrence, row);
            }
        }
        self.check_rows(&rows);
        let mut summary = format!("{n_occurrences} occurrences\n");
        for (outcome, times) in &self.outcomes {
            writeln!(summary, "{times:>6} {outcome}").unwrap();
        }
        assert!(
            self.problems.is_empty(),
            "UNHUNCH_SOAK_SEED={seed}\n{summary}{}",
            self.problems.join("\n")
        );
        summary
    }

    fn judge(&mut self, record: &Record, life: &Life, occurrence: &Occurrence, row: Option<&Row>) {
        let plan = life.plan();
        let case = Case {
            number: life.number,
            channel: if plan.directly { "DM" } else { plan.channel },
            user: plan.user,
            falls_back_to: plan.fallback.then_some(plan.channel),
        };
        let from = row.map_or(occurrence.due, |row| row.dispatch_at);
        // A schedule that is removed, or set up anew, takes what it has not sent with it.
        let until = life
            .until
            .map_or(occurrence.expires, |until| until.min(occurrence.expires));
        let chance = record.had_a_chance(&case, from, until);
        let messages = row.and_then(|row| self.by_token.get(&row.token));
        let n_messages = messages.map_or(0, BTreeMap::len);
        let state = row.map_or("none", |row| row.state.as_str());
        let reason = row.and_then(|row| row.reason.as_deref()).unwrap_or("");
        let had = if chance { "had a chance" } else { "had none" };
        let outcome = format!("{n_messages} messages, {state} {reason}, {had}");
        let removed = life.until.is_some_and(|until| until <= occurrence.expires);
        let explained = || {
            record.explains(
                &case,
                reason,
                occurrence.due,
                occurrence.expires + LAST_RETRY,
            )
        };
        let in_vain = ["none", "missed"].contains(&state) || (state, reason) == ("failed", "late");
        let right = match (n_messages, state) {
            (1, "sent") => true,
            (0, _) if in_vain => !chance,
            // Where there is a message, what the bot was told later hid it.
            (0 | 1, "failed" | "unknown") => explained(),
            (0, "skipped") => removed,
            _ => false,
        };
        let last = messages.and_then(|messages| messages.values().max());
        let in_time = last.is_none_or(|last| *last <= occurrence.expires + LAST_RETRY);
        if !right || !in_time {
            self.problems.push(format!(
                "{}, {} at {}: {outcome}\n  {row:?}\n  {messages:?}\n{}",
                plan.name,
                occurrence.slot,
                occurrence.due,
                record.around(occurrence.due, occurrence.expires)
            ));
        }
        *self.outcomes.entry(outcome).or_default() += 1;
    }

    /// No message is of no row, none of two, and nothing is left half-done.
    fn check_rows(&mut self, rows: &[Row]) {
        let tokens: BTreeSet<_> = rows.iter().map(|row| row.token.as_str()).collect();
        for (token, messages) in &self.by_token {
            if messages.len() > 1 || !tokens.contains(token.as_str()) {
                self.problems.push(format!("{token}: {messages:?}"));
            }
        }
        let open = rows
            .iter()
            .filter(|row| ["pending", "sending"].contains(&row.state.as_str()));
        self.problems
            .extend(open.map(|row| format!("never ended: {row:?}")));
    }
}
