//! What somebody shows a channel, a milestone, a card or a board: one press, one post (K-26).
//!
//! A second press is told where the post stands. Begin reading at [`App::share_once`].

use jiff::SignedDuration;

use super::dispatch::{Failure, guild};
use super::{App, Interaction, InteractionKind, Reply, Visibility};
use crate::content::Selection;
use crate::domain::card::CardId;
use crate::domain::ids::{GuildId, MessageId};
use crate::domain::streak::{Milestone, Participation};
use crate::store::{CardSharing, ShareOutcome, Sharing};
use crate::view::button::ButtonId;
use crate::view::streak_button::StreakButton;
use crate::view::trail::Trail;
use crate::view::{Message, notice, progress};

/// From a message that is older than this nothing is shared any more: only its reader has it, and it may have been (K-26).
const SHARED_WITHIN: SignedDuration = SignedDuration::from_hours(30 * 24);

/// How it is remembered that something was shared.
enum Remembered {
    /// With its member.
    Milestone,
    /// With the message that it was shared from.
    From(MessageId),
}

/// What a press shares, and where; `None` if it shares nothing.
fn shared_by(interaction: &Interaction) -> Option<(GuildId, Remembered)> {
    let InteractionKind::Component {
        custom_id, message, ..
    } = &interaction.kind
    else {
        return None;
    };
    let remembered = match custom_id.parse().ok()? {
        ButtonId::Streak(StreakButton::ShareMilestone(_)) => Remembered::Milestone,
        ButtonId::Share(_)
        | ButtonId::ShareBoard(..)
        | ButtonId::Streak(StreakButton::ShareTeam) => Remembered::From(*message),
        _ => return None,
    };
    Some((interaction.guild?, remembered))
}

impl App {
    /// "Share with channel" below a card.
    pub(super) async fn share_card(
        &self,
        interaction: &Interaction,
        selection: &Selection<'_>,
        card: &CardId,
    ) -> Result<Reply, Failure> {
        let words = self.words(&interaction.locale);
        if interaction.guild.is_none() {
            return Err(Failure::Said(words.get("share-nowhere")));
        }
        let opened = self.open(words, selection, card, &Trail::default()).await;
        if selection.card(card).is_none() {
            // What there is instead is for whoever pressed.
            return Ok(Reply::Message(opened, Visibility::Ephemeral));
        }
        let shared = notice::shared(words, opened, interaction.user);
        self.share_once(interaction, shared, "shared-before").await
    }

    /// Posts what a button shares, unless that very button has shared it already: then the one who pressed is told so, by
    /// `before` and a link.
    pub(super) async fn share_once(
        &self,
        interaction: &Interaction,
        shared: Message,
        before: &str,
    ) -> Result<Reply, Failure> {
        let words = self.words(&interaction.locale);
        let guild = guild(interaction, words)?;
        let InteractionKind::Component {
            custom_id, message, ..
        } = &interaction.kind
        else {
            return Ok(Reply::Message(shared, Visibility::Public));
        };
        if interaction.at().duration_since(message.created_at()) > SHARED_WITHIN {
            let said = notice::said(words, "share-too-old");
            return Ok(Reply::Message(said, Visibility::Ephemeral));
        }
        let sharing = CardSharing {
            interaction: interaction.id,
            guild,
            source: *message,
            button: self.hash_key.button(*message, custom_id),
            at: interaction.at(),
        };
        Ok(match self.store.share_card(&sharing).await? {
            ShareOutcome::Before { at, message } => {
                let place = message.map(|message| (guild, interaction.channel, message));
                let said = notice::shared_before(words, before, at, place);
                Reply::Message(said, Visibility::Ephemeral)
            }
            ShareOutcome::First | ShareOutcome::Gone => Reply::Message(shared, Visibility::Public),
        })
    }

    /// The channel is told of something that its member has reached, once, and nothing else about them (K-26).
    pub(super) async fn share_milestone(
        &self,
        interaction: &Interaction,
        milestone: Milestone,
    ) -> Result<Reply, Failure> {
        let words = self.words(&interaction.locale);
        let guild = guild(interaction, words)?;
        let history = self.store.history(guild, interaction.user).await?;
        let member = self.participation(&history);
        let member = member.filter(Participation::is_enrolled);
        let is_theirs = member.is_some_and(|member| milestone.is_reached(member.streak()));
        let sharing = Sharing {
            interaction: interaction.id,
            guild,
            user: interaction.user,
            channel: interaction.channel,
            milestone,
            at: interaction.at(),
        };
        let outcome = if is_theirs {
            self.store.share_milestone(&sharing).await?
        } else {
            ShareOutcome::Gone
        };
        Ok(match outcome {
            ShareOutcome::First => {
                let shared = progress::milestone_shared(words, milestone, interaction.user);
                Reply::Message(shared, Visibility::Public)
            }
            ShareOutcome::Before { at, message } => {
                let place = message.map(|message| (guild, interaction.channel, message));
                let said = progress::milestone_shared_before(words, milestone, at, place);
                Reply::Message(said, Visibility::Ephemeral)
            }
            ShareOutcome::Gone => {
                let said = notice::said(words, "milestone-gone");
                Reply::Message(said, Visibility::Ephemeral)
            }
        })
    }

    /// What a press shared stands in its channel as this message. Of other answers nothing is kept.
    pub(super) async fn note_shared(&self, interaction: &Interaction, message: MessageId) {
        let Some((guild, remembered)) = shared_by(interaction) else {
            return;
        };
        let (user, id) = (interaction.user, interaction.id);
        let noted = match remembered {
            Remembered::Milestone => {
                let noted = self.store.milestone_stands(guild, user, id, message);
                noted.await
            }
            Remembered::From(source) => self.store.card_stands((source, id), message).await,
        };
        if let Err(error) = noted {
            tracing::warn!(%error, "where something was shared was not kept");
        }
    }

    /// What a channel was to be told did not reach it, so that it can be told another time. Of other answers nothing is kept.
    pub(super) async fn take_back_shared(&self, interaction: &Interaction) {
        let Some((guild, remembered)) = shared_by(interaction) else {
            return;
        };
        let (user, id) = (interaction.user, interaction.id);
        let taken_back = match remembered {
            Remembered::Milestone => self.store.unshare_milestone(guild, user, id).await,
            Remembered::From(source) => self.store.unshare_card((source, id)).await,
        };
        if let Err(error) = taken_back {
            tracing::error!(%error, "what was not shared counts as shared");
        }
    }
}
