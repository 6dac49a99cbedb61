//! What a team has reached together: its week, its goal, and the week that is over.
//!
//! Who is counted is for [`crate::domain::leaderboard`] to say. Begin reading at [`App::team`].

use std::collections::BTreeSet;

use jiff::civil::Date;
use jiff::{SignedDuration, Timestamp, ToSpan};

use super::dispatch::{Failure, guild};
use super::zones::DEFAULT_ZONE;
use super::{App, Interaction, Reply, Visibility};
use crate::domain::delivery::Token;
use crate::domain::ids::GuildId;
use crate::domain::leaderboard::{self, Metric, Recap};
use crate::domain::year::Goal;
use crate::picture;
use crate::store::{Schedule, StoreError};
use crate::text::Words;
use crate::view::team::{self, Team};
use crate::view::{Message, Picture, calendar, notice};

/// Who could not be looked for in so long counts in a recap, and is not named (L-7).
const NAMED_IF_SEEN_WITHIN: SignedDuration = SignedDuration::from_hours(24);
/// What the guild's log calls the goal.
const GOAL: &str = "goal_per_week";
/// What the picture is called in a message.
const FILE_NAME: &str = "goal.png";

impl App {
    /// `/leaderboard scope: team`.
    pub(super) async fn team(
        &self,
        interaction: &Interaction,
        guild: GuildId,
    ) -> Result<Message, Failure> {
        let words = self.words(&interaction.locale);
        let (told, picture) = self.team_week(words, interaction, guild).await?;
        let may_be_shared = interaction.guild.is_some();
        Ok(team::team(words, &told, picture, may_be_shared))
    }

    /// The same for the channel.
    pub(super) async fn share_team(&self, interaction: &Interaction) -> Result<Reply, Failure> {
        let words = self.words(&interaction.locale);
        let guild = guild(interaction, words)?;
        let (told, picture) = self.team_week(words, interaction, guild).await?;
        match team::team_shared(words, &told, picture, interaction.user) {
            Some(shared) => {
                self.share_once(interaction, shared, "shared-before-figures")
                    .await
            }
            None => {
                let key = match told.week {
                    Some(_) => "board-team-not-yet",
                    None => "board-team-too-few",
                };
                let said = notice::said(words, key);
                Ok(Reply::Message(said, Visibility::Ephemeral))
            }
        }
    }

    async fn team_week(
        &self,
        words: Words<'_>,
        interaction: &Interaction,
        guild: GuildId,
    ) -> Result<(Team, Option<Picture>), Failure> {
        let at = interaction.at();
        let board = self.board_of(guild, Metric::Week, None, None, at).await?;
        let wanted = self.store.guild(guild).await?.goal_per_week;
        let done = board
            .team
            .and_then(leaderboard::TeamWeek::told_towards_goal);
        let team = Team {
            week: board.team,
            wanted,
            goal: wanted.zip(done).map(|(wanted, done)| Goal { done, wanted }),
        };
        let picture = match team.goal {
            Some(goal) => draw(words, goal).await,
            None => None,
        };
        Ok((team, picture))
    }

    /// The week before that of `day`, in numbers; `None` if nothing is told of it.
    pub(super) async fn recap_of_week_before(
        &self,
        guild: GuildId,
        day: Date,
    ) -> Result<Option<Recap>, StoreError> {
        let monday = monday_before(day);
        let now = self.clock.now();
        let standings = self.standings(guild, now, Some(monday)).await?;
        Ok(Recap::of(&standings))
    }

    /// Whoever a week that is about to be told would count has to be there: those who left meanwhile are neither named nor
    /// counted (L-7, K-63).
    pub(super) async fn look_for_counted(
        &self,
        guild: GuildId,
        day: Date,
        now: Timestamp,
    ) -> Result<(), StoreError> {
        let monday = monday_before(day);
        let standings = self.standings(guild, now, Some(monday)).await?;
        if Recap::of(&standings).is_none() {
            return Ok(());
        }
        let counted = leaderboard::counted_in(&standings);
        self.look_for_all(guild, &counted, now).await
    }

    /// Whether a schedule has nothing to tell at present (L-7).
    pub(super) async fn has_nothing_to_tell(
        &self,
        schedule: &Schedule,
        holidays: &BTreeSet<Date>,
    ) -> Result<bool, StoreError> {
        let zone = self.stored_zone(&schedule.settings.timezone);
        let day = zone.to_datetime(self.clock.now()).date();
        if !schedule.is_recap || !leaderboard::is_told_on(day, holidays) {
            return Ok(false);
        }
        let recap = self.recap_of_week_before(schedule.guild, day).await?;
        Ok(recap.is_none())
    }

    /// The message of a week that is over; `None` if nothing is told of it.
    pub(super) async fn recap(
        &self,
        words: Words<'_>,
        guild: GuildId,
        day: Date,
        token: &Token,
    ) -> Result<Option<Message>, StoreError> {
        let Some(mut recap) = self.recap_of_week_before(guild, day).await? else {
            return Ok(None);
        };
        let a_day_ago = self.clock.now().saturating_sub(NAMED_IF_SEEN_WITHIN);
        let a_day_ago = a_day_ago.unwrap_or(Timestamp::MIN);
        let unseen = self.store.unseen_among(guild, &recap.named, a_day_ago);
        let unseen = unseen.await?;
        recap.named.retain(|user| !unseen.contains(user));
        let wanted = self.goal_of_week(guild, monday_before(day)).await?;
        let goal = wanted.map(|wanted| Goal {
            done: recap.breaks,
            wanted,
        });
        let picture = match goal {
            Some(goal) => draw(words, goal).await,
            None => None,
        };
        Ok(Some(team::recap(words, &recap, goal, picture, token)))
    }

    /// The goal that a guild had when the week that begins on `monday` was over, by its clock: what is chosen later is for
    /// weeks to come (L-7).
    async fn goal_of_week(&self, guild: GuildId, monday: Date) -> Result<Option<u32>, StoreError> {
        let settings = self.store.guild(guild).await?;
        let zone = self.stored_zone(settings.timezone.as_deref().unwrap_or(DEFAULT_ZONE));
        let over = monday.saturating_add(7.days()).to_zoned(zone);
        let Ok(over) = over.map(|midnight| midnight.timestamp()) else {
            return Ok(settings.goal_per_week);
        };
        let changes = self.store.guild_changes(guild).await?;
        let mut chosen = changes.iter().filter(|change| change.setting == GOAL);
        let then = chosen.rfind(|change| change.at < over);
        Ok(then.and_then(|change| change.value.as_deref()?.parse().ok()))
    }
}

/// The Monday of the week before that of `day`.
fn monday_before(day: Date) -> Date {
    let gone = i64::from(day.weekday().to_monday_zero_offset()) + 7;
    day.saturating_sub(gone.days())
}

/// Draws off the async threads; what it shows is told in words too.
async fn draw(words: Words<'_>, goal: Goal) -> Option<Picture> {
    let drawn = tokio::task::spawn_blocking(move || picture::goal(goal)).await;
    let bytes = match drawn {
        Ok(Ok(bytes)) => bytes,
        Ok(Err(error)) => {
            tracing::error!(%error, "a goal could not be drawn");
            return None;
        }
        Err(error) => {
            tracing::error!(%error, "drawing a goal was given up");
            return None;
        }
    };
    Some(Picture {
        file_name: FILE_NAME.to_owned(),
        description: calendar::goal(words, goal),
        bytes: bytes.into(),
    })
}
