//! `/wellness` and its buttons: one arm, one call.

use super::dispatch::Failure;
use super::{App, Interaction};
use crate::command::WellnessCommand;
use crate::domain::ids::GuildId;
use crate::view::{Message, WellnessButton};

impl App {
    /// What those who manage a guild ask for. That they may has been checked.
    pub(super) async fn wellness(
        &self,
        interaction: &Interaction,
        guild: GuildId,
        command: WellnessCommand,
    ) -> Result<Message, Failure> {
        let words = self.words(&interaction.locale);
        match command {
            WellnessCommand::Settings(change) => self.settings(interaction, guild, &change).await,
            WellnessCommand::AddHoliday { date, name } => {
                self.add_holiday(interaction, guild, &date, &name).await
            }
            WellnessCommand::RemoveHoliday { date } => {
                self.remove_holiday(interaction, guild, &date).await
            }
            WellnessCommand::ListHolidays => self.list_holidays(words, guild).await,
            WellnessCommand::ImportHolidays { file } => {
                self.import_holidays(interaction, guild, &file).await
            }
        }
    }

    /// Its buttons. Who sees them may have lost the permission since.
    pub(super) async fn press_wellness(
        &self,
        interaction: &Interaction,
        guild: GuildId,
        button: WellnessButton,
    ) -> Result<Message, Failure> {
        self.check_admin(interaction)?;
        match button {
            WellnessButton::ConfirmHolidays(id) => {
                self.confirm_holidays(interaction, guild, id).await
            }
            WellnessButton::CancelHolidays(id) => {
                self.cancel_holidays(interaction, guild, id).await
            }
        }
    }
}
