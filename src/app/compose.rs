//! What a delivery says.
//!
//! Begin reading at [`App::compose`].

use super::App;
use super::cards::opening_for;
use super::selection::candidates;
use crate::content::CardRef;
use crate::domain::delivery::Token;
use crate::store::{Delivery, ScheduleKind, StoreError};
use crate::view::exercises::Occasion;
use crate::view::{self, Mentions, Message, schedules};

impl App {
    /// The message of a delivery; `None` if its card has left the pack and there is no other.
    pub(super) async fn compose(
        &self,
        delivery: &Delivery,
        mention: bool,
    ) -> Result<Option<Message>, StoreError> {
        let guild = self.store.guild(delivery.guild).await?;
        let words = self.words(guild.locale.as_deref().unwrap_or(&self.default_locale));
        let Ok(token) = delivery.token.parse::<Token>() else {
            return Ok(None);
        };
        let item = delivery.item.as_deref().and_then(|item| item.parse().ok());
        let selection = self.selection(Some(delivery.guild)).await?;
        let card = item.as_ref().and_then(|item| selection.card(item));
        let seed = delivery.due_at.as_second().cast_unsigned();
        // Since it was planned its card may have left the pack, or been switched off.
        let fallback = || {
            let others = candidates(&selection).into_iter().next();
            selection.card(&others?.id.parse().ok()?)
        };
        let mentioned = delivery.user.filter(|_| mention);
        let is_break = delivery.kind == ScheduleKind::DeskBreak;
        let greeting = is_break.then(|| schedules::desk_break_greeting(words, mentioned));
        let mut message = match card.or_else(fallback) {
            Some(CardRef::Exercise(exercise)) => {
                let occasion = match greeting {
                    Some(greeting) => Occasion::DeskBreak {
                        token: &token,
                        greeting,
                    },
                    None => {
                        let opening = opening_for(&selection, &exercise.card.id, seed);
                        Occasion::Prompt {
                            token: &token,
                            opening,
                        }
                    }
                };
                self.exercise_card(words, &selection, exercise, &occasion)
                    .await
            }
            Some(CardRef::Prompt(prompt)) => {
                let safety = self.library.safety();
                view::exercises::prompt(words, safety, prompt, &token, greeting.as_deref())
            }
            _ => return Ok(None),
        };
        message.mentions = mentioned.map_or(Mentions::Nobody, Mentions::User);
        Ok(Some(message))
    }
}
