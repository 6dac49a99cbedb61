//! Schedules of prompts: adding, listing, removing, and planning what is due.

use jiff::tz::TimeZone;
use jiff::{SignedDuration, Timestamp};

use super::dispatch::Failure;
use super::{App, Interaction};
use crate::command::RecurrenceWords;
use crate::content::CardRef;
use crate::domain::delivery::{Deliver, OccurrenceKey};
use crate::domain::exercise::{Equipment, Level};
use crate::domain::ids::{ChannelId, GuildId};
use crate::domain::recurrence::Recurrence;
use crate::domain::rotation::{Bag, Candidate};
use crate::domain::schedule::{self, Decision, Occurrence};
use crate::store::{
    NewDelivery, NewSchedule, Plan, PlanOutcome, Planned, Schedule, ScheduleId, ScheduleKind,
    ScheduleSettings, StoreError,
};
use crate::text::Words;
use crate::view::schedules::{self, PromptsLine};
use crate::view::{Message, notice};

/// How many coming times are said back.
const SAID_BACK: usize = 5;
/// More schedules than this in one guild are nobody's wish.
const MAX_SCHEDULES: usize = 25;
/// The days of those who name none: people asked for breaks from work.
const DEFAULT_DAYS: &str = "weekdays";
/// Our clock and Discord's may differ by this much (D-32).
const MOST_SKEW: SignedDuration = SignedDuration::from_secs(60);
/// While they differ by more, they are compared again after this long.
const LOOK_AGAIN: SignedDuration = SignedDuration::from_secs(30);
/// Schedules looked at in one go.
const BATCH: u32 = 500;

impl App {
    /// `/prompts add`.
    pub(super) async fn add_prompts(
        &self,
        interaction: &Interaction,
        guild: GuildId,
        channel: ChannelId,
        asked: &RecurrenceWords,
    ) -> Result<Message, Failure> {
        let words = self.words(&interaction.locale);
        let recurrence = understand(words, asked)?;
        let known = self.store.guild(guild).await?.timezone;
        let zone_name = asked.timezone.as_deref().or(known.as_deref());
        let zone_name = zone_name.ok_or_else(|| Failure::Said(words.get("zone-needed")))?;
        let (zone_name, zone) = self.zone(words, zone_name)?;
        if self.store.schedules_of_guild(guild).await?.len() >= MAX_SCHEDULES {
            let count = [("count", MAX_SCHEDULES.into())];
            return Err(Failure::Said(words.with("prompts-too-many", &count)));
        }
        if known.is_none() {
            let (by, at) = (interaction.user, interaction.at());
            self.store
                .set_guild_timezone(guild, &zone_name, by, at)
                .await?;
        }
        let now = self.clock.now();
        let new = NewSchedule {
            kind: ScheduleKind::Team,
            guild,
            user: None,
            settings: ScheduleSettings {
                channel: Some(channel),
                ..settings(zone_name, &recurrence, Deliver::Channel)
            },
            at: now,
            next_due: schedule::next(&recurrence, &zone, now).map(|next| next.due),
            bag_seed: interaction.id.get(),
            created_by: interaction.user,
        };
        let schedule = self.store.add_schedule(&new).await?;
        self.planning.notify_one();
        let line = self.line(&schedule, channel, &recurrence);
        Ok(schedules::prompts_added(words, &line))
    }

    /// `/prompts list`.
    pub(super) async fn list_prompts(
        &self,
        words: Words<'_>,
        guild: GuildId,
    ) -> Result<Message, Failure> {
        Ok(schedules::prompts_list(words, &self.lines(guild).await?))
    }

    /// `/prompts remove`, and the button below a new schedule.
    pub(super) async fn remove_prompts(
        &self,
        interaction: &Interaction,
        guild: GuildId,
        id: &str,
    ) -> Result<Message, Failure> {
        let words = self.words(&interaction.locale);
        let id: i64 = id
            .trim()
            .trim_start_matches('#')
            .parse()
            .unwrap_or_default();
        let own = self.store.schedules_of_guild(guild).await?;
        let Some(schedule) = own.iter().find(|schedule| schedule.id.get() == id) else {
            return Err(Failure::Said(words.get("prompts-unknown")));
        };
        self.store
            .remove_schedule(schedule.id, guild, self.clock.now())
            .await?;
        Ok(notice::said(words, "prompts-removed"))
    }

