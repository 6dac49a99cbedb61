//! Members' own desk-break reminders.
//!
//! What is done with a single reminder is in [`super::snoozes`]. Begin reading at [`App::desk_break`].

use jiff::ToSpan as _;
use jiff::tz::TimeZone;

use super::asides::is_thread_closed;
use super::desk_break_wishes::{own_quiet_hours, with_wishes};
use super::direct::Reach;
use super::dispatch::Failure;
use super::prompts::{accept, settings, stored, understand};
use super::recurrences::understand_change;
use super::streak_change::refusal_words;
use super::zones::DEFAULT_ZONE;
use super::{App, Interaction};
use crate::command::{DeskBreakChoices, DeskBreakCommand};
use crate::domain::attention::MOST_A_DAY;
use crate::domain::delivery::Deliver;
use crate::domain::ids::GuildId;
use crate::domain::recurrence::Recurrence;
use crate::domain::schedule::{self, Reading};
use crate::store::{
    MemberEvent, MemberHistory, NewSchedule, Schedule, ScheduleKind, ScheduleSettings, StoreError,
};
use crate::text::Words;
use crate::view::desk_breaks::{self, DeskBreakEvent, DeskBreakLine, DeskBreakNote};
use crate::view::{Message, notice};

impl App {
    /// `/deskbreak …`.
    pub(super) async fn desk_break(
        &self,
        interaction: &Interaction,
        guild: GuildId,
        command: DeskBreakCommand,
    ) -> Result<Message, Failure> {
        let words = self.words(&interaction.locale);
        match command {
            DeskBreakCommand::Join(asked) => self.set_desk_break(interaction, guild, &asked).await,
            DeskBreakCommand::Edit(asked) => {
                let before = self.store.desk_break(guild, interaction.user).await?;
                if before.is_none() {
                    return Ok(notice::said(words, "deskbreak-edited-none"));
                }
                if asked.is_empty() {
                    return Err(Failure::Said(words.get("deskbreak-edit-nothing")));
                }
                self.set_desk_break(interaction, guild, &asked).await
            }
            DeskBreakCommand::Show => self.show_desk_break(interaction, guild).await,
            DeskBreakCommand::Pause { until } => {
                self.pause_desk_break(interaction, guild, &until).await
            }
            DeskBreakCommand::Resume => self.resume_desk_break(interaction, guild).await,
            DeskBreakCommand::Leave => self.leave_desk_break(interaction, guild).await,
        }
    }

    /// `/deskbreak join` and `edit`: a new reminder, or another one in place of the one there is. What is not named stays
    /// as it is (S-56).
    pub(super) async fn set_desk_break(
        &self,
        interaction: &Interaction,
        guild: GuildId,
        asked: &DeskBreakChoices,
    ) -> Result<Message, Failure> {
        let words = self.words(&interaction.locale);
        let before = self.store.desk_break(guild, interaction.user).await?;
        let recurrence = match before.as_ref().and_then(stored) {
            Some(old) => understand_change(words, &asked.recurrence, &old)?,
            None => understand(words, &asked.recurrence)?,
        };
        let named = asked.recurrence.timezone.as_deref();
        let chosen = self
            .zone_of_member(interaction, guild, before.as_ref(), named)
            .await?;
        let zone_is_default = chosen.is_none();
        let (zone_name, zone) = chosen.unwrap_or((DEFAULT_ZONE.to_owned(), TimeZone::UTC));
        let now = self.clock.now();
        accept(words, &recurrence, &zone, now)?;
        let settings = chosen_settings(interaction, asked, before.as_ref(), zone_name, &recurrence);
        let settings = with_wishes(words, asked, &recurrence, settings)?;
        let event = match &before {
            None => DeskBreakEvent::Joined,
            Some(before) if is_as_before(before, &settings) => DeskBreakEvent::Same,
            Some(_) => DeskBreakEvent::Changed,
        };
        let by_dm = settings.deliver == Deliver::DirectMessage;
        let reading = Reading {
            recurrence: &recurrence,
            zone: &zone,
        };
        let next_due = match &before {
            Some(before) => self.next_of(before, reading, now).await?.1,
            None => schedule::next(&recurrence, &zone, now).map(|next| next.due),
        };
        let new = NewSchedule {
            kind: ScheduleKind::DeskBreak,
            guild,
            user: Some(interaction.user),
            settings,
            at: now,
            next_due,
            bag_seed: interaction.id.get(),
            created_by: interaction.user,
        };
        let streak_follows = self.keep_desk_break(interaction, guild, new).await?;
        // The one moment at which a direct channel may be opened: the member asks for it (D-61).
        let reach = if by_dm {
            self.ask_for_direct(interaction).await?
        } else {
            Reach::Open
        };
        let schedule = self.store.desk_break(guild, interaction.user).await?;
        let schedule = schedule.ok_or_else(|| Failure::Said(words.get("deskbreak-none")))?;
        let notes = [
            zone_is_default.then_some(DeskBreakNote::ZoneIsDefault),
            test_note(reach),
            streak_follows.then_some(DeskBreakNote::StreakFollows),
        ];
        self.said_back(words, &schedule, interaction, event, &notes)
            .await
    }

