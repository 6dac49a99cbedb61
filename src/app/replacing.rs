//! Prompts that another one has taken the place of are taken down, in guilds that chose so.
//!
//! That one is wanted away is written down with the new one's being there, so that a crash between loses nothing and does
//! no harm. Begin reading at [`App::take_down`].

use jiff::{SignedDuration, Timestamp};

use super::App;
use super::outbound::Disposition;
use crate::store::{Delivery, Removal, StoreError};

/// So many are taken down in one pass.
const AT_ONCE: u32 = 5;
/// What would not go is tried again after this.
const AGAIN: SignedDuration = SignedDuration::from_secs(30);
/// After so long a message that would not go stays.
const GIVE_UP: SignedDuration = SignedDuration::from_hours(24);

impl App {
    /// Takes down what another prompt has taken the place of; returns when to look again. What Discord will not have,
    /// stays: nobody is harmed.
    ///
    /// # Errors
    /// When the database does not answer; nothing is lost, the next call takes down what still stands.
    pub async fn take_down(&self, now: Timestamp) -> Result<Option<Timestamp>, StoreError> {
        if !self.may_send() {
            return Ok(None);
        }
        let batch = self.store.to_take_down(AT_ONCE).await?;
        let n_found = batch.len();
        let mut n_left = 0;
        for delivery in batch {
            match self.delete(&delivery, now).await {
                Some(removal) => self.store.taken_down(&delivery.key, removal).await?,
                None => n_left += 1,
            }
        }
        Ok(match n_left {
            0 if n_found < AT_ONCE as usize => None,
            0 => Some(now),
            _ => Some(now.saturating_add(AGAIN).unwrap_or(now)),
        })
    }

    /// What became of a message that is to go; `None` if it is to be tried again.
    async fn delete(&self, delivery: &Delivery, now: Timestamp) -> Option<Removal> {
        let (Some(channel), Some(message)) = (delivery.sent_channel, delivery.message) else {
            return Some(Removal::Failed);
        };
        let Err(error) = self.outbound.delete_message(channel, message).await else {
            return Some(Removal::Done);
        };
        let is_old = now.duration_since(message.created_at()) > GIVE_UP;
        match error.disposition {
            Disposition::AlreadyPosted => Some(Removal::Done),
            Disposition::RetryAfter(_)
            | Disposition::OutcomeUnknown
            | Disposition::Unauthorized
                if !is_old =>
            {
                tracing::debug!(delivery.token, %error, "an earlier prompt still stands");
                None
            }
            _ => {
                tracing::warn!(delivery.token, %error, "an earlier prompt stays where it is");
                Some(Removal::Failed)
            }
        }
    }
}
