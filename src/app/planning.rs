//! Planning: what is due becomes rows of the outbox.
//!
//! Begin reading at [`App::plan`].

use std::sync::atomic::Ordering;

use futures_util::StreamExt as _;
use jiff::{SignedDuration, Timestamp};

use super::App;
use super::prompts::{stored, topic};
use super::recap_days::{has_slot_on, next_of};
use super::selection::candidates_for;
use crate::domain::attention::{Attention, MOST_A_DAY, UNANSWERED_DAYS, attention};
use crate::domain::delivery::OccurrenceKey;
use crate::domain::rotation::{Bag, Candidate};
use crate::domain::schedule::{self, Decision, Jitter, Occurrence};
use crate::domain::skip::SkipReason;
use crate::store::{
    Guild, NewDelivery, Plan, Planned, QUESTION, RECAP, Schedule, ScheduleId, StoreError,
};

/// Our clock and Discord's may differ by this much (D-32).
const MOST_SKEW: SignedDuration = SignedDuration::from_secs(60);
/// A watermark that is further ahead was left by a wrong clock (D-32).
const MOST_AHEAD: SignedDuration = SignedDuration::from_hours(1);
/// While they differ by more, they are compared again after this long.
const LOOK_AGAIN: SignedDuration = SignedDuration::from_secs(30);
/// Schedules planned in one go, and in one transaction: who writes beside it waits for its end.
const BATCH: u32 = 100;
/// Of these so many are looked at side by side.
const AT_ONCE: usize = 8;

impl App {
    /// Plans everything that is due at `now`: one row in the outbox for each occurrence, in the
    /// transaction that moves the schedule's watermark (D-1, S-43). Returns when to look again.
    ///
    /// # Errors
    /// When the database does not answer; nothing is lost, the next call plans the same.
    pub async fn plan(&self, now: Timestamp) -> Result<Option<Timestamp>, StoreError> {
        if !self.has_lease() {
            return Ok(None);
        }
        if !self.clocks_agree() {
            self.watermarks_trusted.store(false, Ordering::Relaxed);
            return Ok(self.compare_clocks(now).await);
        }
        if self.was_set_back(now) {
            self.watermarks_trusted.store(false, Ordering::Relaxed);
        }
        if !self.watermarks_trusted.swap(true, Ordering::Relaxed) {
            self.reset_watermarks(now).await.inspect_err(|_| {
                self.watermarks_trusted.store(false, Ordering::Relaxed);
            })?;
            // What waited for the clocks to agree may go.
            self.delivering.notify_one();
        }
        while self.has_lease() && !self.is_finishing() {
            let due = self.store.due_schedules(now, BATCH).await?;
            if due.is_empty() {
                return self.store.next_due().await;
            }
            let plans = futures_util::stream::iter(due)
                .map(|schedule| self.plan_of(schedule, now))
                .buffered(AT_ONCE)
                .collect::<Vec<_>>();
            let plans = plans.await.into_iter().collect::<Result<Vec<_>, _>>()?;
            let plans: Vec<_> = plans.into_iter().flatten().collect();
            self.count_missed(&plans);
            if let Err(error) = self.store.plan_all(&plans).await {
                // One that cannot be written must not keep the others waiting.
                tracing::warn!(%error, "plans could not be written together; one by one");
                for plan in &plans {
                    self.store.plan(plan).await?;
                }
            }
            self.delivering.notify_one();
        }
        Ok(None)
    }

