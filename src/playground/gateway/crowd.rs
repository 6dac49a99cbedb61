//! Guilds beside the one guild, for measuring what a bot costs that is in many.
//!
//! They are introduced when a session begins, in the shape and size of usual guilds, and never heard
//! of again: REST does not know them.

use jiff::Timestamp;
use serde_json::{Value, json};

use crate::playground::snowflake::Id;
use crate::playground::world::{World, shape};

const CHANNELS: u64 = 20;
const ROLES: u64 = 10;
/// The first of them; the ids in between are those of its channels and roles.
const FIRST: u64 = 1_091_000_000_000_000_000;
/// A second apart, so that shards share them evenly.
const APART: u64 = 1_001 << 22;

/// The ids of so many guilds.
pub(super) fn ids(count: u32) -> impl Iterator<Item = Id> {
    (0..u64::from(count)).map(|number| Id::new(FIRST + number * APART))
}

/// A guild of the crowd, with 20 channels, 10 roles and the bot as the member that is told.
pub(super) fn guild(world: &World, id: Id, now: Timestamp) -> Value {
    let mut guild = shape::guild_create(world, now);
    let below = |number: u64| Id::new(id.number() + number);
    guild["id"] = json!(id);
    guild["name"] = json!(format!("Guild {id}"));
    let role = |number: u64| {
        let mut role = shape::role(&world.roles[0]);
        // The role of everyone has the guild's id.
        role["id"] = json!(below(number));
        role["position"] = json!(number);
        role["name"] = json!(if number == 0 {
            "@everyone".to_owned()
        } else {
            format!("Role {number}")
        });
        role
    };
    guild["roles"] = (0..ROLES).map(role).collect();
    let template = world.channels.iter().find(|channel| channel.kind == 0);
    let channel = |number: u64| {
        let mut shape = template.map_or(Value::Null, |known| shape::channel(world, known));
        shape["id"] = json!(below(100 + number));
        shape["guild_id"] = json!(id);
        shape["parent_id"] = Value::Null;
        shape["last_message_id"] = Value::Null;
        shape["position"] = json!(number);
        shape["name"] = json!(format!("channel-{number}"));
        shape
    };
    guild["channels"] = (0..CHANNELS).map(channel).collect();
    guild["threads"] = json!([]);
    for member in guild["members"].as_array_mut().into_iter().flatten() {
        member["roles"] = json!([below(1)]);
    }
    guild
}
