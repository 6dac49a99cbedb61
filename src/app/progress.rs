//! Check-ins, streaks and boards.

use jiff::{Timestamp, ToSpan};

use super::dispatch::Failure;
use super::zones::DEFAULT_ZONE;
use super::{App, Interaction};
use crate::domain::delivery::Token;
use crate::domain::ids::{GuildId, MessageId};
use crate::domain::leaderboard::Visibility;
use crate::domain::recurrence::Recurrence;
use crate::domain::streak::{self, Calendar, FreezeRules, Outcome, Streak};
use crate::domain::weekdays::Weekdays;
use crate::store::{
    Guild, Member, MemberHistory, NewPress, OptIn, PressOutcome, StreakRow, Verdict,
};
use crate::text::Words;
use crate::view::button::Place;
use crate::view::progress::Joined;
use crate::view::words::days_problem;
use crate::view::{Message, notice, progress};

/// The hour at which a day ends unless its member says otherwise (X).
const DAY_ENDS_AT: i8 = 3;
/// Members are shown for so many days after their last credit (L-5).
const SHOWN_FOR_DAYS: i64 = 14;

/// What somebody wants of their streak.
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

/// A press of "I did it".
pub(super) struct Press {
    /// Of the delivery that it answers.
    pub(super) token: Option<Token>,
    /// The guild that the button says it is about.
    pub(super) place: Place,
    /// The message with the button; its snowflake says when it was sent (D-33).
    pub(super) message: MessageId,
}

impl App {
    /// `/done` and "I did it": judged and kept in one transaction (K-20).
    pub(super) async fn check_in(
        &self,
        interaction: &Interaction,
        press: Option<Press>,
    ) -> Result<Message, Failure> {
        let words = self.words(&interaction.locale);
        let token = press.as_ref().and_then(|press| press.token.as_ref());
        let delivery = match token {
            Some(token) => self.store.delivery_by_token(token.as_str()).await?,
            None => None,
        };
        let said = press.as_ref().and_then(|press| press.place);
        let answered = delivery.as_ref().map(|delivery| delivery.guild);
        let guild = interaction.guild.or(said).or(answered);
        let Some(guild) = guild else {
            return Ok(notice::said(words, "did-no-guild"));
        };
        let prompted_at = press.as_ref().map(|press| press.message.created_at());
        let new = NewPress {
            interaction: interaction.id,
            guild,
            user: interaction.user,
            at: interaction.at(),
            prompt_key: token.map(ToString::to_string),
            channel: Some(interaction.channel),
            message: press.as_ref().map(|press| press.message),
        };
        let mut after = None;
        let outcome = self
            .store
            .record_press(&new, |history| {
                let (verdict, state) = self.judge(history, new.at, prompted_at);
                after = state;
                verdict
            })
            .await?;
        let outcome = match outcome {
            PressOutcome::Ignored(outcome) => outcome,
            PressOutcome::Recorded(press) | PressOutcome::Redelivered(press) => press.outcome,
        };
        match after {
            Some((streak, calendar)) => Ok(progress::pressed(
                words,
                place(interaction, guild),
                outcome,
                &streak,
                &calendar,
            )),
            None if outcome == Outcome::NotOptedIn => {
                Ok(progress::not_joined(words, place(interaction, guild)))
            }
            None => self.show_streak_in(words, interaction, guild).await,
        }
    }

    fn judge(
        &self,
        history: &MemberHistory,
        at: Timestamp,
        prompted_at: Option<Timestamp>,
    ) -> (Verdict, Option<(Streak, Calendar)>) {
        let Some(member) = history.member.as_ref().filter(|member| member.opted_in) else {
            return (Verdict::Ignore(Outcome::NotOptedIn), None);
        };
        let calendar = self.calendar(member);
        let rules = rules(&history.guild);
        let mut streak = state(history, at, &calendar);
        let outcome = streak.press(at, prompted_at, &calendar, rules);
        let row = row(&streak, member, &calendar);
        let verdict = Verdict::Record {
            outcome,
            day: streak.day,
            streak: Some(Box::new(row)),
        };
        (verdict, Some((streak, calendar)))
    }

