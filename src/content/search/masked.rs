//! Words that people write with some letters masked, or pulled apart, since they dare not write them out: "k*ll",
//! "su1cide", "sui cide", "d i e". They are read as if they were written out.
//!
//! Which words these are, the lexicon says. Begin reading at [`Masked::lift`].

/// Words that are looked for behind masks.
pub(super) struct Masked(Vec<String>);

/// The shortest word that may be cut in two.
const CUT: usize = 7;
/// So many letters that stand alone, one after the other, may spell a word.
const SPELLED: usize = 3;
/// Stands for any letter.
const ANY: [char; 7] = ['*', '#', '_', '%', '•', '·', '×'];
/// Stands for letters that look like it.
const LIKE: [(char, &str); 15] = [
    ('0', "o"),
    ('1', "il"),
    ('!', "il"),
    ('|', "il"),
    ('¡', "i"),
    ('3', "e"),
    ('€', "e"),
    ('4', "a"),
    ('@', "a"),
    ('5', "s"),
    ('$', "s"),
    ('7', "t"),
    ('+', "t"),
    ('8', "b"),
    ('9', "g"),
];

impl Masked {
    pub(super) fn new(words: &[String]) -> Self {
        Self(words.to_vec())
    }

    /// A text with the words written out.
    pub(super) fn lift(&self, text: &str) -> String {
        if self.0.is_empty() {
            return text.to_owned();
        }
        let lines = text.split('\n').map(|line| self.lift_line(line));
        lines.collect::<Vec<_>>().join("\n")
    }

    fn lift_line(&self, line: &str) -> String {
        let chunks: Vec<&str> = line.split_whitespace().collect();
        let mut lifted: Vec<String> = Vec::new();
        let mut at = 0;
        while let Some(chunk) = chunks.get(at) {
            let rest = chunks.get(at..).unwrap_or_default();
            if let Some((words, n_chunks)) = self.spelled(rest).or_else(|| self.cut(rest)) {
                lifted.push(words);
                at += n_chunks;
            } else {
                lifted.push(self.unmasked(chunk).unwrap_or_else(|| (*chunk).to_owned()));
                at += 1;
            }
        }
        lifted.join(" ")
    }

    /// Letters that stand alone and spell one of the words, with what is spelled after it.
    fn spelled(&self, chunks: &[&str]) -> Option<(String, usize)> {
        let letters: Vec<char> = chunks
            .iter()
            .map_while(|chunk| lone_letter(chunk))
            .collect();
        if letters.len() < SPELLED {
            return None;
        }
        let spelled: String = letters.iter().collect();
        let word = self.longest(|word| spelled.starts_with(word))?;
        let rest = spelled.strip_prefix(word)?;
        // One more letter belongs to what comes next, such as "I".
        let rest = if rest.chars().count() > 1 { rest } else { "" };
        let n_letters = (word.to_owned() + rest).chars().count();
        let end = chunks.get(n_letters - 1).map_or("", |last| tail(last));
        Some((
            format!("{word} {rest}").trim_end().to_owned() + end,
            n_letters,
        ))
    }

    /// Two pieces of one of the words.
    fn cut(&self, chunks: &[&str]) -> Option<(String, usize)> {
        let [first, second, ..] = chunks else {
            return None;
        };
        let core = core(second).to_lowercase();
        let whole = first.to_lowercase() + &core;
        let is_one = |word: &str| word.len() >= CUT && word == whole;
        let word = self.longest(is_one)?;
        Some((word.to_owned() + tail(second), 2))
    }

    /// One of the words behind a mask.
    fn unmasked(&self, chunk: &str) -> Option<String> {
        let whole = chunk.to_lowercase();
        let from = whole.trim_start_matches(['"', '\'', '(', '“', '‘', '*', '_']);
        [core(from), from, whole.as_str()]
            .into_iter()
            .find_map(|core| {
                if core.chars().all(char::is_alphabetic) {
                    return None;
                }
                let word = self.longest(|word| is_behind(word, core) || is_strung(word, core))?;
                let after = from.strip_prefix(core).unwrap_or_default();
                Some(word.to_owned() + after)
            })
    }