    /// What is decided for a schedule at `now`; `None` if it cannot be planned and is on hold.
    async fn plan_of(
        &self,
        schedule: Schedule,
        now: Timestamp,
    ) -> Result<Option<Plan>, StoreError> {
        let schedule = &schedule;
        let Some(recurrence) = stored(schedule) else {
            self.suspend(schedule.id, "unreadable recurrence").await?;
            return Ok(None);
        };
        let guild = self.store.guild(schedule.guild).await?;
        let silences = self.silences(schedule, &guild).await?;
        let grace = self.grace(schedule, &guild);
        let (zone, watermark) = (&silences.zone, schedule.watermark);
        let caught_up = schedule::catch_up(&recurrence, zone, watermark, now, grace);
        let mut bag = bag(schedule);
        let selection = self.selection(Some(schedule.guild)).await?;
        let candidates = candidates_for(&selection, topic(&schedule.settings));
        let attention = self.attention(schedule, now).await?;
        let recap = self.recap_days(schedule, &silences, caught_up.watermark);
        let recap = recap.await?;
        let rows = caught_up.decisions.iter();
        let rows = rows.filter(|(one, _)| has_slot_on(recap.as_ref(), one.slot.date));
        let rows = rows.filter_map(|(occurrence, decision)| {
            let skipped = silences.reason(occurrence.slot, occurrence.due, None);
            let skipped = skipped.map(SkipReason::as_str);
            let own = left_out(schedule, attention, occurrence);
            let decision = decided(*decision, skipped.or(own));
            let asks = attention == Attention::Ask;
            self.planned(
                schedule,
                (&mut bag, &candidates, asks),
                *occurrence,
                decision,
            )
        });
        let rows: Vec<_> = rows.collect();
        let mut asking = rows
            .iter()
            .filter(|row| row.item.as_deref() == Some(QUESTION));
        Ok(Some(Plan {
            schedule: schedule.id,
            seen_watermark: schedule.watermark,
            seen_rotation: schedule.rotation.clone(),
            watermark: caught_up.watermark,
            next_due: next_of(recap.as_ref(), caught_up.next),
            asked: asking.next().map(|row| row.due_at),
            deliveries: rows,
            rotation: serde_json::to_string(&bag).unwrap_or_default(),
            most_a_day: MOST_A_DAY,
        }))
    }