    /// `/streak join` and its buttons.
    pub(super) async fn join_streak(
        &self,
        interaction: &Interaction,
        guild: GuildId,
        wishes: Wishes,
    ) -> Result<Message, Failure> {
        let words = self.words(&interaction.locale);
        let at = interaction.at();
        let before = self.store.member(guild, interaction.user).await?;
        if let Some(member) = before.as_ref().filter(|member| member.opted_in) {
            return self
                .change_visibility(words, member, wishes.visibility, at)
                .await;
        }
        let only_asked = wishes.timezone.is_none() && wishes.days.is_none();
        let Some(visibility) = wishes.visibility else {
            if only_asked && wishes.day_ends_at.is_none() {
                return Ok(progress::ask_to_join(words, place(interaction, guild)));
            }
            return Err(Failure::Said(words.get("streak-visibility-needed")));
        };
        let choice = self
            .choice(words, interaction, guild, wishes, visibility)
            .await?;
        self.store
            .opt_in(guild, interaction.user, &choice, at)
            .await?;
        self.store
            .put_streak(guild, interaction.user, |history| {
                let member = history.member.as_ref()?;
                let calendar = self.calendar(member);
                let mut streak = state(history, at, &calendar);
                streak.advance(at, &calendar);
                streak.opt_in();
                Some(row(&streak, member, &calendar))
            })
            .await?;
        let calendar = Calendar::new(
            self.stored_zone(&choice.timezone),
            choice.day_ends_at,
            choice.active_days,
        );
        let joined = Joined {
            zone: &choice.timezone,
            active_days: choice.active_days,
            day_ends_at: choice.day_ends_at,
            visibility: choice.visibility,
            today: streak::day_at(at, &calendar),
        };
        Ok(progress::joined(words, place(interaction, guild), &joined))
    }

    async fn choice(
        &self,
        words: Words<'_>,
        interaction: &Interaction,
        guild: GuildId,
        wishes: Wishes,
        visibility: Visibility,
    ) -> Result<OptIn, Failure> {
        let desk_break = self.store.desk_break(guild, interaction.user).await?;
        let (zone_of_break, days_of_break) = desk_break
            .map(|schedule| schedule.settings)
            .map(|settings| (settings.timezone, settings.recurrence.parse::<Recurrence>()))
            .map_or((None, None), |(zone, recurrence)| {
                (Some(zone), recurrence.ok())
            });
        let zone = wishes.timezone.or(zone_of_break);
        let zone = match zone {
            Some(zone) => Some(zone),
            None => self.store.guild(guild).await?.timezone,
        };
        let (timezone, _) = self.zone(words, zone.as_deref().unwrap_or(DEFAULT_ZONE))?;
        let days = wishes.days.filter(|days| !days.is_empty());
        let usual = days_of_break.map_or(Weekdays::WEEKDAYS, |recurrence| {
            recurrence.dates().weekdays()
        });
        let active_days = days
            .map_or(Ok(usual), |days| Weekdays::parse(&days))
            .map_err(|error| Failure::Said(days_problem(words, &error)))?;
        let hour = wishes.day_ends_at.map_or(Ok(DAY_ENDS_AT), i8::try_from);
        let day_ends_at = hour
            .ok()
            .filter(|hour| (0..=6).contains(hour))
            .ok_or_else(|| Failure::Said(words.get("day-ends-problem")))?;
        Ok(OptIn {
            timezone,
            day_ends_at,
            active_days,
            visibility,
        })
    }

    async fn change_visibility(
        &self,
        words: Words<'_>,
        member: &Member,
        visibility: Option<Visibility>,
        at: Timestamp,
    ) -> Result<Message, Failure> {
        let Some(visibility) = visibility else {
            return Ok(notice::said(words, "streak-already"));
        };
        let (guild, user) = (member.guild, member.user);
        self.store
            .set_visibility(guild, user, visibility, at)
            .await?;
        self.store
            .put_streak(guild, user, |history| {
                let row = history.streak.clone()?;
                let rev = history.member.as_ref()?.rev;
                Some(StreakRow {
                    visible: visibility,
                    settings_rev: rev,
                    ..row
                })
            })
            .await?;
        let name = words.get(&format!("visibility-{}", visibility.as_str()));
        let seen = [("visibility", name.into())];
        Ok(notice::plain(
            words.with("streak-visibility-changed", &seen),
        ))
    }

