//! Mends slips of the finger in questions.
//!
//! A word that neither the pack nor its lexicon knows becomes the nearest one that they know, if that is
//! near enough for its length; short words are never changed. Begin reading at [`Spelling::mend`].

use std::collections::{BTreeMap, HashSet};

use crate::content::slips::Letters;

/// The words that a slip may have been meant as.
pub(super) struct Spelling {
    /// By first letter.
    by_letter: BTreeMap<char, Vec<Known>>,
    words: BTreeMap<String, u32>,
    /// Stems that short words with a missing letter may have been meant as.
    body: HashSet<String>,
}

/// A word that is right.
struct Known {
    word: String,
    /// How many cards have it.
    count: u32,
    /// In characters.
    length: usize,
    letters: Letters,
}

/// A spelling that was mended.
#[derive(Debug, PartialEq)]
pub(super) struct Mended {
    /// What was probably meant: a word, or two that had run together.
    pub(super) text: String,
    /// How sure that is, 0 to 1.
    pub(super) sure: f32,
}

/// The shortest word that is changed.
const SHORTEST: usize = 3;
/// From this length on, one letter may be wrong, missing or too many.
const ONE_SLIP: usize = 5;
/// From this length on, two slips are mended.
const TWO_SLIPS: usize = 9;
/// From this length on, a letter may stand for one that sounds alike.
const SOUNDS_ALIKE: usize = 6;
/// The shortest part of two words that ran together.
const PART: usize = 3;

impl Spelling {
    /// With words that are right, how many cards have each, and those that name parts of the body.
    pub(super) fn new(words: BTreeMap<String, u32>, body: HashSet<String>) -> Self {
        let mut by_letter: BTreeMap<char, Vec<Known>> = BTreeMap::new();
        for (word, count) in &words {
            if let Some(letter) = word.chars().next() {
                by_letter.entry(letter).or_default().push(Known {
                    word: word.clone(),
                    count: *count,
                    length: word.chars().count(),
                    letters: Letters::of(word),
                });
            }
        }
        Self {
            by_letter,
            words,
            body,
        }
    }

    /// What was probably meant; `None` for a word that is right, or too far from any.
    pub(super) fn mend(&self, word: &str) -> Option<Mended> {
        let length = word.chars().count();
        if length < SHORTEST || self.words.contains_key(word) {
            return None;
        }
        self.apart(word).or_else(|| self.nearest(word, length))
    }

    /// Two words that ran together.
    fn apart(&self, word: &str) -> Option<Mended> {
        let fits = |part: &str| part.len() >= PART && self.words.get(part).is_some_and(|n| *n > 1);
        let (at, _) = word
            .char_indices()
            .find(|(at, _)| fits(&word[..*at]) && fits(&word[*at..]))?;
        Some(Mended {
            text: format!("{} {}", &word[..at], &word[at..]),
            sure: 0.95,
        })
    }

    /// The word with the fewest slips between, the more frequent one where there are several.
    fn nearest(&self, word: &str, length: usize) -> Option<Mended> {
        let most = match length {
            TWO_SLIPS.. => 2,
            _ => 1,
        };
        let candidates = self.by_letter.get(&word.chars().next()?)?;
        let own = Letters::of(word);
        let near = candidates.iter().filter_map(|known| {
            let (other, other_length) = (&known.word, known.length);
            if other_length.abs_diff(length) > most
                || other_length <= SHORTEST
                || own.are_further_than(most, known.letters)
            {
                return None;
            }
            let slips = strsim::osa_distance(word, other);
            // In a short word, only letters that changed places.
            let is_long = length >= ONE_SLIP && other_length >= ONE_SLIP;
            let fits = match slips {
                1 if length == other_length => {
                    is_swap(word, other) || is_long && is_likely(word, other)
                }
                1 if !is_long => other_length > length && self.body.contains(other),
                _ => slips <= most && is_long,
            };
            fits.then_some((slips, std::cmp::Reverse(known.count), other))
        });
        let (slips, _, other) = near.min()?;
        Some(Mended {
            text: other.clone(),
            sure: if slips == 1 { 0.85 } else { 0.7 },
        })
    }
}

/// The same letters in another order.
fn is_swap(word: &str, other: &str) -> bool {
    let sorted = |text: &str| {
        let mut letters: Vec<_> = text.chars().collect();
        letters.sort_unstable();
        letters
    };
    sorted(word) == sorted(other)
}

/// Two words that differ in one letter, which was easily taken for the other: its neighbour on the
/// keyboard, or one that sounds alike.
fn is_likely(word: &str, other: &str) -> bool {
    const ROWS: [&str; 3] = ["qwertyuiop", "asdfghjkl", "zxcvbnm"];
    const ALIKE: [&str; 4] = ["aeiouy", "csz", "ckq", "gj"];
    let place = |letter: char| {
        let mut rows = ROWS.iter().zip(0_i32..);
        rows.find_map(|(row, number)| Some((number, i32::try_from(row.find(letter)?).ok()?)))
    };
    let mut pairs = word.chars().zip(other.chars()).filter(|(a, b)| a != b);
    pairs.all(|(a, b)| {
        let near =
            place(a)
                .zip(place(b))
                .is_some_and(|((row, column), (other_row, other_column))| {
                    (row - other_row).abs() <= 1 && (column - other_column).abs() <= 1
                });
        let is_long = word.chars().count() >= SOUNDS_ALIKE;
        near || is_long && ALIKE.iter().any(|set| set.contains(a) && set.contains(b))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn mended(word: &str) -> Option<String> {
        let words = [
            "neck", "shoulder", "stretch", "desk", "break", "pain", "back", "lower",
        ];
        let known = words.iter().map(|word| ((*word).to_owned(), 9)).collect();
        let body = ["neck", "back"].map(str::to_owned).into();
        Spelling::new(known, body)
            .mend(word)
            .map(|mended| mended.text)
    }

    #[test]
    fn slips_are_mended_and_short_or_far_words_left_alone() {
        for (word, expected) in [
            ("strech", Some("stretch")),
            ("shuolder", Some("shoulder")),
            ("sholuders", Some("shoulder")),
            ("nekc", Some("neck")),
            ("nek", Some("neck")),
            ("lowerback", Some("lower back")),
            ("deskbreak", Some("desk break")),
            ("shoulder", None),
            ("pan", None),
            ("pair", None),
            ("bake", None),
            ("pizza", None),
        ] {
            assert_eq!(mended(word).as_deref(), expected, "{word}");
        }
    }
}
