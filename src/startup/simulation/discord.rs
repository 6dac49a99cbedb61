//! A Discord that is only its limits, its delays and its faults.

use std::collections::{HashMap, VecDeque};
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use async_trait::async_trait;
use jiff::{SignedDuration, Timestamp};
use tokio::time::Instant;

use super::Options;
use crate::app::{
    Disposition, FetchError, Outbound, OutboundMessage, OwnMessages, PostedMessage, Room, SendError,
};
use crate::clock::{Clock as _, PlayedClock};
use crate::discord::rest::{Admission, BucketHeaders, Class, Heard, Limits, Route, Scope};
use crate::domain::ids::{ChannelId, GuildId, MessageId, UserId, snowflake_at};
use crate::domain::permissions::GuildSight;
use crate::domain::rotation::mix;
use crate::view::Message;

/// What Discord allows a bot in a second.
const PER_SECOND: usize = 50;
/// What it allows in a channel, and in how long.
const IN_CHANNEL: (u32, Duration) = (5, Duration::from_secs(5));
/// How long it remembers a nonce.
const REMEMBERS: SignedDuration = SignedDuration::from_mins(2);
/// A request without an answer is given up after this.
const TIMEOUT: Duration = Duration::from_secs(15);
/// Room is counted so far ahead, as for the real one.
const SOON: Duration = Duration::from_millis(50);

/// What was counted.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Counted {
    /// Requests that reached it.
    pub requests: u64,
    /// Messages that it posted.
    pub posted: u64,
    /// Of those, such as were there already under the same nonce, which it had forgotten.
    pub doubled: u64,
    /// 429s.
    pub too_many: u64,
    /// Requests that went wrong otherwise.
    pub faults: u64,
}

struct State {
    /// The bot's own pace, by the same rule as in `discord::rest`.
    ours: Limits,
    /// When the last requests came.
    latest: VecDeque<Instant>,
    /// Of each channel that was posted to lately, how many in which window.
    channels: HashMap<ChannelId, (Instant, u32)>,
    /// Posted messages by their nonces.
    posted: HashMap<String, Posted>,
    dice: u64,
    counted: Counted,
}

/// A message that stands in a channel.
#[derive(Debug, Clone, Copy)]
struct Posted {
    id: MessageId,
    channel: ChannelId,
    at: Timestamp,
}

/// The stand-in.
pub(super) struct Stand {
    clock: PlayedClock,
    began: (Timestamp, Instant),
    latency: Duration,
    /// Of 2³² requests so many go wrong.
    faults: u64,
    state: Mutex<State>,
}

/// How a request goes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Fate {
    Good,
    /// 500, and nothing is posted.
    Refused,
    /// It is posted, and no answer comes.
    Lost,
}

