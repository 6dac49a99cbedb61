//! Check-ins, and what a streak shows. How it is joined and changed is in [`super::streaks`].

use jiff::Timestamp;

use super::dispatch::Failure;
use super::{App, Interaction, InteractionKind};
use crate::domain::delivery::Token;
use crate::domain::ids::{GuildId, MessageId};
use crate::domain::streak::{Answer, Event, Outcome, Participation};
use crate::store::{
    Answered, Delivery, MemberEvent, MemberHistory, NewPress, PressOutcome, StoreError, Verdict,
};
use crate::text::Words;
use crate::view::button::{ButtonId, Place};
use crate::view::progress::Kept;
use crate::view::{Message, notice, progress};

/// More presses of a member in a minute are dropped; they are answered with the streak as it is (K-65).
const MOST_PRESSES_A_MINUTE: u32 = 10;

/// A press of "I did it".
pub(super) struct Press {
    /// Of the delivery that it answers.
    pub(super) token: Option<Token>,
    /// The guild that the button says it is about.
    pub(super) place: Place,
    /// The message with the button; its snowflake says when it was sent (D-33).
    pub(super) message: MessageId,
    /// A card that the channel does together counts it, whoever pressed.
    pub(super) counted: bool,
}

impl Press {
    /// The button of a message.
    pub(super) fn new(message: MessageId, token: Option<Token>, place: Place) -> Self {
        Self {
            token,
            place,
            message,
            counted: false,
        }
    }
}

impl App {
    /// `/done` and "I did it": judged and kept in one transaction (K-20), with what it means for reminders.
    pub(super) async fn check_in(
        &self,
        interaction: &Interaction,
        press: Option<Press>,
    ) -> Result<Message, Failure> {
        let words = self.words(&interaction.locale);
        let token = press.as_ref().and_then(|press| press.token.as_ref());
        let delivery = match token {
            Some(token) => self.store.delivery_by_token(token.as_str()).await?,
            None => None,
        };
        let said = press.as_ref().and_then(|press| press.place);
        let answered = delivery.as_ref().map(|delivery| delivery.guild);
        let Some(guild) = interaction.guild.or(said).or(answered) else {
            self.hear(interaction).await;
            return Ok(notice::said(words, "did-no-guild"));
        };
        if self.is_gone_from(interaction, guild).await? {
            return Ok(notice::said(words, "did-guild-gone"));
        }
        let prompted_at = prompted_at(press.as_ref(), delivery.as_ref());
        let new = NewPress {
            interaction: interaction.id,
            guild,
            user: interaction.user,
            in_guild: interaction.guild.is_some(),
            at: interaction.at(),
            prompt_key: token.map(ToString::to_string),
            answered: delivery.as_ref().map(|delivery| Answered {
                key: delivery.key,
                is_own: delivery.user == Some(interaction.user),
            }),
            channel: Some(interaction.channel),
            message: press.as_ref().map(|press| press.message),
        };
        let (outcome, after) = self.record_press(&new, prompted_at).await?;
        let outcome = match outcome {
            PressOutcome::Ignored(outcome) => outcome,
            PressOutcome::TakenBack => Outcome::Duplicate,
            PressOutcome::Recorded(press) | PressOutcome::Redelivered(press) => press.outcome,
        };
        match after {
            Some(member) => {
                let place = place(interaction, guild);
                let id = interaction.id;
                Ok(progress::pressed(words, place, outcome, &member, id))
            }
            None if outcome == Outcome::NotOptedIn => {
                // Of whoever takes no part the press itself tells nobody.
                self.hear(interaction).await;
                let kept = self.kept_beside(&new, press.as_ref()).await?;
                Ok(progress::not_joined(words, place(interaction, guild), kept))
            }
            None if outcome == Outcome::NotMember => Ok(notice::said(words, "did-not-member")),
            None => self.show_streak_in(words, interaction, guild).await,
        }
    }

    /// What is kept of somebody who takes no part and pressed.
    async fn kept_beside(&self, new: &NewPress, press: Option<&Press>) -> Result<Kept, StoreError> {
        let member = self.store.member(new.guild, new.user).await?;
        Ok(match &new.answered {
            _ if member.is_some() => Kept::History,
            Some(answered) if answered.is_own => Kept::Answer,
            _ if press.is_some_and(|press| press.counted) => Kept::Count,
            _ => Kept::Nothing,
        })
    }

