//! Whether a sentence says something, in whatever words: patterns of words with gaps.
//!
//! Words of a pattern stand between blanks. `a|b` is either word, `word*` all that begins so, `@class` any word of a
//! class, `..3` a gap of up to three words, which ends at a comma. Must not know what is forbidden; that is in
//! `families`. Begin reading at [`Lexicon`].

use std::collections::HashMap;
use std::ops::Range;

use super::families::CLASSES;

/// Where a clause ends within a sentence.
const STOP: &str = ",";

/// The words of a sentence, small, without hyphens, and [`STOP`] for what ends a clause.
pub(super) fn words(sentence: &str) -> Vec<String> {
    let text = sentence.to_lowercase().replace('’', "'").replace('-', " ");
    let mut words: Vec<String> = Vec::new();
    let mut word = String::new();
    for c in text.chars() {
        if c.is_alphanumeric() || c == '\'' {
            word.push(c);
            continue;
        }
        if !word.is_empty() {
            words.push(std::mem::take(&mut word));
        }
        if ",;:—–()".contains(c) {
            words.push(STOP.to_owned());
        }
    }
    words.extend((!word.is_empty()).then_some(word));
    words
}

/// Patterns, made ready once: each word is looked up, and what it may stand for is known in all patterns at once.
#[derive(Debug, Default)]
pub(super) struct Lexicon {
    /// The slots of all patterns, by number.
    slots: HashMap<&'static str, usize>,
    /// The slots that a word fits.
    whole: HashMap<&'static str, Vec<usize>>,
    /// By first letter: how words begin that fit a slot.
    begun: HashMap<char, Vec<(&'static str, usize)>>,
}

/// A pattern whose slots a [`Lexicon`] knows.
#[derive(Debug)]
pub(super) struct Pattern(Vec<Slot>);

#[derive(Debug, Clone, Copy)]
enum Slot {
    /// A gap of so many words at most.
    Gap(usize),
    /// A word that fits the slot of this number.
    Word(usize),
}

/// A sentence, with the slots that each of its words fits.
#[derive(Debug)]
pub(super) struct Heard {
    pub(super) words: Vec<String>,
    slots: Vec<Vec<usize>>,
}

impl Lexicon {
    /// Makes a pattern ready.
    pub(super) fn pattern(&mut self, pattern: &'static str) -> Pattern {
        let slots = pattern
            .split(' ')
            .map(|slot| match slot.strip_prefix("..") {
                Some(most) => Slot::Gap(most.parse().unwrap_or_default()),
                None => Slot::Word(self.slot(slot)),
            });
        Pattern(slots.collect())
    }

    /// The number of a slot, `a|b` or `@class`.
    pub(super) fn slot(&mut self, slot: &'static str) -> usize {
        if let Some(number) = self.slots.get(slot) {
            return *number;
        }
        let number = self.slots.len();
        self.slots.insert(slot, number);
        self.learn(slot, number);
        number
    }

    fn learn(&mut self, slot: &'static str, number: usize) {
        for one in slot.split('|') {
            if let Some(class) = one.strip_prefix('@') {
                for (_, members) in CLASSES.into_iter().filter(|(name, _)| *name == class) {
                    self.learn(members, number);
                }
                continue;
            }
            match one.strip_suffix('*') {
                Some(start) => {
                    let first = start.chars().next().unwrap_or_default();
                    self.begun.entry(first).or_default().push((start, number));
                }
                None => self.whole.entry(one).or_default().push(number),
            }
        }
    }

    /// Looks up the words of a sentence.
    pub(super) fn hear(&self, sentence: &str) -> Heard {
        let words = words(sentence);
        let slots = words.iter().map(|word| self.slots_of(word)).collect();
        Heard { words, slots }
    }

    fn slots_of(&self, word: &str) -> Vec<usize> {
        let first = word.chars().next().unwrap_or_default();
        let begun = self.begun.get(&first).into_iter().flatten();
        let begun = begun.filter(|(start, _)| word.starts_with(start));
        let whole = [Some(word), word.strip_suffix("'s")];
        let whole = whole.into_iter().filter_map(|word| self.whole.get(word?));
        let whole = whole.flatten().copied();
        begun.map(|(_, slot)| *slot).chain(whole).collect()
    }
}

impl Pattern {
    /// The slot that it begins with.
    pub(super) fn first(&self) -> Option<usize> {
        match self.0.first()? {
            Slot::Gap(_) => None,
            Slot::Word(slot) => Some(*slot),
        }
    }
}

impl Heard {
    /// Every slot that some word fits.
    pub(super) fn all_slots(&self) -> impl Iterator<Item = usize> {
        self.slots.iter().flatten().copied()
    }

    /// The first stretch of words that says what `pattern` says: where it begins and where it has ended.
    pub(super) fn find(&self, pattern: &Pattern) -> Option<(usize, usize)> {
        (0..self.words.len()).find_map(|at| Some((at, self.fits(&pattern.0, at)?)))
    }

    /// One of the words in a stretch fits a slot.
    pub(super) fn has(&self, mut stretch: Range<usize>, slot: usize) -> bool {
        stretch.any(|at| self.is_of(at, slot))
    }

    /// Where `slots` have ended that begin at a word.
    fn fits(&self, slots: &[Slot], at: usize) -> Option<usize> {
        let Some((slot, rest)) = slots.split_first() else {
            return Some(at);
        };
        match slot {
            Slot::Gap(most) => {
                let open = self.words.get(at..)?.iter().take(*most);
                let most = open.take_while(|word| *word != STOP).count();
                (0..=most).find_map(|n| self.fits(rest, at + n))
            }
            Slot::Word(slot) => self.is_of(at, *slot).then(|| self.fits(rest, at + 1))?,
        }
    }

    fn is_of(&self, at: usize, slot: usize) -> bool {
        self.slots
            .get(at)
            .is_some_and(|slots| slots.contains(&slot))
    }

    /// Where the clause begins that leads up to a word: after the last comma.
    pub(super) fn clause_before(&self, at: usize) -> Range<usize> {
        let before = self.words.get(..at).unwrap_or_default();
        let comma = before.iter().rposition(|word| word == STOP);
        comma.map_or(0, |comma| comma + 1)..at
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_gap_takes_some_words_and_ends_at_a_comma() {
        let said = |text: &str, pattern: &'static str| {
            let mut lexicon = Lexicon::default();
            let pattern = lexicon.pattern(pattern);
            lexicon.hear(text).find(&pattern).is_some()
        };
        assert!(said(
            "It keeps most injuries away.",
            "keep* ..3 injur* away"
        ));
        assert!(said("A well-proven cure", "proven ..1 cure"));
        assert!(!said("It keeps one, two away.", "keep* ..3 away"));
        assert!(!said("Keep it quite near and far away.", "keep ..3 away"));
        assert!(said("He’s here", "he here"));
    }
}
