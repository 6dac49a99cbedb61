//! What comes next of a schedule, as it is said back (S-5): neither what has come already nor what is left out on purpose.
//!
//! Begin reading at [`App::coming_of`].

use std::collections::{BTreeMap, BTreeSet};

use jiff::civil::Date;
use jiff::tz::TimeZone;
use jiff::{SignedDuration, Timestamp, ToSpan};

use super::App;
use super::desk_break_wishes::own_quiet_hours;
use super::recurrences::stored;
use crate::domain::attention::MOST_A_DAY;
use crate::domain::ids::{ChannelId, GuildId};
use crate::domain::quiet_hours::QuietHours;
use crate::domain::recurrence::Recurrence;
use crate::domain::schedule::{
    Occurrence, Reading, Slot, next, occurrences_after, undecided_after,
};
use crate::domain::skip::{Silences, SkipReason};
use crate::store::{Schedule, ScheduleId, StoreError};
use crate::view::words::Coming;

/// How many coming times are said back.
const SAID_BACK: usize = 5;
/// No slot that was decided longer ago can be due still, in whatever zone (S-33).
const DECIDED_DAYS: i64 = 3;
/// Where so many are left out in a row, all are: more than the longest pause and the longest vacation have together.
const MOST_LEFT_OUT: usize = 24 * 130;

impl App {
    /// The slots of a schedule that do not come again, whatever is changed of it (S-56).
    pub(super) async fn decided(
        &self,
        schedule: &Schedule,
        now: Timestamp,
    ) -> Result<BTreeSet<Slot>, StoreError> {
        self.store.decided_slots(schedule.id, lately(now)).await
    }

    /// What comes next of a schedule that is read like this.
    pub(super) async fn coming_of(
        &self,
        schedule: &Schedule,
        reading: Reading<'_>,
        now: Timestamp,
    ) -> Result<Coming, StoreError> {
        let decided = self.decided(schedule, now).await?;
        let guild = self.store.guild(schedule.guild).await?;
        let silences = Silences {
            zone: reading.zone.clone(),
            ..self.silences(schedule, &guild).await?
        };
        let enough = schedule.skipped_until;
        let next = undecided_after(&decided, reading, now)
            .filter(|one| enough.is_none_or(|until| one.due >= until));
        let so_far = match schedule.user {
            Some(user) => Some(self.store.unasked_since(user, lately(now)).await?),
            None => None,
        };
        Ok(heard(next, &silences, so_far, now))
    }

    /// When the next of a schedule will really come, as things stand: not while it is on hold, or rests until its member wants
    /// it again.
    pub(super) async fn next_heard(
        &self,
        schedule: &Schedule,
        recurrence: &Recurrence,
        now: Timestamp,
    ) -> Result<Option<Timestamp>, StoreError> {
        if schedule.suspended.is_some() || schedule.asked_at.is_some() {
            return Ok(None);
        }
        let zone = &self.stored_zone(&schedule.settings.timezone);
        let coming = self
            .coming_of(schedule, Reading { recurrence, zone }, now)
            .await?;
        Ok(coming.times.first().map(jiff::Zoned::timestamp))
    }

    /// What would come next of prompts that a guild does not have yet.
    pub(super) async fn coming_in(
        &self,
        guild: GuildId,
        (recurrence, zone): (&Recurrence, &TimeZone),
        now: Timestamp,
    ) -> Result<Coming, StoreError> {
        let holidays = self.store.holidays(guild).await?;
        let quiet_hours = self.store.guild(guild).await?.quiet_hours;
        let silences = Silences {
            holidays: holidays.into_iter().map(|holiday| holiday.day).collect(),
            quiet_hours: own_quiet_hours(quiet_hours).into_iter().collect(),
            ..Silences::none(zone.clone())
        };
        let next = occurrences_after(recurrence, zone, now);
        Ok(heard(next, &silences, None, now))
    }

