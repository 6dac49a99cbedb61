//! `/wellness check`: what the bot may do where, what became of the last deliveries, and schedules on hold.
//!
//! Begin reading at [`App::check`].

use std::collections::BTreeMap;
use std::collections::btree_map::Entry;
use std::num::NonZeroU64;

use super::asides::{on_hold_line, what_it_sends};
use super::dispatch::Failure;
use super::prompts::stored;
use super::{App, Interaction};
use crate::domain::ids::{ChannelId, GuildId};
use crate::domain::schedule::Reading;
use crate::store::{ChangeOutcome, Schedule, ScheduleId, StoreError};
use crate::text::Words;
use crate::view::check::{self, DeliveryLine, OnHold, Report, What};
use crate::view::{Message, notice};

/// How many of the last deliveries are shown.
const DELIVERIES: u32 = 10;

impl App {
    /// `/wellness check`.
    pub(super) async fn check(
        &self,
        interaction: &Interaction,
        guild: GuildId,
    ) -> Result<Message, Failure> {
        let words = self.words(&interaction.locale);
        let mut channels = self.store.posting_channels(guild).await?;
        let settings = self.store.guild(guild).await?;
        if let Some(channel) = settings.wellness_channel
            && !channels.contains(&channel)
        {
            channels.push(channel);
        }
        let mut schedules = self.store.schedules_of_guild(guild).await?;
        let pinged: Vec<_> = schedules.iter().filter_map(pinged).collect();
        let channels = self.channel_lines(guild, &channels, &pinged).await;
        schedules.extend(self.store.recap_of_guild(guild).await?);
        let report = Report {
            channels,
            deliveries: self.delivery_lines(guild, &schedules).await?,
            on_hold: on_hold(&schedules),
            skew: self.outbound.clock_skew(),
            is_halted: self.is_halted(),
            version: env!("CARGO_PKG_VERSION"),
            zone_data: self.zones.release(),
        };
        Ok(check::report(words, &report))
    }

    /// The last deliveries of a guild, the latest first. What its schedules are that are there is known already.
    async fn delivery_lines(
        &self,
        guild: GuildId,
        schedules: &[Schedule],
    ) -> Result<Vec<DeliveryLine>, StoreError> {
        let deliveries = self.store.last_deliveries(guild, DELIVERIES).await?;
        let known = |schedule: &Schedule| {
            let what = what_it_sends(schedule);
            (schedule.id, (what, schedule.settings.channel))
        };
        let mut known: BTreeMap<_, _> = schedules.iter().map(known).collect();
        let mut lines = Vec::with_capacity(deliveries.len());
        for delivery in deliveries {
            // A schedule that was removed still has a number, and the recap none.
            let id = delivery.key.schedule;
            if let Entry::Vacant(unknown) = known.entry(id) {
                let schedule = self.store.schedule(id).await?;
                let what = schedule.as_ref().map(what_it_sends);
                unknown.insert((what.unwrap_or(What::Prompt(id.get())), None));
            }
            let (what, place) = match delivery.user {
                None => known.get(&id).copied().unwrap_or((What::Reminder, None)),
                // A member's own copy of what goes to a channel, too.
                Some(_) => (What::Reminder, None),
            };
            let place = delivery.sent_channel.or(delivery.channel).or(place);
            lines.push(DeliveryLine {
                at: delivery.due_at,
                what,
                channel: place.filter(|_| what != What::Reminder),
                state: delivery.state,
                reason: delivery.reason,
            });
        }
        Ok(lines)
    }

    /// The button that takes up a schedule of prompts that was on hold. What is missing is looked for first.
    pub(super) async fn resume_on_hold(
        &self,
        interaction: &Interaction,
        guild: GuildId,
        id: i64,
    ) -> Result<Message, Failure> {
        let words = self.words(&interaction.locale);
        let found = match ScheduleId::new(id) {
            Some(id) => self.store.schedule(id).await?,
            None => None,
        };
        let is_own = |schedule: &Schedule| match schedule.user {
            Some(user) => user == interaction.user,
            None => true,
        };
        let there = |schedule: &Schedule| {
            schedule.guild == guild && schedule.deleted_at.is_none() && is_own(schedule)
        };
        let gone = || Failure::Said(words.get("check-gone"));
        let schedule = found.filter(there).ok_or_else(gone)?;
        if schedule.user.is_none() {
            self.check_admin(interaction)?;
        }
        if schedule.suspended.is_none() {
            return Ok(notice::said(words, "check-not-on-hold"));
        }
        let channel = schedule.settings.channel.ok_or_else(gone)?;
        if let Some(not_yet) = self.not_yet(words, &schedule).await {
            return Ok(not_yet);
        }
        let recurrence = stored(&schedule).ok_or_else(gone)?;
        let zone = self.stored_zone(&schedule.settings.timezone);
        let reading = Reading {
            recurrence: &recurrence,
            zone: &zone,
        };
        let (at, next) = self.next_of(&schedule, reading, self.clock.now()).await?;
        let resumed = self.store.take_off_hold(schedule.id, guild, at, next);
        match resumed.await? {
            ChangeOutcome::Changed(_) => {
                self.planning.notify_one();
                let next = self.coming_of(&schedule, reading, at).await?;
                let next = next.times.first().map(jiff::Zoned::timestamp);
                Ok(check::resumed(words, channel, next))
            }
            ChangeOutcome::Gone => Ok(notice::said(words, "check-not-on-hold")),
        }
    }

    /// A schedule on hold stays so while something keeps it from posting, or Discord does not tell: what is said then.
    pub(super) async fn not_yet(&self, words: Words<'_>, schedule: &Schedule) -> Option<Message> {
        schedule.suspended.as_ref()?;
        let line = on_hold_line(schedule)?;
        let Some(lines) = self
            .channel_lines(schedule.guild, &[line.channel], &[])
            .await
        else {
            return Some(check::still_on_hold(words, &line, None));
        };
        let problem = lines.iter().find(|line| line.missing.forbids_posting())?;
        Some(check::still_on_hold(words, &line, Some(problem)))
    }
}

/// The role that a schedule pings, and where.
fn pinged(schedule: &Schedule) -> Option<(ChannelId, NonZeroU64)> {
    Some((schedule.settings.channel?, schedule.settings.role?))
}

fn on_hold(schedules: &[Schedule]) -> Vec<OnHold> {
    let held = schedules
        .iter()
        .filter(|schedule| schedule.suspended.is_some());
    held.filter_map(on_hold_line).collect()
}
