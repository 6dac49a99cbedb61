//! A streak is joined, counted otherwise, paused and left.
//!
//! What they have in common, a change that is judged and logged, is in [`super::streak_change`]. Begin reading at
//! [`App::join_streak`].

use super::dates::read_date;
use super::dispatch::Failure;
use super::progress::place;
use super::prompts::stored;
use super::streak_change::{Refusal, refusal_words};
use super::zones::DEFAULT_ZONE;
use super::{App, Interaction};
use crate::domain::ids::GuildId;
use crate::domain::leaderboard::Visibility;
use crate::domain::recurrence::Recurrence;
use crate::domain::schedule;
use crate::domain::weekdays::Weekdays;
use crate::store::{Member, MemberEvent, NewSchedule, ScheduleSettings};
use crate::text::Words;
use crate::view::streaks;
use crate::view::words::days_problem;
use crate::view::{Message, notice, progress};

/// The hour at which a day ends unless its member says otherwise (X).
pub(super) const DAY_ENDS_AT: i8 = 3;
/// What somebody wants of their streak, as they typed it.
#[derive(Debug, Default)]
pub(super) struct Wishes {
    pub(super) visibility: Option<Visibility>,
    pub(super) timezone: Option<String>,
    pub(super) days: Option<String>,
    pub(super) day_ends_at: Option<i64>,
}

impl Wishes {
    /// Only who may see the member is chosen; the rest is as usual.
    pub(super) fn seen_as(visibility: Visibility) -> Self {
        Self {
            visibility: Some(visibility),
            ..Self::default()
        }
    }
}

/// A wish that was understood.
#[derive(Debug, Default)]
struct Choice {
    visibility: Option<Visibility>,
    timezone: Option<String>,
    active_days: Option<Weekdays>,
    day_ends_at: Option<i8>,
}

impl Choice {
    fn is_empty(&self) -> bool {
        self.events().is_empty()
    }

    /// What is counted of somebody who chooses nothing else.
    fn usual(self) -> streaks::Kept {
        streaks::Kept {
            zone: self.timezone.unwrap_or_else(|| DEFAULT_ZONE.to_owned()),
            active_days: self.active_days.unwrap_or(Weekdays::WEEKDAYS),
            day_ends_at: self.day_ends_at.unwrap_or(DAY_ENDS_AT),
            visibility: Visibility::Hidden,
            days_changed: false,
            excused: false,
        }
    }

    /// What would join with these wishes and be complete.
    fn with_visibility(&self) -> String {
        let timezone = self.timezone.iter().map(|zone| format!(" timezone:{zone}"));
        let days = self.active_days.iter().map(|days| format!(" days:{days}"));
        let hour = self
            .day_ends_at
            .iter()
            .map(|hour| format!(" day_ends_at:{hour}"));
        let rest: String = timezone.chain(days).chain(hour).collect();
        format!(
            "/streak join visibility:{}{rest}",
            Visibility::Hidden.as_str()
        )
    }

    /// The lines of log that it takes.
    fn events(&self) -> Vec<MemberEvent> {
        let timezone = self.timezone.clone().map(MemberEvent::Timezone);
        let day_ends_at = self.day_ends_at.map(MemberEvent::DayEndsAt);
        let active_days = self.active_days.map(MemberEvent::ActiveDays);
        let visibility = self.visibility.map(MemberEvent::Visibility);
        let events = [timezone, day_ends_at, active_days, visibility];
        events.into_iter().flatten().collect()
    }
}

