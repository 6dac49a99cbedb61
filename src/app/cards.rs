//! Cards of the content pack: movements, causes, tips, help.

use super::App;
use super::asking::with_answer;
use super::pictures::Form;
use super::showing::Stage;
use crate::content::search::MOST_CHARACTERS;
use crate::content::{CardRef, Selection};
use crate::domain::advice::Prompt;
use crate::domain::card::{Card, CardId, CardKind};
use crate::domain::exercise::Exercise;
use crate::domain::rotation::mix;
use crate::text::Words;
use crate::view::cards::{Frame, shortened};
use crate::view::exercises::Occasion;
use crate::view::routines::Place;
use crate::view::trail::{Stop, Trail};
use crate::view::{self, Message, notice};

/// As much is said back of a name that nothing has.
pub(super) const LONGEST_NAME: usize = 80;

impl App {
    /// A menu of causes or tips, or the one that was asked for.
    pub(super) async fn card_or_overview(
        &self,
        words: Words<'_>,
        selection: &Selection<'_>,
        kind: CardKind,
        asked: Option<&str>,
    ) -> Message {
        let Some(asked) = asked.filter(|asked| !asked.is_empty()) else {
            return view::cards::overview(words, kind, selection.cards_of(kind));
        };
        let asked_lower = asked.to_lowercase();
        let is_asked = |card: &Card| {
            card.id.as_str() == asked_lower || card.title.to_lowercase() == asked_lower
        };
        let mut all = self.library.cards().filter(|card| card.kind() == kind);
        let of_kind = all.find(|card| is_asked(card.card()));
        // A card of another kind is a better answer than that there is none.
        let asked_for = of_kind.or_else(|| selection.cards().find(|card| is_asked(card.card())));
        match asked_for.map(CardRef::card) {
            Some(card) if selection.card(&card.id).is_some() => {
                let trail = Trail::default();
                self.open(words, selection, &card.id, &trail).await
            }
            Some(card) => self.instead_of(words, selection, kind, card).await,
            None => self.nearest(words, selection, kind, asked).await,
        }
    }

    /// A card out of a menu of its kind.
    pub(super) async fn choose(
        &self,
        words: Words<'_>,
        selection: &Selection<'_>,
        kind: CardKind,
        chosen: Option<CardId>,
    ) -> Message {
        match chosen {
            Some(card) => {
                let trail = Trail::only(Stop::List(kind));
                self.open(words, selection, &card, &trail).await
            }
            None => self.card_or_overview(words, selection, kind, None).await,
        }
    }

    /// Back to where somebody was.
    pub(super) async fn go_back(
        &self,
        words: Words<'_>,
        selection: &Selection<'_>,
        trail: &Trail,
    ) -> Message {
        match trail.back() {
            Some((Stop::Card(card), earlier)) => self.open(words, selection, card, &earlier).await,
            Some((Stop::List(kind), _)) => {
                self.card_or_overview(words, selection, *kind, None).await
            }
            Some((Stop::Hurts(card), _)) => self.hurts(words, selection, card),
            Some((Stop::Answer(_), _)) | None => notice::outdated(words),
        }
    }

    /// What comes nearest to a card that the guild does without.
    async fn instead_of(
        &self,
        words: Words<'_>,
        selection: &Selection<'_>,
        kind: CardKind,
        off: &Card,
    ) -> Message {
        let title = off.title.as_str();
        let near = self.answered(words, selection, title, Some(&off.id)).await;
        match near {
            Ok(Some(answer)) => answer,
            _ => with_line(
                words.with("card-off-list", &[("title", title.into())]),
                view::cards::overview(words, kind, selection.cards_of(kind)),
            ),
        }
    }

    /// What the search finds for a card that nobody has; a menu if it finds nothing either.
    async fn nearest(
        &self,
        words: Words<'_>,
        selection: &Selection<'_>,
        kind: CardKind,
        asked: &str,
    ) -> Message {
        let question: String = asked.chars().take(MOST_CHARACTERS).collect();
        match self.answered(words, selection, &question, None).await {
            Ok(Some(answer)) => answer,
            _ => {
                let overview = view::cards::overview(words, kind, selection.cards_of(kind));
                let name = shortened(asked, LONGEST_NAME);
                with_line(
                    words.with("card-unknown", &[("name", name.into())]),
                    overview,
                )
            }
        }
    }

