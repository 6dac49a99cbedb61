//! What may be done in channels, as Discord tells it at this moment.
//!
//! Begin reading at [`App::channel_lines`].

use std::num::NonZeroU64;
use std::time::Duration;

use super::App;
use crate::domain::ids::{ChannelId, GuildId};
use crate::view::check::ChannelLine;

/// Whoever sets up prompts does not wait longer to hear what is in the way.
const PATIENCE: Duration = Duration::from_millis(800);

impl App {
    /// What has to be mended in each channel, and which of the roles that are pinged there are not; `None` if Discord did
    /// not tell.
    pub(super) async fn channel_lines(
        &self,
        guild: GuildId,
        channels: &[ChannelId],
        pinged: &[(ChannelId, NonZeroU64)],
    ) -> Option<Vec<ChannelLine>> {
        if channels.is_empty() {
            return Some(Vec::new());
        }
        match self.outbound.guild_sight(guild, channels).await {
            Ok(sight) => {
                let line = |channel: &ChannelId| {
                    let mut roles: Vec<_> = pinged
                        .iter()
                        .filter(|(place, _)| place == channel)
                        .map(|(_, role)| *role)
                        .collect();
                    roles.sort_unstable();
                    roles.dedup();
                    let unpinged = roles.into_iter().filter_map(|role| {
                        let why = sight.unpinged(*channel, role.get())?;
                        Some((role, why))
                    });
                    ChannelLine {
                        channel: *channel,
                        missing: sight.missing(*channel),
                        unpinged: unpinged.collect(),
                    }
                };
                Some(channels.iter().map(line).collect())
            }
            Err(error) => {
                tracing::warn!(%error, "permissions could not be looked up");
                None
            }
        }
    }

    /// What keeps prompts from being posted in a channel, or from pinging their role; `None` if nothing does, or nobody
    /// says so in time.
    pub(super) async fn in_the_way(
        &self,
        guild: GuildId,
        channel: ChannelId,
        role: Option<NonZeroU64>,
    ) -> Option<ChannelLine> {
        let pinged: Vec<_> = role.map(|role| (channel, role)).into_iter().collect();
        let channels = [channel];
        let lines = self.channel_lines(guild, &channels, &pinged);
        let lines = tokio::time::timeout(PATIENCE, lines).await.ok()??;
        lines.into_iter().find(|line| !line.is_fine())
    }
}