impl Stand {
    pub(super) fn new(options: &Options, clock: PlayedClock) -> Self {
        #[expect(
            clippy::cast_possible_truncation,
            clippy::cast_sign_loss,
            reason = "a share from 0 to 1"
        )]
        let faults = (options.faults.clamp(0.0, 1.0) * 2_f64.powi(32)) as u64;
        Self {
            began: (clock.now(), clock.pace()),
            latency: options.latency,
            faults,
            state: Mutex::new(State {
                ours: Limits::new(usize::try_from(options.per_second).unwrap_or(1)),
                latest: VecDeque::new(),
                channels: HashMap::new(),
                posted: HashMap::new(),
                dice: mix(options.seed),
                counted: Counted::default(),
            }),
            clock,
        }
    }

    pub(super) fn counted(&self) -> Counted {
        self.state().counted
    }

    fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Time that goes by with the played clock, and not by itself.
    fn pace(&self) -> Instant {
        let played = self.clock.now().duration_since(self.began.0);
        self.began.1 + Duration::try_from(played).unwrap_or_default()
    }

    async fn elapse(&self, span: Duration) {
        let span = SignedDuration::try_from(span).unwrap_or_default();
        let until = self.clock.now().saturating_add(span);
        self.clock
            .elapse_until(until.unwrap_or(Timestamp::MAX))
            .await;
    }

    /// Waits for the bot's own limits, as its client does.
    async fn admitted(&self, route: Route, class: Class) {
        let mut waits = false;
        loop {
            let now = self.pace();
            let until = {
                let mut state = self.state();
                if std::mem::take(&mut waits) {
                    state.ours.waits(class, false);
                }
                match state.ours.admit(route, class, now) {
                    Admission::Go => return,
                    Admission::Full(until) => until,
                    Admission::Wait(until) => {
                        state.ours.waits(class, true);
                        waits = true;
                        until
                    }
                }
            };
            // A millisecond more: the clock is read in whole ones.
            self.elapse(until.duration_since(now) + Duration::from_millis(1))
                .await;
        }
    }

    /// What happens to a request, and how long it is on its way.
    fn fate(&self) -> (Fate, Duration) {
        let mut state = self.state();
        state.dice = mix(state.dice);
        let dice = state.dice;
        let fate = match dice & 0xffff_ffff {
            low if low >= self.faults => Fate::Good,
            low if low % 2 == 0 => Fate::Refused,
            _ => Fate::Lost,
        };
        state.counted.requests += 1;
        state.counted.faults += u64::from(fate != Fate::Good);
        // From half to three times the usual, mostly less than that.
        let spread = u32::try_from((dice >> 40) % 100).unwrap_or(0);
        (fate, self.latency * (50 + spread * spread / 40) / 100)
    }

    /// Takes a message, as Discord does.
    fn take(&self, message: &OutboundMessage, now: Instant) -> Result<MessageId, Heard> {
        let at = self.clock.now();
        let mut state = self.state();
        let second_ago = now.checked_sub(Duration::from_secs(1)).unwrap_or(now);
        while state
            .latest
            .front()
            .is_some_and(|first| *first <= second_ago)
        {
            state.latest.pop_front();
        }
        if state.latest.len() >= PER_SECOND {
            state.counted.too_many += 1;
            return Err(too_many(Duration::from_secs(1), Scope::Global));
        }
        state.latest.push_back(now);
        let window = state.channels.entry(message.channel).or_insert((now, 0));
        if now.duration_since(window.0) >= IN_CHANNEL.1 {
            *window = (now, 0);
        }
        if window.1 >= IN_CHANNEL.0 {
            let wait = (window.0 + IN_CHANNEL.1).duration_since(now);
            state.counted.too_many += 1;
            return Err(too_many(wait, Scope::Bucket));
        }
        window.1 += 1;
        if let Some(known) = state.posted.get(&message.nonce) {
            if at.duration_since(known.at) <= REMEMBERS {
                return Ok(known.id);
            }
            state.counted.doubled += 1;
        }
        state.counted.posted += 1;
        let number = state.counted.posted % 1_000;
        let id = MessageId::new(snowflake_at(at) + number).ok_or(Heard::Served)?;
        let channel = message.channel;
        let posted = Posted { id, channel, at };
        state.posted.insert(message.nonce.clone(), posted);
        Ok(id)
    }

    /// Tells the bot's limits what was answered.
    fn answered(&self, route: Route, channel: ChannelId, heard: Heard) {
        let now = self.pace();
        let mut state = self.state();
        let window = state.channels.get(&channel).copied();
        let headers = window.map_or_else(BucketHeaders::default, |(from, used)| BucketHeaders {
            bucket: Some("posts".to_owned()),
            limit: Some(IN_CHANNEL.0),
            remaining: Some(IN_CHANNEL.0.saturating_sub(used)),
            reset_after: Some((from + IN_CHANNEL.1).saturating_duration_since(now)),
        });
        state.ours.answered(route, &headers, heard, now);
        if state.channels.len() > 10_000 {
            let is_recent = |from: Instant| now.duration_since(from) < IN_CHANNEL.1;
            state.channels.retain(|_, (from, _)| is_recent(*from));
            let at = self.clock.now();
            let is_known = |then: Timestamp| at.duration_since(then) <= REMEMBERS * 10;
            state.posted.retain(|_, posted| is_known(posted.at));
        }
    }
}

