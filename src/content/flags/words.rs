//! Words as people write them: in other forms (`aching` for `ache`) and with a slip of the finger.
//!
//! A word that is a word of its own right is never taken for a slip of another. Must not know what the
//! words mean. Begin reading at [`Lexicon`].

use std::collections::{HashMap, HashSet};

use crate::content::slips::Letters;

/// The number of a word in the lexicon.
pub(super) type WordId = u32;

/// Shorter words are never taken for a slip.
const SHORTEST_SLIP: usize = 5;
/// Of words from this length on, two slips are forgiven.
const TWO_SLIPS: usize = 9;

/// Every word of the table, and how to recognise it.
#[derive(Debug, Default)]
pub(super) struct Lexicon {
    ids: HashMap<String, WordId>,
    forms: HashMap<String, Vec<WordId>>,
    by_first: HashMap<char, Vec<(String, Letters)>>,
    real_words: HashSet<String>,
}

impl Lexicon {
    /// The id of a word as the table writes it: `=word` stands for exactly that word.
    pub(super) fn add(&mut self, written: &str) -> WordId {
        if let Some(&id) = self.ids.get(written) {
            return id;
        }
        let id = WordId::try_from(self.ids.len()).unwrap_or(WordId::MAX);
        self.ids.insert(written.to_owned(), id);
        let all = match written.strip_prefix('=') {
            Some(exact) => vec![exact.to_owned()],
            None => forms(written),
        };
        for form in all {
            self.forms.entry(form).or_default().push(id);
        }
        id
    }

    /// Words that are no slip of another word.
    pub(super) fn add_real_words(&mut self, words: &str) {
        self.real_words
            .extend(words.split_whitespace().map(str::to_owned));
    }

    /// To be called when all words are in.
    pub(super) fn finish(&mut self) {
        for form in self.forms.keys() {
            if let Some(first) = form.chars().next()
                && form.len() >= SHORTEST_SLIP - 1
            {
                let known = (form.clone(), Letters::of(form));
                self.by_first.entry(first).or_default().push(known);
            }
        }
    }

    /// How many words there are.
    pub(super) fn len(&self) -> usize {
        self.ids.len()
    }

    /// A word is none of the table's, but would be taken for a slip of one.
    pub(super) fn is_slip(&self, typed: &str) -> bool {
        !self.forms.contains_key(typed) && !self.ids(typed).is_empty()
    }

    /// The table's words that a typed word stands for.
    pub(super) fn ids(&self, typed: &str) -> Vec<WordId> {
        if let Some(ids) = self.forms.get(typed) {
            return ids.clone();
        }
        if typed.len() < SHORTEST_SLIP - 1
            || self.real_words.contains(typed)
            || typed.contains(|c: char| c.is_ascii_digit())
        {
            return Vec::new();
        }
        let mut ids = Vec::new();
        for form in self.slips_of(typed) {
            ids.extend(self.forms.get(form).into_iter().flatten());
        }
        ids.sort_unstable();
        ids.dedup();
        ids
    }

    /// The forms that are nearest to a typed word.
    fn slips_of(&self, typed: &str) -> Vec<&String> {
        let letters = Letters::of(typed);
        let mut nearest = usize::MAX;
        let mut found = Vec::new();
        // The first letter is right, or has changed places with the second.
        let known = typed
            .chars()
            .take(2)
            .filter_map(|first| self.by_first.get(&first));
        for (form, form_letters) in known.flatten() {
            let most = allowed(form.len(), typed.len());
            if form.len().abs_diff(typed.len()) > most
                || letters.are_further_than(most, *form_letters)
            {
                continue;
            }
            let slips = strsim::osa_distance(form, typed);
            let short = form.len() < SHORTEST_SLIP;
            if slips > most || (short && !is_swap(form, typed)) {
                continue;
            }
            if slips < nearest {
                nearest = slips;
                found.clear();
            }
            if slips == nearest {
                found.push(form);
            }
        }
        found
    }
}

fn allowed(form: usize, typed: usize) -> usize {
    if form.min(typed) >= TWO_SLIPS { 2 } else { 1 }
}

/// Letters have changed places.
fn is_swap(a: &str, b: &str) -> bool {
    let sorted = |word: &str| {
        let mut letters: Vec<_> = word.chars().collect();
        letters.sort_unstable();
        letters
    };
    sorted(a) == sorted(b)
}

/// A word with its endings: plural, past, `-ing`.
fn forms(word: &str) -> Vec<String> {
    let mut forms = vec![word.to_owned()];
    if word.len() < 3 || !word.chars().all(|c| c.is_ascii_lowercase()) {
        return forms;
    }
    let mut push = |stem: &str, endings: &[&str]| {
        forms.extend(endings.iter().map(|ending| format!("{stem}{ending}")));
    };
    push(word, &["s"]);
    if let Some(stem) = word.strip_suffix('e') {
        push(word, &["d"]);
        push(stem, &["ing"]);
    } else if let Some(stem) = word.strip_suffix('y') {
        push(stem, &["ies", "ied"]);
        push(word, &["ing", "ed"]);
    } else {
        push(word, &["es", "ed", "ing"]);
        if doubles(word) {
            let last = &word[word.len() - 1..];
            push(&format!("{word}{last}"), &["ed", "ing"]);
        }
    }
    forms
}

/// Ends like `stop`: one vowel between two consonants, so that the last is doubled.
fn doubles(word: &str) -> bool {
    let is_vowel = |c: char| "aeiou".contains(c);
    let mut back = word.chars().rev();
    let ends: Vec<char> = back.by_ref().take(3).collect();
    matches!(ends[..], [last, middle, first]
        if !is_vowel(last) && !"wxy".contains(last) && is_vowel(middle) && !is_vowel(first))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn lexicon(words: &[&str]) -> Lexicon {
        let mut lexicon = Lexicon::default();
        for word in words {
            lexicon.add(word);
        }
        lexicon.add_real_words("cheat number");
        lexicon.finish();
        lexicon
    }

    fn check(word: &str, typed: &str, expected: bool) {
        assert_eq!(
            !lexicon(&[word]).ids(typed).is_empty(),
            expected,
            "{word} / {typed}"
        );
    }

    #[test]
    fn endings_are_known() {
        for typed in ["ache", "aches", "ached", "aching"] {
            check("ache", typed, true);
        }
        check("stop", "stopping", true);
        check("injury", "injuries", true);
        check("=leg", "legs", false);
    }

    #[test]
    fn a_slip_is_forgiven_and_another_word_is_not() {
        check("chest", "chset", true);
        check("chest", "chesst", true);
        check("numb", "nubm", true);
        check("chest", "cheat", false);
        check("numb", "number", false);
        check("suicidal", "sucidal", true);
        check("osteoporosis", "osteoperosis", true);
        check("weak", "week", false);
    }
}
