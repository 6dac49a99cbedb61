//! Which of Discord's routes an address names.

use axum::http::Method;

use super::refusal::Refusal;
use crate::playground::snowflake::Id;

/// A route, with the ids in it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Route {
    /// `/gateway`; with `bot`, `/gateway/bot`.
    Gateway {
        /// The form for bots.
        bot: bool,
    },
    /// `/users/@me`.
    OwnUser,
    /// `/users/{}`.
    User(Id),
    /// `/users/@me/guilds`.
    OwnGuilds,
    /// `/users/@me/channels`.
    OpenDirect,
    /// `/applications/@me` and `/oauth2/applications/@me`.
    Application,
    /// `/applications/{}/commands`, of the guild or global.
    Commands {
        /// The application.
        application: Id,
        /// The guild.
        guild: Option<Id>,
    },
    /// One command.
    Command {
        /// The application.
        application: Id,
        /// The guild.
        guild: Option<Id>,
        /// The command.
        id: Id,
    },
    /// `/guilds/{}`.
    Guild(Id),
    /// `/guilds/{}/channels`.
    GuildChannels(Id),
    /// `/guilds/{}/roles`.
    GuildRoles(Id),
    /// `/guilds/{}/members/{}`.
    Member(Id, Id),
    /// `/channels/{}`.
    Channel(Id),
    /// `/channels/{}/typing`.
    Typing(Id),
    /// `/channels/{}/messages`.
    Messages(Id),
    /// `/channels/{}/messages/{}`.
    Message(Id, Id),
    /// `/interactions/{}/{}/callback`.
    Callback(Id, String),
    /// `/webhooks/{}/{}`.
    Webhook(Id, String),
    /// `/webhooks/{}/{}/messages/{}`; `None` is `@original`.
    WebhookMessage(Id, String, Option<Id>),
}

/// A bucket of requests: so many in so many seconds, counted apart for each `key`.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Bucket {
    /// Which requests are counted together.
    pub key: String,
    /// What Discord shows of it: the same for all keys of one route.
    pub name: &'static str,
    /// How many.
    pub limit: u32,
    /// In how many seconds.
    pub seconds: u32,
}

impl Route {
    /// Reads a path such as `/api/v10/channels/1/messages`.
    pub fn parse(path: &str) -> Result<Self, Refusal> {
        let path = path.strip_prefix("/api").ok_or_else(Refusal::not_found)?;
        // Clients may write `%40me` for `@me`.
        let segments: Vec<String> = path.split('/').skip(1).map(decoded).collect();
        let segments: Vec<&str> = segments.iter().map(String::as_str).collect();
        match segments[..] {
            ["v9" | "v10", ref rest @ ..] => Self::of(rest),
            [version, ..] if is_version(version) => Err(Refusal::invalid_version()),
            _ => Err(Refusal::not_found()),
        }
    }

    fn of(segments: &[&str]) -> Result<Self, Refusal> {
        let id = |field: &str, text: &str| {
            Id::parse(text).ok_or_else(|| Refusal::not_a_snowflake(field, text))
        };
        let application = |text: &str| id("application_id", text);
        let guild = |text: &str| id("guild_id", text);
        let channel = |text: &str| id("channel_id", text);
        Ok(match *segments {
            ["gateway"] => Self::Gateway { bot: false },
            ["gateway", "bot"] => Self::Gateway { bot: true },
            ["users", "@me"] => Self::OwnUser,
            ["users", "@me", "guilds"] => Self::OwnGuilds,
            ["users", "@me", "channels"] => Self::OpenDirect,
            ["users", user] => Self::User(id("user_id", user)?),
            ["applications", "@me"] | ["oauth2", "applications", "@me"] => Self::Application,
            ["applications", app, "commands"] => Self::Commands {
                application: application(app)?,
                guild: None,
            },
            ["applications", app, "guilds", of, "commands"] => Self::Commands {
                application: application(app)?,
                guild: Some(guild(of)?),
            },
            ["applications", app, "commands", command] => Self::Command {
                application: application(app)?,
                guild: None,
                id: id("command_id", command)?,
            },
            ["applications", app, "guilds", of, "commands", command] => Self::Command {
                application: application(app)?,
                guild: Some(guild(of)?),
                id: id("command_id", command)?,
            },
            ["guilds", of] => Self::Guild(guild(of)?),
            ["guilds", of, "channels"] => Self::GuildChannels(guild(of)?),
            ["guilds", of, "roles"] => Self::GuildRoles(guild(of)?),
            ["guilds", of, "members", user] => Self::Member(guild(of)?, id("user_id", user)?),
            ["channels", at] => Self::Channel(channel(at)?),
            ["channels", at, "typing"] => Self::Typing(channel(at)?),
            ["channels", at, "messages"] => Self::Messages(channel(at)?),
            ["channels", at, "messages", message] => {
                Self::Message(channel(at)?, id("message_id", message)?)
            }
            ["interactions", interaction, token, "callback"] => {
                Self::Callback(id("interaction_id", interaction)?, token.to_owned())
            }
            ["webhooks", webhook, token] => {
                Self::Webhook(id("webhook_id", webhook)?, token.to_owned())
            }
            ["webhooks", webhook, token, "messages", message] => {
                let webhook = id("webhook_id", webhook)?;
                let message = match message {
                    "@original" => None,
                    other => Some(id("message_id", other)?),
                };
                Self::WebhookMessage(webhook, token.to_owned(), message)
            }
            _ => return Err(Refusal::not_found()),
        })
    }

