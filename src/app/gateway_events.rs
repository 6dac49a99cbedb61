//! What the gateway tells, taken in.

use async_trait::async_trait;

use super::{App, Aside, Handler, Interaction, InteractionKind, Reply, Visibility};
use crate::domain::ids::GuildId;
use crate::store::Presence;
use crate::view::notice;

#[async_trait]
impl Handler for App {
    async fn interaction(&self, interaction: Interaction) -> Reply {
        self.answer(&interaction).await
    }

    fn apology(&self, interaction: &Interaction) -> Reply {
        if matches!(interaction.kind, InteractionKind::Autocomplete { .. }) {
            return Reply::Choices(Vec::new());
        }
        let words = self.words(&interaction.locale);
        let message = notice::failed(words, &interaction.id.to_string());
        Reply::Message(message, Visibility::Ephemeral)
    }

    async fn aside(&self, interaction: &Interaction) -> Option<Aside> {
        self.say_aside(interaction).await
    }

    async fn aside_lost(&self, aside: Aside) {
        self.take_back(aside).await;
    }

    async fn ready(&self, guilds: Vec<GuildId>) {
        // A guild that is not on the list removed the bot while it was away (K-64).
        let known = match self.store.guilds().await {
            Ok(known) => known,
            Err(error) => {
                tracing::error!(%error, "the guilds of the database could not be read");
                return;
            }
        };
        for guild in known.into_iter().filter(|guild| guild.removed_at.is_none()) {
            if !guilds.contains(&guild.id) {
                self.set_presence(guild.id, Presence::Removed).await;
            }
        }
    }

    async fn guild_here(&self, guild: GuildId) {
        self.set_presence(guild, Presence::Present).await;
    }

    async fn guild_gone(&self, guild: GuildId) {
        self.set_presence(guild, Presence::Removed).await;
    }
}

impl App {
    async fn set_presence(&self, guild: GuildId, presence: Presence) {
        let now = self.clock.now();
        if let Err(error) = self.store.set_guild_presence(guild, presence, now).await {
            tracing::error!(guild.id = guild.get(), %error, "a guild's presence was not kept");
        }
    }
}
