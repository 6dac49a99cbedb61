//! Phrases of the table: what an author writes between quotation marks, as steps to walk along a text.
//!
//! `numb` is the word in any form and with a slip, and beside others also its family (`lost`: `lose`); `=numb` exactly it; `arm|hand` either; `my?` may be
//! left out; `kidney_infection` two words as one choice; `..` up to three words in between (`..5` up to five); `{legs}` whatever that concept
//! says; `<50-120>` a number in that span; `$` the end of a clause. Must not know what is looked for. Begin reading at [`parse`].

use std::collections::HashMap;

use super::words::{Covers, Lexicon, WordId};

/// The number of a concept in the table.
pub(super) type ConceptId = usize;

/// How many words `..` passes over.
const GAP: usize = 3;

/// One step along a phrase.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Step {
    pub(super) want: Want,
    pub(super) optional: bool,
}

/// What a step wants.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Want {
    /// One of these words.
    Word(Vec<WordId>),
    /// These words, one after the other.
    Run(Vec<WordId>),
    /// A number from the first to the second.
    Number(f32, f32),
    /// Whatever stands for a concept.
    Concept(ConceptId),
    /// One of these.
    Either(Vec<Want>),
    /// Any words, at most so many.
    Gap(usize),
    /// No word: a comma, a stop or nothing follows.
    End,
}

/// The steps of a phrase.
pub(super) type Phrase = Vec<Step>;

/// Why a phrase cannot be read, and what would be.
pub(super) type Unreadable = (String, &'static str);

/// Reads a phrase.
///
/// # Errors
///
/// The first step that is none.
pub(super) fn parse(
    text: &str,
    concepts: &HashMap<&str, ConceptId>,
    lexicon: &mut Lexicon,
) -> Result<Phrase, Unreadable> {
    let mut phrase = Vec::new();
    let is_lone = text.split_whitespace().nth(1).is_none();
    let covers = if is_lone {
        Covers::Forms
    } else {
        Covers::Family
    };
    for part in text.split_whitespace() {
        let (bare, optional) = match part.strip_suffix('?') {
            Some(bare) => (bare, true),
            None => (part, false),
        };
        let want = want(bare, covers, concepts, lexicon)?;
        phrase.push(Step { want, optional });
    }
    let is_gap = |step: &Step| matches!(step.want, Want::Gap(_));
    let is_word = |step: &Step| !is_gap(step) && !may_be_end(&step.want);
    let begins = phrase.first().is_some_and(|s| !s.optional && is_word(s));
    if begins && phrase.last().is_some_and(|s| !is_gap(s)) {
        Ok(phrase)
    } else {
        let wrong = format!("“{text}” is empty, begins with what may be absent, or ends with `..`");
        Err((wrong, "words that must be there at both ends"))
    }
}

fn want(
    part: &str,
    covers: Covers,
    concepts: &HashMap<&str, ConceptId>,
    lexicon: &mut Lexicon,
) -> Result<Want, Unreadable> {
    if let Some(most) = part.strip_prefix("..") {
        return match most.parse() {
            Ok(most) => Ok(Want::Gap(most)),
            Err(_) if most.is_empty() => Ok(Want::Gap(GAP)),
            Err(_) => Err((format!("“{part}” is no gap"), "`..`, or `..5`")),
        };
    }
    let mut words = Vec::new();
    let mut others = Vec::new();
    for choice in part.split('|') {
        if choice.starts_with('{') {
            others.push(concept(choice, concepts)?);
        } else if choice.starts_with('<') {
            others.push(number(choice)?);
        } else if choice == "$" {
            others.push(Want::End);
        } else if choice.contains('_') {
            let run: Result<_, _> = choice
                .split('_')
                .map(|w| word(w, Covers::Family, lexicon))
                .collect();
            others.push(Want::Run(run?));
        } else {
            words.push(word(choice, covers, lexicon)?);
        }
    }
    if others.is_empty() {
        return Ok(Want::Word(words));
    }
    if !words.is_empty() {
        others.push(Want::Word(words));
    }
    Ok(Want::Either(others))
}

fn may_be_end(want: &Want) -> bool {
    match want {
        Want::End => true,
        Want::Either(wants) => wants.iter().any(may_be_end),
        _ => false,
    }
}

fn concept(part: &str, concepts: &HashMap<&str, ConceptId>) -> Result<Want, Unreadable> {
    let name = part.trim_start_matches('{').trim_end_matches('}');
    match concepts.get(name) {
        Some(&id) => Ok(Want::Concept(id)),
        None => Err((
            format!("there is no concept “{name}”"),
            "the name of a [concept.…]",
        )),
    }
}

fn number(part: &str) -> Result<Want, Unreadable> {
    let span = part.trim_start_matches('<').trim_end_matches('>');
    let ends = span.split_once('-');
    match ends.map(|(from, to)| (from.parse(), to.parse())) {
        Some((Ok(from), Ok(to))) => Ok(Want::Number(from, to)),
        _ => Err((format!("“{part}” is no span"), "such as <50-120>")),
    }
}

fn word(part: &str, covers: Covers, lexicon: &mut Lexicon) -> Result<WordId, Unreadable> {
    let (letters, covers) = match part.strip_prefix('=') {
        Some(letters) => (letters, Covers::Itself),
        None => (part, covers),
    };
    let plain = |c: char| (c.is_alphanumeric() && !c.is_uppercase()) || c == '.';
    if letters.is_empty() || !letters.chars().all(plain) {
        return Err((
            format!("“{part}” is no word"),
            "lower-case words without apostrophes or hyphens, `=word`, `a|b`, `word?`, `..`, `{concept}` or `<1-9>`",
        ));
    }
    Ok(lexicon.add(letters, covers))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(text: &str, wrong: Option<&str>) {
        let concepts = HashMap::from([("legs", 0)]);
        let found = parse(text, &concepts, &mut Lexicon::default());
        assert_eq!(found.err().map(|(wrong, _)| wrong).as_deref(), wrong);
    }

    #[test]
    fn phrases_are_read_or_refused_with_a_reason() {
        check("cant|cannot feel my? .. {legs}", None);
        check("=im <50-120>", None);
        check("i want out $|now", None);
        check("{arms} numb", Some("there is no concept “arms”"));
        check("can't", Some("“can't” is no word"));
        check(
            "numb ..",
            Some("“numb ..” is empty, begins with what may be absent, or ends with `..`"),
        );
    }
}
