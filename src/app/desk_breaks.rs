//! Members' own desk-break reminders.

use jiff::tz::TimeZone;

use super::direct::Reach;
use super::dispatch::Failure;
use super::prompts::{accept, coming, settings, stored, understand};
use super::streak_change::refusal_words;
use super::zones::DEFAULT_ZONE;
use super::{App, Interaction};
use crate::command::RecurrenceWords;
use crate::domain::delivery::Deliver;
use crate::domain::ids::GuildId;
use crate::domain::schedule;
use crate::store::{
    MemberEvent, MemberHistory, NewSchedule, Schedule, ScheduleKind, ScheduleSettings,
};
use crate::text::Words;
use crate::view::schedules::{self, DeskBreakEvent, DeskBreakLine, DeskBreakNote};
use crate::view::{Message, notice};

impl App {
    /// `/deskbreak join`: a new reminder, or other times for the one there is.
    pub(super) async fn join_desk_break(
        &self,
        interaction: &Interaction,
        guild: GuildId,
        asked: &RecurrenceWords,
        deliver: Option<Deliver>,
        fallback: bool,
    ) -> Result<Message, Failure> {
        let words = self.words(&interaction.locale);
        let recurrence = understand(words, asked)?;
        let before = self.store.desk_break(guild, interaction.user).await?;
        let own_zone = before
            .as_ref()
            .map(|schedule| schedule.settings.timezone.clone());
        let member = self.store.member(guild, interaction.user).await?;
        let streak_zone = member.and_then(|member| member.timezone);
        let guild_zone = self.store.guild(guild).await?.timezone;
        let known = own_zone.or(streak_zone).or(guild_zone);
        let chosen = self.asked_or_stored(words, asked.timezone.as_deref(), known)?;
        let zone_is_default = chosen.is_none();
        let (zone_name, zone) = chosen.unwrap_or((DEFAULT_ZONE.to_owned(), TimeZone::UTC));
        let now = self.clock.now();
        accept(words, &recurrence, &zone, now)?;
        let deliver = deliver.unwrap_or(Deliver::DirectMessage);
        let new = NewSchedule {
            kind: ScheduleKind::DeskBreak,
            guild,
            user: Some(interaction.user),
            settings: ScheduleSettings {
                channel: Some(interaction.channel),
                fallback,
                ..settings(zone_name, &recurrence, deliver)
            },
            at: now,
            next_due: schedule::next(&recurrence, &zone, now).map(|next| next.due),
            bag_seed: interaction.id.get(),
            created_by: interaction.user,
        };
        // A streak goes by the same clock (K-12), and its log says since when.
        let (user, at) = (interaction.user, interaction.at());
        let judge = |history: &MemberHistory| {
            let zone = MemberEvent::Timezone(new.settings.timezone.clone());
            let events = history.member.iter().map(|_| zone.clone()).collect();
            self.judge_change(history, guild, interaction, events, Some(new))
        };
        let changed = self.store.update_member(guild, user, at, judge).await?;
        let changed = changed.map_err(|refusal| Failure::Said(refusal_words(words, &refusal)))?;
        self.planning.notify_one();
        // The one moment at which a direct channel may be opened: the member asks for it (D-61).
        let reach = match deliver {
            Deliver::Channel => Reach::Open,
            Deliver::DirectMessage => self.ask_for_direct(interaction).await?,
        };
        let schedule = self.store.desk_break(guild, user).await?;
        let schedule = schedule.ok_or_else(|| Failure::Said(words.get("deskbreak-none")))?;
        let event = if before.is_some() {
            DeskBreakEvent::Changed
        } else {
            DeskBreakEvent::Joined
        };
        let streak_follows = changed.member.is_enrolled() && !changed.events.is_empty();
        let notes = [
            (zone_is_default, DeskBreakNote::ZoneIsDefault),
            test_note(reach),
            (streak_follows, DeskBreakNote::StreakFollows),
        ];
        self.said_back(words, &schedule, interaction, event, &notes)
    }

    /// `/deskbreak show`.
    pub(super) async fn show_desk_break(
        &self,
        interaction: &Interaction,
        guild: GuildId,
    ) -> Result<Message, Failure> {
        let words = self.words(&interaction.locale);
        let Some(schedule) = self.store.desk_break(guild, interaction.user).await? else {
            return Ok(notice::said(words, "deskbreak-none"));
        };
        let by_dm = schedule.settings.deliver == Deliver::DirectMessage;
        let direct = self.store.direct_standing(interaction.user).await?;
        let is_closed = direct.channel.is_none() || direct.is_suspended;
        let reach = if by_dm && direct.is_waiting {
            Reach::Expected(self.test_expected(interaction).await?)
        } else {
            Reach::Open
        };
        let nobody_chose = self.store.guild(guild).await?.timezone.is_none();
        let zone_is_default = nobody_chose && schedule.settings.timezone == DEFAULT_ZONE;
        let notes = [
            (zone_is_default, DeskBreakNote::ZoneIsDefault),
            test_note(reach),
            (
                by_dm && is_closed && !direct.is_waiting,
                DeskBreakNote::Unreachable,
            ),
            (schedule.suspended.is_some(), DeskBreakNote::OnHold),
        ];
        self.said_back(words, &schedule, interaction, DeskBreakEvent::Shown, &notes)
    }

    /// `/deskbreak leave`, and the button that does the same.
    pub(super) async fn leave_desk_break(
        &self,
        interaction: &Interaction,
        guild: GuildId,
    ) -> Result<Message, Failure> {
        let words = self.words(&interaction.locale);
        let Some(schedule) = self.store.desk_break(guild, interaction.user).await? else {
            return Ok(notice::said(words, "deskbreak-none"));
        };
        self.store
            .remove_schedule(schedule.id, guild, self.clock.now())
            .await?;
        Ok(notice::said(words, "deskbreak-left"))
    }

    fn said_back(
        &self,
        words: Words<'_>,
        schedule: &Schedule,
        interaction: &Interaction,
        event: DeskBreakEvent,
        notes: &[(bool, DeskBreakNote)],
    ) -> Result<Message, Failure> {
        let recurrence =
            stored(schedule).ok_or_else(|| Failure::Said(words.get("deskbreak-none")))?;
        let zone = self.stored_zone(&schedule.settings.timezone);
        let holding = notes.iter().filter(|(holds, _)| *holds);
        let line = DeskBreakLine {
            next: coming(&recurrence, &zone, self.clock.now()),
            recurrence,
            zone: schedule.settings.timezone.clone(),
            deliver: schedule.settings.deliver,
            channel: schedule.settings.channel.unwrap_or(interaction.channel),
            notes: holding.map(|(_, note)| *note).collect(),
        };
        let now = self.clock.now();
        Ok(schedules::desk_break(words, &line, event, now))
    }
}

/// A test message that is on its way is told, with when it comes.
fn test_note(reach: Reach) -> (bool, DeskBreakNote) {
    match reach {
        Reach::Open => (false, DeskBreakNote::Unreachable),
        Reach::Expected(at) => (true, DeskBreakNote::TestExpected(at)),
    }
}
