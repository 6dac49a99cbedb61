//! What the application does about what comes from Discord.

use std::sync::Arc;
use std::time::Duration;

use async_trait::async_trait;

use super::{Aside, Interaction, Reply, Roster, Shard};
use crate::domain::ids::{GuildId, MessageId};

/// The way in from Discord. The gateway calls it; `App` is one, and so are the doubles of tests.
///
/// Calls may come at the same time, and in another order than things happened.
#[async_trait]
pub trait Handler: Send + Sync + 'static {
    /// Answers an interaction. The answer has to be there within about two seconds; after that the call is
    /// dropped half-way, and [`Handler::apology`] is sent instead.
    async fn interaction(&self, interaction: Interaction) -> Reply;

    /// The answer when there is no other: the call took too long, panicked, or gave something that Discord
    /// would not take. It must not fail and not wait.
    fn apology(&self, interaction: &Interaction) -> Reply;

    /// The answer is known not to have arrived, or an apology was sent in its place: what counts as told with it is not.
    async fn answer_lost(&self, _interaction: &Interaction) {}

    /// The answer to a press stands in its channel as this message, for everybody to see.
    async fn posted(&self, _interaction: &Interaction, _message: MessageId) {}

    /// What somebody has to know beside the answer that they just got; from then on it counts as told.
    async fn aside(&self, interaction: &Interaction) -> Option<Aside>;

    /// It did not reach them, and has to be told another time.
    async fn aside_lost(&self, aside: Aside);

    /// Every gateway connection is up, with these guilds in all; the list is kept up to date while it is read. Comes again
    /// after a connection was lost; a guild that is not on it has removed the bot (K-64).
    async fn ready(&self, roster: Arc<Roster>);

    /// Nothing has come over a gateway connection for so long, as far as the bot knows: presses may be lost (K-42).
    async fn deaf(&self, shard: Shard, silent_for: Duration);

    /// Something comes over it again.
    async fn hears(&self, shard: Shard);

    /// The bot was removed from the guild. An outage of the guild is not told.
    async fn guild_gone(&self, guild: GuildId);

    /// The bot is in the guild: it was added, or the guild is available (again).
    async fn guild_here(&self, guild: GuildId);
}
