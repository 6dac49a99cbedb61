//! What follows the answer to an interaction.

use reqwest::Method;
use secrecy::{ExposeSecret, SecretString};

use super::{Call, Class, Repeat, Rest, RestError, Route};
use crate::discord::encode::Payload;
use crate::domain::ids::ApplicationId;

impl Rest {
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
