//! A guild's holidays: entered one by one or from a calendar file, listed, removed.
//!
//! They are entered before they begin anywhere, so that nobody's streak is spared for a day that has begun (K-42). Begin
//! reading at [`App::add_holiday`].

use jiff::Timestamp;
use jiff::ToSpan as _;
use jiff::civil::Date;

use super::dates::read_date;
use super::dispatch::Failure;
use super::outbound::FetchError;
use super::{App, Interaction};
use crate::command::Attachment;
use crate::domain::calendar_file::{CalendarFile, CalendarProblem, decoded, tidy};
use crate::domain::ids::{GuildId, InteractionId};
use crate::domain::streak::begins_anywhere;
use crate::store::{Holiday, HolidayImport, ImportOutcome};
use crate::text::Words;
use crate::view::holidays::{self, ImportLine};
use crate::view::words::date;
use crate::view::{Message, notice};

/// More holidays to come than this are nobody's wish.
const MOST_HOLIDAYS: usize = 200;
/// How far ahead holidays are taken from a file.
const YEARS_AHEAD: i32 = 2;
/// The largest calendar file, in bytes.
const LARGEST_FILE: usize = 256 * 1024;
/// Proposals while somebody types.
const PROPOSALS: usize = 25;

impl App {
    /// `/wellness holidays add`.
    pub(super) async fn add_holiday(
        &self,
        interaction: &Interaction,
        guild: GuildId,
        day: &str,
        name: &str,
    ) -> Result<Message, Failure> {
        let words = self.words(&interaction.locale);
        let today = self.today_of(interaction, guild).await?;
        let day = read_day(words, today, day)?;
        let at = interaction.at();
        if !is_to_come(day, at) {
            return Err(begun(words, at));
        }
        let name = tidy(name);
        if name.is_empty() {
            return Err(Failure::Said(words.get("holidays-no-name")));
        }
        let coming = self.coming_holidays(guild).await?;
        let is_new = coming.iter().all(|holiday| holiday.day != day);
        if is_new && coming.len() >= MOST_HOLIDAYS {
            return Err(too_many(words));
        }
        self.store.add_holiday(guild, day, &name, at).await?;
        self.ranking.notify_one();
        let silent = self.silent(words, guild).await?;
        Ok(holidays::added(words, day, &name, silent.as_deref()))
    }

    /// `/wellness holidays remove`. What has begun somewhere stays, since streaks were spared for it (K-4).
    pub(super) async fn remove_holiday(
        &self,
        interaction: &Interaction,
        guild: GuildId,
        day: &str,
    ) -> Result<Message, Failure> {
        let words = self.words(&interaction.locale);
        let today = self.today_of(interaction, guild).await?;
        let day = read_day(words, today, day)?;
        let all = self.store.holidays(guild).await?;
        let on = [("date", date(words, day).into())];
        if all.iter().all(|holiday| holiday.day != day) {
            return Err(Failure::Said(words.with("holidays-unknown", &on)));
        }
        if !is_to_come(day, interaction.at()) {
            return Err(Failure::Said(words.with("holidays-over", &on)));
        }
        self.store.remove_holiday(guild, day).await?;
        self.ranking.notify_one();
        self.planning.notify_one();
        Ok(notice::plain(words.with("holidays-removed", &on)))
    }

    /// `/wellness holidays list`.
    pub(super) async fn list_holidays(
        &self,
        words: Words<'_>,
        guild: GuildId,
    ) -> Result<Message, Failure> {
        let coming = self.coming_holidays(guild).await?;
        let days = coming.iter().map(|day| (day.day, day.name.as_str()));
        Ok(holidays::list(words, days))
    }

    /// Proposals for a holiday to remove.
    pub(super) async fn holiday_choices(
        &self,
        interaction: &Interaction,
        typed: &str,
    ) -> Result<Vec<(String, String)>, Failure> {
        let words = self.words(&interaction.locale);
        let guild = super::dispatch::guild(interaction, words)?;
        let coming = self.coming_holidays(guild).await?;
        let typed = typed.trim().to_lowercase();
        let choices = coming.iter().map(|holiday| {
            let label = holidays::choice(words, holiday.day, &holiday.name);
            (label, holiday.day.to_string())
        });
        Ok(choices
            .filter(|(label, value)| {
                label.to_lowercase().contains(&typed) || value.contains(&typed)
            })
            .take(PROPOSALS)
            .collect())
    }

    /// `/wellness holidays import`: what the file holds is said, and nothing comes of it before it is confirmed.
    /// Neither its words nor its address are logged.
    pub(super) async fn import_holidays(
        &self,
        interaction: &Interaction,
        guild: GuildId,
        file: &Attachment,
    ) -> Result<Message, Failure> {
        let words = self.words(&interaction.locale);
        let (from, until) = span(interaction.at());
        let file = read(words, &self.fetch(words, file).await?)?;
        let found = file.days(from, until);
        let known = self.coming_holidays(guild).await?;
        let unnamed = words.get("holidays-unnamed");
        let is_new = |day: &Date| known.iter().all(|holiday| holiday.day != *day);
        let n_found = found.days.len();
        let new = found.days.into_iter().filter(|(day, _)| is_new(day));
        let days: Vec<_> = new
            .map(|(day, name)| {
                let is_named = !name.is_empty();
                (day, if is_named { name } else { unnamed.clone() })
            })
            .collect();
        if known.len() + days.len() > MOST_HOLIDAYS {
            return Err(too_many(words));
        }
        let import = HolidayImport {
            id: interaction.id,
            guild,
            days: written(&days),
            at: interaction.at(),
        };
        if !days.is_empty() {
            self.store.put_holiday_import(&import).await?;
        }
        let line = ImportLine {
            id: interaction.id,
            n_known: n_found - days.len(),
            days,
            past: found.past,
            later: found.later,
            left_out: file.left_out.clone(),
            until,
        };
        Ok(holidays::found(words, &line))
    }

