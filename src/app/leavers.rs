//! What is looked after now and then: that the bot is there, what can be taken back no more, and who has left.
//!
//! Nobody tells us who leaves a guild, since that takes a privileged intent; so members are looked for, a few at a time
//! (K-63). Begin reading at [`App::mind`].

use std::sync::{Mutex, PoisonError};

use jiff::{SignedDuration, Timestamp};

use super::hearing::NOTED_EVERY;
use super::participation::to_row;
use super::{App, Disposition, Interaction, SendError};
use crate::domain::ids::{GuildId, UserId};
use crate::domain::streak::{Answer, Event};
use crate::store::{MemberEvent, MemberHistory, MemberUpdate, Passed, StoreError, UNDO_WITHIN};

/// So many members are looked for at once, and the next ones after a while.
const AT_ONCE: u32 = 5;
const PAUSE: SignedDuration = SignedDuration::from_secs(5);
/// When Discord does not answer, it is asked again after this.
const AFTER_TROUBLE: SignedDuration = SignedDuration::from_mins(10);
/// Whoever could not be looked for, or whose guild lets nobody look, is put back for so long: others come first.
const PUT_BACK: SignedDuration = SignedDuration::from_hours(1);
/// So many are remembered as put back; of more, those that come first are tried again sooner.
const MOST_PUT_BACK: usize = 64;

/// So many at most are looked for while a message waits for it.
const MOST_RIGHT_AWAY: usize = 200;
/// Who was seen within this is there.
const JUST_NOW: SignedDuration = SignedDuration::from_mins(1);

/// Discord's code for a guild that is none to the bot.
const UNKNOWN_GUILD: u32 = 10_004;

/// Who is not looked for until an instant, since it failed. It is forgotten with a restart, which may mend it.
#[derive(Debug, Default)]
pub(super) struct PutBack(Mutex<Vec<(Timestamp, GuildId, Option<UserId>)>>);

impl PutBack {
    /// A member, or everybody in a guild.
    fn add(&self, guild: GuildId, user: Option<UserId>, now: Timestamp) {
        let until = now.saturating_add(PUT_BACK).unwrap_or(now);
        let mut all = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        all.push((until, guild, user));
        let too_many = all.len().saturating_sub(MOST_PUT_BACK);
        all.drain(..too_many);
    }

    /// Whom it concerns at `now`, and when the first of them is looked for again.
    fn at(&self, now: Timestamp) -> (Passed, Option<Timestamp>) {
        let mut all = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        all.retain(|(until, ..)| *until > now);
        let mut passed = Passed::default();
        for (_, guild, user) in all.iter() {
            match user {
                Some(user) => passed.members.push((*guild, *user)),
                None => passed.guilds.push(*guild),
            }
        }
        (passed, all.iter().map(|(until, ..)| *until).min())
    }
}

/// Says whether the guild lets nobody look.
fn is_closed(error: &SendError) -> bool {
    error.disposition == Disposition::ChannelUnusable || error.code == Some(UNKNOWN_GUILD)
}

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
        let later = |by| now.saturating_add(by).unwrap_or(now);
        let (passed, again) = self.put_back.at(now);
        let unseen = self.store.unseen(now, AT_ONCE, &passed).await?;
        let mut next = (unseen.len() == AT_ONCE as usize).then(|| later(PAUSE));
        let mut closed = Vec::new();
        for (guild, user) in unseen {
            if closed.contains(&guild) {
                continue;
            }
            let Some(error) = self.look_for_one(guild, user, now).await? else {
                continue;
            };
            let is_closed = is_closed(&error);
            closed.extend(is_closed.then_some(guild));
            self.put_back.add(guild, (!is_closed).then_some(user), now);
            next = Some(later(PAUSE));
            if !is_closed && error.disposition != Disposition::GiveUp {
                // It may be the same for everybody.
                return Ok(Some(later(AFTER_TROUBLE)));
            }
        }
        Ok(next.or(again))
    }

    /// Looks for a member, and notes what comes of it; what was in the way, if anything.
    async fn look_for_one(
        &self,
        guild: GuildId,
        user: UserId,
        now: Timestamp,
    ) -> Result<Option<SendError>, StoreError> {
        match self.outbound.is_member(guild, user).await {
            Ok(true) => self.store.seen(guild, user, now).await?,
            Ok(false) => self.left(guild, user, now).await?,
            Err(error) => {
                tracing::info!(%error, guild.id = %guild, "a member could not be looked for");
                return Ok(Some(error));
            }
        }
        Ok(None)
    }

    /// Looks for members right away, the first of them first and at most [`MOST_RIGHT_AWAY`]; the others are looked for before, as
    /// far as there is time. Who was seen just now is there, and so is who cannot be looked for.
    pub(super) async fn look_for_all(
        &self,
        guild: GuildId,
        users: &[UserId],
        now: Timestamp,
    ) -> Result<(), StoreError> {
        if !self.may_send() {
            return Ok(());
        }
        let first = users.get(..MOST_RIGHT_AWAY).unwrap_or(users);
        let just_now = now.saturating_sub(JUST_NOW).unwrap_or(now);
        for user in self.store.unseen_among(guild, first, just_now).await? {
            let error = self.look_for_one(guild, user, now).await?;
            // Of one who cannot be looked for nothing follows for others.
            let is_of_one =
                |error: &SendError| !is_closed(error) && error.disposition == Disposition::GiveUp;
            if error.is_some_and(|error| !is_of_one(&error)) {
                break;
            }
        }
        Ok(())
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

    /// Somebody who was found to have left does something in the guild, and so is back (K-63).
    pub(super) async fn come_back(
        &self,
        interaction: &Interaction,
        guild: GuildId,
    ) -> Result<(), StoreError> {
        let (user, at) = (interaction.user, interaction.at());
        self.forget_if_long_gone(guild, user, at).await?;
        let judge = |history: &MemberHistory| {
            let Some(mut member) = self.participation(history) else {
                return (None, ());
            };
            let seen_as = history.member.as_ref().map(|member| member.visibility);
            let mut events = self.spare(history, &mut member, at);
            if member.apply(at, &Event::Rejoin) != Answer::Done {
                return (None, ());
            }
            events.push(MemberEvent::Rejoin);
            member.settle(at);
            let update = MemberUpdate {
                events,
                streak: Some(self.row_with_line(&member, guild, user, seen_as.unwrap_or_default())),
                desk_break: None,
            };
            (Some(update), ())
        };
        self.store.update_member(guild, user, at, judge).await
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
