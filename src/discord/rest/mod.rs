//! Our requests to Discord, all but the gateway's socket.
//!
//! Every request goes to the one configured base, follows no redirect and no proxy of the environment, has a
//! timeout, and passes the limiter. What is repeated, and when, is decided here and only for requests that
//! may be repeated: a post is one attempt, and its error says what follows (D-6).
//!
//! It must not know why a request is made. Begin reading at `Rest::send`; the single requests are in
//! `calls.rs`, the limits in `limits.rs`.

mod answer;
mod aside;
mod attachment;
mod bucket;
mod calls;
mod channels;
mod class;
mod error;
mod history;
mod limiter;
mod limits;
mod pace;
mod sight;

use std::fmt;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use jiff::{SignedDuration, Timestamp};
use reqwest::header::{AUTHORIZATION, HeaderValue};
use reqwest::{Method, Url};
use secrecy::{ExposeSecret, SecretString};
use tokio::sync::OnceCell;
use tokio::time::Instant;

pub use calls::{GatewayAddress, Identity};
pub use class::Class;
pub use error::RestError;
pub use limits::{Admission, BucketHeaders, Heard, Limits, Route, Scope};

use super::encode::Payload;
use crate::clock::{Clock, parted};
use crate::config::ApiBase;
use answer::Answer;
use limiter::Limiter;

/// No answer is larger than this: a page of 100 messages has about a tenth of it.
const LARGEST_ANSWER: usize = 8 * 1024 * 1024;

/// A 429 that asks for no more than this is waited out here, for those who serve a person: Discord gives 3 s for an
/// answer.
const BRIEF: Duration = Duration::from_millis(1_500);

/// How long a scheduled post may wait for the limiter. Beyond it the worker is told instead, because it checks
/// before each try whether the post is still in time (D-8).
const SCHEDULED_PATIENCE: Duration = Duration::from_secs(1);

/// How long a request that serves somebody may wait for the limiter.
const SERVING_PATIENCE: Duration = Duration::from_secs(30);

/// How the bot reaches Discord.
#[derive(Debug, Clone)]
pub struct RestOptions {
    /// Where Discord is.
    pub base: ApiBase,
    /// The bot's token.
    pub token: SecretString,
    /// How long a request may take in all.
    pub timeout: Duration,
    /// How long to wait before asking again, for what may be asked again; four times that the next time.
    pub backoff: Duration,
    /// How many of the 45 requests a second are for scheduled posts (D-51).
    pub scheduled_per_second: usize,
}

impl RestOptions {
    /// The usual timeout (15 s) and pace (40 a second).
    pub const fn new(base: ApiBase, token: SecretString) -> Self {
        Self {
            base,
            token,
            timeout: Duration::from_secs(15),
            backoff: Duration::from_millis(200),
            scheduled_per_second: 40,
        }
    }
}

/// A client for Discord's REST interface.
pub struct Rest {
    http: reqwest::Client,
    base: ApiBase,
    token: SecretString,
    authorization: HeaderValue,
    limiter: Limiter,
    backoff: Duration,
    clock: Arc<dyn Clock>,
    heard_time: Mutex<Option<HeardTime>>,
    identity: OnceCell<Identity>,
}

impl fmt::Debug for Rest {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Rest")
            .field("base", &self.base)
            .finish_non_exhaustive()
    }
}

/// A reading of Discord's clock.
#[derive(Debug, Clone, Copy)]
struct HeardTime {
    /// How far it was ahead of ours.
    ahead: SignedDuration,
    /// Our own clock, and the time that had gone by, at that moment.
    at: (Timestamp, Instant),
}

/// May a request be made again?
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Repeat {
    /// No: the caller decides.
    Never,
    /// Yes: doing it twice does no harm.
    Freely,
}

/// A request.
struct Call<'a> {
    method: Method,
    url: Url,
    route: Route,
    class: Class,
    repeat: Repeat,
    /// With the bot's token; interactions carry their own in the path.
    authorized: bool,
    payload: Option<&'a Payload>,
    /// It leaves by then or not at all (D-8).
    leaves_by: Option<Timestamp>,
}

impl Rest {
    /// A client that has made no request yet.
    pub fn new(options: RestOptions, clock: Arc<dyn Clock>) -> Result<Self, RestError> {
        let http = reqwest::Client::builder()
            .user_agent(concat!(
                "DiscordBot (https://github.com/unhunch/unhunch, ",
                env!("CARGO_PKG_VERSION"),
                ")"
            ))
            .timeout(options.timeout)
            .connect_timeout(options.timeout.min(Duration::from_secs(5)))
            .redirect(reqwest::redirect::Policy::none())
            .no_proxy()
            .build()
            .map_err(|error| RestError::Setup(error.to_string()))?;
        let bot_token = format!("Bot {}", options.token.expose_secret());
        let mut authorization = HeaderValue::from_str(&bot_token).map_err(|_| {
            RestError::Setup("the token holds characters that no token has".to_owned())
        })?;
        authorization.set_sensitive(true);
        Ok(Self {
            http,
            base: options.base,
            token: options.token,
            authorization,
            limiter: Limiter::new(options.scheduled_per_second, Arc::clone(&clock)),
            backoff: options.backoff,
            clock,
            heard_time: Mutex::new(None),
            identity: OnceCell::new(),
        })
    }

    /// Where Discord is.
    pub const fn base(&self) -> &ApiBase {
        &self.base
    }

    /// The bot's token, for the gateway.
    pub(super) const fn token(&self) -> &SecretString {
        &self.token
    }

    /// The HTTP client, for the parts of serenity that want one.
    pub(super) fn http(&self) -> reqwest::Client {
        self.http.clone()
    }