    /// The zone that somebody names, else the one of their reminder, of their streak, or of the guild; `None` if there is none.
    async fn zone_of_member(
        &self,
        interaction: &Interaction,
        guild: GuildId,
        before: Option<&Schedule>,
        named: Option<&str>,
    ) -> Result<Option<(String, TimeZone)>, Failure> {
        let words = self.words(&interaction.locale);
        let own_zone = before.map(|schedule| schedule.settings.timezone.clone());
        let member = self.store.member(guild, interaction.user).await?;
        let streak_zone = member.and_then(|member| member.timezone);
        let guild_zone = self.store.guild(guild).await?.timezone;
        let known = own_zone.or(streak_zone).or(guild_zone);
        self.asked_or_stored(words, named, known)
    }

    /// Keeps a reminder. A streak goes by the same clock (K-12), and its log says since when; says whether it does from now
    /// on.
    async fn keep_desk_break(
        &self,
        interaction: &Interaction,
        guild: GuildId,
        new: NewSchedule,
    ) -> Result<bool, Failure> {
        let words = self.words(&interaction.locale);
        let (user, at) = (interaction.user, interaction.at());
        let judge = |history: &MemberHistory| {
            let zone = MemberEvent::Timezone(new.settings.timezone.clone());
            let events = history.member.iter().map(|_| zone.clone()).collect();
            self.judge_change(history, guild, interaction, events, Some(new))
        };
        let changed = self.store.update_member(guild, user, at, judge).await?;
        let changed = changed.map_err(|refusal| Failure::Said(refusal_words(words, &refusal)))?;
        self.planning.notify_one();
        Ok(changed.member.is_enrolled() && !changed.events.is_empty())
    }

    /// `/deskbreak show`.
    pub(super) async fn show_desk_break(
        &self,
        interaction: &Interaction,
        guild: GuildId,
    ) -> Result<Message, Failure> {
        self.desk_break_as_it_is(interaction, guild, DeskBreakEvent::Shown)
            .await
    }

    /// The member's reminder, with all there is to know about it.
    pub(super) async fn desk_break_as_it_is(
        &self,
        interaction: &Interaction,
        guild: GuildId,
        event: DeskBreakEvent,
    ) -> Result<Message, Failure> {
        let words = self.words(&interaction.locale);
        let Some(schedule) = self.store.desk_break(guild, interaction.user).await? else {
            return Ok(notice::said(words, "deskbreak-none"));
        };
        let by_dm = schedule.settings.deliver == Deliver::DirectMessage;
        let direct = if by_dm {
            self.direct_note(interaction).await?
        } else {
            None
        };
        let nobody_chose = self.store.guild(guild).await?.timezone.is_none();
        let zone_is_default = nobody_chose && schedule.settings.timezone == DEFAULT_ZONE;
        let now = self.clock.now();
        let has_enough = schedule.skipped_until.is_some_and(|until| until > now);
        let notes = [
            zone_is_default.then_some(DeskBreakNote::ZoneIsDefault),
            direct,
            match &schedule.suspended {
                Some(_) if is_thread_closed(&schedule) => Some(DeskBreakNote::ThreadClosed),
                on_hold => on_hold.as_ref().map(|_| DeskBreakNote::OnHold),
            },
            schedule.asked_at.map(|_| DeskBreakNote::Asked),
            has_enough.then_some(DeskBreakNote::SkippedToday),
        ];
        self.said_back(words, &schedule, interaction, event, &notes)
            .await
    }

    /// `/deskbreak pause`: no messages from today up to a day; a streak goes on (S-53).
    async fn pause_desk_break(
        &self,
        interaction: &Interaction,
        guild: GuildId,
        until: &str,
    ) -> Result<Message, Failure> {
        let words = self.words(&interaction.locale);
        let Some(schedule) = self.store.desk_break(guild, interaction.user).await? else {
            return Ok(notice::said(words, "deskbreak-none"));
        };
        self.pause(words, &schedule, until).await?;
        self.store.want_again(schedule.id, interaction.at()).await?;
        self.desk_break_as_it_is(interaction, guild, DeskBreakEvent::Paused)
            .await
    }