    /// Proposals for a schedule's number.
    pub(super) async fn schedule_choices(
        &self,
        interaction: &Interaction,
        typed: &str,
    ) -> Result<Vec<(String, String)>, Failure> {
        let words = self.words(&interaction.locale);
        let guild = super::dispatch::guild(interaction, words)?;
        let lines = self.lines(guild).await?;
        let choices = lines.iter().map(|line| {
            let label = crate::view::cards::shortened(&schedules::prompts_choice(words, line), 100);
            (label, line.id.to_string())
        });
        Ok(choices
            .filter(|(label, _)| label.contains(typed))
            .take(25)
            .collect())
    }

    async fn lines(&self, guild: GuildId) -> Result<Vec<PromptsLine>, Failure> {
        let schedules = self.store.schedules_of_guild(guild).await?;
        let lines = schedules.iter().filter_map(|schedule| {
            Some(self.line(schedule, schedule.settings.channel?, &stored(schedule)?))
        });
        Ok(lines.collect())
    }

    fn line(
        &self,
        schedule: &Schedule,
        channel: ChannelId,
        recurrence: &Recurrence,
    ) -> PromptsLine {
        let zone = self.stored_zone(&schedule.settings.timezone);
        PromptsLine {
            id: schedule.id.get(),
            channel,
            recurrence: recurrence.clone(),
            zone: schedule.settings.timezone.clone(),
            next: coming(recurrence, &zone, self.clock.now()),
            suspended: schedule.suspended.is_some(),
        }
    }

    /// Plans everything that is due at `now`: one row in the outbox for each occurrence, in the
    /// transaction that moves the schedule's watermark (D-1, S-43). Returns when to look again.
    ///
    /// # Errors
    /// When the database does not answer; nothing is lost, the next call plans the same.
    pub async fn plan(&self, now: Timestamp) -> Result<Option<Timestamp>, StoreError> {
        if self.clocks_disagree().await {
            return Ok(now.checked_add(LOOK_AGAIN).ok());
        }
        loop {
            let due = self.store.due_schedules(now, BATCH).await?;
            for schedule in &due {
                self.plan_schedule(schedule, now).await?;
            }
            if due.is_empty() {
                return self.store.next_due().await;
            }
            self.delivering.notify_one();
        }
    }

    async fn plan_schedule(&self, schedule: &Schedule, now: Timestamp) -> Result<(), StoreError> {
        let Some(recurrence) = stored(schedule) else {
            return self.suspend(schedule.id, "unreadable recurrence").await;
        };
        let zone = self.stored_zone(&schedule.settings.timezone);
        let grace = self.grace(schedule).await?;
        let caught_up = schedule::catch_up(&recurrence, &zone, schedule.watermark, now, grace);
        let mut bag = bag(schedule);
        let rows = caught_up.decisions.iter();
        let rows = rows.filter_map(|(occurrence, decision)| {
            self.planned(schedule, &mut bag, *occurrence, *decision)
        });
        let plan = Plan {
            schedule: schedule.id,
            seen_watermark: schedule.watermark,
            watermark: caught_up.watermark,
            next_due: caught_up.next,
            deliveries: rows.collect(),
            rotation: serde_json::to_string(&bag).unwrap_or_default(),
        };
        if self.store.plan(&plan).await? == PlanOutcome::Superseded {
            tracing::debug!(
                schedule.id = schedule.id.get(),
                "changed while it was planned"
            );
        }
        Ok(())
    }

    /// The outbox row of an occurrence; what is sent is fixed in it, so that a retry posts the same (D-3).
    fn planned(
        &self,
        schedule: &Schedule,
        bag: &mut Bag,
        occurrence: Occurrence,
        decision: Decision,
    ) -> Option<NewDelivery> {
        let key = OccurrenceKey {
            schedule: schedule.id.get(),
            slot: occurrence.slot,
            k: 0,
        };
        let token = self.hash_key.token(&key)?;
        let (planned, expires_at) = match decision {
            Decision::Deliver { expires_at } => (Planned::Pending, expires_at),
            Decision::Missed => (
                Planned::Missed {
                    reason: "late".to_owned(),
                },
                occurrence.due,
            ),
            Decision::Merged => (Planned::Merged, occurrence.due),
        };
        let item = (planned == Planned::Pending)
            .then(|| bag.draw(&self.candidates()).map(|item| item.id.to_owned()));
        Some(NewDelivery {
            date: occurrence.slot.date,
            time: occurrence.slot.time,
            k: 0,
            channel: schedule.settings.channel,
            user: schedule.user,
            due_at: occurrence.due,
            dispatch_at: occurrence.due,
            expires_at,
            planned,
            nonce: token.nonce(),
            token: token.to_string(),
            item: item.flatten(),
        })
    }

