//! The year of a member, as a picture and in words.

use super::dispatch::Failure;
use super::progress::place;
use super::replaying::replayed;
use super::{App, Interaction};
use crate::domain::ids::GuildId;
use crate::domain::streak::Diary;
use crate::domain::year::Year;
use crate::picture;
use crate::view::{Message, Picture, calendar, progress};

/// What the picture is called in a message.
const FILE_NAME: &str = "calendar.png";

impl App {
    /// `/streak calendar`, and the button that does the same: the last twelve months, day by day.
    pub(super) async fn show_calendar(
        &self,
        interaction: &Interaction,
        guild: GuildId,
    ) -> Result<Message, Failure> {
        let words = self.words(&interaction.locale);
        let place = place(interaction, guild);
        let (user, at) = (interaction.user, interaction.at());
        let mut log = self.store.member_log(guild, user).await?;
        if !self.misjudged(&log.history, at).is_empty() {
            self.judge_again(guild, user, at).await?;
            log = self.store.member_log(guild, user).await?;
        }
        self.spare_in_log(&mut log, at);
        let diary = replayed(&self.zones, &log, Diary::new);
        let Some(mut diary) = diary.filter(|diary| diary.member().is_enrolled()) else {
            return Ok(progress::not_joined_yet(words, place));
        };
        diary.advance(at);
        let year = diary.year();
        let picture = draw(year.clone()).await.map(|bytes| Picture {
            file_name: FILE_NAME.to_owned(),
            description: calendar::alt(words, &year),
            bytes: bytes.into(),
        });
        Ok(calendar::message(words, place, &year, picture))
    }
}

/// Draws off the async threads; a calendar is complete without its picture. It is kept nowhere: it is about one
/// person, and nobody else asks for it.
async fn draw(year: Year) -> Option<Vec<u8>> {
    let drawn = tokio::task::spawn_blocking(move || picture::calendar(&year)).await;
    match drawn {
        Ok(Ok(bytes)) => Some(bytes),
        Ok(Err(error)) => {
            tracing::error!(%error, "a calendar could not be drawn");
            None
        }
        Err(error) => {
            tracing::error!(%error, "drawing a calendar was given up");
            None
        }
    }
}
