//! The house is kept: once a day what is over goes (K-63, K-64, P-5).
//!
//! Each step is a short transaction, so that presses need not wait, and does nothing where it was done before. Begin reading
//! at [`App::sweep`].

use jiff::civil::Date;
use jiff::tz::TimeZone;
use jiff::{SignedDuration, Timestamp};

use super::App;
use super::replaying::checkpoint;
use crate::domain::ids::{GuildId, InteractionId, UserId, snowflake_at};
use crate::store::{MemberHistory, MemberUpdate, StoreError};

/// Between two sweeps.
const DAY: SignedDuration = SignedDuration::from_hours(24);
/// Who left is erased when this is over (K-63).
const KEPT_AFTER_LEAVING: SignedDuration = SignedDuration::from_hours(30 * 24);
/// Deliveries stay for so long (P-5).
const KEPT_DELIVERIES: SignedDuration = SignedDuration::from_hours(30 * 24);
/// Whoever was not kept for so long is judged before the traces of our own failures go with those deliveries (K-42).
const JUDGED_WITHIN: SignedDuration = SignedDuration::from_hours(28 * 24);
/// Presses are listed for so many days (P-5); a calendar goes back a year.
const KEPT_PRESSES: SignedDuration = SignedDuration::from_hours(400 * 24);
/// What waits to be confirmed is given up after this.
const KEPT_QUESTIONS: SignedDuration = SignedDuration::from_hours(2 * 24);
/// What was shared is remembered for longer than a message can be shared from (K-26).
const KEPT_SHARED: SignedDuration = SignedDuration::from_hours(31 * 24);
/// While our clock and Discord's differ, or Discord has not told its time yet, it is looked again after this.
const LOOK_AGAIN: SignedDuration = SignedDuration::from_mins(5);
/// So many rows at a time: who writes beside it waits for their end.
const BATCH: u32 = 200;
/// Under this key lies when the last sweep was done.
const SWEPT_AT: &str = "swept_at";

impl App {
    /// Erases again who was erased after the back-up that this database was restored from, if it was (K-62). It comes before
    /// anything is read or sent.
    ///
    /// # Errors
    /// When the database does not answer, or nobody can know who was erased.
    pub async fn clean_restored(&self) -> Result<(), StoreError> {
        let erased = self.store.clean_restored(&self.hash_key).await?;
        if erased > 0 {
            tracing::warn!(
                members = erased,
                "this database was restored from a back-up: members who were erased since are erased again"
            );
        }
        Ok(())
    }

    /// Keeps the house, if a day has gone by since that was last done; returns when to look again.
    ///
    /// # Errors
    /// When the database does not answer; the next call goes on where this one stopped.
    pub async fn sweep(&self, now: Timestamp) -> Result<Option<Timestamp>, StoreError> {
        if !self.has_lease() {
            return Ok(None);
        }
        // By a clock that is wrong people would be erased who have just left.
        if !self.clocks_agree() {
            return Ok(Some(after(now, LOOK_AGAIN)));
        }
        let last = self.store.meta(SWEPT_AT).await?;
        let last: Option<Timestamp> = last.and_then(|text| text.parse().ok());
        let next = last
            .filter(|last| *last <= now)
            .map(|last| after(last, DAY));
        if let Some(next) = next.filter(|next| *next > now) {
            return Ok(Some(next));
        }
        self.store.note_unwritten_erasures().await?;
        self.purge(now).await?;
        self.compact(now).await?;
        self.judge_the_silent(now).await?;
        let old = before(now, KEPT_DELIVERIES);
        while self.goes_on() && self.store.delete_old_deliveries(old, BATCH).await? > 0 {}
        self.store
            .delete_passing(before(now, KEPT_QUESTIONS))
            .await?;
        self.store.delete_shared(before(now, KEPT_SHARED)).await?;
        self.store.end_together(now).await?;
        self.forget_old_pictures().await;
        if !self.goes_on() {
            return Ok(None);
        }
        self.store.put_meta(SWEPT_AT, &now.to_string()).await?;
        Ok(Some(after(now, DAY)))
    }

