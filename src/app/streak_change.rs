//! Events happen to a member: judged, logged, and the streak folded anew, in one transaction.
//!
//! Begin reading at [`App::judge_change`].

use jiff::civil::Date;
use jiff::{SignedDuration, Timestamp, ToSpan as _};

use super::dispatch::Failure;
use super::{App, Interaction};
use crate::domain::ids::GuildId;
use crate::domain::leaderboard::Visibility;
use crate::domain::streak::{Answer, Participation, VacationRefusal};
use crate::domain::weekdays::Weekdays;
use crate::store::{Member, MemberChange, MemberEvent, MemberHistory, MemberUpdate, NewSchedule};
use crate::text::Words;
use crate::view::streaks::Kept;
use crate::view::words::{date, date_with_year, on_or_off, timestamp};

/// So many changes of zone are accepted in [`MOVES_WITHIN`] (K-54).
const MOST_MOVES: usize = 3;
const MOVES_WITHIN: SignedDuration = SignedDuration::from_hours(7 * 24);
/// A vacation begins within so many days; a date beyond is a slip of the hand.
const VACATION_WITHIN_DAYS: i64 = 366;

/// What a change came to.
pub(super) struct Changed {
    /// The member afterwards.
    pub(super) member: Participation,
    /// Their settings afterwards; `None` if they never joined.
    pub(super) kept: Option<Kept>,
    /// What has changed; nothing if all was so already.
    pub(super) events: Vec<MemberEvent>,
}

/// Why a change may not be.
pub(super) enum Refusal {
    /// They have left the guild, and were not seen in it since (K-63).
    NotMember,
    /// The guild has removed the bot (K-64).
    GuildGone,
    /// They take no part (K-1).
    NotEnrolled,
    /// The vacation begins later than this day, which is too far away to be meant.
    VacationTooFar(Date),
    /// The vacation may not be (K-40); whether they hold a freeze for today.
    Vacation(VacationRefusal, bool),
    /// They have moved too often; when they may again (K-54).
    TooManyMoves(Timestamp),
}

impl App {
    /// Lets events happen to a member at the instant of an interaction.
    pub(super) async fn change(
        &self,
        interaction: &Interaction,
        guild: GuildId,
        events: Vec<MemberEvent>,
        desk_break: Option<NewSchedule>,
    ) -> Result<Result<Changed, Refusal>, Failure> {
        let (user, at) = (interaction.user, interaction.at());
        if self.is_gone_from(interaction, guild).await? {
            return Ok(Err(Refusal::GuildGone));
        }
        self.forget_if_long_gone(guild, user, at).await?;
        let is_elsewhere = interaction.guild.is_none();
        if is_elsewhere && self.store.is_missed(guild, user).await? {
            return Ok(Err(Refusal::NotMember));
        }
        let (mut is_misjudged, mut is_new) = (false, false);
        let judge = |history: &MemberHistory| {
            is_misjudged = !self.misjudged(history, at).is_empty();
            is_new = history.member.is_none();
            let opts_in = events.contains(&MemberEvent::OptIn);
            let takes_part = |member: &Member| member.opted_in;
            if !is_away(history, interaction)
                && !opts_in
                && !history.member.as_ref().is_some_and(takes_part)
            {
                return (None, Err(Refusal::NotEnrolled));
            }
            self.judge_change(history, guild, interaction, events, desk_break)
        };
        let changed = self.store.update_member(guild, user, at, judge).await?;
        if is_misjudged {
            self.judge_again(guild, user, at).await?;
        }
        if is_elsewhere && is_new && changed.is_ok() {
            // That they wrote from somewhere does not mean that they are in the guild (K-63).
            self.store.not_seen(guild, user, at).await?;
            self.minding.notify_one();
        }
        Ok(changed)
    }