impl App {
    /// `/streak join` and its buttons: who takes part already changes what they name.
    pub(super) async fn join_streak(
        &self,
        interaction: &Interaction,
        guild: GuildId,
        wishes: Wishes,
    ) -> Result<Message, Failure> {
        let words = self.words(&interaction.locale);
        let place = place(interaction, guild);
        let choice = self.understood(words, wishes)?;
        let before = self.store.member(guild, interaction.user).await?;
        let takes_part = before.as_ref().is_some_and(|member| member.opted_in);
        let mut events = if takes_part {
            choice.events()
        } else if choice.is_empty() {
            let usual = self.with_defaults(interaction, guild, choice, before.as_ref());
            let (usual, freezes) = (usual.await?.usual(), self.gives_freezes(guild).await?);
            return Ok(streaks::ask_to_join(words, place, &usual, freezes));
        } else if choice.visibility.is_none() {
            let line = [("line", choice.with_visibility().into())];
            return Err(Failure::Said(words.with("streak-visibility-needed", &line)));
        } else {
            let earlier = before.as_ref();
            let choice = self
                .with_defaults(interaction, guild, choice, earlier)
                .await?;
            choice.events()
        };
        let zone = events.iter().find_map(|event| match event {
            MemberEvent::Timezone(zone) => Some(zone.clone()),
            _ => None,
        });
        let moved = match zone {
            Some(zone) => self.moved_desk_break(interaction, guild, &zone).await?,
            None => None,
        };
        let moves_desk_break = moved.is_some();
        if !takes_part {
            events.push(MemberEvent::OptIn);
        }
        let changed = self.change(interaction, guild, events, moved).await?;
        if moves_desk_break {
            // The next reminder may now be due sooner than the planner thinks.
            self.planning.notify_one();
        }
        let (changed, kept) = match changed.map(|changed| (changed.kept.clone(), changed)) {
            Ok((Some(kept), changed)) => (changed, kept),
            Ok((None, _)) => return Ok(progress::not_joined_yet(words, place)),
            Err(refusal) => return refused(words, interaction, guild, refusal),
        };
        let told = if !takes_part {
            streaks::Told::Joined
        } else if changed.events.is_empty() {
            streaks::Told::AsItWas
        } else {
            streaks::Told::Changed
        };
        Ok(streaks::kept(
            words,
            place,
            told,
            &kept,
            &changed.member,
            moves_desk_break,
        ))
    }

    /// Says whether a guild has freezes (K-30).
    async fn gives_freezes(&self, guild: GuildId) -> Result<bool, Failure> {
        let rules = self.store.guild(guild).await?.freezes;
        Ok(rules.unwrap_or_default().give_any())
    }

    /// `/streak visibility`.
    pub(super) async fn change_visibility(
        &self,
        interaction: &Interaction,
        guild: GuildId,
        visibility: Visibility,
    ) -> Result<Message, Failure> {
        let words = self.words(&interaction.locale);
        let events = vec![MemberEvent::Visibility(visibility)];
        match self.change(interaction, guild, events, None).await? {
            Ok(_) => Ok(streaks::seen(words, visibility)),
            Err(refusal) => refused(words, interaction, guild, refusal),
        }
    }

    /// `/streak pause`: a vacation, which stops the count and the messages (K-40).
    pub(super) async fn pause_streak(
        &self,
        interaction: &Interaction,
        guild: GuildId,
        from: &str,
        to: &str,
    ) -> Result<Message, Failure> {
        let words = self.words(&interaction.locale);
        let today = self.today_of(interaction, guild).await?;
        let read = |typed| read_date(words, today, typed);
        let (from, to) = (read(from)?, read(to)?);
        let events = vec![MemberEvent::Pause { from, to }];
        match self.change(interaction, guild, events, None).await? {
            Ok(changed) => Ok(streaks::paused(words, &changed.member, from)),
            Err(refusal) => refused(words, interaction, guild, refusal),
        }
    }

    /// `/streak resume`: the end of every vacation (K-41).
    pub(super) async fn resume_streak(
        &self,
        interaction: &Interaction,
        guild: GuildId,
    ) -> Result<Message, Failure> {
        let words = self.words(&interaction.locale);
        let events = vec![MemberEvent::Resume];
        match self.change(interaction, guild, events, None).await? {
            Ok(changed) if changed.events.is_empty() => {
                Ok(notice::said(words, "streak-not-paused"))
            }
            Ok(changed) => Ok(streaks::resumed(words, &changed.member)),
            Err(refusal) => refused(words, interaction, guild, refusal),
        }
    }

    /// `/streak leave`: counting stops, the member is off the board at once (K-61).
    pub(super) async fn leave_streak(
        &self,
        interaction: &Interaction,
        guild: GuildId,
    ) -> Result<Message, Failure> {
        let words = self.words(&interaction.locale);
        let events = vec![MemberEvent::OptOut];
        match self.change(interaction, guild, events, None).await? {
            Ok(_) => Ok(notice::said(words, "streak-left")),
            Err(refusal) => refused(words, interaction, guild, refusal),
        }
    }

