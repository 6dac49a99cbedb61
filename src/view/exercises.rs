//! Movements and prompts as messages, and what to do when one hurts.
//!
//! Picture on top, then steps, dose, caution, source in small, buttons last; complete without its picture.
//! Begin reading at [`exercise`].

use super::button::{ButtonId, Walk};
use super::cards::{
    Frame, GREEN, RED, bullets, button, cautions, container, shortened, small_print,
};
use super::message::{Button, ButtonStyle, Component, Media, Message, Picture};
use super::reminder_button::ReminderButton;
use crate::domain::advice::{Help, Prompt, Safety};
use crate::domain::card::CardId;
use crate::domain::delivery::Token;
use crate::domain::exercise::{Exercise, Filter, Seated};
use crate::domain::rotation::mix;
use crate::text::Words;

/// What an exercise's card is shown for.
pub enum Occasion<'a> {
    /// Somebody asked.
    Asked {
        /// For "Another one".
        walk: Walk,
        /// Only they see it, so that it can be shared.
        private: bool,
    },
    /// A schedule posts it.
    Prompt {
        /// The delivery's token, for its "I did it".
        token: &'a Token,
        /// The line above, with the role that is pinged.
        heading: Option<String>,
        /// The fact and action that it opens with.
        opening: Option<&'a Prompt>,
    },
    /// A member's own reminder.
    Reminder {
        /// The delivery's token, for its "I did it".
        token: &'a Token,
        /// The line above, with the mention if it stands in a channel.
        greeting: String,
        /// What can be done with it beside.
        later: Later,
    },
    /// An admin looks at what a schedule will post.
    Preview {
        /// The line above.
        heading: Option<String>,
        /// The fact and action that it opens with.
        opening: Option<&'a Prompt>,
    },
}

/// What can be done with a scheduled message that comes at the wrong time.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Later {
    /// It is put off.
    Snooze,
    /// It is put off, or what else comes today is left out.
    SnoozeOrSkip,
}

/// An exercise, with its picture and what to do after it.
pub fn exercise(
    frame: Frame<'_>,
    exercise: &Exercise,
    occasion: &Occasion<'_>,
    picture: Option<Picture>,
) -> Message {
    let words = frame.words;
    let mut children = vec![];
    if let Some(opening) = opening(words, occasion) {
        children.push(Component::Text(opening));
    }
    if let Some(picture) = &picture {
        children.push(media(picture));
    }
    children.push(Component::Text(exercise_body(words, exercise)));
    children.push(Component::Text(exercise_care(frame, exercise)));
    children.push(Component::Buttons(exercise_buttons(
        words, exercise, occasion,
    )));
    children.extend(match occasion {
        Occasion::Asked { .. } | Occasion::Preview { .. } => None,
        Occasion::Prompt { token, .. } => Some(later_buttons(words, token, Later::Snooze)),
        Occasion::Reminder { token, later, .. } => Some(later_buttons(words, token, *later)),
    });
    Message {
        components: vec![Component::Container {
            accent: GREEN,
            children,
        }],
        pictures: picture.into_iter().collect(),
        ..Message::default()
    }
}

fn opening(words: Words<'_>, occasion: &Occasion<'_>) -> Option<String> {
    match occasion {
        Occasion::Asked { .. } => None,
        Occasion::Prompt {
            heading, opening, ..
        }
        | Occasion::Preview { heading, opening } => {
            let opening = opening.map_or_else(|| words.get("prompt-opening"), prompt_text);
            let heading = heading.as_deref().map(|line| format!("{line}\n"));
            Some(heading.unwrap_or_default() + &opening)
        }
        Occasion::Reminder { greeting, .. } => Some(greeting.clone()),
    }
}

/// The second row of a scheduled message.
fn later_buttons(words: Words<'_>, token: &Token, later: Later) -> Component {
    let snooze = ButtonId::Reminder(ReminderButton::Snooze(token.clone()));
    let skip = (later == Later::SnoozeOrSkip).then(|| {
        let id = ButtonId::Reminder(ReminderButton::SkipToday(token.clone()));
        button(words, "button-skip-today", &id, ButtonStyle::Secondary)
    });
    let snooze = button(words, "button-snooze", &snooze, ButtonStyle::Secondary);
    Component::Buttons(std::iter::once(snooze).chain(skip).collect())
}

/// A prompt in words: its fact, its action, and how to do it from a chair.
pub fn prompt_text(prompt: &Prompt) -> String {
    let seated = prompt
        .seated
        .as_deref()
        .map(|text| format!("\n-# {text}"))
        .unwrap_or_default();
    format!("**{}**\n{}{seated}", prompt.fact(), prompt.action)
}

fn exercise_body(words: Words<'_>, exercise: &Exercise) -> String {
    let steps = exercise.steps.iter().enumerate();
    let steps: Vec<_> = steps
        .map(|(k, step)| format!("{}. {step}", k + 1))
        .collect();
    let seconds = exercise.seconds;
    let time = if seconds >= 120 && seconds.is_multiple_of(60) {
        words.with(
            "exercise-time-minutes",
            &[("minutes", i64::from(seconds / 60).into())],
        )
    } else {
        words.with("exercise-time", &[("seconds", i64::from(seconds).into())])
    };
    let first = exercise.card.first.as_deref();
    let first = first.map_or_else(String::new, |first| format!("**{first}**\n"));
    format!(
        "{first}## {}\n{} · {time}\n{}\n{}",
        exercise.card.title,
        exercise.dose,
        steps.join("\n"),
        words.with(
            "exercise-mistake",
            &[("mistake", exercise.mistake.as_str().into())]
        ),
    )
}

