//! A message as words: lower case, no apostrophes, with the stops between them.
//!
//! Must not know which words matter. Begin reading at [`tokens`].

use std::collections::HashMap;
use std::ops::Range;

use crate::content::letters::plain;

/// The most words that are looked at; a question of 200 characters has fewer.
const MOST: usize = 120;

/// What stands after a word.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Stop {
    /// Only space, or a hyphen.
    None,
    /// A comma, a bracket, a dash.
    Comma,
    /// The end of a sentence.
    Sentence,
}

/// A word and what stands after it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Token {
    pub(super) word: String,
    pub(super) stop: Stop,
    /// Where it stands in the text, in bytes.
    pub(super) place: Range<usize>,
}

/// The words of a text, each spelled as `spelling` says.
pub(super) fn tokens(text: &str, spelling: &HashMap<String, Vec<String>>) -> Vec<Token> {
    let mut tokens = Vec::new();
    let mut word = Word::default();
    let mut chars = text.char_indices().peekable();
    while let Some((at, c)) = chars.next() {
        let next = chars.peek().map(|(_, next)| *next);
        let next_is_digit = next.is_some_and(|next| next.is_ascii_digit());
        let in_number = word.ends_with_digit() && next_is_digit;
        if c.is_alphanumeric() {
            // A number and its unit are two words: 39c, 40f, 61yo.
            if word.ends_with_digit() && c.is_alphabetic() {
                end(&mut word, spelling, &mut tokens);
            }
            word.add(at, c);
        } else if c == '.' && in_number {
            word.add(at, c);
        } else if !is_apostrophe(c) {
            end(&mut word, spelling, &mut tokens);
            raise_stop(&mut tokens, c, next);
        }
    }
    end(&mut word, spelling, &mut tokens);
    tokens.truncate(MOST);
    tokens
}

fn is_apostrophe(c: char) -> bool {
    matches!(c, '\'' | '’' | '‘' | '`' | '´' | 'ʼ')
}

/// A word that is being read.
#[derive(Default)]
struct Word {
    letters: String,
    place: Range<usize>,
}

impl Word {
    /// The next letter; accents are taken off, since many leave them out.
    fn add(&mut self, at: usize, c: char) {
        if self.letters.is_empty() {
            self.place.start = at;
        }
        self.place.end = at + c.len_utf8();
        self.letters.extend(c.to_lowercase().map(plain));
    }

    fn ends_with_digit(&self) -> bool {
        self.letters.ends_with(|c: char| c.is_ascii_digit())
    }
}

fn end(word: &mut Word, spelling: &HashMap<String, Vec<String>>, tokens: &mut Vec<Token>) {
    let Word { letters, place } = std::mem::take(word);
    if letters.is_empty() {
        return;
    }
    let typed = shorten_runs(&letters);
    let push = |word: String| Token {
        word,
        stop: Stop::None,
        place: place.clone(),
    };
    match spelling.get(&typed) {
        Some(words) => tokens.extend(words.iter().cloned().map(push)),
        None => tokens.push(push(typed)),
    }
}

/// `soooo` becomes `soo`: no English word has a letter three times in a row.
fn shorten_runs(word: &str) -> String {
    let mut short = String::with_capacity(word.len());
    for c in word.chars() {
        let mut last = short.chars().rev();
        if c.is_ascii_digit() || last.next() != Some(c) || last.next() != Some(c) {
            short.push(c);
        }
    }
    short
}

fn raise_stop(tokens: &mut [Token], c: char, next: Option<char>) {
    let stop = match c {
        '.' | '!' | '?' | ';' | '\n' | '…' => Stop::Sentence,
        ',' | ':' | '(' | ')' | '–' | '—' => Stop::Comma,
        // A hyphen in a word joins; one with a space after it separates.
        '-' if next.is_none_or(|next| !next.is_alphanumeric()) => Stop::Comma,
        _ => Stop::None,
    };
    if let Some(last) = tokens.last_mut() {
        last.stop = last.stop.max(stop);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(text: &str, expected: &str) {
        let spelling = HashMap::from([("backpain".to_owned(), vec!["back".into(), "pain".into()])]);
        let shown: Vec<_> = tokens(text, &spelling)
            .into_iter()
            .map(|token| match token.stop {
                Stop::None => token.word,
                Stop::Comma => format!("{},", token.word),
                Stop::Sentence => format!("{}.", token.word),
            })
            .collect();
        assert_eq!(shown.join(" "), expected);
    }

    #[test]
    fn words_lose_case_and_apostrophes_and_keep_stops() {
        check("Can’t FEEL my leg... Help!", "cant feel my leg. help.");
        check("self-harm - or not, (maybe)", "self harm, or not, maybe,");
    }

    #[test]
    fn accents_are_taken_off_and_places_kept() {
        check("Möchte, él", "mochte, el");
        let text = "«Möchte» bad backpain";
        let spelling = HashMap::from([("backpain".to_owned(), vec!["back".into(), "pain".into()])]);
        let places: Vec<_> = tokens(text, &spelling)
            .into_iter()
            .map(|token| text[token.place].to_owned())
            .collect();
        assert_eq!(places, ["Möchte", "bad", "backpain", "backpain"]);
    }

    #[test]
    fn numbers_keep_their_point_and_lose_their_unit() {
        check("temp 39.5C, im 61yo.", "temp 39.5 c, im 61 yo.");
    }

    #[test]
    fn spelling_and_drawn_out_letters_are_settled() {
        check("sooooo much BackPain", "soo much back pain");
    }
}
