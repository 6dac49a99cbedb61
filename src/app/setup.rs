//! `/wellness setup`: zone, channel, times, days and, where there are several, language: one question after the other, and a first prompt at the end.
//!
//! Nothing is kept before the last answer; the last button does everything in one transaction. Begin reading at
//! [`App::setup`].

use jiff::tz::TimeZone;
use jiff::{RoundMode, SignedDuration, Timestamp, TimestampRound, Unit};

use super::dispatch::Failure;
use super::prompts::{MAX_SCHEDULES, accept, settings, too_many, understand};
use super::selection::candidates;
use super::{App, Interaction};
use crate::command::RecurrenceWords;
use crate::command::spec::Choices;
use crate::domain::delivery::Deliver;
use crate::domain::ids::{GuildId, InteractionId};
use crate::domain::recurrence::Recurrence;
use crate::domain::rotation::Bag;
use crate::domain::schedule::{self, Occurrence, Slot};
use crate::store::{
    ConfirmOutcome, FirstPrompt, GuildSetting, GuildUpdate, NewSchedule, Planned, Proposal,
    Schedule, ScheduleKind,
};
use crate::text::Words;
use crate::view::check::ChannelLine;
use crate::view::setup::{self, SetupDraft, SetupHours, SetupStep};
use crate::view::{Form, Message, WellnessButton, notice};

/// Typed times are looked at on one day of the week, as the days are asked for after them.
const ONE_DAY: &str = "wed";
/// How long the first prompt may be on its way.
const FIRST_GRACE: SignedDuration = SignedDuration::from_mins(30);

/// Zones to choose from, from west to east; others are found by the command's own option.
pub(super) const ZONES: [&str; 25] = [
    "Pacific/Honolulu",
    "America/Los_Angeles",
    "America/Denver",
    "America/Chicago",
    "America/New_York",
    "America/Toronto",
    "America/Sao_Paulo",
    "Atlantic/Reykjavik",
    "Europe/London",
    "Europe/Lisbon",
    "Europe/Berlin",
    "Europe/Paris",
    "Europe/Madrid",
    "Europe/Athens",
    "Africa/Lagos",
    "Africa/Johannesburg",
    "Europe/Istanbul",
    "Asia/Dubai",
    "Asia/Kolkata",
    "Asia/Singapore",
    "Asia/Shanghai",
    "Asia/Tokyo",
    "Australia/Brisbane",
    "Australia/Sydney",
    "Pacific/Auckland",
];

impl App {
    /// `/wellness setup`. The zone that was found by city, or that the guild has, is not asked for again.
    pub(super) async fn setup(
        &self,
        interaction: &Interaction,
        guild: GuildId,
        timezone: Option<&str>,
    ) -> Result<Message, Failure> {
        let words = self.words(&interaction.locale);
        let known = self.store.guild(guild).await?.timezone;
        let zone = self.asked_or_stored(words, timezone, known)?;
        let draft = SetupDraft {
            zone: zone.map(|(name, _)| name),
            ..SetupDraft::default()
        };
        Ok(match draft.zone {
            Some(_) => setup::place(words, &draft, None),
            None => self.ask_zone(interaction, &draft),
        })
    }

    /// The button that begins anew, with the zone.
    pub(super) fn setup_again(&self, interaction: &Interaction) -> Message {
        self.ask_zone(interaction, &SetupDraft::default())
    }

