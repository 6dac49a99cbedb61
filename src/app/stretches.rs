//! A movement that fits, another one, and what to do when one hurts. Begin reading at [`App::stretch`].

use jiff::Timestamp;

use super::cards::pick;
use super::dispatch::Failure;
use super::pictures::Form;
use super::{App, Interaction, Reply, Visibility};
use crate::content::{CardRef, Selection, Step};
use crate::domain::advice::Urgency;
use crate::domain::card::{Area, CardId};
use crate::domain::exercise::{Exercise, ExerciseKind, Filter, Level};
use crate::domain::ids::{MessageId, UserId};
use crate::domain::pace::{parts, parts_of};
use crate::text::Words;
use crate::view::button::{Along, ButtonId, Walk};
use crate::view::exercises::Occasion;
use crate::view::follow_along::Course;
use crate::view::trail::Trail;
use crate::view::words::and_list;
use crate::view::{self, Message, notice};

impl App {
    /// `/stretch`: a movement that fits, for the channel to do together if so wished.
    pub(super) async fn stretch(
        &self,
        interaction: &Interaction,
        filter: Filter,
        together: bool,
        private: bool,
    ) -> Result<Reply, Failure> {
        let words = self.words(&interaction.locale);
        if together && private {
            return Err(Failure::Said(words.get("together-private")));
        }
        let selection = self.selection(interaction.guild).await?;
        if together {
            let card = self.begin_together(interaction, &selection, filter).await?;
            return Ok(match card {
                Some(card) => Reply::Message(card, Visibility::Public),
                None => Reply::Message(
                    nothing_fits(words, &selection, &filter),
                    Visibility::Ephemeral,
                ),
            });
        }
        let visibility = if private {
            Visibility::Ephemeral
        } else {
            Visibility::Public
        };
        let seed = interaction.id.get();
        Ok(match pick(&selection.find_exercises(&filter), seed) {
            Some(exercise) => {
                let walk = Walk::begin(exercise.card.id.clone(), seed, filter);
                let occasion = Occasion::Asked {
                    walk,
                    private,
                    trail: Trail::default(),
                };
                let message = self
                    .exercise_card(words, &selection, exercise, &occasion)
                    .await;
                Reply::Message(message, visibility)
            }
            None => Reply::Message(
                nothing_fits(words, &selection, &filter),
                Visibility::Ephemeral,
            ),
        })
    }

    /// "Another one": the next movement of the walk, for the one who pressed. None comes twice, whichever button of the
    /// walk is pressed, unless they ask to begin anew once all that fit have come.
    pub(super) async fn next(
        &self,
        words: Words<'_>,
        selection: &Selection<'_>,
        (user, walk): (UserId, Walk),
        trail: Trail,
    ) -> Message {
        let walk = match walk.step {
            0 => walk,
            _ => self.walks.resume(user, walk),
        };
        let mut fitting = selection.find_exercises(&walk.filter);
        fitting.sort_by_key(|exercise| walk.place_of(&exercise.card.id));
        let has_start = fitting.first().map(|first| &first.card.id) == Some(&walk.start);
        // A walk may begin with what is no movement, such as a prompt.
        let n_before = u16::from(!has_start);
        let step = walk.step.max(n_before);
        let Some(exercise) = fitting.get(usize::from(step - n_before)).copied() else {
            return match fitting.len() {
                0 => nothing_fits(words, selection, &walk.filter),
                count => view::walk::all_seen(words, count, &walk, &trail),
            };
        };
        let step = step.saturating_add(1);
        let walk = Walk { step, ..walk };
        self.walks.come(user, &walk);
        let occasion = Occasion::Asked {
            walk,
            private: true,
            trail,
        };
        self.exercise_card(words, selection, exercise, &occasion)
            .await
    }

    /// "Follow along" below a message: the movement in motion, its parts on the clock from the press on.
    pub(super) async fn follow_along(
        &self,
        words: Words<'_>,
        selection: &Selection<'_>,
        (card, from): (&CardId, Along),
        (message, pressed_at): (MessageId, Timestamp),
    ) -> Message {
        let nowhere = Trail::default();
        let Some(CardRef::Exercise(exercise)) = selection.card(card) else {
            return self.open(words, selection, card, &nowhere).await;
        };
        let course = course(selection, exercise, &from);
        let did = match from {
            Along::Delivery(token) => ButtonId::Did(Some(token)),
            Along::Together(id) => ButtonId::Together(id, Some(message)),
            Along::Card | Along::Step(..) => ButtonId::Did(None),
        };
        let picture = self.picture_at_hand(exercise, Form::Moving).await;
        self.framed(words, selection, &exercise.card, &nowhere, |frame| {
            view::follow_along::follow_along(frame, exercise, &course, picture, &did, pressed_at)
        })
    }

