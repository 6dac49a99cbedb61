//! The wire to Discord.
//!
//! The only room that knows serenity, and serenity is only the gateway here: its socket, its events, its
//! models. Requests go through [`rest`]. The room turns events into calls of [`crate::app::Handler`] and the
//! answers into requests; it does not know what any command does, and spawns nothing.
//!
//! Begin reading at [`Gateway`] for what comes in, at [`DiscordOutbound`] for what goes out.

pub mod decode;
pub mod encode;
mod encode_form;
mod events;
mod gateway;
mod outbound;
mod payload;
pub mod rest;
mod watchdog;

pub use gateway::{Gateway, GatewayError, GatewayOptions};
pub use outbound::DiscordOutbound;
pub use rest::{Rest, RestError, RestOptions};
