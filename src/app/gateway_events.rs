//! What the gateway tells, taken in.

use std::sync::Arc;
use std::time::Duration;

use async_trait::async_trait;

use super::failing::apology;
use super::{App, Aside, Handler, Interaction, InteractionKind, Reply, Roster, Shard};
use crate::domain::ids::{GuildId, MessageId};
use crate::store::{Presence, StoreError};

/// Guilds compared with the list in one go, and noted in one transaction: who writes beside it waits for its end.
const PAGE: u32 = 500;

#[async_trait]
impl Handler for App {
    async fn interaction(&self, interaction: Interaction) -> Reply {
        self.answer(&interaction).await
    }

    fn apology(&self, interaction: &Interaction) -> Reply {
        if matches!(interaction.kind, InteractionKind::Autocomplete { .. }) {
            return Reply::Choices(Vec::new());
        }
        apology(interaction, self.words(&interaction.locale))
    }

    async fn answer_lost(&self, interaction: &Interaction) {
        self.take_back_shared(interaction).await;
    }

    async fn posted(&self, interaction: &Interaction, message: MessageId) {
        self.note_shared(interaction, message).await;
    }

    async fn aside(&self, interaction: &Interaction) -> Option<Aside> {
        self.say_aside(interaction).await
    }

    async fn aside_lost(&self, aside: Aside) {
        self.take_back(aside).await;
    }

    async fn ready(&self, roster: Arc<Roster>) {
        // A guild that is not on the list removed the bot while it was away (K-64).
        let mut after = None;
        loop {
            match self.note_missing(&roster, after).await {
                Ok(Some(last)) => after = Some(last),
                Ok(None) => return,
                Err(error) => {
                    tracing::error!(%error, "which guilds have removed the bot was not kept");
                    return;
                }
            }
        }
    }

    async fn deaf(&self, shard: Shard, silent_for: Duration) {
        self.note_lost(shard, silent_for);
    }

    async fn hears(&self, shard: Shard) {
        self.note_found(shard);
    }

    async fn guild_here(&self, guild: GuildId) {
        self.set_presence(guild, Presence::Present).await;
    }

    async fn guild_gone(&self, guild: GuildId) {
        self.set_presence(guild, Presence::Removed).await;
    }
}

impl App {
    /// Notes which guilds of a page are not on the list; returns the last one of the page, if there was one.
    async fn note_missing(
        &self,
        roster: &Roster,
        after: Option<GuildId>,
    ) -> Result<Option<GuildId>, StoreError> {
        let known = self.store.present_guilds(after, PAGE).await?;
        let is_missing = |guild: &&GuildId| !roster.lists(**guild);
        let missing: Vec<_> = known.iter().filter(is_missing).copied().collect();
        let now = self.clock.now();
        self.store.set_guilds_removed(&missing, now).await?;
        // Who came meanwhile may have been noted before that was written.
        for guild in missing.into_iter().filter(|guild| roster.lists(*guild)) {
            self.set_presence(guild, Presence::Present).await;
        }
        Ok(known.last().copied())
    }

    async fn set_presence(&self, guild: GuildId, presence: Presence) {
        let now = self.clock.now();
        if let Err(error) = self.store.set_guild_presence(guild, presence, now).await {
            tracing::error!(guild.id = guild.get(), %error, "a guild's presence was not kept");
        }
    }
}
