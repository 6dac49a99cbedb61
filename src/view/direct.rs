//! Direct messages tried out: the test message, and what to do where it does not come.

use jiff::{SignedDuration, Timestamp};

use super::WellnessButton;
use super::button::ButtonId;
use super::cards::{GREEN, button, container};
use super::message::{ButtonStyle, Component, Message};
use super::words::relative;
use crate::text::Words;

/// What comes sooner than this comes now.
const NOW: SignedDuration = SignedDuration::from_secs(10);

/// The test message, with the button that says that it was seen.
pub fn test(words: Words<'_>) -> Message {
    let seen = button(
        words,
        "button-see-test",
        &ButtonId::Wellness(WellnessButton::SeeDirect),
        ButtonStyle::Success,
    );
    container(
        GREEN,
        vec![
            Component::Text(words.get("dm-test")),
            Component::Buttons(vec![seen]),
        ],
    )
}

/// When the test message is to be expected.
pub fn expected(words: Words<'_>, at: Timestamp, now: Timestamp) -> String {
    if at.duration_since(now) < NOW {
        return words.get("dm-expected-now");
    }
    words.with("dm-expected", &[("when", relative(at).into())])
}

/// What is wrong, in the word of the database, and a button for another try where that can help.
pub fn trouble(words: Words<'_>, trouble: &str) -> Vec<Component> {
    let mut parts = vec![Component::Text(words.get(&format!("dm-trouble-{trouble}")))];
    if trouble != "later" {
        let again = button(
            words,
            "button-test-direct",
            &ButtonId::Wellness(WellnessButton::TestDirect),
            ButtonStyle::Secondary,
        );
        parts.push(Component::Buttons(vec![again]));
    }
    parts
}
