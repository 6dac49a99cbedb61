//! Whether a sentence says something, in whatever words: patterns of words with gaps.
//!
//! Words of a pattern stand between blanks. `a|b` is either word, `word*` all that begins so, `@class` any word of a
//! class, `..3` a gap of up to three words, which ends at a comma. Must not know what is forbidden; that is in
//! `families`. Begin reading at [`find`].

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

/// The first stretch of `words` that says what `pattern` says: where it begins and where it has ended.
pub(super) fn find(words: &[String], pattern: &str) -> Option<(usize, usize)> {
    let slots: Vec<&str> = pattern.split(' ').collect();
    (0..words.len()).find_map(|at| Some((at, fits(&slots, words, at)?)))
}

/// The clause that leads up to a word: from the last comma on.
pub(super) fn clause_before(words: &[String], at: usize) -> &[String] {
    let before = words.get(..at).unwrap_or_default();
    let begin = before.iter().rposition(|word| word == STOP);
    before
        .get(begin.map_or(0, |begin| begin + 1)..)
        .unwrap_or_default()
}

/// Where `slots` have ended that begin at a word.
fn fits(slots: &[&str], words: &[String], at: usize) -> Option<usize> {
    let Some((slot, rest)) = slots.split_first() else {
        return Some(at);
    };
    if let Some(most) = slot.strip_prefix("..") {
        let most: usize = most.parse().unwrap_or_default();
        let open = words.get(at..)?.iter().take_while(|word| *word != STOP);
        let most = open.take(most).count();
        return (0..=most).find_map(|n| fits(rest, words, at + n));
    }
    let word = words.get(at)?;
    is_of(slot, word).then(|| fits(rest, words, at + 1))?
}

/// A word is one of the alternatives of a slot.
pub(super) fn is_of(slot: &str, word: &str) -> bool {
    slot.split('|').any(|one| {
        if let Some(class) = one.strip_prefix('@') {
            let mut classes = CLASSES.iter().filter(|(name, _)| *name == class);
            return classes.any(|(_, members)| is_of(members, word));
        }
        match one.strip_suffix('*') {
            Some(start) => word.starts_with(start),
            None => word == one || word.strip_suffix("'s") == Some(one),
        }
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_gap_takes_some_words_and_ends_at_a_comma() {
        let said = |text: &str, pattern: &str| find(&words(text), pattern).is_some();
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