    /// The outbox row of an occurrence; what is sent is fixed in it, so that a retry posts the same (D-3).
    pub(super) fn planned(
        &self,
        schedule: &Schedule,
        (bag, candidates, asks): (&mut Bag, &[Candidate<'_>], bool),
        occurrence: Occurrence,
        (planned, expires_at): (Planned, Option<Timestamp>),
    ) -> Option<NewDelivery> {
        let key = OccurrenceKey {
            schedule: schedule.id.get(),
            slot: occurrence.slot,
            k: 0,
        };
        let token = self.hash_key.token(&key)?;
        let expires_at = expires_at.unwrap_or(occurrence.due);
        let jitter = Jitter::of(schedule.settings.deliver);
        let item = (planned == Planned::Pending).then(|| {
            if asks {
                return Some(QUESTION.to_owned());
            }
            if schedule.is_recap {
                return Some(RECAP.to_owned());
            }
            bag.draw(candidates).map(|item| item.id.to_owned())
        });
        Some(NewDelivery {
            date: occurrence.slot.date,
            time: occurrence.slot.time,
            k: 0,
            channel: schedule.settings.channel,
            user: schedule.user,
            due_at: occurrence.due,
            dispatch_at: jitter.dispatch_at(key.schedule, occurrence.due, expires_at),
            expires_at,
            planned,
            nonce: token.nonce(),
            token: token.to_string(),
            item: item.flatten(),
        })
    }

    /// Whether a reminder comes, by what was heard of its member (D-64).
    async fn attention(
        &self,
        schedule: &Schedule,
        now: Timestamp,
    ) -> Result<Attention, StoreError> {
        if schedule.user.is_none() {
            return Ok(Attention::Remind);
        }
        // A question that did not get through is asked again.
        let was_asked = match schedule.asked_at {
            Some(due) => self.store.question_stands(schedule.id, due).await?,
            None => false,
        };
        let heard = schedule.heard_at.unwrap_or(schedule.created_at);
        let n_days = now.duration_since(heard).as_hours() / 24;
        let days_reminded = if n_days < i64::from(UNANSWERED_DAYS) {
            0
        } else {
            self.store.days_reminded(schedule.id, heard).await?
        };
        Ok(attention(days_reminded, was_asked))
    }

    /// The schedule's grace, else its guild's, else the configured one (S-40).
    fn grace(&self, schedule: &Schedule, guild: &Guild) -> SignedDuration {
        let minutes = schedule.settings.grace_minutes.or(guild.grace_minutes);
        let configured = || SignedDuration::try_from(self.grace).unwrap_or(schedule::DEFAULT_GRACE);
        let grace = minutes.map(|minutes| SignedDuration::from_mins(minutes.into()));
        grace.unwrap_or_else(configured).min(schedule::MAX_GRACE)
    }

    /// Says whether our clock and Discord's are near enough to plan and to send by (D-32). While Discord has never answered
    /// nothing could be sent either, so there is nothing to be planned yet.
    pub(super) fn clocks_agree(&self) -> bool {
        let skew = self.outbound.clock_skew();
        skew.is_some_and(|skew| skew.abs() <= MOST_SKEW)
    }

    /// Says whether the clock has gone back since the last planning by more than it may differ from Discord's. Watermarks
    /// may stand ahead of it then, even if Discord's went with it.
    fn was_set_back(&self, now: Timestamp) -> bool {
        let now = now.as_millisecond();
        let last = self.planned_at.swap(now, Ordering::Relaxed);
        SignedDuration::from_millis(last.saturating_sub(now)) > MOST_SKEW
    }

    /// When to look again while the clocks do not agree; `None` if they do. Planning compares them, and tells the operator.
    pub(super) fn wait_for_clocks(&self, now: Timestamp) -> Option<Timestamp> {
        if self.clocks_agree() {
            return None;
        }
        if self.watermarks_trusted.load(Ordering::Relaxed) {
            self.planning.notify_one();
        }
        now.checked_add(LOOK_AGAIN).ok()
    }

    /// Asks Discord for the time anew before a difference is believed, since what is known is as old as its
    /// last answer; returns when to look again. Where they agree that is at once: `now` was read before.
    async fn compare_clocks(&self, now: Timestamp) -> Option<Timestamp> {
        self.outbound.refresh_clock_skew().await;
        if self.clocks_agree() {
            return Some(self.clock.now());
        }
        match self.outbound.clock_skew() {
            Some(skew) => tracing::error!(
                seconds = skew.as_secs(),
                "this machine's clock differs from Discord's; nothing is planned or sent until they agree"
            ),
            None => {
                tracing::warn!("Discord does not answer; nothing is planned or sent until it does");
            }
        }
        now.checked_add(LOOK_AGAIN).ok()
    }

    /// Takes back watermarks that a wrong clock left far ahead: it would silence their schedules until then
    /// (D-32). What was delivered does not come again, since its rows are there.
    async fn reset_watermarks(&self, now: Timestamp) -> Result<(), StoreError> {
        let limit = now.saturating_add(MOST_AHEAD).unwrap_or(now);
        loop {
            let ahead = self.store.schedules_ahead_of(limit, BATCH).await?;
            for schedule in &ahead {
                self.reset_watermark(schedule, now).await?;
            }
            if ahead.is_empty() {
                return Ok(());
            }
        }
    }

    async fn reset_watermark(&self, schedule: &Schedule, now: Timestamp) -> Result<(), StoreError> {
        let zone = self.stored_zone(&schedule.settings.timezone);
        let next = stored(schedule).and_then(|recurrence| schedule::next(&recurrence, &zone, now));
        tracing::warn!(
            schedule.id = schedule.id.get(),
            "a schedule was planned by a wrong clock; it goes on from now"
        );
        let plan = Plan {
            schedule: schedule.id,
            seen_watermark: schedule.watermark,
            seen_rotation: schedule.rotation.clone(),
            watermark: now,
            next_due: next.map(|next| next.due),
            deliveries: Vec::new(),
            rotation: schedule.rotation.clone(),
            asked: None,
            most_a_day: MOST_A_DAY,
        };
        self.store.plan(&plan).await.map(drop)
    }

    /// Takes a schedule out of planning until somebody sees to it (D-6).
    pub(super) async fn suspend(&self, id: ScheduleId, reason: &str) -> Result<(), StoreError> {
        tracing::warn!(schedule.id = id.get(), reason, "a schedule was put on hold");
        self.store.suspend_schedule(id, reason).await.map(drop)
    }
}

/// What a reminder's member, by what they did or did not do, has left out.
fn left_out(
    schedule: &Schedule,
    attention: Attention,
    occurrence: &Occurrence,
) -> Option<&'static str> {
    let enough = schedule.skipped_until;
    if enough.is_some_and(|until| occurrence.due < until) {
        return Some("skipped today");
    }
    (attention == Attention::Rest).then_some("no answer")
}

/// What becomes of an occurrence, and until when it may be sent. What was to be left out is not missed, however
/// late it is looked at (S-45).
fn decided(decision: Decision, skipped: Option<&str>) -> (Planned, Option<Timestamp>) {
    let planned = match (decision, skipped) {
        (Decision::Merged, _) => Planned::Merged,
        (_, Some(reason)) => Planned::Skipped {
            reason: reason.to_owned(),
        },
        (Decision::Missed, None) => Planned::Missed {
            reason: "late".to_owned(),
        },
        (Decision::Deliver { expires_at }, None) => return (Planned::Pending, Some(expires_at)),
    };
    (planned, None)
}

/// The shuffle bag of a schedule; a new one, or one that cannot be read, starts full.
pub(super) fn bag(schedule: &Schedule) -> Bag {
    serde_json::from_str(&schedule.rotation).unwrap_or_else(|_| Bag::new(schedule.bag_seed))
}
