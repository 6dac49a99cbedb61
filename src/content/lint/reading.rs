//! How hard a text is to read: the Flesch–Kincaid grade, a school year.
//!
//! Kincaid, Fishburne, Rogers, Chissom 1975: 0.39 × words per sentence + 11.8 × syllables per word − 15.59. It
//! was made for English, and syllables are counted by rule, so that a tenth of a year means nothing. Begin
//! reading at [`measure`].

/// How many there are of each in a text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Text {
    pub(super) sentences: usize,
    pub(super) words: usize,
    pub(super) syllables: usize,
}

impl Text {
    /// The school year for which it is written.
    #[expect(clippy::cast_precision_loss, reason = "a card has some hundred words")]
    pub(super) fn grade(self) -> f64 {
        let words = self.words as f64;
        0.39 * (words / self.sentences as f64) + 11.8 * (self.syllables as f64 / words) - 15.59
    }
}

/// Counts what is in some texts, each of which ends a sentence; `None` if there are no words.
pub(super) fn measure<'a>(texts: impl Iterator<Item = &'a str>) -> Option<Text> {
    let mut text = Text {
        sentences: 0,
        words: 0,
        syllables: 0,
    };
    for sentence in texts.flat_map(sentences) {
        let words = sentence
            .split(|c: char| !c.is_alphanumeric() && !"'’".contains(c))
            .filter(|word| word.chars().any(char::is_alphanumeric));
        let (mut n_words, mut n_syllables) = (0, 0);
        for word in words {
            n_words += 1;
            n_syllables += syllables(word);
        }
        text.sentences += usize::from(n_words > 0);
        text.words += n_words;
        text.syllables += n_syllables;
    }
    (text.words > 0).then_some(text)
}

/// The sentences of a text: what ends with a point, a question mark or an exclamation mark.
pub(super) fn sentences(text: &str) -> impl Iterator<Item = &str> {
    let mut rest = text.trim();
    std::iter::from_fn(move || {
        if rest.is_empty() {
            return None;
        }
        // "2.5" goes on; a sentence ends before a blank, or with the text.
        let mut ends = rest
            .match_indices(['.', '?', '!'])
            .map(|(at, mark)| at + mark.len());
        let end = ends.find(|end| rest[*end..].starts_with(char::is_whitespace));
        let (sentence, after) = rest.split_at(end.unwrap_or(rest.len()));
        rest = after.trim_start();
        Some(sentence)
    })
}

/// Groups of vowels, without an `e` that is not heard; one at least.
fn syllables(word: &str) -> usize {
    let word = word.to_lowercase();
    let is_vowel = |c: char| "aeiouyäöüáéíóúñ".contains(c);
    let mut n_groups = 0;
    let mut after_vowel = false;
    for letter in word.chars() {
        n_groups += usize::from(is_vowel(letter) && !after_vowel);
        after_vowel = is_vowel(letter);
    }
    let letters: Vec<char> = word.chars().collect();
    let before = |n: usize| {
        letters
            .len()
            .checked_sub(n)
            .and_then(|index| letters.get(index))
            .copied()
    };
    let is_mute = match (before(3), before(2), before(1)) {
        (Some(third), Some('l'), Some('e')) => is_vowel(third),
        (_, Some(second), Some('e')) => !is_vowel(second),
        (Some(third), Some('e'), Some('d')) => !is_vowel(third) && !"td".contains(third),
        (Some(third), Some('e'), Some('s')) => !is_vowel(third) && !"sxzcgl".contains(third),
        _ => false,
    };
    n_groups.saturating_sub(usize::from(is_mute)).max(1)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn syllables_are_counted_as_they_are_heard() {
        for (word, n_syllables) in [
            ("a", 1),
            ("make", 1),
            ("table", 2),
            ("whole", 1),
            ("shoulder", 2),
            ("stretched", 1),
            ("rested", 2),
            ("breathes", 1),
            ("exercises", 4),
            ("osteoporosis", 5),
            ("20", 1),
        ] {
            assert_eq!(syllables(word), n_syllables, "{word}");
        }
    }

    #[test]
    fn sentences_end_before_a_blank() {
        let text = "Hold for 2.5 seconds. Is it easy? Then rest";
        assert_eq!(
            sentences(text).collect::<Vec<_>>(),
            ["Hold for 2.5 seconds.", "Is it easy?", "Then rest"]
        );
        assert_eq!(sentences(" ").count(), 0);
    }

    #[test]
    fn short_words_in_short_sentences_are_for_young_readers() {
        let grade = |text: &str| measure([text].into_iter()).unwrap().grade();
        let plain = grade("Sit tall. Let your arms hang. Take a slow breath and let it go.");
        let hard = grade(
            "Considerable musculoskeletal discomfort is frequently associated with prolonged occupational immobility.",
        );
        assert!(plain < 3.0 && hard > 18.0, "{plain} {hard}");
        assert_eq!(measure(["…"].into_iter()), None);
    }
}
