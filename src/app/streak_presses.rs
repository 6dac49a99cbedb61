//! Buttons about streaks and boards: one arm, one call. In direct messages they carry the guild that is meant.

use super::dispatch::Failure;
use super::streaks::Wishes;
use super::{App, Interaction};
use crate::view::button::{ButtonId, Place};
use crate::view::{Message, notice};

impl App {
    /// What such a button does; any other is answered as an outdated one.
    pub(super) async fn press_streak(
        &self,
        interaction: &Interaction,
        button: ButtonId,
    ) -> Result<Message, Failure> {
        let words = self.words(&interaction.locale);
        let nowhere = || Failure::Said(words.get("guild-only"));
        let here = |place: Place| interaction.guild.or(place).ok_or_else(nowhere);
        match button {
            ButtonId::AskToJoin(place) => {
                self.join_streak(interaction, here(place)?, Wishes::default())
                    .await
            }
            ButtonId::Join(level, place) => {
                self.join_streak(interaction, here(place)?, Wishes::seen_as(level))
                    .await
            }
            ButtonId::ShowStreak(place) => self.show_streak(interaction, here(place)?).await,
            ButtonId::ShowCalendar(place) => self.show_calendar(interaction, here(place)?).await,
            ButtonId::ShowBoard(metric, place) => {
                self.board(interaction, here(place)?, metric, None).await
            }
            ButtonId::TurnBoard(metric, turn, place) => {
                self.board(interaction, here(place)?, metric, Some(turn))
                    .await
            }
            _ => Ok(notice::outdated(words)),
        }
    }
}
