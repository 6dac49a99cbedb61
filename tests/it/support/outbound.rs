//! Discord as far as the application sees it: posts once per nonce, remembers, and fails on demand.

use std::collections::{HashMap, VecDeque};
use std::sync::{Mutex, MutexGuard};
use std::time::Duration;

use async_trait::async_trait;
use jiff::{SignedDuration, Timestamp};
use unhunch::app::{
    Disposition, FetchError, Outbound, OutboundMessage, OwnMessages, PostedMessage, SendError,
};
use unhunch::clock::{Clock as _, PlayedClock};
use unhunch::discord::encode;
use unhunch::domain::ids::{ChannelId, GuildId, MessageId, UserId, snowflake_at};
use unhunch::domain::permissions::{ChannelSight, GuildSight, Overwrite, RoleSight};
use unhunch::view::{Component, Message};

/// A message that stands in a channel.
#[derive(Debug, Clone)]
pub(crate) struct Posted {
    pub(crate) id: MessageId,
    pub(crate) channel: u64,
    pub(crate) message: Message,
    pub(crate) nonce: String,
    pub(crate) urgent: bool,
}

/// A message that was edited.
#[derive(Debug, Clone)]
pub(crate) struct Edited {
    pub(crate) at: Timestamp,
    pub(crate) id: MessageId,
    pub(crate) message: Message,
}

/// How the next request is answered.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Answer {
    /// Posted, but the answer is lost.
    PostedButLost,
    /// Refused, with this to follow.
    Refused(Disposition),
}

/// Records what is posted.
pub(crate) struct Recorder {
    clock: PlayedClock,
    state: Mutex<State>,
}

#[derive(Default)]
struct State {
    posted: Vec<Posted>,
    edits: Vec<Edited>,
    n_read: usize,
    answers: VecDeque<Answer>,
    /// How the next deletions are answered.
    deletions: VecDeque<Disposition>,
    deleted: Vec<MessageId>,
    history_unreadable: bool,
    /// How the next test messages and the next openings of channels are refused.
    direct_answers: VecDeque<Disposition>,
    opening_answers: VecDeque<Disposition>,
    /// Channels that were asked for, and test messages that were sent.
    opened: Vec<(Timestamp, u64)>,
    tested: Vec<(u64, Message)>,
    /// What each channel takes from the bot; of other channels all is well.
    denied: HashMap<u64, u64>,
    /// Channels that are gone.
    gone: Vec<u64>,
    /// Roles that nobody may ping.
    closed_roles: Vec<u64>,
    /// Who has left, and who was looked for.
    left: Vec<u64>,
    looked_for: Vec<(u64, u64)>,
    /// Who cannot be looked for.
    unfindable: HashMap<u64, Disposition>,
    /// Files by their address.
    files: HashMap<String, Vec<u8>>,
    /// How far Discord's clock is ahead; `None` while it has never answered.
    skew_seconds: Option<i64>,
}

impl Recorder {
    pub(crate) fn new(clock: PlayedClock) -> Self {
        Self {
            clock,
            state: Mutex::new(State {
                skew_seconds: Some(0),
                ..State::default()
            }),
        }
    }

    fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap()
    }

    /// The next request is answered like this.
    pub(crate) fn answer(&self, answer: Answer) {
        self.state().answers.push_back(answer);
    }

    /// The next deletion is refused like this.
    pub(crate) fn refuse_deletion(&self, disposition: Disposition) {
        self.state().deletions.push_back(disposition);
    }

    /// The messages that were deleted, in order.
    pub(crate) fn deleted(&self) -> Vec<MessageId> {
        self.state().deleted.clone()
    }

    /// Histories cannot be read from now on.
    pub(crate) fn hide_history(&self) {
        self.state().history_unreadable = true;
    }

    /// The bot may not do this in a channel any more, or (no bits) everything again.
    pub(crate) fn deny(&self, channel: u64, bits: u64) {
        self.state().denied.insert(channel, bits);
    }

    /// Nobody may ping that role any more.
    pub(crate) fn close_role(&self, role: u64) {
        self.state().closed_roles.push(role);
    }

    /// Somebody leaves the guild, or comes back.
    pub(crate) fn leaves(&self, user: u64) {
        self.state().left.push(user);
    }

    pub(crate) fn comes_back(&self, user: u64) {
        self.state().left.retain(|left| *left != user);
    }

    /// Who looks for somebody hears this from now on.
    pub(crate) fn hides(&self, user: u64, disposition: Disposition) {
        self.state().unfindable.insert(user, disposition);
    }

    /// Who was looked for since this was asked last, in order.
    pub(crate) fn looked_for(&self) -> Vec<u64> {
        let looked_for = std::mem::take(&mut self.state().looked_for);
        looked_for.into_iter().map(|(_, user)| user).collect()
    }

    /// A channel is deleted.
    pub(crate) fn delete_channel(&self, channel: u64) {
        self.state().gone.push(channel);
    }

    /// The next test message is refused.
    pub(crate) fn refuse_test(&self, disposition: Disposition) {
        self.state().direct_answers.push_back(disposition);
    }

    /// The next opening of a channel is refused.
    pub(crate) fn refuse_opening(&self, disposition: Disposition) {
        self.state().opening_answers.push_back(disposition);
    }

    /// Which channels were asked for, and when.
    pub(crate) fn opened(&self) -> Vec<(Timestamp, u64)> {
        self.state().opened.clone()
    }

    /// The test messages that were sent, with their channels.
    pub(crate) fn tested(&self) -> Vec<(u64, Message)> {
        self.state().tested.clone()
    }

    /// A file lies at this address.
    pub(crate) fn keep_file(&self, url: &str, bytes: &[u8]) {
        self.state().files.insert(url.to_owned(), bytes.to_vec());
    }

    /// Discord's clock is so many seconds ahead of ours.
    pub(crate) fn skew(&self, seconds: i64) {
        self.state().skew_seconds = Some(seconds);
    }

    /// Discord has not said anything yet.
    pub(crate) fn has_not_answered(&self) {
        self.state().skew_seconds = None;
    }

    /// The oldest message nobody has read.
    pub(crate) fn take(&self) -> Option<Posted> {
        let mut state = self.state();
        let posted = state.posted.get(state.n_read).cloned();
        state.n_read += usize::from(posted.is_some());
        posted
    }

    /// Every edit so far.
    pub(crate) fn edits(&self) -> Vec<Edited> {
        self.state().edits.clone()
    }

    pub(crate) fn unread(&self) -> usize {
        let state = self.state();
        state.posted.len() - state.n_read
    }
}

#[async_trait]
impl Outbound for Recorder {
    async fn post(&self, message: &OutboundMessage) -> Result<MessageId, SendError> {
        encode::outbound(message).unwrap();
        let now = self.clock.now();
        assert!(
            message.leaves_by.is_none_or(|by| now <= by),
            "nothing leaves after its grace (D-8)"
        );
        let mut state = self.state();
        // Most stories are not about these, so they are kept apart.
        if is_test_message(&message.message) {
            return match state.direct_answers.pop_front() {
                Some(disposition) => Err(error(disposition)),
                None => {
                    let number = u64::try_from(state.tested.len()).unwrap();
                    state
                        .tested
                        .push((message.channel.get(), message.message.clone()));
                    Ok(MessageId::new(snowflake_at(now) + 500_000 + number).unwrap())
                }
            };
        }
        let answer = state.answers.pop_front();
        if let Some(Answer::Refused(disposition)) = answer {
            if let (Disposition::TooLate, Some(by)) = (disposition, message.leaves_by) {
                // So long did it wait.
                self.clock.set(by + SignedDuration::from_millis(1), false);
            }
            return Err(error(disposition));
        }
        let known = state
            .posted
            .iter()
            .find(|posted| posted.nonce == message.nonce);
        let id = known.map_or_else(
            || {
                let number = u64::try_from(state.posted.len()).unwrap();
                MessageId::new(snowflake_at(now) + 1_000 + number).unwrap()
            },
            |posted| posted.id,
        );
        if known.is_none() {
            state.posted.push(Posted {
                id,
                channel: message.channel.get(),
                message: message.message.clone(),
                nonce: message.nonce.clone(),
                urgent: message.urgent,
            });
        }
        match answer {
            Some(_) => Err(error(Disposition::OutcomeUnknown)),
            None => Ok(id),
        }
    }

    async fn edit(
        &self,
        _channel: ChannelId,
        id: MessageId,
        message: &Message,
    ) -> Result<(), SendError> {
        encode::message(message).unwrap();
        let mut state = self.state();
        match state.answers.pop_front() {
            Some(Answer::Refused(disposition)) => return Err(error(disposition)),
            Some(Answer::PostedButLost) => return Err(error(Disposition::OutcomeUnknown)),
            None => {}
        }
        state.edits.push(Edited {
            at: self.clock.now(),
            id,
            message: message.clone(),
        });
        Ok(())
    }

    async fn own_messages_since(
        &self,
        channel: ChannelId,
        since: Timestamp,
    ) -> Result<OwnMessages, SendError> {
        let state = self.state();
        if state.history_unreadable {
            return Err(error(Disposition::ChannelUnusable));
        }
        let here = state
            .posted
            .iter()
            .filter(|posted| posted.channel == channel.get() && posted.id.created_at() >= since);
        let found = here.map(|posted| PostedMessage {
            id: posted.id,
            custom_ids: custom_ids(&posted.message.components),
        });
        Ok(OwnMessages {
            found: found.collect(),
            is_cut: false,
        })
    }