fn exercise_care(frame: Frame<'_>, exercise: &Exercise) -> String {
    let words = frame.words;
    let seated = match &exercise.seated {
        Seated::Yes { remark } => remark.clone(),
        Seated::Adapted { how } => {
            Some(words.with("exercise-seated", &[("how", how.as_str().into())]))
        }
        Seated::No { instead } => instead.clone(),
    };
    let stop = words.with(
        "exercise-stop-if",
        &[("signs", exercise.stop_if.as_str().into())],
    );
    let lines = seated
        .into_iter()
        .chain(exercise.note.clone())
        .chain(cautions(frame))
        .chain([stop])
        .chain(small_print(
            words,
            &exercise.card,
            &[&frame.safety.stop, &frame.safety.help],
        ));
    lines.collect::<Vec<_>>().join("\n")
}

fn exercise_buttons(words: Words<'_>, exercise: &Exercise, occasion: &Occasion<'_>) -> Vec<Button> {
    let id = || exercise.card.id.clone();
    let (token, walk, can_be_shared) = match occasion {
        Occasion::Asked { walk, private } => (None, walk.clone(), *private),
        Occasion::Prompt { token, .. } | Occasion::Reminder { token, .. } => {
            (Some((*token).clone()), walk_after(id(), token), false)
        }
        Occasion::Preview { .. } => (None, Walk::begin(id(), 0, Filter::default()), false),
    };
    let share = can_be_shared.then(|| {
        let id = ButtonId::Share(id());
        button(words, "button-share", &id, ButtonStyle::Secondary)
    });
    let buttons = [
        button(
            words,
            "button-did",
            &ButtonId::Did(token),
            ButtonStyle::Success,
        ),
        button(
            words,
            "button-another",
            &ButtonId::Next(walk),
            ButtonStyle::Secondary,
        ),
        button(
            words,
            "button-follow-along",
            &ButtonId::FollowAlong(id()),
            ButtonStyle::Secondary,
        ),
        button(
            words,
            "button-hurts",
            &ButtonId::Hurts(id()),
            ButtonStyle::Secondary,
        ),
    ];
    buttons.into_iter().chain(share).collect()
}

/// Where "Another one" below a scheduled message leads.
fn walk_after(card: CardId, token: &Token) -> Walk {
    let seed = token.as_str().bytes();
    let seed = seed.fold(0, |seed, byte| mix(seed ^ u64::from(byte)));
    Walk::begin(card, seed, Filter::default())
}

pub(super) fn media(picture: &Picture) -> Component {
    Component::Media(Media {
        attachment: picture.file_name.clone(),
        description: picture.description.clone(),
    })
}

/// A prompt without a movement of its own, with the line above it, and the delivery's token and what can be done with it
/// beside; an admin who only looks at it gets no such buttons.
pub fn prompt(
    words: Words<'_>,
    safety: &Safety,
    prompt: &Prompt,
    posted: Option<(&Token, Later)>,
    heading: Option<&str>,
) -> Message {
    let heading = heading.map(|line| format!("{line}\n"));
    let heading = heading.unwrap_or_default();
    let text = format!("{heading}{}\n-# {}", prompt_text(prompt), safety.short);
    let id = prompt.card.id.clone();
    let walk = match posted {
        Some((token, _)) => walk_after(id, token),
        None => Walk::begin(id, 0, Filter::default()),
    };
    let did = ButtonId::Did(posted.map(|(token, _)| token.clone()));
    let another = ButtonId::Next(walk);
    let buttons = vec![
        button(words, "button-did", &did, ButtonStyle::Success),
        button(words, "button-another", &another, ButtonStyle::Secondary),
    ];
    let later = posted.map(|(token, later)| later_buttons(words, token, later));
    let children = [Component::Text(text), Component::Buttons(buttons)];
    container(GREEN, children.into_iter().chain(later).collect())
}

/// The stop rule, the signs that must not wait, and where to go from there, for somebody whom an exercise hurts.
/// `urgent` are the cards of such signs, the most urgent first; the signs of that one are told at once.
pub fn hurts(
    words: Words<'_>,
    safety: &Safety,
    urgent: &[&Help],
    gentler: Option<&Exercise>,
) -> Message {
    let signs = urgent.first().map(|help| {
        let points = bullets(&help.points);
        let signs = [
            ("signs", points.into()),
            ("action", help.action.as_str().into()),
        ];
        words.with("hurts-signs", &signs)
    });
    let text = [
        Some(words.get("hurts")),
        Some(safety.stop_in_full.clone()),
        signs,
        Some(safety.not_now.clone()),
    ];
    let text = text.into_iter().flatten().collect::<Vec<_>>().join("\n");
    let mut buttons = vec![button(
        words,
        "button-get-help",
        &ButtonId::Open(safety.help_card.clone()),
        ButtonStyle::Primary,
    )];
    buttons.extend(urgent.iter().skip(1).map(|help| Button {
        custom_id: ButtonId::Open(help.card.id.clone()).to_string(),
        label: shortened(&help.card.title, 80),
        style: ButtonStyle::Secondary,
    }));
    buttons.extend(gentler.map(|gentler| Button {
        custom_id: ButtonId::Open(gentler.card.id.clone()).to_string(),
        label: shortened(
            &words.with(
                "button-gentler",
                &[("title", gentler.card.title.as_str().into())],
            ),
            80,
        ),
        style: ButtonStyle::Secondary,
    }));
    container(
        RED,
        vec![Component::Text(text), Component::Buttons(buttons)],
    )
}
