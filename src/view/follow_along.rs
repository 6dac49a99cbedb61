//! A movement in motion, with its parts on Discord's own clock: nothing is edited while it runs.
//!
//! Begin reading at [`follow_along`].

use jiff::{Timestamp, ToSpan};

use super::button::ButtonId;
use super::cards::{Frame, GREEN, button};
use super::exercises::media;
use super::message::{ButtonStyle, Component, Message, Picture};
use super::words::relative;
use crate::domain::exercise::Exercise;
use crate::domain::pace::{Part, READY};
use crate::text::Words;

/// How much of a movement there is to follow.
#[derive(Debug, Clone)]
pub struct Course<'a> {
    /// In words, where that is not what the movement's own card says.
    pub dose: Option<&'a str>,
    /// Part by part.
    pub parts: Vec<Part>,
}

/// The movement from `now` on, with time to get into position. `did` is what its "I did it" means.
pub fn follow_along(
    frame: Frame<'_>,
    exercise: &Exercise,
    course: &Course<'_>,
    picture: Option<Picture>,
    did: &ButtonId,
    now: Timestamp,
) -> Message {
    let words = frame.words;
    let card = &exercise.card;
    let mut children: Vec<Component> = picture.iter().map(media).collect();
    let text = [
        words.with("follow-title", &[("title", card.title.as_str().into())]),
        on_the_clock(words, exercise, course, now),
        words.with(
            "exercise-stop-if",
            &[("signs", exercise.stop_if.as_str().into())],
        ),
        format!("-# {}\n-# {}", words.get("follow-note"), frame.safety.stop),
    ];
    children.push(Component::Text(text.join("\n")));
    children.push(Component::Buttons(vec![
        button(words, "button-did", did, ButtonStyle::Success),
        button(
            words,
            "button-hurts",
            &ButtonId::Hurts(card.id.clone()),
            ButtonStyle::Secondary,
        ),
    ]));
    Message {
        components: vec![Component::Container {
            accent: GREEN,
            children,
        }],
        pictures: picture.into_iter().collect(),
        ..Message::default()
    }
}

/// What the numbers in the picture mean, then when what begins, and the end.
fn on_the_clock(
    words: Words<'_>,
    exercise: &Exercise,
    course: &Course<'_>,
    now: Timestamp,
) -> String {
    let at = |seconds: u32| {
        let seconds = i64::from(READY + seconds).seconds();
        relative(now.checked_add(seconds).unwrap_or(now))
    };
    let keys = exercise.pose.keys.iter().enumerate();
    let keys: Vec<_> = keys
        .map(|(index, key)| format!("**{}** {}", index + 1, key.say))
        .collect();
    let parts = &course.parts;
    let end = parts.last().map_or(0, |last| last.begins + last.lasts);
    let said = |key: &str, at: String| words.with(key, &[("at", at.into())]);
    let mut lines: Vec<_> = course.dose.map(str::to_owned).into_iter().collect();
    lines.extend([
        words.with("follow-pictures", &[("keys", keys.join(" · ").into())]),
        said("follow-ready", at(0)),
    ]);
    lines.extend(parts.iter().map(|part| {
        let arguments = [
            ("at", at(part.begins).into()),
            ("what", what(words, part).into()),
        ];
        format!("- {}", words.with("follow-part", &arguments))
    }));
    lines.push(format!("- {}", said("follow-done", at(end))));
    lines.join("\n")
}

/// "first side · 6 times · hold each for 3 seconds".
fn what(words: Words<'_>, part: &Part) -> String {
    let round = part.round.map(|(round, rounds)| {
        words.with(
            "follow-round",
            &[("round", round.into()), ("rounds", rounds.into())],
        )
    });
    let side = part
        .side
        .map(|side| words.get(&format!("follow-side-{side}")));
    let times = part
        .times
        .map(|times| words.with("follow-times", &[("times", times.into())]));
    let hold = part.hold.map(|hold| {
        let times = part.times.unwrap_or(1);
        words.with(
            "follow-hold",
            &[("times", times.into()), ("seconds", hold.into())],
        )
    });
    let go = (times.is_none() && hold.is_none()).then(|| words.get("follow-go"));
    let told = [part.what.clone(), round, side, times, hold, go];
    told.into_iter().flatten().collect::<Vec<_>>().join(" · ")
}
