//! Discord's refusals: status, code, message, and the tree of what is wrong.

use axum::http::StatusCode;
use serde_json::{Value, json};

/// A refused request.
#[derive(Debug, Clone, PartialEq)]
pub struct Refusal {
    /// HTTP status.
    pub status: StatusCode,
    /// Discord's code.
    pub code: u32,
    /// Discord's words.
    pub message: String,
    /// What is wrong with the body, by path.
    pub errors: Option<Value>,
}

macro_rules! refusals {
    ($($(#[$doc:meta])* $name:ident = $status:ident $code:literal $message:literal;)*) => {
        impl Refusal {
            $($(#[$doc])* pub fn $name() -> Self {
                Self::new(StatusCode::$status, $code, $message)
            })*
        }
    };
}

refusals! {
    /// No such route.
    not_found = NOT_FOUND 0 "404: Not Found";
    /// The route does not take this method.
    wrong_method = METHOD_NOT_ALLOWED 0 "405: Method Not Allowed";
    /// The token is wrong.
    unauthorized = UNAUTHORIZED 0 "401: Unauthorized";
    /// Not JSON.
    invalid_json = BAD_REQUEST 50109 "The request body contains invalid JSON.";
    /// A file is too big.
    too_large = PAYLOAD_TOO_LARGE 40005 "Request entity too large";
    /// No such channel.
    unknown_channel = NOT_FOUND 10003 "Unknown Channel";
    /// No such guild.
    unknown_guild = NOT_FOUND 10004 "Unknown Guild";
    /// No such member.
    unknown_member = NOT_FOUND 10007 "Unknown Member";
    /// No such message.
    unknown_message = NOT_FOUND 10008 "Unknown Message";
    /// The token's interaction has no answer to work on.
    unknown_webhook = NOT_FOUND 10015 "Unknown Webhook";
    /// No such user.
    unknown_user = NOT_FOUND 10013 "Unknown User";
    /// No such interaction, or its three seconds are over.
    unknown_interaction = NOT_FOUND 10062 "Unknown interaction";
    /// No such command.
    unknown_command = NOT_FOUND 10063 "Unknown application command";
    /// Another application's.
    other_application = FORBIDDEN 20012 "You are not authorized to perform this action on this application";
    /// Too many commands.
    too_many_commands = BAD_REQUEST 30032 "Maximum number of application commands reached (100).";
    /// Answered before.
    already_acknowledged = BAD_REQUEST 40060 "Interaction has already been acknowledged.";
    /// Cannot see it.
    missing_access = FORBIDDEN 50001 "Missing Access";
    /// Bots do not write to bots, nor to themselves.
    cannot_message_bot = BAD_REQUEST 50007 "Cannot send messages to this user";
    /// Not a version of the API that is served.
    invalid_version = BAD_REQUEST 50041 "Invalid API version provided";
    /// There are no stickers here.
    invalid_sticker = BAD_REQUEST 50081 "Invalid sticker sent";
    /// A reply shows what was written before.
    no_reply_without_history = BAD_REQUEST 160_002 "Cannot reply without permission to read message history";
    /// The thread is archived.
    thread_archived = BAD_REQUEST 50083 "Thread is archived";
    /// The thread is locked.
    thread_locked = BAD_REQUEST 160_005 "Thread is locked";
    /// Not in direct messages.
    not_in_direct = FORBIDDEN 50003 "Cannot execute action on a DM channel";
    /// Somebody else wrote it.
    not_the_author = FORBIDDEN 50005 "Cannot edit a message authored by another user";
    /// There is nothing in it.
    empty_message = BAD_REQUEST 50006 "Cannot send an empty message";
    /// Closed direct messages.
    cannot_message_user = FORBIDDEN 50007 "Cannot send messages to this user";
    /// A forum or category.
    not_a_text_channel = BAD_REQUEST 50008 "Cannot send messages in a non-text channel";
    /// May not do it.
    missing_permissions = FORBIDDEN 50013 "Missing Permissions";
    /// The interaction's token is wrong or over.
    invalid_webhook_token = UNAUTHORIZED 50027 "Invalid Webhook Token";
    /// Nobody to open direct messages with.
    invalid_recipients = BAD_REQUEST 50033 "Invalid Recipient(s)";
}

impl Refusal {
    fn new(status: StatusCode, code: u32, message: &str) -> Self {
        Self {
            status,
            code,
            message: message.to_owned(),
            errors: None,
        }
    }

    /// Something is wrong with the body.
    pub fn form(errors: Value) -> Self {
        Self {
            errors: Some(errors),
            ..Self::new(StatusCode::BAD_REQUEST, 50035, "Invalid Form Body")
        }
    }

    /// One thing is wrong with one field.
    pub fn field(field: &str, code: &str, message: &str) -> Self {
        let error = json!({ "code": code, "message": message });
        Self::form(json!({ field: { "_errors": [error] } }))
    }

    /// A value in the address is not an id.
    pub fn not_a_snowflake(field: &str, value: &str) -> Self {
        let message = format!("Value \"{value}\" is not snowflake.");
        Self::field(field, "NUMBER_TYPE_COERCE", &message)
    }

    /// The JSON that is sent.
    pub fn body(&self) -> Value {
        let mut body = json!({ "message": self.message, "code": self.code });
        if let Some(errors) = &self.errors {
            body["errors"] = errors.clone();
        }
        body
    }
}

impl From<Value> for Refusal {
    fn from(errors: Value) -> Self {
        Self::form(errors)
    }
}
