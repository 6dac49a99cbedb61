//! Direct-message channels that are open. The scheduler never opens one (D-61), so this is where it
//! finds them.

use jiff::Timestamp;

use super::columns::{Columns, ms};
use super::{Store, StoreError};
use crate::domain::ids::{ChannelId, UserId};

impl Store {
    /// The open channel to `user`.
    pub async fn dm_channel(&self, user: UserId) -> Result<Option<ChannelId>, StoreError> {
        let row = sqlx::query("SELECT channel_id FROM dm_channel WHERE user_id = $1")
            .bind(user.to_db())
            .fetch_optional(&self.readers)
            .await?;
        row.map(|row| Columns::of("dm_channel", &row).id("channel_id"))
            .transpose()
    }

    /// Keeps `channel`, opened to `user` at `at`.
    pub async fn put_dm_channel(
        &self,
        user: UserId,
        channel: ChannelId,
        at: Timestamp,
    ) -> Result<(), StoreError> {
        let mut tx = self.write().await?;
        sqlx::query(
            "INSERT INTO dm_channel (user_id, channel_id, opened_at) VALUES ($1, $2, $3)
             ON CONFLICT (user_id) DO UPDATE
             SET channel_id = excluded.channel_id, opened_at = excluded.opened_at",
        )
        .bind(user.to_db())
        .bind(channel.to_db())
        .bind(ms(at))
        .execute(&mut *tx)
        .await?;
        Ok(tx.commit().await?)
    }
}
