//! Signs of life: whoever does something is there (D-64, K-63).
//!
//! Begin reading at [`App::hear_and`].

use super::progress::is_check_in;
use super::{App, Interaction, InteractionKind};
use crate::store::{News, StoreError};

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
        let Some(news) = self.news_of(interaction).await else {
            return answer.await;
        };
        let heard = Box::pin(self.note_news(interaction, news));
        if is_look(kind) && !news.is_away {
            return tokio::join!(answer, heard).0;
        }
        heard.await;
        answer.await
    }

    /// Somebody does something. That this cannot be written down is no reason not to answer.
    pub(super) async fn hear(&self, interaction: &Interaction) {
        if let Some(news) = self.news_of(interaction).await {
            self.note_news(interaction, news).await;
        }
    }

    async fn news_of(&self, interaction: &Interaction) -> Option<News> {
        let (user, guild, at) = (interaction.user, interaction.guild, interaction.at());
        let news = self.store.news_of(user, guild, at).await;
        news.inspect_err(not_kept).ok()
    }

    async fn note_news(&self, interaction: &Interaction, news: News) {
        let (user, guild, at) = (interaction.user, interaction.guild, interaction.at());
        let heard = self.store.heard_from(user, guild, at, news).await;
        let noted = match (heard, guild) {
            (Ok(()), Some(guild)) if news.is_away => self.come_back(interaction, guild).await,
            (heard, _) => heard,
        };
        if let Err(error) = noted {
            not_kept(&error);
        }
    }
}

fn not_kept(error: &StoreError) {
    tracing::warn!(%error, "a sign of life was not kept");
}

fn is_look(kind: &InteractionKind) -> bool {
    let InteractionKind::Command { path, .. } = kind else {
        return false;
    };
    path.first()
        .is_some_and(|command| LOOKS.contains(&command.as_str()))
}