    /// An answer to one question, and the next question.
    pub(super) async fn setup_step(
        &self,
        interaction: &Interaction,
        guild: GuildId,
        step: SetupStep,
        mut draft: SetupDraft,
        chosen: Option<&str>,
    ) -> Result<Message, Failure> {
        let words = self.words(&interaction.locale);
        let Some(chosen) = chosen else {
            return Ok(notice::outdated(words));
        };
        match step {
            SetupStep::Zone => draft.zone = Some(self.zone(words, chosen)?.0),
            SetupStep::Channel => {
                draft.channel = chosen.parse().ok();
                if let Some(problem) = self.setup_problem(guild, &draft).await {
                    draft.channel = None;
                    return Ok(setup::place(words, &draft, Some(&problem)));
                }
            }
            SetupStep::Hours => draft.hours = chosen.parse().ok(),
            SetupStep::TypedHours => match self.typed_hours(words, &draft, chosen) {
                Ok(hours) => draft.hours = Some(hours),
                Err(problem) => {
                    return Ok(setup::hours(words, &draft, Some(problem.to_string())));
                }
            },
            SetupStep::Days => {
                let days = chosen.parse().ok();
                draft.days = days.filter(|index| *index < setup::DAYS.len());
            }
            SetupStep::Language => {
                let known = Choices::Language.values().contains(&chosen);
                draft.language = known.then(|| chosen.to_owned());
            }
        }
        let languages = Choices::Language.values();
        Ok(match draft.next_step(languages.len()) {
            Some(SetupStep::Zone) => self.ask_zone(interaction, &draft),
            Some(SetupStep::Channel) => setup::place(words, &draft, None),
            Some(SetupStep::Hours | SetupStep::TypedHours) => setup::hours(words, &draft, None),
            Some(SetupStep::Days) => setup::weekdays(words, &draft),
            Some(SetupStep::Language) => setup::language(words, &draft, &languages),
            None => return self.setup_summary(interaction, guild, &draft).await,
        })
    }

    /// The form for times of one's own, if that is what was chosen.
    pub(super) fn setup_form(
        &self,
        interaction: &Interaction,
        button: &WellnessButton,
        chosen: Option<&str>,
    ) -> Result<Option<Form>, Failure> {
        match (button, chosen) {
            (WellnessButton::Setup(SetupStep::Hours, draft), Some(setup::OTHER_TIMES)) => {
                self.check_admin(interaction)?;
                let words = self.words(&interaction.locale);
                Ok(Some(setup::times_form(words, draft)))
            }
            _ => Ok(None),
        }
    }

    /// Times that were typed. That they are too close is said at once, and not when the days are known too.
    fn typed_hours(
        &self,
        words: Words<'_>,
        draft: &SetupDraft,
        typed: &str,
    ) -> Result<SetupHours, Failure> {
        let asked = RecurrenceWords {
            times: Some(typed.to_owned()),
            days: Some(ONE_DAY.to_owned()),
            ..RecurrenceWords::default()
        };
        let recurrence = understand(words, &asked)?;
        let (_, zone) = self.zone(words, draft.zone.as_deref().unwrap_or_default())?;
        accept(words, &recurrence, &zone, self.clock.now())?;
        let times: Vec<_> = recurrence.times().all().collect();
        if times.len() > setup::MOST_TIMES {
            let most = [("most", i64::try_from(setup::MOST_TIMES).unwrap_or(0).into())];
            return Err(Failure::Said(words.with("setup-too-many-times", &most)));
        }
        Ok(SetupHours::Typed(times))
    }

    fn ask_zone(&self, interaction: &Interaction, draft: &SetupDraft) -> Message {
        let words = self.words(&interaction.locale);
        let now = self.clock.now();
        let zones = ZONES.iter().map(|name| {
            let offset = self.stored_zone(name).to_offset(now);
            let label = format!("{} (UTC{offset})", name.replace('_', " "));
            (label, (*name).to_owned())
        });
        setup::zone(words, draft, zones.collect())
    }

    /// What keeps the bot from posting in the chosen channel, as far as Discord tells.
    async fn setup_problem(&self, guild: GuildId, draft: &SetupDraft) -> Option<ChannelLine> {
        let lines = self.channel_lines(guild, &[draft.channel?], &[]).await?;
        lines
            .into_iter()
            .find(|line| line.missing.forbids_posting())
    }

    async fn setup_summary(
        &self,
        interaction: &Interaction,
        guild: GuildId,
        draft: &SetupDraft,
    ) -> Result<Message, Failure> {
        let words = self.words(&interaction.locale);
        let outdated = || Failure::Said(words.get("setup-gone"));
        let recurrence = draft.recurrence().ok_or_else(outdated)?;
        let (zone_name, zone) = self.zone(words, draft.zone.as_deref().unwrap_or_default())?;
        let channel = draft.channel.ok_or_else(outdated)?;
        let now = self.clock.now();
        accept(words, &recurrence, &zone, now)?;
        self.moved_prompts(words, guild, &zone_name, &zone).await?;
        if self.store.schedules_of_guild(guild).await?.len() >= MAX_SCHEDULES {
            return Err(too_many(words));
        }
        let proposal = Proposal {
            id: interaction.id,
            guild,
            channel,
            timezone: zone_name,
            recurrence: recurrence.to_string(),
            topic: None,
            role: None,
            together: false,
            edits: None,
            language: draft.language.clone(),
            at: interaction.at(),
        };
        self.store.put_proposal(&proposal).await?;
        let next = self.coming_in(guild, (&recurrence, &zone), now).await?;
        Ok(setup::summary(
            words,
            interaction.id,
            draft,
            &recurrence,
            &next,
        ))
    }