    /// "This hurts": the stop rule, the signs that must not wait, where to get help, and the gentlest thing for the
    /// same part of the body.
    pub(super) fn hurts(
        &self,
        words: Words<'_>,
        selection: &Selection<'_>,
        card: &CardId,
    ) -> Message {
        let area = self
            .library
            .exercise(card)
            .and_then(|exercise| exercise.card.areas.first());
        let gentler =
            gentlest(selection, card, area.copied()).or_else(|| gentlest(selection, card, None));
        let of = |urgency| {
            let mut help = self.library.help_cards().iter();
            help.find(|help| help.urgency == urgency)
        };
        let urgent = [of(Urgency::Emergency), of(Urgency::Soon)];
        let urgent: Vec<_> = urgent.into_iter().flatten().collect();
        view::exercises::hurts(words, self.library.safety(), card, &urgent, gentler)
    }
}

/// How much of a movement there is to follow: within a routine, as much as that says. A movement that stands elsewhere
/// in the routine by now is looked for.
fn course<'a>(selection: &Selection<'a>, exercise: &'a Exercise, from: &Along) -> Course<'a> {
    let own = || Course {
        dose: None,
        parts: parts(exercise),
    };
    let Along::Step(routine, number) = from else {
        return own();
    };
    let Some(CardRef::Routine(routine)) = selection.card(routine) else {
        return own();
    };
    let steps = selection.steps(routine);
    let is_it = |step: &&Step<'a>| step.exercise.card.id == exercise.card.id;
    let step = steps.get(usize::from(*number)).filter(is_it);
    match step.or_else(|| steps.iter().find(is_it)) {
        Some(step) => Course {
            dose: step.dose,
            parts: parts_of(exercise, step.amounts, step.seconds),
        },
        None => own(),
    }
}

/// The easy movement that asks the least, other than `card`.
fn gentlest<'a>(
    selection: &Selection<'a>,
    card: &CardId,
    area: Option<Area>,
) -> Option<&'a Exercise> {
    let filter = Filter {
        area,
        ..Filter::default()
    };
    let effort = |exercise: &Exercise| match exercise.kind {
        ExerciseKind::Breathing => Some(0),
        ExerciseKind::Relaxation | ExerciseKind::PostureReset => Some(1),
        ExerciseKind::Mobility | ExerciseKind::Eye => Some(2),
        ExerciseKind::Stretch => Some(3),
        ExerciseKind::Strengthening | ExerciseKind::SelfMassage | ExerciseKind::Aerobic => None,
    };
    let gentle = selection.find_exercises(&filter).into_iter();
    let gentle = gentle.filter(|one| one.card.id != *card && one.level == Level::Easy);
    gentle
        .filter_map(|one| Some((effort(one)?, one.seconds, one)))
        .min_by_key(|(effort, seconds, _)| (*effort, *seconds))
        .map(|(_, _, one)| one)
}

/// Says which of the filters to loosen: the fewest whose absence leaves something.
fn nothing_fits(words: Words<'_>, selection: &Selection<'_>, filter: &Filter) -> Message {
    let leaves_something = |names: &Vec<&str>| {
        let looser = names
            .iter()
            .fold(*filter, |looser, name| loosen(looser, name));
        !selection.find_exercises(&looser).is_empty()
    };
    let given: Vec<_> = LOOSENED
        .into_iter()
        .filter(|name| loosen(*filter, name) != *filter)
        .collect();
    let alone = given.iter().map(|name| vec![*name]);
    let pairs = given.iter().enumerate().flat_map(|(k, first)| {
        let rest = given.get(k + 1..).unwrap_or_default();
        rest.iter().map(move |second| vec![*first, *second])
    });
    let fewest = alone
        .chain(pairs)
        .find(leaves_something)
        .unwrap_or(given.clone());
    let looser = fewest
        .iter()
        .fold(*filter, |looser, name| loosen(looser, name));
    let shortest = || {
        let found = selection.find_exercises(&looser).into_iter();
        found.map(Exercise::minutes).min()
    };
    let minutes = fewest.contains(&"minutes").then(shortest).flatten();
    let names = fewest
        .iter()
        .filter(|name| **name != "minutes" || minutes.is_none());
    let advice: Vec<_> = names
        .map(|name| words.get(&format!("stretch-loosen-{name}")))
        .collect();
    let said = match (minutes, advice.is_empty()) {
        (None, _) => "stretch-none",
        (Some(_), true) => "stretch-none-so-short",
        (Some(_), false) => "stretch-none-and-so-short",
    };
    let arguments = [
        ("loosen", and_list(words, &advice).into()),
        ("minutes", i64::from(minutes.unwrap_or_default()).into()),
        (
            "given",
            i64::from(filter.max_minutes.unwrap_or_default()).into(),
        ),
    ];
    notice::plain(words.with(said, &arguments))
}

/// The filters of `/stretch`, the one that is best left out first.
const LOOSENED: [&str; 4] = ["minutes", "equipment", "position", "area"];

/// The filter without one of its wishes.
fn loosen(filter: Filter, name: &str) -> Filter {
    match name {
        "equipment" => Filter {
            equipment: None,
            ..filter
        },
        "position" => Filter {
            position: None,
            ..filter
        },
        "minutes" => Filter {
            max_minutes: None,
            ..filter
        },
        _ => Filter {
            area: None,
            ..filter
        },
    }
}
