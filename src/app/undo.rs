//! A check-in that was pressed by mistake is taken back.
//!
//! Begin reading at [`App::press_own`].

use super::dispatch::Failure;
use super::progress::place;
use super::{App, Interaction, Reply, Visibility};
use crate::domain::ids::{GuildId, InteractionId};
use crate::domain::streak::Participation;
use crate::store::UndoOutcome;
use crate::view::streak_button::StreakButton;
use crate::view::{Message, progress};

impl App {
    /// Buttons about one's own check-ins: one arm, one call.
    pub(super) async fn press_own(
        &self,
        interaction: &Interaction,
        button: StreakButton,
        in_place: bool,
    ) -> Result<Reply, Failure> {
        match button {
            StreakButton::Undo(id, place) => {
                let words = self.words(&interaction.locale);
                let here = interaction.guild.or(place);
                let here = here.ok_or_else(|| Failure::Said(words.get("guild-only")))?;
                let message = self.undo_check_in(interaction, here, id).await?;
                Ok(if in_place {
                    Reply::Update(message)
                } else {
                    Reply::Message(message, Visibility::Ephemeral)
                })
            }
            StreakButton::ShareMilestone(milestone) => {
                self.share_milestone(interaction, milestone).await
            }
            StreakButton::ShareTeam => self.share_team(interaction).await,
        }
    }

    /// The check-in of an interaction has never been, if its minute is not over (K-25).
    async fn undo_check_in(
        &self,
        interaction: &Interaction,
        guild: GuildId,
        id: InteractionId,
    ) -> Result<Message, Failure> {
        let words = self.words(&interaction.locale);
        let (user, at) = (interaction.user, interaction.at());
        let who = (guild, user);
        let outcome = self
            .store
            .undo_press(who, id, at, &self.hash_key, |history, press, before| {
                let mut member = self.participation(history)?;
                let is_today = member.day_at(at) == press.day;
                let is_undone = is_today && member.take_back(at, before);
                let seen_as = history.member.as_ref().map(|member| member.visibility);
                let seen_as = seen_as.unwrap_or_default();
                is_undone.then(|| self.row_with_line(&member, guild, user, seen_as))
            })
            .await?;
        if outcome == UndoOutcome::Undone {
            // What it had kept from coming comes, and a card that counted it counts one less.
            self.planning.notify_one();
            self.delivering.notify_one();
            self.counting.notify_one();
        }
        let history = self.store.history(guild, user).await?;
        let member = self.participation(&history);
        let Some(mut member) = member.filter(Participation::is_enrolled) else {
            return Ok(progress::not_joined_yet(words, place(interaction, guild)));
        };
        member.settle(at);
        let is_undone = outcome != UndoOutcome::Stays;
        let place = place(interaction, guild);
        Ok(progress::undone(words, place, &member, is_undone))
    }
}