    /// The guild's schedules that post in a channel at one of these times, apart from one.
    pub(super) async fn posting_at(
        &self,
        (guild, channel): (GuildId, ChannelId),
        except: Option<ScheduleId>,
        next: &Coming,
    ) -> Result<Vec<i64>, StoreError> {
        let wanted: Vec<_> = next.times.iter().map(jiff::Zoned::timestamp).collect();
        let mut found = Vec::new();
        for schedule in self.store.schedules_of_guild(guild).await? {
            let is_there = schedule.settings.channel == Some(channel)
                && schedule.suspended.is_none()
                && Some(schedule.id) != except;
            let Some(recurrence) = stored(&schedule).filter(|_| is_there) else {
                continue;
            };
            let zone = self.stored_zone(&schedule.settings.timezone);
            let reading = Reading {
                recurrence: &recurrence,
                zone: &zone,
            };
            for at in &wanted {
                if self.comes_at(&schedule, reading, *at).await? {
                    found.push(schedule.id.get());
                    break;
                }
            }
        }
        Ok(found)
    }

    /// Whether a schedule comes at just this instant, however much of it comes before.
    async fn comes_at(
        &self,
        schedule: &Schedule,
        reading: Reading<'_>,
        at: Timestamp,
    ) -> Result<bool, StoreError> {
        let before = at.saturating_sub(SignedDuration::from_millis(1));
        let before = before.unwrap_or(at);
        let is_at = |due: Timestamp| due == at;
        if !next(reading.recurrence, reading.zone, before).is_some_and(|next| is_at(next.due)) {
            return Ok(false);
        }
        let coming = self.coming_of(schedule, reading, before).await?;
        let first = coming.times.first().map(jiff::Zoned::timestamp);
        Ok(first.is_some_and(is_at))
    }

    /// When a schedule that is read like this is due next, and since when that counts (S-43, S-56). It is planned then,
    /// whether it is left out or not.
    pub(super) async fn next_of(
        &self,
        schedule: &Schedule,
        reading: Reading<'_>,
        now: Timestamp,
    ) -> Result<(Timestamp, Option<Timestamp>), StoreError> {
        let at = now.max(schedule.watermark);
        let decided = self.decided(schedule, now).await?;
        let next = undecided_after(&decided, reading, at).next();
        Ok((at, next.map(|next| next.due)))
    }
}

/// The first local date on which there can be a slot that was decided and could be due still.
fn lately(now: Timestamp) -> Date {
    let today = TimeZone::UTC.to_datetime(now).date();
    today.saturating_sub(DECIDED_DAYS.days())
}

/// The first of these that nothing silences, and what silences those between. What comes to a member is no more than so
/// many a day (D-64); how many those are so far goes by local dates.
pub(super) fn heard(
    occurrences: impl Iterator<Item = Occurrence>,
    silences: &Silences,
    mut so_far: Option<BTreeMap<Date, u32>>,
    now: Timestamp,
) -> Coming {
    let zone = &silences.zone;
    let mut coming = Coming {
        year: now.to_zoned(zone.clone()).year(),
        times: Vec::new(),
        left_out: BTreeSet::new(),
        quiet_hours: Vec::new(),
        is_too_much: false,
    };
    let mut is_enough = |day: Date| {
        let n_that_day = so_far.as_mut().map(|days| days.entry(day).or_default());
        n_that_day.is_some_and(|n| {
            *n += 1;
            *n > MOST_A_DAY
        })
    };
    let mut in_a_row = 0;
    for one in occurrences {
        match silences.reason(one.slot, one.due, None) {
            None if is_enough(one.slot.date) => {
                in_a_row = 0;
                coming.is_too_much = true;
            }
            None => {
                in_a_row = 0;
                coming.times.push(one.due.to_zoned(zone.clone()));
            }
            Some(reason) => {
                in_a_row += 1;
                coming.left_out.insert(reason);
                let is_why =
                    |hours: &&QuietHours| reason == SkipReason::Quiet && hours.cover(one.due, zone);
                for hours in silences.quiet_hours.iter().filter(is_why) {
                    if !coming.quiet_hours.contains(hours) {
                        coming.quiet_hours.push(*hours);
                    }
                }
            }
        }
        if coming.times.len() == SAID_BACK || in_a_row == MOST_LEFT_OUT {
            break;
        }
    }
    coming
}