    async fn delete_message(
        &self,
        channel: ChannelId,
        message: MessageId,
    ) -> Result<(), SendError> {
        let mut state = self.state();
        if let Some(disposition) = state.deletions.pop_front() {
            return Err(error(disposition));
        }
        let is_here = |posted: &Posted| posted.id == message && posted.channel == channel.get();
        if !state.posted.iter().any(is_here) || state.deleted.contains(&message) {
            return Err(error(Disposition::AlreadyPosted));
        }
        state.deleted.push(message);
        Ok(())
    }

    async fn channel_name(&self, channel: ChannelId) -> Option<String> {
        (channel.get() == super::WELLNESS).then(|| "wellness".to_owned())
    }

    async fn open_direct_channel(&self, user: UserId) -> Result<ChannelId, SendError> {
        let mut state = self.state();
        state.opened.push((self.clock.now(), user.get()));
        match state.opening_answers.pop_front() {
            Some(disposition) => Err(error(disposition)),
            None => Ok(ChannelId::new(9_000 + user.get()).unwrap()),
        }
    }

    async fn is_member(&self, guild: GuildId, user: UserId) -> Result<bool, SendError> {
        let mut state = self.state();
        state.looked_for.push((guild.get(), user.get()));
        match state.unfindable.get(&user.get()) {
            Some(disposition) => Err(error(*disposition)),
            None => Ok(!state.left.contains(&user.get())),
        }
    }

    async fn guild_sight(
        &self,
        guild: GuildId,
        channels: &[ChannelId],
    ) -> Result<GuildSight, SendError> {
        const USUAL: u64 = 1 << 10 | 1 << 11 | 1 << 15 | 1 << 16 | 1 << 38;
        let mut state = self.state();
        // What is to become of a post is not for a look.
        if let Some(Answer::Refused(disposition)) = state.answers.front().copied() {
            state.answers.pop_front();
            return Err(error(disposition));
        }
        let bot = UserId::new(9_999).unwrap();
        let here = channels.iter().filter(|id| !state.gone.contains(&id.get()));
        let channel = |id: &ChannelId| ChannelSight {
            id: *id,
            kind: 0,
            parent: None,
            is_locked: false,
            overwrites: vec![Overwrite {
                id: bot.get(),
                is_member: true,
                allow: 0,
                deny: state.denied.get(&id.get()).copied().unwrap_or_default(),
            }],
        };
        let everybody = RoleSight {
            id: guild.get(),
            permissions: USUAL,
            is_mentionable: false,
        };
        // The roles that people chose for themselves.
        let others = (50..60).map(|id| RoleSight {
            id,
            permissions: 0,
            is_mentionable: !state.closed_roles.contains(&id),
        });
        Ok(GuildSight {
            guild,
            owner: UserId::new(1).unwrap(),
            member: bot,
            member_roles: Vec::new(),
            is_timed_out: false,
            roles: [everybody].into_iter().chain(others).collect(),
            channels: here.map(channel).collect(),
        })
    }

    async fn fetch_attachment(&self, url: &str, most: usize) -> Result<Vec<u8>, FetchError> {
        match self.state().files.get(url) {
            Some(file) if file.len() > most => Err(FetchError::TooLarge),
            Some(file) => Ok(file.clone()),
            None => Err(FetchError::Failed("the answer was 404".to_owned())),
        }
    }

    fn clock_skew(&self) -> Option<SignedDuration> {
        self.state().skew_seconds.map(SignedDuration::from_secs)
    }

    async fn refresh_clock_skew(&self) {}
}

fn error(disposition: Disposition) -> SendError {
    SendError {
        disposition,
        code: None,
        text: "scripted".to_owned(),
    }
}

/// 429, to be repeated after so many seconds.
pub(crate) fn retry_after(seconds: u64) -> Answer {
    Answer::Refused(Disposition::RetryAfter(Duration::from_secs(seconds)))
}

fn custom_ids(components: &[Component]) -> Vec<String> {
    components
        .iter()
        .flat_map(|component| match component {
            Component::Container { children, .. } => custom_ids(children),
            Component::Buttons(buttons) => buttons
                .iter()
                .map(|button| button.custom_id.clone())
                .collect(),
            Component::Select(select) => vec![select.custom_id.clone()],
            _ => Vec::new(),
        })
        .collect()
}

fn is_test_message(message: &Message) -> bool {
    custom_ids(&message.components) == ["u1:w:dm:seen"]
}
