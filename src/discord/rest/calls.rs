//! The single requests, each named for what it does.

use std::time::Duration;

use jiff::Timestamp;
use reqwest::Method;
use secrecy::{ExposeSecret, SecretString};
use serde::Deserialize;
use serde::de::DeserializeOwned;
use serde_json::{Value, json};

use super::{Call, Class, Repeat, Rest, RestError, Route};
use crate::discord::encode::Payload;
use crate::domain::ids::{ApplicationId, ChannelId, InteractionId, MessageId, UserId};

/// The interaction has been answered already.
const ALREADY_ACKNOWLEDGED: u32 = 40060;

/// Where the gateway is, and how many connections it wants and allows.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
pub struct GatewayAddress {
    /// Its address, `wss://…`.
    pub url: String,
    /// How many connections a bot in so many guilds should open.
    pub shards: u32,
    /// How many more sessions may be started.
    pub session_start_limit: SessionStartLimit,
}

/// How many sessions may be started.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
pub struct SessionStartLimit {
    /// So many still.
    pub remaining: u32,
    /// Milliseconds until there are more.
    pub reset_after: u64,
}

/// Who the bot is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Identity {
    /// The bot's user.
    pub user: UserId,
    /// Its name.
    pub name: String,
}

impl Rest {
    /// Where the gateway is (`GET /gateway/bot`).
    pub async fn gateway(&self) -> Result<GatewayAddress, RestError> {
        self.get("GET gateway", &["gateway", "bot"], Class::Serving)
            .await
    }

    /// The application that the token belongs to.
    pub async fn application(&self) -> Result<ApplicationId, RestError> {
        #[derive(Deserialize)]
        struct Application {
            id: String,
        }
        let path = ["applications", "@me"];
        let application: Application = self.get("GET application", &path, Class::Serving).await?;
        application.id.parse().map_err(unreadable)
    }

    /// Who the bot is; asked once, then remembered.
    pub async fn identity(&self) -> Result<&Identity, RestError> {
        #[derive(Deserialize)]
        struct User {
            id: String,
            username: String,
        }
        self.identity
            .get_or_try_init(async || {
                let user: User = self
                    .get("GET own user", &["users", "@me"], Class::Serving)
                    .await?;
                Ok(Identity {
                    user: user.id.parse().map_err(unreadable)?,
                    name: user.username,
                })
            })
            .await
    }

    /// Replaces the application's global commands with these.
    pub async fn put_commands(
        &self,
        application: ApplicationId,
        commands: &[Value],
    ) -> Result<(), RestError> {
        let id = application.to_string();
        let payload = Payload::json(Value::Array(commands.to_vec()));
        self.send(Call {
            payload: Some(&payload),
            ..self.call(
                Method::PUT,
                &["applications", &id, "commands"],
                Route {
                    name: "PUT commands",
                    major: 0,
                },
            )
        })
        .await
        .map(drop)
    }

    /// Answers an interaction. Discord takes one answer only, so it may be sent again when nobody knows whether it
    /// arrived; that it has been answered already counts as done. Returns the message that it became, if that is wanted and
    /// Discord says so.
    pub async fn answer_interaction(
        &self,
        interaction: InteractionId,
        token: &SecretString,
        reply: &Payload,
        wants_message: bool,
    ) -> Result<Option<MessageId>, RestError> {
        let id = interaction.to_string();
        let path = ["interactions", &id, token.expose_secret(), "callback"];
        let route = Route {
            name: "POST interaction callback",
            major: 0,
        };
        let mut call = Call {
            class: Class::Callback,
            authorized: false,
            payload: Some(reply),
            ..self.call(Method::POST, &path, route)
        };
        if wants_message {
            call.url.set_query(Some("with_response=true"));
        }
        match self.send(call).await {
            Err(error) if error.code() == Some(ALREADY_ACKNOWLEDGED) => Ok(None),
            answered => Ok(message_in(&answered?).filter(|_| wants_message)),
        }
    }

    /// How many more scheduled posts may leave within a moment; if none, `Err` with how long that will last (D-51).
    pub fn scheduled_room(&self, within: Duration) -> Result<usize, Duration> {
        self.limiter.scheduled_room(within)
    }

    /// The same for what somebody asked for just now (class 2 of D-52).
    pub fn urgent_room(&self, within: Duration) -> Result<usize, Duration> {
        self.limiter.urgent_room(within)
    }

