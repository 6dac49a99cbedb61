//! From the rows of a member to their part in streaks, and back.
//!
//! What counts and what happens is for [`crate::domain::streak`] to say. Begin reading at [`App::participation`].

use std::collections::BTreeSet;

use jiff::Timestamp;
use jiff::civil::Date;

use super::App;
use super::zones::{DEFAULT_ZONE, stored_zone};
use crate::clock::Zones;
use crate::domain::ids::{GuildId, UserId};
use crate::domain::leaderboard::hidden_from;
use crate::domain::streak::{
    self, Calendar, Event, FreezeRules, Participation, Streak, begins_anywhere,
};
use crate::domain::weekdays::Weekdays;
use crate::store::{GuildChange, Holiday, MemberChange, MemberEvent, MemberHistory, StreakRow};

/// What the guild's log calls the rules of freezes.
const FREEZES: &str = "freezes";

impl App {
    /// A member as they were last kept; `None` if they never joined.
    pub(super) fn participation(&self, history: &MemberHistory) -> Option<Participation> {
        let member = history.member.as_ref()?;
        let folded = self.fold(&history.changes, &neutral_days(&history.holidays))?;
        let rules = rules(history);
        let calendar = folded.calendar().clone();
        let streak = match &history.streak {
            Some(row) => from_row(row, history.credited_today, history.total),
            None => folded.streak().clone(),
        };
        Some(Participation::kept(streak, calendar, rules, member.left_at))
    }

    /// A member who has never joined, with the settings that `events` will log.
    pub(super) fn newcomer(
        &self,
        history: &MemberHistory,
        at: Timestamp,
        events: &[MemberEvent],
    ) -> Participation {
        let neutral_days = neutral_days(&history.holidays);
        Participation::new(
            at,
            self.first_calendar(events, &neutral_days),
            rules(history),
        )
    }

    /// A member's clock and days, folded from the log of their settings (K-2). Its figures mean nothing, since there
    /// are no presses in it.
    pub(super) fn fold(
        &self,
        changes: &[MemberChange],
        neutral_days: &BTreeSet<Date>,
    ) -> Option<Participation> {
        fold(&self.zones, changes, neutral_days)
    }

    fn first_calendar<'a>(
        &self,
        events: impl IntoIterator<Item = &'a MemberEvent>,
        neutral_days: &BTreeSet<Date>,
    ) -> Calendar {
        first_calendar(&self.zones, events, neutral_days)
    }

    /// A line of the log as the rules know it; `None` for what moves no day.
    pub(super) fn event(&self, event: &MemberEvent) -> Option<Event> {
        event_of(&self.zones, event)
    }
}

/// See [`App::fold`].
pub(super) fn fold(
    zones: &Zones,
    changes: &[MemberChange],
    neutral_days: &BTreeSet<Date>,
) -> Option<Participation> {
    let begin = changes.first()?.at;
    let events = changes.iter().map(|change| &change.event);
    let calendar = first_calendar(zones, events, neutral_days);
    let mut participation = Participation::new(begin, calendar, FreezeRules::default());
    for change in changes {
        if let Some(event) = event_of(zones, &change.event) {
            participation.apply(change.at, &event);
        }
    }
    Some(participation)
}

/// The first line of a setting is what it was from the beginning, not a change of it; days that the bot spoilt were never
/// due.
pub(super) fn first_calendar<'a>(
    zones: &Zones,
    events: impl IntoIterator<Item = &'a MemberEvent>,
    neutral_days: &BTreeSet<Date>,
) -> Calendar {
    let (mut zone, mut day_ends_at, mut active_days) = (None, None, None);
    let mut spared = Vec::new();
    for event in events {
        match event {
            MemberEvent::Timezone(name) => zone = zone.or(Some(name.as_str())),
            MemberEvent::DayEndsAt(hour) => day_ends_at = day_ends_at.or(Some(*hour)),
            MemberEvent::ActiveDays(days) => active_days = active_days.or(Some(*days)),
            MemberEvent::Outage(day) => spared.push(*day),
            _ => {}
        }
    }
    let mut calendar = Calendar::new(
        stored_zone(zones, zone.unwrap_or(DEFAULT_ZONE)),
        day_ends_at.unwrap_or_default(),
        active_days.unwrap_or(Weekdays::DAILY),
    )
    .with_neutral_days(neutral_days.iter().copied());
    // They are logged once they are over, and no day before that was judged by them.
    calendar.spare(&spared);
    calendar
}