    /// The last button: settings, schedule and first prompt, once and together.
    pub(super) async fn confirm_setup(
        &self,
        interaction: &Interaction,
        guild: GuildId,
        id: InteractionId,
    ) -> Result<Message, Failure> {
        let words = self.words(&interaction.locale);
        let gone = || Failure::Said(words.get("setup-gone"));
        let proposal = self.store.proposal(id, guild).await?.ok_or_else(gone)?;
        let recurrence: Recurrence = proposal.recurrence.parse().map_err(|_| gone())?;
        let zone = self.stored_zone(&proposal.timezone);
        let now = self.clock.now();
        accept(words, &recurrence, &zone, now)?;
        let new = NewSchedule {
            kind: ScheduleKind::Team,
            guild,
            user: None,
            settings: crate::store::ScheduleSettings {
                channel: Some(proposal.channel),
                ..settings(proposal.timezone.clone(), &recurrence, Deliver::Channel)
            },
            at: now,
            next_due: schedule::next(&recurrence, &zone, now).map(|next| next.due),
            bag_seed: id.get(),
            created_by: interaction.user,
        };
        let update = self.set_up(words, guild, &proposal, &zone).await?;
        let selection = self.selection(Some(guild)).await?;
        let candidates = candidates(&selection);
        let first = |schedule: &Schedule| {
            let mut bag = Bag::new(schedule.bag_seed);
            let occurrence = at_once(&zone, now);
            let sent = (Planned::Pending, now.saturating_add(FIRST_GRACE).ok());
            let delivery =
                self.planned(schedule, (&mut bag, &candidates, false), occurrence, sent)?;
            let rotation = serde_json::to_string(&bag).ok()?;
            Some(FirstPrompt { delivery, rotation })
        };
        let confirmed = self
            .store
            .confirm_with(id, &new, MAX_SCHEDULES, &update, first);
        match confirmed.await? {
            ConfirmOutcome::Confirmed(_) => {
                self.planning.notify_one();
                self.delivering.notify_one();
                let next = self.coming_in(guild, (&recurrence, &zone), now).await?;
                Ok(setup::done(words, proposal.channel, &recurrence, &next))
            }
            ConfirmOutcome::TooMany => Err(too_many(words)),
            ConfirmOutcome::Gone => Err(gone()),
        }
    }

    /// What of a guild changes with its set-up, beside its first schedule.
    async fn set_up(
        &self,
        words: Words<'_>,
        guild: GuildId,
        proposal: &Proposal,
        zone: &TimeZone,
    ) -> Result<GuildUpdate, Failure> {
        let language = proposal.language.clone();
        let settings = [
            Some(GuildSetting::Timezone(Some(proposal.timezone.clone()))),
            Some(GuildSetting::WellnessChannel(Some(proposal.channel))),
            language.map(|language| GuildSetting::Locale(Some(language))),
        ];
        let zone_name = &proposal.timezone;
        Ok(GuildUpdate {
            moved: self.moved_prompts(words, guild, zone_name, zone).await?,
            settings: settings.into_iter().flatten().collect(),
            item: None,
            recap: None,
        })
    }
}

/// An occurrence at this second, beside a schedule's own.
fn at_once(zone: &TimeZone, now: Timestamp) -> Occurrence {
    let second = TimestampRound::new()
        .smallest(Unit::Second)
        .mode(RoundMode::Trunc);
    let due = now.round(second).unwrap_or(now);
    let local = zone.to_datetime(due);
    Occurrence {
        slot: Slot {
            date: local.date(),
            time: local.time(),
        },
        due,
        merged: false,
    }
}
