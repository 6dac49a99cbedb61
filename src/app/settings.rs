//! `/wellness settings` and `/help`.

use jiff::Timestamp;
use jiff::civil::Time;
use jiff::tz::TimeZone;

use super::cards::LONGEST_NAME;
use super::dispatch::Failure;
use super::recurrences::accept;
use super::zones::DEFAULT_ZONE;
use super::{App, Interaction};
use crate::command::SettingsChange;
use crate::command::spec::usages;
use crate::domain::delivery::Deliver;
use crate::domain::quiet_hours::{QuietHours, QuietHoursError};
use crate::domain::recurrence::Recurrence;
use crate::domain::schedule::Reading;
use crate::domain::streak::FreezeRules;
use crate::domain::{self, ids::GuildId};
use crate::store::{
    GuildSetting, GuildUpdate, MovedSchedule, NewSchedule, RecapChange, Schedule, ScheduleKind,
    ScheduleSettings,
};
use crate::text::Words;
use crate::view::cards::shortened;
use crate::view::{Message, help};

/// The longest grace, in minutes (S-40).
pub(super) const MOST_GRACE: u8 = 120;
/// Nobody begins with a freeze, and nobody earns one; those that are held stay (K-30).
const NO_FREEZES: FreezeRules = FreezeRules {
    start: 0,
    cap: 0,
    earn_every: 0,
};
/// When the week is told in numbers: on the first of these days that is no holiday.
const RECAP_DAYS: &str = "weekdays";
const RECAP_TIME: &str = "10:00";
/// What is written to have no quiet hours any more.
const OFF: [&str; 2] = ["off", "none"];

impl App {
    /// `/wellness settings`: shows them, or changes those that are named. What is wrong with one of them is said before
    /// anything is changed, and then all change at once.
    pub(super) async fn settings(
        &self,
        interaction: &Interaction,
        guild: GuildId,
        change: &SettingsChange,
    ) -> Result<Message, Failure> {
        let words = self.words(&interaction.locale);
        let timezone = change.timezone.as_deref();
        let timezone = timezone.map(|name| self.zone(words, name)).transpose()?;
        let mut settings = named_settings(words, change)?;
        let item = match (&change.item, change.enabled) {
            (Some(item), enabled) => Some(self.judge_item(words, guild, item, enabled).await?),
            (None, Some(_)) => return Err(Failure::Said(words.get("item-which"))),
            (None, None) => None,
        };
        let (said, item) = item.unzip();
        let moved = match timezone {
            Some((name, zone)) => {
                let moved = self.moved_prompts(words, guild, &name, &zone).await?;
                settings.push(GuildSetting::Timezone(Some(name)));
                moved
            }
            None => Vec::new(),
        };
        let recap = match change.recap {
            Some(true) => Some(
                self.begun_recap(interaction, guild, change, &settings)
                    .await?,
            ),
            Some(false) => Some(RecapChange::End),
            None => None,
        };
        let update = GuildUpdate {
            recap,
            settings,
            item: item.zip(change.enabled),
            moved,
        };
        let is_changed = update != GuildUpdate::default();
        if is_changed {
            let (by, at) = (interaction.user, interaction.at());
            self.store.update_guild(guild, &update, by, at).await?;
            self.planning.notify_one();
        }
        let silent = if is_changed {
            self.silent(words, guild).await?
        } else {
            None
        };
        let said: Vec<_> = said.into_iter().chain(silent).collect();
        self.panel(words, guild, is_changed, &said).await
    }

