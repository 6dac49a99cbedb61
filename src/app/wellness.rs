//! `/wellness` and its buttons: one arm, one call.

use super::dispatch::{Failure, guild};
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
            WellnessCommand::Setup { timezone } => {
                self.setup(interaction, guild, timezone.as_deref()).await
            }
            WellnessCommand::Check => self.check(interaction, guild).await,
            WellnessCommand::ListHolidays => self.list_holidays(words, guild).await,
            WellnessCommand::ImportHolidays { file } => {
                self.import_holidays(interaction, guild, &file).await
            }
        }
    }

    /// Its buttons, and those about direct messages. Who sees them may have lost the permission since.
    pub(super) async fn press_wellness(
        &self,
        interaction: &Interaction,
        button: WellnessButton,
        values: &[String],
    ) -> Result<Message, Failure> {
        let chosen = values.first().map(String::as_str);
        let here = || guild(interaction, self.words(&interaction.locale));
        match button {
            WellnessButton::SeeDirect => self.seen_direct(interaction).await,
            WellnessButton::TestDirect => self.test_direct(interaction).await,
            // Members resume their own, so whose it is has to be looked at first.
            WellnessButton::Resume(id) => self.resume_on_hold(interaction, here()?, id).await,
            WellnessButton::BeginSetup => {
                self.check_admin(interaction)?;
                Ok(self.setup_again(interaction))
            }
            WellnessButton::Setup(step, draft) => {
                self.check_admin(interaction)?;
                self.setup_step(interaction, here()?, step, draft, chosen)
                    .await
            }
            WellnessButton::ConfirmSetup(id) => {
                self.check_admin(interaction)?;
                self.confirm_setup(interaction, here()?, id).await
            }
            WellnessButton::ConfirmHolidays(id) => {
                self.check_admin(interaction)?;
                self.confirm_holidays(interaction, here()?, id).await
            }
            WellnessButton::CancelHolidays(id) => {
                self.check_admin(interaction)?;
                self.cancel_holidays(interaction, here()?, id).await
            }
        }
    }
}
