//! From text to words and their stems.
//!
//! Begin reading at [`words`].

use rust_stemmers::{Algorithm, Stemmer};

use crate::content::letters::plain;

/// The words of a text in small letters: letters and digits apart, apostrophes left out, accents taken off.
pub(super) fn words(text: &str) -> Vec<String> {
    let mut words = Vec::new();
    let mut word = String::new();
    let mut was_digit = false;
    for symbol in text.chars().flat_map(char::to_lowercase).map(plain) {
        if matches!(symbol, '\'' | '’' | '‘' | '`' | '´') {
            continue;
        }
        let ends = !symbol.is_alphanumeric() || symbol.is_ascii_digit() != was_digit;
        if ends && !word.is_empty() {
            words.push(std::mem::take(&mut word));
        }
        if symbol.is_alphanumeric() {
            was_digit = symbol.is_ascii_digit();
            word.push(symbol);
        }
    }
    if !word.is_empty() {
        words.push(word);
    }
    words
}

/// Takes the endings off words of one language; of a language that it does not know, none.
pub(super) struct Stems(Option<Stemmer>);

impl Stems {
    /// For a language as packs name it, such as `en`.
    pub(super) fn of(language: &str) -> Self {
        let algorithm = match language.split('-').next().unwrap_or(language) {
            "de" => Algorithm::German,
            "en" => Algorithm::English,
            "es" => Algorithm::Spanish,
            "fr" => Algorithm::French,
            "it" => Algorithm::Italian,
            "nl" => Algorithm::Dutch,
            "pt" => Algorithm::Portuguese,
            _ => return Self(None),
        };
        Self(Some(Stemmer::create(algorithm)))
    }

    /// The stem of a word from [`words`].
    pub(super) fn stem(&self, word: &str) -> String {
        match &self.0 {
            Some(stemmer) => stemmer.stem(word).into_owned(),
            None => word.to_owned(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_are_small_and_bare() {
        let check = |text: &str, expected: &[&str]| assert_eq!(words(text), expected, "{text}");
        check("Can't  turn my NECK!!", &["cant", "turn", "my", "neck"]);
        check(
            "2min sit-stand, 20/20",
            &["2", "min", "sit", "stand", "20", "20"],
        );
        check("café – über’s", &["cafe", "ubers"]);
        check("?! 🙂", &[]);
    }

    #[test]
    fn stems_join_the_forms_of_a_word() {
        let stems = Stems::of("en-GB");
        for word in ["stretch", "stretches", "stretching", "stretched"] {
            assert_eq!(stems.stem(word), "stretch");
        }
        assert_eq!(Stems::of("tlh").stem("stretches"), "stretches");
    }
}