    /// The weekly recap, to the guild's channel for wellness, by the guild's clock.
    async fn begun_recap(
        &self,
        interaction: &Interaction,
        id: GuildId,
        change: &SettingsChange,
        settings: &[GuildSetting],
    ) -> Result<RecapChange, Failure> {
        let words = self.words(&interaction.locale);
        let guild = self.store.guild(id).await?;
        let channel = change.channel.or(guild.wellness_channel);
        let channel = channel.ok_or_else(|| Failure::Said(words.get("settings-recap-where")))?;
        let named = settings.iter().find_map(|setting| match setting {
            GuildSetting::Timezone(zone) => zone.clone(),
            _ => None,
        });
        let zone_name = named.or(guild.timezone);
        let zone_name = zone_name.unwrap_or_else(|| DEFAULT_ZONE.to_owned());
        let recurrence = Recurrence::parse(RECAP_TIME, Some(RECAP_DAYS));
        let recurrence = recurrence.map_err(|error| Failure::Said(error.to_string()))?;
        let (at, zone) = (self.clock.now(), self.stored_zone(&zone_name));
        let next = domain::schedule::next(&recurrence, &zone, at);
        let settings = ScheduleSettings {
            channel: Some(channel),
            grace_minutes: Some(MOST_GRACE),
            ..super::prompts::settings(zone_name, &recurrence, Deliver::Channel)
        };
        Ok(RecapChange::Begin(Box::new(NewSchedule {
            kind: ScheduleKind::Team,
            guild: id,
            user: None,
            settings,
            at,
            next_due: next.map(|next| next.due),
            bag_seed: interaction.id.get(),
            created_by: interaction.user,
        })))
    }

    /// The guild's prompts by the clock of another zone: they keep their wall times in it (S-56). Where one of them would not be
    /// accepted there (S-5) none moves.
    pub(super) async fn moved_prompts(
        &self,
        words: Words<'_>,
        guild: GuildId,
        zone_name: &str,
        zone: &TimeZone,
    ) -> Result<Vec<MovedSchedule>, Failure> {
        let schedules = self.store.schedules_of_guild(guild).await?;
        let recap = self.store.recap_of_guild(guild).await?;
        let (mut moved, now) = (Vec::new(), self.clock.now());
        for schedule in schedules.into_iter().chain(recap) {
            let Some(recurrence) = super::prompts::stored(&schedule) else {
                continue;
            };
            if schedule.settings.timezone != zone_name {
                accept_moved(words, &schedule, &recurrence, (zone_name, zone), now)?;
            }
            let reading = Reading {
                recurrence: &recurrence,
                zone,
            };
            let (at, next_due) = self.next_of(&schedule, reading, now).await?;
            moved.push(MovedSchedule {
                id: schedule.id,
                recurrence: schedule.settings.recurrence,
                timezone: zone_name.to_owned(),
                at,
                next_due,
            });
        }
        Ok(moved)
    }

    /// All settings, as they are now.
    async fn panel(
        &self,
        words: Words<'_>,
        id: GuildId,
        is_changed: bool,
        said: &[String],
    ) -> Result<Message, Failure> {
        let guild = self.store.guild(id).await?;
        let selection = self.selection(Some(id)).await?;
        let off = selection.off().iter();
        let off = off.filter_map(|id| self.library.title(id));
        let zone = self.stored_zone(guild.timezone.as_deref().unwrap_or(DEFAULT_ZONE));
        let today = zone.to_datetime(self.clock.now()).date();
        let holidays = self.store.holidays(id).await?;
        let configured = u8::try_from(self.grace.as_secs() / 60).unwrap_or(MOST_GRACE);
        let panel = help::Panel {
            zone: guild.timezone.as_deref(),
            channel: guild.wellness_channel,
            language: guild.locale.as_deref().unwrap_or(&self.default_locale),
            quiet: guild
                .quiet_hours
                .and_then(|(from, to)| QuietHours::new(from, to)),
            grace_minutes: guild.grace_minutes.unwrap_or(configured).min(MOST_GRACE),
            has_freezes: guild.freezes != Some(NO_FREEZES),
            replaces: guild.replace_previous,
            goal: guild.goal_per_week,
            recaps: self.store.recap_of_guild(id).await?.is_some(),
            n_prompts: self.store.schedules_of_guild(id).await?.len(),
            n_holidays: holidays.iter().filter(|day| day.day >= today).count(),
            off: off.collect(),
            is_changed,
            said,
        };
        Ok(help::settings(words, &panel))
    }

