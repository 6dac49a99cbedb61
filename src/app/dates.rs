//! Dates that people type or choose.

use jiff::ToSpan;
use jiff::civil::{Date, Weekday};

use super::dispatch::Failure;
use super::zones::DEFAULT_ZONE;
use super::{App, Interaction};
use crate::domain::ids::GuildId;
use crate::store::StoreError;
use crate::text::Words;
use crate::view::words::{date, weekday};

/// How many Mondays are proposed for a date.
const MONDAYS: usize = 8;

impl App {
    /// Dates to choose from: tomorrow and the next Mondays by the member's clock.
    pub(super) async fn date_choices(
        &self,
        interaction: &Interaction,
        typed: &str,
    ) -> Result<Vec<(String, String)>, Failure> {
        let words = self.words(&interaction.locale);
        let guild = super::dispatch::guild(interaction, words)?;
        let today = self.today_of(interaction, guild).await?;
        let tomorrow = today.saturating_add(1.day());
        let mondays = tomorrow
            .series(1.day())
            .filter(|day| day.weekday() == Weekday::Monday);
        let label = |day: Date| (format!("{day} ({})", date(words, day)), day.to_string());
        let mut choices = vec![(
            words.with("tomorrow", &[("date", date(words, tomorrow).into())]),
            tomorrow.to_string(),
        )];
        choices.extend(
            mondays
                .filter(|day| *day != tomorrow)
                .take(MONDAYS)
                .map(label),
        );
        choices.extend(next_weekday(words, today, typed.trim()).map(label));
        choices.extend(typed.trim().parse().ok().map(label));
        let typed = typed.trim().to_lowercase();
        let fits = |(name, value): &(String, String)| {
            name.to_lowercase().contains(&typed) || value.contains(&typed)
        };
        let mut fitting: Vec<_> = choices.into_iter().filter(fits).collect();
        fitting.dedup_by(|a, b| a.1 == b.1);
        Ok(fitting)
    }

    /// The day that it is by the clock of whoever asks: of their streak, else of the server.
    pub(super) async fn today_of(
        &self,
        interaction: &Interaction,
        guild: GuildId,
    ) -> Result<Date, StoreError> {
        let history = self.store.history(guild, interaction.user).await?;
        let at = interaction.at();
        Ok(match self.participation(&history) {
            Some(member) => member.day_at(at),
            None => {
                let zone = history.guild.timezone;
                let zone = self.stored_zone(zone.as_deref().unwrap_or(DEFAULT_ZONE));
                zone.to_datetime(at).date()
            }
        })
    }
}

/// The first day after today with a weekday of this name, which may be cut short after three letters.
fn next_weekday(words: Words<'_>, today: Date, typed: &str) -> Option<Date> {
    let typed = typed.to_lowercase();
    let is_named = |day: &Date| {
        let name = weekday(words, day.weekday()).to_lowercase();
        typed.chars().count() >= 3 && name.starts_with(&typed)
    };
    let mut days = today.saturating_add(1.day()).series(1.day()).take(7);
    days.find(is_named)
}

/// A date as people are asked to type it, the words for today and tomorrow, or a weekday, which is the next one.
pub(super) fn read_date(words: Words<'_>, today: Date, typed: &str) -> Result<Date, Failure> {
    let typed = typed.trim();
    // The list says "Tomorrow, Tuesday, 2 June".
    let word = typed.split(',').next().unwrap_or_default().to_lowercase();
    let tomorrow = today.saturating_add(1.day());
    let named = [("date-word-today", today), ("date-word-tomorrow", tomorrow)];
    if let Some((_, day)) = named.into_iter().find(|(key, _)| words.get(key) == word) {
        return Ok(day);
    }
    if let Some(day) = next_weekday(words, today, &word) {
        return Ok(day);
    }
    let is_plain = typed.len() == "2026-06-01".len();
    let date = typed.parse().ok().filter(|_| is_plain);
    date.ok_or_else(|| Failure::Said(words.with("date-problem", &[("date", typed.into())])))
}
