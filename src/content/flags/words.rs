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
/// How much longer than its word a form may be: `stop`, `stopping`.
const LONGEST_ENDING: usize = 4;
/// So many letters more may a form have, or lack, than its word: `ing`, and the `s` or `d` of others.
const ENDING_SLIPS: usize = 3;

/// What a word of the table stands for beside itself.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Covers {
    /// Nothing.
    Itself,
    /// Its plural, past and `-ing`.
    Forms,
    /// These, and the words that are the same in another form: `lost` and `lose`.
    Family,
}

/// Every word of the table, and how to recognise it.
///
/// The forms of a word are worked out when a question needs them, not kept: there are seven times as many of them as
/// words, and making them all took most of the time that the table takes to be read.
#[derive(Debug, Default)]
pub(super) struct Lexicon {
    words: HashMap<String, Ids>,
    /// By word: those that are the same in another form.
    kin: HashMap<String, Vec<String>>,
    by_first: HashMap<char, Vec<Known>>,
    real_words: HashSet<String>,
    count: WordId,
}

/// The ids of a word, by what it covers.
#[derive(Debug, Default, Clone, Copy)]
struct Ids {
    itself: Option<WordId>,
    forms: Option<WordId>,
    family: Option<WordId>,
}

/// A word of the table, among those that begin with the same letter.
#[derive(Debug)]
struct Known {
    word: String,
    letters: Letters,
    is_exact: bool,
}

impl Lexicon {
    /// The id of a word that covers so much.
    pub(super) fn add(&mut self, word: &str, covers: Covers) -> WordId {
        let ids = self.words.entry(word.to_owned()).or_default();
        let id = match covers {
            Covers::Itself => &mut ids.itself,
            Covers::Forms => &mut ids.forms,
            Covers::Family => &mut ids.family,
        };
        *id.get_or_insert_with(|| {
            self.count += 1;
            self.count - 1
        })
    }

    /// Words that are no slip of another word.
    pub(super) fn add_real_words(&mut self, words: &str) {
        self.real_words
            .extend(words.split_whitespace().map(str::to_owned));
    }

    /// Words that are the same in other forms: where the table says one, it means all.
    pub(super) fn add_family(&mut self, family: &str) {
        for word in family.split_whitespace() {
            let others = family.split_whitespace().filter(|other| *other != word);
            let kin = self.kin.entry(word.to_owned()).or_default();
            kin.extend(others.map(str::to_owned));
        }
    }

    /// To be called when all words are in.
    pub(super) fn finish(&mut self) {
        for (word, ids) in &self.words {
            if let Some(first) = word.chars().next() {
                self.by_first.entry(first).or_default().push(Known {
                    word: word.clone(),
                    letters: Letters::of(word),
                    is_exact: ids.forms.or(ids.family).is_none(),
                });
            }
        }
    }

    /// How many ids there are.
    pub(super) fn len(&self) -> usize {
        self.count as usize
    }

    /// A word is none of the table's, but would be taken for a slip of one.
    pub(super) fn is_slip(&self, typed: &str) -> bool {
        self.known(typed).is_empty() && !self.ids(typed).is_empty()
    }

    /// The table's words that a typed word stands for.
    pub(super) fn ids(&self, typed: &str) -> Vec<WordId> {
        let known = self.known(typed);
        if !known.is_empty()
            || typed.len() < SHORTEST_SLIP - 1
            || self.real_words.contains(typed)
            || typed.contains(|c: char| c.is_ascii_digit())
        {
            return known;
        }
        let slips = self.slips_of(typed);
        let mut ids: Vec<_> = slips.iter().flat_map(|form| self.known(form)).collect();
        ids.sort_unstable();
        ids.dedup();
        ids
    }

