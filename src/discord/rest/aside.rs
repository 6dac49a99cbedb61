//! What follows the answer to an interaction.

use reqwest::Method;
use secrecy::{ExposeSecret, SecretString};

use super::calls::id_in;
use super::{Call, Class, Repeat, Rest, RestError, Route};
use crate::discord::encode::Payload;
use crate::domain::ids::{ApplicationId, MessageId};

/// The interaction has had no answer.
const UNKNOWN_WEBHOOK: u32 = 10015;
/// After so many times the pause between two tries Discord takes no first answer any more: with the usual one that is 3 s.
const NO_ANSWER_AFTER: u32 = 15;

impl Rest {
    /// The message that the answer to an interaction became, where nobody knows whether it arrived; `None` if it did not,
    /// and cannot any more.
    pub async fn answer_in_place(
        &self,
        application: ApplicationId,
        token: &SecretString,
    ) -> Result<Option<MessageId>, RestError> {
        let id = application.to_string();
        let path = [
            "webhooks",
            &id,
            token.expose_secret(),
            "messages",
            "@original",
        ];
        let route = Route {
            name: "GET interaction answer",
            major: 0,
        };
        let look = async || {
            let call = Call {
                class: Class::Callback,
                authorized: false,
                ..self.call(Method::GET, &path, route)
            };
            self.send(call).await
        };
        let is_nowhere = |found: &Result<_, RestError>| {
            found
                .as_ref()
                .is_err_and(|error| error.code() == Some(UNKNOWN_WEBHOOK))
        };
        let mut found = look().await;
        if is_nowhere(&found) {
            // It may still be on its way.
            let later = tokio::time::Instant::now() + self.backoff * NO_ANSWER_AFTER;
            tokio::time::sleep_until(later).await;
            found = look().await;
        }
        if is_nowhere(&found) {
            return Ok(None);
        }
        id_in(&found?).map(Some)
    }

    /// Says something more to somebody whose interaction has been answered; only they see it.
    pub async fn follow_up(
        &self,
        application: ApplicationId,
        token: &SecretString,
        message: &Payload,
    ) -> Result<(), RestError> {
        let id = application.to_string();
        let path = ["webhooks", &id, token.expose_secret()];
        let route = Route {
            name: "POST interaction follow-up",
            major: 0,
        };
        let call = Call {
            class: Class::Callback,
            repeat: Repeat::Never,
            authorized: false,
            payload: Some(message),
            ..self.call(Method::POST, &path, route)
        };
        self.send(call).await.map(drop)
    }
}
