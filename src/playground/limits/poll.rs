//! Polls.

use super::emoji;
use super::form::Form;

/// Checks the `poll` of a new message.
pub(super) fn check(poll: &Form<'_>) {
    if poll.object().is_none() {
        return;
    }
    if let Some(question) = poll.require("question")
        && question.object().is_some()
    {
        question.require("text").map(|text| text.text(1..=300));
    }
    if let Some(answers) = poll.require("answers") {
        for answer in answers.list(1..=10).unwrap_or_default() {
            check_answer(&answer);
        }
    }
    poll.get("duration").map(|hours| hours.integer(1..=768));
    poll.get("allow_multiselect").map(|flag| flag.boolean());
    poll.get("layout_type").map(|layout| layout.one_of(&[1]));
}

fn check_answer(answer: &Form<'_>) {
    if answer.object().is_none() {
        return;
    }
    let Some(media) = answer.require("poll_media") else {
        return;
    };
    if media.object().is_none() {
        return;
    }
    media.optional("emoji", emoji::check);
    match media.get("text") {
        Some(text) => {
            text.text(1..=55);
        }
        None if media.get("emoji").is_none() => {
            media.require("text");
        }
        None => {}
    }
}
