//! Questions that ask for nothing in particular: a bare "help", and "hi" or "what can you do".
//!
//! Which words these are, the lexicon says. Begin reading at [`Calls::of`].

use std::collections::HashSet;

use super::text::words;
use crate::content::lexicon::Lexicon;

/// What somebody wants who names no topic.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Call {
    /// Help, without saying with what.
    Help,
    /// To know what there is to ask.
    Hello,
}

/// The words of such questions.
pub(super) struct Calls {
    help: HashSet<String>,
    hello: HashSet<String>,
    skipped: HashSet<String>,
}

impl Calls {
    pub(super) fn new(lexicon: &Lexicon) -> Self {
        let skipped: HashSet<_> = lexicon
            .skipped
            .iter()
            .flat_map(|text| words(text))
            .collect();
        let all = |list: &[String]| list.iter().map(|text| bare(text, &skipped)).collect();
        Self {
            help: all(&lexicon.calls),
            hello: all(&lexicon.greetings),
            skipped,
        }
    }

    /// What a question calls for, if that is all it does.
    pub(super) fn of(&self, question: &str) -> Option<Call> {
        let bare = bare(question, &self.skipped);
        if self.help.contains(&bare) {
            Some(Call::Help)
        } else {
            self.hello.contains(&bare).then_some(Call::Hello)
        }
    }
}

/// The words that count, in small letters.
fn bare(text: &str, skipped: &HashSet<String>) -> String {
    let all = words(text);
    let counting = all.iter().filter(|word| !skipped.contains(*word));
    let counting: Vec<_> = counting.map(String::as_str).collect();
    if counting.is_empty() {
        // "A", "please": all of it is passed over.
        return all.join(" ");
    }
    counting.join(" ")
}
