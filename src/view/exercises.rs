//! Movements and prompts as messages, and what to do when one hurts.
//!
//! Picture on top, then steps, dose, caution, source in small, buttons last; complete without its picture.
//! Begin reading at [`exercise`].

use super::button::{Along, ButtonId, Walk};
use super::cards::{
    Frame, GREEN, RED, back, bullets, button, cautions, container, shortened, small_print,
};
use super::message::{Button, ButtonStyle, Component, Media, Message, Picture};
use super::reminders::{Later, later_buttons};
use super::trail::{Stop, Trail};
use crate::domain::advice::{Help, Prompt, Safety};
use crate::domain::card::CardId;
use crate::domain::delivery::Token;
use crate::domain::exercise::{Exercise, Filter, Position, Seated};
use crate::domain::ids::InteractionId;
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
        /// How they came to the first card of the walk.
        trail: Trail,
    },
    /// Somebody asked for one that the channel does together.
    Together {
        /// For "Another one".
        walk: Walk,
        /// The interaction that asked.
        id: InteractionId,
        /// How many have done it.
        count: u32,
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

impl Occasion<'_> {
    fn token(&self) -> Option<&Token> {
        match self {
            Self::Prompt { token, .. } | Self::Reminder { token, .. } => Some(token),
            Self::Asked { .. } | Self::Together { .. } | Self::Preview { .. } => None,
        }
    }

    /// The way to do it from a chair, where that is what was asked for and the steps and the picture show another.
    fn seated_version<'a>(&self, exercise: &'a Exercise) -> Option<&'a str> {
        let (Self::Asked { walk, .. } | Self::Together { walk, .. }) = self else {
            return None;
        };
        match &exercise.seated {
            Seated::Adapted { how } if walk.filter.position == Some(Position::Seated) => Some(how),
            _ => None,
        }
    }
}

