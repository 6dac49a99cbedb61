//! The world in Discord's JSON.

use jiff::Timestamp;
use serde_json::{Value, json};

use super::permissions::denied;
use super::{Channel, Id, Place, Role, User, World};

/// When everyone joined the guild.
const JOINED: &str = "2026-01-05T09:00:00.000000+00:00";

/// An instant as Discord writes it.
pub fn timestamp(ms: i64) -> String {
    let instant = Timestamp::from_millisecond(ms).unwrap_or(Timestamp::UNIX_EPOCH);
    instant.strftime("%Y-%m-%dT%H:%M:%S.%6f+00:00").to_string()
}

/// A user object.
pub fn user(world: &World, user: &User) -> Value {
    json!({
        "id": user.id,
        "username": user.username,
        "global_name": user.name,
        "avatar": null,
        "discriminator": if user.id == world.bot.id { "0001" } else { "0000" },
        "public_flags": 0,
        "flags": 0,
        "bot": user.id == world.bot.id,
        "system": false,
        "banner": null,
        "accent_color": null,
        "avatar_decoration_data": null,
        "collectibles": null,
        "primary_guild": null,
    })
}

/// The bot's own user object.
pub fn own_user(world: &World) -> Value {
    let mut own = user(world, &world.bot);
    own["mfa_enabled"] = json!(true);
    own["locale"] = json!("en-US");
    own["verified"] = json!(true);
    own["email"] = Value::Null;
    own
}

/// A guild member with its user.
pub fn member(world: &World, user: &User) -> Value {
    let mut member = member_without_user(user);
    member["user"] = self::user(world, user);
    member
}

fn member_without_user(user: &User) -> Value {
    json!({
        "avatar": null,
        "banner": null,
        "communication_disabled_until": null,
        "flags": 0,
        "joined_at": JOINED,
        "nick": null,
        "pending": false,
        "premium_since": null,
        "roles": user.roles,
        "mute": false,
        "deaf": false,
    })
}

/// A member as interactions carry it: with its permissions in the channel.
pub fn acting_member(world: &World, user: &User, place: Place<'_>) -> Value {
    let mut member = member(world, user);
    member["permissions"] = json!(world.permissions_in(user, place).to_string());
    member
}

/// A member as `resolved` carries it: without its user.
pub fn resolved_member(world: &World, user: &User, place: Place<'_>) -> Value {
    let mut member = member_without_user(user);
    member["permissions"] = json!(world.permissions_in(user, place).to_string());
    member
}

/// A role object.
pub fn role(role: &Role) -> Value {
    json!({
        "id": role.id,
        "name": role.name,
        "permissions": role.permissions.to_string(),
        "position": role.position,
        "color": 0,
        "colors": { "primary_color": 0, "secondary_color": null, "tertiary_color": null },
        "hoist": false,
        "managed": role.managed,
        "mentionable": role.mentionable,
        "icon": null,
        "unicode_emoji": null,
        "flags": 0,
    })
}

/// A channel of the guild.
pub fn channel(world: &World, channel: &Channel) -> Value {
    let position = world
        .channels
        .iter()
        .position(|known| known.id == channel.id);
    let mut shape = json!({
        "id": channel.id,
        "type": channel.kind,
        "guild_id": world.guild.id,
        "name": channel.name,
        "parent_id": channel.parent,
        "flags": 0,
        "rate_limit_per_user": 0,
        "last_message_id": last_message(world, channel.id),
    });
    if channel.is_thread() {
        shape["owner_id"] = json!(world.guild.owner);
        shape["message_count"] = json!(0);
        shape["member_count"] = json!(1);
        shape["total_message_sent"] = json!(0);
        shape["thread_metadata"] = json!({
            "archived": channel.archived,
            "archive_timestamp": JOINED,
            "auto_archive_duration": 10080,
            "locked": channel.locked,
            "create_timestamp": JOINED,
        });
        return shape;
    }
    shape["position"] = json!(position.unwrap_or(0));
    shape["topic"] = Value::Null;
    shape["nsfw"] = json!(false);
    shape["permission_overwrites"] = overwrites(world, channel);
    if channel.kind == 15 {
        shape["available_tags"] = json!([]);
        shape["default_reaction_emoji"] = Value::Null;
        shape["default_forum_layout"] = json!(0);
        shape["default_sort_order"] = Value::Null;
    }
    shape
}

