//! Days that count for nobody, since the bot was at fault: found out by itself (K-42).
//!
//! They are judged when the day is over, at whatever a member does next, and stand in their log from then on. Begin
//! reading at [`App::spare`].

use std::collections::BTreeSet;

use jiff::Timestamp;
use jiff::civil::Date;

use super::App;
use super::prompts::stored;
use super::replaying::rebuilt;
use super::skips::quiet_hours;
use super::zones::{DEFAULT_ZONE, stored_zone};
use crate::clock::Zones;
use crate::domain::ids::{GuildId, UserId};
use crate::domain::schedule::occurrences_after;
use crate::domain::skip::Silences;
use crate::domain::streak::{Calendar, Evidence, Participation, Promise, Span, day_at};
use crate::domain::weekdays::Weekdays;
use crate::store::{
    Failures, Fate, GivenUp, Guild, Holiday, MemberChange, MemberEvent, MemberHistory, MemberLog,
    Schedule, StoreError,
};

/// What was due to whom; `None` is everybody.
pub(super) struct Promised(Vec<(Option<UserId>, Promise)>, Vec<Span>);

impl Promised {
    /// What bears on one member.
    pub(super) fn to(&self, user: UserId) -> Evidence {
        let theirs = |of: &Option<UserId>| of.is_none_or(|of| of == user);
        let promises = self.0.iter().filter(|(of, _)| theirs(of));
        Evidence {
            promises: promises.map(|(_, promise)| *promise).collect(),
            away: self.1.clone(),
        }
    }
}

impl App {
    /// The days that have gone by since a member was last kept, and were spoilt by the bot, count no more. Returns the
    /// lines of log for them.
    pub(super) fn spare(
        &self,
        history: &MemberHistory,
        member: &mut Participation,
        at: Timestamp,
    ) -> Vec<MemberEvent> {
        spare(&self.zones, history, member, at)
    }

    /// The same for a log: the lines stand at its end.
    pub(super) fn spare_in_log(&self, log: &mut MemberLog, at: Timestamp) {
        let history = &mut log.history;
        let Some(mut member) = self.participation(history) else {
            return;
        };
        let spared = self.spare(history, &mut member, at);
        append(history, spared, at);
    }

    /// Days lately that were judged before it was known that the bot had spoilt them: what was due on them was still to come
    /// when they were over, and did not.
    pub(super) fn misjudged(&self, history: &MemberHistory, at: Timestamp) -> Vec<Date> {
        let user = history.member.as_ref().map(|member| member.user);
        // What nobody planned was known to be lost as soon as the bot was back.
        let known = Failures {
            schedules: Vec::new(),
            ..history.failures.clone()
        };
        let promised = self.promised(&known, &history.guild, &history.holidays, at);
        let Some(((promised, user), member)) = promised.zip(user).zip(self.participation(history))
        else {
            return Vec::new();
        };
        member.misjudged(&promised.to(user))
    }

    /// Such days are judged again: the log happens anew with them as days that count for nobody (K-42).
    pub(super) async fn judge_again(
        &self,
        guild: GuildId,
        user: UserId,
        at: Timestamp,
    ) -> Result<(), StoreError> {
        let judge = |log: &MemberLog| {
            let days = self.misjudged(&log.history, at);
            let events: Vec<_> = days.into_iter().map(MemberEvent::Outage).collect();
            let mut log = log.clone();
            append(&mut log.history, events.clone(), at);
            let rebuilt = rebuilt(&self.zones, &log, (guild, user), at);
            let differs = rebuilt.and_then(|(row, difference)| Some((row, difference?.spared)));
            let Some((row, spared)) = differs.filter(|_| !events.is_empty()) else {
                return (None, ());
            };
            (Some((row, [events, spared].concat())), ())
        };
        let whose = (guild, user);
        self.store.rebuild_streak(whose, at, judge).await?;
        // Their lines on boards are to be worked out anew.
        self.ranking.notify_one();
        Ok(())
    }

    /// The same; the member afterwards.
    pub(super) async fn judged_again(
        &self,
        guild: GuildId,
        user: UserId,
        at: Timestamp,
    ) -> Result<Option<Participation>, StoreError> {
        self.judge_again(guild, user, at).await?;
        Ok(self.participation(&self.store.history(guild, user).await?))
    }

    /// So many deliveries were given up: whose days that has spoilt is to be looked at.
    pub(super) fn note_given_up(&self, n_deliveries: usize) {
        if n_deliveries > 0 {
            self.ranking.notify_one();
        }
    }

    /// Whose day was over before something that was due on it was given up has it judged again, so that others see on
    /// boards what is right before its member does anything (K-42). What was given up stands in the database until this is
    /// done, whatever process began it.
    pub(super) async fn judge_given_up(&self, now: Timestamp) -> Result<(), StoreError> {
        while self.has_lease() && !self.is_finishing() {
            let unjudged = self.store.unjudged().await?;
            if unjudged.is_empty() {
                break;
            }
            let given_up: BTreeSet<_> = unjudged.iter().filter_map(|one| one.given_up).collect();
            for one in &given_up {
                self.judge_after(one, now).await?;
            }
            self.store.note_judged(&unjudged).await?;
        }
        Ok(())
    }

