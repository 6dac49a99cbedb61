//! Messages as Discord shows them, over REST and over the gateway.

use serde_json::{Value, json};

use super::messages::Message;
use super::{Effect, Needs, Place, World, components, shape};

impl World {
    /// Tells the bot about a message, unless only one person sees it.
    pub(super) fn tell(&mut self, event: &'static str, message: &Message) {
        if message.ephemeral_for.is_some() {
            return;
        }
        let direct = matches!(self.place(message.channel), Some(Place::Direct(_)));
        let own = message.author == self.bot.id || message.mentions.users.contains(&self.bot.id);
        let mut data = self.message_shape(message);
        if !direct {
            data["guild_id"] = json!(self.guild.id);
        }
        let needs = Needs::Messages { direct, own };
        self.effects.push(Effect::Dispatch { event, data, needs });
    }

    /// A message in Discord's JSON.
    pub fn message_shape(&self, message: &Message) -> Value {
        let author = self
            .user(message.author)
            .map(|author| shape::user(self, author));
        let users = message
            .mentions
            .users
            .iter()
            .filter_map(|id| self.user(*id));
        let files = message.attachments.iter();
        let mut shape = json!({
            "id": message.id,
            "channel_id": message.channel,
            "type": message.kind,
            "content": message.content,
            "author": author,
            "attachments": files.map(|file| components::attachment(file, message.channel, message.ephemeral_for.is_some())).collect::<Vec<_>>(),
            "embeds": message.embeds,
            "components": message.components,
            "mentions": users.map(|user| shape::user(self, user)).collect::<Vec<_>>(),
            "mention_roles": message.mentions.roles,
            "mention_everyone": message.mentions.everyone,
            "timestamp": shape::timestamp(message.id.made_ms()),
            "edited_timestamp": message.edited_ms.map(shape::timestamp),
            "flags": message.flags,
            "pinned": false,
            "tts": false,
        });
        if let Some(nonce) = &message.nonce {
            shape["nonce"] = nonce.clone();
        }
        if let Some(reference) = message.reference {
            shape["message_reference"] =
                json!({ "type": 0, "channel_id": message.channel, "message_id": reference });
        }
        if let Some(origin) = &message.origin {
            shape["application_id"] = json!(self.bot.id);
            shape["webhook_id"] = json!(self.bot.id);
            shape["interaction_metadata"] = origin.shape(self, message.id);
        }
        shape
    }
}