    /// `/streak leave`: counting stops, the member is off the board at once (K-61).
    pub(super) async fn leave_streak(
        &self,
        interaction: &Interaction,
        guild: GuildId,
    ) -> Result<Message, Failure> {
        let words = self.words(&interaction.locale);
        let (user, at) = (interaction.user, interaction.at());
        let member = self.store.member(guild, user).await?;
        if !member.is_some_and(|member| member.opted_in) {
            return Ok(progress::not_joined_yet(words, place(interaction, guild)));
        }
        self.store.opt_out(guild, user, at).await?;
        self.store
            .put_streak(guild, user, |history| {
                let member = history.member.as_ref()?;
                let calendar = self.calendar(member);
                let mut streak = state(history, at, &calendar);
                streak.advance(at, &calendar);
                streak.opt_out();
                Some(row(&streak, member, &calendar))
            })
            .await?;
        Ok(notice::said(words, "streak-left"))
    }

    /// `/streak show`, and the button that does the same.
    pub(super) async fn show_streak(
        &self,
        interaction: &Interaction,
        guild: GuildId,
    ) -> Result<Message, Failure> {
        self.show_streak_in(self.words(&interaction.locale), interaction, guild)
            .await
    }

    async fn show_streak_in(
        &self,
        words: Words<'_>,
        interaction: &Interaction,
        guild: GuildId,
    ) -> Result<Message, Failure> {
        let history = self.store.history(guild, interaction.user).await?;
        let Some(member) = history.member.as_ref().filter(|member| member.opted_in) else {
            return Ok(progress::not_joined_yet(words, place(interaction, guild)));
        };
        let calendar = self.calendar(member);
        let mut streak = state(&history, interaction.at(), &calendar);
        streak.advance(interaction.at(), &calendar);
        Ok(progress::streak(
            words,
            place(interaction, guild),
            &streak,
            &calendar,
            member.visibility,
        ))
    }

    pub(super) fn calendar(&self, member: &Member) -> Calendar {
        Calendar::new(
            self.stored_zone(member.timezone.as_deref().unwrap_or(DEFAULT_ZONE)),
            member.day_ends_at,
            member.active_days,
        )
    }
}

/// What buttons have to say about the guild: nothing, unless they stand in a direct message.
pub(super) fn place(interaction: &Interaction, guild: GuildId) -> Place {
    interaction.guild.is_none().then_some(guild)
}

fn rules(guild: &Guild) -> FreezeRules {
    guild.freezes.unwrap_or_default()
}

/// The streak as it was last kept, or as it begins.
fn state(history: &MemberHistory, at: Timestamp, calendar: &Calendar) -> Streak {
    let total = u32::try_from(history.credited.len()).unwrap_or(u32::MAX);
    match &history.streak {
        Some(row) => {
            let credited_today = history.credited.iter().any(|press| press.day == row.day);
            from_row(row, credited_today, total)
        }
        None => Streak::enrol(at, calendar, rules(&history.guild)),
    }
}

/// The streak of a row; whether its day is credited stands in the log of presses.
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

fn row(streak: &Streak, member: &Member, calendar: &Calendar) -> StreakRow {
    let until = streak
        .last_credit()
        .and_then(|day| day.checked_add((SHOWN_FOR_DAYS + 1).days()).ok())
        .and_then(|day| streak::day_begins(day, calendar));
    StreakRow {
        guild: member.guild,
        user: member.user,
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
        active_until: until,
        visible: if member.opted_in {
            member.visibility
        } else {
            Visibility::Hidden
        },
        settings_rev: member.rev,
    }
}