/// See [`App::event`].
pub(super) fn event_of(zones: &Zones, event: &MemberEvent) -> Option<Event> {
    Some(match event {
        MemberEvent::OptIn => Event::OptIn,
        MemberEvent::OptOut => Event::OptOut,
        MemberEvent::Timezone(name) => Event::Timezone(stored_zone(zones, name)),
        MemberEvent::DayEndsAt(hour) => Event::DayEndsAt(*hour),
        MemberEvent::ActiveDays(days) => Event::ActiveDays(*days),
        MemberEvent::Visibility(_) | MemberEvent::Outage(_) => return None,
        MemberEvent::Pause { from, to } => Event::Pause {
            from: *from,
            to: *to,
        },
        MemberEvent::Resume => Event::Resume,
        MemberEvent::Leave => Event::Leave,
        MemberEvent::Rejoin => Event::Rejoin,
    })
}

/// The holidays that spare streaks: those that were entered before they began anywhere (K-42).
pub(super) fn neutral_days(holidays: &[Holiday]) -> BTreeSet<Date> {
    let in_time = |holiday: &&Holiday| {
        begins_anywhere(holiday.day).is_some_and(|begins| holiday.entered_at < begins)
    };
    let in_time = holidays.iter().filter(in_time);
    in_time.map(|holiday| holiday.day).collect()
}

/// How freezes are given and earned by the last line of the guild's log.
fn rules(history: &MemberHistory) -> FreezeRules {
    rules_after(&history.guild_changes, history.guild_seq())
}

/// How freezes are given and earned after so many lines of the guild's log (K-30).
pub(super) fn rules_after(changes: &[GuildChange], seq: i64) -> FreezeRules {
    let chosen = changes
        .iter()
        .rfind(|change| change.seq <= seq && change.setting == FREEZES);
    let numbers = chosen.and_then(|change| {
        let numbers = change.value.as_deref()?.split(' ').map(str::parse);
        let numbers: Vec<u32> = numbers.collect::<Result<_, _>>().ok()?;
        <[u32; 3]>::try_from(numbers).ok()
    });
    numbers.map_or_else(FreezeRules::default, |[start, cap, earn_every]| {
        FreezeRules {
            start,
            cap,
            earn_every,
        }
    })
}

/// The streak of a row; whether its day is credited, and how many were, stands in the log of presses.
pub(super) fn from_row(row: &StreakRow, credited_today: bool, total: u32) -> Streak {
    Streak {
        day: row.day,
        credited_today,
        current: row.current,
        longest: row.longest,
        total,
        freezes: row.freezes,
        enrol_day: row.enrol_day,
        last_excuse: row.last_excuse,
        credited_bits: row.credited_bits,
        due_bits: row.due_bits,
        current_since: row.current_since,
    }
}

/// The row of a streak.
pub(super) fn to_row(participation: &Participation, guild: GuildId, user: UserId) -> StreakRow {
    let (streak, calendar) = (participation.streak(), participation.calendar());
    let shown_until = streak
        .last_credit()
        .and_then(|day| hidden_from(day, calendar))
        .and_then(|day| streak::day_begins(day, calendar));
    StreakRow {
        guild,
        user,
        day: streak.day,
        current: streak.current,
        longest: streak.longest,
        freezes: streak.freezes,
        last_excuse: streak.last_excuse,
        enrol_day: streak.enrol_day,
        credited_bits: streak.credited_bits,
        due_bits: streak.due_bits,
        current_since: streak.current_since,
        break_at: streak.break_at(calendar),
        active_until: shown_until,
        line: None,
    }
}
