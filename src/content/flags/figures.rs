//! Words that are not meant: figures of speech, tales of nobody here, and what the writer puts right.
//!
//! Their words are hidden before signs are looked for. Must not know any rule. Begin reading at [`figures`].

use super::find::{Finder, Span};
use super::text::Stop;

/// How many words before “the meeting, I mean” it puts right.
const TAKEN_BACK: usize = 10;

/// Where words stand that are not meant.
pub(super) fn figures(finder: &Finder<'_>) -> Vec<Span> {
    let mut spans = Vec::new();
    for idiom in &finder.table.idioms {
        let found = finder.any_of(&idiom.say).into_iter();
        spans.extend(found.filter(|span| {
            is_one_clause(finder, *span)
                && word_before(finder, *span).is_none_or(|word| !idiom.not_after.contains(word))
        }));
    }
    let tales = finder.any_of(&finder.table.tales.say).into_iter();
    spans.extend(tales.map(|span| told(finder, span)));
    let corrections = finder.any_of(&finder.table.negation.takes_back).into_iter();
    spans.extend(corrections.map(|span| put_right(finder, span)));
    spans.sort_unstable();
    spans.dedup();
    spans
}

fn word_before<'a>(finder: &'a Finder<'_>, span: Span) -> Option<&'a String> {
    let last = span.start.checked_sub(1)?;
    finder.tokens.get(last).map(|token| &token.word)
}

/// No comma parts the words.
fn is_one_clause(finder: &Finder<'_>, span: Span) -> bool {
    let before_last = &finder.tokens[span.start..span.end.saturating_sub(1)];
    before_last.iter().all(|token| token.stop == Stop::None)
}

/// A tale goes on to the end of the clause, or to a word that tells of the writer; and through a list of illnesses.
fn told(finder: &Finder<'_>, begins: Span) -> Span {
    let mut end = begins.end;
    while let Some(token) = finder.tokens.get(end) {
        let stop = match end.checked_sub(1) {
            Some(last) => finder.tokens[last].stop,
            None => Stop::None,
        };
        let goes_on = match stop {
            Stop::None => true,
            Stop::Comma => is_list(finder, end),
            Stop::Sentence => false,
        };
        if !goes_on || finder.table.tales.ends.contains(&token.word) {
            break;
        }
        end += 1;
    }
    Span { end, ..begins }
}

/// The clause that begins at `from` has nothing but what a tale may list.
fn is_list(finder: &Finder<'_>, from: usize) -> bool {
    let Some(listed) = finder.table.tales.lists.map(|id| &finder.spans[id]) else {
        return false;
    };
    let clause = finder.tokens[from..].iter();
    let length = clause.take_while(|token| token.stop == Stop::None).count() + 1;
    let end = finder.tokens.len().min(from + length);
    (from..end).all(|at| {
        let is_link = matches!(
            finder.tokens[at].word.as_str(),
            "and" | "or" | "the" | "a" | "etc" | "one" | "two" | "three" | "several" | "some"
        );
        is_link
            || listed
                .iter()
                .any(|span| (span.start..span.end).contains(&at))
    })
}

/// A correction reaches back into the sentence before it, no further.
fn put_right(finder: &Finder<'_>, span: Span) -> Span {
    let mut start = span.start;
    let mut has_ended = false;
    while start > 0 && span.start - start < TAKEN_BACK {
        let is_end = finder.tokens[start - 1].stop == Stop::Sentence;
        if is_end && has_ended {
            break;
        }
        has_ended |= is_end;
        start -= 1;
    }
    Span { start, ..span }
}