    /// The table's words that a typed word is a form of.
    fn known(&self, typed: &str) -> Vec<WordId> {
        let itself = self.words.get(typed).and_then(|ids| ids.itself);
        let mut ids: Vec<_> = itself.into_iter().collect();
        for base in bases(typed) {
            let known = self.words.get(&base);
            ids.extend(known.and_then(|ids| ids.forms));
            ids.extend(known.and_then(|ids| ids.family));
            let kin = self.kin.get(&base).into_iter().flatten();
            ids.extend(kin.filter_map(|other| self.words.get(other)?.family));
        }
        ids.sort_unstable();
        ids.dedup();
        ids
    }

    /// The forms that are nearest to a typed word.
    fn slips_of(&self, typed: &str) -> Vec<String> {
        let letters = Letters::of(typed);
        let mut nearest = usize::MAX;
        let mut found = Vec::new();
        // The first letter is right, or has changed places with the second.
        let firsts = typed.chars().take(2);
        let known = firsts.filter_map(|first| self.by_first.get(&first));
        for form in known.flatten().flat_map(|known| known.near(typed, letters)) {
            let most = allowed(form.len(), typed.len());
            let short = form.len() < SHORTEST_SLIP;
            let slips = strsim::osa_distance(&form, typed);
            if slips > most || (short && !is_swap(&form, typed)) {
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

impl Known {
    /// Its forms, if a typed word may be a slip of one of them.
    fn near(&self, typed: &str, letters: Letters) -> Vec<String> {
        let long = self.word.len() + if self.is_exact { 0 } else { LONGEST_ENDING };
        let most = allowed(long, typed.len());
        let is_long = self.word.len() > typed.len() + most;
        if is_long || typed.len() > long + most {
            return Vec::new();
        }
        if self.is_exact {
            let is_near = !letters.are_further_than(most, self.letters);
            return is_near.then(|| self.word.clone()).into_iter().collect();
        }
        if letters.are_further_than(most + ENDING_SLIPS, self.letters) {
            return Vec::new();
        }
        let mut forms = forms(&self.word);
        forms.retain(|form| {
            let most = allowed(form.len(), typed.len());
            form.len() + 1 >= SHORTEST_SLIP
                && form.len().abs_diff(typed.len()) <= most
                && !letters.are_further_than(most, Letters::of(form))
        });
        forms
    }
}

/// The words that a typed word may be a form of, itself among them.
fn bases(typed: &str) -> Vec<String> {
    let mut bases = vec![typed.to_owned()];
    if !typed.chars().all(|c| c.is_ascii_lowercase()) {
        return bases;
    }
    for ending in ["s", "es", "d", "ed", "ing"] {
        let Some(stem) = typed.strip_suffix(ending) else {
            continue;
        };
        bases.push(stem.to_owned());
        if ending == "ing" {
            bases.push(format!("{stem}e"));
        }
        if let Some(half) = stem.get(..stem.len().saturating_sub(1))
            && matches!(ending, "ed" | "ing")
            && half.ends_with(&stem[half.len()..])
        {
            bases.push(half.to_owned());
        }
    }
    for ending in ["ies", "ied"] {
        let stem = typed.strip_suffix(ending);
        bases.extend(stem.map(|stem| format!("{stem}y")));
    }
    bases.retain(|base| base == typed || forms(base).iter().any(|form| form == typed));
    bases
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
            match word.strip_prefix('=') {
                Some(word) => lexicon.add(word, Covers::Itself),
                None => lexicon.add(word, Covers::Family),
            };
        }
        lexicon.add_real_words("cheat number");
        lexicon.add_family("lose lost losing");
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
    fn a_word_covers_its_family_unless_it_covers_only_its_own_forms() {
        check("lose", "lost", true);
        check("lost", "loses", true);
        check("=lost", "lose", false);
        let mut lexicon = lexicon(&[]);
        lexicon.add("lost", Covers::Forms);
        assert!(lexicon.ids("lose").is_empty());
        assert!(!lexicon.ids("lost").is_empty());
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
