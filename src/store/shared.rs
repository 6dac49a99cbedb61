//! What was shared with a channel: each thing once, by whichever press comes first (K-26).
//!
//! A milestone is its member's; a card or a board is known by the message that it was shared from, and by nobody's id.

use jiff::Timestamp;
use sqlx::any::AnyRow;

use super::columns::{Columns, ms};
use super::{Store, StoreError, member};
use crate::domain::ids::{ChannelId, GuildId, InteractionId, MessageId, UserId};
use crate::domain::streak::Milestone;

/// A milestone that its member wants a channel to know.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Sharing {
    /// The press.
    pub interaction: InteractionId,
    /// The guild.
    pub guild: GuildId,
    /// Whose it is.
    pub user: UserId,
    /// The channel that is told.
    pub channel: ChannelId,
    /// What they have reached.
    pub milestone: Milestone,
    /// When it was pressed.
    pub at: Timestamp,
}

/// A card or a board that somebody wants a channel to see.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CardSharing {
    /// The press.
    pub interaction: InteractionId,
    /// The guild.
    pub guild: GuildId,
    /// The message with the button.
    pub source: MessageId,
    /// What stands for the button: one of a board may carry numbers of members in its `custom_id`, so that is not kept.
    pub button: String,
    /// When it was pressed.
    pub at: Timestamp,
}

/// What becomes of it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ShareOutcome {
    /// It is to be told now; no other press will be.
    First,
    /// The channel was told already.
    Before {
        /// When.
        at: Timestamp,
        /// By this message, if that is known.
        message: Option<MessageId>,
    },
    /// Nothing is kept of that member any more.
    Gone,
}

/// What the row that stands in the way says of a press: the same press, brought twice, is still the first.
fn outcome_by(
    table: &'static str,
    row: &AnyRow,
    interaction: InteractionId,
) -> Result<ShareOutcome, StoreError> {
    let row = Columns::of(table, row);
    let by: InteractionId = row.id("interaction_id")?;
    if by == interaction {
        return Ok(ShareOutcome::First);
    }
    Ok(ShareOutcome::Before {
        at: row.instant("at_ms")?,
        message: row.maybe_id("message_id")?,
    })
}

impl Store {
    /// Notes that a channel is told of a milestone, unless it was already. The same press, brought twice, is still the first.
    pub async fn share_milestone(&self, sharing: &Sharing) -> Result<ShareOutcome, StoreError> {
        let mut tx = self.write().await?;
        let name = member::lock_name(sharing.guild, sharing.user);
        self.dialect.lock(&mut tx, &name).await?;
        if member::fetch(&mut tx, sharing.guild, sharing.user)
            .await?
            .is_none()
        {
            return Ok(ShareOutcome::Gone);
        }
        let row = sqlx::query(
            "SELECT interaction_id, at_ms, message_id FROM milestone_shared
             WHERE guild_id = $1 AND user_id = $2 AND channel_id = $3
               AND milestone = $4 AND days = $5",
        )
        .bind(sharing.guild.to_db())
        .bind(sharing.user.to_db())
        .bind(sharing.channel.to_db())
        .bind(sharing.milestone.to_string())
        .bind(i64::from(sharing.milestone.days()))
        .fetch_optional(&mut *tx)
        .await?;
        if let Some(row) = &row {
            return outcome_by("milestone_shared", row, sharing.interaction);
        }
        sqlx::query(
            "INSERT INTO milestone_shared
                 (guild_id, user_id, channel_id, milestone, days, interaction_id, at_ms)
             VALUES ($1, $2, $3, $4, $5, $6, $7)",
        )
        .bind(sharing.guild.to_db())
        .bind(sharing.user.to_db())
        .bind(sharing.channel.to_db())
        .bind(sharing.milestone.to_string())
        .bind(i64::from(sharing.milestone.days()))
        .bind(sharing.interaction.to_db())
        .bind(ms(sharing.at))
        .execute(&mut *tx)
        .await?;
        tx.commit().await?;
        Ok(ShareOutcome::First)
    }

    /// What a press of a member shared stands in its channel as this message.
    pub async fn milestone_stands(
        &self,
        guild: GuildId,
        user: UserId,
        interaction: InteractionId,
        message: MessageId,
    ) -> Result<(), StoreError> {
        let mut tx = self.write().await?;
        sqlx::query(
            "UPDATE milestone_shared SET message_id = $4
             WHERE guild_id = $1 AND user_id = $2 AND interaction_id = $3",
        )
        .bind(guild.to_db())
        .bind(user.to_db())
        .bind(interaction.to_db())
        .bind(message.to_db())
        .execute(&mut *tx)
        .await?;
        Ok(tx.commit().await?)
    }

    /// What a press of a member shared did not reach its channel, which can be told another time.
    pub async fn unshare_milestone(
        &self,
        guild: GuildId,
        user: UserId,
        interaction: InteractionId,
    ) -> Result<(), StoreError> {
        let mut tx = self.write().await?;
        sqlx::query(
            "DELETE FROM milestone_shared
             WHERE guild_id = $1 AND user_id = $2 AND interaction_id = $3",
        )
        .bind(guild.to_db())
        .bind(user.to_db())
        .bind(interaction.to_db())
        .execute(&mut *tx)
        .await?;
        Ok(tx.commit().await?)
    }

    /// Notes that a card or a board is shared by a button, unless it was already. The same press, brought twice, is still the
    /// first.
    pub async fn share_card(&self, sharing: &CardSharing) -> Result<ShareOutcome, StoreError> {
        let mut tx = self.write().await?;
        sqlx::query(
            "INSERT INTO shared (source_id, button, guild_id, interaction_id, at_ms)
             VALUES ($1, $2, $3, $4, $5) ON CONFLICT (source_id, button) DO NOTHING",
        )
        .bind(sharing.source.to_db())
        .bind(sharing.button.clone())
        .bind(sharing.guild.to_db())
        .bind(sharing.interaction.to_db())
        .bind(ms(sharing.at))
        .execute(&mut *tx)
        .await?;
        let row = sqlx::query(
            "SELECT interaction_id, at_ms, message_id FROM shared
             WHERE source_id = $1 AND button = $2",
        )
        .bind(sharing.source.to_db())
        .bind(sharing.button.clone())
        .fetch_one(&mut *tx)
        .await?;
        let outcome = outcome_by("shared", &row, sharing.interaction)?;
        tx.commit().await?;
        Ok(outcome)
    }

    /// What a press shared from a message stands in its channel as this one.
    pub async fn card_stands(
        &self,
        (source, interaction): (MessageId, InteractionId),
        message: MessageId,
    ) -> Result<(), StoreError> {
        let mut tx = self.write().await?;
        sqlx::query(
            "UPDATE shared SET message_id = $3 WHERE source_id = $1 AND interaction_id = $2",
        )
        .bind(source.to_db())
        .bind(interaction.to_db())
        .bind(message.to_db())
        .execute(&mut *tx)
        .await?;
        Ok(tx.commit().await?)
    }

    /// What a press shared from a message did not reach its channel, and can be shared another time.
    pub async fn unshare_card(
        &self,
        (source, interaction): (MessageId, InteractionId),
    ) -> Result<(), StoreError> {
        let mut tx = self.write().await?;
        sqlx::query("DELETE FROM shared WHERE source_id = $1 AND interaction_id = $2")
            .bind(source.to_db())
            .bind(interaction.to_db())
            .execute(&mut *tx)
            .await?;
        Ok(tx.commit().await?)
    }
}