    /// Who comes back after more than thirty days begins anew, whether or not the house was kept since (K-63).
    pub(super) async fn forget_if_long_gone(
        &self,
        guild: GuildId,
        user: UserId,
        at: Timestamp,
    ) -> Result<(), StoreError> {
        let long_ago = before(at, KEPT_AFTER_LEAVING);
        let member = self.store.member(guild, user).await?;
        let left_at = member.and_then(|member| member.left_at);
        if left_at.is_some_and(|left_at| left_at < long_ago) {
            let whose = (guild, user);
            self.store
                .purge_member(whose, long_ago, &self.hash_key, at)
                .await?;
        }
        Ok(())
    }

    fn goes_on(&self) -> bool {
        self.has_lease() && !self.is_finishing()
    }

    /// Erases who has been away for thirty days, and the guilds that removed the bot so long ago (K-63, K-64).
    async fn purge(&self, now: Timestamp) -> Result<(), StoreError> {
        let long_ago = before(now, KEPT_AFTER_LEAVING);
        let mut purged = 0_usize;
        while self.goes_on() {
            let gone = self.store.members_gone_before(long_ago, BATCH).await?;
            if gone.is_empty() {
                break;
            }
            for whose in gone {
                let done = self
                    .store
                    .purge_member(whose, long_ago, &self.hash_key, now)
                    .await?;
                purged += usize::from(done);
            }
        }
        let guilds = self.store.purge_guilds(long_ago).await?;
        if purged + guilds > 0 {
            tracing::info!(
                members = purged,
                guilds,
                "who had been away for thirty days was erased"
            );
        }
        Ok(())
    }

    /// Judges whoever has a run and did nothing for four weeks, where the bot has failed: what shows that is deleted soon, and
    /// a vacation may go on for longer (K-42).
    async fn judge_the_silent(&self, now: Timestamp) -> Result<(), StoreError> {
        let first_kept = date_of(before(now, JUDGED_WITHIN));
        let mut last = None;
        while self.goes_on() {
            let silent = self.store.silent_since(first_kept, last, BATCH).await?;
            let Some(end) = silent.last() else {
                break;
            };
            last = Some(*end);
            for (guild, user) in silent {
                let judge = |history: &MemberHistory| (self.judged(history, guild, user, now), ());
                self.store.update_member(guild, user, now, judge).await?;
            }
        }
        Ok(())
    }

    /// A member to whom nothing happens but that days go by.
    fn judged(
        &self,
        history: &MemberHistory,
        guild: GuildId,
        user: UserId,
        now: Timestamp,
    ) -> Option<MemberUpdate> {
        let seen_as = history.member.as_ref()?.visibility;
        let mut member = self.participation(history)?;
        let events = self.spare(history, &mut member, now);
        member.settle(now);
        Some(MemberUpdate {
            events,
            streak: Some(self.row_with_line(&member, guild, user, seen_as)),
            desk_break: None,
        })
    }

    /// Lets presses go that are older than anybody looks back; what they came to is kept (P-5).
    async fn compact(&self, now: Timestamp) -> Result<(), StoreError> {
        let long_ago = before(now, KEPT_PRESSES);
        let first_kept = date_of(long_ago);
        // Whoever's day began up to a day after that, somewhere, has presses of that day.
        let oldest = snowflake_at(before(long_ago, DAY * 2));
        let Some(oldest) = InteractionId::new(oldest) else {
            return Ok(());
        };
        while self.goes_on() {
            let whose = self.store.members_with_presses_before(oldest, BATCH);
            let whose = whose.await?;
            let mut compacted = 0;
            for (guild, user) in whose {
                let fold = |log: &_| checkpoint(&self.zones, log);
                let done = self.store.compact_presses(guild, user, first_kept, fold);
                compacted += done.await?;
            }
            if compacted == 0 {
                break;
            }
        }
        Ok(())
    }
}

fn before(instant: Timestamp, span: SignedDuration) -> Timestamp {
    instant.saturating_sub(span).unwrap_or(Timestamp::MIN)
}

fn after(instant: Timestamp, span: SignedDuration) -> Timestamp {
    instant.saturating_add(span).unwrap_or(Timestamp::MAX)
}

fn date_of(instant: Timestamp) -> Date {
    TimeZone::UTC.to_datetime(instant).date()
}