    /// `/help`.
    pub(super) fn help(
        &self,
        interaction: &Interaction,
        command: Option<&str>,
    ) -> Result<Message, Failure> {
        let words = self.words(&interaction.locale);
        let Some(name) = command.map(|name| name.trim_start_matches('/').trim()) else {
            let safety = self.library.safety();
            return Ok(help::overview(words, safety, interaction.may_manage_guild));
        };
        let usage = usages().find(|usage| usage.words() == name || usage.command.name == name);
        let usage = usage.ok_or_else(|| {
            Failure::Said(words.with(
                "help-unknown",
                &[("name", shortened(name, LONGEST_NAME).into())],
            ))
        })?;
        Ok(help::command(words, &usage))
    }

    /// Proposals for a command's name.
    pub(super) fn command_choices(typed: &str) -> Vec<(String, String)> {
        let typed = typed.trim_start_matches('/').to_lowercase();
        let names = usages()
            .map(|usage| usage.words())
            .filter(|words| words.contains(&typed));
        names
            .take(25)
            .map(|words| (format!("/{words}"), words))
            .collect()
    }
}

/// Refuses a zone in which nobody wants a schedule to be sent as it is (S-5).
fn accept_moved(
    words: Words<'_>,
    schedule: &Schedule,
    recurrence: &Recurrence,
    (zone_name, zone): (&str, &TimeZone),
    now: Timestamp,
) -> Result<(), Failure> {
    accept(words, recurrence, zone, now).map_err(|why| {
        let told = [
            ("id", schedule.id.to_string().into()),
            ("zone", zone_name.into()),
            ("why", why.to_string().into()),
        ];
        Failure::Said(words.with("settings-zone-refused", &told))
    })
}

/// Everything that was named but the zone and cards, as settings.
fn named_settings(words: Words<'_>, change: &SettingsChange) -> Result<Vec<GuildSetting>, Failure> {
    let quiet = change.quiet.as_deref().map(|text| quiet_hours(words, text));
    let grace = change.grace.and_then(|minutes| u8::try_from(minutes).ok());
    let goal = change.goal.and_then(|breaks| u32::try_from(breaks).ok());
    let goal = goal.map(|breaks| (breaks > 0).then_some(breaks));
    let freezes = change.freezes.map(|on| (!on).then_some(NO_FREEZES));
    let settings = [
        change.channel.map(Some).map(GuildSetting::WellnessChannel),
        change.language.clone().map(Some).map(GuildSetting::Locale),
        quiet.transpose()?.map(GuildSetting::QuietHours),
        grace.map(Some).map(GuildSetting::GraceMinutes),
        freezes.map(GuildSetting::Freezes),
        change.replace.map(GuildSetting::ReplacePrevious),
        goal.map(GuildSetting::GoalPerWeek),
    ];
    Ok(settings.into_iter().flatten().collect())
}

/// Quiet hours as somebody typed them; `None` ends them.
pub(super) fn quiet_hours(words: Words<'_>, text: &str) -> Result<Option<(Time, Time)>, Failure> {
    if OFF.contains(&text.trim().to_lowercase().as_str()) {
        return Ok(None);
    }
    let said = |key, name, value: String| Failure::Said(words.with(key, &[(name, value.into())]));
    match QuietHours::parse(text) {
        Ok(hours) => Ok(Some((hours.from(), hours.to()))),
        Err(QuietHoursError::Span { item }) => Err(said("settings-not-a-span", "item", item)),
        Err(QuietHoursError::Time { item }) if item.is_empty() => {
            Err(Failure::Said(words.get("settings-half-a-span")))
        }
        Err(QuietHoursError::Time { item }) => Err(said("settings-not-a-time", "item", item)),
        Err(QuietHoursError::Same { time }) => Err(said("settings-same-times", "time", time)),
    }
}