    /// Whether the route takes this method.
    pub fn takes(&self, method: &Method) -> bool {
        let methods: &[Method] = match self {
            Self::Gateway { .. }
            | Self::OwnUser
            | Self::User(_)
            | Self::OwnGuilds
            | Self::Application
            | Self::Guild(_)
            | Self::GuildChannels(_)
            | Self::GuildRoles(_)
            | Self::Member(..)
            | Self::Channel(_) => &[Method::GET],
            Self::OpenDirect | Self::Typing(_) | Self::Callback(..) | Self::Webhook(..) => {
                &[Method::POST]
            }
            Self::Commands { .. } => &[Method::GET, Method::POST, Method::PUT],
            Self::Messages(_) => &[Method::GET, Method::POST],
            Self::Command { .. } | Self::Message(..) | Self::WebhookMessage(..) => {
                &[Method::GET, Method::PATCH, Method::DELETE]
            }
        };
        methods.contains(method)
    }

    /// Whether the bot has to show its token.
    pub fn needs_token(&self) -> bool {
        !self.is_of_interaction() && !matches!(self, Self::Gateway { bot: false })
    }

    /// Interactions do not count to the global limit.
    pub fn is_of_interaction(&self) -> bool {
        matches!(
            self,
            Self::Callback(..) | Self::Webhook(..) | Self::WebhookMessage(..)
        )
    }

    /// The channel that it works on.
    pub fn channel(&self) -> Option<Id> {
        match self {
            Self::Channel(id) | Self::Typing(id) | Self::Messages(id) | Self::Message(id, _) => {
                Some(*id)
            }
            _ => None,
        }
    }

    /// The bucket that a request counts to.
    pub fn bucket(&self, method: &Method) -> Bucket {
        let bucket = |name: &'static str, major: &str, limit, seconds| Bucket {
            key: format!("{name}:{major}"),
            name,
            limit,
            seconds,
        };
        match self {
            Self::Messages(id) if method == Method::POST => {
                bucket("message-create", &id.to_string(), 5, 5)
            }
            Self::Messages(id) => bucket("message-list", &id.to_string(), 50, 1),
            Self::Message(id, _) if method == Method::GET => {
                bucket("message-get", &id.to_string(), 50, 1)
            }
            Self::Message(id, _) => bucket("message-change", &id.to_string(), 5, 5),
            Self::OpenDirect => bucket("direct-open", "", 10, 10),
            Self::Commands { .. } if method == Method::PUT => bucket("commands-put", "", 5, 20),
            Self::Commands { .. } | Self::Command { .. } => bucket("commands", "", 10, 10),
            Self::Callback(id, _) => bucket("interaction-callback", &id.to_string(), 5, 5),
            Self::Webhook(_, token) | Self::WebhookMessage(_, token, _) => {
                bucket("interaction-webhook", token, 5, 2)
            }
            Self::Guild(id)
            | Self::GuildChannels(id)
            | Self::GuildRoles(id)
            | Self::Member(id, _) => bucket("guild", &id.to_string(), 50, 1),
            Self::Channel(id) | Self::Typing(id) => bucket("channel", &id.to_string(), 50, 1),
            _ => bucket("self", "", 50, 1),
        }
    }
}

/// Whether a segment is a version, served or not.
fn is_version(segment: &str) -> bool {
    let digits = segment.strip_prefix('v').unwrap_or_default();
    !digits.is_empty() && digits.bytes().all(|byte| byte.is_ascii_digit())
}

/// A segment of a path without its percent signs; what they do not encode stays as it is.
fn decoded(segment: &str) -> String {
    let mut bytes = Vec::with_capacity(segment.len());
    let mut rest = segment.as_bytes();
    while let [first, tail @ ..] = rest {
        let code = tail.get(..2).filter(|_| *first == b'%');
        let code = code.and_then(|digits| std::str::from_utf8(digits).ok());
        let byte = code.and_then(|digits| u8::from_str_radix(digits, 16).ok());
        rest = byte.map_or(tail, |_| &tail[2..]);
        bytes.push(byte.unwrap_or(*first));
    }
    String::from_utf8(bytes).unwrap_or_else(|_| segment.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_route_may_be_written_with_percent_signs() {
        let plain = Route::parse("/api/v10/webhooks/1/a:b/messages/@original");
        assert_eq!(
            Route::parse("/api/v10/webhooks/1/a%3Ab/messages/%40original"),
            plain
        );
        assert!(plain.is_ok());
        assert_eq!(decoded("100%"), "100%");
        assert_eq!(decoded("%zz%4"), "%zz%4");
    }
}
