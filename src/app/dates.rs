//! Dates that people type or choose.

use jiff::ToSpan;
use jiff::civil::{Date, Weekday};

use super::dispatch::Failure;
use super::zones::DEFAULT_ZONE;
use super::{App, Interaction};
use crate::text::Words;
use crate::view::words::date;

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
        let history = self.store.history(guild, interaction.user).await?;
        let at = interaction.at();
        let today = match self.participation(&history) {
            Some(member) => member.day_at(at),
            None => {
                let zone = history.guild.timezone;
                let zone = self.stored_zone(zone.as_deref().unwrap_or(DEFAULT_ZONE));
                zone.to_datetime(at).date()
            }
        };
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
        choices.extend(typed.trim().parse().ok().map(label));
        let typed = typed.trim().to_lowercase();
        let fits = |(name, value): &(String, String)| {
            name.to_lowercase().contains(&typed) || value.contains(&typed)
        };
        let mut fitting: Vec<_> = choices.into_iter().filter(fits).collect();
        fitting.dedup_by(|a, b| a.1 == b.1);
        Ok(fitting)
    }
}

/// A date as people are asked to type it.
pub(super) fn read_date(words: Words<'_>, typed: &str) -> Result<Date, Failure> {
    let is_plain = typed.len() == "2026-06-01".len();
    let date = typed.parse().ok().filter(|_| is_plain);
    date.ok_or_else(|| Failure::Said(words.with("date-problem", &[("date", typed.into())])))
}