    /// `/deskbreak resume`: whatever keeps the reminders away is over.
    async fn resume_desk_break(
        &self,
        interaction: &Interaction,
        guild: GuildId,
    ) -> Result<Message, Failure> {
        let words = self.words(&interaction.locale);
        let Some(schedule) = self.store.desk_break(guild, interaction.user).await? else {
            return Ok(notice::said(words, "deskbreak-none"));
        };
        if let Some(not_yet) = self.not_yet(words, &schedule).await {
            return Ok(not_yet);
        }
        let now = self.clock.now();
        let is_silent = self.paused(&schedule).is_some()
            || schedule.suspended.is_some()
            || schedule.asked_at.is_some()
            || schedule.skipped_until.is_some_and(|until| until > now);
        let event = if is_silent {
            self.take_up(words, &schedule).await?;
            DeskBreakEvent::Resumed
        } else {
            DeskBreakEvent::NotPaused
        };
        self.desk_break_as_it_is(interaction, guild, event).await
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

    async fn said_back(
        &self,
        words: Words<'_>,
        schedule: &Schedule,
        interaction: &Interaction,
        event: DeskBreakEvent,
        notes: &[Option<DeskBreakNote>],
    ) -> Result<Message, Failure> {
        let recurrence =
            stored(schedule).ok_or_else(|| Failure::Said(words.get("deskbreak-none")))?;
        let zone = self.stored_zone(&schedule.settings.timezone);
        let reading = Reading {
            recurrence: &recurrence,
            zone: &zone,
        };
        let mut notes: Vec<_> = notes.iter().copied().flatten().collect();
        if schedule.settings.stop_when_done {
            let member = self.store.member(schedule.guild, interaction.user).await?;
            let has_streak =
                member.is_some_and(|member| member.opted_in && member.left_at.is_none());
            if !has_streak {
                notes.insert(0, DeskBreakNote::StopNeedsStreak);
            }
        }
        let fallback = schedule.settings.fallback;
        let nothing_comes = notes.iter().any(|note| note.keeps_all_away(fallback));
        let next = if nothing_comes {
            None
        } else {
            Some(self.coming_of(schedule, reading, self.clock.now()).await?)
        };
        let is_too_much = next.as_ref().is_some_and(|next| next.is_too_much);
        let n_elsewhere = self.n_reminders_beside(schedule, interaction).await?;
        if is_too_much || recurrence.times().len() + n_elsewhere > MOST_A_DAY {
            notes.push(DeskBreakNote::MostADay);
        }
        // Nothing comes again that is kept away otherwise.
        let event = match event {
            DeskBreakEvent::Resumed if nothing_comes => DeskBreakEvent::Shown,
            event => event,
        };
        let line = DeskBreakLine {
            id: schedule.id.get(),
            fallback,
            next,
            recurrence,
            zone: schedule.settings.timezone.clone(),
            deliver: schedule.settings.deliver,
            channel: schedule.settings.channel.unwrap_or(interaction.channel),
            paused: self.paused(schedule),
            quiet: own_quiet_hours(schedule.settings.quiet_hours),
            on_holidays: schedule.settings.on_holidays,
            stops_when_done: schedule.settings.stop_when_done,
            notes,
        };
        let now = self.clock.now();
        Ok(desk_breaks::desk_break(words, &line, event, now))
    }

    /// How many reminders a day somebody has in other guilds, as far as any were due within a week.
    async fn n_reminders_beside(
        &self,
        schedule: &Schedule,
        interaction: &Interaction,
    ) -> Result<u32, StoreError> {
        let today = TimeZone::UTC.to_datetime(self.clock.now()).date();
        let lately = today.saturating_sub(1.week());
        let all = self.store.desk_breaks_since(interaction.user, lately);
        let all = all.await?;
        let others = all.iter().filter(|other| other.id != schedule.id);
        let recurrences = others.filter_map(stored);
        Ok(recurrences.map(|one| one.times().len()).sum())
    }
}

/// A test message that is on its way is told, with when it comes.
fn test_note(reach: Reach) -> Option<DeskBreakNote> {
    match reach {
        Reach::Open => None,
        Reach::Expected(at) => Some(DeskBreakNote::TestExpected(at)),
    }
}

/// Says whether somebody wants of their reminder what it does already.
fn is_as_before(before: &Schedule, settings: &ScheduleSettings) -> bool {
    let rests = before.suspended.is_some() || before.asked_at.is_some();
    !rests && before.settings == *settings
}

/// What was chosen for a reminder, and what stays of the one there is.
fn chosen_settings(
    interaction: &Interaction,
    asked: &DeskBreakChoices,
    before: Option<&Schedule>,
    timezone: String,
    recurrence: &Recurrence,
) -> ScheduleSettings {
    let new = || settings(timezone.clone(), recurrence, Deliver::DirectMessage);
    let kept = before.map_or_else(new, |before| before.settings.clone());
    // "The channel" is the one in which it was asked for.
    let names_channel = asked.deliver.is_some() || asked.fallback.is_some();
    let here = (names_channel && interaction.guild.is_some()) || kept.channel.is_none();
    ScheduleSettings {
        channel: if here {
            Some(interaction.channel)
        } else {
            kept.channel
        },
        deliver: asked.deliver.unwrap_or(kept.deliver),
        fallback: asked.fallback.unwrap_or(kept.fallback),
        recurrence: recurrence.to_string(),
        timezone,
        ..kept
    }
}