    /// What becomes of a member to whom events happen: all of them, or none if the rules refuse one. What changes
    /// nothing leaves no line in the log.
    pub(super) fn judge_change(
        &self,
        history: &MemberHistory,
        guild: GuildId,
        interaction: &Interaction,
        events: Vec<MemberEvent>,
        desk_break: Option<NewSchedule>,
    ) -> (Option<MemberUpdate>, Result<Changed, Refusal>) {
        if is_away(history, interaction) {
            return (None, Err(Refusal::NotMember));
        }
        let (user, at) = (interaction.user, interaction.at());
        let before = history.member.as_ref();
        let has_left = before.is_some_and(|member| member.left_at.is_some());
        let back = has_left.then_some(MemberEvent::Rejoin);
        let differs = |event: &MemberEvent| before.is_none_or(|member| differs(member, event));
        let wanted: Vec<_> = back
            .into_iter()
            .chain(events.into_iter().filter(differs))
            .collect();
        if let Some(until) = too_many_moves(&history.changes, &wanted, at) {
            return (None, Err(Refusal::TooManyMoves(until)));
        }
        let member = self.participation(history);
        let mut member = member.unwrap_or_else(|| self.newcomer(history, at, &wanted));
        let mut logged = self.spare(history, &mut member, at);
        let mut happened = Vec::new();
        for event in wanted {
            if let MemberEvent::Pause { from, to } = event {
                member.settle(at);
                if let Some(refusal) = no_vacation(&member, from, to) {
                    return (None, Err(refusal));
                }
            }
            let answer = self
                .event(&event)
                .map_or(Answer::Done, |event| member.apply(at, &event));
            if answer == Answer::Done {
                happened.push(event);
            }
        }
        member.settle(at);
        let joined = before.is_some() || !happened.is_empty();
        logged.extend(happened.iter().cloned());
        let days_changed = before.is_some() && changes_days(&member);
        let last_excuse = history.streak.as_ref().and_then(|row| row.last_excuse);
        let excused = member.streak().last_excuse > last_excuse;
        let kept = kept(before, &happened).map(|kept| Kept {
            days_changed,
            excused,
            ..kept
        });
        let seen_as = kept
            .as_ref()
            .map(|kept| kept.visibility)
            .unwrap_or_default();
        let update = MemberUpdate {
            streak: joined.then(|| self.row_with_line(&member, guild, user, seen_as)),
            events: logged,
            desk_break,
        };
        let changed = Changed {
            kept,
            member,
            events: happened,
        };
        (Some(update), Ok(changed))
    }
}

/// Why a vacation may not be, if it may not (K-40). The member is settled.
fn no_vacation(member: &Participation, from: Date, to: Date) -> Option<Refusal> {
    let day = member.streak().day;
    let latest = day.saturating_add(VACATION_WITHIN_DAYS.days());
    if from > latest {
        return Some(Refusal::VacationTooFar(latest));
    }
    let refusal = member.calendar().clone().pause(day, from, to).err()?;
    Some(Refusal::Vacation(refusal, member.streak().freezes > 0))
}

/// Says whether other days count from tomorrow on, perhaps by a change of a moment ago (K-13).
fn changes_days(member: &Participation) -> bool {
    let today = member.streak().day;
    let days_on = |day| member.calendar().active_days_on(day);
    days_on(today) != days_on(today.saturating_add(1.day()))
}

/// Why a change may not be, in words.
pub(super) fn refusal_words(words: Words<'_>, refusal: &Refusal) -> String {
    let on = |day: Date| format!("{} ({day})", date(words, day));
    match refusal {
        Refusal::NotMember => words.get("did-not-member"),
        Refusal::GuildGone => words.get("did-guild-gone"),
        Refusal::NotEnrolled => words.get("streak-not-joined"),
        Refusal::TooManyMoves(until) => {
            words.with("zone-moves", &[("when", timestamp(*until).into())])
        }
        Refusal::VacationTooFar(latest) => {
            let latest = format!("{} ({latest})", date_with_year(words, *latest));
            words.with("pause-too-far", &[("latest", latest.into())])
        }
        Refusal::Vacation(VacationRefusal::TooEarly { earliest }, has_freeze) => {
            let freezes = on_or_off(*has_freeze);
            let told = [
                ("earliest", on(*earliest).into()),
                ("freezes", freezes.into()),
            ];
            words.with("pause-too-early", &told)
        }
        Refusal::Vacation(VacationRefusal::Backwards, _) => words.get("pause-backwards"),
        Refusal::Vacation(VacationRefusal::TooLong { latest }, _) => {
            words.with("pause-too-long", &[("latest", on(*latest).into())])
        }
    }
}