    /// The button that enters what was found.
    pub(super) async fn confirm_holidays(
        &self,
        interaction: &Interaction,
        guild: GuildId,
        id: InteractionId,
    ) -> Result<Message, Failure> {
        let words = self.words(&interaction.locale);
        let gone = || Failure::Said(words.get("holidays-import-gone"));
        let days = self.store.holiday_import(id, guild).await?;
        let days = days.and_then(|days| read_back(&days)).ok_or_else(gone)?;
        // Since it was said, a day may have begun.
        let at = interaction.at();
        let days: Vec<_> = days
            .into_iter()
            .filter(|(day, _)| is_to_come(*day, at))
            .collect();
        let entered = self.store.confirm_holiday_import(id, guild, &days, at);
        match entered.await? {
            ImportOutcome::Entered(count) => {
                self.ranking.notify_one();
                let count = [("count", count.into())];
                let entered = words.with("holidays-imported", &count);
                let silent = self.silent(words, guild).await?;
                let lines = std::iter::once(entered).chain(silent);
                Ok(notice::plain(lines.collect::<Vec<_>>().join("\n")))
            }
            ImportOutcome::Gone => Err(gone()),
        }
    }

    /// The button that forgets it.
    pub(super) async fn cancel_holidays(
        &self,
        interaction: &Interaction,
        guild: GuildId,
        id: InteractionId,
    ) -> Result<Message, Failure> {
        let words = self.words(&interaction.locale);
        let removed = self.store.remove_holiday_import(id, guild).await?;
        let key = if removed {
            "holidays-cancelled"
        } else {
            "holidays-import-gone"
        };
        Ok(notice::said(words, key))
    }

    /// The holidays that are not over everywhere.
    async fn coming_holidays(&self, guild: GuildId) -> Result<Vec<Holiday>, Failure> {
        let last = jiff::tz::Offset::constant(-12);
        let today = last.to_datetime(self.clock.now()).date();
        let mut holidays = self.store.holidays(guild).await?;
        holidays.retain(|holiday| holiday.day >= today);
        Ok(holidays)
    }

    async fn fetch(&self, words: Words<'_>, file: &Attachment) -> Result<Vec<u8>, Failure> {
        let said = |key: &str| Failure::Said(words.get(key));
        if file.size > LARGEST_FILE as u64 {
            return Err(said("holidays-file-large"));
        }
        let fetched = self.outbound.fetch_attachment(&file.url, LARGEST_FILE);
        fetched.await.map_err(|error| match error {
            FetchError::TooLarge => said("holidays-file-large"),
            FetchError::Elsewhere | FetchError::Failed(_) => {
                tracing::warn!(%error, "a calendar file could not be fetched");
                said("holidays-file-unreachable")
            }
        })
    }
}

fn read(words: Words<'_>, bytes: &[u8]) -> Result<CalendarFile, Failure> {
    let said = |key: &str| Failure::Said(words.get(key));
    let text = decoded(bytes).ok_or_else(|| said("holidays-file-not-calendar"))?;
    CalendarFile::parse(&text).map_err(|problem| match problem {
        CalendarProblem::NotACalendar => said("holidays-file-not-calendar"),
        CalendarProblem::Damaged => said("holidays-file-damaged"),
    })
}

/// Days and their names as the database keeps them.
fn written(days: &[(Date, String)]) -> String {
    let days: Vec<_> = days
        .iter()
        .map(|(day, name)| (day.to_string(), name))
        .collect();
    serde_json::to_string(&days).unwrap_or_default()
}

fn read_back(days: &str) -> Option<Vec<(Date, String)>> {
    let days: Vec<(String, String)> = serde_json::from_str(days).ok()?;
    let day = |(day, name): (String, String)| Some((day.parse().ok()?, name));
    days.into_iter().map(day).collect()
}

/// A date on which there can be a holiday; today's is none that can be changed any more.
fn read_day(words: Words<'_>, today: Date, typed: &str) -> Result<Date, Failure> {
    read_date(words, today, typed).map_err(|_| {
        let typed = [("date", typed.trim().into())];
        Failure::Said(words.with("holidays-date-problem", &typed))
    })
}

/// It has not begun anywhere (K-42).
fn is_to_come(day: Date, at: Timestamp) -> bool {
    begins_anywhere(day).is_some_and(|begins| at < begins)
}

/// The first date that has not begun anywhere, and the last that is taken from a file.
fn span(at: Timestamp) -> (Date, Date) {
    let first_clock = jiff::tz::Offset::constant(14);
    let from = first_clock.to_datetime(at).date().saturating_add(1.day());
    (from, from.saturating_add(YEARS_AHEAD.years()))
}

fn begun(words: Words<'_>, at: Timestamp) -> Failure {
    let (earliest, _) = span(at);
    let earliest = format!("{} ({earliest})", date(words, earliest));
    Failure::Said(words.with("holidays-begun", &[("earliest", earliest.into())]))
}

fn too_many(words: Words<'_>) -> Failure {
    Failure::Said(words.with("holidays-too-many", &[("most", MOST_HOLIDAYS.into())]))
}
