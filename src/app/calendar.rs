//! The year of a member, as a picture and in words.

use jiff::Timestamp;

use super::dispatch::Failure;
use super::progress::place;
use super::{App, Interaction};
use crate::domain::ids::GuildId;
use crate::domain::streak::{Diary, Outcome};
use crate::domain::year::Year;
use crate::picture;
use crate::store::{MemberHistory, Press};
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
        let history = self.store.history(guild, interaction.user).await?;
        let presses = self.store.presses(guild, interaction.user).await?;
        let diary = self.diary(&history, &presses, interaction.at());
        let Some(mut diary) = diary.filter(|diary| diary.member().is_enrolled()) else {
            return Ok(progress::not_joined_yet(words, place));
        };
        diary.advance(interaction.at());
        let year = diary.year();
        let picture = draw(year.clone()).await.map(|bytes| Picture {
            file_name: FILE_NAME.to_owned(),
            description: calendar::alt(words, &year),
            bytes: bytes.into(),
        });
        Ok(calendar::message(words, place, &year, picture))
    }

    /// A member's days, folded from both logs, in order; of equal instants a change of settings comes first, since a
    /// press is judged by what is in force. `None` if they never joined.
    fn diary(&self, history: &MemberHistory, presses: &[Press], at: Timestamp) -> Option<Diary> {
        let begin = history.changes.first()?.at;
        let mut member = self.participation(history)?;
        let mut events = self.spare(history, &mut member, at);
        events.extend(history.changes.iter().map(|it| it.event.clone()));
        let mut diary = Diary::new(self.newcomer(history, begin, &events));
        let credits = presses.iter();
        let mut credits = credits
            .filter(|press| press.outcome == Outcome::Credited)
            .peekable();
        for change in &history.changes {
            while let Some(press) = credits.next_if(|press| press.at < change.at) {
                diary.credit(press.at, press.day);
            }
            if let Some(event) = self.event(&change.event) {
                diary.apply(change.at, &event);
            }
        }
        for press in credits {
            diary.credit(press.at, press.day);
        }
        Some(diary)
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