#[async_trait]
impl Outbound for Stand {
    async fn post(&self, message: &OutboundMessage) -> Result<MessageId, SendError> {
        let route = Route {
            name: "POST channel messages",
            major: message.channel.get(),
        };
        let class = if message.urgent {
            Class::Urgent
        } else {
            Class::Scheduled
        };
        self.admitted(route, class).await;
        let (fate, latency) = self.fate();
        self.elapse(latency / 2).await;
        if fate == Fate::Refused {
            self.elapse(latency / 2).await;
            self.answered(route, message.channel, Heard::Served);
            return Err(error(Disposition::OutcomeUnknown, "500"));
        }
        let taken = self.take(message, self.pace());
        if fate == Fate::Lost {
            self.elapse(TIMEOUT.saturating_sub(latency / 2)).await;
            self.state().ours.unanswered(route);
            return Err(error(Disposition::OutcomeUnknown, "no answer"));
        }
        self.elapse(latency / 2).await;
        let heard = taken.err().unwrap_or(Heard::Served);
        self.answered(route, message.channel, heard);
        taken.map_err(|heard| match heard {
            Heard::TooMany { retry_after, .. } => {
                error(Disposition::RetryAfter(retry_after), "429")
            }
            _ => error(Disposition::GiveUp, "400"),
        })
    }

    async fn edit(&self, _: ChannelId, _: MessageId, _: &Message) -> Result<(), SendError> {
        Ok(())
    }

    async fn own_messages_since(
        &self,
        channel: ChannelId,
        since: Timestamp,
    ) -> Result<OwnMessages, SendError> {
        self.elapse(self.latency).await;
        let state = self.state();
        let here = state
            .posted
            .iter()
            .filter(|(_, posted)| posted.channel == channel && posted.at >= since);
        // The nonce holds the token, and that is what is looked for.
        let found = here.map(|(nonce, posted)| PostedMessage {
            id: posted.id,
            custom_ids: vec![nonce.clone()],
        });
        Ok(OwnMessages {
            found: found.collect(),
            is_cut: false,
        })
    }

    async fn open_direct_channel(&self, _: UserId) -> Result<ChannelId, SendError> {
        Err(error(Disposition::GiveUp, "400"))
    }

    async fn delete_message(&self, _: ChannelId, _: MessageId) -> Result<(), SendError> {
        Ok(())
    }

    async fn channel_name(&self, _: ChannelId) -> Option<String> {
        None
    }

    async fn is_member(&self, _: GuildId, _: UserId) -> Result<bool, SendError> {
        Ok(true)
    }

    async fn guild_sight(&self, _: GuildId, _: &[ChannelId]) -> Result<GuildSight, SendError> {
        Err(error(Disposition::GiveUp, "400"))
    }

    async fn fetch_attachment(&self, _: &str, _: usize) -> Result<Vec<u8>, FetchError> {
        Err(FetchError::Elsewhere)
    }

    fn room(&self, urgent: bool) -> Room {
        let now = self.pace();
        let state = self.state();
        let room = if urgent {
            state.ours.urgent_room(now, SOON)
        } else {
            state.ours.scheduled_room(now, SOON)
        };
        match room {
            Ok(posts) => Room::Messages(posts),
            Err(until) => Room::Wait(until.duration_since(now)),
        }
    }

    fn held(&self, channel: ChannelId) -> Duration {
        let now = self.pace();
        let route = Route {
            name: "POST channel messages",
            major: channel.get(),
        };
        let until = self.state().ours.bucket_until(route, now);
        until.map_or(Duration::ZERO, |until| until.duration_since(now))
    }

    fn clock_skew(&self) -> Option<SignedDuration> {
        Some(SignedDuration::ZERO)
    }

    async fn refresh_clock_skew(&self) {}
}

fn too_many(retry_after: Duration, scope: Scope) -> Heard {
    Heard::TooMany { retry_after, scope }
}

fn error(disposition: Disposition, text: &str) -> SendError {
    SendError {
        disposition,
        code: None,
        text: text.to_owned(),
    }
}