    /// Any card by its id, for somebody who came this way.
    pub(super) async fn open(
        &self,
        words: Words<'_>,
        selection: &Selection<'_>,
        id: &CardId,
        trail: &Trail,
    ) -> Message {
        let Some(card) = selection.card(id) else {
            let overview =
                view::cards::overview(words, CardKind::Tip, selection.cards_of(CardKind::Tip));
            return with_line(words.get("card-outdated"), overview);
        };
        let picture = match card {
            CardRef::Exercise(exercise) => self.picture_at_hand(exercise, Form::Still).await,
            _ => None,
        };
        let shown = self.stage(words, selection, trail).show(card, picture);
        match trail.around() {
            Some(around) => with_answer(words, selection, shown, around),
            None => shown,
        }
    }

    /// `/get-help`: routine help first, the signs that must not wait one press away.
    pub(super) fn get_help(&self, words: Words<'_>, selection: &Selection<'_>) -> Message {
        let help = &self.library.safety().help_card;
        let emergency = self.emergency_line.as_deref();
        match self.library.card(help) {
            Some(CardRef::Help(help)) => {
                let render = |frame: Frame<'_>| view::cards::help(frame, help, emergency);
                let trail = Trail::default();
                self.framed(words, selection, &help.card, &trail, render)
            }
            _ => notice::plain(self.library.safety().about.clone()),
        }
    }

    /// An exercise's card with its picture.
    pub(super) async fn exercise_card(
        &self,
        words: Words<'_>,
        selection: &Selection<'_>,
        exercise: &Exercise,
        occasion: &Occasion<'_>,
    ) -> Message {
        let picture = match occasion {
            Occasion::Prompt { .. } | Occasion::Reminder { .. } => {
                self.picture_to_post(exercise).await
            }
            Occasion::Asked { .. } | Occasion::Together { .. } | Occasion::Preview { .. } => {
                self.picture_at_hand(exercise, Form::Still).await
            }
        };
        let nowhere = Trail::default();
        let trail = match occasion {
            Occasion::Asked { trail, .. } => trail,
            _ => &nowhere,
        };
        self.framed(words, selection, &exercise.card, trail, |frame| {
            view::exercises::exercise(frame, exercise, occasion, picture)
        })
    }

    /// A movement of a routine. If the routine has become shorter, its last one.
    pub(super) async fn step(
        &self,
        words: Words<'_>,
        selection: &Selection<'_>,
        id: &CardId,
        number: u8,
    ) -> Message {
        let nowhere = Trail::default();
        let Some(CardRef::Routine(routine)) = selection.card(id) else {
            return self.open(words, selection, id, &nowhere).await;
        };
        let steps = selection.steps(routine);
        let count = u8::try_from(steps.len()).unwrap_or(u8::MAX);
        let number = number.min(count.saturating_sub(1));
        let left = steps.get(usize::from(number)..).unwrap_or_default();
        let Some(step) = left.first() else {
            return self.open(words, selection, id, &nowhere).await;
        };
        let place = Place {
            routine,
            number,
            count,
            dose: step.dose,
            seconds: step.seconds,
            seconds_left: left.iter().map(|step| u32::from(step.seconds)).sum(),
        };
        let picture = self.picture_at_hand(step.exercise, Form::Still).await;
        self.framed(words, selection, &step.exercise.card, &nowhere, |frame| {
            view::routines::step(frame, step.exercise, place, picture)
        })
    }

    pub(super) fn framed(
        &self,
        words: Words<'_>,
        selection: &Selection<'_>,
        card: &Card,
        trail: &Trail,
        render: impl FnOnce(Frame<'_>) -> Message,
    ) -> Message {
        self.stage(words, selection, trail).framed(card, render)
    }

    fn stage<'a>(
        &'a self,
        words: Words<'a>,
        selection: &'a Selection<'a>,
        trail: &'a Trail,
    ) -> Stage<'a> {
        Stage {
            words,
            library: &self.library,
            selection,
            trail,
            emergency_line: self.emergency_line.as_deref(),
        }
    }
}

/// A prompt that some exercise goes with, if there is one.
pub(super) fn opening_for<'a>(
    selection: &Selection<'a>,
    exercise: &CardId,
    seed: u64,
) -> Option<&'a Prompt> {
    let fitting = selection.cards().filter_map(|card| match card {
        CardRef::Prompt(prompt) => Some(prompt),
        _ => None,
    });
    let fitting: Vec<_> = fitting
        .filter(|prompt| prompt.exercise.as_ref() == Some(exercise))
        .collect();
    pick(&fitting, seed).copied()
}

/// One of `items`, evenly and always the same for the same seed.
pub(super) fn pick<T>(items: &[T], seed: u64) -> Option<&T> {
    let count = u64::try_from(items.len()).ok().filter(|count| *count > 0)?;
    items.get(usize::try_from(mix(seed) % count).ok()?)
}

/// A line above everything else of a message.
pub(super) fn with_line(line: String, mut message: Message) -> Message {
    message.components.insert(0, view::Component::Text(line));
    message
}