    /// The present instant.
    pub(super) fn now(&self) -> Timestamp {
        self.clock.now()
    }

    /// How far Discord's clock is ahead of ours (D-32): as of the last answer, and with it what our clock was
    /// moved by since. `None` before the first answer.
    pub fn clock_skew(&self) -> Option<SignedDuration> {
        let heard = (*self.heard_time())?;
        Some(heard.ahead - parted(heard.at, (self.clock.now(), self.clock.pace())))
    }

    /// Takes note of Discord's time. It was told somewhere between the question and its answer, however long that took: only
    /// what lies before or after that is a difference.
    fn hear_time(&self, answer: &Answer, asked: (Timestamp, Instant)) {
        let gone_by = self.clock.pace().saturating_duration_since(asked.1);
        let gone_by = SignedDuration::try_from(gone_by).unwrap_or(SignedDuration::MAX);
        if let Some(since_asked) = answer.clock_skew(asked.0) {
            let within = since_asked.clamp(SignedDuration::ZERO, gone_by);
            let ahead = since_asked.saturating_sub(within);
            *self.heard_time() = Some(HeardTime { ahead, at: asked });
        }
    }

    fn heard_time(&self) -> MutexGuard<'_, Option<HeardTime>> {
        self.heard_time
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
    }

    /// Makes a request, again if it may be made again, and returns the content of a 2xx answer.
    async fn send(&self, call: Call<'_>) -> Result<Vec<u8>, RestError> {
        let mut repeats = 0;
        loop {
            let error = match self.attempt(&call).await {
                Ok(body) => return Ok(body),
                Err(error) => error,
            };
            let Some(wait) = self.wait_before_repeat(&call, &error, repeats) else {
                return Err(error);
            };
            repeats += 1;
            tracing::debug!(request = call.route.name, repeats, %error, "asking Discord again");
            tokio::time::sleep_until(tokio::time::Instant::now() + wait).await;
        }
    }

    async fn attempt(&self, call: &Call<'_>) -> Result<Vec<u8>, RestError> {
        let patience = match call.class {
            Class::Urgent | Class::Scheduled | Class::CleanUp => SCHEDULED_PATIENCE,
            Class::Serving | Class::Callback => SERVING_PATIENCE,
        };
        let left = call.leaves_by.map(|by| self.left_until(by));
        let patience = left.map_or(patience, |left| patience.min(left));
        let permit = self
            .limiter
            .admit(call.route, call.class, patience)
            .await
            .map_err(RestError::HeldBack)?;
        if call.leaves_by.is_some_and(|by| by < self.clock.now()) {
            return Err(RestError::TooLate);
        }
        let asked = (self.clock.now(), self.clock.pace());
        let answer = self.exchange(call).await?;
        permit.answered(&answer.bucket(), answer.heard());
        self.hear_time(&answer, asked);
        if answer.status.is_success() {
            Ok(answer.body)
        } else {
            Err(RestError::from_answer(&answer))
        }
    }

    fn left_until(&self, instant: Timestamp) -> Duration {
        let left = instant.duration_since(self.clock.now());
        left.try_into().unwrap_or_default()
    }

    /// How long to wait before a request is made again; `None` if it is not.
    fn wait_before_repeat(
        &self,
        call: &Call<'_>,
        error: &RestError,
        repeats: u32,
    ) -> Option<Duration> {
        if call.repeat == Repeat::Never || repeats >= 2 {
            return None;
        }
        let backoff = self.backoff * (1 + 3 * repeats);
        match error {
            RestError::TooMany(wait) if !call.class.is_planned() && *wait <= BRIEF => Some(*wait),
            RestError::NoConnection(_)
            | RestError::NoAnswer(_)
            | RestError::Refused { status: 500.., .. } => Some(backoff),
            _ => None,
        }
    }

    /// One request and its answer, whatever that is.
    async fn exchange(&self, call: &Call<'_>) -> Result<Answer, RestError> {
        let mut request = self.http.request(call.method.clone(), call.url.clone());
        if call.authorized {
            request = request.header(AUTHORIZATION, self.authorization.clone());
        }
        if let Some(payload) = call.payload {
            request = if payload.files.is_empty() {
                request.json(&payload.json)
            } else {
                request.multipart(multipart(payload)?)
            };
        }
        let mut response = request.send().await.map_err(RestError::from_client)?;
        let (status, headers) = (response.status(), response.headers().clone());
        let mut body = Vec::new();
        while let Some(chunk) = response.chunk().await.map_err(RestError::from_client)? {
            if body.len() + chunk.len() > LARGEST_ANSWER {
                return Err(RestError::Unreadable {
                    status: status.as_u16(),
                    text: format!("it has more than {LARGEST_ANSWER} bytes"),
                });
            }
            body.extend_from_slice(&chunk);
        }
        Ok(Answer {
            status,
            headers,
            body,
        })
    }
}

/// Content with files, as Discord takes them: `payload_json` and `files[n]`.
fn multipart(payload: &Payload) -> Result<reqwest::multipart::Form, RestError> {
    use reqwest::multipart::{Form, Part};
    let json = Part::text(payload.json.to_string())
        .mime_str("application/json")
        .map_err(RestError::from_client)?;
    let mut form = Form::new().part("payload_json", json);
    for (n, file) in payload.files.iter().enumerate() {
        let part = Part::bytes(file.bytes.to_vec())
            .file_name(file.file_name.clone())
            .mime_str(file.media_type)
            .map_err(RestError::from_client)?;
        form = form.part(format!("files[{n}]"), part);
    }
    Ok(form)
}