    /// The schedule's grace, else its guild's, else the configured one (S-40).
    async fn grace(&self, schedule: &Schedule) -> Result<SignedDuration, StoreError> {
        let minutes = match schedule.settings.grace_minutes {
            Some(minutes) => Some(minutes),
            None => self.store.guild(schedule.guild).await?.grace_minutes,
        };
        let configured = || SignedDuration::try_from(self.grace).unwrap_or(schedule::DEFAULT_GRACE);
        let grace = minutes.map(|minutes| SignedDuration::from_mins(minutes.into()));
        Ok(grace.unwrap_or_else(configured).min(schedule::MAX_GRACE))
    }

    /// Says whether our clock and Discord's are too far apart to plan by (D-32). What is known of
    /// Discord's is as old as its last answer, so it is asked anew before that is believed.
    async fn clocks_disagree(&self) -> bool {
        let differs =
            |skew: Option<SignedDuration>| skew.is_some_and(|skew| skew.abs() > MOST_SKEW);
        if !differs(self.outbound.clock_skew()) {
            return false;
        }
        self.outbound.refresh_clock_skew().await;
        let skew = self.outbound.clock_skew();
        let disagree = differs(skew);
        if disagree {
            let seconds = skew.map(|skew| skew.as_secs());
            tracing::error!(
                seconds,
                "this machine's clock differs from Discord's; nothing is planned until they agree"
            );
        }
        disagree
    }

    /// Takes a schedule out of planning until somebody sees to it (D-6).
    pub(super) async fn suspend(&self, id: ScheduleId, reason: &str) -> Result<(), StoreError> {
        tracing::warn!(schedule.id = id.get(), reason, "a schedule was put on hold");
        self.store.suspend_schedule(id, reason).await.map(drop)
    }

    /// What may come unasked: easy movements without equipment, and prompts that stand for themselves.
    fn candidates(&self) -> Vec<Candidate<'_>> {
        let exercises = self.library.exercises().iter().filter(|exercise| {
            exercise.level < Level::Hard
                && exercise
                    .equipment
                    .iter()
                    .copied()
                    .all(Equipment::is_furniture)
        });
        let prompts = self
            .library
            .prompts()
            .iter()
            .filter(|prompt| prompt.exercise.is_none());
        exercises
            .map(CardRef::Exercise)
            .chain(prompts.map(CardRef::Prompt))
            .map(|item| {
                let card = item.card();
                let area = card.areas.first().map_or("whole-body", |area| area.name());
                Candidate {
                    id: card.id.as_str(),
                    area,
                }
            })
            .collect()
    }
}

/// The plain settings of a schedule; the rest is filled in by who makes it.
pub(super) fn settings(
    timezone: String,
    recurrence: &Recurrence,
    deliver: Deliver,
) -> ScheduleSettings {
    ScheduleSettings {
        timezone,
        recurrence: recurrence.to_string(),
        channel: None,
        deliver,
        fallback: false,
        topic: None,
        role: None,
        together: false,
        stop_when_done: false,
        grace_minutes: None,
    }
}

/// What somebody typed, as a recurrence that may be delivered (S-5).
pub(super) fn understand(words: Words<'_>, asked: &RecurrenceWords) -> Result<Recurrence, Failure> {
    if asked.times.is_empty() {
        return Err(Failure::Said(words.get("times-empty")));
    }
    let days = asked
        .days
        .as_deref()
        .filter(|days| !days.is_empty())
        .unwrap_or(DEFAULT_DAYS);
    Recurrence::parse(&asked.times, Some(days))
        .and_then(|recurrence| recurrence.check_for_delivery().map(|()| recurrence))
        .map_err(|error| {
            let problem = [("problem", error.to_string().into())];
            Failure::Said(words.with("times-problem", &problem))
        })
}

/// The next due instants, as many as are said back.
pub(super) fn coming(recurrence: &Recurrence, zone: &TimeZone, now: Timestamp) -> Vec<Timestamp> {
    let coming = schedule::occurrences_after(recurrence, zone, now);
    coming
        .map(|occurrence| occurrence.due)
        .take(SAID_BACK)
        .collect()
}

/// A schedule's recurrence; what cannot be read is logged.
pub(super) fn stored(schedule: &Schedule) -> Option<Recurrence> {
    let recurrence = schedule.settings.recurrence.parse();
    if recurrence.is_err() {
        tracing::error!(
            schedule.id = schedule.id.get(),
            "a stored recurrence cannot be read"
        );
    }
    recurrence.ok()
}

/// The shuffle bag of a schedule; a new one, or one that cannot be read, starts full.
fn bag(schedule: &Schedule) -> Bag {
    serde_json::from_str(&schedule.rotation).unwrap_or_else(|_| Bag::new(schedule.bag_seed))
}
