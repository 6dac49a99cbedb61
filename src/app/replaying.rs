//! A member's log happens again (K-2): for the calendar, to rebuild a streak, and to let old presses go (P-5).
//!
//! The order is that in which things were judged, which the instants alone do not tell: a press says after which line of the
//! member's log it was, and days never decrease. Begin reading at [`replayed`].

use jiff::Timestamp;
use jiff::civil::Date;

use super::outages::spare;
use super::participation::{
    event_of, first_calendar, fold, from_row, neutral_days, rules_after, to_row,
};
use crate::clock::Zones;
use crate::domain::ids::{GuildId, UserId};
use crate::domain::streak::{Answer, Diary, Event, FreezeRules, Outcome, Participation, Streak};
use crate::store::{Checkpoint, GuildChange, MemberEvent, MemberLog, Press, StreakRow};

/// What can take a log in.
pub(super) trait Player {
    /// From here on freezes are given and earned by these rules.
    fn go_by(&mut self, rules: FreezeRules);
    /// A change of settings.
    fn apply(&mut self, at: Timestamp, event: &Event) -> Answer;
    /// A credit that was judged before.
    fn credit(&mut self, at: Timestamp, day: Date);
}

impl Player for Participation {
    fn go_by(&mut self, rules: FreezeRules) {
        Self::go_by(self, rules);
    }

    fn apply(&mut self, at: Timestamp, event: &Event) -> Answer {
        Self::apply(self, at, event)
    }

    fn credit(&mut self, at: Timestamp, day: Date) {
        self.credit_as_logged(at, day);
    }
}

impl Player for Diary {
    fn go_by(&mut self, rules: FreezeRules) {
        Self::go_by(self, rules);
    }

    fn apply(&mut self, at: Timestamp, event: &Event) -> Answer {
        Self::apply(self, at, event)
    }

    fn credit(&mut self, at: Timestamp, day: Date) {
        Self::credit(self, at, day);
    }
}

/// How a rebuilt streak differs from the one that is kept.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Difference {
    /// What is kept, on the last day that either has judged; `None` if nothing is.
    pub kept: Option<Streak>,
    /// What the log comes to on that day.
    pub rebuilt: Streak,
    /// Lines of log that belong to the rebuilt streak: days that the bot spoilt, and that nobody has judged yet (K-42).
    pub spared: Vec<MemberEvent>,
}

/// The streak that a member's log comes to at `now`, and how the one that is kept differs from it. `None` if they never
/// joined.
pub fn rebuilt(
    zones: &Zones,
    log: &MemberLog,
    (guild, user): (GuildId, UserId),
    now: Timestamp,
) -> Option<(StreakRow, Option<Difference>)> {
    let mut member = replayed(zones, log, |member| member)?;
    let history = &log.history;
    // Later days are judged by what is known by now; these were judged by what was known then.
    let judged = history.streak.as_ref().map(|row| row.day);
    member.settle_until(judged.unwrap_or_default().min(member.day_at(now)));
    let kept = history.streak.as_ref().map(|row| {
        let streak = from_row(row, history.credited_today, history.total);
        let rules = rules_after(&history.guild_changes, history.guild_seq());
        let calendar = member.calendar().clone();
        let left_at = history.member.as_ref().and_then(|member| member.left_at);
        let mut kept = Participation::kept(streak, calendar, rules, left_at);
        kept.settle_until(member.streak().day);
        kept.streak().clone()
    });
    let rebuilt = member.streak().clone();
    let differs = kept.as_ref() != Some(&rebuilt);
    let differs = differs && (kept.is_some() || rebuilt.total > 0);
    let spared = spare(zones, history, &mut member, now);
    member.settle(now);
    let row = to_row(&member, guild, user);
    let difference = Difference {
        kept,
        rebuilt,
        spared,
    };
    Some((row, differs.then_some(difference)))
}

