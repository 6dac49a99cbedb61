//! `/wellness settings` and `/help`.

use super::dispatch::Failure;
use super::{App, Interaction};
use crate::command::SettingsChange;
use crate::command::spec::usages;
use crate::domain::{self, ids::GuildId};
use crate::store::ScheduleSettings;
use crate::view::{Message, help};

impl App {
    /// Shows the settings, or changes the zone.
    pub(super) async fn settings(
        &self,
        interaction: &Interaction,
        guild: GuildId,
        change: &SettingsChange,
    ) -> Result<Message, Failure> {
        let words = self.words(&interaction.locale);
        // What is wrong with one of them is said before anything is changed.
        let timezone = change.timezone.as_deref();
        let timezone = timezone.map(|name| self.zone(words, name)).transpose()?;
        let item = match (&change.item, change.enabled) {
            (Some(item), enabled) => Some(self.switch_item(words, guild, item, enabled).await?),
            (None, Some(_)) => return Err(Failure::Said(words.get("item-which"))),
            (None, None) => None,
        };
        if let Some((name, _)) = timezone {
            let (by, at) = (interaction.user, interaction.at());
            self.store.set_guild_timezone(guild, &name, by, at).await?;
            self.move_prompts(guild, &name).await?;
        }
        let zone = self.store.guild(guild).await?.timezone;
        let selection = self.selection(Some(guild)).await?;
        let off = selection
            .off()
            .iter()
            .filter_map(|id| self.library.title(id));
        let panel = help::Panel {
            zone: zone.as_deref(),
            n_prompts: self.store.schedules_of_guild(guild).await?.len(),
            off: off.collect(),
            is_changed: change.timezone.is_some() || change.enabled.is_some(),
            said: item.as_deref(),
        };
        Ok(help::settings(words, &panel))
    }

    /// The guild's prompts keep their wall times in the new zone (S-56).
    async fn move_prompts(&self, guild: GuildId, zone_name: &str) -> Result<(), Failure> {
        let zone = self.stored_zone(zone_name);
        for schedule in self.store.schedules_of_guild(guild).await? {
            let Some(recurrence) = super::prompts::stored(&schedule) else {
                continue;
            };
            let now = self.clock.now().max(schedule.watermark);
            let next = domain::schedule::next(&recurrence, &zone, now).map(|next| next.due);
            let moved = ScheduleSettings {
                timezone: zone_name.to_owned(),
                ..schedule.settings.clone()
            };
            self.store
                .change_schedule(schedule.id, guild, &moved, now, next)
                .await?;
        }
        self.planning.notify_one();
        Ok(())
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
        let usage = usage
            .ok_or_else(|| Failure::Said(words.with("help-unknown", &[("name", name.into())])))?;
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
