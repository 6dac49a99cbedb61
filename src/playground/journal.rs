//! The log of the bot's REST requests, for people and for tests that hold it against Discord's own
//! description.

use std::collections::{BTreeMap, VecDeque};

use serde::Serialize;
use serde_json::Value;

/// This many requests are remembered; how many more there were is counted.
const MOST_ENTRIES: usize = 100_000;

/// A file that came with a request.
#[derive(Debug, Clone, Serialize)]
pub struct LoggedFile {
    /// `files[0]`.
    pub field: String,
    /// Its name.
    pub filename: String,
    /// Media type.
    pub content_type: String,
    /// Bytes.
    pub size: usize,
}

/// A request and how it was answered.
#[derive(Debug, Clone, Serialize, Default)]
pub struct Entry {
    /// Numbers requests from 1.
    pub seq: u64,
    /// When it came, by the playground's clock.
    pub at_ms: i64,
    /// Such as `POST`.
    pub method: String,
    /// Without the query.
    pub path: String,
    /// The query.
    pub query: BTreeMap<String, String>,
    /// All but `Authorization`.
    pub headers: BTreeMap<String, String>,
    /// Whether it showed the bot's token.
    pub authorized: bool,
    /// The `Content-Type` header.
    pub content_type: Option<String>,
    /// Its JSON, for forms that of `payload_json`.
    pub body: Value,
    /// Files of a form.
    pub files: Vec<LoggedFile>,
    /// The HTTP status of the answer; 0 when there is none (yet): the connection broke before it.
    pub status: u16,
    /// Discord's code, when it was refused.
    pub response_code: Option<u64>,
}

/// The log.
#[derive(Debug, Default)]
pub struct Journal {
    entries: VecDeque<Entry>,
    last: u64,
    forgotten: u64,
}

impl Journal {
    /// Notes a request when it comes, so that one whose sender dies is not left out; returns its number.
    pub fn note(&mut self, mut entry: Entry) -> u64 {
        self.last += 1;
        entry.seq = self.last;
        self.entries.push_back(entry);
        if self.entries.len() > MOST_ENTRIES {
            self.entries.pop_front();
            self.forgotten += 1;
        }
        self.last
    }

    /// Notes how a request was answered.
    pub fn answered(&mut self, seq: u64, status: u16, code: Option<u64>) {
        // The newest are asked for: an answer follows soon.
        let mut newest_first = self.entries.iter_mut().rev();
        if let Some(entry) = newest_first.find(|entry| entry.seq == seq) {
            entry.status = status;
            entry.response_code = code;
        }
    }

    /// How many requests did not fit any more since the log was last emptied.
    pub fn forgotten(&self) -> u64 {
        self.forgotten
    }

    /// Requests after number `after`, oldest first.
    pub fn after(&self, after: u64) -> Vec<&Entry> {
        self.entries
            .iter()
            .filter(|entry| entry.seq > after)
            .collect()
    }

    /// Forgets everything; numbers go on.
    pub fn clear(&mut self) {
        self.entries.clear();
        self.forgotten = 0;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_full_log_says_how_much_it_has_forgotten() {
        let mut journal = Journal::default();
        for _ in 0..MOST_ENTRIES + 3 {
            journal.note(Entry::default());
        }
        assert_eq!(journal.forgotten(), 3);
        assert_eq!(journal.after(0).first().map(|entry| entry.seq), Some(4));
        journal.clear();
        assert_eq!(journal.forgotten(), 0);
    }
}