/// What the presses of a log come to, those that are not listed any more among them.
pub fn checkpoint(zones: &Zones, log: &MemberLog) -> Option<Checkpoint> {
    let credits = credits(log);
    let last = credits.last();
    let earlier = log.checkpoint.as_ref();
    let settings_rev = last
        .map(|press| press.settings_rev)
        .or(earlier.map(|earlier| earlier.settings_rev))
        .unwrap_or(1);
    let mut log_until_then = log.clone();
    let changes = &mut log_until_then.history.changes;
    changes.retain(|change| change.rev <= settings_rev);
    let member = replayed(zones, &log_until_then, |member| member)?;
    let listed = u32::try_from(log.presses.len()).ok()?;
    Some(Checkpoint {
        settings_rev,
        presses: listed + earlier.map_or(0, |earlier| earlier.presses),
        last_credit: last
            .map(|press| press.day)
            .or(earlier.and_then(|earlier| earlier.last_credit)),
        streak: member.streak().clone(),
        left_at: member.left_at(),
    })
}

/// Lets a member's log happen to what `begin` makes of them as they were before it. `None` if they never joined.
pub(super) fn replayed<P: Player>(
    zones: &Zones,
    log: &MemberLog,
    begin: impl FnOnce(Participation) -> P,
) -> Option<P> {
    let (member, rev) = before(zones, log)?;
    let mut player = begin(member);
    let rules = |seq: Option<i64>, at| rules_then(&log.history.guild_changes, seq, at);
    let credits = credits(log);
    let mut credits = credits.into_iter().peekable();
    for change in log.history.changes.iter().filter(|change| change.rev > rev) {
        while let Some(press) = credits.next_if(|press| press.settings_rev < change.rev) {
            player.go_by(rules(press.guild_seq, press.at));
            player.credit(press.at, press.day);
        }
        player.go_by(rules(change.guild_seq, change.at));
        if let Some(event) = event_of(zones, &change.event) {
            player.apply(change.at, &event);
        }
    }
    for press in credits {
        player.go_by(rules(press.guild_seq, press.at));
        player.credit(press.at, press.day);
    }
    Some(player)
}

/// A member before what is listed of their log, and the number of the last line that is in it.
fn before(zones: &Zones, log: &MemberLog) -> Option<(Participation, i64)> {
    let history = &log.history;
    let neutral_days = neutral_days(&history.holidays);
    let first = history.changes.first()?;
    let rules = rules_then(&history.guild_changes, first.guild_seq, first.at);
    let Some(checkpoint) = &log.checkpoint else {
        let events = history.changes.iter().map(|change| &change.event);
        let calendar = first_calendar(zones, events, &neutral_days);
        return Some((Participation::new(first.at, calendar, rules), 0));
    };
    let rev = checkpoint.settings_rev;
    let n_before = history.changes.partition_point(|change| change.rev <= rev);
    let calendar = fold(zones, history.changes.get(..n_before)?, &neutral_days)?;
    let mut calendar = calendar.calendar().clone();
    // Those that came later are no lines that anything happens at.
    let spared = history.changes.iter().filter_map(|it| match it.event {
        MemberEvent::Outage(day) => Some(day),
        _ => None,
    });
    calendar.spare(&spared.collect::<Vec<_>>());
    let (streak, left_at) = (checkpoint.streak.clone(), checkpoint.left_at);
    Some((Participation::kept(streak, calendar, rules, left_at), rev))
}

/// The presses that are credits, in the order in which they were judged.
fn credits(log: &MemberLog) -> Vec<&Press> {
    let credits = log.presses.iter();
    let mut credits: Vec<_> = credits
        .filter(|press| press.outcome == Outcome::Credited)
        .collect();
    credits.sort_by_key(|press| press.day);
    credits
}

/// The rules of freezes by which something was judged; where it is not noted, those that were in force at its instant.
fn rules_then(changes: &[GuildChange], seq: Option<i64>, at: Timestamp) -> FreezeRules {
    let seq = seq.unwrap_or_else(|| {
        let earlier = changes.iter().filter(|change| change.at <= at);
        earlier.map(|change| change.seq).max().unwrap_or_default()
    });
    rules_after(changes, seq)
}
