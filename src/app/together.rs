//! A card that a channel does together: it counts who has done it and names nobody.
//!
//! Kept is a keyed hash for each who pressed, made for this one card, and for a day. Begin reading at
//! [`App::join_in`]; the message is edited by [`App::count_together`], in time's own way.

use jiff::{SignedDuration, Timestamp};

use super::cards::{pick, with_line};
use super::dispatch::Failure;
use super::outbound::Disposition;
use super::progress::Press;
use super::retry::after_wait;
use super::{App, Interaction};
use crate::content::{CardRef, Selection};
use crate::domain::exercise::{Filter, Position};
use crate::domain::ids::{InteractionId, MessageId};
use crate::store::{DueEdit, EditOutcome, Fingerprints as _, JoinOutcome, StoreError, Together};
use crate::view::Message;
use crate::view::button::Walk;
use crate::view::exercises::Occasion;

/// An edit waits so long while scheduled messages are due: they go first (D-52).
const GIVE_WAY: SignedDuration = SignedDuration::from_secs(2);
/// An edit of which nobody knows whether it arrived is made again after this.
const TRY_AGAIN: SignedDuration = SignedDuration::from_secs(30);

impl App {
    /// The card for the channel; `None` if nothing fits.
    pub(super) async fn begin_together(
        &self,
        interaction: &Interaction,
        selection: &Selection<'_>,
        filter: Filter,
    ) -> Result<Option<Message>, Failure> {
        let words = self.words(&interaction.locale);
        let guild = interaction
            .guild
            .ok_or_else(|| Failure::Said(words.get("together-guild")))?;
        let seed = interaction.id.get();
        let fitting = selection.find_exercises(&filter);
        let Some(exercise) = pick(&fitting, seed).copied() else {
            return Ok(None);
        };
        let together = Together {
            id: interaction.id,
            guild,
            item: exercise.card.id.to_string(),
            position: filter.position.map(|position| position.name().to_owned()),
            locale: interaction.locale.clone(),
            began_at: interaction.at(),
        };
        self.store.begin_together(&together).await?;
        self.counting.notify_one();
        let occasion = Occasion::Together {
            walk: Walk::begin(exercise.card.id.clone(), seed, filter),
            id: interaction.id,
            count: 0,
        };
        let card = self.exercise_card(words, selection, exercise, &occasion);
        Ok(Some(card.await))
    }

    /// "I did it" on such a card, which stands in the message `card`, or below another `message` that led on from there:
    /// counted there, whoever it is, and a check-in as everywhere.
    pub(super) async fn join_in(
        &self,
        interaction: &Interaction,
        id: InteractionId,
        card: MessageId,
        message: MessageId,
    ) -> Result<Message, Failure> {
        let words = self.words(&interaction.locale);
        let hash = self.hash_key.in_together(id, interaction.user);
        let place = (interaction.channel, card);
        let at = interaction.at();
        let joined = self.store.join_together(id, &hash, place, at).await?;
        self.counting.notify_one();
        let line = match joined {
            JoinOutcome::Joined(count) => words.with("together-in", &[("count", count.into())]),
            JoinOutcome::Again(count) => words.with("together-again", &[("count", count.into())]),
            JoinOutcome::Over => words.get("together-over"),
        };
        let press = Press {
            token: None,
            place: None,
            message,
            counted: !matches!(joined, JoinOutcome::Over),
        };
        let answer = self.check_in(interaction, Some(press)).await?;
        if matches!(joined, JoinOutcome::Joined(_)) {
            self.store.note_counted(interaction.id, id).await?;
        }
        Ok(with_line(line, answer))
    }

    /// Has the messages say how many have done it, and forgets what is over; returns when to look again.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn count_together(&self, now: Timestamp) -> Result<Option<Timestamp>, StoreError> {
        let next = self.store.end_together(now).await?;
        if next.is_none_or(|next| next > now) || self.is_halted() {
            return Ok(next.filter(|next| *next > now));
        }
        let is_due = |at: Timestamp| at <= now;
        if self.store.next_dispatch().await?.is_some_and(is_due) {
            return Ok(now.checked_add(GIVE_WAY).ok());
        }
        for edit in self.store.due_edits(now).await? {
            let id = edit.together.id;
            let outcome = self.show_count(edit, now).await?;
            self.store.settle_edit(id, outcome, now).await?;
        }
        self.store.end_together(now).await
    }

    async fn show_count(&self, edit: DueEdit, now: Timestamp) -> Result<EditOutcome, StoreError> {
        let DueEdit {
            together,
            channel,
            message,
            count,
        } = edit;
        let selection = self.selection(Some(together.guild)).await?;
        // What was switched off since goes on counting where it stands.
        let card = together.item.parse().ok();
        let card = card.and_then(|card| selection.library().card(&card));
        let Some(CardRef::Exercise(exercise)) = card else {
            return Ok(EditOutcome::Failed);
        };
        let filter = Filter {
            position: together.position.as_deref().and_then(Position::from_name),
            ..Filter::default()
        };
        let id = together.id;
        let walk = Walk::begin(exercise.card.id.clone(), id.get(), filter);
        let occasion = Occasion::Together { walk, id, count };
        let words = self.words(&together.locale);
        let card = self
            .exercise_card(words, &selection, exercise, &occasion)
            .await;
        let again = |after| now.checked_add(after).map(EditOutcome::Again);
        let outcome = match self.outbound.edit(channel, message, &card).await {
            Ok(()) => Ok(EditOutcome::Shown(count)),
            Err(error) => {
                tracing::info!(%error, "a message could not be edited");
                match error.disposition {
                    Disposition::RetryAfter(wait) => Ok(EditOutcome::Again(after_wait(wait, now))),
                    Disposition::OutcomeUnknown => again(TRY_AGAIN),
                    Disposition::Unauthorized => {
                        self.halt();
                        Ok(EditOutcome::Failed)
                    }
                    _ => Ok(EditOutcome::Failed),
                }
            }
        };
        Ok(outcome.unwrap_or(EditOutcome::Failed))
    }
}
