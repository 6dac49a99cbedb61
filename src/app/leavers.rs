//! What is looked after now and then: that the bot is there, what can be taken back no more, and who has left.
//!
//! Nobody tells us who leaves a guild, since that takes a privileged intent; so members are looked for, a few at a time
//! (K-63). Begin reading at [`App::mind`].

use jiff::{SignedDuration, Timestamp};

use super::App;
use super::hearing::NOTED_EVERY;
use super::participation::to_row;
use crate::domain::ids::{GuildId, UserId};
use crate::domain::streak::{Answer, Event};
use crate::store::{MemberEvent, MemberHistory, MemberUpdate, StoreError, UNDO_WITHIN};

/// So many members are looked for at once, and the next ones after a while.
const AT_ONCE: u32 = 5;
const PAUSE: SignedDuration = SignedDuration::from_secs(5);
/// When Discord does not answer, it is asked again after this.
const AFTER_TROUBLE: SignedDuration = SignedDuration::from_mins(10);

impl App {
    /// One pass; returns when to look again.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn mind(&self, now: Timestamp) -> Result<Option<Timestamp>, StoreError> {
        let later = |by| now.saturating_add(by).unwrap_or(now);
        if !self.has_lease() {
            return Ok(Some(later(NOTED_EVERY)));
        }
        self.note_here(now).await?;
        let kept = self.store.forget_undo(now).await?;
        let kept = kept.map(|at| at.saturating_add(UNDO_WITHIN).unwrap_or(at));
        let asked = self.look_for_leavers(now).await?;
        let after = SignedDuration::from_millis(1);
        let next = kept.map(|over| over.saturating_add(after).unwrap_or(over));
        Ok([Some(later(NOTED_EVERY)), next, asked]
            .into_iter()
            .flatten()
            .min())
    }

    /// Notes that the bot goes on until now, so that how long it is away is known (K-42).
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn note_end(&self) -> Result<(), StoreError> {
        if self.has_lease() {
            self.store.note_alive(self.clock.now(), None).await?;
        }
        Ok(())
    }

    /// Looks for a few members; returns when for the next, if there are any.
    async fn look_for_leavers(&self, now: Timestamp) -> Result<Option<Timestamp>, StoreError> {
        if !self.may_send() {
            return Ok(None);
        }
        let later = |by| Some(now.saturating_add(by).unwrap_or(now));
        let unseen = self.store.unseen(now, AT_ONCE).await?;
        let is_full = unseen.len() == AT_ONCE as usize;
        for (guild, user) in unseen {
            match self.outbound.is_member(guild, user).await {
                Ok(true) => {
                    self.store.seen(guild, user, now).await?;
                }
                Ok(false) => self.left(guild, user, now).await?,
                Err(error) => {
                    tracing::info!(%error, guild.id = %guild, "a member could not be looked for");
                    return Ok(later(AFTER_TROUBLE));
                }
            }
        }
        Ok(if is_full { later(PAUSE) } else { None })
    }

    /// A member is not in the guild any more, as was seen at `now`.
    async fn left(&self, guild: GuildId, user: UserId, now: Timestamp) -> Result<(), StoreError> {
        let judge = |history: &MemberHistory| {
            let Some(mut member) = self.participation(history) else {
                return (None, false);
            };
            let mut events = self.spare(history, &mut member, now);
            if member.apply(now, &Event::Leave) != Answer::Done {
                return (None, true);
            }
            events.push(MemberEvent::Leave);
            let update = MemberUpdate {
                events,
                streak: Some(to_row(&member, guild, user)),
                desk_break: None,
            };
            (Some(update), true)
        };
        let has_a_log = self.store.update_member(guild, user, now, judge).await?;
        if !has_a_log {
            self.store.reminded_left(guild, user, now).await?;
        }
        Ok(())
    }

    /// Members are shown to others, so that they have to be there (K-63). That this cannot be written down is no reason not
    /// to show them.
    pub(super) async fn look_for_shown(&self, guild: GuildId, users: &[UserId], now: Timestamp) {
        match self.store.look_for(guild, users, now).await {
            Ok(true) => self.minding.notify_one(),
            Ok(false) => {}
            Err(error) => tracing::warn!(%error, "who is shown is not looked for"),
        }
    }
}