    fn longest(&self, holds: impl Fn(&str) -> bool) -> Option<&str> {
        let words = self.0.iter().map(String::as_str).filter(|word| holds(word));
        words.max_by_key(|word| word.len())
    }
}

/// A word with its letters one for one, of which at least half are as they should be, and the first or what looks like it.
fn is_behind(word: &str, masked: &str) -> bool {
    let n_letters = word.chars().count();
    if masked.chars().count() != n_letters {
        return false;
    }
    let mut n_right = 0;
    let fits = word
        .chars()
        .zip(masked.chars())
        .enumerate()
        .all(|(at, (letter, mask))| {
            n_right += usize::from(letter == mask);
            letter == mask || looks_like(mask, letter) || (at > 0 && ANY.contains(&mask))
        });
    fits && n_right * 2 >= n_letters && n_right < n_letters
}

fn looks_like(mask: char, letter: char) -> bool {
    LIKE.iter()
        .any(|(sign, letters)| *sign == mask && letters.contains(letter))
}

/// The letters of a word on a string: "d.i.e", "su-icide".
fn is_strung(word: &str, chunk: &str) -> bool {
    let pieces: Vec<&str> = chunk
        .split(['.', '-', '_', '*', '/', '~', '+', ','])
        .filter(|piece| !piece.is_empty())
        .collect();
    let is_apart = pieces.iter().all(|piece| piece.chars().count() == 1);
    (is_apart || word.len() >= CUT) && pieces.len() > 1 && pieces.concat() == word
}

/// A chunk is one letter, perhaps with a stop behind it.
fn lone_letter(chunk: &str) -> Option<char> {
    let mut letters = core(chunk).chars();
    let letter = letters.next().filter(char::is_ascii_alphabetic)?;
    letters
        .next()
        .is_none()
        .then(|| letter.to_ascii_lowercase())
}

/// A chunk without the stops behind it,
fn core(chunk: &str) -> &str {
    chunk.trim_end_matches(['.', ',', '!', '?', ';', ':', ')', '"', '\'', '…', '”', '’'])
}

/// and those stops.
fn tail(chunk: &str) -> &str {
    chunk.strip_prefix(core(chunk)).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn lift(text: &str) -> String {
        let words = [
            "kill", "killing", "suicide", "suicidal", "die", "hang", "dead",
        ];
        Masked::new(&words.map(str::to_owned)).lift(text)
    }

    #[test]
    fn words_behind_a_mask_are_written_out() {
        for (text, expected) in [
            ("want to k*ll myself", "want to kill myself"),
            ("k1ll myself.", "kill myself."),
            ("K!LL myself", "kill myself"),
            ("su1cide", "suicide"),
            ("su!c!de?", "suicide?"),
            ("$uicide, now", "suicide, now"),
            ("feel 5uicidal", "feel suicidal"),
            ("s**cide", "suicide"),
            ("sui cide thoughts", "suicide thoughts"),
            ("su-icide", "suicide"),
            ("s.u.i.c.i.d.e.", "suicide."),
            ("i wanna d i e!", "i wanna die!"),
            ("k i l l m y s e l f", "kill myself"),
            ("d*e", "die"),
            ("(d1e)", "die)"),
            ("h@ng myself", "hang myself"),
        ] {
            assert_eq!(lift(text), expected);
        }
    }

    #[test]
    fn what_is_masked_by_nothing_stays_as_it_is() {
        for text in [
            "sit 90 degrees, 20-20-20 and 2 x 3",
            "my L4/L5 disc",
            "a b c d e f",
            "what the h*ll is text neck",
            "sh*t posture",
            "do I need a C1 visit",
            "skill: hanging, died down",
            "*die* Schulter",
            "to hell with k-ll",
            "5 x 10 squats @ home",
            "plan a, plan b",
            "one\ntwo",
        ] {
            let same = text.replace("*die*", "die*");
            assert!([text.to_owned(), same].contains(&lift(text)), "{text}");
        }
    }
}
