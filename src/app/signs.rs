//! Signs of life: whoever does something is there (D-64, K-63).
//!
//! Begin reading at [`App::hear_and`].

use super::progress::is_check_in;
use super::{App, Interaction, InteractionKind};

/// Commands whose answers are the same whether or not it is written down that somebody is there.
const LOOKS: [&str; 7] = [
    "stretch",
    "causes",
    "tips",
    "ask",
    "get-help",
    "help",
    "leaderboard",
];

impl App {
    /// Answers, and writes down that somebody is there: first where the answer may tell of it, else beside it. A check-in is
    /// written down with the sign, and what is proposed while somebody types is none.
    pub(super) async fn hear_and<T>(
        &self,
        interaction: &Interaction,
        answer: impl Future<Output = T>,
    ) -> T {
        let kind = &interaction.kind;
        if matches!(kind, InteractionKind::Autocomplete { .. }) || is_check_in(kind) {
            return answer.await;
        }
        if is_look(kind) {
            return tokio::join!(answer, self.hear(interaction)).0;
        }
        self.hear(interaction).await;
        answer.await
    }

    /// Somebody does something. That this cannot be written down is no reason not to answer.
    pub(super) async fn hear(&self, interaction: &Interaction) {
        let (user, guild, at) = (interaction.user, interaction.guild, interaction.at());
        let heard = match (self.store.heard_from(user, guild, at).await, guild) {
            (Ok(true), Some(guild)) => Box::pin(self.come_back(interaction, guild)).await,
            (heard, _) => heard.map(|_| ()),
        };
        if let Err(error) = heard {
            tracing::warn!(%error, "a sign of life was not kept");
        }
    }
}

fn is_look(kind: &InteractionKind) -> bool {
    let InteractionKind::Command { path, .. } = kind else {
        return false;
    };
    path.first()
        .is_some_and(|command| LOOKS.contains(&command.as_str()))
}
