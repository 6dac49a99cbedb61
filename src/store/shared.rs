//! Milestones that were shared with a channel: each once, by whichever press comes first (K-26).

use jiff::Timestamp;

use super::columns::{Columns, ms};
use super::{Store, StoreError, member};
use crate::domain::ids::{ChannelId, GuildId, InteractionId, UserId};
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

/// What becomes of it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ShareOutcome {
    /// It is to be told now; no other press will be.
    First,
    /// The channel was told then.
    Before(Timestamp),
    /// Nothing is kept of that member any more.
    Gone,
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
            "SELECT interaction_id, at_ms FROM milestone_shared
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
            let row = Columns::of("milestone_shared", row);
            let by: InteractionId = row.id("interaction_id")?;
            let at = row.instant("at_ms")?;
            let is_same = by == sharing.interaction;
            return Ok(if is_same {
                ShareOutcome::First
            } else {
                ShareOutcome::Before(at)
            });
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
}