/// An exercise, with its picture and what to do after it. Who asked for something to do from a chair reads the
/// seated version first, and sees no picture of somebody on their feet.
pub fn exercise(
    frame: Frame<'_>,
    exercise: &Exercise,
    occasion: &Occasion<'_>,
    picture: Option<Picture>,
) -> Message {
    let words = frame.words;
    let seated = occasion.seated_version(exercise);
    let picture = picture.filter(|_| seated.is_none());
    let mut children = vec![];
    if let Some(opening) = opening(words, occasion) {
        children.push(Component::Text(opening));
    }
    if let Some(picture) = &picture {
        children.push(media(picture));
    }
    let dose = &exercise.dose;
    let body = match seated {
        Some(how) => seated_body(words, exercise, how),
        None => exercise_body(words, exercise, dose, exercise.seconds),
    };
    children.push(Component::Text(body));
    children.push(Component::Text(exercise_care(frame, exercise, seated)));
    children.push(Component::Buttons(exercise_buttons(
        words, exercise, occasion,
    )));
    let more = match occasion {
        Occasion::Asked { .. } | Occasion::Together { .. } | Occasion::Preview { .. } => {
            ways(frame, exercise, occasion)
        }
        Occasion::Prompt { token, .. } => Some(later_buttons(words, token, Later::Snooze)),
        Occasion::Reminder { token, later, .. } => Some(later_buttons(words, token, *later)),
    };
    children.extend(more);
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
        Occasion::Together { count, .. } => {
            Some(words.with("together", &[("count", (*count).into())]))
        }
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

/// A prompt in words: its fact, its action, and how to do it from a chair.
pub fn prompt_text(prompt: &Prompt) -> String {
    let seated = prompt
        .seated
        .as_deref()
        .map(|text| format!("\n-# {text}"))
        .unwrap_or_default();
    format!("**{}**\n{}{seated}", prompt.fact(), prompt.action)
}

/// What is done so often, and takes so many seconds.
pub(super) fn exercise_body(
    words: Words<'_>,
    exercise: &Exercise,
    dose: &str,
    seconds: u16,
) -> String {
    format!(
        "{}\n{}\n{}",
        heading(exercise),
        amount(words, dose, seconds),
        how_to(words, exercise),
    )
}

/// From a chair; the steps of the others stand below, since its words may lean on them.
fn seated_body(words: Words<'_>, exercise: &Exercise, how: &str) -> String {
    format!(
        "{}\n{}\n{}\n\n{}\n{}",
        heading(exercise),
        words.with("exercise-seated", &[("how", how.into())]),
        amount(words, &exercise.dose, exercise.seconds),
        words.get("exercise-not-seated"),
        how_to(words, exercise),
    )
}

fn heading(exercise: &Exercise) -> String {
    let first = exercise.card.first.as_deref();
    let first = first.map_or_else(String::new, |first| format!("**{first}**\n"));
    format!("{first}## {}", exercise.card.title)
}

/// How much of it, and how long that takes, as one line: the sentence goes on, so that its full stop goes.
fn amount(words: Words<'_>, dose: &str, seconds: u16) -> String {
    let dose = dose.strip_suffix('.').unwrap_or(dose);
    format!("{dose} · {}", time(words, seconds))
}

fn time(words: Words<'_>, seconds: u16) -> String {
    if seconds >= 120 && seconds.is_multiple_of(60) {
        let minutes = i64::from(seconds / 60);
        return words.with("exercise-time-minutes", &[("minutes", minutes.into())]);
    }
    words.with("exercise-time", &[("seconds", i64::from(seconds).into())])
}

fn how_to(words: Words<'_>, exercise: &Exercise) -> String {
    let steps = exercise.steps.iter().zip(1..);
    let steps = steps.map(|(step, number)| format!("{number}. {step}"));
    let mistake = [("mistake", exercise.mistake.as_str().into())];
    let mistake = words.with("exercise-mistake", &mistake);
    steps.chain([mistake]).collect::<Vec<_>>().join("\n")
}

/// Remarks, cautions and what stands in small; the seated version not again if it was told.
pub(super) fn exercise_care(frame: Frame<'_>, exercise: &Exercise, told: Option<&str>) -> String {
    let words = frame.words;
    let seated = match &exercise.seated {
        Seated::Adapted { .. } if told.is_some() => None,
        Seated::Yes { remark } => remark.clone(),
        Seated::Adapted { how } | Seated::Instead { which: how } => {
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
    let token = occasion.token();
    let (walk, trail) = match occasion {
        // Another one takes the place of an answer, so that there is a way back to that.
        Occasion::Asked { walk, trail, .. } if trail.around().is_some() => {
            (walk.clone(), trail.from(Stop::Card(id())))
        }
        Occasion::Asked { walk, trail, .. } => (walk.clone(), trail.clone()),
        Occasion::Together { walk, .. } => (walk.clone(), Trail::default()),
        Occasion::Prompt { token, .. } | Occasion::Reminder { token, .. } => {
            (walk_after(id(), token), Trail::default())
        }
        Occasion::Preview { .. } => {
            let walk = Walk::begin(id(), 0, Filter::default());
            (walk, Trail::default())
        }
    };
    let did = match occasion {
        Occasion::Together { id, .. } => ButtonId::Together(*id, None),
        _ => ButtonId::Did(token.cloned()),
    };
    let other = |key: &str, id: &ButtonId| button(words, key, id, ButtonStyle::Secondary);
    let mut buttons = vec![
        button(words, "button-did", &did, ButtonStyle::Success),
        other("button-another", &ButtonId::Next(walk, trail)),
    ];
    // What moves there is not done from a chair.
    if occasion.seated_version(exercise).is_none() {
        let from = match (token, occasion) {
            (Some(token), _) => Along::Delivery(token.clone()),
            (None, Occasion::Together { id, .. }) => Along::Together(*id),
            (None, _) => Along::Card,
        };
        let id = ButtonId::FollowAlong(id(), from);
        buttons.push(other("button-follow-along", &id));
    }
    buttons.push(other("button-hurts", &ButtonId::Hurts(id())));
    buttons
}

/// What leads away from a card that only its reader sees: to the channel, and back.
fn ways(frame: Frame<'_>, exercise: &Exercise, occasion: &Occasion<'_>) -> Option<Component> {
    let Occasion::Asked { private: true, .. } = occasion else {
        return None;
    };
    let share = button(
        frame.words,
        "button-share",
        &ButtonId::Share(exercise.card.id.clone()),
        ButtonStyle::Secondary,
    );
    let buttons = std::iter::once(share).chain(back(frame));
    Some(Component::Buttons(buttons.collect()))
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
    let another = ButtonId::Next(walk, Trail::default());
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
    hurting: &CardId,
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
    let way = Trail::only(Stop::Hurts(hurting.clone()));
    let open = |card: &CardId| ButtonId::Open(card.clone(), way.clone());
    let mut buttons = vec![button(
        words,
        "button-get-help",
        &open(&safety.help_card),
        ButtonStyle::Primary,
    )];
    buttons.extend(urgent.iter().skip(1).map(|help| Button {
        custom_id: open(&help.card.id).to_string(),
        label: shortened(&help.card.title, 80),
        style: ButtonStyle::Secondary,
    }));
    buttons.extend(gentler.map(|gentler| Button {
        custom_id: open(&gentler.card.id).to_string(),
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