    fn understood(&self, words: Words<'_>, wishes: Wishes) -> Result<Choice, Failure> {
        let given = |text: &String| !text.is_empty();
        let zone = wishes.timezone.filter(given);
        let zone = zone.map(|name| self.zone(words, &name)).transpose()?;
        let days = wishes.days.filter(given);
        let active_days = days
            .map(|days| Weekdays::parse(&days))
            .transpose()
            .map_err(|error| Failure::Said(days_problem(words, &error)))?;
        let hour = |hour: i64| {
            let hour = i8::try_from(hour).ok();
            let in_range = hour.filter(|hour| (0..=6).contains(hour));
            in_range.ok_or_else(|| Failure::Said(words.get("day-ends-problem")))
        };
        Ok(Choice {
            visibility: wishes.visibility,
            timezone: zone.map(|(name, _)| name),
            active_days,
            day_ends_at: wishes.day_ends_at.map(hour).transpose()?,
        })
    }

    /// What is not chosen is as it was before, or as in the desk break, else as usual.
    async fn with_defaults(
        &self,
        interaction: &Interaction,
        guild: GuildId,
        choice: Choice,
        earlier: Option<&Member>,
    ) -> Result<Choice, Failure> {
        let desk_break = self.store.desk_break(guild, interaction.user).await?;
        let (zone_of_break, days_of_break) = desk_break
            .map(|schedule| schedule.settings)
            .map(|settings| (settings.timezone, settings.recurrence.parse::<Recurrence>()))
            .map_or((None, None), |(zone, recurrence)| {
                (Some(zone), recurrence.ok())
            });
        let earlier_zone = earlier.and_then(|member| member.timezone.clone());
        let zone = match choice.timezone.or(zone_of_break).or(earlier_zone) {
            Some(zone) => Some(zone),
            None => self.store.guild(guild).await?.timezone,
        };
        let days_of_break = days_of_break.map(|recurrence| recurrence.dates().weekdays());
        let earlier_days = earlier.map(|member| member.active_days);
        let usual = earlier_days.or(days_of_break);
        let hour = choice
            .day_ends_at
            .or(earlier.map(|member| member.day_ends_at));
        Ok(Choice {
            visibility: choice.visibility,
            timezone: Some(zone.unwrap_or_else(|| DEFAULT_ZONE.to_owned())),
            active_days: choice.active_days.or(usual).or(Some(Weekdays::WEEKDAYS)),
            day_ends_at: hour.or(Some(DAY_ENDS_AT)),
        })
    }

    /// The member's desk break by another clock, if they have one: both go by one zone (K-12).
    async fn moved_desk_break(
        &self,
        interaction: &Interaction,
        guild: GuildId,
        zone_name: &str,
    ) -> Result<Option<NewSchedule>, Failure> {
        let found = self.store.desk_break(guild, interaction.user).await?;
        let Some(schedule) = found.filter(|found| found.settings.timezone != zone_name) else {
            return Ok(None);
        };
        let Some(recurrence) = stored(&schedule) else {
            return Ok(None);
        };
        let at = self.clock.now().max(schedule.watermark);
        let next = schedule::next(&recurrence, &self.stored_zone(zone_name), at);
        Ok(Some(NewSchedule {
            kind: schedule.kind,
            guild,
            user: schedule.user,
            settings: ScheduleSettings {
                timezone: zone_name.to_owned(),
                ..schedule.settings
            },
            at,
            next_due: next.map(|next| next.due),
            bag_seed: interaction.id.get(),
            created_by: interaction.user,
        }))
    }
}

/// The sentence for a refusal, and what to do instead.
fn refused(
    words: Words<'_>,
    interaction: &Interaction,
    guild: GuildId,
    refusal: Refusal,
) -> Result<Message, Failure> {
    let sentence = match refusal {
        Refusal::NotEnrolled => {
            return Ok(progress::not_joined_yet(words, place(interaction, guild)));
        }
        refusal => refusal_words(words, &refusal),
    };
    Err(Failure::Said(sentence))
}