fn overwrites(world: &World, channel: &Channel) -> Value {
    let deny = denied(channel);
    if deny == 0 {
        return json!([]);
    }
    json!([{ "id": world.bot.id, "type": 1, "allow": "0", "deny": deny.to_string() }])
}

/// The channel of direct messages with `user`.
pub fn direct_channel(world: &World, user: &User) -> Value {
    json!({
        "id": user.dm_channel_id,
        "type": 1,
        "flags": 0,
        "last_message_id": last_message(world, user.dm_channel_id),
        "recipients": [self::user(world, user)],
    })
}

/// A channel of either sort.
pub fn place(world: &World, place: Place<'_>) -> Value {
    match place {
        Place::Guild(known) => channel(world, known),
        Place::Direct(user) => direct_channel(world, user),
    }
}

fn last_message(world: &World, channel: Id) -> Option<Id> {
    let messages = world.messages.get(&channel)?;
    let public = messages
        .values()
        .rev()
        .find(|message| message.ephemeral_for.is_none());
    public.map(|message| message.id)
}

/// The guild as REST shows it.
pub fn guild(world: &World) -> Value {
    json!({
        "id": world.guild.id,
        "name": world.guild.name,
        "icon": null,
        "description": null,
        "home_header": null,
        "splash": null,
        "discovery_splash": null,
        "features": [],
        "banner": null,
        "owner_id": world.guild.owner,
        "application_id": null,
        "region": "deprecated",
        "afk_channel_id": null,
        "afk_timeout": 300,
        "system_channel_id": null,
        "system_channel_flags": 0,
        "widget_enabled": false,
        "widget_channel_id": null,
        "verification_level": 0,
        "roles": roles(world),
        "default_message_notifications": 1,
        "mfa_level": 0,
        "explicit_content_filter": 0,
        "max_presences": null,
        "max_members": 500_000,
        "max_stage_video_channel_users": 50,
        "max_video_channel_users": 25,
        "vanity_url_code": null,
        "premium_tier": 0,
        "premium_subscription_count": 0,
        "preferred_locale": world.guild.locale,
        "rules_channel_id": null,
        "safety_alerts_channel_id": null,
        "public_updates_channel_id": null,
        "premium_progress_bar_enabled": false,
        "nsfw": false,
        "nsfw_level": 0,
        "emojis": [],
        "stickers": [],
        "incidents_data": null,
    })
}

/// The guild's roles.
pub fn roles(world: &World) -> Value {
    world.roles.iter().map(role).collect()
}

/// The guild as the gateway introduces it.
pub fn guild_create(world: &World, now: Timestamp) -> Value {
    let mut shape = guild(world);
    // A thread that is archived is not told of.
    let visible = |known: &&Channel| known.permissions.view && !known.archived;
    let shapes = |threads: bool| -> Value {
        let channels = world.channels.iter().filter(visible);
        channels
            .filter(|known| known.is_thread() == threads)
            .map(|known| channel(world, known))
            .collect()
    };
    shape["channels"] = shapes(false);
    shape["threads"] = shapes(true);
    shape["members"] = json!([member(world, &world.bot)]);
    shape["member_count"] = json!(world.users.len() + 1);
    shape["joined_at"] = json!(timestamp(now.as_millisecond()));
    shape["large"] = json!(false);
    shape["unavailable"] = json!(false);
    for empty in [
        "presences",
        "voice_states",
        "stage_instances",
        "guild_scheduled_events",
        "soundboard_sounds",
    ] {
        shape[empty] = json!([]);
    }
    shape
}

/// The application object that the bot sees of itself.
pub fn application(world: &World) -> Value {
    let owner = world.users.iter().find(|user| user.id == world.guild.owner);
    json!({
        "id": world.bot.id,
        "name": world.bot.name,
        "icon": null,
        "description": "",
        "type": null,
        "bot": user(world, &world.bot),
        "summary": "",
        "bot_public": true,
        "bot_require_code_grant": false,
        "verify_key": "0".repeat(64),
        "flags": 0,
        "flags_new": "0",
        "redirect_uris": [],
        "interactions_endpoint_url": null,
        "role_connections_verification_url": null,
        "owner": owner.map(|owner| user(world, owner)),
        "approximate_guild_count": usize::from(world.guild.bot_present),
        "approximate_user_install_count": 0,
        "approximate_user_authorization_count": 0,
        "explicit_content_filter": 0,
        "team": null,
        "eligible_oauth2_scopes": [],
        "integration_types_config": { "0": {}, "1": {} },
        "event_webhooks_status": 1,
    })
}
