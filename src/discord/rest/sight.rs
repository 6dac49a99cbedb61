//! A guild as the bot sees it: roles, channels and itself, read at this moment and kept nowhere.

use std::collections::BTreeSet;

use jiff::Timestamp;
use serde::Deserialize;
use serde::de::{DeserializeOwned, Deserializer, IgnoredAny};

use super::{Class, Rest, RestError, Route};
use crate::domain::ids::{ChannelId, GuildId, UserId};
use crate::domain::permissions::{ChannelSight, GuildSight, Overwrite, RoleSight};

/// Discord's code for somebody who is not in the guild.
const UNKNOWN_MEMBER: u32 = 10_007;
/// And for somebody whose account is no more.
const UNKNOWN_USER: u32 = 10_013;

#[derive(Deserialize)]
struct Guild {
    #[serde(deserialize_with = "id")]
    owner_id: u64,
    roles: Vec<Role>,
}

#[derive(Deserialize)]
struct Role {
    #[serde(deserialize_with = "id")]
    id: u64,
    #[serde(deserialize_with = "id")]
    permissions: u64,
    #[serde(default)]
    mentionable: bool,
}

#[derive(Deserialize)]
struct Member {
    roles: Vec<String>,
    #[serde(default)]
    communication_disabled_until: Option<String>,
}

#[derive(Deserialize)]
struct Channel {
    #[serde(deserialize_with = "id")]
    id: u64,
    #[serde(rename = "type")]
    kind: u8,
    #[serde(default)]
    parent_id: Option<String>,
    #[serde(default)]
    permission_overwrites: Vec<WireOverwrite>,
    #[serde(default)]
    thread_metadata: Option<ThreadMetadata>,
}

#[derive(Deserialize)]
struct ThreadMetadata {
    #[serde(default)]
    locked: bool,
}

#[derive(Deserialize)]
struct WireOverwrite {
    #[serde(deserialize_with = "id")]
    id: u64,
    #[serde(rename = "type")]
    kind: u8,
    #[serde(deserialize_with = "id")]
    allow: u64,
    #[serde(deserialize_with = "id")]
    deny: u64,
}

/// Ids and permission bits are numbers in quotes.
fn id<'de, D: Deserializer<'de>>(value: D) -> Result<u64, D::Error> {
    let text = String::deserialize(value)?;
    text.parse().map_err(serde::de::Error::custom)
}

impl Rest {
    /// What may be done where, as of now (`GET` guild, its channels, the bot as its member, and each thread that is
    /// asked for). A channel that cannot be seen, or is gone, is not among those found.
    pub async fn guild_sight(
        &self,
        guild: GuildId,
        wanted: &[ChannelId],
        now: Timestamp,
    ) -> Result<GuildSight, RestError> {
        let own = self.identity().await?.user;
        let (id, own_id) = (guild.to_string(), own.to_string());
        let (shape_path, channels_path) = (["guilds", &id], ["guilds", &id, "channels"]);
        let member_path = ["guilds", &id, "members", &own_id];
        let (shape, channels, member) = futures_util::future::try_join3(
            self.look::<Guild>("GET guild", &shape_path, guild.get()),
            self.look::<Vec<Channel>>("GET guild channels", &channels_path, guild.get()),
            self.look::<Member>("GET guild member", &member_path, guild.get()),
        )
        .await?;
        let mut channels: Vec<_> = channels.into_iter().filter_map(channel).collect();
        let known: BTreeSet<_> = channels.iter().map(|channel| channel.id).collect();
        let threads = wanted.iter().filter(|channel| !known.contains(channel));
        let threads = threads.map(|thread| self.thread(*thread));
        for thread in futures_util::future::join_all(threads).await {
            channels.extend(thread?);
        }
        let until = member.communication_disabled_until;
        let until = until.and_then(|until| until.parse::<Timestamp>().ok());
        Ok(GuildSight {
            guild,
            owner: UserId::new(shape.owner_id).unwrap_or(own),
            member: own,
            member_roles: member
                .roles
                .iter()
                .filter_map(|role| role.parse().ok())
                .collect(),
            is_timed_out: until.is_some_and(|until| until > now),
            roles: shape
                .roles
                .into_iter()
                .map(|role| RoleSight {
                    id: role.id,
                    permissions: role.permissions,
                    is_mentionable: role.mentionable,
                })
                .collect(),
            channels,
        })
    }

    /// Whether a user is in a guild (`GET` member); nobody waits for it.
    pub async fn is_member(&self, guild: GuildId, user: UserId) -> Result<bool, RestError> {
        let (id, user) = (guild.to_string(), user.to_string());
        let path = ["guilds", &id, "members", &user];
        let route = Route {
            name: "GET guild member",
            major: guild.get(),
        };
        match self
            .get_in::<IgnoredAny>(route, &path, Class::CleanUp)
            .await
        {
            Ok(_) => Ok(true),
            Err(error) if matches!(error.code(), Some(UNKNOWN_MEMBER | UNKNOWN_USER)) => Ok(false),
            Err(error) => Err(error),
        }
    }

    /// A channel that the guild's list does not show; `None` if there is none for us.
    async fn thread(&self, thread: ChannelId) -> Result<Option<ChannelSight>, RestError> {
        let id = thread.to_string();
        let path = ["channels", &id];
        let found = self.look::<Channel>("GET channel", &path, thread.get());
        match found.await {
            Ok(found) => Ok(channel(found)),
            Err(error) if matches!(error.status(), Some(403 | 404)) => Ok(None),
            Err(error) => Err(error),
        }
    }

    async fn look<T: DeserializeOwned>(
        &self,
        name: &'static str,
        path: &[&str],
        major: u64,
    ) -> Result<T, RestError> {
        self.get_in(Route { name, major }, path, Class::Serving)
            .await
    }
}

fn channel(wire: Channel) -> Option<ChannelSight> {
    let overwrite = |wire: WireOverwrite| Overwrite {
        id: wire.id,
        is_member: wire.kind == 1,
        allow: wire.allow,
        deny: wire.deny,
    };
    Some(ChannelSight {
        id: ChannelId::new(wire.id)?,
        kind: wire.kind,
        parent: wire.parent_id.and_then(|parent| parent.parse().ok()),
        is_locked: wire.thread_metadata.is_some_and(|thread| thread.locked),
        overwrites: wire
            .permission_overwrites
            .into_iter()
            .map(overwrite)
            .collect(),
    })
}