    async fn judge_after(&self, one: &GivenUp, now: Timestamp) -> Result<(), StoreError> {
        self.store.forget_lines_after(one).await?;
        for kept in self.store.judged_after(one).await? {
            let zone = self.stored_zone(kept.timezone.as_deref().unwrap_or(DEFAULT_ZONE));
            let calendar = Calendar::new(zone, kept.day_ends_at, Weekdays::DAILY);
            if day_at(one.due, &calendar) < kept.day {
                self.judge_again(one.guild, kept.user, now).await?;
            }
        }
        Ok(())
    }

    /// See [`promised`].
    pub(super) fn promised(
        &self,
        failures: &Failures,
        guild: &Guild,
        holidays: &[Holiday],
        at: Timestamp,
    ) -> Option<Promised> {
        promised(&self.zones, failures, guild, holidays, at)
    }
}

/// Lines at the end of a log that is read, and not written.
fn append(history: &mut MemberHistory, events: Vec<MemberEvent>, at: Timestamp) {
    let rev = history.changes.last().map_or(0, |change| change.rev);
    let guild_seq = Some(history.guild_seq());
    let lines = (rev + 1..).zip(events).map(|(rev, event)| MemberChange {
        rev,
        at,
        event,
        guild_seq,
    });
    history.changes.extend(lines);
}

/// See [`App::spare`].
pub(super) fn spare(
    zones: &Zones,
    history: &MemberHistory,
    member: &mut Participation,
    at: Timestamp,
) -> Vec<MemberEvent> {
    let Some(user) = history.member.as_ref().map(|member| member.user) else {
        return Vec::new();
    };
    let (guild, holidays) = (&history.guild, &history.holidays);
    let Some(promised) = promised(zones, &history.failures, guild, holidays, at) else {
        return Vec::new();
    };
    let days = member.outages(at, &promised.to(user));
    member.spare(&days);
    days.into_iter().map(MemberEvent::Outage).collect()
}

/// Everything that was due in a guild, if there were failures. What nobody planned, as the bot was away, is worked out
/// anew: nobody can have changed it meanwhile.
fn promised(
    zones: &Zones,
    failures: &Failures,
    guild: &Guild,
    holidays: &[Holiday],
    at: Timestamp,
) -> Option<Promised> {
    if *failures == Failures::default() {
        return None;
    }
    let planned = failures.given.iter();
    let planned: BTreeSet<_> = planned.map(|given| (given.schedule, given.due)).collect();
    let given = failures.given.iter().filter_map(|given| {
        let is_lost = match given.fate {
            Fate::LeftOut => return None,
            Fate::Kept => false,
            Fate::Lost => true,
            Fate::WaitsUntil(until) => until < at,
        };
        let due = given.due;
        Some((given.user, Promise { due, is_lost }))
    });
    let mut promises: Vec<_> = given.collect();
    for schedule in &failures.schedules {
        let unplanned = due_while_away(zones, schedule, &failures.away, guild, holidays);
        let unplanned = unplanned.filter(|due| !planned.contains(&(schedule.id, *due)));
        promises.extend(unplanned.map(|due| {
            let promise = Promise { due, is_lost: true };
            (schedule.user, promise)
        }));
    }
    // Whether it is not there, or is not reached, is all the same to whoever presses.
    let away = failures.away.iter().chain(&failures.deaf);
    let away = away.map(|(from, to)| Span {
        from: *from,
        to: *to,
    });
    Some(Promised(promises, Span::united(away.collect())))
}

fn due_while_away<'a>(
    zones: &Zones,
    schedule: &'a Schedule,
    away: &'a [(Timestamp, Timestamp)],
    guild: &'a Guild,
    holidays: &'a [Holiday],
) -> impl Iterator<Item = Timestamp> + 'a {
    let zone = stored_zone(zones, &schedule.settings.timezone);
    // A member may want to be reminded on holidays, and has quiet hours of their own.
    let holidays = holidays.iter().filter(|_| !schedule.settings.on_holidays);
    let silences = Silences {
        pause: schedule.pause,
        holidays: holidays.map(|holiday| holiday.day).collect(),
        quiet_hours: quiet_hours(guild, schedule),
        ..Silences::none(zone.clone())
    };
    let recurrence = stored(schedule);
    away.iter().flat_map(move |(from, to)| {
        let begin = (*from).max(schedule.created_at);
        let due = recurrence.iter().flat_map(|recurrence| {
            occurrences_after(recurrence, &zone, begin)
                .take_while(|occurrence| occurrence.due < *to)
                .filter(|it| silences.reason(it.slot, it.due, None).is_none())
                .map(|occurrence| occurrence.due)
                .collect::<Vec<_>>()
        });
        due.collect::<Vec<_>>()
    })
}