    /// How long a channel takes no message, as far as Discord has said (D-50).
    pub fn channel_held(&self, channel: ChannelId) -> Duration {
        self.limiter.held(posting_to(channel))
    }

    /// Posts a message: one attempt (D-5, D-6), which begins by `leaves_by` or not at all (D-8).
    pub async fn create_message(
        &self,
        channel: ChannelId,
        message: &Payload,
        class: Class,
        leaves_by: Option<Timestamp>,
    ) -> Result<MessageId, RestError> {
        let id = channel.to_string();
        let body = self
            .send(Call {
                class,
                repeat: Repeat::Never,
                payload: Some(message),
                leaves_by,
                ..self.call(
                    Method::POST,
                    &["channels", &id, "messages"],
                    posting_to(channel),
                )
            })
            .await?;
        id_in(&body)
    }

    /// Replaces what a message of ours shows: one attempt.
    pub async fn edit_message(
        &self,
        channel: ChannelId,
        id: MessageId,
        message: &Payload,
        class: Class,
    ) -> Result<(), RestError> {
        let path = [
            "channels",
            &channel.to_string(),
            "messages",
            &id.to_string(),
        ];
        let route = Route {
            name: "PATCH channel message",
            major: channel.get(),
        };
        let call = Call {
            class,
            repeat: Repeat::Never,
            payload: Some(message),
            ..self.call(Method::PATCH, &path, route)
        };
        self.send(call).await.map(drop)
    }

    /// The direct-message channel with a user, opened if there is none yet (D-61).
    pub async fn open_direct_channel(&self, user: UserId) -> Result<ChannelId, RestError> {
        let payload = Payload::json(json!({ "recipient_id": user.to_string() }));
        let body = self
            .send(Call {
                payload: Some(&payload),
                repeat: Repeat::Never,
                ..self.call(
                    Method::POST,
                    &["users", "@me", "channels"],
                    Route {
                        name: "POST direct channel",
                        major: 0,
                    },
                )
            })
            .await?;
        id_in(&body)
    }

    async fn get<T: DeserializeOwned>(
        &self,
        name: &'static str,
        path: &[&str],
        class: Class,
    ) -> Result<T, RestError> {
        self.get_in(Route { name, major: 0 }, path, class).await
    }

    pub(super) async fn get_in<T: DeserializeOwned>(
        &self,
        route: Route,
        path: &[&str],
        class: Class,
    ) -> Result<T, RestError> {
        let call = Call {
            class,
            ..self.call(Method::GET, path, route)
        };
        read(&self.send(call).await?)
    }

    /// A request that serves somebody, with the bot's token, and may be repeated.
    pub(super) fn call<'a>(&self, method: Method, path: &[&str], route: Route) -> Call<'a> {
        Call {
            method,
            url: self.base.endpoint(path.iter().copied()),
            route,
            class: Class::Serving,
            repeat: Repeat::Freely,
            authorized: true,
            payload: None,
            leaves_by: None,
        }
    }
}

/// The route of a post to a channel.
fn posting_to(channel: ChannelId) -> Route {
    Route {
        name: "POST channel messages",
        major: channel.get(),
    }
}

pub(super) fn id_in<T: std::str::FromStr>(body: &[u8]) -> Result<T, RestError>
where
    T::Err: std::fmt::Display,
{
    #[derive(Deserialize)]
    struct Created {
        id: String,
    }
    read::<Created>(body)?.id.parse().map_err(unreadable)
}

/// The message that an answer became. What is not there, or cannot be read, is no reason to answer again.
fn message_in(body: &[u8]) -> Option<MessageId> {
    #[derive(Deserialize)]
    struct Answered {
        resource: Option<Resource>,
    }
    #[derive(Deserialize)]
    struct Resource {
        message: Option<Posted>,
    }
    #[derive(Deserialize)]
    struct Posted {
        id: String,
    }
    let answered: Answered = serde_json::from_slice(body).ok()?;
    answered.resource?.message?.id.parse().ok()
}

pub(super) fn read<T: DeserializeOwned>(body: &[u8]) -> Result<T, RestError> {
    serde_json::from_slice(body).map_err(unreadable)
}

pub(super) fn unreadable(error: impl std::fmt::Display) -> RestError {
    RestError::Unreadable {
        status: 200,
        text: error.to_string(),
    }
}
