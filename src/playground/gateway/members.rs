//! The answer to a request for guild members.

use serde_json::{Value, json};

use crate::playground::snowflake::Id;
use crate::playground::world::{World, shape};

/// One chunk with the wanted members.
pub(super) fn chunk(world: &World, wanted: &[Value], nonce: &Value) -> Value {
    let ids = wanted
        .iter()
        .filter_map(|id| id.as_str().and_then(Id::parse));
    let (mut members, mut missing) = (Vec::new(), Vec::new());
    for id in ids {
        match world.user(id) {
            Some(user) => members.push(shape::member(world, user)),
            None => missing.push(id),
        }
    }
    let mut chunk = json!({
        "guild_id": world.guild.id,
        "members": members,
        "not_found": missing,
        "chunk_index": 0,
        "chunk_count": 1,
    });
    if nonce.is_string() {
        chunk["nonce"] = nonce.clone();
    }
    chunk
}
