//! A routine played step by step: one movement at a time, with its place and the time that is left.
//!
//! Which movement comes next stands in the buttons, so a routine can be gone on with after a restart. Begin reading
//! at [`step`].

use super::button::{Along, ButtonId};
use super::cards::{Frame, GREEN, button};
use super::exercises::{exercise_body, exercise_care, media};
use super::message::{ButtonStyle, Component, Message, Picture};
use super::trail::Trail;
use crate::domain::advice::Routine;
use crate::domain::exercise::Exercise;

/// Where in a routine a movement stands.
#[derive(Debug, Clone, Copy)]
pub struct Place<'a> {
    /// The routine.
    pub routine: &'a Routine,
    /// The movement's number, from 0.
    pub number: u8,
    /// How many there are.
    pub count: u8,
    /// How much of it; `None` for what its own card says.
    pub dose: Option<&'a str>,
    /// Seconds that it takes.
    pub seconds: u16,
    /// Seconds that it and all that follow take.
    pub seconds_left: u32,
}

/// A movement of a routine. The last one ends with "I did it".
pub fn step(
    frame: Frame<'_>,
    exercise: &Exercise,
    place: Place<'_>,
    picture: Option<Picture>,
) -> Message {
    let words = frame.words;
    let dose = place.dose.unwrap_or(&exercise.dose);
    let above = words.with(
        "routine-place",
        &[
            ("title", place.routine.card.title.as_str().into()),
            ("number", (u32::from(place.number) + 1).into()),
            ("count", u32::from(place.count).into()),
            ("minutes", place.seconds_left.div_ceil(60).into()),
        ],
    );
    let mut children = vec![Component::Text(above)];
    children.extend(picture.iter().map(media));
    let body = exercise_body(words, exercise, dose, place.seconds);
    children.push(Component::Text(body));
    children.push(Component::Text(exercise_care(frame, exercise, None)));
    let routine = || place.routine.card.id.clone();
    let (label, ahead, style) = if place.number + 1 < place.count {
        let next = ButtonId::Step(routine(), place.number + 1);
        ("button-next", next, ButtonStyle::Primary)
    } else {
        ("button-did", ButtonId::Did(None), ButtonStyle::Success)
    };
    let behind = match place.number.checked_sub(1) {
        Some(number) => ButtonId::Step(routine(), number),
        None => ButtonId::Open(routine(), Trail::default()),
    };
    let card = || exercise.card.id.clone();
    children.push(Component::Buttons(vec![
        button(words, label, &ahead, style),
        button(words, "button-back", &behind, ButtonStyle::Secondary),
        button(
            words,
            "button-follow-along",
            &ButtonId::FollowAlong(card(), Along::Step(routine(), place.number)),
            ButtonStyle::Secondary,
        ),
        button(
            words,
            "button-hurts",
            &ButtonId::Hurts(card()),
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