/// Says whether somebody has left the guild and is not in it now: from a direct message nobody can tell that they are back
/// (K-63).
fn is_away(history: &MemberHistory, interaction: &Interaction) -> bool {
    let has_left = |member: &Member| member.left_at.is_some();
    interaction.guild.is_none() && history.member.as_ref().is_some_and(has_left)
}

/// Says whether an event would change anything in a member's row; what it does to their days, the rules say.
fn differs(member: &Member, event: &MemberEvent) -> bool {
    match event {
        MemberEvent::OptIn => !member.opted_in,
        MemberEvent::OptOut => member.opted_in,
        MemberEvent::Timezone(zone) => member.timezone.as_ref() != Some(zone),
        MemberEvent::DayEndsAt(hour) => member.day_ends_at != *hour,
        MemberEvent::ActiveDays(days) => member.active_days != *days,
        MemberEvent::Visibility(visibility) => member.visibility != *visibility,
        MemberEvent::Leave => member.left_at.is_none(),
        MemberEvent::Rejoin => member.left_at.is_some(),
        MemberEvent::Pause { .. } | MemberEvent::Resume | MemberEvent::Outage(_) => true,
    }
}

/// A member's settings after events.
fn kept(before: Option<&Member>, events: &[MemberEvent]) -> Option<Kept> {
    let mut kept = match before {
        None if events.is_empty() => return None,
        None => Kept {
            zone: super::zones::DEFAULT_ZONE.to_owned(),
            active_days: Weekdays::WEEKDAYS,
            day_ends_at: super::streaks::DAY_ENDS_AT,
            visibility: Visibility::Hidden,
            days_changed: false,
            excused: false,
        },
        Some(member) => Kept {
            zone: member
                .timezone
                .clone()
                .unwrap_or_else(|| super::zones::DEFAULT_ZONE.to_owned()),
            active_days: member.active_days,
            day_ends_at: member.day_ends_at,
            visibility: member.visibility,
            days_changed: false,
            excused: false,
        },
    };
    for event in events {
        match event {
            MemberEvent::Timezone(zone) => kept.zone.clone_from(zone),
            MemberEvent::DayEndsAt(hour) => kept.day_ends_at = *hour,
            MemberEvent::ActiveDays(days) => {
                kept.active_days = *days;
            }
            MemberEvent::Visibility(visibility) => kept.visibility = *visibility,
            _ => {}
        }
    }
    Some(kept)
}

/// When the next change of zone is accepted, if these events bring one too many (K-54). The first line of a zone in
/// a log is no change.
fn too_many_moves(
    changes: &[MemberChange],
    events: &[MemberEvent],
    at: Timestamp,
) -> Option<Timestamp> {
    let is_zone = |event: &MemberEvent| matches!(event, MemberEvent::Timezone(_));
    if !events.iter().any(is_zone) {
        return None;
    }
    let moves = changes.iter().filter(|change| is_zone(&change.event));
    let lately: Vec<_> = moves
        .skip(1)
        .map(|change| change.at)
        .filter(|moved_at| at.duration_since(*moved_at) < MOVES_WITHIN)
        .collect();
    let first_that_counts = lately.len().checked_sub(MOST_MOVES)?;
    lately
        .get(first_that_counts)?
        .checked_add(MOVES_WITHIN)
        .ok()
}