    /// Says whether the guild that is meant in a direct message has removed the bot: then all is as if its members had left
    /// (K-64). What comes from a guild says that the bot is there.
    pub(super) async fn is_gone_from(
        &self,
        interaction: &Interaction,
        guild: GuildId,
    ) -> Result<bool, StoreError> {
        if interaction.guild.is_some() {
            return Ok(false);
        }
        Ok(self.store.guild(guild).await?.removed_at.is_some())
    }

    /// What a press comes to, and the member after it; `None` where nothing is kept.
    pub(super) fn judge(
        &self,
        history: &MemberHistory,
        new: &NewPress,
        prompted_at: Option<Timestamp>,
    ) -> (Verdict, Option<Participation>) {
        let ignored = (Verdict::Ignore(Outcome::NotOptedIn), None);
        let Some(mut member) = self.participation(history) else {
            return ignored;
        };
        // From a direct message nobody can tell that they are back (K-63).
        if !new.in_guild && member.left_at().is_some() {
            return (Verdict::Ignore(Outcome::NotMember), None);
        }
        let seen_as = history.member.as_ref().map(|member| member.visibility);
        let seen_as = seen_as.unwrap_or_default();
        if member.is_enrolled() && history.pressed_lately >= MOST_PRESSES_A_MINUTE {
            return (Verdict::Ignore(Outcome::Duplicate), None);
        }
        let mut events = self.spare(history, &mut member, new.at);
        // Who presses in the guild is in it (K-63).
        if member.apply(new.at, &Event::Rejoin) == Answer::Done {
            events.push(MemberEvent::Rejoin);
        }
        member.settle(new.at);
        let before = member.streak().before_credit();
        let outcome = member.press(new.at, prompted_at);
        if outcome == Outcome::NotOptedIn {
            return ignored;
        }
        let verdict = Verdict::Record {
            outcome,
            day: member.streak().day,
            events,
            streak: Some(Box::new(
                self.row_with_line(&member, new.guild, new.user, seen_as),
            )),
            before: (outcome == Outcome::Credited).then_some(before),
        };
        (verdict, Some(member))
    }

    /// `/streak show`, and the button that does the same.
    pub(super) async fn show_streak(
        &self,
        interaction: &Interaction,
        guild: GuildId,
    ) -> Result<Message, Failure> {
        self.show_streak_in(self.words(&interaction.locale), interaction, guild)
            .await
    }

    async fn show_streak_in(
        &self,
        words: Words<'_>,
        interaction: &Interaction,
        guild: GuildId,
    ) -> Result<Message, Failure> {
        let (user, at) = (interaction.user, interaction.at());
        let mut history = self.store.history(guild, user).await?;
        if !self.misjudged(&history, at).is_empty() {
            self.judge_again(guild, user, at).await?;
            history = self.store.history(guild, user).await?;
        }
        let place = place(interaction, guild);
        let visibility = history.member.as_ref().map(|member| member.visibility);
        let member = self.participation(&history);
        let spared = |mut member: Participation| {
            self.spare(&history, &mut member, at);
            member
        };
        match (
            member.map(spared).filter(Participation::is_enrolled),
            visibility,
        ) {
            (Some(mut member), Some(visibility)) => {
                member.settle(at);
                Ok(progress::streak(words, place, &member, visibility))
            }
            _ => Ok(progress::not_joined_yet(words, place)),
        }
    }
}

/// When what a press answers was sent. Below a prompt that is followed along, the button stands in a younger message than
/// the prompt.
fn prompted_at(press: Option<&Press>, answered: Option<&Delivery>) -> Option<Timestamp> {
    let pressed_on = press.map(|press| press.message);
    let prompt = answered.and_then(|delivery| delivery.message);
    let messages = pressed_on.into_iter().chain(prompt);
    messages.map(MessageId::created_at).min()
}

/// Says whether an interaction is a check-in: with it is written down that its member is there.
pub(super) fn is_check_in(kind: &InteractionKind) -> bool {
    match kind {
        InteractionKind::Command { path, .. } => path.iter().map(String::as_str).eq(["done"]),
        InteractionKind::Component { custom_id, .. } => {
            let button = custom_id.parse();
            matches!(button, Ok(ButtonId::Did(_) | ButtonId::DidToday(_)))
        }
        InteractionKind::Autocomplete { .. } => false,
    }
}

/// What buttons have to say about the guild: nothing, unless they stand in a direct message.
pub(super) fn place(interaction: &Interaction, guild: GuildId) -> Place {
    interaction.guild.is_none().then_some(guild)
}
