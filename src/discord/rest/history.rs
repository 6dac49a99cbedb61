//! What stands in a channel: the bot's own messages are looked for there (D-7).
//!
//! Begin reading at [`Rest::own_messages_since`].

use jiff::Timestamp;
use reqwest::Method;
use serde_json::Value;

use super::calls::{read, unreadable};
use super::{Call, Class, Rest, RestError, Route};
use crate::app::{OwnMessages, PostedMessage};
use crate::domain::ids::{ChannelId, MessageId, UserId, snowflake_at};

/// Messages in a page, and pages read at most (D-7).
const PAGE: usize = 100;
const PAGES: usize = 3;

/// There is no such message.
const UNKNOWN_MESSAGE: u32 = 10008;

impl Rest {
    /// The bot's own messages in a channel since an instant, as far as the first three pages go: Discord lists the
    /// oldest ones first, so what is looked for is there, whatever was written after it (D-7). Where the history may
    /// not be read that is an error, not an empty list.
    pub async fn own_messages_since(
        &self,
        channel: ChannelId,
        since: Timestamp,
        class: Class,
    ) -> Result<OwnMessages, RestError> {
        let own = self.identity().await?.user;
        let mut after = snowflake_at(since).saturating_sub(1);
        let mut found = Vec::new();
        let (mut is_empty, mut is_cut) = (true, true);
        for _ in 0..PAGES {
            let page = self.messages_after(channel, after, class).await?;
            let full = page.len() >= PAGE;
            is_empty &= page.is_empty();
            let newest = page.iter().map(|message| message.id.get()).max();
            found.extend(page.into_iter().filter(|message| message.author == own));
            match newest {
                Some(newest) if full => after = newest,
                _ => {
                    is_cut = false;
                    break;
                }
            }
        }
        if is_empty {
            self.check_history(channel, after, class).await?;
        }
        found.sort_by_key(|message| message.id);
        let found = found.into_iter().map(Message::into_posted).collect();
        Ok(OwnMessages { found, is_cut })
    }

    /// Fails if the channel's history may not be read: Discord then lists no messages, as in an empty channel, and
    /// only refuses to show a single one.
    async fn check_history(
        &self,
        channel: ChannelId,
        message: u64,
        class: Class,
    ) -> Result<(), RestError> {
        let (id, message) = (channel.to_string(), message.to_string());
        let path = ["channels", &id, "messages", &message];
        let route = Route {
            name: "GET channel message",
            major: channel.get(),
        };
        let call = Call {
            class,
            ..self.call(Method::GET, &path, route)
        };
        match self.send(call).await {
            Err(error) if error.code() == Some(UNKNOWN_MESSAGE) => Ok(()),
            other => other.map(drop),
        }
    }

    async fn messages_after(
        &self,
        channel: ChannelId,
        after: u64,
        class: Class,
    ) -> Result<Vec<Message>, RestError> {
        let id = channel.to_string();
        let route = Route {
            name: "GET channel messages",
            major: channel.get(),
        };
        let mut call = self.call(Method::GET, &["channels", &id, "messages"], route);
        call.class = class;
        call.url
            .query_pairs_mut()
            .append_pair("after", &after.to_string())
            .append_pair("limit", &PAGE.to_string());
        let page: Vec<Value> = read(&self.send(call).await?)?;
        page.iter().map(Message::read).collect()
    }
}

/// What we read of a message.
struct Message {
    id: MessageId,
    author: UserId,
    custom_ids: Vec<String>,
}

impl Message {
    fn read(value: &Value) -> Result<Self, RestError> {
        let id = |value: &Value| value.as_str().unwrap_or_default().to_owned();
        let mut custom_ids = Vec::new();
        collect_custom_ids(&value["components"], &mut custom_ids);
        Ok(Self {
            id: id(&value["id"]).parse().map_err(unreadable)?,
            author: id(&value["author"]["id"]).parse().map_err(unreadable)?,
            custom_ids,
        })
    }

    fn into_posted(self) -> PostedMessage {
        PostedMessage {
            id: self.id,
            custom_ids: self.custom_ids,
        }
    }
}

/// Components nest in rows, containers and sections: every `custom_id` below counts.
fn collect_custom_ids(value: &Value, found: &mut Vec<String>) {
    match value {
        Value::Array(items) => items
            .iter()
            .for_each(|item| collect_custom_ids(item, found)),
        Value::Object(fields) => {
            if let Some(Value::String(custom_id)) = fields.get("custom_id") {
                found.push(custom_id.clone());
            }
            fields
                .values()
                .for_each(|field| collect_custom_ids(field, found));
        }
        _ => {}
    }
}
