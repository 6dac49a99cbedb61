//! What is done about a channel beside posting to it.

use reqwest::Method;
use serde::Deserialize;

use super::calls::read;
use super::{Call, Class, Repeat, Rest, RestError, Route};
use crate::domain::ids::{ChannelId, MessageId};

impl Rest {
    /// Deletes a message: one attempt, when nothing else is to be done (D-52).
    pub async fn delete_message(
        &self,
        channel: ChannelId,
        message: MessageId,
    ) -> Result<(), RestError> {
        let (place, id) = (channel.to_string(), message.to_string());
        self.send(Call {
            class: Class::CleanUp,
            repeat: Repeat::Never,
            ..self.call(
                Method::DELETE,
                &["channels", &place, "messages", &id],
                Route {
                    name: "DELETE channel message",
                    major: channel.get(),
                },
            )
        })
        .await
        .map(drop)
    }

    /// What a channel is called, if it has a name.
    pub async fn channel_name(&self, channel: ChannelId) -> Result<Option<String>, RestError> {
        #[derive(Deserialize)]
        struct Named {
            name: Option<String>,
        }
        let route = Route {
            name: "GET channel",
            major: channel.get(),
        };
        let call = Call {
            repeat: Repeat::Never,
            ..self.call(Method::GET, &["channels", &channel.to_string()], route)
        };
        let named: Named = read(&self.send(call).await?)?;
        Ok(named.name)
    }
}
