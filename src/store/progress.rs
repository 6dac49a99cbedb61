//! Presses of `I did it`: what is known of one, and what becomes of it. How they are kept is in [`super::presses`].

use jiff::Timestamp;
use jiff::civil::Date;
use sqlx::any::AnyRow;
use sqlx::{Any, Transaction};

use super::columns::Columns;
use super::history::fetch_history;
use super::{DeliveryKey, MemberEvent, MemberHistory, Store, StoreError, StreakRow};
use crate::domain::ids::{ChannelId, GuildId, InteractionId, MessageId, UserId};
use crate::domain::streak::{BeforeCredit, Outcome};

/// A press to be judged.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewPress {
    /// The interaction; Discord may bring it twice.
    pub interaction: InteractionId,
    /// The guild.
    pub guild: GuildId,
    /// Who pressed.
    pub user: UserId,
    /// It was pressed in that guild, where they are then; otherwise in a direct message.
    pub in_guild: bool,
    /// When, by the interaction's snowflake (D-33).
    pub at: Timestamp,
    /// The token of the prompt that it answers.
    pub prompt_key: Option<String>,
    /// What it answers, if that is known.
    pub answered: Option<Answered>,
    /// Where the button was.
    pub channel: Option<ChannelId>,
    /// The message that it was on.
    pub message: Option<MessageId>,
}

/// The delivery that a press answers.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Answered {
    /// Which one.
    pub key: DeliveryKey,
    /// It is a reminder of the one who presses, and not one for everybody.
    pub is_own: bool,
}

/// A press as it stands in the log.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Press {
    /// The interaction.
    pub interaction: InteractionId,
    /// When.
    pub at: Timestamp,
    /// The member's day, as it was judged.
    pub day: Date,
    /// How it was judged.
    pub outcome: Outcome,
    /// The token of the prompt that it answers.
    pub prompt_key: Option<String>,
    /// Where the button was.
    pub channel: Option<ChannelId>,
    /// The message that it was on.
    pub message: Option<MessageId>,
    /// The newest line of the member's log when it was judged.
    pub settings_rev: i64,
    /// The newest line of the guild's log then; `None` for a press of a time when it was not noted.
    pub guild_seq: Option<i64>,
}

/// What the judge says of a press.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Verdict {
    /// Keep it.
    Record {
        /// How it was judged.
        outcome: Outcome,
        /// The member's day.
        day: Date,
        /// What the press tells of its member beside itself (K-63).
        events: Vec<MemberEvent>,
        /// The streak after it, if it is to be kept.
        streak: Option<Box<StreakRow>>,
        /// What a credit changes beside the day, so that it can be taken back (K-25).
        before: Option<BeforeCredit>,
    },
    /// Keep nothing: who has not joined is not recorded (K-61).
    Ignore(Outcome),
}

impl Verdict {
    /// It answers what came on an earlier day, and counts for no day (K-20).
    pub(super) const fn is_expired(&self) -> bool {
        let (Self::Record { outcome, .. } | Self::Ignore(outcome)) = self;
        matches!(outcome, Outcome::Expired)
    }
}

/// What became of a press.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum PressOutcome {
    /// It is in the log, with what it did to the streak.
    Recorded(Press),
    /// It was in the log already; as it was judged then.
    Redelivered(Press),
    /// Nothing is kept.
    Ignored(Outcome),
    /// It was in the log, and has been taken back.
    TakenBack,
}

impl Store {
    /// The day of the member's last credit.
    pub async fn last_credit(
        &self,
        guild: GuildId,
        user: UserId,
    ) -> Result<Option<Date>, StoreError> {
        let mut tx = self.read().await?;
        let row = sqlx::query(
            "SELECT MAX(day) AS day FROM (
                 SELECT MAX(day) AS day FROM press
                 WHERE guild_id = $1 AND user_id = $2 AND outcome = 'credited'
                 UNION ALL
                 SELECT last_credit FROM streak_checkpoint WHERE guild_id = $1 AND user_id = $2
             ) AS days",
        )
        .bind(guild.to_db())
        .bind(user.to_db())
        .fetch_one(&mut *tx)
        .await?;
        tx.commit().await?;
        Columns::of("press", &row).maybe_date("day")
    }

    /// The member's presses that are listed, in order (K-2, P-5).
    pub async fn presses(&self, guild: GuildId, user: UserId) -> Result<Vec<Press>, StoreError> {
        let mut tx = self.read().await?;
        let presses = fetch_presses(&mut tx, guild, user).await?;
        tx.commit().await?;
        Ok(presses)
    }

    /// Everything that the member's streak depends on, as it is now.
    pub async fn history(&self, guild: GuildId, user: UserId) -> Result<MemberHistory, StoreError> {
        let mut tx = self.read().await?;
        let history = fetch_history(&mut tx, guild, user).await?;
        tx.commit().await?;
        Ok(history)
    }
}

pub(super) async fn fetch_presses(
    tx: &mut Transaction<'static, Any>,
    guild: GuildId,
    user: UserId,
) -> Result<Vec<Press>, StoreError> {
    let rows = sqlx::query(
        "SELECT * FROM press WHERE guild_id = $1 AND user_id = $2 ORDER BY at_ms, interaction_id",
    )
    .bind(guild.to_db())
    .bind(user.to_db())
    .fetch_all(&mut **tx)
    .await?;
    rows.iter().map(decode).collect()
}

pub(super) async fn fetch_press(
    tx: &mut Transaction<'static, Any>,
    interaction: InteractionId,
) -> Result<Option<Press>, StoreError> {
    let row = sqlx::query("SELECT * FROM press WHERE interaction_id = $1")
        .bind(interaction.to_db())
        .fetch_optional(&mut **tx)
        .await?;
    row.as_ref().map(decode).transpose()
}

fn decode(row: &AnyRow) -> Result<Press, StoreError> {
    let row = Columns::of("press", row);
    Ok(Press {
        interaction: row.id("interaction_id")?,
        at: row.instant("at_ms")?,
        day: row.date("day")?,
        outcome: row.word("outcome", Outcome::parse)?,
        prompt_key: row.maybe_text("prompt_key")?,
        channel: row.maybe_id("channel_id")?,
        message: row.maybe_id("message_id")?,
        settings_rev: row.int("settings_rev")?,
        guild_seq: row.maybe_int("guild_seq")?,
    })
}
